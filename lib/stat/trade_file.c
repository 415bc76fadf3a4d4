/* trade_file.c - lists of trades from CSV, whatever columns they have */
#include "figures.h"

#include <string.h>

/* Numbers are parsed by the reader, texts are cut out of the line here. */
enum number {
	SIZE,
	ENTRY_PRICE,
	EXIT_PRICE,
	SL,
	PNL,
	RETURN_PCT,
	COMMISSION,
	BARS,
	MAE_PCT,
	MFE_PCT,
	ENTRY_BAR,
	EXIT_BAR,
	NUMBERS
};
static const char *const number_names[NUMBERS] = {
	[SIZE] = "size",
	[ENTRY_PRICE] = "entry_price",
	[EXIT_PRICE] = "exit_price",
	[SL] = "sl",
	[PNL] = "pnl",
	[RETURN_PCT] = "return_pct",
	[COMMISSION] = "commission",
	[BARS] = "bars",
	[MAE_PCT] = "mae_pct",
	[MFE_PCT] = "mfe_pct",
	[ENTRY_BAR] = "entry_bar",
	[EXIT_BAR] = "exit_bar",
};
enum text { SIDE, ENTRY_TIME, EXIT_TIME, TEXTS };
static const char *const text_names[TEXTS] = { "side", "entry_time",
					       "exit_time" };

struct list {
	struct algo_in *in;
	struct algo_csv *csv;
	struct algo_stat *s;
	int has[NUMBERS];
	size_t slot[NUMBERS];
	int text[TEXTS]; /* column, -1 none */
	double scale;	 /* of return_pct */
	struct algo_daycache cache[TEXTS];
};

/* A row at hand: its texts, and where they stand in the line. */
struct record {
	const char *line;
	uint64_t number;
	const char *at[TEXTS];
	size_t len[TEXTS];
};

/* --- Columns ------------------------------------------------------------- */

/* backtesting.py has fractions below this very name. */
static double scale_of(const struct algo_csv *csv, int column)
{
	const char *name = algo_csv_name(csv, (size_t)column);

	return strcmp(name, "ReturnPct") == 0 ? 100 : 1;
}

static int open_list(struct list *l, struct algo_err *err)
{
	size_t i;
	int c;

	for (i = 0; i < NUMBERS; i++) {
		c = algo_stat_column(l->csv, number_names[i]);
		l->has[i] = c >= 0;
		if (c >= 0)
			l->slot[i] = algo_csv_want(l->csv, (size_t)c,
						   ALGO_WANT_MAYBE);
		if (c >= 0 && i == RETURN_PCT)
			l->scale = scale_of(l->csv, c);
	}
	for (i = 0; i < TEXTS; i++)
		l->text[i] = algo_stat_column(l->csv, text_names[i]);
	if (!l->has[PNL])
		return algo_csv_missing(l->csv, "pnl", err);
	return 0;
}

/* --- Fields -------------------------------------------------------------- */

static void trim(const char **s, size_t *n)
{
	while (*n && (**s == ' ' || **s == '\t' || **s == '"')) {
		++*s;
		--*n;
	}
	while (*n && strchr(" \t\"", (*s)[*n - 1]))
		--*n;
}

/* Cuts the texts out of line[0..n). */
static void cut(const struct list *l, const char *line, size_t n,
		struct record *r)
{
	char delim = algo_csv_delim(l->csv);
	size_t from = 0, i, k, column = 0;
	int quoted = 0;

	for (k = 0; k < TEXTS; k++) {
		r->at[k] = line;
		r->len[k] = 0;
	}
	r->line = line;
	for (i = 0; i <= n; i++) {
		if (i < n && line[i] == '"')
			quoted = !quoted;
		if (i < n && (quoted || line[i] != delim))
			continue;
		for (k = 0; k < TEXTS; k++)
			if (l->text[k] == (int)column) {
				r->at[k] = line + from;
				r->len[k] = i - from;
				trim(&r->at[k], &r->len[k]);
			}
		column++;
		from = i + 1;
	}
}

static int fail(const struct list *l, const struct record *r, enum text k,
		const char *code, const char *what, struct algo_err *err)
{
	size_t n = r->len[k];

	algo_err_set(err, ALGO_E_DATA, code, "'%.*s' in column '%s' %s",
		     (int)(n < 40 ? n : 40), r->at[k],
		     algo_csv_name(l->csv, (size_t)l->text[k]), what);
	algo_err_file(err, l->in->name);
	return algo_err_pos(err, (unsigned long)r->number,
			    (unsigned long)(r->at[k] - r->line) + 1, n);
}

static int read_time(struct list *l, const struct record *r, enum text k,
		     int64_t *us, struct algo_err *err)
{
	const char *s = r->at[k], *end = s + r->len[k];
	enum algo_stamp kind;

	*us = ALGO_WHEN_NONE;
	if (!r->len[k] || (r->len[k] == 3 && strncmp(s, "NaT", 3) == 0))
		return 0;
	if (algo_when_read(s, end, us, &kind, &l->cache[k]) != end)
		return fail(l, r, k, "bad_time", "is not a time", err);
	if ((kind == ALGO_STAMP_INDEX) != l->s->opt.index)
		return fail(l, r, k, "bad_time",
			    l->s->opt.index
				    ? "is no bar number, as the curve has"
				    : "is a bar number, but the curve has "
				      "times",
			    err);
	return 0;
}

static int is_word(const struct record *r, enum text k, const char *word)
{
	size_t i, n = strlen(word);

	for (i = 0; i < n && i < r->len[k]; i++)
		if ((r->at[k][i] | 0x20) != word[i])
			return 0;
	return i == n && n == r->len[k];
}

static int read_side(const struct list *l, const struct record *r, int *side,
		     struct algo_err *err)
{
	*side = 0;
	if (!r->len[SIDE])
		return 0;
	if (is_word(r, SIDE, "long") || is_word(r, SIDE, "buy"))
		*side = 1;
	else if (is_word(r, SIDE, "short") || is_word(r, SIDE, "sell"))
		*side = -1;
	else
		return fail(l, r, SIDE, "bad_side", "is neither long nor short",
			    err);
	return 0;
}

/* --- Trades -------------------------------------------------------------- */

static double number(const struct list *l, const struct algo_rows *rows,
		     size_t i, enum number k)
{
	return l->has[k] ? rows->col[l->slot[k]][i] : (double)NAN;
}

static int no_pnl(const struct list *l, const struct record *r,
		  struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "missing_value",
		     "no value in column 'pnl' of a closed trade");
	algo_err_file(err, l->in->name);
	return algo_err_pos(err, (unsigned long)r->number, 0, 0);
}

static void fill(const struct list *l, const struct algo_rows *rows, size_t i,
		 struct algo_stat_trade *t)
{
	t->entry_price = number(l, rows, i, ENTRY_PRICE);
	t->exit_price = number(l, rows, i, EXIT_PRICE);
	t->sl = number(l, rows, i, SL);
	t->pnl = number(l, rows, i, PNL);
	t->return_pct = number(l, rows, i, RETURN_PCT) * l->scale;
	t->commission = number(l, rows, i, COMMISSION);
	t->mae_pct = number(l, rows, i, MAE_PCT);
	t->mfe_pct = number(l, rows, i, MFE_PCT);
	t->bars = number(l, rows, i, BARS);
	if (isnan(t->bars))
		t->bars = number(l, rows, i, EXIT_BAR) -
			  number(l, rows, i, ENTRY_BAR);
	t->size = number(l, rows, i, SIZE);
	if (t->side)
		t->size = fabs(t->size) * t->side;
}

static int add_trade(struct list *l, const struct algo_rows *rows, size_t i,
		     struct algo_err *err)
{
	struct algo_stat_trade t = { 0 };
	struct record r;

	cut(l, rows->text + rows->from[i], rows->to[i] - rows->from[i], &r);
	r.number = rows->line[i];
	if (read_side(l, &r, &t.side, err) ||
	    read_time(l, &r, ENTRY_TIME, &t.entry_time, err) ||
	    read_time(l, &r, EXIT_TIME, &t.exit_time, err))
		return -1;
	fill(l, rows, i, &t);
	/* Without times of exit the order of the list stands for them. */
	if (l->text[EXIT_TIME] < 0 && !isnan(t.pnl)) {
		t.exit_time = 0;
		t.entry_time = ALGO_WHEN_NONE;
	}
	if (t.exit_time != ALGO_WHEN_NONE && !isfinite(t.pnl))
		return no_pnl(l, &r, err);
	algo_stat_trade(l->s, &t);
	return 0;
}

int algo_stat_read_trades(struct algo_stat *s, struct algo_in *in,
			  struct algo_err *err)
{
	struct algo_csv_opt opt = { .keep_lines = 1, .last = 1 };
	struct list l = { .in = in, .s = s, .scale = 1 };
	struct algo_rows rows;
	int rc = -1;
	size_t i;

	algo_stat_trades(s);
	l.csv = algo_csv_open(in, &opt, err);
	if (l.csv)
		rc = open_list(&l, err);
	while (rc == 0 && (rc = algo_csv_next(l.csv, &rows, err)) > 0)
		for (i = 0, rc = 0; i < rows.n && rc == 0; i++)
			rc = add_trade(&l, &rows, i, err);
	algo_csv_free(l.csv);
	return rc;
}
