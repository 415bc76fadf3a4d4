/* bracket.c - brackets too many or too few in an expression, and commas before
 * a closing one
 *
 * Where a bracket goes in or out is certain when every way that gives a
 * document without this fault gives the same expression. */
#include "draft.h"

#include <algo/base/mem.h>
#include <string.h>

/* Longer texts, and documents, are not tried out. */
#define EXPR_MAX 1024
#define DOC_MAX 16384
#define TREES_MAX 24
/* Bytes that are tried out in one pass; those of a document cost more. */
#define WORK_MAX ((size_t)2 << 20)
#define DOC_COST 24

struct change {
	size_t at, len;
	const char *text;
};
struct trial {
	struct pass *p;
	const char *s;
	size_t n;
	struct algo_arena arena;
	const struct algo_ast *tree[TREES_MAX];
	struct change change[TREES_MAX];
	size_t count;
	int over;
};

static void changed(const struct trial *t, const struct change *c,
		    struct algo_buf *out)
{
	algo_buf_add(out, t->s, c->at);
	algo_buf_adds(out, c->text);
	algo_buf_add(out, t->s + c->at + c->len, t->n - c->at - c->len);
}

static int may_try(const struct pass *p)
{
	return p->d->work < WORK_MAX;
}

/* Keeps the change when it parses and gives a tree of its own. */
static void attempt(struct trial *t, const struct change *c)
{
	struct algo_buf b = ALGO_BUF_INIT(2 * EXPR_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *tree;
	size_t i = 0;

	if (!may_try(t->p)) {
		t->over = 1;
		return;
	}
	t->p->d->work += t->n;
	changed(t, c, &b);
	tree = algo_ast_parse(&t->arena, algo_buf_str(&b), b.len, &err);
	algo_buf_release(&b);
	if (!tree)
		return;
	while (i < t->count && !algo_ast_equal(t->tree[i], tree))
		i++;
	if (i < t->count)
		return;
	if (t->count == TREES_MAX) {
		t->over = 1;
		return;
	}
	t->tree[t->count] = tree;
	t->change[t->count++] = *c;
}

/* Whether the document with the change has a fault of this code (NULL: of any)
 * at the place of the record. */
static int has_fault(const struct pass *p, const struct change *c,
		     const char *code)
{
	struct algo_strategy_opt so = { .columns = p->opt->columns,
					.ncolumns = p->opt->ncolumns,
					.has_bars = p->opt->has_bars };
	struct algo_mends mends = { 0 };
	struct algo_buf doc = ALGO_BUF_INIT((size_t)4 * DOC_MAX);
	struct algo_errs errs = { 0 };
	struct draft d;
	struct pass q = *p;
	int found = 0;

	p->d->work += DOC_COST * p->d->n;
	algo_draft_init(&d, p->d->s, p->d->n, &mends);
	q.d = &d;
	algo_pass_replace(&q, c->at, c->len, c->text, 0);
	algo_draft_apply(&d, &doc, NULL);
	algo_strategy_free(
		algo_strategy_parse(algo_buf_str(&doc), doc.len, &so, &errs));
	for (size_t i = 0; i < errs.n; i++)
		if (errs.v[i].severity == ALGO_SEV_ERROR &&
		    strcmp(errs.v[i].at.pointer, p->e->at.pointer) == 0 &&
		    (!code || strcmp(errs.v[i].code, code) == 0))
			found = 1;
	algo_draft_release(&d);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
	return found;
}

/* All places where one bracket could go in, or where one too many stands. */
static void attempt_all(struct trial *t, const struct algo_fixit *f)
{
	struct change c = { f->start, f->len, f->text };
	size_t end = f->len ? f->start : t->n, i;
	char closer = t->s[f->start];
	const char *opener = closer == ')' ? "(" : "[";

	attempt(t, &c);
	for (i = 0; i <= end; i++) {
		c = (struct change){ i, 0, f->len ? opener : f->text };
		attempt(t, &c);
		c = (struct change){ i, 1, "" };
		if (f->len && i < end && t->s[i] == closer)
			attempt(t, &c);
	}
}

/* The one change that is right; NULL when it is none or several. */
static const struct change *only(const struct trial *t)
{
	const struct change *found = NULL;

	for (size_t i = 0; i < t->count; i++) {
		if (!may_try(t->p))
			return NULL;
		if (has_fault(t->p, &t->change[i], NULL))
			continue;
		if (found)
			return NULL;
		found = &t->change[i];
	}
	return t->over ? NULL : found;
}

static int is_bracket(const struct pass *p, const char *s)
{
	const struct algo_fixit *f = &p->e->fixit;

	if (!f->has || !f->pointer[0])
		return 0;
	if (strcmp(p->e->code, "missing_bracket") == 0)
		return 1;
	return strcmp(p->e->code, "unexpected_token") == 0 && f->len == 1 &&
	       !f->text[0] && strchr(")]", s[f->start]) != NULL;
}

/* f(x, ): a call that takes no more arguments has a comma too many; in any
 * other one may be missing. */
static int fix_comma(struct pass *p)
{
	const struct algo_fixit *f = &p->e->fixit;
	struct change more = { f->start, f->len, ", 1" };
	int full = p->d->n <= DOC_MAX && may_try(p) &&
		   has_fault(p, &more, "too_many_arguments");

	algo_pass_replace(p, f->start, f->len, f->text, !full);
	return 1;
}

int algo_fix_bracket(struct pass *p)
{
	struct trial t = { .p = p };
	const struct algo_fixit *f = &p->e->fixit;
	const struct change *c = NULL;

	t.s = algo_pass_expr(p, &t.n);
	if (t.s && f->has && f->pointer[0] &&
	    strcmp(p->e->code, "extra_comma") == 0)
		return fix_comma(p);
	if (!t.s || !is_bracket(p, t.s))
		return 0;
	if (t.n <= EXPR_MAX && p->d->n <= DOC_MAX) {
		attempt_all(&t, f);
		c = only(&t);
	}
	if (c)
		algo_pass_replace(p, c->at, c->len, c->text, 0);
	else
		algo_pass_replace(p, f->start, f->len, f->text, 1);
	algo_arena_release(&t.arena);
	return 1;
}
