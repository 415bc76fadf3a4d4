/* call_ind.c - the arguments of rows of the registry */
#include "call.h"

#include <string.h>

/* How many of the positional arguments are sources: those that begin it and
 * are no constants; more when the numbers would be too many. */
static int count_sources(struct unit *u, const struct ast *a,
			 const struct algo_ind *ind, int npos)
{
	int most = (int)algo_ind_inputs(ind), n = 0;
	int params = (int)algo_ind_params(ind);

	while (n < npos && n < most) {
		const struct ast *x = &u->v[algo_call_arg(u, a, n)->node];

		if (x->is_const || x->type == T_WORD || x->type == T_TEXT)
			break;
		n++;
	}
	if (npos - n > params)
		n = npos - params < most ? npos - params : most;
	return n;
}

static int source_arg(struct unit *u, struct call *c, int k, int node)
{
	const struct ast *n = &u->v[node];

	if (c->in[k] >= 0)
		return algo_call_twice(u, n->span, c->ind->in[k]);
	c->in[k] = node;
	if (!algo_check_value(u, node, T_NUM))
		return -1;
	if (n->reads < ALGO_K_TRADE)
		return 0;
	algo_fault(u, ALGO_E_TYPE, "no_history", n->span,
		   "'%.*s' has no history that '%s' could look at",
		   SPAN_ARG(u, n->span), c->ind->name);
	return -1;
}

/* ema, "ema" or 1. */
static int ma_type(struct unit *u, int node, double *v)
{
	struct ast *n = &u->v[node];
	const char *s = u->src.text + n->span.at;
	struct algo_err *e;
	char right[16];
	int text = n->type == T_TEXT, k;
	size_t len = n->span.len - (text ? 2 : 0);

	if (!text && n->type != T_WORD)
		return algo_call_constant(u, node, "type", v);
	k = algo_ma_find(s + text, len);
	if (k >= 0 && !text) {
		*v = k;
		return 0;
	}
	e = algo_fault(u, text ? ALGO_E_TYPE : ALGO_E_VALUE, "bad_ma_type",
		       n->span, "%.*s is no type of moving average",
		       SPAN_ARG(u, n->span));
	if (k >= 0 && len < sizeof(right)) {
		memcpy(right, s + 1, len);
		right[len] = '\0';
		algo_err_hint(e, "write %s without quotes", right);
		algo_err_fixit(e, n->span.at, n->span.len, right);
	} else {
		algo_err_hint(e, "one of sma, ema, wma, dema, tema, trima, "
				 "kama, mama, t3");
	}
	return -1;
}

static int param_arg(struct unit *u, const struct call *c, size_t k, int node,
		     struct algo_args *args)
{
	const struct algo_param *param = &c->ind->param[k];
	struct span at = u->v[node].span;
	struct algo_err err = ALGO_ERR_INIT, *e;
	struct algo_buf b = ALGO_BUF_INIT(64);
	double v = 0;

	if (args->given[k])
		return algo_call_twice(u, at, param->name);
	if (param->type == ALGO_P_MA
		    ? ma_type(u, node, &v)
		    : algo_call_constant(u, node, param->name, &v))
		return -1;
	if (!algo_args_set(c->ind, args, k, v, &err))
		return 0;
	e = algo_fault(u, ALGO_E_VALUE, err.code, at, "%s", err.msg);
	if (err.hint[0]) {
		algo_err_hint(e, "%s", err.hint);
	} else if (v < 0 && -v >= param->min && -v <= param->max) {
		algo_buf_addnum(&b, -v);
		algo_err_hint(e, "did you mean %s?", algo_buf_str(&b));
		algo_buf_release(&b);
	}
	return -1;
}

/* What other libraries call the usual parameter. */
static int other_period(const char *s, size_t n)
{
	static const char *const names[] = { "length",	    "timeperiod",
					     "n",	    "window",
					     "len",	    "periods",
					     "time_period", "bars" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (algo_same(names[i], s, n, 1))
			return 1;
	}
	return 0;
}

static int named_ind(struct unit *u, struct call *c, const struct arg *g,
		     struct algo_args *args)
{
	const char *s = u->src.text + g->name.at;
	int k = algo_ind_param(c->ind, s, g->name.len);
	struct algo_near near = { NULL, 0 };

	if (k >= 0)
		return param_arg(u, c, (size_t)k, g->node, args);
	for (k = 0; c->ind->in[k]; k++) {
		if (algo_same(c->ind->in[k], s, g->name.len, 1))
			return source_arg(u, c, k, g->node);
		algo_near_try(&near, s, g->name.len, c->ind->in[k]);
	}
	for (k = 0; c->ind->param[k].name; k++)
		algo_near_try(&near, s, g->name.len, c->ind->param[k].name);
	if (other_period(s, g->name.len) &&
	    algo_ind_param(c->ind, "period", 6) >= 0)
		near = (struct algo_near){ "period", 1, 0 };
	return algo_call_unknown(u, g->name, c, &near);
}

static int ind_args(struct unit *u, const struct ast *a, struct call *c,
		    struct algo_args *args)
{
	int npos = algo_call_positional(u, a), sources, bad = 0;

	if (npos < 0)
		return -1;
	sources = count_sources(u, a, c->ind, npos);
	for (int i = 0; i < a->nargs; i++) {
		const struct arg *g = algo_call_arg(u, a, i);
		int k;

		if (g->name.len) {
			bad |= named_ind(u, c, g, args);
			continue;
		}
		if (i < sources) {
			bad |= source_arg(u, c, i, g->node);
			continue;
		}
		k = algo_args_position(c->ind, (size_t)(i - sources));
		if (k < 0)
			return algo_call_too_many(u, a, c, i);
		bad |= param_arg(u, c, (size_t)k, g->node, args);
	}
	return bad;
}

/* A source that bars do not have by themselves must be given (mavp's
 * periods). */
static int lacks_source(struct unit *u, const struct ast *a,
			const struct call *c)
{
	for (int i = 0; i < c->nin; i++) {
		const char *name = c->ind->in[i];

		if (c->in[i] >= 0 || !strcmp(name, "session") ||
		    algo_name_find(name, strlen(name), 0))
			continue;
		algo_call_usage(c, algo_fault(u, ALGO_E_TYPE,
					      "missing_argument", a->span,
					      "'%s' needs its argument '%s'",
					      c->ind->name, name));
		return 1;
	}
	return 0;
}

void algo_check_ind(struct unit *u, struct ast *a, const struct algo_ind *ind)
{
	struct call *c = algo_call_new(u, a);
	struct algo_args args;

	c->ind = ind;
	c->nin = (int)algo_ind_inputs(ind);
	c->np = (int)algo_ind_params(ind);
	algo_args_init(ind, &args);
	for (int i = 0; ind->param[i].name; i++) {
		if (ind->param[i].zero_in_expr)
			args.p[i] = 0;
	}
	if (algo_call_misplaced(u, a, c) || ind_args(u, a, c, &args) ||
	    lacks_source(u, a, c))
		return;
	algo_args_done(ind, &args);
	memcpy(c->p, args.p, sizeof(c->p));
	a->type = ind->main_out || !ind->out[0] || !ind->out[1] ? T_NUM
								: T_FIELDS;
}
