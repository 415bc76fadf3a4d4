/* llm.c - fuzz target: any bytes as the answer of a model, cut anywhere.
 *
 * The first byte says which provider and whether a stream was asked for, the
 * second the status, the third where it is cut. */
#include <algo/llm.h>

#include "fuzz.h"
#include <string.h>

static void read_it(const unsigned char *head, const char *body, size_t n,
		    size_t cut, struct algo_llm_reply *reply)
{
	static const long status[] = { 200, 200, 400, 401, 402, 403,
				       404, 429, 500, 503, 529, 0 };
	const struct algo_llm_provider *p = algo_llm_provider(head[0] % 12);
	struct algo_llm_reader *r =
		algo_llm_reader_new(p, head[0] >= 128, NULL, NULL);

	algo_llm_reader_status(r, status[head[1] % 12]);
	if (cut > n)
		cut = n;
	if (algo_llm_reader_feed(r, body, cut) == 0)
		algo_llm_reader_feed(r, body + cut, n - cut);
	algo_llm_reader_end(r, 0, NULL, 1795210292, reply);
	algo_llm_reader_free(r);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct algo_llm_reply a = ALGO_LLM_REPLY_INIT, b = ALGO_LLM_REPLY_INIT;
	const char *body = (const char *)data + 3;
	size_t start, len;

	if (size < 3)
		return 0;
	size -= 3;
	read_it(data, body, size, size, &a);
	read_it(data, body, size, data[2], &b);
	must(a.cls == b.cls && a.drop == b.drop);
	must(a.text.len == b.text.len &&
	     (a.text.len == 0 ||
	      memcmp(a.text.data, b.text.data, a.text.len) == 0));
	must(a.cls != ALGO_LLM_OK || a.text.len > 0);
	for (const char *s = a.message; *s; s++)
		must((unsigned char)*s >= 0x20 && *s != 0x7f);
	if (algo_llm_extract(body, size, &start, &len) == 0)
		must(start <= size && len <= size - start);
	algo_llm_reply_release(&a);
	algo_llm_reply_release(&b);
	return 0;
}
