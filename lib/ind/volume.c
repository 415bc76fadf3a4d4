/* volume.c - prices weighed by volume: obv ad adosc cmf mfi vwap. */
#include "families.h"
#include "kernel2.h"
#include "rows.h"
#include "talib.h"

/* ---- obv (Granville 1963): starts at the volume of the first bar. */

struct obv {
	int start; /* with the first bar's volume */
	int seen;
	double before;
	double total;
};

size_t algo_obv_size(const double *p)
{
	(void)p;
	return sizeof(struct obv);
}

static void obv_reset(void *state)
{
	struct obv *o = state;

	o->seen = 0;
	o->before = o->total = 0;
}

void algo_obv_init(void *state, const double *p)
{
	struct obv *o = state;

	o->start = p[0] != 0;
	obv_reset(state);
}

static inline double signed_volume(double now, double before, double volume)
{
	return ((double)(now > before) - (double)(now < before)) * volume;
}

static void obv_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct obv *o = state;
	const double *x = in[0], *volume = in[1];
	double *restrict y = out[0], total = o->total;

	y[0] = o->start ? volume[0] : 0;
	if (o->seen)
		y[0] = signed_volume(x[0], o->before, volume[0]);
	for (size_t i = 1; i < n; i++)
		y[i] = signed_volume(x[i], x[i - 1], volume[i]);
	for (size_t i = 0; i < n; i++)
		y[i] = total += y[i];
	o->total = total;
	o->before = x[n - 1];
	o->seen = 1;
}

void algo_obv_step(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	static const struct algo_cut cut = { 2, 1, obv_reset, obv_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- ad, adosc (Chaikin 1982): volume times the close's place in the range,
 * -1 at the low to 1 at the high, 0 without a range. */

static inline double flow(double high, double low, double close, double volume)
{
	double range = high - low, place = (close - low) - (high - close);
	double v = place / range * volume;

	return range > 0 ? v : 0;
}

static void money_flow(const double *const in[], double *restrict y, size_t n)
{
	const double *high = in[0], *low = in[1], *close = in[2];

	for (size_t i = 0; i < n; i++)
		y[i] = flow(high[i], low[i], close[i], in[3][i]);
}

struct ad {
	size_t seen;
	size_t look;
	double total;
	double kf, ks; /* weights of the newest value */
	double fast, slow;
};

static size_t ad_size(const double *p)
{
	(void)p;
	return sizeof(struct ad);
}

static void ad_init(void *state, const double *p)
{
	(void)p;
	memset(state, 0, sizeof(struct ad));
}

static void ad_reset(void *state)
{
	struct ad *a = state;

	a->seen = 0;
	a->total = a->fast = a->slow = 0;
}

static void ad_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct ad *a = state;
	double *restrict y = out[0], total = a->total;

	money_flow(in, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] = total += y[i];
	a->total = total;
}

static void ad_step(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	static const struct algo_cut cut = { 4, 1, ad_reset, ad_run };

	algo_cut_step(&cut, state, in, out, n);
}

static void adosc_init(void *state, const double *p)
{
	struct ad *a = state;

	memset(a, 0, sizeof(*a));
	a->look = algo_count(fmax(p[0], p[1])) - 1;
	a->kf = 2 / (p[0] + 1);
	a->ks = 2 / (p[1] + 1);
}

/* Both averages start at the first bar's ad, without a seed.  The three chains
 * go side by side. */
static void adosc_run(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	const double *high = in[0], *low = in[1], *close = in[2];
	struct ad *a = state;
	double *restrict y = out[0], total = a->total;
	double f = a->fast, s = a->slow, kf = a->kf, ks = a->ks;
	size_t i = 0;

	if (!a->seen) {
		f = s = total += flow(high[0], low[0], close[0], in[3][0]);
		y[i++] = 0;
	}
	for (; i < n; i++) {
		total += flow(high[i], low[i], close[i], in[3][i]);
		f = kf * total + (1 - kf) * f;
		s = ks * total + (1 - ks) * s;
		y[i] = f - s;
	}
	a->total = total;
	a->fast = f;
	a->slow = s;
	algo_fill_nan(y, algo_warm(&a->seen, a->look, n));
}

static void adosc_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	static const struct algo_cut cut = { 4, 1, ad_reset, adosc_run };

	algo_cut_step(&cut, state, in, out, n);
}

static size_t adosc_look(const double *p)
{
	return algo_count(fmax(p[0], p[1])) - 1;
}

/* ---- sums of two series over p bars: cmf, mfi. */

struct pair {
	size_t p;
	size_t seen;
	size_t sums;   /* where they are */
	double before; /* mfi: typical price of the bar before */
};

static size_t pair_parts(const double *p, struct pair *w)
{
	size_t total = sizeof(*w);

	w->p = algo_count(p[0]);
	w->sums = algo_part_add(&total, algo_rolls_size(w->p));
	return total;
}

static size_t pair_size(const double *p)
{
	struct pair w;

	return pair_parts(p, &w);
}

static void pair_reset(void *state)
{
	struct pair *w = state;

	w->seen = 0;
	w->before = 0;
	algo_rolls_init(algo_part(w, w->sums), w->p);
}

static void pair_init(void *state, const double *p)
{
	pair_parts(p, state);
	pair_reset(state);
}

static void cmf_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct pair *w = state;
	double volume[ALGO_IND_N], *restrict y = out[0];

	money_flow(in, y, n);
	algo_copy(volume, in[3], n);
	algo_rolls_block(algo_part(w, w->sums), y, volume, n);
	for (size_t i = 0; i < n; i++) {
		double v = y[i] / volume[i];

		y[i] = volume[i] == 0 ? NAN : v;
	}
	algo_fill_nan(y, algo_warm(&w->seen, w->p - 1, n));
}

static void cmf_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 4, 1, pair_reset, cmf_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* Money that came on bars whose typical price rose, and fell; the first bar
 * has neither.  Whether it rose hangs on the last bit of (h + l + c) / 3, so
 * it is worked out in that order. */
static void flows(struct pair *w, const double *const in[],
		  double *restrict rise, double *restrict fall, size_t n)
{
	double tp[ALGO_IND_N + 1];

	tp[0] = w->before;
	for (size_t i = 0; i < n; i++)
		tp[i + 1] = (in[0][i] + in[1][i] + in[2][i]) / 3;
	for (size_t i = 0; i < n; i++) {
		double money = tp[i + 1] * in[3][i];

		rise[i] = tp[i + 1] > tp[i] ? money : 0;
		fall[i] = tp[i + 1] < tp[i] ? money : 0;
	}
	if (!w->seen)
		rise[0] = fall[0] = 0;
	w->before = tp[n];
}

static void mfi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	struct pair *w = state;
	double *restrict y = out[0], fall[ALGO_IND_N];

	flows(w, in, y, fall, n);
	algo_rolls_block(algo_part(w, w->sums), y, fall, n);
	for (size_t i = 0; i < n; i++) {
		double all = y[i] + fall[i], v = 100 * (y[i] / all);

		y[i] = all == 0 ? 0 : v;
	}
	algo_fill_nan(y, algo_warm(&w->seen, w->p, n));
}

static void mfi_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	static const struct algo_cut cut = { 4, 1, pair_reset, mfi_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- vwap: sums since the session began.  Prices count from the session's
 * first, so that the deviation does not drown in rounding. */

struct vwap {
	double mult;
	int seen;
	double session;
	double base;
	double v, vp, vpp; /* sums of volume, of volume * (tp - base), ... */
};

static size_t vwap_size(const double *p)
{
	(void)p;
	return sizeof(struct vwap);
}

static void vwap_init(void *state, const double *p)
{
	struct vwap *w = state;

	memset(w, 0, sizeof(*w));
	w->mult = p[0];
}

static void vwap_reset(void *state)
{
	struct vwap *w = state;

	w->seen = 0;
}

static void vwap_start(struct vwap *w, double session, double price)
{
	w->seen = 1;
	w->session = session;
	w->base = price;
	w->v = w->vp = w->vpp = 0;
}

static void vwap_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct vwap *w = state;

	for (size_t i = 0; i < n; i++) {
		double tp = (in[0][i] + in[1][i] + in[2][i]) / 3, d, mean, var;

		if (!w->seen || in[4][i] != w->session)
			vwap_start(w, in[4][i], tp);
		d = tp - w->base;
		w->v += in[3][i];
		w->vp += in[3][i] * d;
		w->vpp += in[3][i] * d * d;
		mean = w->v == 0 ? NAN : w->vp / w->v;
		var = w->vpp / w->v - mean * mean;
		d = w->mult * sqrt(var > 0 ? var : 0);
		out[0][i] = w->base + mean;
		out[1][i] = out[0][i] - d;
		out[2][i] = out[0][i] + d;
	}
}

static void vwap_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 5, 3, vwap_reset, vwap_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- the rows */

#define HLCV "high", "low", "close", "volume"

/* clang-format off */
#define MFI                                                                   \
	.name = "mfi", .title = "Money Flow Index", .group = "volume",        \
	.in = { HLCV }, .param = { ALGO_PERIOD(14, 2) }, .out = { "mfi" },    \
	.main_out = 1, .lookback = algo_look_period, .aliases = "",           \
	.source = "Quong and Soudack 1989; TA-Lib MFI",                       \
	.doc = "100 * P / (P + N): typical price * volume of those of the "   \
	       "last period bars whose typical price rose, and fell; 0 "      \
	       "without any."

static const struct algo_ind mfi_talib = {
	MFI,
	.size = algo_talib_mfi_size,
	.init = algo_talib_mfi_init,
	.step = algo_talib_mfi_step,
};

const struct algo_ind algo_ind_volume[] = {
	{
		.name = "obv",
		.title = "On Balance Volume",
		.group = "volume",
		.in = { "close", "volume" },
		.param = { { "start", ALGO_P_INT, 1, 0, 1, 0,
			     "1: from the first bar's volume; 0: from 0, as in "
			     "Tulip", NULL } },
		.out = { "obv" },
		.main_out = 1,
		.size = algo_obv_size,
		.init = algo_obv_init,
		.step = algo_obv_step,
		.lookback = algo_look_0,
		.doc = "The first bar's volume, then plus the volume of bars "
		       "that rose, minus that of bars that fell.",
		.source = "Granville 1963",
		.aliases = "",
	},
	{
		.name = "ad",
		.title = "Chaikin Accumulation/Distribution Line",
		.group = "volume",
		.in = { HLCV },
		.out = { "ad" },
		.main_out = 1,
		.size = ad_size,
		.init = ad_init,
		.step = ad_step,
		.lookback = algo_look_0,
		.doc = "Running sum of ((close - low) - (high - close)) / "
		       "(high - low) * volume; a flat bar adds 0.",
		.source = "Chaikin 1982",
		.aliases = "",
	},
	{
		.name = "adosc",
		.title = "Chaikin Accumulation/Distribution Oscillator",
		.group = "volume",
		.in = { HLCV },
		.param = {
			{ "fast", ALGO_P_INT, 3, 2, ALGO_PERIOD_MAX, 1,
			  "bars of the fast average", NULL },
			{ "slow", ALGO_P_INT, 10, 2, ALGO_PERIOD_MAX, 1,
			  "bars of the slow average", NULL } },
		.out = { "adosc" },
		.main_out = 1,
		.size = ad_size,
		.init = adosc_init,
		.step = adosc_step,
		.lookback = adosc_look,
		.doc = "EMA(ad, fast) - EMA(ad, slow), both from the first ad "
		       "without a seed; not swapped.",
		.source = "Chaikin 1982",
		.aliases = "",
	},
	{
		.name = "cmf",
		.title = "Chaikin Money Flow",
		.group = "volume",
		.in = { HLCV },
		.param = { ALGO_PERIOD(20, 1) },
		.out = { "cmf" },
		.main_out = 1,
		.size = pair_size,
		.init = pair_init,
		.step = cmf_step,
		.lookback = algo_look_window,
		.doc = "Sum of ((close - low) - (high - close)) / (high - low) "
		       "* volume of period bars over the sum of their volume; "
		       "a flat bar counts 0; none without volume.",
		.source = "Chaikin",
		.aliases = "",
	},
	{
		MFI,
		.size = pair_size,
		.init = pair_init,
		.step = mfi_step,
		.mend = "0 only when no money flows; TA-Lib 0.6.4 has 0 below "
			"a flow of 1.0, whatever the unit of the volume.",
		.talib = &mfi_talib,
	},
	{
		.name = "vwap",
		.title = "Volume Weighted Average Price",
		.group = "volume",
		.in = { HLCV, "session" },
		.param = { { "mult", ALGO_P_REAL, 1, 0, 1000, 0,
			     "bands: this many deviations away", NULL } },
		.out = { "vwap", "lower", "upper" },
		.main_out = 1,
		.size = vwap_size,
		.init = vwap_init,
		.step = vwap_step,
		.lookback = algo_look_0,
		.doc = "Sum of (high + low + close) / 3 * volume over the sum "
		       "of volume since the session began, and mult volume "
		       "weighted standard deviations around it; none while "
		       "there is no volume.",
		.source = "common",
		.aliases = "",
	},
	{ .name = NULL },
};
