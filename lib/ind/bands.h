/* bands.h - the kernels of bands.c and stops.c, for the rows of overlap.c.
 * Of this room only. */
#ifndef IND_BANDS_H
#define IND_BANDS_H

#include "kernel.h"

#define ALGO_KERNEL(name)                                              \
	size_t algo_##name##_size(const double *p);                    \
	void algo_##name##_init(void *state, const double *p);         \
	void algo_##name##_step(void *state, const double *const in[], \
				double *const out[], size_t n);

ALGO_KERNEL(vwma)
ALGO_KERNEL(bbands)
ALGO_KERNEL(donchian)
ALGO_KERNEL(kc)
ALGO_KERNEL(supertrend)
ALGO_KERNEL(midprice)
ALGO_KERNEL(accbands)
ALGO_KERNEL(sar)

/* midpoint has the state of midprice. */
void algo_midpoint_step(void *state, const double *const in[],
			double *const out[], size_t n);

/* sarext is sar but for its parameters. */
void algo_sarext_init(void *state, const double *p);

size_t algo_bbands_look(const double *p);
size_t algo_supertrend_look(const double *p);
size_t algo_donchian_look(const double *p);
size_t algo_kc_look(const double *p);

#undef ALGO_KERNEL

#endif
