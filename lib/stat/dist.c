/* dist.c - samples and the normal distribution; GSL is used here alone */
#include "figures.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>

double algo_mean(const double *v, size_t n)
{
	struct sum s = { 0, 0 };
	size_t i, to;

	for (i = 0; i < n;) {
		double x = 0;

		for (to = algo_block(i, n); i < to; i++)
			x += v[i];
		sum_add(&s, x);
	}
	return sum_mean(&s, n);
}

int algo_is_flat(const double *v, size_t n)
{
	double lo, hi;
	size_t i;

	if (!n)
		return 1;
	lo = hi = v[0];
	for (i = 1; i < n; i++) {
		lo = smaller(lo, v[i]);
		hi = larger(hi, v[i]);
	}
	return hi - lo <= 1e-9 * fmax(fabs(lo), fabs(hi));
}

double algo_moment(const double *v, size_t n, double mean, int k)
{
	struct sum s = { 0, 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		double d = v[i] - mean, p = d * d;

		sum_add(&s, k == 2 ? p : k == 3 ? p * d : p * p);
	}
	return sum_mean(&s, n);
}

double algo_sd(const double *v, size_t n)
{
	if (n < 2)
		return NAN;
	if (algo_is_flat(v, n))
		return 0;
	return sqrt(algo_moment(v, n, algo_mean(v, n), 2) * (double)n /
		    (double)(n - 1));
}

double algo_corr(const double *a, const double *b, size_t n)
{
	double ma, mb;
	struct sum aa = { 0, 0 }, bb = { 0, 0 }, ab = { 0, 0 };
	size_t i, to;

	if (n < 2 || algo_is_flat(a, n) || algo_is_flat(b, n))
		return NAN;
	ma = algo_mean(a, n);
	mb = algo_mean(b, n);
	for (i = 0; i < n;) {
		double xx = 0, yy = 0, xy = 0;

		for (to = algo_block(i, n); i < to; i++) {
			double x = a[i] - ma, y = b[i] - mb;

			xx += x * x;
			yy += y * y;
			xy += x * y;
		}
		sum_add(&aa, xx);
		sum_add(&bb, yy);
		sum_add(&ab, xy);
	}
	return sum_get(&ab) / sqrt(sum_get(&aa)) / sqrt(sum_get(&bb));
}

static void swap(double *a, double *b)
{
	double x = *a;

	*a = *b;
	*b = x;
}

static double middle(double a, double b, double c)
{
	return larger(smaller(a, b), smaller(larger(a, b), c));
}

/* Reorders v so that v[k] is what it would be if sorted, what is before it not
 * above and what is behind it not below (Hoare 1961).  Rounds that do not get
 * on are few before it is sorted instead. */
static void select_at(double *v, size_t n, size_t k)
{
	size_t lo = 0, hi = n - 1, rounds = 0;

	while (lo < hi) {
		double pivot = middle(v[lo], v[lo + (hi - lo) / 2], v[hi]);
		size_t i = lo, j = hi;

		if (++rounds > 64) {
			gsl_sort(v + lo, 1, hi - lo + 1);
			return;
		}
		for (;; i++, j--) {
			while (v[i] < pivot)
				i++;
			while (v[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&v[i], &v[j]);
		}
		if (k <= j)
			hi = j;
		else
			lo = j + 1;
	}
}

/* v[k], and *next what follows it when sorted; what is before from is not
 * above what is from there on. */
static double pick(double *v, size_t n, size_t from, size_t k, double *next)
{
	size_t i;

	select_at(v + from, n - from, k - from);
	*next = v[k];
	if (k + 1 < n)
		*next = v[k + 1];
	for (i = k + 2; i < n; i++)
		*next = smaller(*next, v[i]);
	return v[k];
}

/* Hyndman, Fan 1996, type 7.  Between equal neighbours it is their value to
 * the bit, so that the mean of what is at or below it has an element. */
static size_t quantile(double *v, size_t n, size_t from, double q, double *out)
{
	double at = q * (double)(n - 1), low = floor(at), a, b;

	a = pick(v, n, from, (size_t)low, &b);
	*out = a + (b - a) * (at - low);
	return (size_t)low;
}

void algo_quantiles(double *v, size_t n, double p, double *a, double q,
		    double *b)
{
	size_t at;

	*a = *b = NAN;
	if (!n)
		return;
	at = quantile(v, n, 0, p, a);
	quantile(v, n, at, q, b);
}

double algo_median(double *v, size_t n)
{
	double a, b;

	if (!n)
		return NAN;
	a = pick(v, n, 0, (n - 1) / 2, &b);
	return n % 2 ? a : (a + b) / 2;
}

double algo_phi(double x)
{
	gsl_set_error_handler_off();
	return gsl_cdf_ugaussian_P(x);
}

double algo_phi_inv(double p)
{
	gsl_set_error_handler_off();
	return gsl_cdf_ugaussian_Pinv(p);
}
