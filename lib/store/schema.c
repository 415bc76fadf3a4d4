/* schema.c - the tables of the history, version by version, and how any
 * database is brought to its last one */
#include "schema.h"

#include <stdio.h>

#define HISTORY_ID 0x616c676f /* "algo" */

/* clang-format off */
static const char step1[] =
"CREATE TABLE strategies ("
"	sha256 TEXT PRIMARY KEY,"	/* of the canonical document */
"	name TEXT,"
"	version NUMERIC,"
"	params TEXT"			/* JSON */
") WITHOUT ROWID;"
"CREATE TABLE runs ("
"	seq INTEGER PRIMARY KEY,"	/* order of adding */
"	id TEXT NOT NULL UNIQUE,"
"	time INTEGER NOT NULL,"		/* microseconds since 1970 */
"	timestamp TEXT NOT NULL,"	/* the same for people */
"	strategy_sha256 TEXT,"
"	strategy_name TEXT,"
"	strategy_version NUMERIC,"
"	symbol TEXT,"
"	interval TEXT,"
"	bars INTEGER,"
"	success INTEGER NOT NULL,"
"	return_pct REAL,"
"	cagr_pct REAL,"
"	total_pnl REAL,"
"	equity_final REAL,"
"	annual_volatility_pct REAL,"
"	sharpe_ratio REAL,"
"	sortino_ratio REAL,"
"	calmar_ratio REAL,"
"	max_drawdown_pct REAL,"
"	num_trades INTEGER,"
"	win_rate REAL,"
"	profit_factor REAL,"
"	expectancy REAL,"
"	exposure_time_pct REAL,"
"	execution_time REAL,"
"	error_class TEXT,"
"	error_message TEXT,"
"	line TEXT NOT NULL"		/* as it came, without its end */
");"
"CREATE INDEX runs_time ON runs (time);"
"CREATE INDEX runs_strategy ON runs (strategy_name, symbol, sharpe_ratio);"
"CREATE INDEX runs_sha256 ON runs (strategy_sha256);"
"CREATE INDEX runs_sharpe_ratio ON runs (sharpe_ratio);"
"CREATE INDEX runs_return_pct ON runs (return_pct);"
"CREATE VIEW execution_history AS SELECT"
"	id, strategy_name, timestamp, success, return_pct, num_trades,"
"	win_rate, sharpe_ratio, max_drawdown_pct AS max_drawdown,"
"	execution_time, symbol AS test_symbol, NULL AS results_file,"
"	error_message FROM runs;";

static const char step2[] =
"CREATE TABLE fixes ("			/* reports of algo-fix */
"	seq INTEGER PRIMARY KEY,"
"	id TEXT NOT NULL UNIQUE,"	/* made of the line */
"	time INTEGER NOT NULL,"		/* of adding */
"	timestamp TEXT NOT NULL,"
"	success INTEGER NOT NULL,"
"	line TEXT NOT NULL"
");"
"CREATE INDEX fixes_time ON fixes (time);";

static const char step3[] =
"CREATE TABLE texts ("			/* of turns, each once */
"	sha256 TEXT PRIMARY KEY,"
"	text TEXT NOT NULL"
") WITHOUT ROWID;"
"CREATE TABLE turns ("
"	seq INTEGER PRIMARY KEY,"
"	session TEXT NOT NULL,"
"	time INTEGER NOT NULL,"		/* milliseconds since 1970 */
"	role TEXT NOT NULL,"		/* system, user, model */
"	model TEXT NOT NULL,"
"	sha256 TEXT NOT NULL"		/* of texts */
");"
"CREATE INDEX turns_session ON turns (session, seq);"
"CREATE TABLE answers ("		/* kept by the hash of what was asked */
"	hash TEXT PRIMARY KEY,"
"	time INTEGER NOT NULL,"
"	answer TEXT NOT NULL"
") WITHOUT ROWID;";

static const char step4[] =
"CREATE TABLE documents ("		/* strategies that were saved */
"	name TEXT NOT NULL,"
"	version INTEGER NOT NULL,"	/* from 1 */
"	time INTEGER NOT NULL,"		/* milliseconds since 1970 */
"	sha256 TEXT NOT NULL,"		/* of the canonical document */
"	text TEXT NOT NULL,"		/* as it came */
"	PRIMARY KEY (name, version)"
") WITHOUT ROWID;";
/* clang-format on */

static const char *const steps[] = { step1, step2, step3, step4 };

const struct algo_schema algo_schema = { steps, sizeof(steps) / sizeof(*steps),
					 HISTORY_ID, "history", "algo-hist" };

static int foreign(const struct algo_db *db, const struct algo_schema *schema,
		   struct algo_err *err)
{
	algo_err_set(err, ALGO_E_FILE, "not_a_history",
		     "the file is a database, but no %s of algo", schema->what);
	algo_err_hint(err, "it was not changed; name another with --db");
	return algo_err_file(err, algo_db_path(db));
}

/* The three as of one moment: another process may be making the file. */
static int look(struct algo_db *db, int64_t *version, int64_t *app,
		int64_t *things, struct algo_err *err)
{
	int bad;

	if (algo_db_exec(db, "SAVEPOINT look", err))
		return -1;
	bad = algo_db_int(db, "SELECT count(*) FROM sqlite_schema", things,
			  err) ||
	      algo_db_int(db, "PRAGMA user_version", version, err) ||
	      algo_db_int(db, "PRAGMA application_id", app, err);
	if (algo_db_exec(db, "RELEASE look", bad ? NULL : err))
		return -1;
	return bad ? -1 : 0;
}

int algo_schema_version(struct algo_db *db, const struct algo_schema *schema,
			int64_t *version, struct algo_err *err)
{
	int64_t app, things;

	if (look(db, version, &app, &things, err))
		return -1;
	if (*version == 0 && things == 0)
		return 0;
	if (app != schema->app || *version < 1)
		return foreign(db, schema, err);
	if (*version <= (int64_t)schema->n)
		return 0;
	algo_err_set(err, ALGO_E_FILE, "newer_history",
		     "the %s has version %lld, this program knows up to %zu",
		     schema->what, (long long)*version, schema->n);
	algo_err_hint(err, "it was not changed; use a newer %s", schema->made);
	return algo_err_file(err, algo_db_path(db));
}

static int run_steps(struct algo_db *db, const struct algo_schema *schema,
		     struct algo_err *err)
{
	char sql[96];
	int64_t version;
	int n;

	/* Another process may have been faster. */
	if (algo_schema_version(db, schema, &version, err))
		return -1;
	for (size_t i = (size_t)version; i < schema->n; i++)
		if (algo_db_exec(db, schema->steps[i], err))
			return -1;
	n = snprintf(sql, sizeof(sql),
		     "PRAGMA application_id=%u; PRAGMA user_version=%zu; "
		     "COMMIT",
		     (unsigned)schema->app, schema->n);
	if (n < 0 || (size_t)n >= sizeof(sql))
		return algo_err_set(err, ALGO_E_INTERNAL, "schema",
				    "the version does not fit");
	return algo_db_exec(db, sql, err);
}

int algo_schema_migrate(struct algo_db *db, const struct algo_schema *schema,
			struct algo_err *err)
{
	int64_t version;

	if (algo_schema_version(db, schema, &version, err))
		return -1;
	if (version == (int64_t)schema->n)
		return 0;
	if (algo_db_exec(db, "BEGIN IMMEDIATE", err))
		return -1;
	if (run_steps(db, schema, err) == 0)
		return 0;
	algo_db_rollback(db);
	return -1;
}
