/* parse.c - tokens to syntax.  Faults that leave no doubt are mended on the
 * way, so that the rest of the expression is looked at too. */
#include "expr.h"

#include <string.h>

struct parser {
	struct unit *u;
	struct lexer lx;
	int stop; /* lost: everything ends here */
	int nest; /* brackets */
	int deep;
};

static int expression(struct parser *p);
static int binary(struct parser *p, int least);

/* How tight an operator binds; comparisons do not chain. */
enum { PREC_OR = 1, PREC_AND, PREC_NOT, PREC_CMP, PREC_ADD, PREC_MUL };

static int prec(enum bin op)
{
	static const int of[] = {
		[BIN_OR] = PREC_OR,   [BIN_AND] = PREC_AND,
		[BIN_LT] = PREC_CMP,  [BIN_LE] = PREC_CMP,
		[BIN_GT] = PREC_CMP,  [BIN_GE] = PREC_CMP,
		[BIN_EQ] = PREC_CMP,  [BIN_NE] = PREC_CMP,
		[BIN_ADD] = PREC_ADD, [BIN_SUB] = PREC_ADD,
		[BIN_MUL] = PREC_MUL, [BIN_DIV] = PREC_MUL,
		[BIN_POW] = 0, /* unary() takes it */
	};

	return of[op];
}

static enum tok tok(const struct parser *p)
{
	return p->stop ? TOK_END : p->lx.now.tok;
}

static void next(struct parser *p)
{
	algo_lex_next(&p->lx);
}

static size_t here(const struct parser *p)
{
	return p->lx.now.span.at;
}

static int word_is(const struct parser *p, const char *s)
{
	const struct token *t = &p->lx.now;

	return t->tok == TOK_NAME &&
	       algo_same(s, p->u->src.text + t->span.at, t->span.len, 1);
}

static struct token peek(const struct parser *p)
{
	struct lexer ahead = p->lx;

	ahead.mute = 1;
	algo_lex_next(&ahead);
	return ahead.now;
}

/* No way on from here; a token that was reported is not reported again. */
static struct algo_err *lost(struct parser *p, const char *code, struct span at,
			     const char *what)
{
	struct algo_err *e = NULL;

	if (!p->stop && p->lx.now.tok != TOK_WRONG)
		e = algo_fault(p->u, ALGO_E_SYNTAX, code, at, "%s", what);
	p->stop = 1;
	return e;
}

static int too_deep(struct parser *p)
{
	if (!p->stop)
		algo_fault(p->u, ALGO_E_VALUE, "too_deep", p->lx.now.span,
			   "the expression is nested more than %d deep",
			   NEST_MAX);
	p->stop = 1;
	return -1;
}

static int new_node(struct parser *p, enum ast_kind kind, size_t from)
{
	struct unit *u = p->u;
	void *v = u->v;
	struct ast *a;

	if (u->n >= ALGO_EXPR_NODES) {
		if (!p->stop)
			algo_fault(u, ALGO_E_VALUE, "too_many_nodes",
				   p->lx.now.span,
				   "the expression has more than %d parts",
				   ALGO_EXPR_NODES);
		p->stop = 1;
		return -1;
	}
	algo_grow(&v, &u->cap, u->n + 1, sizeof(*u->v));
	u->v = v;
	a = &u->v[u->n];
	memset(a, 0, sizeof(*a));
	a->kind = kind;
	a->kid[0] = a->kid[1] = a->kid[2] = -1;
	a->call = a->graph = -1;
	a->span = (struct span){ from, p->lx.before - from };
	return (int)u->n++;
}

static struct ast *at(struct parser *p, int i)
{
	return &p->u->v[i];
}

/* ---- what stands where an operator or the end should be */

static void hint_end(struct parser *p, struct algo_err *e)
{
	const struct token *t = &p->lx.now;
	struct token after = peek(p);

	if (word_is(p, "if") || word_is(p, "else") || word_is(p, "then")) {
		algo_err_hint(e, "a choice is written 'condition ? a : b'");
	} else if (t->tok == TOK_COMMA && after.tok == TOK_NUM) {
		algo_err_hint(e, "the decimal point is a '.', as in 0.5");
	} else if (!p->nest &&
		   (t->tok == TOK_CLOSE || t->tok == TOK_CLOSE_INDEX)) {
		algo_err_hint(e, "remove it");
		algo_err_fixit(e, t->span.at, t->span.len, "");
	} else if (t->tok == TOK_NAME || t->tok == TOK_NUM) {
		algo_err_hint(e, "an operator is missing before it");
	}
}

/* The token at hand has no place here. */
static int unexpected(struct parser *p)
{
	const struct token *t = &p->lx.now;
	struct algo_err *e;

	if (p->stop || t->tok == TOK_WRONG) {
		p->stop = 1;
		return -1;
	}
	if (t->tok == TOK_END) {
		lost(p, "unexpected_end", t->span,
		     p->u->n ? "the expression ends too early"
			     : "the expression is empty");
		return -1;
	}
	e = algo_fault(p->u, ALGO_E_SYNTAX, "unexpected_token", t->span,
		       "unexpected '%.*s'", SPAN_ARG(p->u, t->span));
	p->stop = 1;
	hint_end(p, e);
	return -1;
}

/* A bracket that is not closed. */
static void unclosed(struct parser *p, const char *bracket)
{
	const struct token *t = &p->lx.now;
	struct algo_err *e;

	if (t->tok != TOK_END) {
		unexpected(p);
		return;
	}
	e = lost(p, "missing_bracket", (struct span){ p->lx.before, 0 },
		 "a bracket is not closed");
	algo_err_hint(e, "add '%s'", bracket);
	algo_err_fixit(e, p->lx.before, 0, bracket);
}

static int starts_value(const struct parser *p)
{
	enum tok t = tok(p);

	return (t == TOK_NUM || t == TOK_NAME || t == TOK_TEXT ||
		t == TOK_OPEN) &&
	       !word_is(p, "if") && !word_is(p, "else") && !word_is(p, "then");
}

/* ---- calls */

static void add_arg(struct arg **list, size_t *n, size_t *cap,
		    const struct arg *a)
{
	void *v = *list;

	algo_grow(&v, cap, *n + 1, sizeof(*a));
	*list = v;
	(*list)[(*n)++] = *a;
}

static int argument(struct parser *p, struct arg *a)
{
	a->name = (struct span){ 0, 0 };
	if (tok(p) == TOK_NAME && peek(p).tok == TOK_ASSIGN) {
		a->name = p->lx.now.span;
		next(p);
		next(p);
	}
	a->node = expression(p);
	return a->node;
}

static void missing_comma(struct parser *p)
{
	struct algo_err *e;

	e = algo_fault(p->u, ALGO_E_SYNTAX, "missing_comma", p->lx.now.span,
		       "unexpected '%.*s'", SPAN_ARG(p->u, p->lx.now.span));
	algo_err_hint(e, "add ',' between arguments");
	algo_err_fixit(e, p->lx.before, 0, ",");
}

/* f(a, ): where the comma stands is not known, but that one is there. */
static void extra_comma(struct parser *p)
{
	const char *s = p->u->src.text;
	size_t comma = p->lx.before;
	struct algo_err *e;

	while (comma && s[comma] != ',')
		comma--;
	e = algo_fault(p->u, ALGO_E_SYNTAX, "extra_comma",
		       (struct span){ comma, 1 },
		       "an argument is missing after ','");
	algo_err_hint(e, "remove it");
	algo_err_fixit(e, comma, 1, "");
}

/* After '(': the arguments are gathered aside because those of inner calls
 * come in between. */
static int arguments(struct parser *p, int *first, int *count)
{
	struct unit *u = p->u;
	struct arg *list = NULL, a;
	size_t n = 0, cap = 0;

	while (tok(p) != TOK_CLOSE && !p->stop) {
		if (argument(p, &a) < 0)
			break;
		add_arg(&list, &n, &cap, &a);
		if (tok(p) == TOK_COMMA)
			next(p);
		else if (starts_value(p))
			missing_comma(p);
		else if (tok(p) != TOK_CLOSE)
			unclosed(p, ")");
		else
			break;
		if (tok(p) == TOK_CLOSE)
			extra_comma(p);
		else if (tok(p) == TOK_END)
			unexpected(p);
	}
	if (!p->stop)
		next(p);
	*first = (int)u->nargs;
	*count = (int)n;
	for (size_t i = 0; i < n; i++)
		add_arg(&u->args, &u->nargs, &u->argcap, &list[i]);
	algo_free(list);
	return p->stop ? -1 : 0;
}

static int enter(struct parser *p)
{
	if (++p->nest > NEST_MAX)
		return too_deep(p);
	next(p);
	return 0;
}

/* Both of name(...) and value.name(...). */
static int call(struct parser *p, size_t from, struct span word, int base)
{
	int first, count, i;

	if (enter(p) || arguments(p, &first, &count))
		return -1;
	p->nest--;
	i = new_node(p, base < 0 ? AST_CALL : AST_METHOD, from);
	if (i < 0)
		return -1;
	at(p, i)->word = word;
	at(p, i)->kid[0] = base;
	at(p, i)->args = first;
	at(p, i)->nargs = count;
	if (base >= 0)
		at(p, base)->deferred = 1;
	return i;
}

/* ---- values */

static int leaf(struct parser *p, enum ast_kind kind)
{
	struct span s = p->lx.now.span;
	double v = p->lx.now.num;
	int i;

	next(p);
	i = new_node(p, kind, s.at);
	if (i < 0)
		return -1;
	at(p, i)->word = s;
	at(p, i)->value = v;
	return i;
}

static int primary(struct parser *p)
{
	size_t from = here(p);
	struct span word;
	int i;

	switch (tok(p)) {
	case TOK_NUM:
		return leaf(p, AST_NUM);
	case TOK_TEXT:
		return leaf(p, AST_TEXT);
	case TOK_NAME:
		word = p->lx.now.span;
		if (peek(p).tok != TOK_OPEN)
			return leaf(p, AST_NAME);
		next(p);
		return call(p, from, word, -1);
	case TOK_OPEN:
		if (enter(p))
			return -1;
		i = expression(p);
		if (i < 0)
			return -1;
		if (tok(p) != TOK_CLOSE) {
			unclosed(p, ")");
			return -1;
		}
		next(p);
		p->nest--;
		at(p, i)->span = (struct span){ from, p->lx.before - from };
		return i;
		/* clang-format off */
	case TOK_END: case TOK_CLOSE: case TOK_OPEN_INDEX:
	case TOK_CLOSE_INDEX: case TOK_COMMA: case TOK_DOT:
	case TOK_QUESTION: case TOK_COLON: case TOK_ASSIGN:
	case TOK_NOT: case TOK_BIN: case TOK_WRONG:
	default:
		/* clang-format on */
		return unexpected(p);
	}
}

static int index_of(struct parser *p, size_t from, int base)
{
	struct algo_err *e;
	int n, i;

	if (enter(p))
		return -1;
	n = expression(p);
	if (n < 0)
		return -1;
	if (tok(p) == TOK_COLON) {
		e = lost(p, "slice", p->lx.now.span, "there are no slices");
		algo_err_hint(e, "x[n] is one value; highest(x, n), sum(x, n), "
				 "sma(x, n) look at several bars");
		return -1;
	}
	if (tok(p) != TOK_CLOSE_INDEX) {
		unclosed(p, "]");
		return -1;
	}
	next(p);
	p->nest--;
	i = new_node(p, AST_INDEX, from);
	if (i < 0)
		return -1;
	at(p, i)->kid[0] = base;
	at(p, i)->kid[1] = n;
	return i;
}

static int field_of(struct parser *p, size_t from, int base)
{
	struct span word;
	int i;

	next(p);
	if (tok(p) != TOK_NAME)
		return unexpected(p);
	word = p->lx.now.span;
	next(p);
	if (tok(p) == TOK_OPEN)
		return call(p, from, word, base);
	i = new_node(p, AST_FIELD, from);
	if (i < 0)
		return -1;
	at(p, i)->kid[0] = base;
	at(p, i)->word = word;
	at(p, base)->deferred = 1;
	return i;
}

static int postfix(struct parser *p)
{
	size_t from = here(p);
	int i = primary(p);

	while (i >= 0) {
		if (tok(p) == TOK_OPEN_INDEX)
			i = index_of(p, from, i);
		else if (tok(p) == TOK_DOT)
			i = field_of(p, from, i);
		else
			break;
	}
	return i;
}

/* ---- operators */

static int branch(struct parser *p, enum ast_kind kind, struct span word,
		  size_t from, const int kid[3])
{
	int i = new_node(p, kind, from);

	if (i < 0)
		return -1;
	at(p, i)->word = word;
	memcpy(at(p, i)->kid, kid, sizeof(at(p, i)->kid));
	return i;
}

/* -x and x ** y: the power binds tighter on its left (-2 ** 2 is -4) and
 * takes a sign on its right. */
static int unary(struct parser *p)
{
	struct span word = p->lx.now.span;
	size_t from = here(p);
	int kid[3] = { -1, -1, -1 }, i;

	if (++p->deep > DEEP_MAX)
		return too_deep(p);
	if (tok(p) == TOK_BIN && p->lx.now.bin == BIN_SUB) {
		next(p);
		kid[0] = unary(p);
		i = kid[0] < 0 ? -1 : branch(p, AST_NEG, word, from, kid);
	} else {
		i = kid[0] = postfix(p);
		if (i >= 0 && tok(p) == TOK_BIN && p->lx.now.bin == BIN_POW) {
			word = p->lx.now.span;
			next(p);
			kid[1] = unary(p);
			i = kid[1] < 0 ? -1
				       : branch(p, AST_BIN, word, from, kid);
			if (i >= 0)
				at(p, i)->op = BIN_POW;
		}
	}
	p->deep--;
	return i;
}

static int not_of(struct parser *p)
{
	struct span word = p->lx.now.span;
	size_t from = here(p);
	int kid[3] = { -1, -1, -1 }, i;

	if (++p->deep > DEEP_MAX)
		return too_deep(p);
	next(p);
	kid[0] = binary(p, PREC_NOT);
	i = kid[0] < 0 ? -1 : branch(p, AST_NOT, word, from, kid);
	p->deep--;
	return i;
}

/* a < b < c: the fix repeats b. */
static void chained(struct parser *p, int middle)
{
	struct span m = at(p, middle)->span, op = p->lx.now.span;
	const char *s = p->u->src.text;
	struct algo_err *e;
	struct algo_buf fix = ALGO_BUF_INIT(256);

	e = algo_fault(p->u, ALGO_E_SYNTAX, "chained_comparison", op,
		       "comparisons do not chain");
	algo_buf_adds(&fix, "and ");
	algo_buf_add(&fix, s + m.at, m.len);
	algo_buf_addc(&fix, ' ');
	algo_buf_add(&fix, s + op.at, op.len);
	if (fix.over || memchr(s + m.at, '\n', m.len)) {
		algo_err_hint(e, "write 'a < b and b < c'");
	} else {
		algo_err_hint(e, "write '... %s ...'", algo_buf_str(&fix));
		algo_err_fixit(e, op.at, op.len, algo_buf_str(&fix));
	}
	algo_buf_release(&fix);
}

/* The operator at hand, when it binds at least so tight; '=' is taken as
 * '==' after a complaint. */
static int operator_here(struct parser *p, int least, enum bin *op)
{
	struct algo_err *e;

	if (tok(p) == TOK_BIN) {
		*op = p->lx.now.bin;
		return prec(*op) >= least;
	}
	if (tok(p) != TOK_ASSIGN || least > PREC_CMP)
		return 0;
	*op = BIN_EQ;
	e = algo_fault(p->u, ALGO_E_SYNTAX, "single_equals", p->lx.now.span,
		       "'=' does not compare");
	algo_err_hint(e, "write '=='");
	algo_err_fixit(e, here(p), 1, "==");
	return 1;
}

static int binary(struct parser *p, int least)
{
	size_t from = here(p);
	int kid[3] = { -1, -1, -1 }, before = 0, i;
	enum bin op = BIN_OR;

	if (tok(p) == TOK_NOT && least <= PREC_NOT)
		i = not_of(p);
	else
		i = unary(p);
	while (i >= 0 && operator_here(p, least, &op)) {
		struct span word = p->lx.now.span;

		if (before == PREC_CMP && prec(op) == PREC_CMP)
			chained(p, kid[1]);
		next(p);
		kid[0] = i;
		kid[1] = binary(p, prec(op) + 1);
		if (kid[1] < 0)
			return -1;
		i = branch(p, AST_BIN, word, from, kid);
		if (i < 0)
			return -1;
		at(p, i)->op = op;
		before = prec(op);
	}
	return i;
}

static int expression(struct parser *p)
{
	size_t from = here(p);
	int kid[3], i;
	struct span word;

	if (++p->deep > DEEP_MAX)
		return too_deep(p);
	i = kid[0] = binary(p, PREC_OR);
	if (i >= 0 && tok(p) == TOK_QUESTION) {
		word = p->lx.now.span;
		next(p);
		kid[1] = expression(p);
		if (kid[1] < 0)
			return -1;
		if (tok(p) != TOK_COLON)
			return unexpected(p);
		next(p);
		kid[2] = expression(p);
		if (kid[2] < 0)
			return -1;
		i = branch(p, AST_COND, word, from, kid);
	}
	p->deep--;
	return i;
}

int algo_parse(struct unit *u)
{
	struct parser p = { .u = u, .lx = { .u = u } };

	next(&p);
	u->root = expression(&p);
	if (u->root >= 0 && tok(&p) != TOK_END)
		unexpected(&p);
	if (p.stop || u->bad)
		u->root = -1;
	return u->root < 0 ? -1 : 0;
}
