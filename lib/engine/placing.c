/* placing.c - what a strategy may do at a bar's close, and what it may read
 * (ENGINE.md 1.3) */
#include "broker.h"

#include <math.h>
#include <string.h>

static enum algo_reason check_size(const struct algo_broker *b,
				   struct algo_order *o)
{
	double unit = b->account->unit, n, whole;

	if (o->size_kind == ALGO_SZ_ALL)
		return ALGO_R_NONE;
	if (isnan(o->size))
		return ALGO_R_NA;
	if (o->size_kind == ALGO_SZ_TARGET)
		return fabs(o->size) > 1 ? ALGO_R_TARGET_RANGE : ALGO_R_NONE;
	if (o->size <= 0)
		return o->size < 0 ? ALGO_R_SIZE_NEGATIVE : ALGO_R_SIZE_ZERO;
	if (isinf(o->size))
		return ALGO_R_SIZE_NOT_WHOLE;
	if (o->size_kind == ALGO_SZ_SIZE && o->size < 1)
		return ALGO_R_NONE;
	n = o->size / unit;
	whole = floor(n + 1e-9);
	if (o->size_kind != ALGO_SZ_FLOOR && unit == 1 &&
	    fabs(n - whole) > 1e-9)
		return ALGO_R_SIZE_NOT_WHOLE;
	if (isfinite(whole))
		o->size = algo_units(b->account, 1, whole * unit);
	return whole > 0 ? ALGO_R_NONE : ALGO_R_SIZE_ZERO;
}

static enum algo_reason check_prices(const struct algo_order *o)
{
	const double p[] = { o->limit, o->stop, o->sl, o->tp, o->trail };
	size_t i;

	for (i = 0; i < sizeof(p) / sizeof(p[0]); i++)
		if (p[i] <= 0 || isinf(p[i]))
			return ALGO_R_PRICE_NOT_POSITIVE;
	return ALGO_R_NONE;
}

/* Stop below and target above the price the order is expected to fill at; a
 * sale mirrored.  Strict: equality is on the wrong side. */
static enum algo_reason check_sides(const struct algo_broker *b,
				    const struct algo_order *o)
{
	double ref = b->bar.close / b->scale *
		     (o->side > 0 ? 1 + b->spread : 1 - b->spread);
	double low = o->side > 0 ? o->sl : o->tp;
	double high = o->side > 0 ? o->tp : o->sl;

	if (!isnan(o->limit))
		ref = o->limit;
	else if (!isnan(o->stop))
		ref = o->stop;
	return low >= ref || high <= ref ? ALGO_R_WRONG_SIDE : ALGO_R_NONE;
}

static enum algo_reason check(const struct algo_broker *b, struct algo_order *o)
{
	enum algo_reason r = o->bad;

	if (r == ALGO_R_NONE)
		r = check_size(b, o);
	if (r == ALGO_R_NONE)
		r = check_prices(o);
	if (r == ALGO_R_NONE)
		r = check_sides(b, o);
	return r;
}

/* All but stops and targets leave the queue, closing orders for every trade
 * come in.  The library's loop skips the order behind each one it deletes. */
static void make_room(struct algo_broker *b, int place)
{
	struct order *o = b->head, *next;

	while (o) {
		next = o->next;
		if (o->kind != ALGO_OK_SL && o->kind != ALGO_OK_TP) {
			algo_order_drop(b, o, ALGO_OS_CANCELED,
					ALGO_R_EXCLUSIVE);
			if (b->account->compat && next)
				next = next->next;
		}
		o = next;
	}
	algo_broker_close(b, 1, ALGO_R_EXCLUSIVE, place);
}

static enum algo_order_kind entry_kind(const struct algo_order *o)
{
	int limit = o->has_limit || !isnan(o->limit);
	int stop = o->has_stop || !isnan(o->stop);

	if (limit)
		return stop ? ALGO_OK_STOP_LIMIT : ALGO_OK_LIMIT;
	return stop ? ALGO_OK_STOP : ALGO_OK_MARKET;
}

/* Whether o's size is a count of units, not a fraction of something. */
static int is_count(const struct order *o)
{
	return o->size_kind == ALGO_SZ_UNITS || o->size_kind == ALGO_SZ_FLOOR ||
	       (o->size_kind == ALGO_SZ_SIZE && o->size >= 1);
}

/* The last of n bars; farther than any file reaches is no bar. */
static int64_t last_bar(const struct algo_broker *b, double n)
{
	if (isnan(n) || n > 0x1p53)
		return -1;
	return b->index + (n > 0 ? (int64_t)n : 0);
}

/* As asked, then as the account counts: the library's scaled account counts
 * whole units. */
static struct order *make_entry(struct algo_broker *b,
				const struct algo_order *req)
{
	struct order *o = algo_order_new(b, entry_kind(req), req->side);

	o->size_kind = req->size_kind;
	o->size = req->size;
	o->limit = req->limit;
	o->stop = req->stop;
	o->sl = req->sl;
	o->tp = req->tp;
	o->trail = req->trail;
	o->tag = req->tag;
	o->place = req->place;
	algo_log_add(b, o);
	o->expire = last_bar(b, req->expire_bars);
	if (b->scale == 1)
		return o;
	o->limit *= b->scale;
	o->stop *= b->scale;
	if (is_count(o))
		o->size = nearbyint(o->size / b->scale);
	return o;
}

static int wrong_side_error(struct algo_err *err, int64_t bar)
{
	algo_err_set(err, ALGO_E_RUNTIME, "wrong_side",
		     "order at bar %lld: stop or target on the wrong side of "
		     "its price",
		     (long long)bar);
	return algo_err_hint(err, "a long needs sl < price < tp, a short "
				  "tp < price < sl");
}

int algo_broker_order(struct algo_broker *b, const struct algo_order *want,
		      struct algo_err *err)
{
	struct algo_order req = *want;
	enum algo_reason why = check(b, &req);
	struct order *o;

	if (why == ALGO_R_WRONG_SIDE && b->account->compat)
		return wrong_side_error(err, b->index);
	if (why == ALGO_R_NONE && b->account->exclusive)
		make_room(b, req.place);
	o = make_entry(b, &req);
	algo_queue_back(b, o);
	if (why != ALGO_R_NONE) {
		algo_order_drop(b, o, ALGO_OS_REJECTED, why);
		return 1;
	}
	/* Good for no bar at all. */
	if (o->expire == b->index)
		algo_order_drop(b, o, ALGO_OS_EXPIRED, ALGO_R_NONE);
	return 0;
}

static double portion_units(const struct algo_broker *b, const struct trade *t,
			    double portion)
{
	double unit = b->scale == 1 ? b->account->unit : 1;
	double have = fabs(t->size);
	double n = nearbyint(have * portion / unit);

	if (portion >= 1)
		return have;
	return fmin(have, algo_units(b->account, b->scale, fmax(1, n) * unit));
}

void algo_broker_close_trade(struct algo_broker *b, size_t trade,
			     double portion, enum algo_reason reason, int place)
{
	struct trade *t = b->trades[trade];
	struct order *o;

	if (!(portion > 0))
		return;
	o = algo_order_new(b, ALGO_OK_CLOSE, t->size > 0 ? -1 : 1);
	o->trade = t;
	o->size_kind = ALGO_SZ_UNITS;
	o->size = portion_units(b, t, portion);
	t->view.close_bar = b->index;
	if (reason == ALGO_R_MAX_BARS || reason == ALGO_R_LIMIT)
		t->view.risk_bar = b->index;
	o->tag = t->view.tag;
	o->place = place;
	o->reason = reason;
	algo_log_add(b, o);
	algo_queue_front(b, o);
}

void algo_broker_close(struct algo_broker *b, double portion,
		       enum algo_reason reason, int place)
{
	size_t i;

	for (i = 0; i < b->ntrades; i++)
		algo_broker_close_trade(b, i, portion, reason, place);
}

void algo_broker_set_sl(struct algo_broker *b, size_t trade, double price,
			int trails)
{
	algo_trade_set_level(b, b->trades[trade], ALGO_OK_SL, price, trails);
}

void algo_broker_set_tp(struct algo_broker *b, size_t trade, double price)
{
	algo_trade_set_level(b, b->trades[trade], ALGO_OK_TP, price, 0);
}

void algo_broker_cancel(struct algo_broker *b, const char *tag,
			enum algo_reason reason)
{
	struct order *o, *next;

	for (o = b->pending ? b->head : NULL; o; o = next) {
		next = o->next;
		if (o->trade || (tag && (!o->tag || strcmp(tag, o->tag) != 0)))
			continue;
		algo_order_drop(b, o, ALGO_OS_CANCELED, reason);
	}
}

void algo_broker_cancel_all(struct algo_broker *b, enum algo_reason reason)
{
	struct order *o, *next;

	for (o = b->head; o; o = next) {
		next = o->next;
		if (o->kind != ALGO_OK_SL && o->kind != ALGO_OK_TP)
			algo_order_drop(b, o, ALGO_OS_CANCELED, reason);
	}
}

/* --- What a strategy may read -------------------------------------------- */

size_t algo_broker_trades(const struct algo_broker *b)
{
	return b->ntrades;
}

const struct algo_trade *algo_broker_trade(const struct algo_broker *b,
					   size_t i)
{
	return &b->trades[i]->view;
}

void algo_broker_view(const struct algo_broker *b, struct algo_broker_view *v)
{
	v->bar = b->index;
	v->equity = b->purse->row.equity;
	v->cash = b->purse->cash;
	v->peak = b->purse->peak;
	v->pending = b->pending;
	v->closed = b->closed;
	v->entries = b->entries;
	v->late = b->late;
	v->last_exit_bar = b->last_exit_bar;
	v->ruined = b->purse->ruined;
}

int64_t algo_broker_oldest_pending(const struct algo_broker *b)
{
	const struct order *o;
	int64_t bar = -1;

	for (o = b->pending ? b->head : NULL; o; o = o->next)
		if (!o->trade && (bar < 0 || o->bar < bar))
			bar = o->bar;
	return bar;
}

int64_t algo_broker_index(const struct algo_broker *b)
{
	return b->index;
}

double algo_broker_equity(const struct algo_broker *b)
{
	return b->purse->row.equity;
}
