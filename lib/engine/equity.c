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
static void ruin(struct algo_broker *b)
{
	struct order *o, *next;
	size_t i;

	if (b->account->compat) {
		for (i = 0; i < b->ntrades; i++)
			algo_trade_close(b, b->trades[i], b->bar.close,
					 ALGO_R_RUIN, 0);
	} else {
		while (b->ntrades)
			algo_trade_close(b, b->trades[0], b->bar.close,
					 ALGO_R_RUIN, 0);
		for (o = b->head; o; o = next) {
			next = o->next;
			algo_order_drop(b, o, ALGO_OS_CANCELED, ALGO_R_RUIN);
		}
	}
	b->cash = 0;
	b->ruined = 1;
}

/* The money value of the two sides at the close. */
static void sides(const struct algo_broker *b, struct algo_equity_row *r)
{
	double c = b->bar.close, v;
	size_t i;

	r->long_value = r->short_value = 0;
	for (i = 0; i < b->ntrades && !b->ruined; i++) {
		v = b->trades[i]->size * c;
		if (v > 0)
			r->long_value += v;
		else
			r->short_value -= v;
	}
}

/* The row of the bar at hand, for trades that add up to a. */
static void make_row(struct algo_broker *b, struct sums a)
{
	struct algo_equity_row *r = &b->row;
	size_t i;

	r->bar = b->index;
	r->time = b->bar.time;
	r->close = b->bar.close / b->scale;
	r->equity = b->ruined ? 0 : b->cash + (b->bar.close * a.n - a.s);
	if (!b->ruined && r->equity <= 0) {
		ruin(b);
		r->equity = 0;
	}
	r->cash = b->cash;
	sides(b, r);
	b->peak = b->old_peak > r->equity ? b->old_peak : r->equity;
	r->peak = b->peak;
	for (i = 0; i < b->ntrades; i++)
		algo_trade_see(b->trades[i], &b->bar);
	b->has_row = 1;
}

static void refresh_all(struct algo_broker *b)
{
	size_t i;

	for (i = 0; i < b->ntrades; i++)
		algo_trade_refresh(b, b->trades[i]);
}

/* Works out the row of the bar at hand, ruin included; 0 once ruined. */
int algo_equity_make(struct algo_broker *b)
{
	make_row(b, add_up(b));
	refresh_all(b);
	return !b->ruined;
}

/* Tells the row, once nothing can change it any more. */
void algo_equity_tell(struct algo_broker *b)
{
	if (b->has_row && b->sink.equity)
		b->sink.equity(b->sink.ctx, &b->row);
	b->has_row = 0;
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

/* What coasting over the bars from .. to leaves behind. */
static void arrive(struct algo_broker *b, const struct algo_tape *t,
		   size_t from, size_t to)
{
	if (to - from > 1)
		take(&b->prev, t, to - 2);
	else
		b->prev = b->bar;
	take(&b->bar, t, to - 1);
	b->index += (int64_t)(to - from);
	b->ran = 1;
	b->has_row = 1;
}

/* Bars with at most one open trade, up to one that would ruin: each row is
 * told when the next is there. */
static size_t coast(struct algo_broker *b, const struct algo_tape *t,
		    size_t from, size_t to)
{
	void (*tell)(void *ctx, const struct algo_equity_row *row) =
		b->sink.equity;
	const double *close = t->close, cash = b->cash;
	const struct sums a = add_up(b);
	struct algo_equity_row r = b->row;
	double peak = b->peak, before = b->old_peak;
	size_t i;

	for (i = from; i < to; i++) {
		double c = close[i], e = cash + (c * a.n - a.s), v = a.n * c;

		if (e <= 0)
			break;
		if (tell)
			tell(b->sink.ctx, &r);
		r.bar++;
		r.time = t->time[i];
		r.close = c;
		r.equity = e;
		r.cash = cash;
		r.long_value = v > 0 ? v : 0;
		r.short_value = v > 0 ? 0 : 0 - v;
		before = peak;
		peak = peak > e ? peak : e;
		r.peak = peak;
	}
	b->row = r;
	b->peak = peak;
	b->old_peak = before;
	return i - from;
}

static void see_stretch(struct trade *tr, const struct algo_tape *t,
			size_t from, size_t to)
{
	double high = tr->high, low = tr->low;
	size_t i;

	for (i = from; i < to; i++) {
		high = t->high[i] > high ? t->high[i] : high;
		low = t->low[i] < low ? t->low[i] : low;
	}
	tr->high = high;
	tr->low = low;
}

/* With no order waiting a bar only marks the account: the same row as by
 * algo_broker_bar, without looking for what to do. */
size_t algo_broker_coast(struct algo_broker *b, const struct algo_tape *t,
			 size_t from, size_t to)
{
	const struct algo_account *a = b->account;
	size_t n;

	if (b->head || b->ruined || b->scale != 1 || b->ntrades > 1 ||
	    b->driver.flatten_now || !b->has_row || b->sink.event ||
	    (b->ntrades &&
	     (a->borrow != 0 || a->funding != 0 || a->maintenance != 0)))
		return 0;
	n = coast(b, t, from, to);
	if (n == 0)
		return 0;
	arrive(b, t, from, from + n);
	if (b->ntrades) {
		see_stretch(b->trades[0], t, from, from + n);
		algo_trade_refresh(b, b->trades[0]);
	}
	return n;
}
