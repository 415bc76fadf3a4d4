/* unread.c - what no rule took: which words may be passed over, and how the
 * others are asked about */
#include "walk.h"

#include <string.h>

int algo_w_is_soft(const struct tok *t)
{
	/* Between or beside parts; what would change a part is not here. */
	static const char *const words[] = {
		"and",	   "or",       "comma",	   "if",    "with",  "strategy",
		"data",	   "signal",   "backtest", "then",  "at",    "on",
		"in",	   "for",      "of",	   "to",    "from",  "by",
		"is",	   "it",       "its",	   "do",    "use",   "but",
		"first",   "only",     "price",	   "dot",   "semi",  "nl",
		"colon",   "arrow",    "eq",	   "slash", "rpar",  "lpar",
		"minus",   "star",     "remark",   "today", "again", "next",
		"at_open", "next_bar", NULL
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

enum algo_topic algo_w_topic_of(struct reader *r, const struct tok *t)
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

void algo_w_ask_unread(struct reader *r, size_t from, size_t to)
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
		one = algo_w_topic_of(r, &r->tok[i]);
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
