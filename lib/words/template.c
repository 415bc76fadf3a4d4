/* template.c - expressions of the grammar's tables to trees */
#include "grammar.h"

#include <stdlib.h>
#include <string.h>

/* The language's grammar over a const text: the tables are right, so there is
 * no error to report.  "#" is a plus that the opposite words make a minus. */
struct scan {
	struct reader *r;
	const char *p;
	const struct caps *c;
	struct node *subject;
};

static struct node *ternary(struct scan *x);

static void blanks(struct scan *x)
{
	while (*x->p == ' ')
		x->p++;
}

static int take(struct scan *x, const char *s)
{
	size_t n = strlen(s);

	blanks(x);
	if (strncmp(x->p, s, n) != 0)
		return 0;
	x->p += n;
	return 1;
}

static int is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static const char *turned(const struct scan *x, const char *name)
{
	static const char *const pairs[][2] = {
		{ "high", "low" },	   { "highest", "lowest" },
		{ "upper", "lower" },	   { "crossover", "crossunder" },
		{ "rising", "falling" },   { "max", "min" },
		{ "plus_di", "minus_di" }, { "up", "down" }
	};

	for (size_t i = 0; x->c->flip && i < sizeof(pairs) / sizeof(*pairs);
	     i++)
		for (size_t k = 0; k < 2; k++)
			if (strcmp(pairs[i][k], name) == 0)
				return pairs[i][!k];
	return name;
}

static char *name_at(struct scan *x)
{
	const char *from = x->p;

	while (is_name(*x->p) || (*x->p == '.' && x->p - from == 8 &&
				  strncmp(from, "position", 8) == 0))
		x->p++;
	return algo_arena_str(&x->r->arena, from, (size_t)(x->p - from));
}

static struct node *captured(struct scan *x)
{
	int slot;

	if (*x->p == 's') {
		x->p++;
		return x->subject;
	}
	slot = *x->p++ - '0';
	if (x->c->v[slot])
		return x->c->v[slot];
	return algo_w_num(x->r, x->c->n[slot]);
}

static struct node *call(struct scan *x, const char *name)
{
	struct node *n = algo_w_call(x->r, turned(x, name), "");

	while (!take(x, ")")) {
		algo_w_arg(n, ternary(x));
		take(x, ",");
	}
	if (*x->p == '.') {
		x->p++;
		n->field = turned(x, name_at(x));
	}
	return n;
}

static struct node *primary(struct scan *x)
{
	struct node *n;
	const char *end;
	char *name;
	double v = 0;

	blanks(x);
	if (*x->p == '$') {
		x->p++;
		return captured(x);
	}
	if (take(x, "(")) {
		n = ternary(x);
		take(x, ")");
		return n;
	}
	if (take(x, "-"))
		return algo_w_two(x->r, N_NEG, primary(x), NULL);
	if (*x->p >= '0' && *x->p <= '9') {
		end = algo_num_read(x->p, x->p + strlen(x->p), &v);
		x->p = end;
		return algo_w_num(x->r, v);
	}
	name = name_at(x);
	if (!*name)
		return algo_w_name(x->r, "na");
	if (take(x, "("))
		return call(x, name);
	return algo_w_name(x->r, turned(x, name));
}

static struct node *postfix(struct scan *x)
{
	struct node *n = primary(x), *k;

	while (*x->p == '[') {
		x->p++;
		k = ternary(x);
		take(x, "]");
		n = algo_w_past(x->r, n, k->num);
	}
	return n;
}

static struct node *product(struct scan *x)
{
	struct node *n = postfix(x);

	for (;;) {
		if (take(x, "*"))
			n = algo_w_bin(x->r, B_MUL, n, postfix(x));
		else if (take(x, "/"))
			n = algo_w_bin(x->r, B_DIV, n, postfix(x));
		else
			return n;
	}
}

static struct node *sum(struct scan *x)
{
	struct node *n = product(x);
	int flip = x->c->flip;

	for (;;) {
		if (take(x, "+"))
			n = algo_w_bin(x->r, B_ADD, n, product(x));
		else if (take(x, "#"))
			n = algo_w_bin(x->r, flip ? B_SUB : B_ADD, n,
				       product(x));
		else if (take(x, "-"))
			n = algo_w_bin(x->r, B_SUB, n, product(x));
		else
			return n;
	}
}

static struct node *comparison(struct scan *x)
{
	static const struct {
		const char *sign;
		enum bin_op op, flip;
	} rows[] = { { ">=", B_GE, B_LE }, { "<=", B_LE, B_GE },
		     { ">", B_GT, B_LT },  { "<", B_LT, B_GT },
		     { "==", B_EQ, B_EQ }, { "!=", B_NE, B_NE } };
	struct node *n = sum(x);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (take(x, rows[i].sign))
			return algo_w_bin(
				x->r, x->c->flip ? rows[i].flip : rows[i].op, n,
				sum(x));
	return n;
}

static struct node *conjunction(struct scan *x)
{
	struct node *n = take(x, "not ") ? algo_w_not(x->r, comparison(x))
					 : comparison(x);

	while (take(x, "and "))
		n = algo_w_and(x->r, n,
			       take(x, "not ") ? algo_w_not(x->r, comparison(x))
					       : comparison(x));
	return n;
}

static struct node *ternary(struct scan *x)
{
	struct node *n = conjunction(x), *t;

	while (take(x, "or "))
		n = algo_w_or(x->r, n, conjunction(x));
	if (!take(x, "?"))
		return n;
	t = algo_w_two(x->r, N_IF, n, ternary(x));
	take(x, ":");
	t->kid[t->kids++] = ternary(x);
	return t;
}

struct node *algo_w_template(struct reader *r, const char *text,
			     const struct caps *c, struct node *subject)
{
	struct scan x = { r, text, c, subject };

	return ternary(&x);
}
