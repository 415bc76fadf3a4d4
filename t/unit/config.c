/* config.c - the configuration file: what is read, what is refused */
#include "folder.h"
#include "tap.h"

#include <algo/base/config.h>

static struct algo_config *read_text(const char *text, struct algo_err *err)
{
	put_file(at("config"), text, 0600);
	algo_err_clear(err);
	return algo_config_read(err);
}

static int is(const struct algo_config *c, const char *key, size_t i,
	      const char *want)
{
	const char *v = algo_config_get(c, key, i);

	return v && want ? strcmp(v, want) == 0 : v == want;
}

static void test_values(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_config *c = read_text(
		"# mine\n\n  model =  a/b, c\t\r\nbase-url=x=http://h\n"
		"base-url = y=http://i?a=b\nwait=",
		&err);

	ok(c != NULL, "read");
	if (!c)
		return;
	ok(is(c, "model", 0, "a/b, c"), "trimmed");
	ok(is(c, "model", 1, NULL), "one of it");
	ok(is(c, "base-url", 0, "x=http://h"), "first of several");
	ok(is(c, "base-url", 1, "y=http://i?a=b"), "second of several");
	ok(is(c, "wait", 0, ""), "an empty value, without a line end");
	ok(is(c, "timeout", 0, NULL), "not given");
	algo_config_free(c);
}

static void refused(const char *text, const char *code, unsigned long line)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_config *c = read_text(text, &err);

	ok(!c && err.set && strcmp(err.code, code) == 0 &&
		   err.at.line == line && algo_err_exit(&err) == 2,
	   "%s at line %lu: %s", code, line, err.msg);
	algo_config_free(c);
}

static void test_absent(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_config *c;

	unlink(at("config"));
	c = algo_config_read(&err);
	ok(c && is(c, "model", 0, NULL), "a missing file says nothing");
	algo_config_free(c);
	setenv("ALGO_CONFIG", dir, 1);
	c = algo_config_read(&err);
	ok(!c && algo_err_exit(&err) == 5, "a folder is no file: %s", err.msg);
	algo_config_free(c);
}

static void test_rows(void)
{
	const struct algo_config_row *r;
	size_t n = 0;

	for (; (r = algo_config_row(n)); n++)
		if (!*r->key || !*r->text)
			break;
	ok(n > 0 && !algo_config_row(n), "%zu settings, each explained", n);
}

int main(void)
{
	if (!mkdtemp(dir))
		return 1;
	setenv("ALGO_CONFIG", at("config"), 1);
	test_values();
	refused("model\n", "bad_line", 1);
	refused("# a\nmodle = x\n", "unknown_key", 2);
	refused("model = a\n\nmodel = b\n", "given_twice", 3);
	refused("= x\n", "unknown_key", 1);
	test_absent();
	test_rows();
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
