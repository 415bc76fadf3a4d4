/* kernel2.c - blocks cut at gaps, sums and places of extremes of windows. */
#include "kernel2.h"

static int bar_usable(const struct algo_cut *c, const double *const in[],
		      size_t i)
{
	int good = 1;

	for (size_t k = 0; k < c->nin; k++)
		good &= algo_usable(in[k][i]);
	return good;
}

/* Two side by side, so that they are fetched side by side. */
static int both_clean(const double *a, const double *b, size_t n)
{
	uint64_t bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= algo_unclean(a[i]) | algo_unclean(b[i]);
	return !(bad >> 63);
}

static int block_clean(const struct algo_cut *c, const double *const in[],
		       size_t n)
{
	for (size_t k = 0; k < c->nin; k += 2)
		if (!both_clean(in[k], in[k + 1 < c->nin ? k + 1 : k], n))
			return 0;
	return 1;
}

static void run_part(const struct algo_cut *c, void *state,
		     const double *const in[], double *const out[],
		     const size_t span[2])
{
	const double *x[ALGO_IND_INPUTS];
	double *y[ALGO_IND_OUTPUTS];

	for (size_t k = 0; k < c->nin; k++)
		x[k] = in[k] + span[0];
	for (size_t k = 0; k < c->nout; k++)
		y[k] = out[k] + span[0];
	c->run(state, x, y, span[1] - span[0]);
}

void algo_cut_step(const struct algo_cut *c, void *state,
		   const double *const in[], double *const out[], size_t n)
{
	size_t i = 0, from;

	if (block_clean(c, in, n)) {
		c->run(state, in, out, n);
		return;
	}
	while (i < n) {
		for (from = i; i < n && bar_usable(c, in, i); i++)
			;
		if (i > from)
			run_part(c, state, in, out,
				 (const size_t[2]){ from, i });
		for (from = i; i < n && !bar_usable(c, in, i); i++)
			for (size_t k = 0; k < c->nout; k++)
				out[k][i] = NAN;
		if (i > from)
			c->reset(state);
	}
}

void algo_rolls_init(struct algo_rolls *w, size_t p)
{
	memset(w, 0, algo_rolls_size(p));
	w->p = p;
}

/* The block is full: from values to sums of what comes from there on. */
static void rolls_turn(struct algo_rolls *w)
{
	struct algo_two m = { 0, 0 };

	for (size_t i = w->p; i-- > 0;) {
		m.a += w->v[i].a;
		m.b += w->v[i].b;
		w->v[i] = m;
	}
	w->at = 0;
	w->m = (struct algo_two){ 0, 0 };
}

void algo_rolls_pairs(struct algo_rolls *w, const struct algo_two *x,
		      struct algo_two *restrict y, size_t n)
{
	while (n) {
		size_t left = w->p - w->at, m = n < left ? n : left;
		struct algo_two *v = w->v + w->at, acc = w->m;

		for (size_t i = 0; i < m; i++) {
			acc.a += x[i].a;
			acc.b += x[i].b;
			y[i].a = acc.a + v[i + 1].a;
			y[i].b = acc.b + v[i + 1].b;
			v[i] = x[i];
		}
		w->m = acc;
		w->at += m;
		if (w->at == w->p)
			rolls_turn(w);
		x += m;
		y += m;
		n -= m;
	}
}

void algo_rolls_block(struct algo_rolls *w, double *restrict a,
		      double *restrict b, size_t n)
{
	while (n) {
		size_t left = w->p - w->at, m = n < left ? n : left;
		struct algo_two *v = w->v + w->at, acc = w->m;

		for (size_t i = 0; i < m; i++) {
			struct algo_two x = { a[i], b[i] };

			acc.a += x.a;
			acc.b += x.b;
			a[i] = acc.a + v[i + 1].a;
			b[i] = acc.b + v[i + 1].b;
			v[i] = x;
		}
		w->m = acc;
		w->at += m;
		if (w->at == w->p)
			rolls_turn(w);
		a += m;
		b += m;
		n -= m;
	}
}

void algo_few_init(struct algo_few *w, size_t p)
{
	w->p = p;
	algo_fill_nan(w->past, ALGO_FEW - 1);
}

void algo_few_block(struct algo_few *w, const double *x, double *y, size_t n)
{
	double line[ALGO_FEW - 1 + ALGO_IND_N], p = (double)w->p;
	const double *from = line + ALGO_FEW - w->p;

	algo_copy(line, w->past, ALGO_FEW - 1);
	algo_copy(line + ALGO_FEW - 1, x, n);
	algo_copy(w->past, line + n, ALGO_FEW - 1);
	algo_copy(y, from, n);
	for (size_t j = 1; j < w->p; j++)
		for (size_t i = 0; i < n; i++)
			y[i] += from[i + j];
	for (size_t i = 0; i < n; i++)
		y[i] /= p;
}

void algo_since_init(struct algo_since *w, size_t p)
{
	w->p = p;
	w->at = 0;
	w->m = (struct algo_spot){ -INFINITY, 0 };
	for (size_t i = 0; i <= p; i++)
		w->v[i] = (struct algo_spot){ -INFINITY, 0 };
}

/* Selections written so that they become instructions, not branches. */
static inline struct algo_spot later_best(struct algo_spot old,
					  struct algo_spot new)
{
	struct algo_spot best;

	best.at = old.v > new.v ? old.at : new.at;
	best.v = old.v > new.v ? old.v : new.v;
	return best;
}

static void since_turn(struct algo_since *w)
{
	struct algo_spot m = w->v[w->p - 1];

	for (size_t i = w->p - 1; i-- > 0;)
		w->v[i] = m = later_best(w->v[i], m);
	w->at = 0;
	w->m = (struct algo_spot){ -INFINITY, 0 };
}

void algo_since_block(struct algo_since *w, const double *x, double *y,
		      double sign, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t left = w->p - w->at, at = w->at;
		size_t m = n - i < left ? n - i : left;
		struct algo_spot best = w->m;

		for (size_t j = 0; j < m; j++, at++) {
			struct algo_spot new = { sign * x[i + j], at };
			struct algo_spot old = w->v[at + 1];
			size_t ago = at + w->p - old.at;

			w->v[at] = new;
			best = later_best(best, new);
			ago = old.v > best.v ? ago : at - best.at;
			y[i + j] = (double)(int64_t)ago;
		}
		w->m = best;
		w->at = at;
		if (at == w->p)
			since_turn(w);
		i += m;
	}
}
