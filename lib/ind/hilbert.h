/* hilbert.h - the cycle in a series, measured by a Hilbert transformer (of
 * this room only; Ehlers 2001).
 *
 * Every operation stands in the order of TA-Lib 0.6.4: on flat or jumpy
 * prices what comes out is made of rounding errors, which the phase magnifies,
 * and only the same order gives the same values.
 */
#ifndef IND_HILBERT_H
#define IND_HILBERT_H

#include "kernel.h"

#define ALGO_PI 3.14159265358979323846
#define ALGO_DEGREES (180 / ALGO_PI) /* in a radian */

struct algo_hilbert { /* apart for even and odd bars */
	double tap[2][3];
	double last[2];
	double input[2];
};

struct algo_cycle {
	uint64_t seen;	 /* bars since the restart */
	uint64_t start;	 /* bars before the transformer starts */
	size_t slot;	 /* of the three taps */
	double price[4]; /* the last prices, newest first */
	double sub, sum; /* running totals of the weighted mean of four */
	struct algo_hilbert detrender, q1, ji, jq;
	double i1[2][2]; /* for even and odd bars: detrender 2 and 3 bars ago */
	double i2, q2, re, im;
	double period; /* of the dominant cycle, 6 to 50 when it runs */
	double smooth; /* the same smoothed once more */
};

struct algo_phasor {
	double mean; /* of the last four prices, weighted */
	double i, q; /* in phase and quadrature */
};

/* What TA-Lib lets pass before it starts, and before its first value. */
#define ALGO_CYCLE_START 12
#define ALGO_CYCLE_LATE 37
#define ALGO_CYCLE_LOOK 32
#define ALGO_CYCLE_LONG 63

void algo_cycle_init(struct algo_cycle *c, uint64_t start);
/* One usable price; 1 when the transformer runs and *p has its phasor. */
int algo_cycle_push(struct algo_cycle *c, double x, struct algo_phasor *p);

#endif
