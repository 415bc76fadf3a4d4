/* costs.c - what trading costs beside fees and spread: slippage, a bar's
 * volume, annual rates, margin calls (SEMANTICS.md 14) */
#include "broker.h"

#include <math.h>

#define YEAR_S 31536000.0

/* Moves the fill of a market or stop order against it. */
void algo_slip(const struct algo_broker *b, int side, struct match *m)
{
	const struct algo_account *a = b->account;
	double by = m->price * a->slippage + a->slip_ticks * a->tick;

	/* A sale never pays out less than nothing. */
	if (side < 0)
		by = fmin(by, m->price);
	m->slip = by;
	m->price += side * by;
}

void algo_slip_paid(struct algo_broker *b, double units, double slip)
{
	b->purse->costs.slippage += fabs(units) * slip;
}

/* The most units an order may fill on the bar that gives its price. */
double algo_volume_cap(const struct algo_broker *b, const struct match *m)
{
	const struct algo_bar *bar = m->at_prev ? &b->prev : &b->bar;
	double unit = b->account->unit, n;

	if (!(b->account->volume_share > 0))
		return INFINITY;
	n = floor(bar->volume * b->account->volume_share / unit + 1e-9);
	return n > 0 ? algo_units(b->account, b->scale, n * unit) : 0;
}

/* Borrow fees and funding for the time since the close before this one. */
void algo_carry(struct algo_broker *b)
{
	const struct algo_account *a = b->account;
	double years = (double)(b->bar.time - b->prev.time) / ALGO_US / YEAR_S;
	double all = 0, shorts = 0, fee;
	size_t i;

	if (b->purse->timeless || b->index < 1 ||
	    (a->borrow == 0 && a->funding == 0))
		return;
	for (i = 0; i < b->ntrades; i++) {
		double v = b->trades[i]->size * b->bar.close;

		all += fabs(v);
		shorts += v < 0 ? -v : 0;
	}
	fee = a->borrow * shorts * years;
	b->purse->costs.borrow += fee;
	b->purse->cash -= fee;
	fee = a->funding * all * years;
	b->purse->costs.funding += fee;
	b->purse->cash -= fee;
}

/* The broker's trades at the bar's worst prices, at the last close when it has
 * no bar now. */
static size_t at_worst(const struct algo_broker *b, int64_t now, double *equity,
		       double *value)
{
	int stale = b->bar.time != now;
	size_t i;

	for (i = 0; i < b->ntrades; i++) {
		const struct trade *t = b->trades[i];
		double worst = t->size > 0 ? b->bar.low : b->bar.high;

		if (stale)
			worst = b->bar.close;
		*equity += t->size * (worst - t->entry);
		*value += fabs(t->size) * worst;
	}
	return b->ntrades;
}

/* Equity at the worst prices is below the margin that must be kept. */
int algo_margin_called(const struct purse *p, int64_t now)
{
	double equity = p->cash, value = 0, rate;
	size_t i, trades = 0;

	rate = p->n ? p->broker[0]->account->maintenance : 0;
	if (rate == 0)
		return 0;
	for (i = 0; i < p->n; i++)
		trades += at_worst(p->broker[i], now, &equity, &value);
	return trades && equity < rate * value;
}

void algo_broker_costs(const struct algo_broker *b, struct algo_costs *c)
{
	*c = b->purse->costs;
}

void algo_broker_timeless(struct algo_broker *b)
{
	b->purse->timeless = 1;
}
