/* ind_windows.h - oscillators, volume, statistic and pattern indicators worked
 * out window by window from their formulas. */
#ifndef T_IND_WINDOWS_H
#define T_IND_WINDOWS_H

#include "ind_formulas.h"

/* ---- oscillators */

static double extreme(const double *x, size_t i, size_t count, double sign)
{
	return x[i - bars_since(x, i, count, sign)];
}

static double raw_k(const struct part *t, size_t n, size_t i)
{
	double h, l;

	if (i + 1 < n)
		return NAN;
	h = extreme(t->in[0], i, n, 1);
	l = extreme(t->in[1], i, n, -1);
	return h == l ? 0 : 100 * (t->in[2][i] - l) / (h - l);
}

static void stochf(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0], d = (size_t)p[1];
	static double k[BARS];

	for (size_t i = n - 1; i < t->n; i++) {
		k[i] = raw_k(t, n, i);
		t->out[1][i] = ma_at((int)p[2], k, n - 1, d, i);
		t->out[0][i] = isnan(t->out[1][i]) ? NAN : k[i];
	}
}

/* p: fastk, slowk, its type, slowd, its type. */
static void stoch(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0], s = (size_t)p[1], d = (size_t)p[3];
	static double k[BARS], slow[BARS];

	for (size_t i = n - 1; i < t->n; i++) {
		k[i] = raw_k(t, n, i);
		slow[i] = ma_at((int)p[2], k, n - 1, s, i);
		t->out[1][i] = ma_at((int)p[4], slow, n + s - 2, d, i);
		t->out[0][i] = isnan(t->out[1][i]) ? NAN : slow[i];
	}
}

static void willr(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n - 1; i < t->n; i++) {
		double h = extreme(t->in[0], i, n, 1);
		double l = extreme(t->in[1], i, n, -1);

		t->out[0][i] = h == l ? 0 : -100 * (h - t->in[2][i]) / (h - l);
	}
}

static double typical(const struct part *t, size_t i)
{
	return (t->in[0][i] + t->in[1][i] + t->in[2][i]) / 3;
}

static void cci(const double *p, const struct part *t)
{
	static double tp[BARS];
	size_t n = (size_t)p[0];

	for (size_t i = 0; i < t->n; i++)
		tp[i] = typical(t, i);
	for (size_t i = n - 1; i < t->n; i++) {
		double m = mean_of(tp, i + 1 - n, n), dev = 0;
		int flat = extreme(tp, i, n, 1) == extreme(tp, i, n, -1);

		for (size_t j = i + 1 - n; j <= i; j++)
			dev += fabs(tp[j] - m) / p[0];
		t->out[0][i] = flat ? 0 : (tp[i] - m) / (0.015 * dev);
	}
}

static double pressure(const struct part *t, size_t i, size_t n)
{
	double a = 0, b = 0;

	for (size_t j = i + 1 - n; j <= i; j++) {
		a += t->in[2][j] - fmin(t->in[1][j], t->in[2][j - 1]);
		b += true_range_at(t, j);
	}
	return b < 1e-14 ? 0 : a / b;
}

static void ultosc(const double *p, const struct part *t)
{
	double s = fmin(p[0], fmin(p[1], p[2]));
	double l = fmax(p[0], fmax(p[1], p[2]));
	double m = p[0] + p[1] + p[2] - s - l;

	for (size_t i = (size_t)l; i < t->n; i++)
		t->out[0][i] = 100 *
			       (4 * pressure(t, i, (size_t)s) +
				2 * pressure(t, i, (size_t)m) +
				pressure(t, i, (size_t)l)) /
			       7;
}

/* ---- volume */

static void obv(const double *p, const struct part *t)
{
	double v = t->in[1][0];

	(void)p;
	for (size_t i = 0; i < t->n; i++) {
		if (i && t->in[0][i] > t->in[0][i - 1])
			v += t->in[1][i];
		if (i && t->in[0][i] < t->in[0][i - 1])
			v -= t->in[1][i];
		t->out[0][i] = v;
	}
}

static double flow(const struct part *t, size_t i)
{
	double h = t->in[0][i], l = t->in[1][i], c = t->in[2][i];

	return h > l ? (2 * c - l - h) / (h - l) * t->in[3][i] : 0;
}

static void ad(const double *p, const struct part *t)
{
	double v = 0;

	(void)p;
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = v += flow(t, i);
}

static void adosc(const double *p, const struct part *t)
{
	double v = 0, f = 0, s = 0, kf = 2 / (p[0] + 1), ks = 2 / (p[1] + 1);

	for (size_t i = 0; i < t->n; i++) {
		v += flow(t, i);
		f = i ? f + kf * (v - f) : v;
		s = i ? s + ks * (v - s) : v;
		if (i + 1 >= (size_t)fmax(p[0], p[1]))
			t->out[0][i] = f - s;
	}
}

static void cmf(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n - 1; i < t->n; i++) {
		double a = 0, b = 0;

		for (size_t j = i + 1 - n; j <= i; j++) {
			a += flow(t, j);
			b += t->in[3][j];
		}
		t->out[0][i] = b > 0 ? a / b : NAN;
	}
}

static void mfi(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double a = 0, b = 0;

		for (size_t j = i + 1 - n; j <= i; j++) {
			double x = typical(t, j), y = typical(t, j - 1);

			a += x > y ? x * t->in[3][j] : 0;
			b += x < y ? x * t->in[3][j] : 0;
		}
		t->out[0][i] = a + b > 0 ? 100 * a / (a + b) : 0;
	}
}

static void vwap(const double *p, const struct part *t)
{
	for (size_t i = 0; i < t->n; i++) {
		long double v = 0, a = 0, b = 0;
		double m;

		for (size_t j = i + 1; j-- > 0 && t->in[4][j] == t->in[4][i];) {
			v += t->in[3][j];
			a += (long double)t->in[3][j] * typical(t, j);
		}
		if (v == 0)
			continue;
		for (size_t j = i + 1; j-- > 0 && t->in[4][j] == t->in[4][i];)
			b += t->in[3][j] * (typical(t, j) - a / v) *
			     (typical(t, j) - a / v);
		m = (double)(a / v);
		t->out[0][i] = m;
		t->out[1][i] = m - p[0] * sqrt((double)(b / v));
		t->out[2][i] = m + p[0] * sqrt((double)(b / v));
	}
}

/* ---- statistic */

static void max(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] = extreme(t->in[0], i, n, 1);
}

static void min(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] = extreme(t->in[0], i, n, -1);
}

static void sum(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] = p[0] * mean_of(t->in[0], i + 1 - n, n);
}

/* Sums of products of deviations of the n values up to bar i. */
static double co(const double *x, const double *y, size_t i, size_t n)
{
	double mx = mean_of(x, i + 1 - n, n), my = mean_of(y, i + 1 - n, n);
	double s = 0;

	for (size_t j = i + 1 - n; j <= i; j++)
		s += (x[j] - mx) * (y[j] - my);
	return s;
}

static void correl(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double v = co(t->in[0], t->in[0], i, n) *
			   co(t->in[1], t->in[1], i, n);

		t->out[0][i] =
			v < 1e-14 ? 0 : co(t->in[0], t->in[1], i, n) / sqrt(v);
	}
}

static void beta(const double *p, const struct part *t)
{
	static double x[BARS], y[BARS];

	for (size_t i = 1; i < t->n; i++) {
		x[i] = t->in[0][i] / t->in[0][i - 1] - 1;
		y[i] = t->in[1][i] / t->in[1][i - 1] - 1;
	}
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double v = co(x, x, i, n);

		t->out[0][i] = p[0] * v < 1e-14 ? 0 : co(x, y, i, n) / v;
	}
}

/* ---- pattern */

static void cdldoji(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 10; i < t->n; i++) {
		double s = 0;

		for (size_t j = i - 10; j < i; j++)
			s += t->in[1][j] - t->in[2][j];
		t->out[0][i] = fabs(t->in[3][i] - t->in[0][i]) <= 0.1 * (s / 10)
				       ? 100
				       : 0;
	}
}

static void cdlengulfing(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 2; i < t->n; i++) {
		double o = t->in[0][i], c = t->in[3][i];
		double a = t->in[0][i - 1], b = t->in[3][i - 1];
		int here = c >= o ? 1 : -1, before = b >= a ? 1 : -1;
		int inside =
			fmin(o, c) <= fmin(a, b) && fmax(o, c) >= fmax(a, b);
		int equal = (o == b) + (c == a);

		t->out[0][i] = here == -before && inside && equal < 2
				       ? here * (equal ? 80 : 100)
				       : 0;
	}
}

#endif
