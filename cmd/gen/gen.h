/* gen.h - what the files of algo-gen share.
 *
 * algo-gen.c       options, input, the built-in grammar
 * gen/questions.c  what has to be asked
 * gen/rank.c       running documents over bars
 * gen/ask.c        a language model
 */
#ifndef CMD_GEN_H
#define CMD_GEN_H

#include "../model/model.h"

#include <algo/prompt.h>
#include <algo/words.h>

#define GEN_CANDIDATES_MAX 8

struct algo_gen {
	const char *model, *name, *refine, *explain, *review;
	const char *data, *result, *by, *session, *keep;
	long long candidates, fix;
	int assume, prompt, save;
	struct algo_model_opts client;
	struct algo_common common;
};
/* What the words are about. */
struct algo_gen_input {
	struct algo_buf words;
	struct algo_buf base; /* of --refine */
};

/* Questions when there is no document, else what was passed over or
 * assumed. */
void algo_gen_tell(const struct algo_gen *o, struct algo_tool *t,
		   const struct algo_words *w, const struct algo_buf *text);
/* The document that does best over the bars; NULL: none ran. */
const char *algo_gen_best(const struct algo_gen *o, struct algo_tool *t,
			  const char *const *docs, size_t n);
/* Prints the document, the best of several when there are bars, and saves it
 * where that is wanted.  The one that was printed, or NULL. */
const char *algo_gen_print(const struct algo_gen *o, struct algo_tool *t,
			   const char *const *docs, size_t n);

/* Asks a model.  helping: it was not named, the grammar's questions stand when
 * it cannot help.  0: a document was printed; -1: none, the status is set
 * unless helping. */
int algo_gen_ask(struct algo_gen *o, struct algo_tool *t, const char *model,
		 const struct algo_gen_input *in, int helping);
/* --prompt */
void algo_gen_prompt(struct algo_gen *o, struct algo_tool *t,
		     const struct algo_gen_input *in);
/* A document of the grammar becomes part of the conversation. */
void algo_gen_remember(const struct algo_gen *o, struct algo_tool *t,
		       const struct algo_gen_input *in, const char *doc);
void algo_gen_save(struct algo_tool *t, const char *doc);
/* --explain and --review with a model: what was computed, put better or with
 * more advice.  0: out holds it. */
int algo_gen_polish(struct algo_gen *o, struct algo_tool *t,
		    const struct algo_buf *doc, const struct algo_buf *computed,
		    struct algo_buf *out);

#endif
