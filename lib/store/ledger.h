/* ledger.h - what the files of the quota ledger share.
 *
 * ledger.c       opening, statements, reserving
 * ledger_room.c  when a quota has room for one more request
 * ledger_settle.c what came of it
 * ledger_ask.c   health, usage, switches
 */
#ifndef ALGO_LIB_STORE_LEDGER_H
#define ALGO_LIB_STORE_LEDGER_H

#include "db.h"
#include <algo/ledger.h>

#define LEDGER_MINUTE_MS 60000

/* Statements, prepared at their first use. */
enum ledger_sql {
	LQ_LOST,
	LQ_CLAMP_USE,
	LQ_CLAMP_QUOTA,
	LQ_CLAMP_MODEL,
	LQ_ADD_QUOTA,
	LQ_ADD_KEY,
	LQ_ADD_GROUP,
	LQ_ADD_MODEL,
	LQ_LANE,
	LQ_WINDOW,
	LQ_DAY,
	LQ_HELD_QUOTA,
	LQ_HELD_MODEL,
	LQ_RESERVE,
	LQ_KEY_USED,
	LQ_USE,
	LQ_SETTLE,
	LQ_UNSENT,
	LQ_PRUNE,
	LQ_PRUNE_HITS,
	LQ_SPENT,
	LQ_LEARN,
	LQ_OK_QUOTA,
	LQ_OK_KEY,
	LQ_OK_MODEL,
	LQ_COOL_QUOTA,
	LQ_COOL_MODEL,
	LQ_OFF_QUOTA,
	LQ_OFF_KEY,
	LQ_OFF_GROUP,
	LQ_HIT,
	LQ_COUNT
};

struct algo_ledger {
	struct algo_db *db;
	struct algo_stmt *st[LQ_COUNT];
	char zone_name[64];
	struct algo_zone *zone; /* of zone_name; NULL: UTC */
};

/* The statement, reset; NULL with err. */
struct algo_stmt *algo_ledger_sql(struct algo_ledger *l, enum ledger_sql q,
				  struct algo_err *err);
/* Binds text i, NULL as NULL. */
void algo_ledger_bind(struct algo_stmt *s, int i, const char *text);
/* Steps a statement that gives no row, and resets it. */
int algo_ledger_run(struct algo_stmt *s, struct algo_err *err) ALGO_MUST_USE;
/* Midnights around now in a zone, in ms. */
void algo_ledger_day(struct algo_ledger *l, const char *zone, int64_t now,
		     int64_t *start, int64_t *next);

/* A lane as the database has it. */
struct lane_state {
	int64_t quota; /* id */
	int64_t last;  /* use of its key */
	double rpm, tpm, rpd;
	int64_t cool; /* latest cool-down of quota and model */
	char why[64]; /* of it, or why it is off */
	int probing;  /* is coming back, one at a time: 1 quota, 2 model */
	int off;
	int64_t at; /* when it can be used, ms; <= now: now */
};
/* Works out s->at. */
int algo_ledger_room(struct algo_ledger *l, const struct algo_lane *lane,
		     struct lane_state *s, double need, int64_t now,
		     struct algo_err *err) ALGO_MUST_USE;

#endif
