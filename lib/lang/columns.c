/* columns.c - the column filter: what is asked for, symbols, blocks */
#include "columns.h"

#include <math.h>
#include <string.h>

/* --- What is asked for --------------------------------------------------- */

static int usage(struct algo_errs *errs, struct algo_err *err)
{
	algo_err_origin(err, ALGO_O_USAGE);
	algo_errs_take(errs, err);
	return -1;
}

static const struct newcol *taken(const struct algo_columns *c,
				  const char *name)
{
	size_t i;

	for (i = 0; i < c->ncols; i++)
		if (strcmp(c->cols[i].name, name) == 0)
			return &c->cols[i];
	return NULL;
}

/* The input column called exactly name, or -1. */
static int has_column(const struct algo_columns *c, const char *name)
{
	size_t i;

	for (i = 0; i < algo_csv_columns(c->csv); i++)
		if (strcmp(algo_csv_name(c->csv, i), name) == 0)
			return (int)i;
	return -1;
}

static int add_column(struct algo_columns *c, const char *name,
		      const struct algo_expr *e, struct algo_err *err)
{
	void *v = c->cols;
	const struct newcol *other = taken(c, name);
	int old = has_column(c, name);

	/* Sets may share columns. */
	if (other && c->in_set && other->expr.node == e->node)
		return 0;
	if (other)
		return algo_err_set(err, ALGO_E_USAGE, "same_column",
				    "column '%s' is asked for twice", name);
	if (old >= 0 && !c->opt.replace) {
		algo_err_set(err, ALGO_E_USAGE, "column_exists",
			     "the bars already have a column '%s'", name);
		return algo_err_hint(err, "name it anew (x=...), or use "
					  "--replace");
	}
	v = algo_realloc(v, c->ncols + 1, sizeof(*c->cols));
	c->cols = v;
	c->cols[c->ncols++] = (struct newcol){ algo_strdup(name), *e, old, 0 };
	c->rewrites |= old >= 0;
	return 0;
}

/* Outputs from..to of a spec. */
static int add_spec(struct algo_columns *c, const char *text,
		    struct algo_err *err)
{
	struct algo_spec spec;
	const char *in[ALGO_IND_INPUTS];
	size_t k, n;
	int rc = 0;

	if (algo_spec_parse(text, &spec, err))
		return -1;
	for (k = 0; k < ALGO_IND_INPUTS; k++)
		in[k] = spec.input[k];
	n = spec.output >= 0 ? 1 : algo_ind_outputs(spec.ind);
	for (k = 0; k < n && rc == 0; k++) {
		size_t o = spec.output >= 0 ? (size_t)spec.output : k;
		struct algo_buf name = ALGO_BUF_INIT(4096);
		struct algo_expr e;

		algo_spec_column(&spec, o, &name);
		rc = algo_graph_indicator(c->graph, spec.ind, spec.args.p, in,
					  o, &e, err);
		if (rc == 0)
			rc = add_column(c, algo_buf_str(&name), &e, err);
		algo_buf_release(&name);
	}
	return rc;
}

static int is_name(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strchr(",;\t\"'\r\n", s[i]) || (unsigned char)s[i] < 0x20)
			return 0;
	return n > 0;
}

/* The expression as column name. */
static int add_named(struct algo_columns *c, const char *name, const char *text,
		     struct algo_errs *errs)
{
	struct algo_source src = { .file = "<command line>",
				   .pointer = "",
				   .scope = ALGO_SCOPE_BARS,
				   .price = -1,
				   .text = text,
				   .len = strlen(text) };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_expr e;
	size_t from = errs->n;

	if (algo_graph_add(c->graph, &src, &e, errs)) {
		for (; from < errs->n; from++)
			errs->v[from].origin = ALGO_O_USAGE;
		return -1;
	}
	if (e.crosses) {
		algo_err_set(&err, ALGO_E_USAGE, "several_symbols",
			     "'%.100s' compares symbols, whose rows are not "
			     "all read when one is written",
			     src.text);
		algo_err_hint(&err, "tf() works here; sym() and xrank() only "
				    "in a strategy, with algo-run");
		return usage(errs, &err);
	}
	return add_column(c, name, &e, &err) ? usage(errs, &err) : 0;
}

static int add_expr(struct algo_columns *c, const char *text,
		    struct algo_errs *errs)
{
	const char *eq = strchr(text, '=');
	struct algo_err err = ALGO_ERR_INIT;
	char *name;
	int rc;

	if (!eq || !is_name(text, (size_t)(eq - text))) {
		algo_err_set(&err, ALGO_E_USAGE, "bad_expr",
			     "'%s' is not NAME=EXPR", text);
		return usage(errs, &err);
	}
	name = algo_strndup(text, (size_t)(eq - text));
	rc = add_named(c, name, eq + 1, errs);
	algo_free(name);
	return rc;
}

static int add_member(struct algo_columns *c,
		      const struct algo_ind_member *member,
		      struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (member->name)
		return add_named(c, member->name, member->text, errs);
	if (add_spec(c, member->text, &err) == 0)
		return 0;
	if (strcmp(err.code, "unknown_column") == 0) {
		c->left_out = member->text;
		return 0;
	}
	return usage(errs, &err);
}

static int add_sets(struct algo_columns *c, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ind_member member;
	size_t i, k;
	int bad = 0;

	c->in_set = 1;
	for (i = 0; c->opt.sets && i < c->opt.sets->n; i++) {
		const struct algo_ind_set *set =
			algo_ind_set_find(c->opt.sets->v[i], &err);

		if (!set)
			bad = usage(errs, &err);
		for (k = 0; set && !algo_ind_set_member(set, k, &member); k++)
			if (add_member(c, &member, errs))
				bad = -1;
	}
	c->in_set = 0;
	return bad;
}

static int add_all(struct algo_columns *c, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t i;
	int bad = add_sets(c, errs);

	for (i = 0; i < c->opt.specs->n; i++)
		if (add_spec(c, c->opt.specs->v[i], &err))
			bad = usage(errs, &err);
	for (i = 0; i < c->opt.exprs->n; i++)
		if (add_expr(c, c->opt.exprs->v[i], errs))
			bad = -1;
	return bad ? bad : algo_graph_done(c->graph, errs);
}

/* --- The bars ------------------------------------------------------------ */

static void declare_columns(struct algo_columns *c)
{
	size_t i, k;

	for (i = 0; i < algo_csv_columns(c->csv); i++) {
		for (k = 0; k < ALGO_ROLE_COUNT; k++)
			if (algo_csv_role(c->csv, (enum algo_role)k) == (int)i)
				break;
		if (k == ALGO_ROLE_COUNT)
			algo_graph_column(c->graph, algo_csv_name(c->csv, i));
	}
}

static int want_inputs(struct algo_columns *c, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t i;

	c->nslots = algo_graph_inputs(c->graph);
	c->slot = algo_zalloc(c->nslots + 1, sizeof(*c->slot));
	for (i = 0; i < c->nslots; i++) {
		const char *name = algo_graph_input(c->graph, i);
		int at = algo_csv_find(c->csv, name, strlen(name));

		if (at < 0) {
			algo_csv_missing(c->csv, name, &err);
			algo_errs_take(errs, &err);
			return -1;
		}
		c->slot[i] = algo_csv_want(c->csv, (size_t)at, ALGO_WANT_MAYBE);
	}
	algo_csv_want_time(c->csv);
	c->symbol_col = algo_csv_role(c->csv, ALGO_ROLE_SYMBOL);
	if (c->symbol_col >= 0)
		algo_csv_want_symbol(c->csv);
	c->time_col = algo_csv_role(c->csv, ALGO_ROLE_TIME);
	if (c->time_col < 0)
		c->time_col = 0;
	return 0;
}

static void make_room(struct algo_columns *c)
{
	size_t n = c->ncols ? c->ncols : 1;

	c->in_cols = algo_zalloc(c->nslots + 1, sizeof(*c->in_cols));
	c->gather = algo_zalloc((c->nslots + 1) * ALGO_BLOCK, sizeof(double));
	c->result = algo_zalloc(n * ALGO_BLOCK, sizeof(double));
	c->drop = algo_zalloc(ALGO_BLOCK, 1);
	c->pick = algo_zalloc(ALGO_BLOCK, sizeof(*c->pick));
	algo_columns_tile(c);
}

static int open_zone(struct algo_columns *c, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!c->opt.tz)
		return 0;
	c->zone = algo_zone_open(c->opt.tz, &err);
	if (c->zone)
		return 0;
	algo_err_file(&err, "--tz");
	return usage(errs, &err);
}

/* Bars that cannot be read leave a wrong command line to be told. */
static int check_specs(const struct algo_columns *c, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_spec spec;
	size_t i;
	int bad = 0;

	for (i = 0; c->opt.sets && i < c->opt.sets->n; i++)
		if (!algo_ind_set_find(c->opt.sets->v[i], &err))
			bad = usage(errs, &err);
	for (i = 0; i < c->opt.specs->n; i++)
		if (algo_spec_parse(c->opt.specs->v[i], &spec, &err))
			bad = usage(errs, &err);
	return bad;
}

static int open_csv(struct algo_columns *c, struct algo_errs *errs)
{
	static const struct algo_csv_opt keep = { .keep_lines = 1 };
	struct algo_err err = ALGO_ERR_INIT;

	c->csv = algo_csv_open(c->in, &keep, &err);
	if (c->csv)
		return 0;
	if (check_specs(c, errs) == 0)
		algo_errs_take(errs, &err);
	return -1;
}

struct algo_columns *algo_columns_open(struct algo_in *in, struct algo_out *out,
				       const struct algo_columns_opt *opt,
				       struct algo_errs *errs)
{
	struct algo_columns *c = algo_zalloc(1, sizeof(*c));

	c->opt = *opt;
	c->in = in;
	c->out = out;
	if (open_zone(c, errs) || open_csv(c, errs))
		goto fail;
	c->graph = algo_graph_new(c->zone);
	algo_graph_day_start(c->graph, opt->day_start);
	algo_graph_compat(c->graph, opt->compat);
	declare_columns(c);
	if (add_all(c, errs) || want_inputs(c, errs))
		goto fail;
	make_room(c);
	return c;
fail:
	algo_columns_free(c);
	return NULL;
}

void algo_columns_free(struct algo_columns *c)
{
	size_t i;

	if (!c)
		return;
	for (i = 0; i < c->nsym; i++) {
		algo_eval_free(c->sym[i].eval);
		algo_free(c->sym[i].warm);
		algo_free(c->sym[i].last);
		algo_free(c->sym[i].last_label);
	}
	algo_free(c->sym);
	for (i = 0; i < c->ncols; i++)
		algo_free(c->cols[i].name);
	algo_free(c->cols);
	algo_free(c->slot);
	algo_free(c->in_cols);
	algo_free(c->gather);
	algo_free(c->result);
	algo_free(c->drop);
	algo_free(c->pick);
	algo_free(c->cells);
	algo_free(c->lengths);
	algo_graph_free(c->graph);
	algo_csv_free(c->csv);
	algo_zone_free(c->zone);
	algo_free(c);
}

/* --- Blocks -------------------------------------------------------------- */

static struct symstate *state_of(struct algo_columns *c, uint32_t id)
{
	void *v = c->sym;

	if (id >= c->nsym) {
		algo_grow(&v, &c->cap, (size_t)id + 1, sizeof(*c->sym));
		c->sym = v;
		memset(c->sym + c->nsym, 0,
		       ((size_t)id + 1 - c->nsym) * sizeof(*c->sym));
		c->nsym = (size_t)id + 1;
	}
	if (!c->sym[id].eval) {
		c->sym[id].eval = algo_eval_new(c->graph);
		c->sym[id].warm = algo_zalloc(c->ncols + 1, 1);
		c->sym[id].last = algo_zalloc(c->ncols + 1, sizeof(double));
	}
	return &c->sym[id];
}

/* How many of the n values come before the first. */
static size_t cold_rows(const double *v, size_t n)
{
	size_t i = 0;

	while (i < n && isnan(v[i]))
		i++;
	return i;
}

/* Marks rows, by their place among the symbol's, that come before every new
 * column has had a value. */
static size_t still_cold(struct algo_columns *c, struct symstate *s, size_t n)
{
	size_t k, cold = 0;

	for (k = 0; k < c->ncols && s->nwarm < c->ncols; k++) {
		size_t at;

		if (s->warm[k])
			continue;
		at = cold_rows(algo_eval_column(s->eval, c->cols[k].expr.node),
			       n);
		cold = at > cold ? at : cold;
		if (at < n) {
			s->warm[k] = 1;
			s->nwarm++;
		}
	}
	return cold;
}

static void remember(struct algo_columns *c, struct symstate *s,
		     const struct algo_rows *r, size_t row, size_t n)
{
	const char *label;
	size_t k, len;
	void *v = s->last_label;

	s->seen = 1;
	for (k = 0; k < c->ncols; k++)
		s->last[k] =
			algo_eval_column(s->eval, c->cols[k].expr.node)[n - 1];
	label = algo_columns_field(c, r->text + r->from[row],
				   r->text + r->to[row], c->time_col, &len);
	algo_grow(&v, &s->last_cap, len + 1, 1);
	s->last_label = v;
	memcpy(s->last_label, label, len);
	s->last_len = len;
}

/* The n rows of one symbol, r's rows pick[0..n); times and inputs in place. */
static void evaluate(struct algo_columns *c, struct symstate *s,
		     const struct algo_rows *r, const int64_t *time, size_t n)
{
	struct algo_block b = { .n = n, .time = time, .in = c->in_cols };
	size_t i, k, cold;

	b.index = !time || algo_csv_stamp(c->csv) == ALGO_STAMP_INDEX;
	algo_eval_block(s->eval, &b);
	cold = c->opt.drop_warmup ? still_cold(c, s, n) : 0;
	for (i = 0; i < n; i++)
		c->drop[c->pick[i]] = i < cold;
	for (k = 0; k < c->ncols; k++) {
		const double *v =
			algo_eval_column(s->eval, c->cols[k].expr.node);
		double *to = c->result + k * ALGO_BLOCK;

		for (i = 0; i < n; i++)
			to[c->pick[i]] = v[i];
	}
	if (c->opt.last)
		remember(c, s, r, c->pick[n - 1], n);
}

static const int64_t no_time[ALGO_BLOCK];

static void one_symbol(struct algo_columns *c, const struct algo_rows *r)
{
	size_t i;

	for (i = 0; i < c->nslots; i++)
		c->in_cols[i] = r->col[c->slot[i]];
	for (i = 0; i < r->n; i++)
		c->pick[i] = i;
	evaluate(c, state_of(c, 0), r, r->time ? r->time : no_time, r->n);
}

/* Rows of symbol id, gathered. */
static void gather(struct algo_columns *c, const struct algo_rows *r,
		   uint32_t id, size_t from)
{
	int64_t time[ALGO_BLOCK];
	size_t i, k, n = 0;

	for (i = from; i < r->n; i++)
		if (r->symbol[i] == id)
			c->pick[n++] = i;
	for (i = 0; i < n; i++)
		time[i] = r->time ? r->time[c->pick[i]] : 0;
	for (k = 0; k < c->nslots; k++) {
		double *to = c->gather + k * ALGO_BLOCK;
		const double *v = r->col[c->slot[k]];

		for (i = 0; i < n; i++)
			to[i] = v[c->pick[i]];
		c->in_cols[k] = to;
	}
	evaluate(c, state_of(c, id), r, time, n);
}

static void by_symbol(struct algo_columns *c, const struct algo_rows *r)
{
	unsigned char done[ALGO_BLOCK] = { 0 };
	size_t i, k;

	for (i = 0; i < r->n; i++) {
		if (done[i])
			continue;
		gather(c, r, r->symbol[i], i);
		for (k = i; k < r->n; k++)
			done[k] |= r->symbol[k] == r->symbol[i];
	}
}

int algo_columns_run(struct algo_columns *c, struct algo_errs *notes,
		     struct algo_err *err)
{
	struct algo_rows r;
	uint64_t rows = 0;
	int rc;

	if (!c->opt.last)
		algo_columns_head(c);
	while ((rc = algo_csv_next(c->csv, &r, err)) > 0) {
		if (c->symbol_col >= 0)
			by_symbol(c, &r);
		else
			one_symbol(c, &r);
		if (!c->opt.last)
			algo_columns_rows(c, &r);
		if (algo_out_failed(c->out))
			return algo_out_flush(c->out, err);
		rows += r.n;
	}
	if (rc == 0 && c->opt.last)
		algo_columns_last(c);
	if (rc == 0)
		algo_errs_note(notes, "columns", "%llu rows, %zu new columns",
			       (unsigned long long)rows, c->ncols);
	if (rc == 0 && c->left_out)
		algo_errs_note(notes, "left_out",
			       "'%s' is left out: the bars lack its column",
			       c->left_out);
	return rc;
}
