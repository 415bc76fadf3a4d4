/* hash.h - XXH64 of data (Yann Collet's published algorithm, seed 0) and
 * SHA-256 of strategies (FIPS 180-4). */
#ifndef ALGO_BASE_HASH_H
#define ALGO_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

struct algo_xxh64 {
	uint64_t v[4];
	uint64_t total;
	unsigned char mem[32];
	size_t fill;
};
void algo_xxh64_init(struct algo_xxh64 *h);
void algo_xxh64_add(struct algo_xxh64 *h, const void *p, size_t n);
uint64_t algo_xxh64_get(const struct algo_xxh64 *h); /* may go on adding */

/* 64 lower-case hex digits and a terminator. */
void algo_sha256_hex(const void *p, size_t n, char out[65]);

#endif
