/* words.c - the functions of the language, one row each */
#include "expr.h"

#include <string.h>

/* rising(x, n): all_of(x > x[1], n). */
static int climb(struct algo_graph *g, const int *in, const double *p,
		 const struct algo_op *cmp)
{
	static const double one[] = { 1 };
	int two[2] = { in[0], algo_node(g, &algo_op_delay, in, 1, one, 1) };
	int c = algo_node(g, cmp, two, 2, NULL, 0);

	return algo_node(g, &algo_op_all_of, &c, 1, p, 1);
}

static int build_rising(struct algo_graph *g, const int *in, size_t nin,
			const double *p)
{
	(void)nin;
	return climb(g, in, p, &algo_op_gt);
}

static int build_falling(struct algo_graph *g, const int *in, size_t nin,
			 const double *p)
{
	(void)nin;
	return climb(g, in, p, &algo_op_lt);
}

static int build_change(struct algo_graph *g, const int *in, size_t nin,
			const double *p)
{
	int two[2] = { in[0], algo_node(g, &algo_op_delay, in, 1, p, 1) };

	(void)nin;
	return algo_node(g, &algo_op_sub, two, 2, NULL, 0);
}

static int chain(struct algo_graph *g, const int *in, size_t nin,
		 const struct algo_op *op)
{
	int two[2] = { in[0], -1 };

	for (size_t i = 1; i < nin; i++) {
		two[1] = in[i];
		two[0] = algo_node(g, op, two, 2, NULL, 0);
	}
	return two[0];
}

static int build_max(struct algo_graph *g, const int *in, size_t nin,
		     const double *p)
{
	(void)p;
	return chain(g, in, nin, &algo_op_max);
}

static int build_min(struct algo_graph *g, const int *in, size_t nin,
		     const double *p)
{
	(void)p;
	return chain(g, in, nin, &algo_op_min);
}

static int build_avg(struct algo_graph *g, const int *in, size_t nin,
		     const double *p)
{
	int two[2] = { chain(g, in, nin, &algo_op_add),
		       algo_node_const(g, (double)nin) };

	(void)p;
	return algo_node(g, &algo_op_div, two, 2, NULL, 0);
}

/* (x - mean) / deviation, na where that is 0. */
static int build_zscore(struct algo_graph *g, const int *in, size_t nin,
			const double *p)
{
	const struct algo_ind *sma = algo_ind_find("sma", 3);
	const struct algo_ind *dev = algo_ind_find("stddev", 6);
	const double both[] = { p[0], 1 };
	int three[3] = { in[0], algo_node_ind(g, sma, in, p),
			 algo_node_ind(g, dev, in, both) };

	(void)nin;
	return algo_node(g, &algo_op_score, three, 3, NULL, 0);
}

/* The same node as the median when q is a half. */
static int build_quantile(struct algo_graph *g, const int *in, size_t nin,
			  const double *p)
{
	const double swapped[] = { p[1], p[0] };

	return algo_node(g, &algo_op_quantile, in, nin, swapped, 2);
}

/* clang-format off */
#define NUM(n)       { n, ARG_NUM, 0, NAN }
#define COND(n)      { n, ARG_COND, 0, NAN }
#define VALUE(n)     { n, ARG_VALUE, 0, NAN }
#define LENGTH       { "n", ARG_LENGTH, 0, NAN }
#define LENGTH_1     { "n", ARG_LENGTH, 1, 1 }
#define ONE_NUM      { NUM("x") }

static const struct fn functions[] = {
	{ .word = { "crossover", "crossover(a, b)",
		    "a > b and a[1] <= b[1]." },
	  .arg = { NUM("a"), NUM("b") }, .result = T_BOOL, .past = 1,
	  .op = &algo_op_cross, .p = 1 },
	{ .word = { "crossunder", "crossunder(a, b)",
		    "a < b and a[1] >= b[1]." },
	  .arg = { NUM("a"), NUM("b") }, .result = T_BOOL, .past = 1,
	  .op = &algo_op_cross, .p = -1 },
	{ .word = { "cross", "cross(a, b)", "Either of the two." },
	  .arg = { NUM("a"), NUM("b") }, .result = T_BOOL, .past = 1,
	  .op = &algo_op_cross, .p = 0 },
	{ .word = { "rising", "rising(x, n=1)",
		    "x rose on each of n bars." },
	  .arg = { NUM("x"), LENGTH_1 }, .result = T_BOOL, .past = 1,
	  .counted = 1, .build = build_rising },
	{ .word = { "falling", "falling(x, n=1)",
		    "x fell on each of n bars." },
	  .arg = { NUM("x"), LENGTH_1 }, .result = T_BOOL, .past = 1,
	  .counted = 1, .build = build_falling },
	{ .word = { "highest", "highest(x, n)",
		    "Highest of n bars with this one; highest(n) is of high." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "high",
	  .past = 1, .counted = 1, .ind = "max" },
	{ .word = { "lowest", "lowest(x, n)",
		    "Lowest of n bars with this one; lowest(n) is of low." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "low",
	  .past = 1, .counted = 1, .ind = "min" },
	{ .word = { "highest_bars", "highest_bars(x, n)",
		    "Bars since the highest of n bars, the latest of equals." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "high",
	  .past = 1, .counted = 1, .op = &algo_op_extreme_bars, .p = 1 },
	{ .word = { "lowest_bars", "lowest_bars(x, n)",
		    "Bars since the lowest of n bars, the latest of equals." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "low",
	  .past = 1, .counted = 1, .op = &algo_op_extreme_bars, .p = -1 },
	{ .word = { "change", "change(x, n=1)", "x - x[n]." },
	  .arg = { NUM("x"), LENGTH_1 }, .result = T_NUM, .past = 1,
	  .counted = 1, .build = build_change },
	{ .word = { "sum", "sum(x, n)", "Sum of n bars." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .ind = "sum" },
	{ .word = { "count", "count(c, n)",
		    "On how many of n bars c was true." },
	  .arg = { COND("c"), LENGTH }, .result = T_NUM, .past = 1,
	  .counted = 1, .op = &algo_op_count, .p = NAN },
	{ .word = { "cum", "cum(x)", "Sum of all bars so far, without na." },
	  .arg = ONE_NUM, .result = T_NUM, .past = 1, .op = &algo_op_cum },
	{ .word = { "avg", "avg(a, b, ...)", "Mean of two or more." },
	  .arg = { NUM("a") }, .many = 1, .result = T_NUM,
	  .build = build_avg },
	{ .word = { "max", "max(a, b, ...)",
		    "Largest of two or more; highest(x, n) is of bars." },
	  .arg = { NUM("a") }, .many = 1, .result = T_NUM,
	  .build = build_max },
	{ .word = { "min", "min(a, b, ...)",
		    "Smallest of two or more; lowest(x, n) is of bars." },
	  .arg = { NUM("a") }, .many = 1, .result = T_NUM,
	  .build = build_min },
	{ .word = { "abs", "abs(x)", "Without its sign." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_abs },
	{ .word = { "sign", "sign(x)", "-1, 0 or 1." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_sign },
	{ .word = { "floor", "floor(x)", "Largest whole number not above." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_floor },
	{ .word = { "ceil", "ceil(x)", "Smallest whole number not below." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_ceil },
	{ .word = { "sqrt", "sqrt(x)", "Square root, na below 0." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_sqrt },
	{ .word = { "exp", "exp(x)", "e to the power x." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_exp },
	{ .word = { "log", "log(x)", "Natural logarithm, na below 0." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_log },
	{ .word = { "log10", "log10(x)", "Logarithm to base 10." },
	  .arg = ONE_NUM, .result = T_NUM, .op = &algo_op_log10 },
	{ .word = { "pow", "pow(x, y)", "x ** y." },
	  .arg = { NUM("x"), NUM("y") }, .result = T_NUM,
	  .op = &algo_op_pow },
	{ .word = { "clamp", "clamp(x, lo, hi)", "x, not below lo, not above hi." },
	  .arg = { NUM("x"), NUM("lo"), NUM("hi") }, .result = T_NUM,
	  .op = &algo_op_clamp },
	{ .word = { "round", "round(x, digits=0)", "Half away from zero." },
	  .arg = { NUM("x"), { "digits", ARG_DIGITS, 1, 0 } },
	  .result = T_NUM, .op = &algo_op_round, .p = NAN },
	{ .word = { "mod", "mod(a, b)", "Remainder with the sign of b." },
	  .arg = { NUM("a"), NUM("b") }, .result = T_NUM,
	  .op = &algo_op_mod },
	{ .word = { "bars_since", "bars_since(c)",
		    "Bars since c was true, 0 on the bar itself." },
	  .arg = { COND("c") }, .result = T_NUM, .past = 1,
	  .op = &algo_op_bars_since },
	{ .word = { "value_when", "value_when(c, x, k=0)",
		    "x at the k-th latest bar on which c was true." },
	  .arg = { COND("c"), NUM("x"), { "k", ARG_BACK, 1, 0 } },
	  .result = T_NUM, .past = 1, .op = &algo_op_value_when, .p = NAN },
	{ .word = { "all_of", "all_of(c, n)", "c on each of n bars." },
	  .arg = { COND("c"), LENGTH }, .result = T_BOOL, .past = 1,
	  .counted = 1, .op = &algo_op_all_of, .p = NAN },
	{ .word = { "any_of", "any_of(c, n)", "c on one of n bars or more." },
	  .arg = { COND("c"), LENGTH }, .result = T_BOOL, .past = 1,
	  .counted = 1, .op = &algo_op_any_of, .p = NAN },
	{ .word = { "nz", "nz(x, d=0)", "x, or d where it is na." },
	  .arg = { VALUE("x"), { "d", ARG_VALUE, 1, 0 } }, .result = T_ANY,
	  .op = &algo_op_nz },
	{ .word = { "is_na", "is_na(x)", "True where x is na." },
	  .arg = { { "x", ARG_ANY, 0, NAN } }, .result = T_BOOL,
	  .op = &algo_op_is_na },
	{ .word = { "if", "if(c, a, b)", "c ? a : b." },
	  .arg = { COND("c"), VALUE("a"), VALUE("b") }, .result = T_ANY,
	  .op = &algo_op_cond },
	{ .word = { "stdev", "stdev(x, n)",
		    "Standard deviation of n bars (population)." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .ind = "stddev" },
	{ .word = { "variance", "variance(x, n)",
		    "Variance of n bars (population)." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .ind = "var" },
	{ .word = { "zscore", "zscore(x, n)",
		    "Deviations from the mean of n bars." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .build = build_zscore },
	{ .word = { "covariance", "covariance(x, y, n)",
		    "Covariance of n bars (population)." },
	  .arg = { NUM("x"), NUM("y"), LENGTH }, .result = T_NUM, .past = 1,
	  .counted = 1, .op = &algo_op_covariance, .p = NAN },
	{ .word = { "correlation", "correlation(x, y, n)",
		    "Correlation of n bars, -1 to 1." },
	  .arg = { NUM("x"), NUM("y"), LENGTH }, .result = T_NUM, .past = 1,
	  .counted = 1, .ind = "correl" },
	{ .word = { "percent_rank", "percent_rank(x, n)",
		    "Percent of the n values before that are not above x." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .op = &algo_op_percent_rank, .p = NAN },
	{ .word = { "median", "median(x, n)", "Median of n bars." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .op = &algo_op_quantile, .p = 0.5 },
	{ .word = { "quantile", "quantile(x, n, q)",
		    "Quantile of n bars, between neighbours (type 7)." },
	  .arg = { NUM("x"), LENGTH, { "q", ARG_SHARE, 0, NAN } },
	  .result = T_NUM, .source = "close", .past = 1, .counted = 1,
	  .build = build_quantile },
	{ .word = { "slope", "slope(x, n)",
		    "Slope a bar of the regression over n bars." },
	  .arg = { NUM("x"), LENGTH }, .result = T_NUM, .source = "close",
	  .past = 1, .counted = 1, .ind = "linearreg_slope" },
	{ .word = { "time_between", "time_between(\"09:30\", \"16:00\")",
		    "The stamp lies in these hours, the end not with them." },
	  .arg = { { "from", ARG_CLOCK, 0, NAN },
		   { "to", ARG_CLOCK_END, 0, NAN } },
	  .result = T_BOOL, .op = &algo_op_time_between, .p = NAN },
	{ .word = { "opening_range_high", "opening_range_high(min)",
		    "Highest of the session's first minutes, na until then." },
	  .arg = { { "min", ARG_MINUTES, 0, NAN } }, .result = T_NUM,
	  .source = "high", .op = &algo_op_opening_range, .p = 1 },
	{ .word = { "opening_range_low", "opening_range_low(min)",
		    "Lowest of the session's first minutes, na until then." },
	  .arg = { { "min", ARG_MINUTES, 0, NAN } }, .result = T_NUM,
	  .source = "low", .op = &algo_op_opening_range, .p = -1 },
	{ .word = { "risk_size", "risk_size(f, stop)",
		    "Units at which a stop-out costs f of equity." },
	  .arg = { NUM("f"), NUM("stop") }, .result = T_NUM,
	  .op = &algo_op_risk_size },
	{ .word = { "tf", "tf(\"1w\", expr)",
		    "expr on bars of that interval, the last completed one." },
	  .arg = { { "interval", ARG_INTERVAL, 0, NAN }, VALUE("expr") },
	  .result = T_ANY, .past = 1, .counted = 1, .other = OTHER_TF,
	  .op = &algo_op_tf },
	{ .word = { "sym", "sym(\"SPY\", expr)",
		    "expr of another symbol of the input at the same time." },
	  .arg = { { "symbol", ARG_SYMBOL, 0, NAN }, VALUE("expr") },
	  .result = T_ANY, .past = 1, .counted = 1, .other = OTHER_SYM,
	  .op = &algo_op_sym },
	{ .word = { "xrank", "xrank(e)",
		    "Rank among all symbols at that time, 0 to 1." },
	  .arg = { NUM("e") }, .result = T_NUM, .past = 1, .other = OTHER_CROSS,
	  .op = &algo_op_xrank },
	{ .word = { "xmean", "xmean(e)", "Mean over all symbols." },
	  .arg = { NUM("e") }, .result = T_NUM, .past = 1, .other = OTHER_CROSS,
	  .op = &algo_op_xmean },
	{ .word = { "xzscore", "xzscore(e)",
		    "Deviations from the mean over all symbols." },
	  .arg = { NUM("e") }, .result = T_NUM, .past = 1, .other = OTHER_CROSS,
	  .op = &algo_op_xzscore },
	{ .word = { "xtop", "xtop(e, n)",
		    "One of the n symbols with the largest e." },
	  .arg = { NUM("e"), LENGTH }, .result = T_BOOL, .past = 1,
	  .other = OTHER_CROSS, .op = &algo_op_xtop, .p = NAN },
	{ .word = { "col", "col(\"NAME\")",
		    "A column of the bars that is no identifier." },
	  .arg = { { "name", ARG_END, 0, NAN } }, .result = T_NUM },
};
/* clang-format on */

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

const struct fn *algo_fn_at(size_t i)
{
	return i < COUNT(functions) ? &functions[i] : NULL;
}

const struct fn *algo_fn_find(const char *s, size_t n)
{
	for (size_t i = 0; i < COUNT(functions); i++) {
		if (algo_same(functions[i].word.name, s, n, 1))
			return &functions[i];
	}
	return NULL;
}

const struct algo_ind *algo_fn_ind(const char *s, size_t n)
{
	const struct algo_ind *ind = algo_ind_find(s, n);

	return ind && algo_same(ind->name, s, n, 1) ? ind : NULL;
}

const struct algo_word *algo_lang_word(size_t i)
{
	const struct name *name;

	if (i < COUNT(functions))
		return &functions[i].word;
	name = algo_name_at(i - COUNT(functions));
	return name ? &name->word : NULL;
}
