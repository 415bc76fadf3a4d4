/* run_finite.c - strategies whose sizes, prices and fees are na, infinite,
 * absurd or negative at run time: orders are refused with a reason, the run
 * goes on to the last bar, and nothing in the account is ever no number */
#include "random_play.h"

#define BARS 250

static struct bars demo;

/* --- Bars ---------------------------------------------------------------- */

static double column(const char *line, int k)
{
	double v = NAN;

	while (k-- > 0)
		line += strcspn(line, ",") + 1;
	if (algo_num_parse(line, strcspn(line, ",\n"), &v))
		return NAN;
	return v;
}

static int read_demo(struct bars *b)
{
	FILE *f = fopen("share/demo/GOOG.csv", "r");
	char line[256];

	if (!f || !fgets(line, sizeof(line), f))
		return 0;
	for (; b->n < BARS && fgets(line, sizeof(line), f); b->n++) {
		b->time[b->n] = (int64_t)b->n * ALGO_DAY_US;
		b->open[b->n] = column(line, 1);
		b->high[b->n] = column(line, 2);
		b->low[b->n] = column(line, 3);
		b->close[b->n] = column(line, 4);
	}
	fclose(f);
	return b->n == BARS;
}

/* --- Documents ----------------------------------------------------------- */

static const char *const values[] = {
	"0/0",
	"1/0",
	"-1/0",
	"1e308*10",
	"1e308",
	"-1e308",
	"1e18",
	"9007199254740993",
	"4503599627370496.5",
	"1e-300",
	"5e-324",
	"-5",
	"0",
	"0.5",
	"1",
	"3",
	"na",
	"p",
	"close",
	"-close",
	"close*1.02",
	"close*0.98",
	"close/(close-close)",
	"log(-close)",
	"sqrt(close-1000000)",
	"sma(close,50)",
	"stdev(close,3)",
	"close*1e306",
	"-close*1e306",
	"close*1e-320",
	"close**200",
	"equity",
	"cash*1e300",
	"risk_size(1%, close*0.9)",
	"risk_size(1e300, close*0.99)",
	"risk_size(1%, close)",
	"position.size",
	"position.pnl",
	"entry_price",
	"mod(bar_index,7)-3",
	"floor(cash/close)",
	"highest(high,20)",
	"lowest(low,20)",
	"close > 100 ? 0/0 : 1",
};

/* What is no constant is not looked at before the run. */
static void add_value(struct algo_buf *b, const char *key)
{
	algo_buf_addf(b, ",\"%s\":\"(%s)%s\"", key, PICK(values),
		      often(95) ? " + 0*close" : "");
}

static void maybe(struct algo_buf *b, const char *key, unsigned percent)
{
	if (often(percent))
		add_value(b, key);
}

static void add_order(struct algo_buf *b)
{
	if (often(70))
		add_value(b, often(50) ? "size" : "units");
	maybe(b, "limit", 20);
	maybe(b, "stop", 20);
	maybe(b, "sl", 20);
	maybe(b, "tp", 20);
	maybe(b, "trail", 20);
	maybe(b, "expire_bars", 10);
}

static void add_rule(struct algo_buf *b)
{
	static const char *const when[] = { "true", "flat", "is_long",
					    "close > open",
					    "mod(bar_index, 3) == 0" };
	static const char *const what[] = { "buy",    "buy",   "sell",
					    "sell",   "close", "set_sl",
					    "set_tp", "target" };
	const char *action = PICK(what);

	algo_buf_addf(b, "{\"when\":\"%s\",\"do\":\"%s\"", PICK(when), action);
	if (strcmp(action, "buy") == 0 || strcmp(action, "sell") == 0)
		add_order(b);
	else if (strcmp(action, "close") == 0)
		maybe(b, "portion", 30);
	else if (strcmp(action, "target") == 0)
		add_value(b, "size");
	else
		add_value(b, action + 4);
	algo_buf_addc(b, '}');
}

static void add_risk(struct algo_buf *b)
{
	static const char *const stop[] = { "stop_loss", "stop_loss_pct",
					    "stop_distance" };
	static const char *const target[] = { "take_profit", "take_profit_pct",
					      "target_distance" };
	static const char *const trail[] = { "trailing_stop",
					     "trailing_stop_pct",
					     "trail_distance" };

	algo_buf_adds(b, ",\"risk\":{\"cooldown_bars\":0");
	maybe(b, "size", 50);
	maybe(b, PICK(stop), 40);
	maybe(b, PICK(target), 40);
	maybe(b, PICK(trail), 40);
	algo_buf_addc(b, '}');
}

static void make(struct algo_buf *b)
{
	static const char *const params[] = { "0",	"-0.0", "1e308",
					      "1e-308", "-1e9", "1e300",
					      "0.5" };
	unsigned i, n = 1 + dice(4);

	algo_buf_clear(b);
	algo_buf_addf(b, "{\"algo\":1,\"params\":{\"p\":%s}", PICK(params));
	if (often(50)) {
		algo_buf_adds(b, ",\"rules\":[");
		for (i = 0; i < n; i++) {
			algo_buf_adds(b, i ? "," : "");
			add_rule(b);
		}
		algo_buf_addc(b, ']');
	} else {
		algo_buf_adds(b, ",\"entry\":{\"long\":\"flat\",\"short\":"
				 "\"close < open\"},\"exit\":{\"long\":"
				 "\"mod(bar_index, 5) == 0\",\"short\":"
				 "\"mod(bar_index, 4) == 0\"}");
	}
	if (often(60))
		add_risk(b);
	algo_buf_addc(b, '}');
}

/* --- Accounts ------------------------------------------------------------ */

static void may_set(struct algo_account *a, unsigned percent, const char *key,
		    const char *text)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (often(percent))
		algo_account_set(a, key, text, &err);
}

static void open_account(struct algo_account *a)
{
	static const char *const fee[] = { "log(-price)",
					   "price/(price-price)",
					   "abs(size)*1e308",
					   "1e300*size",
					   "-abs(size)*1e300",
					   "sqrt(-size)",
					   "sqrt(size)",
					   "price > 150 ? 0/0 : 1",
					   "max(1, 0.005*abs(size))",
					   "size*price*1e-3",
					   "1e308",
					   "sqrt(150-price)" };
	static const char *const margin[] = { "1", "0.1", "1e-9", "1e-300" };
	static const char *const rate[] = { "0.01", "0.5", "0.999", "1e-300" };
	static const char *const cash[] = { "1e-300", "1e300", "1e100", "1",
					    "1e15" };
	static const char *const annual[] = { "100", "0.5", "-100" };

	algo_account_init(a, often(15));
	may_set(a, 50, "commission", PICK(fee));
	may_set(a, 40, "margin", PICK(margin));
	may_set(a, 20, "slippage", PICK(rate));
	may_set(a, 20, "spread", PICK(rate));
	may_set(a, 20, "cash", PICK(cash));
	may_set(a, 20, "borrow", PICK(annual));
	may_set(a, 20, "funding", PICK(annual));
	may_set(a, 20, "maintenance", "0.5");
	may_set(a, 25, "fractional", "");
	may_set(a, 25, "hedging", "");
	may_set(a, 25, "exclusive", "");
	may_set(a, 25, "trade_on_close", "");
}

/* --- What has to hold ---------------------------------------------------- */

static int wrong(const char *what, size_t i)
{
	note("%s %zu", what, i);
	return 0;
}

static int holds(const struct told *t)
{
	size_t i;

	for (i = 0; i < t->nequity; i++) {
		const struct algo_equity_row *r = &t->equity[i];

		if (!isfinite(r->equity) || !isfinite(r->cash) ||
		    !isfinite(r->long_value) || !isfinite(r->short_value))
			return wrong("no number: equity row", i);
	}
	for (i = 0; i < t->ntrades; i++) {
		const struct algo_trade_row *r = &t->trade[i];

		if (!isfinite(r->size) || r->size == 0 || !isfinite(r->pnl) ||
		    !isfinite(r->entry_price) || !isfinite(r->exit_price) ||
		    !isfinite(r->commission) || isinf(r->sl) || isinf(r->tp))
			return wrong("no number: trade", i);
	}
	for (i = 0; i < t->norders; i++) {
		const struct algo_order_row *r = &t->order[i];

		if ((r->status == ALGO_OS_REJECTED) && r->reason == ALGO_R_NONE)
			return wrong("refused without a reason: order", i);
		if (r->status == ALGO_OS_FILLED &&
		    !(isfinite(r->fill_size) && isfinite(r->fill_price)))
			return wrong("filled with no number: order", i);
	}
	return t->rc ? 1 : t->nequity == BARS || wrong("rows", t->nequity);
}

/* 0: the document was refused as it stood. */
static int one(const struct algo_buf *text, const struct algo_account *a,
	       struct told *t)
{
	struct algo_strategy_opt opt = { .has_bars = 1,
					 .fractional = a->unit < 1 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s =
		algo_strategy_parse(algo_buf_str(text), text->len, &opt, &errs);
	struct play p = {
		.bars = &demo, .account = a, .strategy = s, .n = demo.n
	};

	algo_errs_release(&errs);
	if (!s)
		return 0;
	play(&p, 64, t);
	algo_strategy_free(s);
	return 1;
}

int main(void)
{
	struct algo_buf text = ALGO_BUF_INIT(1 << 20);
	size_t played = 0, refused = 0, trades = 0, bad = 0;
	int turn;

	if (!read_demo(&demo))
		return skip_all("no share/demo/GOOG.csv");
	for (turn = 0; turn < 1500 && bad < 5; turn++) {
		struct algo_account a;
		struct told t = { 0 };
		size_t i;

		make(&text);
		open_account(&a);
		if (one(&text, &a, &t)) {
			played++;
			trades += t.ntrades;
			for (i = 0; i < t.norders; i++)
				refused +=
					t.order[i].status == ALGO_OS_REJECTED;
			if (!holds(&t)) {
				bad++;
				note("turn %d: %s", turn, algo_buf_str(&text));
				note("commission %s", a.fee.text);
			}
		}
		told_free(&t);
		algo_account_release(&a);
	}
	ok(bad == 0, "nothing is ever no number in %zu runs", played);
	ok(played > 1200, "most documents are played");
	ok(refused > 1000 && trades > 1000, "%zu orders refused, %zu trades",
	   refused, trades);
	algo_buf_release(&text);
	return done();
}
