/* hash.c - XXH64 of streams and SHA-256 of short texts */
#include <algo/base/hash.h>

#include <string.h>

/* XXH64: Yann Collet, "xxHash fast digest algorithm", specification 0.1.1;
 * the seed is 0. */
#define P1 UINT64_C(0x9e3779b185ebca87)
#define P2 UINT64_C(0xc2b2ae3d27d4eb4f)
#define P3 UINT64_C(0x165667b19e3779f9)
#define P4 UINT64_C(0x85ebca77c2b2ae63)
#define P5 UINT64_C(0x27d4eb2f165667c5)
#define STRIPE 32

static uint64_t rotl64(uint64_t x, int n)
{
	return x << n | x >> (64 - n);
}

/* Little-endian loads; compilers make one instruction of them. */
static inline uint64_t load32(const unsigned char *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24;
}

static inline uint64_t load64(const unsigned char *p)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	uint64_t x;

	memcpy(&x, p, sizeof(x));
	return x;
#else
	return load32(p) | load32(p + 4) << 32;
#endif
}

static inline uint64_t xxh_round(uint64_t acc, uint64_t lane)
{
	return rotl64(acc + lane * P2, 31) * P1;
}

static uint64_t xxh_merge(uint64_t h, uint64_t acc)
{
	return (h ^ xxh_round(0, acc)) * P1 + P4;
}

/* Whole stripes of p[0..n). */
static void xxh_stripes(uint64_t v[4], const unsigned char *p, size_t n)
{
	uint64_t a = v[0], b = v[1], c = v[2], d = v[3];

	for (; n >= STRIPE; n -= STRIPE, p += STRIPE) {
		a = xxh_round(a, load64(p));
		b = xxh_round(b, load64(p + 8));
		c = xxh_round(c, load64(p + 16));
		d = xxh_round(d, load64(p + 24));
	}
	v[0] = a;
	v[1] = b;
	v[2] = c;
	v[3] = d;
}

void algo_xxh64_init(struct algo_xxh64 *h)
{
	memset(h, 0, sizeof(*h));
	h->v[0] = P1 + P2;
	h->v[1] = P2;
	h->v[2] = 0;
	h->v[3] = 0 - P1;
}

void algo_xxh64_add(struct algo_xxh64 *h, const void *data, size_t n)
{
	const unsigned char *p = data;
	size_t room = STRIPE - h->fill;
	size_t whole;

	if (n == 0)
		return;
	h->total += n;
	if (n < room) {
		memcpy(h->mem + h->fill, p, n);
		h->fill += n;
		return;
	}
	if (h->fill > 0) {
		memcpy(h->mem + h->fill, p, room);
		xxh_stripes(h->v, h->mem, STRIPE);
		p += room;
		n -= room;
	}
	whole = n - n % STRIPE;
	xxh_stripes(h->v, p, whole);
	h->fill = n - whole;
	memcpy(h->mem, p + whole, h->fill);
}

uint64_t algo_xxh64_get(const struct algo_xxh64 *h)
{
	const unsigned char *p = h->mem;
	size_t n = h->fill;
	uint64_t x = P5;

	if (h->total >= STRIPE) {
		x = rotl64(h->v[0], 1) + rotl64(h->v[1], 7) +
		    rotl64(h->v[2], 12) + rotl64(h->v[3], 18);
		for (int i = 0; i < 4; i++)
			x = xxh_merge(x, h->v[i]);
	}
	x += h->total;
	for (; n >= 8; n -= 8, p += 8)
		x = rotl64(x ^ xxh_round(0, load64(p)), 27) * P1 + P4;
	if (n >= 4) {
		x = rotl64(x ^ load32(p) * P1, 23) * P2 + P3;
		n -= 4;
		p += 4;
	}
	for (; n > 0; n--, p++)
		x = rotl64(x ^ *p * P5, 11) * P1;
	x = (x ^ x >> 33) * P2;
	x = (x ^ x >> 29) * P3;
	return x ^ x >> 32;
}

/* SHA-256: FIPS 180-4, sections 4.1.2, 4.2.2, 5 and 6.2. */
#define BLOCK 64

/* clang-format off */
static const uint32_t sha_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5,
	0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};
/* clang-format on */

static uint32_t rotr(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* The message schedule of one block. */
static void sha_expand(uint32_t w[64], const unsigned char *p)
{
	for (int i = 0; i < 16; i++, p += 4)
		w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		       (uint32_t)p[2] << 8 | p[3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		a = rotr(a, 7) ^ rotr(a, 18) ^ a >> 3;
		b = rotr(b, 17) ^ rotr(b, 19) ^ b >> 10;
		w[i] = w[i - 16] + a + w[i - 7] + b;
	}
}

static void sha_block(uint32_t sum[8], const unsigned char *p)
{
	uint32_t a = sum[0], b = sum[1], c = sum[2], d = sum[3];
	uint32_t e = sum[4], f = sum[5], g = sum[6], h = sum[7];
	uint32_t w[64];

	sha_expand(w, p);
	for (int i = 0; i < 64; i++) {
		uint32_t s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
		uint32_t s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
		uint32_t choice = (e & f) ^ (~e & g);
		uint32_t major = (a & b) ^ (a & c) ^ (b & c);
		uint32_t t = h + s1 + choice + sha_k[i] + w[i];

		h = g;
		g = f;
		f = e;
		e = d + t;
		d = c;
		c = b;
		b = a;
		a = t + s0 + major;
	}
	sum[0] += a;
	sum[1] += b;
	sum[2] += c;
	sum[3] += d;
	sum[4] += e;
	sum[5] += f;
	sum[6] += g;
	sum[7] += h;
}

void algo_sha256_hex(const void *data, size_t n, char out[65])
{
	static const char hex[] = "0123456789abcdef";
	uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
			  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	unsigned char tail[2 * BLOCK] = { 0 };
	const unsigned char *p = data;
	uint64_t bits = (uint64_t)n * 8;
	size_t size;

	for (; n >= BLOCK; n -= BLOCK, p += BLOCK)
		sha_block(h, p);
	/* A one bit, zeros, and the length in bits end the last block. */
	if (n)
		memcpy(tail, p, n);
	tail[n] = 0x80;
	size = n < BLOCK - 8 ? BLOCK : 2 * BLOCK;
	for (size_t i = 0; i < 8; i++)
		tail[size - 1 - i] = (unsigned char)(bits >> (8 * i));
	for (size_t i = 0; i < size; i += BLOCK)
		sha_block(h, tail + i);
	for (int i = 0; i < 64; i++)
		out[i] = hex[h[i / 8] >> (28 - 4 * (i % 8)) & 15];
	out[64] = '\0';
}
