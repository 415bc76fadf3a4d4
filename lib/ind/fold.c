/* fold.c - windowed sums without subtraction: see fold.h. */
#include "fold.h"

void algo_fold_init(struct algo_fold *f, size_t p)
{
	memset(f, 0, algo_fold_size(p));
	f->p = p;
}

/* A block begins with the value base: the sums from the end of the block
 * before, counted from it. */
static inline void turn(struct algo_fold *f, double base,
			enum algo_fold_kind kind)
{
	double *v = f->v, *sums = v + f->p, *seconds = sums + f->p + 1;
	double sum = 0, second = 0;

	f->base = base;
	f->sum = f->second = 0;
	if (f->seen < f->p)
		return;
	for (size_t k = f->p; k-- > 1;) {
		double d = v[k] - base;

		sum += d;
		second += kind == ALGO_FOLD_SQUARES ? d * d : sum;
		sums[k] = sum;
		seconds[k] = second;
	}
}

/* n usable values. */
static inline void run(struct algo_fold *f, const double *x,
		       struct algo_folded *out, size_t from, size_t n,
		       enum algo_fold_kind kind)
{
	double p = (double)f->p;

	for (size_t i = from, end = from + n; i < end;) {
		size_t m = f->p - f->at < end - i ? f->p - f->at : end - i;
		double *v = f->v + f->at;
		const double *sums = v + f->p + 1;
		const double *seconds = sums + f->p + 1;
		double base, sum, second;

		if (f->at == 0)
			turn(f, x[i], kind);
		base = f->base;
		sum = f->sum;
		second = f->second;
		for (size_t k = 0; k < m; k++, i++) {
			double d = x[i] - base;

			v[k] = x[i];
			second += kind == ALGO_FOLD_SQUARES ? d * d : sum;
			sum += d;
			out->base[i] = base;
			out->sum[i] = sum + sums[k];
			out->second[i] =
				kind == ALGO_FOLD_SQUARES
					? second + seconds[k]
					: p * sum - second + seconds[k];
		}
		f->sum = sum;
		f->second = second;
		f->at = f->at + m == f->p ? 0 : f->at + m;
	}
}

static inline void fold(struct algo_fold *f, const double *x,
			struct algo_folded *out, size_t n,
			enum algo_fold_kind kind)
{
	if (f->seen == f->p && algo_clean(x, n)) {
		run(f, x, out, 0, n, kind);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		out->base[i] = out->sum[i] = out->second[i] = NAN;
		if (!algo_usable(x[i])) {
			f->at = f->seen = 0;
			continue;
		}
		run(f, x, out, i, 1, kind);
		f->seen += f->seen < f->p;
		if (f->seen < f->p)
			out->base[i] = NAN;
	}
}

void algo_fold_squares(struct algo_fold *f, const double *x,
		       struct algo_folded *out, size_t n)
{
	fold(f, x, out, n, ALGO_FOLD_SQUARES);
}

void algo_fold_weights(struct algo_fold *f, const double *x,
		       struct algo_folded *out, size_t n)
{
	fold(f, x, out, n, ALGO_FOLD_WEIGHTS);
}

void algo_fold_spread(struct algo_fold *f, const double *x, double *mean,
		      double *dev, size_t n)
{
	struct algo_folded d;
	double p = (double)f->p;

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t k = algo_fold_part(at, n);

		algo_fold_squares(f, x + at, &d, k);
		for (size_t i = 0; i < k; i++) {
			double m = d.sum[i] / p;
			double var = (d.second[i] - d.sum[i] * m) / p;

			mean[at + i] = d.base[i] + m;
			dev[at + i] = sqrt(var > 0 ? var : 0) + 0 * d.base[i];
		}
	}
}

void algo_fold_line(struct algo_fold *f, const double *x, double *mean,
		    double *slope, size_t n)
{
	struct algo_folded d;
	double p = (double)f->p, mid = (p + 1) / 2;
	double squares = p * (p * p - 1) / 12;

	for (size_t at = 0; at < n; at += ALGO_FOLD_N) {
		size_t k = algo_fold_part(at, n);

		algo_fold_weights(f, x + at, &d, k);
		for (size_t i = 0; i < k; i++) {
			slope[at + i] =
				(d.second[i] - mid * d.sum[i]) / squares +
				0 * d.base[i];
			mean[at + i] = d.base[i] + d.sum[i] / p;
		}
	}
}
