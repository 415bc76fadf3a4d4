/* canonical_expr.c - an expression printed from its syntax, one way for all
 * ways to write it */
#include "expr.h"
#include "strategy.h"

#include <string.h>

struct printer {
	const struct unit *u;
	struct algo_buf *out;
};

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

static int hold_of_op(enum bin op)
{
	switch (op) {
	case BIN_OR:
		return HOLD_OR;
	case BIN_AND:
		return HOLD_AND;
	case BIN_ADD:
	case BIN_SUB:
		return HOLD_ADD;
	case BIN_MUL:
	case BIN_DIV:
		return HOLD_MUL;
	case BIN_POW:
		return HOLD_POW;
	case BIN_LT:
	case BIN_LE:
	case BIN_GT:
	case BIN_GE:
	case BIN_EQ:
	case BIN_NE:
	default:
		return HOLD_CMP;
	}
}

static int hold_of(const struct ast *a)
{
	switch (a->kind) {
	case AST_COND:
		return HOLD_COND;
	case AST_NOT:
		return HOLD_NOT;
	case AST_NEG:
		return HOLD_NEG;
	case AST_BIN:
		return hold_of_op(a->op);
	case AST_NUM:
	case AST_TEXT:
	case AST_NAME:
	case AST_FIELD:
	case AST_METHOD:
	case AST_INDEX:
	case AST_CALL:
	default:
		return HOLD_VALUE;
	}
}

static const char *sign_of(enum bin op)
{
	static const char *const signs[] = {
		[BIN_OR] = " or ",  [BIN_AND] = " and ", [BIN_LT] = " < ",
		[BIN_LE] = " <= ",  [BIN_GT] = " > ",	 [BIN_GE] = " >= ",
		[BIN_EQ] = " == ",  [BIN_NE] = " != ",	 [BIN_ADD] = " + ",
		[BIN_SUB] = " - ",  [BIN_MUL] = " * ",	 [BIN_DIV] = " / ",
		[BIN_POW] = " ** ",
	};

	return signs[op];
}

static void put(const struct printer *p, int i, int least);

static void put_span(const struct printer *p, struct span s, int lower)
{
	const char *text = p->u->src.text + s.at;

	for (size_t i = 0; i < s.len; i++) {
		int upper = text[i] >= 'A' && text[i] <= 'Z';

		algo_buf_addc(p->out, lower && upper
					      ? (char)(text[i] - 'A' + 'a')
					      : text[i]);
	}
}

/* The document's own names and columns are exact; what is found in any case
 * is written small. */
static void put_name(const struct printer *p, const struct ast *a)
{
	const struct algo_graph *g = p->u->g;
	const char *s = p->u->src.text + a->word.at;
	size_t n = a->word.len;
	int exact = algo_find_let(g, s, n) >= 0 ||
		    algo_find_param(g, s, n) >= 0 ||
		    algo_find_column(g, s, n) >= 0;

	put_span(p, a->word, !exact);
}

static void put_call(const struct printer *p, const struct ast *a)
{
	put_span(p, a->word, 1);
	algo_buf_addc(p->out, '(');
	for (int k = 0; k < a->nargs; k++) {
		const struct arg *arg = &p->u->args[a->args + k];

		if (k)
			algo_buf_adds(p->out, ", ");
		if (arg->name.len) {
			put_span(p, arg->name, 1);
			algo_buf_addc(p->out, '=');
		}
		put(p, arg->node, HOLD_COND);
	}
	algo_buf_addc(p->out, ')');
}

/* Operators join to the left, the power to the right with a sign allowed;
 * comparisons do not join at all. */
static void put_bin(const struct printer *p, const struct ast *a)
{
	int hold = hold_of_op(a->op);
	int left = hold, right = hold + 1;

	if (hold == HOLD_CMP)
		left = HOLD_ADD;
	if (hold == HOLD_POW) {
		left = HOLD_VALUE;
		right = HOLD_NEG;
	}
	put(p, a->kid[0], left);
	algo_buf_adds(p->out, sign_of(a->op));
	put(p, a->kid[1], right);
}

static void put_cond(const struct printer *p, const struct ast *a)
{
	put(p, a->kid[0], HOLD_OR);
	algo_buf_adds(p->out, " ? ");
	put(p, a->kid[1], HOLD_COND);
	algo_buf_adds(p->out, " : ");
	put(p, a->kid[2], HOLD_COND);
}

static void put_kind(const struct printer *p, const struct ast *a)
{
	switch (a->kind) {
	case AST_NUM:
		algo_buf_addnum(p->out, a->value);
		break;
	case AST_TEXT:
		put_span(p, a->word, 0);
		break;
	case AST_NAME:
		put_name(p, a);
		break;
	case AST_NEG:
		algo_buf_addc(p->out, '-');
		put(p, a->kid[0], HOLD_NEG);
		break;
	case AST_NOT:
		algo_buf_adds(p->out, "not ");
		put(p, a->kid[0], HOLD_NOT);
		break;
	case AST_BIN:
		put_bin(p, a);
		break;
	case AST_COND:
		put_cond(p, a);
		break;
	case AST_INDEX:
		put(p, a->kid[0], HOLD_VALUE);
		algo_buf_addc(p->out, '[');
		put(p, a->kid[1], HOLD_COND);
		algo_buf_addc(p->out, ']');
		break;
	case AST_CALL:
		put_call(p, a);
		break;
	case AST_FIELD:
	case AST_METHOD: /* refused before */
	default:
		put(p, a->kid[0], HOLD_VALUE);
		algo_buf_addc(p->out, '.');
		put_span(p, a->word, 1);
		break;
	}
}

/* Recursion is bounded by the parser's: ALGO_EXPR_NODES levels at most. */
static void put(const struct printer *p, int i, int least)
{
	const struct ast *a = &p->u->v[i];
	int hold = hold_of(a);

	if (hold < least)
		algo_buf_addc(p->out, '(');
	put_kind(p, a);
	if (hold < least)
		algo_buf_addc(p->out, ')');
}

int algo_expr_canonical(struct algo_graph *g, const char *text, size_t len,
			struct algo_buf *out)
{
	struct algo_source src = { .text = text, .len = len };
	struct printer p = { NULL, out };
	struct unit u;
	int rc;

	algo_unit_init(&u, g, &src);
	u.quiet = 1;
	rc = algo_parse(&u);
	p.u = &u;
	if (!rc)
		put(&p, u.root, HOLD_COND);
	algo_unit_release(&u);
	return rc;
}
