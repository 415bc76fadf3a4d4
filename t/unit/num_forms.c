/* num_forms.c - numbers in other forms: hinted, cut, people's, whole */
#include "tap.h"
#include <algo/base/num.h>

static uint64_t state = 88172645463325252U;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
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

static double column_value(int column, int i)
{
	static const double unit[] = { 1, 10, 100, 1e3, 1e4, 1e5, 1e8, 1e12 };
	double v = (double)(next() % 100000000);

	switch (column) {
	case 0:
		return v / 100;
	case 1:
		return v / unit[next() % 8];
	case 2:
		return v * 1e4;
	case 3:
		return 100 + (double)(next() >> 11) / 1e13;
	case 4:
		return any_double();
	case 5:
		return i % 7 ? v / 1e4 : i % 2 ? NAN : -0.0;
	case 6:
		return v * 1e7 + 0.25;
	default:
		return v / 1e12;
	}
}

static void test_hint(void)
{
	for (int column = 0; column < 8; column++) {
		int hint = 0, bad = 0;

		for (int i = 0; i < 50000; i++) {
			char a[ALGO_NUM_MAX], b[ALGO_NUM_MAX];
			double v = column_value(column, i);
			size_t n, m;

			if (next() % 4 == 0)
				v = -v;
			n = algo_num_print(a, v);
			m = algo_num_print_hint(b, v, &hint);
			bad += n != m || memcmp(a, b, n) != 0;
		}
		ok(!bad, "hint: the same text in column %d (%d differ)", column,
		   bad);
	}
	for (int hint = -5; hint < 40; hint++) {
		char text[ALGO_NUM_MAX];
		int h = hint;
		size_t n = algo_num_print_hint(text, 12.5, &h);

		if (n != 4 || memcmp(text, "12.5", 4) != 0)
			ok(0, "a wild hint %d", hint);
	}
}

static void test_digits(void)
{
	static const struct {
		double v;
		int digits;
		const char *text;
	} rows[] = {
		{ 3.14159, 3, "3.14" },
		{ 3.14159, 17, "3.14159" },
		{ 2.5, 1, "3" },
		{ -2.45, 2, "-2.5" },
		{ 99.99, 2, "100" },
		{ 123456, 2, "120000" },
		{ 0.000099996, 3, "0.0001" },
		{ 9.9e16, 1, "1e+17" },
		{ 1.0 / 3, 5, "0.33333" },
		{ 0.1 + 0.2, 15, "0.3" },
		{ 0, 3, "0" },
		{ 1e-9 / 3, 2, "3.3e-10" },
		{ 7, 0, "7" },
		{ -HUGE_VAL, 2, "-inf" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[ALGO_NUM_MAX + 1];

		text[algo_num_print_digits(text, rows[i].v, rows[i].digits)] =
			'\0';
		ok(!strcmp(text, rows[i].text), "%d digits: %s", rows[i].digits,
		   text);
	}
}

static void test_human(void)
{
	static const struct {
		const char *text;
		double v;
	} rows[] = {
		{ "5%", 5e-2 },	     { "0.1%", 1e-3 },
		{ "-7%", -7e-2 },    { "1k", 1000 },
		{ "2.5M", 2500000 }, { "1e-3", 1e-3 },
		{ "-0.5", -0.5 },    { "1e2%", 1 },
		{ "10K", 10000 },    { "12.3456%", 12.3456e-2 },
	};
	static const char *const wrong[] = { "",  "%",	 "k",	  "5%%", "5 %",
					     "x", "5kk", "1e999", "5b%" };
	double v;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		v = NAN;
		ok(!algo_num_human(rows[i].text, strlen(rows[i].text), &v) &&
			   v == rows[i].v,
		   "people's %s is %s", rows[i].text, print(v));
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ok(algo_num_human(wrong[i], strlen(wrong[i]), &v) == -1,
		   "people's '%s' is none", wrong[i]);
}

static void test_int(void)
{
	static const char *const rows[] = {
		"0",
		"7",
		"-7",
		"1234567890",
		"9223372036854775807",
		"-9223372036854775808",
		"99999999999",
		"1000000000000000000",
	};
	static const char *const wrong[] = {
		"",
		"-",
		"+",
		"1.0",
		"1 ",
		" 1",
		"0x1",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999",
		"1e3",
	};
	int64_t v;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[ALGO_NUM_MAX + 1] = "";
		int bad = algo_int_parse(rows[i], strlen(rows[i]), &v);

		text[algo_int_print(text, v)] = '\0';
		ok(!bad && !strcmp(text, rows[i]), "whole %s", rows[i]);
	}
	ok(!algo_int_parse("+5", 2, &v) && v == 5, "whole +5");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ok(algo_int_parse(wrong[i], strlen(wrong[i]), &v) == -1,
		   "'%s' is no whole number", wrong[i]);
}

int main(void)
{
	test_hint();
	test_digits();
	test_human();
	test_int();
	return done();
}
