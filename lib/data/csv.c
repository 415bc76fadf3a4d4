/* csv.c - the CSV reader's face: opening, asking for columns, blocks */
#include "csv.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *algo_role_name(enum algo_role role)
{
	static const char *const names[] = { "time",  "open",	"high",	 "low",
					     "close", "volume", "symbol" };

	assert(role < ALGO_ROLE_COUNT);
	return names[role];
}

struct algo_csv *algo_csv_open(struct algo_in *in,
			       const struct algo_csv_opt *opt,
			       struct algo_err *err)
{
	struct algo_csv *c = algo_zalloc(1, sizeof(*c));

	c->in = in;
	c->keep_lines = opt && opt->keep_lines;
	c->last = opt && opt->last;
	c->eof = in->eof;
	c->time_col = -1;
	c->symbol_col = -1;
	if (!algo_csv_head(c))
		return c;
	if (err)
		*err = c->err;
	algo_csv_free(c);
	return NULL;
}

void algo_csv_free(struct algo_csv *c)
{
	if (!c)
		return;
	for (size_t i = 0; c->name && i < c->ncol; i++)
		algo_free(c->name[i]);
	for (size_t i = 0; c->col && i < c->nwant; i++)
		algo_free(c->col[i]);
	algo_free(c->name);
	algo_free(c->header);
	algo_free(c->want);
	algo_free(c->col);
	algo_free(c->time);
	algo_free(c->symbol);
	algo_free(c->from);
	algo_free(c->to);
	algo_free(c->row_line);
	algo_csv_symbols_release(&c->syms);
	algo_csv_index_drop(c);
	algo_csv_slow_free(c->slow);
	algo_free(c);
}

char algo_csv_delim(const struct algo_csv *c)
{
	return c->delim;
}

const char *algo_csv_header(const struct algo_csv *c, size_t *n)
{
	*n = c->header_len;
	return c->header;
}

size_t algo_csv_columns(const struct algo_csv *c)
{
	return c->ncol;
}

const char *algo_csv_name(const struct algo_csv *c, size_t column)
{
	assert(column < c->ncol);
	return c->name[column];
}

int algo_csv_role(const struct algo_csv *c, enum algo_role role)
{
	assert(role < ALGO_ROLE_COUNT);
	return c->role[role];
}

int algo_csv_hint(const struct algo_csv *c, int fetch, struct algo_err *err,
		  const char *fmt, ...)
{
	const char *more = fetch && !c->last ? "put 'algo-fetch -' before" : "";
	char own[160] = "";
	va_list ap;

	if (fmt) {
		va_start(ap, fmt);
		vsnprintf(own, sizeof(own), fmt, ap);
		va_end(ap);
	}
	return algo_err_hint(err, "%s%s%s", own, *own && *more ? "; or " : "",
			     more);
}

int algo_csv_missing(const struct algo_csv *c, const char *name,
		     struct algo_err *err)
{
	char list[140];
	int role = ALGO_ROLE_TIME;
	size_t n = 0;

	list[0] = '\0';
	for (size_t i = 0; i < c->ncol; i++) {
		size_t room = sizeof(list) - n;

		if (!c->name[i][0])
			continue;
		if (strlen(c->name[i]) + sizeof(", ...") + 2 > room) {
			snprintf(list + n, room, "%s...", n ? ", " : "");
			break;
		}
		n += (size_t)snprintf(list + n, room, "%s%s", n ? ", " : "",
				      c->name[i]);
	}
	algo_err_set(err, ALGO_E_KEY, "missing_column", "no column '%.80s'",
		     name);
	algo_err_origin(err, ALGO_O_BARS);
	algo_err_file(err, c->in->name);
	algo_err_pos(err, (unsigned long)c->header_line, 0, 0);
	algo_err_context(err, c->header, c->header_len);
	while (role < ALGO_ROLE_SYMBOL &&
	       strcmp(name, algo_role_name((enum algo_role)role)) != 0)
		role++;
	return algo_csv_hint(c, role < ALGO_ROLE_SYMBOL, err, "there are: %s",
			     list);
}

static int is_price(const struct algo_csv *c, size_t column)
{
	for (int r = ALGO_ROLE_OPEN; r <= ALGO_ROLE_CLOSE; r++)
		if (c->role[r] == (int)column)
			return 1;
	return 0;
}

size_t algo_csv_want(struct algo_csv *c, size_t column, enum algo_want how)
{
	void *want = c->want;
	struct csv_want *w;
	size_t slot = 0;

	assert(!c->started && column < c->ncol);
	while (slot < c->nwant && c->want[slot].column != column)
		slot++;
	if (slot == c->nwant) {
		algo_grow(&want, &c->cap_want, ++c->nwant, sizeof(*c->want));
		c->want = want;
		w = &c->want[slot];
		memset(w, 0, sizeof(*w));
		algo_csv_shape(&w->shape, "", 0);
		w->column = (uint32_t)column;
		w->inf = !is_price(c, column);
	}
	w = &c->want[slot];
	if (how == ALGO_WANT_PRICE) {
		w->price = 1;
		w->inf = 0;
	}
	return slot;
}

void algo_csv_want_time(struct algo_csv *c)
{
	assert(!c->started);
	c->want_time = 1;
}

void algo_csv_want_symbol(struct algo_csv *c)
{
	assert(!c->started);
	c->want_symbol = 1;
}

/* Times ascend by symbol, so symbols are read whenever times are. */
static void start(struct algo_csv *c)
{
	uint32_t id;

	c->started = 1;
	if (c->want_time)
		c->time_col = c->role[ALGO_ROLE_TIME];
	if (c->want_symbol || c->time_col >= 0)
		c->symbol_col = c->role[ALGO_ROLE_SYMBOL];
	if (c->symbol_col < 0)
		(void)algo_csv_symbol_id(c, "", 0, &id);
	c->col = algo_zalloc(c->nwant, sizeof(*c->col));
	for (size_t i = 0; i < c->nwant; i++)
		c->col[i] = algo_alloc(ALGO_BLOCK * sizeof(**c->col));
	c->time = algo_alloc(ALGO_BLOCK * sizeof(*c->time));
	c->symbol = algo_alloc(ALGO_BLOCK * sizeof(*c->symbol));
	c->row_line = algo_alloc(ALGO_BLOCK * sizeof(*c->row_line));
	c->from = algo_alloc(ALGO_BLOCK * sizeof(*c->from));
	c->to = algo_alloc(ALGO_BLOCK * sizeof(*c->to));
}

int algo_csv_more(struct algo_csv *c)
{
	/* The limit of a line is kept by algo_csv_record. */
	int got = algo_in_fill(c->in, 4 * (size_t)ALGO_CSV_LINE, &c->err);

	c->index.len = 0;
	if (got == 0)
		c->eof = 1;
	return got < 0 ? -1 : 0;
}

/* Rows until the block is full or waiting would be needed for more. */
static void collect(struct algo_csv *c)
{
	enum csv_step step;

	while (c->n < ALGO_BLOCK && !c->err.set) {
		step = c->rec.fed ? CSV_ODD : algo_csv_fast(c);
		if (step == CSV_ODD || (step == CSV_MORE && c->eof))
			step = algo_csv_slow_row(c);
		if (step == CSV_END)
			break;
		if (step == CSV_MORE && (c->n || algo_csv_more(c)))
			break;
	}
}

int algo_csv_next(struct algo_csv *c, struct algo_rows *rows,
		  struct algo_err *err)
{
	if (!c->started)
		start(c);
	c->n = 0;
	collect(c);
	memset(rows, 0, sizeof(*rows));
	if (c->n == 0 && c->err.set) {
		if (err)
			*err = c->err;
		return -1;
	}
	if (c->n == 0)
		return 0;
	rows->n = c->n;
	rows->time = c->time_col >= 0 ? c->time : NULL;
	rows->col = (const double *const *)c->col;
	rows->symbol = c->want_symbol && c->symbol_col >= 0 ? c->symbol : NULL;
	rows->line = c->row_line;
	if (c->keep_lines) {
		rows->text = c->in->data;
		rows->from = c->from;
		rows->to = c->to;
	}
	return 1;
}

enum algo_stamp algo_csv_stamp(const struct algo_csv *c)
{
	return c->stamp;
}

size_t algo_csv_symbols(const struct algo_csv *c)
{
	return c->symbol_col < 0 ? 0 : c->syms.n;
}

const char *algo_csv_symbol(const struct algo_csv *c, uint32_t id)
{
	assert(id < c->syms.n);
	return c->syms.name[id];
}
