/* slow.h - statistics of a small sample the plain way, to compare with */
#ifndef T_SLOW_H
#define T_SLOW_H

#include <math.h>

__attribute__((unused)) static double mean(const double *v, int n)
{
	double sum = 0;
	int i;

	for (i = 0; i < n; i++)
		sum += v[i];
	return sum / n;
}

__attribute__((unused)) static double moment(const double *v, int n, int k)
{
	double m = mean(v, n), sum = 0;
	int i;

	for (i = 0; i < n; i++)
		sum += pow(v[i] - m, k);
	return sum / n;
}

__attribute__((unused)) static double sd(const double *v, int n)
{
	return sqrt(moment(v, n, 2) * n / (n - 1));
}

__attribute__((unused)) static double phi(double x)
{
	return erfc(-x / sqrt(2)) / 2;
}

__attribute__((unused)) static double phi_inv(double q)
{
	double a = -9, b = 9;
	int i;

	for (i = 0; i < 200; i++) {
		double m = (a + b) / 2;

		if (phi(m) < q)
			a = m;
		else
			b = m;
	}
	return a;
}

__attribute__((unused)) static void sorted(const double *v, int n, double *out)
{
	int i, k;

	for (i = 0; i < n; i++) {
		for (k = i; k > 0 && out[k - 1] > v[i]; k--)
			out[k] = out[k - 1];
		out[k] = v[i];
	}
}

__attribute__((unused)) static double quantile(const double *v, int n, double q)
{
	double x[256], at = q * (n - 1);
	int i = (int)at;

	sorted(v, n, x);
	return i + 1 < n ? x[i] * (1 - (at - i)) + x[i + 1] * (at - i) : x[i];
}

__attribute__((unused)) static double pearson(const double *a, const double *b,
					      int n)
{
	double sum = 0;
	int i;

	for (i = 0; i < n; i++)
		sum += (a[i] - mean(a, n)) * (b[i] - mean(b, n));
	return sum / n / sqrt(moment(a, n, 2) * moment(b, n, 2));
}

/* Mean of those of v for which keep is as asked; NaN when none. */
__attribute__((unused)) static double mean_if(const double *v, const double *by,
					      int n, int sign)
{
	double sum = 0;
	int i, k = 0;

	for (i = 0; i < n; i++)
		if ((by[i] > 0) - (by[i] < 0) == sign) {
			sum += v[i];
			k++;
		}
	return k ? sum / k : NAN;
}

__attribute__((unused)) static int count_if(const double *v, int n, int sign)
{
	int i, k = 0;

	for (i = 0; i < n; i++)
		k += (v[i] > 0) - (v[i] < 0) == sign;
	return k;
}

__attribute__((unused)) static double most(const double *v, int n)
{
	double x = v[0];

	while (n-- > 0)
		x = fmax(x, v[n]);
	return x;
}

__attribute__((unused)) static double least(const double *v, int n)
{
	double x = v[0];

	while (n-- > 0)
		x = fmin(x, v[n]);
	return x;
}

__attribute__((unused)) static int longest_run(const double *v, int n, int sign)
{
	int i, run = 0, best = 0;

	for (i = 0; i < n; i++) {
		run = (v[i] > 0) - (v[i] < 0) == sign ? run + 1 : 0;
		best = run > best ? run : best;
	}
	return best;
}

#endif
