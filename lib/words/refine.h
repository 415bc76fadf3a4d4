/* refine.h - a document changed by words.
 *
 *   refine.c       the text clause by clause
 *   refine_read.c  what the grammar reads of one, merged with what is there
 *   refine_say.c   removals and directions: what the grammar has no words for
 *   refine_mirror.c  the other side
 *   refine_swap.c  other periods, levels and indicators in place of those there
 *   refine_doc.c   the changes as a list, and the document written anew
 *
 * Each clause makes a document of the one before it, so that the later clause
 * wins.  What no clause speaks of stays as it stands, to the byte of its
 * expressions.
 */
#ifndef WORDS_REFINE_H
#define WORDS_REFINE_H

#include "grammar.h"

#define EDITS_MAX 64

/* raw NULL: the member goes; section "" is the top of the document, key NULL
 * the whole section. */
struct edit {
	const char *section, *key, *raw;
};

struct refine {
	struct reader *r; /* of the whole text: its questions, its arena */
	const struct algo_words_opt *opt;
	size_t pick;
	const struct algo_json *root; /* as it is before the clause */
	const char *said;	      /* the clause, lower case */
	size_t at, n;		      /* its bytes of the text */
	int also;		      /* besides what is there */
	struct edit edit[EDITS_MAX];
	size_t nedit;
	int stuck; /* a question was asked */
};

/* refine.c */
/* Asks about the whole clause; with --assume takes a choice instead and
 * returns its number, else -1. */
int algo_r_ask(struct refine *f, enum algo_topic topic, const char *choices,
	       const char *fmt, ...) ALGO_PRINTF(4, 5);
/* Takes one of the alternatives ("a|b c|d", the longer first) at *p, as whole
 * words: its number from 1, else 0. */
int algo_r_take(const char **p, const char *alternatives);

/* refine_read.c: the clause as it was typed */
void algo_r_grammar(struct refine *f, const char *clause);
/* refine_say.c: 1 when the clause was one of theirs */
int algo_r_remove(struct refine *f);
int algo_r_sides(struct refine *f);
/* refine_mirror.c: from and to are "long" or "short" */
void algo_r_mirror(struct refine *f, const char *from, const char *to);
int algo_r_times(struct refine *f);
/* "replace the stop with": what is replaced goes; the bytes that said so. */
size_t algo_r_replace(struct refine *f);
/* refine_swap.c */
int algo_r_swap(struct refine *f);

/* refine_doc.c */
void algo_r_edit(struct refine *f, const char *section, const char *key,
		 const char *raw);
/* The same with a text as its value. */
void algo_r_edit_str(struct refine *f, const char *section, const char *key,
		     const char *text);
/* The member as it is now, edits of the clause included; NULL: none. */
const struct algo_json *algo_r_get(const struct refine *f, const char *section,
				   const char *key);
void algo_r_write(const struct refine *f, struct algo_buf *out);
/* What a size of risk_size puts at risk; 0: the size is no such call. */
double algo_r_risk_part(struct refine *f);
/* "a and b", bracketed where it must be. */
char *algo_r_join(struct refine *f, const char *a, const char *op,
		  const char *b);
/* The expression as a tree of the grammar, params and lets put in place; NULL
 * when something of it has no place there. */
struct node *algo_r_node(struct refine *f, struct reader *r,
			 const struct algo_json *v);
/* The rules anew: each is given to change, which adds what it becomes. */
void algo_r_rules(struct refine *f,
		  void (*change)(void *ctx, const struct algo_json *rule,
				 struct algo_jw *w),
		  void *ctx);
/* The members of a rule but those of the list "a|b". */
void algo_r_members(struct algo_jw *w, const struct algo_json *rule,
		    const char *but);
int algo_r_does(const struct algo_json *rule, const char *actions);
/* Is the param read outside of calls of the function, where it is to stay? */
int algo_r_used(struct refine *f, const char *name, const char *function);
/* Is there a word in the list "a|b"? */
int algo_r_in(const char *list, const char *word);

/* read.c */
void algo_w_reader_init(struct reader *r, const char *text, size_t n,
			const struct algo_words_opt *opt, size_t pick);
void algo_w_reader_release(struct reader *r);
/* Tokens and rules, nothing finished. */
void algo_w_read_clause(struct reader *r);

/* The base document changed by the text of r, or "" with questions in r;
 * -1 with errors in errs when the base is no strategy. */
int algo_w_refine(struct reader *r, size_t pick, struct algo_buf *out,
		  struct algo_errs *errs);

#endif
