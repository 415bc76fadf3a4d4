/* pattern.c - candlestick patterns: cdlengulfing cdldoji.
 *
 * A rule sees bar 0 (the current one) and the bars before it, through arrays
 * in which the last BACK bars stand before those of the block.  A new pattern
 * is a rule (RULE), its row (ROW) and its thresholds (average).
 */
#include "families.h"
#include "kernel2.h"

/* Bars of the past that are kept: rules look 4 back, averages 10 more. */
#define BACK 14

struct candles {
	size_t seen;
	double past[4][BACK]; /* open high low close, oldest first */
};

/* At index BACK + i stands bar i of the block. */
struct view {
	double open[BACK + ALGO_IND_N];
	double high[BACK + ALGO_IND_N];
	double low[BACK + ALGO_IND_N];
	double close[BACK + ALGO_IND_N];
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

static void view_fill(struct candles *c, const double *const in[],
		      struct view *v, size_t n)
{
	double *const to[4] = { v->open, v->high, v->low, v->close };

	for (int k = 0; k < 4; k++) {
		algo_copy(to[k], c->past[k], BACK);
		algo_copy(to[k] + BACK, in[k], n);
		algo_copy(c->past[k], to[k] + n, BACK);
	}
}

/* ---- thresholds: factor * mean of a range over the period bars before, of
 * the bar itself when period is 0 (TA-Lib's settings). */

enum range { BODY, HIGH_LOW, SHADOWS };
struct setting {
	enum range range;
	size_t period;
	double factor;
};

static const struct setting body_doji = { HIGH_LOW, 10, 0.1 };

static void ranges(const struct view *v, enum range kind, double *restrict r,
		   size_t n)
{
	switch (kind) {
	case BODY:
		for (size_t i = 0; i < n; i++)
			r[i] = fabs(v->close[i] - v->open[i]);
		break;
	case HIGH_LOW:
		for (size_t i = 0; i < n; i++)
			r[i] = v->high[i] - v->low[i];
		break;
	case SHADOWS:
		for (size_t i = 0; i < n; i++)
			r[i] = v->high[i] - v->low[i] -
			       fabs(v->close[i] - v->open[i]);
		break;
	}
}

static inline double sum_of(const double *r, size_t count)
{
	double s = 0;

	for (size_t j = 0; j < count; j++)
		s += r[j];
	return s;
}

/* y[i]: the threshold at the bar that is back bars before bar i. */
static void average(const struct view *v, const struct setting *s, size_t back,
		    double *restrict y, size_t n)
{
	double r[BACK + ALGO_IND_N];
	const double *from = r + BACK - back - s->period;
	double count = (double)s->period;

	ranges(v, s->range, r, BACK + n);
	if (s->period == 10)
		for (size_t i = 0; i < n; i++)
			y[i] = sum_of(from + i, 10) / count;
	else if (s->period)
		for (size_t i = 0; i < n; i++)
			y[i] = sum_of(from + i, s->period) / count;
	else
		algo_copy(y, from, n);
	for (size_t i = 0; i < n; i++)
		y[i] = s->factor * y[i] / (s->range == SHADOWS ? 2 : 1);
}

/* ---- the rules.  O(k) to C(k): prices k bars ago; a bar that closes where
 * it opened is white. */

#define O(k) (v->open[BACK + i - (k)])
#define H(k) (v->high[BACK + i - (k)])
#define L(k) (v->low[BACK + i - (k)])
#define C(k) (v->close[BACK + i - (k)])
#define BODY_OF(k) fabs(C(k) - O(k))
#define WHITE(k) (C(k) >= O(k))

typedef void rule(const struct view *v, double *restrict y, size_t n);

/* Every operand is worked out: no branches, so bars go side by side. */
static void engulfing(const struct view *v, double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int up = WHITE(0) & !WHITE(1) &
			 (((C(0) >= O(1)) & (O(0) < C(1))) |
			  ((C(0) > O(1)) & (O(0) <= C(1))));
		int down = !WHITE(0) & WHITE(1) &
			   (((O(0) >= C(1)) & (C(0) < O(1))) |
			    ((O(0) > C(1)) & (C(0) <= O(1))));
		int whole = (O(0) != C(1)) & (C(0) != O(1));

		y[i] = (up - down) * (whole ? 100 : 80);
	}
}

static void doji(const struct view *v, double *restrict y, size_t n)
{
	average(v, &body_doji, 0, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = BODY_OF(0) <= y[i] ? 100 : 0;
}

static void candle_run(struct candles *c, const double *const in[],
		       double *const out[], size_t n, rule *test, size_t look)
{
	struct view v;

	view_fill(c, in, &v, n);
	test(&v, out[0], n);
	algo_fill_nan(out[0], algo_warm(&c->seen, look, n));
}

/* The functions of the row 'name', whose first value is at bar 'look'. */
#define RULE(name, test, look)                                                \
	static size_t name##_look(const double *p)                            \
	{                                                                     \
		(void)p;                                                      \
		return (look);                                                \
	}                                                                     \
	static void name##_run(void *state, const double *const in[],         \
			       double *const out[], size_t n)                 \
	{                                                                     \
		candle_run(state, in, out, n, test, (look));                  \
	}                                                                     \
	static void name##_step(void *state, const double *const in[],        \
				double *const out[], size_t n)                \
	{                                                                     \
		static const struct algo_cut cut = { 4, 1, candle_reset,      \
						     name##_run };            \
                                                                              \
		algo_cut_step(&cut, state, in, out, n);                       \
	}

RULE(cdldoji, doji, 10)
RULE(cdlengulfing, engulfing, 2)

/* ---- the rows */

#define ROW(id, longer, text)                                                 \
	{                                                                     \
		.name = #id, .title = longer, .group = "pattern",             \
		.in = { "open", "high", "low", "close" }, .out = { #id },     \
		.main_out = 1, .size = candle_size, .init = candle_init,      \
		.step = id##_step, .lookback = id##_look, .doc = text,        \
		.source = "Nison 1991", .aliases = "",                        \
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
