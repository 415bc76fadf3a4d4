/* store.c - the history: migration, conditions, adding, writers at once */
#include "tap.h"

#include "../../lib/store/fields.h"
#include "../../lib/store/result.h"
#include "../../lib/store/schema.h"
#include "../../lib/store/where.h"
#include <algo/store.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 8
#define EACH 25
#define BUSY 5000

static int failed_with(struct algo_err *err, const char *code, int status)
{
	int good = err->set && strcmp(err->code, code) == 0 &&
		   algo_err_exit(err) == status;

	if (!good)
		note("got %s: %s", err->set ? err->code : "no error", err->msg);
	algo_err_clear(err);
	return good;
}

static int64_t number(struct algo_db *db, const char *sql)
{
	struct algo_err err = ALGO_ERR_INIT;
	int64_t v = -1;

	if (algo_db_int(db, sql, &v, &err))
		note("%s: %s", sql, err.msg);
	return v;
}

/* --- The schema --------------------------------------------------------- */

static void test_new(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_store *st;
	struct algo_db *db;
	struct stat sb;

	ok(!algo_store_open(path, ALGO_STORE_READ, BUSY, &err) &&
		   failed_with(&err, "no_such_file", 5),
	   "reading a history that is not there");
	ok(access(path, F_OK) != 0, "which does not make it");
	st = algo_store_open(path, ALGO_STORE_WRITE, BUSY, &err);
	ok(st != NULL, "writing makes it");
	algo_store_close(st);
	ok(stat(path, &sb) == 0 && (sb.st_mode & 0777) == 0600, "mode 0600");
	db = algo_db_open(path, ALGO_DB_READ, BUSY, &err);
	ok(number(db, "PRAGMA user_version") == (int64_t)algo_schema.n,
	   "it has the last version");
	ok(number(db, "SELECT count(*) FROM execution_history") == 0,
	   "and the view");
	algo_db_close(db);
}

/* Step 2 of a day to come. */
static void test_migrate(const char *path)
{
	static const char step2[] =
		"ALTER TABLE runs ADD COLUMN note TEXT DEFAULT 'none';";
	const char *steps[2] = { algo_schema.steps[0], step2 };
	const char *broken[2] = { algo_schema.steps[0],
				  "CREATE TABLE half (x); NONSENSE;" };
	struct algo_schema first = algo_schema, second = algo_schema,
			   bad = algo_schema;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_db *db = algo_db_open(path, ALGO_DB_WRITE, BUSY, &err);

	first.steps = second.steps = steps;
	first.n = 1;
	bad.steps = broken;
	second.n = bad.n = 2;
	ok(db && !algo_schema_migrate(db, &first, &err), "version 1 is made");
	ok(!algo_db_exec(db,
			 "INSERT INTO runs (id, time, timestamp, success, line)"
			 " VALUES ('a', 1, 'x', 1, '{}')",
			 &err),
	   "a run of version 1");
	ok(algo_schema_migrate(db, &bad, &err) && err.set,
	   "a step that fails is an error");
	algo_err_clear(&err);
	ok(number(db, "PRAGMA user_version") == 1 &&
		   number(db, "SELECT count(*) FROM sqlite_schema WHERE"
			      " name = 'half'") == 0,
	   "nothing of it stays");
	ok(!algo_schema_migrate(db, &second, &err), "version 2 from version 1");
	ok(number(db, "PRAGMA user_version") == 2 &&
		   number(db, "SELECT count(*) FROM runs WHERE id = 'a' AND"
			      " note = 'none'") == 1,
	   "the run is kept");
	ok(!algo_schema_migrate(db, &second, &err), "a second time is nothing");
	ok(algo_schema_migrate(db, &first, &err) &&
		   failed_with(&err, "newer_history", 5),
	   "a newer version is refused");
	ok(!algo_db_exec(db, "PRAGMA user_version=99", &err), "version 99");
	algo_db_close(db);
	ok(!algo_store_open(path, ALGO_STORE_READ, BUSY, &err) &&
		   failed_with(&err, "newer_history", 5),
	   "also to read");
}

static void test_foreign(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_db *db = algo_db_open(path, ALGO_DB_WRITE, BUSY, &err);

	ok(db && !algo_db_exec(db, "CREATE TABLE t (x); PRAGMA user_version=1",
			       &err),
	   "a database of somebody else");
	algo_db_close(db);
	for (int mode = ALGO_STORE_READ; mode <= ALGO_STORE_WRITE; mode++)
		ok(!algo_store_open(path, (enum algo_store_mode)mode, BUSY,
				    &err) &&
			   failed_with(&err, "not_a_history", 5),
		   "is refused (mode %d)", mode);
	ok(!algo_store_open("/", ALGO_STORE_WRITE, BUSY, &err) &&
		   failed_with(&err, "is_directory", 5),
	   "a folder is no history");
	ok(!algo_store_open("/dev/null", ALGO_STORE_READ, BUSY, &err) &&
		   failed_with(&err, "not_a_history", 5),
	   "a device is no history");
}

/* --- Result lines ------------------------------------------------------- */

struct line_case {
	const char *line;
	const char *code; /* NULL: a result */
};

static const struct line_case line_cases[] = {
	{ "{\"kind\":\"result\"}", NULL },
	{ " {\"kind\":\"result\",\"algo\":1,\"run\":null,\"metrics\":null} ",
	  NULL },
	{ "{\"kind\":\"result\",\"strategy\":{\"name\":\"\xc3\xa9t\xc3\xa9\"}}",
	  NULL },
	{ "{\"kind\":\"result\",\"x\":{\"x\":1e-300,\"y\":[1,{\"a\":[]}]}}",
	  NULL },
	{ "{\"kind\":\"result\",\"error\":\"it broke\"}", NULL },
	{ "{\"kind\":\"event\"}", "not_a_result" },
	{ "{\"kind\":null}", "not_a_result" },
	{ "{}", "not_a_result" },
	{ "[]", "not_a_result" },
	{ "7", "not_a_result" },
	{ "{\"algo\":2,\"kind\":\"result\"}", "not_a_result" },
	{ "{\"kind\":\"result\",\"metrics\":[]}", "not_a_result" },
	{ "{\"kind\":\"result\",\"metrics\":{\"sharpe_ratio\":\"1\"}}",
	  "not_a_result" },
	{ "{\"kind\":\"result\",\"success\":1}", "not_a_result" },
	{ "{\"kind\":\"result\",\"run\":{\"timestamp\":\"today\"}}",
	  "not_a_result" },
	{ "{\"kind\":\"result\",\"run\":{\"timestamp\":12}}", "not_a_result" },
	{ "{\"kind\":\"result\",\"strategy\":{\"name\":\"a\\u0000b\"}}",
	  "not_a_result" },
	{ "{\"kind\":\"result\"", "bad_json" },
	{ "{\"kind\":\"result\"}}", "bad_json" },
	{ "{\"kind\":\"result\",}", "bad_json" },
	{ "{'kind':'result'}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":01}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":1e999}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":NaN}", "bad_json" },
	{ "{\"kind\":\"result\",\"kind\":\"result\"}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":{\"b\":1,\"b\":2}}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":\"\t\"}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":\"\xff\"}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":\"\\ud800\"}", "bad_json" },
	{ "{\"kind\":\"result\",\"a\":[1,]}", "bad_json" },
	{ "nonsense", "bad_json" },
};

static void test_lines(void)
{
	for (size_t i = 0; i < sizeof(line_cases) / sizeof(*line_cases); i++) {
		const struct line_case *c = &line_cases[i];
		struct algo_result r = { .success = 0 };
		struct algo_err err = ALGO_ERR_INIT;
		int rc = algo_result_parse(&r, c->line, strlen(c->line), &err);

		if (c->code)
			ok(rc && failed_with(&err, c->code, 3), "%s: line %zu",
			   c->code, i);
		else
			ok(!rc && r.is_result, "a result: line %zu", i);
		algo_result_release(&r);
	}
}

/* What is plain and what is not give the same columns: a raised letter in
 * another member takes the other reader. */
static void test_readers(void)
{
	static const char *const flags[] = { "a", "\xc3\xa9" };
	char line[1024];

	for (size_t i = 0; i < 2; i++) {
		struct algo_result r = { .success = 0 };
		struct algo_err err = ALGO_ERR_INIT;

		snprintf(line, sizeof(line),
			 "{\"kind\":\"result\",\"flags\":[\"%s\"],"
			 "\"strategy\":{\"name\":\"a\\\"b\\u0041\",\"version\":"
			 "2.50,\"params\":{\"n\":1}},\"metrics\":{"
			 "\"sharpe_ratio\":-1.25e1,\"win_rate\":null},"
			 "\"run\":{\"id\":\"x1\",\"timestamp\":"
			 "\"2024-01-01T00:00:00.5Z\"},\"error\":{\"class\":"
			 "\"type_error\",\"message\":\"m\"}}",
			 flags[i]);
		ok(!algo_result_parse(&r, line, strlen(line), &err),
		   "reader %zu", i);
		ok(r.name.n == 4 && !memcmp(r.name.p, "a\"bA", 4), "name");
		ok(r.version.n == 4 && !memcmp(r.version.p, "2.50", 4),
		   "version");
		ok(r.params.n == 7 && !memcmp(r.params.p, "{\"n\":1}", 7),
		   "params");
		ok(r.metric[ALGO_RM_sharpe_ratio] == -12.5 &&
			   isnan(r.metric[ALGO_RM_win_rate]) &&
			   isnan(r.metric[ALGO_RM_return_pct]),
		   "metrics");
		ok(r.time == 1704067200500000LL && r.success == 0, "time");
		ok(r.error_class.n == 10 && r.error_message.n == 1, "error");
		algo_result_release(&r);
	}
}

static int no_member(void *ctx, const struct algo_member *m)
{
	(void)ctx;
	(void)m;
	return 0;
}

/* What the fast look takes the whole reader takes too: a result with some
 * bytes changed, many times over (a fixed sequence, Marsaglia 2003). */
static void test_agree(void)
{
	static const char text[] =
		"{\"kind\":\"result\",\"a\":[1,-0.5e+3,{\"b\":null,\"c\":"
		"true}],\"d\":\"x\\u0041\\n\",\"e\":{\"f\":{},\"g\":[]}}";
	static const char bytes[] = "{}[]\",:\\0123.eE+-tfnu ad\t\x01\xc3";
	struct algo_skim how = { no_member, NULL };
	uint32_t x = 2463534242u;
	int sure = 0, wrong = 0;

	for (int i = 0; i < 30000; i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *doc;
		char line[sizeof(text)];

		memcpy(line, text, sizeof(text));
		for (int k = 0; k <= i % 3; k++) {
			x ^= x << 13;
			x ^= x >> 17;
			x ^= x << 5;
			line[x % (sizeof(text) - 1)] =
				bytes[(x >> 8) % (sizeof(bytes) - 1)];
		}
		if (algo_skim(&how, line, sizeof(text) - 1) != ALGO_SKIM_DONE)
			continue;
		sure++;
		doc = algo_json_parse(line, sizeof(text) - 1, NULL, &err);
		if (!doc)
			note("%s: %s", line, err.msg);
		wrong += !doc;
		algo_json_free(doc);
	}
	ok(sure > 300 && wrong == 0, "the readers agree on %d lines", sure);
}

/* --- Conditions --------------------------------------------------------- */

static const char *const rows[] = {
	("{\"kind\":\"result\",\"metrics\":{\"sharpe_ratio\":1.5,"
	 "\"num_trades\":20,\"win_rate\":0.6,\"psr\":0.9,\"day\":\"x\"},"
	 "\"run\":{\"id\":\"a\"}}"),
	("{\"kind\":\"result\",\"metrics\":{\"sharpe_ratio\":0.5,"
	 "\"num_trades\":5,\"win_rate\":0.5,\"psr\":0.4},\"run\":{\"id\":\"b\"}"
	 "}"),
	("{\"kind\":\"result\",\"metrics\":{\"sharpe_ratio\":null,"
	 "\"num_trades\":0},\"run\":{\"id\":\"c\"}}"),
};

struct where_case {
	const char *text;
	const char *ids; /* NULL: a usage error */
};

static const struct where_case where_cases[] = {
	{ "sharpe_ratio > 1", "a" },
	{ "sharpe > 1", "a" },
	{ "SHARPE_RATIO>=.5", "ab" },
	{ "sharpe_ratio == 0.5", "b" },
	{ "sharpe_ratio = 0.5", "b" },
	{ "sharpe_ratio != 0.5", "a" },
	{ "not sharpe_ratio > 1", "b" },
	{ "NOT NOT sharpe_ratio > 1", "a" },
	{ "sharpe_ratio<1 or num_trades=0", "bc" },
	{ "num_trades < 10 and sharpe_ratio < 1 or num_trades == 20", "ab" },
	{ "num_trades < 10 and (sharpe_ratio < 1 or num_trades == 20)", "b" },
	{ "not (num_trades < 10 or sharpe_ratio < 1)", "a" },
	{ "win_rate > 55%", "a" },
	{ "num_trades < 1k", "abc" },
	{ "psr > 0.5", "a" },
	{ "psr <= 0.5", "b" },
	{ "day > 1", "" },
	{ "num_trades > -1e1", "abc" },
	{ "", NULL },
	{ "sharpe_ratio", NULL },
	{ "sharpe_ratio >", NULL },
	{ "> 1", NULL },
	{ "1 < sharpe_ratio", NULL },
	{ "sharpe_ratio > 1 and", NULL },
	{ "sharpe_ratio > 1 sharpe_ratio < 2", NULL },
	{ "(sharpe_ratio > 1", NULL },
	{ "sharpe_ratio > 1)", NULL },
	{ "sharpe_ratio > psr", NULL },
	{ "sharpe_ratio > 1x", NULL },
	{ "sharpe_ratio => 1", NULL },
	{ "sharpe_ratio is null", NULL },
	{ "and > 1", NULL },
	{ "sharp_ratio > 1", NULL },
	{ "success = 1", NULL },
	{ "id = 1", NULL },
	/* Attempts to say more than a condition. */
	{ "1=1", NULL },
	{ "sharpe_ratio > 1; DROP TABLE runs", NULL },
	{ "sharpe_ratio > 1 -- ", NULL },
	{ "sharpe_ratio > 1 /* */", NULL },
	{ "sharpe_ratio > (SELECT 1)", NULL },
	{ "sharpe_ratio > 1 UNION SELECT 1", NULL },
	{ "\"sharpe_ratio\" > 1", NULL },
	{ "x\" > 1", NULL },
	{ "psr') OR 1=1 --", NULL },
	{ "load_extension(1) > 1", NULL },
	{ "line > 1", NULL },
	{ "rowid > 0", NULL },
	{ "seq > 0", NULL },
};

static void where_one(struct algo_db *db, const struct where_case *c)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_sql sql = ALGO_SQL_INIT;
	struct algo_stmt *s;
	char ids[16] = "";
	size_t n;

	algo_sql_add(&sql, "SELECT id FROM runs WHERE ");
	if (algo_where(&sql, db, c->text, &err)) {
		ok(!c->ids && algo_err_exit(&err) == 2 && err.at.col > 0,
		   "refused: %s", c->text);
		algo_sql_release(&sql);
		return;
	}
	algo_sql_add(&sql, " ORDER BY id");
	s = algo_sql_prepare(&sql, db, &err);
	while (s && algo_stmt_step(s, &err) > 0)
		strncat(ids, algo_stmt_get_text(s, 0, &n), 1);
	ok(s && c->ids && strcmp(ids, c->ids) == 0, "%s: %s", c->text, ids);
	algo_stmt_free(s);
	algo_sql_release(&sql);
}

static void test_limits(struct algo_db *db)
{
	struct algo_buf deep = ALGO_BUF_INIT(65536), wide = deep;
	struct where_case c = { NULL, NULL };

	for (int i = 0; i < 1000; i++)
		algo_buf_addc(&deep, '(');
	c.text = algo_buf_str(&deep);
	where_one(db, &c);
	algo_buf_adds(&wide, "psr > 0");
	for (int i = 0; i < 200; i++)
		algo_buf_adds(&wide, " or psr > 0");
	c.text = algo_buf_str(&wide);
	where_one(db, &c);
	algo_buf_release(&deep);
	algo_buf_release(&wide);
}

static int add_rows(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_add_counts n = { .lines = 0 };
	struct algo_store *st =
		algo_store_open(path, ALGO_STORE_WRITE, BUSY, &err);
	int rc = st ? 0 : -1;

	for (size_t i = 0; rc == 0 && i < 3; i++)
		rc = algo_store_stage(st, rows[i], strlen(rows[i]), &err);
	if (rc == 0)
		rc = algo_store_commit(st, &n, &err);
	algo_store_close(st);
	return rc == 0 && n.stored == 3 ? 0 : -1;
}

static void test_where(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_db *db;

	ok(add_rows(path) == 0, "runs to ask for");
	db = algo_db_open(path, ALGO_DB_READ, BUSY, &err);
	for (size_t i = 0; i < sizeof(where_cases) / sizeof(*where_cases); i++)
		where_one(db, &where_cases[i]);
	test_limits(db);
	ok(number(db, "SELECT count(*) FROM runs") == 3, "the runs are there");
	algo_db_close(db);
}

/* Every column of a listing is one of the table, and sorts. */
static void test_fields(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_store *st =
		algo_store_open(path, ALGO_STORE_READ, BUSY, &err);
	const struct algo_field *f;

	for (size_t i = 0; (f = algo_field_at(i)); i++) {
		struct algo_query q = ALGO_QUERY_INIT;
		struct algo_out *out = algo_out_mem(1 << 20);

		q.sort = f->name;
		ok(!algo_store_list(st, &q, out, &err), "sort by %s", f->name);
		algo_out_abort(out);
	}
	ok(algo_field_better("sharpe_ratio") > 0 &&
		   algo_field_better("max_drawdown_pct") > 0 &&
		   algo_field_better("annual_volatility_pct") < 0,
	   "which side is better");
	algo_store_close(st);
}

/* --- Adding ------------------------------------------------------------- */

static void test_ids(const char *path)
{
	static const char named[] = "{\"kind\":\"result\",\"run\":{\"id\":"
				    "\"r1\"}}";
	static const char other[] = "{\"kind\":\"result\",\"run\":{\"id\":"
				    "\"r1\"},\"flags\":[]}";
	static const char bare[] = "{\"kind\":\"result\"}";
	const char *lines[] = { named, named, other, other, bare, bare, bare };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_add_counts n = { .lines = 0 };
	struct algo_store *st =
		algo_store_open(path, ALGO_STORE_WRITE, BUSY, &err);
	struct algo_db *db;

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		ok(algo_store_stage(st, lines[i], strlen(lines[i]), &err) == 0,
		   "line %zu is set aside", i);
	ok(!algo_store_commit(st, &n, &err), "and stored");
	ok(n.stored == 5 && n.known == 2, "stored %d, known %d", (int)n.stored,
	   (int)n.known);
	ok(!algo_store_commit(st, &n, &err) && n.stored == 5,
	   "nothing more is there to store");
	ok(algo_store_stage(st, "x", 1, &err) == 1 &&
		   failed_with(&err, "bad_json", 3),
	   "a bad line is refused");
	algo_store_close(st);
	db = algo_db_open(path, ALGO_DB_READ, BUSY, &err);
	ok(number(db, "SELECT count(*) FROM runs WHERE id = 'r1'") == 1 &&
		   number(db, "SELECT count(*) FROM runs WHERE id LIKE 'r1-%'"
			      " AND length(id) = 11") == 1,
	   "another line of the same id has a suffix");
	ok(number(db, "SELECT count(*) FROM runs WHERE length(id) = 12") == 3,
	   "lines without id have ids of their own");
	algo_db_close(db);
}

/* --- Several processes -------------------------------------------------- */

static void write_some(const char *path, int who)
{
	char line[256];

	for (int i = 0; i < EACH; i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_add_counts n = { .lines = 0 };
		struct algo_store *st =
			algo_store_open(path, ALGO_STORE_WRITE, BUSY, &err);

		snprintf(line, sizeof(line),
			 "{\"kind\":\"result\",\"strategy\":{\"name\":\"s\","
			 "\"sha256\":\"%d\"},\"run\":{\"id\":\"%d-%d\"}}",
			 i, who, i);
		if (!st || algo_store_stage(st, line, strlen(line), &err) ||
		    algo_store_commit(st, &n, &err) || n.stored != 1)
			_exit(1);
		algo_store_close(st);
	}
	_exit(0);
}

static void test_together(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_db *db;
	int bad = 0, status;

	fflush(stdout);
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			write_some(path, i);
	while (wait(&status) > 0)
		bad += status != 0;
	ok(bad == 0, "%d writers of a fresh file: %d failed", WRITERS, bad);
	db = algo_db_open(path, ALGO_DB_READ, BUSY, &err);
	ok(db && number(db, "SELECT count(DISTINCT id) FROM runs") ==
			   WRITERS * EACH,
	   "all their runs are there");
	ok(db && number(db, "SELECT count(*) FROM strategies") == EACH,
	   "each strategy once");
	algo_db_close(db);
}

static void test_locked(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_add_counts n = { .lines = 0 };
	struct algo_store *st =
		algo_store_open(path, ALGO_STORE_WRITE, 100, &err);
	struct algo_db *db = algo_db_open(path, ALGO_DB_WRITE, BUSY, &err);

	ok(db && !algo_db_exec(db, "BEGIN IMMEDIATE", &err), "a writer waits");
	ok(algo_store_stage(st, rows[0], strlen(rows[0]), &err) == 0,
	   "setting aside needs no lock");
	ok(algo_store_commit(st, &n, &err) && failed_with(&err, "locked", 5),
	   "storing does");
	ok(n.stored == 0, "nothing is stored");
	ok(!algo_db_exec(db, "COMMIT", &err), "the writer is done");
	ok(algo_store_stage(st, rows[0], strlen(rows[0]), &err) == 0 &&
		   !algo_store_commit(st, &n, &err) && n.stored == 1,
	   "then storing works");
	algo_db_close(db);
	algo_store_close(st);
}

static void remove_file(const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char name[128];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		snprintf(name, sizeof(name), "%s%s", path, ends[i]);
		unlink(name);
	}
}

int main(void)
{
	char dir[] = "/tmp/algo-store-XXXXXX";
	static void (*const tests[])(const char *) = {
		test_new,    test_migrate, test_foreign,  test_where,
		test_fields, test_ids,	   test_together, test_locked,
	};
	static const char *const names[] = { "new",   "migrate", "foreign",
					     "where", "where",	 "ids",
					     "many",  "locked" };
	char path[64];

	if (!mkdtemp(dir))
		return skip_all("no folder to work in");
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++) {
		snprintf(path, sizeof(path), "%s/%s.db", dir, names[i]);
		tests[i](path);
	}
	test_lines();
	test_readers();
	test_agree();
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), "%s/%s.db", dir, names[i]);
		remove_file(path);
	}
	ok(rmdir(dir) == 0, "nothing is left");
	return done();
}
