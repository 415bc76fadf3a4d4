/* equity.c - the account at a bar's close: marking, ruin, the equity row, and
 * stretches of bars on which nothing can happen (ENGINE.md 1.5, 1.8) */
#include "broker.h"

#include <math.h>

/* What the open trades add up to: units and cost.  The sums run left to right,
 * oldest first: the library's order, to the bit. */
struct sums {
	double n, s;
};

static struct sums add_up(const struct algo_broker *b)
{
	struct sums a = { 0, 0 };
	size_t i;

	for (i = 0; i < b->ntrades; i++) {
		a.n += b->trades[i]->size;
		a.s += b->trades[i]->size * b->trades[i]->entry;
	}
	return a;
}

/* Open profit at that price. */
double algo_unrealised(const struct algo_broker *b, double price)
{
	struct sums a = add_up(b);

	return price * a.n - a.s;
}

void algo_trade_see(struct trade *t, const struct algo_bar *bar)
{
	if (bar->high > t->high)
		t->high = bar->high;
	if (bar->low < t->low)
		t->low = bar->low;
}

void algo_trade_refresh(const struct algo_broker *b, struct trade *t)
{
	t->view.size = t->size * b->scale;
	t->view.entry_price = t->entry / b->scale;
	t->view.high = t->high / b->scale;
	t->view.low = t->low / b->scale;
}

/* The library closes every second trade and forgets the others. */
static void ruin_of(struct algo_broker *b)
{
	struct order *o, *next;
	size_t i;

	if (b->account->compat) {
		for (i = 0; i < b->ntrades; i++)
			algo_trade_close(b, b->trades[i], b->bar.close,
					 ALGO_R_RUIN, 0);
		return;
	}
	while (b->ntrades)
		algo_trade_close(b, b->trades[0], b->bar.close, ALGO_R_RUIN, 0);
	for (o = b->head; o; o = next) {
		next = o->next;
		algo_order_drop(b, o, ALGO_OS_CANCELED, ALGO_R_RUIN);
	}
}

static void ruin(struct purse *p)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		ruin_of(p->broker[i]);
	p->cash = 0;
	p->ruined = 1;
}

/* Adds the money value of the two sides at the close. */
static void sides(const struct algo_broker *b, double *longs, double *shorts)
{
	double c = b->bar.close, v;
	size_t i;

	for (i = 0; i < b->ntrades; i++) {
		v = b->trades[i]->size * c;
		if (v > 0)
			*longs += v;
		else
			*shorts -= v;
	}
}

static void fill_row(struct purse *p, double equity, double longs,
		     double shorts)
{
	struct algo_equity_row *r = &p->row;

	r->equity = equity;
	r->cash = p->cash;
	r->long_value = longs;
	r->short_value = shorts;
	p->peak = p->old_peak > equity ? p->old_peak : equity;
	r->peak = p->peak;
	p->has_row = 1;
}

int algo_purse_row(struct purse *p, double profit, double longs, double shorts)
{
	double equity = p->ruined ? 0 : p->cash + profit;

	if (!p->ruined && equity <= 0)
		return -1;
	fill_row(p, equity, longs, shorts);
	return !p->ruined;
}

int algo_purse_make(struct purse *p)
{
	double profit = 0, equity, longs = 0, shorts = 0;
	size_t i;

	for (i = 0; i < p->n; i++) {
		const struct algo_broker *b = p->broker[i];
		struct sums a = add_up(b);

		profit += b->bar.close * a.n - a.s;
	}
	equity = p->ruined ? 0 : p->cash + profit;
	if (!p->ruined && equity <= 0) {
		ruin(p);
		equity = 0;
	}
	for (i = 0; i < p->n && !p->ruined; i++)
		sides(p->broker[i], &longs, &shorts);
	fill_row(p, equity, longs, shorts);
	return !p->ruined;
}

void algo_broker_see(struct algo_broker *b)
{
	size_t i;

	for (i = 0; i < b->ntrades; i++) {
		algo_trade_see(b->trades[i], &b->bar);
		algo_trade_refresh(b, b->trades[i]);
	}
}

void algo_purse_tell(struct purse *p)
{
	if (p->has_row && p->sink->equity)
		p->sink->equity(p->sink->ctx, &p->row);
	p->has_row = 0;
}

void algo_broker_tell(struct algo_broker *b)
{
	algo_purse_tell(b->purse);
}

static void take(struct algo_bar *bar, const struct algo_tape *t, size_t i)
{
	bar->time = t->time[i];
	bar->open = t->open[i];
	bar->high = t->high[i];
	bar->low = t->low[i];
	bar->close = t->close[i];
	bar->volume = t->volume ? t->volume[i] : 0;
}

/* Bars with at most one open trade, up to one that would ruin: each row is
 * told when the next is there. */
static size_t coast(struct algo_broker *b, const struct algo_tape *t,
		    size_t from, size_t to)
{
	void (*tell)(void *ctx, const struct algo_equity_row *row) =
		b->sink.equity;
	struct purse *p = b->purse;
	struct algo_equity_row *r = &p->row;
	const double cash = p->cash;
	const struct sums a = add_up(b);
	double peak = p->peak, before = p->old_peak;
	size_t i;

	for (i = from; i < to; i++) {
		double c = t->close[i], v = a.n * c, e = cash + (v - a.s);
		double longs = v > 0 ? v : 0;

		if (e <= 0)
			break;
		if (tell)
			tell(b->sink.ctx, r);
		r->bar++;
		r->time = t->time[i];
		r->close = c;
		r->equity = e;
		r->cash = cash;
		r->long_value = longs;
		r->short_value = longs - v;
		before = peak;
		peak = peak > e ? peak : e;
		r->peak = peak;
	}
	p->peak = peak;
	p->old_peak = before;
	return i - from;
}

/* The same with nothing open: equity is the cash. */
static size_t coast_flat(struct algo_broker *b, const struct algo_tape *t,
			 size_t from, size_t to)
{
	void (*tell)(void *ctx, const struct algo_equity_row *row) =
		b->sink.equity;
	struct purse *p = b->purse;
	struct algo_equity_row *r = &p->row;
	size_t i;

	if (from == to || p->cash <= 0)
		return 0;
	for (i = from; i < to; i++) {
		if (tell)
			tell(b->sink.ctx, r);
		if (i < from + 2) {
			p->old_peak = p->peak;
			fill_row(p, p->cash, 0, 0);
		}
		r->bar++;
		r->time = t->time[i];
		r->close = t->close[i];
	}
	return to - from;
}

/* The largest (way 1) or smallest (way -1) of first and the values from .. to:
 * four at a time, which is the same value. */
static double extreme(const double *v, size_t from, size_t to, double first,
		      int way)
{
	double x[4] = { first, first, first, first };
	size_t i, k;

	for (i = from; i + 4 <= to; i += 4)
		for (k = 0; k < 4; k++)
			x[k] = (way > 0 ? v[i + k] > x[k] : v[i + k] < x[k])
				       ? v[i + k]
				       : x[k];
	for (; i < to; i++)
		x[0] = (way > 0 ? v[i] > x[0] : v[i] < x[0]) ? v[i] : x[0];
	for (k = 1; k < 4; k++)
		x[0] = (way > 0 ? x[k] > x[0] : x[k] < x[0]) ? x[k] : x[0];
	return x[0];
}

static void see_stretch(struct trade *tr, const struct algo_tape *t,
			size_t from, size_t to)
{
	tr->high = extreme(t->high, from, to, tr->high, 1);
	tr->low = extreme(t->low, from, to, tr->low, -1);
}

void algo_broker_drift(struct algo_broker *b, const struct algo_tape *t,
		       size_t from, size_t to)
{
	size_t i;

	if (from == to)
		return;
	if (to - from > 1)
		take(&b->prev, t, to - 2);
	else
		b->prev = b->bar;
	take(&b->bar, t, to - 1);
	b->index += (int64_t)(to - from);
	b->late = 0;
	b->ran = 1;
	for (i = 0; i < b->ntrades; i++) {
		see_stretch(b->trades[i], t, from, to);
		algo_trade_refresh(b, b->trades[i]);
	}
}

/* With no order waiting a bar only marks the account: the same row as by
 * algo_broker_bar, without looking for what to do. */
size_t algo_broker_coast(struct algo_broker *b, const struct algo_tape *t,
			 size_t from, size_t to)
{
	const struct algo_account *a = b->account;
	struct purse *p = b->purse;
	size_t n;

	if (b->head || p->ruined || b->scale != 1 || b->ntrades > 1 ||
	    b->driver.flatten_now || !p->has_row || b->sink.event ||
	    (b->ntrades &&
	     (a->borrow != 0 || a->funding != 0 || a->maintenance != 0)))
		return 0;
	n = b->ntrades ? coast(b, t, from, to) : coast_flat(b, t, from, to);
	algo_broker_drift(b, t, from, from + n);
	p->has_row |= n > 0;
	return n;
}
