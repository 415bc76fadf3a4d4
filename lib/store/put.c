/* put.c - lines set aside, then put into the history in one transaction */
#include "store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SALTS_MAX 1000 /* ids tried for a result without one */
#define ID_HEX 12
#define SUFFIX_HEX 8

/* In the order of the values that put_row binds. */
static const char insert_sql[] =
	"INSERT INTO runs (id, time, timestamp, strategy_sha256,"
	" strategy_name, strategy_version, symbol, interval, bars, success,"
	" execution_time, error_class, error_message, line"
#define X(name) ", " #name
	ALGO_RUN_METRICS(X)
#undef X
		") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
#define X(name) ", ?"
	ALGO_RUN_METRICS(X)
#undef X
		") ON CONFLICT (id) DO NOTHING";

struct put {
	struct algo_db *db;
	struct algo_stmt *staged, *insert, *strategy, *find, *fix;
	struct algo_result *r;
	int64_t time; /* of adding, of the row at hand */
	char sha[65]; /* of the strategy put last */
	char id[ALGO_RESULT_ID_MAX + 1 + SUFFIX_HEX + 1];
};

/* The temporary table needs no journal: it is read whole or dropped. */
static int begin_staging(struct algo_store *st, struct algo_err *err)
{
	if (algo_db_exec(st->db,
			 "PRAGMA temp.journal_mode=OFF;"
			 "CREATE TEMP TABLE IF NOT EXISTS staged ("
			 "seq INTEGER PRIMARY KEY, time INTEGER, line TEXT);"
			 "BEGIN",
			 err))
		return -1;
	st->stage = algo_db_prepare(
		st->db, "INSERT INTO temp.staged (time, line) VALUES (?, ?)",
		err);
	if (st->stage)
		return 0;
	algo_db_rollback(st->db);
	return -1;
}

static void end_staging(struct algo_store *st)
{
	algo_stmt_free(st->stage);
	st->stage = NULL;
}

/* The transaction round the temporary table locks nothing of the file. */
int algo_store_stage(struct algo_store *st, const char *line, size_t n,
		     struct algo_err *err)
{
	int rc;

	if (algo_result_parse(&st->result, line, n, err))
		return 1;
	if (!st->stage && begin_staging(st, err))
		return -1;
	algo_stmt_int(st->stage, 1, algo_when_now());
	algo_stmt_text(st->stage, 2, line, n);
	rc = algo_stmt_step(st->stage, err);
	algo_stmt_reset(st->stage);
	return rc < 0 ? -1 : 0;
}

static uint64_t hash_of(const struct algo_slice *line, int64_t time, int salt)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, line->p, line->n);
	if (time != ALGO_WHEN_NONE) {
		algo_xxh64_add(&h, &time, sizeof(time));
		algo_xxh64_add(&h, &salt, sizeof(salt));
	}
	return algo_xxh64_get(&h);
}

static void bind_slice(struct algo_stmt *s, int i, const struct algo_slice *v)
{
	algo_stmt_text(s, i, v->p, v->n);
}

/* 1 when the row went in, 0 when its id is taken. */
static int put_row(struct put *p, int64_t time, struct algo_err *err)
{
	const struct algo_result *r = p->r;
	struct algo_stmt *s = p->insert;
	char stamp[ALGO_WHEN_MAX];
	size_t n = algo_when_print(stamp, time, NULL);
	int i = 0, rc;

	algo_stmt_text(s, ++i, p->id, strlen(p->id));
	algo_stmt_int(s, ++i, time);
	algo_stmt_text(s, ++i, stamp, n);
	bind_slice(s, ++i, &r->sha256);
	bind_slice(s, ++i, &r->name);
	bind_slice(s, ++i, &r->version);
	bind_slice(s, ++i, &r->symbol);
	bind_slice(s, ++i, &r->interval);
	algo_stmt_num(s, ++i, r->bars);
	algo_stmt_int(s, ++i, r->success);
	algo_stmt_num(s, ++i, r->execution_time);
	bind_slice(s, ++i, &r->error_class);
	bind_slice(s, ++i, &r->error_message);
	bind_slice(s, ++i, &r->line);
	for (size_t k = 0; k < ALGO_RM_COUNT; k++)
		algo_stmt_num(s, ++i, r->metric[k]);
	rc = algo_stmt_step(s, err);
	algo_stmt_reset(s);
	return rc < 0 ? -1 : algo_db_changes(p->db);
}

/* Whether the stored run of this id is the same line; -1 on error. */
static int same_line(struct put *p, struct algo_err *err)
{
	const char *text;
	size_t n;
	int rc;

	algo_stmt_text(p->find, 1, p->id, strlen(p->id));
	rc = algo_stmt_step(p->find, err);
	if (rc > 0) {
		text = algo_stmt_get_text(p->find, 0, &n);
		rc = n == p->r->line.n && memcmp(text, p->r->line.p, n) == 0;
	}
	algo_stmt_reset(p->find);
	return rc;
}

/* A run that tells its id: 1 stored, 0 known, -1 error. */
static int put_named(struct put *p, int64_t time, struct algo_err *err)
{
	const struct algo_slice *id = &p->r->id;
	unsigned long long h;
	int rc;

	memcpy(p->id, id->p, id->n);
	p->id[id->n] = '\0';
	rc = put_row(p, time, err);
	if (rc != 0)
		return rc;
	rc = same_line(p, err);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	h = hash_of(&p->r->line, ALGO_WHEN_NONE, 0);
	snprintf(p->id + id->n, sizeof(p->id) - id->n, "-%0*llx", SUFFIX_HEX,
		 h >> (64 - 4 * SUFFIX_HEX));
	return put_row(p, time, err);
}

static int put_unnamed(struct put *p, int64_t time, struct algo_err *err)
{
	int rc = 0;

	for (int salt = 0; rc == 0 && salt < SALTS_MAX; salt++) {
		unsigned long long h = hash_of(&p->r->line, p->time, salt);

		snprintf(p->id, sizeof(p->id), "%0*llx", ID_HEX,
			 h >> (64 - 4 * ID_HEX));
		rc = put_row(p, time, err);
	}
	return rc;
}

/* Runs of one strategy mostly come together. */
static int put_strategy(struct put *p, struct algo_err *err)
{
	const struct algo_result *r = p->r;
	int rc;

	if (!r->sha256.p || (r->sha256.n == strlen(p->sha) &&
			     memcmp(r->sha256.p, p->sha, r->sha256.n) == 0))
		return 0;
	bind_slice(p->strategy, 1, &r->sha256);
	bind_slice(p->strategy, 2, &r->name);
	bind_slice(p->strategy, 3, &r->version);
	bind_slice(p->strategy, 4, &r->params);
	rc = algo_stmt_step(p->strategy, err);
	algo_stmt_reset(p->strategy);
	if (r->sha256.n < sizeof(p->sha)) {
		memcpy(p->sha, r->sha256.p, r->sha256.n);
		p->sha[r->sha256.n] = '\0';
	}
	return rc;
}

/* A report of algo-fix: 1 stored, 0 known, -1 error. */
static int put_fix(struct put *p, struct algo_err *err)
{
	const struct algo_result *r = p->r;
	char stamp[ALGO_WHEN_MAX];
	size_t n = algo_when_print(stamp, p->time, NULL);
	int rc;

	snprintf(p->id, sizeof(p->id), "%016llx",
		 (unsigned long long)hash_of(&r->line, ALGO_WHEN_NONE, 0));
	algo_stmt_text(p->fix, 1, p->id, strlen(p->id));
	algo_stmt_int(p->fix, 2, p->time);
	algo_stmt_text(p->fix, 3, stamp, n);
	algo_stmt_int(p->fix, 4, r->success);
	bind_slice(p->fix, 5, &r->line);
	rc = algo_stmt_step(p->fix, err);
	algo_stmt_reset(p->fix);
	return rc < 0 ? -1 : algo_db_changes(p->db);
}

static int put_run(struct put *p, struct algo_err *err)
{
	int64_t time = p->r->time == ALGO_WHEN_NONE ? p->time : p->r->time;

	if (put_strategy(p, err))
		return -1;
	return p->r->id.p ? put_named(p, time, err) : put_unnamed(p, time, err);
}

static int put_staged(struct put *p, struct algo_add_counts *counts,
		      struct algo_err *err)
{
	size_t n;
	const char *line = algo_stmt_get_text(p->staged, 1, &n);
	int rc;

	p->time = algo_stmt_get_int(p->staged, 0);
	if (algo_result_parse(p->r, line, n, err))
		return -1;
	rc = p->r->is_fix ? put_fix(p, err) : put_run(p, err);
	if (rc < 0)
		return -1;
	counts->stored += (uint64_t)rc;
	counts->known += rc == 0;
	return 0;
}

static int prepare(struct put *p, struct algo_err *err)
{
	p->staged = algo_db_prepare(
		p->db, "SELECT time, line FROM temp.staged ORDER BY seq", err);
	if (!p->staged)
		return -1;
	p->insert = algo_db_prepare(p->db, insert_sql, err);
	if (!p->insert)
		return -1;
	p->strategy =
		algo_db_prepare(p->db,
				"INSERT OR IGNORE INTO strategies (sha256,"
				" name, version, params) VALUES (?, ?, ?, ?)",
				err);
	if (!p->strategy)
		return -1;
	p->find = algo_db_prepare(p->db, "SELECT line FROM runs WHERE id = ?",
				  err);
	if (!p->find)
		return -1;
	p->fix = algo_db_prepare(p->db,
				 "INSERT INTO fixes (id, time, timestamp,"
				 " success, line) VALUES (?, ?, ?, ?, ?)"
				 " ON CONFLICT (id) DO NOTHING",
				 err);
	return p->fix ? 0 : -1;
}

static int put_all(struct put *p, struct algo_add_counts *counts,
		   struct algo_err *err)
{
	int rc;

	if (prepare(p, err))
		return -1;
	while ((rc = algo_stmt_step(p->staged, err)) > 0)
		if (put_staged(p, counts, err))
			return -1;
	return rc;
}

static void finish(struct put *p)
{
	algo_stmt_free(p->staged);
	algo_stmt_free(p->insert);
	algo_stmt_free(p->strategy);
	algo_stmt_free(p->find);
	algo_stmt_free(p->fix);
}

/* The rows are stored or undone by now: a failure changes nothing. */
static void drop_staged(struct algo_store *st)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_db_exec(st->db, "DROP TABLE temp.staged", &err))
		algo_err_clear(&err);
}

int algo_store_commit(struct algo_store *st, struct algo_add_counts *counts,
		      struct algo_err *err)
{
	struct put p = { .db = st->db, .r = &st->result };
	struct algo_add_counts got = *counts;
	int rc;

	if (!st->stage)
		return 0;
	end_staging(st);
	rc = algo_db_exec(st->db, "COMMIT; BEGIN IMMEDIATE", err);
	if (rc == 0)
		rc = put_all(&p, &got, err);
	finish(&p);
	if (rc == 0)
		rc = algo_db_exec(st->db, "COMMIT", err);
	if (rc == 0)
		*counts = got;
	else
		algo_db_rollback(st->db);
	drop_staged(st);
	return rc;
}
