/* strength.c - oscillators of averages and of stochastics: impulse kdj kst qqe
 * smi smi_ergodic stc stochrsi_tv tsi wavetrend. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- kst: four rates of change, smoothed, with the weights 1 to 4. */

enum { ROC, SMA = 4, KST_SIGNAL = 8 };

static void kst_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 4; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[ROC + k]);
	for (int k = 0; k < 4; k++)
		algo_box_add(b, ALGO_BOX_WIN, p[SMA + k]);
	algo_box_add(b, ALGO_BOX_WIN, p[KST_SIGNAL]);
}

static void kst_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double roc[ALGO_IND_N];

	for (size_t k = 0; k < 4; k++) {
		algo_box_delay(state, ROC + k, in[0], roc, n);
		for (size_t i = 0; i < n; i++) {
			double v = 100 * (in[0][i] / roc[i] - 1);

			roc[i] = roc[i] == 0 ? 0 : v;
		}
		algo_box_mean(state, SMA + k, roc, roc, n);
		for (size_t i = 0; i < n; i++)
			out[0][i] =
				(k ? out[0][i] : 0) + (double)(k + 1) * roc[i];
	}
	algo_box_mean(state, KST_SIGNAL, out[0], out[1], n);
}
ALGO_BOX_ROW(kst, 1, 2)

static size_t kst_look(const double *p)
{
	double look = 0;

	for (int k = 0; k < 4; k++)
		look = fmax(look, p[ROC + k] + p[SMA + k] - 1);
	return algo_count(look);
}

/* ---- tsi, smi_ergodic: the change smoothed twice over its size smoothed
 * twice. */

static void tsi_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 4; k++)
		algo_box_add(b, ALGO_BOX_EMA, p[k % 2]);
	algo_box_add(b, ALGO_BOX_EMA, p[2]);
}

static void tsi_lines(struct algo_box *b, const double *x, double scale,
		      double *const out[], size_t n)
{
	double size[ALGO_IND_N], *y = out[0];

	algo_box_change(b, 0, x, y, n);
	b->seen += n;
	size[0] = fabs(y[0]);
	for (size_t i = 1; i < n; i++)
		size[i] = fabs(y[i]);
	for (size_t k = 0; k < 2; k++) {
		algo_box_ema(b, k, y, y, n);
		algo_box_ema(b, 2 + k, size, size, n);
	}
	for (size_t i = 0; i < n; i++)
		y[i] = scale * algo_part_of(y[i], size[i]);
	algo_box_ema(b, 4, y, out[1], n);
}

static void tsi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	tsi_lines(state, in[0], 100, out, n);
}
ALGO_BOX_ROW(tsi, 1, 2)

#define smi_ergodic_plan tsi_plan
static void smi_ergodic_run(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	tsi_lines(state, in[0], 1, out, n);
	for (size_t i = 0; i < n; i++)
		out[2][i] = out[0][i] - out[1][i];
}
ALGO_BOX_ROW(smi_ergodic, 1, 3)

static size_t tsi_look(const double *p)
{
	return algo_count(p[0]) + algo_count(p[1]) - 1;
}

/* ---- smi (Blau): the distance from the middle of the range, over half the
 * range, both smoothed twice. */

static void extremes_plan(struct algo_box *b, double count)
{
	algo_box_add(b, ALGO_BOX_EXT, count);
	algo_box_add(b, ALGO_BOX_EXT, count);
}

static void smi_plan(struct algo_box *b, const double *p)
{
	extremes_plan(b, p[0]);
	for (int k = 0; k < 4; k++)
		algo_box_add(b, ALGO_BOX_EMA, p[1]);
	algo_box_add(b, ALGO_BOX_EMA, p[2]);
}

static void smi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N], *y = out[0];

	algo_box_max(state, 0, in[0], high, n);
	algo_box_min(state, 1, in[1], low, n);
	for (size_t i = 0; i < n; i++) {
		y[i] = in[2][i] - (high[i] + low[i]) / 2;
		high[i] -= low[i];
	}
	for (size_t k = 2; k < 4; k++) {
		algo_box_ema(state, k, y, y, n);
		algo_box_ema(state, k + 2, high, high, n);
	}
	for (size_t i = 0; i < n; i++)
		y[i] = 200 * algo_part_of(y[i], high[i]);
	algo_box_ema(state, 6, y, out[1], n);
}
ALGO_BOX_ROW(smi, 3, 2)

static size_t smi_look(const double *p)
{
	return algo_count(p[0] + 2 * p[1]) - 3;
}

/* ---- stc: the stochastic of the difference of two averages, smoothed, and
 * both once more.  v: of each round the last k, the last smoothed value and
 * whether there is one. */

static void stc_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
	extremes_plan(b, p[2]);
	extremes_plan(b, p[2]);
}

static void stc_round(struct algo_box *b, int k, double *x, size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N], *v = b->v + 3 * k;
	double flat = k ? 1e-9 : 0;

	algo_box_max(b, (size_t)(2 + 2 * k), x, high, n);
	algo_box_min(b, (size_t)(3 + 2 * k), x, low, n);
	for (size_t i = 0; i < n; i++) {
		double range = high[i] - low[i];

		if (isnan(range)) {
			x[i] = NAN;
			continue;
		}
		if (range > flat)
			v[0] = 100 * (x[i] - low[i]) / range;
		v[1] = v[2] != 0 ? v[1] + b->p[3] * (v[0] - v[1]) : v[0];
		v[2] = 1;
		x[i] = v[1];
	}
}

static void stc_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double slow[ALGO_IND_N], *y = out[0];

	algo_box_ema(state, 0, in[0], y, n);
	algo_box_ema(state, 1, in[0], slow, n);
	for (size_t i = 0; i < n; i++)
		y[i] -= slow[i];
	stc_round(state, 0, y, n);
	stc_round(state, 1, y, n);
}
ALGO_BOX_ROW(stc, 1, 1)

static size_t stc_look(const double *p)
{
	return algo_count(fmax(p[0], p[1]) - 1 + 2 * (p[2] - 1));
}

/* ---- stochrsi_tv */

static void stochrsi_tv_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RSI, p[0]);
	extremes_plan(b, p[1]);
	algo_box_add(b, ALGO_BOX_WIN, p[2]);
	algo_box_add(b, ALGO_BOX_WIN, p[3]);
}

static void stochrsi_tv_run(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	double rsi[ALGO_IND_N], high[ALGO_IND_N], low[ALGO_IND_N];

	algo_box_rsi(state, 0, in[0], rsi, n);
	algo_box_max(state, 1, rsi, high, n);
	algo_box_min(state, 2, rsi, low, n);
	for (size_t i = 0; i < n; i++) {
		double range = high[i] - low[i];
		double v = 100 * (rsi[i] - low[i]) / range;

		rsi[i] = range < 1e-9 ? 0 : v;
	}
	algo_box_mean(state, 3, rsi, out[0], n);
	algo_box_mean(state, 4, out[0], out[1], n);
}
ALGO_BOX_ROW(stochrsi_tv, 1, 2)

static size_t stochrsi_tv_look(const double *p)
{
	return algo_count(p[0] + p[1] + p[2]) - 2;
}

/* ---- kdj: v holds k and d, from 50. */

static void kdj_plan(struct algo_box *b, const double *p)
{
	extremes_plan(b, p[0]);
}

static void kdj_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double high[ALGO_IND_N], low[ALGO_IND_N], k, d;

	algo_box_max(b, 0, in[0], high, n);
	algo_box_min(b, 1, in[1], low, n);
	k = b->seen ? b->v[0] : 50;
	d = b->seen ? b->v[1] : 50;
	for (size_t i = 0; i < n; i++) {
		double range = high[i] - low[i];
		double rsv = 100 * (in[2][i] - low[i]) / range;

		if (!isnan(range)) {
			k += ((range == 0 ? 50 : rsv) - k) / b->p[1];
			d += (k - d) / b->p[1];
		}
		out[0][i] = isnan(range) ? NAN : k;
		out[1][i] = isnan(range) ? NAN : d;
		out[2][i] = isnan(range) ? NAN : 3 * k - 2 * d;
	}
	b->v[0] = k;
	b->v[1] = d;
	b->seen += n;
}
ALGO_BOX_ROW(kdj, 3, 3)

/* ---- qqe: the smoothed rsi with bands that only tighten.  v: the smoothed
 * rsi before, both bands before, whether there are any, the trend. */

enum { BEFORE, LOWER, UPPER, BANDS, TREND };

static void qqe_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RSI, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
	algo_box_add(b, ALGO_BOX_EMA, 2 * p[0] - 1);
	algo_box_add(b, ALGO_BOX_EMA, 2 * p[0] - 1);
}

static void qqe_bar(double *v, double now, double width)
{
	double lower = now - width, upper = now + width;

	if (v[BANDS] == 0) {
		v[TREND] = 1;
	} else {
		double before = v[BEFORE];

		if (now > v[UPPER])
			v[TREND] = 1;
		else if (now < v[LOWER])
			v[TREND] = -1;
		if (before > v[LOWER] && now > v[LOWER])
			lower = fmax(lower, v[LOWER]);
		if (before < v[UPPER] && now < v[UPPER])
			upper = fmin(upper, v[UPPER]);
	}
	v[BANDS] = 1;
	v[LOWER] = lower;
	v[UPPER] = upper;
}

static void qqe_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double width[ALGO_IND_N], *v = b->v, before;

	algo_box_rsi(b, 0, in[0], out[0], n);
	algo_box_ema(b, 1, out[0], out[0], n);
	before = b->seen ? v[BEFORE] : NAN;
	width[0] = fabs(out[0][0] - before);
	for (size_t i = 1; i < n; i++)
		width[i] = fabs(out[0][i] - out[0][i - 1]);
	algo_box_ema(b, 2, width, width, n);
	algo_box_ema(b, 3, width, width, n);
	for (size_t i = 0; i < n; i++) {
		if (!isnan(width[i]))
			qqe_bar(v, out[0][i], b->p[2] * width[i]);
		out[1][i] = v[TREND] > 0 ? v[LOWER] : v[UPPER];
		out[2][i] = v[TREND];
		if (v[BANDS] == 0)
			out[1][i] = out[2][i] = NAN;
		v[BEFORE] = out[0][i];
	}
	b->seen += n;
}
ALGO_BOX_ROW(qqe, 1, 3)

static size_t qqe_look(const double *p)
{
	return algo_count(p[0] + p[1]) - 1;
}

/* ---- wavetrend */

static void wavetrend_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, p[1]);
	algo_box_add(b, ALGO_BOX_WIN, p[2]);
}

static void wavetrend_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	double tp[ALGO_IND_N], dev[ALGO_IND_N], *y = out[0];

	for (size_t i = 0; i < n; i++)
		y[i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
	algo_box_ema(state, 0, y, tp, n);
	for (size_t i = 0; i < n; i++) {
		y[i] -= tp[i];
		dev[i] = fabs(y[i]);
	}
	dev[0] = fabs(y[0]); /* n is never 0 */
	algo_box_ema(state, 1, dev, dev, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_part_of(y[i], 0.015 * dev[i]);
	algo_box_ema(state, 2, y, y, n);
	algo_box_mean(state, 3, y, out[1], n);
}
ALGO_BOX_ROW(wavetrend, 3, 2)

static size_t wavetrend_look(const double *p)
{
	return algo_count(2 * p[0] + p[1]) - 3;
}

/* ---- impulse: v holds the average and the histogram before. */

static void impulse_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
	algo_box_add(b, ALGO_BOX_EMA, fmin(p[1], p[2]));
	algo_box_add(b, ALGO_BOX_EMA, fmax(p[1], p[2]));
	algo_box_add(b, ALGO_BOX_EMA, p[3]);
}

static void impulse_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double line[ALGO_IND_N], slow[ALGO_IND_N], *y = out[0], *v = b->v;
	size_t skip = algo_count(fabs(b->p[2] - b->p[1])), i;

	/* The fast average of macd begins so late that it starts with the
	 * slow one. */
	algo_copy(line, in[0], n);
	i = algo_box_warm(b, skip, n);
	algo_fill_nan(line, i);
	algo_box_ema(b, 1, line, line, n);
	algo_box_ema(b, 2, in[0], slow, n);
	for (i = 0; i < n; i++)
		line[i] -= slow[i];
	algo_box_ema(b, 3, line, slow, n);
	algo_box_ema(b, 0, in[0], y, n);
	for (i = 0; i < n; i++) {
		double e = y[i], h = line[i] - slow[i];
		int has = v[2] != 0;

		y[i] = (e > v[0] && h > v[1]) - (e < v[0] && h < v[1]);
		y[i] = has ? y[i] : NAN;
		v[2] = !isnan(e) && !isnan(h);
		v[0] = e;
		v[1] = h;
	}
}
ALGO_BOX_ROW(impulse, 1, 1)

static size_t impulse_look(const double *p)
{
	double macd = fmax(p[1], p[2]) + p[3] - 1;

	return algo_count(fmax(p[0], macd));
}

/* ---- the rows */

/* clang-format off */
#define CLOSE .in = { "close" }
#define HLC .in = { ALGO_HLC }
#define MOMENTUM .group = "momentum"
#define SMA_OF(k, dflt) \
	ALGO_BARS("sma" #k, dflt, 1, "bars of the average of roc" #k)
#define ROC_OF(k, dflt) \
	ALGO_BARS("roc" #k, dflt, 1, "bars of the change of weight " #k)

const struct algo_ind algo_ind_strength[] = {
	{ .name = "kst", .title = "Know Sure Thing", MOMENTUM, CLOSE,
	  .param = { ROC_OF(1, 10), ROC_OF(2, 15), ROC_OF(3, 20),
		     ROC_OF(4, 30), SMA_OF(1, 10), SMA_OF(2, 10),
		     SMA_OF(3, 10), SMA_OF(4, 15), ALGO_SIGNAL(9) },
	  .out = { "kst", "signal" }, .main_out = 1, ALGO_KERNEL_OF(kst),
	  .lookback = kst_look, .aliases = "",
	  .doc = "Sum of 1 to 4 times the sma of four rates of change in "
		 "percent (0 from a price of 0), and its sma.",
	  .source = "Martin Pring, 1992" },
	{ .name = "tsi", .title = "True Strength Index", MOMENTUM, CLOSE,
	  .param = { ALGO_BARS("long", 25, 1, "bars of the first average"),
		     ALGO_BARS("short", 13, 1, "bars of the second average"),
		     ALGO_SIGNAL(13) },
	  .out = { "tsi", "signal" }, .main_out = 1, ALGO_KERNEL_OF(tsi),
	  .lookback = tsi_look, .aliases = "",
	  .doc = "100 * ema of ema of the change over ema of ema of its size, "
		 "0 where nothing moved; and its ema.",
	  .source = "William Blau, 1991" },
	{ .name = "smi_ergodic", .title = "SMI Ergodic Indicator", MOMENTUM,
	  CLOSE,
	  .param = { ALGO_BARS("long", 20, 1, "bars of the first average"),
		     ALGO_BARS("short", 5, 1, "bars of the second average"),
		     ALGO_SIGNAL(5) },
	  .out = { "smi", "signal", "osc" }, .main_out = 1,
	  ALGO_KERNEL_OF(smi_ergodic), .lookback = tsi_look,
	  .aliases = "smiio ergodic",
	  .doc = "tsi as a fraction, its ema, and the difference. Not the "
		 "stochastic momentum index, which is smi.",
	  .source = "William Blau, 1995" },
	{ .name = "smi", .title = "Stochastic Momentum Index", MOMENTUM, HLC,
	  .param = { ALGO_BARS("length", 10, 2, "bars in the window"),
		     ALGO_BARS("smooth", 3, 1, "bars of both averages"),
		     ALGO_SIGNAL(3) },
	  .out = { "smi", "signal" }, .main_out = 1, ALGO_KERNEL_OF(smi),
	  .lookback = smi_look, .aliases = "",
	  .doc = "200 * ema of ema of close - the middle of the range of "
		 "length bars, over ema of ema of that range, 0 where there "
		 "is none; and its ema.",
	  .source = "William Blau, 1993" },
	{ .name = "stc", .title = "Schaff Trend Cycle", MOMENTUM, CLOSE,
	  .param = { ALGO_FAST(23), ALGO_SLOW(50),
		     ALGO_BARS("cycle", 10, 1, "bars of the stochastics"),
		     ALGO_FRACTION("factor", 0.5, 0, 1,
				   "weight of the newest value") },
	  ALGO_ONE("stc"), ALGO_KERNEL_OF(stc), .lookback = stc_look,
	  .aliases = "schaff",
	  .doc = "The stochastic over cycle bars of EMA(fast) - EMA(slow), "
		 "smoothed by s += factor * (k - s), and both once more. A "
		 "flat range (the second time below 1e-9) repeats k, 0 at "
		 "first.",
	  .source = "Doug Schaff, 1999" },
	{ .name = "stochrsi_tv", .title = "Stochastic RSI, Smoothed",
	  MOMENTUM, CLOSE,
	  .param = { ALGO_BARS("rsi", 14, 2, "bars of rsi"),
		     ALGO_BARS("stoch", 14, 1, "bars of the stochastic"),
		     ALGO_BARS("k", 3, 1, "bars of the average of it"),
		     ALGO_BARS("d", 3, 1, "bars of the average of k") },
	  .out = { "k", "d" }, .main_out = 0, ALGO_KERNEL_OF(stochrsi_tv),
	  .lookback = stochrsi_tv_look, .aliases = "",
	  .doc = "k is the sma of the stochastic of rsi, d the sma of k; a "
		 "range of rsi below 1e-9 counts as 0. What charts show: "
		 "stochrsi, as in TA-Lib, does not smooth k.",
	  .source = "Tushar Chande and Stanley Kroll, 1994, as charted" },
	{ .name = "kdj", .title = "KDJ", MOMENTUM, HLC,
	  .param = { ALGO_LENGTH(9, 1),
		     ALGO_BARS("smooth", 3, 1, "bars of both averages") },
	  .out = { "k", "d", "j" }, .main_out = 0, ALGO_KERNEL_OF(kdj),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "k += (s - k) / smooth, d += (k - d) / smooth, both from 50; "
		 "s is the stochastic of length bars, 50 without a range; j = "
		 "3 k - 2 d.",
	  .source = "after George Lane, common in China" },
	{ .name = "qqe", .title = "Quantitative Qualitative Estimation",
	  MOMENTUM, CLOSE,
	  .param = { ALGO_BARS("rsi", 14, 2, "bars of rsi"),
		     ALGO_BARS("smooth", 5, 1, "bars of its average"),
		     ALGO_FACTOR("factor", 4.236, "width of the bands") },
	  .out = { "rsima", "line", "trend" }, .main_out = 1,
	  ALGO_KERNEL_OF(qqe), .lookback = qqe_look, .aliases = "",
	  .doc = "The ema of rsi, and the band that trails it: factor times "
		 "the ema of the ema, both of 2 rsi - 1 bars, of its moves. "
		 "Bands only tighten while the line is inside. trend is 1 at "
		 "first, turns when the line passes the band of the bar "
		 "before, and says which band is shown.",
	  .source = "Roman Ignatov, 2006" },
	{ .name = "wavetrend", .title = "WaveTrend", MOMENTUM, HLC,
	  .param = { ALGO_BARS("channel", 10, 1, "bars of the channel"),
		     ALGO_BARS("average", 21, 1, "bars of its average"),
		     ALGO_SIGNAL(4) },
	  .out = { "wt1", "wt2" }, .main_out = 0, ALGO_KERNEL_OF(wavetrend),
	  .lookback = wavetrend_look, .aliases = "",
	  .doc = "d is (high + low + close) / 3 - its ema; wt1 the ema of d / "
		 "(0.015 * ema of |d|), 0 where that is 0; wt2 the sma of "
		 "wt1.",
	  .source = "LazyBear, 2014" },
	{ .name = "impulse", .title = "Elder Impulse System", MOMENTUM, CLOSE,
	  .param = { ALGO_BARS("ema", 13, 1, "bars of the average"),
		     ALGO_FAST(12), ALGO_SLOW(26), ALGO_SIGNAL(9) },
	  ALGO_ONE("state"), ALGO_KERNEL_OF(impulse),
	  .lookback = impulse_look, .aliases = "",
	  .doc = "1 when ema and the histogram of macd both rise, -1 when "
		 "both fall, else 0.",
	  .source = "Alexander Elder, 2002" },
	{ .name = NULL },
};
