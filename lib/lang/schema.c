/* schema.c - JSON Schema of strategy documents, from the tables of their
 * keys */
#include "strategy.h"

#include <string.h>

/* The objects below the document, as $defs names them. */
static const struct {
	const char *name;
	const struct doc_table *table;
} defs[] = {
	{ "data", &algo_doc_data },	  { "param", &algo_doc_param },
	{ "sides", &algo_doc_sides },	  { "risk", &algo_doc_risk },
	{ "session", &algo_doc_session }, { "backtest", &algo_doc_backtest }
};

struct writer {
	struct algo_jw *w;
	const char *const *(*choices)(const char *key);
};

static void refer(struct algo_jw *w, const struct doc_table *t)
{
	for (size_t i = 0; i < sizeof(defs) / sizeof(*defs); i++)
		if (defs[i].table == t)
			algo_schema_ref(w, defs[i].name);
}

/* Members "x-..." are kept and not read; all others are known. */
static void notes(struct algo_jw *w)
{
	algo_jw_key(w, "patternProperties");
	algo_jw_obj(w);
	algo_jw_kbool(w, "^x-", 1);
	algo_jw_obj_end(w);
}

/* ---- values */

static void params(struct algo_jw *w)
{
	notes(w);
	algo_jw_key(w, "additionalProperties");
	algo_jw_obj(w);
	algo_jw_key(w, "anyOf");
	algo_jw_arr(w);
	algo_jw_obj(w);
	algo_schema_type(w, 1u << ALGO_J_NUM);
	algo_jw_obj_end(w);
	algo_jw_obj(w);
	refer(w, &algo_doc_param);
	algo_jw_obj_end(w);
	algo_jw_arr_end(w);
	algo_jw_obj_end(w);
}

static void inner_type(struct algo_jw *w, const char *key, unsigned set)
{
	algo_jw_key(w, key);
	algo_jw_obj(w);
	algo_schema_type(w, set);
	algo_jw_obj_end(w);
}

static void rules(struct algo_jw *w)
{
	algo_jw_key(w, "items");
	algo_jw_obj(w);
	algo_schema_ref(w, "rule");
	algo_jw_obj_end(w);
	algo_jw_kint(w, "maxItems", ALGO_RULES_MAX);
}

/* What its kind says beyond the type. */
static void detail(struct algo_jw *w, enum doc_kind kind)
{
	switch (kind) {
	case DOC_CLOCK:
		algo_jw_kstr(w, "pattern",
			     "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$");
		break;
	case DOC_FEE:
		inner_type(w, "items", 1u << ALGO_J_NUM);
		algo_jw_kint(w, "minItems", 2);
		algo_jw_kint(w, "maxItems", 2);
		break;
	case DOC_PARAMS:
		params(w);
		break;
	case DOC_LETS:
		notes(w);
		inner_type(w, "additionalProperties",
			   1u << ALGO_J_NUM | 1u << ALGO_J_STR);
		break;
	case DOC_TEXTS:
		inner_type(w, "items", 1u << ALGO_J_STR);
		break;
	case DOC_RULES:
		rules(w);
		break;
	case DOC_NUM:
	case DOC_TEXT:
	case DOC_BOOL:
	case DOC_COND:
	case DOC_VALUE:
	case DOC_CONST:
	case DOC_RATE:
	case DOC_SWITCH:
	case DOC_TABLE:
	case DOC_SIDES:
	default:
		break;
	}
}

static void value(const struct writer *o, const struct doc_table *t,
		  const struct doc_row *row)
{
	const struct doc_type *type = algo_doc_type(row->kind);
	const char *const *names =
		t == &algo_doc_backtest ? o->choices(row->name) : NULL;

	algo_jw_key(o->w, row->name);
	algo_jw_obj(o->w);
	if (row->kind == DOC_TABLE || row->kind == DOC_SIDES) {
		refer(o->w, row->sub);
	} else {
		algo_jw_kstr(o->w, "description", type->text);
		algo_schema_type(o->w, type->types);
		detail(o->w, row->kind);
	}
	if (names)
		algo_schema_list(o->w, "enum", names);
	if (t == &algo_doc_top && strcmp(row->name, "algo") == 0)
		algo_jw_kint(o->w, "const", 1);
	algo_jw_obj_end(o->w);
}

/* ---- objects */

static void table(const struct writer *o, const struct doc_table *t)
{
	algo_schema_type(o->w, 1u << ALGO_J_OBJ);
	algo_jw_key(o->w, "properties");
	algo_jw_obj(o->w);
	for (const struct doc_row *row = t->row; row->name; row++)
		value(o, t, row);
	algo_jw_obj_end(o->w);
	notes(o->w);
	algo_jw_kbool(o->w, "additionalProperties", 0);
}

static void required(struct algo_jw *w, const char *a, const char *b,
		     const char *c)
{
	const char *const names[] = { a, b, c, NULL };

	algo_schema_list(w, "required", names);
}

static int same_keys(int a, int b)
{
	const char *x = algo_doc_needs((enum algo_do)a);
	const char *y = algo_doc_needs((enum algo_do)b);

	for (const struct doc_row *row = algo_doc_rule.row; row->name; row++)
		if ((row->verbs >> a & 1) != (row->verbs >> b & 1))
			return 0;
	return x == y || (x && y && strcmp(x, y) == 0);
}

/* The verbs whose rules have the same keys as those of verb. */
static void verbs(struct algo_jw *w, int verb)
{
	const char *names[DO_COUNT + 1];
	size_t n = 0;

	for (int i = 0; i < DO_COUNT; i++)
		if (same_keys(verb, i))
			names[n++] = algo_do_name((enum algo_do)i);
	names[n] = NULL;
	algo_jw_key(w, "do");
	algo_jw_obj(w);
	algo_schema_list(w, "enum", names);
	algo_jw_obj_end(w);
}

static void rule(const struct writer *o, int verb)
{
	algo_jw_obj(o->w);
	algo_schema_type(o->w, 1u << ALGO_J_OBJ);
	algo_jw_key(o->w, "properties");
	algo_jw_obj(o->w);
	for (const struct doc_row *row = algo_doc_rule.row; row->name; row++) {
		if (strcmp(row->name, "do") == 0)
			verbs(o->w, verb);
		else if (row->verbs >> verb & 1)
			value(o, &algo_doc_rule, row);
	}
	algo_jw_obj_end(o->w);
	notes(o->w);
	algo_jw_kbool(o->w, "additionalProperties", 0);
	required(o->w, "when", "do", algo_doc_needs((enum algo_do)verb));
	algo_jw_obj_end(o->w);
}

/* A rule has the keys that go with its verb. */
static void every_rule(const struct writer *o)
{
	algo_jw_key(o->w, "rule");
	algo_jw_obj(o->w);
	algo_jw_key(o->w, "oneOf");
	algo_jw_arr(o->w);
	for (int i = 0, k; i < DO_COUNT; i++) {
		for (k = 0; k < i && !same_keys(k, i); k++)
			;
		if (k == i)
			rule(o, i);
	}
	algo_jw_arr_end(o->w);
	algo_jw_key(o->w, "not");
	algo_jw_obj(o->w);
	required(o->w, "size", "units", NULL);
	algo_jw_obj_end(o->w);
	algo_jw_obj_end(o->w);
}

/* Both hours or neither. */
static void hours(struct algo_jw *w)
{
	static const char *const to[] = { "to", NULL };
	static const char *const from[] = { "from", NULL };

	algo_jw_key(w, "dependentRequired");
	algo_jw_obj(w);
	algo_schema_list(w, "from", to);
	algo_schema_list(w, "to", from);
	algo_jw_obj_end(w);
}

static void definitions(const struct writer *o)
{
	algo_jw_key(o->w, "$defs");
	algo_jw_obj(o->w);
	for (size_t i = 0; i < sizeof(defs) / sizeof(*defs); i++) {
		algo_jw_key(o->w, defs[i].name);
		algo_jw_obj(o->w);
		table(o, defs[i].table);
		if (defs[i].table == &algo_doc_param)
			required(o->w, "value", NULL, NULL);
		if (defs[i].table == &algo_doc_session)
			hours(o->w);
		algo_jw_obj_end(o->w);
	}
	every_rule(o);
	algo_jw_obj_end(o->w);
}

/* It says how an order comes about. */
static void entry_or_rules(struct algo_jw *w)
{
	algo_jw_key(w, "anyOf");
	algo_jw_arr(w);
	algo_jw_obj(w);
	required(w, "entry", NULL, NULL);
	algo_jw_obj_end(w);
	algo_jw_obj(w);
	required(w, "rules", NULL, NULL);
	algo_jw_obj_end(w);
	algo_jw_arr_end(w);
}

void algo_doc_schema(struct algo_jw *w,
		     const char *const *(*choices)(const char *key))
{
	struct writer o = { w, choices };

	algo_jw_obj(w);
	algo_schema_head(w, "A strategy document");
	table(&o, &algo_doc_top);
	required(w, "algo", NULL, NULL);
	entry_or_rules(w);
	definitions(&o);
	algo_jw_obj_end(w);
}
