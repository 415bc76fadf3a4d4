/* tree.c - expressions as trees: making, comparing, printing */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* The operators in the order of enum bin_op. */
static const char *const signs[] = { "or", "and", "<", "<=", ">", ">=", "==",
				     "!=", "+",	  "-", "*",  "/", "**" };
/* How tightly they bind. */
static const int ranks[] = { 2, 3, 5, 5, 5, 5, 5, 5, 6, 6, 7, 7, 9 };

static struct node *make(struct reader *r, enum node_op op)
{
	struct node *n = algo_arena_get(&r->arena, sizeof(*n));

	r->nodes++;
	n->op = op;
	n->field = "";
	n->name = "";
	return n;
}

struct node *algo_w_num(struct reader *r, double v)
{
	struct node *n = make(r, N_NUM);

	n->num = v;
	return n;
}

struct node *algo_w_name(struct reader *r, const char *name)
{
	struct node *n = make(r, N_NAME);

	n->name = algo_arena_str(&r->arena, name, strlen(name));
	return n;
}

struct node *algo_w_str(struct reader *r, const char *s, size_t n)
{
	struct node *e = make(r, N_STR);

	e->name = algo_arena_str(&r->arena, s, n);
	return e;
}

struct node *algo_w_call(struct reader *r, const char *name, const char *field)
{
	struct node *n = make(r, N_CALL);

	n->name = algo_arena_str(&r->arena, name, strlen(name));
	n->field = algo_arena_str(&r->arena, field, strlen(field));
	return n;
}

void algo_w_arg(struct node *call, struct node *arg)
{
	if (call->kids < KIDS_MAX)
		call->kid[call->kids++] = arg;
}

struct node *algo_w_two(struct reader *r, enum node_op op, struct node *a,
			struct node *b)
{
	struct node *n = make(r, op);

	n->kid[n->kids++] = a;
	if (b)
		n->kid[n->kids++] = b;
	return n;
}

struct node *algo_w_bin(struct reader *r, enum bin_op op, struct node *a,
			struct node *b)
{
	struct node *n = algo_w_two(r, N_BIN, a, b);

	n->bin = op;
	return n;
}

struct node *algo_w_and(struct reader *r, struct node *a, struct node *b)
{
	if (!a || !b)
		return a ? a : b;
	return algo_w_bin(r, B_AND, a, b);
}

struct node *algo_w_or(struct reader *r, struct node *a, struct node *b)
{
	if (!a || !b)
		return a ? a : b;
	return algo_w_bin(r, B_OR, a, b);
}

struct node *algo_w_not(struct reader *r, struct node *a)
{
	return algo_w_two(r, N_NOT, a, NULL);
}

struct node *algo_w_past(struct reader *r, struct node *a, double n)
{
	struct node *p;

	if (!(n > 0) || a->op == N_NUM)
		return a;
	if (a->op == N_PAST) {
		n += a->num;
		a = a->kid[0];
	}
	p = algo_w_two(r, N_PAST, a, NULL);
	p->num = n;
	p->flags = a->flags & NODE_LEVEL;
	return p;
}

int algo_w_is_call(const struct node *n, const char *name)
{
	return n && n->op == N_CALL && strcmp(n->name, name) == 0;
}

int algo_w_is_name(const struct node *n, const char *name)
{
	return n && n->op == N_NAME && strcmp(n->name, name) == 0;
}

int algo_w_is_bool(const struct node *n)
{
	static const char *const calls[] = {
		"crossover", "crossunder", "cross", "all_of", "any_of",
		"rising",    "falling",	   "is_na", NULL
	};
	static const char *const names[] = { "flat", "is_long", "is_short",
					     "true", "false",	NULL };

	switch (n->op) {
	case N_NUM:
	case N_STR:
	case N_NEG:
		return 0;
	case N_NAME:
		for (size_t i = 0; names[i]; i++)
			if (strcmp(names[i], n->name) == 0)
				return 1;
		return 0;
	case N_CALL:
		for (size_t i = 0; calls[i]; i++)
			if (strcmp(calls[i], n->name) == 0)
				return 1;
		if (strcmp(n->name, "sym") == 0 || strcmp(n->name, "tf") == 0)
			return algo_w_is_bool(n->kid[1]);
		return 0;
	case N_BIN:
		return n->bin < B_ADD;
	case N_PAST:
	case N_SIDE:
		return algo_w_is_bool(n->kid[0]);
	case N_IF:
		return algo_w_is_bool(n->kid[1]);
	case N_NOT:
	case N_TOUCH:
	case N_HIT:
	case N_XDIR:
		return 1;
	case N_TEXT:
		return (n->flags & NODE_BOOL) != 0;
	}
	return 0;
}

int algo_w_same(const struct node *a, const struct node *b)
{
	if (a == b)
		return 1;
	if (!a || !b || a->op != b->op || a->kids != b->kids ||
	    strcmp(a->name, b->name) != 0 || strcmp(a->field, b->field) != 0)
		return 0;
	if ((a->op == N_NUM || a->op == N_PAST) && a->num != b->num)
		return 0;
	if (a->op == N_BIN && a->bin != b->bin)
		return 0;
	for (size_t i = 0; i < a->kids; i++)
		if (!algo_w_same(a->kid[i], b->kid[i]))
			return 0;
	return 1;
}

struct node *algo_w_shift(struct reader *r, struct node *a, double n)
{
	struct node *c;

	if (!(n > 0) || a->op == N_NUM || a->op == N_STR)
		return a;
	if (a->op == N_NAME || a->op == N_PAST || a->op == N_CALL ||
	    a->op == N_TEXT)
		return algo_w_past(r, a, n);
	c = make(r, a->op);
	*c = *a;
	for (size_t i = 0; i < a->kids; i++)
		c->kid[i] = algo_w_shift(r, a->kid[i], n);
	return c;
}

/* --- Verbatim ------------------------------------------------------------ */

/* How tightly the outermost part of an expression binds, as rank() has it. */
static int ast_rank(const struct algo_ast *a)
{
	switch (a->kind) {
	case ALGO_AST_COND:
		return 1;
	case ALGO_AST_NOT:
		return 4;
	case ALGO_AST_NEG:
		return 8;
	case ALGO_AST_BIN:
		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
			if (strcmp(signs[i], a->name) == 0)
				return ranks[i];
		return 0;
	case ALGO_AST_NUM:
		return a->number < 0 ? 8 : 11;
	case ALGO_AST_TEXT:
	case ALGO_AST_NAME:
	case ALGO_AST_FIELD:
	case ALGO_AST_INDEX:
	case ALGO_AST_CALL:
		break;
	}
	return 11;
}

static int ast_is_bool(const struct algo_ast *a)
{
	struct node like = { .op = N_NAME, .name = a->name, .field = "" };
	int rank;

	if (a->kind == ALGO_AST_COND)
		return ast_is_bool(a->kid[1]);
	if (a->kind == ALGO_AST_CALL)
		like.op = N_CALL;
	else if (a->kind != ALGO_AST_NAME) {
		rank = ast_rank(a);
		return rank >= 2 && rank <= 5;
	}
	if (strcmp(a->name, "tf") == 0 || strcmp(a->name, "sym") == 0)
		return a->nkids > 1 && ast_is_bool(a->kid[1]);
	return algo_w_is_bool(&like);
}

struct node *algo_w_code(struct reader *r, const char *s, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a = algo_ast_parse(&r->arena, s, n, &err);
	struct node *e;

	if (!a)
		return NULL;
	e = make(r, N_TEXT);
	e->name = algo_arena_str(&r->arena, s, n);
	e->num = ast_rank(a);
	if (ast_is_bool(a))
		e->flags = NODE_BOOL;
	return e;
}

/* --- Printing ------------------------------------------------------------ */

static int rank(const struct node *n)
{
	if (n->alias)
		return 11;
	if (n->op == N_BIN)
		return ranks[n->bin];
	if (n->op == N_IF)
		return 1;
	if (n->op == N_NOT)
		return 4;
	if (n->op == N_NEG || (n->op == N_NUM && signbit(n->num)))
		return 8;
	if (n->op == N_TEXT)
		return (int)n->num;
	return 11;
}

static void wrapped(const struct node *n, int least, struct algo_buf *out)
{
	int wrap = rank(n) < least;

	if (wrap)
		algo_buf_addc(out, '(');
	algo_w_print(n, out);
	if (wrap)
		algo_buf_addc(out, ')');
}

static void print_call(const struct node *n, struct algo_buf *out)
{
	algo_buf_adds(out, n->name);
	algo_buf_addc(out, '(');
	for (size_t i = 0; i < n->kids; i++) {
		if (i)
			algo_buf_adds(out, ", ");
		algo_w_print(n->kid[i], out);
	}
	algo_buf_addc(out, ')');
	if (*n->field)
		algo_buf_addf(out, ".%s", n->field);
}

static void print_two(const struct node *n, const char *between,
		      struct algo_buf *out)
{
	wrapped(n->kid[0], 6, out);
	algo_buf_addf(out, " %s ", between);
	if (n->kids > 1)
		wrapped(n->kid[1], 6, out);
	else
		algo_buf_adds(out, "the bar");
}

static void print_bin(const struct node *n, struct algo_buf *out)
{
	int own = rank(n);

	wrapped(n->kid[0], own == 5 || own == 9 ? own + 1 : own, out);
	algo_buf_addf(out, " %s ", signs[n->bin]);
	wrapped(n->kid[1], n->bin <= B_AND ? own : own + 1, out);
}

void algo_w_print(const struct node *n, struct algo_buf *out)
{
	if (n->alias) {
		algo_buf_adds(out, n->alias);
		return;
	}
	switch (n->op) {
	case N_NUM:
		algo_buf_addnum(out, n->num);
		break;
	case N_NAME:
		algo_buf_adds(out, n->name);
		break;
	case N_STR:
		algo_buf_addc(out, '"');
		algo_json_escape(out, n->name, strlen(n->name));
		algo_buf_addc(out, '"');
		break;
	case N_CALL:
		print_call(n, out);
		break;
	case N_BIN:
		print_bin(n, out);
		break;
	case N_NEG:
		algo_buf_addc(out, '-');
		wrapped(n->kid[0], 9, out);
		break;
	case N_NOT:
		algo_buf_adds(out, "not (");
		algo_w_print(n->kid[0], out);
		algo_buf_addc(out, ')');
		break;
	case N_PAST:
		wrapped(n->kid[0], 11, out);
		algo_buf_addc(out, '[');
		algo_buf_addnum(out, n->num);
		algo_buf_addc(out, ']');
		break;
	case N_IF:
		wrapped(n->kid[0], 2, out);
		algo_buf_adds(out, " ? ");
		wrapped(n->kid[1], 2, out);
		algo_buf_adds(out, " : ");
		wrapped(n->kid[2], 1, out);
		break;
	case N_TOUCH:
		print_two(n, "touched by", out);
		break;
	case N_HIT:
		print_two(n, "reaches", out);
		break;
	case N_XDIR:
		print_two(n, "crosses", out);
		break;
	case N_SIDE:
		algo_w_print(n->kid[0], out);
		break;
	case N_TEXT:
		algo_buf_adds(out, n->name);
		break;
	}
}

int algo_w_is_distance(const struct node *n)
{
	if (algo_w_is_call(n, "atr") || algo_w_is_call(n, "natr") ||
	    algo_w_is_call(n, "stddev") || algo_w_is_call(n, "trange"))
		return 1;
	if (n->op == N_BIN && (n->bin == B_MUL || n->bin == B_DIV))
		return algo_w_is_distance(n->kid[0]) ||
		       algo_w_is_distance(n->kid[1]);
	return n->op == N_BIN && n->bin == B_SUB &&
	       algo_w_scale(n) == SCALE_OSC;
}
