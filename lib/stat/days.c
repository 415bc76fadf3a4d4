/* days.c - sessions: their dates, their money, months and years */
#include "figures.h"

/* --- Calendar ------------------------------------------------------------ */

/* A session that begins after noon is named by the next date. */
int64_t algo_stat_date(const struct algo_stat *s, int64_t time)
{
	int64_t local = s->opt.zone ? algo_zone_local(s->opt.zone, time) : time;

	return algo_day_of(local - s->opt.day_start) +
	       (s->opt.day_start > ALGO_DAY_US / 2);
}

/* Day 0 was a Thursday. */
static int is_weekend(int64_t date)
{
	int64_t d = (date % 7 + 7) % 7;

	return d == 2 || d == 3;
}

double algo_stat_per_year(const struct algo_stat *s)
{
	size_t i, weekends = (size_t)is_weekend(s->base_date);
	int64_t before = s->base_date;
	double gap, *gaps;

	if (!isnan(s->opt.periods_per_year))
		return s->opt.periods_per_year;
	if (s->opt.index)
		return NAN;
	if (!s->ndays)
		return 252;
	gaps = algo_zalloc(s->ndays, sizeof(*gaps));
	for (i = 0; i < s->ndays; i++) {
		gaps[i] = (double)(s->days[i].date - before);
		before = s->days[i].date;
		weekends += (size_t)is_weekend(before);
	}
	gap = algo_median(gaps, s->ndays);
	algo_free(gaps);
	if (gap >= 350)
		return 1;
	if (gap >= 80)
		return 4;
	if (gap >= 26)
		return 12;
	if (gap >= 6)
		return 52;
	return (double)weekends > 0.6 * 2 / 7 * (double)(s->ndays + 1) ? 365
								       : 252;
}

/* --- Months and years ---------------------------------------------------- */

struct spans {
	size_t n, up, down;
	double best, worst;
	struct sum ups, downs;
};

static void add_span(void *ctx, int64_t span, double r)
{
	struct spans *p = ctx;

	(void)span;
	p->best = p->n ? fmax(p->best, r) : r;
	p->worst = p->n ? fmin(p->worst, r) : r;
	p->n++;
	if (r > 0) {
		p->up++;
		sum_add(&p->ups, r);
	} else if (r < 0) {
		p->down++;
		sum_add(&p->downs, r);
	}
}

/* Days of one month, or year, compound to the ratio of their ends. */
void algo_days_spans(const struct algo_stat *s, int months,
		     void (*fn)(void *ctx, int64_t span, double r), void *ctx)
{
	double begin = s->first;
	int64_t now = 0;
	size_t i;

	for (i = 0; i < s->ndays; i++) {
		int year, month, day;
		int64_t span;

		algo_civil_from_days(s->days[i].date, &year, &month, &day);
		span = months ? (int64_t)year * 12 + month - 1 : year;
		if (i && span != now) {
			fn(ctx, now, s->days[i - 1].equity / begin - 1);
			begin = s->days[i - 1].equity;
		}
		now = span;
	}
	if (i)
		fn(ctx, now, fmax(s->days[i - 1].equity, 0) / begin - 1);
}

static struct spans gather(const struct algo_stat *s, int months)
{
	struct spans p = { 0 };

	algo_days_spans(s, months, add_span, &p);
	return p;
}

static void calendar(struct algo_stat *s)
{
	struct spans m = gather(s, 1), y = gather(s, 0);
	struct figures *f = &s->f;

	f->best_month_pct = 100 * m.best;
	f->worst_month_pct = 100 * m.worst;
	f->best_year_pct = 100 * y.best;
	f->worst_year_pct = 100 * y.worst;
	f->avg_up_month_pct = 100 * sum_mean(&m.ups, m.up);
	f->avg_down_month_pct = 100 * sum_mean(&m.downs, m.down);
	if (m.up + m.down)
		f->profitable_months_pct =
			100 * (double)m.up / (double)(m.up + m.down);
}

/* --- Money --------------------------------------------------------------- */

struct money {
	size_t up, down, run_up, run_down, best_up, best_down;
	struct sum ups, downs;
	double best, worst;
	const struct day *best_day, *worst_day;
};

static void add_money(struct money *m, const struct day *day, double pnl)
{
	m->run_up = pnl > 0 ? m->run_up + 1 : 0;
	m->run_down = pnl < 0 ? m->run_down + 1 : 0;
	if (m->run_up > m->best_up)
		m->best_up = m->run_up;
	if (m->run_down > m->best_down)
		m->best_down = m->run_down;
	m->up += pnl > 0;
	m->down += pnl < 0;
	sum_add(&m->ups, larger(pnl, 0));
	sum_add(&m->downs, smaller(pnl, 0));
	if (pnl > m->best) {
		m->best = pnl;
		m->best_day = day;
	}
	if (pnl < m->worst) {
		m->worst = pnl;
		m->worst_day = day;
	}
}

static double date_of(const struct algo_stat *s, const struct day *day)
{
	if (!day)
		return NAN;
	return (double)(s->opt.index ? day->date : day->date * ALGO_DAY_US);
}

static void extremes(struct algo_stat *s, const struct money *m)
{
	struct figures *f = &s->f;

	f->largest_winning_day = m->best;
	f->largest_winning_day_date = date_of(s, m->best_day);
	f->largest_losing_day = m->worst;
	f->largest_losing_day_date = date_of(s, m->worst_day);
}

void algo_days_done(struct algo_stat *s)
{
	struct figures *f = &s->f;
	struct money m = { 0 };
	double *pnl = algo_zalloc(s->ndays + 1, sizeof(*pnl));
	double before = s->first;
	size_t i;

	for (i = 0; i < s->ndays; i++) {
		pnl[i] = s->days[i].equity - before;
		before = s->days[i].equity;
		add_money(&m, &s->days[i], pnl[i]);
	}
	f->avg_daily_pnl = algo_mean(pnl, s->ndays);
	f->std_daily_pnl = algo_sd(pnl, s->ndays);
	f->profitable_days = (double)m.up;
	f->losing_days = (double)m.down;
	f->flat_days = (double)(s->ndays - m.up - m.down);
	if (m.up + m.down)
		f->profitable_days_pct =
			100 * (double)m.up / (double)(m.up + m.down);
	f->avg_winning_day = sum_mean(&m.ups, m.up);
	f->avg_losing_day = sum_mean(&m.downs, m.down);
	f->max_winning_day_streak = (double)m.best_up;
	f->max_losing_day_streak = (double)m.best_down;
	if (s->ndays)
		extremes(s, &m);
	if (s->ndays && !s->opt.index)
		calendar(s);
	algo_free(pnl);
}
