/* fill.c - entry orders that fill: size, netting, checks, opening (ENGINE.md
 * 1.4 E, SEMANTICS.md 1, 6, 13, 25) */
#include "broker.h"

#include <float.h>
#include <math.h>

/* What an entry needs on its way. */
struct entry {
	struct order *o;
	const struct match *m;
	double adj;	 /* price with spread */
	double mark;	 /* open trades are marked here */
	enum marked how; /* and those of other symbols so */
	double want;	 /* signed units still to open */
	double closed;	 /* units closed by netting */
	double rest;	 /* units that the bar's volume left for later */
};

/* The multiple of the account's unit that n units are, free of the noise of
 * binary fractions.  Scaled accounts count whole units. */
static double from_count(const struct algo_account *a, double scale, double n)
{
	double unit = scale == 1 ? a->unit : 1, per = nearbyint(1 / unit);

	if (unit < 1 && fabs(per * unit - 1) < 1e-9)
		return n / per;
	return n * unit;
}

double algo_units(const struct algo_account *a, double scale, double size)
{
	double unit = scale == 1 ? a->unit : 1;

	return from_count(a, scale, nearbyint(size / unit));
}

/* Python's floor division: the floor of the exact quotient.  A unit that costs
 * nothing or less (a fee that pays) buys nothing. */
static double floordiv(double a, double b)
{
	double mod = fmod(a, b), q = (a - mod) / b, f = floor(q);

	if (!(b > 0))
		return 0;
	return q - f > 0.5 ? f + 1 : f;
}

static double cost(const struct algo_broker *b, double size, double price)
{
	return fabs(size) * price + algo_fee_of(b->account, size, price);
}

static int pays(const struct algo_broker *b, int side, double count,
		double price, double budget)
{
	double n = from_count(b->account, b->scale, count);

	return cost(b, side * n, price) <= budget;
}

/* Without an expression the count is known but for the rounding. */
static double guess(const struct algo_broker *b, double price, double budget)
{
	const struct algo_fee *fee = &b->account->fee;
	double unit = b->scale == 1 ? b->account->unit : 1;
	double n =
		floor((budget - fee->fixed) / (price * (1 + fee->rate)) / unit);

	return n > 0 ? fmin(n, 0x1p1000) : 0;
}

/* The largest number of units (unsigned) that budget pays: from the guess in
 * growing steps past the border, then halving. */
static double affordable(const struct algo_broker *b, int side, double price,
			 double budget)
{
	double lo, hi, step = 1, mid;

	if (!(budget > 0) || !(price > 0))
		return 0;
	budget = fmin(budget, DBL_MAX);
	lo = hi = guess(b, price, budget);
	if (pays(b, side, lo, price, budget)) {
		for (; pays(b, side, hi = lo + step, price, budget); step *= 2)
			lo = hi;
	} else {
		for (; lo > 0 && !pays(b, side, lo, price, budget); step *= 2) {
			hi = lo;
			lo = fmax(0, lo - step);
		}
	}
	while (hi - lo > 1) {
		mid = floor(lo + (hi - lo) / 2);
		if (mid <= lo || mid >= hi)
			break;
		if (pays(b, side, mid, price, budget))
			lo = mid;
		else
			hi = mid;
	}
	return from_count(b->account, b->scale, lo);
}

/* --- Sizes --------------------------------------------------------------- */

static double fraction_of(const struct order *o)
{
	return o->size_kind == ALGO_SZ_ALL ? ALL_IN : o->size;
}

static int is_fraction(const struct order *o)
{
	return o->size_kind == ALGO_SZ_ALL ||
	       (o->size_kind == ALGO_SZ_SIZE && o->size < 1);
}

/* The library's price of a unit: the fee of the order as it was asked, the
 * fraction for a fraction, at the price without spread. */
static double compat_unit(const struct algo_broker *b, const struct entry *e)
{
	double raw = is_fraction(e->o) ? fraction_of(e->o) : e->o->size;

	return e->adj +
	       algo_fee_of(b->account, e->o->side * raw, e->m->price) / raw;
}

static double sized(const struct algo_broker *b, const struct entry *e)
{
	double budget;

	if (!is_fraction(e->o))
		return e->o->size;
	budget = algo_free_margin(b, e->mark, e->how) * b->leverage *
		 fraction_of(e->o);
	if (b->account->compat)
		return floordiv(budget, compat_unit(b, e));
	return affordable(b, e->o->side, e->adj, budget);
}

/* Why the account cannot take on what is wanted; NONE: it can. */
static enum algo_reason refuses(const struct algo_broker *b,
				const struct entry *e)
{
	double have = algo_free_margin(b, e->mark, e->how) * b->leverage;
	double fee = algo_fee_of(b->account, e->want, e->adj);
	double need = b->account->compat ? fabs(e->want) * compat_unit(b, e)
					 : cost(b, e->want, e->adj);

	if (e->want == 0)
		return ALGO_R_NONE;
	if (!(e->adj > 0))
		return ALGO_R_PRICE_NOT_POSITIVE;
	if (fabs(e->want) * e->adj > ALGO_VALUE_MAX)
		return ALGO_R_MARGIN;
	if (isnan(fee) || isnan(need))
		return ALGO_R_NA;
	return need <= have && fabs(fee) <= ALGO_VALUE_MAX ? ALGO_R_NONE
							   : ALGO_R_MARGIN;
}

/* Why nothing can be bought at all. */
static enum algo_reason nothing(const struct algo_broker *b,
				const struct entry *e)
{
	if (e->o->size_kind == ALGO_SZ_TARGET)
		return ALGO_R_NO_CHANGE;
	return isnan(algo_fee_of(b->account, e->o->side, e->adj))
		       ? ALGO_R_NA
		       : ALGO_R_MARGIN;
}

/* --- Targets ------------------------------------------------------------- */

static double spread_price(const struct algo_broker *b, int side, double price)
{
	return side > 0 ? price * (1 + b->spread) : price * (1 - b->spread);
}

/* Signed units that bring the position to the target, toward zero to the
 * unit.  A target of 1 or -1 is all that the money left after the closings
 * pays: settled as the closings will, without leverage. */
static double target_change(const struct algo_broker *b, struct entry *e)
{
	const struct algo_account *a = b->account;
	double unit = b->scale == 1 ? a->unit : 1;
	double t = e->o->size, price = e->m->price, held = 0, money;
	const struct worth *others = &b->others[e->how];
	double equity =
		b->purse->cash + (algo_unrealised(b, e->mark) + others->profit);
	double against = 0;
	int side;
	size_t i;

	for (i = 0; i < b->ntrades; i++)
		held += b->trades[i]->size;
	side = t * equity / price >= held ? 1 : -1;
	if (fabs(t) == 1)
		side = t > 0 ? 1 : -1;
	e->o->side = side;
	e->adj = spread_price(b, side, price);
	if (fabs(t) < 1)
		return from_count(a, b->scale,
				  trunc((t * equity / e->adj - held) / unit));
	money = equity - others->value;
	for (i = 0; i < b->ntrades; i++) {
		double size = b->trades[i]->size;

		if (size * side > 0) {
			money -= fabs(size) * e->mark;
			continue;
		}
		money -= algo_fee_of(a, size, price) + size * (e->mark - price);
		against += fabs(size);
	}
	return side * (against + affordable(b, side, e->adj, money));
}

/* --- Netting and opening ------------------------------------------------- */

/* Closes opposite trades, oldest first, as far as the order goes. */
static void net(struct algo_broker *b, struct entry *e)
{
	size_t i = 0;

	while (i < b->ntrades && e->want != 0) {
		struct trade *t = b->trades[i];
		double have = fabs(t->size), want = fabs(e->want);

		if (t->size * e->want > 0) {
			i++;
			continue;
		}
		if (want >= have) {
			e->want = algo_units(b->account, b->scale,
					     e->want + t->size);
			e->closed += have;
			algo_trade_close(b, t, e->m->price, ALGO_R_NETTING,
					 e->m->at_prev);
			continue;
		}
		e->closed += want;
		e->want = 0;
		algo_trade_reduce(b, t, want, e->m->price, ALGO_R_NETTING,
				  e->m->at_prev);
	}
}

/* Closings by netting stay also when what is left is refused: then they are
 * all there is to tell. */
static void log_netting(struct algo_broker *b, const struct entry *e)
{
	struct algo_order_row *r = algo_log_row(b, e->o->id);

	if (!r)
		return;
	r->side = e->o->side;
	if (e->closed > 0)
		r->fill_size = e->closed * b->scale;
}

static void reject(struct algo_broker *b, struct entry *e,
		   enum algo_reason reason)
{
	enum algo_order_status s = reason == ALGO_R_NO_CHANGE
					   ? ALGO_OS_CANCELED
					   : ALGO_OS_REJECTED;

	log_netting(b, e);
	if (e->closed > 0)
		algo_tell_fill(b, e->o, e->m->at_prev, e->closed, e->m->price);
	algo_slip_paid(b, e->closed, e->m->slip);
	algo_order_drop(b, e->o, s, reason);
}

/* What the bar's volume did not take waits: a target is worked out anew, all
 * else is so many units. */
static void stay(struct algo_broker *b, const struct entry *e)
{
	struct order *o = e->o;

	o->part_bar = b->index;
	if (o->size_kind == ALGO_SZ_TARGET)
		return;
	o->size_kind = ALGO_SZ_UNITS;
	o->size = e->rest;
}

/* No more than the bar's volume allows; 0: nothing at all now. */
static int limit_volume(const struct algo_broker *b, struct entry *e)
{
	double cap = algo_volume_cap(b, e->m), want = fabs(e->want);

	if (want <= cap)
		return 1;
	e->rest = algo_units(b->account, b->scale, want - cap);
	e->want = e->want > 0 ? cap : -cap;
	return cap > 0;
}

static void filled(struct algo_broker *b, struct entry *e, double opened)
{
	struct algo_order_row *r = algo_log_row(b, e->o->id);

	if (r)
		r->side = e->o->side;
	algo_log_fill(b, e->o, e->m->at_prev, opened + e->closed,
		      opened > 0 ? e->adj : e->m->price);
	algo_slip_paid(b, opened + e->closed, e->m->slip);
	if (e->rest > 0)
		stay(b, e);
	else
		algo_order_drop(b, e->o, ALGO_OS_FILLED, ALGO_R_NONE);
}

/* What the driver has to say to a trade about to open: limits, levels. */
static enum algo_reason ask(struct algo_broker *b, const struct entry *e,
			    double *sl, double *tp, int *trails)
{
	const struct algo_driver *d = &b->driver;
	const struct order *o = e->o;
	struct algo_order as = { .side = o->side,
				 .limit = NAN,
				 .stop = NAN,
				 .sl = *sl,
				 .tp = *tp,
				 .trail = o->trail,
				 .expire_bars = NAN,
				 .tag = o->tag,
				 .place = o->place };
	enum algo_reason why = ALGO_R_NONE;
	int64_t time = e->m->at_prev ? b->prev.time : b->bar.time;

	*trails = 0;
	if (d->may_enter)
		why = d->may_enter(d->ctx, &as, time);
	if (why == ALGO_R_NONE && d->levels)
		why = d->levels(d->ctx, &as, e->adj / b->scale, sl, tp, trails);
	return why;
}

static void remember(struct algo_broker *b, struct trade *t)
{
	void *v = b->fresh;

	if (b->nfresh == b->fresh_cap) {
		algo_grow(&v, &b->fresh_cap, b->nfresh + 1, sizeof(*b->fresh));
		b->fresh = v;
	}
	b->fresh[b->nfresh++] = t;
	t->fresh = b->nfresh;
}

/* The library walks the whole queue once more after some fills (1.4 E7). */
static int walk_again(const struct algo_broker *b, const struct order *o,
		      const struct trade *t)
{
	const struct algo_bar *bar = &b->bar;
	const struct order *sl = t->sl_order, *tp = t->tp_order;

	if (!b->account->compat || (!sl && !tp))
		return 0;
	if (o->kind == ALGO_OK_MARKET)
		return 1;
	if (o->kind != ALGO_OK_STOP || !tp)
		return 0;
	if (o->side > 0)
		return tp->limit <= bar->high && !(sl && sl->stop >= bar->low);
	return tp->limit >= bar->low && !(sl && sl->stop <= bar->high);
}

/* Opens what is left; 1 when the queue must be walked again. */
static int open_rest(struct algo_broker *b, struct entry *e)
{
	double sl = e->o->sl, tp = e->o->tp;
	enum algo_reason why;
	struct trade *t;
	int trails;

	why = ask(b, e, &sl, &tp, &trails);
	if (why == ALGO_R_NONE)
		why = refuses(b, e);
	if (why != ALGO_R_NONE) {
		reject(b, e, why);
		return 0;
	}
	t = algo_trade_open(b, e->o, e->want, e->adj, e->m->at_prev);
	t->resting = e->o->kind != ALGO_OK_MARKET;
	t->fill = e->m->price;
	if (!b->account->compat)
		remember(b, t);
	filled(b, e, fabs(e->want));
	if (!isnan(tp))
		algo_trade_set_level(b, t, ALGO_OK_TP, tp, 0);
	if (!isnan(sl))
		algo_trade_set_level(b, t, ALGO_OK_SL, sl, trails);
	return walk_again(b, e->o, t);
}

/* Where open trades are marked for this fill. */
static void mark(const struct algo_broker *b, struct entry *e)
{
	e->how = MARKED_NOW;
	if (b->account->compat || b->account->mark == ALGO_MARK_CLOSE) {
		e->mark = b->bar.close;
	} else if (e->m->at_prev) {
		e->mark = b->prev.close;
		e->how = MARKED_BEFORE;
	} else {
		e->mark = b->bar.open;
	}
}

/* An entry order whose price was found: sizes, nets, checks, opens.  1 when
 * the library would walk the queue again. */
int algo_fill_entry(struct algo_broker *b, struct order *o,
		    const struct match *m)
{
	struct entry e = { .o = o, .m = m };
	int target = o->size_kind == ALGO_SZ_TARGET;

	mark(b, &e);
	e.adj = spread_price(b, o->side, m->price);
	e.want = target ? target_change(b, &e) : o->side * sized(b, &e);
	if (e.want == 0) {
		reject(b, &e, nothing(b, &e));
		return 0;
	}
	if (target && e.want * o->side < 0) {
		o->side = -o->side;
		e.adj = spread_price(b, o->side, m->price);
	}
	if (!limit_volume(b, &e))
		return 0;
	if (target || !b->account->hedging)
		net(b, &e);
	if (e.want != 0)
		return open_rest(b, &e);
	filled(b, &e, 0);
	return 0;
}
