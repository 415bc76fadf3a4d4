/* text.c - strings of a tolerant reading: quotes of all kinds, what ends a
 * string and what only stands in it */
#include "tolerant.h"

#include <stdio.h>
#include <string.h>

enum quote { Q_NONE, Q_DOUBLE, Q_TRIPLE, Q_SINGLE, Q_SINGLE_TRIPLE, Q_SMART };

/* clang-format off */
static const struct {
	const char *text;
	enum quote kind;
} quotes[] = {
	{ "\"\"\"", Q_TRIPLE }, { "\"", Q_DOUBLE },
	{ "'''", Q_SINGLE_TRIPLE }, { "'", Q_SINGLE }, { "`", Q_SINGLE },
	{ "\xe2\x80\x9c", Q_SMART }, { "\xe2\x80\x9d", Q_SMART },
	{ "\xe2\x80\x9e", Q_SMART }, { "\xe2\x80\x9f", Q_SMART },
	{ "\xe2\x80\x98", Q_SMART }, { "\xe2\x80\x99", Q_SMART },
	{ "\xc2\xab", Q_SMART }, { "\xc2\xbb", Q_SMART },
};
/* clang-format on */

static enum quote kind_of(const struct tol *t, size_t at, size_t *n)
{
	for (size_t i = 0; i < sizeof(quotes) / sizeof(*quotes); i++) {
		*n = strlen(quotes[i].text);
		if (t->to - at >= *n &&
		    memcmp(t->s + at, quotes[i].text, *n) == 0)
			return quotes[i].kind;
	}
	*n = 0;
	return Q_NONE;
}

size_t algo_tol_quote(const struct tol *t, size_t at)
{
	size_t n = 0;

	if (at < t->to)
		kind_of(t, at, &n);
	return n;
}

/* A string at hand. */
struct string {
	struct tol *t;
	enum quote kind;
	char mark; /* first byte of the quote */
	int is_key;
	size_t open;  /* its quote */
	size_t p;     /* the byte at hand */
	size_t group; /* of its quotes, when they are not right */
	size_t inner; /* group + 1 of quotes that stand in it */
	int quoted;   /* within escaped quotes */
};

static int is_plain(const struct string *x)
{
	return x->kind == Q_DOUBLE;
}

/* ---- the end of a string */

/* A comma behind a quote parts members, or stands in the string. */
static int parts_members(const struct tol *t, size_t comma)
{
	size_t at = algo_tol_ahead(t, comma + 1);

	while (at < t->to && t->s[at] == ',')
		at = algo_tol_ahead(t, at + 1);
	if (at >= t->to || t->s[at] == '}' || t->s[at] == ']')
		return 1;
	if (memchr(t->s + comma, '\n', at - comma))
		return 1;
	if (algo_tol_in_object(t))
		return algo_tol_is_key(t, at);
	return algo_tol_quote(t, at) || strchr("{[-0123456789tfn", t->s[at]);
}

/* Whether the quote before at ends the string. */
static int ends(const struct string *x, size_t at)
{
	const struct tol *t = x->t;
	size_t next = algo_tol_ahead(t, at);
	int line = memchr(t->s + at, '\n', next - at) != NULL;
	char c;

	if (next >= t->to)
		return 1;
	c = t->s[next];
	if (x->is_key)
		return c == ':' || c == '=' || c == '-' || next > at;
	if (c == '}' || c == ']' || c == ';')
		return 1;
	if (c == ',')
		return parts_members(t, next);
	if (c == '+')
		return algo_tol_quote(t, algo_tol_ahead(t, next + 1)) > 0;
	if (next == at)
		return 0;
	return algo_tol_is_key(t, next) ||
	       (algo_tol_quote(t, next) && (line || !algo_tol_in_object(t)));
}

/* Length of the quote at x->p that could end the string; 0: none. */
static size_t closing(const struct string *x)
{
	size_t n;
	enum quote k = kind_of(x->t, x->p, &n);

	switch (x->kind) {
	case Q_TRIPLE:
	case Q_SINGLE_TRIPLE:
		return k == x->kind ? n : 0;
	case Q_DOUBLE:
		return x->t->s[x->p] == '"' ? 1 : 0;
	case Q_SINGLE:
		return x->t->s[x->p] == x->mark ? 1 : 0;
	case Q_SMART:
		return k == Q_SMART || k == Q_DOUBLE ? n : 0;
	case Q_NONE:
	default:
		return 0;
	}
}

/* An apostrophe within a word. */
static int is_apostrophe(const struct string *x, size_t n)
{
	const char *s = x->t->s;

	return x->kind != Q_DOUBLE && x->p > x->open + 1 &&
	       x->p + n < x->t->to && algo_tol_is_word(s[x->p - 1]) &&
	       algo_tol_is_word(s[x->p + n]);
}

/* A quote that ends nothing: of these one cannot be certain. */
static void inner(struct string *x, size_t n)
{
	if (!x->inner)
		x->inner =
			algo_tol_mend(x->t, "inner_quote", x->p + n, 1, 1) + 1;
	/* One of another kind may stay; that it does is a guess all the
	 * same. */
	algo_draft_put(x->t->d, x->inner - 1, x->p, 0,
		       x->t->s[x->p] == '"' ? "\\" : "");
	x->p += n;
}

/* ---- what stands in it */

static void replace(struct string *x, const char *code, size_t len,
		    const char *text)
{
	size_t group = is_plain(x) || strcmp(code, "bad_escape") == 0
			       ? algo_tol_mend(x->t, code, x->p, len, 0)
			       : x->group;

	algo_draft_put(x->t->d, group, x->p, len, text);
	x->p += len;
}

static int is_hex(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strchr("0123456789abcdefABCDEF", s[i]) || !s[i])
			return 0;
	return 1;
}

static void escape(struct string *x)
{
	const char *s = x->t->s + x->p;
	size_t left = x->t->to - x->p;

	if (left < 2) {
		x->p = x->t->to;
	} else if (s[1] && strchr("\"\\/bfnrt", s[1])) {
		x->quoted ^= s[1] == '"';
		x->p += 2;
	} else if (s[1] == 'u' && left >= 6 && is_hex(s + 2, 4)) {
		x->p += 6;
	} else if (s[1] == '\n') {
		replace(x, "bad_escape", 2, "");
	} else if (s[1] == 'x' && left >= 4 && is_hex(s + 2, 2)) {
		replace(x, "bad_escape", 2, "\\u00");
	} else if (s[1] > 0x20 && s[1] < 0x7f && !algo_tol_is_word(s[1])) {
		/* As Markdown and Python write them. */
		replace(x, "bad_escape", 1, "");
		x->p++;
	} else if (s[1] == '_') {
		replace(x, "bad_escape", 1, "");
	} else {
		algo_tol_lost(x->t);
	}
}

/* On the next line the document goes on: the string should have ended. */
static int line_is_next(const struct string *x)
{
	const struct tol *t = x->t;
	size_t at = algo_tol_ahead(t, x->p);

	return at < t->to &&
	       (t->s[at] == '}' || t->s[at] == ']' ||
		(algo_tol_quote(t, at) && algo_tol_is_key(t, at)));
}

/* Length of a quote of another kind that ends before end. */
static size_t other_quote(const struct string *x, size_t end)
{
	size_t n;

	for (size_t i = 1; i <= 3 && end > x->open + i; i++) {
		enum quote k = kind_of(x->t, end - i, &n);

		if (n == i && (k == Q_SINGLE || k == Q_SMART))
			return n;
	}
	return 0;
}

static int is_escaped(const struct string *x, size_t at)
{
	size_t from = at;

	while (from > x->open && x->t->s[from - 1] == '\\')
		from--;
	return (at - from) % 2 == 1;
}

/* Closes the string before the blanks and the comma that end its line, where
 * it has a quote of another kind perhaps; with brackets there it is not certain
 * which of them belong to it. */
static void close_here(struct string *x)
{
	const char *s = x->t->s;
	size_t end = x->p, group, n;
	int unsafe = 0;

	while (end > x->open + 1 && strchr(" \t\r,}", s[end - 1])) {
		unsafe |= s[end - 1] == '}';
		end--;
	}
	if (s[end - 1] == '"' && is_escaped(x, end - 1)) {
		group = algo_tol_mend(x->t, "bad_escape", end - 2, 2, unsafe);
		algo_draft_put(x->t->d, group, end - 2, 1, "");
		x->t->pos = x->t->end = end;
		x->t->text_end = end - 1;
		return;
	}
	n = other_quote(x, end);
	group = algo_tol_mend(x->t, n ? "other_quote" : "missing_quote",
			      end - n, n, unsafe);
	algo_draft_put(x->t->d, group, end - n, n, "\"");
	x->t->pos = x->t->end = end;
	x->t->text_end = end - n;
}

/* Of these each byte counts. */
static int is_label(const struct string *x)
{
	static const char keys[] = " tag symbol interval from to tz do ";
	const struct tol *t = x->t;
	const struct member *m;
	char key[16] = " ";

	if (!algo_tol_in_object(t) || !t->nmember)
		return 1;
	m = &t->member[t->level[t->depth - 1].member];
	if (m->key_len > sizeof(key) - 3)
		return 0;
	memcpy(key + 1, t->s + m->key, m->key_len);
	memcpy(key + 1 + m->key_len, " ", 2);
	return strstr(keys, key) != NULL;
}

/* A line break joins: with a blank, but at the ends of the string. */
static void line_break(struct string *x, size_t n)
{
	const struct tol *t = x->t;
	size_t at = x->p, end = x->p + n, group;
	int edge;

	while (at > x->open && strchr(" \t\r\n", t->s[at - 1]))
		at--;
	while (end < t->to && strchr(" \t\r\n", t->s[end]) && t->s[end])
		end++;
	edge = at == x->open + 1 || (end < t->to && t->s[end] == '"');
	group = algo_tol_mend(x->t, "control_character", x->p, n,
			      !edge && (x->quoted || is_label(x)));
	algo_draft_put(t->d, group, x->p, n, edge ? "" : " ");
	x->p += n;
}

/* Bytes below a blank: all but line breaks get their escape. */
static void control(struct string *x)
{
	const char *s = x->t->s + x->p;
	char text[8];

	if (*s == '\n' || *s == '\r') {
		size_t n = *s == '\r' && x->p + 1 < x->t->to && s[1] == '\n';

		line_break(x, n + 1);
		return;
	}
	snprintf(text, sizeof(text), *s == '\t' ? "\\t" : "\\u%04x",
		 (unsigned)(unsigned char)*s);
	replace(x, "raw_control", 1, text);
}

/* 0 at the end of the string. */
static int one(struct string *x)
{
	unsigned char c = (unsigned char)x->t->s[x->p];
	size_t n = closing(x);

	if (n && (x->kind == Q_TRIPLE || x->kind == Q_SINGLE_TRIPLE ||
		  ends(x, x->p + n)))
		return 0;
	if (n && is_apostrophe(x, n)) {
		x->p += n;
	} else if (n) {
		inner(x, n);
	} else if (c == '"' && !is_plain(x)) {
		algo_draft_put(x->t->d, x->group, x->p, 0, "\\");
		x->p++;
	} else if (c == '\\') {
		escape(x);
	} else if (c == '\n' && is_plain(x) && line_is_next(x)) {
		close_here(x);
		return 0;
	} else if (c < 0x20 && x->is_key) {
		algo_tol_lost(x->t);
	} else if (c < 0x20) {
		control(x);
	} else {
		x->p++;
	}
	return 1;
}

static enum once once_of(enum quote kind)
{
	return kind == Q_SMART ? ONCE_SMART : ONCE_SINGLE;
}

void algo_tol_string(struct tol *t, int is_key)
{
	struct string x = { .t = t, .is_key = is_key, .open = t->pos };
	size_t n;

	x.kind = kind_of(t, t->pos, &n);
	x.mark = t->s[t->pos];
	if (!is_plain(&x)) {
		x.group = algo_tol_once(t, once_of(x.kind), t->pos, n);
		algo_draft_put(t->d, x.group, t->pos, n, "\"");
	}
	x.p = t->pos + n;
	t->pos = 0;
	while (x.p < t->to && !t->lost && one(&x))
		;
	if (t->pos || t->lost)
		return;
	if (x.p >= t->to) {
		t->pos = t->to;
		t->over = 1;
		return;
	}
	n = closing(&x);
	t->text_end = x.p;
	if (!is_plain(&x))
		algo_draft_put(t->d, x.group, x.p, n, "\"");
	t->pos = t->end = x.p + n;
}
