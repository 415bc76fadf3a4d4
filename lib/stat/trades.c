/* trades.c - round trips: sums as they come, then medians and streaks */
#include "figures.h"

#include <stdlib.h>

/* --- As they come -------------------------------------------------------- */

void algo_stat_trades(struct algo_stat *s)
{
	s->trades.listed = 1;
}

void algo_stat_open(struct algo_stat *s, size_t open_trades)
{
	s->trades.listed = 1;
	s->trades.open += open_trades;
}

static double seconds_of(const struct algo_stat *s,
			 const struct algo_stat_trade *t)
{
	if (s->opt.index || t->entry_time == ALGO_WHEN_NONE)
		return NAN;
	return (double)(t->exit_time - t->entry_time) / 1e6;
}

/* p in units of what the stop would have cost (Tharp 1998). */
static double in_r(const struct algo_stat_trade *t)
{
	double risk = (t->entry_price - t->sl) * t->size;

	return risk > 0 ? t->pnl / risk : NAN;
}

/* fmax and fmin leave out what is not known. */
static void count(struct trades *x, const struct algo_stat_trade *t)
{
	int win = t->pnl > 0;
	int side = t->side ? t->side : (t->size > 0) - (t->size < 0);

	x->wins += (size_t)win;
	x->losses += t->pnl < 0;
	x->longs += side > 0;
	x->shorts += side < 0;
	x->long_wins += win && side > 0;
	x->short_wins += win && side < 0;
	sum_add(&x->pnl, t->pnl);
	sum_add(win ? &x->profit : &x->loss, t->pnl);
	if (!isnan(t->commission))
		sum_add(&x->commission, t->commission);
	if (!isnan(t->size * (t->entry_price + t->exit_price)))
		sum_add(&x->volume,
			fabs(t->size) * (t->entry_price + t->exit_price));
	x->best = x->n ? fmax(x->best, t->pnl) : t->pnl;
	x->worst = x->n ? fmin(x->worst, t->pnl) : t->pnl;
	x->best_pct = x->n ? fmax(x->best_pct, t->return_pct) : t->return_pct;
	x->worst_pct = x->n ? fmin(x->worst_pct, t->return_pct) : t->return_pct;
	x->mae = x->n ? fmin(x->mae, t->mae_pct) : t->mae_pct;
	x->mfe = x->n ? fmax(x->mfe, t->mfe_pct) : t->mfe_pct;
}

static void add_means(struct trades *x, const struct algo_stat_trade *t,
		      double seconds)
{
	x->longest = x->n ? fmax(x->longest, seconds) : seconds;
	mean_add(&x->time, seconds);
	if (t->pnl > 0)
		mean_add(&x->win_time, seconds);
	else if (t->pnl < 0)
		mean_add(&x->loss_time, seconds);
	mean_add(&x->pct, t->return_pct);
	mean_add(&x->r, in_r(t));
	mean_add(&x->bars, t->bars);
	mean_add(&x->maes, t->mae_pct);
	mean_add(&x->mfes, t->mfe_pct);
	mean_add(&x->given_back, t->return_pct - t->mfe_pct);
}

void algo_stat_trade(struct algo_stat *s, const struct algo_stat_trade *t)
{
	struct trades *x = &s->trades;
	double seconds;

	x->listed = 1;
	if (t->exit_time == ALGO_WHEN_NONE) {
		x->open++;
		return;
	}
	seconds = seconds_of(s, t);
	count(x, t);
	add_means(x, t, seconds);
	algo_grow((void **)&x->v, &x->cap, x->n + 1, sizeof(*x->v));
	x->v[x->n] = (struct closed){ t->exit_time, x->n, t->pnl, seconds };
	x->n++;
}

/* --- The end ------------------------------------------------------------- */

static int by_exit(const void *a, const void *b)
{
	const struct closed *x = a, *y = b;

	if (x->exit_time != y->exit_time)
		return x->exit_time < y->exit_time ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* They mostly come in order already. */
static void sort(struct trades *x)
{
	size_t i;

	for (i = 1; i < x->n && by_exit(&x->v[i - 1], &x->v[i]) < 0; i++)
		;
	if (i < x->n)
		qsort(x->v, x->n, sizeof(*x->v), by_exit);
}

struct streaks {
	int sign; /* of the run at hand: 1, -1, 0 none */
	size_t len;
	size_t runs[2], most[2], sum[2], long_losses;
};

static void end_run(struct streaks *k)
{
	int side = k->sign < 0;

	if (!k->sign)
		return;
	k->runs[side]++;
	k->sum[side] += k->len;
	if (k->len > k->most[side])
		k->most[side] = k->len;
	k->long_losses += side && k->len >= 2;
}

static void streaks(struct figures *f, const struct trades *x)
{
	struct streaks k = { 0 };
	size_t i;

	for (i = 0; i < x->n; i++) {
		int sign = (x->v[i].pnl > 0) - (x->v[i].pnl < 0);

		if (sign == k.sign) {
			k.len++;
			continue;
		}
		end_run(&k);
		k.sign = sign;
		k.len = 1;
	}
	end_run(&k);
	f->max_winning_streak = (double)k.most[0];
	f->max_losing_streak = (double)k.most[1];
	f->losing_streaks = (double)k.long_losses;
	if (k.runs[0])
		f->avg_winning_streak = (double)k.sum[0] / (double)k.runs[0];
	if (k.runs[1])
		f->avg_losing_streak = (double)k.sum[1] / (double)k.runs[1];
	f->current_streak = k.sign * (double)k.len;
}

/* Of the account as if it stood still between exits. */
static double closed_fall(const struct algo_stat *s)
{
	struct sum at = { s->first, 0 };
	double peak = s->first, fall = 0;
	size_t i;

	for (i = 0; i < s->trades.n; i++) {
		sum_add(&at, s->trades.v[i].pnl);
		peak = fmax(peak, sum_get(&at));
		fall = fmax(fall, peak - sum_get(&at));
	}
	return fall;
}

static void spread_of(struct figures *f, const struct trades *x)
{
	double *v = algo_zalloc(x->n + 1, sizeof(*v));
	size_t i, n = 0;

	for (i = 0; i < x->n; i++)
		v[i] = x->v[i].pnl;
	f->std_trade = algo_sd(v, x->n);
	if (f->std_trade > 0)
		f->sqn = sqrt((double)x->n) * f->expectancy / f->std_trade;
	f->median_trade = algo_median(v, x->n);
	for (i = 0; i < x->n; i++)
		if (!isnan(x->v[i].seconds))
			v[n++] = x->v[i].seconds;
	f->median_trade_duration_s = algo_median(v, n);
	algo_free(v);
}

static double share(size_t part, size_t all)
{
	return all ? (double)part / (double)all : NAN;
}

static void counts(struct figures *f, const struct trades *x)
{
	f->num_trades = (double)x->n;
	f->open_trades = (double)x->open;
	f->winning_trades = (double)x->wins;
	f->losing_trades = (double)x->losses;
	f->breakeven_trades = (double)(x->n - x->wins - x->losses);
	f->long_trades = (double)x->longs;
	f->short_trades = (double)x->shorts;
	f->win_rate = share(x->wins, x->n);
	f->long_win_rate = share(x->long_wins, x->longs);
	f->short_win_rate = share(x->short_wins, x->shorts);
	f->long_short_ratio = share(x->longs, x->shorts);
	f->long_trades_pct = 100 * share(x->longs, x->n);
}

static void money(struct figures *f, const struct trades *x)
{
	f->gross_profit = sum_get(&x->profit);
	f->gross_loss = sum_get(&x->loss);
	f->net_trade_pnl = sum_get(&x->pnl);
	f->expectancy = sum_mean(&x->pnl, x->n);
	f->avg_win = sum_mean(&x->profit, x->wins);
	f->avg_loss = sum_mean(&x->loss, x->losses);
	if (x->wins)
		f->largest_win = x->best;
	if (x->losses) {
		f->largest_loss = x->worst;
		f->profit_factor = f->gross_profit / -f->gross_loss;
		f->payoff_ratio = f->avg_win / -f->avg_loss;
		f->expectancy_ratio = f->expectancy / -f->avg_loss;
	}
	if (f->payoff_ratio > 0)
		f->kelly = f->win_rate - (1 - f->win_rate) / f->payoff_ratio;
	f->total_commission = sum_get(&x->commission);
	f->volume_traded = sum_get(&x->volume);
}

static void means(struct figures *f, const struct trades *x)
{
	f->expectancy_pct = mean_get(&x->pct);
	f->expectancy_r = mean_get(&x->r);
	f->avg_trade_duration_s = mean_get(&x->time);
	f->avg_win_duration_s = mean_get(&x->win_time);
	f->avg_loss_duration_s = mean_get(&x->loss_time);
	f->avg_bars_held = mean_get(&x->bars);
	f->avg_mae_pct = mean_get(&x->maes);
	f->avg_mfe_pct = mean_get(&x->mfes);
	f->avg_end_trade_drawdown_pct = mean_get(&x->given_back);
	if (!x->n)
		return;
	f->best_trade_pct = x->best_pct;
	f->worst_trade_pct = x->worst_pct;
	f->largest_mae_pct = x->mae;
	f->largest_mfe_pct = x->mfe;
	f->max_trade_duration_s = x->longest;
}

static void flag_trades(struct algo_stat *s)
{
	const struct trades *x = &s->trades;

	if (!x->n) {
		s->flags |= 1u << F_NO_TRADES;
		return;
	}
	if (!x->wins)
		s->flags |= 1u << F_NO_WINNING_TRADES;
	if (!x->losses)
		s->flags |= 1u << F_NO_LOSING_TRADES;
	if (x->n < 30)
		s->flags |= 1u << F_FEW_TRADES;
}

void algo_trades_done(struct algo_stat *s)
{
	struct trades *x = &s->trades;
	struct figures *f = &s->f;

	sort(x);
	counts(f, x);
	money(f, x);
	means(f, x);
	spread_of(f, x);
	streaks(f, x);
	flag_trades(s);
	f->max_closed_trade_drawdown = closed_fall(s);
	if (s->ndays)
		f->trades_per_day = f->num_trades / f->periods;
	if (s->rows)
		f->turnover = f->volume_traded / sum_mean(&s->equity, s->rows);
	if (s->years > 0) {
		f->trades_per_year = f->num_trades / s->years;
		f->annual_turnover = f->turnover / s->years;
	}
}
