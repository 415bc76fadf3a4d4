/* yahoo.c - Yahoo's chart v8: the URL of a page, and the row of the table */
#include "rows.h"

#include "yahoo.h"
#include <string.h>

/* 1900-01-01: older bars than any that Yahoo has. */
#define FIRST_S (-2208988800LL)
#define DAY_S 86400LL
/* Eight days are allowed; seven were, before 2024. */
#define WINDOW_S (7 * DAY_S)

/* clang-format off */
static const struct kind {
	struct algo_interval iv;
	const char *name;
	int64_t days;        /* how far back there are bars; 0: all */
	int64_t window;      /* longest span of a request in seconds; 0: any */
	const char *range;   /* when nothing is asked */
} kinds[] = {
	{ { 1, ALGO_UNIT_M },  "1m",  29,  WINDOW_S, "5d" },
	{ { 2, ALGO_UNIT_M },  "2m",  59,  0, "1mo" },
	{ { 5, ALGO_UNIT_M },  "5m",  59,  0, "1mo" },
	{ { 15, ALGO_UNIT_M }, "15m", 59,  0, "1mo" },
	{ { 90, ALGO_UNIT_M }, "90m", 59,  0, "1mo" },
	{ { 1, ALGO_UNIT_H },  "1h",  729, 0, "1mo" },
	{ { 1, ALGO_UNIT_D },  "1d",  0,   0, "1y" },
	{ { 1, ALGO_UNIT_W },  "1wk", 0,   0, "5y" },
	{ { 1, ALGO_UNIT_MO }, "1mo", 0,   0, "10y" },
};
/* Ranges that the server knows; max may come coarser than asked. */
static const char *const words[] = {
	"1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd",
};
/* clang-format on */

/* What is asked: a word, or seconds from <= t < to in windows of step. */
struct plan {
	const char *name;
	const char *word;
	int64_t from;
	int64_t to;
	int64_t step;
};

static const struct kind *find_kind(const struct algo_interval *iv)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].iv.count == iv->count &&
		    kinds[i].iv.unit == iv->unit)
			return &kinds[i];
	return NULL;
}

static const char *find_word(const char *range)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i], range))
			return words[i];
	return NULL;
}

static int64_t floor_s(int64_t us)
{
	return us / ALGO_US - (us % ALGO_US < 0);
}

static int64_t ceil_s(int64_t us)
{
	return us / ALGO_US + (us % ALGO_US > 0);
}

static int too_old(const struct kind *k, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "bad_range",
		     "yahoo has %s bars of the last %lld days only", k->name,
		     (long long)k->days);
	return algo_err_hint(err, "ask for a shorter span or longer bars");
}

static int plan_range(const struct algo_feed_req *req, const struct kind *k,
		      const char *range, struct plan *p, struct algo_err *err)
{
	int64_t now = floor_s(req->now);
	int64_t start;

	if (algo_range_start(range, req->now, &start, err))
		return -1;
	p->to = now + 1;
	if (start == ALGO_WHEN_NONE) {
		p->from = k->days ? now - k->days * DAY_S : FIRST_S;
		return 0;
	}
	p->from = ceil_s(start);
	/* A month is up to 31 days, two years may have 731. */
	if (k->days && p->from < now - (k->days + 1) * DAY_S - DAY_S / 2 &&
	    !(k->days > 700 && !strcmp(range, "2y")))
		return too_old(k, err);
	p->word = find_word(range);
	if (k->window && p->to - p->from > k->window)
		p->word = NULL;
	return 0;
}

static int plan_dates(const struct algo_feed_req *req, const struct kind *k,
		      struct plan *p, struct algo_err *err)
{
	int64_t now = floor_s(req->now);
	int64_t oldest = k->days ? now - k->days * DAY_S : FIRST_S;

	p->to = now + 1;
	/* Splits after the span are in its prices: to take them out they must
	 * be in the answer. */
	if (req->end != ALGO_WHEN_NONE && req->adjust != ALGO_ADJUST_NONE &&
	    ceil_s(req->end) < p->to)
		p->to = ceil_s(req->end);
	p->from = oldest;
	if (req->start == ALGO_WHEN_NONE)
		return 0;
	p->from = floor_s(req->start);
	if (p->from > now)
		return algo_err_set(err, ALGO_E_USAGE, "bad_range",
				    "the span starts in the future");
	if (k->days && p->from < oldest)
		return too_old(k, err);
	/* A day that opens in the east is stamped on the day before, UTC. */
	if (!k->days)
		p->from -= DAY_S;
	return 0;
}

static int make_plan(const struct algo_feed_req *req, struct plan *p,
		     struct algo_err *err)
{
	const struct kind *k = find_kind(&req->interval);
	char text[ALGO_WHEN_MAX];
	const char *range = req->range;
	int rc;

	memset(p, 0, sizeof(*p));
	if (!k) {
		algo_err_set(err, ALGO_E_USAGE, "bad_interval",
			     "yahoo has no bars of %.*s",
			     (int)algo_interval_print(text, &req->interval),
			     text);
		return algo_err_hint(err, "there are %s",
				     algo_provider_yahoo.intervals);
	}
	if (!range && req->start == ALGO_WHEN_NONE &&
	    req->end == ALGO_WHEN_NONE)
		range = k->range;
	rc = range ? plan_range(req, k, range, p, err)
		   : plan_dates(req, k, p, err);
	if (rc)
		return rc;
	p->name = k->name;
	p->step = k->window;
	if (p->from >= p->to)
		return algo_err_set(err, ALGO_E_USAGE, "bad_range",
				    "the span is empty");
	return 0;
}

static void add_base(struct algo_buf *url, const char *base)
{
	size_t n = strlen(base);

	while (n > 0 && base[n - 1] == '/')
		n--;
	algo_buf_add(url, base, n);
}

static int request(const struct algo_feed_req *req,
		   const struct algo_frame *frame, struct algo_buf *url,
		   struct algo_err *err)
{
	struct plan p;
	int64_t from, to;

	if (make_plan(req, &p, err))
		return -1;
	if (frame->pages > 0 && (p.word || !p.step))
		return 0;
	from = p.from + (int64_t)frame->pages * p.step;
	to = p.step && p.to - from > p.step ? from + p.step : p.to;
	if (from >= p.to)
		return 0;
	add_base(url, req->base);
	algo_buf_adds(url, "/v8/finance/chart/");
	algo_url_encode(url, req->symbol, strlen(req->symbol));
	algo_buf_addf(url, "?interval=%s", p.name);
	if (p.word)
		algo_buf_addf(url, "&range=%s", p.word);
	else
		algo_buf_addf(url, "&period1=%lld&period2=%lld",
			      (long long)from, (long long)to);
	algo_buf_adds(url, "&events=div,splits,capitalGains"
			   "&includePrePost=false");
	return 1;
}

const struct algo_provider algo_provider_yahoo = {
	.name = "yahoo",
	.title = "Yahoo Finance chart API",
	.base = "https://query2.finance.yahoo.com",
	.alt = "https://query1.finance.yahoo.com",
	.cookie_url = "https://fc.yahoo.com/",
	.token_path = "/v1/test/getcrumb",
	.token_name = "crumb",
	.intervals = "1m 2m 5m 15m 90m 1h 1d 1w 1mo",
	.limits = "1m: last 29 days; 2m to 90m: 59 days; 1h: 729 days; "
		  "about 2000 requests an hour",
	/* A current browser's: others get status 429 at once. */
	.user_agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
		      "(KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
	.interval = { 1, ALGO_UNIT_D },
	.request = request,
	.parse = algo_yahoo_parse,
};
