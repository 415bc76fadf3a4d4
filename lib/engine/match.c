/* match.c - whether and where an order fills on a bar (ENGINE.md 1.4 A-C,
 * SEMANTICS.md 4, 5, 8-11) */
#include "broker.h"

#include <math.h>

static double best(int side, double a, double b)
{
	return side > 0 ? fmin(a, b) : fmax(a, b);
}

static double worst(int side, double a, double b)
{
	return side > 0 ? fmax(a, b) : fmin(a, b);
}

/* a is no worse than b for a buyer (a seller when side < 0). */
static int no_worse(int side, double a, double b)
{
	return side > 0 ? a <= b : a >= b;
}

/* A stop that is hit is erased for good: the order goes on as what is left of
 * it.  0: it has a stop that this bar does not reach. */
static int trigger(const struct algo_broker *b, struct order *o, double *hit)
{
	*hit = NAN;
	if (isnan(o->stop))
		return 1;
	if (o->side > 0 ? b->bar.high < o->stop : b->bar.low > o->stop)
		return 0;
	*hit = o->stop;
	if (o->kind != ALGO_OK_SL)
		o->stop = NAN;
	return 1;
}

/* The stop-limit on the bar that triggers it.  The library takes the limit as
 * touched before the stop when it lies beyond it, and fills at the stop even
 * where the bar gapped over it. */
static int stop_limit(const struct algo_broker *b, const struct order *o,
		      double hit, struct match *m)
{
	double open = worst(o->side, b->bar.open, hit);

	if (b->account->compat) {
		if (no_worse(o->side, o->limit, hit))
			return 0;
		m->price = best(o->side, hit, o->limit);
		return 1;
	}
	if (!no_worse(o->side, open, o->limit))
		return 0;
	m->price = open;
	return 1;
}

static int limit(const struct algo_broker *b, const struct order *o, double hit,
		 struct match *m)
{
	int touched =
		o->side > 0 ? b->bar.low <= o->limit : b->bar.high >= o->limit;

	if (!touched)
		return 0;
	if (!isnan(hit))
		return stop_limit(b, o, hit, m);
	m->price = best(o->side, b->bar.open, o->limit);
	return 1;
}

static void market(const struct algo_broker *b, const struct order *o,
		   double hit, struct match *m)
{
	int toc = b->account->trade_on_close && o->kind != ALGO_OK_SL &&
		  o->kind != ALGO_OK_TP;
	double base = b->bar.open;

	if (toc && (isnan(hit) || b->account->compat))
		base = b->prev.close;
	m->price = isnan(hit) ? base : worst(o->side, base, hit);
	m->at_prev = toc && isnan(hit);
	algo_slip(b, o->side, m);
}

/* 1 when o fills on the bar at hand, and where. */
int algo_match(struct algo_broker *b, struct order *o, struct match *m)
{
	double hit;

	m->at_prev = 0;
	m->slip = 0;
	if (!trigger(b, o, &hit))
		return 0;
	m->triggered = !isnan(hit);
	if (!isnan(o->limit))
		return limit(b, o, hit, m);
	market(b, o, hit, m);
	return 1;
}

/* --- Stop and target on one bar ------------------------------------------ */

/* The bar as a path: open, the nearer extreme (the low when they are equally
 * near), the other, close. */
static void path_of(const struct algo_bar *bar, double p[4])
{
	int low_first = bar->open - bar->low <= bar->high - bar->open;

	p[0] = bar->open;
	p[1] = low_first ? bar->low : bar->high;
	p[2] = low_first ? bar->high : bar->low;
	p[3] = bar->close;
}

static int stop_reached(int side, double price, double sl)
{
	return !isnan(sl) && (side > 0 ? price <= sl : price >= sl);
}

static int target_reached(int side, double price, double tp)
{
	return !isnan(tp) && (side > 0 ? price >= tp : price <= tp);
}

/* Along the path from the point where it first reaches start: 1 stop first,
 * 2 target first, 0 neither. */
static int first_on_path(const struct algo_bar *bar, int side, double start,
			 double sl, double tp)
{
	double p[4];
	int i = 1;

	if (stop_reached(side, start, sl))
		return 1;
	if (target_reached(side, start, tp))
		return 2;
	path_of(bar, p);
	if (p[0] != start)
		while (i < 3 && (start < fmin(p[i - 1], p[i]) ||
				 start > fmax(p[i - 1], p[i])))
			i++;
	for (; i < 4; i++) {
		if (stop_reached(side, p[i], sl))
			return 1;
		if (target_reached(side, p[i], tp))
			return 2;
	}
	return 0;
}

static double far_end(const struct algo_bar *bar, int side)
{
	return side > 0 ? bar->low : bar->high;
}

/* 1 stop, 2 target, 0 neither, for a trade that is open from the start of the
 * bar or entered it by a market order: the whole bar counts. */
static int whole_bar(const struct algo_broker *b, int side, double sl,
		     double tp)
{
	const struct algo_bar *bar = &b->bar;
	int s = stop_reached(side, far_end(bar, side), sl);
	int t = target_reached(side, far_end(bar, -side), tp);

	if (!s || !t)
		return s ? 1 : t ? 2 : 0;
	if (stop_reached(side, bar->open, sl))
		return 1;
	if (target_reached(side, bar->open, tp))
		return 2;
	if (b->account->same_bar == ALGO_SB_PATH)
		return first_on_path(bar, side, bar->open, sl, tp);
	return b->account->same_bar == ALGO_SB_OPTIMISTIC ? 2 : 1;
}

/* The same on the entry bar of a limit, stop or stop-limit entry. */
static int entry_bar(const struct algo_broker *b, int side, double fill,
		     double sl, double tp)
{
	const struct algo_bar *bar = &b->bar;

	switch (b->account->same_bar) {
	case ALGO_SB_PESSIMISTIC:
		return stop_reached(side, far_end(bar, side), sl) ? 1 : 0;
	case ALGO_SB_OPTIMISTIC:
		return target_reached(side, far_end(bar, -side), tp) ? 2 : 0;
	case ALGO_SB_PATH:
		break;
	}
	return first_on_path(bar, side, fill, sl, tp);
}

struct order *algo_match_entry_bar(const struct algo_broker *b,
				   const struct trade *t, struct match *m)
{
	int side = t->size > 0 ? 1 : -1;
	double sl = t->sl_order ? t->sl_order->stop : NAN;
	double tp = t->tp_order ? t->tp_order->limit : NAN;
	double base = t->resting ? t->fill : b->bar.open;
	int which = t->resting ? entry_bar(b, side, base, sl, tp)
			       : whole_bar(b, side, sl, tp);

	if (which == 0)
		return NULL;
	m->at_prev = 0;
	m->slip = 0;
	m->price = which == 1 ? best(side, base, sl) : worst(side, base, tp);
	if (which == 1)
		algo_slip(b, -side, m);
	return which == 1 ? t->sl_order : t->tp_order;
}

int algo_match_target_first(const struct algo_broker *b, const struct trade *t)
{
	int side = t->size > 0 ? 1 : -1;

	if (b->account->compat || !t->tp_order || !t->sl_order)
		return 0;
	return whole_bar(b, side, t->sl_order->stop, t->tp_order->limit) == 2;
}
