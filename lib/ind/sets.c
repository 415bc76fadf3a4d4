/* sets.c - named bundles of columns. */
#include "families.h"
#include <string.h>

/* What a model of a price series is usually fed.  Changes are fractions, and
 * volatility is the deviation of 20 of them, not annualised. */
static const struct algo_ind_member basic[] = {
	{ "price_close", "close" },
	{ "price_change", "rocp(close, 1)" },
	{ "price_change_5d", "rocp(close, 5)" },
	{ "price_change_20d", "rocp(close, 20)" },
	{ "price_range", "(high - low) / close" },
	{ "price_gap", "open / close[1] - 1" },
	{ "sma_10", "sma(close, 10)" },
	{ "sma_20", "sma(close, 20)" },
	{ "sma_50", "sma(close, 50)" },
	{ "ema_12", "ema(close, 12)" },
	{ "ema_26", "ema(close, 26)" },
	{ "price_to_sma_20", "close / sma(close, 20) - 1" },
	{ "rsi_14", "rsi(close, 14)" },
	{ "macd", "macd(close, 12, 26, 9).macd" },
	{ "macd_signal", "macd(close, 12, 26, 9).signal" },
	{ "macd_hist", "macd(close, 12, 26, 9).hist" },
	{ "bbands_upper", "bbands(close, 20, 2).upper" },
	{ "bbands_middle", "bbands(close, 20, 2).middle" },
	{ "bbands_lower", "bbands(close, 20, 2).lower" },
	{ "bbands_width", "(bbands(close, 20, 2).upper - "
			  "bbands(close, 20, 2).lower) / "
			  "bbands(close, 20, 2).middle" },
	{ "bbands_position", "(close - bbands(close, 20, 2).lower) / "
			     "(bbands(close, 20, 2).upper - "
			     "bbands(close, 20, 2).lower)" },
	{ "stoch_k", "stoch(14, 3, 3).slowk" },
	{ "stoch_d", "stoch(14, 3, 3).slowd" },
	{ "adx_14", "adx(14)" },
	{ "cci_20", "cci(20)" },
	{ "willr_14", "willr(14)" },
	{ "atr_14", "atr(14)" },
	{ "volatility_20d", "stdev(rocp(close, 1), 20)" },
	{ "momentum", "mom(close, 10)" },
	{ "high_20d", "highest(high, 20)" },
	{ "low_20d", "lowest(low, 20)" },
	{ "volume_change", "rocp(volume, 1)" },
	{ "volume_sma_20", "sma(volume, 20)" },
	{ "volume_ratio", "volume / sma(volume, 20)" },
	{ "obv", "obv()" },
	{ "mfi_14", "mfi(14)" },
};
#define FEATURES (sizeof(basic) / sizeof(basic[0]))

/* TA-Lib's functions but the candlestick patterns, in its groups' order. */
static const char *const talib[] = {
	/* overlap studies */
	"accbands", "bbands", "dema", "ema", "ht_trendline", "kama", "ma",
	"mama", "mavp", "midpoint", "midprice", "sar", "sarext", "sma", "t3",
	"tema", "trima", "wma",
	/* momentum */
	"adx", "adxr", "apo", "aroon", "aroonosc", "bop", "cci", "cmo", "dx",
	"imi", "macd", "macdext", "macdfix", "mfi", "minus_di", "minus_dm",
	"mom", "plus_di", "plus_dm", "ppo", "roc", "rocp", "rocr", "rocr100",
	"rsi", "stoch", "stochf", "stochrsi", "trix", "ultosc", "willr",
	/* volume, volatility, prices, cycles */
	"ad", "adosc", "obv", "atr", "natr", "trange", "avgdev", "avgprice",
	"medprice", "typprice", "wclprice", "ht_dcperiod", "ht_dcphase",
	"ht_phasor", "ht_sine", "ht_trendmode",
	/* statistics and arithmetic */
	"beta", "correl", "linearreg", "linearreg_angle", "linearreg_intercept",
	"linearreg_slope", "stddev", "tsf", "var", "add", "div", "max",
	"maxindex", "min", "minindex", "minmax", "minmaxindex", "mult", "sub",
	"sum", "acos", "asin", "atan", "ceil", "cos", "cosh", "exp", "floor",
	"ln", "log10", "sin", "sinh", "sqrt", "tan", "tanh"
};
#define TALIB (sizeof(talib) / sizeof(talib[0]))

enum { BASIC, TALIB_SET, CANDLES, ALL, SETS };

static const struct algo_ind_set sets[SETS] = {
	[BASIC] = { "basic", "features of a price series" },
	[TALIB_SET] = { "talib", "every function of TA-Lib at its defaults" },
	[CANDLES] = { "candles", "TA-Lib's candlestick patterns" },
	[ALL] = { "all", "every indicator at its defaults" },
};

const struct algo_ind_set *algo_ind_set_at(size_t i)
{
	return i < SETS ? &sets[i] : NULL;
}

const struct algo_ind_set *algo_ind_set_find(const char *name,
					     struct algo_err *err)
{
	struct algo_near near = { 0 };

	for (size_t i = 0; i < SETS; i++) {
		if (algo_ind_same(name, strlen(name), sets[i].name))
			return &sets[i];
		algo_near_try(&near, name, strlen(name), sets[i].name);
	}
	algo_err_set(err, ALGO_E_USAGE, "unknown_set",
		     "unknown set of columns '%s'", name);
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	else
		algo_err_hint(err, "basic, talib, candles or all");
	return NULL;
}

/* Row i of the candlestick patterns, NULL past them. */
static const struct algo_ind *candle(size_t i)
{
	const struct algo_ind *ind;

	for (size_t k = 0; (ind = algo_ind_at(k)); k++)
		if (!strncmp(ind->name, "cdl", 3) && i-- == 0)
			return ind;
	return NULL;
}

int algo_ind_set_member(const struct algo_ind_set *set, size_t i,
			struct algo_ind_member *member)
{
	const struct algo_ind *ind = NULL;

	*member = (struct algo_ind_member){ NULL, NULL };
	if (set == &sets[BASIC] && i < FEATURES)
		*member = basic[i];
	else if (set == &sets[TALIB_SET] && i < TALIB)
		member->text = talib[i];
	else if (set == &sets[TALIB_SET])
		ind = candle(i - TALIB);
	else if (set == &sets[CANDLES])
		ind = candle(i);
	else if (set == &sets[ALL])
		ind = algo_ind_at(i);
	if (ind)
		member->text = ind->name;
	return member->text ? 0 : -1;
}
