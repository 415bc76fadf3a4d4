/* feed.c - asks a provider for bars: pages, retries, tokens, other hosts */
#include <algo/data.h>

#include <math.h>
#include <string.h>

#define PAGES_MAX 10000
#define PATIENCE_MS 180000
#define TOKEN_MAX 64

struct feed {
	const struct algo_provider *p;
	struct algo_feed_req req; /* base is always set */
	const char *alt;
	const char *token_base;
	struct algo_http *http;
	struct algo_http_res res;
	struct algo_buf url;
	struct algo_buf token; /* encoded; empty: none */
	int renewed;	       /* the token was asked for */
	long patience;
};

static int get(struct feed *f, const char *url, struct algo_err *err)
{
	static const struct algo_retry plain = { .tries = 4,
						 .base_ms = 1000,
						 .patience_ms = 60000 };
	static const struct algo_retry with_alt = {
		.tries = 4, .base_ms = 1000, .patience_ms = 60000, .pass_429 = 1
	};
	struct algo_http_req req = { .url = url,
				     .user_agent = f->p->user_agent,
				     .session = f->http };

	return algo_http_retry(&req, f->p->alt ? &with_alt : &plain, &f->res,
			       err);
}

static int token_refused(const struct algo_buf *body, long status)
{
	const char *s = algo_buf_str(body);

	return status != 200 || body->len == 0 || body->len > TOKEN_MAX ||
	       strlen(s) != body->len || strcspn(s, "<>{} \r\n\t") != body->len;
}

/* Cookies from one page, then the token from another. */
static int renew_token(struct feed *f, struct algo_err *err)
{
	struct algo_buf url = ALGO_BUF_INIT(4096);
	const char *name = f->p->name;
	int rc;

	f->renewed = 1;
	algo_http_forget(f->http);
	algo_buf_clear(&f->token);
	algo_buf_adds(&url,
		      f->req.base == f->p->base || f->req.base == f->p->alt
			      ? f->p->cookie_url
			      : f->token_base);
	if (url.len && url.data[url.len - 1] != '/')
		algo_buf_addc(&url, '/');
	rc = get(f, algo_buf_str(&url), err);
	if (!rc) {
		algo_buf_clear(&url);
		algo_buf_adds(&url, f->token_base);
		algo_buf_adds(&url, f->p->token_path);
		rc = get(f, algo_buf_str(&url), err);
	}
	if (!rc && f->res.status == 429)
		rc = algo_err_set(err, ALGO_E_NETWORK, "rate_limit",
				  "%s: too many requests", name);
	else if (!rc && token_refused(&f->res.body, f->res.status))
		rc = algo_err_set(err, ALGO_E_NETWORK, "blocked",
				  "%s gives no %s", name, f->p->token_name);
	else if (!rc)
		algo_url_encode(&f->token, f->res.body.data, f->res.body.len);
	algo_buf_release(&url);
	return rc;
}

/* The other host at once, then two long pauses.  0: ask again. */
static int back_off(struct feed *f, int *times)
{
	static const long pause_ms[] = { 0, 30000, 120000 };
	long ms;

	if (!f->alt || *times >= 3)
		return -1;
	ms = pause_ms[*times];
	if (*times == 0) {
		const char *other = f->alt;

		f->alt = f->req.base;
		f->req.base = other;
	} else if (!isnan(f->res.retry_after)) {
		ms = f->res.retry_after < 1e6
			     ? (long)(f->res.retry_after * 1000)
			     : 1000000000L;
	}
	++*times;
	return algo_http_wait(ms, &f->patience);
}

static int build(struct feed *f, const struct algo_frame *frame,
		 struct algo_err *err)
{
	int more;

	algo_buf_clear(&f->url);
	more = f->p->request(&f->req, frame, &f->url, err);
	if (more <= 0)
		return more;
	if (f->url.over)
		return algo_err_set(err, ALGO_E_USAGE, "bad_symbol",
				    "the request is too long");
	if (f->token.len)
		algo_buf_addf(&f->url, "&%s=%s", f->p->token_name,
			      algo_buf_str(&f->token));
	return 1;
}

/* f->url is built already. */
static int read_page(struct feed *f, struct algo_frame *frame,
		     struct algo_err *err)
{
	int limited = 0;

	for (;;) {
		if (get(f, algo_buf_str(&f->url), err))
			return -1;
		if (f->res.status == 401 && f->p->token_path && !f->renewed) {
			if (renew_token(f, err))
				return -1;
		} else if (f->res.status != 429 || back_off(f, &limited)) {
			return f->p->parse(&f->req, &f->res, frame, err);
		}
		if (build(f, frame, err) < 0)
			return -1;
	}
}

/* Pages may overlap: of a bar that comes again the first stays. */
static void join_seam(struct algo_frame *frame, size_t before)
{
	size_t from = before;

	if (before == 0)
		return;
	while (from < frame->n &&
	       frame->v[from].time <= frame->v[before - 1].time)
		from++;
	memmove(frame->v + before, frame->v + from,
		(frame->n - from) * sizeof(*frame->v));
	frame->n -= from - before;
}

static int read_pages(struct feed *f, struct algo_frame *frame,
		      struct algo_err *err)
{
	struct algo_buf last = ALGO_BUF_INIT(8192);
	int more;

	while ((more = build(f, frame, err)) > 0) {
		size_t before = frame->n;

		if (frame->pages >= PAGES_MAX ||
		    !strcmp(algo_buf_str(&last), algo_buf_str(&f->url))) {
			more = algo_err_set(err, ALGO_E_NETWORK, "bad_response",
					    "%s: the pages do not move on",
					    f->p->name);
			break;
		}
		algo_buf_clear(&last);
		algo_buf_adds(&last, algo_buf_str(&f->url));
		if (read_page(f, frame, err)) {
			more = -1;
			break;
		}
		frame->pages++;
		join_seam(frame, before);
	}
	algo_buf_release(&last);
	return more;
}

static int from_net(const struct algo_provider *p,
		    const struct algo_feed_req *req, struct algo_frame *frame,
		    struct algo_err *err)
{
	struct feed f = { .p = p,
			  .req = *req,
			  .res = ALGO_HTTP_RES_INIT,
			  .url = ALGO_BUF_INIT(8000),
			  .token = ALGO_BUF_INIT(4 * TOKEN_MAX),
			  .patience = PATIENCE_MS };
	int rc = -1;

	f.req.base = req->base ? req->base : p->base;
	f.alt = req->base && req->alt ? req->alt
		: req->base	      ? req->base
				      : p->alt;
	f.token_base = req->base ? req->base : p->alt;
	f.http = algo_http_open(err);
	if (f.http)
		rc = read_pages(&f, frame, err);
	algo_http_close(f.http);
	algo_http_res_release(&f.res);
	algo_buf_release(&f.url);
	algo_buf_release(&f.token);
	return rc;
}

static int no_bars(const struct algo_provider *p,
		   const struct algo_feed_req *req, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "not_found",
		     "%s has no bars of '%s' in that span", p->name,
		     req->symbol);
	return algo_err_origin(err, ALGO_O_ANSWER);
}

int algo_feed(const struct algo_provider *p, const struct algo_feed_req *req,
	      struct algo_frame *frame, struct algo_err *err)
{
	struct algo_feed_req ask = *req;
	size_t n = strlen(req->symbol);

	if (n == 0 || n >= sizeof(frame->symbol))
		return algo_err_set(err, ALGO_E_USAGE, "bad_symbol",
				    "'%s' is no symbol", req->symbol);
	memcpy(frame->symbol, req->symbol, n + 1);
	if (!ask.interval.count)
		ask.interval = p->interval;
	if (p->load ? p->load(&ask, frame, err) : from_net(p, &ask, frame, err))
		return -1;
	if (req->adjust == ALGO_ADJUST_NONE)
		algo_frame_unsplit(frame, &ask.interval);
	algo_frame_trim(frame, req->start, req->end);
	return frame->n ? 0 : no_bars(p, req, err);
}
