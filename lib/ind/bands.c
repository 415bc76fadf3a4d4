/* bands.c - channels around prices: vwma bbands midprice donchian accbands. */
#include "bands.h"
#include "fold.h"
#include "kernel2.h"

/* ---- vwma: the two sums are made as in fold.h, so that a window without
 * volume has exactly none. */

struct turnover {
	double value, volume;
};
struct vwma {
	size_t p;
	size_t at;
	size_t seen;
	struct turnover now; /* sums of v[0..at) */
	struct turnover v[]; /* v[at..p) are sums to the end, v[p] is 0 */
};

size_t algo_vwma_size(const double *p)
{
	return sizeof(struct vwma) +
	       (algo_count(p[0]) + 1) * sizeof(struct turnover);
}

static void vwma_reset(void *state)
{
	struct vwma *s = state;

	s->at = s->seen = 0;
	s->now = s->v[s->p] = (struct turnover){ 0, 0 };
}

void algo_vwma_init(void *state, const double *p)
{
	struct vwma *s = state;

	s->p = algo_count(p[0]);
	vwma_reset(s);
}

/* The block is full: from values to the sums from each to the end. */
static void vwma_turn(struct vwma *s)
{
	struct turnover sum = { 0, 0 };

	for (size_t k = s->p; k-- > 0;) {
		sum.value += s->v[k].value;
		sum.volume += s->v[k].volume;
		s->v[k] = sum;
	}
	s->at = 0;
	s->now = (struct turnover){ 0, 0 };
}

static void vwma_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct vwma *s = state;
	size_t warm = algo_warm(&s->seen, s->p - 1, n);

	for (size_t i = 0; i < n; i++) {
		struct turnover bar = { in[0][i] * in[1][i], in[1][i] };
		const struct turnover *rest = &s->v[s->at + 1];
		double volume;

		s->now.value += bar.value;
		s->now.volume += bar.volume;
		volume = s->now.volume + rest->volume;
		out[0][i] = volume != 0 ? (s->now.value + rest->value) / volume
					: NAN;
		s->v[s->at] = bar;
		if (++s->at == s->p)
			vwma_turn(s);
	}
	algo_fill_nan(out[0], warm);
}

void algo_vwma_step(void *state, const double *const in[], double *const out[],
		    size_t n)
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
	double mean[ALGO_FOLD_N], dev[ALGO_FOLD_N];

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t m = algo_fold_part(at, n);
		const double *x = in[0] + at;

		algo_fold_spread(f, x, mean, dev, m);
		if (b->type != ALGO_MA_SMA)
			algo_ma_block(algo_part(b, b->ma), x, mean, m);
		for (size_t i = 0; i < m; i++) {
			out[0][at + i] = mean[i] + b->up * dev[i];
			out[1][at + i] = mean[i] + 0 * dev[i];
			out[2][at + i] = mean[i] - b->down * dev[i];
		}
	}
}

size_t algo_bbands_look(const double *p)
{
	size_t ma = algo_ma_lookback((int)p[3], algo_count(p[0]));
	size_t n = algo_count(p[0]) - 1;

	return ma > n ? ma : n;
}

/* ---- midprice, midpoint. */

struct pair {
	size_t p;
	size_t part[2];
};

static size_t pair_layout(struct pair *s, const double *p)
{
	size_t total = sizeof(*s);

	s->p = algo_count(p[0]);
	s->part[0] = algo_part_add(&total, algo_ext_size(s->p));
	s->part[1] = algo_part_add(&total, algo_ext_size(s->p));
	return total;
}

size_t algo_midprice_size(const double *p)
{
	struct pair s;

	return pair_layout(&s, p);
}

static void extremes_reset(void *state)
{
	struct pair *s = state;

	algo_ext_init(algo_part(s, s->part[0]), s->p);
	algo_ext_init(algo_part(s, s->part[1]), s->p);
}

void algo_midprice_init(void *state, const double *p)
{
	pair_layout(state, p);
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
		double w =
			algo_is_zero(both) ? 0 : 4 * (high[i] - low[i]) / both;

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
