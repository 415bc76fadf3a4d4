/* order.c - after the last expression: what is reached, cycles, the order of
 * work, limits */
#include "expr.h"

#include <stdlib.h>
#include <string.h>

int algo_owner(const struct algo_graph *g, int node, int *k)
{
	*k = 0;
	while (node >= 0) {
		const struct node *nd = &g->v[node];

		if (nd->op->what == OP_OUTPUT)
			*k = (int)*node_params(g, nd);
		else if (nd->op->what != OP_LET)
			return node;
		node = *node_in(g, nd);
	}
	return -1;
}

void algo_order_release(struct algo_graph *g)
{
	algo_free(g->work);
	algo_free(g->runs);
	algo_free(g->steps);
	algo_free(g->late);
	algo_free(g->lates);
	algo_free(g->place);
	algo_free(g->watch);
	algo_free(g->fed);
	algo_teams_release(g);
}

/* ---- strongly connected components (Tarjan 1972), without recursion; they
 * come out with what they depend on first. */

struct visited {
	int node, next;
};

struct tarjan {
	struct algo_graph *g;
	int *index, *low; /* 0: not seen */
	unsigned char *on;
	int *stack;
	size_t nstack;
	struct visited *call;
	size_t ncall;
	int count;
	int *order; /* nodes, component after component */
	size_t norder;
	int *first; /* where components begin in order */
	size_t nfirst;
	/* for sort_cycle: by node, and by edge */
	int *left, *head, *pos;
	int *next, *user;
};

static void tarjan_init(struct tarjan *t, struct algo_graph *g)
{
	memset(t, 0, sizeof(*t));
	t->g = g;
	t->index = algo_zalloc(g->n + 1, sizeof(int));
	t->low = algo_zalloc(g->n + 1, sizeof(int));
	t->on = algo_zalloc(g->n + 1, 1);
	t->stack = algo_zalloc(g->n + 1, sizeof(int));
	t->call = algo_zalloc(g->n + 1, sizeof(*t->call));
	t->order = algo_zalloc(g->n + 1, sizeof(int));
	t->first = algo_zalloc(g->n + 2, sizeof(int));
	t->left = algo_zalloc(g->n + 1, sizeof(int));
	t->head = algo_zalloc(g->n + 1, sizeof(int));
	t->pos = algo_zalloc(g->n + 1, sizeof(int));
	t->next = algo_zalloc(g->nins + 1, sizeof(int));
	t->user = algo_zalloc(g->nins + 1, sizeof(int));
}

static void tarjan_release(struct tarjan *t)
{
	algo_free(t->index);
	algo_free(t->low);
	algo_free(t->on);
	algo_free(t->stack);
	algo_free(t->call);
	algo_free(t->order);
	algo_free(t->first);
	algo_free(t->left);
	algo_free(t->head);
	algo_free(t->pos);
	algo_free(t->next);
	algo_free(t->user);
}

static void enter(struct tarjan *t, int node)
{
	t->index[node] = t->low[node] = ++t->count;
	t->stack[t->nstack++] = node;
	t->on[node] = 1;
	t->call[t->ncall++] = (struct visited){ node, 0 };
	t->g->v[node].reached = 1;
}

static void leave(struct tarjan *t, int node)
{
	int parent = t->ncall ? t->call[t->ncall - 1].node : -1, other;

	if (parent >= 0 && t->low[node] < t->low[parent])
		t->low[parent] = t->low[node];
	if (t->low[node] != t->index[node])
		return;
	t->first[t->nfirst++] = (int)t->norder;
	do {
		other = t->stack[--t->nstack];
		t->on[other] = 0;
		t->order[t->norder++] = other;
	} while (other != node);
}

static void visit(struct tarjan *t, int root)
{
	if (root < 0 || t->index[root])
		return;
	enter(t, root);
	while (t->ncall) {
		struct visited *f = &t->call[t->ncall - 1];
		const struct node *nd = &t->g->v[f->node];
		int to;

		if (f->next == nd->nin) {
			t->ncall--;
			leave(t, f->node);
			continue;
		}
		to = node_in(t->g, nd)[f->next++];
		if (to < 0)
			continue;
		if (!t->index[to])
			enter(t, to);
		else if (t->on[to] && t->index[to] < t->low[f->node])
			t->low[f->node] = t->index[to];
	}
}

/* ---- one component */

static int is_crossing(const struct node *nd)
{
	return nd->op->what == OP_SYM || nd->op->what == OP_CROSS;
}

static enum algo_kind own_kind(const struct algo_graph *g,
			       const struct node *nd)
{
	double slot;

	if (nd->op->what == OP_ACCOUNT)
		return ALGO_K_STEP;
	if (nd->op->what == OP_TAG)
		return ALGO_K_TRADE;
	if (nd->op->what != OP_SLOT)
		return ALGO_K_COLUMN;
	slot = *node_params(g, nd);
	return slot == SLOT_FILL_PRICE || slot == SLOT_FILL_SIDE ? ALGO_K_FILL
								 : ALGO_K_TRADE;
}

/* Kind and look-back of a component follow from what it reads. */
static void describe(struct algo_graph *g, const int *node, size_t n)
{
	enum algo_kind kind = ALGO_K_COLUMN;
	size_t look = 0;
	int stage = 0;

	for (size_t i = 0; i < n; i++) {
		const struct node *nd = &g->v[node[i]];
		const int *in = node_in(g, nd);
		enum algo_kind own = own_kind(g, nd);

		kind = own > kind ? own : kind;
		for (int k = 0; k < nd->nin; k++) {
			const struct node *to = in[k] < 0 ? nd : &g->v[in[k]];

			kind = to->kind > kind ? to->kind : kind;
			look = to->look > look ? to->look : look;
			stage = to->stage > stage ? to->stage : stage;
		}
	}
	for (size_t i = 0; i < n; i++) {
		g->v[node[i]].kind = kind;
		g->v[node[i]].stage = stage + is_crossing(&g->v[node[i]]);
		g->v[node[i]].look = look + algo_node_look(g, &g->v[node[i]]);
		g->v[node[i]].loop = n > 1;
		g->v[node[i]].cut = n > 1 && g->v[node[i]].op == &algo_op_delay;
	}
}

/* Puts node[i] where the ready ones end. */
static void ready(struct tarjan *t, int *node, size_t *done, int which)
{
	size_t at = (size_t)t->pos[which];

	node[at] = node[*done];
	t->pos[node[at]] = (int)at;
	node[*done] = which;
	t->pos[which] = (int)(*done)++;
}

/* Who reads whom in the cycle; a delay waits for nobody.  left: how many a
 * node waits for, plus one: in this cycle. */
static void link_cycle(struct tarjan *t, const int *node, size_t n)
{
	int edges = 1;

	for (size_t i = 0; i < n; i++) {
		t->left[node[i]] = 1;
		t->head[node[i]] = 0;
		t->pos[node[i]] = (int)i;
	}
	for (size_t i = 0; i < n; i++) {
		const struct node *nd = &t->g->v[node[i]];

		for (int k = 0; k < nd->nin && !nd->cut; k++) {
			int to = node_in(t->g, nd)[k];

			if (to < 0 || !t->left[to])
				continue;
			t->user[edges] = node[i];
			t->next[edges] = t->head[to];
			t->head[to] = edges++;
			t->left[node[i]]++;
		}
	}
}

/* Within a cycle delays come first, since they give what was; the others
 * follow what they read (Kahn 1962).  Every cycle has a delay: the check saw
 * to that. */
static void sort_cycle(struct tarjan *t, int *node, size_t n)
{
	size_t done = 0;

	link_cycle(t, node, n);
	for (size_t i = 0; i < n; i++) {
		if (t->left[node[i]] == 1)
			ready(t, node, &done, node[i]);
	}
	for (size_t i = 0; i < done; i++) {
		for (int e = t->head[node[i]]; e; e = t->next[e]) {
			if (--t->left[t->user[e]] == 1)
				ready(t, node, &done, t->user[e]);
		}
	}
	for (size_t i = 0; i < n; i++)
		t->left[node[i]] = 0;
}

/* ---- lists of work */

static int has_work(const struct node *nd)
{
	enum op_what what = nd->op->what;

	return what == OP_STEP || what == OP_CLOCK || what == OP_IND ||
	       what == OP_BAR_INDEX || what == OP_TAG || what == OP_TF ||
	       what == OP_BUCKET || what == OP_SYM || what == OP_CROSS;
}

static void add_run(struct algo_graph *g, int from, int serial)
{
	const struct node *first;
	void *v = g->runs;

	if ((int)g->nwork == from)
		return;
	first = &g->v[g->work[from]];
	algo_grow(&v, &g->runcap, g->nruns + 1, sizeof(*g->runs));
	g->runs = v;
	g->runs[g->nruns++] = (struct run){
		.from = from,
		.to = (int)g->nwork,
		.serial = serial,
		.cross = is_crossing(first),
		.frame = first->frame,
		.stage = first->stage,
		.mask = first->mask,
	};
}

static void add_component(struct tarjan *t, int *node, size_t n)
{
	struct algo_graph *g = t->g;
	int from = (int)g->nwork;

	if (n > 1)
		sort_cycle(t, node, n);
	for (size_t i = 0; i < n; i++) {
		const struct node *nd = &g->v[node[i]];

		if (nd->op->what == OP_CLOCK)
			g->frames[nd->frame].clock = 1;
		if (is_crossing(nd))
			g->crosses = 1;
		if (nd->op->what == OP_ACCOUNT)
			g->account |= (uint64_t)1
				      << (unsigned)*node_params(g, nd);
		if (!has_work(nd))
			continue;
		if (nd->kind == ALGO_K_COLUMN)
			g->work[g->nwork++] = node[i];
		else if (nd->kind == ALGO_K_STEP)
			g->steps[g->nsteps++] = node[i];
	}
	add_run(g, from, n > 1);
}

/* Users are looked at before what they read.  Within a cycle all are asked for
 * alike. */
static void ask(struct algo_graph *g, const int *node, size_t n)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < n; i++)
		mask |= g->v[node[i]].mask;
	for (size_t i = 0; i < n; i++) {
		const struct node *nd = &g->v[node[i]];
		uint64_t pass = mask;

		if (nd->op->what == OP_CROSS)
			pass |= MASK_ALL;
		else if (nd->op->what == OP_SYM)
			pass = mask_symbol((size_t)*node_params(g, nd));
		g->v[node[i]].mask = mask;
		for (int k = 0; k < nd->nin; k++) {
			if (node_in(g, nd)[k] >= 0)
				g->v[node_in(g, nd)[k]].mask |= pass;
		}
	}
}

/* A let that needs its own past of another symbol could only be worked out
 * bar by bar over all symbols. */
static void find_across(struct algo_graph *g, const int *node, size_t n)
{
	int let = -1, across = 0;

	for (size_t i = 0; i < n; i++) {
		const struct node *nd = &g->v[node[i]];

		across |= is_crossing(nd);
		if (nd->op->what == OP_LET)
			let = (int)*node_params(g, nd);
	}
	if (across && n > 1)
		g->across = let;
}

static int run_order(const void *a, const void *b)
{
	const struct run *x = a, *y = b;

	if (x->stage != y->stage)
		return x->stage < y->stage ? -1 : 1;
	if (x->cross != y->cross)
		return x->cross ? -1 : 1;
	return x->from < y->from ? -1 : x->from > y->from;
}

/* Kinds, then who asks, then the lists; crossings stand before the nodes of
 * their stage. */
static void add_components(struct tarjan *t)
{
	struct algo_graph *g = t->g;

	t->first[t->nfirst] = (int)t->norder;
	for (size_t i = 0; i < t->nfirst; i++) {
		const int *node = t->order + t->first[i];
		size_t n = (size_t)(t->first[i + 1] - t->first[i]);

		describe(g, node, n);
		find_across(g, node, n);
	}
	for (size_t i = t->nfirst; i-- > 0;)
		ask(g, t->order + t->first[i],
		    (size_t)(t->first[i + 1] - t->first[i]));
	for (size_t i = 0; i < t->nfirst; i++)
		add_component(t, t->order + t->first[i],
			      (size_t)(t->first[i + 1] - t->first[i]));
	if (g->crosses)
		qsort(g->runs, g->nruns, sizeof(*g->runs), run_order);
}

/* ---- trade and fill: the nodes below one root, which are not kept */

static void add_late(struct algo_graph *g, int node)
{
	void *v = g->late;

	algo_grow(&v, &g->latecap, g->nlate + 1, sizeof(*g->late));
	g->late = v;
	g->late[g->nlate++] = node;
}

/* order is the order of work; marks holds the number of the root that a node
 * was last needed for. */
static void late_root(struct algo_graph *g, const struct tarjan *t, int root,
		      int *marks)
{
	int number = (int)g->nlates + 1, k;
	int owner = algo_owner(g, root, &k);
	void *v = g->lates;
	size_t from = g->nlate, end;

	if (owner < 0 || g->v[owner].kind < ALGO_K_TRADE ||
	    g->v[owner].late >= 0)
		return;
	marks[owner] = number;
	for (size_t i = t->norder; i-- > 0;) {
		const struct node *nd = &g->v[t->order[i]];

		if (marks[t->order[i]] != number || nd->kind < ALGO_K_TRADE)
			continue;
		for (int j = 0; j < nd->nin; j++)
			marks[node_in(g, nd)[j]] = number;
		if (has_work(nd))
			add_late(g, t->order[i]);
	}
	for (end = g->nlate; from + 1 < end; from++) {
		int swap = g->late[from];

		g->late[from] = g->late[--end];
		g->late[end] = swap;
	}
	algo_grow(&v, &g->latescap, g->nlates + 1, sizeof(*g->lates));
	g->lates = v;
	from = g->nlates ? (size_t)g->lates[g->nlates - 1].to : 0;
	g->lates[g->nlates] = (struct late){ (int)from, (int)g->nlate };
	g->v[owner].late = (int)g->nlates++;
}

static void find_lates(struct algo_graph *g, const struct tarjan *t)
{
	int *marks = algo_zalloc(g->n + 1, sizeof(*marks));

	for (size_t i = 0; i < g->nroots; i++)
		late_root(g, t, g->root[i], marks);
	algo_free(marks);
}

/* ---- what counts for the warm-up */

static void add_watch(struct algo_graph *g, int node)
{
	int k, owner = algo_owner(g, node, &k);
	void *v = g->watch;

	if (owner < 0 || g->v[owner].kind != ALGO_K_COLUMN || g->v[owner].loop)
		return;
	algo_grow(&v, &g->watchcap, g->nwatch + 1, sizeof(*g->watch));
	g->watch = v;
	g->watch[g->nwatch] =
		(struct watch){ owner, k, g->v[owner].watch, g->v[node].text };
	g->v[owner].watch = (int)g->nwatch++;
}

static void find_fed(struct algo_graph *g)
{
	for (size_t i = 0; i < g->n; i++) {
		void *v = g->fed;

		if (!g->v[i].reached)
			continue;
		if (g->v[i].counted && g->v[i].mask & MASK_ROOT)
			add_watch(g, (int)i);
		if (g->v[i].op->what != OP_FED)
			continue;
		algo_grow(&v, &g->fedcap, g->nfed + 1, sizeof(*g->fed));
		g->fed = v;
		g->fed[g->nfed++] = (int)i;
	}
}

int algo_order(struct algo_graph *g, struct algo_err *err)
{
	struct tarjan t;

	tarjan_init(&t, g);
	g->work = algo_zalloc(g->n + 1, sizeof(*g->work));
	g->steps = algo_zalloc(g->n + 1, sizeof(*g->steps));
	for (size_t i = 0; i < g->n; i++)
		g->v[i].watch = g->v[i].late = g->v[i].col = g->v[i].team = -1;
	g->across = -1;
	for (size_t i = 0; i < g->nroots; i++) {
		visit(&t, g->root[i]);
		if (g->root[i] >= 0)
			g->v[g->root[i]].mask = MASK_ROOT;
	}
	add_components(&t);
	find_lates(g, &t);
	find_fed(g);
	algo_teams_find(g);
	algo_place(g);
	tarjan_release(&t);
	return algo_limits(g, err);
}

int algo_graph_done(struct algo_graph *g, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!algo_order(g, &err))
		return 0;
	algo_errs_take(errs, &err);
	return -1;
}

/* ---- what the graph says of itself */

int algo_graph_crosses(const struct algo_graph *g)
{
	return g->crosses;
}

size_t algo_graph_inputs(const struct algo_graph *g)
{
	return g->nfed;
}

const char *algo_graph_input(const struct algo_graph *g, size_t i)
{
	int k = (int)*node_params(g, &g->v[g->fed[i]]);
	const struct name *n;

	if (k >= BAR_FED)
		return g->column[k - BAR_FED];
	for (size_t j = 0; (n = algo_name_at(j)); j++) {
		if (n->kind == REF_BAR && n->index == k)
			return n->word.name;
	}
	return "";
}

uint64_t algo_graph_account(const struct algo_graph *g)
{
	return g->account;
}

int algo_graph_has_steps(const struct algo_graph *g)
{
	return g->account != 0;
}

size_t algo_graph_lookback(const struct algo_graph *g)
{
	return g->lookback;
}
