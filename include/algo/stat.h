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

/* After the last row.  data_error "bad_equity" when the baseline is not above
 * 0. */
int algo_stat_done(struct algo_stat *s, struct algo_err *err);

/* --- Metrics ------------------------------------------------------------ */

enum algo_metric_kind { ALGO_M_NUMBER, ALGO_M_TIME, ALGO_M_DATE };

struct algo_metric {
	const char *name; /* "sharpe_ratio" */
	const char *unit; /* "%", "money", "ratio", "count", "days", ... */
	enum algo_metric_kind kind;
	int result;	     /* in algo-run's metrics by default */
	int better;	     /* 1 higher, -1 lower, 0 neither */
	const char *formula; /* one line, with its edges */
	const char *source;  /* author, year; "" when common */
	const char *title;   /* for the table for people: "Sharpe ratio" */
};
size_t algo_metric_count(void);
const struct algo_metric *algo_metric_at(size_t i);
/* By name or accepted short spelling ("sharpe"); NULL when unknown. */
const struct algo_metric *algo_metric_find(const char *name, size_t n);
/* The nearest name or short spelling for did-you-mean; NULL when none is. */
const char *algo_metric_near(const char *name, size_t n);

/* NaN: undefined (null); a time or date in microseconds (or bar number) as a
 * double. */
double algo_stat_value(const struct algo_stat *s, const struct algo_metric *m);
/* "metrics":{...},"flags":[...] into an object being written.  Keys without
 * their input (a trade list, closes, costs) are left out. */
enum algo_which { ALGO_WHICH_RESULT, ALGO_WHICH_ALL };
void algo_stat_json(const struct algo_stat *s, enum algo_which which,
		    struct algo_jw *w);
/* Conditions over metric names ("sharpe_ratio > 1 and num_trades >= 10"):
 * 1 holds, 0 does not (an undefined metric makes it unknown, which does not
 * hold), -1 a usage_error with its place.  values gets "sharpe_ratio=0.83,
 * num_trades=12". */
int algo_stat_require(const struct algo_stat *s, const char *expr,
		      struct algo_buf *values, struct algo_err *err);

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
