/* ind_naive.h - indicators against plain formulas: bars, gaps, comparison, and
 * the averages that formulas need. */
#ifndef T_IND_NAIVE_H
#define T_IND_NAIVE_H

#include "tap.h"
#include <algo/ind.h>

#define BARS 1500

enum { OPEN, HIGH, LOW, CLOSE, VOLUME, SESSION, PERIODS, COLUMNS };
static double column[COLUMNS][BARS];

/* A clean stretch of n bars: the prices of one series x, or of bars. */
struct part {
	size_t n;
	size_t from; /* the number of its first bar */
	const double *in[ALGO_IND_INPUTS];
	double *out[ALGO_IND_OUTPUTS]; /* NaN at first */
};

/* ---- moving averages; values start at bar from of x. */

static double mean_of(const double *x, size_t from, size_t count)
{
	long double s = 0;

	for (size_t i = from; i < from + count; i++)
		s += x[i];
	return (double)(s / (long double)count);
}

/* The EMA at bar i of x, seeded with the p values from bar from. */
static double ema_at(const double *x, size_t from, size_t p, size_t i)
{
	double e = mean_of(x, from, p), k = 2 / ((double)p + 1);

	for (size_t j = from + p; j <= i; j++)
		e = k * x[j] + (1 - k) * e;
	return e;
}

static double wma_at(const double *x, size_t p, size_t i)
{
	double s = 0, w = 0;

	for (size_t j = 0; j < p; j++) {
		s += (double)(j + 1) * x[i + 1 + j - p];
		w += (double)(j + 1);
	}
	return s / w;
}

/* NaN before p values from bar from. */
static inline double ma_at(int type, const double *x, size_t from, size_t p,
			   size_t i)
{
	if (i + 1 < from + p)
		return NAN;
	if (type == ALGO_MA_SMA)
		return mean_of(x, i + 1 - p, p);
	return type == ALGO_MA_EMA ? ema_at(x, from, p, i) : wma_at(x, p, i);
}

/* The largest of n values up to bar i, or for sign -1 the smallest. */
static inline double extreme_of(const double *x, size_t i, size_t n,
				double sign)
{
	double best = x[i];

	for (size_t j = i + 1 - n; j < i; j++)
		best = sign * x[j] > sign * best ? x[j] : best;
	return best;
}

/* Wilder's average at bar i, from the mean of p values from bar from on. */
static inline double wilder_at(const double *x, size_t from, size_t p, size_t i)
{
	double e, keep = 1 - 1 / (double)p;

	if (i + 1 < from + p)
		return NAN;
	e = mean_of(x, from, p);
	for (size_t j = from + p; j <= i; j++)
		e = e * keep + x[j] / (double)p;
	return e;
}

struct row {
	const char *name;
	void (*naive)(const double *p, const struct part *t);
	double p[8][ALGO_IND_PARAMS]; /* parameters in the row's order; ends
					 with p[.][0] 0 */
};

/* ---- data: the same on every machine. */

static uint64_t seed = 88172645463325252u;

static double uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) * 0x1p-53;
}

/* A random walk; coarse: on a grid of 1/4 with many equal prices, stretches
 * without movement or volume. */
static void fill(int coarse)
{
	double grid = coarse ? 4 : 4096, c = 100;

	for (size_t i = 0; i < BARS; i++) {
		int still = coarse && i % 190 > 120;
		double move = still ? 0 : uniform() - 0.5;
		double o = still ? c : c + 0.2 * (uniform() - 0.5);

		c = round(grid * (c + move + (100 - c) * 0.002)) / grid;
		o = round(grid * o) / grid;
		column[OPEN][i] = o;
		column[CLOSE][i] = c;
		column[HIGH][i] =
			fmax(o, c) + (still ? 0 : floor(3 * uniform()) / 4);
		column[LOW][i] =
			fmin(o, c) - (still ? 0 : floor(3 * uniform()) / 4);
		column[VOLUME][i] = still ? 0 : floor(1000 * uniform());
		column[SESSION][i] = (double)(i / 78);
		column[PERIODS][i] = floor(40 * uniform()) - 2 + uniform();
	}
}

/* Holes in every column but the session. */
static void pierce(void)
{
	for (size_t i = 0; i < BARS; i++)
		for (int k = OPEN; k < SESSION; k++)
			if (uniform() < 0.0015)
				column[k][i] = k == LOW ? INFINITY : NAN;
	column[CLOSE][0] = column[VOLUME][BARS - 1] = NAN;
}

static const double *input(const char *name)
{
	static const char *const names[COLUMNS] = {
		"open", "high", "low", "close", "volume", "session", "periods"
	};

	for (int k = 0; k < COLUMNS; k++)
		if (!strcmp(names[k], name))
			return column[k];
	abort();
}

/* Rows of the arithmetic group take infinite values, but for sums. */
static int gap(const struct algo_ind *ind, const double *const in[], size_t i)
{
	int wide = !strcmp(ind->group, "math") && strcmp(ind->name, "sum");

	for (size_t k = 0; ind->in[k]; k++)
		if (wide ? isnan(in[k][i]) : !isfinite(in[k][i]))
			return 1;
	return 0;
}

/* Expected values: the naive formula on each stretch between gaps. */
static void expect(const struct row *r, const struct algo_ind *ind,
		   const double *p, const double *const in[],
		   double want[][BARS])
{
	size_t outputs = algo_ind_outputs(ind), from;

	for (size_t k = 0; k < outputs; k++)
		for (size_t i = 0; i < BARS; i++)
			want[k][i] = NAN;
	for (size_t i = 0; i < BARS; i++) {
		struct part t = { 0 };

		for (from = i; i < BARS && !gap(ind, in, i); i++)
			;
		t.n = i - from;
		t.from = from;
		for (size_t k = 0; ind->in[k]; k++)
			t.in[k] = in[k] + from;
		for (size_t k = 0; k < outputs; k++)
			t.out[k] = want[k] + from;
		if (t.n)
			r->naive(p, &t);
	}
}

/* In blocks of all sizes. */
static void compute(const struct algo_ind *ind, const double *p,
		    const double *const in[], double got[][BARS])
{
	struct algo_kernel k;
	size_t n;

	algo_kernel_init(&k, ind, p);
	for (size_t i = 0; i < BARS; i += n) {
		const double *x[ALGO_IND_INPUTS];
		double *y[ALGO_IND_OUTPUTS];

		n = uniform() < 0.5 ? (size_t)(20 * uniform()) + 1
				    : (size_t)(600 * uniform()) + 1;
		n = n < BARS - i ? n : BARS - i;
		for (size_t j = 0; ind->in[j]; j++)
			x[j] = in[j] + i;
		for (size_t j = 0; ind->out[j]; j++)
			y[j] = got[j] + i;
		algo_kernel_step(&k, x, y, n);
	}
	algo_kernel_release(&k);
}

static int same(double a, double b)
{
	return near(a, b, 1e-9) || (isinf(a) && a == b);
}

static void check(const struct row *r, const double *p, const char *what)
{
	static double want[ALGO_IND_OUTPUTS][BARS], got[ALGO_IND_OUTPUTS][BARS];
	const struct algo_ind *ind = algo_ind_find(r->name, strlen(r->name));
	const double *in[ALGO_IND_INPUTS];
	size_t bad = 0, values = 0;

	if (!ok(ind != NULL, "%s is in the registry", r->name))
		return;
	for (size_t k = 0; ind->in[k]; k++)
		in[k] = input(ind->in[k]);
	expect(r, ind, p, in, want);
	compute(ind, p, in, got);
	for (size_t k = 0; k < algo_ind_outputs(ind); k++)
		for (size_t i = 0; i < BARS; i++) {
			values += isnan(want[k][i]) == 0 ? 1u : 0u;
			if (same(got[k][i], want[k][i]))
				continue;
			if (!bad++)
				note("%s bar %zu: got %.17g, want %.17g",
				     ind->out[k], i, got[k][i], want[k][i]);
		}
	ok(!bad && values, "%s %g %g %g on %s: %zu values, %zu wrong", r->name,
	   p[0], p[1], p[2], what, values, bad);
	if (!strcmp(what, "walk"))
		ok(isnan(got[0][0]) == (ind->lookback(p) > 0) &&
			   !isnan(got[0][ind->lookback(p)]),
		   "%s starts at its lookback, %zu", r->name, ind->lookback(p));
}

#endif
