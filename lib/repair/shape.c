/* shape.c - keys and values of a document at a wrong place or of a wrong
 * form, where it is certain what was meant */
#include "draft.h"

#include <string.h>

static const struct algo_json *value_of(const struct pass *p)
{
	return algo_repair_at_pointer(p->root, p->e->at.pointer);
}

/* The object that holds the key of the record, and the key. */
static const struct algo_json *holder(const struct pass *p, const char **key)
{
	const char *slash = strrchr(p->e->at.pointer, '/');
	char up[sizeof(p->e->at.pointer)];
	const struct algo_json *v = value_of(p);

	if (!slash || !v || !algo_json_key(v))
		return NULL;
	*key = algo_json_key(v);
	memcpy(up, p->e->at.pointer, (size_t)(slash - p->e->at.pointer));
	up[slash - p->e->at.pointer] = '\0';
	return algo_repair_at_pointer(p->root, up);
}

static size_t at_of(const struct pass *p, const struct algo_json *v)
{
	return algo_repair_where(p->d, p->root, v);
}

static size_t end_of(const struct pass *p, const struct algo_json *v)
{
	size_t n;

	algo_json_text(v, &n);
	return at_of(p, v) + n;
}

static void cut(struct pass *p, size_t from, size_t to)
{
	algo_draft_edit(p->d, from, to - from, "", 0);
}

/* Takes the member v out of obj with one of the commas round it. */
static void take_out(struct pass *p, const struct algo_json *obj,
		     const struct algo_json *v)
{
	size_t n = algo_json_count(obj), i = 0;

	while (algo_json_at(obj, i) != v)
		i++;
	if (i + 1 < n)
		cut(p, algo_repair_where_key(p->d, p->root, v),
		    algo_repair_where_key(p->d, p->root,
					  algo_json_at(obj, i + 1)));
	else if (i > 0)
		cut(p, end_of(p, algo_json_at(obj, i - 1)), end_of(p, v));
	else
		cut(p, algo_repair_where_key(p->d, p->root, v), end_of(p, v));
}

/* Puts text as the last member of obj. */
static void put_last(struct pass *p, const struct algo_json *obj,
		     const char *text)
{
	size_t n = algo_json_count(obj), at;
	struct algo_buf b = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);

	at = n ? end_of(p, algo_json_at(obj, n - 1)) : at_of(p, obj) + 1;
	algo_buf_adds(&b, n ? ", " : "");
	algo_buf_adds(&b, text);
	algo_draft_edit(p->d, at, 0, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

/* ---- unknown keys */

/* {"strategy": {...}}, perhaps with words about it. */
static int wrapped(struct pass *p, const struct algo_json *obj,
		   const struct algo_json *v)
{
	static const char words[] = " explanation reasoning notes note comment "
				    "message summary rationale thoughts ";
	struct answer a = algo_pass_answer(p, at_of(p, v), 0);
	char key[32] = " ";

	if (obj != p->root || algo_json_type(v) != ALGO_J_OBJ ||
	    (!algo_json_get(v, "entry") && !algo_json_get(v, "rules")))
		return 0;
	for (size_t i = 0; i < algo_json_count(obj); i++) {
		const struct algo_json *kid = algo_json_at(obj, i);
		size_t n = strlen(algo_json_key(kid));

		if (kid == v)
			continue;
		if (algo_json_type(kid) != ALGO_J_STR || n + 3 > sizeof(key))
			return 0;
		memcpy(key + 1, algo_json_key(kid), n);
		memcpy(key + 1 + n, " ", 2);
		if (!strstr(words, key))
			return 0;
	}
	algo_draft_mend(p->d, &a, "the document is taken out of '%.60s'",
			algo_json_key(v));
	cut(p, at_of(p, obj), at_of(p, v));
	cut(p, end_of(p, v), end_of(p, obj));
	return 1;
}

/* A key that stands at one place only, elsewhere: moved there. */
static int moved(struct pass *p, const struct algo_json *obj,
		 const struct algo_json *v, const char *key)
{
	const char *home = algo_doc_home(key);
	const struct algo_json *to = p->root;
	size_t from = algo_repair_where_key(p->d, p->root, v);
	struct answer a = algo_pass_answer(p, from, 0);
	struct algo_buf b = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);

	if (!home || (obj == p->root && !*home))
		return 0;
	/* "algo" and "name" are common words elsewhere. */
	if (!*home && algo_json_type(v) != ALGO_J_OBJ &&
	    algo_json_type(v) != ALGO_J_ARR)
		return 0;
	if (*home)
		to = algo_json_get(p->root, home);
	if (to && (algo_json_type(to) != ALGO_J_OBJ || to == obj ||
		   algo_json_get(to, key)))
		return 0;
	algo_draft_mend(p->d, &a, "'%.60s' moves to %s", key,
			*home ? home : "the document itself");
	take_out(p, obj, v);
	if (!to)
		algo_buf_addf(&b, "\"%s\": {", home);
	algo_buf_add(&b, p->d->s + from, end_of(p, v) - from);
	algo_buf_adds(&b, to ? "" : "}");
	put_last(p, to ? to : p->root, algo_buf_str(&b));
	algo_buf_release(&b);
	return 1;
}

static int unknown_key(struct pass *p)
{
	const char *key;
	const struct algo_json *obj = holder(p, &key), *v = value_of(p);

	if (!obj || p->e->fixit.has)
		return 0;
	return wrapped(p, obj, v) || moved(p, obj, v, key);
}

/* ---- values of another type */

/* A null stands for nothing. */
static int null_value(struct pass *p, const struct algo_json *v)
{
	const char *key;
	const struct algo_json *obj = holder(p, &key);
	struct answer a;

	if (algo_json_type(v) != ALGO_J_NULL || !obj)
		return 0;
	a = algo_pass_answer(p, at_of(p, v), 0);
	algo_draft_mend(p->d, &a, "'%.60s', which is null, is left out", key);
	take_out(p, obj, v);
	return 1;
}

/* What an entry of a list of named things is, besides its name: 0 when it is
 * no such thing. */
static int add_named(const struct algo_json *v, struct algo_jw *w)
{
	static const char *const plain[] = { "expr", "value", "expression",
					     "formula", "when" };
	const struct algo_json *name = algo_json_get(v, "name");
	size_t n = algo_json_count(v), i, k;

	if (n < 2 || algo_json_type(name) != ALGO_J_STR)
		return 0;
	algo_jw_key(w, algo_json_str(name, NULL));
	for (i = 0; n == 2 && i < sizeof(plain) / sizeof(*plain); i++) {
		if (!algo_json_get(v, plain[i]))
			continue;
		algo_jw_value(w, algo_json_get(v, plain[i]));
		return 1;
	}
	algo_jw_obj(w);
	for (k = 0; k < n; k++) {
		const struct algo_json *kid = algo_json_at(v, k);

		if (kid == name)
			continue;
		algo_jw_key(w, algo_json_key(kid));
		algo_jw_value(w, kid);
	}
	algo_jw_obj_end(w);
	return 1;
}

/* [{"name": n, ...}, ...] where {n: ...} belongs. */
static int named_list(struct pass *p, const struct algo_json *v)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);
	struct answer a = algo_pass_answer(p, at_of(p, v), 0);
	size_t n = algo_json_count(v), i;
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	for (i = 0; i < n && add_named(algo_json_at(v, i), &w); i++)
		;
	algo_jw_obj_end(&w);
	if (i == n && n > 0) {
		algo_draft_mend(p->d, &a,
				"the list of named things becomes an object");
		algo_draft_edit(p->d, at_of(p, v), end_of(p, v) - at_of(p, v),
				b.data, b.len);
	}
	algo_buf_release(&b);
	return i == n && n > 0;
}

static int wrap(struct pass *p, const struct algo_json *v, const char *before,
		const char *behind)
{
	struct answer a = algo_pass_answer(p, at_of(p, v), 0);

	algo_draft_mend(p->d, &a, "it is put into %s ... %s", before, behind);
	algo_draft_edit(p->d, at_of(p, v), 0, before, strlen(before));
	algo_draft_edit(p->d, end_of(p, v), 0, behind, strlen(behind));
	return 1;
}

/* Replaces the value by one that it holds. */
static int unwrap(struct pass *p, const struct algo_json *v,
		  const struct algo_json *inner)
{
	struct answer a = algo_pass_answer(p, at_of(p, v), 0);

	algo_draft_mend(p->d, &a, "it is taken out of its brackets");
	cut(p, at_of(p, v), at_of(p, inner));
	cut(p, end_of(p, inner), end_of(p, v));
	return 1;
}

/* {"when": "..."} and ["..."] for "...". */
static int boxed(struct pass *p, const struct algo_json *v)
{
	static const char *const keys[] = {
		"when", "condition", "expr", "expression", "if", "value"
	};
	const struct algo_json *kid = algo_json_at(v, 0);
	enum algo_json_type t = algo_json_type(kid);

	if (algo_json_count(v) != 1 || (t != ALGO_J_STR && t != ALGO_J_NUM))
		return 0;
	if (algo_json_type(v) == ALGO_J_ARR)
		return unwrap(p, v, kid);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(algo_json_key(kid), keys[i]) == 0)
			return unwrap(p, v, kid);
	return 0;
}

/* "14" where a number is wanted. */
static int quoted_number(struct pass *p, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);
	struct answer a = algo_pass_answer(p, at_of(p, v), 0);
	struct algo_buf b = ALGO_BUF_INIT(64);
	double num;

	if (strncmp(p->e->at.pointer, "/params/", 8) != 0 ||
	    algo_num_parse(s, n, &num))
		return 0;
	algo_buf_addnum(&b, num);
	algo_draft_mend(p->d, &a, "\"%s\" becomes %s", s, algo_buf_str(&b));
	algo_draft_edit(p->d, at_of(p, v), end_of(p, v) - at_of(p, v), b.data,
			b.len);
	algo_buf_release(&b);
	return 1;
}

/* The document in a list of one, or once more as a string. */
static int boxed_document(struct pass *p)
{
	struct answer a = algo_pass_answer(p, at_of(p, p->root), 0);
	const struct algo_json *v = algo_json_at(p->root, 0);
	size_t n;
	const char *s = algo_json_str(p->root, &n);

	if (algo_json_type(p->root) == ALGO_J_ARR &&
	    algo_json_count(p->root) == 1 && algo_json_type(v) == ALGO_J_OBJ)
		return unwrap(p, p->root, v);
	if (algo_json_type(p->root) != ALGO_J_STR || n < 2 || *s != '{')
		return 0;
	algo_draft_mend(p->d, &a, "the document is taken out of a string");
	algo_draft_edit(p->d, at_of(p, p->root),
			end_of(p, p->root) - at_of(p, p->root), s, n);
	return 1;
}

static int wrong_type(struct pass *p)
{
	const struct algo_json *v = value_of(p);
	const char *ptr = p->e->at.pointer;
	enum algo_json_type t = algo_json_type(v);

	if (!v || p->e->fixit.has)
		return 0;
	if (!*ptr)
		return boxed_document(p);
	if (t == ALGO_J_NULL)
		return null_value(p, v);
	if (t == ALGO_J_OBJ && strcmp(ptr, "/rules") == 0 &&
	    algo_json_get(v, "do"))
		return wrap(p, v, "[", "]");
	if (t == ALGO_J_STR &&
	    (strcmp(ptr, "/entry") == 0 || strcmp(ptr, "/exit") == 0))
		return wrap(p, v, "{\"long\": ", "}");
	if (t == ALGO_J_ARR && strchr(ptr + 1, '/') == NULL &&
	    strcmp(ptr, "/rules") != 0)
		return named_list(p, v);
	if (t == ALGO_J_STR)
		return quoted_number(p, v);
	return t == ALGO_J_ARR || t == ALGO_J_OBJ ? boxed(p, v) : 0;
}

/* ---- lets in an order in which each finds what it uses */

/* The let that is used too early moves to just before the one that uses it;
 * what it needs in turn is told in the next pass. */
static int early_let(struct pass *p)
{
	const struct algo_json *lets = algo_json_get(p->root, "let"), *user, *v;
	struct algo_buf b = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);
	size_t n, at, from;
	const char *s = algo_pass_expr(p, &n);
	char name[128] = "";
	struct answer a;

	at = s ? algo_pass_at(p, s, n) : 0;
	if (!s || p->e->at.len >= sizeof(name) || at + p->e->at.len > n)
		return 0;
	memcpy(name, s + at, p->e->at.len);
	v = algo_json_get(lets, name);
	user = value_of(p);
	if (!v || v == user)
		return 0;
	a = algo_pass_answer(p, algo_repair_where_key(p->d, p->root, v), 0);
	algo_draft_mend(p->d, &a, "'%.60s' moves before '%.60s', which uses it",
			name, algo_json_key(user));
	take_out(p, lets, v);
	from = algo_repair_where_key(p->d, p->root, v);
	algo_buf_add(&b, p->d->s + from, end_of(p, v) - from);
	algo_buf_adds(&b, ", ");
	algo_draft_edit(p->d, algo_repair_where_key(p->d, p->root, user), 0,
			b.data, b.len);
	algo_buf_release(&b);
	return 1;
}

int algo_fix_shape(struct pass *p)
{
	const char *code = p->e->code;

	if (strlen(p->e->at.pointer) + 1 >= sizeof(p->e->at.pointer))
		return 0;
	if (strcmp(code, "unknown_key") == 0)
		return unknown_key(p);
	if (strcmp(code, "wrong_type") == 0)
		return wrong_type(p);
	if (strcmp(code, "let_too_early") == 0)
		return early_let(p);
	return 0;
}
