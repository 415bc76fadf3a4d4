/* grid.c - a small listing as a table for people, CSV, NDJSON or JSON */
#include <algo/base/grid.h>

#include <algo/base/json.h>
#include <algo/base/mem.h>
#include <algo/base/num.h>
#include <string.h>

#define GRID_MAX ((size_t)256 << 20)

void algo_grid_init(struct algo_grid *g, const char *const *names)
{
	static const struct algo_grid empty = { .ncols = 0 };

	*g = empty;
	g->text.max = GRID_MAX;
	while (names[g->ncols] && g->ncols < ALGO_GRID_COLS) {
		g->cols[g->ncols] = names[g->ncols];
		g->ncols++;
	}
}

void algo_grid_release(struct algo_grid *g)
{
	algo_buf_release(&g->text);
	algo_free(g->kinds);
	g->kinds = NULL;
	g->n = g->cap = 0;
}

static void end_cell(struct algo_grid *g, char kind)
{
	void *v = g->kinds;

	algo_buf_addc(&g->text, '\0');
	algo_grow(&v, &g->cap, g->n + 1, 1);
	g->kinds = v;
	g->kinds[g->n++] = kind;
}

void algo_grid_str(struct algo_grid *g, const char *s)
{
	algo_buf_adds(&g->text, s ? s : "");
	end_cell(g, s ? 's' : '-');
}

void algo_grid_num(struct algo_grid *g, double v)
{
	algo_buf_addnum(&g->text, v);
	end_cell(g, v != v ? '-' : 'n');
}

void algo_grid_bool(struct algo_grid *g, int v)
{
	algo_buf_addc(&g->text, v ? '1' : '0');
	end_cell(g, 'b');
}

/* --- For people ---------------------------------------------------------- */

/* Characters, as UTF-8 has them. */
static size_t width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static const char *shown(char kind, const char *s)
{
	if (kind == 'b')
		return *s == '1' ? "yes" : "no";
	return kind == '-' ? "-" : s;
}

static void pad(struct algo_out *out, size_t n)
{
	while (n-- > 0)
		algo_out_addc(out, ' ');
}

static void add_clean(struct algo_out *out, const char *s)
{
	for (; *s; s++)
		algo_out_addc(out,
			      (unsigned char)*s < ' ' || *s == 0x7f ? '?' : *s);
}

static void table_cell(struct algo_out *out, const char *s, char kind,
		       size_t room, int last)
{
	size_t n = width(s);

	if (kind == 'n')
		pad(out, room - n);
	add_clean(out, s);
	if (!last && kind != 'n')
		pad(out, room - n);
	algo_out_adds(out, last ? "\n" : "  ");
}

static void table(const struct algo_grid *g, struct algo_out *out)
{
	size_t room[ALGO_GRID_COLS];
	const char *s = g->text.data;

	for (size_t c = 0; c < g->ncols; c++)
		room[c] = width(g->cols[c]);
	for (size_t i = 0; i < g->n; i++, s += strlen(s) + 1) {
		size_t n = width(shown(g->kinds[i], s));

		if (n > room[i % g->ncols])
			room[i % g->ncols] = n;
	}
	/* A heading stands where its first cell does. */
	for (size_t c = 0; c < g->ncols; c++)
		table_cell(out, g->cols[c], c < g->n ? g->kinds[c] : 's',
			   room[c], c + 1 == g->ncols);
	s = g->text.data;
	for (size_t i = 0; i < g->n; i++, s += strlen(s) + 1)
		table_cell(out, shown(g->kinds[i], s), g->kinds[i],
			   room[i % g->ncols], (i + 1) % g->ncols == 0);
}

/* --- For programs -------------------------------------------------------- */

static void csv_cell(struct algo_out *out, const char *s, int last)
{
	if (strpbrk(s, ",\"\r\n")) {
		algo_out_addc(out, '"');
		for (; *s; s++) {
			if (*s == '"')
				algo_out_addc(out, '"');
			algo_out_addc(out, *s);
		}
		algo_out_addc(out, '"');
	} else {
		algo_out_adds(out, s);
	}
	algo_out_addc(out, last ? '\n' : ',');
}

static void csv(const struct algo_grid *g, struct algo_out *out)
{
	const char *s = g->text.data;

	for (size_t c = 0; c < g->ncols; c++)
		csv_cell(out, g->cols[c], c + 1 == g->ncols);
	for (size_t i = 0; i < g->n; i++, s += strlen(s) + 1)
		csv_cell(out, s, (i + 1) % g->ncols == 0);
}

static void json_cell(struct algo_jw *w, const char *name, char kind,
		      const char *s)
{
	algo_jw_key(w, name);
	if (kind == 's')
		algo_jw_str(w, s);
	else if (kind == 'n')
		algo_jw_raw(w, s, strlen(s));
	else if (kind == 'b')
		algo_jw_bool(w, *s == '1');
	else
		algo_jw_null(w);
}

static void json(const struct algo_grid *g, int array, struct algo_out *out)
{
	struct algo_buf b = ALGO_BUF_INIT(2 * GRID_MAX);
	const char *s = g->text.data;
	struct algo_jw w;

	for (size_t i = 0; i < g->n;) {
		if (array)
			algo_buf_adds(&b, i ? ",\n" : "[");
		algo_jw_init(&w, &b, 0);
		algo_jw_obj(&w);
		for (size_t c = 0; c < g->ncols && i < g->n; c++, i++) {
			json_cell(&w, g->cols[c], g->kinds[i], s);
			s += strlen(s) + 1;
		}
		algo_jw_obj_end(&w);
		if (!array)
			algo_buf_addc(&b, '\n');
	}
	if (array)
		algo_buf_adds(&b, g->n ? "]\n" : "[]\n");
	algo_out_add(out, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

void algo_grid_print(const struct algo_grid *g, enum algo_grid_form form,
		     struct algo_out *out)
{
	switch (form) {
	case ALGO_GRID_TABLE:
		table(g, out);
		break;
	case ALGO_GRID_CSV:
		csv(g, out);
		break;
	case ALGO_GRID_NDJSON:
	case ALGO_GRID_JSON:
		json(g, form == ALGO_GRID_JSON, out);
		break;
	}
}
