/* stops.c - channels and stops of true ranges, and the parabolic stop: kc
 * supertrend sar sarext. */
#include "bands.h"
#include "kernel2.h"

/* ---- kc, supertrend: bands of average true ranges, where the true range of
 * the first bar is high - low (charts), or where it has none (TA-Lib). */

struct range {
	double before; /* close of the bar before, NaN when none */
	int first;     /* the first bar counts */
	struct algo_ema mean;
};

static void range_init(struct range *r, double length, double first)
{
	r->first = first != 0;
	algo_wilder_init(&r->mean, algo_count(length));
}

static void range_reset(struct range *r)
{
	r->before = NAN;
	algo_ema_reset(&r->mean);
}

/* The averages of n usable bars. */
static void range_block(struct range *r, const double *const hlc[], double *y,
			size_t n)
{
	int first = r->first && isnan(r->before);

	algo_true_range_block(&r->before, hlc, y, n);
	if (first)
		y[0] = hlc[0][0] - hlc[1][0];
	algo_ema_block(&r->mean, y, y, n);
}

struct kc {
	double mult;
	struct algo_ema mid;
	struct range range;
};

size_t algo_kc_size(const double *p)
{
	(void)p;
	return sizeof(struct kc);
}

static void kc_reset(void *state)
{
	struct kc *k = state;

	algo_ema_reset(&k->mid);
	range_reset(&k->range);
}

void algo_kc_init(void *state, const double *p)
{
	struct kc *k = state;

	k->mult = p[1];
	algo_ema_init(&k->mid, algo_count(p[0]));
	range_init(&k->range, p[2], p[3]);
	kc_reset(k);
}

static void kc_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct kc *k = state;
	double atr[ALGO_IND_N];

	range_block(&k->range, in, atr, n);
	algo_ema_block(&k->mid, in[2], out[1], n);
	for (size_t i = 0; i < n; i++) {
		double mid = out[1][i];

		out[0][i] = mid - k->mult * atr[i];
		out[1][i] = isnan(atr[i]) ? NAN : mid;
		out[2][i] = mid + k->mult * atr[i];
	}
}

void algo_kc_step(void *state, const double *const in[], double *const out[],
		  size_t n)
{
	static const struct algo_cut cut = { 3, 3, kc_reset, kc_run };

	algo_cut_step(&cut, state, in, out, n);
}

size_t algo_kc_look(const double *p)
{
	double range = p[2] + (p[3] == 0);

	return algo_count(p[0] > range ? p[0] : range) - 1;
}

struct supertrend {
	double mult;
	struct range range;
	double close, up, down; /* of the bar before, NaN when none */
	double dir;
};

size_t algo_supertrend_size(const double *p)
{
	(void)p;
	return sizeof(struct supertrend);
}

static void supertrend_reset(void *state)
{
	struct supertrend *s = state;

	range_reset(&s->range);
	s->close = s->up = s->down = NAN;
	s->dir = -1;
}

void algo_supertrend_init(void *state, const double *p)
{
	struct supertrend *s = state;

	s->mult = p[1];
	range_init(&s->range, p[0], p[2]);
	supertrend_reset(s);
}

static void supertrend_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct supertrend *s = state;
	double atr[ALGO_IND_N], *line = out[0], *dir = out[1];

	range_block(&s->range, in, atr, n);
	for (size_t i = 0; i < n; i++) {
		double mid = (in[0][i] + in[1][i]) / 2, close = in[2][i];
		double up = mid + s->mult * atr[i];
		double down = mid - s->mult * atr[i];

		line[i] = dir[i] = NAN;
		if (isnan(atr[i]))
			continue;
		if (s->down > down && !(s->close < s->down))
			down = s->down;
		if (s->up < up && !(s->close > s->up))
			up = s->up;
		if (close > up)
			s->dir = 1;
		else if (close < down)
			s->dir = -1;
		line[i] = s->dir > 0 ? down : up;
		dir[i] = s->dir;
		s->close = close;
		s->up = up;
		s->down = down;
	}
}

size_t algo_supertrend_look(const double *p)
{
	return algo_count(p[0] + (p[2] == 0)) - 1;
}

void algo_supertrend_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 2, supertrend_reset,
					     supertrend_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- sar, sarext (Wilder 1978).  A falling stop is a rising one on negated
 * prices, so there is one rule: sign * price rises, near is the side of the
 * stop.  sarext has sides of their own, a start that is given, a gap at the
 * turn, and is negative while short. */

enum {
	START,
	OFFSET,
	INIT_LONG,
	STEP_LONG,
	MAX_LONG,
	INIT_SHORT,
	STEP_SHORT,
	MAX_SHORT
};

struct side {
	double init, step, max;
};

struct sar {
	struct side rise, fall;
	double start, offset;
	int plain;   /* sar: never negative */
	size_t seen; /* bars, at most 2 */
	double sign;
	double high, low;	  /* of the bar before */
	double stop, extreme, af; /* times sign */
};

size_t algo_sar_size(const double *p)
{
	(void)p;
	return sizeof(struct sar);
}

static void sar_reset(void *state)
{
	struct sar *s = state;

	s->seen = 0;
}

static struct side one_side(const double *p)
{
	return (struct side){ fmin(p[0], p[2]), fmin(p[1], p[2]), p[2] };
}

void algo_sar_init(void *state, const double *p)
{
	struct sar *s = state;

	s->rise = s->fall = one_side((const double[]){ p[0], p[0], p[1] });
	s->start = s->offset = 0;
	s->plain = 1;
	sar_reset(s);
}

void algo_sarext_init(void *state, const double *p)
{
	struct sar *s = state;

	s->rise = one_side(p + INIT_LONG);
	s->fall = one_side(p + INIT_SHORT);
	s->start = p[START];
	s->offset = p[OFFSET];
	s->plain = 0;
	sar_reset(s);
}

static void sar_keep(struct sar *s, double high, double low)
{
	s->high = high;
	s->low = low;
}

/* A start of 0 is looked for; else its sign is the side. */
static void sar_start(struct sar *s, double high, double low)
{
	double up = high - s->high, down = s->low - low;
	int fall = s->start < 0 || (s->start == 0 && down > 0 && down > up);

	s->sign = fall ? -1 : 1;
	s->extreme = fall ? -low : high;
	s->stop = fall ? -s->high : s->low;
	if (s->start != 0)
		s->stop = s->sign * fabs(s->start);
	s->af = fall ? s->fall.init : s->rise.init;
	sar_keep(s, high, low);
}

static inline double lesser(double a, double b)
{
	return b < a ? b : a;
}

/* The price is through the stop, and the other side begins: what was the far
 * edge is the near one. */
static double sar_turn(struct sar *s, double high, double low)
{
	double near0 = s->sign > 0 ? -s->high : s->low;
	double near = s->sign > 0 ? -high : low;
	double sar = lesser(lesser(-s->extreme, near0), near);

	s->extreme = s->sign > 0 ? -low : high;
	s->sign = -s->sign;
	s->af = s->sign > 0 ? s->rise.init : s->fall.init;
	sar -= s->sign * (sar * s->offset);
	s->stop = sar + s->af * (s->extreme - sar);
	s->stop = lesser(lesser(s->stop, near0), near);
	sar_keep(s, high, low);
	return s->plain ? s->sign * sar : sar;
}

/* Bars i and on as long as the side, which is the sign, holds: how far that
 * is. */
static inline size_t sar_ride(struct sar *s, const double *const in[],
			      double *restrict y, const size_t span[2],
			      double sign)
{
	const double *nears = sign > 0 ? in[1] : in[0];
	const double *fars = sign > 0 ? in[0] : in[1];
	const struct side side = sign > 0 ? s->rise : s->fall;
	double stop = s->stop, extreme = s->extreme, af = s->af;
	double near0 = sign > 0 ? s->low : -s->high;
	double show = s->plain ? sign : 1;
	size_t i = span[0];

	for (; i < span[1]; i++) {
		double near = sign * nears[i], far = sign * fars[i], faster;

		if (near <= stop)
			break;
		y[i] = show * stop;
		faster = lesser(af + side.step, side.max);
		af = far > extreme ? faster : af;
		extreme = far > extreme ? far : extreme;
		stop = stop + af * (extreme - stop);
		stop = lesser(stop, lesser(near0, near));
		near0 = near;
	}
	s->stop = stop;
	s->extreme = extreme;
	s->af = af;
	if (i > span[0])
		sar_keep(s, in[0][i - 1], in[1][i - 1]);
	return i;
}

static void sar_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct sar *s = state;
	size_t i = 0;

	if (s->seen == 0) {
		sar_keep(s, in[0][0], in[1][0]);
		out[0][i++] = NAN;
		s->seen = 1;
	}
	if (s->seen == 1 && i < n) {
		sar_start(s, in[0][i], in[1][i]);
		s->seen = 2;
	}
	while (i < n) {
		const size_t span[] = { i, n };

		i = s->sign > 0 ? sar_ride(s, in, out[0], span, 1)
				: sar_ride(s, in, out[0], span, -1);
		if (i < n) {
			out[0][i] = sar_turn(s, in[0][i], in[1][i]);
			i++;
		}
	}
}

void algo_sar_step(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	static const struct algo_cut cut = { 2, 1, sar_reset, sar_run };

	algo_cut_step(&cut, state, in, out, n);
}
