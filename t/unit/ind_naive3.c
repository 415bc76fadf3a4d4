/* ind_naive3.c - indicators beyond TA-Lib's against plain formulas that work
 * every window out anew, over gaps, ties and stretches without movement:
 * averages, channels, ratios. */
#include "ind_covered.h"
#include "ind_naive.h"

enum { SMA = ALGO_MA_SMA, EMA = ALGO_MA_EMA, WMA = ALGO_MA_WMA };

/* ---- parts of formulas */

static double max_of(const double *x, size_t i, size_t n)
{
	return extreme_of(x, i, n, 1);
}

static double min_of(const double *x, size_t i, size_t n)
{
	return extreme_of(x, i, n, -1);
}

static int is_flat(const double *x, size_t i, size_t n)
{
	return max_of(x, i, n) == min_of(x, i, n);
}

/* Whole series of what bars have. */
static double mid[BARS], typical[BARS], tr[BARS], change[BARS], made[BARS];

static void prepare(const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1], *c = t->in[2];

	for (size_t i = 0; i < t->n; i++) {
		mid[i] = (h[i] + l[i]) / 2;
		if (!c)
			continue;
		typical[i] = (h[i] + l[i] + c[i]) / 3;
		tr[i] = i ? fmax(h[i], c[i - 1]) - fmin(l[i], c[i - 1])
			  : h[i] - l[i];
	}
}

/* x - x of the bar before; 0 on the first. */
static void differences(const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		change[i] = i ? x[i] - x[i - 1] : 0;
}

static double sum_of(const double *x, size_t i, size_t n)
{
	return mean_of(x, i + 1 - n, n) * (double)n;
}

/* Sums of squares, and of products with the bar's place, around the mean. */
static double squares(const double *x, size_t i, size_t n)
{
	double m = mean_of(x, i + 1 - n, n), s = 0;

	if (is_flat(x, i, n))
		return 0;
	for (size_t j = i + 1 - n; j <= i; j++)
		s += (x[j] - m) * (x[j] - m);
	return s;
}

static double slope_at(const double *x, size_t i, size_t n)
{
	double s = 0, all = 0, middle = ((double)n - 1) / 2;

	for (size_t k = 0; k < n; k++) {
		double place = (double)k - middle;

		s += place * x[i + 1 + k - n];
		all += place * place;
	}
	return s / all;
}

/* ---- averages */

static void alma(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double s = 0, all = 0;

		for (size_t k = 0; k < n; k++) {
			double d = (double)k - p[1] * (p[0] - 1);
			double w = exp(-pow(d * p[2] / p[0], 2) / 2);

			s += w * t->in[0][i + 1 + k - n];
			all += w;
		}
		t->out[0][i] = s / all;
	}
}

static void fwma(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double s = 0, all = 0, w[2] = { 1, 0 };

		for (size_t k = 0; k < n; k++) {
			double next = w[0] + w[1];

			s += w[0] * t->in[0][i + 1 + k - n];
			all += w[0];
			w[1] = w[0];
			w[0] = next;
		}
		t->out[0][i] = s / all;
	}
}

static double span_at(const struct part *t, size_t i, size_t n)
{
	return max_of(t->in[0], i, n) - min_of(t->in[1], i, n);
}

static void frama(const double *p, const struct part *t)
{
	size_t h = (size_t)p[0] / 2;
	double e = 0, d = 1;

	prepare(t);
	for (size_t i = 2 * h - 1; i < t->n; i++) {
		double a = span_at(t, i, h), b = span_at(t, i - h, h);
		double whole = span_at(t, i, 2 * h), alpha;

		if (a > 0 && b > 0 && whole > 0)
			d = log((a + b) / (whole / 2)) / log(2);
		alpha = exp(-4.6 * (d - 1));
		alpha = alpha < 0.01 ? 0.01 : alpha > 1 ? 1 : alpha;
		e = i == 2 * h - 1 ? mid[i] : alpha * mid[i] + (1 - alpha) * e;
		t->out[0][i] = e;
	}
}

static void hwma(const double *p, const struct part *t)
{
	double f = t->in[0][0], v = 0, a = 0;

	for (size_t i = 0; i < t->n; i++) {
		double f1 = f, v1 = v;

		f = p[0] * t->in[0][i] + (1 - p[0]) * (f + v + a / 2);
		v = p[1] * (f - f1) + (1 - p[1]) * (v1 + a);
		a = p[2] * (v - v1) + (1 - p[2]) * a;
		t->out[0][i] = f + v + a / 2;
	}
}

/* ---- Williams' */

static double ao_at(const double *p, size_t i)
{
	return ma_at(SMA, mid, 0, (size_t)p[0], i) -
	       ma_at(SMA, mid, 0, (size_t)p[1], i);
}

static void ao(const double *p, const struct part *t)
{
	prepare(t);
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = ao_at(p, i);
}

static void ac(const double *p, const struct part *t)
{
	size_t from = (size_t)fmax(p[0], p[1]) - 1, n = (size_t)p[2];

	ao(p, t);
	memcpy(made, t->out[0], t->n * sizeof(*made));
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = made[i] - ma_at(SMA, made, from, n, i);
}

static double drawn_at(const double *p, size_t k, size_t i)
{
	size_t shift = (size_t)p[k + 3];

	return i < shift ? NAN : wilder_at(mid, 0, (size_t)p[k], i - shift);
}

static void alligator(const double *p, const struct part *t)
{
	prepare(t);
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < 3; k++)
			t->out[k][i] = drawn_at(p, k, i);
}

static void gator(const double *p, const struct part *t)
{
	prepare(t);
	for (size_t i = 0; i < t->n; i++) {
		double teeth = drawn_at(p, 1, i);

		t->out[0][i] = fabs(drawn_at(p, 0, i) - teeth);
		t->out[1][i] = -fabs(drawn_at(p, 2, i) - teeth);
	}
}

static void fractal(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = 2 * n; i < t->n; i++)
		for (size_t k = 0; k < 2; k++) {
			const double *x = t->in[k];
			double sign = k ? -1 : 1, v = x[i - n];
			int beyond = 1;

			for (size_t j = i - 2 * n; j <= i; j++)
				beyond &= j == i - n || sign * v > sign * x[j];
			t->out[k][i] = beyond ? v : NAN;
		}
}

/* ---- channels and stops */

static void aberration(const double *p, const struct part *t)
{
	prepare(t);
	for (size_t i = 0; i < t->n; i++) {
		double m = ma_at(SMA, typical, 0, (size_t)p[0], i);
		double a = wilder_at(tr, 0, (size_t)p[1], i);

		t->out[0][i] = m;
		t->out[1][i] = m + a;
		t->out[2][i] = m - a;
		t->out[3][i] = a;
	}
}

static void bbw(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double m = mean_of(x, i + 1 - n, n);
		double d = p[1] * sqrt(squares(x, i, n) / p[0]);

		t->out[0][i] = 100 * (2 * d) / m;
		t->out[1][i] = d > 0 ? (x[i] - (m - d)) / (2 * d) : NAN;
	}
}

static void envelope(const double *p, const struct part *t)
{
	for (size_t i = 0; i < t->n; i++) {
		double m = ma_at(SMA, t->in[0], 0, (size_t)p[0], i);

		t->out[0][i] = m - m * p[1] / 100;
		t->out[1][i] = m;
		t->out[2][i] = m + m * p[1] / 100;
	}
}

static double middle_at(const struct part *t, double period, size_t i)
{
	size_t n = (size_t)period;

	if (i + 1 < n)
		return NAN;
	return (max_of(t->in[0], i, n) + min_of(t->in[1], i, n)) / 2;
}

static void ichimoku(const double *p, const struct part *t)
{
	size_t late = (size_t)p[3] - 1;

	for (size_t i = 0; i < t->n; i++) {
		t->out[0][i] = middle_at(t, p[0], i);
		t->out[1][i] = middle_at(t, p[1], i);
		if (i < late)
			continue;
		t->out[2][i] = (t->out[0][i - late] + t->out[1][i - late]) / 2;
		t->out[3][i] = middle_at(t, p[2], i - late);
	}
}

static void ce(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	prepare(t);
	for (size_t i = n - 1; i < t->n; i++) {
		double far = p[1] * wilder_at(tr, 0, n, i);

		t->out[0][i] = max_of(t->in[0], i, n) - far;
		t->out[1][i] = min_of(t->in[1], i, n) + far;
	}
}

static void cksp(const double *p, const struct part *t)
{
	static double first[BARS], second[BARS];
	size_t n = (size_t)p[0], q = (size_t)p[2];

	ce(p, t);
	memcpy(first, t->out[0], t->n * sizeof(*first));
	memcpy(second, t->out[1], t->n * sizeof(*second));
	for (size_t i = 0; i < t->n; i++) {
		int early = i < n + q - 2;

		t->out[1][i] = early ? NAN : max_of(first, i, q);
		t->out[0][i] = early ? NAN : min_of(second, i, q);
	}
}

static void hilo(const double *p, const struct part *t)
{
	size_t h = (size_t)p[0], l = (size_t)p[1];
	double v = NAN;

	for (size_t i = (size_t)fmax(p[0], p[1]); i < t->n; i++) {
		if (t->in[2][i] > mean_of(t->in[0], i - h, h))
			v = mean_of(t->in[1], i + 1 - l, l);
		else if (t->in[2][i] < mean_of(t->in[1], i - l, l))
			v = mean_of(t->in[0], i + 1 - h, h);
		t->out[0][i] = v;
	}
}

static void atrts(const double *p, const struct part *t)
{
	const double *c = t->in[2];
	size_t n = (size_t)p[0];
	double stop = -INFINITY;

	prepare(t);
	for (size_t i = n - 1; i < t->n; i++) {
		double far = p[1] * wilder_at(tr, 0, n, i);
		int start = i == n - 1, rise = start || c[i] > stop;

		if (start)
			stop = c[i] - far;
		else if (c[i] > stop && c[i - 1] > stop)
			stop = fmax(stop, c[i] - far);
		else if (c[i] < stop && c[i - 1] < stop)
			stop = fmin(stop, c[i] + far);
		else
			stop = rise ? c[i] - far : c[i] + far;
		t->out[0][i] = stop;
		t->out[1][i] = rise ? 1 : -1;
	}
}

/* ---- ratios */

static void bias(const double *p, const struct part *t)
{
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] =
			t->in[0][i] / ma_at(SMA, t->in[0], 0, (size_t)p[0], i) -
			1;
}

static void dpo(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0], back = n / 2 + 1;

	for (size_t i = back; i < t->n; i++)
		t->out[0][i] =
			t->in[0][i - back] - ma_at(SMA, t->in[0], 0, n, i);
}

static void dpo_tv(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0], back = n / 2 + 1;

	for (size_t i = back; i < t->n; i++)
		t->out[0][i] =
			t->in[0][i] - ma_at(SMA, t->in[0], 0, n, i - back);
}

static void coppock(const double *p, const struct part *t)
{
	size_t from = (size_t)fmax(p[1], p[2]), n = (size_t)p[0];
	const double *x = t->in[0];

	for (size_t i = from; i < t->n; i++)
		made[i] = 100 * (x[i] / x[i - (size_t)p[1]] - 1) +
			  100 * (x[i] / x[i - (size_t)p[2]] - 1);
	for (size_t i = from; i < t->n; i++)
		t->out[0][i] = ma_at(WMA, made, from, n, i);
}

static void er(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double way = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			way += fabs(x[j] - x[j - 1]);
		t->out[0][i] = way > 0 ? fabs(x[i] - x[i - n]) / way : NAN;
	}
}

static void cmo_sum(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double way = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			way += fabs(x[j] - x[j - 1]);
		t->out[0][i] = way > 0 ? 100 * (x[i] - x[i - n]) / way : 0;
	}
}

static void eri(const double *p, const struct part *t)
{
	for (size_t i = (size_t)p[0] - 1; i < t->n; i++) {
		double m = ema_at(t->in[2], 0, (size_t)p[0], i);

		t->out[0][i] = t->in[0][i] - m;
		t->out[1][i] = t->in[1][i] - m;
	}
}

static double part_of(double a, double b)
{
	return b == 0 ? NAN : 100 * a / b;
}

static void brar(const double *p, const struct part *t)
{
	const double *o = t->in[0], *h = t->in[1], *l = t->in[2], *c = t->in[3];

	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double s[4] = { 0 };

		for (size_t j = i + 1 - n; j <= i; j++) {
			s[0] += j ? fmax(h[j] - c[j - 1], 0) : 0;
			s[1] += j ? fmax(c[j - 1] - l[j], 0) : 0;
			s[2] += h[j] - o[j];
			s[3] += o[j] - l[j];
		}
		t->out[0][i] = i < n ? NAN : part_of(s[0], s[1]);
		t->out[1][i] = part_of(s[2], s[3]);
	}
}

/* ---- lines */

static double forecast_at(const double *x, size_t i, size_t n)
{
	return mean_of(x, i + 1 - n, n) +
	       slope_at(x, i, n) * ((double)n + 1) / 2;
}

static void cfo(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] = 100 - 100 * forecast_at(x, i, n) / x[i];
}

static void fosc(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n; i < t->n; i++)
		t->out[0][i] = 100 - 100 * forecast_at(x, i - 1, n) / x[i];
}

static void cg(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double a = 0, b = 0;

		for (size_t k = 0; k < n; k++) {
			a -= (double)(k + 1) * t->in[0][i - k];
			b += t->in[0][i - k];
		}
		t->out[0][i] = a / b;
	}
}

static void cti(const double *p, const struct part *t)
{
	const double *x = t->in[0];

	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double time = p[0] * (p[0] * p[0] - 1) / 12;

		t->out[0][i] = is_flat(x, i, n)
				       ? NAN
				       : slope_at(x, i, n) *
						 sqrt(time / squares(x, i, n));
	}
}

static void corr_ret(const double *p, const struct part *t)
{
	static double r[2][BARS];
	size_t n = (size_t)p[0];

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 1; i < t->n; i++)
			r[k][i] = t->in[k][i] / t->in[k][i - 1] - 1;
	for (size_t i = n; i < t->n; i++) {
		double a = mean_of(r[0], i + 1 - n, n), s = 0;
		double b = mean_of(r[1], i + 1 - n, n);
		double x = squares(r[0], i, n), y = squares(r[1], i, n);

		for (size_t j = i + 1 - n; j <= i; j++)
			s += (r[0][j] - a) * (r[1][j] - b);
		t->out[0][i] = x > 0 && y > 0 ? s / sqrt(x * y) : NAN;
		t->out[1][i] = x > 0 && y > 0 ? s / y : NAN;
	}
}

/* ---- volume and volatility */

static void aobv(const double *p, const struct part *t)
{
	differences(t->in[0], t->n);
	for (size_t i = 0; i < t->n; i++) {
		double v = t->in[1][i] *
			   (i ? (change[i] > 0) - (change[i] < 0) : 1);

		made[i] = i ? made[i - 1] + v : v;
	}
	for (size_t k = 0; k < 2; k++)
		for (size_t i = (size_t)p[k] - 1; i < t->n; i++)
			t->out[k][i] = ema_at(made, 0, (size_t)p[k], i);
}

static void efi(const double *p, const struct part *t)
{
	differences(t->in[0], t->n);
	for (size_t i = 0; i < t->n; i++)
		made[i] = change[i] * t->in[1][i];
	for (size_t i = (size_t)p[0]; i < t->n; i++)
		t->out[0][i] = ema_at(made, 1, (size_t)p[0], i);
}

static void emv(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = 1; i < t->n; i++) {
		double range = t->in[0][i] - t->in[1][i], v = t->in[2][i];
		double up = (t->in[0][i] + t->in[1][i]) / 2 -
			    (t->in[0][i - 1] + t->in[1][i - 1]) / 2;

		made[i] = v > 0 ? up * range / (v / p[1]) : 0;
	}
	for (size_t i = n; i < t->n; i++)
		t->out[0][i] = mean_of(made, i + 1 - n, n);
}

static void adr(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] = mean_of(t->in[0], i + 1 - n, n) -
			       mean_of(t->in[1], i + 1 - n, n);
}

static void atr_pine(const double *p, const struct part *t)
{
	prepare(t);
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = wilder_at(tr, 0, (size_t)p[0], i);
}

static void chop(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	prepare(t);
	for (size_t i = n - 1; i < t->n; i++) {
		double range = span_at(t, i, n), all = sum_of(tr, i, n);

		t->out[0][i] = range > 0 && all > 0
				       ? 100 * log(all / range) / log(p[0])
				       : NAN;
	}
}

static void cvi(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = 0; i < t->n; i++)
		made[i] = t->in[0][i] - t->in[1][i];
	for (size_t i = 2 * n - 1; i < t->n; i++)
		t->out[0][i] = part_of(ema_at(made, 0, n, i),
				       ema_at(made, 0, n, i - n)) -
			       100;
}

static void garman_klass(const double *p, const struct part *t)
{
	for (size_t i = 0; i < t->n; i++)
		made[i] = pow(log(t->in[1][i]) - log(t->in[2][i]), 2) / 2 -
			  (log(4) - 1) *
				  pow(log(t->in[3][i]) - log(t->in[0][i]), 2);
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++)
		t->out[0][i] =
			sqrt(p[1] * fmax(0, mean_of(made, i + 1 - n, n)));
}

static void returns(const struct part *t)
{
	for (size_t i = 1; i < t->n; i++)
		made[i] = log(t->in[0][i] / t->in[0][i - 1]);
}

static void hv(const double *p, const struct part *t)
{
	returns(t);
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++)
		t->out[0][i] = sqrt(p[1] * squares(made, i, n) / (p[0] - p[2]));
}

static void entropy(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double all = sum_of(t->in[0], i, n), s = 0;

		for (size_t k = 0; k < n; k++)
			s -= t->in[0][i - k] / all * log(t->in[0][i - k] / all);
		t->out[0][i] = s / log(p[1]);
	}
}

/* The mean of rescaled ranges: 0 without any. */
static double rescaled_at(size_t i, size_t n, size_t m)
{
	double all = 0, count = 0;

	for (size_t k = 0; k + m <= n; k += m) {
		size_t last = i - k;
		double mean = mean_of(made, last + 1 - m, m), s = 0;
		double top = -INFINITY, low = INFINITY;

		if (is_flat(made, last, m))
			continue;
		for (size_t j = last + 1 - m; j <= last; j++) {
			s += made[j] - mean;
			top = fmax(top, s);
			low = fmin(low, s);
		}
		all += (top - low) / sqrt(squares(made, last, m) / (double)m);
		count++;
	}
	return count > 0 ? all / count : 0;
}

static void hurst(const double *p, const struct part *t)
{
	returns(t);
	for (size_t n = (size_t)p[0], i = n; i < t->n; i++) {
		double x[20], y[20], k = 0, a = 0, b = 0, s = 0, q = 0;

		for (size_t m = n; m >= 8; m /= 2) {
			double v = rescaled_at(i, n, m);

			if (v > 0) {
				x[(size_t)k] = log((double)m);
				y[(size_t)k++] = log(v);
			}
		}
		for (size_t j = 0; j < (size_t)k; j++) {
			a += x[j] / k;
			b += y[j] / k;
		}
		for (size_t j = 0; j < (size_t)k; j++) {
			s += (x[j] - a) * (y[j] - b);
			q += (x[j] - a) * (x[j] - a);
		}
		t->out[0][i] = k < 2 ? NAN : s / q;
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "alma", alma, { { 9, 0.85, 6 }, { 1, 0.5, 3 }, { 50, 0, 2 } } },
	{ "fwma", fwma, { { 10 }, { 1 }, { 70 }, { 300 } } },
	{ "frama", frama, { { 16 }, { 2 }, { 7 } } },
	{ "hwma", hwma, { { 0.2, 0.1, 0.1 }, { 0.5, 0.3, 0.01 } } },
	{ "ao", ao, { { 5, 34 }, { 40, 3 } } },
	{ "ac", ac, { { 5, 34, 5 }, { 4, 2, 20 } } },
	{ "bbw", bbw, { { 20, 2 }, { 2, 0.5 } } },
	{ "envelope", envelope, { { 20, 2.5 }, { 1, -3 } } },
	{ "ce", ce, { { 22, 3 }, { 1, 0.5 } } },
	{ "cksp", cksp, { { 10, 1, 9 }, { 1, 3, 20 } } },
	{ "atrts", atrts, { { 14, 3 }, { 1, 0.5 } } },
	{ "bias", bias, { { 26 }, { 1 } } },
	{ "dpo", dpo, { { 20 }, { 21 }, { 1 } } },
	{ "dpo_tv", dpo_tv, { { 21 }, { 20 }, { 1 } } },
	{ "coppock", coppock, { { 10, 11, 14 }, { 3, 9, 2 } } },
	{ "er", er, { { 10 }, { 1 }, { 50 } } },
	{ "cmo_sum", cmo_sum, { { 9 }, { 1 }, { 50 } } },
	{ "eri", eri, { { 13 }, { 1 } } },
	{ "cfo", cfo, { { 9 }, { 2 } } },
	{ "fosc", fosc, { { 14 }, { 2 } } },
	{ "cg", cg, { { 10 }, { 1 } } },
	{ "cti", cti, { { 12 }, { 3 } } },
	{ "corr_ret", corr_ret, { { 20 }, { 5 } } },
	{ "efi", efi, { { 13 }, { 1 } } },
	{ "emv", emv, { { 14, 10000 }, { 1, 100 } } },
	{ "adr", adr, { { 14 }, { 1 } } },
	{ "atr_pine", atr_pine, { { 14 }, { 1 } } },
	{ "chop", chop, { { 14 }, { 2 } } },
	{ "cvi", cvi, { { 10 }, { 1 } } },
	{ "garman_klass", garman_klass, { { 20, 252 }, { 1, 365 } } },
	{ "hv", hv, { { 20, 252, 1 }, { 2, 1, 0 } } },
	{ "entropy", entropy, { { 10, 2 }, { 3, 10 } } },
	{ "hurst", hurst, { { 100 }, { 16 }, { 41 } } },
};

/* Their outputs do not start on the same bar, or no bar is certain. */
static const struct row parted[] = {
	{ "alligator", alligator, { { 13, 8, 5, 8, 5, 3 },
				    { 1, 9, 4, 0, 2, 30 } } },
	{ "gator", gator, { { 13, 8, 5, 8, 5, 3 }, { 1, 9, 4, 0, 2, 30 } } },
	{ "fractal", fractal, { { 2 }, { 1 }, { 9 } } },
	{ "aberration", aberration, { { 5, 15 }, { 20, 4 } } },
	{ "ichimoku", ichimoku, { { 9, 26, 52, 26 }, { 30, 4, 6, 1 } } },
	{ "hilo", hilo, { { 13, 21 }, { 9, 2 } } },
	{ "brar", brar, { { 26 }, { 1 } } },
	{ "aobv", aobv, { { 4, 12 }, { 30, 1 } } },
};
/* clang-format on */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void check_all(const char *what, const char *other)
{
	for (size_t k = 0; k < COUNT(rows); k++)
		for (size_t i = 0; rows[k].p[i][0] > 0; i++)
			check(&rows[k], rows[k].p[i], what);
	for (size_t k = 0; k < COUNT(parted); k++)
		for (size_t i = 0; parted[k].p[i][0] > 0; i++)
			check(&parted[k], parted[k].p[i], other);
}

int main(void)
{
	fill(0);
	check_all("walk", "bars");
	pierce();
	check_all("walk with gaps", "bars with gaps");
	fill(1);
	check_all("grid", "grid");
	pierce();
	check_all("grid with gaps", "grid with gaps");
	return done();
}
