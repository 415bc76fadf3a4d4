/* encoding.c - UTF-16 to UTF-8 (RFC 2781) */
#include "draft.h"

static void put(struct algo_buf *out, unsigned long c)
{
	if (c < 0x80) {
		algo_buf_addc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		algo_buf_addc(out, (char)(0xc0 | c >> 6));
	} else {
		if (c < 0x10000) {
			algo_buf_addc(out, (char)(0xe0 | c >> 12));
		} else {
			algo_buf_addc(out, (char)(0xf0 | c >> 18));
			algo_buf_addc(out, (char)(0x80 | (c >> 12 & 0x3f)));
		}
		algo_buf_addc(out, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	algo_buf_addc(out, (char)(0x80 | (c & 0x3f)));
}

/* 1: the high byte comes first, 0: the low one, -1: no UTF-16.  Without a
 * mark the first character tells, which is ASCII in a document. */
static int order(const unsigned char *s, size_t n)
{
	if (n < 2 || n % 2)
		return -1;
	if ((s[0] == 0xfe && s[1] == 0xff) || (!s[0] && s[1]))
		return 1;
	if ((s[0] == 0xff && s[1] == 0xfe) || (s[0] && !s[1]))
		return 0;
	return -1;
}

int algo_from_utf16(const char *text, size_t n, struct algo_buf *out)
{
	const unsigned char *s = (const unsigned char *)text;
	int big = order(s, n);
	unsigned long high = 0;

	if (big < 0)
		return 0;
	for (size_t i = 0; i < n; i += 2) {
		unsigned long c =
			big ? s[i] * 256ul + s[i + 1] : s[i + 1] * 256ul + s[i];
		int low = c >= 0xdc00 && c <= 0xdfff;

		if (c == 0 || (high != 0) != low)
			return -1;
		if (c >= 0xd800 && c < 0xdc00) {
			high = c;
			continue;
		}
		if (low)
			c = 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00);
		high = 0;
		if (i > 0 || c != 0xfeff)
			put(out, c);
	}
	return high ? -1 : 1;
}
