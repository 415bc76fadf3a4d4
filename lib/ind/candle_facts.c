/* candle_facts.c - facts about single candles and pairs of them, for all bars
 * of a piece side by side. */
#include "candle.h"

#define AT ALGO_CANDLE_BACK
#define WIDTH ALGO_CANDLE_WIDTH

/* -1 when a < b, else 0, for finite values: the sign of the difference, which
 * is 0 only when they are equal.  A comparison would not be done for several
 * bars at once without SSE4; adding 0 makes -0 a 0. */
static inline int64_t less(double a, double b)
{
	double d = (a - b) + 0.0;
	uint64_t bits;

	memcpy(&bits, &d, sizeof(bits));
	return -(int64_t)(bits >> 63);
}

/* b where the mask is set, else a. */
static inline double choose(double a, double b, int64_t mask)
{
	uint64_t x, y;

	memcpy(&x, &a, sizeof(x));
	memcpy(&y, &b, sizeof(y));
	x ^= (x ^ y) & (uint64_t)mask;
	memcpy(&a, &x, sizeof(a));
	return a;
}

/* ---- thresholds: mean ranges of the 10 or 5 bars before. */

enum level { MEAN_BODY, TENTH, HALF_SHADOWS, EQUAL, LEVEL_COUNT };

struct levels {
	double y[LEVEL_COUNT][WIDTH];
};

#define OPEN (w->price[0])
#define HIGH (w->price[1])
#define LOW (w->price[2])
#define CLOSE (w->price[3])
#define TOP (w->top)
#define BOTTOM (w->bottom)

/* y[i]: the sum of the 5 or 10 values before r[i], oldest first as in candle.h,
 * so that both have the same bits. */
static void sum5(const double *restrict r, double *restrict y, size_t from,
		 size_t to)
{
	for (size_t i = from; i < to; i++)
		y[i] = r[i - 5] + r[i - 4] + r[i - 3] + r[i - 2] + r[i - 1];
}

static void sum10(const double *restrict r, double *restrict y, size_t from,
		  size_t to)
{
	for (size_t i = from; i < to; i++)
		y[i] = r[i - 10] + r[i - 9] + r[i - 8] + r[i - 7] + r[i - 6] +
		       r[i - 5] + r[i - 4] + r[i - 3] + r[i - 2] + r[i - 1];
}

static void scale(double *restrict y, double factor, double by, size_t from,
		  size_t to)
{
	for (size_t i = from; i < to; i++)
		y[i] = factor * (y[i] / by);
}

static void bodies(const struct algo_piece *w, double *restrict r, size_t to)
{
	for (size_t i = 0; i < to; i++)
		r[i] = fabs(CLOSE[i] - OPEN[i]);
}

static void ranges(const struct algo_piece *w, double *restrict r, size_t to)
{
	for (size_t i = 0; i < to; i++)
		r[i] = HIGH[i] - LOW[i];
}

static void shadows(const struct algo_piece *w, double *restrict r, size_t to)
{
	for (size_t i = 0; i < to; i++)
		r[i] = (HIGH[i] - TOP[i]) + (BOTTOM[i] - LOW[i]);
}

static void level(const struct algo_piece *w, struct levels *v,
		  enum level which, size_t to)
{
	static const struct {
		void (*range)(const struct algo_piece *w, double *restrict r,
			      size_t to);
		void (*sum)(const double *restrict r, double *restrict y,
			    size_t from, size_t to);
		double factor, by;
	} rows[LEVEL_COUNT] = {
		[MEAN_BODY] = { bodies, sum10, 1, 10 },
		[TENTH] = { ranges, sum10, 0.1, 10 },
		[HALF_SHADOWS] = { shadows, sum10, 0.5, 10 },
		[EQUAL] = { ranges, sum5, 0.05, 5 },
	};
	double r[WIDTH];
	size_t from = AT - ALGO_CANDLE_LEAD;

	rows[which].range(w, r, to);
	rows[which].sum(r, v->y[which], from, to);
	scale(v->y[which], rows[which].factor, rows[which].by, from, to);
}

/* ---- the facts.  i: this bar. */

#define FACT(name, so)                                                       \
	static void name(const struct algo_piece *w, const struct levels *v, \
			 signed char *restrict is, size_t from, size_t to)   \
	{                                                                    \
		(void)v;                                                     \
		for (size_t i = from; i < to; i++)                           \
			is[i] = (signed char)(so);                           \
	}

#define SIZE (TOP[i] - BOTTOM[i])
#define UP (HIGH[i] - TOP[i])
#define DOWN (BOTTOM[i] - LOW[i])
#define LEVEL(which) (v->y[which][i])
#define EQUAL_BEFORE (v->y[EQUAL][i - 1])
#define NOT(mask) (~(mask))

/* clang-format off */
FACT(white, NOT(less(CLOSE[i], OPEN[i])))
FACT(longer, less(LEVEL(MEAN_BODY), SIZE))
FACT(shorter, less(SIZE, LEVEL(MEAN_BODY)))
FACT(doji, NOT(less(LEVEL(TENTH), SIZE)))
FACT(no_up, less(UP, LEVEL(TENTH)))
FACT(no_down, less(DOWN, LEVEL(TENTH)))
FACT(little, less(UP, LEVEL(HALF_SHADOWS)) & less(DOWN, LEVEL(HALF_SHADOWS)))
FACT(up, less(SIZE, UP))
FACT(down, less(SIZE, DOWN))
FACT(wave, less(2 * SIZE, UP) & less(2 * SIZE, DOWN))
FACT(above, less(TOP[i - 1], BOTTOM[i]))
FACT(below, less(TOP[i], BOTTOM[i - 1]))
FACT(jump, less(HIGH[i - 1], LOW[i]))
FACT(drop, less(HIGH[i], LOW[i - 1]))
FACT(rise, less(CLOSE[i - 1], CLOSE[i]))
FACT(fall, less(CLOSE[i], CLOSE[i - 1]))
FACT(held, NOT(less(TOP[i - 1], TOP[i]) | less(BOTTOM[i], BOTTOM[i - 1])))
FACT(within, less(TOP[i], TOP[i - 1]) & less(BOTTOM[i - 1], BOTTOM[i]))
FACT(cover, NOT(less(TOP[i], TOP[i - 1]) | less(BOTTOM[i - 1], BOTTOM[i])))
FACT(beyond, less(TOP[i - 1], TOP[i]) & less(BOTTOM[i], BOTTOM[i - 1]))
FACT(inside, less(HIGH[i], HIGH[i - 1]) & less(LOW[i - 1], LOW[i]))
FACT(higher, less(HIGH[i - 1], HIGH[i]) & less(LOW[i - 1], LOW[i]))
FACT(lower, less(HIGH[i], HIGH[i - 1]) & less(LOW[i], LOW[i - 1]))
FACT(open_under, less(OPEN[i], LOW[i - 1]))
FACT(open_over, less(HIGH[i - 1], OPEN[i]))
FACT(open_in, less(BOTTOM[i - 1], OPEN[i]) & less(OPEN[i], TOP[i - 1]))
FACT(over2, less(HIGH[i - 2], CLOSE[i]))
FACT(over3, less(HIGH[i - 3], CLOSE[i]))
FACT(over4, less(HIGH[i - 4], CLOSE[i]))
FACT(under2, less(CLOSE[i], LOW[i - 2]))
FACT(under3, less(CLOSE[i], LOW[i - 3]))
FACT(under4, less(CLOSE[i], LOW[i - 4]))
FACT(same_open, NOT(less(OPEN[i], OPEN[i - 1] - EQUAL_BEFORE) |
		    less(OPEN[i - 1] + EQUAL_BEFORE, OPEN[i])))
FACT(same_close, NOT(less(CLOSE[i], CLOSE[i - 1] - EQUAL_BEFORE) |
		     less(CLOSE[i - 1] + EQUAL_BEFORE, CLOSE[i])))
/* clang-format on */

/* A threshold that a fact needs; LEVEL_COUNT: none. */
static const struct {
	void (*make)(const struct algo_piece *w, const struct levels *v,
		     signed char *restrict is, size_t from, size_t to);
	enum level level;
} facts[FACT_COUNT] = {
	[FACT_WHITE] = { white, LEVEL_COUNT },
	[FACT_LONG] = { longer, MEAN_BODY },
	[FACT_SHORT] = { shorter, MEAN_BODY },
	[FACT_DOJI] = { doji, TENTH },
	[FACT_NO_UP] = { no_up, TENTH },
	[FACT_NO_DOWN] = { no_down, TENTH },
	[FACT_LITTLE] = { little, HALF_SHADOWS },
	[FACT_UP] = { up, LEVEL_COUNT },
	[FACT_DOWN] = { down, LEVEL_COUNT },
	[FACT_WAVE] = { wave, LEVEL_COUNT },
	[FACT_ABOVE] = { above, LEVEL_COUNT },
	[FACT_BELOW] = { below, LEVEL_COUNT },
	[FACT_JUMP] = { jump, LEVEL_COUNT },
	[FACT_DROP] = { drop, LEVEL_COUNT },
	[FACT_RISE] = { rise, LEVEL_COUNT },
	[FACT_FALL] = { fall, LEVEL_COUNT },
	[FACT_HELD] = { held, LEVEL_COUNT },
	[FACT_WITHIN] = { within, LEVEL_COUNT },
	[FACT_COVER] = { cover, LEVEL_COUNT },
	[FACT_BEYOND] = { beyond, LEVEL_COUNT },
	[FACT_INSIDE] = { inside, LEVEL_COUNT },
	[FACT_HIGHER] = { higher, LEVEL_COUNT },
	[FACT_LOWER] = { lower, LEVEL_COUNT },
	[FACT_OPEN_UNDER] = { open_under, LEVEL_COUNT },
	[FACT_OPEN_OVER] = { open_over, LEVEL_COUNT },
	[FACT_OPEN_IN] = { open_in, LEVEL_COUNT },
	[FACT_OVER2] = { over2, LEVEL_COUNT },
	[FACT_OVER3] = { over3, LEVEL_COUNT },
	[FACT_OVER4] = { over4, LEVEL_COUNT },
	[FACT_UNDER2] = { under2, LEVEL_COUNT },
	[FACT_UNDER3] = { under3, LEVEL_COUNT },
	[FACT_UNDER4] = { under4, LEVEL_COUNT },
	[FACT_SAME_OPEN] = { same_open, EQUAL },
	[FACT_SAME_CLOSE] = { same_close, EQUAL },
};

static void split_bodies(struct algo_piece *w, size_t to)
{
	double *restrict top = w->top, *restrict bottom = w->bottom;

	for (size_t i = 0; i < to; i++) {
		int64_t black = less(CLOSE[i], OPEN[i]);

		top[i] = choose(CLOSE[i], OPEN[i], black);
		bottom[i] = choose(OPEN[i], CLOSE[i], black);
	}
}

void algo_candle_facts(struct algo_piece *w, uint64_t want, size_t n)
{
	struct levels v;
	unsigned done = 0;
	size_t to = AT + n;

	split_bodies(w, to);
	for (int k = 0; k < FACT_COUNT; k++) {
		enum level l = facts[k].level;

		if (!(want >> k & 1))
			continue;
		if (l != LEVEL_COUNT && !(done >> l & 1)) {
			level(w, &v, l, to);
			done |= 1U << l;
		}
		facts[k].make(w, &v, w->is[k], AT - ALGO_CANDLE_LEAD + 1, to);
	}
}
