/* eval.c - columns by blocks, steps bar by bar, trades and fills on demand */
#include "eval.h"

#include <string.h>

/* ---- where a node finds and leaves its values */

/* step: 1 when there is a value a bar, 0 for a scalar. */
static double *where(struct algo_eval *e, int node, size_t *step)
{
	const struct algo_graph *g = e->g;
	int k, owner = algo_owner(g, node, &k);
	const struct node *nd;
	const double *p;

	*step = 0;
	if (owner < 0)
		return &e->none;
	nd = &g->v[owner];
	p = node_params(g, nd);
	if (nd->op->what == OP_ACCOUNT)
		return &e->account[(int)*p];
	if (nd->op->what == OP_SLOT)
		return &e->slot[(int)*p];
	*step = nd->kind == ALGO_K_COLUMN;
	if (nd->op->what == OP_CONST)
		return e->consts + (size_t)e->const_at[owner] * ALGO_LANG_N;
	k = g->place[nd->col + k];
	return *step ? e->buf + (size_t)k * e->lane : e->scalar + k;
}

/* A column as a fill sees it: of the last step. */
static size_t add_snap(struct algo_eval *e, const double *from)
{
	void *v = e->snap;

	algo_grow(&v, &e->snapcap, e->nsnap + 1, sizeof(*e->snap));
	e->snap = v;
	e->snap[e->nsnap].from = from;
	e->snap[e->nsnap].value = NAN;
	return e->nsnap++;
}

static void connect(struct algo_eval *e, int node)
{
	const struct algo_graph *g = e->g;
	const struct node *nd = &g->v[node];

	for (int k = 0; k < nd->nin; k++) {
		int i = nd->in + k;

		e->in[i] = where(e, g->ins[i], &e->step[i]);
	}
	for (int k = 0; k < nd->nout && nd->col >= 0; k++) {
		size_t at = (size_t)g->place[nd->col + k];

		e->out[nd->col + k] = nd->kind == ALGO_K_COLUMN
					      ? e->buf + at * e->lane
					      : e->scalar + at;
	}
}

static void make_consts(struct algo_eval *e, const struct algo_eval *like)
{
	const struct algo_graph *g = e->g;
	size_t n = 0;

	if (like) {
		e->consts = like->consts;
		e->const_at = like->const_at;
		e->shared = 1;
		return;
	}
	e->const_at = algo_zalloc(g->n + 1, sizeof(*e->const_at));
	for (size_t i = 0; i < g->n; i++) {
		if (g->v[i].reached && g->v[i].op->what == OP_CONST)
			e->const_at[i] = (int)n++;
	}
	e->consts = algo_zalloc(n * ALGO_LANG_N + 1, sizeof(*e->consts));
	for (size_t i = 0; i < g->n; i++) {
		double *y;

		if (!g->v[i].reached || g->v[i].op->what != OP_CONST)
			continue;
		y = e->consts + (size_t)e->const_at[i] * ALGO_LANG_N;
		for (size_t j = 0; j < ALGO_LANG_N; j++)
			y[j] = *node_params(g, &g->v[i]);
	}
}

static void make_states(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;
	size_t size = 0;

	e->state = algo_zalloc(g->n + 1, sizeof(*e->state));
	for (size_t i = 0; i < g->n; i++) {
		if (g->v[i].reached)
			size += algo_node_size(g, &g->v[i]);
	}
	e->states = algo_zalloc(size + 16, 1);
	size = 0;
	for (size_t i = 0; i < g->n; i++) {
		const struct node *nd = &g->v[i];
		const double *p = node_params(g, nd);

		if (!nd->reached)
			continue;
		e->state[i] = e->states + size;
		size += algo_node_size(g, nd);
		if (nd->op->what == OP_IND)
			nd->ind->init(e->state[i], p);
		else if (nd->op->init)
			nd->op->init(e->state[i], p);
	}
}

/* Columns that a fill reads are kept as of the last step: the block may have
 * changed by then. */
static void make_snaps(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;
	size_t step;

	e->snap_of = algo_zalloc(g->n + 1, sizeof(*e->snap_of));
	for (size_t i = 0; i < g->n; i++)
		e->snap_of[i] = -1;
	for (size_t i = 0; i < g->nroots; i++) {
		const double *from;
		int k, owner = algo_owner(g, g->root[i], &k);

		if (!g->root_fill[i] || owner < 0 ||
		    g->v[owner].kind != ALGO_K_COLUMN ||
		    g->v[owner].op->what == OP_CONST ||
		    e->snap_of[g->root[i]] >= 0)
			continue;
		from = where(e, g->root[i], &step);
		e->snap_of[g->root[i]] = (int)add_snap(e, from);
	}
	e->fill_snap = e->nsnap;
	for (size_t i = 0; i < g->n; i++) {
		const struct node *nd = &g->v[i];

		if (!nd->reached || nd->kind != ALGO_K_FILL)
			continue;
		for (int k = 0; k < nd->nin; k++) {
			if (e->step[nd->in + k])
				add_snap(e, e->in[nd->in + k]);
		}
	}
}

/* The pointers, once the list of snaps no longer moves. */
static void connect_snaps(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;
	size_t at = e->fill_snap;

	for (size_t i = 0; i < g->n; i++) {
		const struct node *nd = &g->v[i];

		if (!nd->reached || nd->kind != ALGO_K_FILL)
			continue;
		for (int k = 0; k < nd->nin; k++) {
			if (!e->step[nd->in + k])
				continue;
			e->in[nd->in + k] = &e->snap[at++].value;
			e->step[nd->in + k] = 0;
		}
	}
}

struct algo_eval *algo_eval_make(const struct algo_graph *g,
				 const struct algo_eval *like, size_t lane)
{
	struct algo_eval *e = algo_zalloc(1, sizeof(*e));

	e->g = g;
	e->lane = lane;
	e->mask = MASK_ROOT | MASK_ALL;
	e->symbol = -1;
	e->none = NAN;
	e->tag = "";
	for (size_t i = 0; i < ALGO_A_COUNT; i++)
		e->account[i] = NAN;
	for (size_t i = 0; i < SLOT_COUNT; i++)
		e->slot[i] = NAN;
	e->buf = algo_zalloc(g->buffers * lane + 1, sizeof(*e->buf));
	e->scalar = algo_zalloc(g->scalars + 1, sizeof(*e->scalar));
	for (size_t i = 0; i < g->scalars; i++)
		e->scalar[i] = NAN;
	e->in = algo_zalloc(g->nins + 1, sizeof(*e->in));
	e->step = algo_zalloc(g->nins + 1, sizeof(*e->step));
	e->out = algo_zalloc(g->nplace + 1, sizeof(*e->out));
	make_consts(e, like);
	make_states(e);
	for (size_t i = 0; i < g->n; i++) {
		if (g->v[i].reached)
			connect(e, (int)i);
	}
	make_snaps(e);
	connect_snaps(e);
	algo_teams_init(e);
	algo_warm_init(e);
	algo_bars_init(e);
	return e;
}

struct algo_eval *algo_eval_new(const struct algo_graph *g)
{
	return algo_eval_make(g, NULL, ALGO_LANG_N);
}

/* p, which may lie in the columns, once they are elsewhere. */
static double *moved(const struct algo_eval *e, const double *p, double *buf,
		     size_t lane)
{
	uintptr_t at = (uintptr_t)p - (uintptr_t)e->buf;
	union {
		const double *in;
		double *out;
	} u = { p };

	at /= e->lane * sizeof(*p);
	return at < e->g->buffers ? buf + at * lane : u.out;
}

void algo_eval_lend(struct algo_eval *e, double *buf, size_t lane)
{
	const struct algo_graph *g = e->g;

	for (size_t i = 0; i < g->nins; i++)
		e->in[i] = moved(e, e->in[i], buf, lane);
	for (size_t i = 0; i < g->nplace; i++)
		e->out[i] = moved(e, e->out[i], buf, lane);
	for (size_t i = 0; i < e->nsnap; i++)
		e->snap[i].from = moved(e, e->snap[i].from, buf, lane);
	algo_teams_place(e);
	if (!e->lent)
		algo_free(e->buf);
	e->buf = buf;
	e->lane = lane;
	e->lent = 1;
}

void algo_eval_free(struct algo_eval *e)
{
	if (!e)
		return;
	algo_teams_free(e);
	if (!e->lent)
		algo_free(e->buf);
	algo_free(e->scalar);
	algo_free(e->in);
	algo_free(e->step);
	algo_free(e->out);
	if (!e->shared) {
		algo_free(e->consts);
		algo_free(e->const_at);
	}
	algo_free(e->states);
	algo_free(e->state);
	algo_free(e->snap);
	algo_free(e->snap_of);
	algo_free(e->first);
	algo_bars_release(e);
	algo_free(e);
}

/* ---- columns */

static void work(struct algo_eval *e, int node)
{
	const struct node *nd = &e->g->v[node];
	const struct bars *bars = &e->bars[nd->frame];
	size_t n = bars->n;
	const double *const *in = e->in + nd->in;
	double *const *out = e->out + nd->col;

	if (nd->team >= 0) {
		algo_teams_work(e, node);
	} else if (nd->op->what == OP_IND) {
		nd->ind->step(e->state[node], in, out, n);
	} else if (nd->op->what == OP_STEP) {
		nd->op->step(e->state[node], in, out, n);
	} else if (nd->op->what == OP_CLOCK) {
		nd->op->clock(e->state[node], &bars->clock, in, out[0]);
	} else {
		for (size_t i = 0; i < n; i++)
			out[0][i] = (double)(bars->first + (int64_t)i);
	}
}

/* One bar of a node; scalars do not move with it. */
static void work_at(struct algo_eval *e, int node, size_t i)
{
	const struct node *nd = &e->g->v[node];
	const double *in[ALGO_IND_INPUTS];
	double *out[ALGO_IND_OUTPUTS];
	size_t column = nd->kind == ALGO_K_COLUMN;

	for (int k = 0; k < nd->nin; k++)
		in[k] = e->in[nd->in + k] + i * e->step[nd->in + k];
	for (int k = 0; k < nd->nout; k++)
		out[k] = e->out[nd->col + k] + i * column;
	if (nd->cut)
		*out[0] = algo_delay_read(e->state[node]);
	else if (nd->op->what == OP_IND)
		nd->ind->step(e->state[node], in, out, 1);
	else if (nd->op->what == OP_STEP)
		nd->op->step(e->state[node], in, out, 1);
	else if (nd->op->what == OP_TAG)
		*out[0] = (strcmp(e->tag,
				  e->g->text[(int)*node_params(e->g, nd)]) ==
			   0) == (node_params(e->g, nd)[1] > 0);
}

/* What the delays of a cycle gave is settled: now they take this bar's. */
static void write_back(struct algo_eval *e, const int *node, size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++) {
		int at = e->g->v[node[j]].in;

		if (e->g->v[node[j]].cut)
			algo_delay_write(e->state[node[j]],
					 e->in[at][i * e->step[at]]);
	}
}

static void cycle(struct algo_eval *e, const struct run *r)
{
	const int *node = e->g->work + r->from;
	size_t count = (size_t)(r->to - r->from), n = e->bars[r->frame].n;

	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < count; j++)
			work_at(e, node[j], i);
		write_back(e, node, count, i);
	}
}

void algo_eval_begin(struct algo_eval *e, const struct algo_block *feed)
{
	const struct algo_graph *g = e->g;

	algo_bars_read(e, feed);
	for (size_t i = 0; i < g->nfed && feed->n; i++) {
		const struct node *nd = &g->v[g->fed[i]];

		if (!(nd->mask & e->mask))
			continue;
		memcpy(e->out[nd->col], feed->in[i],
		       feed->n * sizeof(*feed->in[i]));
		algo_warm_look(e, g->fed[i]);
	}
}

static void run_one(struct algo_eval *e, const struct run *r)
{
	int node = e->g->work[r->from];
	enum op_what what = e->g->v[node].op->what;

	if (what == OP_BUCKET || what == OP_TF) {
		algo_bars_work(e, node);
	} else if (!e->bars[r->frame].n) {
		return;
	} else if (r->serial) {
		cycle(e, r);
		return;
	} else if (r->cross) {
		algo_cross_alone(e, node);
	} else {
		work(e, node);
	}
	algo_warm_look(e, node);
}

void algo_eval_runs(struct algo_eval *e, size_t from, size_t to)
{
	for (size_t r = from; r < to; r++) {
		if (e->g->runs[r].mask & e->mask)
			run_one(e, &e->g->runs[r]);
	}
}

void algo_eval_block(struct algo_eval *e, const struct algo_block *feed)
{
	algo_eval_begin(e, feed);
	algo_eval_runs(e, 0, e->g->nruns);
}

const double *algo_eval_column(const struct algo_eval *e, int node)
{
	struct algo_eval *own = algo_eval_self(e);
	size_t step;

	return where(own, node, &step);
}

/* ---- steps, trades, fills */

double *algo_eval_account(struct algo_eval *e)
{
	return e->account;
}

void algo_eval_step(struct algo_eval *e, size_t i)
{
	const struct algo_graph *g = e->g;

	for (size_t j = 0; j < g->nsteps; j++)
		work_at(e, g->steps[j], i);
	write_back(e, g->steps, g->nsteps, i);
	for (size_t j = 0; j < e->nsnap; j++)
		e->snap[j].value = e->snap[j].from[i];
}

double algo_eval_value(const struct algo_eval *e, int node, size_t i)
{
	struct algo_eval *own = algo_eval_self(e);
	size_t step;
	const double *v = where(own, node, &step);

	return v[i * step];
}

/* Copies the states of the step nodes to or from store. */
static void keep_states(struct algo_eval *e, char *store, int back)
{
	const struct algo_graph *g = e->g;

	for (size_t j = 0; j < g->nsteps; j++) {
		size_t n = algo_node_size(g, &g->v[g->steps[j]]);
		void *state = e->state[g->steps[j]];

		memcpy(back ? state : store, back ? store : state, n);
		store += n;
	}
}

/* Works out what the node needs that is not kept. */
static double late_value(struct algo_eval *e, int node, size_t i)
{
	const struct algo_graph *g = e->g;
	int k, owner = algo_owner(g, node, &k);

	if (owner >= 0 && g->v[owner].late >= 0) {
		const struct late *l = &g->lates[g->v[owner].late];

		for (int j = l->from; j < l->to; j++)
			work_at(e, g->late[j], i);
	}
	return algo_eval_value(e, node, i);
}

double algo_eval_trade(struct algo_eval *e, int node, size_t i,
		       const double *trade, const char *tag)
{
	memcpy(e->slot + SLOT_TRADE, trade, ALGO_TR_COUNT * sizeof(*trade));
	e->tag = tag ? tag : "";
	return late_value(e, node, i);
}

double algo_eval_fill(struct algo_eval *e, int node, double entry_price,
		      double side)
{
	e->slot[SLOT_FILL_PRICE] = entry_price;
	e->slot[SLOT_FILL_SIDE] = side;
	if (e->snap_of[node] >= 0)
		return e->snap[e->snap_of[node]].value;
	return late_value(e, node, 0);
}

double algo_eval_fee(struct algo_eval *e, int node, double size, double price)
{
	e->slot[SLOT_FEE_SIZE] = size;
	e->slot[SLOT_FEE_PRICE] = price;
	return late_value(e, node, 0);
}

/* The step nodes at bar i, then the node; all they moved is put back. */
static double peek_steps(struct algo_eval *e, int node, size_t i,
			 const double fill[2])
{
	const struct algo_graph *g = e->g;
	size_t size = g->scalars * sizeof(*e->scalar), states = 0;
	char *kept;
	double v;

	for (size_t j = 0; j < g->nsteps; j++)
		states += algo_node_size(g, &g->v[g->steps[j]]);
	kept = algo_alloc(size + states + 1);
	memcpy(kept, e->scalar, size);
	keep_states(e, kept + size, 0);
	for (size_t j = 0; j < g->nsteps; j++)
		work_at(e, g->steps[j], i);
	v = algo_eval_fill(e, node, fill[0], fill[1]);
	memcpy(e->scalar, kept, size);
	keep_states(e, kept + size, 1);
	algo_free(kept);
	return v;
}

double algo_eval_peek(struct algo_eval *e, int node, size_t i,
		      double entry_price, double side)
{
	const double fill[2] = { entry_price, side };

	for (size_t j = 0; j < e->nsnap; j++)
		e->snap[j].value = e->snap[j].from[i];
	if (e->g->nsteps)
		return peek_steps(e, node, i, fill);
	return algo_eval_fill(e, node, entry_price, side);
}
