/* call.c - calls: what is called, and what both kinds of calls share */
#include "call.h"

#include <string.h>

struct call *algo_call_new(struct unit *u, struct ast *a)
{
	void *v = u->calls;
	struct call *c;

	algo_grow(&v, &u->callcap, u->ncalls + 1, sizeof(*c));
	u->calls = v;
	c = &u->calls[u->ncalls];
	memset(c, 0, sizeof(*c));
	for (int i = 0; i < ALGO_IND_INPUTS; i++)
		c->in[i] = -1;
	c->column = c->node = -1;
	a->call = (int)u->ncalls++;
	return c;
}

struct arg *algo_call_arg(struct unit *u, const struct ast *a, int i)
{
	return &u->args[a->args + i];
}

struct span algo_call_span(struct unit *u, const struct ast *a, int i)
{
	return u->v[algo_call_arg(u, a, i)->node].span;
}

const char *algo_call_name(const struct call *c)
{
	return c->fn ? c->fn->word.name : c->ind->name;
}

void algo_call_usage(const struct call *c, struct algo_err *e)
{
	struct algo_buf b = ALGO_BUF_INIT(120);
	const struct algo_ind *ind = c->ind;

	if (c->fn) {
		algo_err_hint(e, "usage: %s", c->fn->word.usage);
		return;
	}
	for (size_t i = 0; ind->in[i]; i++)
		algo_buf_addf(&b, "%s%s", i ? ", " : "", ind->in[i]);
	for (size_t i = 0; ind->param[i].name; i++)
		algo_buf_addf(&b, ", %s", ind->param[i].name);
	algo_err_hint(e, "usage: %s(%s)", ind->name, algo_buf_str(&b));
	algo_buf_release(&b);
}

int algo_call_too_many(struct unit *u, const struct ast *a,
		       const struct call *c, int i)
{
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "too_many_arguments",
		       algo_call_span(u, a, i), "too many arguments of '%s'",
		       algo_call_name(c));
	algo_call_usage(c, e);
	return -1;
}

int algo_call_unknown(struct unit *u, struct span name, const struct call *c,
		      const struct algo_near *near)
{
	const char *best = algo_near_best(near);
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "unknown_argument", name,
		       "'%s' has no argument '%.*s'", algo_call_name(c),
		       SPAN_ARG(u, name));
	if (algo_name_find(u->src.text + name.at, name.len, 1)) {
		algo_err_hint(e, "'=' names an argument; '==' compares");
		return -1;
	}
	if (!best) {
		algo_call_usage(c, e);
		return -1;
	}
	algo_err_hint(e, "did you mean '%s'?", best);
	if (!near->tied)
		algo_err_fixit(e, name.at, name.len, best);
	return -1;
}

int algo_call_twice(struct unit *u, struct span at, const char *name)
{
	algo_fault(u, ALGO_E_TYPE, "given_twice", at,
		   "the argument '%s' is given twice", name);
	return -1;
}

/* How many come by position; -1 when a positional one follows a named one. */
int algo_call_positional(struct unit *u, const struct ast *a)
{
	int n = 0, named = 0;

	for (int i = 0; i < a->nargs; i++) {
		if (algo_call_arg(u, a, i)->name.len) {
			named = 1;
		} else if (named) {
			algo_fault(u, ALGO_E_TYPE, "positional_after_named",
				   algo_call_span(u, a, i),
				   "an argument without a name follows one "
				   "with a name");
			return -1;
		} else {
			n++;
		}
	}
	return n;
}

/* A constant for a parameter. */
int algo_call_constant(struct unit *u, int node, const char *what, double *v)
{
	const struct ast *n = &u->v[node];
	struct algo_err *e;

	if (!algo_check_value(u, node, T_NUM))
		return -1;
	if (n->is_const) {
		*v = n->value;
		return 0;
	}
	e = algo_fault(u, ALGO_E_TYPE, "not_constant", n->span,
		       "'%s' must be constant, '%.*s' is a series", what,
		       SPAN_ARG(u, n->span));
	algo_err_hint(e, "constant are numbers, params and what is worked "
			 "out from them");
	return -1;
}

/* Bars, the past and the account are not everywhere. */
int algo_call_misplaced(struct unit *u, const struct ast *a,
			const struct call *c)
{
	enum algo_scope scope = u->src.scope;

	if (c->risk_size &&
	    (scope == ALGO_SCOPE_BARS || scope == ALGO_SCOPE_FEE)) {
		algo_fault(u, ALGO_E_TYPE, "no_account_here", a->word,
			   "'risk_size' reads the account, which is not "
			   "known here");
		return 1;
	}
	if (scope != ALGO_SCOPE_FEE ||
	    (c->fn && !c->fn->past && !c->fn->source && c->fn->op &&
	     c->fn->op->what == OP_STEP) ||
	    (c->fn && c->fn->many))
		return 0;
	algo_fault(u, ALGO_E_TYPE, "no_bars_here", a->word,
		   "'%s' looks at bars, which are not known here",
		   algo_call_name(c));
	return 1;
}

/* close(...): a value called as a function. */
static int is_value(const struct unit *u, const struct ast *a)
{
	const char *s = u->src.text + a->word.at;
	size_t n = a->word.len;

	return algo_find_let(u->g, s, n) >= 0 ||
	       algo_find_param(u->g, s, n) >= 0 ||
	       algo_find_column(u->g, s, n) >= 0 || algo_name_find(s, n, 1);
}

void algo_check_call(struct unit *u, struct ast *a)
{
	const char *s = u->src.text + a->word.at;
	const struct fn *fn = algo_fn_find(s, a->word.len);
	const struct algo_ind *ind = algo_fn_ind(s, a->word.len);
	struct algo_err *e;

	a->call = -1;
	for (int i = 0; i < a->nargs; i++) {
		enum algo_kind k = u->v[algo_call_arg(u, a, i)->node].reads;

		if (k > a->reads)
			a->reads = k;
	}
	if (fn) {
		algo_check_fn(u, a, fn);
	} else if (ind) {
		algo_check_ind(u, a, ind);
	} else if (is_value(u, a)) {
		e = algo_fault(u, ALGO_E_TYPE, "not_a_function", a->word,
			       "'%.*s' is a series, not a function",
			       SPAN_ARG(u, a->word));
		algo_err_hint(e, "use '%.*s' alone; [n] looks back",
			      SPAN_ARG(u, a->word));
	} else {
		algo_unknown(u, a, 1);
	}
}
