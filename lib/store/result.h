/* result.h - one result line taken apart: what the columns of runs hold. */
#ifndef ALGO_LIB_STORE_RESULT_H
#define ALGO_LIB_STORE_RESULT_H

#include "skim.h"
#include <algo/base.h>

/* The metrics that are columns of runs. */
#define ALGO_RUN_METRICS(X)      \
	X(return_pct)            \
	X(cagr_pct)              \
	X(total_pnl)             \
	X(equity_final)          \
	X(annual_volatility_pct) \
	X(sharpe_ratio)          \
	X(sortino_ratio)         \
	X(calmar_ratio)          \
	X(max_drawdown_pct)      \
	X(num_trades)            \
	X(win_rate)              \
	X(profit_factor)         \
	X(expectancy)            \
	X(exposure_time_pct)

/* clang-format off */
enum algo_run_metric {
#define X(name) ALGO_RM_##name,
	ALGO_RUN_METRICS(X)
#undef X
	ALGO_RM_COUNT
};
/* clang-format on */

#define ALGO_RESULT_ID_MAX 128 /* bytes of run.id */

/* Texts are borrowed from the line or from the arena; p NULL and NaN: null. */
struct algo_result {
	struct algo_slice line;
	struct algo_slice id;
	struct algo_slice name, sha256, version, params; /* of the strategy */
	struct algo_slice symbol, interval;
	struct algo_slice error_class, error_message;
	double bars;
	double execution_time; /* seconds */
	double metric[ALGO_RM_COUNT];
	int64_t time;  /* ALGO_WHEN_NONE: not told */
	int success;   /* 1, 0; -1: not told */
	int failed;    /* there is an error */
	int is_result; /* "kind" says so */
	int is_fix;    /* a report of algo-fix: only success is taken */
	struct algo_arena arena;
};

/* A result, or a report of algo-fix ("kind":"fix").
 *
 * 0; -1 with a data_error (exit 3) "bad_json" or "not_a_result", whose place
 * has a column when there is one.  A version that is a number stays as it was
 * written.  r is zeroed before its first use and may be used again; release it
 * at the end. */
int algo_result_parse(struct algo_result *r, const char *line, size_t n,
		      struct algo_err *err) ALGO_MUST_USE;
void algo_result_release(struct algo_result *r);

#endif
