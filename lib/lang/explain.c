/* explain.c - what decides the first step: the calls that count, and the
 * expressions that need them */
#include "eval.h"

#include <string.h>

size_t algo_eval_watches(const struct algo_eval *e)
{
	return e->g->nwatch;
}

const char *algo_eval_watch(const struct algo_eval *e, size_t i, int64_t *first)
{
	*first = e->first[i];
	return e->g->watch[i].text;
}

/* ---- reach */

struct walk {
	const struct algo_graph *g;
	const struct watch *goal;
	unsigned char *seen; /* by node */
	int *open;
	size_t n, cap;
};

/* Takes up what stands behind the node; 1 when it is the goal. */
static int visit(struct walk *w, int node)
{
	void *v = w->open;
	int k, owner = algo_owner(w->g, node, &k);

	if (owner < 0)
		return 0;
	if (owner == w->goal->node && k == w->goal->out)
		return 1;
	if (w->seen[owner]++)
		return 0;
	algo_grow(&v, &w->cap, w->n + 1, sizeof(*w->open));
	w->open = v;
	w->open[w->n++] = owner;
	return 0;
}

/* Whether the value at root comes from the call that is watched. */
static int reaches(const struct algo_graph *g, int root, size_t watch)
{
	struct walk w = { .g = g, .goal = &g->watch[watch] };
	int found;

	if (root < 0)
		return 0;
	w.seen = algo_zalloc(g->n + 1, 1);
	found = visit(&w, root);
	while (!found && w.n > 0) {
		const struct node *nd = &g->v[w.open[--w.n]];

		for (int i = 0; i < nd->nin && !found; i++)
			found = visit(&w, node_in(g, nd)[i]);
		w.seen[nd - g->v] = 1;
	}
	algo_free(w.seen);
	algo_free(w.open);
	return found;
}

/* ---- the document */

struct asking {
	const struct algo_strategy *s;
	size_t watch;
	void (*use)(void *ctx, const char *pointer);
	void *ctx;
};

static void ask(const struct asking *a, const struct algo_expr *e,
		const char *pointer, const char *key)
{
	struct algo_buf b = ALGO_BUF_INIT(256);

	if (!reaches(a->s->graph, e->node, a->watch))
		return;
	algo_buf_adds(&b, pointer);
	if (key)
		algo_buf_addf(&b, "/%s", key);
	a->use(a->ctx, algo_buf_str(&b));
	algo_buf_release(&b);
}

static void ask_rule(const struct asking *a, const struct algo_rule *rule)
{
	const struct {
		const char *key;
		const struct algo_expr *e;
	} fields[] = { { "when", &rule->when },
		       { "where", &rule->where },
		       { "size", &rule->size },
		       { "units", &rule->units },
		       { "limit", &rule->limit },
		       { "stop", &rule->stop },
		       { "sl", &rule->sl },
		       { "tp", &rule->tp },
		       { "trail", &rule->trail },
		       { "expire_bars", &rule->expire_bars },
		       { "portion", &rule->portion } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		ask(a, fields[i].e, rule->pointer, fields[i].key);
}

static void ask_risk(const struct asking *a, const struct algo_risk *k)
{
	const struct algo_stop *const stops[] = { &k->stop, &k->target,
						  &k->trail };

	ask(a, &k->size, "/risk/size", NULL);
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (stops[i]->how != ALGO_LEVEL_NONE)
			ask(a, &stops[i]->at, stops[i]->pointer, NULL);
}

void algo_strategy_uses(const struct algo_strategy *s, size_t watch,
			void (*use)(void *ctx, const char *pointer), void *ctx)
{
	const struct algo_rule *const sides[] = {
		&s->entry_long, &s->entry_short, &s->exit_long, &s->exit_short
	};
	struct asking a = { s, watch, use, ctx };

	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++)
		ask(&a, &sides[i]->when, sides[i]->pointer, NULL);
	for (size_t i = 0; i < s->nrules; i++)
		ask_rule(&a, &s->rules[i]);
	ask_risk(&a, &s->risk);
}
