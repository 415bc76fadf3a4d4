/* event.c - conditions that name no series first: patterns, breakouts, days */
#include "grammar.h"

#include <math.h>
#include <string.h>

#define E_SYSTEM 1 /* a named crossing: both directions are meant */
#define E_SIDE 2   /* for the long side as written, else its mirror */
#define E_PRICE 4  /* speaks of the price */

struct row {
	const char *pattern, *template;
	int flags;
};

/* clang-format off */
static const struct row rows[] = {
	{ "$n1 slash $n2 [#sma|bar] golden~", "crossover(sma(close, $1), sma(close, $2))", 0 },
	{ "golden~ [lpar] $n1 (slash|comma|and) $n2 [#sma] [rpar]", "crossover(sma(close, $1), sma(close, $2))", 0 },
	{ "golden~", "crossover(sma(close, 50), sma(close, 200))", 0 },
	/* crossings by name */
	{ "$n1 (slash|and|comma|minus) $n2 [bar] (#sma|average) (cross|crossover)", "?pair sma", E_SYSTEM },
	{ "$n1 (slash|and|comma|minus) $n2 [bar] #ema (cross|crossover)", "?pair ema", E_SYSTEM },
	{ "$n1 $n2 #sma (cross|crossover)", "?pair sma", E_SYSTEM },
	{ "$n1 $n2 #ema (cross|crossover)", "?pair ema", E_SYSTEM },
	{ "#sma (cross|crossover) [comma|lpar|with|of|on] $n1 (slash|comma|and) $n2 [bar] [rpar]", "?pair sma", E_SYSTEM },
	{ "#ema (cross|crossover) [comma|lpar|with|of|on] $n1 (slash|comma|and) $n2 [bar] [rpar]", "?pair ema", E_SYSTEM },
	{ "#sma [lpar] $n1 (slash|comma|and|minus) $n2 [rpar] (cross|crossover)", "?pair sma", E_SYSTEM },
	{ "#ema [lpar] $n1 (slash|comma|and|minus) $n2 [rpar] (cross|crossover)", "?pair ema", E_SYSTEM },
	{ "#ema $n1 (above|slash|and|with) #ema $n2 (cross|crossover)", "?over ema", E_SYSTEM },
	{ "#sma $n1 (above|slash|and|with) #sma $n2 (cross|crossover)", "?over sma", E_SYSTEM },
	{ "$s1 (slash|and|with) $s2 (cross|crossover)", "?two", E_SYSTEM },
	{ "(cross|crossover) (of|between) $s1 (and|with|slash) $s2", "?two", E_SYSTEM },
	{ "(#plus_di (slash|and) #minus_di|dmi) (cross|crossover)", "?dmi", E_SYSTEM },
	{ "$s1 zero (cross|crossover)", "?zero", E_SYSTEM },
	{ "zero (cross|crossover) (of|on) $s1", "?zero", E_SYSTEM },
	{ "#macd (cross|crossover) [cross_over~|up~]", "?macd", E_SYSTEM },
	{ "#macd bullish~ (cross|crossover|signal)", "?macdup", 0 },
	{ "bullish~ #macd (cross|crossover|signal)", "?macdup", 0 },
	{ "#macd bullish~", "?macdup", 0 },
	{ "#macd (buy|sell)", "?none", 0 },
	{ "above~ $s1 cross", "?over1", 0 },
	/* candles */
	{ "bullish~ #cdl", "?candle", 0 },
	/* bars */
	{ "$n1 [consecutive] (close|closes) [consecutive] above~ $s2 [consecutive]", "?closes", E_PRICE },
	{ "$u1 [consecutive] [close|closes] [consecutive] above~ $s2 [consecutive]", "?closes", E_PRICE },
	{ "$n1 consecutive [bar] [close|closes] above~ $s2", "?closes", E_PRICE },
	{ "$n1 [consecutive] upday~ [consecutive]", "all_of(close > close[1], $1)", E_PRICE },
	{ "$n1 [consecutive] green~ [bar] [close] [consecutive]", "all_of(close > open, $1)", E_PRICE },
	{ "$u1 [consecutive] [of] (rising~|rise~) [consecutive]", "all_of(close > close[1], $1)", E_PRICE },
	{ "$n1 [consecutive] (higher~ high~) [consecutive]", "all_of(high > high[1], $1)", E_PRICE },
	{ "$n1 [consecutive] (higher~ low) [consecutive]", "all_of(low > low[1], $1)", E_PRICE },
	{ "[last] $u1 [consecutive] is [all_of] green~ [close] [consecutive]", "all_of(close > open, $1)", E_PRICE },
	{ "[last] $u1 [consecutive] is [all_of] (up~|higher~)", "all_of(close > close[1], $1)", E_PRICE },
	{ "$o1 consecutive upday~", "?nth", E_PRICE },
	{ "$o1 upday~ consecutive", "?nth", E_PRICE },
	{ "upday~ (of|with|by) @3[by|at_least|above] $p1 [or_more]", "?move", E_PRICE },
	{ "upday~ than", "?none", 0 },
	{ "[first] upday~ [bar]", "close > close[1]", E_PRICE },
	{ "(bar|today) closes (up~|higher~) [on bar]", "close > close[1]", E_PRICE },
	{ "(bar|today) closes [in] green~", "close > open", E_PRICE },
	{ "[on] (rising~|higher~) volume", "volume > volume[1]", 0 },
	{ "[today] [range] [is] nr [range] (of|in) [last] $u1", "high - low <= lowest(high - low, $1)", E_PRICE },
	{ "[today] [close|price|closes] [is] [in|within] @3(upper|lower) $p1 of [its|today|bar] range", "?ibs", E_PRICE },
	{ "[first] green~ (bar|close)", "close > open", E_PRICE },
	{ "bullish~ (bar|close)", "close > open", E_PRICE },
	{ "[bar] [is] green~", "?colour", E_PRICE },
	{ "[price|it] new higher low", "low > low[1]", E_PRICE },
	{ "[price|it] new lower high", "high < high[1]", E_PRICE },
	{ "[price|it] new higher~ high~", "high > high[1]", E_PRICE },
	{ "higher low", "low > low[1]", E_PRICE },
	{ "lower high", "high < high[1]", E_PRICE },
	{ "higher~ high~", "high > high[1]", E_PRICE },
	{ "higher low [than yesterday]", "low > low[1]", E_PRICE },
	{ "outside_bar closes (up|higher)", "high > high[1] and low < low[1] and close > open", E_PRICE },
	{ "outside_bar closes (down|lower)", "high > high[1] and low < low[1] and close < open", E_PRICE },
	{ "inside_bar", "high < high[1] and low > low[1]", E_PRICE },
	{ "outside_bar", "high > high[1] and low < low[1]", E_PRICE },
	{ "nr7", "high - low <= lowest(high - low, 7)", E_PRICE },
	{ "nr4", "high - low <= lowest(high - low, 4)", E_PRICE },
	{ "nr [range] (of|in) [last] $u1", "high - low <= lowest(high - low, $1)", E_PRICE },
	{ "[last] $u1 [new] high~ break", "close > highest(high, $1)[1]", E_PRICE },
	{ "[price] gap up~ [by|of] @3[by|at_least|above] $p1 [or_more] above~ $s2", "?gapover", E_PRICE },
	{ "[price] gap up~ above~ $s2", "?gapover", E_PRICE },
	{ "[price] gap up~ [by|of] at_least $p1", "?gap", E_PRICE },
	{ "[price] gap up~ [by|of] above $p1", "?gap>", E_PRICE },
	{ "[price] gap up~ [by|of] $p1 [or_more]", "?gap", E_PRICE },
	{ "[price] gap up~ [at open]", "?gap0", E_PRICE },
	{ "[price|it|bar] open [at_least] $p1 [or_more] above~ (yesterday [close]|last close)", "?gap", E_PRICE },
	{ "[price|it|bar] open above $p1 above~ (yesterday [close]|last close)", "?gap>", E_PRICE },
	{ "[price] (#donchian) [lpar] $n1 [rpar] (breakout~|break up~)", "close > highest(high, $1)[1]", E_PRICE },
	{ "#donchian breakout~ [lpar] [$n1] [rpar]", "?donchian", E_SIDE },
	{ "#kc breakout~", "?kc", E_SIDE },
	{ "#bbands breakout~", "?bb", E_SIDE },
	{ "[last] $u1 [high|#donchian|channel|band|price] breakout [above]", "close > highest(high, $1)[1]", E_SIDE },
	{ "[last] $u1 [low|#donchian|channel|band|price] breakdown", "close < lowest(low, $1)[1]", E_PRICE },
	{ "breakout [of|above|from|out of] $s1", "?breakup", E_PRICE },
	{ "breakdown [of|below|from|under] $s1", "?breakdown", E_PRICE },
	{ "new [last] $u1 [close|closing] high~", "close > highest(high, $1)[1]", E_PRICE },
	{ "new high~ (of|for|above last|in) [last] $u1", "close > highest(high, $1)[1]", E_PRICE },
	{ "[in|on|at] uptrend", "close > sma(close, 200)", E_PRICE },
	{ "[in|on|at] downtrend", "close < sma(close, 200)", E_PRICE },
	{ "[in] trending [price|market] [market]", "adx(14) > 25", 0 },
	{ "opposite [last] $u1 (extreme|high|low|band|channel|breakout)", "close > highest(high, $1)[1]", E_SIDE },
	{ "cross [back] above~ $s1", "?cross", 0 },
	{ "(cross_over~|crossover) (of|to|above|through) $s1", "?cross", 0 },
	{ "cross_over~ $s1", "?cross", 0 },
	{ "#rsi [cross|line] overbought", "?none", 0 },
	{ "[first] profitable [close|bar|day]", "close > entry_price", E_PRICE },
	{ "[first] close in profit", "close > entry_price", E_PRICE },
	{ "[is|we is|it is] [in] profit~", "?profit", E_PRICE },
	/* calendar */
	{ "[is] [on] $w1", "?1", 0 },
	{ "[is] not [on] $w1", "?not1", 0 },
	{ "on first bar of month", "month != month[1]", 0 },
	{ "(from|on or_more|starting on|after) $o1 [day_of_month]", "?from", 0 },
	{ "on $o1 [day_of_month]", "?day", 0 },
	{ "at $t1", "?clock", 0 },
};
/* clang-format on */

static struct node *pair(struct reader *r, const char *name, double a, double b)
{
	const struct algo_ind *ind = algo_ind_find(name, strlen(name));
	struct node *x, *y;

	if (!(a >= 1) || !(b >= 1))
		return NULL;
	x = algo_w_ind_node(r, ind, NULL, &a, 1);
	y = algo_w_ind_node(r, ind, NULL, &b, 1);
	r->subject = x;
	r->object = y;
	return algo_w_two(r, N_XDIR, x, y);
}

static struct node *macd_cross(struct reader *r, size_t at, int directed,
			       int under)
{
	size_t i = at;
	struct node *n, *sig;

	while (i < r->ntok && r->tok[i].kind != TOK_IND)
		i++;
	n = algo_w_indicator(r, &i);
	if (!n || !algo_w_is_call(n, "macd") || *n->field)
		return NULL;
	sig = algo_w_call(r, "macd", "signal");
	for (size_t k = 0; k < n->kids; k++)
		algo_w_arg(sig, n->kid[k]);
	if (directed)
		return algo_w_cross(r, under, n, sig);
	r->subject = n;
	r->object = sig;
	return algo_w_two(r, N_XDIR, n, sig);
}

/* "gaps up 2% above yesterday's high" */
static struct node *gap_over(struct reader *r, const struct caps *c)
{
	double p = c->n[1] / 100;
	struct node *v = c->v[2], *open = algo_w_name(r, "open");
	int strict = !(p > 0) || c->n[3] > 1.5;

	if (algo_w_scale(v) != SCALE_PRICE || v->op == N_NUM)
		return NULL;
	/* a 20-day high is one of the bars before */
	if (v->flags & NODE_EXTREME)
		v = algo_w_past(r, v, 1);
	if (p > 0)
		v = algo_w_bin(
			r, B_MUL, v,
			algo_w_num(r, round((c->flip ? 1 - p : 1 + p) * 1e9) /
					      1e9));
	r->subject = algo_w_name(r, "close");
	if (c->flip)
		return algo_w_bin(r, strict ? B_LT : B_LE, open, v);
	return algo_w_bin(r, strict ? B_GT : B_GE, open, v);
}

static struct node *gap(struct reader *r, const struct row *row,
			const struct caps *c)
{
	double p = c->n[1] / 100;
	struct caps k = *c;

	if (strcmp(row->template, "?gapover") == 0)
		return gap_over(r, c);
	k.n[1] = 1 + (c->flip ? -p : p);
	k.n[1] = (double)(long long)(k.n[1] * 1e9 + 0.5) / 1e9;
	r->subject = algo_w_name(r, "close");
	if (strcmp(row->template, "?gap0") == 0)
		return algo_w_template(r, "open > close[1]", &k, NULL);
	return algo_w_template(r,
			       row->template[4] == '>'
				       ? "open > close[1] * $1"
				       : "open >= close[1] * $1",
			       &k, NULL);
}

/* Bullish ones have positive values; where both are possible the side
 * decides. */
struct node *algo_w_candle(struct reader *r, size_t *at)
{
	size_t i = algo_w_skip(r, *at);
	int up, down;
	const struct tok *t;
	struct node *call, *n;
	struct caps c;

	up = algo_w_word(r, i, "bullish");
	down = !up && algo_w_word(r, i, "bearish");
	if (up || down)
		i = algo_w_skip(r, i + 1);
	t = algo_w_tok(r, i);
	if (t->kind != TOK_IND || strcmp(t->ind->group, "pattern") != 0)
		return NULL;
	call = algo_w_call(r, t->ind->name, "");
	i++;
	if (algo_w_match(r, "lpar rpar", i, &c))
		i = c.to;
	if (algo_w_match(r, "[bar] [pattern] @1(bullish|bearish)", i, &c)) {
		up = c.n[1] < 1;
		down = !up;
		i = c.to;
	}
	if (algo_w_match(r, "[bar] [pattern] [bar] [show_up|is]", i, &c))
		i = c.to;
	*at = i;
	if (strcmp(t->ind->name, "cdldoji") == 0)
		return algo_w_bin(r, B_NE, call, algo_w_num(r, 0));
	n = algo_w_bin(r, down ? B_LT : B_GT, call, algo_w_num(r, 0));
	if (up || down)
		return n;
	return algo_w_two(r, N_SIDE, n, NULL);
}

static struct node *banded(struct reader *r, const char *what)
{
	static const struct caps none;

	r->line =
		algo_w_template(r,
				*what == 'k' ? "ema(close, 20)"
					     : "bbands(close, 20, 2, 2).middle",
				&none, NULL);
	algo_w_saw(r, r->line);
	if (*what == 'k' && r->nma < 8)
		r->ma[r->nma++] = r->line;
	return algo_w_template(
		r,
		*what == 'k' ? "close > ema(close, 20) + 2 * atr(10)"
			     : "close > bbands(close, 20, 2, 2).upper",
		&none, NULL);
}

/* The price, but for a level no price has. */
static struct node *crossing(struct reader *r, const struct caps *c)
{
	struct node *s = r->subject, *line = c->v[1];

	if (algo_w_scale(line) == SCALE_PRICE && line->op != N_NUM)
		s = algo_w_name(r, "close");
	if (!s || line->op == N_NUM)
		return NULL;
	return algo_w_cross(r, c->flip, s, line);
}

/* "three closes in a row above the line" */
static struct node *closes(struct reader *r, const struct caps *c)
{
	struct node *all = algo_w_call(r, "all_of", "");
	struct node *v = c->v[2];

	if (v->flags & NODE_ELIDED)
		v = r->line ? r->line : v;
	if (algo_w_scale(v) != SCALE_PRICE)
		return NULL;
	algo_w_arg(all, algo_w_compare(r, c->flip ? B_LT : B_GT,
				       algo_w_name(r, "close"), v));
	algo_w_arg(all, algo_w_num(r, c->n[1]));
	return all;
}

/* "a break of yesterday's high" */
static struct node *broken(struct reader *r, int down, struct node *line)
{
	struct node *s = algo_w_name(r, "close");

	if (algo_w_scale(line) != SCALE_PRICE)
		return NULL;
	if (line->flags & (NODE_EXTREME | NODE_LEVEL))
		return algo_w_compare(r, down ? B_LT : B_GT, s, line);
	return algo_w_cross(r, down, s, line);
}

/* Two lines whose crossing both ways is meant. */
static struct node *either_way(struct reader *r, struct node *a, struct node *b)
{
	if (a->op == N_NUM)
		return NULL;
	r->subject = a;
	r->object = b;
	return algo_w_two(r, N_XDIR, a, b);
}

static struct node *coded_cross(struct reader *r, const char *t,
				const struct caps *c)
{
	static const struct caps none;
	struct caps k;

	if (strncmp(t, "pair ", 5) == 0 || strncmp(t, "over ", 5) == 0)
		return pair(r, t + 5, c->n[1], c->n[2]);
	if (strcmp(t, "macd") == 0 &&
	    algo_w_match(r,
			 "(its|zero|sigline|signal|above|below|through|to|"
			 "from)",
			 c->to, &k))
		return NULL;
	if (strcmp(t, "macd") == 0)
		return macd_cross(r, c->from, 0, 0);
	if (strcmp(t, "macdup") == 0)
		return macd_cross(r, c->from, 1, c->flip);
	if (strcmp(t, "cross") == 0)
		return crossing(r, c);
	if (strcmp(t, "dmi") == 0)
		return algo_w_two(
			r, N_XDIR,
			algo_w_template(r, "plus_di(14)", &none, NULL),
			algo_w_template(r, "minus_di(14)", &none, NULL));
	if (strcmp(t, "zero") == 0)
		return either_way(r, c->v[1], algo_w_num(r, 0));
	if (strcmp(t, "two") == 0)
		return either_way(r, c->v[1], c->v[2]);
	if (strcmp(t, "over1") == 0)
		return algo_w_cross(r, c->flip, algo_w_name(r, "close"),
				    c->v[1]);
	if (strcmp(t, "breakup") == 0 || strcmp(t, "breakdown") == 0)
		return broken(r, t[5] == 'd', c->v[1]);
	return NULL;
}

/* "a down day of more than 2%" */
static struct node *moved(struct reader *r, const struct caps *c)
{
	static const enum bin_op ops[] = { B_GE, B_GE, B_GT };
	enum bin_op op = c->n[3] > 0 ? ops[(size_t)c->n[3] % 3] : B_GE;

	if (c->flip)
		op = op == B_GE ? B_LE : B_LT;
	return algo_w_bin(r, op, algo_w_template(r, "roc(close, 1)", c, NULL),
			  algo_w_num(r, c->flip ? -c->n[1] : c->n[1]));
}

/* "in the bottom 20% of the day's range" */
static struct node *in_range(struct reader *r, const struct caps *c)
{
	int low = c->n[3] > 0;
	double p = c->n[1] / 100;

	if (!(p > 0 && p < 1))
		return NULL;
	return algo_w_bin(
		r, low ? B_LE : B_GE,
		algo_w_template(r, "(close - low) / (high - low)", c, NULL),
		algo_w_num(r, low ? p : round((1 - p) * 1e9) / 1e9));
}

static struct node *coded_bar(struct reader *r, const struct row *row,
			      struct caps *c)
{
	const char *t = row->template + 1;

	if (strncmp(t, "gap", 3) == 0)
		return gap(r, row, c);
	if (strcmp(t, "closes") == 0)
		return closes(r, c);
	if (strcmp(t, "kc") == 0 || strcmp(t, "bb") == 0)
		return banded(r, t);
	if (strcmp(t, "donchian") == 0) {
		c->n[1] = c->n[1] > 0 ? c->n[1] : 20;
		return algo_w_template(r, "close > highest(high, $1)[1]", c,
				       NULL);
	}
	if (strcmp(t, "nth") == 0)
		return c->n[1] >= 2
			       ? algo_w_template(r,
						 "all_of(close > close[1], $1)",
						 c, NULL)
			       : NULL;
	if (strcmp(t, "move") == 0)
		return moved(r, c);
	if (strcmp(t, "ibs") == 0)
		return in_range(r, c);
	if (strcmp(t, "profit") == 0 && r->act != LONG_IN)
		return algo_w_template(r,
				       r->act == SHORT_OUT
					       ? "close < entry_price"
					       : "close > entry_price",
				       c, NULL);
	if (strcmp(t, "colour") != 0 || r->unit)
		return NULL;
	/* "it is red" of what has colours */
	if (algo_w_seen(r, "supertrend") &&
	    !algo_w_word(r, algo_w_skip(r, c->from), "bar"))
		return NULL;
	return algo_w_template(r, "close > open", c, NULL);
}

static struct node *coded_time(struct reader *r, const char *t,
			       const struct caps *c)
{
	if (strcmp(t, "1") == 0)
		return c->v[1];
	if (strcmp(t, "not1") == 0)
		return c->v[1]->op == N_BIN && c->v[1]->bin == B_EQ
			       ? algo_w_bin(r, B_NE, c->v[1]->kid[0],
					    c->v[1]->kid[1])
			       : algo_w_not(r, c->v[1]);
	if (strcmp(t, "from") == 0 || strcmp(t, "day") == 0) {
		if (algo_w_tok(r, c->at[1])->unit != 'o')
			return NULL;
		return algo_w_bin(r, B_GE, algo_w_name(r, "day"),
				  algo_w_num(r, c->n[1]));
	}
	if (strcmp(t, "clock") == 0 && algo_w_tok(r, c->at[1])->unit == 't')
		return algo_w_template(r, "hour * 60 + minute == $1", c, NULL);
	return NULL;
}

static struct node *coded(struct reader *r, const struct row *row,
			  struct caps *c)
{
	struct node *n = coded_cross(r, row->template + 1, c);

	if (!n)
		n = coded_bar(r, row, c);
	return n ? n : coded_time(r, row->template + 1, c);
}

/* "at least two of these three are true: A, B, C" */
static struct node *counted(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *sum = NULL, *k, *one;
	size_t i, n = 0;

	if (!algo_w_match(r,
			  "@1(at_least|above|any) $n2 of [it] [$n3] "
			  "[if|it|conditions|only_if] [is] [true] "
			  "[colon|arrow]",
			  *at, &c) &&
	    !algo_w_match(r, "@1(either) $n2 of [it] [$n3] [is] [colon]", *at,
			  &c))
		return NULL;
	for (i = c.to;
	     i < r->ntok && algo_w_tok(r, i)->kind == TOK_UNKNOWN && n == 0;
	     i++)
		;
	if (algo_w_word(r, i, "colon"))
		i++;
	for (;;) {
		one = algo_w_simple(r, &i);
		if (!one)
			return NULL;
		k = algo_w_call(r, "if", "");
		algo_w_arg(k, one);
		algo_w_arg(k, algo_w_num(r, 1));
		algo_w_arg(k, algo_w_num(r, 0));
		sum = sum ? algo_w_bin(r, B_ADD, sum, k) : k;
		n++;
		while (algo_w_word(r, i, "nl") &&
		       algo_w_word(r, i + 1, "minus"))
			i += 2;
		if (!algo_w_match(r, "(comma|and|or|semi) [and|or]", i, &c))
			break;
		i = c.to;
	}
	if (n < 2)
		return NULL;
	algo_w_match(r, "@1(at_least|above|any) $n2", *at, &c);
	*at = i;
	return algo_w_bin(r, c.n[1] > 0 && c.n[1] < 2 ? B_GT : B_GE, sum,
			  algo_w_num(r, c.n[2]));
}

struct node *algo_w_event(struct reader *r, size_t *at)
{
	struct caps c;
	struct node *n = algo_w_candle(r, at);

	if (!n)
		n = counted(r, at);
	if (!n)
		n = algo_w_months(r, at);
	if (n)
		return n;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];

		if (strstr(row->pattern, "#cdl") ||
		    !algo_w_match(r, row->pattern, *at, &c))
			continue;
		n = row->template[0] == '?'
			    ? coded(r, row, &c)
			    : algo_w_template(r, row->template, &c, NULL);
		if (!n)
			continue;
		if (row->flags & E_PRICE)
			r->subject = algo_w_name(r, "close");
		if (row->flags & E_SYSTEM && n->op == N_XDIR)
			n->flags |= NODE_SYSTEM;
		if (row->flags & E_SIDE) {
			n = algo_w_two(r, N_SIDE, n, NULL);
			n->flags |= NODE_SYSTEM;
		}
		*at = c.to;
		return n;
	}
	return NULL;
}
