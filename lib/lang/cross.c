/* cross.c - values of several symbols at one time */
#include "cross.h"

#include <string.h>

const struct algo_op algo_op_sym = { .name = "sym", .what = OP_SYM };
const struct algo_op algo_op_xmean = { .name = "xmean", .what = OP_CROSS };

/* Sorting is about its logarithm; 16 is that of a great many symbols. */
static size_t sort_work(const double *p)
{
	(void)p;
	return 16;
}
const struct algo_op algo_op_xrank = { .name = "xrank",
				       .what = OP_CROSS,
				       .work = sort_work };
const struct algo_op algo_op_xzscore = { .name = "xzscore", .what = OP_CROSS };
const struct algo_op algo_op_xtop = { .name = "xtop",
				      .what = OP_CROSS,
				      .work = sort_work };

/* ---- one symbol */

static double alone(const struct algo_op *op, double v)
{
	if (isnan(v) || op == &algo_op_xmean)
		return v;
	if (op == &algo_op_xrank)
		return 0.5;
	return op == &algo_op_xtop ? 1.0 : NAN;
}

void algo_cross_alone(struct algo_eval *e, int node)
{
	const struct node *nd = &e->g->v[node];
	const double *in = e->in[nd->in];
	double *out = e->out[nd->col];
	size_t n = e->bars[nd->frame].n;

	if (nd->op->what == OP_SYM) {
		int own = (int)*node_params(e->g, nd) == e->symbol;

		for (size_t i = 0; i < n; i++)
			out[i] = own ? in[i] : NAN;
		return;
	}
	for (size_t i = 0; i < n; i++)
		out[i] = alone(nd->op, in[i]);
}

void algo_eval_symbol(struct algo_eval *e, const char *symbol)
{
	const struct algo_graph *g = e->g;

	for (size_t i = 0; i < g->nsymbols; i++) {
		if (strcmp(g->symbols[i].name, symbol) != 0)
			continue;
		e->symbol = (int)i;
		e->mask |= mask_symbol(i);
	}
}

/* ---- another symbol */

static const double *in_of(const struct algo_panel *p, int node, size_t s)
{
	return p->eval[s]->in[p->g->v[node].in];
}

static double *out_of(const struct algo_panel *p, int node, size_t s)
{
	return p->eval[s]->out[p->g->v[node].col];
}

static size_t bars_of(const struct algo_panel *p, size_t s)
{
	return p->eval[s]->bars[0].n;
}

/* The value of symbol t at each bar of s; both go through time. */
static void look_at(const struct algo_panel *p, int node, size_t s, size_t t)
{
	const double *in = in_of(p, node, t);
	double *out = out_of(p, node, s);
	size_t n = bars_of(p, s), m = bars_of(p, t), k = 0;

	if (s == t || (n == p->block->n && m == n)) {
		memcpy(out, in, n * sizeof(*out));
		return;
	}
	for (size_t i = 0; i < n; i++) {
		size_t time = panel_time(p, s, i);

		while (k < m && panel_time(p, t, k) < time)
			k++;
		out[i] = k < m && panel_time(p, t, k) == time ? in[k] : NAN;
	}
}

static void sym(const struct algo_panel *p, int node, size_t s)
{
	int t = p->of_symbol[(int)*node_params(p->g, &p->g->v[node])];
	size_t n = bars_of(p, s);

	if (t >= 0) {
		look_at(p, node, s, (size_t)t);
		return;
	}
	for (size_t i = 0; i < n; i++)
		out_of(p, node, s)[i] = NAN;
}

/* ---- sums over the symbols, always in their order */

static void sums(struct algo_panel *p, int node)
{
	size_t times = p->block->n;

	memset(p->sum, 0, times * sizeof(*p->sum));
	memset(p->count, 0, times * sizeof(*p->count));
	for (size_t i = 0; i < times; i++) {
		p->low[i] = INFINITY;
		p->high[i] = -INFINITY;
	}
	for (size_t s = 0; s < p->n; s++) {
		const double *v = in_of(p, node, s);
		size_t n = bars_of(p, s);

		for (size_t i = 0; i < n; i++) {
			size_t t = panel_time(p, s, i);

			if (isnan(v[i]))
				continue;
			p->sum[t] += v[i];
			p->count[t] += 1;
			p->low[t] = v[i] < p->low[t] ? v[i] : p->low[t];
			p->high[t] = v[i] > p->high[t] ? v[i] : p->high[t];
		}
	}
	for (size_t i = 0; i < times; i++)
		p->sum[i] /= p->count[i]; /* none: 0 / 0 is na */
}

/* Equal values have no deviation, whatever rounding made of their mean. */
static void deviations(struct algo_panel *p, int node)
{
	double *square = p->score;
	size_t times = p->block->n;

	memset(square, 0, times * sizeof(*square));
	for (size_t s = 0; s < p->n; s++) {
		const double *v = in_of(p, node, s);
		size_t n = bars_of(p, s);

		for (size_t i = 0; i < n; i++) {
			size_t t = panel_time(p, s, i);
			double d = v[i] - p->sum[t];

			square[t] += isnan(v[i]) ? 0 : d * d;
		}
	}
	for (size_t i = 0; i < times; i++)
		p->high[i] = p->low[i] == p->high[i]
				     ? NAN
				     : sqrt(square[i] / p->count[i]);
}

static void mean_or_score(struct algo_panel *p, const struct run *r, int node)
{
	int score = p->g->v[node].op == &algo_op_xzscore;

	sums(p, node);
	if (score)
		deviations(p, node);
	for (size_t s = 0; s < p->n; s++) {
		const double *v = in_of(p, node, s);
		double *out = out_of(p, node, s);
		size_t n = bars_of(p, s);

		if (!algo_eval_wants(p->eval[s], r))
			continue;
		for (size_t i = 0; i < n; i++) {
			size_t t = panel_time(p, s, i);

			out[i] = score ? (v[i] - p->sum[t]) / p->high[t]
				       : p->sum[t];
		}
	}
}

/* ---- orders over the symbols */

#define SMALL 8

/* No branch below depends on what is compared: no processor could guess it. */

/* At most SMALL: each goes behind all that are before it. */
static void sort_small(const struct rival *v, size_t n, struct rival *out)
{
	size_t place[SMALL] = { 0 };

	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n; k++) {
			size_t after = v[k].v < v[i].v;

			place[i] += after;
			place[k] += !after;
		}
	}
	for (size_t i = 0; i < n; i++)
		out[place[i]] = v[i];
}

/* One of the two indices. */
static size_t pick(size_t second, size_t a, size_t b)
{
	return a ^ ((a ^ b) & (0 - second));
}

/* Two halves of n each, from both ends at once: two chains of loads. */
static void merge_equal(const struct rival *v, size_t n, struct rival *out)
{
	size_t a = 0, b = n, enda = n, endb = 2 * n;

	for (size_t i = 0; i < n; i++) {
		size_t second = v[b].v < v[a].v;
		size_t first = v[endb - 1].v < v[enda - 1].v;

		out[i] = v[pick(second, a, b)];
		b += second;
		a += 1 - second;
		out[2 * n - 1 - i] = v[pick(first, endb, enda) - 1];
		enda -= first;
		endb -= 1 - first;
	}
}

static void merge(const struct rival *v, size_t na, size_t nb,
		  struct rival *out)
{
	size_t a = 0, b = na;

	if (na == nb) {
		merge_equal(v, na, out);
		return;
	}
	while (a < na && b < na + nb) {
		size_t second = v[b].v < v[a].v;

		*out++ = v[pick(second, a, b)];
		b += second;
		a += 1 - second;
	}
	memcpy(out, v + a, (na - a) * sizeof(*v));
	memcpy(out + (na - a), v + b, (na + nb - b) * sizeof(*v));
}

/* Ascending; equal ones keep the order of the symbols.  Either v or room,
 * which has as many, holds the result. */
static const struct rival *sort(struct rival *v, size_t n, struct rival *room)
{
	struct rival *other = v;

	for (size_t i = 0; i < n; i += SMALL)
		sort_small(v + i, n - i < SMALL ? n - i : SMALL, room + i);
	v = room;
	room = other;
	for (size_t width = SMALL; width < n; width *= 2) {
		struct rival *was = v;

		for (size_t i = 0; i < n; i += 2 * width) {
			size_t na = n - i < width ? n - i : width;
			size_t nb = n - i - na < width ? n - i - na : width;

			merge(v + i, na, nb, room + i);
		}
		v = room;
		room = was;
	}
	return v;
}

/* Equal ones share the mean of their places. */
static void ranks(const struct rival *v, size_t n, double *score)
{
	for (size_t i = 0, end; i < n; i = end) {
		double mean;

		for (end = i + 1; end < n && !(v[i].v < v[end].v);)
			end++;
		mean = (double)(i + end - 1) / 2;
		for (size_t k = i; k < end; k++)
			score[v[k].symbol] =
				n > 1 ? mean / (double)(n - 1) : 0.5;
	}
}

static void top(const struct rival *v, size_t n, double count, double *score)
{
	for (size_t i = 0; i < n; i++)
		score[v[i].symbol] = (double)i < count;
}

/* Bars of the times [from, to) of all symbols, row by row in their order.  For
 * xtop upside down: the largest first. */
static void gather(struct algo_panel *p, int node, size_t from, size_t to)
{
	int down = p->g->v[node].op == &algo_op_xtop;

	memset(p->nrival, 0, CROSS_ROWS * sizeof(*p->nrival));
	for (size_t s = 0; s < p->n; s++) {
		const double *v = in_of(p, node, s);
		size_t n = bars_of(p, s);

		for (size_t i = p->pos[s]; i < n; i++) {
			size_t row = panel_time(p, s, i) - from;

			if (row >= to - from)
				break;
			p->score[row * p->n + s] = NAN;
			if (!isnan(v[i]))
				p->rival[row * p->n + p->nrival[row]++] =
					(struct rival){ down ? -v[i] : v[i],
							(uint32_t)s };
		}
	}
}

static void scatter(struct algo_panel *p, const struct run *r, int node,
		    size_t from, size_t to)
{
	for (size_t s = 0; s < p->n; s++) {
		int wants = algo_eval_wants(p->eval[s], r);
		double *out = out_of(p, node, s);
		size_t n = bars_of(p, s), i = p->pos[s];

		for (; i < n; i++) {
			size_t row = panel_time(p, s, i) - from;

			if (row >= to - from)
				break;
			if (wants)
				out[i] = p->score[row * p->n + s];
		}
		p->pos[s] = i;
	}
}

static void rank_or_top(struct algo_panel *p, const struct run *r, int node)
{
	const struct node *nd = &p->g->v[node];
	size_t times = p->block->n;

	memset(p->pos, 0, p->n * sizeof(*p->pos));
	for (size_t from = 0; from < times; from += CROSS_ROWS) {
		size_t to =
			from + CROSS_ROWS < times ? from + CROSS_ROWS : times;

		gather(p, node, from, to);
		for (size_t row = 0; row < to - from; row++) {
			size_t n = p->nrival[row];
			double *score = p->score + row * p->n;
			const struct rival *v =
				sort(p->rival + row * p->n, n, p->other);

			if (nd->op == &algo_op_xrank)
				ranks(v, n, score);
			else
				top(v, n, *node_params(p->g, nd), score);
		}
		scatter(p, r, node, from, to);
	}
}

void algo_cross(struct algo_panel *p, const struct run *r)
{
	int node = p->g->work[r->from];
	const struct algo_op *op = p->g->v[node].op;

	if (op == &algo_op_xrank || op == &algo_op_xtop)
		rank_or_top(p, r, node);
	else if (op != &algo_op_sym)
		mean_or_score(p, r, node);
	for (size_t s = 0; s < p->n; s++) {
		if (!algo_eval_wants(p->eval[s], r))
			continue;
		if (op == &algo_op_sym)
			sym(p, node, s);
		algo_warm_look(p->eval[s], node);
	}
}
