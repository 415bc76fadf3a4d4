/* check.c - types, constants and kinds, children before parents */
#include "expr.h"

#include <string.h>

static const struct algo_op *const bin_ops[] = {
	[BIN_OR] = &algo_op_or,	  [BIN_AND] = &algo_op_and,
	[BIN_LT] = &algo_op_lt,	  [BIN_LE] = &algo_op_le,
	[BIN_GT] = &algo_op_gt,	  [BIN_GE] = &algo_op_ge,
	[BIN_EQ] = &algo_op_eq,	  [BIN_NE] = &algo_op_ne,
	[BIN_ADD] = &algo_op_add, [BIN_SUB] = &algo_op_sub,
	[BIN_MUL] = &algo_op_mul, [BIN_DIV] = &algo_op_div,
	[BIN_POW] = &algo_op_pow,
};

const struct algo_op *algo_bin_op(enum bin op)
{
	return bin_ops[op];
}

enum ty algo_check_join(enum ty a, enum ty b)
{
	if (a == T_ANY || a == b)
		return b;
	return b == T_ANY ? a : T_ERR;
}

/* A stateless operation on constants: the very code that works on columns. */
double algo_check_fold(const struct algo_op *op, const double *in, size_t nin,
		       const double *p)
{
	const double *ins[3] = { in, in + 1, in + 2 };
	double y, *out[1] = { &y };
	double state[4] = { 0 };

	(void)nin;
	if (op->init)
		op->init(state, p);
	op->step(state, ins, out, 1);
	return y;
}

/* ---- a value is wanted */

static void want_condition(struct unit *u, const struct ast *a)
{
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "number_as_condition", a->span,
		       "'%.*s' is a number, not a condition",
		       SPAN_ARG(u, a->span));
	algo_err_hint(e, "compare it, as in '%.*s > 0'", SPAN_ARG(u, a->span));
}

static void want_number(struct unit *u, const struct ast *a)
{
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_TYPE, "condition_as_number", a->span,
		       "'%.*s' is a condition, not a number",
		       SPAN_ARG(u, a->span));
	algo_err_hint(e, "'%.*s ? 1 : 0' makes it a number",
		      SPAN_ARG(u, a->span));
}

/* "100" where 100 was meant. */
static void want_no_text(struct unit *u, const struct ast *a)
{
	const char *s = u->src.text + a->span.at;
	char text[64];
	struct algo_err *e;
	double v;

	e = algo_fault(u, ALGO_E_TYPE, "text_as_value", a->span,
		       "a text is no value");
	if (a->span.len - 2 < sizeof(text) &&
	    !algo_num_human(s + 1, a->span.len - 2, &v)) {
		memcpy(text, s + 1, a->span.len - 2);
		text[a->span.len - 2] = '\0';
		algo_err_hint(e, "write %s without quotes", text);
		algo_err_fixit(e, a->span.at, a->span.len, text);
	} else {
		algo_err_hint(e, "texts are arguments only; col(\"NAME\") "
				 "names a column");
	}
}

static void want_call(struct unit *u, const struct ast *a)
{
	const char *s = u->src.text + a->word.at;
	const struct fn *fn = algo_fn_find(s, a->word.len);
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_SYNTAX, "function_needs_call", a->span,
		       "'%.*s' is a function", SPAN_ARG(u, a->span));
	if (fn)
		algo_err_hint(e, "write %s", fn->word.usage);
	else
		algo_err_hint(e, "write %.*s(...)", SPAN_ARG(u, a->span));
}

const char *algo_outputs_text(const struct algo_ind *ind, char *out,
			      size_t size)
{
	struct algo_buf b = ALGO_BUF_INIT(size - 1);

	for (size_t i = 0; ind->out[i]; i++)
		algo_buf_addf(&b, "%s.%s", i ? ", " : "", ind->out[i]);
	memcpy(out, algo_buf_str(&b), b.len + 1);
	algo_buf_release(&b);
	return out;
}

static void want_field(struct unit *u, const struct ast *a)
{
	const struct algo_ind *ind = u->calls[a->call].ind;
	struct algo_err *e;
	char text[128];

	e = algo_fault(u, ALGO_E_ATTRIBUTE, "field_needed", a->span,
		       "%s has several outputs: one must be named", ind->name);
	algo_err_hint(e, "one of %s",
		      algo_outputs_text(ind, text, sizeof(text)));
}

static void want_group_field(struct unit *u, const struct ast *a)
{
	struct algo_err *e;

	e = algo_fault(u, ALGO_E_ATTRIBUTE, "field_needed", a->span,
		       "'%.*s' alone is no value", SPAN_ARG(u, a->span));
	algo_err_hint(
		e, "name a field, as in %.*s.%s", SPAN_ARG(u, a->span),
		algo_same("trades", u->src.text + a->span.at, a->span.len, 1)
			? "open"
		: algo_same("pending", u->src.text + a->span.at, a->span.len, 1)
			? "count"
			: "size");
}

int algo_check_value(struct unit *u, int i, enum ty want)
{
	struct ast *a = &u->v[i];
	enum ty is = a->type;

	switch (is) {
	case T_ERR:
		return 0;
	case T_TEXT:
		want_no_text(u, a);
		break;
	case T_WORD:
		want_call(u, a);
		break;
	case T_GROUP:
		want_group_field(u, a);
		break;
	case T_FIELDS:
		want_field(u, a);
		break;
	case T_TAG:
		algo_err_hint(algo_fault(u, ALGO_E_TYPE, "tag_as_value",
					 a->span, "trade.tag is a text"),
			      "compare it: trade.tag == \"name\"");
		break;
	case T_ANY:
	case T_NUM:
	case T_BOOL:
	default:
		if (is == T_ANY || want == T_ANY || is == want)
			return 1;
		if (want == T_BOOL)
			want_condition(u, a);
		else
			want_number(u, a);
		break;
	}
	a->type = T_ERR;
	return 0;
}

/* ---- one kind of syntax after the other */

static enum algo_kind reads(const struct unit *u, const struct ast *a)
{
	enum algo_kind k = ALGO_K_COLUMN;

	for (int i = 0; i < 3; i++) {
		if (a->kid[i] >= 0 && u->v[a->kid[i]].reads > k)
			k = u->v[a->kid[i]].reads;
	}
	return k;
}

/* What lies in a piece of syntax is also in what is around it. */
static void inherit(const struct unit *u, struct ast *a)
{
	int n = 3 + (a->kind == AST_CALL ? a->nargs : 0);

	a->finest = 0;
	a->cross = 0;
	for (int i = 0; i < n; i++) {
		int at = i < 3 ? a->kid[i] : u->args[a->args + i - 3].node;
		const struct ast *k = at >= 0 ? &u->v[at] : NULL;

		if (!k)
			continue;
		a->cross |= k->cross;
		if (k->finest && (!a->finest || k->finest < a->finest))
			a->finest = k->finest;
	}
}

static int all_const(const struct unit *u, const struct ast *a, int kids)
{
	for (int i = 0; i < kids; i++) {
		if (!u->v[a->kid[i]].is_const)
			return 0;
	}
	return 1;
}

static void operation(struct unit *u, struct ast *a, const struct algo_op *op,
		      int kids, enum ty result)
{
	double in[3] = { 0, 0, 0 };

	a->type = result;
	a->is_const = all_const(u, a, kids);
	if (!a->is_const)
		return;
	for (int i = 0; i < kids; i++)
		in[i] = u->v[a->kid[i]].value;
	a->value = algo_check_fold(op, in, (size_t)kids, NULL);
}

static int is_tag_test(const struct unit *u, const struct ast *a)
{
	enum ty x = u->v[a->kid[0]].type, y = u->v[a->kid[1]].type;

	return (a->op == BIN_EQ || a->op == BIN_NE) &&
	       ((x == T_TAG && y == T_TEXT) || (x == T_TEXT && y == T_TAG));
}

/* (a > b) == true and the like. */
static int compares_conditions(struct unit *u, const struct ast *a)
{
	struct algo_err *e;

	if (u->v[a->kid[0]].type != T_BOOL || u->v[a->kid[1]].type != T_BOOL)
		return 0;
	e = algo_fault(u, ALGO_E_TYPE, "conditions_compared", a->span,
		       "conditions are not compared");
	algo_err_hint(e, "use the condition itself, or 'not' of it");
	return 1;
}

static void check_bin(struct unit *u, struct ast *a)
{
	int logic = a->op == BIN_OR || a->op == BIN_AND;
	int cmp = a->op >= BIN_LT && a->op <= BIN_NE;
	enum ty want = logic ? T_BOOL : T_NUM;
	int good;

	if (is_tag_test(u, a)) {
		a->type = T_BOOL;
		return;
	}
	if (cmp && compares_conditions(u, a)) {
		a->type = T_ERR;
		return;
	}
	good = algo_check_value(u, a->kid[0], want);
	good &= algo_check_value(u, a->kid[1], want);
	/* The type is certain, also when a part is at fault. */
	if (good)
		operation(u, a, algo_bin_op(a->op), 2,
			  logic || cmp ? T_BOOL : T_NUM);
	else
		a->type = T_ERR;
}

static void check_cond(struct unit *u, struct ast *a)
{
	const struct ast *x = &u->v[a->kid[1]], *y = &u->v[a->kid[2]];
	enum ty t;

	a->type = T_ERR;
	if (!(algo_check_value(u, a->kid[0], T_BOOL) &
	      algo_check_value(u, a->kid[1], T_ANY) &
	      algo_check_value(u, a->kid[2], T_ANY)))
		return;
	t = algo_check_join(x->type, y->type);
	if (t == T_ERR) {
		algo_fault(u, ALGO_E_TYPE, "branches_differ", y->span,
			   "one branch is a %s, the other a %s",
			   x->type == T_BOOL ? "condition" : "number",
			   y->type == T_BOOL ? "condition" : "number");
		return;
	}
	operation(u, a, &algo_op_cond, 3, t);
}

/* ---- x[n] */

static void hint_function(struct unit *u, const struct ast *a,
			  struct algo_err *e)
{
	const struct ast *f = &u->v[a->kid[0]], *n = &u->v[a->kid[1]];
	const struct algo_ind *ind =
		algo_fn_ind(u->src.text + f->word.at, f->word.len);
	int series = ind && algo_ind_inputs(ind) == 1 &&
		     !strcmp(ind->in[0], "close");
	char text[96];
	struct algo_buf b = ALGO_BUF_INIT(sizeof(text) - 1);

	algo_buf_addf(&b, "%.*s(%s", SPAN_ARG(u, f->word),
		      series ? "close, " : "");
	algo_buf_add(&b, u->src.text + n->span.at, n->span.len);
	algo_buf_addc(&b, ')');
	algo_err_hint(e, "write %s", algo_buf_str(&b));
	if (!b.over && n->is_const)
		algo_err_fixit(e, a->span.at, a->span.len, algo_buf_str(&b));
	algo_buf_release(&b);
}

static int index_base(struct unit *u, struct ast *a)
{
	struct ast *f = &u->v[a->kid[0]];
	struct algo_err *e;

	if (f->type != T_WORD)
		return algo_check_value(u, a->kid[0], T_ANY);
	e = algo_fault(u, ALGO_E_SYNTAX, "function_needs_call", f->span,
		       "'%.*s' is a function", SPAN_ARG(u, f->span));
	hint_function(u, a, e);
	return 0;
}

static void index_fault(struct unit *u, const struct ast *a, double v)
{
	const struct ast *x = &u->v[a->kid[0]], *n = &u->v[a->kid[1]];
	struct algo_err *e;

	if (!n->is_const) {
		e = algo_fault(u, ALGO_E_INDEX, "index_not_constant", n->span,
			       "'%.*s' is not constant", SPAN_ARG(u, n->span));
		algo_err_hint(e, "x[n] takes a constant whole number or a "
				 "param");
	} else if (v < 0) {
		e = algo_fault(u, ALGO_E_INDEX, "look_ahead", n->span,
			       "a negative index would look ahead");
		algo_err_hint(e,
			      "%.*s[1] is the value one bar ago, [0] this "
			      "bar's",
			      SPAN_ARG(u, x->span));
	} else if (v <= ALGO_LOOKBACK_MAX || isnan(v)) {
		e = algo_fault(u, ALGO_E_INDEX, "index_not_whole", n->span,
			       "'%.*s' is not a whole number",
			       SPAN_ARG(u, n->span));
		algo_err_hint(e, "x[n] takes a constant whole number or a "
				 "param");
	} else {
		algo_fault(u, ALGO_E_INDEX, "index_too_large", n->span,
			   "history beyond the limit of %d bars",
			   ALGO_LOOKBACK_MAX);
	}
}

static void check_index(struct unit *u, struct ast *a)
{
	const struct ast *n = &u->v[a->kid[1]];
	double v;

	a->type = T_ERR;
	if (!(index_base(u, a) & algo_check_value(u, a->kid[1], T_NUM)))
		return;
	v = n->value;
	if (!n->is_const ||
	    !(v >= 0 && v <= ALGO_LOOKBACK_MAX && v == floor(v))) {
		index_fault(u, a, v);
		return;
	}
	if (v >= 1 && a->reads >= ALGO_K_TRADE) {
		algo_fault(u, ALGO_E_TYPE, "no_history", a->span,
			   "'%.*s' has no history",
			   SPAN_ARG(u, u->v[a->kid[0]].span));
		return;
	}
	a->type = u->v[a->kid[0]].type;
	a->is_const = v < 1 && u->v[a->kid[0]].is_const;
	a->value = u->v[a->kid[0]].value;
}

/* ---- all of it */

static void check_one(struct unit *u, struct ast *a)
{
	a->reads = reads(u, a);
	inherit(u, a);
	switch (a->kind) {
	case AST_NUM:
		a->type = T_NUM;
		a->is_const = 1;
		break;
	case AST_TEXT:
		a->type = T_TEXT;
		break;
	case AST_NAME:
		algo_check_name(u, a);
		break;
	case AST_FIELD:
		algo_check_field(u, a);
		break;
	case AST_METHOD:
		algo_check_method(u, a);
		break;
	case AST_NEG:
		if (algo_check_value(u, a->kid[0], T_NUM))
			operation(u, a, &algo_op_neg, 1, T_NUM);
		break;
	case AST_NOT:
		if (algo_check_value(u, a->kid[0], T_BOOL))
			operation(u, a, &algo_op_not, 1, T_BOOL);
		break;
	case AST_BIN:
		check_bin(u, a);
		break;
	case AST_COND:
		check_cond(u, a);
		break;
	case AST_INDEX:
		check_index(u, a);
		break;
	case AST_CALL:
		algo_check_call(u, a);
		break;
	default:
		break;
	}
}

/* Parents come after children: walking back says what lies in the past. */
static void mark_past(struct unit *u)
{
	for (size_t i = u->n; i-- > 0;) {
		const struct ast *a = &u->v[i];
		int n = a->kind == AST_INDEX ? a->kid[1] : -1;
		int back = n >= 0 && u->v[n].is_const && u->v[n].value >= 1;

		for (int k = 0; k < 3; k++) {
			if (a->kid[k] >= 0)
				u->v[a->kid[k]].past = a->past | back;
		}
		for (int k = 0; k < a->nargs; k++)
			u->v[u->args[a->args + k].node].past = a->past;
	}
}

static void check_present(struct unit *u)
{
	mark_past(u);
	for (size_t i = 0; i < u->n; i++) {
		const struct ast *a = &u->v[i];
		struct algo_err *e;

		if (a->kind != AST_NAME || a->ref.kind != REF_LET ||
		    a->ref.index < u->let || a->past)
			continue;
		e = algo_fault(u, ALGO_E_INDEX,
			       a->ref.index == u->let ? "let_of_itself"
						      : "let_too_early",
			       a->span, "'%.*s' is not known yet",
			       SPAN_ARG(u, a->span));
		if (a->ref.index == u->let)
			algo_err_hint(e,
				      "a let may use itself only in the "
				      "past: %.*s[1]",
				      SPAN_ARG(u, a->span));
		else
			algo_err_hint(e, "lets are worked out in order: move "
					 "it before this one, or use its past");
	}
}

void algo_check(struct unit *u)
{
	u->bad = 0;
	u->ncalls = 0;
	for (size_t i = 0; i < u->n; i++) {
		struct ast *a = &u->v[i];

		a->type = T_ERR;
		a->unknown = 0;
		a->ref.kind = REF_NONE;
		if (a->kind != AST_NUM)
			a->is_const = 0;
		check_one(u, a);
	}
	if (u->let >= 0)
		check_present(u);
	if (u->root >= 0)
		algo_check_value(u, u->root,
				 u->src.want == ALGO_T_NUM    ? T_NUM
				 : u->src.want == ALGO_T_BOOL ? T_BOOL
							      : T_ANY);
}
