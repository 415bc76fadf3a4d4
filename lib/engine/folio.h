/* folio.h - inside a portfolio: the symbols of an account at work.
 *
 * seat.c       a symbol's place: when it has work, what it holds
 * portfolio.c  all of them, time by time
 */
#ifndef LIB_ENGINE_FOLIO_H
#define LIB_ENGINE_FOLIO_H

#include "broker.h"
#include "replay.h"

/* A symbol sleeps while no order of it waits and no rule of it fires: its
 * broker is told of the bars in between when it wakes up.  What the account
 * needs of a sleeper with open trades is its mark. */
struct seat {
	struct algo_broker *broker;
	struct strategist st;
	const struct algo_tape *tape; /* of the stretch at hand */
	const uint32_t *at;	      /* its times, NULL: all */
	int64_t base;		      /* bars before the stretch */
	size_t done;		      /* of the stretch its broker has seen */
	int64_t start, first;
	double target;
	double first_close;
	int64_t held;  /* bars with an open trade at the close */
	size_t next;   /* while at is there, the bar after the mark */
	double before; /* while folio.before, the close before the mark's */
	int several;   /* trades are open: see the broker */
};

/* What a seat has open and where that is marked: all that is read of those
 * that sleep, a cache line of each. */
struct mark {
	const double *opens, *closes; /* of the stretch */
	const uint32_t *at;	      /* their times, NULL: all */
	double size, cost, gross;     /* units, net and both sides, and cost */
	double open, close;
};

/* Of a seat, or a sum. */
struct worths {
	struct worth by[2]; /* by enum marked */
};

struct folio {
	struct algo_replay *r;
	struct purse purse;
	struct ledger ledger;
	struct algo_broker **broker;
	struct seat *seat;
	struct mark *mark; /* at the edge of a cache line in marks */
	void *marks;
	struct worth *now, *then; /* of those with open trades: MARKED_ */
	size_t n;
	/* Bits by seat, words of them a time: who has work then. */
	uint64_t *alarm;
	size_t words, alarm_cap;
	uint64_t *held; /* likewise: who has open trades */
	size_t *up;	/* the seats at work now, ascending */
	size_t *holder; /* those with open trades, ascending */
	size_t nup, nholders;
	size_t nseveral; /* seats with several open trades */
	int moved;	 /* the list of holders is not right any more */
	int sleepy;	 /* a symbol may sleep */
	int before;	 /* orders may fill at the close before */
	int at_close;	 /* what is open is marked at the close for fills */
	int64_t times;	 /* before the stretch */
	/* By place in the list of those at work: of the holders behind it. */
	struct worths *behind;
};

/* Bars before i of the stretch are done: when it has work next. */
void algo_seat_alarm(struct folio *f, size_t s, size_t i);
/* Its broker sees the bars before to. */
void algo_seat_catch_up(struct seat *q, size_t to);
/* Bars of the stretch up to time k. */
size_t algo_seat_bars_by(const struct seat *q, uint32_t k);
/* What is open may have changed. */
void algo_seat_position(struct folio *f, size_t s);
/* Works out its worth at its mark. */
static inline void algo_seat_value(struct folio *f, size_t s)
{
	const struct mark *m = &f->mark[s];
	double now = f->at_close ? m->close : m->open, then;

	f->now[s].profit = now * m->size - m->cost;
	f->now[s].value = m->gross * now;
	if (!f->before)
		return;
	then = f->seat[s].before;
	f->then[s].profit = then * m->size - m->cost;
	f->then[s].value = m->gross * then;
}
/* Adds that. */
static inline void algo_seat_add(const struct folio *f, size_t s,
				 struct worths *w)
{
	w->by[MARKED_NOW].profit += f->now[s].profit;
	w->by[MARKED_NOW].value += f->now[s].value;
	if (!f->before)
		return;
	w->by[MARKED_BEFORE].profit += f->then[s].profit;
	w->by[MARKED_BEFORE].value += f->then[s].value;
}
/* The seats whose bits are set, ascending; how many. */
size_t algo_folio_list(const struct folio *f, const uint64_t *bits,
		       size_t *list);
/* A stretch of times begins, and is over. */
void algo_folio_begin(struct folio *f, const struct algo_tapes *t);
void algo_folio_close(struct folio *f);
/* The list of those with open trades is right. */
void algo_folio_holders(struct folio *f);
/* Marks the sleepers that hold something at time k; one without a bar keeps
 * its last close. */
void algo_folio_mark(struct folio *f, uint32_t k);

#endif
