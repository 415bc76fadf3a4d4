/* curve_file.c - equity curves and benchmarks from CSV, row by row */
#include "figures.h"

#include <string.h>

/* --- Columns ---------------------------------------------------------------
 */

static const char *skip(const char *s)
{
	return s + strspn(s, "_- ");
}

static int lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static int alike(const char *a, const char *b)
{
	for (a = skip(a), b = skip(b); *a && lower(*a) == lower(*b);
	     a = skip(a + 1), b = skip(b + 1))
		;
	return !*a && !*b;
}

int algo_stat_column(const struct algo_csv *c, const char *name)
{
	int at = algo_csv_find(c, name, strlen(name));
	size_t i;

	for (i = 0; at < 0 && i < algo_csv_columns(c); i++)
		if (alike(algo_csv_name(c, i), name))
			at = (int)i;
	return at;
}

/* Where the two sides are: their money, or their net share. */
enum sides_kind { NO_SIDES, MONEY, SHARE };

struct curve {
	struct algo_in *in;
	struct algo_csv *csv;
	size_t value, l, s; /* slots */
	enum sides_kind sides;
};

static void want_sides(struct curve *c)
{
	int l = algo_stat_column(c->csv, "long");
	int s = algo_stat_column(c->csv, "short");
	int x = algo_stat_column(c->csv, "exposure");

	if (l >= 0 && s >= 0) {
		c->sides = MONEY;
		c->l = algo_csv_want(c->csv, (size_t)l, ALGO_WANT_MAYBE);
		c->s = algo_csv_want(c->csv, (size_t)s, ALGO_WANT_MAYBE);
	} else if (x >= 0) {
		c->sides = SHARE;
		c->l = algo_csv_want(c->csv, (size_t)x, ALGO_WANT_MAYBE);
	}
}

/* other: the name that the value may have instead, or NULL. */
static int open_curve(struct curve *c, struct algo_in *in, const char *other,
		      struct algo_err *err)
{
	/* No bars, so that algo-fetch would be no help. */
	const struct algo_csv_opt opt = { .last = 1 };
	int value;

	memset(c, 0, sizeof(*c));
	c->in = in;
	c->csv = algo_csv_open(in, &opt, err);
	if (!c->csv)
		return -1;
	value = algo_stat_column(c->csv, "equity");
	if (value < 0 && other)
		value = algo_stat_column(c->csv, other);
	if (algo_csv_role(c->csv, ALGO_ROLE_TIME) < 0)
		return algo_csv_missing(c->csv, "time", err);
	if (value < 0)
		return algo_csv_missing(c->csv, "equity", err);
	c->value = algo_csv_want(c->csv, (size_t)value, ALGO_WANT_PRICE);
	algo_csv_want_time(c->csv);
	if (algo_csv_role(c->csv, ALGO_ROLE_SYMBOL) >= 0)
		algo_csv_want_symbol(c->csv);
	return 0;
}

static int fail(const struct curve *c, uint64_t line, const char *code,
		const char *what, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, code, "%s", what);
	algo_err_file(err, c->in->name);
	return line ? algo_err_pos(err, (unsigned long)line, 0, 0) : -1;
}

/* 1: rows; 0: the end; -1. */
static int next_rows(struct curve *c, struct algo_rows *r, struct algo_err *err)
{
	int rc = algo_csv_next(c->csv, r, err);

	if (rc > 0 && algo_csv_symbols(c->csv) > 1)
		return fail(c, 0, "several_symbols",
			    "the rows are of several symbols: one curve is "
			    "measured",
			    err);
	return rc;
}

/* --- The curve ----------------------------------------------------------- */

static void add_rows(const struct curve *c, const struct algo_rows *r,
		     struct algo_stat *s)
{
	struct algo_stat_row row = { .long_value = (double)NAN,
				     .short_value = (double)NAN,
				     .close = (double)NAN };
	size_t i;

	for (i = 0; i < r->n; i++) {
		row.time = r->time[i];
		row.equity = r->col[c->value][i];
		if (c->sides == MONEY) {
			row.long_value = r->col[c->l][i];
			row.short_value = r->col[c->s][i];
		} else if (c->sides == SHARE) {
			double x = r->col[c->l][i] * row.equity;

			row.long_value = x > 0 ? x : x * 0;
			row.short_value = x < 0 ? -x : x * 0;
		}
		algo_stat_row(s, &row);
	}
}

static int read_curve(struct curve *c, const struct algo_stat_opt *opt,
		      struct algo_stat **s, struct algo_err *err)
{
	struct algo_stat_opt o = *opt;
	struct algo_rows r;
	int rc;

	while ((rc = next_rows(c, &r, err)) > 0) {
		if (!*s) {
			if (!(r.col[c->value][0] > 0))
				return fail(c, r.line[0], "bad_equity",
					    "the equity of the first row must "
					    "be above 0",
					    err);
			o.index = algo_csv_stamp(c->csv) == ALGO_STAMP_INDEX;
			*s = algo_stat_new(&o);
		}
		add_rows(c, &r, *s);
	}
	if (rc == 0 && !*s)
		return fail(c, 0, "no_rows", "the equity curve has no row",
			    err);
	return rc;
}

struct algo_stat *algo_stat_read(struct algo_in *in,
				 const struct algo_stat_opt *opt,
				 struct algo_err *err)
{
	struct algo_stat *s = NULL;
	struct curve c;
	int rc = open_curve(&c, in, NULL, err);

	if (rc == 0) {
		want_sides(&c);
		rc = read_curve(&c, opt, &s, err);
	}
	algo_csv_free(c.csv);
	if (rc == 0)
		return s;
	algo_stat_free(s);
	return NULL;
}

/* --- The benchmark ------------------------------------------------------- */

static int add_benchmark(const struct curve *c, const struct algo_rows *r,
			 struct algo_stat *s, struct algo_err *err)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (!(r->col[c->value][i] > 0))
			return fail(c, r->line[i], "bad_equity",
				    "a benchmark must be above 0", err);
		algo_stat_benchmark_row(s, r->time[i], r->col[c->value][i]);
	}
	return 0;
}

int algo_stat_read_benchmark(struct algo_stat *s, struct algo_in *in,
			     struct algo_err *err)
{
	struct algo_rows r;
	struct curve c;
	int rc = open_curve(&c, in, "close", err);

	algo_stat_benchmark(s);
	while (rc == 0 && (rc = next_rows(&c, &r, err)) > 0) {
		int index = algo_csv_stamp(c.csv) == ALGO_STAMP_INDEX;

		if (index != s->opt.index)
			rc = fail(
				&c, r.line[0], "bad_time",
				index ? "bar numbers, but the curve has times"
				      : "times, but the curve has bar numbers",
				err);
		else
			rc = add_benchmark(&c, &r, s, err);
	}
	algo_csv_free(c.csv);
	return rc;
}
