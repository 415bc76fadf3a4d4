/* portfolio.c - several symbols in one account, time by time: the broker steps
 * of all, then equity, then the strategy steps (SEMANTICS.md 50) */
#include "folio.h"

#include <math.h>
#include <string.h>

/* The two sides of several trades may both be there. */
static void add_sides(const struct algo_broker *b, double close, double *longs,
		      double *shorts)
{
	size_t i;

	for (i = 0; i < b->ntrades; i++) {
		double v = b->trades[i]->size * close;

		if (v > 0)
			*longs += v;
		else
			*shorts -= v;
	}
}

/* The account at the marks; 0 once ruined. */
static int settle_time(struct folio *f, uint32_t k)
{
	double profit = 0, longs = 0, shorts = 0;
	size_t h;
	int sound;

	algo_folio_holders(f);
	for (h = 0; h < f->nholders; h++) {
		const struct mark *m = &f->mark[f->holder[h]];
		double v = m->size * m->close;

		profit += m->close * m->size - m->cost;
		if (f->nseveral && f->seat[f->holder[h]].several)
			add_sides(f->broker[f->holder[h]], m->close, &longs,
				  &shorts);
		else if (v > 0)
			longs += v;
		else
			shorts -= v;
	}
	sound = algo_purse_row(&f->purse, profit, longs, shorts);
	if (sound >= 0)
		return sound;
	for (h = 0; h < f->n; h++)
		algo_seat_catch_up(&f->seat[h],
				   algo_seat_bars_by(&f->seat[h], k));
	algo_purse_make(&f->purse);
	for (h = 0; h < f->n; h++)
		algo_seat_position(f, h);
	return 0;
}

/* --- One time ------------------------------------------------------------ */

/* The row of the time, as far as it is known. */
static void turn(struct folio *f, const struct algo_tapes *t, uint32_t k)
{
	struct purse *p = &f->purse;

	algo_purse_turn(p);
	p->row.bar = p->index;
	p->row.time = t->time[k];
	p->row.close = p->index == 0 ? 1 : NAN;
	if (f->n == 1)
		p->row.close = t->of[0].close[k];
}

static void take_bar(struct folio *f, size_t s, uint32_t k)
{
	struct seat *q = &f->seat[s];
	struct mark *m = &f->mark[s];
	const struct algo_tape *t = q->tape;
	size_t i = q->at ? algo_seat_bars_by(q, k) - 1 : k;
	struct algo_bar bar = { t->time[i],  t->open[i],
				t->high[i],  t->low[i],
				t->close[i], t->volume ? t->volume[i] : 0 };

	algo_seat_catch_up(q, i);
	if (f->r->panel)
		algo_strategist_clock(&q->st, bar.time);
	algo_broker_take(q->broker, &bar);
	q->done = q->next = i + 1;
	q->before = q->broker->prev.close;
	m->open = bar.open;
	m->close = bar.close;
	algo_seat_value(f, s);
}

/* It is past its warm-up. */
static int is_started(const struct seat *q)
{
	return q->start >= 0 && algo_broker_index(q->broker) >= q->start;
}

/* An entry asks what the others hold. */
static int any_entry(const struct folio *f)
{
	size_t i;

	for (i = 0; i < f->nup; i++)
		if (f->broker[f->up[i]]->pending)
			return 1;
	return 0;
}

/* What is open behind each seat at work, from the last on. */
static void look_behind(struct folio *f)
{
	struct worths sum = { 0 };
	size_t h = f->nholders, i;

	for (i = f->nup; i > 0; i--) {
		for (; h > 0 && f->holder[h - 1] > f->up[i - 1]; h--)
			algo_seat_add(f, f->holder[h - 1], &sum);
		f->behind[i - 1] = sum;
	}
}

/* What the other symbols hold, before and behind it in the order, whose orders
 * were looked at and were not. */
static void tell_others(struct algo_broker *b, const struct worths *before,
			const struct worths *behind)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		b->others[i].profit =
			before->by[i].profit + behind->by[i].profit;
		b->others[i].value = before->by[i].value + behind->by[i].value;
	}
}

/* The broker steps, in order of first appearance. */
static void all_orders(struct folio *f)
{
	struct worths before = { 0 };
	size_t i, h = 0;
	int waits = any_entry(f);

	if (waits)
		look_behind(f);
	for (i = 0; i < f->nup; i++) {
		size_t s = f->up[i];
		struct seat *q = &f->seat[s];

		if (!is_started(q))
			continue;
		for (; waits && h < f->nholders && f->holder[h] < s; h++)
			algo_seat_add(f, f->holder[h], &before);
		h += waits && h < f->nholders && f->holder[h] == s;
		if (q->broker->pending)
			tell_others(q->broker, &before, &f->behind[i]);
		algo_broker_orders(q->broker);
		algo_seat_position(f, s);
		if (waits)
			algo_seat_add(f, s, &before);
	}
}

static void all_costs(struct folio *f)
{
	const struct algo_account *a = f->r->opt.account;
	int64_t now = f->purse.row.time;
	size_t i;

	if (a->maintenance == 0 && a->borrow == 0 && a->funding == 0)
		return;
	if (algo_margin_called(&f->purse, now)) {
		for (i = 0; i < f->n; i++) {
			algo_broker_call(f->broker[i], now);
			algo_seat_position(f, i);
		}
	}
	for (i = 0; i < f->nup; i++)
		algo_carry(f->seat[f->up[i]].broker);
}

static void all_see(struct folio *f)
{
	size_t i;

	for (i = 0; i < f->nup; i++) {
		struct seat *q = &f->seat[f->up[i]];

		algo_broker_see(q->broker);
		q->held += q->broker->ntrades > 0;
	}
}

/* Sessions that end with this bar; 0 when closing them is the ruin. */
static int all_flatten(struct folio *f, uint32_t k)
{
	int any = 0;
	size_t i;

	for (i = 0; i < f->nup && f->r->panel; i++) {
		size_t s = f->up[i];
		struct seat *q = &f->seat[s];

		if (!is_started(q) ||
		    !algo_strategist_close(&q->st, q->done - 1,
					   f->mark[s].close))
			continue;
		algo_broker_close_now(q->broker, ALGO_R_SESSION);
		algo_seat_position(f, s);
		any = 1;
	}
	return any ? settle_time(f, k) : 1;
}

static int step(struct folio *f, struct seat *q, struct algo_err *err)
{
	if (f->r->panel)
		return algo_strategist_step(&q->st, err);
	return algo_replay_signal(q->broker, &q->target,
				  q->tape->signal[q->done - 1], err);
}

static int all_steps(struct folio *f, struct algo_err *err)
{
	size_t i;

	for (i = 0; i < f->nup; i++) {
		struct seat *q = &f->seat[f->up[i]];

		if (is_started(q) && step(f, q, err))
			return -1;
	}
	return 0;
}

static int play_time(struct folio *f, const struct algo_tapes *t, uint32_t k,
		     struct algo_err *err)
{
	size_t i;
	int rc = 0;

	turn(f, t, k);
	f->nup = algo_folio_list(f, f->alarm + k * f->words, f->up);
	algo_folio_holders(f);
	algo_folio_mark(f, k);
	for (i = 0; i < f->nup; i++)
		take_bar(f, f->up[i], k);
	if (!f->purse.ruined && f->nup) {
		all_orders(f);
		all_costs(f);
	}
	if (settle_time(f, k)) {
		all_see(f);
		if (all_flatten(f, k))
			rc = all_steps(f, err);
	}
	for (i = 0; i < f->nup; i++)
		algo_seat_alarm(f, f->up[i], f->seat[f->up[i]].done);
	return rc;
}

int algo_folio_play(struct folio *f, const struct algo_tapes *t,
		    struct algo_err *err)
{
	uint32_t k;

	algo_folio_begin(f, t);
	for (k = 0; k < t->n; k++)
		if (play_time(f, t, k, err))
			return -1;
	algo_folio_close(f);
	f->times += (int64_t)t->n;
	return 0;
}

/* --- The end ------------------------------------------------------------- */

/* What equal parts of all symbols, held from their first bars, have become. */
static double held_all(const struct folio *f)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < f->n; i++) {
		const struct seat *q = &f->seat[i];

		sum += isnan(q->first_close)
			       ? 1
			       : q->broker->bar.close / q->first_close;
	}
	return sum / (double)f->n;
}

/* Of the first symbol that never started. */
static void see_cold(struct folio *f)
{
	size_t i;

	for (i = 0; i < f->n && f->r->panel; i++) {
		if (f->seat[i].start >= 0)
			continue;
		algo_eval_cold(f->seat[i].st.eval, &f->r->cold);
		f->r->cold_symbol = f->r->opt.symbols[i];
		return;
	}
}

void algo_folio_end(struct folio *f)
{
	see_cold(f);
	if (f->n > 1)
		f->purse.row.close = held_all(f);
	algo_purse_end(&f->purse);
}

void algo_folio_tell(struct folio *f)
{
	algo_purse_tell(&f->purse);
}

size_t algo_folio_open_trades(const struct folio *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		n += f->broker[i]->ntrades;
	return n;
}

void algo_folio_costs(const struct folio *f, struct algo_costs *c)
{
	*c = f->purse.costs;
}

int algo_folio_in_session(const struct folio *f)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (f->seat[i].st.ever_in_session)
			return 1;
	return 0;
}

size_t algo_replay_seats(const struct algo_replay *r)
{
	return r->folio ? r->folio->n : 0;
}

void algo_replay_seat(const struct algo_replay *r, size_t i,
		      struct algo_seat *seat)
{
	const struct seat *q = &r->folio->seat[i];
	const struct algo_broker *b = q->broker;
	double size = 0, cost = 0;
	size_t k;

	for (k = 0; k < b->ntrades; k++) {
		size += b->trades[k]->size;
		cost += b->trades[k]->size * b->trades[k]->entry;
	}
	seat->name = b->symbol;
	seat->bars = b->index + 1;
	seat->first = q->first;
	seat->held = q->held;
	seat->size = size;
	seat->cost_basis = size == 0 ? NAN : cost / size;
	seat->close = b->index < 0 ? NAN : b->bar.close;
	seat->profit = size == 0 && cost == 0 ? 0 : b->bar.close * size - cost;
}
