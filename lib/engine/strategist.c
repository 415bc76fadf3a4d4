/* strategist.c - the step of a strategy document: short form, then rules
 * (LANGUAGE.md 1, SEMANTICS.md 16-29) */
#include "strategist.h"

#include <math.h>
#include <string.h>

#define DAY_SLOTS                                                             \
	((uint64_t)1 << ALGO_A_TRADES_TODAY | (uint64_t)1 << ALGO_A_DAY_PNL | \
	 (uint64_t)1 << ALGO_A_DAY_PNL_PCT)

void algo_ledger_init(struct ledger *l, const struct algo_account *account)
{
	memset(l, 0, sizeof(*l));
	l->before = l->last = account->cash;
}

void algo_strategist_init(struct strategist *s, const struct algo_strategy *d,
			  struct algo_broker *b,
			  const struct algo_account *account,
			  struct algo_eval *eval)
{
	const struct algo_risk *r = &d->risk;

	memset(s, 0, sizeof(*s));
	s->doc = d;
	s->broker = b;
	s->eval = eval;
	s->when = algo_zalloc(PLACE_RULES + d->nrules, sizeof(*s->when));
	s->reads = algo_graph_account(d->graph);
	s->steps_count = algo_graph_has_steps(d->graph) || r->stop.how ||
			 r->target.how || r->trail.how;
	s->days_count = (s->reads & DAY_SLOTS) != 0 ||
			!isnan(r->max_trades_per_day) ||
			!isnan(r->max_daily_loss_pct);
	s->event = algo_zalloc(ALGO_LANG_N, 1);
	s->may_rest = !algo_graph_has_steps(d->graph) && !s->days_count &&
		      !r->session.has && !r->trail.how && isnan(r->max_bars) &&
		      isnan(r->max_drawdown_pct);
	algo_ledger_init(&s->own, account);
	s->ledger = &s->own;
	s->levels_bar = -1;
}

void algo_strategist_release(struct strategist *s)
{
	algo_free(s->when);
	algo_free(s->event);
	algo_free(s->levels);
	s->when = NULL;
	s->event = NULL;
	s->levels = NULL;
}

static const struct algo_rule *rule_at(const struct strategist *s, size_t place)
{
	const struct algo_strategy *d = s->doc;

	switch (place) {
	case PLACE_EXIT_LONG:
		return &d->exit_long;
	case PLACE_EXIT_SHORT:
		return &d->exit_short;
	case PLACE_ENTRY_LONG:
		return &d->entry_long;
	case PLACE_ENTRY_SHORT:
		return &d->entry_short;
	default:
		return &d->rules[place - PLACE_RULES];
	}
}

static void mark_events(unsigned char *event, const double *when, size_t n,
			unsigned char bit)
{
	size_t i;

	for (i = 0; i < n; i++)
		event[i] |= when[i] == 1 ? bit : 0;
}

void algo_strategist_block(struct strategist *s, size_t n)
{
	size_t i;

	memset(s->event, 0, n);
	s->marked = 0;
	for (i = 0; i < PLACE_RULES + s->doc->nrules; i++) {
		const struct algo_expr *e = &rule_at(s, i)->when;

		if (e->node < 0 || e->kind != ALGO_K_COLUMN)
			continue;
		s->when[i] = algo_eval_column(s->eval, e->node);
		if (!s->may_rest)
			continue;
		/* The last bit is for all that have none of their own. */
		s->marked |= i < 7 ? 1u << i : 0;
		mark_events(s->event, s->when[i], n,
			    (unsigned char)(1u << (i < 7 ? i : 7)));
	}
}

/* Which byte of eight in memory is the first that is not 0; one is. */
static size_t first_byte(uint64_t eight)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(eight) / 8;
#else
	return (size_t)__builtin_clzll(eight) / 8;
#endif
}

size_t algo_strategist_next(const struct strategist *s, size_t i, size_t n)
{
	uint64_t eight;

	for (; i + 8 <= n; i += 8) {
		memcpy(&eight, s->event + i, 8);
		if (eight)
			return i + first_byte(eight);
	}
	while (i < n && !s->event[i])
		i++;
	return i;
}

void algo_strategist_clock(struct strategist *s, int64_t time)
{
	int64_t step = time - s->time;

	s->last_time = s->time;
	s->time = time;
	if (s->steps > 0 && s->steps < 100 && step > 0 &&
	    (s->interval == 0 || step < s->interval))
		s->interval = step;
	s->steps++;
	if (s->days_count)
		algo_risk_day(s, time);
}

static double value(const struct strategist *s, const struct algo_expr *e)
{
	return e->is_const ? e->value
			   : algo_eval_value(s->eval, e->node, s->at);
}

static inline int is_true(const struct strategist *s, size_t place)
{
	const struct algo_expr *e;

	if (place < 7 && s->marked >> place & 1)
		return s->event[s->at] >> place & 1;
	if (s->when[place])
		return s->when[place][s->at] == 1;
	e = &rule_at(s, place)->when;
	return e->node >= 0 && value(s, e) == 1;
}

/* The same, told. */
static inline int fires(const struct strategist *s, size_t place)
{
	if (!is_true(s, place))
		return 0;
	algo_broker_note(s->broker, ALGO_EV_SIGNAL, (int)place, NULL);
	return 1;
}

/* --- Orders -------------------------------------------------------------- */

static void give_size(const struct strategist *s, const struct algo_expr *e,
		      int units, struct algo_order *o)
{
	o->size = value(s, e);
	o->size_kind = e->risk_size ? ALGO_SZ_FLOOR
		       : units	    ? ALGO_SZ_UNITS
				    : ALGO_SZ_SIZE;
	if (isnan(o->size))
		o->bad = ALGO_R_NA;
}

static void size_of(const struct strategist *s, const struct algo_rule *r,
		    struct algo_order *o)
{
	if (r->units.node >= 0)
		give_size(s, &r->units, 1, o);
	else if (r->size.node >= 0)
		give_size(s, &r->size, 0, o);
	else if (s->doc->risk.size.node >= 0)
		give_size(s, &s->doc->risk.size, 0, o);
	else
		o->size_kind = ALGO_SZ_ALL;
}

/* A field that was given but is na makes the order a bad one. */
static double field(const struct strategist *s, const struct algo_expr *e,
		    struct algo_order *o)
{
	double v;

	if (e->node < 0)
		return NAN;
	v = value(s, e);
	if (isnan(v))
		o->bad = ALGO_R_NA;
	return v;
}

static int order(struct strategist *s, const struct algo_rule *r, int side,
		 int place, struct algo_err *err)
{
	struct algo_order o = ALGO_ORDER_INIT;

	o.side = side;
	o.place = place;
	o.tag = r->tag;
	size_of(s, r, &o);
	o.has_limit = r->limit.node >= 0;
	o.has_stop = r->stop.node >= 0;
	o.limit = field(s, &r->limit, &o);
	o.stop = field(s, &r->stop, &o);
	o.sl = field(s, &r->sl, &o);
	o.tp = field(s, &r->tp, &o);
	o.trail = field(s, &r->trail, &o);
	o.expire_bars = field(s, &r->expire_bars, &o);
	if (algo_broker_order(s->broker, &o, err) >= 0)
		return 0;
	return algo_err_pointer(err, r->pointer);
}

/* An order only when the target changes.  A target of nothing is no entry. */
static int target(struct strategist *s, const struct algo_rule *r, int place,
		  struct algo_err *err)
{
	struct algo_order o = ALGO_ORDER_INIT;

	o.size = value(s, &r->size);
	if (o.size == s->target)
		return 0;
	if (o.size != 0 && !algo_risk_may_signal(s))
		return 0;
	if (!isnan(o.size))
		s->target = o.size;
	o.side = o.size < 0 ? -1 : 1;
	o.size_kind = ALGO_SZ_TARGET;
	o.place = place;
	o.tag = r->tag;
	if (isnan(o.size))
		o.bad = ALGO_R_NA;
	return algo_broker_order(s->broker, &o, err) < 0 ? -1 : 0;
}

/* --- Trades -------------------------------------------------------------- */

/* Whether the rule acts on trade i, whose slots are filled. */
static int chosen(const struct strategist *s, const struct algo_rule *r,
		  const struct algo_trade *t, const double *slots)
{
	if (r->action == ALGO_DO_CLOSE_LONG && t->size < 0)
		return 0;
	if (r->action == ALGO_DO_CLOSE_SHORT && t->size > 0)
		return 0;
	if (t->risk_bar == s->bar && r->action != ALGO_DO_SET_SL &&
	    r->action != ALGO_DO_SET_TP)
		return 0;
	return r->where.node < 0 || algo_eval_trade(s->eval, r->where.node,
						    s->at, slots, t->tag) == 1;
}

static void close_one(struct strategist *s, const struct algo_rule *r, size_t i,
		      const double *slots, int place)
{
	const struct algo_trade *t = algo_broker_trade(s->broker, i);
	double portion = 1;

	if (r->portion.node >= 0)
		portion = algo_eval_trade(s->eval, r->portion.node, s->at,
					  slots, t->tag);
	algo_broker_close_trade(s->broker, i, portion, ALGO_R_SIGNAL, place);
}

/* A rule is about to move a level: the rules after it see what was. */
static void keep_levels(struct strategist *s)
{
	size_t i, n = algo_broker_trades(s->broker);
	void *v = s->levels;

	if (s->levels_bar == s->bar)
		return;
	algo_grow(&v, &s->levels_cap, n, sizeof(*s->levels));
	s->levels = v;
	for (i = 0; i < n; i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);

		s->levels[i] = (struct levels){ t->sl, t->tp };
	}
	s->levels_bar = s->bar;
}

static void level_one(struct strategist *s, const struct algo_rule *r, size_t i,
		      const double *slots)
{
	const struct algo_trade *t = algo_broker_trade(s->broker, i);
	int sl = r->action == ALGO_DO_SET_SL;
	double v = algo_eval_trade(s->eval, (sl ? &r->sl : &r->tp)->node, s->at,
				   slots, t->tag);

	if (!(v > 0) || isinf(v) || v == (sl ? t->sl : t->tp))
		return;
	keep_levels(s);
	if (sl)
		algo_broker_set_sl(s->broker, i, v, 0);
	else
		algo_broker_set_tp(s->broker, i, v);
}

/* close*, set_sl, set_tp: every open trade, oldest first. */
static void each_trade(struct strategist *s, const struct algo_rule *r,
		       int place)
{
	int set = r->action == ALGO_DO_SET_SL || r->action == ALGO_DO_SET_TP;
	size_t i;

	for (i = 0; i < algo_broker_trades(s->broker); i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);
		double slots[ALGO_TR_COUNT];

		algo_trade_slots(s, i, slots);
		if (!chosen(s, r, t, slots))
			continue;
		if (set)
			level_one(s, r, i, slots);
		else
			close_one(s, r, i, slots, place);
	}
}

/* --- Rules --------------------------------------------------------------- */

static int apply(struct strategist *s, const struct algo_rule *r, int place,
		 struct algo_err *err)
{
	switch (r->action) {
	case ALGO_DO_BUY:
		return algo_risk_may_signal(s) ? order(s, r, 1, place, err) : 0;
	case ALGO_DO_SELL:
		return algo_risk_may_signal(s) ? order(s, r, -1, place, err)
					       : 0;
	case ALGO_DO_TARGET:
		return target(s, r, place, err);
	case ALGO_DO_CANCEL:
		algo_broker_cancel(s->broker, r->tag, ALGO_R_CANCEL);
		return 0;
	case ALGO_DO_CLOSE:
	case ALGO_DO_CLOSE_LONG:
	case ALGO_DO_CLOSE_SHORT:
	case ALGO_DO_SET_SL:
	case ALGO_DO_SET_TP:
		break;
	}
	each_trade(s, r, place);
	return 0;
}

/* --- Short form ---------------------------------------------------------- */

static int has_side(const struct strategist *s, int side)
{
	size_t i;

	for (i = 0; i < algo_broker_trades(s->broker); i++)
		if (algo_broker_trade(s->broker, i)->size * side > 0)
			return 1;
	return 0;
}

/* Closes the trades of a side that nothing has closed in this step. */
static void close_side(struct strategist *s, int side, int place)
{
	size_t i;

	for (i = 0; i < algo_broker_trades(s->broker); i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);

		if (t->size * side > 0 && t->close_bar != s->bar)
			algo_broker_close_trade(s->broker, i, 1, ALGO_R_SIGNAL,
						place);
	}
}

static int enter(struct strategist *s, const struct algo_rule *r, int side,
		 int place, struct algo_err *err)
{
	if (!fires(s, (size_t)place) || has_side(s, side) ||
	    !algo_risk_may_signal(s))
		return 0;
	close_side(s, -side, place);
	return order(s, r, side, place, err);
}

static int short_form(struct strategist *s, struct algo_err *err)
{
	const struct algo_strategy *d = s->doc;

	if (fires(s, PLACE_EXIT_LONG))
		close_side(s, 1, PLACE_EXIT_LONG);
	if (fires(s, PLACE_EXIT_SHORT))
		close_side(s, -1, PLACE_EXIT_SHORT);
	if (enter(s, &d->entry_long, 1, PLACE_ENTRY_LONG, err))
		return -1;
	return enter(s, &d->entry_short, -1, PLACE_ENTRY_SHORT, err);
}

int algo_strategist_close(struct strategist *s, size_t at, double close)
{
	s->at = at;
	s->bar = algo_broker_index(s->broker);
	s->close = close;
	if (s->may_rest)
		return 0;
	algo_risk_day_runs(s);
	return algo_risk_flatten(s);
}

int algo_strategist_step(struct strategist *s, struct algo_err *err)
{
	const struct algo_strategy *d = s->doc;
	size_t i;

	algo_risk_renew(s);
	algo_picture(s);
	s->ledger->last = algo_broker_equity(s->broker);
	if (s->steps_count)
		algo_eval_step(s->eval, s->at);
	if (s->may_rest && !s->event[s->at])
		return 0;
	if (short_form(s, err))
		return -1;
	for (i = 0; i < d->nrules; i++)
		if (fires(s, PLACE_RULES + i) &&
		    apply(s, &d->rules[i], PLACE_RULES + (int)i, err))
			return -1;
	return 0;
}
