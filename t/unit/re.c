/* re.c - regular expressions: groups, places, replacing, bounded work */
#include "tap.h"

#include <algo/base.h>
#include <string.h>

static int is_str(const char *got, const char *want, const char *what)
{
	return ok(strcmp(got, want) == 0, "%s: '%s'", what, got);
}

static void finds(void)
{
	static const struct {
		const char *pattern, *text;
		int flags;
		size_t start, len;
	} rows[] = {
		{ "b+", "aabbbc", 0, 2, 3 },
		{ "^x$", "a\nx\nb", ALGO_RE_MULTILINE, 2, 1 },
		{ "RSI", "an rsi", ALGO_RE_CASELESS, 3, 3 },
		{ "a b # two letters", "-ab-", ALGO_RE_EXTENDED, 1, 2 },
		{ "a.b", "a\nb", ALGO_RE_DOTALL, 0, 3 },
		{ "é", "caf\xc3\xa9", 0, 3, 2 },
		{ "É", "caf\xc3\xa9", ALGO_RE_CASELESS, 3, 2 },
		{ "x*", "aaa", 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct algo_re *re =
			algo_re_new(rows[i].pattern, rows[i].flags, NULL);
		struct algo_re_match m;

		ok(algo_re_find(re, rows[i].text, strlen(rows[i].text), 0,
				&m) &&
			   m.group[0].start == rows[i].start &&
			   m.group[0].len == rows[i].len,
		   "'%s' is found", rows[i].pattern);
		algo_re_free(re);
	}
}

static void groups(void)
{
	static const char text[] = "stop 2.5 atr";
	struct algo_re *re =
		algo_re_new("(?<n>[0-9.]+) *(?:(%)|(?<u>atr))", 0, NULL);
	struct algo_re_match m;
	int n = algo_re_group(re, "n"), u = algo_re_group(re, "u");

	ok(n == 1 && u == 3, "groups have numbers by name");
	ok(algo_re_group(re, "x") == -1, "no such group");
	ok(algo_re_find(re, text, sizeof(text) - 1, 0, &m) &&
		   m.group[n].start == 5 && m.group[n].len == 3,
	   "a group's place");
	ok(m.group[2].start == SIZE_MAX, "a group that took no part");
	ok(m.group[u].start == 9 && m.group[u].len == 3, "the last group");
	ok(!algo_re_at(re, text, sizeof(text) - 1, 0, &m), "not at 0");
	ok(algo_re_at(re, text, sizeof(text) - 1, 5, &m), "but at 5");
	ok(!algo_re_find(re, text, sizeof(text) - 1, 99, &m),
	   "nothing beyond the end");
	algo_re_free(re);
}

static void replaces(void)
{
	static const struct {
		const char *pattern, *with, *text, *want;
		size_t count;
	} rows[] = {
		{ "([0-9]+) percent", "$1%", "2 percent, 30 percent", "2%, 30%",
		  2 },
		{ "x", "<$0$0>", "axb", "a<xx>b", 1 },
		{ "x", "$$1", "axb", "a$1b", 1 },
		{ "-*", ".", "a-\xc3\xa9", ".a..\xc3\xa9.", 4 },
		{ "q", "z", "abc", "abc", 0 },
		{ "(a)|b", "[$1]", "ab", "[a][]", 2 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct algo_re *re = algo_re_new(rows[i].pattern, 0, NULL);
		struct algo_buf out = ALGO_BUF_INIT(1000);

		ok(algo_re_replace(re, rows[i].text, strlen(rows[i].text),
				   rows[i].with, &out) == rows[i].count,
		   "'%s' %zu times", rows[i].pattern, rows[i].count);
		is_str(algo_buf_str(&out), rows[i].want, "and the text");
		algo_buf_release(&out);
		algo_re_free(re);
	}
}

static void refuses(void)
{
	struct algo_err err = ALGO_ERR_INIT;

	ok(!algo_re_new("a(b", 0, &err), "a bad pattern is refused");
	is_str(err.code, "bad_pattern", "its code");
	ok(err.cls == ALGO_E_VALUE && err.at.col == 4, "its class and place");
}

/* Nested repetition that would take 2^40 steps. */
static void bounded(void)
{
	struct algo_re *re = algo_re_new("^(a+a+)+$", 0, NULL);
	struct algo_buf text = ALGO_BUF_INIT(100);
	struct algo_re_match m;

	for (int i = 0; i < 60; i++)
		algo_buf_addc(&text, 'a');
	algo_buf_addc(&text, 'b');
	ok(!algo_re_find(re, text.data, text.len, 0, &m),
	   "a match that would run away is none");
	algo_buf_release(&text);
	algo_re_free(re);
}

static void cleans(void)
{
	struct algo_buf out = ALGO_BUF_INIT(100);

	algo_re_clean("a\xff\xc3\xa9\xc3z", 6, &out);
	is_str(algo_buf_str(&out), "a?\xc3\xa9?z",
	       "bytes that are no UTF-8 become '?', places stay");
	algo_buf_release(&out);
}

int main(void)
{
	finds();
	groups();
	replaces();
	refuses();
	bounded();
	cleans();
	return done();
}
