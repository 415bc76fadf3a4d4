/* ind_series.h - whole series worked out from their formulas, for those of
 * several stages.  A series is NaN up to its first value and has one on each
 * bar from there on; a stage begins where its input does. */
#ifndef T_IND_SERIES_H
#define T_IND_SERIES_H

#include "ind_naive.h"

/* Room for stages, in a program that has them. */
#define STAGES static double sa[BARS], sb[BARS], sc[BARS], sd[BARS], se[BARS]

static inline size_t first_of(const double *x, size_t n)
{
	size_t i = 0;

	while (i < n && isnan(x[i]))
		i++;
	return i;
}

/* e += (x - e) k, from the mean of the first p on. */
static inline void follow(double *x, size_t p, double k, size_t n)
{
	size_t from = first_of(x, n), start = from + p - 1;
	double e = start < n ? mean_of(x, from, p) : NAN;

	for (size_t i = from; i < n; i++) {
		if (i > start)
			e += (x[i] - e) * k;
		x[i] = i < start ? NAN : e;
	}
}

/* In place: averages of p values. */
static inline void to_ema(double *x, double p, size_t n)
{
	follow(x, (size_t)p, 2 / (p + 1), n);
}

static inline void to_rma(double *x, double p, size_t n)
{
	follow(x, (size_t)p, 1 / p, n);
}

/* In place: sums of the last p values; their means. */
static inline void to_sum(double *x, double p, size_t n)
{
	static double y[BARS];
	size_t count = (size_t)p, from = first_of(x, n);

	for (size_t i = 0; i < n; i++)
		y[i] = i + 1 < from + count
			       ? NAN
			       : p * mean_of(x, i + 1 - count, count);
	memcpy(x, y, n * sizeof(*x));
}

static inline void to_sma(double *x, double p, size_t n)
{
	to_sum(x, p, n);
	for (size_t i = 0; i < n; i++)
		x[i] /= p;
}

/* The largest of p values, for sign -1 the smallest. */
static inline void extremes(const double *x, double p, double sign, size_t n,
			    double *y)
{
	size_t count = (size_t)p, from = first_of(x, n);

	for (size_t i = 0; i < n; i++)
		y[i] = i + 1 < from + count ? NAN
					    : extreme_of(x, i, count, sign);
}

static inline void lagged(const double *x, double p, size_t n, double *y)
{
	size_t count = (size_t)p;

	for (size_t i = 0; i < n; i++)
		y[i] = i < count ? NAN : x[i - count];
}

static inline void changes_of(const double *x, size_t n, double *y)
{
	for (size_t i = 0; i < n; i++)
		y[i] = i ? x[i] - x[i - 1] : NAN;
}

/* The sum of squares around the mean of p values up to bar i. */
static inline double squares_at(const double *x, size_t i, size_t p)
{
	double m = mean_of(x, i + 1 - p, p), s = 0;

	if (extreme_of(x, i, p, 1) == extreme_of(x, i, p, -1))
		return 0;
	for (size_t j = i + 1 - p; j <= i; j++)
		s += (x[j] - m) * (x[j] - m);
	return s;
}

static inline void deviations(const double *x, double p, size_t n, double *y)
{
	size_t count = (size_t)p, from = first_of(x, n);

	for (size_t i = 0; i < n; i++)
		y[i] = i + 1 < from + count ? NAN
					    : sqrt(squares_at(x, i, count) / p);
}

/* Slope and mean of the line of least squares up to bar i. */
static inline double slope_at(const double *x, size_t i, size_t p, double *mean)
{
	double mid = ((double)p - 1) / 2, s = 0, all = 0;

	*mean = mean_of(x, i + 1 - p, p);
	for (size_t j = 0; j < p; j++) {
		double at = (double)j - mid;

		s += at * (x[i + 1 - p + j] - *mean);
		all += at * at;
	}
	return s / all;
}

/* In place: the line's value "back" bars before its end. */
static inline void to_line(double *x, double p, double back, size_t n)
{
	static double y[BARS];
	size_t count = (size_t)p, from = first_of(x, n);

	for (size_t i = 0; i < n; i++) {
		double mean, slope;

		y[i] = NAN;
		if (i + 1 < from + count)
			continue;
		slope = slope_at(x, i, count, &mean);
		y[i] = mean + slope * ((p - 1) / 2 - back);
	}
	memcpy(x, y, n * sizeof(*x));
}

/* True ranges of high, low and close; the first is high - low, or none. */
static inline void true_ranges(const struct part *t, int first, double *y)
{
	const double *h = t->in[0], *l = t->in[1], *c = t->in[2];

	for (size_t i = 0; i < t->n; i++)
		y[i] = i ? fmax(h[i], c[i - 1]) - fmin(l[i], c[i - 1])
			 : (first ? h[i] - l[i] : NAN);
}

static inline void typical_of(const struct part *t, double *y)
{
	for (size_t i = 0; i < t->n; i++)
		y[i] = (t->in[0][i] + t->in[1][i] + t->in[2][i]) / 3;
}

static inline void rsi_of(const double *x, double p, size_t n, double *y)
{
	static double up[BARS], down[BARS];

	for (size_t i = 0; i < n; i++) {
		up[i] = i ? fmax(x[i] - x[i - 1], 0) : NAN;
		down[i] = i ? fmax(x[i - 1] - x[i], 0) : NAN;
	}
	to_rma(up, p, n);
	to_rma(down, p, n);
	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i];

		y[i] = all < 1e-14 ? 0 : 100 * up[i] / all;
	}
}

static inline double over(double a, double b, double none)
{
	return b == 0 && !isnan(a) ? none : a / b;
}

static inline void put(const struct part *t, size_t k, const double *x)
{
	memcpy(t->out[k], x, t->n * sizeof(*x));
}

static inline void copy_of(double *y, const double *x, size_t n)
{
	memcpy(y, x, n * sizeof(*x));
}

/* Checks all sets of parameters of n rows. */
static inline void check_rows(const struct row *r, size_t n, const char *what)
{
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < 8 && r[k].p[i][0] > 0; i++)
			check(&r[k], r[k].p[i], what);
}

/* On a walk, on a grid with ties and stretches that stand still, and both with
 * gaps.  The outputs of "parted" rows do not start on the same bar. */
static inline void check_both(const struct row *rows, size_t n,
			      const struct row *parted, size_t m)
{
	fill(0);
	check_rows(rows, n, "walk");
	check_rows(parted, m, "bars");
	pierce();
	check_rows(rows, n, "walk with gaps");
	check_rows(parted, m, "bars with gaps");
	fill(1);
	check_rows(rows, n, "grid");
	check_rows(parted, m, "grid");
	pierce();
	check_rows(rows, n, "grid with gaps");
	check_rows(parted, m, "grid with gaps");
}

/* Every name of a list has a formula here. */
static inline void check_listed(const char *const *list, const struct row *r,
				size_t n)
{
	for (size_t i = 0; list[i]; i++) {
		int found = 0;

		for (size_t k = 0; k < n; k++)
			found |= !strcmp(r[k].name, list[i]);
		ok(found, "%s has a formula", list[i]);
	}
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define EACH(i, t) for (size_t i = 0; i < (t)->n; i++)

#endif
