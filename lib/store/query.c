/* query.c - a question about runs as SQL */
#include "query.h"

#include "fields.h"
#include "where.h"
#include <string.h>

static void add_condition(struct algo_sql *sql, int *n, const char *text)
{
	algo_sql_add(sql, (*n)++ ? " AND " : " WHERE ");
	algo_sql_add(sql, text);
}

static void add_equal(struct algo_sql *sql, int *n, const char *column,
		      const char *value)
{
	if (!value)
		return;
	add_condition(sql, n, column);
	algo_sql_text(sql, value);
}

static int read_date(const char *option, const char *text, int64_t *us,
		     enum algo_stamp *kind, struct algo_err *err)
{
	if (algo_when_option(text, algo_when_now(), us, kind) == 0 &&
	    *kind != ALGO_STAMP_INDEX)
		return 0;
	algo_err_set(err, ALGO_E_USAGE, "bad_value",
		     "option '%s' takes a date, not '%s'", option, text);
	return algo_err_hint(err, "as in 2024-01-31 or 30d (ago)");
}

/* Microseconds are exact in a double for 285 years round 1970, and years
 * beyond are not stamps of runs. */
static int add_dates(struct algo_sql *sql, int *n, const struct algo_query *q,
		     struct algo_err *err)
{
	enum algo_stamp kind;
	int64_t us;

	if (q->since) {
		if (read_date("--since", q->since, &us, &kind, err))
			return -1;
		add_condition(sql, n, "time >= ");
		algo_sql_num(sql, (double)us);
	}
	if (q->until) {
		if (read_date("--until", q->until, &us, &kind, err))
			return -1;
		if (kind == ALGO_STAMP_DATE)
			us += ALGO_DAY_US - 1;
		add_condition(sql, n, "time <= ");
		algo_sql_num(sql, (double)us);
	}
	return 0;
}

int algo_query_where(struct algo_sql *sql, struct algo_store *st,
		     const struct algo_query *q, const char *name,
		     struct algo_err *err)
{
	int n = 0;

	add_equal(sql, &n, "strategy_name = ", name);
	add_equal(sql, &n, "strategy_name = ", q->strategy);
	add_equal(sql, &n, "symbol = ", q->symbol);
	if (q->success)
		add_condition(sql, &n, "success = 1");
	if (q->failed)
		add_condition(sql, &n, "success = 0");
	if (add_dates(sql, &n, q, err))
		return -1;
	if (!q->where)
		return 0;
	add_condition(sql, &n, "");
	return algo_where(sql, st->db, q->where, err);
}

void algo_query_order(struct algo_sql *sql, const char *name, int down)
{
	algo_sql_add(sql, " ORDER BY ");
	/* Their texts do not sort as times do: a fraction may be left out. */
	if (strcmp(name, "timestamp") == 0)
		algo_sql_add(sql, "time");
	else
		algo_sql_metric(sql, name, strlen(name));
	/* Null is the least to SQLite: downwards it is last anyway. */
	algo_sql_add(sql, down ? " DESC, seq DESC" : " ASC NULLS LAST, seq");
}

void algo_query_limit(struct algo_sql *sql, long long limit)
{
	if (limit < 0)
		return;
	algo_sql_add(sql, " LIMIT ");
	algo_buf_addf(&sql->text, "%lld", limit);
}
