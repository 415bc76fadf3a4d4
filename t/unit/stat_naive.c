/* stat_naive.c - every metric of the table on a made-up curve and trades,
 * against its formula worked out the slow way */
#include "slow.h"
#include "tap.h"

#include <algo/stat.h>

#define DAYS 70
#define ROWS (1 + 3 * DAYS)
#define TRADES 45
#define YEAR_S 31557600.0
#define P 252
#define RF 0.02
#define MAR 0.05

static struct algo_stat_row row[ROWS];
static struct algo_stat_trade trade[TRADES];
static double end[DAYS + 1]; /* equity at the end of each day */
static int64_t date[DAYS + 1];
static double r[DAYS], pnl[DAYS], p[TRADES];
static unsigned char seen[512];
static double bench[DAYS + 1]; /* NaN on days that it lacks */
static struct algo_stat *s;

static unsigned long seed = 12345;
static double rnd(void)
{
	seed = (seed * 1103515245 + 12345) & 0x7fffffff;
	return (double)seed / 0x7fffffff;
}

static void want(const char *name, double v)
{
	const struct algo_metric *m = algo_metric_find(name, strlen(name));
	size_t i;

	if (!ok(m != NULL, "%s is a metric", name))
		return;
	for (i = 0; algo_metric_at(i) != m; i++)
		;
	seen[i] = 1;
	ok(near(algo_stat_value(s, m), v, 1e-9), "%s: %.12g, want %.12g", name,
	   algo_stat_value(s, m), v);
}

/* --- Made-up input ------------------------------------------------------- */

static void make_curve(void)
{
	/* Tuesday 2024-01-02 21:00 UTC */
	int64_t day = algo_days_from_civil(2024, 1, 2);
	double e = 10000;
	int i, k;

	row[0] =
		(struct algo_stat_row){ day * ALGO_DAY_US + 21 * 3600 * ALGO_US,
					e, 0, 0, 100 };
	end[0] = e;
	date[0] = day;
	for (i = 0; i < DAYS; i++) {
		do
			day++;
		while ((day + 3) % 7 >= 5);
		for (k = 0; k < 3; k++) {
			struct algo_stat_row *x = &row[1 + 3 * i + k];

			if (i % 9 != 4)
				e *= 1 + (rnd() - 0.49) * 0.02;
			x->time = day * ALGO_DAY_US +
				  (10 + 4 * k) * 3600 * ALGO_US;
			x->equity = e;
			x->long_value = i % 3 ? rnd() * e : 0;
			x->short_value = i % 4 == 1 ? rnd() * e / 2 : 0;
			x->close = 100 + i;
		}
		end[i + 1] = e;
		date[i + 1] = day;
		r[i] = end[i + 1] / end[i] - 1;
		pnl[i] = end[i + 1] - end[i];
	}
}

/* Fed in an order that is not that of the exits. */
static void make_trades(void)
{
	int i;

	for (i = 0; i < TRADES; i++) {
		struct algo_stat_trade *t = &trade[i];
		int k = 3 + 4 * i;

		t->entry_time = row[k].time;
		t->exit_time = row[k + 1 + i % 5].time + i;
		t->size = i % 3 == 0 ? -5 - i : 4 + i;
		t->entry_price = 100 + rnd() * 10;
		t->exit_price = 100 + rnd() * 10;
		t->sl = i % 4 == 3 ? NAN
				   : t->entry_price - (t->size > 0 ? 2 : -3) *
							      (i % 7 ? 1 : -1);
		t->commission = 1 + i % 2;
		t->pnl = i % 8 == 5
				 ? 0
				 : t->size * (t->exit_price - t->entry_price);
		t->return_pct = t->pnl / fabs(t->size * t->entry_price) * 100;
		t->bars = 1 + i % 5;
		t->mae_pct = i % 2 ? -rnd() : NAN;
		t->mfe_pct = i % 2 ? rnd() : NAN;
		p[i] = t->pnl;
	}
}

/* Two rows a day, the first of no use; some days lacking. */
static void make_benchmark(void)
{
	double v = 50;
	int i;

	for (i = 0; i <= DAYS; i++) {
		v *= 1 + (rnd() - 0.48) * 0.03;
		bench[i] = i % 11 == 7 ? NAN : v;
	}
}

static void feed_benchmark(void)
{
	int64_t early = row[0].time - 20 * ALGO_DAY_US;
	int i;

	algo_stat_benchmark_row(s, early, 33);
	for (i = 0; i <= DAYS; i++) {
		int64_t noon = date[i] * ALGO_DAY_US + 12 * 3600 * ALGO_US;

		if (isnan(bench[i]))
			continue;
		algo_stat_benchmark_row(s, noon, 77);
		algo_stat_benchmark_row(s, noon + ALGO_US, bench[i]);
	}
}

static void feed(void)
{
	struct algo_stat_opt opt = { .periods_per_year = NAN,
				     .rf = RF,
				     .mar = MAR };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat_trade open = trade[0];
	int i;

	s = algo_stat_new(&opt);
	for (i = 0; i < ROWS; i++)
		algo_stat_row(s, &row[i]);
	for (i = TRADES - 1; i >= 0; i--)
		algo_stat_trade(s, &trade[i]);
	open.exit_time = ALGO_WHEN_NONE;
	algo_stat_trade(s, &open);
	algo_stat_open(s, 2);
	algo_stat_costs(s, 1.5, 2.5, 3.5);
	feed_benchmark();
	ok(algo_stat_done(s, &err) == 0, "done");
}

/* --- The formulas -------------------------------------------------------- */

static double years(void)
{
	return (double)(row[ROWS - 1].time - row[0].time) / 1e6 / YEAR_S;
}

static double annual(void)
{
	double x = 1;
	int i;

	for (i = 0; i < DAYS; i++)
		x *= 1 + r[i];
	return pow(x, (double)P / DAYS) - 1;
}

static void check_return(void)
{
	double e[ROWS], last = end[DAYS];
	int i;

	for (i = 0; i < ROWS; i++)
		e[i] = row[i].equity;
	want("periods", DAYS);
	want("periods_per_year", P);
	want("equity_start", 10000);
	want("equity_final", last);
	want("equity_peak", most(e, ROWS));
	want("return_pct", (last - 10000) / 100);
	want("total_pnl", last - 10000);
	want("cagr_pct", 100 * (pow(last / 10000, 1 / years()) - 1));
	want("annual_return_pct", 100 * annual());
	want("mean_return_pct", 100 * mean(r, DAYS));
	want("best_day_pct", 100 * most(r, DAYS));
	want("worst_day_pct", 100 * least(r, DAYS));
	want("best_year_pct", (last - 10000) / 100);
	want("worst_year_pct", (last - 10000) / 100);
	want("buy_hold_return_pct", 100 * ((100 + DAYS - 1) / 100.0 - 1));
	want("total_slippage", 1.5);
	want("total_funding", 2.5);
	want("total_borrow", 3.5);
}

static void check_months(void)
{
	double m[12] = { 0 };
	int i, y, month, d, n = 0;

	for (i = 1; i <= DAYS; i++) {
		algo_civil_from_days(date[i], &y, &month, &d);
		m[month - 1] = (1 + m[month - 1]) * (1 + r[i - 1]) - 1;
		n = month;
	}
	want("best_month_pct", 100 * most(m, n));
	want("worst_month_pct", 100 * least(m, n));
	want("avg_up_month_pct", 100 * mean_if(m, m, n, 1));
	want("avg_down_month_pct", 100 * mean_if(m, m, n, -1));
	want("profitable_months_pct", 100.0 * count_if(m, n, 1) / n);
}

static void check_risk(void)
{
	double m2 = moment(r, DAYS, 2), n = DAYS;
	double g1 = moment(r, DAYS, 3) / pow(m2, 1.5);
	double g2 = moment(r, DAYS, 4) / m2 / m2 - 3;
	double q = quantile(r, DAYS, 0.05), low = 0, down = 0, at[DAYS];
	double log_e[DAYS], mar = pow(1 + MAR, 1.0 / P) - 1;
	int i, k = 0;

	for (i = 0; i < DAYS; i++) {
		if (r[i] <= q) {
			low += r[i];
			k++;
		}
		down += pow(fmin(r[i] - mar, 0), 2) / n;
		at[i] = i;
		log_e[i] = log(end[i + 1] / end[0]);
	}
	want("annual_volatility_pct", 100 * sd(r, DAYS) * sqrt(P));
	want("downside_deviation_pct", 100 * sqrt(down * P));
	want("skewness", g1 * sqrt(n * (n - 1)) / (n - 2));
	want("kurtosis_excess",
	     (n - 1) / (n - 2) / (n - 3) * ((n + 1) * g2 + 6));
	want("var_95_pct", 100 * q);
	want("cvar_95_pct", 100 * low / k);
	want("var_95_parametric_pct",
	     100 * (mean(r, DAYS) - 1.6448536269514722 * sd(r, DAYS)));
	want("tail_ratio", fabs(quantile(r, DAYS, 0.95) / q));
	want("stability", pow(pearson(at, log_e, DAYS), 2));
	want("autocorr_1", pearson(r + 1, r, DAYS - 1));
	want("t_stat", mean(r, DAYS) / sd(r, DAYS) * sqrt(n));
	want("sortino_ratio", (mean(r, DAYS) - mar) * sqrt(P) / sqrt(down));
}

static void check_ratios(void)
{
	double rf = pow(1 + RF, 1.0 / P) - 1, mar = pow(1 + MAR, 1.0 / P) - 1;
	double sr = (mean(r, DAYS) - rf) / sd(r, DAYS), up = 0, down = 0;
	double m2 = moment(r, DAYS, 2), losses = 0, v;
	int i;

	for (i = 0; i < DAYS; i++) {
		up += fmax(r[i] - mar, 0);
		down += fmax(mar - r[i], 0);
		losses += fmin(r[i], 0);
	}
	v = 1 - moment(r, DAYS, 3) / pow(m2, 1.5) * sr +
	    (moment(r, DAYS, 4) / m2 / m2 - 1) / 4 * sr * sr;
	want("sharpe_ratio", sr * sqrt(P));
	want("omega_ratio", up / down);
	want("gain_to_pain", mean(r, DAYS) * DAYS / -losses);
	want("psr", phi(sr * sqrt(DAYS - 1) / sqrt(v)));
	want("sharpe_std_error", sqrt(v / (DAYS - 1) * P));
	want("min_track_record_length",
	     sr > 0 ? 1 + v * pow(phi_inv(0.95) / sr, 2) : NAN);
}

/* Where a draw-down that is seen at row i began: the last row that no row up
 * to i is above of. */
static int peak_of(int i)
{
	int k, at = 0;

	for (k = 1; k <= i; k++)
		if (row[k].equity >= row[at].equity)
			at = k;
	return at;
}

static double days_between(int a, int b)
{
	return (double)(row[b].time - row[a].time) / (double)ALGO_DAY_US;
}

static void check_falls(void)
{
	double dd[ROWS], depth[ROWS], length[ROWS], money = 0, closed = 0;
	double sq = 0, sum = 0;
	int i, k, n = 0, under = 0, worst = 0, stop = ROWS - 1;

	for (i = 0; i < ROWS; i++) {
		int at = peak_of(i);

		dd[i] = row[i].equity / row[at].equity - 1;
		money = fmax(money, row[at].equity - row[i].equity);
		sq += dd[i] * dd[i] / (ROWS - 1);
		sum -= dd[i] / (ROWS - 1);
		under += dd[i] < 0;
		worst = dd[i] < dd[worst] ? i : worst;
	}
	for (i = 1; i < ROWS; i = k + 1) {
		for (k = i; k < ROWS && dd[k] < 0; k++)
			depth[n] = k == i ? dd[k] : fmin(depth[n], dd[k]);
		if (k == i)
			continue;
		length[n] = days_between(i - 1, k < ROWS ? k : ROWS - 1);
		if (k < ROWS)
			closed = fmax(closed, length[n]);
		if (i <= worst && worst < k)
			stop = k;
		n++;
	}
	want("max_drawdown_pct", 100 * dd[worst]);
	want("max_drawdown_abs", money);
	want("max_drawdown_start", (double)row[peak_of(worst)].time);
	want("max_drawdown_date", (double)row[worst].time);
	want("max_drawdown_end", stop < ROWS ? (double)row[stop].time : NAN);
	want("max_drawdown_duration_days",
	     days_between(peak_of(worst), stop < ROWS ? stop : ROWS - 1));
	want("time_to_recovery_days",
	     stop < ROWS ? days_between(worst, stop) : NAN);
	want("longest_recovery_days", closed);
	want("longest_drawdown_days", most(length, n));
	want("avg_drawdown_pct", 100 * mean(depth, n));
	want("avg_drawdown_days", mean(length, n));
	want("drawdown_count", n);
	want("current_drawdown_pct", 100 * dd[ROWS - 1]);
	want("time_in_drawdown_pct", 100.0 * under / (ROWS - 1));
	want("ulcer_index_pct", 100 * sqrt(sq));
	want("pain_index_pct", 100 * sum);
	want("ulcer_performance_index", (annual() - RF) / sqrt(sq));
	want("pain_ratio", (annual() - RF) / sum);
	want("calmar_ratio", annual() / -dd[worst]);
	want("romad", (end[DAYS] / 10000 - 1) / -dd[worst]);
	want("recovery_factor", (end[DAYS] - 10000) / money);
}

static void check_days(void)
{
	int i, hi = 0, lo = 0, up = count_if(pnl, DAYS, 1);
	int down = count_if(pnl, DAYS, -1);

	for (i = 0; i < DAYS; i++) {
		hi = pnl[i] > pnl[hi] ? i : hi;
		lo = pnl[i] < pnl[lo] ? i : lo;
	}
	want("largest_winning_day", pnl[hi]);
	want("largest_winning_day_date", (double)(date[hi + 1] * ALGO_DAY_US));
	want("largest_losing_day", pnl[lo]);
	want("largest_losing_day_date", (double)(date[lo + 1] * ALGO_DAY_US));
	want("avg_daily_pnl", mean(pnl, DAYS));
	want("std_daily_pnl", sd(pnl, DAYS));
	want("profitable_days", up);
	want("losing_days", down);
	want("flat_days", DAYS - up - down);
	want("profitable_days_pct", 100.0 * up / (up + down));
	want("avg_winning_day", mean_if(pnl, pnl, DAYS, 1));
	want("avg_losing_day", mean_if(pnl, pnl, DAYS, -1));
	want("max_winning_day_streak", longest_run(pnl, DAYS, 1));
	want("max_losing_day_streak", longest_run(pnl, DAYS, -1));
}

static void check_counts(void)
{
	int i, longs = 0, wins = count_if(p, TRADES, 1), long_wins = 0;
	int losses = count_if(p, TRADES, -1);

	for (i = 0; i < TRADES; i++) {
		longs += trade[i].size > 0;
		long_wins += trade[i].size > 0 && p[i] > 0;
	}
	want("num_trades", TRADES);
	want("open_trades", 3);
	want("winning_trades", wins);
	want("losing_trades", losses);
	want("breakeven_trades", TRADES - wins - losses);
	want("long_trades", longs);
	want("short_trades", TRADES - longs);
	want("win_rate", (double)wins / TRADES);
	want("long_win_rate", (double)long_wins / longs);
	want("short_win_rate", (double)(wins - long_wins) / (TRADES - longs));
	want("long_short_ratio", (double)longs / (TRADES - longs));
	want("long_trades_pct", 100.0 * longs / TRADES);
}

static void check_money(void)
{
	double win = mean_if(p, p, TRADES, 1), loss = mean_if(p, p, TRADES, -1);
	double profit = win * count_if(p, TRADES, 1), all = mean(p, TRADES);
	double lost = loss * count_if(p, TRADES, -1);
	double w = (double)count_if(p, TRADES, 1) / TRADES;

	want("gross_profit", profit);
	want("gross_loss", lost);
	want("net_trade_pnl", profit + lost);
	want("profit_factor", profit / -lost);
	want("expectancy", all);
	want("median_trade", quantile(p, TRADES, 0.5));
	want("std_trade", sd(p, TRADES));
	want("avg_win", win);
	want("avg_loss", loss);
	want("largest_win", most(p, TRADES));
	want("largest_loss", least(p, TRADES));
	want("payoff_ratio", win / -loss);
	want("expectancy_ratio", all / -loss);
	want("sqn", sqrt(TRADES) * all / sd(p, TRADES));
	want("kelly", w - (1 - w) / (win / -loss));
}

static void check_details(void)
{
	double len[TRADES], pct[TRADES], bars[TRADES], mae[TRADES];
	double mfe[TRADES], back[TRADES], in_r[TRADES], fees = 0, volume = 0;
	int i, n = 0, m = 0;

	for (i = 0; i < TRADES; i++) {
		const struct algo_stat_trade *t = &trade[i];
		double gap = t->size > 0 ? t->entry_price - t->sl
					 : t->sl - t->entry_price;

		len[i] = (double)(t->exit_time - t->entry_time) / 1e6;
		pct[i] = t->return_pct;
		bars[i] = t->bars;
		fees += t->commission;
		volume += fabs(t->size) * (t->entry_price + t->exit_price);
		if (!isnan(t->mae_pct)) {
			mae[n] = t->mae_pct;
			mfe[n] = t->mfe_pct;
			back[n++] = t->return_pct - t->mfe_pct;
		}
		if (gap > 0)
			in_r[m++] = t->pnl / fabs(t->size) / gap;
	}
	want("best_trade_pct", most(pct, TRADES));
	want("worst_trade_pct", least(pct, TRADES));
	want("expectancy_pct", mean(pct, TRADES));
	want("expectancy_r", mean(in_r, m));
	want("avg_trade_duration_s", mean(len, TRADES));
	want("median_trade_duration_s", quantile(len, TRADES, 0.5));
	want("max_trade_duration_s", most(len, TRADES));
	want("avg_win_duration_s", mean_if(len, p, TRADES, 1));
	want("avg_loss_duration_s", mean_if(len, p, TRADES, -1));
	want("avg_bars_held", mean(bars, TRADES));
	want("avg_mae_pct", mean(mae, n));
	want("avg_mfe_pct", mean(mfe, n));
	want("largest_mae_pct", least(mae, n));
	want("largest_mfe_pct", most(mfe, n));
	want("avg_end_trade_drawdown_pct", mean(back, n));
	want("total_commission", fees);
	want("volume_traded", volume);
	want("trades_per_year", TRADES / years());
	want("trades_per_day", (double)TRADES / DAYS);
	for (i = 1, fees = 0; i < ROWS; i++)
		fees += row[i].equity / (ROWS - 1);
	want("turnover", volume / fees);
	want("annual_turnover", volume / fees / years());
}

static int sign_of(double x)
{
	return (x > 0) - (x < 0);
}

static void check_streaks(void)
{
	double q[TRADES], at = 10000, peak = 10000, fall = 0;
	int64_t done_at = INT64_MIN;
	int i, k, runs[3] = { 0 }, sum[3] = { 0 }, twos = 0, tail = 0;

	/* By exit time, the slow way. */
	for (i = 0; i < TRADES; i++) {
		int64_t next = INT64_MAX;

		for (k = 0; k < TRADES; k++)
			if (trade[k].exit_time > done_at &&
			    trade[k].exit_time < next) {
				next = trade[k].exit_time;
				q[i] = p[k];
			}
		done_at = next;
	}
	for (i = 0; i < TRADES; i++) {
		int now = sign_of(q[i]);

		runs[now + 1] += i == 0 || sign_of(q[i - 1]) != now;
		sum[now + 1]++;
		twos += now < 0 && i > 0 && sign_of(q[i - 1]) < 0 &&
			(i < 2 || sign_of(q[i - 2]) >= 0);
		at += q[i];
		peak = fmax(peak, at);
		fall = fmax(fall, peak - at);
	}
	while (tail < TRADES &&
	       sign_of(q[TRADES - 1 - tail]) == sign_of(q[TRADES - 1]))
		tail++;
	want("max_winning_streak", longest_run(q, TRADES, 1));
	want("max_losing_streak", longest_run(q, TRADES, -1));
	want("losing_streaks", twos);
	want("avg_winning_streak", (double)sum[2] / runs[2]);
	want("avg_losing_streak", (double)sum[0] / runs[0]);
	want("current_streak", sign_of(q[TRADES - 1]) * tail);
	want("max_closed_trade_drawdown", fall);
}

static void check_sides(void)
{
	double l[ROWS], h[ROWS], gross[ROWS], net[ROWS];
	int i, n = ROWS - 1;

	for (i = 0; i < n; i++) {
		l[i] = row[i + 1].long_value / row[i + 1].equity;
		h[i] = row[i + 1].short_value / row[i + 1].equity;
		gross[i] = l[i] + h[i];
		net[i] = l[i] - h[i];
	}
	want("exposure_time_pct", 100.0 * count_if(gross, n, 1) / n);
	want("long_exposure_time_pct", 100.0 * count_if(l, n, 1) / n);
	want("short_exposure_time_pct", 100.0 * count_if(h, n, 1) / n);
	want("avg_gross_exposure_pct", 100 * mean(gross, n));
	want("max_gross_exposure_pct", 100 * most(gross, n));
	want("avg_net_exposure_pct", 100 * mean(net, n));
	want("max_net_exposure_pct", 100 * most(net, n));
	want("min_net_exposure_pct", 100 * least(net, n));
	want("gross_exposure_pct", 100 * gross[n - 1]);
	want("net_exposure_pct", 100 * net[n - 1]);
	want("avg_long_exposure_pct", 100 * mean(l, n));
	want("avg_short_exposure_pct", 100 * mean(h, n));
	want("long_short_exposure_ratio", mean(l, n) / mean(h, n));
}

static double power(const double *v, const double *by, int n, int sign)
{
	double x = 1;
	int i, k = 0;

	for (i = 0; i < n; i++)
		if (!by || (by[i] > 0) - (by[i] < 0) == sign) {
			x *= 1 + v[i];
			k++;
		}
	return pow(x, (double)P / k) - 1;
}

static void check_benchmark(void)
{
	double a[DAYS], b[DAYS], d[DAYS], rf = pow(1 + RF, 1.0 / P) - 1, beta;
	int i, n = 0, last = 0;

	for (i = 1; i <= DAYS; i++) {
		if (isnan(bench[i]))
			continue;
		a[n] = end[i] / end[last] - 1;
		b[n] = bench[i] / bench[last] - 1;
		d[n] = a[n] - b[n];
		last = i;
		n++;
	}
	ok(n > 50 && n < DAYS, "%d pairs", n);
	beta = pearson(a, b, n) * sd(a, n) / sd(b, n);
	want("benchmark_return_pct", 100 * (bench[last] / bench[0] - 1));
	want("excess_return_pct",
	     100 * (end[last] / end[0] - bench[last] / bench[0]));
	want("beta", beta);
	want("correlation", pearson(a, b, n));
	want("r_squared", pow(pearson(a, b, n), 2));
	want("alpha_pct",
	     100 * (pow(1 + mean(a, n) - rf - beta * (mean(b, n) - rf), P) -
		    1));
	want("tracking_error_pct", 100 * sd(d, n) * sqrt(P));
	want("information_ratio", mean(d, n) / sd(d, n) * sqrt(P));
	want("treynor_ratio", (power(a, NULL, n, 0) - RF) / beta);
	want("up_capture", power(a, b, n, 1) / power(b, b, n, 1));
	want("down_capture", power(a, b, n, -1) / power(b, b, n, -1));
}

int main(void)
{
	size_t i;

	make_curve();
	make_trades();
	make_benchmark();
	feed();
	check_return();
	check_months();
	check_risk();
	check_ratios();
	check_falls();
	check_days();
	check_counts();
	check_money();
	check_details();
	check_streaks();
	check_sides();
	check_benchmark();
	for (i = 0; i < algo_metric_count(); i++)
		ok(seen[i], "%s was checked", algo_metric_at(i)->name);
	algo_stat_free(s);
	return done();
}
