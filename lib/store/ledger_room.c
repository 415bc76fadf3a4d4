/* ledger_room.c - when a quota has room for one more request
 *
 * Limits hold in every window of a minute: what the provider counts arrives
 * up to a little later than it was reserved, so windows here are longer by
 * half a hundredth.
 */
#include "ledger.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define WINDOW_MS (LEDGER_MINUTE_MS + LEDGER_MINUTE_MS / 200)
/* How long to wait for the one probe of a quota that is coming back. */
#define PROBE_MS 250

void algo_ledger_day(struct algo_ledger *l, const char *zone, int64_t now,
		     int64_t *start, int64_t *next)
{
	int64_t us = now * 1000, local, day;

	if (!zone || strcmp(zone, "UTC") == 0)
		zone = "";
	if (strcmp(zone, l->zone_name) != 0) {
		algo_zone_free(l->zone);
		l->zone = *zone ? algo_zone_open(zone, NULL) : NULL;
		snprintf(l->zone_name, sizeof(l->zone_name), "%s", zone);
	}
	local = l->zone ? algo_zone_local(l->zone, us) : us;
	day = algo_day_of(local) * ALGO_DAY_US;
	*start = day;
	*next = day + ALGO_DAY_US;
	if (l->zone) {
		*start = algo_zone_utc(l->zone, *start);
		*next = algo_zone_utc(l->zone, *next);
	}
	*start /= 1000;
	*next /= 1000;
}

static void later(struct lane_state *s, int64_t at, const char *why)
{
	if (at <= s->at)
		return;
	s->at = at;
	snprintf(s->why, sizeof(s->why), "%s", why);
}

/* Walks the window from its newest row back: the row whose leaving makes room
 * says when. */
static int minute(struct algo_ledger *l, struct lane_state *s, double need,
		  int64_t now, struct algo_err *err)
{
	struct algo_stmt *st = algo_ledger_sql(l, LQ_WINDOW, err);
	double n = 1, tokens = need;
	int rc, asks = s->rpm > 0, weighs = s->tpm > 0;

	if (!st)
		return -1;
	algo_stmt_int(st, 1, s->quota);
	algo_stmt_int(st, 2, now - WINDOW_MS);
	while ((asks || weighs) && (rc = algo_stmt_step(st, err)) != 0) {
		int64_t leaves;

		if (rc < 0)
			return -1;
		leaves = algo_stmt_get_int(st, 0) + WINDOW_MS;
		n++;
		tokens += algo_stmt_get_num(st, 1);
		if (asks && n > s->rpm) {
			later(s, leaves, "requests a minute");
			asks = 0;
		}
		if (weighs && tokens > s->tpm) {
			later(s, leaves, "tokens a minute");
			weighs = 0;
		}
	}
	algo_stmt_reset(st);
	return 0;
}

static int count(struct algo_stmt *st, int64_t *n, struct algo_err *err)
{
	int rc = algo_stmt_step(st, err);

	*n = rc > 0 ? algo_stmt_get_int(st, 0) : 0;
	algo_stmt_reset(st);
	return rc < 0 ? -1 : 0;
}

static int day(struct algo_ledger *l, const struct algo_lane *lane,
	       struct lane_state *s, int64_t now, struct algo_err *err)
{
	struct algo_stmt *st;
	int64_t start, next, n;

	if (s->rpd <= 0)
		return 0;
	st = algo_ledger_sql(l, LQ_DAY, err);
	if (!st)
		return -1;
	algo_ledger_day(l, lane->day_zone, now, &start, &next);
	algo_stmt_int(st, 1, s->quota);
	algo_stmt_int(st, 2, start);
	if (count(st, &n, err))
		return -1;
	if ((double)n >= s->rpd)
		later(s, next, "requests a day");
	return 0;
}

static int held_quota(struct algo_ledger *l, const struct lane_state *s,
		      int64_t *n, struct algo_err *err)
{
	struct algo_stmt *st = algo_ledger_sql(l, LQ_HELD_QUOTA, err);

	if (!st)
		return -1;
	algo_stmt_int(st, 1, s->quota);
	return count(st, n, err);
}

static int held_model(struct algo_ledger *l, const struct algo_lane *lane,
		      int64_t *n, struct algo_err *err)
{
	struct algo_stmt *st = algo_ledger_sql(l, LQ_HELD_MODEL, err);

	if (!st)
		return -1;
	algo_ledger_bind(st, 1, lane->provider);
	algo_ledger_bind(st, 2, lane->model);
	return count(st, n, err);
}

/* After a cool-down one request goes first; the others wait for what becomes
 * of it. */
static int probe(struct algo_ledger *l, const struct algo_lane *lane,
		 struct lane_state *s, int64_t now, struct algo_err *err)
{
	int64_t n = 0, m = 0;

	if ((s->probing & 1) && held_quota(l, s, &n, err))
		return -1;
	if ((s->probing & 2) && held_model(l, lane, &m, err))
		return -1;
	if (n + m > 0)
		later(s, now + PROBE_MS, "one request tries first");
	return 0;
}

int algo_ledger_room(struct algo_ledger *l, const struct algo_lane *lane,
		     struct lane_state *s, double need, int64_t now,
		     struct algo_err *err)
{
	char why[sizeof(s->why)];

	memcpy(why, s->why, sizeof(why));
	s->why[0] = '\0';
	s->at = now;
	later(s, s->cool, why);
	return minute(l, s, need, now, err) || day(l, lane, s, now, err) ||
			       probe(l, lane, s, now, err)
		       ? -1
		       : 0;
}
