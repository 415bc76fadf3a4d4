/* indicators.c - indicators [ROUNDS [NAME]]: what each row of the registry
 * costs at its defaults, ns a bar: a line "ns NAME NS"; where it has a period
 * also "periods NAME NS NS", of 14 and of 200; "calibration NS"; and "candles
 * NS", the patterns together */
#define _DEFAULT_SOURCE
#include "../../lib/ind/candles.h"

#include "walk.h"

#define ROWS 256

static double ys[ROWS][ALGO_IND_N];
static double periods[BARS];

static const double *input(const char *name)
{
	return strcmp(name, "periods") == 0 ? periods : series(name);
}

/* The best of some passes over the bars in blocks, ns a bar. */
static double cost(const struct algo_ind *ind, const double *p, int rounds)
{
	double best = INFINITY, *out[ALGO_IND_OUTPUTS];
	const double *in[ALGO_IND_INPUTS];

	for (size_t k = 0; k < ALGO_IND_OUTPUTS; k++)
		out[k] = ys[k];
	for (int r = 0; r < rounds; r++) {
		struct algo_kernel k;
		double from;

		algo_kernel_init(&k, ind, p);
		from = now();
		for (size_t i = 0; i < BARS; i += ALGO_IND_N) {
			for (size_t j = 0; ind->in[j]; j++)
				in[j] = input(ind->in[j]) + i;
			algo_kernel_step(&k, in, out, ALGO_IND_N);
		}
		best = fmin(best, now() - from);
		algo_kernel_release(&k);
	}
	return 1e9 * best / (double)BARS;
}

static double with_period(const struct algo_ind *ind, int at, double period,
			  int rounds)
{
	struct algo_args a;

	algo_args_init(ind, &a);
	a.p[at] = period;
	a.given[at] = 1;
	algo_args_done(ind, &a);
	return cost(ind, a.p, rounds);
}

static void one(const struct algo_ind *ind, int rounds)
{
	int at = algo_ind_param(ind, "period", strlen("period"));
	struct algo_args a;

	algo_args_init(ind, &a);
	algo_args_done(ind, &a);
	printf("ns %s %.3f\n", ind->name, cost(ind, a.p, rounds));
	if (at >= 0 && ind->param[at].type == ALGO_P_INT &&
	    ind->param[at].max >= 200)
		printf("periods %s %.3f %.3f\n", ind->name,
		       with_period(ind, at, 14, rounds),
		       with_period(ind, at, 200, rounds));
}

/* All candlestick patterns over the same bars in one pass. */
static double together(int rounds)
{
	double *out[ROWS], best = INFINITY;
	struct algo_args a;

	for (int r = 0; r < rounds; r++) {
		struct algo_candles *c = algo_candles_new();
		double from;

		for (size_t i = 0, n = 0; i < algo_ind_count(); i++) {
			const struct algo_ind *ind = algo_ind_at(i);

			if (n == ROWS || !algo_candles_takes(ind))
				continue;
			algo_args_init(ind, &a);
			algo_candles_add(c, ind, a.p);
			out[n] = ys[n];
			n++;
		}
		from = now();
		for (size_t i = 0; i < BARS; i += ALGO_IND_N) {
			const double *in[] = { bars[0] + i, bars[1] + i,
					       bars[2] + i, bars[3] + i };

			algo_candles_step(c, in, out, ALGO_IND_N);
		}
		best = fmin(best, now() - from);
		algo_candles_free(c);
	}
	return 1e9 * best / (double)BARS;
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5;

	walk();
	for (size_t i = 0; i < BARS; i++)
		periods[i] = 2 + (double)(i % 29);
	printf("calibration %.3f\n", calibration(rounds));
	for (size_t i = 0; i < algo_ind_count(); i++)
		if (argc < 3 || strcmp(algo_ind_at(i)->name, argv[2]) == 0)
			one(algo_ind_at(i), rounds);
	if (argc < 3)
		printf("candles %.3f\n", together(rounds));
	return 0;
}
