/* build.c - checked syntax to nodes, children before parents */
#include "expr.h"

#include <string.h>

static int kid(const struct unit *u, const struct ast *a, int k)
{
	return u->v[a->kid[k]].graph;
}

/* ---- what a counted call is called when it has no value yet */

static void text_args(const struct unit *u, const struct ast *a,
		      struct algo_buf *b)
{
	for (int i = 0; i < a->nargs; i++) {
		const struct arg *g = &u->args[a->args + i];
		const struct ast *n = &u->v[g->node];

		if (i)
			algo_buf_adds(b, ", ");
		if (g->name.len)
			algo_buf_addf(b, "%.*s=", SPAN_ARG(u, g->name));
		if (n->is_const && n->type == T_NUM)
			algo_buf_addnum(b, n->value);
		else
			algo_buf_addf(b, "%.*s", SPAN_ARG(u, n->span));
	}
}

/* Without arguments the parameters that were meant are said. */
static void text_params(const struct call *c, struct algo_buf *b)
{
	const struct algo_param *p = c->ind->param;

	for (int i = 0, n = 0; p[i].name; i++) {
		if (!p[i].key || p[i].type == ALGO_P_MA)
			continue;
		if (n++)
			algo_buf_adds(b, ", ");
		algo_buf_addnum(b, c->p[i]);
	}
}

static void count_call(struct unit *u, const struct ast *a, int node,
		       const char *field)
{
	const struct call *c = &u->calls[a->call];
	struct node *nd = &u->g->v[node];
	struct algo_buf b = ALGO_BUF_INIT(160);

	nd->counted = 1;
	if (nd->text)
		return;
	algo_buf_addf(&b, "%s(", c->fn ? c->fn->word.name : c->ind->name);
	if (a->nargs || !c->ind)
		text_args(u, a, &b);
	else
		text_params(c, &b);
	algo_buf_addc(&b, ')');
	if (field)
		algo_buf_addf(&b, ".%s", field);
	nd->text = algo_arena_str(&u->g->arena, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

/* ---- calls */

static int build_ind(struct unit *u, struct ast *a, struct call *c)
{
	int in[ALGO_IND_INPUTS], node;

	for (int i = 0; i < c->nin; i++)
		in[i] = c->in[i] >= 0 ? u->v[c->in[i]].graph
				      : algo_node_source(u->g, c->ind->in[i]);
	c->node = algo_node_ind(u->g, c->ind, in, c->p);
	node = algo_node_output(u->g, c->node, 0);
	if (a->type == T_NUM)
		count_call(u, a, node, NULL);
	return node;
}

static int build_kernel(struct unit *u, const struct call *c, const int *in)
{
	const char *name = c->fn->ind;
	const struct algo_ind *ind = algo_ind_find(name, strlen(name));
	struct algo_args args;

	/* Its own limits are for lengths that mean something else there
	 * (TA-Lib's MAX starts at 2); ours were checked. */
	algo_args_init(ind, &args);
	args.p[0] = c->p[0];
	algo_args_done(ind, &args);
	return algo_node_ind(u->g, ind, in, args.p);
}

static int build_op(struct unit *u, const struct call *c, const int *in)
{
	const struct fn *fn = c->fn;
	double p[1 + FN_ARGS];
	size_t n = 0;

	if ((fn->op->size || fn->op->clock) && !isnan(fn->p))
		p[n++] = fn->p;
	for (int i = 0; i < c->np; i++)
		p[n++] = c->p[i];
	return algo_node(u->g, fn->op, in, (size_t)c->nin, p, n);
}

static int build_risk_size(struct unit *u, const int *in)
{
	const double slot[] = { ALGO_A_EQUITY };
	int four[4] = { in[0], in[1], u->src.price, -1 };

	if (four[2] < 0)
		four[2] = algo_node_bar(u->g, BAR_CLOSE);
	four[3] = algo_node(u->g, &algo_op_account, NULL, 0, slot, 1);
	return algo_node(u->g, &algo_op_risk_size, four, 4, NULL, 0);
}

static int build_many(struct unit *u, const struct ast *a, const struct call *c)
{
	int *in = algo_zalloc((size_t)a->nargs, sizeof(*in)), node;

	for (int i = 0; i < a->nargs; i++)
		in[i] = u->v[u->args[a->args + i].node].graph;
	node = c->fn->build(u->g, in, (size_t)a->nargs, NULL);
	algo_free(in);
	return node;
}

static int build_tf(struct unit *u, const struct call *c)
{
	const struct ast *x = &u->v[c->in[0]];
	const double frame[] = { x->frame };

	return algo_node(u->g, &algo_op_tf, &x->graph, 1, frame, 1);
}

/* Where a symbol was asked for first. */
static void place_symbol(struct unit *u, const struct call *c,
			 const struct ast *a)
{
	struct symbol *s = &u->g->symbols[(int)c->p[0]];

	if (s->at.set)
		return;
	algo_err_set(&s->at, ALGO_E_IMPORT, "unknown_symbol",
		     "unknown symbol '%.60s'", s->name);
	algo_fault_at(u, &s->at, u->v[u->args[a->args].node].span);
}

static int fn_node(struct unit *u, const struct ast *a, struct call *c)
{
	const struct fn *fn = c->fn;
	int in[ALGO_IND_INPUTS];

	if (c->column >= 0)
		return algo_node_fed(u->g, BAR_FED + c->column);
	if (fn->other == OTHER_TF)
		return build_tf(u, c);
	if (fn->other == OTHER_SYM)
		place_symbol(u, c, a);
	if (fn->many)
		return build_many(u, a, c);
	for (int i = 0; i < c->nin; i++) {
		if (c->in[i] >= 0)
			in[i] = u->v[c->in[i]].graph;
		else if (fn->arg[i].optional)
			in[i] = algo_node_const(u->g, fn->arg[i].def);
		else
			in[i] = algo_node_source(u->g, fn->source);
	}
	if (!c->nin && fn->source) {
		in[0] = algo_node_source(u->g, fn->source);
		c->nin = 1;
	}
	if (c->risk_size)
		return build_risk_size(u, in);
	if (fn->build)
		return fn->build(u->g, in, (size_t)c->nin, c->p);
	return fn->ind ? build_kernel(u, c, in) : build_op(u, c, in);
}

static int build_fn(struct unit *u, const struct ast *a, struct call *c)
{
	int node = fn_node(u, a, c);

	if (c->fn->counted || c->column >= 0)
		count_call(u, a, node, NULL);
	return node;
}

/* ---- names */

static int build_let(struct algo_graph *g, int i)
{
	struct frame *f = &g->frames[g->frame];
	int *alias = g->frame ? &f->alias[i] : &g->lets[i].alias;
	int node = g->frame ? f->node[i] : g->lets[i].node;

	if (*alias >= 0)
		return *alias;
	if (node >= 0)
		return node;
	*alias = algo_node_let(g, i);
	return *alias;
}

static int build_column(struct unit *u, int i)
{
	int node = algo_node_fed(u->g, BAR_FED + i);

	u->g->v[node].counted = 1;
	u->g->v[node].text = u->g->column[i];
	return node;
}

static int build_name(struct unit *u, const struct ast *a)
{
	const double p[] = { a->ref.index };

	switch (a->ref.kind) {
	case REF_BAR:
		return algo_node_bar(u->g, a->ref.index);
	case REF_LET:
		return build_let(u->g, a->ref.index);
	case REF_COLUMN:
		return build_column(u, a->ref.index);
	case REF_ACCOUNT:
		return algo_node(u->g, &algo_op_account, NULL, 0, p, 1);
	case REF_SLOT:
		return algo_node(u->g, &algo_op_slot, NULL, 0, p, 1);
	case REF_NONE:
	case REF_CONST:
	case REF_TAG:
	case REF_OUTPUT:
	default:
		return -1;
	}
}

static int build_field(struct unit *u, const struct ast *a)
{
	const struct ast *base = &u->v[a->kid[0]];
	const struct call *c;
	int node;

	if (a->ref.kind != REF_OUTPUT)
		return build_name(u, a);
	c = &u->calls[base->call];
	node = algo_node_output(u->g, c->node, a->ref.index);
	count_call(u, base, node, c->ind->out[a->ref.index]);
	return node;
}

/* ---- operators */

/* trade.tag == "x" */
static int build_tag(struct unit *u, const struct ast *a)
{
	const struct ast *x = &u->v[a->kid[0]], *y = &u->v[a->kid[1]];
	const struct ast *t = x->type == T_TEXT ? x : y;
	double p[2] = { 0, a->op == BIN_EQ };

	p[0] = algo_graph_text(u->g, u->src.text + t->span.at + 1,
			       t->span.len - 2);
	return algo_node(u->g, &algo_op_tag, NULL, 0, p, 2);
}

static int build_bin(struct unit *u, const struct ast *a)
{
	int in[2] = { kid(u, a, 0), kid(u, a, 1) };

	if (u->v[a->kid[0]].type == T_TEXT || u->v[a->kid[1]].type == T_TEXT)
		return build_tag(u, a);
	return algo_node(u->g, algo_bin_op(a->op), in, 2, NULL, 0);
}

static int build_index(struct unit *u, const struct ast *a)
{
	const double p[] = { u->v[a->kid[1]].value };
	int in[1] = { kid(u, a, 0) };

	if (p[0] < 1)
		return in[0];
	return algo_node(u->g, &algo_op_delay, in, 1, p, 1);
}

static int build_one(struct unit *u, struct ast *a)
{
	int in[3] = { -1, -1, -1 };

	if (a->type != T_NUM && a->type != T_BOOL && a->type != T_ANY &&
	    a->type != T_FIELDS)
		return -1;
	if (a->is_const)
		return algo_node_const(u->g, a->value);
	for (int i = 0; i < 3; i++)
		in[i] = a->kid[i] >= 0 ? kid(u, a, i) : -1;
	switch (a->kind) {
	case AST_NAME:
		return build_name(u, a);
	case AST_FIELD:
		return build_field(u, a);
	case AST_NEG:
		return algo_node(u->g, &algo_op_neg, in, 1, NULL, 0);
	case AST_NOT:
		return algo_node(u->g, &algo_op_not, in, 1, NULL, 0);
	case AST_BIN:
		return build_bin(u, a);
	case AST_COND:
		return algo_node(u->g, &algo_op_cond, in, 3, NULL, 0);
	case AST_INDEX:
		return build_index(u, a);
	case AST_CALL:
		return u->calls[a->call].ind
			       ? build_ind(u, a, &u->calls[a->call])
			       : build_fn(u, a, &u->calls[a->call]);
	case AST_NUM:
	case AST_TEXT:
	case AST_METHOD:
	default:
		return -1;
	}
}

/* Nodes are built for u from now on; returns for what they were before. */
static int enter(struct unit *u)
{
	struct algo_graph *g = u->g;
	int before = g->source;

	if (u->source == 0)
		u->source = algo_graph_source(g, &u->src);
	g->source = u->source;
	return before;
}

int algo_build_in(struct unit *u, int frame)
{
	struct algo_graph *g = u->g;
	int before = enter(u);

	algo_tf_mark(u, frame);
	for (size_t i = 0; i < u->n; i++) {
		g->frame = u->v[i].frame;
		u->v[i].graph = build_one(u, &u->v[i]);
	}
	g->frame = 0;
	g->source = before;
	return u->v[u->root].graph;
}

int algo_build(struct unit *u)
{
	int before = enter(u), node;

	algo_tf_lets(u, 0);
	node = algo_build_in(u, 0);
	u->g->source = before;
	return node;
}
