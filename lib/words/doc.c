/* doc.c - the parts as a strategy document */
#include "grammar.h"

#include <math.h>
#include <string.h>

#define GRAMMAR "1"

struct writer {
	struct reader *r;
	struct algo_jw w;
	int rules; /* the general form */
};

static int uses(const struct node *n, const char *name)
{
	if (!n)
		return 0;
	if (algo_w_is_name(n, name))
		return 1;
	for (size_t i = 0; i < n->kids; i++)
		if (uses(n->kid[i], name))
			return 1;
	return 0;
}

static void expr(struct writer *x, const char *key, const struct node *n)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);

	double v;

	if (n->op == N_NUM) {
		algo_jw_knum(&x->w, key, n->num);
		return;
	}
	if (n->op == N_TEXT &&
	    algo_num_parse(n->name, strlen(n->name), &v) == 0) {
		algo_jw_knum(&x->w, key, v);
		return;
	}
	algo_w_print(n, &b);
	algo_jw_kstr(&x->w, key, algo_buf_str(&b));
	algo_buf_release(&b);
}

static void data(struct writer *x)
{
	const struct parts *p = &x->r->p;

	if (!p->symbol && !p->interval && !p->date_from && !p->date_to)
		return;
	algo_jw_key(&x->w, "data");
	algo_jw_obj(&x->w);
	if (p->symbol)
		algo_jw_kstr(&x->w, "symbol", p->symbol);
	if (p->interval)
		algo_jw_kstr(&x->w, "interval", p->interval);
	if (p->date_from)
		algo_jw_kstr(&x->w, "from", p->date_from);
	if (p->date_to)
		algo_jw_kstr(&x->w, "to", p->date_to);
	algo_jw_obj_end(&x->w);
}

static void params(struct writer *x)
{
	const struct parts *p = &x->r->p;

	if (!p->param)
		return;
	algo_jw_key(&x->w, "params");
	algo_jw_obj(&x->w);
	algo_jw_key(&x->w, p->param);
	algo_jw_obj(&x->w);
	algo_jw_knum(&x->w, "value", p->param_v[0]);
	algo_jw_knum(&x->w, "min", p->param_v[1]);
	algo_jw_knum(&x->w, "max", p->param_v[2]);
	algo_jw_knum(&x->w, "step", p->param_v[3]);
	algo_jw_obj_end(&x->w);
	algo_jw_obj_end(&x->w);
}

static void lets(struct writer *x)
{
	const struct parts *p = &x->r->p;
	int any = 0;

	for (int k = 0; k < SIDES; k++)
		any |= uses(p->rule[k], "hao");
	if (!any && !p->nlet)
		return;
	algo_jw_key(&x->w, "let");
	algo_jw_obj(&x->w);
	for (size_t i = 0; i < p->nlet; i++) {
		algo_jw_key(&x->w, p->let[i].path);
		algo_jw_raw(&x->w, p->let[i].value, strlen(p->let[i].value));
		any &= strcmp(p->let[i].path, "hao") != 0;
	}
	if (any)
		algo_jw_kstr(&x->w, "hao",
			     "is_na(hao[1]) ? (open + close) / 2 : "
			     "(hao[1] + ohlc4[1]) / 2");
	algo_jw_obj_end(&x->w);
}

static void pair(struct writer *x, const char *key, const struct node *l,
		 const struct node *s)
{
	if (!l && !s)
		return;
	algo_jw_key(&x->w, key);
	algo_jw_obj(&x->w);
	if (l)
		expr(x, "long", l);
	if (s)
		expr(x, "short", s);
	algo_jw_obj_end(&x->w);
}

/* --- The general form -------------------------------------------------------
 */

static struct node *name(struct writer *x, const char *s)
{
	return algo_w_name(x->r, s);
}

/* The stop's price as of the signal's close. */
static struct node *stop_price(struct writer *x, int short_side)
{
	struct reader *r = x->r;
	const struct level *l = &r->p.stop;
	struct node *close = name(x, "close");

	switch (l->how) {
	case HOW_PRICE:
		/* Told for the long side when there is one. */
		return short_side && r->p.rule[LONG_IN]
			       ? algo_w_mirror(r, l->at)
			       : l->at;
	case HOW_PCT:
		return algo_w_bin(
			r, B_MUL, close,
			algo_w_num(r, round((short_side ? 100 + l->at->num
							: 100 - l->at->num) *
					    1e7) /
					      1e9));
	case HOW_DISTANCE:
		return algo_w_bin(r, short_side ? B_ADD : B_SUB, close, l->at);
	case HOW_FILL:
		return l->at;
	case HOW_NONE:
	case HOW_ENTRY:
		break;
	}
	return NULL;
}

static struct node *risk_size(struct writer *x, int short_side)
{
	struct node *stop = stop_price(x, short_side), *n;

	if (!stop && x->r->p.trail.how == HOW_PCT)
		stop = algo_w_bin(
			x->r, B_MUL, name(x, "close"),
			algo_w_num(x->r,
				   round((100 - x->r->p.trail.at->num) * 1e7) /
					   1e9));
	else if (!stop && x->r->p.trail.at)
		stop = x->r->p.trail.at;
	if (!stop)
		return NULL;
	n = algo_w_call(x->r, "risk_size", "");
	algo_w_arg(n, algo_w_num(x->r, x->r->p.risk_part));
	algo_w_arg(n, stop);
	return n;
}

static void rule(struct writer *x, struct node *when, const char *what)
{
	algo_jw_obj(&x->w);
	expr(x, "when", when);
	algo_jw_kstr(&x->w, "do", what);
}

static struct node *entry_when(struct writer *x, int short_side)
{
	struct reader *r = x->r;
	struct parts *p = &r->p;
	struct node *when = p->rule[short_side ? SHORT_IN : LONG_IN];
	struct node *free;

	if (p->scale_in > 0) {
		free = algo_w_bin(r, B_LT, name(x, "trades.open"),
				  algo_w_num(r, p->scale_in));
	} else {
		free = p->rule[LONG_IN] && p->rule[SHORT_IN]
			       ? algo_w_not(r, name(x, short_side ? "is_short"
								  : "is_long"))
			       : name(x, "flat");
	}
	when = algo_w_and(r, when, free);
	if (p->limit || p->stop_entry)
		when = algo_w_and(r, when,
				  algo_w_bin(r, B_EQ, name(x, "pending.count"),
					     algo_w_num(r, 0)));
	return when;
}

static void entry_rule(struct writer *x, int short_side)
{
	struct reader *r = x->r;
	struct parts *p = &r->p;
	struct node *sl = NULL, *from = name(x, "close");

	if (!p->rule[short_side ? SHORT_IN : LONG_IN])
		return;
	rule(x, entry_when(x, short_side), short_side ? "sell" : "buy");
	if (p->size && p->scale_in)
		expr(x, "size", p->size);
	if (p->limit)
		expr(x, "limit", p->limit);
	if (p->stop_entry)
		expr(x, "stop", p->stop_entry);
	if (p->limit || p->stop_entry)
		from = p->limit ? p->limit : p->stop_entry;
	if (p->stop.how == HOW_PRICE) {
		sl = stop_price(x, short_side);
		expr(x, "sl", sl);
	}
	if (sl && p->target_r > 0) {
		struct node *risk = algo_w_bin(r, B_SUB, from, sl);

		if (short_side)
			risk = algo_w_bin(r, B_SUB, sl, from);
		expr(x, "tp",
		     algo_w_bin(r, short_side ? B_SUB : B_ADD, from,
				algo_w_bin(r, B_MUL, algo_w_num(r, p->target_r),
					   risk)));
	}
	if (p->expire > 0)
		algo_jw_knum(&x->w, "expire_bars", p->expire);
	algo_jw_obj_end(&x->w);
}

static void exit_rule(struct writer *x, int short_side, struct node *when,
		      double portion)
{
	if (!when)
		return;
	rule(x,
	     algo_w_and(x->r, name(x, short_side ? "is_short" : "is_long"),
			when),
	     "close");
	if (portion > 0)
		algo_jw_knum(&x->w, "portion", portion);
	algo_jw_obj_end(&x->w);
}

static void even_rule(struct writer *x)
{
	struct reader *r = x->r;
	int short_side = !r->p.rule[LONG_IN];
	struct node *sl, *nz;

	if (!r->p.even_at)
		return;
	rule(x,
	     algo_w_and(r, name(x, short_side ? "is_short" : "is_long"),
			r->p.even_at),
	     "set_sl");
	/* Never back from where a trailing stop has brought it. */
	nz = algo_w_call(r, "nz", "");
	algo_w_arg(nz, name(x, "position.sl"));
	algo_w_arg(nz, short_side ? name(x, "position.entry_price")
				  : algo_w_num(r, 0));
	sl = algo_w_call(r, short_side ? "min" : "max", "");
	algo_w_arg(sl, nz);
	algo_w_arg(sl, name(x, "position.entry_price"));
	expr(x, "sl", sl);
	algo_jw_obj_end(&x->w);
}

static void general(struct writer *x)
{
	struct parts *p = &x->r->p;
	int shorts = !p->rule[LONG_IN];

	algo_jw_key(&x->w, "rules");
	algo_jw_arr(&x->w);
	entry_rule(x, 0);
	entry_rule(x, 1);
	for (size_t i = 0; i < p->npartial; i++)
		exit_rule(x, shorts, p->partial[i].when, p->partial[i].portion);
	even_rule(x);
	exit_rule(x, 0, p->rule[LONG_OUT], 0);
	exit_rule(x, 1, p->rule[SHORT_OUT], 0);
	algo_jw_arr_end(&x->w);
}

/* --- Risk --------------------------------------------------------------------
 */

static void one_level(struct writer *x, const struct level *l, double times,
		      const char *const keys[3])
{
	struct node *n = l->at;
	const char *key = l->how == HOW_PCT	   ? keys[0]
			  : l->how == HOW_DISTANCE ? keys[1]
						   : keys[2];

	if (l->how == HOW_NONE)
		return;
	if (times > 0 && times != 1) {
		if (n->op == N_NUM)
			n = algo_w_num(x->r, n->num * times);
		else if (n->op == N_BIN && n->bin == B_MUL &&
			 n->kid[0]->op == N_NUM)
			n = algo_w_bin(x->r, B_MUL,
				       algo_w_num(x->r, n->kid[0]->num * times),
				       n->kid[1]);
		else
			n = algo_w_bin(x->r, B_MUL, algo_w_num(x->r, times), n);
	}
	expr(x, key, n);
}

static void levels(struct writer *x)
{
	static const char *const stops[] = { "stop_loss_pct", "stop_distance",
					     "stop_loss" };
	static const char *const targets[] = { "take_profit_pct",
					       "target_distance",
					       "take_profit" };
	static const char *const trails[] = { "trailing_stop_pct",
					      "trail_distance",
					      "trailing_stop" };
	struct parts *p = &x->r->p;
	struct level t = p->trail;

	if (p->stop.how != HOW_PRICE)
		one_level(x, &p->stop, 1, stops);
	if (p->target.how != HOW_NONE)
		one_level(x, &p->target, 1, targets);
	else if (p->target_r > 0 && p->stop.how != HOW_PRICE)
		one_level(x, &p->stop, p->target_r, targets);
	if (t.how == HOW_PRICE && p->rule[SHORT_IN]) {
		struct node *m = algo_w_mirror(x->r, t.at);

		if (p->rule[LONG_IN]) {
			struct node *n = algo_w_two(
				x->r, N_IF,
				algo_w_bin(x->r, B_GT, name(x, "side"),
					   algo_w_num(x->r, 0)),
				t.at);

			n->kid[n->kids++] = m;
			m = n;
		}
		t.at = m;
	}
	one_level(x, &t, 1, trails);
}

static void clock_text(struct writer *x, const char *key, double minutes)
{
	char s[16];
	int m = (int)minutes;

	s[0] = (char)('0' + m / 600 % 10);
	s[1] = (char)('0' + m / 60 % 10);
	s[2] = ':';
	s[3] = (char)('0' + m % 60 / 10);
	s[4] = (char)('0' + m % 10);
	s[5] = '\0';
	algo_jw_kstr(&x->w, key, s);
}

static void session(struct writer *x)
{
	const struct parts *p = &x->r->p;

	if (!p->session)
		return;
	algo_jw_key(&x->w, "session");
	algo_jw_obj(&x->w);
	if (p->from >= 0 || p->to >= 0) {
		clock_text(x, "from", p->from >= 0 ? p->from : 0);
		clock_text(x, "to", p->to >= 0 ? p->to : 1440);
	}
	if (p->session_tz)
		algo_jw_kstr(&x->w, "tz", p->session_tz);
	if (p->flatten)
		algo_jw_kbool(&x->w, "flatten", 1);
	algo_jw_obj_end(&x->w);
}

static void positive(struct writer *x, const char *key, double v)
{
	if (v > 0)
		algo_jw_knum(&x->w, key, v);
}

static int has_risk(const struct parts *p)
{
	return (p->size && !p->scale_in) || p->risk_part > 0 ||
	       (p->stop.how != HOW_NONE && p->stop.how != HOW_PRICE) ||
	       p->target.how != HOW_NONE || p->trail.how != HOW_NONE ||
	       p->max_bars > 0 || p->max_open > 0 || p->max_trades > 0 ||
	       p->day_loss > 0 || p->draw_down > 0 || p->cooldown > 0 ||
	       p->session;
}

static void risk(struct writer *x)
{
	struct parts *p = &x->r->p;
	struct node *size;

	if (!has_risk(p))
		return;
	algo_jw_key(&x->w, "risk");
	algo_jw_obj(&x->w);
	if (p->risk_part > 0 &&
	    (size = risk_size(x, !p->rule[LONG_IN])) != NULL)
		expr(x, "size", size);
	else if (p->size && !p->scale_in)
		expr(x, "size", p->size);
	levels(x);
	positive(x, "max_bars", p->max_bars);
	positive(x, "max_open_trades", p->max_open);
	positive(x, "max_trades_per_day", p->max_trades);
	positive(x, "max_daily_loss_pct", p->day_loss);
	positive(x, "max_drawdown_pct", p->draw_down);
	positive(x, "cooldown_bars", p->cooldown);
	session(x);
	algo_jw_obj_end(&x->w);
}

static void account(struct writer *x)
{
	const struct parts *p = &x->r->p;

	if (!(p->cash > 0) && !(p->margin > 0) && isnan(p->commission) &&
	    isnan(p->slippage) && isnan(p->spread) && !p->fee && !p->on_close)
		return;
	algo_jw_key(&x->w, "backtest");
	algo_jw_obj(&x->w);
	positive(x, "cash", p->cash);
	if (p->fee && p->fee->op == N_NUM) {
		struct algo_buf b = ALGO_BUF_INIT(64);

		algo_buf_addnum(&b, p->fee->num);
		algo_buf_adds(&b, ",0");
		algo_jw_kstr(&x->w, "commission", algo_buf_str(&b));
		algo_buf_release(&b);
	} else if (p->fee) {
		expr(x, "commission", p->fee);
	} else if (!isnan(p->commission)) {
		algo_jw_knum(&x->w, "commission", p->commission);
	}
	if (!isnan(p->spread))
		algo_jw_knum(&x->w, "spread", p->spread);
	if (!isnan(p->slippage))
		algo_jw_knum(&x->w, "slippage", p->slippage);
	positive(x, "margin", p->margin);
	if (p->on_close)
		algo_jw_kbool(&x->w, "trade_on_close", 1);
	algo_jw_obj_end(&x->w);
}

/* --- The whole ----------------------------------------------------------- */

static void origins(struct writer *x)
{
	const struct parts *p = &x->r->p;

	algo_jw_key(&x->w, "x-origin");
	algo_jw_obj(&x->w);
	algo_jw_kstr(&x->w, "grammar", "phrase " GRAMMAR);
	for (size_t i = 0; i < p->norigin; i++) {
		struct algo_buf b = ALGO_BUF_INIT(2000);
		size_t k;

		for (k = 0; k < i; k++)
			if (strcmp(p->origin[k].part, p->origin[i].part) == 0)
				break;
		if (k < i)
			continue;
		for (k = i; k < p->norigin; k++) {
			if (strcmp(p->origin[k].part, p->origin[i].part) != 0)
				continue;
			if (b.len)
				algo_buf_adds(&b, "; ");
			algo_buf_add(&b, x->r->text + p->origin[k].start,
				     p->origin[k].len);
		}
		algo_jw_key(&x->w, p->origin[i].part);
		algo_jw_strn(&x->w, algo_buf_str(&b), b.len);
		algo_buf_release(&b);
	}
	algo_jw_obj_end(&x->w);
}

/* A name of the first words. */
static void made_name(struct writer *x)
{
	struct algo_buf b = ALGO_BUF_INIT(64);
	const struct reader *r = x->r;
	int gap = 0;

	for (size_t i = 0; i < r->n && b.len < 40; i++) {
		char c = r->text[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && b.len)
				algo_buf_addc(&b, '_');
			gap = 0;
			algo_buf_addc(&b, c);
		} else {
			gap = 1;
			if (b.len > 28)
				break;
		}
	}
	algo_jw_kstr(&x->w, "name", b.len ? algo_buf_str(&b) : "strategy");
	algo_buf_release(&b);
}

static void description(struct writer *x)
{
	struct algo_buf b = ALGO_BUF_INIT(4000);
	const struct reader *r = x->r;
	size_t n = r->n < 1000 ? r->n : 1000;

	while (n > 0 && n < r->n && ((unsigned char)r->text[n] & 0xc0) == 0x80)
		n--;
	algo_buf_add(&b, r->text, n);
	for (size_t i = 0; i < r->nq; i++)
		if (r->q[i].severity == ALGO_SEV_WARNING)
			algo_buf_addf(&b, " [assumed: %s %s]", r->q[i].text,
				      r->q[i].choices[0]);
	algo_jw_key(&x->w, "description");
	algo_jw_strn(&x->w, b.data, b.len);
	algo_buf_release(&b);
}

void algo_w_document(struct reader *r, struct algo_buf *out)
{
	struct writer x = { .r = r };
	struct parts *p = &r->p;

	algo_jw_init(&x.w, out, 2);
	x.rules = p->stop.how == HOW_PRICE || p->npartial || p->even_at ||
		  p->limit || p->stop_entry || p->scale_in > 0;
	algo_jw_obj(&x.w);
	algo_jw_kint(&x.w, "algo", 1);
	if (r->opt && r->opt->name)
		algo_jw_kstr(&x.w, "name", r->opt->name);
	else if (p->name)
		algo_jw_kstr(&x.w, "name", p->name);
	else
		made_name(&x);
	description(&x);
	data(&x);
	params(&x);
	lets(&x);
	if (p->ntold) {
		algo_jw_key(&x.w, "rules");
		algo_jw_arr(&x.w);
		algo_w_told_rules(p, &x.w);
		algo_jw_arr_end(&x.w);
	} else if (x.rules) {
		general(&x);
	} else {
		pair(&x, "entry", p->rule[LONG_IN], p->rule[SHORT_IN]);
		pair(&x, "exit", p->rule[LONG_OUT], p->rule[SHORT_OUT]);
	}
	risk(&x);
	account(&x);
	origins(&x);
	algo_jw_obj_end(&x.w);
	algo_w_told_set(p, out);
	if (out->len && out->data[out->len - 1] != '\n')
		algo_buf_addc(out, '\n');
}
