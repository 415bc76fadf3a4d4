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
	const struct bars *bars = &e->bars[g->v[node].frame];

	if (!e->cold)
		return;
	for (int w = g->v[node].watch; w >= 0; w = g->watch[w].next) {
		const double *v;

		if (e->first[w] >= 0)
			continue;
		v = e->out[g->v[node].col + g->watch[w].out];
		for (size_t i = 0; i < bars->n; i++) {
			if (!isnan(v[i])) {
				found(e, w,
				      bars->known ? bars->known[i]
						  : bars->first + (int64_t)i);
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

/* A call within tf is only named when no tf is. */
void algo_eval_cold(const struct algo_eval *e, struct algo_buf *out)
{
	const struct algo_graph *g = e->g;
	int n = 0, outer = 0;

	for (size_t i = 0; i < g->nwatch; i++)
		outer |= e->first[i] < 0 && !g->v[g->watch[i].node].frame;
	for (size_t i = 0; i < g->nwatch; i++) {
		if (e->first[i] >= 0 || (outer && g->v[g->watch[i].node].frame))
			continue;
		if (n++)
			algo_buf_adds(out, ", ");
		algo_buf_adds(out, g->watch[i].text);
	}
}
