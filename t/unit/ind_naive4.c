/* ind_naive4.c - indicators beyond TA-Lib's against plain formulas: volume,
 * and oscillators of averages, stochastics and moves. */
#include "ind_covered.h"
#include "ind_series.h"

STAGES;

/* ---- volume */

/* Line, its average and the difference. */
static void put_signal(const struct part *t, double *line, double p)
{
	put(t, 0, line);
	copy_of(se, line, t->n);
	to_ema(se, p, t->n);
	put(t, 1, se);
	if (t->out[2])
		EACH(i, t)
	t->out[2][i] = line[i] - se[i];
}

static void pvo(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	copy_of(sb, t->in[0], t->n);
	to_ema(sa, p[0], t->n);
	to_ema(sb, p[1], t->n);
	EACH(i, t)
	sa[i] = over(100 * (sa[i] - sb[i]), sb[i], 0);
	put_signal(t, sa, p[2]);
}

static void vosc(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	copy_of(sb, t->in[0], t->n);
	to_sma(sa, p[0], t->n);
	to_sma(sb, p[1], t->n);
	EACH(i, t)
	t->out[0][i] = over(100 * (sa[i] - sb[i]), sb[i], NAN);
}

static void rvol(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = over(t->in[0][i], sa[i], NAN);
}

static void force_lines(const double *p, const struct part *t)
{
	copy_of(sb, sa, t->n);
	to_ema(sa, p[0], t->n);
	to_ema(sb, p[1], t->n);
	EACH(i, t)
	sa[i] -= sb[i];
	put_signal(t, sa, p[2]);
}

static double three(const struct part *t, size_t i)
{
	return t->in[0][i] + t->in[1][i] + t->in[2][i];
}

static void kvo(const double *p, const struct part *t)
{
	EACH(i, t)
	sa[i] = !i				? NAN
		: three(t, i) < three(t, i - 1) ? -t->in[3][i]
						: t->in[3][i];
	force_lines(p, t);
}

static double range_at(const struct part *t, size_t i)
{
	return t->in[0][i] - t->in[1][i];
}

/* Is the trend of bar i up: what the last bar that moved says, down at
 * first. */
static int rises(const struct part *t, size_t i)
{
	while (i > 0 && three(t, i) == three(t, i - 1))
		i--;
	return i > 0 && three(t, i) > three(t, i - 1);
}

static void kvo_vf(const double *p, const struct part *t)
{
	sa[0] = NAN;
	for (size_t i = 1; i < t->n; i++) {
		double cm = 0;
		size_t j = i;

		while (j > 1 && rises(t, j - 1) == rises(t, i))
			cm += range_at(t, j--);
		cm += range_at(t, j);
		/* A move begins with the range before it, a tie at the very
		 * start does not. */
		if (three(t, j) != three(t, j - 1))
			cm += range_at(t, j - 1);
		sa[i] = over(2 * range_at(t, i), cm, 0) - 1;
		sa[i] = cm == 0 ? 0
				: 100 * fabs(sa[i]) * t->in[3][i] *
					  (rises(t, i) ? 1 : -1);
	}
	force_lines(p, t);
}

static void nvi(const double *p, const struct part *t)
{
	double v[2] = { p[0], p[0] };

	EACH(i, t)
	{
		double d = i ? t->in[1][i] - t->in[1][i - 1] : 0;

		if (d != 0)
			v[d > 0] *= t->in[0][i] / t->in[0][i - 1];
		t->out[0][i] = v[0];
		t->out[1][i] = v[1];
	}
}

static void pvol(const double *p, const struct part *t)
{
	static const double rank[2][2] = { { 4, 3 }, { 2, 1 } };

	(void)p;
	EACH(i, t)
	{
		t->out[0][i] = t->in[0][i] * t->in[1][i];
		if (i)
			t->out[1][i] = rank[t->in[0][i] >= t->in[0][i - 1]]
					   [t->in[1][i] >= t->in[1][i - 1]];
	}
}

static void pvt(const double *p, const struct part *t)
{
	long double v = 0;

	(void)p;
	EACH(i, t)
	{
		if (i)
			v += (t->in[0][i] / t->in[0][i - 1] - 1) * t->in[1][i];
		t->out[0][i] = (double)v;
	}
}

static void sobv(const double *p, const struct part *t)
{
	EACH(i, t)
	{
		double d = i ? t->in[0][i] - t->in[0][i - 1] : 1;

		sa[i] = (i ? sa[i - 1] : 0) + ((d > 0) - (d < 0)) * t->in[1][i];
	}
	to_sma(sa, p[0], t->n);
	put(t, 0, sa);
}

/* Sum of x v over sum of v, of p bars; none: where there is no volume. */
static double weighed(const double *x, const double *v, size_t i, double p,
		      double none)
{
	size_t n = (size_t)p;
	double a = 0, b = 0;

	if (i + 1 < n)
		return NAN;
	for (size_t j = i + 1 - n; j <= i; j++) {
		a += x[j] * v[j];
		b += v[j];
	}
	return over(a, b, none);
}

static void vwap_roll(const double *p, const struct part *t)
{
	typical_of(t, sa);
	EACH(i, t)
	t->out[0][i] = weighed(sa, t->in[3], i, p[0], NAN);
}

static void vwmacd(const double *p, const struct part *t)
{
	const double *x = t->in[0], *v = t->in[1];

	copy_of(sb, x, t->n);
	copy_of(sc, x, t->n);
	to_sma(sb, p[0], t->n);
	to_sma(sc, p[1], t->n);
	EACH(i, t)
	sa[i] = weighed(x, v, i, p[0], sb[i]) - weighed(x, v, i, p[1], sc[i]);
	put_signal(t, sa, p[2]);
}

static void wad(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1], *c = t->in[2];
	long double v = 0;

	(void)p;
	EACH(i, t)
	{
		if (i && c[i] > c[i - 1])
			v += c[i] - fmin(l[i], c[i - 1]);
		if (i && c[i] < c[i - 1])
			v += c[i] - fmax(h[i], c[i - 1]);
		t->out[0][i] = (double)v;
	}
}

static void wvad(const double *p, const struct part *t)
{
	(void)p;
	EACH(i, t)
	t->out[0][i] = over(t->in[3][i] - t->in[0][i],
			    t->in[1][i] - t->in[2][i], NAN) *
		       t->in[4][i];
}

static void iii(const double *p, const struct part *t)
{
	(void)p;
	EACH(i, t)
	t->out[0][i] = over(2 * t->in[2][i] - t->in[0][i] - t->in[1][i],
			    range_at(t, i) * t->in[3][i], NAN);
}

static void marketfi(const double *p, const struct part *t)
{
	(void)p;
	EACH(i, t)
	t->out[0][i] = over(range_at(t, i), t->in[2][i], NAN);
}

/* ---- averages of changes */

static void kst(const double *p, const struct part *t)
{
	EACH(i, t)
	sb[i] = 0;
	for (int k = 0; k < 4; k++) {
		lagged(t->in[0], p[k], t->n, sa);
		EACH(i, t)
		sa[i] = 100 * (t->in[0][i] / sa[i] - 1);
		to_sma(sa, p[4 + k], t->n);
		EACH(i, t)
		sb[i] += (k + 1) * sa[i];
	}
	put(t, 0, sb);
	to_sma(sb, p[8], t->n);
	put(t, 1, sb);
}

static void strength(const double *p, const struct part *t, double scale)
{
	changes_of(t->in[0], t->n, sa);
	EACH(i, t)
	sb[i] = fabs(sa[i]);
	for (int k = 0; k < 2; k++) {
		to_ema(sa, p[k], t->n);
		to_ema(sb, p[k], t->n);
	}
	EACH(i, t)
	sa[i] = scale * over(sa[i], sb[i], 0);
	put_signal(t, sa, p[2]);
}

static void tsi(const double *p, const struct part *t)
{
	strength(p, t, 100);
}

static void smi_ergodic(const double *p, const struct part *t)
{
	strength(p, t, 1);
}

static void smi(const double *p, const struct part *t)
{
	extremes(t->in[0], p[0], 1, t->n, sa);
	extremes(t->in[1], p[0], -1, t->n, sb);
	EACH(i, t)
	{
		sc[i] = t->in[2][i] - (sa[i] + sb[i]) / 2;
		sa[i] -= sb[i];
	}
	for (int k = 0; k < 2; k++) {
		to_ema(sc, p[1], t->n);
		to_ema(sa, p[1], t->n);
	}
	EACH(i, t)
	sc[i] = 200 * over(sc[i], sa[i], 0);
	put_signal(t, sc, p[2]);
}

static void stc(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	copy_of(sb, t->in[0], t->n);
	to_ema(sa, p[0], t->n);
	to_ema(sb, p[1], t->n);
	EACH(i, t)
	sa[i] -= sb[i];
	for (int round = 0; round < 2; round++) {
		double k = 0, s = NAN;

		extremes(sa, p[2], 1, t->n, sb);
		extremes(sa, p[2], -1, t->n, sc);
		EACH(i, t)
		{
			double range = sb[i] - sc[i];

			if (range > (round ? 1e-9 : 0))
				k = 100 * (sa[i] - sc[i]) / range;
			s = isnan(s) ? k : s + p[3] * (k - s);
			s = isnan(range) ? NAN : s;
			sd[i] = s;
		}
		copy_of(sa, sd, t->n);
	}
	put(t, 0, sa);
}

static void stochrsi_tv(const double *p, const struct part *t)
{
	rsi_of(t->in[0], p[0], t->n, sa);
	extremes(sa, p[1], 1, t->n, sb);
	extremes(sa, p[1], -1, t->n, sc);
	EACH(i, t)
	{
		double range = sb[i] - sc[i];

		sa[i] = range < 1e-9 ? 0 : 100 * (sa[i] - sc[i]) / range;
	}
	to_sma(sa, p[2], t->n);
	put(t, 0, sa);
	to_sma(sa, p[3], t->n);
	put(t, 1, sa);
}

static void kdj(const double *p, const struct part *t)
{
	double k = 50, d = 50;

	extremes(t->in[0], p[0], 1, t->n, sa);
	extremes(t->in[1], p[0], -1, t->n, sb);
	for (size_t i = (size_t)p[0] - 1; i < t->n; i++) {
		double s = over(100 * (t->in[2][i] - sb[i]), sa[i] - sb[i], 50);

		k = (k * (p[1] - 1) + s) / p[1];
		d = (d * (p[1] - 1) + k) / p[1];
		t->out[0][i] = k;
		t->out[1][i] = d;
		t->out[2][i] = 3 * k - 2 * d;
	}
}

static void qqe(const double *p, const struct part *t)
{
	double low = NAN, high = NAN, trend = 1;

	rsi_of(t->in[0], p[0], t->n, sa);
	to_ema(sa, p[1], t->n);
	put(t, 0, sa);
	changes_of(sa, t->n, sb);
	EACH(i, t)
	sb[i] = fabs(sb[i]);
	to_ema(sb, 2 * p[0] - 1, t->n);
	to_ema(sb, 2 * p[0] - 1, t->n);
	for (size_t i = first_of(sb, t->n); i < t->n; i++) {
		double a = sa[i] - p[2] * sb[i], b = sa[i] + p[2] * sb[i];
		int above = sa[i] > low && sa[i - 1] > low;
		int below = sa[i] < high && sa[i - 1] < high;

		trend = sa[i] > high ? 1 : sa[i] < low ? -1 : trend;
		low = above ? fmax(a, low) : a;
		high = below ? fmin(b, high) : b;
		t->out[1][i] = trend > 0 ? low : high;
		t->out[2][i] = trend;
	}
}

static void wavetrend(const double *p, const struct part *t)
{
	typical_of(t, sa);
	copy_of(sb, sa, t->n);
	to_ema(sb, p[0], t->n);
	EACH(i, t)
	{
		sa[i] -= sb[i];
		sb[i] = fabs(sa[i]);
	}
	to_ema(sb, p[0], t->n);
	EACH(i, t)
	sa[i] = over(sa[i], 0.015 * sb[i], 0);
	to_ema(sa, p[1], t->n);
	put(t, 0, sa);
	to_sma(sa, p[2], t->n);
	put(t, 1, sa);
}

static void impulse(const double *p, const struct part *t)
{
	size_t fast = (size_t)fmin(p[1], p[2]), slow = (size_t)fmax(p[1], p[2]);

	copy_of(sa, t->in[0], t->n);
	copy_of(sb, t->in[0], t->n);
	copy_of(sc, t->in[0], t->n);
	for (size_t i = 0; i < slow - fast && i < t->n; i++)
		sb[i] = NAN;
	to_ema(sa, p[0], t->n);
	to_ema(sb, (double)fast, t->n);
	to_ema(sc, (double)slow, t->n);
	EACH(i, t)
	sb[i] -= sc[i];
	copy_of(sc, sb, t->n);
	to_ema(sc, p[3], t->n);
	for (size_t i = 1; i < t->n; i++) {
		double a = sa[i] - sa[i - 1];
		double b = (sb[i] - sc[i]) - (sb[i - 1] - sc[i - 1]);

		t->out[0][i] = isnan(a + b)	? NAN
			       : a > 0 && b > 0 ? 1
			       : a < 0 && b < 0 ? -1
						: 0;
	}
}

/* ---- moves */

static double weigh4(const double *x, size_t i)
{
	return (x[i - 3] + 2 * x[i - 2] + 2 * x[i - 1] + x[i]) / 6;
}

static void rvgi(const double *p, const struct part *t)
{
	size_t from;

	EACH(i, t)
	{
		sc[i] = t->in[3][i] - t->in[0][i];
		sd[i] = t->in[1][i] - t->in[2][i];
		sa[i] = i < 3 ? NAN : weigh4(sc, i);
		sb[i] = i < 3 ? NAN : weigh4(sd, i);
	}
	to_sum(sa, p[0], t->n);
	to_sum(sb, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = over(sa[i], sb[i], 0);
	from = first_of(t->out[0], t->n);
	for (size_t i = from + 3; i < t->n; i++)
		t->out[1][i] = weigh4(t->out[0], i);
}

static void vortex(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1];

	true_ranges(t, 0, sc);
	EACH(i, t)
	{
		sa[i] = i ? fabs(h[i] - l[i - 1]) : NAN;
		sb[i] = i ? fabs(l[i] - h[i - 1]) : NAN;
	}
	to_sum(sa, p[0], t->n);
	to_sum(sb, p[0], t->n);
	to_sum(sc, p[0], t->n);
	EACH(i, t)
	{
		t->out[0][i] = over(sa[i], sc[i], NAN);
		t->out[1][i] = over(sb[i], sc[i], NAN);
	}
}

static void pgo(const double *p, const struct part *t)
{
	copy_of(sa, t->in[2], t->n);
	to_sma(sa, p[0], t->n);
	true_ranges(t, 1, sb);
	to_ema(sb, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = over(t->in[2][i] - sa[i], sb[i], NAN);
}

static void psl(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n; i < t->n; i++) {
		double up = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			up += t->in[0][j] > t->in[0][j - 1];
		t->out[0][i] = 100 * up / p[0];
	}
}

static void tii(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	{
		double d = t->in[0][i] - sa[i];

		sb[i] = isnan(d) ? NAN : fmax(d, 0);
		sc[i] = fabs(d);
	}
	to_sum(sb, p[1], t->n);
	to_sum(sc, p[1], t->n);
	EACH(i, t)
	t->out[0][i] = over(100 * sb[i], sc[i], 50);
}

static void vixfix(const double *p, const struct part *t)
{
	extremes(t->in[1], p[0], 1, t->n, sa);
	EACH(i, t)
	t->out[0][i] = 100 * (sa[i] - t->in[0][i]) / sa[i];
}

static void qstick(const double *p, const struct part *t)
{
	EACH(i, t)
	sa[i] = t->in[1][i] - t->in[0][i];
	to_sma(sa, p[0], t->n);
	put(t, 0, sa);
}

static void ttm_trend(const double *p, const struct part *t)
{
	EACH(i, t)
	sa[i] = (t->in[0][i] + t->in[1][i]) / 2;
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = isnan(sa[i]) ? NAN : t->in[2][i] > sa[i] ? 1 : -1;
}

static void increasing(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	const double *x = t->in[0];

	EACH(i, t)
	{
		size_t up = 0, down = 0;

		while (up < i && x[i - up] > x[i - up - 1])
			up++;
		while (down < i && x[i - down] < x[i - down - 1])
			down++;
		t->out[2][i] = up ? (double)up : -(double)down;
		if (i < n)
			continue;
		t->out[0][i] = up >= n;
		t->out[1][i] = down >= n;
	}
}

static void lowestbars(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n - 1; i < t->n; i++) {
		size_t best = 0;

		for (size_t k = 1; k < n; k++)
			if (t->in[0][i - k] < t->in[0][i - best])
				best = k;
		t->out[0][i] = (double)best;
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "pvo", pvo, { { 12, 26, 9 }, { 5, 3, 4 }, { 1, 2, 1 } } },
	{ "rvol", rvol, { { 20 }, { 3 }, { 1 } } },
	{ "kvo", kvo, { { 34, 55, 13 }, { 4, 3, 5 } } },
	{ "kvo_vf", kvo_vf, { { 34, 55, 13 }, { 4, 3, 5 } } },
	{ "nvi", nvi, { { 1000 }, { 1 } } },
	{ "pvol", pvol, { { 1 } } },
	{ "pvt", pvt, { { 1 } } },
	{ "sobv", sobv, { { 20 }, { 1 } } },
	{ "vwmacd", vwmacd, { { 12, 26, 9 }, { 7, 3, 2 } } },
	{ "vwap_roll", vwap_roll, { { 14 }, { 1 }, { 3 } } },
	{ "wad", wad, { { 1 } } },
	{ "marketfi", marketfi, { { 1 } } },
	{ "vosc", vosc, { { 5, 10 }, { 7, 3 }, { 1, 1 } } },
	{ "kst", kst, { { 10, 15, 20, 30, 10, 10, 10, 15, 9 },
			{ 3, 1, 40, 7, 2, 1, 5, 9, 3 } } },
	{ "tsi", tsi, { { 25, 13, 13 }, { 3, 7, 2 }, { 1, 1, 1 } } },
	{ "smi_ergodic", smi_ergodic, { { 20, 5, 5 }, { 4, 9, 1 } } },
	{ "smi", smi, { { 10, 3, 3 }, { 13, 25, 2 }, { 2, 1, 1 } } },
	{ "stochrsi_tv", stochrsi_tv, { { 14, 14, 3, 3 }, { 5, 9, 1, 4 } } },
	{ "kdj", kdj, { { 9, 3 }, { 1, 1 }, { 5, 7 } } },
	{ "impulse", impulse, { { 13, 12, 26, 9 }, { 40, 5, 3, 2 } } },
	{ "rvgi", rvgi, { { 10 }, { 1 }, { 4 } } },
	{ "vortex", vortex, { { 14 }, { 1 } } },
	{ "pgo", pgo, { { 14 }, { 2 } } },
	{ "psl", psl, { { 12 }, { 1 } } },
	{ "vixfix", vixfix, { { 22 }, { 1 } } },
	{ "qstick", qstick, { { 10 }, { 1 } } },
	{ "lowestbars", lowestbars, { { 14 }, { 1 }, { 3 } } },
};

/* Their outputs do not start on the same bar, or no bar is certain. */
static const struct row parted[] = {
	{ "wvad", wvad, { { 1 } } },
	{ "iii", iii, { { 1 } } },
	{ "increasing", increasing, { { 3 }, { 1 }, { 2 } } },
};

/* Where prices stand still these are made of what rounding leaves. */
static const struct row moving[] = {
	{ "stc", stc, { { 23, 50, 10, 0.5 }, { 7, 3, 4, 0.3 } } },
	{ "wavetrend", wavetrend, { { 10, 21, 4 }, { 3, 2, 1 } } },
	{ "tii", tii, { { 60, 30 }, { 4, 1 }, { 3, 50 } } },
	{ "qqe", qqe, { { 14, 5, 4.236 }, { 4, 1, 1.5 } } },
	{ "ttm_trend", ttm_trend, { { 6 }, { 3 } } },
};
/* clang-format on */

int main(void)
{
	fill(0);
	check_rows(moving, COUNT(moving), "walk");
	pierce();
	check_rows(moving, COUNT(moving), "walk with gaps");
	check_both(rows, COUNT(rows), parted, COUNT(parted));
	check_listed(no_golden4, rows, COUNT(rows));
	return done();
}
