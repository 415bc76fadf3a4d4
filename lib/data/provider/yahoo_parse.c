/* yahoo_parse.c - judges an answer of Yahoo before its bars are read */
#include "yahoo.h"

#include "pick.h"
#include <string.h>

int algo_yahoo_bad(struct algo_err *err, const char *what)
{
	return algo_err_set(err, ALGO_E_NETWORK, "bad_response", "yahoo: %s",
			    what);
}

static int rate_limit(struct algo_err *err)
{
	algo_err_set(err, ALGO_E_NETWORK, "rate_limit",
		     "yahoo: too many requests");
	return algo_err_hint(err, "when this does not end the address is "
				  "blocked; try another network or provider");
}

static int not_found(const struct algo_feed_req *req, const char *why,
		     struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "not_found",
		     "yahoo has no bars of '%s'%s%s", req->symbol,
		     *why ? ": " : "", why);
	return algo_err_origin(err, ALGO_O_ANSWER);
}

static int html(const char *body, long status, struct algo_err *err)
{
	if (status == 429)
		return rate_limit(err);
	if (status >= 500 || strstr(body, "Will be right back"))
		return algo_err_set(err, ALGO_E_NETWORK, "network",
				    "yahoo is down (status %ld)", status);
	algo_err_set(err, ALGO_E_NETWORK, "blocked",
		     "yahoo answers with a web page (status %ld)", status);
	return algo_err_hint(err, "the address may be blocked; open the page "
				  "in a browser, or try another network");
}

static int by_status(const struct algo_feed_req *req, long status,
		     const char *why, struct algo_err *err)
{
	const char *sep = *why ? ": " : "";

	if (status == 404)
		return not_found(req, why, err);
	if (status == 401)
		return algo_err_set(err, ALGO_E_AUTH, "auth",
				    "yahoo refuses (status 401)%s%s", sep, why);
	if (status == 403 || status == 451)
		return algo_err_set(err, ALGO_E_AUTH, "permission",
				    "yahoo refuses (status %ld)%s%s", status,
				    sep, why);
	if (status == 429)
		return rate_limit(err);
	if (status >= 500)
		return algo_err_set(err, ALGO_E_NETWORK, "network",
				    "yahoo is down (status %ld)%s%s", status,
				    sep, why);
	return algo_err_set(err, ALGO_E_NETWORK, "bad_response",
			    "yahoo: status %ld%s%s", status, sep, why);
}

/* Texts that lead to bars of none, to a mistake of the user or to a block;
 * parts of what the server has been seen to say. */
static int by_text(const struct algo_feed_req *req, long status,
		   const char *why, struct algo_err *err)
{
	if (strstr(why, "No data found") || strstr(why, "delisted"))
		return not_found(req, why, err);
	if (strstr(why, "Data doesn't exist"))
		return 0; /* an empty page */
	if (strstr(why, "nvalid Crumb") || strstr(why, "nvalid Cookie"))
		return algo_err_set(err, ALGO_E_NETWORK, "blocked",
				    "yahoo refuses our crumb: %s", why);
	if (strstr(why, "Too Many Requests"))
		return rate_limit(err);
	if (strstr(why, "interval="))
		return algo_err_set(err, ALGO_E_USAGE, "bad_interval",
				    "yahoo: %s", why);
	if (status == 422 || strstr(why, "range") || strstr(why, "startTime"))
		return algo_err_set(err, ALGO_E_USAGE, "bad_range", "yahoo: %s",
				    why);
	return by_status(req, status, why, err);
}

static int plain_text(const struct algo_feed_req *req,
		      const struct algo_http_res *res, struct algo_err *err)
{
	const char *body = algo_buf_str(&res->body);
	char line[120];
	size_t n = strcspn(body, "\r\n");

	n = n < sizeof(line) ? n : sizeof(line) - 1;
	memcpy(line, body, n);
	line[n] = '\0';
	if (strstr(body, "Too Many Requests"))
		return rate_limit(err);
	if (res->status < 400)
		return algo_yahoo_bad(err, n ? "the answer is no JSON"
					     : "the answer is empty");
	return by_text(req, res->status, line, err);
}

static int read_document(const struct algo_feed_req *req,
			 const struct algo_json *root, long status,
			 struct algo_frame *frame, struct algo_err *err)
{
	const struct algo_json *top = algo_json_get(root, "chart");
	const struct algo_json *bad, *result;
	const char *why;

	if (!top)
		top = algo_json_get(root, "finance");
	bad = algo_json_get(top, "error");
	if (!pick_null(bad)) {
		why = pick_str(bad, "description");
		if (!*why)
			why = pick_str(bad, "code");
		return by_text(req, status, why, err);
	}
	if (status >= 400)
		return by_status(req, status, "", err);
	result = pick_at(algo_json_get(top, "result"), 0);
	if (!result)
		return algo_yahoo_bad(err, "the answer holds no result");
	return algo_yahoo_bars(req, result, frame, err);
}

int algo_yahoo_parse(const struct algo_feed_req *req,
		     const struct algo_http_res *res, struct algo_frame *frame,
		     struct algo_err *err)
{
	const char *body = algo_buf_str(&res->body);
	const char *p = body + strspn(body, " \t\r\n");
	struct algo_err broken = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	int rc;

	if (*p == '<')
		return html(body, res->status, err);
	if (*p != '{')
		return plain_text(req, res, err);
	doc = algo_json_parse(body, res->body.len, NULL, &broken);
	if (!doc && res->status >= 400)
		return by_status(req, res->status, "", err);
	if (!doc)
		return algo_err_set(err, ALGO_E_NETWORK, "bad_response",
				    "yahoo: the answer is no JSON: %s",
				    broken.msg);
	rc = read_document(req, algo_json_root(doc), res->status, frame, err);
	algo_json_free(doc);
	return rc;
}
