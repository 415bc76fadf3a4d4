/* falls.c - what every row of the curve tells: draw-downs and exposure */
#include "figures.h"

#include <string.h>

static double days_of(const struct algo_stat *s, double us)
{
	return s->opt.index ? NAN : us / (double)ALGO_DAY_US;
}

/* --- Draw-downs ---------------------------------------------------------- */

void algo_falls_start(struct algo_stat *s, int64_t time, double equity)
{
	s->falls.peak = equity;
	s->falls.peak_time = time;
}

/* Among the deepest; of equal ones the earlier is before. */
static void rank(struct falls *f)
{
	size_t at = f->nworst;

	while (at > 0 && f->now.depth < f->worst[at - 1].depth)
		at--;
	if (at == WORST)
		return;
	if (f->nworst < WORST)
		f->nworst++;
	memmove(f->worst + at + 1, f->worst + at,
		(f->nworst - 1 - at) * sizeof(*f->worst));
	f->worst[at] = f->now;
}

/* An episode ends, or the curve does (end ALGO_WHEN_NONE). */
static void end_fall(struct falls *f, int64_t end, int64_t last)
{
	int64_t length = (end == ALGO_WHEN_NONE ? last : end) - f->now.start;

	f->now.end = end;
	f->count++;
	sum_add(&f->depths, f->now.depth);
	sum_add(&f->lengths, (double)length);
	if (length > f->longest)
		f->longest = length;
	if (end != ALGO_WHEN_NONE) {
		f->closed++;
		if (length > f->longest_closed)
			f->longest_closed = length;
	}
	rank(f);
	f->open = 0;
}

void algo_falls_row(struct algo_stat *s, int64_t time, double equity)
{
	struct falls *f = &s->falls;

	f->last = 0;
	if (equity >= f->peak) {
		if (f->open)
			end_fall(f, time, time);
		f->peak = equity;
		f->peak_time = time;
		return;
	}
	f->last = larger(equity, 0) / f->peak - 1;
	if (!f->open) {
		f->open = 1;
		f->now.start = f->peak_time;
		f->now.depth = 0;
	}
	if (f->last < f->now.depth) {
		f->now.depth = f->last;
		f->now.trough = time;
	}
	f->worst_money = larger(f->worst_money, f->peak - equity);
	f->rows++;
	sum_add(&f->pain, -f->last);
	sum_add(&f->ulcer, f->last * f->last);
}

static void worst_fall(struct algo_stat *s)
{
	const struct fall_times *w = &s->falls.worst[0];
	struct figures *f = &s->f;
	int open = w->end == ALGO_WHEN_NONE;
	int64_t end = open ? s->last_time : w->end;

	f->max_drawdown_start = (double)w->start;
	f->max_drawdown_date = (double)w->trough;
	f->max_drawdown_duration_days = days_of(s, (double)(end - w->start));
	if (open) {
		s->flags |= 1u << F_UNRECOVERED;
		return;
	}
	f->max_drawdown_end = (double)end;
	f->time_to_recovery_days = days_of(s, (double)(end - w->trough));
}

void algo_falls_done(struct algo_stat *s)
{
	struct falls *w = &s->falls;
	struct figures *f = &s->f;

	if (w->open)
		end_fall(w, ALGO_WHEN_NONE, s->last_time);
	f->max_drawdown_pct = w->count ? 100 * w->worst[0].depth : 0;
	f->max_drawdown_abs = w->worst_money;
	f->drawdown_count = (double)w->count;
	f->current_drawdown_pct = 100 * w->last;
	f->avg_drawdown_pct = 100 * sum_mean(&w->depths, w->count);
	f->avg_drawdown_days = days_of(s, sum_mean(&w->lengths, w->count));
	if (w->closed)
		f->longest_recovery_days =
			days_of(s, (double)w->longest_closed);
	if (w->count) {
		f->longest_drawdown_days = days_of(s, (double)w->longest);
		worst_fall(s);
	} else {
		s->flags |= 1u << F_NO_DRAWDOWN;
	}
	if (!s->rows)
		return;
	f->time_in_drawdown_pct = 100 * (double)w->rows / (double)s->rows;
	f->ulcer_index_pct = 100 * sqrt(sum_mean(&w->ulcer, s->rows));
	f->pain_index_pct = 100 * sum_mean(&w->pain, s->rows);
	if (w->count)
		f->recovery_factor = f->total_pnl / w->worst_money;
}

/* --- Exposure ------------------------------------------------------------ */

void algo_sides_row(struct algo_stat *s, const struct algo_stat_row *row)
{
	struct sides *x = &s->sides;
	int alive = row->equity > 0;
	double l = alive ? row->long_value / row->equity : 0;
	double h = alive ? row->short_value / row->equity : 0;

	if (isnan(row->long_value) || isnan(row->short_value)) {
		x->unknown = 1;
		return;
	}
	x->rows += l + h > 0;
	x->longs += l > 0;
	x->shorts += h > 0;
	sum_add(&x->l, l);
	sum_add(&x->s, h);
	sum_add(&x->gross, l + h);
	sum_add(&x->net, l - h);
	x->last_gross = l + h;
	x->last_net = l - h;
	if (s->rows == 1) {
		x->max_gross = l + h;
		x->max_net = x->min_net = l - h;
	}
	x->max_gross = larger(x->max_gross, l + h);
	x->max_net = larger(x->max_net, l - h);
	x->min_net = smaller(x->min_net, l - h);
}

void algo_sides_done(struct algo_stat *s)
{
	const struct sides *x = &s->sides;
	struct figures *f = &s->f;
	double n = (double)s->rows;

	if (!s->rows || x->unknown)
		return;
	f->exposure_time_pct = 100 * (double)x->rows / n;
	f->long_exposure_time_pct = 100 * (double)x->longs / n;
	f->short_exposure_time_pct = 100 * (double)x->shorts / n;
	f->avg_gross_exposure_pct = 100 * sum_get(&x->gross) / n;
	f->max_gross_exposure_pct = 100 * x->max_gross;
	f->avg_net_exposure_pct = 100 * sum_get(&x->net) / n;
	f->max_net_exposure_pct = 100 * x->max_net;
	f->min_net_exposure_pct = 100 * x->min_net;
	f->gross_exposure_pct = 100 * x->last_gross;
	f->net_exposure_pct = 100 * x->last_net;
	f->avg_long_exposure_pct = 100 * sum_get(&x->l) / n;
	f->avg_short_exposure_pct = 100 * sum_get(&x->s) / n;
	if (x->shorts)
		f->long_short_exposure_ratio = sum_get(&x->l) / sum_get(&x->s);
}
