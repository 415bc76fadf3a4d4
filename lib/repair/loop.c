/* loop.c - check, run, mend, and again */
#include "read.h"

#include <algo/base/mem.h>
#include <stdio.h>
#include <string.h>

#define ATTEMPTS 3

struct loop {
	const struct algo_repair_loop *opt;
	struct algo_repair_opt fix; /* with the columns of the bars */
	struct algo_strs columns;
	struct algo_csv *csv; /* owns their names */
	struct algo_in in;
	int in_open;
	struct algo_buf doc; /* as far as it came */
	struct algo_mends *mends;
	struct algo_errs errs; /* the faults of doc */
	int asked;	       /* doc may be somebody else's */
};

/* ---- bars */

static int is_extra(const struct algo_csv *csv, size_t i)
{
	for (int k = 0; k < ALGO_ROLE_COUNT; k++)
		if (algo_csv_role(csv, (enum algo_role)k) == (int)i)
			return 0;
	return 1;
}

/* The columns that expressions may name.  -1: the bars cannot be read. */
static int read_columns(struct loop *l)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!l->opt->run)
		return 0;
	if (algo_in_open(&l->in, l->opt->run->bars, &err) == 0) {
		l->in_open = 1;
		l->csv = algo_csv_open(&l->in, NULL, &err);
	}
	if (!l->csv) {
		algo_errs_take(&l->errs, &err);
		algo_errs_count(&l->errs);
		return -1;
	}
	for (size_t i = 0; i < algo_csv_columns(l->csv); i++)
		if (is_extra(l->csv, i))
			algo_strs_add(&l->columns, algo_csv_name(l->csv, i));
	l->fix.has_bars = 1;
	l->fix.columns = l->columns.v;
	l->fix.ncolumns = l->columns.n;
	return 0;
}

/* ---- judging */

/* A strategy that never starts is none of the document's faults, but where
 * guesses are wanted one is made.  -1: it was told as a fault. */
static int judge_start(struct loop *l)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	struct algo_mends mends = { 0 };
	int made = 0;

	for (size_t i = 0; l->fix.unsafe && i < l->errs.n; i++) {
		struct algo_err *e = &l->errs.v[i];

		if (strcmp(e->code, "never_started") != 0)
			continue;
		e->severity = ALGO_SEV_ERROR;
		made = algo_fix_told(&l->doc, &l->fix, &l->errs, &out, &mends);
		if (!made)
			e->severity = ALGO_SEV_WARNING;
		break;
	}
	algo_buf_release(&out);
	algo_mends_release(&mends);
	algo_errs_count(&l->errs);
	return made ? -1 : 0;
}

/* Runs doc: its faults and warnings to l->errs.  -1: there are faults. */
static int run(struct loop *l)
{
	struct algo_run_opt ro;
	struct algo_run *r;

	algo_errs_release(&l->errs);
	if (!l->opt->run)
		return 0;
	ro = *l->opt->run;
	ro.text = algo_buf_str(&l->doc);
	ro.len = l->doc.len;
	ro.file = l->fix.file;
	r = algo_run_open(&ro, &l->errs);
	if (r)
		algo_run_play(r, &l->errs);
	algo_run_free(r);
	algo_errs_count(&l->errs);
	return l->errs.errors ? -1 : judge_start(l);
}

static const struct algo_err *first_error(const struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (errs->v[i].severity == ALGO_SEV_ERROR)
			return &errs->v[i];
	return NULL;
}

/* The fault is not the document's. */
static int is_elsewhere(const struct algo_errs *errs)
{
	const struct algo_err *e = first_error(errs);

	return e && e->origin != ALGO_O_DOCUMENT;
}

/* ---- mending */

static void set_doc(struct loop *l, const struct algo_buf *b)
{
	algo_buf_clear(&l->doc);
	algo_buf_add(&l->doc, b->data, b->len);
}

/* What the rules know of faults of the text.  0: it checks now. */
static int by_rules(struct loop *l, const char *s, size_t n)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	int rc;

	algo_errs_release(&l->errs);
	rc = algo_repair_fix(s, n, &l->fix, &out, l->mends, &l->errs);
	if (rc == 0)
		set_doc(l, &out);
	algo_buf_release(&out);
	return rc;
}

/* Faults of a run are mended by choosing only. */
static int by_guess(struct loop *l)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	int made = algo_fix_told(&l->doc, &l->fix, &l->errs, &out, l->mends);

	if (made)
		set_doc(l, &out);
	algo_buf_release(&out);
	return made ? 0 : -1;
}

/* 0: the answer checks; 1: it took the document's place, with faults of its
 * own; -1: none. */
static int by_asking(struct loop *l, struct algo_attempt *at)
{
	struct algo_buf answer = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct answer a = { ALGO_E_RUNTIME, "asked", "", 0, 0, SIZE_MAX };
	struct algo_mend *m;
	int rc = -1;

	if (l->opt->ask) {
		l->asked = 1;
		rc = l->opt->ask(l->opt->ctx, algo_buf_str(&l->doc), &l->errs,
				 &answer);
		if (l->opt->key)
			snprintf(at->key, sizeof(at->key), "%.16s",
				 l->opt->key);
	}
	if (rc == 0 && (answer.len == 0 || answer.over))
		rc = -1;
	if (rc == 0 && by_rules(l, answer.data, answer.len)) {
		set_doc(l, &answer);
		rc = 1;
	}
	m = rc == 0 ? algo_mends_add(l->mends) : NULL;
	if (m) {
		snprintf(m->code, sizeof(m->code), "%s", a.code);
		m->cls = algo_class_name(a.cls);
		m->done = 1;
		snprintf(m->text, sizeof(m->text),
			 "the document is replaced by the one asked for");
	}
	algo_buf_release(&answer);
	return rc;
}

/* ---- the report */

static void describe(const struct algo_mends *m, size_t from,
		     struct algo_buf *out)
{
	for (size_t i = from; i < m->n; i++)
		if (m->v[i].done)
			algo_buf_addf(out, "%s%s%s%s", out->len ? "; " : "",
				      m->v[i].pointer,
				      m->v[i].pointer[0] ? ": " : "",
				      m->v[i].text);
}

/* Begins an attempt at the faults at hand. */
static struct algo_attempt *begin(struct algo_repair_report *r,
				  const struct algo_errs *errs)
{
	const struct algo_err *e = first_error(errs);
	void *v = r->v;
	struct algo_attempt *a;
	char text[ALGO_WHEN_MAX + 1];

	algo_grow(&v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v = v;
	a = &r->v[r->n++];
	memset(a, 0, sizeof(*a));
	text[algo_when_print(text, algo_when_now(), NULL)] = '\0';
	snprintf(a->when, sizeof(a->when), "%.31s", text);
	if (e)
		snprintf(a->type, sizeof(a->type), "%s",
			 algo_class_name(e->cls));
	a->message = algo_strdup(e ? e->msg : "");
	return a;
}

static void end(struct loop *l, struct algo_attempt *a, size_t before,
		const struct algo_buf *was, int success)
{
	struct algo_buf what = ALGO_BUF_INIT((size_t)1 << 20);
	struct algo_buf diff = ALGO_BUF_INIT((size_t)8 * ALGO_DOC_MAX);

	describe(l->mends, before, &what);
	algo_repair_diff(algo_buf_str(was), was->len, algo_buf_str(&l->doc),
			 l->doc.len, l->fix.file ? l->fix.file : "strategy",
			 &diff);
	a->success = success;
	a->what = algo_strdup(algo_buf_str(&what));
	a->diff = algo_strdup(algo_buf_str(&diff));
	algo_buf_release(&what);
	algo_buf_release(&diff);
}

/* One attempt at the faults in l->errs; *runs: they are those of a run.  0: it
 * checks and runs; 1: something was done, but faults are left; -1: nothing more
 * can be done. */
static int attempt(struct loop *l, struct algo_repair_report *r, int *runs)
{
	struct algo_attempt *a = begin(r, &l->errs);
	struct algo_buf was = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	size_t before = l->mends->n;
	int rc;

	algo_buf_add(&was, l->doc.data, l->doc.len);
	rc = *runs ? by_guess(l) : by_rules(l, algo_buf_str(&was), was.len);
	if (rc)
		rc = by_asking(l, a);
	*runs = rc == 0;
	if (rc == 0)
		rc = run(l) ? 1 : 0;
	end(l, a, before, &was, rc == 0);
	algo_buf_release(&was);
	return rc;
}

/* Does it check as it is?  Its faults, when not, and all of them. */
static int first_check(struct loop *l)
{
	char *verdicts = NULL;
	int rc = algo_repair_explain(algo_buf_str(&l->doc), l->doc.len, &l->fix,
				     &l->errs, &verdicts);

	algo_free(verdicts);
	return rc;
}

static int work(struct loop *l, struct algo_repair_report *r)
{
	size_t max = l->opt->attempts ? l->opt->attempts : ATTEMPTS, i;
	int rc = -1, runs;

	r->status = "not_the_document";
	if (read_columns(l))
		return -1;
	runs = first_check(l) == 0;
	rc = runs ? run(l) : -1;
	r->status = "nothing_to_fix";
	for (i = 0; rc && i < max && !is_elsewhere(&l->errs); i++) {
		rc = attempt(l, r, &runs);
		r->status = rc ? "failed" : "fixed";
		if (rc < 0)
			break;
	}
	if (rc && is_elsewhere(&l->errs))
		r->status = "not_the_document";
	else if (rc)
		r->status = "failed";
	return rc ? -1 : 0;
}

static void release(struct loop *l)
{
	algo_csv_free(l->csv);
	if (l->in_open)
		algo_in_close(&l->in);
	algo_strs_release(&l->columns);
	algo_buf_release(&l->doc);
	algo_errs_release(&l->errs);
}

int algo_repair_run_explain(const char *text, size_t n,
			    const struct algo_repair_loop *loop,
			    struct algo_errs *errs, char **verdicts)
{
	struct algo_mends none = { 0 };
	struct loop l = { .opt = loop, .fix = loop->fix, .mends = &none };

	*verdicts = NULL;
	l.doc.max = (size_t)4 * ALGO_DOC_MAX;
	algo_buf_add(&l.doc, text, n);
	if (read_columns(&l) ||
	    (algo_repair_explain(text, n, &l.fix, &l.errs, verdicts) == 0 &&
	     run(&l))) {
		algo_free(*verdicts);
		*verdicts = NULL;
		if (!is_elsewhere(&l.errs))
			algo_told_verdicts(&l.doc, &l.fix, &l.errs, verdicts);
	}
	for (size_t i = 0; i < l.errs.n; i++)
		algo_errs_take(errs, &l.errs.v[i]);
	l.errs.n = 0;
	algo_errs_count(errs);
	release(&l);
	return errs->errors ? -1 : 0;
}

/* The text goes back as it came: so do its own faults. */
static void faults_of(struct loop *l, const char *text, size_t n)
{
	algo_errs_release(&l->errs);
	algo_buf_clear(&l->doc);
	algo_buf_add(&l->doc, text, n);
	if (first_check(l) == 0)
		run(l);
}

int algo_repair_run(const char *text, size_t n,
		    const struct algo_repair_loop *loop, struct algo_buf *out,
		    struct algo_repair_report *report, struct algo_mends *mends,
		    struct algo_errs *errs)
{
	struct loop l = { .opt = loop, .fix = loop->fix, .mends = mends };
	int64_t from = algo_when_now();
	int rc;

	memset(report, 0, sizeof(*report));
	l.doc.max = (size_t)4 * ALGO_DOC_MAX;
	algo_buf_add(&l.doc, text, n);
	rc = work(&l, report);
	if (rc && l.asked)
		faults_of(&l, text, n);
	if (rc == 0)
		algo_buf_add(out, l.doc.data, l.doc.len);
	else
		algo_buf_add(out, text, n);
	for (size_t i = 0; i < l.errs.n; i++)
		algo_errs_take(errs, &l.errs.v[i]);
	l.errs.n = 0;
	algo_errs_count(errs);
	report->success = rc == 0;
	report->seconds = (double)(algo_when_now() - from) / 1e6;
	release(&l);
	return rc;
}
