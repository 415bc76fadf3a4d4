/* broker.h - inside the broker: orders, the queue, trades, fills.
 *
 * broker.c  the course of a bar
 * placing.c what a strategy may do and read at its close
 * queue.c   orders, their order of processing, their log
 * match.c   trigger and price of an order on a bar
 * fill.c    sizes, margin, netting, opening
 * settle.c  fees, opening, closing
 * event.c   what happened, told as it happens
 * costs.c   slippage, volume, carry, margin calls
 * equity.c  the account at the close, ruin, stretches without orders
 *
 * A broker is of one symbol.  What the symbols of an account share is its
 * purse: a broker alone has its own, those of a portfolio have one together.
 */
#ifndef LIB_ENGINE_BROKER_H
#define LIB_ENGINE_BROKER_H

#include <algo/engine.h>

/* The largest fraction below 1 that backtesting.py uses for "all". */
#define ALL_IN (1 - 0x1p-52)

struct trade {
	struct algo_trade view; /* what a strategy sees */
	double size;		/* signed, in the account's units */
	double entry;		/* spread included, scaled */
	double high, low;	/* scaled */
	struct order *sl_order, *tp_order;
	struct order *orders; /* all of its orders in the queue, by kin */
	/* 1 + its place in the broker's list of trades opened on this bar,
	 * whose stop and target are looked at after the walk; 0: not there. */
	size_t fresh;
	double entry_fee;  /* paid at the entry, for entry_size units */
	double entry_size; /* |units| at the entry */
	int resting;	   /* opened by a limit, stop or stop-limit order */
	double fill;	   /* the raw price it was opened at */
	uint64_t opener;   /* id of the order that opened it */
};

struct order {
	struct order *prev, *next;
	struct order *kin_prev, *kin_next; /* of the same trade */
	uint64_t id;
	int side;
	enum algo_order_kind kind;
	enum algo_size_kind size_kind;
	double size;	      /* magnitude as asked; signed for a target */
	double limit, stop;   /* NaN: absent; the stop is erased when hit */
	double sl, tp, trail; /* as asked, not scaled */
	int64_t bar;	      /* at whose close it was placed */
	int64_t expire;	      /* the last bar it is looked at; -1: none */
	int64_t part_bar;     /* of the last part that filled; -1: none */
	const char *tag;
	int place;
	struct trade *trade;	 /* closing orders; NULL for entries */
	enum algo_reason reason; /* what exit_reason says when it fills */
	int queued;
	int frozen; /* in a snapshot: not to be reused yet */
};

/* What match.c found: where an order fills on this bar. */
struct match {
	double price;
	double slip;   /* part of the price that is slippage, a unit */
	int triggered; /* the stop was hit on this bar */
	int at_prev;   /* at the previous close (trade_on_close) */
};

/* Rows of the order log wait here until all before them are decided. */
struct orderlog {
	struct algo_order_row *v;
	unsigned char *done;
	size_t start, n, cap; /* v[start..n) */
	uint64_t first;	      /* id of v[start] */
};

/* Open trades of other symbols at their marks: profit, and the money value of
 * both sides. */
struct worth {
	double profit, value;
};
/* Where trades of other symbols are marked while one symbol's orders are
 * looked at: as that order's own symbol is. */
enum marked { MARKED_NOW, MARKED_BEFORE };

struct purse {
	struct algo_broker **broker; /* in order of first appearance */
	size_t n;
	const struct algo_sink *sink; /* of the rows */
	double cash;
	int64_t index;		    /* of the time at hand; -1: none yet */
	double peak, old_peak;	    /* of equity: with this bar, before it */
	struct algo_equity_row row; /* of this time, not yet told */
	int has_row;
	int ruined;
	uint64_t last_id; /* of orders */
	struct orderlog log;
	struct algo_costs costs;
	int timeless; /* times are bar numbers */
};

/* What a bar reads comes first: of many symbols it is not in the cache. */
struct algo_broker {
	struct purse *purse;
	const struct algo_account *account;
	struct order *head, *tail, *spare;
	size_t pending;	       /* entries in the queue */
	struct trade **trades; /* open, oldest first */
	size_t ntrades;
	int64_t index;	      /* of bar; -1: none yet */
	struct algo_bar bar;  /* the one at hand, scaled */
	struct algo_bar prev; /* the one before, scaled */
	size_t expiring;      /* queued orders with a last bar */
	size_t snap_n, nfresh;
	uint64_t late; /* entries of this bar at the close before it */
	int ran;       /* a broker step was made */
	double leverage, spread;
	double scale; /* compat with --fractional: prices times unit */
	struct algo_sink sink;
	struct algo_driver driver;
	struct worth others[2]; /* by enum marked; nothing when alone */

	struct order **snap; /* the queue as a walk began with it */
	size_t snap_cap;
	size_t trades_cap;
	struct trade *spare_trade; /* the last one closed, to be used again */
	struct trade **fresh; /* opened in this walk, in order of the fills */
	size_t fresh_cap;
	uint64_t closed, entries;
	int64_t last_exit_bar;
	const char *symbol; /* NULL: alone */
	size_t seat;	    /* its place in the purse */

	struct purse own;	  /* of a broker alone */
	struct algo_broker *self; /* own.broker */
};

/* broker.c: the course of a bar in steps, for several symbols.  A broker on a
 * purse that others share; symbol is borrowed. */
struct algo_broker *algo_broker_join(const struct algo_account *account,
				     const struct algo_sink *sink,
				     struct purse *purse, const char *symbol);
void algo_purse_init(struct purse *p, const struct algo_account *account,
		     const struct algo_sink *sink);
void algo_purse_release(struct purse *p);
/* A new time: the row of the one before is told. */
void algo_purse_turn(struct purse *p);
/* After the last time: finalize, rows that wait. */
void algo_purse_end(struct purse *p);
/* The next bar is there; nothing is done with it yet. */
void algo_broker_take(struct algo_broker *b, const struct algo_bar *bar);
/* Its orders are looked at. */
void algo_broker_orders(struct algo_broker *b);
/* Everything is closed at the bar's worst prices: a symbol without a bar now
 * (now: the time) at its last close. */
void algo_broker_call(struct algo_broker *b, int64_t now);
/* All trades at the close of the bar at hand. */
void algo_broker_close_now(struct algo_broker *b, enum algo_reason reason);

/* queue.c */
struct order *algo_order_new(struct algo_broker *b, enum algo_order_kind kind,
			     int side);
void algo_queue_front(struct algo_broker *b, struct order *o);
void algo_queue_back(struct algo_broker *b, struct order *o);
void algo_queue_remove(struct algo_broker *b, struct order *o);
void algo_queue_snapshot(struct algo_broker *b);
void algo_queue_release(struct algo_broker *b);
void algo_log_add(struct algo_broker *b, const struct order *o);
void algo_log_status(struct algo_broker *b, uint64_t id,
		     enum algo_order_status status, enum algo_reason reason);
struct algo_order_row *algo_log_row(struct algo_broker *b, uint64_t id);
void algo_log_fill(struct algo_broker *b, const struct order *o, int at_prev,
		   double units, double price);
void algo_log_finish(struct purse *p);
void algo_order_drop(struct algo_broker *b, struct order *o,
		     enum algo_order_status status, enum algo_reason reason);

/* match.c */
int algo_match(struct algo_broker *b, struct order *o, struct match *m);
/* The exit of a fresh trade on its entry bar: NULL, or its sl or tp order and
 * where it fills. */
struct order *algo_match_entry_bar(const struct algo_broker *b,
				   const struct trade *t, struct match *m);
/* Whether the stop waits because the target comes first on this bar. */
int algo_match_target_first(const struct algo_broker *b, const struct trade *t);

/* event.c */
void algo_tell_market(const struct algo_broker *b);
void algo_tell_order(const struct algo_broker *b, const struct order *o);
void algo_tell_fill(const struct algo_broker *b, const struct order *o,
		    int at_prev, double units, double price);
void algo_tell_drop(const struct algo_broker *b, const struct order *o,
		    enum algo_order_status status, enum algo_reason reason);

/* costs.c */
void algo_slip(const struct algo_broker *b, int side, struct match *m);
void algo_slip_paid(struct algo_broker *b, double units, double slip);
double algo_volume_cap(const struct algo_broker *b, const struct match *m);
void algo_carry(struct algo_broker *b);
int algo_margin_called(const struct purse *p, int64_t now);

/* fill.c */
/* No position or fee is worth more: whatever is added up stays finite. */
#define ALGO_VALUE_MAX 1e200
double algo_units(const struct algo_account *a, double scale, double size);
int algo_fill_entry(struct algo_broker *b, struct order *o,
		    const struct match *m);

/* settle.c */
double algo_fee_of(const struct algo_account *a, double size, double price);
/* mark: of the broker's own trades; how: of those of the others. */
double algo_free_margin(const struct algo_broker *b, double mark,
			enum marked how);
struct trade *algo_trade_open(struct algo_broker *b, const struct order *o,
			      double size, double price, int at_prev);
void algo_trade_close(struct algo_broker *b, struct trade *t, double price,
		      enum algo_reason reason, int at_prev);
void algo_trade_reduce(struct algo_broker *b, struct trade *t, double units,
		       double price, enum algo_reason reason, int at_prev);
void algo_trade_set_level(struct algo_broker *b, struct trade *t,
			  enum algo_order_kind kind, double price, int trails);

/* equity.c */
double algo_unrealised(const struct algo_broker *b, double price);
void algo_trade_see(struct trade *t, const struct algo_bar *bar);
void algo_trade_refresh(const struct algo_broker *b, struct trade *t);
/* Works out the row of the time at hand from the brokers' bars, ruin included;
 * 0 once ruined. */
int algo_purse_make(struct purse *p);
/* The same for open trades that add up to that: the two sides are the money
 * value.  -1: the account is ruined by it: all brokers must have their bars,
 * then algo_purse_make does the rest. */
int algo_purse_row(struct purse *p, double profit, double longs, double shorts);
/* Tells the row, once nothing can change it any more. */
void algo_purse_tell(struct purse *p);
/* The broker's trades have seen the bar at hand. */
void algo_broker_see(struct algo_broker *b);
/* Bars from .. to of a tape go by: no order waits. */
void algo_broker_drift(struct algo_broker *b, const struct algo_tape *t,
		       size_t from, size_t to);

#endif
