/* replay.c - replay FILE [ROUNDS]: over bars in memory, the SMA cross from
 * conditions to equity kept ("cross"), the same with its conditions given
 * less what handing them on takes ("replay"), and an expression worked out
 * alone ("expr"); prints ns a bar of the fastest round of each, in time of the
 * processor */
#define _DEFAULT_SOURCE
#include <algo/engine.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CROSS                                                              \
	"{\"algo\":1,\"entry\":{\"long\":\"crossover(sma(10),sma(20))\"}," \
	"\"exit\":{\"long\":\"crossunder(sma(10),sma(20))\"}}"
#define GIVEN                                           \
	"{\"algo\":1,\"entry\":{\"long\":\"up == 1\"}," \
	"\"exit\":{\"long\":\"down == 1\"}}"
#define EXPR                                                           \
	"{\"algo\":1,\"entry\":{\"long\":\"close > sma(close,20) and " \
	"rsi(close,14) < 70\"},\"exit\":{\"long\":\"false\"}}"

struct tape {
	int64_t *time;
	double *col[4];
	double *given[2]; /* up, down */
	double *equity;	  /* kept */
	size_t n, rows;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int load(const char *path, struct tape *t)
{
	static const char *const names[] = { "open", "high", "low", "close" };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	struct algo_csv *csv;
	struct algo_rows r;
	size_t slot[4], k;

	if (algo_in_open(&in, path, &err))
		return -1;
	csv = algo_csv_open(&in, NULL, &err);
	if (!csv)
		return -1;
	algo_csv_want_time(csv);
	for (k = 0; k < 4; k++)
		slot[k] = algo_csv_want(
			csv,
			(size_t)algo_csv_find(csv, names[k], strlen(names[k])),
			ALGO_WANT_PRICE);
	while (algo_csv_next(csv, &r, &err) > 0) {
		t->time = algo_realloc(t->time, t->n + r.n, sizeof(int64_t));
		memcpy(t->time + t->n, r.time, r.n * sizeof(int64_t));
		for (k = 0; k < 4; k++) {
			t->col[k] = algo_realloc(t->col[k], t->n + r.n,
						 sizeof(double));
			memcpy(t->col[k] + t->n, r.col[slot[k]],
			       r.n * sizeof(double));
		}
		t->n += r.n;
	}
	algo_csv_free(csv);
	algo_in_close(&in);
	return 0;
}

static void on_equity(void *ctx, const struct algo_equity_row *row)
{
	struct tape *t = ctx;

	t->equity[t->rows++] = row->equity;
}

static struct algo_strategy *document(const char *text)
{
	static const char *const columns[] = { "up", "down" };
	struct algo_strategy_opt so = { .has_bars = 1,
					.columns = columns,
					.ncolumns = 2 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s =
		algo_strategy_parse(text, strlen(text), &so, &errs);

	if (!s)
		exit(1);
	return s;
}

/* Input i of the graph from bar at on. */
static const double *input(const struct tape *t, const struct algo_graph *g,
			   size_t i, size_t at)
{
	const char *name = algo_graph_input(g, i);

	if (strcmp(name, "up") == 0)
		return t->given[0] + at;
	if (strcmp(name, "down") == 0)
		return t->given[1] + at;
	return t->col[3] + at;
}

/* The bars from at on, as many as a block takes. */
static size_t block(const struct tape *t, size_t at)
{
	return t->n - at < ALGO_LANG_N ? t->n - at : ALGO_LANG_N;
}

/* Columns alone; those of the conditions are kept in given when keep. */
static double evaluate(struct tape *t, const struct algo_strategy *s, int keep)
{
	const int node[2] = { s->entry_long.when.node, s->exit_long.when.node };
	struct algo_eval *e = algo_eval_new(s->graph);
	double from = now();
	size_t at, k;

	for (at = 0; at < t->n; at += ALGO_LANG_N) {
		const double *in[8];
		struct algo_block b = { .n = block(t, at),
					.time = t->time + at,
					.in = in };

		for (k = 0; k < algo_graph_inputs(s->graph); k++)
			in[k] = input(t, s->graph, k, at);
		algo_eval_block(e, &b);
		for (k = 0; keep && k < 2; k++)
			memcpy(t->given[k] + at, algo_eval_column(e, node[k]),
			       b.n * sizeof(double));
	}
	from = now() - from;
	algo_eval_free(e);
	return from;
}

static double play(struct tape *t, struct algo_strategy *s,
		   const struct algo_account *a)
{
	struct algo_replay_opt o = { .account = a,
				     .strategy = s,
				     .warmup = NAN,
				     .sink = { .ctx = t,
					       .equity = on_equity } };
	struct algo_err err = ALGO_ERR_INIT;
	double from = now();
	struct algo_replay *r = algo_replay_new(&o);
	size_t at, k;

	t->rows = 0;
	for (at = 0; at < t->n; at += ALGO_LANG_N) {
		const double *in[8];
		struct algo_tape tape = { .n = block(t, at),
					  .time = t->time + at,
					  .open = t->col[0] + at,
					  .high = t->col[1] + at,
					  .low = t->col[2] + at,
					  .close = t->col[3] + at,
					  .in = in };

		for (k = 0; k < algo_graph_inputs(s->graph); k++)
			in[k] = input(t, s->graph, k, at);
		if (algo_replay_tape(r, &tape, &err))
			exit(1);
	}
	if (algo_replay_end(r, &err))
		exit(1);
	algo_replay_free(r);
	return now() - from;
}

int main(int argc, char **argv)
{
	struct algo_strategy *cross, *given, *expr;
	struct algo_account a;
	struct tape t = { 0 };
	double best[4] = { INFINITY, INFINITY, INFINITY, INFINITY };
	int i, rounds = argc > 2 ? atoi(argv[2]) : 5;

	if (argc < 2 || load(argv[1], &t))
		return 2;
	t.given[0] = algo_zalloc(t.n, sizeof(double));
	t.given[1] = algo_zalloc(t.n, sizeof(double));
	t.equity = algo_zalloc(t.n, sizeof(double));
	cross = document(CROSS);
	given = document(GIVEN);
	expr = document(EXPR);
	evaluate(&t, cross, 1);
	algo_account_init(&a, 0);
	for (i = 0; i < rounds; i++) {
		best[0] = fmin(best[0], play(&t, cross, &a));
		best[1] = fmin(best[1], play(&t, given, &a));
		best[2] = fmin(best[2], evaluate(&t, expr, 0));
		best[3] = fmin(best[3], evaluate(&t, given, 0));
	}
	printf("cross %.2f\nreplay %.2f\nexpr %.2f\n",
	       1e9 * best[0] / (double)t.n,
	       1e9 * (best[1] - best[3]) / (double)t.n,
	       1e9 * best[2] / (double)t.n);
	return 0;
}
