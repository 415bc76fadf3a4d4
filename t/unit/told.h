/* told.h - for the tests of the engine: bars in memory through a replay, and
 * a recorder of what it tells */
#ifndef T_TOLD_H
#define T_TOLD_H

#include "tap.h"

#include <algo/engine.h>

#define BARS_MAX 700

struct bars {
	size_t n;
	int index; /* times are bar numbers */
	int64_t time[BARS_MAX];
	double open[BARS_MAX], high[BARS_MAX], low[BARS_MAX], close[BARS_MAX];
};

__attribute__((unused)) static void set(struct algo_account *a, const char *key,
					const char *text)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_account_set(a, key, text, &err))
		ok(0, "%s %s: %s", key, text, err.msg);
}

__attribute__((unused)) static struct algo_strategy *parse(const char *text)
{
	struct algo_strategy_opt opt = { .has_bars = 1, .fractional = 1 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s =
		algo_strategy_parse(text, strlen(text), &opt, &errs);

	if (!s)
		ok(0, "%s: %s", text, errs.v[0].msg);
	algo_errs_release(&errs);
	return s;
}

/* --- What a replay told -------------------------------------------------- */

struct told {
	struct algo_order_row *order;
	struct algo_trade_row *trade;
	struct algo_equity_row *equity;
	size_t norders, ntrades, nequity;
	size_t order_cap, trade_cap, equity_cap;
	int rc;
	int64_t first;
	size_t open;
};

#define TELL(member, type)                                                 \
	__attribute__((unused)) static void tell_##member(void *ctx,       \
							  const type *row) \
	{                                                                  \
		struct told *t = ctx;                                      \
		void *v = t->member;                                       \
                                                                           \
		algo_grow(&v, &t->member##_cap, TELL_N(member) + 1,        \
			  sizeof(*row));                                   \
		t->member = v;                                             \
		t->member[TELL_N(member)++] = *row;                        \
	}
#define TELL_N(member) t->TELL_N_##member
#define TELL_N_order norders
#define TELL_N_trade ntrades
#define TELL_N_equity nequity
TELL(order, struct algo_order_row)
TELL(trade, struct algo_trade_row)
TELL(equity, struct algo_equity_row)

__attribute__((unused)) static void told_free(struct told *t)
{
	algo_free(t->order);
	algo_free(t->trade);
	algo_free(t->equity);
	memset(t, 0, sizeof(*t));
}

/* --- Replaying ----------------------------------------------------------- */

struct play {
	const struct bars *bars;
	const struct algo_account *account;
	struct algo_strategy *strategy; /* or */
	const char *actions;		/* text, or */
	const double *signal;
	size_t n; /* bars to play */
};

__attribute__((unused)) static const double *input(const struct bars *b,
						   const char *name)
{
	if (strcmp(name, "open") == 0)
		return b->open;
	if (strcmp(name, "high") == 0)
		return b->high;
	return strcmp(name, "low") == 0 ? b->low : b->close;
}

/* Feeds the bars in tapes of block bars. */
__attribute__((unused)) static int feed(const struct play *p, size_t block,
					struct algo_replay *r,
					struct algo_err *err)
{
	const struct bars *b = p->bars;
	size_t at, k;

	for (at = 0; at < p->n; at += block) {
		const double *in[8] = { NULL };
		struct algo_tape t = { .time = b->time + at,
				       .index = b->index,
				       .open = b->open + at,
				       .high = b->high + at,
				       .low = b->low + at,
				       .close = b->close + at,
				       .in = in };

		t.signal = p->signal ? p->signal + at : NULL;
		t.n = p->n - at < block ? p->n - at : block;
		for (k = 0;
		     p->strategy && k < algo_graph_inputs(p->strategy->graph);
		     k++)
			in[k] = input(b,
				      algo_graph_input(p->strategy->graph, k)) +
				at;
		if (algo_replay_tape(r, &t, err))
			return -1;
	}
	return algo_replay_end(r, err);
}

__attribute__((unused)) static void play(const struct play *p, size_t block,
					 struct told *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_replay_opt opt = { .account = p->account,
				       .strategy = p->strategy,
				       .signals = p->signal != NULL,
				       .warmup = NAN,
				       .sink = { t, tell_order, tell_trade,
						 tell_equity } };
	struct algo_replay *r;
	struct algo_in in;

	memset(t, 0, sizeof(*t));
	if (p->actions) {
		algo_in_mem(&in, "actions", p->actions, strlen(p->actions));
		opt.actions = algo_actions_read(&in, &err);
		algo_in_close(&in);
		if (!opt.actions)
			ok(0, "actions: %s", err.msg);
	}
	r = algo_replay_new(&opt);
	t->rc = feed(p, block, r, &err);
	t->first = algo_replay_first(r);
	t->open = algo_replay_open_trades(r);
	algo_replay_free(r);
	algo_actions_free(opt.actions);
}

#endif
