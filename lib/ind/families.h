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
extern const struct algo_ind algo_ind_williams[];
extern const struct algo_ind algo_ind_channels[];
extern const struct algo_ind algo_ind_counting[];
extern const struct algo_ind algo_ind_estimate[];
extern const struct algo_ind algo_ind_force[];
extern const struct algo_ind algo_ind_direction[];
extern const struct algo_ind algo_ind_fisher[];
extern const struct algo_ind algo_ind_forecast[];
extern const struct algo_ind algo_ind_relative[];
extern const struct algo_ind algo_ind_adaptive[];
extern const struct algo_ind algo_ind_turnover[];
extern const struct algo_ind algo_ind_strength[];
extern const struct algo_ind algo_ind_moves[];
extern const struct algo_ind algo_ind_filters[];
extern const struct algo_ind algo_ind_squeeze[];
extern const struct algo_ind algo_ind_spread[];
extern const struct algo_ind algo_ind_ranks[];
extern const struct algo_ind algo_ind_swings[];

/* s[0..n) is name, whatever the case of its letters. */
int algo_ind_same(const char *s, size_t n, const char *name);

#endif
