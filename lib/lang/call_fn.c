/* call_fn.c - the arguments of functions of the language */
#include "call.h"

#include <string.h>

static int find_slot(const struct fn *fn, const char *s, size_t n)
{
	for (int i = 0; fn->arg[i].type != ARG_END; i++) {
		if (algo_same(fn->arg[i].name, s, n, 1))
			return i;
	}
	return -1;
}

static int named_slot(struct unit *u, const struct arg *g, const struct call *c)
{
	const char *s = u->src.text + g->name.at;
	struct algo_near near = { NULL, 0 };
	int k = find_slot(c->fn, s, g->name.len);

	if (k >= 0)
		return k;
	for (int i = 0; c->fn->arg[i].type != ARG_END; i++)
		algo_near_try(&near, s, g->name.len, c->fn->arg[i].name);
	return algo_call_unknown(u, g->name, c, &near);
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
	first = &u->v[algo_call_arg(u, a, 0)->node];
	return first->is_const && first->type == T_NUM;
}

static int fill_slots(struct unit *u, const struct ast *a, const struct call *c,
		      int slot[FN_ARGS])
{
	int npos = algo_call_positional(u, a), count = 0, shift, k;

	for (int i = 0; i < FN_ARGS; i++)
		slot[i] = -1;
	if (npos < 0)
		return -1;
	while (c->fn->arg[count].type != ARG_END)
		count++;
	shift = source_left_out(u, a, c->fn, npos);
	for (int i = 0; i < a->nargs; i++) {
		const struct arg *g = algo_call_arg(u, a, i);

		k = g->name.len ? named_slot(u, g, c) : i + shift;
		if (k < 0)
			return -1;
		if (k >= count)
			return algo_call_too_many(u, a, c, i);
		if (slot[k] >= 0)
			return algo_call_twice(u, u->v[g->node].span,
					       c->fn->arg[k].name);
		slot[k] = g->node;
	}
	for (k = shift; k < count; k++) {
		if (slot[k] >= 0 || c->fn->arg[k].optional ||
		    (k == 0 && c->fn->source && c->fn->arg[0].type == ARG_NUM))
			continue;
		algo_call_usage(
			c, algo_fault(u, ALGO_E_TYPE, "missing_argument",
				      a->span, "'%s' lacks the argument '%s'",
				      c->fn->word.name, c->fn->arg[k].name));
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
	case ARG_INTERVAL:
	case ARG_SYMBOL:
	default:
		return (struct range){ 1, ALGO_LOOKBACK_MAX, 1, ALGO_E_VALUE };
	}
}

static int number_arg(struct unit *u, const struct fn_arg *arg, int node,
		      double *v)
{
	struct range r = range_of(arg->type);
	struct algo_err *e;

	if (algo_call_constant(u, node, arg->name, v))
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
	int bad = 0;

	if (arg->type < ARG_LENGTH) {
		c->in[c->nin++] = node;
		return node < 0 ? 0
				: series_arg(u, a, c, node, arg->type, common);
	}
	if (node >= 0 && arg->type == ARG_INTERVAL)
		bad = algo_call_interval(u, node, &v);
	else if (node >= 0 && arg->type == ARG_SYMBOL)
		bad = algo_call_symbol(u, node, &v);
	else if (node >= 0 && arg->type >= ARG_CLOCK)
		bad = clock_arg(u, node, arg->type == ARG_CLOCK_END, &v);
	else if (node >= 0)
		bad = number_arg(u, arg, node, &v);
	if (bad)
		return -1;
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
	int good = algo_call_positional(u, a) == a->nargs;

	if (!good) {
		for (int i = 0; i < a->nargs; i++) {
			struct algo_near none = { NULL, 0 };

			if (algo_call_arg(u, a, i)->name.len)
				algo_call_unknown(u,
						  algo_call_arg(u, a, i)->name,
						  c, &none);
		}
		return;
	}
	for (int i = 0; i < a->nargs; i++)
		good &= algo_check_value(u, algo_call_arg(u, a, i)->node,
					 T_NUM);
	if (!good)
		return;
	if (a->nargs < 2) {
		algo_call_usage(c, algo_fault(u, ALGO_E_TYPE,
					      "missing_argument", a->span,
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
		const struct ast *n = &u->v[algo_call_arg(u, a, i)->node];

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

	n = a->nargs == 1 ? &u->v[algo_call_arg(u, a, 0)->node] : NULL;
	if (!n || n->type != T_TEXT) {
		algo_call_usage(c,
				algo_fault(u, ALGO_E_TYPE, "text_needed",
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

void algo_check_fn(struct unit *u, struct ast *a, const struct fn *fn)
{
	struct call *c = algo_call_new(u, a);
	enum ty common = T_ANY;
	int slot[FN_ARGS], bad = 0;

	c->fn = fn;
	c->risk_size = fn->op == &algo_op_risk_size;
	if (algo_call_misplaced(u, a, c))
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
	if (fn->other && algo_call_other(u, a, c, slot))
		return;
	for (int k = 0; fn->arg[k].type != ARG_END; k++)
		bad |= one_arg(u, a, c, k, slot[k], &common);
	if (bad)
		return;
	a->type = fn->result == T_ANY ? common : fn->result;
	fold_call(u, a, c);
}
