/* series.c - what is measured: prices, extremes, arithmetic */
#include "grammar.h"

#include <math.h>
#include <string.h>

#define F_EXTREME 1
#define F_LEVEL 2 /* a price of a named bar */

struct row {
	const char *pattern, *template;
	int flags;
};

/* Tried in this order; $u counts bars. */
/* clang-format off */
static const struct row rows[] = {
	/* extremes */
	{ "[last] $u1 [new] (high~|high~ price)", "highest(high, $1)", F_EXTREME },
	{ "highest~ (high~|price) (of|in|above last|for|from|during) [last] $u1", "highest(high, $1)", F_EXTREME },
	{ "$u1 highest~ high~", "highest(high, $1)", F_EXTREME },
	{ "highest~ $u1 high~", "highest(high, $1)", F_EXTREME },
	{ "high~ (of|above last|in|for) [last] $u1", "highest(high, $1)", F_EXTREME },
	{ "high~ (of|above|in|for) last $n1", "highest(high, $1)", F_EXTREME },
	{ "last $n1 high~", "highest(high, $1)", F_EXTREME },
	{ "highest~ close (of|in|above last|for|from) [last] $u1", "highest(close, $1)", F_EXTREME },
	{ "(last $u1|$u1) highest~ close", "highest(close, $1)", F_EXTREME },
	{ "$u1 (high~ close|closing high~)", "highest(close, $1)", F_EXTREME },
	{ "highest~ (high~|price) [from] @1(entry_price|later)", "position.high", 0 },
	{ "last $u1 [range] @2(upper|lower)", "highest(high, $1)", F_EXTREME },
	/* prices of named bars */
	{ "yesterday @1(close|open|high|low|volume|range|body|price|hl2|hlc3|ohlc4)", "?", F_LEVEL },
	{ "today @1(close|open|high|low|volume|range|body|price|hl2|hlc3|ohlc4)", "?", 0 },
	{ "last @1(close|open|high|low|volume|range|body)", "?", F_LEVEL },
	{ "@1(close|open|high|low|volume|range|body|price) [of|from|on] yesterday", "?", F_LEVEL },
	{ "@1(close|open|high|low|volume|range|body|price) [of|from] $u2 ago", "?", F_LEVEL },
	{ "@1(close|open|high|low|volume|range|body|price) lbra $i2 rbra", "?", F_LEVEL },
	{ "@1(close|open|high|low|volume|range|body|price) [of|on] today", "?", 0 },
	{ "last @1(week|month) [bar] @2(close|open|high|low)", "?tf", 0 },
	/* volume */
	{ "[last] $u1 average [daily] volume", "sma(volume, $1)", 0 },
	{ "average volume [of|above last|for|in] [last] $u1", "sma(volume, $1)", 0 },
	{ "average volume [lpar|of|above last] [last] $n1 [rpar]", "sma(volume, $1)", 0 },
	{ "volume average [of|above last|lpar] [last] $u1 [rpar]", "sma(volume, $1)", 0 },
	{ "[last] $u1 volume (average|#sma)", "sma(volume, $1)", 0 },
	{ "volume [of] [last] $u1 (average|#sma)", "sma(volume, $1)", 0 },
	{ "volume #sma [lpar] [of] $n1 [rpar]", "sma(volume, $1)", 0 },
	{ "average [of|above last] [last] $u1 [of] volume", "sma(volume, $1)", 0 },
	/* ranges */
	{ "[last] $u1 average [of] range", "sma(high - low, $1)", 0 },
	{ "average range [of|above last] [last] $u1", "sma(high - low, $1)", 0 },
	{ "average [of] @1(close|price) [of|above last] [last] $u2", "sma(close, $2)", 0 },
	{ "average (of|above last) [last] $u1 [of] [close|price]", "sma(close, $1)", 0 },
	{ "range [of] [last] $u1", "highest(high, $1) - lowest(low, $1)", 0 },
	{ "$u1 range", "highest(high, $1) - lowest(low, $1)", 0 },
	{ "[last] $u1 [price] (return_w|go)", "?return", 0 },
	{ "[price] (return_w|go) (above last|of|in|for|during) [last] $u1", "?return", 0 },
	{ "opening_range @2(high|low) [lpar] [$n1]", "?orh", 0 },
	/* named */
	{ "ibs", "(close - low) / (high - low)", 0 },
	{ "pctb [lpar $n1 comma $n2 rpar]", "?pctb", 0 },
	{ "#bbands pctb", "?pctb", 0 },
	{ "bandwidth", "(bbands(close, 20, 2, 2).upper - bbands(close, 20, 2, 2).lower) / bbands(close, 20, 2, 2).middle", 0 },
	{ "ao", "sma(hl2, 5) - sma(hl2, 34)", 0 },
	{ "[close|price] zscore lpar $n1 rpar", "zscore(close, $1)", 0 },
	{ "$u1 zscore [of close|of price]", "zscore(close, $1)", 0 },
	{ "zscore [of close|of price] (of|above|for|lpar) [last] $u1 [rpar]", "zscore(close, $1)", 0 },
	{ "aroon_up [lpar $n1 rpar]", "?aroon", 0 },
	{ "aroon_down [lpar $n1 rpar]", "?aroon", 0 },
	{ "pivot s1", "2 * ((high[1] + low[1] + close[1]) / 3) - high[1]", 0 },
	{ "s1 [pivot]", "2 * ((high[1] + low[1] + close[1]) / 3) - high[1]", 0 },
	{ "pivot r1", "2 * ((high[1] + low[1] + close[1]) / 3) - low[1]", 0 },
	{ "r1 [pivot]", "2 * ((high[1] + low[1] + close[1]) / 3) - low[1]", 0 },
	{ "(pivot s2|s2)", "(high[1] + low[1] + close[1]) / 3 - (high[1] - low[1])", 0 },
	{ "(pivot r2|r2)", "(high[1] + low[1] + close[1]) / 3 + (high[1] - low[1])", 0 },
	{ "pivot", "(high[1] + low[1] + close[1]) / 3", 0 },
	{ "[ichimoku] tenkan", "(highest(high, 9) + lowest(low, 9)) / 2", 0 },
	{ "[ichimoku] kijun", "(highest(high, 26) + lowest(low, 26)) / 2", 0 },
	{ "spana", "(((highest(high, 9) + lowest(low, 9)) / 2 + (highest(high, 26) + lowest(low, 26)) / 2) / 2)[26]", 0 },
	{ "spanb", "((highest(high, 52) + lowest(low, 52)) / 2)[26]", 0 },
	{ "[ichimoku] cloud", "?cloud", 0 },
	{ "heikin @1(close|open)", "?ha", 0 },
	{ "heikin [bar]", "?haunit", 0 },
	{ "close of heikin", "ohlc4", 0 },
	{ "(entry_price|break_even)", "entry_price", 0 },
	{ "[bar] body [of bar]", "abs(close - open)", 0 },
	{ "[bar] range [of bar]", "high - low", 0 },
	{ "[bar] @1(close|open|high|low|volume|price|hl2|hlc3|ohlc4)", "?", 0 },
};
static const char *const bar_names[] = { "close", "open",  "high", "low",
					 "volume", "range", "body", "price",
					 "hl2",	   "hlc3",  "ohlc4" };
static const char *const short_names[] = { "close", "open", "high", "low",
					   "volume", "price", "hl2", "hlc3",
					   "ohlc4" };
/* clang-format on */

static struct node *from_text(struct reader *r, const char *text)
{
	static const struct caps none;

	return algo_w_template(r, text, &none, NULL);
}

static struct node *bar_value(struct reader *r, const char *name)
{
	if (strcmp(name, "range") == 0)
		return from_text(r, "high - low");
	if (strcmp(name, "body") == 0)
		return from_text(r, "abs(close - open)");
	return algo_w_name(r, strcmp(name, "price") == 0 ? "close" : name);
}

static struct node *pct_b(struct reader *r, const struct caps *c)
{
	struct caps k = *c;

	if (!(k.n[1] > 0))
		k.n[1] = 20;
	if (!(k.n[2] > 0))
		k.n[2] = 2;
	return algo_w_template(r,
			       "(close - bbands(close, $1, $2, $2).lower) / "
			       "(bbands(close, $1, $2, $2).upper - "
			       "bbands(close, $1, $2, $2).lower)",
			       &k, NULL);
}

/* "the 5-day return", but not "returns above" */
static struct node *returns(struct reader *r, const struct caps *c)
{
	for (size_t i = c->from; i < c->to; i++)
		if (algo_w_word(r, i, "return_w") ||
		    (algo_w_word(r, i, "go") && r->tok[i].len == 6))
			return algo_w_template(r, "roc(close, $1)", c, NULL);
	return NULL;
}

static int is_intraday(struct reader *r)
{
	if (r->bar_unit == 'h')
		return 1;
	for (size_t i = 0; i < r->ntok; i++)
		if ((r->tok[i].kind == TOK_NUM && r->tok[i].unit == 't') ||
		    algo_w_word(r, i, "minute"))
			return 1;
	return 0;
}

static struct node *by_code(struct reader *r, const struct row *row,
			    const struct caps *c, size_t i)
{
	const char *name;
	struct node *n;

	if (strcmp(row->template, "?pctb") == 0)
		return pct_b(r, c);
	if (strcmp(row->template, "?return") == 0)
		return returns(r, c);
	if (strcmp(row->template, "?tf") == 0) {
		const char *of = c->n[1] < 1 ? "1w" : "1mo";

		n = algo_w_call(r, "tf", "");
		algo_w_arg(n, algo_w_str(r, of, strlen(of)));
		algo_w_arg(n, algo_w_name(r, short_names[(size_t)c->n[2]]));
		n->flags |= NODE_LEVEL;
		return n;
	}
	if (strcmp(row->template, "?cloud") == 0)
		return algo_w_name(r, "cloud");
	if (strcmp(row->template, "?haunit") == 0) {
		r->unit = algo_w_name(r, "hao");
		return algo_w_name(r, "ohlc4");
	}
	if (strcmp(row->template, "?ha") == 0)
		return algo_w_name(r, c->n[1] > 0 ? "hao" : "ohlc4");
	if (strcmp(row->template, "?aroon") == 0) {
		n = algo_w_call(r, "aroon",
				strstr(row->pattern, "up") ? "up" : "down");
		algo_w_arg(n, algo_w_num(r, c->n[1] > 0 ? c->n[1] : 14));
		return n;
	}
	if (strcmp(row->template, "?orh") == 0) {
		n = algo_w_call(r,
				c->n[2] > 0 ? "opening_range_low"
					    : "opening_range_high",
				"");
		algo_w_arg(n, algo_w_num(r, c->n[1] > 0 ? c->n[1] : 30));
		return n;
	}
	name = strstr(row->pattern, "body") ? bar_names[(size_t)c->n[1]]
					    : short_names[(size_t)c->n[1]];
	if (strncmp(row->pattern, "today @", 7) == 0 &&
	    strcmp(name, "open") == 0 && is_intraday(r))
		return algo_w_template(r, "value_when(session_first, open)", c,
				       NULL);
	n = bar_value(r, name);
	if (row->flags & F_LEVEL)
		n = algo_w_shift(r, n, c->n[2] > 0 ? c->n[2] : 1);
	(void)i;
	return n;
}

/* "[1]", "yesterday", "3 days ago" behind a series. */
static struct node *dated(struct reader *r, struct node *n, size_t *at)
{
	struct caps c;

	if (algo_w_match(r, "lbra $i1 rbra", *at, &c) && c.from + 1 <= c.to) {
		*at = c.to;
		return algo_w_shift(r, n, c.n[1]);
	}
	if (algo_w_match(r, "lbra $n1 rbra", *at, &c) && c.n[1] < 0) {
		algo_w_ask(r, ALGO_TOPIC_LOOK_AHEAD, *at, c.to, "",
			   "a negative index looks ahead: which past bar is "
			   "meant?");
		*at = c.to;
		return n;
	}
	if (algo_w_match(r, "[of|from] $u1 ago", *at, &c)) {
		*at = c.to;
		return algo_w_shift(r, n, c.n[1]);
	}
	return n;
}

static struct node *tabled(struct reader *r, size_t *at)
{
	struct caps c;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct row *row = &rows[i];
		struct node *n;

		if (!algo_w_match(r, row->pattern, *at, &c))
			continue;
		if (strchr(row->pattern, 'u') && strstr(row->pattern, "$u1") &&
		    !(c.n[1] >= 1))
			continue;
		/* "the high of 2 days ago" */
		if (row->flags & F_EXTREME &&
		    algo_w_word(r, algo_w_skip(r, c.to), "ago"))
			continue;
		/* "above the low for 3 bars in a row" */
		if (algo_w_word(r, algo_w_skip(r, c.to), "consecutive") &&
		    strstr(row->pattern, "|for"))
			continue;
		n = row->template[0] == '?'
			    ? by_code(r, row, &c, i)
			    : algo_w_template(r, row->template, &c, NULL);
		if (!n)
			continue;
		if (row->flags & F_EXTREME)
			n->flags |= NODE_EXTREME;
		if (row->flags & F_LEVEL)
			n->flags |= NODE_LEVEL;
		*at = c.to;
		return n;
	}
	return NULL;
}

/* highest(high, 20), abs(close - open): as the language has it. */
static struct node *function(struct reader *r, size_t *at)
{
	static const char *const names[] = {
		"highest",   "lowest",	   "abs",	   "max",     "min",
		"crossover", "crossunder", "rising",	   "falling", "change",
		"zscore",    "median",	   "any_of",	   "all_of",  "sqrt",
		"log",	     "slope",	   "percent_rank", NULL
	};
	char name[40];
	struct node *n, *arg;
	size_t i = *at, len;
	const struct tok *t = algo_w_tok(r, i);

	if (!algo_w_word(r, i + 1, "lpar") || t->len >= sizeof(name) ||
	    !(r->tok[i + 1].flags & TOK_GLUED))
		return NULL;
	for (len = 0; len < t->len; len++) {
		char c = r->text[t->start + len];

		name[len] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	name[len] = '\0';
	for (len = 0; names[len] && strcmp(names[len], name) != 0; len++)
		;
	if (!names[len])
		return NULL;
	n = algo_w_call(r, name, "");
	for (i += 2; n->kids < 4;) {
		arg = algo_w_value(r, &i);
		if (!arg)
			return NULL;
		algo_w_arg(n, arg);
		if (algo_w_word(r, i, "rpar"))
			break;
		if (!algo_w_word(r, i, "comma"))
			return NULL;
		i++;
	}
	*at = i + 1;
	return n;
}

/* "weekly RSI": an expression of coarser bars. */
static struct node *of_step(struct reader *r, size_t *at)
{
	static const char *const letters[] = { "m", "h" };
	struct algo_buf b = ALGO_BUF_INIT(40);
	struct caps c;
	struct node *n, *inner;

	if (!algo_w_match(r, "$i1 @2(minute|hour) [bar]", *at, &c) ||
	    !(c.n[1] >= 1) || algo_w_tok(r, c.to)->kind != TOK_IND)
		return NULL;
	inner = algo_w_series(r, &c.to);
	if (!inner)
		return NULL;
	*at = c.to;
	if (c.n[1] == 1 && c.n[2] > 0 && r->bar_unit == 'h')
		return inner;
	algo_buf_addnum(&b, c.n[1]);
	algo_buf_adds(&b, letters[(size_t)c.n[2]]);
	n = algo_w_call(r, "tf", "");
	algo_w_arg(n, algo_w_str(r, b.data, b.len));
	algo_w_arg(n, inner);
	n->flags = inner->flags;
	algo_buf_release(&b);
	return n;
}

static struct node *coarser(struct reader *r, size_t *at)
{
	static const char *const of[] = { "1w", "1mo", "1h", "1d" };
	static const int units[] = { 'w', 'm', 'h', 'd' };
	struct caps c;
	struct node *n, *inner;
	size_t k;

	if (!algo_w_match(r, "@1(weekly|monthly|hourly|daily) [bar]", *at, &c))
		return NULL;
	inner = algo_w_series(r, &c.to);
	if (!inner)
		return NULL;
	*at = c.to;
	k = (size_t)c.n[1];
	/* The bars' own step needs no resampling. */
	if (units[k] == r->bar_unit || (units[k] == 'd' && !r->bar_unit))
		return inner;
	n = algo_w_call(r, "tf", "");
	algo_w_arg(n, algo_w_str(r, of[k], strlen(of[k])));
	algo_w_arg(n, inner);
	n->flags = inner->flags;
	return n;
}

/* "SPY's RSI": another symbol. */
static struct node *elsewhere(struct reader *r, size_t *at)
{
	struct tok *t = algo_w_tok(r, *at);
	struct node *n, *inner;
	size_t i = *at + 1;
	struct caps c;

	if (t->kind != TOK_UNKNOWN ||
	    !(t->flags & TOK_CAPS || (t->flags & TOK_POSS)) || r->all_caps)
		return NULL;
	{
		char *name = algo_w_text(r, *at, *at + 1);
		size_t len = strlen(name);

		if (len > 2 && strcmp(name + len - 2, "'s") == 0)
			len -= 2;
		else if (!(t->flags & TOK_CAPS))
			return NULL;
		name[len] = '\0';
		if (len < 2 || len > 10)
			return NULL;
		inner = algo_w_series(r, &i);
		if (!inner && algo_w_match(r,
					   "(is|above|below|cross|cross_over|"
					   "cross_under|closes|close above|"
					   "close below|rise|fall)",
					   i, &c))
			inner = algo_w_name(r, "close");
		if (!inner)
			return NULL;
		*at = i;
		if (!r->p.symbol || strcmp(r->p.symbol, name) == 0) {
			r->p.symbol = name;
			return inner;
		}
		n = algo_w_call(r, "sym", "");
		algo_w_arg(n, algo_w_str(r, name, len));
		algo_w_arg(n, inner);
		return n;
	}
}

static struct node *bracket(struct reader *r, size_t *at)
{
	size_t i = *at + 1;
	struct node *n;

	if (!algo_w_word(r, *at, "lpar"))
		return NULL;
	n = algo_w_value(r, &i);
	if (!n || !algo_w_word(r, i, "rpar"))
		return NULL;
	*at = i + 1;
	return n;
}

static struct node *verbatim(struct reader *r, size_t *at)
{
	const struct tok *t = algo_w_tok(r, *at);

	if (t->kind != TOK_CODE)
		return NULL;
	++*at;
	return algo_w_code(r, t->word, strlen(t->word));
}

/* "its 50-bar high": where it is the price there is no more to it. */
static struct node *owned(struct reader *r, size_t *at)
{
	size_t i = *at + 1;
	struct node *n;

	if (!algo_w_word(r, *at, "its"))
		return NULL;
	n = tabled(r, &i);
	if (!n)
		n = algo_w_bound(r, &i);
	if (n)
		*at = i;
	return n;
}

struct node *algo_w_series(struct reader *r, size_t *at)
{
	static struct node *(*const ways[])(struct reader *, size_t *) = {
		verbatim, algo_w_multiple,  coarser,	      of_step,
		function, algo_w_fast_slow, algo_w_indicator, tabled,
		owned,	  bracket,	    elsewhere,	      algo_w_bound
	};
	size_t from = algo_w_skip(r, *at);
	struct node *n = NULL;

	if (from >= r->ntok || r->depth > DEPTH_MAX || r->nodes > NODES_MAX)
		return NULL;
	r->depth++;
	for (size_t i = 0; !n && i < sizeof(ways) / sizeof(*ways); i++) {
		size_t i_at = from;
		struct mark mark = algo_w_mark(r);

		n = ways[i](r, &i_at);
		if (n)
			from = i_at;
		else
			algo_w_undo(r, &mark);
	}
	r->depth--;
	if (!n)
		return NULL;
	*at = from;
	return dated(r, n, at);
}
