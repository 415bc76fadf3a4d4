/* contradict.c - conditions that cannot be true, levels on the wrong side */
#include "grammar.h"

#include <math.h>
#include <string.h>

struct bound {
	const struct node *s;
	double low, high;
};

/* Can all of the joined comparisons with numbers be true together? */
static int possible(const struct node *n, struct bound *b, size_t *nb)
{
	size_t i;

	if (algo_w_is_call(n, "all_of"))
		n = n->kid[0];
	if (n->op != N_BIN)
		return 1;
	if (n->bin == B_AND)
		return possible(n->kid[0], b, nb) && possible(n->kid[1], b, nb);
	if (n->bin < B_LT || n->bin > B_EQ || n->kid[1]->op != N_NUM)
		return 1;
	for (i = 0; i < *nb; i++)
		if (algo_w_same(b[i].s, n->kid[0]))
			break;
	if (i == 16)
		return 1;
	if (i == *nb) {
		b[i].s = n->kid[0];
		b[i].low = -INFINITY;
		b[i].high = INFINITY;
		(*nb)++;
	}
	if (n->bin != B_LT && n->bin != B_LE)
		b[i].low = fmax(b[i].low, n->kid[1]->num);
	if (n->bin != B_GT && n->bin != B_GE)
		b[i].high = fmin(b[i].high, n->kid[1]->num);
	return b[i].low < b[i].high ||
	       (b[i].low == b[i].high && n->bin != B_GT && n->bin != B_LT);
}

/* Something compared with itself: a word was misunderstood. */
static int idle(const struct node *n)
{
	if (((n->op == N_BIN && n->bin >= B_LT && n->bin <= B_NE) ||
	     strncmp(n->name, "cross", 5) == 0) &&
	    n->kids == 2 && algo_w_same(n->kid[0], n->kid[1]))
		return 1;
	if (n->op == N_BIN && n->bin >= B_LT && n->bin <= B_GE &&
	    n->kid[1]->op == N_BIN && n->kid[1]->bin == B_MUL &&
	    algo_w_same(n->kid[0], n->kid[1]->kid[0]))
		return 1;
	for (size_t i = 0; i < n->kids; i++)
		if (idle(n->kid[i]))
			return 1;
	return 0;
}

void algo_w_contradictions(struct reader *r)
{
	struct parts *p = &r->p;
	static const char *const names[] = { "entry", "exit", "short entry",
					     "short exit" };

	for (int k = 0; k < SIDES; k++) {
		struct bound b[17];
		size_t n = 0;

		if (p->rule[k] && idle(p->rule[k]))
			algo_w_ask(
				r, ALGO_TOPIC_AMBIGUOUS, 0, 0, "",
				"the %s compares something with itself: with "
				"what is it compared?",
				names[k]);
		if (p->rule[k] && !possible(p->rule[k], b, &n))
			algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, 0, 0, "",
				   "the %s can never be true: which part of it "
				   "is meant?",
				   names[k]);
	}
	for (int k = 0; k < SIDES; k += 2)
		if (p->rule[k] && p->rule[k + 1] &&
		    algo_w_same(p->rule[k], p->rule[k + 1]))
			algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, 0, 0, "",
				   "entry and exit have the same condition: "
				   "which is right?");
	if (p->rule[LONG_IN] && p->rule[SHORT_IN] &&
	    algo_w_same(p->rule[LONG_IN], p->rule[SHORT_IN]))
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, 0, 0, "",
			   "long and short have the same condition: which is "
			   "right?");
	if (p->long_only && (p->rule[SHORT_IN] || p->both || p->mirror_shorts))
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, 0, 0, "",
			   "long only, and yet a short is told: which?");
	if (p->hold_min > 0 && p->max_bars > 0 && p->hold_min > p->max_bars)
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, p->stop.from, 0, "",
			   "hold at least %d bars and sell after %d exclude "
			   "each other: which?",
			   (int)p->hold_min, (int)p->max_bars);
}

void algo_w_check_level(struct reader *r, const struct level *l, int stop)
{
	int longs = r->p.rule[LONG_IN] && !r->p.rule[SHORT_IN];
	int shorts = r->p.rule[SHORT_IN] && !r->p.rule[LONG_IN];
	int wrong = stop ? 1 : -1;
	const struct node *n = l->at;
	char text[ALGO_NUM_MAX];
	size_t len;

	if (l->how == HOW_NONE)
		return;
	len = algo_num_print(text, n->num);
	if ((l->how == HOW_PCT || l->how == HOW_DISTANCE) && n->op == N_NUM &&
	    (!(n->num > 0) ||
	     (l->how == HOW_PCT && longs && stop && n->num >= 100)))
		algo_w_ask(r, ALGO_TOPIC_VALUE, l->from, l->to, "",
			   "a %s of %.*s makes no sense: how much?",
			   stop ? "stop" : "target", (int)len, text);
	else if ((longs && l->side == wrong) || (shorts && l->side == -wrong))
		algo_w_ask(r, ALGO_TOPIC_CONTRADICTION, l->from, l->to, "",
			   "this %s lies on the wrong side of the entry: "
			   "where?",
			   stop ? "stop" : "target");
}
