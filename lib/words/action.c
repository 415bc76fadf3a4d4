/* action.c - where an action begins and where a clause ends */
#include "grammar.h"

#include <string.h>

static int begins_clause(struct reader *r, size_t at)
{
	while (at > 0 && r->tok[at - 1].flags & TOK_NOISE)
		at--;
	return at == 0 || algo_w_word(r, at - 1, "dot") ||
	       algo_w_word(r, at - 1, "nl") || algo_w_word(r, at - 1, "semi") ||
	       algo_w_word(r, at - 1, "comma");
}

enum side algo_w_action_at(struct reader *r, size_t at, size_t *end)
{
	static const struct {
		const char *word;
		enum side act;
	} rows[] = {
		{ "buy", LONG_IN },	     { "long", LONG_IN },
		{ "enter", ACT_ENTER },	     { "sell", ACT_SELL },
		{ "exit", ACT_OUT },	     { "exit_long", LONG_OUT },
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
		if (algo_w_match(r, "hold [price] [only] (if|while|only_if)",
				 at, &c))
			return LONG_IN;
		if (begins_clause(r, at) &&
		    algo_w_match(r, "close (if|at|after) [at]", at, &c) &&
		    !algo_w_word(r, algo_w_skip(r, at + 1), "above"))
			return ACT_OUT;
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
