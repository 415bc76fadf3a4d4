/* fix.c - from a text to a document that checks */
#include "read.h"

#include <algo/base/mem.h>
#include <algo/engine.h>
#include <string.h>

#define PASSES 16

/* ---- checking */

/* As algo-run --check does: the account takes its settings. */
static int check(const struct algo_buf *doc, const struct algo_repair_opt *opt,
		 struct algo_errs *errs)
{
	struct algo_account account;
	struct algo_strategy_opt so = { .file = opt->file,
					.columns = opt->columns,
					.ncolumns = opt->ncolumns,
					.has_bars = opt->has_bars,
					.setting = algo_account_setting,
					.account = &account };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_strategy *s;
	int rc;

	algo_account_init(&account, 0);
	s = algo_strategy_parse(algo_buf_str(doc), doc->len, &so, errs);
	rc = s ? 0 : -1;
	if (s && algo_account_done(&account, &err)) {
		algo_errs_take(errs, &err);
		rc = -1;
	}
	algo_strategy_free(s);
	algo_account_release(&account);
	return rc;
}

/* ---- one pass */

/* The first that knows what to do is enough; guesses come last. */
static void answer(struct pass *p)
{
	static int (*const all[])(struct pass *) = {
		algo_fix_bracket, algo_fix_foreign, algo_fix_shape,
		algo_fix_record,  algo_fix_window,  algo_fix_guess,
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i](p))
			return;
}

/* Mends for all records, begun in d. */
static void answer_all(struct draft *d, const struct algo_repair_opt *opt,
		       const struct algo_errs *errs)
{
	struct algo_json_doc *doc = algo_json_parse(d->s, d->n, NULL, NULL);
	struct pass p = { .d = d, .opt = opt, .errs = errs };

	if (!doc)
		return;
	p.root = algo_json_root(doc);
	for (p.i = 0; p.i < errs->n; p.i++) {
		p.e = &errs->v[p.i];
		if (p.e->severity == ALGO_SEV_ERROR)
			answer(&p);
	}
	algo_json_free(doc);
}

static int has_certain(const struct draft *d)
{
	for (size_t i = 0; i < d->ngroup; i++)
		if (!d->group[i].unsafe && !d->group[i].refused &&
		    d->group[i].edits)
			return 1;
	return 0;
}

/* The record is about the form of the document. */
static int is_shape(const struct algo_err *e)
{
	return e->cls == ALGO_E_KEY || strcmp(e->code, "wrong_type") == 0;
}

/* While "let" is misspelt its names are unknown, but not misspelt: what is
 * said of expressions waits for a document of the right form. */
static void shape_first(struct draft *d, const struct algo_errs *errs)
{
	size_t shapes = 0, i;

	for (i = 0; i < errs->n; i++)
		shapes += errs->v[i].severity == ALGO_SEV_ERROR &&
			  is_shape(&errs->v[i]);
	for (i = 0; shapes && i < d->ngroup; i++) {
		struct group *g = &d->group[i];

		if (g->err < errs->n && !is_shape(&errs->v[g->err]))
			g->refused = 1;
	}
}

/* The mends that were made go to done, the others to left. */
static void sort_out(struct algo_mends *m, struct algo_mends *done,
		     struct algo_mends *left)
{
	algo_mends_release(left);
	for (size_t i = 0; i < m->n; i++) {
		struct algo_mend *to =
			algo_mends_add(m->v[i].done ? done : left);

		if (to)
			*to = m->v[i];
	}
	done->dropped += m->dropped;
}

/* 1 when something was mended, certain things before guesses. */
static int pass(struct algo_buf *doc, const struct algo_repair_opt *opt,
		const struct algo_errs *errs, struct algo_mends *done,
		struct algo_mends *left)
{
	struct algo_buf next = ALGO_BUF_INIT(doc->max);
	struct algo_mends mends = { 0 };
	struct draft d;
	int made;

	algo_draft_init(&d, algo_buf_str(doc), doc->len, &mends);
	answer_all(&d, opt, errs);
	shape_first(&d, errs);
	d.unsafe = opt->unsafe && !has_certain(&d);
	made = algo_draft_apply(&d, &next, NULL) > 0 && !next.over &&
	       (next.len != doc->len ||
		memcmp(next.data, doc->data, doc->len) != 0);
	sort_out(&mends, done, left);
	algo_draft_release(&d);
	algo_mends_release(&mends);
	if (made) {
		algo_buf_clear(doc);
		algo_buf_add(doc, next.data, next.len);
	}
	algo_buf_release(&next);
	return made;
}

int algo_fix_told(const struct algo_buf *doc, const struct algo_repair_opt *opt,
		  const struct algo_errs *errs, struct algo_buf *out,
		  struct algo_mends *mends)
{
	struct algo_mends left = { 0 };
	int made;

	algo_buf_add(out, doc->data, doc->len);
	made = pass(out, opt, errs, mends, &left);
	algo_mends_move(mends, &left);
	return made;
}

void algo_told_verdicts(const struct algo_buf *doc,
			const struct algo_repair_opt *opt,
			const struct algo_errs *errs, char **verdicts)
{
	struct algo_mends mends = { 0 };
	struct draft d;
	size_t cap = 0;

	algo_draft_init(&d, algo_buf_str(doc), doc->len, &mends);
	answer_all(&d, opt, errs);
	algo_verdicts(&d, errs, 0, verdicts, &cap);
	algo_draft_release(&d);
	algo_mends_release(&mends);
}

/* Passes over doc until it checks. */
static int passes(struct algo_buf *doc, const struct algo_repair_opt *opt,
		  struct algo_mends *mends, struct algo_errs *errs)
{
	size_t max = opt->passes ? opt->passes : PASSES, i;
	struct algo_mends left = { 0 };
	int rc = -1;

	for (i = 0;; i++) {
		rc = check(doc, opt, errs);
		if (rc == 0 || i == max || !pass(doc, opt, errs, mends, &left))
			break;
		algo_errs_release(errs);
	}
	if (rc)
		algo_mends_move(mends, &left);
	algo_mends_release(&left);
	return rc;
}

/* ---- faults of the text as it came */

static void back(const struct trace *t, struct algo_fixit *f)
{
	size_t end = algo_trace_back(t, f->start + f->len);

	if (!f->has || f->pointer[0])
		return;
	f->start = algo_trace_back(t, f->start);
	f->has = end == f->start + f->len;
}

/* Places within the document become places of the text. */
static void replace_places(const struct reading *r, const char *s, size_t n,
			   struct algo_errs *errs)
{
	struct algo_json_doc *doc;
	struct draft from, to;
	size_t at;

	if (r->trace.n == 1 && r->trace.v[0].in == 0)
		return;
	doc = algo_json_parse(algo_buf_str(&r->doc), r->doc.len, NULL, NULL);
	algo_draft_init(&from, algo_buf_str(&r->doc), r->doc.len, NULL);
	algo_draft_init(&to, s, n, NULL);
	for (size_t i = 0; i < errs->n; i++) {
		struct algo_err *e = &errs->v[i];

		back(&r->trace, &e->fixit);
		at = algo_offset_of(&from, algo_json_root(doc), e);
		if (at != SIZE_MAX)
			algo_draft_locate(&to, algo_trace_back(&r->trace, at),
					  &e->at.line, &e->at.col);
	}
	algo_json_free(doc);
}

/* The faults of the document that was read, behind those of its text. */
static void first_look(struct reading *r, const char *s, size_t n,
		       const struct algo_repair_opt *opt)
{
	struct algo_errs errs = { 0 };
	struct algo_mends mends = { 0 };
	struct draft d;
	size_t before = r->errs.n, cap = before, i;

	if (r->rc)
		return;
	check(&r->doc, opt, &errs);
	algo_draft_init(&d, algo_buf_str(&r->doc), r->doc.len, &mends);
	answer_all(&d, opt, &errs);
	for (i = 0; i < d.ngroup; i++)
		if (d.group[i].err != SIZE_MAX)
			d.group[i].err += before;
	if (r->text.len > 0)
		replace_places(r, r->text.data, r->text.len, &errs);
	else
		replace_places(r, s, n, &errs);
	for (i = 0; i < errs.n; i++)
		algo_errs_take(&r->errs, &errs.v[i]);
	errs.n = 0;
	algo_verdicts(&d, &r->errs, before, &r->verdict, &cap);
	algo_draft_release(&d);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_errs_count(&r->errs);
}

static void take_errs(struct algo_errs *to, struct algo_errs *from)
{
	for (size_t i = 0; i < from->n; i++)
		algo_errs_take(to, &from->v[i]);
	from->n = 0;
	algo_errs_count(to);
}

static int fix(const char *s, size_t n, const struct algo_repair_opt *opt,
	       struct reading *r, struct algo_buf *out)
{
	struct algo_errs errs = { 0 };
	int rc = r->rc;

	first_look(r, s, n, opt);
	if (rc == 0) {
		algo_buf_add(out, r->doc.data, r->doc.len);
		rc = passes(out, opt, &r->mends, &errs);
	}
	if (rc == 0) {
		algo_errs_release(&r->errs);
		take_errs(&r->errs, &errs);
	} else {
		algo_buf_clear(out);
		algo_buf_add(out, s, n);
	}
	algo_errs_release(&errs);
	return rc;
}

static int fix_and_move(const char *s, size_t n,
			const struct algo_repair_opt *opt, struct reading *r,
			struct algo_buf *out, struct algo_mends *mends,
			struct algo_errs *errs)
{
	struct algo_buf doc = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	int rc = fix(s, n, opt, r, &doc);

	algo_buf_add(out, doc.data, doc.len);
	algo_buf_release(&doc);
	take_errs(errs, &r->errs);
	algo_mends_move(mends, &r->mends);
	algo_reading_release(r);
	return rc;
}

int algo_repair_fix(const char *text, size_t n,
		    const struct algo_repair_opt *opt, struct algo_buf *out,
		    struct algo_mends *mends, struct algo_errs *errs)
{
	struct reading r;

	algo_reading(text, n, opt, &r);
	return fix_and_move(text, n, opt, &r, out, mends, errs);
}

int algo_fix_lone(const char *s, size_t n, const struct algo_repair_opt *opt,
		  struct algo_buf *out, struct algo_mends *mends,
		  struct algo_errs *errs)
{
	struct reading r;

	algo_reading_lone(s, n, opt, &r);
	return fix_and_move(s, n, opt, &r, out, mends, errs);
}

/* Faults that nothing is known of are mended with others where the whole
 * is. */
static void with_others(struct reading *r, const char *s, size_t n,
			const struct algo_repair_opt *opt)
{
	struct algo_repair_opt o = *opt;

	if (!r->verdict) {
		r->verdict = algo_alloc(r->errs.n);
		memset(r->verdict, ALGO_VERDICT_PERSON, r->errs.n);
	}
	for (o.unsafe = 0; o.unsafe < 2; o.unsafe++) {
		struct algo_buf out = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
		struct algo_mends mends = { 0 };
		struct algo_errs errs = { 0 };
		int rc = algo_repair_fix(s, n, &o, &out, &mends, &errs);

		for (size_t i = 0; rc == 0 && i < r->errs.n; i++)
			if (r->verdict[i] == ALGO_VERDICT_PERSON)
				r->verdict[i] = o.unsafe ? ALGO_VERDICT_UNSAFE
							 : ALGO_VERDICT_FIXIT;
		algo_buf_release(&out);
		algo_mends_release(&mends);
		algo_errs_release(&errs);
	}
}

int algo_repair_explain(const char *text, size_t n,
			const struct algo_repair_opt *opt,
			struct algo_errs *errs, char **verdicts)
{
	struct reading r;
	int rc;

	algo_reading(text, n, opt, &r);
	first_look(&r, text, n, opt);
	if (r.errs.errors > 0)
		with_others(&r, text, n, opt);
	take_errs(errs, &r.errs);
	*verdicts = r.verdict;
	r.verdict = NULL;
	rc = errs->errors ? -1 : 0;
	algo_reading_release(&r);
	return rc;
}
