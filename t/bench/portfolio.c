/* portfolio.c - portfolio [SYMBOLS [TIMES [ROUNDS]]]: the SMA cross of several
 * symbols in one account, bars in memory; prints ns a bar and symbol of the
 * fastest round, in time of the processor */
#define _DEFAULT_SOURCE
#include <algo/engine.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DOC                                                                \
	"{\"algo\":1,\"entry\":{\"long\":\"crossover(sma(10),sma(20))\"}," \
	"\"exit\":{\"long\":\"crossunder(sma(10),sma(20))\"},"             \
	"\"risk\":{\"size\":0.01}}"

struct bars {
	size_t symbols, times;
	char (*name)[24];
	const char **names;
	int64_t *time;
	double *col[4]; /* by symbol, then time */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Walks of their own, days apart. */
static void make(struct bars *b)
{
	uint32_t seed = 7;
	size_t s, i, k, n = b->symbols * b->times;

	b->name = algo_zalloc(b->symbols, sizeof(*b->name));
	b->names = algo_zalloc(b->symbols, sizeof(*b->names));
	b->time = algo_zalloc(b->times, sizeof(*b->time));
	for (k = 0; k < 4; k++)
		b->col[k] = algo_zalloc(n, sizeof(double));
	for (i = 0; i < b->times; i++)
		b->time[i] = (int64_t)i * ALGO_DAY_US;
	for (s = 0; s < b->symbols; s++) {
		double p = 100;

		snprintf(b->name[s], sizeof(b->name[s]), "S%zu", s);
		b->names[s] = b->name[s];
		for (i = s * b->times; i < (s + 1) * b->times; i++) {
			seed = seed * 1664525u + 1013904223u;
			b->col[0][i] = p;
			p *= 1 + ((double)(seed >> 8) / 0x1p24 - 0.5) / 50;
			b->col[3][i] = p;
			b->col[1][i] = fmax(p, b->col[0][i]) * 1.005;
			b->col[2][i] = fmin(p, b->col[0][i]) * 0.995;
		}
	}
}

static double sum;

static void on_equity(void *ctx, const struct algo_equity_row *row)
{
	(void)ctx;
	sum += row->equity;
}

static void feed(const struct bars *b, struct algo_replay *r,
		 struct algo_tape *of, const double **in)
{
	size_t n = 65536 / b->symbols, at, s;
	struct algo_err err = ALGO_ERR_INIT;

	n = n < 16 ? 16 : n > ALGO_LANG_N ? ALGO_LANG_N : n;
	for (at = 0; at < b->times; at += n) {
		struct algo_tapes t = { .time = b->time + at, .of = of };

		t.n = b->times - at < n ? b->times - at : n;
		for (s = 0; s < b->symbols; s++) {
			size_t i = s * b->times + at;

			in[s] = b->col[3] + i;
			of[s] = (struct algo_tape){ .n = t.n,
						    .time = t.time,
						    .open = b->col[0] + i,
						    .high = b->col[1] + i,
						    .low = b->col[2] + i,
						    .close = b->col[3] + i,
						    .in = &in[s] };
		}
		if (algo_replay_tapes(r, &t, &err))
			exit(1);
	}
	if (algo_replay_end(r, &err))
		exit(1);
}

static double play(const struct bars *b, struct algo_strategy *s,
		   const struct algo_account *a)
{
	struct algo_replay_opt o = { .account = a,
				     .strategy = s,
				     .warmup = NAN,
				     .symbols = b->names,
				     .nsymbols = b->symbols,
				     .sink = { .equity = on_equity } };
	struct algo_tape *of = algo_zalloc(b->symbols, sizeof(*of));
	const double **in = algo_zalloc(b->symbols, sizeof(*in));
	double from = now();
	struct algo_replay *r = algo_replay_new(&o);

	feed(b, r, of, in);
	algo_replay_free(r);
	algo_free(of);
	algo_free(in);
	return now() - from;
}

static size_t number(int argc, char **argv, int i, size_t otherwise)
{
	return argc > i ? strtoul(argv[i], NULL, 10) : otherwise;
}

int main(int argc, char **argv)
{
	struct bars b = { .symbols = number(argc, argv, 1, 500),
			  .times = number(argc, argv, 2, 2500) };
	size_t i, rounds = number(argc, argv, 3, 5);
	struct algo_errs errs = { 0 };
	struct algo_strategy_opt so = { .has_bars = 1 };
	struct algo_strategy *s;
	struct algo_account a;
	double best = INFINITY;

	if (b.symbols == 0 || b.times == 0)
		return 2;
	s = algo_strategy_parse(DOC, strlen(DOC), &so, &errs);
	algo_account_init(&a, 0);
	a.cash = 1e7;
	make(&b);
	for (i = 0; s && i < rounds; i++)
		best = fmin(best, play(&b, s, &a));
	printf("%.1f ns a bar and symbol (%.6g)\n",
	       1e9 * best / (double)b.symbols / (double)b.times, sum);
	return 0;
}
