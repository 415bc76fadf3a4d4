/* ast.c - the syntax of expressions as other rooms see it */
#include "tap.h"

#include <algo/lang.h>

static const struct {
	const char *text, *canonical;
	enum algo_ast_kind kind;
	size_t kids, size;
} table[] = {
	{ "14", "14", ALGO_AST_NUM, 0, 1 },
	{ "5%", "0.05", ALGO_AST_NUM, 0, 1 },
	{ "Close", "Close", ALGO_AST_NAME, 0, 1 },
	{ "-x", "-x", ALGO_AST_NEG, 1, 2 },
	{ "!a && b || c", "not a and b or c", ALGO_AST_BIN, 2, 6 },
	{ "not (a or b)", "not (a or b)", ALGO_AST_NOT, 1, 4 },
	{ "a?b:c", "a ? b : c", ALGO_AST_COND, 3, 4 },
	{ "x[1]", "x[1]", ALGO_AST_INDEX, 2, 3 },
	{ "Position.PNL", "Position.pnl", ALGO_AST_FIELD, 1, 2 },
	{ "RSI( close,Period = 14 )", "rsi(close, period=14)", ALGO_AST_CALL, 2,
	  3 },
	{ "vwap()", "vwap()", ALGO_AST_CALL, 0, 1 },
	{ "tf(\"1w\", close)", "tf(\"1w\", close)", ALGO_AST_CALL, 2, 3 },
	{ "(a - (b - c)) * -2 ** 2", "(a - (b - c)) * -2 ** 2", ALGO_AST_BIN, 2,
	  10 },
};

static char *printed(const struct algo_ast *a)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);

	algo_ast_print(a, &out);
	algo_buf_addc(&out, '\0');
	return algo_buf_take(&out);
}

static void test_table(void)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct algo_arena arena = ALGO_ARENA_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		const char *s = table[i].text;
		const struct algo_ast *a =
			algo_ast_parse(&arena, s, strlen(s), &err);
		const struct algo_ast *again;
		char *text = a ? printed(a) : NULL;
		int good = a && a->kind == table[i].kind &&
			   a->nkids == table[i].kids &&
			   a->size == table[i].size &&
			   strcmp(text, table[i].canonical) == 0;

		if (!ok(good, "%s", s))
			note("%s, %zu parts %s", text ? text : "none",
			     a ? a->size : 0, err.msg);
		again = text ? algo_ast_parse(&arena, text, strlen(text), &err)
			     : NULL;
		ok(a && again && algo_ast_equal(a, again), "%s again", s);
		algo_free(text);
		algo_arena_release(&arena);
	}
}

static void test_parts(void)
{
	struct algo_arena arena = ALGO_ARENA_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	const char *s = "MACD(close, fast=12).Hist >= \"a b\"";
	const struct algo_ast *a = algo_ast_parse(&arena, s, strlen(s), &err);
	const struct algo_ast *f = a ? a->kid[0] : NULL, *c;

	if (!ok(a && strcmp(a->name, ">=") == 0, "an operator"))
		return;
	ok(strcmp(f->name, "hist") == 0 && f->nkids == 1, "a field");
	c = f->kid[0];
	ok(strcmp(c->name, "macd") == 0, "a function");
	ok(!c->arg[0][0] && strcmp(c->arg[1], "fast") == 0, "its arguments");
	ok(strcmp(a->kid[1]->name, "a b") == 0, "a text without its quotes");
	algo_arena_release(&arena);
}

static void test_refused(void)
{
	static const char *const texts[] = { "",      "a +",	"(a",
					     "f(a,)", "x.f(1)", "a < b < c",
					     "\"a",   "a = b",	"x[1:2]" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct algo_arena arena = ALGO_ARENA_INIT;
		struct algo_err err = ALGO_ERR_INIT;

		ok(!algo_ast_parse(&arena, texts[i], strlen(texts[i]), &err) &&
			   err.set && err.msg[0],
		   "refused: '%s'", texts[i]);
		algo_arena_release(&arena);
	}
}

static void test_built(void)
{
	struct algo_arena arena = ALGO_ARENA_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a = algo_ast_parse(&arena, "x ** y", 6, &err);
	const struct algo_ast *kid[2] = { algo_ast_number(&arena, -2),
					  algo_ast_number(&arena, NAN) };
	const struct algo_ast *b = algo_ast_with(&arena, a, kid);
	char *text = printed(b);

	ok(strcmp(text, "(-2) ** na") == 0 && b->size == 4, "other kids: %s",
	   text);
	ok(!algo_ast_equal(a, b) && algo_ast_equal(b, b), "not equal");
	algo_free(text);
	algo_arena_release(&arena);
}

static void test_equal(void)
{
	static const struct {
		const char *a, *b;
		int same;
	} pairs[] = {
		{ "Close > 1", "close>1.0", 1 },   { "a and b", "b and a", 0 },
		{ "f(a)", "f(x=a)", 0 },	   { "\"A\"", "\"a\"", 0 },
		{ "f(a, n=1)", "F((a), N=1)", 1 }, { "a.b", "a.c", 0 },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct algo_arena arena = ALGO_ARENA_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		const struct algo_ast *a = algo_ast_parse(
			&arena, pairs[i].a, strlen(pairs[i].a), &err);
		const struct algo_ast *b = algo_ast_parse(
			&arena, pairs[i].b, strlen(pairs[i].b), &err);

		ok(a && b && algo_ast_equal(a, b) == pairs[i].same, "%s and %s",
		   pairs[i].a, pairs[i].b);
		algo_arena_release(&arena);
	}
}

int main(void)
{
	test_table();
	test_parts();
	test_refused();
	test_built();
	test_equal();
	return done();
}
