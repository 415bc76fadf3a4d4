/* actions.c - fuzz target: any bytes as an action log, which then is replayed
 * with both fill models; the first byte sets the account */
#include "fuzz.h"
#include <algo/engine.h>
#include <math.h>

#define BARS 40

struct seen {
	size_t rows;
	int compat;
};

/* backtesting.py trades on the close before, after stops of the bar. */
static void on_trade(void *ctx, const struct algo_trade_row *t)
{
	struct seen *s = ctx;

	must(t->exit_bar >= t->entry_bar - (s->compat != 0) && t->size != 0);
	s->rows++;
}

static void on_equity(void *ctx, const struct algo_equity_row *e)
{
	struct seen *s = ctx;

	must(e->bar >= 0 && e->bar < BARS);
	must(!(e->peak < e->equity));
	s->rows++;
}

static void replay(struct algo_actions *a, unsigned flags)
{
	struct seen seen = { 0, flags & 1 };
	struct algo_sink sink = { &seen, NULL, on_trade, on_equity };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_account account;
	struct algo_broker *b;

	algo_account_init(&account, flags & 1);
	account.hedging = !!(flags & 2);
	account.exclusive = !!(flags & 4);
	account.trade_on_close = !!(flags & 8);
	account.margin = flags & 16 ? 0.05 : 1;
	account.unit = flags & 32 ? 1e-8 : 1;
	account.spread = flags & 64 ? 0.01 : 0;
	b = algo_broker_new(&account, &sink);
	for (int64_t i = 0; i < BARS; i++) {
		double p = 100 + (double)(i * i % 37);
		struct algo_bar bar = { i, p, p + 4, p - 3, p + 1, 10 };

		if (algo_broker_bar(b, &bar) && algo_actions_step(a, b, &err)) {
			told(&err);
			break;
		}
	}
	algo_broker_end(b);
	must(seen.rows > 0);
	algo_broker_free(b);
	algo_account_release(&account);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_actions *a;
	struct algo_in in;
	unsigned flags = size ? data[0] : 0;

	algo_in_mem(&in, "fuzz", data + (size > 0), size - (size > 0));
	a = algo_actions_read(&in, &err);
	if (a)
		replay(a, flags);
	else
		told(&err);
	algo_actions_free(a);
	algo_in_close(&in);
	return 0;
}
