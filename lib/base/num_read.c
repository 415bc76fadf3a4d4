/* num_read.c - decimal text to the nearest double */
#include <algo/base/num.h>

#include "pow10.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Any 19 digits fit 64 bits. */
#define DIGITS_EXACT 19
/* The longest half-way case between doubles has 767 digits: what comes after
 * DIGITS_SLOW of them matters only as zero or not. */
#define DIGITS_SLOW 800
/* Beyond any exponent that a text of less than 2^50 digits can make up for. */
#define EXP_MAX (INT64_C(1) << 52)
/* Below 2^53, and so that most numbers of 15 to 17 digits go one way. */
#define CLINGER_LIMIT UINT64_C(100000000000000)
#define BITS_INF (UINT64_C(0x7ff) << 52)
#define FRACTION_BITS 52
/* Bits of the product to keep: 53, one to round by and one of slack. */
#define PRODUCT_SHIFT (64 - FRACTION_BITS - 3)

/* A number as written: w * 10^exp. */
struct decimal {
	uint64_t w;	   /* exact when there are few digits */
	int64_t exp;	   /* of the last digit */
	const char *first; /* digits and perhaps a point */
	const char *last;  /* behind the last of them */
	int neg;
	int many; /* more digits than w can hold: w is worthless */
};

#define COLD __attribute__((noinline, cold))

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline uint64_t load8(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	/* Compiles to one load where the first byte is the lowest. */
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* The value of eight digits, one a byte, the first in the lowest. */
static inline uint64_t eight_digits(uint64_t x)
{
	x = (x * 10 + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x * 100 + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
	return (x * 10000 + (x >> 32)) & UINT64_C(0xffffffff);
}

/* Appends the digits at p to *w; returns their end. */
static inline const char *read_digits(const char *p, const char *end,
				      uint64_t *w)
{
	uint64_t n = *w;

	while (end - p >= 8) {
		uint64_t x = load8(p) ^ UINT64_C(0x3030303030303030);
		/* The high bit of each byte above 9; a carry disturbs only
		 * bytes behind the first of those. */
		uint64_t other = ((x + UINT64_C(0x7676767676767676)) | x) &
				 UINT64_C(0x8080808080808080);
		int bits;

		if (other) {
			bits = __builtin_ctzll(other) & 0x78;
			if (bits) {
				/* Those before it, after leading zeros. */
				x = eight_digits(x << (64 - bits));
				n = n * algo_pow10_int[bits >> 3] + x;
			}
			*w = n;
			return p + (bits >> 3);
		}
		n = n * 100000000 + eight_digits(x);
		p += 8;
	}
	while (p < end && is_digit(*p))
		n = n * 10 + (uint64_t)(*p++ - '0');
	*w = n;
	return p;
}

/* Adds the exponent at p (an 'e') to *exp; without digits it is none, and p
 * is returned. */
static const char *read_exp(const char *p, const char *end, int64_t *exp)
{
	const char *s = p + 1;
	int64_t e = 0;
	int neg = 0;

	if (s < end && (*s == '-' || *s == '+'))
		neg = *s++ == '-';
	if (s == end || !is_digit(*s))
		return p;
	for (; s < end && is_digit(*s); s++)
		if (e < EXP_MAX)
			e = e * 10 + (*s - '0');
	*exp += neg ? -e : e;
	return s;
}

static inline const char *scan(const char *s, const char *end,
			       struct decimal *d)
{
	const char *p = s;
	ptrdiff_t n;

	d->neg = 0;
	if (p < end && (*p == '-' || *p == '+'))
		d->neg = *p++ == '-';
	d->first = p;
	d->w = 0;
	d->exp = 0;
	p = read_digits(p, end, &d->w);
	n = p - d->first;
	if (p < end && *p == '.') {
		const char *point = p;

		p = read_digits(p + 1, end, &d->w);
		d->exp = point + 1 - p;
		n -= d->exp;
	}
	if (n == 0)
		return NULL;
	d->last = p;
	d->many = n > DIGITS_EXACT;
	if (p < end && (*p == 'e' || *p == 'E'))
		p = read_exp(p, end, &d->exp);
	return p;
}

/* The high and, in *low, the low half of w * 10^q, w having its high bit set:
 * as exact as rounding to 53 bits needs (Lemire 2021, "Number parsing at a
 * gigabyte per second"; Mushtak and Lemire 2023 for why it always does). */
static uint64_t product(uint64_t w, int64_t q, uint64_t *low)
{
	const uint64_t *power = algo_pow10_big[q - ALGO_POW10_MIN];
	const uint64_t unsure = (UINT64_C(1) << PRODUCT_SHIFT) - 1;
	uint64_t high, more;

	*low = algo_mul64(w, power[0], &high);
	if ((high & unsure) == unsure) {
		algo_mul64(w, power[1], &more);
		*low += more;
		high += *low < more;
	}
	return high;
}

/* The bits of the double nearest to w * 10^q, ties to even. */
static uint64_t nearest(uint64_t w, int64_t q)
{
	uint64_t high, low, m;
	int lead, top, shift;
	int64_t exp;

	if (w == 0 || q < ALGO_POW10_MIN)
		return 0;
	if (q > 308)
		return BITS_INF;
	lead = __builtin_clzll(w);
	high = product(w << lead, q, &low);
	top = (int)(high >> 63);
	shift = top + PRODUCT_SHIFT;
	m = high >> shift;
	/* 217706 / 2^16 is log2(10), near enough for all q. */
	exp = ((217706 * q) >> 16) + 63 + top - lead + 1023;
	if (exp <= 0) {
		if (exp <= -63)
			return 0;
		m >>= 1 - exp;
		/* Rounding up to 2^52 makes it the least normal number. */
		return (m + (m & 1)) >> 1;
	}
	/* Ties are possible only where 5^|q| divides or is held exactly. */
	if (low <= 1 && q >= -4 && q <= 23 && (m & 3) == 1 &&
	    m << shift == high)
		m--;
	m = (m + (m & 1)) >> 1;
	/* The leading bit adds 1 to the exponent, a carry one more. */
	m += (uint64_t)(exp - 1) << FRACTION_BITS;
	return m < BITS_INF ? m : BITS_INF;
}

/* The digits from p, the first that is not zero, to strtod. */
static double by_strtod(const char *p, const char *last, int64_t exp)
{
	char text[DIGITS_SLOW + 32];
	int saved = errno;
	size_t n = 0;
	int more = 0;
	double v;

	/* exp is that of the last digit: each left out adds one. */
	for (; p < last; p++) {
		if (*p == '.')
			continue;
		if (n < DIGITS_SLOW) {
			text[n++] = *p;
		} else {
			more |= *p != '0';
			exp++;
		}
	}
	if (more) {
		text[n++] = '1';
		exp--;
	}
	snprintf(text + n, sizeof(text) - n, "e%lld", (long long)exp);
	v = strtod(text, NULL);
	errno = saved;
	return v;
}

/* The bits for a number of more than DIGITS_EXACT digits, p to last, the last
 * of them worth 10^last_exp. */
COLD static uint64_t nearest_many(const char *p, const char *last,
				  int64_t last_exp)
{
	const char *start;
	uint64_t w = 0, low, high;
	int64_t exp = last_exp;
	int n = 0, more = 0;
	double v;

	while (p < last && (*p == '0' || *p == '.'))
		p++;
	for (start = p; p < last; p++) {
		if (*p == '.')
			continue;
		if (n < DIGITS_EXACT) {
			w = w * 10 + (uint64_t)(*p - '0');
			n++;
		} else {
			more |= *p != '0';
			exp++;
		}
	}
	low = nearest(w, exp);
	high = more ? nearest(w + 1, exp) : low;
	if (low == high)
		return low;
	v = by_strtod(start, last, last_exp);
	memcpy(&low, &v, sizeof(low));
	return low;
}

/* 0, or -1 when it is too large for a double. */
static inline int convert(const struct decimal *d, double *v)
{
	uint64_t bits;

	if (!d->many && d->w < CLINGER_LIMIT &&
	    d->exp >= -(ALGO_POW10_DOUBLES - 1) &&
	    d->exp < ALGO_POW10_DOUBLES) {
		/* Both are exact, so one rounding (Clinger 1990). */
		double x = (double)d->w;

		if (d->exp < 0)
			x /= algo_pow10_double[-d->exp];
		else
			x *= algo_pow10_double[d->exp];
		*v = d->neg ? -x : x;
		return 0;
	}
	if (d->many)
		bits = nearest_many(d->first, d->last, d->exp);
	else
		bits = nearest(d->w, d->exp);
	if (bits >= BITS_INF)
		return -1;
	bits |= (uint64_t)d->neg << 63;
	memcpy(v, &bits, sizeof(bits));
	return 0;
}

const char *algo_num_read(const char *s, const char *end, double *v)
{
	struct decimal d;
	const char *p = scan(s, end, &d);

	if (!p || convert(&d, v))
		return NULL;
	return p;
}

int algo_num_parse(const char *s, size_t n, double *v)
{
	double x;

	if (n == 0 || algo_num_read(s, s + n, &x) != s + n)
		return -1;
	*v = x;
	return 0;
}

int algo_int_parse(const char *s, size_t n, int64_t *v)
{
	const char *end = s + n;
	uint64_t limit = INT64_MAX;
	uint64_t x = 0;
	int neg = 0;

	if (n > 0 && (*s == '-' || *s == '+'))
		neg = *s++ == '-';
	if (s == end)
		return -1;
	limit += (uint64_t)neg;
	for (; s < end; s++) {
		uint64_t digit = (uint64_t)(unsigned char)*s - '0';

		if (digit > 9 || x > (limit - digit) / 10)
			return -1;
		x = x * 10 + digit;
	}
	if (neg)
		*v = x == limit ? INT64_MIN : -(int64_t)x;
	else
		*v = (int64_t)x;
	return 0;
}

int algo_num_human(const char *s, size_t n, double *v)
{
	static const struct {
		char unit;
		signed char exp;
	} units[] = { { '%', -2 }, { 'k', 3 }, { 'K', 3 }, { 'M', 6 } };
	struct decimal d;
	const char *end = s + n;
	const char *p = n ? scan(s, end, &d) : NULL;
	double x;

	if (!p || end - p > 1)
		return -1;
	if (p < end) {
		size_t i = 0;

		while (i < sizeof(units) / sizeof(units[0]) &&
		       units[i].unit != *p)
			i++;
		if (i == sizeof(units) / sizeof(units[0]))
			return -1;
		d.exp += units[i].exp;
	}
	if (convert(&d, &x))
		return -1;
	*v = x;
	return 0;
}
