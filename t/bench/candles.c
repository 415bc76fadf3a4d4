/* candles.c - candles [ROUNDS]: what the candlestick patterns cost over a
 * random walk, ns a bar: all of them, the dearest ones, and a plain pass over
 * the same bars (sma) to measure them by */
#define _DEFAULT_SOURCE
#include "../../lib/ind/candles.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BARS (16 * ALGO_IND_N)
#define ROWS 256
#define SHOWN 8

static double bars[4][BARS];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* splitmix64 (Steele, Lea, Flood 2014). */
static double uniform(void)
{
	static uint64_t seed = 1;
	uint64_t z = seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

static void walk(void)
{
	double c = 100;

	for (size_t i = 0; i < BARS; i++) {
		double o = c + 0.4 * (uniform() - 0.5);

		c = o + 2 * (uniform() - 0.5) + (100 - o) * 0.001;
		bars[0][i] = round(100 * o) / 100;
		bars[3][i] = c = round(100 * c) / 100;
		bars[1][i] = fmax(bars[0][i], c) + floor(80 * uniform()) / 100;
		bars[2][i] = fmin(bars[0][i], c) - floor(80 * uniform()) / 100;
	}
}

/* One pass over the bars in blocks, ns a bar. */
static double pass(const struct algo_ind *ind)
{
	static double y[ALGO_IND_N];
	double *const out[] = { y };
	struct algo_args a;
	struct algo_kernel k;
	double from;

	algo_args_init(ind, &a);
	algo_kernel_init(&k, ind, a.p);
	from = now();
	for (size_t i = 0; i < BARS; i += ALGO_IND_N) {
		const double *in[] = { bars[0] + i, bars[1] + i, bars[2] + i,
				       bars[3] + i };

		algo_kernel_step(&k, in, out, ALGO_IND_N);
	}
	from = now() - from;
	algo_kernel_release(&k);
	return 1e9 * from / BARS;
}

struct cost {
	const char *name;
	double ns;
};

static int dearer(const void *a, const void *b)
{
	const struct cost *x = a, *y = b;

	return (x->ns < y->ns) - (x->ns > y->ns);
}

static double best(const struct algo_ind *ind, int rounds)
{
	double ns = INFINITY;

	for (int i = 0; i < rounds; i++)
		ns = fmin(ns, pass(ind));
	return ns;
}

/* All patterns over the same bars in one pass. */
static double together(void)
{
	static double y[ROWS][ALGO_IND_N];
	struct algo_candles *c = algo_candles_new();
	double *out[ROWS], from;
	struct algo_args a;

	for (size_t i = 0, n = 0; i < algo_ind_count() && n < ROWS; i++) {
		const struct algo_ind *ind = algo_ind_at(i);

		if (!algo_candles_takes(ind))
			continue;
		algo_args_init(ind, &a);
		algo_candles_add(c, ind, a.p);
		out[n] = y[n];
		n++;
	}
	from = now();
	for (size_t i = 0; i < BARS; i += ALGO_IND_N) {
		const double *in[] = { bars[0] + i, bars[1] + i, bars[2] + i,
				       bars[3] + i };

		algo_candles_step(c, in, out, ALGO_IND_N);
	}
	from = now() - from;
	algo_candles_free(c);
	return 1e9 * from / BARS;
}

int main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 50;
	struct cost cost[ROWS] = { 0 };
	double all = 0, one = INFINITY;
	size_t n = 0;

	walk();
	for (size_t i = 0; i < algo_ind_count(); i++) {
		const struct algo_ind *ind = algo_ind_at(i);

		if (!algo_candles_takes(ind) || n == ROWS)
			continue;
		cost[n].name = ind->name;
		cost[n].ns = best(ind, rounds);
		all += cost[n++].ns;
	}
	for (int i = 0; i < rounds; i++)
		one = fmin(one, together());
	qsort(cost, n, sizeof(cost[0]), dearer);
	printf("%zu patterns: %.1f ns a bar together, %.1f one by one; sma "
	       "%.2f\n",
	       n, one, all, best(algo_ind_find("sma", 3), rounds));
	for (size_t i = 0; i < n && (i < SHOWN || argc > 2); i++)
		printf("%s %.2f\n", cost[i].name, cost[i].ns);
	return 0;
}
