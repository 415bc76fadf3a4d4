/* result.c - fuzz target: any bytes as a line for the history: the fast look
 * accepts only what the whole reader accepts; lines are stored as they came */
#include "fuzz.h"
#include "../../lib/store/result.h"
#include <algo/store.h>

struct seen {
	const uint8_t *data;
	size_t size;
};

static int within(const struct seen *s, const struct algo_slice *p)
{
	const uint8_t *at = (const uint8_t *)p->p;

	return !at || (at >= s->data && p->n <= s->size &&
		       at + p->n <= s->data + s->size);
}

static int member(void *ctx, const struct algo_member *m)
{
	const struct seen *s = ctx;

	must(m->key.p && m->value.p && m->value.n > 0);
	must(within(s, &m->outer) && within(s, &m->key));
	must(within(s, &m->value));
	return 0;
}

static void look(const uint8_t *data, size_t size)
{
	struct seen s = { data, size };
	struct algo_skim how = { member, &s };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;

	if (algo_skim(&how, (const char *)data, size) != ALGO_SKIM_DONE)
		return;
	doc = algo_json_parse((const char *)data, size, NULL, &err);
	must(doc && algo_json_type(algo_json_root(doc)) == ALGO_J_OBJ);
	algo_json_free(doc);
}

static void store(const char *line, size_t n)
{
	struct algo_out *out = algo_out_mem((size_t)1 << 24);
	struct algo_query q = ALGO_QUERY_INIT;
	struct algo_add_counts counts = { 0, 0, 0, 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_store *st =
		algo_store_open("fuzz", ALGO_STORE_EMPTY, 0, &err);
	const char *text;
	size_t len;

	must(st && !algo_store_stage(st, line, n, &err));
	must(!algo_store_commit(st, &counts, &err));
	must(counts.stored == 1 && counts.known == 0);
	must(!algo_store_export(st, &q, out, &err));
	text = algo_out_bytes(out, &len);
	must(len == n + 1 && !memcmp(text, line, n) && text[n] == '\n');
	for (int form = ALGO_STORE_TABLE; form <= ALGO_STORE_JSON; form++) {
		q.form = (enum algo_store_form)form;
		must(!algo_store_list(st, &q, out, &err));
	}
	algo_out_abort(out);
	algo_store_close(st);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_result r = { .is_result = 0 };
	struct algo_err err = ALGO_ERR_INIT;

	/* The caller's lines have no end and are not blank. */
	if (size == 0 || memchr(data, '\n', size))
		return 0;
	look(data, size);
	if (algo_result_parse(&r, (const char *)data, size, &err)) {
		must(algo_err_exit(&err) == 3);
		told(&err);
	} else {
		must(r.success == 0 || r.success == 1);
		must(r.id.n <= ALGO_RESULT_ID_MAX);
		store((const char *)data, size);
	}
	algo_result_release(&r);
	return 0;
}
