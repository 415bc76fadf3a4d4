/* lang.h - expressions to a dataflow graph, and strategy documents.
 *
 * Every expression becomes nodes of one graph in which equal calls are one
 * node.  A node is of one of four kinds, by what it reads:
 *
 *   column   bars, columns, params: worked out by blocks of up to ALGO_LANG_N
 *            bars, before the account moves
 *   step     also the account: worked out bar by bar at the close, by the same
 *            operations with n = 1, from the first strategy step on
 *   trade    also trade.*: worked out for each trade, without a past
 *   fill     risk's stops and targets: entry_price and side are those of the
 *            fill at hand, everything else as of the last closed bar
 *
 * Values are doubles; NaN is na.  A boolean is 1, 0 or NaN (unknown).
 */
#ifndef ALGO_LANG_H
#define ALGO_LANG_H

#include <algo/base.h>
#include <algo/ind.h>

#define ALGO_LANG_N 1024

/* Limits of LANGUAGE.md 3. */
#define ALGO_DOC_MAX (1 << 20)
#define ALGO_EXPR_NODES 4096
#define ALGO_GRAPH_NODES 65536
#define ALGO_RULES_MAX 1024
#define ALGO_LOOKBACK_MAX 1000000
#define ALGO_WORK_MAX 100000

enum algo_type { ALGO_T_ANY, ALGO_T_NUM, ALGO_T_BOOL };
enum algo_kind { ALGO_K_COLUMN, ALGO_K_STEP, ALGO_K_TRADE, ALGO_K_FILL };

/* Which names an expression may use. */
enum algo_scope {
	ALGO_SCOPE_BARS,  /* bars, columns, params, lets that are columns */
	ALGO_SCOPE_STEP,  /* and the account */
	ALGO_SCOPE_TRADE, /* and trade.* */
	ALGO_SCOPE_FILL,  /* as STEP, entry_price and side of the fill */
	ALGO_SCOPE_FEE	  /* size and price alone, as slots of ALGO_K_TRADE:
			     read by algo_eval_fee */
};

/* What the engine tells the step: the slots of algo_eval_account. */
#define ALGO_ACCOUNT_MAP(X)                        \
	X(POS_SIZE, "position.size")               \
	X(POS_ENTRY_PRICE, "position.entry_price") \
	X(POS_BARS, "position.bars")               \
	X(POS_PNL, "position.pnl")                 \
	X(POS_PNL_PCT, "position.pnl_pct")         \
	X(POS_SL, "position.sl")                   \
	X(POS_TP, "position.tp")                   \
	X(POS_HIGH, "position.high")               \
	X(POS_LOW, "position.low")                 \
	X(FLAT, "flat")                            \
	X(IS_LONG, "is_long")                      \
	X(IS_SHORT, "is_short")                    \
	X(ENTRY_PRICE, "entry_price")              \
	X(SIDE, "side")                            \
	X(EQUITY, "equity")                        \
	X(CASH, "cash")                            \
	X(TRADES_OPEN, "trades.open")              \
	X(TRADES_CLOSED, "trades.closed")          \
	X(TRADES_TODAY, "trades.today")            \
	X(DAY_PNL, "day.pnl")                      \
	X(DAY_PNL_PCT, "day.pnl_pct")              \
	X(DRAWDOWN_PCT, "drawdown_pct")            \
	X(PENDING_COUNT, "pending.count")          \
	X(PENDING_BARS, "pending.bars")
enum algo_account_name {
#define X(id, name) ALGO_A_##id,
	ALGO_ACCOUNT_MAP(X)
#undef X
		ALGO_A_COUNT
};

/* The slots of one trade. */
#define ALGO_TRADE_MAP(X)                   \
	X(SIZE, "trade.size")               \
	X(ENTRY_PRICE, "trade.entry_price") \
	X(BARS, "trade.bars")               \
	X(PNL, "trade.pnl")                 \
	X(PNL_PCT, "trade.pnl_pct")         \
	X(SL, "trade.sl")                   \
	X(TP, "trade.tp")                   \
	X(HIGH, "trade.high")               \
	X(LOW, "trade.low")
enum algo_trade_name {
#define X(id, name) ALGO_TR_##id,
	ALGO_TRADE_MAP(X)
#undef X
		ALGO_TR_COUNT
};

/* --- Graph -------------------------------------------------------------- */

struct algo_graph;

/* zone is borrowed (NULL: UTC): year ... minute, sessions, session VWAP. */
struct algo_graph *algo_graph_new(struct algo_zone *zone);
void algo_graph_free(struct algo_graph *g);
/* The day of sessions begins at this local time (microseconds, default 0). */
void algo_graph_day_start(struct algo_graph *g, int64_t us);
/* 1: indicators have TA-Lib 0.6.4's values where the registry mends them, also
 * those inside functions; before any expression. */
void algo_graph_compat(struct algo_graph *g, int talib);
/* The hours of risk.session, for opening_range_* and session_first/last:
 * local microseconds of the day, in zone (NULL: the graph's). */
void algo_graph_session(struct algo_graph *g, int64_t from, int64_t to,
			struct algo_zone *zone);

/* Names, declared before the expressions that use them.  value_error
 * "name_taken", key_error "bad_name"; the place is the caller's to add. */
int algo_graph_param(struct algo_graph *g, const char *name, double value,
		     struct algo_err *err);
/* An extra CSV column that may be read. */
void algo_graph_column(struct algo_graph *g, const char *name);

struct algo_source {
	const char *text;
	size_t len;
	const char *file;    /* for errors, or NULL */
	const char *pointer; /* JSON pointer of the expression, or "" */
	enum algo_scope scope;
	enum algo_type want; /* ALGO_T_ANY: either */
	int price;	     /* node of the order's price, which risk_size
				measures from; -1: close */
};
/* What an expression became; node -1: none. */
struct algo_expr {
	int node;
	enum algo_type type;
	enum algo_kind kind;
	int is_const;
	double value;  /* when is_const */
	int risk_size; /* the outermost call is risk_size: units */
	int crosses;   /* sym or a cross-section is in it */
};
#define ALGO_EXPR_NONE     \
	{                  \
		.node = -1 \
	}

/* lets: all are declared, in document order, then compiled together (a let
 * may use itself or a later one in the past).  A let that reads the account
 * is of kind step. */
int algo_graph_let(struct algo_graph *g, const char *name,
		   const struct algo_source *src, struct algo_err *err);
int algo_graph_lets_done(struct algo_graph *g, struct algo_errs *errs);

/* Compiles one expression.  0; -1 with at least one record in errs, each with
 * file, pointer, line and column (in bytes, as all places) within the
 * expression, length, context and often a fix-it.  All faults that can be
 * found are.  A use of a let that is at fault adds no record: lets_done did. */
int algo_graph_add(struct algo_graph *g, const struct algo_source *src,
		   struct algo_expr *out, struct algo_errs *errs);
/* A number as an expression. */
void algo_graph_number(struct algo_graph *g, double v, struct algo_expr *out);
/* An output of a registry row over inputs by name (bar values, hl2 ...,
 * columns of the bars), all parameters given: what a SPEC asks for, also where
 * a function of the language has the row's name.  import_error
 * "unknown_column". */
int algo_graph_indicator(struct algo_graph *g, const struct algo_ind *ind,
			 const double *p, const char *const *inputs,
			 size_t output, struct algo_expr *out,
			 struct algo_err *err);
/* After the last add: limits, order of work. */
int algo_graph_done(struct algo_graph *g, struct algo_errs *errs);

/* What must be fed: "open" ... "volume" or the exact names of extra columns
 * that expressions read, in the order of struct algo_block.in. */
size_t algo_graph_inputs(const struct algo_graph *g);
const char *algo_graph_input(const struct algo_graph *g, size_t i);
/* Bit 1 << ALGO_A_x: that account slot is read. */
uint64_t algo_graph_account(const struct algo_graph *g);
int algo_graph_has_steps(const struct algo_graph *g);
/* The longest fixed look-back, for people: in bars, within tf in bars of that
 * time frame. */
size_t algo_graph_lookback(const struct algo_graph *g);
/* About how many bytes an evaluator takes: times the symbols for a panel. */
size_t algo_graph_memory(const struct algo_graph *g);
/* sym or a cross-section (xrank ...) is reached: several symbols must be
 * worked out together, by a panel.  Where there is one symbol only,
 * algo_eval_block does: see algo_eval_symbol. */
int algo_graph_crosses(const struct algo_graph *g);
/* The symbols that sym() names, in order of first use. */
size_t algo_graph_symbols(const struct algo_graph *g);
const char *algo_graph_symbol(const struct algo_graph *g, size_t i);
/* Are all of them among the n of the input (exact names)?  0; -1 with an
 * import_error "unknown_symbol" in errs for each that is not, with the place
 * of its first use and a did-you-mean. */
int algo_graph_check_symbols(const struct algo_graph *g,
			     const char *const *symbols, size_t n,
			     struct algo_errs *errs);

/* --- Evaluation --------------------------------------------------------- */

struct algo_eval;

/* One block of bars; borrowed until the next block. */
struct algo_block {
	size_t n;		 /* 1 .. ALGO_LANG_N */
	const int64_t *time;	 /* microseconds, or bar numbers */
	int index;		 /* times are bar numbers: no calendar */
	const double *const *in; /* by algo_graph_input */
};

struct algo_eval *algo_eval_new(const struct algo_graph *g);
void algo_eval_free(struct algo_eval *e);
/* Works out all column nodes. */
void algo_eval_block(struct algo_eval *e, const struct algo_block *feed);
/* n values of a column node in the block. */
const double *algo_eval_column(const struct algo_eval *e, int node);
/* ALGO_A_COUNT slots for the engine to fill before algo_eval_step; unread
 * ones may be left.  Booleans 1, 0. */
double *algo_eval_account(struct algo_eval *e);
/* Works out all step nodes at bar i of the block; every bar from the first
 * strategy step on, once, in order. */
void algo_eval_step(struct algo_eval *e, size_t i);
/* A node of scope FILL as of bar i, before algo_eval_step of that bar, with
 * the account slots as they are now; no state moves.  For trailing stops, which
 * are renewed before the strategy looks at the account. */
double algo_eval_peek(struct algo_eval *e, int node, size_t i,
		      double entry_price, double side);
/* The value of a column or step node at bar i (steps: of the last step). */
double algo_eval_value(const struct algo_eval *e, int node, size_t i);
/* The value of any node for one open trade (ALGO_TR_COUNT slots), after
 * algo_eval_step of bar i. */
double algo_eval_trade(struct algo_eval *e, int node, size_t i,
		       const double *trade, const char *tag);
/* The value of a node of scope FILL at a fill: column and step parts as of the
 * last algo_eval_step, also when that was in the block before. */
double algo_eval_fill(struct algo_eval *e, int node, double entry_price,
		      double side);
/* A fee expression (ALGO_SCOPE_FEE). */
double algo_eval_fee(struct algo_eval *e, int node, double size, double price);

/* The evaluator stands alone (algo_eval_block, not a panel) and its bars are
 * of this symbol: sym() of it is the expression itself.  Any other is na, and a
 * cross-section is over one symbol: xrank 0.5, xmean the value, xzscore na,
 * xtop true. */
void algo_eval_symbol(struct algo_eval *e, const char *symbol);

/* Warm-up (LANGUAGE.md 5), counted from the first bar fed.  After a block:
 * 1 and *w, the latest first value over all counted nodes; 0 while one of
 * them has had none, *w is then the latest among those that had (0: none). */
int algo_eval_warmup(const struct algo_eval *e, int64_t *w);
/* The calls that have had no value yet, as "sma(close, 200), x". */
void algo_eval_cold(const struct algo_eval *e, struct algo_buf *out);

/* --- Several symbols ----------------------------------------------------- */

/* A panel runs one graph on each of several symbols, which see each other by
 * sym and the cross-section.  The order of the symbols is that of first
 * appearance: xtop's ties go by it.  The graph is borrowed, the names copied.
 * A graph that does not cross needs no panel (one algo_eval a symbol does), but
 * may have one: the cost is the same. */
struct algo_panel;
struct algo_panel *algo_panel_new(const struct algo_graph *g,
				  const char *const *symbols, size_t n);
void algo_panel_free(struct algo_panel *p);
/* Symbol s is data for others only (--symbol names another one): of its values
 * only those are worked out that others ask for.  Before the first block. */
void algo_panel_data(struct algo_panel *p, size_t s);

/* One block of times.  Columns are kept for all symbols at once, so with many
 * of them smaller blocks stay in the cache: about 65536 bars of all symbols
 * together are good (500 symbols: n 128). */
struct algo_panel_block {
	size_t n;	     /* distinct times, 1 .. ALGO_LANG_N */
	const int64_t *time; /* ascending: at least one symbol has a bar */
	int index;	     /* times are bar numbers */
	/* By symbol: its own bars within these times.  n may be 0, and time
	 * NULL where it has a bar at each of them. */
	const struct algo_block *of;
	/* By symbol: which of the times its bar i is, ascending.  at, or at[s],
	 * is NULL where the symbol has a bar at each time. */
	const uint32_t *const *at;
};
/* Works out all column nodes of all symbols, in any cut with the same bits. */
void algo_panel_block(struct algo_panel *p, const struct algo_panel_block *b);
/* The evaluator of symbol s, owned by the panel: algo_eval_column, _account,
 * _step, _peek, _value, _trade, _fill, _warmup and _cold work as with one
 * symbol, with i counted in the symbol's own bars of the block. */
struct algo_eval *algo_panel_eval(const struct algo_panel *p, size_t s);

/* The calls that count, and of each its text and first bar with a value (-1:
 * none yet). */
size_t algo_eval_watches(const struct algo_eval *e);
const char *algo_eval_watch(const struct algo_eval *e, size_t i,
			    int64_t *first);

/* --- Listings for other rooms ------------------------------------------- */

/* Functions and names of the language that are no indicator: NULL past the
 * end.  For completion, did-you-mean, prompts and the manual. */
struct algo_word {
	const char *name;
	const char *usage; /* "crossover(a, b)" */
	const char *doc;
};
const struct algo_word *algo_lang_word(size_t i);

/* --- Syntax --------------------------------------------------------------- */

/* An expression as it was written: what other rooms read, take apart and put
 * together anew.  Brackets are gone; 5% is 0.05. */
enum algo_ast_kind {
	ALGO_AST_NUM,	/* number */
	ALGO_AST_TEXT,	/* name: without the quotes */
	ALGO_AST_NAME,	/* name */
	ALGO_AST_FIELD, /* kid[0] . name */
	ALGO_AST_NEG,
	ALGO_AST_NOT,
	ALGO_AST_BIN,	/* name: "or" "and" "<" ... "!=" "+" ... "**" */
	ALGO_AST_COND,	/* kid[0] ? kid[1] : kid[2] */
	ALGO_AST_INDEX, /* kid[0][kid[1]] */
	ALGO_AST_CALL	/* name ( kid... ) */
};
struct algo_ast {
	enum algo_ast_kind kind;
	double number;
	const char *name; /* functions, fields and arguments in lower case,
			     names as they stand in the text; "" without */
	size_t nkids;
	const struct algo_ast *const *kid;
	const char *const *arg; /* of a call: the name of each argument, ""
				   where it has none */
	size_t size;		/* parts in all, itself included */
};
/* Syntax only: names and types are not checked.  NULL and the first fault in
 * *err.  Nodes live in the arena; they may be shared by several trees. */
const struct algo_ast *algo_ast_parse(struct algo_arena *arena,
				      const char *text, size_t n,
				      struct algo_err *err);
/* A copy of a with other kids (as many). */
const struct algo_ast *algo_ast_with(struct algo_arena *arena,
				     const struct algo_ast *a,
				     const struct algo_ast *const *kid);
const struct algo_ast *algo_ast_number(struct algo_arena *arena, double v);
/* The same tree; names in any case. */
int algo_ast_equal(const struct algo_ast *a, const struct algo_ast *b);
/* The canonical spelling: single blanks, the fewest brackets. */
void algo_ast_print(const struct algo_ast *a, struct algo_buf *out);

/* --- Strategy documents ------------------------------------------------- */

enum algo_do {
	ALGO_DO_BUY,
	ALGO_DO_SELL,
	ALGO_DO_CLOSE,
	ALGO_DO_CLOSE_LONG,
	ALGO_DO_CLOSE_SHORT,
	ALGO_DO_CANCEL,
	ALGO_DO_SET_SL,
	ALGO_DO_SET_TP,
	ALGO_DO_TARGET
};

struct algo_rule {
	enum algo_do action;
	struct algo_expr when, where;
	struct algo_expr size, units; /* at most one; an order with a price
					 of its own and neither has risk.size
					 here, measured from that price */
	struct algo_expr limit, stop, sl, tp, trail;
	struct algo_expr expire_bars, portion;
	const char *tag;     /* NULL: none */
	const char *pointer; /* "/rules/3", "/entry/long" */
};

/* One level of risk: how it is measured. */
enum algo_level {
	ALGO_LEVEL_NONE,
	ALGO_LEVEL_PRICE,
	ALGO_LEVEL_PCT,	    /* percent from the entry */
	ALGO_LEVEL_DISTANCE /* price distance on the right side */
};
struct algo_stop {
	enum algo_level how;
	struct algo_expr at; /* scope FILL */
	const char *pointer;
};
struct algo_session {
	int has;
	int has_hours;
	int64_t from, to; /* local microseconds of the day */
	int flatten;
	struct algo_zone *zone; /* owned by the strategy; its own zone when
				   the session names none; NULL without one */
};
struct algo_risk {
	struct algo_expr size; /* for entries without one of their own */
	struct algo_stop stop, target, trail;
	double max_bars; /* NaN: none; likewise below */
	double max_open_trades;
	double max_trades_per_day;
	double max_daily_loss_pct;
	double max_drawdown_pct;
	double cooldown_bars;
	struct algo_session session;
};

/* A member of "backtest" (or an account option): checked by the engine. */
struct algo_setting {
	const char *key;
	const char *text;      /* the value as an option would say it */
	struct algo_err where; /* place only: file, pointer, line, column */
};

struct algo_strategy {
	const char *name;	 /* "" when the document has none */
	const char *description; /* or NULL */
	double version;		 /* NaN when none */
	const char *tz;
	struct algo_zone *zone; /* owned */
	double warmup;		/* NaN: found in the data */
	struct algo_graph *graph;
	/* The short form, in the order of work; when.node -1: absent. */
	struct algo_rule exit_long, exit_short, entry_long, entry_short;
	struct algo_rule *rules;
	size_t nrules;
	struct algo_risk risk;
	struct algo_setting *backtest;
	size_t nbacktest;
	const char **param_name; /* with overrides applied */
	double *param_value;
	size_t nparams;
	struct algo_arena arena;
	struct algo_json_doc *doc;
};

struct algo_strategy_opt {
	const char *file;		/* for errors */
	const struct algo_strs *params; /* "NAME=VALUE" overrides, or NULL */
	const char *const *columns;	/* extra columns of the bars */
	size_t ncolumns;
	int has_bars;	/* columns is the whole truth */
	int fractional; /* parts of a unit can be ordered: a
			   constant size of 2.5 is no error */
	/* Takes a member of "backtest", or -1 and why not (its line counts
	 * within text); its faults come in document order with all others.
	 * NULL: the members are only read. */
	int (*setting)(void *account, const char *key, const char *text,
		       struct algo_err *err);
	void *account;
};
/* Reads and checks a document.  Records of expressions have the pointer of the
 * expression and a place within it; all others have the pointer of the value
 * (or key) and a place within the file, and their fix-its, whose pointer is
 * "", are in bytes of the whole text.  Codes besides those of json.h and of
 * expressions: key_error "unknown_key" "missing_key" "key_not_allowed";
 * type_error "wrong_type" "not_constant"; value_error "unknown_format"
 * "unknown_action" "unknown_zone" "out_of_range" "contradiction" "bad_clock"
 * "bad_text" "too_large" "too_many_rules" "too_many_names"; import_error
 * "unknown_column"; usage_error "unknown_param" "bad_value" "out_of_range";
 * warnings, key_error: "missing_exit", "missing_entry" (nothing ever opens;
 * without the keys entry and rules it is the error "missing_key").
 *
 * NULL when there is an error in errs (all that
 * can be found, in document order); warnings may be there otherwise.  An
 * override of an unknown param or outside its min..max is a usage_error. */
struct algo_strategy *algo_strategy_parse(const char *text, size_t n,
					  const struct algo_strategy_opt *opt,
					  struct algo_errs *errs);
void algo_strategy_free(struct algo_strategy *s);
/* The canonical form: keys in the order of LANGUAGE.md (params and lets in
 * their own), no blanks between tokens, shortest numbers, expressions with
 * lower-case names, single blanks and the fewest brackets; "x-" keys left out,
 * defaults not added; one line without a line end.  Read again it is itself,
 * and behaves the same.  Overrides of params do not show in it. */
void algo_strategy_canonical(const struct algo_strategy *s,
			     struct algo_buf *out);
/* The places ("/entry/long", "/rules/0/size") whose expressions need call watch
 * of algo_eval_watch. */
void algo_strategy_uses(const struct algo_strategy *s, size_t watch,
			void (*use)(void *ctx, const char *pointer), void *ctx);
/* Where a document has the key: "" at its top, "risk", "backtest" or "data";
 * NULL where none of them or more than one place has it. */
const char *algo_doc_home(const char *key);
/* The JSON Schema of documents: keys, types, what goes with which action.
 * What expressions say it cannot know.  choices: the words that a member of
 * "backtest" may be, ended by NULL; NULL for one that is no choice. */
void algo_doc_schema(struct algo_jw *w,
		     const char *const *(*choices)(const char *key));
/* SHA-256 of the canonical form. */
void algo_strategy_sha256(const struct algo_strategy *s, char out[65]);

#endif
