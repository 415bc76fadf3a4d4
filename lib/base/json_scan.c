/* json_scan.c - the strict scan of a JSON document (RFC 8259), with places */
#include "json_node.h"

#include <algo/base/num.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "json_scan.h"

static struct algo_json *new_node(struct algo_json_doc *doc,
				  const struct algo_json *parent, size_t index)
{
	struct algo_json *v = algo_arena_get(&doc->arena, sizeof(*v));

	v->doc = doc;
	v->parent = parent;
	v->index = (uint32_t)index;
	return v;
}

static void skip_space(struct scan *sc)
{
	while (sc->pos < sc->n) {
		char c = sc->s[sc->pos];

		if (c != ' ' && c != '\n' && c != '\t' && c != '\r')
			return;
		sc->pos++;
	}
}

/* The next byte behind blanks, -1 at the end. */
static int peek(struct scan *sc)
{
	skip_space(sc);
	return sc->pos < sc->n ? (unsigned char)sc->s[sc->pos] : -1;
}

static void take(struct scan *sc, size_t n)
{
	sc->pos += n;
	sc->end = sc->pos;
}

static int is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Four hex digits at s, or -1. */
static int hex4(const char *s, const char *end)
{
	int v = 0;

	if (end - s < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int d = hex_digit(s[i]);

		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	return v;
}

/* The character of the \u escape (or pair of them) at s; *n gets its length
 * in the text.  -1: bad digits, -2: half a surrogate pair. */
static long unicode_escape(const char *s, const char *end, size_t *n)
{
	int hi = hex4(s + 2, end), lo;

	*n = 6;
	if (hi < 0)
		return -1;
	if (hi < 0xd800 || hi > 0xdfff)
		return hi;
	if (hi > 0xdbff || end - s < 12 || s[6] != '\\' || s[7] != 'u')
		return -2;
	lo = hex4(s + 8, end);
	if (lo < 0xdc00 || lo > 0xdfff)
		return -2;
	*n = 12;
	return 0x10000 + ((hi - 0xd800L) << 10) + (lo - 0xdc00);
}

/* Steps over the escape at sc->pos of the string that starts at start. */
static int scan_escape(struct scan *sc, int is_key)
{
	const char *s = sc->s + sc->pos, *end = sc->s + sc->n;
	size_t n = 2;
	long c;

	if (end - s < 2)
		return algo_scan_end(sc, "the text ends inside a string");
	if (s[1] != 'u') {
		if (!s[1] || !strchr("\"\\/bfnrt", s[1]))
			return algo_scan_bad_escape(sc);
		sc->pos += 2;
		return 0;
	}
	c = unicode_escape(s, end, &n);
	if (c < 0 && !memchr(s, '"', (size_t)(end - s)) && end - s < 12)
		return algo_scan_end(sc, "the text ends inside a string");
	if (c == -1)
		return algo_scan_refuse(sc, "bad_escape", sc->pos, 2,
					"\\u needs four hex digits");
	if (c == -2)
		return algo_scan_refuse(sc, "bad_escape", sc->pos, 6,
					"half a surrogate pair");
	if (c == 0 && is_key)
		return algo_scan_refuse(sc, "bad_escape", sc->pos, 6,
					"a key cannot hold \\u0000");
	sc->pos += n;
	return 0;
}

/* Steps over the string at sc->pos; *escapes tells whether it has any. */
static int scan_string(struct scan *sc, int is_key, int *escapes)
{
	*escapes = 0;
	sc->pos++;
	while (sc->pos < sc->n) {
		unsigned char c = (unsigned char)sc->s[sc->pos];

		if (c == '"') {
			take(sc, 1);
			return 0;
		}
		if (c == '\\') {
			*escapes = 1;
			if (scan_escape(sc, is_key))
				return -1;
		} else if (c < 0x20) {
			return algo_scan_control(sc, 1);
		} else if (c < 0x80) {
			sc->pos++;
		} else {
			size_t n = algo_json_utf8(sc->s + sc->pos,
						  sc->n - sc->pos);

			if (n == 0)
				return algo_scan_bad_utf8(sc);
			sc->pos += n;
		}
	}
	return algo_scan_end(sc, "the text ends inside a string");
}

static size_t put_utf8(char *out, long c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* The key s[0..n), already checked, without its escapes: never longer. */
static char *decode(struct algo_json_doc *doc, const char *s, size_t n)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	char *out = algo_arena_get(&doc->arena, n + 1);
	const char *end = s + n;
	size_t len = 0;

	while (s < end) {
		size_t step = 2;
		const char *p;

		if (*s != '\\') {
			out[len++] = *s++;
			continue;
		}
		p = strchr(from, s[1]);
		if (s[1] == 'u')
			len += put_utf8(out + len,
					unicode_escape(s, end, &step));
		else
			out[len++] = p ? to[p - from] : s[1];
		s += step;
	}
	return out;
}

static const char *digits(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* The end of the number at p by RFC 8259, or NULL. */
static const char *number_end(const char *p, const char *end)
{
	const char *q;

	if (p < end && *p == '-')
		p++;
	q = digits(p, end);
	if (q == p || (*p == '0' && q - p > 1))
		return NULL;
	p = q;
	if (p < end && *p == '.') {
		q = digits(p + 1, end);
		if (q == p + 1)
			return NULL;
		p = q;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		q = digits(p, end);
		if (q == p)
			return NULL;
		p = q;
	}
	return p;
}

static int scan_number(struct scan *sc, struct algo_json *v)
{
	const char *s = sc->s + sc->pos;
	size_t n = algo_scan_word(sc);

	v->type = ALGO_J_NUM;
	if (number_end(s, sc->s + sc->n) != s + n)
		return algo_scan_cut(sc, n) ? -1 : algo_scan_bad_number(sc, n);
	if (algo_num_parse(s, n, &v->num))
		return algo_scan_refuse(sc, "number_range", sc->pos, n,
					"the number is too large");
	take(sc, n);
	return 0;
}

static int scan_literal(struct scan *sc, struct algo_json *v)
{
	const char *s = sc->s + sc->pos;
	size_t n = algo_scan_word(sc);

	if (n == 4 && memcmp(s, "true", 4) == 0)
		v->type = ALGO_J_BOOL, v->truth = 1;
	else if (n == 5 && memcmp(s, "false", 5) == 0)
		v->type = ALGO_J_BOOL;
	else if (n == 4 && memcmp(s, "null", 4) == 0)
		v->type = ALGO_J_NULL;
	else
		return algo_scan_bad_value(sc);
	take(sc, n);
	return 0;
}

static int scan_value(struct scan *sc, struct algo_json *v);

static void push(struct scan *sc, struct algo_json *v)
{
	void *p = sc->pend;

	algo_grow(&p, &sc->cap, sc->npend + 1, sizeof(struct algo_json *));
	sc->pend = p;
	sc->pend[sc->npend++] = v;
}

/* The nodes collected since base become the children of v. */
static void adopt(struct scan *sc, struct algo_json *v, size_t base)
{
	size_t n = sc->npend - base, bytes = n * sizeof(struct algo_json *);

	v->count = (uint32_t)n;
	sc->npend = base;
	if (n == 0)
		return;
	v->kids = algo_arena_get(&sc->doc->arena, bytes);
	memcpy(v->kids, sc->pend + base, bytes);
}

static int by_key(const void *a, const void *b)
{
	const struct algo_json *x = *(struct algo_json *const *)a;
	const struct algo_json *y = *(struct algo_json *const *)b;
	int c = strcmp(x->key, y->key);

	return c ? c : (x->index > y->index) - (x->index < y->index);
}

/* Sorts the members of v by key; the first of the text that repeats a key is
 * refused. */
static int index_members(struct scan *sc, struct algo_json *v)
{
	size_t bytes = v->count * sizeof(struct algo_json *);
	const struct algo_json *twice = NULL;

	if (v->count == 0)
		return 0;
	v->sorted = algo_arena_get(&sc->doc->arena, bytes);
	memcpy(v->sorted, v->kids, bytes);
	qsort(v->sorted, v->count, sizeof(struct algo_json *), by_key);
	for (uint32_t i = 1; i < v->count; i++) {
		const struct algo_json *k = v->sorted[i];

		if (strcmp(k->key, v->sorted[i - 1]->key) == 0 &&
		    (!twice || k->index < twice->index))
			twice = k;
	}
	return twice ? algo_scan_duplicate(sc, twice) : 0;
}

/* Behind an element: 1 at the next one, 0 at the end of the container. */
static int scan_next(struct scan *sc, char closer)
{
	size_t comma;
	int c = peek(sc);

	if (c == closer) {
		take(sc, 1);
		return 0;
	}
	if (c != ',')
		return algo_scan_after_value(sc, closer);
	comma = sc->pos;
	take(sc, 1);
	if (peek(sc) == closer)
		return algo_scan_trailing_comma(sc, comma);
	return 1;
}

static int scan_elements(struct scan *sc, struct algo_json *v)
{
	size_t base = sc->npend;
	int more = peek(sc) != ']';

	if (!more)
		take(sc, 1);
	while (more > 0) {
		struct algo_json *kid = new_node(sc->doc, v, sc->npend - base);

		if (scan_value(sc, kid))
			return -1;
		push(sc, kid);
		more = scan_next(sc, ']');
	}
	adopt(sc, v, base);
	return more;
}

static int scan_key(struct scan *sc, struct algo_json *v)
{
	const char *s;
	int escapes;

	if (peek(sc) != '"')
		return algo_scan_bad_key(sc);
	v->key_at = (uint32_t)sc->pos;
	sc->node = v->parent;
	if (scan_string(sc, 1, &escapes))
		return -1;
	v->key_len = (uint32_t)(sc->pos - v->key_at);
	s = sc->s + v->key_at + 1;
	v->key = escapes ? decode(sc->doc, s, v->key_len - 2)
			 : algo_arena_str(&sc->doc->arena, s, v->key_len - 2);
	if (peek(sc) != ':')
		return algo_scan_no_colon(sc);
	take(sc, 1);
	return 0;
}

static int scan_members(struct scan *sc, struct algo_json *v)
{
	size_t base = sc->npend;
	int more = peek(sc) != '}';

	if (!more)
		take(sc, 1);
	while (more > 0) {
		struct algo_json *kid = new_node(sc->doc, v, sc->npend - base);

		if (scan_key(sc, kid) || scan_value(sc, kid))
			return -1;
		push(sc, kid);
		more = scan_next(sc, '}');
	}
	adopt(sc, v, base);
	return more ? more : index_members(sc, v);
}

static int scan_container(struct scan *sc, struct algo_json *v, char opener)
{
	int rc;

	if (sc->depth == ALGO_JSON_DEPTH)
		return algo_scan_refuse(sc, "too_deep", sc->pos, 1,
					"nested deeper than %d levels",
					ALGO_JSON_DEPTH);
	sc->closers[sc->depth++] = opener == '{' ? '}' : ']';
	take(sc, 1);
	v->type = opener == '{' ? ALGO_J_OBJ : ALGO_J_ARR;
	rc = opener == '{' ? scan_members(sc, v) : scan_elements(sc, v);
	if (rc == 0)
		sc->depth--;
	return rc;
}

/* Recursion is bounded by ALGO_JSON_DEPTH. */
static int scan_value(struct scan *sc, struct algo_json *v)
{
	int c = peek(sc), escapes, rc;

	v->at = (uint32_t)sc->pos;
	sc->node = v;
	if (c == '{' || c == '[') {
		rc = scan_container(sc, v, (char)c);
	} else if (c == '"') {
		v->type = ALGO_J_STR;
		rc = scan_string(sc, 0, &escapes);
	} else if (c == '-' || is_digit(c)) {
		rc = scan_number(sc, v);
	} else if (c == 't' || c == 'f' || c == 'n') {
		rc = scan_literal(sc, v);
	} else {
		rc = algo_scan_bad_value(sc);
	}
	v->len = (uint32_t)(sc->pos - v->at);
	return rc;
}

int algo_json_scan(struct algo_json_doc *doc, struct algo_err *err)
{
	struct scan sc = { .doc = doc,
			   .s = doc->text,
			   .n = doc->n,
			   .pos = doc->start,
			   .end = doc->start,
			   .err = err };
	int rc;

	doc->root = new_node(doc, NULL, 0);
	if (peek(&sc) < 0)
		rc = algo_scan_empty(&sc);
	else
		rc = scan_value(&sc, doc->root);
	if (rc == 0 && peek(&sc) >= 0)
		rc = algo_scan_trailing_text(&sc);
	algo_free(sc.pend);
	return rc;
}
