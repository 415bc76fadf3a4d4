/* json_write.c - JSON text out: the escaper and the writer */
#include "json_node.h"

#include <algo/base/num.h>
#include <assert.h>
#include <math.h>
#include <string.h>

/* Lowest character that may take so many bytes. */
static const uint32_t lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };

size_t algo_json_utf8(const char *s, size_t n)
{
	unsigned char lead = (unsigned char)*s;
	size_t len = lead < 0x80   ? 1
		     : lead < 0xc2 ? 0
		     : lead < 0xe0 ? 2
		     : lead < 0xf0 ? 3
		     : lead < 0xf5 ? 4
				   : 0;
	uint32_t c = len == 1 ? lead : lead & (0xffu >> (len + 1));

	if (len == 0 || len > n)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if (((unsigned char)s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	}
	if (c < lowest[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return len;
}

static void add_control(struct algo_buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";
	char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
	const char *p = c ? strchr(from, c) : NULL;

	if (p) {
		algo_buf_addc(out, '\\');
		algo_buf_addc(out, to[p - from]);
	} else {
		algo_buf_add(out, text, sizeof(text));
	}
}

static int is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Invalid UTF-8 is replaced byte by byte. */
void algo_json_escape(struct algo_buf *out, const char *s, size_t n)
{
	size_t start = 0, i = 0;

	while (i < n) {
		unsigned char c = (unsigned char)s[i];
		size_t len = 0;

		if (is_plain(c)) {
			i++;
			continue;
		}
		if (c >= 0x80)
			len = algo_json_utf8(s + i, n - i);
		if (len > 0) {
			i += len;
			continue;
		}
		if (i > start)
			algo_buf_add(out, s + start, i - start);
		if (c < 0x80)
			add_control(out, c);
		else
			algo_buf_add(out, "\xef\xbf\xbd", 3);
		start = ++i;
	}
	if (i > start)
		algo_buf_add(out, s + start, i - start);
}

void algo_jw_init(struct algo_jw *w, struct algo_buf *out, int indent)
{
	memset(w, 0, sizeof(*w));
	w->out = out;
	w->indent = indent;
	w->first[0] = 1;
}

static void new_line(struct algo_jw *w)
{
	if (w->indent <= 0)
		return;
	algo_buf_addc(w->out, '\n');
	for (int i = 0; i < w->depth * w->indent; i++)
		algo_buf_addc(w->out, ' ');
}

/* True when the open container is empty.  A parsed document copied into
 * another can be deeper than first[] is long: then the text tells, since no
 * value ends with an opening bracket. */
static int is_first(const struct algo_jw *w)
{
	const struct algo_buf *b = w->out;

	if (w->depth <= ALGO_JSON_DEPTH)
		return w->first[w->depth];
	return b->len > 0 &&
	       (b->data[b->len - 1] == '[' || b->data[b->len - 1] == '{');
}

/* What goes before a value or a key. */
static void before(struct algo_jw *w)
{
	if (w->after_key) {
		w->after_key = 0;
		return;
	}
	if (w->depth == 0)
		return;
	if (!is_first(w))
		algo_buf_addc(w->out, ',');
	if (w->depth <= ALGO_JSON_DEPTH)
		w->first[w->depth] = 0;
	new_line(w);
}

static void open_with(struct algo_jw *w, char c)
{
	before(w);
	algo_buf_addc(w->out, c);
	w->depth++;
	if (w->depth <= ALGO_JSON_DEPTH)
		w->first[w->depth] = 1;
}

static void close_with(struct algo_jw *w, char c)
{
	int empty = is_first(w);

	assert(w->depth > 0 && !w->after_key);
	w->depth--;
	if (!empty)
		new_line(w);
	algo_buf_addc(w->out, c);
}

void algo_jw_obj(struct algo_jw *w)
{
	open_with(w, '{');
}

void algo_jw_obj_end(struct algo_jw *w)
{
	close_with(w, '}');
}

void algo_jw_arr(struct algo_jw *w)
{
	open_with(w, '[');
}

void algo_jw_arr_end(struct algo_jw *w)
{
	close_with(w, ']');
}

void algo_jw_key(struct algo_jw *w, const char *key)
{
	before(w);
	algo_buf_addc(w->out, '"');
	algo_json_escape(w->out, key, strlen(key));
	algo_buf_add(w->out, "\": ", w->indent > 0 ? 3 : 2);
	w->after_key = 1;
}

void algo_jw_str(struct algo_jw *w, const char *s)
{
	if (s)
		algo_jw_strn(w, s, strlen(s));
	else
		algo_jw_null(w);
}

void algo_jw_strn(struct algo_jw *w, const char *s, size_t n)
{
	before(w);
	algo_buf_addc(w->out, '"');
	algo_json_escape(w->out, s, n);
	algo_buf_addc(w->out, '"');
}

void algo_jw_num(struct algo_jw *w, double v)
{
	if (!isfinite(v)) {
		algo_jw_null(w);
		return;
	}
	before(w);
	algo_buf_addnum(w->out, v);
}

void algo_jw_int(struct algo_jw *w, int64_t v)
{
	char text[ALGO_NUM_MAX];

	algo_jw_raw(w, text, algo_int_print(text, v));
}

void algo_jw_bool(struct algo_jw *w, int v)
{
	before(w);
	algo_buf_adds(w->out, v ? "true" : "false");
}

void algo_jw_null(struct algo_jw *w)
{
	before(w);
	algo_buf_adds(w->out, "null");
}

void algo_jw_raw(struct algo_jw *w, const char *s, size_t n)
{
	before(w);
	algo_buf_add(w->out, s, n);
}

static void add_kids(struct algo_jw *w, const struct algo_json *v)
{
	for (size_t i = 0; i < v->count; i++) {
		if (v->kids[i]->key)
			algo_jw_key(w, v->kids[i]->key);
		algo_jw_value(w, v->kids[i]);
	}
}

/* Recursion is bounded: a document is at most ALGO_JSON_DEPTH deep. */
void algo_jw_value(struct algo_jw *w, const struct algo_json *v)
{
	const char *s;
	size_t n;

	switch (v->type) {
	case ALGO_J_OBJ:
		algo_jw_obj(w);
		add_kids(w, v);
		algo_jw_obj_end(w);
		break;
	case ALGO_J_ARR:
		algo_jw_arr(w);
		add_kids(w, v);
		algo_jw_arr_end(w);
		break;
	case ALGO_J_STR:
		s = algo_json_str(v, &n);
		algo_jw_strn(w, s, n);
		break;
	case ALGO_J_NULL:
	case ALGO_J_BOOL:
	case ALGO_J_NUM:
	default:
		s = algo_json_text(v, &n);
		algo_jw_raw(w, s, n);
		break;
	}
}

void algo_jw_kstr(struct algo_jw *w, const char *key, const char *s)
{
	algo_jw_key(w, key);
	algo_jw_str(w, s);
}

void algo_jw_knum(struct algo_jw *w, const char *key, double v)
{
	algo_jw_key(w, key);
	algo_jw_num(w, v);
}

void algo_jw_kint(struct algo_jw *w, const char *key, int64_t v)
{
	algo_jw_key(w, key);
	algo_jw_int(w, v);
}

void algo_jw_kbool(struct algo_jw *w, const char *key, int v)
{
	algo_jw_key(w, key);
	algo_jw_bool(w, v);
}
