/* refine_say.c - clauses that take something away, turn it round or multiply
 * it */
#include "refine.h"

#include <string.h>

/* --- Removing ------------------------------------------------------------ */

enum thing {
	THING_STOP = 1,
	THING_TARGET,
	THING_TRAIL,
	THING_BARS,
	THING_SIZE,
	THING_SESSION,
	THING_COMMISSION,
	THING_SLIPPAGE,
	THING_SPREAD,
	THING_COSTS,
	THING_DAY_LOSS,
	THING_DRAWDOWN,
	THING_TRADES,
	THING_COOLDOWN,
	THING_MARGIN,
	THING_SHORTS,
	THING_LONGS,
	THING_EXIT
};

/* clang-format off */
static const struct {
	const char *words;
	enum thing thing;
} things[] = {
	{ "trailing stop loss|trailing stops|trailing stop|trailing exit|trail",
	  THING_TRAIL },
	{ "time stop|timed exit|time exit|time limit|holding limit|max holding "
	  "period|maximum holding period|holding period|max bars|bar limit",
	  THING_BARS },
	{ "stop losses|stop loss|stop-loss|stops|stop|sl", THING_STOP },
	{ "profit targets|profit target|take profits|take profit|take-profit|"
	  "targets|target|tp", THING_TARGET },
	{ "position sizing|position size|sizing|size limit|size", THING_SIZE },
	{ "session filter|session|trading hours|hours|time window|time filter",
	  THING_SESSION },
	{ "commissions|commission|fees|fee", THING_COMMISSION },
	{ "slippage", THING_SLIPPAGE },
	{ "spread", THING_SPREAD },
	{ "trading costs|transaction costs|costs", THING_COSTS },
	{ "daily loss limit|daily loss|daily stop", THING_DAY_LOSS },
	{ "drawdown limit|drawdown stop|max drawdown", THING_DRAWDOWN },
	{ "daily trade limit|trade limit", THING_TRADES },
	{ "cooldown period|cooldown|cool down|waiting period|wait|pause",
	  THING_COOLDOWN },
	{ "leverage", THING_MARGIN },
	{ "short side|short trades|short entries|short signals|shorts|shorting|"
	  "short selling", THING_SHORTS },
	{ "long side|long trades|long entries|longs", THING_LONGS },
	{ "exit signals|exit signal|exit conditions|exit condition|exit rules|"
	  "exit rule|sell signal|sell rule|sell condition|exit", THING_EXIT },
};
/* The members of a thing: "section.key". */
static const char *const members[][8] = {
	[THING_STOP] = { "risk", "stop_loss", "stop_loss_pct", "stop_distance",
			 NULL },
	[THING_TARGET] = { "risk", "take_profit", "take_profit_pct",
			   "target_distance", NULL },
	[THING_TRAIL] = { "risk", "trailing_stop", "trailing_stop_pct",
			  "trail_distance", NULL },
	[THING_BARS] = { "risk", "max_bars", NULL },
	[THING_SIZE] = { "risk", "size", NULL },
	[THING_SESSION] = { "risk", "session", NULL },
	[THING_COMMISSION] = { "backtest", "commission", NULL },
	[THING_SLIPPAGE] = { "backtest", "slippage", NULL },
	[THING_SPREAD] = { "backtest", "spread", NULL },
	[THING_COSTS] = { "backtest", "commission", "slippage", "spread",
			  "borrow", "funding", NULL },
	[THING_DAY_LOSS] = { "risk", "max_daily_loss_pct", NULL },
	[THING_DRAWDOWN] = { "risk", "max_drawdown_pct", NULL },
	[THING_TRADES] = { "risk", "max_trades_per_day", NULL },
	[THING_COOLDOWN] = { "risk", "cooldown_bars", NULL },
	[THING_MARGIN] = { "backtest", "margin", NULL },
	[THING_SHORTS] = { NULL },
	[THING_LONGS] = { NULL },
	[THING_EXIT] = { NULL },
};
/* clang-format on */

struct gone { /* what goes out of a list of rules */
	const char *actions, *keys;
	size_t n;
};

static void without(void *ctx, const struct algo_json *rule, struct algo_jw *w)
{
	struct gone *g = ctx;
	size_t i;

	if (!rule)
		return;
	if (algo_r_does(rule, g->actions) &&
	    !(algo_r_does(rule, "buy|sell") && *g->keys)) {
		g->n++;
		return;
	}
	for (i = 0; i < algo_json_count(rule); i++)
		g->n += (size_t)algo_r_in(g->keys,
					  algo_json_key(algo_json_at(rule, i)));
	algo_jw_obj(w);
	algo_r_members(w, rule, g->keys);
	algo_jw_obj_end(w);
}

static size_t out_of_rules(struct refine *f, enum thing thing)
{
	struct gone g = { .actions = "", .keys = "" };

	if (!algo_json_get(f->root, "rules"))
		return 0;
	if (thing == THING_STOP) {
		g.actions = "set_sl";
		g.keys = "sl";
	} else if (thing == THING_TARGET) {
		g.actions = "set_tp";
		g.keys = "tp";
	} else if (thing == THING_TRAIL) {
		g.keys = "trail";
	} else if (thing == THING_SIZE) {
		g.keys = "size|units";
	} else if (thing == THING_SHORTS) {
		g.actions = "sell|close_short";
	} else if (thing == THING_LONGS) {
		g.actions = "buy|close_long";
	} else if (thing == THING_EXIT) {
		g.actions = "close|close_long|close_short";
	} else {
		return 0;
	}
	algo_r_rules(f, without, &g);
	if (!g.n)
		f->nedit--;
	return g.n;
}

static size_t drop_side(struct refine *f, const char *side)
{
	size_t n = 0;

	for (int k = 0; k < 2; k++) {
		const char *section = k ? "exit" : "entry";

		if (!algo_r_get(f, section, side))
			continue;
		algo_r_edit(f, section, side, NULL);
		n++;
	}
	return n;
}

static size_t drop(struct refine *f, enum thing thing)
{
	const char *const *m = members[thing];
	size_t n;

	if (thing == THING_STOP && algo_r_risk_part(f) > 0) {
		algo_r_ask(f, ALGO_TOPIC_STOP, "",
			   "the size is measured from the stop: which size "
			   "instead?");
		return 1;
	}
	n = out_of_rules(f, thing);

	for (size_t i = 1; m[0] && m[i]; i++)
		if (algo_r_get(f, m[0], m[i])) {
			algo_r_edit(f, m[0], m[i], NULL);
			n++;
		}
	if (thing == THING_SHORTS)
		n += drop_side(f, "short");
	if (thing == THING_LONGS)
		n += drop_side(f, "long");
	if (thing == THING_EXIT && algo_r_get(f, "exit", NULL)) {
		algo_r_edit(f, "exit", NULL, NULL);
		n++;
	}
	/* A strategy whose only stop trails has no other. */
	if (thing == THING_STOP && !n)
		return drop(f, THING_TRAIL);
	return n;
}

/* --- Removing a condition ------------------------------------------------ */

/* Does the tree call one of the names, or a window of that length? */
static int speaks_of(struct refine *f, const struct algo_ast *a,
		     const char *name, double length, int depth)
{
	if (*name && (a->kind == ALGO_AST_CALL || a->kind == ALGO_AST_NAME) &&
	    strcmp(a->name, name) == 0)
		return 1;
	if (length > 0 && a->kind == ALGO_AST_NUM && a->number == length)
		return 1;
	if (a->kind == ALGO_AST_NAME && depth > 0) {
		const struct algo_json *v =
			algo_json_get(algo_json_get(f->root, "let"), a->name);
		struct algo_err err = ALGO_ERR_INIT;
		const struct algo_ast *let;
		size_t n;
		const char *s = algo_json_str(v, &n);

		let = n ? algo_ast_parse(&f->r->arena, s, n, &err) : NULL;
		algo_err_clear(&err);
		return let && let->size < 64 &&
		       speaks_of(f, let, name, length, depth - 1);
	}
	for (size_t i = 0; i < a->nkids; i++)
		if (speaks_of(f, a->kid[i], name, length, depth))
			return 1;
	return 0;
}

struct part {
	const char *name;
	double length;
	size_t gone, left;
};

static void keep_parts(struct refine *f, const struct algo_ast *a,
		       struct part *part, struct algo_buf *out)
{
	if (a->kind == ALGO_AST_BIN && strcmp(a->name, "and") == 0) {
		keep_parts(f, a->kid[0], part, out);
		keep_parts(f, a->kid[1], part, out);
		return;
	}
	if (speaks_of(f, a, part->name, part->length, 4)) {
		part->gone++;
		return;
	}
	if (part->left++)
		algo_buf_adds(out, " and ");
	algo_buf_addc(out, '(');
	algo_ast_print(a, out);
	algo_buf_addc(out, ')');
}

static size_t drop_part(struct refine *f, const char *section, const char *key,
			const char *name, double length)
{
	const struct algo_json *v = algo_r_get(f, section, key);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct part part = { .name = name, .length = length };
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	size_t n;
	const char *s = algo_json_str(v, &n);

	a = n ? algo_ast_parse(&f->r->arena, s, n, &err) : NULL;
	algo_err_clear(&err);
	if (a)
		keep_parts(f, a, &part, &b);
	/* All of it would be no condition any more. */
	if (part.gone && part.left) {
		a = algo_ast_parse(&f->r->arena, b.data, b.len, &err);
		algo_buf_clear(&b);
		if (a)
			algo_ast_print(a, &b);
		algo_r_edit_str(f, section, key, algo_buf_str(&b));
	}
	algo_buf_release(&b);
	return part.left ? part.gone : 0;
}

/* "the RSI filter", "the 200-day filter", "the volume condition" */
static int remove_part(struct refine *f, const char *p)
{
	static const char ends[] = "filters|filter|condition|requirement|rule|"
				   "part|check";
	const struct algo_ind *ind = NULL;
	const char *name = "", *q = p;
	double length = 0;
	size_t n = 0;

	while (*p == ' ')
		p++;
	q = algo_num_read(p, p + strlen(p), &length);
	if (q && q > p) {
		p = q + (*q == '-' || *q == ' ');
		algo_r_take(&p, "day|days|bar|period|week|d");
	} else {
		length = 0;
	}
	while (*p == ' ')
		p++;
	if (!algo_r_take(&p, "trend|moving average|average|ma|sma|ema")) {
		q = p;
		while ((*q >= 'a' && *q <= 'z') || (*q >= '0' && *q <= '9'))
			q++;
		ind = algo_ind_find(p, (size_t)(q - p));
		name = ind			      ? ind->name
		       : strncmp(p, "volume", 6) == 0 ? "volume"
		       : strncmp(p, "weekday", 7) == 0 ||
				       strncmp(p, "day of week", 11) == 0
			       ? "weekday"
			       : "";
		if (*name)
			p = strncmp(p, "day of week", 11) == 0 ? p + 11 : q;
	} else if (!(length > 0)) {
		name = "sma";
	}
	if (!*name && !(length > 0))
		return 0;
	algo_r_take(&p, ends);
	while (*p == ' ')
		p++;
	if (*p)
		return 0;
	n += drop_part(f, "entry", "long", name, length);
	n += drop_part(f, "entry", "short", name, length);
	if (!n)
		algo_r_ask(f, ALGO_TOPIC_ENTRY, "",
			   "no part of the entry speaks of that: which one?");
	return 1;
}

int algo_r_remove(struct refine *f)
{
	static const char verbs[] =
		"remove|drop|delete|get rid of|take out|take away|take off|"
		"cancel|disable|turn off|eliminate|ditch|scrap|forget|leave "
		"out|without|no more|no|skip|omit";
	static const char fillers[] = "the|any|all|its|my|of|existing|current";
	static const char ends[] = "altogether|completely|entirely|please|"
				   "again|instead|from it|from the strategy";
	const char *p = f->said, *thing_at;
	size_t n = 0;

	if (!algo_r_take(&p, verbs))
		return 0;
	do {
		size_t i;

		while (algo_r_take(&p, fillers))
			;
		thing_at = p;
		for (i = 0; i < sizeof(things) / sizeof(*things); i++)
			if (algo_r_take(&p, things[i].words))
				break;
		if (i == sizeof(things) / sizeof(*things)) {
			if (remove_part(f, p) || !n)
				return n || f->nedit || f->stuck;
			break;
		}
		while (algo_r_take(&p, ends))
			;
		if (*p && !strchr(",", *p) && strncmp(p, " and ", 5) != 0 &&
		    strncmp(p, " or ", 4) != 0) {
			f->nedit = 0;
			return remove_part(f, thing_at);
		}
		n += drop(f, things[i].thing);
		while (*p == ',')
			p++;
		while (*p == ' ')
			p++;
	} while (algo_r_take(&p, "and|or") || *p);
	if (!n || *p)
		algo_r_ask(f, ALGO_TOPIC_VALUE, "",
			   "there is nothing like that in the document: what "
			   "is to be removed?");
	return 1;
}

size_t algo_r_replace(struct refine *f)
{
	const char *p = f->said;

	if (!algo_r_take(&p, "replace|swap|change|switch"))
		return 0;
	while (algo_r_take(&p, "the|its|my"))
		;
	for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++) {
		if (!algo_r_take(&p, things[i].words))
			continue;
		if (!algo_r_take(&p, "with|by|for|into"))
			return 0;
		if (things[i].thing != THING_STOP || !(algo_r_risk_part(f) > 0))
			drop(f, things[i].thing);
		return (size_t)(p - f->said);
	}
	return 0;
}

/* --- Directions ---------------------------------------------------------- */

static int all_said(const char *p)
{
	while (algo_r_take(&p, "too|as well|instead|please|on the opposite "
			       "signals|on the opposite signal|on the reverse|"
			       "trades|side|positions|signals|the same way|"
			       "only|strategy|!"))
		;
	while (*p == ' ' || *p == '.')
		p++;
	return !*p;
}

int algo_r_sides(struct refine *f)
{
	static const struct {
		const char *words;
		int what; /* 1 shorts too, 2 long only, 3 short only */
	} rows[] = {
		{ "also go short|also trade short|also sell short|also short|"
		  "and short|add shorts|add short|add the short|add a short|"
		  "add shorting|go short|short|shorts|allow shorts|allow "
		  "shorting|trade both ways|trade both directions|trade both "
		  "sides|both ways|both directions|both sides|make it "
		  "two-sided|"
		  "make it long and short|make it long/short|make it symmetric|"
		  "trade long and short|long and short|mirror it for shorts|"
		  "mirror it for the short|mirror for shorts|mirror it|do the "
		  "opposite for shorts|do the reverse for shorts|same for "
		  "shorts|the same for shorts|the opposite for shorts|vice "
		  "versa for shorts|include shorts|enable shorts|enable "
		  "shorting",
		  1 },
		{ "long only|only trade longs|only long|longs only|make it "
		  "long only|make it "
		  "long-only|only go long|go long only|never short|don't short|"
		  "do not short|long-only|trade long only|only buy|only trade "
		  "long|only trade the long|only take long|only take longs",
		  2 },
		{ "short only|only short|shorts only|make it short only|only "
		  "go short|only trade shorts|go short only|short-only|only "
		  "sell short",
		  3 },
	};
	const char *p;
	size_t i;
	int what = 0;

	/* The narrower saying first: "short only" begins as "short" does. */
	for (i = sizeof(rows) / sizeof(*rows); !what && i > 0; i--) {
		p = f->said;
		if (algo_r_take(&p, rows[i - 1].words) && all_said(p))
			what = rows[i - 1].what;
	}
	if (!what)
		return 0;
	if (what == 2) {
		if (!drop(f, THING_SHORTS))
			algo_r_ask(f, ALGO_TOPIC_VALUE, "",
				   "there are no shorts in the document: what "
				   "is to change?");
		return 1;
	}
	if (!algo_r_get(f, "entry", "short"))
		algo_r_mirror(f, "long", "short");
	else if (what == 1 && !algo_r_get(f, "entry", "long"))
		algo_r_mirror(f, "short", "long");
	else if (what == 1)
		algo_r_ask(f, ALGO_TOPIC_VALUE, "",
			   "it goes long and short already: what is to "
			   "change?");
	if (what == 3 && !f->stuck)
		drop_side(f, "long");
	return 1;
}

/* --- Multiples ----------------------------------------------------------- */

static int multiply(struct refine *f, const char *key, double times)
{
	const struct algo_json *v = algo_r_get(f, "risk", key);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;

	if (!v)
		return 0;
	if (algo_json_type(v) == ALGO_J_NUM) {
		algo_buf_addnum(&b, algo_json_num(v) * times);
		algo_r_edit(f, "risk", key, algo_buf_str(&b));
		algo_buf_release(&b);
		return 1;
	}
	/* A price is no distance: twice of it is no wider stop. */
	if (!strstr(key, "distance"))
		return -1;
	algo_buf_addnum(&b, times);
	algo_buf_addf(&b, " * (%s)", algo_json_str(v, NULL));
	a = algo_ast_parse(&f->r->arena, b.data, b.len, &err);
	algo_err_clear(&err);
	algo_buf_clear(&b);
	if (a)
		algo_ast_print(a, &b);
	algo_r_edit_str(f, "risk", key, algo_buf_str(&b));
	algo_buf_release(&b);
	return 1;
}

/* "double the target", "halve the size" */
int algo_r_times(struct refine *f)
{
	static const double factors[] = { 0, 2, 0.5, 3 };
	const char *p = f->said;
	int by = algo_r_take(&p, "double|halve|triple"), done = 0;
	size_t i;

	if (!by)
		return 0;
	while (algo_r_take(&p, "the|my|its"))
		;
	for (i = 0; i < sizeof(things) / sizeof(*things); i++)
		if (algo_r_take(&p, things[i].words))
			break;
	if (i == sizeof(things) / sizeof(*things) ||
	    things[i].thing > THING_SIZE)
		return 0;
	if (things[i].thing == THING_STOP && algo_r_risk_part(f) > 0) {
		algo_r_ask(f, ALGO_TOPIC_STOP, "",
			   "the size is measured from the stop: where is it "
			   "then?");
		return 1;
	}
	for (size_t k = 1; members[things[i].thing][k]; k++) {
		int rc = multiply(f, members[things[i].thing][k], factors[by]);

		done = rc ? rc : done;
	}
	if (done <= 0)
		algo_r_ask(f, ALGO_TOPIC_VALUE, "",
			   done ? "that is a price, which cannot be "
				  "multiplied: what shall it be?"
				: "there is nothing like that in the document: "
				  "what shall it be?");
	return 1;
}
