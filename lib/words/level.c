/* level.c - stops, targets and trailing stops in words */
#include "level.h"

#include <math.h>
#include <string.h>

static const char fillers[] =
	"(at|of|is|eq|colon|minus|to|by|with|in|for|on|go|from|"
	"only_if|if|arrow|distance)";

static size_t fill(struct reader *r, size_t at)
{
	struct caps c;

	for (int k = 0; k < 4 && algo_w_match(r, fillers, at, &c); k++)
		at = c.to;
	return at;
}

/* "below the entry", "from entry" behind an amount. */
static size_t from_entry(struct reader *r, size_t at, int *side)
{
	struct caps c;

	*side = 0;
	if (algo_w_match(r,
			 "@1(below|above|from|of|away|lower|higher) "
			 "[of|from|than] (enter|entry_price|buy|price|short)"
			 " [price]",
			 at, &c)) {
		if (c.n[1] < 1 || (c.n[1] > 3.5 && c.n[1] < 4.5))
			*side = -1;
		else if (c.n[1] < 2 || c.n[1] > 4.5)
			*side = 1;
		return c.to;
	}
	return at;
}

static int put(struct reader *r, struct level *l, enum how how, struct node *n)
{
	(void)r;
	l->how = how;
	l->at = n;
	return 1;
}

static int rest_of_level(struct reader *r, size_t *at, struct level *l)
{
	struct caps c;
	size_t i = *at;

	if (algo_w_match(r, "(break_even|entry_price)", i, &c) &&
	    !algo_w_match(r, "(break_even|entry_price) (plus|minus)", i, &c)) {
		algo_w_match(r, "(break_even|entry_price)", i, &c);
		*at = c.to;
		return put(r, l, HOW_ENTRY, algo_w_name(r, "entry_price"));
	}
	if (algo_w_match(r, "$e1", i, &c)) {
		*at = c.to;
		return put(r, l, HOW_FILL, c.v[1]);
	}
	if (algo_w_match(r, "$n1 (points|pips)", i, &c)) {
		if (algo_w_word(r, c.to - 1, "pips"))
			c.n[1] /= 10000;
		*at = c.to;
		return put(r, l, HOW_DISTANCE, algo_w_num(r, c.n[1]));
	}
	if (algo_w_match(r, "(below|above) $s1", i, &c) &&
	    algo_w_scale(c.v[1]) == SCALE_PRICE) {
		*at = c.to;
		return put(r, l, HOW_PRICE, c.v[1]);
	}
	if (algo_w_match(r, "(enter|entry_price) @1(minus|plus) $s2", i, &c) &&
	    algo_w_is_distance(c.v[2])) {
		*at = c.to;
		return put(r, l, HOW_DISTANCE, c.v[2]);
	}
	if (algo_w_match(r, "$v1", i, &c) && c.v[1]->op != N_NUM &&
	    !algo_w_is_bool(c.v[1])) {
		*at = c.to;
		if (algo_w_is_distance(c.v[1])) {
			*at = from_entry(r, *at, &l->side);
			return put(r, l, HOW_DISTANCE, c.v[1]);
		}
		if (algo_w_scale(c.v[1]) == SCALE_PRICE)
			return put(r, l, HOW_PRICE, c.v[1]);
		return 0;
	}
	if (algo_w_match(r, "$n1", i, &c)) {
		*at = c.to;
		algo_w_ask(r, ALGO_TOPIC_UNIT, i, c.to,
			   "percent of the entry price|times the ATR|"
			   "a distance in price",
			   "what unit has this level?");
		if (algo_w_pick(r) == 1)
			return put(
				r, l, HOW_DISTANCE,
				algo_w_template(r, "$1 * atr(14)", &c, NULL));
		if (algo_w_pick(r) == 2)
			return put(r, l, HOW_DISTANCE, algo_w_num(r, c.n[1]));
		return put(r, l, HOW_PCT, algo_w_num(r, c.n[1]));
	}
	return 0;
}

/* What a level is measured by, behind its word or before it. */
static int level_at(struct reader *r, size_t *at, struct level *l)
{
	struct caps c;
	size_t i = fill(r, *at);

	l->side = 0;
	if (algo_w_match(r, "[at_most|fixed|above|below] $p1", i, &c) &&
	    !algo_w_match(r, "[at_most|fixed] $p1 (above|below|of|from) $s2", i,
			  &c)) {
		algo_w_match(r, "[at_most|fixed|above|below] $p1", i, &c);
		*at = from_entry(r, c.to, &l->side);
		return put(r, l, HOW_PCT, algo_w_num(r, fabs(c.n[1])));
	}
	if (algo_w_match(r,
			 "[at_most] $p1 (above|below|from|of) "
			 "(enter|entry_price|buy)",
			 i, &c)) {
		*at = from_entry(r, c.at[1] + 1, &l->side);
		return put(r, l, HOW_PCT, algo_w_num(r, fabs(c.n[1])));
	}
	if (algo_w_match(r, "$m1 [each_trade]", i, &c)) {
		*at = from_entry(r, c.to, &l->side);
		return put(r, l, HOW_DISTANCE, algo_w_num(r, fabs(c.n[1])));
	}
	if (!rest_of_level(r, &i, l))
		return 0;
	*at = i;
	return 1;
}

static int multiple_of_risk(struct reader *r, size_t *at, double *x)
{
	static const char *const rows[] = {
		"$n1 r_mult",	      "$n1 times [its|of] (risk|stop)",
		"double (risk|stop)", "triple (risk|stop)",
		"$n1 to $n2",	      "$r1 [rr|reward]",
	};
	struct caps c;
	size_t i = fill(r, *at);

	for (size_t k = 0; k < 6; k++) {
		if (!algo_w_match(r, rows[k], i, &c) ||
		    (k == 4 && (c.n[2] != 1 || c.n[1] <= 1)))
			continue;
		*x = k == 2 ? 2 : k == 3 ? 3 : c.n[1];
		*at = c.to;
		return 1;
	}
	return 0;
}

void algo_w_took(struct reader *r, const char *part, size_t from, size_t to)
{
	algo_w_use(r, from, to);
	algo_w_origin(r, part, from, to);
}

static size_t tail(struct reader *r, size_t at)
{
	struct caps c;

	if (algo_w_match(r, "[each_trade] [fixed|never_lower|later|away]", at,
			 &c))
		at = c.to;
	return at;
}

/* Trailing: percent from the best price; a distance from the close; a line. */
static void set_trail(struct reader *r, const struct level *l, size_t from,
		      size_t to)
{
	struct level t = *l;

	if (t.how == HOW_DISTANCE && t.at->op != N_NUM) {
		t.at = algo_w_bin(r, B_SUB, algo_w_name(r, "close"), t.at);
		t.how = HOW_PRICE;
	}
	t.from = from;
	t.to = to;
	r->p.trail = t;
	algo_w_took(r, "risk.trailing_stop", from, to);
}

/* "falls 10% from its peak", "a 3% drop from the peak" */
static int from_peak(struct reader *r, size_t *at)
{
	struct level l = { .how = HOW_PCT };
	struct caps c;

	if (!algo_w_match(r,
			  "[if|after|at|on] [price|it|is] [fall|down|falling] "
			  "[by|of|at_least|above] $p1 [fall|down|falling] "
			  "(from|below|of) [its] peak [later]",
			  *at, &c))
		return 0;
	l.at = algo_w_num(r, c.n[1]);
	set_trail(r, &l, *at, c.to);
	*at = c.to;
	return 1;
}

int algo_w_trail(struct reader *r, size_t *at)
{
	static const struct caps none;
	struct level l = { .how = HOW_NONE };
	struct caps c;
	size_t i, from = *at;

	if (from_peak(r, at))
		return 1;
	if (algo_w_match(r,
			 "chandelier [stop|trail] [of|at|lpar|with] [$n1] "
			 "[bar] [comma|and|slash] [times] [$n2] [times] [#atr] "
			 "[rpar]",
			 from, &c)) {
		c.n[1] = c.n[1] > 0 ? c.n[1] : 22;
		c.n[2] = c.n[2] > 0 ? c.n[2] : 3;
		l.how = HOW_PRICE;
		l.at = algo_w_template(r, "highest(high, $1) - $2 * atr($1)",
				       &c, NULL);
		*at = c.to;
		set_trail(r, &l, from, *at);
		return 1;
	}
	if (algo_w_match(r, "#atr trail [of|at|with|is] $n1 [times] [#atr]",
			 from, &c) ||
	    algo_w_match(r,
			 "[#atr] trail [of|at|with|is|by] $n1 times "
			 "[#atr]",
			 from, &c)) {
		l.how = HOW_DISTANCE;
		l.at = algo_w_template(r, "$1 * atr(14)", &c, NULL);
		*at = c.to;
		set_trail(r, &l, from, *at);
		return 1;
	}
	i = from;
	if (algo_w_match(r, "(exit|stop)", i, &c) &&
	    algo_w_match(r,
			 "(exit|stop) [if|at] [fall] $p1 (below|from) "
			 "[its|the] (highest|high) [price|close|high] [later]",
			 i, &c)) {
		l.how = HOW_PCT;
		l.at = algo_w_num(r, c.n[1]);
		*at = c.to;
		set_trail(r, &l, from, c.to);
		return 1;
	}
	if (algo_w_match(
		    r,
		    "[if|at] [at_least] $p1 (below|from|of) [its] (highest|"
		    "high) [price|close|high] later",
		    i, &c) ||
	    algo_w_match(r,
			 "(fall|down|is down) [by|back] $p1 (below|from|of) "
			 "[its] (highest|high) [price|close|high] [later]",
			 i, &c)) {
		l.how = HOW_PCT;
		l.at = algo_w_num(r, c.n[1]);
		*at = c.to;
		set_trail(r, &l, from, c.to);
		return 1;
	}
	if (algo_w_match(r, "trail [stop|exit]", i, &c)) {
		i = c.to;
		if (level_at(r, &i, &l)) {
			i = tail(r, i);
			*at = i;
			set_trail(r, &l, from, i);
			return 1;
		}
		return 0;
	}
	(void)none;
	if (level_at(r, &i, &l) && l.how != HOW_NONE &&
	    algo_w_match(r, "trail [stop|exit|loss]", i, &c)) {
		*at = tail(r, c.to);
		set_trail(r, &l, from, *at);
		return 1;
	}
	return 0;
}

void algo_w_set_stop(struct reader *r, const struct level *l, size_t from,
		     size_t to)
{
	if (r->p.stop.how != HOW_NONE && !r->refining &&
	    (r->p.stop.how != l->how || !algo_w_same(r->p.stop.at, l->at)))
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, from, to, "",
			   "two different stops are given: which one?");
	r->p.stop = *l;
	r->p.stop.from = from;
	r->p.stop.to = to;
	algo_w_took(r, "risk.stop_loss", from, to);
}

int algo_w_stop(struct reader *r, size_t *at)
{
	struct level l = { .how = HOW_NONE };
	struct caps c;
	size_t from = *at, i = from;

	/* the higher of a fixed and a trailing one */
	if (algo_w_match(r,
			 "stop [is|at] (highest|higher|at_most) [of] lpar "
			 "(enter|entry_price) minus $v1 rpar (and|comma) "
			 "lpar $v2 rpar [comma] [never_lower]",
			 i, &c)) {
		*at = c.to;
		l.how = HOW_DISTANCE;
		l.at = c.v[1];
		algo_w_set_stop(r, &l, from, c.to);
		l.how = HOW_PRICE;
		l.at = c.v[2];
		set_trail(r, &l, from, c.to);
		return 1;
	}
	if (algo_w_match(r, "risk [at_most] $p1 lpar stop rpar", i, &c)) {
		l.how = HOW_PCT;
		l.at = algo_w_num(r, c.n[1]);
		*at = c.to;
		algo_w_set_stop(r, &l, from, c.to);
		return 1;
	}
	if (algo_w_match(r, "stop [loss]", i, &c)) {
		i = c.to;
		if (!level_at(r, &i, &l))
			return 0;
		if (algo_w_match(r, "[comma] trail", i, &c) &&
		    l.how == HOW_PRICE) {
			*at = c.to;
			set_trail(r, &l, from, c.to);
			return 1;
		}
		*at = i;
	} else {
		if (!level_at(r, &i, &l) || l.how == HOW_ENTRY ||
		    !algo_w_match(r, "[fixed] (stop|loss stop)", i, &c) ||
		    (algo_w_tok(r, from)->kind == TOK_WORD &&
		     l.how == HOW_PRICE))
			return 0;
		*at = c.to;
		if (algo_w_match(r, "@1(above|below) (enter|entry_price)", c.to,
				 &c)) {
			*at = c.to;
			l.side = c.n[1] < 1 ? 1 : -1;
		}
	}
	*at = tail(r, *at);
	if (algo_w_match(r, "lpar fixed rpar", *at, &c))
		*at = c.to;
	algo_w_set_stop(r, &l, from, *at);
	return 1;
}

int algo_w_target(struct reader *r, size_t *at)
{
	struct level l = { .how = HOW_NONE };
	struct caps c;
	size_t from = *at, i = from;
	double x;

	if (algo_w_match(r,
			 "(rr|reward) [of|is|at|colon|eq] ($r1|$n1 [to|colon] "
			 "[$n2])",
			 i, &c)) {
		r->p.target_r = c.n[2] > c.n[1] ? c.n[2] / c.n[1] : c.n[1];
		*at = c.to;
		algo_w_took(r, "risk.take_profit", from, c.to);
		return 1;
	}
	if (algo_w_match(r, "$r1 [of] (rr|reward|risk)", i, &c)) {
		r->p.target_r = c.n[1];
		*at = c.to;
		algo_w_took(r, "risk.take_profit", from, c.to);
		return 1;
	}
	if (algo_w_match(r, "target", i, &c)) {
		i = c.to;
		if (multiple_of_risk(r, &i, &x)) {
			r->p.target_r = x;
			*at = i;
			algo_w_took(r, "risk.take_profit", from, i);
			return 1;
		}
		if (!level_at(r, &i, &l))
			return 0;
		*at = tail(r, i);
	} else if (multiple_of_risk(r, &i, &x) &&
		   algo_w_match(r, "(target|profit)", i, &c)) {
		r->p.target_r = x;
		*at = c.to;
		algo_w_took(r, "risk.take_profit", from, c.to);
		return 1;
	} else {
		i = from;
		if (!level_at(r, &i, &l) || l.how == HOW_ENTRY ||
		    !algo_w_match(r, "(target|profit target)", i, &c) ||
		    (algo_w_tok(r, from)->kind == TOK_WORD))
			return 0;
		*at = tail(r, c.to);
	}
	r->p.target = l;
	r->p.target.from = from;
	r->p.target.to = *at;
	algo_w_took(r, "risk.take_profit", from, *at);
	return 1;
}
