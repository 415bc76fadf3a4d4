/* ma.h - moving averages that take more than a type and a period (of this
 * room only); the others are reached through algo_ma_block in kernel.h. */
#ifndef IND_MA_H
#define IND_MA_H

#include "kernel.h"

/* T3 with its volume factor v (Tillson 1998). */
size_t algo_t3_size(size_t p);
void algo_t3_init(void *state, size_t p, double v);
void algo_t3_block(void *state, const double *x, double *y, size_t n);

/* MAMA and FAMA (Ehlers 2001); alpha moves between slow and fast. */
struct algo_hilbert { /* apart for even and odd bars */
	double tap[2][3];
	double last[2];
	double input[2];
};
struct algo_mama {
	double fast, slow;
	uint64_t seen;	 /* bars since the restart */
	size_t slot;	 /* of the three taps */
	double price[4]; /* the last prices, newest first */
	double sub, sum; /* running totals of the weighted mean of four */
	struct algo_hilbert detrender, q1, ji, jq;
	double i1[2][2]; /* for even and odd bars: detrender 2 and 3 bars ago */
	double i2, q2, re, im;
	double period, phase;
	double mama, fama;
};
void algo_mama_init(struct algo_mama *m, double fast, double slow);
/* fama may be NULL. */
void algo_mama_block(struct algo_mama *m, const double *x, double *mama,
		     double *fama, size_t n);
#define ALGO_MAMA_LOOKBACK 32

#endif
