/* prompt.c - fuzz target: any bytes as a model's answer: a document, or a fault
 * that is told; there and back again; as a repair of itself nothing changed; as
 * a schema; as text for a terminal */
#include "fuzz.h"

#include "../../lib/llm/prompt.h"

static void all_told(struct algo_errs *errs)
{
	must(errs->n > 0);
	for (size_t i = 0; i < errs->n; i++)
		told(&errs->v[i]);
	algo_errs_release(errs);
}

/* What is a document can be said in the other form, and read from it. */
static void and_back(const struct algo_buf *doc)
{
	struct algo_buf wire = ALGO_BUF_INIT((size_t)1 << 26);
	struct algo_buf again = ALGO_BUF_INIT((size_t)1 << 26);
	struct algo_errs errs = { 0 };

	if (algo_prompt_from_document(algo_buf_str(doc), doc->len, &wire,
				      &errs)) {
		all_told(&errs);
	} else {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *json =
			algo_json_parse(wire.data, wire.len, NULL, &err);

		must(json != NULL);
		algo_json_free(json);
		if (algo_prompt_to_document(wire.data, wire.len, &again, &errs))
			all_told(&errs);
	}
	algo_buf_release(&wire);
	algo_buf_release(&again);
}

static void as_answer(const char *text, size_t size)
{
	struct algo_buf doc = ALGO_BUF_INIT((size_t)1 << 26);
	struct algo_errs errs = { 0 };

	if (algo_prompt_to_document(text, size, &doc, &errs))
		all_told(&errs);
	else
		and_back(&doc);
	algo_buf_release(&doc);
}

static void as_repair(const char *text, size_t size)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 26);
	struct algo_errs errs = { 0 };
	struct algo_json_doc *json = algo_json_parse(text, size, NULL, NULL);
	char at[64];
	int rc = algo_prompt_same(text, size, text, size, &errs, &out, at,
				  sizeof(at));

	must((rc == 0) == (json != NULL));
	must(rc || (out.len == size && !memcmp(out.data, text, size)));
	algo_json_free(json);
	algo_buf_release(&out);
}

static void as_text(const char *text, size_t size)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 26);

	algo_prompt_clean(text, size, 1000, &out);
	must(out.len <= 1000);
	for (size_t i = 0; i < out.len; i++) {
		unsigned char c = (unsigned char)out.data[i];

		must((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
	}
	algo_buf_clear(&out);
	algo_prompt_number(text, size, &out);
	algo_buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *text = text_of(data, size);

	as_answer(text, size);
	as_repair(text, size);
	as_text(text, size);
	if (algo_prompt_schema_lint(text, size, &err))
		told(&err);
	algo_free(text);
	return 0;
}
