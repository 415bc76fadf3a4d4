/* skim.c - a fast look at one line of JSON; see skim.h */
#include "skim.h"

#include <string.h>

#define KEYS_MAX 96 /* in one object; compared each with each */

struct look {
	const struct algo_skim *how;
	const char *p;
	const char *end;
	int depth; /* open containers */
	enum algo_skimmed rc;
};

static int unsure(struct look *l)
{
	l->rc = ALGO_SKIM_UNSURE;
	return -1;
}

static int is_digit(const struct look *l)
{
	return l->p < l->end && *l->p >= '0' && *l->p <= '9';
}

static void skip_blanks(struct look *l)
{
	while (l->p < l->end && (*l->p == ' ' || *l->p == '\t' ||
				 *l->p == '\r' || *l->p == '\n'))
		l->p++;
}

static int take(struct look *l, char c)
{
	skip_blanks(l);
	if (l->p == l->end || *l->p != c)
		return 0;
	l->p++;
	return 1;
}

static int skim_digits(struct look *l)
{
	if (!is_digit(l))
		return unsure(l);
	while (is_digit(l))
		l->p++;
	return 0;
}

/* Numbers of up to 300 digits with exponents of up to two cannot overflow. */
static int skim_number(struct look *l)
{
	const char *start = l->p;

	if (*l->p == '-')
		l->p++;
	if (l->p < l->end && *l->p == '0')
		l->p++;
	else if (skim_digits(l))
		return -1;
	if (l->p < l->end && *l->p == '.') {
		l->p++;
		if (skim_digits(l))
			return -1;
	}
	if (l->p - start > 200)
		return unsure(l);
	if (l->p == l->end || (*l->p != 'e' && *l->p != 'E'))
		return 0;
	l->p++;
	if (l->p < l->end && (*l->p == '+' || *l->p == '-'))
		l->p++;
	start = l->p;
	if (skim_digits(l))
		return -1;
	return l->p - start > 2 ? unsure(l) : 0;
}

static int is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* Behind a backslash.  Surrogates are left to the strict scan. */
static int skim_escape(struct look *l)
{
	if (l->p == l->end)
		return unsure(l);
	if (*l->p != 'u') {
		if (!memchr("\"\\/bfnrt", *l->p, 8))
			return unsure(l);
		l->p++;
		return 0;
	}
	if (l->end - l->p < 5 || l->p[1] == 'd' || l->p[1] == 'D')
		return unsure(l);
	for (int i = 1; i <= 4; i++)
		if (!is_hex(l->p[i]))
			return unsure(l);
	l->p += 5;
	return 0;
}

/* Behind the quote; *plain tells that there was no escape. */
static int skim_string(struct look *l, int *plain)
{
	*plain = 1;
	while (l->p < l->end) {
		unsigned char c = (unsigned char)*l->p++;

		if (c == '"')
			return 0;
		if (c < 0x20 || c > 0x7e)
			return unsure(l);
		if (c != '\\')
			continue;
		*plain = 0;
		if (skim_escape(l))
			return -1;
	}
	return unsure(l);
}

static int skim_word(struct look *l, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(l->end - l->p) < n || memcmp(l->p, word, n) != 0)
		return unsure(l);
	l->p += n;
	return 0;
}

static int skim_value(struct look *l, const struct algo_slice *outer);

static int skim_array(struct look *l)
{
	if (take(l, ']'))
		return 0;
	do {
		if (skim_value(l, NULL))
			return -1;
	} while (take(l, ','));
	return take(l, ']') ? 0 : unsure(l);
}

static int skim_key(struct look *l, struct algo_slice *key)
{
	int plain;

	if (!take(l, '"'))
		return unsure(l);
	key->p = l->p;
	if (skim_string(l, &plain))
		return -1;
	key->n = (size_t)(l->p - 1 - key->p);
	return plain && take(l, ':') ? 0 : unsure(l);
}

/* FNV-1a (Fowler, Noll, Vo 1991): equal sums may be equal keys. */
static uint32_t sum_of(const struct algo_slice *key)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < key->n; i++)
		h = (h ^ (unsigned char)key->p[i]) * 16777619u;
	return h;
}

static int is_new(uint32_t *sums, size_t n, uint32_t sum)
{
	for (size_t i = 0; i < n; i++)
		if (sums[i] == sum)
			return 0;
	sums[n] = sum;
	return 1;
}

/* outer: the key of this object in the document, p NULL for the document
 * itself, NULL below: members are not told. */
static int skim_member(struct look *l, const struct algo_slice *outer,
		       const struct algo_slice *key)
{
	struct algo_member m = { .key = *key };
	int top = outer && !outer->p;

	skip_blanks(l);
	m.value.p = l->p;
	if (skim_value(l, top ? key : NULL))
		return -1;
	if (!outer)
		return 0;
	m.outer = *outer;
	m.value.n = (size_t)(l->p - m.value.p);
	if (l->how->member(l->how->ctx, &m) == 0)
		return 0;
	l->rc = ALGO_SKIM_STOPPED;
	return -1;
}

static int skim_object(struct look *l, const struct algo_slice *outer)
{
	uint32_t sums[KEYS_MAX];
	struct algo_slice key;
	size_t n = 0;

	if (take(l, '}'))
		return 0;
	do {
		if (skim_key(l, &key))
			return -1;
		if (n == KEYS_MAX || !is_new(sums, n++, sum_of(&key)))
			return unsure(l);
		if (skim_member(l, outer, &key))
			return -1;
	} while (take(l, ','));
	return take(l, '}') ? 0 : unsure(l);
}

static int skim_container(struct look *l, const struct algo_slice *outer)
{
	int object = *l->p++ == '{';
	int rc;

	if (l->depth == ALGO_JSON_DEPTH)
		return unsure(l);
	l->depth++;
	rc = object ? skim_object(l, outer) : skim_array(l);
	l->depth--;
	return rc;
}

static int skim_value(struct look *l, const struct algo_slice *outer)
{
	int plain;

	skip_blanks(l);
	if (l->p == l->end)
		return unsure(l);
	switch (*l->p) {
	case '{':
	case '[':
		return skim_container(l, outer);
	case '"':
		l->p++;
		return skim_string(l, &plain);
	case 't':
		return skim_word(l, "true");
	case 'f':
		return skim_word(l, "false");
	case 'n':
		return skim_word(l, "null");
	default:
		return skim_number(l);
	}
}

enum algo_skimmed algo_skim(const struct algo_skim *how, const char *s,
			    size_t n)
{
	static const struct algo_slice document = { NULL, 0 };
	struct look l = { .how = how, .p = s, .end = s + n };

	if (!take(&l, '{'))
		return ALGO_SKIM_UNSURE;
	l.p--;
	if (skim_container(&l, &document))
		return l.rc;
	skip_blanks(&l);
	return l.p == l.end ? ALGO_SKIM_DONE : ALGO_SKIM_UNSURE;
}
