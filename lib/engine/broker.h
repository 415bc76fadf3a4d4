/* broker.h - inside the broker: orders, the queue, trades, fills.
 *
 * broker.c  what a strategy may do and the course of a bar
 * queue.c   orders, their order of processing, their log
 * match.c   trigger and price of an order on a bar
 * fill.c    sizes, margin, netting, opening
 * settle.c  fees, opening, closing
 * event.c   what happened, told as it happens
 * costs.c   slippage, volume, carry, margin calls
 * equity.c  the account at the close, ruin, stretches without orders
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

struct algo_broker {
	const struct algo_account *account;
	struct algo_sink sink;
	struct algo_driver driver;
	double leverage, spread;
	double scale; /* compat with --fractional: prices times unit */

	struct order *head, *tail, *spare;
	struct order **snap; /* the queue as a walk began with it */
	size_t snap_n, snap_cap;
	size_t pending; /* entries in the queue */
	uint64_t last_id;
	struct orderlog log;

	struct trade **trades; /* open, oldest first */
	size_t ntrades, trades_cap;
	struct trade *spare_trade; /* the last one closed, to be used again */
	struct trade **fresh; /* opened in this walk, in order of the fills */
	size_t nfresh, fresh_cap;

	double cash;
	struct algo_bar bar;  /* the one at hand, scaled */
	struct algo_bar prev; /* the one before, scaled */
	int64_t index;	      /* of bar; -1: none yet */
	size_t expiring;      /* queued orders with a last bar */
	int ran;	      /* a broker step was made */
	int ruined;
	double peak, old_peak;	    /* of equity: with this bar, before it */
	struct algo_equity_row row; /* of bar, not yet told */
	int has_row;
	uint64_t closed, entries;
	uint64_t late; /* entries of this bar at the close before it */
	int64_t last_exit_bar;
	struct algo_costs costs;
	int timeless; /* times are bar numbers */
};

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
void algo_log_finish(struct algo_broker *b);
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
int algo_margin_called(const struct algo_broker *b);

/* fill.c */
double algo_units(const struct algo_account *a, double scale, double size);
int algo_fill_entry(struct algo_broker *b, struct order *o,
		    const struct match *m);

/* settle.c */
double algo_fee_of(const struct algo_account *a, double size, double price);
double algo_free_margin(const struct algo_broker *b, double mark);
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
int algo_equity_make(struct algo_broker *b);
void algo_equity_tell(struct algo_broker *b);

#endif
