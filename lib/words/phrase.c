/* phrase.c - pieces of a text to tokens: spelled numbers, phrases, units */
#include "lex.h"

#include <math.h>
#include <string.h>

#define WINDOW 8     /* words of the longest phrase */
#define MENDS_MAX 40 /* of a text */
#define WORD_MAX 60  /* longer is no word */

/* The words of punctuation in patterns. */
static const char *const named[][2] = {
	{ "->", "arrow" }, { "(", "lpar" },  { ")", "rpar" }, { "[", "lbra" },
	{ "]", "rbra" },   { ",", "comma" }, { ";", "semi" }, { ":", "colon" },
	{ ".", "dot" },	   { "/", "slash" }, { "*", "star" }, { "+", "plus" },
	{ "-", "minus" },  { "\n", "nl" },   { "=", "eq" },   { "pow", "pow" },
	{ "--", "semi" },  { NULL, NULL }
};

static int is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* --- Numbers in words ---------------------------------------------------- */

static const struct {
	const char *word;
	int value; /* above 1000: ordinals */
} spelled[] = {
	{ "one", 1 },	     { "two", 2 },	  { "three", 3 },
	{ "four", 4 },	     { "five", 5 },	  { "six", 6 },
	{ "seven", 7 },	     { "eight", 8 },	  { "nine", 9 },
	{ "ten", 10 },	     { "eleven", 11 },	  { "twelve", 12 },
	{ "thirteen", 13 },  { "fourteen", 14 },  { "fifteen", 15 },
	{ "sixteen", 16 },   { "seventeen", 17 }, { "eighteen", 18 },
	{ "nineteen", 19 },  { "twenty", 20 },	  { "thirty", 30 },
	{ "forty", 40 },     { "fifty", 50 },	  { "sixty", 60 },
	{ "seventy", 70 },   { "eighty", 80 },	  { "ninety", 90 },
	{ "hundred", 100 },  { "second", 1002 },  { "third", 1003 },
	{ "fourth", 1004 },  { "fifth", 1005 },	  { "sixth", 1006 },
	{ "seventh", 1007 }, { "tenth", 1010 },	  { "twentieth", 1020 },
};

static int value_of(const char *w)
{
	for (size_t i = 0; i < sizeof(spelled) / sizeof(*spelled); i++)
		if (strcmp(spelled[i].word, w) == 0)
			return spelled[i].value;
	return 0;
}

/* "one" counts only before what can be counted. */
static int counted(const struct piece *p)
{
	static const char *const units[] = {
		"day",	   "bar",     "week",	  "month",  "year",
		"candle",  "percent", "hour",	  "share",  "atr",
		"times",   "session", "period",	  "trade",  "position",
		"point",   "unit",    "contract", "half",   "third",
		"hundred", "open",    "minute",	  "dollar", NULL
	};

	for (size_t i = 0; units[i]; i++)
		if (strcmp(units[i], p->word) == 0)
			return 1;
	return 0;
}

/* Joins "twenty one" and "two hundred" at piece i; 0: no number. */
static size_t spelled_at(const struct lexer *x, size_t i, double *v, int *unit)
{
	size_t k = i;
	int n = value_of(x->v[i].word), next;

	*unit = 0;
	if (!n || x->v[i].tok.kind == TOK_NUM)
		return 0;
	if (n == 1 && (i + 1 >= x->n || !counted(&x->v[i + 1])) &&
	    !(i + 2 < x->n && strcmp(x->v[i + 1].word, "-") == 0 &&
	      counted(&x->v[i + 2])))
		return 0;
	if (n > 1000) {
		*unit = 'o';
		*v = n - 1000;
		return 1;
	}
	for (k++; k < x->n; k++) {
		if (strcmp(x->v[k].word, "-") == 0 && k + 1 < x->n &&
		    value_of(x->v[k + 1].word))
			continue;
		next = value_of(x->v[k].word);
		if (next == 100 && n < 10)
			n *= 100;
		else if (next > 0 && next < 10 && n >= 20 && n % 10 == 0)
			n += next;
		else if (next >= 10 && next < 100 && n % 100 == 0)
			n += next;
		else
			break;
	}
	*v = n;
	if (k + 1 < x->n && strcmp(x->v[k].word, "-") == 0 &&
	    strcmp(x->v[k + 1].word, "ish") == 0)
		*unit = 'v', k += 2;
	return k - i;
}

/* --- Phrases ------------------------------------------------------------- */

static int joins(const struct lexer *x, size_t i)
{
	const struct piece *p = &x->v[i];

	return p->tok.kind == TOK_END &&
	       (strpbrk(p->word, "()[],;.\n\"") == NULL ||
		is_alpha(p->word[0]));
}

/* Words of the phrase that may begin at i; hyphens inside are skipped.
 * place[k] is the piece of word k. */
static size_t window(const struct lexer *x, size_t i, const char **words,
		     size_t *place)
{
	size_t n = 0;

	for (; i < x->n && n < WINDOW; i++) {
		const struct piece *p = &x->v[i];

		if (n && strcmp(p->word, "-") == 0 &&
		    (p->tok.flags & TOK_GLUED) && i + 1 < x->n &&
		    (x->v[i + 1].tok.flags & TOK_GLUED))
			continue;
		if (!joins(x, i) && !(n && p->tok.kind == TOK_NUM &&
				      p->tok.unit == 0 && p->tok.len < 3))
			break;
		place[n] = i;
		words[n++] = p->word;
	}
	return n;
}

static const char *punctuation(const char *word)
{
	for (size_t i = 0; named[i][0]; i++)
		if (strcmp(named[i][0], word) == 0)
			return named[i][1];
	return NULL;
}

static struct tok *emit(struct reader *r, const struct piece *first,
			const struct piece *last)
{
	struct tok *t;

	algo_grow((void **)&r->tok, &r->captok, r->ntok + 2, sizeof(*r->tok));
	t = &r->tok[r->ntok++];
	*t = first->tok;
	t->len = last->tok.start + last->tok.len - first->tok.start;
	return t;
}

/* An unknown word that is one edit from a known one becomes it. */
static int mend(struct lexer *x, struct piece *p)
{
	struct algo_buf out = ALGO_BUF_INIT(WORD_MAX * 2);
	size_t n = strlen(p->word);

	if (p->mends || n < 3 || n > 24 || x->mends >= MENDS_MAX ||
	    (p->tok.flags & TOK_CAPS && !x->r->all_caps))
		return 0;
	for (size_t i = 0; i < n; i++)
		if (p->word[i] < 'a' || p->word[i] > 'z')
			return 0;
	for (size_t i = 0; algo_w_vague[i]; i++)
		if (strcmp(algo_w_vague[i], p->word) == 0)
			return 0;
	x->mends++;
	p->mends = 1;
	algo_w_mend(x->r->lex, p->word, &out);
	n = out.len;
	if (n) {
		p->word = algo_arena_str(&x->r->arena, out.data, out.len);
		p->tok.flags |= TOK_MENDED;
	}
	algo_buf_release(&out);
	return n > 0;
}

static void mend_all(struct lexer *x)
{
	size_t taken;

	for (size_t i = 0; i < x->n; i++) {
		const char *words[WINDOW];
		size_t place[WINDOW], n;

		if (x->v[i].tok.kind != TOK_END || !is_alpha(*x->v[i].word) ||
		    value_of(x->v[i].word))
			continue;
		n = window(x, i, words, place);
		if (!algo_w_lookup(x->r->lex, words, n, &taken)) {
			mend(x, &x->v[i]);
			continue;
		}
		if (taken > 1)
			i = place[taken - 1];
	}
}

static void resolve(struct lexer *x)
{
	size_t i = 0, taken = 0, k;

	while (i < x->n) {
		const char *words[WINDOW], *p;
		size_t place[WINDOW], n;
		const struct entry *e;
		struct tok *t;
		double v;
		int unit;

		if (x->v[i].tok.kind != TOK_END) {
			emit(x->r, &x->v[i], &x->v[i]);
			i++;
			continue;
		}
		n = window(x, i, words, place);
		e = n ? algo_w_lookup(x->r->lex, words, n, &taken) : NULL;
		k = spelled_at(x, i, &v, &unit);
		if (k && (!e || taken < 2)) {
			t = emit(x->r, &x->v[i], &x->v[i + k - 1]);
			t->kind = TOK_NUM;
			t->num = v;
			t->unit = unit;
			i += k;
			continue;
		}
		p = punctuation(x->v[i].word);
		if (p || !e) {
			t = emit(x->r, &x->v[i], &x->v[i]);
			t->kind = p ? TOK_WORD : TOK_UNKNOWN;
			t->word = p ? p : "";
			i++;
			continue;
		}
		t = emit(x->r, &x->v[i], &x->v[place[taken - 1]]);
		t->kind = e->ind ? TOK_IND : TOK_WORD;
		t->word = e->word;
		t->ind = e->ind;
		t->flags |= e->noise ? TOK_NOISE : 0u;
		for (k = i; k <= place[taken - 1]; k++)
			t->flags |= x->v[k].tok.flags & TOK_MENDED;
		n = strlen(x->v[place[taken - 1]].word);
		if (n > 2 && x->v[place[taken - 1]].word[n - 2] == '\'')
			t->flags |= TOK_POSS;
		i = place[taken - 1] + 1;
	}
}

static int text_is(const struct reader *r, const struct tok *t,
		   const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n && i < t->len; i++)
		if ((r->text[t->start + i] | 0x20) != word[i])
			return 0;
	return t->len == n;
}

/* "5 percent" is a number with a unit, "5 dollars" money. */
static void units(struct reader *r)
{
	size_t k = 0;

	for (size_t i = 0; i < r->ntok; i++) {
		struct tok *t = &r->tok[i];

		if (k && r->tok[k - 1].kind == TOK_NUM &&
		    r->tok[k - 1].unit == 0 && t->kind == TOK_WORD &&
		    (strcmp(t->word, "percent") == 0 ||
		     strcmp(t->word, "dollars") == 0)) {
			struct tok *num = &r->tok[k - 1];

			num->unit = *t->word == 'p' ? '%' : '$';
			/* cents, basis points */
			if (strchr("cCbB", r->text[t->start]) &&
			    !text_is(r, t, "bucks"))
				num->num = round(num->num * 1e7) / 1e9;
			num->len = t->start + t->len - num->start;
			continue;
		}
		r->tok[k++] = *t;
	}
	r->ntok = k;
}

static int all_caps(const struct reader *r)
{
	size_t caps = 0, lows = 0;

	for (size_t i = 0; i < r->n; i++) {
		caps += r->text[i] >= 'A' && r->text[i] <= 'Z';
		lows += r->text[i] >= 'a' && r->text[i] <= 'z';
	}
	return caps > 3 * lows;
}

void algo_w_lex(struct reader *r)
{
	struct lexer x = { .r = r };

	r->all_caps = all_caps(r);
	r->lex = algo_w_lexicon_new(&r->arena, r->text, r->n);
	algo_w_pieces(&x);
	mend_all(&x);
	resolve(&x);
	units(r);
	algo_free(x.v);
}
