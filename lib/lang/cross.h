/* cross.h - crossings of several symbols (of cross.c and panel.c only) */
#ifndef LANG_CROSS_H
#define LANG_CROSS_H

#include "eval.h"

/* Times that are ranked together, so that columns of many symbols are read a
 * cache line at a time. */
#define CROSS_ROWS 8

struct rival {
	double v;
	uint32_t symbol;
};

struct algo_panel {
	const struct algo_graph *g;
	char **name;
	size_t n;
	struct algo_eval **eval;
	double *buf; /* the columns of all, lane bars each */
	size_t lane;
	int *of_symbol; /* of graph.symbols: which one, or -1 */
	/* the block */
	const struct algo_panel_block *block;
	/* room of the cross-section */
	double *sum, *count, *low, *high; /* by time */
	struct rival *rival, *other;	  /* CROSS_ROWS of n, and n more */
	size_t *nrival;
	double *score; /* CROSS_ROWS of n */
	size_t *pos;   /* by symbol: its next bar */
};

/* Which of the times bar i of symbol s is. */
static inline size_t panel_time(const struct algo_panel *p, size_t s, size_t i)
{
	const uint32_t *const *at = p->block->at;

	return at && at[s] ? at[s][i] : i;
}

/* A crossing, for all symbols that want it. */
void algo_cross(struct algo_panel *p, const struct run *r);

#endif
