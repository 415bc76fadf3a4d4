/* ind_naive6.c - indicators beyond TA-Lib's against plain formulas: filters,
 * channels, deviations. */
#include "ind_covered.h"
#include "ind_series.h"

STAGES;

#define PI 3.14159265358979323846

/* ---- averages */

/* The mean of p values up to bar i with weights by their place, 0 oldest. */
static void weigh(const struct part *t, size_t p,
		  double (*weight)(size_t i, size_t p))
{
	for (size_t i = p - 1; i < t->n; i++) {
		double s = 0, all = 0;

		for (size_t j = 0; j < p; j++) {
			s += weight(j, p) * t->in[0][i + 1 - p + j];
			all += weight(j, p);
		}
		t->out[0][i] = s / all;
	}
}

static double binomial(size_t i, size_t p)
{
	return exp(lgamma((double)p) - lgamma((double)i + 1) -
		   lgamma((double)(p - i)));
}

static double sine(size_t i, size_t p)
{
	return sin(PI * ((double)i + 1) / ((double)p + 1));
}

static double symmetric(size_t i, size_t p)
{
	return i == 0 || i + 1 == p ? 1 : 2;
}

static void pwma(const double *p, const struct part *t)
{
	weigh(t, (size_t)p[0], binomial);
}

static void sinwma(const double *p, const struct part *t)
{
	weigh(t, (size_t)p[0], sine);
}

static void swma(const double *p, const struct part *t)
{
	(void)p;
	weigh(t, 4, symmetric);
}

static void mcgd(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	double md = 0;

	for (size_t i = n - 1; i < t->n; i++) {
		double x = t->in[0][i];

		md = i == n - 1
			     ? mean_of(t->in[0], 0, n)
			     : md + (x - md) / (p[1] * p[0] * pow(x / md, 4));
		t->out[0][i] = md;
	}
}

static void zlema(const double *p, const struct part *t)
{
	lagged(t->in[0], floor((p[0] - 1) / 2), t->n, sa);
	EACH(i, t)
	sa[i] = 2 * t->in[0][i] - sa[i];
	to_ema(sa, p[0], t->n);
	put(t, 0, sa);
}

static void vidya(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	double y = 0;

	for (size_t i = n; i < t->n; i++) {
		double net = t->in[0][i] - t->in[0][i - n], way = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			way += fabs(t->in[0][j] - t->in[0][j - 1]);
		y = i == n ? t->in[0][i - 1] : y;
		y += 2 / (p[0] + 1) * over(fabs(net), way, 0) *
		     (t->in[0][i] - y);
		t->out[0][i] = y;
	}
}

static void vidya92(const double *p, const struct part *t)
{
	size_t n = (size_t)fmax(p[0], p[1]);

	deviations(t->in[0], p[0], t->n, sa);
	deviations(t->in[0], p[1], t->n, sb);
	for (size_t i = n - 2; i < t->n; i++) {
		double y = t->in[0][i];

		if (i > n - 2)
			y = t->out[0][i - 1] + p[2] * over(sa[i], sb[i], 0) *
						       (y - t->out[0][i - 1]);
		t->out[0][i] = y;
	}
}

static void kama_ta(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];
	double fast = 2 / (p[1] + 1), slow = 2 / (p[2] + 1), y = 0;

	for (size_t i = n; i < t->n; i++) {
		double way = 0, c;

		for (size_t j = i + 1 - n; j <= i; j++)
			way += fabs(t->in[0][j] - t->in[0][j - 1]);
		c = over(fabs(t->in[0][i] - t->in[0][i - n]), way, 1);
		c = c * (fast - slow) + slow;
		y = i == n ? t->in[0][i - 1] : y;
		y += c * c * (t->in[0][i] - y);
		t->out[0][i] = y;
	}
}

/* ---- filters */

static void smoothed(const double *x, double p, size_t n, double *y)
{
	double a = exp(-sqrt(2) * PI / p), b = 2 * a * cos(sqrt(2) * PI / p);

	for (size_t i = 0; i < n; i++)
		y[i] = i < 2 ? x[i]
			     : (1 - b + a * a) * (x[i] + x[i - 1]) / 2 +
				       b * y[i - 1] - a * a * y[i - 2];
}

static void ssf(const double *p, const struct part *t)
{
	smoothed(t->in[0], p[0], t->n, t->out[0]);
}

static void flex(const double *p, const struct part *t, double tilt)
{
	size_t n = (size_t)p[0];
	double ms = 0;

	smoothed(t->in[0], p[0] / 2, t->n, sa);
	for (size_t i = n; i < t->n; i++) {
		double slope = tilt * (sa[i - n] - sa[i]) / p[0], s = 0;

		for (size_t j = 1; j <= n; j++)
			s += sa[i] + (double)j * slope - sa[i - j];
		s /= p[0];
		ms = 0.04 * s * s + 0.96 * ms;
		t->out[0][i] = over(s, sqrt(ms), 0);
	}
}

static void trendflex(const double *p, const struct part *t)
{
	flex(p, t, 0);
}

static void reflex(const double *p, const struct part *t)
{
	flex(p, t, 1);
}

static void laguerre(const double *p, const struct part *t)
{
	double g = p[0], y = 0;
	const double *x = t->in[0];

	sa[0] = sb[0] = sc[0] = sd[0] = x[0];
	for (size_t i = 1; i < t->n; i++) {
		double d, u = 0, all = 0;

		sa[i] = (1 - g) * x[i] + g * sa[i - 1];
		sb[i] = -g * sa[i] + sa[i - 1] + g * sb[i - 1];
		sc[i] = -g * sb[i] + sb[i - 1] + g * sc[i - 1];
		sd[i] = -g * sc[i] + sc[i - 1] + g * sd[i - 1];
		d = sa[i] - sb[i];
		u += fmax(d, 0);
		all += fabs(d);
		d = sb[i] - sc[i];
		u += fmax(d, 0);
		all += fabs(d);
		d = sc[i] - sd[i];
		u += fmax(d, 0);
		all += fabs(d);
		y = all > 0 ? u / all : y;
		t->out[0][i] = y;
	}
}

/* Three stages of 1.5 times an average less half the average of it. */
static void three_stages(double *x, double k, size_t n)
{
	for (int s = 0; s < 3; s++) {
		double a = 0, b = 0;

		for (size_t i = 0; i < n; i++) {
			a = k * x[i] + (1 - k) * a;
			b = k * a + (1 - k) * b;
			x[i] = 1.5 * a - 0.5 * b;
		}
	}
}

static void rsx(const double *p, const struct part *t)
{
	EACH(i, t)
	{
		sa[i] = i ? t->in[0][i] - t->in[0][i - 1] : 0;
		sb[i] = fabs(sa[i]);
	}
	three_stages(sa, 3 / (p[0] + 2), t->n);
	three_stages(sb, 3 / (p[0] + 2), t->n);
	for (size_t i = (size_t)p[0] - 1; i < t->n; i++)
		t->out[0][i] =
			sb[i] <= 0
				? 50
				: fmin(fmax(50 * (sa[i] / sb[i] + 1), 0), 100);
}

static void msw(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n; i < t->n; i++) {
		double re = 0, im = 0, phase;
		int flat = extreme_of(t->in[0], i, n, 1) ==
			   extreme_of(t->in[0], i, n, -1);

		for (size_t j = 0; j < n && !flat; j++) {
			re += cos(2 * PI * (double)j / p[0]) * t->in[0][i - j];
			im += sin(2 * PI * (double)j / p[0]) * t->in[0][i - j];
		}
		phase = fabs(re) > 0.001 ? atan(im / re)
					 : PI * (im < 0 ? -1 : 1);
		phase += (re < 0 ? PI : 0) + PI / 2;
		t->out[0][i] = sin(phase);
		t->out[1][i] = sin(phase + PI / 4);
	}
}

/* ---- channels */

static void put_bands(const struct part *t, const double *mid, double mult,
		      const double *width)
{
	EACH(i, t)
	{
		t->out[0][i] = mid[i] - mult * width[i];
		t->out[1][i] = mid[i];
		t->out[2][i] = mid[i] + mult * width[i];
	}
}

static void kc_tr(const double *p, const struct part *t)
{
	copy_of(sa, t->in[2], t->n);
	to_ema(sa, p[0], t->n);
	true_ranges(t, 0, sb);
	to_ema(sb, p[0], t->n);
	put_bands(t, sa, p[1], sb);
}

static void kc_orig(const double *p, const struct part *t)
{
	typical_of(t, sa);
	EACH(i, t)
	sb[i] = t->in[0][i] - t->in[1][i];
	to_sma(sa, p[0], t->n);
	to_sma(sb, p[0], t->n);
	put_bands(t, sa, p[1], sb);
}

static void starc(const double *p, const struct part *t)
{
	copy_of(sa, t->in[2], t->n);
	to_sma(sa, p[0], t->n);
	true_ranges(t, 1, sb);
	to_rma(sb, p[2], t->n);
	put_bands(t, sa, p[1], sb);
}

static void linreg_off(const double *p, const struct part *t)
{
	copy_of(sa, t->in[0], t->n);
	to_line(sa, p[0], p[1], t->n);
	put(t, 0, sa);
}

/* The line's end in sa, and in sb the root of the squares around it over
 * divisor. */
static void line_of(const struct part *t, size_t n, double divisor)
{
	EACH(i, t)
	{
		double mean, slope, s = 0;

		sa[i] = sb[i] = NAN;
		if (i + 1 < n)
			continue;
		slope = slope_at(t->in[0], i, n, &mean);
		for (size_t j = 0; j < n; j++) {
			double at = (double)j - ((double)n - 1) / 2;
			double d = t->in[0][i + 1 - n + j] - mean - slope * at;

			s += d * d;
		}
		sa[i] = mean + slope * ((double)n - 1) / 2;
		sb[i] = sqrt(s / divisor);
	}
}

static void lrchannel(const double *p, const struct part *t)
{
	line_of(t, (size_t)p[0], p[0]);
	put_bands(t, sa, p[1], sb);
}

static void sebands(const double *p, const struct part *t)
{
	line_of(t, (size_t)p[0], p[0] - 2);
	put_bands(t, sa, p[1], sb);
	for (int k = 0; k < 3; k++)
		to_sma(t->out[k], p[2], t->n);
}

/* sa, sb: middle and deviation of bb bars; sc, sd: middle and range of kc. */
static void both_channels(const struct part *t, double bb, double kc)
{
	copy_of(sa, t->in[2], t->n);
	to_sma(sa, bb, t->n);
	deviations(t->in[2], bb, t->n, sb);
	copy_of(sc, t->in[2], t->n);
	to_sma(sc, kc, t->n);
	extremes(t->in[0], kc, 1, t->n, sd);
	extremes(t->in[1], kc, -1, t->n, se);
	EACH(i, t)
	t->out[0][i] = t->in[2][i] - ((sd[i] + se[i]) / 2 + sc[i]) / 2;
	to_line(t->out[0], kc, 0, t->n);
	true_ranges(t, 1, sd);
	to_sma(sd, kc, t->n);
}

static double lies_inside(size_t i, double dev, double mult, double sign)
{
	double a = sign * ((sa[i] - dev * sb[i]) - (sc[i] - mult * sd[i]));
	double b = sign * ((sc[i] + mult * sd[i]) - (sa[i] + dev * sb[i]));

	return isnan(a + b) ? NAN : a > 0 && b > 0;
}

static void squeeze(const double *p, const struct part *t)
{
	both_channels(t, p[0], p[2]);
	EACH(i, t)
	{
		t->out[1][i] = lies_inside(i, p[1], p[3], 1);
		t->out[2][i] = lies_inside(i, p[1], p[3], -1);
	}
}

static void squeeze_pro(const double *p, const struct part *t)
{
	both_channels(t, p[0], p[0]);
	for (int k = 1; k < 4; k++)
		EACH(i, t)
	t->out[k][i] = lies_inside(i, p[1], p[1 + k], 1);
}

/* ---- values and their deviations */

static void lag(const double *p, const struct part *t)
{
	lagged(t->in[0], p[0], t->n, t->out[0]);
}

static void logret(const double *p, const struct part *t)
{
	lagged(t->in[0], p[0], t->n, sa);
	EACH(i, t)
	t->out[0][i] = log(t->in[0][i]) - log(sa[i]);
}

static void pctret(const double *p, const struct part *t)
{
	lagged(t->in[0], p[0], t->n, sa);
	EACH(i, t)
	t->out[0][i] = (t->in[0][i] - sa[i]) / sa[i];
}

static void slope(const double *p, const struct part *t)
{
	lagged(t->in[0], p[0], t->n, sa);
	EACH(i, t)
	t->out[0][i] = (t->in[0][i] - sa[i]) / p[0];
}

static void zscore(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n - 1; i < t->n; i++) {
		double s = sqrt(squares_at(t->in[0], i, n) / (p[0] - p[1]));
		double m = mean_of(t->in[0], i + 1 - n, n);

		t->out[0][i] = over(t->in[0][i] - m, s, NAN);
	}
}

static void variance_s(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n - 1; i < t->n; i++)
		t->out[0][i] = squares_at(t->in[0], i, n) / (p[0] - p[1]);
}

static void standard_error(const double *p, const struct part *t)
{
	deviations(t->in[0], p[0], t->n, sa);
	EACH(i, t)
	t->out[0][i] = sa[i] / sqrt(p[0]);
}

static void volatility(const double *p, const struct part *t)
{
	EACH(i, t)
	sb[i] = i ? t->in[0][i] / t->in[0][i - 1] - 1 : NAN;
	deviations(sb, p[0], t->n, sa);
	EACH(i, t)
	t->out[0][i] = sa[i] * sqrt(p[1]);
}

/* The mean of ((x - mean) / s)^power, s with divisor n - 1. */
static double moment(const double *x, size_t i, size_t n, int power)
{
	double m = mean_of(x, i + 1 - n, n), sum = 0;
	double s = sqrt(squares_at(x, i, n) / ((double)n - 1));

	for (size_t j = i + 1 - n; j <= i; j++)
		sum += pow(over(x[j] - m, s, NAN), power);
	return sum / (double)n;
}

static void skew(const double *p, const struct part *t)
{
	double n = p[0];

	for (size_t i = (size_t)n - 1; i < t->n; i++)
		t->out[0][i] = n * n / ((n - 1) * (n - 2)) *
			       moment(t->in[0], i, (size_t)n, 3);
}

static void kurtosis(const double *p, const struct part *t)
{
	double n = p[0];

	for (size_t i = (size_t)n - 1; i < t->n; i++)
		t->out[0][i] =
			(n * (n + 1) * n * moment(t->in[0], i, (size_t)n, 4) /
				 (n - 1) -
			 3 * (n - 1) * (n - 1)) /
			((n - 2) * (n - 3));
}

static void rvi_lines(double stdev, double smooth, const struct part *t)
{
	deviations(t->in[0], stdev, t->n, sb);
	EACH(i, t)
	sa[i] = i && t->in[0][i] > t->in[0][i - 1] ? sb[i] : 0 * sb[i];
	to_ema(sa, smooth, t->n);
	to_ema(sb, smooth, t->n);
	EACH(i, t)
	sa[i] = over(100 * sa[i], sb[i], 0);
}

static void rvi_vol(const double *p, const struct part *t)
{
	rvi_lines(p[0], p[1], t);
	put(t, 0, sa);
}

static void inertia(const double *p, const struct part *t)
{
	rvi_lines(p[1], p[2], t);
	to_line(sa, p[0], 0, t->n);
	put(t, 0, sa);
}

static void massi(const double *p, const struct part *t)
{
	EACH(i, t)
	sa[i] = t->in[0][i] - t->in[1][i];
	to_ema(sa, p[0], t->n);
	copy_of(sb, sa, t->n);
	to_ema(sb, p[0], t->n);
	EACH(i, t)
	sa[i] = over(sa[i], sb[i], 0);
	to_sum(sa, p[1], t->n);
	put(t, 0, sa);
}

static void parkinson(const double *p, const struct part *t)
{
	EACH(i, t)
	sa[i] = pow(log(t->in[0][i]) - log(t->in[1][i]), 2);
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = sqrt(p[1] * sa[i] / (4 * log(2)));
}

static void ranges_of(const struct part *t, double *y)
{
	EACH(i, t)
	{
		double o = log(t->in[0][i]), h = log(t->in[1][i]);
		double l = log(t->in[2][i]), c = log(t->in[3][i]);

		y[i] = (h - c) * (h - o) + (l - c) * (l - o);
	}
}

static void rogers(const double *p, const struct part *t)
{
	ranges_of(t, sa);
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = sqrt(p[1] * sa[i]);
}

static void yang_zhang(const double *p, const struct part *t)
{
	double n = p[0], k = 0.34 / (1.34 + (n + 1) / (n - 1));

	ranges_of(t, sa);
	to_sma(sa, n, t->n);
	EACH(i, t)
	{
		sb[i] = i ? log(t->in[0][i] / t->in[3][i - 1]) : NAN;
		sc[i] = log(t->in[3][i] / t->in[0][i]);
	}
	for (size_t i = (size_t)n; i < t->n; i++) {
		double v = squares_at(sb, i, (size_t)n) / (n - 1);
		double w = squares_at(sc, i, (size_t)n) / (n - 1);

		t->out[0][i] = sqrt(p[1] * (v + k * w + (1 - k) * sa[i]));
	}
}

static void thermo(const double *p, const struct part *t)
{
	const double *h = t->in[0], *l = t->in[1];

	EACH(i, t)
	sa[i] = i ? fmax(fabs(h[i] - h[i - 1]), fabs(l[i] - l[i - 1])) : NAN;
	put(t, 0, sa);
	to_ema(sa, p[0], t->n);
	put(t, 1, sa);
}

static void pdist(const double *p, const struct part *t)
{
	(void)p;
	for (size_t i = 1; i < t->n; i++)
		t->out[0][i] = 2 * (t->in[1][i] - t->in[2][i]) +
			       fabs(t->in[0][i] - t->in[3][i - 1]) -
			       fabs(t->in[3][i] - t->in[0][i]);
}

static void ui(const double *p, const struct part *t)
{
	extremes(t->in[0], p[0], 1, t->n, sb);
	EACH(i, t)
	sa[i] = pow(100 * (t->in[0][i] / sb[i] - 1), 2);
	to_sma(sa, p[0], t->n);
	EACH(i, t)
	t->out[0][i] = sqrt(sa[i]);
}

static void vhf(const double *p, const struct part *t)
{
	size_t n = (size_t)p[0];

	for (size_t i = n; i < t->n; i++) {
		double way = 0;

		for (size_t j = i + 1 - n; j <= i; j++)
			way += fabs(t->in[0][j] - t->in[0][j - 1]);
		t->out[0][i] = over(extreme_of(t->in[0], i, n, 1) -
					    extreme_of(t->in[0], i, n, -1),
				    way, NAN);
	}
}

/* clang-format off */
static const struct row rows[] = {
	{ "pwma", pwma, { { 10 }, { 1 }, { 2 }, { 60 } } },
	{ "sinwma", sinwma, { { 14 }, { 1 }, { 300 } } },
	{ "swma", swma, { { 1 } } },
	{ "mcgd", mcgd, { { 14, 1 }, { 5, 0.6 }, { 1, 2 } } },
	{ "zlema", zlema, { { 20 }, { 1 }, { 2 }, { 3 } } },
	{ "vidya", vidya, { { 14 }, { 1 }, { 3 } } },
	{ "vidya92", vidya92, { { 2, 5, 0.2 }, { 9, 4, 0.7 }, { 2, 2, 1 } } },
	{ "kama_ta", kama_ta, { { 10, 2, 30 }, { 1, 5, 3 } } },
	{ "ssf", ssf, { { 10 }, { 3 }, { 40 } } },
	{ "kc_orig", kc_orig, { { 10, 1 }, { 1, 2.5 } } },
	{ "linreg_off", linreg_off, { { 14, 0 }, { 2, 1 }, { 30, 45 } } },
	{ "lrchannel", lrchannel, { { 100, 2 }, { 3, 1 }, { 7, -1 } } },
	{ "sebands", sebands, { { 21, 2, 3 }, { 3, 1, 1 }, { 8, 3, 9 } } },
	{ "lag", lag, { { 1 }, { 7 } } },
	{ "logret", logret, { { 1 }, { 9 } } },
	{ "pctret", pctret, { { 1 }, { 9 } } },
	{ "slope", slope, { { 1 }, { 9 } } },
	{ "zscore", zscore, { { 30, 0 }, { 4, 1 } } },
	{ "variance_s", variance_s, { { 20, 1 }, { 2, 0 }, { 5, 1 } } },
	{ "stderr", standard_error, { { 20 }, { 3 } } },
	{ "volatility", volatility, { { 20, 252 }, { 5, 365 }, { 2, 1 } } },
	{ "skew", skew, { { 30 }, { 3 }, { 100 } } },
	{ "kurtosis", kurtosis, { { 30 }, { 5 }, { 100 } } },
	{ "rvi_vol", rvi_vol, { { 10, 14 }, { 2, 1 } } },
	{ "inertia", inertia, { { 20, 14, 14 }, { 3, 5, 2 } } },
	{ "massi", massi, { { 9, 25 }, { 3, 1 } } },
	{ "parkinson", parkinson, { { 20, 252 }, { 1, 1 } } },
	{ "rogers", rogers, { { 20, 252 }, { 1, 1 } } },
	{ "yang_zhang", yang_zhang, { { 20, 252 }, { 2, 365 } } },
	{ "thermo", thermo, { { 20 }, { 1 } } },
	{ "pdist", pdist, { { 1 } } },
	{ "ui", ui, { { 14 }, { 2 }, { 50 } } },
	{ "vhf", vhf, { { 28 }, { 2 } } },
};

/* Their outputs do not start on the same bar, or no bar is certain. */
static const struct row parted[] = {
	{ "kc_tr", kc_tr, { { 20, 2 }, { 1, 1.5 } } },
	{ "starc", starc, { { 6, 2, 15 }, { 20, 1, 3 } } },
	{ "squeeze", squeeze, { { 20, 2, 20, 1.5 }, { 9, 1, 30, 2 },
				{ 30, 1, 4, 0.5 } } },
	{ "squeeze_pro", squeeze_pro, { { 20, 2, 2, 1.5, 1 },
					{ 5, 1, 1.2, 0.9, 0.6 } } },
};

/* Where prices stand still these are made of what rounding leaves. */
static const struct row moving[] = {
	{ "trendflex", trendflex, { { 20 }, { 3 } } },
	{ "reflex", reflex, { { 20 }, { 4 } } },
	{ "laguerre", laguerre, { { 0.5 }, { 0.8 } } },
	{ "rsx", rsx, { { 14 }, { 3 } } },
	{ "msw", msw, { { 5 }, { 12 } } },
};
/* clang-format on */

int main(void)
{
	fill(0);
	check_rows(moving, COUNT(moving), "walk");
	pierce();
	check_rows(moving, COUNT(moving), "walk with gaps");
	check_both(rows, COUNT(rows), parted, COUNT(parted));
	check_listed(no_golden6, rows, COUNT(rows));
	return done();
}
