/* repair.c - fuzz target: any bytes as a broken strategy.  What comes back
 * checks and is settled, or is what came; the same each time; what is right
 * keeps its bytes; a guess is made only when it is asked for. */
#include "fuzz.h"

#include <algo/repair.h>

struct result {
	int rc;
	struct algo_buf out;
	struct algo_mends mends;
	struct algo_errs errs;
};

static void fix(const char *s, size_t n, int unsafe, struct result *r)
{
	struct algo_repair_opt opt = { .file = "fuzz.json", .unsafe = unsafe };

	memset(r, 0, sizeof(*r));
	r->out.max = (size_t)4 * ALGO_DOC_MAX;
	r->rc = algo_repair_fix(s, n, &opt, &r->out, &r->mends, &r->errs);
}

static void drop(struct result *r)
{
	algo_buf_release(&r->out);
	algo_mends_release(&r->mends);
	algo_errs_release(&r->errs);
}

static int is_text(const struct result *r, const char *s, size_t n)
{
	return r->out.len == n && memcmp(algo_buf_str(&r->out), s, n) == 0;
}

static int checks(const char *s, size_t n)
{
	struct algo_strategy_opt opt = { .file = "fuzz.json" };
	struct algo_errs errs = { 0 };
	struct algo_strategy *p = algo_strategy_parse(s, n, &opt, &errs);
	int right = p != NULL;

	algo_strategy_free(p);
	algo_errs_release(&errs);
	return right;
}

static void check_records(struct algo_errs *errs)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);

	for (size_t i = 0; i < errs->n; i++) {
		const struct algo_err *e = &errs->v[i];

		must(e->set && e->code && e->msg[0]);
		must(e->cls != ALGO_E_INTERNAL);
		algo_buf_clear(&out);
		algo_err_text(e, "fuzz", 1, &out);
		algo_err_json(e, "fuzz", &out);
	}
	algo_buf_release(&out);
}

static void check_mends(const struct algo_mends *m, int unsafe)
{
	for (size_t i = 0; i < m->n; i++) {
		must(m->v[i].code[0] && m->v[i].text[0] && m->v[i].cls);
		must(unsafe || !m->v[i].unsafe || !m->v[i].done);
	}
}

static void check_same(const struct result *r, const char *s, size_t n,
		       int unsafe)
{
	struct result again;

	fix(s, n, unsafe, &again);
	must(again.rc == r->rc && again.mends.n == r->mends.n &&
	     again.errs.n == r->errs.n &&
	     is_text(&again, algo_buf_str(&r->out), r->out.len));
	drop(&again);
}

static void check_settled(const struct result *r)
{
	struct result again;

	fix(algo_buf_str(&r->out), r->out.len, 1, &again);
	must(again.rc == 0 && again.mends.n == 0 &&
	     is_text(&again, algo_buf_str(&r->out), r->out.len));
	drop(&again);
}

static void check(const char *s, size_t n, int unsafe)
{
	struct result r;

	fix(s, n, unsafe, &r);
	check_records(&r.errs);
	check_mends(&r.mends, unsafe);
	check_same(&r, s, n, unsafe);
	if (r.rc == 0) {
		must(r.errs.errors == 0);
		must(checks(algo_buf_str(&r.out), r.out.len));
		must((r.mends.n == 0) == is_text(&r, s, n));
		check_settled(&r);
	} else {
		must(r.errs.errors > 0 && is_text(&r, s, n));
	}
	drop(&r);
}

static void check_explain(const char *s, size_t n)
{
	struct algo_repair_opt opt = { .file = "fuzz.json" };
	struct algo_errs errs = { 0 };
	char *verdicts = NULL;
	int rc = algo_repair_explain(s, n, &opt, &errs, &verdicts);

	must((rc == 0) == (errs.errors == 0));
	for (size_t i = 0; verdicts && i < errs.n; i++)
		must(strchr("fup", verdicts[i]) && verdicts[i]);
	algo_free(verdicts);
	algo_errs_release(&errs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	check(text, size, 0);
	check(text, size, 1);
	check_explain(text, size);
	algo_free(text);
	return 0;
}
