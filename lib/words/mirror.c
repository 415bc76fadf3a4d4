/* mirror.c - a condition for the other direction; zones of oscillators */
#include "grammar.h"

#include <string.h>

/* clang-format off */
static const struct zone zones[] = {
	{ "rsi", 50, 30, 70, 1 },	{ "stoch", 50, 20, 80, 1 },
	{ "stochf", 50, 20, 80, 1 },	{ "stochrsi", 50, 20, 80, 1 },
	{ "cci", 0, -100, 100, 1 },	{ "willr", -50, -80, -20, 1 },
	{ "mfi", 50, 20, 80, 1 },	{ "cmo", 0, -50, 50, 1 },
	{ "ultosc", 50, 30, 70, 1 },	{ "ibs", 0.5, 0.2, 0.8, 1 },
	{ "aroon", 50, 30, 70, 1 },	{ "percent_rank", 50, 20, 80, 1 },
	{ "adx", 25, 0, 0, 0 },		{ "adxr", 25, 0, 0, 0 },
	{ "dx", 25, 0, 0, 0 },		{ "atr", 0, 0, 0, 0 },
	{ "natr", 0, 0, 0, 0 },		{ "trange", 0, 0, 0, 0 },
	{ "stddev", 0, 0, 0, 0 },	{ "stdev", 0, 0, 0, 0 },
	{ "var", 0, 0, 0, 0 },		{ "variance", 0, 0, 0, 0 },
	{ "abs", 0, 0, 0, 0 },		{ "chop", 50, 0, 0, 0 },
	{ "crsi", 50, 10, 90, 1 },	{ "connorsrsi", 50, 10, 90, 1 },
};
/* Words that change places. */
static const char *const swapped[][2] = {
	{ "high", "low" },		{ "highest", "lowest" },
	{ "crossover", "crossunder" },	{ "rising", "falling" },
	{ "plus_di", "minus_di" },	{ "plus_dm", "minus_dm" },
	{ "upper", "lower" },		{ "up", "down" },
	{ "max", "min" },		{ "is_long", "is_short" },
};
/* Prices that are no price of the chart. */
static const char *const flags[] = {
	"weekday", "hour", "minute", "day", "month", "year", "bar_index",
};
/* clang-format on */

const struct zone *algo_w_zone_of(const char *name)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		if (strcmp(zones[i].name, name) == 0)
			return &zones[i];
	return NULL;
}

static int is_ibs(const struct node *n)
{
	return n->op == N_BIN && n->bin == B_DIV && n->kid[0]->op == N_BIN &&
	       n->kid[0]->bin == B_SUB;
}

const struct zone *algo_w_zone(const struct node *n)
{
	if (n->op == N_PAST || n->op == N_NEG)
		return algo_w_zone(n->kid[0]);
	if (n->op == N_CALL &&
	    (strcmp(n->name, "tf") == 0 || strcmp(n->name, "sym") == 0))
		return algo_w_zone(n->kid[1]);
	/* An average of an oscillator is one. */
	if (n->op == N_CALL && n->kids && n->kid[0]->op == N_CALL)
		return algo_w_zone(n->kid[0]);
	if (is_ibs(n))
		return algo_w_zone_of("ibs");
	return n->op == N_CALL ? algo_w_zone_of(n->name) : NULL;
}

static enum scale call_scale(const struct node *n)
{
	const struct algo_ind *ind = algo_ind_find(n->name, strlen(n->name));
	static const char *const window[] = { "highest", "lowest", "median",
					      "max",	 "min",	   "avg",
					      "nz",	 "abs",	   "value_when",
					      "floor",	 NULL };

	if (strcmp(n->name, "tf") == 0 || strcmp(n->name, "sym") == 0)
		return algo_w_scale(n->kid[1]);
	for (size_t i = 0; window[i]; i++)
		if (strcmp(n->name, window[i]) == 0)
			return n->kids ? algo_w_scale(n->kid[0]) : SCALE_PRICE;
	if (strcmp(n->name, "roc") == 0 || strcmp(n->name, "percent_rank") == 0)
		return SCALE_OSC;
	if (strcmp(n->name, "supertrend") == 0 && strcmp(n->field, "dir") == 0)
		return SCALE_FLAG;
	if (strncmp(n->name, "opening_range", 13) == 0)
		return SCALE_PRICE;
	if (!ind)
		return SCALE_OSC;
	if (strcmp(ind->group, "overlap") == 0 ||
	    strcmp(ind->name, "linearreg") == 0 ||
	    strcmp(ind->name, "tsf") == 0) {
		if (n->kids && n->kid[0]->op != N_NUM)
			return algo_w_scale(n->kid[0]);
		return SCALE_PRICE;
	}
	if (strcmp(ind->group, "price") == 0 || strcmp(ind->name, "vwap") == 0)
		return SCALE_PRICE;
	return strcmp(ind->group, "pattern") == 0 ? SCALE_FLAG : SCALE_OSC;
}

enum scale algo_w_scale(const struct node *n)
{
	enum scale a, b;

	switch (n->op) {
	case N_NAME:
		if (strcmp(n->name, "volume") == 0)
			return SCALE_VOLUME;
		for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
			if (strcmp(n->name, flags[i]) == 0)
				return SCALE_FLAG;
		return SCALE_PRICE;
	case N_CALL:
		return call_scale(n);
	case N_BIN:
		if (n->bin < B_ADD)
			return SCALE_ANY;
		a = algo_w_scale(n->kid[0]);
		b = algo_w_scale(n->kid[1]);
		/* A ratio has no unit. */
		if (n->bin == B_DIV && a == b && a != SCALE_ANY)
			return SCALE_OSC;
		if (n->bin == B_SUB && a == SCALE_PRICE && b == SCALE_PRICE)
			return SCALE_OSC;
		return a == SCALE_ANY ? b : a;
	case N_NEG:
	case N_PAST:
		return algo_w_scale(n->kid[0]);
	case N_NUM:
	case N_STR:
	case N_NOT:
	case N_IF:
	case N_TOUCH:
	case N_HIT:
	case N_XDIR:
	case N_SIDE:
	case N_TEXT:
		break;
	}
	return SCALE_ANY;
}

static const char *swap(const char *s)
{
	for (size_t i = 0; i < sizeof(swapped) / sizeof(*swapped); i++) {
		if (strcmp(s, swapped[i][0]) == 0)
			return swapped[i][1];
		if (strcmp(s, swapped[i][1]) == 0)
			return swapped[i][0];
	}
	return s;
}

static enum bin_op reversed(enum bin_op op)
{
	switch (op) {
	case B_LT:
		return B_GT;
	case B_LE:
		return B_GE;
	case B_GT:
		return B_LT;
	case B_GE:
		return B_LE;
	case B_OR:
	case B_AND:
	case B_EQ:
	case B_NE:
	case B_ADD:
	case B_SUB:
	case B_MUL:
	case B_DIV:
	case B_POW:
		break;
	}
	return op;
}

/* Does up or down mean anything to it? */
static int undirected(const struct node *n)
{
	const struct zone *z = algo_w_zone(n);
	enum scale s = algo_w_scale(n);

	if (s == SCALE_VOLUME)
		return 1;
	if (n->op == N_NAME && s == SCALE_FLAG)
		return 1;
	return z && !z->directed;
}

/* The level a is about the centre of what it is compared with. */
static struct node *mirror_level(struct reader *r, const struct node *level,
				 const struct node *of)
{
	const struct zone *z = algo_w_zone(of);
	double sum = z ? 2 * z->centre : 0;
	struct node *n;

	if (!level->alias)
		return algo_w_num(r, sum - level->num);
	/* A param stays one. */
	n = algo_arena_get(&r->arena, sizeof(*n));
	*n = *level;
	if (!(sum > 0) && !(sum < 0))
		return algo_w_two(r, N_NEG, n, NULL);
	return algo_w_bin(r, B_SUB, algo_w_num(r, sum), n);
}

/* A price that lies some percent or some distance away from a line. */
static struct node *mirror_offset(struct reader *r, struct node *a)
{
	struct node *k = a->kid[1];

	if (a->bin == B_MUL && k->alias && k->op == N_NUM &&
	    algo_w_scale(a->kid[0]) == SCALE_PRICE)
		return algo_w_bin(r, B_MUL, algo_w_mirror(r, a->kid[0]),
				  algo_w_bin(r, B_SUB, algo_w_num(r, 2), k));
	if (a->bin == B_MUL && k->op == N_NUM && k->num > 0 && k->num < 2 &&
	    algo_w_scale(a->kid[0]) == SCALE_PRICE)
		return algo_w_bin(r, B_MUL, algo_w_mirror(r, a->kid[0]),
				  algo_w_num(r, (2e6 - k->num * 1e6) / 1e6));
	if ((a->bin == B_ADD || a->bin == B_SUB) &&
	    algo_w_scale(a->kid[0]) == SCALE_PRICE && k->op != N_NUM &&
	    (undirected(k) || (k->op == N_BIN && k->bin == B_MUL)))
		return algo_w_bin(r, a->bin == B_ADD ? B_SUB : B_ADD,
				  algo_w_mirror(r, a->kid[0]), a->kid[1]);
	return NULL;
}

static struct node *mirror_bin(struct reader *r, struct node *a)
{
	struct node *x = a->kid[0], *y = a->kid[1];
	int compares = a->bin >= B_LT && a->bin <= B_NE;
	struct node *n;

	if (compares && (undirected(x) || undirected(y)))
		return a;
	if (compares && y->op == N_NUM)
		return algo_w_bin(r, reversed(a->bin), algo_w_mirror(r, x),
				  mirror_level(r, y, x));
	if (compares && algo_w_same(algo_w_mirror(r, x), y) &&
	    !algo_w_same(x, y))
		return algo_w_bin(r, reversed(a->bin), x, y);
	n = a->bin >= B_ADD ? mirror_offset(r, a) : NULL;
	/* high - low is a range, whichever way the market goes. */
	if (!n && a->bin == B_SUB && algo_w_scale(a) == SCALE_OSC)
		return a;
	if (n)
		return n;
	return algo_w_bin(r, reversed(a->bin), algo_w_mirror(r, x),
			  algo_w_mirror(r, y));
}

static struct node *turned(struct reader *r, struct node *a)
{
	struct node *n;
	size_t i;

	if (a->op == N_NUM || a->op == N_STR)
		return a;
	if (a->op == N_TEXT) {
		algo_w_ask(r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
			   "what is '%.160s' the other way round?", a->name);
		return a;
	}
	if (a->op == N_BIN)
		return mirror_bin(r, a);
	if (a->kids == 2 && strncmp(a->name, "cross", 5) == 0 &&
	    algo_w_same(algo_w_mirror(r, a->kid[0]), a->kid[1])) {
		/* "+DI over -DI": only the other way round */
		n = algo_w_call(r, swap(a->name), "");
		algo_w_arg(n, a->kid[0]);
		algo_w_arg(n, a->kid[1]);
		return n;
	}
	n = algo_arena_get(&r->arena, sizeof(*n));
	*n = *a;
	n->name = swap(a->name);
	n->field = swap(a->field);
	for (i = 0; i < a->kids; i++)
		n->kid[i] = algo_w_mirror(r, a->kid[i]);
	if (a->kids == 2 && a->kid[1]->op == N_NUM &&
	    (a->op == N_HIT || a->op == N_XDIR ||
	     strncmp(a->name, "cross", 5) == 0))
		n->kid[1] = mirror_level(r, a->kid[1], a->kid[0]);
	return n;
}

/* What a let names keeps the name where both directions are the same. */
struct node *algo_w_mirror(struct reader *r, struct node *a)
{
	struct node *n = turned(r, a), *c;

	if (!a->alias || n == a)
		return n;
	if (algo_w_same(n, a))
		return a;
	c = algo_arena_get(&r->arena, sizeof(*c));
	*c = *n;
	c->alias = NULL;
	return c;
}
