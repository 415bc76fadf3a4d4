/* review_static.c - what a document alone shows */
#include "review.h"

#include <algo/ind.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct algo_json *get(const struct review *r, const char *key,
				   const char *sub)
{
	return algo_json_get(algo_json_get(r->root, key), sub);
}

static int has_rule(const struct review *r, unsigned verbs)
{
	for (size_t i = 0; i < r->s->nrules; i++)
		if (verbs & 1u << r->s->rules[i].action)
			return 1;
	return 0;
}

static int has_entry(const struct review *r)
{
	return r->s->entry_long.when.node >= 0 ||
	       r->s->entry_short.when.node >= 0 ||
	       has_rule(r, 1u << ALGO_DO_BUY | 1u << ALGO_DO_SELL);
}

/* A field of an order among the rules. */
static int rule_field(const struct review *r, const char *key)
{
	const struct algo_json *rules = algo_json_get(r->root, "rules");

	for (size_t i = 0; i < algo_json_count(rules); i++)
		if (algo_json_get(algo_json_at(rules, i), key))
			return 1;
	return 0;
}

void algo_review_costs(struct review *r)
{
	static const char *const keys[] = { "commission", "spread",
					    "slippage" };

	for (size_t i = 0; i < 3; i++) {
		const struct algo_json *v = get(r, "backtest", keys[i]);

		if (v && algo_json_num(v) != 0)
			return;
	}
	if (has_entry(r))
		algo_advise(r, "/backtest", NULL);
}

/* A stop of any kind. */
static int has_stop(const struct review *r)
{
	return r->s->risk.stop.how != ALGO_LEVEL_NONE ||
	       r->s->risk.trail.how != ALGO_LEVEL_NONE ||
	       has_rule(r, 1u << ALGO_DO_SET_SL) || rule_field(r, "sl") ||
	       rule_field(r, "trail");
}

static int has_other_exit(const struct review *r)
{
	const struct algo_strategy *s = r->s;
	unsigned closes = 1u << ALGO_DO_CLOSE | 1u << ALGO_DO_CLOSE_LONG |
			  1u << ALGO_DO_CLOSE_SHORT | 1u << ALGO_DO_SELL |
			  1u << ALGO_DO_TARGET | 1u << ALGO_DO_SET_TP;

	return s->risk.target.how != ALGO_LEVEL_NONE ||
	       !isnan(s->risk.max_bars) || s->risk.session.flatten ||
	       has_rule(r, closes) || rule_field(r, "tp");
}

/* A side without an exit of its own leaves by the other side's entry. */
void algo_review_exit(struct review *r)
{
	const struct algo_strategy *s = r->s;
	int in_long = s->entry_long.when.node >= 0;
	int in_short = s->entry_short.when.node >= 0;

	if (!has_entry(r) || has_stop(r) || has_other_exit(r))
		return;
	if (in_long && s->exit_long.when.node < 0 && !in_short)
		algo_advise(r, "/entry/long", NULL);
	else if (in_short && s->exit_short.when.node < 0 && !in_long)
		algo_advise(r, "/entry/short", NULL);
	else if (!in_long && !in_short)
		algo_advise(r, "/rules", NULL);
}

void algo_review_stop(struct review *r)
{
	if (has_entry(r) && !has_stop(r))
		algo_advise(r, "/risk", NULL);
}

/* --- Stop and target -------------------------------------------------------
 */

static const struct algo_ast *tree(struct review *r, const struct algo_json *v)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t n;
	const char *s;

	if (algo_json_type(v) == ALGO_J_NUM)
		return algo_ast_number(&r->arena, algo_json_num(v));
	if (algo_json_type(v) != ALGO_J_STR)
		return NULL;
	s = algo_json_str(v, &n);
	return algo_ast_parse(&r->arena, s, n, &err);
}

static int is_bin(const struct algo_ast *a, const char *op)
{
	return a->kind == ALGO_AST_BIN && strcmp(a->name, op) == 0;
}

/* A level as a multiple of something: entry_price + 2 * atr(14) and
 * 2 * atr(14) are 2 times atr(14), a number is that many times nothing. */
static double times(const struct algo_ast *a, const struct algo_ast **of)
{
	*of = NULL;
	if ((is_bin(a, "+") || is_bin(a, "-")) &&
	    a->kid[0]->kind == ALGO_AST_NAME &&
	    strcmp(a->kid[0]->name, "entry_price") == 0)
		a = a->kid[1];
	if (a->kind == ALGO_AST_NUM)
		return a->number;
	for (size_t i = 0; is_bin(a, "*") && i < 2; i++) {
		if (a->kid[i]->kind != ALGO_AST_NUM)
			continue;
		*of = a->kid[1 - i];
		return a->kid[i]->number;
	}
	*of = a;
	return 1;
}

void algo_review_wide_stop(struct review *r)
{
	static const char *const pairs[][2] = {
		{ "stop_loss_pct", "take_profit_pct" },
		{ "stop_distance", "target_distance" },
		{ "stop_loss", "take_profit" },
	};

	for (size_t i = 0; i < 3; i++) {
		const struct algo_ast *stop =
			tree(r, get(r, "risk", pairs[i][0]));
		const struct algo_ast *target =
			tree(r, get(r, "risk", pairs[i][1]));
		const struct algo_ast *of[2];
		double k[2];
		char pointer[64];

		/* Plain numbers are comparable but as prices. */
		if (!stop || !target ||
		    (i == 2 && (stop->nkids == 0 || target->nkids == 0)))
			continue;
		k[0] = times(stop, &of[0]);
		k[1] = times(target, &of[1]);
		if (k[0] <= k[1] || !of[0] != !of[1] ||
		    (of[0] && !algo_ast_equal(of[0], of[1])))
			continue;
		snprintf(pointer, sizeof(pointer), "/risk/%s", pairs[i][0]);
		algo_advise(r, pointer,
			    FIGURES({ "stop", k[0] }, { "target", k[1] }));
	}
}

/* --- Params and periods ----------------------------------------------------
 */

void algo_review_edges(struct review *r)
{
	const struct algo_json *params = algo_json_get(r->root, "params");

	for (size_t i = 0; i < algo_json_count(params); i++) {
		const struct algo_json *v = algo_json_at(params, i);
		double value = algo_json_num(algo_json_get(v, "value"));
		double min = algo_json_num(algo_json_get(v, "min"));
		double max = algo_json_num(algo_json_get(v, "max"));
		struct algo_buf at = ALGO_BUF_INIT(1024);

		algo_json_pointer(v, &at);
		if (!(min >= max) && (value == min || value == max))
			algo_advise(r, algo_buf_str(&at),
				    FIGURES({ "value", value }, { "min", min },
					    { "max", max }));
		algo_buf_release(&at);
	}
}

static double value_of(const struct review *r, const struct algo_ast *a)
{
	if (a->kind == ALGO_AST_NUM)
		return a->number;
	for (size_t i = 0; a->kind == ALGO_AST_NAME && i < r->s->nparams; i++)
		if (strcmp(r->s->param_name[i], a->name) == 0)
			return r->s->param_value[i];
	return NAN;
}

/* The first odd period of the calls of indicators in the tree: NaN none. */
static double odd_period(const struct review *r, const struct algo_ast *a)
{
	const struct algo_ind *ind =
		a->kind == ALGO_AST_CALL
			? algo_ind_find(a->name, strlen(a->name))
			: NULL;
	double odd = NAN;

	for (size_t i = 0; i < a->nkids && isnan(odd); i++) {
		double v = ind ? value_of(r, a->kid[i]) : NAN;

		if (ind && ind->param[0].name &&
		    ind->param[0].type == ALGO_P_INT &&
		    strcmp(ind->param[0].name, "period") == 0 && !isnan(v))
			return v <= 1 || v > 500 ? v : NAN;
		odd = odd_period(r, a->kid[i]);
	}
	return odd;
}

static void look_at(struct review *r, const struct algo_json *v)
{
	const struct algo_ast *a;
	struct algo_buf at = ALGO_BUF_INIT(4096);
	double odd;

	if (!v)
		return;
	if (algo_json_type(v) == ALGO_J_OBJ || algo_json_type(v) == ALGO_J_ARR)
		for (size_t i = 0; i < algo_json_count(v); i++)
			look_at(r, algo_json_at(v, i));
	a = algo_json_type(v) == ALGO_J_STR ? tree(r, v) : NULL;
	odd = a ? odd_period(r, a) : NAN;
	algo_json_pointer(v, &at);
	if (!isnan(odd))
		algo_advise(r, algo_buf_str(&at), FIGURES({ "period", odd }));
	algo_buf_release(&at);
}

void algo_review_periods(struct review *r)
{
	static const char *const parts[] = { "let", "entry", "exit", "rules",
					     "risk" };

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		look_at(r, algo_json_get(r->root, parts[i]));
}

void algo_review_many(struct review *r)
{
	if (r->s->nparams > 6)
		algo_advise(r, "/params",
			    FIGURES({ "params", (double)r->s->nparams }));
}

/* --- Conditions ------------------------------------------------------------
 */

static int same(struct review *r, const char *a, const char *side_a,
		const char *b, const char *side_b)
{
	const struct algo_ast *x = tree(r, get(r, a, side_a));
	const struct algo_ast *y = tree(r, get(r, b, side_b));

	return x && y && algo_ast_equal(x, y);
}

void algo_review_both(struct review *r)
{
	if (same(r, "entry", "long", "entry", "short"))
		algo_advise(r, "/entry", NULL);
}

void algo_review_same(struct review *r)
{
	if (same(r, "entry", "long", "exit", "long"))
		algo_advise(r, "/exit/long", NULL);
	if (same(r, "entry", "short", "exit", "short"))
		algo_advise(r, "/exit/short", NULL);
}

void algo_review_leverage(struct review *r)
{
	double margin = algo_json_num(get(r, "backtest", "margin"));

	if (margin < 1 && r->s->risk.size.node < 0 && !rule_field(r, "size") &&
	    !rule_field(r, "units") && has_entry(r))
		algo_advise(r, "/risk/size", FIGURES({ "margin", margin }));
}
