/* ranks.c - order statistics of windows: median mode percentile_nr percentrank
 * quantile rci.  See sorted.h for what they cost. */
#include "box.h"
#include "families.h"
#include "param.h"

static void sorted_plan(struct algo_box *b, const double *p)
{
	algo_box_add(b, ALGO_BOX_SORTED, p[0]);
}

/* Runs a block: f gets every full window. */
static void sorted_block(struct algo_box *b, const double *x, double *y,
			 size_t n,
			 double (*f)(struct algo_box *b, struct algo_sorted *w))
{
	struct algo_sorted *w = algo_box_part(b, 0);

	for (size_t i = 0; i < n; i++)
		y[i] = algo_sorted_push(w, x[i]) ? f(b, w) : NAN;
}

#define SORTED_ROW(name)                                              \
	static void name##_run(void *state, const double *const in[], \
			       double *const out[], size_t n)         \
	{                                                             \
		sorted_block(state, in[0], out[0], n, name##_of);     \
	}                                                             \
	ALGO_BOX_ROW(name, 1, 1)

#define median_plan sorted_plan
static double median_of(struct algo_box *b, struct algo_sorted *w)
{
	const struct algo_cand *v = algo_sorted_order(w);

	(void)b;
	return (v[(w->p - 1) / 2].v + v[w->p / 2].v) / 2;
}
SORTED_ROW(median)

/* Between the values on both sides of q (length - 1). */
#define quantile_plan sorted_plan
static double quantile_of(struct algo_box *b, struct algo_sorted *w)
{
	const struct algo_cand *v = algo_sorted_order(w);
	double at = b->p[1] * ((double)w->p - 1);
	size_t k = (size_t)at;

	if (k + 1 >= w->p)
		return v[w->p - 1].v;
	return v[k].v + (at - (double)k) * (v[k + 1].v - v[k].v);
}
SORTED_ROW(quantile)

/* Value number ceil(q length), from 1. */
#define percentile_nr_plan sorted_plan
static double percentile_nr_of(struct algo_box *b, struct algo_sorted *w)
{
	size_t k = (size_t)ceil(b->p[1] * (double)w->p);

	return algo_sorted_order(w)[k > 0 ? k - 1 : 0].v;
}
SORTED_ROW(percentile_nr)

/* The first of the longest runs of equal values: a longer one ends where a
 * value equals the one as many places before. */
#define mode_plan sorted_plan
static double mode_of(struct algo_box *b, struct algo_sorted *w)
{
	const struct algo_cand *v = algo_sorted_order(w);
	size_t most = 1, best = 0;

	(void)b;
	for (size_t i = 1; i < w->p; i++)
		if (v[i].v == v[i - most].v) {
			most++;
			best = i;
		}
	return v[best].v;
}
SORTED_ROW(mode)

/* The window is that of the bars before: the value comes after. */
#define percentrank_plan sorted_plan
static void percentrank_run(void *state, const double *const in[],
			    double *const out[], size_t n)
{
	struct algo_box *b = state;
	struct algo_sorted *w = algo_box_part(b, 0);

	for (size_t i = 0; i < n; i++) {
		double x = in[0][i];
		size_t rank = algo_sorted_upto(w, x);
		double part = 100 * (double)rank / b->p[0];

		out[0][i] = w->seen == w->p ? part : NAN;
		algo_sorted_put(w, x, rank);
	}
}
ALGO_BOX_ROW(percentrank, 1, 1)

/* Spearman's coefficient of the values with time: d is the rank of a value,
 * of equal ones the mean rank, less its number in time. */
#define rci_plan sorted_plan
static double rci_of(struct algo_box *b, struct algo_sorted *w)
{
	const struct algo_cand *v = algo_sorted_order(w);
	double sum = 0, n = (double)w->p;

	(void)b;
	for (size_t i = 0, end; i < w->p; i = end) {
		double rank;

		for (end = i + 1; end < w->p && v[end].v == v[i].v; end++)
			;
		rank = ((double)i + (double)(end - 1)) / 2;
		for (size_t k = i; k < end; k++) {
			size_t age = v[k].bar >= w->at
					     ? v[k].bar - w->at
					     : v[k].bar + w->p - w->at;
			double d = rank - (double)age;

			sum += d * d;
		}
	}
	return 100 * (1 - 6 * sum / (n * (n * n - 1)));
}
SORTED_ROW(rci)

/* ---- the rows */

/* clang-format off */
#define OF_VALUES .group = "statistic", .in = { "close" }
#define SORTED(dflt, least)                                            \
	{ "length", ALGO_P_INT, dflt, least, ALGO_SORTED_MAX, 1, \
	  "values in the window", NULL }
#define Q ALGO_FRACTION("q", 0.25, 0, 1, "part of the values below")

const struct algo_ind algo_ind_ranks[] = {
	{ .name = "median", .title = "Median", OF_VALUES,
	  .param = { SORTED(30, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(median), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "The middle one of the last length values in order, or the "
		 "mean of both.",
	  .source = "common" },
	{ .name = "quantile", .title = "Quantile", OF_VALUES,
	  .param = { SORTED(30, 1), Q }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(quantile), .lookback = algo_look_window,
	  .aliases = "percentile",
	  .doc = "At q * (length - 1) of the last length values in order, "
		 "between two of them in proportion.",
	  .source = "common" },
	{ .name = "percentile_nr", .title = "Percentile, Nearest Rank",
	  OF_VALUES, .param = { SORTED(30, 1), Q }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(percentile_nr), .lookback = algo_look_window,
	  .aliases = "",
	  .doc = "Number q * length, rounded up, of the last length values in "
		 "order.",
	  .source = "common" },
	{ .name = "mode", .title = "Mode", OF_VALUES,
	  .param = { SORTED(20, 1) }, ALGO_ONE("value"),
	  ALGO_KERNEL_OF(mode), .lookback = algo_look_window, .aliases = "",
	  .doc = "The most frequent of the last length values, the lowest of "
		 "several.",
	  .source = "common" },
	{ .name = "percentrank", .title = "Percent Rank", OF_VALUES,
	  .param = { SORTED(100, 1) }, ALGO_ONE("rank"),
	  ALGO_KERNEL_OF(percentrank), .lookback = algo_look_period,
	  .aliases = "",
	  .doc = "How many of the length values before are not above this "
		 "one, in percent.",
	  .source = "common" },
	{ .name = "rci", .title = "Rank Correlation Index",
	  .group = "momentum", .in = { "close" },
	  .param = { SORTED(10, 2) }, ALGO_ONE("rci"), ALGO_KERNEL_OF(rci),
	  .lookback = algo_look_window, .aliases = "",
	  .doc = "100 (1 - 6 D / (n (n^2 - 1))), D the sum of the squared "
		 "distances of the ranks of the last n values from their "
		 "order in time; equal values have their mean rank.",
	  .source = "Charles Spearman, 1904" },
	{ .name = NULL },
};
