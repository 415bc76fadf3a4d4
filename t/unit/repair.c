/* repair.c - mends one by one, guesses, places, the loop, its report, diffs */
#include "mended.h"

#include <unistd.h>

/* The document that most texts here are a broken form of. */
#define DOC(long_, exit_)                                       \
	"{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" long_ \
	"},\"exit\":{\"long\":" exit_ "}}"
#define IN "\"rsi(close, 14) < 30\""
#define OUT "\"rsi(close, 14) > 70\""
#define GOOD DOC(IN, OUT)
/* An expression in the place of the entry's condition. */
#define EXPR(x) DOC("\"" x "\"", OUT)
#define RISK(x)                                                           \
	"{\"algo\":1,\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT \
	"},\"risk\":{" x "}}"
#define WITH(x)                                     \
	"{\"algo\":1," x ",\"entry\":{\"long\":" IN \
	"},\"exit\":{\"long\":" OUT "}}"

enum how {
	SURE,	/* mended to want */
	UNSAFE, /* left; with --unsafe mended to want */
	LEFT	/* left, with --unsafe too */
};

/* clang-format off */
static const struct row {
	const char *code; /* of the first mend */
	const char *text;
	const char *want; /* NULL: GOOD */
	enum how how;
} rows[] = {
	/* round the document */
	{ "text_before", "```json\n" GOOD "\n```\n", NULL, SURE },
	{ "text_before", "```\n" GOOD "```", NULL, SURE },
	{ "text_before", "~~~\n" GOOD "\n~~~", NULL, SURE },
	{ "text_before", "Sure! Here:\n\n" GOOD "\n\nTell me more.", NULL, SURE },
	{ "text_before", "Use {x} so:\n" GOOD, NULL, SURE },
	{ "text_before", "const s = " GOOD ";\nexport default s;", NULL, SURE },
	{ "text_before", "<strategy>" GOOD "</strategy>", NULL, SURE },
	{ "trailing_text", GOOD "\nGood luck", NULL, SURE },
	{ "text_before", "no:\n```\n{\"algo\":1,\"entry\":{\"long\":\"rsi <\"}}\n```\nyes:\n```\n" GOOD "\n```", NULL, SURE },
	{ "text_before", "yes:\n```\n" GOOD "\n```\nIt made:\n```\n{\"return_pct\": 12}\n```", NULL, SURE },
	{ "text_before", "old:\n" EXPR("close > open") "\nnew:\n" GOOD, NULL, SURE },
	{ "trailing_text", GOOD "\n{\"risk\":{\"stop_loss_pct\":5}}", GOOD, UNSAFE },
	{ "extra_bracket", GOOD "}}", NULL, SURE },
	{ "extra_bracket", GOOD ";", NULL, SURE },
	{ "wrong_type", "[" GOOD "]", NULL, SURE },
	{ "encoding", NULL, NULL, SURE },
	{ NULL, "plain words", NULL, LEFT },
	{ NULL, "", NULL, LEFT },
	{ NULL, "{", NULL, LEFT },
	{ NULL, "\x1f\x8b\x08", NULL, LEFT },
	/* quotes */
	{ "single_quote", "{'algo':1,'name':'t','entry':{'long':'rsi(close, 14) < 30'},'exit':{'long':'rsi(close, 14) > 70'}}", NULL, SURE },
	{ "single_quote", "{`algo`:1,`name`:`t`,`entry`:{`long`:" IN "},`exit`:{`long`:" OUT "}}", NULL, SURE },
	{ "single_quote", "{\"algo\":1,\"name\":'it''s \"x\"',\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", "{\"algo\":1,\"name\":\"it''s \\\"x\\\"\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", UNSAFE },
	{ "single_quote", "{'algo':1,'description':'don\\'t','name':'a \"b\"','entry':{'long':'true'}}", "{\"algo\":1,\"description\":\"don't\",\"name\":\"a \\\"b\\\"\",\"entry\":{\"long\":\"true\"}}", SURE },
	{ "single_quote", "{'algo':1,'name':'don't','entry':{'long':'true'}}", "{\"algo\":1,\"name\":\"don't\",\"entry\":{\"long\":\"true\"}}", SURE },
	{ "smart_quote", "{\xe2\x80\x9c""algo\xe2\x80\x9d:1,\"name\":\xe2\x80\x9et\xe2\x80\x9c,\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "single_quote", DOC("\"\"\"rsi(close, 14)\n < 30\"\"\"", OUT), NULL, SURE },
	{ "unquoted_key", "{algo:1,name:\"t\",entry:{long:" IN "},exit:{long:" OUT "}}", NULL, SURE },
	{ "unquoted_text", DOC("rsi(close, 14) < 30", OUT), NULL, SURE },
	{ "unquoted_text", DOC("rsi(close, 14) < 30\"", OUT), NULL, SURE },
	{ "missing_quote", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":\"rsi(close, 14) > 70\n}}", NULL, SURE },
	{ "missing_quote", "{\"algo\":1,\n\"name\":\"t,\n\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "inner_quote", EXPR("rsi(close, 14) < 30 and col(\"V\") > 1"), "{\"algo\":1,\"name\":\"t\",\"columns\":[\"V\"],\"entry\":{\"long\":" IN "}}", LEFT },
	{ "inner_quote", "{\"algo\":1,\"name\":\"say \"hi\" now\",\"entry\":{\"long\":\"true\"}}", "{\"algo\":1,\"name\":\"say \\\"hi\\\" now\",\"entry\":{\"long\":\"true\"}}", UNSAFE },
	{ "joined_text", DOC("\"rsi(close, 14) \"\n\"< 30\"", OUT), NULL, SURE },
	{ "joined_text", DOC("\"rsi(close, 14) \" + \"< 30\"", OUT), NULL, SURE },
	{ "string_prefix", DOC("r" IN, OUT), NULL, SURE },
	{ "control_character", DOC("\"rsi(close, 14)\n < 30\"", OUT), NULL, SURE },
	{ "control_character", DOC("\"rsi(close, 14)\r\n < 30\"", OUT), NULL, SURE },
	{ "raw_control", DOC("\"rsi(close, 14)\t < 30\"", OUT), NULL, SURE },
	{ "bad_escape", DOC("\"rsi(close, 14) \\< 30\"", OUT), NULL, SURE },
	{ "bad_escape", RISK("\"stop\\_loss\\_pct\":5"), RISK("\"stop_loss_pct\":5"), SURE },
	{ "bad_escape", DOC("\"rsi(close, 14) \\\n< 30\"", OUT), NULL, SURE },
	/* separators and brackets */
	{ "trailing_comma", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN ",},\"exit\":{\"long\":" OUT ",},}", NULL, SURE },
	{ "extra_comma", "{,\"algo\":1,,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "missing_comma", "{\"algo\":1 \"name\":\"t\"\n\"entry\":{\"long\":" IN "}\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "wrong_separator", "{\"algo\":1;\"name\":\"t\";\"entry\":{\"long\":" IN "};\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "wrong_separator", "{\"algo\"=1,\"name\" => \"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "missing_colon", "{\"algo\":1,\"name\" \"t\",\"entry\" {\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "unterminated", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "\n", NULL, SURE },
	{ "unterminated", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}", NULL, UNSAFE },
	{ "unterminated", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT, NULL, UNSAFE },
	{ "unterminated", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"}\n", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"}]}", UNSAFE },
	{ "unterminated", "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"risk\":{\"max_bars\":2", "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"risk\":{}}", UNSAFE },
	{ "unterminated", "{\"algo\":1,\"entry\":{\"long\":\"true\"},", "{\"algo\":1,\"entry\":{\"long\":\"true\"}}", UNSAFE },
	{ "unterminated", "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"exit\":{\"lo", "{\"algo\":1,\"entry\":{\"long\":\"true\"},\"exit\":{}}", UNSAFE },
	{ "missing_bracket", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"}}", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"}]}", SURE },
	{ "wrong_bracket", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "],\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "extra_bracket", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN "}},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	/* literals, numbers, comments, blanks */
	{ "foreign_literal", RISK("\"session\":{\"flatten\":True}"), RISK("\"session\":{\"flatten\":true}"), SURE },
	{ "foreign_literal", RISK("\"session\":None"), RISK(""), SURE },
	{ "no_number", RISK("\"max_bars\":NaN"), RISK(""), UNSAFE },
	{ "not_a_number", RISK("\"size\":.5"), RISK("\"size\":0.5"), SURE },
	{ "not_a_number", RISK("\"max_bars\":+5"), RISK("\"max_bars\":5"), SURE },
	{ "not_a_number", RISK("\"max_bars\":5."), RISK("\"max_bars\":5"), SURE },
	{ "not_a_number", RISK("\"max_bars\":1_000"), RISK("\"max_bars\":1000"), SURE },
	{ NULL, RISK("\"stop_loss_pct\":5%"), NULL, LEFT },
	{ "missing_value", RISK("\"max_bars\":"), RISK(""), UNSAFE },
	{ "text_before", "/* a */{ // b\n\"algo\":1, # c\n\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}} // d", NULL, SURE },
	{ "comment", "{\"algo\":1,\n  // nothing\n\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "strange_blank", "{\xc2\xa0\"algo\":\xe2\x80\x8b""1,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "duplicate_key", "{\"algo\":1,\"name\":\"t\",\"algo\":1,\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, SURE },
	{ "duplicate_key", "{\"algo\":1,\"name\":\"a\",\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, UNSAFE },
	/* keys and values */
	{ "unknown_key", "{\"strategy\":" GOOD "}", NULL, SURE },
	{ "unknown_key", "{\"strategy\":" GOOD ",\"explanation\":\"It buys.\"}", NULL, SURE },
	{ "wrong_type", "\"{\\\"algo\\\":1,\\\"entry\\\":{\\\"long\\\":\\\"true\\\"}}\"", "{\"algo\":1,\"entry\":{\"long\":\"true\"}}", SURE },
	{ "unknown_key", WITH("\"max_bars\":5"), RISK("\"max_bars\":5"), SURE },
	{ "unknown_key", WITH("\"cash\":5000"), WITH("\"backtest\":{\"cash\":5000}"), SURE },
	{ "unknown_key", WITH("\"risk\":{\"max_bars\":5},\"stop_loss_pct\":2"), WITH("\"risk\":{\"max_bars\":5,\"stop_loss_pct\":2}"), SURE },
	{ "unknown_key", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":" IN ",\"exit\":{\"long\":" OUT "}}}", NULL, SURE },
	{ "unknown_key", RISK("\"maxBars\":5"), RISK("\"max_bars\":5"), SURE },
	{ "unknown_key", RISK("\"Max-Bars\":5"), RISK("\"max_bars\":5"), SURE },
	{ "unknown_key", RISK("\"max_trades\":5"), RISK("\"max_open_trades\":5"), UNSAFE },
	{ "unknown_key", WITH("\"author\":\"me\""), WITH("\"x-author\":\"me\""), UNSAFE },
	{ "unknown_key", "{\"algo\":1,\"name\":\"t\",\"long_entry\":" IN ",\"long_exit\":" OUT "}", NULL, UNSAFE },
	{ "wrong_type", WITH("\"let\":[{\"name\":\"a_rather_long_name\",\"expr\":\"sma(close, 20) + sma(close, 40) + sma(close, 60) + sma(close, 80)\"}]"), WITH("\"let\":{\"a_rather_long_name\":\"sma(close, 20) + sma(close, 40) + sma(close, 60) + sma(close, 80)\"}"), SURE },
	{ "wrong_type", WITH("\"params\":[{\"name\":\"n\",\"value\":14,\"min\":2,\"max\":50}]"), WITH("\"params\":{\"n\":{\"value\":14,\"min\":2,\"max\":50}}"), SURE },
	{ "wrong_type", "{\"algo\":1,\"name\":\"t\",\"entry\":[{\"name\":\"long\",\"expr\":" IN "}],\"exit\":" OUT "}", NULL, SURE },
	{ "wrong_type", "{\"algo\":1,\"name\":\"t\",\"entry\":{\"long\":{\"when\":" IN "}},\"exit\":{\"long\":[" OUT "]}}", NULL, SURE },
	{ "wrong_type", WITH("\"params\":{\"n\":\"14\"}"), WITH("\"params\":{\"n\":14}"), SURE },
	{ "wrong_type", DOC("true", OUT), DOC("\"true\"", OUT), UNSAFE },
	{ "let_too_early", WITH("\"let\":{\"a\":\"b - c\",\"b\":\"c + 1\",\"c\":\"sma(close, 5)\"}"), WITH("\"let\":{\"c\":\"sma(close, 5)\",\"b\":\"c + 1\",\"a\":\"b - c\"}"), SURE },
	{ NULL, WITH("\"let\":{\"a\":\"b\",\"b\":\"a\"}"), NULL, LEFT },
	{ "contradiction", RISK("\"stop_loss_pct\":5,\"stop_distance\":2"), RISK("\"stop_loss_pct\":5"), UNSAFE },
	{ "unknown_format", "{\"algo\":3,\"name\":\"t\",\"entry\":{\"long\":" IN "},\"exit\":{\"long\":" OUT "}}", NULL, UNSAFE },
	{ "out_of_range", RISK("\"size\":2.5"), RISK("\"size\":2"), UNSAFE },
	{ "out_of_range", WITH("\"params\":{\"n\":{\"value\":60,\"min\":2,\"max\":50}}"), WITH("\"params\":{\"n\":{\"value\":50,\"min\":2,\"max\":50}}"), UNSAFE },
	{ "unknown_action", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"},{\"when\":\"true\",\"do\":\"sell_all\"}]}", "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\"},{\"when\":\"true\",\"do\":\"close\"}]}", UNSAFE },
	/* expressions: names */
	{ "unknown_function", EXPR("rssi(close, 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("rsi(clsoe, 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("ta.rsi(close, 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("talib.RSI(close, timeperiod=14) < 30"), EXPR("rsi(close, period=14) < 30"), UNSAFE },
	{ "wrong_quote", EXPR("rsi(df['close'], 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("rsi(df.close, 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("rsi(self.data.Close, 14) < 30"), NULL, SURE },
	{ "unknown_name", EXPR("np.where(close > open, 1, 0) > 0"), EXPR("if(close > open, 1, 0) > 0"), SURE },
	{ "unknown_name", EXPR("np.maximum(close, open) > np.abs(low)"), EXPR("max(close, open) > abs(low)"), SURE },
	{ "unknown_name", EXPR("rsi_14 < 30"), EXPR("rsi(14) < 30"), UNSAFE },
	{ "unknown_function", EXPR("iff(close > open, 1, 0) > 0"), EXPR("if(close > open, 1, 0) > 0"), SURE },
	{ "unknown_function", EXPR("average(close, 20) > 3"), EXPR("avg(close, 20) > 3"), UNSAFE },
	{ "unknown_name", EXPR("dayofweek == 1"), EXPR("weekday == 1"), UNSAFE },
	{ NULL, EXPR("zzz > 1"), NULL, LEFT },
	{ NULL, WITH("\"let\":{\"fast1\":\"close\",\"fast2\":\"open\",\"x\":\"fast3\"}"), NULL, UNSAFE },
	/* expressions: operators, brackets, calls */
	{ "single_equals", EXPR("weekday = 5"), EXPR("weekday == 5"), SURE },
	{ "wrong_operator", EXPR("(close > 1) & (open > 2)"), EXPR("(close > 1) and (open > 2)"), SURE },
	{ "chained_comparison", EXPR("30 < rsi(close, 14) < 50"), EXPR("30 < rsi(close, 14) and rsi(close, 14) < 50"), SURE },
	{ "missing_bracket", EXPR("rsi(close, 14 < 30"), NULL, SURE },
	{ "missing_bracket", EXPR("(close > 1 or open > 2 and high > 3"), EXPR("(close > 1 or open > 2 and high > 3)"), UNSAFE },
	{ "unexpected_token", EXPR("rsi(close, 14)) < 30"), NULL, SURE },
	{ "unexpected_token", EXPR("close > 1 or open > 2) and high > 2"), EXPR("close > 1 or open > 2 and high > 2"), UNSAFE },
	{ "bad_character", EXPR("rsi(close, 14) < 30;"), NULL, SURE },
	{ "not_constant", EXPR("rsi(14, close) < 30"), NULL, SURE },
	{ "positional_after_named", EXPR("rsi(period=14, close) < 30"), EXPR("rsi(close, period=14) < 30"), SURE },
	{ "unknown_argument", EXPR("rsi(close, perod=14) < 30"), EXPR("rsi(close, period=14) < 30"), SURE },
	{ "no_methods", EXPR("close > close.shift(1)"), EXPR("close > close[1]"), SURE },
	{ "no_methods", EXPR("close > close.rolling(20).mean()"), EXPR("close > sma(close, 20)"), UNSAFE },
	{ "look_ahead", EXPR("close > close[-1]"), EXPR("close > close[1]"), UNSAFE },
	{ "look_ahead", EXPR("rsi(close, 14)[-1] < 30"), EXPR("rsi(close, 14)[0] < 30"), UNSAFE },
	{ "out_of_range", EXPR("rsi(close, -14) < 30"), NULL, UNSAFE },
	{ "too_many_arguments", EXPR("rsi(close, 14, 30, 70) < 30"), NULL, UNSAFE },
	{ "unexpected_token", EXPR("close > 1 if open > 2 else low > 3"), EXPR("open > 2 ? close > 1 : low > 3"), UNSAFE },
	{ NULL, EXPR("close > "), NULL, LEFT },
	{ NULL, EXPR("rsi(close, 14) and flat"), NULL, LEFT },
	/* escapes lie before the fault */
	{ "unknown_name", DOC("\"close > \\u0031 and\\n clsoe > 2\"", OUT), DOC("\"close > 1 and close > 2\"", OUT), SURE },
	{ "single_equals", DOC("\"trade\\u002ex = \\\"a\\\"\"", OUT), NULL, LEFT },
};
/* clang-format on */

static int is_mended(const struct result *r, const struct row *w)
{
	const char *want = w->want ? w->want : GOOD;

	return r->rc == 0 && r->mends.n > 0 &&
	       (!w->code || strcmp(r->mends.v[0].code, w->code) == 0) &&
	       same_form(algo_buf_str(&r->out), r->out.len, want,
			 strlen(want)) &&
	       is_settled(r);
}

/* GOOD in UTF-16, the low byte first. */
static size_t utf16(char out[1024])
{
	size_t n = 2;

	memcpy(out, "\xff\xfe", 2);
	for (const char *s = GOOD; *s; s++) {
		out[n++] = *s;
		out[n++] = '\0';
	}
	return n;
}

static void test_row(const struct row *w)
{
	char wide[1024];
	const char *s = w->text ? w->text : wide;
	size_t n = w->text ? strlen(w->text) : utf16(wide);
	struct result sure, unsafe;
	int good;

	fix(s, n, 0, &sure);
	fix(s, n, 1, &unsafe);
	if (w->how == SURE)
		good = is_mended(&sure, w) && unsafe.rc == 0;
	else
		good = is_left(&sure, s, n);
	if (w->how == UNSAFE && w->want)
		good = good && is_mended(&unsafe, w);
	else if (w->how == LEFT)
		good = good && is_left(&unsafe, s, n);
	if (!ok(good, "%s: %.70s", w->code ? w->code : "left",
		w->text ? w->text : "UTF-16")) {
		const struct result *r = w->how == SURE ? &sure : &unsafe;

		note("rc %d and %d, %s: %s", sure.rc, unsafe.rc,
		     r->mends.n ? r->mends.v[0].code : "no mend",
		     algo_buf_str(&r->out));
		note_errs(&r->errs);
	}
	drop(&sure);
	drop(&unsafe);
}

/* What was not mended keeps its bytes. */
static void test_formatting(void)
{
	static const char text[] =
		"{ \"algo\":1,\n\n\t\"name\" : \"t\",\n"
		"  \"entry\":{\"long\":  \"rssi(14)<30\"},}\n";
	static const char want[] = "{ \"algo\":1,\n\n\t\"name\" : \"t\",\n"
				   "  \"entry\":{\"long\":  \"rsi(14)<30\"}}\n";
	struct result r;

	fix(text, strlen(text), 0, &r);
	ok(r.rc == 0 && strcmp(algo_buf_str(&r.out), want) == 0,
	   "the person's own form is kept");
	ok(r.mends.n == 2 && r.mends.v[0].line == 4 && r.mends.v[0].col == 35 &&
		   r.mends.v[0].done &&
		   strcmp(r.mends.v[1].pointer, "/entry/long") == 0 &&
		   strstr(r.mends.v[1].text, "'rssi' becomes 'rsi'"),
	   "each mend is named with its place: %lu:%lu %s", r.mends.v[0].line,
	   r.mends.v[0].col, r.mends.v[1].text);
	drop(&r);
}

/* Faults of a document that must be cut out are placed in the whole text. */
static void test_places(void)
{
	static const char text[] = "Here:\n```json\n{\"algo\":1,\n"
				   " \"risk\":{\"size\":2.5},\n"
				   " \"entry\":{\"long\":\"close[-1] > 1\"}}\n"
				   "```\n";
	struct algo_repair_opt opt = { .file = "s.json" };
	struct algo_errs errs = { 0 };
	char *verdicts = NULL;

	ok(algo_repair_explain(text, strlen(text), &opt, &errs, &verdicts) ==
			   -1 &&
		   errs.n == 3,
	   "three faults");
	if (errs.n == 3) {
		ok(errs.v[0].at.line == 1 && errs.v[0].at.col == 1, "the text");
		ok(errs.v[1].at.line == 4 && errs.v[1].at.col == 17 &&
			   strcmp(errs.v[1].at.pointer, "/risk/size") == 0,
		   "a value: in the text");
		ok(errs.v[2].at.line == 1 && errs.v[2].at.col == 7 &&
			   strcmp(errs.v[2].at.pointer, "/entry/long") == 0,
		   "an expression: within it");
		ok(memcmp(verdicts, "fuu", 3) == 0, "verdicts: %.3s", verdicts);
	}
	algo_free(verdicts);
	algo_errs_release(&errs);
}

static void test_read(void)
{
	static const char text[] = "{'a': [1, 2,], // x\n'b': True}";
	struct algo_buf out = ALGO_BUF_INIT(1024);
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };

	ok(algo_repair_read(text, strlen(text), "x", &out, &mends, &errs) ==
			   0 &&
		   strcmp(algo_buf_str(&out),
			  "{\"a\": [1, 2], \n\"b\": true}") == 0,
	   "any JSON is read: %s", algo_buf_str(&out));
	ok(mends.n == 4 && errs.n == 4, "%zu mends", mends.n);
	ok(errs.n == 4 && errs.v[1].fixit.has && errs.v[1].fixit.start == 11,
	   "with fix-its");
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_clear(&out);
	ok(algo_repair_read("none", 4, "x", &out, &mends, &errs) == -1 &&
		   errs.n == 1 && out.len == 0,
	   "no document, one record");
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_release(&out);
}

/* ---- diffs */

static void test_diff(void)
{
	static const struct {
		const char *a, *b, *want;
	} t[] = {
		{ "x\n", "x\n", "" },
		{ "a\nb\nc\n", "a\nB\nc\n",
		  "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n" },
		{ "", "a\n", "--- f\n+++ f\n@@ -0,0 +1 @@\n+a\n" },
		{ "a", "b",
		  "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of "
		  "file\n+b\n\\ No newline at end of file\n" },
		{ "1\n2\n3\n4\n5\n6\n7\n8\n9\nx\n",
		  "0\n2\n3\n4\n5\n6\n7\n8\n9\ny\n",
		  "--- f\n+++ f\n@@ -1,4 +1,4 @@\n-1\n+0\n 2\n 3\n 4\n"
		  "@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-x\n+y\n" },
		{ "a\nb\nc\n", "c\n",
		  "--- f\n+++ f\n@@ -1,3 +1 @@\n-a\n-b\n c\n" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct algo_buf out = ALGO_BUF_INIT(4096);

		algo_repair_diff(t[i].a, strlen(t[i].a), t[i].b, strlen(t[i].b),
				 "f", &out);
		if (!ok(strcmp(algo_buf_str(&out), t[i].want) == 0, "diff %zu",
			i))
			note("%s", algo_buf_str(&out));
		algo_buf_release(&out);
	}
}

/* ---- the loop */

static const char bars[] =
	"time,open,high,low,close,volume\n"
	"2024-01-01,10,12,9,11,1\n2024-01-02,11,13,10,12,1\n"
	"2024-01-03,12,14,11,13,1\n2024-01-04,13,15,12,14,1\n";

static int write_bars(char *path)
{
	int fd = mkstemp(path);
	int rc = fd >= 0 && write(fd, bars, sizeof(bars) - 1) ==
				    (ssize_t)(sizeof(bars) - 1);

	if (fd >= 0)
		close(fd);
	return rc;
}

struct asked {
	int calls;
	const char *answer; /* NULL: none */
	char first[64];	    /* message of the first fault */
};

static int ask(void *ctx, const char *doc, const struct algo_errs *errs,
	       struct algo_buf *out)
{
	struct asked *a = ctx;

	a->calls++;
	snprintf(a->first, sizeof(a->first), "%s", errs->v[0].code);
	if (!a->answer || !*doc)
		return -1;
	algo_buf_adds(out, a->answer);
	return 0;
}

#define BUY(sl)                                                            \
	"{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\",\"sl\":" \
	"\"" sl "\"}]}"

static int run(const char *text, const char *path, int unsafe, struct asked *a,
	       struct algo_buf *out, struct algo_repair_report *report)
{
	struct algo_run_opt ro = { .bars = path,
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE };
	struct algo_repair_loop loop = { .fix = { .file = "s.json",
						  .unsafe = unsafe },
					 .run = path ? &ro : NULL,
					 .ask = a ? ask : NULL,
					 .ctx = a };
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };
	int rc = algo_repair_run(text, strlen(text), &loop, out, report, &mends,
				 &errs);

	algo_mends_release(&mends);
	algo_errs_release(&errs);
	return rc;
}

static void test_loop(void)
{
	char path[] = "/tmp/algo-repair-XXXXXX";
	static const struct {
		const char *name, *text, *answer, *want;
		int unsafe, rc, calls;
		size_t attempts;
		const char *status;
	} t[] = {
		{ "right as it is", BUY("close - 5"), NULL, BUY("close - 5"), 0,
		  0, 0, 0, "nothing_to_fix" },
		{ "by rules", BUY("clsoe - 5"), NULL, BUY("close - 5"), 0, 0, 0,
		  1, "fixed" },
		{ "a run fails", BUY("close + 5"), NULL, BUY("close + 5"), 0,
		  -1, 1, 1, "failed" },
		{ "a run fails, a guess", BUY("close + 5"), NULL,
		  BUY("close - 5"), 1, 0, 0, 1, "fixed" },
		{ "a factor", BUY("close * 1.05"), NULL, BUY("close * 0.95"), 1,
		  0, 0, 1, "fixed" },
		{ "rules, then a guess", BUY("clsoe + 5"), NULL,
		  BUY("close - 5"), 1, 0, 0, 2, "fixed" },
		{ "somebody knows", BUY("close +"),
		  "Here:\n```\n" BUY("close - 4") "\n```",
		  BUY("close - 4") "\n", 0, 0, 1, 1, "fixed" },
		{ "an answer that fails", BUY("close +"), BUY("close + 4"),
		  BUY("close +"), 0, -1, 3, 3, "failed" },
	};

	if (!ok(write_bars(path), "bars"))
		return;
	for (size_t i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct asked a = { 0, t[i].answer, "" };
		struct algo_buf out = ALGO_BUF_INIT(1 << 20);
		struct algo_repair_report r;
		int rc = run(t[i].text, path, t[i].unsafe, &a, &out, &r);

		if (!ok(rc == t[i].rc && a.calls == t[i].calls &&
				r.n == t[i].attempts &&
				strcmp(r.status, t[i].status) == 0 &&
				strcmp(algo_buf_str(&out), t[i].want) == 0,
			"%s", t[i].name))
			note("rc %d calls %d attempts %zu %s: %s", rc, a.calls,
			     r.n, r.status, algo_buf_str(&out));
		algo_repair_report_release(&r);
		algo_buf_release(&out);
	}
	unlink(path);
}

static void test_bars_at_fault(void)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct asked a = { 0, GOOD, "" };
	struct algo_repair_report r;

	ok(run(BUY("close +"), "/nonexistent/bars.csv", 1, &a, &out, &r) ==
			   -1 &&
		   r.n == 0 && a.calls == 0 &&
		   strcmp(r.status, "not_the_document") == 0 &&
		   strcmp(algo_buf_str(&out), BUY("close +")) == 0,
	   "bars that cannot be read are no fault of the document");
	algo_repair_report_release(&r);
	algo_buf_release(&out);
}

static void test_report(void)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_buf json = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_repair_report r;
	struct algo_json_doc *doc;
	const struct algo_json *root, *fix0;

	run(EXPR("rssi(close, 14) < 30"), NULL, 0, NULL, &out, &r);
	algo_repair_report_json(&r, "s.json", &json);
	doc = algo_json_parse(json.data, json.len, "r", &err);
	root = algo_json_root(doc);
	fix0 = algo_json_at(algo_json_get(root, "fixes"), 0);
	ok(doc && algo_json_bool(algo_json_get(root, "success")) &&
		   algo_json_num(algo_json_get(root, "attempts")) == 1 &&
		   algo_doc_home("cash") && algo_json_count(fix0) == 8,
	   "a report of one attempt");
	ok(!strcmp(algo_json_str(algo_json_get(fix0, "error_type"), NULL),
		   "import_error") &&
		   strstr(algo_json_str(algo_json_get(fix0, "fix_description"),
					NULL),
			  "'rssi' becomes 'rsi'") &&
		   strstr(algo_json_str(algo_json_get(fix0, "diff"), NULL),
			  "\n+{\"algo\"") &&
		   algo_json_type(algo_json_get(fix0, "key_used")) ==
			   ALGO_J_NULL,
	   "says what was done");
	algo_json_free(doc);
	algo_repair_report_release(&r);
	algo_buf_release(&json);
	algo_buf_release(&out);
}

/* ---- what comes */

/* Time and memory are bounded whatever comes. */
static void test_hostile(void)
{
	static const char *const tiles[] = {
		"{",	     "[",
		"\"",	     "'",
		"{\"a\":",   ",",
		"/*",	     "#\n",
		"{'",	     "\\",
		"}",	     "{a:",
		"{\"a\" \"", "```\n{\"a\":1}\n```\n"
	};
	size_t max = ALGO_DOC_MAX;
	char *s = malloc(max + 1);

	for (size_t i = 0; i < sizeof(tiles) / sizeof(*tiles); i++) {
		size_t n = 0, len = strlen(tiles[i]);
		struct result r;

		s[n++] = '{';
		while (n + len <= max) {
			memcpy(s + n, tiles[i], len);
			n += len;
		}
		fix(s, n, 0, &r);
		ok(is_left(&r, s, n), "a mebibyte of %.8s", tiles[i]);
		drop(&r);
	}
	memset(s, ' ', max + 1);
	{
		struct result r;

		fix(s, max + 1, 0, &r);
		ok(is_left(&r, s, max + 1) &&
			   strcmp(r.errs.v[0].code, "too_large") == 0,
		   "more than a mebibyte is refused");
		drop(&r);
	}
	free(s);
}

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		test_row(&rows[i]);
	test_formatting();
	test_places();
	test_read();
	test_diff();
	test_loop();
	test_bars_at_fault();
	test_report();
	test_hostile();
	return done();
}
