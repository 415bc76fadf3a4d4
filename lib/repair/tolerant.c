/* tolerant.c - JSON as people and models write it: brackets, keys, commas */
#include "tolerant.h"

#include <algo/base/mem.h>
#include <string.h>

size_t algo_tol_mend(struct tol *t, const char *code, size_t at, size_t len,
		     int unsafe)
{
	struct answer a = { ALGO_E_SYNTAX, code, NULL, at, unsafe, SIZE_MAX };

	if (strcmp(code, "duplicate_key") == 0)
		a.cls = ALGO_E_KEY;
	if (t->errs) {
		algo_draft_tell(t->d, t->errs, code, at, len);
		if (!t->errs->dropped)
			a.err = t->errs->n - 1;
	}
	return algo_draft_mend(t->d, &a, "%s", algo_told_mend(code));
}

size_t algo_tol_once(struct tol *t, enum once what, size_t at, size_t len)
{
	static const char *const codes[] = { "single_quote", "smart_quote",
					     "unquoted_key", "strange_blank" };

	if (!t->once[what])
		t->once[what] = algo_tol_mend(t, codes[what], at, len, 0) + 1;
	return t->once[what] - 1;
}

void algo_tol_lost(struct tol *t)
{
	t->lost = 1;
}

int algo_tol_in_object(const struct tol *t)
{
	return t->depth > 0 && t->level[t->depth - 1].closer == '}';
}

/* ---- blanks and comments */

static int is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Blanks of typography and stray marks: their length. */
static size_t strange_blank(const struct tol *t, size_t at)
{
	static const char *const blanks[] = {
		"\xc2\xa0",	"\xef\xbb\xbf", "\xe2\x80\x8b", "\xe2\x80\x89",
		"\xe2\x80\xaf", "\xe2\x80\x83", "\xe2\x80\x82", "\xe2\x80\xa8",
		"\xe3\x80\x80", "\x0c",		"\x0b"
	};

	for (size_t i = 0; i < sizeof(blanks) / sizeof(*blanks); i++) {
		size_t n = strlen(blanks[i]);

		if (t->to - at >= n && memcmp(t->s + at, blanks[i], n) == 0)
			return n;
	}
	return 0;
}

/* The end of the comment at at, at itself when there is none.  *mark is the
 * length of what begins it. */
static size_t comment_end(const struct tol *t, size_t at, size_t *mark)
{
	const char *s = t->s + at, *end;
	size_t left = t->to - at;
	int block = left > 1 && s[0] == '/' && s[1] == '*';

	*mark = *s == '#' ? 1 : 2;
	if (block) {
		for (size_t i = 2; i + 1 < left; i++)
			if (s[i] == '*' && s[i + 1] == '/')
				return at + i + 2;
		return at;
	}
	if (*s != '#' && !(left > 1 && s[0] == '/' && s[1] == '/'))
		return at;
	end = memchr(s, '\n', left);
	at = end ? (size_t)(end - t->s) : t->to;
	return at > 0 && end && t->s[at - 1] == '\r' ? at - 1 : at;
}

/* A comment that has its lines for itself leaves with them. */
static void drop_comment(struct tol *t, size_t from, size_t to, size_t mark)
{
	size_t group = algo_tol_mend(t, "comment", from, mark, 0);
	size_t left = from, right = to;

	while (left > 0 && (t->s[left - 1] == ' ' || t->s[left - 1] == '\t'))
		left--;
	while (right < t->to && (t->s[right] == ' ' || t->s[right] == '\t' ||
				 t->s[right] == '\r'))
		right++;
	if (right < t->to && t->s[right] == '\n' &&
	    (left == 0 || t->s[left - 1] == '\n')) {
		from = left;
		to = right + 1;
	}
	algo_draft_put(t->d, group, from, to - from, "");
}

void algo_tol_skip(struct tol *t)
{
	while (t->pos < t->to) {
		size_t mark, n, end;

		if (is_blank(t->s[t->pos])) {
			t->pos++;
			continue;
		}
		n = strange_blank(t, t->pos);
		if (n) {
			algo_draft_put(t->d,
				       algo_tol_once(t, ONCE_BLANK, t->pos, n),
				       t->pos, n, " ");
			t->pos += n;
			continue;
		}
		end = comment_end(t, t->pos, &mark);
		if (end == t->pos)
			return;
		drop_comment(t, t->pos, end, mark);
		t->pos = end;
	}
}

size_t algo_tol_ahead(const struct tol *t, size_t at)
{
	while (at < t->to) {
		size_t n = is_blank(t->s[at]) ? 1 : strange_blank(t, at), mark;

		if (!n)
			n = comment_end(t, at, &mark) - at;
		if (!n)
			break;
		at += n;
	}
	return at;
}

/* ---- keys */

int algo_tol_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$';
}

static size_t word_end(const struct tol *t, size_t at)
{
	while (at < t->to && (algo_tol_is_word(t->s[at]) || t->s[at] == '-'))
		at++;
	return at;
}

/* Longer keys are none. */
#define KEY_MAX 128

int algo_tol_is_key(const struct tol *t, size_t at)
{
	size_t q = algo_tol_quote(t, at), end = at + q, stop;

	stop = t->to - at > KEY_MAX ? at + KEY_MAX : t->to;
	if (q) {
		while (end < stop && !algo_tol_quote(t, end) &&
		       t->s[end] != '\n')
			end++;
		q = end < stop ? algo_tol_quote(t, end) : 0;
		if (!q)
			return 0;
		end = algo_tol_ahead(t, end + q);
		return end < t->to && t->s[end] && strchr(":={[", t->s[end]);
	}
	end = word_end(t, at);
	if (end == at || end > stop || (t->s[at] >= '0' && t->s[at] <= '9'))
		return 0;
	end = algo_tol_ahead(t, end);
	return end < t->to && t->s[end] == ':';
}

/* Notes the member whose key lies at at. */
static void begin_member(struct tol *t, size_t at, size_t key, size_t key_len)
{
	struct level *l = &t->level[t->depth - 1];
	void *v = t->member;

	algo_grow(&v, &t->member_cap, t->nmember + 1, sizeof(*t->member));
	t->member = v;
	if (t->depth > 1 && l->closed)
		t->nested = at;
	l->member = t->nmember;
	t->member[t->nmember++] =
		(struct member){ l->open, key, key_len, at, 0, 0, t->s };
}

static void key(struct tol *t)
{
	size_t at = t->pos, q = algo_tol_quote(t, at), end;

	if (q) {
		algo_tol_string(t, 1);
		if (!t->lost)
			begin_member(t, at, at + q,
				     t->over ? 0 : t->text_end - at - q);
		return;
	}
	end = word_end(t, at);
	if (end == at || (t->s[at] >= '0' && t->s[at] <= '9')) {
		algo_tol_lost(t);
		return;
	}
	q = algo_tol_once(t, ONCE_KEY, at, end - at);
	algo_draft_put(t->d, q, at, 0, "\"");
	algo_draft_put(t->d, q, end, 0, "\"");
	begin_member(t, at, at, end - at);
	t->pos = t->end = end;
}

/* What some write for ':'. */
static size_t other_colon(const struct tol *t)
{
	static const char *const signs[] = { "=>", "->", ":=", "=" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i]);

		if (t->to - t->pos >= n &&
		    memcmp(t->s + t->pos, signs[i], n) == 0)
			return n;
	}
	return 0;
}

static int begins_value(const struct tol *t)
{
	char c = t->s[t->pos];

	return c == '{' || c == '[' || c == '-' || algo_tol_is_word(c) ||
	       algo_tol_quote(t, t->pos);
}

static void colon(struct tol *t)
{
	size_t n;

	algo_tol_skip(t);
	if (t->pos == t->to)
		return;
	n = other_colon(t);
	if (n) {
		algo_draft_put(
			t->d, algo_tol_mend(t, "wrong_separator", t->pos, n, 0),
			t->pos, n, ":");
		t->pos += n;
	} else if (t->s[t->pos] == ':') {
		t->pos++;
	} else if (begins_value(t)) {
		algo_draft_put(t->d,
			       algo_tol_mend(t, "missing_colon", t->pos, 1, 0),
			       t->end, 0, ":");
		return;
	} else {
		algo_tol_lost(t);
		return;
	}
	t->end = t->pos;
}

/* ---- brackets */

static void push(struct tol *t)
{
	if (t->depth == ALGO_JSON_DEPTH) {
		algo_tol_lost(t);
		return;
	}
	t->level[t->depth++] = (struct level){
		t->s[t->pos] == '{' ? '}' : ']', 0, 0, t->pos, SIZE_MAX, 0
	};
	t->end = ++t->pos;
}

/* A value ended at t->end. */
static void behind_value(struct tol *t)
{
	struct level *l = &t->level[t->depth - 1];

	l->behind = 1;
	l->closed = 0;
	l->comma = SIZE_MAX;
	if (l->closer == '}' && t->nmember)
		t->member[l->member].end = t->end;
}

static void pop(struct tol *t)
{
	t->depth--;
	if (t->depth == 0)
		return;
	behind_value(t);
	t->level[t->depth - 1].closed = 1;
}

/* The level that c closes, counted from the outermost; -1: none. */
static int level_of(const struct tol *t, char c)
{
	int i = t->depth - 1;

	while (i >= 0 && t->level[i].closer != c)
		i--;
	return i;
}

/* Behind the bracket the text goes on as if it were inside still. */
static int goes_on(const struct tol *t, size_t at)
{
	size_t next = algo_tol_ahead(t, at);
	int comma = next < t->to && t->s[next] == ',';

	/* A word and a colon may begin chatter. */
	if (comma)
		next = algo_tol_ahead(t, next + 1);
	return next < t->to && (comma || algo_tol_quote(t, next)) &&
	       algo_tol_is_key(t, next);
}

/* "[{...], {": more objects follow, as in a list only. */
static int list_goes_on(const struct tol *t, size_t at)
{
	size_t next = algo_tol_ahead(t, at);

	if (next >= t->to || t->s[next] != ',')
		return 0;
	next = algo_tol_ahead(t, next + 1);
	return next < t->to && t->s[next] == '{';
}

/* "[1, 2}": a bracket is missing before it, or it should have been another
 * one; the latter when the document would end there and does not. */
static void mismatched(struct tol *t)
{
	char c = t->s[t->pos], right[2] = { 0, 0 };
	int k = level_of(t, c), i;
	size_t group;

	if (k < 0 || (k == 0 && goes_on(t, t->pos + 1)) ||
	    (c == ']' && k == t->depth - 2 && list_goes_on(t, t->pos + 1))) {
		group = algo_tol_mend(t, "wrong_bracket", t->pos, 1, 0);
		right[0] = t->level[t->depth - 1].closer;
		algo_draft_put(t->d, group, t->pos, 1, right);
		t->end = ++t->pos;
		pop(t);
		return;
	}
	group = algo_tol_mend(t, "missing_bracket", t->pos, 1, 0);
	for (i = t->depth - 1; i > k; i--) {
		right[0] = t->level[i].closer;
		algo_draft_put(t->d, group, t->end, 0, right);
		pop(t);
	}
}

/* The last member of the document holds objects with members behind. */
static int is_nested(const struct tol *t)
{
	return t->nested && t->nmember &&
	       t->nested > t->member[t->level[0].member].at;
}

/* A comma is before the closing bracket; what goes on behind that without one
 * belongs inside as well as behind. */
static void trailing_comma(struct tol *t, struct level *l)
{
	size_t next = algo_tol_ahead(t, t->pos + 1), group;
	int goes_on_inside =
		next < t->to && (t->s[next] == '{' || algo_tol_is_key(t, next));

	group = algo_tol_mend(t, "trailing_comma", l->comma, 1,
			      goes_on_inside && t->depth > 1);
	algo_draft_put(t->d, group, l->comma, 1, "");
	l->comma = SIZE_MAX;
}

static void closer(struct tol *t)
{
	struct level *l = &t->level[t->depth - 1];

	if (!l->behind && l->comma != SIZE_MAX)
		trailing_comma(t, l);
	if (t->s[t->pos] != l->closer) {
		mismatched(t);
		return;
	}
	/* One too many in the middle of the document, perhaps before. */
	if (t->depth == 1 && goes_on(t, t->pos + 1)) {
		algo_draft_put(t->d,
			       algo_tol_mend(t, "extra_bracket", t->pos, 1,
					     is_nested(t)),
			       t->pos, 1, "");
		t->pos++;
		return;
	}
	t->end = ++t->pos;
	pop(t);
}

/* ---- values and what stands between them */

static void value(struct tol *t)
{
	char c;

	algo_tol_skip(t);
	if (t->pos == t->to)
		return;
	c = t->s[t->pos];
	if (algo_tol_in_object(t) && t->nmember)
		t->member[t->level[t->depth - 1].member].from = t->pos;
	if (c == '{' || c == '[') {
		push(t);
		return;
	}
	if (c == ',' || c == '}' || c == ']') {
		algo_draft_put(t->d,
			       algo_tol_mend(t, "missing_value", t->pos, 1, 1),
			       t->end, 0, "null");
	} else if (algo_tol_quote(t, t->pos)) {
		algo_tol_string(t, 0);
	} else {
		algo_tol_scalar(t);
	}
	if (!t->lost && !t->over)
		behind_value(t);
}

static void comma(struct tol *t)
{
	struct level *l = &t->level[t->depth - 1];
	size_t group;

	if (!l->behind) {
		group = algo_tol_mend(t, "extra_comma", t->pos, 1, 0);
		algo_draft_put(t->d, group, t->pos, 1, "");
		t->end = ++t->pos;
		return;
	}
	if (t->s[t->pos] == ';') {
		group = algo_tol_mend(t, "wrong_separator", t->pos, 1, 0);
		algo_draft_put(t->d, group, t->pos, 1, ",");
	}
	l->comma = t->pos;
	l->behind = 0;
	t->end = ++t->pos;
}

/* "a" "b" and "a" + "b" are one string: 1 when it was so. */
static int joined(struct tol *t)
{
	size_t at = t->pos, end = t->end;

	if (t->s[at] == '+')
		at = algo_tol_ahead(t, at + 1);
	if (at >= t->to || t->s[at] != '"' || t->s[end - 1] != '"' ||
	    (t->s[t->pos] == '"' &&
	     (!algo_tol_in_object(t) || algo_tol_is_key(t, at))))
		return 0;
	algo_draft_put(t->d, algo_tol_mend(t, "joined_text", t->pos, 1, 0),
		       end - 1, at + 1 - (end - 1), "");
	t->pos = at;
	algo_tol_string(t, 0);
	if (!t->lost && !t->over)
		behind_value(t);
	return 1;
}

static void missing_comma(struct tol *t)
{
	size_t group;

	if (joined(t))
		return;
	if (!begins_value(t) ||
	    (algo_tol_in_object(t) && !algo_tol_is_key(t, t->pos))) {
		algo_tol_lost(t);
		return;
	}
	group = algo_tol_mend(t, "missing_comma", t->pos, 1, 0);
	algo_draft_put(t->d, group, t->end, 0, ",");
	t->level[t->depth - 1].behind = 0;
}

static void step(struct tol *t)
{
	char c = t->s[t->pos];

	if (c == '}' || c == ']') {
		closer(t);
	} else if (c == ',' || (c == ';' && t->level[t->depth - 1].behind)) {
		comma(t);
	} else if (t->level[t->depth - 1].behind) {
		missing_comma(t);
	} else if (algo_tol_in_object(t)) {
		key(t);
		if (!t->lost && !t->over)
			colon(t);
		if (!t->lost && !t->over)
			value(t);
	} else {
		value(t);
	}
}

int algo_tolerant(struct draft *d, struct algo_errs *errs, size_t from,
		  size_t to, size_t *end)
{
	struct tol t = { .d = d,
			 .errs = errs,
			 .s = d->s,
			 .pos = from,
			 .to = to,
			 .end = from };

	push(&t);
	while (t.depth > 0 && !t.lost && !t.over) {
		algo_tol_skip(&t);
		if (t.pos == t.to)
			break;
		step(&t);
	}
	if (!t.lost && t.depth > 0)
		algo_tol_unfinished(&t);
	d->nested = is_nested(&t);
	if (!t.lost)
		algo_tol_duplicates(&t);
	*end = t.pos;
	algo_free(t.member);
	return t.lost ? -1 : 0;
}
