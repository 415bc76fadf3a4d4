/* db.c - SQLite: opening, statements, and its failures as error records */
#include "db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PATH_CEILING 8192
#define NAP_MS 5 /* between two tries of the WAL pragma */

struct algo_db {
	sqlite3 *h;
	char *path;
	int busy_ms;
};

struct algo_stmt {
	sqlite3_stmt *h;
	struct algo_db *db;
};

const char *algo_db_path(const struct algo_db *db)
{
	return db->path;
}

/* --- Failures ----------------------------------------------------------- */

static int fail_locked(const struct algo_db *db, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_FILE, "locked",
		     "the database is locked: another program kept writing it "
		     "for %d ms",
		     db->busy_ms);
	return algo_err_hint(err, "try again when that program is done");
}

static int fail_read_only(struct algo_err *err)
{
	algo_err_set(err, ALGO_E_FILE, "read_only",
		     "the database cannot be written: it is read-only");
	return algo_err_hint(err, "name another with --db, or mend the "
				  "permissions of the file and its folder");
}

static int fail_corrupt(const struct algo_db *db, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_FILE, "corrupt", "the database is corrupt: %s",
		     sqlite3_errmsg(db->h));
	return algo_err_hint(err, "it was not changed; restore a copy, or try "
				  "'sqlite3 FILE .recover'");
}

static int fail_foreign(struct algo_err *err)
{
	algo_err_set(err, ALGO_E_FILE, "not_a_history",
		     "the file is no SQLite database");
	return algo_err_hint(err, "it was not changed; name another with --db");
}

static int fail_system(const struct algo_db *db, const char *what,
		       struct algo_err *err)
{
	int sys = sqlite3_system_errno(db->h);

	if (sys)
		return algo_err_sys(err, sys, "%s", what);
	return algo_err_set(err, ALGO_E_FILE, "io_error", "%s: %s", what,
			    sqlite3_errmsg(db->h));
}

static int fail_full(struct algo_err *err)
{
	return algo_err_set(err, ALGO_E_FILE, "no_space",
			    "the database cannot grow: the disk is full");
}

static int fail_other(const struct algo_db *db, int rc, struct algo_err *err)
{
	if (rc == SQLITE_TOOBIG)
		return algo_err_set(err, ALGO_E_FILE, "too_large",
				    "the database cannot take so long a row");
	return algo_err_set(err, ALGO_E_INTERNAL, "sqlite",
			    "SQLite refuses: %s", sqlite3_errmsg(db->h));
}

static int fail(const struct algo_db *db, int rc, struct algo_err *err)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		fail_locked(db, err);
		break;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		fail_read_only(err);
		break;
	case SQLITE_CORRUPT:
		fail_corrupt(db, err);
		break;
	case SQLITE_NOTADB:
		fail_foreign(err);
		break;
	case SQLITE_CANTOPEN:
		fail_system(db, "cannot open the database", err);
		break;
	case SQLITE_FULL:
		fail_full(err);
		break;
	case SQLITE_IOERR:
		fail_system(db, "cannot read or write the database", err);
		break;
	case SQLITE_NOMEM:
		algo_err_set(err, ALGO_E_INTERNAL, "out_of_memory",
			     "out of memory");
		algo_err_origin(err, ALGO_O_MEMORY);
		break;
	default:
		fail_other(db, rc & 0xff, err);
	}
	return algo_err_file(err, db->path);
}

/* --- Opening ------------------------------------------------------------ */

/* -1 with err for what can be no database; 1 when nothing is there. */
static int look_at(const char *path, struct algo_err *err)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno == ENOENT)
			return 1;
		algo_err_sys(err, errno, "cannot open the database");
		return algo_err_file(err, path);
	}
	if (S_ISREG(st.st_mode))
		return 0;
	if (S_ISDIR(st.st_mode))
		algo_err_sys(err, EISDIR, "cannot open the database");
	else
		algo_err_set(err, ALGO_E_FILE, "not_a_history",
			     "the database is no regular file");
	return algo_err_file(err, path);
}

/* SQLite would make the file for everybody to read. */
static int make_file(const char *path, struct algo_err *err)
{
	int fd;

	if (algo_dir_make(path, err))
		return -1;
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0)
		return close(fd);
	if (errno == EEXIST)
		return 0;
	algo_err_sys(err, errno, "cannot make the database");
	return algo_err_file(err, path);
}

static int prepare_file(const char *path, enum algo_db_how how,
			struct algo_err *err)
{
	int missing;

	if (how == ALGO_DB_MEMORY)
		return 0;
	missing = look_at(path, err);
	if (missing <= 0)
		return missing;
	if (how == ALGO_DB_WRITE)
		return make_file(path, err);
	algo_err_sys(err, ENOENT, "cannot open the database");
	algo_err_hint(err, "'algo-hist add' makes one");
	return algo_err_file(err, path);
}

/* A file URI; names that SQLite would read as something else (":memory:",
 * "file:x") cannot come about. */
static void add_uri(struct algo_buf *uri, const char *path, const char *query)
{
	algo_buf_adds(uri, "file:");
	if (path[0] != '/')
		algo_buf_adds(uri, "./");
	for (; *path; path++) {
		if (*path == '?' || *path == '#' || *path == '%')
			algo_buf_addf(uri, "%%%02X", (unsigned)*path);
		else
			algo_buf_addc(uri, *path);
	}
	algo_buf_adds(uri, query);
}

static int open_handle(struct algo_db *db, enum algo_db_how how,
		       const char *query)
{
	struct algo_buf uri = ALGO_BUF_INIT(PATH_CEILING);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
	int rc;

	if (how == ALGO_DB_MEMORY) {
		algo_buf_adds(&uri, ":memory:");
		flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY;
	} else {
		add_uri(&uri, db->path, query);
		flags |= how == ALGO_DB_READ ? SQLITE_OPEN_READONLY
					     : SQLITE_OPEN_READWRITE;
	}
	rc = sqlite3_open_v2(algo_buf_str(&uri), &db->h, flags, NULL);
	algo_buf_release(&uri);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_timeout(db->h, db->busy_ms);
	/* A database from elsewhere may hold a schema made to harm. */
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return SQLITE_OK;
}

/* The first read tells whether the file can be used. */
static int touch(struct algo_db *db)
{
	return sqlite3_exec(db->h, "SELECT count(*) FROM sqlite_schema", NULL,
			    NULL, NULL);
}

static int has_log(const struct algo_db *db)
{
	struct algo_buf path = ALGO_BUF_INIT(PATH_CEILING);
	struct stat st;
	int yes;

	algo_buf_addf(&path, "%s-wal", db->path);
	yes = stat(algo_buf_str(&path), &st) == 0 && st.st_size > 0;
	algo_buf_release(&path);
	return yes;
}

/* A log of its own needs a file beside it even to read: in a folder that
 * cannot be written, a history without unfinished log is read as it is. */
static int open_frozen(struct algo_db *db, int rc)
{
	int kind = rc & 0xff;

	if (kind != SQLITE_CANTOPEN && kind != SQLITE_READONLY)
		return rc;
	if (has_log(db) || access(db->path, R_OK))
		return rc;
	sqlite3_close(db->h);
	db->h = NULL;
	rc = open_handle(db, ALGO_DB_READ, "?immutable=1");
	return rc == SQLITE_OK ? touch(db) : rc;
}

static int connect_db(struct algo_db *db, enum algo_db_how how,
		      struct algo_err *err)
{
	int rc = open_handle(db, how, "");

	if (rc == SQLITE_OK)
		rc = touch(db);
	if (rc != SQLITE_OK && how == ALGO_DB_READ)
		rc = open_frozen(db, rc);
	if (rc != SQLITE_OK)
		return fail(db, rc, err);
	if (how == ALGO_DB_WRITE && sqlite3_db_readonly(db->h, "main") == 1) {
		fail_read_only(err);
		return algo_err_file(err, db->path);
	}
	return 0;
}

struct algo_db *algo_db_open(const char *path, enum algo_db_how how,
			     int busy_ms, struct algo_err *err)
{
	struct algo_db *db;

	if (prepare_file(path, how, err))
		return NULL;
	db = algo_zalloc(1, sizeof(*db));
	db->path = algo_strdup(path);
	db->busy_ms = busy_ms;
	if (connect_db(db, how, err)) {
		algo_db_close(db);
		return NULL;
	}
	return db;
}

void algo_db_close(struct algo_db *db)
{
	if (!db)
		return;
	sqlite3_close(db->h);
	algo_free(db->path);
	algo_free(db);
}

static void nap(void)
{
	struct timespec t = { .tv_nsec = NAP_MS * 1000000L };

	nanosleep(&t, NULL);
}

int algo_db_wal(struct algo_db *db, struct algo_err *err)
{
	static const char sql[] = "PRAGMA journal_mode=WAL;"
				  "PRAGMA synchronous=NORMAL;"
				  "PRAGMA cache_size=-65536";
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	for (int ms = 0; (rc & 0xff) == SQLITE_BUSY && ms < db->busy_ms;
	     ms += NAP_MS) {
		nap();
		rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
	}
	return rc == SQLITE_OK ? 0 : fail(db, rc, err);
}

/* --- Statements --------------------------------------------------------- */

int algo_db_exec(struct algo_db *db, const char *sql, struct algo_err *err)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(db, rc, err);
}

int algo_db_int(struct algo_db *db, const char *sql, int64_t *v,
		struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(db, sql, err);
	int rc;

	*v = 0;
	if (!s)
		return -1;
	rc = algo_stmt_step(s, err);
	if (rc > 0)
		*v = algo_stmt_get_int(s, 0);
	algo_stmt_free(s);
	return rc < 0 ? -1 : 0;
}

void algo_db_rollback(struct algo_db *db)
{
	if (!sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

int algo_db_changes(struct algo_db *db)
{
	return sqlite3_changes(db->h);
}

struct algo_stmt *algo_db_prepare(struct algo_db *db, const char *sql,
				  struct algo_err *err)
{
	struct algo_stmt *s = algo_zalloc(1, sizeof(*s));
	int rc = sqlite3_prepare_v2(db->h, sql, -1, &s->h, NULL);

	s->db = db;
	if (rc == SQLITE_OK)
		return s;
	fail(db, rc, err);
	algo_stmt_free(s);
	return NULL;
}

void algo_stmt_free(struct algo_stmt *s)
{
	if (!s)
		return;
	sqlite3_finalize(s->h);
	algo_free(s);
}

/* Binding fails on a wrong index only, which the step would show. */
void algo_stmt_text(struct algo_stmt *s, int i, const char *p, size_t n)
{
	if (p)
		sqlite3_bind_text64(s->h, i, p, n, SQLITE_STATIC, SQLITE_UTF8);
	else
		sqlite3_bind_null(s->h, i);
}

void algo_stmt_int(struct algo_stmt *s, int i, int64_t v)
{
	sqlite3_bind_int64(s->h, i, v);
}

void algo_stmt_num(struct algo_stmt *s, int i, double v)
{
	sqlite3_bind_double(s->h, i, v); /* a NaN is stored as null */
}

int algo_stmt_step(struct algo_stmt *s, struct algo_err *err)
{
	int rc = sqlite3_step(s->h);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE)
		return 0;
	return fail(s->db, rc, err);
}

void algo_stmt_reset(struct algo_stmt *s)
{
	sqlite3_reset(s->h);
}

enum algo_col algo_stmt_type(struct algo_stmt *s, int col)
{
	switch (sqlite3_column_type(s->h, col)) {
	case SQLITE_INTEGER:
		return ALGO_COL_INT;
	case SQLITE_FLOAT:
		return ALGO_COL_NUM;
	case SQLITE_NULL:
		return ALGO_COL_NULL;
	default:
		return ALGO_COL_TEXT;
	}
}

int64_t algo_stmt_get_int(struct algo_stmt *s, int col)
{
	return sqlite3_column_int64(s->h, col);
}

double algo_stmt_get_num(struct algo_stmt *s, int col)
{
	if (sqlite3_column_type(s->h, col) == SQLITE_NULL)
		return NAN;
	return sqlite3_column_double(s->h, col);
}

const char *algo_stmt_get_text(struct algo_stmt *s, int col, size_t *n)
{
	const unsigned char *p = sqlite3_column_text(s->h, col);

	*n = p ? (size_t)sqlite3_column_bytes(s->h, col) : 0;
	return p ? (const char *)p : "";
}
