/* line.h - the last values of a series in one line (of this room only).
 *
 * The last p - 1 values stand before those of the block, so every window is a
 * plain array, and sums over windows of several bars go side by side.
 */
#ifndef IND_LINE_H
#define IND_LINE_H

#include "kernel2.h"

struct algo_line {
	size_t p;
	size_t seen;
	size_t cap;
	size_t end; /* values in v; the last p - 1 are the past */
	double v[];
};

size_t algo_line_size(size_t p);
void algo_line_init(struct algo_line *l, size_t p);
void algo_line_reset(void *line);
/* Room for n more at the end; the p - 1 values before them are there. */
double *algo_line_room(struct algo_line *l, size_t n);

/* Bars side by side are a tile, whose sums stay in the nearest cache: n is at
 * most so many. */
#define ALGO_TILE 256

/* s[i] = sum of w[i..i + p), oldest first. */
void algo_line_sums(const double *w, size_t p, double *restrict s, size_t n);
/* The same of |w - m[i]|. */
void algo_line_deviations(const double *w, size_t p, const double *restrict m,
			  double *restrict s, size_t n);

#endif
