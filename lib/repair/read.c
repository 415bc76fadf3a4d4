/* read.c - any text to one JSON document, and what was wrong with it */
#include "read.h"

#include <algo/base/mem.h>
#include <algo/base/re.h>
#include <string.h>

/* A record keeps so much of a fix-it. */
#define FIXIT_MAX (sizeof(((struct algo_fixit *)0)->text) - 1)

void algo_verdicts(const struct draft *d, const struct algo_errs *errs,
		   size_t first, char **verdict, size_t *cap)
{
	void *v = *verdict;
	size_t i, n = errs->n;

	algo_grow(&v, cap, n + 1, 1);
	*verdict = v;
	memset(*verdict + first, ALGO_VERDICT_PERSON, n - first);
	for (i = 0; i < d->ngroup; i++) {
		const struct group *g = &d->group[i];

		if (g->err == SIZE_MAX || g->err >= n || g->edits == 0)
			continue;
		if (!g->unsafe)
			(*verdict)[g->err] = ALGO_VERDICT_FIXIT;
		else if ((*verdict)[g->err] == ALGO_VERDICT_PERSON)
			(*verdict)[g->err] = ALGO_VERDICT_UNSAFE;
	}
}

/* One certain edit of a record can be shown with it. */
static void show_fixits(const struct draft *d, struct algo_errs *errs)
{
	for (size_t i = 0; i < d->nedit; i++) {
		const struct edit *e = &d->edit[i];
		const struct group *g = &d->group[e->group];

		if (g->edits != 1 || g->unsafe || g->err >= errs->n ||
		    e->n > FIXIT_MAX)
			continue;
		algo_err_fixit(&errs->v[g->err], e->at, e->len, e->text);
		errs->v[g->err].fixit.pointer[0] = '\0';
	}
}

/* The strict reader's first record in place of ours of the same place, so that
 * every tool says the same; alone says it is the only one to be had. */
static void agree(struct reading *r, struct algo_err *strict, int alone)
{
	struct algo_errs *errs = &r->errs;

	for (size_t i = 0; i < errs->n; i++) {
		struct algo_err *e = &errs->v[i];

		if (e->at.line != strict->at.line ||
		    e->at.col != strict->at.col)
			continue;
		if (!strict->fixit.has)
			strict->fixit = e->fixit;
		*e = *strict;
		algo_err_clear(strict);
		return;
	}
	if (alone)
		algo_errs_take(errs, strict);
	algo_err_clear(strict);
}

/* Nothing that JSON could be read from. */
static int is_hopeless(const struct algo_err *e, const char *s, size_t n)
{
	struct algo_buf clean = ALGO_BUF_INIT(4 * ALGO_DOC_MAX);
	int bad;

	if (e->cls == ALGO_E_FILE || strcmp(e->code, "too_deep") == 0)
		return 1;
	algo_re_clean(s, n, &clean);
	bad = clean.len != n || memcmp(clean.data, s, n) != 0;
	algo_buf_release(&clean);
	return bad;
}

/* In document order, with their verdicts. */
static void sort(struct reading *r)
{
	struct algo_err *v = r->errs.v;

	for (size_t i = 1; i < r->errs.n; i++)
		for (size_t k = i; k > 0; k--) {
			struct algo_err e = v[k];
			char verdict = r->verdict[k];

			if (v[k - 1].at.line < e.at.line ||
			    (v[k - 1].at.line == e.at.line &&
			     v[k - 1].at.col <= e.at.col))
				break;
			v[k] = v[k - 1];
			v[k - 1] = e;
			r->verdict[k] = r->verdict[k - 1];
			r->verdict[k - 1] = verdict;
		}
}

static int has_unsafe(const struct draft *d)
{
	for (size_t i = 0; i < d->ngroup; i++)
		if (d->group[i].unsafe && d->group[i].edits)
			return 1;
	return 0;
}

/* Reads what the strict reader refused for strict. */
static void mend(struct reading *r, const char *s, size_t n,
		 const struct algo_repair_opt *opt, int lone,
		 struct algo_err *strict)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = NULL;
	struct draft d;
	size_t from = 0, to = n, end, cap = 0, known = r->errs.n;

	algo_draft_init(&d, s, n, &r->mends);
	d.file = opt->file;
	d.unsafe = opt->unsafe;
	d.together = 1;
	if (lone)
		r->rc = 0;
	else
		r->rc = algo_cut(&d, &r->errs, opt, &from, &to);
	if (r->rc == 0)
		r->rc = algo_tolerant(&d, &r->errs, from, to, &end);
	r->unsafe = has_unsafe(&d);
	show_fixits(&d, &r->errs);
	algo_verdicts(&d, &r->errs, known, &r->verdict, &cap);
	r->made = algo_draft_apply(&d, &r->doc, &r->trace);
	if (r->rc == 0)
		doc = algo_json_parse(r->doc.data, r->doc.len, opt->file, &err);
	if (!doc || (r->unsafe && !opt->unsafe))
		r->rc = -1;
	algo_json_free(doc);
	known = r->errs.n;
	agree(r, strict, known == 0 || (r->rc && !r->unsafe));
	algo_verdicts(&d, &r->errs, known, &r->verdict, &cap);
	sort(r);
	algo_draft_release(&d);
}

static void identity(struct reading *r, const char *s, size_t n)
{
	void *v = r->trace.v;

	algo_grow(&v, &r->trace.cap, 1, sizeof(*r->trace.v));
	r->trace.v = v;
	r->trace.v[0] = (struct kept){ 0, 0, n };
	r->trace.n = 1;
	r->trace.end = n;
	algo_buf_add(&r->doc, s, n);
}

/* UTF-16 is told, and read on as UTF-8: 1 when it was. */
static int recode(struct reading *r, const char *s, size_t n,
		  struct algo_err *strict)
{
	struct algo_mend *m;

	if (strcmp(strict->code, "encoding") != 0 ||
	    algo_from_utf16(s, n, &r->text) != 1 || r->text.over)
		return 0;
	algo_errs_take(&r->errs, strict);
	m = algo_mends_add(&r->mends);
	m->cls = algo_class_name(ALGO_E_FILE);
	memcpy(m->code, "encoding", sizeof("encoding"));
	memcpy(m->text, "the text becomes UTF-8",
	       sizeof("the text becomes UTF-8"));
	m->done = 1;
	r->verdict = algo_alloc(1);
	r->verdict[0] = ALGO_VERDICT_FIXIT;
	r->made = 1;
	return 1;
}

static void read_text(struct reading *r, const char *s, size_t n,
		      const struct algo_repair_opt *opt, int lone)
{
	struct algo_err strict = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	struct draft none = { 0 };
	size_t known, cap = 0;

	doc = algo_json_parse(s, n, opt->file, &strict);
	if (doc) {
		algo_json_free(doc);
		identity(r, s, n);
	} else if (r->text.len == 0 && recode(r, s, n, &strict)) {
		read_text(r, r->text.data, r->text.len, opt, lone);
	} else if (r->text.len > 0 || is_hopeless(&strict, s, n)) {
		/* One thing at a time for texts in another encoding. */
		known = r->errs.n;
		algo_errs_take(&r->errs, &strict);
		algo_verdicts(&none, &r->errs, known, &r->verdict, &cap);
		r->rc = -1;
	} else {
		mend(r, s, n, opt, lone, &strict);
	}
}

static void start(struct reading *r, const char *s, size_t n,
		  const struct algo_repair_opt *opt, int lone)
{
	struct algo_strategy_opt so = { .file = opt->file };

	memset(r, 0, sizeof(*r));
	r->doc.max = r->text.max = (size_t)4 * ALGO_DOC_MAX;
	if (n > ALGO_DOC_MAX) {
		algo_strategy_free(algo_strategy_parse(s, n, &so, &r->errs));
		r->rc = -1;
	} else {
		read_text(r, s, n, opt, lone);
	}
	algo_errs_count(&r->errs);
}

void algo_reading(const char *s, size_t n, const struct algo_repair_opt *opt,
		  struct reading *r)
{
	start(r, s, n, opt, 0);
}

void algo_reading_lone(const char *s, size_t n,
		       const struct algo_repair_opt *opt, struct reading *r)
{
	start(r, s, n, opt, 1);
}

void algo_reading_release(struct reading *r)
{
	algo_buf_release(&r->doc);
	algo_buf_release(&r->text);
	algo_trace_release(&r->trace);
	algo_errs_release(&r->errs);
	algo_mends_release(&r->mends);
	algo_free(r->verdict);
}

static void move(struct algo_errs *to, struct algo_errs *from)
{
	for (size_t i = 0; i < from->n; i++)
		algo_errs_take(to, &from->v[i]);
	from->n = 0;
}

void algo_mends_move(struct algo_mends *to, struct algo_mends *from)
{
	for (size_t i = 0; i < from->n; i++) {
		struct algo_mend *m = algo_mends_add(to);

		if (m)
			*m = from->v[i];
	}
	to->dropped += from->dropped;
	algo_mends_release(from);
}

int algo_repair_read(const char *text, size_t n, const char *file,
		     struct algo_buf *out, struct algo_mends *mends,
		     struct algo_errs *errs)
{
	struct algo_repair_opt opt = { .file = file };
	struct reading r;
	int rc;

	algo_reading(text, n, &opt, &r);
	rc = r.rc;
	if (rc == 0)
		algo_buf_add(out, r.doc.data, r.doc.len);
	move(errs, &r.errs);
	algo_mends_move(mends, &r.mends);
	algo_reading_release(&r);
	return rc;
}
