/* errtext.c - an error record as a line for people, with carets on request */
#include <algo/base/err.h>

#include <algo/base/buf.h>
#include <stdint.h>
#include <string.h>

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */

static int continues(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

/* Length of the UTF-8 character at s, 0 when it is none (overlong forms,
 * surrogates and values above U+10FFFF are none). */
static size_t utf8_len(const unsigned char *s, size_t n)
{
	static const uint32_t lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t c = s[0];
	size_t len;

	if (c < 0x80)
		return 1;
	len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || len > n)
		return 0;
	c &= 0x7fU >> len;
	for (size_t i = 1; i < len; i++) {
		if (!continues(s[i]))
			return 0;
		c = c << 6 | (s[i] & 0x3fU);
	}
	if (c < lowest[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return len;
}

/* Bytes that move a terminal's cursor or start its commands. */
static int is_control(const unsigned char *s, size_t len)
{
	return s[0] < 0x20 || s[0] == 0x7f ||
	       (len == 2 && s[0] == 0xc2 && s[1] < 0xa0);
}

/* Adds one character made harmless; returns the bytes it took from s. */
static size_t add_char(struct algo_buf *out, const unsigned char *s, size_t n)
{
	size_t len = utf8_len(s, n);

	if (len == 0) {
		algo_buf_add(out, replacement, 3);
		return 1;
	}
	if (s[0] == '\t' || s[0] == '\n' || s[0] == '\r')
		algo_buf_addc(out, ' ');
	else if (is_control(s, len))
		algo_buf_addc(out, '?');
	else
		algo_buf_add(out, s, len);
	return len;
}

/* Adds s[0..n) made harmless; returns how many characters that were. */
static size_t add_clean(struct algo_buf *out, const char *s, size_t n)
{
	size_t chars = 0;

	for (size_t i = 0; i < n; chars++)
		i += add_char(out, (const unsigned char *)s + i, n - i);
	return chars;
}

static void add_text(struct algo_buf *out, const char *s)
{
	add_clean(out, s, strlen(s));
}

static void add_place(struct algo_buf *out, const struct algo_place *at)
{
	if (at->file[0]) {
		add_text(out, at->file);
		algo_buf_addc(out, ':');
	}
	if (at->pointer[0]) {
		add_text(out, at->pointer);
		algo_buf_addc(out, ':');
	}
	if (at->line)
		algo_buf_addf(out, "%lu:", at->line);
	if (at->line && at->col)
		algo_buf_addf(out, "%lu:", at->col);
	if (at->file[0] || at->pointer[0] || at->line)
		algo_buf_addc(out, ' ');
}

/* Narrows *s to line number line of the text when it has several. */
static size_t pick_line(const char **s, unsigned long line)
{
	const char *nl = strchr(*s, '\n');

	while (nl && line > 1) {
		*s = nl + 1;
		nl = strchr(*s, '\n');
		line--;
	}
	return nl ? (size_t)(nl - *s) : strlen(*s);
}

static void add_run(struct algo_buf *out, char c, size_t n)
{
	while (n-- > 0)
		algo_buf_addc(out, c);
}

static size_t count_chars(const char *s, size_t n)
{
	size_t chars = 0;

	for (size_t i = 0; i < n; chars++) {
		size_t len = utf8_len((const unsigned char *)s + i, n - i);

		i += len ? len : 1;
	}
	return chars;
}

/* The context, and below it carets under the span of the place. */
static void add_carets(struct algo_buf *out, const struct algo_err *err)
{
	const char *s = err->context;
	size_t n = pick_line(&s, err->at.line);
	size_t start = err->at.col - 1 - err->context_skip;
	size_t len = err->at.len ? err->at.len : 1;

	algo_buf_adds(out, "  ");
	add_clean(out, s, n);
	algo_buf_addc(out, '\n');
	/* Without a column start is huge. */
	if (start > n)
		return;
	if (len > n - start)
		len = n - start;
	algo_buf_adds(out, "  ");
	add_run(out, ' ', count_chars(s, start));
	len = count_chars(s + start, len);
	add_run(out, '^', len ? len : 1);
	algo_buf_addc(out, '\n');
}

void algo_err_text(const struct algo_err *err, const char *tool, int caret,
		   struct algo_buf *out)
{
	if (tool) {
		add_text(out, tool);
		algo_buf_adds(out, ": ");
	}
	add_place(out, &err->at);
	if (err->severity != ALGO_SEV_ERROR)
		algo_buf_addf(out, "%s: ", algo_severity_name(err->severity));
	if (err->severity != ALGO_SEV_INFO)
		algo_buf_addf(out, "%s: ", algo_class_name(err->cls));
	add_text(out, err->msg);
	if (err->hint[0]) {
		algo_buf_adds(out, " (");
		add_text(out, err->hint);
		algo_buf_addc(out, ')');
	}
	algo_buf_addc(out, '\n');
	if (caret && err->context[0])
		add_carets(out, err);
}
