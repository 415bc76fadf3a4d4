/* figures.h - inside the metrics: what is kept of a curve and its trades */
#ifndef LIB_STAT_FIGURES_H
#define LIB_STAT_FIGURES_H

#include <algo/stat.h>

#include <math.h>

/* Every metric as a double, NaN while undefined; a member each row of
 * metric_rows.h. */
struct figures {
#define M(group, name, ...) double name;
#include "metric_rows.h"
#undef M
};

/* In the order in which they are reported. */
enum flag {
	F_NO_CALENDAR,
	F_RUINED,
	F_ZERO_VARIANCE,
	F_NO_DOWNSIDE,
	F_NO_DRAWDOWN,
	F_UNRECOVERED,
	F_SHORT_SAMPLE,
	F_NO_TRADES,
	F_NO_WINNING_TRADES,
	F_NO_LOSING_TRADES,
	F_FEW_TRADES,
	F_COUNT
};

/* The larger or smaller of two numbers, none of them NaN: without a call. */
static inline double larger(double a, double b)
{
	return a > b ? a : b;
}
static inline double smaller(double a, double b)
{
	return a < b ? a : b;
}

/* A compensated sum (Neumaier 1974); the error of each addition is found
 * without a branch (Knuth 1969). */
struct sum {
	double s, c;
};
static inline void sum_add(struct sum *a, double x)
{
	double t = a->s + x, y = t - a->s;

	a->c += (a->s - (t - y)) + (x - y);
	a->s = t;
}
/* An overflow leaves c undefined: the plain sum says so. */
static inline double sum_get(const struct sum *a)
{
	return isfinite(a->c) ? a->s + a->c : a->s;
}
static inline double sum_mean(const struct sum *a, size_t n)
{
	return n ? sum_get(a) / (double)n : NAN;
}

/* The last equity of a session; date in days since 1970, or a bar number. */
struct day {
	int64_t date;
	double equity;
};

/* A closed trade, as far as medians and streaks need it. */
struct closed {
	int64_t exit_time;
	size_t seq; /* as listed */
	double pnl;
	double seconds; /* NaN: not known */
};

struct fall_times {
	int64_t start, trough, end; /* end: ALGO_WHEN_NONE while open */
	double depth;		    /* lowest E / peak - 1 */
};

#define WORST 5 /* draw-downs that are kept */

/* Draw-downs, one row after the other. */
struct falls {
	double peak;
	int64_t peak_time; /* of the last row at the peak */
	int open;
	struct fall_times now;
	struct fall_times worst[WORST]; /* the deepest first */
	size_t nworst;
	double worst_money;
	double last; /* dd of the last row */
	size_t count, closed;
	struct sum depths;
	struct sum lengths;		 /* microseconds, closed ones */
	int64_t longest_closed, longest; /* microseconds */
	size_t rows;			 /* under water */
	struct sum pain, ulcer;
};

/* The two sides' share of the equity. */
struct sides {
	int unknown; /* a row did not say */
	size_t rows, longs, shorts;
	struct sum l, s, gross, net;
	double max_gross, max_net, min_net, last_gross, last_net;
};

/* A mean over the trades that have the value. */
struct mean {
	struct sum sum;
	size_t n;
};
static inline void mean_add(struct mean *m, double x)
{
	if (isnan(x))
		return;
	sum_add(&m->sum, x);
	m->n++;
}
static inline double mean_get(const struct mean *m)
{
	return sum_mean(&m->sum, m->n);
}

struct trades {
	int listed; /* there is a list */
	struct closed *v;
	size_t n, cap, open;
	size_t wins, losses, longs, shorts, long_wins, short_wins;
	struct sum profit, loss, pnl, commission, volume;
	double best, worst, best_pct, worst_pct, mae, mfe;
	struct mean pct, r, time, win_time, loss_time, bars;
	struct mean maes, mfes, given_back;
	double longest;
};

/* The curve thinned out, for a picture: every so-manieth row. */
#define TRACE 512
struct trace {
	double v[TRACE];
	size_t n;
	size_t every, left; /* rows until the next is taken */
};

/* The last value of each session, and that at the baseline. */
struct bench {
	int given;
	double base; /* NaN: none at or before it */
	struct day *v;
	size_t n, cap;
};

struct algo_stat {
	struct algo_stat_opt opt;
	int has_rows, ruined, done;
	size_t rows; /* after the baseline */
	int64_t first_time, last_time;
	int64_t base_date;
	double first, last;
	double top;
	struct sum equity; /* rows after the baseline */
	struct day *days;
	size_t ndays, cap;
	struct falls falls;
	struct sides sides;
	struct trades trades;
	double first_close, last_close;
	int has_costs;
	double slippage, funding, borrow;
	struct bench bench;
	struct trace trace;

	/* worked out by algo_stat_done */
	double per_year; /* P, NaN when not known */
	double years;	 /* Y, NaN without a calendar */
	double rf, mar;	 /* a period */
	unsigned flags;	 /* 1 << enum flag */
	struct figures f;
};

/* falls.c: each row of the curve, clipped at 0; then the figures. */
void algo_falls_start(struct algo_stat *s, int64_t time, double equity);
void algo_falls_row(struct algo_stat *s, int64_t time, double equity);
void algo_falls_done(struct algo_stat *s);
void algo_sides_row(struct algo_stat *s, const struct algo_stat_row *row);
void algo_sides_done(struct algo_stat *s);

/* days.c: calendar, money of the days, months and years. */
int64_t algo_stat_date(const struct algo_stat *s, int64_t time);
double algo_stat_per_year(const struct algo_stat *s);
void algo_days_done(struct algo_stat *s);

/* Compounds days to months or years: fn is told each with its number, months
 * since January of year 0 or years. */
void algo_days_spans(const struct algo_stat *s, int months,
		     void (*fn)(void *ctx, int64_t span, double r), void *ctx);

/* bench.c */
void algo_bench_done(struct algo_stat *s);

/* returns.c */
void algo_returns_done(struct algo_stat *s);

/* trades.c */
void algo_trades_done(struct algo_stat *s);

/* metrics.c */
double *algo_figure(struct figures *f, size_t i);
/* Is there input for it? */
int algo_stat_known(const struct algo_stat *s, const struct algo_metric *m);
/* The next flag that is set, from *i on; NULL: no more. */
const char *algo_stat_flag(const struct algo_stat *s, size_t *i);
/* As the result prints it, without quotes: "0.83", "2024-03-08", "null". */
void algo_stat_text(const struct algo_stat *s, const struct algo_metric *m,
		    struct algo_buf *out);

/* curve_file.c: the column of that name in any case, '_', '-' and blanks left
 * out; -1. */
int algo_stat_column(const struct algo_csv *c, const char *name);

/* dist.c: samples and the normal distribution.  Long sums are made of plain
 * ones of a block, which are compensated. */
static inline size_t algo_block(size_t from, size_t n)
{
	return n - from > 256 ? from + 256 : n;
}
double algo_mean(const double *v, size_t n);
/* max - min is nothing beside the values: no variance. */
int algo_is_flat(const double *v, size_t n);
/* Sample standard deviation; n < 2 NaN, flat 0. */
double algo_sd(const double *v, size_t n);
/* Mean of (v - mean)^k. */
double algo_moment(const double *v, size_t n, double mean, int k);
/* Pearson; NaN when one of them is flat. */
double algo_corr(const double *a, const double *b, size_t n);
/* The quantiles p < q, type 7; NaN when empty.  Reorders v. */
void algo_quantiles(double *v, size_t n, double p, double *a, double q,
		    double *b);
/* Reorders v. */
double algo_median(double *v, size_t n);
double algo_phi(double x); /* the normal's distribution function */
double algo_phi_inv(double p);

/* One metric: what is told of it, what it needs, where its value is. */
struct metric_row {
	struct algo_metric pub;
	size_t offset; /* in struct figures */
};
extern const struct metric_row algo_metric_rows[];

#endif
