/* ind_formulas.h - momentum and trend indicators worked out bar by bar from
 * their formulas, each bar anew from the first: slow and plain. */
#ifndef T_IND_FORMULAS_H
#define T_IND_FORMULAS_H

#include "ind_naive.h"

/* ---- momentum */

static void gains(const double *p, const struct part *t, int cmo)
{
	size_t n = (size_t)p[0];

	for (size_t i = n; i < t->n; i++) {
		double g = 0, l = 0;

		for (size_t j = 1; j <= i; j++) {
			double d = t->in[0][j] - t->in[0][j - 1];
			double up = d > 0 ? d : 0, down = d < 0 ? -d : 0;

			g = j <= n ? g + up / p[0]
				   : (g * (p[0] - 1) + up) / p[0];
			l = j <= n ? l + down / p[0]
				   : (l * (p[0] - 1) + down) / p[0];
		}
		t->out[0][i] = g + l < 1e-14 ? 0
			       : cmo	     ? 100 * (g - l) / (g + l)
					     : 100 * g / (g + l);
	}
}

static void rsi(const double *p, const struct part *t)
{
	gains(p, t, 0);
}

static void cmo(const double *p, const struct part *t)
{
	gains(p, t, 1);
}

#define LAG(name, EXPR)                                         \
	static void name(const double *p, const struct part *t) \
	{                                                       \
		for (size_t i = (size_t)p[0]; i < t->n; i++) {  \
			double x = t->in[0][i],                 \
			       b = t->in[0][i - (size_t)p[0]];  \
                                                                \
			t->out[0][i] = (EXPR);                  \
		}                                               \
	}

LAG(mom, x - b)
LAG(roc, b == 0 ? 0 : 100 * (x - b) / b)
LAG(rocp, b == 0 ? 0 : (x - b) / b)
LAG(rocr, b == 0 ? 0 : x / b)
LAG(rocr100, b == 0 ? 0 : 100 * x / b)

static void macd(const double *p, const struct part *t)
{
	size_t fast = (size_t)fmin(p[0], p[1]), slow = (size_t)fmax(p[0], p[1]);
	size_t look = slow + (size_t)p[2] - 2;
	static double line[BARS];

	for (size_t i = slow - 1; i < t->n; i++) {
		line[i] = ema_at(t->in[0], slow - fast, fast, i) -
			  ema_at(t->in[0], 0, slow, i);
		if (i < look)
			continue;
		t->out[0][i] = line[i];
		t->out[1][i] = ema_at(line, slow - 1, (size_t)p[2], i);
		t->out[2][i] = line[i] - t->out[1][i];
	}
}

static void trix(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	static double a[BARS], b[BARS], c[BARS];

	for (size_t i = 0; i < t->n; i++) {
		if (i + 1 >= n)
			a[i] = ema_at(t->in[0], 0, n, i);
		if (i + 2 >= 2 * n)
			b[i] = ema_at(a, n - 1, n, i);
		if (i + 3 >= 3 * n)
			c[i] = ema_at(b, 2 * n - 2, n, i);
		if (i + 3 > 3 * n)
			t->out[0][i] = (c[i] / c[i - 1] - 1) * 100;
	}
}

static void apo(const double *p, const struct part *t)
{
	size_t fast = (size_t)fmin(p[0], p[1]), slow = (size_t)fmax(p[0], p[1]);

	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = ma_at((int)p[2], t->in[0], 0, fast, i) -
			       ma_at((int)p[2], t->in[0], 0, slow, i);
}

static void ppo(const double *p, const struct part *t)
{
	size_t slow = (size_t)fmax(p[0], p[1]);

	apo(p, t);
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] *= 100 / ma_at((int)p[2], t->in[0], 0, slow, i);
}

static void bop(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 0; i < t->n; i++) {
		double r = t->in[1][i] - t->in[2][i];

		t->out[0][i] = r > 0 ? (t->in[3][i] - t->in[0][i]) / r : 0;
	}
}

/* ---- directional movement: the three sums of p bars up to bar i */

struct sums {
	double plus, minus, range;
};

static double true_range_at(const struct part *t, size_t i)
{
	double h = fmax(t->in[0][i], t->in[2][i - 1]);
	double l = fmin(t->in[1][i], t->in[2][i - 1]);

	return h - l;
}

static struct sums sums_at(const struct part *t, size_t p, size_t i, int close)
{
	struct sums s = { 0, 0, 0 };

	for (size_t j = 1; j <= i; j++) {
		double up = t->in[0][j] - t->in[0][j - 1];
		double down = t->in[1][j - 1] - t->in[1][j];
		double keep = j < p ? 1 : 1 - 1 / (double)p;

		s.plus = s.plus * keep + (up > 0 && up > down ? up : 0);
		s.minus = s.minus * keep + (down > 0 && down > up ? down : 0);
		s.range = s.range * keep + (close ? true_range_at(t, j) : 0);
	}
	return s;
}

static void plus_dm(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n > 1 ? n - 1 : 1; i < t->n; i++)
		t->out[0][i] = sums_at(t, n, i, 0).plus;
}

static void minus_dm(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n > 1 ? n - 1 : 1; i < t->n; i++)
		t->out[0][i] = sums_at(t, n, i, 0).minus;
}

static double di(double move, double range, size_t p)
{
	return range < 1e-14 ? 0 : (p > 1 ? 100 : 1) * move / range;
}

static void plus_di(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		struct sums s = sums_at(t, n, i, 1);

		t->out[0][i] = di(s.plus, s.range, n);
	}
}

static void minus_di(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		struct sums s = sums_at(t, n, i, 1);

		t->out[0][i] = di(s.minus, s.range, n);
	}
}

/* NaN where the range or both indicators are zero. */
static double dx_at(const struct part *t, size_t n, size_t i)
{
	struct sums s = sums_at(t, n, i, 1);
	double a = di(s.plus, s.range, n), b = di(s.minus, s.range, n);

	return a + b < 1e-14 ? NAN : 100 * fabs(a - b) / (a + b);
}

static void dx(const double *p, const struct part *t)
{
	double last = 0;

	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double v = dx_at(t, n, i);

		t->out[0][i] = last = isnan(v) ? last : v;
	}
}

static void adx(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	double a = 0;

	for (size_t i = n; i < t->n; i++) {
		double v = dx_at(t, n, i);

		if (i < 2 * n)
			a += isnan(v) ? 0 : v / p[0];
		else if (!isnan(v))
			a = (a * (p[0] - 1) + v) / p[0];
		if (i >= 2 * n - 1)
			t->out[0][i] = a;
	}
}

static void adxr(const double *p, const struct part *t)
{
	static double line[BARS];
	struct part inner = *t;
	size_t n = (size_t)p[0];

	for (size_t i = 0; i < BARS; i++)
		line[i] = NAN;
	inner.out[0] = line;
	adx(p, &inner);
	for (size_t i = n - 1; i < t->n; i++)
		t->out[0][i] = (line[i] + line[i - (n - 1)]) / 2;
}

static size_t bars_since(const double *x, size_t i, size_t count, double sign)
{
	size_t best = 0;

	for (size_t j = 1; j < count; j++)
		if (sign * x[i - j] > sign * x[i - best])
			best = j;
	return best;
}

static void aroon(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double l = (double)bars_since(t->in[1], i, n + 1, -1);
		double h = (double)bars_since(t->in[0], i, n + 1, 1);

		t->out[0][i] = 100 * (p[0] - l) / p[0];
		if (t->out[1])
			t->out[1][i] = 100 * (p[0] - h) / p[0];
	}
}

static void aroonosc(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++)
		t->out[0][i] = 100 *
			       ((double)bars_since(t->in[1], i, n + 1, -1) -
				(double)bars_since(t->in[0], i, n + 1, 1)) /
			       p[0];
}

#endif
