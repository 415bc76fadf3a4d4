/* day.c - spans of bars and days of the week in words */
#include "grammar.h"

#include <math.h>
#include <string.h>

static double bars_of(struct reader *r, const char *unit, double n)
{
	if (strcmp(unit, "bar") == 0)
		return n;
	if (strcmp(unit, "week") == 0)
		return r->bar_unit == 'w' ? n : n == 52 ? 252 : n * 5;
	if (strcmp(unit, "month") == 0)
		return r->bar_unit == 'm' ? n : n * 21;
	if (strcmp(unit, "quarter") == 0)
		return n * (r->bar_unit == 'm' ? 3 : 63);
	if (strcmp(unit, "year") == 0)
		return n * (r->bar_unit == 'm'	 ? 12
			    : r->bar_unit == 'w' ? 52
						 : 252);
	if (strcmp(unit, "hour") == 0 && r->bar_unit == 'h')
		return n;
	return NAN;
}

/* "3 days", "two weeks", "a day". */
int algo_w_duration(struct reader *r, size_t *at, double *bars)
{
	static const char *const units[] = { "bar",  "week", "month", "quarter",
					     "year", "hour", NULL };
	size_t i = algo_w_skip(r, *at), k;
	const struct tok *t = algo_w_tok(r, i);
	double n = t->num;

	if (t->kind != TOK_NUM || t->unit || !(n >= 0) || n != floor(n))
		return 0;
	i = algo_w_skip(r, i + 1);
	for (k = 0; units[k]; k++)
		if (algo_w_word(r, i, units[k]))
			break;
	if (!units[k] && algo_w_word(r, i, "daily"))
		k = 0;
	if (!units[k])
		return 0;
	*bars = bars_of(r, units[k], n);
	if (isnan(*bars))
		return 0;
	*at = i + 1;
	return 1;
}

/* 1 Monday ... 7 Sunday, 0 none. */
int algo_w_weekday_at(struct reader *r, size_t at)
{
	static const char *const days[] = { "monday",	"tuesday", "wednesday",
					    "thursday", "friday",  "saturday",
					    "sunday" };

	for (int i = 0; i < 7; i++)
		if (algo_w_word(r, at, days[i]))
			return i + 1;
	return 0;
}

/* "Mondays and Tuesdays", "Monday to Thursday". */
int algo_w_weekdays(struct reader *r, size_t *at, struct node **out)
{
	size_t i = algo_w_skip(r, *at), next;
	int day = algo_w_weekday_at(r, i), last;
	struct node *w, *n = NULL;

	if (!day)
		return 0;
	w = algo_w_name(r, "weekday");
	i++;
	next = i;
	if (algo_w_word(r, i, "to") || algo_w_word(r, i, "through") ||
	    algo_w_word(r, i, "minus"))
		next = i + 1;
	last = next > i ? algo_w_weekday_at(r, next) : 0;
	if (last > day) {
		*out = algo_w_and(r, algo_w_bin(r, B_GE, w, algo_w_num(r, day)),
				  algo_w_bin(r, B_LE, w, algo_w_num(r, last)));
		*at = next + 1;
		return 1;
	}
	for (;;) {
		n = algo_w_or(r, n, algo_w_bin(r, B_EQ, w, algo_w_num(r, day)));
		next = i;
		while (algo_w_word(r, next, "comma") ||
		       algo_w_word(r, next, "and") ||
		       algo_w_word(r, next, "or") ||
		       algo_w_word(r, next, "slash") ||
		       algo_w_word(r, next, "on"))
			next++;
		day = algo_w_weekday_at(r, next);
		if (next == i || !day)
			break;
		i = next + 1;
	}
	n->flags |= NODE_GROUP;
	*out = n;
	*at = i;
	return 1;
}

/* 1 January ... 12 December, 0 none. */
static int month_at(struct reader *r, size_t at)
{
	static const char *const names[] = {
		"january",   "february", "march",    "april",
		"may",	     "june",	 "july",     "august",
		"september", "october",	 "november", "december"
	};

	for (int i = 0; i < 12; i++)
		if (algo_w_word(r, at, names[i]))
			return i + 1;
	return 0;
}

static struct node *month_span(struct reader *r, int from, int to)
{
	struct node *m = algo_w_name(r, "month"), *n;
	struct node *a = algo_w_bin(r, B_GE, m, algo_w_num(r, from));
	struct node *b = algo_w_bin(r, B_LE, m, algo_w_num(r, to));

	if (from == to)
		return algo_w_bin(r, B_EQ, m, algo_w_num(r, from));
	n = from < to ? algo_w_and(r, a, b) : algo_w_or(r, a, b);
	n->flags |= NODE_GROUP;
	return n;
}

struct node *algo_w_months(struct reader *r, size_t *at)
{
	struct node *n = NULL;
	struct caps c;
	size_t i = algo_w_skip(r, *at), next;
	int lead = 0, from, to;

	if (algo_w_match(r,
			 "(in|during|while|from|between|month of|"
			 "on first bar of|at start of)",
			 i, &c)) {
		i = algo_w_skip(r, c.to);
		lead = 1;
	}
	from = month_at(r, i);
	/* "may" alone is a verb */
	if (!from || (from == 5 && !lead))
		return NULL;
	for (;;) {
		to = from;
		next = ++i;
		if (algo_w_match(r, "(to|through|until|minus)", i, &c) &&
		    month_at(r, algo_w_skip(r, c.to))) {
			i = algo_w_skip(r, c.to);
			to = month_at(r, i++);
		}
		n = algo_w_or(r, n, month_span(r, from, to));
		next = i;
		while (algo_w_word(r, next, "comma") ||
		       algo_w_word(r, next, "and") ||
		       algo_w_word(r, next, "or") ||
		       algo_w_word(r, next, "slash"))
			next = algo_w_skip(r, next + 1);
		from = next > i ? month_at(r, next) : 0;
		if (!from)
			break;
		i = next;
	}
	n->flags |= NODE_GROUP;
	*at = i;
	return n;
}
