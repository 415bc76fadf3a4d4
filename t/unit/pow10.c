/* pow10.c - the tables of powers of ten, against exact integers */
#include "tap.h"
#include "../../lib/base/pow10.h"

/* 5^342 * 2^128 has 923 bits. */
#define LIMBS 32

/* A whole number, the lowest 32 bits first. */
struct big {
	uint32_t v[LIMBS];
};

static void multiply(struct big *b, uint32_t by)
{
	uint64_t carry = 0;

	for (int i = 0; i < LIMBS; i++) {
		carry += (uint64_t)b->v[i] * by;
		b->v[i] = (uint32_t)carry;
		carry >>= 32;
	}
}

static void add_at(struct big *b, int limb, uint64_t x)
{
	for (; limb < LIMBS && x; limb++) {
		x += b->v[limb];
		b->v[limb] = (uint32_t)x;
		x >>= 32;
	}
}

/* b times the 128 bits of an entry. */
static struct big times_entry(const struct big *b, const uint64_t entry[2])
{
	uint32_t parts[4] = { (uint32_t)entry[1], (uint32_t)(entry[1] >> 32),
			      (uint32_t)entry[0], (uint32_t)(entry[0] >> 32) };
	struct big out = { { 0 } };

	for (int k = 0; k < 4; k++)
		for (int i = 0; i + k < LIMBS; i++)
			add_at(&out, i + k, (uint64_t)b->v[i] * parts[k]);
	return out;
}

static int bit_length(const struct big *b)
{
	for (int i = LIMBS - 1; i >= 0; i--)
		if (b->v[i])
			return 32 * i + 32 - __builtin_clz(b->v[i]);
	return 0;
}

static int bit(const struct big *b, int i)
{
	return i < 0 ? 0 : (int)(b->v[i / 32] >> (i % 32) & 1);
}

/* 64 bits of b downwards from bit top. */
static uint64_t bits_from(const struct big *b, int top)
{
	uint64_t x = 0;

	for (int i = 0; i < 64; i++)
		x = x << 1 | (uint64_t)bit(b, top - i);
	return x;
}

/* 10^k has the bits of 5^k: the highest 128 are the entry. */
static int positive_right(const struct big *five, const uint64_t *entry)
{
	int top = bit_length(five) - 1;

	return bits_from(five, top) == entry[0] &&
	       bits_from(five, top - 64) == entry[1];
}

static int is_power_of_two(const struct big *b, int exp)
{
	for (int i = 0; i < 32 * LIMBS; i++)
		if (bit(b, i) != (i == exp))
			return 0;
	return 1;
}

/* 10^-k is 2^e / 5^k: the entry times 5^k must be just below 2^e, or just
 * above it where the table is rounded up. */
static int negative_right(const struct big *five, const uint64_t *entry, int k)
{
	int e = bit_length(five) + 127;
	struct big product = times_entry(five, entry);
	struct big more = product;
	struct big less;
	uint64_t below[2] = { entry[0], entry[1] - 1 };

	for (int i = 0; i < LIMBS; i++)
		add_at(&more, i, five->v[i]);
	if (is_power_of_two(&product, e))
		return 0;
	if (k > 27)
		return bit_length(&product) == e && bit_length(&more) == e + 1;
	less = times_entry(five, below);
	return bit_length(&product) == e + 1 && bit_length(&less) == e;
}

int main(void)
{
	struct big five = { { 1 } };
	uint64_t ten = 1;
	double exact = 1;
	int bad = 0;

	for (int k = 0; k <= ALGO_POW10_MAX; k++, multiply(&five, 5))
		bad += !positive_right(&five,
				       algo_pow10_big[k - ALGO_POW10_MIN]);
	ok(!bad, "positive powers (%d wrong)", bad);
	bad = 0;
	five = (struct big){ { 1 } };
	for (int k = 1; k <= -ALGO_POW10_MIN; k++) {
		multiply(&five, 5);
		bad += !negative_right(&five,
				       algo_pow10_big[-k - ALGO_POW10_MIN], k);
	}
	ok(!bad, "negative powers (%d wrong)", bad);
	bad = 0;
	for (int k = 0; k < ALGO_POW10_DOUBLES; k++, exact *= 10)
		bad += algo_pow10_double[k] != exact;
	ok(!bad, "doubles");
	for (int k = 0; k < 20; k++, ten *= 10)
		bad += algo_pow10_int[k] != ten;
	ok(!bad, "integers");
	return done();
}
