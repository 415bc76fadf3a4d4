/* net.h - HTTP over libcurl, which is loaded at the first request.
 *
 * No tool maps libcurl at its start: the library is opened with dlopen when
 * the first request is made; when it is missing the error says which package
 * brings it.  Proxies follow libcurl's own environment variables.
 */
#ifndef ALGO_NET_H
#define ALGO_NET_H

#include <algo/base.h>

/* Requests in one session share connections and cookies. */
struct algo_http;
struct algo_http *algo_http_open(struct algo_err *err); /* NULL on error */
void algo_http_close(struct algo_http *s);
void algo_http_forget(struct algo_http *s); /* drops all cookies */

struct algo_http_req {
	const char *url;
	const char *const *headers; /* "Name: value", NULL ends; or NULL */
	const char *user_agent;	    /* NULL: "algo/VERSION" */
	struct algo_http *session;  /* borrowed; NULL: one of its own */
	const void *body;	    /* NULL: GET, else POST */
	size_t body_len;
	const char *method; /* NULL: as body says; else "DELETE" ... */
	long connect_ms;    /* 0: 10 s */
	long total_ms;	    /* 0: $ALGO_TIMEOUT_MS, else 60 s; also the longest
			       silence of a stream */
	size_t max_bytes;  /* 0: 64 MiB of decoded body; more is bad_response */
	int max_redirects; /* 0: 5; only http and https are followed; below 0:
			      none is, for requests with a key in a header of
			      its own, which would go along */
	/* When set, gets the body piece by piece instead of res->body; not 0
	 * stops the transfer. */
	int (*on_data)(void *ctx, const char *p, size_t n);
	/* When set, is told every header, before the data (those of a
	 * redirect too); res->status is known when the data begin. */
	void (*on_header)(void *ctx, const char *name, const char *value);
	/* When set, is asked now and then, at least every second: not 0 stops
	 * the transfer. */
	int (*stop)(void *ctx);
	void *ctx;
};

struct algo_http_res {
	long status;
	struct algo_buf body; /* decoded (gzip, deflate) */
	char type[80];	      /* Content-Type without parameters, or "" */
	double retry_after;   /* seconds, NaN when not told */
	int unreached;	      /* no connection came about: worth a retry */
};
#define ALGO_HTTP_RES_INIT               \
	{                                \
		.body = ALGO_BUF_INIT(1) \
	}

/* One exchange, no retry.  0 with any status; -1 with a network_error of code
 * network (cannot resolve, connect, time-out, TLS, broken off) or
 * bad_response (too large, too many redirects).  Secrets in the query of the
 * URL (api key, token, ...) are blotted out in messages. */
int algo_http_do(const struct algo_http_req *req, struct algo_http_res *res,
		 struct algo_err *err) ALGO_MUST_USE;
void algo_http_res_release(struct algo_http_res *res);

/* Tries again after failed connects and status 408, 425, 429, 500, 502, 503,
 * 504: at most tries times in all, Retry-After first, else base_ms doubled
 * each time with jitter, never waiting longer than patience_ms in all. */
struct algo_retry {
	int tries;
	long base_ms;
	long patience_ms;
	int pass_429; /* 429 is handed back at once */
};
/* Waits, unless that is more than what is left of *patience_ms: then -1 at
 * once.  The environment variable ALGO_RETRY_MS sets how many milliseconds a
 * second of waiting lasts (1000; 0: no waiting), for tests and for cron jobs
 * in a hurry. */
int algo_http_wait(long ms, long *patience_ms);
int algo_http_retry(const struct algo_http_req *req,
		    const struct algo_retry *retry, struct algo_http_res *res,
		    struct algo_err *err) ALGO_MUST_USE;

/* Percent-encodes all but unreserved characters (RFC 3986). */
void algo_url_encode(struct algo_buf *out, const char *s, size_t n);
/* The URL as it may be shown: values of secret parameters blotted out. */
void algo_url_show(struct algo_buf *out, const char *url);

#endif
