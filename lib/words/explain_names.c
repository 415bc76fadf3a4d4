/* explain_names.c - params and lets: most are put in place of their names */
#include "explain.h"

#include <string.h>

/* A let of more parts than this keeps its name, and so does one that reads
 * itself, a later one, or the account (entry_price means another thing in a
 * stop). */
#define PARTS_MAX 32

static const struct stand_in *find(const struct teller *t, const char *name)
{
	for (size_t i = 0; i < t->nin_place; i++)
		if (strcmp(t->in_place[i].name, name) == 0)
			return &t->in_place[i];
	return NULL;
}

static const struct algo_json *let_named(const struct teller *t,
					 const char *name)
{
	return algo_json_get(algo_json_get(t->root, "let"), name);
}

static int is_column(const struct teller *t, const char *name)
{
	const struct algo_json *list = algo_json_get(t->root, "columns");

	for (size_t i = 0; i < algo_json_count(list); i++) {
		const struct algo_json *v = algo_json_at(list, i);

		if (strcmp(algo_json_str(v, NULL), name) == 0)
			return 1;
	}
	return 0;
}

/* Names of bars and the account are found in any case. */
static const struct algo_ast *small(struct teller *t, const struct algo_ast *a)
{
	struct algo_ast *out;
	char *name;

	if (let_named(t, a->name) || is_column(t, a->name))
		return a;
	name = algo_arena_str(&t->arena, a->name, strlen(a->name));
	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	out = algo_arena_get(&t->arena, sizeof(*out));
	*out = *a;
	out->name = name;
	return out;
}

/* The tree with the names put in place. */
static const struct algo_ast *place(struct teller *t, const struct algo_ast *a)
{
	const struct algo_ast **kid;
	const struct stand_in *s;

	if (a->kind == ALGO_AST_NAME) {
		s = find(t, a->name);
		return s ? s->ast : small(t, a);
	}
	if (a->nkids == 0)
		return a;
	kid = algo_arena_get(&t->arena, a->nkids * sizeof(*kid));
	for (size_t i = 0; i < a->nkids; i++)
		kid[i] = place(t, a->kid[i]);
	return algo_ast_with(&t->arena, a, kid);
}

const struct algo_ast *algo_tell_expr(struct teller *t,
				      const struct algo_json *v)
{
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	const char *s;
	size_t n;

	if (algo_json_type(v) == ALGO_J_NUM)
		return algo_ast_number(&t->arena, algo_json_num(v));
	if (algo_json_type(v) != ALGO_J_STR)
		return NULL;
	s = algo_json_str(v, &n);
	a = algo_ast_parse(&t->arena, s, n, &err);
	return a ? place(t, a) : NULL;
}

/* --- Which are put in place ------------------------------------------------
 */

static int is_account(const char *name)
{
#define X(id, text) text,
	static const char *const names[] = { ALGO_ACCOUNT_MAP(X) };
#undef X
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strncmp(names[i], name, n) == 0 &&
		    (!names[i][n] || names[i][n] == '.'))
			return 1;
	return strcmp(name, "trade") == 0;
}

/* Reads the account, or a let that keeps its name. */
static int is_bound(const struct teller *t, const struct algo_ast *a)
{
	if (a->kind == ALGO_AST_NAME &&
	    (let_named(t, a->name) ||
	     (is_account(a->name) && strcmp(a->name, "day") != 0)))
		return 1;
	if (a->kind == ALGO_AST_FIELD && algo_tell_is_name(a->kid[0], "day"))
		return 1;
	for (size_t i = 0; i < a->nkids; i++)
		if (is_bound(t, a->kid[i]))
			return 1;
	return 0;
}

static void add(struct teller *t, const char *name, const struct algo_ast *a)
{
	t->in_place[t->nin_place++] = (struct stand_in){ name, a };
}

void algo_tell_names(struct teller *t)
{
	const struct algo_json *lets = algo_json_get(t->root, "let");
	size_t n = algo_json_count(lets), i;

	t->in_place = algo_zalloc(n + t->s->nparams + 1, sizeof(*t->in_place));
	for (i = 0; i < t->s->nparams; i++)
		add(t, t->s->param_name[i],
		    algo_ast_number(&t->arena, t->s->param_value[i]));
	for (i = 0; i < n; i++) {
		const struct algo_json *v = algo_json_at(lets, i);
		const struct algo_ast *a = algo_tell_expr(t, v);

		if (a && a->size <= PARTS_MAX && !is_bound(t, a))
			add(t, algo_json_key(v), a);
	}
}

void algo_tell_lets(struct teller *t)
{
	const struct algo_json *lets = algo_json_get(t->root, "let");

	for (size_t i = 0; i < algo_json_count(lets); i++) {
		const struct algo_json *v = algo_json_at(lets, i);
		const struct algo_ast *a;

		if (find(t, algo_json_key(v)))
			continue;
		a = algo_tell_expr(t, v);
		if (!a)
			continue;
		algo_buf_addf(t->out, "Let %s be ", algo_json_key(v));
		algo_tell_code(a, t->out);
		algo_buf_adds(t->out, ".\n");
	}
}
