/* strategy_risk.c - risk, session and backtest */
#include "strategy.h"

#include <math.h>
#include <string.h>

/* ---- zones and hours */

/* The name of the city alone is what people write: the continent it is of,
 * with blanks as '_', in quotes.  0 when there is such a zone. */
static int find_city(const char *city, struct algo_buf *out)
{
	static const char *const continents[] = { "America", "Europe",
						  "Asia",    "Australia",
						  "Africa",  "Pacific",
						  "Atlantic" };
	struct algo_zone *z = NULL;

	for (size_t i = 0; i < sizeof(continents) / sizeof(*continents); i++) {
		algo_buf_clear(out);
		algo_buf_addf(out, "%s/%s", continents[i], city);
		for (size_t k = 0; k < out->len; k++)
			if (out->data[k] == ' ')
				out->data[k] = '_';
		z = algo_zone_open(algo_buf_str(out), NULL);
		if (z)
			break;
	}
	algo_zone_free(z);
	return z ? 0 : -1;
}

static void offer_zone(struct reader *r, const struct algo_json *v,
		       struct algo_err *e)
{
	struct algo_buf name = ALGO_BUF_INIT(128), fix = ALGO_BUF_INIT(160);
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (n > 0 && n < 40 && !strpbrk(s, "/.") && !find_city(s, &name)) {
		algo_err_hint(e, "did you mean '%s'?", algo_buf_str(&name));
		algo_buf_addf(&fix, "\"%s\"", algo_buf_str(&name));
		algo_doc_fix_value(r, e, v, algo_buf_str(&fix));
	}
	algo_buf_release(&name);
	algo_buf_release(&fix);
}

/* NULL v: UTC. */
struct algo_zone *algo_read_zone(struct reader *r, const struct algo_json *v)
{
	struct algo_err why = ALGO_ERR_INIT, *e;
	const char *name = v ? algo_json_str(v, NULL) : "UTC";
	struct algo_zone *z = algo_zone_open(name, &why);

	if (z)
		return z;
	e = algo_doc_fault(r, v ? v : r->root, why.cls, why.code, "%s",
			   why.msg);
	if (why.cls != ALGO_E_VALUE)
		algo_err_origin(e, why.origin);
	algo_err_hint(e, "%s", why.hint);
	if (v && why.cls == ALGO_E_VALUE && r->errs->dropped == 0)
		offer_zone(r, v, e);
	return NULL;
}

static int two_digits(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* "HH:MM", "24:00" included. */
static int64_t read_clock(struct reader *r, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);
	int h = n == 5 ? two_digits(s) : -1;
	int m = n == 5 && s[2] == ':' ? two_digits(s + 3) : -1;
	struct algo_err *e;

	if (h >= 0 && m >= 0 && m < 60 && h * 60 + m <= 24 * 60)
		return (h * 60 + m) * 60 * ALGO_US;
	e = algo_doc_fault(r, v, ALGO_E_VALUE, "bad_clock",
			   "'%.20s' is no time of day", s);
	algo_err_hint(e, "write it as \"09:30\"");
	if (n == 4 && s[1] == ':' && s[0] >= '0' && s[0] <= '9' &&
	    two_digits(s + 2) >= 0 && s[2] < '6') {
		char fix[8] = { '"', '0', s[0], ':', s[2], s[3], '"' };

		algo_doc_fix_value(r, e, v, fix);
	}
	return -1;
}

static void read_hours(struct reader *r, const struct algo_json *v)
{
	struct algo_session *s = &r->s->risk.session;
	const struct algo_json *from = algo_json_get(v, "from");
	const struct algo_json *to = algo_json_get(v, "to");
	struct algo_err *e;

	if (!from != !to)
		algo_doc_missing(r, v, &algo_doc_session, from ? "to" : "from");
	from = algo_doc_get(v, &algo_doc_session, "from");
	to = algo_doc_get(v, &algo_doc_session, "to");
	s->from = from ? read_clock(r, from) : -1;
	s->to = to ? read_clock(r, to) : -1;
	if (s->from < 0 || s->to < 0) {
		s->from = 0;
		s->to = ALGO_DAY_US;
		return;
	}
	if (s->from >= s->to) {
		e = algo_doc_fault(r, to, ALGO_E_VALUE, "contradiction",
				   "the session ends before it begins");
		algo_err_hint(e, "a session lies within one day of its zone");
		return;
	}
	s->has_hours = 1;
}

void algo_read_session(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "risk");
	struct algo_session *s = &r->s->risk.session;
	const struct algo_json *flag, *tz;

	if (v)
		v = algo_doc_get(v, &algo_doc_risk, "session");
	if (!v)
		return;
	s->has = 1;
	algo_doc_members(r, v, &algo_doc_session);
	read_hours(r, v);
	tz = algo_doc_get(v, &algo_doc_session, "tz");
	s->zone = tz ? algo_read_zone(r, tz) : r->s->zone;
	flag = algo_doc_get(v, &algo_doc_session, "flatten");
	s->flatten = flag && algo_json_bool(flag);
	if (s->has_hours)
		algo_graph_session(r->s->graph, s->from, s->to, s->zone);
}

/* ---- risk */

enum part { PART_STOP, PART_TARGET, PART_TRAIL };

static const struct level {
	const char *key;
	enum part part;
	enum algo_level how;
} levels[] = {
	{ "stop_loss", PART_STOP, ALGO_LEVEL_PRICE },
	{ "stop_loss_pct", PART_STOP, ALGO_LEVEL_PCT },
	{ "stop_distance", PART_STOP, ALGO_LEVEL_DISTANCE },
	{ "take_profit", PART_TARGET, ALGO_LEVEL_PRICE },
	{ "take_profit_pct", PART_TARGET, ALGO_LEVEL_PCT },
	{ "target_distance", PART_TARGET, ALGO_LEVEL_DISTANCE },
	{ "trailing_stop", PART_TRAIL, ALGO_LEVEL_PRICE },
	{ "trailing_stop_pct", PART_TRAIL, ALGO_LEVEL_PCT },
	{ "trail_distance", PART_TRAIL, ALGO_LEVEL_DISTANCE },
};

static void two_levels(struct reader *r, const struct algo_json *v,
		       const struct level *at, const struct algo_stop *had)
{
	struct algo_buf all = ALGO_BUF_INIT(128);
	const char *first = "";
	struct algo_err *e;

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		if (levels[i].part != at->part)
			continue;
		algo_buf_adds(&all, all.len ? ", " : "");
		algo_buf_adds(&all, levels[i].key);
		if (levels[i].how == had->how)
			first = levels[i].key;
	}
	e = algo_doc_fault_key(r, v, ALGO_E_VALUE, "contradiction",
			       "'%s' contradicts '%s'", at->key, first);
	algo_err_hint(e, "give one of %s", algo_buf_str(&all));
	algo_buf_release(&all);
}

static void read_level(struct reader *r, const struct algo_json *v,
		       const struct level *at)
{
	struct algo_risk *k = &r->s->risk;
	struct algo_stop *stop = at->part == PART_STOP	   ? &k->stop
				 : at->part == PART_TARGET ? &k->target
							   : &k->trail;
	struct field f = {
		v,
		ALGO_SCOPE_FILL,
		ALGO_T_NUM,
		at->how != ALGO_LEVEL_PRICE ? BOUND_EXTENT
		: at->part == PART_TRAIL    ? BOUND_LEVEL
					    : BOUND_PRICE,
		-1,
	};
	struct algo_expr expr;

	if (stop->how != ALGO_LEVEL_NONE)
		two_levels(r, v, at, stop);
	algo_field(r, &f, &expr);
	if (stop->how != ALGO_LEVEL_NONE)
		return;
	stop->how = at->how;
	stop->at = expr;
	stop->pointer = algo_doc_pointer(r, v);
}

/* In document order, so that the later one of two is at fault. */
static void read_levels(struct reader *r, const struct algo_json *risk)
{
	for (size_t i = 0; i < algo_json_count(risk); i++) {
		const struct algo_json *v = algo_json_at(risk, i);
		const char *key = algo_json_key(v);

		for (size_t k = 0; k < sizeof(levels) / sizeof(*levels); k++)
			if (strcmp(levels[k].key, key) == 0 &&
			    algo_doc_get(risk, &algo_doc_risk, key))
				read_level(r, v, &levels[k]);
	}
}

static void read_limit(struct reader *r, const struct algo_json *risk,
		       const char *key, enum bound bound, double *out)
{
	algo_field_const(r, algo_doc_get(risk, &algo_doc_risk, key), bound,
			 out);
}

void algo_read_risk(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "risk");
	struct algo_risk *k = &r->s->risk;
	struct field size = { NULL, ALGO_SCOPE_STEP, ALGO_T_NUM, BOUND_SIZE,
			      -1 };

	algo_expr_none(&k->size);
	algo_expr_none(&k->stop.at);
	algo_expr_none(&k->target.at);
	algo_expr_none(&k->trail.at);
	k->max_bars = k->max_open_trades = k->max_trades_per_day = NAN;
	k->max_daily_loss_pct = k->max_drawdown_pct = k->cooldown_bars = NAN;
	if (!v)
		return;
	algo_doc_members(r, v, &algo_doc_risk);
	size.v = algo_doc_get(v, &algo_doc_risk, "size");
	algo_field(r, &size, &k->size);
	read_levels(r, v);
	read_limit(r, v, "max_bars", BOUND_COUNT, &k->max_bars);
	read_limit(r, v, "max_open_trades", BOUND_COUNT, &k->max_open_trades);
	read_limit(r, v, "max_trades_per_day", BOUND_COUNT,
		   &k->max_trades_per_day);
	read_limit(r, v, "max_daily_loss_pct", BOUND_EXTENT,
		   &k->max_daily_loss_pct);
	read_limit(r, v, "max_drawdown_pct", BOUND_EXTENT,
		   &k->max_drawdown_pct);
	read_limit(r, v, "cooldown_bars", BOUND_COUNT0, &k->cooldown_bars);
}

/* ---- backtest */

/* [fixed, rate] as "fixed,rate". */
static int add_pair(struct reader *r, const struct algo_json *v,
		    struct algo_buf *out)
{
	size_t n = algo_json_count(v), numbers = 0;

	for (size_t i = 0; i < n; i++) {
		const struct algo_json *kid = algo_json_at(v, i);

		numbers += algo_json_type(kid) == ALGO_J_NUM;
		algo_buf_adds(out, i ? "," : "");
		algo_buf_addnum(out, algo_json_num(kid));
	}
	if (n == 2 && numbers == 2)
		return 0;
	algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
		       "'%s' must be %s, not another array", algo_json_key(v),
		       algo_doc_type(DOC_FEE)->text);
	return -1;
}

/* The value as an option of the command line would say it. */
static int add_option(struct reader *r, const struct algo_json *v,
		      struct algo_buf *out)
{
	enum algo_json_type t = algo_json_type(v);

	if (t == ALGO_J_ARR)
		return add_pair(r, v, out);
	if (t == ALGO_J_NUM)
		algo_buf_addnum(out, algo_json_num(v));
	else if (t == ALGO_J_BOOL)
		algo_buf_adds(out, algo_json_bool(v) ? "true" : "false");
	else
		algo_buf_adds(out, algo_json_str(v, NULL));
	return 0;
}

static void judge_setting(struct reader *r, const struct algo_json *v,
			  const char *text)
{
	const struct algo_strategy_opt *o = r->opt;
	struct algo_err err = ALGO_ERR_INIT, *e;

	if (!o->setting ||
	    o->setting(o->account, algo_json_key(v), text, &err) == 0)
		return;
	e = algo_doc_fault(r, v, err.cls, err.code, "%s", err.msg);
	if (err.hint[0])
		algo_err_hint(e, "%s", err.hint);
	if (err.at.line == 0)
		return;
	algo_err_pos(e, err.at.line, err.at.col, err.at.len);
	algo_err_context(e, text, strlen(text));
	if (err.fixit.has)
		algo_err_fixit(e, err.fixit.start, err.fixit.len,
			       err.fixit.text);
}

static void add_setting(struct reader *r, const struct algo_json *v)
{
	struct algo_strategy *s = r->s;
	struct algo_setting *set = &s->backtest[s->nbacktest];
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX + 64);

	if (!add_option(r, v, &text)) {
		set->key = algo_json_key(v);
		set->text = algo_arena_str(&s->arena, algo_buf_str(&text),
					   text.len);
		algo_json_place(v, 0, &set->where);
		s->nbacktest++;
		judge_setting(r, v, set->text);
	}
	algo_buf_release(&text);
}

void algo_read_backtest(struct reader *r)
{
	const struct algo_json *v =
		algo_doc_get(r->root, &algo_doc_top, "backtest");
	const struct algo_json *part;
	struct algo_strategy *s = r->s;
	size_t n = 0;

	r->fractional = r->opt->fractional;
	if (!v)
		return;
	algo_doc_members(r, v, &algo_doc_backtest);
	part = algo_doc_get(v, &algo_doc_backtest, "fractional");
	if (part && (algo_json_bool(part) || algo_json_num(part) > 0))
		r->fractional = 1;
	for (const struct doc_row *row = algo_doc_backtest.row; row->name;
	     row++)
		n++;
	s->backtest = algo_arena_get(&s->arena, n * sizeof(*s->backtest));
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const char *key = algo_json_key(algo_json_at(v, i));

		if (algo_doc_get(v, &algo_doc_backtest, key))
			add_setting(r, algo_json_at(v, i));
	}
}
