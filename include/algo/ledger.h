/* ledger.h - who may ask which model when: quotas, reservations and health of
 * keys in SQLite, shared by all processes of a user.
 *
 * The unit of accounting is a quota: a group (a project or account at a
 * provider) times a model.  A key only belongs to a group.  A place is
 * reserved in one write transaction before anything is sent and settled when
 * the outcome is known; a reservation whose process died counts as used.
 * Limits hold in every sliding window.  No secret is ever stored.
 *
 * Times are milliseconds since the epoch and come from the caller.
 */
#ifndef ALGO_LEDGER_H
#define ALGO_LEDGER_H

#include <algo/base.h>

struct algo_ledger;
/* Made when missing (0600).  Errors as in store.h. */
struct algo_ledger *algo_ledger_open(const char *path, struct algo_err *err);
void algo_ledger_close(struct algo_ledger *l);

/* One way a request can go.  Limits 0: none. */
struct algo_lane {
	const char *provider, *group, *model;
	const char *key; /* fingerprint */
	int rank;	 /* preference, lower first */
	double rpm, tpm, rpd;
	const char *day_zone;
};
struct algo_grant {
	int64_t use;   /* of the reservation; 0: none now */
	size_t lane;   /* which of the lanes */
	int64_t wait;  /* none now: milliseconds until the first can be;
			  -1: never (all are off) */
	int off;       /* lanes that are off */
	char why[160]; /* why there is none: "cooling: quota_minute", ... */
};
/* Reserves a place for one request of about need tokens on the best lane: by
 * rank, then the key used longest ago, ties by chance (seed: from the
 * caller).  skip[i] not 0: lane i is not wanted (NULL: all are). */
int algo_ledger_reserve(struct algo_ledger *l, const struct algo_lane *lanes,
			size_t n, const unsigned char *skip, double need,
			int64_t lease_ms, int64_t now, uint64_t seed,
			struct algo_grant *grant,
			struct algo_err *err) ALGO_MUST_USE;

/* What a class does to quota, key, group and model. */
enum algo_settle {
	ALGO_SETTLE_OK,		  /* streaks end */
	ALGO_SETTLE_QUOTA_MINUTE, /* the quota cools: max(delay, 60 s * 2^streak
				     up to 15 min), and up to 20 % more */
	ALGO_SETTLE_QUOTA_DAY,	  /* until the provider's midnight */
	ALGO_SETTLE_GROUP_OFF,	  /* the group, until enabled again */
	ALGO_SETTLE_QUOTA_OFF,	  /* this model in this group */
	ALGO_SETTLE_KEY_OFF,	  /* this key */
	ALGO_SETTLE_OVERLOAD,	  /* the model cools: max(delay, 2 s * 2^streak
				     up to 60 s) */
	ALGO_SETTLE_SERVER,	  /* the same from 1 s */
	ALGO_SETTLE_NEUTRAL,	  /* nobody's fault */
	ALGO_SETTLE_UNSENT	  /* nothing was sent: it does not count */
};
struct algo_outcome {
	enum algo_settle settle;
	const char *why;	/* class name, kept with what is off or cools */
	double delay;		/* seconds, NaN: not told */
	double rpm, tpm, rpd;	/* learned, NaN: nothing */
	double in, out, cached; /* tokens, NaN: not told */
	double cost;		/* USD, NaN */
	double seconds;
};
int algo_ledger_settle(struct algo_ledger *l, int64_t use,
		       const struct algo_outcome *o, int64_t now, uint64_t seed,
		       struct algo_err *err) ALGO_MUST_USE;

/* Health of a key in words and numbers. */
struct algo_key_health {
	int off;
	char why[64];
	int64_t until; /* cooling until, ms; 0: not */
	int64_t last;  /* used, ms; 0: never */
	uint64_t calls, failed;
};
int algo_ledger_key(struct algo_ledger *l, const char *key,
		    struct algo_key_health *h, struct algo_err *err);
/* Health of a model over all groups, or of one (group NULL: all). */
int algo_ledger_model(struct algo_ledger *l, const char *provider,
		      const char *model, const char *group,
		      struct algo_key_health *h, int64_t now,
		      struct algo_err *err);
/* off NULL: back in the rotation, streaks, cool-downs and learned limits
 * forgotten, its group too; key NULL: the group.  Otherwise out of it, and that
 * is why. */
int algo_ledger_switch(struct algo_ledger *l, const char *key,
		       const char *provider, const char *group, const char *off,
		       struct algo_err *err) ALGO_MUST_USE;
/* Calls, tokens and cost by day (UTC), model and key since an instant:
 * told row by row, oldest first. */
struct algo_usage {
	char day[16];
	const char *provider, *model, *key;
	uint64_t calls, ok;
	double in, out, cached, cost; /* cost NaN: unknown */
};
int algo_ledger_usage(struct algo_ledger *l, int64_t since,
		      void (*tell)(void *ctx, const struct algo_usage *u),
		      void *ctx, struct algo_err *err);
/* Two or more groups of a provider whose project-wide quota ended in the same
 * second each time: they look like one project.  1 and the names in why. */
int algo_ledger_twins(struct algo_ledger *l, const char *provider,
		      char why[160], struct algo_err *err);

#endif
