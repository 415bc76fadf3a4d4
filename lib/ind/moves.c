/* moves.c - oscillators of the moves and ranges of bars: increasing lowestbars
 * pgo psl qstick rvgi tii ttm_trend vixfix vortex. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- psl, increasing: runs of rises and falls. */

static void psl_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void psl_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double *y = out[0];

	algo_box_change(b, 0, in[0], y, n);
	b->seen += n;
	for (size_t i = 0; i < n; i++)
		y[i] = isnan(y[i]) ? NAN : y[i] > 0;
	algo_box_sum(b, 0, y, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = 100 * y[i] / b->p[0];
}
ALGO_BOX_ROW(psl, 1, 1)

/* v: the value before, the run. */
#define increasing_plan algo_box_bare
static void increasing_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;
	double run = b->v[1], least = b->p[0];
	size_t warm;

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i];

		if (b->seen + i > 0 && x > b->v[0])
			run = run > 0 ? run + 1 : 1;
		else if (b->seen + i > 0 && x < b->v[0])
			run = run < 0 ? run - 1 : -1;
		else
			run = 0;
		b->v[0] = x;
		out[0][i] = run >= least;
		out[1][i] = -run >= least;
		out[2][i] = run;
	}
	b->v[1] = run;
	warm = algo_box_warm(b, algo_count(least), n);
	algo_fill_nan(out[0], warm);
	algo_fill_nan(out[1], warm);
}
ALGO_BOX_ROW(increasing, 1, 3)

/* ---- pgo, qstick, ttm_trend, vixfix, tii: distances from means and tops. */

static void pgo_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_RANGE, 0);
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

static void pgo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double range[ALGO_IND_N], *y = out[0];

	algo_box_mean(state, 0, in[2], y, n);
	algo_box_range(state, 1, in, range, n);
	algo_box_ema(state, 2, range, range, n);
	for (size_t i = 0; i < n; i++) {
		double v = (in[2][i] - y[i]) / range[i];

		y[i] = range[i] == 0 ? NAN : v;
	}
}
ALGO_BOX_ROW(pgo, 3, 1)

#define qstick_plan psl_plan
static void qstick_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[0][i] = in[1][i] - in[0][i];
	algo_box_mean(state, 0, out[0], out[0], n);
}
ALGO_BOX_ROW(qstick, 2, 1)

#define ttm_trend_plan psl_plan
static void ttm_trend_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	double *y = out[0];

	for (size_t i = 0; i < n; i++)
		y[i] = (in[0][i] + in[1][i]) / 2;
	algo_box_mean(state, 0, y, y, n);
	for (size_t i = 0; i < n; i++) {
		double sign = in[2][i] > y[i] ? 1 : -1;

		y[i] = isnan(y[i]) ? NAN : sign;
	}
}
ALGO_BOX_ROW(ttm_trend, 3, 1)

static void vixfix_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
}

static void vixfix_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double *y = out[0];

	algo_box_max(state, 0, in[1], y, n);
	for (size_t i = 0; i < n; i++) {
		double v = 100 * (y[i] - in[0][i]) / y[i];

		y[i] = y[i] == 0 ? NAN : v;
	}
}
ALGO_BOX_ROW(vixfix, 2, 1)

static void tii_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[1]);
}

static void tii_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double up[ALGO_IND_N], down[ALGO_IND_N];

	algo_box_mean(state, 0, in[0], up, n);
	for (size_t i = 0; i < n; i++) {
		double d = in[0][i] - up[i];

		up[i] = d > 0 ? d : 0 * d;
		down[i] = d < 0 ? -d : 0 * d;
	}
	algo_box_sums(state, 1, up, down, n);
	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i], v = 100 * up[i] / all;

		out[0][i] = all == 0 ? 50 : v;
	}
}
ALGO_BOX_ROW(tii, 1, 1)

static size_t tii_look(const double *p)
{
	return algo_count(p[0] + p[1]) - 2;
}

/* ---- vortex: v holds high and low of the bar before. */

static void vortex_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RANGE, 0);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void vortex_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double range[ALGO_IND_N];
	double *up = out[0], *down = out[1];

	for (size_t i = 0; i < n; i++) {
		up[i] = fabs(in[0][i] - b->v[1]);
		down[i] = fabs(in[1][i] - b->v[0]);
		b->v[0] = in[0][i];
		b->v[1] = in[1][i];
	}
	if (b->seen == 0)
		up[0] = down[0] = NAN;
	b->seen += n;
	algo_box_range1(b, 0, in, range, n);
	algo_box_sums(b, 1, up, down, n);
	algo_box_total(b, 2, range, n);
	for (size_t i = 0; i < n; i++) {
		double all = range[i] == 0 ? NAN : range[i];

		up[i] /= all;
		down[i] /= all;
	}
}
ALGO_BOX_ROW(vortex, 3, 2)

/* ---- rvgi: close - open over high - low, both weighed 1, 2, 2, 1 and summed.
 * v: three bars of both, and of the result. */

static inline double weigh4(double *v, double x)
{
	double y = (v[2] + 2 * v[1] + 2 * v[0] + x) / 6;

	v[2] = v[1];
	v[1] = v[0];
	v[0] = x;
	return y;
}

static void rvgi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void rvgi_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double range[ALGO_IND_N];
	size_t seen = b->seen, look = algo_count(b->p[0]) + 2;
	double *y = out[0];

	range[0] = 0; /* n is never 0 */
	for (size_t i = 0; i < n; i++) {
		y[i] = weigh4(b->v, in[3][i] - in[0][i]);
		range[i] = weigh4(b->v + 3, in[1][i] - in[2][i]);
		if (seen + i < 3)
			y[i] = range[i] = NAN;
	}
	algo_box_sum(b, 0, y, y, n);
	algo_box_total(b, 1, range, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_part_of(y[i], range[i]);
	for (size_t i = 0; i < n; i++) {
		out[1][i] = NAN;
		if (seen + i >= look)
			out[1][i] = weigh4(b->v + 6, y[i]);
		if (seen + i < look + 3)
			out[1][i] = NAN;
	}
	b->seen += n;
}
ALGO_BOX_ROW(rvgi, 4, 2)

static size_t rvgi_look(const double *p)
{
	return algo_count(p[0]) + 2;
}

/* ---- lowestbars */

static void lowestbars_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SINCE, p[0]);
}

static void lowestbars_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;

	algo_since_block(algo_box_part(b, 0), in[0], out[0], -1, n);
	algo_fill_nan(out[0], algo_box_warm(b, algo_count(b->p[0]) - 1, n));
}
ALGO_BOX_ROW(lowestbars, 1, 1)

/* ---- the rows */

/* clang-format off */
#define CLOSE .in = { "close" }
#define HLC .in = { ALGO_HLC }
#define MOMENTUM .group = "momentum"

const struct algo_ind algo_ind_moves[] = {
	{ .name = "rvgi", .title = "Relative Vigor Index", MOMENTUM,
	  .in = { ALGO_OHLC }, .param = { ALGO_LENGTH(10, 1) },
	  .out = { "rvgi", "signal" }, .main_out = 1, ALGO_KERNEL_OF(rvgi),
	  .lookback = rvgi_look, .aliases = "",
	  .doc = "Sum of close - open over sum of high - low, both weighed "
		 "1, 2, 2, 1 over four bars, 0 without a range; and so "
		 "weighed itself.",
	  .source = "John Ehlers, 2002" },
	{ .name = "vortex", .title = "Vortex Indicator", MOMENTUM, HLC,
	  .param = { ALGO_LENGTH(14, 1) }, .out = { "plus", "minus" },
	  .main_out = 0, ALGO_KERNEL_OF(vortex),
	  .lookback = algo_look_period, .aliases = "vtx",
	  .doc = "Sums of |high - low before| and of |low - high before| over "
		 "the sum of true ranges; none without a range.",
	  .source = "Etienne Botes and Douglas Siepman, 2010" },
	{ .name = "pgo", .title = "Pretty Good Oscillator", MOMENTUM, HLC,
	  .param = { ALGO_LENGTH(14, 1) }, ALGO_ONE("pgo"),
	  ALGO_KERNEL_OF(pgo), .lookback = algo_look_window, .aliases = "",
	  .doc = "(close - sma) / ema of the true range, of the first bar "
		 "high - low; none without a range.",
	  .source = "Mark Johnson" },
	{ .name = "psl", .title = "Psychological Line", MOMENTUM, CLOSE,
	  .param = { ALGO_LENGTH(12, 1) }, ALGO_ONE("psl"),
	  ALGO_KERNEL_OF(psl), .lookback = algo_look_period, .aliases = "",
	  .doc = "How many of the last length changes were up, in percent.",
	  .source = "common" },
	{ .name = "tii", .title = "Trend Intensity Index", MOMENTUM, CLOSE,
	  .param = { ALGO_BARS("major", 60, 2, "bars of the average"),
		     ALGO_BARS("minor", 30, 1, "bars of the sums") },
	  ALGO_ONE("tii"), ALGO_KERNEL_OF(tii), .lookback = tii_look,
	  .aliases = "",
	  .doc = "100 * the sum of minor positive distances from the sma of "
		 "major over the sum of all distances; 50 when all are 0.",
	  .source = "M. H. Pee, 2002" },
	{ .name = "vixfix", .title = "Williams VIX Fix",
	  .group = "volatility", .in = { "low", "close" },
	  .param = { ALGO_LENGTH(22, 1) }, ALGO_ONE("wvf"),
	  ALGO_KERNEL_OF(vixfix), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "100 * (highest close of length bars - low) / highest "
		 "close.",
	  .source = "Larry Williams, 2007" },
	{ .name = "qstick", .title = "Qstick", MOMENTUM,
	  .in = { "open", "close" }, .param = { ALGO_LENGTH(10, 1) },
	  ALGO_ONE("qstick"), ALGO_KERNEL_OF(qstick),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "The sma of close - open.",
	  .source = "Tushar Chande, 1994" },
	{ .name = "ttm_trend", .title = "TTM Trend", MOMENTUM, HLC,
	  .param = { ALGO_LENGTH(6, 1) }, ALGO_ONE("trend"),
	  ALGO_KERNEL_OF(ttm_trend), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "1 where close is above the sma of (high + low) / 2, else "
		 "-1.",
	  .source = "John Carter, 2005" },
	{ .name = "increasing", .title = "Runs of Rises and Falls", MOMENTUM,
	  CLOSE, .param = { ALGO_LENGTH(3, 1) },
	  .out = { "rising", "falling", "streak" }, .main_out = 0,
	  ALGO_KERNEL_OF(increasing), .lookback = algo_look_0,
	  .aliases = "streak",
	  .doc = "rising and falling are 1 when each of the last length "
		 "changes went that way; streak counts how many did in a row, "
		 "negative down, 0 when unchanged.",
	  .source = "common" },
	{ .name = "lowestbars", .title = "Bars since the Lowest",
	  .group = "statistic", .in = { "low" },
	  .param = { ALGO_LENGTH(14, 1) }, ALGO_ONE("bars"),
	  ALGO_KERNEL_OF(lowestbars), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "Bars since the smallest of the last length values, the "
		 "latest of equal ones.",
	  .source = "common" },
	{ .name = NULL },
};
