/* statistic.c - windows of one series and of two: max min sum avgdev correl
 * beta corr_ret. */
#include "families.h"
#include "line.h"

/* ---- max, min: without branches, so a trend costs no more than noise. */

static size_t ext_size(const double *p)
{
	return algo_ext_size(algo_count(p[0]));
}

static void ext_init(void *state, const double *p)
{
	algo_ext_init(state, algo_count(p[0]));
}

static void max_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	algo_max_block(state, in[0], out[0], n);
}

static void min_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	algo_min_block(state, in[0], out[0], n);
}

/* ---- sum */

static size_t sum_size(const double *p)
{
	return algo_win_size(algo_count(p[0]));
}

static void sum_init(void *state, const double *p)
{
	algo_win_init(state, algo_count(p[0]));
}

static void sum_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	algo_win_sum_block(state, in[0], out[0], n);
}

/* ---- avgdev: mean and deviations anew for each bar. */

static size_t avgdev_size(const double *p)
{
	return algo_line_size(algo_count(p[0]));
}

static void avgdev_init(void *state, const double *p)
{
	algo_line_init(state, algo_count(p[0]));
}

static void avgdev_tile(const double *w, size_t p, double *restrict y, size_t n)
{
	double mean[ALGO_TILE], count = (double)p;

	algo_line_sums(w, p, mean, n);
	for (size_t i = 0; i < n; i++)
		mean[i] /= count;
	algo_line_deviations(w, p, mean, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] /= count;
}

static void avgdev_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_line *l = state;
	double *x = algo_line_room(l, n), *y = out[0];
	const double *w = x - (l->p - 1);
	size_t i = algo_warm(&l->seen, l->p - 1, n);

	algo_copy(x, in[0], n);
	algo_fill_nan(y, i);
	for (; i < n; i += ALGO_TILE)
		avgdev_tile(w + i, l->p, y + i,
			    n - i < ALGO_TILE ? n - i : ALGO_TILE);
}

static void avgdev_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, algo_line_reset,
					     avgdev_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- correl, beta: sums, squares and products of p pairs.
 *
 * As in fold.h: bars come in blocks of p, a window is the end of the block
 * before and the begin of this one, and values count from the first pair of
 * this block.  So nothing is subtracted but values near each other. */

struct five {
	double x, y, xx, yy, xy;
};

struct pairs {
	size_t p;
	size_t at;
	size_t seen;	    /* bars since the restart */
	double last[2];	    /* beta: the bar before */
	double base[2];	    /* what values count from in this block */
	struct five now;    /* of this block */
	struct five tail[]; /* p + 1: of the block before from each place to
			       its end; then the p values of each series */
};

static size_t pairs_size(const double *p)
{
	size_t n = algo_count(p[0]);

	return sizeof(struct pairs) + (n + 1) * sizeof(struct five) +
	       2 * n * sizeof(double);
}

static double *pairs_values(struct pairs *w)
{
	return (double *)(void *)(w->tail + w->p + 1);
}

static void pairs_reset(void *state)
{
	struct pairs *w = state;

	w->at = w->seen = 0;
}

static void pairs_init(void *state, const double *p)
{
	struct pairs *w = state;

	memset(w, 0, pairs_size(p));
	w->p = algo_count(p[0]);
}

static inline struct five five_add(struct five s, double x, double y)
{
	s.x += x;
	s.y += y;
	s.xx += x * x;
	s.yy += y * y;
	s.xy += x * y;
	return s;
}

/* A block begins with the pair (x, y). */
static void pairs_turn(struct pairs *w, double x, double y)
{
	const double *vx = pairs_values(w), *vy = vx + w->p;
	struct five s = { 0 };

	w->base[0] = x;
	w->base[1] = y;
	w->now = s;
	for (size_t i = w->p; i-- > 1;)
		w->tail[i] = s = five_add(s, vx[i] - x, vy[i] - y);
}

/* TA-Lib: 0 when the product of the sums of squares is below 1e-14. */
static inline double correl_value(const struct five *s, double p)
{
	double vx = s->xx - s->x * s->x / p, vy = s->yy - s->y * s->y / p;
	double both = vx * vy, v = (s->xy - s->x * s->y / p) / sqrt(both);

	return both < ALGO_TINY ? 0 : v;
}

static inline double beta_value(const struct five *s, double p)
{
	double var = p * s->xx - s->x * s->x;
	double v = (p * s->xy - s->x * s->y) / var;

	return algo_is_zero(var) ? 0 : v;
}

/* Exactly 0 is the variance of equal values alone. */
static inline void returns_value(const struct five *s, double p, double *correl,
				 double *beta)
{
	double vx = s->xx - s->x * s->x / p, vy = s->yy - s->y * s->y / p;
	double both = s->xy - s->x * s->y / p;
	int none = !(vx > 0 && vy > 0);
	double r = both / (sqrt(vx) * sqrt(vy));

	*correl = none ? NAN : r > 1 ? 1 : r < -1 ? -1 : r;
	*beta = none ? NAN : algo_usable(both / vy) ? both / vy : NAN;
}

enum pairs_kind { CORREL, BETA, RETURNS };

static inline void pairs_block(struct pairs *w, const double *x,
			       const double *y, double *const out[], size_t n,
			       enum pairs_kind kind)
{
	double p = (double)w->p;

	for (size_t at = 0, m; at < n; at += m) {
		size_t left = w->p - w->at;
		double *vx = pairs_values(w) + w->at, *vy = vx + w->p;
		const struct five *tail = w->tail + w->at + 1;
		struct five now;

		m = n - at < left ? n - at : left;
		if (w->at == 0)
			pairs_turn(w, x[at], y[at]);
		now = w->now;
		for (size_t i = 0, k = at; i < m; i++, k++) {
			struct five s;

			vx[i] = x[k];
			vy[i] = y[k];
			now = five_add(now, x[k] - w->base[0],
				       y[k] - w->base[1]);
			s = (struct five){ now.x + tail[i].x, now.y + tail[i].y,
					   now.xx + tail[i].xx,
					   now.yy + tail[i].yy,
					   now.xy + tail[i].xy };
			if (kind == RETURNS)
				returns_value(&s, p, &out[0][k], &out[1][k]);
			else
				out[0][k] = kind == BETA ? beta_value(&s, p)
							 : correl_value(&s, p);
		}
		w->now = now;
		w->at = w->at + m == w->p ? 0 : w->at + m;
	}
}

static void correl_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct pairs *w = state;

	pairs_block(w, in[0], in[1], out, n, CORREL);
	algo_fill_nan(out[0], algo_warm(&w->seen, w->p - 1, n));
}

static void correl_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, pairs_reset, correl_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* Fractional changes; 0 from a price below "zero". */
static inline void changes(const double *x, double *before, double zero,
			   double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double old = i ? x[i - 1] : *before, v = (x[i] - old) / old;

		y[i] = fabs(old) < zero ? 0 : v;
	}
	*before = x[n - 1];
}

/* Pairs of changes: the first bar has none. */
static inline void changes_block(struct pairs *w, const double *const in[],
				 double *const out[], size_t n,
				 enum pairs_kind kind)
{
	double zero = kind == BETA ? ALGO_TINY : 0x1p-1074;
	double x[ALGO_IND_N], y[ALGO_IND_N];
	size_t skip = w->seen == 0, outs = kind == RETURNS ? 2 : 1;
	double *const rest[2] = { out[0] + skip, out[outs - 1] + skip };

	changes(in[0], &w->last[0], zero, x, n);
	changes(in[1], &w->last[1], zero, y, n);
	pairs_block(w, x + skip, y + skip, rest, n - skip, kind);
	skip = algo_warm(&w->seen, w->p, n);
	for (size_t k = 0; k < outs; k++)
		algo_fill_nan(out[k], skip);
}

static void beta_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	changes_block(state, in, out, n, BETA);
}

static void beta_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, pairs_reset, beta_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void corr_ret_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	changes_block(state, in, out, n, RETURNS);
}

static void corr_ret_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 2, pairs_reset, corr_ret_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- the rows */

/* clang-format off */
const struct algo_ind algo_ind_statistic[] = {
	{
		.name = "max",
		.title = "Highest Value",
		.group = "math",
		.in = { "close" },
		.param = { ALGO_PERIOD(30, 1) },
		.out = { "max" },
		.main_out = 1,
		.size = ext_size,
		.init = ext_init,
		.step = max_step,
		.lookback = algo_look_window,
		.doc = "The largest of the last period values.",
		.source = "van Herk 1992; Gil and Werman 1993",
		.aliases = "",
	},
	{
		.name = "min",
		.title = "Lowest Value",
		.group = "math",
		.in = { "close" },
		.param = { ALGO_PERIOD(30, 1) },
		.out = { "min" },
		.main_out = 1,
		.size = ext_size,
		.init = ext_init,
		.step = min_step,
		.lookback = algo_look_window,
		.doc = "The smallest of the last period values.",
		.source = "van Herk 1992; Gil and Werman 1993",
		.aliases = "",
	},
	{
		.name = "sum",
		.title = "Sum",
		.group = "math",
		.in = { "close" },
		.param = { ALGO_PERIOD(30, 1) },
		.out = { "sum" },
		.main_out = 1,
		.size = sum_size,
		.init = sum_init,
		.step = sum_step,
		.lookback = algo_look_window,
		.doc = "The sum of the last period values, compensated.",
		.source = "Neumaier 1974",
		.aliases = "",
	},
	{
		.name = "avgdev",
		.title = "Average Deviation",
		.group = "statistic",
		.in = { "close" },
		.param = { ALGO_PERIOD(14, 1) },
		.out = { "avgdev" },
		.main_out = 1,
		.size = avgdev_size,
		.init = avgdev_init,
		.step = avgdev_step,
		.lookback = algo_look_window,
		.doc = "The mean absolute distance of the last period values "
		       "from their mean.",
		.source = "TA-Lib AVGDEV",
		.aliases = "md mad",
	},
	{
		.name = "correl",
		.title = "Pearson's Correlation Coefficient",
		.group = "statistic",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(30, 1) },
		.out = { "correl" },
		.main_out = 1,
		.size = pairs_size,
		.init = pairs_init,
		.step = correl_step,
		.lookback = algo_look_window,
		.doc = "Of the last period values of both inputs; 0 when the "
		       "product of their sums of squared deviations is below "
		       "1e-14.",
		.source = "Pearson 1895",
		.aliases = "",
	},
	{
		.name = "beta",
		.title = "Beta",
		.group = "statistic",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(5, 1) },
		.out = { "beta" },
		.main_out = 1,
		.size = pairs_size,
		.init = pairs_init,
		.step = beta_step,
		.lookback = algo_look_period,
		.doc = "Slope of the regression of the second input's bar to "
		       "bar changes on the first's, of the last period "
		       "changes; 0 when the first has no variance.",
		.source = "Sharpe 1964",
		.aliases = "",
	},
	{
		.name = "corr_ret",
		.title = "Correlation of Returns",
		.group = "statistic",
		.in = { "close", "open" },
		.param = { { "length", ALGO_P_INT, 20, 2, ALGO_PERIOD_MAX, 1,
			     "changes in the window", NULL } },
		.out = { "correlation", "beta" },
		.main_out = 0,
		.size = pairs_size,
		.init = pairs_init,
		.step = corr_ret_step,
		.lookback = algo_look_period,
		.doc = "Of the bar to bar changes of both inputs: Pearson's "
		       "correlation, and the slope of the first's on the "
		       "second's; none where either does not vary. correl "
		       "works on the values, and beta has the roles swapped.",
		.source = "Pearson 1895; Sharpe 1964",
		.aliases = "",
	},
	{ .name = NULL },
};
