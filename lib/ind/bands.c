/* bands.c - channels around prices, and stops that follow them. */
#include "bands.h"
#include "fold.h"
#include "kernel2.h"

/* ---- vwma: two sums without subtraction, so that a window without volume
 * has exactly none. */

struct pair {
	size_t p;
	size_t seen;
	size_t part[2];
};

static size_t pair_layout(struct pair *s, size_t p, size_t each)
{
	size_t total = sizeof(*s);

	s->p = p;
	s->part[0] = algo_part_add(&total, each);
	s->part[1] = algo_part_add(&total, each);
	return total;
}

size_t algo_vwma_size(const double *p)
{
	struct pair s;

	return pair_layout(&s, algo_count(p[0]),
			   algo_roll_size(algo_count(p[0])));
}

static void vwma_reset(void *state)
{
	struct pair *s = state;

	s->seen = 0;
	algo_roll_init(algo_part(s, s->part[0]), s->p);
	algo_roll_init(algo_part(s, s->part[1]), s->p);
}

void algo_vwma_init(void *state, const double *p)
{
	size_t n = algo_count(p[0]);

	pair_layout(state, n, algo_roll_size(n));
	vwma_reset(state);
}

static void vwma_run(void *state, const double *const in[],
		     double *const out[], size_t n)
{
	struct pair *s = state;
	double volume[ALGO_IND_N];
	size_t warm = algo_warm(&s->seen, s->p - 1, n);

	algo_copy(volume, in[1], n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = in[0][i] * in[1][i];
	algo_roll_block(algo_part(s, s->part[0]), out[0], n);
	algo_roll_block(algo_part(s, s->part[1]), volume, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = volume[i] != 0 ? out[0][i] / volume[i] : NAN;
	algo_fill_nan(out[0], warm);
}

void algo_vwma_step(void *state, const double *const in[],
		    double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, vwma_reset, vwma_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- bbands: the deviation is that of the prices around their mean,
 * whatever the middle is. */

struct bbands {
	double up, down;
	int type;
	size_t fold, ma;
};

static size_t bbands_layout(struct bbands *b, const double *p)
{
	size_t total = sizeof(*b), n = algo_count(p[0]);

	b->up = p[1];
	b->down = p[2];
	b->type = (int)p[3];
	b->fold = algo_part_add(&total, algo_fold_size(n));
	b->ma = 0;
	if (b->type != ALGO_MA_SMA)
		b->ma = algo_part_add(&total, algo_ma_size(b->type, n));
	return total;
}

size_t algo_bbands_size(const double *p)
{
	struct bbands b;

	return bbands_layout(&b, p);
}

void algo_bbands_init(void *state, const double *p)
{
	struct bbands *b = state;

	bbands_layout(b, p);
	algo_fold_init(algo_part(b, b->fold), algo_count(p[0]));
	if (b->type != ALGO_MA_SMA)
		algo_ma_init(algo_part(b, b->ma), b->type, algo_count(p[0]));
}

void algo_bbands_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct bbands *b = state;
	struct algo_fold *f = algo_part(b, b->fold);
	struct algo_folded d;
	double p = (double)f->p, *upper = out[0], *mid = out[1];

	algo_fold_squares(f, in[0], &d, n);
	for (size_t i = 0; i < n; i++) {
		double mean = d.sum[i] / p;
		double var = (d.second[i] - d.sum[i] * mean) / p;

		mid[i] = d.base[i] + mean;
		upper[i] = sqrt(var > 0 ? var : 0);
	}
	if (b->type != ALGO_MA_SMA)
		algo_ma_block(algo_part(b, b->ma), in[0], mid, n);
	for (size_t i = 0; i < n; i++) {
		double dev = upper[i] + 0 * d.base[i];

		upper[i] = mid[i] + b->up * dev;
		out[2][i] = mid[i] - b->down * dev;
		mid[i] += 0 * d.base[i];
	}
}

size_t algo_bbands_look(const double *p)
{
	size_t ma = algo_ma_lookback((int)p[3], algo_count(p[0]));
	size_t n = algo_count(p[0]) - 1;

	return ma > n ? ma : n;
}

/* ---- midprice, midpoint. */

size_t algo_midprice_size(const double *p)
{
	struct pair s;

	return pair_layout(&s, algo_count(p[0]),
			   algo_ext_size(algo_count(p[0])));
}

static void extremes_reset(void *state)
{
	struct pair *s = state;

	algo_ext_init(algo_part(s, s->part[0]), s->p);
	algo_ext_init(algo_part(s, s->part[1]), s->p);
}

void algo_midprice_init(void *state, const double *p)
{
	size_t n = algo_count(p[0]);

	pair_layout(state, n, algo_ext_size(n));
	extremes_reset(state);
}

static void midprice_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct pair *s = state;
	double low[ALGO_IND_N];

	algo_max_block(algo_part(s, s->part[0]), in[0], out[0], n);
	algo_min_block(algo_part(s, s->part[1]), in[1], low, n);
	for (size_t i = 0; i < n; i++)
		out[0][i] = (out[0][i] + low[i]) / 2;
}

void algo_midprice_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, extremes_reset,
					     midprice_run };

	algo_cut_step(&cut, state, in, out, n);
}

void algo_midpoint_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	const double *const both[2] = { in[0], in[0] };

	algo_midprice_step(state, both, out, n);
}

/* ---- donchian: extremes, as they were shift bars ago. */

struct donchian {
	struct pair x;
	size_t shift;
	size_t seen;
	size_t delay[2];
};

static size_t donchian_layout(struct donchian *d, const double *p)
{
	size_t n = algo_count(p[0]), total = sizeof(*d);

	d->x.p = n;
	d->shift = algo_count(p[1]);
	for (int k = 0; k < 2; k++) {
		d->x.part[k] = algo_part_add(&total, algo_ext_size(n));
		d->delay[k] = algo_part_add(&total, algo_delay_size(d->shift));
	}
	return total;
}

size_t algo_donchian_size(const double *p)
{
	struct donchian d;

	return donchian_layout(&d, p);
}

static void donchian_reset(void *state)
{
	struct donchian *d = state;

	d->seen = 0;
	extremes_reset(state);
}

void algo_donchian_init(void *state, const double *p)
{
	struct donchian *d = state;

	donchian_layout(d, p);
	algo_delay_init(algo_part(d, d->delay[0]), d->shift);
	algo_delay_init(algo_part(d, d->delay[1]), d->shift);
	donchian_reset(d);
}

static void donchian_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct donchian *d = state;
	double now[ALGO_IND_N];
	size_t warm = algo_warm(&d->seen, d->x.p - 1 + d->shift, n);
	double *lower = d->shift ? now : out[0];
	double *upper = d->shift ? now : out[2];

	algo_min_block(algo_part(d, d->x.part[1]), in[1], lower, n);
	if (d->shift)
		algo_delay_block(algo_part(d, d->delay[0]), now, out[0], n);
	algo_max_block(algo_part(d, d->x.part[0]), in[0], upper, n);
	if (d->shift)
		algo_delay_block(algo_part(d, d->delay[1]), now, out[2], n);
	algo_fill_nan(out[0], warm);
	algo_fill_nan(out[2], warm);
	for (size_t i = 0; i < n; i++)
		out[1][i] = (out[0][i] + out[2][i]) / 2;
}

void algo_donchian_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 3, donchian_reset,
					     donchian_run };

	algo_cut_step(&cut, state, in, out, n);
}

size_t algo_donchian_look(const double *p)
{
	return algo_count(p[0]) - 1 + algo_count(p[1]);
}

/* ---- kc, supertrend: bands of average true ranges, where the true range of
 * the first bar is high - low. */

/* The averages of n usable bars. */
static void charted_atr(double *before, struct algo_ema *a,
			const double *const hlc[], double *y, size_t n)
{
	int first = isnan(*before);

	algo_true_range_block(before, hlc, y, n);
	if (first)
		y[0] = hlc[0][0] - hlc[1][0];
	algo_ema_block(a, y, y, n);
}

struct kc {
	double before; /* close of the bar before, NaN when none */
	double mult;
	struct algo_ema mid, range;
};

size_t algo_kc_size(const double *p)
{
	(void)p;
	return sizeof(struct kc);
}

static void kc_reset(void *state)
{
	struct kc *k = state;

	k->before = NAN;
	algo_ema_reset(&k->mid);
	algo_ema_reset(&k->range);
}

void algo_kc_init(void *state, const double *p)
{
	struct kc *k = state;

	k->mult = p[1];
	algo_ema_init(&k->mid, algo_count(p[0]));
	algo_wilder_init(&k->range, algo_count(p[2]));
	kc_reset(k);
}

static void kc_run(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	struct kc *k = state;
	double atr[ALGO_IND_N];

	charted_atr(&k->before, &k->range, in, atr, n);
	algo_ema_block(&k->mid, in[2], out[1], n);
	for (size_t i = 0; i < n; i++) {
		double mid = out[1][i];

		out[0][i] = mid - k->mult * atr[i];
		out[1][i] = isnan(atr[i]) ? NAN : mid;
		out[2][i] = mid + k->mult * atr[i];
	}
}

void algo_kc_step(void *state, const double *const in[], double *const out[],
		  size_t n)
{
	static const struct algo_cut cut = { 3, 3, kc_reset, kc_run };

	algo_cut_step(&cut, state, in, out, n);
}

size_t algo_kc_look(const double *p)
{
	return algo_count(p[0] > p[2] ? p[0] : p[2]) - 1;
}

struct supertrend {
	double before; /* close of the bar before, NaN when none */
	double mult;
	struct algo_ema range;
	double close, up, down; /* of the bar before, NaN when none */
	double dir;
};

size_t algo_supertrend_size(const double *p)
{
	(void)p;
	return sizeof(struct supertrend);
}

static void supertrend_reset(void *state)
{
	struct supertrend *s = state;

	algo_ema_reset(&s->range);
	s->before = s->close = s->up = s->down = NAN;
	s->dir = -1;
}

void algo_supertrend_init(void *state, const double *p)
{
	struct supertrend *s = state;

	s->mult = p[1];
	algo_wilder_init(&s->range, algo_count(p[0]));
	supertrend_reset(s);
}

static void supertrend_run(void *state, const double *const in[],
			   double *const out[], size_t n)
{
	struct supertrend *s = state;
	double atr[ALGO_IND_N], *line = out[0], *dir = out[1];

	charted_atr(&s->before, &s->range, in, atr, n);
	for (size_t i = 0; i < n; i++) {
		double mid = (in[0][i] + in[1][i]) / 2, close = in[2][i];
		double up = mid + s->mult * atr[i];
		double down = mid - s->mult * atr[i];

		line[i] = dir[i] = NAN;
		if (isnan(atr[i]))
			continue;
		if (s->down > down && !(s->close < s->down))
			down = s->down;
		if (s->up < up && !(s->close > s->up))
			up = s->up;
		if (close > up)
			s->dir = 1;
		else if (close < down)
			s->dir = -1;
		line[i] = s->dir > 0 ? down : up;
		dir[i] = s->dir;
		s->close = close;
		s->up = up;
		s->down = down;
	}
}

void algo_supertrend_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 2, supertrend_reset,
					     supertrend_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- accbands. */

struct accbands {
	size_t p;
	size_t part[3];
};

static size_t accbands_layout(struct accbands *a, const double *p)
{
	size_t total = sizeof(*a);

	a->p = algo_count(p[0]);
	for (int k = 0; k < 3; k++)
		a->part[k] = algo_part_add(&total, algo_win_size(a->p));
	return total;
}

size_t algo_accbands_size(const double *p)
{
	struct accbands a;

	return accbands_layout(&a, p);
}

static void accbands_reset(void *state)
{
	struct accbands *a = state;

	for (int k = 0; k < 3; k++)
		algo_win_init(algo_part(a, a->part[k]), a->p);
}

void algo_accbands_init(void *state, const double *p)
{
	accbands_layout(state, p);
	accbands_reset(state);
}

static void accbands_run(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct accbands *a = state;
	const double *high = in[0], *low = in[1];

	for (size_t i = 0; i < n; i++) {
		double both = high[i] + low[i];
		double w = algo_is_zero(both) ?
				   0 :
				   4 * (high[i] - low[i]) / both;

		out[0][i] = high[i] * (1 + w);
		out[2][i] = low[i] * (1 - w);
	}
	algo_win_mean_block(algo_part(a, a->part[0]), out[0], out[0], n);
	algo_win_mean_block(algo_part(a, a->part[1]), in[2], out[1], n);
	algo_win_mean_block(algo_part(a, a->part[2]), out[2], out[2], n);
}

void algo_accbands_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 3, accbands_reset,
					     accbands_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- sar (Wilder 1978).  A falling stop is a rising one on negated prices,
 * so there is one rule: sign * price rises, near is the side of the stop. */

struct sar {
	double step, max;
	size_t seen; /* bars, at most 2 */
	double sign;
	double high, low; /* of the bar before */
	double stop, extreme, af; /* times sign */
};

size_t algo_sar_size(const double *p)
{
	(void)p;
	return sizeof(struct sar);
}

static void sar_reset(void *state)
{
	struct sar *s = state;

	s->seen = 0;
}

void algo_sar_init(void *state, const double *p)
{
	struct sar *s = state;

	s->max = p[1];
	s->step = p[0] < p[1] ? p[0] : p[1];
	sar_reset(s);
}

static void sar_start(struct sar *s, double high, double low)
{
	double up = high - s->high, down = s->low - low;

	s->sign = down > 0 && down > up ? -1 : 1;
	s->stop = s->sign > 0 ? s->low : -s->high;
	s->extreme = s->sign > 0 ? high : -low;
	s->af = s->step;
	s->high = high;
	s->low = low;
}

/* near and far edges of the bar before and of this one, times sign. */
static double sar_bar(struct sar *s, double near0, double near, double far)
{
	double sar = s->stop;

	if (near <= sar) {
		/* The other side: what was the far edge is the near one. */
		double a = -(s->sign > 0 ? s->high : -s->low), b = -far;

		s->sign = -s->sign;
		sar = -s->extreme;
		sar = sar > a ? a : sar;
		sar = sar > b ? b : sar;
		s->af = s->step;
		s->extreme = -near;
		s->stop = sar + s->af * (s->extreme - sar);
		s->stop = s->stop > a ? a : s->stop;
		s->stop = s->stop > b ? b : s->stop;
		return sar * s->sign;
	}
	if (far > s->extreme) {
		s->extreme = far;
		s->af += s->step;
		s->af = s->af > s->max ? s->max : s->af;
	}
	s->stop = sar + s->af * (s->extreme - sar);
	s->stop = s->stop > near0 ? near0 : s->stop;
	s->stop = s->stop > near ? near : s->stop;
	return sar * s->sign;
}

static void sar_run(void *state, const double *const in[],
		    double *const out[], size_t n)
{
	struct sar *s = state;

	for (size_t i = 0; i < n; i++) {
		double high = in[0][i], low = in[1][i];

		if (s->seen == 0) {
			out[0][i] = NAN;
			s->seen = 1;
			s->high = high;
			s->low = low;
			continue;
		}
		if (s->seen == 1)
			sar_start(s, high, low);
		s->seen = 2;
		out[0][i] = s->sign > 0 ? sar_bar(s, s->low, low, high) :
					  sar_bar(s, -s->high, -high, -low);
		s->high = high;
		s->low = low;
	}
}

void algo_sar_step(void *state, const double *const in[], double *const out[],
		   size_t n)
{
	static const struct algo_cut cut = { 2, 1, sar_reset, sar_run };

	algo_cut_step(&cut, state, in, out, n);
}
