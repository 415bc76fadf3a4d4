/* when.c - any bytes as a stamp, an option date and an interval */
#include <algo/base/when.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold whatever the bytes are. */
static void must(int holds)
{
	if (!holds)
		abort();
}

static void stamp(const char *s, size_t n)
{
	struct algo_daycache cache = { .has_in = 0 };
	enum algo_stamp kind = ALGO_STAMP_NONE, again = ALGO_STAMP_NONE;
	int64_t us = 0, same = 0;
	char out[ALGO_WHEN_MAX];
	const char *p = algo_when_read(s, s + n, &us, &kind, NULL);
	size_t len;

	/* The second reading has the day in its cache. */
	for (int i = 0; i < 2; i++) {
		const char *q = algo_when_read(s, s + n, &same, &again, &cache);

		must(p == q && (!p || (us == same && kind == again)));
	}
	if (!p || kind == ALGO_STAMP_INDEX)
		return;
	must(p > s && p <= s + n);
	len = algo_when_print(out, us, &cache);
	must(len >= 20 && len <= 27);
	must(algo_when_read(out, out + len, &same, &again, &cache) ==
	     out + len);
	must(same == us && again == ALGO_STAMP_ZONED);
}

static void words(const char *s, size_t n)
{
	struct algo_interval iv, back;
	enum algo_stamp kind;
	char out[ALGO_WHEN_MAX], *text;
	int64_t us;

	if (algo_interval_parse(s, n, &iv) == 0) {
		size_t len = algo_interval_print(out, &iv);

		must(algo_interval_parse(out, len, &back) == 0);
		must(back.count == iv.count && back.unit == iv.unit);
		must(algo_interval_us(&iv) > 0);
	}
	text = malloc(n + 1);
	if (!text)
		return;
	memcpy(text, s, n);
	text[n] = '\0';
	if (algo_when_option(text, 1711897200000000, &us, &kind) == 0 &&
	    kind != ALGO_STAMP_INDEX)
		must(algo_when_print(out, us, NULL) > 0);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + !size); /* exact: reading on is found */

	if (!copy)
		return 0;
	if (size)
		memcpy(copy, data, size);
	stamp(copy, size);
	words(copy, size);
	free(copy);
	return 0;
}
