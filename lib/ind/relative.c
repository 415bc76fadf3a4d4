/* relative.c - prices beside their own past: bias brar cmo_sum coppock dpo
 * dpo_tv er eri. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- bias, dpo, dpo_tv: x and its mean, one of them earlier. */

static void bias_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

static void bias_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	double *restrict y = out[0];

	algo_box_mean(state, 0, in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite((in[0][i] - y[i]) / y[i]);
}

ALGO_BOX_ROW(bias, 1, 1)

static double dpo_shift(const double *p)
{
	return floor(p[0] / 2) + 1;
}

static void dpo_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, dpo_shift(p));
}

static void dpo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double old[ALGO_IND_N], *restrict y = out[0];

	algo_box_mean(state, 0, in[0], y, n);
	algo_box_delay(state, 1, in[0], old, n);
	for (size_t i = 0; i < n; i++)
		y[i] = old[i] - y[i];
}

ALGO_BOX_ROW(dpo, 1, 1)

static size_t dpo_look(const double *p)
{
	return algo_count(fmax(p[0] - 1, dpo_shift(p)));
}

#define dpo_tv_plan dpo_plan
static void dpo_tv_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	double mean[ALGO_IND_N], *restrict y = out[0];

	algo_box_mean(state, 0, in[0], mean, n);
	algo_box_delay(state, 1, mean, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = in[0][i] - y[i];
}

ALGO_BOX_ROW(dpo_tv, 1, 1)

static size_t dpo_tv_look(const double *p)
{
	return algo_count(p[0] - 1 + dpo_shift(p));
}

/* ---- coppock: two rates of change, weighed. */

static void coppock_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WMA, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, p[1]);
	algo_box_add(b, ALGO_BOX_DELAY, p[2]);
}

/* In percent; nothing from 0. */
static inline double rate(double x, double old)
{
	double v = 100 * ((x - old) / old);

	return old == 0 ? 0 : v;
}

static void coppock_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	double a[ALGO_IND_N], c[ALGO_IND_N], *restrict y = out[0];

	algo_box_delay(state, 1, in[0], a, n);
	algo_box_delay(state, 2, in[0], c, n);
	for (size_t i = 0; i < n; i++)
		y[i] = rate(in[0][i], a[i]) + rate(in[0][i], c[i]);
	algo_box_wma(state, 0, y, y, n);
}

ALGO_BOX_ROW(coppock, 1, 1)

static size_t coppock_look(const double *p)
{
	return algo_count(fmax(p[1], p[2]) + p[0]) - 1;
}

/* ---- er, cmo_sum: how far prices went, over the way they took. */

static void er_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void er_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct algo_box *b = state;
	double way[ALGO_IND_N], old[ALGO_IND_N], *restrict y = out[0];

	algo_box_change(b, 0, in[0], way, n);
	for (size_t i = 0; i < n; i++)
		y[i] = way[i] = fabs(way[i]);
	algo_box_sums(b, 0, way, y, n);
	algo_box_delay(b, 1, in[0], old, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(fabs(in[0][i] - old[i]) / way[i]);
	algo_box_warm(b, 0, n);
}

ALGO_BOX_ROW(er, 1, 1)

static void cmo_sum_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void cmo_sum_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	struct algo_box *b = state;
	double down[ALGO_IND_N], *restrict up = out[0];

	algo_box_change(b, 0, in[0], up, n);
	for (size_t i = 0; i < n; i++) {
		double d = up[i];

		up[i] = d < 0 ? 0 : d;
		down[i] = d > 0 ? 0 : -d;
	}
	algo_box_sums(b, 0, up, down, n);
	for (size_t i = 0; i < n; i++) {
		double all = up[i] + down[i];
		double v = 100 * ((up[i] - down[i]) / all);

		up[i] = all == 0 ? 0 : v;
	}
	algo_box_warm(b, 0, n);
}

ALGO_BOX_ROW(cmo_sum, 1, 1)

/* ---- eri: high and low beside the average close. */

static void eri_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_EMA, p[0]);
}

static void eri_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double mean[ALGO_IND_N];

	algo_box_ema(state, 0, in[2], mean, n);
	for (size_t i = 0; i < n; i++) {
		out[0][i] = in[0][i] - mean[i];
		out[1][i] = in[1][i] - mean[i];
	}
}

ALGO_BOX_ROW(eri, 3, 2)

/* ---- brar: bars above and below the close before, and the open. */

static void brar_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void percent_of(struct algo_box *b, size_t part, double *restrict y,
		       double *restrict below, size_t n)
{
	algo_box_sums(b, part, y, below, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(100 * (y[i] / below[i]));
}

static void brar_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double below[ALGO_IND_N], *restrict y = out[0];

	for (size_t i = 0; i < n; i++) {
		double close = i ? in[3][i - 1] : b->v[0];

		y[i] = fmax(in[1][i] - close, 0);
		below[i] = fmax(close - in[2][i], 0);
	}
	if (!b->seen)
		y[0] = below[0] = NAN;
	b->v[0] = in[3][n - 1];
	b->seen += n;
	percent_of(b, 0, y, below, n);
	for (size_t i = 0; i < n; i++) {
		out[1][i] = in[1][i] - in[0][i];
		below[i] = in[0][i] - in[2][i];
	}
	percent_of(b, 1, out[1], below, n);
}

ALGO_BOX_ROW(brar, 4, 2)

/* clang-format off */
#define CLOSE .in = { "close" }

const struct algo_ind algo_ind_relative[] = {
	{ .name = "bias", .title = "Bias", .group = "momentum", CLOSE,
	  .param = { ALGO_LENGTH(26, 1) }, ALGO_ONE("bias"),
	  ALGO_KERNEL_OF(bias), .lookback = algo_look_window, .aliases = "",
	  .doc = "x / sma(x, length) - 1.", .source = "common; pandas-ta" },
	{ .name = "brar", .title = "BRAR, Sentiment", .group = "momentum",
	  .in = { ALGO_OHLC }, .param = { ALGO_LENGTH(26, 1) },
	  .out = { "br", "ar" }, .main_out = 0, ALGO_KERNEL_OF(brar),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "ar is 100 times the sum of high - open over that of open - "
		 "low; br the same of max(high - close before, 0) and "
		 "max(close before - low, 0). None over 0.",
	  .source = "common; pandas-ta" },
	{ .name = "cmo_sum", .title = "Chande Momentum Oscillator, Sums",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(9, 1) },
	  ALGO_ONE("cmo"), ALGO_KERNEL_OF(cmo_sum),
	  .lookback = algo_look_period, .aliases = "cmou",
	  .doc = "100 * (up - down) / (up + down), sums of the last length "
		 "changes without smoothing; 0 where nothing moved.",
	  .source = "Tushar Chande, 1994; TA-Lib 0.8 CMOU; Tulip cmo" },
	{ .name = "coppock", .title = "Coppock Curve", .group = "momentum",
	  CLOSE,
	  .param = { ALGO_BARS("wma", 10, 1, "bars of the average"),
		     ALGO_BARS("fast", 11, 1, "bars of the shorter change"),
		     ALGO_BARS("slow", 14, 1, "bars of the longer change") },
	  ALGO_ONE("coppock"), ALGO_KERNEL_OF(coppock),
	  .lookback = coppock_look, .aliases = "",
	  .doc = "wma of the sum of both changes in percent; a change from 0 "
		 "counts as 0.",
	  .source = "Edwin Coppock, 1962; TA-Lib 0.8 COPPOCK" },
	{ .name = "dpo", .title = "Detrended Price Oscillator",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(20, 1) },
	  ALGO_ONE("dpo"), ALGO_KERNEL_OF(dpo), .lookback = dpo_look,
	  .aliases = "",
	  .doc = "x of length / 2 + 1 bars before (rounded down) less the sma "
		 "of now; it does not look ahead.",
	  .source = "common; TA-Lib 0.8 DPO; Tulip dpo" },
	{ .name = "dpo_tv", .title = "Detrended Price Oscillator, Charts",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(21, 1) },
	  ALGO_ONE("dpo"), ALGO_KERNEL_OF(dpo_tv), .lookback = dpo_tv_look,
	  .aliases = "",
	  .doc = "x less the sma of length / 2 + 1 bars before (rounded "
		 "down).",
	  .source = "common on charts" },
	{ .name = "er", .title = "Kaufman Efficiency Ratio",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(10, 1) },
	  ALGO_ONE("er"), ALGO_KERNEL_OF(er), .lookback = algo_look_period,
	  .aliases = "efficiency_ratio",
	  .doc = "|x - x[length]| over the sum of the last length |changes|; "
		 "none where nothing moved.",
	  .source = "Perry Kaufman, 1995; TA-Lib 0.8 ER" },
	{ .name = "eri", .title = "Elder Ray Index", .group = "momentum",
	  .in = { ALGO_HLC }, .param = { ALGO_LENGTH(13, 1) },
	  .out = { "bull", "bear" }, .main_out = 0, ALGO_KERNEL_OF(eri),
	  .lookback = algo_look_window, .aliases = "elder_ray bull_bear_power",
	  .doc = "high - ema(close, length), low - ema(close, length).",
	  .source = "Alexander Elder, 1989; TA-Lib 0.8 ERI" },
	{ .name = NULL },
};
