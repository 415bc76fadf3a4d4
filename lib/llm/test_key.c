/* test_key.c - is a key alive? */
#include "client.h"

#include <math.h>
#include <string.h>

#define HEADERS 8

static void judge(const struct algo_llm *l, struct algo_http_res *res,
		  const struct algo_llm_provider *p, const struct algo_err *net,
		  struct algo_llm_reply *reply)
{
	struct algo_llm_reader *r = algo_llm_reader_new(p, 0, NULL, NULL);

	algo_llm_reader_status(r, res->status);
	algo_llm_reader_feed(r, algo_buf_str(&res->body), res->body.len);
	algo_llm_reader_end(r, net->set, net->set ? net->msg : NULL,
			    (double)algo_llm_now() / 1000, reply);
	algo_llm_reader_free(r);
	/* A list of models is no answer, but proof enough. */
	if (res->status >= 200 && res->status < 300) {
		reply->cls = ALGO_LLM_OK;
		reply->message[0] = '\0';
	}
	algo_llm_redact_text(l->keys, reply->message, sizeof(reply->message));
}

static int get(struct algo_llm *l, size_t key, struct algo_llm_reply *reply,
	       struct algo_err *err)
{
	const struct algo_llm_provider *p =
		algo_llm_keys_at(l->keys, key)->provider;
	struct algo_llm_request q = { .provider = p, .temperature = NAN };
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	struct algo_err net = ALGO_ERR_INIT;
	struct algo_buf url = ALGO_BUF_INIT(1 << 16),
			lines = ALGO_BUF_INIT(1 << 16);
	const char *headers[HEADERS + 1] = { NULL }, *s;
	const char *secret = algo_llm_keys_secret(l->keys, key, err);
	struct algo_http_req req = { .headers = headers,
				     .session = l->http,
				     .max_redirects = -1,
				     .total_ms = l->timeout_s * 1000 };
	size_t n;

	if (err->set)
		return -1;
	n = algo_llm_headers(&q, secret, &lines);
	s = lines.data;
	for (size_t i = 0; i < n && i < HEADERS; i++, s += strlen(s) + 1)
		headers[i] = s;
	algo_llm_models_url(p, algo_llm_base_url(l, p), &url);
	req.url = algo_buf_str(&url);
	if (algo_http_do(&req, &res, &net) < 0)
		res.status = 0;
	judge(l, &res, p, &net, reply);
	algo_llm_wipe(&lines);
	algo_buf_release(&url);
	algo_http_res_release(&res);
	return 0;
}

/* What was found out is kept: a proof against a key takes it out of the
 * rotation, an answer puts it back. */
static int remember(struct algo_llm *l, const struct algo_llm_key *k,
		    const struct algo_llm_reply *reply, struct algo_err *err)
{
	const char *off = NULL;

	if (reply->cls == ALGO_LLM_KEY_BAD || reply->cls == ALGO_LLM_GROUP_BAD)
		off = algo_llm_class_name(reply->cls);
	if (!l->ledger || (!off && reply->cls != ALGO_LLM_OK))
		return 0;
	return algo_ledger_switch(
		l->ledger, reply->cls == ALGO_LLM_GROUP_BAD ? NULL : k->id,
		k->provider->name, k->group, off, err);
}

int algo_llm_key_test(struct algo_llm *l, size_t key,
		      struct algo_llm_reply *reply, struct algo_err *err)
{
	if (!l->http)
		l->http = algo_http_open(err);
	if (!l->http || get(l, key, reply, err))
		return -1;
	return remember(l, algo_llm_keys_at(l->keys, key), reply, err);
}
