/* compat_period.c - what backtesting.py takes for a year: period returns by
 * day, week, month or year, and the resolution of durations */
#include "compat.h"
#include "figures.h"

/* Day 0 was a Thursday. */
static int is_weekend(int64_t day)
{
	int64_t d = (day % 7 + 7) % 7;

	return d == 2 || d == 3;
}

void algo_compat_day(struct algo_compat *c, int64_t time, double equity)
{
	int64_t day = algo_day_of(time);

	c->weekends += (size_t)is_weekend(day);
	if (!c->nbins || c->bins[c->nbins - 1].day != day) {
		algo_grow((void **)&c->bins, &c->cap_bins, c->nbins + 1,
			  sizeof(*c->bins));
		c->bins[c->nbins++].day = day;
	}
	c->bins[c->nbins - 1].equity = equity;
}

/* The median step of the last stamps in microseconds; NaN for one row. */
static double step(const struct algo_compat *c)
{
	double gap[STAMPS];
	size_t i, n = c->n < STAMPS ? c->n : STAMPS;

	for (i = 1; i < n; i++) {
		size_t at = c->n - n + i;

		gap[i - 1] = (double)(c->stamp[at % STAMPS] -
				      c->stamp[(at - 1) % STAMPS]);
	}
	return algo_median(gap, n ? n - 1 : 0);
}

static int64_t resolution_of(double us)
{
	static const int64_t units[] = { ALGO_DAY_US, 3600 * ALGO_US,
					 60 * ALGO_US, ALGO_US, 1000 };
	size_t i;

	if (isnan(us))
		return ALGO_DAY_US;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (fmod(us, (double)units[i]) == 0)
			return units[i];
	return 1;
}

enum span { SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_YEAR };

/* Weeks end on Sunday. */
static int64_t span_of(int64_t day, enum span span)
{
	int y, m, d;

	if (span == SPAN_DAY)
		return day;
	if (span == SPAN_WEEK)
		return (day + 3 - ((day + 3) % 7 + 7) % 7) / 7;
	algo_civil_from_days(day, &y, &m, &d);
	return span == SPAN_YEAR ? y : (int64_t)y * 12 + m;
}

/* Returns from the end of a span to the end of the next one that has bars;
 * 0 / 0, after ruin, is none. */
static size_t period_returns(const struct algo_compat *c, enum span span,
			     double *out)
{
	double before = NAN;
	size_t i, n = 0;

	for (i = 0; i < c->nbins; i++) {
		double r;

		if (i + 1 < c->nbins && span_of(c->bins[i + 1].day, span) ==
						span_of(c->bins[i].day, span))
			continue;
		r = c->bins[i].equity / before - 1;
		before = c->bins[i].equity;
		if (!isnan(r))
			out[n++] = r;
	}
	return n;
}

static double growth(const double *r, size_t n)
{
	struct sum logs = { 0, 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (1 + r[i] <= 0)
			return 0;
		sum_add(&logs, log(1 + r[i]));
	}
	return expm1(sum_mean(&logs, n));
}

static enum span choose(const struct algo_compat *c, double us,
			struct annual *a)
{
	double days = floor(us / (double)ALGO_DAY_US);

	if (days == 7) {
		a->per_year = 52;
		return SPAN_WEEK;
	}
	if (days == 31) {
		a->per_year = 12;
		return SPAN_MONTH;
	}
	if (days == 365) {
		a->per_year = 1;
		return SPAN_YEAR;
	}
	a->per_year =
		(double)c->weekends > 2.0 / 7 * 0.6 * (double)c->n ? 365 : 252;
	return SPAN_DAY;
}

/* Bars without a calendar have no year: nothing grows, all else is NaN. */
void algo_compat_annual(const struct algo_compat *c, struct annual *a)
{
	struct sum below = { 0, 0 };
	double us = step(c), mean, *r;
	size_t i, n;

	*a = (struct annual){ .per_year = 252,
			      .resolution = resolution_of(us),
			      .growth = 0,
			      .variance = NAN,
			      .down = NAN };
	if (c->index)
		return;
	r = algo_zalloc(c->nbins + 1, sizeof(*r));
	n = period_returns(c, choose(c, us, a), r);
	a->growth = growth(r, n);
	mean = algo_mean(r, n);
	if (n >= 2)
		a->variance = algo_moment(r, n, mean, 2) * (double)n /
			      (double)(n - 1);
	for (i = 0; i < n; i++)
		sum_add(&below, r[i] < 0 ? r[i] * r[i] : 0);
	a->down = sqrt(sum_mean(&below, n));
	algo_free(r);
}
