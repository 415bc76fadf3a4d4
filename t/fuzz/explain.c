/* explain.c - fuzz target: any bytes as a strategy told in words; what is
 * accepted has words, lines of text without control characters, the same each
 * time */
#include "fuzz.h"

#include <algo/words.h>

static int tell(const char *text, size_t size, struct algo_buf *out)
{
	struct algo_errs errs = { 0 };
	int rc = algo_words_explain(text, size, "fuzz.json", out, &errs);

	must((rc == 0) == (errs.errors == 0));
	algo_errs_release(&errs);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_buf one = ALGO_BUF_INIT((size_t)1 << 27);
	struct algo_buf two = ALGO_BUF_INIT((size_t)1 << 27);
	char *text = text_of(data, size);

	if (tell(text, size, &one) == 0) {
		must(tell(text, size, &two) == 0);
		must(one.len == two.len &&
		     memcmp(algo_buf_str(&one), algo_buf_str(&two), one.len) ==
			     0);
		for (size_t i = 0; i < one.len; i++)
			must((unsigned char)one.data[i] >= ' ' ||
			     one.data[i] == '\n' || one.data[i] == '\t');
	}
	algo_buf_release(&one);
	algo_buf_release(&two);
	algo_free(text);
	return 0;
}
