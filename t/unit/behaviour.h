/* behaviour.h - two documents do the same: the same orders on the same bars */
#ifndef T_BEHAVIOUR_H
#define T_BEHAVIOUR_H

#include "cli.h"
#include <algo/run.h>

/* Daily, hourly, monthly. */
static const char *const behaviour_bars[] = { "GOOG", "EURUSD", "BTCUSD" };
#define BEHAVIOUR_BARS 3

/* The orders of a document on bars as CSV, with what was wrong behind them;
 * to free. */
__attribute__((unused)) static char *orders_of(const char *doc, size_t n,
					       const char *bars)
{
	struct algo_out *out = algo_out_mem((size_t)1 << 28);
	struct algo_run_opt opt = { .bars = bars,
				    .text = doc,
				    .len = n,
				    .file = "s.json",
				    .warmup = NAN,
				    .from = ALGO_WHEN_NONE,
				    .to = ALGO_WHEN_NONE,
				    .orders = out };
	struct algo_buf text = ALGO_BUF_INIT((size_t)1 << 28);
	struct algo_errs errs = { 0 };
	struct algo_run *run = algo_run_open(&opt, &errs);
	const char *p;

	if (run && algo_run_play(run, &errs) == 0) {
		p = algo_out_bytes(out, &n);
		algo_buf_add(&text, p, n);
	}
	for (size_t i = 0; i < errs.n; i++)
		if (errs.v[i].severity == ALGO_SEV_ERROR)
			algo_buf_addf(&text, "%s\n", errs.v[i].code);
	algo_buf_addc(&text, '\0');
	algo_run_free(run);
	algo_errs_release(&errs);
	algo_out_abort(out);
	return algo_buf_take(&text);
}

/* 1 when the two place the same orders on all bars; else the first difference
 * is noted. */
__attribute__((unused)) static int same_behaviour(const char *a, size_t na,
						  const char *b, size_t nb,
						  const char *shared)
{
	for (size_t i = 0; i < BEHAVIOUR_BARS; i++) {
		char path[512];
		char *x, *y;
		int same;

		snprintf(path, sizeof(path), "%s/data/%s.csv", shared,
			 behaviour_bars[i]);
		x = orders_of(a, na, path);
		y = orders_of(b, nb, path);
		same = same_csv(behaviour_bars[i], x, y);
		algo_free(x);
		algo_free(y);
		if (!same)
			return 0;
	}
	return 1;
}

#endif
