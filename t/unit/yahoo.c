/* yahoo.c - the pure parts of the Yahoo provider: requests, answers to bars;
 * and the frames and ranges that providers share */
#include <algo/data.h>

#include "tap.h"

#define NOW (1780315200 * ALGO_US) /* 2026-06-01T12:00:00Z */

static const struct algo_provider *yahoo;
static const char *folder;

static struct algo_feed_req asked(void)
{
	struct algo_feed_req req = { .symbol = "AAPL",
				     .interval = { 1, ALGO_UNIT_D },
				     .start = ALGO_WHEN_NONE,
				     .end = ALGO_WHEN_NONE,
				     .base = "http://h",
				     .now = NOW };

	return req;
}

static int load(const char *name, struct algo_buf *out)
{
	char path[700];
	struct algo_in in;
	struct algo_err err = ALGO_ERR_INIT;
	int rc;

	snprintf(path, sizeof(path), "%s/fixtures/http/yahoo/%s", folder, name);
	if (algo_in_open(&in, path, &err))
		return -1;
	rc = algo_in_all(&in, out->max - 1, out, &err);
	algo_in_close(&in);
	return rc;
}

static int parse_text(const struct algo_feed_req *req, const char *text,
		      size_t n, long status, struct algo_frame *f,
		      struct algo_err *err)
{
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	int rc;

	res.body.max = n + 1;
	algo_buf_add(&res.body, text, n);
	res.status = status;
	res.retry_after = NAN;
	rc = yahoo->parse(req, &res, f, err);
	algo_http_res_release(&res);
	return rc;
}

static int parse_file(const struct algo_feed_req *req, const char *name,
		      long status, struct algo_frame *f, struct algo_err *err)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	int rc = -2;

	if (!load(name, &b))
		rc = parse_text(req, algo_buf_str(&b), b.len, status, f, err);
	algo_buf_release(&b);
	return rc;
}

/* Columns as the reader understands them against the frame. */
static int equals_csv(const struct algo_frame *f, const char *text, size_t n)
{
	struct algo_in in;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_csv *c;
	struct algo_rows r;
	size_t slot[5], at = 0;
	int same = 1;

	algo_in_mem(&in, "expected", text, n);
	c = algo_csv_open(&in, NULL, &err);
	if (!c)
		return 0;
	algo_csv_want_time(c);
	for (int i = 0; i < 5; i++)
		slot[i] = algo_csv_want(
			c,
			(size_t)algo_csv_role(
				c, (enum algo_role)(ALGO_ROLE_OPEN + i)),
			ALGO_WANT_MAYBE);
	while (algo_csv_next(c, &r, &err) > 0)
		for (size_t i = 0; i < r.n; i++, at++) {
			const struct algo_bar *b = &f->v[at];

			same = same && at < f->n && b->time == r.time[i] &&
			       near(b->open, r.col[slot[0]][i], 1e-13) &&
			       near(b->high, r.col[slot[1]][i], 1e-13) &&
			       near(b->low, r.col[slot[2]][i], 1e-13) &&
			       near(b->close, r.col[slot[3]][i], 1e-13) &&
			       near(b->volume, r.col[slot[4]][i], 1e-13);
		}
	algo_csv_free(c);
	algo_in_close(&in);
	return same && at == f->n && !err.set;
}

/* clang-format off */
static const struct good {
	const char *body, *want;
	enum algo_adjust adjust;
	int partial;
	const char *interval;
} good[] = {
	{ "chart_1d_split.json", "chart_1d_split.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_split.json", "chart_1d_split.expected.csv", ALGO_ADJUST_SPLIT, 0, "1d" },
	{ "chart_1d_split.json", "chart_1d_split.adjusted.expected.csv", ALGO_ADJUST_ALL, 0, "1d" },
	{ "chart_1d_one_row.json", "chart_1d_one_row.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_one_row.json", "chart_1d_one_row.adjusted.expected.csv", ALGO_ADJUST_ALL, 0, "1d" },
	{ "chart_1d_fx.json", "chart_1d_fx.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_xetra.json", "chart_1d_xetra.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_null_row.json", "chart_1d_null_row.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_1962.json", "chart_1d_1962.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_6mo_xetra.json", "chart_6mo_xetra.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_aapl.json", "chart_1d_aapl.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_live.json", "chart_1d_live.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1d_live.json", "chart_1d_live.partial.expected.csv", ALGO_ADJUST_SERVED, 1, "1d" },
	{ "chart_1d_twice.json", "chart_1d_twice.expected.csv", ALGO_ADJUST_SERVED, 0, "1d" },
	{ "chart_1m_empty.json", "chart_1m_empty.expected.csv", ALGO_ADJUST_SERVED, 0, "1m" },
};

static const struct bad {
	const char *body;
	long status;
	enum algo_class cls;
	const char *code;
	int exit;
} bad[] = {
	{ "chart_no_timestamp.json", 200, ALGO_E_NETWORK, "bad_response", 6 },
	{ "download_v7.csv", 200, ALGO_E_NETWORK, "bad_response", 6 },
	{ "unknown_symbol.404.json", 404, ALGO_E_DATA, "not_found", 1 },
	{ "unknown_symbol.404.json", 200, ALGO_E_DATA, "not_found", 1 },
	{ "range_too_wide.422.json", 422, ALGO_E_USAGE, "bad_range", 2 },
	{ "bad_interval.400.json", 400, ALGO_E_USAGE, "bad_interval", 2 },
	{ "bad_interval.400.json", 422, ALGO_E_USAGE, "bad_interval", 2 },
	{ "rate_limit.429.txt", 429, ALGO_E_NETWORK, "rate_limit", 6 },
	{ "crumb.txt", 200, ALGO_E_NETWORK, "bad_response", 6 },
	{ "invalid_crumb.401.json", 401, ALGO_E_NETWORK, "blocked", 6 },
	{ "down.503.html", 503, ALGO_E_NETWORK, "network", 6 },
	{ "down.503.html", 200, ALGO_E_NETWORK, "network", 6 },
};

static const struct text {
	const char *body;
	long status;
	const char *code;
} texts[] = {
	{ "", 200, "bad_response" },
	{ "{", 200, "bad_response" },
	{ "{}", 200, "bad_response" },
	{ "{\"chart\":null}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[],\"error\":null}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"timestamp\":[1],\"indicators\":{\"quote\":[{\"close\":[1,2]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"timestamp\":[1],\"indicators\":{\"quote\":[{\"close\":[\"1\"]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"timestamp\":[\"1\"],\"indicators\":{\"quote\":[{\"close\":[1]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"timestamp\":[1e300],\"indicators\":{\"quote\":[{\"close\":[1]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"timestamp\":[90000,1],\"indicators\":{\"quote\":[{\"close\":[1,2]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":[{\"meta\":{\"dataGranularity\":\"1mo\"},\"timestamp\":[1],\"indicators\":{\"quote\":[{\"close\":[1]}]}}]}}", 200, "bad_response" },
	{ "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"User is not logged in\"}}}", 401, "auth" },
	{ "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Forbidden\"}}}", 403, "permission" },
	{ "{\"finance\":{\"result\":null,\"error\":{\"code\":\"x\",\"description\":\"The requested range must be within the last 730 days.\"}}}", 422, "bad_range" },
	{ "{\"x\":1}", 500, "network" },
	{ "<html>no</html>", 403, "blocked" },
	{ "  <html>no</html>", 200, "blocked" },
	{ "Edge: Too Many Requests", 429, "rate_limit" },
};

/* interval, range, days back of start and end (0: none), adjust; then URL
 * parts and, for a refusal, the code */
static const struct ask {
	const char *interval, *range;
	int start, end;
	enum algo_adjust adjust;
	const char *want, *code;
} asks[] = {
	{ "1d", NULL, 0, 0, ALGO_ADJUST_SERVED, "?interval=1d&range=1y&events=div,splits,capitalGains&includePrePost=false", NULL },
	{ "1w", NULL, 0, 0, ALGO_ADJUST_SERVED, "?interval=1wk&range=5y&", NULL },
	{ "1mo", NULL, 0, 0, ALGO_ADJUST_SERVED, "?interval=1mo&range=10y&", NULL },
	{ "1m", NULL, 0, 0, ALGO_ADJUST_SERVED, "?interval=1m&range=5d&", NULL },
	{ "60m", "2y", 0, 0, ALGO_ADJUST_SERVED, "?interval=1h&range=2y&", NULL },
	{ "5m", "1mo", 0, 0, ALGO_ADJUST_SERVED, "?interval=5m&range=1mo&", NULL },
	{ "1d", "ytd", 0, 0, ALGO_ADJUST_SERVED, "&range=ytd&", NULL },
	{ "1d", "max", 0, 0, ALGO_ADJUST_SERVED, "&period1=-2208988800&period2=1780315201&", NULL },
	{ "1d", "3d", 0, 0, ALGO_ADJUST_SERVED, "&period1=1780056001&period2=1780315201&", NULL },
	{ "1d", NULL, 10, 5, ALGO_ADJUST_SERVED, "&period1=1779364800&period2=1779883200&", NULL },
	{ "1d", NULL, 10, 5, ALGO_ADJUST_NONE, "&period1=1779364800&period2=1780315201&", NULL },
	{ "1h", NULL, 10, 5, ALGO_ADJUST_SERVED, "&period1=1779451200&period2=1779883200&", NULL },
	{ "1m", NULL, 10, 0, ALGO_ADJUST_SERVED, "&period1=1779451200&period2=1780056000&", NULL },
	{ "1m", "1mo", 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "1m", "3mo", 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "15m", "1y", 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "1h", "5y", 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "1h", NULL, 800, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "1d", NULL, -5, 0, ALGO_ADJUST_SERVED, NULL, "bad_range" },
	{ "7m", NULL, 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_interval" },
	{ "30m", NULL, 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_interval" },
	{ "4h", NULL, 0, 0, ALGO_ADJUST_SERVED, NULL, "bad_interval" },
};
/* clang-format on */

static void test_good(void)
{
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		const struct good *g = &good[i];
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_buf want = ALGO_BUF_INIT(1 << 20);
		int rc;

		req.adjust = g->adjust;
		req.partial = g->partial;
		algo_interval_parse(g->interval, 2, &req.interval);
		rc = parse_file(&req, g->body, 200, &f, &err);
		ok(!rc && !load(g->want, &want) &&
			   equals_csv(&f, algo_buf_str(&want), want.len),
		   "%s is %s (%zu bars) %s", g->body, g->want, f.n, err.msg);
		algo_buf_release(&want);
		algo_frame_release(&f);
	}
}

static void test_bad(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		int rc = parse_file(&req, bad[i].body, bad[i].status, &f, &err);

		ok(rc == -1 && err.cls == bad[i].cls &&
			   !strcmp(err.code, bad[i].code) &&
			   algo_err_exit(&err) == bad[i].exit && f.n == 0,
		   "%s with %ld: %s: %s", bad[i].body, bad[i].status,
		   err.set ? err.code : "no error", err.msg);
		algo_frame_release(&f);
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		int rc = parse_text(&req, texts[i].body, strlen(texts[i].body),
				    texts[i].status, &f, &err);

		ok(rc == -1 && !strcmp(err.code, texts[i].code), "%.60s: %s",
		   texts[i].body, err.set ? err.code : "no error");
		algo_frame_release(&f);
	}
}

/* Every piece of a real answer is refused or read, never a crash. */
static void test_cut(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	int bad_n = 0;

	load("chart_1d_one_row.json", &b);
	for (size_t n = 0; n + 2 < b.len; n++) {
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_err err = ALGO_ERR_INIT;

		bad_n += parse_text(&req, algo_buf_str(&b), n, 200, &f, &err) !=
				 -1 ||
			 f.n != 0;
		algo_frame_release(&f);
	}
	ok(b.len > 1000 && bad_n == 0, "an answer cut anywhere is refused");
	algo_buf_release(&b);
}

static void test_no_data(void)
{
	struct algo_feed_req req = asked();
	struct algo_frame f = ALGO_FRAME_INIT;
	struct algo_err err = ALGO_ERR_INIT;

	ok(parse_file(&req, "download_v7_no_data.400.txt", 400, &f, &err) ==
			   0 &&
		   f.n == 0,
	   "no data for that start is an empty page");
	algo_frame_release(&f);
}

static void test_requests(void)
{
	for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++) {
		const struct ask *a = &asks[i];
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_buf url = ALGO_BUF_INIT(1000);
		struct algo_err err = ALGO_ERR_INIT;
		int rc;

		algo_interval_parse(a->interval, strlen(a->interval),
				    &req.interval);
		req.range = a->range;
		req.adjust = a->adjust;
		if (a->start)
			req.start = NOW - a->start * ALGO_DAY_US;
		if (a->end)
			req.end = NOW - a->end * ALGO_DAY_US;
		rc = yahoo->request(&req, &f, &url, &err);
		if (a->code)
			ok(rc == -1 && !strcmp(err.code, a->code) &&
				   algo_err_exit(&err) == 2,
			   "%s %s refused: %s", a->interval,
			   a->range ? a->range : "", err.msg);
		else
			ok(rc == 1 &&
				   !strncmp(algo_buf_str(&url),
					    "http://h/v8/finance/chart/AAPL?",
					    31) &&
				   strstr(algo_buf_str(&url), a->want),
			   "%s %s: %s", a->interval, a->range ? a->range : "",
			   algo_buf_str(&url));
		algo_buf_release(&url);
	}
}

static void test_pages(void)
{
	struct algo_feed_req req = asked();
	struct algo_frame f = ALGO_FRAME_INIT;
	struct algo_buf url = ALGO_BUF_INIT(1000);
	struct algo_err err = ALGO_ERR_INIT;
	int pages = 0;

	req.interval.unit = ALGO_UNIT_M;
	req.start = NOW - 28 * ALGO_DAY_US;
	req.base = "http://h///";
	req.symbol = "^GSPC";
	for (; yahoo->request(&req, &f, &url, &err) == 1 && pages < 20;
	     f.pages++) {
		pages++;
		ok(!strncmp(algo_buf_str(&url),
			    "http://h/v8/finance/chart/%5EGSPC?", 34),
		   "page %d: %s", pages, algo_buf_str(&url));
		algo_buf_clear(&url);
	}
	ok(pages == 5, "28 days and a second are five windows (%d)", pages);
	f.pages = 1;
	req.interval.unit = ALGO_UNIT_D;
	ok(yahoo->request(&req, &f, &url, &err) == 0,
	   "longer bars come in one answer");
	algo_buf_release(&url);
}

/* Weeks whose running day is a row of its own, on a Wednesday. */
static const char weeks[] =
	"{\"chart\":{\"result\":[{\"meta\":{\"exchangeTimezoneName\":\"UTC\","
	"\"regularMarketTime\":1780488000,\"currentTradingPeriod\":{"
	"\"regular\":{\"end\":1780500000}},\"dataGranularity\":\"1wk\"},"
	"\"timestamp\":[1779667200,1780272000,1780488000],\"indicators\":{"
	"\"quote\":[{\"open\":[1,2,5],\"high\":[3,4,6],\"low\":[1,2,1.5],"
	"\"close\":[2,3,5.5],\"volume\":[10,20,7]}]}}],\"error\":null}}";

static void test_weeks(void)
{
	struct algo_feed_req req = asked();
	struct algo_frame f = ALGO_FRAME_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_bar *b;

	req.interval.unit = ALGO_UNIT_W;
	req.now = 1780488000 * ALGO_US;
	ok(!parse_text(&req, weeks, sizeof(weeks) - 1, 200, &f, &err) &&
		   f.n == 1 && f.daily,
	   "the running week is dropped");
	algo_frame_release(&f);
	req.partial = 1;
	ok(!parse_text(&req, weeks, sizeof(weeks) - 1, 200, &f, &err) &&
		   f.n == 2,
	   "and kept when asked");
	b = &f.v[1];
	ok(f.n == 2 && b->time == 1780272000 * ALGO_US && b->open == 2 &&
		   b->high == 6 && b->low == 1.5 && b->close == 5.5 &&
		   b->volume == 27,
	   "with its running day merged");
	algo_frame_release(&f);
}

/* London midnight in summer is 23:00Z; a zone that has no file falls back on
 * the offset and an hour. */
static void test_zones(void)
{
	static const char *const zones[] = { "Europe/London", "No/Such_Zone" };
	char text[600];
	int64_t day = algo_days_from_civil(2017, 7, 10) * ALGO_DAY_US;

	for (size_t i = 0; i < 2; i++) {
		struct algo_feed_req req = asked();
		struct algo_frame f = ALGO_FRAME_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		int n = snprintf(
			text, sizeof(text),
			"{\"chart\":{\"result\":[{\"meta\":{\"gmtoffset\":0,"
			"\"exchangeTimezoneName\":\"%s\"},\"timestamp\":["
			"1499641200],\"indicators\":{\"quote\":[{\"close\":[1]"
			"}]}}],\"error\":null}}",
			zones[i]);

		ok(!parse_text(&req, text, (size_t)n, 200, &f, &err) &&
			   f.n == 1 && f.v[0].time == day,
		   "the date in %s", zones[i]);
		algo_frame_release(&f);
	}
}

static void test_unsplit(void)
{
	const struct algo_interval day = { 1, ALGO_UNIT_D };
	const struct algo_interval month = { 1, ALGO_UNIT_MO };
	struct algo_frame f = ALGO_FRAME_INIT;

	for (int i = 0; i < 4; i++) {
		struct algo_bar b = { i * ALGO_DAY_US, 1, 2, 0.5, 1.5, 800 };

		algo_frame_add(&f, &b);
	}
	algo_frame_split(&f, 3 * ALGO_DAY_US, 0.5);
	algo_frame_split(&f, 1 * ALGO_DAY_US, 4);
	algo_frame_split(&f, 1 * ALGO_DAY_US, 4);
	algo_frame_split(&f, 90 * ALGO_DAY_US, 10);
	ok(f.nsplit == 3 && f.split[0].ratio == 4 && f.split[2].ratio == 10,
	   "splits are kept once, in order");
	algo_frame_unsplit(&f, &day);
	ok(f.v[3].close == 15 && f.v[3].volume == 80, "later splits only");
	ok(f.v[2].close == 7.5 && f.v[2].volume == 160 && f.v[1].close == 7.5,
	   "the day of a split is after it");
	ok(f.v[0].open == 20 && f.v[0].high == 40 && f.v[0].low == 10 &&
		   f.v[0].close == 30 && f.v[0].volume == 40,
	   "ratios multiply");
	f.n = 1;
	f.v[0].close = 1;
	f.nsplit = 1;
	algo_frame_unsplit(&f, &month);
	ok(f.v[0].close == 1, "a split within a bar is in its close");
	algo_frame_release(&f);
}

static void test_ranges(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	int64_t t = 0;
	static const char *const wrong[] = { "",   "d",	  "5",	 "0d",
					     "5h", "-5d", "5 d", "today" };

	ok(!algo_range_start("5d", NOW, &t, &err) &&
		   t == NOW - 5 * ALGO_DAY_US + 1,
	   "5d");
	ok(!algo_range_start("2w", NOW, &t, &err) &&
		   t == NOW - 14 * ALGO_DAY_US + 1,
	   "2w");
	ok(!algo_range_start("1y", NOW, &t, &err) &&
		   t == NOW - 365 * ALGO_DAY_US + 1,
	   "1y");
	ok(!algo_range_start("ytd", NOW, &t, &err) &&
		   t == algo_days_from_civil(2026, 1, 1) * ALGO_DAY_US,
	   "ytd");
	ok(!algo_range_start("max", NOW, &t, &err) && t == ALGO_WHEN_NONE,
	   "max");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		ok(algo_range_start(wrong[i], NOW, &t, &err) == -1 &&
			   !strcmp(err.code, "bad_range"),
		   "'%s' is no range", wrong[i]);
		algo_err_clear(&err);
	}
}

static void test_table(void)
{
	for (size_t i = 0; algo_providers[i]; i++) {
		const struct algo_provider *p = algo_providers[i];

		ok(p->name && p->title && p->intervals && p->limits &&
			   (p->load || (p->request && p->parse && p->base)) &&
			   algo_provider_find(p->name) == p,
		   "the row of %s is whole", p->name);
	}
	ok(!algo_provider_find("nobody"), "nobody is none");
}

int main(void)
{
	folder = shared_dir();
	yahoo = algo_provider_find("yahoo");
	if (!folder)
		return skip_all("no reference data");
	test_table();
	test_good();
	test_bad();
	test_cut();
	test_no_data();
	test_requests();
	test_pages();
	test_weeks();
	test_zones();
	test_unsplit();
	test_ranges();
	return done();
}
