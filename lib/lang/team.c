/* team.c - candlestick patterns of the same bars: what they have in common is
 * worked out once */
#include "eval.h"

#include "../ind/candles.h"
#include <string.h>

/* ---- in the graph */

/* One node that does not depend on what it gives. */
static int is_alone(const struct run *r)
{
	return !r->serial && !r->cross && r->to == r->from + 1;
}

static int is_pattern(const struct node *nd)
{
	return nd->op->what == OP_IND && algo_candles_takes(nd->ind);
}

/* Same bars, same askers: then all can be worked out where one can. */
static int together(const struct algo_graph *g, const struct node *a,
		    const struct node *b)
{
	return a->frame == b->frame && a->mask == b->mask &&
	       a->stage == b->stage && a->nin == b->nin &&
	       !memcmp(node_in(g, a), node_in(g, b),
		       (size_t)a->nin * sizeof(*g->ins));
}

static size_t team_of(struct algo_graph *g, const struct node *nd)
{
	void *v = g->teams;

	for (size_t i = 0; i < g->nteams; i++) {
		if (together(g, nd, &g->v[g->teams[i].node[0]]))
			return i;
	}
	algo_grow(&v, &g->teamcap, g->nteams + 1, sizeof(*g->teams));
	g->teams = v;
	memset(&g->teams[g->nteams], 0, sizeof(*g->teams));
	return g->nteams++;
}

static void join(struct algo_graph *g, int node)
{
	size_t i = team_of(g, &g->v[node]);
	struct team *team = &g->teams[i];
	void *v = team->node;

	algo_grow(&v, &team->cap, team->n + 1, sizeof(*team->node));
	team->node = v;
	team->node[team->n++] = node;
	g->v[node].team = (int)i;
}

void algo_teams_find(struct algo_graph *g)
{
	for (size_t r = 0; r < g->nruns; r++) {
		int node = g->work[g->runs[r].from];

		if (is_alone(&g->runs[r]) && is_pattern(&g->v[node]))
			join(g, node);
	}
}

void algo_teams_release(struct algo_graph *g)
{
	for (size_t i = 0; i < g->nteams; i++)
		algo_free(g->teams[i].node);
	algo_free(g->teams);
}

/* ---- in an evaluator */

struct crew {
	struct algo_candles *candles;
	double **out; /* by place in the team */
};

void algo_teams_init(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;

	e->crews = algo_zalloc(g->nteams + 1, sizeof(*e->crews));
	for (size_t i = 0; i < g->nteams; i++) {
		const struct team *team = &g->teams[i];
		struct crew *crew = &e->crews[i];

		crew->candles = algo_candles_new();
		crew->out = algo_zalloc(team->n, sizeof(*crew->out));
		for (size_t k = 0; k < team->n; k++) {
			const struct node *nd = &g->v[team->node[k]];

			algo_candles_add(crew->candles, nd->ind,
					 node_params(g, nd));
		}
	}
	algo_teams_place(e);
}

void algo_teams_place(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;

	for (size_t i = 0; i < g->nteams; i++) {
		const struct team *team = &g->teams[i];

		for (size_t k = 0; k < team->n; k++)
			e->crews[i].out[k] = e->out[g->v[team->node[k]].col];
	}
}

void algo_teams_free(struct algo_eval *e)
{
	for (size_t i = 0; e->crews && i < e->g->nteams; i++) {
		algo_candles_free(e->crews[i].candles);
		algo_free(e->crews[i].out);
	}
	algo_free(e->crews);
}

void algo_teams_work(struct algo_eval *e, int node)
{
	const struct node *nd = &e->g->v[node];
	const struct crew *crew = &e->crews[nd->team];

	if (e->g->teams[nd->team].node[0] == node)
		algo_candles_step(crew->candles, e->in + nd->in, crew->out,
				  e->bars[nd->frame].n);
}
