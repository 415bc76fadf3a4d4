/* stat.c - curves and trades with an edge, times, and what is left out */
#include "tap.h"

#include <algo/stat.h>

/* --- Curves by hand ------------------------------------------------------ */

/* A row a day from Monday 2024-01-01. */
static struct algo_stat *feed(const double *e, size_t n, int index)
{
	struct algo_stat_opt opt = { .periods_per_year = NAN, .index = index };
	int64_t day = algo_days_from_civil(2024, 1, 1);
	struct algo_stat *s = algo_stat_new(&opt);
	size_t i;

	for (i = 0; i < n; i++) {
		struct algo_stat_row row = {
			index ? (int64_t)i : (day + (int64_t)i) * ALGO_DAY_US,
			e[i], NAN, NAN, NAN
		};

		algo_stat_row(s, &row);
	}
	return s;
}

static struct algo_stat *curve(const double *e, size_t n, int index)
{
	struct algo_stat *s = feed(e, n, index);
	struct algo_err err = ALGO_ERR_INIT;

	ok(algo_stat_done(s, &err) == 0, "done %s", err.msg);
	return s;
}
#define CURVE(...)                             \
	curve((const double[]){ __VA_ARGS__ }, \
	      sizeof((double[]){ __VA_ARGS__ }) / sizeof(double), 0)

static const struct algo_metric *metric(const char *name)
{
	return algo_metric_find(name, strlen(name));
}

static double value(const struct algo_stat *s, const char *name)
{
	return algo_stat_value(s, metric(name));
}

static void is(const struct algo_stat *s, const char *name, double v)
{
	ok(near(value(s, name), v, 1e-12), "%s: %.12g, want %.12g", name,
	   value(s, name), v);
}

/* Of a list of names with blanks between. */
static void are(const struct algo_stat *s, const char *names, double v)
{
	char name[64];
	size_t n;

	while (*names) {
		n = strcspn(names, " ");
		snprintf(name, sizeof(name), "%.*s", (int)n, names);
		is(s, name, v);
		names += n + (names[n] != 0);
	}
}

static const char *json(const struct algo_stat *s, enum algo_which which)
{
	static struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_jw w;

	if (!s) {
		algo_buf_release(&out);
		return NULL;
	}
	algo_buf_clear(&out);
	algo_jw_init(&w, &out, 0);
	algo_jw_obj(&w);
	algo_stat_json(s, which, &w);
	algo_jw_obj_end(&w);
	return algo_buf_str(&out);
}

static void flags(const struct algo_stat *s, const char *want)
{
	const char *have = strstr(json(s, ALGO_WHICH_ALL), "\"flags\":");

	ok(have && strncmp(have + 8, want, strlen(want)) == 0 &&
		   strcmp(have + 8 + strlen(want), "}") == 0,
	   "flags %s, want %s", have, want);
}

static void test_one_row(void)
{
	struct algo_stat *s = CURVE(500);

	are(s, "equity_start equity_final equity_peak", 500);
	are(s,
	    "periods return_pct total_pnl max_drawdown_pct max_drawdown_abs "
	    "drawdown_count profitable_days losing_days flat_days",
	    0);
	are(s,
	    "cagr_pct annual_return_pct mean_return_pct best_day_pct "
	    "annual_volatility_pct sharpe_ratio sortino_ratio calmar_ratio "
	    "psr max_drawdown_date largest_winning_day avg_daily_pnl "
	    "time_in_drawdown_pct num_trades win_rate turnover "
	    "exposure_time_pct buy_hold_return_pct",
	    NAN);
	is(s, "periods_per_year", 252);
	flags(s, "[\"no_drawdown\",\"short_sample\"]");
	algo_stat_free(s);
}

static void test_no_row(void)
{
	static const double bad[] = { 0, -5, NAN, INFINITY };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat *s = feed(NULL, 0, 0);
	size_t i;

	ok(algo_stat_done(s, &err) == -1 && err.cls == ALGO_E_DATA &&
		   strcmp(err.code, "bad_equity") == 0 &&
		   algo_err_exit(&err) == 3,
	   "no row: %s", err.msg);
	ok(strstr(json(s, ALGO_WHICH_ALL), "\"return_pct\":null") != NULL,
	   "and all is null");
	algo_stat_free(s);
	for (i = 0; i < 4; i++) {
		algo_err_clear(&err);
		s = feed(&bad[i], 1, 0);
		ok(algo_stat_done(s, &err) == -1 &&
			   strcmp(err.code, "bad_equity") == 0,
		   "baseline %g: %s", bad[i], err.msg);
		algo_stat_free(s);
	}
}

static void test_ruin(void)
{
	struct algo_stat *s = CURVE(100, 120, 60, -20, 500, 600);

	is(s, "periods", 3);
	is(s, "equity_final", -20);
	is(s, "total_pnl", -120);
	is(s, "max_drawdown_abs", 140);
	are(s,
	    "return_pct max_drawdown_pct worst_day_pct annual_return_pct "
	    "cagr_pct current_drawdown_pct",
	    -100);
	is(s, "stability", NAN);
	is(s, "largest_losing_day", -80);
	is(s, "mean_return_pct", (20 - 50 - 100) / 3.0);
	flags(s, "[\"ruined\",\"unrecovered\",\"short_sample\"]");
	algo_stat_free(s);
	s = CURVE(100, 0);
	is(s, "return_pct", -100);
	flags(s, "[\"ruined\",\"unrecovered\",\"short_sample\"]");
	algo_stat_free(s);
}

static void test_no_variance(void)
{
	double e[40];
	struct algo_stat *s;
	int i;

	for (i = 0; i < 40; i++)
		e[i] = 100;
	s = curve(e, 40, 0);
	are(s,
	    "return_pct cagr_pct annual_volatility_pct std_daily_pnl "
	    "downside_deviation_pct var_95_parametric_pct "
	    "max_drawdown_pct ulcer_index_pct",
	    0);
	is(s, "flat_days", 39);
	are(s,
	    "sharpe_ratio sortino_ratio calmar_ratio omega_ratio psr t_stat "
	    "skewness kurtosis_excess stability autocorr_1 tail_ratio "
	    "gain_to_pain recovery_factor profitable_days_pct "
	    "profitable_months_pct romad pain_ratio",
	    NAN);
	flags(s, "[\"zero_variance\",\"no_downside\",\"no_drawdown\"]");
	algo_stat_free(s);
	for (i = 1; i < 40; i++)
		e[i] = e[i - 1] * 1.001;
	s = curve(e, 40, 0);
	is(s, "annual_volatility_pct", 0);
	ok(value(s, "std_daily_pnl") > 0, "its money varies");
	are(s, "sharpe_ratio psr skewness stability t_stat", NAN);
	is(s, "annual_return_pct", 100 * (pow(1.001, 365) - 1));
	flags(s, "[\"zero_variance\",\"no_downside\",\"no_drawdown\"]");
	algo_stat_free(s);
}

static void test_falls(void)
{
	/* Two rows at the peak of 110; it is left from the second. */
	struct algo_stat *s =
		CURVE(100, 110, 110, 99, 105, 99, 110, 109, 120, 114);
	double day0 = (double)(algo_days_from_civil(2024, 1, 1) * ALGO_DAY_US);

	is(s, "max_drawdown_pct", -10);
	is(s, "max_drawdown_start", day0 + 2 * (double)ALGO_DAY_US);
	is(s, "max_drawdown_date", day0 + 3 * (double)ALGO_DAY_US);
	is(s, "max_drawdown_end", day0 + 6 * (double)ALGO_DAY_US);
	is(s, "max_drawdown_duration_days", 4);
	is(s, "time_to_recovery_days", 3);
	is(s, "longest_recovery_days", 4);
	is(s, "drawdown_count", 3);
	is(s, "avg_drawdown_days", (4 + 2 + 1) / 3.0);
	is(s, "avg_drawdown_pct", -(10 + 100.0 / 110 + 5) / 3);
	is(s, "time_in_drawdown_pct", 100 * 5 / 9.0);
	flags(s, "[\"short_sample\"]");
	algo_stat_free(s);
	s = CURVE(100, 90, 99);
	are(s, "max_drawdown_end time_to_recovery_days longest_recovery_days",
	    NAN);
	are(s, "max_drawdown_duration_days longest_drawdown_days", 2);
	flags(s, "[\"unrecovered\",\"short_sample\"]");
	algo_stat_free(s);
}

static void test_overflow(void)
{
	struct algo_stat *s = CURVE(1e-300, 1e300, 1e-300, 1e300);

	are(s, "return_pct annual_return_pct mean_return_pct sharpe_ratio",
	    NAN);
	ok(!strstr(json(s, ALGO_WHICH_ALL), "inf") &&
		   !strstr(json(s, ALGO_WHICH_ALL), "nan"),
	   "neither infinity nor NaN is written");
	algo_stat_free(s);
}

static void test_index(void)
{
	double e[] = { 100, 110, 99, 120 };
	struct algo_stat *s = curve(e, 4, 1);
	const char *text = json(s, ALGO_WHICH_ALL);

	are(s,
	    "periods_per_year cagr_pct annual_return_pct sharpe_ratio "
	    "annual_volatility_pct sortino_ratio calmar_ratio best_month_pct "
	    "worst_year_pct max_drawdown_duration_days "
	    "avg_drawdown_days sharpe_std_error pain_ratio",
	    NAN);
	is(s, "max_drawdown_start", 1);
	ok(strstr(text, "\"max_drawdown_date\":2,") &&
		   strstr(text, "\"largest_winning_day_date\":3,"),
	   "times are bar numbers");
	ok(isfinite(value(s, "psr")) && isfinite(value(s, "romad")),
	   "what needs no year is there");
	flags(s, "[\"no_calendar\",\"short_sample\"]");
	algo_stat_free(s);
}

/* --- Quantiles of long curves -----------------------------------------------
 */

#define LONG 5000

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Returns in orders that are hard to part: sorted, falling, up and down, of
 * few values, and mixed. */
static double shaped(int shape, int i)
{
	switch (shape) {
	case 0:
		return i;
	case 1:
		return -i;
	case 2:
		return i < LONG / 2 ? i : LONG - i;
	case 3:
		return i % 3;
	default:
		return (double)(i * 7919L % LONG);
	}
}

static void test_quantiles(void)
{
	static double e[LONG + 1], r[LONG];
	int shape, i;

	for (shape = 0; shape < 5; shape++) {
		double at = 0.05 * (LONG - 1), part = at - floor(at), q;
		struct algo_stat *s;

		e[0] = 1000;
		for (i = 0; i < LONG; i++) {
			e[i + 1] = e[i] * (1 + (shaped(shape, i) - 900) * 1e-8);
			r[i] = e[i + 1] / e[i] - 1;
		}
		qsort(r, LONG, sizeof(*r), ascending);
		i = (int)at;
		q = r[i] + (r[i + 1] - r[i]) * part;
		s = curve(e, LONG + 1, 1);
		is(s, "var_95_pct", 100 * q);
		i = LONG - 2 - i;
		q = r[i + 1] - (r[i + 1] - r[i]) * part;
		is(s, "tail_ratio",
		   fabs(q) / fabs(value(s, "var_95_pct") / 100));
		algo_stat_free(s);
	}
}

/* --- Tables for people -------------------------------------------------------
 */

static const char *table(const struct algo_stat *s, size_t width)
{
	static struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_look look = { 0, width };
	struct algo_metric_set set;

	if (!s) {
		algo_buf_release(&out);
		return NULL;
	}
	algo_buf_clear(&out);
	algo_metric_set_fill(&set, ALGO_WHICH_ALL);
	algo_stat_table(s, &set, &look, &out);
	return algo_buf_str(&out);
}

static void test_table(void)
{
	static double e[LONG];
	struct algo_stat *s = CURVE(100, 110, 105, 108);
	const char *text;
	size_t n;
	int i;

	text = table(s, 60);
	ok(strncmp(text, "\xe2\x96\x81\xe2\x96\x88\xe2\x96\x85\xe2\x96\x87\n",
		   13) == 0,
	   "a block a point");
	ok(strstr(text, "\nReturn\n") && strstr(text, "\nDraw-down\n") &&
		   !strstr(text, "\nTrades\n"),
	   "headings of what there is");
	ok(strstr(text, " 108.00\n") && strstr(text, " -4.55  %\n") &&
		   strstr(text, " 2024-01-03\n") && strstr(text, " -\n"),
	   "values");
	ok(strstr(text, "\nflags: unrecovered, short_sample\n") != NULL,
	   "flags");
	algo_stat_free(s);
	for (i = 0; i < LONG; i++)
		e[i] = 1e6 + 1e5 * sin(i / 300.0);
	e[10] = 1234567.5;
	s = curve(e, LONG, 0);
	text = table(s, 30);
	n = strcspn(text, "\n");
	ok(n == 90, "30 blocks of a long curve: %zu bytes", n);
	ok(strstr(text, " 1 234 567.50\n") != NULL, "thousands are parted");
	algo_stat_free(s);
	s = CURVE(500);
	ok(strncmp(table(s, 60), "\nReturn\n", 8) == 0, "no curve of a row");
	algo_stat_free(s);
	table(NULL, 0);
}

/* --- Sessions ------------------------------------------------------------ */

static void test_sessions(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat_opt opt = { .periods_per_year = NAN,
				     .day_start = 17 * 3600 * ALGO_US };
	struct algo_stat_row row = { 0, 100, 0, 0, 50 };
	struct algo_stat *s;
	/* Sunday 2024-03-10 to Monday: summer time begins in Chicago */
	static const struct {
		const char *time;
		double equity;
	} rows[] = {
		{ "2024-03-08T20:00:00Z", 100 },
		{ "2024-03-08T22:59:00Z", 101 }, /* Fri 16:59: Friday */
		{ "2024-03-08T23:00:00Z", 103 }, /* 17:00: Saturday */
		{ "2024-03-10T21:59:00Z", 104 }, /* Sun 16:59: Sunday */
		{ "2024-03-10T22:00:00Z", 106 }, /* 17:00: Monday */
		{ "2024-03-11T21:00:00Z", 110 }, /* Mon 16:00: Monday */
	};
	enum algo_stamp kind;
	size_t i;

	opt.zone = algo_zone_open("America/Chicago", &err);
	if (!opt.zone) {
		ok(1, "# SKIP no zone files");
		return;
	}
	s = algo_stat_new(&opt);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		algo_when_read(rows[i].time, rows[i].time + 20, &row.time,
			       &kind, NULL);
		row.equity = rows[i].equity;
		algo_stat_row(s, &row);
	}
	ok(algo_stat_done(s, &err) == 0, "done");
	is(s, "periods", 4);
	is(s, "largest_winning_day", 6);
	ok(strstr(json(s, ALGO_WHICH_RESULT),
		  "\"largest_winning_day_date\":\"2024-03-11\"") != NULL,
	   "the session is named by the next date");
	is(s, "buy_hold_return_pct", 0);
	is(s, "exposure_time_pct", 0);
	algo_stat_free(s);
	algo_zone_free(opt.zone);
}

static void test_per_year(void)
{
	static const struct {
		int gap;
		double want;
	} steps[] = { { 1, 365 }, { 5, 365 }, { 6, 52 },
		      { 25, 52 }, { 26, 12 }, { 79, 12 },
		      { 80, 4 },  { 349, 4 }, { 350, 1 } };
	struct algo_stat_opt opt = { .periods_per_year = NAN };
	struct algo_err err = ALGO_ERR_INIT;
	size_t i;
	int k;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct algo_stat *s = algo_stat_new(&opt);

		for (k = 0; k < 30; k++) {
			struct algo_stat_row row = { k * steps[i].gap *
							     ALGO_DAY_US,
						     100, NAN, NAN, NAN };

			algo_stat_row(s, &row);
		}
		algo_stat_done(s, &err);
		is(s, "periods_per_year", steps[i].want);
		algo_stat_free(s);
	}
}

/* --- Trades -------------------------------------------------------------- */

static struct algo_stat_trade trade(int64_t exit_day, double pnl)
{
	int64_t day = algo_days_from_civil(2024, 1, 1);

	return (struct algo_stat_trade){
		.entry_time = day * ALGO_DAY_US,
		.exit_time = (day + exit_day) * ALGO_DAY_US,
		.size = 1,
		.entry_price = 100,
		.exit_price = 100 + pnl,
		.sl = NAN,
		.pnl = pnl,
		.return_pct = pnl,
		.commission = NAN,
		.bars = NAN,
		.mae_pct = NAN,
		.mfe_pct = NAN,
	};
}

static struct algo_stat *with_trades(const double *pnl, size_t n)
{
	static const double e[] = { 100, 101, 103 };
	struct algo_stat *s = feed(e, 3, 0);
	struct algo_err err = ALGO_ERR_INIT;
	size_t i;

	algo_stat_trades(s);
	for (i = 0; i < n; i++) {
		struct algo_stat_trade t = trade(1 + (int64_t)i, pnl[i]);

		algo_stat_trade(s, &t);
	}
	algo_stat_done(s, &err);
	return s;
}

static void test_trades(void)
{
	static const double wins[] = { 1, 2 }, losses[] = { -1, -2, -3 };
	static const double none[] = { 0, 0 };
	struct algo_stat *s = with_trades(NULL, 0);

	are(s,
	    "num_trades gross_profit gross_loss max_losing_streak "
	    "current_streak total_commission volume_traded turnover",
	    0);
	are(s,
	    "win_rate expectancy profit_factor sqn kelly avg_win largest_win "
	    "best_trade_pct max_trade_duration_s std_trade",
	    NAN);
	flags(s, "[\"no_downside\",\"no_drawdown\",\"short_sample\","
		 "\"no_trades\"]");
	algo_stat_free(s);
	s = with_trades(wins, 2);
	are(s,
	    "profit_factor payoff_ratio kelly avg_loss expectancy_ratio "
	    "avg_mae_pct avg_bars_held expectancy_r",
	    NAN);
	is(s, "avg_trade_duration_s", 1.5 * 86400);
	flags(s, "[\"no_downside\",\"no_drawdown\",\"short_sample\","
		 "\"no_losing_trades\",\"few_trades\"]");
	algo_stat_free(s);
	s = with_trades(losses, 3);
	are(s, "profit_factor win_rate", 0);
	are(s, "payoff_ratio kelly avg_win largest_win", NAN);
	is(s, "current_streak", -3);
	is(s, "max_closed_trade_drawdown", 6);
	flags(s, "[\"no_downside\",\"no_drawdown\",\"short_sample\","
		 "\"no_winning_trades\",\"few_trades\"]");
	algo_stat_free(s);
	s = with_trades(none, 2);
	are(s, "std_trade win_rate current_streak", 0);
	are(s, "sqn", NAN);
	is(s, "breakeven_trades", 2);
	algo_stat_free(s);
}

/* Rows and trades come mixed in a run, one after the other from files. */
static void test_order(void)
{
	static const double e[] = { 100, 101, 99, 104, 103, 108 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat *a = feed(e, 6, 0), *b = feed(NULL, 0, 0);
	int64_t day = algo_days_from_civil(2024, 1, 1);
	char *text;
	int i;

	for (i = 1; i < 5; i++) {
		struct algo_stat_trade t = trade(i, i % 2 ? 3 : -1);

		algo_stat_trade(a, &t);
	}
	for (i = 0; i < 6; i++) {
		struct algo_stat_row row = { (day + i) * ALGO_DAY_US, e[i], NAN,
					     NAN, NAN };
		struct algo_stat_trade t = trade(i, i % 2 ? 3 : -1);

		algo_stat_row(b, &row);
		if (i > 0 && i < 5)
			algo_stat_trade(b, &t);
	}
	ok(algo_stat_done(a, &err) == 0 && algo_stat_done(b, &err) == 0,
	   "done");
	text = algo_strdup(json(a, ALGO_WHICH_ALL));
	ok(strcmp(text, json(b, ALGO_WHICH_ALL)) == 0,
	   "mixed or not, the same bytes");
	algo_free(text);
	algo_stat_free(a);
	algo_stat_free(b);
}

/* --- Writing ------------------------------------------------------------- */

static void test_left_out(void)
{
	struct algo_stat *s = CURVE(100, 101, 103);
	const char *text = json(s, ALGO_WHICH_ALL);

	ok(!strstr(text, "win_rate") && !strstr(text, "buy_hold") &&
		   !strstr(text, "total_slippage"),
	   "keys without their input are left out");
	ok(strstr(text, "\"exposure_time_pct\":null") != NULL,
	   "exposure is null when not known");
	ok(strstr(text, "\"max_drawdown_date\":null") != NULL, "null date");
	text = json(s, ALGO_WHICH_RESULT);
	ok(strncmp(text, "{\"metrics\":{\"equity_final\":103,", 31) == 0,
	   "the result has the chosen ones: %.40s", text);
	ok(!strstr(text, "skewness"), "and no other");
	algo_stat_free(s);
}

int main(void)
{
	test_one_row();
	test_no_row();
	test_ruin();
	test_no_variance();
	test_falls();
	test_overflow();
	test_index();
	test_quantiles();
	test_table();
	test_sessions();
	test_per_year();
	test_trades();
	test_order();
	test_left_out();
	json(NULL, ALGO_WHICH_ALL);
	return done();
}
