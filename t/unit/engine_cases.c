/* engine_cases.c - hand-made runs of a few bars for points of the rules that
 * no reference case pins */
#include "told.h"

#define HOUR (3600 * (int64_t)ALGO_US)

static struct bars bars;

/* n flat hourly bars at 100 from 2024-01-01T00:00; high and low are 1 away. */
static void flat_bars(size_t n)
{
	size_t i;

	bars.n = n;
	for (i = 0; i < n; i++) {
		bars.time[i] =
			1704067200 * (int64_t)ALGO_US + (int64_t)i * HOUR;
		bars.open[i] = bars.close[i] = 100;
		bars.high[i] = 101;
		bars.low[i] = 99;
	}
}

static void level(size_t bar, double price)
{
	bars.open[bar] = bars.close[bar] = price;
	bars.high[bar] = price + 1;
	bars.low[bar] = price - 1;
}

/* A document over the bars; options are pairs "key", "value", ended by NULL. */
static void run(const char *text, int compat, const char *const *options,
		struct told *t)
{
	struct algo_account a;
	struct play p = { .bars = &bars, .account = &a, .n = bars.n };

	algo_account_init(&a, compat);
	for (; options && options[0]; options += 2)
		set(&a, options[0], options[1]);
	p.strategy = parse(text);
	play(&p, 5, t);
	algo_strategy_free(p.strategy);
	algo_account_release(&a);
}

static void trades_today(void)
{
	struct told t;

	flat_bars(60);
	/* Bought at the open of the first bar of a day: it is of that day. */
	run("{\"algo\":1,\"rules\":["
	    "{\"when\":\"bar_index == 23\",\"do\":\"buy\",\"units\":1},"
	    "{\"when\":\"bar_index == 24 and trades.today == 1\","
	    "\"do\":\"buy\",\"units\":2}]}",
	    0, NULL, &t);
	ok(t.norders == 4 && t.order[1].size == 2 && t.order[1].bar == 24,
	   "trades.today counts a fill at the day's first open");
	told_free(&t);
	/* At the close of the day before: it is of the day before. */
	run("{\"algo\":1,\"rules\":["
	    "{\"when\":\"bar_index == 23 or bar_index == 25\",\"do\":\"buy\","
	    "\"units\":1}],\"risk\":{\"max_trades_per_day\":1}}",
	    0, (const char *const[]){ "trade_on_close", "", NULL }, &t);
	ok(t.ntrades == 2 && t.trade[0].entry_bar == 23 &&
		   t.trade[1].entry_bar == 25,
	   "max_trades_per_day: by the day of the fill");
	told_free(&t);
}

static void picture(void)
{
	struct told t;

	flat_bars(12);
	run("{\"algo\":1,\"rules\":["
	    "{\"when\":\"bar_index == "
	    "1\",\"do\":\"buy\",\"units\":1,\"sl\":90},"
	    "{\"when\":\"bar_index == 4\",\"do\":\"set_sl\",\"sl\":95},"
	    "{\"when\":\"true\",\"do\":\"close\",\"where\":\"trade.sl > "
	    "94\"}]}",
	    0, NULL, &t);
	ok(t.ntrades == 1 && t.trade[0].exit_bar == 6,
	   "trade.sl is what it was before the step's rules");
	told_free(&t);
}

static void flatten_on_close(void)
{
	struct told t;

	/* Bars of 00:00 to 04:00 on each day; bought at the last close. */
	flat_bars(15);
	for (size_t i = 0; i < 15; i++)
		bars.time[i] += (int64_t)(i / 5) * 19 * HOUR;
	level(5, 110);
	run("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == "
	    "4\",\"do\":\"buy\","
	    "\"units\":1}],\"risk\":{\"session\":{\"from\":\"00:00\","
	    "\"to\":\"05:00\",\"flatten\":true}}}",
	    0, (const char *const[]){ "trade_on_close", "", NULL }, &t);
	ok(t.ntrades == 1 && t.trade[0].entry_bar == 4 &&
		   t.trade[0].exit_bar == 5 && t.trade[0].exit_price == 110,
	   "an entry at the session's last close goes at the next open");
	told_free(&t);
}

static void target_hedged(void)
{
	struct told t;

	flat_bars(12);
	run("{\"algo\":1,\"rules\":["
	    "{\"when\":\"bar_index == 1\",\"do\":\"buy\",\"units\":10},"
	    "{\"when\":\"bar_index == 1\",\"do\":\"sell\",\"units\":4},"
	    "{\"when\":\"bar_index == 4\",\"do\":\"target\",\"size\":1}]}",
	    0, (const char *const[]){ "hedging", "", "finalize", "none", NULL },
	    &t);
	ok(t.norders == 3 && t.order[2].fill_size == 94 && t.open == 2,
	   "target 1 closes what is against it and buys the rest");
	told_free(&t);
}

static void target_exit(void)
{
	struct told t;

	flat_bars(12);
	run("{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"target\","
	    "\"size\":\"bar_index < 4 ? 0.5 : 0\"}],"
	    "\"risk\":{\"session\":{\"from\":\"00:00\",\"to\":\"04:00\"}}}",
	    0, NULL, &t);
	ok(t.ntrades == 1 && t.trade[0].exit_bar == 5,
	   "a target of 0 closes outside the session too");
	told_free(&t);
}

static void bar_numbers(void)
{
	struct told t;
	size_t i;

	flat_bars(12);
	for (i = 0; i < bars.n; i++)
		bars.time[i] = (int64_t)i;
	bars.index = 1;
	run("{\"algo\":1,\"entry\":{\"long\":\"true\"},"
	    "\"risk\":{\"session\":{\"flatten\":true}}}",
	    0, NULL, &t);
	ok(t.ntrades == 1, "a session without hours lets bar numbers trade");
	told_free(&t);
	bars.index = 0;
}

static void limit_first(void)
{
	struct told t;

	flat_bars(12);
	level(5, 50);
	run("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == "
	    "1\",\"do\":\"buy\"}],"
	    "\"risk\":{\"max_bars\":4,\"max_drawdown_pct\":20}}",
	    0, NULL, &t);
	ok(t.ntrades == 1 && t.norders == 2 &&
		   t.trade[0].exit_reason == ALGO_R_LIMIT,
	   "a limit of loss comes before max_bars, and one close a trade");
	told_free(&t);
}

static void expired(void)
{
	struct told t;

	flat_bars(12);
	run("{\"algo\":1,\"rules\":[{\"when\":\"bar_index == "
	    "1\",\"do\":\"buy\","
	    "\"units\":1,\"limit\":50,\"expire_bars\":\"0 * close\"},"
	    "{\"when\":\"bar_index == "
	    "1\",\"do\":\"buy\",\"units\":1,\"limit\":50,"
	    "\"expire_bars\":\"1e300 * close\"}]}",
	    0, NULL, &t);
	ok(t.norders == 2 && t.order[0].status == ALGO_OS_EXPIRED &&
		   t.order[1].status == ALGO_OS_PENDING,
	   "expire_bars 0 and beyond all bars");
	told_free(&t);
}

static void scaled(void)
{
	struct told t;

	flat_bars(12);
	run("{\"algo\":1,\"rules\":["
	    "{\"when\":\"bar_index == 1\",\"do\":\"buy\",\"units\":0.5,"
	    "\"sl\":92.3,\"tp\":\"107.1\"},"
	    "{\"when\":\"bar_index == 5\",\"do\":\"close\"},"
	    "{\"when\":\"bar_index == 7\",\"do\":\"target\",\"size\":1}]}",
	    1,
	    (const char *const[]){ "fractional", "1e-6", "finalize", "open",
				   NULL },
	    &t);
	ok(t.ntrades == 2 && t.trade[0].size == 0.5 && t.trade[0].sl == 92.3 &&
		   t.trade[0].tp == 107.1 && t.order[0].sl == 92.3,
	   "compatible parts of a unit: units below 1, levels as asked");
	ok(t.ntrades == 2 && near(t.trade[1].size, 100, 1e-6),
	   "and a target of all");
	told_free(&t);
}

/* Numbers at which a count of units is no longer exact: an answer all the
 * same, at once. */
static void huge(void)
{
	static const char *const sets[][6] = {
		{ "cash", "1e200", "fractional", "1e-8", NULL },
		{ "margin", "1e-300", "cash", "1e100", NULL },
		{ "commission", "1e15,0", "cash", "1000000000000001", NULL },
		{ "commission", "max(1, 0.001 * abs(size))", "cash", "1e300",
		  NULL }
	};
	struct told t;
	size_t i;

	flat_bars(12);
	for (i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		run("{\"algo\":1,\"entry\":{\"long\":\"bar_index == 2\"}}", 0,
		    sets[i], &t);
		ok(t.norders >= 1 && t.nequity == 12, "huge numbers %zu", i);
		told_free(&t);
	}
}

/* An order that waits at the end is no refused one. */
static void judged(void)
{
	static const char text[] =
		"{\"algo\":1,\"rules\":[{\"when\":\"bar_index < "
		"4\",\"do\":\"buy\","
		"\"units\":1,\"limit\":\"bar_index == 2 ? 50 : na\"}]}";
	struct algo_errs errs = { 0 };
	struct algo_account a;
	struct algo_strategy *s = parse(text);
	struct algo_replay_opt opt = { .account = &a,
				       .strategy = s,
				       .warmup = NAN };
	struct play p = { .bars = &bars, .strategy = s, .n = 12 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_replay *r;

	flat_bars(12);
	algo_account_init(&a, 0);
	r = algo_replay_new(&opt);
	ok(feed(&p, 12, r, &err) == 0 && algo_replay_place(r, 4)->orders == 3 &&
		   algo_replay_place(r, 4)->bad == 2,
	   "a place's orders, those that wait included");
	algo_replay_judge(r, "s.json", &errs);
	ok(errs.errors == 0 && errs.n == 1, "a warning, no error");
	algo_errs_release(&errs);
	algo_replay_free(r);
	algo_strategy_free(s);
	algo_account_release(&a);
}

/* A trailing stop that reads the account is renewed before the strategy looks,
 * and asking for it moves no history. */
static void trailing_account(void)
{
	struct told t;
	size_t i;

	flat_bars(10);
	for (i = 4; i < 10; i++)
		level(i, 105);
	run("{\"algo\":1,"
	    "\"let\":{\"n\":\"nz(n[1]) + (flat ? 0 : 1)\"},"
	    "\"rules\":[{\"when\":\"bar_index == 1\",\"do\":\"buy\","
	    "\"units\":1},"
	    "{\"when\":\"n == 4\",\"do\":\"close\"}],"
	    "\"risk\":{\"trailing_stop\":\"position.high - 3 - 0*n\"}}",
	    0, NULL, &t);
	ok(t.norders == 4 && t.order[1].stop == 98 && t.order[1].bar == 2 &&
		   t.order[2].stop == 103 && t.order[2].bar == 4,
	   "a trailing stop over the account follows it");
	ok(t.norders == 4 && t.order[3].kind == ALGO_OK_CLOSE &&
		   t.order[3].bar == 5,
	   "renewing it moves no history");
	told_free(&t);
}

int main(void)
{
	trades_today();
	picture();
	flatten_on_close();
	target_hedged();
	target_exit();
	bar_numbers();
	limit_first();
	expired();
	scaled();
	huge();
	judged();
	trailing_account();
	return done();
}
