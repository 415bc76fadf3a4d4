/* talib.c - values of TA-Lib 0.6.4 where this library mends them: see
 * talib.h. */
#include "talib.h"
#include "ma.h"

/* ---- mean and variance from sums of values and of squares, from which the
 * oldest is taken away after each bar. */

struct raw {
	size_t p;
	size_t at;
	size_t seen; /* values in the sums */
	double sum, squares;
	double mean, var;
	double v[];
};

static size_t raw_size(size_t p)
{
	return sizeof(struct raw) + p * sizeof(double);
}

static void raw_reset(struct raw *w)
{
	w->at = w->seen = 0;
	w->sum = w->squares = 0;
}

static void raw_init(struct raw *w, size_t p)
{
	w->p = p;
	raw_reset(w);
}

/* 1 when the window is full: mean and var are then of it. */
static int raw_push(struct raw *w, double x)
{
	double p = (double)w->p, old;

	w->sum += x;
	w->squares += x * x;
	w->v[w->at] = x;
	w->at = w->at + 1 == w->p ? 0 : w->at + 1;
	if (++w->seen < w->p)
		return 0;
	w->mean = w->sum / p;
	w->var = w->squares / p - w->mean * w->mean;
	old = w->v[w->at];
	w->sum -= old;
	w->squares -= old * old;
	w->seen--;
	return 1;
}

/* No deviation where the variance is below its zero. */
static double raw_deviation(const struct raw *w)
{
	return w->var < ALGO_TINY ? 0 : sqrt(w->var);
}

struct stddev {
	double dev;
	size_t raw;
};

static size_t stddev_layout(struct stddev *s, const double *p)
{
	size_t total = sizeof(*s);

	s->dev = p[1];
	s->raw = algo_part_add(&total, raw_size(algo_count(p[0])));
	return total;
}

size_t algo_talib_stddev_size(const double *p)
{
	struct stddev s;

	return stddev_layout(&s, p);
}

void algo_talib_stddev_init(void *state, const double *p)
{
	struct stddev *s = state;

	stddev_layout(s, p);
	raw_init(algo_part(s, s->raw), algo_count(p[0]));
}

void algo_talib_stddev_step(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct stddev *s = state;
	struct raw *w = algo_part(s, s->raw);

	for (size_t i = 0; i < n; i++) {
		out[0][i] = NAN;
		if (!algo_usable(in[0][i]))
			raw_reset(w);
		else if (raw_push(w, in[0][i]))
			out[0][i] = raw_deviation(w) * s->dev;
	}
}

/* ---- bbands: with other averages than the simple one the sums begin as late
 * as they can. */

struct bbands {
	double up, down;
	int type;
	size_t late; /* values before the sums begin */
	size_t seen; /* up to late */
	size_t raw, ma;
};

static size_t bbands_layout(struct bbands *b, const double *p)
{
	size_t total = sizeof(*b), n = algo_count(p[0]);

	b->up = p[1];
	b->down = p[2];
	b->type = algo_ma_talib((int)p[3]);
	b->late = algo_ma_lookback(b->type, n);
	b->late = b->late > n - 1 ? b->late - (n - 1) : 0;
	b->raw = algo_part_add(&total, raw_size(n));
	b->ma = algo_part_add(&total, algo_ma_size(b->type, n));
	return total;
}

size_t algo_talib_bbands_size(const double *p)
{
	struct bbands b;

	return bbands_layout(&b, p);
}

void algo_talib_bbands_init(void *state, const double *p)
{
	struct bbands *b = state;

	bbands_layout(b, p);
	b->seen = 0;
	raw_init(algo_part(b, b->raw), algo_count(p[0]));
	algo_ma_init(algo_part(b, b->ma), b->type, algo_count(p[0]));
}

static double bbands_deviation(struct bbands *b, double x)
{
	struct raw *w = algo_part(b, b->raw);

	if (!algo_usable(x)) {
		raw_reset(w);
		b->seen = 0;
		return NAN;
	}
	if (b->seen < b->late) {
		b->seen++;
		return NAN;
	}
	return raw_push(w, x) ? raw_deviation(w) : NAN;
}

void algo_talib_bbands_step(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct bbands *b = state;
	const struct raw *w = algo_part(b, b->raw);
	double middle[ALGO_IND_N];

	algo_ma_block(algo_part(b, b->ma), in[0], middle, n);
	for (size_t i = 0; i < n; i++) {
		double dev = bbands_deviation(b, in[0][i]);
		double mean = b->type == ALGO_MA_SMA ? w->mean : middle[i];

		out[0][i] = mean + b->up * dev;
		out[1][i] = mean + 0 * dev;
		out[2][i] = mean - b->down * dev;
	}
}

/* ---- mfi: no value below a flow of 1. */

struct mfi {
	size_t p;
	size_t seen; /* bars, up to p + 1 */
	size_t at;
	double before;	   /* typical price of the bar before */
	double rise, fall; /* running sums */
	struct {
		double rise, fall;
	} v[];
};

size_t algo_talib_mfi_size(const double *p)
{
	return sizeof(struct mfi) + algo_count(p[0]) * 2 * sizeof(double);
}

static void mfi_reset(void *state)
{
	struct mfi *m = state;
	size_t p = m->p;

	memset(m, 0, sizeof(*m) + p * sizeof(m->v[0]));
	m->p = p;
}

void algo_talib_mfi_init(void *state, const double *p)
{
	struct mfi *m = state;

	m->p = algo_count(p[0]);
	mfi_reset(m);
}

static double mfi_push(struct mfi *m, double price, double volume)
{
	double move = price - m->before, money = price * volume, all;

	m->before = price;
	if (m->seen) {
		m->rise -= m->v[m->at].rise;
		m->fall -= m->v[m->at].fall;
		m->v[m->at].rise = move > 0 ? money : 0;
		m->v[m->at].fall = move < 0 ? money : 0;
		m->rise += m->v[m->at].rise;
		m->fall += m->v[m->at].fall;
		m->at = m->at + 1 == m->p ? 0 : m->at + 1;
	}
	m->seen += m->seen <= m->p;
	if (m->seen <= m->p)
		return NAN;
	all = m->rise + m->fall;
	return all < 1 ? 0 : 100 * (m->rise / all);
}

static void mfi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[0][i] = mfi_push(
			state, (in[0][i] + in[1][i] + in[2][i]) / 3, in[3][i]);
}

void algo_talib_mfi_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	static const struct algo_cut cut = { 4, 1, mfi_reset, mfi_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- cci: sums over the ring in the order of its places, so equal prices
 * have a mean that is off by a rounding, and a value of +-66.67. */

struct cci {
	size_t p;
	size_t at;
	size_t seen; /* up to p */
	double v[];
};

size_t algo_talib_cci_size(const double *p)
{
	return sizeof(struct cci) + algo_count(p[0]) * sizeof(double);
}

static void cci_reset(void *state)
{
	struct cci *c = state;

	c->at = c->seen = 0;
}

void algo_talib_cci_init(void *state, const double *p)
{
	struct cci *c = state;

	c->p = algo_count(p[0]);
	cci_reset(c);
}

static double cci_push(struct cci *c, double price)
{
	double p = (double)c->p, mean = 0, dev = 0;

	c->v[c->at] = price;
	c->at = c->at + 1 == c->p ? 0 : c->at + 1;
	c->seen += c->seen < c->p;
	if (c->seen < c->p)
		return NAN;
	for (size_t i = 0; i < c->p; i++)
		mean += c->v[i];
	mean /= p;
	for (size_t i = 0; i < c->p; i++)
		dev += fabs(c->v[i] - mean);
	if (price - mean == 0 || dev == 0)
		return 0;
	return (price - mean) / (0.015 * (dev / p));
}

static void cci_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[0][i] =
			cci_push(state, (in[0][i] + in[1][i] + in[2][i]) / 3);
}

void algo_talib_cci_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	static const struct algo_cut cut = { 3, 1, cci_reset, cci_run };

	algo_cut_step(&cut, state, in, out, n);
}

/* ---- rsi in its order of operations, for stochrsi: that makes a signal of
 * the rounding errors where the price stands still. */

struct rsi {
	size_t p;
	size_t seen; /* values, up to p + 1 */
	double before;
	double gain, loss; /* sums of the first p changes, then averages */
};

size_t algo_talib_rsi_size(const double *p)
{
	(void)p;
	return sizeof(struct rsi);
}

static void rsi_reset(void *state)
{
	struct rsi *r = state;

	r->seen = 0;
	r->gain = r->loss = 0;
}

void algo_talib_rsi_init(void *state, const double *p)
{
	struct rsi *r = state;

	r->p = algo_count(p[0]);
	rsi_reset(r);
}

static double rsi_push(struct rsi *r, double x)
{
	double p = (double)r->p, move = r->seen ? x - r->before : 0, all;

	r->before = x;
	if (r->seen > r->p) {
		r->loss *= p - 1;
		r->gain *= p - 1;
	}
	if (move < 0)
		r->loss -= move;
	else
		r->gain += move;
	r->seen += r->seen <= r->p;
	if (r->seen <= r->p)
		return NAN;
	r->loss /= p;
	r->gain /= p;
	all = r->gain + r->loss;
	return algo_is_zero(all) ? 0 : 100 * (r->gain / all);
}

static void rsi_run(void *state, const double *const in[], double *const out[],
		    size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[0][i] = rsi_push(state, in[0][i]);
}

void algo_talib_rsi_step(void *state, const double *const in[],
			 double *const out[], size_t n)
{
	static const struct algo_cut cut = { 1, 1, rsi_reset, rsi_run };

	algo_cut_step(&cut, state, in, out, n);
}
