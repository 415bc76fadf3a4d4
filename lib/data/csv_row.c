/* csv_row.c - records through libcsv: their bytes, rows made of them, and
 * every error that a record can have */
#include "csv.h"

#include <stdio.h>
#include <string.h>

/* Most bytes of a field that a message quotes. */
#define QUOTE_MAX 40

static const char *record_text(const struct algo_csv *c)
{
	return c->in->data + c->in->pos;
}

/* Where a physical line of s[0..n) ends: the offset behind its LF, CRLF or
 * CR; 0 when it does not.  A CR at the very end may be half of a CRLF. */
static size_t line_end(const char *s, size_t n, int eof)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\n')
			return i + 1;
		if (s[i] != '\r')
			continue;
		if (i + 1 < n)
			return i + (s[i + 1] == '\n' ? 2 : 1);
		return eof ? n : 0;
	}
	return 0;
}

enum csv_step algo_csv_fail(struct algo_csv *c, size_t off, size_t len,
			    const char *code, const char *fmt, ...)
{
	const char *s = record_text(c);
	size_t n = c->in->len - c->in->pos;
	uint64_t line = c->line;
	size_t end;
	va_list ap;

	/* To the physical line that holds the place. */
	while ((end = line_end(s, n, 1)) > 0 && end <= off) {
		s += end;
		n -= end;
		off -= end;
		line++;
	}
	if (end)
		n = end;
	while (n && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	va_start(ap, fmt);
	algo_err_vset(&c->err, ALGO_E_DATA, code, fmt, ap);
	va_end(ap);
	algo_err_file(&c->err, c->in->name);
	algo_err_pos(&c->err, (unsigned long)line, (unsigned long)off + 1, len);
	algo_err_context(&c->err, s, n);
	return CSV_FAIL;
}

/* The end of the field that starts at s[i], quoted or not. */
static size_t field_end(const struct algo_csv *c, const char *s, size_t i,
			size_t n)
{
	int quoted = 0;

	for (; i < n; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && s[i] == c->delim)
			break;
	}
	return i;
}

void algo_csv_field_at(const struct algo_csv *c, size_t column, size_t *off,
		       size_t *len)
{
	const char *s = record_text(c);
	size_t n = c->rec.text;
	size_t from = 0;
	size_t to = field_end(c, s, 0, n);

	while (column-- > 0 && to < n) {
		from = to + 1;
		to = field_end(c, s, from, n);
	}
	while (from < to && (s[from] == ' ' || s[from] == '\t'))
		from++;
	while (to > from && (s[to - 1] == ' ' || s[to - 1] == '\t'))
		to--;
	*off = from;
	*len = to - from;
}

/* Where the last quote that was not closed was opened. */
static size_t open_quote(const char *s, size_t n)
{
	size_t at = 0;
	int quoted = 0;

	for (size_t i = 0; i < n; i++)
		if (s[i] == '"') {
			quoted = !quoted;
			at = quoted ? i : at;
		}
	return at;
}

static enum csv_step fail_open_quote(struct algo_csv *c)
{
	return algo_csv_fail(c, open_quote(record_text(c), c->rec.fed), 1,
			     "bad_quote", "a quote is not closed");
}

static enum csv_step fail_long(struct algo_csv *c)
{
	enum csv_step step;

	if (c->rec.lines)
		return fail_open_quote(c);
	step = algo_csv_fail(c, 0, 0, "line_too_long",
			     "line is longer than %d bytes", ALGO_CSV_LINE);
	c->err.at.col = 0;
	return step;
}

/* Gives s[0..n) to libcsv: at most one physical line. */
static enum csv_step feed(struct algo_csv *c, const char *s, size_t n)
{
	const char *nul = memchr(s, '\0', n);
	size_t used;

	/* Of two faults in a line the first, whatever pieces it comes in. */
	if (nul)
		n = (size_t)(nul - s);
	if (algo_csv_slow_feed(c->slow, s, n, &used))
		return algo_csv_fail(c, c->rec.fed + used, 1, "bad_quote",
				     "a quote where none may be: fields with "
				     "quotes are quoted as a whole");
	if (nul)
		return algo_csv_fail(c, c->rec.fed + n, 1, "bad_byte",
				     "NUL byte in the data");
	c->rec.fed += n;
	if (c->rec.fed > ALGO_CSV_LINE)
		return fail_long(c);
	return CSV_MORE;
}

/* The record is in c->slow: its text without the line end. */
static enum csv_step finish(struct algo_csv *c)
{
	const char *s = record_text(c);
	size_t n = c->rec.fed;

	if (n && s[n - 1] == '\n')
		n--;
	if (n && s[n - 1] == '\r')
		n--;
	c->rec.text = n;
	return algo_csv_slow_count(c->slow) ? CSV_ROW : CSV_SKIP;
}

static enum csv_step end_of_input(struct algo_csv *c)
{
	/* Of an input that was stopped the last line may be a piece. */
	if (c->rec.fed == 0 || c->in->stopped)
		return CSV_END;
	if (algo_csv_slow_end(c->slow))
		return fail_open_quote(c);
	return finish(c);
}

enum csv_step algo_csv_record(struct algo_csv *c)
{
	for (;;) {
		const char *s = record_text(c) + c->rec.fed;
		size_t n = c->in->len - c->in->pos - c->rec.fed;
		size_t max = ALGO_CSV_LINE + 1 - c->rec.fed;
		size_t end;

		if (n == 0)
			return c->eof ? end_of_input(c) : CSV_MORE;
		/* So that the error does not depend on how much is there. */
		if (n > max)
			n = max;
		end = line_end(s, n, c->eof);
		if (end == 0 && s[n - 1] == '\r' && n < max) {
			if (--n == 0)
				return CSV_MORE;
		}
		if (feed(c, s, end ? end : n) == CSV_FAIL)
			return CSV_FAIL;
		if (end == 0)
			continue;
		c->rec.lines++;
		if (algo_csv_slow_between(c->slow))
			return finish(c);
	}
}

void algo_csv_record_end(struct algo_csv *c)
{
	c->in->pos += c->rec.fed;
	c->line += c->rec.lines;
	memset(&c->rec, 0, sizeof(c->rec));
	algo_csv_slow_next(c->slow);
}

static enum csv_step fail_count(struct algo_csv *c)
{
	size_t n = algo_csv_slow_count(c->slow);
	size_t off = c->rec.text;
	size_t len = 0;

	if (n > c->ncol)
		algo_csv_field_at(c, c->ncol, &off, &len);
	algo_csv_fail(c, off, len, "bad_row",
		      "row has %zu field%s, the header has %zu", n,
		      n == 1 ? "" : "s", c->ncol);
	if (n == c->ncol + 1 && len == 0)
		algo_err_hint(&c->err, "a delimiter at the end of the row");
	return CSV_FAIL;
}

/* The message of a fault in a field; s is the field as it was understood. */
static void fault_text(const struct algo_csv *c, enum csv_fault fault,
		       size_t column, const char *s, char *out, size_t size)
{
	const char *name = c->name[column];

	switch (fault) {
	case CSV_BAD_NUMBER:
		snprintf(out, size, "'%s' in column '%s' is not a number", s,
			 name);
		break;
	case CSV_MISSING:
		snprintf(out, size, "no value in column '%s'", name);
		break;
	case CSV_BAD_TIME:
		snprintf(out, size, "'%s' in column '%s' is not a time", s,
			 name);
		break;
	case CSV_OTHER_TIME:
		snprintf(out, size,
			 c->stamp == ALGO_STAMP_INDEX
				 ? "time '%s' after bar numbers"
				 : "bar number '%s' after times",
			 s);
		break;
	case CSV_DUP_TIME:
		snprintf(out, size, "time '%s' comes twice", s);
		break;
	case CSV_OUT_OF_ORDER:
		snprintf(out, size, "time '%s' is before that of the last row",
			 s);
		break;
	case CSV_BAD_SYMBOL:
		snprintf(out, size, "symbol '%s...' is too long", s);
		break;
	case CSV_MANY_SYMBOLS:
		snprintf(out, size, "more than %d symbols", ALGO_SYMBOLS);
		break;
	case CSV_OK:
		break;
	}
}

static enum csv_step fail_field(struct algo_csv *c, enum csv_fault fault,
				size_t column)
{
	static const char *const codes[] = {
		[CSV_BAD_NUMBER] = "bad_number",
		[CSV_MISSING] = "missing_value",
		[CSV_BAD_TIME] = "bad_time",
		[CSV_OTHER_TIME] = "bad_time",
		[CSV_DUP_TIME] = "dup_time",
		[CSV_OUT_OF_ORDER] = "out_of_order",
		[CSV_BAD_SYMBOL] = "bad_symbol",
		[CSV_MANY_SYMBOLS] = "too_many_symbols",
	};
	char text[QUOTE_MAX + 1];
	char msg[200 + QUOTE_MAX];
	size_t n, off, len;
	const char *s = algo_csv_slow_field(c->slow, column, &n);

	snprintf(text, sizeof(text), "%.*s",
		 (int)(n < QUOTE_MAX ? n : QUOTE_MAX), s ? s : "");
	fault_text(c, fault, column, text, msg, sizeof(msg));
	algo_csv_field_at(c, column, &off, &len);
	algo_csv_fail(c, off, len, codes[fault], "%s", msg);
	if (fault == CSV_BAD_TIME)
		algo_csv_hint(c, 1, &c->err,
			      "2024-01-31, 2024-01-31T09:30:00Z, epoch "
			      "seconds or a bar number");
	else if (fault == CSV_DUP_TIME || fault == CSV_OUT_OF_ORDER)
		algo_csv_hint(c, 1, &c->err,
			      "times must ascend: sort the rows, one a time");
	else if (fault == CSV_BAD_NUMBER || fault == CSV_MISSING)
		algo_csv_hint(c, 1, &c->err, NULL);
	return CSV_FAIL;
}

/* The fault of the leftmost column wins. */
struct first {
	enum csv_fault fault;
	size_t column;
};

static void note(struct first *f, enum csv_fault fault, size_t column)
{
	if (fault != CSV_OK && (f->fault == CSV_OK || column < f->column)) {
		f->fault = fault;
		f->column = column;
	}
}

static void read_numbers(struct algo_csv *c, struct first *first)
{
	const char *s;
	size_t n;

	for (size_t i = 0; i < c->nwant; i++) {
		s = algo_csv_slow_field(c->slow, c->want[i].column, &n);
		note(first,
		     algo_csv_number(s, n, &c->want[i], &c->col[i][c->n]),
		     c->want[i].column);
	}
}

static uint32_t read_symbol(struct algo_csv *c, struct first *first)
{
	uint32_t id = 0;
	const char *s;
	size_t n;

	if (c->symbol_col < 0)
		return 0;
	s = algo_csv_slow_field(c->slow, (size_t)c->symbol_col, &n);
	note(first, algo_csv_symbol_id(c, s, n, &id), (size_t)c->symbol_col);
	c->symbol[c->n] = id;
	return id;
}

static void read_time(struct algo_csv *c, uint32_t id, struct first *first)
{
	enum algo_stamp kind;
	enum csv_fault fault;
	const char *s;
	int64_t us;
	size_t n;

	if (c->time_col < 0)
		return;
	s = algo_csv_slow_field(c->slow, (size_t)c->time_col, &n);
	fault = algo_csv_time(c, s, n, &us, &kind);
	if (fault == CSV_OK && first->fault == CSV_OK)
		fault = algo_csv_order(c, c->syms.last[id], us, kind);
	note(first, fault, (size_t)c->time_col);
	if (first->fault != CSV_OK)
		return;
	c->time[c->n] = us;
	c->syms.last[id] = us;
	if (c->stamp == ALGO_STAMP_NONE)
		c->stamp = kind;
}

enum csv_step algo_csv_slow_row(struct algo_csv *c)
{
	enum csv_step step = algo_csv_record(c);
	struct first first = { CSV_OK, 0 };
	uint32_t id;

	if (step == CSV_SKIP)
		algo_csv_record_end(c);
	if (step != CSV_ROW)
		return step;
	if (algo_csv_slow_count(c->slow) != c->ncol)
		return fail_count(c);
	read_numbers(c, &first);
	id = read_symbol(c, &first);
	read_time(c, id, &first);
	if (first.fault != CSV_OK)
		return fail_field(c, first.fault, first.column);
	if (c->keep_lines) {
		c->from[c->n] = c->in->pos;
		c->to[c->n] = c->in->pos + c->rec.text;
	}
	c->row_line[c->n++] = c->line;
	algo_csv_record_end(c);
	return CSV_ROW;
}
