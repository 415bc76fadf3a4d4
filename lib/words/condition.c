/* condition.c - one condition in words */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* Averages of several lengths: "the 10, 20 and 50 day EMAs". */
static size_t lengths(struct reader *r, size_t *at, struct node **out)
{
	double v[6];
	size_t i = *at, n = 0;
	struct caps c;

	while (n < 6 && algo_w_match(r, "[both] $i1 [bar|daily]", i, &c)) {
		v[n++] = c.n[1];
		i = c.to;
		if (algo_w_match(r, "(comma [and]|and|slash|or) $i1", i, &c) &&
		    n < 6)
			i = c.at[1];
		else
			break;
	}
	i = algo_w_skip(r, i);
	if (n < 2 || algo_w_tok(r, i)->kind != TOK_IND ||
	    !algo_w_needs_period(r->tok[i].ind))
		return 0;
	for (size_t k = 0; k < n; k++) {
		out[k] = algo_w_ind_node(r, r->tok[i].ind, NULL, &v[k], 1);
		algo_w_saw(r, out[k]);
		if (r->nma < 8)
			r->ma[r->nma++] = out[k];
	}
	*at = i + 1;
	return n;
}

static struct node *against_many(struct reader *r, struct node *s, size_t *at)
{
	struct caps c;
	struct node *line[6], *n = NULL;
	size_t i, k;
	int cross, flip;

	if (!algo_w_match(r,
			  "@1(is above~|above~|closes above~|close above~|"
			  "cross_over~|is back above~)",
			  *at, &c))
		return NULL;
	cross = c.n[1] > 3.5 && c.n[1] < 4.5;
	flip = c.flip;
	i = c.to;
	k = algo_w_scale(s) == SCALE_PRICE ? lengths(r, &i, line) : 0;
	if (!k || algo_w_match(r,
			       "(is|above|below|cross|cross_over|"
			       "cross_under|rising|falling)",
			       i, &c))
		return NULL;
	r->nmany = k;
	for (size_t j = 0; j < k; j++)
		r->many[j] = line[j];
	for (size_t j = 0; j < k; j++)
		n = algo_w_and(r, n,
			       cross ? algo_w_cross(r, flip, s, line[j])
				     : algo_w_compare(r, flip ? B_LT : B_GT, s,
						      line[j]));
	*at = i;
	return n;
}

/* "..., which is above": the place of what is said of the last line. */
static size_t which_is(struct reader *r, size_t at)
{
	static const char word[] = "which";
	size_t i = at + (size_t)algo_w_word(r, at, "comma");
	const struct tok *t = algo_w_tok(r, i);
	struct caps c;

	if (t->len != sizeof(word) - 1 ||
	    strncmp(r->text + t->start, word, sizeof(word) - 1) != 0 ||
	    !algo_w_match(r, "is (above|below|at_least|at_most)", i + 1, &c))
		return at;
	return c.to - 1;
}

/* "price > MA50 > MA200" */
static struct node *chained(struct reader *r, struct node *n, size_t *at)
{
	while (n->op == N_BIN && n->bin >= B_LT && n->bin <= B_GE &&
	       *at < r->ntok) {
		static const struct {
			const char *word;
			enum bin_op op;
		} rows[] = { { "above", B_GT },
			     { "below", B_LT },
			     { "at_least", B_GE },
			     { "at_most", B_LE } };
		size_t which = which_is(r, *at), i = which + 1, k;
		struct node *v, *left = n;

		for (k = 0; k < 4 && !algo_w_word(r, which, rows[k].word); k++)
			;
		if (k == 4)
			return n;
		while (left->bin == B_AND)
			left = left->kid[1];
		v = algo_w_value(r, &i);
		/* no price is a percentage */
		if (!v || (v->op == N_NUM && r->tok[i - 1].unit == '%' &&
			   algo_w_scale(left->kid[1]) == SCALE_PRICE))
			return n;
		*at = i;
		return algo_w_and(
			r, n, algo_w_compare(r, rows[k].op, left->kid[1], v));
	}
	return n;
}

/* A bare number behind an oscillator is the level it must reach. */
static struct node *bare_level(struct reader *r, struct node *s, size_t *at)
{
	size_t i = algo_w_skip(r, *at);
	const struct tok *t = algo_w_tok(r, i);

	if (t->kind != TOK_NUM || t->unit || !isfinite(t->num) ||
	    !algo_w_zone(s) || !algo_w_zone(s)->directed ||
	    !algo_w_ends_clause(r, i + 1))
		return NULL;
	*at = i + 1;
	r->subject = s;
	return algo_w_two(r, N_HIT, s, algo_w_num(r, t->num));
}

/* "volume dries up (below half its average)": the bracket defines it. */
static struct node *defined(struct reader *r, struct node *s, size_t *at)
{
	size_t i = *at, k;
	struct node *n;

	for (k = 0; k < 3 && algo_w_tok(r, i)->kind != TOK_END &&
		    !algo_w_word(r, i, "lpar");
	     k++)
		i++;
	if (!k || !algo_w_word(r, i, "lpar"))
		return NULL;
	i++;
	r->subject = s;
	n = algo_w_predicate(r, s, &i);
	if (!n || !algo_w_word(r, i, "rpar"))
		return NULL;
	*at = i + 1;
	return n;
}

static struct node *of_subject(struct reader *r, size_t *at)
{
	size_t i = algo_w_skip(r, *at), from = i;
	struct node *s, *n = NULL, *a;
	struct caps c;

	/* "5 crosses 13": averages spoken of before */
	if (algo_w_match(r, "$i1 (cross|cross_over|cross_under|is|above|below)",
			 i, &c) &&
	    (a = algo_w_average(r, c.n[1])) != NULL) {
		i = algo_w_skip(r, i) + 1;
		if (algo_w_match(r,
				 "[is] @1(cross_over|cross above|above|"
				 "cross_under|cross below|below|cross) $i2 "
				 "@3[up|down]",
				 i, &c) &&
		    algo_w_average(r, c.n[2])) {
			struct node *b = algo_w_average(r, c.n[2]);
			size_t to = algo_w_skip(r, c.to);
			int k = (int)c.n[1];

			if (algo_w_word(r, to, "up") ||
			    algo_w_word(r, to, "down")) {
				k = algo_w_word(r, to, "down") ? 3 : 0;
				to++;
			} else if (algo_w_word(r, c.to - 1, "down")) {
				k = 3;
			} else if (k == 6 && algo_w_word(r, c.to - 1, "up")) {
				k = 0;
			}
			*at = to;
			r->subject = a;
			r->object = b;
			if (k == 6)
				return algo_w_two(r, N_XDIR, a, b);
			if (k == 2 || k == 5)
				return algo_w_compare(r, k == 2 ? B_GT : B_LT,
						      a, b);
			return algo_w_cross(r, k >= 3, a, b);
		}
		i = from;
	}
	s = algo_w_value(r, &i);
	if (!s || s->op == N_NUM)
		return NULL;
	if (algo_w_is_bool(s)) {
		*at = i;
		return s;
	}
	if (!(s->flags & NODE_ELIDED))
		r->subject = s;
	n = against_many(r, s, &i);
	if (!n)
		n = algo_w_predicate(r, s, &i);
	if (!n)
		n = bare_level(r, s, &i);
	if (!n)
		n = defined(r, s, &i);
	if (!n && s->op == N_TEXT)
		n = s;
	if (!n && s->flags & NODE_EXTREME && r->act != ACT_NONE)
		n = algo_w_compare(r, algo_w_is_call(s, "lowest") ? B_LT : B_GT,
				   algo_w_name(r, "close"), s);
	if (!n)
		return NULL;
	*at = i;
	return chained(r, n, at);
}

/* "two days in a row down", "30 < rsi": rarer orders. */
static struct node *number_first(struct reader *r, size_t *at)
{
	struct caps c;

	if (!algo_w_match(r, "$n1 @2(below|above|at_most|at_least) $s3", *at,
			  &c) ||
	    c.v[3]->op == N_NUM)
		return NULL;
	*at = c.to;
	/* "50 > 200 SMA": both are lengths */
	if (c.v[3]->op == N_CALL && c.v[3]->kids == 2 && c.n[1] >= 2 &&
	    algo_ind_find(c.v[3]->name, strlen(c.v[3]->name)) &&
	    algo_w_needs_period(
		    algo_ind_find(c.v[3]->name, strlen(c.v[3]->name)))) {
		static const enum bin_op as[] = { B_LT, B_GT, B_LE, B_GE };
		struct node *a = algo_w_call(r, c.v[3]->name, "");

		algo_w_arg(a, c.v[3]->kid[0]);
		algo_w_arg(a, algo_w_num(r, c.n[1]));
		return algo_w_compare(r, as[(size_t)c.n[2]], a, c.v[3]);
	}
	{
		static const enum bin_op ops[] = { B_GT, B_LT, B_GE, B_LE };
		struct node *n = algo_w_compare(r, ops[(size_t)c.n[2]], c.v[3],
						algo_w_num(r, c.n[1]));

		if (algo_w_match(r, "@1(below|above|at_most|at_least) $n2", *at,
				 &c)) {
			static const enum bin_op right[] = { B_LT, B_GT, B_LE,
							     B_GE };

			n = algo_w_and(r, n,
				       algo_w_compare(r, right[(size_t)c.n[1]],
						      r->subject,
						      algo_w_num(r, c.n[2])));
			*at = c.to;
		}
		return n;
	}
}

/* "either is negative": one of the two that were compared before. */
static struct node *of_each(struct reader *r, int any, size_t from, size_t *at)
{
	const struct node *x = r->last->kid[0], *y = r->last->kid[1];
	struct node *a, *b;
	size_t i = from, k = from;

	if (!x->kids || !y->kids || x->kid[0]->op == N_NUM ||
	    y->kid[0]->op == N_NUM || algo_w_is_bool(x->kid[0]) ||
	    algo_w_is_bool(y->kid[0]))
		return NULL;
	a = algo_w_predicate(r, x->kid[0], &i);
	b = a ? algo_w_predicate(r, y->kid[0], &k) : NULL;
	if (!b || i != k)
		return NULL;
	*at = i;
	return any ? algo_w_or(r, a, b) : algo_w_and(r, a, b);
}

/* "both are lower": the two that were compared before, the other way. */
static struct node *both(struct reader *r, size_t *at)
{
	struct caps c, k;

	if (r->last && r->last->kids == 2 &&
	    strncmp(r->last->name, "cross", 5) == 0 &&
	    r->last->kid[1]->op != N_NUM &&
	    algo_w_match(r, "both [is] @1(below|above) $n2", *at, &c)) {
		enum bin_op op = c.n[1] < 1 ? B_LT : B_GT;

		*at = c.to;
		return algo_w_and(r,
				  algo_w_bin(r, op, r->last->kid[0],
					     algo_w_num(r, c.n[2])),
				  algo_w_bin(r, op, r->last->kid[1],
					     algo_w_num(r, c.n[2])));
	}
	if (!r->last || r->last->op != N_BIN || r->last->bin > B_AND ||
	    !algo_w_match(r, "@1(both|either)", *at, &c))
		return NULL;
	if (c.n[1] > 0 ||
	    !algo_w_match(r,
			  "both [is] @1(lower|higher|below|above|falling|"
			  "rising|fall|rise)",
			  *at, &k) ||
	    !algo_w_ends_clause(r, k.to))
		return of_each(r, c.n[1] > 0, c.to, at);
	c = k;
	*at = c.to;
	if (r->last->op == N_BIN && r->last->bin == B_AND &&
	    r->last->kid[0]->op == N_BIN && r->last->kid[1]->op == N_BIN) {
		const struct node *x = r->last->kid[0], *y = r->last->kid[1];
		int down = (int)c.n[1] % 2 == 0;

		return algo_w_and(
			r,
			algo_w_bin(r, down ? B_LT : B_GT, x->kid[0], x->kid[1]),
			algo_w_bin(r, down ? B_LT : B_GT, y->kid[0],
				   y->kid[1]));
	}
	return NULL;
}

static struct node *reversed(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *of = r->p.rule[LONG_IN] ? r->p.rule[LONG_IN] : r->last;

	if (!of || (!algo_w_match(r,
				  "opposite [cross|signal|crossover|"
				  "happens|if|of it|direction]",
				  *at, &c) &&
		    !algo_w_match(r, "flip_dir", *at, &c)))
		return NULL;
	if (algo_w_match(r, "opposite [last] $u1", *at, &c) ||
	    algo_w_match(r, "(opposite|flip_dir) for_shorts", *at, &c))
		return NULL;
	algo_w_match(r, "(opposite|flip_dir) [cross|signal|crossover|of it]",
		     *at, &c);
	*at = c.to;
	return algo_w_mirror(
		r, of->op == N_XDIR ? algo_w_resolve(r, of, LONG_IN) : of);
}

static struct node *bracketed(struct reader *r, size_t *at)
{
	size_t i = *at + 1;
	struct node *n;

	if (!algo_w_word(r, *at, "lpar"))
		return NULL;
	n = algo_w_condition(r, &i);
	if (!n || !algo_w_word(r, i, "rpar"))
		return NULL;
	*at = i + 1;
	n->flags |= NODE_GROUP;
	return n;
}

/* What the words leave out is what was spoken of last. */
/* "in oversold -> long, in overbought -> exit": the crossing is said once. */
static struct node *other_zone(struct reader *r, size_t *at)
{
	const struct node *l = r->last;
	struct caps c;

	if (!l || l->op != N_BIN || l->bin != B_AND ||
	    strncmp(l->kid[0]->name, "cross", 5) != 0 ||
	    l->kid[1]->op != N_BIN || l->kid[1]->kid[1]->op != N_NUM ||
	    !algo_w_match(r, "[in] (oversold|overbought)", *at, &c))
		return NULL;
	*at = c.to;
	return algo_w_mirror(r, r->last);
}

static struct node *elided(struct reader *r, size_t *at)
{
	struct node *s = r->subject, *n = other_zone(r, at);
	struct caps c;
	size_t i = *at;

	if (n)
		return n;

	if (algo_w_match(r, "@1(closes|close) [back] (above|below)", i, &c) ||
	    !s) {
		if (!s && algo_w_match(r, "[is] [in|at] (oversold|overbought)",
				       i, &c))
			s = algo_w_name(r, "close");
		else if (!s && !algo_w_match(r, "closes", i, &c) &&
			 !algo_w_match(r,
				       "(is|above|below|break|pullback|"
				       "touch|rise|fall|cross|cross_over|"
				       "cross_under|at|become|up|down|go|"
				       "$p1 (below|above))",
				       i, &c))
			return NULL;
		if (!s)
			s = algo_w_name(r, "close");
	}
	{
		struct node *k = algo_arena_get(&r->arena, sizeof(*k));

		*k = *s;
		k->flags |= NODE_ELIDED;
		s = k;
	}
	n = against_many(r, s, at);
	if (!n)
		n = algo_w_predicate(r, s, at);
	return n ? chained(r, n, at) : NULL;
}

/* "yesterday was an inside bar" */
static struct node *on_a_bar(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *n;
	size_t i;

	if (!algo_w_match(r, "@1(yesterday|today|bar) (is)", *at, &c))
		return NULL;
	i = c.to;
	n = algo_w_event(r, &i);
	if (!n)
		return NULL;
	*at = i;
	return c.n[1] > 0 ? n : algo_w_shift(r, n, 1);
}

static struct node *opinion(struct reader *r, size_t *at)
{
	/* "the trend is up (close above the 200 SMA)" */
	struct caps c;

	if (algo_w_match(r,
			 "(uptrend|downtrend|trending|momentum_w) "
			 "[market|price|is] [up|down|positive] "
			 "[is|when] lpar $c1 rpar",
			 *at, &c)) {
		*at = c.to;
		return c.v[1];
	}
	return NULL;
}

struct node *algo_w_simple(struct reader *r, size_t *at)
{
	static struct node *(*const ways[])(struct reader *, size_t *) = {
		bracketed,    both,	  reversed,	opinion, on_a_bar,
		algo_w_event, of_subject, number_first, elided
	};
	size_t from = algo_w_skip(r, *at);
	struct node *n = NULL;
	int negated = 0;
	struct caps c;

	if (r->depth > DEPTH_MAX || r->nodes > NODES_MAX ||
	    r->steps > STEPS_MAX || from >= r->ntok)
		return NULL;
	if (algo_w_match(r, "not [if]", from, &c) ||
	    (algo_w_match(r, "else", from, &c) &&
	     algo_w_tok(r, algo_w_skip(r, c.to))->kind == TOK_CODE)) {
		negated = 1;
		from = algo_w_skip(r, c.to);
	} else if (algo_w_match(r, "(if|on|in|both)", from, &c) &&
		   algo_w_tok(r, algo_w_skip(r, c.to))->unit != 'o' &&
		   !algo_w_weekday_at(r, algo_w_skip(r, c.to))) {
		size_t k = c.to;

		/* "on a close above", "when ..." inside a list */
		if (algo_w_word(r, c.to - 1, "if") ||
		    algo_w_word(r, c.to - 1, "on"))
			from = algo_w_skip(r, k);
	}
	r->depth++;
	for (size_t i = 0; !n && i < sizeof(ways) / sizeof(*ways); i++) {
		size_t k = from;
		struct mark mark = algo_w_mark(r);

		n = ways[i](r, &k);
		if (n)
			from = k;
		else
			algo_w_undo(r, &mark);
	}
	r->depth--;
	if (!n)
		return NULL;
	*at = from;
	r->last = n;
	/* "isn't profitable after 5 bars" */
	if (negated && algo_w_on_result(n)) {
		n = algo_w_not(r, n);
		negated = 0;
	}
	n = algo_w_postfix(r, n, at);
	return negated ? algo_w_not(r, n) : n;
}
