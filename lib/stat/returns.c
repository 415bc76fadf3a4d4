/* returns.c - what the returns of the days tell: risk, and return for it */
#include "figures.h"

#include <string.h>

/* Of one period each. */
struct sample {
	const double *r;
	size_t n;
	double mean, sd;
	double best, worst;
	struct sum all, losses, over, under; /* r, r < 0; r - mar by sign */
	struct sum squares;		     /* of min(r - mar, 0) */
	size_t below;			     /* r < mar */
	double m2;			     /* population variance */
	double g1, b2;			     /* NaN without variance */
	double down;			     /* sqrt(mean(min(r - mar, 0)^2)) */
	double year;			     /* P */
};

static double ratio(double a, double b)
{
	return b == 0 ? NAN : a / b;
}

/* Plain sums of a block, which become terms of the compensated ones. */
struct part {
	double all, losses, over, under, squares;
};

static void add_part(struct sample *x, const struct part *p)
{
	sum_add(&x->all, p->all);
	sum_add(&x->losses, p->losses);
	sum_add(&x->over, p->over);
	sum_add(&x->under, p->under);
	sum_add(&x->squares, p->squares);
}

/* Days from .. to: their returns, and all that one pass can tell. */
static void first_pass(const struct algo_stat *s, struct sample *x, double *r,
		       size_t from, size_t to)
{
	double before = from ? s->days[from - 1].equity : s->first;
	double mar = s->mar, best = x->best, worst = x->worst;
	const struct day *day = s->days;
	struct part p = { 0 };
	size_t i, below = 0;

	for (i = from; i < to; i++) {
		double v = larger(day[i].equity, 0) / before - 1;
		double d = v - mar, low = smaller(d, 0);

		r[i] = v;
		before = day[i].equity;
		best = larger(best, v);
		worst = smaller(worst, v);
		p.all += v;
		p.losses += smaller(v, 0);
		p.over += larger(d, 0);
		p.under -= low;
		p.squares += low * low;
		below += d < 0;
	}
	x->best = best;
	x->worst = worst;
	x->below += below;
	add_part(x, &p);
}

static void gather(const struct algo_stat *s, struct sample *x, double *r)
{
	size_t i;

	x->best = -INFINITY;
	x->worst = INFINITY;
	for (i = 0; i < x->n; i = algo_block(i, x->n))
		first_pass(s, x, r, i, algo_block(i, x->n));
	x->mean = sum_mean(&x->all, x->n);
	x->down = sqrt(sum_mean(&x->squares, x->n));
}

/* What the mean must be known for.  Zero variance as algo_is_flat has it. */
static void second_pass(struct sample *x)
{
	struct sum m2 = { 0, 0 }, m3 = { 0, 0 }, m4 = { 0, 0 };
	double n = (double)x->n;
	size_t i, to;

	x->sd = x->g1 = x->b2 = NAN;
	if (x->n < 2)
		return;
	for (i = 0; i < x->n;) {
		double s2 = 0, s3 = 0, s4 = 0;

		for (to = algo_block(i, x->n); i < to; i++) {
			double d = x->r[i] - x->mean, p = d * d;

			s2 += p;
			s3 += p * d;
			s4 += p * p;
		}
		sum_add(&m2, s2);
		sum_add(&m3, s3);
		sum_add(&m4, s4);
	}
	x->m2 = sum_get(&m2) / n;
	x->sd = sqrt(x->m2 * n / (n - 1));
	if (x->best - x->worst <=
	    1e-9 * larger(fabs(x->best), fabs(x->worst))) {
		x->sd = 0;
		return;
	}
	x->g1 = sum_get(&m3) / n / (x->m2 * sqrt(x->m2));
	x->b2 = sum_get(&m4) / n / (x->m2 * x->m2);
}

static void extremes(struct figures *f, const struct sample *x)
{
	f->best_day_pct = 100 * x->best;
	f->worst_day_pct = 100 * x->worst;
	f->mean_return_pct = 100 * x->mean;
}

/* Joanes, Gill 1998: G1 and G2 from the population moments. */
static void shape(struct figures *f, const struct sample *x)
{
	double n = (double)x->n;

	if (x->n >= 3)
		f->skewness = x->g1 * sqrt(n * (n - 1)) / (n - 2);
	if (x->n >= 4)
		f->kurtosis_excess = (n - 1) / ((n - 2) * (n - 3)) *
				     ((n + 1) * (x->b2 - 3) + 6);
}

/* Reorders r. */
static void tails(struct figures *f, const struct sample *x, double *r)
{
	double q05, q95;
	struct sum low = { 0, 0 };
	size_t i, n = 0;

	algo_quantiles(r, x->n, 0.05, &q05, 0.95, &q95);
	for (i = 0; i < x->n; i++)
		if (r[i] <= q05) {
			sum_add(&low, r[i]);
			n++;
		}
	f->var_95_pct = 100 * q05;
	f->cvar_95_pct = 100 * sum_mean(&low, n);
	f->tail_ratio = ratio(fabs(q95), fabs(q05));
	f->var_95_parametric_pct = 100 * (x->mean + x->sd * algo_phi_inv(0.05));
}

/* Cumulative ln(1+r) and its mean; 0 when it does not vary. */
static int climb(const struct sample *x, double *e, double *mean)
{
	struct sum at = { 0, 0 }, all = { 0, 0 };
	double lo = INFINITY, hi = -INFINITY;
	size_t i;

	for (i = 0; i < x->n; i++) {
		sum_add(&at, log1p(x->r[i]));
		e[i] = sum_get(&at);
		sum_add(&all, e[i]);
		lo = smaller(lo, e[i]);
		hi = larger(hi, e[i]);
	}
	*mean = sum_mean(&all, x->n);
	return hi - lo > 1e-9 * larger(fabs(lo), fabs(hi));
}

/* R^2 of it on the number of its day. */
static double straight(const struct sample *x)
{
	double *e = algo_alloc(x->n * sizeof(*e)), mean, r2 = NAN;
	double middle = (double)(x->n - 1) / 2;
	struct sum te = { 0, 0 }, tt = { 0, 0 }, ee = { 0, 0 };
	size_t i = x->n, to;

	if (climb(x, e, &mean))
		i = 0;
	while (i < x->n) {
		double te1 = 0, tt1 = 0, ee1 = 0;

		for (to = algo_block(i, x->n); i < to; i++) {
			double t = (double)i - middle, d = e[i] - mean;

			te1 += t * d;
			tt1 += t * t;
			ee1 += d * d;
		}
		sum_add(&te, te1);
		sum_add(&tt, tt1);
		sum_add(&ee, ee1);
		r2 = sum_get(&te) / sum_get(&tt) *
		     (sum_get(&te) / sum_get(&ee));
	}
	algo_free(e);
	return r2;
}

static void paths(struct algo_stat *s, const struct sample *x)
{
	if (x->n >= 4)
		s->f.autocorr_1 = algo_corr(x->r + 1, x->r, x->n - 1);
	if (x->n >= 3 && !s->ruined && x->sd > 0)
		s->f.stability = straight(x);
}

/* How far below mar; and what of it depends on the order of nothing. */
static void downside(struct algo_stat *s, const struct sample *x)
{
	s->f.downside_deviation_pct = 100 * x->down * sqrt(x->year);
	s->f.gain_to_pain = ratio(sum_get(&x->all), -sum_get(&x->losses));
	if (!x->below) {
		s->flags |= 1u << F_NO_DOWNSIDE;
		return;
	}
	s->f.omega_ratio = ratio(sum_get(&x->over), sum_get(&x->under));
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
	double *r;

	if (!x.n)
		return;
	x.r = r = algo_alloc(x.n * sizeof(*r));
	gather(s, &x, r);
	second_pass(&x);
	extremes(&s->f, &x);
	shape(&s->f, &x);
	paths(s, &x);
	downside(s, &x);
	sharpe(s, &x);
	for_falls(s, &x);
	tails(&s->f, &x, r);
	algo_free(r);
}
