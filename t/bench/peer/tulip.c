/* tulip.c - tulip [ROUNDS]: what Tulip's indicators cost at this library's
 * defaults, ns a bar, a line "tulip NAME NS" each; compiled where Tulip is */
#define _DEFAULT_SOURCE
#include <algo/ind.h>

#include "../walk.h"
#include <indicators.h>

static double ys[3][BARS];

/* Ours, where Tulip has another name. */
static const char *const names[][2] = {
	{ "linearreg", "linreg" },
	{ "linearreg_intercept", "linregintercept" },
	{ "linearreg_slope", "linregslope" },
	{ "mult", "mul" },
	{ "avgdev", "md" },
	{ "trange", "tr" },
	{ "wclprice", "wcprice" },
	{ "sar", "psar" },
	{ "plus_di", "di" },
	{ "minus_di", "di" },
	{ "plus_dm", "dm" },
	{ "minus_dm", "dm" },
};

static const ti_indicator_info *find(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i][0], name) == 0)
			name = names[i][1];
	return ti_find_indicator(name);
}

static void one(const struct algo_ind *ind, int rounds)
{
	const ti_indicator_info *t = find(ind->name);
	const double *in[TI_MAXINDPARAMS];
	double option[TI_MAXINDPARAMS], best = INFINITY;
	double *out[3] = { ys[0], ys[1], ys[2] };
	struct algo_args a;

	if (!t || (size_t)t->options > algo_ind_params(ind) || t->outputs > 3)
		return;
	algo_args_init(ind, &a);
	algo_args_done(ind, &a);
	for (int i = 0; i < t->options; i++)
		option[i] = a.p[i];
	for (int i = 0; i < t->inputs; i++)
		in[i] = series(t->input_names[i]);
	for (int r = 0; r < rounds; r++) {
		double from = now();

		if (t->indicator((int)BARS, in, option, out) != TI_OKAY) {
			fprintf(stderr, "tulip: %s failed\n", t->name);
			return;
		}
		best = fmin(best, now() - from);
	}
	printf("tulip %s %.3f\n", ind->name, 1e9 * best / (double)BARS);
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5;

	walk();
	for (size_t i = 0; i < algo_ind_count(); i++)
		one(algo_ind_at(i), rounds);
	return 0;
}
