/* op_past.c - operations that remember a bar, a count, or n values */
#include "op.h"

#include <string.h>

static size_t whole(const double *p)
{
	return (size_t)p[0];
}

static size_t window(const double *p)
{
	return (size_t)p[0] - 1;
}

/* ---- x[n]: the value n bars ago, na before. */

struct delay {
	size_t n, at;
	double v[];
};

static size_t delay_size(const double *p)
{
	return sizeof(struct delay) + whole(p) * sizeof(double);
}

static void delay_init(void *state, const double *p)
{
	struct delay *d = state;

	d->n = whole(p);
	for (size_t i = 0; i < d->n; i++)
		d->v[i] = NAN;
}

double algo_delay_read(const void *state)
{
	const struct delay *d = state;

	return d->v[d->at];
}

void algo_delay_write(void *state, double v)
{
	struct delay *d = state;

	d->v[d->at] = v;
	d->at = d->at + 1 == d->n ? 0 : d->at + 1;
}

/* The ring in stretches that do not wrap: what goes out, and what comes in
 * for it. */
static void delay_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct delay *d = state;
	const double *x = in[0];
	double *y = out[0];

	while (n) {
		size_t m = d->n - d->at < n ? d->n - d->at : n;

		memcpy(y, d->v + d->at, m * sizeof(*y));
		memcpy(d->v + d->at, x, m * sizeof(*x));
		d->at = d->at + m == d->n ? 0 : d->at + m;
		x += m;
		y += m;
		n -= m;
	}
}
const struct algo_op algo_op_delay = { .name = "[]",
				       .size = delay_size,
				       .init = delay_init,
				       .step = delay_step,
				       .look = whole };

/* ---- crossover, crossunder, cross */

struct cross {
	double way; /* 1 over, -1 under, 0 either */
	double a, b;
};

static size_t cross_size(const double *p)
{
	(void)p;
	return sizeof(struct cross);
}

static void cross_init(void *state, const double *p)
{
	struct cross *c = state;

	c->way = p[0];
	c->a = c->b = NAN;
}

/* a > b and a1 <= b1, three-valued: one of both false is false. */
static inline double over(double a, double b, double a1, double b1)
{
	int no = (a <= b) | (a1 > b1), yes = (a > b) & (a1 <= b1);

	return no ? 0.0 : yes ? 1.0 : NAN;
}

static inline double either(double a, double b, double a1, double b1)
{
	double x = over(a, b, a1, b1), y = over(b, a, b1, a1);

	return ((x == 1) | (y == 1)) ? 1.0 : x + y;
}

static void over_block(const double *restrict a, const double *restrict b,
		       double *restrict y, size_t n)
{
	for (size_t i = 1; i < n; i++)
		y[i] = over(a[i], b[i], a[i - 1], b[i - 1]);
}

static void either_block(const double *restrict a, const double *restrict b,
			 double *restrict y, size_t n)
{
	for (size_t i = 1; i < n; i++)
		y[i] = either(a[i], b[i], a[i - 1], b[i - 1]);
}

static void cross_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct cross *c = state;
	const double *a = in[0], *b = in[1];

	if (c->way > 0) {
		out[0][0] = over(a[0], b[0], c->a, c->b);
		over_block(a, b, out[0], n);
	} else if (c->way < 0) {
		out[0][0] = over(b[0], a[0], c->b, c->a);
		over_block(b, a, out[0], n);
	} else {
		out[0][0] = either(a[0], b[0], c->a, c->b);
		either_block(a, b, out[0], n);
	}
	c->a = a[n - 1];
	c->b = b[n - 1];
}
static size_t one(const double *p)
{
	(void)p;
	return 1;
}
const struct algo_op algo_op_cross = { .name = "cross",
				       .size = cross_size,
				       .init = cross_init,
				       .step = cross_step,
				       .look = one };

/* ---- bars_since: unknown is not true. */

static size_t double_size(const double *p)
{
	(void)p;
	return sizeof(double);
}

static void na_init(void *state, const double *p)
{
	double *v = state;

	(void)p;
	*v = NAN;
}

static void bars_since_step(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	double v = *(double *)state;

	for (size_t i = 0; i < n; i++) {
		v = in[0][i] == 1 ? 0 : v + 1;
		out[0][i] = v;
	}
	*(double *)state = v;
}
const struct algo_op algo_op_bars_since = { .name = "bars_since",
					    .size = double_size,
					    .init = na_init,
					    .step = bars_since_step };

/* ---- value_when: the last k + 1 values at true bars. */

struct when {
	size_t n, at;
	double v[];
};

static size_t when_size(const double *p)
{
	return sizeof(struct when) + (whole(p) + 1) * sizeof(double);
}

static void when_init(void *state, const double *p)
{
	struct when *w = state;

	w->n = whole(p) + 1;
	for (size_t i = 0; i < w->n; i++)
		w->v[i] = NAN;
}

/* at: the oldest of the ring, which is the one that is asked for. */
static void when_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct when *w = state;

	for (size_t i = 0; i < n; i++) {
		if (in[0][i] == 1) {
			w->v[w->at] = in[1][i];
			w->at = w->at + 1 == w->n ? 0 : w->at + 1;
		}
		out[0][i] = w->v[w->at];
	}
}
const struct algo_op algo_op_value_when = { .name = "value_when",
					    .size = when_size,
					    .init = when_init,
					    .step = when_step };

/* ---- all_of, any_of: how long ago the deciding and the unknown value were;
 * bars before the first are unknown. */

struct quantor {
	uint64_t n;
	uint64_t decided, unknown; /* bars since */
};

static size_t quantor_size(const double *p)
{
	(void)p;
	return sizeof(struct quantor);
}

static void quantor_init(void *state, const double *p)
{
	struct quantor *q = state;

	q->n = (uint64_t)p[0];
	q->decided = UINT64_MAX / 2;
	q->unknown = 0;
}

static void quantor(struct quantor *q, const double *x, double *y, size_t n,
		    double decides)
{
	for (size_t i = 0; i < n; i++) {
		q->decided = x[i] == decides ? 0 : q->decided + 1;
		q->unknown = isnan(x[i]) ? 0 : q->unknown + 1;
		y[i] = q->decided < q->n   ? decides
		       : q->unknown < q->n ? NAN
					   : 1 - decides;
	}
}

static void all_of_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	quantor(state, in[0], out[0], n, 0);
}
const struct algo_op algo_op_all_of = { .name = "all_of",
					.size = quantor_size,
					.init = quantor_init,
					.step = all_of_step,
					.look = window };

static void any_of_step(void *state, const double *const in[],
			double *const out[], size_t n)
{
	quantor(state, in[0], out[0], n, 1);
}
const struct algo_op algo_op_any_of = { .name = "any_of",
					.size = quantor_size,
					.init = quantor_init,
					.step = any_of_step,
					.look = window };

/* ---- count: true ones of the last n; unknown is not true. */

struct count {
	size_t n, at, seen, sum;
	unsigned char v[];
};

static size_t count_size(const double *p)
{
	return sizeof(struct count) + whole(p);
}

static void count_init(void *state, const double *p)
{
	struct count *c = state;

	c->n = whole(p);
}

static void count_step(void *state, const double *const in[],
		       double *const out[], size_t n)
{
	struct count *c = state;

	for (size_t i = 0; i < n; i++) {
		unsigned char hit = in[0][i] == 1;

		c->sum = c->sum + hit - c->v[c->at];
		c->v[c->at] = hit;
		c->at = c->at + 1 == c->n ? 0 : c->at + 1;
		c->seen += c->seen < c->n;
		out[0][i] = c->seen == c->n ? (double)c->sum : NAN;
	}
}
const struct algo_op algo_op_count = { .name = "count",
				       .size = count_size,
				       .init = count_init,
				       .step = count_step,
				       .look = window };

/* ---- cum: compensated (Neumaier 1974); na adds nothing. */

struct cum {
	double s, c;
	int any;
};

static size_t cum_size(const double *p)
{
	(void)p;
	return sizeof(struct cum);
}

static void cum_step(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct cum *c = state;

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i], t = c->s + x;

		if (!isnan(x)) {
			c->c += fabs(c->s) >= fabs(x) ? (c->s - t) + x
						      : (x - t) + c->s;
			c->s = t;
			c->any = 1;
		}
		/* An infinite sum has no error. */
		out[0][i] = !c->any ? NAN : isfinite(c->s) ? c->s + c->c : c->s;
	}
}
const struct algo_op algo_op_cum = { .name = "cum",
				     .size = cum_size,
				     .step = cum_step };
