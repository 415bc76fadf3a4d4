/* db.h - the little of SQLite that the room uses; db.c alone knows the rest.
 *
 * Failures are file_error (exit 5) with the code "locked", "read_only",
 * "corrupt", "not_a_history", "no_space", or one of a system call, and name
 * the file.
 */
#ifndef ALGO_LIB_STORE_DB_H
#define ALGO_LIB_STORE_DB_H

#include <algo/base.h>

struct algo_db;
struct algo_stmt;

enum algo_db_how {
	ALGO_DB_READ,	/* must be there; never changed */
	ALGO_DB_WRITE,	/* made when missing, 0600, its folders 0700 */
	ALGO_DB_MEMORY, /* empty, of this process; path is for errors */
};
/* NULL on error.  Others' locks are waited for busy_ms. */
struct algo_db *algo_db_open(const char *path, enum algo_db_how how,
			     int busy_ms, struct algo_err *err);
void algo_db_close(struct algo_db *db);
const char *algo_db_path(const struct algo_db *db);

/* Write-ahead log and synchronous NORMAL.  The first change of the mode may
 * be told BUSY whatever the time-out: it is tried again for as long. */
int algo_db_wal(struct algo_db *db, struct algo_err *err) ALGO_MUST_USE;
/* One or more statements without values. */
int algo_db_exec(struct algo_db *db, const char *sql,
		 struct algo_err *err) ALGO_MUST_USE;
/* The first value of the first row as a whole number; 0 when there is none. */
int algo_db_int(struct algo_db *db, const char *sql, int64_t *v,
		struct algo_err *err) ALGO_MUST_USE;
/* Undoes an open transaction, if there is one. */
void algo_db_rollback(struct algo_db *db);
/* Rows changed by the statement that ran last. */
int algo_db_changes(struct algo_db *db);

struct algo_stmt *algo_db_prepare(struct algo_db *db, const char *sql,
				  struct algo_err *err);
void algo_stmt_free(struct algo_stmt *s);
/* Values count from 1; texts are borrowed until the statement is reset.  A
 * NULL text and a NaN are null. */
void algo_stmt_text(struct algo_stmt *s, int i, const char *p, size_t n);
void algo_stmt_int(struct algo_stmt *s, int i, int64_t v);
void algo_stmt_num(struct algo_stmt *s, int i, double v);
/* 1 with a row, 0 at the end, -1 on error. */
int algo_stmt_step(struct algo_stmt *s, struct algo_err *err) ALGO_MUST_USE;
void algo_stmt_reset(struct algo_stmt *s);

enum algo_col { ALGO_COL_NULL, ALGO_COL_INT, ALGO_COL_NUM, ALGO_COL_TEXT };
/* Columns count from 0; texts are valid until the next step. */
enum algo_col algo_stmt_type(struct algo_stmt *s, int col);
int64_t algo_stmt_get_int(struct algo_stmt *s, int col);
double algo_stmt_get_num(struct algo_stmt *s, int col); /* NaN for null */
const char *algo_stmt_get_text(struct algo_stmt *s, int col, size_t *n);

#endif
