/* ind_naive.c - indicators against plain formulas that work every window out
 * anew: momentum, trend, oscillator, volume, statistic and pattern rows. */
#include "tap.h"
#include <algo/ind.h>

#define BARS 1500
#define MAXP 64

enum { OPEN, HIGH, LOW, CLOSE, VOLUME, SESSION, COLUMNS };
static double column[COLUMNS][BARS];

/* A clean stretch of n bars: the prices of one series x, or of bars. */
struct part {
	size_t n;
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
static double ma_at(int type, const double *x, size_t from, size_t p, size_t i)
{
	if (i + 1 < from + p)
		return NAN;
	if (type == ALGO_MA_SMA)
		return mean_of(x, i + 1 - p, p);
	return type == ALGO_MA_EMA ? ema_at(x, from, p, i) : wma_at(x, p, i);
}

/* ---- momentum */

static void gains(const double *p, const struct part *t, int cmo)
{
	size_t n = (size_t)p[0];

	for (size_t i = n; i < t->n; i++) {
		double g = 0, l = 0;

		for (size_t j = 1; j <= i; j++) {
			double d = t->in[0][j] - t->in[0][j - 1];
			double up = d > 0 ? d : 0, down = d < 0 ? -d : 0;

			g = j <= n ? g + up / p[0] :
				     (g * (p[0] - 1) + up) / p[0];
			l = j <= n ? l + down / p[0] :
				     (l * (p[0] - 1) + down) / p[0];
		}
		t->out[0][i] = g + l < 1e-14 ? 0 :
			       cmo ? 100 * (g - l) / (g + l) :
				     100 * g / (g + l);
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

#define LAG(name, EXPR)                                                       \
	static void name(const double *p, const struct part *t)               \
	{                                                                     \
		for (size_t i = (size_t)p[0]; i < t->n; i++) {                \
			double x = t->in[0][i], b = t->in[0][i - (size_t)p[0]]; \
                                                                              \
			t->out[0][i] = (EXPR);                                \
		}                                                             \
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
		t->out[0][i] *=
			100 / ma_at((int)p[2], t->in[0], 0, slow, i);
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
		t->out[0][i] =
			100 *
			((double)bars_since(t->in[1], i, n + 1, -1) -
			 (double)bars_since(t->in[0], i, n + 1, 1)) /
			p[0];
}

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

		t->out[0][i] = h == l ? 0 :
					-100 * (h - t->in[2][i]) / (h - l);
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

		t->out[0][i] = v < 1e-14 ? 0 :
					   co(t->in[0], t->in[1], i, n) /
						   sqrt(v);
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
		t->out[0][i] =
			fabs(t->in[3][i] - t->in[0][i]) <= 0.1 * (s / 10) ? 100
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
		int inside = fmin(o, c) <= fmin(a, b) &&
			     fmax(o, c) >= fmax(a, b);
		int equal = (o == b) + (c == a);

		t->out[0][i] = here == -before && inside && equal < 2 ?
				       here * (equal ? 80 : 100) :
				       0;
	}
}

#include "ind_naive_rows.h"
