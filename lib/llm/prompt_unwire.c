/* prompt_unwire.c - a strategy document in the form in which models answer */
#include "prompt.h"

#include <string.h>

struct unwire {
	struct algo_jw w;
	const struct algo_json *root;
	struct algo_errs *errs;
};

static int is_private(const struct algo_json *v)
{
	return strncmp(algo_json_key(v), "x-", 2) == 0;
}

/* A value as text: strings as they are, all else as it stands. */
static void value(struct unwire *u, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_type(v) == ALGO_J_STR ? algo_json_str(v, &n)
							: algo_json_text(v, &n);

	algo_jw_strn(&u->w, s, n);
}

static void text(struct unwire *u, const char *key, const struct algo_json *v)
{
	algo_jw_key(&u->w, key);
	if (v)
		value(u, v);
	else
		algo_jw_str(&u->w, "");
}

static void number(struct unwire *u, const char *key, const struct algo_json *v)
{
	algo_jw_key(&u->w, key);
	if (algo_json_type(v) == ALGO_J_NUM)
		algo_jw_value(&u->w, v);
	else
		algo_jw_null(&u->w);
}

static void pair(struct unwire *u, const char *prefix,
		 const struct algo_json *v, const char *second)
{
	struct algo_buf name = ALGO_BUF_INIT(4096);

	algo_buf_addf(&name, "%s%s", prefix, algo_json_key(v));
	algo_jw_obj(&u->w);
	algo_jw_kstr(&u->w, "name", algo_buf_str(&name));
	text(u, second, v);
	algo_jw_obj_end(&u->w);
	algo_buf_release(&name);
}

static void pairs_in(struct unwire *u, const char *prefix,
		     const struct algo_json *part, const char *second)
{
	for (size_t i = 0; i < algo_json_count(part); i++) {
		const struct algo_json *v = algo_json_at(part, i);

		if (is_private(v) || strcmp(algo_json_key(v), "when") == 0 ||
		    strcmp(algo_json_key(v), "do") == 0)
			continue;
		if (algo_json_type(v) == ALGO_J_OBJ && !*prefix)
			pairs_in(u, "session.", v, second);
		else
			pair(u, prefix, v, second);
	}
}

static void pairs(struct unwire *u, const char *key,
		  const struct algo_json *part, const char *second)
{
	algo_jw_key(&u->w, key);
	algo_jw_arr(&u->w);
	pairs_in(u, "", part, second);
	algo_jw_arr_end(&u->w);
}

static void params(struct unwire *u)
{
	const struct algo_json *all = algo_json_get(u->root, "params");

	algo_jw_key(&u->w, "params");
	algo_jw_arr(&u->w);
	for (size_t i = 0; i < algo_json_count(all); i++) {
		const struct algo_json *v = algo_json_at(all, i);
		int bare = algo_json_type(v) == ALGO_J_NUM;

		if (is_private(v))
			continue;
		algo_jw_obj(&u->w);
		algo_jw_kstr(&u->w, "name", algo_json_key(v));
		number(u, "value", bare ? v : algo_json_get(v, "value"));
		number(u, "min", algo_json_get(v, "min"));
		number(u, "max", algo_json_get(v, "max"));
		number(u, "step", algo_json_get(v, "step"));
		algo_jw_obj_end(&u->w);
	}
	algo_jw_arr_end(&u->w);
}

static void columns(struct unwire *u)
{
	const struct algo_json *all = algo_json_get(u->root, "columns");

	algo_jw_key(&u->w, "columns");
	algo_jw_arr(&u->w);
	for (size_t i = 0; i < algo_json_count(all); i++)
		value(u, algo_json_at(all, i));
	algo_jw_arr_end(&u->w);
}

static void rules(struct unwire *u)
{
	const struct algo_json *all = algo_json_get(u->root, "rules");

	algo_jw_key(&u->w, "rules");
	algo_jw_arr(&u->w);
	for (size_t i = 0; i < algo_json_count(all); i++) {
		const struct algo_json *v = algo_json_at(all, i);

		algo_jw_obj(&u->w);
		text(u, "when", algo_json_get(v, "when"));
		text(u, "do", algo_json_get(v, "do"));
		pairs(u, "with", v, "value");
		algo_jw_obj_end(&u->w);
	}
	algo_jw_arr_end(&u->w);
}

static void members(struct unwire *u)
{
	const struct algo_json *r = u->root, *in = algo_json_get(r, "entry"),
			       *out = algo_json_get(r, "exit");

	text(u, "rationale", algo_json_get(r, "x-rationale"));
	text(u, "cannot", algo_json_get(r, "x-cannot"));
	text(u, "name", algo_json_get(r, "name"));
	number(u, "version", algo_json_get(r, "version"));
	text(u, "description", algo_json_get(r, "description"));
	text(u, "tz", algo_json_get(r, "tz"));
	columns(u);
	params(u);
	pairs(u, "let", algo_json_get(r, "let"), "expr");
	text(u, "entry_long", algo_json_get(in, "long"));
	text(u, "entry_short", algo_json_get(in, "short"));
	text(u, "exit_long", algo_json_get(out, "long"));
	text(u, "exit_short", algo_json_get(out, "short"));
	rules(u);
	pairs(u, "risk", algo_json_get(r, "risk"), "value");
	pairs(u, "data", algo_json_get(r, "data"), "value");
	pairs(u, "backtest", algo_json_get(r, "backtest"), "value");
	number(u, "warmup", algo_json_get(r, "warmup"));
}

/* What has no place would be lost in silence. */
static int fits(struct unwire *u)
{
	struct prompt_keys keys;
	int rc = 0;

	algo_prompt_keys_open(&keys);
	for (size_t i = 0; i < algo_json_count(u->root); i++) {
		const struct algo_json *v = algo_json_at(u->root, i);
		struct algo_err *err;

		if (is_private(v) ||
		    algo_prompt_key_types(&keys, "", algo_json_key(v)))
			continue;
		err = algo_errs_add(u->errs);
		rc = algo_err_set(err, ALGO_E_KEY, "unknown_key",
				  "documents have no member '%s'",
				  algo_json_key(v));
		algo_json_place(v, 1, err);
	}
	algo_prompt_keys_close(&keys);
	algo_errs_count(u->errs);
	return rc;
}

int algo_prompt_from_document(const char *doc, size_t n, struct algo_buf *wire,
			      struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *json = algo_json_parse(doc, n, "strategy", &err);
	struct unwire u = { .errs = errs };
	int rc = -1;

	if (json) {
		u.root = algo_json_root(json);
		if (algo_json_type(u.root) != ALGO_J_OBJ)
			algo_err_set(&err, ALGO_E_TYPE, "wrong_type",
				     "a strategy is an object");
		else
			rc = fits(&u);
	}
	if (rc == 0) {
		algo_jw_init(&u.w, wire, 0);
		algo_jw_obj(&u.w);
		members(&u);
		algo_jw_obj_end(&u.w);
	}
	if (err.set)
		algo_errs_take(errs, &err);
	algo_errs_count(errs);
	algo_json_free(json);
	return rc;
}
