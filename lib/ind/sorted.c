/* sorted.c - the last p values in order: see sorted.h. */
#include "sorted.h"

/* Halving without branches: which half is never known beforehand. */
size_t algo_sorted_below(struct algo_sorted *w, double x)
{
	const struct algo_cand *v = algo_sorted_order(w);
	size_t len = w->seen;

	while (len > 1) {
		size_t half = len / 2;

		v += half & -(size_t)(v[half - 1].v < x);
		len -= half;
	}
	if (len && v->v < x)
		v++;
	return (size_t)(v - algo_sorted_order(w));
}

size_t algo_sorted_upto(struct algo_sorted *w, double x)
{
	const struct algo_cand *v = algo_sorted_order(w);
	size_t len = w->seen;

	while (len > 1) {
		size_t half = len / 2;

		v += half & -(size_t)(v[half - 1].v <= x);
		len -= half;
	}
	if (len && v->v <= x)
		v++;
	return (size_t)(v - algo_sorted_order(w));
}

/* The value at "old" leaves, one comes before the value at "new": what lies
 * between closes up.  Returns its place. */
static size_t shift(struct algo_cand *v, size_t old, size_t new)
{
	if (old < new) {
		memmove(v + old, v + old + 1, (new - 1 - old) * sizeof(*v));
		return new - 1;
	}
	memmove(v + new + 1, v + new, (old - new) * sizeof(*v));
	return new;
}

int algo_sorted_push(struct algo_sorted *w, double x)
{
	return algo_sorted_put(w, x, algo_sorted_upto(w, x));
}

int algo_sorted_put(struct algo_sorted *w, double x, size_t new)
{
	size_t at = w->at, old = w->seen;

	/* Of equal values the first is the oldest. */
	if (w->seen == w->p)
		old = algo_sorted_below(w, w->ring[at]);
	else
		w->seen++;
	new = shift(algo_sorted_order(w), old, new);
	algo_sorted_order(w)[new] = (struct algo_cand){ x, at };
	w->ring[at] = x;
	w->at = at + 1 == w->p ? 0 : at + 1;
	return w->seen == w->p;
}
