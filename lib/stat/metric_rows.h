/* metric_rows.h - the metrics, one row each, in the order of the result:
 * M(group, name, unit, kind, result, better, title, source, formula).
 * Included wherever something follows from the rows; no guard. */
/* clang-format off */

/* Return */
M(RETURN, periods, "count", NUMBER, 0, 0, "Periods", "",
  "n, session days after the baseline")
M(RETURN, periods_per_year, "count", NUMBER, 0, 0, "Periods per year", "",
  "P, as given or by the median gap of the session dates; null for bar numbers")
M(RETURN, equity_start, "money", NUMBER, 0, 0, "Equity at the start", "",
  "E_0, the baseline")
M(RETURN, equity_final, "money", NUMBER, 1, 1, "Equity at the end", "",
  "E_n, the last row (or the first at or below 0)")
M(RETURN, equity_peak, "money", NUMBER, 1, 1, "Highest equity", "",
  "max E")
M(RETURN, return_pct, "%", NUMBER, 1, 1, "Return", "Bacon 2008",
  "100 (E_n/E_0 - 1)")
M(RETURN, total_pnl, "money", NUMBER, 1, 1, "Profit", "",
  "E_n - E_0, open trades included")
M(RETURN, cagr_pct, "%", NUMBER, 1, 1, "Growth a year (CAGR)", "Bacon 2008",
  "100 ((E_n/E_0)^(1/Y) - 1), Y = seconds/31557600; Y = 0 null")
M(RETURN, annual_return_pct, "%", NUMBER, 1, 1, "Annual return", "Bacon 2008",
  "100 (prod(1+r)^(P/n) - 1)")
M(RETURN, mean_return_pct, "%", NUMBER, 0, 1, "Mean return of a day", "",
  "100 mean(r)")
M(RETURN, best_day_pct, "%", NUMBER, 0, 1, "Best day", "",
  "100 max(r)")
M(RETURN, worst_day_pct, "%", NUMBER, 0, 1, "Worst day", "",
  "100 min(r)")
M(RETURN, best_month_pct, "%", NUMBER, 0, 1, "Best month", "",
  "largest r compounded by session month, partial ones too")
M(RETURN, worst_month_pct, "%", NUMBER, 0, 1, "Worst month", "",
  "least r compounded by session month, partial ones too")
M(RETURN, best_year_pct, "%", NUMBER, 0, 1, "Best year", "",
  "largest r compounded by session year, partial ones too")
M(RETURN, worst_year_pct, "%", NUMBER, 0, 1, "Worst year", "",
  "least r compounded by session year, partial ones too")
M(RETURN, avg_up_month_pct, "%", NUMBER, 0, 1, "Mean of the winning months", "",
  "mean of the months > 0; none null")
M(RETURN, avg_down_month_pct, "%", NUMBER, 0, 1, "Mean of the losing months", "",
  "mean of the months < 0; none null")
M(RETURN, profitable_months_pct, "%", NUMBER, 0, 1, "Winning months", "",
  "100 months > 0 / months != 0")

/* Risk */
M(RISK, annual_volatility_pct, "%", NUMBER, 1, -1, "Annual volatility", "",
  "100 sd sqrt(P); n < 2 null, zero variance 0")
M(RISK, downside_deviation_pct, "%", NUMBER, 0, -1, "Downside deviation", "Sortino, Price 1994",
  "100 sqrt(mean over all n of min(r - mar_p, 0)^2) sqrt(P)")
M(RISK, skewness, "", NUMBER, 0, 1, "Skewness", "Joanes, Gill 1998",
  "bias-corrected G1; n < 3 or zero variance null")
M(RISK, kurtosis_excess, "", NUMBER, 0, -1, "Excess kurtosis", "Joanes, Gill 1998",
  "bias-corrected G2; n < 4 or zero variance null")
M(RISK, var_95_pct, "%", NUMBER, 0, 1, "Value at risk (95 %)", "",
  "100 times the 5 % quantile of r, type 7")
M(RISK, cvar_95_pct, "%", NUMBER, 0, 1, "Expected shortfall (95 %)", "",
  "100 mean of the r at or below that quantile")
M(RISK, var_95_parametric_pct, "%", NUMBER, 0, 1, "Value at risk (95 %), normal", "",
  "100 (mean + sd Phi^-1(0.05)); n < 2 null")
M(RISK, tail_ratio, "ratio", NUMBER, 0, 1, "Tail ratio", "",
  "abs(q95)/abs(q05); q05 = 0 null")
M(RISK, stability, "0..1", NUMBER, 0, 1, "Stability", "",
  "R^2 of the cumulative ln(1+r) on 0..n-1; n < 3, ruin, zero variance null")
M(RISK, autocorr_1, "-1..1", NUMBER, 0, 0, "Autocorrelation", "",
  "Pearson of r[1:] and r[:-1], own means each; n < 4 null")
M(RISK, t_stat, "", NUMBER, 0, 1, "t-statistic", "",
  "mean/sd sqrt(n)")

/* Risk-adjusted */
M(RATIO, sharpe_ratio, "ratio", NUMBER, 1, 1, "Sharpe ratio", "Sharpe 1994",
  "(mean - rf_p)/sd sqrt(P); n < 2 or zero variance null")
M(RATIO, sortino_ratio, "ratio", NUMBER, 1, 1, "Sortino ratio", "Sortino, Price 1994",
  "(mean - mar_p) sqrt(P)/downside a period; no r < mar_p null")
M(RATIO, calmar_ratio, "ratio", NUMBER, 1, 1, "Calmar ratio", "Young 1991",
  "annual_return/abs(max_drawdown), fractions; no draw-down null")
M(RATIO, romad, "ratio", NUMBER, 0, 1, "Return over draw-down", "",
  "total return/abs(max_drawdown), fractions; no draw-down null")
M(RATIO, omega_ratio, "ratio", NUMBER, 0, 1, "Omega ratio", "Keating, Shadwick 2002",
  "sum(max(r - mar_p, 0))/sum(max(mar_p - r, 0)); no r < mar_p null")
M(RATIO, gain_to_pain, "ratio", NUMBER, 0, 1, "Gain to pain", "Schwager 2012",
  "sum(r)/abs(sum of r < 0); no r < 0 null")
M(RATIO, ulcer_index_pct, "%", NUMBER, 0, -1, "Ulcer index", "Martin, McCann 1989",
  "100 sqrt(mean(dd^2)) over the rows after the baseline")
M(RATIO, ulcer_performance_index, "ratio", NUMBER, 0, 1, "Ulcer performance index", "Martin 1989",
  "(annual_return - rf)/ulcer, fractions; no draw-down null")
M(RATIO, pain_index_pct, "%", NUMBER, 0, -1, "Pain index", "Becker 2006",
  "100 mean(abs(dd)) over the rows after the baseline")
M(RATIO, pain_ratio, "ratio", NUMBER, 0, 1, "Pain ratio", "Becker 2006",
  "(annual_return - rf)/pain, fractions; no draw-down null")
M(RATIO, recovery_factor, "ratio", NUMBER, 0, 1, "Recovery factor", "",
  "total_pnl/max_drawdown_abs; no draw-down null")
M(RATIO, psr, "0..1", NUMBER, 1, 1, "Probabilistic Sharpe", "Bailey, Lopez de Prado 2012",
  "Phi(SR sqrt(n-1)/sqrt(V)), V = 1 - g1 SR + (b2-1)/4 SR^2, SR a period; V <= 0 null")
M(RATIO, sharpe_std_error, "ratio", NUMBER, 0, -1, "Standard error of Sharpe", "Mertens 2002",
  "sqrt(V/(n-1)) sqrt(P)")
M(RATIO, min_track_record_length, "count", NUMBER, 0, -1, "Shortest track record", "Bailey, Lopez de Prado 2012",
  "1 + V (Phi^-1(0.95)/SR)^2 observations; SR <= 0 null")

/* Draw-down */
M(FALL, max_drawdown_pct, "%", NUMBER, 1, 1, "Maximum draw-down", "",
  "100 min(E/peak - 1) over every row; 0 when none")
M(FALL, max_drawdown_abs, "money", NUMBER, 1, -1, "Maximum draw-down, money", "",
  "max(peak - E); may be another episode")
M(FALL, max_drawdown_start, "time", TIME, 0, 0, "Draw-down began", "",
  "last row at the peak; none null")
M(FALL, max_drawdown_date, "time", TIME, 1, 0, "Lowest point", "",
  "first lowest row; none null")
M(FALL, max_drawdown_end, "time", TIME, 0, 0, "Draw-down ended", "",
  "first row at or above the peak; open null")
M(FALL, max_drawdown_duration_days, "days", NUMBER, 1, -1, "Length of it", "",
  "start to end; open: to the last row")
M(FALL, time_to_recovery_days, "days", NUMBER, 1, -1, "Recovery from it", "",
  "lowest row to end; open null")
M(FALL, longest_recovery_days, "days", NUMBER, 0, -1, "Longest recovered draw-down", "",
  "longest closed episode; none null")
M(FALL, longest_drawdown_days, "days", NUMBER, 0, -1, "Longest draw-down", "",
  "longest episode, an open one to the last row; none null")
M(FALL, avg_drawdown_pct, "%", NUMBER, 0, 1, "Mean draw-down", "",
  "mean depth of the episodes; none null")
M(FALL, avg_drawdown_days, "days", NUMBER, 0, -1, "Mean length of draw-downs", "",
  "mean length of the episodes; none null")
M(FALL, drawdown_count, "count", NUMBER, 0, 0, "Draw-downs", "",
  "episodes, an open one too")
M(FALL, current_drawdown_pct, "%", NUMBER, 0, 1, "Draw-down now", "",
  "100 (E/peak - 1) of the last row")
M(FALL, time_in_drawdown_pct, "%", NUMBER, 0, -1, "Time in draw-down", "",
  "share of the rows after the baseline below the peak")

/* Days, in money */
M(DAYS, largest_winning_day, "money", NUMBER, 1, 1, "Largest winning day", "",
  "max(pnl), at least 0")
M(DAYS, largest_winning_day_date, "date", DATE, 1, 0, "  its date", "",
  "its session date, the first on ties; no winning day null")
M(DAYS, largest_losing_day, "money", NUMBER, 1, 1, "Largest losing day", "",
  "min(pnl), at most 0")
M(DAYS, largest_losing_day_date, "date", DATE, 1, 0, "  its date", "",
  "its session date, the first on ties; no losing day null")
M(DAYS, avg_daily_pnl, "money", NUMBER, 1, 1, "Mean profit of a day", "",
  "mean(pnl)")
M(DAYS, std_daily_pnl, "money", NUMBER, 0, -1, "Deviation of daily profit", "",
  "sample standard deviation of pnl; n < 2 null")
M(DAYS, profitable_days, "count", NUMBER, 0, 1, "Winning days", "",
  "days with pnl > 0")
M(DAYS, losing_days, "count", NUMBER, 0, -1, "Losing days", "",
  "days with pnl < 0")
M(DAYS, flat_days, "count", NUMBER, 0, 0, "Flat days", "",
  "days with pnl = 0")
M(DAYS, profitable_days_pct, "%", NUMBER, 1, 1, "Share of winning days", "",
  "100 days > 0 / days != 0; none null")
M(DAYS, avg_winning_day, "money", NUMBER, 0, 1, "Mean winning day", "",
  "mean of pnl > 0; none null")
M(DAYS, avg_losing_day, "money", NUMBER, 0, 1, "Mean losing day", "",
  "mean of pnl < 0; none null")
M(DAYS, max_winning_day_streak, "count", NUMBER, 0, 1, "Most winning days in a row", "",
  "longest run of pnl > 0")
M(DAYS, max_losing_day_streak, "count", NUMBER, 0, -1, "Most losing days in a row", "",
  "longest run of pnl < 0")

/* Trades */
M(TRADES, num_trades, "count", NUMBER, 1, 0, "Trades", "",
  "m, closed round trips")
M(TRADES, open_trades, "count", NUMBER, 0, 0, "Open trades", "",
  "trades without an exit")
M(TRADES, winning_trades, "count", NUMBER, 0, 1, "Winning trades", "",
  "trades with p > 0")
M(TRADES, losing_trades, "count", NUMBER, 0, -1, "Losing trades", "",
  "trades with p < 0")
M(TRADES, breakeven_trades, "count", NUMBER, 0, 0, "Break-even trades", "",
  "trades with p = 0")
M(TRADES, long_trades, "count", NUMBER, 0, 0, "Long trades", "",
  "trades with size > 0")
M(TRADES, short_trades, "count", NUMBER, 0, 0, "Short trades", "",
  "trades with size < 0")
M(TRADES, win_rate, "0..1", NUMBER, 1, 1, "Win rate", "",
  "winners/m; none null")
M(TRADES, long_win_rate, "0..1", NUMBER, 0, 1, "Win rate, long", "",
  "long winners/longs; none null")
M(TRADES, short_win_rate, "0..1", NUMBER, 0, 1, "Win rate, short", "",
  "short winners/shorts; none null")
M(TRADES, long_short_ratio, "ratio", NUMBER, 1, 0, "Longs to shorts", "",
  "longs/shorts; no shorts null")
M(TRADES, long_trades_pct, "%", NUMBER, 0, 0, "Share of longs", "",
  "100 longs/m; none null")
M(TRADES, gross_profit, "money", NUMBER, 0, 1, "Gross profit", "",
  "sum of p > 0")
M(TRADES, gross_loss, "money", NUMBER, 0, 1, "Gross loss", "",
  "sum of p < 0")
M(TRADES, net_trade_pnl, "money", NUMBER, 0, 1, "Profit of the trades", "",
  "sum of p")
M(TRADES, profit_factor, "ratio", NUMBER, 1, 1, "Profit factor", "",
  "gross_profit/abs(gross_loss), in money; no losers null")
M(TRADES, expectancy, "money", NUMBER, 1, 1, "Mean trade", "",
  "mean p")
M(TRADES, median_trade, "money", NUMBER, 0, 1, "Median trade", "",
  "median of p")
M(TRADES, std_trade, "money", NUMBER, 0, -1, "Deviation of trades", "",
  "sample standard deviation of p; m < 2 null")
M(TRADES, avg_win, "money", NUMBER, 1, 1, "Mean win", "",
  "mean of p > 0; none null")
M(TRADES, avg_loss, "money", NUMBER, 1, 1, "Mean loss", "",
  "mean of p < 0; none null")
M(TRADES, largest_win, "money", NUMBER, 1, 1, "Largest win", "",
  "largest p > 0; none null")
M(TRADES, largest_loss, "money", NUMBER, 1, 1, "Largest loss", "",
  "least p < 0; none null")
M(TRADES, best_trade_pct, "%", NUMBER, 0, 1, "Best trade", "",
  "max return_pct")
M(TRADES, worst_trade_pct, "%", NUMBER, 0, 1, "Worst trade", "",
  "min return_pct")
M(TRADES, expectancy_pct, "%", NUMBER, 1, 1, "Mean return of a trade", "",
  "mean return_pct")
M(TRADES, payoff_ratio, "ratio", NUMBER, 1, 1, "Payoff ratio", "",
  "avg_win/abs(avg_loss); no winners or no losers null")
M(TRADES, expectancy_ratio, "ratio", NUMBER, 0, 1, "Expectancy ratio", "Tharp 1998",
  "mean p/abs(avg_loss); no losers null")
M(TRADES, expectancy_r, "ratio", NUMBER, 0, 1, "Expectancy in R", "Tharp 1998",
  "mean of p/(size distance from entry to sl) over trades whose sl is on the losing side")
M(TRADES, max_winning_streak, "count", NUMBER, 0, 1, "Most wins in a row", "",
  "longest run of p > 0, by exit time")
M(TRADES, max_losing_streak, "count", NUMBER, 1, -1, "Most losses in a row", "",
  "longest run of p < 0, by exit time")
M(TRADES, losing_streaks, "count", NUMBER, 1, -1, "Losing streaks", "",
  "runs of two or more losses")
M(TRADES, avg_winning_streak, "count", NUMBER, 0, 1, "Mean winning streak", "",
  "mean length of the runs of wins; none null")
M(TRADES, avg_losing_streak, "count", NUMBER, 0, -1, "Mean losing streak", "",
  "mean length of the runs of losses; none null")
M(TRADES, current_streak, "count", NUMBER, 0, 1, "Streak now", "",
  "length of the last run, losses negative; 0 after p = 0")
M(TRADES, sqn, "", NUMBER, 1, 1, "System quality (SQN)", "Tharp 2008",
  "sqrt(m) mean p/sd p; m < 2 or zero variance null")
M(TRADES, kelly, "", NUMBER, 0, 1, "Kelly fraction", "Kelly 1956",
  "w - (1-w)/payoff, w = win_rate; payoff undefined or 0 null")
M(TRADES, avg_trade_duration_s, "s", NUMBER, 0, 0, "Mean time in a trade", "",
  "mean of exit - entry")
M(TRADES, median_trade_duration_s, "s", NUMBER, 0, 0, "Median time in a trade", "",
  "median of exit - entry")
M(TRADES, max_trade_duration_s, "s", NUMBER, 0, 0, "Longest trade", "",
  "max of exit - entry")
M(TRADES, avg_win_duration_s, "s", NUMBER, 0, 0, "Mean time in a win", "",
  "mean of exit - entry of p > 0; none null")
M(TRADES, avg_loss_duration_s, "s", NUMBER, 0, 0, "Mean time in a loss", "",
  "mean of exit - entry of p < 0; none null")
M(TRADES, avg_bars_held, "count", NUMBER, 0, 0, "Mean bars in a trade", "",
  "mean of exit bar - entry bar")
M(TRADES, avg_mae_pct, "%", NUMBER, 0, 1, "Mean adverse excursion", "Sweeney 1996",
  "mean mae_pct of the trades that have it")
M(TRADES, avg_mfe_pct, "%", NUMBER, 0, 1, "Mean favourable excursion", "Sweeney 1996",
  "mean mfe_pct of the trades that have it")
M(TRADES, largest_mae_pct, "%", NUMBER, 0, 1, "Worst adverse excursion", "Sweeney 1996",
  "min mae_pct")
M(TRADES, largest_mfe_pct, "%", NUMBER, 0, 1, "Best favourable excursion", "Sweeney 1996",
  "max mfe_pct")
M(TRADES, avg_end_trade_drawdown_pct, "%", NUMBER, 0, 1, "Mean give-back", "Sweeney 1996",
  "mean of return_pct - mfe_pct")
M(TRADES, total_commission, "money", NUMBER, 1, -1, "Commission", "",
  "sum of the commissions")
M(TRADES, volume_traded, "money", NUMBER, 0, 0, "Volume traded", "",
  "sum of size (entry price + exit price)")
M(TRADES, trades_per_year, "count", NUMBER, 0, 0, "Trades a year", "",
  "m/Y; Y = 0 null")
M(TRADES, trades_per_day, "count", NUMBER, 0, 0, "Trades a day", "",
  "m/n; n = 0 null")
M(TRADES, max_closed_trade_drawdown, "money", NUMBER, 0, -1, "Draw-down of closed trades", "",
  "largest fall of E_0 + running sum of p, by exit time; positive")
M(TRADES, turnover, "ratio", NUMBER, 0, 0, "Turnover", "",
  "volume_traded/mean E of the rows after the baseline")
M(TRADES, annual_turnover, "ratio", NUMBER, 0, 0, "Turnover a year", "",
  "turnover/Y; Y = 0 null")

/* What the engine adds */
M(COSTS, total_slippage, "money", NUMBER, 1, -1, "Slippage", "",
  "money lost to slippage")
M(COSTS, total_funding, "money", NUMBER, 1, -1, "Funding", "",
  "funding paid")
M(COSTS, total_borrow, "money", NUMBER, 1, -1, "Borrowing", "",
  "borrow fees paid")
M(MARKET, buy_hold_return_pct, "%", NUMBER, 1, 1, "Buy and hold", "",
  "100 (last close/close of the first bar - 1), no costs")

/* Exposure: rows after the baseline, L and S of the two sides; E <= 0 is 0 */
M(EXPOSURE, exposure_time_pct, "%", NUMBER, 1, 0, "Time in the market", "",
  "share of the rows with L + S > 0; no exposure given null")
M(EXPOSURE, long_exposure_time_pct, "%", NUMBER, 0, 0, "Time long", "",
  "share of the rows with L > 0")
M(EXPOSURE, short_exposure_time_pct, "%", NUMBER, 0, 0, "Time short", "",
  "share of the rows with S > 0")
M(EXPOSURE, avg_gross_exposure_pct, "%", NUMBER, 1, 0, "Mean gross exposure", "",
  "100 mean((L + S)/E)")
M(EXPOSURE, max_gross_exposure_pct, "%", NUMBER, 1, -1, "Largest gross exposure", "",
  "100 max((L + S)/E)")
M(EXPOSURE, avg_net_exposure_pct, "%", NUMBER, 1, 0, "Mean net exposure", "",
  "100 mean((L - S)/E)")
M(EXPOSURE, max_net_exposure_pct, "%", NUMBER, 0, 0, "Largest net exposure", "",
  "100 max((L - S)/E)")
M(EXPOSURE, min_net_exposure_pct, "%", NUMBER, 0, 0, "Least net exposure", "",
  "100 min((L - S)/E)")
M(EXPOSURE, gross_exposure_pct, "%", NUMBER, 1, 0, "Gross exposure at the end", "",
  "100 (L + S)/E of the last row")
M(EXPOSURE, net_exposure_pct, "%", NUMBER, 1, 0, "Net exposure at the end", "",
  "100 (L - S)/E of the last row")
M(EXPOSURE, avg_long_exposure_pct, "%", NUMBER, 0, 0, "Mean long exposure", "",
  "100 mean(L/E)")
M(EXPOSURE, avg_short_exposure_pct, "%", NUMBER, 0, 0, "Mean short exposure", "",
  "100 mean(S/E)")
M(EXPOSURE, long_short_exposure_ratio, "ratio", NUMBER, 0, 0, "Long to short exposure", "",
  "sum(L/E)/sum(S/E); no shorts null")

/* Benchmark: b are its returns between the same pairs of days as r */
M(BENCHMARK, benchmark_return_pct, "%", NUMBER, 1, 0, "Return of the benchmark", "",
  "100 (last/first - 1) over the pairs of rows of the same session")
M(BENCHMARK, excess_return_pct, "%", NUMBER, 1, 1, "Return above it", "",
  "return over the same pairs minus benchmark_return_pct")
M(BENCHMARK, beta, "ratio", NUMBER, 1, 0, "Beta", "Sharpe 1964",
  "cov(r, b)/var(b); fewer than 2 returns or flat b null")
M(BENCHMARK, correlation, "-1..1", NUMBER, 1, 0, "Correlation", "",
  "Pearson of r and b; a flat one null")
M(BENCHMARK, r_squared, "0..1", NUMBER, 1, 0, "R squared", "",
  "correlation^2")
M(BENCHMARK, alpha_pct, "%", NUMBER, 1, 1, "Alpha a year", "Jensen 1968",
  "100 ((1 + mean(r - rf_p) - beta mean(b - rf_p))^P - 1)")
M(BENCHMARK, tracking_error_pct, "%", NUMBER, 1, -1, "Tracking error", "",
  "100 sd(r - b) sqrt(P); no difference 0")
M(BENCHMARK, information_ratio, "ratio", NUMBER, 1, 1, "Information ratio", "Goodwin 1998",
  "mean(r - b)/sd(r - b) sqrt(P); no difference null")
M(BENCHMARK, treynor_ratio, "ratio", NUMBER, 1, 1, "Treynor ratio", "Treynor 1965",
  "(annual return of r - rf)/beta")
M(BENCHMARK, up_capture, "ratio", NUMBER, 1, 1, "Up capture", "",
  "annualised r / annualised b over the days with b > 0; none null")
M(BENCHMARK, down_capture, "ratio", NUMBER, 1, -1, "Down capture", "",
  "annualised r / annualised b over the days with b < 0; none null")
/* clang-format on */
