/* scalar.c - numbers, words and text without quotes of a tolerant reading */
#include "tolerant.h"

#include <stdio.h>
#include <string.h>

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The run of what numbers and words are made of. */
static size_t run(const struct tol *t, size_t at)
{
	while (at < t->to &&
	       (algo_tol_is_word(t->s[at]) ||
		strchr("+-.", t->s[at]) != NULL) &&
	       t->s[at])
		at++;
	return at;
}

/* A value that ends with the text may have been longer. */
static int is_cut(struct tol *t, size_t end)
{
	if (end < t->to)
		return 0;
	t->pos = t->to;
	t->over = 1;
	return 1;
}

static void accept(struct tol *t, size_t end)
{
	t->pos = t->end = end;
}

/* ---- words */

static int is_word_at(const struct tol *t, size_t n, const char *word)
{
	return n == strlen(word) && memcmp(t->s + t->pos, word, n) == 0;
}

/* 1 when the word is a literal of JSON or of another language. */
static int literal(struct tol *t, size_t n)
{
	static const char *const rows[][2] = {
		{ "true", "true" },	{ "True", "true" },
		{ "TRUE", "true" },	{ "false", "false" },
		{ "False", "false" },	{ "FALSE", "false" },
		{ "null", "null" },	{ "None", "null" },
		{ "NULL", "null" },	{ "Null", "null" },
		{ "nil", "null" },	{ "undefined", "null" },
		{ "NaN", "" },		{ "nan", "" },
		{ "NAN", "" },		{ "Infinity", "" },
		{ "inf", "" },		{ "Inf", "" },
		{ "-Infinity", "" },	{ "-inf", "" },
		{ "float('nan')", "" }, { "NA", "" }
	};
	size_t group;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *right = rows[i][1];

		if (!is_word_at(t, n, rows[i][0]))
			continue;
		if (strcmp(right, rows[i][0]) == 0) {
			accept(t, t->pos + n);
			return 1;
		}
		group = algo_tol_mend(t,
				      *right ? "foreign_literal" : "no_number",
				      t->pos, n, !*right);
		algo_draft_put(t->d, group, t->pos, n, *right ? right : "null");
		accept(t, t->pos + n);
		return 1;
	}
	return 0;
}

/* ---- numbers */

static size_t digits(const char *s, size_t at, size_t n)
{
	while (at < n && is_digit(s[at]))
		at++;
	return at;
}

static int is_number(const char *s, size_t n)
{
	size_t at = n && *s == '-', from = at;

	at = digits(s, at, n);
	if (at == from || (s[from] == '0' && at > from + 1))
		return 0;
	if (at < n && s[at] == '.') {
		from = ++at;
		at = digits(s, at, n);
		if (at == from)
			return 0;
	}
	if (at < n && (s[at] == 'e' || s[at] == 'E')) {
		at++;
		if (at < n && (s[at] == '+' || s[at] == '-'))
			at++;
		from = at;
		at = digits(s, at, n);
		if (at == from)
			return 0;
	}
	return at == n;
}

/* +1, .5, 5., 1_000: as JSON writes them.  0 when it is no such number. */
static int tidy(const char *s, size_t n, char *out, size_t max)
{
	size_t k = 0, i = 0;

	if (n + 2 > max)
		return 0;
	if (n && (*s == '+' || *s == '-')) {
		if (*s == '-')
			out[k++] = '-';
		i++;
	}
	if (i < n && s[i] == '.')
		out[k++] = '0';
	for (; i < n; i++) {
		if (s[i] == '_' && i && is_digit(s[i - 1]))
			continue;
		if (s[i] == '.' && (i + 1 == n || !is_digit(s[i + 1])))
			continue;
		out[k++] = s[i];
	}
	out[k] = '\0';
	return is_number(out, k);
}

/* 1 when a number stands there, perhaps mended. */
static int number(struct tol *t, size_t n)
{
	const char *s = t->s + t->pos;
	char right[64];
	size_t group;

	if (!is_number(s, n)) {
		if (!tidy(s, n, right, sizeof(right)))
			return 0;
		group = algo_tol_mend(t, "not_a_number", t->pos, n, 0);
		algo_draft_put(t->d, group, t->pos, n, right);
	}
	accept(t, t->pos + n);
	return 1;
}

/* ---- text without quotes */

/* The end of the value on its line: a comma or bracket that it did not
 * open. */
static size_t bare_end(const struct tol *t)
{
	size_t at = t->pos;
	int nest = 0;

	for (; at < t->to && t->s[at] != '\n'; at++) {
		char c = t->s[at];

		if (c == '(' || c == '[')
			nest++;
		else if (nest && (c == ')' || c == ']'))
			nest--;
		else if (!nest && (c == ',' || c == '}' || c == ']'))
			break;
		else if (c == ' ' && at + 1 < t->to &&
			 (t->s[at + 1] == '#' ||
			  (at + 2 < t->to && t->s[at + 1] == '/' &&
			   t->s[at + 2] == '/')))
			break;
	}
	if (nest)
		return t->pos;
	while (at > t->pos && strchr(" \t\r", t->s[at - 1]))
		at--;
	return at;
}

static void bare(struct tol *t)
{
	size_t end = bare_end(t), group, i;
	const char *s = t->s;

	if (end == t->pos || is_cut(t, end)) {
		t->lost |= !t->over;
		return;
	}
	for (i = t->pos; i < end; i++)
		if ((unsigned char)s[i] < 0x20 || strchr("\\{:", s[i])) {
			algo_tol_lost(t);
			return;
		}
	group = algo_tol_mend(t, "unquoted_text", t->pos, end - t->pos, 0);
	algo_draft_put(t->d, group, t->pos, 0, "\"");
	/* Only the quote before it is missing. */
	if (memchr(s + t->pos, '"', end - t->pos) == s + end - 1) {
		accept(t, end);
		return;
	}
	for (i = t->pos; i < end; i++)
		if (s[i] == '"')
			algo_draft_put(t->d, group, i, 0, "\\");
	algo_draft_put(t->d, group, end, 0, "\"");
	accept(t, end);
}

/* The line has a quote behind at. */
static int closes(const struct tol *t, size_t at)
{
	while (at < t->to && t->s[at] != '\n' && !algo_tol_quote(t, at))
		at++;
	return at < t->to && t->s[at] != '\n';
}

/* r"..." and its like; else it is text that lacks its first quote. */
static int prefixed(struct tol *t)
{
	size_t group, q = algo_tol_quote(t, t->pos + 1);

	if (!strchr("rbuRBU", t->s[t->pos]) || !t->s[t->pos] || !q ||
	    !closes(t, t->pos + 1 + q))
		return 0;
	group = algo_tol_mend(t, "string_prefix", t->pos, 1, 0);
	algo_draft_put(t->d, group, t->pos, 1, "");
	t->pos++;
	algo_tol_string(t, 0);
	return 1;
}

/* The value is over behind n bytes: nothing follows that belongs to it. */
static int is_whole(const struct tol *t, size_t n)
{
	size_t end = t->pos + n, at = algo_tol_ahead(t, end);

	if (at >= t->to || strchr(",}];", t->s[at]))
		return 1;
	return memchr(t->s + end, '\n', at - end) != NULL ||
	       algo_tol_is_key(t, at) || is_digit(t->s[end - 1]);
}

void algo_tol_scalar(struct tol *t)
{
	size_t n = run(t, t->pos) - t->pos;
	char c = t->s[t->pos];

	if (n && is_cut(t, t->pos + n))
		return;
	if (prefixed(t) ||
	    (n && is_whole(t, n) && (literal(t, n) || number(t, n))))
		return;
	if (algo_tol_is_word(c) && !is_digit(c))
		bare(t);
	else
		algo_tol_lost(t);
}
