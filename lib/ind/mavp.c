/* mavp.c - the moving average whose period is a series.
 *
 * All averages have their first value on the same bar, that of the longest
 * one: a recursive one of q bars is seeded as late as it can be.  Memory is
 * O(longest period): averages of windows are worked out from the last values
 * in one line, the recursive ones run side by side.
 */
#include "families.h"
#include "line.h"
#include "ma.h"

#define MOST 10000 /* bars: the work a bar grows with them */

enum { LEAST, LONGEST, TYPE };

struct mavp {
	size_t min, max;
	int type;
	size_t look;
	size_t line, bank; /* where they are */
};

/* Kaufman's for one period: the others share the line. */
struct kama {
	double e;
	struct algo_sum path;
};

static int is_window(int type)
{
	return type == ALGO_MA_SMA || type == ALGO_MA_WMA ||
	       type == ALGO_MA_TRIMA;
}

/* The state of one of the averages that run side by side. */
static size_t bank_room(const struct mavp *m)
{
	if (is_window(m->type))
		return 0;
	if (m->type == ALGO_MA_KAMA)
		return sizeof(struct kama);
	return (algo_ma_size(m->type, m->max) + 15) & ~(size_t)15;
}

/* MAMA has no period. */
static size_t bank_count(const struct mavp *m)
{
	return m->type == ALGO_MA_MAMA ? 1 : m->max - m->min + 1;
}

static size_t mavp_parts(const double *p, struct mavp *m)
{
	size_t total = sizeof(*m);

	m->min = algo_count(fmin(p[LEAST], p[LONGEST]));
	m->max = algo_count(fmax(p[LEAST], p[LONGEST]));
	m->type = (int)p[TYPE];
	m->look = algo_ma_lookback(m->type, m->max);
	m->line = algo_part_add(&total, algo_line_size(m->max + 2));
	m->bank = algo_part_add(&total, bank_count(m) * bank_room(m));
	return total;
}

static size_t mavp_size(const double *p)
{
	struct mavp m;

	return mavp_parts(p, &m);
}

static void *bank_at(struct mavp *m, size_t q)
{
	return algo_part(m, m->bank + (q - m->min) * bank_room(m));
}

static void mavp_reset(void *state)
{
	struct mavp *m = state;
	size_t n = bank_count(m);

	algo_line_reset(algo_part(m, m->line));
	if (is_window(m->type))
		return;
	for (size_t q = m->min; q < m->min + n; q++) {
		void *one = bank_at(m, q);

		if (m->type == ALGO_MA_KAMA)
			memset(one, 0, sizeof(struct kama));
		else
			algo_ma_init(one, m->type, q);
	}
}

static void mavp_init(void *state, const double *p)
{
	struct mavp *m = state;

	mavp_parts(p, m);
	algo_line_init(algo_part(m, m->line), m->max + 2);
	mavp_reset(m);
}

static size_t period_at(const struct mavp *m, double v)
{
	if (v < (double)m->min)
		return m->min;
	return v < (double)m->max ? (size_t)v : m->max;
}

/* The mean of the q values to *x with the weights of the type. */
static double window_mean(int type, const double *x, size_t q)
{
	double sum = 0, all = 0;

	for (size_t j = 0; j < q; j++) {
		size_t end = q - j < j + 1 ? q - j : j + 1;
		double w = type == ALGO_MA_SMA	 ? 1
			   : type == ALGO_MA_WMA ? (double)(q - j)
						 : (double)end;

		sum += w * x[-(ptrdiff_t)j];
		all += w;
	}
	return sum / all;
}

/* n bars of Kaufman's of q bars; x[0] is bar "seen", and the values before it
 * are there. */
static void kama_run(const struct mavp *m, struct kama *k, size_t q,
		     const double *x, double *y, size_t seen, size_t n)
{
	const double fast = 2.0 / 3, slow = 2.0 / 31;

	for (size_t i = 0; i < n; i++) {
		const double *v = x + i, *old = v - q;
		size_t bar = seen + i;
		double way, path, c;

		if (bar + q <= m->look)
			continue;
		if (bar > m->look)
			algo_sum_swap(&k->path, fabs(v[0] - v[-1]),
				      fabs(old[0] - old[-1]));
		else
			algo_sum_add(&k->path, fabs(v[0] - v[-1]));
		if (bar < m->look)
			continue;
		if (bar == m->look)
			k->e = v[-1];
		way = fabs(v[0] - old[0]);
		path = algo_sum_get(&k->path);
		c = (path <= way ? 1 : way / path) * (fast - slow) + slow;
		k->e += (v[0] - k->e) * (c * c);
		y[i] = k->e;
	}
}

/* Those of the averages that run: period q of all bars. */
static void bank_run(struct mavp *m, size_t q, const double *x, double *y,
		     size_t seen, size_t n)
{
	size_t late = m->look - algo_ma_lookback(m->type, q), skip;

	if (m->type == ALGO_MA_KAMA) {
		kama_run(m, bank_at(m, q), q, x, y, seen, n);
		return;
	}
	skip = late > seen ? late - seen : 0;
	if (skip < n)
		algo_ma_block(bank_at(m, q), x + skip, y + skip, n - skip);
}

static void bank_pick(struct mavp *m, const double *x, const double *periods,
		      double *out, size_t seen, size_t n)
{
	double y[ALGO_IND_N];
	size_t count = bank_count(m);

	for (size_t q = m->min; q < m->min + count; q++) {
		bank_run(m, q, x, y, seen, n);
		for (size_t i = 0; i < n; i++)
			if (seen + i >= m->look &&
			    (count == 1 || period_at(m, periods[i]) == q))
				out[i] = y[i];
	}
}

static void mavp_run(void *state, const double *const in[], double *const out[],
		     size_t n)
{
	struct mavp *m = state;
	struct algo_line *l = algo_part(m, m->line);
	double *x = algo_line_room(l, n);
	size_t seen = l->seen, warm = algo_warm(&l->seen, m->look, n);

	algo_copy(x, in[0], n);
	if (!is_window(m->type))
		bank_pick(m, x, in[1], out[0], seen, n);
	else
		for (size_t i = warm; i < n; i++)
			out[0][i] = window_mean(m->type, x + i,
						period_at(m, in[1][i]));
	algo_fill_nan(out[0], warm);
}

static void mavp_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	static const struct algo_cut cut = { 2, 1, mavp_reset, mavp_run };

	algo_cut_step(&cut, state, in, out, n);
}

static size_t mavp_look(const double *p)
{
	return algo_ma_lookback((int)p[TYPE],
				algo_count(fmax(p[LEAST], p[LONGEST])));
}

/* clang-format off */
const struct algo_ind algo_ind_mavp[] = {
	{ .name = "mavp", .title = "Moving Average with Variable Period",
	  .group = "overlap", .in = { "close", "periods" },
	  .param = {
		{ "min", ALGO_P_INT, 2, 2, MOST, 1, "shortest period", NULL },
		{ "max", ALGO_P_INT, 30, 2, MOST, 1, "longest period", NULL },
		{ "type", ALGO_P_MA, ALGO_MA_SMA, 0, ALGO_MA_COUNT - 1, 0,
		  "kind of average", NULL } },
	  .out = { "mavp" }, .main_out = 1, .size = mavp_size,
	  .init = mavp_init, .step = mavp_step, .lookback = mavp_look,
	  .source = "TA-Lib MAVP", .aliases = "",
	  .doc = "The average over as many bars as the second input says: a "
		 "column of the bars, cut to a whole number from min to max. "
		 "All averages have their first value on the bar of the "
		 "longest; a recursive one is seeded as late as it can be. min "
		 "and max are swapped when min is more." },
	{ .name = NULL },
};
