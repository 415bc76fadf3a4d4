/* ast.c - the syntax of an expression as a tree that other rooms can read */
#include "expr.h"

#include <math.h>
#include <string.h>

static const enum algo_ast_kind kinds[] = {
	[AST_NUM] = ALGO_AST_NUM,     [AST_TEXT] = ALGO_AST_TEXT,
	[AST_NAME] = ALGO_AST_NAME,   [AST_FIELD] = ALGO_AST_FIELD,
	[AST_METHOD] = ALGO_AST_CALL, [AST_NEG] = ALGO_AST_NEG,
	[AST_NOT] = ALGO_AST_NOT,     [AST_BIN] = ALGO_AST_BIN,
	[AST_COND] = ALGO_AST_COND,   [AST_INDEX] = ALGO_AST_INDEX,
	[AST_CALL] = ALGO_AST_CALL,
};

static const char *const signs[] = {
	[BIN_OR] = "or",  [BIN_AND] = "and", [BIN_LT] = "<",  [BIN_LE] = "<=",
	[BIN_GT] = ">",	  [BIN_GE] = ">=",   [BIN_EQ] = "==", [BIN_NE] = "!=",
	[BIN_ADD] = "+",  [BIN_SUB] = "-",   [BIN_MUL] = "*", [BIN_DIV] = "/",
	[BIN_POW] = "**",
};

struct taker {
	struct algo_arena *arena;
	const struct unit *u;
	const struct algo_graph *g;
	const struct algo_ast **done; /* by syntax node */
};

static const char *word(const struct taker *t, struct span s, int lower)
{
	char *text = algo_arena_str(t->arena, t->u->src.text + s.at, s.len);

	for (char *p = text; lower && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return text;
}

static const char *plain_name(const struct taker *t, const struct ast *a)
{
	const char *s = t->u->src.text + a->word.at;
	size_t n = a->word.len;
	int exact = !t->g || algo_find_let(t->g, s, n) >= 0 ||
		    algo_find_param(t->g, s, n) >= 0 ||
		    algo_find_column(t->g, s, n) >= 0;

	return word(t, a->word, !exact);
}

static const char *name_of(const struct taker *t, const struct ast *a)
{
	struct span s = a->word;

	switch (a->kind) {
	case AST_TEXT:
		return word(t, (struct span){ s.at + 1, s.len - 2 }, 0);
	case AST_NAME:
		return plain_name(t, a);
	case AST_FIELD:
	case AST_METHOD:
	case AST_CALL:
		return word(t, s, 1);
	case AST_BIN:
		return signs[a->op];
	case AST_NUM:
	case AST_NEG:
	case AST_NOT:
	case AST_COND:
	case AST_INDEX:
	default:
		return "";
	}
}

static void take_kids(const struct taker *t, const struct ast *a,
		      struct algo_ast *out)
{
	const struct algo_ast **kid;
	size_t n = 0;

	while (n < 3 && a->kid[n] >= 0)
		n++;
	kid = algo_arena_get(t->arena, (n + 1) * sizeof(*kid));
	for (size_t i = 0; i < n; i++)
		kid[i] = t->done[a->kid[i]];
	out->kid = kid;
	out->nkids = n;
}

static void take_args(const struct taker *t, const struct ast *a,
		      struct algo_ast *out)
{
	size_t n = (size_t)a->nargs;
	const struct algo_ast **kid =
		algo_arena_get(t->arena, (n + 1) * sizeof(*kid));
	const char **arg = algo_arena_get(t->arena, (n + 1) * sizeof(*arg));

	for (size_t i = 0; i < n; i++) {
		const struct arg *from = &t->u->args[(size_t)a->args + i];

		kid[i] = t->done[from->node];
		arg[i] = word(t, from->name, 1);
	}
	out->kid = kid;
	out->arg = arg;
	out->nkids = n;
}

static size_t size_of(const struct algo_ast *a)
{
	size_t n = 1;

	for (size_t i = 0; i < a->nkids; i++)
		n += a->kid[i]->size;
	return n;
}

/* Children precede their parents: a loop. */
const struct algo_ast *algo_ast_of(struct algo_arena *arena,
				   const struct unit *u,
				   const struct algo_graph *g)
{
	struct taker t = { arena, u, g,
			   algo_zalloc(u->n + 1, sizeof(*t.done)) };
	const struct algo_ast *root;

	for (size_t i = 0; i < u->n; i++) {
		const struct ast *a = &u->v[i];
		struct algo_ast *out = algo_arena_get(arena, sizeof(*out));

		out->kind = kinds[a->kind];
		out->number = a->value;
		out->name = name_of(&t, a);
		if (out->kind == ALGO_AST_CALL)
			take_args(&t, a, out);
		else
			take_kids(&t, a, out);
		out->size = size_of(out);
		t.done[i] = out;
	}
	root = t.done[u->root];
	algo_free(t.done);
	return root;
}

/* value.name(...) parses, and is never right. */
static void refuse_methods(struct unit *u)
{
	for (size_t i = 0; i < u->n; i++)
		if (u->v[i].kind == AST_METHOD)
			algo_fault(u, ALGO_E_SYNTAX, "no_methods", u->v[i].word,
				   "there are no methods: '%.*s'",
				   SPAN_ARG(u, u->v[i].word));
}

const struct algo_ast *algo_ast_parse(struct algo_arena *arena,
				      const char *text, size_t n,
				      struct algo_err *err)
{
	struct algo_source src = { .text = text, .len = n, .pointer = "" };
	const struct algo_ast *root = NULL;
	struct algo_errs errs = { 0 };
	struct unit u;

	algo_unit_init(&u, NULL, &src);
	if (algo_parse(&u) == 0)
		refuse_methods(&u);
	if (u.bad == 0)
		root = algo_ast_of(arena, &u, NULL);
	algo_unit_report(&u, &errs);
	if (!root && errs.n)
		*err = errs.v[0];
	algo_errs_release(&errs);
	algo_unit_release(&u);
	return root;
}

const struct algo_ast *algo_ast_with(struct algo_arena *arena,
				     const struct algo_ast *a,
				     const struct algo_ast *const *kid)
{
	struct algo_ast *out = algo_arena_get(arena, sizeof(*out));
	const struct algo_ast **own =
		algo_arena_get(arena, (a->nkids + 1) * sizeof(*own));

	*out = *a;
	for (size_t i = 0; i < a->nkids; i++)
		own[i] = kid[i];
	out->kid = own;
	out->size = size_of(out);
	return out;
}

/* There is no number below 0 in the text of an expression. */
const struct algo_ast *algo_ast_number(struct algo_arena *arena, double v)
{
	struct algo_ast *out = algo_arena_get(arena, sizeof(*out));
	struct algo_ast *sign;
	const struct algo_ast **kid;

	out->kind = isnan(v) ? ALGO_AST_NAME : ALGO_AST_NUM;
	out->name = isnan(v) ? "na" : "";
	out->number = isnan(v) ? 0 : fabs(v);
	out->size = 1;
	if (isnan(v) || !signbit(v))
		return out;
	kid = algo_arena_get(arena, sizeof(*kid));
	kid[0] = out;
	sign = algo_arena_get(arena, sizeof(*sign));
	sign->kind = ALGO_AST_NEG;
	sign->name = "";
	sign->kid = kid;
	sign->nkids = 1;
	sign->size = 2;
	return sign;
}

int algo_ast_equal(const struct algo_ast *a, const struct algo_ast *b)
{
	if (a == b)
		return 1;
	if (a->kind != b->kind || a->size != b->size || a->nkids != b->nkids ||
	    !algo_same(a->name, b->name, strlen(b->name),
		       a->kind != ALGO_AST_TEXT))
		return 0;
	if (a->kind == ALGO_AST_NUM && a->number != b->number)
		return 0;
	for (size_t i = 0; i < a->nkids; i++) {
		if (a->arg && b->arg && strcmp(a->arg[i], b->arg[i]) != 0)
			return 0;
		if (!algo_ast_equal(a->kid[i], b->kid[i]))
			return 0;
	}
	return 1;
}
