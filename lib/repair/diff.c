/* diff.c - line diffs in the unified form
 *
 * The shortest script by Myers, "An O(ND) difference algorithm" (1986), up to
 * a bound; texts that differ more are shown as one replacement of what lies
 * between their common ends. */
#include "draft.h"

#include <algo/base/mem.h>
#include <string.h>

#define CONTEXT 3
/* Lines that may differ for a shortest script. */
#define SCRIPT_MAX 400

struct line {
	const char *s;
	size_t n; /* with its end */
};
struct side {
	struct line *v;
	size_t n, cap;
	char *changed;
};

static void split(struct side *x, const char *s, size_t n)
{
	void *v = NULL;

	memset(x, 0, sizeof(*x));
	/* An empty text has a place, too. */
	algo_grow(&v, &x->cap, 1, sizeof(*x->v));
	x->v = v;
	while (n > 0) {
		const char *end = memchr(s, '\n', n);
		size_t len = end ? (size_t)(end - s) + 1 : n;

		algo_grow(&v, &x->cap, x->n + 1, sizeof(*x->v));
		x->v = v;
		x->v[x->n++] = (struct line){ s, len };
		s += len;
		n -= len;
	}
	x->changed = algo_zalloc(x->n + 1, 1);
}

static void release(struct side *x)
{
	algo_free(x->v);
	algo_free(x->changed);
}

static int same(const struct line *a, const struct line *b)
{
	return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

/* The part of both that differs. */
struct part {
	const struct line *a, *b;
	int na, nb;
	char *ca, *cb; /* changed */
};

/* Furthest reaching points of all scripts of up to d edits, one row of
 * 2 * SCRIPT_MAX + 3 each. */
#define ROW (2 * SCRIPT_MAX + 3)

static int furthest(const struct part *p, const int *old, int k, int d)
{
	const int *v = old + SCRIPT_MAX + 1;
	int x;

	if (d == 0)
		x = 0;
	else if (k == -d || (k != d && v[k - 1] < v[k + 1]))
		x = v[k + 1];
	else
		x = v[k - 1] + 1;
	while (x < p->na && x - k < p->nb && x - k >= 0 &&
	       same(&p->a[x], &p->b[x - k]))
		x++;
	return x;
}

/* The number of edits, -1: more than the bound. */
static int search(const struct part *p, int *rows)
{
	for (int d = 0; d <= SCRIPT_MAX; d++) {
		int *now = rows + (size_t)d * ROW;
		const int *old = d ? now - ROW : now;

		for (int k = -d; k <= d; k += 2) {
			int x = furthest(p, old, k, d);

			now[k + SCRIPT_MAX + 1] = x;
			if (x >= p->na && x - k >= p->nb)
				return d;
		}
	}
	return -1;
}

/* Walks back from the end, marking the lines that went and came. */
static void mark(const struct part *p, const int *rows, int d)
{
	int x = p->na, y = p->nb;

	for (; d > 0; d--) {
		const int *v = rows + (size_t)(d - 1) * ROW + SCRIPT_MAX + 1;
		int k = x - y, from;
		int down = k == -d || (k != d && v[k - 1] < v[k + 1]);

		k += down ? 1 : -1;
		from = v[k];
		if (down)
			p->cb[from - k] = 1;
		else
			p->ca[from] = 1;
		x = from;
		y = from - k;
	}
}

static void compare(struct side *a, struct side *b)
{
	size_t from = 0, na = a->n, nb = b->n;
	struct part p;
	int *rows, d = -1;

	while (from < na && from < nb && same(&a->v[from], &b->v[from]))
		from++;
	while (na > from && nb > from && same(&a->v[na - 1], &b->v[nb - 1])) {
		na--;
		nb--;
	}
	p = (struct part){ a->v + from,	      b->v + from,
			   (int)(na - from),  (int)(nb - from),
			   a->changed + from, b->changed + from };
	rows = algo_zalloc((SCRIPT_MAX + 1) * ROW, sizeof(*rows));
	d = search(&p, rows);
	if (d >= 0) {
		mark(&p, rows, d);
	} else {
		memset(p.ca, 1, na - from);
		memset(p.cb, 1, nb - from);
	}
	algo_free(rows);
}

static void add_line(struct algo_buf *out, char how, const struct line *l)
{
	algo_buf_addc(out, how);
	algo_buf_add(out, l->s, l->n);
	if (l->s[l->n - 1] != '\n')
		algo_buf_adds(out, "\n\\ No newline at end of file\n");
}

/* "12,3", "12", "11,0": a hunk's place as diff -u has it. */
static void add_range(struct algo_buf *out, size_t from, size_t n)
{
	algo_buf_addf(out, "%zu", n ? from + 1 : from);
	if (n != 1)
		algo_buf_addf(out, ",%zu", n);
}

struct cursor {
	size_t a, b;
};

/* So many lines from here on did not change. */
static size_t equal_run(const struct side *a, const struct side *b,
			struct cursor c)
{
	size_t n = 0;

	while (c.a + n < a->n && c.b + n < b->n && !a->changed[c.a + n] &&
	       !b->changed[c.b + n])
		n++;
	return n;
}

static void over_changes(const struct side *a, const struct side *b,
			 struct cursor *c)
{
	while (c->a < a->n && a->changed[c->a])
		c->a++;
	while (c->b < b->n && b->changed[c->b])
		c->b++;
}

/* The end of the hunk that begins with a change at c: behind the last change
 * before more than 2 * CONTEXT equal lines. */
static struct cursor hunk_end(const struct side *a, const struct side *b,
			      struct cursor c)
{
	size_t n;

	for (;;) {
		over_changes(a, b, &c);
		n = equal_run(a, b, c);
		if (n > (size_t)2 * CONTEXT ||
		    (c.a + n == a->n && c.b + n == b->n))
			return c;
		c.a += n;
		c.b += n;
	}
}

static void add_hunk(const struct side *a, const struct side *b,
		     struct cursor from, struct cursor to, struct algo_buf *out)
{
	algo_buf_adds(out, "@@ -");
	add_range(out, from.a, to.a - from.a);
	algo_buf_adds(out, " +");
	add_range(out, from.b, to.b - from.b);
	algo_buf_adds(out, " @@\n");
	while (from.a < to.a || from.b < to.b) {
		if (from.a < to.a && a->changed[from.a]) {
			add_line(out, '-', &a->v[from.a++]);
		} else if (from.b < to.b && b->changed[from.b]) {
			add_line(out, '+', &b->v[from.b++]);
		} else {
			add_line(out, ' ', &a->v[from.a++]);
			from.b++;
		}
	}
}

static void add_hunks(const struct side *a, const struct side *b,
		      struct algo_buf *out)
{
	struct cursor c = { 0, 0 };

	for (;;) {
		size_t n = equal_run(a, b, c), before, behind;
		struct cursor from, to;

		c.a += n;
		c.b += n;
		if (c.a >= a->n && c.b >= b->n)
			return;
		before = c.a < CONTEXT ? c.a : CONTEXT;
		from = (struct cursor){ c.a - before, c.b - before };
		c = hunk_end(a, b, c);
		behind = equal_run(a, b, c);
		behind = behind < CONTEXT ? behind : CONTEXT;
		to = (struct cursor){ c.a + behind, c.b + behind };
		add_hunk(a, b, from, to, out);
		c = to;
	}
}

void algo_repair_diff(const char *a, size_t na, const char *b, size_t nb,
		      const char *name, struct algo_buf *out)
{
	struct side x, y;

	if (na == nb && (na == 0 || memcmp(a, b, na) == 0))
		return;
	split(&x, a, na);
	split(&y, b, nb);
	compare(&x, &y);
	algo_buf_addf(out, "--- %s\n+++ %s\n", name, name);
	add_hunks(&x, &y, out);
	release(&x);
	release(&y);
}
