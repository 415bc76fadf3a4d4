/* away.c - how far from a line: "within 2% of", "3 ATR below", "10% off" */
#include "away.h"

#include <math.h>
#include <string.h>

/* What "it" stands for behind a comparison of s. */
struct node *algo_w_meant(const struct reader *r, struct node *s,
			  struct node *v)
{
	if (!(v->flags & NODE_ELIDED) || !algo_w_same(s, v))
		return v;
	if (r->object && !algo_w_same(r->object, s))
		return r->object;
	return r->line ? r->line : v;
}

double algo_w_rounded(double v)
{
	return round(v * 1e9) / 1e9;
}

struct node *algo_w_near(struct reader *r, const char *text, struct node *s,
			 const struct caps *c)
{
	double p = c->n[1] / 100;
	struct node *line = algo_w_meant(r, s, c->v[2]);
	struct node *up = algo_w_bin(r, B_MUL, line,
				     algo_w_num(r, algo_w_rounded(1 + p)));
	struct node *down = algo_w_bin(r, B_MUL, line,
				       algo_w_num(r, algo_w_rounded(1 - p)));
	int oscillates = algo_w_scale(s) == SCALE_OSC &&
			 algo_w_scale(line) == SCALE_PRICE;
	int above = strcmp(text, "?nearside") == 0;
	int below = c->flip;

	/* "within 2% of it", where it is the level of an RSI */
	if (line->op == N_NUM && c->v[2]->flags & NODE_ELIDED)
		return NULL;
	if (oscillates && !(s->flags & NODE_ELIDED))
		return NULL;
	if (oscillates)
		s = algo_w_name(r, "close");

	r->subject = s;
	r->line = r->object = line;
	if (strcmp(text, "?side") == 0) {
		above = 1;
		for (size_t i = c->from; i < c->to; i++)
			if (algo_w_word(r, i, "below"))
				below = 1;
	}
	if (above)
		return below ? algo_w_and(r, algo_w_bin(r, B_LT, s, line),
					  algo_w_bin(r, B_GE, s, down))
			     : algo_w_and(r, algo_w_bin(r, B_GT, s, line),
					  algo_w_bin(r, B_LE, s, up));
	return algo_w_and(r, algo_w_bin(r, B_GE, s, down),
			  algo_w_bin(r, B_LE, s, up));
}

struct node *algo_w_bounds(struct reader *r, struct node *s,
			   const struct caps *c)
{
	int lo = 0, hi = 0;

	for (size_t i = c->from; i < c->to; i++) {
		lo |= algo_w_word(r, i, "at_least");
		hi |= algo_w_word(r, i, "at_most");
	}
	r->subject = s;
	return algo_w_and(
		r, algo_w_bin(r, lo ? B_GE : B_GT, s, algo_w_num(r, c->n[1])),
		algo_w_bin(r, hi ? B_LE : B_LT, s, algo_w_num(r, c->n[2])));
}

/* "10% below the 60-day high", or further. */
struct node *algo_w_offset(struct reader *r, struct node *s,
			   const struct caps *c, int below)
{
	int strict = c->n[3] > 1.5 && c->n[3] < 2.5;
	int less = c->n[3] > 2.5;
	double p = c->n[1] / 100;
	struct node *line = c->v[2] ? algo_w_meant(r, s, c->v[2])
			    : r->object && r->object->op != N_NUM ? r->object
								  : r->line;
	struct node *k;

	if (!line)
		return NULL;

	while (line->op == N_BIN && line->bin == B_MUL &&
	       line->kid[1]->op == N_NUM && line != c->v[2])
		line = line->kid[0];
	if (line->op == N_NUM && line != c->v[2])
		return NULL;
	if (algo_w_scale(line) != SCALE_PRICE)
		return NULL;
	/* "5% off its high": the high of how many bars? */
	if (algo_w_is_name(line, "high") || algo_w_is_name(line, "low"))
		return NULL;
	if (algo_w_scale(s) != SCALE_PRICE)
		s = algo_w_name(r, "close");
	r->subject = s;
	r->line = r->object = line;
	k = algo_w_bin(r, B_MUL, line,
		       algo_w_num(r, algo_w_rounded(below ? 1 - p : 1 + p)));
	if (less)
		return algo_w_bin(r, below ? B_GE : B_LE, s, k);
	if (below)
		return algo_w_bin(r, strict ? B_LT : B_LE, s, k);
	return algo_w_bin(r, strict ? B_GT : B_GE, s, k);
}

/* "at least 1% higher than 10 days ago" */
struct node *algo_w_than_before(struct reader *r, struct node *s,
				const struct caps *c)
{
	double p = c->n[1] / 100;
	struct node *v = algo_w_bin(
		r, B_MUL, algo_w_shift(r, s, c->n[2]),
		algo_w_num(r, algo_w_rounded(c->flip ? 1 - p : 1 + p)));
	int strict = c->n[3] > 1.5;

	r->subject = s;
	if (c->flip)
		return algo_w_bin(r, strict ? B_LT : B_LE, s, v);
	return algo_w_bin(r, strict ? B_GT : B_GE, s, v);
}

/* "is 2 ATR below the line", or further. */
struct node *algo_w_farther(struct reader *r, struct node *s,
			    const struct caps *c)
{
	struct node *v = c->v[1];
	int strict = c->n[3] > 1.5;

	if (v->op != N_BIN || (v->bin != B_SUB && v->bin != B_ADD) ||
	    !algo_w_is_distance(v->kid[1]) ||
	    algo_w_scale(v->kid[0]) != SCALE_PRICE ||
	    algo_w_tok(r, algo_w_skip(r, c->at[1]))->kind != TOK_NUM)
		return NULL;
	if (algo_w_scale(s) != SCALE_PRICE)
		s = algo_w_name(r, "close");
	r->subject = s;
	r->line = r->object = v->kid[0];
	if (v->bin == B_SUB)
		return algo_w_bin(r, strict ? B_LT : B_LE, s, v);
	return algo_w_bin(r, strict ? B_GT : B_GE, s, v);
}
