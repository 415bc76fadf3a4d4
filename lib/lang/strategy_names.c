/* strategy_names.c - params and their overrides, columns, lets */
#include "strategy.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct param {
	const char *name;
	const struct algo_json *v;
	double value, min, max; /* NaN: no bound */
};
struct params {
	struct param *v;
	size_t n;
};

/* Declared names are compared with each other: not too many. */
static int too_many(struct reader *r, const struct algo_json *v)
{
	if (algo_json_count(v) <= NAMES_MAX)
		return 0;
	algo_doc_fault(r, v, ALGO_E_VALUE, "too_many_names",
		       "'%s' has more than %d entries", algo_json_key(v),
		       NAMES_MAX);
	return 1;
}

/* ---- params */

static double bound_of(const struct algo_json *v, const char *key)
{
	const struct algo_json *b = algo_doc_get(v, &algo_doc_param, key);

	return b ? algo_json_num(b) : NAN;
}

static void print_range(const struct param *p, char *out, size_t size)
{
	char lo[ALGO_NUM_MAX], hi[ALGO_NUM_MAX];
	int nlo = (int)algo_num_print(lo, p->min);
	int nhi = (int)algo_num_print(hi, p->max);

	if (isnan(p->min))
		snprintf(out, size, "at most %.*s", nhi, hi);
	else if (isnan(p->max))
		snprintf(out, size, "at least %.*s", nlo, lo);
	else
		snprintf(out, size, "from %.*s to %.*s", nlo, lo, nhi, hi);
}

static int outside(const struct param *p, double v)
{
	return v < p->min || v > p->max;
}

static void check_param(struct reader *r, const struct param *p)
{
	const struct algo_json *value, *bad;
	char range[3 * ALGO_NUM_MAX], text[ALGO_NUM_MAX + 1];

	value = algo_doc_get(p->v, &algo_doc_param, "value");
	bad = algo_doc_get(p->v, &algo_doc_param, "step");
	if (bad && !(algo_json_num(bad) > 0))
		algo_doc_fault(r, bad, ALGO_E_VALUE, "out_of_range",
			       "'step' must be above 0");
	if (p->min > p->max) {
		bad = algo_json_get(p->v, "max");
		algo_doc_fault(r, bad, ALGO_E_VALUE, "contradiction",
			       "'max' of '%.60s' is below its 'min'", p->name);
	} else if (value && outside(p, p->value)) {
		print_range(p, range, sizeof(range));
		text[algo_num_print(text, p->value)] = '\0';
		algo_doc_fault(r, value, ALGO_E_VALUE, "out_of_range",
			       "'%.60s' must be %s, not %s", p->name, range,
			       text);
	}
}

/* A value that stands for one that is missing or of another type, so that
 * its uses are looked at too. */
static void guess(struct reader *r, struct param *p)
{
	p->value = !isnan(p->min) ? p->min : 10;
	r->guessed = 1;
}

static void read_param(struct reader *r, const struct algo_json *v,
		       struct param *p)
{
	const struct algo_json *value = v;

	*p = (struct param){ algo_json_key(v), v, NAN, NAN, NAN };
	if (algo_json_type(v) == ALGO_J_OBJ) {
		algo_doc_members(r, v, &algo_doc_param);
		p->min = bound_of(v, "min");
		p->max = bound_of(v, "max");
		value = algo_doc_get(v, &algo_doc_param, "value");
		if (!algo_json_get(v, "value"))
			algo_doc_missing(r, v, &algo_doc_param, "value");
	} else if (algo_json_type(v) != ALGO_J_NUM) {
		algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
			       "'%.60s' must be a number or an object with "
			       "'value', not %s",
			       p->name, algo_json_type_name(algo_json_type(v)));
		value = NULL;
	}
	if (value)
		p->value = algo_json_num(value);
	else
		guess(r, p);
	check_param(r, p);
}

/* ---- overrides */

static void unknown_param(struct reader *r, const struct params *ps,
			  const char *name, size_t n)
{
	struct algo_err *e = algo_errs_add(r->errs);
	struct algo_near near = { NULL, 0 };

	algo_err_set(e, ALGO_E_USAGE, "unknown_param",
		     "the strategy has no param '%.*s'", (int)(n < 60 ? n : 60),
		     name);
	for (size_t i = 0; i < ps->n; i++)
		algo_near_try(&near, name, n, ps->v[i].name);
	if (algo_near_best(&near))
		algo_err_hint(e, "did you mean '%s'?", algo_near_best(&near));
	else if (ps->n == 0)
		algo_err_hint(e, "it has no params at all");
	algo_doc_mark(r, NULL);
}

static struct param *find_param(const struct params *ps, const char *s,
				size_t n)
{
	for (size_t i = 0; i < ps->n; i++)
		if (strlen(ps->v[i].name) == n &&
		    memcmp(ps->v[i].name, s, n) == 0)
			return &ps->v[i];
	return NULL;
}

/* One NAME=VALUE. */
static void override(struct reader *r, const struct params *ps, const char *s,
		     size_t n)
{
	const char *eq = memchr(s, '=', n);
	size_t name = eq ? (size_t)(eq - s) : n;
	struct param *p = find_param(ps, s, name);
	char range[3 * ALGO_NUM_MAX];
	struct algo_err *e;
	double v;

	if (eq && !p) {
		unknown_param(r, ps, s, name);
	} else if (!eq || algo_num_human(eq + 1, n - name - 1, &v)) {
		e = algo_errs_add(r->errs);
		algo_err_set(e, ALGO_E_USAGE, "bad_value",
			     "'%.*s' is no NAME=VALUE with a number",
			     (int)(n < 100 ? n : 100), s);
		algo_doc_mark(r, NULL);
	} else if (outside(p, v)) {
		print_range(p, range, sizeof(range));
		e = algo_errs_add(r->errs);
		algo_err_set(e, ALGO_E_USAGE, "out_of_range",
			     "the param '%.60s' must be %s, not %.*s", p->name,
			     range, (int)(n - name < 60 ? n - name - 1 : 60),
			     eq + 1);
		algo_doc_mark(r, NULL);
	} else {
		p->value = v;
	}
}

static void overrides(struct reader *r, const struct params *ps)
{
	const struct algo_strs *list = r->opt->params;

	for (size_t i = 0; list && i < list->n; i++) {
		const char *s = list->v[i], *end;

		for (; (end = strchr(s, ',')); s = end + 1)
			override(r, ps, s, (size_t)(end - s));
		override(r, ps, s, strlen(s));
	}
}

/* A name that cannot be declared; the place is the key. */
static void bad_name(struct reader *r, const struct algo_json *v,
		     struct algo_err *why)
{
	struct algo_err *e;

	e = algo_doc_fault_key(r, v, why->cls, why->code, "%s", why->msg);
	if (why->hint[0])
		algo_err_hint(e, "%s", why->hint);
	algo_err_clear(why);
}

static void declare(struct reader *r, const struct params *ps)
{
	struct algo_strategy *s = r->s;
	struct algo_err err = ALGO_ERR_INIT;

	s->param_name =
		algo_arena_get(&s->arena, (ps->n + 1) * sizeof(*s->param_name));
	s->param_value = algo_arena_get(&s->arena,
					(ps->n + 1) * sizeof(*s->param_value));
	for (size_t i = 0; i < ps->n; i++) {
		const struct param *p = &ps->v[i];

		if (algo_graph_param(s->graph, p->name, p->value, &err))
			bad_name(r, p->v, &err);
		s->param_name[i] = p->name;
		s->param_value[i] = p->value;
	}
	s->nparams = ps->n;
}

void algo_read_params(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "params");
	struct params ps = { NULL, 0 };
	size_t n = v ? algo_json_count(v) : 0;

	if (v && too_many(r, v))
		n = 0;
	ps.v = algo_zalloc(n + 1, sizeof(*ps.v));
	for (size_t i = 0; i < n; i++) {
		const struct algo_json *kid = algo_json_at(v, i);

		if (!algo_doc_is_note(algo_json_key(kid)))
			read_param(r, kid, &ps.v[ps.n++]);
	}
	if (!algo_json_get(r->root, "params") || v)
		overrides(r, &ps);
	declare(r, &ps);
	algo_free(ps.v);
}

/* ---- columns */

static int is_given(const struct reader *r, const struct algo_json *v)
{
	static const char *const bars[] = { "open", "high", "low", "close",
					    "volume" };

	for (size_t i = 0; i < sizeof(bars) / sizeof(*bars); i++)
		if (algo_doc_text_is(v, bars[i]))
			return 1;
	for (size_t i = 0; i < r->opt->ncolumns; i++)
		if (algo_doc_text_is(v, r->opt->columns[i]))
			return 1;
	return 0;
}

static void unknown_column(struct reader *r, const struct algo_json *v)
{
	struct algo_near near = { NULL, 0 };
	struct algo_buf fix = ALGO_BUF_INIT(256);
	struct algo_err *e;
	size_t n;
	const char *s = algo_json_str(v, &n), *best;

	e = algo_doc_fault(r, v, ALGO_E_IMPORT, "unknown_column",
			   "the bars have no column '%.60s'", s);
	for (size_t i = 0; i < r->opt->ncolumns; i++)
		algo_near_try(&near, s, n, r->opt->columns[i]);
	best = algo_near_best(&near);
	if (best) {
		algo_err_hint(e, "did you mean '%s'?", best);
		algo_buf_addc(&fix, '"');
		algo_json_escape(&fix, best, strlen(best));
		algo_buf_addc(&fix, '"');
		algo_doc_fix_value(r, e, v, algo_buf_str(&fix));
	}
	algo_buf_release(&fix);
}

static void read_column(struct reader *r, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (algo_json_type(v) != ALGO_J_STR)
		algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
			       "a column must be a string, not %s",
			       algo_json_type_name(algo_json_type(v)));
	else if (n == 0 || memchr(s, '\0', n))
		algo_doc_fault(r, v, ALGO_E_VALUE, "bad_text",
			       "a column must have a name");
	else if (!is_given(r, v)) {
		if (r->opt->has_bars)
			unknown_column(r, v);
		/* Its uses are fine. */
		algo_graph_column(r->s->graph, s);
	}
}

void algo_read_columns(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "columns");

	for (size_t i = 0; i < r->opt->ncolumns; i++)
		algo_graph_column(r->s->graph, r->opt->columns[i]);
	if (!v || too_many(r, v))
		return;
	for (size_t i = 0; i < algo_json_count(v); i++)
		read_column(r, algo_json_at(v, i));
}

/* ---- lets */

static void read_let(struct reader *r, const struct algo_json *v)
{
	struct algo_err err = ALGO_ERR_INIT;
	enum algo_json_type t = algo_json_type(v);
	struct algo_source src;

	algo_field_source(r, v, &src);
	src.scope = ALGO_SCOPE_STEP;
	src.want = ALGO_T_ANY;
	if (t != ALGO_J_STR && t != ALGO_J_NUM) {
		algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
			       "'%.60s' must be an expression in a string, "
			       "not %s",
			       algo_json_key(v), algo_json_type_name(t));
		/* Its uses are fine. */
		src.text = "na";
		src.len = 2;
	}
	if (algo_graph_let(r->s->graph, algo_json_key(v), &src, &err))
		bad_name(r, v, &err);
}

/* Whose expression it is: pointers in records are cut when they are long. */
static const struct algo_json *let_of(const struct algo_json *lets,
				      const struct algo_err *e)
{
	size_t n = strlen(e->at.pointer);
	const struct algo_json *found = lets;
	struct algo_buf p = ALGO_BUF_INIT(1 << 20);

	for (size_t i = 0; i < algo_json_count(lets); i++) {
		algo_buf_clear(&p);
		algo_json_pointer(algo_json_at(lets, i), &p);
		if (p.len < n || memcmp(algo_buf_str(&p), e->at.pointer, n))
			continue;
		found = algo_json_at(lets, i);
		if (p.len == n)
			break;
	}
	algo_buf_release(&p);
	return found;
}

void algo_read_lets(struct reader *r)
{
	const struct algo_json *v = algo_doc_get(r->root, &algo_doc_top, "let");
	size_t first = r->errs->n;

	if (v && !too_many(r, v)) {
		for (size_t i = 0; i < algo_json_count(v); i++)
			if (!algo_doc_is_note(
				    algo_json_key(algo_json_at(v, i))))
				read_let(r, algo_json_at(v, i));
		first = r->errs->n;
	}
	algo_graph_lets_done(r->s->graph, r->errs);
	for (size_t i = first; v && i < r->errs->n; i++) {
		algo_doc_mark(r, v);
		r->mark[i - r->first] =
			algo_doc_at(r, let_of(v, &r->errs->v[i]));
	}
	algo_doc_mark(r, v);
}
