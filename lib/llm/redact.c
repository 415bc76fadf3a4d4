/* redact.c - keys blotted out of what may be shown */
#include "keys.h"

#include <string.h>
#include <strings.h>

#define BLOT "[key]"
#define PIECE 8 /* shorter pieces of a key give nothing away */

/* What keys of the providers begin with, and words that stand before one. */
static const struct {
	const char *text;
	int keep; /* the text itself is no part of the key */
} shapes[] = { { "AIza", 0 },	  { "sk-", 0 },	     { "gsk_", 0 },
	       { "xai-", 0 },	  { "AQ.", 0 },	     { "Bearer ", 1 },
	       { "api_key:", 1 }, { "api-key:", 1 }, { "key=", 1 } };

static int is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
}

/* Bytes at s that look like a key; *keep: of them those that stay. */
static size_t shaped(const char *s, size_t n, size_t *keep)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		size_t len = strlen(shapes[i].text), k;

		if (n < len || strncasecmp(s, shapes[i].text, len) != 0)
			continue;
		for (k = len; k < n && is_key_char(s[k]);)
			k++;
		*keep = shapes[i].keep ? len : 0;
		if (k - len >= PIECE)
			return k;
	}
	return 0;
}

/* The longest piece of a secret that the text begins with here. */
static size_t piece(const char *secret, const char *s, size_t n)
{
	size_t best = 0, all = strlen(secret);

	for (size_t from = 0; from + PIECE <= all; from++) {
		size_t k = 0;

		while (k < n && from + k < all && s[k] == secret[from + k])
			k++;
		if (k > best)
			best = k;
	}
	return best >= PIECE ? best : 0;
}

static size_t known(const struct algo_llm_keys *keys, const char *s, size_t n)
{
	size_t best = 0;

	for (size_t i = 0; keys && i < keys->n; i++) {
		size_t k =
			keys->v[i].secret ? piece(keys->v[i].secret, s, n) : 0;

		if (k > best)
			best = k;
	}
	return best;
}

void algo_llm_redact(const struct algo_llm_keys *keys, struct algo_buf *text)
{
	struct algo_buf out = ALGO_BUF_INIT(2 * text->max);
	const char *s = algo_buf_str(text);
	size_t n = text->len, i = 0;
	int changed = 0;

	while (i < n) {
		size_t keep = 0, len = known(keys, s + i, n - i), len2;
		int begins = i == 0 || !is_key_char(s[i - 1]);

		len2 = begins ? shaped(s + i, n - i, &keep) : 0;
		if (len2 > len)
			len = len2;
		else
			keep = 0;
		if (len == 0) {
			algo_buf_addc(&out, s[i++]);
			continue;
		}
		algo_buf_add(&out, s + i, keep);
		algo_buf_adds(&out, BLOT);
		i += len;
		changed = 1;
	}
	if (changed) {
		algo_buf_clear(text);
		algo_buf_add(text, out.data, out.len);
	}
	algo_buf_release(&out);
}

void algo_llm_redact_keys(const struct algo_llm_keys *keys,
			  struct algo_buf *text)
{
	for (size_t i = 0; keys && i < keys->n; i++) {
		const char *secret = keys->v[i].secret;
		size_t n = secret ? strlen(secret) : 0;

		for (size_t at = 0; n && at + n <= text->len; at++)
			if (text->data[at] == *secret &&
			    memcmp(text->data + at, secret, n) == 0)
				memset(text->data + at, '*', n);
	}
}

void algo_llm_redact_text(const struct algo_llm_keys *keys, char *s,
			  size_t room)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	size_t n;

	algo_buf_adds(&b, s);
	algo_llm_redact(keys, &b);
	n = b.len < room ? b.len : room - 1;
	memcpy(s, algo_buf_str(&b), n);
	s[n] = '\0';
	algo_buf_release(&b);
}
