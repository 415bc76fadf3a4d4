/* risk.c - exits by result, time and sizes: what is no condition */
#include "level.h"

#include <math.h>
#include <string.h>

/* --- Exits by result -------------------------------------------------------
 */

/* Only where a way out is being told: "at +2% or -4%", "if it loses 5%". */
static int by_result(struct reader *r, size_t *at)
{
	static const struct {
		const char *pattern;
		int stop;
	} rows[] = {
		{ "[if|at|with|on] [price|it|trades] [is] "
		  "(fall|down|below_loss|"
		  "loss|falling) [of|by|at_least|above|to|reach] $p1 [or_more] "
		  "[loss] [(below|from|under|on) "
		  "(enter|entry_price|buy|trades)]",
		  1 },
		{ "[if|at|with|on|for] $p1 (below|under|down from) (enter|"
		  "entry_price|buy)",
		  1 },
		{ "[if|at|with|on|for|after] $p1 [or_more] (loss|down)", 1 },
		{ "[if] loss (reach|is|above|hit|exceeds) $p1", 1 },
		{ "[if|at|with|on|for] [price|it|trades] [is] (up|rise|profit) "
		  "[of|by|at_least|above|to|is] $p1 [or_more] [profit] "
		  "[later|(above|from|on) (enter|entry_price|buy|trades)]",
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
		algo_w_took(r,
			    c.n[1] < 0 ? "risk.stop_loss" : "risk.take_profit",
			    *at, c.to);
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
			algo_w_set_stop(r, &l, *at, c.to);
		else
			r->p.target = l;
		algo_w_took(r,
			    rows[i].stop == 1 ? "risk.stop_loss"
					      : "risk.take_profit",
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
			  "(if|after|at) $p1 (up|profit|rise) [comma] [go|is] "
			  "stop [go] [to|at|is] (break_even|entry_price|enter)",
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
	algo_w_took(r, "rules.set_sl", *at, c.to);
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
		{ "hold [for|it|to] at_least $u1 (and|but|comma) at_most $u2",
		  7 },
		{ "hold [for|it|to] at_least $u1", 2 },
		{ "[if] [it|trades] [is] open (for|above) [above] $u1", 1 },
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
	struct caps c, k;

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
		/* "3 days after the RSI goes above 70" */
		if (rows[i].how == 4 && algo_w_word(r, c.to - 1, "after") &&
		    !algo_w_ends_clause(r, c.to))
			continue;
		/* "exit at the next open when ...": as every order does */
		if (rows[i].how == 3 && algo_w_match(r, "if", c.to, &k))
			continue;
		if (rows[i].how == 3)
			c.n[1] = 1;
		if (!(c.n[1] >= 1))
			continue;
		if (rows[i].how == 7)
			r->p.max_bars = c.n[2];
		if (rows[i].how == 2 || rows[i].how == 7)
			r->p.hold_min = c.n[1];
		else if (r->p.max_bars > 0 && r->p.max_bars < c.n[1])
			;
		else
			r->p.max_bars = c.n[1];
		algo_w_took(r, "risk.max_bars", *at, c.to);
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
	algo_w_took(r, "risk.size", *at, c.to);
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
		algo_w_took(r, "risk.size", *at, c.to);
		*at = c.to;
		return 1;
	}
	return risked(r, at);
}

int algo_w_risk(struct reader *r, size_t *at)
{
	static int (*const ways[])(struct reader *, size_t *) = {
		break_even, algo_w_trail, algo_w_stop, algo_w_target,
		by_result,  timed,	  sized
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
