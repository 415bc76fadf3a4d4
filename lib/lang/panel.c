/* panel.c - one graph on several symbols that see each other */
#include "cross.h"

#include <string.h>

static void find_symbols(struct algo_panel *p)
{
	const struct algo_graph *g = p->g;

	p->of_symbol = algo_zalloc(g->nsymbols + 1, sizeof(*p->of_symbol));
	for (size_t i = 0; i < g->nsymbols; i++) {
		p->of_symbol[i] = -1;
		for (size_t s = 0; s < p->n; s++) {
			if (strcmp(p->name[s], g->symbols[i].name) == 0)
				p->of_symbol[i] = (int)s;
		}
	}
}

static void make_room(struct algo_panel *p)
{
	size_t wide = CROSS_ROWS * p->n;

	p->sum = algo_zalloc(4 * (size_t)ALGO_LANG_N, sizeof(*p->sum));
	p->count = p->sum + ALGO_LANG_N;
	p->low = p->count + ALGO_LANG_N;
	p->high = p->low + ALGO_LANG_N;
	p->rival = algo_zalloc(wide + 1, sizeof(*p->rival));
	p->other = algo_zalloc(p->n + 1, sizeof(*p->other));
	p->nrival = algo_zalloc(CROSS_ROWS, sizeof(*p->nrival));
	p->score = algo_zalloc(wide > ALGO_LANG_N ? wide : ALGO_LANG_N,
			       sizeof(*p->score));
	p->pos = algo_zalloc(p->n + 1, sizeof(*p->pos));
}

struct algo_panel *algo_panel_new(const struct algo_graph *g,
				  const char *const *symbols, size_t n)
{
	struct algo_panel *p = algo_zalloc(1, sizeof(*p));

	p->g = g;
	p->n = n;
	p->name = algo_zalloc(n + 1, sizeof(*p->name));
	p->eval = algo_zalloc(n + 1, sizeof(*p->eval));
	for (size_t s = 0; s < n; s++) {
		p->name[s] = algo_strdup(symbols[s]);
		p->eval[s] = algo_eval_make(g, s ? p->eval[0] : NULL, 1);
		algo_eval_symbol(p->eval[s], symbols[s]);
	}
	find_symbols(p);
	if (g->crosses)
		make_room(p);
	return p;
}

void algo_panel_free(struct algo_panel *p)
{
	if (!p)
		return;
	/* The first owns the constants of all. */
	for (size_t s = p->n; s-- > 0;) {
		algo_eval_free(p->eval[s]);
		algo_free(p->name[s]);
	}
	algo_free(p->name);
	algo_free(p->eval);
	algo_free(p->buf);
	algo_free(p->of_symbol);
	algo_free(p->sum);
	algo_free(p->rival);
	algo_free(p->other);
	algo_free(p->nrival);
	algo_free(p->score);
	algo_free(p->pos);
	algo_free(p);
}

void algo_panel_data(struct algo_panel *p, size_t s)
{
	p->eval[s]->mask &= ~MASK_ROOT;
}

struct algo_eval *algo_panel_eval(const struct algo_panel *p, size_t s)
{
	return p->eval[s];
}

/* Columns as long as the blocks that come, one symbol's behind the other's: few
 * pages, and no two of the same cache lines. */
static void make_lanes(struct algo_panel *p, size_t n)
{
	size_t lane = n < ALGO_LANG_N ? (n + 15) / 16 * 16 + 8 : n;
	size_t each = p->g->buffers * lane;
	double *buf;

	if (n <= p->lane)
		return;
	buf = algo_zalloc(p->n * each + 1, sizeof(*buf));
	for (size_t s = 0; s < p->n; s++)
		algo_eval_lend(p->eval[s], buf + s * each, lane);
	algo_free(p->buf);
	p->buf = buf;
	p->lane = lane;
}

void algo_panel_block(struct algo_panel *p, const struct algo_panel_block *b)
{
	const struct algo_graph *g = p->g;
	size_t from = 0, to;

	p->block = b;
	make_lanes(p, b->n);
	for (size_t s = 0; s < p->n; s++) {
		struct algo_block own = b->of[s];

		if (!own.time)
			own.time = b->time;
		own.index = b->index;
		algo_eval_begin(p->eval[s], &own);
	}
	for (; from < g->nruns; from = to) {
		to = from + 1;
		if (g->runs[from].cross) {
			algo_cross(p, &g->runs[from]);
			continue;
		}
		while (to < g->nruns && !g->runs[to].cross)
			to++;
		for (size_t s = 0; s < p->n; s++)
			algo_eval_runs(p->eval[s], from, to);
	}
	p->block = NULL;
}
