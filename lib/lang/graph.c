/* graph.c - nodes: equal calls are one node */
#include "expr.h"

#include <string.h>

const struct algo_op algo_op_const = { .name = "const", .what = OP_CONST };
const struct algo_op algo_op_fed = { .name = "column", .what = OP_FED };
const struct algo_op algo_op_bar_index = { .name = "bar_index",
					   .what = OP_BAR_INDEX };
const struct algo_op algo_op_account = { .name = "account",
					 .what = OP_ACCOUNT };
const struct algo_op algo_op_slot = { .name = "slot", .what = OP_SLOT };
const struct algo_op algo_op_tag = { .name = "tag", .what = OP_TAG };
const struct algo_op algo_op_output = { .name = "output", .what = OP_OUTPUT };
const struct algo_op algo_op_let = { .name = "let", .what = OP_LET };
const struct algo_op algo_op_ind = { .name = "indicator", .what = OP_IND };

struct algo_graph *algo_graph_new(struct algo_zone *zone)
{
	struct algo_graph *g = algo_zalloc(1, sizeof(*g));

	g->zone = zone;
	g->nframes = 1;
	return g;
}

void algo_graph_free(struct algo_graph *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->nlets; i++)
		algo_unit_release(&g->lets[i].unit);
	algo_free(g->param);
	algo_free(g->param_value);
	algo_free(g->column);
	algo_free(g->text);
	algo_free(g->let_index.v);
	algo_free(g->param_index.v);
	algo_free(g->column_index.v);
	algo_free(g->lets);
	algo_free(g->v);
	algo_free(g->ins);
	algo_free(g->sources);
	algo_free(g->params);
	algo_free(g->table);
	algo_free(g->root);
	algo_free(g->root_fill);
	algo_free(g->symbols);
	algo_tf_release(g);
	algo_order_release(g);
	algo_arena_release(&g->arena);
	algo_free(g);
}

void algo_graph_day_start(struct algo_graph *g, int64_t us)
{
	g->day_start = us;
}

void algo_graph_compat(struct algo_graph *g, int talib)
{
	g->compat = talib;
}

void algo_graph_session(struct algo_graph *g, int64_t from, int64_t to,
			struct algo_zone *zone)
{
	g->has_hours = 1;
	g->from = from;
	g->to = to;
	g->session_zone = zone;
}

/* ---- names */

static int is_identifier(const char *s)
{
	size_t i = 0;

	for (; s[i]; i++) {
		int letter = (s[i] >= 'a' && s[i] <= 'z') ||
			     (s[i] >= 'A' && s[i] <= 'Z') || s[i] == '_';

		if (!letter && !(i && s[i] >= '0' && s[i] <= '9'))
			return 0;
	}
	return i > 0;
}

static int is_taken(const struct algo_graph *g, const char *s, size_t n)
{
	const struct fn *fn = algo_fn_find(s, n);
	const struct algo_ind *ind = algo_fn_ind(s, n);
	int ma = algo_ma_find(s, n);

	return algo_name_find(s, n, 0) || algo_same("and", s, n, 1) ||
	       algo_same("or", s, n, 1) || algo_same("not", s, n, 1) ||
	       (fn && !strcmp(fn->word.name, s)) ||
	       (ind && !strcmp(ind->name, s)) ||
	       (ma >= 0 && !strcmp(algo_ma_name(ma), s)) ||
	       algo_is_group(s, n) || algo_find_param(g, s, n) >= 0 ||
	       algo_find_let(g, s, n) >= 0;
}

int algo_graph_free_name(const struct algo_graph *g, const char *name,
			 struct algo_err *err)
{
	if (!is_identifier(name)) {
		algo_err_set(err, ALGO_E_KEY, "bad_name", "'%.60s' is no name",
			     name);
		return algo_err_hint(err, "a name has letters, digits and "
					  "'_', and begins with no digit");
	}
	if (!is_taken(g, name, strlen(name)))
		return 0;
	algo_err_set(err, ALGO_E_VALUE, "name_taken",
		     "the name '%.60s' means something already", name);
	return algo_err_hint(err, "choose another name");
}

int algo_graph_param(struct algo_graph *g, const char *name, double value,
		     struct algo_err *err)
{
	void *v = g->param, *w = g->param_value;

	if (algo_graph_free_name(g, name, err))
		return -1;
	algo_grow(&v, &g->paramcap, g->nparams + 1, sizeof(*g->param));
	algo_grow(&w, &g->paramvaluecap, g->nparams + 1,
		  sizeof(*g->param_value));
	g->param = v;
	g->param_value = w;
	g->param[g->nparams] = algo_arena_str(&g->arena, name, strlen(name));
	g->param_value[g->nparams] = value;
	algo_index_add(&g->param_index, g->param[g->nparams], (int)g->nparams);
	g->nparams++;
	return 0;
}

static char *add_string(struct algo_graph *g, char ***list, size_t *n,
			size_t *cap, const char *s, size_t len)
{
	void *v = *list;

	algo_grow(&v, cap, *n + 1, sizeof(**list));
	*list = v;
	(*list)[*n] = algo_arena_str(&g->arena, s, len);
	return (*list)[(*n)++];
}

void algo_graph_column(struct algo_graph *g, const char *name)
{
	size_t n = strlen(name), number = g->ncolumns;
	const char *own;

	if (algo_find_column(g, name, n) >= 0)
		return;
	own = add_string(g, &g->column, &g->ncolumns, &g->columncap, name, n);
	algo_index_add(&g->column_index, own, (int)number);
}

double algo_graph_text(struct algo_graph *g, const char *s, size_t n)
{
	for (size_t i = 0; i < g->ntexts; i++) {
		if (algo_same(g->text[i], s, n, 0))
			return (double)i;
	}
	add_string(g, &g->text, &g->ntexts, &g->textcap, s, n);
	return (double)(g->ntexts - 1);
}

/* ---- nodes */

/* FNV-1a (Fowler, Noll, Vo 1991) over what makes two nodes equal. */
static uint64_t mix(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 0x100000001b3u;
	return h;
}

static uint64_t hash_node(const struct node *nd, const int *in, const double *p)
{
	uint64_t h = 0xcbf29ce484222325u;

	h = mix(h, &nd->op, sizeof(nd->op));
	h = mix(h, &nd->ind, sizeof(nd->ind));
	h = mix(h, &nd->frame, sizeof(nd->frame));
	if (nd->nin)
		h = mix(h, in, (size_t)nd->nin * sizeof(*in));
	return nd->np ? mix(h, p, (size_t)nd->np * sizeof(*p)) : h;
}

static int same_node(const struct algo_graph *g, const struct node *a,
		     const struct node *b, const int *in, const double *p)
{
	return a->hash == b->hash && a->op == b->op && a->ind == b->ind &&
	       a->nin == b->nin && a->np == b->np && a->frame == b->frame &&
	       (!a->nin ||
		!memcmp(node_in(g, a), in, (size_t)a->nin * sizeof(*in))) &&
	       (!a->np ||
		!memcmp(node_params(g, a), p, (size_t)a->np * sizeof(*p)));
}

static void rehash(struct algo_graph *g)
{
	size_t size = g->tablesize ? 2 * g->tablesize : 256;

	algo_free(g->table);
	g->table = algo_zalloc(size, sizeof(*g->table));
	g->tablesize = size;
	for (size_t i = 0; i < size; i++)
		g->table[i] = -1;
	for (size_t i = 0; i < g->n; i++) {
		size_t at = g->v[i].hash & (size - 1);

		g->v[i].next = g->table[at];
		g->table[at] = (int)i;
	}
}

static int append(struct algo_graph *g, const struct node *nd, const int *in,
		  const double *p)
{
	void *v = g->v, *ins = g->ins, *params = g->params;
	struct node *to;

	algo_grow(&v, &g->cap, g->n + 1, sizeof(*g->v));
	algo_grow(&ins, &g->inscap, g->nins + (size_t)nd->nin + 1, sizeof(*in));
	algo_grow(&params, &g->paramscap, g->nparam + (size_t)nd->np + 1,
		  sizeof(*p));
	g->v = v;
	g->ins = ins;
	g->params = params;
	to = &g->v[g->n];
	*to = *nd;
	to->source = g->source;
	to->in = (int)g->nins;
	to->p = (int)g->nparam;
	if (nd->nin)
		memcpy(g->ins + g->nins, in, (size_t)nd->nin * sizeof(*in));
	if (nd->np)
		memcpy(g->params + g->nparam, p, (size_t)nd->np * sizeof(*p));
	g->nins += (size_t)nd->nin;
	g->nparam += (size_t)nd->np;
	to->next = g->table[nd->hash & (g->tablesize - 1)];
	g->table[nd->hash & (g->tablesize - 1)] = (int)g->n;
	return (int)g->n++;
}

static int find_or_append(struct algo_graph *g, struct node *nd, const int *in,
			  const double *p)
{
	if (g->n * 2 >= g->tablesize)
		rehash(g);
	/* A constant is the same on all bars. */
	nd->frame = nd->op == &algo_op_const ? 0 : g->frame;
	nd->hash = hash_node(nd, in, p);
	for (int i = g->table[nd->hash & (g->tablesize - 1)]; i >= 0;
	     i = g->v[i].next) {
		if (same_node(g, &g->v[i], nd, in, p))
			return i;
	}
	return append(g, nd, in, p);
}

int algo_node(struct algo_graph *g, const struct algo_op *op, const int *in,
	      size_t nin, const double *p, size_t np)
{
	struct node nd = {
		.op = op, .nin = (int)nin, .np = (int)np, .nout = 1
	};

	return find_or_append(g, &nd, in, p);
}

int algo_node_ind(struct algo_graph *g, const struct algo_ind *ind,
		  const int *in, const double *p)
{
	struct node nd = { .op = &algo_op_ind };
	double all[ALGO_IND_PARAMS] = { 0 };

	nd.ind = g->compat ? algo_ind_compat(ind) : ind;
	nd.nin = (int)algo_ind_inputs(ind);
	nd.np = ALGO_IND_PARAMS;
	nd.nout = (int)algo_ind_outputs(ind);
	for (size_t i = 0; i < algo_ind_params(ind); i++)
		all[i] = p[i];
	return find_or_append(g, &nd, in, all);
}

int algo_node_output(struct algo_graph *g, int node, int output)
{
	const double p[] = { output };

	if (g->v[node].nout == 1)
		return node;
	return algo_node(g, &algo_op_output, &node, 1, p, 1);
}

int algo_node_const(struct algo_graph *g, double v)
{
	/* One na, one zero. */
	const double p[] = { isnan(v) ? NAN : v == 0 ? 0 : v };

	return algo_node(g, &algo_op_const, NULL, 0, p, 1);
}

int algo_node_let(struct algo_graph *g, int let)
{
	const double p[] = { let };
	int none = -1;

	return algo_node(g, &algo_op_let, &none, 1, p, 1);
}

/* ---- bar values */

/* A column of the input; on coarser bars what becomes of it there. */
int algo_node_fed(struct algo_graph *g, int bar)
{
	static const double how[] = {
		[BAR_OPEN] = BUCKET_FIRST, [BAR_HIGH] = BUCKET_MAX,
		[BAR_LOW] = BUCKET_MIN,	   [BAR_CLOSE] = BUCKET_LAST,
		[BAR_VOLUME] = BUCKET_SUM, [BAR_FED] = BUCKET_LAST,
	};
	const double p[] = { bar };
	int frame = g->frame, node;

	if (!frame)
		return algo_node(g, &algo_op_fed, NULL, 0, p, 1);
	g->frame = g->frames[frame].parent;
	node = algo_node_fed(g, bar);
	g->frame = frame;
	return algo_node(g, &algo_op_bucket, &node, 1,
			 &how[bar < BAR_FED ? bar : BAR_FED], 1);
}

static const struct algo_op *bar_op(int bar)
{
	static const struct algo_op *const ops[] = {
		[BAR_HL2] = &algo_op_hl2,
		[BAR_HLC3] = &algo_op_hlc3,
		[BAR_OHLC4] = &algo_op_ohlc4,
		[BAR_INDEX] = &algo_op_bar_index,
		[BAR_TIME] = &algo_op_time,
		[BAR_YEAR] = &algo_op_year,
		[BAR_MONTH] = &algo_op_month,
		[BAR_DAY] = &algo_op_day,
		[BAR_WEEKDAY] = &algo_op_weekday,
		[BAR_HOUR] = &algo_op_hour,
		[BAR_MINUTE] = &algo_op_minute,
		[BAR_SESSION_FIRST] = &algo_op_session_first,
		[BAR_SESSION_LAST] = &algo_op_session_last,
		[BAR_SESSION] = &algo_op_session,
	};

	return ops[bar];
}

int algo_node_bar(struct algo_graph *g, int bar)
{
	int in[4];
	size_t n = 0;

	if (bar < BAR_FED)
		return algo_node_fed(g, bar);
	if (bar == BAR_OHLC4)
		in[n++] = algo_node_fed(g, BAR_OPEN);
	if (bar <= BAR_OHLC4) {
		in[n++] = algo_node_fed(g, BAR_HIGH);
		in[n++] = algo_node_fed(g, BAR_LOW);
	}
	if (bar == BAR_HLC3 || bar == BAR_OHLC4)
		in[n++] = algo_node_fed(g, BAR_CLOSE);
	return algo_node(g, bar_op(bar), in, n, NULL, 0);
}

int algo_node_source(struct algo_graph *g, const char *name)
{
	const struct name *n = algo_name_find(name, strlen(name), 0);

	return algo_node_bar(g, n ? n->index : BAR_SESSION);
}

/* ---- expressions */

int algo_graph_source(struct algo_graph *g, const struct algo_source *src)
{
	struct algo_source own = *src;
	struct algo_arena *a = &g->arena;
	void *v = g->sources;

	if (g->nsources == 0)
		g->nsources = 1;
	algo_grow(&v, &g->sourcecap, g->nsources + 1, sizeof(own));
	g->sources = v;
	own.text = algo_arena_str(a, src->text, src->len);
	if (src->file)
		own.file = algo_arena_str(a, src->file, strlen(src->file));
	if (src->pointer)
		own.pointer =
			algo_arena_str(a, src->pointer, strlen(src->pointer));
	g->sources[g->nsources] = own;
	return (int)g->nsources++;
}

static void add_root(struct algo_graph *g, int node, int fill)
{
	void *v = g->root, *w = g->root_fill;

	algo_grow(&v, &g->rootcap, g->nroots + 1, sizeof(*g->root));
	algo_grow(&w, &g->rootfillcap, g->nroots + 1, sizeof(*g->root_fill));
	g->root = v;
	g->root_fill = w;
	g->root[g->nroots] = node;
	g->root_fill[g->nroots++] = (unsigned char)fill;
}

/* Parts of all expressions together. */
int algo_graph_room(struct algo_graph *g, struct unit *u)
{
	g->ast_nodes += u->n;
	if (g->ast_nodes <= ALGO_GRAPH_NODES)
		return 0;
	algo_fault(u, ALGO_E_VALUE, "too_many_nodes", (struct span){ 0, 0 },
		   "all expressions together have more than %d parts",
		   ALGO_GRAPH_NODES);
	return -1;
}

static void describe(const struct unit *u, struct algo_expr *out)
{
	const struct ast *a = &u->v[u->root];

	out->type = a->type == T_BOOL  ? ALGO_T_BOOL
		    : a->type == T_NUM ? ALGO_T_NUM
				       : ALGO_T_ANY;
	out->kind = a->reads;
	out->is_const = a->is_const;
	out->value = a->value;
	out->crosses = a->cross;
	out->risk_size = a->kind == AST_CALL && a->call >= 0 &&
			 u->calls[a->call].risk_size;
}

int algo_graph_add(struct algo_graph *g, const struct algo_source *src,
		   struct algo_expr *out, struct algo_errs *errs)
{
	struct unit u;
	int bad;

	*out = (struct algo_expr)ALGO_EXPR_NONE;
	algo_unit_init(&u, g, src);
	bad = algo_parse(&u) || algo_graph_room(g, &u);
	if (!bad) {
		algo_check(&u);
		bad = u.bad != 0;
	}
	if (!bad) {
		describe(&u, out);
		out->node = algo_build(&u);
		add_root(g, out->node, src->scope == ALGO_SCOPE_FILL);
	}
	algo_unit_report(&u, errs);
	algo_unit_release(&u);
	return bad ? -1 : 0;
}

/* An input of a SPEC: a bar value, else a column, exact before any case. */
static int input_node(struct algo_graph *g, const char *name)
{
	size_t n = strlen(name);
	const struct name *bar = algo_name_find(name, n, 1);
	int column = algo_find_column(g, name, n);

	if (strcmp(name, "session") == 0 ||
	    (column < 0 && bar && bar->kind == REF_BAR))
		return algo_node_source(g, bar ? bar->word.name : name);
	for (size_t i = 0; column < 0 && i < g->ncolumns; i++) {
		if (algo_same(g->column[i], name, n, 1))
			column = (int)i;
	}
	if (column < 0)
		return -1;
	return algo_node_fed(g, BAR_FED + column);
}

int algo_graph_indicator(struct algo_graph *g, const struct algo_ind *ind,
			 const double *p, const char *const *inputs,
			 size_t output, struct algo_expr *out,
			 struct algo_err *err)
{
	int in[ALGO_IND_INPUTS];

	*out = (struct algo_expr)ALGO_EXPR_NONE;
	for (size_t i = 0; ind->in[i]; i++) {
		in[i] = input_node(g, inputs[i]);
		if (in[i] < 0)
			return algo_err_set(
				err, ALGO_E_IMPORT, "unknown_column",
				"the bars have no column '%s'", inputs[i]);
	}
	out->node =
		algo_node_output(g, algo_node_ind(g, ind, in, p), (int)output);
	out->type = ALGO_T_NUM;
	out->kind = ALGO_K_COLUMN;
	add_root(g, out->node, 0);
	return 0;
}

void algo_graph_number(struct algo_graph *g, double v, struct algo_expr *out)
{
	*out = (struct algo_expr)ALGO_EXPR_NONE;
	out->node = algo_node_const(g, v);
	out->type = ALGO_T_NUM;
	out->kind = ALGO_K_COLUMN;
	out->is_const = 1;
	out->value = v;
	add_root(g, out->node, 1);
}
