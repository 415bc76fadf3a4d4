/* channels.c - channels and stops beside prices: aberration bbw envelope
 * ichimoku ce cksp hilo atrts. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- aberration: a mean and an average true range beside it. */

enum { AB_MEAN, AB_RANGE, AB_ATR };

static void aberration_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	algo_box_add(b, ALGO_BOX_RMA, p[1]);
}

static void aberration_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	double *restrict mid = out[0], *restrict atr = out[3];

	for (size_t i = 0; i < n; i++)
		mid[i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
	algo_box_mean(state, AB_MEAN, mid, mid, n);
	algo_box_range(state, AB_RANGE, in, atr, n);
	algo_box_ema(state, AB_ATR, atr, atr, n);
	for (size_t i = 0; i < n; i++) {
		out[1][i] = mid[i] + atr[i];
		out[2][i] = mid[i] - atr[i];
	}
}

ALGO_BOX_ROW(aberration, 3, 4)

static size_t aberration_look(const double *p)
{
	return algo_count(fmin(p[0], p[1])) - 1;
}

/* ---- bbw: how wide the bands are, and where x is between them. */

static void bbw_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void bbw_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	const struct algo_box *b = state;
	double mean[ALGO_IND_N], dev[ALGO_IND_N], k = b->p[1];

	algo_box_spread(state, 0, in[0], mean, dev, n);
	for (size_t i = 0; i < n; i++) {
		double wide = 2 * k * dev[i];
		double lower = mean[i] - k * dev[i];

		out[0][i] = algo_finite(100 * wide / mean[i]);
		out[1][i] = algo_finite((in[0][i] - lower) / wide);
	}
}

ALGO_BOX_ROW(bbw, 1, 2)

/* ---- envelope. */

static void envelope_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void envelope_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	const struct algo_box *b = state;
	double part = b->p[1] / 100;

	algo_box_mean(state, 0, in[0], out[1], n);
	for (size_t i = 0; i < n; i++) {
		out[0][i] = out[1][i] * (1 - part);
		out[2][i] = out[1][i] * (1 + part);
	}
}

ALGO_BOX_ROW(envelope, 1, 3)

/* ---- ichimoku: middles of three ranges, two lines drawn later. */

enum { IC_EXT, IC_SPAN = 6 };

static void ichimoku_plan(struct algo_box *b, const double *p)
{
	for (size_t k = 0; k < 6; k++)
		algo_box_add(b, ALGO_BOX_EXT, p[k / 2]);
	for (size_t k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[3] - 1);
}

static void middle(void *state, size_t part, const double *const in[],
		   double *restrict y, size_t n)
{
	double low[ALGO_IND_N];

	algo_box_max(state, part, in[0], y, n);
	algo_box_min(state, part + 1, in[1], low, n);
	for (size_t i = 0; i < n; i++)
		y[i] = (y[i] + low[i]) / 2;
}

static void ichimoku_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	double span[ALGO_IND_N];

	middle(state, IC_EXT, in, out[0], n);
	middle(state, IC_EXT + 2, in, out[1], n);
	for (size_t i = 0; i < n; i++)
		span[i] = (out[0][i] + out[1][i]) / 2;
	algo_box_delay(state, IC_SPAN, span, out[2], n);
	middle(state, IC_EXT + 4, in, span, n);
	algo_box_delay(state, IC_SPAN + 1, span, out[3], n);
}

ALGO_BOX_ROW(ichimoku, 2, 4)

static size_t ichimoku_look(const double *p)
{
	return algo_count(fmin(fmin(p[0], p[1]), p[2] + p[3] - 1)) - 1;
}

/* ---- ce, cksp: extremes less some average true ranges, and the extremes of
 * that. */

enum { ST_HIGH, ST_LOW, ST_RANGE, ST_ATR, ST_SHORT, ST_LONG };

static void ce_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_EXT, p[0]);
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	algo_box_add(b, ALGO_BOX_RMA, p[0]);
}

static void ce_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	const struct algo_box *b = state;
	double atr[ALGO_IND_N], k = b->p[1];

	algo_box_max(state, ST_HIGH, in[0], out[0], n);
	algo_box_min(state, ST_LOW, in[1], out[1], n);
	algo_box_range(state, ST_RANGE, in, atr, n);
	algo_box_ema(state, ST_ATR, atr, atr, n);
	for (size_t i = 0; i < n; i++) {
		out[0][i] -= k * atr[i];
		out[1][i] += k * atr[i];
	}
}

ALGO_BOX_ROW(ce, 3, 2)

static void cksp_plan(struct algo_box *b, const double *p)
{
	ce_plan(b, p);
	algo_box_add(b, ALGO_BOX_EXT, p[2]);
	algo_box_add(b, ALGO_BOX_EXT, p[2]);
}

/* The stop below the highs is the one of shorts, as charts name it. */
static void cksp_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	double *const first[] = { out[1], out[0] };

	ce_run(state, in, first, n);
	algo_box_max(state, ST_SHORT, out[1], out[1], n);
	algo_box_min(state, ST_LONG, out[0], out[0], n);
}

ALGO_BOX_ROW(cksp, 3, 2)

static size_t cksp_look(const double *p)
{
	return algo_count(p[0]) + algo_count(p[2]) - 2;
}

/* ---- hilo: the mean of lows after a close above the mean of highs of the bar
 * before, and the reverse. */

enum { HILO_HIGH, HILO_LOW, HILO_NOW };

static void hilo_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_WIN, p[1]);
}

static void hilo_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double high[ALGO_IND_N], low[ALGO_IND_N], *v = b->v;

	if (!b->seen)
		v[HILO_HIGH] = v[HILO_LOW] = v[HILO_NOW] = NAN;
	algo_box_mean(state, 0, in[0], high, n);
	algo_box_mean(state, 1, in[1], low, n);
	for (size_t i = 0; i < n; i++) {
		int both = !isnan(v[HILO_HIGH] + v[HILO_LOW]);

		if (both && in[2][i] > v[HILO_HIGH])
			v[HILO_NOW] = low[i];
		else if (both && in[2][i] < v[HILO_LOW])
			v[HILO_NOW] = high[i];
		v[HILO_HIGH] = high[i];
		v[HILO_LOW] = low[i];
		out[0][i] = v[HILO_NOW];
	}
	b->seen += n;
}

ALGO_BOX_ROW(hilo, 3, 1)

static size_t hilo_look(const double *p)
{
	return algo_count(fmax(p[0], p[1]));
}

/* ---- atrts: a stop that trails the close and jumps to its other side. */

enum { TS_STOP, TS_CLOSE, TS_DIR };

static void atrts_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_RANGE, 1);
	algo_box_add(b, ALGO_BOX_RMA, p[0]);
}

static void atrts_bar(double *v, double close, double far)
{
	double stop = v[TS_STOP], before = v[TS_CLOSE];

	if (v[TS_DIR] == 0 || close > stop) {
		int held = v[TS_DIR] != 0 && before > stop;

		v[TS_STOP] = held ? fmax(stop, close - far) : close - far;
		v[TS_DIR] = 1;
	} else {
		int held = close < stop && before < stop;

		v[TS_STOP] = held ? fmin(stop, close + far) : close + far;
		v[TS_DIR] = -1;
	}
	v[TS_CLOSE] = close;
}

static void atrts_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double *restrict y = out[0];

	algo_box_range(state, 0, in, y, n);
	algo_box_ema(state, 1, y, y, n);
	for (size_t i = 0; i < n; i++) {
		out[1][i] = NAN;
		if (isnan(y[i]))
			continue;
		atrts_bar(b->v, in[2][i], b->p[1] * y[i]);
		y[i] = b->v[TS_STOP];
		out[1][i] = b->v[TS_DIR];
	}
}

ALGO_BOX_ROW(atrts, 3, 2)

/* clang-format off */
#define MULT(name, dflt) \
	{ name, ALGO_P_REAL, (dflt), -3e37, 3e37, 1, \
	  "average true ranges to the stop", NULL }
#define HLC .in = { ALGO_HLC }

const struct algo_ind algo_ind_channels[] = {
	{ .name = "aberration", .title = "Aberration", .group = "volatility",
	  HLC, .param = { ALGO_BARS("length", 5, 1, "bars of the mean"),
			  ALGO_BARS("atr", 15, 1,
			       "bars of the average true range") },
	  .out = { "zg", "sg", "xg", "atr" }, .main_out = 0,
	  ALGO_KERNEL_OF(aberration), .lookback = aberration_look,
	  .aliases = "",
	  .doc = "zg is the sma of (high + low + close) / 3; sg and xg lie "
		 "one average true range above and below it. The true range "
		 "of the first bar is high - low.",
	  .source = "pandas-ta" },
	{ .name = "bbw", .title = "Bollinger Band Width",
	  .group = "volatility", .in = { "close" },
	  .param = { ALGO_BARS("length", 20, 1, "bars in the window"),
		     { "dev", ALGO_P_REAL, 2, 0, 1000, 1,
		       "deviations to each band", NULL } },
	  .out = { "bbw", "pctb" }, .main_out = 1, ALGO_KERNEL_OF(bbw),
	  .lookback = algo_look_window, .aliases = "bandwidth",
	  .doc = "100 * (upper - lower) / middle of the Bollinger bands, and "
		 "pctb = (x - lower) / (upper - lower): none where the window "
		 "is flat.",
	  .source = "John Bollinger, 2001; TA-Lib 0.8 BBW and PERCENTB" },
	{ .name = "envelope", .title = "Moving Average Envelope",
	  .group = "overlap", .in = { "close" },
	  .param = { ALGO_LENGTH(20, 1),
		     { "percent", ALGO_P_REAL, 2.5, -1e6, 1e6, 1,
		       "from the mean to a line", NULL } },
	  .out = { "lower", "mid", "upper" }, .main_out = 0,
	  ALGO_KERNEL_OF(envelope),
	  .lookback = algo_look_window, .aliases = "envelopes pbands",
	  .doc = "sma * (1 - percent / 100), sma, sma * (1 + percent / 100).",
	  .source = "common; Tulip beta pbands" },
	{ .name = "ichimoku", .title = "Ichimoku Kinko Hyo",
	  .group = "overlap", .in = { "high", "low" },
	  .param = { ALGO_BARS("tenkan", 9, 1, "bars of the conversion line"),
		     ALGO_BARS("kijun", 26, 1, "bars of the base line"),
		     ALGO_BARS("senkou", 52, 1, "bars of leading span B"),
		     ALGO_BARS("shift", 26, 1,
			  "the spans are drawn shift - 1 bars later") },
	  .out = { "tenkan", "kijun", "spana", "spanb" }, .main_out = 0,
	  ALGO_KERNEL_OF(ichimoku), .lookback = ichimoku_look, .aliases = "",
	  .doc = "(highest high + lowest low) / 2 over tenkan and over kijun "
		 "bars; spana, the middle of both, and spanb, over senkou "
		 "bars, as drawn at this bar: the values of shift - 1 bars "
		 "before. The lagging span is the close itself, drawn back.",
	  .source = "Goichi Hosoda, 1969" },
	{ .name = "ce", .title = "Chandelier Exit", .group = "overlap", HLC,
	  .param = { ALGO_LENGTH(22, 1), MULT("mult", 3) },
	  .out = { "long", "short" }, .main_out = 0, ALGO_KERNEL_OF(ce),
	  .lookback = algo_look_window,
	  .aliases = "chandelier chandelier_exit",
	  .doc = "The highest high of length bars less mult average true "
		 "ranges, and the lowest low plus as many; this bar counts, "
		 "and nothing ratchets.",
	  .source = "Charles Le Beau; Alexander Elder, 2002" },
	{ .name = "cksp", .title = "Chande Kroll Stop", .group = "overlap",
	  HLC,
	  .param = { ALGO_BARS("p", 10, 1, "bars of the first stop"),
		     MULT("x", 1), ALGO_BARS("q", 9, 1, "bars of the second") },
	  .out = { "long", "short" }, .main_out = 0, ALGO_KERNEL_OF(cksp),
	  .lookback = cksp_look, .aliases = "chande_kroll chandekrollstop",
	  .doc = "short is the highest of q bars of (highest high of p bars "
		 "less x average true ranges), long the lowest of (lowest "
		 "low plus as many).",
	  .source = "Tushar Chande and Stanley Kroll, 1994" },
	{ .name = "hilo", .title = "Gann HiLo Activator",
	  .group = "overlap", HLC,
	  .param = { ALGO_BARS("high", 13, 1, "bars of the mean of highs"),
		     ALGO_BARS("low", 21, 1, "bars of the mean of lows") },
	  ALGO_ONE("hilo"), ALGO_KERNEL_OF(hilo),
	  .lookback = hilo_look, .aliases = "gann_hilo",
	  .doc = "sma of low once close is above the sma of high of the bar "
		 "before, sma of high once it is below the sma of low of the "
		 "bar before, else the value before; none until then.",
	  .source = "Robert Krausz, 1998" },
	{ .name = "atrts", .title = "ATR Trailing Stop", .group = "overlap",
	  HLC, .param = { ALGO_LENGTH(14, 1), MULT("mult", 3) },
	  .out = { "stop", "dir" }, .main_out = 1, ALGO_KERNEL_OF(atrts),
	  .lookback = algo_look_window, .aliases = "atr_trailing_stop",
	  .doc = "close less mult average true ranges, which only rises "
		 "while closes stay above it, and the reverse below (dir 1 "
		 "and -1); a close beyond the stop puts it on the other "
		 "side. Starts below the close.",
	  .source = "common, after Welles Wilder, 1978" },
	{ .name = NULL },
};
