/* words.c - the phrase grammar in small: units, categories of words, every
 * indicator's name, what must be asked */
#include "reading.h"

#include <algo/ind.h>

static const char base[] = "Buy when RSI(14) is below 30. ";

static int means(const char *text, const char *path, const char *want)
{
	struct reading r = reading(text);
	const struct algo_json *v = member(&r, path);
	size_t n = 0;
	const char *s = v ? algo_json_text(v, &n) : "";
	int good = v && is_value(v, want);

	if (!good) {
		note("%s", text);
		note("  %s: have %.*s, want %s (%s)", path, (int)n, s, want,
		     first_question(&r));
	}
	release(&r);
	return good;
}

/* --- Units -----------------------------------------------------------------
 */

static const struct {
	const char *text, *path, *want;
} units[] = {
	{ "Stop loss 3 %.", "risk.stop_loss_pct", "3" },
	{ "Stop loss 3%.", "risk.stop_loss_pct", "3" },
	{ "Stop loss 0.5 percent.", "risk.stop_loss_pct", "0.5" },
	{ "Stop loss five per cent.", "risk.stop_loss_pct", "5" },
	{ "Stop loss 2xATR.", "risk.stop_distance", "2 * atr(14)" },
	{ "Stop loss 2 x ATR.", "risk.stop_distance", "2 * atr(14)" },
	{ "Stop loss 2 ATR.", "risk.stop_distance", "2 * atr(14)" },
	{ "Stop loss 2.5 ATRs.", "risk.stop_distance", "2.5 * atr(14)" },
	{ "Stop loss 2 * ATR(10).", "risk.stop_distance", "2 * atr(10)" },
	{ "Stop loss 1/2 ATR.", "risk.stop_distance", "0.5 * atr(14)" },
	{ "Stop loss half an ATR.", "risk.stop_distance", "0.5 * atr(14)" },
	{ "Stop loss $5.", "risk.stop_distance", "5" },
	{ "Stop loss 5 dollars.", "risk.stop_distance", "5" },
	{ "Stop loss of 50 cents.", "risk.stop_distance", "0.5" },
	{ "Take profit 1.5 %.", "risk.take_profit_pct", "1.5" },
	{ "Trailing stop 7%.", "risk.trailing_stop_pct", "7" },
	{ "Use a 7% trailing stop.", "risk.trailing_stop_pct", "7" },
	{ "Sell after ten days.", "risk.max_bars", "10" },
	{ "Sell after 10 bars.", "risk.max_bars", "10" },
	{ "Sell after two weeks.", "risk.max_bars", "10" },
	{ "Sell after twenty-one days.", "risk.max_bars", "21" },
	{ "Sell after a hundred bars.", "risk.max_bars", "100" },
	{ "Sell after three months.", "risk.max_bars", "63" },
	{ "Sell after one year.", "risk.max_bars", "252" },
	{ "Stop 3%. Start with 5k.", "backtest.cash", "5000" },
	{ "Stop 3%. Start with $100,000.", "backtest.cash", "100000" },
	{ "Stop 3%. Starting capital 1.5M.", "backtest.cash", "1500000" },
	{ "Stop 3%. Start with 10000 in cash.", "backtest.cash", "10000" },
	{ "Stop 3%. Commission 0.1%.", "backtest.commission", "0.001" },
	{ "Stop 3%. Slippage 0.05 %.", "backtest.slippage", "0.0005" },
	{ "Stop 3%. Slippage 5 bps.", "backtest.slippage", "0.0005" },
	{ "Stop 3%. Use 2x leverage.", "backtest.margin", "0.5" },
	{ "Stop 3%. Put 25% of the account into each trade.", "risk.size",
	  "0.25" },
	{ "Stop 3%. Buy 100 shares.", "risk.size", "100" },
	{ "Stop 3%. Use 10 units per trade.", "risk.size", "10" },
	{ "Stop 3%. Only trade between 9:30 and 16:00.", "risk.session.from",
	  "09:30" },
	{ "Stop 3%. Only trade between 9am and 4pm.", "risk.session.to",
	  "16:00" },
	{ "Stop 3%. No more than 3 trades a day.", "risk.max_trades_per_day",
	  "3" },
	{ "Stop 3%. No more than 1 open trade.", "risk.max_open_trades", "1" },
	{ "Stop 3%. Stop for the day after losing 2%.",
	  "risk.max_daily_loss_pct", "2" },
	{ "Stop 3%. Stop trading at 20% drawdown.", "risk.max_drawdown_pct",
	  "20" },
	{ "Stop 3%. After an exit wait 5 bars before the next trade.",
	  "risk.cooldown_bars", "5" },
	{ "Stop 3%. Trade at the close.", "backtest.trade_on_close", "true" },
	{ "Stop 3%. Trade GOOG on 1d bars from 2010-01-01 to 2020-12-31.",
	  "data.to", "2020-12-31" },
	{ "Stop 3%. Trade BRK-B.", "data.symbol", "BRK-B" },
	{ "Stop 3%. Only trade between 08:00 and 16:30 Asia/Kolkata.",
	  "risk.session.tz", "Asia/Kolkata" },
	{ "Stop 3%. The strategy is called \"dip 1\".", "name", "dip 1" },
	{ "Set `risk.max_bars` to `7`.", "risk.max_bars", "7" },
	{ "Stop 3%. Set `backtest.spread` to `0.001`.", "backtest.spread",
	  "0.001" },
	{ "Stop 3%. Set `tz` to `\"Europe/London\"`.", "tz", "Europe/London" },
	{ "Set the stop loss to `entry_price * 0.9`.", "risk.stop_loss",
	  "entry_price * 0.9" },
	{ "Stop 3%. Use a size of `0.1 + 0.2`.", "risk.size", "0.1 + 0.2" },
};

static void test_units(void)
{
	char text[512];

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		snprintf(text, sizeof(text), "%s%s", base, units[i].text);
		ok(means(text, units[i].path, units[i].want), "%s",
		   units[i].text);
	}
}

/* --- One line for each category of words -----------------------------------
 */

static const struct {
	const char *when, *want; /* "Buy when %s, sell after 5 bars." */
} categories[] = {
	{ "RSI crosses above 30", "crossover(rsi(close, 14), 30)" },
	{ "RSI drops below 30", "crossunder(rsi(close, 14), 30)" },
	{ "RSI is under 30", "rsi(close, 14) < 30" },
	{ "RSI is at most 30", "rsi(close, 14) <= 30" },
	{ "RSI is no less than 30", "rsi(close, 14) >= 30" },
	{ "RSI is between 30 and 40",
	  "rsi(close, 14) >= 30 and rsi(close, 14) <= 40" },
	{ "RSI is not above 30", "not (rsi(close, 14) > 30)" },
	{ "RSI is oversold", "rsi(close, 14) < 30" },
	{ "RSI becomes overbought", "crossover(rsi(close, 14), 70)" },
	{ "RSI is rising", "rsi(close, 14) > rsi(close, 14)[1]" },
	{ "RSI is falling for 3 bars in a row",
	  "all_of(rsi(close, 14) < rsi(close, 14)[1], 3)" },
	{ "RSI is below 30 for 3 days in a row",
	  "all_of(rsi(close, 14) < 30, 3)" },
	{ "RSI was below 30 in the last 5 bars",
	  "any_of(rsi(close, 14) < 30, 5)" },
	{ "RSI crossed above 30 in the last 5 bars",
	  "any_of(crossover(rsi(close, 14), 30), 5)" },
	{ "the 50-day SMA crosses above the 200-day SMA",
	  "crossover(sma(close, 50), sma(close, 200))" },
	{ "there is a golden cross",
	  "crossover(sma(close, 50), sma(close, 200))" },
	{ "the close is above the upper Bollinger band",
	  "close > bbands(close, 20, 2, 2).upper" },
	{ "the close is below the lower Bollinger band(10,1.5)",
	  "close < bbands(close, 10, 1.5, 1.5).lower" },
	{ "the MACD line crosses above the signal line",
	  "crossover(macd(close, 12, 26, 9), macd(close, 12, 26, 9).signal)" },
	{ "the MACD histogram is positive", "macd(close, 12, 26, 9).hist > 0" },
	{ "the stochastic(14,3,3) %K is below 20",
	  "stoch(14, 3, 3).slowk < 20" },
	{ "DI+(14) is above DI-(14)", "plus_di(14) > minus_di(14)" },
	{ "Supertrend(10,3) turns bullish",
	  "crossover(supertrend(10, 3).dir, 0)" },
	{ "Supertrend(10,3) is bearish", "supertrend(10, 3).dir < 0" },
	{ "the close makes a new 20-day high", "close > highest(high, 20)[1]" },
	{ "the close is above the 20-bar high",
	  "close > highest(high, 20)[1]" },
	{ "the 10-bar low is above the 20-bar low",
	  "lowest(low, 10)[1] > lowest(low, 20)[1]" },
	{ "the close is above yesterday's high", "close > high[1]" },
	{ "the close is above the previous open", "close > open[1]" },
	{ "the volume is twice its 20-day average",
	  "volume >= 2 * sma(volume, 20)" },
	{ "the open is at least 2% below the previous close",
	  "open <= close[1] * 0.98" },
	{ "it is Monday", "weekday == 1" },
	{ "it is not Friday", "weekday != 5" },
	{ "RSI(3) is below 20 and (it is Monday or it is Tuesday)",
	  "rsi(close, 3) < 20 and (weekday == 1 or weekday == 2)" },
	{ "there is a bullish engulfing", "cdlengulfing() > 0" },
	{ "the candle is green", "close > open" },
	{ "there is an inside bar", "high < high[1] and low > low[1]" },
	{ "IBS is below 0.2", "(close - low) / (high - low) < 0.2" },
	{ "the close is above `sma(close, 50) * 1.01`",
	  "close > sma(close, 50) * 1.01" },
	{ "`rsi(close, 5)[3]` is below 30", "rsi(close, 5)[3] < 30" },
	{ "`close > open and volume > 0`", "close > open and volume > 0" },
	{ "`close > open or close > 5` and RSI(14) is below 30",
	  "(close > open or close > 5) and rsi(close, 14) < 30" },
	{ "OBV crosses above EMA(20) of OBV",
	  "crossover(obv(), ema(obv(), 20))" },
	{ "ATR(14) is less than 3% of the price", "atr(14) < 0.03 * close" },
};

static void test_categories(void)
{
	char text[512];

	for (size_t i = 0; i < sizeof(categories) / sizeof(*categories); i++) {
		snprintf(text, sizeof(text), "Buy when %s, sell after 5 bars.",
			 categories[i].when);
		ok(means(text, "entry.long", categories[i].want), "%s",
		   categories[i].when);
	}
}

/* What no document may come of. */
static void test_questions(void)
{
	static const char *const texts[] = {
		"Buy when RSI(14) is below 30. Sell half when up 5%.",
		"Buy when RSI(14) is below `30 +`. Stop 3%.",
		"Buy when `rsi(close, 14) < `. Stop 3%.",
		"Buy when RSI is below 30 `. Stop 3%.",
		"Rule 1: when RSI(14) is below 30, dance.",
		"Rule 1: when RSI(14) is florb 30, buy.",
		"Rule 1: when RSI(14) is below 30, buy. Sell when RSI > 70.",
		"Set `risk..x` to `5`. Buy when RSI < 30. Stop 3%.",
		"Set `risk.nothing` to `5`. Buy when RSI < 30. Stop 3%.",
		"Buy when `flurb` is above 3. Stop 3%.",
		"Buy when RSI(14) is below 30. Stop 5.",
		"Buy when RSI(14) is below 30.",
		"Stop loss 3%.",
		"Buy when the moving average crosses 50. Stop 3%.",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct reading r = reading(texts[i]);

		if (!ok(!r.doc && algo_words_questions(r.w), "asks: %s",
			texts[i]))
			note("%s", algo_words_document(r.w, 0));
		release(&r);
	}
}

/* --- Every indicator by its name ---------------------------------------------
 */

static int is_average(const struct algo_ind *ind)
{
	static const char *const names[] = { "sma",   "ema",   "wma",  "dema",
					     "tema",  "trima", "kama", "t3",
					     "hma",   "rma",   "vwma", "ma",
					     "zlema", "alma",  NULL };

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], ind->name) == 0)
			return 1;
	return 0;
}

/* Names that are words, or that the words say by a formula. */
static int has_other_sense(const char *name)
{
	static const char *const names[] = {
		"ma",	 "add",	   "sum", "ao",	    "ibs",	"max",
		"min",	 "ad",	   "var", "mavp",   "change",	"drawdown",
		"slope", "zscore", "cum", "median", "quantile", NULL
	};

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return 1;
	return 0;
}

static void test_registry(void)
{
	size_t all = 0, good = 0, wrong = 0;
	char text[256], want[128];

	for (size_t i = 0; i < algo_ind_count(); i++) {
		const struct algo_ind *ind = algo_ind_at(i);
		const char *length = is_average(ind) ? "20" : "";
		struct reading r;
		const struct algo_json *v;

		if (algo_ind_outputs(ind) != 1 || has_other_sense(ind->name) ||
		    strcmp(ind->group, "pattern") == 0)
			continue;
		all++;
		snprintf(text, sizeof(text),
			 "Buy when %s%s%s%s is above 12.5, sell after 5 bars.",
			 ind->name, *length ? "(" : "", length,
			 *length ? ")" : "");
		snprintf(want, sizeof(want), "%s(%s%s) > 12.5", ind->name,
			 *length || (algo_ind_inputs(ind) == 1 &&
				     strcmp(ind->group, "math") == 0)
				 ? "close"
				 : "",
			 *length ? ", 20" : "");
		r = reading(text);
		v = member(&r, "entry.long");
		if (!v)
			note("%s: %s", ind->name, first_question(&r));
		else if (is_value(v, want))
			good++;
		else {
			wrong++;
			note("%s: %s", ind->name, algo_json_str(v, NULL));
		}
		release(&r);
	}
	ok(wrong == 0, "no indicator is taken for another (%zu)", wrong);
	ok(good * 100 >= all * 90, "%zu of %zu indicators by name", good, all);
}

int main(void)
{
	test_units();
	test_categories();
	test_questions();
	test_registry();
	return done();
}
