/* ledger_ask.c - health of keys and models, usage, switches */
#include "ledger.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void copy(char *out, size_t room, struct algo_stmt *s, int col)
{
	size_t n;
	const char *p = algo_stmt_get_text(s, col, &n);

	snprintf(out, room, "%.*s", (int)n, p);
}

/* A row off, why, until, last, calls, failed. */
static int health(struct algo_stmt *s, struct algo_key_health *h,
		  struct algo_err *err)
{
	int rc = algo_stmt_step(s, err);

	memset(h, 0, sizeof(*h));
	if (rc > 0) {
		h->off = algo_stmt_get_int(s, 0) != 0;
		copy(h->why, sizeof(h->why), s, 1);
		h->until = algo_stmt_get_int(s, 2);
		h->last = algo_stmt_get_int(s, 3);
		h->calls = (uint64_t)algo_stmt_get_int(s, 4);
		h->failed = (uint64_t)algo_stmt_get_int(s, 5);
	}
	algo_stmt_free(s);
	return rc < 0 ? -1 : 0;
}

/* A key that was never used has no row, and is well. */
int algo_ledger_key(struct algo_ledger *l, const char *key,
		    struct algo_key_health *h, struct algo_err *err)
{
	static const char sql[] =
		"SELECT coalesce(k.off, g.off) IS NOT NULL,"
		" coalesce(k.off, g.off, (SELECT why FROM quota q WHERE"
		" q.provider = k.provider AND q.grp = k.grp"
		" ORDER BY cool DESC LIMIT 1), ''),"
		" coalesce((SELECT max(cool) FROM quota q WHERE"
		" q.provider = k.provider AND q.grp = k.grp), 0),"
		" k.last, k.calls, k.failed FROM key k JOIN grp g"
		" ON g.provider = k.provider AND g.name = k.grp"
		" WHERE k.id = ?1";
	struct algo_stmt *s = algo_db_prepare(l->db, sql, err);

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, key);
	return health(s, h, err);
}

int algo_ledger_model(struct algo_ledger *l, const char *provider,
		      const char *model, const char *group,
		      struct algo_key_health *h, int64_t now,
		      struct algo_err *err)
{
	/* Off when it is so in every group asked about; cooling until the
	 * first of them is not. */
	static const char sql[] =
		"SELECT count(*) > 0 AND count(*) = count(q.off),"
		" coalesce(max(q.off), iif(m.cool > ?4, m.why,"
		" max(iif(q.cool > ?4, q.why, NULL))), ''),"
		" max(m.cool, coalesce(min(q.cool), 0)), 0, 0, 0"
		" FROM model m LEFT JOIN quota q ON q.provider = m.provider"
		" AND q.model = m.name AND (?3 IS NULL OR q.grp = ?3)"
		" WHERE m.provider = ?1 AND m.name = ?2 GROUP BY m.name";
	struct algo_stmt *s = algo_db_prepare(l->db, sql, err);

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, provider);
	algo_ledger_bind(s, 2, model);
	algo_ledger_bind(s, 3, group);
	algo_stmt_int(s, 4, now);
	return health(s, h, err);
}

/* --- Switches --------------------------------------------------------------
 */

static int run3(struct algo_ledger *l, const char *sql, const char *a,
		const char *b, const char *c, struct algo_err *err)
{
	struct algo_stmt *s = algo_db_prepare(l->db, sql, err);
	int rc;

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, a);
	algo_ledger_bind(s, 2, b);
	algo_ledger_bind(s, 3, c);
	rc = algo_stmt_step(s, err);
	algo_stmt_free(s);
	return rc < 0 ? -1 : 0;
}

static int switch_key(struct algo_ledger *l, const char *key,
		      const char *provider, const char *group, const char *off,
		      struct algo_err *err)
{
	return run3(l,
		    "INSERT OR IGNORE INTO key (id, provider, grp)"
		    " VALUES (?1, ?2, ?3)",
		    key, provider, group, err) ||
			       run3(l,
				    "UPDATE key SET off = ?2, failed ="
				    " iif(?2 IS NULL, 0, failed)"
				    " WHERE id = ?1 AND ?3 IS NULL",
				    key, off, NULL, err)
		       ? -1
		       : 0;
}

static int switch_group(struct algo_ledger *l, const char *provider,
			const char *group, const char *off,
			struct algo_err *err)
{
	if (run3(l,
		 "UPDATE grp SET off = ?3 WHERE provider = ?1"
		 " AND name = ?2",
		 provider, group, off, err))
		return -1;
	if (off)
		return 0;
	return run3(l,
		    "UPDATE quota SET off = NULL, cool = 0, streak = 0,"
		    " why = NULL, rpm = NULL, tpm = NULL, rpd = NULL WHERE "
		    "provider = ?1 AND grp = ?2"
		    " AND ?3 IS NULL",
		    provider, group, NULL, err);
}

static int turn(struct algo_ledger *l, const char *key, const char *provider,
		const char *group, const char *off, struct algo_err *err)
{
	if (run3(l,
		 "INSERT OR IGNORE INTO grp (provider, name)"
		 " SELECT ?1, ?2 WHERE ?3 IS NULL",
		 provider, group, NULL, err))
		return -1;
	if (key && switch_key(l, key, provider, group, off, err))
		return -1;
	return key && off ? 0 : switch_group(l, provider, group, off, err);
}

int algo_ledger_switch(struct algo_ledger *l, const char *key,
		       const char *provider, const char *group, const char *off,
		       struct algo_err *err)
{
	if (algo_db_exec(l->db, "BEGIN IMMEDIATE", err))
		return -1;
	if (turn(l, key, provider, group, off, err) == 0 &&
	    algo_db_exec(l->db, "COMMIT", err) == 0)
		return 0;
	algo_db_rollback(l->db);
	return -1;
}

/* --- Usage -----------------------------------------------------------------
 */

int algo_ledger_usage(struct algo_ledger *l, int64_t since,
		      void (*tell)(void *ctx, const struct algo_usage *u),
		      void *ctx, struct algo_err *err)
{
	static const char sql[] =
		"SELECT day, provider, model, key, calls, ok, tin, tout,"
		" cached, iif(unpriced > 0, NULL, cost) FROM spent"
		" WHERE day >= ?1 ORDER BY day, provider, model, key";
	struct algo_stmt *s = algo_db_prepare(l->db, sql, err);
	char day[ALGO_WHEN_MAX];
	struct algo_usage u;
	size_t n;
	int rc;

	if (!s)
		return -1;
	n = algo_date_print(day, since * 1000);
	algo_stmt_text(s, 1, day, n);
	while ((rc = algo_stmt_step(s, err)) > 0) {
		copy(u.day, sizeof(u.day), s, 0);
		u.provider = algo_stmt_get_text(s, 1, &n);
		u.model = algo_stmt_get_text(s, 2, &n);
		u.key = algo_stmt_get_text(s, 3, &n);
		u.calls = (uint64_t)algo_stmt_get_int(s, 4);
		u.ok = (uint64_t)algo_stmt_get_int(s, 5);
		u.in = algo_stmt_get_num(s, 6);
		u.out = algo_stmt_get_num(s, 7);
		u.cached = algo_stmt_get_num(s, 8);
		u.cost = algo_stmt_get_num(s, 9);
		tell(ctx, &u);
	}
	algo_stmt_free(s);
	return rc;
}

int algo_ledger_twins(struct algo_ledger *l, const char *provider,
		      char why[160], struct algo_err *err)
{
	/* Every second in which one of the two was refused, the other was
	 * within a second of it; and that at least three times. */
	static const char sql[] =
		"SELECT a.name, b.name FROM grp a JOIN grp b"
		" ON b.provider = a.provider AND b.name > a.name"
		" WHERE a.provider = ?1"
		" AND (SELECT count(*) FROM hit WHERE provider = ?1"
		"  AND grp = a.name) >= 3"
		" AND NOT EXISTS (SELECT 1 FROM hit x WHERE x.provider = ?1"
		"  AND x.grp = a.name AND NOT EXISTS (SELECT 1 FROM hit y"
		"  WHERE y.provider = ?1 AND y.grp = b.name"
		"  AND abs(y.second - x.second) <= 1))"
		" AND NOT EXISTS (SELECT 1 FROM hit x WHERE x.provider = ?1"
		"  AND x.grp = b.name AND NOT EXISTS (SELECT 1 FROM hit y"
		"  WHERE y.provider = ?1 AND y.grp = a.name"
		"  AND abs(y.second - x.second) <= 1)) LIMIT 1";
	struct algo_stmt *s = algo_db_prepare(l->db, sql, err);
	char a[40], b[40];
	int rc;

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, provider);
	rc = algo_stmt_step(s, err);
	why[0] = '\0';
	if (rc > 0) {
		copy(a, sizeof(a), s, 0);
		copy(b, sizeof(b), s, 1);
		snprintf(why, 160,
			 "groups '%s' and '%s' run out at the same time: they "
			 "look like one project",
			 a, b);
	}
	algo_stmt_free(s);
	return rc;
}
