/* resolve.c - names and fields: what they are, and what was meant instead */
#include "expr.h"

#include <string.h>

/* ---- nothing has this name */

/* Offers a repair only when it is hardly in doubt: one letter, not the first,
 * and of a name that is long enough. */
static void offer_near(struct unit *u, struct algo_err *e, struct span at,
		       const struct algo_near *near)
{
	const char *best = algo_near_best(near);
	char a = u->src.text[at.at];

	if (!best)
		return;
	algo_err_hint(e, "did you mean '%s'?", best);
	if (near->cost <= 1 && !near->tied && at.len > 2 && best[1] &&
	    best[2] && ((a ^ best[0]) & 0x5f) == 0)
		algo_err_fixit(e, at.at, at.len, best);
}

static void near_functions(struct algo_near *near, const char *s, size_t n)
{
	const struct fn *fn;

	for (size_t i = 0; (fn = algo_fn_at(i)); i++)
		algo_near_try(near, s, n, fn->word.name);
	for (size_t i = 0; i < algo_ind_count(); i++)
		algo_near_try(near, s, n, algo_ind_at(i)->name);
}

/* Of a document's own names so many are looked at for a near one: the time
 * for a document full of unknown names stays bounded. */
#define NEAR_OWN 256

static void near_names(const struct unit *u, struct algo_near *near,
		       const char *s, size_t n)
{
	const struct algo_graph *g = u->g;
	const struct name *name;

	for (size_t i = 0; i < g->nlets && i < NEAR_OWN; i++)
		algo_near_try(near, s, n, g->lets[i].name);
	for (size_t i = 0; i < g->nparams && i < NEAR_OWN; i++)
		algo_near_try(near, s, n, g->param[i]);
	for (size_t i = 0; (name = algo_name_at(i)); i++)
		algo_near_try(near, s, n, name->word.name);
	for (size_t i = 0; i < g->ncolumns && i < NEAR_OWN; i++)
		algo_near_try(near, s, n, g->column[i]);
}

/* Each unknown name is reported once in an expression. */
static int told(const struct unit *u, const struct ast *a)
{
	const char *s = u->src.text;

	for (const struct ast *b = u->v; b < a; b++) {
		if (b->unknown && b->word.len == a->word.len &&
		    !memcmp(s + b->word.at, s + a->word.at, a->word.len))
			return 1;
	}
	return 0;
}

/* Other languages do not agree on what these are: on which day a week begins,
 * whether they look at several bars or at several values. */
static int is_doubtful(const char *s, size_t n)
{
	static const char *const names[] = { "dayofweek", "day_of_week",
					     "dow",	  "average",
					     "maximum",	  "minimum",
					     "bars_ago" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (algo_same(names[i], s, n, 1))
			return 1;
	return 0;
}

void algo_unknown(struct unit *u, struct ast *a, int call)
{
	const char *s = u->src.text + a->word.at;
	const char *other = algo_other_name(s, a->word.len);
	const struct algo_ind *alias = algo_ind_find(s, a->word.len);
	struct algo_near near = { NULL, 0 };
	struct algo_err *e;

	a->type = T_ERR;
	if (told(u, a)) {
		u->bad++;
		a->unknown = 1;
		return;
	}
	a->unknown = 1;
	e = algo_fault(u, ALGO_E_IMPORT,
		       call ? "unknown_function" : "unknown_name", a->word,
		       "unknown %s '%.*s'", call ? "function" : "name",
		       SPAN_ARG(u, a->word));
	if (alias)
		other = alias->name;
	if (other) {
		algo_err_hint(e, "did you mean '%s'?", other);
		/* Two letters may as well be a slip in three. */
		if (!is_doubtful(s, a->word.len) && !(alias && a->word.len < 3))
			algo_err_fixit(e, a->word.at, a->word.len, other);
		return;
	}
	if (call)
		near_functions(&near, s, a->word.len);
	else
		near_names(u, &near, s, a->word.len);
	offer_near(u, e, a->word, &near);
}

/* ---- names */

static void bad_place(struct unit *u, struct ast *a, const char *code,
		      const char *what)
{
	algo_fault(u, ALGO_E_TYPE, code, a->span, "'%.*s' %s",
		   SPAN_ARG(u, a->span), what);
	a->type = T_ERR;
}

static void account_name(struct unit *u, struct ast *a, const struct name *n)
{
	if (u->src.scope == ALGO_SCOPE_BARS || u->src.scope == ALGO_SCOPE_FEE) {
		bad_place(u, a, "no_account_here",
			  "is of the account, which is not known here");
		return;
	}
	a->type = n->type;
	a->reads = ALGO_K_STEP;
	a->ref = (struct ref){ REF_ACCOUNT, n->index };
	if (u->src.scope != ALGO_SCOPE_FILL)
		return;
	/* In a stop these are the fill's. */
	if (n->index == ALGO_A_ENTRY_PRICE)
		a->ref = (struct ref){ REF_SLOT, SLOT_FILL_PRICE };
	else if (n->index == ALGO_A_SIDE)
		a->ref = (struct ref){ REF_SLOT, SLOT_FILL_SIDE };
	else
		return;
	a->reads = ALGO_K_FILL;
}

/* A row of the table of names. */
static void known(struct unit *u, struct ast *a, const struct name *n)
{
	if (n->kind == REF_CONST) {
		a->type = n->type;
		a->is_const = 1;
		a->value = n->value;
		return;
	}
	if (n->kind == REF_ACCOUNT) {
		account_name(u, a, n);
		return;
	}
	if (n->kind == REF_SLOT || n->kind == REF_TAG) {
		if (u->src.scope != ALGO_SCOPE_TRADE) {
			bad_place(u, a, "no_trade_here",
				  "is of the trade at hand: only in rules "
				  "that act on open trades");
			return;
		}
		a->reads = ALGO_K_TRADE;
	} else if (u->src.scope == ALGO_SCOPE_FEE) {
		bad_place(u, a, "no_bars_here",
			  "is not known here: only size and price are");
		return;
	}
	a->type = n->type;
	a->ref = (struct ref){ n->kind, n->index };
}

static int fee_name(struct unit *u, struct ast *a)
{
	const char *s = u->src.text + a->word.at;
	int size = algo_same("size", s, a->word.len, 1);

	if (u->src.scope != ALGO_SCOPE_FEE ||
	    (!size && !algo_same("price", s, a->word.len, 1)))
		return 0;
	a->type = T_NUM;
	a->reads = ALGO_K_TRADE;
	a->ref =
		(struct ref){ REF_SLOT, size ? SLOT_FEE_SIZE : SLOT_FEE_PRICE };
	return 1;
}

static int let_name(struct unit *u, struct ast *a)
{
	int i = algo_find_let(u->g, u->src.text + a->word.at, a->word.len);
	const struct let *let;

	if (i < 0)
		return 0;
	let = &u->g->lets[i];
	a->ref = (struct ref){ REF_LET, i };
	if (let->broken) {
		a->type = T_ERR;
		u->bad++;
		return 1;
	}
	if (let->reads == ALGO_K_STEP && (u->src.scope == ALGO_SCOPE_BARS ||
					  u->src.scope == ALGO_SCOPE_FEE)) {
		bad_place(u, a, "no_account_here",
			  "reads the account, which is not known here");
		return 1;
	}
	a->type = let->type;
	a->reads = let->reads;
	a->finest = let->finest;
	a->cross = let->cross;
	/* What it is worth is certain only after it. */
	a->is_const = let->is_const && (u->let < 0 || i < u->let);
	a->value = let->value;
	return 1;
}

static int param_name(struct unit *u, struct ast *a)
{
	int i = algo_find_param(u->g, u->src.text + a->word.at, a->word.len);

	if (i < 0)
		return 0;
	a->type = T_NUM;
	a->is_const = 1;
	a->value = u->g->param_value[i];
	return 1;
}

static int column_name(struct unit *u, struct ast *a)
{
	int i = algo_find_column(u->g, u->src.text + a->word.at, a->word.len);

	if (i < 0)
		return 0;
	if (u->src.scope == ALGO_SCOPE_FEE) {
		bad_place(u, a, "no_bars_here",
			  "is not known here: only size and price are");
		return 1;
	}
	a->type = T_NUM;
	a->ref = (struct ref){ REF_COLUMN, i };
	return 1;
}

static int table_name(struct unit *u, struct ast *a, int any_case)
{
	const struct name *n =
		algo_name_find(u->src.text + a->word.at, a->word.len, any_case);

	if (!n)
		return 0;
	known(u, a, n);
	return 1;
}

/* An exact match wins, then any case. */
void algo_check_name(struct unit *u, struct ast *a)
{
	const char *s = u->src.text + a->word.at;

	if (fee_name(u, a) || let_name(u, a) || param_name(u, a) ||
	    table_name(u, a, 0) || column_name(u, a) || table_name(u, a, 1))
		return;
	if (algo_is_group(s, a->word.len))
		a->type = T_GROUP;
	else if (algo_fn_find(s, a->word.len) || algo_fn_ind(s, a->word.len) ||
		 algo_ma_find(s, a->word.len) >= 0)
		a->type = T_WORD;
	else if (a->deferred)
		a->unknown = 2;
	else
		algo_unknown(u, a, 0);
}

/* ---- fields */

/* The one of the candidates that the text abbreviates, or that it spells
 * out. */
static const char *part_of(const char *s, size_t n, const char *const *list)
{
	const char *found = NULL;

	for (size_t i = 0; list[i]; i++) {
		size_t m = strlen(list[i]);
		int head = n < m ? !strncmp(list[i], s, n)
				 : !strncmp(list[i], s, m);
		int tail = n < m && !strncmp(list[i] + m - n, s, n);

		if (!head && !tail)
			continue;
		if (found)
			return NULL;
		found = list[i];
	}
	return found;
}

static void hint_field(struct unit *u, struct algo_err *e, struct span at,
		       const char *const *list)
{
	const char *s = u->src.text + at.at;
	const char *other = algo_other_field(s, at.len);
	const char *sure = part_of(s, at.len, list);
	struct algo_near near = { NULL, 0 };
	struct algo_buf all = ALGO_BUF_INIT(160);

	for (size_t i = 0; list[i]; i++) {
		algo_near_try(&near, s, at.len, list[i]);
		if (other && !strcmp(other, list[i]))
			sure = other;
		algo_buf_addf(&all, "%s%s", i ? ", " : "", list[i]);
	}
	/* 'pnl_pt' is no 'pnl'. */
	if (sure && near.best && near.cost <= 1 &&
	    (near.tied || strcmp(near.best, sure) != 0))
		sure = NULL;
	if (sure) {
		algo_err_hint(e, "did you mean '%s'?", sure);
		algo_err_fixit(e, at.at, at.len, sure);
	} else if (algo_near_best(&near)) {
		offer_near(u, e, at, &near);
	} else {
		algo_err_hint(e, "one of %s", algo_buf_str(&all));
	}
	algo_buf_release(&all);
}

#define GROUP_FIELDS 16

/* The fields of position, trades ... from the table of names. */
static void group_fields(const char *group, size_t n,
			 const char *list[GROUP_FIELDS])
{
	const struct name *name;
	char head[16] = "";
	size_t k = 0;

	memcpy(head, group, n < sizeof(head) ? n : sizeof(head) - 1);
	for (size_t i = 0; (name = algo_name_at(i)); i++) {
		const char *text = name->word.name, *dot = strchr(text, '.');

		if (dot && k + 1 < GROUP_FIELDS &&
		    algo_same(head, text, (size_t)(dot - text), 1))
			list[k++] = dot + 1;
	}
	list[k] = NULL;
}

static void group_field(struct unit *u, struct ast *a, const struct ast *base)
{
	const char *s = u->src.text + base->word.at;
	const char *list[GROUP_FIELDS];
	const struct name *n;
	struct algo_err *e;
	char full[64];
	size_t len = base->word.len + 1 + a->word.len;

	if (len < sizeof(full)) {
		memcpy(full, s, base->word.len);
		full[base->word.len] = '.';
		memcpy(full + base->word.len + 1, u->src.text + a->word.at,
		       a->word.len);
		n = algo_name_find(full, len, 1);
		if (n) {
			known(u, a, n);
			return;
		}
	}
	e = algo_fault(u, ALGO_E_ATTRIBUTE, "unknown_field", a->word,
		       "'%.*s' has no field '%.*s'", SPAN_ARG(u, base->word),
		       SPAN_ARG(u, a->word));
	group_fields(s, base->word.len, list);
	hint_field(u, e, a->word, list);
}

/* Where what stands after the dot means the same as here. */
static int is_pine(const char *s, size_t n)
{
	return algo_same("ta", s, n, 0) || algo_same("math", s, n, 0) ||
	       algo_same("strategy", s, n, 0);
}

/* talib.rsi, ta.crossover, strategy.position_size: what stands after the dot
 * is often enough. */
static void foreign(struct unit *u, struct ast *a, struct ast *base)
{
	const char *s = u->src.text + a->word.at;
	const char *other = algo_other_name(s, a->word.len);
	size_t len = a->word.at - base->word.at;
	const struct fn *fn = algo_fn_find(s, a->word.len);
	const struct algo_ind *ind = algo_fn_ind(s, a->word.len);
	const struct name *n = algo_name_find(s, a->word.len, 1);
	struct algo_err *e;

	base->unknown = 0;
	if (told(u, base)) {
		u->bad++;
		base->unknown = 1;
		return;
	}
	base->unknown = 1;
	e = algo_fault(u, ALGO_E_IMPORT, "unknown_name", base->word,
		       "unknown name '%.*s'", SPAN_ARG(u, base->word));
	if (a->kind == AST_METHOD ? fn || ind : n != NULL) {
		const char *right = fn	  ? fn->word.name
				    : ind ? ind->name
					  : n->word.name;

		algo_err_hint(e, "write '%s' without '%.*s.'", right,
			      SPAN_ARG(u, base->word));
		if (is_pine(u->src.text + base->word.at, base->word.len))
			algo_err_fixit(e, base->word.at, len + a->word.len,
				       right);
	} else if (other) {
		algo_err_hint(e, "did you mean '%s'?", other);
		if (!is_doubtful(s, a->word.len) &&
		    is_pine(u->src.text + base->word.at, base->word.len))
			algo_err_fixit(e, base->word.at, len + a->word.len,
				       other);
	} else {
		struct algo_near near = { NULL, 0 };

		near_names(u, &near, u->src.text + base->word.at,
			   base->word.len);
		offer_near(u, e, base->word, &near);
	}
}

/* macd.hist */
static void word_field(struct unit *u, struct ast *a, const struct ast *base)
{
	const struct algo_ind *ind =
		algo_fn_ind(u->src.text + base->word.at, base->word.len);
	const char *s = u->src.text + a->word.at;
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_ATTRIBUTE, "function_needs_call", base->word,
		       "'%.*s' is a function", SPAN_ARG(u, base->word));
	algo_err_hint(e, "write %.*s(...).%.*s", SPAN_ARG(u, base->word),
		      SPAN_ARG(u, a->word));
	if (ind && algo_ind_output(ind, s, a->word.len) >= 0)
		algo_err_fixit(e, base->word.at + base->word.len, 0, "()");
}

static void call_field(struct unit *u, struct ast *a, const struct ast *base)
{
	const struct algo_ind *ind = u->calls[base->call].ind;
	const char *s = u->src.text + a->word.at;
	int k = ind ? algo_ind_output(ind, s, a->word.len) : -1;
	struct algo_err *e;

	if (k >= 0) {
		a->type = T_NUM;
		a->ref = (struct ref){ REF_OUTPUT, k };
		return;
	}
	e = algo_fault(u, ALGO_E_ATTRIBUTE, "unknown_field", a->word,
		       "'%.*s' has no field '%.*s'", SPAN_ARG(u, base->word),
		       SPAN_ARG(u, a->word));
	if (ind && ind->out[0] && ind->out[1]) {
		hint_field(u, e, a->word, ind->out);
		return;
	}
	if (!ind && u->calls[base->call].fn->other) {
		algo_err_hint(e, "name the field within the brackets of '%.*s'",
			      SPAN_ARG(u, base->word));
		return;
	}
	algo_err_hint(e, "%.*s has one output: leave out '.%.*s'",
		      SPAN_ARG(u, base->word), SPAN_ARG(u, a->word));
	algo_err_fixit(e, a->word.at - 1, a->word.len + 1, "");
}

/* What must be looked at before a field or a method: 1 when that was all. */
static int base_at_fault(struct unit *u, struct ast *a, struct ast *base)
{
	if (base->unknown == 2) {
		foreign(u, a, base);
		return 1;
	}
	if (base->type == T_WORD && a->kind == AST_FIELD) {
		word_field(u, a, base);
		return 1;
	}
	return 0;
}

void algo_check_field(struct unit *u, struct ast *a)
{
	struct ast *base = &u->v[a->kid[0]];
	int name = base->kind == AST_NAME;

	if (base_at_fault(u, a, base))
		return;
	if (name &&
	    algo_is_group(u->src.text + base->word.at, base->word.len)) {
		group_field(u, a, base);
		return;
	}
	if (base->type == T_ERR)
		return;
	if (base->call >= 0 && base->kind == AST_CALL) {
		call_field(u, a, base);
		return;
	}
	if (algo_check_value(u, a->kid[0], T_ANY))
		algo_fault(u, ALGO_E_ATTRIBUTE, "unknown_field", a->word,
			   "'%.*s' has no fields", SPAN_ARG(u, base->span));
}

/* ---- methods of data frames */

static void hint_shift(struct unit *u, const struct ast *a, struct algo_err *e)
{
	const struct ast *base = &u->v[a->kid[0]];
	const struct ast *n = NULL;
	char text[64];
	size_t from = base->span.at + base->span.len;

	if (a->nargs == 1)
		n = &u->v[u->args[a->args].node];
	if (!n || !n->is_const || n->span.len > 32) {
		algo_err_hint(e, "%.*s[1] is the value one bar ago",
			      SPAN_ARG(u, base->span));
		return;
	}
	text[0] = '[';
	memcpy(text + 1, u->src.text + n->span.at, n->span.len);
	memcpy(text + 1 + n->span.len, "]", 2);
	algo_err_hint(e, "write %.*s%s", SPAN_ARG(u, base->span), text);
	if (n->value >= 0)
		algo_err_fixit(e, from, a->span.at + a->span.len - from, text);
}

void algo_check_method(struct unit *u, struct ast *a)
{
	struct ast *base = &u->v[a->kid[0]];
	const char *s = u->src.text + a->word.at;
	struct algo_err *e;

	if (base_at_fault(u, a, base) ||
	    (base->type == T_ERR && base->kind != AST_NAME))
		return;
	e = algo_fault(u, ALGO_E_ATTRIBUTE, "no_methods", a->word,
		       "'%.*s' has no method '%.*s'", SPAN_ARG(u, base->span),
		       SPAN_ARG(u, a->word));
	if (algo_same("shift", s, a->word.len, 1))
		hint_shift(u, a, e);
	else if (algo_same("rolling", s, a->word.len, 1))
		algo_err_hint(e,
			      "sma(%.*s, n), sum, highest, lowest, stdev "
			      "look at several bars",
			      SPAN_ARG(u, base->span));
	else
		algo_err_hint(e,
			      "values have no methods; functions are "
			      "called as f(%.*s)",
			      SPAN_ARG(u, base->span));
}
