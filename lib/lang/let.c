/* let.c - lets: types by fixpoint, then nodes in document order.
 *
 * A let may use itself or a later one in the past, so what it is worth can
 * depend on what comes after it.  All begin as "any"; checking them again and
 * again only makes types more certain, until nothing changes.
 */
#include "expr.h"

#include <string.h>

/* Passes, forwards and backwards in turn: a chain of lets, each using the one
 * before or each using a later one, needs two. */
#define PASSES_MAX 64

int algo_graph_let(struct algo_graph *g, const char *name,
		   const struct algo_source *src, struct algo_err *err)
{
	struct algo_source own = *src;
	void *v = g->lets;
	struct let *let;

	if (algo_graph_free_name(g, name, err))
		return -1;
	algo_grow(&v, &g->letcap, g->nlets + 1, sizeof(*let));
	g->lets = v;
	let = &g->lets[g->nlets];
	memset(let, 0, sizeof(*let));
	let->name = algo_arena_str(&g->arena, name, strlen(name));
	own.text = algo_arena_str(&g->arena, src->text, src->len);
	if (src->file)
		own.file =
			algo_arena_str(&g->arena, src->file, strlen(src->file));
	if (src->pointer)
		own.pointer = algo_arena_str(&g->arena, src->pointer,
					     strlen(src->pointer));
	algo_unit_init(&let->unit, g, &own);
	let->unit.let = (int)g->nlets;
	algo_index_add(&g->let_index, let->name, (int)g->nlets++);
	let->type = T_ANY;
	let->node = let->alias = -1;
	return 0;
}

static void parse_all(struct algo_graph *g)
{
	for (size_t i = 0; i < g->nlets; i++) {
		struct let *let = &g->lets[i];

		let->broken = algo_parse(&let->unit) ||
			      algo_graph_room(g, &let->unit);
	}
}

/* What the check found out; 1 when that is news.  A type that was certain
 * stays: else two lets at fault could quarrel for ever. */
static int learn(struct let *let)
{
	const struct ast *a = &let->unit.v[let->unit.root];
	struct let was = *let;

	if (let->type == T_ANY && (a->type == T_NUM || a->type == T_BOOL))
		let->type = a->type;
	if (a->reads > let->reads)
		let->reads = a->reads;
	if (a->finest && (!let->finest || a->finest < let->finest))
		let->finest = a->finest;
	let->cross |= a->cross;
	let->is_const = a->is_const && a->type != T_ERR;
	let->value = a->value;
	return was.type != let->type || was.reads != let->reads ||
	       was.finest != let->finest || was.cross != let->cross ||
	       was.is_const != let->is_const;
}

/* One of which there is news, or NULL. */
static const struct let *pass(struct algo_graph *g, int backwards)
{
	const struct let *news = NULL;

	for (size_t i = 0; i < g->nlets; i++) {
		struct let *let = &g->lets[backwards ? g->nlets - 1 - i : i];

		if (let->broken)
			continue;
		let->unit.quiet = 1;
		algo_check(&let->unit);
		let->unit.quiet = 0;
		if (learn(let))
			news = let;
	}
	return news;
}

static int infer(struct algo_graph *g, struct algo_errs *errs)
{
	const struct let *news;
	struct algo_err *e;
	int n = 0;

	while ((news = pass(g, n & 1))) {
		if (++n < PASSES_MAX)
			continue;
		e = algo_errs_add(errs);
		algo_err_set(e, ALGO_E_VALUE, "lets_tangled",
			     "the lets use each other in too many ways");
		algo_fault_at(&news->unit, e,
			      (struct span){ 0, news->unit.src.len });
		return -1;
	}
	/* Always na, like a = a[1]. */
	for (size_t i = 0; i < g->nlets; i++) {
		if (g->lets[i].type == T_ANY)
			g->lets[i].type = T_NUM;
	}
	return 0;
}

static void build(struct algo_graph *g, struct let *let)
{
	let->node = algo_build(&let->unit);
	if (let->alias >= 0)
		g->ins[g->v[let->alias].in] = let->node;
}

int algo_graph_lets_done(struct algo_graph *g, struct algo_errs *errs)
{
	int bad;

	parse_all(g);
	bad = infer(g, errs);
	for (size_t i = 0; i < g->nlets; i++) {
		struct let *let = &g->lets[i];

		if (!let->broken) {
			algo_check(&let->unit);
			let->broken = let->unit.bad != 0;
		}
		bad |= let->broken;
		algo_unit_report(&let->unit, errs);
	}
	/* Their syntax is kept: expressions may ask for them on coarser
	 * bars. */
	for (size_t i = 0; i < g->nlets; i++) {
		if (!g->lets[i].broken)
			build(g, &g->lets[i]);
	}
	return bad ? -1 : 0;
}
