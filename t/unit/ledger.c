/* ledger.c - the quota ledger: limits in every window, cool-downs, switches,
 * many processes at once, some of which die */
#include "../../lib/store/db.h"
#include "folder.h"
#include "tap.h"

#include <algo/ledger.h>
#include <sys/wait.h>

#define MIN 60000
#define T0 INT64_C(1795210292000) /* 2026-11-20 in UTC */

static uint64_t state = 88172645463325252U;

static uint64_t chance(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static struct algo_ledger *fresh(const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ledger *l;

	unlink(at(name));
	l = algo_ledger_open(at(name), &err);
	if (!l)
		note("%s", err.msg);
	return l;
}

static struct algo_lane lane(const char *key, const char *group, double rpm)
{
	return (struct algo_lane){ .provider = "p",
				   .group = group,
				   .model = "m",
				   .key = key,
				   .rpm = rpm,
				   .day_zone = "America/Los_Angeles" };
}

static struct algo_grant
reserve(struct algo_ledger *l, const struct algo_lane *v, size_t n, int64_t now)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_grant g = { .use = 0 };

	if (algo_ledger_reserve(l, v, n, NULL, 100, 5000, now, chance(), &g,
				&err))
		note("%s", err.msg);
	return g;
}

static void settle(struct algo_ledger *l, int64_t use, enum algo_settle how,
		   double delay, int64_t now)
{
	struct algo_outcome o = { .settle = how,
				  .why = "test",
				  .delay = delay,
				  .rpm = NAN,
				  .tpm = NAN,
				  .rpd = NAN,
				  .in = 80,
				  .out = 20,
				  .cached = NAN,
				  .cost = 0.5,
				  .seconds = 1 };
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_ledger_settle(l, use, &o, now, chance(), &err))
		note("%s", err.msg);
}

static int near_ms(int64_t v, int64_t low, int64_t high)
{
	if (v >= low && v <= high)
		return 1;
	note("%lld is not in %lld..%lld", (long long)v, (long long)low,
	     (long long)high);
	return 0;
}

/* --- Limits ----------------------------------------------------------------
 */

static void test_minute(void)
{
	struct algo_ledger *l = fresh("minute.db");
	struct algo_lane v = lane("k1", "g1", 2);
	struct algo_grant g;

	ok(reserve(l, &v, 1, T0).use > 0, "the first of two");
	ok(reserve(l, &v, 1, T0 + 1000).use > 0, "the second");
	g = reserve(l, &v, 1, T0 + 2000);
	ok(g.use == 0 && near_ms(g.wait, 58000, 58500), "the third waits: %s",
	   g.why);
	ok(reserve(l, &v, 1, T0 + 2000 + g.wait).use > 0,
	   "and finds room when it was told");
	g = reserve(l, &v, 1, T0 + 2000 + g.wait);
	ok(g.use == 0, "room for one only");
	algo_ledger_close(l);
	v.rpm = 0;
	v.tpm = 250;
	l = fresh("minute.db");
	reserve(l, &v, 1, T0);
	reserve(l, &v, 1, T0 + 10);
	g = reserve(l, &v, 1, T0 + 20);
	ok(g.use == 0 && strcmp(g.why, "tokens a minute") == 0 && g.wait > 0,
	   "tokens are counted: %s", g.why);
	algo_ledger_close(l);
}

static void test_day(void)
{
	struct algo_ledger *l = fresh("day.db");
	struct algo_lane v = lane("k1", "g1", 0);
	struct algo_grant g;
	int64_t midnight = INT64_C(1795248000000); /* 2026-11-21T08:00Z */

	v.rpd = 1;
	reserve(l, &v, 1, midnight - 3600000);
	g = reserve(l, &v, 1, midnight - 1000);
	ok(g.use == 0 && g.wait == 1000, "a day ends at midnight in its zone");
	ok(reserve(l, &v, 1, midnight).use > 0, "then another begins");
	algo_ledger_close(l);
}

static void test_big(void)
{
	struct algo_ledger *l = fresh("big.db");
	struct algo_lane v = lane("k1", "g1", 0);

	v.tpm = 50;
	ok(reserve(l, &v, 1, T0).use > 0,
	   "more than a minute's tokens may go into an empty minute");
	ok(reserve(l, &v, 1, T0 + 1).use == 0, "and no other beside it");
	algo_ledger_close(l);
}

/* --- Who is taken ----------------------------------------------------------
 */

static void test_order(void)
{
	struct algo_ledger *l = fresh("order.db");
	struct algo_lane v[3] = { lane("k1", "g1", 0), lane("k2", "g2", 0),
				  lane("k3", "g3", 0) };
	size_t used[3] = { 0, 0, 0 };
	unsigned char skip[3] = { 0, 1, 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_grant g;

	for (int i = 0; i < 30; i++)
		used[reserve(l, v, 3, T0 + i).lane]++;
	ok(used[0] == 10 && used[1] == 10 && used[2] == 10,
	   "keys take turns: %zu %zu %zu", used[0], used[1], used[2]);
	v[1].rank = -1;
	ok(reserve(l, v, 3, T0 + 40).lane == 1, "rank goes before turns");
	ok(algo_ledger_reserve(l, v, 3, skip, 1, 5000, T0 + 41, 7, &g, &err) ==
			   0 &&
		   g.use > 0 && g.lane != 1,
	   "one that is not wanted is passed over");
	algo_ledger_close(l);
}

static void test_shared(void)
{
	struct algo_ledger *l = fresh("shared.db");
	struct algo_lane v[2] = { lane("k1", "g1", 1), lane("k2", "g1", 1) };

	ok(reserve(l, v, 2, T0).use > 0 && reserve(l, v, 2, T0 + 1).use == 0,
	   "two keys of a group have one quota");
	algo_ledger_close(l);
}

/* --- Cool-downs ------------------------------------------------------------
 */

static void test_cool_quota(void)
{
	struct algo_ledger *l = fresh("cool.db");
	struct algo_lane v[2] = { lane("k1", "g1", 0), lane("k2", "g2", 0) };
	struct algo_grant g = reserve(l, v, 1, T0);

	settle(l, g.use, ALGO_SETTLE_QUOTA_MINUTE, NAN, T0);
	g = reserve(l, v, 1, T0 + 1);
	ok(g.use == 0 && near_ms(g.wait, 59999, 72000),
	   "a minute and up to a fifth: %s", g.why);
	ok(reserve(l, v, 2, T0 + 1).lane == 1, "another group goes on at once");
	g = reserve(l, v, 1, T0 + 80000);
	ok(g.use > 0, "then one tries");
	ok(reserve(l, v, 1, T0 + 80001).use == 0, "and only one");
	settle(l, g.use, ALGO_SETTLE_QUOTA_MINUTE, NAN, T0 + 80002);
	g = reserve(l, v, 1, T0 + 80003);
	ok(near_ms(g.wait, 119990, 144000), "twice as long the second time");
	g = reserve(l, v, 1, T0 + 80003 + g.wait);
	settle(l, g.use, ALGO_SETTLE_OK, NAN, T0 + 300000);
	ok(reserve(l, v, 1, T0 + 300001).use > 0 &&
		   reserve(l, v, 1, T0 + 300002).use > 0,
	   "a success ends the streak");
	g = reserve(l, v, 1, T0 + 300003);
	settle(l, g.use, ALGO_SETTLE_QUOTA_MINUTE, 200, T0 + 300003);
	g = reserve(l, v, 1, T0 + 300003);
	ok(near_ms(g.wait, 200000, 240000), "what the server says is a floor");
	algo_ledger_close(l);
}

static void test_cool_day(void)
{
	struct algo_ledger *l = fresh("coolday.db");
	struct algo_lane v = lane("k1", "g1", 0);
	int64_t midnight = INT64_C(1795248000000);
	struct algo_grant g = reserve(l, &v, 1, midnight - 7200000);

	settle(l, g.use, ALGO_SETTLE_QUOTA_DAY, 38, midnight - 7200000);
	g = reserve(l, &v, 1, midnight - 7000000);
	ok(g.use == 0 && near_ms(g.wait, 7000000, 7120000),
	   "a day's quota sleeps until midnight, whatever delay was told");
	algo_ledger_close(l);
}

static void test_cool_model(void)
{
	struct algo_ledger *l = fresh("model.db");
	struct algo_lane v[2] = { lane("k1", "g1", 0), lane("k2", "g2", 0) };
	struct algo_key_health h;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_grant g = reserve(l, v, 1, T0);

	settle(l, g.use, ALGO_SETTLE_OVERLOAD, NAN, T0);
	g = reserve(l, v, 2, T0 + 1);
	ok(g.use == 0 && near_ms(g.wait, 1990, 2400),
	   "an overloaded model rests for every key");
	ok(algo_ledger_model(l, "p", "m", NULL, &h, T0 + 1, &err) == 0 &&
		   !h.off && h.until > T0 && strcmp(h.why, "test") == 0,
	   "and says so");
	ok(algo_ledger_key(l, "k1", &h, &err) == 0 && !h.off && h.calls == 1 &&
		   h.failed == 1,
	   "the key is not to blame");
	v[0].model = v[1].model = "other";
	ok(reserve(l, v, 2, T0 + 1).use > 0, "another model goes on at once");
	algo_ledger_close(l);
}

/* --- Off -------------------------------------------------------------------
 */

static void test_off(void)
{
	struct algo_ledger *l = fresh("off.db");
	struct algo_lane v[2] = { lane("k1", "g1", 0), lane("k2", "g1", 0) };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_key_health h;
	struct algo_grant g = reserve(l, v, 1, T0);

	settle(l, g.use, ALGO_SETTLE_KEY_OFF, NAN, T0);
	g = reserve(l, v, 1, T0 + 1);
	ok(g.use == 0 && g.wait == -1 && g.off == 1 &&
		   strcmp(g.why, "test") == 0,
	   "a bad key leaves after one proof");
	ok(reserve(l, v, 2, T0 + 2).lane == 1, "others of its group stay");
	ok(algo_ledger_key(l, "k1", &h, &err) == 0 && h.off, "it is told so");
	ok(algo_ledger_switch(l, "k1", "p", "g1", NULL, &err) == 0 &&
		   reserve(l, v, 1, T0 + 3).use > 0,
	   "enabled, it is back");
	g = reserve(l, v, 2, T0 + 4);
	settle(l, g.use, ALGO_SETTLE_GROUP_OFF, NAN, T0 + 4);
	ok(reserve(l, v, 2, T0 + 5).wait == -1, "a group off takes all keys");
	ok(algo_ledger_switch(l, "k2", "p", "g1", NULL, &err) == 0 &&
		   reserve(l, v, 2, T0 + 6).use > 0,
	   "and comes back with one of them");
	ok(algo_ledger_switch(l, "k1", "p", "g1", "by hand", &err) == 0 &&
		   reserve(l, v, 1, T0 + 7).wait == -1 &&
		   reserve(l, v, 2, T0 + 7).lane == 1,
	   "by hand, one key");
	g = reserve(l, v, 2, T0 + 8);
	settle(l, g.use, ALGO_SETTLE_QUOTA_OFF, NAN, T0 + 8);
	ok(reserve(l, v, 2, T0 + 9).wait == -1, "a model that is not allowed");
	v[1].model = "other";
	ok(reserve(l, v, 2, T0 + 10).lane == 1, "is so for itself only");
	algo_ledger_close(l);
}

static void test_neutral(void)
{
	struct algo_ledger *l = fresh("neutral.db");
	struct algo_lane v = lane("k1", "g1", 1);
	struct algo_grant g = reserve(l, &v, 1, T0);

	settle(l, g.use, ALGO_SETTLE_UNSENT, NAN, T0 + 1);
	g = reserve(l, &v, 1, T0 + 2);
	ok(g.use > 0, "what was never sent does not count");
	settle(l, g.use, ALGO_SETTLE_NEUTRAL, NAN, T0 + 3);
	ok(reserve(l, &v, 1, T0 + 4).use == 0, "what broke off does");
	ok(reserve(l, &v, 1, T0 + 3 * MIN).use > 0, "and harms nobody");
	algo_ledger_close(l);
}

static void test_learn(void)
{
	struct algo_ledger *l = fresh("learn.db");
	struct algo_lane v = lane("k1", "g1", 0);
	struct algo_grant g = reserve(l, &v, 1, T0);
	struct algo_outcome o = { .settle = ALGO_SETTLE_OK,
				  .why = "ok",
				  .delay = NAN,
				  .rpm = 2,
				  .tpm = NAN,
				  .rpd = NAN,
				  .in = NAN,
				  .out = NAN,
				  .cached = NAN,
				  .cost = NAN };
	struct algo_err err = ALGO_ERR_INIT;

	ok(!algo_ledger_settle(l, g.use, &o, T0, 1, &err), "a limit is told");
	reserve(l, &v, 1, T0 + 1);
	ok(reserve(l, &v, 1, T0 + 2).use == 0, "and kept from then on");
	ok(algo_ledger_switch(l, "k1", "p", "g1", NULL, &err) == 0 &&
		   reserve(l, &v, 1, T0 + 3).use > 0,
	   "until it is enabled by hand: an account may have got more");
	algo_ledger_close(l);
}

/* A clock that was set back by an hour locks nobody out. */
static void test_clock(void)
{
	struct algo_ledger *l = fresh("clock.db");
	struct algo_lane v = lane("k1", "g1", 1);
	struct algo_grant g = reserve(l, &v, 1, T0);

	g = reserve(l, &v, 1, T0 - 3600000);
	ok(g.use == 0 && near_ms(g.wait, 59999, 60500),
	   "a row of the future counts from now");
	g = reserve(l, &v, 1, T0 - 3600000 - 900);
	ok(g.use == 0 && near_ms(g.wait, 60899, 61400),
	   "one of a process that looked a moment later stays where it is");
	g = reserve(l, &v, 1, T0 - 3600000 + 70000);
	settle(l, g.use, ALGO_SETTLE_QUOTA_DAY, NAN,
	       T0 + INT64_C(1000) * 86400000);
	g = reserve(l, &v, 1, T0);
	ok(g.use == 0 && near_ms(g.wait, 1, 25 * 3600000),
	   "no cool-down is longer than a day");
	algo_ledger_close(l);
}

/* --- Usage ------------------------------------------------------------------
 */

struct seen {
	size_t n;
	struct algo_usage u;
};

static void see(void *ctx, const struct algo_usage *u)
{
	struct seen *s = ctx;

	s->n++;
	s->u = *u;
}

static void test_usage(void)
{
	struct algo_ledger *l = fresh("usage.db");
	struct algo_lane v[2] = { lane("k1", "g1", 0), lane("k2", "g2", 0) };
	struct algo_err err = ALGO_ERR_INIT;
	struct seen s = { .n = 0 };
	char why[160];

	for (int i = 0; i < 4; i++) {
		struct algo_grant g = reserve(l, v, 1, T0 + i);

		settle(l, g.use, i ? ALGO_SETTLE_OK : ALGO_SETTLE_NEUTRAL, NAN,
		       T0 + i);
	}
	ok(algo_ledger_usage(l, T0 - 1000, see, &s, &err) == 0 && s.n == 1 &&
		   s.u.calls == 4 && s.u.ok == 3 && s.u.in == 320 &&
		   s.u.out == 80 && s.u.cost == 2,
	   "calls, tokens and cost of a day");
	ok(algo_ledger_twins(l, "p", why, &err) == 0, "no twins");
	for (int i = 1; i < 4; i++)
		for (size_t k = 0; k < 2; k++) {
			int64_t t = T0 + i * INT64_C(2000000);
			struct algo_grant g = reserve(l, v + k, 1, t);

			settle(l, g.use, ALGO_SETTLE_QUOTA_MINUTE, NAN, t);
		}
	ok(algo_ledger_twins(l, "p", why, &err) == 1, "twins: %s", why);
	algo_ledger_close(l);
}

/* --- Everybody at once, in simulated time ----------------------------------
 */

#define AGENTS 24
#define CALLS 10

/* In any minute no more than limit of the reservations of a group. */
static int64_t crowd(const char *path, int limit)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_db *db = algo_db_open(path, ALGO_DB_READ, 1000, &err);
	char sql[256];
	int64_t n = -1;

	snprintf(sql, sizeof(sql),
		 "SELECT count(*) FROM (SELECT t - lag(t, %d) OVER"
		 " (PARTITION BY quota ORDER BY t, id) AS d FROM use)"
		 " WHERE d < %d",
		 limit, MIN);
	if (!db || algo_db_int(db, sql, &n, &err))
		note("%s", err.msg);
	algo_db_close(db);
	return n;
}

/* The time that 240 calls take, each half a second long, at 15 a minute in
 * each of four groups: the first 60 at once, 60 more after each minute. */
static void test_optimum(void)
{
	struct algo_ledger *l = fresh("many.db");
	struct algo_lane v[4] = { lane("k1", "g1", 15), lane("k2", "g2", 15),
				  lane("k3", "g3", 15), lane("k4", "g4", 15) };
	int64_t wake[AGENTS], held[AGENTS], end = T0;
	int left[AGENTS], all = AGENTS * CALLS;

	for (int i = 0; i < AGENTS; i++) {
		wake[i] = T0 + i;
		left[i] = CALLS;
		held[i] = 0;
	}
	while (all > 0) {
		struct algo_grant g;
		int next = -1;

		for (int i = 0; i < AGENTS; i++)
			if ((left[i] || held[i]) &&
			    (next < 0 || wake[i] < wake[next]))
				next = i;
		end = wake[next];
		if (held[next]) {
			settle(l, held[next], ALGO_SETTLE_OK, NAN, end);
			held[next] = 0;
			all--;
			continue;
		}
		g = reserve(l, v, 4, end);
		wake[next] = end + (g.use ? 500 : g.wait);
		if (!g.use)
			wake[next] += (int64_t)(chance() % 250);
		held[next] = g.use;
		left[next] -= g.use != 0;
	}
	algo_ledger_close(l);
	ok(end - T0 >= 3 * MIN && end - T0 <= 3 * MIN * 105 / 100,
	   "240 calls took %.1f s, 180 are needed", (double)(end - T0) / 1000);
	ok(crowd(at("many.db"), 15) == 0, "and no minute saw too many");
}

/* --- Processes -------------------------------------------------------------
 */

static int child(const char *path, int i)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ledger *l = algo_ledger_open(path, &err);
	struct algo_lane v[2] = { lane("k1", "g1", 20), lane("k2", "g2", 20) };
	int got = 0;

	if (!l)
		return 100;
	state += (uint64_t)i * 7919;
	for (int k = 0; k < 10; k++) {
		struct algo_grant g =
			reserve(l, v, 2, T0 + (int64_t)(chance() % 1000));

		if (g.use && i < 2)
			_exit(50); /* dies with its reservation */
		if (g.use) {
			settle(l, g.use, ALGO_SETTLE_OK, NAN, T0 + 1000);
			got++;
		}
	}
	algo_ledger_close(l);
	return got;
}

static void test_processes(void)
{
	struct algo_ledger *l = fresh("procs.db");
	struct algo_lane v[2] = { lane("k1", "g1", 20), lane("k2", "g2", 20) };
	char path[256];
	int ends[8];
	pid_t pid[8];
	int got = 0, dead = 0, bad = 0, status;
	struct algo_grant g;

	algo_ledger_close(l);
	snprintf(path, sizeof(path), "%s", at("procs.db"));
	fflush(stdout);
	for (int i = 0; i < 8; i++) {
		pid[i] = fork();
		if (pid[i] == 0)
			_exit(child(path, i));
		if (i < 2) /* these get a place before all are taken */
			waitpid(pid[i], &ends[i], 0);
	}
	for (int i = 0; i < 8; i++) {
		if (i >= 2)
			waitpid(pid[i], &ends[i], 0);
		status = ends[i];
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 100;
		bad += status == 100;
		dead += status == 50;
		got += status < 50 ? status : 0;
	}
	ok(bad == 0 && got == 38 && dead == 2,
	   "8 processes got %d places and %d died with one: 40 in a minute",
	   got, dead);
	ok(crowd(path, 20) == 0, "no minute saw too many");
	l = algo_ledger_open(path, NULL);
	g = reserve(l, v, 2, T0 + 2 * MIN);
	ok(g.use > 0, "the dead hold nothing up");
	algo_ledger_close(l);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 1;
	test_minute();
	test_day();
	test_big();
	test_order();
	test_shared();
	test_cool_quota();
	test_cool_day();
	test_cool_model();
	test_off();
	test_neutral();
	test_learn();
	test_clock();
	test_usage();
	test_optimum();
	test_processes();
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
