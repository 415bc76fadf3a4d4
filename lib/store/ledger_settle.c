/* ledger_settle.c - what came of a request, and what that does to quota, key,
 * group and model */
#include "ledger.h"

#include <math.h>
#include <string.h>

#define KEPT_MS ((int64_t)48 * 3600 * 1000) /* of the windows */
#define NAME_ROOM 192

/* A reservation, with what it was for. */
struct used {
	int64_t id, quota, t;
	int64_t streak, model_streak;
	char key[NAME_ROOM], provider[NAME_ROOM], group[NAME_ROOM],
		model[NAME_ROOM], zone[NAME_ROOM];
};

static void take(char out[NAME_ROOM], struct algo_stmt *s, int col)
{
	size_t n;
	const char *p = algo_stmt_get_text(s, col, &n);

	if (n >= NAME_ROOM)
		n = NAME_ROOM - 1;
	memcpy(out, p, n);
	out[n] = '\0';
}

/* 1; 0: there is no such reservation (any more). */
static int find_use(struct algo_ledger *l, struct used *u, struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_USE, err);
	int rc;

	if (!s)
		return -1;
	algo_stmt_int(s, 1, u->id);
	rc = algo_stmt_step(s, err);
	if (rc > 0) {
		u->quota = algo_stmt_get_int(s, 0);
		take(u->key, s, 1);
		u->t = algo_stmt_get_int(s, 2);
		take(u->provider, s, 3);
		take(u->group, s, 4);
		take(u->model, s, 5);
		take(u->zone, s, 6);
		u->streak = algo_stmt_get_int(s, 7);
		u->model_streak = algo_stmt_get_int(s, 8);
	}
	algo_stmt_reset(s);
	return rc;
}

/* --- The books ------------------------------------------------------------ */

static double sum(double a, double b)
{
	if (isnan(a))
		return b;
	return isnan(b) ? a : a + b;
}

static int close_use(struct algo_ledger *l, const struct used *u,
		     const struct algo_outcome *o, struct algo_err *err)
{
	enum ledger_sql q =
		o->settle == ALGO_SETTLE_UNSENT ? LQ_UNSENT : LQ_SETTLE;
	struct algo_stmt *s = algo_ledger_sql(l, q, err);

	if (!s)
		return -1;
	algo_stmt_int(s, 1, u->id);
	if (q == LQ_SETTLE) {
		algo_ledger_bind(s, 2, o->why);
		algo_stmt_num(s, 3, sum(o->in, o->out));
		algo_stmt_num(s, 4, o->seconds);
	}
	return algo_ledger_run(s, err);
}

static int count_key(struct algo_ledger *l, const struct used *u, int failed,
		     struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_OK_KEY, err);

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, u->key);
	algo_stmt_int(s, 2, failed);
	return algo_ledger_run(s, err);
}

static int spend(struct algo_ledger *l, const struct used *u,
		 const struct algo_outcome *o, int64_t now,
		 struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_SPENT, err);
	char day[ALGO_WHEN_MAX];
	size_t n = algo_date_print(day, now * 1000);

	if (!s)
		return -1;
	algo_stmt_text(s, 1, day, n);
	algo_ledger_bind(s, 2, u->provider);
	algo_ledger_bind(s, 3, u->model);
	algo_ledger_bind(s, 4, u->key);
	algo_stmt_int(s, 5, o->settle == ALGO_SETTLE_OK);
	algo_stmt_num(s, 6, o->in);
	algo_stmt_num(s, 7, o->out);
	algo_stmt_num(s, 8, o->cached);
	algo_stmt_num(s, 9, o->cost);
	return algo_ledger_run(s, err);
}

static double limit(double v)
{
	return v > 0 ? v : (double)NAN;
}

static int learn(struct algo_ledger *l, const struct used *u,
		 const struct algo_outcome *o, struct algo_err *err)
{
	struct algo_stmt *s;

	if (isnan(limit(o->rpm)) && isnan(limit(o->tpm)) &&
	    isnan(limit(o->rpd)))
		return 0;
	s = algo_ledger_sql(l, LQ_LEARN, err);
	if (!s)
		return -1;
	algo_stmt_int(s, 1, u->quota);
	algo_stmt_num(s, 2, limit(o->rpm));
	algo_stmt_num(s, 3, limit(o->tpm));
	algo_stmt_num(s, 4, limit(o->rpd));
	return algo_ledger_run(s, err);
}

static int prune(struct algo_ledger *l, int64_t now, struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_PRUNE, err);

	if (!s)
		return -1;
	algo_stmt_int(s, 1, now - KEPT_MS);
	if (algo_ledger_run(s, err))
		return -1;
	s = algo_ledger_sql(l, LQ_PRUNE_HITS, err);
	if (!s)
		return -1;
	algo_stmt_int(s, 1, (now - KEPT_MS) / 1000);
	return algo_ledger_run(s, err);
}

/* --- Effects -------------------------------------------------------------- */

/* A part of 0..1 of chance. */
static double chance(uint64_t seed)
{
	return (double)(seed % 1000003) / 1000003;
}

/* base * 2^streak, at most most; the server's delay where it is longer; and up
 * to a fifth more, so that those who wait do not come back at once. */
static int64_t cool_ms(double base, double most, int64_t streak, double delay,
		       uint64_t seed)
{
	double s = fmin(ldexp(base, (int)(streak < 30 ? streak : 30)), most);

	if (delay > s)
		s = fmin(delay, 86400);
	return (int64_t)ceil(s * 1000 * (1 + 0.2 * chance(seed)));
}

static int cool_quota(struct algo_ledger *l, const struct used *u,
		      int64_t until, const char *why, int streak,
		      struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_COOL_QUOTA, err);

	if (!s)
		return -1;
	algo_stmt_int(s, 1, u->quota);
	algo_stmt_int(s, 2, until);
	algo_ledger_bind(s, 3, why);
	algo_stmt_int(s, 4, streak);
	return algo_ledger_run(s, err);
}

static int cool_model(struct algo_ledger *l, const struct used *u,
		      int64_t until, const char *why, struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_COOL_MODEL, err);

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, u->provider);
	algo_ledger_bind(s, 2, u->model);
	algo_stmt_int(s, 3, until);
	algo_ledger_bind(s, 4, why);
	return algo_ledger_run(s, err);
}

static int note_hit(struct algo_ledger *l, const struct used *u, int64_t now,
		    struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_HIT, err);

	if (!s)
		return -1;
	algo_ledger_bind(s, 1, u->provider);
	algo_ledger_bind(s, 2, u->group);
	algo_stmt_int(s, 3, now / 1000);
	return algo_ledger_run(s, err);
}

static int switch_off(struct algo_ledger *l, enum ledger_sql q,
		      const struct used *u, const char *why,
		      struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, q, err);

	if (!s)
		return -1;
	if (q == LQ_OFF_QUOTA)
		algo_stmt_int(s, 1, u->quota);
	else
		algo_ledger_bind(s, 1, q == LQ_OFF_KEY ? u->key : u->provider);
	if (q == LQ_OFF_GROUP)
		algo_ledger_bind(s, 2, u->group);
	algo_ledger_bind(s, q == LQ_OFF_GROUP ? 3 : 2, why);
	return algo_ledger_run(s, err);
}

static int well(struct algo_ledger *l, const struct used *u,
		struct algo_err *err)
{
	struct algo_stmt *s = algo_ledger_sql(l, LQ_OK_QUOTA, err);

	if (!s)
		return -1;
	algo_stmt_int(s, 1, u->quota);
	if (algo_ledger_run(s, err))
		return -1;
	s = algo_ledger_sql(l, LQ_OK_MODEL, err);
	if (!s)
		return -1;
	algo_ledger_bind(s, 1, u->provider);
	algo_ledger_bind(s, 2, u->model);
	return algo_ledger_run(s, err);
}

static int day_is_over(struct algo_ledger *l, const struct used *u,
		       const struct algo_outcome *o, int64_t now, uint64_t seed,
		       struct algo_err *err)
{
	int64_t start, next;

	algo_ledger_day(l, u->zone, now, &start, &next);
	return cool_quota(l, u, next + (int64_t)(120000 * chance(seed)), o->why,
			  1, err) ||
			       note_hit(l, u, now, err)
		       ? -1
		       : 0;
}

static int effect(struct algo_ledger *l, const struct used *u,
		  const struct algo_outcome *o, int64_t now, uint64_t seed,
		  struct algo_err *err)
{
	int64_t ms;

	switch (o->settle) {
	case ALGO_SETTLE_OK:
		return well(l, u, err);
	case ALGO_SETTLE_QUOTA_MINUTE:
		ms = cool_ms(60, 900, u->streak, o->delay, seed);
		return cool_quota(l, u, now + ms, o->why, 1, err) ||
				       note_hit(l, u, now, err)
			       ? -1
			       : 0;
	case ALGO_SETTLE_QUOTA_DAY:
		return day_is_over(l, u, o, now, seed, err);
	case ALGO_SETTLE_GROUP_OFF:
		return switch_off(l, LQ_OFF_GROUP, u, o->why, err);
	case ALGO_SETTLE_QUOTA_OFF:
		return switch_off(l, LQ_OFF_QUOTA, u, o->why, err);
	case ALGO_SETTLE_KEY_OFF:
		return switch_off(l, LQ_OFF_KEY, u, o->why, err);
	case ALGO_SETTLE_OVERLOAD:
		ms = cool_ms(2, 60, u->model_streak, o->delay, seed);
		return cool_model(l, u, now + ms, o->why, err);
	case ALGO_SETTLE_SERVER:
		ms = cool_ms(1, 60, u->model_streak, o->delay, seed);
		return cool_model(l, u, now + ms, o->why, err);
	case ALGO_SETTLE_NEUTRAL:
	case ALGO_SETTLE_UNSENT:
		break;
	}
	return 0;
}

static int settle(struct algo_ledger *l, struct used *u,
		  const struct algo_outcome *o, int64_t now, uint64_t seed,
		  struct algo_err *err)
{
	int rc = find_use(l, u, err);

	if (rc <= 0)
		return rc;
	return close_use(l, u, o, err) || learn(l, u, o, err) ||
			       effect(l, u, o, now, seed, err) ||
			       count_key(l, u, o->settle != ALGO_SETTLE_OK,
					 err) ||
			       (o->settle != ALGO_SETTLE_UNSENT &&
				spend(l, u, o, now, err)) ||
			       prune(l, now, err)
		       ? -1
		       : 0;
}

int algo_ledger_settle(struct algo_ledger *l, int64_t use,
		       const struct algo_outcome *o, int64_t now, uint64_t seed,
		       struct algo_err *err)
{
	struct used u = { .id = use };

	if (algo_db_exec(l->db, "BEGIN IMMEDIATE", err))
		return -1;
	if (settle(l, &u, o, now, seed, err) == 0 &&
	    algo_db_exec(l->db, "COMMIT", err) == 0)
		return 0;
	algo_db_rollback(l->db);
	return -1;
}
