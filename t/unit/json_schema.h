/* json_schema.h - a small checker of JSON Schema (draft 2020-12), as much of
 * it as our schemas use */
#ifndef T_JSON_SCHEMA_H
#define T_JSON_SCHEMA_H

#include "tap.h"

#include <algo/base.h>
#include <regex.h>

struct schema {
	struct algo_json_doc *doc;
	const struct algo_json *root;
};

static int schema_valid(const struct schema *s, const struct algo_json *schema,
			const struct algo_json *v);

/* --- Equality, types, text ------------------------------------------------ */

static int json_same(const struct algo_json *a, const struct algo_json *b)
{
	size_t i, n = algo_json_count(a), la, lb;
	const char *x = algo_json_str(a, &la), *y = algo_json_str(b, &lb);
	double p = algo_json_num(a), q = algo_json_num(b);

	if (algo_json_type(a) != algo_json_type(b) || n != algo_json_count(b) ||
	    la != lb || memcmp(x, y, la) != 0 || (p != q && !isnan(p)) ||
	    algo_json_bool(a) != algo_json_bool(b))
		return 0;
	for (i = 0; i < n; i++) {
		const struct algo_json *kid = algo_json_at(a, i);
		const struct algo_json *as =
			algo_json_key(kid)
				? algo_json_get(b, algo_json_key(kid))
				: algo_json_at(b, i);

		if (!as || !json_same(kid, as))
			return 0;
	}
	return 1;
}

static int is_type(const struct algo_json *v, const char *name)
{
	static const char *const names[] = {
		[ALGO_J_NULL] = "null",	 [ALGO_J_BOOL] = "boolean",
		[ALGO_J_NUM] = "number", [ALGO_J_STR] = "string",
		[ALGO_J_ARR] = "array",	 [ALGO_J_OBJ] = "object"
	};

	return strcmp(names[algo_json_type(v)], name) == 0;
}

static int matches(const char *pattern, const char *text)
{
	regex_t re;
	int rc;

	if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB))
		return 0;
	rc = regexec(&re, text, 0, NULL, 0);
	regfree(&re);
	return rc == 0;
}

static int one_of(const struct algo_json *list, const struct algo_json *v)
{
	size_t i;

	for (i = 0; i < algo_json_count(list); i++)
		if (json_same(algo_json_at(list, i), v))
			return 1;
	return 0;
}

/* --- Keywords ------------------------------------------------------------- */

struct at {
	const struct schema *s;
	const struct algo_json *schema; /* that the keyword stands in */
	const struct algo_json *v;
};

static int key_type(const struct at *a, const struct algo_json *k)
{
	size_t i;

	if (algo_json_type(k) == ALGO_J_STR)
		return is_type(a->v, algo_json_str(k, NULL));
	for (i = 0; i < algo_json_count(k); i++)
		if (is_type(a->v, algo_json_str(algo_json_at(k, i), NULL)))
			return 1;
	return 0;
}

static int key_const(const struct at *a, const struct algo_json *k)
{
	return json_same(k, a->v);
}

static int key_enum(const struct at *a, const struct algo_json *k)
{
	return one_of(k, a->v);
}

static int key_minimum(const struct at *a, const struct algo_json *k)
{
	return algo_json_type(a->v) != ALGO_J_NUM ||
	       algo_json_num(a->v) >= algo_json_num(k);
}

static int key_maximum(const struct at *a, const struct algo_json *k)
{
	return algo_json_type(a->v) != ALGO_J_NUM ||
	       algo_json_num(a->v) <= algo_json_num(k);
}

static int key_pattern(const struct at *a, const struct algo_json *k)
{
	return algo_json_type(a->v) != ALGO_J_STR ||
	       matches(algo_json_str(k, NULL), algo_json_str(a->v, NULL));
}

static int key_min_items(const struct at *a, const struct algo_json *k)
{
	return algo_json_type(a->v) != ALGO_J_ARR ||
	       (double)algo_json_count(a->v) >= algo_json_num(k);
}

static int key_max_items(const struct at *a, const struct algo_json *k)
{
	return algo_json_type(a->v) != ALGO_J_ARR ||
	       (double)algo_json_count(a->v) <= algo_json_num(k);
}

static int key_items(const struct at *a, const struct algo_json *k)
{
	size_t i;

	if (algo_json_type(a->v) != ALGO_J_ARR)
		return 1;
	for (i = 0; i < algo_json_count(a->v); i++)
		if (!schema_valid(a->s, k, algo_json_at(a->v, i)))
			return 0;
	return 1;
}

static int key_required(const struct at *a, const struct algo_json *k)
{
	size_t i;

	if (algo_json_type(a->v) != ALGO_J_OBJ)
		return 1;
	for (i = 0; i < algo_json_count(k); i++)
		if (!algo_json_get(a->v,
				   algo_json_str(algo_json_at(k, i), NULL)))
			return 0;
	return 1;
}

/* Each key asks for others. */
static int key_dependent(const struct at *a, const struct algo_json *k)
{
	size_t i;

	for (i = 0; i < algo_json_count(k); i++) {
		const struct algo_json *need = algo_json_at(k, i);

		if (algo_json_get(a->v, algo_json_key(need)) &&
		    !key_required(a, need))
			return 0;
	}
	return 1;
}

static int key_properties(const struct at *a, const struct algo_json *k)
{
	size_t i;

	for (i = 0; i < algo_json_count(k); i++) {
		const struct algo_json *p = algo_json_at(k, i);
		const struct algo_json *v =
			algo_json_get(a->v, algo_json_key(p));

		if (v && !schema_valid(a->s, p, v))
			return 0;
	}
	return 1;
}

static int key_patterns(const struct at *a, const struct algo_json *k)
{
	size_t i, j;

	for (i = 0; i < algo_json_count(k); i++)
		for (j = 0; j < algo_json_count(a->v); j++) {
			const struct algo_json *v = algo_json_at(a->v, j);
			const struct algo_json *p = algo_json_at(k, i);

			if (algo_json_key(v) &&
			    matches(algo_json_key(p), algo_json_key(v)) &&
			    !schema_valid(a->s, p, v))
				return 0;
		}
	return 1;
}

/* Named by properties or patternProperties. */
static int is_named(const struct at *a, const char *key)
{
	const struct algo_json *k =
		algo_json_get(a->schema, "patternProperties");
	size_t i;

	if (algo_json_get(algo_json_get(a->schema, "properties"), key))
		return 1;
	for (i = 0; i < algo_json_count(k); i++)
		if (matches(algo_json_key(algo_json_at(k, i)), key))
			return 1;
	return 0;
}

static int key_additional(const struct at *a, const struct algo_json *k)
{
	size_t i;

	if (algo_json_type(a->v) != ALGO_J_OBJ)
		return 1;
	for (i = 0; i < algo_json_count(a->v); i++) {
		const struct algo_json *v = algo_json_at(a->v, i);

		if (!is_named(a, algo_json_key(v)) && !schema_valid(a->s, k, v))
			return 0;
	}
	return 1;
}

static size_t how_many(const struct at *a, const struct algo_json *k)
{
	size_t i, n = 0;

	for (i = 0; i < algo_json_count(k); i++)
		n += (size_t)schema_valid(a->s, algo_json_at(k, i), a->v);
	return n;
}

static int key_one_of(const struct at *a, const struct algo_json *k)
{
	return how_many(a, k) == 1;
}

static int key_any_of(const struct at *a, const struct algo_json *k)
{
	return how_many(a, k) > 0;
}

static int key_not(const struct at *a, const struct algo_json *k)
{
	return !schema_valid(a->s, k, a->v);
}

/* "#/$defs/NAME" */
static int key_ref(const struct at *a, const struct algo_json *k)
{
	const char *to = algo_json_str(k, NULL);
	const struct algo_json *def;

	if (strncmp(to, "#/$defs/", 8) != 0)
		return 0;
	def = algo_json_get(algo_json_get(a->s->root, "$defs"), to + 8);
	return def && schema_valid(a->s, def, a->v);
}

/* NULL: says nothing about validity. */
static const struct {
	const char *name;
	int (*holds)(const struct at *a, const struct algo_json *k);
} schema_keys[] = { { "$schema", NULL },
		    { "$defs", NULL },
		    { "title", NULL },
		    { "description", NULL },
		    { "type", key_type },
		    { "const", key_const },
		    { "enum", key_enum },
		    { "minimum", key_minimum },
		    { "maximum", key_maximum },
		    { "pattern", key_pattern },
		    { "minItems", key_min_items },
		    { "maxItems", key_max_items },
		    { "items", key_items },
		    { "required", key_required },
		    { "dependentRequired", key_dependent },
		    { "properties", key_properties },
		    { "patternProperties", key_patterns },
		    { "additionalProperties", key_additional },
		    { "oneOf", key_one_of },
		    { "anyOf", key_any_of },
		    { "not", key_not },
		    { "$ref", key_ref } };

/* A keyword that is not known makes everything invalid: none is passed over. */
static int keyword(const struct at *a, const struct algo_json *k)
{
	size_t i;

	for (i = 0; i < sizeof(schema_keys) / sizeof(schema_keys[0]); i++)
		if (strcmp(schema_keys[i].name, algo_json_key(k)) == 0)
			return !schema_keys[i].holds ||
			       schema_keys[i].holds(a, k);
	note("unknown keyword %s", algo_json_key(k));
	return 0;
}

static int schema_valid(const struct schema *s, const struct algo_json *schema,
			const struct algo_json *v)
{
	struct at a = { s, schema, v };
	size_t i;

	if (algo_json_type(schema) == ALGO_J_BOOL)
		return algo_json_bool(schema);
	for (i = 0; i < algo_json_count(schema); i++)
		if (!keyword(&a, algo_json_at(schema, i)))
			return 0;
	return 1;
}

/* --- A whole ------------------------------------------------------------- */

/* 0; -1 when the text is no JSON. */
__attribute__((unused)) static int schema_open(struct schema *s,
					       const char *text, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;

	s->doc = algo_json_parse(text, n, "schema", &err);
	s->root = s->doc ? algo_json_root(s->doc) : NULL;
	return s->doc ? 0 : -1;
}

/* 1 valid, 0 not; -1 when the text is no JSON. */
__attribute__((unused)) static int schema_check(const struct schema *s,
						const char *text, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(text, n, NULL, &err);
	int rc = doc ? schema_valid(s, s->root, algo_json_root(doc)) : -1;

	algo_json_free(doc);
	return rc;
}

#endif
