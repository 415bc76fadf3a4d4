/* ma.h - moving averages that take more than a type and a period (of this
 * room only); the others are reached through algo_ma_block in kernel.h. */
#ifndef IND_MA_H
#define IND_MA_H

#include "hilbert.h"
#include "kernel2.h"

/* One more type for algo_ma_*: KAMA with the faults of TA-Lib 0.6.4. */
#define ALGO_KAMA_TALIB ALGO_MA_COUNT

static inline int algo_ma_talib(int type)
{
	return type == ALGO_MA_KAMA ? ALGO_KAMA_TALIB : type;
}

/* After algo_ma_init: an EMA, DEMA or TEMA that begins at its first value. */
void algo_ma_first(void *state);

/* An average of a type as a part of a state, faster where it is short: room
 * for it (its offset), and the rest. */
size_t algo_average_add(size_t *total, double type, double p);
void algo_average_init(void *state, double type, double p);
void algo_average_block(void *state, const double *x, double *y, size_t n);

/* T3 with its volume factor v (Tillson 1998). */
size_t algo_t3_size(size_t p);
void algo_t3_init(void *state, size_t p, double v);
void algo_t3_block(void *state, const double *x, double *y, size_t n);

/* MAMA and FAMA (Ehlers 2001); alpha moves between slow and fast. */
struct algo_mama {
	double fast, slow;
	struct algo_cycle cycle;
	double phase;
	double mama, fama;
};
void algo_mama_init(struct algo_mama *m, double fast, double slow);
/* fama may be NULL. */
void algo_mama_block(struct algo_mama *m, const double *x, double *mama,
		     double *fama, size_t n);
#define ALGO_MAMA_LOOKBACK ALGO_CYCLE_LOOK

#endif
