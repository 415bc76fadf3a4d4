/* report.c - orders, trades and equity as CSV (DESIGN.md's columns) */
#include <algo/engine.h>

#include <math.h>
#include <string.h>

static const char *const reasons[] = {
#define X(id, text) text,
	ALGO_REASON_MAP(X)
#undef X
};

const char *algo_reason_name(enum algo_reason r)
{
	return reasons[r];
}

const char *algo_order_kind_name(enum algo_order_kind k)
{
	static const char *const names[] = { "market",	   "limit", "stop",
					     "stop_limit", "close", "sl",
					     "tp" };

	return names[k];
}

const char *algo_order_status_name(enum algo_order_status s)
{
	static const char *const names[] = { "pending", "filled", "canceled",
					     "rejected", "expired" };

	return names[s];
}

static const char *event_name(enum algo_event_kind k)
{
	static const char *const names[] = {
#define X(id, name) name,
		ALGO_EVENT_MAP(X)
#undef X
	};

	return names[k];
}

/* --- Fields: a comma before each but the first --------------------------- */

static void field(struct algo_out *o, const char *s)
{
	if (!strpbrk(s, ",\"\r\n")) {
		algo_out_adds(o, s);
		return;
	}
	algo_out_addc(o, '"');
	for (; *s; s++) {
		if (*s == '"')
			algo_out_addc(o, '"');
		algo_out_addc(o, *s);
	}
	algo_out_addc(o, '"');
}

static void text(struct algo_out *o, const char *s)
{
	algo_out_addc(o, ',');
	if (s)
		field(o, s);
}

/* A text of ours, which needs no quotes. */
static void word(struct algo_out *o, const char *s)
{
	size_t n = strlen(s);
	char *p = algo_out_room(o, n + 1);

	*p = ',';
	memcpy(p + 1, s, n);
	algo_out_used(o, n + 1);
}

static void num(struct algo_out *o, double v, int *hint)
{
	char *p = algo_out_room(o, ALGO_NUM_MAX + 1);

	*p = ',';
	algo_out_used(o, 1 + algo_num_print_hint(p + 1, v, hint));
}

static void whole(struct algo_out *o, int64_t v)
{
	char *p = algo_out_room(o, ALGO_NUM_MAX + 1);

	*p = ',';
	algo_out_used(o, 1 + algo_int_print(p + 1, v));
}

static void stamp(struct algo_report *r, struct algo_out *o, int64_t t)
{
	char *p = algo_out_room(o, ALGO_WHEN_MAX);

	algo_out_used(o, r->index ? algo_int_print(p, t)
				  : algo_when_print(p, t, &r->cache));
}

static void when(struct algo_report *r, struct algo_out *o, int64_t t)
{
	char *p = algo_out_room(o, ALGO_WHEN_MAX + 1);

	*p = ',';
	algo_out_used(o, 1 + (r->index ? algo_int_print(p + 1, t)
				       : algo_when_print(p + 1, t, &r->cache)));
}

void algo_report_heads(struct algo_report *r)
{
	if (r->orders)
		algo_out_adds(r->orders,
			      "symbol,id,bar,time,side,kind,size,limit,stop,"
			      "sl,tp,tag,status,fill_bar,fill_time,"
			      "fill_price,fill_size,reason\n");
	if (r->trades)
		algo_out_adds(r->trades,
			      "symbol,side,size,entry_bar,exit_bar,entry_time,"
			      "exit_time,entry_price,exit_price,sl,tp,pnl,"
			      "return_pct,commission,bars,mae_pct,mfe_pct,"
			      "entry_tag,exit_reason\n");
	if (r->equity)
		algo_out_adds(r->equity, "time,equity,cash,exposure,"
					 "drawdown_pct,long,short\n");
}

void algo_report_order(struct algo_report *r, const struct algo_order_row *w)
{
	struct algo_out *o = r->orders;
	int *h = r->order_hints;

	field(o, w->symbol ? w->symbol : r->symbol);
	whole(o, (int64_t)w->id);
	whole(o, w->bar);
	when(r, o, w->time);
	word(o, w->side > 0 ? "buy" : "sell");
	word(o, algo_order_kind_name(w->kind));
	num(o, w->size, h++);
	num(o, w->limit, h++);
	num(o, w->stop, h++);
	num(o, w->sl, h++);
	num(o, w->tp, h++);
	text(o, w->tag);
	word(o, algo_order_status_name(w->status));
	if (w->fill_bar >= 0) {
		whole(o, w->fill_bar);
		when(r, o, w->fill_time);
	} else {
		algo_out_adds(o, ",,");
	}
	num(o, w->fill_price, h++);
	num(o, w->fill_size, h++);
	word(o, algo_reason_name(w->reason));
	algo_out_addc(o, '\n');
}

void algo_report_trade(struct algo_report *r, const struct algo_trade_row *w)
{
	struct algo_out *o = r->trades;
	int *h = r->trade_hints;

	field(o, w->symbol ? w->symbol : r->symbol);
	word(o, w->size > 0 ? "long" : "short");
	num(o, fabs(w->size), h++);
	whole(o, w->entry_bar);
	whole(o, w->exit_bar);
	when(r, o, w->entry_time);
	when(r, o, w->exit_time);
	num(o, w->entry_price, h++);
	num(o, w->exit_price, h++);
	num(o, w->sl, h++);
	num(o, w->tp, h++);
	num(o, w->pnl, h++);
	num(o, w->return_pct, h++);
	num(o, w->commission, h++);
	whole(o, w->exit_bar - w->entry_bar);
	num(o, w->mae_pct, h++);
	num(o, w->mfe_pct, h++);
	text(o, w->tag);
	word(o, algo_reason_name(w->exit_reason));
	algo_out_addc(o, '\n');
}

void algo_report_equity(struct algo_report *r, const struct algo_equity_row *w)
{
	struct algo_out *o = r->equity;
	int *h = r->equity_hints;

	stamp(r, o, w->time);
	num(o, w->equity, h++);
	num(o, w->cash, h++);
	num(o,
	    w->equity == 0 ? 0 : (w->long_value - w->short_value) / w->equity,
	    h++);
	num(o, 100 * (w->equity / w->peak - 1), h++);
	num(o, w->long_value, h++);
	num(o, w->short_value, h++);
	algo_out_addc(o, '\n');
}

/* --- Events -------------------------------------------------------------- */

/* A number that the event has. */
static void known(struct algo_jw *w, const char *key, double v)
{
	if (!isnan(v))
		algo_jw_knum(w, key, v);
}

static void of_order(struct algo_jw *w, const struct algo_event *e)
{
	algo_jw_kint(w, "order", (int64_t)e->order);
	if (e->trade)
		algo_jw_kint(w, "trade", (int64_t)e->trade);
	algo_jw_kstr(w, "type", algo_order_kind_name(e->order_kind));
	algo_jw_kstr(w, "side", e->side > 0 ? "buy" : "sell");
	known(w, "size", e->size);
	known(w, "price", e->price);
	known(w, "limit", e->limit);
	known(w, "stop", e->stop);
	if (e->tag)
		algo_jw_kstr(w, "tag", e->tag);
}

static void of_market(struct algo_jw *w, const struct algo_event *e)
{
	algo_jw_knum(w, "open", e->open);
	algo_jw_knum(w, "high", e->high);
	algo_jw_knum(w, "low", e->low);
	algo_jw_knum(w, "close", e->close);
}

void algo_report_event(struct algo_report *r, const struct algo_event *e,
		       const char *pointer)
{
	char text[ALGO_WHEN_MAX + 1];
	struct algo_jw w;

	r->line.max = 65536;
	algo_buf_clear(&r->line);
	algo_jw_init(&w, &r->line, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "kind", event_name(e->kind));
	if (e->symbol || *r->symbol)
		algo_jw_kstr(&w, "symbol", e->symbol ? e->symbol : r->symbol);
	if (r->index) {
		algo_jw_kint(&w, "time", e->time);
	} else {
		text[algo_when_print(text, e->time, &r->cache)] = 0;
		algo_jw_kstr(&w, "time", text);
	}
	algo_jw_kint(&w, "bar", e->bar);
	if (e->kind == ALGO_EV_MARKET)
		of_market(&w, e);
	if (e->order)
		of_order(&w, e);
	if (pointer)
		algo_jw_kstr(&w, "pointer", pointer);
	if (e->text)
		algo_jw_kstr(&w, "rule", e->text);
	if (e->expired)
		algo_jw_kstr(&w, "reason", "expired");
	else if (e->reason != ALGO_R_NONE)
		algo_jw_kstr(&w, "reason", algo_reason_name(e->reason));
	algo_jw_obj_end(&w);
	algo_buf_addc(&r->line, '\n');
	algo_out_add(r->events, r->line.data, r->line.len);
}

void algo_report_release(struct algo_report *r)
{
	algo_buf_release(&r->line);
}
