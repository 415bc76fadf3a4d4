/* picture.c - what the account's names read at a bar's close (LANGUAGE.md 2,
 * SEMANTICS.md 17, 38) */
#include "strategist.h"

#include <math.h>

static void slot(struct strategist *s, enum algo_account_name name, double v)
{
	algo_eval_account(s->eval)[name] = v;
}

/* Sums over the open trades. */
struct sums {
	double size, gross, cost, pnl;
};

static struct sums add_up(const struct strategist *s)
{
	struct sums a = { 0, 0, 0, 0 };
	size_t i, n = algo_broker_trades(s->broker);

	for (i = 0; i < n; i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);

		a.size += t->size;
		a.cost += t->size * t->entry_price;
		a.gross += fabs(t->size) * t->entry_price;
		a.pnl += t->size * (s->close - t->entry_price);
	}
	return a;
}

static void position_flat(struct strategist *s)
{
	static const enum algo_account_name none[] = {
		ALGO_A_POS_ENTRY_PRICE, ALGO_A_POS_BARS,    ALGO_A_POS_PNL_PCT,
		ALGO_A_POS_SL,		ALGO_A_POS_TP,	    ALGO_A_POS_HIGH,
		ALGO_A_POS_LOW,		ALGO_A_ENTRY_PRICE, ALGO_A_SIDE
	};
	size_t i;

	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		slot(s, none[i], NAN);
	slot(s, ALGO_A_POS_SIZE, 0);
	slot(s, ALGO_A_POS_PNL, 0);
	slot(s, ALGO_A_IS_LONG, 0);
	slot(s, ALGO_A_IS_SHORT, 0);
}

/* Size is the net, the price weighted by size, bars, extremes and levels are
 * those of the oldest trade. */
static void position_open(struct strategist *s)
{
	const struct algo_trade *t = algo_broker_trade(s->broker, 0);
	struct sums a = add_up(s);
	double price = a.size == 0 ? NAN : a.cost / a.size;

	slot(s, ALGO_A_POS_SIZE, a.size);
	slot(s, ALGO_A_IS_LONG, a.size > 0);
	slot(s, ALGO_A_IS_SHORT, a.size < 0);
	slot(s, ALGO_A_POS_ENTRY_PRICE, price);
	slot(s, ALGO_A_ENTRY_PRICE, price);
	slot(s, ALGO_A_POS_BARS, (double)(s->bar - t->entry_bar));
	slot(s, ALGO_A_POS_PNL, a.pnl);
	slot(s, ALGO_A_POS_PNL_PCT, 100 * a.pnl / a.gross);
	slot(s, ALGO_A_POS_SL, t->sl);
	slot(s, ALGO_A_POS_TP, t->tp);
	slot(s, ALGO_A_POS_HIGH, t->high);
	slot(s, ALGO_A_POS_LOW, t->low);
	slot(s, ALGO_A_SIDE, a.size == 0 ? NAN : a.size > 0 ? 1 : -1);
}

static void account(struct strategist *s, const struct algo_broker_view *v)
{
	slot(s, ALGO_A_FLAT, algo_broker_trades(s->broker) == 0);
	slot(s, ALGO_A_EQUITY, v->equity);
	slot(s, ALGO_A_CASH, v->cash);
	slot(s, ALGO_A_TRADES_OPEN, (double)algo_broker_trades(s->broker));
	slot(s, ALGO_A_TRADES_CLOSED, (double)v->closed);
	slot(s, ALGO_A_TRADES_TODAY, (double)(v->entries - s->entries_before));
	slot(s, ALGO_A_DAY_PNL, v->equity - s->ledger->before);
	slot(s, ALGO_A_DAY_PNL_PCT, 100 * (v->equity / s->ledger->before - 1));
	slot(s, ALGO_A_DRAWDOWN_PCT, 100 * (v->equity / v->peak - 1));
	slot(s, ALGO_A_PENDING_COUNT, (double)v->pending);
}

static void pending_bars(struct strategist *s)
{
	int64_t bar = algo_broker_oldest_pending(s->broker);

	slot(s, ALGO_A_PENDING_BARS, bar < 0 ? NAN : (double)(s->bar - bar));
}

/* Fills the slots that the graph reads. */
void algo_picture(struct strategist *s)
{
	struct algo_broker_view v;

	if (s->reads == 0)
		return;
	algo_broker_view(s->broker, &v);
	account(s, &v);
	if (s->reads & (uint64_t)1 << ALGO_A_PENDING_BARS)
		pending_bars(s);
	if (algo_broker_trades(s->broker))
		position_open(s);
	else
		position_flat(s);
}

void algo_trade_slots(const struct strategist *s, size_t trade,
		      double slots[ALGO_TR_COUNT])
{
	const struct algo_trade *t = algo_broker_trade(s->broker, trade);
	int moved = s->levels_bar == s->bar;
	double sign = t->size > 0 ? 1 : -1;

	slots[ALGO_TR_SIZE] = t->size;
	slots[ALGO_TR_ENTRY_PRICE] = t->entry_price;
	slots[ALGO_TR_BARS] = (double)(s->bar - t->entry_bar);
	slots[ALGO_TR_PNL] = t->size * (s->close - t->entry_price);
	slots[ALGO_TR_PNL_PCT] = 100 * sign * (s->close / t->entry_price - 1);
	slots[ALGO_TR_SL] = moved ? s->levels[trade].sl : t->sl;
	slots[ALGO_TR_TP] = moved ? s->levels[trade].tp : t->tp;
	slots[ALGO_TR_HIGH] = t->high;
	slots[ALGO_TR_LOW] = t->low;
}
