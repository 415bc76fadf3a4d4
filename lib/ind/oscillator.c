/* oscillator.c - where the close stands in its window: stoch stochf willr cci
 * ultosc. */
#include "families.h"
#include "line.h"
#include "ma.h"
#include "talib.h"

/* ---- the highest high and the lowest low of p bars. */

struct span {
	size_t p;
	size_t seen;
	size_t high, low; /* where the windows are */
};

static size_t span_parts(size_t p, size_t *total, struct span *s)
{
	s->p = p;
	s->seen = 0;
	s->high = algo_part_add(total, algo_ext_size(p));
	s->low = algo_part_add(total, algo_ext_size(p));
	return *total;
}

static void span_reset(void *state)
{
	struct span *s = state;

	s->seen = 0;
	algo_ext_init(algo_part(s, s->high), s->p);
	algo_ext_init(algo_part(s, s->low), s->p);
}

/* Both extremes, NaN before p bars. */
static void span_block(struct span *s, const double *const in[], double *high,
		       double *low, size_t n)
{
	algo_max_block(algo_part(s, s->high), in[0], high, n);
	algo_min_block(algo_part(s, s->low), in[1], low, n);
}

/* The raw stochastic: 0 to 100, and 0 when the window has no range. */
static void fastk_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N], *restrict y = out[0];
	const double *close = in[2];

	span_block(state, in, high, low, n);
	for (size_t i = 0; i < n; i++) {
		double part = (high[i] - low[i]) / 100;
		double v = (close[i] - low[i]) / part;

		y[i] = part == 0 ? 0 : v;
	}
}

static const struct algo_cut fastk_cut = { 3, 1, span_reset, fastk_run };

/* ---- stoch, stochf (Lane 1957): the span comes first in the state, then one
 * moving average or two. */

struct stoch {
	struct span span;
	size_t k, d; /* where the averages are; stochf: d only */
};

static size_t stochf_parts(const double *p, struct stoch *s)
{
	size_t total = sizeof(*s);

	span_parts(algo_count(p[0]), &total, &s->span);
	s->k = 0;
	s->d = algo_average_add(&total, p[2], p[1]);
	return total;
}

static size_t stochf_size(const double *p)
{
	struct stoch s;

	return stochf_parts(p, &s);
}

static void stochf_init(void *state, const double *p)
{
	struct stoch *s = state;

	stochf_parts(p, s);
	span_reset(&s->span);
	algo_average_init(algo_part(s, s->d), p[2], p[1]);
}

/* Both lines start together. */
static void start_with(double *restrict k, const double *restrict d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		k[i] = isnan(d[i]) ? NAN : k[i];
}

static void stochf_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct stoch *s = state;

	algo_cut_step(&fastk_cut, s, in, out, n);
	algo_average_block(algo_part(s, s->d), out[0], out[1], n);
	start_with(out[0], out[1], n);
}

static size_t stochf_look(const double *p)
{
	return algo_count(p[0]) - 1 +
	       algo_ma_lookback((int)p[2], algo_count(p[1]));
}

/* Parameters of stoch in the order of the row. */
enum { FASTK, SLOWK, SLOWK_TYPE, SLOWD, SLOWD_TYPE };

static size_t stoch_parts(const double *p, struct stoch *s)
{
	size_t total = sizeof(*s);

	span_parts(algo_count(p[FASTK]), &total, &s->span);
	s->k = algo_average_add(&total, p[SLOWK_TYPE], p[SLOWK]);
	s->d = algo_average_add(&total, p[SLOWD_TYPE], p[SLOWD]);
	return total;
}

static size_t stoch_size(const double *p)
{
	struct stoch s;

	return stoch_parts(p, &s);
}

static void stoch_init(void *state, const double *p)
{
	struct stoch *s = state;

	stoch_parts(p, s);
	span_reset(&s->span);
	algo_average_init(algo_part(s, s->k), p[SLOWK_TYPE], p[SLOWK]);
	algo_average_init(algo_part(s, s->d), p[SLOWD_TYPE], p[SLOWD]);
}

static void stoch_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct stoch *s = state;

	algo_cut_step(&fastk_cut, s, in, out, n);
	algo_average_block(algo_part(s, s->k), out[0], out[0], n);
	algo_average_block(algo_part(s, s->d), out[0], out[1], n);
	start_with(out[0], out[1], n);
}

static size_t stoch_look(const double *p)
{
	return algo_count(p[FASTK]) - 1 +
	       algo_ma_lookback((int)p[SLOWK_TYPE], algo_count(p[SLOWK])) +
	       algo_ma_lookback((int)p[SLOWD_TYPE], algo_count(p[SLOWD]));
}

/* ---- willr (Williams 1973) */

static size_t willr_size(const double *p)
{
	struct span s;
	size_t total = sizeof(s);

	return span_parts(algo_count(p[0]), &total, &s);
}

static void willr_init(void *state, const double *p)
{
	struct span *s = state;
	size_t total = sizeof(*s);

	span_parts(algo_count(p[0]), &total, s);
	span_reset(s);
}

static void willr_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N], *restrict y = out[0];
	const double *close = in[2];

	span_block(state, in, high, low, n);
	for (size_t i = 0; i < n; i++) {
		double part = (high[i] - low[i]) / -100;
		double v = (high[i] - close[i]) / part;

		y[i] = part == 0 ? 0 : v;
	}
}

static void willr_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 1, span_reset, willr_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- cci (Lambert 1980): mean and mean deviation anew for each bar, oldest
 * value first. */

#define TILE ALGO_TILE

static size_t line_size(const double *p)
{
	return algo_line_size(algo_count(p[0]));
}

static void line_init(void *state, const double *p)
{
	algo_line_init(state, algo_count(p[0]));
}

static int is_flat(const double *w, size_t p)
{
	for (size_t j = 1; j < p; j++)
		if (w[j] != w[0])
			return 0;
	return 1;
}

/* Up to TILE bars.  0 when all p prices are equal, though their mean may not
 * be by a rounding (TA-Lib 0.6.4 then says +-66.67; mended in 0.8.1). */
static void cci_tile(const double *w, size_t p, double *restrict y, size_t n)
{
	double mean[TILE], dev[TILE], count = (double)p;
	int suspect = 0;

	algo_line_sums(w, p, mean, n);
	for (size_t i = 0; i < n; i++)
		mean[i] /= count;
	algo_line_deviations(w, p, mean, dev, n);
	for (size_t i = 0; i < n; i++) {
		dev[i] /= count;
		y[i] = (w[i + p - 1] - mean[i]) / (0.015 * dev[i]);
		suspect |= dev[i] <= 1e-14 * fabs(mean[i]);
	}
	for (size_t i = 0; suspect && i < n; i++)
		if (dev[i] <= 1e-14 * fabs(mean[i]) && is_flat(w + i, p))
			y[i] = 0;
}

static void cci_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_line *l = state;
	double *restrict tp = algo_line_room(l, n), *y = out[0];
	const double *w = tp - (l->p - 1);
	size_t i;

	for (i = 0; i < n; i++)
		tp[i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
	i = algo_warm(&l->seen, l->p - 1, n);
	algo_fill_nan(y, i);
	for (; i < n; i += TILE)
		cci_tile(w + i, l->p, y + i, n - i < TILE ? n - i : TILE);
}

static void cci_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 3, 1, algo_line_reset, cci_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- ultosc (Williams 1976): buying pressure over true range in three
 * windows, weights 4, 2, 1 from the shortest. */

struct ultosc {
	size_t seen;
	double close; /* of the bar before */
	size_t p[3];  /* short to long */
	size_t at[3]; /* where the sums of pressure and range are */
};

static void sort3(size_t v[3])
{
	static const int order[3][2] = { { 0, 1 }, { 1, 2 }, { 0, 1 } };

	for (int i = 0; i < 3; i++) {
		size_t *a = &v[order[i][0]], *b = &v[order[i][1]], t = *a;

		if (*a > *b) {
			*a = *b;
			*b = t;
		}
	}
}

static size_t ultosc_parts(const double *p, struct ultosc *u)
{
	size_t total = sizeof(*u);

	for (int i = 0; i < 3; i++)
		u->p[i] = algo_count(p[i]);
	sort3(u->p);
	for (int i = 0; i < 3; i++)
		u->at[i] = algo_part_add(&total, algo_rolls_size(u->p[i]));
	return total;
}

static size_t ultosc_size(const double *p)
{
	struct ultosc u;

	return ultosc_parts(p, &u);
}

static void ultosc_reset(void *state)
{
	struct ultosc *u = state;

	u->seen = 0;
	for (int i = 0; i < 3; i++)
		algo_rolls_init(algo_part(u, u->at[i]), u->p[i]);
}

static void ultosc_init(void *state, const double *p)
{
	ultosc_parts(p, state);
	ultosc_reset(state);
}

/* Pressure and range; the first bar of all has neither. */
static void ultosc_parts_of(struct ultosc *u, const double *const in[],
			    struct algo_two *restrict x, size_t n)
{
	const double *high = in[0], *low = in[1], *close = in[2];
	double before = u->close;

	for (size_t i = 0; i < n; i++) {
		x[i].a = close[i] - (low[i] < before ? low[i] : before);
		x[i].b = algo_true_range(high[i], low[i], before);
		before = close[i];
	}
	if (!u->seen)
		x[0] = (struct algo_two){ 0, 0 };
	u->close = before;
}

static void ultosc_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct ultosc *u = state;
	struct algo_two x[ALGO_IND_N], sum[ALGO_IND_N];
	double *restrict y = out[0];

	ultosc_parts_of(u, in, x, n);
	for (int w = 0; w < 3; w++) {
		double weight = 4 >> w;

		algo_rolls_pairs(algo_part(u, u->at[w]), x, sum, n);
		for (size_t i = 0; i < n; i++) {
			double v = weight * (sum[i].a / sum[i].b);

			v = sum[i].b < ALGO_TINY ? 0 : v;
			y[i] = w ? y[i] + v : v;
		}
	}
	for (size_t i = 0; i < n; i++)
		y[i] = 100 * (y[i] / 7);
	algo_fill_nan(y, algo_warm(&u->seen, u->p[2], n));
}

static void ultosc_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 1, ultosc_reset, ultosc_run };

	algo_cut_step(&cut, state, in, out, n);
}

static size_t ultosc_look(const double *p)
{
	return algo_count(fmax(p[0], fmax(p[1], p[2])));
}

/* ---- the rows */

#define HLC "high", "low", "close"
#define BARS(name, d, doc)                                                  \
	{                                                                   \
		(name), ALGO_P_INT, (d), 1, ALGO_PERIOD_MAX, 1, (doc), NULL \
	}
#define TYPE(name, doc)                                                  \
	{                                                                \
		(name), ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, 0, \
			(doc), NULL                                      \
	}

/* clang-format off */
#define CCI                                                                   \
	.name = "cci", .title = "Commodity Channel Index",                    \
	.group = "momentum", .in = { HLC }, .param = { ALGO_PERIOD(20, 2) },  \
	.out = { "cci" }, .main_out = 1, .lookback = algo_look_window,        \
	.source = "Lambert 1980; TA-Lib CCI", .aliases = "",                  \
	.doc = "(tp - mean) / (0.015 * mean absolute deviation) of the last " \
	       "period typical prices (high + low + close) / 3; 0 on the "    \
	       "mean and when all are equal."

static const struct algo_ind cci_talib = {
	CCI,
	.size = algo_talib_cci_size,
	.init = algo_talib_cci_init,
	.step = algo_talib_cci_step,
};

const struct algo_ind algo_ind_oscillator[] = {
	{
		.name = "stoch",
		.title = "Stochastic Oscillator",
		.group = "momentum",
		.in = { HLC },
		.param = { BARS("fastk", 14, "bars in the window"),
			   BARS("slowk", 3, "bars of the average of fastk"),
			   TYPE("slowk_type", "kind of average of fastk"),
			   BARS("slowd", 3, "bars of the average of slowk"),
			   TYPE("slowd_type", "kind of average of slowk") },
		.out = { "slowk", "slowd" },
		.main_out = 0,
		.size = stoch_size,
		.init = stoch_init,
		.step = stoch_step,
		.lookback = stoch_look,
		.doc = "fastk = 100 * (close - lowest low) / (highest high - "
		       "lowest low) of fastk bars, 0 without a range; slowk is "
		       "its average, slowd the average of slowk. Both start "
		       "together.",
		.source = "Lane 1957",
		.aliases = "stochastic",
	},
	{
		.name = "stochf",
		.title = "Stochastic Oscillator, Fast",
		.group = "momentum",
		.in = { HLC },
		.param = { BARS("fastk", 5, "bars in the window"),
			   BARS("fastd", 3, "bars of the average of fastk"),
			   TYPE("fastd_type", "kind of average of fastk") },
		.out = { "fastk", "fastd" },
		.main_out = 0,
		.size = stochf_size,
		.init = stochf_init,
		.step = stochf_step,
		.lookback = stochf_look,
		.doc = "fastk = 100 * (close - lowest low) / (highest high - "
		       "lowest low) of fastk bars, 0 without a range; fastd is "
		       "its average. Both start together.",
		.source = "Lane 1957",
		.aliases = "",
	},
	{
		.name = "willr",
		.title = "Williams' %R",
		.group = "momentum",
		.in = { HLC },
		.param = { ALGO_PERIOD(14, 2) },
		.out = { "willr" },
		.main_out = 1,
		.size = willr_size,
		.init = willr_init,
		.step = willr_step,
		.lookback = algo_look_window,
		.doc = "-100 * (highest high - close) / (highest high - lowest "
		       "low) of period bars; 0 without a range.",
		.source = "Williams 1973",
		.aliases = "williams_r",
	},
	{
		CCI,
		.size = line_size,
		.init = line_init,
		.step = cci_step,
		.mend = "0 when all typical prices are equal; TA-Lib 0.6.4 may "
			"have 66.67 or -66.67 there, from a rounding of the "
			"mean.",
		.talib = &cci_talib,
	},
	{
		.name = "ultosc",
		.title = "Ultimate Oscillator",
		.group = "momentum",
		.in = { HLC },
		.param = { BARS("short", 7, "bars of the window of weight 4"),
			   BARS("medium", 14, "bars of the window of weight 2"),
			   BARS("long", 28, "bars of the window of weight 1") },
		.out = { "ultosc" },
		.main_out = 1,
		.size = ultosc_size,
		.init = ultosc_init,
		.step = ultosc_step,
		.lookback = ultosc_look,
		.doc = "100 / 7 * (4 A + 2 B + C): sum of close - true low "
		       "over sum of true ranges in the three windows, "
		       "shortest first; a window without range counts 0.",
		.source = "Williams 1976",
		.aliases = "",
		.mend = "With all periods 1 TA-Lib 0.6.4 reads before its "
			"first bar; here it begins at the second, also for "
			"comparison.",
	},
	{ .name = NULL },
};
