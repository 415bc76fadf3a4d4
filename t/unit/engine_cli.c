/* engine_cli.c - every single case of golden/engine through algo-run as a user
 * would: trades and equity to the bit, the library's own statistics */
#include "cli.h"
#include "grid.h"

#include <dirent.h>

enum { TRADES, EQUITY, RESULT, ERRORS, FILES };

struct place {
	const char *shared, *tmp;
	char out[FILES][600];
	char dir[600]; /* of the case */
	char bars[700];
	char actions[700];
};

static const struct algo_json *get(const struct algo_json *v, const char *k)
{
	return algo_json_get(v, k);
}

/* --- The command line ---------------------------------------------------- */

struct args {
	char *v[40];
	int n;
};

static void arg(struct args *a, const char *text)
{
	if (a->n < 39)
		a->v[a->n++] = algo_strdup(text);
}

static void option(struct args *a, const char *name, const char *text)
{
	arg(a, name);
	arg(a, text);
}

static void number(struct args *a, const char *name, double v)
{
	char text[ALGO_NUM_MAX + 1];

	text[algo_num_print(text, v)] = 0;
	option(a, name, text);
}

static void flag(struct args *a, const char *name, const struct algo_json *v)
{
	if (algo_json_bool(v))
		arg(a, name);
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

static void commission(struct args *a, const struct algo_json *v)
{
	struct algo_buf b = ALGO_BUF_INIT(256);

	if (algo_json_type(v) == ALGO_J_ARR) {
		algo_buf_addnum(&b, algo_json_num(algo_json_at(v, 0)));
		algo_buf_addc(&b, ',');
		algo_buf_addnum(&b, algo_json_num(algo_json_at(v, 1)));
	} else if (algo_json_type(v) == ALGO_J_NUM) {
		algo_buf_addnum(&b, algo_json_num(v));
	} else {
		algo_buf_adds(&b, fee_text(algo_json_str(v, NULL)));
	}
	option(a, "--commission", algo_buf_str(&b));
	algo_buf_release(&b);
}

static void account(struct args *a, const struct algo_json *root)
{
	const struct algo_json *bt = get(root, "backtest");
	const char *cls = algo_json_str(get(get(root, "engine"), "cls"), NULL);

	arg(a, "--compat=backtesting.py");
	number(a, "--cash", algo_json_num(get(bt, "cash")));
	commission(a, get(bt, "commission"));
	number(a, "--spread", algo_json_num(get(bt, "spread")));
	number(a, "--margin", algo_json_num(get(bt, "margin")));
	flag(a, "--trade-on-close", get(bt, "trade_on_close"));
	flag(a, "--exclusive", get(bt, "exclusive_orders"));
	flag(a, "--hedging", get(bt, "hedging"));
	flag(a, "--finalize=open", get(bt, "finalize_trades"));
	if (strcmp(cls, "FractionalBacktest") == 0)
		arg(a, "--fractional=1e-6");
}

static int run(const struct place *p, const struct algo_json *root)
{
	const struct algo_json *first = get(root, "first_bar");
	struct args a = { .n = 0 };
	int status;

	arg(&a, tool("algo-run"));
	account(&a, root);
	option(&a, "--actions", p->actions);
	number(&a, "--warmup",
	       algo_json_type(first) == ALGO_J_NUM ? algo_json_num(first) - 1
						   : 1000000);
	option(&a, "--data", p->bars);
	option(&a, "--trades", p->out[TRADES]);
	option(&a, "--equity", p->out[EQUITY]);
	option(&a, "-o", p->out[RESULT]);
	status = start(a.v, NULL, NULL, p->out[ERRORS]);
	while (a.n > 0)
		algo_free(a.v[--a.n]);
	return status;
}

/* --- Comparing ----------------------------------------------------------- */

static int equal(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

/* Bar numbers are read as numbers. */
static int same_time(const struct grid *mine, const char *name,
		     const struct grid *want, const char *as, size_t row)
{
	int64_t a = grid_time(mine, row, name), b = grid_time(want, row, as);

	return a != ALGO_WHEN_NONE && a == b;
}

static int same_trade(const struct grid *m, const struct grid *w, size_t i)
{
	static const char *const names[][2] = { { "entry_bar", "EntryBar" },
						{ "exit_bar", "ExitBar" },
						{ "entry_price", "EntryPrice" },
						{ "exit_price", "ExitPrice" },
						{ "sl", "SL" },
						{ "tp", "TP" },
						{ "pnl", "PnL" },
						{ "commission",
						  "Commission" } };
	double side = strcmp(grid_text(m, i, "side"), "short") == 0 ? -1 : 1;
	double want = grid_num(w, i, "ReturnPct");
	size_t k;
	int good = 1;

	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		double a = grid_num(m, i, names[k][0]);
		double b = grid_num(w, i, names[k][1]);

		if (equal(a, b))
			continue;
		note("trade %zu %s: %.17g, want %.17g", i, names[k][0], a, b);
		good = 0;
	}
	return good &&
	       side * grid_num(m, i, "size") == grid_num(w, i, "Size") &&
	       near(grid_num(m, i, "return_pct"), 100 * want, 1e-12) &&
	       same_time(m, "entry_time", w, "EntryTime", i) &&
	       same_time(m, "exit_time", w, "ExitTime", i);
}

static int same_equity(const struct grid *m, const struct grid *w, size_t i)
{
	return grid_num(m, i, "equity") == grid_num(w, i, "Equity") &&
	       same_time(m, "time", w, "Time", i);
}

static int same_table(const char *mine, const char *dir, const char *name,
		      int (*same)(const struct grid *m, const struct grid *w,
				  size_t i))
{
	struct grid m = { NULL, NULL, 0, 0 }, w = m;
	char path[700];
	int good;
	size_t i;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	good = grid_read(&m, mine) == 0 && grid_read(&w, path) == 0;
	if (good && m.rows != w.rows) {
		note("%s: %zu rows, want %zu", name, m.rows, w.rows);
		good = 0;
	}
	for (i = 0; good && i + 1 < w.rows; i++)
		if (!same(&m, &w, i)) {
			note("%s: row %zu differs", name, i);
			good = 0;
		}
	grid_free(&m);
	grid_free(&w);
	return good;
}

static int same_stat(const struct algo_json *a, const struct algo_json *b)
{
	double x, y;

	if (algo_json_type(a) != algo_json_type(b))
		return 0;
	if (algo_json_type(a) == ALGO_J_STR)
		return strcmp(algo_json_str(a, NULL), algo_json_str(b, NULL)) ==
		       0;
	if (algo_json_type(a) == ALGO_J_NULL)
		return 1;
	x = algo_json_num(a);
	y = algo_json_num(b);
	return fabs(x - y) <= fmax(1e-9 * fabs(y), 1e-12);
}

static int same_stats(const char *result, const struct algo_json *want)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *text = read_text(result);
	struct algo_json_doc *doc =
		text ? algo_json_parse(text, strlen(text), result, &err) : NULL;
	const struct algo_json *have =
		doc ? get(algo_json_root(doc), "compat") : NULL;
	size_t i, n = algo_json_count(want);
	int good = have && n > 0 && algo_json_count(have) == n;

	if (!good)
		note("no compat object, or not its %zu keys", n);
	for (i = 0; good && i < n; i++) {
		const struct algo_json *w = algo_json_at(want, i);
		const struct algo_json *h = get(have, algo_json_key(w));

		if (h && same_stat(h, w))
			continue;
		note("%s: %.17g, want %.17g", algo_json_key(w),
		     algo_json_num(h), algo_json_num(w));
		good = 0;
	}
	algo_json_free(doc);
	algo_free(text);
	return good;
}

/* --- Cases --------------------------------------------------------------- */

static void one(struct place *p, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *root;
	const char *data;
	char path[700], *text;
	int i;

	snprintf(p->dir, sizeof(p->dir), "%s/golden/engine/%s", p->shared,
		 name);
	snprintf(path, sizeof(path), "%s/case.json", p->dir);
	text = read_text(path);
	doc = text ? algo_json_parse(text, strlen(text), path, &err) : NULL;
	algo_free(text);
	if (!ok(doc != NULL, "%s: case.json %s", name, err.msg))
		return;
	root = algo_json_root(doc);
	data = algo_json_str(get(root, "data"), NULL);
	if (strcmp(data, "data.csv") == 0)
		snprintf(p->bars, sizeof(p->bars), "%s/data.csv", p->dir);
	else
		snprintf(p->bars, sizeof(p->bars), "%s/data/%s.csv", p->shared,
			 data);
	snprintf(p->actions, sizeof(p->actions), "%s/actions.csv", p->dir);
	for (i = 0; i < FILES; i++)
		remove(p->out[i]);
	if (ok(run(p, root) == 0, "%s: exit 0", name)) {
		ok(same_table(p->out[TRADES], p->dir, "trades.csv", same_trade),
		   "%s: trades", name);
		ok(same_table(p->out[EQUITY], p->dir, "equity.csv",
			      same_equity),
		   "%s: equity", name);
		ok(same_stats(p->out[RESULT], get(root, "stats_numeric")),
		   "%s: statistics", name);
	}
	algo_json_free(doc);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	static const char *const names[FILES] = { "trades.csv", "equity.csv",
						  "result.json", "errors" };
	static struct place p;
	struct dirent **list;
	char path[600];
	int i, n, cases = 0;

	p.shared = shared_dir();
	if (!p.shared)
		return skip_all("no reference data beside the project");
	if (access(tool("algo-run"), X_OK) != 0)
		return skip_all("no %s", tool("algo-run"));
	p.tmp = own_folder();
	for (i = 0; i < FILES; i++)
		snprintf(p.out[i], sizeof(p.out[i]), "%s/%s", p.tmp, names[i]);
	snprintf(path, sizeof(path), "%s/golden/engine", p.shared);
	n = scandir(path, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] != '.' && strncmp(name, "grid_", 5) != 0) {
			one(&p, name);
			cases++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	ok(cases >= 200, "%d cases", cases);
	for (i = 0; i < FILES; i++)
		remove(p.out[i]);
	rmdir(p.tmp);
	return done();
}
