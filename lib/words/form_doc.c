/* form_doc.c - the members that were told between backquotes, in the document
 */
#include "grammar.h"

#include <string.h>

void algo_w_told_rules(const struct parts *p, struct algo_jw *w)
{
	struct algo_buf when = ALGO_BUF_INIT(ALGO_DOC_MAX);

	for (size_t i = 0; i < p->ntold; i++) {
		const struct told_rule *t = &p->told[i];

		algo_buf_clear(&when);
		algo_w_print(t->when, &when);
		algo_jw_obj(w);
		algo_jw_kstr(w, "when", algo_buf_str(&when));
		algo_jw_kstr(w, "do", t->action);
		for (size_t k = 0; k < t->mods; k++) {
			algo_jw_key(w, t->mod[k].key);
			algo_jw_raw(w, t->mod[k].value,
				    strlen(t->mod[k].value));
		}
		algo_jw_obj_end(w);
	}
	algo_buf_release(&when);
}

/* --- "Set `a.b` to `c`" -------------------------------------------------- */

struct merge {
	const struct parts *p;
	struct algo_jw w;
};

/* The last value told for the path, or NULL. */
static const char *told(const struct parts *p, const char *path)
{
	for (size_t i = p->nset; i-- > 0;)
		if (strcmp(p->set[i].path, path) == 0)
			return p->set[i].value;
	return NULL;
}

/* Is a path told that leads through this one?  Which: the first from i. */
static const char *through(const struct parts *p, const char *path, size_t *i)
{
	size_t n = strlen(path);

	for (; *i < p->nset; ++*i) {
		const char *s = p->set[*i].path;

		if (n == 0)
			return s;
		if (strncmp(s, path, n) == 0 && s[n] == '.')
			return s + n + 1;
	}
	return NULL;
}

static void joined(const char *path, const char *key, size_t n,
		   struct algo_buf *out)
{
	algo_buf_adds(out, path);
	if (*path)
		algo_buf_addc(out, '.');
	algo_buf_add(out, key, n);
}

static void object(struct merge *m, const struct algo_json *v,
		   const char *path);

static void member(struct merge *m, const char *key, const char *path,
		   const struct algo_json *v)
{
	const char *value = told(m->p, path);
	size_t i = 0;

	algo_jw_key(&m->w, key);
	if (value)
		algo_jw_raw(&m->w, value, strlen(value));
	else if (through(m->p, path, &i))
		object(m, v, path);
	else
		algo_jw_value(&m->w, v);
}

/* Was the key that rest begins with written for an earlier path? */
static int repeated(const struct merge *m, const char *path, const char *rest,
		    size_t n, size_t before)
{
	size_t i = 0;
	const char *s;

	for (; (s = through(m->p, path, &i)) && i < before; i++)
		if (strcspn(s, ".") == n && memcmp(s, rest, n) == 0)
			return 1;
	return 0;
}

static void object(struct merge *m, const struct algo_json *v, const char *path)
{
	struct algo_buf key = ALGO_BUF_INIT(128), sub = ALGO_BUF_INIT(512);
	const char *rest;

	algo_jw_obj(&m->w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *one = algo_json_at(v, i);
		const char *name = algo_json_key(one);

		if (!name)
			continue;
		algo_buf_clear(&sub);
		joined(path, name, strlen(name), &sub);
		member(m, name, algo_buf_str(&sub), one);
	}
	for (size_t i = 0; (rest = through(m->p, path, &i)); i++) {
		size_t n = strcspn(rest, ".");

		algo_buf_clear(&key);
		algo_buf_add(&key, rest, n);
		if (algo_json_get(v, algo_buf_str(&key)) ||
		    repeated(m, path, rest, n, i))
			continue;
		algo_buf_clear(&sub);
		joined(path, rest, n, &sub);
		member(m, algo_buf_str(&key), algo_buf_str(&sub), NULL);
	}
	algo_jw_obj_end(&m->w);
	algo_buf_release(&key);
	algo_buf_release(&sub);
}

void algo_w_told_set(const struct parts *p, struct algo_buf *doc)
{
	struct algo_buf out = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *was;
	struct merge m = { .p = p };

	if (!p->nset)
		return;
	was = algo_json_parse(doc->data, doc->len, NULL, &err);
	if (!was)
		return;
	algo_jw_init(&m.w, &out, 2);
	object(&m, algo_json_root(was), "");
	algo_json_free(was);
	algo_buf_clear(doc);
	algo_buf_add(doc, algo_buf_str(&out), out.len);
	algo_buf_release(&out);
}
