/* risk.c - stops, targets, sizes, time: what is no condition */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* --- Stops and targets ------------------------------------------------------
 */

static int is_distance(const struct node *n)
{
	if (algo_w_is_call(n, "atr") || algo_w_is_call(n, "natr") ||
	    algo_w_is_call(n, "stddev") || algo_w_is_call(n, "trange"))
		return 1;
	if (n->op == N_BIN && (n->bin == B_MUL || n->bin == B_DIV))
		return is_distance(n->kid[0]) || is_distance(n->kid[1]);
	return n->op == N_BIN && n->bin == B_SUB &&
	       algo_w_scale(n) == SCALE_OSC;
}

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
	    is_distance(c.v[2])) {
		*at = c.to;
		return put(r, l, HOW_DISTANCE, c.v[2]);
	}
	if (algo_w_match(r, "$v1", i, &c) && c.v[1]->op != N_NUM &&
	    !algo_w_is_bool(c.v[1])) {
		*at = c.to;
		if (is_distance(c.v[1])) {
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
		if (r->pick == 1)
			return put(
				r, l, HOW_DISTANCE,
				algo_w_template(r, "$1 * atr(14)", &c, NULL));
		if (r->pick == 2)
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
		"$n1 to 1",	      "$r1 [rr|reward]",
	};
	struct caps c;
	size_t i = fill(r, *at);

	for (size_t k = 0; k < 6; k++) {
		if (k == 4 || !algo_w_match(r, rows[k], i, &c))
			continue;
		*x = k == 2 ? 2 : k == 3 ? 3 : c.n[1];
		*at = c.to;
		return 1;
	}
	return 0;
}

static void took(struct reader *r, const char *part, size_t from, size_t to)
{
	algo_w_use(r, from, to);
	algo_w_origin(r, part, from, to);
}

static size_t tail(struct reader *r, size_t at)
{
	struct caps c;

	if (algo_w_match(r, "[each_trade] [fixed|never_lower|later]", at, &c))
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
	took(r, "risk.trailing_stop", from, to);
}

static int trail(struct reader *r, size_t *at)
{
	static const struct caps none;
	struct level l = { .how = HOW_NONE };
	struct caps c;
	size_t i, from = *at;

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

static void set_stop(struct reader *r, const struct level *l, size_t from,
		     size_t to)
{
	if (r->p.stop.how != HOW_NONE && !r->refining &&
	    (r->p.stop.how != l->how || !algo_w_same(r->p.stop.at, l->at)))
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, from, to, "",
			   "two different stops are given: which one?");
	r->p.stop = *l;
	r->p.stop.from = from;
	r->p.stop.to = to;
	took(r, "risk.stop_loss", from, to);
}

static int stop(struct reader *r, size_t *at)
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
		set_stop(r, &l, from, c.to);
		l.how = HOW_PRICE;
		l.at = c.v[2];
		set_trail(r, &l, from, c.to);
		return 1;
	}
	if (algo_w_match(r, "risk [at_most] $p1 lpar stop rpar", i, &c)) {
		l.how = HOW_PCT;
		l.at = algo_w_num(r, c.n[1]);
		*at = c.to;
		set_stop(r, &l, from, c.to);
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
	set_stop(r, &l, from, *at);
	return 1;
}

static int target(struct reader *r, size_t *at)
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
		took(r, "risk.take_profit", from, c.to);
		return 1;
	}
	if (algo_w_match(r, "$r1 [of] (rr|reward|risk)", i, &c)) {
		r->p.target_r = c.n[1];
		*at = c.to;
		took(r, "risk.take_profit", from, c.to);
		return 1;
	}
	if (algo_w_match(r, "target", i, &c)) {
		i = c.to;
		if (multiple_of_risk(r, &i, &x)) {
			r->p.target_r = x;
			*at = i;
			took(r, "risk.take_profit", from, i);
			return 1;
		}
		if (!level_at(r, &i, &l))
			return 0;
		*at = tail(r, i);
	} else if (multiple_of_risk(r, &i, &x) &&
		   algo_w_match(r, "(target|profit)", i, &c)) {
		r->p.target_r = x;
		*at = c.to;
		took(r, "risk.take_profit", from, c.to);
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
	took(r, "risk.take_profit", from, *at);
	return 1;
}

/* --- Exits by result -------------------------------------------------------
 */

/* Only where a way out is being told: "at +2% or -4%", "if it loses 5%". */
static int by_result(struct reader *r, size_t *at)
{
	static const struct {
		const char *pattern;
		int stop;
	} rows[] = {
		{ "[if|at|with|on] [price|it|trade|is] (fall|down|below_loss|"
		  "loss|falling) [of|by|at_least|above|to|reach] $p1 [or_more] "
		  "[loss] [(below|from|under|on) "
		  "(enter|entry_price|buy|trades)]",
		  1 },
		{ "[if|at|with|on|for] $p1 (below|under|down from) (enter|"
		  "entry_price|buy)",
		  1 },
		{ "[if|at|with|on|for|after] $p1 [or_more] (loss|down)", 1 },
		{ "[if] loss (reach|is|above|hit|exceeds) $p1", 1 },
		{ "[if|at|with|on|for] [price|it|trade|is] (up|rise|profit) "
		  "[of|by|at_least|above|to|is] $p1 [or_more] [profit] "
		  "[(above|from|on) (enter|entry_price|buy|trades)]",
		  2 },
		{ "[if|at|with|on|for|after] $p1 [or_more] (profit|up|rise)",
		  2 },
		{ "[if|at|with|on|for] $p1 (above) (enter|entry_price|buy)",
		  2 },
		{ "[if] [trade|it] profit (reach|is|above|at_least) $p1", 2 },
		{ "[if] reach $p1 profit", 2 },
		{ "[if|at|on] (touch|reach) $p1 (profit|target)", 2 },
	};
	struct caps c;

	if (r->act != LONG_OUT && r->act != SHORT_OUT && r->act != ACT_OUT &&
	    r->act != ACT_SELL)
		return 0;
	/* "at +2%", "-4%": the sign says which */
	if (algo_w_match(r, "[if|at|with] $p1", *at, &c) &&
	    (algo_w_tok(r, c.at[1])->flags & TOK_SIGNED)) {
		struct level *l = c.n[1] < 0 ? &r->p.stop : &r->p.target;

		l->how = HOW_PCT;
		l->at = algo_w_num(r, fabs(c.n[1]));
		took(r, c.n[1] < 0 ? "risk.stop_loss" : "risk.take_profit", *at,
		     c.to);
		*at = c.to;
		return 1;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct level l = { .how = HOW_PCT };
		struct caps k;

		if (!algo_w_match(r, rows[i].pattern, *at, &c))
			continue;
		/* "up 5% in three days" is a condition */
		if (algo_w_match(r, "(in|above|within) [last] $u1", c.to, &k) ||
		    algo_w_match(r, "(a_day|above|below|from)", c.to, &k))
			continue;
		l.at = algo_w_num(r, fabs(c.n[1]));
		if (rows[i].stop == 1)
			set_stop(r, &l, *at, c.to);
		else
			r->p.target = l;
		took(r,
		     rows[i].stop == 1 ? "risk.stop_loss" : "risk.take_profit",
		     *at, c.to);
		*at = c.to;
		return 1;
	}
	return 0;
}

static int break_even(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *n;

	if (!algo_w_match(
		    r,
		    "[if|after] [price|it|is|trades] (up|profit|rise|in "
		    "profit) [of|by|at_least|above] $p1 [profit] [comma] "
		    "[go|is] stop [go] [to|at|is] (break_even|entry_price|"
		    "enter)",
		    *at, &c) &&
	    !algo_w_match(r,
			  "[go] stop (to|at) (break_even|entry_price|enter) "
			  "(if|after|at) [price|it|is|trades] [up|profit|rise] "
			  "[by|of|at_least] $p1 [profit|up|rise]",
			  *at, &c))
		return 0;
	n = algo_w_bin(r, B_GE, algo_w_name(r, "position.pnl_pct"),
		       algo_w_num(r, c.n[1]));
	r->p.even_at = n;
	took(r, "rules.set_sl", *at, c.to);
	*at = c.to;
	return 1;
}

/* --- Time ------------------------------------------------------------------
 */

static int leaving(const struct reader *r)
{
	return r->act == LONG_OUT || r->act == SHORT_OUT || r->act == ACT_OUT ||
	       r->act == ACT_SELL;
}

static int timed(struct reader *r, size_t *at)
{
	static const struct {
		const char *pattern;
		int how; /* 1 max, 2 min, 3 next bar, 4 needs a way out,
			    5 behind an entry too */
	} rows[] = {
		{ "hold [for|it|to] at_least $u1", 2 },
		{ "[at_most] hold [for|of|is|each|colon|it|long|short|buy] "
		  "[at_most] "
		  "[$u1|$n1 bar]",
		  1 },
		{ "[after|at_most|within] $u1 [at_most] (exit|sell|hold)", 1 },
		{ "after [at_most] $u1 [later|enter|hold|in trade] [at_most]",
		  4 },
		{ "after [last] $u1 (is|bar|later)", 4 },
		{ "$u1 (later|after buy|after enter|after)", 4 },
		{ "time_stop [of|is|colon|at|after] $u1", 1 },
		{ "(at|on|by) end_of_day of $o1 bar", 4 },
		{ "(at|on|by) [end] [of] $o1 bar [later]", 4 },
		{ "in $u1", 4 },
		{ "after @2(bar|week|month) [later]", 6 },
		{ "[after] @2(a_day|week|month|bar) later", 6 },
		{ "hold [for] @2(a_day|week|month|bar)", 6 },
		{ "[on|at|in] next_bar", 3 },
		{ "for $u1", 5 },
		{ "[for] (at_most) $u1", 4 },
		{ "stop after $u1", 1 },
	};
	struct caps c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!algo_w_match(r, rows[i].pattern, *at, &c))
			continue;
		if ((rows[i].how == 4 || rows[i].how == 3) && !leaving(r))
			continue;
		if (rows[i].how == 5 && r->act == ACT_NONE)
			continue;
		if (rows[i].how == 6) {
			static const double of[] = { 1, 5, 21, 1 };

			if (!leaving(r) && !algo_w_word(r, *at, "hold"))
				continue;
			c.n[1] = of[(size_t)c.n[2] % 4];
		}
		if (rows[i].how == 3)
			c.n[1] = 1;
		if (!(c.n[1] >= 1))
			continue;
		if (rows[i].how == 2)
			r->p.hold_min = c.n[1];
		else if (r->p.max_bars > 0 && r->p.max_bars < c.n[1])
			;
		else
			r->p.max_bars = c.n[1];
		took(r, "risk.max_bars", *at, c.to);
		*at = c.to;
		return 1;
	}
	return 0;
}

/* --- Sizes -----------------------------------------------------------------
 */

static const struct {
	const char *pattern;
	int how; /* 1 units, 2 percent, 3 money, 4 half, 5 all, 6 a
		    fraction or units, 7 quarter, 8 third */
} sizes[] = {
	{ "[size] [of|is|colon] $i1 shares [each_trade]", 1 },
	{ "[size] [of|at_most] $p1 of [its|available] equity "
	  "[each_trade]",
	  2 },
	{ "size [of|is|eq|colon] $p1 [each_trade|equity]", 2 },
	{ "$p1 size", 2 },
	{ "$p1 (equity) [each_trade]", 2 },
	{ "$p1 each_trade", 2 },
	{ "[size] half [of] equity [each_trade|in]", 4 },
	{ "[size] quarter_part [of] equity [each_trade]", 7 },
	{ "[size] third_part [of] equity [each_trade]", 8 },
	{ "[size] all_in [each_trade]", 5 },
	{ "size [of|is|eq|colon] $m1 [each_trade]", 3 },
	{ "[for] $m1 each_trade", 3 },
	{ "size [of|is|eq|colon] $n1", 6 },
	{ "size half", 4 },
	{ "[size] $n1 slash $n2 of [its] equity", 9 },
};

/* Is what was matched no size but a part of something else? */
static int no_size(struct reader *r, int how, const struct caps *c)
{
	struct caps k;

	if (how == 6)
		return algo_w_tok(r, algo_w_skip(r, c->to))->kind == TOK_IND ||
		       algo_w_match(r, "(bar|week|times|daily|month|fast)",
				    c->to, &k);
	if (how == 5)
		return algo_w_match(r, "(if|while)", c->to, &k);
	return how == 9 && !(c->n[2] > c->n[1]);
}

static struct node *size_of(struct reader *r, int how, const struct caps *c)
{
	switch (how) {
	case 1:
	case 6:
		return algo_w_num(r, c->n[1]);
	case 2:
		return c->n[1] >= 100 ? NULL : algo_w_num(r, c->n[1] / 100);
	case 3:
		return algo_w_template(r, "floor($1 / close)", c, NULL);
	case 4:
		return algo_w_num(r, 0.5);
	case 7:
		return algo_w_num(r, 0.25);
	case 8:
		return algo_w_num(r, 0.33);
	case 9:
		return algo_w_num(r, c->n[1] / c->n[2]);
	default:
		return NULL; /* all of it */
	}
}

static int risked(struct reader *r, size_t *at)
{
	struct caps c;

	if (!algo_w_match(r,
			  "risk [at_most] $p1 [of] [its|equity] "
			  "[each_trade] [of equity]",
			  *at, &c) &&
	    !algo_w_match(r, "$p1 [of equity] risk [each_trade]", *at, &c))
		return 0;
	r->p.risk_part = c.n[1] / 100;
	took(r, "risk.size", *at, c.to);
	*at = c.to;
	return 1;
}

static int sized(struct reader *r, size_t *at)
{
	struct caps c;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		int how = sizes[i].how;

		if (!algo_w_match(r, sizes[i].pattern, *at, &c) ||
		    no_size(r, how, &c))
			continue;
		if (!(c.n[1] > 0) && how < 4) {
			algo_w_ask(r, ALGO_TOPIC_VALUE, *at, c.to, "",
				   "a size above 0 is needed: which?");
			c.n[1] = 1;
		}
		r->p.size = size_of(r, how, &c);
		r->p.size_set = 1;
		took(r, "risk.size", *at, c.to);
		*at = c.to;
		return 1;
	}
	return risked(r, at);
}

int algo_w_risk(struct reader *r, size_t *at)
{
	static int (*const ways[])(struct reader *, size_t *) = {
		break_even, trail, stop, target, by_result, timed, sized
	};
	size_t i = algo_w_skip(r, *at);

	if (i >= r->ntok || r->steps > STEPS_MAX)
		return 0;
	/* "use a 10% trailing stop" is no size */
	if (algo_w_word(r, i, "size"))
		for (size_t k = 1; k < 4; k++) {
			size_t to = algo_w_skip(r, i + 1);
			struct mark mark = algo_w_mark(r);

			if (ways[k](r, &to)) {
				*at = to;
				return 1;
			}
			algo_w_undo(r, &mark);
		}
	for (size_t k = 0; k < sizeof(ways) / sizeof(*ways); k++) {
		size_t to = i;
		struct mark mark = algo_w_mark(r);

		if (ways[k](r, &to)) {
			*at = to;
			return 1;
		}
		algo_w_undo(r, &mark);
	}
	return 0;
}
