/* item.c - what may stand at a place of the text: actions, conditions, what
 * joins them */
#include "walk.h"

#include <string.h>

static void took(struct walk *w, size_t to)
{
	algo_w_use(w->r, w->at, to);
	w->at = to;
	w->read = 1;
}

static struct node *complement(struct reader *r, struct node *n)
{
	static const enum bin_op of[] = { B_OR, B_AND, B_GE, B_GT,
					  B_LE, B_LT,  B_NE, B_EQ };

	if (n->op == N_BIN && n->bin >= B_LT && n->bin <= B_NE)
		return algo_w_bin(r, of[n->bin], n->kid[0], n->kid[1]);
	return algo_w_not(r, n);
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
	/* "when not `...`": a condition of its own */
	if (algo_w_tok(r, i)->kind == TOK_CODE)
		return 0;
	act = algo_w_action_at(r, i, &end);
	/* "otherwise cash" */
	if (act == ACT_NONE && algo_w_word(r, i, "equity") &&
	    algo_w_ends_clause(r, i + 1)) {
		act = LONG_OUT;
		end = i + 1;
	}
	if (act == ACT_NONE && !algo_w_is_entry(w->act) && w->act != ACT_NONE) {
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

	if (!algo_w_match(r,
			  "[and|or] [do] (flip_dir|opposite) "
			  "[cross|signal|crossover]",
			  w->at, &c))
		return 0;
	if (!r->p.rule[LONG_IN] || !algo_w_ends_clause(r, c.to))
		return 0;
	/* "reverse cross -> sell": an ordinary condition */
	if (algo_w_match(r, "(arrow|eq|colon|to)", c.to, &k) ||
	    algo_w_action_at(r, algo_w_skip(r, c.to), &end) != ACT_NONE)
		return 0;
	if (w->act != ACT_NONE && !algo_w_is_entry(w->act))
		return 0;
	algo_w_add_rule(r, LONG_OUT,
			algo_w_mirror(r, algo_w_resolve(r, r->p.rule[LONG_IN],
							LONG_IN)),
			w->at, c.to);
	took(w, c.to);
	return 1;
}

/* "of the position", which says nothing elsewhere */
static int of_position(struct reader *r, size_t at, struct caps *c)
{
	static const char word[] = "position";
	const struct tok *t = algo_w_tok(r, at + 1);

	if (!algo_w_word(r, at, "of") || !(t->flags & TOK_NOISE) ||
	    t->len < sizeof(word) - 1 ||
	    strncmp(r->text + t->start + t->len - (sizeof(word) - 1), word,
		    sizeof(word) - 1) != 0)
		return 0;
	c->to = at + 2;
	return 1;
}

/* "sell half when", "the rest at" */
static int portions(struct walk *w)
{
	struct reader *r = w->r;
	struct caps c;

	if (algo_w_match(
		    r,
		    "(sell|exit|target on|target|close) @1(half|third_part|"
		    "quarter_part) [of] [it|trades|size|shares]",
		    w->at, &c)) {
		static const double of[] = { 0.5, 1.0 / 3, 0.25 };

		algo_w_begin_action(w, ACT_SELL);
		w->portion = of[(size_t)c.n[1]];
	} else if (algo_w_match(r, "(sell|exit) $p1 [of it|of size|trades]",
				w->at, &c) &&
		   c.n[1] < 100) {
		struct caps k, no;

		if ((!algo_w_match(r, "[of] [its] (trades|size|shares|it)",
				   c.at[1] + 1, &k) &&
		     !of_position(r, c.at[1] + 1, &k)) ||
		    algo_w_match(r, "(below|above)", c.to, &no))
			return 0;
		algo_w_begin_action(w, ACT_SELL);
		w->portion = c.n[1] / 100;
		c.to = k.to;
	} else if (algo_w_match(r,
				"[and|or] [sell|exit] rest [of] "
				"[it|trades|shares]",
				w->at, &c)) {
		algo_w_begin_action(w, ACT_SELL);
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
				second = (second == LONG_IN ? LONG_OUT
							    : SHORT_OUT);
			act = second;
			end = e2;
		}
	}
	/* "buy 3 down closes, short ...": each its own */
	algo_w_begin_action(w, act);
	took(w, end);
	return 1;
}

/* Is an entry told in a later sentence? */
int algo_w_entry_follows(struct reader *r, size_t at)
{
	size_t end, ends = 0;

	for (; at < r->ntok && at < 4000; at++) {
		ends |= algo_w_word(r, at, "dot") || algo_w_word(r, at, "nl") ||
			algo_w_word(r, at, "semi") ||
			algo_w_word(r, at, "comma");
		if (ends && algo_w_is_entry(algo_w_action_at(r, at, &end)))
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
	if (w->r->p.rule[LONG_IN] || algo_w_entry_follows(w->r, c.to))
		w->only = 1;
	else
		algo_w_begin_action(w, LONG_IN);
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
	algo_w_begin_action(w, ACT_OUT);
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
		{ "[if] (all_of|both) [of] [it] [is] [true] [colon]", 4 },
		{ "lpar $i1 bar rpar", 8 },
		{ "[if] (any_of|either) [of] [it] [is] [true] colon", 5 },
		{ "[if] any_of [is] [true] [colon]", 5 },
		{ "[on] first bar (after|if)", 7 },
		{ "or [if]", 6 },
		{ "if", 7 },
		{ "(and|but|then|comma|colon|arrow|eq|slash|with)", 8 },
		{ "no_trades [if|while]", 2 },
		{ "only_trade [if|while]", 1 },
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
			w->read = 1;
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
	int at_word =
		algo_w_word(r, w->at, "at") || algo_w_word(r, w->at, "on");

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
		    w->has && algo_w_word(r, algo_w_skip(r, to), "comma") && 0)
			return 0;
		algo_w_attach(w, c, w->at, to);
	} else if (w->act != ACT_NONE && !w->has) {
		algo_w_attach(w, c, w->at, to);
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
	/* Within a rule it would be a part of that, lost. */
	if (w->act != ACT_NONE || w->pend)
		return 0;
	r->subject = s;
	took(w, to);
	return 1;
}

/* SPY, BTCUSDT 1h */
static int symbol(struct walk *w)
{
	static const char *const before[] = { "on",    "for",	   "backtest",
					      "buy",   "buy_hold", "sell",
					      "of",    "long",	   "data",
					      "with",  "enter",	   "short",
					      "arrow", "trades",   NULL };
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
	if (algo_w_match(r,
			 "@1(daily|hourly|weekly|monthly) [bar|timeframe|"
			 "data]",
			 i, &c)) {
		static const char *const of[] = { "1d", "1h", "1w", "1mo" };

		r->p.interval = of[(size_t)c.n[1]];
		i = c.to;
	} else if (algo_w_match(r,
				"[at|on] $n1 @2(minute|hour|bar|week) "
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
		    algo_w_topic_of(r, t) == ALGO_TOPIC_OUT_OF_SCOPE)
			return 0;
		if (t->kind == TOK_WORD && !algo_w_is_soft(t) &&
		    strcmp(t->word, "momentum_w") != 0 &&
		    strcmp(t->word, "ichimoku") != 0 &&
		    strcmp(t->word, "opposite") != 0 &&
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

int algo_w_item_first(struct walk *w)
{
	return alternative(w) || mirrored(w) || portions(w);
}

int algo_w_item(struct walk *w)
{
	return heading(w) || until(w) || buy_only(w) || action(w) ||
	       symbol(w) || condition(w) || introduced(w) || connective(w);
}
