/* pattern.c - candlestick patterns: cdlengulfing cdldoji.
 *
 * A rule sees bar i of a block and the bars before it, through arrays in which
 * BACK bars of the past stand before the block.  A new pattern is a rule with
 * its thresholds (average), a line of RULE and a line of ROW.
 */
#include "families.h"
#include "kernel2.h"

/* Bars of the past that are kept: rules look 4 back, averages 10 more. */
#define BACK 14

struct candles {
	size_t seen;
	double past[4][BACK]; /* open high low close, oldest first */
};

/* Index i is bar i of a block; BACK bars more stand before index 0. */
struct view {
	const double *open, *high, *low, *close;
};

static size_t candle_size(const double *p)
{
	(void)p;
	return sizeof(struct candles);
}

static void candle_init(void *state, const double *p)
{
	(void)p;
	memset(state, 0, sizeof(struct candles));
}

static void candle_reset(void *state)
{
	struct candles *c = state;

	c->seen = 0;
}

/* ---- thresholds: factor * mean of a range over the period bars before (10 or
 * 5), or of the bar itself (0): TA-Lib's settings. */

enum range { BODY, HIGH_LOW, SHADOWS };
struct setting {
	enum range range;
	size_t period;
	double factor;
};

static const struct setting body_doji = { HIGH_LOW, 10, 0.1 };

/* The ranges of n bars from index from on, which may be negative. */
static void ranges(const struct view *v, enum range kind, ptrdiff_t from,
		   double *restrict r, size_t n)
{
	const double *o = v->open + from, *h = v->high + from;
	const double *l = v->low + from, *c = v->close + from;

	switch (kind) {
	case BODY:
		for (size_t i = 0; i < n; i++)
			r[i] = fabs(c[i] - o[i]);
		break;
	case HIGH_LOW:
		for (size_t i = 0; i < n; i++)
			r[i] = h[i] - l[i];
		break;
	case SHADOWS:
		for (size_t i = 0; i < n; i++)
			r[i] = h[i] - l[i] - fabs(c[i] - o[i]);
		break;
	}
}

/* y[i]: the threshold at the bar that is back bars before bar i. */
static void average(const struct view *v, const struct setting *s, size_t back,
		    double *restrict y, size_t n)
{
	double r[BACK + ALGO_IND_N], count = (double)s->period;
	double shadows = s->range == SHADOWS ? 2 : 1;

	ranges(v, s->range, -(ptrdiff_t)(back + s->period), r, s->period + n);
	for (size_t i = 0; i < n; i++)
		y[i] = s->period ? 0 : r[i];
	for (size_t j = 0; j + 5 <= s->period; j += 5)
		for (size_t i = j; i < n + j; i++)
			y[i - j] = y[i - j] + r[i] + r[i + 1] + r[i + 2] +
				   r[i + 3] + r[i + 4];
	for (size_t i = 0; i < n; i++)
		y[i] = s->factor * (s->period ? y[i] / count : y[i]) / shadows;
}

/* ---- the rules.  O(k), C(k): prices k bars ago; a bar that closes where
 * it opened is white. */

#define O(k) (v->open[i - (k)])
#define C(k) (v->close[i - (k)])
#define BODY_OF(k) fabs(C(k) - O(k))

typedef void rule(const struct view *v, double *restrict y, ptrdiff_t n);

/* Every operand is worked out: no branches, so bars go side by side. */
static void engulfing(const struct view *v, double *restrict y, ptrdiff_t n)
{
	for (ptrdiff_t i = 0; i < n; i++) {
		double o = O(0), c = C(0), a = O(1), b = C(1), size, up, down;

		size = ((o != b) & (c != a)) ? 100 : 80;
		up = ((c >= o) & (b < a) & (c >= a) & (o <= b) &
		      ((c > a) | (o < b)))
			     ? size
			     : 0;
		down = ((c < o) & (b >= a) & (o >= b) & (c <= a) &
			((o > b) | (c < a)))
			       ? size
			       : 0;
		y[i] = up - down;
	}
}

static void doji(const struct view *v, double *restrict y, ptrdiff_t n)
{
	average(v, &body_doji, 0, y, (size_t)n);
	for (ptrdiff_t i = 0; i < n; i++)
		y[i] = BODY_OF(0) <= y[i] ? 100 : 0;
}

/* The first bars see the past in an array of their own, the others in the
 * block itself. */
static void candle_run(struct candles *c, const double *const in[],
		       double *const out[], size_t n, rule *test, size_t look)
{
	double near[4][2 * BACK];
	struct view v = { near[0] + BACK, near[1] + BACK, near[2] + BACK,
			  near[3] + BACK };
	size_t first = n < BACK ? n : BACK;

	for (int k = 0; k < 4; k++) {
		algo_copy(near[k], c->past[k], BACK);
		algo_copy(near[k] + BACK, in[k], first);
		algo_copy(c->past[k], n < BACK ? near[k] + n : in[k] + n - BACK,
			  BACK);
	}
	test(&v, out[0], (ptrdiff_t)first);
	if (n > first) {
		v = (struct view){ in[0] + first, in[1] + first, in[2] + first,
				   in[3] + first };
		test(&v, out[0] + first, (ptrdiff_t)(n - first));
	}
	algo_fill_nan(out[0], algo_warm(&c->seen, look, n));
}

/* The functions of the row 'name', whose first value is at bar 'look'. */
#define RULE(name, test, look)                                           \
	static size_t name##_look(const double *p)                       \
	{                                                                \
		(void)p;                                                 \
		return (look);                                           \
	}                                                                \
	static void name##_run(void *state, const double *const in[],    \
			       double *const out[], size_t n)            \
	{                                                                \
		candle_run(state, in, out, n, test, (look));             \
	}                                                                \
	static void name##_step(void *state, const double *const in[],   \
				double *const out[], size_t n)           \
	{                                                                \
		static const struct algo_cut cut = { 4, 1, candle_reset, \
						     name##_run };       \
                                                                         \
		algo_cut_step(&cut, state, in, out, n);                  \
	}

RULE(cdldoji, doji, 10)
RULE(cdlengulfing, engulfing, 2)

/* ---- the rows */

#define ROW(id, longer, text)                                             \
	{                                                                 \
		.name = #id, .title = longer, .group = "pattern",         \
		.in = { "open", "high", "low", "close" }, .out = { #id }, \
		.main_out = 1, .size = candle_size, .init = candle_init,  \
		.step = id##_step, .lookback = id##_look, .doc = text,    \
		.source = "Nison 1991", .aliases = "",                    \
	}

/* clang-format off */
const struct algo_ind algo_ind_pattern[] = {
	ROW(cdldoji, "Doji",
	    "100 when the body is at most a tenth of the mean range of the 10 "
	    "bars before, else 0."),
	ROW(cdlengulfing, "Engulfing Pattern",
	    "100 when a white body covers the black one before it, -100 when a "
	    "black one covers a white one, 80 and -80 when one end is equal, "
	    "else 0. A close at the open is white."),
	{ .name = NULL },
};
