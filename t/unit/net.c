/* net.c - URLs as they are sent and shown, waits, requests that fail early */
#include <algo/net.h>

#include "tap.h"

/* clang-format off */
static const struct {
	const char *text, *want;
} encoded[] = {
	{ "GOOG", "GOOG" },
	{ "^GSPC", "%5EGSPC" },
	{ "EURUSD=X", "EURUSD%3DX" },
	{ "BTC/USD", "BTC%2FUSD" },
	{ "a b+c&d?e#f%", "a%20b%2Bc%26d%3Fe%23f%25" },
	{ "-._~", "-._~" },
	{ "\xc3\xa4", "%C3%A4" },
	{ "", "" },
}, shown[] = {
	{ "http://h/p", "http://h/p" },
	{ "http://h/p?a=1&b=2", "http://h/p?a=1&b=2" },
	{ "http://h/p?apikey=K", "http://h/p?apikey=***" },
	{ "http://h/p?a=1&TOKEN=K&b=2#x", "http://h/p?a=1&TOKEN=***&b=2#x" },
	{ "http://h/p?crumb=a%2Fb&api_token=K", "http://h/p?crumb=***&api_token=***" },
	{ "http://h/p?monkey=1&keys=2", "http://h/p?monkey=1&keys=2" },
	{ "http://h/p?key=", "http://h/p?key=***" },
	{ "http://h/p?key", "http://h/p?key" },
	{ "http://h/p;token=K", "http://h/p;token=K" },
	{ "http://h/p?a=1;token=K", "http://h/p?a=1;token=***" },
	{ "http://h/p#access_token=K", "http://h/p#access_token=***" },
	{ "http://user:pw@h/p", "http://***@h/p" },
	{ "http://user:p@w@h:8/p", "http://***@h:8/p" },
	{ "http://h/p@q", "http://h/p@q" },
	{ "http://h?x=y@z", "http://h?x=y@z" },
	{ "no url", "no url" },
	{ "", "" },
};
/* clang-format on */

static void test_encode(void)
{
	for (size_t i = 0; i < sizeof(encoded) / sizeof(*encoded); i++) {
		struct algo_buf b = ALGO_BUF_INIT(1000);

		algo_url_encode(&b, encoded[i].text, strlen(encoded[i].text));
		ok(!strcmp(algo_buf_str(&b), encoded[i].want),
		   "'%s' is sent as '%s'", encoded[i].text, algo_buf_str(&b));
		algo_buf_release(&b);
	}
}

static void test_every_byte(void)
{
	static const char hex[] = "0123456789ABCDEF";
	int bad = 0;

	for (int i = 0; i < 256; i++) {
		struct algo_buf b = ALGO_BUF_INIT(8);
		char c = (char)i;
		char want[4] = { '%', hex[i / 16], hex[i % 16], '\0' };
		int plain = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z') ||
			    (i >= '0' && i <= '9') ||
			    (i && strchr("-._~", i) != NULL);

		algo_url_encode(&b, &c, 1);
		bad += plain ? b.len != 1 || b.data[0] != c
			     : strcmp(algo_buf_str(&b), want) != 0;
		algo_buf_release(&b);
	}
	ok(bad == 0, "every byte is itself or %%XX");
}

static void test_show(void)
{
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		struct algo_buf b = ALGO_BUF_INIT(1000);

		algo_url_show(&b, shown[i].text);
		ok(!strcmp(algo_buf_str(&b), shown[i].want),
		   "'%s' is shown as '%s'", shown[i].text, algo_buf_str(&b));
		algo_buf_release(&b);
	}
}

static void test_wait(void)
{
	long patience = 1000;

	setenv("ALGO_RETRY_MS", "0", 1);
	ok(algo_http_wait(600, &patience) == 0 && patience == 400,
	   "a wait uses patience up");
	ok(algo_http_wait(401, &patience) == -1 && patience == 400,
	   "too long a wait is refused and costs nothing");
	ok(algo_http_wait(400, &patience) == 0 && patience == 0,
	   "all of it may be used");
}

static void test_failures(void)
{
	static const struct algo_retry retry = { .tries = 3,
						 .base_ms = 1000,
						 .patience_ms = 60000 };
	struct algo_http_res res = ALGO_HTTP_RES_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_http_req req = { .url = "http://127.0.0.1:1/?key=HUSH" };

	ok(algo_http_retry(&req, &retry, &res, &err) == -1 &&
		   err.cls == ALGO_E_NETWORK && !strcmp(err.code, "network") &&
		   res.unreached && algo_err_exit(&err) == 6,
	   "nobody there: %s", err.msg);
	ok(!strstr(err.msg, "HUSH"), "the key is not in the message");
	algo_err_clear(&err);
	req.url = "file:///etc/passwd";
	ok(algo_http_do(&req, &res, &err) == -1 && !res.unreached &&
		   !strcmp(err.code, "bad_response"),
	   "no other scheme: %s", err.msg);
	ok(res.body.len == 0 && res.status == 0, "and no answer");
	algo_err_clear(&err);
	algo_http_res_release(&res);
}

int main(void)
{
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	test_encode();
	test_every_byte();
	test_show();
	test_wait();
	test_failures();
	return done();
}
