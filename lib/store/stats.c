/* stats.c - a row a strategy: runs, averages, the best and the last one */
#include "query.h"
#include "sheet.h"

#include <string.h>

/* clang-format off */
static const struct algo_sheet_col cols[] = {
	{ "strategy", "strategy", ALGO_FIELD_TEXT },
	{ "runs", "runs", ALGO_FIELD_COUNT },
	{ "succeeded", NULL, ALGO_FIELD_COUNT },
	{ "success_rate", "success", ALGO_FIELD_NUM },
	{ "avg_return_pct", "avg return %", ALGO_FIELD_NUM },
	{ "avg_sharpe_ratio", "avg sharpe", ALGO_FIELD_NUM },
	{ "avg_max_drawdown_pct", "avg max dd %", ALGO_FIELD_NUM },
	{ "avg_win_rate", "avg win rate", ALGO_FIELD_NUM },
	{ "avg_num_trades", "avg trades", ALGO_FIELD_NUM },
	{ "best_sharpe_ratio", "best sharpe", ALGO_FIELD_NUM },
	{ "best_id", "best id", ALGO_FIELD_TEXT },
	{ "last", "last", ALGO_FIELD_TIME },
	{ "last_id", NULL, ALGO_FIELD_TEXT },
};

/* Beside one max(), SQLite takes plain columns from the row that has it: the
 * best and the last run need a grouping each. */
static const char groups_sql[] =
	"), sums AS (SELECT strategy_name AS name, count(*) AS runs,"
	" sum(success) AS succeeded, avg(success) AS success_rate,"
	" avg(return_pct) AS return_pct, avg(sharpe_ratio) AS sharpe_ratio,"
	" avg(max_drawdown_pct) AS max_drawdown_pct, avg(win_rate) AS win_rate,"
	" avg(num_trades) AS num_trades FROM chosen GROUP BY strategy_name),"
	" best AS (SELECT strategy_name AS name, max(sharpe_ratio) AS most, id"
	" FROM chosen WHERE sharpe_ratio IS NOT NULL GROUP BY strategy_name),"
	" last AS (SELECT strategy_name AS name, max(time), timestamp, id"
	" FROM chosen GROUP BY strategy_name)"
	" SELECT sums.name, sums.runs, sums.succeeded, sums.success_rate,"
	" sums.return_pct, sums.sharpe_ratio, sums.max_drawdown_pct,"
	" sums.win_rate, sums.num_trades, best.most, best.id, last.timestamp,"
	" last.id FROM sums LEFT JOIN best ON best.name IS sums.name"
	" LEFT JOIN last ON last.name IS sums.name"
	" ORDER BY sums.runs DESC, sums.name";
/* clang-format on */

static int not_found(struct algo_store *st, const char *name,
		     struct algo_err *err)
{
	struct algo_err why = ALGO_ERR_INIT;
	struct algo_near near = { NULL, 0 };
	struct algo_arena names = ALGO_ARENA_INIT;
	struct algo_stmt *s =
		algo_db_prepare(st->db,
				"SELECT DISTINCT strategy_name FROM runs WHERE"
				" strategy_name IS NOT NULL",
				&why);
	size_t n;

	while (s && algo_stmt_step(s, &why) > 0) {
		const char *known = algo_stmt_get_text(s, 0, &n);

		algo_near_try(&near, name, strlen(name),
			      algo_arena_str(&names, known, n));
	}
	algo_stmt_free(s);
	algo_err_set(err, ALGO_E_VALUE, "not_found",
		     "no run of a strategy '%s' is among those chosen", name);
	if (algo_near_best(&near) && strcmp(algo_near_best(&near), name) != 0)
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	algo_arena_release(&names);
	return algo_err_origin(err, ALGO_O_ANSWER);
}

static int run(struct algo_store *st, const struct algo_sql *sql,
	       struct algo_sheet *sheet, struct algo_err *err)
{
	struct algo_stmt *rows = algo_sql_prepare(sql, st->db, err);
	int rc = rows ? algo_stmt_step(rows, err) : -1;

	/* Nothing is printed of a strategy that is not there. */
	while (rc > 0) {
		algo_sheet_row(sheet, rows);
		rc = algo_stmt_step(rows, err);
	}
	algo_stmt_free(rows);
	return rc;
}

int algo_store_stats(struct algo_store *st, const char *name,
		     const struct algo_query *q, struct algo_out *out,
		     struct algo_err *err)
{
	struct algo_sql sql = ALGO_SQL_INIT;
	struct algo_sheet sheet;
	int rc;

	algo_sheet_init(&sheet, q->form, out);
	for (size_t i = 0; i < sizeof(cols) / sizeof(*cols); i++)
		algo_sheet_col(&sheet, cols[i].name, cols[i].title,
			       cols[i].kind);
	algo_sql_add(&sql, "WITH chosen AS (SELECT * FROM runs");
	rc = algo_query_where(&sql, st, q, name, err);
	if (rc == 0) {
		algo_sql_add(&sql, groups_sql);
		algo_query_limit(&sql, q->limit);
		rc = run(st, &sql, &sheet, err);
	}
	if (rc == 0 && name && sheet.nrows == 0)
		rc = not_found(st, name, err);
	else if (rc == 0)
		algo_sheet_end(&sheet);
	algo_sheet_release(&sheet);
	algo_sql_release(&sql);
	return rc;
}
