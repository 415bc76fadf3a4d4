/* kernel.c - the block forms of the parts that kernels are built from. */
#include "kernel.h"

size_t algo_look_0(const double *p)
{
	(void)p;
	return 0;
}

size_t algo_look_1(const double *p)
{
	(void)p;
	return 1;
}

size_t algo_look_period(const double *p)
{
	return algo_count(p[0]);
}

size_t algo_look_window(const double *p)
{
	return algo_count(p[0]) - 1;
}

size_t algo_no_size(const double *p)
{
	(void)p;
	return 0;
}

void algo_no_init(void *state, const double *p)
{
	(void)state;
	(void)p;
}

/* Puts x into the ring v of p values; old gets the values of p bars before.
 * at is the place of the oldest and moves on. */
static size_t exchange(double *v, size_t p, size_t at, const double *x,
		       double *old, size_t n)
{
	size_t m = n < p ? n : p;
	size_t first = m < p - at ? m : p - at;

	memcpy(old, v + at, first * sizeof(*v));
	memcpy(old + first, v, (m - first) * sizeof(*v));
	if (n >= p) {
		memcpy(old + p, x, (n - p) * sizeof(*v));
		memcpy(v, x + (n - p), p * sizeof(*v));
		return 0;
	}
	memcpy(v + at, x, first * sizeof(*v));
	memcpy(v, x + first, (n - first) * sizeof(*v));
	return at + n >= p ? at + n - p : at + n;
}

void algo_win_changes(struct algo_win *w, const double *x, double *restrict d,
		      double *restrict low, size_t n)
{
	double old[ALGO_IND_N];

	w->at = exchange(w->v, w->p, w->at, x, old, n);
	for (size_t i = 0; i < n; i++) {
		double by = x[i] - old[i], z = by - x[i];

		low[i] = (x[i] - (by - z)) - (old[i] + z);
		d[i] = by;
	}
}

/* The window is full and x is clean: what is elementwise first, two at a time,
 * then the chain. */
static void win_fast(struct algo_win *w, const double *x, double *y, size_t n)
{
	double d[ALGO_IND_N], low[ALGO_IND_N];
	struct algo_sum sum = w->sum;

	algo_win_changes(w, x, d, low, n);
	for (size_t i = 0; i < n; i++) {
		algo_sum_chain(&sum, d[i], low[i]);
		y[i] = algo_sum_get(&sum);
	}
	w->sum = sum;
}

void algo_win_sum_block(struct algo_win *w, const double *x, double *y,
			size_t n)
{
	if (w->seen == w->p && algo_clean(x, n)) {
		win_fast(w, x, y, n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double v = x[i];

		y[i] = NAN;
		if (!algo_usable(v))
			algo_win_reset(w);
		else if (algo_win_push(w, v))
			y[i] = algo_sum_get(&w->sum);
	}
}

void algo_win_mean_block(struct algo_win *w, const double *x, double *y,
			 size_t n)
{
	double p = (double)w->p;

	algo_win_sum_block(w, x, y, n);
	for (size_t i = 0; i < n; i++)
		y[i] /= p;
}

void algo_delay_block(struct algo_delay *d, const double *x, double *y,
		      size_t n)
{
	d->at = exchange(d->v, d->p, d->at, x, y, n);
}

void algo_ema_block(struct algo_ema *a, const double *x, double *y, size_t n)
{
	double e = a->e, k = a->k;

	if (a->seen == a->p && algo_clean(x, n)) {
		for (size_t i = 0; i < n; i++) {
			e += (x[i] - e) * k;
			y[i] = e;
		}
		a->e = e;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		double v = x[i];

		y[i] = NAN;
		if (!algo_usable(v))
			algo_ema_reset(a);
		else if (algo_ema_push(a, v))
			y[i] = a->e;
	}
}

void algo_ext_init(struct algo_ext *w, size_t p)
{
	memset(w, 0, sizeof(*w));
	w->p = p;
}

static inline double better(double a, double b, int largest)
{
	if (largest)
		return a > b ? a : b;
	return a < b ? a : b;
}

/* The block is full: its values become the extremes from each to its end. */
static inline void ext_turn(struct algo_ext *w, int largest)
{
	double m = w->v[w->p];

	for (size_t k = w->p; k-- > 0;) {
		m = better(w->v[k], m, largest);
		w->v[k] = m;
	}
	w->at = 0;
	w->m = w->v[w->p];
}

/* n values without NaN.  v[p] is the worst value there is. */
static inline void ext_run(struct algo_ext *w, const double *x, double *y,
			   size_t n, int largest)
{
	for (size_t i = 0; i < n;) {
		size_t m = n - i < w->p - w->at ? n - i : w->p - w->at;
		double *v = w->v + w->at, best = w->m;

		for (size_t k = 0; k < m; k++, i++) {
			double a = x[i];

			best = better(a, best, largest);
			y[i] = better(best, v[k + 1], largest);
			v[k] = a;
		}
		w->m = best;
		w->at += m;
		if (w->at == w->p)
			ext_turn(w, largest);
	}
}

static inline void ext_block(struct algo_ext *w, const double *x, double *y,
			     size_t n, int largest)
{
	w->v[w->p] = largest ? -INFINITY : INFINITY;
	if (w->seen == w->p && algo_clean(x, n)) {
		ext_run(w, x, y, n, largest);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (w->seen == 0) {
			w->at = 0;
			w->m = w->v[w->p];
		}
		if (isnan(x[i])) {
			w->seen = 0;
			y[i] = NAN;
			continue;
		}
		ext_run(w, x + i, y + i, 1, largest);
		w->seen += w->seen < w->p;
		if (w->seen < w->p)
			y[i] = NAN;
	}
}

void algo_max_block(struct algo_ext *w, const double *x, double *y, size_t n)
{
	ext_block(w, x, y, n, 1);
}

void algo_min_block(struct algo_ext *w, const double *x, double *y, size_t n)
{
	ext_block(w, x, y, n, 0);
}

void algo_true_range_block(double *before, const double *const hlc[3],
			   double *y, size_t n)
{
	const double *h = hlc[0], *l = hlc[1], *c = hlc[2];
	double last = *before;

	if (algo_usable(last) && algo_clean(h, n) && algo_clean(l, n) &&
	    algo_clean(c, n)) {
		y[0] = algo_true_range(h[0], l[0], last);
		for (size_t i = 1; i < n; i++)
			y[i] = algo_true_range(h[i], l[i], c[i - 1]);
		*before = c[n - 1];
		return;
	}
	for (size_t i = 0; i < n; i++) {
		int whole = algo_usable(h[i]) && algo_usable(l[i]) &&
			    algo_usable(c[i]);

		y[i] = whole && algo_usable(last)
			       ? algo_true_range(h[i], l[i], last)
			       : NAN;
		last = whole ? c[i] : NAN;
	}
	*before = last;
}
