/* stat.c - rows and trades as they come; then every figure, group by group */
#include "figures.h"

struct algo_stat *algo_stat_new(const struct algo_stat_opt *opt)
{
	struct algo_stat *s = algo_zalloc(1, sizeof(*s));
	size_t i;

	s->opt = *opt;
	s->first_close = s->last_close = s->bench.base = NAN;
	s->trace.every = 1;
	for (i = 0; i < algo_metric_count(); i++)
		*algo_figure(&s->f, i) = NAN;
	return s;
}

void algo_stat_free(struct algo_stat *s)
{
	if (!s)
		return;
	algo_free(s->days);
	algo_free(s->bench.v);
	algo_free(s->trades.v);
	algo_free(s);
}

/* --- Rows ---------------------------------------------------------------- */

/* The last row of a session is its end.  Where clocks go back over the edge
 * of a day the date does not. */
static void add_day(struct algo_stat *s, const struct algo_stat_row *row)
{
	int64_t date = s->opt.index ? row->time : algo_stat_date(s, row->time);

	if (!s->ndays || s->opt.index || date > s->days[s->ndays - 1].date) {
		algo_grow((void **)&s->days, &s->cap, s->ndays + 1,
			  sizeof(*s->days));
		s->days[s->ndays++].date = date;
	}
	s->days[s->ndays - 1].equity = row->equity;
}

static void baseline(struct algo_stat *s, const struct algo_stat_row *row)
{
	s->has_rows = 1;
	s->first_time = row->time;
	s->base_date = s->opt.index ? row->time : algo_stat_date(s, row->time);
	s->first = s->top = row->equity;
	algo_falls_start(s, row->time, row->equity);
}

/* When there is no more room every second point goes. */
static void add_point(struct trace *t, double v)
{
	size_t i;

	if (t->left-- > 0)
		return;
	t->left = t->every - 1;
	t->v[t->n++] = v;
	if (t->n < TRACE)
		return;
	for (i = 0; 2 * i < TRACE; i++)
		t->v[i] = t->v[2 * i];
	t->n = i;
	t->every *= 2;
	t->left = t->every - 1;
}

void algo_stat_row(struct algo_stat *s, const struct algo_stat_row *row)
{
	if (!isnan(row->close)) {
		if (isnan(s->first_close))
			s->first_close = row->close;
		s->last_close = row->close;
	}
	if (s->ruined)
		return;
	s->last_time = row->time;
	s->last = row->equity;
	add_point(&s->trace, row->equity);
	if (!s->has_rows) {
		baseline(s, row);
		return;
	}
	s->rows++;
	s->ruined = row->equity <= 0;
	s->top = larger(s->top, row->equity);
	sum_add(&s->equity, row->equity);
	add_day(s, row);
	algo_falls_row(s, row->time, row->equity);
	algo_sides_row(s, row);
}

void algo_stat_costs(struct algo_stat *s, double slippage, double funding,
		     double borrow)
{
	s->has_costs = 1;
	s->slippage = slippage;
	s->funding = funding;
	s->borrow = borrow;
}

/* --- The end ------------------------------------------------------------- */

/* Annual to one period; without P there is no such thing as a year. */
static double per_period(double annual, double per_year)
{
	return annual == 0 || isnan(per_year)
		       ? 0
		       : pow(1 + annual, 1 / per_year) - 1;
}

static void whole(struct algo_stat *s)
{
	struct figures *f = &s->f;
	double last = fmax(s->last, 0);

	f->periods = (double)s->ndays;
	f->periods_per_year = s->per_year;
	f->equity_start = s->first;
	f->equity_final = s->last;
	f->equity_peak = s->top;
	f->return_pct = 100 * (last / s->first - 1);
	f->total_pnl = s->last - s->first;
	if (s->years > 0)
		f->cagr_pct = 100 * (pow(last / s->first, 1 / s->years) - 1);
	if (s->first_close > 0)
		f->buy_hold_return_pct =
			100 * (s->last_close / s->first_close - 1);
	if (s->has_costs) {
		f->total_slippage = s->slippage;
		f->total_funding = s->funding;
		f->total_borrow = s->borrow;
	}
}

int algo_stat_done(struct algo_stat *s, struct algo_err *err)
{
	int64_t span = s->last_time - s->first_time;

	if (!s->has_rows)
		return algo_err_set(err, ALGO_E_DATA, "bad_equity",
				    "the equity curve has no row");
	if (!(s->first > 0) || isinf(s->first))
		return algo_err_set(err, ALGO_E_DATA, "bad_equity",
				    "the equity of the first row must be a "
				    "number above 0");
	s->per_year = algo_stat_per_year(s);
	s->years = s->opt.index ? NAN : (double)span / 1e6 / 31557600;
	s->rf = per_period(s->opt.rf, s->per_year);
	s->mar = per_period(s->opt.mar, s->per_year);
	if (s->opt.index)
		s->flags |= 1u << F_NO_CALENDAR;
	if (s->ruined)
		s->flags |= 1u << F_RUINED;
	if (s->ndays < 30)
		s->flags |= 1u << F_SHORT_SAMPLE;
	whole(s);
	algo_falls_done(s);
	algo_sides_done(s);
	algo_days_done(s);
	algo_returns_done(s);
	if (s->trades.listed)
		algo_trades_done(s);
	if (s->bench.given)
		algo_bench_done(s);
	s->done = 1;
	return 0;
}
