/* canonical_expr.c - an expression printed from its syntax, one way for all
 * ways to write it */
#include "expr.h"
#include "strategy.h"

#include <string.h>

/* How tight a piece of syntax holds together. */
enum {
	HOLD_COND,
	HOLD_OR,
	HOLD_AND,
	HOLD_NOT,
	HOLD_CMP,
	HOLD_ADD,
	HOLD_MUL,
	HOLD_NEG,
	HOLD_POW,
	HOLD_VALUE
};

static int hold_of_op(const char *op)
{
	if (strcmp(op, "or") == 0)
		return HOLD_OR;
	if (strcmp(op, "and") == 0)
		return HOLD_AND;
	if (strcmp(op, "+") == 0 || strcmp(op, "-") == 0)
		return HOLD_ADD;
	if (strcmp(op, "*") == 0 || strcmp(op, "/") == 0)
		return HOLD_MUL;
	return strcmp(op, "**") == 0 ? HOLD_POW : HOLD_CMP;
}

static int hold_of(const struct algo_ast *a)
{
	switch (a->kind) {
	case ALGO_AST_COND:
		return HOLD_COND;
	case ALGO_AST_NOT:
		return HOLD_NOT;
	case ALGO_AST_NEG:
		return HOLD_NEG;
	case ALGO_AST_BIN:
		return hold_of_op(a->name);
	case ALGO_AST_NUM:
	case ALGO_AST_TEXT:
	case ALGO_AST_NAME:
	case ALGO_AST_FIELD:
	case ALGO_AST_INDEX:
	case ALGO_AST_CALL:
	default:
		return HOLD_VALUE;
	}
}

static void put(const struct algo_ast *a, int least, struct algo_buf *out);

static void put_call(const struct algo_ast *a, struct algo_buf *out)
{
	algo_buf_adds(out, a->name);
	algo_buf_addc(out, '(');
	for (size_t k = 0; k < a->nkids; k++) {
		if (k)
			algo_buf_adds(out, ", ");
		if (a->arg[k][0]) {
			algo_buf_adds(out, a->arg[k]);
			algo_buf_addc(out, '=');
		}
		put(a->kid[k], HOLD_COND, out);
	}
	algo_buf_addc(out, ')');
}

/* Operators join to the left, the power to the right with a sign allowed;
 * comparisons do not join at all. */
static void put_bin(const struct algo_ast *a, struct algo_buf *out)
{
	int hold = hold_of_op(a->name);
	int left = hold, right = hold + 1;

	if (hold == HOLD_CMP)
		left = HOLD_ADD;
	if (hold == HOLD_POW) {
		left = HOLD_VALUE;
		right = HOLD_NEG;
	}
	put(a->kid[0], left, out);
	algo_buf_addc(out, ' ');
	algo_buf_adds(out, a->name);
	algo_buf_addc(out, ' ');
	put(a->kid[1], right, out);
}

static void put_cond(const struct algo_ast *a, struct algo_buf *out)
{
	put(a->kid[0], HOLD_OR, out);
	algo_buf_adds(out, " ? ");
	put(a->kid[1], HOLD_COND, out);
	algo_buf_adds(out, " : ");
	put(a->kid[2], HOLD_COND, out);
}

static void put_kind(const struct algo_ast *a, struct algo_buf *out)
{
	switch (a->kind) {
	case ALGO_AST_NUM:
		algo_buf_addnum(out, a->number);
		break;
	case ALGO_AST_TEXT:
		algo_buf_addc(out, '"');
		algo_buf_adds(out, a->name);
		algo_buf_addc(out, '"');
		break;
	case ALGO_AST_NAME:
		algo_buf_adds(out, a->name);
		break;
	case ALGO_AST_NEG:
		algo_buf_addc(out, '-');
		put(a->kid[0], HOLD_NEG, out);
		break;
	case ALGO_AST_NOT:
		algo_buf_adds(out, "not ");
		put(a->kid[0], HOLD_NOT, out);
		break;
	case ALGO_AST_BIN:
		put_bin(a, out);
		break;
	case ALGO_AST_COND:
		put_cond(a, out);
		break;
	case ALGO_AST_INDEX:
		put(a->kid[0], HOLD_VALUE, out);
		algo_buf_addc(out, '[');
		put(a->kid[1], HOLD_COND, out);
		algo_buf_addc(out, ']');
		break;
	case ALGO_AST_CALL:
		put_call(a, out);
		break;
	case ALGO_AST_FIELD:
	default:
		put(a->kid[0], HOLD_VALUE, out);
		algo_buf_addc(out, '.');
		algo_buf_adds(out, a->name);
		break;
	}
}

/* Recursion is bounded by the parser's: ALGO_EXPR_NODES levels at most. */
static void put(const struct algo_ast *a, int least, struct algo_buf *out)
{
	int bracket = hold_of(a) < least;

	if (bracket)
		algo_buf_addc(out, '(');
	put_kind(a, out);
	if (bracket)
		algo_buf_addc(out, ')');
}

void algo_ast_print(const struct algo_ast *a, struct algo_buf *out)
{
	put(a, HOLD_COND, out);
}

int algo_expr_canonical(struct algo_graph *g, const char *text, size_t len,
			struct algo_buf *out)
{
	struct algo_source src = { .text = text, .len = len };
	struct algo_arena arena = ALGO_ARENA_INIT;
	struct unit u;
	int rc;

	algo_unit_init(&u, g, &src);
	u.quiet = 1;
	rc = algo_parse(&u);
	if (!rc)
		algo_ast_print(algo_ast_of(&arena, &u, g), out);
	algo_unit_release(&u);
	algo_arena_release(&arena);
	return rc;
}
