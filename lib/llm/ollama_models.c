/* ollama_models.c - what a server of Ollama has: its version, its models */
#include "client.h"
#include "ollama_own.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TIMEOUT_S 120
#define CONNECT_MS 3000
#define URL_MAX ((size_t)1 << 16)
#define ANSWER_MAX ((size_t)16 << 20)
#define MODELS_MAX 10000

static const struct algo_llm_provider *provider(void)
{
	return algo_llm_provider_find("ollama", 6);
}

/* --- Opening -------------------------------------------------------------- */

static int open_url(struct algo_ollama *o, const struct algo_config *config,
		    struct algo_err *err)
{
	struct algo_buf url = ALGO_BUF_INIT(URL_MAX);
	const char *given;

	if (algo_base_urls_check(o->opt.base_urls, err))
		return -1;
	given = algo_base_url(config, o->opt.base_urls, provider());
	algo_wire_base(provider(), given, &url);
	o->url = algo_buf_take(&url);
	return 0;
}

struct algo_ollama *algo_ollama_open(const struct algo_ollama_opt *opt,
				     struct algo_err *err)
{
	struct algo_config *config = algo_config_read(err);
	struct algo_ollama *o = algo_zalloc(1, sizeof(*o));

	o->opt = *opt;
	o->timeout_s = opt->timeout_s > 0 ? opt->timeout_s : TIMEOUT_S;
	if (o->timeout_s > TIMEOUT_MAX_S)
		o->timeout_s = TIMEOUT_MAX_S;
	if (!config || open_url(o, config, err)) {
		algo_ollama_close(o);
		o = NULL;
	}
	algo_config_free(config);
	return o;
}

void algo_ollama_close(struct algo_ollama *o)
{
	if (!o)
		return;
	algo_http_close(o->http);
	algo_free(o->url);
	algo_free(o);
}

const char *algo_ollama_url(const struct algo_ollama *o)
{
	return o->url;
}

struct algo_http *algo_ollama_http(struct algo_ollama *o, struct algo_err *err)
{
	if (!o->http)
		o->http = algo_http_open(err);
	return o->http;
}

int algo_ollama_stopped(const struct algo_ollama *o)
{
	return o->opt.stop && o->opt.stop(o->opt.ctx);
}

/* --- Errors --------------------------------------------------------------- */

const char *algo_ollama_error(const struct algo_json *v)
{
	return algo_json_type(v) == ALGO_J_STR
		       ? algo_json_str(v, NULL)
		       : algo_json_str(algo_json_get(v, "message"), NULL);
}

static int not_found(const char *name, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_VALUE, "not_found",
		     "the server has no model '%s'", name);
	algo_err_hint(err, "'algo-llm ollama list' lists them, 'ollama pull' "
			   "fetches one");
	return algo_err_origin(err, ALGO_O_ANSWER);
}

int algo_ollama_refused(const struct algo_ollama *o, const char *name,
			long status, const struct algo_buf *body,
			struct algo_err *err)
{
	struct algo_err none = ALGO_ERR_INIT;
	struct algo_json_doc *doc =
		algo_json_parse(algo_buf_str(body), body->len, NULL, &none);
	const struct algo_json *e =
		doc ? algo_json_get(algo_json_root(doc), "error") : NULL;

	if (status == 404 && name)
		not_found(name, err);
	else
		algo_err_set(err, ALGO_E_NETWORK, "refused",
			     "%s answers with status %ld%s%s", o->url, status,
			     *algo_ollama_error(e) ? ": " : "",
			     algo_ollama_error(e));
	algo_json_free(doc);
	return -1;
}

int algo_ollama_unreached(const struct algo_ollama *o,
			  const struct algo_http_res *res, struct algo_err *err)
{
	if (!res->unreached)
		return -1;
	algo_err_clear(err);
	algo_err_set(err, ALGO_E_NETWORK, "network",
		     "no server of Ollama answers at %s", o->url);
	return algo_err_hint(err, "'algo-llm ollama start' starts one");
}

static int odd(const struct algo_ollama *o, struct algo_err *err)
{
	algo_err_clear(err);
	return algo_err_set(err, ALGO_E_NETWORK, "bad_answer",
			    "what answers at %s is no server of Ollama",
			    o->url);
}

/* --- One request ---------------------------------------------------------- */

void algo_ollama_ask(struct algo_buf *body, const char *name, const char *more)
{
	struct algo_jw w;

	algo_jw_init(&w, body, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "model", name);
	algo_buf_adds(body, more);
	algo_jw_obj_end(&w);
}

static int on_stop(void *ctx)
{
	return algo_ollama_stopped(ctx);
}

struct asked {
	const char *path, *method, *name; /* name: of a model, or NULL */
	long total_ms;
};

/* 0 with a body of status 2xx. */
static int request(struct algo_ollama *o, const struct asked *a,
		   struct algo_http_res *res, struct algo_err *err)
{
	static const char *const headers[] = { "Content-Type: application/json",
					       NULL };
	struct algo_buf url = ALGO_BUF_INIT(URL_MAX),
			body = ALGO_BUF_INIT(URL_MAX);
	struct algo_http_req req = { .headers = a->name ? headers : NULL,
				     .method = a->method,
				     .connect_ms = CONNECT_MS,
				     .total_ms = a->total_ms,
				     .max_bytes = ANSWER_MAX,
				     .max_redirects = -1,
				     .stop = on_stop,
				     .ctx = o };
	int rc = -1;

	req.session = algo_ollama_http(o, err);
	algo_buf_addf(&url, "%s%s", o->url, a->path);
	req.url = algo_buf_str(&url);
	if (a->name) {
		algo_ollama_ask(&body, a->name, "");
		req.body = algo_buf_str(&body);
		req.body_len = body.len;
	}
	if (req.session && algo_http_do(&req, res, err))
		rc = algo_ollama_unreached(o, res, err);
	else if (req.session && (res->status < 200 || res->status > 299))
		rc = algo_ollama_refused(o, a->name, res->status, &res->body,
					 err);
	else if (req.session)
		rc = 0;
	algo_buf_release(&url);
	algo_buf_release(&body);
	return rc;
}

/* The answer as a document; NULL with err. */
static struct algo_json_doc *ask(struct algo_ollama *o, const struct asked *a,
				 struct algo_err *err)
{
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	struct algo_json_doc *doc = NULL;

	if (request(o, a, &res, err) == 0) {
		doc = algo_json_parse(algo_buf_str(&res.body), res.body.len,
				      NULL, err);
		if (!doc)
			odd(o, err);
	}
	algo_http_res_release(&res);
	return doc;
}

int algo_ollama_version(struct algo_ollama *o, char version[64],
			struct algo_err *err)
{
	const struct asked a = { "/api/version", NULL, NULL, CONNECT_MS };
	struct algo_json_doc *doc = ask(o, &a, err);
	const char *s;

	if (!doc)
		return -1;
	s = algo_json_str(algo_json_get(algo_json_root(doc), "version"), NULL);
	snprintf(version, 64, "%s", s);
	algo_json_free(doc);
	return *version ? 0 : odd(o, err);
}

/* --- Models --------------------------------------------------------------- */

static void copy(char *out, size_t room, const struct algo_json *v)
{
	snprintf(out, room, "%s", algo_json_str(v, NULL));
}

static void take_can(struct algo_ollama_model *m, const struct algo_json *all)
{
	size_t used = 0;

	for (size_t i = 0; i < algo_json_count(all); i++) {
		const char *s = algo_json_str(algo_json_at(all, i), NULL);
		size_t n = strlen(s);

		if (n + 2 > sizeof(m->can) - used)
			return;
		if (used)
			m->can[used++] = ' ';
		memcpy(m->can + used, s, n + 1);
		used += n;
	}
}

static void take(struct algo_ollama_model *m, const struct algo_json *v)
{
	const struct algo_json *d = algo_json_get(v, "details");

	memset(m, 0, sizeof(*m));
	copy(m->name, sizeof(m->name), algo_json_get(v, "name"));
	if (!m->name[0])
		copy(m->name, sizeof(m->name), algo_json_get(v, "model"));
	copy(m->family, sizeof(m->family), algo_json_get(d, "family"));
	copy(m->parameters, sizeof(m->parameters),
	     algo_json_get(d, "parameter_size"));
	copy(m->quantization, sizeof(m->quantization),
	     algo_json_get(d, "quantization_level"));
	copy(m->time, sizeof(m->time), algo_json_get(v, "expires_at"));
	if (!m->time[0])
		copy(m->time, sizeof(m->time), algo_json_get(v, "modified_at"));
	m->size = algo_json_num(algo_json_get(v, "size"));
	m->vram = algo_json_num(algo_json_get(v, "size_vram"));
	m->context = algo_json_num(algo_json_get(v, "context_length"));
	take_can(m, algo_json_get(v, "capabilities"));
}

int algo_ollama_list(struct algo_ollama *o, int loaded,
		     void (*tell)(void *ctx, const struct algo_ollama_model *m),
		     void *ctx, struct algo_err *err)
{
	const struct asked a = { loaded ? "/api/ps" : "/api/tags", NULL, NULL,
				 o->timeout_s * 1000 };
	struct algo_json_doc *doc = ask(o, &a, err);
	const struct algo_json *all =
		doc ? algo_json_get(algo_json_root(doc), "models") : NULL;
	struct algo_ollama_model m;
	int rc = doc ? 0 : -1;

	/* A server without models may say null. */
	if (doc && !all)
		rc = odd(o, err);
	for (size_t i = 0; i < algo_json_count(all) && i < MODELS_MAX; i++) {
		take(&m, algo_json_at(all, i));
		tell(ctx, &m);
	}
	algo_json_free(doc);
	return rc;
}

/* model_info has "FAMILY.context_length". */
static double window(const struct algo_json *info)
{
	static const char end[] = ".context_length";

	for (size_t i = 0; i < algo_json_count(info); i++) {
		const struct algo_json *v = algo_json_at(info, i);
		const char *key = algo_json_key(v);
		size_t n = key ? strlen(key) : 0;

		if (n >= sizeof(end) &&
		    strcmp(key + n - (sizeof(end) - 1), end) == 0)
			return algo_json_num(v);
	}
	return NAN;
}

int algo_ollama_show(struct algo_ollama *o, const char *name,
		     struct algo_ollama_model *m, struct algo_err *err)
{
	const struct asked a = { "/api/show", NULL, name, o->timeout_s * 1000 };
	struct algo_json_doc *doc = ask(o, &a, err);
	const struct algo_json *root;

	if (!doc)
		return -1;
	root = algo_json_root(doc);
	take(m, root);
	snprintf(m->name, sizeof(m->name), "%s", name);
	m->context = window(algo_json_get(root, "model_info"));
	algo_json_free(doc);
	return 0;
}

int algo_ollama_delete(struct algo_ollama *o, const char *name,
		       struct algo_err *err)
{
	const struct asked a = { "/api/delete", "DELETE", name,
				 o->timeout_s * 1000 };
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	int rc = request(o, &a, &res, err);

	algo_http_res_release(&res);
	return rc;
}
