/* explain_cond.c - conditions in words */
#include "explain.h"

#include <algo/ind.h>
#include <string.h>

/* A comparison: in the present, in the past, and what it is when it does not
 * hold. */
static const struct {
	const char *op, *is, *was, *inverse;
} compares[] = {
	{ "<", " is below ", " was below ", ">=" },
	{ ">", " is above ", " was above ", "<=" },
	{ "<=", " is at most ", " was at most ", ">" },
	{ ">=", " is at least ", " was at least ", "<" },
	{ "==", " is equal to ", " was equal to ", "!=" },
	{ "!=", " is not equal to ", " was not equal to ", "==" },
};

static const struct {
	const char *fn, *does, *did;
} crossings[] = {
	{ "crossover", " crosses above ", " crossed above " },
	{ "crossunder", " crosses below ", " crossed below " },
};

static int find_compare(const char *op)
{
	for (size_t i = 0; i < sizeof(compares) / sizeof(*compares); i++)
		if (strcmp(compares[i].op, op) == 0)
			return (int)i;
	return -1;
}

static int is_number(const struct algo_ast *a)
{
	return a->kind == ALGO_AST_NUM ||
	       (a->kind == ALGO_AST_NEG && is_number(a->kid[0]));
}

enum unit { UNIT_OTHER, UNIT_PRICE, UNIT_VOLUME };

/* What it is measured in, as far as a name or a call says so by itself. */
static enum unit unit_of(const struct algo_ast *a)
{
	const struct algo_ind *ind;

	if (a->kind == ALGO_AST_INDEX || a->kind == ALGO_AST_FIELD)
		return unit_of(a->kid[0]);
	if (a->kind == ALGO_AST_NAME)
		return strcmp(a->name, "volume") == 0 ? UNIT_VOLUME
						      : UNIT_PRICE;
	if (a->kind != ALGO_AST_CALL)
		return UNIT_OTHER;
	ind = algo_ind_find(a->name, strlen(a->name));
	return !ind || strcmp(ind->group, "overlap") == 0 ||
			       strcmp(ind->name, "vwap") == 0
		       ? UNIT_PRICE
		       : UNIT_OTHER;
}

/* Words take a price beside an indicator of another scale for a slip, and an
 * average beside it for an average of it. */
static int scales_differ(const struct algo_ast *a, const struct algo_ast *b)
{
	return !is_number(a) && !is_number(b) && unit_of(a) != unit_of(b);
}

/* a VERB b, when at least one of them has words. */
static int both(const struct algo_ast *a, const struct algo_ast *b,
		const char *verb, struct algo_buf *out)
{
	size_t mark = out->len;
	int left, right = 0;

	if (is_number(a) && is_number(b))
		return 0;
	/* A number that stands first would be a count of what follows. */
	left = !is_number(a) && algo_tell_value(a, out);
	if (!left)
		algo_tell_code(a, out);
	algo_buf_adds(out, verb);
	if (!left || !scales_differ(a, b))
		right = algo_tell_value(b, out);
	if (!right)
		algo_tell_code(b, out);
	if (left || right)
		return 1;
	out->len = mark;
	return 0;
}

static int weekday(const struct algo_ast *a, struct algo_buf *out)
{
	static const char *const days[] = { "Monday",	"Tuesday", "Wednesday",
					    "Thursday", "Friday",  "Saturday",
					    "Sunday" };
	int equal = strcmp(a->name, "==") == 0;
	const struct algo_ast *n = a->kid[1];

	if (!algo_tell_is_name(a->kid[0], "weekday") ||
	    (!equal && strcmp(a->name, "!=") != 0))
		return 0;
	for (int i = 1; i <= 7; i++) {
		if (!algo_tell_is_number(n, i))
			continue;
		algo_buf_addf(out, "it is %s%s", equal ? "" : "not ",
			      days[i - 1]);
		return 1;
	}
	return 0;
}

/* supertrend(10, 3).dir against 0, with the verb for up and for down. */
static int supertrend(const struct algo_ast *a, const struct algo_ast *b,
		      const char *verb, struct algo_buf *out)
{
	const struct algo_ast *c;

	if (a->kind != ALGO_AST_FIELD || strcmp(a->name, "dir") != 0 ||
	    !algo_tell_is_number(b, 0))
		return 0;
	c = a->kid[0];
	if (!algo_tell_is_call(c, "supertrend", 2) ||
	    c->kid[0]->kind != ALGO_AST_NUM || c->kid[1]->kind != ALGO_AST_NUM)
		return 0;
	algo_buf_adds(out, "Supertrend(");
	algo_buf_addnum(out, c->kid[0]->number);
	algo_buf_addc(out, ',');
	algo_buf_addnum(out, c->kid[1]->number);
	algo_buf_addf(out, ") %s", verb);
	return 1;
}

/* x > x[1] of an indicator; a price is compared with the previous one. */
static int slope(const struct algo_ast *a, struct algo_buf *out)
{
	const struct algo_ast *x = a->kid[0], *y = a->kid[1];
	int up = strcmp(a->name, ">") == 0;

	if ((!up && strcmp(a->name, "<") != 0) || y->kind != ALGO_AST_INDEX ||
	    x->kind == ALGO_AST_NAME || x->kind == ALGO_AST_INDEX ||
	    !algo_tell_is_number(y->kid[1], 1) ||
	    !algo_ast_equal(x, y->kid[0]) || !algo_tell_value(x, out))
		return 0;
	algo_buf_adds(out, up ? " is rising" : " is falling");
	return 1;
}

static int compare(const struct algo_ast *a, int past, struct algo_buf *out)
{
	int i = find_compare(a->name);

	if (i < 0)
		return 0;
	if (past)
		return both(a->kid[0], a->kid[1], compares[i].was, out);
	if (weekday(a, out) || slope(a, out))
		return 1;
	if (i < 2 && supertrend(a->kid[0], a->kid[1],
				i == 1 ? "is bullish" : "is bearish", out))
		return 1;
	return both(a->kid[0], a->kid[1], compares[i].is, out);
}

static int crossing(const struct algo_ast *a, int past, struct algo_buf *out)
{
	for (int i = 0; i < 2; i++) {
		if (!algo_tell_is_call(a, crossings[i].fn, 2))
			continue;
		if (!past &&
		    supertrend(a->kid[0], a->kid[1],
			       i ? "turns bearish" : "turns bullish", out))
			return 1;
		return both(a->kid[0], a->kid[1],
			    past ? crossings[i].did : crossings[i].does, out);
	}
	return 0;
}

/* "the low in the last 5 bars" would be the lowest. */
static int is_extreme(const struct algo_ast *a)
{
	return algo_tell_is_name(a, "high") || algo_tell_is_name(a, "low");
}

/* all_of(c, n) and any_of(c, n) of a comparison. */
static int window(const struct algo_ast *a, struct algo_buf *out)
{
	int all = algo_tell_is_call(a, "all_of", 2);
	size_t mark = out->len;
	int good;
	double n;

	if ((!all && !algo_tell_is_call(a, "any_of", 2)) ||
	    !algo_tell_is_length(a->kid[1], &n) || n < 2 ||
	    (a->kid[0]->nkids == 2 && is_extreme(a->kid[0]->kid[1])))
		return 0;
	good = a->kid[0]->kind == ALGO_AST_BIN
		       ? compare(a->kid[0], !all, out)
		       : !all && crossing(a->kid[0], 1, out);
	if (!good) {
		out->len = mark;
		return 0;
	}
	algo_buf_adds(out, all ? " for " : " in the last ");
	algo_buf_addnum(out, n);
	algo_buf_adds(out, all ? " bars in a row" : " bars");
	return 1;
}

/* One condition without and, or; 0 and nothing when it has no words. */
static int atom(const struct algo_ast *a, struct algo_buf *out)
{
	if (a->kind == ALGO_AST_BIN)
		return compare(a, 0, out);
	return crossing(a, 0, out) || window(a, out);
}

static int is_join(const struct algo_ast *a)
{
	return a->kind == ALGO_AST_BIN &&
	       (strcmp(a->name, "and") == 0 || strcmp(a->name, "or") == 0);
}

/* not (a < b) is a >= b, also when it is unknown. */
static const struct algo_ast *straight(struct algo_arena *arena,
				       const struct algo_ast *a)
{
	const struct algo_ast *c;
	struct algo_ast *out;
	int i;

	if (a->kind != ALGO_AST_NOT)
		return a;
	c = a->kid[0];
	if (c->kind == ALGO_AST_NOT)
		return straight(arena, c->kid[0]);
	i = c->kind == ALGO_AST_BIN ? find_compare(c->name) : -1;
	if (i < 0)
		return a;
	out = algo_arena_get(arena, sizeof(*out));
	*out = *c;
	out->name = compares[i].inverse;
	return out;
}

/* Whether words are of use: one part at least has some. */
static int has_words(struct algo_arena *arena, const struct algo_ast *a)
{
	struct algo_buf out = ALGO_BUF_INIT(ALGO_DOC_MAX);
	int yes;

	a = straight(arena, a);
	if (is_join(a))
		return has_words(arena, a->kid[0]) ||
		       has_words(arena, a->kid[1]);
	yes = atom(a, &out);
	algo_buf_release(&out);
	return yes;
}

static void put(struct algo_arena *arena, const struct algo_ast *a,
		const struct algo_ast *parent, struct algo_buf *out)
{
	int bracket, inner;

	a = straight(arena, a);
	if (!is_join(a)) {
		if (!atom(a, out))
			algo_tell_code(a, out);
		return;
	}
	if (!has_words(arena, a)) {
		algo_tell_code(a, out);
		return;
	}
	bracket = parent && strcmp(parent->name, a->name) != 0;
	if (bracket)
		algo_buf_addc(out, '(');
	put(arena, a->kid[0], a, out);
	algo_buf_addf(out, " %s ", a->name);
	/* "in a row" would hold for what stands before it, too. */
	inner = algo_tell_is_call(a->kid[1], "all_of", 2);
	if (inner)
		algo_buf_addc(out, '(');
	put(arena, a->kid[1], a, out);
	if (inner)
		algo_buf_addc(out, ')');
	if (bracket)
		algo_buf_addc(out, ')');
}

void algo_tell_cond(struct algo_arena *arena, const struct algo_ast *a,
		    struct algo_buf *out)
{
	put(arena, a, NULL, out);
}
