/* metrics.c - the table of metrics: its rows in themselves and against
 * METRICS.md */
#include "grid.h"
#include "tap.h"

#include <algo/stat.h>

static const struct algo_metric *metric(const char *name)
{
	return algo_metric_find(name, strlen(name));
}

static void test_table(void)
{
	static const char *const shorts[][2] = {
		{ "sharpe", "sharpe_ratio" },
		{ "sortino", "sortino_ratio" },
		{ "calmar", "calmar_ratio" },
		{ "omega", "omega_ratio" },
		{ "cagr", "cagr_pct" },
		{ "total_return", "return_pct" },
		{ "total_trades", "num_trades" },
		{ "max_drawdown", "max_drawdown_pct" },
		{ "volatility", "annual_volatility_pct" },
	};
	size_t i, k, n = algo_metric_count();

	for (i = 0; i < n; i++) {
		const struct algo_metric *m = algo_metric_at(i);
		size_t bad = strlen(m->name) < 3 || !*m->title || !*m->formula;

		for (k = 0; k < i; k++)
			bad += strcmp(algo_metric_at(k)->name, m->name) == 0;
		bad += m->name[strspn(m->name, "abcdefghijklmnopqrstuvwxyz_"
					       "0123456789")] != 0;
		k = strlen(m->name);
		bad += k > 4 && strcmp(m->name + k - 4, "_pct") == 0 &&
		       strcmp(m->unit, "%") != 0;
		bad += k > 5 && strcmp(m->name + k - 5, "_days") == 0 &&
		       strcmp(m->unit, "days") != 0 &&
		       strcmp(m->unit, "count") != 0;
		bad += strchr(m->formula, '\n') != NULL;
		bad += m->better < -1 || m->better > 1;
		ok(!bad && metric(m->name) == m, "row of %s", m->name);
	}
	ok(!algo_metric_at(n), "the table ends");
	ok(!metric("beta2") && !metric("") && !metric("Sharpe"), "unknown");
	for (i = 0; i < sizeof(shorts) / sizeof(shorts[0]); i++)
		ok(metric(shorts[i][0]) && strcmp(metric(shorts[i][0])->name,
						  shorts[i][1]) == 0,
		   "%s is %s", shorts[i][0], shorts[i][1]);
	ok(strcmp(algo_metric_near("sharp_ratio", 11), "sharpe_ratio") == 0,
	   "did you mean");
	ok(!algo_metric_near("zzzzzzzz", 8), "no, nothing like it");
}

#define STAR "\xe2\x98\x85"

/* One name of METRICS.md: is it a row, and marked as it should be? */
static int check_key(const char *key, size_t n, int star)
{
	const struct algo_metric *m = algo_metric_find(key, n);

	return ok(m && strlen(m->name) == n && m->result == star,
		  "METRICS.md: %.*s%s", (int)n, key, star ? " *" : "");
}

/* The names in one cell or line; what is no key has a capital, a sign, or is
 * a word of prose.  star: 1 when all have it. */
static size_t check_cell(const char *p, const char *end, int all)
{
	size_t keys = 0;

	while (p < end) {
		size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_0123456789");
		int star = strncmp(p + n, STAR, 3) == 0;

		if (n) {
			check_key(p, n, star || all);
			keys++;
		}
		p += n + (star ? 3 : 0);
		p += strcspn(p, "abcdefghijklmnopqrstuvwxyz|");
		if (*p == '|')
			break;
	}
	return keys;
}

static size_t check_tables(const char *p, const char *end, int all)
{
	size_t keys = 0;

	for (; p < end; p = strchr(p, '\n') + 1)
		if (strncmp(p, "| ", 2) == 0 && strncmp(p, "| key", 5) != 0)
			keys += check_cell(p + 2, strchr(p, '\n'), all);
	return keys;
}

/* Sections 1.2 to 1.7 and 1.9 are tables, 1.8 names its keys in backquotes.
 * All of a benchmark are in the result where there is one. */
static void test_document(const char *shared)
{
	char path[600], *text, *p, *end;
	size_t keys = 0;

	snprintf(path, sizeof(path), "%s/METRICS.md", shared);
	text = read_text(path);
	p = text ? strstr(text, "### 1.2") : NULL;
	end = p ? strstr(p, "### 1.8") : NULL;
	if (!ok(end != NULL, "METRICS.md has its sections"))
		goto out;
	keys += check_tables(p, end, 0);
	p = end;
	end = strstr(p, "### 1.9");
	while ((p = strchr(p, '`')) && p < end) {
		size_t n = strcspn(++p, "`");

		if (strchr(p, '_') && strchr(p, '_') < p + n &&
		    strncmp(p, "drawdown_pct", 12) != 0) {
			check_key(p, n, strncmp(p + n + 1, STAR, 3) == 0);
			keys++;
		}
		p += n + 1;
	}
	p = strstr(end, "### 1.9");
	keys += check_tables(p, strstr(p, "### 1.10"), 1);
	/* and the four that only the engine knows */
	ok(metric("buy_hold_return_pct")->result == 1, "buy and hold");
	ok(keys + 4 == algo_metric_count(), "%zu keys of %zu rows", keys + 4,
	   algo_metric_count());
out:
	algo_free(text);
}

/* --- Choosing --------------------------------------------------------------
 */

static size_t chosen(const char *text, struct algo_err *err)
{
	struct algo_metric_set set;
	size_t i, n = 0;

	if (algo_metric_set_read(&set, text, err))
		return 0;
	for (i = 0; i < ALGO_METRIC_MAX; i++)
		n += set.has[i];
	return n;
}

static void test_set(void)
{
	static const char *const bad[] = { "",
					   ",",
					   "sharpe,",
					   ",sharpe",
					   "sharpe,,romad",
					   "sharpe romad",
					   "all,sharpe",
					   "sharpe, " };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_metric_set set;
	size_t i, n = 0;

	ok(chosen("all", &err) == algo_metric_count(), "all");
	ok(chosen("sharpe", &err) == 1, "one");
	ok(chosen("sharpe,sharpe_ratio , romad", &err) == 2,
	   "two, one of them twice");
	algo_metric_set_fill(&set, ALGO_WHICH_RESULT);
	for (i = 0; algo_metric_at(i); i++)
		n += set.has[i] != (unsigned char)algo_metric_at(i)->result;
	ok(!n, "those of the result");
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		algo_err_clear(&err);
		ok(chosen(bad[i], &err) == 0 && algo_err_exit(&err) == 2,
		   "'%s': %s", bad[i], err.msg);
	}
	algo_err_clear(&err);
	ok(!chosen("romad,sharp_ratio", &err) &&
		   strcmp(err.code, "unknown_metric") == 0 &&
		   strstr(err.msg, "'sharp_ratio'") &&
		   strstr(err.hint, "'sharpe_ratio'"),
	   "%s (%s)", err.msg, err.hint);
}

static void test_list(void)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *rows;
	size_t i, lines = 0, bad = 0;

	algo_metric_list(&out, 0);
	for (i = 0; i < out.len; i++)
		lines += out.data[i] == '\n';
	ok(lines == algo_metric_count(), "a line a metric");
	for (i = 0; algo_metric_at(i); i++)
		bad += !strstr(out.data, algo_metric_at(i)->formula);
	ok(!bad, "each with its formula");
	algo_buf_clear(&out);
	algo_metric_list(&out, 1);
	doc = algo_json_parse(out.data, out.len, NULL, &err);
	ok(doc != NULL, "as JSON %s", err.msg);
	rows = algo_json_get(algo_json_root(doc), "metrics");
	ok(algo_json_count(rows) == algo_metric_count(), "all rows");
	for (i = 0; algo_metric_at(i); i++) {
		const struct algo_metric *m = algo_metric_at(i);
		const struct algo_json *row = algo_json_at(rows, i);

		ok(strcmp(algo_json_str(algo_json_get(row, "name"), NULL),
			  m->name) == 0 &&
			   strcmp(algo_json_str(algo_json_get(row, "unit"),
						NULL),
				  m->unit) == 0 &&
			   strcmp(algo_json_str(algo_json_get(row, "source"),
						NULL),
				  m->source) == 0,
		   "%s is listed", m->name);
	}
	algo_json_free(doc);
	algo_buf_release(&out);
}

int main(void)
{
	const char *shared = shared_dir();

	test_table();
	test_set();
	test_list();
	if (shared)
		test_document(shared);
	return done();
}
