/* event.c - what happens, told as it happens */
#include "broker.h"

#include <math.h>

static struct algo_event event(const struct algo_broker *b,
			       enum algo_event_kind kind)
{
	return (struct algo_event){ .kind = kind,
				    .symbol = b->symbol,
				    .bar = b->index,
				    .time = b->bar.time,
				    .size = NAN,
				    .price = NAN,
				    .open = NAN,
				    .high = NAN,
				    .low = NAN,
				    .close = NAN,
				    .limit = NAN,
				    .stop = NAN,
				    .place = -1 };
}

static struct algo_event of_order(const struct algo_broker *b,
				  enum algo_event_kind kind,
				  const struct order *o)
{
	struct algo_event e = event(b, kind);

	e.order = o->id;
	e.trade = o->trade ? o->trade->opener : 0;
	e.side = o->side;
	e.order_kind = o->kind;
	e.place = o->place;
	e.tag = o->tag;
	return e;
}

void algo_tell_market(const struct algo_broker *b)
{
	struct algo_event e;

	if (!b->sink.event)
		return;
	e = event(b, ALGO_EV_MARKET);
	e.open = b->bar.open / b->scale;
	e.high = b->bar.high / b->scale;
	e.low = b->bar.low / b->scale;
	e.close = b->bar.close / b->scale;
	b->sink.event(b->sink.ctx, &e);
}

/* Its prices are not scaled yet. */
void algo_tell_order(const struct algo_broker *b, const struct order *o)
{
	struct algo_event e;

	if (!b->sink.event)
		return;
	e = of_order(b, ALGO_EV_ORDER, o);
	e.size = o->size_kind == ALGO_SZ_ALL ? ALL_IN : o->size;
	if (o->trade)
		e.size *= b->scale;
	e.limit = o->limit;
	e.stop = o->stop;
	b->sink.event(b->sink.ctx, &e);
}

void algo_tell_fill(const struct algo_broker *b, const struct order *o,
		    int at_prev, double units, double price)
{
	struct algo_event e;

	if (!b->sink.event)
		return;
	e = of_order(b, ALGO_EV_FILL, o);
	e.bar -= at_prev;
	e.time = at_prev ? b->prev.time : b->bar.time;
	e.size = units * b->scale;
	e.price = price / b->scale;
	e.reason = o->reason;
	b->sink.event(b->sink.ctx, &e);
}

void algo_tell_drop(const struct algo_broker *b, const struct order *o,
		    enum algo_order_status status, enum algo_reason reason)
{
	struct algo_event e;

	if (!b->sink.event || status == ALGO_OS_FILLED)
		return;
	e = of_order(
		b, status == ALGO_OS_REJECTED ? ALGO_EV_REJECT : ALGO_EV_CANCEL,
		o);
	e.reason = reason;
	e.expired = status == ALGO_OS_EXPIRED;
	b->sink.event(b->sink.ctx, &e);
}

void algo_broker_note(const struct algo_broker *b, enum algo_event_kind kind,
		      int place, const char *text)
{
	struct algo_event e;

	if (!b->sink.event)
		return;
	e = event(b, kind);
	e.place = place;
	e.text = text;
	b->sink.event(b->sink.ctx, &e);
}
