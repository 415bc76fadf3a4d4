/* finish.c - what the rules leave open: sides, missing parts, contradictions */
#include "grammar.h"

#include <math.h>
#include <string.h>

/* --- Sides ------------------------------------------------------------------
 */

/* Does the entry buy strength (1) or weakness (-1)? */
static int leaning(const struct node *n)
{
	int a;

	if (!n)
		return 0;
	switch (n->op) {
	case N_BIN:
		if (n->bin == B_GT || n->bin == B_GE)
			return 1;
		if (n->bin == B_LT || n->bin == B_LE)
			return -1;
		if (n->bin > B_AND)
			return 0;
		a = leaning(n->kid[0]);
		return a ? a : leaning(n->kid[1]);
	case N_CALL:
		if (strcmp(n->name, "crossover") == 0)
			return 1;
		if (strcmp(n->name, "crossunder") == 0)
			return -1;
		if (n->kids && algo_w_is_bool(n->kid[0]))
			return leaning(n->kid[0]);
		return 0;
	case N_SIDE:
	case N_PAST:
		return leaning(n->kid[0]);
	case N_XDIR:
		return 1;
	case N_NUM:
	case N_NAME:
	case N_STR:
	case N_NEG:
	case N_NOT:
	case N_IF:
	case N_TOUCH:
	case N_HIT:
	case N_TEXT:
		break;
	}
	return 0;
}

/* The level the entry compares the series with; NaN when it does not. */
static double entry_level(const struct node *n, const struct node *s)
{
	double v;

	if (!n)
		return NAN;
	if (n->kids == 2 && n->kid[1]->op == N_NUM && algo_w_same(n->kid[0], s))
		return n->kid[1]->num;
	for (size_t i = 0; i < n->kids; i++) {
		v = entry_level(n->kid[i], s);
		if (!isnan(v))
			return v;
	}
	return NAN;
}

static struct node *hit(struct reader *r, const struct node *n, enum side side)
{
	const struct zone *z = algo_w_zone(n->kid[0]);
	double level = n->kid[1]->num, from;
	int up = side == LONG_OUT || side == SHORT_IN;

	if (side == LONG_IN || side == SHORT_IN) {
		if (z && z->directed && level != z->centre)
			up = level > z->centre;
	} else {
		from = entry_level(
			r->p.rule[side == LONG_OUT ? LONG_IN : SHORT_IN],
			n->kid[0]);
		if (!isnan(from) && from != level)
			up = level > from;
	}
	return algo_w_bin(r, up ? B_GE : B_LE, n->kid[0], n->kid[1]);
}

static struct node *touch(struct reader *r, const struct node *n,
			  enum side side)
{
	int above; /* the price comes from above */
	int lean;
	double from;

	if (n->kid[0]->op == N_NUM && (side == LONG_OUT || side == SHORT_OUT)) {
		struct node *close = algo_w_name(r, "close");

		from = entry_level(
			r->p.rule[side == LONG_OUT ? LONG_IN : SHORT_IN],
			close);
		above = isnan(from) ? side == SHORT_OUT : n->kid[0]->num < from;
		return algo_w_bin(r, above ? B_LE : B_GE,
				  algo_w_name(r, above ? "low" : "high"),
				  n->kid[0]);
	}

	if (side == LONG_IN) {
		above = 1;
	} else if (side == SHORT_IN) {
		above = 0;
	} else {
		lean = leaning(
			r->p.rule[side == LONG_OUT ? LONG_IN : SHORT_IN]);
		if (side == LONG_OUT)
			above = lean > 0;
		else
			above = lean > 0 || lean == 0;
	}
	return algo_w_bin(r, above ? B_LE : B_GE,
			  algo_w_name(r, above ? "low" : "high"), n->kid[0]);
}

struct node *algo_w_resolve(struct reader *r, struct node *n, enum side side)
{
	int bull = side == LONG_IN || side == SHORT_OUT;
	struct node *c;
	size_t i;

	if (n->op == N_XDIR) {
		/* "crosses 30" and "%K crosses %D in oversold": up */
		c = algo_w_call(r, bull ? "crossover" : "crossunder", "");
		algo_w_arg(c, n->kid[0]);
		algo_w_arg(c, n->kid[1]);
		return c;
	}
	if (n->op == N_HIT)
		return hit(r, n, side);
	if (n->op == N_TOUCH)
		return touch(r, n, side);
	if (n->op == N_SIDE)
		return bull ? algo_w_resolve(r, n->kid[0], side)
			    : algo_w_mirror(r, n->kid[0]);
	for (i = 0; i < n->kids; i++)
		if (algo_w_is_bool(n->kid[i]))
			break;
	if (i == n->kids)
		return n;
	c = algo_arena_get(&r->arena, sizeof(*c));
	*c = *n;
	for (i = 0; i < n->kids; i++)
		c->kid[i] = algo_w_resolve(r, n->kid[i], side);
	/* "crosses when it crosses from above" */
	if (c->op == N_BIN && c->bin <= B_AND &&
	    algo_w_same(c->kid[0], c->kid[1]) &&
	    !algo_w_same(n->kid[0], n->kid[1]))
		return c->kid[0];
	return c;
}

static void resolve_all(struct reader *r)
{
	struct node **rule = r->p.rule;

	/* The entries first: exits look at them. */
	if (rule[LONG_IN])
		rule[LONG_IN] = algo_w_resolve(r, rule[LONG_IN], LONG_IN);
	if (rule[SHORT_IN])
		rule[SHORT_IN] = algo_w_resolve(r, rule[SHORT_IN], SHORT_IN);
	if (rule[LONG_OUT])
		rule[LONG_OUT] = algo_w_resolve(r, rule[LONG_OUT], LONG_OUT);
	if (rule[SHORT_OUT])
		rule[SHORT_OUT] = algo_w_resolve(r, rule[SHORT_OUT], SHORT_OUT);
	if (r->p.filter)
		r->p.filter = algo_w_resolve(r, r->p.filter, LONG_IN);
	for (size_t i = 0; i < r->p.npartial; i++) {
		const struct node *n = r->p.partial[i].when;

		if (n->op == N_XDIR && n->kid[1]->op == N_NUM)
			algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
				   "a part of the position is closed at a "
				   "crossing: from above or from below?");
		r->p.partial[i].when =
			algo_w_resolve(r, r->p.partial[i].when,
				       rule[LONG_IN] ? LONG_OUT : SHORT_OUT);
	}
}

/* --- Who is who --------------------------------------------------------------
 */

static void systems(struct reader *r)
{
	struct parts *p = &r->p;
	struct node *n = p->system;
	int two = p->both || p->reverse;

	if (!n)
		return;
	if (!(n->flags & NODE_SYSTEM) && !p->reverse && !p->both)
		return;
	if (!(n->flags & NODE_SYSTEM) && leaning(n) == 0)
		return;
	if (!p->short_only)
		p->rule[LONG_IN] = algo_w_resolve(r, n, LONG_IN);
	if (two || p->short_only)
		p->rule[SHORT_IN] = n->flags & NODE_SYSTEM
					    ? algo_w_resolve(r, n, SHORT_IN)
					    : algo_w_mirror(r, n);
	if (!two && !p->short_only && !p->rule[LONG_OUT] && !p->out)
		p->rule[LONG_OUT] = algo_w_resolve(r, n, LONG_OUT);
	if (p->short_only && !p->rule[SHORT_OUT] && !p->out)
		p->rule[SHORT_OUT] = algo_w_resolve(r, n, SHORT_OUT);
	p->system = NULL;
}

/* "Stop and reverse on Supertrend" */
static void always(struct reader *r)
{
	struct parts *p = &r->p;
	struct node *n = algo_w_seen(r, "supertrend"), *dir;

	if (p->rule[LONG_IN] || p->rule[SHORT_IN] || !p->reverse || p->system)
		return;
	if (n) {
		dir = algo_w_call(r, "supertrend", "dir");
		for (size_t i = 0; i < n->kids; i++)
			algo_w_arg(dir, n->kid[i]);
		p->rule[LONG_IN] = algo_w_bin(r, B_GT, dir, algo_w_num(r, 0));
		p->rule[SHORT_IN] = algo_w_bin(r, B_LT, dir, algo_w_num(r, 0));
		return;
	}
	n = algo_w_seen(r, "sar");
	if (!n)
		return;
	dir = algo_w_name(r, "close");
	p->rule[LONG_IN] = algo_w_bin(r, B_GT, dir, n);
	p->rule[SHORT_IN] = algo_w_bin(r, B_LT, dir, n);
}

static void assign(struct reader *r)
{
	struct parts *p = &r->p;

	if (p->short_only && p->rule[LONG_IN] && !p->rule[SHORT_IN]) {
		p->rule[SHORT_IN] = p->rule[LONG_IN];
		p->rule[SHORT_OUT] = p->rule[LONG_OUT];
		p->rule[LONG_IN] = p->rule[LONG_OUT] = NULL;
	}
	/* "sell when A, cover when B" opens a short */
	if (!p->rule[LONG_IN] && !p->rule[SHORT_IN] && p->rule[LONG_OUT] &&
	    p->rule[SHORT_OUT]) {
		p->rule[SHORT_IN] = p->rule[LONG_OUT];
		p->rule[LONG_OUT] = NULL;
	}
	if (p->out) {
		int shorts = p->rule[SHORT_IN] || p->mirror_shorts || p->both;
		int longs = p->rule[LONG_IN] != NULL;

		if (longs || !shorts)
			p->rule[LONG_OUT] =
				algo_w_or(r, p->rule[LONG_OUT], p->out);
		if (shorts && (!longs || (p->rule[SHORT_IN])))
			p->rule[SHORT_OUT] =
				algo_w_or(r, p->rule[SHORT_OUT], p->out);
	}
	/* "sell" with only shorts open means nothing else */
	if (!p->rule[LONG_IN] && p->rule[SHORT_IN] && p->rule[LONG_OUT]) {
		p->rule[SHORT_OUT] =
			algo_w_or(r, p->rule[SHORT_OUT], p->rule[LONG_OUT]);
		p->rule[LONG_OUT] = NULL;
	}
}

static void mirror_sides(struct reader *r)
{
	struct parts *p = &r->p;
	int wanted = p->both || p->reverse || p->mirror_shorts;

	/* "go short when A; both directions" */
	if (p->both && p->rule[SHORT_IN] && !p->rule[LONG_IN]) {
		p->rule[LONG_IN] = algo_w_mirror(
			r, algo_w_resolve(r, p->rule[SHORT_IN], SHORT_IN));
		if (p->rule[SHORT_OUT] && !p->rule[LONG_OUT])
			p->rule[LONG_OUT] = algo_w_mirror(
				r, algo_w_resolve(r, p->rule[SHORT_OUT],
						  SHORT_OUT));
		return;
	}
	if (!wanted || p->rule[SHORT_IN] || !p->rule[LONG_IN])
		return;
	/* "buy A, sell B, always in the market": B opens the short */
	if (p->reverse && p->rule[LONG_OUT]) {
		p->rule[SHORT_IN] = p->rule[LONG_OUT];
		p->rule[LONG_OUT] = NULL;
		return;
	}
	p->rule[SHORT_IN] = algo_w_mirror(r, p->rule[LONG_IN]);
	if (!p->rule[SHORT_OUT] && p->rule[LONG_OUT])
		p->rule[SHORT_OUT] = algo_w_mirror(r, p->rule[LONG_OUT]);
}

static void entries_filtered(struct reader *r)
{
	struct parts *p = &r->p;

	if (!p->filter)
		return;
	for (int k = LONG_IN; k <= SHORT_IN; k += 2)
		if (p->rule[k])
			p->rule[k] = algo_w_and(r, p->rule[k], p->filter);
}

static void whiles(struct reader *r)
{
	struct parts *p = &r->p;

	for (int k = LONG_IN; k <= SHORT_IN; k += 2)
		if (p->is_while[k] && p->rule[k] && !p->rule[k + 1])
			p->rule[k + 1] = algo_w_not(r, p->rule[k]);
}

/* --- What must be there -------------------------------------------------- */

/* "Set `risk.max_bars` to `5`" */
static int way_out_set(const struct parts *p)
{
	static const char *const keys[] = { "stop",  "take",	 "target",
					    "trail", "max_bars", "session",
					    NULL };

	for (size_t i = 0; i < p->nset; i++)
		for (size_t k = 0; keys[k]; k++)
			if (strncmp(p->set[i].path, "risk.", 5) == 0 &&
			    strncmp(p->set[i].path + 5, keys[k],
				    strlen(keys[k])) == 0)
				return 1;
	return 0;
}

static int has_way_out(const struct parts *p)
{
	if (way_out_set(p))
		return 1;
	if (p->rule[LONG_OUT] || p->rule[SHORT_OUT] || p->npartial)
		return 1;
	if (p->stop.how != HOW_NONE || p->target.how != HOW_NONE ||
	    p->trail.how != HOW_NONE || p->max_bars > 0 || p->flatten)
		return 1;
	return p->rule[LONG_IN] && p->rule[SHORT_IN];
}

static void missing(struct reader *r)
{
	struct parts *p = &r->p;
	int entry = p->rule[LONG_IN] || p->rule[SHORT_IN];

	if (p->ntold) {
		if (entry || p->rule[LONG_OUT] || p->rule[SHORT_OUT] ||
		    p->npartial || p->even_at || p->limit || p->stop_entry ||
		    p->scale_in || p->stop.how == HOW_PRICE || p->filter)
			algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
				   "beside numbered rules there are other "
				   "conditions: which rule are they part of?");
		return;
	}
	if (!entry) {
		algo_w_ask(r, ALGO_TOPIC_ENTRY, 0, 0,
			   p->system || p->rule[LONG_OUT]
				   ? ""
				   : "when RSI(14) is below 30|when the 50-day "
				     "SMA crosses above the 200-day SMA|on a "
				     "new 20-day high",
			   "when should it buy?");
		if (!p->rule[LONG_OUT] && !p->rule[SHORT_OUT])
			algo_w_ask(r, ALGO_TOPIC_EXIT, 0, 0, "",
				   "when should it sell?");
		return;
	}
	if (!has_way_out(p) && !p->hold)
		algo_w_ask(r, ALGO_TOPIC_EXIT, 0, 0,
			   "after 10 bars|stop loss 5%|trailing stop 10%",
			   "when should it %s?",
			   p->rule[LONG_IN] ? "sell" : "cover");
	if (p->rule[SHORT_OUT] && !p->rule[SHORT_IN])
		algo_w_ask(r, ALGO_TOPIC_ENTRY, 0, 0, "",
			   "a short is closed and never opened: when should it "
			   "sell short?");
	if (p->risk_part > 0 && p->stop.how == HOW_NONE &&
	    p->trail.how == HOW_NONE)
		algo_w_ask(r, ALGO_TOPIC_STOP, 0, 0, "stop loss 5%|stop 2 ATR",
			   "risk per trade needs a stop: where is it?");
	if (p->target_r > 0 && p->stop.how == HOW_NONE)
		algo_w_ask(r, ALGO_TOPIC_STOP, 0, 0, "stop loss 5%|stop 2 ATR",
			   "a target in multiples of the risk needs a stop: "
			   "where is it?");
	if (p->flatten && p->to > 0 && p->to < 14 * 60 && !(p->flat_at > 0) &&
	    p->day_end)
		algo_w_ask(r, ALGO_TOPIC_VALUE, 0, 0, "",
			   "the hours end long before the day does: at what "
			   "time is the close?");
	if (p->scale_in < 0)
		algo_w_ask(r, ALGO_TOPIC_VALUE, 0, 0, "up to 4 times",
			   "how many times may it add to the position?");
}

static void timed_exits(struct reader *r)
{
	struct parts *p = &r->p;

	if (!(p->hold_min > 0))
		return;
	for (int k = LONG_OUT; k <= SHORT_OUT; k += 2)
		if (p->rule[k])
			p->rule[k] = algo_w_and(
				r, p->rule[k],
				algo_w_bin(r, B_GE,
					   algo_w_name(r, "position.bars"),
					   algo_w_num(r, p->hold_min)));
}

/* "from the 28th, out on the 3rd": the exit's days do not take in the
 * entry's. */
static void month_days(struct reader *r)
{
	const struct node *in = r->p.rule[LONG_IN];
	struct node *out = r->p.rule[LONG_OUT];

	if (in && out && in->op == N_BIN && in->bin == B_GE &&
	    out->op == N_BIN && out->bin == B_GE &&
	    algo_w_is_name(in->kid[0], "day") &&
	    algo_w_is_name(out->kid[0], "day") &&
	    in->kid[1]->num > out->kid[1]->num)
		r->p.rule[LONG_OUT] = algo_w_and(
			r, out, algo_w_bin(r, B_LT, out->kid[0], in->kid[1]));
}

/* "exit at 15:55": the session's end, or a rule beside another end. */
static void flat_at(struct reader *r)
{
	struct parts *p = &r->p;
	struct caps c = { .to = 0 };
	struct node *n;

	if (!(p->flat_at > 0))
		return;
	if (p->to < 0 || p->to == p->flat_at) {
		p->session = p->flatten = 1;
		p->to = p->flat_at;
		return;
	}
	c.n[1] = p->flat_at;
	n = algo_w_template(r, "hour * 60 + minute >= $1", &c, NULL);
	for (int k = LONG_IN; k <= SHORT_IN; k += 2)
		if (p->rule[k])
			p->rule[k + 1] = algo_w_or(r, p->rule[k + 1], n);
}

static void understood(struct reader *r)
{
	static const char *const names[] = { "entry.long", "exit.long",
					     "entry.short", "exit.short" };
	struct algo_buf *b = &r->understood;
	const struct parts *p = &r->p;

	for (int k = 0; k < SIDES; k++)
		if (p->rule[k]) {
			algo_buf_addf(b, "%s: ", names[k]);
			algo_w_print(p->rule[k], b);
			algo_buf_addc(b, '\n');
		}
	if (p->stop.how != HOW_NONE) {
		algo_buf_adds(b, "stop: ");
		algo_w_print(p->stop.at, b);
		algo_buf_adds(b, p->stop.how == HOW_PCT ? " %\n" : "\n");
	}
	if (p->target.how != HOW_NONE) {
		algo_buf_adds(b, "target: ");
		algo_w_print(p->target.at, b);
		algo_buf_adds(b, p->target.how == HOW_PCT ? " %\n" : "\n");
	}
	if (p->trail.how != HOW_NONE) {
		algo_buf_adds(b, "trailing stop: ");
		algo_w_print(p->trail.at, b);
		algo_buf_adds(b, p->trail.how == HOW_PCT ? " %\n" : "\n");
	}
	if (p->max_bars > 0) {
		algo_buf_adds(b, "exit after: ");
		algo_buf_addnum(b, p->max_bars);
		algo_buf_adds(b, " bars\n");
	}
}

void algo_w_finish(struct reader *r)
{
	if (r->p.hold > 0 && !r->p.rule[LONG_IN])
		r->p.rule[LONG_IN] = algo_w_bin(
			r, B_GT, algo_w_name(r, "close"), algo_w_num(r, 0));
	always(r);
	systems(r);
	assign(r);
	mirror_sides(r);
	resolve_all(r);
	entries_filtered(r);
	whiles(r);
	timed_exits(r);
	flat_at(r);
	month_days(r);
	understood(r);
	algo_w_contradictions(r);
	algo_w_check_level(r, &r->p.stop, 1);
	algo_w_check_level(r, &r->p.target, 0);
	algo_w_check_level(r, &r->p.trail, 1);
	missing(r);
}
