/* engine.h - bar replay: account, broker, and what drives it.
 *
 * One engine, two fill models: the default, and backtesting.py's
 * (account.compat).  Rules in ENGINE.md section 1, the differences in its
 * section 3 and in SEMANTICS.md.  Bars are fed one by one; of the past only
 * orders, open trades and the last bar are kept.  What happens is told to a
 * sink as rows: orders (in order of id, when their fate is known), trades (in
 * order of closing), equity (one a bar).
 */
#ifndef ALGO_ENGINE_H
#define ALGO_ENGINE_H

#include <algo/base.h>
#include <algo/data.h>
#include <algo/lang.h>

/* --- Account ------------------------------------------------------------ */

enum algo_finalize { ALGO_FIN_CLOSE, ALGO_FIN_OPEN, ALGO_FIN_NONE };
enum algo_mark { ALGO_MARK_OPEN, ALGO_MARK_CLOSE };
enum algo_same_bar { ALGO_SB_PESSIMISTIC, ALGO_SB_OPTIMISTIC, ALGO_SB_PATH };

/* fee(size, price) = fixed + |size| * price * rate, or expr. */
struct algo_fee {
	double fixed;
	double rate;
	struct algo_graph *graph; /* not NULL: an expression; owned */
	struct algo_eval *eval;
	int node;
	char text[128]; /* as it was given */
};
struct algo_account {
	double cash;
	struct algo_fee fee;
	double spread;
	double margin; /* 0.1: leverage 10 */
	int trade_on_close, exclusive, hedging;
	double unit; /* 1: whole units; fractional: 1e-8 or as given */
	enum algo_finalize finalize;
	enum algo_mark mark;
	enum algo_same_bar same_bar;
	/* Costs of the default model; 0: none. */
	double slippage;     /* rate by which market and stop fills are worse */
	double slip_ticks;   /* or so many ticks */
	double tick;	     /* the smallest step of a price */
	double volume_share; /* an order fills at most so much of a bar's
				volume */
	double borrow;	     /* annual rate on the value of shorts */
	double funding;	     /* annual rate on the value of all positions */
	double maintenance;  /* a margin call below this rate of their value */
	int compat;
};
/* Defaults of ENGINE.md; compat: the library's. */
void algo_account_init(struct algo_account *a, int compat);
/* By option name ("cash", "trade-on-close" or "trade_on_close"), the value as
 * the command line would say it ("" for a flag).  value_error "out_of_range",
 * "bad_value" (origin document; a tool re-labels what came from an option). */
int algo_account_set(struct algo_account *a, const char *key, const char *text,
		     struct algo_err *err);
/* The same as struct algo_strategy_opt has it. */
int algo_account_setting(void *account, const char *key, const char *text,
			 struct algo_err *err);
void algo_account_release(struct algo_account *a);
/* What one option alone cannot know: slippage in ticks needs the tick. */
int algo_account_done(const struct algo_account *a, struct algo_err *err);
/* The words that an option may be, ended by NULL; NULL when it is no choice. */
const char *const *algo_account_choices(const char *key);
/* Its options as members of an object being written. */
void algo_account_json(const struct algo_account *a, struct algo_jw *w);

/* --- Rows told to the sink ---------------------------------------------- */

enum algo_order_kind {
	ALGO_OK_MARKET,
	ALGO_OK_LIMIT,
	ALGO_OK_STOP,
	ALGO_OK_STOP_LIMIT,
	ALGO_OK_CLOSE,
	ALGO_OK_SL,
	ALGO_OK_TP
};
enum algo_order_status {
	ALGO_OS_PENDING,
	ALGO_OS_FILLED,
	ALGO_OS_CANCELED,
	ALGO_OS_REJECTED,
	ALGO_OS_EXPIRED
};
/* X(id, text): reasons of orders and of exits. */
/* clang-format off */
#define ALGO_REASON_MAP(X)                                                    \
	X(NONE, "")                                                           \
	X(SIGNAL, "signal")                                                   \
	X(SL, "sl")                                                           \
	X(TP, "tp")                                                           \
	X(TRAIL, "trail")                                                     \
	X(MAX_BARS, "max_bars")                                               \
	X(SESSION, "session")                                                 \
	X(LIMIT, "limit")                                                     \
	X(NETTING, "netting")                                                 \
	X(EXCLUSIVE, "exclusive")                                             \
	X(FINALIZE, "finalize")                                               \
	X(RUIN, "ruin")                                                       \
	X(NA, "na")                                                           \
	X(SIZE_ZERO, "size_zero")                                             \
	X(SIZE_NEGATIVE, "size_negative")                                     \
	X(SIZE_NOT_WHOLE, "size_not_whole")                                   \
	X(PRICE_NOT_POSITIVE, "price_not_positive")                           \
	X(WRONG_SIDE, "wrong_side")                                           \
	X(TARGET_RANGE, "target_range")                                       \
	X(MARGIN, "margin")                                                   \
	X(MAX_OPEN_TRADES, "max_open_trades")                                 \
	X(MAX_TRADES_PER_DAY, "max_trades_per_day")                           \
	X(CANCEL, "cancel")                                                   \
	X(REPLACED, "replaced")                                               \
	X(TRADE_CLOSED, "trade_closed")                                       \
	X(NO_CHANGE, "no_change")                                             \
	X(EXPIRED, "expired")                                                 \
	X(MARGIN_CALL, "margin_call")
enum algo_reason {
#define X(id, text) ALGO_R_##id,
	ALGO_REASON_MAP(X)
#undef X
	ALGO_R_COUNT
};
/* clang-format on */
const char *algo_reason_name(enum algo_reason r);
const char *algo_order_kind_name(enum algo_order_kind k);
const char *algo_order_status_name(enum algo_order_status s);

/* NaN: absent.  place: the caller's number of the rule (-1 none).  symbol: of
 * several; NULL: the only one.  Bars are counted in each symbol's own. */
struct algo_order_row {
	const char *symbol;
	uint64_t id;
	int64_t bar, time;
	int side; /* 1 buy, -1 sell */
	enum algo_order_kind kind;
	double size, limit, stop, sl, tp;
	const char *tag; /* or NULL */
	enum algo_order_status status;
	int64_t fill_bar, fill_time; /* fill_bar -1: none */
	double fill_price, fill_size;
	enum algo_reason reason;
	int place;
};
struct algo_trade_row {
	const char *symbol;
	size_t seat; /* its place among several */
	double size; /* signed */
	int64_t entry_bar, exit_bar, entry_time, exit_time;
	double entry_price, exit_price, sl, tp;
	double pnl, return_pct, commission;
	double mae_pct, mfe_pct;
	const char *tag;
	enum algo_reason exit_reason;
};
struct algo_equity_row {
	int64_t bar, time;
	double equity, cash, long_value, short_value;
	double peak;  /* of equity so far, this bar included */
	double close; /* of the bar, for statistics; of several symbols NaN,
			 but 1 in the first row and in the last what holding
			 equal parts of all from their first bars has become */
};
/* What happened, as it happens.  X(id, name) */
#define ALGO_EVENT_MAP(X)             \
	X(MARKET, "market")           \
	X(SIGNAL, "signal")           \
	X(ORDER, "order")             \
	X(FILL, "fill")               \
	X(CANCEL, "cancel")           \
	X(REJECT, "reject")           \
	X(MARGIN_CALL, "margin_call") \
	X(RULE, "rule")
enum algo_event_kind {
#define X(id, name) ALGO_EV_##id,
	ALGO_EVENT_MAP(X)
#undef X
		ALGO_EV_COUNT
};
/* Members that a kind does not have are 0, NaN or NULL. */
struct algo_event {
	enum algo_event_kind kind;
	const char *symbol;
	int64_t bar, time;
	uint64_t order; /* id as in the orders' rows */
	uint64_t trade; /* id of the order that opened the trade */
	int side;	/* 1 buy, -1 sell */
	enum algo_order_kind order_kind;
	double size, price;
	double open, high, low, close; /* market */
	double limit, stop;	       /* order */
	enum algo_reason reason;
	int expired;	  /* cancel: its time was over */
	int place;	  /* the rule in the document, -1 none */
	const char *text; /* rule: which limit of "risk" */
	const char *tag;
};
struct algo_sink {
	void *ctx;
	void (*order)(void *ctx, const struct algo_order_row *row);
	void (*trade)(void *ctx, const struct algo_trade_row *row);
	void (*equity)(void *ctx, const struct algo_equity_row *row);
	void (*event)(void *ctx, const struct algo_event *event);
};

/* --- Broker ------------------------------------------------------------- */

struct algo_broker;

/* account and sink are borrowed.  Members of sink may be NULL. */
struct algo_broker *algo_broker_new(const struct algo_account *account,
				    const struct algo_sink *sink);
void algo_broker_free(struct algo_broker *b);

/* A bar before the first strategy step: equity is the cash. */
void algo_broker_skip(struct algo_broker *b, const struct algo_bar *bar);
/* The broker step of the next bar: orders are looked at, trades marked, ruin
 * seen.  1; 0 when the account is ruined now or was before (the strategy is
 * not called then; go on feeding bars for their equity rows). */
int algo_broker_bar(struct algo_broker *b, const struct algo_bar *bar);
/* A stretch of bars, borrowed: the columns as arrays of n values. */
struct algo_tape {
	size_t n; /* 1 .. ALGO_LANG_N */
	const int64_t *time;
	int index; /* times are bar numbers */
	const double *open, *high, *low, *close;
	const double *volume;	 /* or NULL */
	const double *const *in; /* by algo_graph_input of the strategy */
	const double *signal;	 /* target positions, or NULL */
};

/* The same as algo_broker_bar for bars from .. to of a tape, while no order
 * waits and the strategy has nothing to do; how many were taken (0 when an
 * order waits; fewer at ruin). */
size_t algo_broker_coast(struct algo_broker *b, const struct algo_tape *t,
			 size_t from, size_t to);
/* After the last strategy step: finalize, pending orders and the last equity
 * row are told. */
void algo_broker_end(struct algo_broker *b);

/* Tells the row of the bar just fed: nothing changes it any more. */
void algo_broker_tell(struct algo_broker *b);

/* What a strategy may do in its step, at the close of the bar just fed. */
enum algo_size_kind {
	ALGO_SZ_ALL,   /* all that can be bought */
	ALGO_SZ_SIZE,  /* 0 < size < 1 fraction of free margin, else units */
	ALGO_SZ_UNITS, /* units */
	ALGO_SZ_FLOOR, /* units, floored to the account's unit */
	ALGO_SZ_TARGET /* signed fraction of equity */
};
/* Levels worked out at the fill (risk's stops), asked back from the driver. */
struct algo_order {
	int side;
	enum algo_size_kind size_kind;
	double size;
	double limit, stop, sl, tp; /* NaN: absent */
	int has_limit, has_stop;    /* given, even if na: the order's kind */
	double trail;		    /* distance, NaN: none */
	double expire_bars;	    /* NaN: good till canceled */
	const char *tag;	    /* must outlive the broker; or NULL */
	int place;
	/* A field that was given but is na, zero or negative: the order is
	 * refused with this reason (ALGO_R_NONE: it is fine). */
	enum algo_reason bad;
};
#define ALGO_ORDER_INIT                                                        \
	{                                                                      \
		.limit = NAN, .stop = NAN, .sl = NAN, .tp = NAN, .trail = NAN, \
		.expire_bars = NAN, .place = -1                                \
	}
/* 0 placed; 1 refused (told to the sink as rejected).  With compat a price on
 * the wrong side is -1: the run must end (runtime_error in err). */
int algo_broker_order(struct algo_broker *b, const struct algo_order *o,
		      struct algo_err *err);
/* Closing orders for every open trade, oldest first.  reason is what
 * exit_reason will say. */
void algo_broker_close(struct algo_broker *b, double portion,
		       enum algo_reason reason, int place);
/* Of one open trade, by its place in the list of open trades now. */
void algo_broker_close_trade(struct algo_broker *b, size_t trade,
			     double portion, enum algo_reason reason,
			     int place);
/* NaN removes the level.  trails: the level comes from a trailing stop. */
void algo_broker_set_sl(struct algo_broker *b, size_t trade, double price,
			int trails);
void algo_broker_set_tp(struct algo_broker *b, size_t trade, double price);
/* Pending entries: all, or those with this tag. */
void algo_broker_cancel(struct algo_broker *b, const char *tag,
			enum algo_reason reason);
/* All orders but the stops and targets of open trades, closing ones
 * included. */
void algo_broker_cancel_all(struct algo_broker *b, enum algo_reason reason);
/* Closes everything now, at the close of the bar just fed (flatten); the
 * equity row of the bar follows it.  1; 0 when that ruins the account. */
int algo_broker_flatten(struct algo_broker *b, enum algo_reason reason);

/* What a strategy may read, as of the close of the bar just fed. */
struct algo_trade {
	double size; /* signed */
	double entry_price;
	int64_t entry_bar, entry_time;
	double sl, tp;	  /* NaN: none */
	int sl_trails;	  /* the level in force came from a trailing stop */
	double trail;	  /* the order's own trailing distance, NaN: none */
	double high, low; /* whole bars from the entry bar on */
	const char *tag;
	int place;
	int64_t close_bar; /* of the last closing order, -1: none */
	int64_t risk_bar;  /* of the last one that risk placed, -1: none */
};
size_t algo_broker_trades(const struct algo_broker *b);
const struct algo_trade *algo_broker_trade(const struct algo_broker *b,
					   size_t i); /* oldest first */
struct algo_broker_view {
	int64_t bar;	       /* of the bar just fed, from 0 */
	double equity, cash;   /* settled cash */
	double peak;	       /* of equity so far */
	size_t pending;	       /* entries */
	uint64_t closed;       /* rows told as trades so far */
	uint64_t entries;      /* trades opened so far */
	uint64_t late;	       /* of them at this bar, at the close before it */
	int64_t last_exit_bar; /* -1: none */
	int ruined;
};
void algo_broker_view(const struct algo_broker *b, struct algo_broker_view *v);
/* The number of the bar just fed, from 0; -1 before the first. */
int64_t algo_broker_index(const struct algo_broker *b);
double algo_broker_equity(const struct algo_broker *b);
/* Tells the sink that a rule fired (SIGNAL, with its place) or that a limit of
 * "risk" acts (RULE, with its name), at the bar just fed. */
void algo_broker_note(const struct algo_broker *b, enum algo_event_kind kind,
		      int place, const char *text);
/* What was charged in all; money lost is positive. */
struct algo_costs {
	double slippage, borrow, funding;
};
void algo_broker_costs(const struct algo_broker *b, struct algo_costs *c);
/* Times are bar numbers: annual rates charge nothing. */
void algo_broker_timeless(struct algo_broker *b);
/* The bar at whose close the oldest pending entry was placed; -1: none.  Looks
 * at every order. */
int64_t algo_broker_oldest_pending(const struct algo_broker *b);

/* Questions the broker asks its driver; any may be NULL. */
struct algo_driver {
	void *ctx;
	/* May an entry fill at this time?  0: a resting one is not looked at,
	 * a market one is canceled (session). */
	int (*open_now)(void *ctx, int64_t time);
	/* At the open of a bar: 1 closes every trade there (a session is over
	 * and its last bar never came). */
	int (*flatten_now)(void *ctx, int64_t time);
	/* What became of an entry order; pending: it was waiting at the end. */
	void (*fate)(void *ctx, int place, int64_t bar,
		     enum algo_order_status status, enum algo_reason reason);
	/* Before a trade opens (what is left after netting): ALGO_R_NONE lets
	 * it, another reason rejects the order. */
	enum algo_reason (*may_enter)(void *ctx, const struct algo_order *o,
				      int64_t fill_time);
	/* Stop and target of the trade about to open, where the order has none
	 * of its own (NaN on entry of the call: none): *trails is set when the
	 * stop is a trailing one.  ALGO_R_NONE, or why the entry is refused. */
	enum algo_reason (*levels)(void *ctx, const struct algo_order *o,
				   double entry_price, double *sl, double *tp,
				   int *trails);
};
void algo_broker_driver(struct algo_broker *b, const struct algo_driver *d);

/* --- Drivers ------------------------------------------------------------ */

/* A list of actions in place of a strategy (the format of the goldens'
 * actions.csv: Bar,Action,Size,Limit,Stop,SL,TP,Trade,Portion). */
struct algo_actions;
struct algo_actions *algo_actions_read(struct algo_in *in,
				       struct algo_err *err);
/* Does what the list says for the bar just fed.  -1 ends the run. */
int algo_actions_step(struct algo_actions *a, struct algo_broker *b,
		      struct algo_err *err);
void algo_actions_free(struct algo_actions *a);

struct algo_replay_opt {
	const struct algo_account *account;
	struct algo_strategy *strategy; /* one of the three drives */
	struct algo_actions *actions;
	int signals;
	double warmup;	       /* W by hand; NaN: found, or the document's */
	struct algo_sink sink; /* members may be NULL */
	/* Several symbols in order of first appearance, borrowed; fed by
	 * algo_replay_tapes.  Not with actions or compat. */
	const char *const *symbols;
	size_t nsymbols;
	/* The only one that trades, the others are data for it; NULL: all do.
	 * Without symbols the name of the one whose tapes are fed, or NULL. */
	const char *only;
};

/* What a place in the document asked for, for warnings. */
struct algo_place_count {
	const char *pointer;
	uint64_t orders, refused, bad; /* bad: refused for a bad value */
	int64_t first_bar;	       /* of the first refusal */
	enum algo_reason first_reason;
};

struct algo_replay;
struct algo_replay *algo_replay_new(const struct algo_replay_opt *opt);
/* -1 ends the run (compat: a price on the wrong side). */
int algo_replay_tape(struct algo_replay *r, const struct algo_tape *tape,
		     struct algo_err *err);
/* Tells the equity row of the last bar now, when nothing at the end can change
 * it any more (finalize none). */
void algo_replay_settle(struct algo_replay *r);
/* A stretch of times of several symbols, borrowed.  n tapes as long as the
 * stretch have 65536 bars in all, about: more leave the cache. */
struct algo_tapes {
	size_t n;	     /* distinct times, 1 .. ALGO_LANG_N */
	const int64_t *time; /* ascending: at least one symbol has a bar */
	int index;
	/* By symbol: its own bars; its n may be 0. */
	const struct algo_tape *of;
	/* By symbol: which of the times its bar i is, ascending; NULL where it
	 * has a bar at each time. */
	const uint32_t *const *at;
};
int algo_replay_tapes(struct algo_replay *r, const struct algo_tapes *tapes,
		      struct algo_err *err);
int algo_replay_end(struct algo_replay *r, struct algo_err *err);
/* Of several symbols that all trade: distinct times; likewise the first. */
int64_t algo_replay_bars(const struct algo_replay *r);
/* The bar of the first strategy step; -1: none (yet). */
int64_t algo_replay_first(const struct algo_replay *r);
size_t algo_replay_open_trades(const struct algo_replay *r);
/* The evaluator of the one symbol that trades; NULL before the first bar. */
const struct algo_eval *algo_replay_eval(const struct algo_replay *r);
void algo_replay_costs(const struct algo_replay *r, struct algo_costs *c);
/* One of several symbols, as of the last bar fed. */
struct algo_seat {
	const char *name;
	int64_t bars;
	int64_t first;	   /* its bar of its first step; -1: none */
	int64_t held;	   /* bars with an open trade at their close */
	double size;	   /* open, net */
	double cost_basis; /* mean entry price; NaN at size 0 */
	double close;	   /* the last one; NaN: no bar */
	double profit;	   /* open */
};
/* Of several symbols that all trade; else 0. */
size_t algo_replay_seats(const struct algo_replay *r);
void algo_replay_seat(const struct algo_replay *r, size_t i,
		      struct algo_seat *seat);
size_t algo_replay_places(const struct algo_replay *r);
const struct algo_place_count *algo_replay_place(const struct algo_replay *r,
						 size_t i);
/* Warnings (refused orders by place, never started, a session that daily bars
 * never meet) and, when every order of a place was refused for a bad value, a
 * runtime_error a place: the run was no success. */
void algo_replay_judge(const struct algo_replay *r, const char *file,
		       struct algo_errs *errs);
void algo_replay_free(struct algo_replay *r);

/* Bars from CSV into a replay: rows before from or after to are cut (instants,
 * ALGO_WHEN_NONE: open), symbol picks one of several.  Asks the reader for the
 * columns that are needed: data_error when one is missing. */
struct algo_player;
struct algo_player_opt {
	int64_t from, to;
	const char *symbol; /* NULL: the only one */
	const char *name;   /* of bars without a symbol column, or NULL */
	const char *signal; /* column of target positions, or NULL */
	int volume;	    /* the tape has volumes: the column must be there */
};
struct algo_player *algo_player_new(struct algo_csv *csv,
				    const struct algo_strategy *strategy,
				    const struct algo_player_opt *opt,
				    struct algo_err *err);
/* 1: a stretch of bars; 0: the end; -1: an error. */
int algo_player_next(struct algo_player *p, struct algo_tape *tape,
		     struct algo_err *err);
const char *algo_player_symbol(const struct algo_player *p); /* or "" */
void algo_player_free(struct algo_player *p);

/* Bars of several symbols, kept in memory: the columns that are needed. */
struct algo_market;
struct algo_market_opt {
	const struct algo_strategy *strategy; /* or NULL */
	int64_t from, to;
	const char *signal;
	int volume;
};
struct algo_market *algo_market_new(const struct algo_market_opt *opt);
void algo_market_free(struct algo_market *m);
/* All rows of csv, whose file is called file: of the symbol of that name, or,
 * NULL, by its column "symbol".  -1: data_error "out_of_order" when a time goes
 * back among all rows, "several_symbols" when a name is given, "bad_time" when
 * bar numbers meet times, and all of the reader's. */
int algo_market_read(struct algo_market *m, struct algo_csv *csv,
		     const char *name, const char *file, struct algo_err *err);
/* After the last: times merged, symbols in order of first appearance, those of
 * one time as they were read. */
void algo_market_done(struct algo_market *m);
size_t algo_market_symbols(const struct algo_market *m);
const char *const *algo_market_names(const struct algo_market *m);
/* The next stretch of times; 0 at the end. */
int algo_market_next(struct algo_market *m, struct algo_tapes *t);
/* From the first time on again. */
void algo_market_rewind(struct algo_market *m);

/* --- CSV of what happened ------------------------------------------------ */

/* DESIGN.md's columns.  index: times are bar numbers; symbol may be "". */
struct algo_report {
	struct algo_out *orders, *trades, *equity; /* NULL: not wanted */
	struct algo_out *events;		   /* NDJSON */
	struct algo_buf line;			   /* of it, at work */
	const char *symbol;			   /* of rows that name none */
	int index;
	struct algo_daycache cache;
	/* Decimals of the number columns, at work; 0 at first. */
	int order_hints[7], trade_hints[10], equity_hints[6];
};
void algo_report_heads(struct algo_report *r);
void algo_report_order(struct algo_report *r, const struct algo_order_row *o);
void algo_report_trade(struct algo_report *r, const struct algo_trade_row *t);
void algo_report_equity(struct algo_report *r, const struct algo_equity_row *e);
/* pointer: of the event's place in the document, or NULL. */
void algo_report_event(struct algo_report *r, const struct algo_event *e,
		       const char *pointer);
void algo_report_release(struct algo_report *r);

#endif
