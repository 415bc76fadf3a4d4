/* num.c - reading and printing of numbers, against strtod and printf */
#include "tap.h"
#include <algo/base/num.h>
#include <errno.h>
#include <float.h>
#include <inttypes.h>

static uint64_t state = 88172645463325252U;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static uint64_t bits_of(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, sizeof(bits));
	return bits;
}

static double double_of(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof(v));
	return v;
}

/* Any finite double, all exponents alike. */
static double any_double(void)
{
	double v;

	do
		v = double_of(next());
	while (!isfinite(v));
	return v;
}

static const char *print(double v)
{
	static char text[ALGO_NUM_MAX + 1];

	text[algo_num_print(text, v)] = '\0';
	return text;
}

/* True when text reads as the bits that strtod gives, to its end. */
static int agrees(const char *text)
{
	double want = strtod(text, NULL), got = NAN;
	int bad = algo_num_parse(text, strlen(text), &got);

	if (isinf(want))
		return bad != 0;
	return !bad && bits_of(got) == bits_of(want);
}

static void test_print_rows(void)
{
	static const struct {
		double v;
		const char *text;
	} rows[] = {
		{ 0.0, "0" },
		{ -0.0, "0" },
		{ 1, "1" },
		{ -1, "-1" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 100, "100" },
		{ 1e15, "1000000000000000" },
		{ 123456789012345.6, "123456789012345.6" },
		{ 9007199254740993.0, "9007199254740992" },
		{ 99999999999999984.0, "99999999999999980" },
		{ 1e16, "10000000000000000" },
		{ 1e17, "1e+17" },
		{ 123456789012345680.0, "1.2345678901234568e+17" },
		{ 1e22, "1e+22" },
		{ 1e23, "1e+23" },
		{ 2.5e20, "2.5e+20" },
		{ 1e-5, "0.00001" },
		{ 1.2345678901234567e-5, "0.000012345678901234568" },
		{ 9.999999999999999e-6, "9.999999999999999e-6" },
		{ 1e-7, "1e-7" },
		{ -1.5e-7, "-1.5e-7" },
		{ 1e308, "1e+308" },
		{ DBL_MAX, "1.7976931348623157e+308" },
		{ -DBL_MAX, "-1.7976931348623157e+308" },
		{ DBL_MIN, "2.2250738585072014e-308" },
		{ 2.2250738585072009e-308, "2.225073858507201e-308" },
		{ 5e-324, "5e-324" },
		{ 1e-323, "1e-323" },
		{ 9.5367431640625e-7, "9.5367431640625e-7" },
		/* Two texts are as near: the even one. */
		{ 65539.0 / 131072, "0.5000228881835938" },
		{ 65541.0 / 131072, "0.5000381469726562" },
		{ HUGE_VAL, "inf" },
		{ -HUGE_VAL, "-inf" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = print(rows[i].v);

		ok(!strcmp(got, rows[i].text), "prints %s: %s", rows[i].text,
		   got);
	}
	ok(!*print(NAN), "NaN prints as nothing");
}

static void test_read_rows(void)
{
	static const struct {
		const char *text;
		int used; /* -1: no number */
	} rows[] = {
		{ "1", 1 },
		{ "-1", 2 },
		{ "+1.5", 4 },
		{ "1.", 2 },
		{ ".5", 2 },
		{ "-.5", 3 },
		{ "0", 1 },
		{ "-0", 2 },
		{ "00012.500", 9 },
		{ "1e5", 3 },
		{ "1E+5", 4 },
		{ "1e-05", 5 },
		{ "1e", 1 },
		{ "1e+", 1 },
		{ "1ex", 1 },
		{ "1e5x", 3 },
		{ "12,3", 2 },
		{ "1.2.3", 3 },
		{ "1-2", 1 },
		{ "123456789.", 10 },
		{ "12345678,", 8 },
		{ "1234567;9", 7 },
		{ "1:30", 1 },
		{ "1/2", 1 },
		{ "1\x80\xb9", 1 },
		{ "1\xb1\xb1\xb1\xb1\xb1\xb1\xb1", 1 },
		{ "1e308", 5 },
		{ "1e-400", 6 },
		{ "0e999999999", 11 },
		{ "1e-99999999999999999999", 23 },
		{ "1e309", -1 },
		{ "1e99999999999999999999", -1 },
		{ "", -1 },
		{ ".", -1 },
		{ "-", -1 },
		{ "+.", -1 },
		{ "e5", -1 },
		{ ".e5", -1 },
		{ " 1", -1 },
		{ "--1", -1 },
		{ "inf", -1 },
		{ "nan", -1 },
		{ "-inf", -1 },
		{ "x", -1 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *s = rows[i].text;
		double v = -77, want = strtod(s, NULL);
		const char *end = algo_num_read(s, s + strlen(s), &v);
		int used = end ? (int)(end - s) : -1;

		ok(used == rows[i].used &&
			   (used < 0 || bits_of(v) == bits_of(want)),
		   "reads %d of row %zu", used, i);
	}
	ok(algo_num_parse("1x", 2, &(double){ 0 }) &&
		   algo_num_parse("", 0, &(double){ 0 }),
	   "a number and no more");
}

/* What is behind the end is not looked at, whatever the length. */
static void test_read_end(void)
{
	const char *all = "1234567890123456.78901234";
	size_t n = strlen(all);
	int bad = 0;

	for (size_t from = 0; from < n; from++) {
		for (size_t size = 1; size <= n - from; size++) {
			/* Exact memory, for the address sanitizer. */
			char *copy = malloc(size), text[32] = "";
			double v = NAN;

			if (!copy)
				continue;
			memcpy(copy, all + from, size);
			memcpy(text, all + from, size);
			if (strcmp(text, ".") != 0)
				bad += algo_num_read(copy, copy + size, &v) !=
					       copy + size ||
				       v != strtod(text, NULL);
			free(copy);
		}
	}
	ok(!bad, "nothing is read behind the end (%d bad)", bad);
}

static void test_read_exact(void)
{
	static const char *const rows[] = {
		"9007199254740993",
		"9007199254740991.5",
		"9007199254740992.9999999999999999999999",
		"9007199254740993.0000000000000000000001",
		"18446744073709551615",
		"18446744073709551616",
		"9999999999999999999",
		"99999999999999999999",
		"2.2250738585072011e-308",
		"2.2250738585072012e-308",
		"2.4703282292062327e-324",
		"2.4703282292062328e-324",
		"2.47032822920623272088284396434110686182529901307162382212792"
		"841250337753635104375932649918180817996189898282347722858865"
		"463328355177969898199387398005390939063150356595155702263922"
		"908583924491051844359318028499365361525003193704576782492193"
		"656236698636584807570015857692699037063119282795585513329278"
		"343384093519780155312465972635795746227664652728272200563740"
		"064854999770965994704540208281662262378573934507363390079677"
		"305775061750121560268990e-324",
		"4.9406564584124654e-324",
		"1.7976931348623157e308",
		"1.7976931348623158e308",
		"1.7976931348623159e308",
		"179769313486231580793728971405303415079934132710037826936173"
		"778980444968292764750946649017977587207096330286416692887910"
		"946555547851940402630657488671505820681908902000708383676273"
		"854845817711531764475730270069855571366959622842914819860834"
		"936475292719074168444365510704342711559699508093042880",
		"1e23",
		"8.5e22",
		"6929495644600919.5",
		"3.5844466002796428e+298",
		"0.000000000000000000000000000000000000001e39",
		"1000000000000000000000000000000000000000e-39",
		"7.3177701707893310e+15",
		"0.1e-6",
		"123456789012345678901234567890",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ok(agrees(rows[i]), "reads as strtod: %.40s", rows[i]);
}

/* Random texts of all lengths and exponents. */
static void test_read_random(void)
{
	char text[80];
	int bad = 0;

	for (int i = 0; i < 400000; i++) {
		size_t n = 1 + next() % (i % 4 ? 19 : 40), at = 0;
		size_t point = next() % (n + 1);

		if (next() & 1)
			text[at++] = '-';
		for (size_t k = 0; k < n; k++) {
			if (k == point)
				text[at++] = '.';
			text[at++] = (char)('0' + next() % 10);
		}
		text[at] = '\0';
		if (next() & 1)
			snprintf(text + at, sizeof(text) - at, "e%d",
				 (int)(next() % 700) - 360);
		if (!agrees(text) && bad++ < 5)
			note("differs: %s", text);
	}
	ok(!bad, "400000 random texts read as by strtod (%d differ)", bad);
}

/* Exactly between two doubles, and a little off. */
static void test_read_halfway(void)
{
	static char text[1400];
	int bad = 0;

	for (int i = 0; i < 3000; i++) {
		double v = fabs(any_double());
		double w = double_of(bits_of(v) + 1);
		long double mid = v;
		size_t n;

		if (i % 3 == 0) {
			v = (double)(next() >> (next() % 11));
			w = double_of(bits_of(v) + 1);
			mid = v;
		}
		mid += ((long double)w - v) / 2;
		if (LDBL_MANT_DIG < 64 || isinf(w))
			continue;
		snprintf(text, sizeof(text) - 2, "%.1100Le", mid);
		bad += !agrees(text);
		snprintf(text, sizeof(text) - 2, "%.*Lf", i % 3 ? 1100 : 20,
			 mid);
		n = strlen(text);
		bad += !agrees(text);
		memcpy(text + n, "1", 2);
		bad += !agrees(text);
		text[n] = '\0';
		while (n > 0 && (text[n - 1] == '0' || text[n - 1] == '.'))
			text[--n] = '\0';
		if (n > 0 && strchr(text, '.')) {
			text[n - 1]--;
			bad += !agrees(text);
		}
	}
	ok(!bad, "half-way cases read as by strtod (%d differ)", bad);
	errno = 55;
	agrees("9007199254740993.0000000000000000000000000000000001");
	ok(errno == 55, "errno is left alone");
}

/* The digits of text, with one fewer of them and up added to the last, read
 * as v: then text was not the shortest. */
static int shorter_reads(const char *text, uint64_t up, double v)
{
	char again[64];
	uint64_t m = 0;
	int exp = 0, seen = 0;
	const char *p = text;
	double got;

	for (; *p && *p != 'e'; p++) {
		if (*p == '.')
			seen = 1;
		else
			m = m * 10 + (uint64_t)(*p - '0');
		exp -= *p != '.' && seen;
	}
	if (*p)
		exp += (int)strtol(p + 1, NULL, 10);
	for (; m % 10 == 0; exp++)
		m /= 10;
	if (m < 10)
		return 0;
	snprintf(again, sizeof(again), "%" PRIu64 "e%d", m / 10 + up, exp + 1);
	return !algo_num_parse(again, strlen(again), &got) && got == v;
}

/* The digits as printf finds them: the fewest that read back. */
static int as_printf(const char *text, double v)
{
	char want[64], got[64];
	int digits = 0;

	do
		snprintf(want, sizeof(want), "%.*e", digits++, v);
	while (strtod(want, NULL) != v);
	snprintf(got, sizeof(got), "%.*e", digits - 1, strtod(text, NULL));
	return !strcmp(got, want) && strtod(text, NULL) == v;
}

static void check_round(double v, int i, int *lost, int *longer, int *other)
{
	const char *text;
	double got = NAN;

	v = fabs(v);
	if (v == 0)
		return;
	text = print(v);
	*lost += algo_num_parse(text, strlen(text), &got) ||
		 bits_of(got) != bits_of(v);
	if (i % 4 == 0)
		*longer +=
			shorter_reads(text, 0, v) || shorter_reads(text, 1, v);
	if (i % 100 == 0)
		*other += !as_printf(text, v);
}

static void test_round(void)
{
	int lost = 0, longer = 0, other = 0;

	for (int i = 0; i < 1500000; i++)
		check_round(any_double(), i, &lost, &longer, &other);
	ok(!lost && !longer && !other,
	   "random doubles: %d lost, %d too long, %d unlike printf", lost,
	   longer, other);
	for (int i = 0; i < 500000; i++)
		check_round(100 + (double)(next() >> 11) /
					    (double)(1LL << (i % 53)),
			    i, &lost, &longer, &other);
	for (int i = 0; i < 100000; i++)
		check_round(double_of(next() >> (12 + i % 50)), i, &lost,
			    &longer, &other);
	ok(!lost && !longer && !other,
	   "prices, whole numbers, denormals: %d, %d, %d", lost, longer, other);
	/* Here the gaps differ on the two sides. */
	for (uint64_t e = 1; e < 2047; e++)
		for (int k = -1; k <= 1; k++)
			check_round(double_of((e << 52) + (uint64_t)k), 4,
				    &lost, &longer, &other);
	ok(!lost && !longer, "powers of two: %d lost, %d too long", lost,
	   longer);
	for (int e = -323; e <= 308; e++) {
		char text[16];

		snprintf(text, sizeof(text), "1e%d", e);
		check_round(strtod(text, NULL), 0, &lost, &longer, &other);
	}
	ok(!lost && !longer && !other, "powers of ten: %d, %d, %d", lost,
	   longer, other);
}

/* m / 10^d has one text of up to 15 digits: made here from the integer. */
static void test_decimals(void)
{
	int bad = 0;

	for (int i = 0; i < 300000; i++) {
		uint64_t m = next() % UINT64_C(1000000000000000);
		uint64_t unit = 1;
		char text[64];
		int d = (int)(next() % 9), n;

		m >>= next() % 50;
		for (int k = 0; k < d; k++)
			unit *= 10;
		n = snprintf(text, sizeof(text), "%" PRIu64 ".%0*" PRIu64,
			     m / unit, d, m % unit);
		while (text[n - 1] == '0')
			text[--n] = '\0';
		if (text[n - 1] == '.')
			text[--n] = '\0';
		if (m > 0 && (double)m / (double)unit < 1e-5)
			continue;
		if (strcmp(print((double)m / (double)unit), text) != 0 &&
		    bad++ < 5)
			note("%s printed as %s", text,
			     print((double)m / (double)unit));
	}
	ok(!bad, "decimals print as they were written (%d differ)", bad);
}

int main(void)
{
	test_print_rows();
	test_read_rows();
	test_read_end();
	test_read_exact();
	test_read_random();
	test_read_halfway();
	test_round();
	test_decimals();
	return done();
}
