/* bench.c - a benchmark: its sessions, and what the days in both tell */
#include "figures.h"

/* --- Rows as they come --------------------------------------------------- */

void algo_stat_benchmark(struct algo_stat *s)
{
	s->bench.given = 1;
}

void algo_stat_benchmark_row(struct algo_stat *s, int64_t time, double value)
{
	struct bench *b = &s->bench;
	int64_t date = s->opt.index ? time : algo_stat_date(s, time);

	b->given = 1;
	if (time <= s->first_time)
		b->base = value;
	if (!b->n || date > b->v[b->n - 1].date) {
		algo_grow((void **)&b->v, &b->cap, b->n + 1, sizeof(*b->v));
		b->v[b->n++].date = date;
	}
	b->v[b->n - 1].equity = value;
}

/* --- Pairs ---------------------------------------------------------------- */

/* Returns between neighbouring pairs, of the strategy and the benchmark. */
struct pairs {
	double *r, *b;
	size_t n;
	int begun;
	double e0, v0; /* of the first pair */
	double e, v;   /* of the last */
};

static void add_pair(struct pairs *p, double e, double v)
{
	if (p->begun) {
		p->r[p->n] = e / p->e - 1;
		p->b[p->n++] = v / p->v - 1;
	} else {
		p->e0 = e;
		p->v0 = v;
	}
	p->begun = 1;
	p->e = e;
	p->v = v;
}

/* The baseline, then each day that the benchmark has too. */
static void pair(const struct algo_stat *s, struct pairs *p)
{
	const struct bench *b = &s->bench;
	size_t i, k = 0;

	if (!isnan(b->base))
		add_pair(p, s->first, b->base);
	for (i = 0; i < s->ndays; i++) {
		while (k < b->n && b->v[k].date < s->days[i].date)
			k++;
		if (k < b->n && b->v[k].date == s->days[i].date)
			add_pair(p, fmax(s->days[i].equity, 0), b->v[k].equity);
	}
}

/* --- Figures ---------------------------------------------------------------
 */

/* Of n returns compounded. */
static double annual(const struct sum *logs, double per_year, size_t n)
{
	return expm1(sum_get(logs) * per_year / (double)n);
}

/* Over the days on which the benchmark's return has that sign. */
static double capture(const struct pairs *p, double per_year, int sign)
{
	struct sum r = { 0, 0 }, b = { 0, 0 };
	size_t i, n = 0;

	for (i = 0; i < p->n; i++) {
		if ((p->b[i] > 0) - (p->b[i] < 0) != sign)
			continue;
		sum_add(&r, log1p(p->r[i]));
		sum_add(&b, log1p(p->b[i]));
		n++;
	}
	return n ? annual(&r, per_year, n) / annual(&b, per_year, n) : NAN;
}

/* How far apart: nothing is when it is nothing beside the returns. */
static void apart(struct algo_stat *s, const struct pairs *p)
{
	double *a = algo_zalloc(p->n, sizeof(*a));
	double lo = INFINITY, hi = -INFINITY, size = 0, sd;
	size_t i;

	for (i = 0; i < p->n; i++) {
		a[i] = p->r[i] - p->b[i];
		lo = fmin(lo, a[i]);
		hi = fmax(hi, a[i]);
		size = fmax(size, fmax(fabs(p->r[i]), fabs(p->b[i])));
	}
	if (hi - lo <= 1e-9 * size) {
		s->f.tracking_error_pct = isnan(s->per_year) ? NAN : 0;
	} else {
		double mean = algo_mean(a, p->n);

		sd = sqrt(algo_moment(a, p->n, mean, 2) * (double)p->n /
			  (double)(p->n - 1));
		s->f.tracking_error_pct = 100 * sd * sqrt(s->per_year);
		s->f.information_ratio = mean / sd * sqrt(s->per_year);
	}
	algo_free(a);
}

/* Beta, and what follows from it. */
static void line(struct algo_stat *s, const struct pairs *p)
{
	double mr = algo_mean(p->r, p->n), mb = algo_mean(p->b, p->n), alpha;
	struct sum rb = { 0, 0 }, bb = { 0, 0 }, logs = { 0, 0 };
	struct figures *f = &s->f;
	size_t i;

	f->correlation = algo_corr(p->r, p->b, p->n);
	f->r_squared = f->correlation * f->correlation;
	if (algo_is_flat(p->b, p->n))
		return;
	for (i = 0; i < p->n; i++) {
		sum_add(&rb, (p->r[i] - mr) * (p->b[i] - mb));
		sum_add(&bb, (p->b[i] - mb) * (p->b[i] - mb));
		sum_add(&logs, log1p(p->r[i]));
	}
	f->beta = sum_get(&rb) / sum_get(&bb);
	alpha = mr - s->rf - f->beta * (mb - s->rf);
	f->alpha_pct = 100 * (pow(1 + alpha, s->per_year) - 1);
	if (f->beta != 0)
		f->treynor_ratio =
			(annual(&logs, s->per_year, p->n) - s->opt.rf) /
			f->beta;
}

void algo_bench_done(struct algo_stat *s)
{
	struct pairs p = { 0 };
	struct figures *f = &s->f;

	p.r = algo_zalloc(2 * s->ndays + 2, sizeof(*p.r));
	p.b = p.r + s->ndays + 1;
	pair(s, &p);
	if (p.n) {
		f->benchmark_return_pct = 100 * (p.v / p.v0 - 1);
		f->excess_return_pct =
			100 * (p.e / p.e0 - 1) - f->benchmark_return_pct;
	}
	if (p.n >= 2) {
		line(s, &p);
		apart(s, &p);
		f->up_capture = capture(&p, s->per_year, 1);
		f->down_capture = capture(&p, s->per_year, -1);
	}
	algo_free(p.r);
}
