/* sql.c - a statement being written, with its values */
#include "sql.h"

#include "fields.h"
#include <string.h>

#define NAME_MAX_BYTES 64

void algo_sql_add(struct algo_sql *q, const char *literal)
{
	algo_buf_adds(&q->text, literal);
}

static struct algo_value *new_value(struct algo_sql *q)
{
	void *v = q->v;

	algo_grow(&v, &q->cap, q->n + 1, sizeof(*q->v));
	q->v = v;
	memset(&q->v[q->n], 0, sizeof(*q->v));
	algo_buf_addc(&q->text, '?');
	return &q->v[q->n++];
}

void algo_sql_text(struct algo_sql *q, const char *text)
{
	struct algo_value *v = new_value(q);

	v->is_text = 1;
	v->text = algo_strdup(text);
}

void algo_sql_num(struct algo_sql *q, double num)
{
	new_value(q)->num = num;
}

/* A name is letters, digits and '_': it can be quoted in a path. */
static void add_path(struct algo_sql *q, const char *name, size_t n)
{
	char path[NAME_MAX_BYTES + 16] = "$.metrics.\"";
	size_t at = strlen(path);

	algo_field_name(name, n, path + at, NAME_MAX_BYTES);
	memcpy(path + at + strlen(path + at), "\"", 2);
	algo_sql_text(q, path);
}

void algo_sql_metric(struct algo_sql *q, const char *name, size_t n)
{
	const struct algo_field *f = algo_field_find(name, n);

	if (f) {
		algo_sql_add(q, f->column);
		return;
	}
	algo_sql_add(q, "iif(json_type(line, ");
	add_path(q, name, n);
	algo_sql_add(q, ") IN ('integer', 'real'), json_extract(line, ");
	add_path(q, name, n);
	algo_sql_add(q, "), NULL)");
}

struct algo_stmt *algo_sql_prepare(const struct algo_sql *q, struct algo_db *db,
				   struct algo_err *err)
{
	struct algo_stmt *s;

	if (q->text.over || q->n > ALGO_SQL_VALUES) {
		algo_err_set(err, ALGO_E_USAGE, "too_large",
			     "the conditions are too long");
		return NULL;
	}
	s = algo_db_prepare(db, algo_buf_str(&q->text), err);
	for (size_t i = 0; s && i < q->n; i++) {
		const struct algo_value *v = &q->v[i];

		if (v->is_text)
			algo_stmt_text(s, (int)i + 1, v->text, strlen(v->text));
		else
			algo_stmt_num(s, (int)i + 1, v->num);
	}
	return s;
}

void algo_sql_release(struct algo_sql *q)
{
	for (size_t i = 0; i < q->n; i++)
		algo_free(q->v[i].text);
	algo_free(q->v);
	algo_buf_release(&q->text);
	q->v = NULL;
	q->n = 0;
	q->cap = 0;
}

/* 1 when the statement gives a row. */
static int any_row(const struct algo_sql *q, struct algo_db *db,
		   struct algo_err *err)
{
	struct algo_stmt *s = algo_sql_prepare(q, db, err);
	int rc = s ? algo_stmt_step(s, err) : -1;

	algo_stmt_free(s);
	return rc;
}

static int any_run(struct algo_db *db, struct algo_err *err)
{
	int64_t v;

	if (algo_db_int(db, "SELECT 1 FROM runs LIMIT 1", &v, err))
		return -1;
	return v == 1;
}

static int unknown(const char *name, size_t n, struct algo_err *err)
{
	int shown = n < 60 ? (int)n : 60;
	struct algo_near near = { NULL, 0 };

	algo_field_near(&near, name, n);
	algo_err_set(err, ALGO_E_USAGE, "unknown_metric",
		     "no run has a metric '%.*s'", shown, name);
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	return -1;
}

static int is_name(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = name[i];

		if (!(c == '_' || (c >= 'a' && c <= 'z') ||
		      (c >= 'A' && c <= 'Z') ||
		      (i > 0 && c >= '0' && c <= '9')))
			return 0;
	}
	return n > 0 && n < NAME_MAX_BYTES;
}

/* A history without runs knows no names: any will do. */
int algo_sql_known(struct algo_db *db, const char *name, size_t n,
		   struct algo_err *err)
{
	const struct algo_field *f = algo_field_find(name, n);
	struct algo_sql q = ALGO_SQL_INIT;
	int rc;

	if (f && f->number)
		return 0;
	if (f || !is_name(name, n))
		return unknown(name, n, err);
	algo_sql_add(&q, "SELECT 1 FROM runs WHERE json_type(line, ");
	add_path(&q, name, n);
	algo_sql_add(&q, ") IS NOT NULL LIMIT 1");
	rc = any_row(&q, db, err);
	algo_sql_release(&q);
	if (rc == 0)
		rc = any_run(db, err) == 1 ? unknown(name, n, err) : 1;
	return rc < 0 ? -1 : 0;
}
