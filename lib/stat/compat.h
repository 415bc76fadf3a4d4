/* compat.h - inside backtesting.py's statistics (ENGINE.md section 2) */
#ifndef LIB_STAT_COMPAT_H
#define LIB_STAT_COMPAT_H

#include <algo/stat.h>

#include <math.h>

#define STAMPS 100 /* the library looks at the last so many */

/* The last equity of a UTC day. */
struct bin {
	int64_t day;
	double equity;
};
struct held {
	int64_t from, to; /* bars, ends included */
};
struct gauge {
	size_t n;
	int64_t longest, total;
};

struct algo_compat {
	int index;
	size_t n; /* rows */
	int64_t first_time, last_time;
	double first, last, peak; /* equity */
	double first_close, last_close;

	/* Buy & Hold begins at the close of bar start - 1. */
	int has_start;
	int64_t start;
	double start_close;
	double *closes; /* of the flat stretch at the beginning */
	size_t ncloses, cap_closes;
	int flat;

	/* annualisation */
	int64_t stamp[STAMPS];
	size_t weekends;
	struct bin *bins;
	size_t nbins, cap_bins;

	/* covariance of the logarithms (Welford 1962) */
	double mean_e, mean_c, cov, var_c;

	/* draw-downs: since the last bar at the peak */
	size_t zero_bar;
	int64_t zero_time;
	double fall, worst, now;
	double depths;
	struct gauge falls;

	/* trades */
	struct held *held;
	size_t trades, cap_held;
	struct gauge lengths;
	size_t wins, losses;
	double win_pnl, loss_pnl, mean_pnl, m2_pnl;
	double commission, win_r, loss_r, sum_r, log_r, best_r, worst_r;
	int wiped; /* a trade lost all, or more */
};

/* What a year is made of. */
struct annual {
	double per_year;    /* A */
	int64_t resolution; /* of durations, microseconds */
	double growth;	    /* g, of a period */
	double variance;    /* of the periods; NaN when fewer than 2 */
	double down;	    /* sqrt(mean(min(p, 0)^2)) */
};

/* compat_period.c */
void algo_compat_day(struct algo_compat *c, int64_t time, double equity);
void algo_compat_annual(const struct algo_compat *c, struct annual *a);

#endif
