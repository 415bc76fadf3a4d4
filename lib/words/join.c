/* join.c - conditions joined by and, or, then, unless */
#include "grammar.h"

#include <string.h>

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
	if (!(bars > 0) && a->op == N_BIN && a->bin >= B_LT && a->bin <= B_GE &&
	    b->op == N_CALL && strncmp(b->name, "cross", 5) == 0 &&
	    algo_w_same(a->kid[0], b->kid[0]) &&
	    algo_w_same(a->kid[1], b->kid[1]))
		return b;
	if (!(bars > 0)) {
		algo_w_ask(r, ALGO_TOPIC_VALUE, at, at + 1,
			   "within 5 bars|within 10 bars|within 20 bars",
			   "within how many bars must the second follow?");
		bars = algo_w_pick(r) == 0 ? 5 : algo_w_pick(r) == 1 ? 10 : 20;
	}
	return algo_w_and(r, b, algo_w_window(r, "any_of", a, bars + 1));
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

/* "above the 20 SMA or the 50 SMA": only the operand is told anew. */
static struct node *other_operand(struct reader *r, const struct node *a,
				  size_t *at)
{
	struct node *v, *n;
	size_t i = *at;

	if (a->kids != 2 ||
	    !((a->op == N_BIN && a->bin >= B_LT && a->bin <= B_NE) ||
	      strncmp(a->name, "cross", 5) == 0))
		return NULL;
	v = algo_w_value(r, &i);
	if (!v || algo_w_is_bool(v) || !algo_w_ends_clause(r, i) ||
	    (v->op == N_NUM) != (a->kid[1]->op == N_NUM) ||
	    algo_w_scale(v) != algo_w_scale(a->kid[1]))
		return NULL;
	*at = i;
	if (a->op == N_BIN)
		return algo_w_compare(r, a->bin, a->kid[0], v);
	n = algo_w_cross(r, strcmp(a->name, "crossunder") == 0, a->kid[0], v);
	return n;
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
/* "... three days running with each day's volume larger": on each of them. */
static struct node *each_day(struct reader *r, struct node *all, size_t *at)
{
	size_t i = algo_w_skip(r, *at);
	struct node *n;

	if (!algo_w_is_call(all, "all_of") || !algo_w_word(r, i, "a_day") ||
	    (r->text[r->tok[i].start] | 0x20) != 'e')
		return NULL;
	i++;
	n = algo_w_simple(r, &i);
	if (!n)
		return NULL;
	*at = i;
	return algo_w_window(r, "all_of", algo_w_and(r, all->kid[0], n),
			     all->kid[1]->num);
}

/* The conditions of a list while they are read. */
struct parts_read {
	struct node *part[32];
	enum join join[32];
	size_t k; /* the last one */
};

/* What changes the last condition instead of adding one: "then B", "with each
 * day's volume higher". */
static int changes_last(struct reader *r, struct parts_read *x, enum join j,
			size_t *i)
{
	struct node *n;

	if (j == J_AND && algo_w_word(r, algo_w_skip(r, *i), "then")) {
		*i = algo_w_skip(r, *i) + 1;
		j = J_THEN;
	}
	n = j == J_THEN	 ? then_part(r, x->part[x->k], i)
	    : j == J_AND ? each_day(r, x->part[x->k], i)
			 : NULL;
	if (n)
		x->part[x->k] = n;
	return n ? 1 : j == J_THEN ? -1 : 0;
}

/* One more condition at *at; 0 when there is none. */
static int next_part(struct reader *r, struct parts_read *x, size_t *at)
{
	size_t i = *at, from;
	enum join j = join_at(r, &i);
	struct node *n;
	int changed;

	if (j == J_NONE || (j != J_THEN && starts_next(r, i, i)))
		return 0;
	from = i;
	changed = changes_last(r, x, j, &i);
	if (changed < 0)
		return 0;
	if (changed > 0) {
		*at = i;
		return 1;
	}
	n = algo_w_simple(r, &i);
	if (!n)
		n = other_operand(r, x->part[x->k], &i);
	if (!n || starts_next(r, from, i))
		return 0;
	*at = i;
	if (j == J_AFTER) {
		x->part[x->k] = after(r, x->part[x->k], n);
		return 1;
	}
	x->part[++x->k] = n;
	x->join[x->k] = j;
	return 1;
}

/* "higher high and higher low two bars running": both on each bar. */
static int runs_together(const struct parts_read *x)
{
	const struct node *n = x->part[1];

	return x->k == 1 && x->join[1] == J_AND &&
	       algo_w_is_call(n, "all_of") && !(n->flags & NODE_GROUP) &&
	       plain_bars(x->part[0]) && plain_bars(n->kid[0]);
}

/* "a morning star or a hammer and RSI < 45": either of the two patterns. */
static int is_candle(const struct node *n)
{
	if (n->op == N_SIDE)
		return is_candle(n->kid[0]);
	return n->op == N_BIN && n->kid[0]->op == N_CALL &&
	       strncmp(n->kid[0]->name, "cdl", 3) == 0;
}

static void either_pattern(struct reader *r, struct parts_read *x)
{
	for (size_t i = 1; i < x->k; i++) {
		size_t left = x->k - i;

		if (x->join[i] != J_OR || x->join[i + 1] != J_AND ||
		    !is_candle(x->part[i - 1]) || !is_candle(x->part[i]) ||
		    is_candle(x->part[i + 1]))
			continue;
		x->part[i - 1] = algo_w_or(r, x->part[i - 1], x->part[i]);
		x->part[i - 1]->flags |= NODE_GROUP;
		memmove(&x->part[i], &x->part[i + 1], left * sizeof(*x->part));
		memmove(&x->join[i], &x->join[i + 1], left * sizeof(*x->join));
		x->k--;
	}
}

static struct node *sum_of(struct reader *r, struct parts_read *x)
{
	struct node *n = x->part[0], *sum = NULL;
	enum join *join = x->join;

	either_pattern(r, x);
	n = x->part[0];
	for (size_t i = x->k; i > 0; i--)
		if (join[i] == J_COMMA)
			join[i] =
				i < x->k && join[i + 1] == J_OR ? J_OR : J_AND;
	for (size_t i = 1; i <= x->k; i++) {
		if (join[i] == J_OR) {
			sum = algo_w_or(r, sum, n);
			n = x->part[i];
		} else {
			n = algo_w_and(r, n, x->part[i]);
		}
	}
	return algo_w_or(r, sum, n);
}

static struct node *joined(struct reader *r, size_t *at)
{
	struct parts_read x = { .k = 0 };

	x.part[0] = algo_w_simple(r, at);
	if (!x.part[0])
		return NULL;
	x.join[0] = J_AND;
	while (x.k < 31 && next_part(r, &x, at))
		;
	if (runs_together(&x)) {
		x.part[1]->kid[0] = algo_w_and(r, x.part[0], x.part[1]->kid[0]);
		return x.part[1];
	}
	return sum_of(r, &x);
}

static int is_leaving(const struct reader *r)
{
	return r->act == LONG_OUT || r->act == SHORT_OUT || r->act == ACT_OUT ||
	       r->act == ACT_SELL;
}

/* "A or B, but never C", "A while B": what follows holds for all of it. */
struct node *algo_w_condition(struct reader *r, size_t *at)
{
	size_t i = algo_w_skip(r, *at), end;
	struct node *n, *more;
	struct caps c;
	int not ;

	if (r->depth > DEPTH_MAX)
		return NULL;
	r->depth++;
	if (algo_w_match(r, "either", i, &c) &&
	    !algo_w_match(r,
			  "either ($n1|is|above|below|cross|cross_over|"
			  "cross_under|rise|fall|become|go|closes)",
			  i, &c)) {
		algo_w_match(r, "either", i, &c);
		i = c.to;
	}
	n = joined(r, &i);
	while (n) {
		size_t k, k0;

		if (!algo_w_match(r,
				  "[comma] @1(unless|but [only_if]|while|"
				  "only_if|and only_if|but unless|if|"
				  "never_if|but while|and while|but if|"
				  "but not|in|on)",
				  i, &c))
			break;
		not = (int)c.n[1] == 0 || (int)c.n[1] == 5 ||
		      (int)c.n[1] == 7 || (int)c.n[1] == 11;
		k = k0 = c.to;
		if ((int)c.n[1] >= 12)
			k = c.to - 1;
		if (starts_next(r, k, k))
			break;
		more = joined(r, &k);
		if (!more ||
		    algo_w_action_at(r, algo_w_skip(r, k), &end) != ACT_NONE)
			break;
		if (n->op == N_BIN && n->bin == B_OR)
			n->flags |= NODE_GROUP;
		/* "buy ..., sell ..., only when C" */
		if (algo_w_word(r, i, "comma") && is_leaving(r) &&
		    ((int)c.n[1] == 3 || (int)c.n[1] == 4 ||
		     ((int)c.n[1] == 1 && algo_w_word(r, k0 - 1, "only_if"))))
			algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, i, k, "",
				   "is this a condition of the entry or of the "
				   "exit?");
		n = algo_w_and(r, n, not ? algo_w_not(r, more) : more);
		i = k;
	}
	r->depth--;
	if (!n)
		return NULL;
	*at = i;
	return n;
}
