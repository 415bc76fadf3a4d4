/* call.c - one request over one way */
#include "client.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define URL_MAX ((size_t)1 << 16)
#define BODY_MAX ((size_t)64 << 20)
#define HEADERS 8
#define CALL_MAX_S 3600
#define CONTEXT_LEAST 8192
#define CONTEXT_UNKNOWN 32768
#define ANSWER_TOKENS 1000 /* what an answer takes, about */

/* One exchange, as the callbacks see it. */
struct exchange {
	struct algo_llm *client;
	time_t start; /* monotonic, seconds */
	struct algo_llm_reader *reader;
	struct algo_http_res res;
	struct algo_buf headers, body; /* kept when it is recorded */
};

/* A stand-in for tokens before anybody has counted them (LLM.md of this
 * project's design): 4 bytes a token and 15 % more. */
static double tokens(const struct algo_llm_request *q)
{
	size_t bytes = q->system_len + (q->schema ? strlen(q->schema) : 0);

	for (size_t i = 0; i < q->nmsgs; i++)
		bytes += q->msgs[i].len;
	return ceil((double)bytes / 4 * 1.15);
}

double algo_call_need(const struct algo_llm_request *q)
{
	/* Gemini counts what is sent only. */
	if (q->provider->wire == ALGO_WIRE_GEMINI)
		return tokens(q);
	return tokens(q) + ANSWER_TOKENS;
}

static enum algo_llm_form
form(const struct way *w, const struct algo_llm_ask *ask, const struct shape *s)
{
	int f = (int)(ask->schema ? w->provider->form : ALGO_FORM_TEXT);

	f -= s->form_down;
	return f < 0 ? ALGO_FORM_TEXT : (enum algo_llm_form)f;
}

/* What fits the prompt and an answer, no more than the model has. */
static long context(const struct algo_llm_request *q,
		    const struct algo_llm_model *m)
{
	double most = m && m->context > 0 ? m->context : CONTEXT_UNKNOWN;
	double need = tokens(q) + (double)q->max_tokens;

	return (long)fmin(most, fmax(need, CONTEXT_LEAST));
}

static const char *other_field(const struct algo_llm_provider *p)
{
	if (!p->max_field)
		return NULL;
	return strcmp(p->max_field, "max_tokens") ? "max_tokens"
						  : "max_completion_tokens";
}

void algo_call_request(const struct algo_llm *l, const struct way *w,
		       const struct algo_llm_ask *ask, const struct shape *s,
		       struct algo_llm_request *q)
{
	int drop = s->dropped;

	memset(q, 0, sizeof(*q));
	q->provider = w->provider;
	q->base_url = w->base_url;
	q->model = w->model_name;
	q->system = ask->system;
	q->system_len = ask->system_len;
	q->msgs = ask->msgs;
	q->nmsgs = ask->nmsgs;
	q->form = form(w, ask, s);
	q->schema = ask->schema;
	q->schema_name = ask->schema_name;
	q->max_tokens = s->max_tokens;
	if (w->model && w->model->output > 0 &&
	    (double)q->max_tokens > w->model->output)
		q->max_tokens = (long)w->model->output;
	q->think = drop & ALGO_DROP_THINK ? NULL : s->think;
	q->think_by = w->model ? w->model->think : "";
	if (drop & ALGO_DROP_MAX_FIELD)
		q->max_field = other_field(w->provider);
	q->temperature =
		drop & ALGO_DROP_TEMPERATURE ? (double)NAN : ask->temperature;
	q->seed = drop & ALGO_DROP_SEED ? -1 : ask->seed;
	q->stream = !(drop & ALGO_DROP_STREAM);
	q->timeout_s = l->timeout_s;
	if (w->provider->wire == ALGO_WIRE_OLLAMA)
		q->context = context(q, w->model);
}

/* --- The exchange -------------------------------------------------------- */

static int on_data(void *ctx, const char *p, size_t n)
{
	struct exchange *x = ctx;

	algo_llm_reader_status(x->reader, x->res.status);
	if (x->client->opt.record)
		algo_buf_add(&x->body, p, n);
	return algo_llm_reader_feed(x->reader, p, n);
}

static void on_header(void *ctx, const char *name, const char *value)
{
	struct exchange *x = ctx;

	algo_llm_reader_header(x->reader, name, value);
	if (!x->client->opt.record)
		return;
	algo_buf_add(&x->headers, name, strlen(name) + 1);
	algo_buf_add(&x->headers, value, strlen(value) + 1);
}

static time_t clock_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static int on_stop(void *ctx)
{
	const struct exchange *x = ctx;
	const struct algo_llm_opt *o = &x->client->opt;

	/* A server that drips for ever is never silent. */
	if (clock_s() - x->start > CALL_MAX_S)
		return 1;
	return o->stop ? o->stop(o->ctx) : 0;
}

/* Sends the request; what became of it goes to the reader.  -1: the transfer
 * broke off, net says how. */
static int transfer(struct exchange *x, const struct algo_llm_request *q,
		    const char *secret, struct algo_err *net)
{
	struct algo_buf url = ALGO_BUF_INIT(URL_MAX),
			body = ALGO_BUF_INIT(BODY_MAX),
			lines = ALGO_BUF_INIT(URL_MAX);
	const char *headers[HEADERS + 1] = { NULL };
	struct algo_http_req req = { .headers = headers,
				     .session = x->client->http,
				     .total_ms = q->timeout_s * 1000,
				     .on_data = on_data,
				     .on_header = on_header,
				     .stop = on_stop,
				     .max_redirects = -1,
				     .ctx = x };
	size_t n = algo_llm_headers(q, secret, &lines);
	const char *s = lines.data;
	int rc;

	for (size_t i = 0; i < n && i < HEADERS; i++, s += strlen(s) + 1)
		headers[i] = s;
	algo_llm_compose(q, &url, &body);
	req.url = algo_buf_str(&url);
	req.body = algo_buf_str(&body);
	req.body_len = body.len;
	rc = algo_http_do(&req, &x->res, net);
	if (x->res.status)
		algo_llm_reader_status(x->reader, x->res.status);
	algo_buf_release(&url);
	algo_buf_release(&body);
	algo_llm_wipe(&lines);
	return rc;
}

static void on_text(void *ctx, const char *s, size_t n)
{
	const struct algo_llm *l = ctx;

	if (l->opt.on_text)
		l->opt.on_text(l->opt.ctx, s, n);
}

/* Over the network, and into the folder of recordings. */
static int send(struct exchange *x, const struct way *w,
		const struct algo_llm_request *q, struct algo_llm_reply *reply,
		int *sent, struct algo_err *err)
{
	struct algo_llm *l = x->client;
	struct algo_err net = ALGO_ERR_INIT;
	const char *secret = algo_llm_keys_secret(l->keys, w->key, err);
	char name[65];
	int broken;

	if (err->set)
		return -1;
	if (!l->http)
		l->http = algo_http_open(err);
	if (!l->http)
		return -1;
	broken = transfer(x, q, secret, &net);
	*sent = !x->res.unreached;
	algo_llm_reader_end(x->reader, broken, net.set ? net.msg : NULL,
			    (double)algo_llm_now() / 1000, reply);
	if (!l->opt.record || x->res.status == 0)
		return 0;
	algo_cassette_name(q, name);
	return algo_cassette_keep(l->keys, l->opt.record, name, q,
				  x->res.status, &x->headers, &x->body, err);
}

static int replay(struct exchange *x, const struct algo_llm_request *q,
		  struct algo_llm_reply *reply, struct algo_err *err)
{
	const char *folder = x->client->opt.replay;
	char name[65];
	int rc;

	algo_cassette_name(q, name);
	rc = algo_cassette_play(folder, name, x->reader, err);
	if (rc < 0)
		return -1;
	if (rc == 0) {
		algo_err_set(err, ALGO_E_NETWORK, "not_recorded",
			     "there is no recording of this request");
		algo_err_hint(err, "it would be %.16s... in the folder", name);
		return algo_err_file(err, folder);
	}
	algo_llm_reader_end(x->reader, 0, NULL, 0, reply);
	return 0;
}

/* Ollama cuts a prompt to its window without a word, and what is left then
 * fills it: an answer to that is none.  The next try has a larger window. */
static void check_window(const struct algo_llm_request *q,
			 struct algo_llm_reply *reply)
{
	if (q->provider->wire != ALGO_WIRE_OLLAMA || q->context <= 0 ||
	    reply->cls != ALGO_LLM_OK || reply->in < q->context)
		return;
	reply->cls = ALGO_LLM_TRUNCATED;
	snprintf(reply->message, sizeof(reply->message),
		 "the prompt was cut to a window of %ld tokens", q->context);
}

int algo_call(struct algo_llm *l, const struct way *w,
	      const struct algo_llm_request *q, struct algo_llm_reply *reply,
	      int *sent, struct algo_err *err)
{
	struct exchange x = { .client = l,
			      .start = clock_s(),
			      .res = ALGO_HTTP_RES_INIT,
			      .headers = ALGO_BUF_INIT(URL_MAX),
			      .body = ALGO_BUF_INIT(BODY_MAX) };
	int rc;

	*sent = 0;
	x.reader = algo_llm_reader_new(q->provider, q->stream, on_text, l);
	if (l->opt.replay)
		rc = replay(&x, q, reply, err);
	else
		rc = send(&x, w, q, reply, sent, err);
	algo_llm_reader_free(x.reader);
	algo_http_res_release(&x.res);
	algo_buf_release(&x.headers);
	algo_buf_release(&x.body);
	if (rc == 0) {
		check_window(q, reply);
		algo_llm_redact_text(l->keys, reply->message,
				     sizeof(reply->message));
		algo_llm_redact_keys(l->keys, &reply->text);
	}
	return rc;
}
