/* overlap.c - averages and lines drawn over the prices: the rows, and the
 * kernels of averages and regressions.  Channels are in bands.c, stops in
 * stops.c. */
#include "bands.h"
#include "families.h"
#include "fold.h"
#include "ma.h"
#include "talib.h"

/* ---- averages by type. */

#define MA_STATE(name, type)                                  \
	static size_t name##_size(const double *p)            \
	{                                                     \
		return algo_ma_size(type, algo_count(p[0]));  \
	}                                                     \
	static void name##_init(void *state, const double *p) \
	{                                                     \
		algo_ma_init(state, type, algo_count(p[0]));  \
	}
#define MA_KERNEL(name, type)                                    \
	MA_STATE(name, type)                                     \
	static size_t name##_look(const double *p)               \
	{                                                        \
		return algo_ma_lookback(type, algo_count(p[0])); \
	}

MA_KERNEL(sma, ALGO_MA_SMA)
MA_KERNEL(wma, ALGO_MA_WMA)
MA_KERNEL(trima, ALGO_MA_TRIMA)
MA_KERNEL(kama, ALGO_MA_KAMA)
MA_KERNEL(ma, (int)p[1])
MA_STATE(kama_talib, ALGO_KAMA_TALIB)
MA_STATE(ma_talib, algo_ma_talib((int)p[1]))

/* From the first value on in place of the mean of the first ones. */
#define SEEDED(name, type)                                                  \
	MA_STATE(name, type)                                                \
	static size_t name##_look(const double *p)                          \
	{                                                                   \
		return p[1] == 0 ? algo_ma_lookback(type, algo_count(p[0])) \
				 : 0;                                       \
	}                                                                   \
	static void name##_seeded(void *state, const double *p)             \
	{                                                                   \
		name##_init(state, p);                                      \
		if (p[1] != 0)                                              \
			algo_ma_first(state);                               \
	}

SEEDED(ema, ALGO_MA_EMA)
SEEDED(dema, ALGO_MA_DEMA)
SEEDED(tema, ALGO_MA_TEMA)

static void ma_step(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	algo_ma_block(state, in[0], out[0], n);
}

static size_t t3_size(const double *p)
{
	return algo_t3_size(algo_count(p[0]));
}

static void t3_init(void *state, const double *p)
{
	algo_t3_init(state, algo_count(p[0]), p[1]);
}

static void t3_step(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	algo_t3_block(state, in[0], out[0], n);
}

static size_t t3_look(const double *p)
{
	return 6 * (algo_count(p[0]) - 1);
}

static size_t mama_size(const double *p)
{
	(void)p;
	return sizeof(struct algo_mama);
}

static void mama_init(void *state, const double *p)
{
	algo_mama_init(state, p[0], p[1]);
}

static void mama_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	algo_mama_block(state, in[0], out[0], out[1], n);
}

static size_t mama_look(const double *p)
{
	(void)p;
	return ALGO_MAMA_LOOKBACK;
}

/* ---- rma: Wilder's average. */

static size_t rma_size(const double *p)
{
	(void)p;
	return sizeof(struct algo_ema);
}

static void rma_init(void *state, const double *p)
{
	algo_wilder_init(state, algo_count(p[0]));
}

static void rma_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	algo_ema_block(state, in[0], out[0], n);
}

/* ---- hma: three weighted averages. */

struct hma {
	size_t half, whole, last;
};

/* floor(sqrt(n)), whatever the rounding of sqrt. */
static size_t root(size_t n)
{
	size_t r = (size_t)sqrt((double)n);

	while (r * r > n)
		r--;
	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

static size_t hma_layout(struct hma *h, size_t p)
{
	size_t total = sizeof(*h);

	h->half = algo_part_add(&total, algo_ma_size(ALGO_MA_WMA, p / 2));
	h->whole = algo_part_add(&total, algo_ma_size(ALGO_MA_WMA, p));
	h->last = algo_part_add(&total, algo_ma_size(ALGO_MA_WMA, root(p)));
	return total;
}

static size_t hma_size(const double *p)
{
	struct hma h;

	return hma_layout(&h, algo_count(p[0]));
}

static void hma_init(void *state, const double *p)
{
	struct hma *h = state;
	size_t n = algo_count(p[0]);

	hma_layout(h, n);
	algo_ma_init(algo_part(h, h->half), ALGO_MA_WMA, n / 2);
	algo_ma_init(algo_part(h, h->whole), ALGO_MA_WMA, n);
	algo_ma_init(algo_part(h, h->last), ALGO_MA_WMA, root(n));
}

static void hma_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct hma *h = state;
	double half[ALGO_IND_N], whole[ALGO_IND_N];

	algo_ma_block(algo_part(h, h->half), in[0], half, n);
	algo_ma_block(algo_part(h, h->whole), in[0], whole, n);
	for (size_t i = 0; i < n; i++)
		half[i] = 2 * half[i] - whole[i];
	algo_ma_block(algo_part(h, h->last), half, out[0], n);
}

static size_t hma_look(const double *p)
{
	size_t n = algo_count(p[0]);

	return n - 1 + root(n) - 1;
}

/* ---- lines of regression: sums of p values and of them weighted. */

static size_t fold_size(const double *p)
{
	return algo_fold_size(algo_count(p[0]));
}

static void fold_init(void *state, const double *p)
{
	algo_fold_init(state, algo_count(p[0]));
}

static void linearreg_step(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_fold *f = state;
	double m[ALGO_IND_N], s[ALGO_IND_N], x = ((double)f->p - 1) / 2;

	algo_fold_line(f, in[0], m, s, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = m[i] + s[i] * x;
}

static void tsf_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_fold *f = state;
	double m[ALGO_IND_N], s[ALGO_IND_N], x = ((double)f->p + 1) / 2;

	algo_fold_line(f, in[0], m, s, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = m[i] + s[i] * x;
}

static void slope_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double m[ALGO_IND_N];

	algo_fold_line(state, in[0], m, out[0], n);
}

static void intercept_step(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct algo_fold *f = state;
	double m[ALGO_IND_N], s[ALGO_IND_N], x = ((double)f->p - 1) / 2;

	algo_fold_line(f, in[0], m, s, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = m[i] - s[i] * x;
}

static void angle_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double m[ALGO_IND_N], s[ALGO_IND_N];

	algo_fold_line(state, in[0], m, s, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = atan(s[i]) * (180 / 3.14159265358979323846);
}

/* clang-format off */
#define CLOSE .in = { "close" }
/* Charts give the first bar a true range, TA-Lib does not. */
#define FIRST                                                                 \
	{ "first", ALGO_P_INT, 1, 0, 1, 0,                                    \
	  "1: the first bar's true range is high - low; 0: it has none, as "  \
	  "in TA-Lib (the default in expressions)",                           \
	  NULL, 1 }
#define LENGTH(dflt, least) \
	{ "length", ALGO_P_INT, (dflt), (least), ALGO_PERIOD_MAX, 1, \
	  "bars in the window", NULL }
#define AF(name, dflt, text) \
	{ name, ALGO_P_REAL, (dflt), 0, 3e37, 1, text, NULL }
#define SEED                                                                \
	{ "seed", ALGO_P_INT, 0, 0, 1, 0,                                   \
	  "0: begins as the mean of the first period values; 1: as the "   \
	  "first value, as in Tulip",                                       \
	  NULL }
#define ONE(field) .out = { field }, .main_out = 1

#define KAMA_MEND \
	"kama: the path counts as none, and the ratio as 1, where it is no " \
	"longer than the change; TA-Lib 0.6.4 compares with the signed "   \
	"change and lets rounding errors of its running sum through, which " \
	"after a still stretch may be all there is."

#define KAMA \
	.name = "kama", .title = "Kaufman Adaptive Moving Average", \
	.group = "overlap", CLOSE, .param = { ALGO_PERIOD(30, 2) }, \
	ONE("kama"), \
	.lookback = kama_look, .aliases = "", \
	.doc = "An average whose speed, between an ema of 2 and of 30, " \
	"follows the efficiency ratio |change| / path; the ratio is 1 " \
	"where nothing moved.", \
	.source = "Perry Kaufman, 1995; TA-Lib KAMA, mended as in 0.8.1"
static const struct algo_ind kama_talib = {
	KAMA,
	.size = kama_talib_size, .init = kama_talib_init,
	.step = ma_step,
};

#define MA \
	.name = "ma", .title = "Moving Average", .group = "overlap", CLOSE, \
	.param = { ALGO_PERIOD(30, 1), \
	{ "ma", ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, 1, \
	"type of the average", NULL } }, \
	ONE("ma"), \
	.lookback = ma_look, .aliases = "", \
	.doc = "The average named by ma; mama takes 0.5 and 0.05 in place " \
	"of a period, t3 the factor 0.7.", \
	.source = "TA-Lib MA"
static const struct algo_ind ma_talib = {
	MA,
	.size = ma_talib_size, .init = ma_talib_init,
	.step = ma_step,
};

#define BBANDS \
	.name = "bbands", .title = "Bollinger Bands", .group = "overlap", \
	CLOSE, \
	.param = { ALGO_PERIOD(20, 2), \
	{ "up", ALGO_P_REAL, 2, -3e37, 3e37, 1, \
	"deviations to the upper band", NULL }, \
	{ "down", ALGO_P_REAL, 2, -3e37, 3e37, 0, \
	"deviations to the lower band; as up when not given", "up" }, \
	{ "ma", ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, 0, \
	"type of the middle", NULL } }, \
	.out = { "upper", "middle", "lower" }, .main_out = 0, .lookback = algo_bbands_look, \
	.aliases = "bollinger", \
	.doc = "A moving average and bands at multiples of the population " \
	"standard deviation of the prices around their mean, whatever " \
	"the type of the middle.", \
	.source = "John Bollinger, 1983; TA-Lib BBANDS, without its limit of " \
	"1e-14 on the variance"
static const struct algo_ind bbands_talib = {
	BBANDS,
	.size = algo_talib_bbands_size, .init = algo_talib_bbands_init,
	.step = algo_talib_bbands_step,
};

const struct algo_ind algo_ind_overlap[] = {
	{ .name = "sma", .title = "Simple Moving Average", .group = "overlap",
	  CLOSE, .param = { ALGO_PERIOD(20, 1) }, ONE("sma"),
	  .size = sma_size, .init = sma_init, .step = ma_step,
	  .lookback = sma_look, .aliases = "",
	  .doc = "The mean of the last period values.",
	  .source = "TA-Lib SMA" },
	{ .name = "ema", .title = "Exponential Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(12, 1), SEED },
	  ONE("ema"), .size = ema_size, .init = ema_seeded, .step = ma_step,
	  .lookback = ema_look, .aliases = "",
	  .doc = "e += (x - e) * 2 / (period + 1), from the mean of the first "
		 "period values on.",
	  .source = "TA-Lib EMA" },
	{ .name = "wma", .title = "Weighted Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(30, 1) },
	  ONE("wma"), .size = wma_size, .init = wma_init, .step = ma_step,
	  .lookback = wma_look, .aliases = "",
	  .doc = "Weights 1 for the oldest value to period for the newest.",
	  .source = "TA-Lib WMA" },
	{ .name = "dema", .title = "Double Exponential Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(30, 1), SEED },
	  ONE("dema"), .size = dema_size, .init = dema_seeded, .step = ma_step,
	  .lookback = dema_look, .aliases = "",
	  .doc = "2 ema - ema of ema; each starts as the mean of its first "
		 "period values.",
	  .source = "Patrick Mulloy, 1994; TA-Lib DEMA" },
	{ .name = "tema", .title = "Triple Exponential Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(30, 1), SEED },
	  ONE("tema"), .size = tema_size, .init = tema_seeded, .step = ma_step,
	  .lookback = tema_look, .aliases = "",
	  .doc = "3 ema1 - 3 ema2 + ema3, each an ema of the one before.",
	  .source = "Patrick Mulloy, 1994; TA-Lib TEMA" },
	{ .name = "trima", .title = "Triangular Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(30, 1) },
	  ONE("trima"), .size = trima_size, .init = trima_init,
	  .step = ma_step, .lookback = trima_look, .aliases = "",
	  .doc = "Weights that rise to the middle of the window and fall: an "
		 "sma of an sma.",
	  .source = "TA-Lib TRIMA" },
	{ KAMA, .size = kama_size, .init = kama_init,
	  .step = ma_step, .talib = &kama_talib,
	  .mend = KAMA_MEND },
	{ .name = "mama", .title = "MESA Adaptive Moving Average",
	  .group = "overlap", CLOSE,
	  .param = {
		{ "fast", ALGO_P_REAL, 0.5, 0.01, 0.99, 1,
		  "upper limit of alpha", NULL },
		{ "slow", ALGO_P_REAL, 0.05, 0.01, 0.99, 1,
		  "lower limit of alpha", NULL } },
	  .out = { "mama", "fama" }, .main_out = 1,
	  .size = mama_size, .init = mama_init, .step = mama_step,
	  .lookback = mama_look, .aliases = "",
	  .doc = "Alpha is fast divided by the change of the Hilbert phase in "
		 "degrees; fama follows mama with half of it.",
	  .source = "John Ehlers, 2001; TA-Lib MAMA" },
	{ .name = "t3", .title = "Triple Exponential Moving Average (T3)",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_PERIOD(5, 1),
		{ "vfactor", ALGO_P_REAL, 0.7, 0, 1, 1, "volume factor",
		  NULL } },
	  ONE("t3"), .size = t3_size, .init = t3_init, .step = t3_step,
	  .lookback = t3_look, .aliases = "",
	  .doc = "A sum of the third to the sixth of six exponential averages "
		 "in a row.",
	  .source = "Tim Tillson, 1998; TA-Lib T3" },
	{ MA, .size = ma_size, .init = ma_init,
	  .step = ma_step, .talib = &ma_talib,
	  .mend = KAMA_MEND },
	{ .name = "hma", .title = "Hull Moving Average", .group = "overlap",
	  CLOSE, .param = { LENGTH(9, 2) }, ONE("hma"),
	  .size = hma_size, .init = hma_init, .step = hma_step,
	  .lookback = hma_look, .aliases = "hull",
	  .doc = "wma of 2 wma(length / 2) - wma(length) over the whole part "
		 "of sqrt(length) bars; length / 2 is rounded down.",
	  .source = "Alan Hull, 2005" },
	{ .name = "rma", .title = "Wilder's Moving Average",
	  .group = "overlap", CLOSE, .param = { LENGTH(14, 1) }, ONE("rma"),
	  .size = rma_size, .init = rma_init, .step = rma_step,
	  .lookback = algo_look_window, .aliases = "smma wilder wilders",
	  .doc = "e += (x - e) / length, from the mean of the first length "
		 "values on.",
	  .source = "Welles Wilder, 1978" },
	{ .name = "vwma", .title = "Volume Weighted Moving Average",
	  .group = "overlap", .in = { "close", "volume" },
	  .param = { LENGTH(20, 1) }, ONE("vwma"),
	  .size = algo_vwma_size, .init = algo_vwma_init,
	  .step = algo_vwma_step, .lookback = algo_look_window, .aliases = "",
	  .doc = "Sum of x * volume divided by the sum of volume; no value "
		 "when the window has no volume.",
	  .source = "common" },
	{ BBANDS, .size = algo_bbands_size, .init = algo_bbands_init,
	  .step = algo_bbands_step, .talib = &bbands_talib,
	  .mend = "The bands keep their distance for prices however small; in TA-Lib "
		"0.6.4 they fall together where the variance is below 1e-14." },
	{ .name = "donchian", .title = "Donchian Channel", .group = "overlap",
	  .in = { "high", "low" },
	  .param = { LENGTH(20, 1),
		{ "shift", ALGO_P_INT, 0, 0, ALGO_PERIOD_MAX, 0,
		  "bars back; 1 leaves the current bar out", NULL } },
	  .out = { "lower", "mid", "upper" }, .main_out = 0,
	  .size = algo_donchian_size, .init = algo_donchian_init,
	  .step = algo_donchian_step, .lookback = algo_donchian_look,
	  .aliases = "",
	  .doc = "The lowest low, the highest high, and the middle of both.",
	  .source = "Richard Donchian, 1960s" },
	{ .name = "kc", .title = "Keltner Channel", .group = "overlap",
	  .in = { "high", "low", "close" },
	  .param = { LENGTH(20, 1),
		{ "mult", ALGO_P_REAL, 2, -3e37, 3e37, 1,
		  "true ranges from the middle to a band", NULL },
		{ "atr", ALGO_P_INT, 10, 1, ALGO_PERIOD_MAX, 0,
		  "bars of the average true range", NULL },
		FIRST },
	  .out = { "lower", "mid", "upper" }, .main_out = 0,
	  .size = algo_kc_size, .init = algo_kc_init, .step = algo_kc_step,
	  .lookback = algo_kc_look, .aliases = "keltner",
	  .doc = "ema of close, and bands at mult average true ranges; the "
		 "true range of the first bar is high - low.",
	  .source = "Chester Keltner, 1960; Linda Raschke's form" },
	{ .name = "supertrend", .title = "Supertrend", .group = "overlap",
	  .in = { "high", "low", "close" },
	  .param = { LENGTH(10, 1),
		{ "mult", ALGO_P_REAL, 3, -3e37, 3e37, 1,
		  "true ranges from the middle to a band", NULL },
		FIRST },
	  .out = { "line", "dir" }, .main_out = 1,
	  .size = algo_supertrend_size, .init = algo_supertrend_init,
	  .step = algo_supertrend_step, .lookback = algo_supertrend_look,
	  .aliases = "",
	  .doc = "Bands at mult average true ranges around (high + low) / 2 "
		 "that only tighten; dir is 1 above, -1 below, and turns when "
		 "close passes the other band. It starts as a down-trend.",
	  .source = "Olivier Seban" },
	{ .name = "midpoint", .title = "Midpoint over Period",
	  .group = "overlap", CLOSE, .param = { ALGO_PERIOD(14, 1) },
	  ONE("midpoint"), .size = algo_midprice_size,
	  .init = algo_midprice_init, .step = algo_midpoint_step,
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "(largest + smallest) / 2 of the last period values.",
	  .source = "TA-Lib MIDPOINT" },
	{ .name = "midprice", .title = "Midpoint Price over Period",
	  .group = "overlap", .in = { "high", "low" },
	  .param = { ALGO_PERIOD(14, 1) }, ONE("midprice"),
	  .size = algo_midprice_size, .init = algo_midprice_init,
	  .step = algo_midprice_step, .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "(highest high + lowest low) / 2 of the last period bars.",
	  .source = "TA-Lib MIDPRICE" },
	{ .name = "accbands", .title = "Acceleration Bands",
	  .group = "overlap", .in = { "high", "low", "close" },
	  .param = { ALGO_PERIOD(20, 1) },
	  .out = { "upper", "middle", "lower" }, .main_out = 0,
	  .size = algo_accbands_size, .init = algo_accbands_init,
	  .step = algo_accbands_step, .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "sma of high * (1 + w), close and low * (1 - w) with w = "
		 "4 (high - low) / (high + low).",
	  .source = "Price Headley, 2002; TA-Lib ACCBANDS" },
	{ .name = "sar", .title = "Parabolic SAR", .group = "overlap",
	  .in = { "high", "low" },
	  .param = {
		{ "acceleration", ALGO_P_REAL, 0.02, 0, 3e37, 1,
		  "step of the acceleration", NULL },
		{ "maximum", ALGO_P_REAL, 0.2, 0, 3e37, 1,
		  "largest acceleration", NULL } },
	  ONE("sar"), .size = algo_sar_size, .init = algo_sar_init,
	  .step = algo_sar_step, .lookback = algo_look_1, .aliases = "psar",
	  .doc = "Stop and reverse. The first direction is down when the "
		 "second bar has more downward than upward movement.",
	  .source = "Welles Wilder, 1978; TA-Lib SAR" },
	{ .name = "sarext", .title = "Parabolic SAR, Extended",
	  .group = "overlap", .in = { "high", "low" },
	  .param = {
		{ "start", ALGO_P_REAL, 0, -3e37, 3e37, 1,
		  "first stop: of a long, negative of a short; 0 looks for it",
		  NULL },
		{ "offset", ALGO_P_REAL, 0, 0, 3e37, 1,
		  "part of itself that the stop moves away at a turn", NULL },
		AF("init_long", 0.02, "first acceleration of a long"),
		AF("step_long", 0.02, "its step"),
		AF("max_long", 0.2, "its largest"),
		AF("init_short", 0.02, "first acceleration of a short"),
		AF("step_short", 0.02, "its step"),
		AF("max_short", 0.2, "its largest") },
	  ONE("sarext"), .size = algo_sar_size, .init = algo_sarext_init,
	  .step = algo_sar_step, .lookback = algo_look_1, .aliases = "",
	  .doc = "sar with accelerations of their own for both sides; "
		 "negative while short. First and step are at most the "
		 "largest.",
	  .source = "Welles Wilder, 1978; TA-Lib SAREXT" },
	{ .name = "linearreg", .title = "Linear Regression",
	  .group = "statistic", CLOSE, .param = { ALGO_PERIOD(14, 2) },
	  ONE("linearreg"), .size = fold_size, .init = fold_init,
	  .step = linearreg_step, .lookback = algo_look_window,
	  .aliases = "linreg lsma",
	  .doc = "The least squares line through the last period values, at "
		 "the newest bar.",
	  .source = "TA-Lib LINEARREG" },
	{ .name = "linearreg_angle", .title = "Linear Regression Angle",
	  .group = "statistic", CLOSE, .param = { ALGO_PERIOD(14, 2) },
	  ONE("linearreg_angle"), .size = fold_size, .init = fold_init,
	  .step = angle_step, .lookback = algo_look_window, .aliases = "",
	  .doc = "The angle of the line in degrees.",
	  .source = "TA-Lib LINEARREG_ANGLE" },
	{ .name = "linearreg_intercept",
	  .title = "Linear Regression Intercept", .group = "statistic", CLOSE,
	  .param = { ALGO_PERIOD(14, 2) }, ONE("linearreg_intercept"),
	  .size = fold_size, .init = fold_init, .step = intercept_step,
	  .lookback = algo_look_window, .aliases = "linregintercept",
	  .doc = "The line at the oldest bar of the window.",
	  .source = "TA-Lib LINEARREG_INTERCEPT" },
	{ .name = "linearreg_slope", .title = "Linear Regression Slope",
	  .group = "statistic", CLOSE, .param = { ALGO_PERIOD(14, 2) },
	  ONE("linearreg_slope"), .size = fold_size, .init = fold_init,
	  .step = slope_step, .lookback = algo_look_window, .aliases = "linregslope",
	  .doc = "What the line gains in a bar.",
	  .source = "TA-Lib LINEARREG_SLOPE" },
	{ .name = "tsf", .title = "Time Series Forecast",
	  .group = "statistic", CLOSE, .param = { ALGO_PERIOD(14, 2) },
	  ONE("tsf"), .size = fold_size, .init = fold_init,
	  .step = tsf_step, .lookback = algo_look_window, .aliases = "",
	  .doc = "The line one bar after the newest.",
	  .source = "TA-Lib TSF" },
	{ .name = NULL },
};
