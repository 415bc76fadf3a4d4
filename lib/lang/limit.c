/* limit.c - how far back nodes look, what they cost, and how much is too much
 */
#include "expr.h"

#include <string.h>

size_t algo_node_look(const struct algo_graph *g, const struct node *nd)
{
	const double *p = node_params(g, nd);

	if (nd->op->what == OP_IND)
		return nd->ind->lookback(p);
	return nd->op->look ? nd->op->look(p) : 0;
}

/* Kernels whose work a bar grows with their length. */
static int is_slow(const struct algo_ind *ind)
{
	static const char *const names[] = { "cci", "avgdev", "mavp" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(names[i], ind->name))
			return 1;
	}
	return 0;
}

static size_t own_work(const struct algo_graph *g, const struct node *nd)
{
	if (nd->op->what == OP_IND)
		return 8 + (is_slow(nd->ind) ? algo_node_look(g, nd) : 0);
	return nd->op->work ? nd->op->work(node_params(g, nd)) : 1;
}

size_t algo_node_size(const struct algo_graph *g, const struct node *nd)
{
	const double *p = node_params(g, nd);
	size_t n = 0;

	if (nd->op->what == OP_IND)
		n = nd->ind->size(p);
	else if (nd->op->size)
		n = nd->op->size(p);
	return (n + 15) & ~(size_t)15;
}

/* ---- too much */

/* Places err, which is set, on the whole of an expression. */
static int blame(const struct algo_graph *g, int source, struct algo_err *err)
{
	const struct algo_source *src = &g->sources[source];

	if (source == 0)
		return -1;
	algo_err_file(err, src->file);
	algo_err_pointer(err, src->pointer);
	algo_err_pos(err, 1, 1, src->len);
	return algo_err_context(err, src->text, src->len);
}

/* The expression that most of it is for: own() of its nodes together. */
static int largest(const struct algo_graph *g,
		   size_t (*own)(const struct algo_graph *,
				 const struct node *))
{
	size_t *sum = algo_zalloc(g->nsources + 1, sizeof(*sum)), most = 0;
	int found = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].reached)
			sum[g->v[i].source] += own(g, &g->v[i]);
	for (size_t i = 1; i < g->nsources; i++) {
		if (sum[i] > most) {
			most = sum[i];
			found = (int)i;
		}
	}
	algo_free(sum);
	return found;
}

/* The first that looks back too far. */
static int farthest(const struct algo_graph *g)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->v[i].reached && g->v[i].look > ALGO_LOOKBACK_MAX)
			return g->v[i].source;
	return 0;
}

static int check_frames(const struct algo_graph *g, struct algo_err *err)
{
	const struct let *let;

	if (g->too_many_frames) {
		algo_err_set(err, ALGO_E_VALUE, "too_many_frames",
			     "the expressions look at too many time frames, "
			     "the limit is %d with those within others",
			     FRAMES_MAX - 1);
		return blame(g, g->frames_source, err);
	}
	if (g->across < 0)
		return 0;
	let = &g->lets[g->across];
	algo_err_set(err, ALGO_E_INDEX, "past_across_symbols",
		     "'%s' needs its own past by way of sym or a cross-section",
		     let->name);
	return blame(g, let->unit.source, err);
}

static int check_sums(const struct algo_graph *g, size_t work,
		      struct algo_err *err)
{
	if (g->lookback > ALGO_LOOKBACK_MAX) {
		algo_err_set(err, ALGO_E_VALUE, "lookback_too_long",
			     "the expressions look back %zu bars, the limit is "
			     "%d",
			     g->lookback, ALGO_LOOKBACK_MAX);
		algo_err_hint(err, "look-backs within each other add up");
		return blame(g, farthest(g), err);
	}
	if (work > ALGO_WORK_MAX) {
		algo_err_set(err, ALGO_E_TIMEOUT, "too_much_work",
			     "the expressions take about %zu operations a bar, "
			     "the limit is %d",
			     work, ALGO_WORK_MAX);
		algo_err_hint(err, "use shorter windows, or fewer of them");
		return blame(g, largest(g, own_work), err);
	}
	if (g->memory > MEMORY_MAX) {
		algo_err_set(err, ALGO_E_VALUE, "too_much_memory",
			     "the expressions need %zu MiB, the limit is %zu",
			     g->memory >> 20, MEMORY_MAX >> 20);
		return blame(g, largest(g, algo_node_size), err);
	}
	return 0;
}

int algo_limits(struct algo_graph *g, struct algo_err *err)
{
	size_t work = 0, memory = 0;

	if (check_frames(g, err))
		return -1;
	for (size_t i = 0; i < g->n; i++) {
		const struct node *nd = &g->v[i];

		if (!nd->reached)
			continue;
		work += own_work(g, nd);
		memory += algo_node_size(g, nd);
		if (nd->op->what == OP_CONST)
			memory += ALGO_LANG_N * sizeof(double);
		if (nd->look > g->lookback)
			g->lookback = nd->look;
	}
	memory += (g->buffers + 6 * (size_t)g->nframes) * ALGO_LANG_N *
		  sizeof(double);
	g->memory = memory;
	return check_sums(g, work, err);
}

size_t algo_graph_memory(const struct algo_graph *g)
{
	return g->memory;
}
