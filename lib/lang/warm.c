/* warm.c - the first bar on which everything that counts has a value */
#include "eval.h"

void algo_warm_init(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;

	e->first = algo_zalloc(g->nwatch + 1, sizeof(*e->first));
	for (size_t i = 0; i < g->nwatch; i++)
		e->first[i] = -1;
	e->cold = g->nwatch;
}

static void found(struct algo_eval *e, int watch, int64_t bar)
{
	e->first[watch] = bar;
	e->cold--;
	if (bar > e->warm)
		e->warm = bar;
}

void algo_warm_look(struct algo_eval *e, int node)
{
	const struct algo_graph *g = e->g;

	if (!e->cold)
		return;
	for (int w = g->v[node].watch; w >= 0; w = g->watch[w].next) {
		const double *v;

		if (e->first[w] >= 0)
			continue;
		v = e->out[g->v[node].col + g->watch[w].out];
		for (size_t i = 0; i < e->n; i++) {
			if (!isnan(v[i])) {
				found(e, w, e->bar + (int64_t)i);
				break;
			}
		}
	}
}

int algo_eval_warmup(const struct algo_eval *e, int64_t *w)
{
	*w = e->warm;
	return e->cold == 0;
}

void algo_eval_cold(const struct algo_eval *e, struct algo_buf *out)
{
	int n = 0;

	for (size_t i = 0; i < e->g->nwatch; i++) {
		if (e->first[i] >= 0)
			continue;
		if (n++)
			algo_buf_adds(out, ", ");
		algo_buf_adds(out, e->g->watch[i].text);
	}
}
