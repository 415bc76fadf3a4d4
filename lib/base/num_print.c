/* num_print.c - doubles and integers as decimal text
 *
 * Raffaello Giulietti, "The Schubfach way to render doubles" (2020): of the
 * decimals that read back to v the shortest, of those the nearest.
 */
#include <algo/base/num.h>

#include "pow10.h"
#include <string.h>

#define FRACTION_BITS 52
#define FRACTION_MASK ((UINT64_C(1) << FRACTION_BITS) - 1)
#define EXP_MASK 0x7ff
/* Plain notation when so many digits stand before the point. */
#define PLAIN_MAX 17
#define PLAIN_MIN (-4)
/* Two decimals of 15 digits never read as the same double, so one of 15 that
 * reads back is the shortest. */
#define HINT_LIMIT 1e15
#define HINT_MAX 15
#define HINT_REST 8

/* m * 10^exp; m has no trailing zero. */
struct shortest {
	uint64_t m;
	int exp;
};

static int count_digits(uint64_t m)
{
	/* 1233 / 2^12 is log10(2), near enough for 64 bits. */
	int n = ((64 - __builtin_clzll(m | 1)) * 1233) >> 12;

	return n + ((m | 1) >= algo_pow10_int[n]);
}

/* The eight digits of m < 10^8 as text, the first in the lowest byte. */
static inline uint64_t eight_digits(uint64_t m)
{
	/* Two numbers of four digits, four of two, eight of one; 10486 / 2^20
	 * is 1/100 and 103 / 2^10 is 1/10, near enough for these. */
	uint64_t x = m / 10000 | m % 10000 << 32;
	uint64_t y = (x * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
	uint64_t z;

	x = y | (x - 100 * y) << 16;
	z = (x * 103 >> 10) & UINT64_C(0x000f000f000f000f);
	return (z | (x - 10 * z) << 8) + UINT64_C(0x3030303030303030);
}

/* Compiles to one store, on machines whose lowest byte comes first. */
static inline void store8(char *p, uint64_t x)
{
	for (int i = 0; i < 8; i++)
		p[i] = (char)(x >> 8 * i & 0xff);
}

/* 1 to 8 digits of m < 10^n; eight bytes are written. */
static inline void put_short(char *p, uint64_t m, int n)
{
	store8(p, eight_digits(m) >> 8 * (8 - n));
}

/* 1 to 19 digits of m < 10^n; no byte beyond p[8] or p[n] is written. */
static inline void put_digits(char *p, uint64_t m, int n)
{
	if (n > 16) {
		put_short(p, m / UINT64_C(10000000000000000), n - 16);
		m %= UINT64_C(10000000000000000);
		p += n - 16;
		n = 16;
	}
	if (n > 8) {
		put_short(p, m / 100000000, n - 8);
		m %= 100000000;
		p += n - 8;
		n = 8;
	}
	put_short(p, m, n);
}

static char *put_exp(char *p, uint64_t m, int digits, int exp)
{
	int n;

	/* One place to the right, then the first digit moves over. */
	put_digits(p + 1, m, digits);
	p[0] = p[1];
	p[1] = '.';
	p += digits > 1 ? digits + 1 : 1;
	*p++ = 'e';
	*p++ = exp < 0 ? '-' : '+';
	if (exp < 0)
		exp = -exp;
	n = count_digits((uint64_t)exp);
	put_digits(p, (uint64_t)exp, n);
	return p + n;
}

/* The first eight of the 9 to 17 digits of m; the others are put where they
 * stand when one byte is before the first. */
static inline uint64_t put_tail(char *p, uint64_t m, int digits)
{
	uint64_t high = m / 100000000, low = eight_digits(m % 100000000), text;

	store8(p + digits - 7, low);
	if (digits > 16) {
		text = eight_digits(high % 100000000);
		store8(p + 2, text);
		return (high / 100000000 + '0') | text << 8;
	}
	text = eight_digits(high) >> 8 * (16 - digits);
	return digits == 16 ? text : text | low << 8 * (digits - 8);
}

/* The digits of m, with a point behind the first before of them. */
static inline void put_point(char *p, uint64_t m, int digits, int before)
{
	uint64_t unit, text, front;

	if (before > 7) {
		unit = algo_pow10_int[digits - before];
		put_digits(p, m / unit, before);
		p[before] = '.';
		put_digits(p + before + 1, m % unit, digits - before);
		return;
	}
	/* What stands before the point is in a word, which is opened for it. */
	text = digits > 8 ? put_tail(p, m, digits)
			  : eight_digits(m) >> 8 * (8 - digits);
	front = ((uint64_t)1 << 8 * before) - 1;
	store8(p, (text & front) | (uint64_t)'.' << 8 * before |
			  (text & ~front) << 8);
	p[8] = (char)(text >> 56);
}

/* The text of m * 10^exp, of at most 24 bytes.  Up to 7 bytes behind it are
 * overwritten; ALGO_NUM_MAX allows for that and the sign. */
static inline char *put_decimal(char *p, uint64_t m, int exp)
{
	int digits = count_digits(m);
	int before = digits + exp;

	if (before > PLAIN_MAX || before < PLAIN_MIN)
		return put_exp(p, m, digits, before - 1);
	if (exp >= 0) {
		put_digits(p, m, digits);
		for (int i = digits; i < before; i++)
			p[i] = '0';
		return p + before;
	}
	if (before > 0) {
		put_point(p, m, digits, before);
		return p + digits + 1;
	}
	memcpy(p, "0.00000", 7);
	p += 2 - before;
	put_digits(p, m, digits);
	return p + digits;
}

static struct shortest strip_zeros(uint64_t m, int exp)
{
	struct shortest s;

	/* m is not 0 and below 10^17. */
	if (m % 100000000 == 0) {
		m /= 100000000;
		exp += 8;
	}
	if (m % 10000 == 0) {
		m /= 10000;
		exp += 4;
	}
	if (m % 100 == 0) {
		m /= 100;
		exp += 2;
	}
	while (m % 10 == 0) {
		m /= 10;
		exp++;
	}
	s.m = m;
	s.exp = exp;
	return s;
}

/* The high 64 bits of g * c / 2^64, the last bit set when anything below it
 * was. */
static inline uint64_t round_to_odd(uint64_t high, uint64_t low, uint64_t c)
{
	uint64_t x1, y0, y1;

	algo_mul64(low, c, &x1);
	y0 = algo_mul64(high, c, &y1);
	y0 += x1;
	y1 += y0 < x1;
	return y1 | (y0 > 1);
}

/* Of the decimals between lower and upper, both of them in quarters, the
 * nearest to quad / 4 that has the fewest digits. */
static struct shortest choose(uint64_t lower, uint64_t quad, uint64_t upper,
			      int k)
{
	uint64_t s = quad / 4;
	uint64_t mid = 4 * s + 2;
	int under, over;

	if (s >= 10) {
		uint64_t tens = s / 10;

		under = lower <= 40 * tens;
		over = 40 * tens + 40 <= upper;
		if (under != over)
			return strip_zeros(tens + (uint64_t)over, k + 1);
	}
	under = lower <= 4 * s;
	over = 4 * s + 4 <= upper;
	if (under == over)
		over = quad > mid || (quad == mid && (s & 1));
	return strip_zeros(s + (uint64_t)over, k);
}

/* For finite v above 0. */
static struct shortest find_shortest(uint64_t bits)
{
	uint64_t fraction = bits & FRACTION_MASK;
	int field = (int)(bits >> FRACTION_BITS) & EXP_MASK;
	uint64_t c = field ? fraction | (FRACTION_MASK + 1) : fraction;
	int q = (field ? field : 1) - 1075;
	/* At a power of two the lower neighbour is half as far. */
	int closer = fraction == 0 && field > 1;
	uint64_t odd = c & 1;
	uint64_t high, low, lower, quad, upper;
	const uint64_t *g;
	int k, h;

	/* floor(log10(2^q)), or of 3/4 of it when closer */
	k = (q * 1262611 - (closer ? 524031 : 0)) >> 22;
	/* q + floor(log2(10^-k)) + 1 */
	h = q + ((-k * 1741647) >> 19) + 1;
	g = algo_pow10_big[-k - ALGO_POW10_MIN];
	/* Schubfach wants it rounded up where it is not exact. */
	low = g[1] + (-k > 55 || -k < -27);
	high = g[0] + (low < g[1]);
	lower = round_to_odd(high, low, (4 * c - 2 + (uint64_t)closer) << h);
	quad = round_to_odd(high, low, (4 * c) << h);
	upper = round_to_odd(high, low, (4 * c + 2) << h);
	return choose(lower + odd, quad, upper - odd, k);
}

/* Zero, infinity and NaN: their length in *n, and true. */
static int special(char out[ALGO_NUM_MAX], double v, size_t *n)
{
	const char *text;

	if (v == 0)
		text = "0";
	else if (v != v)
		text = "";
	else if (v - v == 0)
		return 0;
	else
		text = v < 0 ? "-inf" : "inf";
	*n = strlen(text);
	memcpy(out, text, *n);
	return 1;
}

static uint64_t bits_of(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return bits;
}

/* True when v is a whole number of up to 15 digits, then in *m. */
static inline int whole(double v, uint64_t *m)
{
	if (!(v < HINT_LIMIT))
		return 0;
	*m = (uint64_t)(int64_t)v;
	return (double)(int64_t)*m == v;
}

/* v is finite and above 0. */
static struct shortest digits_of(double v)
{
	uint64_t m;

	if (whole(v, &m)) {
		struct shortest s = { m, 0 };

		return s;
	}
	return find_shortest(bits_of(v));
}

size_t algo_num_print(char out[ALGO_NUM_MAX], double v)
{
	struct shortest s;
	char *p = out;
	size_t n;

	if (special(out, v, &n))
		return n;
	if (v < 0) {
		*p++ = '-';
		v = -v;
	}
	s = digits_of(v);
	return (size_t)(put_decimal(p, s.m, s.exp) - out);
}

/* True when v has at most d decimals (and few digits): it is *m / 10^d. */
static inline int try_decimals(double v, int d, uint64_t *m)
{
	double x = v * algo_pow10_double[d];

	if (!(x < HINT_LIMIT) || v < 1e-5)
		return 0;
	*m = (uint64_t)(int64_t)(x + 0.5);
	/* Both are exact: one rounding, as in reading the text. */
	return (double)(int64_t)*m / algo_pow10_double[d] == v;
}

size_t algo_num_print_hint(char out[ALGO_NUM_MAX], double v, int *hint)
{
	struct shortest s;
	uint64_t m;
	char *p = out;
	size_t n;
	int d = *hint;

	if (special(out, v, &n))
		return n;
	if (v < 0) {
		*p++ = '-';
		v = -v;
	}
	if (d >= 0 && d <= HINT_MAX && try_decimals(v, d, &m)) {
		while (d > 0 && m % 10 == 0) {
			m /= 10;
			d--;
		}
		return (size_t)(put_decimal(p, m, -d) - out);
	}
	s = digits_of(v);
	/* Values of a column that need all their digits come in numbers: for
	 * a while nothing shorter is tried. */
	if (s.exp <= 0 && s.exp >= -HINT_MAX && s.m < (uint64_t)HINT_LIMIT)
		*hint = -s.exp;
	else
		*hint = d < 0 ? d + 1 : -HINT_REST;
	return (size_t)(put_decimal(p, s.m, s.exp) - out);
}

size_t algo_num_print_digits(char out[ALGO_NUM_MAX], double v, int digits)
{
	struct shortest s;
	char *p = out;
	size_t n;
	int drop;

	if (special(out, v, &n))
		return n;
	if (v < 0) {
		*p++ = '-';
		v = -v;
	}
	s = digits_of(v);
	drop = count_digits(s.m) - (digits < 1 ? 1 : digits);
	if (drop > 0) {
		uint64_t unit = algo_pow10_int[drop];

		s.m = (s.m + unit / 2) / unit;
		s = strip_zeros(s.m, s.exp + drop);
	}
	return (size_t)(put_decimal(p, s.m, s.exp) - out);
}

size_t algo_int_print(char out[ALGO_NUM_MAX], int64_t v)
{
	uint64_t m = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	int n = count_digits(m);
	char *p = out;

	if (v < 0)
		*p++ = '-';
	put_digits(p, m, n);
	return (size_t)(p - out) + (size_t)n;
}
