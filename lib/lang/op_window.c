/* op_window.c - windows of n values.  A na empties them: they need n values
 * without one. */
#include "op.h"

#include <string.h>

static size_t first_is_length(const double *p)
{
	return (size_t)p[0] - 1;
}

static size_t second_is_length(const double *p)
{
	return (size_t)p[1] - 1;
}

/* ---- highest_bars, lowest_bars: a queue of candidates, best first; each is
 * worse than the one before it and later. */

struct cand {
	double v;
	uint64_t bar;
};
struct extreme {
	double sign;
	size_t n, head, len, seen;
	uint64_t bar;
	struct cand q[];
};

static size_t extreme_size(const double *p)
{
	return sizeof(struct extreme) + (size_t)p[1] * sizeof(struct cand);
}

static void extreme_init(void *state, const double *p)
{
	struct extreme *e = state;

	e->sign = p[0];
	e->n = (size_t)p[1];
}

static struct cand *cand_at(struct extreme *e, size_t k)
{
	size_t i = e->head + k;

	return &e->q[i >= e->n ? i - e->n : i];
}

/* Of equals the latest is found. */
static double extreme_push(struct extreme *e, double v)
{
	if (e->len && cand_at(e, 0)->bar + e->n == e->bar) {
		e->head = e->head + 1 == e->n ? 0 : e->head + 1;
		e->len--;
	}
	while (e->len && cand_at(e, e->len - 1)->v <= v)
		e->len--;
	*cand_at(e, e->len++) = (struct cand){ v, e->bar };
	e->seen += e->seen < e->n;
	return e->seen == e->n ? (double)(e->bar - cand_at(e, 0)->bar) : NAN;
}

static void extreme_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	struct extreme *e = state;

	for (size_t i = 0; i < n; i++, e->bar++) {
		if (isnan(in[0][i])) {
			e->len = e->seen = 0;
			out[0][i] = NAN;
		} else {
			out[0][i] = extreme_push(e, e->sign * in[0][i]);
		}
	}
}
const struct algo_op algo_op_extreme_bars = { .name = "extreme_bars",
					      .size = extreme_size,
					      .init = extreme_init,
					      .step = extreme_step,
					      .look = second_is_length };

/* ---- covariance: sums of differences from an anchor, which follows the
 * series: every n bars they are taken anew from the window, so that neither
 * rounding nor distance builds up. */

struct pair {
	double x, y;
};
struct cov {
	size_t n, at, seen, age;
	double ax, ay;
	double x, y, xy;
	struct pair v[];
};

static size_t cov_size(const double *p)
{
	return sizeof(struct cov) + (size_t)p[0] * sizeof(struct pair);
}

static void cov_init(void *state, const double *p)
{
	struct cov *c = state;

	c->n = (size_t)p[0];
}

static void cov_add(struct cov *c, struct pair a, double sign)
{
	double dx = a.x - c->ax, dy = a.y - c->ay;

	c->x += sign * dx;
	c->y += sign * dy;
	c->xy += sign * (dx * dy);
}

static void cov_anchor(struct cov *c, struct pair a)
{
	c->ax = a.x;
	c->ay = a.y;
	c->x = c->y = c->xy = 0;
	for (size_t i = 0; i < c->seen; i++)
		cov_add(c, c->v[i], 1);
	c->age = 0;
}

static double cov_push(struct cov *c, struct pair a)
{
	double n = (double)c->n;

	if (c->seen == c->n)
		cov_add(c, c->v[c->at], -1);
	else
		c->seen++;
	c->v[c->at] = a;
	c->at = c->at + 1 == c->n ? 0 : c->at + 1;
	if (c->seen == 1 || ++c->age >= c->n)
		cov_anchor(c, a);
	else
		cov_add(c, a, 1);
	return c->seen == c->n ? (c->xy - c->x * c->y / n) / n : NAN;
}

static void cov_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct cov *c = state;

	for (size_t i = 0; i < n; i++) {
		struct pair a = { in[0][i], in[1][i] };

		/* An infinite value would stay in the sums for ever. */
		if (isfinite(a.x) && isfinite(a.y)) {
			out[0][i] = cov_push(c, a);
		} else {
			c->seen = c->at = 0;
			out[0][i] = NAN;
		}
	}
}
static size_t cov_work(const double *p)
{
	(void)p;
	return 4;
}
const struct algo_op algo_op_covariance = { .name = "covariance",
					    .size = cov_size,
					    .init = cov_init,
					    .step = cov_step,
					    .look = first_is_length,
					    .work = cov_work };

/* ---- the window in order of size: v is the ring, sorted the same values.
 * One move of memory a bar: what lies between the place of the old value and
 * that of the new one. */

struct sorted {
	double q;
	size_t n, at, seen;
	double v[]; /* n in order of time, n in order of size */
};

static size_t sorted_bytes(size_t n)
{
	return sizeof(struct sorted) + 2 * n * sizeof(double);
}

static size_t sorted_work(size_t n)
{
	return 4 + n / 16;
}

/* How many are < x, or <= x. */
static size_t rank_of(const double *s, size_t n, double x, int equal)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s[mid] < x || (equal && s[mid] == x))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void sorted_push(struct sorted *w, double x)
{
	double *s = w->v + w->n, old = w->v[w->at];
	size_t to, from;

	w->v[w->at] = x;
	w->at = w->at + 1 == w->n ? 0 : w->at + 1;
	to = rank_of(s, w->seen, x, 0);
	from = w->seen;
	if (w->seen < w->n)
		w->seen++;
	else
		from = rank_of(s, w->n, old, 0);
	if (to > from) {
		to--;
		memmove(s + from, s + from + 1, (to - from) * sizeof(*s));
	} else {
		memmove(s + to + 1, s + to, (from - to) * sizeof(*s));
	}
	s[to] = x;
}

/* ---- percent_rank(x, n): of the n values before */

static size_t rank_size(const double *p)
{
	return sorted_bytes((size_t)p[0]);
}

static void rank_init(void *state, const double *p)
{
	struct sorted *w = state;

	w->n = (size_t)p[0];
}

static void rank_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct sorted *w = state;
	const double *s = w->v + w->n;

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i];

		out[0][i] = NAN;
		if (isnan(x)) {
			w->seen = w->at = 0;
			continue;
		}
		if (w->seen == w->n)
			out[0][i] = 100 * (double)rank_of(s, w->n, x, 1) /
				    (double)w->n;
		sorted_push(w, x);
	}
}

static size_t rank_look(const double *p)
{
	return (size_t)p[0];
}

static size_t rank_work(const double *p)
{
	return sorted_work((size_t)p[0]);
}
const struct algo_op algo_op_percent_rank = { .name = "percent_rank",
					      .size = rank_size,
					      .init = rank_init,
					      .step = rank_step,
					      .look = rank_look,
					      .work = rank_work };

/* ---- quantile(x, n, q), median: type 7 of Hyndman and Fan 1996 */

static size_t quantile_size(const double *p)
{
	return sorted_bytes((size_t)p[1]);
}

static void quantile_init(void *state, const double *p)
{
	struct sorted *w = state;

	w->q = p[0];
	w->n = (size_t)p[1];
}

static double quantile(const double *s, size_t n, double q)
{
	double h = (double)(n - 1) * q, f = floor(h);
	size_t k = (size_t)f;

	if (k + 1 >= n || h == f)
		return s[k];
	return s[k] + (h - f) * (s[k + 1] - s[k]);
}

static void quantile_step(void *state, const double *const in[],
			  double *const out[], size_t n)
{
	struct sorted *w = state;

	for (size_t i = 0; i < n; i++) {
		if (isnan(in[0][i])) {
			w->seen = w->at = 0;
			out[0][i] = NAN;
			continue;
		}
		sorted_push(w, in[0][i]);
		out[0][i] = w->seen == w->n ? quantile(w->v + w->n, w->n, w->q)
					    : NAN;
	}
}

static size_t quantile_work(const double *p)
{
	return sorted_work((size_t)p[1]);
}
const struct algo_op algo_op_quantile = { .name = "quantile",
					  .size = quantile_size,
					  .init = quantile_init,
					  .step = quantile_step,
					  .look = second_is_length,
					  .work = quantile_work };
