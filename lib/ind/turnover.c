/* turnover.c - volume by the moves of prices: iii kvo kvo_vf marketfi nvi pvo
 * pvol pvt rvol sobv vosc vwap_roll vwmacd wad wvad. */
#include "box.h"
#include "families.h"
#include "param.h"

/* ---- of one bar: iii, wvad, marketfi; no value where they divide by 0. */

static double ratio(double a, double b)
{
	return algo_or_none(a / b);
}

#define iii_plan algo_box_bare
static void iii_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++) {
		double high = in[0][i], low = in[1][i], close = in[2][i];

		out[0][i] =
			ratio(2 * close - high - low, (high - low) * in[3][i]);
	}
}
ALGO_BOX_ROW(iii, 4, 1)

#define wvad_plan algo_box_bare
static void wvad_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = ratio(in[3][i] - in[0][i], in[1][i] - in[2][i]) *
			    in[4][i];
}
ALGO_BOX_ROW(wvad, 5, 1)

#define marketfi_plan algo_box_bare
static void marketfi_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	(void)state;
	for (size_t i = 0; i < n; i++)
		out[0][i] = ratio(in[0][i] - in[1][i], in[2][i]);
}
ALGO_BOX_ROW(marketfi, 3, 1)

/* ---- sums from the first bar on: wad, pvt, nvi; sobv. */

static double add_to(double *v, double x)
{
	struct algo_sum s = { v[0], v[1] };

	algo_sum_add(&s, x);
	v[0] = s.s;
	v[1] = s.c;
	return algo_sum_get(&s);
}

/* v: the sum, its rest, the close of the bar before. */
#define wad_plan algo_box_bare
static void wad_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double close = in[2][i], before = b->v[2], move = 0;

		if (b->seen + i && close > before)
			move = close - fmin(in[1][i], before);
		else if (b->seen + i && close < before)
			move = close - fmax(in[0][i], before);
		out[0][i] = add_to(b->v, move);
		b->v[2] = close;
	}
	b->seen += n;
}
ALGO_BOX_ROW(wad, 3, 1)

#define pvt_plan algo_box_bare
static void pvt_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;

	for (size_t i = 0; i < n; i++) {
		double before = b->v[2], move = 0;

		if (b->seen + i && before != 0)
			move = (in[0][i] - before) / before * in[1][i];
		out[0][i] = add_to(b->v, move);
		b->v[2] = in[0][i];
	}
	b->seen += n;
}
ALGO_BOX_ROW(pvt, 2, 1)

/* v: nvi, pvi, close and volume of the bar before. */
#define nvi_plan algo_box_bare
static void nvi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double close = in[0][i], volume = in[1][i];
		double by = v[2] != 0 ? close / v[2] : 1;

		if (b->seen + i == 0)
			v[0] = v[1] = b->p[0];
		else if (volume < v[3])
			v[0] *= by;
		else if (volume > v[3])
			v[1] *= by;
		for (int k = 0; k < 2; k++) {
			out[k][i] = algo_usable(v[k]) ? v[k] : NAN;
			v[k] = algo_usable(v[k]) ? v[k] : b->p[0];
		}
		v[2] = close;
		v[3] = volume;
	}
	b->seen += n;
}
ALGO_BOX_ROW(nvi, 2, 2)

static void sobv_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_WIN, p[0]);
}

/* v: obv, the close of the bar before. */
static void sobv_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *y = out[0], *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], volume = in[1][i];

		if (b->seen + i == 0 || x > v[1])
			v[0] += volume;
		else if (x < v[1])
			v[0] -= volume;
		v[1] = x;
		y[i] = v[0];
	}
	b->seen += n;
	algo_box_mean(b, 0, y, y, n);
}
ALGO_BOX_ROW(sobv, 2, 1)

/* v: close and volume of the bar before. */
#define pvol_plan algo_box_bare
static void pvol_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double close = in[0][i], volume = in[1][i];

		out[0][i] = close * volume;
		out[1][i] = 1 + 2 * (close < v[0]) + (volume < v[1]);
		if (b->seen + i == 0)
			out[1][i] = NAN;
		v[0] = close;
		v[1] = volume;
	}
	b->seen += n;
}
ALGO_BOX_ROW(pvol, 2, 2)

/* ---- averages of volume: rvol, vosc, pvo. */

/* volume over its mean, none without volume. */
static void rvol_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
}

static void rvol_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *y = out[0];

	algo_copy(y, in[0], n);
	algo_box_total(b, 0, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = ratio(in[0][i] * b->p[0], y[i]);
}
ALGO_BOX_ROW(rvol, 1, 1)

static void vosc_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SUMS, p[0]);
	algo_box_add(b, ALGO_BOX_SUMS, p[1]);
}

static void vosc_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct algo_box *b = state;
	double *y = out[0], slow[ALGO_IND_N];

	algo_copy(y, in[0], n);
	algo_copy(slow, in[0], n);
	algo_box_total(b, 0, y, n);
	algo_box_total(b, 1, slow, n);
	for (size_t i = 0; i < n; i++) {
		double mean = slow[i] / b->p[1];

		y[i] = ratio(100 * (y[i] / b->p[0] - mean), mean);
	}
}
ALGO_BOX_ROW(vosc, 1, 1)

static size_t slower_look(const double *p)
{
	return algo_count(fmax(p[0], p[1])) - 1;
}

/* A line and its signal: the average of it by part k, and the rest. */
static void signal_block(struct algo_box *b, size_t k, double *const out[],
			 size_t n)
{
	algo_box_ema(b, k, out[0], out[1], n);
	for (size_t i = 0; i < n; i++)
		out[2][i] = out[0][i] - out[1][i];
}

static void pvo_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 3; k++)
		algo_box_add(b, ALGO_BOX_EMA, p[k]);
}

static void pvo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double *y = out[0], slow[ALGO_IND_N];

	algo_box_ema(b, 0, in[0], y, n);
	algo_box_ema(b, 1, in[0], slow, n);
	for (size_t i = 0; i < n; i++) {
		y[i] = algo_part_of(100 * (y[i] - slow[i]), slow[i]);
	}
	signal_block(b, 2, out, n);
}
ALGO_BOX_ROW(pvo, 1, 3)

/* ---- vwap_roll, vwmacd: prices weighed by volume. */

static void vwap_roll_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_VWMA, p[0]);
}

static void vwap_roll_run(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	double tp[ALGO_IND_N];
	const double *const xv[2] = { tp, in[3] };

	for (size_t i = 0; i < n; i++)
		tp[i] = (in[0][i] + in[1][i] + in[2][i]) / 3;
	algo_box_vwma(state, 0, xv, out[0], n);
}
ALGO_BOX_ROW(vwap_roll, 4, 1)

static void vwmacd_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 2; k++) {
		algo_box_add(b, ALGO_BOX_VWMA, p[k]);
		algo_box_add(b, ALGO_BOX_WIN, p[k]);
	}
	algo_box_add(b, ALGO_BOX_EMA, p[2]);
}

/* The mean where there is no volume to weigh by. */
static void weighed(struct algo_box *b, size_t k, const double *const in[],
		    double *y, size_t n)
{
	double mean[ALGO_IND_N];

	algo_box_vwma(b, k, in, y, n);
	algo_box_mean(b, k + 1, in[0], mean, n);
	for (size_t i = 0; i < n; i++)
		y[i] = isnan(y[i]) ? mean[i] : y[i];
}

static void vwmacd_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double slow[ALGO_IND_N];

	weighed(b, 0, in, out[0], n);
	weighed(b, 2, in, slow, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] -= slow[i];
	signal_block(b, 4, out, n);
}
ALGO_BOX_ROW(vwmacd, 2, 3)

/* ---- kvo: volume with the sign of the move of high + low + close. */

static void kvo_plan(struct algo_box *b, const double *p)
{
	for (int k = 0; k < 3; k++)
		algo_box_add(b, ALGO_BOX_EMA, p[k]);
}

/* Differences of averages of the force, and their signal. */
static void force_block(struct algo_box *b, double *force, double *const out[],
			size_t n)
{
	double slow[ALGO_IND_N];

	if (b->seen == 0)
		force[0] = NAN;
	algo_box_ema(b, 0, force, out[0], n);
	algo_box_ema(b, 1, force, slow, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] -= slow[i];
	algo_box_ema(b, 2, out[0], out[1], n);
	b->seen += n;
}

static void kvo_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct algo_box *b = state;
	double force[ALGO_IND_N];

	for (size_t i = 0; i < n; i++) {
		double sum = in[0][i] + in[1][i] + in[2][i];

		force[i] = sum < b->v[0] ? -in[3][i] : in[3][i];
		b->v[0] = sum;
	}
	force_block(b, force, out, n);
}
ALGO_BOX_ROW(kvo, 4, 2)

/* Klinger's own: v holds the sum and the range of the bar before, the sum of
 * ranges while the trend holds, and whether it is up. */
#define kvo_vf_plan kvo_plan
static void kvo_vf_run(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct algo_box *b = state;
	double force[ALGO_IND_N], *v = b->v;

	for (size_t i = 0; i < n; i++) {
		double sum = in[0][i] + in[1][i] + in[2][i];
		double range = in[0][i] - in[1][i], part;
		int first = b->seen + i == 1, turn;

		turn = sum > v[0] ? v[3] == 0 || first
				  : sum < v[0] && (v[3] != 0 || first);
		if (b->seen + i > 0) {
			v[3] = sum == v[0] ? v[3] : sum > v[0];
			v[2] = (turn ? v[1] : v[2]) + range;
		}
		part = 100 * fabs(2 * range / v[2] - 1) * in[3][i];
		part = v[3] != 0 ? part : -part;
		force[i] = v[2] == 0 ? 0 : part;
		v[0] = sum;
		v[1] = range;
	}
	force_block(b, force, out, n);
}
ALGO_BOX_ROW(kvo_vf, 4, 2)

static size_t kvo_look(const double *p)
{
	return algo_count(fmax(p[0], p[1]));
}

/* ---- the rows */

/* clang-format off */
const struct algo_ind algo_ind_turnover[] = {
	{ .name = "pvo", .title = "Percentage Volume Oscillator",
	  .group = "volume", .in = { "volume" },
	  .param = { ALGO_FAST(12), ALGO_SLOW(26), ALGO_SIGNAL(9) },
	  .out = { "pvo", "signal", "hist" }, .main_out = 1,
	  ALGO_KERNEL_OF(pvo), .lookback = slower_look, .aliases = "",
	  .doc = "(EMA(fast) - EMA(slow)) / EMA(slow) * 100 of volume, 0 "
		 "where the slow one is 0; its EMA, and the difference.",
	  .source = "Gerald Appel, 1979, of volume" },
	{ .name = "vosc", .title = "Volume Oscillator", .group = "volume",
	  .in = { "volume" },
	  .param = { ALGO_FAST(5), ALGO_SLOW(10) }, ALGO_ONE("vosc"),
	  ALGO_KERNEL_OF(vosc), .lookback = slower_look,
	  .aliases = "volume_oscillator",
	  .doc = "(SMA(fast) - SMA(slow)) / SMA(slow) * 100 of volume; none "
		 "without volume.",
	  .source = "Tulip vosc" },
	{ .name = "rvol", .title = "Relative Volume", .group = "volume",
	  .in = { "volume" }, .param = { ALGO_LENGTH(20, 1) },
	  ALGO_ONE("rvol"), ALGO_KERNEL_OF(rvol),
	  .lookback = algo_look_window, .aliases = "relative_volume",
	  .doc = "volume over the mean of the last length, this one among "
		 "them; none without volume.",
	  .source = "common" },
	{ .name = "kvo", .title = "Klinger Volume Oscillator",
	  .group = "volume", .in = { ALGO_HLCV },
	  .param = { ALGO_FAST(34), ALGO_SLOW(55), ALGO_SIGNAL(13) },
	  .out = { "kvo", "signal" }, .main_out = 1,
	  ALGO_KERNEL_OF(kvo), .lookback = kvo_look, .aliases = "klinger",
	  .doc = "EMA(fast) - EMA(slow) of volume, negative on bars whose "
		 "high + low + close fell, and its EMA. What charts show; "
		 "Klinger's own is kvo_vf.",
	  .source = "Stephen Klinger, 1997, as charted" },
	{ .name = "kvo_vf", .title = "Klinger Volume Oscillator, Volume Force",
	  .group = "volume", .in = { ALGO_HLCV },
	  .param = { ALGO_FAST(34), ALGO_SLOW(55), ALGO_SIGNAL(13) },
	  .out = { "kvo", "signal" }, .main_out = 1,
	  ALGO_KERNEL_OF(kvo_vf), .lookback = kvo_look, .aliases = "",
	  .doc = "EMA(fast) - EMA(slow) of the force 100 * volume * |2 r / m "
		 "- 1|, negative in a down-trend, and its EMA: r is high - "
		 "low, m the sum of r while high + low + close goes one way, "
		 "from the bar before the turn on; a force of 0 where m is 0. "
		 "Tulip's kvo starts both averages at the first force.",
	  .source = "Stephen Klinger, 1997" },
	{ .name = "nvi", .title = "Negative and Positive Volume Index",
	  .group = "volume", .in = { "close", "volume" },
	  .param = { { "start", ALGO_P_REAL, 1000, -1e9, 1e9, 0,
		       "value of the first bar", NULL } },
	  .out = { "nvi", "pvi" }, .main_out = 1,
	  ALGO_KERNEL_OF(nvi), .lookback = algo_look_0, .aliases = "pvi",
	  .doc = "Multiplied by close / close of the bar before, nvi where "
		 "volume fell, pvi where it rose.",
	  .source = "Paul Dysart, 1936; Norman Fosback, 1976" },
	{ .name = "pvol", .title = "Price-Volume and its Rank",
	  .group = "volume", .in = { "close", "volume" },
	  .out = { "pvol", "pvr" }, .main_out = 1,
	  ALGO_KERNEL_OF(pvol), .lookback = algo_look_0, .aliases = "pvr",
	  .doc = "close * volume; pvr is 1 where neither fell, 2 where only "
		 "volume did, 3 where only close did, 4 where both did.",
	  .source = "Anthony Macek, 1994" },
	{ .name = "pvt", .title = "Price Volume Trend", .group = "volume",
	  .in = { "close", "volume" }, ALGO_ONE("pvt"),
	  ALGO_KERNEL_OF(pvt), .lookback = algo_look_0, .aliases = "",
	  .doc = "The sum of (close / close of the bar before - 1) * volume, "
		 "0 at the first bar and from a price of 0.",
	  .source = "common" },
	{ .name = "sobv", .title = "Smoothed On Balance Volume",
	  .group = "volume", .in = { "close", "volume" },
	  .param = { ALGO_LENGTH(20, 1) }, ALGO_ONE("sobv"),
	  ALGO_KERNEL_OF(sobv), .lookback = algo_look_window, .aliases = "",
	  .doc = "The mean of obv of the last length bars.",
	  .source = "Joseph Granville, 1963" },
	{ .name = "vwmacd", .title = "Volume Weighted MACD",
	  .group = "volume", .in = { "close", "volume" },
	  .param = { ALGO_FAST(12), ALGO_SLOW(26), ALGO_SIGNAL(9) },
	  .out = { "macd", "signal", "hist" }, .main_out = 1,
	  ALGO_KERNEL_OF(vwmacd), .lookback = slower_look, .aliases = "",
	  .doc = "vwma(fast) - vwma(slow), where a window without volume "
		 "takes the plain mean; its EMA, and the difference.",
	  .source = "Buff Dormeier, 2002" },
	{ .name = "vwap_roll", .title = "Rolling VWAP", .group = "volume",
	  .in = { ALGO_HLCV }, .param = { ALGO_LENGTH(14, 1) },
	  ALGO_ONE("vwap"), ALGO_KERNEL_OF(vwap_roll),
	  .lookback = algo_look_window, .aliases = "rolling_vwap",
	  .doc = "Sum of (high + low + close) / 3 * volume of length bars "
		 "over the sum of their volume; none without volume.",
	  .source = "common" },
	{ .name = "wad", .title = "Williams Accumulation/Distribution",
	  .group = "volume", .in = { ALGO_HLC }, ALGO_ONE("wad"),
	  ALGO_KERNEL_OF(wad), .lookback = algo_look_0, .aliases = "",
	  .doc = "The sum of close - the true low of bars that rose and close "
		 "- the true high of those that fell, from 0.",
	  .source = "Larry Williams, 1972" },
	{ .name = "wvad", .title = "Williams Variable "
				   "Accumulation/Distribution",
	  .group = "volume",
	  .in = { ALGO_OHLC, "volume" }, ALGO_ONE("wvad"),
	  ALGO_KERNEL_OF(wvad), .lookback = algo_look_0, .aliases = "",
	  .doc = "(close - open) / (high - low) * volume of the bar; none on "
		 "a flat one.",
	  .source = "Larry Williams, 1972" },
	{ .name = "iii", .title = "Intraday Intensity Index",
	  .group = "volume", .in = { ALGO_HLCV }, ALGO_ONE("iii"),
	  ALGO_KERNEL_OF(iii), .lookback = algo_look_0, .aliases = "",
	  .doc = "(2 close - high - low) / ((high - low) * volume); none on "
		 "a flat bar or without volume.",
	  .source = "David Bostian" },
	{ .name = "marketfi", .title = "Market Facilitation Index",
	  .group = "volume", .in = { "high", "low", "volume" },
	  ALGO_ONE("marketfi"), ALGO_KERNEL_OF(marketfi),
	  .lookback = algo_look_0, .aliases = "bw_mfi",
	  .doc = "(high - low) / volume; none without volume.",
	  .source = "Bill Williams, 1995" },
	{ .name = NULL },
};
