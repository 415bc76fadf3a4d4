/* prompt.h - what a model is told and what is made of its answers: prompts
 * from the registry and the grammar, the wire form of strategies, the
 * generate-check-repair loop, repairs for algo-fix, reviews.
 */
#ifndef ALGO_PROMPT_H
#define ALGO_PROMPT_H

#include <algo/llm.h>
#include <algo/repair.h>
#include <algo/run.h>
#include <algo/store.h>

/* The system prompt: rules, grammar, registry, examples.  Always the same
 * bytes for one version, so that providers can cache it. */
void algo_prompt_system(struct algo_buf *out);
/* The schema of an answer, in the subset that every provider takes: objects
 * closed, all members required, no references, at most 5 deep, fewer than 60
 * members. */
void algo_prompt_schema(struct algo_buf *out);
/* Breaks that rule?  Names the first fault (pointer and rule).  0: none. */
int algo_prompt_schema_lint(const char *schema, size_t n, struct algo_err *err);
/* The wire form (what the schema says: params as name and value, "" and null
 * for what is absent) to a strategy document, and back. An answer that is
 * a strategy document already is taken as one. */
int algo_prompt_to_document(const char *text, size_t n, struct algo_buf *doc,
			    struct algo_errs *errs);
int algo_prompt_from_document(const char *doc, size_t n, struct algo_buf *wire,
			      struct algo_errs *errs);

struct algo_prompt_gen {
	struct algo_llm *llm;
	const char *words; /* the description */
	size_t len;
	const char *name; /* of the strategy, or NULL */
	const char *base; /* --refine: the document to change, or NULL */
	size_t base_len;
	/* Running it: NULL: it only has to check.  Never-trades, both sides
	 * at once and a look-back beyond the bars are faults to be mended. */
	const struct algo_run_opt *run;
	unsigned fixes;		  /* repair turns: --fix; 3 by default */
	size_t candidates;	  /* samples wanted; 0: 1 */
	struct algo_store *store; /* of the session, or NULL */
	const char *session;	  /* its name, or NULL */
};
struct algo_prompt_tried {
	struct algo_llm_told told; /* sums over all turns */
	unsigned turns;
	char *last; /* the last candidate when none was good: --keep; or NULL */
};
void algo_prompt_tried_release(struct algo_prompt_tried *t);
/* Documents that check (and run), the first at docs[0], each with x-origin
 * (provider, model, key's fingerprint, seconds, tries); at most candidates,
 * and none twice.  docs has room for as many as wanted, each empty with its
 * ceiling set.  0: at least one; errs then has only warnings, also those of a
 * document that checks and runs but makes little sense on the bars, which is
 * given when nothing better came.  -1: network or key errors as algo_llm_ask
 * has them, the bars' faults (found before anybody is asked), "model_cannot"
 * (exit 1: the model says why), or the faults of the last candidate (exit
 * 4). */
int algo_prompt_gen(const struct algo_prompt_gen *g, struct algo_buf *docs,
		    size_t *ndocs, struct algo_prompt_tried *tried,
		    struct algo_errs *errs);
/* What would be sent first, as text (--prompt). */
int algo_prompt_gen_show(const struct algo_prompt_gen *g, struct algo_buf *out,
			 struct algo_errs *errs);

/* What was said and what came of it, for the conversation to go on: three
 * turns (the system prompt, which is stored once). */
struct algo_prompt_said {
	struct algo_store *store;
	const char *session;
	const struct algo_llm *llm; /* whose keys are blotted out, or NULL */
	const char *words;
	size_t len;
	const char *doc;   /* the document */
	const char *model; /* "provider/model", or "phrase" */
};
int algo_prompt_remember(const struct algo_prompt_said *said,
			 struct algo_err *err) ALGO_MUST_USE;

/* The callback of struct algo_repair_loop; ctx is one of these.  Faults that
 * are our own (internal_error) are never sent; parts of the document that no
 * fault names must come back as they were, or the answer is refused. */
struct algo_prompt_fix {
	struct algo_llm *llm;
	struct algo_llm_told told; /* sums */
	char tried[16][65];	   /* hashes of documents that were tried */
	size_t ntried;
	struct algo_err err; /* why there was no answer */
};
int algo_prompt_fix_ask(void *ctx, const char *doc,
			const struct algo_errs *errs, struct algo_buf *out);

/* Advice of a model beside the computed one: appended as records with
 * severity (struct algo_advice of words.h, code "model"). */
struct algo_advices;
int algo_prompt_review(struct algo_llm *llm, const char *doc, size_t n,
		       const char *computed, size_t ncomputed,
		       struct algo_advices *out, struct algo_llm_told *told,
		       struct algo_errs *errs);
/* A review (the document that algo_words_review writes) with more advice
 * behind its own. */
int algo_prompt_review_join(const char *computed, size_t n,
			    const struct algo_advices *more,
			    struct algo_buf *out, struct algo_err *err);
/* The computed plain words, better put; a number or name that changed makes
 * the computed text stand. */
int algo_prompt_polish(struct algo_llm *llm, const char *plain, size_t n,
		       struct algo_buf *out, struct algo_err *err);

#endif
