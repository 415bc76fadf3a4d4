/* explain.c - documents in plain words: sentence by sentence, and every
 * document there is */
#include "doc.h"

#include <algo/words.h>

/* clang-format off */
static const struct {
	const char *doc, *text;
} table[] = {
	{ "\"entry\":{\"long\":\"rsi(close, 14) < 30\"},"
	  "\"exit\":{\"long\":\"RSI(Close, 14) > 70\"},"
	  "\"risk\":{\"stop_loss_pct\":5}",
	  "Buy when RSI(14) is below 30.\nSell when RSI(14) is above 70.\n\n"
	  "Set the stop loss to 5%.\n" },
	{ "\"params\":{\"p\":{\"value\":14,\"min\":2,\"max\":50,\"step\":1},"
	  "\"lo\":30,\"hi\":70},"
	  "\"let\":{\"r\":\"rsi(close, p)\",\"up\":\"close > sma(close, 200)\"},"
	  "\"entry\":{\"long\":\"crossunder(r, lo) and up\"},"
	  "\"exit\":{\"long\":\"r > hi\"}",
	  "Buy when RSI(14) crosses below 30 and the close is above SMA(200).\n"
	  "Sell when RSI(14) is above 70.\n\n"
	  "Note: param p is 14, from 2 to 50 in steps of 1.\n"
	  "Note: param lo is 30.\nNote: param hi is 70.\n" },
	{ "\"entry\":{\"long\":\"close > highest(high, 20)[1]\","
	  "\"short\":\"close < lowest(20)[1]\"},"
	  "\"exit\":{\"long\":\"close < lowest(low, 10)[1]\","
	  "\"short\":\"close > highest(10)[1]\"},"
	  "\"risk\":{\"stop_distance\":\"2*atr(14)\"}",
	  "Go long when the close is above the 20-bar high.\n"
	  "Exit long when the close is below the 10-bar low.\n"
	  "Go short when the close is below the 20-bar low.\n"
	  "Exit short when the close is above the 10-bar high.\n\n"
	  "Set the stop loss to 2 ATR(14).\n" },
	{ "\"entry\":{\"short\":\"sma(5) > ema(close, 9)\"},"
	  "\"risk\":{\"stop_loss\":\"entry_price + 2 * atr(10)\","
	  "\"take_profit\":\"entry_price - atr(10)\"}",
	  "Sell short when SMA(5) is above EMA(9).\n\n"
	  "Set the stop loss to 2 ATR(10).\nTake profit at 1 ATR(10).\n" },
	/* the other side of the price: no distance */
	{ "\"entry\":{\"long\":\"close > open\"},"
	  "\"risk\":{\"stop_loss\":\"entry_price + 2 * atr(10)\"}",
	  "Buy when the close is above the open.\n\n"
	  "Set the stop loss to `entry_price + 2 * atr(10)`.\n" },
	{ "\"entry\":{\"long\":\"macd(close,12,26,9) <= macd(12,26,9).signal "
	  "or macd(12,26).hist >= 0\"}",
	  "Buy when the MACD(12,26,9) line is at most the MACD(12,26,9) signal "
	  "line or the MACD(12,26,9) histogram is at least 0.\n"
	  "There are no other exits.\n" },
	{ "\"entry\":{\"long\":\"low < bbands(close,20,2,2).lower and "
	  "close < bbands(20,2).middle and close < bbands(20,2,3).upper\"},"
	  "\"exit\":{\"long\":\"stoch(14,3,3).slowk > stoch(14,3,3).slowd\"}",
	  "Buy when the low is below the lower Bollinger band(20,2) and the "
	  "close is below the middle Bollinger band(20,2) and the close is "
	  "below `bbands(20, 2, 3).upper`.\n"
	  "Sell when the stochastic(14,3,3) %K is above the stochastic(14,3,3) "
	  "%D.\n" },
	{ "\"entry\":{\"long\":\"(rsi(2) < 5 or rsi(3) < 5) and "
	  "not (adx(14) < 15) and rising(close) and not is_long\"}",
	  "Buy when (RSI(2) is below 5 or RSI(3) is below 5) and ADX(14) is at "
	  "least 15 and `rising(close)` and `not is_long`.\n"
	  "There are no other exits.\n" },
	{ "\"entry\":{\"long\":\"all_of(sma(50) > sma(50)[1], 5)\"},"
	  "\"exit\":{\"long\":\"any_of(crossunder(rsi(14), 30), 6) or "
	  "any_of(rsi(14) > 70, 10)\"}",
	  "Buy when SMA(50) is rising for 5 bars in a row.\n"
	  "Sell when RSI(14) crossed below 30 in the last 6 bars or RSI(14) "
	  "was above 70 in the last 10 bars.\n" },
	{ "\"entry\":{\"long\":\"weekday == 1\"},"
	  "\"exit\":{\"long\":\"weekday != 5 or close > entry_price\"}",
	  "Buy when it is Monday.\nSell when it is not Friday or the close is "
	  "above the entry price.\n" },
	{ "\"entry\":{\"long\":\"crossover(supertrend(10,3).dir, 0)\"},"
	  "\"exit\":{\"long\":\"supertrend(10,3).dir < 0\"}",
	  "Buy when Supertrend(10,3) turns bullish.\n"
	  "Sell when Supertrend(10,3) is bearish.\n" },
	{ "\"entry\":{\"long\":\"close > sma(volume, 20) * 1.5\"},"
	  "\"exit\":{\"long\":\"crossunder(hl2, ohlc4)\"}",
	  "Buy when the close is above `sma(volume, 20) * 1.5`.\n"
	  "Sell when `crossunder(hl2, ohlc4)`.\n" },
	{ "\"entry\":{\"long\":\"close > close[1] and cci(20) < -100 and "
	  "plus_di(14) > minus_di(14)\"},\"risk\":{\"max_bars\":5}",
	  "Buy when the close is above the previous close and CCI(20) is below "
	  "-100 and DI+(14) is above DI-(14).\n\nExit after 5 bars.\n" },
	/* lets that keep their names */
	{ "\"let\":{\"k\":\"max(nz(k[1]), close)\",\"e\":\"entry_price * 2\"},"
	  "\"entry\":{\"long\":\"close > k\"},\"exit\":{\"long\":\"e < close\"}",
	  "Let k be `max(nz(k[1]), close)`.\nLet e be `entry_price * 2`.\n\n"
	  "Buy when the close is above `k`.\n"
	  "Sell when `e` is below the close.\n" },
	{ "\"rules\":[{\"when\":\"crossunder(rsi(14), 30) and flat\","
	  "\"do\":\"buy\",\"size\":0.25,\"sl\":\"low\",\"limit\":\"close\","
	  "\"expire_bars\":3,\"tag\":\"dip\"},"
	  "{\"when\":\"is_long\",\"do\":\"set_sl\",\"where\":"
	  "\"is_na(trade.sl)\",\"sl\":\"low\"},"
	  "{\"when\":\"rsi(14) > 60\",\"do\":\"close\",\"portion\":0.5},"
	  "{\"when\":\"true\",\"do\":\"cancel\",\"tag\":\"d`p\"}]",
	  "Rule 1: when RSI(14) crosses below 30 and `flat`, buy, size `0.25`, "
	  "limit `close`, stop loss `low`, expire bars `3`, tag \"dip\".\n"
	  "Rule 2: when `is_long`, set the stop loss, where `is_na(trade.sl)`, "
	  "stop loss `low`.\n"
	  "Rule 3: when RSI(14) is above 60, close, portion `0.5`.\n"
	  "Rule 4: when `true`, cancel, tag ``\"d`p\"``.\n" },
	{ "\"name\":\"n\",\"description\":\"a\\nb\",\"entry\":{\"long\":"
	  "\"close > 1\"},\"risk\":{\"size\":0.07,\"trailing_stop_pct\":4,"
	  "\"take_profit_pct\":2.5,\"max_open_trades\":1,"
	  "\"max_trades_per_day\":3,\"max_daily_loss_pct\":2,"
	  "\"max_drawdown_pct\":20,\"cooldown_bars\":5,\"session\":{"
	  "\"from\":\"08:00\",\"to\":\"16:30\",\"tz\":\"Europe/London\","
	  "\"flatten\":true}}",
	  "The strategy is called \"n\".\n\n"
	  "Buy when the close is above 1.\n\n"
	  "Put 7% of the account into each trade.\nUse a 4% trailing stop.\n"
	  "Take profit at 2.5%.\nNo more than 1 open trade.\n"
	  "No more than 3 trades a day.\nStop for the day after losing 2%.\n"
	  "Stop trading at 20% drawdown.\n"
	  "After an exit wait 5 bars before the next trade.\n"
	  "Only trade between 08:00 and 16:30 Europe/London.\n"
	  "Close everything at the end of the day.\n\nNote: a b\n" },
	{ "\"entry\":{\"long\":\"close > 1\"},\"risk\":{\"size\":100,"
	  "\"stop_loss_pct\":\"atr(14) / close * 100\","
	  "\"trailing_stop\":\"lowest(low, 25)\",\"target_distance\":\"3\"}",
	  "Buy when the close is above 1.\n\nUse 100 units per trade.\n"
	  "Set `risk.stop_loss_pct` to `atr(14) / close * 100`.\n"
	  "Use a trailing stop at `lowest(low, 25)`.\n"
	  "Set `risk.target_distance` to `3`.\n" },
	{ "\"tz\":\"Europe/London\",\"data\":{\"symbol\":\"GOOG\","
	  "\"interval\":\"1d\",\"from\":\"2010-01-01\",\"to\":\"2020-12-31\"},"
	  "\"entry\":{\"long\":\"close > 1\"},\"exit\":{\"long\":\"na\"},"
	  "\"risk\":{\"size\":\"floor(5000 / close)\"},"
	  "\"warmup\":20,\"backtest\":{\"cash\":10000,\"commission\":0.00075,"
	  "\"margin\":0.5,\"trade_on_close\":true,\"spread\":0.01,"
	  "\"finalize\":\"none\"}",
	  "Trade GOOG on 1d bars from 2010-01-01 to 2020-12-31.\n"
	  "Set `tz` to `\"Europe/London\"`.\nSet `warmup` to `20`.\n\n"
	  "Buy when the close is above 1.\nSell when `na`.\n\n"
	  "Use a size of `floor(5000 / close)`.\n\n"
	  "Start with 10000 in cash.\nCommission is 0.075%.\n"
	  "Use 2x leverage.\nTrade at the close.\n"
	  "Set `backtest.spread` to `0.01`.\n"
	  "Set `backtest.finalize` to `\"none\"`.\n" },
	{ "\"data\":{\"symbol\":\"a b\"},\"columns\":[\"mood\",\"Close\"],"
	  "\"entry\":{\"long\":\"mood > 0 and Close > 1\"},"
	  "\"backtest\":{\"commission\":[1,0.001]},\"risk\":{\"session\":{"
	  "\"tz\":\"Asia/Tokyo\",\"flatten\":true}}",
	  "Set `data.symbol` to `\"a b\"`.\n"
	  "Set `columns` to `[\"mood\",\"Close\"]`.\n\n"
	  "Buy when `mood` is above 0 and `Close` is above 1.\n\n"
	  "Set `risk.session.tz` to `\"Asia/Tokyo\"`.\n"
	  "Close everything at the end of the day.\n\n"
	  "Set `backtest.commission` to `[1,0.001]`.\n" },
};
/* clang-format on */

static char *explain(const char *doc, struct algo_errs *errs)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 24);

	if (algo_words_explain(doc, strlen(doc), "s.json", &out, errs)) {
		algo_buf_release(&out);
		return NULL;
	}
	algo_buf_addc(&out, '\0');
	return algo_buf_take(&out);
}

static void test_table(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct algo_buf doc = ALGO_BUF_INIT(1 << 20);
		struct algo_errs errs = { 0 };
		char *text;
		int good;

		algo_buf_addf(&doc, "{\"algo\":1,%s}", table[i].doc);
		text = explain(algo_buf_str(&doc), &errs);
		good = text && strcmp(text, table[i].text) == 0;
		if (!ok(good, "sentences %zu", i))
			note("got: %s\nwant: %s", text ? text : "nothing",
			     table[i].text);
		note_errs(&errs);
		algo_free(text);
		algo_errs_release(&errs);
		algo_buf_release(&doc);
	}
}

static void test_refused(void)
{
	static const char *const docs[] = {
		"", "{", "[]", "{\"algo\":1}",
		"{\"algo\":1,\"entry\":{\"long\":\"clse > 1\"}}"
	};

	for (size_t i = 0; i < sizeof(docs) / sizeof(*docs); i++) {
		struct algo_errs errs = { 0 };
		char *text = explain(docs[i], &errs);

		ok(!text && errs.errors > 0, "no strategy: '%s'", docs[i]);
		algo_free(text);
		algo_errs_release(&errs);
	}
}

/* Lets that double with every step stay small. */
static void test_growth(void)
{
	struct algo_buf doc = ALGO_BUF_INIT(1 << 20);
	struct algo_errs errs = { 0 };
	char *text;

	algo_buf_adds(&doc, "{\"algo\":1,\"let\":{\"a0\":\"close + open\"");
	for (int i = 1; i < 40; i++)
		algo_buf_addf(&doc, ",\"a%d\":\"a%d + a%d\"", i, i - 1, i - 1);
	algo_buf_adds(&doc, "},\"entry\":{\"long\":\"a39 > 0\"}}");
	text = explain(algo_buf_str(&doc), &errs);
	ok(text && strlen(text) < 20000, "lets that double");
	algo_free(text);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
}

/* It calls what the language has not. */
static int is_unknown(const struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (strcmp(errs->v[i].code, "unknown_function") == 0)
			return 1;
	return 0;
}

/* Every document of the phrases. */
static void test_phrases(const char *shared)
{
	char path[512];
	size_t n, all = 0, good = 0, unknown = 0;
	char *text, *line, *next;

	snprintf(path, sizeof(path), "%s/golden/phrases/phrases.ndjson",
		 shared);
	text = slurp(path, &n);
	for (line = text; line && *line; line = next) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_errs errs = { 0 };
		struct algo_json_doc *doc;
		const struct algo_json *v;
		char *copy, *words;

		next = line + strcspn(line, "\n");
		doc = algo_json_parse(line, (size_t)(next - line), path, &err);
		next += *next == '\n';
		v = algo_json_get(doc ? algo_json_root(doc) : NULL, "strategy");
		if (algo_json_type(v) == ALGO_J_OBJ) {
			const char *s = algo_json_text(v, &n);

			copy = algo_strndup(s, n);
			words = explain(copy, &errs);
			all++;
			good += words && strstr(words, " when ");
			unknown += !words && is_unknown(&errs);
			if (!words)
				note_errs(&errs);
			else if (getenv("TELL"))
				note("%s\n%s", copy, words);
			algo_free(words);
			algo_free(copy);
		}
		algo_errs_release(&errs);
		algo_json_free(doc);
	}
	free(text);
	ok(good > 165 && good + unknown == all,
	   "%zu of %zu documents, %zu use functions that are not there", good,
	   all, unknown);
}

static void test_examples(void)
{
	static const char *const names[] = { "breakout", "rsi_dip",
					     "sma_cross" };

	for (size_t i = 0; i < 3; i++) {
		struct algo_errs errs = { 0 };
		char path[128], *doc, *text;
		size_t n;

		snprintf(path, sizeof(path), "examples/strategies/%s.json",
			 names[i]);
		doc = slurp(path, &n);
		text = doc ? explain(doc, &errs) : NULL;
		ok(text && strstr(text, names[i]), "%s", path);
		if (text && getenv("TELL"))
			note("%s", text);
		note_errs(&errs);
		algo_errs_release(&errs);
		algo_free(text);
		free(doc);
	}
}

int main(void)
{
	const char *shared = shared_dir();

	test_table();
	test_refused();
	test_growth();
	test_examples();
	if (shared)
		test_phrases(shared);
	else
		note("no reference data beside the project");
	return done();
}
