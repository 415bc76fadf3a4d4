/* json.c - fuzz target: any bytes as a document, written and read again */
#include <algo/base/json.h>
#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Walks the tree; what it tells about places must fit the text. */
static void walk(const struct algo_json *v, const char *text, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t n, len;

	assert(algo_json_text(v, &n) >= text &&
	       algo_json_text(v, NULL) + n <= text + size);
	assert(algo_json_str(v, &len)[len] == '\0' || len > 0);
	algo_err_set(&err, ALGO_E_VALUE, "place", "a place");
	algo_json_place(v, 1, &err);
	assert(err.at.line >= 1 && err.at.col >= 1);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);

		if (algo_json_type(v) == ALGO_J_OBJ)
			assert(algo_json_get(v, algo_json_key(kid)) == kid);
		walk(kid, text, size);
	}
}

static void rewrite(const struct algo_json_doc *doc, int indent,
		    struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, indent);
	algo_jw_value(&w, algo_json_root(doc));
}

/* Valid text stays valid, and the same, when written and read again. */
static void round_trip(const struct algo_json_doc *doc)
{
	struct algo_buf a = ALGO_BUF_INIT(1 << 26);
	struct algo_buf b = ALGO_BUF_INIT(1 << 26);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *again;

	rewrite(doc, 2, &a);
	again = algo_json_parse(a.data, a.len, NULL, &err);
	assert(again);
	rewrite(again, 2, &b);
	assert(a.len == b.len && memcmp(a.data, b.data, a.len) == 0);
	algo_json_free(again);
	algo_buf_release(&a);
	algo_buf_release(&b);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_json_doc *doc =
		algo_json_parse((const char *)data, size, "fuzz", &err);
	const char *text;
	size_t n;

	assert((doc == NULL) == (err.set != 0));
	if (!doc) {
		assert(err.cls != ALGO_E_INTERNAL);
		assert(!err.fixit.has ||
		       err.fixit.start + err.fixit.len <= size);
		algo_err_text(&err, "fuzz", 1, &out);
		algo_buf_release(&out);
		return 0;
	}
	text = algo_json_text(algo_json_root(doc), &n);
	walk(algo_json_root(doc), text, n);
	round_trip(doc);
	algo_json_free(doc);
	return 0;
}
