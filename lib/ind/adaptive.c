/* adaptive.c - averages of other weights, fixed or by the prices: alma fwma
 * frama hwma. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- alma, fwma: weights of their own, worked out at each start. */

/* y[i] = sum of weight[j] * w[i + j], oldest first. */
static void weigh(const double *w, const double *weight, size_t p,
		  double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = 0;
	for (size_t j = 0; j < p; j++)
		for (size_t i = 0; i < n; i++)
			y[i] += weight[j] * w[i + j];
}

static void weighed(struct algo_box *b, const double *x, double *y, size_t n)
{
	struct algo_line *l = algo_box_part(b, 0);
	double *room = algo_line_room(l, n);
	const double *w = room - (l->p - 1);
	size_t i = algo_box_warm(b, algo_count(b->p[0]) - 1, n);

	algo_copy(room, x, n);
	algo_fill_nan(y, i);
	for (; i < n; i += ALGO_TILE)
		weigh(w + i, algo_box_part(b, 1), l->p, y + i,
		      n - i < ALGO_TILE ? n - i : ALGO_TILE);
}

/* Of sum 1. */
static void normalise(double *weight, size_t p)
{
	double sum = 0;

	for (size_t i = 0; i < p; i++)
		sum += weight[i];
	for (size_t i = 0; i < p; i++)
		weight[i] /= sum;
}

static void alma_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_LINE, p[0]);
	algo_box_add(b, ALGO_BOX_TABLE, p[0]);
}

static void alma_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *weight = algo_box_part(b, 1);
	double mid = b->p[1] * (b->p[0] - 1), s = b->p[0] / b->p[2];
	size_t p = algo_count(b->p[0]);

	if (!b->seen) {
		for (size_t i = 0; i < p; i++) {
			double d = ((double)i - mid) / s;

			weight[i] = exp(-d * d / 2);
		}
		normalise(weight, p);
	}
	weighed(b, in[0], out[0], n);
}

ALGO_BOX_ROW(alma, 1, 1)

/* Weights fall by the golden section: those of older values are below 2^-54 of
 * the sum, and the others what they are for FIB_MOST values. */
#define FIB_MOST 80

static double fib_count(const double *p)
{
	return fmin(p[0], FIB_MOST);
}

static void fwma_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_LINE, fib_count(p));
	algo_box_add(b, ALGO_BOX_TABLE, fib_count(p));
}

static void fwma_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *weight = algo_box_part(b, 1), now = 1, before = 0;
	size_t p = algo_count(fib_count(b->p));

	if (!b->seen) {
		for (size_t i = 0; i < p; i++) {
			double next = now + before;

			weight[i] = now;
			before = now;
			now = next;
		}
		normalise(weight, p);
	}
	weighed(b, in[0], out[0], n);
}

ALGO_BOX_ROW(fwma, 1, 1)

/* ---- frama: an ema whose speed follows the fractal dimension, from the
 * ranges of both halves of the window. */

enum { FR_MAX, FR_MIN, FR_OLD_MAX, FR_OLD_MIN };
enum { FR_DIM, FR_EMA, FR_ON };

/* An odd window counts as the even one below it. */
static double half_of(const double *p)
{
	return floor(p[0] / 2);
}

static void frama_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_EXT, half_of(p));
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_DELAY, half_of(p));
}

static double frama_alpha(double *v, double new, double old, double whole)
{
	if (new > 0 && old > 0 && whole > 0)
		v[FR_DIM] = log2((new + old) / whole);
	return fmin(1, fmax(0.01, exp(-4.6 * (v[FR_DIM] - 1))));
}

static void frama_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct algo_box *b = state;
	double max[ALGO_IND_N], min[ALGO_IND_N];
	double max0[ALGO_IND_N], min0[ALGO_IND_N];
	double half = half_of(b->p), *v = b->v;

	if (!b->seen)
		v[FR_DIM] = 1;
	b->seen += n;
	algo_box_max(b, FR_MAX, in[0], max, n);
	algo_box_min(b, FR_MIN, in[1], min, n);
	algo_box_delay(b, FR_OLD_MAX, max, max0, n);
	algo_box_delay(b, FR_OLD_MIN, min, min0, n);
	for (size_t i = 0; i < n; i++) {
		double x = (in[0][i] + in[1][i]) / 2, a;
		double whole = fmax(max[i], max0[i]) - fmin(min[i], min0[i]);

		out[0][i] = NAN;
		if (isnan(max0[i]))
			continue;
		a = frama_alpha(v, (max[i] - min[i]) / half,
				(max0[i] - min0[i]) / half, whole / half / 2);
		v[FR_EMA] = v[FR_ON] == 0 ? x : v[FR_EMA] + a * (x - v[FR_EMA]);
		v[FR_ON] = 1;
		out[0][i] = v[FR_EMA];
	}
}

ALGO_BOX_ROW(frama, 2, 1)

static size_t frama_look(const double *p)
{
	return 2 * algo_count(half_of(p)) - 1;
}

/* ---- hwma: level, slope and curvature, each smoothed. */

enum { HW_LEVEL, HW_SLOPE, HW_CURVE };

static void hwma_plan(struct algo_box *b, const double *p)
{
	(void)b;
	(void)p;
}

static double hwma_bar(double *v, const double *p, double x)
{
	double level = v[HW_LEVEL], slope = v[HW_SLOPE], curve = v[HW_CURVE];

	v[HW_LEVEL] = (1 - p[0]) * (level + slope + 0.5 * curve) + p[0] * x;
	v[HW_SLOPE] =
		(1 - p[1]) * (slope + curve) + p[1] * (v[HW_LEVEL] - level);
	v[HW_CURVE] = (1 - p[2]) * curve + p[2] * (v[HW_SLOPE] - slope);
	return v[HW_LEVEL] + v[HW_SLOPE] + 0.5 * v[HW_CURVE];
}

static void hwma_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		if (!b->seen)
			b->v[HW_LEVEL] = in[0][i];
		b->seen = 1;
		out[0][i] = hwma_bar(b->v, b->p, in[0][i]);
		/* Weights near 1 oscillate without bound. */
		if (!algo_usable(out[0][i])) {
			algo_box_reset(b);
			out[0][i] = NAN;
		}
	}
}

ALGO_BOX_ROW(hwma, 1, 1)

/* clang-format off */
#define CLOSE .in = { "close" }

const struct algo_ind algo_ind_adaptive[] = {
	{ .name = "alma", .title = "Arnaud Legoux Moving Average",
	  .group = "overlap", CLOSE,
	  .param = { ALGO_LENGTH(9, 1),
		ALGO_FRACTION("offset", 0.85, 0, 1,
			      "where the weights are largest: 0 the oldest, "
			      "1 the newest value"),
		ALGO_FRACTION("sigma", 6, 0.01, 1000,
			      "deviations of the bell in the window") },
	  ALGO_ONE("alma"), ALGO_KERNEL_OF(alma),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Weights exp(-(i - m)^2 / (2 s^2)), m = offset * (length - "
		 "1), s = length / sigma, for place i from the oldest, 0.",
	  .source = "Arnaud Legoux and Dimitris Kouzis-Loukas, 2009; TA-Lib "
		    "0.8 ALMA" },
	{ .name = "fwma", .title = "Fibonacci Weighted Moving Average",
	  .group = "overlap", CLOSE, .param = { ALGO_LENGTH(10, 1) },
	  ALGO_ONE("fwma"), ALGO_KERNEL_OF(fwma),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Weights 1, 1, 2, 3, 5, ... of the oldest to the newest "
		 "value.",
	  .source = "pandas-ta" },
	{ .name = "frama", .title = "Fractal Adaptive Moving Average",
	  .group = "overlap", .in = { "high", "low" },
	  .param = { ALGO_LENGTH(16, 2) }, ALGO_ONE("frama"),
	  ALGO_KERNEL_OF(frama), .lookback = frama_look, .aliases = "",
	  .doc = "An ema of (high + low) / 2 with alpha = exp(-4.6 (D - 1)), "
		 "0.01 to 1; D = log2((N1 + N2) / N3), N the ranges of both "
		 "halves of the window and of all of it over their bars. It "
		 "starts as the price; D is 1 at first and stays where a "
		 "range is 0. An odd length counts as the even one below.",
	  .source = "John Ehlers, 2005; TA-Lib 0.8 FRAMA" },
	{ .name = "hwma", .title = "Holt-Winters Moving Average",
	  .group = "overlap", CLOSE,
	  .param = {
		ALGO_FRACTION("na", 0.2, 0, 1, "weight of a new level"),
		ALGO_FRACTION("nb", 0.1, 0, 1, "weight of a new slope"),
		ALGO_FRACTION("nc", 0.1, 0, 1, "weight of a new curvature") },
	  ALGO_ONE("hwma"), ALGO_KERNEL_OF(hwma), .lookback = algo_look_0,
	  .aliases = "",
	  .doc = "level + slope + curvature / 2 of triple exponential "
		 "smoothing; the level starts at the first price, the others "
		 "at 0.",
	  .source = "Charles Holt, 1957; Peter Winters, 1960; pandas-ta" },
	{ .name = NULL },
};
