/* reading.h - what the phrase grammar makes of a text, for its tests */
#ifndef T_READING_H
#define T_READING_H

#include "tap.h"

#include <algo/lang.h>
#include <algo/words.h>

struct reading {
	struct algo_words *w;
	struct algo_json_doc *doc;
};

__attribute__((unused)) static struct reading reading(const char *text)
{
	struct reading r = { algo_words_read(text, strlen(text), NULL, NULL),
			     NULL };
	struct algo_err err = ALGO_ERR_INIT;
	const char *s;

	if (algo_words_documents(r.w)) {
		s = algo_words_document(r.w, 0);
		r.doc = algo_json_parse(s, strlen(s), NULL, &err);
	}
	return r;
}

__attribute__((unused)) static void release(struct reading *r)
{
	algo_json_free(r->doc);
	algo_words_free(r->w);
}

/* "risk.max_bars" */
__attribute__((unused)) static const struct algo_json *
member(const struct reading *r, const char *path)
{
	const struct algo_json *v = r->doc ? algo_json_root(r->doc) : NULL;
	char key[64];

	while (v && *path) {
		size_t n = strcspn(path, ".");

		snprintf(key, sizeof(key), "%.*s", (int)n, path);
		v = algo_json_get(v, key);
		path += n + (path[n] == '.');
	}
	return v;
}

__attribute__((unused)) static const char *
first_question(const struct reading *r)
{
	for (size_t i = 0; i < algo_words_questions(r->w); i++)
		if (algo_words_question(r->w, i)->severity == ALGO_SEV_ERROR)
			return algo_words_question(r->w, i)->text;
	return "no question";
}

__attribute__((unused)) static int node_of(struct algo_graph *g, const char *s,
					   size_t n)
{
	struct algo_source src = { .text = s,
				   .len = n,
				   .pointer = "",
				   .scope = ALGO_SCOPE_STEP,
				   .price = -1 };
	struct algo_errs errs = { 0 };
	struct algo_expr e = ALGO_EXPR_NONE;

	if (algo_graph_add(g, &src, &e, &errs))
		note("%.*s: %s", (int)n, s, errs.n ? errs.v[0].msg : "?");
	algo_errs_release(&errs);
	return e.node;
}

/* Equal expressions are one node of a graph. */
__attribute__((unused)) static int same_expr(const char *a, size_t na,
					     const char *b)
{
	struct algo_graph *g = algo_graph_new(NULL);
	int x = node_of(g, a, na), y = node_of(g, b, strlen(b));

	algo_graph_free(g);
	return x >= 0 && x == y;
}

/* A number, or an expression, or the text itself. */
__attribute__((unused)) static int is_value(const struct algo_json *v,
					    const char *want)
{
	size_t n;
	const char *s = algo_json_str(v, &n);
	double d;

	if (algo_json_type(v) == ALGO_J_NUM)
		return algo_num_parse(want, strlen(want), &d) == 0 &&
		       near(algo_json_num(v), d, 1e-12);
	if (algo_json_type(v) == ALGO_J_BOOL)
		return algo_json_bool(v) == (strcmp(want, "true") == 0);
	if (algo_json_type(v) != ALGO_J_STR)
		return 0;
	return strcmp(s, want) == 0 || same_expr(s, n, want);
}

#endif
