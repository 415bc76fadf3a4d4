/* rank.c - running the documents: the best over the bars */
#include "gen.h"

#include <algo/run.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct tried {
	double value; /* of the metric; NaN: none */
	struct algo_buf result;
};

static int run_one(const struct algo_gen *o, const char *doc,
		   const struct algo_metric *m, struct tried *out,
		   struct algo_errs *errs)
{
	struct algo_run_opt ro = { .bars = o->data,
				   .text = doc,
				   .len = strlen(doc),
				   .file = "<words>",
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE };
	struct algo_run *run = algo_run_open(&ro, errs);
	int rc;

	out->value = NAN;
	out->result.max = (size_t)1 << 28;
	if (!run)
		return -1;
	rc = algo_run_play(run, errs);
	if (rc == 0) {
		out->value = algo_stat_value(algo_run_stat(run), m);
		algo_run_json(run, 0, &out->result);
	}
	algo_run_free(run);
	return rc;
}

static int better(double a, double b, const struct algo_metric *m)
{
	if (isnan(a) || isnan(b))
		return !isnan(a) && isnan(b);
	return m->better < 0 ? a < b : a > b;
}

static void report_candidate(const struct algo_gen *o, size_t i, double v,
			     const char *metric)
{
	struct algo_buf b = ALGO_BUF_INIT(200);

	if (o->common.quiet || o->common.errors)
		return;
	algo_buf_addf(&b, "# candidate %zu: %s ", i + 1, metric);
	if (isnan(v))
		algo_buf_adds(&b, "none");
	else
		algo_buf_addnum(&b, v);
	algo_buf_addc(&b, '\n');
	fwrite(b.data, 1, b.len, stderr);
	algo_buf_release(&b);
}

static void write_result(const struct algo_gen *o, struct algo_tool *t,
			 const struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;

	if (!o->result)
		return;
	out = algo_out_open(o->result, &err);
	if (!out) {
		algo_tool_fail(t, &err);
		return;
	}
	algo_out_add(out, text->data, text->len);
	algo_tool_close(t, out, 0);
}

/* The document that does best over the bars; NULL: none ran. */
const char *algo_gen_best(const struct algo_gen *o, struct algo_tool *t,
			  const char *const *docs, size_t n)
{
	const char *by = o->by ? o->by : "sharpe_ratio", *best = NULL;
	const struct algo_metric *m = algo_metric_find(by, strlen(by));
	struct tried top = { .value = NAN };

	for (size_t i = 0; i < n; i++) {
		struct algo_errs errs = { .v = NULL };
		struct tried one = { .value = NAN };
		const char *doc = docs[i];
		int rc = run_one(o, doc, m, &one, &errs);

		if (rc)
			algo_tool_fail_all(t, &errs);
		else if (o->candidates > 0)
			report_candidate(o, i, one.value, by);
		if (rc == 0 && (!best || better(one.value, top.value, m))) {
			struct algo_buf spare = top.result;

			best = doc;
			top = one;
			one.result = spare;
		}
		for (size_t k = 0; rc == 0 && k < errs.n; k++)
			algo_tool_tell(t, &errs.v[k]);
		algo_buf_release(&one.result);
		algo_errs_release(&errs);
	}
	if (best)
		write_result(o, t, &top.result);
	algo_buf_release(&top.result);
	return best;
}
