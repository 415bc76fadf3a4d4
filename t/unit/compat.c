/* compat.c - the library's statistics where the reference cases do not go:
 * weeks, no rows, one row, the end of a curve that never started */
#include "tap.h"

#include <algo/stat.h>

static struct algo_buf text = ALGO_BUF_INIT(1 << 20);

static struct algo_json_doc *get(struct algo_compat *c, int64_t first)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_jw w;

	algo_buf_clear(&text);
	algo_jw_init(&w, &text, 0);
	algo_compat_json(c, first, &w);
	return algo_json_parse(text.data, text.len, "compat", &err);
}

static void is(const struct algo_json_doc *doc, const char *key, double v)
{
	const struct algo_json *x =
		doc ? algo_json_get(algo_json_root(doc), key) : NULL;
	double have = x ? algo_json_num(x) : INFINITY;

	ok(near(have, v, 1e-9), "%s: %.12g, want %.12g", key, have, v);
}

static void row(struct algo_compat *c, int64_t day, double equity, double close)
{
	struct algo_equity_row r = { .time = day * ALGO_DAY_US,
				     .equity = equity,
				     .close = close };

	algo_compat_row(c, &r);
}

/* Bars of Mondays and one of a Sunday, which ends its week. */
static void test_weeks(void)
{
	static const double e[] = { 100, 101, 103, 99, 104, 108, 107, 111 };
	static const double weeks[] = { 100, 101, 90, 99, 104, 108, 107, 111 };
	struct algo_compat *c = algo_compat_new(0);
	int64_t monday = algo_days_from_civil(2024, 1, 1);
	double logs = 0, mean = 0, var = 0, g;
	struct algo_json_doc *doc;
	int i;

	for (i = 0; i < 8; i++) {
		row(c, monday + 7 * i, e[i], 10 + i);
		if (i == 2)
			row(c, monday + 7 * i + 6, 90, 12.5);
	}
	for (i = 1; i < 8; i++) {
		logs += log(weeks[i] / weeks[i - 1]) / 7;
		mean += (weeks[i] / weeks[i - 1] - 1) / 7;
	}
	for (i = 1; i < 8; i++)
		var += pow(weeks[i] / weeks[i - 1] - 1 - mean, 2) / 6;
	g = exp(logs);
	doc = get(c, 1);
	is(doc, "Return (Ann.) [%]", 100 * (pow(g, 52) - 1));
	is(doc, "Volatility (Ann.) [%]",
	   100 * sqrt(pow(var + g * g, 52) - pow(g, 104)));
	is(doc, "Buy & Hold Return [%]", 70);
	is(doc, "Max. Drawdown Duration", 14 * 86400);
	algo_json_free(doc);
	algo_compat_free(c);
}

static void test_none(void)
{
	struct algo_compat *c = algo_compat_new(0);
	struct algo_json_doc *doc = get(c, -1);

	ok(doc != NULL, "no rows: %s", algo_buf_str(&text));
	is(doc, "Start", NAN);
	is(doc, "Return [%]", NAN);
	is(doc, "Max. Drawdown Duration", NAN);
	is(doc, "# Trades", 0);
	algo_json_free(doc);
	algo_compat_free(c);
	c = algo_compat_new(0);
	row(c, 19723, 1000, 50);
	doc = get(c, -1);
	is(doc, "Duration", 0);
	is(doc, "Return [%]", 0);
	is(doc, "Buy & Hold Return [%]", 0);
	is(doc, "CAGR [%]", NAN);
	is(doc, "Beta", NAN);
	is(doc, "Volatility (Ann.) [%]", NAN);
	is(doc, "Exposure Time [%]", 0);
	algo_json_free(doc);
	algo_compat_free(c);
}

/* Both signs of infinity, and the same text when asked again. */
static void test_infinite(void)
{
	struct algo_compat *c = algo_compat_new(0);
	struct algo_json_doc *doc;
	char *first;
	int i;

	for (i = 0; i < 5; i++)
		row(c, 19723 + i, 1000 + i, 50);
	doc = get(c, 1);
	ok(strcmp(algo_json_str(
			  algo_json_get(algo_json_root(doc), "Sortino Ratio"),
			  NULL),
		  "inf") == 0,
	   "no loss at all");
	is(doc, "Beta", NAN);
	first = algo_strdup(algo_buf_str(&text));
	algo_json_free(doc);
	doc = get(c, 1);
	ok(strcmp(first, algo_buf_str(&text)) == 0, "asked twice");
	algo_free(first);
	algo_json_free(doc);
	algo_compat_free(c);
}

int main(void)
{
	test_weeks();
	test_none();
	test_infinite();
	algo_buf_release(&text);
	return done();
}
