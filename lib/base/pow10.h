/* pow10.h - powers of ten shared by the reading and printing of doubles */
#ifndef LIB_BASE_POW10_H
#define LIB_BASE_POW10_H

#include <stdint.h>

#define ALGO_POW10_MIN (-342)
#define ALGO_POW10_MAX 324
#define ALGO_POW10_COUNT (ALGO_POW10_MAX - ALGO_POW10_MIN + 1)
#define ALGO_POW10_DOUBLES 23

/* 10^k is algo_pow10_big[k - ALGO_POW10_MIN] (high and low half) times a power
 * of two; the high bit is set.  Exact for 0 <= k <= 55, rounded up for -27 <=
 * k < 0 (so that reading sees exact quotients), else rounded down. */
extern const uint64_t algo_pow10_big[ALGO_POW10_COUNT][2];
/* The powers that a double holds exactly. */
extern const double algo_pow10_double[ALGO_POW10_DOUBLES];
/* The powers that 64 bits hold. */
extern const uint64_t algo_pow10_int[20];

/* The low half of a * b; the high half goes to *hi. */
static inline uint64_t algo_mul64(uint64_t a, uint64_t b, uint64_t *hi)
{
#ifdef __SIZEOF_INT128__
	__extension__ unsigned __int128 p = a;

	p *= b;
	*hi = (uint64_t)(p >> 64);
	return (uint64_t)p;
#else
	uint64_t al = a & 0xffffffffU, ah = a >> 32;
	uint64_t bl = b & 0xffffffffU, bh = b >> 32;
	uint64_t low = al * bl;
	uint64_t mid = ah * bl + (low >> 32);
	uint64_t rest = al * bh + (mid & 0xffffffffU);

	*hi = ah * bh + (mid >> 32) + (rest >> 32);
	return rest << 32 | (low & 0xffffffffU);
#endif
}

#endif
