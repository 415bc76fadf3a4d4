/* columns_out.c - the column filter's lines */
#include "columns.h"

#include <math.h>
#include <string.h>

/* The end of the field that begins at p: its delimiter or end. */
static const char *field_end(const struct algo_columns *c, const char *p,
			     const char *end)
{
	char delim = algo_csv_delim(c->csv);
	int quoted = 0;

	for (; p < end; p++) {
		if (*p == '"')
			quoted = !quoted;
		else if (*p == delim && !quoted)
			break;
	}
	return p;
}

const char *algo_columns_field(const struct algo_columns *c, const char *line,
			       const char *end, int k, size_t *n)
{
	const char *p = line, *e = field_end(c, p, end);

	while (k-- > 0 && e < end) {
		p = e + 1;
		e = field_end(c, p, end);
	}
	*n = (size_t)(e - p);
	return p;
}

static size_t print(struct algo_columns *c, struct newcol *col, char *to,
		    double v)
{
	if (isnan(v))
		return 0;
	if (c->opt.digits)
		return algo_num_print_digits(to, v, c->opt.digits);
	return algo_num_print_hint(to, v, &col->hint);
}

/* A new value into JSON, rounded as in CSV. */
static void json_value(struct algo_columns *c, struct algo_jw *w, size_t k,
		       double v)
{
	char text[ALGO_NUM_MAX];

	algo_jw_key(w, c->cols[k].name);
	if (c->opt.digits && isfinite(v))
		algo_jw_raw(w, text,
			    algo_num_print_digits(text, v, c->opt.digits));
	else
		algo_jw_num(w, v);
}

static double result(const struct algo_columns *c, size_t k, size_t row)
{
	return c->result[k * ALGO_BLOCK + row];
}

/* --- Cells ---------------------------------------------------------------- */

/* Bytes of cells that stay in a near cache. */
#define NEAR_BYTES ((size_t)192 << 10)
#define TILE_MAX 64

void algo_columns_tile(struct algo_columns *c)
{
	size_t n = c->ncols ? c->ncols : 1;

	c->tile = NEAR_BYTES / (n * sizeof(*c->cells));
	c->tile = c->tile < 1 ? 1 : c->tile > TILE_MAX ? TILE_MAX : c->tile;
	c->cells = algo_alloc(c->tile * n * sizeof(*c->cells));
	c->lengths = algo_alloc(c->tile * n);
}

/* New column k of the n rows of the block from 'from' on.  Many columns are
 * nothing but 0 most of the time. */
static void print_cells(struct algo_columns *c, size_t k, size_t from, size_t n)
{
	char(*text)[ALGO_NUM_MAX] = c->cells + k * c->tile;
	unsigned char *length = c->lengths + k * c->tile;
	const double *v = c->result + k * ALGO_BLOCK + from;

	for (size_t i = 0; i < n; i++) {
		text[i][0] = '0';
		length[i] = 1;
		if (v[i] != 0)
			length[i] = (unsigned char)print(c, &c->cols[k],
							 text[i], v[i]);
	}
}

/* --- CSV ----------------------------------------------------------------- */

/* Which new column takes the place of input column i, or -1. */
static int replacement(const struct algo_columns *c, size_t i)
{
	size_t k;

	for (k = 0; k < c->ncols; k++)
		if (c->cols[k].replaces == (int)i)
			return (int)k;
	return -1;
}

static void add_field(struct algo_columns *c, const char *line, const char *end,
		      int k)
{
	size_t n;
	const char *p = algo_columns_field(c, line, end, k, &n);

	algo_out_add(c->out, p, n);
}

/* New column k of row i of the tile. */
static void add_value(struct algo_columns *c, size_t k, size_t i)
{
	k = k * c->tile + i;
	algo_out_add(c->out, c->cells[k], c->lengths[k]);
}

/* The line with some fields replaced. */
static void rewritten(struct algo_columns *c, const char *line, const char *end,
		      size_t at)
{
	const char *p = line, *e;
	size_t i = 0;

	for (;; i++, p = e + 1) {
		int k = replacement(c, i);

		e = field_end(c, p, end);
		if (k >= 0)
			add_value(c, (size_t)k, at);
		else
			algo_out_add(c->out, p, (size_t)(e - p));
		if (e >= end)
			return;
		algo_out_addc(c->out, algo_csv_delim(c->csv));
	}
}

/* What stands before the new columns of a row (or, row < 0, of the header
 * when nothing is replaced). */
static void lead(struct algo_columns *c, const char *line, const char *end)
{
	if (!c->opt.only) {
		algo_out_add(c->out, line, (size_t)(end - line));
		return;
	}
	if (c->symbol_col >= 0) {
		add_field(c, line, end, c->symbol_col);
		algo_out_addc(c->out, algo_csv_delim(c->csv));
	}
	add_field(c, line, end, c->time_col);
}

void algo_columns_head(struct algo_columns *c)
{
	size_t n, k;
	const char *h = algo_csv_header(c->csv, &n);

	if (c->opt.format == ALGO_COLUMNS_NDJSON)
		return;
	lead(c, h, h + n);
	for (k = 0; k < c->ncols; k++) {
		if (c->cols[k].replaces >= 0 && !c->opt.only)
			continue;
		algo_out_addc(c->out, algo_csv_delim(c->csv));
		algo_out_adds(c->out, c->cols[k].name);
	}
	algo_out_addc(c->out, '\n');
}

/* The hot path: the line's bytes, then the cells, into one stretch.  Cells are
 * copied whole: what is behind their text is overwritten by the next. */
static void append_row(struct algo_columns *c, const struct algo_rows *r,
		       size_t row, size_t at)
{
	const char *line = r->text + r->from[row];
	size_t n = r->to[row] - r->from[row], k;
	char delim = algo_csv_delim(c->csv), *p, *start;

	if (n + c->ncols * (ALGO_NUM_MAX + 1) + 1 > ALGO_IO_BLOCK / 2) {
		algo_out_add(c->out, line, n);
		n = 0;
	}
	start = p =
		algo_out_room(c->out, n + c->ncols * (ALGO_NUM_MAX + 1) + 1);
	memcpy(p, line, n);
	p += n;
	for (k = 0; k < c->ncols; k++, at += c->tile) {
		*p++ = delim;
		memcpy(p, c->cells[at], ALGO_NUM_MAX);
		p += c->lengths[at];
	}
	*p++ = '\n';
	algo_out_used(c->out, (size_t)(p - start));
}

static void careful_row(struct algo_columns *c, const struct algo_rows *r,
			size_t row, size_t at)
{
	const char *line = r->text + r->from[row];
	const char *end = r->text + r->to[row];
	size_t k;

	if (c->rewrites && !c->opt.only)
		rewritten(c, line, end, at);
	else
		lead(c, line, end);
	for (k = 0; k < c->ncols; k++) {
		if (c->cols[k].replaces >= 0 && !c->opt.only)
			continue;
		algo_out_addc(c->out, algo_csv_delim(c->csv));
		add_value(c, k, at);
	}
	algo_out_addc(c->out, '\n');
}

static void csv_rows(struct algo_columns *c, const struct algo_rows *r)
{
	int plain = !c->opt.only && !c->rewrites;
	size_t from, i, k, n;

	for (from = 0; from < r->n; from += n) {
		n = r->n - from < c->tile ? r->n - from : c->tile;
		for (k = 0; k < c->ncols; k++)
			print_cells(c, k, from, n);
		for (i = 0; i < n; i++) {
			if (c->drop[from + i])
				continue;
			if (plain)
				append_row(c, r, from + i, i);
			else
				careful_row(c, r, from + i, i);
		}
	}
}

/* --- NDJSON -------------------------------------------------------------- */

/* A field as a JSON value: a number, else a string without its CSV quotes and
 * the blanks round it. */
static void json_field(struct algo_jw *w, const char *p, size_t n)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_CSV_LINE);
	double v;
	size_t i;

	for (; n > 0 && (*p == ' ' || *p == '\t'); p++)
		n--;
	while (n > 0 && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	if (n == 0) {
		algo_jw_null(w);
	} else if (algo_num_parse(p, n, &v) == 0) {
		algo_jw_num(w, v);
	} else if (*p != '"') {
		algo_jw_strn(w, p, n);
	} else {
		for (i = 1; i + 1 < n; i++) {
			algo_buf_addc(&text, p[i]);
			i += p[i] == '"';
		}
		algo_jw_strn(w, algo_buf_str(&text), text.len);
	}
	algo_buf_release(&text);
}

static void json_input(struct algo_columns *c, struct algo_jw *w,
		       const char *line, const char *end)
{
	const char *p = line, *e;
	size_t i;

	for (i = 0;; i++, p = e + 1) {
		int wanted = !c->opt.only || (int)i == c->time_col ||
			     (int)i == c->symbol_col;

		e = field_end(c, p, end);
		if (wanted && replacement(c, i) < 0) {
			algo_jw_key(w, algo_csv_name(c->csv, i));
			json_field(w, p, (size_t)(e - p));
		}
		if (e >= end || i + 1 >= algo_csv_columns(c->csv))
			return;
	}
}

static void json_row(struct algo_columns *c, const struct algo_rows *r,
		     size_t row)
{
	struct algo_buf b = ALGO_BUF_INIT(2 * ALGO_CSV_LINE);
	struct algo_jw w;
	size_t k;

	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	json_input(c, &w, r->text + r->from[row], r->text + r->to[row]);
	for (k = 0; k < c->ncols; k++)
		json_value(c, &w, k, result(c, k, row));
	algo_jw_obj_end(&w);
	algo_buf_addc(&b, '\n');
	algo_out_add(c->out, b.data, b.len);
	algo_buf_release(&b);
}

void algo_columns_rows(struct algo_columns *c, const struct algo_rows *r)
{
	size_t i;

	if (c->opt.format != ALGO_COLUMNS_NDJSON) {
		csv_rows(c, r);
		return;
	}
	for (i = 0; i < r->n; i++)
		if (!c->drop[i])
			json_row(c, r, i);
}

/* --- The last bar -------------------------------------------------------- */

static void last_of(struct algo_columns *c, const struct symstate *s,
		    uint32_t id)
{
	struct algo_buf b = ALGO_BUF_INIT(2 * ALGO_CSV_LINE);
	struct algo_jw w;
	size_t k;

	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	if (c->symbol_col >= 0)
		algo_jw_kstr(&w, "symbol", algo_csv_symbol(c->csv, id));
	algo_jw_key(&w, algo_csv_name(c->csv, (size_t)c->time_col));
	json_field(&w, s->last_label, s->last_len);
	for (k = 0; k < c->ncols; k++)
		json_value(c, &w, k, s->last[k]);
	algo_jw_obj_end(&w);
	algo_buf_addc(&b, '\n');
	algo_out_add(c->out, b.data, b.len);
	algo_buf_release(&b);
}

void algo_columns_last(struct algo_columns *c)
{
	size_t i;

	for (i = 0; i < c->nsym; i++)
		if (c->sym[i].seen)
			last_of(c, &c->sym[i], (uint32_t)i);
}
