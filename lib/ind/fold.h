/* fold.h - windowed sums without subtraction (of this room only).
 *
 * Bars are taken in blocks of p.  A window of p bars is the end of the block
 * before and the begin of this one, so its sum is a sum from the end plus a
 * running sum (the scheme of van Herk 1992, for sums).  Nothing is ever taken
 * away, so nothing drifts and a large value leaves no trace.  Values count
 * from a base, the first value of this block, which lies in every window it
 * is used for: differences are small, and a constant window gives exactly 0.
 */
#ifndef IND_FOLD_H
#define IND_FOLD_H

#include "kernel.h"

enum algo_fold_kind {
	ALGO_FOLD_SQUARES, /* second: sum of d^2 */
	ALGO_FOLD_WEIGHTS  /* second: sum of w d, w = 1 for the oldest to p */
};

struct algo_fold {
	size_t p;
	size_t at;
	size_t seen; /* values since the last restart, at most p */
	double base;
	double sum;    /* of d = x - base over this block */
	double second; /* of d^2, or of (bars since) d, over this block */
	double v[];    /* p values; p + 1 sums, p + 1 seconds from the end */
};

/* Room for the results of a part of a block, small enough to stay in the
 * nearest cache: the sums belong to d = x - base. */
#define ALGO_FOLD_N 256
struct algo_folded {
	double base[ALGO_FOLD_N];
	double sum[ALGO_FOLD_N];
	double second[ALGO_FOLD_N];
};

/* How many of the bars from "at" to n are taken at once. */
static inline size_t algo_fold_part(size_t at, size_t n)
{
	return n - at < ALGO_FOLD_N ? n - at : ALGO_FOLD_N;
}

static inline size_t algo_fold_size(size_t p)
{
	return sizeof(struct algo_fold) + (3 * p + 2) * sizeof(double);
}

void algo_fold_init(struct algo_fold *f, size_t p);
/* n is at most ALGO_FOLD_N.  base is NaN while there are fewer than p
 * values. */
void algo_fold_squares(struct algo_fold *f, const double *x,
		       struct algo_folded *out, size_t n);
void algo_fold_weights(struct algo_fold *f, const double *x,
		       struct algo_folded *out, size_t n);

/* For any n up to ALGO_IND_N; all are NaN while there are fewer than p values.
 *
 * The means of windows, and the population's deviations. */
void algo_fold_spread(struct algo_fold *f, const double *x, double *mean,
		      double *dev, size_t n);
/* The means, and the slopes of the lines of least squares: with the bars of a
 * window from -(p - 1) / 2 to (p - 1) / 2 the two are apart. */
void algo_fold_line(struct algo_fold *f, const double *x, double *mean,
		    double *slope, size_t n);

#endif
