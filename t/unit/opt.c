/* opt.c - command lines read, refused and described */
#include "tap.h"
#include <algo/base.h>
#include <unistd.h>

struct options {
	int flag, exact, choice, maybe_choice;
	const char *str, *maybe;
	struct algo_strs list;
	double num;
	long long whole;
	struct algo_common common;
};

static const struct algo_opt rows[] = {
	{ 'f', "flag", ALGO_OPT_FLAG, offsetof(struct options, flag), NULL,
	  "Do not wait. A second sentence, with a 'quote' and [brackets]",
	  NULL },
	{ 's', "str", ALGO_OPT_STR, offsetof(struct options, str), "FILE",
	  ".dot first, then --flag, a\\backslash, \"double\" and ~/x^2", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "More", NULL },
	{ 'l', "list", ALGO_OPT_LIST, offsetof(struct options, list),
	  "NAME=VALUE", "Add one", NULL },
	{ 'n', "num", ALGO_OPT_NUM, offsetof(struct options, num), "N",
	  "A number", NULL },
	{ 0, "whole-number", ALGO_OPT_INT, offsetof(struct options, whole),
	  "COUNT",
	  "A count of things that is long enough to need more than "
	  "one line of help text on a terminal of eighty columns",
	  NULL },
	{ 0, "format", ALGO_OPT_CHOICE, offsetof(struct options, choice), "No",
	  "How to print", "csv|ndjson|json" },
	{ 'm', "maybe", ALGO_OPT_MAYBE, offsetof(struct options, maybe), "FORM",
	  "Take a word or not", NULL },
	{ 0, "maybe-one-of-the-words", ALGO_OPT_MAYBE_CHOICE,
	  offsetof(struct options, maybe_choice), "WORD", "Take one of",
	  "one|two" },
	{ 'x', NULL, ALGO_OPT_FLAG, offsetof(struct options, exact), NULL,
	  "No long name", NULL },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END,
};

static const struct algo_cmd cmd = {
	.name = "algo-test",
	.synopsis = "[options] FILE...",
	.summary = "Tries what options can be.",
	.opts = rows,
	.after = "Examples:\n  algo-test x",
};

struct run {
	struct options o;
	struct algo_strs args;
	struct algo_buf text;
	struct algo_err err;
	enum algo_opt_result result;
};

/* Parses the words of line, cut at blanks. */
static void parse(struct run *r, const char *line)
{
	static char copy[512];
	char *argv[64];
	int argc = 0;

	memset(r, 0, sizeof(*r));
	r->text.max = 1 << 20;
	snprintf(copy, sizeof(copy), "algo-test %s", line);
	for (char *p = copy; p && *p && argc < 63;) {
		argv[argc++] = p;
		p = strchr(p, ' ');
		if (p)
			*p++ = '\0';
	}
	argv[argc] = NULL;
	r->result = algo_opt_parse(&cmd, argc, argv, &r->o, &r->args, &r->text,
				   &r->err);
}

static void release(struct run *r)
{
	algo_strs_release(&r->o.list);
	algo_strs_release(&r->args);
	algo_buf_release(&r->text);
}

static int is(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The operands joined by blanks. */
static const char *joined(const struct algo_strs *s)
{
	static char out[256];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->n && n < sizeof(out); i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s",
				      i ? " " : "", s->v[i]);
	return out;
}

static void test_forms(void)
{
	struct run r;

	parse(&r, "-fxs name -n5% a");
	ok(r.result == ALGO_OPT_DONE && r.o.flag == 1 && r.o.exact == 1 &&
		   is(r.o.str, "name") && r.o.num == 0.05,
	   "a cluster, a value in the next word, one in the same");
	ok(is(joined(&r.args), "a"), "an operand");
	release(&r);
	parse(&r, "-fsname --str=other=x --num 2.5k");
	ok(r.o.flag && is(r.o.str, "other=x") && r.o.num == 2500,
	   "a cluster with its value; the last wins; --x=v and --x v");
	release(&r);
	parse(&r, "--str= --flag");
	ok(r.result == 0 && is(r.o.str, "") && r.o.flag, "an empty value");
	release(&r);
	parse(&r, "one -f two - --str s three -- -f --no -- four");
	ok(r.result == 0 && r.o.flag &&
		   is(joined(&r.args), "one two - three -f --no -- four"),
	   "operands between options, - and --: '%s'", joined(&r.args));
	release(&r);
	parse(&r, "-s -- -s --flag");
	ok(r.result == 0 && is(r.o.str, "--flag") && !r.o.flag,
	   "a value may look like an option");
	release(&r);
	parse(&r, "-l a=1 --list b=2 --list=a,b -lc");
	ok(r.o.list.n == 4 && is(joined(&r.o.list), "a=1 b=2 a,b c"),
	   "a list keeps the order, uncut");
	release(&r);
	parse(&r, "");
	ok(r.result == 0 && r.args.n == 0, "nothing");
	release(&r);
}

static void test_types(void)
{
	struct run r;

	parse(&r, "--num -1e-3 --whole-number 12 --format json");
	ok(r.o.num == -0.001 && r.o.whole == 12 && r.o.choice == 2,
	   "number, whole number, choice");
	release(&r);
	parse(&r, "--whole-number=1.5k --format=csv -o x -q -v --errors=json");
	ok(r.o.whole == 1500 && r.o.choice == 0 && is(r.o.common.output, "x") &&
		   r.o.common.quiet && r.o.common.verbose &&
		   r.o.common.errors == 1,
	   "what all tools take");
	release(&r);
	parse(&r, "--whole-number=9223372036854775807");
	ok(r.o.whole == 9223372036854775807LL, "the largest whole number");
	release(&r);
	parse(&r, "--maybe x -m --maybe-one-of-the-words --progress=none");
	ok(is(r.o.maybe, "") && is(joined(&r.args), "x") &&
		   r.o.maybe_choice == 1 && r.o.common.progress == 3,
	   "optional values are taken with '=' only");
	release(&r);
	parse(&r, "--maybe=json --maybe-one-of-the-words=two --progress");
	ok(is(r.o.maybe, "json") && r.o.maybe_choice == 2 &&
		   r.o.common.progress == 1,
	   "optional values given");
	release(&r);
	parse(&r, "-mf");
	ok(is(r.o.maybe, "") && r.o.flag, "a letter takes no optional value");
	release(&r);
}

static void test_refused(void)
{
	static const struct {
		const char *line, *code, *msg, *hint;
	} bad[] = {
		{ "--foo", "unknown_option", "unknown option '--foo'", "" },
		{ "--formt=csv", "unknown_option", "unknown option '--formt'",
		  "did you mean '--format'?" },
		{ "--quite", "unknown_option", "unknown option '--quite'",
		  "did you mean '--quiet'?" },
		{ "--form csv", "unknown_option", "unknown option '--form'",
		  "did you mean '--format'?" },
		{ "--for=csv", "unknown_option", "unknown option '--for'",
		  NULL },
		{ "--m", "unknown_option", "unknown option '--m'", NULL },
		{ "--st", "unknown_option", "unknown option '--st'", NULL },
		{ "--qui=1", "unknown_option", "unknown option '--qui'", NULL },
		{ "--=x", "unknown_option", "unknown option '--'", "" },
		{ "-fz", "unknown_option", "unknown option '-z'", "" },
		{ "-f?", "unknown_option", "unknown option '-?'", "" },
		{ "-f-", "unknown_option", "unknown option '--'", "" },
		{ "-:", "unknown_option", "unknown option '-:'", "" },
		{ "-5", "unknown_option", "unknown option '-5'",
		  "put '--' before operands that start with '-'" },
		{ "-\xc3\xa9", "unknown_option",
		  "unknown option in '-\xc3\xa9'", "" },
		{ "--str", "missing_value", "option '--str' needs a value",
		  "--str FILE" },
		{ "-fs", "missing_value", "option '-s' needs a value",
		  "-s FILE" },
		{ "--flag=1", "unexpected_value",
		  "option '--flag' takes no value", "" },
		{ "--version=2", "unexpected_value",
		  "option '--version' takes no value", "" },
		{ "--format xml", "bad_value",
		  "option '--format' takes one of its words, not 'xml'",
		  "one of csv, ndjson, json" },
		{ "--format cs", "bad_value", NULL,
		  "one of csv, ndjson, json" },
		{ "--format=", "bad_value", NULL, "one of csv, ndjson, json" },
		{ "--maybe-one-of-the-words=three", "bad_value", NULL,
		  "one of one, two" },
		{ "--help=html", "bad_value", NULL,
		  "one of text, mdoc, exit, bash, zsh, fish" },
		{ "-n x", "bad_value", "option '-n' takes a number, not 'x'",
		  "" },
		{ "--num=", "bad_value", NULL, "" },
		{ "--num=1x", "bad_value", NULL, "" },
		{ "--whole-number=-1", "bad_value", NULL, "" },
		{ "--whole-number=1.5", "bad_value",
		  "option '--whole-number' takes a whole number from 0, not "
		  "'1.5'",
		  "" },
		{ "--whole-number=1e300", "bad_value", NULL, "" },
		{ "--whole-number=x", "bad_value", NULL, "" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct run r;

		parse(&r, bad[i].line);
		ok(r.result == ALGO_OPT_FAILED && r.err.set &&
			   r.err.cls == ALGO_E_USAGE &&
			   algo_err_exit(&r.err) == 2 &&
			   is(r.err.code, bad[i].code) &&
			   (!bad[i].msg || is(r.err.msg, bad[i].msg)) &&
			   (!bad[i].hint || is(r.err.hint, bad[i].hint)),
		   "'%s' refused: %s (%s)", bad[i].line, r.err.msg, r.err.hint);
		release(&r);
	}
}

static int is_name(const char *s, size_t n)
{
	for (const struct algo_opt *row = rows; row->type != ALGO_OPT_LAST;
	     row++)
		if (row->name && strlen(row->name) == n &&
		    memcmp(row->name, s, n) == 0)
			return 1;
	return 0;
}

/* Every abbreviation of every long option is refused. */
static void test_abbreviations(void)
{
	int bad = 0;

	for (const struct algo_opt *row = rows; row->type != ALGO_OPT_LAST;
	     row++) {
		size_t len = row->name ? strlen(row->name) : 0;

		for (size_t n = 1; n < len; n++) {
			char line[64];
			struct run r;

			if (is_name(row->name, n))
				continue;
			snprintf(line, sizeof(line), "--%.*s=1", (int)n,
				 row->name);
			parse(&r, line);
			bad += r.result != ALGO_OPT_FAILED ||
			       !is(r.err.code, "unknown_option");
			release(&r);
			line[strlen(line) - 2] = '\0';
			parse(&r, line);
			bad += r.result != ALGO_OPT_FAILED ||
			       !is(r.err.code, "unknown_option");
			release(&r);
		}
	}
	ok(bad == 0, "abbreviations refused: %d were not", bad);
}

static void test_help(void)
{
	struct run r;
	size_t widest = 0;

	parse(&r, "-h --no-such -n x");
	ok(r.result == ALGO_OPT_WANTS_HELP && !r.err.set,
	   "-h wins over what follows");
	ok(strncmp(algo_buf_str(&r.text),
		   "Usage: algo-test [options] FILE...\n"
		   "Tries what options can be.\n\nOptions:\n  -f, --flag  ",
		   80) == 0,
	   "it starts with the usage");
	ok(strstr(algo_buf_str(&r.text), "\nMore:\n") != NULL &&
		   strstr(algo_buf_str(&r.text), "\nAll tools:\n") != NULL,
	   "groups");
	ok(strstr(algo_buf_str(&r.text), "\n\nExamples:\n  algo-test x\n") !=
		   NULL,
	   "the text after the options");
	for (const char *p = algo_buf_str(&r.text); *p;) {
		size_t n = strcspn(p, "\n");

		widest = n > widest ? n : widest;
		p += n + 1;
	}
	ok(widest < 80 && widest > 60, "the widest line has %zu bytes", widest);
	release(&r);
	parse(&r, "-fV --nothing");
	ok(r.result == ALGO_OPT_WANTS_VERSION, "-V");
	release(&r);
	parse(&r, "a --help");
	ok(r.result == ALGO_OPT_WANTS_HELP && r.text.len > 0, "--help");
	release(&r);
	parse(&r, "-hf");
	ok(r.result == ALGO_OPT_WANTS_HELP && r.text.len > 0,
	   "-h in a cluster");
	release(&r);
}

/* Every row is in every form: as form's text before its name. */
static void test_every_row(void)
{
	static const struct {
		const char *form, *before_key, *before_name;
	} forms[] = {
		{ "text", " -", " --" },    { "mdoc", "Fl ", "Fl Fl " },
		{ "bash", "-", "--" },	    { "zsh", "-", "--" },
		{ "fish", " -s ", " -l " },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		char want[96];
		struct run r;

		snprintf(want, sizeof(want), "--help=%s", forms[i].form);
		parse(&r, want);
		ok(r.result == ALGO_OPT_WANTS_HELP && r.text.len > 0, "%s",
		   want);
		for (const struct algo_opt *row = rows;
		     row->type != ALGO_OPT_LAST; row++) {
			const char *s = algo_buf_str(&r.text);
			char name[64];
			size_t n = 0;

			if (row->type == ALGO_OPT_GROUP)
				continue;
			snprintf(want, sizeof(want), "%s%c",
				 forms[i].before_key, row->key);
			ok(!row->key || strstr(s, want), "%s has -%c",
			   forms[i].form, row->key ? row->key : '0');
			if (!row->name)
				continue;
			for (const char *p = row->name; *p && n < 60; p++) {
				if (*p == '-' && i == 1)
					name[n++] = '\\';
				name[n++] = *p;
			}
			name[n] = '\0';
			snprintf(want, sizeof(want), "%s%s",
				 forms[i].before_name, name);
			if (i == 1 && strlen(row->name) <= 3)
				snprintf(want, sizeof(want), "Fl Fl \\&%s",
					 name);
			ok(strstr(s, want) != NULL, "%s has --%s",
			   forms[i].form, row->name);
		}
		release(&r);
	}
}

static void test_exits(void)
{
	struct run r;

	parse(&r, "--help=exit");
	ok(r.result == ALGO_OPT_WANTS_HELP, "--help=exit");
	for (int o = 0; o < ALGO_ORIGIN_COUNT; o++) {
		char want[256];

		snprintf(want, sizeof(want), ".It %d\n%.30s",
			 algo_origin_exit((enum algo_origin)o),
			 algo_origin_text((enum algo_origin)o));
		want[strcspn(want, ";:")] = '\0';
		ok(strstr(algo_buf_str(&r.text), want) != NULL,
		   "exit status %d", algo_origin_exit((enum algo_origin)o));
	}
	release(&r);
}

/* No line of the manual starts with a stray control character, is too long or
 * ends in a blank. */
static void test_mdoc_lines(void)
{
	struct run r;
	int bad = 0;

	parse(&r, "--help=mdoc");
	for (const char *p = algo_buf_str(&r.text); *p;) {
		size_t n = strcspn(p, "\n");

		bad += n == 0 || n > 80 || p[n - 1] == ' ' || p[0] == '\'';
		bad += p[0] == '.' && strncmp(p, ".It ", 4) != 0 &&
		       strncmp(p, ".Bl -tag -width Ds\n", 19) != 0 &&
		       strncmp(p, ".El\n", 4) != 0 &&
		       strncmp(p, ".Ss ", 4) != 0;
		p += n + 1;
	}
	ok(bad == 0, "mdoc lines: %d bad", bad);
	ok(strstr(algo_buf_str(&r.text), "\\&.dot first, then \\-\\-flag, "
					 "a\\ebackslash, \\(dqdouble\\(dq and "
					 "\\(ti/x\\(ha2.\n") != NULL,
	   "mdoc text is escaped");
	ok(strstr(algo_buf_str(&r.text),
		  ".It Fl m , Fl Fl maybe Ns Oo = Ns Ar FORM Oc\n") != NULL,
	   "an optional value in mdoc");
	ok(strstr(algo_buf_str(&r.text),
		  ".It Fl o , Fl Fl output Ns = Ns Ar FILE\n") != NULL,
	   "a value in mdoc");
	release(&r);
}

int main(void)
{
	test_forms();
	test_types();
	test_refused();
	test_abbreviations();
	test_help();
	test_every_row();
	test_exits();
	test_mdoc_lines();
	return done();
}
