/* call.c - the arguments of calls: of functions of the language and of rows
 * of the registry */
#include "expr.h"

#include <string.h>

static struct call *new_call(struct unit *u, struct ast *a)
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

static struct arg *arg_of(struct unit *u, const struct ast *a, int i)
{
	return &u->args[a->args + i];
}

static struct span arg_span(struct unit *u, const struct ast *a, int i)
{
	return u->v[arg_of(u, a, i)->node].span;
}

static const char *call_name(const struct call *c)
{
	return c->fn ? c->fn->word.name : c->ind->name;
}

static void hint_usage(const struct call *c, struct algo_err *e)
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

static int too_many(struct unit *u, const struct ast *a, const struct call *c,
		    int i)
{
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "too_many_arguments",
		       arg_span(u, a, i), "too many arguments of '%s'",
		       call_name(c));
	hint_usage(c, e);
	return -1;
}

static int unknown_argument(struct unit *u, struct span name,
			    const struct call *c, const struct algo_near *near)
{
	const char *best = algo_near_best(near);
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "unknown_argument", name,
		       "'%s' has no argument '%.*s'", call_name(c),
		       SPAN_ARG(u, name));
	if (!best) {
		hint_usage(c, e);
		return -1;
	}
	algo_err_hint(e, "did you mean '%s'?", best);
	algo_err_fixit(e, name.at, name.len, best);
	return -1;
}

static int given_twice(struct unit *u, struct span at, const char *name)
{
	return algo_fault(u, ALGO_E_TYPE, "given_twice", at,
			  "the argument '%s' is given twice", name)
		       ? -1
		       : -1;
}

/* How many come by position; -1 when a positional one follows a named one. */
static int positional(struct unit *u, const struct ast *a)
{
	int n = 0, named = 0;

	for (int i = 0; i < a->nargs; i++) {
		if (arg_of(u, a, i)->name.len) {
			named = 1;
		} else if (named) {
			algo_fault(u, ALGO_E_TYPE, "positional_after_named",
				   arg_span(u, a, i),
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
static int constant(struct unit *u, int node, const char *what, double *v)
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

/* ---- functions of the language */

static int find_slot(const struct fn *fn, const char *s, size_t n)
{
	for (int i = 0; fn->arg[i].type != ARG_END; i++) {
		if (algo_same(fn->arg[i].name, s, n, 1))
			return i;
	}
	return -1;
}

static int named_slot(struct unit *u, const struct arg *g,
		      const struct call *c)
{
	const char *s = u->src.text + g->name.at;
	struct algo_near near = { NULL, 0 };
	int k = find_slot(c->fn, s, g->name.len);

	if (k >= 0)
		return k;
	for (int i = 0; c->fn->arg[i].type != ARG_END; i++)
		algo_near_try(&near, s, g->name.len, c->fn->arg[i].name);
	return unknown_argument(u, g->name, c, &near);
}

/* highest(20): the series is left out when the call would lack an argument
 * and what stands first is a number. */
static int source_left_out(struct unit *u, const struct ast *a,
			   const struct fn *fn, int npos)
{
	int need = 0;
	const struct ast *first;

	for (int i = 0; fn->arg[i].type != ARG_END; i++)
		need += !fn->arg[i].optional;
	if (!fn->source || fn->arg[0].type != ARG_NUM || a->nargs >= need)
		return 0;
	if (!npos)
		return 1;
	first = &u->v[arg_of(u, a, 0)->node];
	return first->is_const && first->type == T_NUM;
}

static int fill_slots(struct unit *u, const struct ast *a,
		      const struct call *c, int slot[FN_ARGS])
{
	int npos = positional(u, a), count = 0, shift, k;

	for (int i = 0; i < FN_ARGS; i++)
		slot[i] = -1;
	if (npos < 0)
		return -1;
	while (c->fn->arg[count].type != ARG_END)
		count++;
	shift = source_left_out(u, a, c->fn, npos);
	for (int i = 0; i < a->nargs; i++) {
		const struct arg *g = arg_of(u, a, i);

		k = g->name.len ? named_slot(u, g, c) : i + shift;
		if (k < 0)
			return -1;
		if (k >= count)
			return too_many(u, a, c, i);
		if (slot[k] >= 0)
			return given_twice(u, u->v[g->node].span,
					   c->fn->arg[k].name);
		slot[k] = g->node;
	}
	for (k = shift; k < count; k++) {
		if (slot[k] >= 0 || c->fn->arg[k].optional ||
		    (k == 0 && c->fn->source && c->fn->arg[0].type == ARG_NUM))
			continue;
		hint_usage(c, algo_fault(u, ALGO_E_TYPE, "missing_argument",
					 a->span,
					 "'%s' lacks the argument '%s'",
					 c->fn->word.name,
					 c->fn->arg[k].name));
		return -1;
	}
	return 0;
}

struct range {
	double min, max;
	int whole;
	enum algo_class cls; /* of a value outside */
};

static struct range range_of(enum arg_type t)
{
	switch (t) {
	case ARG_BACK:
		return (struct range){ 0, ALGO_LOOKBACK_MAX, 1, ALGO_E_INDEX };
	case ARG_DIGITS:
		return (struct range){ -15, 15, 1, ALGO_E_VALUE };
	case ARG_SHARE:
		return (struct range){ 0, 1, 0, ALGO_E_VALUE };
	case ARG_MINUTES:
		return (struct range){ 1, 1440, 0, ALGO_E_VALUE };
	case ARG_END:
	case ARG_NUM:
	case ARG_COND:
	case ARG_VALUE:
	case ARG_ANY:
	case ARG_LENGTH:
	case ARG_CLOCK:
	case ARG_CLOCK_END:
	default:
		return (struct range){ 1, ALGO_LOOKBACK_MAX, 1, ALGO_E_VALUE };
	}
}

static int number_arg(struct unit *u, const struct fn_arg *arg, int node,
		      double *v)
{
	struct range r = range_of(arg->type);
	struct algo_err *e;

	if (constant(u, node, arg->name, v))
		return -1;
	if (!(*v >= r.min && *v <= r.max)) {
		e = algo_fault(u, r.cls, "out_of_range", u->v[node].span,
			       "'%s' must be from %d to %d", arg->name,
			       (int)r.min, (int)r.max);
		if (arg->type == ARG_BACK && *v < 0)
			algo_err_hint(e, "a negative one would look ahead: 0 "
					 "is the latest, 1 the one before");
		return -1;
	}
	if (!r.whole || *v == floor(*v))
		return 0;
	algo_fault(u, r.cls, "not_whole", u->v[node].span,
		   "'%s' must be a whole number", arg->name);
	return -1;
}

/* "HH:MM" or "HH:MM:SS" to seconds; 24:00 is an end. */
static int clock_text(const char *s, size_t n, int end, double *v)
{
	int part[3] = { 0, 0, 0 };

	if (n != 5 && n != 8)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (i % 3 == 2 ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
		if (i % 3 != 2)
			part[i / 3] = part[i / 3] * 10 + (s[i] - '0');
	}
	*v = part[0] * 3600 + part[1] * 60 + part[2];
	if (part[1] > 59 || part[2] > 59)
		return -1;
	return *v < 86400 || (end && *v == 86400) ? 0 : -1;
}

/* 930 or 9.5 where "09:30" is wanted. */
static void clock_needed(struct unit *u, const struct ast *n)
{
	struct algo_err *e;
	char text[16];
	int v;

	e = algo_fault(u, ALGO_E_TYPE, "clock_needed", n->span,
		       "a time of day is a text");
	if (!n->is_const || !(n->value >= 0 && n->value <= 2400) ||
	    n->value != floor(n->value) || (int)n->value % 100 > 59) {
		algo_err_hint(e, "write it as \"09:30\"");
		return;
	}
	/* 9 is an hour, 930 an hour and minutes. */
	v = n->value <= 24 ? (int)n->value * 100 : (int)n->value;
	text[0] = '"';
	text[1] = (char)('0' + v / 1000);
	text[2] = (char)('0' + v / 100 % 10);
	text[3] = ':';
	text[4] = (char)('0' + v / 10 % 10);
	text[5] = (char)('0' + v % 10);
	memcpy(text + 6, "\"", 2);
	algo_err_hint(e, "write %s", text);
	algo_err_fixit(e, n->span.at, n->span.len, text);
}

static int clock_arg(struct unit *u, int node, int end, double *v)
{
	struct ast *n = &u->v[node];
	struct algo_err *e;

	if (n->type == T_ERR)
		return -1;
	if (n->type != T_TEXT) {
		clock_needed(u, n);
		return -1;
	}
	if (!clock_text(u->src.text + n->span.at + 1, n->span.len - 2, end, v))
		return 0;
	e = algo_fault(u, ALGO_E_VALUE, "bad_time", n->span,
		       "%.*s is no time of day", SPAN_ARG(u, n->span));
	algo_err_hint(e, "write it as \"09:30\"");
	return -1;
}

static int series_arg(struct unit *u, const struct ast *a, struct call *c,
		      int node, enum arg_type type, enum ty *common)
{
	struct ast *n = &u->v[node];
	enum ty want = type == ARG_NUM	  ? T_NUM
		       : type == ARG_COND ? T_BOOL
					  : T_ANY;
	enum ty both;

	if (!algo_check_value(u, node, want))
		return -1;
	if (c->fn->past && n->reads >= ALGO_K_TRADE) {
		algo_fault(u, ALGO_E_TYPE, "no_history", n->span,
			   "'%.*s' has no history that '%s' could look at",
			   SPAN_ARG(u, n->span), c->fn->word.name);
		return -1;
	}
	if (type != ARG_VALUE)
		return 0;
	both = algo_check_join(*common, n->type);
	if (both == T_ERR) {
		algo_fault(u, ALGO_E_TYPE, "branches_differ", n->span,
			   "'%s' takes numbers or conditions, not both",
			   c->fn->word.name);
		return -1;
	}
	*common = both;
	(void)a;
	return 0;
}

static int one_arg(struct unit *u, const struct ast *a, struct call *c, int k,
		   int node, enum ty *common)
{
	const struct fn_arg *arg = &c->fn->arg[k];
	double v = arg->def;

	if (arg->type < ARG_LENGTH) {
		c->in[c->nin++] = node;
		return node < 0 ? 0
				: series_arg(u, a, c, node, arg->type, common);
	}
	if (node >= 0) {
		int bad = arg->type == ARG_CLOCK || arg->type == ARG_CLOCK_END
				  ? clock_arg(u, node,
					      arg->type == ARG_CLOCK_END, &v)
				  : number_arg(u, arg, node, &v);

		if (bad)
			return -1;
	}
	c->p[c->np++] = v;
	return 0;
}

static void fold_call(struct unit *u, struct ast *a, const struct call *c)
{
	double in[3] = { 0, 0, 0 };

	if (c->fn->past || !c->fn->op || c->fn->op->what != OP_STEP ||
	    c->risk_size)
		return;
	for (int i = 0; i < c->nin; i++) {
		if (c->in[i] >= 0 && !u->v[c->in[i]].is_const)
			return;
		in[i] = c->in[i] >= 0 ? u->v[c->in[i]].value
				      : c->fn->arg[i].def;
	}
	a->is_const = 1;
	a->value = algo_check_fold(c->fn->op, in, (size_t)c->nin, c->p);
}

/* max, min, avg: constant when all are. */
static void check_many(struct unit *u, struct ast *a, const struct call *c)
{
	int good = positional(u, a) == a->nargs;

	if (!good) {
		for (int i = 0; i < a->nargs; i++) {
			struct algo_near none = { NULL, 0 };

			if (arg_of(u, a, i)->name.len)
				unknown_argument(u, arg_of(u, a, i)->name, c,
						 &none);
		}
		return;
	}
	for (int i = 0; i < a->nargs; i++)
		good &= algo_check_value(u, arg_of(u, a, i)->node, T_NUM);
	if (!good)
		return;
	if (a->nargs < 2) {
		hint_usage(c, algo_fault(u, ALGO_E_TYPE, "missing_argument",
					 a->span,
					 "'%s' takes two values or more",
					 c->fn->word.name));
		return;
	}
	a->type = T_NUM;
}

/* max(2, n) as the length of a window. */
static void fold_many(struct unit *u, struct ast *a, const struct call *c)
{
	const struct algo_op *op = c->fn->word.name[1] == 'a'	? &algo_op_max
				   : c->fn->word.name[1] == 'i' ? &algo_op_min
								: &algo_op_add;
	double two[2];

	for (int i = 0; i < a->nargs; i++) {
		const struct ast *n = &u->v[arg_of(u, a, i)->node];

		if (!n->is_const)
			return;
		two[1] = n->value;
		two[0] = i ? algo_check_fold(op, two, 2, NULL) : n->value;
	}
	a->is_const = 1;
	a->value = op == &algo_op_add ? two[0] / a->nargs : two[0];
}

static void check_col(struct unit *u, struct ast *a, struct call *c)
{
	struct algo_near near = { NULL, 0 };
	const struct ast *n;
	const char *s;
	struct algo_err *e;

	n = a->nargs == 1 ? &u->v[arg_of(u, a, 0)->node] : NULL;
	if (!n || n->type != T_TEXT) {
		hint_usage(c, algo_fault(u, ALGO_E_TYPE, "text_needed",
					 n ? n->span : a->span,
					 "'col' takes the name of a column"));
		return;
	}
	s = u->src.text + n->span.at + 1;
	c->column = algo_find_column(u->g, s, n->span.len - 2);
	if (c->column >= 0 && u->src.scope != ALGO_SCOPE_FEE) {
		a->type = T_NUM;
		return;
	}
	for (size_t i = 0; i < u->g->ncolumns; i++)
		algo_near_try(&near, s, n->span.len - 2, u->g->column[i]);
	e = algo_fault(u, ALGO_E_IMPORT, "unknown_column", n->span,
		       "unknown column %.*s", SPAN_ARG(u, n->span));
	if (algo_near_best(&near))
		algo_err_hint(e, "did you mean '%s'?", algo_near_best(&near));
}

/* Bars, the past and the account are not everywhere. */
static int out_of_place(struct unit *u, const struct ast *a,
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
		   call_name(c));
	return 1;
}

static void check_fn(struct unit *u, struct ast *a, const struct fn *fn)
{
	struct call *c = new_call(u, a);
	enum ty common = T_ANY;
	int slot[FN_ARGS], bad = 0;

	c->fn = fn;
	c->risk_size = fn->op == &algo_op_risk_size;
	if (out_of_place(u, a, c))
		return;
	if (c->risk_size && a->reads < ALGO_K_STEP)
		a->reads = ALGO_K_STEP;
	if (fn->many) {
		check_many(u, a, c);
		if (a->type == T_NUM)
			fold_many(u, a, c);
		return;
	}
	if (fn->arg[0].type == ARG_END) {
		check_col(u, a, c);
		return;
	}
	if (fill_slots(u, a, c, slot))
		return;
	for (int k = 0; fn->arg[k].type != ARG_END; k++)
		bad |= one_arg(u, a, c, k, slot[k], &common);
	if (bad)
		return;
	a->type = fn->result == T_ANY ? common : fn->result;
	fold_call(u, a, c);
}

/* ---- rows of the registry */

/* How many of the positional arguments are sources: those that begin it and
 * are no constants; more when the numbers would be too many. */
static int count_sources(struct unit *u, const struct ast *a,
			 const struct algo_ind *ind, int npos)
{
	int most = (int)algo_ind_inputs(ind), n = 0;
	int params = (int)algo_ind_params(ind);

	while (n < npos && n < most) {
		const struct ast *x = &u->v[arg_of(u, a, n)->node];

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
		return given_twice(u, n->span, c->ind->in[k]);
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
		return constant(u, node, "type", v);
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
		return given_twice(u, at, param->name);
	if (param->type == ALGO_P_MA ? ma_type(u, node, &v)
				     : constant(u, node, param->name, &v))
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
	static const char *const names[] = { "length", "timeperiod", "n",
					     "window", "len", "periods",
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
		near.best = "period";
	return unknown_argument(u, g->name, c, &near);
}

static int ind_args(struct unit *u, const struct ast *a, struct call *c,
		    struct algo_args *args)
{
	int npos = positional(u, a), sources, bad = 0;

	if (npos < 0)
		return -1;
	sources = count_sources(u, a, c->ind, npos);
	for (int i = 0; i < a->nargs; i++) {
		const struct arg *g = arg_of(u, a, i);
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
			return too_many(u, a, c, i);
		bad |= param_arg(u, c, (size_t)k, g->node, args);
	}
	return bad;
}

static void check_ind(struct unit *u, struct ast *a,
		      const struct algo_ind *ind)
{
	struct call *c = new_call(u, a);
	struct algo_args args;

	c->ind = ind;
	c->nin = (int)algo_ind_inputs(ind);
	c->np = (int)algo_ind_params(ind);
	algo_args_init(ind, &args);
	if (out_of_place(u, a, c) || ind_args(u, a, c, &args))
		return;
	algo_args_done(ind, &args);
	memcpy(c->p, args.p, sizeof(c->p));
	a->type = ind->main_out || !ind->out[0] || !ind->out[1] ? T_NUM
								 : T_FIELDS;
}

/* ---- */

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
		enum algo_kind k = u->v[arg_of(u, a, i)->node].reads;

		if (k > a->reads)
			a->reads = k;
	}
	if (fn) {
		check_fn(u, a, fn);
	} else if (ind) {
		check_ind(u, a, ind);
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
