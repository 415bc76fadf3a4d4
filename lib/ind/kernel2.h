/* kernel2.h - more parts for kernels: blocks cut at gaps, sums and extremes
 * of windows without subtraction.
 *
 * The rules of kernel.h hold.  The functions here that end in _block want
 * usable values only; algo_cut sees to it.
 */
#ifndef IND_KERNEL2_H
#define IND_KERNEL2_H

#include "kernel.h"

/* ---- a block cut at gaps.  Bars usable in all inputs go to run() in
 * stretches as long as the block allows; a bar that is not gives NaN in all
 * outputs and resets.  So run() never meets a NaN and needs no branch. */
struct algo_cut {
	size_t nin;
	size_t nout;
	void (*reset)(void *state);
	void (*run)(void *state, const double *const in[], double *const out[],
		    size_t n);
};
void algo_cut_step(const struct algo_cut *c, void *state,
		   const double *const in[], double *const out[], size_t n);

/* n more bars: how many of them, from the first, belong to the warm-up of
 * look bars.  *seen counts the bars since the restart. */
static inline size_t algo_warm(size_t *seen, size_t look, size_t n)
{
	size_t left = look > *seen ? look - *seen : 0;

	*seen += n;
	return left < n ? left : n;
}

/* ---- the sums of the last p values of two series side by side, fewer at
 * first (those before count 0).  A running sum of the block of p that is being
 * filled and the sums from each place of the block before to its end (van
 * Herk's windows with + for max): nothing is ever subtracted, so a sum of
 * values of one sign has p roundings at most, is 0 only if all are, and
 * forgets a spike when it leaves. */
struct algo_two {
	double a, b;
};
struct algo_rolls {
	size_t p;
	size_t at;
	struct algo_two m;   /* sums of v[0..at) */
	struct algo_two v[]; /* p + 1; v[at..p) are sums to the end, v[p] 0 */
};

static inline size_t algo_rolls_size(size_t p)
{
	return sizeof(struct algo_rolls) + (p + 1) * sizeof(struct algo_two);
}

void algo_rolls_init(struct algo_rolls *w, size_t p);
/* y[i] are the sums up to x[i]; a and b: values that are replaced by them. */
void algo_rolls_pairs(struct algo_rolls *w, const struct algo_two *x,
		      struct algo_two *restrict y, size_t n);
void algo_rolls_block(struct algo_rolls *w, double *restrict a,
		      double *restrict b, size_t n);

/* ---- the mean of a few values (p up to ALGO_FEW), added anew for each bar:
 * faster than a running sum, and without its drift.  NaN while there are fewer
 * and where a NaN is among them; y may be x. */
#define ALGO_FEW 8
struct algo_few {
	size_t p;
	double past[ALGO_FEW - 1]; /* oldest first */
};

void algo_few_init(struct algo_few *w, size_t p);
void algo_few_block(struct algo_few *w, const double *x, double *y, size_t n);

/* ---- bars since the largest or smallest of the last p values, the latest
 * of equal ones; built as algo_ext is.  The place of a value is its number
 * in its block of p. */
struct algo_spot {
	double v;
	uint64_t at;
};
struct algo_since {
	size_t p;
	size_t at;
	struct algo_spot m;
	struct algo_spot v[]; /* p + 1 */
};

static inline size_t algo_since_size(size_t p)
{
	return sizeof(struct algo_since) + (p + 1) * sizeof(struct algo_spot);
}

/* sign 1: the largest; -1: the smallest.  The same in init and block; y is
 * the number of bars, to be ignored before p values were given. */
void algo_since_init(struct algo_since *w, size_t p);
void algo_since_block(struct algo_since *w, const double *x, double *y,
		      double sign, size_t n);

#endif
