/* url.c - percent-encoding, and URLs as they may be shown */
#include <algo/net.h>

#include <string.h>
#include <strings.h>

/* Parameters whose values never appear in a message. */
static const char *const secrets[] = {
	"access_token",	 "api_key", "api_token", "apikey",  "auth",
	"client_secret", "crumb",   "key",	 "passwd",  "password",
	"secret",	 "sig",	    "signature", "session", "token",
};

static int is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void algo_url_encode(struct algo_buf *out, const char *s, size_t n)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (is_unreserved(s[i])) {
			algo_buf_addc(out, s[i]);
			continue;
		}
		algo_buf_addc(out, '%');
		algo_buf_addc(out, hex[c >> 4]);
		algo_buf_addc(out, hex[c & 15]);
	}
}

static int is_secret(const char *name, size_t n)
{
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		if (strlen(secrets[i]) == n &&
		    !strncasecmp(secrets[i], name, n))
			return 1;
	return 0;
}

/* User and password before the host are blotted out too. */
static const char *show_authority(struct algo_buf *out, const char *url)
{
	const char *p = strstr(url, "://");
	const char *at;
	size_t n;

	if (!p)
		return url;
	p += 3;
	algo_buf_add(out, url, (size_t)(p - url));
	n = strcspn(p, "/?#");
	at = memchr(p, '@', n);
	while (at && memchr(at + 1, '@', n - (size_t)(at + 1 - p)))
		at = memchr(at + 1, '@', n - (size_t)(at + 1 - p));
	if (at) {
		algo_buf_adds(out, "***");
		return at;
	}
	return p;
}

void algo_url_show(struct algo_buf *out, const char *url)
{
	const char *p = show_authority(out, url);
	size_t n = strcspn(p, "?#");

	algo_buf_add(out, p, n);
	p += n;
	while (*p) {
		size_t len = 1 + strcspn(p + 1, "?&;#");
		const char *eq = memchr(p, '=', len);

		if (eq && is_secret(p + 1, (size_t)(eq - p - 1))) {
			algo_buf_add(out, p, (size_t)(eq + 1 - p));
			algo_buf_adds(out, "***");
		} else {
			algo_buf_add(out, p, len);
		}
		p += len;
	}
}
