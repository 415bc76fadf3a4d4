/* stochrsi.c - the stochastic of rsi (Chande and Kroll 1994). */
#include "families.h"
#include "ma.h"
#include "rows.h"
#include "talib.h"

enum { PERIOD, FASTK, FASTD, FASTD_TYPE };

/* Rounding errors of rsi are less than this. */
#define NOISE 1e-10

struct stochrsi {
	double least; /* a range up to this is none */
	size_t p;
	size_t rsi, high, low, d; /* where the parts are */
};

static size_t layout(struct stochrsi *s, const double *p, int talib)
{
	size_t total = sizeof(*s);
	double type = talib ? algo_ma_talib((int)p[FASTD_TYPE]) : p[FASTD_TYPE];

	s->least = talib ? 0 : NOISE;
	s->p = algo_count(p[FASTK]);
	s->rsi = algo_part_add(&total, talib ? algo_talib_rsi_size(p)
					     : algo_rsi_size(p));
	s->high = algo_part_add(&total, algo_ext_size(s->p));
	s->low = algo_part_add(&total, algo_ext_size(s->p));
	s->d = algo_average_add(&total, type, p[FASTD]);
	return total;
}

static size_t stochrsi_size(const double *p)
{
	struct stochrsi s;

	return layout(&s, p, 0);
}

static size_t talib_size(const double *p)
{
	struct stochrsi s;

	return layout(&s, p, 1);
}

static void stochrsi_init(void *state, const double *p)
{
	struct stochrsi *s = state;

	layout(s, p, 0);
	algo_rsi_init(algo_part(s, s->rsi), p);
	algo_ext_init(algo_part(s, s->high), s->p);
	algo_ext_init(algo_part(s, s->low), s->p);
	algo_average_init(algo_part(s, s->d), p[FASTD_TYPE], p[FASTD]);
}

static void talib_init(void *state, const double *p)
{
	struct stochrsi *s = state;

	layout(s, p, 1);
	algo_talib_rsi_init(algo_part(s, s->rsi), p);
	algo_ext_init(algo_part(s, s->high), s->p);
	algo_ext_init(algo_part(s, s->low), s->p);
	algo_average_init(algo_part(s, s->d), algo_ma_talib((int)p[FASTD_TYPE]),
			  p[FASTD]);
}

/* k and d of the values of rsi. */
static void stochastic(struct stochrsi *s, const double *rsi,
		       double *const out[], size_t n)
{
	double high[ALGO_IND_N], low[ALGO_IND_N], *k = out[0];

	algo_max_block(algo_part(s, s->high), rsi, high, n);
	algo_min_block(algo_part(s, s->low), rsi, low, n);
	for (size_t i = 0; i < n; i++) {
		double range = high[i] - low[i];
		double v = (rsi[i] - low[i]) / (range / 100);

		k[i] = range <= s->least ? 0 : v;
	}
	algo_average_block(algo_part(s, s->d), k, out[1], n);
	for (size_t i = 0; i < n; i++)
		k[i] = isnan(out[1][i]) ? NAN : k[i];
}

static void stochrsi_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	struct stochrsi *s = state;
	double rsi[ALGO_IND_N], *line = rsi;

	algo_rsi_step(algo_part(s, s->rsi), in, &line, n);
	stochastic(s, rsi, out, n);
}

static void talib_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct stochrsi *s = state;
	double rsi[ALGO_IND_N], *line = rsi;

	algo_talib_rsi_step(algo_part(s, s->rsi), in, &line, n);
	stochastic(s, rsi, out, n);
}

static size_t stochrsi_look(const double *p)
{
	return algo_count(p[PERIOD]) + algo_count(p[FASTK]) - 1 +
	       algo_ma_lookback((int)p[FASTD_TYPE], algo_count(p[FASTD]));
}

/* clang-format off */
#define STOCHRSI                                                              \
	.name = "stochrsi", .title = "Stochastic Relative Strength Index",    \
	.group = "momentum", .in = { "close" },                               \
	.param = { ALGO_PERIOD(14, 2),                                        \
		{ "fastk", ALGO_P_INT, 5, 1, ALGO_PERIOD_MAX, 1,              \
		  "values of rsi in the window", NULL },                      \
		{ "fastd", ALGO_P_INT, 3, 1, ALGO_PERIOD_MAX, 1,              \
		  "bars of the average of fastk", NULL },                     \
		{ "fastd_type", ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, \
		  0, "kind of average of fastk", NULL } },                    \
	.out = { "fastk", "fastd" }, .main_out = 0,                           \
	.lookback = stochrsi_look, .aliases = "",                             \
	.source = "Chande and Kroll 1994; TA-Lib STOCHRSI",                   \
	.doc = "fastk = 100 * (rsi - lowest) / (highest - lowest) of fastk "  \
	       "values of rsi, not smoothed, 0 without a range; fastd is its " \
	       "average. Both start together. Tulip's stochrsi is fastk / "   \
	       "100 with fastk = period."

static const struct algo_ind talib = {
	STOCHRSI, .size = talib_size, .init = talib_init, .step = talib_step,
};

const struct algo_ind algo_ind_stochrsi[] = {
	{ STOCHRSI, .size = stochrsi_size, .init = stochrsi_init,
	  .step = stochrsi_step, .talib = &talib,
	  .mend = "A range of rsi below 1e-10 counts as none; TA-Lib 0.6.4 "
		  "makes a signal from 0 to 100 of rsi's rounding errors "
		  "where the price stands still." },
	{ .name = NULL },
};
