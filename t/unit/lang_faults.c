/* lang_faults.c - faults of expressions: class, code, place, hint, repair */
#include "lang_graph.h"

/* ---- faults: class, code, column, what hint or message say, and what the
 * fix-it makes of the expression (NULL: there is none) */

struct fault {
	const char *text;
	enum algo_type want;
	enum algo_class cls;
	const char *code;
	unsigned long col;
	const char *says;
	const char *fixed;
};

#define SYN ALGO_E_SYNTAX
#define IMP ALGO_E_IMPORT
#define ATT ALGO_E_ATTRIBUTE
#define TYP ALGO_E_TYPE
#define VAL ALGO_E_VALUE
#define IND ALGO_E_INDEX
#define ANY ALGO_T_ANY
#define COND ALGO_T_BOOL

/* clang-format off */
static const struct fault faults[] = {
	{ "weekday = 5", ANY, SYN, "single_equals", 9, "==", "weekday == 5" },
	{ "30 < rsi(close, 14) < 50", ANY, SYN, "chained_comparison", 21, "and", "30 < rsi(close, 14) and rsi(close, 14) < 50" },
	{ "(close > 1) & (open > 2)", ANY, SYN, "wrong_operator", 13, "and", "(close > 1) and (open > 2)" },
	{ "(close > 1)|(open > 2)", ANY, SYN, "wrong_operator", 12, "or", "(close > 1) or (open > 2)" },
	{ "~flat", ANY, SYN, "wrong_operator", 1, "not", "not flat" },
	{ "crossover(sma(close, 10), sma(close, 30)", ANY, SYN, "missing_bracket", 41, ")", "crossover(sma(close, 10), sma(close, 30))" },
	{ "close[1", ANY, SYN, "missing_bracket", 8, "]", "close[1]" },
	{ "(close < sma(close, 20)))", ANY, SYN, "unexpected_token", 25, "remove", "(close < sma(close, 20))" },
	{ "rsi(close, 14) \xe2\x89\xa5 70", ANY, SYN, "wrong_operator", 16, ">=", "rsi(close, 14) >= 70" },
	{ "close => open", ANY, SYN, "wrong_operator", 7, ">=", "close >= open" },
	{ "close <> open", ANY, SYN, "wrong_operator", 7, "!=", "close != open" },
	{ "close === open", ANY, SYN, "wrong_operator", 7, "==", "close == open" },
	{ "close ^ 2", ANY, SYN, "wrong_operator", 7, "**", "close ** 2" },
	{ "r := rsi(close, 14); r < 30", ANY, SYN, "bad_character", 3, "let", NULL },
	{ "close; open", ANY, SYN, "bad_character", 6, "let", NULL },
	{ "bar_index % 4", ANY, SYN, "bad_character", 11, "mod", NULL },
	{ "close // 4", ANY, SYN, "bad_character", 7, "floor", NULL },
	{ "close > 1 # up", ANY, SYN, "bad_character", 11, "comment", NULL },
	{ "rsi[14] < 30", ANY, SYN, "function_needs_call", 1, "rsi(close, 14)", "rsi(close, 14) < 30" },
	{ "atr[14] < 30", ANY, SYN, "function_needs_call", 1, "atr(14)", "atr(14) < 30" },
	{ "rsi < 30", ANY, SYN, "function_needs_call", 1, "rsi(", NULL },
	{ "crossover > 1", ANY, SYN, "function_needs_call", 1, "crossover(a, b)", NULL },
	{ "close > open if volume > 0 else close < open", ANY, SYN, "unexpected_token", 14, "?", NULL },
	{ "max(close[0:5]) > 100", ANY, SYN, "slice", 12, "highest", NULL },
	{ "crossover(ema(close, 9), ema(close 21))", ANY, SYN, "missing_comma", 36, ",", "crossover(ema(close, 9), ema(close, 21))" },
	{ "max(close, open,)", ANY, SYN, "extra_comma", 16, "remove", "max(close, open)" },
	{ "0,5", ANY, SYN, "unexpected_token", 2, "0.5", NULL },
	{ "close 5", ANY, SYN, "unexpected_token", 7, "operator", NULL },
	{ "close >", ANY, SYN, "unexpected_end", 8, "early", NULL },
	{ "", ANY, SYN, "unexpected_end", 1, "empty", NULL },
	{ "  ", ANY, SYN, "unexpected_end", 3, "empty", NULL },
	{ "\"x", ANY, SYN, "unterminated_text", 1, "quote", NULL },
	{ "1e999", ANY, SYN, "number_range", 1, "large", NULL },
	{ "col('x') > 1", ANY, SYN, "wrong_quote", 5, "quotes", "col(\"x\") > 1" },
	{ "close ? 1", ANY, SYN, "unexpected_end", 10, "early", NULL },
	{ "close.5", ANY, SYN, "unexpected_token", 6, "unexpected", NULL },
	{ "close > @n", ANY, SYN, "bad_character", 9, "params", NULL },
	{ "rssi(close, 14) < 30", ANY, IMP, "unknown_function", 1, "rsi", "rsi(close, 14) < 30" },
	{ "close < smaa(close, 50)", ANY, IMP, "unknown_function", 9, "sma", "close < sma(close, 50)" },
	{ "bollinger(close, 20, 2).lower < close", ANY, IMP, "unknown_function", 1, "bbands", "bbands(close, 20, 2).lower < close" },
	{ "price > 20", ANY, IMP, "unknown_name", 1, "close", "close > 20" },
	{ "crossed_above(close, open)", ANY, IMP, "unknown_function", 1, "crossover", "crossover(close, open)" },
	{ "fast > slow", ANY, IMP, "unknown_name", 1, "fast", NULL },
	{ "clos > 1", ANY, IMP, "unknown_name", 1, "close", "close > 1" },
	{ "talib.RSI(close, timeperiod=14) < 30", ANY, IMP, "unknown_name", 1, "rsi", NULL },
	{ "close > np.mean(close[5])", ANY, IMP, "unknown_name", 9, "np", NULL },
	{ "ta.crossover(close, open)", ANY, IMP, "unknown_name", 1, "crossover", "crossover(close, open)" },
	{ "strategy.position_size == 0", ANY, IMP, "unknown_name", 1, "position.size", "position.size == 0" },
	{ "col(\"nope\")", ANY, IMP, "unknown_column", 5, "nope", NULL },
	{ "col(\"X\")", ANY, IMP, "unknown_column", 5, "'x'", NULL },
	{ "xrnk(close) > 1", ANY, IMP, "unknown_function", 1, "xrank", "xrank(close) > 1" },
	{ "tf(\"weekly\", close) > 1", ANY, VAL, "bad_interval", 4, "1w", "tf(\"1w\", close) > 1" },
	{ "tf(\"7x\", close) > 1", ANY, VAL, "bad_interval", 4, "15m", NULL },
	{ "tf(\"0d\", close) > 1", ANY, VAL, "bad_interval", 4, "15m", NULL },
	{ "tf(\"36h\", close) > 1", ANY, VAL, "bad_interval", 4, "midnight", NULL },
	{ "tf(60, close) > 1", ANY, TYP, "text_needed", 4, "1w", NULL },
	{ "sym(5, close) > 1", ANY, TYP, "text_needed", 5, "SPY", NULL },
	{ "sym(\"\", close) > 1", ANY, VAL, "empty_symbol", 5, "name", NULL },
	{ "tf(\"1w\")", ANY, TYP, "missing_argument", 1, "expr", NULL },
	{ "tf(\"1w\", equity) > 1", ANY, TYP, "no_account_here", 10, "brackets", NULL },
	{ "sym(\"A\", close + position.size) > 1", ANY, TYP, "no_account_here", 18, "brackets", NULL },
	{ "xrank(cash) > 1", ANY, TYP, "no_account_here", 7, "brackets", NULL },
	{ "tf(\"1w\", tf(\"1d\", close)) > 1", ANY, VAL, "finer_within_tf", 10, "coarser", NULL },
	{ "tf(\"1w\", tf(\"1w\", close)) > 1", ANY, VAL, "finer_within_tf", 10, "coarser", NULL },
	{ "tf(\"1w\", sym(\"A\", close)) > 1", ANY, TYP, "symbols_within_tf", 10, "round", NULL },
	{ "tf(\"1w\", xrank(close)) > 1", ANY, TYP, "symbols_within_tf", 10, "round", NULL },
	{ "tf(\"1w\", macd(close)).hist > 1", ANY, ATT, "unknown_field", 23, "brackets", NULL },
	{ "tf(\"1w\", bbands(close)) > 1", ANY, ATT, "field_needed", 10, "upper", NULL },
	{ "xtop(close, 0)", ANY, VAL, "out_of_range", 13, "from 1", NULL },
	{ "xtop(close)", ANY, TYP, "missing_argument", 1, "xtop(e, n)", NULL },
	{ "xrank(close > 1) > 1", ANY, TYP, "condition_as_number", 7, "1 : 0", NULL },
	{ "len(close) > 50", ANY, IMP, "unknown_function", 1, "len", NULL },
	{ "macd(close, 12, 26, 9).histogram > 0", ANY, ATT, "unknown_field", 24, "hist", "macd(close, 12, 26, 9).hist > 0" },
	{ "macd(close, 12, 26, 9).line > 0", ANY, ATT, "unknown_field", 24, "macd", NULL },
	{ "macd.hist > 0", ANY, ATT, "function_needs_call", 1, "macd(", "macd().hist > 0" },
	{ "stoch(14, 3, 3).k > 1", ANY, ATT, "unknown_field", 17, "slowk", "stoch(14, 3, 3).slowk > 1" },
	{ "position.foo > 3", ANY, ATT, "unknown_field", 10, "size", NULL },
	{ "close > position.entry * 1.1", ANY, ATT, "unknown_field", 18, "entry_price", "close > position.entry_price * 1.1" },
	{ "position.pnl_percent > 5", ANY, ATT, "unknown_field", 10, "pnl_pct", "position.pnl_pct > 5" },
	{ "trades.count < 3", ANY, ATT, "unknown_field", 8, "open", NULL },
	{ "day.profit < 3", ANY, ATT, "unknown_field", 5, "pnl", "day.pnl < 3" },
	{ "close > close.shift(1)", ANY, ATT, "no_methods", 15, "close[1]", "close > close[1]" },
	{ "close > close.rolling(20).mean()", ANY, ATT, "no_methods", 15, "sma", NULL },
	{ "rsi(close, 14).value < 30", ANY, ATT, "unknown_field", 16, "one output", "rsi(close, 14) < 30" },
	{ "bbands(20) > 1", ANY, ATT, "field_needed", 1, ".upper", NULL },
	{ "position > 1", ANY, ATT, "field_needed", 1, "position.size", NULL },
	{ "(close > 1).x", ANY, ATT, "unknown_field", 13, "no field", NULL },
	{ "rsi(close, 14) and close > 1", ANY, TYP, "number_as_condition", 1, "compar", NULL },
	{ "rsi(close, 14)", COND, TYP, "number_as_condition", 1, "compar", NULL },
	{ "close > 1", ALGO_T_NUM, TYP, "condition_as_number", 1, "? 1 : 0", NULL },
	{ "close > \"100\"", ANY, TYP, "text_as_value", 9, "100", "close > 100" },
	{ "close > \"abc\"", ANY, TYP, "text_as_value", 9, "text", NULL },
	{ "close > sma(close, atr(14))", ANY, TYP, "not_constant", 20, "constant", NULL },
	{ "sma(close, close > 1 ? 3 : 4)", ANY, TYP, "not_constant", 12, "constant", NULL },
	{ "all_of(rsi(close, 14), 3)", ANY, TYP, "number_as_condition", 8, "condition", NULL },
	{ "time_between(930, \"16:00\")", ANY, TYP, "clock_needed", 14, "\"09:30\"", "time_between(\"09:30\", \"16:00\")" },
	{ "time_between(\"09:30\", 1600)", ANY, TYP, "clock_needed", 23, "\"16:00\"", "time_between(\"09:30\", \"16:00\")" },
	{ "time_between(\"9:30\", \"16:00\")", ANY, VAL, "bad_time", 14, "09:30", NULL },
	{ "time_between(\"24:00\", \"16:00\")", ANY, VAL, "bad_time", 14, "09:30", NULL },
	{ "time_between(\"23:60\", \"16:00\")", ANY, VAL, "bad_time", 14, "09:30", NULL },
	{ "rsi(close, 14, 30, 70) < 30", ANY, TYP, "too_many_arguments", 16, "argument", NULL },
	{ "abs(close, 2)", ANY, TYP, "too_many_arguments", 12, "abs(x)", NULL },
	{ "crossover(close)", ANY, TYP, "missing_argument", 1, "crossover(a, b)", NULL },
	{ "max(close)", ANY, TYP, "missing_argument", 1, "max(a, b", NULL },
	{ "highest(close)", ANY, TYP, "missing_argument", 1, "highest(x, n)", NULL },
	{ "sma(close, window=14)", ANY, TYP, "unknown_argument", 12, "period", "sma(close, period=14)" },
	{ "sma(close, perod=14)", ANY, TYP, "unknown_argument", 12, "period", "sma(close, period=14)" },
	{ "rising(close, m=2)", ANY, TYP, "unknown_argument", 15, "rising(x, n=1)", NULL },
	{ "bars_since(close = 3) > 1", ANY, TYP, "unknown_argument", 12, "==", NULL },
	{ "sma(period=3, close)", ANY, TYP, "positional_after_named", 15, "name", NULL },
	{ "sma(close, 3, period=3)", ANY, TYP, "given_twice", 22, "twice", NULL },
	{ "rising(close, 3, n=3)", ANY, TYP, "given_twice", 20, "twice", NULL },
	{ "open(\"x\") > 0", ANY, TYP, "not_a_function", 1, "series", NULL },
	{ "close > 1 ? 1 : close > 2", ANY, TYP, "branches_differ", 17, "branch", NULL },
	{ "if(close > 1, 1, true)", ANY, TYP, "branches_differ", 18, "not both", NULL },
	{ "(close > 1) == true", ANY, TYP, "conditions_compared", 1, "itself", NULL },
	{ "bbands(20, 2, 2, \"ema\").upper", ANY, TYP, "bad_ma_type", 18, "ema", "bbands(20, 2, 2, ema).upper" },
	{ "bbands(20, 2, 2, rsi).upper", ANY, VAL, "bad_ma_type", 18, "sma", NULL },
	{ "sma(close, 0)", ANY, VAL, "out_of_range", 12, "1", NULL },
	{ "rsi(close, -14) < 30", ANY, VAL, "out_of_range", 12, "14", NULL },
	{ "sma(close, 5000000)", ANY, VAL, "out_of_range", 12, "100000", NULL },
	{ "sma(close, half)", ANY, VAL, "not_whole", 12, "whole", NULL },
	{ "highest(close, 0)", ANY, VAL, "out_of_range", 16, "1", NULL },
	{ "highest(close, half)", ANY, VAL, "not_whole", 16, "whole", NULL },
	{ "quantile(close, 5, 2)", ANY, VAL, "out_of_range", 20, "1", NULL },
	{ "round(close, 99)", ANY, VAL, "out_of_range", 14, "15", NULL },
	{ "close > close[-1]", ANY, IND, "look_ahead", 15, "close[1]", NULL },
	{ "rsi(close, 14)[-2] > 1", ANY, IND, "look_ahead", 16, "[0]", NULL },
	{ "close > close[1.5]", ANY, IND, "index_not_whole", 15, "whole", NULL },
	{ "close[bar_index - 3]", ANY, IND, "index_not_constant", 7, "constant", NULL },
	{ "close > close[2000000]", ANY, IND, "index_too_large", 15, "limit", NULL },
	{ "value_when(close > open, low, -1)", ANY, IND, "out_of_range", 31, "0", NULL },
	{ "trade.size > 1", ANY, TYP, "no_trade_here", 1, "trade", NULL },
	{ "trade > 1", ANY, ATT, "field_needed", 1, "trade", NULL },
};
/* clang-format on */

static void check_fault(const struct fault *f)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_graph *g = graph(NULL, &errs);
	struct algo_buf fixed = ALGO_BUF_INIT(256);
	const struct algo_err *e;

	add_as(g, f->text, ALGO_SCOPE_STEP, f->want, &errs);
	e = errs.v;
	if (!ok(errs.n && e->cls == f->cls && !strcmp(e->code, f->code) &&
			e->at.col == f->col &&
			(strstr(e->hint, f->says) || strstr(e->msg, f->says)) &&
			e->fixit.has == (f->fixed != NULL),
		"%s: %s", f->text, f->code) &&
	    errs.n)
		note("%s %s col %lu: %s (%s) fix %d", algo_class_name(e->cls),
		     e->code, e->at.col, e->msg, e->hint, e->fixit.has);
	if (errs.n && f->fixed && e->fixit.has) {
		algo_buf_add(&fixed, f->text, e->fixit.start);
		algo_buf_adds(&fixed, e->fixit.text);
		algo_buf_adds(&fixed, f->text + e->fixit.start + e->fixit.len);
		ok(!strcmp(algo_buf_str(&fixed), f->fixed), "fixed: %s",
		   algo_buf_str(&fixed));
		add(g, algo_buf_str(&fixed), ALGO_SCOPE_STEP);
	}
	algo_buf_release(&fixed);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

/* All at once, in order of place. */
static void test_many_faults(void)
{
	static const char text[] = "rsi(close, 0) < 30 and\n"
				   "macd(close).line > 0 and emaa(close, 9) > "
				   "close[-2] and volume";
	static const unsigned long line[] = { 1, 2, 2, 2, 2 };
	static const unsigned long col[] = { 12, 13, 26, 49, 57 };
	struct algo_errs errs = { .v = NULL };
	struct algo_graph *g = graph(NULL, &errs);
	size_t i;

	add_as(g, text, ALGO_SCOPE_STEP, COND, &errs);
	ok(errs.n == 5, "five faults of one expression: %zu", errs.n);
	for (i = 0; i < 5 && i < errs.n; i++) {
		if (errs.v[i].at.line != line[i] || errs.v[i].at.col != col[i])
			break;
	}
	if (!ok(i == 5, "in order, with line and column") && i < errs.n)
		note("%zu: %lu:%lu %s", i, errs.v[i].at.line, errs.v[i].at.col,
		     errs.v[i].msg);
	ok(!strcmp(errs.v[0].at.pointer, "/entry/long") &&
		   strstr(errs.v[0].context, "rsi(close, 0)"),
	   "with pointer and context");
	algo_errs_release(&errs);
	add_as(g, "(close > 1) & (open > 2) | (low > 1) & flat",
	       ALGO_SCOPE_STEP, COND, &errs);
	ok(errs.n == 3, "wrong operators are all reported");
	algo_errs_release(&errs);
	add_as(g, "price > sma(price, 20)", ALGO_SCOPE_STEP, COND, &errs);
	ok(errs.n == 1, "an unknown name is reported once");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void one_let(const char *name, const char *text, enum algo_class cls,
		    const char *code, const char *says)
{
	const struct lets l[] = { { name, text },
				  { "later", "close" },
				  { NULL, NULL } };
	struct algo_errs errs = { .v = NULL };
	struct algo_graph *g = graph(l, &errs);

	if (!ok(errs.n == 1 && errs.v[0].cls == cls &&
			!strcmp(errs.v[0].code, code) &&
			(strstr(errs.v[0].msg, says) ||
			 strstr(errs.v[0].hint, says)),
		"let %s = %s: %s", name, text, code))
		note("%zu %s", errs.n, errs.n ? errs.v[0].code : "");
	/* What uses a let at fault says nothing more. */
	if (errs.n && cls != ALGO_E_KEY && strcmp(code, "name_taken") != 0) {
		size_t before = errs.n;
		struct algo_expr x =
			add_as(g, name, ALGO_SCOPE_STEP, ANY, &errs);

		ok(x.node < 0 && errs.n == before, "and no echo of it");
	}
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_let_faults(void)
{
	one_let("a", "a + 1", IND, "let_of_itself", "a[1]");
	one_let("a", "nz(a[0]) + 1", IND, "let_of_itself", "a[1]");
	one_let("a", "later - close", IND, "let_too_early", "order");
	one_let("a", "sma(later, 3)", IND, "let_too_early", "order");
	one_let("a", "change(later[1]) > ", SYN, "unexpected_end", "early");
	one_let("a", "trade.size", TYP, "no_trade_here", "trade");
	one_let("1a", "close", ALGO_E_KEY, "bad_name", "name");
	one_let("a b", "close", ALGO_E_KEY, "bad_name", "name");
	one_let("close", "open", VAL, "name_taken", "close");
	one_let("rsi", "open", VAL, "name_taken", "rsi");
	one_let("equity", "open", VAL, "name_taken", "equity");
	one_let("position", "open", VAL, "name_taken", "position");
	one_let("monday", "open", VAL, "name_taken", "monday");
	one_let("AND", "open", VAL, "name_taken", "AND");
	one_let("n", "open", VAL, "name_taken", "n");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		check_fault(&faults[i]);
	test_many_faults();
	test_let_faults();
	return done();
}
