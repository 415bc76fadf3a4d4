/* engine_prop.c - what must hold of every replay: the same by any stretch of
 * bars, money and units that add up, no look at what comes later */
#include "random_play.h"
#include "same_told.h"

/* --- One run, looked at -------------------------------------------------- */

/* Ids 1, 2, ...; one fate each, fitting what else the row says.  The library's
 * finalize runs the last bar twice. */
static int orders_hold(const struct told *t, const struct play *p)
{
	const struct algo_account *a = p->account;
	int64_t twice = a->compat && a->finalize == ALGO_FIN_OPEN
				? (int64_t)p->n - 1
				: INT64_MAX;
	size_t i;

	for (i = 0; i < t->norders; i++) {
		const struct algo_order_row *o = &t->order[i];
		int filled = o->status == ALGO_OS_FILLED;
		int at_once = a->trade_on_close || o->kind == ALGO_OK_SL ||
			      o->kind == ALGO_OK_TP ||
			      o->reason == ALGO_R_FINALIZE ||
			      o->reason == ALGO_R_SESSION;

		if (o->id != i + 1)
			return wrong("id of order", i);
		if (filled != (o->fill_bar >= 0) ||
		    filled == isnan(o->fill_price))
			return wrong("fate of order", i);
		if (filled && o->bar < twice &&
		    (at_once ? o->fill_bar < o->bar : o->fill_bar <= o->bar))
			return wrong("filled too early: order", i);
		if (filled && !(o->fill_size > 0))
			return wrong("filled without units: order", i);
	}
	return 1;
}

static int within(double v, const struct bars *b, int64_t bar)
{
	return v >= b->low[bar] * (1 - 1e-12) &&
	       v <= b->high[bar] * (1 + 1e-12);
}

/* Prices are of their bars; what a row says agrees with itself. */
static int trades_hold(const struct told *t, const struct bars *b,
		       const struct algo_account *a)
{
	size_t i;

	for (i = 0; i < t->ntrades; i++) {
		const struct algo_trade_row *r = &t->trade[i];
		double raw = r->entry_price /
			     (r->size > 0 ? 1 + a->spread : 1 - a->spread);
		double pnl = r->size * (r->exit_price - r->entry_price) -
			     r->commission;

		if (r->exit_bar < r->entry_bar)
			return wrong("out before in: trade", i);
		if (!within(raw, b, r->entry_bar) ||
		    !within(r->exit_price, b, r->exit_bar))
			return wrong("price outside the bar: trade", i);
		if (!near(r->pnl, pnl, 1e-9) || r->mae_pct > 0 ||
		    r->mfe_pct < 0 || r->size == 0)
			return wrong("sums of trade", i);
		if (i && r->exit_bar < t->trade[i - 1].exit_bar &&
		    !a->trade_on_close)
			return wrong("order of closing: trade", i);
	}
	return 1;
}

/* The cash that the trades leave, at the end when none is open. */
static int cash_holds(const struct told *t, const struct algo_account *a)
{
	const struct algo_equity_row *last = &t->equity[t->nequity - 1];
	double sum = a->cash;
	size_t i;

	if (t->open || last->equity == 0)
		return 1;
	for (i = 0; i < t->ntrades; i++)
		sum += t->trade[i].pnl;
	return near(last->cash, sum, 1e-9) && near(last->equity, sum, 1e-9);
}

/* Signed units that orders filled up to a bar; of all: INT64_MAX. */
static double filled_units(const struct told *t, int64_t bar)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < t->norders; i++) {
		const struct algo_order_row *o = &t->order[i];

		if (!isnan(o->fill_size) && o->fill_bar <= bar)
			sum += o->side * o->fill_size;
	}
	return sum;
}

static int has_refused_fill(const struct told *t)
{
	size_t i;

	for (i = 0; i < t->norders; i++)
		if (t->order[i].status != ALGO_OS_FILLED &&
		    !isnan(t->order[i].fill_size))
			return 1;
	return 0;
}

/* Bar by bar, for a fee that is a rate and fills on their own bars: what the
 * pieces say against the equity row and the fills. */
static int bars_hold(const struct told *t, const struct algo_account *a)
{
	int units = !has_refused_fill(t);
	size_t i, k;

	for (i = 0; i < t->nequity && t->equity[i].equity > 0; i++) {
		const struct algo_equity_row *e = &t->equity[i];
		double cash = a->cash, profit = 0, held = 0;

		for (k = 0; k < t->ntrades; k++) {
			const struct algo_trade_row *r = &t->trade[k];

			if (r->entry_bar > e->bar)
				continue;
			if (r->exit_bar <= e->bar) {
				cash += r->pnl;
				continue;
			}
			cash -= fabs(r->size) * r->entry_price * a->fee.rate;
			profit += r->size * (e->close - r->entry_price);
			held += r->size;
		}
		if (!near(e->cash, cash, 1e-9) ||
		    !near(e->equity, cash + profit, 1e-9))
			return wrong("money at bar", i);
		if (!near(e->long_value - e->short_value, held * e->close,
			  1e-9))
			return wrong("value at bar", i);
		if (units && !near(filled_units(t, e->bar), held, 1e-9))
			return wrong("units at bar", i);
	}
	return 1;
}

static int ruined(const struct told *t)
{
	return t->nequity && t->equity[t->nequity - 1].equity == 0;
}

static int run_holds(const struct told *t, const struct play *p)
{
	const struct algo_account *a = p->account;

	if (t->rc)
		return a->compat;
	if (t->nequity != p->n)
		return wrong("rows:", t->nequity);
	if (!orders_hold(t, p))
		return 0;
	if (a->compat)
		return 1;
	if (!trades_hold(t, p->bars, a) || !cash_holds(t, a))
		return 0;
	if (!t->open && !ruined(t) &&
	    !near(filled_units(t, INT64_MAX), 0, 1e-9))
		return wrong("units left of", t->norders);
	if (t->open || a->trade_on_close || a->fee.graph || a->fee.fixed != 0)
		return 1;
	return bars_hold(t, a);
}

/* --- A prefix of the bars ------------------------------------------------ */

static int no_look_ahead(const struct play *p, struct algo_account *a)
{
	enum algo_finalize was = a->finalize;
	struct told full, part;
	struct play q = *p;
	int good;

	a->finalize = ALGO_FIN_NONE;
	play(p, 64, &full);
	q.n = 1 + dice((unsigned)p->n);
	play(&q, 64, &part);
	/* The library counts an indicator that is na throughout as ready. */
	good = full.rc || (a->compat && part.first != full.first) ||
	       is_prefix(&part, &full, q.n, a->trade_on_close);
	told_free(&full);
	told_free(&part);
	a->finalize = was;
	return good;
}

/* --- Cases --------------------------------------------------------------- */

struct counts {
	unsigned bad_tape, bad_run, bad_prefix, bad_coast;
	size_t orders, trades, ruins, by_reason[ALGO_R_COUNT];
};

static void count(struct counts *c, const struct told *t)
{
	size_t i;

	c->orders += t->norders;
	c->trades += t->ntrades;
	c->ruins += (size_t)ruined(t);
	for (i = 0; i < t->norders; i++)
		c->by_reason[t->order[i].reason]++;
	for (i = 0; i < t->ntrades; i++)
		c->by_reason[t->trade[i].exit_reason]++;
}

static void all_ways(const struct play *p, struct algo_account *a,
		     const char *what, struct counts *c)
{
	static const size_t blocks[] = { 1, 3, 7 };
	struct told base, t;
	size_t i;

	play(p, 1024, &base);
	count(c, &base);
	for (i = 0; i < 3; i++) {
		play(p, blocks[i], &t);
		if (!same_told(&base, &t)) {
			note("tapes of %zu differ: %s", blocks[i], what);
			c->bad_tape++;
		}
		told_free(&t);
	}
	if (!run_holds(&base, p)) {
		note("compat %d, trade on close %d: %s", a->compat,
		     a->trade_on_close, what);
		c->bad_run++;
	}
	if (!no_look_ahead(p, a)) {
		note("looks ahead: %s", what);
		c->bad_prefix++;
	}
	told_free(&base);
}

/* The same rules where nothing is ever asked bar by bar, and with one rule
 * more that asks and never fires. */
static void coasts(struct play *p, const char *text, uint64_t seed,
		   struct counts *c)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	struct algo_strategy *plain = p->strategy;
	struct told base, t;

	chance = seed;
	random_doc(&b, 0, 1);
	play(p, 1024, &base);
	p->strategy = parse(algo_buf_str(&b));
	play(p, 1024, &t);
	if (!same_told(&base, &t)) {
		note("coasting differs: %s", text);
		c->bad_coast++;
	}
	told_free(&base);
	told_free(&t);
	algo_strategy_free(p->strategy);
	p->strategy = plain;
	algo_buf_release(&b);
}

static void documents(int compat, unsigned rounds, struct counts *c)
{
	static struct bars bars;
	struct algo_account a;
	unsigned i;

	for (i = 0; i < rounds; i++) {
		struct algo_buf b = ALGO_BUF_INIT(1 << 16);
		struct play p = { .bars = &bars, .account = &a };
		int account = i & 1;
		uint64_t seed = 1000 * (i + 1) + (unsigned)compat + 7;

		chance = seed * 0x9e3779b97f4a7c15U;
		random_bars(&bars, 40 + dice(260));
		random_account(&a, compat);
		p.n = bars.n;
		chance = seed;
		random_doc(&b, account, 0);
		p.strategy = parse(algo_buf_str(&b));
		if (!p.strategy)
			return;
		all_ways(&p, &a, algo_buf_str(&b), c);
		if (!account)
			coasts(&p, algo_buf_str(&b), seed, c);
		algo_strategy_free(p.strategy);
		algo_account_release(&a);
		algo_buf_release(&b);
	}
}

static void logs(int compat, unsigned rounds, struct counts *c)
{
	static struct bars bars;
	struct algo_account a;
	unsigned i;

	for (i = 0; i < rounds; i++) {
		struct algo_buf b = ALGO_BUF_INIT(1 << 20);
		struct play p = { .bars = &bars, .account = &a };

		chance = (i + 1) * 0x9e3779b97f4a7c15U + (unsigned)compat;
		random_bars(&bars, 40 + dice(160));
		random_account(&a, compat);
		random_actions(&b, &bars);
		p.n = bars.n;
		p.actions = algo_buf_str(&b);
		all_ways(&p, &a, "actions", c);
		algo_account_release(&a);
		algo_buf_release(&b);
	}
}

static void signals(unsigned rounds, struct counts *c)
{
	static const double targets[] = { 0, 0.5, 1, -1, -0.5, NAN, 0.25 };
	static struct bars bars;
	static double signal[BARS_MAX];
	struct algo_account a;
	unsigned i, k;

	for (i = 0; i < rounds; i++) {
		struct play p = { .bars = &bars, .account = &a };

		chance = (i + 1) * 0x9e3779b97f4a7c15U + 77;
		random_bars(&bars, 200);
		random_account(&a, 0);
		for (k = 0; k < bars.n; k++)
			signal[k] = PICK(targets);
		p.n = bars.n;
		p.signal = signal;
		all_ways(&p, &a, "signals", c);
		algo_account_release(&a);
	}
}

/* Bars past one tape, so that warm-up, coasting and orders cross its end. */
static void long_warmup(struct counts *c)
{
	static const char *const docs[] = {
		("{\"algo\":1,\"entry\":{\"long\":\"close > sma(400)\"},"
		 "\"exit\":{\"long\":\"close < sma(5)\"}}"),
		"{\"algo\":1,\"entry\":{\"long\":\"close > sma(699)\"}}",
		"{\"algo\":1,\"entry\":{\"long\":\"close > sma(5000)\"}}",
		"{\"algo\":1,\"warmup\":30,\"entry\":{\"long\":\"true\"}}",
		"{\"algo\":1,\"warmup\":99999,\"entry\":{\"long\":\"true\"}}"
	};
	static struct bars bars;
	struct algo_account a;
	size_t i;
	int compat;

	chance = 5;
	random_bars(&bars, BARS_MAX);
	for (compat = 0; compat < 2; compat++)
		for (i = 0; i < sizeof(docs) / sizeof(docs[0]); i++) {
			struct play p = { .bars = &bars,
					  .account = &a,
					  .n = bars.n };

			algo_account_init(&a, compat);
			p.strategy = parse(docs[i]);
			all_ways(&p, &a, docs[i], c);
			algo_strategy_free(p.strategy);
			algo_account_release(&a);
		}
}

/* A stretch without orders up to the last bar, which is then looked at again
 * for the end. */
static void coast_to_the_end(void)
{
	static const char plain[] =
		"{\"algo\":1,\"entry\":{\"long\":\"bar_index == 9\"}}";
	static const char asking[] =
		"{\"algo\":1,\"entry\":{\"long\":\"bar_index == "
		"9\"},\"rules\":["
		"{\"when\":\"equity < 0\",\"do\":\"cancel\"}]}";
	static struct bars bars;
	int i;

	chance = 11;
	random_bars(&bars, 80);
	for (i = 0; i < 12; i++) {
		struct algo_account a;
		struct play p = { .bars = &bars, .account = &a, .n = bars.n };
		struct algo_strategy *s[2] = { parse(plain), parse(asking) };
		struct told t[2];
		int k;

		algo_account_init(&a, i & 1);
		a.trade_on_close = i >> 1 & 1;
		a.finalize = (enum algo_finalize)(i >> 2);
		for (k = 0; k < 2; k++) {
			p.strategy = s[k];
			play(&p, 1024, &t[k]);
			algo_strategy_free(s[k]);
		}
		ok(same_told(&t[0], &t[1]) && t[0].norders > 0,
		   "to the end, account %d", i);
		told_free(&t[0]);
		told_free(&t[1]);
	}
}

/* The random runs met what they are for. */
static void met(const struct counts *c)
{
	static const enum algo_reason want[] = { ALGO_R_SIGNAL,
						 ALGO_R_SL,
						 ALGO_R_TP,
						 ALGO_R_TRAIL,
						 ALGO_R_MAX_BARS,
						 ALGO_R_SESSION,
						 ALGO_R_LIMIT,
						 ALGO_R_NETTING,
						 ALGO_R_EXCLUSIVE,
						 ALGO_R_MARGIN,
						 ALGO_R_CANCEL,
						 ALGO_R_REPLACED,
						 ALGO_R_FINALIZE,
						 ALGO_R_NO_CHANGE,
						 ALGO_R_TRADE_CLOSED,
						 ALGO_R_MAX_OPEN_TRADES,
						 ALGO_R_MAX_TRADES_PER_DAY };
	size_t i;

	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++)
		ok(c->by_reason[want[i]] > 0, "met '%s' %zu times",
		   algo_reason_name(want[i]), c->by_reason[want[i]]);
	ok(c->orders > 5000 && c->trades > 2000, "%zu orders, %zu trades",
	   c->orders, c->trades);
	note("%zu ruins", c->ruins);
}

int main(void)
{
	struct counts c = { 0 };

	documents(0, 400, &c);
	documents(1, 200, &c);
	logs(0, 60, &c);
	logs(1, 60, &c);
	signals(40, &c);
	long_warmup(&c);
	coast_to_the_end();
	ok(c.bad_tape == 0, "the same by tapes of 1, 3, 7 and 1024 bars");
	ok(c.bad_coast == 0, "coasting is bar by bar");
	ok(c.bad_run == 0, "orders, trades, money and units agree");
	ok(c.bad_prefix == 0, "a prefix of the bars gives a prefix");
	met(&c);
	return done();
}
