/* strategist.h - a strategy document at work on a broker.
 *
 * strategist.c  the step: short form and rules
 * risk.c        stops at the fill, trailing, limits, session
 * picture.c     what the account's names read
 */
#ifndef LIB_ENGINE_STRATEGIST_H
#define LIB_ENGINE_STRATEGIST_H

#include <algo/engine.h>

/* Places: 0-3 the short form, then the rules. */
enum place {
	PLACE_EXIT_LONG,
	PLACE_EXIT_SHORT,
	PLACE_ENTRY_LONG,
	PLACE_ENTRY_SHORT,
	PLACE_RULES
};

/* What the strategists of an account share. */
struct ledger {
	int64_t day; /* in the document's zone */
	int has_day;
	double before; /* equity at the last close of the day before */
	double last;   /* at the last close with a step */
	int halted_ever;
	int64_t halted_day;
	int has_halted_day;
	unsigned halts; /* so often entries were halted */
};

struct strategist {
	const struct algo_strategy *doc;
	/* By place: the condition's values in the block, NULL when it reads
	 * the account or is not there. */
	const double **when;
	struct algo_place_count *places; /* borrowed */
	size_t nplaces;
	/* By bar of the block: bit p says that the condition of place p is
	 * true, for those in marked; another one any bit.  Only while may_rest.
	 */
	unsigned char *event;
	unsigned marked;
	/* Without an event and an order nothing is done: no limits, no session,
	 * nothing that asks for the day. */
	int may_rest;
	int steps_count; /* something is worked out bar by bar */
	int days_count;	 /* something asks for the day */
	struct algo_broker *broker;
	struct algo_eval *eval;
	uint64_t reads; /* account slots that the graph reads */
	size_t at;	/* bar in the block */
	int64_t bar, time;
	int index; /* times are bar numbers: no calendar */
	double close;

	/* Days in the document's zone. */
	int64_t day;
	int has_day;
	int day_begins;		 /* no step was made in it yet */
	uint64_t entries_before; /* entries up to the day's start */
	uint64_t yesterday;	 /* entries of the day before */
	struct ledger *ledger;
	struct ledger own;
	unsigned halts; /* of the ledger: those that closed its trades */
	double target;	/* the last one asked for */

	/* Stops and targets of the open trades as the rules of bar levels_bar
	 * see them, kept when one of those rules moves one. */
	struct levels {
		double sl, tp;
	} * levels;
	size_t levels_cap;
	int64_t levels_bar; /* -1: none yet */

	/* Clock of the session: the smallest step of the first bars. */
	int64_t interval, last_time;
	int64_t steps;
	int in_session; /* the bar at hand is */
	int ever_in_session;
};

void algo_ledger_init(struct ledger *l, const struct algo_account *account);
void algo_strategist_init(struct strategist *s, const struct algo_strategy *d,
			  struct algo_broker *b,
			  const struct algo_account *account,
			  struct algo_eval *eval);
void algo_strategist_release(struct strategist *s);
/* After the evaluator took a block of n bars. */
void algo_strategist_block(struct strategist *s, size_t n);
/* The first bar of the block from i on, below n, at which a rule fires; n:
 * none. */
size_t algo_strategist_next(const struct strategist *s, size_t i, size_t n);
/* Every bar, before the broker step: the clock and the day. */
void algo_strategist_clock(struct strategist *s, int64_t time);
/* Bar at of the block has closed; 1 when its session ends with it: everything
 * is closed now, before the step. */
int algo_strategist_close(struct strategist *s, size_t at, double close);
/* The strategy step of that bar. */
int algo_strategist_step(struct strategist *s, struct algo_err *err);

/* risk.c */
void algo_risk_driver(struct strategist *s, struct algo_driver *d);
/* 1 when everything is to be closed at this close. */
int algo_risk_flatten(struct strategist *s);
void algo_risk_renew(struct strategist *s);
int algo_risk_may_signal(const struct strategist *s);
/* Begins a new day of the document's zone when time lies in one. */
void algo_risk_day(struct strategist *s, int64_t time);
/* The broker step of the day's first bar is over. */
void algo_risk_day_runs(struct strategist *s);

/* picture.c */
void algo_picture(struct strategist *s);
void algo_trade_slots(const struct strategist *s, size_t trade,
		      double slots[ALGO_TR_COUNT]);

/* blame.c: where e is to be looked for and what to do about it: the value of
 * the rule or of "risk" that the orders of place i got their fault from, when
 * there is but one, else the place itself. */
void algo_blame(const struct algo_strategy *d, size_t i,
		const struct algo_place_count *p, struct algo_err *e);

#endif
