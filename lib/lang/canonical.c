/* canonical.c - a strategy in its canonical form, and its hash
 *
 * One line without blanks; keys in the order of the tables in keys.c, params
 * and lets in that of the document (a let may read those before it); numbers
 * in their shortest form, expressions as canonical_expr.c prints them.  Keys
 * that the document has not are not added; "x-" keys are left out.
 */
#include "strategy.h"

#include <string.h>

struct canon {
	const struct algo_strategy *s;
	struct algo_jw w;
};

static void put_expr(struct canon *c, const struct algo_json *v)
{
	struct algo_buf out = ALGO_BUF_INIT(8 * ALGO_DOC_MAX);
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (algo_json_type(v) == ALGO_J_NUM)
		algo_jw_num(&c->w, algo_json_num(v));
	else if (algo_expr_canonical(c->s->graph, s, n, &out))
		algo_jw_strn(&c->w, s, n);
	else
		algo_jw_strn(&c->w, algo_buf_str(&out), out.len);
	algo_buf_release(&out);
}

/* Values without expressions. */
static void put_plain(struct canon *c, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);

	switch (algo_json_type(v)) {
	case ALGO_J_NUM:
		algo_jw_num(&c->w, algo_json_num(v));
		break;
	case ALGO_J_STR:
		algo_jw_strn(&c->w, s, n);
		break;
	case ALGO_J_BOOL:
		algo_jw_bool(&c->w, algo_json_bool(v));
		break;
	case ALGO_J_ARR:
		algo_jw_arr(&c->w);
		for (size_t i = 0; i < algo_json_count(v); i++)
			put_plain(c, algo_json_at(v, i));
		algo_jw_arr_end(&c->w);
		break;
	case ALGO_J_NULL:
	case ALGO_J_OBJ:
	default:
		algo_jw_null(&c->w);
		break;
	}
}

static void put_table(struct canon *c, const struct algo_json *v,
		      const struct doc_table *t);

/* Names of the document's own, with their values. */
static void put_map(struct canon *c, const struct algo_json *v,
		    const struct doc_row *row)
{
	algo_jw_obj(&c->w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);

		if (algo_doc_is_note(algo_json_key(kid)))
			continue;
		algo_jw_key(&c->w, algo_json_key(kid));
		if (algo_json_type(kid) == ALGO_J_OBJ)
			put_table(c, kid, row->sub);
		else
			put_expr(c, kid);
	}
	algo_jw_obj_end(&c->w);
}

static void put_rules(struct canon *c, const struct algo_json *v,
		      const struct doc_row *row)
{
	algo_jw_arr(&c->w);
	for (size_t i = 0; i < algo_json_count(v); i++)
		put_table(c, algo_json_at(v, i), row->sub);
	algo_jw_arr_end(&c->w);
}

static void put_member(struct canon *c, const struct algo_json *v,
		       const struct doc_row *row)
{
	switch (row->kind) {
	case DOC_COND:
	case DOC_VALUE:
	case DOC_CONST:
		put_expr(c, v);
		break;
	case DOC_TABLE:
	case DOC_SIDES:
		put_table(c, v, row->sub);
		break;
	case DOC_PARAMS:
	case DOC_LETS:
		put_map(c, v, row);
		break;
	case DOC_RULES:
		put_rules(c, v, row);
		break;
	case DOC_NUM:
	case DOC_TEXT:
	case DOC_CLOCK:
	case DOC_BOOL:
	case DOC_RATE:
	case DOC_FEE:
	case DOC_SWITCH:
	case DOC_TEXTS:
	default:
		put_plain(c, v);
		break;
	}
}

/* Recursion ends with the tables. */
static void put_table(struct canon *c, const struct algo_json *v,
		      const struct doc_table *t)
{
	algo_jw_obj(&c->w);
	for (const struct doc_row *row = t->row; row->name; row++) {
		const struct algo_json *kid = algo_doc_get(v, t, row->name);

		if (!kid)
			continue;
		algo_jw_key(&c->w, row->name);
		put_member(c, kid, row);
	}
	algo_jw_obj_end(&c->w);
}

void algo_strategy_canonical(const struct algo_strategy *s,
			     struct algo_buf *out)
{
	struct canon c = { .s = s };

	algo_jw_init(&c.w, out, 0);
	put_table(&c, algo_json_root(s->doc), &algo_doc_top);
}

void algo_strategy_sha256(const struct algo_strategy *s, char out[65])
{
	struct algo_buf text = ALGO_BUF_INIT((size_t)1 << 28);

	algo_strategy_canonical(s, &text);
	algo_sha256_hex(algo_buf_str(&text), text.len, out);
	algo_buf_release(&text);
}
