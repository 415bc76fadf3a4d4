/* lex.c - a text to pieces: words, numbers with their units, signs */
#include "lex.h"

#include <math.h>
#include <string.h>

static char at(const struct lexer *x, size_t i)
{
	return i < x->r->n ? x->r->text[i] : '\0';
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A typographic apostrophe is one. */
static void curly(char *s)
{
	char *at = strstr(s, "\xe2\x80\x99");

	if (!at)
		return;
	*at = '\'';
	memmove(at + 1, at + 3, strlen(at + 3) + 1);
}

static struct piece *push(struct lexer *x, size_t start, size_t len)
{
	struct piece *p;
	const char *s = x->r->text + start;
	size_t i, caps = 0, lows = 0;

	algo_grow((void **)&x->v, &x->cap, x->n + 1, sizeof(*x->v));
	p = &x->v[x->n++];
	memset(p, 0, sizeof(*p));
	p->tok.start = start;
	p->tok.len = len;
	p->tok.word = "";
	p->word = algo_arena_str(&x->r->arena, s, len);
	for (i = 0; i < len; i++) {
		caps += s[i] >= 'A' && s[i] <= 'Z';
		lows += s[i] >= 'a' && s[i] <= 'z';
		if (s[i] >= 'A' && s[i] <= 'Z')
			p->word[i] = (char)(s[i] - 'A' + 'a');
	}
	curly(p->word);
	if (start > 0 && !is_blank(at(x, start - 1)) &&
	    at(x, start - 1) != '\n')
		p->tok.flags |= TOK_GLUED;
	if (caps >= 2 && !lows)
		p->tok.flags |= TOK_CAPS;
	if (len > 2 && s[len - 2] == '\'' && (s[len - 1] | 0x20) == 's')
		p->tok.flags |= TOK_POSS;
	if (len && *s >= 'A' && *s <= 'Z')
		p->tok.flags |= TOK_TITLE;
	return p;
}

/* A piece that is a word of its own name. */
static struct piece *push_word(struct lexer *x, size_t len, const char *word)
{
	struct piece *p = push(x, x->at, len);

	p->word = algo_arena_str(&x->r->arena, word, strlen(word));
	x->at += len;
	return p;
}

static struct piece *push_num(struct lexer *x, size_t start, double v, int unit)
{
	struct piece *p = push(x, start, x->at - start);

	p->tok.kind = TOK_NUM;
	p->tok.num = v;
	p->tok.unit = unit;
	return p;
}

/* --- Numbers ------------------------------------------------------------- */

/* Digits with a point and groups of thousands; the place behind. */
static size_t digits(const struct lexer *x, size_t i, double *v)
{
	char text[40];
	size_t k = 0, whole = 0;

	while (is_digit(at(x, i)) && k < 20) {
		text[k++] = at(x, i++);
		whole++;
		if (at(x, i) == ',' && !x->depth && whole <= 3 &&
		    is_digit(at(x, i + 1)) && is_digit(at(x, i + 2)) &&
		    is_digit(at(x, i + 3)) && !is_digit(at(x, i + 4)) &&
		    !is_alpha(at(x, i + 4)))
			i++, whole = 0;
	}
	if (at(x, i) == '.' && is_digit(at(x, i + 1))) {
		text[k++] = at(x, i++);
		while (is_digit(at(x, i)) && k < 38)
			text[k++] = at(x, i++);
	}
	if (algo_num_parse(text, k, v))
		*v = NAN;
	return i;
}

static int word_at(const struct lexer *x, size_t i, const char *w)
{
	size_t n = strlen(w);

	for (size_t k = 0; k < n; k++)
		if ((at(x, i + k) | 0x20) != w[k])
			return 0;
	return !is_alpha(at(x, i + n)) && !is_digit(at(x, i + n));
}

/* "9:30", "9am", "1:2" behind the digits ending at x->at. */
static int clock(struct lexer *x, size_t start, double v)
{
	double m = 0;
	size_t i = x->at, end;
	int is_time = 0, pm;

	if (at(x, i) == ':' && is_digit(at(x, i + 1))) {
		end = digits(x, i + 1, &m);
		is_time = end == i + 3 && m < 60 && v < 25;
		if (!is_time) {
			x->at = end;
			push_num(x, start, m == 1 && v > 1 ? v : m / v, 'r');
			return 1;
		}
		i = end;
		if (at(x, i) == ':' && is_digit(at(x, i + 1)) &&
		    is_digit(at(x, i + 2)))
			i += 3;
	}
	end = i + (at(x, i) == ' ');
	pm = word_at(x, end, "pm");
	if (pm || word_at(x, end, "am")) {
		if (v > 12)
			return 0;
		v = (v == 12 ? 0 : v) + (pm ? 12 : 0);
		i = end + 2;
		is_time = 1;
	}
	if (!is_time)
		return 0;
	x->at = i;
	push_num(x, start, v * 60 + m, 't');
	return 1;
}

/* "2010-01-31" at x->at. */
static int date(struct lexer *x)
{
	static const char shape[] = "dddd-dd-dd";
	size_t i;
	char sep = at(x, x->at + 4);

	if (sep != '-' && sep != '/')
		return 0;
	for (i = 0; shape[i]; i++) {
		char c = at(x, x->at + i);

		if (shape[i] == 'd' ? !is_digit(c) : c != sep)
			return 0;
	}
	if (is_digit(at(x, x->at + 10)))
		return 0;
	x->at += 10;
	push_num(x, x->at - 10, 0, 'd');
	return 1;
}

/* What is glued to the number's end. */
static void suffix(struct lexer *x, size_t start, double v, int unit)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" };
	static const struct {
		const char *text, *word;
	} spans[] = {
		{ "min", "minute" }, { "m", "minute" }, { "h", "hour" },
		{ "d", "bar" },	     { "w", "week" },	{ "mo", "month" }
	};
	size_t i = x->at;

	for (size_t k = 0; k < 4; k++)
		if (word_at(x, i, ordinals[k])) {
			x->at += 2;
			push_num(x, start, v, 'o');
			return;
		}
	if (word_at(x, i, "ish") ||
	    (at(x, i) == '-' && word_at(x, i + 1, "ish")))
		x->at += at(x, i) == '-' ? 4u : 3u, unit = 'v';
	else if (word_at(x, i, "k"))
		x->at++, v *= 1000;
	else if (at(x, i) == 'M' && word_at(x, i, "m"))
		x->at++, v *= 1e6;
	i = x->at;
	while (is_blank(at(x, i)))
		i++;
	if (at(x, i) == '%' && !is_alpha(at(x, i + 1))) {
		x->at = i + 1;
		unit = unit == 'v' ? 'v' : '%';
	}
	push_num(x, start, v, unit);
	/* "2xATR" */
	if ((at(x, x->at) | 0x20) == 'x' &&
	    (word_at(x, x->at + 1, "atr") || word_at(x, x->at + 1, "atrs"))) {
		push_word(x, 1, "x");
		return;
	}
	for (size_t k = 0; k < sizeof(spans) / sizeof(*spans); k++)
		if (word_at(x, x->at, spans[k].text)) {
			push_word(x, strlen(spans[k].text), spans[k].word);
			return;
		}
}

static void number(struct lexer *x, size_t start, int sign, int unit)
{
	double v;

	if (start == x->at && date(x))
		return;
	x->at = digits(x, x->at, &v);
	if (!unit && !sign && clock(x, start, v))
		return;
	suffix(x, start, sign < 0 ? -v : v, unit);
	if (sign)
		for (size_t i = x->n; i-- > 0;)
			if (x->v[i].tok.kind == TOK_NUM) {
				x->v[i].tok.flags |= TOK_SIGNED;
				break;
			}
}

/* --- Words and signs ----------------------------------------------------- */

static const struct {
	const char *sign, *word;
} signs[] = {
	{ "\xe2\x86\x92", "->" },
	{ "\xe2\x9e\x94", "->" },
	{ "\xe2\x87\x92", "->" },
	{ "\xe2\x89\xa5", ">=" },
	{ "\xe2\x89\xa4", "<=" },
	{ "\xe2\x89\xa0", "!=" },
	{ "\xe2\x86\x97", "\xe2\x86\x97" },
	{ "\xe2\x86\x98", "\xe2\x86\x98" },
	{ "\xe2\x80\x93", "-" },
	{ "\xe2\x80\x94", "--" },
	{ "\xe2\x80\x99", "'" },
	{ "\xe2\x80\xa2", "\n" },
	{ "\xc3\x97", "x" },
	{ "\xc2\xa0", " " },
	{ "-->", "->" },
	{ "==>", "->" },
	{ "->", "->" },
	{ "=>", "->" },
	{ ">=", ">=" },
	{ "<=", "<=" },
	{ "=<", "<=" },
	{ "==", "==" },
	{ "!=", "!=" },
	{ "&&", "&&" },
	{ "||", "or" },
	{ "**", "pow" },
	{ "&", "&" },
	{ "|", "or" },
	{ "<", "<" },
	{ ">", ">" },
	{ "=", "=" },
	{ "--", "--" },
	{ "(", "(" },
	{ ")", ")" },
	{ "[", "[" },
	{ "]", "]" },
	{ "{", "(" },
	{ "}", ")" },
	{ ",", "," },
	{ ";", ";" },
	{ ":", ":" },
	{ ".", "." },
	{ "!", "." },
	{ "?", "." },
	{ "/", "/" },
	{ "*", "*" },
	{ "+", "+" },
	{ "-", "-" },
	{ "@", "@" },
	{ "\n", "\n" },
	{ "'", "'" },
	{ "\"", "\"" },
	{ "%", "%" },
	{ "$", "$" },
	{ "~", "~" },
	{ "#", "#" },
};

static int operand_before(const struct lexer *x)
{
	const struct piece *p = x->n ? &x->v[x->n - 1] : NULL;

	if (!p || x->at == 0)
		return 0;
	if (is_blank(at(x, x->at - 1)) && is_digit(at(x, x->at + 1)))
		/* "a -5" against "a - 5" */
		return 0;
	return p->tok.kind == TOK_NUM || is_alpha(*p->word) ||
	       strcmp(p->word, ")") == 0 || strcmp(p->word, "]") == 0;
}

/* A sign that belongs to a number, or to "+di". */
static int signed_thing(struct lexer *x)
{
	char c = at(x, x->at);
	size_t i = x->at + 1;

	if (c != '+' && c != '-')
		return 0;
	if (word_at(x, i, "di") &&
	    (x->at == 0 || is_blank(at(x, x->at - 1)) ||
	     at(x, x->at - 1) == '(' || at(x, x->at - 1) == '\n')) {
		push_word(x, 3, c == '+' ? "di+" : "di-");
		return 1;
	}
	if (at(x, i) == '$')
		i++;
	if (!(is_digit(at(x, i)) ||
	      (at(x, i) == '.' && is_digit(at(x, i + 1)))))
		return 0;
	if (operand_before(x))
		return 0;
	i = x->at;
	x->at += at(x, x->at + 1) == '$' ? 2u : 1u;
	number(x, i, c == '-' ? -1 : 1, at(x, i + 1) == '$' ? '$' : 0);
	return 1;
}

static int sign(struct lexer *x)
{
	static const char *const after_pct[] = { "%b", "%k", "%d", "%r" };
	size_t left = x->r->n - x->at;

	for (size_t i = 0; i < 4; i++)
		if (at(x, x->at) == '%' && word_at(x, x->at, after_pct[i])) {
			push_word(x, 2, after_pct[i]);
			return 1;
		}
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i].sign);

		if (n > left || memcmp(x->r->text + x->at, signs[i].sign, n))
			continue;
		if (strcmp(signs[i].word, " ") == 0) {
			x->at += n;
			return 1;
		}
		x->depth += signs[i].word[0] == '(';
		x->depth -= signs[i].word[0] == ')' && x->depth > 0;
		push_word(x, n, signs[i].word);
		return 1;
	}
	return 0;
}

static int is_curly(const struct lexer *x, size_t i)
{
	return i + 3 < x->r->n &&
	       memcmp(x->r->text + i, "\xe2\x80\x99", 3) == 0 &&
	       is_alpha(at(x, i + 3));
}

/* "i.e.", "e.g." */
static int abbreviated(const struct lexer *x, size_t i)
{
	char a = at(x, i) | 0x20, b = at(x, i + 2) | 0x20;

	return at(x, i + 1) == '.' && at(x, i + 3) == '.' &&
	       ((a == 'i' && b == 'e') || (a == 'e' && b == 'g'));
}

/* "EUR/USD" is one symbol: capitals that are no words. */
static int is_pair(struct lexer *x, struct piece *p)
{
	size_t i = x->at + 1, taken;
	const char *w = p->word;
	const struct entry *e;

	if (!(p->tok.flags & TOK_CAPS) || p->tok.len < 3 || p->tok.len > 5 ||
	    at(x, x->at) != '/')
		return 0;
	e = algo_w_lookup(x->r->lex, &w, 1, &taken);
	if (e && strcmp(e->word ? e->word : "", "dollars") != 0)
		return 0;
	while (at(x, i) >= 'A' && at(x, i) <= 'Z')
		i++;
	if (i - x->at < 4 || i - x->at > 6 || is_alpha(at(x, i)) ||
	    is_digit(at(x, i)))
		return 0;
	p->tok.len = i - p->tok.start;
	p->word = algo_arena_str(&x->r->arena, x->r->text + p->tok.start,
				 p->tok.len);
	for (char *s = p->word; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
	x->at = i;
	return 1;
}

/* "RSI14" and "EMA_20" are a word and a number. */
static void word(struct lexer *x)
{
	size_t from = x->at, i = x->at, letters, taken;
	struct piece *p;
	const char *w;

	while (is_alpha(at(x, i)) || is_digit(at(x, i)) || at(x, i) == '_' ||
	       (at(x, i) == '\'' && is_alpha(at(x, i + 1))) || is_curly(x, i))
		i += is_curly(x, i) ? 3 : 1;
	if (i - from == 2 && word_at(x, from, "di") &&
	    (at(x, i) == '+' || at(x, i) == '-') && !is_alpha(at(x, i + 1))) {
		push_word(x, 3, at(x, i) == '+' ? "di+" : "di-");
		return;
	}
	for (letters = from; is_alpha(at(x, letters)); letters++)
		;
	if (i - from == 1 && abbreviated(x, from)) {
		push_word(x, 4, "ie");
		return;
	}
	p = push(x, from, i - from);
	w = p->word;
	x->at = i;
	if (is_pair(x, p))
		return;
	if (letters == i || at(x, letters) == '\'' ||
	    algo_w_lookup(x->r->lex, &w, 1, &taken))
		return;
	if (at(x, letters) == '_' && is_digit(at(x, letters + 1))) {
		x->n--;
		push(x, from, letters - from);
		x->at = letters + 1;
	} else if (is_digit(at(x, letters))) {
		x->n--;
		push(x, from, letters - from);
		x->at = letters;
	}
}

/* "a quoted text" is a name. */
static int quoted(struct lexer *x)
{
	size_t i = x->at + 1;
	struct piece *p;

	if (at(x, x->at) != '"')
		return 0;
	while (i < x->r->n && at(x, i) != '"' && i - x->at < 400)
		i += at(x, i) == '\\' && i + 1 < x->r->n ? 2 : 1;
	if (at(x, i) != '"' || i >= x->r->n)
		return 0;
	p = push(x, x->at, i + 1 - x->at);
	p->tok.kind = TOK_QUOTE;
	x->at = i + 1;
	return 1;
}

/* `an expression`, ``one with ` in it``: word is what stands between. */
static int code(struct lexer *x)
{
	size_t marks = 1, i;
	struct piece *p;

	if (at(x, x->at) != '`')
		return 0;
	marks += at(x, x->at + 1) == '`';
	for (i = x->at + marks; i < x->r->n; i++)
		if (at(x, i) == '`' && (marks == 1 || at(x, i + 1) == '`'))
			break;
	if (i >= x->r->n || i == x->at + marks)
		return 0;
	p = push(x, x->at, i + marks - x->at);
	p->tok.kind = TOK_CODE;
	p->tok.word = algo_arena_str(&x->r->arena, x->r->text + x->at + marks,
				     i - x->at - marks);
	x->at = i + marks;
	return 1;
}

/* "Note: ..." says nothing of trading. */
static int remark(struct lexer *x)
{
	size_t i = x->at;

	if ((i > 0 && at(x, i - 1) != '\n') || !word_at(x, i, "note") ||
	    at(x, i + 4) != ':')
		return 0;
	while (i < x->r->n && at(x, i) != '\n')
		i++;
	push(x, x->at, i - x->at)->tok.kind = TOK_NOTE;
	x->at = i;
	return 1;
}

void algo_w_pieces(struct lexer *x)
{
	while (x->at < x->r->n && x->n < TOKENS_MAX) {
		char c = at(x, x->at);

		if (code(x) || remark(x))
			continue;
		if (is_blank(c)) {
			x->at++;
		} else if (c == '$' && is_digit(at(x, x->at + 1))) {
			x->at++;
			number(x, x->at - 1, 0, '$');
		} else if (c == '~' && is_digit(at(x, x->at + 1))) {
			x->at++;
			number(x, x->at - 1, 0, 'v');
		} else if (is_digit(c) ||
			   (c == '.' && is_digit(at(x, x->at + 1)))) {
			number(x, x->at, 0, 0);
		} else if (is_alpha(c)) {
			word(x);
		} else if (!signed_thing(x) && !quoted(x) && !sign(x)) {
			size_t n = 1;

			/* A byte of a character keeps with the others. */
			while (n < 4 &&
			       ((unsigned char)at(x, x->at + n) & 0xc0) == 0x80)
				n++;
			push(x, x->at, n);
			x->at += n;
		}
	}
}
