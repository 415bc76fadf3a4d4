/* hilbert.c - the cycle in a series: see hilbert.h. */
#include "hilbert.h"

#define ANCHOR 4096 /* bars between fresh totals, against drift */

void algo_cycle_init(struct algo_cycle *c, uint64_t start)
{
	memset(c, 0, sizeof(*c));
	c->start = start;
}

/* The weighted mean of the last four prices, 4 for the newest to 1.  Running
 * totals, because flat prices leave a rounding error. */
static double weighted(struct algo_cycle *c, double x)
{
	double *p = c->price, mean = 0;

	if (c->seen < 3) {
		c->sub += x;
		c->sum += x * (double)(c->seen + 1);
	} else if (c->seen % ANCHOR == 0) {
		c->sub = p[2] + p[1] + p[0];
		c->sum = p[2] + 2 * p[1] + 3 * p[0];
		p[3] = 0;
	}
	if (c->seen >= 3) {
		c->sub += x;
		c->sub -= p[3];
		c->sum += x * 4;
		mean = c->sum * 0.1;
		c->sum -= c->sub;
	}
	p[3] = p[2];
	p[2] = p[1];
	p[1] = p[0];
	p[0] = x;
	return mean;
}

static double hilbert(struct algo_hilbert *h, const struct algo_cycle *c,
		      double x, double gain)
{
	const double a = 0.0962, b = 0.5769;
	size_t odd = c->seen & 1;
	double now = a * x, y = -h->tap[odd][c->slot];

	h->tap[odd][c->slot] = now;
	y += now;
	y -= h->last[odd];
	h->last[odd] = b * h->input[odd];
	y += h->last[odd];
	h->input[odd] = x;
	return y * gain;
}

/* The dominant cycle from the products of this phasor and the one before. */
static void measure(struct algo_cycle *c, double i2, double q2)
{
	double old = c->period, period = old;

	c->re = 0.2 * (i2 * c->i2 + q2 * c->q2) + 0.8 * c->re;
	c->im = 0.2 * (i2 * c->q2 - q2 * c->i2) + 0.8 * c->im;
	c->i2 = i2;
	c->q2 = q2;
	if (c->re != 0 && c->im != 0)
		period = 360 / (atan(c->im / c->re) * ALGO_DEGREES);
	if (period > 1.5 * old)
		period = 1.5 * old;
	if (period < 0.67 * old)
		period = 0.67 * old;
	if (period < 6)
		period = 6;
	else if (period > 50)
		period = 50;
	c->period = 0.2 * period + 0.8 * old;
	c->smooth = 0.33 * c->period + 0.67 * c->smooth;
}

static void transform(struct algo_cycle *c, struct algo_phasor *p)
{
	size_t odd = c->seen & 1;
	double gain = 0.075 * c->period + 0.54;
	double detrender = hilbert(&c->detrender, c, p->mean, gain);
	double q1 = hilbert(&c->q1, c, detrender, gain);
	double i1 = c->i1[odd][1];
	double ji = hilbert(&c->ji, c, i1, gain);
	double jq = hilbert(&c->jq, c, q1, gain);

	if (!odd)
		c->slot = c->slot == 2 ? 0 : c->slot + 1;
	c->i1[!odd][1] = c->i1[!odd][0];
	c->i1[!odd][0] = detrender;
	p->i = i1;
	p->q = q1;
	measure(c, 0.2 * (i1 - jq) + 0.8 * c->i2,
		0.2 * (q1 + ji) + 0.8 * c->q2);
}

int algo_cycle_push(struct algo_cycle *c, double x, struct algo_phasor *p)
{
	int runs = c->seen >= c->start;

	p->mean = weighted(c, x);
	if (runs)
		transform(c, p);
	c->seen++;
	return runs;
}
