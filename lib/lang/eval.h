/* eval.h - a running graph (of this room only) */
#ifndef LANG_EVAL_H
#define LANG_EVAL_H

#include "expr.h"

struct snap {
	const double *from;
	double value;
};

struct algo_eval {
	const struct algo_graph *g;
	double *buf;	/* graph.buffers columns */
	double *scalar; /* of step, trade and fill nodes */
	double *consts; /* columns of one value */
	int *const_at;	/* by node */
	double account[ALGO_A_COUNT];
	double slot[SLOT_COUNT];
	const char *tag;
	double none;
	const double **in; /* as graph.ins */
	size_t *step;	   /* as graph.ins: 1 moves with the bar */
	double **out;	   /* as graph.place */
	char *states;
	void **state; /* by node */
	struct snap *snap;
	size_t nsnap, snapcap;
	size_t fill_snap; /* those from here on are inputs of fill nodes */
	int *snap_of;	  /* by node: a root for fills, or -1 */

	size_t n;    /* bars of the block */
	int64_t bar; /* number of its first */
	struct algo_clock clock;
	int64_t *times;
	int64_t last_time;
	int64_t interval;

	int64_t *first; /* as graph.watch: first bar with a value, or -1 */
	size_t cold;	/* how many have had none */
	int64_t warm;	/* latest of the others */
};

/* Asking for a value changes nothing, but pointers into the own buffers are
 * not const. */
static inline struct algo_eval *algo_eval_self(const struct algo_eval *e)
{
	union {
		const struct algo_eval *in;
		struct algo_eval *out;
	} u = { e };

	return u.out;
}

/* warm.c */
void algo_warm_init(struct algo_eval *e);
/* Node was worked out for the block. */
void algo_warm_look(struct algo_eval *e, int node);

#endif
