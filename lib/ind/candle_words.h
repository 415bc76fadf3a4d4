/* candle_words.h - the words that the rules of candlestick patterns are written
 * in (for candle_few.c and candle_many.c only: the names are short). */
#ifndef IND_CANDLE_WORDS_H
#define IND_CANDLE_WORDS_H

#include "candle.h"

/* ---- the words of screens: so, or not so, k bars ago; i is the bar. */

#define ON(fact, k) (w->is[FACT_##fact][ALGO_CANDLE_BACK + i - (k)])
#define NO(fact, k) (~ON(fact, k))
#define PICK(mask, a, b) (((mask) & (a)) | (~(mask) & (b)))
#define BULL 5
#define BEAR (-5)
#define SIGN(mask) PICK(mask, BULL, BEAR)
#define F(fact) (UINT64_C(1) << FACT_##fact)
#define SO(fact, k)                   \
	{                             \
		FACT_##fact + 1, k, 0 \
	}
#define NOT_SO(fact, k)                \
	{                              \
		FACT_##fact + 1, k, -1 \
	}

#define SCREEN(name, expr)                                                    \
	static void name(const struct algo_piece *w, signed char *restrict s, \
			 size_t n)                                            \
	{                                                                     \
		for (size_t i = 0; i < n; i++)                                \
			s[i] = (signed char)(expr);                           \
	}

/* ---- the words of rests: k bars ago. */

#define REST(name)                                 \
	static int name(const struct algo_bars *b, \
			__attribute__((unused)) double penetration)

#define O(k) (b->open[-(k)])
#define H(k) (b->high[-(k)])
#define L(k) (b->low[-(k)])
#define C(k) (b->close[-(k)])

static inline int algo_bar_white(const struct algo_bars *b, int k)
{
	return C(k) >= O(k);
}

static inline double algo_bar_body(const struct algo_bars *b, int k)
{
	return fabs(C(k) - O(k));
}

static inline double algo_bar_top(const struct algo_bars *b, int k)
{
	return C(k) >= O(k) ? C(k) : O(k);
}

static inline double algo_bar_bottom(const struct algo_bars *b, int k)
{
	return C(k) >= O(k) ? O(k) : C(k);
}

static inline double algo_bar_up(const struct algo_bars *b, int k)
{
	return H(k) - algo_bar_top(b, k);
}

static inline double algo_bar_down(const struct algo_bars *b, int k)
{
	return algo_bar_bottom(b, k) - L(k);
}

/* Means over the bars before the one of k bars ago, oldest added first. */
static inline double algo_mean_body(const struct algo_bars *b, int k)
{
	double s = 0;

	for (int j = k + 10; j > k; j--)
		s += algo_bar_body(b, j);
	return s / 10;
}

static inline double algo_mean_shadows(const struct algo_bars *b, int k)
{
	double s = 0;

	for (int j = k + 10; j > k; j--)
		s += algo_bar_up(b, j) + algo_bar_down(b, j);
	return s / 10;
}

static inline double algo_mean_range(const struct algo_bars *b, int k, int p)
{
	double s = 0;

	for (int j = k + p; j > k; j--)
		s += H(j) - L(j);
	return s / p;
}

#define WHITE(k) algo_bar_white(b, k)
#define BODY(k) algo_bar_body(b, k)
#define TOP(k) algo_bar_top(b, k)
#define BOTTOM(k) algo_bar_bottom(b, k)
#define UP(k) algo_bar_up(b, k)
#define DOWN(k) algo_bar_down(b, k)

/* Thresholds with TA-Lib's settings. */
#define MEAN(k) algo_mean_body(b, k)
#define TENTH(k) (0.1 * algo_mean_range(b, k, 10))
#define HALF(k) (algo_mean_shadows(b, k) / 2)
#define NEAR(k) (0.2 * algo_mean_range(b, k, 5))
#define FAR(k) (0.6 * algo_mean_range(b, k, 5))
#define EQUAL(k) (0.05 * algo_mean_range(b, k, 5))
#define LONG(k) (BODY(k) > MEAN(k))
#define SHORT(k) (BODY(k) < MEAN(k))

/* x is at most the threshold away from y. */
static inline int algo_around(double x, double y, double threshold)
{
	return y - threshold <= x && x <= y + threshold;
}
#define AROUND algo_around

#endif
