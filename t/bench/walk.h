/* walk.h - the bars that indicators are timed on, a clock, and a plain kernel
 * to tell machines apart by.  Include once a program. */
#ifndef BENCH_WALK_H
#define BENCH_WALK_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BARS ((size_t)256 << 10)

/* open high low close volume */
static double bars[5][BARS];

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
		bars[4][i] = 100 + floor(10000 * uniform());
	}
}

/* The column of an input of that name; "real" and others are the close. */
static inline const double *series(const char *name)
{
	static const char *const names[] = { "open", "high", "low", "close",
					     "volume" };

	for (size_t i = 0; i < 5; i++)
		if (strcmp(names[i], name) == 0)
			return bars[i];
	return bars[3];
}

/* One chain of dependent operations: (x - e) * k + e, ns a bar. */
static inline double calibration(int rounds)
{
	double best = INFINITY;
	volatile double sink;

	for (int r = 0; r < rounds; r++) {
		double e = 0, from = now();

		for (size_t i = 0; i < BARS; i++)
			e += (bars[3][i] - e) * (2.0 / 21);
		sink = e;
		best = fmin(best, now() - from);
	}
	(void)sink;
	return 1e9 * best / (double)BARS;
}

#endif
