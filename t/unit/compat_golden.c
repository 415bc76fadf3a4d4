/* compat_golden.c - every single case of golden/engine: its equity, closes and
 * trades give the library's own statistics, keys and order included */
#include "grid.h"
#include "tap.h"

#include <algo/stat.h>

#include <dirent.h>

static size_t compared;

static void feed_row(struct algo_compat *c, const struct grid *e,
		     const struct grid *bars, size_t i)
{
	struct algo_equity_row row = { .bar = (int64_t)i };

	row.time = grid_time(e, i, "Time");
	row.equity = grid_num(e, i, "Equity");
	row.close = grid_num(bars, i, "Close");
	algo_compat_row(c, &row);
}

static void feed_trades(struct algo_compat *c, const struct grid *g)
{
	size_t i;

	for (i = 0; i + 1 < g->rows; i++) {
		struct algo_trade_row t = {
			.size = grid_num(g, i, "Size"),
			.entry_bar = (int64_t)grid_num(g, i, "EntryBar"),
			.exit_bar = (int64_t)grid_num(g, i, "ExitBar"),
			.entry_time = grid_time(g, i, "EntryTime"),
			.exit_time = grid_time(g, i, "ExitTime"),
			.pnl = grid_num(g, i, "PnL"),
			.return_pct = 100 * grid_num(g, i, "ReturnPct"),
			.commission = grid_num(g, i, "Commission"),
		};

		algo_compat_trade(c, &t);
	}
}

static int same(const struct algo_json *a, const struct algo_json *b)
{
	double x, y;

	if (algo_json_type(a) != algo_json_type(b) ||
	    strcmp(algo_json_key(a), algo_json_key(b)) != 0)
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

static int compare(const char *name, const struct algo_json *have,
		   const struct algo_json *want)
{
	size_t i, n = algo_json_count(want), bad = 0;

	if (algo_json_count(have) != n) {
		note("%s: %zu keys, want %zu", name, algo_json_count(have), n);
		return 0;
	}
	for (i = 0; i < n; i++) {
		const struct algo_json *h = algo_json_at(have, i);
		const struct algo_json *w = algo_json_at(want, i);

		compared++;
		if (same(h, w))
			continue;
		bad++;
		note("%s: %s is %s%.17g, want %s %s%.17g", name,
		     algo_json_key(h), algo_json_str(h, NULL), algo_json_num(h),
		     algo_json_key(w), algo_json_str(w, NULL),
		     algo_json_num(w));
	}
	return bad == 0;
}

struct parts {
	struct grid equity, trades, bars;
	const struct algo_json *root;
	int64_t first;
};

/* told: the row before which the first bar is said; after the last: by
 * algo_compat_json alone. */
static int run(const char *name, const struct parts *p, size_t told)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	struct algo_compat *c;
	struct algo_jw w;
	size_t i;
	int good;

	c = algo_compat_new(strlen(grid_text(&p->equity, 0, "Time")) < 9);
	for (i = 0; i + 1 < p->equity.rows; i++) {
		if (i == told)
			algo_compat_start(c, p->first);
		feed_row(c, &p->equity, &p->bars, i);
	}
	feed_trades(c, &p->trades);
	algo_jw_init(&w, &out, 0);
	algo_compat_json(c, p->first, &w);
	doc = algo_json_parse(out.data, out.len, name, &err);
	good = doc && compare(name, algo_json_root(doc),
			      algo_json_get(p->root, "stats_numeric"));
	algo_json_free(doc);
	algo_compat_free(c);
	algo_buf_release(&out);
	return good;
}

static int read_parts(const char *folder, const char *shared, const char *name,
		      struct parts *p)
{
	const char *data = algo_json_str(algo_json_get(p->root, "data"), NULL);
	const struct algo_json *first = algo_json_get(p->root, "first_bar");
	char path[1024];
	int bad;

	p->first = algo_json_type(first) == ALGO_J_NUM
			   ? (int64_t)algo_json_num(first)
			   : -1;
	if (strcmp(data, "data.csv") == 0)
		snprintf(path, sizeof(path), "%s/%s/data.csv", folder, name);
	else
		snprintf(path, sizeof(path), "%s/data/%s.csv", shared, data);
	bad = grid_read(&p->bars, path);
	snprintf(path, sizeof(path), "%s/%s/equity.csv", folder, name);
	bad |= grid_read(&p->equity, path);
	snprintf(path, sizeof(path), "%s/%s/trades.csv", folder, name);
	bad |= grid_read(&p->trades, path);
	return bad;
}

static void one(const char *folder, const char *shared, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = NULL;
	struct parts p;
	char path[1024], *text;

	snprintf(path, sizeof(path), "%s/%s/case.json", folder, name);
	text = read_text(path);
	if (text)
		doc = algo_json_parse(text, strlen(text), path, &err);
	algo_free(text);
	if (!doc) {
		ok(0, "%s: %s", name, err.msg);
		return;
	}
	p.root = algo_json_root(doc);
	if (ok(read_parts(folder, shared, name, &p) == 0, "%s: files", name)) {
		ok(run(name, &p, SIZE_MAX), "%s", name);
		ok(run(name, &p, p.first > 0 ? (size_t)p.first / 2 : 0),
		   "%s, first bar told early", name);
		ok(run(name, &p, p.first > 0 ? (size_t)p.first : 1),
		   "%s, first bar told as it comes", name);
	}
	grid_free(&p.bars);
	grid_free(&p.equity);
	grid_free(&p.trades);
	algo_json_free(doc);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	const char *shared = shared_dir();
	struct dirent **list;
	char folder[512];
	int i, n, cases = 0;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(folder, sizeof(folder), "%s/golden/engine", shared);
	n = scandir(folder, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] != '.' && strncmp(name, "grid_", 5) != 0) {
			one(folder, shared, name);
			cases++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	ok(cases >= 200, "%d cases", cases);
	note("%zu statistics compared", compared);
	return done();
}
