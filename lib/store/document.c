/* document.c - strategies that were saved, by name and version */
#include "sheet.h"

#include <string.h>

static void bind(struct algo_stmt *s, int i, const char *text)
{
	algo_stmt_text(s, i, text, strlen(text));
}

/* The last version of a name and its hash: 1; 0: there is none. */
static int last(struct algo_store *st, const char *name, int64_t *version,
		char hash[65], struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"SELECT version, sha256 FROM documents WHERE name = ?1"
		" ORDER BY version DESC LIMIT 1",
		err);
	int rc = -1;
	size_t n;

	*version = 0;
	hash[0] = '\0';
	if (s) {
		bind(s, 1, name);
		rc = algo_stmt_step(s, err);
	}
	if (rc > 0) {
		const char *text = algo_stmt_get_text(s, 1, &n);

		*version = algo_stmt_get_int(s, 0);
		memcpy(hash, text, n < 64 ? n : 64);
		hash[n < 64 ? n : 64] = '\0';
	}
	algo_stmt_free(s);
	return rc;
}

static int put(struct algo_store *st, const struct algo_saved *doc,
	       int64_t version, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"INSERT INTO documents (name, version, time, sha256, text)"
		" VALUES (?1, ?2, ?3, ?4, ?5)",
		err);
	int rc = -1;

	if (s) {
		bind(s, 1, doc->name);
		algo_stmt_int(s, 2, version);
		algo_stmt_int(s, 3, algo_when_now() / 1000);
		bind(s, 4, doc->sha256);
		algo_stmt_text(s, 5, doc->text, doc->len);
		rc = algo_stmt_step(s, err);
	}
	algo_stmt_free(s);
	return rc;
}

int algo_store_save(struct algo_store *st, const struct algo_saved *doc,
		    int64_t *version, struct algo_err *err)
{
	int rc = algo_db_exec(st->db, "BEGIN IMMEDIATE", err);
	char hash[65];

	if (rc == 0)
		rc = last(st, doc->name, version, hash, err) < 0 ? -1 : 0;
	if (rc == 0 && strcmp(hash, doc->sha256) != 0)
		rc = put(st, doc, ++*version, err);
	if (rc == 0)
		rc = algo_db_exec(st->db, "COMMIT", err);
	if (rc)
		algo_db_rollback(st->db);
	return rc;
}

/* --- Asking -------------------------------------------------------------- */

static int not_found(const char *which, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_VALUE, "not_found",
		     "no strategy '%.100s' was saved", which);
	algo_err_hint(err, "'algo-hist strategies' lists them");
	return algo_err_origin(err, ALGO_O_ANSWER);
}

/* "NAME@12": the number behind the last @; 0: none, and *n is all. */
static int64_t split(const char *which, size_t *n)
{
	const char *at = strrchr(which, '@');
	int64_t v = 0;

	*n = strlen(which);
	if (!at || at == which || !at[1] || strlen(at + 1) > 12)
		return 0;
	for (const char *s = at + 1; *s; s++) {
		if (*s < '0' || *s > '9')
			return 0;
		v = v * 10 + (*s - '0');
	}
	*n = (size_t)(at - which);
	return v;
}

int algo_store_get(struct algo_store *st, const char *which,
		   struct algo_buf *out, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		"SELECT text FROM documents WHERE name = ?1 AND"
		" (version = ?2 OR ?2 = 0) ORDER BY version DESC LIMIT 1",
		err);
	int64_t version;
	const char *text;
	int rc = -1;
	size_t n;

	if (s) {
		version = split(which, &n);
		algo_stmt_text(s, 1, which, n);
		algo_stmt_int(s, 2, version);
		rc = algo_stmt_step(s, err);
	}
	if (rc > 0) {
		text = algo_stmt_get_text(s, 0, &n);
		algo_buf_add(out, text, n);
	}
	algo_stmt_free(s);
	if (rc == 0)
		return not_found(which, err);
	return rc < 0 ? -1 : 0;
}

/* --- For people ---------------------------------------------------------- */

#define STAMP(ms) "strftime('%Y-%m-%dT%H:%M:%SZ', " ms " / 1000, 'unixepoch')"

static int is_there(struct algo_store *st, const char *name,
		    struct algo_err *err)
{
	int64_t version;
	char hash[65];
	int rc = last(st, name, &version, hash, err);

	return rc == 0 ? not_found(name, err) : rc < 0 ? -1 : 0;
}

static struct algo_stmt *rows(struct algo_store *st, const char *name,
			      const struct algo_query *q, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(
		st->db,
		name ? "SELECT name, version, " STAMP(
			       "time") ", sha256 FROM documents"
				       " WHERE name = ?2"
				       " ORDER BY version DESC LIMIT ?1"
		     : "SELECT name, max(version), " STAMP(
			       "time") ", sha256 FROM documents"
				       " GROUP BY name"
				       " ORDER BY name LIMIT ?1",
		err);

	if (!s)
		return NULL;
	algo_stmt_int(s, 1, q->limit);
	if (name)
		bind(s, 2, name);
	return s;
}

int algo_store_strategies(struct algo_store *st, const char *name,
			  const struct algo_query *q, struct algo_out *out,
			  struct algo_err *err)
{
	struct algo_sheet sheet;
	struct algo_stmt *s;
	int rc = -1;

	if (name && is_there(st, name, err))
		return -1;
	s = rows(st, name, q, err);
	if (!s)
		return -1;
	algo_sheet_init(&sheet, q->form, out);
	algo_sheet_col(&sheet, "name", "name", ALGO_FIELD_TEXT);
	algo_sheet_col(&sheet, "version", "version", ALGO_FIELD_COUNT);
	algo_sheet_col(&sheet, "saved", "saved", ALGO_FIELD_TIME);
	algo_sheet_col(&sheet, "sha256", "sha256", ALGO_FIELD_TEXT);
	rc = algo_sheet_all(&sheet, s, err);
	algo_sheet_release(&sheet);
	algo_stmt_free(s);
	return rc;
}
