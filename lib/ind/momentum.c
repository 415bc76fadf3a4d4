/* momentum.c - changes and averages of changes: rsi cmo mom roc trix apo ppo
 * bop imi. */
#include "families.h"
#include "kernel2.h"
#include "rows.h"

/* ---- rsi, cmo: Wilder averages of gains and losses (Wilder 1978). */

struct gain {
	size_t p;
	size_t seen; /* values since the restart */
	double before;
	double up, down; /* sums of the first p changes, then averages */
};

size_t algo_rsi_size(const double *p)
{
	(void)p;
	return sizeof(struct gain);
}

void algo_rsi_init(void *state, const double *p)
{
	struct gain *g = state;

	memset(g, 0, sizeof(*g));
	g->p = algo_count(p[0]);
}

static void gain_reset(void *state)
{
	struct gain *g = state;

	g->seen = 0;
	g->up = g->down = 0;
}

/* Both from one subtraction: (|d| +- d) / 2 is exact and has no branch. */
static void gain_parts(struct gain *g, const double *x, double *restrict up,
		       double *restrict down, size_t n)
{
	double before = g->seen ? g->before : x[0];

	up[0] = 0.5 * (fabs(x[0] - before) + (x[0] - before));
	down[0] = 0.5 * (fabs(x[0] - before) - (x[0] - before));
	for (size_t i = 1; i < n; i++) {
		double d = x[i] - x[i - 1];

		up[i] = 0.5 * (fabs(d) + d);
		down[i] = 0.5 * (fabs(d) - d);
	}
	g->before = x[n - 1];
}

/* The first p changes are summed; returns how many bars that took. */
static size_t gain_seed(struct gain *g, double *up, double *down, size_t n)
{
	size_t i;

	for (i = 0; i < n && g->seen <= g->p; i++, g->seen++) {
		g->up += up[i];
		g->down += down[i];
		if (g->seen == g->p) {
			g->up /= (double)g->p;
			g->down /= (double)g->p;
		}
		up[i] = g->up;
		down[i] = g->down;
	}
	return i;
}

/* Averages of gains and losses in up and down; the number of leading bars
 * that have none. */
static size_t gain_averages(struct gain *g, const double *x, double *up,
			    double *down, size_t n)
{
	double k = 1.0 / (double)g->p, q = 1 - k, u, d;
	size_t none = g->p > g->seen ? g->p - g->seen : 0, i;

	gain_parts(g, x, up, down, n);
	i = gain_seed(g, up, down, n);
	g->seen += n - i;
	for (u = g->up, d = g->down; i < n; i++) {
		up[i] = u = u * q + up[i] * k;
		down[i] = d = d * q + down[i] * k;
	}
	g->up = u;
	g->down = d;
	return none < n ? none : n;
}

static void rsi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double up[ALGO_IND_N], down[ALGO_IND_N], *restrict y = out[0];
	size_t none = gain_averages(state, in[0], up, down, n);

	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i], v = 100 * (up[i] / all);

		y[i] = all < ALGO_TINY ? 0 : v;
	}
	algo_fill_nan(y, none);
}

void algo_rsi_step(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	static const struct algo_cut cut = { 1, 1, gain_reset, rsi_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void cmo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double up[ALGO_IND_N], down[ALGO_IND_N], *restrict y = out[0];
	size_t none = gain_averages(state, in[0], up, down, n);

	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i];
		double v = 100 * ((up[i] - down[i]) / all);

		y[i] = all < ALGO_TINY ? 0 : v;
	}
	algo_fill_nan(y, none);
}

static void cmo_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 1, 1, gain_reset, cmo_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- mom, roc and its kin: this value and the one p bars ago. */

static size_t lag_size(const double *p)
{
	return algo_delay_size(algo_count(p[0]));
}

static void lag_init(void *state, const double *p)
{
	algo_delay_init(state, algo_count(p[0]));
}

static void lag_reset(void *state)
{
	struct algo_delay *d = state;

	algo_delay_init(d, d->p);
}

/* One row: EXPR of the value x and the value b before, no value while b is
 * none. */
#define LAG_ROW(name, EXPR)                                            \
	static void name##_run(void *state, const double *const in[],  \
			       double *const out[], size_t n)          \
	{                                                              \
		double *restrict y = out[0], old[ALGO_IND_N];          \
                                                                       \
		algo_delay_block(state, in[0], old, n);                \
		for (size_t i = 0; i < n; i++) {                       \
			double x = in[0][i], b = old[i];               \
                                                                       \
			y[i] = (EXPR);                                 \
		}                                                      \
	}                                                              \
	static void name##_step(void *state, const double *const in[], \
				double *const out[], size_t n)         \
	{                                                              \
		static const struct algo_cut cut = { 1, 1, lag_reset,  \
						     name##_run };     \
                                                                       \
		algo_cut_step(&cut, state, in, out, n);                \
	}

LAG_ROW(mom, x - b)
LAG_ROW(roc, b == 0 ? 0 : (x / b - 1) * 100)
LAG_ROW(rocp, b == 0 ? 0 : (x - b) / b)
LAG_ROW(rocr, b == 0 ? 0 : x / b)
LAG_ROW(rocr100, b == 0 ? 0 : x / b * 100)

/* ---- trix: change of an EMA of an EMA of an EMA (Hutson 1983). */

struct trix {
	struct algo_ema a, b, c;
	int full;      /* before is a value */
	double before; /* of c */
};

static size_t trix_size(const double *p)
{
	(void)p;
	return sizeof(struct trix);
}

static void trix_init(void *state, const double *p)
{
	struct trix *t = state;

	memset(t, 0, sizeof(*t));
	algo_ema_init(&t->a, algo_count(p[0]));
	algo_ema_init(&t->b, algo_count(p[0]));
	algo_ema_init(&t->c, algo_count(p[0]));
}

static void trix_reset(void *state)
{
	struct trix *t = state;

	algo_ema_reset(&t->a);
	algo_ema_reset(&t->b);
	algo_ema_reset(&t->c);
	t->full = 0;
}

static double trix_change(double now, double before)
{
	return before == 0 ? 0 : (now / before - 1) * 100;
}

static size_t trix_seed(struct trix *t, const double *x, double *y, size_t n)
{
	size_t i;

	for (i = 0; i < n && !t->full; i++) {
		y[i] = NAN;
		if (algo_ema_push(&t->a, x[i]) &&
		    algo_ema_push(&t->b, t->a.e) &&
		    algo_ema_push(&t->c, t->b.e)) {
			t->full = 1;
			t->before = t->c.e;
		}
	}
	return i;
}

static void trix_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct trix *t = state;
	const double *x = in[0];
	double *y = out[0], k = t->a.k, last[ALGO_IND_N + 1];
	size_t from = trix_seed(t, x, y, n);
	double a = t->a.e, b = t->b.e, c = t->c.e;

	last[0] = t->before;
	for (size_t i = from; i < n; i++) {
		a = k < 1 ? a + (x[i] - a) * k : x[i];
		b = k < 1 ? b + (a - b) * k : a;
		c = k < 1 ? c + (b - c) * k : b;
		last[i - from + 1] = c;
	}
	for (size_t i = from; i < n; i++)
		y[i] = trix_change(last[i - from + 1], last[i - from]);
	t->a.e = a;
	t->b.e = b;
	t->c.e = c;
	t->before = last[n - from];
}

static void trix_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, trix_reset, trix_run };

	algo_cut_step(&cut, state, in, out, n);
}

static size_t trix_look(const double *p)
{
	return 3 * (algo_count(p[0]) - 1) + 1;
}

/* ---- apo, ppo: two moving averages, each seeded as early as it can be. */

struct two {
	size_t fast, slow; /* where the averages are */
};

static size_t two_parts(const double *p, struct two *t)
{
	size_t total = sizeof(*t);
	int type = (int)p[2];

	t->fast = algo_part_add(
		&total, algo_ma_size(type, algo_count(fmin(p[0], p[1]))));
	t->slow = algo_part_add(
		&total, algo_ma_size(type, algo_count(fmax(p[0], p[1]))));
	return total;
}

static size_t two_size(const double *p)
{
	struct two t;

	return two_parts(p, &t);
}

static void two_init(void *state, const double *p)
{
	struct two *t = state;

	two_parts(p, t);
	algo_ma_init(algo_part(t, t->fast), (int)p[2],
		     algo_count(fmin(p[0], p[1])));
	algo_ma_init(algo_part(t, t->slow), (int)p[2],
		     algo_count(fmax(p[0], p[1])));
}

static size_t two_look(const double *p)
{
	return algo_ma_lookback((int)p[2], algo_count(fmax(p[0], p[1])));
}

static void apo_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct two *t = state;
	double *restrict y = out[0], slow[ALGO_IND_N];

	algo_ma_block(algo_part(t, t->slow), in[0], slow, n);
	algo_ma_block(algo_part(t, t->fast), in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] -= slow[i];
}

static void ppo_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct two *t = state;
	double *restrict y = out[0], slow[ALGO_IND_N];

	algo_ma_block(algo_part(t, t->slow), in[0], slow, n);
	algo_ma_block(algo_part(t, t->fast), in[0], y, n);
	for (size_t i = 0; i < n; i++) {
		double v = (y[i] - slow[i]) / slow[i] * 100;

		y[i] = algo_is_zero(slow[i]) ? 0 : v;
	}
}

/* ---- bop: where the body stands in the range. */

static void bop_reset(void *state)
{
	(void)state;
}

static void bop_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	const double *open = in[0], *high = in[1], *low = in[2];
	const double *close = in[3];
	double *restrict y = out[0];

	(void)state;
	for (size_t i = 0; i < n; i++) {
		double range = high[i] - low[i];
		double v = (close[i] - open[i]) / range;

		y[i] = range < ALGO_TINY ? 0 : v;
	}
}

static void bop_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 4, 1, bop_reset, bop_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- imi (Chande): bodies up against all bodies; 0.6.4 divides 0 by 0 when
 * there are none. */

struct imi {
	size_t p;
	size_t seen;
	double flat; /* the value without bodies */
	size_t sums; /* where they are */
};

static size_t imi_parts(const double *p, struct imi *w)
{
	size_t total = sizeof(*w);

	w->p = algo_count(p[0]);
	w->sums = algo_part_add(&total, algo_rolls_size(w->p));
	return total;
}

static size_t imi_size(const double *p)
{
	struct imi w;

	return imi_parts(p, &w);
}

static void imi_reset(void *state)
{
	struct imi *w = state;

	w->seen = 0;
	algo_rolls_init(algo_part(w, w->sums), w->p);
}

static void imi_init(void *state, const double *p)
{
	struct imi *w = state;

	imi_parts(p, w);
	w->flat = 50;
	imi_reset(state);
}

static void imi_talib_init(void *state, const double *p)
{
	struct imi *w = state;

	imi_init(state, p);
	w->flat = NAN;
}

static void imi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct imi *w = state;
	double *restrict y = out[0], down[ALGO_IND_N];

	for (size_t i = 0; i < n; i++) {
		double d = in[1][i] - in[0][i];

		y[i] = 0.5 * (fabs(d) + d);
		down[i] = 0.5 * (fabs(d) - d);
	}
	algo_rolls_block(algo_part(w, w->sums), y, down, n);
	for (size_t i = 0; i < n; i++) {
		double all = y[i] + down[i], v = 100 * (y[i] / all);

		y[i] = all == 0 ? w->flat : v;
	}
	algo_fill_nan(y, algo_warm(&w->seen, w->p - 1, n));
}

static void imi_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 2, 1, imi_reset, imi_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- the rows */

#define FAST(d)                                                 \
	{                                                       \
		"fast", ALGO_P_INT, (d), 2, ALGO_PERIOD_MAX, 1, \
			"bars of the fast average", NULL        \
	}
#define SLOW(d)                                                 \
	{                                                       \
		"slow", ALGO_P_INT, (d), 2, ALGO_PERIOD_MAX, 1, \
			"bars of the slow average", NULL        \
	}

#define LAG(row, longer, formula)                                   \
	{                                                           \
		.name = #row, .title = longer, .group = "momentum", \
		.in = { "close" }, .param = { ALGO_PERIOD(10, 1) }, \
		.out = { #row }, .main_out = 1, .size = lag_size,   \
		.init = lag_init, .step = row##_step,               \
		.lookback = algo_look_period, .doc = formula,       \
		.source = "common", .aliases = "",                  \
	}

/* clang-format off */
#define IMI                                                                   \
	.name = "imi", .title = "Intraday Momentum Index",                    \
	.group = "momentum", .in = { "open", "close" },                       \
	.param = { ALGO_PERIOD(14, 2) }, .out = { "imi" }, .main_out = 1,     \
	.size = imi_size, .step = imi_step, .lookback = algo_look_window,     \
	.source = "Chande and Kroll 1994; TA-Lib IMI", .aliases = "",         \
	.doc = "100 * U / (U + D): sums of close - open over the last period " \
	       "bars that rose, and of open - close over those that fell; 50 " \
	       "when no bar had a body."

static const struct algo_ind imi_talib = { IMI, .init = imi_talib_init };

const struct algo_ind algo_ind_momentum[] = {
	{
		.name = "rsi",
		.title = "Relative Strength Index",
		.group = "momentum",
		.in = { "close" },
		.param = { ALGO_PERIOD(14, 2) },
		.out = { "rsi" },
		.main_out = 1,
		.size = algo_rsi_size,
		.init = algo_rsi_init,
		.step = algo_rsi_step,
		.lookback = algo_look_period,
		.doc = "100 * G / (G + L): Wilder averages of the gains and "
		       "of the losses from bar to bar, seeded with the means "
		       "of the first period changes. 0 when G + L < 1e-14.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "cmo",
		.title = "Chande Momentum Oscillator",
		.group = "momentum",
		.in = { "close" },
		.param = { ALGO_PERIOD(14, 2) },
		.out = { "cmo" },
		.main_out = 1,
		.size = algo_rsi_size,
		.init = algo_rsi_init,
		.step = cmo_step,
		.lookback = algo_look_period,
		.doc = "100 * (G - L) / (G + L) of the averages of rsi "
		       "(TA-Lib's; the book has plain sums). 0 when G + L < "
		       "1e-14.",
		.source = "Chande 1994",
		.aliases = "",
	},
	LAG(mom, "Momentum", "close - close of period bars ago."),
	LAG(roc, "Rate of Change",
	    "(close / close of period bars ago - 1) * 100; 0 when that is 0."),
	LAG(rocp, "Rate of Change, Fraction",
	    "(close - old) / old, old of period bars ago; 0 when old is 0."),
	LAG(rocr, "Rate of Change, Ratio",
	    "close / close of period bars ago; 0 when that is 0."),
	LAG(rocr100, "Rate of Change, Ratio * 100",
	    "close / close of period bars ago * 100; 0 when that is 0."),
	{
		.name = "trix",
		.title = "Rate of Change of a Triple EMA",
		.group = "momentum",
		.in = { "close" },
		.param = { ALGO_PERIOD(30, 1) },
		.out = { "trix" },
		.main_out = 1,
		.size = trix_size,
		.init = trix_init,
		.step = trix_step,
		.lookback = trix_look,
		.doc = "Percent change in one bar of EMA(EMA(EMA(close))), "
		       "each seeded with the mean of its first period values.",
		.source = "Hutson 1983",
		.aliases = "",
		.mend = "With period 1 TA-Lib 0.6.4 puts values of later bars "
			"on a bar; here they stand on their own, also for "
			"comparison.",
	},
	{
		.name = "apo",
		.title = "Absolute Price Oscillator",
		.group = "momentum",
		.in = { "close" },
		.param = { FAST(12), SLOW(26),
			   { "type", ALGO_P_MA, ALGO_MA_SMA, 0,
			     ALGO_MA_COUNT - 1, 0, "kind of average", NULL } },
		.out = { "apo" },
		.main_out = 1,
		.size = two_size,
		.init = two_init,
		.step = apo_step,
		.lookback = two_look,
		.doc = "MA(fast) - MA(slow), each seeded as early as it can "
		       "be; swapped when slow is less than fast.",
		.source = "common",
		.aliases = "",
	},
	{
		.name = "ppo",
		.title = "Percentage Price Oscillator",
		.group = "momentum",
		.in = { "close" },
		.param = { FAST(12), SLOW(26),
			   { "type", ALGO_P_MA, ALGO_MA_SMA, 0,
			     ALGO_MA_COUNT - 1, 0, "kind of average", NULL } },
		.out = { "ppo" },
		.main_out = 1,
		.size = two_size,
		.init = two_init,
		.step = ppo_step,
		.lookback = two_look,
		.doc = "(MA(fast) - MA(slow)) / MA(slow) * 100; 0 when "
		       "|MA(slow)| < 1e-14.",
		.source = "common",
		.aliases = "",
	},
	{
		.name = "bop",
		.title = "Balance of Power",
		.group = "momentum",
		.in = { "open", "high", "low", "close" },
		.out = { "bop" },
		.main_out = 1,
		.size = algo_no_size,
		.init = algo_no_init,
		.step = bop_step,
		.lookback = algo_look_0,
		.doc = "(close - open) / (high - low); 0 when high - low < "
		       "1e-14.",
		.source = "Livshin 2001",
		.aliases = "",
	},
	{
		IMI,
		.init = imi_init,
		.mend = "50 where no bar of the window has a body; TA-Lib "
			"0.6.4 has no number there.",
		.talib = &imi_talib,
	},
	{ .name = NULL },
};
