/* replay.c - replay FILE [ROUNDS]: the SMA cross over bars in memory, the
 * result not printed; prints the fastest round in ms */
#define _DEFAULT_SOURCE
#include <algo/engine.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DOC                                                                \
	"{\"algo\":1,\"entry\":{\"long\":\"crossover(sma(10),sma(20))\"}," \
	"\"exit\":{\"long\":\"crossunder(sma(10),sma(20))\"}}"

struct tape {
	int64_t *time;
	double *col[4];
	size_t n;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
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

static double sum;

static void on_equity(void *ctx, const struct algo_equity_row *row)
{
	(void)ctx;
	sum += row->equity;
}

static double play(const struct tape *t, struct algo_strategy *s,
		   const struct algo_account *a)
{
	struct algo_replay_opt o = { .account = a,
				     .strategy = s,
				     .warmup = NAN,
				     .sink = { .equity = on_equity } };
	struct algo_err err = ALGO_ERR_INIT;
	double from = now();
	struct algo_replay *r = algo_replay_new(&o);
	size_t at, k;

	for (at = 0; at < t->n; at += ALGO_LANG_N) {
		const double *in[8];
		struct algo_tape tape = { .time = t->time + at,
					  .open = t->col[0] + at,
					  .high = t->col[1] + at,
					  .low = t->col[2] + at,
					  .close = t->col[3] + at,
					  .in = in };

		tape.n = t->n - at < ALGO_LANG_N ? t->n - at : ALGO_LANG_N;
		for (k = 0; k < algo_graph_inputs(s->graph); k++)
			in[k] = tape.close;
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
	struct algo_errs errs = { 0 };
	struct algo_strategy_opt so = { .has_bars = 1 };
	struct algo_strategy *s;
	struct algo_account a;
	struct tape t = { 0 };
	double best = INFINITY;
	int i, rounds = argc > 2 ? atoi(argv[2]) : 5;

	if (argc < 2 || load(argv[1], &t))
		return 2;
	s = algo_strategy_parse(DOC, strlen(DOC), &so, &errs);
	algo_account_init(&a, 0);
	for (i = 0; s && i < rounds; i++)
		best = fmin(best, play(&t, s, &a));
	printf("%.3f\n", 1e3 * best);
	return 0;
}
