/* estimate.c - how much prices move, and how: adr atr_pine chop cvi
 * garman_klass hv entropy hurst. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- adr, cvi: means of high - low. */

static void spans(const double *const in[], double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = in[0][i] - in[1][i];
}

static void adr_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void adr_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	spans(in, out[0], n);
	algo_box_mean(state, 0, out[0], out[0], n);
}

ALGO_BOX_ROW(adr, 2, 1)

static void cvi_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void cvi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double old[ALGO_IND_N], *restrict y = out[0];

	spans(in, y, n);
	algo_box_ema(state, 0, y, y, n);
	algo_box_delay(state, 1, y, old, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(100 * ((y[i] - old[i]) / old[i]));
}

ALGO_BOX_ROW(cvi, 2, 1)

static size_t cvi_look(const double *p)
{
	return 2 * algo_count(p[0]) - 1;
}

/* ---- atr_pine, chop: averages and sums of true ranges from bar 0 on. */

static void atr_pine_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	algo_box_add(b, ALGO_BOX_RMA, p[0]);
}

static void atr_pine_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	algo_box_range(state, 0, in, out[0], n);
	algo_box_ema(state, 1, out[0], out[0], n);
}

ALGO_BOX_ROW(atr_pine, 3, 1)

enum { CH_RANGE, CH_SUM, CH_MAX, CH_MIN };

static void chop_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
}

static void chop_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double min[ALGO_IND_N], max[ALGO_IND_N], *restrict y = out[0];
	double all = log10(b->p[0]);

	algo_box_range(b, CH_RANGE, in, y, n);
	algo_copy(max, y, n);
	algo_box_sums(b, CH_SUM, y, max, n);
	algo_box_max(b, CH_MAX, in[0], max, n);
	algo_box_min(b, CH_MIN, in[1], min, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(100 * log10(y[i] / (max[i] - min[i])) / all);
}

ALGO_BOX_ROW(chop, 3, 1)

/* ---- garman_klass, hv: a year's deviation, from the bars and from their
 * changes. */

/* A ratio of which there is no logarithm counts as 1. */
static inline double log_ratio(double a, double b)
{
	double v = log(a / b);

	return algo_usable(v) ? v : 0;
}

static void garman_klass_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void garman_klass_run(void *state, const double *const in[],
			     double *const out[], size_t n)
{
	const struct algo_box *b = state;
	double *restrict y = out[0], k = 2 * log(2) - 1;

	for (size_t i = 0; i < n; i++) {
		double hl = log_ratio(in[1][i], in[2][i]);
		double co = log_ratio(in[3][i], in[0][i]);

		y[i] = 0.5 * hl * hl - k * co * co;
	}
	algo_box_mean(state, 0, y, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = sqrt(b->p[1] * (y[i] < 0 ? 0 : y[i]));
}

ALGO_BOX_ROW(garman_klass, 4, 1)

/* Logarithms of changes, none on the first bar; number 0 of v keeps x. */
static void log_returns(struct algo_box *b, const double *x, double *restrict y,
			size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = log_ratio(x[i], i ? x[i - 1] : b->v[0]);
	if (!b->seen)
		y[0] = NAN;
	b->v[0] = x[n - 1];
	b->seen += n;
}

static void hv_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void hv_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	const struct algo_box *b = state;
	double mean[ALGO_IND_N], *restrict y = out[0];
	double k = sqrt(b->p[1] * b->p[0] / (b->p[0] - b->p[2]));

	log_returns(state, in[0], y, n);
	algo_box_spread(state, 0, y, mean, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] *= k;
}

ALGO_BOX_ROW(hv, 1, 1)

/* ---- entropy: with sums S of x and T of x ln x it is ln S - T / S. */

static void entropy_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void entropy_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	const struct algo_box *b = state;
	double sum[ALGO_IND_N], *restrict y = out[0], unit = log(b->p[1]);

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], v = x * log(x);

		sum[i] = x;
		y[i] = x == 0 ? 0 : v;
	}
	algo_box_sums(state, 0, sum, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite((log(sum[i]) - y[i] / sum[i]) / unit);
}

ALGO_BOX_ROW(entropy, 1, 1)

/* ---- hurst: rescaled ranges of chunks of the window, and how they grow with
 * the size of the chunks.  A chunk is a window that ended some bars ago, so
 * each size has a line of the values of its windows. */

#define HURST_LEAST 8
#define HURST_MOST 10000

enum { HU_X, HU_RUN }; /* numbers: x before, equal changes in a row */

static void hurst_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_LINE, p[0]);
	for (size_t m = algo_count(p[0]); m >= HURST_LEAST; m /= 2)
		algo_box_add(b, ALGO_BOX_LINE, p[0]);
}

/* Of each window of m the range of the sums of deviations, over the standard
 * deviation. */
static void rescaled_tile(const double *w, size_t m, double *restrict y,
			  size_t n)
{
	double mean[ALGO_TILE], way[ALGO_TILE], squares[ALGO_TILE];
	double top[ALGO_TILE], low[ALGO_TILE], count = (double)m;

	algo_line_sums(w, m, mean, n);
	for (size_t i = 0; i < n; i++) {
		mean[i] /= count;
		way[i] = squares[i] = top[i] = low[i] = 0;
	}
	for (size_t j = 0; j < m; j++)
		for (size_t i = 0; i < n; i++) {
			double d = w[i + j] - mean[i], at = way[i] + d;

			way[i] = at;
			squares[i] += d * d;
			top[i] = at > top[i] ? at : top[i];
			low[i] = at < low[i] ? at : low[i];
		}
	for (size_t i = 0; i < n; i++)
		y[i] = (top[i] - low[i]) / sqrt(squares[i] / count);
}

/* The mean over the chunks of m of a window of p that ends at r, the newest
 * first; 0 without any that has a spread. */
static double rescaled_mean(const double *r, size_t p, size_t m)
{
	double sum = 0, count = 0;

	for (size_t at = 0; at + m <= p; at += m) {
		sum += r[-(ptrdiff_t)at];
		count += r[-(ptrdiff_t)at] > 0;
	}
	return count > 0 ? sum / count : 0;
}

/* line[k] is where the values of size k are at this bar. */
static double hurst_value(double *const line[], size_t i, size_t p)
{
	double sx = 0, sy = 0, sxx = 0, sxy = 0, n = 0, base = log((double)p);

	for (size_t m = p, k = 0; m >= HURST_LEAST; m /= 2, k++) {
		double v = rescaled_mean(line[k] + i, p, m);
		double a = log((double)m) - base, b = log(v);

		if (!(v > 0))
			continue;
		n++;
		sx += a;
		sy += b;
		sxx += a * a;
		sxy += a * b;
	}
	return n < 2 ? NAN
		     : algo_finite((n * sxy - sx * sy) / (n * sxx - sx * sx));
}

/* The values of windows of m, 0 of those that are not full or are flat. */
static void rescaled_line(const double *x, const double *run, size_t m,
			  double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i += ALGO_TILE)
		rescaled_tile(x + i + 1 - m, m, y + i,
			      n - i < ALGO_TILE ? n - i : ALGO_TILE);
	for (size_t i = 0; i < n; i++)
		y[i] = run[i] < (double)m && fabs(y[i]) < INFINITY ? y[i] : 0;
}

/* How many changes up to each are equal. */
static void equal_runs(struct algo_box *b, const double *x, double *run,
		       size_t n)
{
	double now = b->v[HU_RUN];

	for (size_t i = 0; i < n; i++) {
		now = x[i] == x[i - 1] ? now + 1 : 1;
		run[i] = now;
	}
	b->v[HU_RUN] = now;
}

static void hurst_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double *line[ALGO_BOX_PARTS], run[ALGO_IND_N];
	double *x = algo_line_room(algo_box_part(b, 0), n);
	size_t p = algo_count(b->p[0]), first = b->seen;

	log_returns(b, in[0], x, n);
	equal_runs(b, x, run, n);
	for (size_t m = p, k = 0; m >= HURST_LEAST; m /= 2, k++) {
		line[k] = algo_line_room(algo_box_part(b, k + 1), n);
		rescaled_line(x, run, m, line[k], n);
	}
	for (size_t i = 0; i < n; i++)
		out[0][i] = first + i < p ? NAN : hurst_value(line, i, p);
}

ALGO_BOX_ROW(hurst, 1, 1)

/* clang-format off */
const struct algo_ind algo_ind_estimate[] = {
	{ .name = "adr", .title = "Average Day Range", .group = "volatility",
	  .in = { "high", "low" }, .param = { ALGO_LENGTH(14, 1) },
	  ALGO_ONE("adr"), ALGO_KERNEL_OF(adr),
	  .lookback = algo_look_window, .aliases = "average_day_range",
	  .doc = "sma of high - low.",
	  .source = "common; TA-Lib 0.8 ADR" },
	{ .name = "atr_pine", .title = "Average True Range, Charts",
	  .group = "volatility", .in = { ALGO_HLC },
	  .param = { ALGO_LENGTH(14, 1) }, ALGO_ONE("atr"),
	  ALGO_KERNEL_OF(atr_pine), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "atr with first 1: the first bar's true range is high - low, "
		 "and the average starts a bar earlier.",
	  .source = "Welles Wilder, 1978, as charts draw it" },
	{ .name = "chop", .title = "Choppiness Index",
	  .group = "volatility", .in = { ALGO_HLC },
	  .param = { ALGO_LENGTH(14, 2) }, ALGO_ONE("chop"),
	  ALGO_KERNEL_OF(chop), .lookback = algo_look_window,
	  .aliases = "choppiness",
	  .doc = "100 * log10(sum of true ranges / (highest high - lowest "
		 "low)) / log10(length): near 100 sideways, low in a trend; "
		 "none where the range is 0. The true range of the first bar "
		 "is high - low.",
	  .source = "Bill Dreiss, 1991; TA-Lib 0.8 CHOP" },
	{ .name = "cvi", .title = "Chaikin Volatility",
	  .group = "volatility", .in = { "high", "low" },
	  .param = { ALGO_LENGTH(10, 1) }, ALGO_ONE("cvi"),
	  ALGO_KERNEL_OF(cvi), .lookback = cvi_look,
	  .aliases = "chaikin_volatility",
	  .doc = "Change over length bars of ema(high - low, length), in "
		 "percent.",
	  .source = "Marc Chaikin; TA-Lib 0.8 CVI; Tulip cvi" },
	{ .name = "garman_klass", .title = "Garman-Klass Volatility",
	  .group = "volatility", .in = { ALGO_OHLC },
	  .param = { ALGO_LENGTH(20, 1), ALGO_ANNUAL(252) },
	  ALGO_ONE("vol"), ALGO_KERNEL_OF(garman_klass),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Root of annual times the mean of ln(high / low)^2 / 2 - "
		 "(2 ln 2 - 1) ln(close / open)^2, which is not below 0; a "
		 "fraction.",
	  .source = "Mark Garman and Michael Klass, 1980" },
	{ .name = "hv", .title = "Historical Volatility",
	  .group = "volatility", .in = { "close" },
	  .param = { ALGO_LENGTH(20, 2), ALGO_ANNUAL(252),
		     { "ddof", ALGO_P_INT, 1, 0, 1, 0,
		       "1: of a sample; 0: of the population", NULL } },
	  ALGO_ONE("hv"), ALGO_KERNEL_OF(hv),
	  .lookback = algo_look_period, .aliases = "historical_volatility",
	  .doc = "Standard deviation of ln(x / x before) times the root of "
		 "annual; a fraction.",
	  .source = "common" },
	{ .name = "entropy", .title = "Shannon Entropy",
	  .group = "statistic", .in = { "close" },
	  .param = { ALGO_LENGTH(10, 1),
		     { "base", ALGO_P_REAL, 2, 1.001, 1e6, 1,
		       "of the logarithm", NULL } },
	  ALGO_ONE("entropy"), ALGO_KERNEL_OF(entropy),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Minus the sum of p log(p), p = x over the sum of the last "
		 "length values; none where one is negative.",
	  .source = "Claude Shannon, 1948" },
	{ .name = "hurst", .title = "Hurst Exponent", .group = "statistic",
	  .in = { "close" },
	  .param = { { "length", ALGO_P_INT, 100, 2 * HURST_LEAST, HURST_MOST,
		       1, "changes in the window", NULL } },
	  ALGO_ONE("h"), ALGO_KERNEL_OF(hurst),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "Of the last length ln(x / x before), in chunks of length, "
		 "length / 2, length / 4, ... not below 8 from the newest "
		 "on: the slope of the logarithm of the mean rescaled range "
		 "over that of the size. Above 0.5 trends, below reverts. "
		 "Chunks without a spread do not count. Time grows with "
		 "length.",
	  .source = "Harold Edwin Hurst, 1951" },
	{ .name = NULL },
};
