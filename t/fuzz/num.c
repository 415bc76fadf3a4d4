/* num.c - any bytes as a number: no crash, strtod's value, and back again */
#include <algo/base/num.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 4000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int good)
{
	if (!good)
		abort();
}

/* v prints in all forms to text that reads back. */
static void check_print(double v)
{
	char plain[ALGO_NUM_MAX], hinted[ALGO_NUM_MAX];
	size_t n = algo_num_print(plain, v);
	double again;

	check(n > 0 && n <= ALGO_NUM_MAX);
	check(!algo_num_parse(plain, n, &again) && again == v);
	for (int hint = 0; hint < 20; hint += 3) {
		int h = hint;

		check(algo_num_print_hint(hinted, v, &h) == n);
		check(!memcmp(plain, hinted, n));
	}
	check(algo_num_print_digits(hinted, v, 17) == n);
	check(!memcmp(plain, hinted, n));
}

static void check_read(const char *s, size_t size)
{
	double v = 0, want, whole;
	const char *end = algo_num_read(s, s + size, &v);
	char *text;
	size_t n;

	check(!algo_num_parse(s, size, &whole) == (end == s + size));
	if (!end)
		return;
	n = (size_t)(end - s);
	check(n > 0 && n <= size);
	text = malloc(n + 1);
	check(text != NULL);
	memcpy(text, s, n);
	text[n] = '\0';
	want = strtod(text, NULL);
	free(text);
	check(!memcmp(&v, &want, sizeof(v)));
	check(isfinite(v) != 0);
	check_print(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Exact memory: reading behind the end is seen. */
	size_t n = size < LONGEST ? size : LONGEST;
	char *s = malloc(n ? n : 1);
	int64_t whole;
	double v;

	check(s != NULL);
	if (n)
		memcpy(s, data, n);
	check_read(s, n);
	if (!algo_int_parse(s, n, &whole) && !algo_num_parse(s, n, &v))
		check((double)whole == v);
	if (!algo_num_human(s, n, &v))
		check(isfinite(v) != 0);
	free(s);
	if (size >= sizeof(v)) {
		memcpy(&v, data, sizeof(v));
		if (isfinite(v))
			check_print(v);
	}
	return 0;
}
