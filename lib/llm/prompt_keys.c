/* prompt_keys.c - which members documents have, and of which types: from the
 * schema that the tables of the language give */
#include "prompt.h"

#include <string.h>

void algo_prompt_keys_open(struct prompt_keys *k)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)4 << 20);

	algo_schema_strategy(&b);
	k->doc = algo_json_parse(b.data, b.len, "schema", NULL);
	k->root = k->doc ? algo_json_root(k->doc) : NULL;
	algo_buf_release(&b);
}

void algo_prompt_keys_close(struct prompt_keys *k)
{
	algo_json_free(k->doc);
}

/* A part has one object of members, or (rules) one for each action. */
static const struct algo_json *object(const struct prompt_keys *k,
				      const char *part, size_t i)
{
	const struct algo_json *p = k->root;

	if (*part)
		p = algo_json_get(algo_json_get(p, "$defs"), part);
	if (algo_json_get(p, "oneOf"))
		p = algo_json_at(algo_json_get(p, "oneOf"), i);
	else if (i)
		p = NULL;
	return algo_json_get(p, "properties");
}

static int seen_before(const struct prompt_keys *k, const char *part,
		       size_t object_i, const char *key)
{
	for (size_t i = 0; i < object_i; i++)
		if (algo_json_get(object(k, part, i), key))
			return 1;
	return 0;
}

const char *algo_prompt_key(const struct prompt_keys *k, const char *part,
			    size_t i)
{
	const struct algo_json *o;

	for (size_t n = 0; (o = object(k, part, n)); n++)
		for (size_t m = 0; m < algo_json_count(o); m++) {
			const char *key = algo_json_key(algo_json_at(o, m));

			if (!seen_before(k, part, n, key) && i-- == 0)
				return key;
		}
	return NULL;
}

static unsigned type_bit(const char *name)
{
	static const struct {
		const char *name;
		unsigned bit;
	} types[] = {
		{ "number", 1u << ALGO_J_NUM },
		{ "string", 1u << ALGO_J_STR },
		{ "boolean", 1u << ALGO_J_BOOL },
		{ "array", 1u << ALGO_J_ARR },
		{ "object", 1u << ALGO_J_OBJ },
		{ "null", 1u << ALGO_J_NULL },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].name, name) == 0)
			return types[i].bit;
	return 0;
}

static unsigned types_of(const struct algo_json *member)
{
	const struct algo_json *t = algo_json_get(member, "type");
	unsigned set = 0;

	if (!member)
		return 0;
	if (algo_json_get(member, "$ref"))
		return 1u << ALGO_J_OBJ;
	if (algo_json_type(t) == ALGO_J_STR)
		return type_bit(algo_json_str(t, NULL));
	for (size_t i = 0; i < algo_json_count(t); i++)
		set |= type_bit(algo_json_str(algo_json_at(t, i), NULL));
	return set ? set : 1u << ALGO_J_STR;
}

unsigned algo_prompt_key_types(const struct prompt_keys *k, const char *part,
			       const char *key)
{
	const struct algo_json *o;
	unsigned set = 0;

	for (size_t n = 0; (o = object(k, part, n)); n++)
		set |= types_of(algo_json_get(o, key));
	return set;
}
