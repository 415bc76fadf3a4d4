/* ind_covered.h - the rows of the registry without reference columns: each has
 * a formula in ind_naive2.c, ind_naive4.c, ind_naive5.c or ind_naive6.c; and
 * the rows that have values on some bars only. */
#ifndef T_IND_COVERED_H
#define T_IND_COVERED_H

#include <stddef.h>
#include <string.h>

/* In ind_naive2.c. */
static const char *const no_golden[] = { "abs",	  "round", "trunc",
					 "todeg", "torad", NULL };
/* In ind_naive5.c. */
static const char *const no_golden3[] = { "dm", "edecay", NULL };
/* In ind_naive4.c. */
static const char *const no_golden4[] = { "marketfi", "vosc", NULL };
/* In ind_naive6.c. */
static const char *const no_golden6[] = { "lag", "volatility", NULL };

/* The prices or the sessions decide when the first value comes: their
 * lookback is the least it can be. */
static const char *const sparse[] = { "fractal",	"hilo",
				      "pivothl",	"zigzag",
				      "pivots_classic", "pivots_fib",
				      "pivots_woodie",	"pivots_camarilla",
				      "pivots_demark",	NULL };

static inline int is_among(const char *const *list, const char *name)
{
	for (size_t i = 0; list[i]; i++)
		if (!strcmp(list[i], name))
			return 1;
	return 0;
}

static inline int is_covered(const char *name)
{
	return is_among(no_golden, name) || is_among(no_golden3, name) ||
	       is_among(no_golden4, name) || is_among(no_golden6, name);
}

static inline int is_sparse(const char *name)
{
	return is_among(sparse, name);
}

#endif
