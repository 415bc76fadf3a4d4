/* engine_case.h - a case of golden/engine: its account as options, and what a
 * run gave compared with what it must give */
#ifndef T_ENGINE_CASE_H
#define T_ENGINE_CASE_H

#include "grid.h"
#include "tap.h"

#include <algo/run.h>

struct engine_case {
	char dir[600];
	char bars[700];
	struct algo_json_doc *doc;
	const struct algo_json *root;
	struct algo_choice choice[12]; /* besides compat */
	size_t nchoice;
};

__attribute__((unused)) static const struct algo_json *
get(const struct algo_json *v, const char *key)
{
	return algo_json_get(v, key);
}

/* --- The account --------------------------------------------------------- */

/* The callables of the reference, as expressions. */
__attribute__((unused)) static const char *fee_text(const char *name)
{
	if (strcmp(name, "per_share_min") == 0)
		return "max(1, 0.005 * abs(size))";
	if (strcmp(name, "short_surcharge") == 0)
		return "0.001 * abs(size) * price + (size < 0 ? 2 : 0)";
	return "0.001 * min(abs(size) * price, 5000) + "
	       "0.0005 * max(abs(size) * price - 5000, 0)";
}

/* Takes the text. */
static void case_choice(struct engine_case *c, const char *key, char *text)
{
	c->choice[c->nchoice++] = (struct algo_choice){ key, text };
}

static char *number_text(double v)
{
	char text[ALGO_NUM_MAX + 1];

	text[algo_num_print(text, v)] = 0;
	return algo_strdup(text);
}

static char *commission_text(const struct algo_json *v)
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
	return algo_buf_take(&b);
}

static void case_account(struct engine_case *c)
{
	static const char *const numbers[] = { "cash", "spread", "margin" };
	static const char *const flags[][2] = {
		{ "trade-on-close", "trade_on_close" },
		{ "exclusive", "exclusive_orders" },
		{ "hedging", "hedging" }
	};
	const struct algo_json *bt = get(c->root, "backtest");
	const char *cls =
		algo_json_str(get(get(c->root, "engine"), "cls"), NULL);
	size_t i;

	for (i = 0; i < 3; i++)
		case_choice(c, numbers[i],
			    number_text(algo_json_num(get(bt, numbers[i]))));
	case_choice(c, "commission", commission_text(get(bt, "commission")));
	for (i = 0; i < 3; i++)
		if (algo_json_bool(get(bt, flags[i][1])))
			case_choice(c, flags[i][0], algo_strdup("true"));
	if (algo_json_bool(get(bt, "finalize_trades")))
		case_choice(c, "finalize", algo_strdup("open"));
	if (strcmp(cls, "FractionalBacktest") == 0)
		case_choice(c, "fractional", algo_strdup("1e-6"));
}

/* --- Reading ------------------------------------------------------------- */

__attribute__((unused)) static void case_free(struct engine_case *c)
{
	union {
		const char *in;
		char *out;
	} u;

	while (c->nchoice > 0) {
		u.in = c->choice[--c->nchoice].text;
		algo_free(u.out);
	}
	algo_json_free(c->doc);
}

/* 0; -1 when the case cannot be read (a failed check). */
__attribute__((unused)) static int
case_read(struct engine_case *c, const char *shared, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	char path[700], *text;
	const char *data;

	memset(c, 0, sizeof(*c));
	snprintf(c->dir, sizeof(c->dir), "%s/golden/engine/%s", shared, name);
	snprintf(path, sizeof(path), "%s/case.json", c->dir);
	text = read_text(path);
	c->doc = text ? algo_json_parse(text, strlen(text), path, &err) : NULL;
	algo_free(text);
	if (!ok(c->doc != NULL, "%s: case.json %s", name, err.msg))
		return -1;
	c->root = algo_json_root(c->doc);
	data = algo_json_str(get(c->root, "data"), NULL);
	if (strcmp(data, "data.csv") == 0)
		snprintf(c->bars, sizeof(c->bars), "%s/data.csv", c->dir);
	else
		snprintf(c->bars, sizeof(c->bars), "%s/data/%s.csv", shared,
			 data);
	case_account(c);
	return 0;
}

/* What a run is asked about metrics: nothing.  To release. */
__attribute__((unused)) static void plain_setup(struct algo_stat_setup *u)
{
	const struct algo_stat_ask ask = ALGO_STAT_ASK_INIT;
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_stat_setup(u, &ask, ALGO_WHICH_RESULT, &err))
		ok(0, "metrics: %s", err.msg);
}

/* --- Comparing ----------------------------------------------------------- */

/* rel 0: to the bit. */
static int agree(double a, double b, double rel)
{
	return a == b || (isnan(a) && isnan(b)) || (rel > 0 && near(a, b, rel));
}

/* Bar numbers are read as numbers. */
static int same_time(const struct grid *mine, const char *name,
		     const struct grid *want, const char *as, size_t row)
{
	int64_t a = grid_time(mine, row, name), b = grid_time(want, row, as);

	return a != ALGO_WHEN_NONE && a == b;
}

static int same_trade(const struct grid *m, const struct grid *w, size_t i,
		      double rel)
{
	static const struct {
		const char *mine, *want;
		int exact;
	} names[] = { { "entry_bar", "EntryBar", 1 },
		      { "exit_bar", "ExitBar", 1 },
		      { "entry_price", "EntryPrice", 0 },
		      { "exit_price", "ExitPrice", 0 },
		      { "sl", "SL", 0 },
		      { "tp", "TP", 0 },
		      { "pnl", "PnL", 0 },
		      { "commission", "Commission", 0 } };
	double side = strcmp(grid_text(m, i, "side"), "short") == 0 ? -1 : 1;
	double want = grid_num(w, i, "ReturnPct");
	size_t k;
	int good = 1;

	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		double a = grid_num(m, i, names[k].mine);
		double b = grid_num(w, i, names[k].want);

		if (agree(a, b, names[k].exact ? 0 : rel))
			continue;
		note("trade %zu %s: %.17g, want %.17g", i, names[k].mine, a, b);
		good = 0;
	}
	return good &&
	       agree(side * grid_num(m, i, "size"), grid_num(w, i, "Size"),
		     rel) &&
	       near(grid_num(m, i, "return_pct"), 100 * want,
		    fmax(rel, 1e-12)) &&
	       same_time(m, "entry_time", w, "EntryTime", i) &&
	       same_time(m, "exit_time", w, "ExitTime", i);
}

static int same_equity(const struct grid *m, const struct grid *w, size_t i,
		       double rel)
{
	return agree(grid_num(m, i, "equity"), grid_num(w, i, "Equity"), rel) &&
	       same_time(m, "time", w, "Time", i);
}

/* Compares a table of ours, whose text is taken, with NAME of the case. */
static int same_table(const struct engine_case *c, char *mine, const char *name,
		      int (*same)(const struct grid *m, const struct grid *w,
				  size_t i, double rel),
		      double rel)
{
	struct grid m = { NULL, NULL, 0, 0 }, w = m;
	char path[700];
	int good;
	size_t i;

	snprintf(path, sizeof(path), "%s/%s", c->dir, name);
	good = mine && grid_read(&w, path) == 0;
	if (mine)
		grid_take(&m, mine);
	if (good && m.rows != w.rows) {
		note("%s: %zu rows, want %zu", name, m.rows, w.rows);
		good = 0;
	}
	for (i = 0; good && i + 1 < w.rows; i++)
		if (!same(&m, &w, i, rel)) {
			note("%s: row %zu differs", name, i);
			good = 0;
		}
	grid_free(&m);
	grid_free(&w);
	return good;
}

__attribute__((unused)) static int same_trades_csv(const struct engine_case *c,
						   char *mine, double rel)
{
	return same_table(c, mine, "trades.csv", same_trade, rel);
}

__attribute__((unused)) static int same_equity_csv(const struct engine_case *c,
						   char *mine, double rel)
{
	return same_table(c, mine, "equity.csv", same_equity, rel);
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

/* The library's own statistics in a result document. */
__attribute__((unused)) static int same_stats(const char *result,
					      const struct algo_json *want)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc =
		result ? algo_json_parse(result, strlen(result), NULL, &err)
		       : NULL;
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
	return good;
}

#endif
