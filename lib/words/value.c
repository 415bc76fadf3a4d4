/* value.c - multiples and arithmetic: "twice its average", "2 ATR below" */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* "half its average", "2% of price", "1.5 times the ATR", "10% below the high"
 */
static const struct {
	const char *pattern, *template;
} multiples[] = {
	{ "$n1 times [of] [its] $s2", "$1 * $2" },
	{ "$n1 star $s2", "$1 * $2" },
	{ "half [of] [its] $s2", "0.5 * $2" },
	{ "(double|triple) [of] [its] $s2", "2 * $2" },
	{ "third_part [of] [its] $s2", "$2 / 3" },
	{ "$p1 of [its] $s2", "(0.01 * $1) * $2" },
	{ "$p1 above [its] $s2", "$2 * (1 + 0.01 * $1)" },
	{ "$p1 (below|under) [its] $s2", "$2 * (1 - 0.01 * $1)" },
};

/* Folds what the templates leave of constants. */
static struct node *folded(struct reader *r, struct node *n)
{
	struct node *a, *b;

	if (n->op != N_BIN || n->bin < B_ADD)
		return n;
	a = n->kid[0] = folded(r, n->kid[0]);
	b = n->kid[1] = folded(r, n->kid[1]);
	if (a->op != N_NUM || b->op != N_NUM)
		return n;
	switch (n->bin) {
	case B_ADD:
		/* in hundredths, so that 1 + 0.03 is 1.03 */
		return algo_w_num(r, round((a->num + b->num) * 1e9) / 1e9);
	case B_SUB:
		return algo_w_num(r, round((a->num - b->num) * 1e9) / 1e9);
	case B_MUL:
		return algo_w_num(r, round(a->num * b->num * 1e9) / 1e9);
	case B_DIV:
		return algo_w_num(r, a->num / b->num);
	case B_OR:
	case B_AND:
	case B_LT:
	case B_LE:
	case B_GT:
	case B_GE:
	case B_EQ:
	case B_NE:
	case B_POW:
		break;
	}
	return n;
}

/* "2 ATR(10)", and "2 ATR above the line". */
static struct node *atr_times(struct reader *r, size_t *at)
{
	size_t i = *at + 1;
	struct node *n, *line;
	struct caps c;
	double k = algo_w_tok(r, *at)->num;

	/* "1/2 ATR" */
	if (algo_w_match(r, "$i1 slash $i2 #atr", *at, &c) && c.n[1] < c.n[2]) {
		k = c.n[1] / c.n[2];
		i += 2;
	}
	i += (size_t)algo_w_word(r, i, "times");
	if (algo_w_word(r, i, "star") || algo_w_tok(r, *at)->unit)
		return NULL;
	i = algo_w_skip(r, i);
	if (algo_w_tok(r, i)->kind != TOK_IND ||
	    strcmp(r->tok[i].ind->name, "atr") != 0)
		return NULL;
	n = algo_w_indicator(r, &i);
	if (!n)
		return NULL;
	n = algo_w_bin(r, B_MUL, algo_w_num(r, k), n);
	if (n->kid[0]->num == 1)
		n = n->kid[1];
	*at = i;
	if (!algo_w_match(r, "@1(above|below) $s2", i, &c))
		return n;
	line = c.v[2];
	if (algo_w_scale(line) != SCALE_PRICE)
		return n;
	*at = c.to;
	return algo_w_bin(r, c.n[1] > 0 ? B_SUB : B_ADD, line, n);
}

/* "2 standard deviations below its 20-day mean" */
static struct node *deviations(struct reader *r, size_t *at)
{
	struct node *n, *d;
	struct caps c;

	if (!algo_w_match(r, "$n1 #stddev @3(above|below) [its] $s2", *at,
			  &c) ||
	    !algo_w_is_call(c.v[2], "sma") || c.v[2]->kids < 2)
		return NULL;
	n = c.v[2];
	d = algo_w_call(r, "stddev", "");
	algo_w_arg(d, n->kid[0]);
	algo_w_arg(d, n->kid[1]);
	if (c.n[1] != 1)
		d = algo_w_bin(r, B_MUL, algo_w_num(r, c.n[1]), d);
	*at = c.to;
	return algo_w_bin(r, c.n[3] > 0 ? B_SUB : B_ADD, n, d);
}

struct node *algo_w_multiple(struct reader *r, size_t *at)
{
	const struct tok *t = algo_w_tok(r, *at);
	struct caps c;

	if (t->kind != TOK_NUM &&
	    !(t->kind == TOK_WORD &&
	      (strcmp(t->word, "half") == 0 || strcmp(t->word, "double") == 0 ||
	       strcmp(t->word, "triple") == 0 ||
	       strcmp(t->word, "third_part") == 0)))
		return NULL;
	if (t->kind == TOK_NUM) {
		struct node *n = deviations(r, at);

		if (!n)
			n = atr_times(r, at);

		if (n)
			return n;
	}
	for (size_t i = 0; i < sizeof(multiples) / sizeof(*multiples); i++) {
		struct node *n;

		if (!algo_w_match(r, multiples[i].pattern, *at, &c))
			continue;
		n = algo_w_template(r,
				    algo_w_word(r, *at, "triple")
					    ? "3 * $2"
					    : multiples[i].template,
				    &c, NULL);
		*at = c.to;
		return folded(r, n);
	}
	return NULL;
}

/* --- Arithmetic ---------------------------------------------------------- */

static struct node *plain_number(struct reader *r, size_t *at)
{
	size_t i = algo_w_skip(r, *at);
	const struct tok *t = algo_w_tok(r, i);

	if (algo_w_word(r, i, "zero")) {
		*at = i + 1;
		return algo_w_num(r, 0);
	}
	if (t->kind != TOK_NUM || !isfinite(t->num) ||
	    (t->unit != 0 && t->unit != '%' && t->unit != '$'))
		return NULL;
	*at = i + 1;
	return algo_w_num(r, t->num);
}

static struct node *factor(struct reader *r, size_t *at)
{
	struct node *n = algo_w_series(r, at);

	return n ? n : plain_number(r, at);
}

static int op_at(struct reader *r, size_t at, enum bin_op *op, int *level)
{
	static const struct {
		const char *word;
		enum bin_op op;
		int level;
	} ops[] = { { "star", B_MUL, 2 },    { "times", B_MUL, 2 },
		    { "slash", B_DIV, 2 },   { "plus", B_ADD, 1 },
		    { "or_more", B_ADD, 1 }, { "minus", B_SUB, 1 },
		    { "pow", B_POW, 2 } };

	for (size_t i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		if (algo_w_word(r, at, ops[i].word)) {
			*op = ops[i].op;
			*level = ops[i].level;
			return 1;
		}
	return 0;
}

static struct node *climb(struct reader *r, size_t *at, int least)
{
	struct node *n = factor(r, at), *right;
	enum bin_op op;
	int level;

	while (n && op_at(r, *at, &op, &level) && level >= least) {
		size_t i = *at + 1;
		const struct tok *t = algo_w_tok(r, i);

		/* "sell at 60 / exit": no quotient; "50 plus" no sum */
		right = climb(r, &i, level + 1);
		if (!right)
			break;
		if (t->kind == TOK_NUM && t->unit == '%' && op != B_MUL &&
		    op != B_DIV) {
			struct node *k =
				algo_w_num(r, op == B_ADD ? 1 + t->num / 100
							  : 1 - t->num / 100);

			n = algo_w_bin(r, B_MUL, n, k);
		} else {
			n = algo_w_bin(r, op, n, right);
		}
		*at = i;
	}
	return n;
}

struct node *algo_w_value(struct reader *r, size_t *at)
{
	size_t i = *at;
	struct node *n;

	if (r->depth > DEPTH_MAX || r->nodes > NODES_MAX)
		return NULL;
	r->depth++;
	n = climb(r, &i, 1);
	r->depth--;
	if (n)
		*at = i;
	return n;
}
