/* broker.c - the course of a bar (ENGINE.md 1.1, 1.2, 1.4) */
#include "broker.h"

#include <math.h>
#include <string.h>

void algo_purse_init(struct purse *p, const struct algo_account *account,
		     const struct algo_sink *sink)
{
	memset(p, 0, sizeof(*p));
	p->sink = sink;
	p->cash = p->peak = p->old_peak = account->cash;
	p->index = -1;
}

void algo_purse_release(struct purse *p)
{
	algo_free(p->log.v);
	algo_free(p->log.done);
}

struct algo_broker *algo_broker_join(const struct algo_account *account,
				     const struct algo_sink *sink,
				     struct purse *purse, const char *symbol)
{
	struct algo_broker *b = algo_zalloc(1, sizeof(*b));

	b->purse = purse;
	b->account = account;
	b->sink = *sink;
	b->symbol = symbol;
	b->leverage = 1 / account->margin;
	b->spread = fabs(account->spread);
	b->scale = account->compat ? account->unit : 1;
	b->index = -1;
	b->last_exit_bar = -1;
	return b;
}

struct algo_broker *algo_broker_new(const struct algo_account *account,
				    const struct algo_sink *sink)
{
	struct algo_broker *b = algo_broker_join(account, sink, NULL, NULL);

	algo_purse_init(&b->own, account, &b->sink);
	b->purse = &b->own;
	b->self = b;
	b->own.broker = &b->self;
	b->own.n = 1;
	return b;
}

void algo_broker_driver(struct algo_broker *b, const struct algo_driver *d)
{
	b->driver = *d;
}

void algo_broker_free(struct algo_broker *b)
{
	struct order *o, *next;
	size_t i;

	if (!b)
		return;
	for (o = b->head; o; o = next) {
		next = o->next;
		algo_free(o);
	}
	for (o = b->spare; o; o = next) {
		next = o->next;
		algo_free(o);
	}
	for (i = 0; i < b->ntrades; i++)
		algo_free(b->trades[i]);
	algo_free(b->spare_trade);
	algo_free(b->trades);
	algo_free(b->fresh);
	algo_free(b->snap);
	algo_purse_release(&b->own);
	algo_free(b);
}

/* --- A bar --------------------------------------------------------------- */

void algo_purse_turn(struct purse *p)
{
	algo_purse_tell(p);
	p->old_peak = p->peak;
	p->index++;
}

void algo_broker_take(struct algo_broker *b, const struct algo_bar *bar)
{
	b->prev = b->bar;
	b->bar = *bar;
	if (b->scale != 1) {
		b->bar.open *= b->scale;
		b->bar.high *= b->scale;
		b->bar.low *= b->scale;
		b->bar.close *= b->scale;
	}
	b->index++;
	b->late = 0;
	algo_tell_market(b);
}

/* The row of a broker alone. */
static int make_row(struct algo_broker *b)
{
	struct algo_equity_row *r = &b->purse->row;
	int sound;

	r->bar = b->index;
	r->time = b->bar.time;
	r->close = b->bar.close / b->scale;
	sound = algo_purse_make(b->purse);
	algo_broker_see(b);
	return sound;
}

/* A closing order that fills: whole or in part, without spread.  What the
 * bar's volume does not take (cap) stays in the queue. */
static void fill_closing(struct algo_broker *b, struct order *o,
			 const struct match *m, double cap)
{
	struct trade *t = o->trade;
	double have = fabs(t->size), want = fmin(have, o->size);
	double units = fmin(want, cap);
	enum algo_reason reason = o->reason;

	if (units <= 0)
		return;
	algo_log_fill(b, o, m->at_prev, units, m->price);
	algo_slip_paid(b, units, m->slip);
	o->part_bar = b->index;
	if (units < want)
		o->size = algo_units(b->account, b->scale, want - units);
	else
		algo_order_drop(b, o, ALGO_OS_FILLED, reason);
	if (units < have)
		algo_trade_reduce(b, t, units, m->price, reason, m->at_prev);
	else
		algo_trade_close(b, t, m->price, reason, m->at_prev);
}

/* A target of nothing opens nothing. */
static int is_exit(const struct order *o)
{
	return o->size_kind == ALGO_SZ_TARGET && o->size == 0;
}

/* Outside the session a market entry is canceled, a resting one waits. */
static int session_stops(struct algo_broker *b, struct order *o)
{
	int market = o->kind == ALGO_OK_MARKET;
	int toc = b->account->trade_on_close && market;

	if (o->trade || is_exit(o) || !b->driver.open_now)
		return 0;
	if (b->driver.open_now(b->driver.ctx, toc ? b->prev.time : b->bar.time))
		return 0;
	if (market)
		algo_order_drop(b, o, ALGO_OS_CANCELED, ALGO_R_SESSION);
	return 1;
}

static int process(struct algo_broker *b, struct order *o)
{
	struct match m;

	if (session_stops(b, o) || (o->trade && o->trade->fresh) ||
	    o->part_bar == b->index)
		return 0;
	if (o->kind == ALGO_OK_SL && algo_match_target_first(b, o->trade))
		return 0;
	if (!algo_match(b, o, &m))
		return 0;
	if (!o->trade)
		return algo_fill_entry(b, o, &m);
	fill_closing(b, o, &m, algo_volume_cap(b, &m));
	return 0;
}

/* Looks at every order of the queue as it was at the start, or at those alone
 * that trade_on_close fills at the previous close; 1 when the whole must be
 * walked again. */
static int walk(struct algo_broker *b, int prev_only)
{
	int again = 0;
	size_t i;

	algo_queue_snapshot(b);
	for (i = 0; i < b->snap_n; i++) {
		struct order *o = b->snap[i];

		if (o->queued && (!prev_only || o->kind == ALGO_OK_MARKET ||
				  o->kind == ALGO_OK_CLOSE))
			again |= process(b, o);
	}
	algo_queue_release(b);
	return again;
}

/* The entry bar of the trades just opened, in order of their fills. */
static void look_at_fresh(struct algo_broker *b)
{
	size_t i;

	for (i = 0; i < b->nfresh; i++) {
		struct trade *t = b->fresh[i];
		struct order *o;
		struct match m;

		if (!t)
			continue;
		t->fresh = 0;
		o = algo_match_entry_bar(b, t, &m);
		if (o)
			fill_closing(b, o, &m, algo_volume_cap(b, &m));
	}
	b->nfresh = 0;
}

static void expire(struct algo_broker *b)
{
	struct order *o, *next;

	for (o = b->head; o; o = next) {
		next = o->next;
		if (o->expire < 0 || b->index < o->expire)
			continue;
		algo_order_drop(b, o, ALGO_OS_EXPIRED, ALGO_R_NONE);
	}
}

/* By default what trades at the previous close comes before all that trades on
 * this bar, so that no trade ends before it begins. */
static void match_all(struct algo_broker *b)
{
	if (!b->head)
		return;
	if (b->account->trade_on_close && !b->account->compat)
		walk(b, 1);
	while (walk(b, 0))
		;
	look_at_fresh(b);
	if (b->expiring)
		expire(b);
}

void algo_broker_skip(struct algo_broker *b, const struct algo_bar *bar)
{
	algo_purse_turn(b->purse);
	algo_broker_take(b, bar);
	make_row(b);
}

/* Closes t at price now, with an order record of this bar.  Only a session's
 * end slips. */
static void close_now(struct algo_broker *b, struct trade *t, double price,
		      enum algo_reason reason)
{
	struct order *o =
		algo_order_new(b, ALGO_OK_CLOSE, t->size > 0 ? -1 : 1);
	struct match m = { .price = price };

	o->trade = t;
	o->size_kind = ALGO_SZ_UNITS;
	o->size = fabs(t->size);
	o->tag = t->view.tag;
	o->place = t->view.place;
	o->reason = reason;
	algo_log_add(b, o);
	algo_queue_front(b, o);
	if (reason == ALGO_R_SESSION)
		algo_slip(b, o->side, &m);
	fill_closing(b, o, &m, INFINITY);
}

/* Everything is closed at the open; what trades at the close before it comes
 * first. */
static void close_at_open(struct algo_broker *b)
{
	if (b->account->trade_on_close && b->head)
		walk(b, 1);
	while (b->ntrades)
		close_now(b, b->trades[0], b->bar.open, ALGO_R_SESSION);
}

void algo_broker_call(struct algo_broker *b, int64_t now)
{
	int stale = b->bar.time != now;

	if (b->ntrades || b->pending)
		algo_broker_note(b, ALGO_EV_MARGIN_CALL, -1, NULL);
	algo_broker_cancel(b, NULL, ALGO_R_MARGIN_CALL);
	while (b->ntrades) {
		struct trade *t = b->trades[0];
		double worst = t->size > 0 ? b->bar.low : b->bar.high;

		close_now(b, t, stale ? b->bar.close : worst,
			  ALGO_R_MARGIN_CALL);
	}
}

void algo_broker_orders(struct algo_broker *b)
{
	const struct algo_driver *d = &b->driver;

	b->ran = 1;
	if ((b->ntrades || b->head) && d->flatten_now &&
	    d->flatten_now(d->ctx, b->bar.time))
		close_at_open(b);
	match_all(b);
}

int algo_broker_bar(struct algo_broker *b, const struct algo_bar *bar)
{
	algo_purse_turn(b->purse);
	algo_broker_take(b, bar);
	b->ran = 1;
	if (b->purse->ruined)
		return make_row(b);
	algo_broker_orders(b);
	if (algo_margin_called(b->purse, bar->time))
		algo_broker_call(b, bar->time);
	algo_carry(b);
	return make_row(b);
}

/* --- The end ------------------------------------------------------------- */

void algo_broker_close_now(struct algo_broker *b, enum algo_reason reason)
{
	while (b->ntrades)
		close_now(b, b->trades[0], b->bar.close, reason);
}

int algo_broker_flatten(struct algo_broker *b, enum algo_reason reason)
{
	algo_broker_close_now(b, reason);
	return make_row(b);
}

static void finalize_default(struct algo_broker *b)
{
	int open = b->account->finalize == ALGO_FIN_OPEN;

	while (b->ntrades) {
		struct trade *t = b->trades[0];
		int old = t->view.entry_bar < b->index;

		close_now(b, t, open && old ? b->bar.open : b->bar.close,
			  ALGO_R_FINALIZE);
	}
}

/* The library puts closing orders for all trades at the front and runs the
 * last bar a second time. */
static void finalize_compat(struct algo_broker *b)
{
	size_t i;

	for (i = b->ntrades; i > 0; i--)
		algo_broker_close_trade(b, i - 1, 1, ALGO_R_FINALIZE, -1);
	match_all(b);
}

/* 1 when that may have changed the account. */
static int finalize(struct algo_broker *b)
{
	const struct algo_account *a = b->account;

	if (!b->ran || b->purse->ruined || a->finalize == ALGO_FIN_NONE)
		return 0;
	if (a->compat && a->finalize == ALGO_FIN_OPEN)
		finalize_compat(b);
	else
		finalize_default(b);
	return 1;
}

/* The fate of entries that still wait; those of the last close, which no bar
 * has tried, have none. */
static void still_pending(const struct algo_broker *b)
{
	const struct order *o;

	for (o = b->driver.fate ? b->head : NULL; o; o = o->next)
		if (!o->trade && o->bar < b->index)
			b->driver.fate(b->driver.ctx, o->place, o->bar,
				       ALGO_OS_PENDING, ALGO_R_NONE);
}

void algo_purse_end(struct purse *p)
{
	size_t i;
	int changed = 0;

	for (i = 0; i < p->n; i++)
		changed |= finalize(p->broker[i]);
	if (changed)
		algo_purse_make(p);
	algo_purse_tell(p);
	for (i = 0; i < p->n; i++)
		still_pending(p->broker[i]);
	algo_log_finish(p);
}

void algo_broker_end(struct algo_broker *b)
{
	algo_purse_end(b->purse);
}
