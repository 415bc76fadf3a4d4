/* compat.c - backtesting.py's statistics, its names and its oddities */
#include "compat.h"

#include <stdlib.h>

struct algo_compat *algo_compat_new(int index)
{
	struct algo_compat *c = algo_zalloc(1, sizeof(*c));

	c->index = index;
	c->flat = 1;
	c->start_close = NAN;
	return c;
}

void algo_compat_free(struct algo_compat *c)
{
	if (!c)
		return;
	algo_free(c->closes);
	algo_free(c->bins);
	algo_free(c->held);
	algo_free(c);
}

/* --- Rows ---------------------------------------------------------------- */

void algo_compat_start(struct algo_compat *c, int64_t first_bar)
{
	if (c->has_start)
		return;
	c->has_start = 1;
	c->start = first_bar;
	if (first_bar >= 1 && (uint64_t)first_bar <= c->ncloses)
		c->start_close = c->closes[first_bar - 1];
	algo_free(c->closes);
	c->closes = NULL;
	c->ncloses = 0;
}

/* The first step comes before the first change of the equity, and the bar
 * before it is among those kept. */
static void add_close(struct algo_compat *c, const struct algo_equity_row *row)
{
	if (c->has_start) {
		if (c->start >= 1 && (uint64_t)c->start == c->n + 1)
			c->start_close = row->close;
		return;
	}
	c->flat = c->flat && (!c->n || row->equity == c->first);
	if (!c->flat)
		return;
	algo_grow((void **)&c->closes, &c->cap_closes, c->ncloses + 1,
		  sizeof(*c->closes));
	c->closes[c->ncloses++] = row->close;
}

/* After ruin there are no logarithms, and no covariance. */
static void add_logs(struct algo_compat *c, const struct algo_equity_row *row)
{
	double e = log(row->equity / c->last);
	double x = log(row->close / c->last_close);
	double n = (double)c->n, de = e - c->mean_e, dx = x - c->mean_c;

	if (!isfinite(e) || !isfinite(x))
		c->cov = NAN;
	c->mean_e += de / n;
	c->mean_c += dx / n;
	c->cov += de * (x - c->mean_c);
	c->var_c += dx * (x - c->mean_c);
}

static void gauge(struct gauge *g, int64_t length)
{
	g->longest = g->n && g->longest > length ? g->longest : length;
	g->total += length;
	g->n++;
}

/* From the last bar at the peak to the next one, or to the end.  A fall of
 * no whole bar between is none. */
static void end_fall(struct algo_compat *c, size_t bar, int64_t time)
{
	if (bar > c->zero_bar + 1) {
		gauge(&c->falls, time - c->zero_time);
		c->depths += c->fall;
	}
	c->zero_bar = bar;
	c->zero_time = time;
	c->fall = 0;
}

static void add_fall(struct algo_compat *c, const struct algo_equity_row *row)
{
	c->peak = fmax(c->peak, row->equity);
	c->now = 1 - row->equity / c->peak;
	c->worst = fmax(c->worst, c->now);
	c->fall = fmax(c->fall, c->now);
	if (c->now == 0)
		end_fall(c, c->n, row->time);
}

void algo_compat_row(struct algo_compat *c, const struct algo_equity_row *row)
{
	if (!c->n) {
		c->first_time = c->zero_time = row->time;
		c->first = c->peak = row->equity;
		c->first_close = row->close;
	}
	add_close(c, row);
	if (c->n)
		add_logs(c, row);
	add_fall(c, row);
	c->stamp[c->n % STAMPS] = row->time;
	if (!c->index)
		algo_compat_day(c, row->time, row->equity);
	c->last_time = row->time;
	c->last = row->equity;
	c->last_close = row->close;
	c->n++;
}

/* --- Trades -------------------------------------------------------------- */

static void add_return(struct algo_compat *c, double r)
{
	if (r > 0)
		c->win_r += r;
	else
		c->loss_r += r;
	c->sum_r += r;
	if (1 + r <= 0)
		c->wiped = 1;
	else
		c->log_r += log1p(r);
	c->best_r = c->trades ? fmax(c->best_r, r) : r;
	c->worst_r = c->trades ? fmin(c->worst_r, r) : r;
}

static void add_pnl(struct algo_compat *c, double pnl)
{
	double d = pnl - c->mean_pnl;

	c->mean_pnl += d / (double)(c->trades + 1);
	c->m2_pnl += d * (pnl - c->mean_pnl);
	if (pnl > 0) {
		c->wins++;
		c->win_pnl += pnl;
	} else if (pnl < 0) {
		c->losses++;
		c->loss_pnl += pnl;
	}
}

void algo_compat_trade(struct algo_compat *c, const struct algo_trade_row *t)
{
	c->flat = 0;
	add_return(c, t->return_pct / 100);
	add_pnl(c, t->pnl);
	c->commission += t->commission;
	gauge(&c->lengths, t->exit_time - t->entry_time);
	algo_grow((void **)&c->held, &c->cap_held, c->trades + 1,
		  sizeof(*c->held));
	c->held[c->trades].from = t->entry_bar;
	c->held[c->trades].to = t->exit_bar;
	c->trades++;
}

static int by_from(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	return x->from < y->from ? -1 : x->from > y->from;
}

/* Bars of the union of all spans.  One that ends before it begins, as the
 * library can make them, has none. */
static double exposed(struct algo_compat *c)
{
	int64_t bars = 0, next = 0;
	size_t i;

	if (c->trades)
		qsort(c->held, c->trades, sizeof(*c->held), by_from);
	for (i = 0; i < c->trades; i++) {
		int64_t from = c->held[i].from > next ? c->held[i].from : next;

		if (c->held[i].to < from)
			continue;
		bars += c->held[i].to - from + 1;
		next = c->held[i].to + 1;
	}
	return (double)bars;
}

/* --- Writing ------------------------------------------------------------- */

static void put(struct algo_jw *w, const char *key, double v)
{
	algo_jw_key(w, key);
	if (isinf(v))
		algo_jw_str(w, v > 0 ? "inf" : "-inf");
	else
		algo_jw_num(w, v);
}

static void put_time(const struct algo_compat *c, struct algo_jw *w,
		     const char *key, int64_t t)
{
	if (!c->n)
		put(w, key, NAN);
	else
		put(w, key, c->index ? (double)t : (double)t / 1e6);
}

/* total / n, rounded up to the resolution, in seconds; bars as they are. */
static void put_length(const struct algo_compat *c, struct algo_jw *w,
		       const char *key, int64_t total, size_t n,
		       const struct annual *a)
{
	int64_t step = a->resolution * (int64_t)n, whole;

	if (!n || c->index) {
		put(w, key, n ? (double)total / (double)n : NAN);
		return;
	}
	whole = total / step;
	whole += total > 0 && total % step != 0;
	put(w, key, (double)(whole * a->resolution) / 1e6);
}

/* C[W] to the end, W the bar before the first step.  No step: W is the last
 * bar. */
static double buy_hold(const struct algo_compat *c)
{
	if (!c->n)
		return NAN;
	if (c->start < 0)
		return 0;
	return 100 * (c->last_close - c->start_close) / c->start_close;
}

static double nan_if_zero(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

static void put_account(struct algo_compat *c, struct algo_jw *w)
{
	put_time(c, w, "Start", c->first_time);
	put_time(c, w, "End", c->last_time);
	put_time(c, w, "Duration", c->last_time - c->first_time);
	put(w, "Exposure Time [%]",
	    c->n ? 100 * exposed(c) / (double)c->n : NAN);
	put(w, "Equity Final [$]", c->n ? c->last : NAN);
	put(w, "Equity Peak [$]", c->n ? c->peak : NAN);
	if (c->commission != 0)
		put(w, "Commissions [$]", c->commission);
}

static void put_returns(const struct algo_compat *c, const struct annual *a,
			struct algo_jw *w)
{
	double total = 100 * (c->last - c->first) / c->first;
	double hold = buy_hold(c), beta = NAN;
	double years = (double)(c->last_time - c->first_time) /
		       (double)ALGO_DAY_US / 365.25;
	double base = (1 + a->growth) * (1 + a->growth);
	double annual = 100 * (pow(1 + a->growth, a->per_year) - 1);
	double volatility = 100 * sqrt(pow(a->variance + base, a->per_year) -
				       pow(base, a->per_year));

	put(w, "Return [%]", total);
	put(w, "Buy & Hold Return [%]", hold);
	put(w, "Return (Ann.) [%]", annual);
	put(w, "Volatility (Ann.) [%]", volatility);
	if (!c->index)
		put(w, "CAGR [%]",
		    years > 0 ? 100 * (pow(c->last / c->first, 1 / years) - 1)
			      : NAN);
	put(w, "Sharpe Ratio", nan_if_zero(annual, volatility));
	put(w, "Sortino Ratio", annual / 100 / (a->down * sqrt(a->per_year)));
	put(w, "Calmar Ratio", nan_if_zero(annual / 100, c->worst));
	if (c->n > 2)
		beta = c->cov / c->var_c;
	put(w, "Alpha [%]", total - beta * hold);
	put(w, "Beta", beta);
}

/* No episode, but below the peak at the end: the library takes the depth of
 * the last bar for the mean and for both lengths. */
static void put_falls(struct algo_compat *c, const struct annual *a,
		      struct algo_jw *w)
{
	const struct gauge *g = &c->falls;

	if (c->n)
		end_fall(c, c->n - 1, c->last_time);
	put(w, "Max. Drawdown [%]", -100 * c->worst);
	if (!g->n) {
		double odd = c->now > 0 ? c->now : NAN;

		put(w, "Avg. Drawdown [%]", -100 * odd);
		put(w, "Max. Drawdown Duration", odd);
		put(w, "Avg. Drawdown Duration", odd);
		return;
	}
	put(w, "Avg. Drawdown [%]", -100 * c->depths / (double)g->n);
	put_length(c, w, "Max. Drawdown Duration", g->longest, 1, a);
	put_length(c, w, "Avg. Drawdown Duration", g->total, g->n, a);
}

/* The geometric mean; a loss of everything makes it 0. */
static double mean_growth(const struct algo_compat *c)
{
	return c->wiped ? 0 : expm1(c->log_r / (double)c->trades);
}

static double kelly(const struct algo_compat *c)
{
	double share = (double)c->wins / (double)c->trades;

	if (!c->wins || !c->losses)
		return NAN;
	return share - (1 - share) / (c->win_pnl / (double)c->wins /
				      (-c->loss_pnl / (double)c->losses));
}

static void put_trades(const struct algo_compat *c, const struct annual *a,
		       struct algo_jw *w)
{
	double n = (double)c->trades;
	double sd = c->trades > 1 ? sqrt(c->m2_pnl / (n - 1)) : 0;
	int any = c->trades > 0;

	algo_jw_kint(w, "# Trades", (int64_t)c->trades);
	put(w, "Win Rate [%]", any ? 100 * (double)c->wins / n : NAN);
	put(w, "Best Trade [%]", any ? 100 * c->best_r : NAN);
	put(w, "Worst Trade [%]", any ? 100 * c->worst_r : NAN);
	put(w, "Avg. Trade [%]", any ? 100 * mean_growth(c) : NAN);
	put_length(c, w, "Max. Trade Duration", c->lengths.longest,
		   c->trades ? 1 : 0, a);
	put_length(c, w, "Avg. Trade Duration", c->lengths.total, c->trades, a);
	put(w, "Profit Factor", nan_if_zero(c->win_r, -c->loss_r));
	put(w, "Expectancy [%]", any ? 100 * c->sum_r / n : NAN);
	put(w, "SQN", nan_if_zero(sqrt(n) * c->mean_pnl, sd));
	put(w, "Kelly Criterion", any ? kelly(c) : NAN);
}

void algo_compat_json(struct algo_compat *c, int64_t first_bar,
		      struct algo_jw *w)
{
	struct annual a;

	algo_compat_start(c, first_bar);
	algo_compat_annual(c, &a);
	algo_jw_obj(w);
	put_account(c, w);
	put_returns(c, &a, w);
	put_falls(c, &a, w);
	put_trades(c, &a, w);
	algo_jw_obj_end(w);
}
