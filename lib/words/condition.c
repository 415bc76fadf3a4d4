/* condition.c - conditions and how they are joined */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* --- Durations and days ---------------------------------------------------- */

static double bars_of(struct reader *r, const char *unit, double n)
{
	if (strcmp(unit, "bar") == 0)
		return n;
	if (strcmp(unit, "week") == 0)
		return r->bar_unit == 'w' ? n : n == 52 ? 252 : n * 5;
	if (strcmp(unit, "month") == 0)
		return r->bar_unit == 'm' ? n : n * 21;
	if (strcmp(unit, "quarter") == 0)
		return n * (r->bar_unit == 'm' ? 3 : 63);
	if (strcmp(unit, "year") == 0)
		return n * (r->bar_unit == 'm' ? 12
			    : r->bar_unit == 'w' ? 52
						 : 252);
	if (strcmp(unit, "hour") == 0 && r->bar_unit == 'h')
		return n;
	return NAN;
}

/* "3 days", "two weeks", "a day". */
int algo_w_duration(struct reader *r, size_t *at, double *bars)
{
	static const char *const units[] = { "bar",  "week", "month", "quarter",
					     "year", "hour", NULL };
	size_t i = algo_w_skip(r, *at), k;
	const struct tok *t = algo_w_tok(r, i);
	double n = t->num;

	if (t->kind != TOK_NUM || t->unit || !(n >= 0) || n != floor(n))
		return 0;
	i = algo_w_skip(r, i + 1);
	for (k = 0; units[k]; k++)
		if (algo_w_word(r, i, units[k]))
			break;
	if (!units[k] && algo_w_word(r, i, "daily"))
		k = 0;
	if (!units[k])
		return 0;
	*bars = bars_of(r, units[k], n);
	if (isnan(*bars))
		return 0;
	*at = i + 1;
	return 1;
}

static int weekday_at(struct reader *r, size_t at)
{
	static const char *const days[] = { "monday",	 "tuesday", "wednesday",
					    "thursday", "friday",  "saturday",
					    "sunday" };

	for (int i = 0; i < 7; i++)
		if (algo_w_word(r, at, days[i]))
			return i + 1;
	return 0;
}

/* "Mondays and Tuesdays", "Monday to Thursday". */
int algo_w_weekdays(struct reader *r, size_t *at, struct node **out)
{
	size_t i = algo_w_skip(r, *at), next;
	int day = weekday_at(r, i), last;
	struct node *w, *n = NULL;

	if (!day)
		return 0;
	w = algo_w_name(r, "weekday");
	i++;
	next = i;
	if (algo_w_word(r, i, "to") || algo_w_word(r, i, "through") ||
	    algo_w_word(r, i, "minus"))
		next = i + 1;
	last = next > i ? weekday_at(r, next) : 0;
	if (last > day) {
		*out = algo_w_and(
			r, algo_w_bin(r, B_GE, w, algo_w_num(r, day)),
			algo_w_bin(r, B_LE, w, algo_w_num(r, last)));
		*at = next + 1;
		return 1;
	}
	for (;;) {
		n = algo_w_or(r, n,
			      algo_w_bin(r, B_EQ, w, algo_w_num(r, day)));
		next = i;
		while (algo_w_word(r, next, "comma") ||
		       algo_w_word(r, next, "and") ||
		       algo_w_word(r, next, "or") ||
		       algo_w_word(r, next, "slash") ||
		       algo_w_word(r, next, "on"))
			next++;
		day = weekday_at(r, next);
		if (next == i || !day)
			break;
		i = next + 1;
	}
	n->flags |= NODE_GROUP;
	*out = n;
	*at = i;
	return 1;
}

/* --- One condition --------------------------------------------------------- */

static struct node *window(struct reader *r, const char *name, struct node *c,
			   double n)
{
	struct node *k = algo_w_call(r, name, "");

	algo_w_arg(k, c);
	algo_w_arg(k, algo_w_num(r, n));
	return k;
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
		{ "[on|over] [each of] [last] $u1 consecutive", 1 },
		{ "[on|over] $n1 consecutive [bar]", 1 },
		{ "consecutive for $u1", 1 },
		{ "on each of last $u1", 1 },
		{ "(in|within|during|over) [any of] [at_most] [last] $u1", 2 },
		{ "at [any] [point] (in|within|during|over) last $u1", 2 },
		{ "[in|on] $u1 ago", 3 },
		{ "[on] yesterday", 3 },
		{ "[on] today", 4 },
		{ "a_day", 4 },
		{ "lpar (cross|crossover) rpar", 4 },
	};
	struct caps k;
	size_t i = 0;

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
			c = window(r, "all_of", c, k.n[1]);
		else if (rows[i].how == 2)
			c = window(r, "any_of", c, k.n[1]);
		else if (rows[i].how == 3)
			c = algo_w_shift(r, c, k.n[1] > 0 ? k.n[1] : 1);
		i = 0;
	}
	return c;
}

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

	if (!algo_w_match(r, "@1(is above~|above~|closes above~|close above~|"
			     "cross_over~|is back above~)",
			  *at, &c))
		return NULL;
	cross = c.n[1] > 3.5 && c.n[1] < 4.5;
	flip = c.flip;
	i = c.to;
	k = algo_w_scale(s) == SCALE_PRICE ? lengths(r, &i, line) : 0;
	if (!k || algo_w_match(r, "(is|above|below|cross|cross_over|"
				  "cross_under|rising|falling)",
			       i, &c))
		return NULL;
	for (size_t j = 0; j < k; j++)
		n = algo_w_and(r, n,
			       cross ? algo_w_cross(r, flip, s, line[j])
				     : algo_w_compare(r,
						      flip ? B_LT : B_GT, s,
						      line[j]));
	*at = i;
	return n;
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
		size_t i = *at + 1, k;
		struct node *v, *left = n;

		for (k = 0; k < 4 && !algo_w_word(r, *at, rows[k].word); k++)
			;
		if (k == 4)
			return n;
		while (left->bin == B_AND)
			left = left->kid[1];
		v = algo_w_value(r, &i);
		if (!v)
			return n;
		*at = i;
		return algo_w_and(r, n,
				  algo_w_compare(r, rows[k].op, left->kid[1],
						 v));
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
		if (algo_w_match(r, "[is] @1(cross_over|cross above|above|"
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
				return algo_w_compare(
					r, k == 2 ? B_GT : B_LT, a, b);
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
	{
		static const enum bin_op ops[] = { B_GT, B_LT, B_GE, B_LE };
		struct node *n =
			algo_w_compare(r, ops[(size_t)c.n[2]], c.v[3],
				       algo_w_num(r, c.n[1]));

		if (algo_w_match(r, "@1(below|above|at_most|at_least) $n2", *at,
				 &c)) {
			static const enum bin_op right[] = { B_LT, B_GT, B_LE,
							     B_GE };

			n = algo_w_and(r, n,
				       algo_w_compare(r,
						      right[(size_t)c.n[1]],
						      r->subject,
						      algo_w_num(r, c.n[2])));
			*at = c.to;
		}
		return n;
	}
}

/* "both are lower": the two that were compared before, the other way. */
static struct node *both(struct reader *r, size_t *at)
{
	struct caps c;

	if (r->last && r->last->kids == 2 &&
	    strncmp(r->last->name, "cross", 5) == 0 &&
	    r->last->kid[1]->op != N_NUM &&
	    algo_w_match(r, "both [is] @1(below|above) $n2", *at, &c)) {
		enum bin_op op = c.n[1] < 1 ? B_LT : B_GT;

		*at = c.to;
		return algo_w_and(
			r,
			algo_w_bin(r, op, r->last->kid[0],
				   algo_w_num(r, c.n[2])),
			algo_w_bin(r, op, r->last->kid[1],
				   algo_w_num(r, c.n[2])));
	}
	if (!algo_w_match(r, "both [is] @1(lower|higher|below|above|falling|"
			     "rising|fall|rise)",
			  *at, &c) ||
	    !r->last)
		return NULL;
	*at = c.to;
	if (r->last->op == N_BIN && r->last->bin == B_AND &&
	    r->last->kid[0]->op == N_BIN && r->last->kid[1]->op == N_BIN) {
		const struct node *x = r->last->kid[0], *y = r->last->kid[1];
		int down = (int)c.n[1] % 2 == 0;

		return algo_w_and(r,
				  algo_w_bin(r, down ? B_LT : B_GT, x->kid[0],
					     x->kid[1]),
				  algo_w_bin(r, down ? B_LT : B_GT, y->kid[0],
					     y->kid[1]));
	}
	return NULL;
}

static struct node *reversed(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *of = r->p.rule[LONG_IN] ? r->p.rule[LONG_IN] : r->last;

	if (!of || (!algo_w_match(r, "opposite [cross|signal|crossover|"
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
	return algo_w_mirror(r, of->op == N_XDIR
					? algo_w_resolve(r, of, LONG_IN)
					: of);
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
			 !algo_w_match(r, "(is|above|below|break|pullback|"
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

	if (algo_w_match(r, "(uptrend|downtrend|trending|momentum_w) "
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
		bracketed, both,    reversed,	  opinion, on_a_bar,
		algo_w_event, of_subject, number_first, elided
	};
	size_t from = algo_w_skip(r, *at);
	struct node *n = NULL;
	int negated = 0;
	struct caps c;

	if (r->depth > DEPTH_MAX || r->nodes > NODES_MAX ||
	    r->steps > STEPS_MAX || from >= r->ntok)
		return NULL;
	if (algo_w_match(r, "not [if]", from, &c)) {
		negated = 1;
		from = algo_w_skip(r, c.to);
	} else if (algo_w_match(r, "(if|on|in|both)", from, &c) &&
		   algo_w_tok(r, algo_w_skip(r, c.to))->unit != 'o' &&
		   !weekday_at(r, algo_w_skip(r, c.to))) {
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
	n = algo_w_postfix(r, n, at);
	return negated ? algo_w_not(r, n) : n;
}

/* --- Joined --------------------------------------------------------------- */

enum join { J_NONE, J_AND, J_OR, J_COMMA, J_AFTER, J_THEN };

/* Is what comes next the business of another action? */
static int starts_next(struct reader *r, size_t at, size_t after)
{
	size_t end;

	if (algo_w_action_at(r, algo_w_skip(r, at), &end) != ACT_NONE)
		return 1;
	after = algo_w_skip(r, after);
	if (r->act == ACT_NONE)
		return 0;
	while (algo_w_word(r, after, "arrow") || algo_w_word(r, after, "eq") ||
	       algo_w_word(r, after, "colon") || algo_w_word(r, after, "then"))
		after = algo_w_skip(r, after + 1);
	return algo_w_action_at(r, after, &end) != ACT_NONE;
}

static enum join join_at(struct reader *r, size_t *at)
{
	static const struct {
		const char *pattern;
		enum join join;
	} rows[] = {
		{ "[comma] and [only_if] [if]", J_AND },
		{ "[comma] (if|with|plus) also", J_AND },
		{ "[comma] or [if|only_if]", J_OR },
		{ "[comma] then", J_THEN },
		{ "comma [if]", J_COMMA },
		{ "nl minus", J_COMMA },
		{ "after", J_AFTER },
		{ "with", J_AND },
	};
	struct caps c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (algo_w_match(r, rows[i].pattern, *at, &c)) {
			*at = c.to;
			return rows[i].join;
		}
	return J_NONE;
}

/* The last of A and B when B undoes A ("falls under 20 and then crosses back
 * above it"); else B while A was so within n bars. */
static struct node *in_turn(struct reader *r, struct node *a, struct node *b,
			    double bars, size_t at)
{
	if (!(bars > 0) && a->op == N_CALL && b->op == N_CALL &&
	    strncmp(a->name, "cross", 5) == 0 &&
	    strncmp(b->name, "cross", 5) == 0 &&
	    algo_w_same(a->kid[0], b->kid[0]))
		return b;
	if (!(bars > 0) && a->op == N_BIN && a->bin >= B_LT &&
	    a->bin <= B_GE && b->op == N_CALL &&
	    strncmp(b->name, "cross", 5) == 0 &&
	    algo_w_same(a->kid[0], b->kid[0]) &&
	    algo_w_same(a->kid[1], b->kid[1]))
		return b;
	if (!(bars > 0)) {
		algo_w_ask(r, ALGO_TOPIC_VALUE, at, at + 1,
			   "within 5 bars|within 10 bars|within 20 bars",
			   "within how many bars must the second follow?");
		bars = r->pick == 0 ? 5 : r->pick == 1 ? 10 : 20;
	}
	return algo_w_and(r, b, window(r, "any_of", a, bars + 1));
}

static struct node *after(struct reader *r, struct node *a, struct node *b)
{
	return algo_w_and(r, a, algo_w_shift(r, b, 1));
}

static struct node *then_part(struct reader *r, struct node *a, size_t *at)
{
	struct caps c;
	double bars = 0;
	size_t i = *at, end;
	struct node *b;

	if (algo_w_match(r, "(within|in) [at_most] [last] $u1", i, &c)) {
		bars = c.n[1];
		i = c.to;
		if (algo_w_match(r, "comma", i, &c))
			i = c.to;
	}
	if (algo_w_action_at(r, algo_w_skip(r, i), &end) != ACT_NONE)
		return NULL;
	b = algo_w_simple(r, &i);
	if (!b)
		return NULL;
	if (!(bars > 0) && algo_w_match(r, "within $u1", i, &c)) {
		bars = c.n[1];
		i = c.to;
	}
	b = in_turn(r, a, b, bars, *at);
	*at = i;
	return b;
}

/* A comparison of bar values alone. */
static int plain_bars(const struct node *n)
{
	if (n->op == N_NAME)
		return 1;
	if (n->op == N_PAST)
		return plain_bars(n->kid[0]);
	return n->op == N_BIN && n->bin >= B_LT && n->bin <= B_GE &&
	       plain_bars(n->kid[0]) && plain_bars(n->kid[1]);
}

/* Conditions joined by and, or, commas; a comma is what the word behind the
 * list's last comma says. */
static struct node *joined(struct reader *r, size_t *at)
{
	struct node *part[32], *n = algo_w_simple(r, at), *sum = NULL;
	enum join join[32];
	size_t k = 0;

	if (!n)
		return NULL;
	part[0] = n;
	join[0] = J_AND;
	while (k < 31) {
		size_t i = *at;
		enum join j = join_at(r, &i);

		if (j == J_NONE)
			break;
		if (j == J_THEN) {
			n = then_part(r, part[k], &i);
			if (!n)
				break;
			part[k] = n;
			*at = i;
			continue;
		}
		{
			size_t from = i;

			if (starts_next(r, i, i))
				break;
			/* "and then": one after the other */
			if (j == J_AND && algo_w_word(r, algo_w_skip(r, i),
						      "then")) {
				i = algo_w_skip(r, i) + 1;
				n = then_part(r, part[k], &i);
				if (!n)
					break;
				part[k] = n;
				*at = i;
				continue;
			}
			n = algo_w_simple(r, &i);
			if (!n || starts_next(r, from, i))
				break;
		}
		*at = i;
		if (j == J_AFTER) {
			part[k] = after(r, part[k], n);
			continue;
		}
		k++;
		part[k] = n;
		join[k] = j;
	}
	/* "higher high and higher low two bars running": both on each bar */
	if (k == 1 && join[1] == J_AND && algo_w_is_call(part[1], "all_of") &&
	    plain_bars(part[0]) && plain_bars(part[1]->kid[0]) && !part[1]->num) {
		part[1]->kid[0] = algo_w_and(r, part[0], part[1]->kid[0]);
		return part[1];
	}
	for (size_t i = k; i > 0; i--)
		if (join[i] == J_COMMA)
			join[i] = i < k && join[i + 1] == J_OR ? J_OR : J_AND;
	n = part[0];
	for (size_t i = 1; i <= k; i++) {
		if (join[i] == J_OR) {
			sum = algo_w_or(r, sum, n);
			n = part[i];
		} else {
			n = algo_w_and(r, n, part[i]);
		}
	}
	return algo_w_or(r, sum, n);
}

/* "A or B, but never C", "A while B": what follows holds for all of it. */
struct node *algo_w_condition(struct reader *r, size_t *at)
{
	size_t i = algo_w_skip(r, *at), end;
	struct node *n, *more;
	struct caps c;
	int not;

	if (r->depth > DEPTH_MAX)
		return NULL;
	r->depth++;
	if (algo_w_match(r, "either", i, &c) &&
	    !algo_w_match(r, "either $n1", i, &c)) {
		algo_w_match(r, "either", i, &c);
		i = c.to;
	}
	n = joined(r, &i);
	while (n) {
		size_t k;

		if (!algo_w_match(r, "[comma] @1(unless|but [only_if]|while|"
				     "only_if|and only_if|but unless|if|"
				     "never_if|but while|and while|but if|"
				     "but not|in|on)",
				  i, &c))
			break;
		not = (int)c.n[1] == 0 || (int)c.n[1] == 5 ||
		      (int)c.n[1] == 7 || (int)c.n[1] == 11;
		k = c.to;
		if ((int)c.n[1] >= 12)
			k = c.to - 1;
		if (starts_next(r, k, k))
			break;
		more = joined(r, &k);
		if (!more || algo_w_action_at(r, algo_w_skip(r, k), &end) !=
				     ACT_NONE)
			break;
		if (n->op == N_BIN && n->bin == B_OR)
			n->flags |= NODE_GROUP;
		n = algo_w_and(r, n, not ? algo_w_not(r, more) : more);
		i = k;
	}
	r->depth--;
	if (!n)
		return NULL;
	*at = i;
	return n;
}
