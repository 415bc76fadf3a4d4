/* mama.c - the MESA adaptive moving average (Ehlers 2001): the rate of change
 * of the phase, which a Hilbert transformer measures, sets its alpha. */
#include "ma.h"

#define START 12    /* bars before the transformer starts */
#define ANCHOR 4096 /* bars between fresh totals, against drift */

void algo_mama_init(struct algo_mama *m, double fast, double slow)
{
	memset(m, 0, sizeof(*m));
	m->fast = fast;
	m->slow = slow;
}

/* The weighted mean of the last four prices, 4 for the newest to 1.  Running
 * totals in this order, because flat prices leave a rounding error that the
 * phase magnifies. */
static double smooth(struct algo_mama *m, double x)
{
	double *p = m->price, mean;

	if (m->seen < 3) {
		m->sub += x;
		m->sum += x * (double)(m->seen + 1);
	} else if (m->seen % ANCHOR == 0) {
		m->sub = p[2] + p[1] + p[0];
		m->sum = p[2] + 2 * p[1] + 3 * p[0];
		p[3] = 0;
	}
	mean = 0;
	if (m->seen >= 3) {
		m->sub += x;
		m->sub -= p[3];
		m->sum += x * 4;
		mean = m->sum * 0.1;
		m->sum -= m->sub;
	}
	p[3] = p[2];
	p[2] = p[1];
	p[1] = p[0];
	p[0] = x;
	return mean;
}

static double hilbert(struct algo_hilbert *h, const struct algo_mama *m,
		      double x, double gain)
{
	const double a = 0.0962, b = 0.5769;
	size_t odd = m->seen & 1;
	double now = a * x, y = -h->tap[odd][m->slot];

	h->tap[odd][m->slot] = now;
	y += now;
	y -= h->last[odd];
	h->last[odd] = b * h->input[odd];
	y += h->last[odd];
	h->input[odd] = x;
	return y * gain;
}

/* The dominant cycle from the products of this phasor and the one before. */
static void cycle(struct algo_mama *m, double i2, double q2)
{
	double old = m->period, period = old;
	const double circle = 2 * 3.14159265358979323846;

	m->re = 0.2 * (i2 * m->i2 + q2 * m->q2) + 0.8 * m->re;
	m->im = 0.2 * (i2 * m->q2 - q2 * m->i2) + 0.8 * m->im;
	m->i2 = i2;
	m->q2 = q2;
	if (m->re != 0 && m->im != 0)
		period = circle / atan(m->im / m->re);
	if (period > 1.5 * old)
		period = 1.5 * old;
	if (period < 0.67 * old)
		period = 0.67 * old;
	if (period < 6)
		period = 6;
	else if (period > 50)
		period = 50;
	m->period = 0.2 * period + 0.8 * old;
}

static void transform(struct algo_mama *m, double x, double mean)
{
	const double degrees = 180 / 3.14159265358979323846;
	size_t odd = m->seen & 1;
	double gain = 0.075 * m->period + 0.54;
	double detrender = hilbert(&m->detrender, m, mean, gain);
	double q1 = hilbert(&m->q1, m, detrender, gain);
	double i1 = m->i1[odd][1];
	double ji = hilbert(&m->ji, m, i1, gain);
	double jq = hilbert(&m->jq, m, q1, gain);
	double phase = i1 != 0 ? atan(q1 / i1) * degrees : 0;
	double delta = m->phase - phase, alpha;

	if (!odd)
		m->slot = m->slot == 2 ? 0 : m->slot + 1;
	m->i1[!odd][1] = m->i1[!odd][0];
	m->i1[!odd][0] = detrender;
	m->phase = phase;
	alpha = delta > 1 ? m->fast / delta : m->fast;
	if (delta > 1 && alpha < m->slow)
		alpha = m->slow;
	m->mama = alpha * x + (1 - alpha) * m->mama;
	m->fama = alpha * 0.5 * m->mama + (1 - alpha * 0.5) * m->fama;
	cycle(m, 0.2 * (i1 - jq) + 0.8 * m->i2, 0.2 * (q1 + ji) + 0.8 * m->q2);
}

void algo_mama_block(struct algo_mama *m, const double *x, double *mama,
		     double *fama, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double v = x[i], mean;
		int ready;

		if (!algo_usable(v)) {
			algo_mama_init(m, m->fast, m->slow);
			mama[i] = NAN;
			if (fama)
				fama[i] = NAN;
			continue;
		}
		mean = smooth(m, v);
		if (m->seen >= START)
			transform(m, v, mean);
		ready = m->seen++ >= ALGO_MAMA_LOOKBACK;
		mama[i] = ready ? m->mama : NAN;
		if (fama)
			fama[i] = ready ? m->fama : NAN;
	}
}
