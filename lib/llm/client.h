/* client.h - a client at work.
 *
 * client.c    opening: configuration, keys, models, lanes
 * call.c      one request over one lane
 * ask.c       the course of an answer: reserve, call, settle, decide
 * kept.c      answers in the history
 * cassette.c  recorded exchanges
 * test_key.c  is a key alive?
 */
#ifndef ALGO_LIB_LLM_CLIENT_H
#define ALGO_LIB_LLM_CLIENT_H

#include "wire.h"

/* A way a request can go: a key and a model. */
struct way {
	const struct algo_llm_provider *provider;
	const struct algo_llm_model *model; /* NULL: not listed */
	char *model_name;		    /* owned */
	char *base_url;			    /* owned, or NULL */
	size_t key;			    /* its place among the keys */
};
struct algo_llm {
	struct algo_llm_opt opt;
	struct algo_config *config;
	struct algo_llm_keys *keys;
	struct algo_llm_models *models;
	struct algo_ledger *ledger; /* NULL: no router */
	struct algo_http *http;	    /* opened at the first call */
	struct way *ways;
	struct algo_lane *lanes; /* the same, as the ledger sees them */
	unsigned char *skip;	 /* not for this ask */
	size_t n, cap;
	double wait_s;
	long timeout_s;
	uint64_t seed;
	int warned; /* of groups that look like one project */
};

int64_t algo_llm_now(void); /* ms since the epoch */
uint64_t algo_llm_chance(struct algo_llm *l);
/* More is no patience. */
#define WAIT_MAX_S 604800
#define TIMEOUT_MAX_S 86400
/* Another address than the table's, or NULL: of given ("PROVIDER=URL", NULL
 * ends; or NULL), the environment, the configuration. */
const char *algo_base_url(const struct algo_config *config,
			  const char *const *given,
			  const struct algo_llm_provider *p);
/* A misspelt address would send what is asked, and the key, to another. */
int algo_base_urls_check(const char *const *given, struct algo_err *err);
const char *algo_llm_base_url(const struct algo_llm *l,
			      const struct algo_llm_provider *p);
void algo_llm_say(struct algo_llm *l, const char *fmt, ...) ALGO_PRINTF(2, 3);

/* How a request is made of an ask: what was dropped and changed so far. */
struct shape {
	int form_down; /* steps down the ladder */
	int dropped;   /* enum algo_llm_drop */
	long max_tokens;
	const char *think;
	enum algo_llm_form forced; /* used when has_forced */
};
void algo_call_request(const struct algo_llm *l, const struct way *w,
		       const struct algo_llm_ask *ask, const struct shape *s,
		       struct algo_llm_request *q);
/* Tokens that a request will take, about. */
double algo_call_need(const struct algo_llm_request *q);
/* Sends it and reads the answer, or takes both from a cassette.  *sent 0: no
 * byte left.  -1 with err: our own fault (a folder, a key's command). */
int algo_call(struct algo_llm *l, const struct way *w,
	      const struct algo_llm_request *q, struct algo_llm_reply *reply,
	      int *sent, struct algo_err *err);

/* What decides an answer, not who may give it. */
void algo_kept_hash(const struct algo_llm *l, const struct algo_llm_ask *ask,
		    char hex[65]);
/* 1: it is in the store, and in the reply now. */
int algo_kept_find(struct algo_llm *l, const char *hash,
		   struct algo_llm_reply *reply, struct algo_llm_told *told);
int algo_kept_keep(struct algo_llm *l, const char *hash,
		   const struct algo_llm_reply *reply,
		   const struct algo_llm_told *told, struct algo_err *err);

/* The name of an exchange: of provider, model and body. */
void algo_cassette_name(const struct algo_llm_request *q, char hex[65]);
/* 1: found, and the reader was fed; 0: none. */
int algo_cassette_play(const char *folder, const char *name,
		       struct algo_llm_reader *r, struct algo_err *err);
int algo_cassette_keep(const struct algo_llm_keys *keys, const char *folder,
		       const char *name, const struct algo_llm_request *q,
		       long status, const struct algo_buf *headers,
		       const struct algo_buf *body, struct algo_err *err);

#endif
