/* returns.c - what the returns of the days tell: risk, and return for it */
#include "figures.h"

#include <string.h>

/* Of one period each. */
struct sample {
	const double *r;
	size_t n;
	double mean, sd;
	double g1, b2; /* population moments; NaN without variance */
	double down;   /* sqrt(mean(min(r - mar, 0)^2)) */
	double year;   /* P */
};

static double ratio(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

static void extremes(struct figures *f, const struct sample *x)
{
	double best = x->r[0], worst = x->r[0];
	size_t i;

	for (i = 1; i < x->n; i++) {
		best = fmax(best, x->r[i]);
		worst = fmin(worst, x->r[i]);
	}
	f->best_day_pct = 100 * best;
	f->worst_day_pct = 100 * worst;
	f->mean_return_pct = 100 * x->mean;
}

/* Joanes, Gill 1998: G1 and G2 from the population moments. */
static void shape(struct figures *f, struct sample *x)
{
	double n = (double)x->n, m2;

	x->g1 = x->b2 = NAN;
	if (x->n < 2 || x->sd == 0)
		return;
	m2 = algo_moment(x->r, x->n, x->mean, 2);
	x->g1 = algo_moment(x->r, x->n, x->mean, 3) / (m2 * sqrt(m2));
	x->b2 = algo_moment(x->r, x->n, x->mean, 4) / (m2 * m2);
	if (x->n >= 3)
		f->skewness = x->g1 * sqrt(n * (n - 1)) / (n - 2);
	if (x->n >= 4)
		f->kurtosis_excess = (n - 1) / ((n - 2) * (n - 3)) *
				     ((n + 1) * (x->b2 - 3) + 6);
}

/* Sorts r. */
static void tails(struct figures *f, const struct sample *x, double *r)
{
	double q05, q95;
	struct sum low = { 0, 0 };
	size_t i;

	algo_sort(r, x->n);
	q05 = algo_quantile(r, x->n, 0.05);
	q95 = algo_quantile(r, x->n, 0.95);
	for (i = 0; i < x->n && r[i] <= q05; i++)
		sum_add(&low, r[i]);
	f->var_95_pct = 100 * q05;
	f->cvar_95_pct = 100 * sum_mean(&low, i);
	f->tail_ratio = ratio(fabs(q95), fabs(q05));
	f->var_95_parametric_pct = 100 * (x->mean + x->sd * algo_phi_inv(0.05));
}

static void paths(struct algo_stat *s, const struct sample *x)
{
	double *at, *log_e;
	struct sum sum = { 0, 0 };
	size_t i;

	if (x->n >= 4)
		s->f.autocorr_1 = algo_corr(x->r + 1, x->r, x->n - 1);
	if (x->n < 3 || s->ruined || x->sd == 0)
		return;
	at = algo_zalloc(2 * x->n, sizeof(*at));
	log_e = at + x->n;
	for (i = 0; i < x->n; i++) {
		sum_add(&sum, log1p(x->r[i]));
		log_e[i] = sum_get(&sum);
		at[i] = (double)i;
	}
	s->f.stability = algo_corr(at, log_e, x->n);
	s->f.stability *= s->f.stability;
	algo_free(at);
}

/* How far below mar; and what of it depends on the order of nothing. */
static void downside(struct algo_stat *s, struct sample *x)
{
	struct sum squares = { 0, 0 }, over = { 0, 0 }, under = { 0, 0 };
	struct sum all = { 0, 0 }, losses = { 0, 0 };
	size_t i, below = 0;

	for (i = 0; i < x->n; i++) {
		double r = x->r[i], d = r - s->mar;

		sum_add(&all, r);
		sum_add(&losses, fmin(r, 0));
		sum_add(&over, fmax(d, 0));
		sum_add(&under, fmax(-d, 0));
		sum_add(&squares, d < 0 ? d * d : 0);
		below += d < 0;
	}
	x->down = sqrt(sum_mean(&squares, x->n));
	s->f.downside_deviation_pct = 100 * x->down * sqrt(x->year);
	s->f.gain_to_pain = ratio(sum_get(&all), -sum_get(&losses));
	if (!below) {
		s->flags |= 1u << F_NO_DOWNSIDE;
		return;
	}
	s->f.omega_ratio = ratio(sum_get(&over), sum_get(&under));
	s->f.sortino_ratio = ratio((x->mean - s->mar) * sqrt(x->year), x->down);
}

/* Lo 2002 and Mertens 2002: V is n - 1 times the variance of SR.  b2 is the
 * raw kurtosis, 3 for the normal. */
static void sharpe(struct algo_stat *s, const struct sample *x)
{
	struct figures *f = &s->f;
	double n = (double)x->n, sr, v, z;

	if (x->n < 2)
		return;
	f->annual_volatility_pct = 100 * x->sd * sqrt(x->year);
	if (x->sd == 0) {
		s->flags |= 1u << F_ZERO_VARIANCE;
		return;
	}
	f->t_stat = x->mean / x->sd * sqrt(n);
	sr = (x->mean - s->rf) / x->sd;
	f->sharpe_ratio = sr * sqrt(x->year);
	v = 1 - x->g1 * sr + (x->b2 - 1) / 4 * sr * sr;
	if (!(v > 0))
		return;
	f->psr = algo_phi(sr * sqrt(n - 1) / sqrt(v));
	f->sharpe_std_error = sqrt(v / (n - 1)) * sqrt(x->year);
	if (sr <= 0)
		return;
	z = algo_phi_inv(0.95) / sr;
	f->min_track_record_length = 1 + v * z * z;
}

/* Return for the depth of the draw-downs. */
static void for_falls(struct algo_stat *s, const struct sample *x)
{
	struct figures *f = &s->f;
	double total = fmax(s->last, 0) / s->first;
	double annual = pow(total, x->year / (double)x->n) - 1;
	double worst = -f->max_drawdown_pct / 100;

	f->annual_return_pct = 100 * annual;
	f->calmar_ratio = ratio(annual, worst);
	f->romad = ratio(total - 1, worst);
	f->ulcer_performance_index =
		ratio(annual - s->opt.rf, f->ulcer_index_pct / 100);
	f->pain_ratio = ratio(annual - s->opt.rf, f->pain_index_pct / 100);
}

void algo_returns_done(struct algo_stat *s)
{
	struct sample x = { .n = s->ndays, .year = s->per_year };
	double *r, before = s->first;
	size_t i;

	if (!x.n)
		return;
	r = algo_zalloc(x.n, sizeof(*r));
	for (i = 0; i < x.n; i++) {
		r[i] = fmax(s->days[i].equity, 0) / before - 1;
		before = s->days[i].equity;
	}
	x.r = r;
	x.mean = algo_mean(r, x.n);
	x.sd = algo_sd(r, x.n);
	extremes(&s->f, &x);
	shape(&s->f, &x);
	paths(s, &x);
	downside(s, &x);
	sharpe(s, &x);
	for_falls(s, &x);
	tails(&s->f, &x, r);
	algo_free(r);
}
