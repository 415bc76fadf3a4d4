/* call.h - what the checks of calls share (of call*.c only) */
#ifndef LANG_CALL_H
#define LANG_CALL_H

#include "expr.h"

struct call *algo_call_new(struct unit *u, struct ast *a);
struct arg *algo_call_arg(struct unit *u, const struct ast *a, int i);
struct span algo_call_span(struct unit *u, const struct ast *a, int i);
const char *algo_call_name(const struct call *c);
void algo_call_usage(const struct call *c, struct algo_err *e);
/* Faults; each returns -1. */
int algo_call_too_many(struct unit *u, const struct ast *a,
		       const struct call *c, int i);
int algo_call_unknown(struct unit *u, struct span name, const struct call *c,
		      const struct algo_near *near);
int algo_call_twice(struct unit *u, struct span at, const char *name);
/* How many come by position; -1 when one follows a named one. */
int algo_call_positional(struct unit *u, const struct ast *a);
/* A constant for a parameter: 0 and *v. */
int algo_call_constant(struct unit *u, int node, const char *what, double *v);
/* Bars, the past and the account are not everywhere: 1 after a fault. */
int algo_call_misplaced(struct unit *u, const struct ast *a,
			const struct call *c);

/* call_other.c: "1w", "SPY"; 0 and *v. */
int algo_call_interval(struct unit *u, int node, double *v);
int algo_call_symbol(struct unit *u, int node, double *v);
/* What tf, sym and the cross-section may not hold: -1 after a fault. */
int algo_call_other(struct unit *u, struct ast *a, const struct call *c,
		    const int *slot);

void algo_check_fn(struct unit *u, struct ast *a, const struct fn *fn);
void algo_check_ind(struct unit *u, struct ast *a, const struct algo_ind *ind);

#endif
