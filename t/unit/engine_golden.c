/* engine_golden.c - every case of golden/engine: actions replayed with the
 * compatible fill model give the same trades and equity, to the bit */
#include "tap.h"

#include <algo/engine.h>

#include <dirent.h>

struct column {
	double *v;
	size_t n;
};

struct run {
	struct algo_trade_row *trades;
	size_t ntrades;
	double *equity;
	size_t nequity;
};

static void on_trade(void *ctx, const struct algo_trade_row *t)
{
	struct run *r = ctx;

	r->trades = algo_realloc(r->trades, r->ntrades + 1, sizeof(*t));
	r->trades[r->ntrades++] = *t;
}

static void on_equity(void *ctx, const struct algo_equity_row *e)
{
	struct run *r = ctx;

	r->equity = algo_realloc(r->equity, r->nequity + 1, sizeof(double));
	r->equity[r->nequity++] = e->equity;
}

/* A numeric table: the columns named, ended by NULL. */
static int table(const char *path, const char *const *names, struct column *out)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	struct algo_csv *csv;
	struct algo_rows rows;
	size_t slot[16], i, k;
	int rc;

	if (algo_in_open(&in, path, &err))
		return -1;
	csv = algo_csv_open(&in, NULL, &err);
	if (!csv)
		return -1;
	for (i = 0; names[i]; i++) {
		slot[i] = algo_csv_want(
			csv,
			(size_t)algo_csv_find(csv, names[i], strlen(names[i])),
			ALGO_WANT_MAYBE);
		out[i].v = NULL;
		out[i].n = 0;
	}
	while ((rc = algo_csv_next(csv, &rows, &err)) > 0)
		for (i = 0; names[i]; i++) {
			out[i].v = algo_realloc(out[i].v, out[i].n + rows.n,
						sizeof(double));
			for (k = 0; k < rows.n; k++)
				out[i].v[out[i].n++] = rows.col[slot[i]][k];
		}
	if (rc < 0)
		note("%s: %s", path, err.msg);
	algo_csv_free(csv);
	algo_in_close(&in);
	return rc;
}

static void release(struct column *c, size_t n)
{
	while (n--)
		algo_free(c[n].v);
}

/* The callables of the reference, as expressions. */
static const char *fee_text(const char *name)
{
	if (strcmp(name, "per_share_min") == 0)
		return "max(1, 0.005 * abs(size))";
	if (strcmp(name, "short_surcharge") == 0)
		return "0.001 * abs(size) * price + (size < 0 ? 2 : 0)";
	return "0.001 * min(abs(size) * price, 5000) + "
	       "0.0005 * max(abs(size) * price - 5000, 0)";
}

static void set(struct algo_account *a, const char *key, const char *text)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_account_set(a, key, text, &err))
		note("%s %s: %s", key, text, err.msg);
}

static void set_fee(struct algo_account *a, const struct algo_json *v)
{
	struct algo_buf b = ALGO_BUF_INIT(256);
	size_t n;

	if (algo_json_type(v) == ALGO_J_ARR) {
		algo_buf_addnum(&b, algo_json_num(algo_json_at(v, 0)));
		algo_buf_addc(&b, ',');
		algo_buf_addnum(&b, algo_json_num(algo_json_at(v, 1)));
	} else if (algo_json_type(v) == ALGO_J_NUM) {
		algo_buf_addnum(&b, algo_json_num(v));
	} else {
		algo_buf_adds(&b, fee_text(algo_json_str(v, &n)));
	}
	set(a, "commission", algo_buf_str(&b));
	algo_buf_release(&b);
}

static void setup(struct algo_account *a, const struct algo_json *root)
{
	const struct algo_json *bt = algo_json_get(root, "backtest");
	const char *const nums[] = { "cash", "spread", "margin" };
	const char *cls = algo_json_str(
		algo_json_get(algo_json_get(root, "engine"), "cls"), NULL);
	size_t i;

	algo_account_init(a, 1);
	for (i = 0; i < 3; i++) {
		char text[ALGO_NUM_MAX + 1];

		text[algo_num_print(
			text, algo_json_num(algo_json_get(bt, nums[i])))] = 0;
		set(a, nums[i], text);
	}
	set_fee(a, algo_json_get(bt, "commission"));
	a->trade_on_close = algo_json_bool(algo_json_get(bt, "trade_on_close"));
	a->hedging = algo_json_bool(algo_json_get(bt, "hedging"));
	a->exclusive = algo_json_bool(algo_json_get(bt, "exclusive_orders"));
	if (algo_json_bool(algo_json_get(bt, "finalize_trades")))
		a->finalize = ALGO_FIN_OPEN;
	if (strcmp(cls, "FractionalBacktest") == 0)
		a->unit = 1e-6;
}

static void replay(const struct algo_account *a, const char *actions,
		   const struct column *c, int64_t first, struct run *r)
{
	struct algo_sink sink = { .ctx = r,
				  .trade = on_trade,
				  .equity = on_equity };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_broker *b = algo_broker_new(a, &sink);
	struct algo_actions *list;
	struct algo_in in;
	size_t i;

	if (algo_in_open(&in, actions, &err))
		note("%s", err.msg);
	list = algo_actions_read(&in, &err);
	algo_in_close(&in);
	for (i = 0; i < c[0].n; i++) {
		struct algo_bar bar = { (int64_t)i, c[0].v[i], c[1].v[i],
					c[2].v[i],  c[3].v[i], 0 };

		if (first < 0 || (int64_t)i < first) {
			algo_broker_skip(b, &bar);
			continue;
		}
		if (algo_broker_bar(b, &bar) &&
		    algo_actions_step(list, b, &err))
			note("bar %zu: %s", i, err.msg);
	}
	algo_broker_end(b);
	algo_actions_free(list);
	algo_broker_free(b);
}

static int same(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static int same_trades(const struct run *r, const struct column *t)
{
	size_t i, k;

	if (r->ntrades != t[0].n) {
		note("%zu trades, want %zu", r->ntrades, t[0].n);
		return 0;
	}
	for (i = 0; i < r->ntrades; i++) {
		const struct algo_trade_row *g = &r->trades[i];
		const double have[] = { (double)g->entry_bar,
					(double)g->exit_bar,
					g->size,
					g->entry_price,
					g->exit_price,
					g->sl,
					g->tp,
					g->pnl,
					g->commission };

		for (k = 0; k < 9; k++)
			if (!same(have[k], t[k].v[i])) {
				note("trade %zu field %zu: %.17g, want %.17g",
				     i, k, have[k], t[k].v[i]);
				return 0;
			}
		if (!near(g->return_pct, 100 * t[9].v[i], 1e-12))
			return 0;
	}
	return 1;
}

static int same_equity(const struct run *r, const struct column *e)
{
	size_t i;

	if (r->nequity != e->n) {
		note("%zu rows, want %zu", r->nequity, e->n);
		return 0;
	}
	for (i = 0; i < e->n; i++)
		if (r->equity[i] != e->v[i]) {
			note("equity of bar %zu: %.17g, want %.17g", i,
			     r->equity[i], e->v[i]);
			return 0;
		}
	return 1;
}

static const char *const bar_names[] = { "Open", "High", "Low", "Close", NULL };
static const char *const trade_names[] = {
	"EntryBar", "ExitBar", "Size",	     "EntryPrice", "ExitPrice", "SL",
	"TP",	    "PnL",     "Commission", "ReturnPct",  NULL
};
static const char *const equity_names[] = { "Equity", NULL };

static void one(const char *shared, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf text = ALGO_BUF_INIT(1 << 24);
	struct algo_json_doc *doc;
	const struct algo_json *root, *first;
	struct column bars[4], trades[10], equity[1];
	struct algo_account a;
	struct run r = { 0 };
	char path[600];
	const char *data;
	struct algo_in in;

	snprintf(path, sizeof(path), "%s/golden/engine/%s/case.json", shared,
		 name);
	if (algo_in_open(&in, path, &err) ||
	    algo_in_all(&in, 1 << 20, &text, &err))
		return;
	algo_in_close(&in);
	doc = algo_json_parse(text.data, text.len, path, &err);
	if (!doc) {
		ok(0, "%s: %s", name, err.msg);
		return;
	}
	root = algo_json_root(doc);
	data = algo_json_str(algo_json_get(root, "data"), NULL);
	if (strcmp(data, "data.csv") == 0)
		snprintf(path, sizeof(path), "%s/golden/engine/%s/data.csv",
			 shared, name);
	else
		snprintf(path, sizeof(path), "%s/data/%s.csv", shared, data);
	table(path, bar_names, bars);
	snprintf(path, sizeof(path), "%s/golden/engine/%s/trades.csv", shared,
		 name);
	table(path, trade_names, trades);
	snprintf(path, sizeof(path), "%s/golden/engine/%s/equity.csv", shared,
		 name);
	table(path, equity_names, equity);
	snprintf(path, sizeof(path), "%s/golden/engine/%s/actions.csv", shared,
		 name);
	setup(&a, root);
	first = algo_json_get(root, "first_bar");
	replay(&a, path, bars,
	       algo_json_type(first) == ALGO_J_NUM
		       ? (int64_t)algo_json_num(first)
		       : -1,
	       &r);
	ok(same_trades(&r, trades), "%s: trades", name);
	ok(same_equity(&r, equity), "%s: equity", name);
	algo_account_release(&a);
	algo_free(r.trades);
	algo_free(r.equity);
	release(bars, 4);
	release(trades, 10);
	release(equity, 1);
	algo_json_free(doc);
	algo_buf_release(&text);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	const char *shared = shared_dir();
	struct dirent **list;
	char path[512];
	int i, n;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(path, sizeof(path), "%s/golden/engine", shared);
	n = scandir(path, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] != '.' && strncmp(name, "grid_", 5) != 0)
			one(shared, name);
		free(list[i]);
	}
	free(list);
	return done();
}
