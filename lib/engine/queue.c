/* queue.c - orders, the order in which they are looked at, and their log */
#include "broker.h"

#include <math.h>
#include <string.h>

/* A new order that is in no queue yet; its id is the next. */
struct order *algo_order_new(struct algo_broker *b, enum algo_order_kind kind,
			     int side)
{
	struct order *o = b->spare;

	if (o)
		b->spare = o->next;
	else
		o = algo_alloc(sizeof(*o));
	memset(o, 0, sizeof(*o));
	o->id = ++b->purse->last_id;
	o->kind = kind;
	o->side = side;
	o->limit = o->stop = o->sl = o->tp = o->trail = NAN;
	o->bar = b->index;
	o->expire = o->part_bar = -1;
	o->place = -1;
	return o;
}

/* o is in the queue now: counted, and known to its trade. */
static void enlist(struct algo_broker *b, struct order *o)
{
	struct trade *t = o->trade;

	o->queued = 1;
	b->pending += !t;
	b->expiring += o->expire >= 0;
	if (!t)
		return;
	o->kin_prev = NULL;
	o->kin_next = t->orders;
	if (t->orders)
		t->orders->kin_prev = o;
	t->orders = o;
}

static void delist(struct algo_broker *b, struct order *o)
{
	struct trade *t = o->trade;

	o->queued = 0;
	b->pending -= !t;
	b->expiring -= o->expire >= 0;
	if (!t)
		return;
	if (o->kin_prev)
		o->kin_prev->kin_next = o->kin_next;
	else
		t->orders = o->kin_next;
	if (o->kin_next)
		o->kin_next->kin_prev = o->kin_prev;
}

void algo_queue_front(struct algo_broker *b, struct order *o)
{
	o->prev = NULL;
	o->next = b->head;
	if (b->head)
		b->head->prev = o;
	else
		b->tail = o;
	b->head = o;
	enlist(b, o);
}

void algo_queue_back(struct algo_broker *b, struct order *o)
{
	o->next = NULL;
	o->prev = b->tail;
	if (b->tail)
		b->tail->next = o;
	else
		b->head = o;
	b->tail = o;
	enlist(b, o);
}

static void recycle(struct algo_broker *b, struct order *o)
{
	o->next = b->spare;
	b->spare = o;
}

/* Takes o out; it is reused once no walk holds it. */
void algo_queue_remove(struct algo_broker *b, struct order *o)
{
	if (!o->queued)
		return;
	if (o->prev)
		o->prev->next = o->next;
	else
		b->head = o->next;
	if (o->next)
		o->next->prev = o->prev;
	else
		b->tail = o->prev;
	delist(b, o);
	if (!o->frozen)
		recycle(b, o);
}

/* Copies the queue to b->snap.  What leaves the queue meanwhile is not used
 * again before the release. */
void algo_queue_snapshot(struct algo_broker *b)
{
	struct order *o;

	for (o = b->head; o; o = o->next) {
		if (b->snap_n == b->snap_cap) {
			void *v = b->snap;

			algo_grow(&v, &b->snap_cap, b->snap_n + 1,
				  sizeof(*b->snap));
			b->snap = v;
		}
		b->snap[b->snap_n++] = o;
		o->frozen = 1;
	}
}

void algo_queue_release(struct algo_broker *b)
{
	while (b->snap_n > 0) {
		struct order *o = b->snap[--b->snap_n];

		o->frozen = 0;
		if (!o->queued)
			recycle(b, o);
	}
}

/* --- Log ----------------------------------------------------------------- */

static void log_grow(struct orderlog *l)
{
	void *v = l->v;
	size_t cap = l->cap;

	if (l->start > 64 && l->start > l->n / 2) {
		l->n -= l->start;
		memmove(l->v, l->v + l->start, l->n * sizeof(*l->v));
		memmove(l->done, l->done + l->start, l->n);
		l->start = 0;
	}
	if (l->n < l->cap)
		return;
	algo_grow(&v, &cap, l->n + 1, sizeof(*l->v));
	l->v = v;
	l->done = algo_realloc(l->done, cap, 1);
	l->cap = cap;
}

static double asked_size(const struct order *o)
{
	return o->size_kind == ALGO_SZ_ALL ? ALL_IN : o->size;
}

/* A row for o as it is asked, its prices not scaled yet; pending until a
 * status says otherwise. */
void algo_log_add(struct algo_broker *b, const struct order *o)
{
	struct orderlog *l = &b->purse->log;
	struct algo_order_row *r;

	algo_tell_order(b, o);
	if (!b->sink.order)
		return;
	log_grow(l);
	if (l->start == l->n) {
		l->start = l->n = 0;
		l->first = o->id;
	}
	l->done[l->n] = 0;
	r = &l->v[l->n++];
	memset(r, 0, sizeof(*r));
	r->symbol = b->symbol;
	r->id = o->id;
	r->bar = o->bar;
	r->time = b->bar.time;
	r->side = o->side;
	r->kind = o->kind;
	r->size = o->trade ? asked_size(o) * b->scale : asked_size(o);
	r->limit = o->limit;
	r->stop = o->stop;
	r->sl = o->sl;
	r->tp = o->tp;
	r->tag = o->tag;
	r->status = ALGO_OS_PENDING;
	r->fill_bar = -1;
	r->fill_price = r->fill_size = NAN;
	r->place = o->place;
}

struct algo_order_row *algo_log_row(struct algo_broker *b, uint64_t id)
{
	struct orderlog *l = &b->purse->log;

	if (!b->sink.order || id < l->first || id - l->first >= l->n - l->start)
		return NULL;
	return &l->v[l->start + (id - l->first)];
}

/* A fill of units (unsigned) at price; that of several parts is their mean. */
void algo_log_fill(struct algo_broker *b, const struct order *o, int at_prev,
		   double units, double price)
{
	struct algo_order_row *r = algo_log_row(b, o->id);
	double n = units * b->scale, p = price / b->scale;

	algo_tell_fill(b, o, at_prev, units, price);
	if (!r)
		return;
	r->fill_bar = b->index - at_prev;
	r->fill_time = at_prev ? b->prev.time : b->bar.time;
	if (r->fill_size > 0) {
		p = (r->fill_price * r->fill_size + p * n) / (r->fill_size + n);
		n += r->fill_size;
	}
	r->fill_price = p;
	r->fill_size = n;
}

/* Tells the decided rows at the front. */
static void log_drain(struct purse *p)
{
	struct orderlog *l = &p->log;

	while (l->start < l->n && l->done[l->start]) {
		p->sink->order(p->sink->ctx, &l->v[l->start++]);
		l->first++;
	}
}

void algo_log_status(struct algo_broker *b, uint64_t id,
		     enum algo_order_status status, enum algo_reason reason)
{
	struct algo_order_row *r = algo_log_row(b, id);
	struct orderlog *l = &b->purse->log;

	if (!r)
		return;
	r->status = status;
	r->reason = reason;
	l->done[r - l->v] = 1;
	if (id == l->first)
		log_drain(b->purse);
}

/* At the end: what is undecided stays pending. */
void algo_log_finish(struct purse *p)
{
	struct orderlog *l = &p->log;

	if (!p->sink->order || l->start == l->n)
		return;
	memset(l->done + l->start, 1, l->n - l->start);
	log_drain(p);
}

/* Out of the queue, with its fate. */
void algo_order_drop(struct algo_broker *b, struct order *o,
		     enum algo_order_status status, enum algo_reason reason)
{
	if (!o->trade && b->driver.fate)
		b->driver.fate(b->driver.ctx, o->place, o->bar, status, reason);
	algo_tell_drop(b, o, status, reason);
	algo_log_status(b, o->id, status, reason);
	algo_queue_remove(b, o);
}
