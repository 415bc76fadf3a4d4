/* rules.c - the text from left to right: who does what when */
#include "grammar.h"

#include <math.h>
#include <string.h>

enum list { LIST_NONE, LIST_ALL, LIST_ANY };

struct walk {
	struct reader *r;
	size_t at;
	enum side act;	    /* whose conditions come */
	int has;	    /* it has one already */
	int before;	    /* ... which stood before it */
	struct node *pend;  /* conditions that wait for their action */
	size_t pend_from, pend_to;
	int pend_system;
	enum list list;
	int join_or;	    /* "or" stood before the next condition */
	int negate, only, is_while;
	size_t sentence;    /* its first token */
	int read;	    /* something of it was understood */
	size_t unread[64];  /* tokens of the sentence */
	size_t nunread;
	struct node *last_added;
	double portion;	    /* of the next way out, 0 all */
};

/* --- Actions ---------------------------------------------------------------- */

enum side algo_w_action_at(struct reader *r, size_t at, size_t *end)
{
	static const struct {
		const char *word;
		enum side act;
	} rows[] = {
		{ "buy", LONG_IN },	   { "long", LONG_IN },
		{ "enter", ACT_ENTER },	   { "sell", ACT_SELL },
		{ "exit", ACT_OUT },	   { "exit_long", LONG_OUT },
		{ "exit_short", SHORT_OUT }, { "short", SHORT_IN },
	};
	struct caps c;

	*end = at + 1;
	if (at < r->ntok && r->tok[at].kind == TOK_WORD) {
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
			if (strcmp(rows[i].word, r->tok[at].word) != 0)
				continue;
			if (algo_w_match(r, "lpar rpar", *end, &c))
				*end = c.to;
			if (algo_w_word(r, algo_w_skip(r, *end), "trades"))
				*end = algo_w_skip(r, *end) + 1;
			return rows[i].act;
		}
		if (algo_w_match(r, "hold (if|while)", at, &c))
			return LONG_IN;
		if (algo_w_match(r, "all_in (if|while)", at, &c))
			return LONG_IN;
		if ((at == 0 || algo_w_word(r, at - 1, "dot") ||
		     algo_w_word(r, at - 1, "nl") ||
		     algo_w_word(r, at - 1, "semi")) &&
		    algo_w_match(r, "@1(bullish|bearish) colon", at, &c)) {
			*end = c.to;
			return (c.n[1] > 0 ? SHORT_IN : LONG_IN);
		}
		if (at && algo_w_word(r, at, "in") &&
		    (algo_w_word(r, at - 1, "arrow") ||
		     algo_w_word(r, at - 1, "eq")) &&
		    algo_w_ends_clause(r, at + 1))
			return LONG_IN;
	}
	return ACT_NONE;
}

int algo_w_ends_clause(struct reader *r, size_t at)
{
	static const char *const words[] = { "comma", "dot",  "semi",  "nl",
					     "arrow", "eq",   "colon", "then",
					     "slash", "rpar", "and",   "or",
					     "but",   "with", NULL };
	size_t end;

	at = algo_w_skip(r, at);
	if (at >= r->ntok)
		return 1;
	for (size_t i = 0; words[i]; i++)
		if (algo_w_word(r, at, words[i]))
			return 1;
	return algo_w_action_at(r, at, &end) != ACT_NONE;
}

/* --- Rules ------------------------------------------------------------------ */

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

static int is_entry(enum side act)
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

static void attach(struct walk *w, struct node *c, size_t from, size_t to)
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
	} else {
		*p = or ? algo_w_or(r, *p, c) : algo_w_and(r, *p, c);
	}
	w->last_added = *p == c ? c : NULL;
	if (w->is_while && is_entry(w->act) && !w->has)
		r->p.is_while[*p == r->p.rule[SHORT_IN] ? SHORT_IN : LONG_IN] =
			1;
	w->is_while = 0;
	w->has = 1;
	w->join_or = 0;
	algo_w_origin(r, name_of(w->act), from, to);
}

static void begin_action(struct walk *w, enum side act)
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
	if (pend->flags & NODE_SYSTEM && !is_entry(act)) {
		w->r->p.system = pend;
		algo_w_origin(w->r, "entry.long", w->pend_from, w->pend_to);
		return;
	}
	attach(w, pend, w->pend_from, w->pend_to);
	w->before = 1;
}

static struct node *complement(struct reader *r, struct node *n)
{
	static const enum bin_op of[] = { B_OR, B_AND, B_GE, B_GT, B_LE,
					  B_LT, B_NE,  B_EQ };

	if (n->op == N_BIN && n->bin >= B_LT && n->bin <= B_NE)
		return algo_w_bin(r, of[n->bin], n->kid[0], n->kid[1]);
	return algo_w_not(r, n);
}

/* --- Sentences -------------------------------------------------------------- */

static int is_soft(const struct tok *t)
{
	static const char *const words[] = {
		"and",	 "or",	     "comma",	"if",	    "with",   "strategy",
		"backtest", "data",  "signal",	"trades",   "then",   "at",
		"on",	 "in",	     "for",	"of",	    "to",     "from",
		"by",	 "is",	     "it",	"its",	    "first",  "do",
		"only",	 "both",     "but",	"dot",	    "semi",   "nl",
		"colon", "arrow",    "eq",	"slash",    "rpar",   "lpar",
		"all_of", "any_of",  "either",	"daily",    "a_day",  "remark",
		"price", "use",	     "each_trade", "today",  "again", "size",
		"equity", "back",    "plus",	"minus",    "star",   "next_bar",
		"new",	 "hold",     "after",	"or_more",  "long_only", "next",
		"before", "fixed",   "later",	"name",	    "rest",   "timeframe",
		"limit",   "at_open",	"filter",  NULL
	};

	if (t->flags & TOK_NOISE)
		return 1;
	if (t->kind != TOK_WORD)
		return 0;
	for (size_t i = 0; words[i]; i++)
		if (strcmp(words[i], t->word) == 0)
			return 1;
	return 0;
}

static int in_words(const char *const *list, const char *s, size_t n)
{
	for (size_t i = 0; list[i]; i++)
		if (strlen(list[i]) == n) {
			size_t k = 0;

			while (k < n && (s[k] | 0x20) == list[i][k])
				k++;
			if (k == n)
				return 1;
		}
	return 0;
}

static int is_vague(struct reader *r, const struct tok *t)
{
	if (t->kind == TOK_NUM)
		return t->unit == 'v';
	return in_words(algo_w_vague, r->text + t->start, t->len) ||
	       (t->kind == TOK_WORD && strcmp(t->word, "momentum_w") == 0);
}

static enum algo_topic topic_of(struct reader *r, const struct tok *t)
{
	static const struct {
		const char *word;
		enum algo_topic topic;
	} rows[] = {
		{ "x_data", ALGO_TOPIC_DATA },
		{ "x_scope", ALGO_TOPIC_OUT_OF_SCOPE },
		{ "x_grid", ALGO_TOPIC_ENTRY },
		{ "divergence", ALGO_TOPIC_ENTRY },
		{ "tomorrow", ALGO_TOPIC_LOOK_AHEAD },
		{ "no_indicator", ALGO_TOPIC_INDICATOR },
		{ "scale_in", ALGO_TOPIC_VALUE },
	};

	if (t->kind == TOK_WORD)
		for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
			if (strcmp(rows[i].word, t->word) == 0)
				return rows[i].topic;
	if (is_vague(r, t))
		return ALGO_TOPIC_THRESHOLD;
	return ALGO_TOPIC_UNKNOWN_TERM;
}

static void ask_about(struct reader *r, size_t from, size_t to)
{
	static const struct {
		enum algo_topic topic;
		const char *text;
	} asks[] = {
		{ ALGO_TOPIC_DATA,
		  "is not in the bars: which column holds it?" },
		{ ALGO_TOPIC_OUT_OF_SCOPE,
		  "is beyond rules over bars: which conditions on prices are "
		  "meant?" },
		{ ALGO_TOPIC_LOOK_AHEAD,
		  "is not known yet when the order is placed: what is known by "
		  "then?" },
		{ ALGO_TOPIC_THRESHOLD, "has no number: which is meant?" },
		{ ALGO_TOPIC_INDICATOR,
		  "is not in the registry: which indicator will do?" },
		{ ALGO_TOPIC_ENTRY,
		  "has no measure: which values are compared?" },
		{ ALGO_TOPIC_VALUE, "how many times?" },
		{ ALGO_TOPIC_UNKNOWN_TERM,
		  "is not understood: what does it mean?" },
	};
	char *words = algo_w_text(r, from, to);
	enum algo_topic topic = ALGO_TOPIC_UNKNOWN_TERM, one;

	for (size_t i = from; i < to; i++) {
		one = topic_of(r, &r->tok[i]);
		if (one != ALGO_TOPIC_UNKNOWN_TERM &&
		    topic == ALGO_TOPIC_UNKNOWN_TERM)
			topic = one;
	}
	for (size_t i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		if (asks[i].topic == topic) {
			algo_w_ask(r, topic, from, to, "", "'%.80s' %s", words,
				   asks[i].text);
			return;
		}
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
		ask |= topic_of(r, t) != ALGO_TOPIC_UNKNOWN_TERM &&
		       topic_of(r, t) != ALGO_TOPIC_THRESHOLD;
	}
	while (i < w->nunread) {
		size_t k = i, last;

		while (k + 1 < w->nunread &&
		       w->unread[k + 1] - w->unread[k] <= 3)
			k++;
		last = w->unread[k] + 1;
		if (ask)
			ask_about(r, w->unread[i], last);
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
			w->list = is_entry(w->act) || w->act == ACT_NONE
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

/* --- Items ------------------------------------------------------------------ */

static void took(struct walk *w, size_t to)
{
	algo_w_use(w->r, w->at, to);
	w->at = to;
	w->read = 1;
}

/* "otherwise stay in cash", "sell when not" */
static int alternative(struct walk *w)
{
	struct reader *r = w->r;
	struct caps c;
	struct node *of;
	size_t end, i;
	enum side act;

	if (!algo_w_match(r, "else [comma]", w->at, &c))
		return 0;
	i = algo_w_skip(r, c.to);
	act = algo_w_action_at(r, i, &end);
	if (act == ACT_NONE && !is_entry(w->act) && w->act != ACT_NONE) {
		act = w->act;
		end = c.to;
	}
	of = r->p.rule[LONG_IN] ? r->p.rule[LONG_IN] : r->p.rule[SHORT_IN];
	if (act == ACT_NONE || !of || of->op == N_XDIR)
		return 0;
	algo_w_add_rule(r, act, complement(r, of), w->at, end);
	w->has = 1;
	took(w, end);
	return 1;
}

static int mirrored(struct walk *w)
{
	struct reader *r = w->r;
	struct caps c, k;
	size_t end;

	if (!algo_w_match(r, "[and|or] [do] (flip_dir|opposite) "
			     "[cross|signal|crossover]",
			  w->at, &c))
		return 0;
	if (!r->p.rule[LONG_IN] || !algo_w_ends_clause(r, c.to))
		return 0;
	/* "reverse cross -> sell": an ordinary condition */
	if (algo_w_match(r, "(arrow|eq|colon|to)", c.to, &k) ||
	    algo_w_action_at(r, algo_w_skip(r, c.to), &end) != ACT_NONE)
		return 0;
	if (w->act != ACT_NONE && !is_entry(w->act))
		return 0;
	algo_w_add_rule(r, LONG_OUT,
			algo_w_mirror(r, algo_w_resolve(r, r->p.rule[LONG_IN],
							LONG_IN)),
			w->at, c.to);
	took(w, c.to);
	return 1;
}

/* "sell half when", "the rest at" */
static int portions(struct walk *w)
{
	struct reader *r = w->r;
	struct caps c;

	if (algo_w_match(r, "(sell|exit|target on|target) @1(half|third_part|"
			    "quarter_part) [of] [it|trades|size|shares]",
			 w->at, &c)) {
		static const double of[] = { 0.5, 1.0 / 3, 0.25 };

		begin_action(w, ACT_SELL);
		w->portion = of[(size_t)c.n[1]];
	} else if (algo_w_match(r, "(sell|exit) $p1 [of it|of size|trades]",
				w->at, &c) &&
		   c.n[1] < 100) {
		struct caps k;

		if (!algo_w_match(r, "[of] [its] (trades|size|shares|it)",
				  c.at[1] + 1, &k) ||
		    algo_w_match(r, "(below|above)", c.to, &k))
			return 0;
		begin_action(w, ACT_SELL);
		w->portion = c.n[1] / 100;
		c.to = k.to;
	} else if (algo_w_match(r, "[and|or] [sell|exit] rest [of] "
				   "[it|trades|shares]",
				w->at, &c)) {
		begin_action(w, ACT_SELL);
	} else {
		return 0;
	}
	took(w, c.to);
	return 1;
}

static int action(struct walk *w)
{
	size_t end;
	enum side act = algo_w_action_at(w->r, w->at, &end);
	size_t next;

	if (act == ACT_NONE)
		return 0;
	next = algo_w_skip(w->r, end);
	/* "enter long", "open: buy": the nearer word says which */
	{
		size_t e2;
		enum side second = algo_w_action_at(w->r, next, &e2);

		if ((act == ACT_ENTER || act == ACT_OUT) &&
		    (second == LONG_IN || second == SHORT_IN)) {
			if (act == ACT_OUT)
				second = (second == LONG_IN
							    ? LONG_OUT
							    : SHORT_OUT);
			act = second;
			end = e2;
		}
	}
	/* "buy 3 down closes, short ...": each its own */
	begin_action(w, act);
	took(w, end);
	return 1;
}

/* Is an entry told in a later sentence? */
static int entry_follows(struct reader *r, size_t at)
{
	size_t end, ends = 0;

	for (; at < r->ntok && at < 4000; at++) {
		ends |= algo_w_word(r, at, "dot") || algo_w_word(r, at, "nl") ||
			algo_w_word(r, at, "semi") ||
			algo_w_word(r, at, "comma");
		if (ends && is_entry(algo_w_action_at(r, at, &end)))
			return 1;
	}
	return 0;
}

/* "only buy when": the entry, or one more condition of it. */
static int buy_only(struct walk *w)
{
	struct caps c;

	if (!algo_w_match(w->r, "buy_only", w->at, &c))
		return 0;
	if (w->r->p.rule[LONG_IN] || entry_follows(w->r, c.to))
		w->only = 1;
	else
		begin_action(w, LONG_IN);
	if (w->only)
		w->act = w->r->act = ACT_NONE;
	took(w, c.to);
	return 1;
}

static int until(struct walk *w)
{
	struct caps c;

	if (!algo_w_match(w->r, "[hold] until", w->at, &c))
		return 0;
	begin_action(w, ACT_OUT);
	took(w, c.to);
	return 1;
}

static int connective(struct walk *w)
{
	static const struct {
		const char *pattern;
		int what;
	} rows[] = {
		{ "(only_if|only if|only while)", 1 },
		{ "only", 1 },
		{ "(never_if|unless)", 2 },
		{ "[if] while", 3 },
		{ "(all_of) [is] [colon]", 4 },
		{ "any_of [is] [colon]", 5 },
		{ "[on] first bar (after|if)", 7 },
		{ "or [if]", 6 },
		{ "if", 7 },
		{ "(and|but|then|comma|colon|arrow|eq|slash|with|either)", 8 },
		{ "no_trades (if|while|in)", 2 },
		{ "only_trade (if|while|in)", 1 },
	};
	struct caps c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!algo_w_match(w->r, rows[i].pattern, w->at, &c))
			continue;
		switch (rows[i].what) {
		case 1:
			w->only = 1;
			break;
		case 2:
			w->negate = 1;
			break;
		case 3:
			w->is_while = 1;
			break;
		case 4:
			w->list = LIST_ALL;
			break;
		case 5:
			w->list = LIST_ANY;
			break;
		case 6:
			w->join_or = 1;
			break;
		default:
			break;
		}
		algo_w_use(w->r, w->at, c.to);
		w->at = c.to;
		return 1;
	}
	return 0;
}

/* Is an action told right behind, so that the condition is that one's? */
static int leads_to_action(struct walk *w, size_t to)
{
	struct reader *r = w->r;
	size_t end, i = algo_w_skip(r, to);
	int arrow = 0;

	while (algo_w_word(r, i, "arrow") || algo_w_word(r, i, "eq") ||
	       algo_w_word(r, i, "colon") || algo_w_word(r, i, "then")) {
		i = algo_w_skip(r, i + 1);
		arrow = 1;
	}
	if (!arrow && algo_w_word(r, i, "comma"))
		return 0;
	if (algo_w_action_at(r, i, &end) == ACT_NONE)
		return 0;
	return arrow || w->has;
}

static void filter(struct walk *w, struct node *c, size_t to)
{
	struct parts *p = &w->r->p;

	if (w->negate)
		c = algo_w_not(w->r, c);
	p->filter = algo_w_and(w->r, p->filter, c);
	algo_w_origin(w->r, "entry", w->at, to);
	w->negate = w->only = 0;
}

static void wait_for_action(struct walk *w, struct node *c, size_t to)
{
	if (!w->pend)
		w->pend_from = w->at;
	w->pend = w->join_or ? algo_w_or(w->r, w->pend, c)
			     : algo_w_and(w->r, w->pend, c);
	w->pend_to = to;
	w->join_or = 0;
}

static int condition(struct walk *w)
{
	struct reader *r = w->r;
	size_t to = w->at;
	struct node *c = NULL;
	int at_word = algo_w_word(r, w->at, "at") || algo_w_word(r, w->at, "on");

	if (at_word || algo_w_word(r, w->at, "after") ||
	    algo_w_word(r, w->at, "in")) {
		to = w->at + 1;
		c = algo_w_condition(r, &to);
		if (!c)
			to = w->at;
	}
	if (!c)
		c = algo_w_condition(r, &to);
	if (!c)
		return 0;
	r->last = c;
	if ((w->only || w->negate) && (w->act == ACT_NONE || w->negate)) {
		filter(w, c, to);
	} else if (w->act != ACT_NONE && !leads_to_action(w, to)) {
		if (w->before && w->pend == NULL && w->list == LIST_NONE &&
		    w->has && algo_w_word(r, algo_w_skip(r, to), "comma") &&
		    0)
			return 0;
		attach(w, c, w->at, to);
	} else if (w->act != ACT_NONE && !w->has) {
		attach(w, c, w->at, to);
	} else {
		wait_for_action(w, c, to);
	}
	w->only = 0;
	took(w, to);
	return 1;
}

/* "Use a 5 EMA and 13 EMA.", "BB(50, 1.5).": what is spoken of. */
static int introduced(struct walk *w)
{
	struct reader *r = w->r;
	size_t to = w->at;
	struct caps c;
	struct node *s;

	if (algo_w_match(r, "size (#rsi|$s1)", w->at, &c))
		to = algo_w_skip(r, w->at) + 1;
	s = algo_w_series(r, &to);
	if (!s || s->op == N_NUM || s->op == N_NAME)
		return 0;
	if (!algo_w_ends_clause(r, to) ||
	    algo_w_match(r, "(arrow|eq|slash)", to, &c))
		return 0;
	if (w->act != ACT_NONE && !w->has)
		return 0;
	r->subject = s;
	took(w, to);
	return 1;
}

/* SPY, BTCUSDT 1h */
static int symbol(struct walk *w)
{
	static const char *const before[] = { "on",   "for", "backtest", "buy",
					      "sell", "of",  "long",	 "data",
					      "with", "enter", "short", "arrow", "trades",
					      NULL };
	struct reader *r = w->r;
	const struct tok *t = algo_w_tok(r, w->at);
	struct caps c;
	size_t prev = w->at, i;
	int ok = 0;

	if (t->kind != TOK_UNKNOWN || !(t->flags & TOK_CAPS) || r->all_caps ||
	    t->len > 12)
		return 0;
	while (prev > 0 && (r->tok[prev - 1].flags & TOK_NOISE))
		prev--;
	ok = prev == 0 || prev == w->sentence ||
	     (r->tok[prev - 1].kind == TOK_UNKNOWN &&
	      (r->tok[prev - 1].flags & TOK_USED)) ||
	     algo_w_word(r, prev - 1, "comma");
	for (i = 0; prev > 0 && before[i]; i++)
		ok |= algo_w_word(r, prev - 1, before[i]);
	if (!ok)
		return 0;
	if (!r->p.symbol)
		r->p.symbol = algo_w_text(r, w->at, w->at + 1);
	i = w->at + 1;
	if (algo_w_match(r, "@1(daily|hourly|weekly|monthly) [bar|timeframe|"
			    "data]",
			 i, &c)) {
		static const char *const of[] = { "1d", "1h", "1w", "1mo" };

		r->p.interval = of[(size_t)c.n[1]];
		i = c.to;
	} else if (algo_w_match(r, "[at|on] $n1 @2(minute|hour|bar|week) "
				   "[bar|timeframe|data]",
				i, &c)) {
		static const char *const of[] = { "m", "h", "d", "w" };
		struct algo_buf b = ALGO_BUF_INIT(40);

		algo_buf_addnum(&b, c.n[1]);
		algo_buf_adds(&b, of[(size_t)c.n[2]]);
		r->p.interval = algo_arena_str(&r->arena, b.data, b.len);
		algo_buf_release(&b);
		i = c.to;
	}
	algo_w_use(r, w->at, i);
	w->at = i;
	return 1;
}

/* "where A is RSI under 30" */
static int letter(struct walk *w)
{
	struct reader *r = w->r;
	const struct tok *t = algo_w_tok(r, w->at);

	if (t->kind != TOK_UNKNOWN || t->len != 1)
		return 0;
	return 0;
}

/* "Connors style:": a title before a colon says nothing. */
static int heading(struct walk *w)
{
	struct reader *r = w->r;
	size_t i = w->at, unknown = 0;

	if (w->at != w->sentence)
		return 0;
	for (; i < r->ntok && i < w->at + 8; i++) {
		const struct tok *t = &r->tok[i];

		if (algo_w_word(r, i, "colon"))
			break;
		if (t->kind == TOK_NUM || t->kind == TOK_QUOTE ||
		    algo_w_word(r, i, "comma") || algo_w_word(r, i, "nl") ||
		    algo_w_word(r, i, "dot") || algo_w_word(r, i, "if") ||
		    topic_of(r, t) == ALGO_TOPIC_OUT_OF_SCOPE)
			return 0;
		if (t->kind == TOK_WORD && !is_soft(t) &&
		    strcmp(t->word, "momentum_w") != 0 &&
		    strcmp(t->word, "ichimoku") != 0 &&
		    strcmp(t->word, "breakout") != 0 &&
		    strcmp(t->word, "average") != 0 &&
		    strcmp(t->word, "cross") != 0 &&
		    strcmp(t->word, "crossover") != 0 &&
		    strcmp(t->word, "pullback") != 0 &&
		    strcmp(t->word, "inside_bar") != 0 &&
		    strcmp(t->word, "gap") != 0)
			return 0;
		unknown += t->kind == TOK_UNKNOWN;
	}
	if (i >= r->ntok || i >= w->at + 8 || !algo_w_word(r, i, "colon") ||
	    i == w->at || unknown > 4)
		return 0;
	algo_w_use(r, w->at, i + 1);
	w->at = i + 1;
	w->sentence = w->at;
	return 1;
}

static void step(struct walk *w)
{
	struct reader *r = w->r;
	size_t to;

	w->at = algo_w_skip(r, w->at);
	if (w->at >= r->ntok)
		return;
	if (line_end(w) || alternative(w) || mirrored(w) || portions(w))
		return;
	to = w->at;
	if (algo_w_setting(r, &to) || algo_w_risk(r, &to)) {
		/* "invest $5,000 each time ..." */
		if (w->act == ACT_NONE && algo_w_word(r, w->at, "size") &&
		    algo_w_word(r, algo_w_skip(r, to), "if"))
			begin_action(w, LONG_IN);
		w->at = to;
		w->read = 1;
		return;
	}
	if (heading(w))
		return;
	if (until(w) || buy_only(w) || action(w) || symbol(w) || letter(w) || condition(w) ||
	    introduced(w) || connective(w))
		return;
	if (!is_soft(&r->tok[w->at])) {
		if (w->nunread < 64)
			w->unread[w->nunread++] = w->at;
	}
	w->at++;
}

void algo_w_rules(struct reader *r)
{
	struct walk w = { .r = r, .act = ACT_NONE };

	r->act = ACT_NONE;
	w.at = skip_bullet(r, 0);
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
