/* op.h - operations: the same shape as indicator kernels, so that nodes of the
 * registry and of the language are one mechanism.
 *
 * step() takes 1 <= n <= ALGO_LANG_N bars, never allocates, cannot fail, and
 * gives the same bits for every cut into blocks.  out never aliases an input;
 * inputs may be the same pointer.  State is size(p) bytes, zeroed, aligned to
 * 16, holds no pointers.  A boolean is 1, 0 or NaN.
 */
#ifndef LANG_OP_H
#define LANG_OP_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

struct algo_zone;

enum op_what {
	OP_STEP,
	OP_CLOCK,
	OP_CONST, /* p[0] */
	OP_FED,	  /* p[0]: enum bar_name, or BAR_FED + index of the column */
	OP_BAR_INDEX,
	OP_ACCOUNT, /* p[0]: enum algo_account_name */
	OP_SLOT,    /* p[0]: enum slot */
	OP_TAG,	    /* p[0]: index of the text, p[1]: 1 for == */
	OP_OUTPUT,  /* output p[0] of in[0]: no work */
	OP_LET,	    /* the let p[0]: no work */
	OP_IND,
	OP_TF,	   /* in[0], of frame p[0], on the bars of the own frame */
	OP_BUCKET, /* in[0], of the parent frame, by enum bucket p[0] */
	OP_SYM,	   /* in[0] of symbol p[0] */
	OP_CROSS   /* in[0] of all symbols */
};

/* What the clock says of a block. */
struct algo_clock {
	size_t n;
	int index; /* times are bar numbers: no calendar */
	const int64_t *time;
	const int64_t *local;	      /* wall clock of the graph's zone */
	const int64_t *session_local; /* and of the session's */
	const int64_t *step; /* interval as known at that bar, 0: not yet */
	int64_t day_start;
	int has_hours;
	int64_t from, to;
	struct algo_zone *zone; /* of the session, NULL: UTC */
};

struct algo_op {
	const char *name;
	enum op_what what;
	size_t (*size)(const double *p); /* NULL: no state */
	void (*init)(void *state, const double *p);
	void (*step)(void *state, const double *const in[], double *const out[],
		     size_t n);
	void (*clock)(void *state, const struct algo_clock *c,
		      const double *const in[], double *out);
	size_t (*look)(const double *p); /* NULL: 0 */
	size_t (*work)(const double *p); /* operations a bar; NULL: 1 */
};

extern const struct algo_op algo_op_const, algo_op_fed, algo_op_bar_index,
	algo_op_account, algo_op_slot, algo_op_tag, algo_op_output, algo_op_let,
	algo_op_ind;

/* bucket.c: coarser bars.  What becomes of the values of a bucket; na ones are
 * left out. */
enum bucket { BUCKET_FIRST, BUCKET_MAX, BUCKET_MIN, BUCKET_LAST, BUCKET_SUM };
extern const struct algo_op algo_op_tf, algo_op_bucket;

/* cross.c */
extern const struct algo_op algo_op_sym, algo_op_xrank, algo_op_xmean,
	algo_op_xzscore, algo_op_xtop;

/* op_plain.c: elementwise */
extern const struct algo_op algo_op_add, algo_op_sub, algo_op_mul, algo_op_div,
	algo_op_pow, algo_op_neg, algo_op_lt, algo_op_le, algo_op_gt,
	algo_op_ge, algo_op_eq, algo_op_ne, algo_op_and, algo_op_or,
	algo_op_not, algo_op_cond, algo_op_hl2, algo_op_hlc3, algo_op_ohlc4;
extern const struct algo_op algo_op_abs, algo_op_sign, algo_op_floor,
	algo_op_ceil, algo_op_sqrt, algo_op_exp, algo_op_log, algo_op_log10,
	algo_op_clamp, algo_op_max, algo_op_min, algo_op_round, algo_op_mod,
	algo_op_nz, algo_op_is_na, algo_op_score, algo_op_risk_size;

/* op_past.c: with a past of a bar or a count */
extern const struct algo_op algo_op_delay, algo_op_cross, algo_op_bars_since,
	algo_op_value_when, algo_op_all_of, algo_op_any_of, algo_op_count,
	algo_op_cum;
/* A delay in two halves, for cycles. */
double algo_delay_read(const void *state);
void algo_delay_write(void *state, double v);

/* op_window.c: windows of values */
extern const struct algo_op algo_op_extreme_bars, algo_op_covariance,
	algo_op_percent_rank, algo_op_quantile;

/* op_clock.c: of the calendar */
extern const struct algo_op algo_op_time, algo_op_year, algo_op_month,
	algo_op_day, algo_op_weekday, algo_op_hour, algo_op_minute,
	algo_op_session, algo_op_session_first, algo_op_session_last,
	algo_op_time_between, algo_op_opening_range;

#endif
