/* trend.c - directional movement and aroon: plus_dm minus_dm dm plus_di
 * minus_di dx adx adxr aroon aroonosc. */
#include "families.h"
#include "kernel2.h"

/* ---- directional movement (Wilder 1978), the sums all its indicators have:
 * of the first p - 1 moves, then s = s - s / p + new. */

struct dm {
	size_t p;
	int ties;		 /* equal moves count on both sides */
	size_t seen;		 /* bars since the restart */
	double high, low, close; /* of the bar before */
	double plus, minus, range;
	/* dx, adx */
	double dx; /* the last one: sum of the first p, then average in adx */
};

static size_t dm_size(const double *p)
{
	(void)p;
	return sizeof(struct dm);
}

static void dm_init(void *state, const double *p)
{
	struct dm *d = state;

	memset(d, 0, sizeof(*d));
	d->p = algo_count(p[0]);
	d->ties = p[1] != 0;
}

static void dm_reset(void *state)
{
	struct dm *d = state;
	size_t p = d->p;
	int ties = d->ties;

	memset(d, 0, sizeof(*d));
	d->p = p;
	d->ties = ties;
}

/* What a block has of one bar after the other. */
struct moves {
	double plus[ALGO_IND_N];
	double minus[ALGO_IND_N];
	double range[ALGO_IND_N];
};

static inline void move_one(struct moves *m, size_t i, double up, double down)
{
	double plus = up > down ? up : 0, minus = down > up ? down : 0;

	m->plus[i] = plus > 0 ? plus : 0;
	m->minus[i] = minus > 0 ? minus : 0;
}

/* The same where equal moves count. */
static void dm_ties(const struct dm *d, const double *high, const double *low,
		    struct moves *m, size_t n)
{
	for (size_t i = !d->seen; i < n; i++) {
		double up = high[i] - (i ? high[i - 1] : d->high);
		double down = (i ? low[i - 1] : d->low) - low[i];

		if (up == down && up > 0)
			m->plus[i] = m->minus[i] = up;
	}
}

/* Moves against the bar before; the first bar of all has none. */
static void dm_moves(struct dm *d, const double *high, const double *low,
		     struct moves *m, size_t n)
{
	if (d->seen)
		move_one(m, 0, high[0] - d->high, d->low - low[0]);
	else
		m->plus[0] = m->minus[0] = 0;
	for (size_t i = 1; i < n; i++)
		move_one(m, i, high[i] - high[i - 1], low[i - 1] - low[i]);
	if (d->ties)
		dm_ties(d, high, low, m, n);
	d->high = high[n - 1];
	d->low = low[n - 1];
}

static void dm_ranges(struct dm *d, const double *const in[], struct moves *m,
		      size_t n)
{
	const double *close = in[2];

	m->range[0] =
		d->seen ? algo_true_range(in[0][0], in[1][0], d->close) : 0;
	for (size_t i = 1; i < n; i++)
		m->range[i] = algo_true_range(in[0][i], in[1][i], close[i - 1]);
	d->close = close[n - 1];
}

/* Replaces moves by their sums.  Bars before p only add. */
static void dm_sums(struct dm *d, struct moves *m, size_t n)
{
	double q = 1 - 1 / (double)d->p, a = d->plus, b = d->minus;
	double c = d->range;
	size_t i = 0;

	for (; i < n && d->seen + i < d->p; i++) {
		m->plus[i] = a += m->plus[i];
		m->minus[i] = b += m->minus[i];
		m->range[i] = c += m->range[i];
	}
	for (; i < n; i++) {
		m->plus[i] = a = a * q + m->plus[i];
		m->minus[i] = b = b * q + m->minus[i];
		m->range[i] = c = c * q + m->range[i];
	}
	d->plus = a;
	d->minus = b;
	d->range = c;
}

/* ---- plus_dm, minus_dm, dm: of high and low only. */

static size_t dm_look(const double *p)
{
	return p[0] > 1 ? algo_count(p[0]) - 1 : 1;
}

static void dm_run(struct dm *d, const double *const in[], struct moves *m,
		   size_t n)
{
	dm_moves(d, in[0], in[1], m, n);
	memset(m->range, 0, n * sizeof(*m->range));
	dm_sums(d, m, n);
}

static void plus_dm_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct dm *d = state;
	struct moves m;

	dm_run(d, in, &m, n);
	algo_copy(out[0], m.plus, n);
	algo_fill_nan(out[0], algo_warm(&d->seen, d->p > 1 ? d->p - 1 : 1, n));
}

static void minus_dm_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct dm *d = state;
	struct moves m;

	dm_run(d, in, &m, n);
	algo_copy(out[0], m.minus, n);
	algo_fill_nan(out[0], algo_warm(&d->seen, d->p > 1 ? d->p - 1 : 1, n));
}

static void both_dm_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct dm *d = state;
	size_t warm;
	struct moves m;

	dm_run(d, in, &m, n);
	algo_copy(out[0], m.plus, n);
	algo_copy(out[1], m.minus, n);
	warm = algo_warm(&d->seen, d->p > 1 ? d->p - 1 : 1, n);
	algo_fill_nan(out[0], warm);
	algo_fill_nan(out[1], warm);
}

static void both_dm_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 2, dm_reset, both_dm_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- plus_di, minus_di: a sum of moves over the sum of true ranges; in
 * percent, but TA-Lib's of one bar is a plain fraction. */

static void di_out(const struct dm *d, const double *move, const double *range,
		   double *restrict y, size_t n)
{
	double scale = d->p > 1 ? 100 : 1;

	for (size_t i = 0; i < n; i++) {
		double v = scale * (move[i] / range[i]);

		y[i] = range[i] < ALGO_TINY ? 0 : v;
	}
}

static void plus_di_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct dm *d = state;
	struct moves m;

	dm_moves(d, in[0], in[1], &m, n);
	dm_ranges(d, in, &m, n);
	dm_sums(d, &m, n);
	di_out(d, m.plus, m.range, out[0], n);
	algo_fill_nan(out[0], algo_warm(&d->seen, d->p, n));
}

static void minus_di_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct dm *d = state;
	struct moves m;

	dm_moves(d, in[0], in[1], &m, n);
	dm_ranges(d, in, &m, n);
	dm_sums(d, &m, n);
	di_out(d, m.minus, m.range, out[0], n);
	algo_fill_nan(out[0], algo_warm(&d->seen, d->p, n));
}

/* ---- dx, adx, adxr */

/* 100 * |+DI - -DI| / (+DI + -DI) of each bar, -1 where the true range or the
 * sum of both is zero; whether there is such a bar. */
static int dx_block(struct dm *d, const double *const in[], double *restrict y,
		    size_t n)
{
	struct moves m;
	int zero = 0;

	dm_moves(d, in[0], in[1], &m, n);
	dm_ranges(d, in, &m, n);
	dm_sums(d, &m, n);
	for (size_t i = 0; i < n; i++) {
		double both = m.plus[i] + m.minus[i];
		double v = 100 * (fabs(m.minus[i] - m.plus[i]) / both);
		int none = (m.range[i] < ALGO_TINY) |
			   (100 * both < ALGO_TINY * m.range[i]);

		y[i] = none ? -1 : v;
		zero |= none;
	}
	return zero;
}

static void dx_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct dm *d = state;
	double *y = out[0];
	int zero = dx_block(d, in, y, n);
	size_t none = algo_warm(&d->seen, d->p, n);

	algo_fill_nan(y, none);
	for (size_t i = none; zero && i < n; i++) {
		if (y[i] < 0)
			y[i] = i > none ? y[i - 1] : d->dx;
	}
	if (none < n)
		d->dx = y[n - 1];
}

/* One bar of the first p: their sum, then their mean. */
static void adx_seed(struct dm *d, double dx, size_t bar)
{
	d->dx += dx < 0 ? 0 : dx;
	if (bar == 2 * d->p - 1)
		d->dx /= (double)d->p;
}

static void adx_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct dm *d = state;
	double k = 1 / (double)d->p, q = 1 - k, dx[ALGO_IND_N], a;
	double *restrict y = out[0];
	int zero = dx_block(d, in, dx, n);
	size_t bar = d->seen, none = algo_warm(&d->seen, 2 * d->p - 1, n);
	size_t i;

	for (i = 0; i < n && bar + i < 2 * d->p; i++) {
		if (bar + i >= d->p)
			adx_seed(d, dx[i], bar + i);
		y[i] = d->dx;
	}
	a = d->dx;
	if (zero)
		for (; i < n; i++)
			y[i] = a = dx[i] < 0 ? a : a * q + dx[i] * k;
	else
		for (; i < n; i++)
			y[i] = a = a * q + dx[i] * k;
	d->dx = a;
	algo_fill_nan(y, none);
}

static size_t adx_look(const double *p)
{
	return 2 * algo_count(p[0]) - 1;
}

/* The state of adxr: struct dm, then the delay of p - 1 bars. */
static size_t adxr_at(size_t *total)
{
	*total = sizeof(struct dm);
	return algo_part_add(total, 0);
}

static size_t adxr_size(const double *p)
{
	size_t total;

	adxr_at(&total);
	algo_part_add(&total, algo_delay_size(algo_count(p[0]) - 1));
	return total;
}

static void adxr_reset(void *state)
{
	size_t total;

	dm_reset(state);
	algo_delay_init(algo_part(state, adxr_at(&total)),
			((struct dm *)state)->p - 1);
}

static void adxr_init(void *state, const double *p)
{
	dm_init(state, p);
	adxr_reset(state);
}

static void adxr_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	double adx[ALGO_IND_N], *line = adx, *restrict y = out[0];
	size_t total;

	adx_run(state, in, &line, n);
	algo_delay_block(algo_part(state, adxr_at(&total)), adx, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = (y[i] + adx[i]) / 2;
}

static size_t adxr_look(const double *p)
{
	return 3 * algo_count(p[0]) - 2;
}

#define DM_STEP(row, inputs, restart)                                      \
	static void row##_step(void *state, const double *const in[],      \
			       double *const out[], size_t n)              \
	{                                                                  \
		static const struct algo_cut cut = { (inputs), 1, restart, \
						     row##_run };          \
                                                                           \
		algo_cut_step(&cut, state, in, out, n);                    \
	}

DM_STEP(plus_dm, 2, dm_reset)
DM_STEP(minus_dm, 2, dm_reset)
DM_STEP(plus_di, 3, dm_reset)
DM_STEP(minus_di, 3, dm_reset)
DM_STEP(dx, 3, dm_reset)
DM_STEP(adx, 3, dm_reset)
DM_STEP(adxr, 3, adxr_reset)

/* ---- aroon, aroonosc (Chande 1995): windows of p + 1 bars, the latest of
 * equal extremes. */

struct aroon {
	size_t p;
	size_t seen;
	size_t high, low; /* where the windows are */
};

static size_t aroon_parts(size_t p, struct aroon *a)
{
	size_t total = sizeof(*a);

	a->high = algo_part_add(&total, algo_since_size(p + 1));
	a->low = algo_part_add(&total, algo_since_size(p + 1));
	return total;
}

static size_t aroon_size(const double *p)
{
	struct aroon a;

	return aroon_parts(algo_count(p[0]), &a);
}

static void aroon_reset(void *state)
{
	struct aroon *a = state;

	a->seen = 0;
	algo_since_init(algo_part(a, a->high), a->p + 1);
	algo_since_init(algo_part(a, a->low), a->p + 1);
}

static void aroon_init(void *state, const double *p)
{
	struct aroon *a = state;

	a->p = algo_count(p[0]);
	aroon_parts(a->p, a);
	aroon_reset(a);
}

static void aroon_since(struct aroon *a, const double *const in[], double *high,
			double *low, size_t n)
{
	algo_since_block(algo_part(a, a->high), in[0], high, 1, n);
	algo_since_block(algo_part(a, a->low), in[1], low, -1, n);
}

static void aroon_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct aroon *a = state;
	double p = (double)a->p, factor = 100 / p;
	double *restrict down = out[0], *restrict up = out[1];
	size_t none;

	aroon_since(a, in, up, down, n);
	for (size_t i = 0; i < n; i++) {
		up[i] = factor * (p - up[i]);
		down[i] = factor * (p - down[i]);
	}
	none = algo_warm(&a->seen, a->p, n);
	algo_fill_nan(up, none);
	algo_fill_nan(down, none);
}

static void aroonosc_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct aroon *a = state;
	double factor = 100 / (double)a->p, low[ALGO_IND_N];
	double *restrict y = out[0];

	aroon_since(a, in, y, low, n);
	for (size_t i = 0; i < n; i++)
		y[i] = factor * (low[i] - y[i]);
	algo_fill_nan(y, algo_warm(&a->seen, a->p, n));
}

static void aroon_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 2, aroon_reset, aroon_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void aroonosc_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, aroon_reset, aroonosc_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- the rows */

#define HLC "high", "low", "close"
#define TIES                                                            \
	{                                                               \
		"ties", ALGO_P_INT, 0, 0, 1, 0,                         \
			"1: equal moves up and down both count, as in " \
			"Tulip; 0: neither does",                       \
			NULL                                            \
	}

/* clang-format off */
const struct algo_ind algo_ind_trend[] = {
	{
		.name = "adx",
		.title = "Average Directional Movement Index",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 2), TIES },
		.out = { "adx" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = adx_step,
		.lookback = adx_look,
		.doc = "Wilder's average of dx, seeded with the mean of its "
		       "first period values. A bar whose true range or DI sum "
		       "is zero leaves it as it is.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "adxr",
		.title = "Average Directional Movement Index Rating",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 2), TIES },
		.out = { "adxr" },
		.main_out = 1,
		.size = adxr_size,
		.init = adxr_init,
		.step = adxr_step,
		.lookback = adxr_look,
		.doc = "Mean of adx and adx of period - 1 bars ago.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "dx",
		.title = "Directional Movement Index",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 2), TIES },
		.out = { "dx" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = dx_step,
		.lookback = algo_look_period,
		.doc = "100 * |plus_di - minus_di| / (plus_di + minus_di); the "
		       "value before when the true range or that sum is zero "
		       "(0 at the first).",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "plus_di",
		.title = "Plus Directional Indicator",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 1), TIES },
		.out = { "plus_di" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = plus_di_step,
		.lookback = algo_look_period,
		.doc = "100 * sum of upward moves / sum of true ranges, both "
		       "Wilder's sums as in plus_dm; 0 when the ranges are "
		       "zero. Period 1: the fraction, not in percent.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "minus_di",
		.title = "Minus Directional Indicator",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 1), TIES },
		.out = { "minus_di" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = minus_di_step,
		.lookback = algo_look_period,
		.doc = "100 * sum of downward moves / sum of true ranges, both "
		       "Wilder's sums as in minus_dm; 0 when the ranges are "
		       "zero. Period 1: the fraction, not in percent.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "plus_dm",
		.title = "Plus Directional Movement",
		.group = "momentum",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(14, 1), TIES },
		.out = { "plus_dm" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = plus_dm_step,
		.lookback = dm_look,
		.doc = "high - high before, where that is positive and more "
		       "than low before - low, else 0: the sum of the first "
		       "period - 1, then sum - sum / period + new.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "minus_dm",
		.title = "Minus Directional Movement",
		.group = "momentum",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(14, 1), TIES },
		.out = { "minus_dm" },
		.main_out = 1,
		.size = dm_size,
		.init = dm_init,
		.step = minus_dm_step,
		.lookback = dm_look,
		.doc = "low before - low, where that is positive and more "
		       "than high - high before, else 0: the sum of the first "
		       "period - 1, then sum - sum / period + new.",
		.source = "Wilder 1978",
		.aliases = "",
	},
	{
		.name = "dm",
		.title = "Directional Movement",
		.group = "momentum",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(14, 1), TIES },
		.out = { "plus", "minus" },
		.main_out = 0,
		.size = dm_size,
		.init = dm_init,
		.step = both_dm_step,
		.lookback = dm_look,
		.doc = "plus_dm and minus_dm.",
		.source = "Wilder 1978; Tulip dm",
		.aliases = "",
	},
	{
		.name = "aroon",
		.title = "Aroon",
		.group = "momentum",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(14, 2) },
		.out = { "down", "up" },
		.main_out = 0,
		.size = aroon_size,
		.init = aroon_init,
		.step = aroon_step,
		.lookback = algo_look_period,
		.doc = "100 * (period - bars since the lowest low, the highest "
		       "high) / period, of period + 1 bars; the latest of "
		       "equal ones counts.",
		.source = "Chande 1995",
		.aliases = "",
	},
	{
		.name = "aroonosc",
		.title = "Aroon Oscillator",
		.group = "momentum",
		.in = { "high", "low" },
		.param = { ALGO_PERIOD(14, 2) },
		.out = { "aroonosc" },
		.main_out = 1,
		.size = aroon_size,
		.init = aroon_init,
		.step = aroonosc_step,
		.lookback = algo_look_period,
		.doc = "aroon up - aroon down.",
		.source = "Chande 1995",
		.aliases = "",
	},
	{ .name = NULL },
};
