/* err.c - error records: filling, text, carets, JSON, lists, nearest names */
#include "tap.h"
#include <algo/base/buf.h>
#include <algo/base/err.h>
#include <errno.h>

static struct algo_buf out = ALGO_BUF_INIT(1 << 16);

static const char *text(const struct algo_err *err, const char *tool, int caret)
{
	algo_buf_clear(&out);
	algo_err_text(err, tool, caret, &out);
	return algo_buf_str(&out);
}

static const char *json(const struct algo_err *err)
{
	algo_buf_clear(&out);
	algo_err_json(err, "algo-run", &out);
	return algo_buf_str(&out);
}

static void is(const char *got, const char *want, const char *what)
{
	if (!ok(!strcmp(got, want), "%s", what)) {
		note("got:  %s", got);
		note("want: %s", want);
	}
}

/* The example of the design page. */
static void fill_example(struct algo_err *e)
{
	algo_err_set(e, ALGO_E_IMPORT, "unknown_function",
		     "unknown function '%s'", "rsj");
	algo_err_file(e, "rsi.json");
	algo_err_pointer(e, "/entry/long");
	algo_err_pos(e, 1, 5, 3);
	algo_err_hint(e, "did you mean '%s'?", "rsi");
	algo_err_context(e, "not rsj(14) < 30", 16);
	algo_err_fixit(e, 4, 3, "rsi");
}

static void test_tables(void)
{
	int bad = 0;

	for (int i = 0; i < ALGO_CLASS_COUNT; i++) {
		struct algo_err e = ALGO_ERR_INIT;
		const char *name = algo_class_name((enum algo_class)i);

		algo_err_set(&e, (enum algo_class)i, "x", "y");
		bad += !strstr(name, "_error");
		bad += algo_err_exit(&e) < 2;
	}
	ok(!bad, "each class has a name and an exit status");
	bad = 0;
	for (int i = 0; i < ALGO_ORIGIN_COUNT; i++)
		bad += !*algo_origin_text((enum algo_origin)i);
	ok(!bad, "each origin has a text");
	ok(algo_origin_exit(ALGO_O_MEMORY) == 71 &&
		   algo_origin_exit(ALGO_O_NONE) == 0,
	   "exit statuses");
	ok(!strcmp(algo_severity_name(ALGO_SEV_WARNING), "warning"),
	   "severities");
}

static void test_set(void)
{
	struct algo_err e = ALGO_ERR_INIT;

	ok(algo_err_exit(&e) == 0, "no error, exit 0");
	ok(algo_err_set(&e, ALGO_E_DATA, "bad", "row %d", 3) == -1, "-1");
	ok(e.set && e.origin == ALGO_O_BARS && !strcmp(e.msg, "row 3") &&
		   algo_err_exit(&e) == 3,
	   "class, origin, message");
	algo_err_origin(&e, ALGO_O_USAGE);
	ok(algo_err_exit(&e) == 2, "another origin, another exit status");
	algo_err_clear(&e);
	ok(!e.set && !e.msg[0], "cleared");
	ok(algo_err_set(NULL, ALGO_E_DATA, "bad", "x") == -1 &&
		   algo_err_sys(NULL, ENOENT, "x") == -1 &&
		   algo_err_file(NULL, "f") == -1 &&
		   algo_err_pos(NULL, 1, 1, 1) == -1 &&
		   algo_err_pointer(NULL, "/") == -1 &&
		   algo_err_hint(NULL, "h") == -1 &&
		   algo_err_context(NULL, "c", 1) == -1 &&
		   algo_err_fixit(NULL, 0, 0, "") == -1 &&
		   algo_err_origin(NULL, ALGO_O_IO) == -1,
	   "nobody wants to know");
}

static void test_long(void)
{
	struct algo_err e = ALGO_ERR_INIT;
	char word[400];

	for (size_t i = 0; i + 2 < sizeof(word); i += 2)
		memcpy(word + i, "\xc3\xa9", 3);
	algo_err_set(&e, ALGO_E_DATA, "bad", "x%s", word);
	ok(strlen(e.msg) == 255, "a long message is cut");
	algo_err_hint(&e, "%s", word);
	ok(strlen(e.hint) == 190, "not within a character");
	algo_err_file(&e, word);
	ok(strlen(e.at.file) == 158, "a file name neither");
	algo_err_fixit(&e, 0, 1, word);
	ok(!e.fixit.has, "a repair that does not fit is none");
	ok(!strstr(text(&e, "t", 0), "\xef\xbf\xbd"), "no broken character");
	algo_err_clear(&e);
	algo_err_sys(&e, ENOENT, "cannot open '%s'", word);
	ok(strlen(e.msg) < sizeof(e.msg) &&
		   strstr(e.msg, ": No such file or directory"),
	   "the reason of a long one is kept");
	algo_err_clear(&e);
	memset(word, 0x90, sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	algo_err_set(&e, ALGO_E_DATA, "bad", "%s", word);
	ok(strlen(e.msg) == 255, "bytes that are no text are cut anywhere");
}

static void test_sys(void)
{
	static const struct {
		int sys;
		const char *code;
	} rows[] = {
		{ ENOENT, "no_such_file" }, { EISDIR, "is_directory" },
		{ ENOSPC, "no_space" },	    { EACCES, "permission" },
		{ EPERM, "permission" },    { EIO, "io_error" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct algo_err e = ALGO_ERR_INIT;

		algo_err_sys(&e, rows[i].sys, "cannot open 'x'");
		ok(!strcmp(e.code, rows[i].code) && e.sys == rows[i].sys &&
			   algo_err_exit(&e) == 5 &&
			   !strncmp(e.msg, "cannot open 'x': ", 17),
		   "%s: %s", rows[i].code, e.msg);
	}
}

static void test_text(void)
{
	struct algo_err e = ALGO_ERR_INIT;

	fill_example(&e);
	is(text(&e, "algo-run", 0),
	   "algo-run: rsi.json:/entry/long:1:5: import_error: unknown "
	   "function 'rsj' (did you mean 'rsi'?)\n",
	   "the line of the design page");
	is(text(&e, "algo-run", 1),
	   "algo-run: rsi.json:/entry/long:1:5: import_error: unknown "
	   "function 'rsj' (did you mean 'rsi'?)\n"
	   "  not rsj(14) < 30\n"
	   "      ^^^\n",
	   "with carets");
	algo_err_clear(&e);
	algo_err_set(&e, ALGO_E_USAGE, "bad", "no");
	is(text(&e, "algo-run", 1), "algo-run: usage_error: no\n",
	   "without a place");
	is(text(&e, NULL, 1), "usage_error: no\n", "without a tool");
	algo_err_file(&e, "a.csv");
	algo_err_pos(&e, 7, 0, 0);
	e.severity = ALGO_SEV_WARNING;
	is(text(&e, "t", 0), "t: a.csv:7: warning: usage_error: no\n",
	   "a warning with a line only");
}

static void test_carets(void)
{
	struct algo_err e = ALGO_ERR_INIT;
	const char *wrong, *caret, *end;
	char line[600];

	algo_err_set(&e, ALGO_E_DATA, "bad", "no");
	algo_err_pos(&e, 1, 4, 2);
	algo_err_context(&e, "\xc3\xa9\tx\tyz", 7);
	is(text(&e, NULL, 1), "1:4: data_error: no\n  \xc3\xa9 x yz\n    ^^\n",
	   "carets count characters, a tab is one");
	algo_err_pos(&e, 1, 7, 90);
	is(text(&e, NULL, 1),
	   "1:7: data_error: no\n  \xc3\xa9 x yz\n       ^\n",
	   "a span ends with its line");
	algo_err_pos(&e, 1, 60, 2);
	is(text(&e, NULL, 1), "1:60: data_error: no\n  \xc3\xa9 x yz\n",
	   "a column outside has no carets");
	algo_err_pos(&e, 1, 0, 0);
	is(text(&e, NULL, 1), "1: data_error: no\n  \xc3\xa9 x yz\n",
	   "nor has a line without a column");
	algo_err_pos(&e, 2, 3, 1);
	algo_err_context(&e, "one\nab(c\nthree\n", 15);
	is(text(&e, NULL, 1), "2:3: data_error: no\n  ab(c\n    ^\n",
	   "the line of several");
	algo_err_pos(&e, 900, 3, 1);
	algo_err_context(&e, "ab(c\n", 5);
	is(text(&e, NULL, 1), "900:3: data_error: no\n  ab(c\n    ^\n",
	   "a line of a file");
	memset(line, '.', sizeof(line));
	memcpy(line + 400, "WRONG", 5);
	algo_err_pos(&e, 1, 401, 5);
	algo_err_context(&e, line, sizeof(line));
	ok(strstr(e.context, "WRONG") != NULL, "the place of a long line");
	text(&e, NULL, 1);
	wrong = strstr(algo_buf_str(&out), "WRONG");
	caret = strstr(algo_buf_str(&out), "^^^^^\n");
	end = wrong ? strchr(wrong, '\n') : NULL;
	ok(wrong && end && caret &&
		   wrong - strstr(algo_buf_str(&out), "  .") ==
			   caret - (end + 1),
	   "with its carets");
}

static void test_unsafe(void)
{
	struct algo_err e = ALGO_ERR_INIT;

	algo_err_set(&e, ALGO_E_DATA, "bad",
		     "a\x1b[31mb\x7f\n\xff\xc0\x80\xed\xa0\x80\xc2\x9b%s",
		     "\xe2\x82\xac\xf0\x9f\x98\x80\xe2\x82");
	is(text(&e, NULL, 0),
	   "data_error: a?[31mb? "
	   "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	   "\xef\xbf\xbd?\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd"
	   "\n",
	   "control bytes and bad UTF-8 are replaced");
	json(&e);
	ok(!strchr(algo_buf_str(&out), '\x1b') &&
		   !strchr(algo_buf_str(&out), '\xff') &&
		   strchr(algo_buf_str(&out), '\n')[1] == '\0',
	   "in JSON too");
}

static void test_json(void)
{
	struct algo_err e = ALGO_ERR_INIT;

	fill_example(&e);
	is(json(&e),
	   "{\"kind\":\"error\",\"tool\":\"algo-run\","
	   "\"class\":\"import_error\",\"code\":\"unknown_function\","
	   "\"severity\":\"error\",\"message\":\"unknown function 'rsj'\","
	   "\"file\":\"rsi.json\",\"pointer\":\"/entry/long\","
	   "\"line\":1,\"column\":5,\"length\":3,"
	   "\"hint\":\"did you mean 'rsi'?\","
	   "\"fixit\":{\"pointer\":\"/entry/long\",\"start\":4,\"length\":3,"
	   "\"text\":\"rsi\"},\"context\":\"not rsj(14) < 30\"}\n",
	   "the record of the design page");
	algo_err_clear(&e);
	algo_err_set(&e, ALGO_E_USAGE, "unknown_option", "a \"b\" \\");
	e.severity = ALGO_SEV_INFO;
	is(json(&e),
	   "{\"kind\":\"error\",\"tool\":\"algo-run\","
	   "\"class\":\"usage_error\",\"code\":\"unknown_option\","
	   "\"severity\":\"info\",\"message\":\"a \\\"b\\\" \\\\\"}\n",
	   "absent fields are left out");
}

static void test_list(void)
{
	struct algo_errs list = { 0 };
	struct algo_err e = ALGO_ERR_INIT;

	ok(algo_errs_exit(&list) == 0, "an empty list, exit 0");
	algo_err_set(&e, ALGO_E_DATA, "w", "warning");
	e.severity = ALGO_SEV_WARNING;
	algo_errs_take(&list, &e);
	ok(!e.set && list.n == 1 && list.errors == 0 &&
		   algo_errs_exit(&list) == 0,
	   "a warning is no error");
	algo_err_set(algo_errs_add(&list), ALGO_E_NETWORK, "n", "first");
	algo_err_set(algo_errs_add(&list), ALGO_E_DATA, "d", "second");
	ok(algo_errs_count(&list) == 2 && algo_errs_exit(&list) == 6,
	   "the first error gives the exit status");
	for (int i = 0; i < 300; i++)
		algo_err_set(algo_errs_add(&list), ALGO_E_DATA, "d", "%d", i);
	ok(list.n == ALGO_ERRS_MAX && list.dropped == 103, "dropped: %zu",
	   list.dropped);
	ok(algo_errs_count(&list) == 302 && algo_errs_count(&list) == 302,
	   "and counted once");
	ok(!strcmp(list.v[1].msg, "first") && !strcmp(list.v[3].msg, "0"),
	   "in order");
	algo_errs_release(&list);
	ok(!list.v && list.n == 0, "released");
}

static void test_near(void)
{
	static const struct {
		const char *text, *best;
	} rows[] = {
		{ "rsj", "rsi" },
		{ "ris", "rsi" },
		{ "RSI", "rsi" },
		{ "smma", "sma" },
		{ "clsoe", "close" },
		{ "closee", "close" },
		{ "bolinger", "bollinger" },
		{ "x", NULL },
		{ "", NULL },
		{ "volatility", NULL },
		{ "em", "ema" },
		{ "qqq", NULL },
		{ "clxxe", NULL },
	};
	static const char *const names[] = { "sma", "ema", "rsi", "close",
					     "bollinger" };
	struct algo_near many = { 0 };
	char big[5000];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct algo_near n = { 0 };
		const char *want = rows[i].best, *got;

		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
			algo_near_try(&n, rows[i].text, strlen(rows[i].text),
				      names[k]);
		got = algo_near_best(&n);
		ok(want ? got && !strcmp(got, want) : !got, "'%s' is near %s",
		   rows[i].text, got ? got : "nothing");
	}
	memset(big, 'a', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	algo_near_try(&many, big, sizeof(big) - 1, "sma");
	algo_near_try(&many, big, sizeof(big) - 1, big);
	ok(!algo_near_best(&many), "a very long text is near nothing");
}

int main(void)
{
	test_tables();
	test_set();
	test_long();
	test_sys();
	test_text();
	test_carets();
	test_unsafe();
	test_json();
	test_list();
	test_near();
	algo_buf_release(&out);
	return done();
}
