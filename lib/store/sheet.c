/* sheet.c - rows as a table for people, CSV, NDJSON or a JSON array */
#include "sheet.h"

#include <math.h>
#include <string.h>

#define BLOCK 500 /* rows aligned together */
#define CELL_MAX 40
#define CELLS_MAX ((size_t)64 << 20)

void algo_sheet_init(struct algo_sheet *s, enum algo_store_form form,
		     struct algo_out *out)
{
	memset(s, 0, sizeof(*s));
	s->form = form;
	s->out = out;
	s->cells.max = CELLS_MAX;
}

void algo_sheet_release(struct algo_sheet *s)
{
	algo_buf_release(&s->cells);
}

void algo_sheet_col(struct algo_sheet *s, const char *name, const char *title,
		    enum algo_field_kind kind)
{
	struct algo_sheet_col *c = &s->col[s->ncols];

	if (s->ncols == ALGO_SHEET_MAX)
		return;
	c->name = name;
	c->title = title;
	c->kind = kind;
	s->ncols++;
}

void algo_sheet_field(struct algo_sheet *s, const struct algo_field *f)
{
	algo_sheet_col(s, f->name, f->title, f->kind);
}

/* --- Values ------------------------------------------------------------- */

/* Two decimals, half away from zero. */
static void add_rounded(struct algo_buf *out, double v)
{
	char text[ALGO_NUM_MAX + 3];
	double r = round(v * 100) / 100;
	const char *dot;
	size_t n;

	if (fabs(v) >= 1e15) {
		algo_buf_addnum(out, v);
		return;
	}
	n = algo_num_print(text, r);
	dot = memchr(text, '.', n);
	if (!dot)
		text[n++] = '.';
	for (size_t have = dot ? n - (size_t)(dot - text) - 1 : 0; have < 2;
	     have++)
		text[n++] = '0';
	algo_buf_add(out, text, n);
}

/* Bytes of the character at s, 0 for what must not reach a terminal: control
 * characters (C1 too) and invalid UTF-8. */
static size_t clean_char(const unsigned char *s, size_t n)
{
	size_t len = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (s[0] < 0x20 || s[0] == 0x7f || (s[0] >= 0x80 && s[0] < 0xc2) ||
	    s[0] > 0xf4 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if (s[0] == 0xc2 && s[1] < 0xa0)
		return 0;
	return len;
}

void algo_sheet_clean(struct algo_buf *out, const char *s, size_t n, size_t max)
{
	for (size_t i = 0, chars = 0; i < n; chars++) {
		size_t len = clean_char((const unsigned char *)s + i, n - i);

		if (chars == max) {
			algo_buf_adds(out, "...");
			return;
		}
		if (len)
			algo_buf_add(out, s + i, len);
		else
			algo_buf_addc(out, '?');
		i += len ? len : 1;
	}
}

static size_t chars_of(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static void people_number(struct algo_buf *out, struct algo_stmt *row, int col,
			  enum algo_field_kind kind)
{
	double v = algo_stmt_get_num(row, col);

	if (kind == ALGO_FIELD_BOOL)
		algo_buf_adds(out, v != 0 ? "yes" : "no");
	else if (kind == ALGO_FIELD_COUNT)
		algo_buf_addnum(out, v);
	else
		add_rounded(out, v);
}

void algo_sheet_people(struct algo_buf *out, struct algo_stmt *row, int col,
		       enum algo_field_kind kind)
{
	enum algo_col type = algo_stmt_type(row, col);
	const char *s;
	size_t n;

	if (type == ALGO_COL_NULL) {
		algo_buf_addc(out, '-');
		return;
	}
	if (type != ALGO_COL_TEXT) {
		people_number(out, row, col, kind);
		return;
	}
	s = algo_stmt_get_text(row, col, &n);
	if (kind != ALGO_FIELD_TIME || n < 19) {
		algo_sheet_clean(out, s, n, CELL_MAX);
		return;
	}
	algo_sheet_clean(out, s, 19, CELL_MAX);
	algo_buf_addc(out, 'Z');
}

/* --- Tables ------------------------------------------------------------- */

static int is_right(const struct algo_sheet_col *c)
{
	return c->kind == ALGO_FIELD_NUM || c->kind == ALGO_FIELD_COUNT;
}

static void pad(struct algo_out *out, size_t n)
{
	while (n-- > 0)
		algo_out_addc(out, ' ');
}

/* One cell of a line; the last of a line has no blanks behind it. */
static void print_cell(const struct algo_sheet *s, size_t i, const char *text,
		       int first, int last)
{
	size_t n = chars_of(text);
	size_t fill = s->width[i] > n ? s->width[i] - n : 0;

	if (!first)
		pad(s->out, 2);
	if (is_right(&s->col[i]))
		pad(s->out, fill);
	algo_out_adds(s->out, text);
	if (!is_right(&s->col[i]) && !last)
		pad(s->out, fill);
}

/* cells NULL: the titles.  Returns where the next line's cells are. */
static const char *print_line(const struct algo_sheet *s, const char *cells)
{
	size_t last = 0;
	int first = 1;

	for (size_t i = 0; i < s->ncols; i++)
		if (s->col[i].title)
			last = i;
	for (size_t i = 0; i < s->ncols; i++) {
		if (!s->col[i].title)
			continue;
		print_cell(s, i, cells ? cells : s->col[i].title, first,
			   i == last);
		first = 0;
		if (cells)
			cells += strlen(cells) + 1;
	}
	algo_out_addc(s->out, '\n');
	return cells;
}

static void widen(struct algo_sheet *s, size_t i, const char *text)
{
	size_t n = chars_of(text);

	if (n > s->width[i])
		s->width[i] = n;
}

static void flush_block(struct algo_sheet *s)
{
	const char *p = algo_buf_str(&s->cells);

	if (!s->headed) {
		for (size_t i = 0; i < s->ncols; i++)
			if (s->col[i].title)
				widen(s, i, s->col[i].title);
		print_line(s, NULL);
		s->headed = 1;
	}
	for (size_t i = 0; i < s->held; i++)
		p = print_line(s, p);
	algo_buf_clear(&s->cells);
	s->held = 0;
}

static void table_row(struct algo_sheet *s, struct algo_stmt *row)
{
	for (size_t i = 0; i < s->ncols; i++) {
		size_t at = s->cells.len;

		if (!s->col[i].title)
			continue;
		algo_sheet_people(&s->cells, row, (int)i, s->col[i].kind);
		algo_buf_addc(&s->cells, '\0');
		widen(s, i, s->cells.data + at);
	}
	if (++s->held == BLOCK)
		flush_block(s);
}

/* --- Exact forms -------------------------------------------------------- */

static void csv_text(struct algo_out *out, const char *s, size_t n)
{
	int plain = 1;

	for (size_t i = 0; i < n; i++)
		if (s[i] == ',' || s[i] == '"' || s[i] == '\n' || s[i] == '\r')
			plain = 0;
	if (plain) {
		algo_out_add(out, s, n);
		return;
	}
	algo_out_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			algo_out_addc(out, '"');
		algo_out_addc(out, s[i]);
	}
	algo_out_addc(out, '"');
}

static void csv_head(struct algo_sheet *s)
{
	for (size_t i = 0; i < s->ncols; i++) {
		if (i)
			algo_out_addc(s->out, ',');
		algo_out_adds(s->out, s->col[i].name);
	}
	algo_out_addc(s->out, '\n');
	s->headed = 1;
}

static void csv_row(struct algo_sheet *s, struct algo_stmt *row)
{
	if (!s->headed)
		csv_head(s);
	for (size_t i = 0; i < s->ncols; i++) {
		enum algo_col type = algo_stmt_type(row, (int)i);
		const char *text;
		size_t n;

		if (i)
			algo_out_addc(s->out, ',');
		if (type == ALGO_COL_TEXT) {
			text = algo_stmt_get_text(row, (int)i, &n);
			csv_text(s->out, text, n);
		} else if (type != ALGO_COL_NULL) {
			algo_out_addnum(s->out, algo_stmt_get_num(row, (int)i));
		}
	}
	algo_out_addc(s->out, '\n');
}

static void json_value(struct algo_jw *w, const struct algo_sheet_col *c,
		       struct algo_stmt *row, int i)
{
	enum algo_col type = algo_stmt_type(row, i);
	const char *text;
	size_t n;

	if (type == ALGO_COL_NULL) {
		algo_jw_null(w);
	} else if (type == ALGO_COL_TEXT) {
		text = algo_stmt_get_text(row, i, &n);
		algo_jw_strn(w, text, n);
	} else if (c->kind == ALGO_FIELD_BOOL) {
		algo_jw_bool(w, algo_stmt_get_int(row, i) != 0);
	} else {
		algo_jw_num(w, algo_stmt_get_num(row, i));
	}
}

static void json_row(struct algo_sheet *s, struct algo_stmt *row)
{
	struct algo_jw w;

	algo_buf_clear(&s->cells);
	algo_jw_init(&w, &s->cells, 0);
	algo_jw_obj(&w);
	for (size_t i = 0; i < s->ncols; i++) {
		algo_jw_key(&w, s->col[i].name);
		json_value(&w, &s->col[i], row, (int)i);
	}
	algo_jw_obj_end(&w);
	if (s->form == ALGO_STORE_JSON)
		algo_out_adds(s->out, s->nrows ? ",\n" : "[\n");
	algo_out_add(s->out, s->cells.data, s->cells.len);
	if (s->form == ALGO_STORE_NDJSON)
		algo_out_addc(s->out, '\n');
}

/* --- Sheets ------------------------------------------------------------- */

void algo_sheet_row(struct algo_sheet *s, struct algo_stmt *row)
{
	switch (s->form) {
	case ALGO_STORE_CSV:
		csv_row(s, row);
		break;
	case ALGO_STORE_NDJSON:
	case ALGO_STORE_JSON:
		json_row(s, row);
		break;
	case ALGO_STORE_TABLE:
	default:
		table_row(s, row);
	}
	s->nrows++;
}

void algo_sheet_end(struct algo_sheet *s)
{
	switch (s->form) {
	case ALGO_STORE_CSV:
		if (!s->headed)
			csv_head(s);
		break;
	case ALGO_STORE_JSON:
		algo_out_adds(s->out, s->nrows ? "\n]\n" : "[]\n");
		break;
	case ALGO_STORE_NDJSON:
		break;
	case ALGO_STORE_TABLE:
	default:
		flush_block(s);
	}
}

int algo_sheet_all(struct algo_sheet *s, struct algo_stmt *rows,
		   struct algo_err *err)
{
	int rc;

	while ((rc = algo_stmt_step(rows, err)) > 0) {
		algo_sheet_row(s, rows);
		if (algo_out_failed(s->out))
			return 0; /* the close tells */
	}
	if (rc == 0)
		algo_sheet_end(s);
	return rc;
}
