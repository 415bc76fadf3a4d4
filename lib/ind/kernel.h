/* kernel.h - the parts that kernels are built from (of this room only).
 *
 * Rules that make a kernel right:
 * - One bar after the other; a pre-pass over the block may only do work that
 *   is elementwise.  Then every cut into blocks gives the same bits.
 * - A state holds no pointers (it may be copied as bytes): parts with memory
 *   of their own end in a flexible array, and a kernel with several parts
 *   keeps their byte offsets (algo_part, algo_part_add).
 * - A value that algo_usable() refuses (NaN, infinite, 3e150 and beyond,
 *   whose square would overflow) counts as none: NaN out, part starts anew.
 *   The window extremes below take every number but NaN.
 * - The warm-up of a first stage is NaN, which is why stages chain without
 *   counting: an EMA of an EMA seeds with the first p values there are.
 * - *_block functions take out == in; they never need more than the state.
 */
#ifndef IND_KERNEL_H
#define IND_KERNEL_H

#include <algo/ind.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define ALGO_HUGE 0x1p500 /* 3.3e150 */
#define ALGO_TINY 1e-14	  /* TA-Lib's zero: absolute */

static inline int algo_usable(double x)
{
	return fabs(x) < ALGO_HUGE;
}

static inline int algo_is_zero(double x)
{
	return fabs(x) < ALGO_TINY;
}

/* The sign bit is set when x is not usable.  In whole numbers, because that is
 * done two at a time: the addition reaches the sign bit when the exponent is
 * 500 or more (NaN and infinity have the largest). */
static inline uint64_t algo_unclean(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof(bits));
	return (bits & INT64_MAX) + ((uint64_t)(0x800 - 0x5f3) << 52);
}

/* All n values are usable: then a loop needs no branch for NaN. */
static inline int algo_clean(const double *x, size_t n)
{
	uint64_t bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= algo_unclean(x[i]);
	return !(bad >> 63);
}

static inline void algo_fill_nan(double *y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = NAN;
}

static inline void algo_copy(double *y, const double *x, size_t n)
{
	if (n && y != x)
		memcpy(y, x, n * sizeof(*y));
}

/* A parameter that is whole and not negative. */
static inline size_t algo_count(double p)
{
	return (size_t)p;
}

/* Parts of a state: their sizes rounded so that each is aligned to 16. */
static inline size_t algo_part_add(size_t *total, size_t size)
{
	size_t at = (*total + 15) & ~(size_t)15;

	*total = at + size;
	return at;
}

static inline void *algo_part(void *state, size_t offset)
{
	return (char *)state + offset;
}

/* Lookbacks that recur; p[0] is the period. */
size_t algo_look_0(const double *p);	  /* 0 */
size_t algo_look_1(const double *p);	  /* 1 */
size_t algo_look_period(const double *p); /* p[0] */
size_t algo_look_window(const double *p); /* p[0] - 1 */

/* For rows without a state. */
size_t algo_no_size(const double *p);
void algo_no_init(void *state, const double *p);

/* The usual parameter: key, whole, 'least' to ALGO_PERIOD_MAX. */
#define ALGO_PERIOD(dflt, least)                                           \
	{                                                                  \
		"period", ALGO_P_INT, (dflt), (least), ALGO_PERIOD_MAX, 1, \
			"bars in the window", NULL                         \
	}

/* ---- sums: s + c is the sum to twice the precision (Neumaier 1974; the
 * error of an addition as Knuth has it, without a branch). */
struct algo_sum {
	double s, c;
};

static inline void algo_sum_add(struct algo_sum *a, double x)
{
	double t = a->s + x, z = t - a->s;

	a->c += (a->s - (t - z)) + (x - z);
	a->s = t;
}

/* The chain of algo_sum_swap alone: d and low as it has them. */
static inline void algo_sum_chain(struct algo_sum *a, double d, double low)
{
	double t = a->s + d, w = t - a->s;

	a->c += ((a->s - (t - w)) + (d - w)) + low;
	a->s = t;
}

/* Adds x and takes old away; one addition in the chain. */
static inline void algo_sum_swap(struct algo_sum *a, double x, double old)
{
	double d = x - old, z = d - x;

	algo_sum_chain(a, d, (x - (d - z)) - (old + z));
}

static inline double algo_sum_get(const struct algo_sum *a)
{
	return a->s + a->c;
}

/* ---- the last p values and their compensated sum. */
struct algo_win {
	size_t p;
	size_t at;   /* where the next value goes: the oldest when full */
	size_t seen; /* values since the last restart, at most p */
	struct algo_sum sum;
	double v[];
};

static inline size_t algo_win_size(size_t p)
{
	return sizeof(struct algo_win) + p * sizeof(double);
}

static inline void algo_win_init(struct algo_win *w, size_t p)
{
	memset(w, 0, sizeof(*w));
	w->p = p;
}

static inline void algo_win_reset(struct algo_win *w)
{
	algo_win_init(w, w->p);
}

/* One usable value in; 1 when the window is full. */
static inline int algo_win_push(struct algo_win *w, double x)
{
	if (w->seen == w->p) {
		algo_sum_swap(&w->sum, x, w->v[w->at]);
	} else {
		algo_sum_add(&w->sum, x);
		w->seen++;
	}
	w->v[w->at] = x;
	w->at = w->at + 1 == w->p ? 0 : w->at + 1;
	return w->seen == w->p;
}

/* The sum of the last p values, or their mean; NaN while there are fewer. */
void algo_win_sum_block(struct algo_win *w, const double *x, double *y,
			size_t n);
void algo_win_mean_block(struct algo_win *w, const double *x, double *y,
			 size_t n);

/* For those who run the chain along with their own, from w->sum on: the window
 * is full and x is clean; d and low of algo_sum_chain. */
void algo_win_changes(struct algo_win *w, const double *x, double *restrict d,
		      double *restrict low, size_t n);

/* ---- the value p bars ago (p >= 1): y[i] = x[i - p], NaN before.  Values,
 * NaN as well, pass as they are. */
struct algo_delay {
	size_t p;
	size_t at;
	double v[];
};

static inline size_t algo_delay_size(size_t p)
{
	return sizeof(struct algo_delay) + p * sizeof(double);
}

static inline void algo_delay_init(struct algo_delay *d, size_t p)
{
	d->p = p;
	d->at = 0;
	algo_fill_nan(d->v, p);
}

/* x goes in, the value of p bars ago comes out. */
static inline double algo_delay_push(struct algo_delay *d, double x)
{
	double old = d->v[d->at];

	d->v[d->at] = x;
	d->at = d->at + 1 == d->p ? 0 : d->at + 1;
	return old;
}

/* y must not be x here. */
void algo_delay_block(struct algo_delay *d, const double *x, double *y,
		      size_t n);

/* ---- exponential averages seeded with the mean of the first p values:
 * e += (x - e) * k.  k = 2 / (p + 1) is the EMA, 1 / p Wilder's average. */
struct algo_ema {
	size_t p;
	size_t seen; /* p: e is the average; below: sum collects the seed */
	double k;
	double e;
	struct algo_sum sum;
};

static inline void algo_ema_init_k(struct algo_ema *a, size_t p, double k)
{
	memset(a, 0, sizeof(*a));
	a->p = p;
	a->k = k;
}

static inline void algo_ema_init(struct algo_ema *a, size_t p)
{
	algo_ema_init_k(a, p, 2.0 / ((double)p + 1));
}

static inline void algo_wilder_init(struct algo_ema *a, size_t p)
{
	algo_ema_init_k(a, p, 1.0 / (double)p);
}

static inline void algo_ema_reset(struct algo_ema *a)
{
	algo_ema_init_k(a, a->p, a->k);
}

static inline int algo_ema_ready(const struct algo_ema *a)
{
	return a->seen == a->p;
}

/* One usable value in; 1 when e is the average. */
static inline int algo_ema_push(struct algo_ema *a, double x)
{
	if (a->seen == a->p) {
		a->e += (x - a->e) * a->k;
		return 1;
	}
	algo_sum_add(&a->sum, x);
	if (++a->seen < a->p)
		return 0;
	a->e = algo_sum_get(&a->sum) / (double)a->p;
	return 1;
}

/* The averages, NaN before the seed. */
void algo_ema_block(struct algo_ema *a, const double *x, double *y, size_t n);

/* ---- extremes of the last p values without branches: the maximum of the
 * block of p that is being filled and of the rest of the block before it
 * (van Herk 1992; Gil and Werman 1993).  v[0..at) are the values of this
 * block, v[at..p) the running extremes from the end of the last one. */
struct algo_ext {
	size_t p;
	size_t at;
	size_t seen; /* at most p */
	double m;    /* extreme of v[0..at) */
	double v[];
};

static inline size_t algo_ext_size(size_t p)
{
	return sizeof(struct algo_ext) + (p + 1) * sizeof(double);
}

void algo_ext_init(struct algo_ext *w, size_t p);
/* Largest or smallest of the last p values, NaN while there are fewer.  Only
 * NaN restarts. */
void algo_max_block(struct algo_ext *w, const double *x, double *y, size_t n);
void algo_min_block(struct algo_ext *w, const double *x, double *y, size_t n);

/* ---- extremes with their place: a queue of candidates, best first.  Which
 * of equal values is found is the caller's choice of "beats". */
struct algo_cand {
	double v;
	uint64_t bar;
};
struct algo_mono {
	size_t p;
	size_t head;
	size_t len;
	size_t seen;  /* values since the last restart, at most p */
	uint64_t bar; /* number of the next value */
	struct algo_cand q[];
};

static inline size_t algo_mono_size(size_t p)
{
	return sizeof(struct algo_mono) + p * sizeof(struct algo_cand);
}

static inline void algo_mono_init(struct algo_mono *m, size_t p)
{
	memset(m, 0, sizeof(*m));
	m->p = p;
}

/* Forgets the window; bars go on counting. */
static inline void algo_mono_reset(struct algo_mono *m)
{
	m->head = m->len = m->seen = 0;
	m->bar++;
}

static inline const struct algo_cand *algo_mono_at(const struct algo_mono *m,
						   size_t k)
{
	size_t i = m->head + k;

	return &m->q[i >= m->p ? i - m->p : i];
}

/* A value (no NaN) in; sign 1 looks for the largest, -1 for the smallest;
 * latest: of equal values the latest is found, else the earliest.  1 when the
 * window is full; algo_mono_at(m, 0) is then the extreme, and m->bar - 1 -
 * its bar the bars since. */
static inline int algo_mono_push(struct algo_mono *m, double x, double sign,
				 int latest)
{
	size_t end;

	if (m->len && m->q[m->head].bar + m->p == m->bar) {
		m->head = m->head + 1 == m->p ? 0 : m->head + 1;
		m->len--;
	}
	while (m->len) {
		double last = algo_mono_at(m, m->len - 1)->v;

		if (latest ? sign * last > sign * x : sign * last >= sign * x)
			break;
		m->len--;
	}
	end = m->head + m->len++;
	m->q[end >= m->p ? end - m->p : end] =
		(struct algo_cand){ x, m->bar++ };
	m->seen += m->seen < m->p;
	return m->seen == m->p;
}

/* ---- true range with the close before: TA-Lib's order of comparisons. */
static inline double algo_true_range(double high, double low, double before)
{
	double a = high - low, b = fabs(before - high), c = fabs(before - low);

	a = b > a ? b : a;
	return c > a ? c : a;
}

/* y[i] = true range, with the close of the bar before *before (NaN: none),
 * which is updated.  NaN where there is none or an input is.  y is no input. */
void algo_true_range_block(double *before, const double *const hlc[3],
			   double *y, size_t n);

/* ---- a moving average by type (enum algo_ma), as TA-Lib's MA: p = 1 copies;
 * MAMA takes 0.5 and 0.05, T3 0.7.  p >= 1. */
size_t algo_ma_size(int type, size_t p);
void algo_ma_init(void *state, int type, size_t p);
void algo_ma_block(void *state, const double *x, double *y, size_t n);
size_t algo_ma_lookback(int type, size_t p);

#endif
