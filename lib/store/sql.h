/* sql.h - a statement being written, with its values.
 *
 * Nothing that came from outside is ever part of the text: it is bound.
 */
#ifndef ALGO_LIB_STORE_SQL_H
#define ALGO_LIB_STORE_SQL_H

#include "db.h"

#define ALGO_SQL_VALUES 400 /* at most */

struct algo_value {
	int is_text;
	char *text; /* owned */
	double num;
};

struct algo_sql {
	struct algo_buf text;
	struct algo_value *v;
	size_t n;
	size_t cap;
};
#define ALGO_SQL_INIT                                  \
	{                                              \
		.text = ALGO_BUF_INIT((size_t)1 << 20) \
	}

void algo_sql_add(struct algo_sql *q, const char *literal);
/* A '?' and its value. */
void algo_sql_text(struct algo_sql *q, const char *text);
void algo_sql_num(struct algo_sql *q, double v);
/* The expression of a field or metric: its column, or the number of that name
 * among the metrics of the line. */
void algo_sql_metric(struct algo_sql *q, const char *name, size_t n);
struct algo_stmt *algo_sql_prepare(const struct algo_sql *q, struct algo_db *db,
				   struct algo_err *err);
void algo_sql_release(struct algo_sql *q);

/* A metric that can be asked for: a column that is a number, or what a run
 * has among its metrics.  -1 with a usage_error "unknown_metric". */
int algo_sql_known(struct algo_db *db, const char *name, size_t n,
		   struct algo_err *err) ALGO_MUST_USE;

#endif
