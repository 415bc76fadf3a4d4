/* show.c - one run, in full */
#include "query.h"
#include "sheet.h"

#include <string.h>

#define NAME_WIDTH 28
#define TEXT_CEILING ((size_t)256 << 20)

/* --- Which run ---------------------------------------------------------- */

static int not_found(const char *id, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_VALUE, "not_found", "no run has the id '%s'",
		     id);
	return algo_err_origin(err, ALGO_O_ANSWER);
}

static int ambiguous(const char *id, const struct algo_buf *ids,
		     struct algo_err *err)
{
	algo_err_set(err, ALGO_E_VALUE, "ambiguous_id",
		     "more than one id begins with '%s'", id);
	algo_err_hint(err, "such as %s", algo_buf_str(ids));
	return algo_err_origin(err, ALGO_O_ANSWER);
}

static void add_id(struct algo_buf *ids, struct algo_stmt *s)
{
	size_t n;
	const char *id = algo_stmt_get_text(s, 0, &n);

	if (ids->len)
		algo_buf_adds(ids, ", ");
	algo_sheet_clean(ids, id, n, 40);
}

/* The row number of the one id that begins so, or is so. */
static int find(struct algo_store *st, const char *id, int64_t *seq,
		struct algo_err *err)
{
	struct algo_buf ids = ALGO_BUF_INIT(1024);
	struct algo_stmt *s =
		algo_db_prepare(st->db,
				"SELECT id, seq FROM runs WHERE id >= ?1 AND"
				" id < ?1 || char(1114111) ORDER BY id LIMIT 3",
				err);
	size_t n = 0, len;
	int rc;

	if (!s)
		return -1;
	algo_stmt_text(s, 1, id, strlen(id));
	while ((rc = algo_stmt_step(s, err)) > 0) {
		const char *got = algo_stmt_get_text(s, 0, &len);

		add_id(&ids, s);
		if (n++ == 0)
			*seq = algo_stmt_get_int(s, 1);
		if (strcmp(got, id) == 0) {
			n = 1;
			rc = 0;
			break;
		}
	}
	algo_stmt_free(s);
	if (rc == 0 && n == 0)
		rc = not_found(id, err);
	else if (rc == 0 && n > 1)
		rc = ambiguous(id, &ids, err);
	algo_buf_release(&ids);
	return rc;
}

/* --- For people --------------------------------------------------------- */

static void add_name(struct algo_out *out, const char *name, size_t n)
{
	struct algo_buf b = ALGO_BUF_INIT(1024);

	algo_sheet_clean(&b, name, n, 100);
	algo_out_add(out, b.data, b.len);
	for (size_t i = b.len; i < NAME_WIDTH; i++)
		algo_out_addc(out, ' ');
	algo_buf_release(&b);
}

static void add_value(struct algo_out *out, const char *s, size_t n)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);

	algo_sheet_clean(&b, s, n, 1000);
	algo_out_add(out, b.data, b.len);
	algo_out_addc(out, '\n');
	algo_buf_release(&b);
}

/* The members of an object of the line: "metrics" and a line each. */
static void add_object(struct algo_out *out, const struct algo_json *root,
		       const char *key)
{
	const struct algo_json *v = algo_json_get(root, key);
	const char *text;
	size_t n;

	if (!v || algo_json_type(v) != ALGO_J_OBJ || algo_json_count(v) == 0)
		return;
	algo_out_addc(out, '\n');
	algo_out_adds(out, key);
	algo_out_addc(out, '\n');
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);
		const char *name = algo_json_key(kid);

		algo_out_adds(out, "  ");
		add_name(out, name, strlen(name));
		if (algo_json_type(kid) == ALGO_J_STR)
			text = algo_json_str(kid, &n);
		else
			text = algo_json_text(kid, &n);
		add_value(out, text, n);
	}
}

/* What the columns hold that describe the run; the metrics follow whole. */
static void add_head(struct algo_out *out, struct algo_stmt *row)
{
	const struct algo_field *f;
	struct algo_buf b = ALGO_BUF_INIT(65536);
	const char *s;
	size_t n;

	for (size_t i = 0; (f = algo_field_at(i)); i++) {
		if (f->number && strcmp(f->name, "bars") != 0 &&
		    strcmp(f->name, "execution_time") != 0)
			continue;
		if (algo_stmt_type(row, (int)i) == ALGO_COL_NULL)
			continue;
		add_name(out, f->name, strlen(f->name));
		algo_out_adds(out, "  ");
		algo_buf_clear(&b);
		if (f->kind == ALGO_FIELD_BOOL) {
			algo_sheet_people(&b, row, (int)i, f->kind);
			s = algo_buf_str(&b);
			n = b.len;
		} else if (algo_stmt_type(row, (int)i) == ALGO_COL_TEXT) {
			s = algo_stmt_get_text(row, (int)i, &n);
		} else {
			algo_buf_addnum(&b, algo_stmt_get_num(row, (int)i));
			s = algo_buf_str(&b);
			n = b.len;
		}
		add_value(out, s, n);
	}
	algo_buf_release(&b);
}

static int show_people(struct algo_out *out, struct algo_stmt *row, int line,
		       struct algo_err *err)
{
	static const char *const objects[] = { "metrics", "settings", "data",
					       "rules" };
	const struct algo_json *root, *strategy;
	struct algo_json_doc *doc;
	size_t n;
	const char *text = algo_stmt_get_text(row, line, &n);

	doc = algo_json_parse(text, n, NULL, err);
	if (!doc)
		return -1;
	root = algo_json_root(doc);
	strategy = algo_json_get(root, "strategy");
	add_head(out, row);
	if (strategy)
		add_object(out, strategy, "params");
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++)
		add_object(out, root, objects[i]);
	algo_json_free(doc);
	return 0;
}

/* --- Exactly ------------------------------------------------------------ */

static void write_tree(struct algo_jw *w, const struct algo_json *v)
{
	enum algo_json_type type = algo_json_type(v);

	if (type != ALGO_J_OBJ && type != ALGO_J_ARR) {
		algo_jw_value(w, v);
		return;
	}
	if (type == ALGO_J_OBJ)
		algo_jw_obj(w);
	else
		algo_jw_arr(w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		if (type == ALGO_J_OBJ)
			algo_jw_key(w, algo_json_key(algo_json_at(v, i)));
		write_tree(w, algo_json_at(v, i));
	}
	if (type == ALGO_J_OBJ)
		algo_jw_obj_end(w);
	else
		algo_jw_arr_end(w);
}

static int show_json(struct algo_out *out, struct algo_stmt *row, int line,
		     struct algo_err *err)
{
	struct algo_buf b = ALGO_BUF_INIT(TEXT_CEILING);
	struct algo_json_doc *doc;
	struct algo_jw w;
	size_t n;
	const char *text = algo_stmt_get_text(row, line, &n);

	doc = algo_json_parse(text, n, NULL, err);
	if (!doc)
		return -1;
	algo_jw_init(&w, &b, 2);
	write_tree(&w, algo_json_root(doc));
	algo_out_add(out, b.data, b.len);
	algo_out_addc(out, '\n');
	algo_json_free(doc);
	algo_buf_release(&b);
	return 0;
}

static int show_csv(struct algo_out *out, struct algo_stmt *row)
{
	struct algo_sheet sheet;
	const struct algo_field *f;

	algo_sheet_init(&sheet, ALGO_STORE_CSV, out);
	for (size_t i = 0; (f = algo_field_at(i)); i++)
		algo_sheet_field(&sheet, f);
	algo_sheet_row(&sheet, row);
	algo_sheet_end(&sheet);
	algo_sheet_release(&sheet);
	return 0;
}

static int show_line(struct algo_out *out, struct algo_stmt *row, int line)
{
	size_t n;
	const char *text = algo_stmt_get_text(row, line, &n);

	algo_out_add(out, text, n);
	algo_out_addc(out, '\n');
	return 0;
}

static int show(enum algo_store_form form, struct algo_out *out,
		struct algo_stmt *row, int line, struct algo_err *err)
{
	switch (form) {
	case ALGO_STORE_CSV:
		return show_csv(out, row);
	case ALGO_STORE_NDJSON:
		return show_line(out, row, line);
	case ALGO_STORE_JSON:
		return show_json(out, row, line, err);
	case ALGO_STORE_TABLE:
	default:
		return show_people(out, row, line, err);
	}
}

int algo_store_show(struct algo_store *st, const char *id,
		    const struct algo_query *q, struct algo_out *out,
		    struct algo_err *err)
{
	struct algo_sql sql = ALGO_SQL_INIT;
	const struct algo_field *f;
	struct algo_stmt *row;
	int64_t seq = 0;
	int line = 0, rc;

	if (find(st, id, &seq, err))
		return -1;
	algo_sql_add(&sql, "SELECT ");
	for (; (f = algo_field_at((size_t)line)); line++) {
		algo_sql_add(&sql, f->column);
		algo_sql_add(&sql, ", ");
	}
	algo_sql_add(&sql, "line FROM runs WHERE seq = ");
	algo_sql_num(&sql, (double)seq);
	row = algo_sql_prepare(&sql, st->db, err);
	rc = row ? algo_stmt_step(row, err) : -1;
	if (rc > 0)
		rc = show(q->form, out, row, line, err);
	else if (rc == 0)
		rc = not_found(id, err);
	algo_stmt_free(row);
	algo_sql_release(&sql);
	return rc;
}
