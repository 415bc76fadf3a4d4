/* draft.c - edits of a text, mend by mend */
#include "draft.h"

#include <algo/base/mem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void algo_draft_init(struct draft *d, const char *s, size_t n,
		     struct algo_mends *mends)
{
	memset(d, 0, sizeof(*d));
	d->s = s;
	d->n = n;
	d->mends = mends;
	d->line = 1;
}

void algo_draft_release(struct draft *d)
{
	algo_free(d->edit);
	algo_free(d->group);
	algo_arena_release(&d->arena);
	d->edit = NULL;
	d->group = NULL;
}

void algo_mends_release(struct algo_mends *m)
{
	algo_free(m->v);
	memset(m, 0, sizeof(*m));
}

struct algo_mend *algo_mends_add(struct algo_mends *m)
{
	void *v = m->v;

	if (m->n == MENDS_MAX) {
		m->dropped++;
		return NULL;
	}
	algo_grow(&v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v = v;
	memset(&m->v[m->n], 0, sizeof(*m->v));
	return &m->v[m->n++];
}

/* Places come nearly in order: lines are counted from the last one. */
void algo_draft_locate(struct draft *d, size_t at, unsigned long *line,
		       unsigned long *col)
{
	if (at < d->line_at) {
		d->at = d->line_at = 0;
		d->line = 1;
	}
	for (; d->at < at && d->at < d->n; d->at++) {
		if (d->s[d->at] == '\n') {
			d->line++;
			d->line_at = d->at + 1;
		}
	}
	*line = d->line;
	*col = (unsigned long)(at - d->line_at) + 1;
}

size_t algo_draft_mend(struct draft *d, const struct answer *a, const char *fmt,
		       ...)
{
	struct algo_mend *m = algo_mends_add(d->mends);
	void *v = d->group;
	struct group *g;
	va_list ap;

	algo_grow(&v, &d->group_cap, d->ngroup + 1, sizeof(*d->group));
	d->group = v;
	g = &d->group[d->ngroup];
	*g = (struct group){ a->unsafe, 0, SIZE_MAX, a->err, 0 };
	if (m) {
		g->mend = d->mends->n - 1;
		snprintf(m->code, sizeof(m->code), "%s", a->code);
		m->cls = algo_class_name(a->cls);
		m->unsafe = a->unsafe;
		if (a->pointer)
			snprintf(m->pointer, sizeof(m->pointer), "%s",
				 a->pointer);
		algo_draft_locate(d, a->at, &m->line, &m->col);
		va_start(ap, fmt);
		vsnprintf(m->text, sizeof(m->text), fmt, ap);
		va_end(ap);
	}
	return d->ngroup++;
}

static void add_edit(struct draft *d, const struct edit *e)
{
	void *v = d->edit;

	algo_grow(&v, &d->edit_cap, d->nedit + 1, sizeof(*d->edit));
	d->edit = v;
	d->edit[d->nedit] = *e;
	d->edit[d->nedit].order = d->nedit;
	d->nedit++;
	d->group[e->group].edits++;
}

void algo_draft_edit(struct draft *d, size_t at, size_t len, const char *text,
		     size_t n)
{
	struct edit e = { at, len,	     algo_arena_str(&d->arena, text, n),
			  n,  d->ngroup - 1, 0 };

	add_edit(d, &e);
}

void algo_draft_put(struct draft *d, size_t group, size_t at, size_t len,
		    const char *text)
{
	size_t n = strlen(text);
	struct edit e = { at, len,   algo_arena_str(&d->arena, text, n),
			  n,  group, 0 };

	add_edit(d, &e);
}

static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int is_made(const struct draft *d, const struct group *g)
{
	return !g->refused && g->edits > 0 && (!g->unsafe || d->unsafe);
}

/* Of two mends at the same bytes, or of the same mend told twice, the first
 * is made; the other is looked for again in the text that comes of it. */
static void refuse_overlaps(struct draft *d)
{
	size_t end = 0, owner = SIZE_MAX;

	for (size_t i = 0; i < d->nedit; i++) {
		const struct edit *e = &d->edit[i];
		struct group *g = &d->group[e->group];

		if (!is_made(d, g))
			continue;
		if (owner != SIZE_MAX && owner != e->group &&
		    (e->at < end ||
		     (!d->together && !e->len && e->at == d->edit[i - 1].at))) {
			g->refused = 1;
			continue;
		}
		if (e->at + e->len > end || owner == SIZE_MAX)
			end = e->at + e->len;
		owner = e->group;
	}
}

static void keep(struct trace *t, size_t out, size_t in, size_t len)
{
	void *v = t->v;

	algo_grow(&v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v = v;
	t->v[t->n++] = (struct kept){ out, in, len };
}

/* The list without the mends that were refused. */
static void drop_refused(struct draft *d)
{
	struct algo_mends *m = d->mends;
	size_t n = 0, i;

	for (i = 0; i < d->ngroup; i++) {
		const struct group *g = &d->group[i];

		if (g->mend == SIZE_MAX)
			continue;
		m->v[g->mend].done = is_made(d, g);
		if (g->refused || g->edits == 0)
			m->v[g->mend].code[0] = '\0';
	}
	for (i = 0; i < m->n; i++)
		if (m->v[i].code[0])
			m->v[n++] = m->v[i];
	m->n = n;
}

size_t algo_draft_apply(struct draft *d, struct algo_buf *out,
			struct trace *trace)
{
	size_t from = 0, made = 0, i;

	if (d->nedit)
		qsort(d->edit, d->nedit, sizeof(*d->edit), by_place);
	refuse_overlaps(d);
	for (i = 0; i < d->nedit; i++) {
		const struct edit *e = &d->edit[i];

		if (!is_made(d, &d->group[e->group]) || e->at < from)
			continue;
		if (trace)
			keep(trace, out->len, from, e->at - from);
		algo_buf_add(out, d->s + from, e->at - from);
		algo_buf_add(out, e->text, e->n);
		from = e->at + e->len;
	}
	if (trace) {
		keep(trace, out->len, from, d->n - from);
		trace->end = d->n;
	}
	algo_buf_add(out, d->s + from, d->n - from);
	for (i = 0; i < d->ngroup; i++)
		made += (size_t)is_made(d, &d->group[i]);
	drop_refused(d);
	return made;
}

size_t algo_trace_back(const struct trace *t, size_t at)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->v[mid].out <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return 0;
	if (at < t->v[lo - 1].out + t->v[lo - 1].len)
		return t->v[lo - 1].in + (at - t->v[lo - 1].out);
	return lo < t->n ? t->v[lo].in : t->end;
}

void algo_trace_release(struct trace *t)
{
	algo_free(t->v);
	memset(t, 0, sizeof(*t));
}
