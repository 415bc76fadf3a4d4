/* stops.c - channels and stops of true ranges, and the parabolic stop: kc
 * supertrend sar. */
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

/* ---- sar (Wilder 1978).  A falling stop is a rising one on negated prices,
 * so there is one rule: sign * price rises, near is the side of the stop. */

struct sar {
	double step, max;
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

void algo_sar_init(void *state, const double *p)
{
	struct sar *s = state;

	s->max = p[1];
	s->step = p[0] < p[1] ? p[0] : p[1];
	sar_reset(s);
}

static void sar_start(struct sar *s, double high, double low)
{
	double up = high - s->high, down = s->low - low;

	s->sign = down > 0 && down > up ? -1 : 1;
	s->stop = s->sign > 0 ? s->low : -s->high;
	s->extreme = s->sign > 0 ? high : -low;
	s->af = s->step;
	s->high = high;
	s->low = low;
}

/* near and far edges of the bar before and of this one, times sign. */
static inline double sar_bar(struct sar *s, double near0, double near,
			     double far)
{
	double sar = s->stop, faster;

	if (near <= sar) {
		/* The other side: what was the far edge is the near one. */
		double a = -(s->sign > 0 ? s->high : -s->low), b = -far;

		s->sign = -s->sign;
		sar = -s->extreme;
		sar = sar > a ? a : sar;
		sar = sar > b ? b : sar;
		s->af = s->step;
		s->extreme = -near;
		s->stop = sar + s->af * (s->extreme - sar);
		s->stop = s->stop > a ? a : s->stop;
		s->stop = s->stop > b ? b : s->stop;
		return sar * s->sign;
	}
	faster = s->af + s->step;
	faster = faster > s->max ? s->max : faster;
	s->af = far > s->extreme ? faster : s->af;
	s->extreme = far > s->extreme ? far : s->extreme;
	s->stop = sar + s->af * (s->extreme - sar);
	s->stop = s->stop > near0 ? near0 : s->stop;
	s->stop = s->stop > near ? near : s->stop;
	return sar * s->sign;
}

static void sar_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct sar s = *(struct sar *)state; /* kept from the stores to out */

	for (size_t i = 0; i < n; i++) {
		double high = in[0][i], low = in[1][i];

		if (s.seen == 0) {
			out[0][i] = NAN;
			s.seen = 1;
			s.high = high;
			s.low = low;
			continue;
		}
		if (s.seen == 1)
			sar_start(&s, high, low);
		s.seen = 2;
		out[0][i] = s.sign > 0 ? sar_bar(&s, s.low, low, high)
				       : sar_bar(&s, -s.high, -high, -low);
		s.high = high;
		s.low = low;
	}
	*(struct sar *)state = s;
}

void algo_sar_step(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	static const struct algo_cut cut = { 2, 1, sar_reset, sar_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- sarext: sides of their own, a start that is given, a gap at the turn;
 * negative while short. */

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

struct sarext {
	struct side rise, fall;
	double start, offset;
	size_t seen; /* bars, at most 2 */
	double sign;
	double high, low;	  /* of the bar before */
	double stop, extreme, af; /* times sign */
};

size_t algo_sarext_size(const double *p)
{
	(void)p;
	return sizeof(struct sarext);
}

static void sarext_reset(void *state)
{
	struct sarext *s = state;

	s->seen = 0;
}

static struct side one_side(const double *p)
{
	return (struct side){ fmin(p[0], p[2]), fmin(p[1], p[2]), p[2] };
}

void algo_sarext_init(void *state, const double *p)
{
	struct sarext *s = state;

	s->rise = one_side(p + INIT_LONG);
	s->fall = one_side(p + INIT_SHORT);
	s->start = p[START];
	s->offset = p[OFFSET];
	sarext_reset(s);
}

/* A start of 0 is looked for as in sar; else its sign is the side. */
static void sarext_start(struct sarext *s, double high, double low)
{
	double up = high - s->high, down = s->low - low;
	int fall = s->start < 0 || (s->start == 0 && down > 0 && down > up);

	s->sign = fall ? -1 : 1;
	s->extreme = fall ? -low : high;
	s->stop = fall ? -s->high : s->low;
	if (s->start != 0)
		s->stop = s->sign * fabs(s->start);
	s->af = fall ? s->fall.init : s->rise.init;
	s->high = high;
	s->low = low;
}

/* near and far edges of the bar before and of this one, times sign. */
static inline double sarext_bar(struct sarext *s, double near0, double near,
				double far)
{
	const struct side *side = s->sign > 0 ? &s->rise : &s->fall;
	double sar = s->stop, faster;

	if (near <= sar) {
		double a = -(s->sign > 0 ? s->high : -s->low), b = -far;

		side = s->sign > 0 ? &s->fall : &s->rise;
		s->sign = -s->sign;
		sar = -s->extreme;
		sar = sar > a ? a : sar;
		sar = sar > b ? b : sar;
		sar -= s->sign * (sar * s->offset);
		s->af = side->init;
		s->extreme = -near;
		s->stop = sar + s->af * (s->extreme - sar);
		s->stop = s->stop > a ? a : s->stop;
		s->stop = s->stop > b ? b : s->stop;
		return sar;
	}
	faster = s->af + side->step;
	faster = faster > side->max ? side->max : faster;
	s->af = far > s->extreme ? faster : s->af;
	s->extreme = far > s->extreme ? far : s->extreme;
	s->stop = sar + s->af * (s->extreme - sar);
	s->stop = s->stop > near0 ? near0 : s->stop;
	s->stop = s->stop > near ? near : s->stop;
	return sar;
}

static void sarext_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct sarext s = *(struct sarext *)state; /* as in sar_run */

	for (size_t i = 0; i < n; i++) {
		double high = in[0][i], low = in[1][i];

		if (s.seen == 0) {
			out[0][i] = NAN;
		} else {
			if (s.seen == 1)
				sarext_start(&s, high, low);
			out[0][i] =
				s.sign > 0
					? sarext_bar(&s, s.low, low, high)
					: sarext_bar(&s, -s.high, -high, -low);
		}
		s.seen += s.seen < 2;
		s.high = high;
		s.low = low;
	}
	*(struct sarext *)state = s;
}

void algo_sarext_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, sarext_reset, sarext_run };

	algo_cut_step(&cut, state, in, out, n);
}
