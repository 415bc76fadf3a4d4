/* ind_naive2.c - indicators against plain formulas that work every window out
 * anew: arithmetic, cycles, differences of any averages, extended stops; and
 * every row that has no reference columns. */
#include "ind_covered.h"
#include "ind_naive.h"

enum { SMA = ALGO_MA_SMA, EMA = ALGO_MA_EMA, WMA = ALGO_MA_WMA };

/* ---- windows */

static void imi(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double up = 0, all = 0;

		for (size_t j = i + 1 - n; j <= i; j++) {
			up += fmax(t->in[1][j] - t->in[0][j], 0);
			all += fabs(t->in[1][j] - t->in[0][j]);
		}
		t->out[0][i] = all > 0 ? 100 * up / all : 50;
	}
}

static void avgdev(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		double m = mean_of(t->in[0], i + 1 - n, n), s = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			s += fabs(t->in[0][j] - m);
		t->out[0][i] = s / p[0];
	}
}

static double best_of(const double *x, size_t i, size_t n, double sign)
{
	double best = x[i];

	for (size_t j = i + 1 - n; j < i; j++)
		best = sign * x[j] > sign * best ? x[j] : best;
	return best;
}

static void minmax(const double *p, const struct part *t)
{
	for (size_t n = (size_t)p[0], i = n - 1; i < t->n; i++) {
		t->out[0][i] = best_of(t->in[0], i, n, -1);
		t->out[1][i] = best_of(t->in[0], i, n, 1);
	}
}

/* One index is remembered: an equal or better value replaces it; once it is
 * out of the window, all of it is looked at from the oldest on. */
static void place(const struct part *t, size_t n, double sign, double *out)
{
	const double *x = t->in[0];
	size_t now = 0;

	for (size_t i = n - 1; i < t->n; i++) {
		if (i == n - 1 || now + n <= i) {
			now = i + 1 - n;
			for (size_t j = now; j <= i; j++)
				now = sign * x[j] > sign * x[now] ? j : now;
		} else if (sign * x[i] >= sign * x[now]) {
			now = i;
		}
		out[i] = (double)(t->from + now);
	}
}

static void maxindex(const double *p, const struct part *t)
{
	place(t, (size_t)p[0], 1, t->out[0]);
}

static void minindex(const double *p, const struct part *t)
{
	place(t, (size_t)p[0], -1, t->out[0]);
}

static void minmaxindex(const double *p, const struct part *t)
{
	place(t, (size_t)p[0], -1, t->out[0]);
	place(t, (size_t)p[0], 1, t->out[1]);
}

/* ---- lines of two averages */

static void signals(const double *line, size_t from, int type, size_t n,
		    const struct part *t)
{
	for (size_t i = from + n - 1; i < t->n; i++) {
		t->out[0][i] = line[i];
		t->out[1][i] = ma_at(type, line, from, n, i);
		t->out[2][i] = line[i] - t->out[1][i];
	}
}

/* From the mean of n values to bar 25 on, with weight k. */
static double weighted_at(const double *x, size_t n, double k, size_t i)
{
	double e = mean_of(x, 26 - n, n);

	for (size_t j = 26; j <= i; j++)
		e = k * x[j] + (1 - k) * e;
	return e;
}

static void macdfix(const double *p, const struct part *t)
{
	static double line[BARS];

	for (size_t i = 25; i < t->n; i++)
		line[i] = weighted_at(t->in[0], 12, 0.15, i) -
			  weighted_at(t->in[0], 26, 0.075, i);
	signals(line, 25, EMA, (size_t)p[0], t);
}

static void macdext(const double *p, const struct part *t)
{
	static double line[BARS];
	int swap = p[2] < p[0];
	const double *fast = swap ? p + 2 : p, *slow = swap ? p : p + 2;
	size_t f = (size_t)fast[0], s = (size_t)slow[0];

	for (size_t i = s - 1; i < t->n; i++)
		line[i] = ma_at((int)fast[1], t->in[0], s - f, f, i) -
			  ma_at((int)slow[1], t->in[0], 0, s, i);
	signals(line, s - 1, (int)p[5], (size_t)p[4], t);
}

static void mavp(const double *p, const struct part *t)
{
	size_t max = (size_t)fmax(p[0], p[1]);

	for (size_t i = max - 1; i < t->n; i++) {
		double v =
			fmax(fmin(p[0], p[1]), fmin((double)max, t->in[1][i]));
		size_t q = (size_t)v;

		t->out[0][i] = ma_at((int)p[2], t->in[0], max - q, q, i);
	}
}

static double rsi_at(const double *x, size_t n, size_t i)
{
	double up = 0, down = 0, p = (double)n;

	for (size_t j = 1; j <= i; j++) {
		double d = x[j] - x[j - 1], keep = j > n ? (p - 1) / p : 1;

		up = up * keep + fmax(d, 0) / p;
		down = down * keep + fmax(-d, 0) / p;
	}
	return up + down < 1e-14 ? 0 : 100 * up / (up + down);
}

static void stochrsi(const double *p, const struct part *t)
{
	static double r[BARS], k[BARS];
	size_t n = (size_t)p[0], w = (size_t)p[1], first = n + w - 1;

	for (size_t i = n; i < t->n; i++)
		r[i] = rsi_at(t->in[0], n, i);
	for (size_t i = first; i < t->n; i++) {
		double low = best_of(r, i, w, -1), high = best_of(r, i, w, 1);

		k[i] = high - low < 1e-10 ? 0
					  : 100 * (r[i] - low) / (high - low);
	}
	for (size_t i = first; i < t->n; i++) {
		t->out[1][i] = ma_at((int)p[3], k, first, (size_t)p[2], i);
		t->out[0][i] = isnan(t->out[1][i]) ? NAN : k[i];
	}
}

/* ---- sarext: as Wilder tells it, a long and a short side */

struct stop {
	int rise;
	double sar, ep, af;
};

static struct stop turned(int rise, double ep, double af)
{
	return (struct stop){ rise, 0, ep, af };
}

static double below(double sar, double a, double b)
{
	return fmin(sar, fmin(a, b));
}

static double above(double sar, double a, double b)
{
	return fmax(sar, fmax(a, b));
}

/* Bar i of high h and low l; b is the bar before, i itself at the start. */
static double stop_long(struct stop *s, const double *p, const struct part *t,
			size_t i, size_t b)
{
	const double *h = t->in[0], *l = t->in[1];
	double out = s->sar;

	if (l[i] <= s->sar) {
		double sar = above(s->ep, h[b], h[i]) * (1 + p[1]);

		*s = turned(0, l[i], fmin(p[5], p[7]));
		s->sar = above(sar + s->af * (s->ep - sar), h[b], h[i]);
		return -sar;
	}
	if (h[i] > s->ep) {
		s->ep = h[i];
		s->af = fmin(s->af + fmin(p[3], p[4]), p[4]);
	}
	s->sar = below(s->sar + s->af * (s->ep - s->sar), l[b], l[i]);
	return out;
}

static double stop_short(struct stop *s, const double *p, const struct part *t,
			 size_t i, size_t b)
{
	const double *h = t->in[0], *l = t->in[1];
	double out = -s->sar;

	if (h[i] >= s->sar) {
		double sar = below(s->ep, l[b], l[i]) * (1 - p[1]);

		*s = turned(1, h[i], fmin(p[2], p[4]));
		s->sar = below(sar + s->af * (s->ep - sar), l[b], l[i]);
		return sar;
	}
	if (l[i] < s->ep) {
		s->ep = l[i];
		s->af = fmin(s->af + fmin(p[6], p[7]), p[7]);
	}
	s->sar = above(s->sar + s->af * (s->ep - s->sar), h[b], h[i]);
	return out;
}

static void sarext(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1];
	double up, down;
	struct stop s;

	if (t->n < 2)
		return;
	up = h[1] - h[0];
	down = l[0] - l[1];
	s.rise = p[0] == 0 ? !(down > 0 && down > up) : p[0] > 0;
	s.ep = s.rise ? h[1] : l[1];
	s.sar = s.rise ? l[0] : h[0];
	if (p[0] != 0)
		s.sar = fabs(p[0]);
	s.af = s.rise ? fmin(p[2], p[4]) : fmin(p[5], p[7]);
	for (size_t i = 1; i < t->n; i++) {
		size_t b = i == 1 ? 1 : i - 1;

		t->out[0][i] = s.rise ? stop_long(&s, p, t, i, b)
				      : stop_short(&s, p, t, i, b);
	}
}

/* ---- cycles: the transformer as filters over whole series */

struct cycles {
	double mean[BARS], detrended[BARS], i1[BARS], q1[BARS];
	double ji[BARS], jq[BARS], i2[BARS], q2[BARS], re[BARS], im[BARS];
	double period[BARS], smooth[BARS];
	double phase[BARS], line[BARS], whole[BARS];
};
static struct cycles c;

static double at(const double *x, size_t i, size_t back)
{
	return i >= back ? x[i - back] : 0;
}

/* Ehlers' transformer, its gain set by the period before. */
static double hilbert(const double *x, size_t i)
{
	double v = 0.0962 * (at(x, i, 0) - at(x, i, 6)) +
		   0.5769 * (at(x, i, 2) - at(x, i, 4));

	return v * (0.075 * at(c.period, i, 1) + 0.54);
}

static double limited(double period, double old)
{
	double v = fmax(fmin(period, 1.5 * old), 0.67 * old);

	return fmax(6, fmin(50, v));
}

static void cycle_at(size_t i)
{
	double old = at(c.period, i, 1), v = old;

	c.detrended[i] = hilbert(c.mean, i);
	c.q1[i] = hilbert(c.detrended, i);
	c.i1[i] = at(c.detrended, i, 3);
	c.ji[i] = hilbert(c.i1, i);
	c.jq[i] = hilbert(c.q1, i);
	c.i2[i] = 0.2 * (c.i1[i] - c.jq[i]) + 0.8 * at(c.i2, i, 1);
	c.q2[i] = 0.2 * (c.q1[i] + c.ji[i]) + 0.8 * at(c.q2, i, 1);
	c.re[i] = 0.2 * (c.i2[i] * at(c.i2, i, 1) + c.q2[i] * at(c.q2, i, 1)) +
		  0.8 * at(c.re, i, 1);
	c.im[i] = 0.2 * (c.i2[i] * at(c.q2, i, 1) - c.q2[i] * at(c.i2, i, 1)) +
		  0.8 * at(c.im, i, 1);
	if (c.re[i] != 0 && c.im[i] != 0)
		v = 2 * acos(-1) / atan(c.im[i] / c.re[i]);
	c.period[i] = 0.2 * limited(v, old) + 0.8 * old;
	c.smooth[i] = 0.33 * c.period[i] + 0.67 * at(c.smooth, i, 1);
}

/* The Fourier coefficient by the four quadrants of its angle. */
static double phase_at(size_t i, double before)
{
	size_t n = (size_t)(c.smooth[i] + 0.5);
	double re = 0, im = 0, v;

	for (size_t k = 0; k < n; k++) {
		double angle = 2 * acos(-1) * (double)k / (double)n;

		re += sin(angle) * at(c.mean, i, k);
		im += cos(angle) * at(c.mean, i, k);
	}
	v = im == 0 && re == 0 ? before : atan2(re, im) * 180 / acos(-1);
	if (im < 0 && re < 0)
		v += 360;
	v += 90 + 360 / c.smooth[i];
	return v > 315 ? v - 360 : v;
}

static void cycles(const struct part *t, size_t start)
{
	const double *x = t->in[0];

	memset(&c, 0, sizeof(c));
	for (size_t i = start; i < t->n; i++) {
		size_t n;

		c.mean[i] =
			(4 * x[i] + 3 * x[i - 1] + 2 * x[i - 2] + x[i - 3]) /
			10;
		cycle_at(i);
		n = (size_t)(c.smooth[i] + 0.5);
		c.phase[i] = phase_at(i, at(c.phase, i, 1));
		c.whole[i] = n ? mean_of(x, i + 1 - n, n) : 0;
		c.line[i] = 0.4 * c.whole[i] + 0.3 * at(c.whole, i, 1) +
			    0.2 * at(c.whole, i, 2) + 0.1 * at(c.whole, i, 3);
	}
}

static void ht_dcperiod(const double *p, const struct part *t)
{
	(void)p;
	cycles(t, 12);
	for (size_t i = 32; i < t->n; i++)
		t->out[0][i] = c.smooth[i];
}

static void ht_phasor(const double *p, const struct part *t)
{
	(void)p;
	cycles(t, 12);
	for (size_t i = 32; i < t->n; i++) {
		t->out[0][i] = c.i1[i];
		t->out[1][i] = c.q1[i];
	}
}

static void ht_dcphase(const double *p, const struct part *t)
{
	(void)p;
	cycles(t, 37);
	for (size_t i = 63; i < t->n; i++)
		t->out[0][i] = c.phase[i];
}

static double sine_at(size_t i, double lead)
{
	return i >= 37 ? sin((c.phase[i] + lead) * acos(-1) / 180) : 0;
}

static void ht_sine(const double *p, const struct part *t)
{
	(void)p;
	cycles(t, 37);
	for (size_t i = 63; i < t->n; i++) {
		t->out[0][i] = sine_at(i, 0);
		t->out[1][i] = sine_at(i, 45);
	}
}

static void ht_trendline(const double *p, const struct part *t)
{
	(void)p;
	cycles(t, 37);
	for (size_t i = 63; i < t->n; i++)
		t->out[0][i] = c.line[i];
}

static void ht_trendmode(const double *p, const struct part *t)
{
	size_t days = 0;

	(void)p;
	cycles(t, 37);
	for (size_t i = 37; i < t->n; i++) {
		double a = sine_at(i, 0) - sine_at(i, 45);
		double b = sine_at(i - 1, 0) - sine_at(i - 1, 45);
		double turn = 360 / c.smooth[i];
		double moved = c.phase[i] - c.phase[i - 1];
		int crossed = (a > 0 && b <= 0) || (a < 0 && b >= 0);
		int far = fabs(c.mean[i] / c.line[i] - 1) >= 0.015;

		days = crossed ? 1 : days + 1;
		if (i < 63)
			continue;
		t->out[0][i] =
			far || (!crossed && (double)days >= c.smooth[i] / 2 &&
				!(moved > 0.67 * turn && moved < 1.5 * turn));
	}
}

/* ---- other libraries' habits: averages that begin at the first value, a true
 * range on the first bar, equal moves on both sides, volume from 0 */

static void from_first(double *x, size_t n, double k)
{
	for (size_t i = 1; i < n; i++)
		x[i] = k * x[i] + (1 - k) * x[i - 1];
}

/* stages averages of averages, and the weight of each in the sum. */
static void staged(const double *p, const struct part *t, const double *weight,
		   size_t stages)
{
	static double x[BARS];

	memcpy(x, t->in[0], t->n * sizeof(*x));
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = 0;
	for (size_t s = 0; s < stages; s++) {
		from_first(x, t->n, 2 / (p[0] + 1));
		for (size_t i = 0; i < t->n; i++)
			t->out[0][i] += weight[s] * x[i];
	}
}

static void ema(const double *p, const struct part *t)
{
	staged(p, t, (const double[]){ 1 }, 1);
}

static void dema(const double *p, const struct part *t)
{
	staged(p, t, (const double[]){ 2, -1 }, 2);
}

static void tema(const double *p, const struct part *t)
{
	staged(p, t, (const double[]){ 3, -3, 1 }, 3);
}

static double range_at(const struct part *t, size_t i)
{
	double high = t->in[0][i], low = t->in[1][i];

	if (i == 0)
		return high - low;
	return fmax(high, t->in[2][i - 1]) - fmin(low, t->in[2][i - 1]);
}

static void trange(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 0; i < t->n; i++)
		t->out[0][i] = range_at(t, i);
}

static void atr(const double *p, const struct part *t)
{
	double a = 0;

	for (size_t i = 0; i < t->n; i++) {
		double keep = (double)i < p[0] ? 1 : 1 - 1 / p[0];

		a = a * keep + range_at(t, i) / p[0];
		if ((double)i + 1 >= p[0])
			t->out[0][i] = a;
	}
}

static void natr(const double *p, const struct part *t)
{
	atr(p, t);
	for (size_t i = 0; i < t->n && p[0] > 1; i++)
		t->out[0][i] *= 100 / t->in[2][i];
}

static void moves(const double *p, const struct part *t, int sign)
{
	double s = 0;

	for (size_t i = 1; i < t->n; i++) {
		double up = t->in[0][i] - t->in[0][i - 1];
		double down = t->in[1][i - 1] - t->in[1][i];
		double mine = sign > 0 ? up : down;

		s *= (double)i < p[0] ? 1 : 1 - 1 / p[0];
		s += mine > 0 && mine == fmax(up, down) ? mine : 0;
		if ((double)i + 1 >= p[0])
			t->out[0][i] = s;
	}
}

static void plus_dm(const double *p, const struct part *t)
{
	moves(p, t, 1);
}

static void minus_dm(const double *p, const struct part *t)
{
	moves(p, t, -1);
}

static void obv(const double *p, const struct part *t)
{
	double v = p[0] > 0 ? t->in[1][0] : 0;

	for (size_t i = 0; i < t->n; i++) {
		double d = i ? t->in[0][i] - t->in[0][i - 1] : 0;

		t->out[0][i] = v += d > 0   ? t->in[1][i]
				    : d < 0 ? -t->in[1][i]
					    : 0;
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "ema", ema, { { 12, 1 }, { 1, 1 } } },
	{ "dema", dema, { { 12, 1 } } },
	{ "tema", tema, { { 12, 1 } } },
	{ "trange", trange, { { 1 } } },
	{ "atr", atr, { { 14, 1 }, { 1, 1 } } },
	{ "natr", natr, { { 14, 1 }, { 1, 1 } } },
	{ "plus_dm", plus_dm, { { 14, 1 }, { 2, 1 } } },
	{ "minus_dm", minus_dm, { { 14, 1 }, { 2, 1 } } },
	{ "imi", imi, { { 14 }, { 2 }, { 7 } } },
	{ "avgdev", avgdev, { { 14 }, { 1 }, { 2 }, { 300 } } },
	{ "minmax", minmax, { { 30 }, { 2 }, { 7 } } },
	{ "maxindex", maxindex, { { 30 }, { 2 }, { 7 }, { 90 } } },
	{ "minindex", minindex, { { 30 }, { 2 }, { 7 }, { 90 } } },
	{ "minmaxindex", minmaxindex, { { 30 }, { 2 }, { 7 }, { 90 } } },
	{ "macdfix", macdfix, { { 9 }, { 1 }, { 20 } } },
	{ "macdext", macdext, { { 12, SMA, 26, SMA, 9, SMA },
				{ 5, EMA, 11, WMA, 4, EMA },
				{ 11, EMA, 5, EMA, 3, WMA },
				{ 7, WMA, 7, EMA, 1, EMA } } },
	{ "mavp", mavp, { { 2, 30, SMA }, { 5, 12, EMA }, { 20, 3, WMA },
			  { 9, 9, EMA } } },
	{ "stochrsi", stochrsi, { { 14, 5, 3, SMA }, { 2, 14, 4, EMA },
				  { 7, 1, 1, SMA } } },
};

/* An all-0 start would end the list of parameters. */
static const struct row stops[] = {
	{ "sarext", sarext, {
		{ 90, 0, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2 },
		{ -120, 0.01, 0.1, 0.03, 0.25, 0.04, 0.01, 0.1 },
		{ 0, 0, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2 },
		{ 0, 0.005, 0.3, 0.3, 0.2, 0.01, 0.3, 0.1 } } },
};

static const struct row volumes[] = { { "obv", obv, { { 0 }, { 1 } } } };

/* On prices that stand still a phase is made of rounding errors. */
static const struct row waves[] = {
	{ "ht_dcperiod", ht_dcperiod, { { 1 } } },
	{ "ht_phasor", ht_phasor, { { 1 } } },
	{ "ht_dcphase", ht_dcphase, { { 1 } } },
	{ "ht_sine", ht_sine, { { 1 } } },
	{ "ht_trendline", ht_trendline, { { 1 } } },
	{ "ht_trendmode", ht_trendmode, { { 1 } } },
};

/* ---- arithmetic: the same by other means */

static double n_add(double a, double b) { return b + a; }
static double n_sub(double a, double b) { return -(b - a); }
static double n_mult(double a, double b) { return b * a; }
static double n_div(double a, double b)
{
	/* The sign of a zero counts. */
	return a * (1 / b);
}
static double n_abs(double a, double b) { (void)b; return a < 0 ? -a : a + 0; }
static double n_acos(double a, double b)
{
	(void)b;
	return acos(-1) / 2 - asin(a);
}
static double n_asin(double a, double b)
{
	(void)b;
	return atan2(a, sqrt((1 - a) * (1 + a)));
}
static double n_atan(double a, double b) { (void)b; return atan2(a, 1); }
static double n_ceil(double a, double b) { (void)b; return -floor(-a); }
static double n_cos(double a, double b)
{
	(void)b;
	return 1 - 2 * sin(a / 2) * sin(a / 2);
}
static double n_cosh(double a, double b)
{
	(void)b;
	return exp(a) / 2 + exp(-a) / 2;
}
static double n_exp(double a, double b) { (void)b; return pow(exp(1), a); }
static double n_floor(double a, double b)
{
	(void)b;
	return trunc(a) - (a < trunc(a) ? 1 : 0);
}
static double n_ln(double a, double b) { (void)b; return log2(a) * log(2); }
static double n_log10(double a, double b) { (void)b; return log(a) / log(10); }
static double n_round(double a, double b)
{
	(void)b;
	return copysign(floor(fabs(a) + 0.5), a);
}
static double n_sin(double a, double b)
{
	(void)b;
	return 2 * sin(a / 2) * cos(a / 2);
}
static double n_sinh(double a, double b)
{
	(void)b;
	return fabs(a) < 1e-3 ? a : exp(a) / 2 - exp(-a) / 2;
}
static double n_sqrt(double a, double b) { (void)b; return a < 0 ? NAN : pow(a, 0.5); }
static double n_tan(double a, double b) { (void)b; return sin(a) / cos(a); }
static double n_tanh(double a, double b)
{
	(void)b;
	return fabs(a) < 1e-3 ? a : 1 - 2 / (exp(2 * a) + 1);
}
static double n_todeg(double a, double b)
{
	(void)b;
	return a / acos(-1) * 180;
}
static double n_torad(double a, double b)
{
	(void)b;
	return a / 180 * acos(-1);
}
static double n_trunc(double a, double b)
{
	(void)b;
	return a < 0 ? ceil(a) : floor(a);
}

static const struct {
	const char *name;
	double (*naive)(double a, double b);
} plain[] = {
	{ "add", n_add }, { "sub", n_sub }, { "mult", n_mult },
	{ "div", n_div }, { "abs", n_abs }, { "acos", n_acos },
	{ "asin", n_asin }, { "atan", n_atan }, { "ceil", n_ceil },
	{ "cos", n_cos }, { "cosh", n_cosh }, { "exp", n_exp },
	{ "floor", n_floor }, { "ln", n_ln }, { "log10", n_log10 },
	{ "round", n_round }, { "sin", n_sin }, { "sinh", n_sinh },
	{ "sqrt", n_sqrt }, { "tan", n_tan }, { "tanh", n_tanh },
	{ "todeg", n_todeg }, { "torad", n_torad }, { "trunc", n_trunc },
};
/* clang-format on */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const double values[] = {
	0,    1,   -1,	0.5,  -0.5, 0.25, -0.75, 1.5,	2.5,	   -2.5,
	3.14, 100, -7,	1e-9, 1e-4, 20,	  0.999, -0.99, INFINITY,  -INFINITY,
	NAN,  2,   -20, 1.25, 4.75, 1e9,  650,	 -1e9,	-0.000001, 7,
};

/* Every value, and every pair, as one series. */
static void check_plain(size_t k)
{
	const struct algo_ind *ind =
		algo_ind_find(plain[k].name, strlen(plain[k].name));
	size_t m = COUNT(values), bad = 0, good = 0;
	static double a[900], b[900], y[900];
	const double *in[2] = { a, b };
	double *out[1] = { y };
	struct algo_kernel kernel;

	if (!ok(ind != NULL, "%s is in the registry", plain[k].name))
		return;
	for (size_t i = 0; i < m * m; i++) {
		a[i] = values[i / m];
		b[i] = values[i % m];
	}
	algo_kernel_init(&kernel, ind, (const double[ALGO_IND_PARAMS]){ 0 });
	algo_kernel_step(&kernel, in, out, m * m);
	algo_kernel_release(&kernel);
	for (size_t i = 0; i < m * m; i++) {
		double want = plain[k].naive(a[i], b[i]);
		double scale = fabs(a[i]) > 1e6 && isfinite(a[i]) ? 1e-6 : 1e-9;

		good += isfinite(y[i]) ? 1u : 0u;
		if ((isnan(y[i]) && isnan(want)) || y[i] == want ||
		    fabs(y[i] - want) <= scale * fmax(1, fabs(want)))
			continue;
		if (!bad++)
			note("of %g, %g: %.17g, not %.17g", a[i], b[i], y[i],
			     want);
	}
	ok(!bad && good, "%s: %zu finite values, %zu wrong", plain[k].name,
	   good, bad);
}

static void check_table(const struct row *r, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < 8 && r[i].p[k][0] > 0; k++)
			check(&r[i], r[i].p[k], what);
}

static void check_all(const char *what)
{
	check_table(rows, COUNT(rows), what);
	for (size_t k = 0; k < 4; k++)
		check(stops, stops->p[k], what);
	for (size_t k = 0; k < 2; k++)
		check(volumes, volumes->p[k], what);
}

static int has(const struct row *r, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(r[i].name, name))
			return 1;
	return 0;
}

/* What has no reference columns is here. */
static void check_listed(void)
{
	for (size_t i = 0; no_golden[i]; i++) {
		int found = has(rows, COUNT(rows), no_golden[i]);

		for (size_t k = 0; k < COUNT(plain); k++)
			found |= !strcmp(plain[k].name, no_golden[i]);
		ok(found, "%s has a formula", no_golden[i]);
	}
}

int main(void)
{
	for (size_t k = 0; k < COUNT(plain); k++)
		check_plain(k);
	check_listed();
	fill(0);
	check_all("walk");
	check_table(waves, COUNT(waves), "walk");
	pierce();
	check_all("walk with gaps");
	check_table(waves, COUNT(waves), "walk with gaps");
	fill(1);
	check_all("grid");
	pierce();
	check_all("grid with gaps");
	return done();
}
