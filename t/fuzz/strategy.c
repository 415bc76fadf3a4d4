/* strategy.c - fuzz target: any bytes as a strategy; what is accepted has a
 * canonical form that is its own */
#include <algo/lang.h>
#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* Repairs must lie within the text that they are for. */
static void check_records(const struct algo_errs *errs, size_t size)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);

	for (size_t i = 0; i < errs->n; i++) {
		const struct algo_err *e = &errs->v[i];

		assert(e->set && e->code && e->msg[0]);
		assert(e->cls != ALGO_E_INTERNAL);
		assert(!e->fixit.has || e->fixit.start + e->fixit.len <= size);
		algo_buf_clear(&out);
		algo_err_text(e, "fuzz", 1, &out);
		algo_err_json(e, "fuzz", &out);
	}
	algo_buf_release(&out);
}

static void check_canonical(const struct algo_strategy *s,
			    const struct algo_strategy_opt *opt)
{
	struct algo_buf one = ALGO_BUF_INIT(1 << 26);
	struct algo_buf two = ALGO_BUF_INIT(1 << 26);
	struct algo_errs errs = { 0 };
	struct algo_strategy *again;
	char hash[2][65];

	algo_strategy_canonical(s, &one);
	again = algo_strategy_parse(one.data, one.len, opt, &errs);
	assert(again);
	algo_strategy_canonical(again, &two);
	assert(one.len == two.len && !memcmp(one.data, two.data, one.len));
	algo_strategy_sha256(s, hash[0]);
	algo_strategy_sha256(again, hash[1]);
	assert(!strcmp(hash[0], hash[1]));
	assert(s->nrules == again->nrules);
	algo_strategy_free(again);
	algo_errs_release(&errs);
	algo_buf_release(&one);
	algo_buf_release(&two);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const char *const columns[] = { "mood", "Close", "SMA_20" };
	struct algo_strategy_opt opt = { .file = "fuzz.json" };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s;

	if (size > 0 && data[0] == ' ') {
		opt.columns = columns;
		opt.ncolumns = 3;
		opt.has_bars = 1;
	}
	s = algo_strategy_parse((const char *)data, size, &opt, &errs);
	assert((s != NULL) == (errs.errors == 0));
	check_records(&errs, size);
	if (s)
		check_canonical(s, &opt);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	return 0;
}
