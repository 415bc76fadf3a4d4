/* stat.h - metrics of an equity curve and its trades, and the result.
 *
 * Rows and trades are fed as they come; day results are kept, rows are not.
 * A metric is one row of a table: the result's keys and order, --list-metrics,
 * --require, the table for people and the manual follow from it.  Definitions
 * are METRICS.md's; undefined is null, never NaN, infinity or 0, and a flag
 * says why.
 */
#ifndef ALGO_STAT_H
#define ALGO_STAT_H

#include <algo/base.h>
#include <algo/engine.h>
#include <math.h>

struct algo_stat;

struct algo_stat_opt {
	struct algo_zone *zone;	 /* NULL: UTC; sessions */
	int64_t day_start;	 /* local microseconds of the day */
	double periods_per_year; /* NaN: from the gaps of the dates */
	double rf, mar;		 /* annual fractions */
	int index;		 /* times are bar numbers: no calendar */
};

struct algo_stat *algo_stat_new(const struct algo_stat_opt *opt);
void algo_stat_free(struct algo_stat *s);

/* The next row of the curve, ascending; row 0 is the baseline.  long_value,
 * short_value, close: NaN when not known. */
struct algo_stat_row {
	int64_t time;
	double equity, long_value, short_value, close;
};
void algo_stat_row(struct algo_stat *s, const struct algo_stat_row *row);

/* A round trip; NaN and ALGO_WHEN_NONE for what is not known.  Without
 * exit_time it counts as open; a closed one must have its pnl. */
struct algo_stat_trade {
	int64_t entry_time, exit_time;
	double size; /* signed */
	int side;    /* 1 long, -1 short; 0: the sign of size */
	double entry_price, exit_price, sl, pnl, return_pct, commission;
	double bars, mae_pct, mfe_pct;
};
void algo_stat_trade(struct algo_stat *s, const struct algo_stat_trade *t);
/* There is a trade list, even if no trade came. */
void algo_stat_trades(struct algo_stat *s);
void algo_stat_open(struct algo_stat *s, size_t open_trades);

/* What the engine charged in all, money lost is positive; without the call the
 * keys total_slippage, total_funding and total_borrow are left out. */
void algo_stat_costs(struct algo_stat *s, double slippage, double funding,
		     double borrow);

/* There is a benchmark; its rows, ascending, after the baseline was given. */
void algo_stat_benchmark(struct algo_stat *s);
void algo_stat_benchmark_row(struct algo_stat *s, int64_t time, double value);

/* After the last row.  data_error "bad_equity" when the baseline is not above
 * 0. */
int algo_stat_done(struct algo_stat *s, struct algo_err *err);

/* --- Files of any origin -------------------------------------------------- */

/* The rows of an equity CSV: time and equity, and where they are long and
 * short, or exposure; names in any case and order.  NULL on error: what the
 * reader of bars has, and data_error "bad_equity" (the first is not above 0),
 * "no_rows", "several_symbols". */
struct algo_stat *algo_stat_read(struct algo_in *in,
				 const struct algo_stat_opt *opt,
				 struct algo_err *err);
/* A list of trades: pnl, and whatever else of DESIGN.md's trades CSV is there,
 * names in any case, with or without '_'.  Without exit_time (or, when there is
 * no such column, without pnl) a row is an open trade. */
int algo_stat_read_trades(struct algo_stat *s, struct algo_in *in,
			  struct algo_err *err) ALGO_MUST_USE;
/* time and equity, or close of bars; after the curve. */
int algo_stat_read_benchmark(struct algo_stat *s, struct algo_in *in,
			     struct algo_err *err) ALGO_MUST_USE;

/* --- Metrics ------------------------------------------------------------ */

/* X(id, heading): the parts of the table.  Those from TRADES on are left out
 * of a result when their input is not there, but for EXPOSURE. */
/* clang-format off */
#define ALGO_METRIC_GROUPS(X)                                                 \
	X(RETURN, "Return")                                                   \
	X(RISK, "Risk")                                                       \
	X(RATIO, "Return for risk")                                           \
	X(FALL, "Draw-down")                                                  \
	X(DAYS, "Days, in money")                                             \
	X(EXPOSURE, "Exposure")                                               \
	X(TRADES, "Trades")                                                   \
	X(COSTS, "Costs")                                                     \
	X(MARKET, "Market")                                                   \
	X(BENCHMARK, "Benchmark")
enum algo_metric_group {
#define X(id, heading) ALGO_G_##id,
	ALGO_METRIC_GROUPS(X)
#undef X
	ALGO_G_COUNT
};
/* clang-format on */
const char *algo_metric_group_name(enum algo_metric_group g);

enum algo_metric_kind { ALGO_M_NUMBER, ALGO_M_TIME, ALGO_M_DATE };

struct algo_metric {
	const char *name; /* "sharpe_ratio" */
	const char *unit; /* "%", "money", "ratio", "count", "days", ... */
	enum algo_metric_kind kind;
	enum algo_metric_group group;
	int result;	     /* in algo-run's metrics by default */
	int better;	     /* 1 higher, -1 lower, 0 neither */
	const char *formula; /* one line, with its edges */
	const char *source;  /* author, year; "" when common */
	const char *title;   /* for the table for people: "Sharpe ratio" */
};
#define ALGO_METRIC_MAX 256 /* rows at most */
size_t algo_metric_count(void);
const struct algo_metric *algo_metric_at(size_t i);
/* By name or accepted short spelling ("sharpe"); NULL when unknown. */
const struct algo_metric *algo_metric_find(const char *name, size_t n);
/* The nearest name or short spelling for did-you-mean; NULL when none is. */
const char *algo_metric_near(const char *name, size_t n);
/* The table: name, unit, formula and source. */
void algo_metric_list(struct algo_buf *out, int json);

/* A choice of metrics, by row. */
struct algo_metric_set {
	unsigned char has[ALGO_METRIC_MAX];
};
enum algo_which { ALGO_WHICH_RESULT, ALGO_WHICH_ALL };
void algo_metric_set_fill(struct algo_metric_set *set, enum algo_which which);
/* "all", or names with commas between: 0; -1 with a usage_error
 * "unknown_metric". */
int algo_metric_set_read(struct algo_metric_set *set, const char *text,
			 struct algo_err *err) ALGO_MUST_USE;

/* NaN: undefined (null); a time or date in microseconds (or bar number) as a
 * double. */
double algo_stat_value(const struct algo_stat *s, const struct algo_metric *m);
/* "metrics":{...},"flags":[...] into an object being written.  Keys without
 * their input (a trade list, closes, costs, a benchmark) are left out. */
void algo_stat_json(const struct algo_stat *s, enum algo_which which,
		    struct algo_jw *w);
void algo_stat_json_set(const struct algo_stat *s,
			const struct algo_metric_set *set, struct algo_jw *w);
/* "daily_pnl", "monthly_returns" and "worst_drawdowns" into an object. */
void algo_stat_daily(const struct algo_stat *s, struct algo_jw *w);

/* How a table for people looks. */
struct algo_look {
	int colour;
	size_t width; /* of the curve, in characters */
};
/* Colours for a terminal, unless NO_COLOR is set; the width from COLUMNS or
 * 60. */
void algo_look_init(struct algo_look *look, int terminal);
/* The curve in block characters, then the metrics under headings. */
void algo_stat_table(const struct algo_stat *s,
		     const struct algo_metric_set *set,
		     const struct algo_look *look, struct algo_buf *out);
/* A line of such a table: a name and a text. */
void algo_look_line(const struct algo_look *look, const char *name,
		    const char *text, struct algo_buf *out);

/* How much there was, for --verbose. */
void algo_stat_note(const struct algo_stat *s, struct algo_errs *errs);

/* Conditions over metric names ("sharpe_ratio > 1 and num_trades >= 10"):
 * 1 holds, 0 does not (an undefined metric makes it unknown, which does not
 * hold), -1 a usage_error with its place.  values gets "sharpe_ratio=0.83,
 * num_trades=12". */
int algo_stat_require(const struct algo_stat *s, const char *expr,
		      struct algo_buf *values, struct algo_err *err);
/* All of a list: a record (of origin answer, "not_met") for each that does not
 * hold. */
void algo_stat_require_all(const struct algo_stat *s,
			   const struct algo_strs *exprs,
			   struct algo_errs *errs);

/* --- Options of the tools ------------------------------------------------ */

/* What a tool is asked about metrics; a member of its options struct. */
struct algo_stat_ask {
	const char *metrics, *benchmark;
	double rf, mar, periods_per_year; /* NaN: not given */
	const char *tz, *day_start;
	int with_daily;
	int list; /* 1 text, 2 JSON */
	struct algo_strs require;
};
#define ALGO_STAT_ASK_INIT                             \
	{                                              \
		.rf = (double)NAN, .mar = (double)NAN, \
		.periods_per_year = (double)NAN        \
	}
/* clang-format off */
#define ALGO_STAT_AT(type, member, field) \
	(offsetof(type, member) + offsetof(struct algo_stat_ask, field))
#define ALGO_OPT_STAT(type, member)                                           \
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Metrics", NULL },                \
	{ 0, "metrics", ALGO_OPT_STR, ALGO_STAT_AT(type, member, metrics),    \
	  "NAMES", "Print these metrics, with commas between, or all", NULL }, \
	{ 0, "benchmark", ALGO_OPT_STR,                                       \
	  ALGO_STAT_AT(type, member, benchmark), "FILE",                      \
	  "Compare with the equity (or close) of FILE, day by day", NULL },   \
	{ 0, "rf", ALGO_OPT_NUM, ALGO_STAT_AT(type, member, rf), "R",         \
	  "Take R a year as the rate without risk (0)", NULL },               \
	{ 0, "mar", ALGO_OPT_NUM, ALGO_STAT_AT(type, member, mar), "R",       \
	  "Take R a year as the return that must be reached (0)", NULL },     \
	{ 0, "periods-per-year", ALGO_OPT_NUM,                                \
	  ALGO_STAT_AT(type, member, periods_per_year), "N",                  \
	  "Make a year of N periods (by default found from the dates)", NULL }, \
	{ 0, "tz", ALGO_OPT_STR, ALGO_STAT_AT(type, member, tz), "ZONE",      \
	  "Take the session dates of ZONE (UTC)", NULL },                     \
	{ 0, "day-start", ALGO_OPT_STR,                                       \
	  ALGO_STAT_AT(type, member, day_start), "HH:MM",                     \
	  "Begin a session at HH:MM local time (00:00)", NULL },              \
	{ 0, "with-daily", ALGO_OPT_FLAG,                                     \
	  ALGO_STAT_AT(type, member, with_daily), NULL,                       \
	  "Add profit by day, returns by month and the worst draw-downs", NULL }, \
	{ 0, "require", ALGO_OPT_LIST, ALGO_STAT_AT(type, member, require),   \
	  "EXPR", "Exit 1 unless EXPR over metrics holds; may be repeated",   \
	  NULL },                                                             \
	{ 0, "list-metrics", ALGO_OPT_MAYBE_CHOICE,                           \
	  ALGO_STAT_AT(type, member, list), "FORM",                           \
	  "List all metrics with unit, formula and source", "text|json" }
/* clang-format on */

/* The same understood. */
struct algo_stat_setup {
	struct algo_stat_opt opt; /* its zone is owned here */
	struct algo_metric_set set;
	int with_daily;
	const struct algo_strs *require; /* borrowed */
};
/* which: the metrics when none are named.  0; -1 with a usage_error; release
 * it in any case. */
int algo_stat_setup(struct algo_stat_setup *u, const struct algo_stat_ask *ask,
		    enum algo_which which, struct algo_err *err) ALGO_MUST_USE;
void algo_stat_setup_release(struct algo_stat_setup *u);
/* The first option that was given ("--rf"), --list-metrics aside, or NULL. */
const char *algo_stat_ask_given(const struct algo_stat_ask *ask);

/* --- backtesting.py's own statistics (ENGINE.md 2) ------------------------ */

struct algo_compat;
struct algo_compat *algo_compat_new(int index);
void algo_compat_free(struct algo_compat *c);
/* Optional, as soon as the bar of the first strategy step is known (-1: there
 * will be none), be it before its row or after: until then the closes of the
 * flat stretch at the start are kept, for Buy & Hold begins at the bar before
 * that one. */
void algo_compat_start(struct algo_compat *c, int64_t first_bar);
void algo_compat_row(struct algo_compat *c, const struct algo_equity_row *row);
void algo_compat_trade(struct algo_compat *c, const struct algo_trade_row *t);
/* first_bar: bar of the first strategy step, -1 when there was none; what
 * algo_compat_start was told goes before it.
 * The object of the result's "compat" member, with the library's labels and
 * order: durations in seconds, times in epoch seconds (bar numbers for an
 * index), infinities as "inf", "-inf", undefined null. */
void algo_compat_json(struct algo_compat *c, int64_t first_bar,
		      struct algo_jw *w);

#endif
