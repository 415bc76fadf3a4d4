/* ollama_pull.c - fetching a model, a line of JSON at a time */
#include "ollama_own.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CONNECT_MS 3000
#define LINE_MAX_BYTES ((size_t)1 << 20)
#define LAYERS 64 /* more are counted as one */

struct layer {
	char digest[96];
	double total, done;
};
struct pull {
	struct algo_ollama *o;
	const struct algo_ollama_pull *how;
	struct algo_http_res res;
	struct algo_buf line, refusal;
	struct layer layers[LAYERS];
	size_t n;
	char status[128], fault[256];
	int success, failed;
};

static double count(const struct algo_json *v)
{
	double d = algo_json_num(v);

	return d >= 0 && d < 9e15 ? d : 0;
}

static struct layer *layer(struct pull *p, const char *digest)
{
	struct layer *l;

	for (size_t i = 0; i < p->n; i++)
		if (strncmp(p->layers[i].digest, digest,
			    sizeof(l->digest) - 1) == 0)
			return &p->layers[i];
	if (p->n < LAYERS)
		p->n++;
	l = &p->layers[p->n - 1];
	snprintf(l->digest, sizeof(l->digest), "%s", digest);
	return l;
}

/* completed may be missing: nothing came of the layer yet. */
static void progress(struct pull *p, const struct algo_json *v)
{
	const char *digest = algo_json_str(algo_json_get(v, "digest"), NULL);
	const struct algo_watch *w = p->how->watch;
	double total = 0, done = 0;
	struct layer *l;

	if (!*digest)
		return;
	l = layer(p, digest);
	l->total = count(algo_json_get(v, "total"));
	l->done = count(algo_json_get(v, "completed"));
	for (size_t i = 0; i < p->n; i++) {
		total += p->layers[i].total;
		done += p->layers[i].done;
	}
	if (w)
		w->seen(w->ctx, (uint64_t)done, (uint64_t)total);
}

static void take_status(struct pull *p, const struct algo_json *v)
{
	const char *s = algo_json_str(algo_json_get(v, "status"), NULL);

	if (!*s || strncmp(s, p->status, sizeof(p->status) - 1) == 0)
		return;
	snprintf(p->status, sizeof(p->status), "%s", s);
	if (p->how->status)
		p->how->status(p->how->ctx, p->status);
}

static void fail(struct pull *p, const char *why)
{
	if (!p->failed)
		snprintf(p->fault, sizeof(p->fault), "%s", why);
	p->failed = 1;
}

static void take_line(struct pull *p)
{
	const char *s = algo_buf_str(&p->line);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *root, *e;

	if (p->line.len == 0 || strspn(s, " \t\r") == p->line.len)
		return;
	doc = algo_json_parse(s, p->line.len, NULL, &err);
	if (!doc) {
		fail(p, "a line of the answer is no JSON");
		return;
	}
	root = algo_json_root(doc);
	e = algo_json_get(root, "error");
	if (algo_json_type(e) != ALGO_J_NULL)
		fail(p, *algo_ollama_error(e) ? algo_ollama_error(e)
					      : "the server fails");
	take_status(p, root);
	progress(p, root);
	/* An error before it or behind it counts all the same. */
	if (strcmp(algo_json_str(algo_json_get(root, "status"), NULL),
		   "success") == 0)
		p->success = 1;
	algo_json_free(doc);
}

static int on_data(void *ctx, const char *s, size_t n)
{
	struct pull *p = ctx;

	if (p->res.status < 200 || p->res.status > 299) {
		algo_buf_add(&p->refusal, s, n);
		return 0;
	}
	while (n > 0 && !p->failed) {
		const char *nl = memchr(s, '\n', n);
		size_t len = nl ? (size_t)(nl - s) : n;

		algo_buf_add(&p->line, s, len);
		if (p->line.over)
			fail(p, "a line of the answer is too long");
		if (!nl)
			break;
		take_line(p);
		algo_buf_clear(&p->line);
		s += len + 1;
		n -= len + 1;
	}
	return p->failed;
}

static int on_stop(void *ctx)
{
	const struct pull *p = ctx;

	return algo_ollama_stopped(p->o);
}

static int transfer(struct pull *p, const char *name, struct algo_err *err)
{
	static const char *const headers[] = { "Content-Type: application/json",
					       NULL };
	struct algo_buf url = ALGO_BUF_INIT(1 << 16),
			body = ALGO_BUF_INIT(1 << 16);
	/* A large model is hours of lines: they are bounded one by one. */
	struct algo_http_req req = { .headers = headers,
				     .session = algo_ollama_http(p->o, err),
				     .connect_ms = CONNECT_MS,
				     .total_ms = p->o->timeout_s * 1000,
				     .max_bytes = SIZE_MAX / 2,
				     .max_redirects = -1,
				     .on_data = on_data,
				     .stop = on_stop,
				     .ctx = p };
	int rc = -1;

	algo_buf_addf(&url, "%s/api/pull", p->o->url);
	algo_ollama_ask(&body, name, ",\"stream\":true");
	req.url = algo_buf_str(&url);
	req.body = algo_buf_str(&body);
	req.body_len = body.len;
	if (req.session)
		rc = algo_http_do(&req, &p->res, err);
	algo_buf_release(&url);
	algo_buf_release(&body);
	return rc;
}

/* What the transfer came to; rc and err are its own. */
static int judge(struct pull *p, const char *name, int rc, struct algo_err *err)
{
	if (p->failed) {
		algo_err_clear(err);
		return algo_err_set(err, ALGO_E_NETWORK, "pull_failed",
				    "cannot pull '%s': %s", name, p->fault);
	}
	if (rc && p->res.unreached)
		return algo_ollama_unreached(p->o, &p->res, err);
	if (rc && algo_ollama_stopped(p->o)) {
		algo_err_clear(err);
		algo_err_set(err, ALGO_E_NETWORK, "stopped",
			     "stopped pulling '%s'", name);
		return algo_err_hint(err, "pull it again to go on where it is");
	}
	if (p->res.status && (p->res.status < 200 || p->res.status > 299)) {
		algo_err_clear(err);
		return algo_ollama_refused(p->o, NULL, p->res.status,
					   &p->refusal, err);
	}
	if (p->success) {
		algo_err_clear(err);
		return 0;
	}
	if (rc)
		return -1;
	algo_err_set(err, ALGO_E_NETWORK, "pull_broken",
		     "the pull of '%s' ended without success", name);
	return algo_err_hint(err, "pull it again to go on where it is");
}

int algo_ollama_pull(struct algo_ollama *o, const char *name,
		     const struct algo_ollama_pull *how, struct algo_err *err)
{
	struct pull p = { .o = o,
			  .how = how,
			  .res = ALGO_HTTP_RES_INIT,
			  .line = ALGO_BUF_INIT(LINE_MAX_BYTES),
			  .refusal = ALGO_BUF_INIT(1 << 16) };
	int rc = transfer(&p, name, err);

	if (!p.failed && p.line.len)
		take_line(&p);
	rc = judge(&p, name, rc, err);
	algo_http_res_release(&p.res);
	algo_buf_release(&p.line);
	algo_buf_release(&p.refusal);
	return rc;
}
