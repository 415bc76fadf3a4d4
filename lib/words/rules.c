/* rules.c - the text from left to right: who does what when */
#include "walk.h"

#include <math.h>
#include <string.h>

/* --- Rules ------------------------------------------------------------------
 */

static const char *const names[] = { "entry.long", "exit.long", "entry.short",
				     "exit.short", "exit" };

static struct node **place(struct reader *r, enum side act)
{
	enum side k = act;

	if (k == (int)ACT_OUT)
		return &r->p.out;
	if (k == (int)ACT_ENTER)
		k = r->p.short_only ? SHORT_IN : LONG_IN;
	if (k == (int)ACT_SELL)
		k = LONG_OUT;
	return &r->p.rule[k];
}

static const char *name_of(enum side act)
{
	if (act == ACT_ENTER)
		return names[LONG_IN];
	return names[act == ACT_SELL ? LONG_OUT : act];
}

int algo_w_is_entry(enum side act)
{
	return act == LONG_IN || act == SHORT_IN || act == ACT_ENTER;
}

void algo_w_add_rule(struct reader *r, enum side act, struct node *c,
		     size_t from, size_t to)
{
	struct node **p = place(r, act);

	*p = algo_w_or(r, *p, c);
	algo_w_origin(r, name_of(act), from, to);
}

void algo_w_attach(struct walk *w, struct node *c, size_t from, size_t to)
{
	struct reader *r = w->r;
	struct node **p = place(r, w->act);
	int or = w->join_or;

	if (w->portion > 0) {
		if (r->p.npartial < 4) {
			r->p.partial[r->p.npartial].when = c;
			r->p.partial[r->p.npartial++].portion = w->portion;
		}
		w->portion = 0;
		algo_w_origin(r, "rules.portion", from, to);
		return;
	}
	if (w->list == LIST_ANY || (w->list == LIST_NONE && !w->has && *p))
		or = 1;
	if (w->list == LIST_ALL && w->has)
		or = 0;
	/* "Buy KAMA(10) cross: price crosses above it" */
	if (*p && (*p)->flags & NODE_SYSTEM && *p == w->last_added) {
		*p = c;
		or = 0;
	} else if (!*p) {
		*p = c;
	} else if (!algo_w_same(*p, c)) {
		*p = or ? algo_w_or(r, *p, c) : algo_w_and(r, *p, c);
	}
	w->last_added = *p == c ? c : NULL;
	if (w->is_while && algo_w_is_entry(w->act) && !w->has)
		r->p.is_while[*p == r->p.rule[SHORT_IN] ? SHORT_IN : LONG_IN] =
			1;
	w->is_while = 0;
	w->has = 1;
	w->join_or = 0;
	algo_w_origin(r, name_of(w->act), from, to);
}

/* "RSI < 20, exit RSI > 80": a way out that has a condition of its own and no
 * entry anywhere; what stands before it is the entry. */
static int entry_before(const struct walk *w, enum side act)
{
	struct reader *r = w->r;
	size_t end, to;
	struct mark mark = algo_w_mark(r);
	struct node *last = r->last;
	int is;

	if (algo_w_is_entry(act) || r->p.rule[LONG_IN] || r->p.rule[SHORT_IN] ||
	    algo_w_entry_follows(r, w->at) ||
	    algo_w_action_at(r, w->at, &end) == ACT_NONE)
		return 0;
	to = algo_w_skip(r, end);
	if (algo_w_ends_clause(r, to))
		return 0;
	is = algo_w_condition(r, &to) != NULL;
	algo_w_undo(r, &mark);
	r->last = last;
	return is;
}

void algo_w_begin_action(struct walk *w, enum side act)
{
	struct node *pend = w->pend;

	w->act = act;
	w->r->act = act;
	w->has = w->before = 0;
	w->list = LIST_NONE;
	w->join_or = 0;
	w->portion = 0;
	w->last_added = NULL;
	if (!pend)
		return;
	w->pend = NULL;
	if (!(pend->flags & NODE_SYSTEM) && entry_before(w, act)) {
		enum side in = act == SHORT_OUT ? SHORT_IN : LONG_IN;

		algo_w_add_rule(w->r, in, pend, w->pend_from, w->pend_to);
		return;
	}
	if (pend->flags & NODE_SYSTEM && !algo_w_is_entry(act)) {
		w->r->p.system = pend;
		algo_w_origin(w->r, "entry.long", w->pend_from, w->pend_to);
		return;
	}
	algo_w_attach(w, pend, w->pend_from, w->pend_to);
	w->before = 1;
}

/* --- Sentences --------------------------------------------------------------
 */

/* Words that only a rule has: a sentence with them is no remark. */
static int is_rule_word(const struct tok *t)
{
	static const char *const words[] = {
		"hold",	    "weekend", "exit",	"stop",	      "target",
		"trail",    "wait",    "risk",	"end_of_day", "no_trades",
		"leverage", "january", "month", "next_bar",   "monday",
		"friday",   NULL
	};

	for (size_t i = 0; t->kind == TOK_WORD && words[i]; i++)
		if (strcmp(words[i], t->word) == 0)
			return 1;
	return 0;
}

/* Reports what no rule took: as questions where it stands beside rules, as
 * remarks where a whole sentence says nothing of trading. */
static void end_sentence(struct walk *w)
{
	struct reader *r = w->r;
	int ask = w->read;
	size_t i = 0;

	for (size_t k = 0; k < w->nunread; k++) {
		const struct tok *t = &r->tok[w->unread[k]];

		ask |= t->kind == TOK_NUM || t->kind == TOK_IND;
		ask |= is_rule_word(t);
		ask |= algo_w_topic_of(r, t) != ALGO_TOPIC_UNKNOWN_TERM &&
		       algo_w_topic_of(r, t) != ALGO_TOPIC_THRESHOLD;
	}
	while (i < w->nunread) {
		size_t k = i, last;

		while (k + 1 < w->nunread &&
		       w->unread[k + 1] - w->unread[k] <= 3)
			k++;
		last = w->unread[k] + 1;
		if (ask)
			algo_w_ask_unread(r, w->unread[i], last);
		else
			algo_w_note(r, w->unread[i], last, "not read: '%.120s'",
				    algo_w_text(r, w->unread[i], last));
		i = k + 1;
	}
	w->nunread = 0;
	w->read = 0;
	w->sentence = w->at;
}

static int is_bullet(struct reader *r, size_t at)
{
	const struct tok *t = algo_w_tok(r, at);

	if (algo_w_word(r, at, "minus") || algo_w_word(r, at, "star"))
		return 1;
	return t->kind == TOK_NUM && t->unit == 0 &&
	       (algo_w_word(r, at + 1, "dot") ||
		algo_w_word(r, at + 1, "rpar")) &&
	       algo_w_tok(r, at + 2)->kind != TOK_END;
}

static size_t skip_bullet(struct reader *r, size_t at)
{
	if (!is_bullet(r, at))
		return at;
	return algo_w_tok(r, at)->kind == TOK_NUM ? at + 2 : at + 1;
}

static int line_end(struct walk *w)
{
	struct reader *r = w->r;
	int nl = algo_w_word(r, w->at, "nl");

	if (!nl && !algo_w_word(r, w->at, "dot") &&
	    !algo_w_word(r, w->at, "semi"))
		return 0;
	w->at++;
	while (algo_w_word(r, w->at, "nl")) {
		w->at++;
		nl = 1;
	}
	end_sentence(w);
	w->negate = w->only = 0;
	w->join_or = 0;
	if (nl && is_bullet(r, w->at)) {
		if (w->list == LIST_NONE)
			w->list = algo_w_is_entry(w->act) || w->act == ACT_NONE
					  ? LIST_ALL
					  : LIST_ANY;
		w->at = skip_bullet(r, w->at);
		return 1;
	}
	if (w->act != ACT_NONE && !w->has && (nl || w->list != LIST_NONE))
		return 1;
	w->act = r->act = ACT_NONE;
	w->has = 0;
	w->list = LIST_NONE;
	return 1;
}

/* "exit at 15:55 or ...", "a limit buy at ...": which action goes on. */
static void behind_setting(struct walk *w, size_t to)
{
	struct reader *r = w->r;
	struct caps c;

	if (algo_w_match(r, "exit", w->at, &c) &&
	    algo_w_match(r, "[comma] or", to, &c)) {
		w->act = r->act = ACT_OUT;
		w->has = 1;
	}
	if (w->act == ACT_NONE && algo_w_word(r, w->at, "limit") &&
	    strstr(algo_w_text(r, w->at, w->at + 1), "buy"))
		algo_w_begin_action(w, LONG_IN);
}

static void step(struct walk *w)
{
	struct reader *r = w->r;
	size_t to;

	to = w->at;
	if (w->at == w->sentence && algo_w_form(r, &to)) {
		w->act = r->act = ACT_NONE;
		w->has = 0;
		w->at = to;
		w->read = 1;
		return;
	}
	w->at = algo_w_skip(r, w->at);
	if (w->at >= r->ntok)
		return;
	if (algo_w_tok(r, w->at)->kind == TOK_NOTE) {
		algo_w_note(r, w->at, w->at + 1, "not read: '%.120s'",
			    algo_w_text(r, w->at, w->at + 1));
		w->at++;
		return;
	}
	if (line_end(w) || algo_w_item_first(w))
		return;
	to = w->at;
	if (algo_w_setting(r, &to) || algo_w_risk(r, &to)) {
		if (w->portion > 0)
			algo_w_ask(r, ALGO_TOPIC_EXIT, w->at, to, "",
				   "a part of the position is closed here: on "
				   "which condition on prices?");
		/* "invest $5,000 each time ..." */
		if (w->act == ACT_NONE && algo_w_word(r, w->at, "size") &&
		    algo_w_word(r, algo_w_skip(r, to), "if"))
			algo_w_begin_action(w, LONG_IN);
		behind_setting(w, to);
		w->at = to;
		w->read = 1;
		return;
	}
	if (algo_w_item(w))
		return;
	if (!algo_w_is_soft(&r->tok[w->at])) {
		if (w->nunread < 64)
			w->unread[w->nunread++] = w->at;
	}
	w->at++;
}

void algo_w_rules(struct reader *r)
{
	struct walk w = { .r = r, .act = ACT_NONE };

	r->act = ACT_NONE;
	w.at = w.sentence = skip_bullet(r, 0);
	while (w.at < r->ntok && r->steps <= STEPS_MAX)
		step(&w);
	end_sentence(&w);
	if (r->steps > STEPS_MAX)
		algo_w_ask(r, ALGO_TOPIC_ENTRY, 0, 0, "",
			   "the text is too long to be one description: which "
			   "rules does it give?");
	if (!w.pend)
		return;
	/* Nobody acts on it: a system, or a question. */
	if (!r->p.rule[LONG_IN] && !r->p.rule[SHORT_IN]) {
		r->p.system = w.pend;
		algo_w_origin(r, "entry.long", w.pend_from, w.pend_to);
	} else {
		algo_w_ask(r, ALGO_TOPIC_ENTRY, w.pend_from, w.pend_to,
			   "to buy|to sell", "what is this condition for?");
	}
}
