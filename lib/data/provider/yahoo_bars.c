/* yahoo_bars.c - a result of Yahoo's chart to bars */
#include "yahoo.h"

#include "../fetch.h"
#include "pick.h"
#include <math.h>
#include <string.h>

enum { S_OPEN, S_HIGH, S_LOW, S_CLOSE, S_VOLUME, S_ADJ, S_COUNT };

static const char *const names[] = { "open",  "high",	"low",
				     "close", "volume", "adjclose" };

struct chart {
	const struct algo_feed_req *req;
	const struct algo_json *meta;
	const struct algo_json *stamp;
	const struct algo_json *series[S_COUNT]; /* NULL: not there */
	size_t n;
	struct algo_zone *zone; /* NULL: no zone files */
	int64_t gmtoffset;	/* seconds; today's, not the bars' */
	int64_t market_time;	/* seconds; the newest trade */
	int64_t market_end;	/* seconds; of the running session */
	int daily;		/* days and longer */
	int64_t last_stamp;	/* of the last bar, as it came */
};

static int is_daily(const struct algo_interval *iv)
{
	return iv->unit != ALGO_UNIT_S && iv->unit != ALGO_UNIT_M &&
	       iv->unit != ALGO_UNIT_H;
}

/* A number of seconds, or none when it is absent or out of the calendar. */
static int64_t seconds(double d, int64_t none)
{
	if (isnan(d) || fabs(d) > 6e10)
		return none;
	return (int64_t)floor(d);
}

/* The clock of the exchange at that moment.  Without zone files today's
 * offset and an hour: then a session's start is on the right day in summer and
 * winter; a stamp of a live bar is exact, it needs no hour. */
static int64_t local_us(const struct chart *c, int64_t s)
{
	if (c->zone)
		return algo_zone_local(c->zone, s * ALGO_US);
	s += c->gmtoffset;
	if (s - c->gmtoffset != c->market_time)
		s += 3600;
	return s * ALGO_US;
}

static int64_t date_us(const struct chart *c, int64_t s)
{
	return algo_day_of(local_us(c, s)) * ALGO_DAY_US;
}

static int find_series(struct chart *c, const struct algo_json *result,
		       struct algo_err *err)
{
	const struct algo_json *ind = algo_json_get(result, "indicators");
	const struct algo_json *quote = pick_at(algo_json_get(ind, "quote"), 0);
	const struct algo_json *adj =
		pick_at(algo_json_get(ind, "adjclose"), 0);
	int values = 0;

	c->stamp = algo_json_get(result, "timestamp");
	c->n = pick_count(c->stamp);
	for (int i = 0; i < S_COUNT; i++) {
		const struct algo_json *s =
			algo_json_get(i == S_ADJ ? adj : quote, names[i]);

		if (pick_null(s))
			continue;
		values |= pick_count(s) > 0;
		if (c->n && pick_count(s) != c->n)
			return algo_yahoo_bad(err,
					      "arrays of different lengths");
		c->series[i] = s;
	}
	if (!c->n && values)
		return algo_yahoo_bad(err, "prices without times");
	return 0;
}

/* Long ranges have been answered with longer bars than asked. */
static int check_interval(const struct chart *c, struct algo_err *err)
{
	const char *s = pick_str(c->meta, "dataGranularity");
	struct algo_interval got;

	if (!*s || algo_interval_parse(s, strlen(s), &got))
		return 0;
	if (got.count == c->req->interval.count &&
	    got.unit == c->req->interval.unit)
		return 0;
	return algo_err_set(err, ALGO_E_NETWORK, "bad_response",
			    "yahoo sent bars of %s, not those asked for", s);
}

static void read_meta(struct chart *c)
{
	const struct algo_json *m = c->meta;
	const struct algo_json *period = algo_json_get(
		algo_json_get(m, "currentTradingPeriod"), "regular");
	struct algo_err none = ALGO_ERR_INIT;
	const char *name = pick_str(m, "exchangeTimezoneName");

	if (*name)
		c->zone = algo_zone_open(name, &none);
	c->gmtoffset = seconds(pick_num(m, "gmtoffset"), 0);
	c->market_time = seconds(pick_num(m, "regularMarketTime"), INT64_MIN);
	c->market_end = seconds(pick_num(period, "end"), INT64_MIN);
}

static int read_value(const struct chart *c, int which, size_t i, double *v)
{
	const struct algo_json *s = c->series[which];
	const struct algo_json *x = pick_at(s, i);

	*v = x ? algo_json_num(x) : NAN;
	return pick_null(x) || algo_json_type(x) == ALGO_J_NUM ? 0 : -1;
}

static int read_row(struct chart *c, size_t i, struct algo_bar *bar,
		    double *adj, struct algo_err *err)
{
	double *v[] = { &bar->open,  &bar->high,   &bar->low,
			&bar->close, &bar->volume, adj };
	int64_t s =
		seconds(algo_json_num(algo_json_at(c->stamp, i)), INT64_MIN);

	if (s == INT64_MIN)
		return algo_yahoo_bad(err, "a time that is none");
	if (i > 0 && s < c->last_stamp)
		return algo_yahoo_bad(err, "times do not ascend");
	for (int k = 0; k < S_COUNT; k++)
		if (read_value(c, k, i, v[k]))
			return algo_yahoo_bad(err, "a price that is no number");
	c->last_stamp = s;
	bar->time = c->daily ? date_us(c, s) : s * ALGO_US;
	return 0;
}

/* Dividends out, as adjclose has them; the volume stays. */
static void adjust(struct algo_bar *bar, double adj)
{
	double k = adj / bar->close;

	if (!isfinite(k))
		return;
	bar->open *= k;
	bar->high *= k;
	bar->low *= k;
	bar->close = adj;
}

/* Of two rows of one date (or instant) the last is kept. */
static int read_rows(struct chart *c, struct algo_frame *f, size_t base,
		     int64_t *last_kept, struct algo_err *err)
{
	for (size_t i = 0; i < c->n; i++) {
		struct algo_bar bar;
		double adj;
		int holes;

		if (read_row(c, i, &bar, &adj, err))
			return -1;
		holes = !!isnan(bar.open) + !!isnan(bar.high) +
			!!isnan(bar.low) + !!isnan(bar.close);
		f->null_rows += holes == 4;
		f->partial_rows += holes > 0 && holes < 4;
		if (holes == 4)
			continue;
		if (c->req->adjust == ALGO_ADJUST_ALL)
			adjust(&bar, adj);
		if (f->n > base && f->v[f->n - 1].time == bar.time)
			f->n--;
		algo_frame_add(f, &bar);
		*last_kept = c->last_stamp;
	}
	return 0;
}

/* The running day is a row of its own inside its week or month. */
static void merge_live(const struct chart *c, struct algo_frame *f, size_t base)
{
	struct algo_bar *a, *b;

	if (c->req->interval.unit == ALGO_UNIT_D || f->n < base + 2)
		return;
	a = &f->v[f->n - 2];
	b = &f->v[f->n - 1];
	if (b->time >= algo_bar_end(a->time, &c->req->interval))
		return;
	a->high = fmax(a->high, b->high);
	a->low = fmin(a->low, b->low);
	if (isnan(a->open))
		a->open = b->open;
	if (!isnan(b->close))
		a->close = b->close;
	if (!isnan(b->volume))
		a->volume =
			isnan(a->volume) ? b->volume : a->volume + b->volume;
	f->n--;
}

static int is_unfinished(const struct chart *c, const struct algo_bar *last,
			 int64_t stamp)
{
	const struct algo_interval *iv = &c->req->interval;
	int64_t now = c->req->now;

	if (!c->daily)
		return algo_bar_end(last->time, iv) > now;
	if (c->market_time != INT64_MIN && c->market_time < c->market_end &&
	    date_us(c, stamp) == date_us(c, c->market_time))
		return 1;
	if (iv->unit == ALGO_UNIT_D)
		return 0;
	return algo_bar_end(last->time, iv) > local_us(c, now / ALGO_US);
}

static void read_splits(const struct chart *c, const struct algo_json *result,
			struct algo_frame *f)
{
	const struct algo_json *splits =
		algo_json_get(algo_json_get(result, "events"), "splits");

	for (size_t i = 0; i < pick_count(splits); i++) {
		const struct algo_json *e = algo_json_at(splits, i);
		int64_t s = seconds(pick_num(e, "date"), INT64_MIN);
		double ratio =
			pick_num(e, "numerator") / pick_num(e, "denominator");

		if (s == INT64_MIN || !isfinite(ratio) || !(ratio > 0))
			continue;
		algo_frame_split(f, c->daily ? date_us(c, s) : s * ALGO_US,
				 ratio);
	}
}

static int read_chart(struct chart *c, const struct algo_json *result,
		      struct algo_frame *frame, struct algo_err *err)
{
	size_t base = frame->n;
	int64_t last = 0;

	read_splits(c, result, frame);
	if (c->n == 0)
		return 0;
	if (check_interval(c, err) || read_rows(c, frame, base, &last, err))
		return -1;
	merge_live(c, frame, base);
	if (!c->req->partial && frame->n > base &&
	    is_unfinished(c, &frame->v[frame->n - 1], last))
		frame->n--;
	return 0;
}

int algo_yahoo_bars(const struct algo_feed_req *req,
		    const struct algo_json *result, struct algo_frame *frame,
		    struct algo_err *err)
{
	struct chart c = { .req = req, .daily = is_daily(&req->interval) };
	int rc;

	c.meta = algo_json_get(result, "meta");
	if (find_series(&c, result, err))
		return -1;
	frame->daily = c.daily;
	read_meta(&c);
	rc = read_chart(&c, result, frame, err);
	if (c.zone)
		algo_zone_free(c.zone);
	return rc;
}
