/* strategy.c - a strategy document, phase by phase */
#include "strategy.h"

#include <math.h>
#include <string.h>

static void missing_algo(struct reader *r)
{
	size_t at = algo_doc_at(r, r->root) + 1;
	struct algo_err *e =
		algo_doc_missing(r, r->root, &algo_doc_top, "algo");

	if (!e)
		return;
	algo_err_hint(e, "add \"algo\": 1");
	algo_doc_fix(r, e, at, 0,
		     algo_json_count(r->root) ? "\"algo\": 1, "
					      : "\"algo\": 1");
}

static void check_format(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "algo");
	char text[ALGO_NUM_MAX + 1];
	struct algo_err *e;

	if (!algo_json_get(r->root, "algo"))
		missing_algo(r);
	if (!v || algo_json_num(v) == 1)
		return;
	text[algo_num_print(text, algo_json_num(v))] = '\0';
	e = algo_doc_fault(r, v, ALGO_E_VALUE, "unknown_format",
			   "'algo' must be 1, not %s", text);
	algo_err_hint(e, "it is the number of the format, not of the strategy");
}

static void read_head(struct reader *r)
{
	struct algo_strategy *s = r->s;
	const struct algo_json *root = r->root, *v;

	algo_doc_members(r, root, &algo_doc_top);
	check_format(r);
	s->name = algo_doc_text(r, algo_doc_get(root, &algo_doc_top, "name"));
	if (!s->name)
		s->name = "";
	s->description = algo_doc_text(
		r, algo_doc_get(root, &algo_doc_top, "description"));
	v = algo_doc_get(root, &algo_doc_top, "version");
	s->version = v ? algo_json_num(v) : NAN;
	v = algo_doc_get(root, &algo_doc_top, "tz");
	s->tz = v ? algo_doc_text(r, v) : "UTC";
	s->zone = algo_read_zone(r, v);
	v = algo_doc_get(root, &algo_doc_top, "data");
	if (v)
		algo_doc_members(r, v, &algo_doc_data);
	s->warmup = NAN;
	algo_field_const(r, algo_doc_get(root, &algo_doc_top, "warmup"),
			 BOUND_COUNT0, &s->warmup);
}

static void check_entry(struct reader *r)
{
	struct algo_err *e;

	if (algo_json_get(r->root, "entry") || algo_json_get(r->root, "rules"))
		return;
	e = algo_doc_missing(r, r->root, &algo_doc_top, "entry");
	if (e)
		algo_err_hint(e, "add \"entry\" or \"rules\": nothing ever "
				 "opens a position");
}

/* The order is that of the graph: zone, session and names before the
 * expressions that use them. */
static void read_all(struct reader *r)
{
	read_head(r);
	r->s->graph = algo_graph_new(r->s->zone);
	algo_read_backtest(r);
	algo_read_session(r);
	algo_read_params(r);
	algo_read_columns(r);
	algo_read_lets(r);
	algo_read_sides(r);
	algo_read_risk(r);
	algo_read_rules(r);
	check_entry(r);
}

static struct algo_strategy *read_root(struct reader *r)
{
	size_t before = r->errs->errors;
	enum algo_json_type t = algo_json_type(r->root);

	if (t != ALGO_J_OBJ)
		algo_doc_fault(r, r->root, ALGO_E_TYPE, "wrong_type",
			       "a strategy must be an object, not %s",
			       algo_json_type_name(t));
	else
		read_all(r);
	if (algo_errs_count(r->errs) > before)
		return NULL;
	if (algo_graph_done(r->s->graph, r->errs)) {
		algo_doc_mark(r, r->root);
		algo_errs_count(r->errs);
		return NULL;
	}
	algo_warn_one_way(r);
	algo_doc_mark(r, r->root);
	algo_errs_count(r->errs);
	return r->s;
}

/* In document order: a stable sort, of at most ALGO_ERRS_MAX records. */
static void sort_records(struct reader *r)
{
	struct algo_err *v;

	if (r->nmark < 2)
		return;
	v = r->errs->v + r->first;
	for (size_t i = 1; i < r->nmark; i++) {
		struct algo_err e = v[i];
		size_t at = r->mark[i], k = i;

		for (; k > 0 && r->mark[k - 1] > at; k--) {
			v[k] = v[k - 1];
			r->mark[k] = r->mark[k - 1];
		}
		v[k] = e;
		r->mark[k] = at;
	}
}

static int too_large(size_t n, const struct algo_strategy_opt *opt,
		     struct algo_errs *errs)
{
	struct algo_err *e;

	if (n <= ALGO_DOC_MAX)
		return 0;
	e = algo_errs_add(errs);
	algo_err_set(e, ALGO_E_VALUE, "too_large",
		     "the document is larger than %d MiB", ALGO_DOC_MAX >> 20);
	algo_err_file(e, opt->file);
	algo_errs_count(errs);
	return -1;
}

struct algo_strategy *algo_strategy_parse(const char *text, size_t n,
					  const struct algo_strategy_opt *opt,
					  struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct reader r = { .opt = opt, .errs = errs, .text = text, .n = n };
	struct algo_strategy *s;

	if (too_large(n, opt, errs))
		return NULL;
	algo_errs_count(errs);
	r.first = errs->n;
	r.s = algo_zalloc(1, sizeof(*r.s));
	r.s->doc = algo_json_parse(text, n, opt->file, &err);
	if (!r.s->doc) {
		algo_errs_take(errs, &err);
		algo_strategy_free(r.s);
		return NULL;
	}
	r.root = algo_json_root(r.s->doc);
	s = read_root(&r);
	sort_records(&r);
	algo_free(r.mark);
	if (!s)
		algo_strategy_free(r.s);
	return s;
}

void algo_strategy_free(struct algo_strategy *s)
{
	if (!s)
		return;
	algo_graph_free(s->graph);
	if (s->risk.session.zone != s->zone)
		algo_zone_free(s->risk.session.zone);
	algo_zone_free(s->zone);
	algo_json_free(s->doc);
	algo_arena_release(&s->arena);
	algo_free(s);
}
