/* ind_covered.h - the rows of the registry without reference columns: each has
 * a formula in ind_naive2.c. */
#ifndef T_IND_COVERED_H
#define T_IND_COVERED_H

#include <stddef.h>

static const char *const no_golden[] = { "abs",	  "round", "trunc",
					 "todeg", "torad", NULL };

#endif
