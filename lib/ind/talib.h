/* talib.h - values of TA-Lib 0.6.4 where this library mends them, for
 * comparison with programs that have its faults (of this room only).  Sums
 * run on with their rounding errors, in its order of operations; only a gap
 * begins them anew. */
#ifndef IND_TALIB_H
#define IND_TALIB_H

#include "kernel2.h"

#define ALGO_KERNEL(name)                                              \
	size_t algo_##name##_size(const double *p);                    \
	void algo_##name##_init(void *state, const double *p);         \
	void algo_##name##_step(void *state, const double *const in[], \
				double *const out[], size_t n);

ALGO_KERNEL(talib_stddev)
ALGO_KERNEL(talib_bbands)
ALGO_KERNEL(talib_mfi)
ALGO_KERNEL(talib_cci)
ALGO_KERNEL(talib_rsi)

#undef ALGO_KERNEL

#endif
