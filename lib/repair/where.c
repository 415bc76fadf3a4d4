/* where.c - places in the text of a document that is JSON */
#include "draft.h"

#include <stdlib.h>
#include <string.h>

size_t algo_repair_where(const struct draft *d, const struct algo_json *root,
			 const struct algo_json *v)
{
	size_t at = d->n >= 3 && !memcmp(d->s, "\xef\xbb\xbf", 3) ? 3 : 0;

	/* Before the first value only blanks are let through. */
	while (at < d->n && d->s[at] && strchr(" \t\r\n", d->s[at]))
		at++;
	return at +
	       (size_t)(algo_json_text(v, NULL) - algo_json_text(root, NULL));
}

/* A quote with an even number of backslashes before it is no escaped one. */
static int opens(const char *s, size_t at)
{
	size_t n = 0;

	while (n < at && s[at - n - 1] == '\\')
		n++;
	return n % 2 == 0;
}

size_t algo_repair_where_key(const struct draft *d,
			     const struct algo_json *root,
			     const struct algo_json *v)
{
	size_t at = algo_repair_where(d, root, v);

	while (at > 0 && d->s[at] != ':')
		at--;
	while (at > 0 && d->s[at] != '"')
		at--;
	while (at > 0) {
		at--;
		if (d->s[at] == '"' && opens(d->s, at))
			break;
	}
	return at;
}

/* One step of a pointer (RFC 6901): *end behind it. */
static const struct algo_json *child(const struct algo_json *v,
				     const char *step, size_t n)
{
	struct algo_buf key = ALGO_BUF_INIT(256);
	const struct algo_json *kid;

	for (size_t i = 0; i < n; i++) {
		int escaped = step[i] == '~' && i + 1 < n;

		if (escaped)
			i++;
		algo_buf_addc(&key, !escaped	     ? step[i]
				    : step[i] == '1' ? '/'
						     : '~');
	}
	kid = algo_json_type(v) == ALGO_J_ARR
		      ? algo_json_at(v, (size_t)strtoul(algo_buf_str(&key),
							NULL, 10))
		      : algo_json_get(v, algo_buf_str(&key));
	algo_buf_release(&key);
	return kid;
}

const struct algo_json *algo_repair_at_pointer(const struct algo_json *root,
					       const char *pointer)
{
	const struct algo_json *v = root;

	while (v && *pointer == '/') {
		size_t n = strcspn(++pointer, "/");

		v = child(v, pointer, n);
		pointer += n;
	}
	return v;
}

/* Length in the text of the escape at s, and of what it stands for. */
static size_t escape(const char *s, size_t left, size_t *decoded)
{
	unsigned long c;
	char hex[5] = { 0 };

	*decoded = 1;
	if (left < 6 || s[1] != 'u')
		return left < 2 ? left : 2;
	memcpy(hex, s + 2, 4);
	c = strtoul(hex, NULL, 16);
	*decoded = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
	if (c >= 0xd800 && c <= 0xdbff && left >= 12) {
		*decoded = 4;
		return 12;
	}
	return 6;
}

size_t algo_repair_decoded(const char *s, size_t raw, size_t end, size_t at)
{
	size_t done = 0;

	raw++;
	while (raw < end && done < at) {
		size_t n = 1, decoded = 1;

		if (s[raw] == '\\')
			n = escape(s + raw, end - raw, &decoded);
		if (done + decoded > at)
			break;
		raw += n;
		done += decoded;
	}
	return raw;
}

static int is_at(struct draft *d, size_t at, const struct algo_err *e)
{
	unsigned long line, col;

	algo_draft_locate(d, at, &line, &col);
	return line == e->at.line && col == e->at.col;
}

size_t algo_offset_of(struct draft *d, const struct algo_json *root,
		      const struct algo_err *e)
{
	const struct algo_json *v = algo_repair_at_pointer(root, e->at.pointer);
	size_t at;

	if (!e->at.line || !v)
		return SIZE_MAX;
	at = algo_repair_where(d, root, v);
	if (is_at(d, at, e))
		return at;
	if (!algo_json_key(v))
		return SIZE_MAX;
	at = algo_repair_where_key(d, root, v);
	return is_at(d, at, e) ? at : SIZE_MAX;
}
