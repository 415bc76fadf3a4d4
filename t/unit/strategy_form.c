/* strategy_form.c - what a document becomes: values, overrides, settings, the
 * canonical form of expressions */
#include "doc.h"

#include <stdint.h>

#define BARS 300

/* ---- expressions */

/* clang-format off */
static const struct {
	const char *from, *to;
} exprs[] = {
	{ "close>open", "close > open" },
	{ "  close\n >\topen ", "close > open" },
	{ "Close > SMA(Close,20)", "close > sma(close, 20)" },
	{ "RSI( close , period ) < 30", "rsi(close, period) < 30" },
	{ "close > open && high > low", "close > open and high > low" },
	{ "close > open || !(high > low)", "close > open or not high > low" },
	{ "(close > open AND high > low) Or flat",
	  "close > open and high > low or flat" },
	{ "close > open and (high > low or flat)",
	  "close > open and (high > low or flat)" },
	{ "not (flat and is_long)", "not (flat and is_long)" },
	{ "not(not flat)", "not not flat" },
	{ "!!flat", "not not flat" },
	{ "(close) > ((open))", "close > open" },
	{ "close - (open - 1) > 0", "close - (open - 1) > 0" },
	{ "(close - open) - 1 > 0", "close - open - 1 > 0" },
	{ "close / (open / 2) > 0", "close / (open / 2) > 0" },
	{ "close + (open * 2) > 0", "close + open * 2 > 0" },
	{ "(close + open) * 2 > 0", "(close + open) * 2 > 0" },
	{ "-2 ** 2 < close", "-2 ** 2 < close" },
	{ "(-2) ** 2 < close", "(-2) ** 2 < close" },
	{ "2 ** (3 ** 2) > close", "2 ** 3 ** 2 > close" },
	{ "(2 ** 3) ** 2 > close", "(2 ** 3) ** 2 > close" },
	{ "2 ** -1 < close", "2 ** -1 < close" },
	{ "- -close < 0", "--close < 0" },
	{ "-(close + 1) < 0", "-(close + 1) < 0" },
	{ "-(close * 2) < 0", "-(close * 2) < 0" },
	{ "-close * 2 < 0", "-close * 2 < 0" },
	{ "close * -2 < 0", "close * -2 < 0" },
	{ "(close + open)[1] > 100", "(close + open)[1] > 100" },
	{ "(close[1])[2] > 100", "close[1][2] > 100" },
	{ "(close > open)[1]", "(close > open)[1]" },
	{ "not (close > open)[1]", "not (close > open)[1]" },
	{ "close > open ? flat : is_long", "close > open ? flat : is_long" },
	{ "(flat ? 1 : 2) > 1", "(flat ? 1 : 2) > 1" },
	{ "flat ? (is_long ? true : false) : (is_short ? true : flat)",
	  "flat ? is_long ? true : false : is_short ? true : flat" },
	{ "(flat ? is_long : flat) ? flat : is_short",
	  "(flat ? is_long : flat) ? flat : is_short" },
	{ "MACD(close, FAST = 12, slow=26).Hist > 0",
	  "macd(close, fast=12, slow=26).hist > 0" },
	{ "Position.PNL_pct > 5%", "position.pnl_pct > 0.05" },
	{ "close > 1.50e2", "close > 150" },
	{ "close > .5", "close > 0.5" },
	{ "close > 100.0", "close > 100" },
	{ "CrossOver(Close, MyLet)", "crossover(close, MyLet)" },
	{ "max(close,open,Low) > P1", "max(close, open, low) > P1" },
	{ "Mood > 1 and COL(\"A b\") < 3", "Mood > 1 and col(\"A b\") < 3" },
	{ "weekday == MONDAY", "weekday == monday" },
	{ "time_between(\"09:30\",\"16:00\")",
	  "time_between(\"09:30\", \"16:00\")" },
	{ "is_na(NA)", "is_na(na)" },
	{ "close > 1e300", "close > 1e+300" },
	{ "close > 0.1%", "close > 0.001" },
};
/* clang-format on */

static void wrap(const char *expr, struct algo_buf *out)
{
	algo_buf_clear(out);
	algo_buf_adds(out, "{\"algo\":1,\"columns\":[\"Mood\",\"A b\"],"
			   "\"params\":{\"period\":5,\"P1\":99},"
			   "\"let\":{\"MyLet\":\"sma(close, 3)\"},"
			   "\"entry\":{\"long\":\"");
	algo_json_escape(out, expr, strlen(expr));
	algo_buf_adds(out, "\"}}");
}

struct bars {
	int64_t time[BARS];
	double v[6][BARS];
};

/* A walk of prices; a linear congruential generator (Knuth). */
static void make_bars(struct bars *b)
{
	uint64_t x = 7;
	double price = 100;

	for (size_t i = 0; i < BARS; i++) {
		for (size_t k = 0; k < 6; k++) {
			x = x * 6364136223846793005u + 1442695040888963407u;
			b->v[k][i] = price + (double)(x >> 40) / (1 << 22) - 2;
		}
		price = b->v[3][i];
		b->time[i] = (int64_t)i * 3600 * ALGO_US;
	}
}

/* The entry's values on all bars; account names stay at 0. */
static void run(const struct algo_strategy *s, const struct bars *b,
		double *out)
{
	struct algo_eval *e = algo_eval_new(s->graph);
	const double *in[8];
	struct algo_block feed = { BARS, b->time, 0, in };
	double *account = algo_eval_account(e);

	for (size_t i = 0; i < algo_graph_inputs(s->graph) && i < 8; i++)
		in[i] = b->v[(unsigned char)algo_graph_input(s->graph, i)[0] %
			     6];
	memset(account, 0, ALGO_A_COUNT * sizeof(*account));
	account[ALGO_A_FLAT] = 1;
	algo_eval_block(e, &feed);
	for (size_t i = 0; i < BARS; i++) {
		algo_eval_step(e, i);
		out[i] = algo_eval_value(e, s->entry_long.when.node, i);
	}
	algo_eval_free(e);
}

static int same_values(const struct algo_strategy *a,
		       const struct algo_strategy *b, const struct bars *bars)
{
	static double va[BARS], vb[BARS];

	run(a, bars, va);
	run(b, bars, vb);
	for (size_t i = 0; i < BARS; i++)
		if (va[i] != vb[i] && !(isnan(va[i]) && isnan(vb[i])))
			return 0;
	return 1;
}

static void test_exprs(void)
{
	static struct bars bars;
	struct algo_buf doc = ALGO_BUF_INIT(1 << 16);
	struct algo_buf want = ALGO_BUF_INIT(1 << 16);

	make_bars(&bars);
	for (size_t i = 0; i < sizeof(exprs) / sizeof(*exprs); i++) {
		struct algo_errs errs = { 0 };
		struct algo_strategy *s, *again;
		char *form = NULL;

		wrap(exprs[i].from, &doc);
		wrap(exprs[i].to, &want);
		s = parse(algo_buf_str(&doc), &errs);
		again = parse(algo_buf_str(&want), &errs);
		if (s)
			form = canonical(s);
		if (!ok(form && !strcmp(form, algo_buf_str(&want)), "%s",
			exprs[i].to)) {
			note("%s", form ? form : "refused");
			note_errs(&errs);
		}
		ok(s && again && same_values(s, again, &bars),
		   "and has the same values");
		algo_free(form);
		algo_strategy_free(s);
		algo_strategy_free(again);
		algo_errs_release(&errs);
	}
	algo_buf_release(&doc);
	algo_buf_release(&want);
}

/* ---- documents */

static const char rich[] =
	"{ \"x-origin\": {\"by\": [1, null]},\n"
	" \"backtest\": {\"finalize\": \"open\", \"fractional\": 1e-3, "
	"\"exclusive\": false, \"cash\": 1.0e4, \"x-c\": 1, "
	"\"commission\": [1.50, 0.001], \"slippage\": \"2ticks\", "
	"\"trade_on_close\": true},\n"
	" \"risk\": {\"session\": {\"flatten\": true, \"to\": \"16:00\", "
	"\"from\": \"09:30\", \"tz\": \"America/New_York\"}, "
	"\"max_bars\": \"P\", \"trail_distance\": \"2*ATR(5)\", "
	"\"stop_loss_pct\": 5.0, \"size\": \"risk_size(1%,close-2)\"},\n"
	" \"rules\": [{\"tag\": \"t \\u00e9\\n\", \"limit\": \"close-1\", "
	"\"do\": \"buy\", \"when\": \"up\"}, {\"x-n\": 1, \"when\": "
	"\"true\", \"do\": \"close\", \"portion\": 0.50, \"where\": "
	"\"trade.TAG==\\\"t\\\"\"}],\n"
	" \"exit\": {\"short\": \"close<1\"}, \"entry\": {\"x-e\": 0},\n"
	" \"let\": {\"up\": \"Close>P\", \"n\": 5.0, \"x-l\": 3},\n"
	" \"params\": {\"P\": {\"step\": 1, \"max\": 50, \"min\": 2, "
	"\"value\": 14.0}, \"Q\": 3.0, \"x-p\": []},\n"
	" \"data\": {\"to\": \"today\", \"symbol\": \"GOOG\"}, "
	"\"columns\": [\"Mood\"], \"warmup\": 3, \"tz\": \"UTC\",\n"
	" \"description\": \"d\", \"version\": 2.0, \"name\": \"rich\", "
	"\"algo\": 1 }\n";

static const char rich_form[] =
	"{\"algo\":1,\"name\":\"rich\",\"version\":2,\"description\":\"d\","
	"\"tz\":\"UTC\",\"columns\":[\"Mood\"],\"data\":{\"symbol\":\"GOOG\","
	"\"to\":\"today\"},\"params\":{\"P\":{\"value\":14,\"min\":2,\"max\":"
	"50,\"step\":1},\"Q\":3},\"let\":{\"up\":\"close > P\",\"n\":5},"
	"\"entry\":{},\"exit\":{\"short\":\"close < 1\"},\"rules\":[{\"when\":"
	"\"up\",\"do\":\"buy\",\"limit\":\"close - 1\",\"tag\":\"t \xc3\xa9"
	"\\n\"},{\"when\":\"true\",\"do\":\"close\",\"where\":\"trade.tag == "
	"\\\"t\\\"\",\"portion\":0.5}],\"risk\":{\"size\":\"risk_size(0.01, "
	"close - 2)\",\"stop_loss_pct\":5,\"trail_distance\":\"2 * atr(5)\","
	"\"max_bars\":\"P\",\"session\":{\"from\":\"09:30\",\"to\":\"16:00\","
	"\"tz\":\"America/New_York\",\"flatten\":true}},\"warmup\":3,"
	"\"backtest\":{\"cash\":10000,\"commission\":[1.5,0.001],"
	"\"slippage\":\"2ticks\",\"trade_on_close\":true,\"exclusive\":false,"
	"\"fractional\":0.001,\"finalize\":\"open\"}}";

static void check_settings(const struct algo_strategy *s)
{
	static const char *const want[][2] = {
		{ "finalize", "open" },	       { "fractional", "0.001" },
		{ "exclusive", "false" },      { "cash", "10000" },
		{ "commission", "1.5,0.001" }, { "slippage", "2ticks" },
		{ "trade_on_close", "true" }
	};
	size_t n = sizeof(want) / sizeof(*want);
	int same = s->nbacktest == n;

	for (size_t i = 0; same && i < n; i++)
		same = !strcmp(s->backtest[i].key, want[i][0]) &&
		       !strcmp(s->backtest[i].text, want[i][1]);
	ok(same, "backtest as options say it");
	ok(same && !strcmp(s->backtest[3].where.at.pointer, "/backtest/cash") &&
		   s->backtest[3].where.at.line == 2 &&
		   s->backtest[3].where.at.col == 83 &&
		   !strcmp(s->backtest[3].where.at.file, "s.json") &&
		   !s->backtest[3].where.set,
	   "with their place");
}

static void check_risk(const struct algo_strategy *s)
{
	const struct algo_risk *k = &s->risk;

	ok(k->size.risk_size && k->size.kind == ALGO_K_STEP,
	   "risk.size is a risk_size");
	ok(k->stop.how == ALGO_LEVEL_PCT && k->stop.at.is_const &&
		   k->stop.at.value == 5 &&
		   !strcmp(k->stop.pointer, "/risk/stop_loss_pct"),
	   "the stop");
	ok(k->target.how == ALGO_LEVEL_NONE && k->target.at.node < 0,
	   "no target");
	ok(k->trail.how == ALGO_LEVEL_DISTANCE && k->trail.at.node >= 0,
	   "the trailing stop");
	ok(k->max_bars == 14 && isnan(k->max_open_trades) &&
		   isnan(k->cooldown_bars),
	   "max_bars from a param, no others");
	ok(k->session.has && k->session.has_hours && k->session.flatten &&
		   k->session.from == 34200 * ALGO_US &&
		   k->session.to == 57600 * ALGO_US && k->session.zone &&
		   k->session.zone != s->zone,
	   "the session");
}

static void check_rules(const struct algo_strategy *s)
{
	const struct algo_rule *r = s->rules;

	ok(s->nrules == 2 && r[0].action == ALGO_DO_BUY &&
		   r[1].action == ALGO_DO_CLOSE &&
		   !strcmp(r[0].pointer, "/rules/0") &&
		   !strcmp(r[1].pointer, "/rules/1"),
	   "two rules");
	ok(!strcmp(r[0].tag, "t \xc3\xa9\n") && !r[1].tag, "a tag");
	ok(r[0].limit.node >= 0 && r[0].stop.node < 0 && r[0].sl.node < 0 &&
		   r[0].units.node < 0,
	   "its fields");
	ok(r[0].size.node >= 0 && r[0].size.risk_size &&
		   r[0].size.node != s->risk.size.node,
	   "risk_size of an order with a limit is measured from there");
	ok(r[1].where.kind == ALGO_K_TRADE && r[1].portion.value == 0.5 &&
		   r[1].size.node < 0,
	   "where and portion of the other");
	ok(s->exit_short.when.node >= 0 && s->exit_long.when.node < 0 &&
		   s->entry_long.when.node < 0 &&
		   s->exit_short.action == ALGO_DO_CLOSE_SHORT &&
		   !strcmp(s->exit_short.pointer, "/exit/short"),
	   "the short form");
}

static void test_rich(void)
{
	struct algo_errs errs = { 0 };
	struct algo_strategy *s = parse(rich, &errs);
	char hash[65], *form;

	if (!ok(s && errs.n == 0, "a document with everything")) {
		note_errs(&errs);
		return;
	}
	ok(!strcmp(s->name, "rich") && s->version == 2 && s->warmup == 3 &&
		   !strcmp(s->description, "d") && !strcmp(s->tz, "UTC") &&
		   s->zone,
	   "its head");
	ok(s->nparams == 2 && !strcmp(s->param_name[0], "P") &&
		   s->param_value[0] == 14 && s->param_value[1] == 3,
	   "its params");
	check_settings(s);
	check_risk(s);
	check_rules(s);
	form = canonical(s);
	if (!ok(!strcmp(form, rich_form), "its canonical form"))
		note("%s", form);
	algo_strategy_sha256(s, hash);
	/* sha256sum of rich_form */
	ok(!strcmp(hash, "ab7aae4264a97d829f95fe2f638bfc304abab1b3c8faddc9199c5"
			 "9624549f3d9"),
	   "its hash is %s", hash);
	algo_free(form);
	algo_strategy_free(s);
	algo_errs_release(&errs);
}

static void test_least(void)
{
	struct algo_errs errs = { 0 };
	struct algo_strategy *s =
		parse("{\"algo\":1,\"entry\":{\"long\":\"true\"}}", &errs);

	ok(s && !strcmp(s->name, "") && !s->description && isnan(s->version) &&
		   isnan(s->warmup) && !strcmp(s->tz, "UTC") && s->zone &&
		   !s->nrules && !s->nparams && !s->nbacktest &&
		   !s->risk.session.has && s->risk.size.node < 0 &&
		   isnan(s->risk.max_drawdown_pct),
	   "what is not there");
	algo_strategy_free(s);
	algo_errs_release(&errs);
	algo_strategy_free(NULL);
}

/* ---- overrides and columns */

static const char with_params[] =
	"{\"algo\":1,\"params\":{\"period\":{\"value\":14,\"min\":2,\"max\":"
	"50},\"share\":0.5,\"lo\":{\"value\":3,\"min\":1}},\"entry\":{"
	"\"long\":\"rsi(close, period) < 30\"},\"exit\":{\"long\":\"true\"}}";

static void test_overrides(void)
{
	static const struct {
		const char *text, *code; /* NULL: fine */
		const char *hint;
		double period, share;
	} rows[] = {
		{ "period=20", NULL, "", 20, 0.5 },
		{ "period=2,share=5%", NULL, "", 2, 0.05 },
		{ "share=2.5k", NULL, "", 14, 2500 },
		{ "perod=20", "unknown_param", "period", 0, 0 },
		{ "xyz=20", "unknown_param", "", 0, 0 },
		{ "Period=20", "unknown_param", "period", 0, 0 },
		{ "period=51", "out_of_range", "", 0, 0 },
		{ "period=1", "out_of_range", "", 0, 0 },
		{ "lo=0", "out_of_range", "", 0, 0 },
		{ "period", "bad_value", "", 0, 0 },
		{ "period=", "bad_value", "", 0, 0 },
		{ "period=x", "bad_value", "", 0, 0 },
		{ "period=20,", "bad_value", "", 0, 0 },
		{ "=20", "unknown_param", "", 0, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct algo_strs list = { 0 };
		struct algo_strategy_opt opt = { .params = &list };
		struct algo_errs errs = { 0 };
		struct algo_strategy *s;
		int good;

		algo_strs_add(&list, rows[i].text);
		s = algo_strategy_parse(with_params, strlen(with_params), &opt,
					&errs);
		if (rows[i].code)
			good = !s && errs.n == 1 &&
			       errs.v[0].cls == ALGO_E_USAGE &&
			       !strcmp(errs.v[0].code, rows[i].code) &&
			       strstr(errs.v[0].hint, rows[i].hint) &&
			       algo_errs_exit(&errs) == 2;
		else
			good = s && s->param_value[0] == rows[i].period &&
			       s->param_value[1] == rows[i].share;
		if (!ok(good, "override %s", rows[i].text))
			note_errs(&errs);
		algo_strategy_free(s);
		algo_strs_release(&list);
		algo_errs_release(&errs);
	}
}

static void test_columns(void)
{
	static const char doc[] =
		"{\"algo\":1,\"columns\":[\"mood\",\"close\"],\"entry\":"
		"{\"long\":\"mood > 1\"},\"exit\":{\"long\":\"true\"}}";
	static const char *const given[] = { "moods", "mood" };
	struct algo_strategy_opt opt = { .columns = given, .ncolumns = 2 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s;

	s = algo_strategy_parse(doc, strlen(doc), &opt, &errs);
	ok(s != NULL, "columns of the document, without bars");
	algo_strategy_free(s);
	opt.has_bars = 1;
	s = algo_strategy_parse(doc, strlen(doc), &opt, &errs);
	ok(s && algo_graph_inputs(s->graph) == 1 &&
		   !strcmp(algo_graph_input(s->graph, 0), "mood"),
	   "columns that the bars have");
	algo_strategy_free(s);
	opt.ncolumns = 1;
	s = algo_strategy_parse(doc, strlen(doc), &opt, &errs);
	ok(!s && errs.n >= 1 && errs.v[0].cls == ALGO_E_IMPORT &&
		   !strcmp(errs.v[0].code, "unknown_column") &&
		   !strcmp(errs.v[0].at.pointer, "/columns/0") &&
		   errs.v[0].fixit.has &&
		   !strcmp(errs.v[0].fixit.text, "\"moods\""),
	   "a column that the bars have not");
	algo_strategy_free(s);
	algo_errs_release(&errs);
}

int main(void)
{
	test_exprs();
	test_rich();
	test_least();
	test_overrides();
	test_columns();
	return done();
}
