/* query.h - a question about runs as SQL. */
#ifndef ALGO_LIB_STORE_QUERY_H
#define ALGO_LIB_STORE_QUERY_H

#include "sql.h"
#include "store.h"

/* " WHERE ..." of the filters; name, when not NULL, is one more strategy. */
int algo_query_where(struct algo_sql *sql, struct algo_store *st,
		     const struct algo_query *q, const char *name,
		     struct algo_err *err) ALGO_MUST_USE;
/* " ORDER BY ..." a column or metric, undefined values last, then by time. */
void algo_query_order(struct algo_sql *sql, const char *name, int down);
void algo_query_limit(struct algo_sql *sql, long long limit);

#endif
