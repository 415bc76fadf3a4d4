/* metrics_golden.c - every case of golden/metrics: the same keys, values and
 * flags, through the library; stat_cli.c has them through the tool */
#include "grid.h"
#include "tap.h"

#include <algo/stat.h>

#include <dirent.h>

static const char *const loose_keys[] = { "skewness",	"kurtosis_excess",
					  "autocorr_1", "stability",
					  "alpha_pct",	"psr",
					  NULL };

static size_t compared;

static int among(const char *const *list, const char *key)
{
	for (; *list; list++)
		if (strcmp(*list, key) == 0)
			return 1;
	return 0;
}

static double number(const struct algo_json *options, const char *key,
		     double none)
{
	const struct algo_json *v = algo_json_get(options, key);

	return v ? algo_json_num(v) : none;
}

static const char *word(const struct algo_json *options, const char *key)
{
	const struct algo_json *v = algo_json_get(options, key);

	return v ? algo_json_str(v, NULL) : "";
}

static void set_options(struct algo_stat_opt *so, const struct algo_json *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	const char *start = word(o, "day_start");
	const char *tz = word(o, "tz");

	so->periods_per_year = number(o, "periods_per_year", NAN);
	so->rf = number(o, "rf", 0);
	so->mar = number(o, "mar", 0);
	if (*tz)
		so->zone = algo_zone_open(tz, &err);
	if (*start)
		so->day_start = (strtol(start, NULL, 10) * 60 +
				 strtol(start + 3, NULL, 10)) *
				60 * ALGO_US;
}

static void feed_rows(struct algo_stat *s, const struct grid *g)
{
	size_t i;

	for (i = 0; i + 1 < g->rows; i++) {
		struct algo_stat_row row = {
			.time = grid_time(g, i, "time"),
			.equity = grid_num(g, i, "equity"),
			.long_value = grid_num(g, i, "long"),
			.short_value = grid_num(g, i, "short"),
			.close = NAN,
		};
		double x = grid_num(g, i, "exposure");

		if (isnan(row.long_value) && !isnan(x)) {
			row.long_value = fmax(x, 0) * row.equity;
			row.short_value = fmax(-x, 0) * row.equity;
		}
		algo_stat_row(s, &row);
	}
}

static void feed_trades(struct algo_stat *s, const struct grid *g)
{
	size_t i;

	algo_stat_trades(s);
	for (i = 0; i + 1 < g->rows; i++) {
		int sell = strcmp(grid_text(g, i, "side"), "short") == 0;
		struct algo_stat_trade t = {
			.entry_time = grid_time(g, i, "entry_time"),
			.exit_time = grid_time(g, i, "exit_time"),
			.size = grid_num(g, i, "size") * (sell ? -1 : 1),
			.entry_price = grid_num(g, i, "entry_price"),
			.exit_price = grid_num(g, i, "exit_price"),
			.sl = grid_num(g, i, "sl"),
			.pnl = grid_num(g, i, "pnl"),
			.return_pct = grid_num(g, i, "return_pct"),
			.commission = grid_num(g, i, "commission"),
			.bars = grid_num(g, i, "bars"),
			.mae_pct = grid_num(g, i, "mae_pct"),
			.mfe_pct = grid_num(g, i, "mfe_pct"),
		};

		algo_stat_trade(s, &t);
	}
}

static void feed_benchmark(struct algo_stat *s, const struct grid *g)
{
	size_t i;

	algo_stat_benchmark(s);
	for (i = 0; i + 1 < g->rows; i++)
		algo_stat_benchmark_row(s, grid_time(g, i, "time"),
					grid_num(g, i, "equity"));
}

static int same(const struct algo_json *have, const struct algo_json *want,
		const char *key)
{
	double rel = among(loose_keys, key) ? 1e-8 : 1e-9;
	double a, b;

	if (!have || algo_json_type(have) != algo_json_type(want))
		return 0;
	if (algo_json_type(want) == ALGO_J_STR)
		return strcmp(algo_json_str(have, NULL),
			      algo_json_str(want, NULL)) == 0;
	if (algo_json_type(want) == ALGO_J_NULL)
		return 1;
	a = algo_json_num(have);
	b = algo_json_num(want);
	return fabs(a - b) <= fmax(rel * fabs(b), 1e-12);
}

static void compare(const char *name, const struct algo_json *have,
		    const struct algo_json *want)
{
	const struct algo_json *a = algo_json_get(have, "metrics");
	const struct algo_json *b = algo_json_get(want, "metrics");
	size_t i, n = algo_json_count(b), bad = 0, known = 0;

	for (i = 0; i < n; i++) {
		const struct algo_json *w = algo_json_at(b, i);
		const char *key = algo_json_key(w);
		const struct algo_json *h = algo_json_get(a, key);

		known++;
		compared++;
		if (same(h, w, key))
			continue;
		bad++;
		if (h)
			note("%s: %s is %s %.17g, want %s %.17g", name, key,
			     algo_json_str(h, NULL), algo_json_num(h),
			     algo_json_str(w, NULL), algo_json_num(w));
		else
			note("%s: %s is missing", name, key);
	}
	ok(bad == 0, "%s: %zu values", name, known);
	ok(algo_json_count(a) == known, "%s: no other keys", name);
}

static void compare_flags(const char *name, const struct algo_json *have,
			  const struct algo_json *want)
{
	const struct algo_json *a = algo_json_get(have, "flags");
	const struct algo_json *b = algo_json_get(want, "flags");
	size_t i, n = algo_json_count(b), bad = algo_json_count(a) != n;

	for (i = 0; i < n && !bad; i++)
		bad += strcmp(algo_json_str(algo_json_at(a, i), NULL),
			      algo_json_str(algo_json_at(b, i), NULL)) != 0;
	ok(!bad, "%s: %zu flags", name, n);
}

static struct algo_json_doc *parse(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *text = read_text(path);
	struct algo_json_doc *doc =
		text ? algo_json_parse(text, strlen(text), path, &err) : NULL;

	algo_free(text);
	return doc;
}

static void one(const char *folder, const char *name)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat_opt so = { 0 };
	struct algo_json_doc *jcase, *jwant, *jhave;
	struct algo_stat *s;
	struct algo_jw w;
	struct grid rows, trades, bench;
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s/case.json", folder, name);
	jcase = parse(path);
	snprintf(path, sizeof(path), "%s/%s/metrics.json", folder, name);
	jwant = parse(path);
	snprintf(path, sizeof(path), "%s/%s/equity.csv", folder, name);
	if (!jcase || !jwant || grid_read(&rows, path)) {
		ok(0, "%s: cannot be read", name);
		return;
	}
	set_options(&so, algo_json_get(algo_json_root(jcase), "options"));
	so.index = strlen(grid_text(&rows, 0, "time")) < 9;
	s = algo_stat_new(&so);
	feed_rows(s, &rows);
	snprintf(path, sizeof(path), "%s/%s/trades.csv", folder, name);
	if (!grid_read(&trades, path))
		feed_trades(s, &trades);
	snprintf(path, sizeof(path), "%s/%s/benchmark.csv", folder, name);
	if (!grid_read(&bench, path))
		feed_benchmark(s, &bench);
	ok(algo_stat_done(s, &err) == 0, "%s: %s", name, err.msg);
	algo_jw_init(&w, &out, 0);
	algo_jw_obj(&w);
	algo_stat_json(s, ALGO_WHICH_ALL, &w);
	algo_jw_obj_end(&w);
	jhave = algo_json_parse(out.data, out.len, name, &err);
	if (ok(jhave != NULL, "%s: valid JSON %s", name, err.msg)) {
		compare(name, algo_json_root(jhave), algo_json_root(jwant));
		compare_flags(name, algo_json_root(jhave),
			      algo_json_root(jwant));
	}
	algo_json_free(jhave);
	algo_json_free(jwant);
	algo_json_free(jcase);
	algo_stat_free(s);
	algo_zone_free(so.zone);
	grid_free(&rows);
	grid_free(&trades);
	grid_free(&bench);
	algo_buf_release(&out);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	const char *shared = shared_dir();
	struct dirent **list;
	char folder[512], probe[800];
	int i, n, cases = 0;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(folder, sizeof(folder), "%s/golden/metrics", shared);
	n = scandir(folder, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		FILE *f;

		snprintf(probe, sizeof(probe), "%s/%s/case.json", folder,
			 list[i]->d_name);
		f = fopen(probe, "r");
		if (f) {
			fclose(f);
			one(folder, list[i]->d_name);
			cases++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	ok(cases >= 34, "%d cases", cases);
	note("%zu values compared", compared);
	return done();
}
