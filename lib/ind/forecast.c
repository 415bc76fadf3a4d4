/* forecast.c - prices beside a line of least squares, and their weights: cfo
 * fosc cg cti. */
#include "box.h"
#include "families.h"
#include "param.h"

static void line_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

/* The line a bar past the newest. */
static void forecasts(struct algo_box *b, const double *x, double *restrict y,
		      size_t n)
{
	double slope[ALGO_IND_N], ahead = (b->p[0] + 1) / 2;

	algo_box_line(b, 0, x, y, slope, n);
	for (size_t i = 0; i < n; i++)
		y[i] += slope[i] * ahead;
}

#define cfo_plan line_plan
static void cfo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double *restrict y = out[0];

	forecasts(state, in[0], y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(100 * (in[0][i] - y[i]) / in[0][i]);
}

ALGO_BOX_ROW(cfo, 1, 1)

#define fosc_plan line_plan
static void fosc_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double made[ALGO_IND_N + 1], *restrict y = out[0];

	made[0] = b->v[0];
	forecasts(b, in[0], made + 1, n);
	for (size_t i = 0; i < n; i++)
		y[i] = algo_finite(100 * (in[0][i] - made[i]) / in[0][i]);
	b->v[0] = made[n];
	algo_fill_nan(y, algo_box_warm(b, algo_count(b->p[0]), n));
}

ALGO_BOX_ROW(fosc, 1, 1)

/* ---- cg: weights 1 for the newest value to p for the oldest. */

#define cg_plan line_plan
static void cg_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct algo_box *b = state;
	struct algo_folded d;
	double p = b->p[0];

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t m = algo_fold_part(at, n);

		algo_fold_weights(algo_box_part(b, 0), in[0] + at, &d, m);
		for (size_t i = 0; i < m; i++) {
			double sum = p * d.base[i] + d.sum[i];
			double rest = (p + 1) * d.sum[i] - d.second[i];
			double num = p * (p + 1) / 2 * d.base[i] + rest;

			out[0][at + i] = algo_finite(-num / sum);
		}
	}
}

ALGO_BOX_ROW(cg, 1, 1)

/* ---- cti: correlation with time. */

static void cti_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
	algo_box_add(b, ALGO_BOX_FOLD, p[0]);
}

static void cti_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	double mean[ALGO_IND_N], dev[ALGO_IND_N], slope[ALGO_IND_N];
	const struct algo_box *b = state;
	double time = sqrt((b->p[0] * b->p[0] - 1) / 12);

	algo_box_line(state, 0, in[0], mean, slope, n);
	algo_box_spread(state, 1, in[0], mean, dev, n);
	for (size_t i = 0; i < n; i++) {
		double v = algo_finite(slope[i] * time / dev[i]);

		out[0][i] = v > 1 ? 1 : v < -1 ? -1 : v;
	}
}

ALGO_BOX_ROW(cti, 1, 1)

/* clang-format off */
#define CLOSE .in = { "close" }

const struct algo_ind algo_ind_forecast[] = {
	{ .name = "cfo", .title = "Chande Forecast Oscillator, Same Bar",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(9, 2) },
	  ALGO_ONE("cfo"), ALGO_KERNEL_OF(cfo),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "100 * (x - tsf(x, length)) / x with the line through this "
		 "bar, a bar ahead; fosc has the textbook form.",
	  .source = "pandas-ta" },
	{ .name = "fosc", .title = "Forecast Oscillator",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(14, 2) },
	  ALGO_ONE("fosc"), ALGO_KERNEL_OF(fosc),
	  .lookback = algo_look_period, .aliases = "forecast_oscillator",
	  .doc = "100 * (x - forecast) / x; the forecast is the line through "
		 "the length bars before, at this bar.",
	  .source = "Tushar Chande and Stanley Kroll, 1994; TA-Lib 0.8 FOSC; "
		    "Tulip fosc" },
	{ .name = "cg", .title = "Center of Gravity", .group = "momentum",
	  CLOSE, .param = { ALGO_LENGTH(10, 1) }, ALGO_ONE("cog"),
	  ALGO_KERNEL_OF(cg), .lookback = algo_look_window,
	  .aliases = "cog center_of_gravity",
	  .doc = "Minus the sum of (bars since + 1) * x over the sum of x, "
		 "over length bars; none where that is 0.",
	  .source = "John Ehlers, 2002; TA-Lib 0.8 CG" },
	{ .name = "cti", .title = "Correlation Trend Indicator",
	  .group = "momentum", CLOSE, .param = { ALGO_LENGTH(12, 2) },
	  ALGO_ONE("cti"), ALGO_KERNEL_OF(cti),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "Correlation of the last length values with time; none where "
		 "they are all equal.",
	  .source = "John Ehlers, 2020; TA-Lib 0.8 CTI" },
	{ .name = NULL },
};
