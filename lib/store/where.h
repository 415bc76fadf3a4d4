/* where.h - conditions of --where as SQL with bound values.
 *
 *     or:   and ("or" and)*
 *     and:  not ("and" not)*
 *     not:  "not" not | "(" or ")" | METRIC COMPARE NUMBER
 *     COMPARE: < <= > >= = == !=      NUMBER: as options take it (5%, 1k)
 *
 * An undefined metric makes a comparison unknown, which does not hold, nor
 * does its negation.
 */
#ifndef ALGO_LIB_STORE_WHERE_H
#define ALGO_LIB_STORE_WHERE_H

#include "sql.h"

/* Adds the condition in parentheses.  -1 with a usage_error "bad_condition"
 * or "unknown_metric" that has a column within the text. */
int algo_where(struct algo_sql *q, struct algo_db *db, const char *text,
	       struct algo_err *err) ALGO_MUST_USE;

#endif
