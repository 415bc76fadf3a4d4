/* model.h - language models in tools: their options, opening a client, what a
 * signal does to a call. */
#ifndef CMD_MODEL_H
#define CMD_MODEL_H

#include "../tool.h"

#include <algo/llm.h>
#include <math.h>

struct algo_model_opts {
	const char *record, *replay;
	struct algo_strs base_urls;
	double wait;
	long long timeout;
	int no_router, fresh;
};
#define ALGO_MODEL_OPTS_INIT \
	{                    \
		.wait = NAN  \
	}
/* clang-format off */
#define ALGO_OPT_MODEL(type, member)                                          \
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Models", NULL },                 \
	{ 0, "base-url", ALGO_OPT_LIST,                                       \
	  offsetof(type, member) + offsetof(struct algo_model_opts, base_urls), \
	  "PROVIDER=URL", "Ask a provider at another address", NULL },        \
	{ 0, "wait", ALGO_OPT_NUM,                                            \
	  offsetof(type, member) + offsetof(struct algo_model_opts, wait),    \
	  "SECONDS", "Wait at most so long for a quota (60)", NULL },         \
	{ 0, "timeout", ALGO_OPT_INT,                                         \
	  offsetof(type, member) + offsetof(struct algo_model_opts, timeout), \
	  "SECONDS", "Give up a call that is silent for so long (120)", NULL }, \
	{ 0, "no-router", ALGO_OPT_FLAG,                                      \
	  offsetof(type, member) + offsetof(struct algo_model_opts, no_router), \
	  NULL, "Keep no ledger of calls, quotas and keys", NULL },           \
	{ 0, "fresh", ALGO_OPT_FLAG,                                          \
	  offsetof(type, member) + offsetof(struct algo_model_opts, fresh),   \
	  NULL, "Ask also what was asked before, whose answer is kept", NULL }, \
	{ 0, "record", ALGO_OPT_STR,                                          \
	  offsetof(type, member) + offsetof(struct algo_model_opts, record),  \
	  "DIR", "Keep every exchange in DIR, without keys", NULL },          \
	{ 0, "replay", ALGO_OPT_STR,                                          \
	  offsetof(type, member) + offsetof(struct algo_model_opts, replay),  \
	  "DIR", "Answer from the exchanges in DIR instead of the network",   \
	  NULL }
/* clang-format on */

/* One of them was given: its name; else NULL. */
const char *algo_model_given(const struct algo_model_opts *o);
/* Is it the name of a provider, not "auto", "none", "phrase" or NULL? */
int algo_model_is_named(const char *model);

/* A client with what it needs. */
struct algo_model {
	struct algo_llm *llm;
	struct algo_store *store; /* the history, where answers are kept; NULL
				     when there is none to be had */
};
/* Until it is closed, SIGINT and SIGTERM end calls instead of the process.
 * must_store: a history that cannot be opened is an error, else answers are
 * not kept.  -1: errs says why. */
int algo_model_open(struct algo_model *m, struct algo_tool *t,
		    const char *model, struct algo_model_opts *o,
		    int must_store, struct algo_errs *errs);
/* Dies of a signal that came in between. */
void algo_model_close(struct algo_model *m);
/* The history alone, to be written. */
struct algo_store *algo_model_history(struct algo_err *err);

#endif
