/* predicate.c - what is said of a series: "crosses above", "is rising" */
#include "away.h"

#include <math.h>
#include <string.h>

enum kind {
	K_CMP,	/* > */
	K_CMPE, /* >= */
	K_EQ,
	K_CROSS,  /* over $1 */
	K_CROSSU, /* under $1 */
	K_XDIR,
	K_OWNX,	 /* with the line it belongs to */
	K_AGAIN, /* over what was compared last */
	K_AGAINU,
	K_STATE_AGAIN,
	K_BREAK,
	K_BREAKV, /* beyond $1, whose own side decides */
	K_TOUCH,
	K_ZONE,
	K_ENTERS,
	K_LEAVES,
	K_XZONE,
	K_COLOUR,
	K_FLIP,
	K_NEW,
	K_TIMES,  /* that many times a series, or more */
	K_MANY,	  /* one or all of the lines named last */
	K_CHANGE, /* by $1 percent in $2 bars; $3: 0 by, 1 more, 2 less */
	K_DIST,	  /* "2 ATR below the line" and further */
	K_TEXT
};
struct row {
	const char *pattern;
	enum kind kind;
	const char *text;
};

/* clang-format off */
static const struct row rows[] = {
	{ "break [back] [out] [up] (of|above|from|through) [last] $u1 range [up|higher]", K_TEXT, "close > highest(high, $1)[1]" },
	{ "break [out] [down] (of|below|from) [last] $u1 range [down|lower]", K_TEXT, "close < lowest(low, $1)[1]" },
	{ "[is|fall|rise|go|closes|close|trades] [down|up] @3[by|at_least|above] $v1", K_DIST, NULL },
	{ "[is] between $v1 (and|to|minus) $v2", K_TEXT, "$s >= $1 and $s <= $2" },
	{ "[is] in range $v1 (and|to|minus) $v2", K_TEXT, "$s >= $1 and $s <= $2" },
	{ "[is] (above|at_least) $n1 (and|but) [is] (below|at_most) $n2", K_TEXT, "?bounds" },
	{ "[is] outside $v1 (and|to|minus) $v2", K_TEXT, "$s < $1 or $s > $2" },
	{ "[is] [at_most] within $p1 (of|from) $s2 (and|but) [is] [still] above~ [it]", K_TEXT, "?nearside" },
	{ "[is] [at_most] within $p1 (above|below) $s2", K_TEXT, "?side" },
	{ "[is] [back] [at_most] within $p1 (of|from) $s2", K_TEXT, "?near" },
	/* crossings */
	{ "(cross|rise|fall|go) [back] from below to above $v1", K_CROSS, NULL },
	{ "(cross|rise|fall|go) [back] from above to below $v1", K_CROSSU, NULL },
	{ "(fall|go|cross_under) [below] $v1 and then (cross_over|rise|go|cross) [back] [above] [it]", K_CROSS, NULL },
	{ "(is|fall|go|cross_under|close|closes) [below] $v1 [and] then (cross_over|rise|go|cross|closes|is) [back] (above|above) $v2", K_CROSS, "2" },
	{ "(rise|go|cross_over) [above] $v1 [and] then (cross_under|fall|go|cross) [back] (below|under) [$v2]", K_CROSSU, NULL },
	{ "cross $s1 in oversold", K_XZONE, NULL },
	{ "cross $s1 in overbought", K_XZONE, "o" },
	{ "[become] cross_over~ $v1", K_CROSS, NULL },
	{ "cross [back] [up|down] [through] above~ $v1", K_CROSS, NULL },
	{ "cross [back] up~ [through|to] $v1", K_CROSS, NULL },
	{ "cross [back] higher~ [than|through] $v1", K_CROSS, NULL },
	{ "cross [through] $v1 up~", K_CROSS, NULL },
	{ "cross [through] $v1 from below", K_CROSS, NULL },
	{ "cross [through] $v1 from above", K_CROSSU, NULL },
	{ "cross [through] $v1 going up~", K_CROSS, NULL },
	{ "(cross|crossover) [with|of|to|through] $v1", K_XDIR, NULL },
	{ "(rise|fall|go|become) [back] [up|down] above~ $v1", K_CROSS, NULL },
	{ "(rise|fall|go) [back] (up|down) through $v1", K_BREAK, NULL },
	{ "rise~ [back] through $v1", K_CROSS, NULL },
	{ "(rise|fall|go) [back] [up|down] at_least~ $v1", K_CROSS, NULL },
	{ "break [back] [out] [up|down|to] above~ [of] $v1", K_BREAK, NULL },
	{ "break [out] up~ [through] [of] $v1", K_BREAK, NULL },
	{ "breakout~ [above|below|of] $v1", K_BREAK, NULL },
	{ "break [out] [through|of|from] $v1", K_BREAKV, NULL },
	{ "from below", K_AGAIN, NULL },
	{ "from above", K_AGAINU, NULL },
	{ "cross_over~ [it]", K_AGAIN, NULL },
	{ "cross [back] [up|down] above~ [it]", K_AGAIN, NULL },
	{ "cross [back] up~ [through]", K_AGAIN, NULL },
	{ "(rise|fall|go) [back] above~ [it]", K_AGAIN, NULL },
	{ "bullish~ (cross|crossover)", K_AGAIN, NULL },
	{ "up~ (cross|crossover)", K_AGAIN, NULL },
	/* moves in percent */
	{ "(rise|is up|is higher|gap up|up) @3[by] @3[by|at_least|above|below|at_most] $p1 (in|above|within|during|for|from) [last] $u2", K_CHANGE, NULL },
	{ "(fall|is down|is lower|gap down|down) @3[by|at_least|above|below|at_most] $p1 (in|above|within|during|for|from) [last] $u2", K_CHANGE, "-" },
	{ "(rise|is up|up|is higher) @3[by|at_least|above|below|at_most] $p1 [or_more] (a_day|in bar|on bar|today|from yesterday [close])", K_CHANGE, "1" },
	{ "(fall|is down|down|is lower) @3[by|at_least|above|below|at_most] $p1 [or_more] (a_day|in bar|on bar|today|from yesterday [close])", K_CHANGE, "-1" },
	{ "(is up|is higher) @3[by|at_least|above|below|at_most] $p1 [or_more]", K_CHANGE, "1" },
	{ "(is down|is lower) @3[by|at_least|above|below|at_most] $p1 [or_more]", K_CHANGE, "-1" },
	{ "[is] [up|higher] for [last] $u1", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] up~ [above|in] [last] $u1 [consecutive]", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] (rise|rising) [for] $u1 [consecutive] from below $n2", K_TEXT, "all_of($s > $s[1], $1) and $s[$1] < $2" },
	{ "[is] (fall|falling) [for] $u1 [consecutive] from above $n2", K_TEXT, "all_of($s < $s[1], $1) and $s[$1] > $2" },
	/* direction */
	{ "[is] rising~ [for|above|in|during] [at_least] [last] $u1 [consecutive]", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] rising~ [for|above|in] [at_least] [last] $n1 consecutive [bar]", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] [in] [last] rise~ [for|above|in] [at_least] [last] $u1 [consecutive]", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] rise~ [for|above] [at_least] [last] $n1 consecutive [bar]", K_TEXT, "all_of($s > $s[1], $1)" },
	{ "[is] higher~ than [it] [is] $u1 ago", K_TEXT, "$s > $s[$1]" },
	{ "[is] above~ [it|its] [is] [of] $u1 ago", K_TEXT, "$s > $s[$1]" },
	{ "[is] rising~", K_TEXT, "$s > $s[1]" },
	{ "(become|go) up~", K_FLIP, "?trend" },
	{ "[is] (become|go|turn) [to] up~", K_TEXT, "$s > $s[1] and $s[1] <= $s[2]" },
	{ "(become|go) (rising~|higher~)", K_TEXT, "$s > $s[1] and $s[1] <= $s[2]" },
	{ "(become) [from] (negative to|red to) positive~", K_TEXT, "crossover($s, 0)" },
	{ "(become|go|cross) [from] [to|into] positive~", K_TEXT, "crossover($s, 0)" },
	{ "cross [to] positive~", K_TEXT, "crossover($s, 0)" },
	{ "slope_w [is] (positive~|rising~|up~)", K_TEXT, "$s > $s[1]" },
	{ "slope_w (become|go) [to] positive~", K_TEXT, "$s > $s[1] and $s[1] <= $s[2]" },
	{ "[is] positive~", K_TEXT, "$s > 0" },
	{ "become [from (red|green|bullish|bearish) to] (green~|bullish~)", K_FLIP, NULL },
	{ "become above~ (price|close)", K_FLIP, "?sar" },
	{ "become above~", K_FLIP, "?sar" },
	{ "[is] [flashing] (green~|bullish~) [line]", K_COLOUR, NULL },
	/* zones */
	{ "(become|go|cross|rise|fall|reach|enter|break) [back] [to|into|in] oversold", K_ENTERS, NULL },
	{ "(become|go|cross|rise|fall|reach|enter|break) [back] [to|into|in] overbought", K_ENTERS, "o" },
	{ "(exit|cross|rise|go|cross_over) [back] [up|above] [from|of|out] oversold", K_LEAVES, NULL },
	{ "(exit|cross|fall|go|cross_under) [back] [down|below] [from|of|out] overbought", K_LEAVES, "o" },
	{ "[is] [in|at] oversold (on|by) $s1", K_ZONE, NULL },
	{ "[is] [in|at] overbought (on|by) $s1", K_ZONE, "o" },
	{ "[is] [in|at] oversold", K_ZONE, NULL },
	{ "[is] [in|at] overbought", K_ZONE, "o" },
	/* away from a line */
	{ "[is] @3[by|at_least|above] $p1 (higher~|above~) [than] [it] [is] $u2 ago", K_TEXT, "?ago" },
	{ "[is|fall|rise|go|closes|close|trades] [of] @3[by|at_least|above|at_most] $p1 [or_more] @4(below|above) $s2", K_TEXT, "?off" },
	{ "[is|fall|rise|go|closes|close] @3[by|at_least|above|at_most] $p1 [or_more] @4(below|above) [it]", K_TEXT, "?off" },
	{ "[is] (rise|up) @3[by|at_least|above|at_most] $p1 [or_more] (from|above) $s2", K_TEXT, "?offup" },
	{ "[is|fall] [down] @3[by|at_least|above|at_most] $p1 [or_more] @4(from) $s2", K_TEXT, "?off" },
	/* extremes of its own */
	{ "[is|closes|close] [at|new|reach|touch] [new] [its] highest~ [close|line|high|low] (in|of|above last|for) [last] $u1", K_NEW, "close" },
	{ "[is] [at] [its] highest~ [close|line] since $u1", K_NEW, "close" },
	{ "[is|closes|close] [at|on|reach|touch] [new|reach|touch] [its] [last] $u1 [new] (high~|highest~)", K_NEW, NULL },
	{ "new high~ (of|for|above last|in) [last] $u1", K_NEW, NULL },
	/* levels */
	{ "pullback $n1", K_TOUCH, NULL },
	{ "pullback $s1", K_TEXT, "?pullback" },
	{ "(touch|reach) [of|to|at] $v1 or_more", K_CMPE, NULL },
	{ "(touch|reach|is at|is back at|back at|at|go to|rise to|fall to) [to] $v1", K_TOUCH, NULL },
	{ "[is] [at] $v1 or_more", K_CMPE, NULL },
	{ "[is] [at] $v1 or_less", K_CMPE, "-" },
	/* states */
	{ "[is] [back] above~ or equals $v1", K_CMPE, NULL },
	{ "[is] (at_least) $v1", K_CMPE, NULL },
	{ "[is] (at_most) $v1", K_CMPE, "-" },
	{ "closes [back] above~ $v1", K_CMP, "close" },
	{ "close [back] above~ $v1", K_CMP, "close" },
	{ "closes [back] at_least~ $v1", K_CMPE, "close" },
	{ "[is] [back] above~ [than] $v1", K_CMP, NULL },
	{ "[is] higher~ than $v1", K_CMP, NULL },
	{ "[is] up~ from $s1", K_CMP, NULL },
	{ "(is|eq|is equals) $n1", K_EQ, NULL },
	{ "equals $v1", K_EQ, NULL },
	{ "[is] differs $v1", K_EQ, "!" },
	{ "[is] (higher~|above~|rising~) than [it] [is] yesterday", K_TEXT, "$s > $s[1]" },
	{ "[is] above~ [its|than] (yesterday|last [value]) [line|bar]", K_TEXT, "$s > $s[1]" },
	{ "is $v1", K_TIMES, NULL },
	{ "(rise|go) [to] $v1", K_TIMES, NULL },
	{ "[is|close|closes] [back] above~ @2(either|any_of|both|all_of) [of] [it]", K_MANY, NULL },
	{ "closes [back] above~ [it]", K_STATE_AGAIN, "close" },
	{ "upday~ than $v1", K_CMP, "close" },
	{ "closes higher~ than $v1", K_CMP, "close" },
	{ "closes higher~", K_TEXT, "close > close[1]" },
	{ "closes up~", K_TEXT, "close > close[1]" },
	{ "[is] [back] above~", K_STATE_AGAIN, NULL },
	{ "[is] higher~", K_STATE_AGAIN, NULL },
	{ "rise~", K_TEXT, "$s > $s[1]" },
	{ "[signal] (cross|crossover)", K_OWNX, NULL },
	{ "is up~", K_TEXT, "$s > $s[1]" },
};
/* clang-format on */

static struct node *zone_level(struct reader *r, struct node *s, int over,
			       struct node **series)
{
	const struct zone *z = algo_w_zone(s);
	static const struct caps none;

	if (!z || !z->directed) {
		s = algo_w_seen(r, "rsi");
		if (!s)
			s = algo_w_template(r, "rsi(close, 14)", &none, NULL);
		z = algo_w_zone_of("rsi");
	}
	*series = s;
	r->subject = s;
	return algo_w_num(r, over ? z->high : z->low);
}

static struct node *zoned(struct reader *r, const struct row *row,
			  struct node *s, const struct caps *c)
{
	struct node *level, *x, *cross;
	int over = row->text && *row->text == 'o';

	/* "oversold on the RSI" */
	if (row->kind == K_ZONE && c->v[1])
		s = c->v[1];
	level = zone_level(r, s, over, &s);
	if (row->kind == K_ENTERS)
		return algo_w_cross(r, !over, s, level);
	if (row->kind == K_LEAVES)
		return algo_w_cross(r, over, s, level);
	if (row->kind == K_XZONE) {
		cross = algo_w_cross(r, over, s, c->v[1]);
		x = algo_w_bin(r, over ? B_GT : B_LT, s, level);
		r->subject = s;
		return algo_w_and(r, cross, x);
	}
	return algo_w_bin(r, over ? B_GT : B_LT, s, level);
}

/* Which line of the indicator says up or down, and against what. */
static struct node *trend_of(struct reader *r, struct node *s, int flip,
			     int event)
{
	struct node *a = s, *b = algo_w_num(r, 0), *n;

	/* "turns red" of what has colours */
	if (s->flags & NODE_ELIDED && algo_w_seen(r, "supertrend"))
		s = a = algo_w_seen(r, "supertrend");

	if (algo_w_is_call(s, "supertrend")) {
		a = algo_w_call(r, "supertrend", "dir");
		for (size_t i = 0; i < s->kids; i++)
			algo_w_arg(a, s->kid[i]);
	} else if (algo_w_is_call(s, "sar")) {
		a = algo_w_name(r, "close");
		b = s;
	} else if (algo_w_is_call(s, "macd") && !*s->field) {
		b = algo_w_call(r, "macd", "signal");
		for (size_t i = 0; i < s->kids; i++)
			algo_w_arg(b, s->kid[i]);
	} else if (algo_w_is_name(s, "ohlc4") && r->unit) {
		b = r->unit;
	} else if (algo_w_scale(s) == SCALE_PRICE) {
		a = algo_w_name(r, "close");
		b = algo_w_name(r, "open");
	} else if (algo_w_zone(s) && algo_w_zone(s)->directed) {
		b = algo_w_num(r, algo_w_zone(s)->centre);
	}
	if (event) {
		n = algo_w_call(r, flip ? "crossunder" : "crossover", "");
		algo_w_arg(n, a);
		algo_w_arg(n, b);
	} else {
		n = algo_w_bin(r, flip ? B_LT : B_GT, a, b);
	}
	r->subject = s;
	return n;
}

static struct node *again(struct reader *r, const struct row *row,
			  struct node *s, const struct caps *c)
{
	int under = (row->kind == K_AGAINU) != c->flip;
	struct node *b = r->object;

	/* "on a cross back above": of what crossed before */
	if (s->flags & NODE_ELIDED && r->over && r->under->op != N_NUM &&
	    strncmp(row->pattern, "cross", 5) == 0)
		return algo_w_cross(r, under, r->over, r->under);

	if (algo_w_is_call(s, "macd") &&
	    (!b || b->op == N_NUM || !algo_w_is_call(b, "macd"))) {
		if (!b || !algo_w_same(s, r->subject) ||
		    strstr(row->pattern, "bullish")) {
			b = algo_w_call(r, "macd", "signal");
			for (size_t i = 0; i < s->kids; i++)
				algo_w_arg(b, s->kid[i]);
		}
	} else if (algo_w_is_call(s, "stoch") &&
		   (!b || !algo_w_is_call(b, "stoch"))) {
		b = algo_w_call(r, "stoch", "slowd");
		for (size_t i = 0; i < s->kids; i++)
			algo_w_arg(b, s->kid[i]);
	}
	if (r->subject && !algo_w_same(s, r->subject) && r->line &&
	    algo_w_is_name(s, "close"))
		b = r->line;
	/* KAMA crossed by the price */
	if (!b && algo_w_scale(s) == SCALE_PRICE && !algo_w_is_name(s, "close"))
		b = algo_w_name(r, "close");
	if (!b || algo_w_same(s, b))
		return NULL;
	if (row->kind == K_STATE_AGAIN)
		return algo_w_compare(r, c->flip ? B_LT : B_GT, s, b);
	return algo_w_cross(r, under, s, b);
}

/* Beyond a named bar's price or an extreme on every bar; through a line once.
 */
static struct node *broken(struct reader *r, int down, struct node *s,
			   struct node *line)
{
	if (line->flags & (NODE_EXTREME | NODE_LEVEL))
		return algo_w_compare(r, down ? B_LT : B_GT, s, line);
	return algo_w_cross(r, down, s, line);
}

/* Is the line one that is met from above? */
static int is_low(const struct node *n)
{
	if (n->op == N_PAST)
		return is_low(n->kid[0]);
	return algo_w_is_name(n, "low") || algo_w_is_call(n, "lowest") ||
	       (n->op == N_CALL && strcmp(n->field, "lower") == 0) ||
	       (n->op == N_BIN && n->bin == B_SUB && n->kid[0]->op == N_CALL);
}

static int is_high(const struct node *n)
{
	if (n->op == N_PAST)
		return is_high(n->kid[0]);
	return algo_w_is_name(n, "high") || algo_w_is_call(n, "highest") ||
	       (n->op == N_CALL && strcmp(n->field, "upper") == 0);
}

static struct node *touched(struct reader *r, struct node *s, struct node *v,
			    int at)
{
	int price = algo_w_scale(s) == SCALE_PRICE;
	struct node *n;

	if (v->flags & NODE_ELIDED && r->line)
		v = r->line;
	/* "volume spikes to 3 times its average"; no line has an RSI */
	if (v->op != N_NUM && !price && !(s->flags & NODE_ELIDED) &&
	    algo_w_scale(v) == SCALE_PRICE)
		return algo_w_scale(s) == SCALE_VOLUME
			       ? algo_w_compare(r, B_GE, s, v)
			       : NULL;
	if (v->op == N_NUM && !price) {
		n = algo_w_two(r, N_HIT, s, v);
		r->subject = s;
		return n;
	}
	if (v->op != N_NUM && algo_w_scale(v) == SCALE_PRICE)
		s = algo_w_name(r, "close");
	else if (!price)
		return algo_w_two(r, N_HIT, s, v);
	r->subject = s;
	r->line = r->object = v;
	if (v->flags & NODE_EXTREME && at)
		return algo_w_compare(r, is_low(v) ? B_LT : B_GT, s, v);
	if (v->flags & NODE_EXTREME)
		return algo_w_bin(r, is_low(v) ? B_LE : B_GE,
				  algo_w_name(r, is_low(v) ? "low" : "high"),
				  algo_w_past(r, v, 1));
	if (is_low(v))
		return algo_w_bin(r, B_LE, algo_w_name(r, "low"), v);
	if (is_high(v))
		return algo_w_bin(r, B_GE, algo_w_name(r, "high"), v);
	return algo_w_two(r, N_TOUCH, v, NULL);
}

static struct node *newest(struct reader *r, const struct row *row,
			   struct node *s, const struct caps *c)
{
	r->subject = s;
	if (algo_w_scale(s) != SCALE_PRICE || !algo_w_is_name(s, "close"))
		return algo_w_template(r, "$s >= highest($s, $1)", c, s);
	if (row->text)
		return algo_w_template(r, "$s >= highest($s, $1)", c, s);
	return algo_w_template(r, "close > highest(high, $1)[1]", c, s);
}

/* "drops 5% in a day", "up more than 10% over 20 days". */
static struct node *changed(struct reader *r, const struct row *row,
			    struct node *s, struct caps *c)
{
	static const enum bin_op ops[] = { B_GE, B_GE, B_GT, B_LT, B_LE };
	static const char levels[] =
		"(high|low|highest|lowest|close|open|average|upper|lower)";
	struct caps k;
	int down = row->text && *row->text == '-';
	enum bin_op op = ops[(size_t)c->n[3] % 5];
	struct node *n, *roc;
	double by = c->n[1];

	/* "3% from a 10 day high" */
	if (algo_w_match(r, levels, c->to, &k) ||
	    algo_w_tok(r, algo_w_skip(r, c->to))->kind == TOK_IND)
		return NULL;
	if (c->n[3] < 0 || (row->text && strchr(row->text, '1')))
		c->n[2] = 1;
	roc = algo_w_template(r, "roc($s, $2)", c, s);
	r->subject = s;
	if (!down) {
		n = algo_w_bin(r, op, roc, algo_w_num(r, by));
		if (op == B_LT || op == B_LE)
			n = algo_w_and(
				r, n,
				algo_w_bin(r, B_GT, roc, algo_w_num(r, 0)));
		return n;
	}
	n = algo_w_bin(r,
		       op == B_GE   ? B_LE
		       : op == B_GT ? B_LT
		       : op == B_LT ? B_GT
				    : B_GE,
		       roc, algo_w_num(r, -by));
	if (op == B_LT || op == B_LE)
		n = algo_w_and(r, n,
			       algo_w_bin(r, B_LT, roc, algo_w_num(r, 0)));
	return n;
}

static struct node *text(struct reader *r, const struct row *row,
			 struct node *s, const struct caps *c)
{
	if (strcmp(row->text, "?bounds") == 0)
		return algo_w_bounds(r, s, c);
	if (strncmp(row->text, "?near", 5) == 0 ||
	    strcmp(row->text, "?side") == 0)
		return algo_w_near(r, row->text, s, c);
	if (strcmp(row->text, "?ago") == 0)
		return algo_w_than_before(r, s, c);
	if (strcmp(row->text, "?off") == 0)
		return algo_w_offset(r, s, c, c->n[4] < 1);
	if (strcmp(row->text, "?offup") == 0)
		return algo_w_offset(r, s, c, 0);
	if (strcmp(row->text, "?pullback") == 0) {
		struct caps k = *c;

		s = algo_w_name(r, "close");
		k.v[1] = algo_w_meant(r, s, c->v[1]);
		if (k.v[1]->flags & NODE_ELIDED && r->line)
			k.v[1] = r->line;
		r->subject = s;
		r->line = r->object = k.v[1];
		return algo_w_template(r, "low <= $1 and close > $1", &k, s);
	}
	/* "the slope is negative": of the line */
	if (strncmp(row->pattern, "slope_w", 7) == 0 &&
	    s->flags & NODE_ELIDED && s->op == N_NAME && r->line)
		s = r->line;
	r->subject = s;
	if (algo_w_scale(s) == SCALE_PRICE && s->op == N_CALL)
		r->line = s;
	return algo_w_template(r, row->text, c, s);
}

static struct node *compared(struct reader *r, const struct row *row,
			     struct node *s, const struct caps *c)
{
	int less = (row->text && *row->text == '-') != c->flip;
	struct node *b = c->v[1] ? c->v[1] : algo_w_num(r, c->n[1]);

	/* no open and no high closes */
	if (row->text && strcmp(row->text, "close") == 0 && s->op == N_NAME &&
	    !(s->flags & NODE_ELIDED) &&
	    (strcmp(s->name, "open") == 0 || strcmp(s->name, "high") == 0 ||
	     strcmp(s->name, "low") == 0))
		return NULL;
	/* another symbol's or step's close */
	if (algo_w_is_call(s, "sym") || algo_w_is_call(s, "tf") ||
	    (algo_w_is_average(s) && !(s->flags & NODE_ELIDED)))
		;
	else if (row->text && strcmp(row->text, "close") == 0 &&
		 algo_w_scale(s) != SCALE_OSC)
		s = algo_w_name(r, "close");
	else if (row->text && strcmp(row->text, "close") == 0 &&
		 (s->flags & NODE_ELIDED) && b->op != N_NUM)
		s = algo_w_name(r, "close");
	if (row->kind == K_EQ) {
		/* "is 2 deviations below": no level */
		if (b->op == N_NUM && strncmp(row->pattern, "(is|", 4) == 0 &&
		    !algo_w_ends_clause(r, c->to))
			return NULL;
		return algo_w_compare(r, row->text ? B_NE : B_EQ, s, b);
	}
	/* a ratio in percent */
	if (b->op == N_NUM && s->op == N_BIN && s->bin == B_DIV &&
	    algo_w_tok(r, c->to - 1)->unit == '%')
		b = algo_w_num(r, algo_w_rounded(b->num / 100));
	if (row->kind == K_CMPE)
		return algo_w_compare(r, less ? B_LE : B_GE, s, b);
	return algo_w_compare(r, less ? B_LT : B_GT, s, b);
}

/* "KAMA(10) cross": the price and it. */
static struct node *own_crossing(struct reader *r, struct node *s)
{
	struct node *n, *b;

	/* "when it crosses back": the two lines of before */
	if (s->flags & NODE_ELIDED && r->object && r->object->op != N_NUM &&
	    !algo_w_same(s, r->object))
		return algo_w_two(r, N_XDIR, s, r->object);
	if (algo_w_is_call(s, "macd") || algo_w_is_call(s, "stoch")) {
		b = algo_w_call(r, s->name,
				*s->name == 'm' ? "signal" : "slowd");
		for (size_t i = 0; i < s->kids; i++)
			algo_w_arg(b, s->kid[i]);
		n = algo_w_two(r, N_XDIR, s, b);
		r->subject = s;
		r->object = b;
	} else if (algo_w_scale(s) == SCALE_PRICE && s->op == N_CALL) {
		n = algo_w_two(r, N_XDIR, algo_w_name(r, "close"), s);
		r->subject = n->kid[0];
		r->object = r->line = s;
	} else {
		return NULL;
	}
	n->flags |= NODE_SYSTEM;
	return n;
}

static struct node *one_of_many(struct reader *r, struct node *s,
				const struct caps *c)
{
	struct node *n = NULL, *k;

	if (r->nmany < 2 || algo_w_scale(s) != SCALE_PRICE)
		return NULL;
	for (size_t i = 0; i < r->nmany; i++) {
		k = algo_w_compare(r, c->flip ? B_LT : B_GT, s, r->many[i]);
		n = c->n[2] < 2 ? algo_w_or(r, n, k) : algo_w_and(r, n, k);
	}
	return n;
}

static struct node *made(struct reader *r, const struct row *row,
			 struct node *s, struct caps *c)
{
	struct node *v = c->v[1];

	switch (row->kind) {
	case K_CMP:
	case K_CMPE:
	case K_EQ:
		return compared(r, row, s, c);
	case K_CROSS:
		return algo_w_cross(r, c->flip, s, row->text ? c->v[2] : v);
	case K_CROSSU:
		return algo_w_cross(r, 1, s, c->v[2] ? c->v[2] : v);
	case K_XDIR:
		if (!v)
			return NULL;
		r->subject = s;
		r->object = v;
		return algo_w_two(r, N_XDIR, s, v);
	case K_OWNX:
		return own_crossing(r, s);
	case K_AGAIN:
	case K_AGAINU:
		return again(r, row, s, c);
	case K_STATE_AGAIN:
		if (row->text && algo_w_scale(s) != SCALE_OSC)
			s = algo_w_name(r, "close");
		return again(r, row, s, c);
	case K_BREAK:
		return broken(r, c->flip, s, v);
	case K_BREAKV:
		if (!is_low(v) && !is_high(v))
			return algo_w_two(r, N_XDIR, s, v);
		return broken(r, is_low(v), s, v);
	case K_TOUCH:
		/* "pulls back to the 20 EMA": no level */
		if (!v && strncmp(row->pattern, "pullback", 8) == 0 &&
		    (algo_w_scale(s) == SCALE_PRICE ||
		     !algo_w_ends_clause(r, c->to)))
			return NULL;
		return touched(
			r, s, v ? v : algo_w_num(r, c->n[1]),
			!algo_w_word(r, algo_w_skip(r, c->from), "touch") &&
				!algo_w_word(r, algo_w_skip(r, c->from),
					     "reach"));
	case K_ZONE:
	case K_ENTERS:
	case K_LEAVES:
	case K_XZONE:
		return zoned(r, row, s, c);
	case K_COLOUR:
		return trend_of(r, s, c->flip, 0);
	case K_FLIP:
		if (row->text && strcmp(row->text, "?trend") == 0)
			return algo_w_is_call(s, "supertrend")
				       ? trend_of(r, s, c->flip, 1)
				       : NULL;
		if (row->text && !algo_w_is_call(s, "sar"))
			return NULL;
		return trend_of(r, s, row->text ? !c->flip : c->flip, 1);
	case K_TIMES:
		if (!v || v->op != N_BIN || v->bin != B_MUL ||
		    v->kid[0]->op != N_NUM)
			return NULL;
		return algo_w_compare(r, v->kid[0]->num < 1 ? B_LE : B_GE, s,
				      v);
	case K_MANY:
		return one_of_many(r, s, c);
	case K_NEW:
		return newest(r, row, s, c);
	case K_CHANGE:
		return changed(r, row, s, c);
	case K_DIST:
		return algo_w_farther(r, s, c);
	case K_TEXT:
		return text(r, row, s, c);
	}
	return NULL;
}

/* "up to 4 times", "under 3 trades a day": no level. */
static int counts_things(struct reader *r, size_t to, const char *pattern,
			 int is_price)
{
	static const char *const words[] = { "times",  "trades", "shares",
					     "bar",    "week",	 "month",
					     "r_mult", "hour",	 "minute",
					     "year",   "pips",	 "close",
					     "closes", NULL };
	const struct tok *t = algo_w_tok(r, to - 1);

	if (!to || t->kind != TOK_NUM)
		return 0;
	/* "at a 4% profit" */
	if (t->unit == '%' && (algo_w_word(r, algo_w_skip(r, to), "profit") ||
			       algo_w_word(r, algo_w_skip(r, to), "loss")))
		return 1;
	/* no price is a percentage */
	if (t->unit == '%' && is_price && !algo_w_word(r, to - 2, "by") &&
	    !algo_w_word(r, to - 2, "within"))
		return strstr(pattern, "$v") != NULL;
	if (t->unit)
		return 0;
	for (size_t i = 0; words[i]; i++)
		if (algo_w_word(r, to, words[i]))
			return 1;
	return 0;
}

struct node *algo_w_predicate(struct reader *r, struct node *s, size_t *at)
{
	struct caps c;
	size_t from = *at;
	int negated = 0;
	struct node *n = NULL;
	struct mark mark = algo_w_mark(r);
	double before = 0;

	/* "yesterday's close was below the band": of then */
	if (s->op == N_PAST && s->kid[0]->op == N_NAME &&
	    algo_w_match(r, "is [not] (above|below) $s1", from, &c) &&
	    c.v[1]->op == N_CALL && !(c.v[1]->flags & NODE_EXTREME) &&
	    (r->text[r->tok[c.from].start] | 0x20) == 'w') {
		before = s->num;
		s = s->kid[0];
	}
	if (algo_w_match(r, "not", from, &c)) {
		negated = 1;
		from = c.to;
	}
	/* "the price trades above" */
	if (algo_w_match(r,
			 "trades (above|below|at|at_least|at_most|within|"
			 "between)",
			 from, &c))
		from = algo_w_skip(r, from) + 1;
	for (size_t i = 0; !n && i < sizeof(rows) / sizeof(*rows); i++) {
		if (!algo_w_match(r, rows[i].pattern, from, &c) ||
		    counts_things(r, c.to, rows[i].pattern,
				  algo_w_scale(s) == SCALE_PRICE))
			continue;
		n = made(r, &rows[i], s, &c);
		if (!n)
			algo_w_undo(r, &mark);
	}
	if (!n)
		return NULL;
	*at = c.to;
	if (before > 0)
		n = algo_w_shift(r, n, before);
	return negated ? algo_w_not(r, n) : n;
}
