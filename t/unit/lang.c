/* lang.c - expressions: faults and repairs, kinds, sharing, cycles, account,
 * trades, fills, warm-up, limits, hostile input */
#include <algo/base.h>
#include <algo/lang.h>

#include "tap.h"

#define BARS 200

static double data[6][BARS];
static int64_t stamps[BARS];
static const char *const names[] = { "open",  "high",	"low",
				     "close", "volume", "x" };

static void make_bars(void)
{
	uint32_t s = 7;
	double p = 100;

	for (size_t i = 0; i < BARS; i++) {
		s = s * 1664525u + 1013904223u;
		data[0][i] = p;
		p += (double)(s >> 28) / 4 - 1.9;
		data[3][i] = p;
		data[1][i] = fmax(data[0][i], p) + 0.5;
		data[2][i] = fmin(data[0][i], p) - 0.5;
		data[4][i] = 100 + (double)(s >> 26);
		data[5][i] = i < 12 || i == 40 ? NAN : (double)(i % 7) - 3;
		stamps[i] = (int64_t)i * 3600 * ALGO_US;
	}
}

/* ---- compiling */

struct lets {
	const char *name, *text;
};

static struct algo_graph *graph(const struct lets *lets, struct algo_errs *errs)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_err err = ALGO_ERR_INIT;

	algo_graph_column(g, "x");
	algo_graph_column(g, "SMA_20@VOLUME");
	algo_graph_param(g, "n", 4, &err);
	algo_graph_param(g, "half", 2.5, &err);
	for (; lets && lets->name; lets++) {
		struct algo_source src = { .text = lets->text,
					   .pointer = "/let",
					   .scope = ALGO_SCOPE_STEP };

		src.len = strlen(lets->text);
		if (algo_graph_let(g, lets->name, &src, &err))
			algo_errs_take(errs, &err);
	}
	algo_graph_lets_done(g, errs);
	return g;
}

static struct algo_expr add_as(struct algo_graph *g, const char *text,
			       enum algo_scope scope, enum algo_type want,
			       struct algo_errs *errs)
{
	struct algo_source src = { .text = text,
				   .len = strlen(text),
				   .pointer = "/entry/long",
				   .scope = scope,
				   .want = want,
				   .price = -1 };
	struct algo_expr x;

	algo_graph_add(g, &src, &x, errs);
	return x;
}

static struct algo_expr add(struct algo_graph *g, const char *text,
			    enum algo_scope scope)
{
	struct algo_errs errs = { NULL };
	struct algo_expr x = add_as(g, text, scope, ALGO_T_ANY, &errs);

	if (x.node < 0) {
		ok(0, "%s", text);
		note("%s", errs.n ? errs.v[0].msg : "no record");
	}
	algo_errs_release(&errs);
	return x;
}

static void finish(struct algo_graph *g)
{
	struct algo_errs errs = { NULL };

	if (algo_graph_done(g, &errs))
		ok(0, "done: %s", errs.v[0].msg);
	algo_errs_release(&errs);
}

static void feed(struct algo_eval *e, const struct algo_graph *g, size_t from,
		 size_t n)
{
	const double *in[8];
	struct algo_block b = { .n = n, .time = stamps + from, .in = in };

	for (size_t i = 0; i < algo_graph_inputs(g); i++) {
		in[i] = NULL;
		for (size_t k = 0; k < 6; k++) {
			if (!strcmp(algo_graph_input(g, i), names[k]))
				in[i] = data[k] + from;
		}
	}
	algo_eval_block(e, &b);
}

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
	{ "rsj(close, 14) < 30", ANY, IMP, "unknown_function", 1, "rsi", "rsi(close, 14) < 30" },
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
	struct algo_errs errs = { NULL };
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
	struct algo_errs errs = { NULL };
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
	struct algo_errs errs = { NULL };
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

/* ---- sharing and kinds */

static void test_sharing(void)
{
	static const char *const same[][2] = {
		{ "sma(close, 20)", "SMA(20)" },
		{ "sma(close, 20)", "sma(period=5 * n)" },
		{ "highest(20)", "highest(high, 20)" },
		{ "atr(14)", "atr(high, low, close)" },
		{ "close > open", "Close > OPEN" },
		{ "macd(12, 26, 9).hist", "macd().hist" },
		{ "macd()", "macd().macd" },
		{ "up", "close > open" },
		{ "hlc3", "(HLC3)" },
		{ "median(close, 5)", "quantile(5, 0.5)" },
		{ "pow(close, 2)", "close ** 2" },
		{ "if(up, 1, 2)", "up ? 1 : 2" },
		{ "2 * n", "max(8, 3)" },
	};
	static const struct lets l[] = { { "up", "close > open" },
					 { NULL, NULL } };
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);

	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++)
		ok(add(g, same[i][0], ALGO_SCOPE_BARS).node ==
			   add(g, same[i][1], ALGO_SCOPE_BARS).node,
		   "one node: %s, %s", same[i][0], same[i][1]);
	ok(add(g, "sma(close, 20)", ALGO_SCOPE_BARS).node !=
		   add(g, "sma(close, 21)", ALGO_SCOPE_BARS).node,
	   "another length is another node");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void kind(struct algo_graph *g, const char *text, enum algo_scope scope,
		 enum algo_kind want)
{
	struct algo_expr x = add(g, text, scope);

	ok(x.kind == want, "%s is of kind %d", text, want);
}

static void test_kinds(void)
{
	static const struct lets l[] = { { "c", "sma(close, 3)" },
					 { "s", "max(nz(s[1]), position.pnl)" },
					 { "early", "nz(lately[1])" },
					 { "lately", "equity + 1" },
					 { NULL, NULL } };
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);
	struct algo_expr x;

	ok(!errs.n, "lets of all kinds");
	kind(g, "c > close", ALGO_SCOPE_STEP, ALGO_K_COLUMN);
	kind(g, "s > 1", ALGO_SCOPE_STEP, ALGO_K_STEP);
	kind(g, "early > 1", ALGO_SCOPE_STEP, ALGO_K_STEP);
	kind(g, "flat and c > 1", ALGO_SCOPE_STEP, ALGO_K_STEP);
	kind(g, "trade.pnl > s", ALGO_SCOPE_TRADE, ALGO_K_TRADE);
	kind(g, "entry_price - 2 * atr(3)", ALGO_SCOPE_FILL, ALGO_K_FILL);
	kind(g, "close - 2 * atr(3)", ALGO_SCOPE_FILL, ALGO_K_COLUMN);
	kind(g, "position.sl", ALGO_SCOPE_FILL, ALGO_K_STEP);
	kind(g, "entry_price", ALGO_SCOPE_STEP, ALGO_K_STEP);
	kind(g, "max(1, size * price * 0.1%)", ALGO_SCOPE_FEE, ALGO_K_TRADE);
	x = add(g, "risk_size(1%, close - 2)", ALGO_SCOPE_STEP);
	ok(x.risk_size && x.kind == ALGO_K_STEP, "risk_size is marked");
	x = add(g, "2 * risk_size(1%, close - 2)", ALGO_SCOPE_STEP);
	ok(!x.risk_size, "only as the outermost call");
	x = add(g, "1 - n / 8", ALGO_SCOPE_BARS);
	ok(x.is_const && x.value == 0.5, "constants are worked out");
	ok(add(g, "na", ALGO_SCOPE_BARS).type == ALGO_T_ANY, "na is either");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void out_of_place(const char *text, enum algo_scope scope,
			 const char *code)
{
	static const struct lets l[] = { { "s", "equity > 1" },
					 { NULL, NULL } };
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);

	add_as(g, text, scope, ANY, &errs);
	ok(errs.n == 1 && errs.v[0].cls == TYP && !strcmp(errs.v[0].code, code),
	   "%s: %s", text, code);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_scopes(void)
{
	out_of_place("equity > 1", ALGO_SCOPE_BARS, "no_account_here");
	out_of_place("s", ALGO_SCOPE_BARS, "no_account_here");
	out_of_place("risk_size(1%, low)", ALGO_SCOPE_BARS, "no_account_here");
	out_of_place("trade.pnl > 1", ALGO_SCOPE_STEP, "no_trade_here");
	out_of_place("trade.pnl[1] > 1", ALGO_SCOPE_TRADE, "no_history");
	out_of_place("sma(trade.pnl, 3) > 1", ALGO_SCOPE_TRADE, "no_history");
	out_of_place("rising(trade.pnl)", ALGO_SCOPE_TRADE, "no_history");
	out_of_place("entry_price[1]", ALGO_SCOPE_FILL, "no_history");
	out_of_place("trade.tag > 1", ALGO_SCOPE_TRADE, "tag_as_value");
	out_of_place("trade.tag == 1", ALGO_SCOPE_TRADE, "tag_as_value");
	out_of_place("size * close", ALGO_SCOPE_FEE, "no_bars_here");
	out_of_place("sma(price, 3)", ALGO_SCOPE_FEE, "no_bars_here");
	out_of_place("size * x", ALGO_SCOPE_FEE, "no_bars_here");
	out_of_place("size * equity", ALGO_SCOPE_FEE, "no_account_here");
}

/* ---- working it out: any cut into blocks */

static void run(const struct algo_graph *g, int node, size_t block, double *out)
{
	struct algo_eval *e = algo_eval_new(g);

	for (size_t i = 0; i < BARS; i += block) {
		size_t n = BARS - i < block ? BARS - i : block;

		feed(e, g, i, n);
		memcpy(out + i, algo_eval_column(e, node), n * sizeof(*out));
	}
	algo_eval_free(e);
}

static int equal(const double *a, const double *b)
{
	for (size_t i = 0; i < BARS; i++) {
		if (isnan(a[i]) ? !isnan(b[i]) : a[i] != b[i])
			return 0;
	}
	return 1;
}

static void test_cycles(void)
{
	static const struct lets l[] = {
		{ "e", "nz(e[1], close) + 0.5 * (close - nz(e[1], close))" },
		{ "a", "nz(b[1]) + nz(c[2]) + 1" },
		{ "b", "a * 0.25 + sma(close, 3)[1]" },
		{ "c", "highest(b, 3) - nz(c[3])" },
		{ "z", "sma(e, 5) + a" },
		{ "none", "none[1]" },
		{ NULL, NULL }
	};
	static const char *const texts[] = { "e", "a",	  "b",		 "c",
					     "z", "none", "e - b[4] + z" };
	static const size_t blocks[] = { 1, 2, 7, 64 };
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);
	struct algo_expr x[7];
	double all[BARS], part[BARS], v = NAN;
	size_t i;

	ok(!errs.n, "lets in cycles");
	for (i = 0; i < 7; i++)
		x[i] = add(g, texts[i], ALGO_SCOPE_BARS);
	finish(g);
	for (i = 0; i < 7; i++) {
		int good = 1;

		run(g, x[i].node, BARS, all);
		for (size_t k = 0; k < 4; k++) {
			run(g, x[i].node, blocks[k], part);
			good &= equal(all, part);
		}
		ok(good, "%s: the same for every cut into blocks", texts[i]);
	}
	run(g, x[0].node, BARS, all);
	for (i = 0; i < BARS; i++) {
		double was = isnan(v) ? data[3][i] : v;

		v = was + 0.5 * (data[3][i] - was);
		if (all[i] != v)
			break;
	}
	ok(i == BARS, "e is its recursion");
	run(g, x[5].node, BARS, all);
	ok(isnan(all[0]) && isnan(all[BARS - 1]), "none = none[1] is na");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

/* Naive forms of what the room works out itself. */
static void test_naive(void)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_expr cov, med, rank, q;
	double a[BARS], b[BARS], c[BARS], d[BARS];
	const double *x = data[3], *y = data[4];
	int good = 1;

	cov = add(g, "covariance(close, volume, 9)", ALGO_SCOPE_BARS);
	med = add(g, "median(close, 10)", ALGO_SCOPE_BARS);
	rank = add(g, "percent_rank(close, 9)", ALGO_SCOPE_BARS);
	q = add(g, "highest_bars(close, 9) * 100 + lowest_bars(close, 9)",
		ALGO_SCOPE_BARS);
	finish(g);
	run(g, cov.node, 64, a);
	run(g, med.node, 64, b);
	run(g, rank.node, 64, c);
	run(g, q.node, 64, d);
	for (size_t i = 9; i < BARS; i++) {
		double mx = 0, my = 0, s = 0, below = 0, hi = 0, lo = 0;
		double v[10];

		for (size_t k = i - 8; k <= i; k++) {
			mx += x[k] / 9;
			my += y[k] / 9;
		}
		for (size_t k = i - 8; k <= i; k++)
			s += (x[k] - mx) * (y[k] - my) / 9;
		for (size_t k = 0; k < 10; k++) {
			size_t at = k;

			for (; at && v[at - 1] > x[i - k]; at--)
				v[at] = v[at - 1];
			v[at] = x[i - k];
		}
		for (size_t k = 1; k <= 9; k++)
			below += x[i - k] <= x[i];
		for (size_t k = 1; k < 9; k++) {
			if (x[i - k] > x[i - (size_t)hi])
				hi = (double)k;
			if (x[i - k] < x[i - (size_t)lo])
				lo = (double)k;
		}
		good &= near(a[i], s, 1e-9) && b[i] == (v[4] + v[5]) / 2 &&
			near(c[i], 100 * below / 9, 1e-12) &&
			d[i] == hi * 100 + lo;
	}
	ok(good, "covariance, median, percent_rank, highest_bars, lowest_bars");
	algo_graph_free(g);
}

/* ---- the account */

static void test_account(void)
{
	static const struct lets l[] = {
		{ "best", "max(nz(best[1]), position.pnl)" },
		{ "was", "position.pnl[1]" },
		{ "m", "sma(position.pnl, 3)" },
		{ "mix", "crossover(close, entry_price)" },
		{ NULL, NULL }
	};
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);
	struct algo_expr best, was, m, rule, size;
	struct algo_eval *e;
	double *account, top = 0;
	int good = 1;

	best = add(g, "best", ALGO_SCOPE_STEP);
	was = add(g, "was", ALGO_SCOPE_STEP);
	m = add(g, "m", ALGO_SCOPE_STEP);
	rule = add(g, "position.bars >= 3 and close > close[1]",
		   ALGO_SCOPE_STEP);
	size = add(g, "risk_size(1%, low)", ALGO_SCOPE_STEP);
	finish(g);
	ok(algo_graph_account(g) == ((uint64_t)1 << ALGO_A_POS_PNL |
				     (uint64_t)1 << ALGO_A_POS_BARS |
				     (uint64_t)1 << ALGO_A_EQUITY) &&
		   algo_graph_has_steps(g),
	   "the slots that are read");
	e = algo_eval_new(g);
	account = algo_eval_account(e);
	ok(isnan(algo_eval_value(e, best.node, 0)), "na before the first step");
	for (size_t i = 0; i < BARS; i++) {
		double pnl = (double)((i * 7) % 11) - 5;

		if (i % 50 == 0)
			feed(e, g, i, 50);
		if (i < 3)
			continue; /* the first step is at bar 3 */
		account[ALGO_A_POS_PNL] = pnl;
		account[ALGO_A_POS_BARS] = (double)(i % 5);
		account[ALGO_A_EQUITY] = 1000;
		algo_eval_step(e, i % 50);
		top = pnl > top ? pnl : top;
		good &= algo_eval_value(e, best.node, i % 50) == top;
		good &= i == 3 ? isnan(algo_eval_value(e, was.node, 0))
			       : algo_eval_value(e, was.node, 0) ==
					 (double)((i - 1) * 7 % 11) - 5;
		good &= isnan(algo_eval_value(e, m.node, 0)) == (i < 5);
		good &= algo_eval_value(e, rule.node, 0) ==
			(i % 5 >= 3 && data[3][i] > data[3][i - 1]);
		good &= near(algo_eval_value(e, size.node, 0),
			     10 / (data[3][i] - data[2][i]), 1e-12);
	}
	ok(good, "lets of the account have a history of their own");
	algo_eval_free(e);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_trades(void)
{
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(NULL, &errs);
	struct algo_expr old, tag, other, sl;
	double trade[ALGO_TR_COUNT] = { 0 };
	struct algo_eval *e;

	old = add(g, "trade.bars >= n and close > trade.entry_price",
		  ALGO_SCOPE_TRADE);
	tag = add(g, "trade.tag == \"dip\"", ALGO_SCOPE_TRADE);
	other = add(g, "\"dip\" != trade.tag", ALGO_SCOPE_TRADE);
	sl = add(g, "max(trade.sl, close - 3 * atr(5)) + position.size",
		 ALGO_SCOPE_TRADE);
	finish(g);
	e = algo_eval_new(g);
	feed(e, g, 0, 100);
	algo_eval_account(e)[ALGO_A_POS_SIZE] = 7;
	algo_eval_step(e, 50);
	trade[ALGO_TR_BARS] = 4;
	trade[ALGO_TR_ENTRY_PRICE] = data[3][50] - 1;
	trade[ALGO_TR_SL] = 1e6;
	ok(algo_eval_trade(e, old.node, 50, trade, NULL) == 1, "a trade");
	trade[ALGO_TR_BARS] = 3;
	ok(algo_eval_trade(e, old.node, 50, trade, NULL) == 0, "another");
	ok(algo_eval_trade(e, tag.node, 50, trade, "dip") == 1 &&
		   algo_eval_trade(e, tag.node, 50, trade, "top") == 0 &&
		   algo_eval_trade(e, tag.node, 50, trade, NULL) == 0 &&
		   algo_eval_trade(e, other.node, 50, trade, "dip") == 0 &&
		   algo_eval_trade(e, other.node, 50, trade, NULL) == 1,
	   "tags");
	ok(algo_eval_trade(e, sl.node, 50, trade, NULL) == 1e6 + 7,
	   "with account and columns");
	algo_eval_free(e);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_fills(void)
{
	static const struct lets l[] = { { "last", "close" }, { NULL, NULL } };
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);
	struct algo_expr stop, plain, fee, acc, side;
	struct algo_eval *e;

	stop = add(g, "entry_price - side * (high - low)", ALGO_SCOPE_FILL);
	plain = add(g, "last", ALGO_SCOPE_FILL);
	acc = add(g, "equity - entry_price", ALGO_SCOPE_FILL);
	side = add(g, "entry_price", ALGO_SCOPE_FILL);
	fee = add(g, "max(1, 0.1% * size * price)", ALGO_SCOPE_FEE);
	finish(g);
	e = algo_eval_new(g);
	feed(e, g, 0, 10);
	algo_eval_account(e)[ALGO_A_EQUITY] = 500;
	algo_eval_step(e, 9);
	algo_eval_account(e)[ALGO_A_EQUITY] = 900;
	/* The fill is on the first bar of the next block. */
	feed(e, g, 10, 10);
	ok(near(algo_eval_fill(e, stop.node, 90, -1),
		90 + data[1][9] - data[2][9], 1e-12),
	   "columns as of the last step");
	ok(algo_eval_fill(e, plain.node, 90, 1) == data[3][9],
	   "also when there is nothing else");
	ok(algo_eval_fill(e, side.node, 90, 1) == 90, "the price itself");
	ok(algo_eval_fill(e, acc.node, 90, 1) == 810,
	   "the account as it stands");
	ok(algo_eval_fee(e, fee.node, 100, 50) == 5 &&
		   algo_eval_fee(e, fee.node, 1, 50) == 1,
	   "fees");
	algo_eval_free(e);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

/* ---- warm-up */

static void warm(const struct lets *l, const char *text, int64_t want,
		 const char *cold)
{
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(l, &errs);
	struct algo_buf text_cold = ALGO_BUF_INIT(200);
	struct algo_eval *e;
	int64_t w = -1;
	int all;

	add(g, text, ALGO_SCOPE_STEP);
	finish(g);
	e = algo_eval_new(g);
	for (size_t i = 0; i < 100; i += 10)
		feed(e, g, i, 10);
	all = algo_eval_warmup(e, &w);
	algo_eval_cold(e, &text_cold);
	if (!ok(w == want && all == !*cold &&
			!strcmp(algo_buf_str(&text_cold), cold),
		"warm-up of %s: %lld", text, (long long)want))
		note("%lld, cold: %s", (long long)w, algo_buf_str(&text_cold));
	algo_buf_release(&text_cold);
	algo_eval_free(e);
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_warmup(void)
{
	static const struct lets l[] = {
		{ "unused", "sma(close, 90)" },
		{ "r", "nz(r[1]) + sma(close, 8) + sma(r[1], 50)" },
		{ "s", "position.size + sma(close, 6) + sma(equity, 50)" },
		{ "k", "7" },
		{ NULL, NULL }
	};

	warm(l, "close > open", 0, "");
	warm(l, "sma(close, 20)", 19, "");
	warm(l, "rsi(close, 14) + sma(sma(close, 10), 10)", 18, "");
	warm(l, "close[30] > 1 and crossover(close, open[40])", 0, "");
	warm(l, "x", 12, "");
	warm(l, "sma(x, 3)", 14, "");
	warm(l, "col(\"x\")", 12, "");
	warm(l, "change(close, 5)", 5, "");
	warm(l, "rising(close, 3) and highest(9) > 1", 8, "");
	warm(l, "any_of(close > 1e9, 5)", 4, "");
	warm(l, "all_of(close > 1e9, 5)", 0, "");
	warm(l, "cum(x) + bars_since(x > 9) + value_when(x > 9, x)", 12, "");
	warm(l, "close > 1 or hour > 3", 0, "");
	warm(l, "r", 7, "");
	warm(l, "s", 5, "");
	warm(l, "count(close > open, k)", 6, "");
	warm(l, "macd(3, 8, 4).hist", 10, "");
	warm(l, "sma(close, 20) > sma(close, 50 * n)", 19, "sma(close, 200)");
	warm(l, "rsi(close[99]) > sma(period=150)", 0,
	     "rsi(close[99]), sma(period=150)");
	warm(l, "atr(150) > 1 and highest(150) > bbands(150).upper", 0,
	     "atr(150), highest(150), bbands(150).upper");
}

/* ---- clock */

static void test_clock(void)
{
	struct algo_zone *zone = algo_zone_open("America/New_York", NULL);
	struct algo_graph *g = algo_graph_new(zone);
	struct algo_expr first, last, range, at;
	double a[BARS], b[BARS], c[BARS], d[BARS];
	int good = 1;

	/* Hourly bars from 1970-01-01T00:00Z: 19:00 in New York. */
	algo_graph_session(g, 9 * 3600 * ALGO_US + 1800 * ALGO_US,
			   16 * 3600 * ALGO_US, NULL);
	first = add(g, "session_first", ALGO_SCOPE_BARS);
	last = add(g, "session_last", ALGO_SCOPE_BARS);
	range = add(g, "opening_range_high(60)", ALGO_SCOPE_BARS);
	at = add(g, "hour", ALGO_SCOPE_BARS);
	finish(g);
	run(g, first.node, 16, a);
	run(g, last.node, 16, b);
	run(g, range.node, 16, c);
	run(g, at.node, 16, d);
	for (size_t i = 0; i < BARS; i++) {
		double hour = (double)((i + 19) % 24);

		good &= d[i] == hour && a[i] == (hour == 10) &&
			b[i] == (hour == 15);
		/* One bar lies within the hour after 09:30. */
		if (hour == 10)
			good &= isnan(c[i]);
		else if (hour > 10 && i > 24)
			good &= c[i] == data[1][i - (size_t)hour + 10];
	}
	ok(good, "a session of hours");
	algo_graph_free(g);

	g = algo_graph_new(NULL);
	algo_graph_session(g, 22 * 3600 * ALGO_US, 4 * 3600 * ALGO_US, NULL);
	algo_graph_day_start(g, 0);
	first = add(g, "session_first", ALGO_SCOPE_BARS);
	last = add(g, "session_last", ALGO_SCOPE_BARS);
	finish(g);
	run(g, first.node, 5, a);
	run(g, last.node, 5, b);
	good = a[0] == 1; /* the first bar known of the session from 22:00 */
	for (size_t i = 1; i < BARS; i++)
		good &= a[i] == (i % 24 == 22) && b[i] == (i % 24 == 3);
	ok(good, "a session over midnight");
	algo_graph_free(g);
	algo_zone_free(zone);
}

static void test_bar_numbers(void)
{
	static const int64_t numbers[] = { 0, 1, 2, 3 };
	const double *in[8] = { data[0] };
	struct algo_block b = { .n = 4, .time = numbers, .index = 1, .in = in };
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_expr time, hour, first, between;
	struct algo_eval *e;

	time = add(g, "time", ALGO_SCOPE_BARS);
	hour = add(g, "hour + year", ALGO_SCOPE_BARS);
	first = add(g, "session_first", ALGO_SCOPE_BARS);
	between = add(g, "time_between(\"00:00\", \"24:00\")", ALGO_SCOPE_BARS);
	finish(g);
	e = algo_eval_new(g);
	algo_eval_block(e, &b);
	ok(algo_eval_column(e, time.node)[3] == 3 &&
		   isnan(algo_eval_column(e, hour.node)[0]) &&
		   isnan(algo_eval_column(e, between.node)[0]) &&
		   algo_eval_column(e, first.node)[0] == 1 &&
		   algo_eval_column(e, first.node)[1] == 0,
	   "bar numbers have no calendar");
	algo_eval_free(e);
	algo_graph_free(g);
}

/* ---- limits and hostile input */

static struct algo_errs refuse(const char *text, size_t len)
{
	struct algo_errs errs = { NULL };
	struct algo_graph *g = graph(NULL, &errs);
	struct algo_source src = { .text = text,
				   .len = len,
				   .pointer = "",
				   .scope = ALGO_SCOPE_STEP,
				   .price = -1 };
	struct algo_expr x;

	if (!algo_graph_add(g, &src, &x, &errs))
		algo_graph_done(g, &errs);
	algo_graph_free(g);
	return errs;
}

static void repeat(const char *what, const char *head, const char *part,
		   const char *tail, size_t times)
{
	struct algo_buf b = ALGO_BUF_INIT(4 << 20);
	struct algo_errs errs;

	algo_buf_adds(&b, head);
	for (size_t i = 0; i < times; i++)
		algo_buf_adds(&b, part);
	algo_buf_adds(&b, tail);
	errs = refuse(algo_buf_str(&b), b.len);
	if (!ok(errs.n == 1, "%s: one error", what))
		note("%zu, %s", errs.n, errs.n ? errs.v[0].msg : "");
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

static void fits(const char *what, const char *head, const char *part,
		 const char *tail, size_t times)
{
	struct algo_buf b = ALGO_BUF_INIT(4 << 20);
	struct algo_errs errs;

	algo_buf_adds(&b, head);
	for (size_t i = 0; i < times; i++)
		algo_buf_adds(&b, part);
	algo_buf_adds(&b, tail);
	errs = refuse(algo_buf_str(&b), b.len);
	if (!ok(errs.n == 0, "%s is good", what))
		note("%s", errs.v[0].msg);
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

static void test_limits(void)
{
	struct algo_errs errs;
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);

	repeat("a million brackets", "", "(", "", 1000000);
	repeat("20000 brackets", "", "(", "close", 20000);
	repeat("30000 not", "", "not ", "flat", 30000);
	repeat("a power tower", "close > 2", " ** 2", "", 3000);
	repeat("5000 choices", "", "close > 0 ? 1 : ", "2", 5000);
	repeat("2000 nested calls", "", "sma(", "close", 2000);
	repeat("100000 additions", "close", " + 1", "", 100000);
	repeat("many fields", "close", ".a", "", 100000);
	repeat("many indices", "close", "[1]", "", 100000);
	repeat("minus signs", "", "-", "1", 1000000);
	fits("a choice of 600", "", "close > 0 ? 1 : ", "2", 600);
	fits("a sum of 2000", "close", " + 1", "", 2000);
	fits("60 brackets",
	     "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((", "",
	     "close)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
	     ")",
	     0);
	errs = refuse("close\0 > 1", 10);
	ok(errs.n == 1 && errs.v[0].cls == SYN, "a NUL byte");
	algo_errs_release(&errs);
	errs = refuse("close > \xff\xfe", 10);
	ok(errs.n == 1 && errs.v[0].cls == SYN, "bytes that are no text");
	algo_errs_release(&errs);
	errs = refuse("sma(sma(close, 900000), 900000)", 31);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "lookback_too_long"),
	   "look-back");
	algo_errs_release(&errs);
	algo_buf_adds(&b, "close");
	for (int i = 0; i < 1000; i++)
		algo_buf_addf(&b, " + median(close, %d)", 5000 + i);
	errs = refuse(algo_buf_str(&b), b.len);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "too_much_work") &&
		   errs.v[0].cls == ALGO_E_TIMEOUT,
	   "work");
	algo_errs_release(&errs);
	algo_buf_clear(&b);
	algo_buf_adds(&b, "close");
	for (int i = 0; i < 200; i++)
		algo_buf_addf(&b, " + sma(close, %d)", 900000 + i);
	errs = refuse(algo_buf_str(&b), b.len);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "too_much_memory"), "memory");
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

/* Lets that double, that chain backwards, and too many parts in all. */
static void test_many_lets(void)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { NULL };
	char name[16], text[64];
	struct algo_source src = { .text = text, .pointer = "" };

	for (int i = 0; i < 60; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		snprintf(text, sizeof(text), i ? "x%d + x%d" : "close", i - 1,
			 i - 1);
		src.len = strlen(text);
		algo_graph_let(g, name, &src, &err);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof(name), "y%d", i);
		snprintf(text, sizeof(text), i < 1999 ? "y%d[1]" : "close > 1",
			 i + 1);
		src.len = strlen(text);
		algo_graph_let(g, name, &src, &err);
	}
	ok(!algo_graph_lets_done(g, &errs), "doubling and backwards chains");
	ok(add(g, "y0 and x59 > 0", ALGO_SCOPE_BARS).type == ALGO_T_BOOL,
	   "types go through the whole chain");
	finish(g);
	algo_graph_free(g);

	g = algo_graph_new(NULL);
	snprintf(text, sizeof(text), "1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1");
	src.len = strlen(text);
	for (int i = 0; i < 2200; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		algo_graph_let(g, name, &src, &err);
	}
	algo_graph_lets_done(g, &errs);
	ok(errs.n && !strcmp(errs.v[0].code, "too_many_nodes"),
	   "too many parts in all");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

static void test_words(void)
{
	const struct algo_word *w;
	size_t n = 0;
	int good = 1;

	for (; (w = algo_lang_word(n)); n++)
		good &= w->name[0] && w->usage[0] && w->doc[0] &&
			w->doc[strlen(w->doc) - 1] == '.';
	ok(good && n > 100, "%zu words, each with usage and a sentence", n);
}

int main(void)
{
	make_bars();
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		check_fault(&faults[i]);
	test_many_faults();
	test_let_faults();
	test_sharing();
	test_kinds();
	test_scopes();
	test_cycles();
	test_naive();
	test_account();
	test_trades();
	test_fills();
	test_warmup();
	test_clock();
	test_bar_numbers();
	test_limits();
	test_many_lets();
	test_words();
	return done();
}
