/* broker.c - the course of a bar, and what a strategy may do at its close
 * (ENGINE.md 1.1-1.4) */
#include "broker.h"

#include <math.h>
#include <string.h>

struct algo_broker *algo_broker_new(const struct algo_account *account,
				    const struct algo_sink *sink)
{
	struct algo_broker *b = algo_zalloc(1, sizeof(*b));

	b->account = account;
	b->sink = *sink;
	b->leverage = 1 / account->margin;
	b->spread = fabs(account->spread);
	b->scale = account->compat ? account->unit : 1;
	b->cash = b->peak = b->old_peak = account->cash;
	b->index = -1;
	b->last_exit_bar = -1;
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
	algo_free(b->log.v);
	algo_free(b->log.done);
	algo_free(b);
}

/* --- A bar --------------------------------------------------------------- */

static void take_bar(struct algo_broker *b, const struct algo_bar *bar)
{
	algo_equity_tell(b);
	b->old_peak = b->peak;
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
	take_bar(b, bar);
	algo_equity_make(b);
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

/* Everything is closed at the bar's worst prices. */
static void margin_call(struct algo_broker *b)
{
	algo_broker_note(b, ALGO_EV_MARGIN_CALL, -1, NULL);
	algo_broker_cancel(b, NULL, ALGO_R_MARGIN_CALL);
	while (b->ntrades) {
		struct trade *t = b->trades[0];

		close_now(b, t, t->size > 0 ? b->bar.low : b->bar.high,
			  ALGO_R_MARGIN_CALL);
	}
}

int algo_broker_bar(struct algo_broker *b, const struct algo_bar *bar)
{
	const struct algo_driver *d = &b->driver;

	take_bar(b, bar);
	b->ran = 1;
	if (b->ruined)
		return algo_equity_make(b);
	if ((b->ntrades || b->head) && d->flatten_now &&
	    d->flatten_now(d->ctx, bar->time))
		close_at_open(b);
	match_all(b);
	if (algo_margin_called(b))
		margin_call(b);
	algo_carry(b);
	return algo_equity_make(b);
}

/* --- The end ------------------------------------------------------------- */

int algo_broker_flatten(struct algo_broker *b, enum algo_reason reason)
{
	while (b->ntrades)
		close_now(b, b->trades[0], b->bar.close, reason);
	return algo_equity_make(b);
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

void algo_broker_end(struct algo_broker *b)
{
	const struct algo_account *a = b->account;

	if (b->ran && !b->ruined && a->finalize != ALGO_FIN_NONE) {
		if (a->compat && a->finalize == ALGO_FIN_OPEN)
			finalize_compat(b);
		else
			finalize_default(b);
		algo_equity_make(b);
	}
	algo_equity_tell(b);
	algo_log_finish(b);
}

/* --- Placing ------------------------------------------------------------- */

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
	o->size = algo_units(b->account, 1, whole * unit);
	return whole > 0 ? ALGO_R_NONE : ALGO_R_SIZE_ZERO;
}

static enum algo_reason check_prices(const struct algo_order *o)
{
	const double p[] = { o->limit, o->stop, o->sl, o->tp, o->trail };
	size_t i;

	for (i = 0; i < sizeof(p) / sizeof(p[0]); i++)
		if (p[i] <= 0)
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
	v->equity = b->row.equity;
	v->cash = b->cash;
	v->peak = b->peak;
	v->pending = b->pending;
	v->closed = b->closed;
	v->entries = b->entries;
	v->late = b->late;
	v->last_exit_bar = b->last_exit_bar;
	v->ruined = b->ruined;
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
	return b->row.equity;
}
