/* mama.c - the MESA adaptive moving average (Ehlers 2001): the rate of change
 * of the phase, which a Hilbert transformer measures, sets its alpha. */
#include "ma.h"

void algo_mama_init(struct algo_mama *m, double fast, double slow)
{
	memset(m, 0, sizeof(*m));
	m->fast = fast;
	m->slow = slow;
	algo_cycle_init(&m->cycle, ALGO_CYCLE_START);
}

static void adapt(struct algo_mama *m, double x, const struct algo_phasor *p)
{
	double phase = p->i != 0 ? atan(p->q / p->i) * ALGO_DEGREES : 0;
	double delta = m->phase - phase, alpha;

	m->phase = phase;
	alpha = delta > 1 ? m->fast / delta : m->fast;
	if (delta > 1 && alpha < m->slow)
		alpha = m->slow;
	m->mama = alpha * x + (1 - alpha) * m->mama;
	m->fama = alpha * 0.5 * m->mama + (1 - alpha * 0.5) * m->fama;
}

void algo_mama_block(struct algo_mama *m, const double *x, double *mama,
		     double *fama, size_t n)
{
	struct algo_phasor p;

	for (size_t i = 0; i < n; i++) {
		double v = x[i];
		int ready;

		if (!algo_usable(v)) {
			algo_mama_init(m, m->fast, m->slow);
			mama[i] = NAN;
			if (fama)
				fama[i] = NAN;
			continue;
		}
		if (algo_cycle_push(&m->cycle, v, &p))
			adapt(m, v, &p);
		ready = m->cycle.seen > ALGO_MAMA_LOOKBACK;
		mama[i] = ready ? m->mama : NAN;
		if (fama)
			fama[i] = ready ? m->fama : NAN;
	}
}
