/* llm.h - language models: providers, wire formats, keys, the router, calls.
 *
 * A call is: compose a request for one provider's wire format, reserve a
 * place in the quota ledger (ledger.h), send, read the answer piece by piece,
 * classify it (one classification for all providers), settle, and try
 * elsewhere or later as the class says.  No key is ever in a message, a log,
 * a file but the user's own key file, or a core dump.
 */
#ifndef ALGO_LLM_H
#define ALGO_LLM_H

#include <algo/base.h>
#include <algo/ledger.h>
#include <algo/net.h>
#include <algo/talk.h>
#include <math.h>

/* What became of a request.  X(id, name) */
#define ALGO_LLM_CLASS_MAP(X)                                                  \
	X(OK, "ok")                                                            \
	X(TRUNCATED, "truncated") /* length, MAX_TOKENS, or the end missing */ \
	X(REFUSED, "refused")	  /* safety, refusal, blocked prompt */        \
	X(KEY_BAD, "key_bad")	  /* this key, proven */                       \
	X(GROUP_BAD, "group_bad") /* the account: billing, region */           \
	X(MODEL_BAD, "model_bad") /* no such model, or none of it allowed */   \
	X(QUOTA_MINUTE, "quota_minute")                                        \
	X(QUOTA_DAY, "quota_day")                                              \
	X(QUOTA_MONEY, "quota_money")                                          \
	X(OVERLOAD, "overload") /* the model's state, not the key's */         \
	X(SERVER, "server")                                                    \
	X(NET, "net")		      /* resolve, connect, time-out, TLS */    \
	X(REQUEST_BAD, "request_bad") /* see algo_llm_drop */                  \
	X(PARSE, "parse")	      /* 200, but not the expected shape */
/* clang-format off */
enum algo_llm_class {
#define X(id, name) ALGO_LLM_##id,
	ALGO_LLM_CLASS_MAP(X)
#undef X
	ALGO_LLM_CLASS_COUNT
};
/* clang-format on */
const char *algo_llm_class_name(enum algo_llm_class c);

/* --- Providers and models ------------------------------------------------ */

enum algo_llm_wire {
	ALGO_WIRE_GEMINI,
	ALGO_WIRE_OPENAI,
	ALGO_WIRE_ANTHROPIC,
	ALGO_WIRE_OLLAMA
};
/* How an answer is made to be a document: by schema, by "JSON only", or by
 * words alone.  The ladder goes down one step at a time. */
enum algo_llm_form { ALGO_FORM_TEXT, ALGO_FORM_OBJECT, ALGO_FORM_SCHEMA };

struct algo_llm_provider {
	const char *name;  /* "gemini" */
	const char *title; /* "Google Gemini" */
	enum algo_llm_wire wire;
	const char *base_url;	    /* without a slash at the end */
	const char *base_env;	    /* a variable that replaces it, or NULL */
	const char *const *key_env; /* variables that hold one key; NULL ends */
	const char *list_env;	    /* holds several, commas between; or NULL */
	const char *prefix_env;	    /* all variables that start so; or NULL */
	int needs_key;		    /* a local server needs none */
	enum algo_llm_form form;    /* the best it takes */
	const char *max_field;	    /* OpenAI's: which name the bound has */
	int stream_usage;	    /* takes stream_options.include_usage */
	const char *day_zone;	    /* whose midnight begins a quota day */
};
/* Rows in order of the table; NULL past the end. */
const struct algo_llm_provider *algo_llm_provider(size_t i);
const struct algo_llm_provider *algo_llm_provider_find(const char *name,
						       size_t n);

/* Facts that drift: share/models.json, and over it models.json in the
 * configuration folder (members of a model there replace those here; a model
 * of its own is added).  NaN, 0: not known. */
struct algo_llm_model {
	const struct algo_llm_provider *provider;
	const char *name;
	double context, output;	    /* tokens */
	double price_in, price_out; /* USD a million tokens */
	double price_cached;
	double rpm, tpm, rpd; /* default limits of a quota group */
	const char *think;    /* "level", "budget", "effort" or "" */
	int rank;	      /* preference within its provider */
};
struct algo_llm_models;
struct algo_llm_models *algo_llm_models_load(struct algo_errs *errs);
size_t algo_llm_models_count(const struct algo_llm_models *m);
const struct algo_llm_model *algo_llm_models_at(const struct algo_llm_models *m,
						size_t i);
/* NULL when it is not listed: any name may be used all the same. */
const struct algo_llm_model *
algo_llm_models_find(const struct algo_llm_models *m,
		     const struct algo_llm_provider *p, const char *name);
void algo_llm_models_free(struct algo_llm_models *m);

/* --- Wire formats: no input or output here ------------------------------- */

struct algo_llm_msg {
	int model; /* 0: the user says it, 1: the model said it */
	const char *text;
	size_t len;
};
struct algo_llm_request {
	const struct algo_llm_provider *provider;
	const char *base_url; /* NULL: the provider's */
	const char *model;
	const char *system; /* or NULL */
	size_t system_len;
	const struct algo_llm_msg *msgs;
	size_t nmsgs;
	enum algo_llm_form form;
	const char *schema; /* JSON text, in the subset all take; or NULL */
	const char *schema_name;
	long max_tokens;      /* of the answer */
	const char *think;    /* "off", "low", "medium", "high"; NULL: unsaid */
	const char *think_by; /* how the model takes it (struct algo_llm_model)
			       */
	const char *max_field; /* NULL: the provider's */
	double temperature;    /* NaN: unsaid */
	int64_t seed;	       /* below 0: unsaid */
	int stream;
	long context; /* Ollama's window, tokens; 0: unsaid */
	long timeout_s;
};
/* Adds the URL and the body. */
void algo_llm_compose(const struct algo_llm_request *q, struct algo_buf *url,
		      struct algo_buf *body);
/* The header lines of a request in *out, one after the other, each ended by
 * '\0'; with the key's unless key is NULL.  How many. */
size_t algo_llm_headers(const struct algo_llm_request *q, const char *key,
			struct algo_buf *out);
/* The URL that lists the models (a cheap test of a key). */
void algo_llm_models_url(const struct algo_llm_provider *p,
			 const char *base_url, struct algo_buf *url);

/* What a REQUEST_BAD answer complains of: to be left out, once each. */
enum algo_llm_drop {
	ALGO_DROP_NONE = 0,
	ALGO_DROP_SCHEMA = 1,
	ALGO_DROP_TEMPERATURE = 2,
	ALGO_DROP_THINK = 4,
	ALGO_DROP_SEED = 8,
	ALGO_DROP_STREAM = 16,
	ALGO_DROP_MAX_FIELD = 32, /* the other name of it */
	ALGO_DROP_LENGTH = 64	  /* the prompt is too long */
};

struct algo_llm_reply {
	enum algo_llm_class cls;
	long status;	      /* HTTP; 0: none came */
	struct algo_buf text; /* the answer, whole */
	/* Tokens, -1: not told. */
	long in, out, thought, cached;
	char finish[32]; /* as the provider says it */
	char model[96];	 /* which answered, as it says */
	char id[96];
	double delay; /* seconds to wait, NaN: not told */
	int drop;     /* enum algo_llm_drop, or'ed */
	/* Limits learned from a quota answer, NaN: none; in requests and
	 * tokens a minute, requests a day. */
	double rpm, tpm, rpd;
	int none_allowed;  /* the quota is 0: not in this account's tier */
	int per_project;   /* the quota is the project's, not the key's */
	char message[256]; /* what the provider said, printable; may hold a
			      key: redact before it is shown */
};
#define ALGO_LLM_REPLY_INIT                                            \
	{                                                              \
		.text = ALGO_BUF_INIT(16 << 20), .in = -1, .out = -1,  \
		.thought = -1, .cached = -1, .delay = NAN, .rpm = NAN, \
		.tpm = NAN, .rpd = NAN                                 \
	}
void algo_llm_reply_release(struct algo_llm_reply *r);

/* Reads an answer as it comes, cut anywhere: SSE, NDJSON or one body, also an
 * error where a stream was asked for.  Bounded: an answer of more than 16 MiB
 * is PARSE, a line of more than 4 MiB likewise. */
struct algo_llm_reader;
struct algo_llm_reader *
algo_llm_reader_new(const struct algo_llm_provider *p, int stream,
		    void (*on_text)(void *ctx, const char *s, size_t n),
		    void *ctx);
void algo_llm_reader_status(struct algo_llm_reader *r, long status);
void algo_llm_reader_header(struct algo_llm_reader *r, const char *name,
			    const char *value);
/* Not 0: enough was seen (too much came), the transfer may stop. */
int algo_llm_reader_feed(struct algo_llm_reader *r, const char *p, size_t n);
/* The end; broken: the transfer ended before its time (net: what the network
 * said, or NULL).  Fills the reply, whose now is the wall clock for headers
 * that name an instant (seconds since the epoch). */
void algo_llm_reader_end(struct algo_llm_reader *r, int broken, const char *net,
			 double now, struct algo_llm_reply *reply);
void algo_llm_reader_free(struct algo_llm_reader *r);

/* The document in a chatty answer: the first fenced block, else the whole
 * text, else the first balanced object.  0 and the span; -1: none. */
int algo_llm_extract(const char *s, size_t n, size_t *start, size_t *len);

/* --- Keys ---------------------------------------------------------------- */

enum algo_llm_origin {
	ALGO_KEY_FILE,
	ALGO_KEY_ENV,
	ALGO_KEY_COMMAND,
	ALGO_KEY_NONE /* the provider needs none */
};
struct algo_llm_key {
	char id[17]; /* fingerprint: the first 16 hex digits of the SHA-256 of
			provider, a colon and the secret (of "cmd:" and "env:":
			of that text) */
	const struct algo_llm_provider *provider;
	const char *group;  /* what shares a quota: a project, an account */
	const char *name;   /* as the user calls it, or "" */
	const char *models; /* "a,b": only those; or "" */
	enum algo_llm_origin origin;
};
struct algo_llm_keys;
/* From the key file ($ALGO_KEYS, else keys in the configuration folder: lines
 * "group provider secret [name [models]]", # begins a comment line; a secret
 * "env:NAME" is that variable, "cmd:COMMAND" with all that follows on the line
 * what the command prints when it is needed), then from the environment of
 * every provider, where each key is a group of its own.
 * ENABLE_KEY_ROTATION=false: only the first of the environment's keys of a
 * provider.  The same secret twice is one key.  A provider that needs no key
 * and has none gets a row without one.  A file that others may read is refused
 * (auth_error "key_file_mode"); lines that cannot be read are auth_errors
 * "bad_line" with file and line and without their text.  From then on no core
 * is dumped.  NULL only on errors. */
struct algo_llm_keys *algo_llm_keys_load(struct algo_errs *errs);
size_t algo_llm_keys_count(const struct algo_llm_keys *k);
const struct algo_llm_key *algo_llm_keys_at(const struct algo_llm_keys *k,
					    size_t i);
/* The secret; a command is run once.  NULL without err: none is needed;
 * auth_error "key_command" when the command fails or prints no key. */
const char *algo_llm_keys_secret(struct algo_llm_keys *k, size_t i,
				 struct algo_err *err);
void algo_llm_keys_free(struct algo_llm_keys *k); /* memory is wiped */
/* Blots out every secret of k that is known (whole, or a piece of 8 bytes or
 * more that a server may echo) and everything else shaped like a key.  k may
 * be NULL. */
void algo_llm_redact(const struct algo_llm_keys *k, struct algo_buf *text);
/* Of an answer: only whole secrets of k, by as many asterisks, for words that
 * are like a key are no secret there. */
void algo_llm_redact_keys(const struct algo_llm_keys *k, struct algo_buf *text);
/* Of a text in a fixed place, which may become shorter. */
void algo_llm_redact_text(const struct algo_llm_keys *k, char *s, size_t room);

/* A new line of the key file: made 0600, its folder 0700, written beside and
 * renamed.  models and name may be "".  auth_error "bad_key" for a secret that
 * can be none, usage_error "bad_name"; *id gets the fingerprint.  1: that key
 * is there already. */
struct algo_llm_new_key {
	const struct algo_llm_provider *provider;
	const char *group, *name, *models, *secret;
};
int algo_llm_keys_add(const struct algo_llm_new_key *key, char id[17],
		      struct algo_err *err);
/* Takes the line with this fingerprint, or the start of one (4 digits or
 * more), out of the file.  value_error "not_found", "ambiguous_id". */
int algo_llm_keys_remove(const char *id, struct algo_err *err);
/* Overwrites what may be a secret, then releases it. */
void algo_llm_wipe(struct algo_buf *b);
/* The key file's path, for the caller to free. */
char *algo_llm_keys_path(struct algo_err *err);

/* --- The client ---------------------------------------------------------- */

struct algo_llm_opt {
	/* "PROVIDER", "PROVIDER/MODEL", several with commas in order of
	 * preference; NULL: what the configuration file names
	 * (model = ... in the config), an auth_error "no_model" when it does
	 * not. */
	const char *model;
	int any_model;		      /* for keys: no model needs to be named */
	const char *const *base_urls; /* "PROVIDER=URL", NULL ends; or NULL */
	double wait_s;		      /* longest wait for a quota; NaN: 60 */
	long timeout_s; /* of a call, and the longest silence; 0: 120 */
	const char *record, *replay; /* folders of cassettes, or NULL */
	struct algo_store *store;    /* keeps answers by the hash of what was
					asked; borrowed, or NULL */
	int no_router; /* without the ledger: the first key that is there */
	const char *ledger; /* path; NULL: llm.db in the data folder */
	/* What is done, a line each, redacted; or NULL. */
	void (*note)(void *ctx, const char *line);
	/* The answer as it comes; or NULL. */
	void (*on_text)(void *ctx, const char *s, size_t n);
	int (*stop)(void *ctx); /* not 0: give up (a signal came); or NULL */
	void *ctx;
};
struct algo_llm;
struct algo_llm *algo_llm_open(const struct algo_llm_opt *opt,
			       struct algo_errs *errs);
void algo_llm_close(struct algo_llm *l);
/* Does algo's own configuration name a model (never the environment's keys)?
 * The text, for the caller to free, or NULL. */
char *algo_llm_configured(struct algo_err *err);

struct algo_llm_ask {
	const char *system;
	size_t system_len;
	const struct algo_llm_msg *msgs;
	size_t nmsgs;
	const char *schema; /* or NULL */
	const char *schema_name;
	long max_tokens; /* 0: 8192 */
	const char *think;
	double temperature;
	int64_t seed;
};
#define ALGO_LLM_ASK_INIT                      \
	{                                      \
		.temperature = NAN, .seed = -1 \
	}
/* What is told of an answer beside its text: x-origin and key_used. */
struct algo_llm_told {
	char key[17]; /* fingerprint */
	char provider[32], model[96];
	double seconds; /* all tries and waits */
	double cost;	/* USD, NaN: price not known */
	unsigned tries;
	int cached; /* from the cache or a cassette */
	long in, out;
};
/* One answer, through router, ladder and retries.  0: reply->cls is OK.  -1:
 * network_error (exit 6: "model_unavailable", "model_truncated",
 * "model_refused", "model_bad_request", "quota" with the instant of the next
 * try in the hint) or auth_error (exit 7: "no_key", "key_rejected"). */
int algo_llm_ask(struct algo_llm *l, const struct algo_llm_ask *ask,
		 struct algo_llm_reply *reply, struct algo_llm_told *told,
		 struct algo_err *err);
/* The exact requests that would be sent first: URL, headers with the key as
 * its fingerprint, body (--dry-run, --prompt). */
int algo_llm_dry_run(struct algo_llm *l, const struct algo_llm_ask *ask,
		     struct algo_buf *out, struct algo_err *err);
/* Is this key (its place among the keys) alive?  One cheap request; what is
 * found out goes into the ledger. */
int algo_llm_key_test(struct algo_llm *l, size_t key,
		      struct algo_llm_reply *reply, struct algo_err *err);
const struct algo_llm_keys *algo_llm_keys_of(const struct algo_llm *l);
const struct algo_llm_models *algo_llm_models_of(const struct algo_llm *l);
struct algo_ledger *algo_llm_ledger_of(const struct algo_llm *l); /* or NULL */

#endif
