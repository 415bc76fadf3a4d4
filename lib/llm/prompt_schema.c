/* prompt_schema.c - the schema of answers, and the rule that all providers'
 * subsets share */
#include "prompt.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 5 /* objects and arrays within each other */
#define MEMBERS_MAX 59
#define ENUM_MAX 100 /* words in all */

/* --- Writing ---------------------------------------------------------------
 */

struct shape {
	struct algo_jw w;
	struct prompt_keys keys;
};

static void begin(struct shape *s, const char *type, const char *doc)
{
	algo_jw_obj(&s->w);
	algo_jw_kstr(&s->w, "type", type);
	if (doc)
		algo_jw_kstr(&s->w, "description", doc);
}

static void leaf(struct shape *s, const char *key, const char *type,
		 const char *doc)
{
	algo_jw_key(&s->w, key);
	begin(s, type, doc);
	algo_jw_obj_end(&s->w);
}

/* A number or null. */
static void maybe(struct shape *s, const char *key, const char *doc)
{
	algo_jw_key(&s->w, key);
	algo_jw_obj(&s->w);
	algo_jw_key(&s->w, "anyOf");
	algo_jw_arr(&s->w);
	begin(s, "number", NULL);
	algo_jw_obj_end(&s->w);
	begin(s, "null", NULL);
	algo_jw_obj_end(&s->w);
	algo_jw_arr_end(&s->w);
	if (doc)
		algo_jw_kstr(&s->w, "description", doc);
	algo_jw_obj_end(&s->w);
}

static void properties(struct shape *s)
{
	algo_jw_key(&s->w, "properties");
	algo_jw_obj(&s->w);
}

/* names: of all members, in order. */
static void close_object(struct shape *s, const char *const *names)
{
	algo_jw_obj_end(&s->w);
	algo_schema_list(&s->w, "required", names);
	algo_jw_kbool(&s->w, "additionalProperties", 0);
	algo_jw_obj_end(&s->w);
}

static void open_items(struct shape *s, const char *key, const char *doc)
{
	algo_jw_key(&s->w, key);
	begin(s, "array", doc);
	algo_jw_key(&s->w, "items");
	begin(s, "object", NULL);
	properties(s);
}

static void close_items(struct shape *s, const char *const *names)
{
	close_object(s, names);
	algo_jw_obj_end(&s->w);
}

/* The members of a part but those that have a place of their own. */
static void enum_words(struct shape *s, const char *part, const char *prefix)
{
	const char *key;

	for (size_t i = 0; (key = algo_prompt_key(&s->keys, part, i)); i++) {
		char word[64];

		if (strcmp(key, "session") == 0 || strcmp(key, "when") == 0 ||
		    strcmp(key, "do") == 0)
			continue;
		snprintf(word, sizeof(word), "%s%s", prefix, key);
		algo_jw_str(&s->w, word);
	}
}

static void pairs(struct shape *s, const char *key, const char *part,
		  const char *doc)
{
	static const char *const names[] = { "name", "value", NULL };

	open_items(s, key, doc);
	algo_jw_key(&s->w, "name");
	begin(s, "string", NULL);
	algo_jw_key(&s->w, "enum");
	algo_jw_arr(&s->w);
	enum_words(s, part, "");
	if (strcmp(part, "risk") == 0)
		enum_words(s, "session", "session.");
	algo_jw_arr_end(&s->w);
	algo_jw_obj_end(&s->w);
	leaf(s, "value", "string", NULL);
	close_items(s, names);
}

static void params(struct shape *s)
{
	static const char *const names[] = { "name", "value", "min",
					     "max",  "step",  NULL };

	open_items(s, "params", NULL);
	leaf(s, "name", "string", NULL);
	leaf(s, "value", "number", NULL);
	maybe(s, "min", NULL);
	maybe(s, "max", NULL);
	maybe(s, "step", NULL);
	close_items(s, names);
}

static void lets(struct shape *s)
{
	static const char *const names[] = { "name", "expr", NULL };

	open_items(s, "let", "in order");
	leaf(s, "name", "string", NULL);
	leaf(s, "expr", "string", NULL);
	close_items(s, names);
}

static void rules(struct shape *s)
{
	static const char *const names[] = { "when", "do", "with", NULL };
	static const char *const actions[] = {
		"buy",	  "sell",   "close",  "close_long", "close_short",
		"cancel", "set_sl", "set_tp", "target",	    NULL
	};

	open_items(s, "rules", NULL);
	leaf(s, "when", "string", "a condition");
	algo_jw_key(&s->w, "do");
	begin(s, "string", NULL);
	algo_schema_list(&s->w, "enum", actions);
	algo_jw_obj_end(&s->w);
	pairs(s, "with", "rule", NULL);
	close_items(s, names);
}

static void columns(struct shape *s)
{
	algo_jw_key(&s->w, "columns");
	begin(s, "array", "extra columns of the bars, by name");
	algo_jw_key(&s->w, "items");
	begin(s, "string", NULL);
	algo_jw_obj_end(&s->w);
	algo_jw_obj_end(&s->w);
}

static const char *const top[] = {
	"rationale",   "cannot",    "name",	  "version", "description",
	"tz",	       "columns",   "params",	  "let",     "entry_long",
	"entry_short", "exit_long", "exit_short", "rules",   "risk",
	"data",	       "backtest",  "warmup",	  NULL
};

static void members(struct shape *s)
{
	static const char none[] = "a condition, or \"\"";

	leaf(s, "rationale", "string", "one short sentence");
	leaf(s, "cannot", "string", "\"\", or why this is no strategy");
	leaf(s, "name", "string", "lower case letters, digits, _");
	maybe(s, "version", NULL);
	leaf(s, "description", "string", "one sentence");
	leaf(s, "tz", "string", "a time zone, or \"\"");
	columns(s);
	params(s);
	lets(s);
	leaf(s, "entry_long", "string", none);
	leaf(s, "entry_short", "string", none);
	leaf(s, "exit_long", "string", none);
	leaf(s, "exit_short", "string", none);
	rules(s);
	pairs(s, "risk", "risk", NULL);
	pairs(s, "data", "data", NULL);
	pairs(s, "backtest", "backtest", NULL);
	maybe(s, "warmup", NULL);
}

void algo_prompt_schema(struct algo_buf *out)
{
	struct shape s;

	algo_jw_init(&s.w, out, 0);
	algo_prompt_keys_open(&s.keys);
	begin(&s, "object", NULL);
	properties(&s);
	members(&s);
	close_object(&s, top);
	algo_prompt_keys_close(&s.keys);
}

/* --- The rule ------------------------------------------------------------ */

struct lint {
	struct algo_err *err;
	size_t members, words;
};

static int fault(struct lint *l, const struct algo_json *v, const char *code,
		 const char *what)
{
	struct algo_buf at = ALGO_BUF_INIT(4096);

	algo_json_pointer(v, &at);
	algo_err_set(l->err, ALGO_E_VALUE, code, "%s", what);
	algo_err_pointer(l->err, algo_buf_str(&at));
	algo_buf_release(&at);
	return -1;
}

static int known_keyword(const char *key)
{
	static const char *const known[] = {
		"type",	    "description", "properties",
		"required", "items",	   "additionalProperties",
		"enum",	    "anyOf",	   "propertyOrdering"
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i], key) == 0)
			return 1;
	return 0;
}

static int lint(struct lint *l, const struct algo_json *v, int depth);

/* A list of the names of all members, in their order. */
static int same_names(const struct algo_json *list, const struct algo_json *all)
{
	if (algo_json_type(list) != ALGO_J_ARR ||
	    algo_json_count(list) != algo_json_count(all))
		return 0;
	for (size_t i = 0; i < algo_json_count(all); i++)
		if (strcmp(algo_json_str(algo_json_at(list, i), NULL),
			   algo_json_key(algo_json_at(all, i))) != 0)
			return 0;
	return 1;
}

static int lint_object(struct lint *l, const struct algo_json *v, int depth)
{
	const struct algo_json *all = algo_json_get(v, "properties");
	const struct algo_json *more = algo_json_get(v, "additionalProperties");
	const struct algo_json *order = algo_json_get(v, "propertyOrdering");

	if (algo_json_type(all) != ALGO_J_OBJ || algo_json_count(all) == 0)
		return fault(l, v, "no_members", "an object without members");
	if (algo_json_type(more) != ALGO_J_BOOL || algo_json_bool(more))
		return fault(l, v, "open_object",
			     "an object without additionalProperties false");
	if (!same_names(algo_json_get(v, "required"), all))
		return fault(l, v, "not_required",
			     "required does not name all members in order");
	if (order && !same_names(order, all))
		return fault(l, order, "other_order",
			     "propertyOrdering is another order");
	l->members += algo_json_count(all);
	if (l->members > MEMBERS_MAX)
		return fault(l, v, "too_many_members",
			     "60 members or more in all");
	for (size_t i = 0; i < algo_json_count(all); i++)
		if (lint(l, algo_json_at(all, i), depth + 1))
			return -1;
	return 0;
}

static int lint_enum(struct lint *l, const struct algo_json *v)
{
	const struct algo_json *words = algo_json_get(v, "enum");

	if (!words)
		return 0;
	if (algo_json_type(words) != ALGO_J_ARR || algo_json_count(words) == 0)
		return fault(l, words, "bad_enum", "an enum without words");
	for (size_t i = 0; i < algo_json_count(words); i++)
		if (algo_json_type(algo_json_at(words, i)) != ALGO_J_STR)
			return fault(l, words, "bad_enum",
				     "an enum of other than strings");
	l->words += algo_json_count(words);
	return l->words > ENUM_MAX ? fault(l, words, "too_many_words",
					   "more than 100 words in all enums")
				   : 0;
}

/* Only "or null". */
static int lint_any(struct lint *l, const struct algo_json *v, int depth)
{
	const struct algo_json *any = algo_json_get(v, "anyOf");
	const struct algo_json *other = algo_json_at(any, 1);
	const char *type = algo_json_str(algo_json_get(other, "type"), NULL);

	if (algo_json_get(v, "type") || algo_json_count(any) != 2 ||
	    strcmp(type, "null") != 0 || algo_json_count(other) != 1)
		return fault(l, v, "any_of",
			     "anyOf that is more than \"or "
			     "null\"");
	return lint(l, algo_json_at(any, 0), depth);
}

static int lint_type(struct lint *l, const struct algo_json *v, int depth)
{
	static const char *const leaves[] = { "string", "number", "integer",
					      "boolean" };
	const struct algo_json *t = algo_json_get(v, "type");
	const char *type = algo_json_str(t, NULL);
	int nests = strcmp(type, "object") == 0 || strcmp(type, "array") == 0;

	if (nests && depth > DEPTH_MAX)
		return fault(l, v, "too_deep", "more than 5 deep");
	if (strcmp(type, "object") == 0)
		return lint_object(l, v, depth);
	if (strcmp(type, "array") == 0)
		return algo_json_type(algo_json_get(v, "items")) == ALGO_J_OBJ
			       ? lint(l, algo_json_get(v, "items"), depth + 1)
			       : fault(l, v, "no_items",
				       "an array without items");
	for (size_t i = 0; i < sizeof(leaves) / sizeof(*leaves); i++)
		if (strcmp(leaves[i], type) == 0)
			return lint_enum(l, v);
	return fault(l, v, "bad_type", "no type, or one that is not known");
}

static int lint(struct lint *l, const struct algo_json *v, int depth)
{
	if (algo_json_type(v) != ALGO_J_OBJ)
		return fault(l, v, "no_schema", "a schema that is no object");
	for (size_t i = 0; i < algo_json_count(v); i++)
		if (!known_keyword(algo_json_key(algo_json_at(v, i))))
			return fault(l, algo_json_at(v, i), "keyword",
				     "a keyword that not all providers take");
	return algo_json_get(v, "anyOf") ? lint_any(l, v, depth)
					 : lint_type(l, v, depth);
}

int algo_prompt_schema_lint(const char *schema, size_t n, struct algo_err *err)
{
	struct algo_json_doc *doc = algo_json_parse(schema, n, "schema", err);
	struct lint l = { .err = err };
	const struct algo_json *root;
	int rc;

	if (!doc)
		return -1;
	root = algo_json_root(doc);
	if (strcmp(algo_json_str(algo_json_get(root, "type"), NULL),
		   "object") != 0)
		rc = fault(&l, root, "root", "the root is no object");
	else
		rc = lint(&l, root, 1);
	algo_json_free(doc);
	return rc;
}
