/* seat.c - one of several symbols of an account: its broker and strategist,
 * when they have work, and what it holds meanwhile */
#include "folio.h"

#include <math.h>
#include <string.h>

/* --- Seats --------------------------------------------------------------- */

static void sit(struct folio *f, size_t i)
{
	const struct algo_replay_opt *o = &f->r->opt;
	struct seat *q = &f->seat[i];
	struct algo_driver d = { .ctx = NULL };

	q->broker = algo_broker_join(o->account, &o->sink, &f->purse,
				     o->symbols[i]);
	q->broker->seat = i;
	f->broker[i] = q->broker;
	q->start = f->r->start;
	q->first = -1;
	q->first_close = NAN;
	if (!o->strategy)
		return;
	algo_strategist_init(&q->st, o->strategy, q->broker, o->account,
			     algo_panel_eval(f->r->panel, i));
	q->st.ledger = &f->ledger;
	q->st.index = f->r->index;
	q->st.places = f->r->places;
	q->st.nplaces = f->r->nplaces;
	algo_risk_driver(&q->st, &d);
	d.fate = algo_replay_fate;
	algo_broker_driver(q->broker, &d);
}

struct folio *algo_folio_new(struct algo_replay *r)
{
	struct folio *f = algo_zalloc(1, sizeof(*f));
	const struct algo_account *a = r->opt.account;
	size_t i, n = r->opt.nsymbols;

	f->r = r;
	f->n = n;
	algo_purse_init(&f->purse, a, &r->opt.sink);
	algo_ledger_init(&f->ledger, a);
	f->purse.timeless = r->index;
	f->broker = algo_zalloc(n, sizeof(*f->broker));
	f->seat = algo_zalloc(n, sizeof(*f->seat));
	f->marks = algo_zalloc(n + 1, sizeof(*f->mark));
	f->mark = (void *)(((uintptr_t)f->marks + 63) & ~(uintptr_t)63);
	f->now = algo_zalloc(n, sizeof(*f->now));
	f->then = algo_zalloc(n, sizeof(*f->then));
	f->words = (n + 63) / 64;
	f->held = algo_zalloc(f->words, sizeof(*f->held));
	f->up = algo_zalloc(n, sizeof(*f->up));
	f->holder = algo_zalloc(n, sizeof(*f->holder));
	f->behind = algo_zalloc(n + 1, sizeof(*f->behind));
	for (i = 0; i < n; i++)
		sit(f, i);
	f->purse.broker = f->broker;
	f->purse.n = n;
	f->sleepy = !r->opt.sink.event && a->borrow == 0 && a->funding == 0 &&
		    a->maintenance == 0 &&
		    (!r->opt.strategy || f->seat[0].st.may_rest);
	f->at_close = a->mark == ALGO_MARK_CLOSE;
	f->before = a->trade_on_close && a->mark == ALGO_MARK_OPEN;
	return f;
}

void algo_folio_free(struct folio *f)
{
	size_t i;

	if (!f)
		return;
	for (i = 0; i < f->n; i++) {
		algo_strategist_release(&f->seat[i].st);
		algo_broker_free(f->broker[i]);
	}
	algo_purse_release(&f->purse);
	algo_free(f->broker);
	algo_free(f->seat);
	algo_free(f->marks);
	algo_free(f->now);
	algo_free(f->then);
	algo_free(f->alarm);
	algo_free(f->up);
	algo_free(f->holder);
	algo_free(f->held);
	algo_free(f->behind);
	algo_free(f);
}

/* --- Bits ---------------------------------------------------------------- */

static void set_bit(uint64_t *bits, size_t i)
{
	bits[i / 64] |= (uint64_t)1 << i % 64;
}

static int has_bit(const uint64_t *bits, size_t i)
{
	return (bits[i / 64] >> i % 64 & 1) != 0;
}

size_t algo_folio_list(const struct folio *f, const uint64_t *bits,
		       size_t *list)
{
	size_t w, n = 0;
	uint64_t left;

	for (w = 0; w < f->words; w++)
		for (left = bits[w]; left; left &= left - 1)
			list[n++] = w * 64 + (size_t)__builtin_ctzll(left);
	return n;
}

/* --- Waking and sleeping ------------------------------------------------- */

static uint32_t time_of(const struct seat *q, size_t bar)
{
	return q->at ? q->at[bar] : (uint32_t)bar;
}

/* The first bar of the stretch from i on at which the strategy acts. */
static size_t next_event(const struct folio *f, const struct seat *q, size_t i)
{
	int64_t start = q->start - q->base;
	size_t n = q->tape->n;

	if (q->start < 0 || start >= (int64_t)n)
		return n;
	if (start > (int64_t)i)
		i = (size_t)start;
	if (i >= n)
		return n;
	if (f->r->opt.strategy)
		return algo_strategist_next(&q->st, i, n);
	while (i < n &&
	       (isnan(q->tape->signal[i]) || q->tape->signal[i] == q->target))
		i++;
	return i;
}

void algo_seat_alarm(struct folio *f, size_t s, size_t i)
{
	const struct seat *q = &f->seat[s];

	if (f->sleepy && !q->broker->head)
		i = f->purse.ruined ? q->tape->n : next_event(f, q, i);
	if (i < q->tape->n)
		set_bit(f->alarm + time_of(q, i) * f->words, s);
}

void algo_seat_catch_up(struct seat *q, size_t to)
{
	if (q->done >= to)
		return;
	algo_broker_drift(q->broker, q->tape, q->done, to);
	q->held += q->broker->ntrades ? (int64_t)(to - q->done) : 0;
	q->done = to;
}

size_t algo_seat_bars_by(const struct seat *q, uint32_t k)
{
	size_t lo = 0, hi = q->tape->n;

	if (!q->at)
		return (size_t)k + 1;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (q->at[mid] <= k)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* No alarm is set at any of n times. */
static void clear_alarms(struct folio *f, size_t n)
{
	void *v = f->alarm;

	algo_grow(&v, &f->alarm_cap, n * f->words, sizeof(*f->alarm));
	f->alarm = v;
	memset(f->alarm, 0, n * f->words * sizeof(*f->alarm));
}

static void begin_seat(struct folio *f, size_t s, const struct algo_tape *t,
		       const uint32_t *at)
{
	struct seat *q = &f->seat[s];
	struct mark *m = &f->mark[s];
	int64_t w;

	q->tape = t;
	q->at = m->at = at;
	m->opens = t->open;
	m->closes = t->close;
	q->base = algo_broker_index(q->broker) + 1;
	q->done = q->next = 0;
	if (isnan(q->first_close) && t->n)
		q->first_close = t->close[0];
	if (f->r->panel) {
		if (q->start < 0 && algo_eval_warmup(q->st.eval, &w))
			q->start = w + 1;
		algo_strategist_block(&q->st, t->n);
	}
	algo_seat_alarm(f, s, 0);
}

void algo_folio_begin(struct folio *f, const struct algo_tapes *t)
{
	size_t i;

	clear_alarms(f, t->n);
	for (i = 0; i < f->n; i++)
		begin_seat(f, i, &t->of[i], t->at ? t->at[i] : NULL);
}

/* Its first step is in this stretch. */
static void see_first(struct folio *f, struct seat *q)
{
	int64_t i = q->start - q->base, at;

	if (q->first >= 0 || q->start < 0 || i >= (int64_t)q->tape->n)
		return;
	q->first = q->start;
	at = f->times + time_of(q, (size_t)i);
	if (f->r->first < 0 || at < f->r->first)
		f->r->first = at;
}

void algo_folio_close(struct folio *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		algo_seat_catch_up(&f->seat[i], f->seat[i].tape->n);
		see_first(f, &f->seat[i]);
	}
}

/* --- What is open -------------------------------------------------------- */

void algo_seat_position(struct folio *f, size_t s)
{
	struct seat *q = &f->seat[s];
	const struct algo_broker *b = q->broker;
	struct mark *m = &f->mark[s];
	size_t i;

	if (!b->ntrades && !has_bit(f->held, s))
		return;
	m->size = m->cost = m->gross = 0;
	for (i = 0; i < b->ntrades; i++) {
		const struct trade *t = b->trades[i];

		m->size += t->size;
		m->cost += t->size * t->entry;
		m->gross += fabs(t->size);
	}
	f->nseveral += (size_t)(b->ntrades > 1) - (size_t)q->several;
	q->several = b->ntrades > 1;
	algo_seat_value(f, s);
	if (has_bit(f->held, s) == (b->ntrades > 0))
		return;
	f->held[s / 64] ^= (uint64_t)1 << s % 64;
	f->moved = 1;
}

void algo_folio_holders(struct folio *f)
{
	if (f->moved)
		f->nholders = algo_folio_list(f, f->held, f->holder);
	f->moved = 0;
}

#define NO_BAR SIZE_MAX

/* Its bar at time k. */
static size_t bar_at(struct seat *q, uint32_t k)
{
	size_t i = q->next;

	if (i >= q->tape->n || q->at[i] != k)
		return NO_BAR;
	q->next = i + 1;
	return i;
}

void algo_folio_mark(struct folio *f, uint32_t k)
{
	const uint64_t *awake = f->alarm + k * f->words;
	size_t h;

	for (h = 0; h < f->nholders; h++) {
		size_t s = f->holder[h], i = k;
		struct mark *m = &f->mark[s];

		if (has_bit(awake, s))
			continue;
		if (f->before)
			f->seat[s].before = m->close;
		if (m->at)
			i = bar_at(&f->seat[s], k);
		m->open = i == NO_BAR ? m->close : m->opens[i];
		m->close = i == NO_BAR ? m->close : m->closes[i];
		algo_seat_value(f, s);
	}
}
