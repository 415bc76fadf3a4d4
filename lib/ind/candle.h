/* candle.h - how candlestick patterns are written (of this room only).
 *
 * A pattern is found in two steps.  Its screen goes over a block without a
 * branch: it combines facts about single candles and pairs of them, one byte a
 * bar, which all patterns share (candle_facts.c).  What the screen leaves is
 * rare, and there the pattern's rest looks at the prices and works out the
 * thresholds it wants.  A pattern whose screen says all has no rest.
 *
 * A threshold is a factor of the mean range of the 10 or 5 bars before a bar,
 * as TA-Lib has it; but its sum is added anew for each bar, so it does not
 * drift and a spike is forgotten.  The rules are TA-Lib 0.6.4's.
 */
#ifndef IND_CANDLE_H
#define IND_CANDLE_H

#include "kernel.h"

/* Patterns look so many bars back at facts, and thresholds 10 more. */
#define ALGO_CANDLE_LEAD 6
#define ALGO_CANDLE_BACK (ALGO_CANDLE_LEAD + 10)

/* What is so at a bar; "before" is the bar before it.  A body of size 0 is
 * white.  FACT_LONG and the next five compare with thresholds. */
enum algo_fact {
	FACT_WHITE,	 /* close >= open */
	FACT_LONG,	 /* body > mean body of 10 */
	FACT_SHORT,	 /* body < mean body of 10 */
	FACT_DOJI,	 /* body <= a tenth of the mean range of 10 */
	FACT_NO_UP,	 /* upper shadow < that tenth */
	FACT_NO_DOWN,	 /* lower shadow < that tenth */
	FACT_LITTLE,	 /* both shadows < half the mean of both of 10 */
	FACT_UP,	 /* upper shadow > body */
	FACT_DOWN,	 /* lower shadow > body */
	FACT_WAVE,	 /* both shadows > twice the body */
	FACT_ABOVE,	 /* body wholly above the body before */
	FACT_BELOW,	 /* body wholly below it */
	FACT_JUMP,	 /* low above the high before */
	FACT_DROP,	 /* high below the low before */
	FACT_RISE,	 /* close above the close before */
	FACT_FALL,	 /* close below it */
	FACT_HELD,	 /* body inside the one before, an end may be equal */
	FACT_WITHIN,	 /* body inside the one before, no end equal */
	FACT_COVER,	 /* body around the one before, an end may be equal */
	FACT_BEYOND,	 /* body around the one before, no end equal */
	FACT_INSIDE,	 /* lower high and higher low */
	FACT_HIGHER,	 /* higher high and higher low */
	FACT_LOWER,	 /* lower high and lower low */
	FACT_OPEN_UNDER, /* open below the low before */
	FACT_OPEN_OVER,	 /* open above the high before */
	FACT_OPEN_IN,	 /* open inside the body before, not at its ends */
	FACT_OVER2,	 /* close above the high of 2 bars ago */
	FACT_OVER3,
	FACT_OVER4,
	FACT_UNDER2, /* close below the low of 2 bars ago */
	FACT_UNDER3,
	FACT_UNDER4,
	FACT_SAME_OPEN,	 /* open equal to the open before, nearly */
	FACT_SAME_CLOSE, /* close equal to the close before, nearly */
	FACT_COUNT
};

/* A piece of a block, small enough that all of it stays in the nearest cache.
 * In every array [ALGO_CANDLE_BACK + i] is bar i; the bars before it are the
 * past.  Facts, -1 where it is so, else 0, go back ALGO_CANDLE_LEAD bars. */
#define ALGO_CANDLE_N 256
#define ALGO_CANDLE_WIDTH (ALGO_CANDLE_BACK + ALGO_CANDLE_N)
struct algo_piece {
	double price[4][ALGO_CANDLE_WIDTH]; /* open high low close */
	double top[ALGO_CANDLE_WIDTH];	    /* of the body */
	double bottom[ALGO_CANDLE_WIDTH];
	signed char is[FACT_COUNT][ALGO_CANDLE_WIDTH];
};

/* Works out the facts in the set 'want' (a bit each) of the first n bars,
 * n <= ALGO_CANDLE_N. */
void algo_candle_facts(struct algo_piece *w, uint64_t want, size_t n);

/* The same compiled for AVX2, for machines that have it (candle_wide.c); the C
 * library knows that without asking the processor again.  Same bits: neither
 * contracts (-ffp-contract=off) nor adds in another order. */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__)
#if __GLIBC_PREREQ(2, 33)
#define ALGO_CANDLE_WIDE
#endif
#endif
void algo_candle_facts_wide(struct algo_piece *w, uint64_t want, size_t n);

/* Prices, at the bar that is looked at; the bars before it stand before. */
struct algo_bars {
	const double *open, *high, *low, *close;
};

/* What a rest asks for and a fact says: so, or not so, k bars ago. */
#define ALGO_CANDLE_ALSO 4
struct algo_also {
	unsigned char fact; /* enum algo_fact + 1; 0 ends the list */
	unsigned char ago;
	signed char flip; /* -1: not so; else 0 */
};

/* ---- a pattern.  Signals are in steps of 20: 5 is TA-Lib's 100, -4 its
 * -80. */
struct algo_candle {
	uint64_t want; /* facts that the screen asks for */
	void (*screen)(const struct algo_piece *w, signed char *restrict s,
		       size_t n);
	/* The signal of the screen is multiplied by this; NULL keeps it. */
	int (*rest)(const struct algo_bars *b, double penetration);
	/* Where other patterns want these facts too, the screen keeps only
	 * bars of which they are so: the rest has less to do. */
	struct algo_also also[ALGO_CANDLE_ALSO];
};

enum algo_pattern {
	/* one or two candles: candle_few.c */
	CDL_BELTHOLD,
	CDL_CLOSINGMARUBOZU,
	CDL_COUNTERATTACK,
	CDL_DARKCLOUDCOVER,
	CDL_DOJI,
	CDL_DOJISTAR,
	CDL_DRAGONFLYDOJI,
	CDL_ENGULFING,
	CDL_GRAVESTONEDOJI,
	CDL_HAMMER,
	CDL_HANGINGMAN,
	CDL_HARAMI,
	CDL_HARAMICROSS,
	CDL_HIGHWAVE,
	CDL_HOMINGPIGEON,
	CDL_INNECK,
	CDL_INVERTEDHAMMER,
	CDL_KICKING,
	CDL_KICKINGBYLENGTH,
	CDL_LONGLEGGEDDOJI,
	CDL_LONGLINE,
	CDL_MARUBOZU,
	CDL_MATCHINGLOW,
	CDL_ONNECK,
	CDL_PIERCING,
	CDL_RICKSHAWMAN,
	CDL_SEPARATINGLINES,
	CDL_SHOOTINGSTAR,
	CDL_SHORTLINE,
	CDL_SPINNINGTOP,
	CDL_TAKURI,
	CDL_THRUSTING,
	CDL_FEW,
	/* three and more: candle_many.c */
	CDL_2CROWS = CDL_FEW,
	CDL_3BLACKCROWS,
	CDL_3INSIDE,
	CDL_3LINESTRIKE,
	CDL_3OUTSIDE,
	CDL_3STARSINSOUTH,
	CDL_3WHITESOLDIERS,
	CDL_ABANDONEDBABY,
	CDL_ADVANCEBLOCK,
	CDL_BREAKAWAY,
	CDL_CONCEALBABYSWALL,
	CDL_EVENINGDOJISTAR,
	CDL_EVENINGSTAR,
	CDL_GAPSIDESIDEWHITE,
	CDL_HIKKAKE,
	CDL_HIKKAKEMOD,
	CDL_IDENTICAL3CROWS,
	CDL_LADDERBOTTOM,
	CDL_MATHOLD,
	CDL_MORNINGDOJISTAR,
	CDL_MORNINGSTAR,
	CDL_RISEFALL3METHODS,
	CDL_STALLEDPATTERN,
	CDL_STICKSANDWICH,
	CDL_TASUKIGAP,
	CDL_TRISTAR,
	CDL_UNIQUE3RIVER,
	CDL_UPSIDEGAP2CROWS,
	CDL_XSIDEGAP3METHODS,
	CDL_COUNT
};
extern const struct algo_candle algo_candle_few[CDL_FEW];
extern const struct algo_candle algo_candle_many[CDL_COUNT - CDL_FEW];

/* ---- the kernel of all rows (candle.c). */
size_t algo_candle_size(const double *p);
void algo_candle_init(void *state, enum algo_pattern pattern, size_t look,
		      double penetration);
void algo_candle_step(void *state, const double *const in[],
		      double *const out[], size_t n);

#endif
