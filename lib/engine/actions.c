/* actions.c - a list of actions in place of a strategy */
#include <algo/engine.h>

#include <math.h>
#include <string.h>

#define ACTIONS_MAX ((size_t)1 << 30) /* bytes */
#define FIELDS 9

enum verb { BUY, SELL, CLOSE, CLOSE_TRADE, SET_SL, SET_TP, CANCEL, VERBS };

static const char *const verbs[VERBS] = { "buy",	   "sell",   "close",
					  "close_trade",   "set_sl", "set_tp",
					  "cancel_entries" };

static const char *const heads[FIELDS] = { "bar",   "action", "size",
					   "limit", "stop",   "sl",
					   "tp",    "trade",  "portion" };

struct action {
	int64_t bar;
	enum verb verb;
	int all;
	double size, limit, stop, sl, tp, trade, portion;
	unsigned long line;
};

struct algo_actions {
	struct action *v;
	size_t n, cap;
	size_t next;
	char file[160];
};

/* One line cut at its commas; an empty field has length 0. */
struct fields {
	const char *at[FIELDS];
	size_t len[FIELDS];
	size_t n;
};

static void cut(const char *line, size_t n, struct fields *f)
{
	const char *end = line + n, *comma;

	f->n = 0;
	while (f->n < FIELDS) {
		comma = memchr(line, ',', (size_t)(end - line));
		f->at[f->n] = line;
		f->len[f->n++] = (size_t)((comma ? comma : end) - line);
		if (!comma)
			return;
		line = comma + 1;
	}
	f->n = FIELDS + 1;
}

static int lower_equal(const char *s, size_t n, const char *name)
{
	size_t i;

	if (strlen(name) != n)
		return 0;
	for (i = 0; i < n; i++)
		if ((s[i] | 0x20) != (name[i] | 0x20))
			return 0;
	return 1;
}

static int wrong(const struct algo_actions *a, struct algo_err *err,
		 unsigned long line, const char *code, const char *what)
{
	algo_err_set(err, ALGO_E_DATA, code, "%s", what);
	algo_err_file(err, a->file);
	return algo_err_pos(err, line, 1, 0);
}

static int read_head(const struct algo_actions *a, const struct fields *f,
		     struct algo_err *err)
{
	size_t i;

	for (i = 0; i < FIELDS; i++)
		if (f->n != FIELDS ||
		    !lower_equal(f->at[i], f->len[i], heads[i]))
			return wrong(a, err, 1, "no_header",
				     "an action log begins with Bar,Action,"
				     "Size,Limit,Stop,SL,TP,Trade,Portion");
	return 0;
}

static int read_number(const struct fields *f, size_t i, double *v)
{
	*v = NAN;
	return f->len[i] ? algo_num_parse(f->at[i], f->len[i], v) : 0;
}

static int read_verb(const struct algo_actions *a, const struct fields *f,
		     struct action *x, struct algo_err *err)
{
	struct algo_near near = { 0 };
	int i;

	for (i = 0; i < VERBS; i++) {
		if (lower_equal(f->at[1], f->len[1], verbs[i])) {
			x->verb = (enum verb)i;
			return 0;
		}
		algo_near_try(&near, f->at[1], f->len[1], verbs[i]);
	}
	wrong(a, err, x->line, "unknown_action", "unknown action");
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	return -1;
}

static int read_line(struct algo_actions *a, const struct fields *f,
		     struct action *x, struct algo_err *err)
{
	double *const to[] = { &x->limit, &x->stop,  &x->sl,
			       &x->tp,	  &x->trade, &x->portion };
	size_t i;

	if (f->n != FIELDS)
		return wrong(a, err, x->line, "bad_row", "not 9 fields");
	if (algo_int_parse(f->at[0], f->len[0], &x->bar) || x->bar < 0)
		return wrong(a, err, x->line, "bad_number", "bad bar number");
	if (read_verb(a, f, x, err))
		return -1;
	x->all = lower_equal(f->at[2], f->len[2], "all");
	if (!x->all && read_number(f, 2, &x->size))
		return wrong(a, err, x->line, "bad_number", "bad size");
	for (i = 0; i < 6; i++)
		if (read_number(f, i + 3, to[i]))
			return wrong(a, err, x->line, "bad_number",
				     "not a number");
	if (x->verb >= CLOSE_TRADE && x->verb <= SET_TP &&
	    !(x->trade >= 0 && x->trade < 1e9))
		return wrong(a, err, x->line, "missing_value",
			     "which trade is missing");
	if (a->n && x->bar < a->v[a->n - 1].bar)
		return wrong(a, err, x->line, "out_of_order",
			     "bar numbers must not fall");
	return 0;
}

static void push(struct algo_actions *a, const struct action *x)
{
	void *v = a->v;

	algo_grow(&v, &a->cap, a->n + 1, sizeof(*a->v));
	a->v = v;
	a->v[a->n++] = *x;
}

static int read_all(struct algo_actions *a, const char *p, const char *end,
		    struct algo_err *err)
{
	struct action x = { .line = 0 };
	struct fields f;

	for (; p < end; p++) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl ? nl : end;
		size_t n = (size_t)(stop - p);

		x.line++;
		if (n && p[n - 1] == '\r')
			n--;
		cut(p, n, &f);
		if (x.line == 1 && read_head(a, &f, err))
			return -1;
		if (x.line > 1 && n > 0) {
			if (read_line(a, &f, &x, err))
				return -1;
			push(a, &x);
		}
		p = stop;
	}
	return x.line ? 0 : wrong(a, err, 1, "no_header", "empty action log");
}

struct algo_actions *algo_actions_read(struct algo_in *in, struct algo_err *err)
{
	struct algo_actions *a = algo_zalloc(1, sizeof(*a));
	struct algo_buf text = ALGO_BUF_INIT(ACTIONS_MAX + 1);
	size_t n = strlen(in->name);

	if (n >= sizeof(a->file))
		n = sizeof(a->file) - 1;
	memcpy(a->file, in->name, n);
	if (algo_in_all(in, ACTIONS_MAX, &text, err) ||
	    read_all(a, algo_buf_str(&text), algo_buf_str(&text) + text.len,
		     err)) {
		algo_actions_free(a);
		a = NULL;
	}
	algo_buf_release(&text);
	return a;
}

/* --- Replay -------------------------------------------------------------- */

static int place(const struct algo_actions *a, struct algo_broker *b,
		 const struct action *x, struct algo_err *err)
{
	struct algo_order o = ALGO_ORDER_INIT;

	o.side = x->verb == BUY ? 1 : -1;
	o.size_kind = x->all ? ALGO_SZ_ALL : ALGO_SZ_SIZE;
	o.size = x->size;
	o.limit = x->limit;
	o.stop = x->stop;
	o.sl = x->sl;
	o.tp = x->tp;
	if (algo_broker_order(b, &o, err) >= 0)
		return 0;
	algo_err_file(err, a->file);
	return algo_err_pos(err, x->line, 1, 0);
}

/* A log made under another fill model may name a trade that is not open here:
 * nothing is done then. */
static void on_trade(struct algo_broker *b, const struct action *x)
{
	size_t t = (size_t)x->trade;

	if (t >= algo_broker_trades(b))
		return;
	if (x->verb == SET_SL)
		algo_broker_set_sl(b, t, x->sl, 0);
	else if (x->verb == SET_TP)
		algo_broker_set_tp(b, t, x->tp);
	else
		algo_broker_close_trade(b, t,
					isnan(x->portion) ? 1 : x->portion,
					ALGO_R_SIGNAL, -1);
}

static int act(const struct algo_actions *a, struct algo_broker *b,
	       const struct action *x, struct algo_err *err)
{
	switch (x->verb) {
	case BUY:
	case SELL:
		return place(a, b, x, err);
	case CLOSE:
		algo_broker_close(b, isnan(x->portion) ? 1 : x->portion,
				  ALGO_R_SIGNAL, -1);
		return 0;
	case CANCEL:
		algo_broker_cancel_all(b, ALGO_R_CANCEL);
		return 0;
	case CLOSE_TRADE:
	case SET_SL:
	case SET_TP:
	case VERBS:
		break;
	}
	on_trade(b, x);
	return 0;
}

int algo_actions_step(struct algo_actions *a, struct algo_broker *b,
		      struct algo_err *err)
{
	int64_t bar = algo_broker_index(b);

	while (a->next < a->n && a->v[a->next].bar < bar)
		a->next++;
	for (; a->next < a->n && a->v[a->next].bar == bar; a->next++)
		if (act(a, b, &a->v[a->next], err))
			return -1;
	return 0;
}

void algo_actions_free(struct algo_actions *a)
{
	if (!a)
		return;
	algo_free(a->v);
	algo_free(a);
}
