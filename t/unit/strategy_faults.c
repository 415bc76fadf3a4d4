/* strategy_faults.c - each key of a document done wrong; hostile documents */
#include "doc.h"

/* A document around one rule, or risk, or other keys. */
#define RULE(x)                                                       \
	"{\"algo\":1,\"rules\":[\n{\"when\":\"close > open\"," x "}," \
	"{\"when\":\"flat\",\"do\":\"sell\"}]}"
#define RISK(x) "{\"algo\":1,\"entry\":{\"long\":\"true\"},\n\"risk\":{" x "}}"
#define WITH(x)                                                \
	"{\"algo\":1,\"entry\":{\"long\":\"close > open\"},\n" \
	"\"exit\":{\"long\":\"close < open\"}, " x "}"

/* clang-format off */
static const struct {
	const char *doc, *class, *code, *pointer;
	unsigned long line, col; /* 0: not looked at */
	int fixed;               /* its fix-it makes the document right */
} faults[] = {
	/* the document */
	{ "[]", "type_error", "wrong_type", "", 1, 1, 0 },
	{ "\"algo\"", "type_error", "wrong_type", "", 1, 1, 0 },
	{ "{\"algo\":1", "syntax_error", "unterminated", "", 1, 10, 0 },
	{ "{\"algo\":1,\"algo\":1}", "key_error", "duplicate_key", "/algo", 1,
	  11, 0 },
	{ "", "file_error", "empty", "", 0, 0, 0 },
	{ "{\"algo\":1}", "key_error", "missing_key", "", 1, 1, 0 },
	{ " \n{\"entry\":{\"long\":\"true\"}}", "key_error", "missing_key", "",
	  2, 1, 1 },
	{ "\xef\xbb\xbf{\"entry\":{\"long\":\"true\"}}", "key_error",
	  "missing_key", "", 1, 1, 1 },
	{ "\xef\xbb\xbf{\"algo\":1,\"entrys\":{\"long\":\"true\"}}",
	  "key_error", "unknown_key", "/entrys", 1, 11, 1 },
	{ "{\"algo\":1.5,\"entry\":{\"long\":\"true\"}}", "value_error",
	  "unknown_format", "/algo", 1, 9, 0 },
	{ "{\"algo\":\"1\",\"entry\":{\"long\":\"true\"}}", "type_error",
	  "wrong_type", "/algo", 1, 9, 1 },
	{ WITH("\"name\":7"), "type_error", "wrong_type", "/name", 2, 40, 1 },
	{ WITH("\"name\":\"a\\u0000b\""), "value_error", "bad_text", "/name",
	  2, 40, 0 },
	{ WITH("\"description\":[]"), "type_error", "wrong_type",
	  "/description", 2, 47, 0 },
	{ WITH("\"version\":\"2\""), "type_error", "wrong_type", "/version", 2,
	  43, 1 },
	{ WITH("\"tz\":\"Mars\""), "value_error", "unknown_zone", "/tz", 2, 38,
	  0 },
	{ WITH("\"tz\":\"Tokyo\""), "value_error", "unknown_zone", "/tz", 2,
	  38, 1 },
	{ WITH("\"tz\":null"), "type_error", "wrong_type", "/tz", 2, 38, 0 },
	{ WITH("\"warmup\":-1"), "value_error", "out_of_range", "/warmup", 2,
	  42, 0 },
	{ WITH("\"warmup\":1.5"), "value_error", "out_of_range", "/warmup", 2,
	  42, 0 },
	{ WITH("\"warmup\":\"5\""), "type_error", "wrong_type", "/warmup", 2,
	  42, 1 },
	{ WITH("\"timezone\":\"UTC\""), "key_error", "unknown_key",
	  "/timezone", 2, 33, 1 },
	{ WITH("\"cash\":1"), "key_error", "unknown_key", "/cash", 2, 33, 0 },
	{ WITH("\"zzzzzz\":1"), "key_error", "unknown_key", "/zzzzzz", 2, 33,
	  0 },
	{ WITH("\"data\":\"GOOG\""), "type_error", "wrong_type", "/data", 2,
	  40, 0 },
	{ WITH("\"data\":{\"symbol\":1}"), "type_error", "wrong_type",
	  "/data/symbol", 2, 50, 1 },
	{ WITH("\"data\":{\"symbl\":\"A\"}"), "key_error", "unknown_key",
	  "/data/symbl", 2, 41, 1 },
	/* columns, params, lets */
	{ WITH("\"columns\":\"a\""), "type_error", "wrong_type", "/columns", 2,
	  43, 0 },
	{ WITH("\"columns\":[\"a\",1]"), "type_error", "wrong_type",
	  "/columns/1", 2, 48, 0 },
	{ WITH("\"columns\":[\"\"]"), "value_error", "bad_text", "/columns/0",
	  2, 44, 0 },
	{ WITH("\"params\":[]"), "type_error", "wrong_type", "/params", 2, 42,
	  0 },
	{ WITH("\"params\":[{\"name\":\"a\",\"value\":3}]"), "type_error",
	  "wrong_type", "/params", 2, 42, 1 },
	{ WITH("\"params\":{\"a\":\"14\"}"), "type_error", "wrong_type",
	  "/params/a", 2, 47, 0 },
	{ WITH("\"params\":{\"a\":{\"min\":2}}"), "key_error", "missing_key",
	  "/params/a", 2, 47, 0 },
	{ WITH("\"params\":{\"a\":{\"value\":\"3\"}}"), "type_error",
	  "wrong_type", "/params/a/value", 2, 56, 1 },
	{ WITH("\"params\":{\"a\":{\"value\":1,\"min\":2}}"), "value_error",
	  "out_of_range", "/params/a/value", 2, 56, 0 },
	{ WITH("\"params\":{\"a\":{\"value\":3,\"max\":2}}"), "value_error",
	  "out_of_range", "/params/a/value", 2, 56, 0 },
	{ WITH("\"params\":{\"a\":{\"value\":3,\"min\":5,\"max\":2}}"),
	  "value_error", "contradiction", "/params/a/max", 2, 72, 0 },
	{ WITH("\"params\":{\"a\":{\"value\":3,\"step\":0}}"), "value_error",
	  "out_of_range", "/params/a/step", 2, 65, 0 },
	{ WITH("\"params\":{\"a\":{\"value\":3,\"stp\":1}}"), "key_error",
	  "unknown_key", "/params/a/stp", 2, 58, 1 },
	{ WITH("\"params\":{\"close\":3}"), "value_error", "name_taken",
	  "/params/close", 2, 43, 0 },
	{ WITH("\"params\":{\"a b\":3}"), "key_error", "bad_name",
	  "/params/a b", 2, 43, 0 },
	{ WITH("\"let\":[]"), "type_error", "wrong_type", "/let", 2, 39, 0 },
	{ WITH("\"let\":{\"a\":true}"), "type_error", "wrong_type", "/let/a",
	  2, 44, 0 },
	{ WITH("\"let\":{\"sma\":\"close\"}"), "value_error", "name_taken",
	  "/let/sma", 2, 40, 0 },
	{ WITH("\"params\":{\"a\":1},\"let\":{\"a\":\"close\"}"),
	  "value_error", "name_taken", "/let/a", 2, 57, 0 },
	{ WITH("\"let\":{\"9a\":\"close\"}"), "key_error", "bad_name",
	  "/let/9a", 2, 40, 0 },
	{ WITH("\"let\":{\"a\":\"clos\"}"), "import_error", "unknown_name",
	  "/let/a", 1, 1, 0 },
	/* entry and exit */
	{ "{\"algo\":1,\"entry\":\"close > open\"}", "type_error",
	  "wrong_type", "/entry", 1, 19, 1 },
	{ "{\"algo\":1,\"entry\":{\"long\":1}}", "type_error", "wrong_type",
	  "/entry/long", 1, 27, 0 },
	{ "{\"algo\":1,\"entry\":{\"lnog\":\"true\"}}", "key_error",
	  "unknown_key", "/entry/lnog", 1, 20, 1 },
	{ "{\"algo\":1,\"entry\":{\"long\":\"\"}}", "syntax_error",
	  "unexpected_end", "/entry/long", 1, 1, 0 },
	{ "{\"algo\":1,\"entry\":{\"long\":\"trade.pnl > 0\"}}", "type_error",
	  "no_trade_here", "/entry/long", 1, 1, 0 },
	/* rules */
	{ "{\"algo\":1,\"rules\":{\"when\":\"true\",\"do\":\"buy\"}}",
	  "type_error", "wrong_type", "/rules", 1, 19, 1 },
	{ "{\"algo\":1,\"rules\":[\"buy\"]}", "type_error", "wrong_type",
	  "/rules/0", 1, 20, 0 },
	{ "{\"algo\":1,\"rules\":[{\"do\":\"buy\"}]}", "key_error",
	  "missing_key", "/rules/0", 1, 20, 0 },
	{ RULE("\"x\":1"), "key_error", "missing_key", "/rules/0", 2, 1, 0 },
	{ RULE("\"do\":\"hold\""), "value_error", "unknown_action",
	  "/rules/0/do", 2, 29, 0 },
	{ RULE("\"do\":\"BUY\""), "value_error", "unknown_action",
	  "/rules/0/do", 2, 29, 1 },
	{ RULE("\"do\":\"buy\\u0000\""), "value_error", "bad_text",
	  "/rules/0/do", 2, 29, 0 },
	{ RULE("\"do\":[\"buy\"]"), "type_error", "wrong_type", "/rules/0/do",
	  2, 29, 0 },
	{ RULE("\"action\":\"buy\""), "key_error", "unknown_key",
	  "/rules/0/action", 2, 24, 1 },
	{ RULE("\"do\":\"buy\",\"size\":1,\"units\":1"), "value_error",
	  "contradiction", "/rules/0/units", 2, 44, 0 },
	{ RULE("\"do\":\"buy\",\"where\":\"true\""), "key_error",
	  "key_not_allowed", "/rules/0/where", 2, 35, 0 },
	{ RULE("\"do\":\"buy\",\"portion\":0.5"), "key_error",
	  "key_not_allowed", "/rules/0/portion", 2, 35, 0 },
	{ RULE("\"do\":\"close\",\"size\":1"), "key_error",
	  "key_not_allowed", "/rules/0/size", 2, 37, 0 },
	{ RULE("\"do\":\"cancel\",\"sl\":1"), "key_error", "key_not_allowed",
	  "/rules/0/sl", 2, 38, 0 },
	{ RULE("\"do\":\"target\",\"size\":0.5,\"units\":1"), "key_error",
	  "key_not_allowed", "/rules/0/units", 0, 0, 0 },
	{ RULE("\"do\":\"target\""), "key_error", "missing_key", "/rules/0", 2,
	  1, 0 },
	{ RULE("\"do\":\"set_sl\""), "key_error", "missing_key", "/rules/0", 2,
	  1, 0 },
	{ RULE("\"do\":\"set_tp\""), "key_error", "missing_key", "/rules/0", 2,
	  1, 0 },
	{ RULE("\"do\":\"buy\",\"size\":0"), "value_error", "out_of_range",
	  "/rules/0/size", 2, 42, 0 },
	{ RULE("\"do\":\"buy\",\"size\":-1"), "value_error", "out_of_range",
	  "/rules/0/size", 2, 42, 0 },
	{ RULE("\"do\":\"buy\",\"size\":\"0\""), "value_error", "out_of_range",
	  "/rules/0/size", 1, 1, 0 },
	{ RULE("\"do\":\"buy\",\"size\":\"1 - 2\""), "value_error",
	  "out_of_range", "/rules/0/size", 1, 1, 0 },
	{ RULE("\"do\":\"buy\",\"units\":0"), "value_error", "out_of_range",
	  "/rules/0/units", 2, 43, 0 },
	{ RULE("\"do\":\"buy\",\"units\":0.5"), "value_error", "out_of_range",
	  "/rules/0/units", 2, 43, 0 },
	{ RULE("\"do\":\"buy\",\"limit\":0"), "value_error", "out_of_range",
	  "/rules/0/limit", 2, 43, 0 },
	{ RULE("\"do\":\"buy\",\"stop\":-5"), "value_error", "out_of_range",
	  "/rules/0/stop", 2, 42, 0 },
	{ RULE("\"do\":\"buy\",\"sl\":0"), "value_error", "out_of_range",
	  "/rules/0/sl", 2, 40, 0 },
	{ RULE("\"do\":\"buy\",\"sl\":\"na\""), "value_error", "out_of_range",
	  "/rules/0/sl", 1, 1, 0 },
	{ RULE("\"do\":\"buy\",\"tp\":\"0 * 1\""), "value_error",
	  "out_of_range", "/rules/0/tp", 1, 1, 0 },
	{ RULE("\"do\":\"buy\",\"trail\":-2"), "value_error", "out_of_range",
	  "/rules/0/trail", 2, 43, 1 },
	{ RULE("\"do\":\"buy\",\"expire_bars\":0"), "value_error",
	  "out_of_range", "/rules/0/expire_bars", 2, 49, 0 },
	{ RULE("\"do\":\"buy\",\"expire_bars\":1.5"), "value_error",
	  "out_of_range", "/rules/0/expire_bars", 2, 49, 0 },
	{ RULE("\"do\":\"buy\",\"tag\":5"), "type_error", "wrong_type",
	  "/rules/0/tag", 2, 41, 1 },
	{ RULE("\"do\":\"buy\",\"sl\":true"), "type_error", "wrong_type",
	  "/rules/0/sl", 2, 40, 0 },
	{ RULE("\"do\":\"buy\",\"sl\":\"trade.sl\""), "type_error",
	  "no_trade_here", "/rules/0/sl", 1, 1, 0 },
	{ RULE("\"do\":\"buy\",\"sl\":\"close > 1\""), "type_error",
	  NULL, "/rules/0/sl", 1, 1, 0 },
	{ RULE("\"do\":\"close\",\"portion\":0"), "value_error",
	  "out_of_range", "/rules/0/portion", 2, 47, 0 },
	{ RULE("\"do\":\"close\",\"portion\":1.01"), "value_error",
	  "out_of_range", "/rules/0/portion", 2, 47, 0 },
	{ RULE("\"do\":\"close\",\"where\":1"), "type_error", "wrong_type",
	  "/rules/0/where", 2, 45, 0 },
	{ RULE("\"do\":\"target\",\"size\":1.5"), "value_error",
	  "out_of_range", "/rules/0/size", 2, 45, 0 },
	{ RULE("\"do\":\"target\",\"size\":\"-2\""), "value_error",
	  "out_of_range", "/rules/0/size", 1, 1, 0 },
	{ RULE("\"do\":\"set_sl\",\"sl\":-1"), "value_error", "out_of_range",
	  "/rules/0/sl", 2, 43, 0 },
	/* risk */
	{ RISK("\"size\":0"), "value_error", "out_of_range", "/risk/size", 2,
	  16, 0 },
	{ RISK("\"size\":1.5"), "value_error", "out_of_range", "/risk/size", 2,
	  16, 0 },
	{ RISK("\"stop_loss\":0"), "value_error", "out_of_range",
	  "/risk/stop_loss", 2, 21, 0 },
	{ RISK("\"stop_loss_pct\":0"), "value_error", "out_of_range",
	  "/risk/stop_loss_pct", 2, 25, 0 },
	{ RISK("\"take_profit_pct\":-3"), "value_error", "out_of_range",
	  "/risk/take_profit_pct", 2, 27, 1 },
	{ RISK("\"stop_loss\":5,\"stop_distance\":1"), "value_error",
	  "contradiction", "/risk/stop_distance", 2, 23, 0 },
	{ RISK("\"take_profit\":5,\"target_distance\":1"), "value_error",
	  "contradiction", "/risk/target_distance", 2, 25, 0 },
	{ RISK("\"trailing_stop_pct\":5,\"trail_distance\":1"),
	  "value_error", "contradiction", "/risk/trail_distance", 2, 31, 0 },
	{ RISK("\"stop_loss_pct\":[5]"), "type_error", "wrong_type",
	  "/risk/stop_loss_pct", 2, 25, 0 },
	{ RISK("\"trailing_stop\":\"trade.high\""), "type_error",
	  "no_trade_here", "/risk/trailing_stop", 1, 1, 0 },
	{ RISK("\"max_bars\":0"), "value_error", "out_of_range",
	  "/risk/max_bars", 2, 20, 0 },
	{ RISK("\"max_bars\":2.5"), "value_error", "out_of_range",
	  "/risk/max_bars", 2, 20, 0 },
	{ RISK("\"max_bars\":\"close\""), "type_error", "not_constant",
	  "/risk/max_bars", 1, 1, 0 },
	{ RISK("\"max_bars\":\"0\""), "value_error", "out_of_range",
	  "/risk/max_bars", 1, 1, 0 },
	{ RISK("\"max_open_trades\":0"), "value_error", "out_of_range",
	  "/risk/max_open_trades", 2, 27, 0 },
	{ RISK("\"max_trades_per_day\":0.5"), "value_error", "out_of_range",
	  "/risk/max_trades_per_day", 2, 30, 0 },
	{ RISK("\"max_daily_loss_pct\":-2"), "value_error", "out_of_range",
	  "/risk/max_daily_loss_pct", 2, 30, 1 },
	{ RISK("\"max_drawdown_pct\":0"), "value_error", "out_of_range",
	  "/risk/max_drawdown_pct", 2, 28, 0 },
	{ RISK("\"cooldown_bars\":-1"), "value_error", "out_of_range",
	  "/risk/cooldown_bars", 2, 25, 0 },
	{ RISK("\"sl\":5"), "key_error", "unknown_key", "/risk/sl", 2, 9, 1 },
	{ RISK("\"spread\":5"), "key_error", "unknown_key", "/risk/spread", 2,
	  9, 0 },
	{ RISK("\"session\":true"), "type_error", "wrong_type",
	  "/risk/session", 2, 19, 0 },
	{ RISK("\"session\":{\"to\":\"09:30\"}"), "key_error", "missing_key",
	  "/risk/session", 2, 19, 0 },
	{ RISK("\"session\":{\"from\":\"9:30\",\"to\":\"16:00\"}"),
	  "value_error", "bad_clock", "/risk/session/from", 2, 27, 1 },
	{ RISK("\"session\":{\"from\":\"09:30\",\"to\":\"24:01\"}"),
	  "value_error", "bad_clock", "/risk/session/to", 2, 40, 0 },
	{ RISK("\"session\":{\"from\":\"09:60\",\"to\":\"16:00\"}"),
	  "value_error", "bad_clock", "/risk/session/from", 2, 27, 0 },
	{ RISK("\"session\":{\"from\":\"16:00\",\"to\":\"09:30\"}"),
	  "value_error", "contradiction", "/risk/session/to", 2, 40, 0 },
	{ RISK("\"session\":{\"from\":930,\"to\":\"16:00\"}"), "type_error",
	  "wrong_type", "/risk/session/from", 2, 27, 1 },
	{ RISK("\"session\":{\"flatten\":\"true\"}"), "type_error",
	  "wrong_type", "/risk/session/flatten", 2, 30, 1 },
	{ RISK("\"session\":{\"tz\":\"Paris\"}"), "value_error",
	  "unknown_zone", "/risk/session/tz", 2, 25, 1 },
	/* backtest */
	{ WITH("\"backtest\":[]"), "type_error", "wrong_type", "/backtest", 2,
	  44, 0 },
	{ WITH("\"backtest\":{\"cash\":\"10000\"}"), "type_error",
	  "wrong_type", "/backtest/cash", 2, 52, 1 },
	{ WITH("\"backtest\":{\"commission\":[1]}"), "type_error",
	  "wrong_type", "/backtest/commission", 2, 58, 0 },
	{ WITH("\"backtest\":{\"commission\":[1,\"2\"]}"), "type_error",
	  "wrong_type", "/backtest/commission", 2, 58, 0 },
	{ WITH("\"backtest\":{\"hedging\":1}"), "type_error", "wrong_type",
	  "/backtest/hedging", 2, 55, 0 },
	{ WITH("\"backtest\":{\"finalize\":true}"), "type_error",
	  "wrong_type", "/backtest/finalize", 2, 56, 0 },
	{ WITH("\"backtest\":{\"initial_cash\":5}"), "key_error",
	  "unknown_key", "/backtest/initial_cash", 2, 45, 1 },
};
/* clang-format on */

static int mends(const char *doc, const struct algo_err *e)
{
	struct algo_errs errs = { 0 };
	char *now = repaired(doc, e);
	struct algo_strategy *s = now ? parse(now, &errs) : NULL;
	int rc = s != NULL;

	algo_strategy_free(s);
	algo_errs_release(&errs);
	free(now);
	return rc;
}

static void test_faults(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy *s = parse(faults[i].doc, &errs);
		const struct algo_err *e = &errs.v[0];
		int good = !s && errs.n >= 1;

		good = good &&
		       !strcmp(algo_class_name(e->cls), faults[i].class);
		good = good &&
		       (!faults[i].code || !strcmp(e->code, faults[i].code));
		good = good && !strcmp(e->at.pointer, faults[i].pointer);
		good = good && !strcmp(e->at.file, "s.json");
		if (faults[i].line)
			good = good && e->at.line == faults[i].line &&
			       e->at.col == faults[i].col;
		if (!ok(good, "%s %s: %.60s", faults[i].class,
			faults[i].pointer, faults[i].doc))
			note_errs(&errs);
		if (faults[i].fixed || (good && e->cls != ALGO_E_SYNTAX &&
					e->fixit.has && !e->fixit.pointer[0]))
			ok(good && mends(faults[i].doc, e),
			   "its fix-it makes it right");
		algo_strategy_free(s);
		algo_errs_release(&errs);
	}
}

static void test_fine(void)
{
	static const char *const docs[] = {
		WITH("\"x-note\":{\"any\":[null]}"),
		WITH("\"name\":\"\",\"version\":2,\"description\":\"d\""),
		WITH("\"data\":{\"symbol\":\"A\",\"interval\":\"1d\",\"from\":"
		     "\"2024-01-01\",\"to\":\"today\",\"x-a\":1}"),
		WITH("\"params\":{\"x-a\":\"text\",\"a\":{\"value\":1}}"),
		WITH("\"let\":{\"a\":5,\"x-b\":[],\"c\":\"a > 4\"}"),
		WITH("\"backtest\":{\"fractional\":true},\"risk\":{\"size\":"
		     "2.5}"),
		RULE("\"do\":\"set_sl\",\"sl\":\"na\""),
		RULE("\"do\":\"target\",\"size\":0,\"tag\":\"t\""),
		RULE("\"do\":\"target\",\"size\":-1"),
		RULE("\"do\":\"close\",\"portion\":1,\"where\":"
		     "\"trade.bars > 3\""),
		RISK("\"trailing_stop\":\"na\",\"cooldown_bars\":0"),
		RISK("\"session\":{\"from\":\"00:00\",\"to\":\"24:00\"}"),
		RISK("\"session\":{}"),
	};

	for (size_t i = 0; i < sizeof(docs) / sizeof(*docs); i++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy *s = parse(docs[i], &errs);

		if (!ok(s && !errs.errors, "right: %.100s", docs[i]))
			note_errs(&errs);
		algo_strategy_free(s);
		algo_errs_release(&errs);
	}
}

/* All at once, in document order, whatever the order of work. */
static void test_order(void)
{
	static const char doc[] =
		"{\"rules\":[{\"when\":\"clos > 1\",\"do\":\"bye\"}],\n"
		"\"risk\":{\"session\":{\"from\":\"x\",\"to\":\"16:00\"},"
		"\"size\":\"smaa(3)\"},\n"
		"\"let\":{\"b\":\"foo\",\"c\":\"b +\"},\n"
		"\"tz\":\"Nowhere\",\"params\":{\"close\":1},\"algo\":3}";
	static const char *const pointers[] = {
		"/rules/0/when", "/rules/0/do",	  "/risk/session/from",
		"/risk/size",	 "/let/b",	  "/let/c",
		"/tz",		 "/params/close", "/algo"
	};
	struct algo_errs errs = { 0 };
	size_t n = sizeof(pointers) / sizeof(*pointers);
	int same = 1;

	ok(!parse(doc, &errs), "many faults");
	same = errs.n == n && errs.errors == n;
	for (size_t i = 0; same && i < n; i++)
		same = !strcmp(errs.v[i].at.pointer, pointers[i]);
	if (!ok(same, "all are told, in the order of the document"))
		note_errs(&errs);
	algo_errs_release(&errs);
}

static void test_warnings(void)
{
	static const struct {
		const char *doc, *code; /* NULL: none */
	} rows[] = {
		{ "{\"algo\":1,\"entry\":{\"long\":\"true\"}}",
		  "missing_exit" },
		{ "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"exit\":"
		  "{\"short\":\"true\"}}",
		  "missing_exit" },
		{ "{\"algo\":1,\"entry\":{\"long\":\"true\",\"short\":"
		  "\"flat\"}}",
		  NULL },
		{ "{\"algo\":1,\"entry\":{}}", "missing_entry" },
		{ "{\"algo\":1,\"rules\":[]}", "missing_entry" },
		{ "{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":"
		  "\"close\"}]}",
		  "missing_entry" },
		{ "{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":"
		  "\"buy\"}]}",
		  "missing_exit" },
		{ "{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":"
		  "\"buy\",\"sl\":5}]}",
		  NULL },
		{ "{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":"
		  "\"target\",\"size\":1}]}",
		  NULL },
		{ RISK("\"max_bars\":5"), NULL },
		{ RISK("\"trail_distance\":5"), NULL },
		{ RISK("\"session\":{\"flatten\":true}"), NULL },
		{ RISK("\"session\":{\"flatten\":false}"), "missing_exit" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy *s = parse(rows[i].doc, &errs);
		const char *want = rows[i].code;

		ok(s && errs.errors == 0 && errs.n == (want ? 1 : 0) &&
			   (!want || (!strcmp(errs.v[0].code, want) &&
				      errs.v[0].severity == ALGO_SEV_WARNING &&
				      errs.v[0].cls == ALGO_E_KEY)),
		   "warning %s: %.70s", want ? want : "none", rows[i].doc);
		algo_strategy_free(s);
		algo_errs_release(&errs);
	}
}

int main(void)
{
	test_faults();
	test_fine();
	test_order();
	test_warnings();
	return done();
}
