/* risk.c - what a document's "risk" does: stops and targets at the fill,
 * trailing stops, limits of loss, bars and entries, the session (LANGUAGE.md
 * 1, SEMANTICS.md 30-36) */
#include "strategist.h"

#include <math.h>

static int is_set(const struct algo_stop *s)
{
	return s->how != ALGO_LEVEL_NONE;
}

/* --- Session ------------------------------------------------------------- */

static int64_t local_of(const struct algo_session *ss, int64_t time)
{
	return ss->zone ? algo_zone_local(ss->zone, time) : time;
}

/* Time since the session's start, below a day; its length in *len. */
static int64_t into_session(const struct algo_session *ss, int64_t time,
			    int64_t *len)
{
	int64_t local = local_of(ss, time) - ss->from;

	*len = ss->to - ss->from;
	if (*len <= 0)
		*len += ALGO_DAY_US;
	return local - algo_day_of(local) * ALGO_DAY_US;
}

static int inside(const struct algo_session *ss, int64_t time)
{
	int64_t len;

	return into_session(ss, time, &len) < len;
}

static int64_t session_day(const struct algo_session *ss, int64_t time)
{
	return algo_day_of(local_of(ss, time) - ss->from);
}

static int open_now(void *ctx, int64_t time)
{
	struct strategist *s = ctx;

	return inside(&s->doc->risk.session, time);
}

/* The bar that would have closed the session is missing. */
static int flatten_now(void *ctx, int64_t time)
{
	struct strategist *s = ctx;
	const struct algo_session *ss = &s->doc->risk.session;

	return !inside(ss, time) ||
	       session_day(ss, time) != session_day(ss, s->last_time);
}

/* The close of the last bar that ends by the session's end, known from the
 * clock and the interval, ends it.  Bar numbers lie in no hours. */
int algo_risk_flatten(struct strategist *s)
{
	const struct algo_session *ss = &s->doc->risk.session;
	int64_t at, len;

	if (!ss->has)
		return 0;
	if (s->index) {
		s->in_session = !ss->has_hours;
		return 0;
	}
	at = into_session(ss, s->time, &len);
	s->in_session = at < len;
	s->ever_in_session |= s->in_session;
	if (!ss->flatten || s->interval == 0 || !s->in_session)
		return 0;
	if (at + s->interval > len || at + 2 * s->interval <= len)
		return 0;
	if (algo_broker_trades(s->broker))
		algo_broker_note(s->broker, ALGO_EV_RULE, -1, "session");
	return 1;
}

/* --- Days and limits ----------------------------------------------------- */

/* In the document's zone; bar numbers are all of one day. */
static int64_t day_of(const struct strategist *s, int64_t time)
{
	if (s->index)
		return 0;
	return algo_day_of(s->doc->zone ? algo_zone_local(s->doc->zone, time)
					: time);
}

void algo_risk_day(struct strategist *s, int64_t time)
{
	struct algo_broker_view v;
	struct ledger *l = s->ledger;
	int64_t day = day_of(s, time);

	if (!l->has_day || day > l->day) {
		l->has_day = 1;
		l->day = day;
		l->before = l->last;
	}
	if (s->has_day && day <= s->day)
		return;
	algo_broker_view(s->broker, &v);
	s->has_day = s->day_begins = 1;
	s->day = day;
	s->yesterday = v.entries - s->entries_before;
	s->entries_before = v.entries;
}

/* What was bought at the close before belongs to the day before. */
void algo_risk_day_runs(struct strategist *s)
{
	struct algo_broker_view v;

	if (!s->day_begins)
		return;
	algo_broker_view(s->broker, &v);
	s->entries_before += v.late;
	s->day_begins = 0;
}

/* Entries so far of the day in which a fill lies that is about to be. */
static uint64_t entries_of_day(const struct strategist *s, int64_t fill_time)
{
	struct algo_broker_view v;

	algo_broker_view(s->broker, &v);
	if (!s->day_begins)
		return v.entries - s->entries_before;
	if (day_of(s, fill_time) < s->day)
		return s->yesterday + v.late;
	return v.entries - v.late - s->entries_before;
}

static int halted(const struct ledger *l)
{
	return l->halted_ever || (l->has_halted_day && l->halted_day == l->day);
}

/* Entry signals: not while halted, cooling down or outside the session. */
int algo_risk_may_signal(const struct strategist *s)
{
	const struct algo_risk *r = &s->doc->risk;
	struct algo_broker_view v;

	if (halted(s->ledger) || (r->session.has && !s->in_session))
		return 0;
	if (isnan(r->cooldown_bars))
		return 1;
	algo_broker_view(s->broker, &v);
	return v.last_exit_bar < 0 ||
	       (double)(s->bar - v.last_exit_bar) >= r->cooldown_bars;
}

/* The account has lost as much as it may: of several strategists the first
 * one at this close sees it. */
static void see_losses(struct strategist *s)
{
	const struct algo_risk *r = &s->doc->risk;
	struct ledger *l = s->ledger;
	struct algo_broker_view v;
	int day, ever;

	algo_broker_view(s->broker, &v);
	day = 100 * (1 - v.equity / l->before) >= r->max_daily_loss_pct;
	ever = 100 * (1 - v.equity / v.peak) >= r->max_drawdown_pct;
	if (day) {
		algo_broker_note(s->broker, ALGO_EV_RULE, -1,
				 "max_daily_loss_pct");
		l->has_halted_day = 1;
		l->halted_day = l->day;
	}
	if (ever) {
		algo_broker_note(s->broker, ALGO_EV_RULE, -1,
				 "max_drawdown_pct");
		l->halted_ever = 1;
	}
	l->halts += day || ever;
}

/* A symbol without a bar at that close closes its trades at its next. */
static void limits(struct strategist *s)
{
	const struct algo_risk *r = &s->doc->risk;

	if (isnan(r->max_daily_loss_pct) && isnan(r->max_drawdown_pct))
		return;
	if (!halted(s->ledger))
		see_losses(s);
	if (s->halts == s->ledger->halts)
		return;
	s->halts = s->ledger->halts;
	algo_broker_cancel(s->broker, NULL, ALGO_R_LIMIT);
	algo_broker_close(s->broker, 1, ALGO_R_LIMIT, -1);
}

static void max_bars(struct strategist *s)
{
	double n = s->doc->risk.max_bars;
	size_t i;

	if (isnan(n))
		return;
	for (i = 0; i < algo_broker_trades(s->broker); i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);

		if ((double)(s->bar - t->entry_bar) < n - 1 ||
		    t->risk_bar == s->bar)
			continue;
		algo_broker_note(s->broker, ALGO_EV_RULE, -1, "max_bars");
		algo_broker_close_trade(s->broker, i, 1, ALGO_R_MAX_BARS, -1);
	}
}

/* --- Levels -------------------------------------------------------------- */

/* The price that v stands for, with the side's sign: away = -1 for stops, 1
 * for targets. */
static double level(enum algo_level how, double v, double base, double side,
		    double away)
{
	switch (how) {
	case ALGO_LEVEL_PCT:
		return base * (1 + away * side * v / 100);
	case ALGO_LEVEL_DISTANCE:
		return base + away * side * v;
	case ALGO_LEVEL_NONE:
	case ALGO_LEVEL_PRICE:
		break;
	}
	return v;
}

static double tighter(double side, double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) ? b : a;
	return side > 0 ? fmax(a, b) : fmin(a, b);
}

static enum algo_reason check_level(double v, double price, double side,
				    double away)
{
	if (!isfinite(v))
		return ALGO_R_NA;
	return (v - price) * side * away > 0 ? ALGO_R_NONE : ALGO_R_WRONG_SIDE;
}

/* A level of risk at a fill. */
static double at_fill(struct strategist *s, const struct algo_stop *st,
		      double price, double side, double away)
{
	double v = algo_eval_fill(s->eval, st->at.node, price, side);

	return level(st->how, v, price, side, away);
}

/* The trailing stop a trade begins with: NaN when there is none yet. */
static double trail_at_fill(struct strategist *s, const struct algo_order *o,
			    double price, double side)
{
	if (!isnan(o->trail))
		return price - side * o->trail;
	if (!is_set(&s->doc->risk.trail))
		return NAN;
	return at_fill(s, &s->doc->risk.trail, price, side, -1);
}

static enum algo_reason levels(void *ctx, const struct algo_order *o,
			       double price, double *sl, double *tp,
			       int *trails)
{
	struct strategist *s = ctx;
	const struct algo_risk *r = &s->doc->risk;
	enum algo_reason why = ALGO_R_NONE;
	double side = o->side, trail;

	if (isnan(*sl) && is_set(&r->stop)) {
		*sl = at_fill(s, &r->stop, price, side, -1);
		why = check_level(*sl, price, side, -1);
	}
	if (why == ALGO_R_NONE && isnan(*tp) && is_set(&r->target)) {
		*tp = at_fill(s, &r->target, price, side, 1);
		why = check_level(*tp, price, side, 1);
	}
	/* A trailing stop that is na has not begun. */
	trail = trail_at_fill(s, o, price, side);
	if (why != ALGO_R_NONE || isnan(trail))
		return why;
	why = isinf(trail) ? ALGO_R_WRONG_SIDE
			   : check_level(trail, price, side, -1);
	if (why != ALGO_R_NONE)
		return why;
	*trails = isnan(*sl) || (trail - *sl) * side > 0;
	*sl = tighter(side, *sl, trail);
	return ALGO_R_NONE;
}

/* The trailing stop of a trade as of this close. */
static double trail_now(struct strategist *s, const struct algo_trade *t)
{
	const struct algo_stop *st = &s->doc->risk.trail;
	double side = t->size > 0 ? 1 : -1;
	double best = side > 0 ? fmax(t->entry_price, t->high)
			       : fmin(t->entry_price, t->low);

	if (!isnan(t->trail))
		return best - side * t->trail;
	return level(st->how,
		     algo_eval_peek(s->eval, st->at.node, s->at, t->entry_price,
				    side),
		     best, side, -1);
}

static void trailing(struct strategist *s)
{
	int set = is_set(&s->doc->risk.trail);
	size_t i;

	if (set)
		algo_picture(s);
	for (i = 0; i < algo_broker_trades(s->broker); i++) {
		const struct algo_trade *t = algo_broker_trade(s->broker, i);
		double side = t->size > 0 ? 1 : -1, now;

		if (!set && isnan(t->trail))
			continue;
		now = trail_now(s, t);
		if (isfinite(now) && (isnan(t->sl) || (now - t->sl) * side > 0))
			algo_broker_set_sl(s->broker, i, now, 1);
	}
}

/* What risk does at a close, before the strategy looks (SEMANTICS.md 16). */
void algo_risk_renew(struct strategist *s)
{
	if (algo_broker_trades(s->broker))
		trailing(s);
	if (s->may_rest)
		return;
	limits(s);
	max_bars(s);
}

/* --- Entries ------------------------------------------------------------- */

static enum algo_reason may_enter(void *ctx, const struct algo_order *o,
				  int64_t fill_time)
{
	struct strategist *s = ctx;
	const struct algo_risk *r = &s->doc->risk;

	(void)o;
	if ((double)algo_broker_trades(s->broker) >= r->max_open_trades)
		return ALGO_R_MAX_OPEN_TRADES;
	if (isnan(r->max_trades_per_day))
		return ALGO_R_NONE;
	return (double)entries_of_day(s, fill_time) >= r->max_trades_per_day
		       ? ALGO_R_MAX_TRADES_PER_DAY
		       : ALGO_R_NONE;
}

/* Only the questions that the document gives a reason to ask. */
void algo_risk_driver(struct strategist *s, struct algo_driver *d)
{
	const struct algo_risk *r = &s->doc->risk;

	d->ctx = s;
	d->levels = levels;
	if (!isnan(r->max_open_trades) || !isnan(r->max_trades_per_day))
		d->may_enter = may_enter;
	if (r->session.has && !s->index) {
		d->open_now = open_now;
		if (r->session.flatten)
			d->flatten_now = flatten_now;
	}
}
