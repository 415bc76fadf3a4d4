/* place.c - where values live: columns share buffers as registers do, so that
 * the working set stays near; what is read later keeps its own */
#include "expr.h"

#include <limits.h>

#define KEPT INT_MAX

static int add_places(struct algo_graph *g, int n)
{
	int from = (int)g->nplace;
	void *v = g->place;

	algo_grow(&v, &g->placecap, g->nplace + (size_t)n, sizeof(*g->place));
	g->place = v;
	g->nplace += (size_t)n;
	return from;
}

static void add_scalars(struct algo_graph *g, struct node *nd)
{
	nd->col = add_places(g, nd->nout);
	for (int k = 0; k < nd->nout; k++)
		g->place[nd->col + k] = (int)g->scalars++;
}

struct pool {
	int *free;
	size_t n, cap;
};

static void add_buffers(struct algo_graph *g, struct node *nd, struct pool *p)
{
	nd->col = add_places(g, nd->nout);
	for (int k = 0; k < nd->nout; k++)
		g->place[nd->col + k] =
			p->n ? p->free[--p->n] : (int)g->buffers++;
}

/* Those of a team are all written where the first stands. */
static void add_work(struct algo_graph *g, int node, struct pool *p)
{
	const struct team *team;

	if (g->v[node].team < 0) {
		add_buffers(g, &g->v[node], p);
		return;
	}
	team = &g->teams[g->v[node].team];
	if (team->node[0] != node)
		return;
	for (size_t i = 0; i < team->n; i++)
		add_buffers(g, &g->v[team->node[i]], p);
}

static void free_buffers(const struct algo_graph *g, const struct node *nd,
			 struct pool *p)
{
	for (int k = 0; k < nd->nout; k++) {
		void *v = p->free;

		algo_grow(&v, &p->cap, p->n + 1, sizeof(*p->free));
		p->free = v;
		p->free[p->n++] = g->place[nd->col + k];
	}
}

/* Whoever reads a column after the block keeps it; else its last reader
 * counts.  last is by node, in runs. */
static void find_last(const struct algo_graph *g, int *last)
{
	int k, owner;

	for (size_t r = 0; r < g->nruns; r++) {
		for (int i = g->runs[r].from; i < g->runs[r].to; i++) {
			const struct node *nd = &g->v[g->work[i]];

			last[g->work[i]] = (int)r;
			for (k = 0; k < nd->nin; k++) {
				int unused;

				owner = algo_owner(g, node_in(g, nd)[k],
						   &unused);
				if (owner >= 0 && last[owner] < (int)r)
					last[owner] = (int)r;
			}
		}
	}
	for (size_t i = 0; i < g->n; i++) {
		const struct node *nd = &g->v[i];

		for (int j = 0;
		     j < nd->nin && nd->reached && nd->kind != ALGO_K_COLUMN;
		     j++) {
			owner = algo_owner(g, node_in(g, nd)[j], &k);
			if (owner >= 0)
				last[owner] = KEPT;
		}
	}
	for (size_t i = 0; i < g->nroots; i++) {
		owner = algo_owner(g, g->root[i], &k);
		if (owner >= 0)
			last[owner] = KEPT;
	}
}

/* The nodes that end with run r: those it reads and its own. */
static void end_run(struct algo_graph *g, size_t r, int *last, struct pool *p)
{
	for (int i = g->runs[r].from; i < g->runs[r].to; i++) {
		const struct node *nd = &g->v[g->work[i]];

		for (int k = 0; k <= nd->nin; k++) {
			int unused, node = g->work[i];

			if (k < nd->nin)
				node = algo_owner(g, node_in(g, nd)[k],
						  &unused);
			if (node < 0 || last[node] != (int)r ||
			    g->v[node].col < 0)
				continue;
			free_buffers(g, &g->v[node], p);
			last[node] = -1;
		}
	}
}

void algo_place(struct algo_graph *g)
{
	int *last = algo_zalloc(g->n + 1, sizeof(*last));
	struct pool p = { NULL, 0, 0 };

	for (size_t i = 0; i < g->n; i++)
		last[i] = -1;
	find_last(g, last);
	for (size_t i = 0; i < g->nfed; i++) {
		last[g->fed[i]] = KEPT;
		add_buffers(g, &g->v[g->fed[i]], &p);
	}
	for (size_t r = 0; r < g->nruns; r++) {
		for (int i = g->runs[r].from; i < g->runs[r].to; i++)
			add_work(g, g->work[i], &p);
		end_run(g, r, last, &p);
	}
	for (size_t i = 0; i < g->nsteps; i++)
		add_scalars(g, &g->v[g->steps[i]]);
	for (size_t i = 0; i < g->nlate; i++) {
		if (g->v[g->late[i]].col < 0)
			add_scalars(g, &g->v[g->late[i]]);
	}
	algo_free(p.free);
	algo_free(last);
}
