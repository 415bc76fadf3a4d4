/* list.c - listings of runs: list, best, export */
#include "query.h"
#include "sheet.h"

#include <string.h>

#define BEST_ROWS 10

struct listing {
	const char *metric; /* sorted by; NULL: by time */
	int down;
	long long limit;
};

/* The columns, and the metric that they are sorted by if it is none of them
 * (or is not among those for people). */
static void add_columns(struct algo_sql *sql, struct algo_sheet *sheet,
			const char *metric)
{
	const struct algo_field *f;

	for (size_t i = 0; (f = algo_field_at(i)); i++) {
		algo_sql_add(sql, i ? ", " : "SELECT ");
		algo_sql_add(sql, f->column);
		algo_sheet_field(sheet, f);
		if (metric && strcmp(metric, f->name) == 0) {
			if (!f->title)
				sheet->col[sheet->ncols - 1].title = f->name;
			metric = NULL;
		}
	}
	if (metric) {
		algo_sql_add(sql, ", ");
		algo_sql_metric(sql, metric, strlen(metric));
		algo_sheet_col(sheet, metric, metric, ALGO_FIELD_NUM);
	}
	algo_sql_add(sql, " FROM runs");
}

static int list(struct algo_store *st, const struct algo_query *q,
		const struct listing *l, struct algo_out *out,
		struct algo_err *err)
{
	struct algo_sql sql = ALGO_SQL_INIT;
	struct algo_stmt *rows = NULL;
	struct algo_sheet sheet;
	int rc;

	algo_sheet_init(&sheet, q->form, out);
	add_columns(&sql, &sheet, l->metric);
	rc = algo_query_where(&sql, st, q, NULL, err);
	if (rc == 0) {
		if (l->metric)
			algo_query_order(&sql, l->metric, l->down);
		else
			algo_sql_add(&sql, " ORDER BY time DESC, seq DESC");
		algo_query_limit(&sql, l->limit);
		rows = algo_sql_prepare(&sql, st->db, err);
		rc = rows ? algo_sheet_all(&sheet, rows, err) : -1;
	}
	algo_stmt_free(rows);
	algo_sheet_release(&sheet);
	algo_sql_release(&sql);
	return rc;
}

/* What --sort and --by name: any column, or a metric of some run. */
static int read_metric(struct algo_store *st, const char *option,
		       const char *text, char out[64], struct algo_err *err)
{
	const struct algo_field *f = algo_field_find(text, strlen(text));

	if (!f && algo_sql_known(st->db, text, strlen(text), err)) {
		if (err->origin == ALGO_O_USAGE)
			algo_err_file(err, option);
		return -1;
	}
	algo_field_name(text, strlen(text), out, 64);
	return 0;
}

int algo_store_list(struct algo_store *st, const struct algo_query *q,
		    struct algo_out *out, struct algo_err *err)
{
	struct listing l = { .limit = q->limit };
	const char *sort = q->sort;
	char metric[64];

	if (!sort)
		return list(st, q, &l, out, err);
	l.down = sort[0] == '-';
	if (read_metric(st, "--sort", sort + l.down, metric, err))
		return -1;
	l.metric = metric;
	return list(st, q, &l, out, err);
}

int algo_store_best(struct algo_store *st, const struct algo_query *q,
		    struct algo_out *out, struct algo_err *err)
{
	struct listing l = { .limit = q->limit < 0 ? BEST_ROWS : q->limit };
	const char *by = q->by ? q->by : "sharpe_ratio";
	char metric[64];

	if (algo_sql_known(st->db, by, strlen(by), err)) {
		if (err->origin == ALGO_O_USAGE)
			algo_err_file(err, "--by");
		return -1;
	}
	algo_field_name(by, strlen(by), metric, sizeof(metric));
	l.metric = metric;
	l.down = algo_field_better(metric) > 0;
	return list(st, q, &l, out, err);
}

int algo_store_export(struct algo_store *st, const struct algo_query *q,
		      struct algo_out *out, struct algo_err *err)
{
	struct algo_sql sql = ALGO_SQL_INIT;
	struct algo_stmt *rows = NULL;
	const char *line;
	size_t n;
	int rc;

	algo_sql_add(&sql, "SELECT line FROM runs");
	rc = algo_query_where(&sql, st, q, NULL, err);
	if (rc == 0) {
		algo_sql_add(&sql, " ORDER BY time, seq");
		algo_query_limit(&sql, q->limit);
		rows = algo_sql_prepare(&sql, st->db, err);
		rc = rows ? 1 : -1;
	}
	while (rc > 0 && !algo_out_failed(out)) {
		rc = algo_stmt_step(rows, err);
		if (rc <= 0)
			break;
		line = algo_stmt_get_text(rows, 0, &n);
		algo_out_add(out, line, n);
		algo_out_addc(out, '\n');
	}
	algo_stmt_free(rows);
	algo_sql_release(&sql);
	return rc < 0 ? -1 : 0;
}
