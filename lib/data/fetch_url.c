/* fetch_url.c - a CSV behind an http or https address */
#include "fetch.h"

#include <string.h>

static int refuse(const char *code, enum algo_class cls, const char *url,
		  long status, struct algo_err *err)
{
	struct algo_buf shown = ALGO_BUF_INIT(160);

	algo_url_show(&shown, url);
	algo_err_set(err, cls, code, "'%s' answers with status %ld",
		     algo_buf_str(&shown), status);
	algo_buf_release(&shown);
	return -1;
}

static int is_html(const struct algo_http_res *res)
{
	const char *s = algo_buf_str(&res->body);

	s += strspn(s, " \t\r\n");
	return *s == '<';
}

static int judge(const char *url, const struct algo_http_res *res,
		 struct algo_err *err)
{
	const char *body = algo_buf_str(&res->body);
	long status = res->status;

	if (status >= 200 && status < 300 && is_html(res)) {
		refuse("blocked", ALGO_E_NETWORK, url, status, err);
		return algo_err_hint(err, "a web page came in place of a CSV");
	}
	if (status >= 200 && status < 300)
		return 0;
	if (status == 404 || status == 410 ||
	    (status == 400 && strstr(body, "Data doesn't exist"))) {
		refuse("not_found", ALGO_E_DATA, url, status, err);
		return algo_err_origin(err, ALGO_O_ANSWER);
	}
	if (status == 401 || status == 407)
		return refuse("auth", ALGO_E_AUTH, url, status, err);
	if (status == 402 || status == 403 || status == 451)
		return refuse("permission", ALGO_E_AUTH, url, status, err);
	if (status == 429)
		return refuse("rate_limit", ALGO_E_NETWORK, url, status, err);
	if (status >= 500)
		return refuse("network", ALGO_E_NETWORK, url, status, err);
	return refuse("bad_response", ALGO_E_NETWORK, url, status, err);
}

int algo_fetch_url(const char *url, struct algo_in *in, struct algo_err *err)
{
	static const struct algo_retry retry = { .tries = 4,
						 .base_ms = 1000,
						 .patience_ms = 60000 };
	struct algo_http_req req = { .url = url };
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	struct algo_buf shown = ALGO_BUF_INIT(160);
	int rc = algo_http_retry(&req, &retry, &res, err);

	if (!rc)
		rc = judge(url, &res, err);
	if (!rc) {
		algo_url_show(&shown, url);
		algo_in_mem(in, algo_buf_str(&shown), res.body.data,
			    res.body.len);
	}
	algo_buf_release(&shown);
	algo_http_res_release(&res);
	return rc;
}
