/* row.c - one bar as a line of canonical CSV or NDJSON */
#include "row.h"

#include <math.h>
#include <string.h>

/* A time or bar number, five numbers and their names. */
#define ROW_ROOM 512

void algo_row_head(struct algo_out *out, int with_symbol)
{
	if (with_symbol)
		algo_out_adds(out, "symbol,");
	algo_out_adds(out, "time,open,high,low,close,volume");
}

void algo_row_text(struct algo_out *out, const char *p, size_t n)
{
	int quote = 0;

	for (size_t i = 0; i < n && !quote; i++)
		quote = p[i] == ',' || p[i] == '"' || p[i] == '\n' ||
			p[i] == '\r';
	if (!quote) {
		algo_out_add(out, p, n);
		return;
	}
	algo_out_addc(out, '"');
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			algo_out_addc(out, '"');
		algo_out_addc(out, p[i]);
	}
	algo_out_addc(out, '"');
}

static void add_string(struct algo_out *out, const char *p, size_t n)
{
	struct algo_buf b = ALGO_BUF_INIT(8 * ALGO_CSV_LINE);

	algo_buf_addc(&b, '"');
	algo_json_escape(&b, p, n);
	algo_buf_addc(&b, '"');
	algo_out_add(out, b.data, b.len);
	algo_buf_release(&b);
}

void algo_row_key(struct algo_out *out, const char *name)
{
	add_string(out, name, strlen(name));
	algo_out_addc(out, ':');
}

void algo_row_member(struct algo_out *out, const char *name, const char *p,
		     size_t n)
{
	algo_row_key(out, name);
	add_string(out, p, n);
}

static size_t put_time(struct row_style *s, char *p, int64_t time)
{
	if (s->form == STAMP_DAY)
		return algo_date_print(p, time);
	if (s->form == STAMP_BAR)
		return algo_int_print(p, time);
	return algo_when_print(p, time, &s->cache);
}

static size_t put_csv(struct row_style *s, char *p, const double v[5],
		      int64_t time)
{
	size_t n = put_time(s, p, time);

	for (int i = 0; i < 5; i++) {
		p[n++] = ',';
		n += algo_num_print_hint(p + n, v[i], &s->hint[i]);
	}
	return n;
}

static size_t put_text(char *p, const char *text)
{
	size_t n = strlen(text);

	memcpy(p, text, n);
	return n;
}

static size_t put_json(struct row_style *s, char *p, const double v[5],
		       int64_t time)
{
	static const char *const name[] = { ",\"open\":", ",\"high\":",
					    ",\"low\":", ",\"close\":",
					    ",\"volume\":" };
	const char *mark = s->form == STAMP_BAR ? "" : "\"";
	size_t n = put_text(p, "\"time\":");

	n += put_text(p + n, mark);
	n += put_time(s, p + n, time);
	n += put_text(p + n, mark);
	for (int i = 0; i < 5; i++) {
		n += put_text(p + n, name[i]);
		if (isfinite(v[i]))
			n += algo_num_print_hint(p + n, v[i], &s->hint[i]);
		else
			n += put_text(p + n, "null");
	}
	return n;
}

void algo_row_put(struct row_style *s, struct algo_out *out, const char *symbol,
		  const struct algo_bar *bar)
{
	const double v[5] = { bar->open, bar->high, bar->low, bar->close,
			      bar->volume };
	char *p;

	if (s->ndjson)
		algo_out_addc(out, '{');
	if (symbol && s->ndjson)
		algo_row_member(out, "symbol", symbol, strlen(symbol));
	else if (symbol)
		algo_row_text(out, symbol, strlen(symbol));
	if (symbol)
		algo_out_addc(out, ',');
	p = algo_out_room(out, ROW_ROOM);
	algo_out_used(out, s->ndjson ? put_json(s, p, v, bar->time)
				     : put_csv(s, p, v, bar->time));
}

void algo_row_end(const struct row_style *s, struct algo_out *out)
{
	if (s->ndjson)
		algo_out_addc(out, '}');
	algo_out_addc(out, '\n');
}
