/* sorted.h - the last p values in order (of this room only).
 *
 * A value finds its place by halving, and those between it and the place of
 * the value that leaves move by one: O(log p) comparisons, and a memmove of a
 * third of the window on average.
 */
#ifndef IND_SORTED_H
#define IND_SORTED_H

#include "kernel.h"

#define ALGO_SORTED_MAX 20000

struct algo_sorted {
	size_t p;
	size_t at;
	size_t seen; /* values since the last restart, at most p */
	/* p values as they came, oldest at "at"; then p in order, with the
	 * number of the place each has among those, equal ones oldest first */
	double ring[];
};

static inline size_t algo_sorted_size(size_t p)
{
	return sizeof(struct algo_sorted) + p * sizeof(double) +
	       p * sizeof(struct algo_cand);
}

static inline void algo_sorted_init(struct algo_sorted *w, size_t p)
{
	w->p = p;
	w->at = w->seen = 0;
}

static inline void algo_sorted_reset(struct algo_sorted *w)
{
	w->at = w->seen = 0;
}

static inline struct algo_cand *algo_sorted_order(struct algo_sorted *w)
{
	return (struct algo_cand *)(void *)(w->ring + w->p);
}

/* How many values are below x; how many are not above it. */
size_t algo_sorted_below(struct algo_sorted *w, double x);
size_t algo_sorted_upto(struct algo_sorted *w, double x);
/* One usable value in; 1 when the window is full. */
int algo_sorted_push(struct algo_sorted *w, double x);
/* The same, when upto(w, x) is known. */
int algo_sorted_put(struct algo_sorted *w, double x, size_t upto);

#endif
