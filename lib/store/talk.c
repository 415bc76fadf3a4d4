/* talk.c - conversations with models, and their kept answers */
#include "sheet.h"
#include "store.h"

#include <algo/talk.h>
#include <string.h>

static void bind(struct algo_stmt *s, int i, const char *text)
{
	algo_stmt_text(s, i, text, strlen(text));
}

static int finish(struct algo_stmt *s, struct algo_err *err)
{
	int rc = s ? algo_stmt_step(s, err) : -1;

	algo_stmt_free(s);
	return rc < 0 ? -1 : 0;
}

/* --- Turns --------------------------------------------------------------- */

static int add_text(struct algo_store *st, const struct algo_turn *t,
		    char hex[65], struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"INSERT OR IGNORE INTO texts (sha256, text) VALUES (?1, ?2)",
		err);

	if (!s)
		return -1;
	algo_sha256_hex(t->text, t->len, hex);
	bind(s, 1, hex);
	algo_stmt_text(s, 2, t->text, t->len);
	return finish(s, err);
}

static int add_turn(struct algo_store *st, const char *session,
		    const struct algo_turn *t, struct algo_err *err)
{
	struct algo_stmt *s;
	char hex[65];

	if (add_text(st, t, hex, err))
		return -1;
	s = algo_db_prepare(st->db,
			    "INSERT INTO turns (session, time, role, model,"
			    " sha256) VALUES (?1, ?2, ?3, ?4, ?5)",
			    err);
	if (!s)
		return -1;
	bind(s, 1, session);
	algo_stmt_int(s, 2, t->time);
	bind(s, 3, t->role);
	bind(s, 4, t->model);
	bind(s, 5, hex);
	return finish(s, err);
}

int algo_talk_add(struct algo_store *st, const char *session,
		  const struct algo_turn *turns, size_t n, struct algo_err *err)
{
	int rc = algo_db_exec(st->db, "BEGIN IMMEDIATE", err);

	for (size_t i = 0; i < n && rc == 0; i++)
		rc = add_turn(st, session, &turns[i], err);
	if (rc == 0)
		rc = algo_db_exec(st->db, "COMMIT", err);
	if (rc)
		algo_db_rollback(st->db);
	return rc;
}

int algo_talk_read(struct algo_store *st, const char *session,
		   void (*tell)(void *ctx, const struct algo_turn *turn),
		   void *ctx, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"SELECT role, text, model, time FROM turns JOIN texts"
		" USING (sha256) WHERE session = ?1 ORDER BY seq",
		err);
	int rc = s ? 1 : -1;
	size_t n;

	if (s)
		bind(s, 1, session);
	while (rc > 0 && (rc = algo_stmt_step(s, err)) > 0) {
		struct algo_turn t = { .role = algo_stmt_get_text(s, 0, &n) };

		t.text = algo_stmt_get_text(s, 1, &t.len);
		t.model = algo_stmt_get_text(s, 2, &n);
		t.time = algo_stmt_get_int(s, 3);
		tell(ctx, &t);
	}
	algo_stmt_free(s);
	return rc;
}

/* --- For people ---------------------------------------------------------- */

static int show(struct algo_stmt *rows, const struct algo_sheet_col *cols,
		size_t n, const struct algo_query *q, struct algo_out *out,
		struct algo_err *err)
{
	struct algo_sheet sheet;
	int rc;

	algo_sheet_init(&sheet, q->form, out);
	for (size_t i = 0; i < n; i++)
		algo_sheet_col(&sheet, cols[i].name, cols[i].title,
			       cols[i].kind);
	rc = algo_sheet_all(&sheet, rows, err);
	algo_sheet_release(&sheet);
	return rc;
}

/* The time column of both listings. */
#define STAMP(ms) "strftime('%Y-%m-%dT%H:%M:%SZ', " ms " / 1000, 'unixepoch')"

int algo_talk_list(struct algo_store *st, const struct algo_query *q,
		   struct algo_out *out, struct algo_err *err)
{
	static const struct algo_sheet_col cols[] = {
		{ "session", "session", ALGO_FIELD_TEXT },
		{ "turns", "turns", ALGO_FIELD_COUNT },
		{ "model", "model", ALGO_FIELD_TEXT },
		{ "first", "first", ALGO_FIELD_TIME },
		{ "last", "last", ALGO_FIELD_TIME },
	};
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"SELECT session, count(*), max(model), " STAMP(
			"min(time)") ", " STAMP("max(time)") " FROM turns "
							     "GROUP BY session"
							     " ORDER BY "
							     "max(seq) DESC "
							     "LIMIT ?1",
		err);
	int rc = -1;

	if (s) {
		algo_stmt_int(s, 1, q->limit);
		rc = show(s, cols, 5, q, out, err);
	}
	algo_stmt_free(s);
	return rc;
}

static int is_there(struct algo_store *st, const char *session,
		    struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db, "SELECT 1 FROM turns WHERE session = ?1", err);
	int rc = -1;

	if (s) {
		bind(s, 1, session);
		rc = algo_stmt_step(s, err);
	}
	algo_stmt_free(s);
	if (rc)
		return rc;
	algo_err_set(err, ALGO_E_VALUE, "not_found", "there is no session '%s'",
		     session);
	algo_err_hint(err, "'algo-hist sessions' lists them");
	return algo_err_origin(err, ALGO_O_ANSWER);
}

int algo_talk_show(struct algo_store *st, const char *session,
		   const struct algo_query *q, struct algo_out *out,
		   struct algo_err *err)
{
	static const struct algo_sheet_col cols[] = {
		{ "time", "time", ALGO_FIELD_TIME },
		{ "role", "role", ALGO_FIELD_TEXT },
		{ "model", "model", ALGO_FIELD_TEXT },
		{ "text", "text", ALGO_FIELD_TEXT },
	};
	struct algo_stmt *s;
	int rc = -1;

	if (is_there(st, session, err) < 0)
		return -1;
	s = algo_db_prepare(
		st->db,
		"SELECT " STAMP(
			"time") ", role, model, text FROM"
				" turns JOIN texts USING (sha256)"
				" WHERE session = ?1 ORDER BY seq LIMIT ?2",
		err);
	if (s) {
		bind(s, 1, session);
		algo_stmt_int(s, 2, q->limit);
		rc = show(s, cols, 4, q, out, err);
	}
	algo_stmt_free(s);
	return rc;
}

/* --- Kept answers -------------------------------------------------------- */

int algo_talk_cached(struct algo_store *st, const char *hash,
		     struct algo_buf *out, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db, "SELECT answer FROM answers WHERE hash = ?1", err);
	const char *text;
	int rc = -1;
	size_t n;

	if (s) {
		bind(s, 1, hash);
		rc = algo_stmt_step(s, err);
	}
	if (rc > 0) {
		text = algo_stmt_get_text(s, 0, &n);
		algo_buf_add(out, text, n);
	}
	algo_stmt_free(s);
	return rc;
}

int algo_talk_keep(struct algo_store *st, const char *hash, const char *text,
		   size_t n, int64_t now, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"INSERT OR REPLACE INTO answers (hash, time, answer)"
		" VALUES (?1, ?2, ?3)",
		err);

	if (!s)
		return -1;
	bind(s, 1, hash);
	algo_stmt_int(s, 2, now);
	algo_stmt_text(s, 3, text, n);
	return finish(s, err);
}
