/* expr_golden.c - every expression of ../shared/golden/expr, at several block
 * sizes with the same bits */
#include <algo/base.h>
#include <algo/lang.h>

#include "tap.h"

#define ROWS 256
#define COLS 16

struct table {
	char file[32];
	char name[COLS][32];
	size_t ncols, n;
	char symbol[ROWS][8];
	int64_t time[ROWS];
	double v[COLS][ROWS];
};

/* The files are plain: no quotes, no blank lines. */
static void read_row(struct table *t, char *line)
{
	struct algo_daycache cache = { .has_in = 0 };
	enum algo_stamp kind;
	size_t col = 0;

	for (char *s = line, *end; s; s = end ? end + 1 : NULL, col++) {
		size_t len;

		end = strchr(s, ',');
		len = end ? (size_t)(end - s) : strlen(s);
		if (!strcmp(t->name[col], "symbol"))
			snprintf(t->symbol[t->n], 8, "%.*s", (int)len, s);
		else if (!strcmp(t->name[col], "time"))
			algo_when_read(s, s + len, &t->time[t->n], &kind,
				       &cache);
		else if (algo_num_parse(s, len, &t->v[col][t->n]))
			t->v[col][t->n] = NAN;
	}
	t->n++;
}

static int read_table(struct table *t, const char *dir, const char *file)
{
	char path[512], line[1024];
	FILE *f;

	if (!strcmp(t->file, file))
		return 0;
	snprintf(path, sizeof(path), "%s/golden/expr/%s", dir, file);
	f = fopen(path, "r");
	if (!f)
		return -1;
	memset(t, 0, sizeof(*t));
	snprintf(t->file, sizeof(t->file), "%s", file);
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\r\n")] = '\0';
		if (t->ncols) {
			read_row(t, line);
			continue;
		}
		for (char *s = line, *comma; s; s = comma ? comma + 1 : NULL) {
			comma = strchr(s, ',');
			snprintf(t->name[t->ncols++], 32, "%.*s",
				 (int)strcspn(s, ","), s);
		}
	}
	fclose(f);
	return 0;
}

static void declare(struct algo_graph *g, const struct table *t,
		    const struct algo_json *line, struct algo_errs *errs)
{
	const struct algo_json *p = algo_json_get(line, "params");
	const struct algo_json *l = algo_json_get(line, "let");
	struct algo_err err = ALGO_ERR_INIT;

	for (size_t i = 0; i < t->ncols; i++) {
		if (i > 5)
			algo_graph_column(g, t->name[i]);
	}
	for (size_t i = 0; p && i < algo_json_count(p); i++) {
		const struct algo_json *v = algo_json_at(p, i);

		algo_graph_param(g, algo_json_key(v), algo_json_num(v), &err);
	}
	for (size_t i = 0; l && i < algo_json_count(l); i++) {
		const struct algo_json *v = algo_json_at(l, i);
		struct algo_source src = { .pointer = "/let",
					   .scope = ALGO_SCOPE_BARS };

		src.text = algo_json_str(v, &src.len);
		algo_graph_let(g, algo_json_key(v), &src, &err);
	}
	if (err.set)
		algo_errs_take(errs, &err);
	algo_graph_lets_done(g, errs);
}

static const double *column(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->ncols; i++) {
		if (!strcmp(t->name[i], name))
			return t->v[i];
	}
	return NULL;
}

/* The symbols of a table in order of first appearance, and its times. */
struct several {
	const char *name[8];
	size_t n;
	int64_t time[ROWS];
	size_t ntimes;
};

static void find_several(struct several *m, const struct table *t)
{
	memset(m, 0, sizeof(*m));
	for (size_t i = 0; i < t->n; i++) {
		size_t s = 0, k = 0;

		while (s < m->n && strcmp(m->name[s], t->symbol[i]))
			s++;
		if (s == m->n)
			m->name[m->n++] = t->symbol[i];
		while (k < m->ntimes && m->time[k] != t->time[i])
			k++;
		if (k == m->ntimes)
			m->time[m->ntimes++] = t->time[i];
	}
}

/* One symbol's rows of the times [from, to). */
struct piece {
	double col[COLS][ROWS];
	const double *in[COLS];
	int64_t time[ROWS];
	uint32_t at[ROWS];
};

static size_t cut(const struct algo_graph *g, const struct table *t,
		  const struct several *m, size_t s, size_t from, size_t to,
		  struct piece *p)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t k = 0;

		if (strcmp(t->symbol[i], m->name[s]))
			continue;
		while (m->time[k] != t->time[i])
			k++;
		if (k < from || k >= to)
			continue;
		for (size_t c = 0; c < algo_graph_inputs(g); c++)
			p->col[c][n] = column(t, algo_graph_input(g, c))[i];
		p->time[n] = t->time[i];
		p->at[n++] = (uint32_t)(k - from);
	}
	for (size_t c = 0; c < COLS; c++)
		p->in[c] = p->col[c];
	return n;
}

/* The values of one symbol among all of the table; how many. */
static size_t run_panel(const struct algo_graph *g, const struct table *t,
			const char *symbol, const struct algo_expr *x,
			size_t block, double *out)
{
	static struct piece piece[8];
	struct algo_block of[8];
	const uint32_t *at[8];
	struct several m;
	struct algo_panel *p;
	size_t n = 0;

	find_several(&m, t);
	p = algo_panel_new(g, m.name, m.n);
	for (size_t from = 0; from < m.ntimes; from += block) {
		size_t to = from + block < m.ntimes ? from + block : m.ntimes;
		struct algo_panel_block b = { .n = to - from,
					      .time = m.time + from,
					      .of = of,
					      .at = at };

		for (size_t s = 0; s < m.n; s++) {
			of[s] = (struct algo_block){ .time = piece[s].time,
						     .in = piece[s].in };
			of[s].n = cut(g, t, &m, s, from, to, &piece[s]);
			at[s] = piece[s].at;
		}
		algo_panel_block(p, &b);
		for (size_t s = 0; s < m.n; s++) {
			if (strcmp(m.name[s], symbol))
				continue;
			memcpy(out + n,
			       algo_eval_column(algo_panel_eval(p, s), x->node),
			       of[s].n * sizeof(*out));
			n += of[s].n;
		}
	}
	algo_panel_free(p);
	return n;
}

/* All bars in blocks of so many; out[i] is the value at bar i. */
static size_t run(const struct algo_graph *g, const struct table *t,
		  const char *symbol, const struct algo_expr *x, size_t block,
		  double *out)
{
	struct algo_eval *e;
	const double *in[COLS];

	if (*symbol)
		return run_panel(g, t, symbol, x, block, out);
	e = algo_eval_new(g);
	for (size_t from = 0; from < t->n; from += block) {
		struct algo_block b = { .time = t->time + from, .in = in };

		b.n = t->n - from < block ? t->n - from : block;
		for (size_t i = 0; i < algo_graph_inputs(g); i++)
			in[i] = column(t, algo_graph_input(g, i)) + from;
		algo_eval_block(e, &b);
		memcpy(out + from, algo_eval_column(e, x->node),
		       b.n * sizeof(*out));
	}
	algo_eval_free(e);
	return t->n;
}

static double wanted(const struct algo_json *v)
{
	const char *s = algo_json_str(v, NULL);

	if (!strcmp(s, "inf"))
		return INFINITY;
	return !strcmp(s, "-inf") ? -INFINITY : algo_json_num(v);
}

static int same_bits(const double *a, const double *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (isnan(a[i]) ? !isnan(b[i])
				: memcmp(a + i, b + i, sizeof(*a)) != 0)
			return 0;
	}
	return 1;
}

static void check_values(const struct algo_graph *g, const struct table *t,
			 const struct algo_json *line,
			 const struct algo_expr *x)
{
	const char *symbol = algo_json_str(algo_json_get(line, "symbol"), NULL);
	const struct algo_json *want = algo_json_get(line, "columns");
	const char *id = algo_json_str(algo_json_get(line, "id"), NULL);
	const char *expr = algo_json_str(algo_json_get(line, "expr"), NULL);
	double all[ROWS], seven[ROWS], one[ROWS];
	size_t i, n;

	n = run(g, t, symbol, x, ALGO_LANG_N, all);
	run(g, t, symbol, x, 7, seven);
	run(g, t, symbol, x, 1, one);
	for (i = 0; i < n; i++) {
		if (!near(all[i], wanted(algo_json_at(want, i)), 1e-9))
			break;
	}
	if (!ok(i == n && algo_json_count(want) == n, "%s %s", id, expr))
		note("bar %zu: %.17g, wanted %.17g", i, all[i],
		     wanted(algo_json_at(want, i)));
	if (!same_bits(all, seven, n) || !same_bits(all, one, n))
		ok(0, "%s %s: blocks of any size give the same bits", id, expr);
}

static void check_type(const struct algo_json *line, const struct algo_expr *x)
{
	const char *type = algo_json_str(algo_json_get(line, "type"), NULL);
	int is = x->type == ALGO_T_BOOL;

	/* na alone is either. */
	if (x->type != ALGO_T_ANY && is != !strcmp(type, "bool"))
		ok(0, "%s is a %s",
		   algo_json_str(algo_json_get(line, "id"), NULL), type);
}

static void check_line(struct table *t, const char *dir,
		       const struct algo_json *line)
{
	const struct algo_json *tz = algo_json_get(line, "tz");
	const struct algo_json *error = algo_json_get(line, "error");
	const char *id = algo_json_str(algo_json_get(line, "id"), NULL);
	struct algo_zone *zone = NULL;
	struct algo_errs errs = { .v = NULL };
	struct algo_source src = { .pointer = "", .price = -1 };
	struct algo_expr x;
	struct algo_graph *g;

	if (read_table(t, dir,
		       algo_json_str(algo_json_get(line, "data"), NULL)))
		return;
	if (tz)
		zone = algo_zone_open(algo_json_str(tz, NULL), NULL);
	g = algo_graph_new(zone);
	declare(g, t, line, &errs);
	src.text = algo_json_str(algo_json_get(line, "expr"), &src.len);
	algo_graph_add(g, &src, &x, &errs);
	if (error) {
		const char *cls =
			errs.n ? algo_class_name(errs.v[0].cls) : "none";

		ok(!strcmp(cls, algo_json_str(error, NULL)), "%s %s: %s", id,
		   src.text, cls);
	} else if (errs.n || x.node < 0 || algo_graph_done(g, &errs)) {
		ok(0, "%s %s", id, src.text);
		note("%s", errs.n ? errs.v[0].msg : "no node");
	} else {
		check_type(line, &x);
		check_values(g, t, line, &x);
	}
	algo_errs_release(&errs);
	algo_graph_free(g);
	algo_zone_free(zone);
}

int main(void)
{
	const char *dir = shared_dir();
	static struct table t;
	static char text[65536];
	FILE *f;

	if (!dir)
		return skip_all("no reference data");
	snprintf(text, sizeof(text), "%s/golden/expr/expressions.ndjson", dir);
	f = fopen(text, "r");
	if (!f)
		return skip_all("no %s", text);
	while (fgets(text, sizeof(text), f)) {
		struct algo_json_doc *doc =
			algo_json_parse(text, strlen(text), NULL, NULL);

		check_line(&t, dir, algo_json_root(doc));
		algo_json_free(doc);
	}
	fclose(f);
	return done();
}
