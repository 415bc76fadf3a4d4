/* opt_row.h - what parsing and printing both ask of a row of options */
#ifndef LIB_BASE_OPT_ROW_H
#define LIB_BASE_OPT_ROW_H

#include <algo/base/opt.h>
#include <stddef.h>

enum algo_opt_value {
	ALGO_OPT_NO_VALUE,
	ALGO_OPT_NEEDS_VALUE,
	ALGO_OPT_MAY_VALUE /* with '=' only */
};
enum algo_opt_value algo_opt_value(const struct algo_opt *row);

/* The word number i of "a|b|c" and its length, or NULL. */
const char *algo_opt_choice(const char *choices, size_t i, size_t *len);

#endif
