/* ledger.c - the quota ledger: opening it, reserving a place */
#include "ledger.h"

#include "schema.h"
#include <math.h>
#include <string.h>
#include <time.h>

#define BUSY_MS 10000
#define LEDGER_ID 0x616c6764 /* "algd" */
/* A wait for the turn that the slack of a window (ledger_room.c) hides. */
#define TURN_MS 200
/* No cool-down is longer; a later one is the work of a clock that was set
 * back. */
#define COOL_MAX_MS ((int64_t)25 * 3600 * 1000)

/* clang-format off */
static const char step1[] =
"CREATE TABLE quota ("
"	id INTEGER PRIMARY KEY,"
"	provider TEXT NOT NULL,"
"	grp TEXT NOT NULL,"
"	model TEXT NOT NULL,"
"	zone TEXT NOT NULL,"		/* whose midnight begins a day */
"	rpm REAL, tpm REAL, rpd REAL,"	/* learned */
"	cool INTEGER NOT NULL DEFAULT 0,"
"	why TEXT,"			/* it cools */
"	streak INTEGER NOT NULL DEFAULT 0,"
"	off TEXT,"			/* why */
"	UNIQUE (provider, grp, model)"
") STRICT;"
"CREATE TABLE key ("
"	id TEXT PRIMARY KEY,"
"	provider TEXT NOT NULL,"
"	grp TEXT NOT NULL,"
"	off TEXT,"
"	last INTEGER NOT NULL DEFAULT 0,"
"	calls INTEGER NOT NULL DEFAULT 0,"
"	failed INTEGER NOT NULL DEFAULT 0"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE grp ("
"	provider TEXT NOT NULL,"
"	name TEXT NOT NULL,"
"	off TEXT,"
"	PRIMARY KEY (provider, name)"
") STRICT, WITHOUT ROWID;"
"CREATE TABLE model ("
"	provider TEXT NOT NULL,"
"	name TEXT NOT NULL,"
"	cool INTEGER NOT NULL DEFAULT 0,"
"	why TEXT,"
"	streak INTEGER NOT NULL DEFAULT 0,"
"	PRIMARY KEY (provider, name)"
") STRICT, WITHOUT ROWID;"
/* Reservations and what became of them: the sliding windows. */
"CREATE TABLE use ("
"	id INTEGER PRIMARY KEY AUTOINCREMENT,"
"	quota INTEGER NOT NULL,"
"	key TEXT NOT NULL,"
"	t INTEGER NOT NULL,"
"	tok REAL NOT NULL,"
"	lease INTEGER NOT NULL,"
"	state TEXT NOT NULL,"		/* held, done, lost */
"	why TEXT,"
"	seconds REAL"
") STRICT;"
"CREATE INDEX use_quota ON use (quota, t);"
"CREATE INDEX use_held ON use (lease) WHERE state = 'held';"
"CREATE TABLE spent ("
"	day TEXT NOT NULL,"		/* UTC */
"	provider TEXT NOT NULL,"
"	model TEXT NOT NULL,"
"	key TEXT NOT NULL,"
"	calls INTEGER NOT NULL DEFAULT 0,"
"	ok INTEGER NOT NULL DEFAULT 0,"
"	tin REAL NOT NULL DEFAULT 0,"
"	tout REAL NOT NULL DEFAULT 0,"
"	cached REAL NOT NULL DEFAULT 0,"
"	cost REAL NOT NULL DEFAULT 0,"
"	unpriced INTEGER NOT NULL DEFAULT 0,"
"	PRIMARY KEY (day, provider, model, key)"
") STRICT, WITHOUT ROWID;"
/* Seconds in which a quota was exceeded: groups that share them share a
 * project. */
"CREATE TABLE hit ("
"	provider TEXT NOT NULL,"
"	grp TEXT NOT NULL,"
"	second INTEGER NOT NULL,"
"	PRIMARY KEY (provider, grp, second)"
") STRICT, WITHOUT ROWID;";

static const char *const sql[LQ_COUNT] = {
[LQ_LOST] = "UPDATE use SET state = 'lost' WHERE state = 'held' AND lease < ?1",
[LQ_CLAMP_USE] = "UPDATE use SET t = ?1 WHERE t > ?1 + 1000",
[LQ_CLAMP_QUOTA] = "UPDATE quota SET cool = ?1 WHERE cool > ?1",
[LQ_CLAMP_MODEL] = "UPDATE model SET cool = ?1 WHERE cool > ?1",
[LQ_ADD_QUOTA] = "INSERT OR IGNORE INTO quota (provider, grp, model, zone)"
	" VALUES (?1, ?2, ?3, ?4)",
[LQ_ADD_KEY] = "INSERT OR IGNORE INTO key (id, provider, grp)"
	" VALUES (?1, ?2, ?3)",
[LQ_ADD_GROUP] = "INSERT OR IGNORE INTO grp (provider, name) VALUES (?1, ?2)",
[LQ_ADD_MODEL] = "INSERT OR IGNORE INTO model (provider, name) VALUES (?1, ?2)",
[LQ_LANE] = "SELECT q.id, k.last, q.rpm, q.tpm, q.rpd, q.cool, q.why, m.cool,"
	" m.why, (q.streak > 0) + 2 * (m.streak > 0),"
	" coalesce(k.off, g.off, q.off)"
	" FROM quota q JOIN key k ON k.id = ?4"
	" JOIN grp g ON g.provider = q.provider AND g.name = q.grp"
	" JOIN model m ON m.provider = q.provider AND m.name = q.model"
	" WHERE q.provider = ?1 AND q.grp = ?2 AND q.model = ?3",
[LQ_WINDOW] = "SELECT t, tok FROM use WHERE quota = ?1 AND t > ?2"
	" ORDER BY t DESC, id DESC",
[LQ_DAY] = "SELECT count(*) FROM use WHERE quota = ?1 AND t >= ?2",
[LQ_HELD_QUOTA] = "SELECT count(*) FROM use WHERE quota = ?1"
	" AND state = 'held'",
[LQ_HELD_MODEL] = "SELECT count(*) FROM use u JOIN quota q ON q.id = u.quota"
	" WHERE u.state = 'held' AND q.provider = ?1 AND q.model = ?2",
[LQ_RESERVE] = "INSERT INTO use (quota, key, t, tok, lease, state)"
	" VALUES (?1, ?2, ?3, ?4, ?5, 'held') RETURNING id",
[LQ_KEY_USED] = "UPDATE key SET last = ?2, calls = calls + 1 WHERE id = ?1",
[LQ_USE] = "SELECT u.quota, u.key, u.t, q.provider, q.grp, q.model, q.zone,"
	" q.streak, m.streak FROM use u JOIN quota q ON q.id = u.quota"
	" JOIN model m ON m.provider = q.provider AND m.name = q.model"
	" WHERE u.id = ?1",
[LQ_SETTLE] = "UPDATE use SET state = 'done', why = ?2,"
	" tok = coalesce(?3, tok), seconds = ?4 WHERE id = ?1",
[LQ_UNSENT] = "DELETE FROM use WHERE id = ?1",
[LQ_PRUNE] = "DELETE FROM use WHERE t < ?1",
[LQ_PRUNE_HITS] = "DELETE FROM hit WHERE second < ?1",
[LQ_SPENT] = "INSERT INTO spent (day, provider, model, key, calls, ok, tin,"
	" tout, cached, cost, unpriced) VALUES (?1, ?2, ?3, ?4, 1, ?5,"
	" coalesce(?6, 0), coalesce(?7, 0), coalesce(?8, 0), coalesce(?9, 0),"
	" ?9 IS NULL AND (?6 + ?7 > 0) IS 1)"
	" ON CONFLICT DO UPDATE SET"
	" calls = calls + 1, ok = ok + excluded.ok, tin = tin + excluded.tin,"
	" tout = tout + excluded.tout, cached = cached + excluded.cached,"
	" cost = cost + excluded.cost, unpriced = unpriced + excluded.unpriced",
[LQ_LEARN] = "UPDATE quota SET rpm = coalesce(?2, rpm),"
	" tpm = coalesce(?3, tpm), rpd = coalesce(?4, rpd) WHERE id = ?1",
[LQ_OK_QUOTA] = "UPDATE quota SET streak = 0 WHERE id = ?1",
[LQ_OK_KEY] = "UPDATE key SET failed = failed + ?2 WHERE id = ?1",
[LQ_OK_MODEL] = "UPDATE model SET streak = 0 WHERE provider = ?1 AND name = ?2",
[LQ_COOL_QUOTA] = "UPDATE quota SET cool = max(cool, ?2), why = ?3,"
	" streak = streak + ?4 WHERE id = ?1",
[LQ_COOL_MODEL] = "UPDATE model SET cool = max(cool, ?3), why = ?4,"
	" streak = streak + 1 WHERE provider = ?1 AND name = ?2",
[LQ_OFF_QUOTA] = "UPDATE quota SET off = ?2 WHERE id = ?1",
[LQ_OFF_KEY] = "UPDATE key SET off = ?2 WHERE id = ?1",
[LQ_OFF_GROUP] = "UPDATE grp SET off = ?3 WHERE provider = ?1 AND name = ?2",
[LQ_HIT] = "INSERT OR IGNORE INTO hit (provider, grp, second)"
	" VALUES (?1, ?2, ?3)",
};
/* clang-format on */

static const char *const steps[] = { step1 };
static const struct algo_schema schema = { steps, 1, LEDGER_ID,
					   "ledger of model calls",
					   "algo-llm" };

/* --- Opening -------------------------------------------------------------- */

struct algo_ledger *algo_ledger_open(const char *path, struct algo_err *err)
{
	struct algo_ledger *l = algo_zalloc(1, sizeof(*l));

	l->db = algo_db_open(path, ALGO_DB_WRITE, BUSY_MS, err);
	if (l->db) {
		int64_t version;

		/* The file is not touched before it is known to be one. */
		if (algo_schema_version(l->db, &schema, &version, err) == 0 &&
		    algo_db_wal(l->db, err) == 0 &&
		    algo_schema_migrate(l->db, &schema, err) == 0)
			return l;
	}
	algo_ledger_close(l);
	return NULL;
}

void algo_ledger_close(struct algo_ledger *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < LQ_COUNT; i++)
		algo_stmt_free(l->st[i]);
	algo_db_close(l->db);
	algo_zone_free(l->zone);
	algo_free(l);
}

struct algo_stmt *algo_ledger_sql(struct algo_ledger *l, enum ledger_sql q,
				  struct algo_err *err)
{
	if (!l->st[q])
		l->st[q] = algo_db_prepare(l->db, sql[q], err);
	if (l->st[q])
		algo_stmt_reset(l->st[q]);
	return l->st[q];
}

void algo_ledger_bind(struct algo_stmt *s, int i, const char *text)
{
	algo_stmt_text(s, i, text, text ? strlen(text) : 0);
}

int algo_ledger_run(struct algo_stmt *s, struct algo_err *err)
{
	int rc = algo_stmt_step(s, err);

	algo_stmt_reset(s);
	return rc < 0 ? -1 : 0;
}

/* --- Housekeeping --------------------------------------------------------- */

static int run_at(struct algo_ledger *l, enum ledger_sql q, int64_t at,
		  struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, q, err);

	if (!s)
		return -1;
	algo_stmt_int(s, 1, at);
	return algo_ledger_run(s, err);
}

/* Leases that ran out, and times that a clock set back left in the future (by
 * more than what passes between a process's look at the clock and its turn). */
static int tidy(struct algo_ledger *l, int64_t now, struct algo_err *err)
{
	return run_at(l, LQ_LOST, now, err) ||
			       run_at(l, LQ_CLAMP_USE, now, err) ||
			       run_at(l, LQ_CLAMP_QUOTA, now + COOL_MAX_MS,
				      err) ||
			       run_at(l, LQ_CLAMP_MODEL, now + COOL_MAX_MS, err)
		       ? -1
		       : 0;
}

/* --- Lanes ---------------------------------------------------------------- */

static int add_row(struct algo_ledger *l, enum ledger_sql q,
		   const char *const *v, int n, struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, q, err);

	if (!s)
		return -1;
	for (int i = 0; i < n; i++)
		algo_ledger_bind(s, i + 1, v[i]);
	return algo_ledger_run(s, err);
}

static int add_lane(struct algo_ledger *l, const struct algo_lane *lane,
		    struct algo_err *err)
{
	const char *quota[] = { lane->provider, lane->group, lane->model,
				lane->day_zone };
	const char *key[] = { lane->key, lane->provider, lane->group };
	const char *model[] = { lane->provider, lane->model };

	return add_row(l, LQ_ADD_QUOTA, quota, 4, err) ||
			       add_row(l, LQ_ADD_KEY, key, 3, err) ||
			       add_row(l, LQ_ADD_GROUP, quota, 2, err) ||
			       add_row(l, LQ_ADD_MODEL, model, 2, err)
		       ? -1
		       : 0;
}

static void take_why(struct lane_state *s, struct algo_stmt *st, int col)
{
	size_t n;
	const char *why = algo_stmt_get_text(st, col, &n);

	if (n >= sizeof(s->why))
		n = sizeof(s->why) - 1;
	memcpy(s->why, why, n);
	s->why[n] = '\0';
}

/* What was learned goes before what is supposed, but never above a limit that
 * somebody set. */
static double limit(double learned, double given)
{
	if (isnan(learned) || learned <= 0)
		return given;
	return given > 0 ? fmin(learned, given) : learned;
}

static void take_lane(struct lane_state *s, const struct algo_lane *lane,
		      struct algo_stmt *st)
{
	int64_t cool = algo_stmt_get_int(st, 5);
	int64_t model_cool = algo_stmt_get_int(st, 7);

	s->quota = algo_stmt_get_int(st, 0);
	s->last = algo_stmt_get_int(st, 1);
	s->rpm = limit(algo_stmt_get_num(st, 2), lane->rpm);
	s->tpm = limit(algo_stmt_get_num(st, 3), lane->tpm);
	s->rpd = limit(algo_stmt_get_num(st, 4), lane->rpd);
	s->cool = cool > model_cool ? cool : model_cool;
	s->probing = (int)algo_stmt_get_int(st, 9);
	s->off = algo_stmt_type(st, 10) == ALGO_COL_TEXT;
	take_why(s, st, s->off ? 10 : cool >= model_cool ? 6 : 8);
}

/* 1: found; 0: not there yet. */
static int find_lane(struct algo_ledger *l, const struct algo_lane *lane,
		     struct lane_state *s, struct algo_err *err)
{
	struct algo_stmt *st = algo_ledger_sql(l, LQ_LANE, err);
	int rc;

	if (!st)
		return -1;
	algo_ledger_bind(st, 1, lane->provider);
	algo_ledger_bind(st, 2, lane->group);
	algo_ledger_bind(st, 3, lane->model);
	algo_ledger_bind(st, 4, lane->key);
	rc = algo_stmt_step(st, err);
	if (rc > 0)
		take_lane(s, lane, st);
	algo_stmt_reset(st);
	return rc;
}

static int look_lane(struct algo_ledger *l, const struct algo_lane *lane,
		     double need, int64_t now, struct lane_state *s,
		     struct algo_err *err)
{
	int rc;

	memset(s, 0, sizeof(*s));
	rc = find_lane(l, lane, s, err);
	if (rc == 0 && add_lane(l, lane, err) == 0)
		rc = find_lane(l, lane, s, err);
	if (rc <= 0)
		return -1;
	return s->off ? 0 : algo_ledger_room(l, lane, s, need, now, err);
}

/* --- Reserving ------------------------------------------------------------ */

struct choice {
	const struct algo_lane *lanes;
	size_t n;
	const unsigned char *skip;
	double need;
	int64_t lease, now;
	uint64_t seed;
	size_t best; /* n: none */
	struct lane_state of;
};

/* A number that differs by lane and by seed (splitmix64, Steele et al. 2014):
 * ties are broken by it. */
static uint64_t mix(uint64_t seed, uint64_t i)
{
	uint64_t z = seed + (i + 1) * UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int is_better(const struct choice *c, size_t i,
		     const struct lane_state *s)
{
	int ri = c->lanes[i].rank, rb;

	if (c->best == c->n)
		return 1;
	rb = c->lanes[c->best].rank;
	if (ri != rb)
		return ri < rb;
	if (s->last != c->of.last)
		return s->last < c->of.last;
	return mix(c->seed, i) < mix(c->seed, c->best);
}

/* None is free: the one that is free first says how long and why. */
static void wait_for(struct algo_grant *g, const struct lane_state *s,
		     int64_t now)
{
	int64_t wait = s->at - now;

	if (g->wait >= 0 && wait >= g->wait)
		return;
	g->wait = wait;
	memcpy(g->why, s->why, sizeof(s->why));
}

static int look_all(struct algo_ledger *l, struct choice *c,
		    struct algo_grant *g, struct algo_err *err)
{
	struct lane_state s;

	for (size_t i = 0; i < c->n; i++) {
		if (c->skip && c->skip[i])
			continue;
		if (look_lane(l, &c->lanes[i], c->need, c->now, &s, err))
			return -1;
		if (s.off) {
			g->off++;
			if (g->wait < 0 && !g->why[0])
				memcpy(g->why, s.why, sizeof(s.why));
		} else if (s.at > c->now) {
			wait_for(g, &s, c->now);
		} else if (is_better(c, i, &s)) {
			c->best = i;
			c->of = s;
		}
	}
	return 0;
}

static int hold(struct algo_ledger *l, const struct choice *c,
		struct algo_grant *g, struct algo_err *err)
{
	const char *key = c->lanes[c->best].key;
	struct algo_stmt *s = algo_ledger_sql(l, LQ_RESERVE, err);
	int rc;

	if (!s)
		return -1;
	algo_stmt_int(s, 1, c->of.quota);
	algo_ledger_bind(s, 2, key);
	algo_stmt_int(s, 3, c->now);
	algo_stmt_num(s, 4, c->need);
	algo_stmt_int(s, 5, c->now + c->lease);
	rc = algo_stmt_step(s, err);
	if (rc > 0)
		g->use = algo_stmt_get_int(s, 0);
	algo_stmt_reset(s);
	s = rc > 0 ? algo_ledger_sql(l, LQ_KEY_USED, err) : NULL;
	if (!s)
		return -1;
	algo_ledger_bind(s, 1, key);
	algo_stmt_int(s, 2, c->now);
	g->lane = c->best;
	g->wait = 0;
	g->why[0] = '\0';
	return algo_ledger_run(s, err);
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int algo_ledger_reserve(struct algo_ledger *l, const struct algo_lane *lanes,
			size_t n, const unsigned char *skip, double need,
			int64_t lease_ms, int64_t now, uint64_t seed,
			struct algo_grant *grant, struct algo_err *err)
{
	struct choice c = { .lanes = lanes,
			    .n = n,
			    .skip = skip,
			    .need = need,
			    .lease = lease_ms,
			    .now = now,
			    .seed = seed,
			    .best = n };

	int64_t asked = clock_ms();

	memset(grant, 0, sizeof(*grant));
	grant->wait = -1;
	if (algo_db_exec(l->db, "BEGIN IMMEDIATE", err))
		return -1;
	/* The turn may have been long in coming: a row of before it would
	 * leave the window too early. */
	asked = clock_ms() - asked;
	if (asked > TURN_MS)
		c.now = now += asked;
	if (tidy(l, now, err) == 0 && look_all(l, &c, grant, err) == 0 &&
	    (c.best == n || hold(l, &c, grant, err) == 0) &&
	    algo_db_exec(l->db, "COMMIT", err) == 0)
		return 0;
	algo_db_rollback(l->db);
	return -1;
}
