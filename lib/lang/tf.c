/* tf.c - tf: time frames, and the same expressions on their bars */
#include "expr.h"

#include <stdlib.h>
#include <string.h>

/* Interval and unit as one number, for the parameters of calls. */
#define CODE_UNIT 100000

double algo_interval_code(const struct algo_interval *iv)
{
	return (double)iv->unit * CODE_UNIT + iv->count;
}

static struct algo_interval interval_of(double code)
{
	int n = (int)code;

	return (struct algo_interval){
		.count = n % CODE_UNIT,
		.unit = (enum algo_unit)(n / CODE_UNIT),
	};
}

static int *no_lets(const struct algo_graph *g, int value)
{
	int *v = algo_zalloc(g->nlets + 1, sizeof(*v));

	for (size_t i = 0; i < g->nlets; i++)
		v[i] = value;
	return v;
}

/* algo_graph_done says so. */
static void too_many(struct algo_graph *g)
{
	if (!g->too_many_frames)
		g->frames_source = g->source;
	g->too_many_frames = 1;
}

int algo_tf_frame(struct algo_graph *g, int parent, double code)
{
	struct algo_interval iv = interval_of(code);
	struct frame *f;

	for (int i = 1; i < g->nframes; i++) {
		f = &g->frames[i];
		if (f->parent == parent && f->interval.count == iv.count &&
		    f->interval.unit == iv.unit)
			return i;
	}
	if (g->nframes == FRAMES_MAX) {
		too_many(g);
		return parent;
	}
	f = &g->frames[g->nframes];
	*f = (struct frame){ .parent = parent, .interval = iv };
	f->node = no_lets(g, NOT_ASKED);
	f->alias = no_lets(g, -1);
	return g->nframes++;
}

void algo_tf_release(struct algo_graph *g)
{
	for (int i = 1; i < g->nframes; i++) {
		algo_free(g->frames[i].node);
		algo_free(g->frames[i].alias);
	}
}

/* Parents come after children. */
void algo_tf_mark(struct unit *u, int frame)
{
	for (size_t i = 0; i < u->n; i++)
		u->v[i].frame = frame;
	for (size_t i = u->n; i-- > 0;) {
		const struct ast *a = &u->v[i];
		const struct call *c = a->kind == AST_CALL && a->call >= 0
					       ? &u->calls[a->call]
					       : NULL;

		for (int k = 0; k < 3; k++) {
			if (a->kid[k] >= 0)
				u->v[a->kid[k]].frame = a->frame;
		}
		for (int k = 0; a->kind == AST_CALL && k < a->nargs; k++)
			u->v[u->args[a->args + k].node].frame = a->frame;
		if (c && c->fn && c->fn->other == OTHER_TF)
			u->v[c->in[0]].frame =
				algo_tf_frame(u->g, a->frame, c->p[0]);
	}
}

/* ---- lets on coarser bars */

struct want {
	int frame, let;
};
struct wants {
	struct want *v;
	size_t n, cap;
};

static void want(struct wants *w, struct algo_graph *g, int frame, int let)
{
	int *node = &g->frames[frame].node[let];
	void *v = w->v;

	if (*node != NOT_ASKED)
		return;
	*node = -1;
	algo_grow(&v, &w->cap, w->n + 1, sizeof(*w->v));
	w->v = v;
	w->v[w->n++] = (struct want){ frame, let };
}

static void collect(struct wants *w, struct unit *u, int frame)
{
	algo_tf_mark(u, frame);
	for (size_t i = 0; i < u->n; i++) {
		const struct ast *a = &u->v[i];

		if (a->ref.kind == REF_LET && a->frame > 0)
			want(w, u->g, a->frame, a->ref.index);
	}
}

/* Coarser bars before finer ones, which read them, then as the document has
 * them: a later let is only read in the past, by its alias. */
static int want_order(const void *a, const void *b)
{
	const struct want *x = a, *y = b;

	if (x->frame != y->frame)
		return x->frame > y->frame ? -1 : 1;
	return x->let < y->let ? -1 : x->let > y->let;
}

static void build_let(struct algo_graph *g, struct want w)
{
	struct let *let = &g->lets[w.let];
	struct frame *f = &g->frames[w.frame];
	int node;

	if (g->n > (size_t)4 * ALGO_GRAPH_NODES)
		too_many(g);
	node = let->broken || g->too_many_frames
		       ? algo_node_const(g, NAN)
		       : algo_build_in(&let->unit, w.frame);
	f->node[w.let] = node;
	if (f->alias[w.let] >= 0)
		g->ins[g->v[f->alias[w.let]].in] = node;
}

void algo_tf_lets(struct unit *u, int frame)
{
	struct algo_graph *g = u->g;
	struct wants w = { NULL, 0, 0 };

	collect(&w, u, frame);
	for (size_t i = 0; i < w.n; i++) {
		struct let *let = &g->lets[w.v[i].let];

		if (!let->broken)
			collect(&w, &let->unit, w.v[i].frame);
	}
	if (w.n)
		qsort(w.v, w.n, sizeof(*w.v), want_order);
	for (size_t i = 0; i < w.n; i++)
		build_let(g, w.v[i]);
	algo_free(w.v);
}

/* ---- symbols */

int algo_symbol(struct algo_graph *g, const char *s, size_t n)
{
	void *v = g->symbols;

	for (size_t i = 0; i < g->nsymbols; i++) {
		if (algo_same(g->symbols[i].name, s, n, 0))
			return (int)i;
	}
	algo_grow(&v, &g->symbolcap, g->nsymbols + 1, sizeof(*g->symbols));
	g->symbols = v;
	memset(&g->symbols[g->nsymbols], 0, sizeof(*g->symbols));
	g->symbols[g->nsymbols].name = algo_arena_str(&g->arena, s, n);
	return (int)g->nsymbols++;
}

size_t algo_graph_symbols(const struct algo_graph *g)
{
	return g->nsymbols;
}

const char *algo_graph_symbol(const struct algo_graph *g, size_t i)
{
	return g->symbols[i].name;
}

static int is_known(const char *name, const char *const *symbols, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(symbols[i], name) == 0)
			return 1;
	}
	return 0;
}

int algo_graph_check_symbols(const struct algo_graph *g,
			     const char *const *symbols, size_t n,
			     struct algo_errs *errs)
{
	int bad = 0;

	for (size_t i = 0; i < g->nsymbols; i++) {
		const char *name = g->symbols[i].name;
		struct algo_err e = g->symbols[i].at;
		struct algo_near near = { NULL, 0, 0 };

		/* In an expression at fault: never built. */
		if (!e.set || is_known(name, symbols, n))
			continue;
		for (size_t k = 0; k < n; k++)
			algo_near_try(&near, name, strlen(name), symbols[k]);
		if (algo_near_best(&near))
			algo_err_hint(&e, "did you mean '%s'?",
				      algo_near_best(&near));
		else if (n)
			algo_err_hint(&e,
				      "the bars have %zu symbols, '%s' is "
				      "the first",
				      n, symbols[0]);
		else
			algo_err_hint(&e, "the bars have no column 'symbol'");
		algo_errs_take(errs, &e);
		bad = -1;
	}
	return bad;
}
