/* candles.h - candlestick patterns over the same bars, one or many at once
 * (of this room, and of those who run many columns).
 *
 * What patterns have in common is worked out once a bar: all 61 together cost
 * less than half of what they do one by one.  The values are those of the rows,
 * bit for bit.
 */
#ifndef IND_CANDLES_H
#define IND_CANDLES_H

#include <algo/ind.h>

struct algo_candles;

/* Is it a row of candlestick patterns, and so fit for algo_candles_add? */
int algo_candles_takes(const struct algo_ind *ind);
struct algo_candles *algo_candles_new(void);
/* One more column: ind is such a row, p its parameters.
 * Before the first step.  0, or -1 when ind is no such row. */
int algo_candles_add(struct algo_candles *c, const struct algo_ind *ind,
		     const double *p);
/* n more bars, any n; out[k] is the k-th column that was added. */
void algo_candles_step(struct algo_candles *c, const double *const in[4],
		       double *const out[], size_t n);
void algo_candles_free(struct algo_candles *c);

#endif
