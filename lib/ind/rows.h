/* rows.h - kernels of rows that other rows are built on (of this room only).
 */
#ifndef IND_ROWS_H
#define IND_ROWS_H

#include "kernel.h"

/* rsi: p[0] is the period. */
size_t algo_rsi_size(const double *p);
void algo_rsi_init(void *state, const double *p);
void algo_rsi_step(void *state, const double *const in[], double *const out[],
		   size_t n);

/* obv: p[0] is its start: 1 the first bar's volume, 0 nothing. */
size_t algo_obv_size(const double *p);
void algo_obv_init(void *state, const double *p);
void algo_obv_step(void *state, const double *const in[], double *const out[],
		   size_t n);

#endif
