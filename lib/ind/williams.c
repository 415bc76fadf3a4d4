/* williams.c - Bill Williams' indicators: ao ac alligator gator fractal. */
#include "box.h"
#include "families.h"
#include "param.h"

static void middles(const double *const in[], double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = (in[0][i] + in[1][i]) / 2;
}

/* ---- ao, ac: the difference of two means, and from its own mean. */

static void ao_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
	algo_box_add(b, ALGO_BOX_WIN, p[1]);
}

static void ao_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	double slow[ALGO_IND_N], *restrict y = out[0];

	middles(in, y, n);
	algo_box_mean(state, 1, y, slow, n);
	algo_box_mean(state, 0, y, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] -= slow[i];
}

ALGO_BOX_ROW(ao, 2, 1)

static size_t ao_look(const double *p)
{
	return algo_count(fmax(p[0], p[1])) - 1;
}

static void ac_plan(struct algo_box *b, const double *p)
{
	ao_plan(b, p);
	algo_box_add(b, ALGO_BOX_WIN, p[2]);
}

static void ac_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	double mean[ALGO_IND_N], *restrict y = out[0];

	ao_run(state, in, out, n);
	algo_box_mean(state, 2, y, mean, n);
	for (size_t i = 0; i < n; i++)
		y[i] -= mean[i];
}

ALGO_BOX_ROW(ac, 2, 1)

static size_t ac_look(const double *p)
{
	return ao_look(p) + algo_count(p[2]) - 1;
}

/* ---- alligator, gator: Wilder's averages drawn some bars later. */

static void alligator_plan(struct algo_box *b, const double *p)
{
	for (size_t k = 0; k < 3; k++)
		algo_box_add(b, ALGO_BOX_RMA, p[k]);
	for (size_t k = 3; k < 6; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[k]);
}

static void alligator_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	double mid[ALGO_IND_N], y[ALGO_IND_N];

	mid[0] = 0; /* n is never 0, which no compiler can know */
	middles(in, mid, n);
	for (size_t k = 0; k < 3; k++) {
		algo_box_ema(state, k, mid, y, n);
		algo_box_delay(state, k + 3, y, out[k], n);
	}
}

ALGO_BOX_ROW(alligator, 2, 3)

/* The first bar of line k, and of any of them. */
static double drawn(const double *p, size_t k)
{
	return p[k] - 1 + p[k + 3];
}

static size_t alligator_look(const double *p)
{
	return algo_count(fmin(drawn(p, 0), fmin(drawn(p, 1), drawn(p, 2))));
}

static void gator_plan(struct algo_box *b, const double *p)
{
	alligator_plan(b, p);
}

static void gator_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	double teeth[ALGO_IND_N];
	double *const lines[] = { out[0], teeth, out[1] };

	alligator_run(state, in, lines, n);
	for (size_t i = 0; i < n; i++) {
		out[0][i] = fabs(out[0][i] - teeth[i]);
		out[1][i] = -fabs(teeth[i] - out[1][i]);
	}
}

ALGO_BOX_ROW(gator, 2, 2)

static size_t gator_look(const double *p)
{
	return algo_count(fmin(fmax(drawn(p, 0), drawn(p, 1)),
			       fmax(drawn(p, 1), drawn(p, 2))));
}

/* ---- fractal: a price beyond the extremes of the bars on both sides. */

enum { FR_EXT, FR_OLD = 2, FR_MID = 4 };

static void fractal_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_EXT, p[0]);
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[0] + 1);
	for (int k = 0; k < 2; k++)
		algo_box_add(b, ALGO_BOX_DELAY, p[0]);
}

static void fractal_run(void *state, const double *const in[],
			double *const out[], size_t n)
{
	double new[ALGO_IND_N], old[ALGO_IND_N];

	for (size_t k = 0; k < 2; k++) {
		double *y = out[k], sign = k ? -1 : 1;

		if (k)
			algo_box_min(state, FR_EXT + k, in[k], new, n);
		else
			algo_box_max(state, FR_EXT + k, in[k], new, n);
		algo_box_delay(state, FR_OLD + k, new, old, n);
		algo_box_delay(state, FR_MID + k, in[k], y, n);
		for (size_t i = 0; i < n; i++) {
			double v = sign * y[i];

			y[i] = v > sign * new[i] && v > sign *old[i] ? y[i]
								     : NAN;
		}
	}
}

ALGO_BOX_ROW(fractal, 2, 2)

static size_t fractal_look(const double *p)
{
	return 2 * algo_count(p[0]);
}

/* clang-format off */
#define SHIFT(name, dflt, text) \
	{ name, ALGO_P_INT, (dflt), 0, ALGO_PERIOD_MAX, 0, text, NULL }
#define HL .in = { "high", "low" }
#define SMOOTHED \
	ALGO_BARS("jaw", 13, 1, "bars of the jaw"), \
	ALGO_BARS("teeth", 8, 1, "bars of the teeth"), \
	ALGO_BARS("lips", 5, 1, "bars of the lips"), \
	SHIFT("jawshift", 8, "bars the jaw is drawn later"), \
	SHIFT("teethshift", 5, "bars the teeth are drawn later"), \
	SHIFT("lipsshift", 3, "bars the lips are drawn later")

const struct algo_ind algo_ind_williams[] = {
	{ .name = "ao", .title = "Awesome Oscillator", .group = "momentum",
	  HL, .param = { ALGO_BARS("fast", 5, 1, "bars of the fast mean"),
			 ALGO_BARS("slow", 34, 1, "bars of the slow mean") },
	  ALGO_ONE("ao"), ALGO_KERNEL_OF(ao),
	  .lookback = ao_look, .aliases = "awesome",
	  .doc = "sma((high + low) / 2, fast) - sma((high + low) / 2, slow).",
	  .source = "Bill Williams, 1995; TA-Lib 0.8 AO" },
	{ .name = "ac", .title = "Accelerator Oscillator",
	  .group = "momentum", HL,
	  .param = { ALGO_BARS("fast", 5, 1, "bars of the fast mean"),
		     ALGO_BARS("slow", 34, 1, "bars of the slow mean"),
		     ALGO_BARS("signal", 5, 1, "bars of the mean of ao") },
	  ALGO_ONE("ac"), ALGO_KERNEL_OF(ac),
	  .lookback = ac_look, .aliases = "accelerator",
	  .doc = "ao - sma(ao, signal).",
	  .source = "Bill Williams, 1995; TA-Lib 0.8 AC" },
	{ .name = "alligator", .title = "Alligator", .group = "overlap", HL,
	  .param = { SMOOTHED }, .out = { "jaw", "teeth", "lips" },
	  .main_out = 0, ALGO_KERNEL_OF(alligator),
	  .lookback = alligator_look, .aliases = "",
	  .doc = "Wilder's averages of (high + low) / 2, as drawn at this "
		 "bar: the values of shift bars before.",
	  .source = "Bill Williams, 1995" },
	{ .name = "gator", .title = "Gator Oscillator", .group = "momentum",
	  HL, .param = { SMOOTHED }, .out = { "upper", "lower" },
	  .main_out = 0, ALGO_KERNEL_OF(gator),
	  .lookback = gator_look, .aliases = "",
	  .doc = "Of the alligator's lines: |jaw - teeth| above 0, and "
		 "-|teeth - lips| below.",
	  .source = "Bill Williams, 1995" },
	{ .name = "fractal", .title = "Williams Fractal", .group = "pattern",
	  HL, .param = { ALGO_BARS("length", 2, 1, "bars on each side") },
	  .out = { "up", "down" }, .main_out = 0, ALGO_KERNEL_OF(fractal),
	  .lookback = fractal_look, .aliases = "fractals",
	  .doc = "The high above, and the low below, those of length bars on "
		 "both sides; it stands on the bar that confirms it, length "
		 "bars later, and other bars have none.",
	  .source = "Bill Williams, 1995; TA-Lib 0.8 FRACTAL" },
	{ .name = NULL },
};
