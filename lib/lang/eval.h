/* eval.h - a running graph (of this room only) */
#ifndef LANG_EVAL_H
#define LANG_EVAL_H

#include "expr.h"

struct snap {
	const double *from;
	double value;
};

/* The bars of a frame in this block.  Those of frame 0 are the input's; of the
 * others a bar is a bucket that a bar of the parent has just completed. */
struct bars {
	size_t n;
	int64_t first; /* number of the first */
	const int64_t *time;
	int64_t *local;	 /* wall clock; of a bucket its left edge */
	uint32_t *done;	 /* which bar of the parent completed it */
	int64_t *known;	 /* and which of the input, counted from its first */
	int64_t *clocks; /* room of read_clock */
	struct algo_clock clock;
	/* the bucket under way */
	int open;
	int64_t left, right;
};

struct crew;

struct algo_eval {
	const struct algo_graph *g;
	uint64_t mask;	/* what it works out */
	int symbol;	/* of graph.symbols: the own, or -1 */
	double *buf;	/* graph.buffers columns, */
	size_t lane;	/* this far apart */
	int lent;	/* buf is a panel's */
	double *scalar; /* of step, trade and fill nodes */
	double *consts; /* columns of one value */
	int *const_at;	/* by node */
	int shared;	/* those two are another evaluator's */
	double account[ALGO_A_COUNT];
	double slot[SLOT_COUNT];
	const char *tag;
	double none;
	const double **in; /* as graph.ins */
	size_t *step;	   /* as graph.ins: 1 moves with the bar */
	double **out;	   /* as graph.place */
	char *states;
	void **state;	    /* by node */
	struct crew *crews; /* as graph.teams */
	struct snap *snap;
	size_t nsnap, snapcap;
	size_t fill_snap; /* those from here on are inputs of fill nodes */
	int *snap_of;	  /* by node: a root for fills, or -1 */

	struct bars bars[FRAMES_MAX];
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

/* eval.c, for panels: with the constants of like, if any, and columns of lane
 * bars; begin takes a block (of 0 bars or more) in, then the runs from .. to.
 */
struct algo_eval *algo_eval_make(const struct algo_graph *g,
				 const struct algo_eval *like, size_t lane);
/* Between blocks: the columns are in buf from now on, lane bars each. */
void algo_eval_lend(struct algo_eval *e, double *buf, size_t lane);
void algo_eval_begin(struct algo_eval *e, const struct algo_block *feed);
void algo_eval_runs(struct algo_eval *e, size_t from, size_t to);
/* Is the run worked out, and on any bars? */
static inline int algo_eval_wants(const struct algo_eval *e,
				  const struct run *r)
{
	return (r->mask & e->mask) != 0 && e->bars[r->frame].n > 0;
}

/* bucket.c */
void algo_bars_init(struct algo_eval *e);
void algo_bars_release(struct algo_eval *e);
/* Wall clocks and buckets of the block. */
void algo_bars_read(struct algo_eval *e, const struct algo_block *b);
/* A node of OP_TF or OP_BUCKET. */
void algo_bars_work(struct algo_eval *e, int node);

/* team.c: the outputs have their places; a node of a team. */
void algo_teams_init(struct algo_eval *e);
void algo_teams_free(struct algo_eval *e);
void algo_teams_work(struct algo_eval *e, int node);
/* The outputs have new places. */
void algo_teams_place(struct algo_eval *e);

/* cross.c: a crossing of one symbol alone. */
void algo_cross_alone(struct algo_eval *e, int node);

/* warm.c */
void algo_warm_init(struct algo_eval *e);
/* Node was worked out for the block. */
void algo_warm_look(struct algo_eval *e, int node);

#endif
