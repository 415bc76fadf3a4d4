/* explain.h - a strategy document told in plain words.
 *
 *   explain.c        the document, paragraph by paragraph
 *   explain_risk.c   stops, sizes, limits, costs
 *   explain_cond.c   conditions
 *   explain_value.c  prices and indicators
 *   explain_names.c  params and lets put in place
 *
 * Every sentence is one that the phrase grammar reads with the same meaning;
 * what has no phrase stands between backquotes as an expression.
 */
#ifndef WORDS_EXPLAIN_H
#define WORDS_EXPLAIN_H

#include <algo/words.h>

/* A name and what stands in its place. */
struct stand_in {
	const char *name;
	const struct algo_ast *ast;
};

struct teller {
	struct algo_arena arena;
	struct algo_buf *out;
	const struct algo_strategy *s;
	const struct algo_json *root;
	struct stand_in *in_place;
	size_t nin_place;
	int has_long, has_short; /* sides of the short form */
	size_t from;		 /* where the paragraph begins */
};

/* explain_names.c */
void algo_tell_names(struct teller *t);
/* Those lets that keep their name, a sentence each. */
void algo_tell_lets(struct teller *t);
/* An expression (a string or a number) with the names put in place; NULL for
 * another value. */
const struct algo_ast *algo_tell_expr(struct teller *t,
				      const struct algo_json *v);

/* explain_value.c */
int algo_tell_is_call(const struct algo_ast *a, const char *name, size_t nkids);
int algo_tell_is_name(const struct algo_ast *a, const char *name);
int algo_tell_is_number(const struct algo_ast *a, double v);
/* A length in bars: 1, or 0 when a is none. */
int algo_tell_is_length(const struct algo_ast *a, double *n);
/* The words of a value; 0 and nothing when there are none. */
int algo_tell_value(const struct algo_ast *a, struct algo_buf *out);
/* 1 and the text "2 ATR(14)" of a multiple of the true range, else 0. */
int algo_tell_atr(const struct algo_ast *a, struct algo_buf *out);
/* The expression between backquotes. */
void algo_tell_code(const struct algo_ast *a, struct algo_buf *out);
void algo_tell_quote(const char *s, size_t n, struct algo_buf *out);

/* explain_cond.c */
void algo_tell_cond(struct algo_arena *arena, const struct algo_ast *a,
		    struct algo_buf *out);

/* explain_risk.c */
void algo_tell_risk(struct teller *t);
void algo_tell_costs(struct teller *t);
/* "Set `risk.size` to `...`.": any member of the document. */
void algo_tell_member(struct teller *t, const char *path,
		      const struct algo_json *v);
/* A fraction as percents that read back to it; 0 when there are none. */
int algo_tell_percent(double v, struct algo_buf *out);

#endif
