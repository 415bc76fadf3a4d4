/* prompt.h - what the files behind algo/prompt.h share.
 *
 * prompt_text.c    the texts that no table of the library says
 * prompt_system.c  texts and tables to one system prompt
 * prompt_schema.c  the schema of answers, and the rule it keeps
 * prompt_keys.c    which members documents have, and of which types
 * prompt_wire.c    answers to documents
 * prompt_unwire.c  documents to answers
 * prompt_judge.c   what is wrong with an answer
 * prompt_told.c    faults as a model is told them
 * prompt_gen.c     ask, judge, ask again
 * prompt_talk.c    conversations that go on
 * prompt_fix.c     the repair of a document
 * prompt_same.c    what no fault names came back as it was
 * prompt_review.c  advice
 * prompt_polish.c  plain words, better put
 */
#ifndef ALGO_LIB_LLM_PROMPT_H
#define ALGO_LIB_LLM_PROMPT_H

#include <algo/base/mem.h>
#include <algo/prompt.h>

/* What is sent of one text (an answer that is shown again, a document). */
#define PROMPT_TEXT_MAX ((size_t)64 << 10)
#define PROMPT_WIRE_MAX ((size_t)8 * ALGO_DOC_MAX)

/* Pieces of text; NULL ends. */
extern const char *const algo_prompt_rules[];
extern const char *const algo_prompt_grammar[];
extern const char *const algo_prompt_document[];
extern const char *const algo_prompt_wire[];
extern const char *const algo_prompt_mend[];
struct algo_prompt_shot {
	const char *file; /* of examples/strategies; NULL: it cannot be done */
	const char *words;
	const char *answer; /* the document, or why not */
};
const struct algo_prompt_shot *algo_prompt_shot(size_t i); /* NULL: the end */
/* Rules, grammar, tables: the same first bytes of every system prompt. */
void algo_prompt_base(struct algo_buf *out);
/* The system prompt of repairs. */
void algo_prompt_fix_system(struct algo_buf *out);

/* --- Members of documents ------------------------------------------------- */

/* The schema of documents, looked up by member. */
struct prompt_keys {
	struct algo_json_doc *doc;
	const struct algo_json *root;
};
void algo_prompt_keys_open(struct prompt_keys *k);
void algo_prompt_keys_close(struct prompt_keys *k);
/* The members of a part: "" (the top), "risk", "session", "rule", "data",
 * "backtest"; each once, NULL past the end. */
const char *algo_prompt_key(const struct prompt_keys *k, const char *part,
			    size_t i);
/* The types of a member, 1 << enum algo_json_type each; 0: no such member. */
unsigned algo_prompt_key_types(const struct prompt_keys *k, const char *part,
			       const char *key);

/* --- Texts ------------------------------------------------------------------
 */

/* The schema of an answer to algo_prompt_review. */
const char *algo_prompt_review_schema(void);

/* Without what a terminal obeys and marks that cannot be seen or turn the
 * direction of text; at most max bytes. */
void algo_prompt_clean(const char *s, size_t n, size_t max,
		       struct algo_buf *out);
/* Every value of a document by its place, expressions with line numbers. */
void algo_prompt_number(const char *doc, size_t n, struct algo_buf *out);
/* The first ten errors, one a line: place, class, code, message, hint. */
void algo_prompt_faults(const struct algo_errs *errs, struct algo_buf *out);

/* --- Asking ------------------------------------------------------------------
 */

void algo_prompt_sum(struct algo_llm_told *sum,
		     const struct algo_llm_told *one);
/* Adds x-origin and the name (NULL: as it is); members that begin with x- and
 * came from the model are left out. */
int algo_prompt_finish(const char *doc, size_t n, const char *name,
		       const struct algo_llm_told *told, struct algo_buf *out,
		       struct algo_err *err);

/* What an answer is worth. */
enum prompt_worth {
	PROMPT_GOOD,
	PROMPT_WEAK, /* it checks and runs, but */
	PROMPT_BAD,
	PROMPT_OVER /* asking again is no use */
};
struct prompt_verdict {
	enum prompt_worth worth;
	struct algo_buf doc; /* as far as it came; mended */
	struct algo_errs errs;
};
void algo_prompt_judge(const struct algo_prompt_gen *g, const char *answer,
		       size_t n, struct prompt_verdict *v);
void algo_prompt_verdict_release(struct prompt_verdict *v);
/* Can the bars be read at all? */
int algo_prompt_bars(const struct algo_prompt_gen *g, struct algo_errs *errs);

/* A conversation: what was said before. */
struct prompt_talk {
	struct algo_arena arena;
	struct algo_llm_msg *v;
	size_t n, cap;
};
int algo_prompt_talk_read(struct prompt_talk *t, struct algo_store *st,
			  const char *session, struct algo_err *err);
/* Leaves the oldest turns out until all fits into the model's window: fixed
 * bytes go along with them. */
size_t algo_prompt_talk_from(const struct prompt_talk *t,
			     const struct algo_llm *l, size_t fixed);
void algo_prompt_talk_release(struct prompt_talk *t);

/* What no fault names and came back otherwise: the first such place in *at.
 * 0: nothing.  x- members that are missing are put back into out. */
int algo_prompt_same(const char *before, size_t nb, const char *after,
		     size_t na, const struct algo_errs *errs,
		     struct algo_buf *out, char *at, size_t room);

#endif
