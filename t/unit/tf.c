/* tf.c - tf(): buckets against a plain reference over zones and gaps, cuts into
 * blocks, no look-ahead, lets, nesting, warm-up, limits */
#include <algo/base.h>
#include <algo/lang.h>

#include "tap.h"

#define ROWS 700
#define COLS 6

static const char *const names[] = { "open",  "high",	"low",
				     "close", "volume", "x" };

struct bars {
	int64_t time[ROWS];
	double col[COLS][ROWS];
	size_t n;
};

static uint32_t seed = 1;

static uint32_t next(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

/* Prices that walk, na among volumes and x, one bar of four missing. */
static void make_bars(struct bars *b, int64_t from, int64_t step)
{
	double p = 100;

	b->n = 0;
	for (int64_t t = from; b->n < ROWS; t += step) {
		size_t i = b->n;

		if (next(4) == 0)
			continue;
		b->time[i] = t;
		b->col[0][i] = p;
		p += ((double)next(17) - 8) / 4;
		b->col[3][i] = p;
		b->col[1][i] = fmax(b->col[0][i], p) + next(3);
		b->col[2][i] = fmin(b->col[0][i], p) - next(3);
		b->col[4][i] = next(9) ? 100.0 + next(50) : NAN;
		b->col[5][i] = next(3) ? (double)next(9) - 4 : NAN;
		b->n++;
	}
}

struct let {
	const char *name, *text;
};

static const struct let lets[] = {
	{ "range", "high - low" },
	{ "best", "max(nz(best[1]), close)" },
	{ "turn", "range > range[1] ? 1 : nz(later[1]) / 2" },
	{ "later", "turn + best" },
};
#define LETS (sizeof(lets) / sizeof(*lets))

static struct algo_graph *compile(struct algo_zone *zone, const char *text,
				  struct algo_expr *x, struct algo_errs *errs)
{
	struct algo_graph *g = algo_graph_new(zone);
	struct algo_source src = { .pointer = "",
				   .scope = ALGO_SCOPE_STEP,
				   .price = -1 };

	algo_graph_column(g, "x");
	for (size_t i = 0; i < LETS; i++) {
		src.text = lets[i].text;
		src.len = strlen(src.text);
		algo_graph_let(g, lets[i].name, &src, NULL);
	}
	algo_graph_lets_done(g, errs);
	src.text = text;
	src.len = strlen(text);
	if (algo_graph_add(g, &src, x, errs) || algo_graph_done(g, errs)) {
		algo_graph_free(g);
		return NULL;
	}
	return g;
}

/* Bars [0, n) in blocks of at most so many; 0: at random. */
static struct algo_eval *run(const struct algo_graph *g, const struct bars *b,
			     int node, size_t block, double *out)
{
	struct algo_eval *e = algo_eval_new(g);

	for (size_t from = 0; from < b->n;) {
		const double *in[COLS];
		struct algo_block feed = { .time = b->time + from, .in = in };

		feed.n = block ? block : 1 + next(90);
		if (feed.n > b->n - from)
			feed.n = b->n - from;
		for (size_t i = 0; i < algo_graph_inputs(g); i++) {
			size_t k = 0;

			while (strcmp(names[k], algo_graph_input(g, i)))
				k++;
			in[i] = b->col[k] + from;
		}
		algo_eval_block(e, &feed);
		memcpy(out + from, algo_eval_column(e, node),
		       feed.n * sizeof(*out));
		from += feed.n;
	}
	return e;
}

static int same_bits(const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(a[i]) ? !isnan(b[i]) : a[i] != b[i])
			return 0;
	}
	return 1;
}

/* ---- the reference */

/* The left edge of the bucket, by the fields of the calendar. */
static int64_t left_edge(const struct algo_civil *c, int count, char unit)
{
	int64_t day = algo_days_from_civil(c->year, c->month, c->day);
	int64_t seconds = c->hour * 3600 + c->minute * 60 + c->second;
	int64_t months = (int64_t)(c->year - 1970) * 12 + c->month - 1;
	int64_t weeks = 0;

	switch (unit) {
	case 'm':
		seconds -= seconds % (60 * (int64_t)count);
		return (day * 86400 + seconds) * ALGO_US;
	case 'h':
		seconds -= seconds % (3600 * (int64_t)count);
		return (day * 86400 + seconds) * ALGO_US;
	case 'd':
		while (day % count)
			day--;
		return day * ALGO_DAY_US;
	case 'w':
		day -= c->weekday - 1; /* Monday */
		weeks = (day + 3) / 7;
		while (weeks % count)
			weeks--;
		return (weeks * 7 - 3) * ALGO_DAY_US;
	case 'y':
		months -= c->month - 1;
		while (months % (12 * (int64_t)count))
			months--;
		break;
	default:
		while (months % count)
			months--;
	}
	for (weeks = 0; months < 0; months += 12)
		weeks++;
	return algo_days_from_civil((int)(1970 - weeks + months / 12),
				    (int)(months % 12) + 1, 1) *
	       ALGO_DAY_US;
}

static double both(int k, double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) ? b : a;
	return k == 0	? a
	       : k == 1 ? fmax(a, b)
	       : k == 2 ? fmin(a, b)
	       : k == 4 ? a + b
			: b;
}

/* Completed buckets to *to, and of each bar how many there are by then. */
static void resample(const struct bars *b, struct algo_zone *zone, int count,
		     char unit, struct bars *to, size_t *seen)
{
	int64_t edge = 0;

	to->n = 0;
	for (size_t i = 0; i < b->n; i++) {
		int64_t t = b->time[i], at;
		struct algo_civil c;

		algo_civil_from(zone ? algo_zone_local(zone, t) : t, &c);
		at = left_edge(&c, count, unit);
		/* When the clock goes back the bucket under way stays. */
		if (!i || at > edge) {
			to->n += i > 0;
			edge = at;
			for (int k = 0; k < COLS; k++)
				to->col[k][to->n] = b->col[k][i];
			to->time[to->n] = zone ? algo_zone_utc(zone, at) : at;
		} else {
			for (int k = 0; k < COLS; k++)
				to->col[k][to->n] = both(k, to->col[k][to->n],
							 b->col[k][i]);
		}
		seen[i] = to->n;
	}
}

/* ---- cases */

static const struct {
	const char *zone;
	const char *from;
	int64_t step; /* minutes */
} series[] = {
	{ NULL, "2024-02-26T00:00:00Z", 60 },
	{ "America/New_York", "2024-03-08T00:00:00Z", 15 },
	{ "America/New_York", "2023-11-02T00:00:00Z", 15 },
	{ "Europe/London", "2024-10-20T00:00:00Z", 30 },
	{ "Australia/Lord_Howe", "2024-04-04T00:00:00Z", 20 },
	{ "Asia/Tokyo", "2024-01-01T00:00:00Z", 240 },
	{ NULL, "1968-12-01T00:00:00Z", 1440 },
	{ "Asia/Kolkata", "1999-06-01T00:00:00Z", 1440 * 5 },
};

static const struct {
	int count;
	char unit;
	const char *text;
} intervals[] = {
	{ 5, 'm', "5m" },  { 30, 'm', "30m" }, { 45, 'm', "45m" },
	{ 1, 'h', "1h" },  { 4, 'h', "4h" },   { 7, 'h', "7h" },
	{ 1, 'd', "1d" },  { 2, 'd', "2d" },   { 5, 'd', "5D" },
	{ 1, 'w', "1wk" }, { 3, 'w', "3w" },   { 1, 'M', "1mo" },
	{ 3, 'M', "3mo" }, { 5, 'M', "5mo" },  { 1, 'y', "1y" },
	{ 3, 'y', "3y" },
};

static const char *const inner[] = {
	"open",
	"high",
	"low",
	"close",
	"volume",
	"x",
	"bar_index",
	"close[2]",
	"sma(hl2, 3)",
	"close > open",
	"rsi(close, 2)",
	"nz(volume[1])",
	"best",
	"turn",
	"later[1] + range",
	"hour + 100 * day + weekday / 10",
	"year + month",
	"time",
	"session_first ? minute : na",
	"vwap()",
	"highest(3) - lowest(x, 2)",
	"cum(x)",
	"1",
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* tf of one expression: on its own bars, brought back. */
static int check(struct algo_zone *zone, const struct bars *b, size_t interval,
		 const char *text)
{
	static struct bars coarse;
	static double want[ROWS], inside[ROWS], all[ROWS], some[ROWS];
	static size_t seen[ROWS];
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g;
	char outer[256];
	int good;

	resample(b, zone, intervals[interval].count, intervals[interval].unit,
		 &coarse, seen);
	g = compile(zone, text, &x, &errs);
	algo_eval_free(run(g, &coarse, x.node, 100, inside));
	algo_graph_free(g);
	for (size_t i = 0; i < b->n; i++)
		want[i] = seen[i] ? inside[seen[i] - 1] : NAN;
	snprintf(outer, sizeof(outer), "tf(\"%s\", %s)",
		 intervals[interval].text, text);
	g = compile(zone, outer, &x, &errs);
	algo_eval_free(run(g, b, x.node, ALGO_LANG_N, all));
	algo_eval_free(run(g, b, x.node, 0, some));
	algo_graph_free(g);
	good = same_bits(all, want, b->n) && same_bits(all, some, b->n);
	if (!good)
		note("%s", outer);
	algo_errs_release(&errs);
	return good;
}

static void test_buckets(void)
{
	static struct bars b;

	for (size_t s = 0; s < COUNT(series); s++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *zone = NULL;
		enum algo_stamp kind;
		const char *from = series[s].from;
		int64_t t;
		int bad = 0;

		if (series[s].zone)
			zone = algo_zone_open(series[s].zone, &err);
		if (!ok(zone || !series[s].zone, "zone of series %zu", s))
			continue;
		algo_when_read(from, from + strlen(from), &t, &kind, NULL);
		make_bars(&b, t, series[s].step * 60 * ALGO_US);
		for (size_t i = 0; i < COUNT(intervals); i++) {
			for (size_t k = 0; k < COUNT(inner); k++)
				bad += !check(zone, &b, i, inner[k]);
		}
		ok(!bad, "%s from %s by %d minutes: as the reference",
		   series[s].zone ? series[s].zone : "UTC", from,
		   (int)series[s].step);
		algo_zone_free(zone);
	}
}

/* A frame within a frame: made of the outer one's bars. */
static void test_nested(void)
{
	static struct bars b, day, week;
	static size_t by_day[ROWS], by_week[ROWS];
	static double want[ROWS], all[ROWS], some[ROWS];
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g;

	make_bars(&b, 1700000000 * ALGO_US, 3 * 3600 * ALGO_US);
	resample(&b, NULL, 1, 'd', &day, by_day);
	resample(&day, NULL, 1, 'w', &week, by_week);
	for (size_t i = 0; i < b.n; i++) {
		size_t d = by_day[i], w = d ? by_week[d - 1] : 0;

		want[i] = w ? week.col[1][w - 1] - day.col[3][d - 1] : NAN;
	}
	g = compile(NULL, "tf(\"1d\", tf(\"1w\", high) - close)", &x, &errs);
	algo_eval_free(run(g, &b, x.node, ALGO_LANG_N, all));
	algo_eval_free(run(g, &b, x.node, 0, some));
	ok(same_bits(all, want, b.n), "weeks of days");
	ok(same_bits(all, some, b.n), "in blocks of any size");
	algo_graph_free(g);
	algo_errs_release(&errs);
}

/* What is known at a bar does not change when later bars come. */
static void test_prefix(void)
{
	static const char *const exprs[] = {
		"close - tf(\"1d\", sma(close, 3))",
		"crossover(tf(\"4h\", high), tf(\"1w\", low)[3])",
		"tf(\"1mo\", later) + tf(\"1d\", tf(\"1w\", best))",
		"highest(tf(\"2d\", x), 5) > tf(\"45m\", volume)",
	};
	static struct bars b;
	static double all[ROWS], part[ROWS];

	make_bars(&b, 1700000000 * ALGO_US, 3 * 3600 * ALGO_US);
	for (size_t i = 0; i < COUNT(exprs); i++) {
		struct algo_errs errs = { .v = NULL };
		struct algo_expr x;
		struct algo_graph *g = compile(NULL, exprs[i], &x, &errs);
		int bad = 0;

		b.n = ROWS;
		algo_eval_free(run(g, &b, x.node, ALGO_LANG_N, all));
		for (int k = 0; k < 40; k++) {
			b.n = 1 + next(ROWS - 1);
			algo_eval_free(run(g, &b, x.node, 0, part));
			bad += !same_bits(all, part, b.n);
		}
		ok(!bad, "%s never looks ahead", exprs[i]);
		algo_graph_free(g);
		algo_errs_release(&errs);
	}
}

/* ---- warm-up */

static void warm(const char *text, const struct bars *b, int64_t want)
{
	static double out[ROWS];
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(NULL, text, &x, &errs);
	struct algo_eval *e = run(g, b, x.node, 0, out);
	int64_t w = -1;

	ok(algo_eval_warmup(e, &w) && w == want, "%s: %d", text, (int)w);
	algo_eval_free(e);
	algo_graph_free(g);
	algo_errs_release(&errs);
}

/* Of a call that is in the way of the start; is_na: nor is there a value. */
static void cold(const char *text, const struct bars *b, int index, int is_na,
		 const char *want)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_buf buf = ALGO_BUF_INIT(200);
	struct algo_expr x;
	struct algo_graph *g = compile(NULL, text, &x, &errs);
	struct algo_eval *e = algo_eval_new(g);
	const double *in[] = { b->col[3] };
	struct algo_block feed = { 20, b->time, index, in };
	const double *v;
	int64_t w;
	int some = 0;

	algo_eval_block(e, &feed);
	v = algo_eval_column(e, x.node);
	for (size_t i = 0; i < 20; i++)
		some |= !isnan(v[i]);
	algo_eval_cold(e, &buf);
	ok(!algo_eval_warmup(e, &w) && some == !is_na, "%s: never", text);
	ok(!strcmp(algo_buf_str(&buf), want), "%s", algo_buf_str(&buf));
	algo_buf_release(&buf);
	algo_eval_free(e);
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void test_warm(void)
{
	static struct bars b;

	make_bars(&b, 1700000000 * ALGO_US, 3600 * ALGO_US);
	for (size_t i = 0; i < b.n; i++)
		b.time[i] = (int64_t)i * 6 * 3600 * ALGO_US; /* 4 a day */
	warm("tf(\"1d\", close)", &b, 4);
	warm("tf(\"1d\", close)[9]", &b, 4);
	warm("tf(\"1d\", sma(close, 3))", &b, 12);
	warm("tf(\"1d\", nz(sma(close, 3)))", &b, 12);
	warm("nz(tf(\"1d\", close[5]))", &b, 24);
	warm("tf(\"12h\", tf(\"1d\", sma(close, 2)))", &b, 10);
	warm("tf(\"1d\", sma(close, 2)) + sma(close, 30)", &b, 29);
	cold("tf(\"1w\", sma(close, 4))", &b, 0, 1,
	     "tf(\"1w\", sma(close, 4))");
	cold("nz(tf(\"1d\", close)) > tf(\"1d\", nz(sma(close, 9)))", &b, 0, 0,
	     "sma(close, 9)");
	/* Bar numbers have no calendar. */
	cold("tf(\"1d\", close)", &b, 1, 1, "tf(\"1d\", close)");
}

/* ---- what the graph says */

static void fails(const char *text, const char *code)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(NULL, text, &x, &errs);

	ok(!g && errs.n && !strcmp(errs.v[0].code, code), "%.50s: %s", text,
	   errs.n ? errs.v[0].code : "no fault");
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void test_limits(void)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_buf b = ALGO_BUF_INIT(4096);
	struct algo_expr x;
	struct algo_graph *g;

	for (int i = 1; i <= 16; i++) {
		algo_buf_addf(&b, "%stf(\"%dd\", close)", i > 1 ? " + " : "",
			      i);
		if (i < 15)
			continue;
		if (i == 16) {
			fails(algo_buf_str(&b), "too_many_frames");
			continue;
		}
		g = compile(NULL, algo_buf_str(&b), &x, &errs);
		ok(g != NULL, "fifteen time frames");
		algo_graph_free(g);
	}
	algo_buf_release(&b);
	g = compile(NULL, "tf(\"1w\", sma(close, 30)) + sma(close, 9)", &x,
		    &errs);
	ok(algo_graph_lookback(g) == 29, "look-back %zu",
	   algo_graph_lookback(g));
	ok(algo_graph_inputs(g) == 1, "one input");
	ok(!algo_graph_crosses(g) && !algo_graph_symbols(g), "one symbol");
	algo_graph_free(g);
	fails("tf(\"1w\", sma(close, 1000001))", "out_of_range");
	fails("tf(\"1w\", tf(\"30d\", tf(\"29d\", close)))", "finer_within_tf");
	algo_errs_release(&errs);
}

/* Lets that need their own past on coarser bars. */
static void test_tangled(void)
{
	static const struct let pair[] = { { "a", "tf(\"1w\", b)" },
					   { "b", "nz(a[1]) + close" } };
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_errs errs = { .v = NULL };

	for (size_t i = 0; i < 2; i++) {
		struct algo_source src = { .text = pair[i].text,
					   .pointer = "/let",
					   .scope = ALGO_SCOPE_STEP };

		src.len = strlen(src.text);
		algo_graph_let(g, pair[i].name, &src, NULL);
	}
	ok(algo_graph_lets_done(g, &errs) &&
		   !strcmp(errs.v[0].code, "finer_within_tf"),
	   "a let of its own past on coarser bars");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

/* tf beside the account: a column that a step reads. */
static void test_step(void)
{
	static struct bars b;
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g =
		compile(NULL, "tf(\"1d\", close) + equity", &x, &errs);
	struct algo_eval *e = algo_eval_new(g);
	const double *in[] = { b.col[3] };
	struct algo_block feed = { 100, b.time, 0, in };
	int bad = 0;

	make_bars(&b, 0, 8 * 3600 * ALGO_US);
	algo_eval_block(e, &feed);
	algo_eval_account(e)[ALGO_A_EQUITY] = 1000;
	for (size_t i = 50; i < 100; i++) {
		double v, day = NAN;

		algo_eval_step(e, i);
		v = algo_eval_value(e, x.node, i);
		for (size_t k = 0; k < i; k++) {
			if (algo_day_of(b.time[k]) < algo_day_of(b.time[i]))
				day = b.col[3][k];
		}
		bad += v != day + 1000;
	}
	ok(x.kind == ALGO_K_STEP && !bad, "with the account");
	algo_eval_free(e);
	algo_graph_free(g);
	algo_errs_release(&errs);
}

int main(void)
{
	test_buckets();
	test_nested();
	test_prefix();
	test_warm();
	test_limits();
	test_tangled();
	test_step();
	return done();
}
