/* compare.c - comparisons and crossings, with what the words left out */
#include "grammar.h"

#include <string.h>

static int is_price(const struct node *n)
{
	return algo_w_scale(n) == SCALE_PRICE;
}

/* The cloud's edge that matters. */
static struct node *cloud(struct reader *r, int upper)
{
	static const struct caps none;

	return algo_w_template(
		r,
		upper ? "max((((highest(high, 9) + lowest(low, 9)) / 2 + "
			"(highest(high, 26) + lowest(low, 26)) / 2) / 2)[26], "
			"((highest(high, 52) + lowest(low, 52)) / 2)[26])"
		      : "min((((highest(high, 9) + lowest(low, 9)) / 2 + "
			"(highest(high, 26) + lowest(low, 26)) / 2) / 2)[26], "
			"((highest(high, 52) + lowest(low, 52)) / 2)[26])",
		&none, NULL);
}

/* "the Bollinger band": the one that is met first. */
static struct node *edge(struct reader *r, struct node *n, int upper)
{
	struct node *c;

	if (n->op == N_NAME && strcmp(n->name, "cloud") == 0)
		return cloud(r, upper);
	if (n->op != N_CALL || *n->field)
		return n;
	if (strcmp(n->name, "bbands") != 0 &&
	    strcmp(n->name, "donchian") != 0 && strcmp(n->name, "kc") != 0)
		return n;
	if (strcmp(n->name, "bbands") != 0) {
		struct caps k = { .flip = !upper };

		k.n[1] = n->kids ? n->kid[0]->num : 20;
		k.n[2] = n->kids > 1 ? n->kid[1]->num : 2;
		k.n[3] = n->kids > 2 ? n->kid[2]->num : 10;
		c = algo_w_template(r,
				    *n->name == 'd'
					    ? "highest(high, $1)"
					    : "ema(close, $1) # $2 * atr($3)",
				    &k, NULL);
		c->flags |= *n->name == 'd' ? NODE_EXTREME : 0u;
		return c;
	}
	c = algo_w_call(r, n->name, upper ? "upper" : "lower");
	for (size_t i = 0; i < n->kids; i++)
		algo_w_arg(c, n->kid[i]);
	return c;
}

/* An average compared with what is no price is the average of that. */
static struct node *own_average(struct reader *r, struct node *a,
				struct node *b)
{
	const struct algo_ind *ind;
	struct node *c;

	if (b->op == N_BIN && b->bin == B_MUL) {
		c = own_average(r, a, b->kid[1]);
		if (c != b->kid[1])
			return algo_w_bin(r, B_MUL, b->kid[0], c);
		c = own_average(r, a, b->kid[0]);
		return c == b->kid[0] ? b : algo_w_bin(r, B_MUL, c, b->kid[1]);
	}
	if (b->op != N_CALL || b->kids < 2 ||
	    !algo_w_is_name(b->kid[0], "close"))
		return b;
	ind = algo_ind_find(b->name, strlen(b->name));
	if (!ind || !algo_w_needs_period(ind) || is_price(a) ||
	    algo_w_scale(a) == SCALE_ANY)
		return b;
	c = algo_w_call(r, b->name, b->field);
	algo_w_arg(c, a);
	for (size_t i = 1; i < b->kids; i++)
		algo_w_arg(c, b->kid[i]);
	return c;
}

/* Both lines of Aroon have one length. */
static void one_length(struct node *a, struct node *b)
{
	if (algo_w_is_call(a, "aroon") && algo_w_is_call(b, "aroon")) {
		if (a->kid[0]->num == 14)
			a->kid[0] = b->kid[0];
		else if (b->kid[0]->num == 14)
			b->kid[0] = a->kid[0];
	}
}

/* A change in percent against a fraction. */
static void settle(struct reader *r, struct node **a, struct node **b,
		   int upper)
{
	if ((*b)->flags & NODE_ELIDED &&
	    (algo_w_same(*a, *b) || ((*b)->op == N_NAME)))
		*b = r->object && !algo_w_same(r->object, *a) ? r->object
		     : r->line				      ? r->line
							      : *b;
	*b = edge(r, *b, upper);
	*a = edge(r, *a, !upper);
	if ((*a)->flags & NODE_ELIDED && is_price(*b) && !is_price(*a) &&
	    (*b)->op != N_NUM)
		*a = algo_w_name(r, "close");
	*b = own_average(r, *a, *b);
	one_length(*a, *b);
	if ((*b)->flags & NODE_EXTREME && (*b)->op == N_CALL)
		*b = algo_w_past(r, *b, 1);
	if ((*a)->flags & NODE_EXTREME && (*a)->op == N_CALL)
		*a = algo_w_past(r, *a, 1);
}

static void remember(struct reader *r, struct node *a, struct node *b)
{
	r->subject = a;
	r->object = b;
	if (b->op != N_NUM && !algo_w_is_name(b, "close"))
		r->line = b;
	else if (a->op != N_NUM && !algo_w_is_name(a, "close") &&
		 algo_w_is_name(b, "close"))
		r->line = a;
}

/* A distance in price by its name, or a multiple of one. */
static int is_spread(const struct node *n)
{
	if (n->op == N_BIN && n->bin == B_MUL)
		return is_spread(n->kid[0]) || is_spread(n->kid[1]);
	return n->op == N_CALL && algo_w_is_distance(n);
}

/* Two things that nobody compares. */
static void unlike(struct reader *r, const struct node *a, const struct node *b)
{
	struct algo_buf s = ALGO_BUF_INIT(200);

	algo_w_print(a, &s);
	algo_buf_adds(&s, " with ");
	algo_w_print(b, &s);
	algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
		   "what is compared here: %.160s?", algo_buf_str(&s));
	algo_buf_release(&s);
}

struct node *algo_w_compare(struct reader *r, enum bin_op op, struct node *a,
			    struct node *b)
{
	enum scale x, y;

	settle(r, &a, &b, op == B_GT || op == B_GE);
	x = algo_w_scale(a);
	y = algo_w_scale(b);
	if (x != SCALE_ANY && y != SCALE_ANY && x != y &&
	    (x == SCALE_VOLUME || y == SCALE_VOLUME || x == SCALE_PRICE ||
	     y == SCALE_PRICE) &&
	    !(a->op == N_BIN || b->op == N_BIN || x == SCALE_FLAG))
		unlike(r, a, b);
	/* a price against a distance */
	if ((a->op == N_NAME || a->op == N_CALL) && x == SCALE_PRICE &&
	    !is_spread(a) && is_spread(b))
		unlike(r, a, b);
	remember(r, a, b);
	return algo_w_bin(r, op, a, b);
}

struct node *algo_w_cross(struct reader *r, int under, struct node *a,
			  struct node *b)
{
	struct node *n;

	settle(r, &a, &b, !under);
	/* "SAR crosses below the price" */
	remember(r, a, b);
	r->over = a;
	r->under = b;
	n = algo_w_call(r, under ? "crossunder" : "crossover", "");
	algo_w_arg(n, a);
	algo_w_arg(n, b);
	return n;
}
