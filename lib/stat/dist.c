/* dist.c - samples and the normal distribution; GSL is used here alone */
#include "figures.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

double algo_mean(const double *v, size_t n)
{
	struct sum s = { 0, 0 };
	size_t i;

	for (i = 0; i < n; i++)
		sum_add(&s, v[i]);
	return sum_mean(&s, n);
}

int algo_is_flat(const double *v, size_t n)
{
	double lo, hi;

	if (!n)
		return 1;
	gsl_stats_minmax(&lo, &hi, v, 1, n);
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
	size_t i;

	if (n < 2 || algo_is_flat(a, n) || algo_is_flat(b, n))
		return NAN;
	ma = algo_mean(a, n);
	mb = algo_mean(b, n);
	for (i = 0; i < n; i++) {
		sum_add(&aa, (a[i] - ma) * (a[i] - ma));
		sum_add(&bb, (b[i] - mb) * (b[i] - mb));
		sum_add(&ab, (a[i] - ma) * (b[i] - mb));
	}
	return sum_get(&ab) / sqrt(sum_get(&aa)) / sqrt(sum_get(&bb));
}

void algo_sort(double *v, size_t n)
{
	gsl_sort(v, 1, n);
}

/* Hyndman, Fan 1996, type 7.  Between equal neighbours it is their value to
 * the bit, so that the mean of what is at or below it has an element. */
double algo_quantile(const double *v, size_t n, double q)
{
	double at, low;
	size_t i;

	if (!n)
		return NAN;
	at = q * (double)(n - 1);
	low = floor(at);
	i = (size_t)low;
	if (i + 1 >= n)
		return v[n - 1];
	return v[i] + (v[i + 1] - v[i]) * (at - low);
}

double algo_median(double *v, size_t n)
{
	algo_sort(v, n);
	if (!n)
		return NAN;
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
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
