/* prompt_judge.c - what an answer is worth: is it a document, does it check,
 * does it run, does it make sense on the bars at hand */
#include "prompt.h"

#include <math.h>
#include <string.h>

#define ANSWER "answer"

void algo_prompt_verdict_release(struct prompt_verdict *v)
{
	algo_buf_release(&v->doc);
	algo_errs_release(&v->errs);
}

static double metric(const struct algo_run *r, const char *name)
{
	const struct algo_metric *m = algo_metric_find(name, strlen(name));

	return m ? algo_stat_value(algo_run_stat(r), m) : (double)NAN;
}

/* Runs a text over the bars; *traded: it held something at some time. */
static int run(const struct algo_prompt_gen *g, const char *text, size_t n,
	       int *traded, struct algo_errs *errs)
{
	struct algo_run_opt ro = *g->run;
	struct algo_run *r;
	int rc;

	ro.text = text;
	ro.len = n;
	ro.file = ANSWER;
	r = algo_run_open(&ro, errs);
	if (!r)
		return -1;
	rc = algo_run_play(r, errs);
	*traded = rc == 0 && (metric(r, "num_trades") > 0 ||
			      metric(r, "exposure_time_pct") > 0);
	algo_run_free(r);
	return rc;
}

int algo_prompt_bars(const struct algo_prompt_gen *g, struct algo_errs *errs)
{
	static const char idle[] =
		"{\"algo\":1,\"name\":\"idle\",\"warmup\":0,"
		"\"entry\":{\"long\":\"false\"},\"exit\":{\"long\":\"true\"}}";
	struct algo_errs own = { 0 };
	int traded, rc;

	if (!g->run)
		return 0;
	rc = run(g, idle, sizeof(idle) - 1, &traded, &own);
	for (size_t i = 0; rc && i < own.n; i++)
		algo_errs_take(errs, &own.v[i]);
	algo_errs_count(errs);
	algo_errs_release(&own);
	return rc;
}

/* --- What makes no sense ------------------------------------------------- */

static void weak(struct prompt_verdict *v, const char *pointer,
		 const char *code, const char *what, const char *hint)
{
	struct algo_err *err = algo_errs_add(&v->errs);

	algo_err_set(err, ALGO_E_VALUE, code, "%s", what);
	err->severity = ALGO_SEV_WARNING;
	algo_err_pointer(err, pointer);
	algo_err_hint(err, "%s", hint);
	v->worth = PROMPT_WEAK;
}

static void lint_constant(struct prompt_verdict *v, const struct algo_rule *r)
{
	if (r->when.node >= 0 && r->when.is_const)
		weak(v, r->pointer, "constant_condition",
		     "the condition is the same on every bar",
		     "compare something that moves");
}

/* A rule whose entry is always the same, orders with a price of their own
 * apart. */
static void lint_static(struct prompt_verdict *v, const struct algo_strategy *s)
{
	lint_constant(v, &s->entry_long);
	lint_constant(v, &s->entry_short);
	for (size_t i = 0; i < s->nrules; i++) {
		const struct algo_rule *r = &s->rules[i];

		if ((r->action == ALGO_DO_BUY || r->action == ALGO_DO_SELL) &&
		    r->limit.node < 0 && r->stop.node < 0)
			lint_constant(v, r);
	}
}

static void put_kept(struct algo_jw *w, const struct algo_json *root)
{
	static const char *const kept[] = { "algo", "name",    "tz",
					    "let",  "columns", "params" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
		const struct algo_json *m = algo_json_get(root, kept[i]);

		if (!m)
			continue;
		algo_jw_key(w, kept[i]);
		algo_jw_value(w, m);
	}
}

/* The document that buys where both sides say so. */
static int both_document(const struct algo_buf *doc, struct algo_buf *out)
{
	struct algo_json_doc *json =
		algo_json_parse(doc->data, doc->len, ANSWER, NULL);
	const struct algo_json *root = json ? algo_json_root(json) : NULL;
	const struct algo_json *entry = algo_json_get(root, "entry");
	const struct algo_json *l = algo_json_get(entry, "long"),
			       *s = algo_json_get(entry, "short");
	struct algo_buf both = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);
	struct algo_jw w;

	if (l && s) {
		algo_buf_addf(&both, "(%s) and (%s)", algo_json_str(l, NULL),
			      algo_json_str(s, NULL));
		algo_jw_init(&w, out, 0);
		algo_jw_obj(&w);
		put_kept(&w, root);
		algo_jw_key(&w, "entry");
		algo_jw_obj(&w);
		algo_jw_kstr(&w, "long", algo_buf_str(&both));
		algo_jw_obj_end(&w);
		algo_jw_key(&w, "backtest");
		algo_jw_obj(&w);
		algo_jw_kint(&w, "cash", 1000000000000);
		algo_jw_obj_end(&w);
		algo_jw_obj_end(&w);
	}
	algo_buf_release(&both);
	algo_json_free(json);
	return l && s;
}

static void lint_both(const struct algo_prompt_gen *g, struct prompt_verdict *v)
{
	struct algo_buf doc = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	struct algo_errs errs = { 0 };
	int traded = 0;

	if (both_document(&v->doc, &doc) &&
	    run(g, doc.data, doc.len, &traded, &errs) == 0 && traded)
		weak(v, "/entry", "both_sides",
		     "entry.long and entry.short are true on the same bar",
		     "each excludes the other: one side of a level each");
	algo_errs_release(&errs);
	algo_buf_release(&doc);
}

static int has_code(const struct algo_errs *errs, const char *code)
{
	for (size_t i = 0; i < errs->n; i++)
		if (strcmp(errs->v[i].code, code) == 0)
			return 1;
	return 0;
}

static void lint_run(const struct algo_prompt_gen *g, struct prompt_verdict *v)
{
	struct algo_errs errs = { 0 };
	int traded = 0;
	int rc = run(g, v->doc.data, v->doc.len, &traded, &errs);

	if (rc == 0 && has_code(&errs, "never_started"))
		weak(v, "", "look_back",
		     "an indicator looks further back than the bars go",
		     "a shorter period");
	else if (rc == 0 && !traded)
		weak(v, "", "never_trades",
		     "no trade is ever opened on the sample bars",
		     "are the conditions too strict, or never true together?");
	algo_errs_release(&errs);
	lint_both(g, v);
}

static void lint(const struct algo_prompt_gen *g, struct prompt_verdict *v)
{
	struct algo_strategy_opt opt = { .file = ANSWER };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s = algo_strategy_parse(algo_buf_str(&v->doc),
						      v->doc.len, &opt, &errs);

	/* With columns that only the bars know it does not read so. */
	if (s)
		lint_static(v, s);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	if (g->run)
		lint_run(g, v);
	algo_errs_count(&v->errs);
}

/* --- The whole ----------------------------------------------------------- */

static enum prompt_worth worth_of(const struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (errs->v[i].severity == ALGO_SEV_ERROR &&
		    (errs->v[i].origin != ALGO_O_DOCUMENT ||
		     errs->v[i].cls == ALGO_E_INTERNAL))
			return PROMPT_OVER;
	return PROMPT_BAD;
}

/* What rules can mend no model needs to be asked for. */
static int mend(const struct algo_prompt_gen *g, const struct algo_buf *doc,
		struct prompt_verdict *v)
{
	struct algo_repair_loop loop = { .fix = { .file = ANSWER },
					 .run = g->run };
	struct algo_repair_report report;
	struct algo_mends mends = { 0 };
	int rc;

	v->doc.max = (size_t)4 * ALGO_DOC_MAX;
	rc = algo_repair_run(algo_buf_str(doc), doc->len, &loop, &v->doc,
			     &report, &mends, &v->errs);
	algo_repair_report_release(&report);
	algo_mends_release(&mends);
	return rc;
}

static int is_empty(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr(" \t\r\n", s[i]))
			return 0;
	return 1;
}

void algo_prompt_judge(const struct algo_prompt_gen *g, const char *answer,
		       size_t n, struct prompt_verdict *v)
{
	struct algo_buf doc = ALGO_BUF_INIT(PROMPT_WIRE_MAX);
	size_t start = 0, len = n;

	memset(v, 0, sizeof(*v));
	v->doc.max = PROMPT_WIRE_MAX;
	if (algo_llm_extract(answer, n, &start, &len) || is_empty(answer, n)) {
		struct algo_err *err = algo_errs_add(&v->errs);

		algo_err_set(err, ALGO_E_SYNTAX, "no_document",
			     "there is no JSON object in the answer");
		algo_errs_count(&v->errs);
		v->worth = PROMPT_BAD;
	} else if (algo_prompt_to_document(answer + start, len, &doc,
					   &v->errs)) {
		v->worth = worth_of(&v->errs);
	} else if (mend(g, &doc, v)) {
		v->worth = worth_of(&v->errs);
	} else {
		v->worth = PROMPT_GOOD;
		lint(g, v);
	}
	algo_buf_release(&doc);
}
