/* squeeze.c - channels of ranges and of regressions: kc_orig kc_tr linreg_off
 * lrchannel sebands squeeze squeeze_pro starc. */
#include "box.h"
#include "families.h"
#include "param.h"

/* mid -+ mult * width. */
static void bands_out(double *const out[], double mult, const double *mid,
		      const double *width, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		out[0][i] = mid[i] - mult * width[i];
		out[1][i] = mid[i];
		out[2][i] = mid[i] + mult * width[i];
	}
}

/* ---- kc_tr, kc_orig, starc: channels of ranges. */

static void kc_tr_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_RANGE, 0);
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

static void kc_tr_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mid[ALGO_IND_N], range[ALGO_IND_N];

	algo_box_ema(b, 0, in[2], mid, n);
	algo_box_range1(b, 1, in, range, n);
	algo_box_ema(b, 2, range, range, n);
	bands_out(out, b->p[1], mid, range, n);
}
ALGO_BOX_ROW(kc_tr, 3, 3)

static void kc_orig_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void kc_orig_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mid[ALGO_IND_N], range[ALGO_IND_N];

	mid[0] = range[0] = 0; /* n is never 0 */
	for (size_t i = 0; i < n; i++) {
		mid[i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
		range[i] = in[0][i] - in[1][i];
	}
	algo_box_mean(b, 0, mid, mid, n);
	algo_box_mean(b, 1, range, range, n);
	bands_out(out, b->p[1], mid, range, n);
}
ALGO_BOX_ROW(kc_orig, 3, 3)

static void starc_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_RANGE, 0);
	algo_box_add(b, ALGO_BOX_RMA, p[2]);
}

static void starc_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double mid[ALGO_IND_N], range[ALGO_IND_N];

	algo_box_mean(b, 0, in[2], mid, n);
	algo_box_range(b, 1, in, range, n);
	algo_box_ema(b, 2, range, range, n);
	bands_out(out, b->p[1], mid, range, n);
}
ALGO_BOX_ROW(starc, 3, 3)

/* ---- linreg_off, lrchannel, sebands: lines of regression, and how far the
 * values are from them. */

static void linreg_off_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void linreg_off_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_box *b = state;
	double slope[ALGO_IND_N], at = (b->p[0] - 1) / 2 - b->p[1];

	algo_box_line(b, 0, in[0], out[0], slope, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] += slope[i] * at;
}
ALGO_BOX_ROW(linreg_off, 1, 1)

static void residuals_plan(struct algo_box *b, double count)
{
	algo_box_add(b, ALGO_BOX_FOLD, count);
	algo_box_add(b, ALGO_BOX_FOLD, count);
	algo_box_add(b, ALGO_BOX_LINE, count);
}

/* The sum of squares of what the line leaves, term by term. */
static double residuals(const double *w, size_t count, double mean,
			double slope)
{
	double sum = 0, x = -((double)count - 1) / 2;

	for (size_t i = 0; i < count; i++, x++) {
		double d = (w[i] - mean) - slope * x;

		sum += d * d;
	}
	return sum;
}

/* The line at its newest bar and the sum of squares around it.  What is left
 * of the variance when the slope's part is taken away has lost its digits
 * where the line fits well: then the window is added up. */
static void regress(struct algo_box *b, const double *x, double *end,
		    double *left, size_t n)
{
	double mean[ALGO_IND_N], slope[ALGO_IND_N];
	size_t count = b->part[0].p;
	double p = (double)count, squares = p * (p * p - 1) / 12;
	double *w = algo_line_room(algo_box_part(b, 2), n);

	algo_copy(w, x, n);
	w -= count - 1;
	algo_box_spread(b, 0, x, mean, left, n);
	algo_box_line(b, 1, x, mean, slope, n);
	for (size_t i = 0; i < n; i++) {
		double all = p * left[i] * left[i];
		double rest = all - slope[i] * slope[i] * squares;

		if (rest < 1e-3 * all)
			rest = residuals(w + i, count, mean[i], slope[i]);
		left[i] = rest;
		end[i] = mean[i] + slope[i] * (p - 1) / 2;
	}
}

static void lrchannel_plan(struct algo_box *b, const double *p)
{
	residuals_plan(b, p[0]);
}

static void lrchannel_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	struct algo_box *b = state;
	double end[ALGO_IND_N], dev[ALGO_IND_N];

	regress(b, in[0], end, dev, n);
	for (size_t i = 0; i < n; i++)
		dev[i] = sqrt(dev[i] / b->p[0]);
	bands_out(out, b->p[1], end, dev, n);
}
ALGO_BOX_ROW(lrchannel, 1, 3)

static void sebands_plan(struct algo_box *b, const double *p)
{
	residuals_plan(b, p[0]);
	for (int k = 0; k < 3; k++)
		algo_box_add(b, ALGO_BOX_WIN, p[2]);
}

static void sebands_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double end[ALGO_IND_N], dev[ALGO_IND_N];

	regress(b, in[0], end, dev, n);
	for (size_t i = 0; i < n; i++)
		dev[i] = sqrt(dev[i] / (b->p[0] - 2));
	bands_out(out, b->p[1], end, dev, n);
	for (size_t k = 0; k < 3; k++)
		algo_box_mean(b, 3 + k, out[k], out[k], n);
}
ALGO_BOX_ROW(sebands, 1, 3)

static size_t sebands_look(const double *p)
{
	return algo_count(p[0] + p[2]) - 2;
}

/* ---- squeeze, squeeze_pro: Bollinger's bands inside Keltner's. */

enum { BANDS, MEAN, RANGE, RANGES, HIGH, LOW, MOMENTUM };

static void channels_plan(struct algo_box *b, double bb, double kc)
{
	algo_box_add(b, ALGO_BOX_FOLD, bb);
	algo_box_add(b, ALGO_BOX_WIN, kc);
	algo_box_add(b, ALGO_BOX_RANGE, 0);
	algo_box_add(b, ALGO_BOX_WIN, kc);
	algo_box_add(b, ALGO_BOX_EXT, kc);
	algo_box_add(b, ALGO_BOX_EXT, kc);
	algo_box_add(b, ALGO_BOX_FOLD, kc);
}

/* Middles and widths of both. */
struct channels {
	double bb[ALGO_IND_N], dev[ALGO_IND_N];
	double kc[ALGO_IND_N], range[ALGO_IND_N];
};

/* And the end of the line through close - the mean of the middle of the range
 * and the middle of Keltner's. */
static void channels_block(struct algo_box *b, const double *const in[],
			   struct channels *c, double *momentum, size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N];
	double end = ((double)b->part[MOMENTUM].p - 1) / 2;

	algo_box_spread(b, BANDS, in[2], c->bb, c->dev, n);
	algo_box_mean(b, MEAN, in[2], c->kc, n);
	algo_box_range(b, RANGE, in, c->range, n);
	algo_box_mean(b, RANGES, c->range, c->range, n);
	algo_box_max(b, HIGH, in[0], high, n);
	algo_box_min(b, LOW, in[1], low, n);
	for (size_t i = 0; i < n; i++) {
		double mid = (high[i] + low[i]) / 2;

		high[i] = in[2][i] - (mid + c->kc[i]) / 2;
	}
	algo_box_line(b, MOMENTUM, high, momentum, low, n);
	for (size_t i = 0; i < n; i++)
		momentum[i] += low[i] * end;
}

static inline double inside(const struct channels *c, size_t i, double dev,
			    double mult)
{
	double d = dev * c->dev[i], r = mult * c->range[i];
	double in = c->bb[i] - d > c->kc[i] - r && c->bb[i] + d < c->kc[i] + r;

	return isnan(d + r) ? NAN : in;
}

static inline double outside(const struct channels *c, size_t i, double dev,
			     double mult)
{
	double d = dev * c->dev[i], r = mult * c->range[i];
	double in = c->bb[i] - d < c->kc[i] - r && c->bb[i] + d > c->kc[i] + r;

	return isnan(d + r) ? NAN : in;
}

static void squeeze_plan(struct algo_box *b, const double *p)
{
	channels_plan(b, p[0], p[2]);
}

static void squeeze_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	struct channels c;

	channels_block(b, in, &c, out[0], n);
	for (size_t i = 0; i < n; i++) {
		out[1][i] = inside(&c, i, b->p[1], b->p[3]);
		out[2][i] = outside(&c, i, b->p[1], b->p[3]);
	}
}
ALGO_BOX_ROW(squeeze, 3, 3)

static size_t squeeze_look(const double *p)
{
	return algo_count(fmin(fmax(p[0], p[2]), 2 * p[2] - 1)) - 1;
}

static void squeeze_pro_plan(struct algo_box *b, const double *p)
{
	channels_plan(b, p[0], p[0]);
}

static void squeeze_pro_run(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct algo_box *b = state;
	struct channels c;

	channels_block(b, in, &c, out[0], n);
	for (int k = 1; k < 4; k++)
		for (size_t i = 0; i < n; i++)
			out[k][i] = inside(&c, i, b->p[1], b->p[1 + k]);
}
ALGO_BOX_ROW(squeeze_pro, 3, 4)

/* ---- the rows */

/* clang-format off */
#define CLOSE .in = { "close" }
#define HLC .in = { ALGO_HLC }
#define LINES .out = { "lower", "mid", "upper" }, .main_out = 0
#define MULT(dflt) \
	ALGO_FACTOR("mult", dflt, "ranges from the middle to a band")
#define DEV(dflt) \
	ALGO_FACTOR("dev", dflt, "deviations from the middle to a band")

const struct algo_ind algo_ind_squeeze[] = {
	{ .name = "kc_tr", .title = "Keltner Channel of True Ranges",
	  .group = "overlap", HLC, .param = { ALGO_LENGTH(20, 1), MULT(2) },
	  LINES, ALGO_KERNEL_OF(kc_tr), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "ema of close -+ mult * the ema of the true range, which the "
		 "first bar has not: the bands begin one bar after the "
		 "middle.",
	  .source = "Chester Keltner, 1960, as charted" },
	{ .name = "kc_orig", .title = "Keltner Channel of 1960",
	  .group = "overlap", HLC, .param = { ALGO_LENGTH(10, 1), MULT(1) },
	  LINES, ALGO_KERNEL_OF(kc_orig), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "sma of (high + low + close) / 3 -+ mult * the sma of high - "
		 "low.",
	  .source = "Chester Keltner, 1960" },
	{ .name = "starc", .title = "Stoller Average Range Channel",
	  .group = "overlap", HLC,
	  .param = { ALGO_LENGTH(6, 1), MULT(2),
		     ALGO_BARS("atr", 15, 1,
			       "bars of the average true range") },
	  LINES, ALGO_KERNEL_OF(starc), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "sma of close -+ mult * the average true range, of the first "
		 "bar high - low. The middle may begin before the bands.",
	  .source = "Manning Stoller, 1980s" },
	{ .name = "linreg_off", .title = "Linear Regression with Offset",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(14, 2),
		     ALGO_BARS("offset", 0, 0, "bars back on the line") },
	  ALGO_ONE("linreg"), ALGO_KERNEL_OF(linreg_off),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "The line of least squares through the last length values, "
		 "offset bars before its end.",
	  .source = "common" },
	{ .name = "lrchannel", .title = "Linear Regression Channel",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(100, 2), DEV(2) },
	  LINES, ALGO_KERNEL_OF(lrchannel), .lookback = algo_look_window,
	  .aliases = "raff",
	  .doc = "The end of the line of least squares -+ dev deviations of "
		 "the values from it (divisor length).",
	  .source = "Gilbert Raff, 1991" },
	{ .name = "sebands", .title = "Standard Error Bands",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(21, 3), MULT(2),
		     ALGO_BARS("smooth", 3, 1, "bars of the averages") },
	  LINES, ALGO_KERNEL_OF(sebands), .lookback = sebands_look,
	  .aliases = "",
	  .doc = "The end of the line of least squares -+ mult standard "
		 "errors of the values around it (divisor length - 2), each "
		 "smoothed by an sma.",
	  .source = "Jon Andersen, 1996" },
	{ .name = "squeeze", .title = "TTM Squeeze", .group = "momentum", HLC,
	  .param = { ALGO_BARS("bb", 20, 2, "bars of Bollinger's bands"),
		     DEV(2),
		     ALGO_BARS("kc", 20, 2, "bars of Keltner's"),
		     MULT(1.5) },
	  .out = { "momentum", "on", "off" }, .main_out = 0,
	  ALGO_KERNEL_OF(squeeze), .lookback = squeeze_look,
	  .aliases = "ttm_squeeze",
	  .doc = "on is 1 when Bollinger's bands lie inside sma -+ mult * sma "
		 "of the true range, off when both lie outside. momentum is "
		 "the end of the line of least squares through kc values of "
		 "close - the mean of the sma and the middle of the range of "
		 "kc bars.",
	  .source = "John Carter, 2005; LazyBear, 2013, with dev in use" },
	{ .name = "squeeze_pro", .title = "Squeeze Pro", .group = "momentum",
	  HLC,
	  .param = { ALGO_LENGTH(20, 2), DEV(2),
		     ALGO_FACTOR("wide", 2, "ranges to the widest channel"),
		     ALGO_FACTOR("normal", 1.5, "to the middle one"),
		     ALGO_FACTOR("narrow", 1, "to the narrowest") },
	  .out = { "momentum", "wide", "normal", "narrow" }, .main_out = 0,
	  ALGO_KERNEL_OF(squeeze_pro), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "squeeze with three channels: each flag is 1 when "
		 "Bollinger's bands lie inside that one.",
	  .source = "John Carter, 2005" },
	{ .name = NULL },
};
