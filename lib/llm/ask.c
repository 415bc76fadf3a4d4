/* ask.c - the course of an answer: a place in the ledger, a call, what came of
 * it, and where to go from there */
#include "client.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TRIES_MAX 40
#define NET_TRIES 3
#define SERVER_TRIES 3
#define TOKENS_DEFAULT 8192
#define TOKENS_MAX 10000000
#define LEASE_MORE_MS 5000
/* A server that asks for more patience than this is told off. */
#define DELAY_MAX_S 300

struct course {
	struct algo_llm *l;
	const struct algo_llm_ask *ask;
	struct shape shape;
	struct algo_llm_reply *reply;
	struct algo_llm_told *told;
	double left_s; /* of what may be waited */
	unsigned net, server, refused, truncated, odd;
	size_t way; /* of the last call */
	int any;    /* a call was made */
};

/* What the course does after a call. */
enum next { DONE, AGAIN, FAIL };

/* --- Waiting ------------------------------------------------------------- */

static int stopped(const struct course *c)
{
	const struct algo_llm_opt *o = &c->l->opt;

	return o->stop && o->stop(o->ctx);
}

/* In slices, so that a signal ends it. */
static int sleep_ms(const struct course *c, int64_t ms)
{
	while (ms > 0) {
		int64_t now = ms < 100 ? ms : 100;
		struct timespec t = { .tv_nsec = (long)now * 1000000 };

		if (stopped(c))
			return -1;
		nanosleep(&t, NULL);
		ms -= now;
	}
	return 0;
}

static int quota(const struct course *c, const struct algo_grant *g,
		 struct algo_err *err)
{
	char at[ALGO_WHEN_MAX];
	int64_t t = (algo_llm_now() + g->wait + 999) / 1000 * ALGO_US;
	size_t n = algo_when_print(at, t, NULL);

	algo_err_set(err, ALGO_E_NETWORK, "quota",
		     "no request may be sent now: %s%s%s", g->why,
		     c->any ? "; the last answer: " : "",
		     c->any ? c->reply->message : "");
	return algo_err_hint(err, "retry at %.*s, or allow a longer wait",
			     (int)n, at);
}

/* --- What is told -------------------------------------------------------- */

static double price(double per_million, double n)
{
	return n > 0 ? per_million * n / 1e6 : 0;
}

static double count(long n)
{
	return n < 0 ? (double)NAN : (double)n;
}

/* USD; NaN when a price is not known. */
static double cost(const struct way *w, const struct algo_llm_reply *r)
{
	const struct algo_llm_model *m = w->model;
	double in = fmax(count(r->in), 0), out = fmax(count(r->out), 0);
	double cached = fmax(count(r->cached), 0);
	double per_cached;

	if (!m || isnan(m->price_in) || isnan(m->price_out))
		return w->provider->needs_key ? (double)NAN : 0;
	per_cached = isnan(m->price_cached) ? m->price_in : m->price_cached;
	if (w->provider->wire == ALGO_WIRE_GEMINI)
		out += fmax(count(r->thought), 0);
	/* Anthropic counts what was cached beside the rest. */
	if (w->provider->wire != ALGO_WIRE_ANTHROPIC)
		in = fmax(in - cached, 0);
	return price(m->price_in, in) + price(per_cached, cached) +
	       price(m->price_out, out);
}

static void tell(struct course *c, double seconds)
{
	struct algo_llm_told *t = c->told;
	const struct way *w = &c->l->ways[c->way];

	snprintf(t->key, sizeof(t->key), "%s", c->l->lanes[c->way].key);
	snprintf(t->provider, sizeof(t->provider), "%s", w->provider->name);
	snprintf(t->model, sizeof(t->model), "%s", w->model_name);
	t->tries++;
	t->seconds += seconds;
	t->cost += cost(w, c->reply);
	if (c->reply->in > 0)
		t->in += c->reply->in;
	if (c->reply->out > 0)
		t->out += c->reply->out;
}

/* What each class is to the one who asked. */
static const struct {
	enum algo_class cls;
	const char *code, *text;
} faults[ALGO_LLM_CLASS_COUNT] = {
	[ALGO_LLM_OK] = { ALGO_E_INTERNAL, "model", "" },
	[ALGO_LLM_TRUNCATED] = { ALGO_E_NETWORK, "model_truncated",
				 "the answer was cut off" },
	[ALGO_LLM_REFUSED] = { ALGO_E_NETWORK, "model_refused",
			       "the model refuses to answer" },
	[ALGO_LLM_KEY_BAD] = { ALGO_E_AUTH, "key_rejected",
			       "the key is rejected" },
	[ALGO_LLM_GROUP_BAD] = { ALGO_E_AUTH, "account_rejected",
				 "the account is rejected" },
	[ALGO_LLM_MODEL_BAD] = { ALGO_E_NETWORK, "no_such_model",
				 "the model is not to be had" },
	[ALGO_LLM_QUOTA_MINUTE] = { ALGO_E_NETWORK, "quota",
				    "the quota is used up" },
	[ALGO_LLM_QUOTA_DAY] = { ALGO_E_NETWORK, "quota",
				 "the quota of the day is used up" },
	[ALGO_LLM_QUOTA_MONEY] = { ALGO_E_AUTH, "no_credit",
				   "the account has no credit" },
	[ALGO_LLM_OVERLOAD] = { ALGO_E_NETWORK, "model_unavailable",
				"the model is overloaded" },
	[ALGO_LLM_SERVER] = { ALGO_E_NETWORK, "model_unavailable",
			      "the server fails" },
	[ALGO_LLM_NET] = { ALGO_E_NETWORK, "network", "the connection failed" },
	[ALGO_LLM_REQUEST_BAD] = { ALGO_E_NETWORK, "model_bad_request",
				   "the request is refused" },
	[ALGO_LLM_PARSE] = { ALGO_E_NETWORK, "model_bad_answer",
			     "the answer cannot be read" },
};

static int fail(const struct course *c, struct algo_err *err)
{
	const struct way *w = &c->l->ways[c->way];
	enum algo_llm_class k = c->reply->cls;

	algo_err_set(err, faults[k].cls, faults[k].code, "%s: %s/%s: %s",
		     faults[k].text, w->provider->name, w->model_name,
		     c->reply->message);
	if (w->provider->wire == ALGO_WIRE_OLLAMA && k == ALGO_LLM_MODEL_BAD)
		return algo_err_hint(err,
				     "'algo-llm ollama pull %s' fetches "
				     "it",
				     w->model_name);
	if (w->provider->wire == ALGO_WIRE_OLLAMA && k == ALGO_LLM_NET)
		return algo_err_hint(err, "'algo-llm ollama start' starts a "
					  "server on this machine");
	if (faults[k].cls == ALGO_E_AUTH)
		return algo_err_hint(err,
				     "key %s; 'algo-llm keys' shows and "
				     "changes keys",
				     c->l->lanes[c->way].key);
	return -1;
}

/* --- After a call -------------------------------------------------------- */

static void skip_model(struct course *c)
{
	const char *name = c->l->ways[c->way].model_name;

	for (size_t i = 0; i < c->l->n; i++)
		if (strcmp(c->l->ways[i].model_name, name) == 0)
			c->l->skip[i] = 1;
}

static int any_left(const struct course *c)
{
	for (size_t i = 0; i < c->l->n; i++)
		if (!c->l->skip[i])
			return 1;
	return 0;
}

/* What the request is refused for is left out, once each; without a known
 * reason the form goes down a step. */
static enum next drop(struct course *c)
{
	int drops = c->reply->drop & ~c->shape.dropped;

	if (drops & ALGO_DROP_LENGTH)
		return FAIL;
	if (drops & ~ALGO_DROP_SCHEMA) {
		c->shape.dropped |= drops & ~ALGO_DROP_SCHEMA;
		return AGAIN;
	}
	if (c->ask->schema && c->shape.form_down < ALGO_FORM_SCHEMA) {
		c->shape.form_down++;
		return AGAIN;
	}
	return FAIL;
}

static enum next truncated(struct course *c)
{
	if (c->truncated++)
		return FAIL;
	c->shape.max_tokens *= 2;
	c->shape.think = "low";
	return AGAIN;
}

static enum next refused(struct course *c)
{
	if (c->refused++)
		return FAIL;
	skip_model(c);
	return any_left(c) ? AGAIN : FAIL;
}

/* The local wait after a broken connection: 1, 2, 4 s. */
static enum next net(struct course *c)
{
	long patience = (long)(c->left_s * 1000), part;

	if (c->net + 1 >= NET_TRIES)
		return FAIL;
	for (int i = 0; i < 10; i++) { /* in slices: see sleep_ms */
		part = 100L << c->net;
		if (stopped(c) || algo_http_wait(part, &patience))
			return FAIL;
	}
	c->net++;
	c->left_s = (double)patience / 1000;
	return AGAIN;
}

/* Without a ledger nothing remembers: what failed is not asked again. */
static enum next elsewhere(struct course *c)
{
	if (c->l->ledger)
		return AGAIN;
	c->l->skip[c->way] = 1;
	return any_left(c) ? AGAIN : FAIL;
}

static enum next decide(struct course *c)
{
	switch (c->reply->cls) {
	case ALGO_LLM_OK:
		return DONE;
	case ALGO_LLM_TRUNCATED:
		return truncated(c);
	case ALGO_LLM_REFUSED:
		return refused(c);
	case ALGO_LLM_REQUEST_BAD:
		return drop(c);
	case ALGO_LLM_NET:
		return net(c);
	case ALGO_LLM_PARSE:
		return c->odd++ ? FAIL : AGAIN;
	case ALGO_LLM_SERVER:
		return ++c->server >= SERVER_TRIES ? FAIL : elsewhere(c);
	case ALGO_LLM_KEY_BAD:
	case ALGO_LLM_GROUP_BAD:
	case ALGO_LLM_MODEL_BAD:
	case ALGO_LLM_QUOTA_MINUTE:
	case ALGO_LLM_QUOTA_DAY:
	case ALGO_LLM_QUOTA_MONEY:
	case ALGO_LLM_OVERLOAD:
	case ALGO_LLM_CLASS_COUNT:
		break;
	}
	return elsewhere(c);
}

/* --- The ledger ---------------------------------------------------------- */

static enum algo_settle settle_as(const struct course *c, int sent)
{
	static const enum algo_settle how[ALGO_LLM_CLASS_COUNT] = {
		[ALGO_LLM_OK] = ALGO_SETTLE_OK,
		[ALGO_LLM_TRUNCATED] = ALGO_SETTLE_NEUTRAL,
		[ALGO_LLM_REFUSED] = ALGO_SETTLE_NEUTRAL,
		[ALGO_LLM_KEY_BAD] = ALGO_SETTLE_KEY_OFF,
		[ALGO_LLM_GROUP_BAD] = ALGO_SETTLE_GROUP_OFF,
		[ALGO_LLM_MODEL_BAD] = ALGO_SETTLE_QUOTA_OFF,
		[ALGO_LLM_QUOTA_MINUTE] = ALGO_SETTLE_QUOTA_MINUTE,
		[ALGO_LLM_QUOTA_DAY] = ALGO_SETTLE_QUOTA_DAY,
		[ALGO_LLM_QUOTA_MONEY] = ALGO_SETTLE_GROUP_OFF,
		[ALGO_LLM_OVERLOAD] = ALGO_SETTLE_OVERLOAD,
		[ALGO_LLM_SERVER] = ALGO_SETTLE_SERVER,
		[ALGO_LLM_NET] = ALGO_SETTLE_NEUTRAL,
		[ALGO_LLM_REQUEST_BAD] = ALGO_SETTLE_NEUTRAL,
		[ALGO_LLM_PARSE] = ALGO_SETTLE_NEUTRAL,
	};

	return sent ? how[c->reply->cls] : ALGO_SETTLE_UNSENT;
}

static int settle(struct course *c, int64_t use, int sent, double seconds,
		  struct algo_err *err)
{
	const struct algo_llm_reply *r = c->reply;
	struct algo_outcome o = { .settle = settle_as(c, sent),
				  .why = algo_llm_class_name(r->cls),
				  .delay = r->delay,
				  .rpm = r->rpm,
				  .tpm = r->tpm,
				  .rpd = r->rpd,
				  .in = count(r->in),
				  .out = count(r->out),
				  .cached = count(r->cached),
				  .cost = cost(&c->l->ways[c->way], r),
				  .seconds = seconds };

	if (!c->l->ledger)
		return 0;
	return algo_ledger_settle(c->l->ledger, use, &o, algo_llm_now(),
				  algo_llm_chance(c->l), err);
}

static void warn_twins(struct course *c)
{
	char why[160];

	if (!c->l->ledger || c->l->warned || !c->reply->per_project)
		return;
	if (algo_ledger_twins(c->l->ledger, c->l->ways[c->way].provider->name,
			      why, NULL) == 1) {
		c->l->warned = 1;
		algo_llm_say(c->l, "%s", why);
	}
}

/* Without a ledger the first way that is left. */
static void first_left(const struct course *c, struct algo_grant *g)
{
	memset(g, 0, sizeof(*g));
	g->wait = -1;
	for (size_t i = c->l->n; i-- > 0;)
		if (!c->l->skip[i]) {
			g->lane = i;
			g->use = 1;
		}
}

static int reserve(struct course *c, struct algo_grant *g, struct algo_err *err)
{
	struct algo_llm *l = c->l;
	struct algo_llm_request q;

	if (!l->ledger) {
		first_left(c, g);
		return 0;
	}
	algo_call_request(l, &l->ways[0], c->ask, &c->shape, &q);
	return algo_ledger_reserve(l->ledger, l->lanes, l->n, l->skip,
				   algo_call_need(&q),
				   (int64_t)l->timeout_s * 1000 + LEASE_MORE_MS,
				   algo_llm_now(), algo_llm_chance(l), g, err);
}

/* --- The course ---------------------------------------------------------- */

/* No place: waits for one.  -1: not so long, or there will be none. */
static int wait_place(struct course *c, const struct algo_grant *g,
		      struct algo_err *err)
{
	int64_t ms = g->wait + (int64_t)(algo_llm_chance(c->l) % 250);

	if (g->wait < 0) {
		if (c->any)
			return fail(c, err);
		algo_err_set(err, ALGO_E_AUTH, "all_off",
			     "every key or model is off: %s", g->why);
		return algo_err_hint(err, "'algo-llm keys list' says why, "
					  "'algo-llm keys enable' turns on");
	}
	if (c->any && c->reply->delay > DELAY_MAX_S &&
	    g->wait > (int64_t)DELAY_MAX_S * 1000)
		return quota(c, g, err);
	if ((double)g->wait / 1000 > c->left_s)
		return quota(c, g, err);
	algo_llm_say(c->l, "waits %lld ms: %s", (long long)ms, g->why);
	c->left_s -= (double)ms / 1000;
	c->told->seconds += (double)ms / 1000;
	if (sleep_ms(c, ms))
		return algo_err_set(err, ALGO_E_NETWORK, "stopped",
				    "stopped while waiting");
	return 0;
}

static double seconds_since(const struct timespec *start)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - start->tv_sec) +
	       (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static enum next call(struct course *c, const struct algo_grant *g,
		      struct algo_err *err)
{
	struct algo_llm_request q;
	struct timespec start;
	const struct way *w;
	double seconds;
	int sent, rc;

	c->way = g->lane;
	w = &c->l->ways[c->way];
	algo_call_request(c->l, w, c->ask, &c->shape, &q);
	algo_llm_say(c->l, "asks %s/%s with key %s", w->provider->name,
		     w->model_name, c->l->lanes[c->way].key);
	clock_gettime(CLOCK_MONOTONIC, &start);
	rc = algo_call(c->l, w, &q, c->reply, &sent, err);
	seconds = seconds_since(&start);
	if (rc) {
		/* A fault of our own: the place is given back, unless the
		 * request went out before. */
		if (!sent)
			c->reply->cls = ALGO_LLM_NET;
		settle(c, g->use, sent, seconds, NULL);
		return FAIL;
	}
	c->any = 1;
	tell(c, seconds);
	algo_llm_say(c->l, "%s%s%s", algo_llm_class_name(c->reply->cls),
		     c->reply->message[0] ? ": " : "", c->reply->message);
	if (settle(c, g->use, sent, seconds, err)) {
		if (c->reply->cls != ALGO_LLM_OK)
			return FAIL;
		/* An answer is not thrown away for the books' sake. */
		algo_llm_say(c->l, "not booked: %s", err->msg);
		algo_err_clear(err);
	}
	warn_twins(c);
	return decide(c);
}

static int run(struct course *c, struct algo_err *err)
{
	struct algo_grant g;
	enum next next = AGAIN;

	/* Waits are bounded by patience, calls by their number. */
	for (int calls = 0; calls < TRIES_MAX && next == AGAIN;) {
		if (stopped(c))
			return algo_err_set(err, ALGO_E_NETWORK, "stopped",
					    "stopped");
		if (reserve(c, &g, err))
			return -1;
		if (g.use) {
			calls++;
			next = call(c, &g, err);
		} else if (wait_place(c, &g, err)) {
			return -1;
		}
	}
	if (next == DONE)
		return 0;
	return err->set ? -1 : fail(c, err);
}

/* --- Asking -------------------------------------------------------------- */

int algo_llm_ask(struct algo_llm *l, const struct algo_llm_ask *ask,
		 struct algo_llm_reply *reply, struct algo_llm_told *told,
		 struct algo_err *err)
{
	struct course c = { .l = l,
			    .ask = ask,
			    .reply = reply,
			    .told = told,
			    .left_s = l->wait_s };
	char hash[65];

	memset(told, 0, sizeof(*told));
	memset(l->skip, 0, l->n);
	c.shape.max_tokens =
		ask->max_tokens > 0 ? ask->max_tokens : TOKENS_DEFAULT;
	if (c.shape.max_tokens > TOKENS_MAX)
		c.shape.max_tokens = TOKENS_MAX;
	c.shape.think = ask->think;
	if (!l->opt.store)
		return run(&c, err);
	algo_kept_hash(l, ask, hash);
	if (algo_kept_find(l, hash, reply, told))
		return 0;
	if (run(&c, err))
		return -1;
	if (algo_kept_keep(l, hash, reply, told, err)) {
		algo_llm_say(l, "not kept: %s", err->msg);
		algo_err_clear(err);
	}
	return 0;
}

int algo_llm_dry_run(struct algo_llm *l, const struct algo_llm_ask *ask,
		     struct algo_buf *out, struct algo_err *err)
{
	struct shape shape = { .max_tokens = ask->max_tokens ? ask->max_tokens
							     : TOKENS_DEFAULT,
			       .think = ask->think };
	struct algo_buf url = ALGO_BUF_INIT(1 << 16),
			body = ALGO_BUF_INIT((size_t)64 << 20),
			lines = ALGO_BUF_INIT(1 << 16);
	const struct way *w = &l->ways[0];
	char shown[40] = "";
	struct algo_llm_request q;
	const char *s;
	size_t n;

	(void)err;
	algo_call_request(l, w, ask, &shape, &q);
	algo_llm_compose(&q, &url, &body);
	if (algo_llm_keys_at(l->keys, w->key)->origin != ALGO_KEY_NONE)
		snprintf(shown, sizeof(shown), "(key %s)", l->lanes[0].key);
	n = algo_llm_headers(&q, *shown ? shown : NULL, &lines);
	algo_buf_addf(out, "POST %s\n", algo_buf_str(&url));
	for (s = lines.data; n > 0; n--, s += strlen(s) + 1)
		algo_buf_addf(out, "%s\n", s);
	algo_buf_addc(out, '\n');
	algo_buf_add(out, body.data, body.len);
	algo_buf_addc(out, '\n');
	algo_buf_release(&url);
	algo_buf_release(&body);
	algo_buf_release(&lines);
	return 0;
}
