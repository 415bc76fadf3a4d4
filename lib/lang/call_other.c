/* call_other.c - calls that look at other time frames and symbols */
#include "call.h"

#include <string.h>

/* What people say instead. */
static const char *const other_intervals[][2] = {
	{ "minutely", "1m" }, { "hourly", "1h" },    { "daily", "1d" },
	{ "weekly", "1w" },   { "monthly", "1mo" },  { "quarterly", "3mo" },
	{ "quarter", "3mo" }, { "quarters", "3mo" }, { "1q", "3mo" },
	{ "q", "3mo" },	      { "yearly", "1y" },    { "annual", "1y" },
	{ "annually", "1y" },
};

static int text_needed(struct unit *u, const struct ast *n, const char *what,
		       const char *example)
{
	struct algo_err *e;

	if (n->type == T_ERR)
		return -1;
	e = algo_fault(u, ALGO_E_TYPE, "text_needed", n->span,
		       "%s is a text in quotes", what);
	algo_err_hint(e, "write it as \"%s\"", example);
	return -1;
}

static int bad_interval(struct unit *u, const struct ast *n, const char *s,
			size_t len)
{
	const char *right = NULL;
	char text[16];
	struct algo_err *e;

	for (size_t i = 0;
	     i < sizeof(other_intervals) / sizeof(*other_intervals); i++) {
		if (algo_same(other_intervals[i][0], s, len, 1))
			right = other_intervals[i][1];
	}
	e = algo_fault(u, ALGO_E_VALUE, "bad_interval", n->span,
		       "%.*s is no interval", SPAN_ARG(u, n->span));
	if (!right) {
		algo_err_hint(e, "a number and one of s, m, h, d, w, mo, y: "
				 "\"15m\" \"1h\" \"4h\" \"1d\" \"1w\" \"1mo\" "
				 "\"3mo\" \"1y\"");
		return -1;
	}
	algo_err_hint(e, "write \"%s\"", right);
	text[0] = '"';
	memcpy(text + 1, right, strlen(right));
	memcpy(text + 1 + strlen(right), "\"", 2);
	algo_err_fixit(e, n->span.at, n->span.len, text);
	return -1;
}

int algo_call_interval(struct unit *u, int node, double *v)
{
	const struct ast *n = &u->v[node];
	const char *s = u->src.text + n->span.at + 1;
	struct algo_interval iv;
	struct algo_err *e;

	if (n->type != T_TEXT)
		return text_needed(u, n, "an interval", "1w");
	if (algo_interval_parse(s, n->span.len - 2, &iv))
		return bad_interval(u, n, s, n->span.len - 2);
	if (iv.unit <= ALGO_UNIT_H && algo_interval_us(&iv) > ALGO_DAY_US) {
		e = algo_fault(u, ALGO_E_VALUE, "bad_interval", n->span,
			       "%.*s is longer than a day",
			       SPAN_ARG(u, n->span));
		algo_err_hint(e, "hours and minutes count from midnight: "
				 "beyond a day use whole ones, as \"2d\"");
		return -1;
	}
	*v = algo_interval_code(&iv);
	return 0;
}

int algo_call_symbol(struct unit *u, int node, double *v)
{
	const struct ast *n = &u->v[node];

	if (n->type != T_TEXT)
		return text_needed(u, n, "a symbol", "SPY");
	if (n->span.len <= 2) {
		algo_fault(u, ALGO_E_VALUE, "empty_symbol", n->span,
			   "the symbol has no name");
		return -1;
	}
	*v = algo_symbol(u->g, u->src.text + n->span.at + 1, n->span.len - 2);
	return 0;
}

/* ---- what lies within */

static int64_t interval_us(struct unit *u, const int *slot)
{
	const struct ast *n = slot[0] >= 0 ? &u->v[slot[0]] : NULL;
	struct algo_interval iv;

	if (!n || n->type != T_TEXT ||
	    algo_interval_parse(u->src.text + n->span.at + 1, n->span.len - 2,
				&iv))
		return 0;
	return algo_interval_us(&iv);
}

/* Names of the account or of a trade: each is told where it stands. */
static int account_within(struct unit *u, const struct call *c,
			  const struct ast *arg)
{
	int told = 0;

	if (arg->reads < ALGO_K_STEP)
		return 0;
	for (size_t i = 0; i < u->n; i++) {
		const struct ast *a = &u->v[i];
		int leaf = a->kind == AST_NAME || a->kind == AST_FIELD ||
			   (a->kind == AST_CALL && a->call >= 0 &&
			    u->calls[a->call].risk_size);
		struct algo_err *e;

		if (!leaf || a->reads < ALGO_K_STEP || a->type == T_ERR ||
		    a->span.at < arg->span.at ||
		    a->span.at + a->span.len > arg->span.at + arg->span.len)
			continue;
		e = algo_fault(u, ALGO_E_TYPE, "no_account_here", a->span,
			       "'%.*s' is of the account, which is not known "
			       "within '%s'",
			       SPAN_ARG(u, a->span), c->fn->word.name);
		algo_err_hint(e,
			      "%s sees bars only: move it out of the "
			      "brackets",
			      c->fn->word.name);
		told = 1;
	}
	if (!told)
		algo_fault(u, ALGO_E_TYPE, "no_account_here", arg->span,
			   "the account is not known within '%s'",
			   c->fn->word.name);
	return -1;
}

static int tf_within(struct unit *u, const struct ast *arg, int64_t us)
{
	struct algo_err *e;

	if (arg->cross) {
		e = algo_fault(u, ALGO_E_TYPE, "symbols_within_tf", arg->span,
			       "'tf' sees the bars of one symbol only");
		algo_err_hint(e, "turn it round: sym(\"SPY\", tf(\"1w\", "
				 "close)), xrank(tf(\"1w\", close))");
		return -1;
	}
	if (!arg->finest || !us || arg->finest > us)
		return 0;
	e = algo_fault(u, ALGO_E_VALUE, "finer_within_tf", arg->span,
		       "a time frame within a time frame must be coarser");
	algo_err_hint(e, "bars are made of finer ones: tf(\"1d\", "
			 "tf(\"1w\", close)), not the other way");
	return -1;
}

int algo_call_other(struct unit *u, struct ast *a, const struct call *c,
		    const int *slot)
{
	int first = c->fn->other == OTHER_CROSS ? 0 : 1;
	const struct ast *arg = slot[first] >= 0 ? &u->v[slot[first]] : NULL;
	int64_t us;

	if (c->fn->other != OTHER_TF)
		a->cross = 1;
	if (!arg)
		return 0;
	if (account_within(u, c, arg))
		return -1;
	if (c->fn->other != OTHER_TF)
		return 0;
	us = interval_us(u, slot);
	if (us && (!a->finest || us < a->finest))
		a->finest = us;
	return tf_within(u, arg, us);
}
