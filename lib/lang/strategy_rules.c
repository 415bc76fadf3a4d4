/* strategy_rules.c - entry, exit and rules; what can never be closed */
#include "strategy.h"

#include <math.h>
#include <string.h>

static void rule_init(struct algo_rule *rule, enum algo_do action,
		      const char *pointer)
{
	struct algo_expr *const all[] = {
		&rule->when,  &rule->where,	  &rule->size,	 &rule->units,
		&rule->limit, &rule->stop,	  &rule->sl,	 &rule->tp,
		&rule->trail, &rule->expire_bars, &rule->portion
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		algo_expr_none(all[i]);
	rule->action = action;
	rule->pointer = pointer;
	rule->tag = NULL;
}

/* ---- short form */

static void read_side(struct reader *r, const char *when, const char *side,
		      struct algo_rule *rule)
{
	const struct algo_json *v = algo_doc_get(r->root, &algo_doc_top, when);
	struct field f = { NULL, ALGO_SCOPE_STEP, ALGO_T_BOOL, BOUND_NONE, -1 };

	if (v)
		f.v = algo_doc_get(v, &algo_doc_sides, side);
	if (!f.v)
		return;
	rule->pointer = algo_doc_pointer(r, f.v);
	algo_field(r, &f, &rule->when);
}

void algo_read_sides(struct reader *r)
{
	struct algo_strategy *s = r->s;
	static const char *const keys[] = { "entry", "exit" };

	for (size_t i = 0; i < 2; i++) {
		const struct algo_json *v =
			algo_doc_get(r->root, &algo_doc_top, keys[i]);

		if (v)
			algo_doc_members(r, v, &algo_doc_sides);
	}
	rule_init(&s->entry_long, ALGO_DO_BUY, "/entry/long");
	rule_init(&s->entry_short, ALGO_DO_SELL, "/entry/short");
	rule_init(&s->exit_long, ALGO_DO_CLOSE_LONG, "/exit/long");
	rule_init(&s->exit_short, ALGO_DO_CLOSE_SHORT, "/exit/short");
	read_side(r, "entry", "long", &s->entry_long);
	read_side(r, "entry", "short", &s->entry_short);
	read_side(r, "exit", "long", &s->exit_long);
	read_side(r, "exit", "short", &s->exit_short);
}

/* ---- the verb */

/* Words of other programs.  sure: just the same is meant. */
static const struct {
	const char *from;
	enum algo_do to;
	int sure;
} verbs[] = {
	{ "exit", ALGO_DO_CLOSE, 1 },
	{ "exit_long", ALGO_DO_CLOSE_LONG, 1 },
	{ "exit_short", ALGO_DO_CLOSE_SHORT, 1 },
	{ "close_all", ALGO_DO_CLOSE, 1 },
	{ "flatten", ALGO_DO_CLOSE, 1 },
	{ "sell_all", ALGO_DO_CLOSE, 0 },
	{ "long", ALGO_DO_BUY, 0 },
	{ "enter_long", ALGO_DO_BUY, 1 },
	{ "short", ALGO_DO_SELL, 0 },
	{ "enter_short", ALGO_DO_SELL, 1 },
	{ "cover", ALGO_DO_CLOSE_SHORT, 0 },
	{ "cancel_all", ALGO_DO_CANCEL, 1 },
	{ "set_stop", ALGO_DO_SET_SL, 0 },
	{ "move_stop", ALGO_DO_SET_SL, 0 },
	{ "set_stop_loss", ALGO_DO_SET_SL, 0 },
	{ "set_take_profit", ALGO_DO_SET_TP, 0 },
	{ "rebalance", ALGO_DO_TARGET, 0 },
};

static void offer_verb(struct reader *r, const struct algo_json *v,
		       struct algo_err *e, const char *verb)
{
	char text[32];
	size_t n = strlen(verb);

	text[0] = '"';
	memcpy(text + 1, verb, n);
	memcpy(text + 1 + n, "\"", 2);
	algo_doc_fix_value(r, e, v, text);
}

static void unknown_verb(struct reader *r, const struct algo_json *v)
{
	struct algo_near near = { NULL, 0 };
	struct algo_err *e;
	size_t n;
	const char *s = algo_json_str(v, &n);

	e = algo_doc_fault(r, v, ALGO_E_VALUE, "unknown_action",
			   "'do' cannot be '%.60s'", s);
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const char *to = algo_do_name(verbs[i].to);

		if (!algo_doc_text_is(v, verbs[i].from))
			continue;
		algo_err_hint(e, "use '%s'", to);
		if (verbs[i].sure)
			offer_verb(r, v, e, to);
		return;
	}
	for (int i = 0; i < DO_COUNT; i++)
		algo_near_try(&near, s, n, algo_do_name((enum algo_do)i));
	if (algo_near_best(&near)) {
		algo_err_hint(e, "did you mean '%s'?", algo_near_best(&near));
		if (!near.tied)
			offer_verb(r, v, e, algo_near_best(&near));
	} else {
		algo_err_hint(e, "one of buy, sell, close, close_long, "
				 "close_short, cancel, set_sl, set_tp, target");
	}
}

/* DO_COUNT when it is not known. */
static int read_verb(struct reader *r, const struct algo_json *rule)
{
	const struct algo_json *v = algo_doc_get(rule, &algo_doc_rule, "do");

	if (!algo_json_get(rule, "do"))
		algo_doc_missing(r, rule, &algo_doc_rule, "do");
	if (!v)
		return DO_COUNT;
	for (int i = 0; i < DO_COUNT; i++)
		if (algo_doc_text_is(v, algo_do_name((enum algo_do)i)))
			return i;
	unknown_verb(r, v);
	return DO_COUNT;
}

/* ---- keys that go with the verb */

static void name_verbs(struct algo_err *e, const struct doc_row *row)
{
	struct algo_buf out = ALGO_BUF_INIT(256);

	for (int i = 0; i < DO_COUNT; i++) {
		if (!(row->verbs >> i & 1))
			continue;
		algo_buf_adds(&out, out.len ? ", " : "");
		algo_buf_adds(&out, algo_do_name((enum algo_do)i));
	}
	algo_err_hint(e, "it goes with %s", algo_buf_str(&out));
	algo_buf_release(&out);
}

static void check_keys(struct reader *r, const struct algo_json *rule, int verb)
{
	const char *name = algo_do_name((enum algo_do)verb);

	for (size_t i = 0; i < algo_json_count(rule); i++) {
		const struct algo_json *v = algo_json_at(rule, i);
		const struct doc_row *row =
			algo_doc_row(&algo_doc_rule, algo_json_key(v));

		if (row && !(row->verbs >> verb & 1))
			name_verbs(algo_doc_fault_key(
					   r, v, ALGO_E_KEY, "key_not_allowed",
					   "'%s' does not go with '%s'",
					   row->name, name),
				   row);
	}
}

static void check_required(struct reader *r, const struct algo_json *rule,
			   int verb)
{
	const char *key = algo_doc_needs((enum algo_do)verb);

	if (!algo_json_get(rule, "when"))
		algo_doc_missing(r, rule, &algo_doc_rule, "when");
	if (key && !algo_json_get(rule, key))
		algo_doc_missing(r, rule, &algo_doc_rule, key);
}

/* size and units: the later one is one too many. */
static void check_size(struct reader *r, const struct algo_json *rule)
{
	const struct algo_json *size = algo_json_get(rule, "size");
	const struct algo_json *units = algo_json_get(rule, "units");
	struct algo_err *e;
	int first;

	if (!size || !units)
		return;
	first = algo_doc_at(r, size) < algo_doc_at(r, units);
	e = algo_doc_fault_key(r, first ? units : size, ALGO_E_VALUE,
			       "contradiction", "'%s' contradicts '%s'",
			       first ? "units" : "size",
			       first ? "size" : "units");
	algo_err_hint(e, "give one of size, units");
}

/* ---- a rule */

struct slot {
	const char *key;
	enum algo_scope scope;
	enum algo_type want;
	enum bound bound;
	int price;
};

static int read_slot(struct reader *r, const struct algo_json *rule,
		     const struct slot *s, struct algo_expr *out)
{
	struct field f = { algo_doc_get(rule, &algo_doc_rule, s->key), s->scope,
			   s->want, s->bound, s->price };

	return algo_field(r, &f, out);
}

/* risk.size of an order with a price of its own is measured from there.
 * Its faults were reported where it stands. */
static void price_risk_size(struct reader *r, struct algo_rule *rule, int price)
{
	const struct algo_json *risk =
		algo_doc_get(r->root, &algo_doc_top, "risk");
	const struct algo_json *v =
		risk ? algo_doc_get(risk, &algo_doc_risk, "size") : NULL;
	struct algo_errs quiet = { 0 };
	struct algo_source src;

	if (!v || price < 0 || algo_json_type(v) != ALGO_J_STR)
		return;
	algo_field_source(r, v, &src);
	src.scope = ALGO_SCOPE_STEP;
	src.want = ALGO_T_NUM;
	src.price = price;
	if (algo_graph_add(r->s->graph, &src, &rule->size, &quiet))
		algo_expr_none(&rule->size);
	algo_errs_release(&quiet);
}

/* Prices before sizes, which may be measured from them. */
static void read_order(struct reader *r, const struct algo_json *v, int verb,
		       struct algo_rule *rule)
{
	const enum algo_scope step = ALGO_SCOPE_STEP;
	const enum algo_type num = ALGO_T_NUM;
	enum bound size = verb == ALGO_DO_TARGET ? BOUND_TARGET
			  : verb == DO_COUNT	 ? BOUND_NONE
						 : BOUND_SIZE;
	struct slot limit = { "limit", step, num, BOUND_PRICE, -1 };
	struct slot stop = { "stop", step, num, BOUND_PRICE, -1 };
	struct slot trail = { "trail", step, num, BOUND_EXTENT, -1 };
	struct slot expire = { "expire_bars", step, num, BOUND_COUNT, -1 };
	struct slot by_size = { "size", step, num, size, -1 };
	struct slot by_units = { "units", step, num, BOUND_UNITS, -1 };
	int price;

	read_slot(r, v, &limit, &rule->limit);
	read_slot(r, v, &stop, &rule->stop);
	read_slot(r, v, &trail, &rule->trail);
	read_slot(r, v, &expire, &rule->expire_bars);
	price = rule->limit.node >= 0 ? rule->limit.node : rule->stop.node;
	by_size.price = by_units.price = price;
	read_slot(r, v, &by_size, &rule->size);
	read_slot(r, v, &by_units, &rule->units);
	if (!algo_json_get(v, "size") && !algo_json_get(v, "units"))
		price_risk_size(r, rule, price);
}

/* What is asked of each trade, or of an order's levels. */
static void read_levels(struct reader *r, const struct algo_json *v, int verb,
			struct algo_rule *rule)
{
	int order = verb == ALGO_DO_BUY || verb == ALGO_DO_SELL;
	enum algo_scope scope = order ? ALGO_SCOPE_STEP : ALGO_SCOPE_TRADE;
	enum bound level = order ? BOUND_PRICE : BOUND_LEVEL;
	const enum algo_scope trade = ALGO_SCOPE_TRADE;
	struct slot sl = { "sl", scope, ALGO_T_NUM, level, -1 };
	struct slot tp = { "tp", scope, ALGO_T_NUM, level, -1 };
	struct slot where = { "where", trade, ALGO_T_BOOL, BOUND_NONE, -1 };
	struct slot part = { "portion", trade, ALGO_T_NUM, BOUND_SHARE, -1 };

	read_slot(r, v, &sl, &rule->sl);
	read_slot(r, v, &tp, &rule->tp);
	read_slot(r, v, &where, &rule->where);
	read_slot(r, v, &part, &rule->portion);
}

static void read_rule(struct reader *r, const struct algo_json *v,
		      struct algo_rule *rule)
{
	struct slot when = { "when", ALGO_SCOPE_STEP, ALGO_T_BOOL, BOUND_NONE,
			     -1 };
	int verb;

	rule_init(rule, ALGO_DO_CANCEL, algo_doc_pointer(r, v));
	if (algo_json_type(v) != ALGO_J_OBJ) {
		algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
			       "a rule must be an object, not %s",
			       algo_json_type_name(algo_json_type(v)));
		return;
	}
	algo_doc_members(r, v, &algo_doc_rule);
	verb = read_verb(r, v);
	check_required(r, v, verb);
	if (verb < DO_COUNT) {
		rule->action = (enum algo_do)verb;
		check_keys(r, v, verb);
	}
	check_size(r, v);
	read_slot(r, v, &when, &rule->when);
	read_order(r, v, verb, rule);
	read_levels(r, v, verb, rule);
	rule->tag = algo_doc_text(r, algo_doc_get(v, &algo_doc_rule, "tag"));
}

void algo_read_rules(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "rules");
	struct algo_strategy *s = r->s;
	size_t n = v ? algo_json_count(v) : 0;

	if (n > ALGO_RULES_MAX) {
		algo_doc_fault(r, v, ALGO_E_VALUE, "too_many_rules",
			       "there are %zu rules, more than %d", n,
			       ALGO_RULES_MAX);
		return;
	}
	s->rules = algo_arena_get(&s->arena, (n + 1) * sizeof(*s->rules));
	s->nrules = n;
	for (size_t i = 0; i < n; i++)
		read_rule(r, algo_json_at(v, i), &s->rules[i]);
}

/* ---- ways in and out */

enum { LONG = 1, SHORT = 2, BOTH = 3 };
struct ways {
	unsigned in, out;
};

static int has(const struct algo_rule *rule)
{
	return rule->when.node >= 0;
}

/* A sell opens a short and closes a long. */
static void add_rule(struct ways *w, const struct algo_rule *rule)
{
	switch (rule->action) {
	case ALGO_DO_BUY:
		w->in |= LONG;
		w->out |= SHORT;
		break;
	case ALGO_DO_SELL:
		w->in |= SHORT;
		w->out |= LONG;
		break;
	case ALGO_DO_CLOSE_LONG:
		w->out |= LONG;
		break;
	case ALGO_DO_CLOSE_SHORT:
		w->out |= SHORT;
		break;
	case ALGO_DO_TARGET:
		w->in |= BOTH;
		w->out |= BOTH;
		break;
	case ALGO_DO_CLOSE:
	case ALGO_DO_SET_SL:
	case ALGO_DO_SET_TP:
		w->out |= BOTH;
		break;
	case ALGO_DO_CANCEL:
	default:
		break;
	}
	if (rule->sl.node >= 0 || rule->tp.node >= 0 || rule->trail.node >= 0)
		w->out |= rule->action == ALGO_DO_BUY	 ? LONG
			  : rule->action == ALGO_DO_SELL ? SHORT
							 : BOTH;
}

static struct ways find_ways(const struct algo_strategy *s)
{
	const struct algo_rule *const sides[] = {
		&s->entry_long, &s->entry_short, &s->exit_long, &s->exit_short
	};
	const struct algo_risk *k = &s->risk;
	struct ways w = { 0, 0 };

	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++)
		if (has(sides[i]))
			add_rule(&w, sides[i]);
	for (size_t i = 0; i < s->nrules; i++)
		add_rule(&w, &s->rules[i]);
	if (k->stop.how || k->target.how || k->trail.how ||
	    !isnan(k->max_bars) || !isnan(k->max_daily_loss_pct) ||
	    !isnan(k->max_drawdown_pct) || k->session.flatten)
		w.out = BOTH;
	return w;
}

static void warn(struct reader *r, const char *code, const char *what,
		 const char *hint)
{
	struct algo_err *e;

	e = algo_doc_fault(r, r->root, ALGO_E_KEY, code, "%s", what);
	e->severity = ALGO_SEV_WARNING;
	algo_err_hint(e, "%s", hint);
}

/* Only of a document without faults. */
void algo_warn_one_way(struct reader *r)
{
	struct ways w = find_ways(r->s);
	unsigned open = w.in & ~w.out;

	if (!w.in)
		warn(r, "missing_entry", "nothing ever opens a position",
		     "add \"entry\" or a rule that buys or sells");
	else if (open)
		warn(r, "missing_exit",
		     open == LONG    ? "nothing ever closes a long position"
		     : open == SHORT ? "nothing ever closes a short position"
				     : "nothing ever closes a position",
		     "add \"exit\", a stop or a target, unless it is to be "
		     "held to the end");
}
