/* counting.c - from bar to bar and since the first one: change cum cross
 * highestbars decay edecay drawdown ibs ha barpattern. */
#include "box.h"
#include "families.h"
#include "param.h"

static void none_plan(struct algo_box *b, const double *p)
{
	(void)b;
	(void)p;
}

/* ---- change */

static void change_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void change_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double *restrict y = out[0];

	algo_box_delay(state, 0, in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = in[0][i] - y[i];
}

ALGO_BOX_ROW(change, 1, 1)

/* ---- cum */

#define cum_plan none_plan
static void cum_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	struct algo_sum sum = { b->v[0], b->v[1] };

	for (size_t i = 0; i < n; i++) {
		algo_sum_add(&sum, in[0][i]);
		out[0][i] = algo_sum_get(&sum);
	}
	b->v[0] = sum.s;
	b->v[1] = sum.c;
}

ALGO_BOX_ROW(cum, 1, 1)

/* ---- cross */

#define cross_plan none_plan
static void cross_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	const double *x = in[0], *y = in[1];

	for (size_t i = 0; i < n; i++) {
		double x1 = i ? x[i - 1] : b->v[0];
		double y1 = i ? y[i - 1] : b->v[1];

		out[0][i] = x[i] > y[i] && x1 <= y1;
		out[1][i] = x[i] < y[i] && x1 >= y1;
		out[2][i] = out[0][i] + out[1][i];
	}
	if (!b->seen)
		out[0][0] = out[1][0] = out[2][0] = NAN;
	b->v[0] = x[n - 1];
	b->v[1] = y[n - 1];
	b->seen += n;
}

ALGO_BOX_ROW(cross, 2, 3)

/* ---- highestbars */

static void highestbars_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SINCE, p[0]);
}

static void highestbars_run(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct algo_box *b = state;

	algo_since_block(algo_box_part(b, 0), in[0], out[0], 1, n);
	algo_fill_nan(out[0], algo_box_warm(b, algo_count(b->p[0]) - 1, n));
}

ALGO_BOX_ROW(highestbars, 1, 1)

/* ---- decay */

enum { DE_LINEAR, DE_POWER };

#define decay_plan none_plan
static void decay_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double part = 1 / b->p[0], keep = 1 - part, *v = b->v;

	if (!b->seen)
		v[DE_LINEAR] = v[DE_POWER] = in[0][0];
	b->seen += n;
	for (size_t i = 0; i < n; i++) {
		v[DE_LINEAR] = fmax(in[0][i], v[DE_LINEAR] - part);
		v[DE_POWER] = fmax(in[0][i], v[DE_POWER] * keep);
		out[0][i] = v[DE_LINEAR];
		out[1][i] = v[DE_POWER];
	}
}

ALGO_BOX_ROW(decay, 1, 2)

#define edecay_plan none_plan
static void edecay_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double linear[ALGO_IND_N];
	double *const both[] = { linear, out[0] };

	decay_run(state, in, both, n);
}

ALGO_BOX_ROW(edecay, 1, 1)

/* ---- drawdown */

#define drawdown_plan none_plan
static void drawdown_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct algo_box *b = state;
	double top = b->seen ? b->v[0] : in[0][0];

	b->seen += n;
	for (size_t i = 0; i < n; i++) {
		top = in[0][i] > top ? in[0][i] : top;
		out[0][i] = algo_finite((in[0][i] - top) / top);
	}
	b->v[0] = top;
}

ALGO_BOX_ROW(drawdown, 1, 1)

/* ---- ibs */

#define ibs_plan none_plan
static void ibs_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++) {
		double high = in[0][i], low = in[1][i];

		out[0][i] = algo_finite((in[2][i] - low) / (high - low));
	}
}

ALGO_BOX_ROW(ibs, 3, 1)

/* ---- ha: candles of averages. */

#define ha_plan none_plan
static void ha_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double o = in[0][i], h = in[1][i], l = in[2][i], c = in[3][i];
		double close = (o + h + l + c) / 4;
		double open = b->seen++ ? b->v[0] : (o + c) / 2;

		out[0][i] = open;
		out[1][i] = fmax(h, fmax(open, close));
		out[2][i] = fmin(l, fmin(open, close));
		out[3][i] = close;
		b->v[0] = (open + close) / 2;
	}
}

ALGO_BOX_ROW(ha, 4, 4)

/* ---- barpattern: a bar beside those before it. */

enum { BP_HIGH, BP_LOW, BP_CLOSE, BP_RANGE, BP_RANGES = 6 };

/* 1 when range is below all of the last count ranges, the newest first. */
static double narrowest(const double *ranges, size_t count, double range)
{
	int below = 1;

	for (size_t k = 0; k < count; k++)
		below &= range < ranges[k];
	return below;
}

static void barpattern_bar(double *v, const double hlc[3], double *y)
{
	double h = hlc[0], l = hlc[1], c = hlc[2];
	double h1 = v[BP_HIGH], l1 = v[BP_LOW], c1 = v[BP_CLOSE];

	y[0] = h < h1 && l > l1;
	y[1] = h > h1 && l < l1;
	y[2] = (double)(l > h1) - (double)(h < l1);
	y[3] = narrowest(v + BP_RANGE, 3, h - l);
	y[4] = narrowest(v + BP_RANGE, BP_RANGES, h - l);
	y[5] = (double)(l < l1 && c > c1) - (double)(h > h1 && c < c1);
	v[BP_HIGH] = h;
	v[BP_LOW] = l;
	v[BP_CLOSE] = c;
	memmove(v + BP_RANGE + 1, v + BP_RANGE, (BP_RANGES - 1) * sizeof(*v));
	v[BP_RANGE] = h - l;
}

#define barpattern_plan none_plan
static void barpattern_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	static const size_t first[] = { 1, 1, 1, 3, 6, 1 };
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double bar[3] = { in[1][i], in[2][i], in[3][i] }, y[6];

		barpattern_bar(b->v, bar, y);
		for (size_t k = 0; k < 6; k++)
			out[k][i] = b->seen < first[k] ? NAN : y[k];
		b->seen++;
	}
}

ALGO_BOX_ROW(barpattern, 4, 6)

/* clang-format off */
#define CLOSE .in = { "close" }

const struct algo_ind algo_ind_counting[] = {
	{ .name = "change", .title = "Change", .group = "statistic", CLOSE,
	  .param = { ALGO_BARS("length", 1, 1, "bars back") },
	  ALGO_ONE("value"), ALGO_KERNEL_OF(change),
	  .lookback = algo_look_period, .aliases = "",
	  .doc = "x - x[length].", .source = "common" },
	{ .name = "cum", .title = "Cumulative Sum", .group = "statistic",
	  CLOSE, ALGO_ONE("value"), ALGO_KERNEL_OF(cum),
	  .lookback = algo_look_0, .aliases = "cumsum",
	  .doc = "Sum of all values so far.",
	  .source = "common; TA-Lib 0.8 CUMSUM" },
	{ .name = "cross", .title = "Cross", .group = "statistic",
	  .in = { "close", "open" }, .out = { "over", "under", "any" },
	  .main_out = 0, ALGO_KERNEL_OF(cross), .lookback = algo_look_1,
	  .aliases = "crossany crossover crossunder",
	  .doc = "over is 1 where the first series is above the second and "
		 "was not on the bar before, under the reverse, any either.",
	  .source = "common; Tulip crossover and crossany" },
	{ .name = "highestbars", .title = "Bars Since the Highest",
	  .group = "statistic", CLOSE, .param = { ALGO_LENGTH(14, 1) },
	  ALGO_ONE("bars"), ALGO_KERNEL_OF(highestbars),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Bars since the largest of the last length values, the "
		 "latest of equal ones.",
	  .source = "common" },
	{ .name = "decay", .title = "Decay", .group = "statistic", CLOSE,
	  .param = { ALGO_BARS("length", 5, 1, "bars in which 1 decays") },
	  .out = { "linear", "exponential" }, .main_out = 1,
	  ALGO_KERNEL_OF(decay), .lookback = algo_look_0, .aliases = "",
	  .doc = "linear is the larger of x and its value before less 1 / "
		 "length, exponential that of x and its value before times "
		 "1 - 1 / length.",
	  .source = "Tulip decay and edecay" },
	{ .name = "edecay", .title = "Exponential Decay",
	  .group = "statistic", CLOSE,
	  .param = { ALGO_BARS("length", 5, 1, "bars in which 1 decays") },
	  ALGO_ONE("edecay"), ALGO_KERNEL_OF(edecay),
	  .lookback = algo_look_0, .aliases = "",
	  .doc = "decay's second output alone.", .source = "Tulip edecay" },
	{ .name = "drawdown", .title = "Drawdown", .group = "statistic",
	  CLOSE, ALGO_ONE("value"), ALGO_KERNEL_OF(drawdown),
	  .lookback = algo_look_0, .aliases = "",
	  .doc = "x over the largest value so far, less 1: 0 or below.",
	  .source = "common" },
	{ .name = "ibs", .title = "Internal Bar Strength",
	  .group = "momentum", .in = { ALGO_HLC }, ALGO_ONE("ibs"),
	  ALGO_KERNEL_OF(ibs), .lookback = algo_look_0, .aliases = "",
	  .doc = "(close - low) / (high - low); none without a range.",
	  .source = "common" },
	{ .name = "ha", .title = "Heikin-Ashi Candles", .group = "price",
	  .in = { ALGO_OHLC }, .out = { "open", "high", "low", "close" },
	  .main_out = 0, ALGO_KERNEL_OF(ha), .lookback = algo_look_0,
	  .aliases = "heikin_ashi heikinashi heiken_ashi",
	  .doc = "close is the mean of the four prices, open the middle of "
		 "open and close of the candle before, at first of the bar; "
		 "high and low reach over both.",
	  .source = "Munehisa Homma; Dan Valcu, 2004; TA-Lib 0.8 HA" },
	{ .name = "barpattern", .title = "Bar Patterns", .group = "pattern",
	  .in = { ALGO_OHLC },
	  .out = { "inside", "outside", "gap", "nr4", "nr7", "keyrev" },
	  .main_out = 0, ALGO_KERNEL_OF(barpattern),
	  .lookback = algo_look_1, .aliases = "gapwidth",
	  .doc = "inside and outside the bar before, on both sides; gap 1 "
		 "above its high, -1 below its low; nr4 and nr7, a range "
		 "below those of the 3 and 6 bars before; keyrev 1 for a "
		 "lower low and a higher close, -1 for the reverse.",
	  .source = "Toby Crabel, 1990; common" },
	{ .name = NULL },
};
