/* stat_require.c - conditions over metrics: true, false, unknown, wrong */
#include "tap.h"

#include <algo/stat.h>

/* 100, 101, 103 from Monday 2024-01-01, and trades of 3, -1 and 2. */
static struct algo_stat *make(void)
{
	static const double e[] = { 100, 101, 103 }, pnl[] = { 3, -1, 2 };
	struct algo_stat_opt opt = { .periods_per_year = NAN };
	int64_t day = algo_days_from_civil(2024, 1, 1);
	struct algo_stat *s = algo_stat_new(&opt);
	struct algo_err err = ALGO_ERR_INIT;
	int i;

	for (i = 0; i < 3; i++) {
		int64_t time = (day + i) * ALGO_DAY_US;
		struct algo_stat_row row = { time, e[i], NAN, NAN, NAN };
		struct algo_stat_trade t = { .entry_time = day * ALGO_DAY_US,
					     .exit_time = time,
					     .size = 1,
					     .entry_price = 100,
					     .exit_price = 100 + pnl[i],
					     .sl = NAN,
					     .pnl = pnl[i],
					     .return_pct = pnl[i],
					     .bars = i,
					     .mae_pct = NAN,
					     .mfe_pct = NAN };

		algo_stat_row(s, &row);
		algo_stat_trade(s, &t);
	}
	ok(algo_stat_done(s, &err) == 0, "done");
	return s;
}

static void asks(const struct algo_stat *s, const char *expr, int want,
		 const char *values)
{
	struct algo_buf b = ALGO_BUF_INIT(1024);
	struct algo_err err = ALGO_ERR_INIT;
	int rc = algo_stat_require(s, expr, &b, &err);

	ok(rc == want, "%s: %d %s", expr, rc, err.msg);
	if (values)
		ok(strcmp(algo_buf_str(&b), values) == 0, "%s",
		   algo_buf_str(&b));
	algo_buf_release(&b);
}

static void refuses(const struct algo_stat *s, const char *expr,
		    unsigned long col, const char *fixit)
{
	struct algo_buf b = ALGO_BUF_INIT(1024);
	struct algo_err err = ALGO_ERR_INIT;
	int rc = algo_stat_require(s, expr, &b, &err);

	ok(rc == -1 && err.cls == ALGO_E_USAGE && algo_err_exit(&err) == 2,
	   "%s: %s", expr, err.msg);
	ok(err.at.line == 1 && err.at.col == col, "%s: at %lu, want %lu", expr,
	   err.at.col, col);
	if (fixit)
		ok(err.fixit.has && strcmp(err.fixit.text, fixit) == 0,
		   "%s: %s", expr, err.fixit.text);
	ok(algo_stat_require(s, expr, NULL, NULL) == -1,
	   "and without a record");
	algo_buf_release(&b);
}

static void test_require(void)
{
	struct algo_stat *s = make();
	char expr[200];
	size_t i;

	asks(s, "num_trades == 3", 1, "num_trades=3");
	asks(s, "num_trades > 3", 0, "num_trades=3");
	asks(s, "profit_factor >= 5 and total_trades < 10", 1,
	     "profit_factor=5, num_trades=3");
	asks(s, "total_return > 2.9 and return_pct < 3.1", 1, NULL);
	asks(s, "win_rate > 60% or num_trades > 100", 1, NULL);
	asks(s, "-5 < total_pnl and not (total_pnl > 1e3)", 1, "total_pnl=3");
	asks(s, "abs(gross_loss) * 4 < max(gross_profit, 1)", 1, NULL);
	/* Unknown does not hold, nor does its contrary. */
	asks(s, "calmar > 0", 0, "calmar_ratio=null");
	asks(s, "not (calmar > 0)", 0, "calmar_ratio=null");
	asks(s, "calmar > 0 or num_trades > 1", 1, NULL);
	asks(s, "is_na(calmar_ratio)", 1, NULL);
	asks(s, "largest_winning_day_date > 0", 1,
	     "largest_winning_day_date=2024-01-03");
	asks(s, "true", 1, "");
	asks(s, "TRUE AND not False", 1, "");
	for (i = 0; i < algo_metric_count(); i++) {
		const char *name = algo_metric_at(i)->name;

		snprintf(expr, sizeof(expr), "%s > 1 or %s <= 1 or is_na(%s)",
			 name, name, name);
		asks(s, expr, 1, NULL);
	}
	refuses(s, "sharp_ratio > 1", 1, "sharpe_ratio");
	refuses(s, "num_trades > 1 and wni_rate > 0.5", 20, "win_rate");
	refuses(s, "num_trades > 1 and close > 5", 20, NULL);
	refuses(s, "num_trades >", 13, NULL);
	refuses(s, "num_trades = 3", 12, NULL);
	refuses(s, "num_trades", 1, NULL);
	refuses(s, "num_trades and true", 1, NULL);
	refuses(s, "sma(5) > 1", 1, NULL);
	refuses(s, "nosuch(num_trades) > 1", 1, NULL);
	algo_stat_free(s);
}

/* Line breaks are blanks; places count lines. */
static void test_lines(void)
{
	struct algo_stat *s = make();
	struct algo_err err = ALGO_ERR_INIT;
	int rc = algo_stat_require(s, "sharpe > 0\n  and num_trades >= 3", NULL,
				   &err);

	ok(rc == 1, "two lines hold");
	rc = algo_stat_require(s, "sharpe > 0\n  and trades >= 3", NULL, &err);
	ok(rc == -1 && err.at.line == 2 && err.at.col == 7 && err.at.len == 6,
	   "line %lu column %lu", err.at.line, err.at.col);
	algo_stat_free(s);
}

/* Nothing is known of a run that saw no bar. */
static void test_not_done(void)
{
	struct algo_stat_opt opt = { .periods_per_year = NAN };
	struct algo_stat *s = algo_stat_new(&opt);

	asks(s, "num_trades >= 0", 0, "num_trades=null");
	asks(s, "is_na(num_trades)", 1, NULL);
	algo_stat_free(s);
}

/* Long and deep ones end as they should, whatever they hold. */
static void test_odd(void)
{
	struct algo_stat *s = make();
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	int i;

	refuses(s, "", 1, NULL);
	refuses(s, "\"num_trades", 1, NULL);
	refuses(s, "num_trades.x > 1", 1, NULL);
	for (i = 0; i < 2000; i++)
		algo_buf_adds(&b, "num_trades > 1 and ");
	algo_buf_adds(&b, "true");
	ok(algo_stat_require(s, b.data, NULL, NULL) == -1,
	   "more than an expression may hold");
	algo_buf_release(&b);
	algo_stat_free(s);
}

int main(void)
{
	test_require();
	test_lines();
	test_not_done();
	test_odd();
	return done();
}
