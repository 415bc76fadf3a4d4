/* postfix.c - when and for how long: "for 3 bars", "within 5 bars of" */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* all_of(c, n), any_of(c, n) */
struct node *algo_w_window(struct reader *r, const char *name, struct node *c,
			   double n)
{
	struct node *k = algo_w_call(r, name, "");

	algo_w_arg(k, c);
	algo_w_arg(k, algo_w_num(r, n));
	return k;
}

/* The trade's own profit or loss. */
int algo_w_on_result(const struct node *n)
{
	if (n->op == N_NOT)
		return algo_w_on_result(n->kid[0]);
	return n->op == N_BIN && n->bin >= B_LT && n->bin <= B_GE &&
	       algo_w_is_name(n->kid[1], "entry_price");
}

/* "A within 3 bars of B": B now or in the 3 bars before. */
static int followed(struct reader *r, struct node **c, size_t *at)
{
	struct caps k;
	struct node *b;
	size_t i;

	if (!algo_w_match(r,
			  "[at_most] [within] ($u1 (of|after)|$i1 timeframe)",
			  *at, &k) ||
	    (!algo_w_word(r, algo_w_skip(r, *at), "within") &&
	     !algo_w_word(r, algo_w_skip(r, *at), "at_most")))
		return 0;
	i = k.to;
	b = algo_w_simple(r, &i);
	if (!b)
		return 0;
	*at = i;
	*c = algo_w_and(r, *c, algo_w_window(r, "any_of", b, k.n[1] + 1));
	return 1;
}

/* "above the line by half an ATR", "below it by more than 3%" */
static struct node *by_so_much(struct reader *r, struct node *c, size_t *at)
{
	struct caps k;

	/* "above the line by half an ATR" */
	if (c->op == N_BIN && c->bin >= B_LT && c->bin <= B_GE &&
	    algo_w_scale(c->kid[1]) == SCALE_PRICE &&
	    algo_w_match(r, "by @1[above|at_least] $s2", *at, &k) &&
	    algo_w_is_distance(k.v[2])) {
		int below = c->bin == B_LT || c->bin == B_LE;

		*at = k.to;
		c = algo_w_bin(r,
			       k.n[1] < 0 || k.n[1] > 0.5
				       ? (below ? B_LE : B_GE)
				       : (below ? B_LT : B_GT),
			       c->kid[0],
			       algo_w_bin(r, below ? B_SUB : B_ADD, c->kid[1],
					  k.v[2]));
	}
	/* "below the line by more than 3%" */
	if (c->op == N_BIN && c->bin >= B_LT && c->bin <= B_GE &&
	    algo_w_scale(c->kid[1]) == SCALE_PRICE &&
	    algo_w_match(r, "by @1[above|at_least] $p2", *at, &k)) {
		int below = c->bin == B_LT || c->bin == B_LE;
		double f = 1 + (below ? -k.n[2] : k.n[2]) / 100;

		c = algo_w_bin(r,
			       k.n[1] > 0.5 || !k.to ? (below ? B_LE : B_GE)
						     : (below ? B_LT : B_GT),
			       c->kid[0],
			       algo_w_bin(r, B_MUL, c->kid[1],
					  algo_w_num(r, round(f * 1e9) / 1e9)));
		*at = k.to;
	}
	return c;
}

/* What says when it must have been so. */
struct node *algo_w_postfix(struct reader *r, struct node *c, size_t *at)
{
	static const struct {
		const char *pattern;
		int how; /* 1 all, 2 any, 3 past, 4 nothing */
	} rows[] = {
		{ "for [at_least] [last] $u1 [consecutive]", 1 },
		{ "for [at_least] [last] $n1 consecutive [bar]", 1 },
		{ "[on|above] [each of] [last] $u1 consecutive", 1 },
		{ "[on|above] $n1 consecutive [bar]", 1 },
		{ "consecutive for $u1", 1 },
		{ "on each of last $u1", 1 },
		{ "(in|within|during|above) [any of] [at_most] [last] $u1", 2 },
		{ "at [any] [point] (in|within|during|above) last $u1", 2 },
		{ "[in|on] $u1 ago", 3 },
		{ "[on] yesterday", 3 },
		{ "[on] today", 4 },
		{ "a_day", 4 },
		{ "lpar (cross|crossover) rpar", 4 },
	};
	struct caps k;
	size_t i = 0;

	/* "losing after 5 days": then and later */
	if (algo_w_on_result(c) &&
	    algo_w_match(r, "after [at_most] $u1 [in trades|later]", *at, &k)) {
		*at = k.to;
		return algo_w_and(r,
				  algo_w_bin(r, B_GE,
					     algo_w_name(r, "position.bars"),
					     algo_w_num(r, k.n[1])),
				  c);
	}
	if (followed(r, &c, at))
		return c;
	c = by_so_much(r, c, at);
	while (i < sizeof(rows) / sizeof(*rows)) {
		if (!algo_w_match(r, rows[i].pattern, *at, &k)) {
			i++;
			continue;
		}
		if (rows[i].how == 1 && algo_w_is_call(c, "all_of"))
			return c;
		/* "long ... for 4 days" says how long to hold */
		*at = k.to;
		if (rows[i].how == 1)
			c = algo_w_window(r, "all_of", c, k.n[1]);
		else if (rows[i].how == 2)
			c = algo_w_window(r, "any_of", c, k.n[1]);
		else if (rows[i].how == 3)
			c = algo_w_shift(r, c, k.n[1] > 0 ? k.n[1] : 1);
		i = 0;
	}
	return c;
}
