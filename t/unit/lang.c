/* lang.c - expressions: kinds, sharing, cycles, account, trades, fills,
 * warm-up, clock */
#include "lang_graph.h"

#define TYP ALGO_E_TYPE
#define ANY ALGO_T_ANY

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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	struct algo_errs errs = { .v = NULL };
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
	test_words();
	return done();
}
