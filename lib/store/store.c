/* store.c - opening and closing the history */
#include "store.h"

#include "schema.h"
#include <stdlib.h>
#include <string.h>

char *algo_store_path(const char *option, int *chosen, struct algo_err *err)
{
	const char *env = getenv("ALGO_HISTORY");

	if (chosen)
		*chosen = 1;
	if (option)
		return algo_strdup(option);
	if (env && env[0])
		return algo_strdup(env);
	if (chosen)
		*chosen = 0;
	return algo_dir_path(ALGO_DIR_DATA, "history.db", err);
}

/* Opens as told; an older or unfinished history that is to be read only is
 * told by *old. */
static struct algo_db *open_db(const char *path, enum algo_db_how how,
			       int busy_ms, int *old, struct algo_err *err)
{
	struct algo_db *db = algo_db_open(path, how, busy_ms, err);
	int64_t version;
	int rc;

	*old = 0;
	if (!db)
		return NULL;
	rc = algo_schema_version(db, &algo_schema, &version, err);
	if (rc == 0 && how == ALGO_DB_READ)
		*old = version < (int64_t)algo_schema.n;
	/* The file is not touched before it is known to be a history. */
	if (rc == 0 && how == ALGO_DB_WRITE)
		rc = algo_db_wal(db, err);
	if (rc == 0 && how != ALGO_DB_READ)
		rc = algo_schema_migrate(db, &algo_schema, err);
	if (rc == 0)
		return db;
	algo_db_close(db);
	return NULL;
}

struct algo_store *algo_store_open(const char *path, enum algo_store_mode mode,
				   int busy_ms, struct algo_err *err)
{
	static const enum algo_db_how how[] = {
		[ALGO_STORE_READ] = ALGO_DB_READ,
		[ALGO_STORE_WRITE] = ALGO_DB_WRITE,
		[ALGO_STORE_EMPTY] = ALGO_DB_MEMORY,
	};
	struct algo_store *st;
	struct algo_db *db;
	int old;

	db = open_db(path, how[mode], busy_ms, &old, err);
	if (db && old) {
		algo_db_close(db);
		db = open_db(path, ALGO_DB_WRITE, busy_ms, &old, err);
	}
	if (!db)
		return NULL;
	st = algo_zalloc(1, sizeof(*st));
	st->db = db;
	return st;
}

void algo_store_close(struct algo_store *st)
{
	if (!st)
		return;
	algo_stmt_free(st->stage);
	algo_result_release(&st->result);
	algo_db_close(st->db);
	algo_free(st);
}
