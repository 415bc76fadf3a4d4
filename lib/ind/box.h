/* box.h - a state made of declared parts (of this room only).
 *
 * A row says in its plan which parts its state has: averages, windows, delays.
 * Room for them, their start and their restart after a gap follow from that,
 * so a kernel is one plan and one run.  run() gets usable bars only (see
 * algo_cut in kernel2.h); parts are numbered in the order of the plan.  What
 * parts give is NaN while they warm up, and where they are given NaN, which
 * starts them anew.
 */
#ifndef IND_BOX_H
#define IND_BOX_H

#include "fold.h"
#include "kernel2.h"
#include "line.h"
#include "sorted.h"

#define ALGO_BOX_PARTS 12
#define ALGO_BOX_NUMBERS 16

enum algo_box_kind {
	ALGO_BOX_EMA,
	ALGO_BOX_RMA, /* Wilder's */
	ALGO_BOX_WIN,
	ALGO_BOX_SUMS, /* of values of one sign: exact zeros */
	ALGO_BOX_DELAY,
	ALGO_BOX_EXT,
	ALGO_BOX_SINCE,
	ALGO_BOX_FOLD,
	ALGO_BOX_LINE,
	ALGO_BOX_WMA,
	ALGO_BOX_VWMA,
	ALGO_BOX_RSI,
	ALGO_BOX_RANGE, /* true range */
	ALGO_BOX_SORTED,
	ALGO_BOX_TABLE /* p numbers that a restart keeps */
};

struct algo_box {
	size_t total;		    /* bytes */
	size_t seen;		    /* bars since the restart */
	size_t parts;		    /* how many */
	double p[ALGO_IND_PARAMS];  /* the row's parameters */
	double v[ALGO_BOX_NUMBERS]; /* the kernel's own, 0 at a restart */
	struct {
		enum algo_box_kind kind;
		size_t p;
		size_t at;
	} part[ALGO_BOX_PARTS];
};

/* In a plan: one more part, of p bars (0: a delay that is none). */
void algo_box_add(struct algo_box *b, enum algo_box_kind kind, double p);

/* The plan of a state without parts. */
void algo_box_bare(struct algo_box *b, const double *p);

size_t algo_box_size(void (*plan)(struct algo_box *b, const double *p),
		     const double *p);
void algo_box_init(void *state,
		   void (*plan)(struct algo_box *b, const double *p),
		   const double *p);
void algo_box_reset(void *state);

/* size, init and step of a row from its plan and run. */
#define ALGO_BOX_ROW(name, inputs, outputs)                            \
	static size_t name##_size(const double *p)                     \
	{                                                              \
		return algo_box_size(name##_plan, p);                  \
	}                                                              \
	static void name##_init(void *state, const double *p)          \
	{                                                              \
		algo_box_init(state, name##_plan, p);                  \
	}                                                              \
	static void name##_step(void *state, const double *const in[], \
				double *const out[], size_t n)         \
	{                                                              \
		static const struct algo_cut cut = { inputs, outputs,  \
						     algo_box_reset,   \
						     name##_run };     \
                                                                       \
		algo_cut_step(&cut, state, in, out, n);                \
	}

static inline void *algo_box_part(struct algo_box *b, size_t k)
{
	return algo_part(b, b->part[k].at);
}

/* ---- what the parts do with a block.  y may be x but where it is said. */

/* EMA, RMA */
static inline void algo_box_ema(struct algo_box *b, size_t k, const double *x,
				double *y, size_t n)
{
	algo_ema_block(algo_box_part(b, k), x, y, n);
}

/* WIN */
static inline void algo_box_mean(struct algo_box *b, size_t k, const double *x,
				 double *y, size_t n)
{
	algo_win_mean_block(algo_box_part(b, k), x, y, n);
}

/* WIN */
static inline void algo_box_sum(struct algo_box *b, size_t k, const double *x,
				double *y, size_t n)
{
	algo_win_sum_block(algo_box_part(b, k), x, y, n);
}

/* EXT */
static inline void algo_box_max(struct algo_box *b, size_t k, const double *x,
				double *y, size_t n)
{
	algo_max_block(algo_box_part(b, k), x, y, n);
}

static inline void algo_box_min(struct algo_box *b, size_t k, const double *x,
				double *y, size_t n)
{
	algo_min_block(algo_box_part(b, k), x, y, n);
}

/* FOLD: means and deviations, means and slopes. */
static inline void algo_box_spread(struct algo_box *b, size_t k,
				   const double *x, double *mean, double *dev,
				   size_t n)
{
	algo_fold_spread(algo_box_part(b, k), x, mean, dev, n);
}

static inline void algo_box_line(struct algo_box *b, size_t k, const double *x,
				 double *mean, double *slope, size_t n)
{
	algo_fold_line(algo_box_part(b, k), x, mean, slope, n);
}

/* WMA */
static inline void algo_box_wma(struct algo_box *b, size_t k, const double *x,
				double *y, size_t n)
{
	algo_ma_block(algo_box_part(b, k), x, y, n);
}

/* DELAY; y is not x. */
void algo_box_delay(struct algo_box *b, size_t k, const double *x, double *y,
		    size_t n);
/* SUMS: two series at once, in place. */
void algo_box_sums(struct algo_box *b, size_t k, double *x, double *y,
		   size_t n);
/* SUMS: one series. */
void algo_box_total(struct algo_box *b, size_t k, double *x, size_t n);
/* RSI */
void algo_box_rsi(struct algo_box *b, size_t k, const double *x, double *y,
		  size_t n);
/* VWMA */
void algo_box_vwma(struct algo_box *b, size_t k, const double *const xv[2],
		   double *y, size_t n);
/* RANGE: true ranges; of the first bar high - low, or none. */
void algo_box_range(struct algo_box *b, size_t k, const double *const hlc[],
		    double *y, size_t n);
void algo_box_range1(struct algo_box *b, size_t k, const double *const hlc[],
		     double *y, size_t n);

/* x - the x before, none on the first bar; number k of v keeps it. */
void algo_box_change(struct algo_box *b, size_t k, const double *restrict x,
		     double *restrict y, size_t n);

/* a / b, 0 where there is nothing to divide by. */
static inline double algo_part_of(double a, double b)
{
	double v = a / b;

	return b == 0 && !isnan(a) ? 0 : v;
}

/* The value, or none when it is beyond use. */
static inline double algo_or_none(double v)
{
	return algo_usable(v) ? v : NAN;
}

/* How many of n bars, from the first, have no value: the first look bars
 * since a restart.  Once a block. */
static inline size_t algo_box_warm(struct algo_box *b, size_t look, size_t n)
{
	return algo_warm(&b->seen, look, n);
}

/* Ratios and products may overflow: an infinite one is none. */
static inline double algo_finite(double x)
{
	return fabs(x) < INFINITY ? x : NAN;
}

#endif
