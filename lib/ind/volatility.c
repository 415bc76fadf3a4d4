/* volatility.c - true ranges and deviations: trange atr natr stddev var. */
#include "families.h"
#include "fold.h"
#include "talib.h"

struct range {
	double before; /* close of the bar before, NaN when none */
	int first;     /* the first bar has a true range: high - low */
	struct algo_ema mean;
};

static size_t range_size(const double *p)
{
	(void)p;
	return sizeof(struct range);
}

static void trange_init(void *state, const double *p)
{
	struct range *r = state;

	r->first = p[0] != 0;
	r->before = NAN;
}

static void atr_init(void *state, const double *p)
{
	struct range *r = state;

	r->first = p[1] != 0;
	r->before = NAN;
	algo_wilder_init(&r->mean, algo_count(p[0]));
}

static size_t trange_look(const double *p)
{
	return p[0] == 0;
}

static size_t atr_look(const double *p)
{
	return algo_count(p[0]) - (p[1] != 0);
}

static void ranges(struct range *r, const double *const in[], double *y,
		   size_t n)
{
	algo_true_range_block(&r->before, in, y, n);
	for (size_t i = 0; r->first && i < n; i++)
		if (isnan(y[i]) && algo_usable(in[0][i]) &&
		    algo_usable(in[1][i]) && algo_usable(in[2][i]))
			y[i] = in[0][i] - in[1][i];
}

static void trange_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct range *r = state;

	ranges(r, in, out[0], n);
}

/* Once it runs on clean bars: the ranges are made while the chain of the
 * average waits. */
static void atr_fast(struct range *r, const double *const in[], double *y,
		     size_t n)
{
	const double *high = in[0], *low = in[1], *close = in[2];
	double e = r->mean.e, k = r->mean.k, before = r->before;

	for (size_t i = 0; i < n; i++) {
		double now = algo_true_range(high[i], low[i], before);

		e += (now - e) * k;
		y[i] = e;
		before = close[i];
	}
	r->mean.e = e;
	r->before = before;
}

static void atr_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct range *r = state;

	if (r->mean.p > 1 && algo_ema_ready(&r->mean) &&
	    algo_usable(r->before) && algo_clean(in[0], n) &&
	    algo_clean(in[1], n) && algo_clean(in[2], n)) {
		atr_fast(r, in, out[0], n);
		return;
	}
	ranges(r, in, out[0], n);
	if (r->mean.p > 1)
		algo_ema_block(&r->mean, out[0], out[0], n);
}

static void natr_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct range *r = state;

	atr_step(state, in, out, n);
	if (r->mean.p == 1)
		return;
	for (size_t i = 0; i < n; i++) {
		double y = out[0][i], close = in[2][i];

		out[0][i] = close != 0 || isnan(y) ? y / close * 100 : 0;
	}
}

/* 0.6.4 writes the 0 of a bar whose close is 0 over its first value, and
 * leaves the bar itself unwritten. */
static void natr_talib_step(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct range *r = state;

	natr_step(state, in, out, n);
	for (size_t i = 0; i < n && r->mean.p > 1; i++)
		if (algo_is_zero(in[2][i]))
			out[0][i] = NAN;
}

static size_t var_size(const double *p)
{
	return algo_fold_size(algo_count(p[0]));
}

static void var_init(void *state, const double *p)
{
	algo_fold_init(state, algo_count(p[0]));
}

static void var_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_fold *f = state;
	struct algo_folded d;
	double p = (double)f->p;

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t m = algo_fold_part(at, n);
		double *y = out[0] + at;

		algo_fold_squares(f, in[0] + at, &d, m);
		for (size_t i = 0; i < m; i++) {
			double v = d.second[i] - d.sum[i] * (d.sum[i] / p);

			y[i] = (v > 0 ? v / p : 0) + 0 * d.base[i];
		}
	}
}

struct stddev {
	double dev;
	size_t fold;
};

static size_t stddev_layout(struct stddev *s, const double *p)
{
	size_t total = sizeof(*s);

	s->dev = p[1];
	s->fold = algo_part_add(&total, algo_fold_size(algo_count(p[0])));
	return total;
}

static size_t stddev_size(const double *p)
{
	struct stddev s;

	return stddev_layout(&s, p);
}

static void stddev_init(void *state, const double *p)
{
	struct stddev *s = state;

	stddev_layout(s, p);
	algo_fold_init(algo_part(s, s->fold), algo_count(p[0]));
}

static void stddev_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct stddev *s = state;

	var_step(algo_part(s, s->fold), in, out, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = sqrt(out[0][i]) * s->dev;
}

/* clang-format off */
#define FIRST                                                                \
	{ "first", ALGO_P_INT, 0, 0, 1, 0,                                   \
	  "1: the first bar's true range is high - low, as in Tulip", NULL }

#define NATR \
	.name = "natr", .title = "Normalized Average True Range", \
	.group = "volatility", .in = { "high", "low", "close" }, \
	.param = { ALGO_PERIOD(14, 1), FIRST }, .out = { "natr" }, .main_out = 1, \
	.lookback = atr_look, .aliases = "", \
	.doc = "atr / close * 100; 0 when close is 0. With period 1 the true " \
	"range itself.", \
	.source = "John Forman, 2006; TA-Lib NATR"
static const struct algo_ind natr_talib = {
	NATR, .size = range_size,
	.init = atr_init, .step = natr_talib_step,
};

#define STDDEV \
	.name = "stddev", .title = "Standard Deviation", \
	.group = "statistic", .in = { "close" }, \
	.param = { ALGO_PERIOD(5, 1), \
	{ "dev", ALGO_P_REAL, 1, -3e37, 3e37, 0, \
	"the result is multiplied by it", NULL } }, \
	.out = { "stddev" }, .main_out = 1, \
	.lookback = algo_look_window, .aliases = "stdev", \
	.doc = "Of the population; 0 exactly when the window is flat.", \
	.source = "TA-Lib STDDEV, without its limit of 1e-14 on the " \
	"variance"
static const struct algo_ind stddev_talib = {
	STDDEV, .size = algo_talib_stddev_size,
	.init = algo_talib_stddev_init, .step = algo_talib_stddev_step,
};

const struct algo_ind algo_ind_volatility[] = {
	{ .name = "trange", .title = "True Range", .group = "volatility",
	  .in = { "high", "low", "close" },
	  .param = { FIRST }, .out = { "trange" }, .main_out = 1,
	  .size = range_size, .init = trange_init, .step = trange_step,
	  .lookback = trange_look, .aliases = "tr true_range",
	  .doc = "The largest of high - low and the distances of high and low "
		 "from the close before; none on the first bar.",
	  .source = "Welles Wilder, 1978; TA-Lib TRANGE" },
	{ .name = "atr", .title = "Average True Range",
	  .group = "volatility", .in = { "high", "low", "close" },
	  .param = { ALGO_PERIOD(14, 1), FIRST }, .out = { "atr" }, .main_out = 1,
	  .size = range_size, .init = atr_init, .step = atr_step,
	  .lookback = atr_look, .aliases = "",
	  .doc = "Wilder's average of the true range, from the mean of those "
		 "of bars 1 to period on.",
	  .source = "Welles Wilder, 1978; TA-Lib ATR" },
	{ NATR, .size = range_size, .init = atr_init,
	  .step = natr_step, .talib = &natr_talib,
	  .mend = "0 on a bar whose close is 0. TA-Lib 0.6.4 leaves that bar "
		  "unwritten (no value, for comparison) and sets its first "
		  "value to 0 instead (not followed: it is past)." },
	{ STDDEV, .size = stddev_size, .init = stddev_init,
	  .step = stddev_step, .talib = &stddev_talib,
	  .mend = "Deviations of prices however small, and 0 of equal ones; "
		  "TA-Lib 0.6.4 has 0 where the variance is below 1e-14, and "
		  "rounding errors where large prices stand still." },
	{ .name = "var", .title = "Variance", .group = "statistic",
	  .in = { "close" },
	  .param = { ALGO_PERIOD(5, 1),
		{ "dev", ALGO_P_REAL, 1, -3e37, 3e37, 0,
		  "has no effect, as in TA-Lib", NULL } },
	  .out = { "var" }, .main_out = 1,
	  .size = var_size, .init = var_init, .step = var_step,
	  .lookback = algo_look_window, .aliases = "variance",
	  .doc = "Of the population; never below 0.",
	  .source = "TA-Lib VAR" },
	{ .name = NULL },
};
