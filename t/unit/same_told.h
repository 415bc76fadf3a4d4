/* same_told.h - what two replays told compared, to the bit: the whole, or a
 * prefix of the bars with all of them */
#ifndef T_SAME_TOLD_H
#define T_SAME_TOLD_H

#include "told.h"

/* --- Equality, to the bit ------------------------------------------------ */

static int bits(double a, double b)
{
	return memcmp(&a, &b, sizeof(a)) == 0 || (isnan(a) && isnan(b));
}

static int same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* What an order asked for; a stop's size follows its trade, a target's side is
 * that of its fill. */
static int same_asked(const struct algo_order_row *a,
		      const struct algo_order_row *b)
{
	int follows = a->kind == ALGO_OK_SL || a->kind == ALGO_OK_TP;

	return a->id == b->id && a->bar == b->bar && a->time == b->time &&
	       a->kind == b->kind && (follows || bits(a->size, b->size)) &&
	       bits(a->limit, b->limit) && bits(a->stop, b->stop) &&
	       bits(a->sl, b->sl) && bits(a->tp, b->tp) &&
	       same_text(a->tag, b->tag) && a->place == b->place;
}

static int same_order(const struct algo_order_row *a,
		      const struct algo_order_row *b)
{
	return same_asked(a, b) && a->side == b->side &&
	       a->status == b->status && a->fill_bar == b->fill_bar &&
	       a->fill_time == b->fill_time &&
	       bits(a->fill_price, b->fill_price) &&
	       bits(a->fill_size, b->fill_size) && a->reason == b->reason;
}

static int same_trade(const struct algo_trade_row *a,
		      const struct algo_trade_row *b)
{
	return bits(a->size, b->size) && a->entry_bar == b->entry_bar &&
	       a->exit_bar == b->exit_bar && a->entry_time == b->entry_time &&
	       a->exit_time == b->exit_time &&
	       bits(a->entry_price, b->entry_price) &&
	       bits(a->exit_price, b->exit_price) && bits(a->sl, b->sl) &&
	       bits(a->tp, b->tp) && bits(a->pnl, b->pnl) &&
	       bits(a->return_pct, b->return_pct) &&
	       bits(a->commission, b->commission) &&
	       bits(a->mae_pct, b->mae_pct) && bits(a->mfe_pct, b->mfe_pct) &&
	       same_text(a->tag, b->tag) && a->exit_reason == b->exit_reason;
}

static int same_row(const struct algo_equity_row *a,
		    const struct algo_equity_row *b)
{
	return a->bar == b->bar && a->time == b->time &&
	       bits(a->equity, b->equity) && bits(a->cash, b->cash) &&
	       bits(a->long_value, b->long_value) &&
	       bits(a->short_value, b->short_value) && bits(a->peak, b->peak) &&
	       bits(a->close, b->close);
}

__attribute__((unused)) static int same_told(const struct told *a,
					     const struct told *b)
{
	size_t i;

	if (a->rc != b->rc || a->first != b->first || a->open != b->open ||
	    a->norders != b->norders || a->ntrades != b->ntrades ||
	    a->nequity != b->nequity) {
		note("first %lld %lld, %zu %zu orders, %zu %zu trades",
		     (long long)a->first, (long long)b->first, a->norders,
		     b->norders, a->ntrades, b->ntrades);
		return 0;
	}
	for (i = 0; i < a->norders; i++)
		if (!same_order(&a->order[i], &b->order[i]))
			return 0;
	for (i = 0; i < a->ntrades; i++)
		if (!same_trade(&a->trade[i], &b->trade[i]))
			return 0;
	for (i = 0; i < a->nequity; i++)
		if (!same_row(&a->equity[i], &b->equity[i]))
			return 0;
	return 1;
}

static int wrong(const char *what, size_t i)
{
	note("%s %zu", what, i);
	return 0;
}

/* --- A prefix of the bars ------------------------------------------------ */

/* full: what all bars told; part: what the first n of them did.  Nothing in
 * part may differ from full but that its pending orders have a fate later. */
__attribute__((unused)) static int
is_prefix(const struct told *part, const struct told *full, size_t n, int late)
{
	size_t i;

	if (part->norders > full->norders || part->ntrades > full->ntrades)
		return wrong("more in the prefix of", n);
	for (i = 0; i < part->norders; i++) {
		const struct algo_order_row *p = &part->order[i];
		const struct algo_order_row *f = &full->order[i];

		if (p->status != ALGO_OS_PENDING ? !same_order(p, f)
						 : !same_asked(p, f))
			return wrong("order", i);
		if (p->status == ALGO_OS_PENDING && f->fill_bar >= 0 &&
		    f->fill_bar < (int64_t)n - late)
			return wrong("filled in the past: order", i);
	}
	if (i < full->norders && full->order[i].bar < (int64_t)n)
		return wrong("missing in the prefix: order", i);
	for (i = 0; i < part->ntrades; i++)
		if (!same_trade(&part->trade[i], &full->trade[i]))
			return wrong("trade", i);
	if (i < full->ntrades && full->trade[i].exit_bar < (int64_t)n - late)
		return wrong("missing in the prefix: trade", i);
	for (i = 0; i < part->nequity; i++)
		if (!same_row(&part->equity[i], &full->equity[i]))
			return wrong("bar", i);
	return 1;
}

#endif
