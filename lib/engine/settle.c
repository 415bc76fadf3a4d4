/* settle.c - fees, opening and closing of trades (ENGINE.md 1.5, 1.6) */
#include "broker.h"

#include <math.h>
#include <string.h>

double algo_fee_of(const struct algo_account *a, double size, double price)
{
	if (a->fee.graph)
		return algo_eval_fee(a->fee.eval, a->fee.node, size, price);
	return a->fee.fixed + fabs(size) * price * a->fee.rate;
}

/* Equity less the margin in use, never below 0. */
double algo_free_margin(const struct algo_broker *b, double mark,
			enum marked how)
{
	const struct worth *w = &b->others[how];
	double cash = b->purse->cash, used = 0;
	size_t i;

	if (b->ntrades == 0 && w->value == 0)
		return fmax(0, cash);
	for (i = 0; i < b->ntrades; i++)
		used += fabs(b->trades[i]->size) * mark / b->leverage;
	return fmax(0, cash + (algo_unrealised(b, mark) + w->profit) -
			       (used + w->value / b->leverage));
}

/* --- Levels -------------------------------------------------------------- */

static void forget(struct order **slot, struct algo_broker *b,
		   enum algo_reason reason)
{
	struct order *o = *slot;

	*slot = NULL;
	if (o && o->queued)
		algo_order_drop(b, o, ALGO_OS_CANCELED, reason);
}

/* Sets or, with NaN, removes the stop or target of t (price not scaled).  A new
 * stop stands at the front of the queue, a new target at its end. */
void algo_trade_set_level(struct algo_broker *b, struct trade *t,
			  enum algo_order_kind kind, double price, int trails)
{
	int sl = kind == ALGO_OK_SL;
	struct order **slot = sl ? &t->sl_order : &t->tp_order;
	struct order *o;

	forget(slot, b, ALGO_R_REPLACED);
	*(sl ? &t->view.sl : &t->view.tp) = price;
	if (sl)
		t->view.sl_trails = trails && !isnan(price);
	if (isnan(price))
		return;
	o = algo_order_new(b, kind, t->size > 0 ? -1 : 1);
	o->trade = t;
	o->tag = t->view.tag;
	o->place = t->view.place;
	o->size_kind = ALGO_SZ_UNITS;
	o->size = fabs(t->size);
	*(sl ? &o->stop : &o->limit) = price;
	o->reason = !sl ? ALGO_R_TP : trails ? ALGO_R_TRAIL : ALGO_R_SL;
	*slot = o;
	algo_log_add(b, o);
	*(sl ? &o->stop : &o->limit) *= b->scale;
	if (sl)
		algo_queue_front(b, o);
	else
		algo_queue_back(b, o);
}

/* --- Opening ------------------------------------------------------------- */

static struct trade *add_trade(struct algo_broker *b)
{
	void *v = b->trades;
	struct trade *t = b->spare_trade;

	b->spare_trade = NULL;
	if (t)
		memset(t, 0, sizeof(*t));
	else
		t = algo_zalloc(1, sizeof(*t));
	if (b->ntrades == b->trades_cap) {
		algo_grow(&v, &b->trades_cap, b->ntrades + 1,
			  sizeof(*b->trades));
		b->trades = v;
	}
	b->trades[b->ntrades++] = t;
	return t;
}

/* Opens a trade of size (signed units) at price (spread included). */
struct trade *algo_trade_open(struct algo_broker *b, const struct order *o,
			      double size, double price, int at_prev)
{
	struct trade *t = add_trade(b);

	t->size = size;
	t->entry = price;
	t->entry_size = fabs(size);
	t->opener = o->id;
	t->high = -INFINITY;
	t->low = INFINITY;
	if (at_prev)
		algo_trade_see(t, &b->prev);
	t->view.entry_bar = b->index - at_prev;
	t->view.entry_time = at_prev ? b->prev.time : b->bar.time;
	t->view.sl = t->view.tp = NAN;
	t->view.trail = o->trail;
	t->view.tag = o->tag;
	t->view.place = o->place;
	t->view.close_bar = t->view.risk_bar = -1;
	t->entry_fee = algo_fee_of(b->account, size, price);
	b->purse->cash -= t->entry_fee;
	b->entries++;
	b->late += (uint64_t)at_prev;
	algo_trade_refresh(b, t);
	return t;
}

/* --- Closing ------------------------------------------------------------- */

/* The fee of a piece of t.  What an expression has no number for when a trade
 * leaves costs what its part of the entry did: the trade has to close. */
static double sure_fee(const struct algo_broker *b, const struct trade *t,
		       double size, double price)
{
	double fee = algo_fee_of(b->account, size, price);

	if (fabs(fee) <= ALGO_VALUE_MAX)
		return fee;
	return t->entry_fee * (fabs(size) / t->entry_size);
}

/* Fees of a piece of units (signed) that leaves at price.  The library counts
 * the entry fee anew for every piece; by default the fee that was paid is
 * shared by size. */
static double piece_fee(const struct algo_broker *b, const struct trade *t,
			double size, double exit_fee)
{
	if (b->account->compat)
		return exit_fee + sure_fee(b, t, size, t->entry);
	return exit_fee + t->entry_fee * (fabs(size) / t->entry_size);
}

static void excursions(const struct algo_broker *b, const struct trade *t,
		       int at_prev, struct algo_trade_row *r)
{
	double high = t->high, low = t->low;
	double up, down;

	if (!at_prev) {
		high = fmax(high, b->bar.high);
		low = fmin(low, b->bar.low);
	}
	up = 100 * (high / t->entry - 1);
	down = 100 * (low / t->entry - 1);
	r->mfe_pct = fmax(0, t->size > 0 ? up : -down);
	r->mae_pct = fmin(0, t->size > 0 ? down : -up);
}

/* Pays for and tells a piece of t: its size (signed) at price. */
static void settle(struct algo_broker *b, const struct trade *t, double size,
		   double price, struct algo_trade_row *r)
{
	double fee = sure_fee(b, t, size, price);
	double sign = size > 0 ? 1 : -1;

	b->purse->cash += size * (price - t->entry) - fee;
	b->closed++;
	r->commission = piece_fee(b, t, size, fee);
	r->pnl = size * (price - t->entry) - r->commission;
	r->return_pct = 100 * (sign * (price / t->entry - 1) -
			       r->commission / (fabs(size) * t->entry));
	r->symbol = b->symbol;
	r->seat = b->seat;
	r->size = size * b->scale;
	r->entry_bar = t->view.entry_bar;
	r->entry_time = t->view.entry_time;
	r->entry_price = t->entry / b->scale;
	r->exit_price = price / b->scale;
	r->tag = t->view.tag;
	if (b->sink.trade)
		b->sink.trade(b->sink.ctx, r);
}

static void exit_stamp(struct algo_broker *b, int at_prev,
		       struct algo_trade_row *r)
{
	r->exit_bar = b->index - at_prev;
	r->exit_time = at_prev ? b->prev.time : b->bar.time;
	b->last_exit_bar = r->exit_bar;
}

static void drop_trade(struct algo_broker *b, struct trade *t)
{
	size_t i;

	for (i = 0; b->trades[i] != t; i++)
		;
	memmove(b->trades + i, b->trades + i + 1,
		(--b->ntrades - i) * sizeof(*b->trades));
	if (t->fresh)
		b->fresh[t->fresh - 1] = NULL;
}

/* Settles the whole of t at price (raw) and frees it. */
void algo_trade_close(struct algo_broker *b, struct trade *t, double price,
		      enum algo_reason reason, int at_prev)
{
	struct algo_trade_row r = { .exit_reason = reason };

	r.sl = t->view.sl;
	r.tp = t->view.tp;
	excursions(b, t, at_prev, &r);
	exit_stamp(b, at_prev, &r);
	drop_trade(b, t);
	settle(b, t, t->size, price, &r);
	while (t->orders)
		algo_order_drop(b, t->orders, ALGO_OS_CANCELED,
				ALGO_R_TRADE_CLOSED);
	algo_free(b->spare_trade);
	b->spare_trade = t;
}

/* The stop and target of a trade are for what is left of it. */
static void resize(struct algo_broker *b, const struct trade *t,
		   struct order *o)
{
	struct algo_order_row *r = o ? algo_log_row(b, o->id) : NULL;

	if (o)
		o->size = fabs(t->size);
	if (r)
		r->size = o->size * b->scale;
}

/* Takes units (> 0, fewer than it has) off t; t keeps its identity. */
void algo_trade_reduce(struct algo_broker *b, struct trade *t, double units,
		       double price, enum algo_reason reason, int at_prev)
{
	struct algo_trade_row r = { .exit_reason = reason,
				    .sl = NAN,
				    .tp = NAN };
	double size = t->size > 0 ? units : -units;

	excursions(b, t, at_prev, &r);
	exit_stamp(b, at_prev, &r);
	settle(b, t, size, price, &r);
	t->size = algo_units(b->account, b->scale, t->size - size);
	resize(b, t, t->sl_order);
	resize(b, t, t->tp_order);
	algo_trade_refresh(b, t);
}
