/* prompt_wire.c - an answer to a strategy document
 *
 * The schema is not always obeyed: each member is taken in either form, that
 * of the schema or that of documents.  What is neither goes into the document
 * as it is, for the check to complain of.
 */
#include "prompt.h"

#include <string.h>

struct wire {
	struct algo_jw w;
	struct prompt_keys keys;
	const struct algo_json *root;
};

/* Absent: not there, null, "" or empty. */
static int is_absent(const struct algo_json *v)
{
	size_t n = 0;

	switch (algo_json_type(v)) {
	case ALGO_J_NULL:
		return 1;
	case ALGO_J_STR:
		algo_json_str(v, &n);
		return n == 0;
	case ALGO_J_ARR:
	case ALGO_J_OBJ:
		return algo_json_count(v) == 0;
	case ALGO_J_BOOL:
	case ALGO_J_NUM:
		break;
	}
	return 0;
}

/* A text that is one JSON value of one of these types. */
static int is_json(const char *s, size_t n, unsigned types)
{
	struct algo_json_doc *doc;
	int is;

	if (n == 0 || n > 4096)
		return 0;
	doc = algo_json_parse(s, n, NULL, NULL);
	is = doc && types >> algo_json_type(algo_json_root(doc)) & 1;
	algo_json_free(doc);
	return is;
}

static void put_text(struct wire *x, const struct algo_json *v)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	size_t n;
	const char *s = algo_json_str(v, &n);

	algo_prompt_clean(s, n, ALGO_DOC_MAX, &b);
	algo_jw_strn(&x->w, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

/* Text that says a number, true, false or a list is that where the member
 * takes it. */
static void put_value(struct wire *x, const struct algo_json *v, unsigned types)
{
	const unsigned others = types & ~(1u << ALGO_J_STR);
	size_t n;
	const char *s;

	if (!v)
		algo_jw_null(&x->w);
	else if (algo_json_type(v) != ALGO_J_STR)
		algo_jw_value(&x->w, v);
	if (algo_json_type(v) != ALGO_J_STR)
		return;
	s = algo_json_str(v, &n);
	if (is_json(s, n, others))
		algo_jw_raw(&x->w, s, n);
	else
		put_text(x, v);
}

static void member(struct wire *x, const char *part, const char *key,
		   const struct algo_json *v)
{
	if (is_absent(v))
		return;
	algo_jw_key(&x->w, key);
	put_value(x, v, algo_prompt_key_types(&x->keys, part, key));
}

/* --- Lists of name and value --------------------------------------------- */

static const char *pair_name(const struct algo_json *pair)
{
	return algo_json_str(algo_json_get(pair, "name"), NULL);
}

static const struct algo_json *pair_value(const struct algo_json *pair)
{
	const struct algo_json *v = algo_json_get(pair, "value");

	return v ? v : algo_json_get(pair, "expr");
}

static const char *session_key(const struct algo_json *pair)
{
	const char *name = pair_name(pair);

	return strncmp(name, "session.", 8) == 0 ? name + 8 : NULL;
}

/* session.from and the like are an object of their own. */
static void session(struct wire *x, const struct algo_json *list)
{
	int open = 0;

	for (size_t i = 0; i < algo_json_count(list); i++) {
		const struct algo_json *pair = algo_json_at(list, i);
		const char *key = session_key(pair);

		if (!key || is_absent(pair_value(pair)))
			continue;
		if (!open) {
			algo_jw_key(&x->w, "session");
			algo_jw_obj(&x->w);
			open = 1;
		}
		member(x, "session", key, pair_value(pair));
	}
	if (open)
		algo_jw_obj_end(&x->w);
}

static void pairs(struct wire *x, const char *part,
		  const struct algo_json *list)
{
	for (size_t i = 0; i < algo_json_count(list); i++) {
		const struct algo_json *pair = algo_json_at(list, i);

		if (!session_key(pair))
			member(x, part, pair_name(pair), pair_value(pair));
	}
}

static void part(struct wire *x, const char *key)
{
	const struct algo_json *v = algo_json_get(x->root, key);

	if (is_absent(v))
		return;
	algo_jw_key(&x->w, key);
	if (algo_json_type(v) != ALGO_J_ARR) {
		algo_jw_value(&x->w, v);
		return;
	}
	algo_jw_obj(&x->w);
	pairs(x, key, v);
	session(x, v);
	algo_jw_obj_end(&x->w);
}

/* --- Parts that are more ------------------------------------------------- */

static void param(struct wire *x, const struct algo_json *p)
{
	static const char *const more[] = { "min", "max", "step" };
	int bare = 1;

	for (size_t i = 0; i < 3; i++)
		bare &= is_absent(algo_json_get(p, more[i]));
	algo_jw_key(&x->w, pair_name(p));
	if (!bare) {
		algo_jw_obj(&x->w);
		algo_jw_key(&x->w, "value");
	}
	put_value(x, algo_json_get(p, "value"), 1u << ALGO_J_NUM);
	if (bare)
		return;
	for (size_t i = 0; i < 3; i++) {
		const struct algo_json *v = algo_json_get(p, more[i]);

		if (is_absent(v))
			continue;
		algo_jw_key(&x->w, more[i]);
		put_value(x, v, 1u << ALGO_J_NUM);
	}
	algo_jw_obj_end(&x->w);
}

static void params_and_lets(struct wire *x, const char *key)
{
	const struct algo_json *v = algo_json_get(x->root, key);

	if (is_absent(v))
		return;
	algo_jw_key(&x->w, key);
	if (algo_json_type(v) != ALGO_J_ARR) {
		algo_jw_value(&x->w, v);
		return;
	}
	algo_jw_obj(&x->w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *p = algo_json_at(v, i);

		if (strcmp(key, "params") == 0) {
			param(x, p);
			continue;
		}
		algo_jw_key(&x->w, pair_name(p));
		put_value(x, pair_value(p), 1u << ALGO_J_NUM);
	}
	algo_jw_obj_end(&x->w);
}

static void rule(struct wire *x, const struct algo_json *r)
{
	if (algo_json_type(r) != ALGO_J_OBJ) {
		algo_jw_value(&x->w, r);
		return;
	}
	algo_jw_obj(&x->w);
	for (size_t i = 0; i < algo_json_count(r); i++) {
		const struct algo_json *v = algo_json_at(r, i);

		if (strcmp(algo_json_key(v), "with") == 0 &&
		    algo_json_type(v) == ALGO_J_ARR)
			pairs(x, "rule", v);
		else
			member(x, "rule", algo_json_key(v), v);
	}
	algo_jw_obj_end(&x->w);
}

static void rules(struct wire *x)
{
	const struct algo_json *v = algo_json_get(x->root, "rules");

	if (is_absent(v))
		return;
	algo_jw_key(&x->w, "rules");
	if (algo_json_type(v) != ALGO_J_ARR) {
		algo_jw_value(&x->w, v);
		return;
	}
	algo_jw_arr(&x->w);
	for (size_t i = 0; i < algo_json_count(v); i++)
		rule(x, algo_json_at(v, i));
	algo_jw_arr_end(&x->w);
}

/* "entry_long" and "entry_short", or "entry". */
static void sides(struct wire *x, const char *key)
{
	const struct algo_json *whole = algo_json_get(x->root, key), *side[2];
	static const char *const names[] = { "long", "short" };

	for (int i = 0; i < 2; i++) {
		struct algo_buf name = ALGO_BUF_INIT(64);

		algo_buf_addf(&name, "%s_%s", key, names[i]);
		side[i] = algo_json_get(x->root, algo_buf_str(&name));
		algo_buf_release(&name);
	}
	if (is_absent(side[0]) && is_absent(side[1])) {
		if (!is_absent(whole)) {
			algo_jw_key(&x->w, key);
			algo_jw_value(&x->w, whole);
		}
		return;
	}
	algo_jw_key(&x->w, key);
	algo_jw_obj(&x->w);
	for (int i = 0; i < 2; i++)
		member(x, "sides", names[i], side[i]);
	algo_jw_obj_end(&x->w);
}

/* --- The whole ----------------------------------------------------------- */

static int is_ours(const char *key)
{
	static const char *const wire[] = { "rationale",  "cannot",
					    "entry_long", "entry_short",
					    "exit_long",  "exit_short" };

	for (size_t i = 0; i < sizeof(wire) / sizeof(*wire); i++)
		if (strcmp(wire[i], key) == 0)
			return 1;
	return 0;
}

/* What the form does not know, for the check to see. */
static void others(struct wire *x)
{
	for (size_t i = 0; i < algo_json_count(x->root); i++) {
		const struct algo_json *v = algo_json_at(x->root, i);
		const char *key = algo_json_key(v);

		if (strncmp(key, "x-", 2) == 0 || is_ours(key) ||
		    algo_prompt_key_types(&x->keys, "", key))
			continue;
		algo_jw_key(&x->w, key);
		algo_jw_value(&x->w, v);
	}
}

static void document(struct wire *x)
{
	algo_jw_obj(&x->w);
	algo_jw_kint(&x->w, "algo", 1);
	member(x, "", "name", algo_json_get(x->root, "name"));
	member(x, "", "version", algo_json_get(x->root, "version"));
	member(x, "", "description", algo_json_get(x->root, "description"));
	member(x, "", "tz", algo_json_get(x->root, "tz"));
	member(x, "", "columns", algo_json_get(x->root, "columns"));
	part(x, "data");
	params_and_lets(x, "params");
	params_and_lets(x, "let");
	sides(x, "entry");
	sides(x, "exit");
	rules(x);
	part(x, "risk");
	member(x, "", "warmup", algo_json_get(x->root, "warmup"));
	part(x, "backtest");
	others(x);
	algo_jw_obj_end(&x->w);
}

/* A document as it is: it says so and has nothing of the other form. */
static int is_document(const struct algo_json *root)
{
	static const char *const lists[] = { "params", "let", "risk", "data",
					     "backtest" };

	if (!algo_json_get(root, "algo"))
		return 0;
	for (size_t i = 0; i < algo_json_count(root); i++)
		if (is_ours(algo_json_key(algo_json_at(root, i))))
			return 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		if (algo_json_type(algo_json_get(root, lists[i])) == ALGO_J_ARR)
			return 0;
	return 1;
}

/* A reason beside a strategy is none ("nothing", "n/a"). */
static int declined(const struct algo_json *root, struct algo_err *err)
{
	static const char *const parts[] = { "entry_long", "entry_short",
					     "entry", "rules" };
	struct algo_buf why = ALGO_BUF_INIT(ALGO_DOC_MAX);
	const char *s;
	size_t n;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (!is_absent(algo_json_get(root, parts[i])))
			return 0;
	s = algo_json_str(algo_json_get(root, "cannot"), &n);
	if (n == 0)
		return 0;
	algo_prompt_clean(s, n, 200, &why);
	algo_err_set(err, ALGO_E_VALUE, "model_cannot",
		     "the model says that it cannot be done: %s",
		     algo_buf_str(&why));
	algo_err_hint(err, "say it otherwise, with an entry and a way out");
	algo_err_origin(err, ALGO_O_ANSWER);
	algo_buf_release(&why);
	return -1;
}

static int convert(const struct algo_json *root, const char *text, size_t n,
		   struct algo_buf *doc, struct algo_err *err)
{
	struct wire x = { .root = root };

	if (algo_json_type(root) != ALGO_J_OBJ)
		return algo_err_set(err, ALGO_E_TYPE, "wrong_type",
				    "the answer is %s, no object",
				    algo_json_type_name(algo_json_type(root)));
	if (declined(root, err))
		return -1;
	if (is_document(root)) {
		algo_buf_add(doc, text, n);
		return 0;
	}
	algo_prompt_keys_open(&x.keys);
	algo_jw_init(&x.w, doc, 2);
	document(&x);
	algo_prompt_keys_close(&x.keys);
	return 0;
}

int algo_prompt_to_document(const char *text, size_t n, struct algo_buf *doc,
			    struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *json = NULL;
	int rc = -1;

	if (n > ALGO_DOC_MAX)
		algo_err_set(&err, ALGO_E_VALUE, "too_large",
			     "the answer has %zu bytes, a document at most %d",
			     n, ALGO_DOC_MAX);
	else
		json = algo_json_parse(text, n, "answer", &err);
	if (err.set)
		algo_err_origin(&err, ALGO_O_DOCUMENT);
	if (json)
		rc = convert(algo_json_root(json), text, n, doc, &err);
	if (err.set)
		algo_errs_take(errs, &err);
	algo_errs_count(errs);
	algo_json_free(json);
	return rc;
}
