/* field.c - numbers and expressions of a document, and what constants may
 * be */
#include "strategy.h"

#include <math.h>
#include <string.h>

void algo_expr_none(struct algo_expr *e)
{
	*e = (struct algo_expr)ALGO_EXPR_NONE;
}

/* A number where an expression may stand is an expression too. */
void algo_field_source(struct reader *r, const struct algo_json *v,
		       struct algo_source *src)
{
	char num[ALGO_NUM_MAX];
	size_t n;

	memset(src, 0, sizeof(*src));
	if (algo_json_type(v) == ALGO_J_NUM) {
		n = algo_num_print(num, algo_json_num(v));
		src->text = algo_arena_str(&r->s->arena, num, n);
		src->len = n;
	} else {
		src->text = algo_json_str(v, &src->len);
	}
	src->file = r->opt->file;
	src->pointer = algo_doc_pointer(r, v);
	src->price = -1;
}

/* A fault of an expression as a whole, placed as its own are. */
static struct algo_err *at_whole(struct algo_err *e,
				 const struct algo_source *src)
{
	const char *nl = memchr(src->text, '\n', src->len);

	algo_err_file(e, src->file);
	algo_err_pointer(e, src->pointer);
	algo_err_pos(e, 1, 1, nl ? (size_t)(nl - src->text) : src->len);
	algo_err_context(e, src->text, src->len);
	return e;
}

static int is_whole(double v)
{
	return v == floor(v) && !isinf(v);
}

/* NULL when v may be right, else what it must be. */
static const char *refusal(const struct reader *r, enum bound bound, double v)
{
	switch (bound) {
	case BOUND_LEVEL:
		return v > 0 || isnan(v) ? NULL : "above 0";
	case BOUND_PRICE:
	case BOUND_EXTENT:
		return v > 0 && !isinf(v) ? NULL : "above 0";
	case BOUND_SIZE:
		if (!(v > 0) || isinf(v))
			return "above 0";
		return v < 1 || is_whole(v) || r->fractional
			       ? NULL
			       : "a fraction below 1 or a whole number of "
				 "units";
	case BOUND_UNITS:
		if (!(v > 0) || isinf(v))
			return "above 0";
		return is_whole(v) || r->fractional ? NULL : "a whole number";
	case BOUND_TARGET:
		return v >= -1 && v <= 1 ? NULL : "from -1 to 1";
	case BOUND_SHARE:
		return v > 0 && v <= 1 ? NULL : "above 0 and at most 1";
	case BOUND_COUNT:
		return v >= 1 && is_whole(v) ? NULL : "a whole number from 1";
	case BOUND_COUNT0:
		return v >= 0 && is_whole(v) ? NULL : "a whole number from 0";
	case BOUND_NONE:
	default:
		return NULL;
	}
}

static struct algo_err *out_of_range(struct reader *r,
				     const struct algo_json *v, double num,
				     const char *must)
{
	char text[ALGO_NUM_MAX] = "na";
	size_t n = isnan(num) ? 2 : algo_num_print(text, num);
	const char *key = algo_json_key(v);
	struct algo_err *e;

	e = algo_doc_fault(r, v, ALGO_E_VALUE, "out_of_range",
			   "'%.60s' must be %s, not %.*s", key ? key : "", must,
			   (int)n, text);
	return e;
}

static void hint_number(struct reader *r, const struct algo_json *v,
			enum bound bound, struct algo_err *e)
{
	double num = algo_json_num(v);
	char text[ALGO_NUM_MAX + 1];

	if (bound == BOUND_EXTENT && num < 0) {
		text[algo_num_print(text, -num)] = '\0';
		algo_err_hint(e,
			      "it is measured from the entry, on the right "
			      "side of a long or a short: write %s",
			      text);
		algo_doc_fix_value(r, e, v, text);
	} else if (bound == BOUND_SIZE && num > 1) {
		algo_err_hint(e, "parts of a unit need \"fractional\": true in "
				 "backtest");
	} else if (bound == BOUND_SHARE) {
		algo_err_hint(e, "1 is all that is held, a half of it is 0.5");
	}
}

static int check_number(struct reader *r, const struct algo_json *v,
			enum bound bound)
{
	const char *must = refusal(r, bound, algo_json_num(v));
	struct algo_err *e;

	if (!must)
		return 0;
	e = out_of_range(r, v, algo_json_num(v), must);
	hint_number(r, v, bound, e);
	return -1;
}

/* Of an expression that is a constant: not where its params are made up. */
static int check_const(struct reader *r, const struct field *f,
		       const struct algo_source *src, double value)
{
	const char *must = refusal(r, f->bound, value);

	if (!must || r->guessed)
		return 0;
	at_whole(out_of_range(r, f->v, value, must), src);
	return -1;
}

static int compile(struct reader *r, const struct field *f,
		   struct algo_source *src, struct algo_expr *out)
{
	int rc;

	/* The list is full: more faults would be counted, at full price. */
	if (r->errs->dropped > 0) {
		algo_expr_none(out);
		return -1;
	}
	algo_field_source(r, f->v, src);
	src->scope = f->scope;
	src->want = f->want;
	src->price = f->price;
	rc = algo_graph_add(r->s->graph, src, out, r->errs);
	algo_doc_mark(r, f->v);
	if (rc)
		algo_expr_none(out);
	return rc;
}

int algo_field(struct reader *r, const struct field *f, struct algo_expr *out)
{
	struct algo_source src;

	algo_expr_none(out);
	if (!f->v)
		return 0;
	if (algo_json_type(f->v) == ALGO_J_NUM) {
		algo_graph_number(r->s->graph, algo_json_num(f->v), out);
		return check_number(r, f->v, f->bound);
	}
	if (compile(r, f, &src, out))
		return -1;
	return out->is_const ? check_const(r, f, &src, out->value) : 0;
}

int algo_field_const(struct reader *r, const struct algo_json *v,
		     enum bound bound, double *out)
{
	struct field f = { v, ALGO_SCOPE_BARS, ALGO_T_NUM, bound, -1 };
	struct algo_source src;
	struct algo_expr e;
	struct algo_err *err;

	if (!v)
		return 0;
	if (algo_json_type(v) == ALGO_J_NUM) {
		*out = algo_json_num(v);
		return check_number(r, v, bound);
	}
	if (compile(r, &f, &src, &e))
		return -1;
	if (!e.is_const) {
		err = algo_doc_fault(r, v, ALGO_E_TYPE, "not_constant",
				     "'%s' must be a number, not a series",
				     algo_json_key(v));
		algo_err_hint(err, "write a number or a param");
		at_whole(err, &src);
		return -1;
	}
	*out = e.value;
	return check_const(r, &f, &src, e.value);
}
