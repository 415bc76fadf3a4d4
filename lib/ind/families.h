/* families.h - the tables of rows, one a family; each ends with a row whose
 * name is NULL.  registry.c lists them in this order. */
#ifndef IND_FAMILIES_H
#define IND_FAMILIES_H

#include <algo/ind.h>

extern const struct algo_ind algo_ind_overlap[];
extern const struct algo_ind algo_ind_momentum[];
extern const struct algo_ind algo_ind_trend[];
extern const struct algo_ind algo_ind_oscillator[];
extern const struct algo_ind algo_ind_volatility[];
extern const struct algo_ind algo_ind_volume[];
extern const struct algo_ind algo_ind_price[];
extern const struct algo_ind algo_ind_statistic[];
extern const struct algo_ind algo_ind_macd[];
extern const struct algo_ind algo_ind_stochrsi[];
extern const struct algo_ind algo_ind_mavp[];
extern const struct algo_ind algo_ind_cycle[];
extern const struct algo_ind algo_ind_math[];
extern const struct algo_ind algo_ind_pattern[];

/* s[0..n) is name, whatever the case of its letters. */
int algo_ind_same(const char *s, size_t n, const char *name);

#endif
