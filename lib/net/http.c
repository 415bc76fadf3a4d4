/* http.c - exchanges over libcurl, which is loaded at the first of them */
#include <algo/net.h>
#include <algo/version.h>

#include <curl/curl.h>
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DEFAULT_CONNECT_MS 10000
#define DEFAULT_TOTAL_MS 60000
#define DEFAULT_MAX_BYTES ((size_t)64 << 20)
#define DEFAULT_REDIRECTS 5

/* The numbers of options that newer headers call deprecated. */
#define OPT_PROTOCOLS ((CURLoption)181)
#define OPT_REDIR_PROTOCOLS ((CURLoption)182)

/* What is taken from the library.  X(name here, symbol) */
#define CURL_CALLS(X)                          \
	X(easy_init, "curl_easy_init")         \
	X(easy_cleanup, "curl_easy_cleanup")   \
	X(easy_setopt, "curl_easy_setopt")     \
	X(easy_perform, "curl_easy_perform")   \
	X(easy_getinfo, "curl_easy_getinfo")   \
	X(easy_strerror, "curl_easy_strerror") \
	X(slist_append, "curl_slist_append")   \
	X(slist_free, "curl_slist_free_all")

struct calls {
	CURL *(*easy_init)(void);
	void (*easy_cleanup)(CURL *);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_perform)(CURL *);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	const char *(*easy_strerror)(CURLcode);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free)(struct curl_slist *);
};

struct algo_http {
	struct calls call;
	CURL *easy;
};

/* One transfer, as the callbacks see it. */
struct transfer {
	const struct algo_http *session;
	const struct algo_http_req *req;
	struct algo_http_res *res;
	size_t max;
	size_t got;
	int too_large;
	int stopped;
	int silent;	    /* for longer than a stream may be */
	int64_t heard;	    /* when something came last, monotonic ms */
	int64_t silence_ms; /* 0: no stream */
};

/* The library stays mapped until the process ends: unloading it is not safe
 * once TLS has run. */
static int load(struct calls *call, struct algo_err *err)
{
	void *lib = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	void *sym;

	if (!lib) {
		algo_err_set(err, ALGO_E_NETWORK, "network",
			     "cannot load libcurl.so.4");
		return algo_err_hint(err, "install the package libcurl4");
	}
/* POSIX lets a function's address travel in a void pointer. */
#define X(name, symbol)                                                  \
	sym = dlsym(lib, symbol);                                        \
	if (!sym)                                                        \
		return algo_err_set(err, ALGO_E_NETWORK, "network",      \
				    "libcurl.so.4 has no '%s'", symbol); \
	memcpy(&call->name, &sym, sizeof(sym));
	CURL_CALLS(X)
#undef X
	return 0;
}

struct algo_http *algo_http_open(struct algo_err *err)
{
	struct algo_http *s = algo_zalloc(1, sizeof(*s));

	if (load(&s->call, err))
		goto bad;
	s->easy = s->call.easy_init();
	if (!s->easy) {
		algo_err_set(err, ALGO_E_NETWORK, "network",
			     "libcurl does not start");
		goto bad;
	}
	/* "" turns the cookie engine on without a file.  Each request sets the
	 * same options, so that none is left of the one before: a reset of
	 * the handle would lose its list of cookie files. */
	s->call.easy_setopt(s->easy, CURLOPT_COOKIEFILE, "");
	return s;
bad:
	algo_free(s);
	return NULL;
}

void algo_http_close(struct algo_http *s)
{
	if (!s)
		return;
	s->call.easy_cleanup(s->easy);
	algo_free(s);
}

void algo_http_forget(struct algo_http *s)
{
	s->call.easy_setopt(s->easy, CURLOPT_COOKIELIST, "ALL");
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static size_t on_body(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;

	n *= size;
	t->heard = clock_ms();
	if (t->got == 0)
		t->session->call.easy_getinfo(t->session->easy,
					      CURLINFO_RESPONSE_CODE,
					      &t->res->status);
	if (n > t->max - t->got) {
		t->too_large = 1;
		return 0;
	}
	t->got += n;
	if (!t->req->on_data) {
		algo_buf_add(&t->res->body, p, n);
		return n;
	}
	if (t->req->on_data(t->req->ctx, p, n)) {
		t->stopped = 1;
		return 0;
	}
	return n;
}

/* "Name: value\r\n", not ended by '\0'; longer ones than any that is of use
 * are passed over. */
static size_t on_head(char *p, size_t size, size_t n, void *ctx)
{
	const struct transfer *t = ctx;
	char line[1024];
	char *value;
	size_t len = n * size;

	if (!t->req->on_header || len >= sizeof(line))
		return len;
	memcpy(line, p, len);
	line[len] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	value = strchr(line, ':');
	if (!value)
		return len;
	*value++ = '\0';
	t->req->on_header(t->req->ctx, line, value + strspn(value, " \t"));
	return len;
}

static int on_progress(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c,
		       curl_off_t d)
{
	struct transfer *t = ctx;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	if (t->req->stop && t->req->stop(t->req->ctx))
		t->stopped = 1;
	if (t->silence_ms && clock_ms() - t->heard > t->silence_ms)
		t->silent = 1;
	return t->stopped || t->silent;
}

/* Only http and https, also behind a redirect.  Libraries before 7.85 know
 * the numbers only. */
static void set_protocols(struct algo_http *s)
{
	const struct calls *c = &s->call;
	long bits = CURLPROTO_HTTP | CURLPROTO_HTTPS;

	if (c->easy_setopt(s->easy, CURLOPT_PROTOCOLS_STR, "http,https"))
		c->easy_setopt(s->easy, OPT_PROTOCOLS, bits);
	if (c->easy_setopt(s->easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https"))
		c->easy_setopt(s->easy, OPT_REDIR_PROTOCOLS, bits);
}

/* The default of total_ms, in the environment for tests. */
static long default_total(void)
{
	const char *s = getenv("ALGO_TIMEOUT_MS");
	int64_t v;

	if (!s || algo_int_parse(s, strlen(s), &v) || v <= 0 || v > 86400000)
		return DEFAULT_TOTAL_MS;
	return (long)v;
}

/* A stream may last; its silences may not (see on_progress). */
static void set_times(struct algo_http *s, const struct algo_http_req *req)
{
	const struct calls *c = &s->call;
	long connect = req->connect_ms ? req->connect_ms : DEFAULT_CONNECT_MS;
	long total = req->total_ms ? req->total_ms : default_total();

	c->easy_setopt(s->easy, CURLOPT_NOSIGNAL, 1L);
	c->easy_setopt(s->easy, CURLOPT_CONNECTTIMEOUT_MS, connect);
	c->easy_setopt(s->easy, CURLOPT_TIMEOUT_MS, req->on_data ? 0L : total);
}

static void set_request(struct algo_http *s, const struct algo_http_req *req,
			struct curl_slist *headers)
{
	const struct calls *c = &s->call;
	long redirects =
		req->max_redirects ? req->max_redirects : DEFAULT_REDIRECTS;

	c->easy_setopt(s->easy, CURLOPT_URL, req->url);
	c->easy_setopt(s->easy, CURLOPT_USERAGENT,
		       req->user_agent ? req->user_agent
				       : "algo/" ALGO_VERSION);
	c->easy_setopt(s->easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
	c->easy_setopt(s->easy, CURLOPT_FOLLOWLOCATION,
		       redirects < 0 ? 0L : 1L);
	c->easy_setopt(s->easy, CURLOPT_MAXREDIRS,
		       redirects < 0 ? 0L : redirects);
	c->easy_setopt(s->easy, CURLOPT_HTTPHEADER, headers);
	c->easy_setopt(s->easy, CURLOPT_HTTPGET, 1L);
	c->easy_setopt(s->easy, CURLOPT_CUSTOMREQUEST, req->method);
	if (!req->body)
		return;
	c->easy_setopt(s->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		       (curl_off_t)req->body_len);
	c->easy_setopt(s->easy, CURLOPT_POSTFIELDS, req->body);
}

/* Without "Expect:" a large body would wait a second for a server that does
 * not know it. */
static struct curl_slist *header_list(struct algo_http *s,
				      const struct algo_http_req *req)
{
	const char *const *headers = req->headers;
	struct curl_slist *list = NULL;

	if (req->body)
		list = s->call.slist_append(list, "Expect:");
	for (; headers && *headers; headers++)
		list = s->call.slist_append(list, *headers);
	return list;
}

static void set_callbacks(struct algo_http *s, struct transfer *t)
{
	const struct calls *c = &s->call;

	c->easy_setopt(s->easy, CURLOPT_WRITEFUNCTION, on_body);
	c->easy_setopt(s->easy, CURLOPT_WRITEDATA, t);
	c->easy_setopt(s->easy, CURLOPT_HEADERFUNCTION, on_head);
	c->easy_setopt(s->easy, CURLOPT_HEADERDATA, t);
	c->easy_setopt(s->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	c->easy_setopt(s->easy, CURLOPT_XFERINFODATA, t);
	c->easy_setopt(s->easy, CURLOPT_NOPROGRESS,
		       t->req->stop || t->silence_ms ? 0L : 1L);
}

/* "text/CSV; charset=utf-8" to "text/csv". */
static void take_type(struct algo_http_res *res, const char *type)
{
	size_t n = type ? strcspn(type, "; \t") : 0;

	if (n >= sizeof(res->type))
		n = sizeof(res->type) - 1;
	for (size_t i = 0; i < n; i++) {
		char ch = type[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (char)(ch - 'A' + 'a');
		res->type[i] = ch;
	}
	res->type[n] = '\0';
}

static void take_info(struct algo_http *s, struct algo_http_res *res)
{
	const struct calls *c = &s->call;
	char *type = NULL;
	curl_off_t wait = 0;

	c->easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &res->status);
	c->easy_getinfo(s->easy, CURLINFO_CONTENT_TYPE, &type);
	take_type(res, type);
	c->easy_getinfo(s->easy, CURLINFO_RETRY_AFTER, &wait);
	if (wait > 0)
		res->retry_after = (double)wait;
}

static int failed(const struct algo_http *s, const struct transfer *t,
		  CURLcode code, struct algo_err *err)
{
	struct algo_buf url = ALGO_BUF_INIT(160);
	const char *why = s->call.easy_strerror(code);
	const char *name = "network";

	algo_url_show(&url, t->req->url);
	if (t->too_large) {
		name = "bad_response";
		why = "the answer is too large";
	} else if (t->silent) {
		why = "timed out";
	} else if (t->stopped) {
		why = "stopped";
	} else if (code == CURLE_TOO_MANY_REDIRECTS) {
		name = "bad_response";
		why = "too many redirects";
	} else if (code == CURLE_UNSUPPORTED_PROTOCOL) {
		name = "bad_response";
		why = "only http and https are followed";
	} else if (code == CURLE_BAD_CONTENT_ENCODING) {
		name = "bad_response";
		why = "the answer cannot be decoded";
	} else if (code == CURLE_OPERATION_TIMEDOUT) {
		why = "timed out";
	}
	t->res->unreached = code == CURLE_COULDNT_CONNECT ||
			    code == CURLE_COULDNT_RESOLVE_HOST ||
			    code == CURLE_COULDNT_RESOLVE_PROXY;
	algo_err_set(err, ALGO_E_NETWORK, name, "cannot get '%s': %s",
		     algo_buf_str(&url), why);
	algo_buf_release(&url);
	return -1;
}

static void start_answer(struct algo_http_res *res, size_t max)
{
	algo_buf_clear(&res->body);
	res->body.max = max + 1;
	res->status = 0;
	res->type[0] = '\0';
	res->retry_after = NAN;
	res->unreached = 0;
}

static int exchange(struct algo_http *s, struct transfer *t,
		    struct algo_err *err)
{
	const struct calls *c = &s->call;
	struct curl_slist *headers = header_list(s, t->req);
	CURLcode code;

	set_protocols(s);
	set_times(s, t->req);
	set_request(s, t->req, headers);
	set_callbacks(s, t);
	code = c->easy_perform(s->easy);
	c->easy_setopt(s->easy, CURLOPT_HTTPHEADER, NULL);
	c->slist_free(headers);
	if (code)
		return failed(s, t, code, err);
	take_info(s, t->res);
	return 0;
}

int algo_http_do(const struct algo_http_req *req, struct algo_http_res *res,
		 struct algo_err *err)
{
	struct algo_http *s = req->session;
	struct transfer t = { .req = req, .res = res };
	int rc;

	t.max = req->max_bytes ? req->max_bytes : DEFAULT_MAX_BYTES;
	start_answer(res, t.max);
	if (!s)
		s = algo_http_open(err);
	if (!s)
		return -1;
	t.session = s;
	t.heard = clock_ms();
	if (req->on_data)
		t.silence_ms = req->total_ms ? req->total_ms : default_total();
	rc = exchange(s, &t, err);
	if (!req->session)
		algo_http_close(s);
	return rc;
}

void algo_http_res_release(struct algo_http_res *res)
{
	algo_buf_release(&res->body);
}
