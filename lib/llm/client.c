/* client.c - opening a client: what is configured, the keys, the models, and
 * the ways a request can go */
#include "client.h"

#include "keys.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define WAIT_S 60
#define TIMEOUT_S 120
#define NAME_MAX_BYTES 128

int64_t algo_llm_now(void)
{
	return algo_when_now() / 1000;
}

/* xorshift64 (Marsaglia 2003), seeded by clock and process: only for fairness
 * among processes. */
uint64_t algo_llm_chance(struct algo_llm *l)
{
	if (!l->seed)
		l->seed = (uint64_t)algo_when_now() * 2654435761U +
			  (uint64_t)getpid() + 1;
	l->seed ^= l->seed << 13;
	l->seed ^= l->seed >> 7;
	l->seed ^= l->seed << 17;
	return l->seed;
}

void algo_llm_say(struct algo_llm *l, const char *fmt, ...)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	va_list ap;

	if (!l->opt.note)
		return;
	va_start(ap, fmt);
	algo_buf_vaddf(&b, fmt, ap);
	va_end(ap);
	algo_llm_redact(l->keys, &b);
	l->opt.note(l->opt.ctx, algo_buf_str(&b));
	algo_buf_release(&b);
}

/* --- Addresses ---------------------------------------------------------------
 */

/* "PROVIDER=URL": the URL when it is this provider's. */
static const char *url_of(const char *s, const struct algo_llm_provider *p)
{
	size_t n = strlen(p->name);

	return strncmp(s, p->name, n) == 0 && s[n] == '=' ? s + n + 1 : NULL;
}

const char *algo_base_url(const struct algo_config *config,
			  const char *const *given,
			  const struct algo_llm_provider *p)
{
	const char *s, *url = NULL;

	for (; given && *given && !url; given++)
		url = url_of(*given, p);
	if (!url && p->base_env && getenv(p->base_env) && *getenv(p->base_env))
		url = getenv(p->base_env);
	for (size_t i = 0; !url && (s = algo_config_get(config, "base-url", i));
	     i++)
		url = url_of(s, p);
	return url;
}

const char *algo_llm_base_url(const struct algo_llm *l,
			      const struct algo_llm_provider *p)
{
	return algo_base_url(l->config, l->opt.base_urls, p);
}

static int unknown(const char *s, size_t n, struct algo_err *err)
{
	struct algo_near near = { .best = NULL };
	const char *best;

	for (size_t i = 0; algo_llm_provider(i); i++)
		algo_near_try(&near, s, n, algo_llm_provider(i)->name);
	best = algo_near_best(&near);
	algo_err_set(err, ALGO_E_USAGE, "unknown_provider",
		     "no provider is called '%.*s'", (int)(n < 64 ? n : 64), s);
	if (best)
		return algo_err_hint(err, "did you mean '%s'?", best);
	return algo_err_hint(err, "'algo-llm providers' lists them");
}

static int is_url(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz"
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZ");

	if (strncmp(s + n, "://", 3) == 0 && strncasecmp(s, "http://", 7) &&
	    strncasecmp(s, "https://", 8))
		return 0;
	for (n = 0; s[n]; n++)
		if (s[n] <= ' ' || s[n] == 0x7f)
			return 0;
	return n > 0;
}

int algo_base_urls_check(const char *const *given, struct algo_err *err)
{
	for (; given && *given; given++) {
		const char *eq = strchr(*given, '=');

		if (!eq || !is_url(eq + 1)) {
			algo_err_set(err, ALGO_E_USAGE, "bad_base_url",
				     "'%s' is no PROVIDER=URL", *given);
			return algo_err_hint(
				err, "an address begins with http:// or "
				     "https://");
		}
		if (!algo_llm_provider_find(*given, (size_t)(eq - *given)))
			return unknown(*given, (size_t)(eq - *given), err);
	}
	return 0;
}

/* --- Ways ---------------------------------------------------------------- */

/* "a,b" holds the name; an empty list holds all. */
static int allows(const char *list, const char *name)
{
	size_t n = strlen(name);

	if (!*list)
		return 1;
	for (; *list; list += strcspn(list, ","), list += *list == ',')
		if (strcspn(list, ",") == n && strncmp(list, name, n) == 0)
			return 1;
	return 0;
}

static double limit(double v)
{
	return isnan(v) ? 0 : v;
}

/* Limits of a model are what a provider's free tier has: those of a server of
 * one's own are none. */
static void add_way(struct algo_llm *l, const struct algo_llm_provider *p,
		    const char *name, size_t key, int rank)
{
	const struct algo_llm_key *k = algo_llm_keys_at(l->keys, key);
	const struct algo_llm_model *m =
		algo_llm_models_find(l->models, p, name);
	const char *url = algo_llm_base_url(l, p);
	struct algo_lane lane = { .provider = p->name,
				  .group = k->group,
				  .key = k->id,
				  .rank = rank,
				  .day_zone = p->day_zone };
	struct way w = { .provider = p, .model = m, .key = key };
	void *v = l->ways;
	size_t cap = l->cap;

	algo_grow(&v, &cap, l->n + 1, sizeof(*l->ways));
	l->ways = v;
	v = l->lanes;
	algo_grow(&v, &l->cap, l->n + 1, sizeof(*l->lanes));
	l->lanes = v;
	w.model_name = algo_strdup(name);
	w.base_url = url ? algo_strdup(url) : NULL;
	lane.model = w.model_name;
	if (m && p->needs_key) {
		lane.rpm = limit(m->rpm);
		lane.tpm = limit(m->tpm);
		lane.rpd = limit(m->rpd);
	}
	l->ways[l->n] = w;
	l->lanes[l->n++] = lane;
}

static void add_keys(struct algo_llm *l, const struct algo_llm_provider *p,
		     const char *name, int rank)
{
	for (size_t i = 0; i < algo_llm_keys_count(l->keys); i++) {
		const struct algo_llm_key *k = algo_llm_keys_at(l->keys, i);

		if (k->provider == p && allows(k->models, name))
			add_way(l, p, name, i, rank);
	}
}

/* A provider by itself: its listed models, in their order. */
static int add_listed(struct algo_llm *l, const struct algo_llm_provider *p,
		      int rank)
{
	int any = 0;

	for (size_t i = 0; i < algo_llm_models_count(l->models); i++) {
		const struct algo_llm_model *m =
			algo_llm_models_at(l->models, i);

		if (m->provider == p)
			add_keys(l, p, m->name, rank + any++);
	}
	return any;
}

static int no_key(const struct algo_llm_provider *p, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_AUTH, "no_key", "there is no key for %s",
		     p->title);
	return algo_err_hint(err, "'algo-llm keys add %s', or set %s", p->name,
			     p->key_env[0] ? p->key_env[0] : "its address");
}

static int add_choice(struct algo_llm *l, const char *s, size_t n, int rank,
		      struct algo_err *err)
{
	const char *slash = memchr(s, '/', n);
	size_t len = slash ? (size_t)(slash - s) : n, before = l->n;
	const struct algo_llm_provider *p = algo_llm_provider_find(s, len);
	char name[NAME_MAX_BYTES];

	if (!p)
		return unknown(s, len, err);
	if (slash && n - len - 1 > 0 && n - len - 1 < sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(n - len - 1),
			 slash + 1);
		add_keys(l, p, name, rank);
	} else if (slash || !add_listed(l, p, rank)) {
		algo_err_set(err, ALGO_E_USAGE, "no_model_name",
			     "which model of %s?", p->title);
		return algo_err_hint(err, "name it: %s/MODEL", p->name);
	}
	return l->n > before ? 0 : no_key(p, err);
}

/* "a/b, c": in order of preference.  Without a key for one the others may
 * do. */
static int add_choices(struct algo_llm *l, const char *s, struct algo_err *err)
{
	struct algo_err no = ALGO_ERR_INIT;
	int rank = 0;
	size_t n;

	for (; *s; s += n, s += *s == ',', rank += 1000) {
		struct algo_err e = ALGO_ERR_INIT;
		size_t len;

		s += strspn(s, " \t");
		n = len = strcspn(s, ",");
		while (len && strchr(" \t", s[len - 1]))
			len--;
		if (len == 0 || add_choice(l, s, len, rank, &e) == 0)
			continue;
		if (e.cls != ALGO_E_AUTH) {
			*err = e;
			return -1;
		}
		if (!no.set)
			no = e;
	}
	if (l->n)
		return 0;
	if (!no.set)
		algo_err_set(&no, ALGO_E_AUTH, "no_model", "no model is named");
	*err = no;
	return -1;
}

/* --- Opening ------------------------------------------------------------- */

char *algo_llm_configured(struct algo_err *err)
{
	struct algo_config *c = algo_config_read(err);
	const char *s = c ? algo_config_get(c, "model", 0) : NULL;
	char *text = s && *s ? algo_strdup(s) : NULL;

	algo_config_free(c);
	return text;
}

static int open_ways(struct algo_llm *l, struct algo_err *err)
{
	const char *model = l->opt.model;

	if (l->opt.any_model)
		return 0;
	if (!model)
		model = algo_config_get(l->config, "model", 0);
	if (model && *model)
		return add_choices(l, model, err);
	algo_err_set(err, ALGO_E_AUTH, "no_model", "no model is configured");
	return algo_err_hint(err, "-m PROVIDER/MODEL, or 'model = ...' in "
				  "the configuration file");
}

static int open_ledger(struct algo_llm *l, struct algo_err *err)
{
	char *path;

	if (l->opt.no_router || l->opt.replay)
		return 0;
	path = l->opt.ledger ? algo_strdup(l->opt.ledger)
			     : algo_dir_path(ALGO_DIR_DATA, "llm.db", err);
	if (!path)
		return -1;
	l->ledger = algo_ledger_open(path, err);
	algo_free(path);
	return l->ledger ? 0 : -1;
}

static double setting(const struct algo_llm *l, const char *key, double given,
		      double otherwise)
{
	const char *s = algo_config_get(l->config, key, 0);
	double v;

	if (given >= 0)
		return given;
	if (s && algo_num_parse(s, strlen(s), &v) == 0 && v >= 0)
		return v;
	return otherwise;
}

static void set_patience(struct algo_llm *l)
{
	double timeout = l->opt.timeout_s > 0 ? (double)l->opt.timeout_s : -1;

	l->wait_s = fmin(setting(l, "wait", l->opt.wait_s, WAIT_S), WAIT_MAX_S);
	timeout =
		fmin(setting(l, "timeout", timeout, TIMEOUT_S), TIMEOUT_MAX_S);
	l->timeout_s = timeout >= 1 ? (long)timeout : 1;
}

static int open_all(struct algo_llm *l, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	l->config = algo_config_read(&err);
	if (l->config)
		l->keys = algo_llm_keys_load(errs);
	if (l->keys)
		l->models = algo_llm_models_load(errs);
	if (l->models) {
		/* A replay needs no key: the exchange is in the folder. */
		if (l->opt.replay)
			algo_keys_stand_in(l->keys);
		set_patience(l);
		if (algo_base_urls_check(l->opt.base_urls, &err) == 0 &&
		    open_ways(l, &err) == 0 && open_ledger(l, &err) == 0) {
			l->skip = algo_zalloc(l->n + 1, 1);
			return 0;
		}
	}
	if (err.set)
		algo_errs_take(errs, &err);
	return -1;
}

struct algo_llm *algo_llm_open(const struct algo_llm_opt *opt,
			       struct algo_errs *errs)
{
	struct algo_llm *l = algo_zalloc(1, sizeof(*l));

	l->opt = *opt;
	if (open_all(l, errs) == 0)
		return l;
	algo_llm_close(l);
	return NULL;
}

void algo_llm_close(struct algo_llm *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->n; i++) {
		algo_free(l->ways[i].model_name);
		algo_free(l->ways[i].base_url);
	}
	algo_free(l->ways);
	algo_free(l->lanes);
	algo_free(l->skip);
	algo_http_close(l->http);
	algo_ledger_close(l->ledger);
	algo_llm_models_free(l->models);
	algo_llm_keys_free(l->keys);
	algo_config_free(l->config);
	algo_free(l);
}

const struct algo_llm_keys *algo_llm_keys_of(const struct algo_llm *l)
{
	return l->keys;
}

const struct algo_llm_models *algo_llm_models_of(const struct algo_llm *l)
{
	return l->models;
}

struct algo_ledger *algo_llm_ledger_of(const struct algo_llm *l)
{
	return l->ledger;
}
