/* option.c - fuzz target: any text as the values of options (dates, spans,
 * numbers, intervals), and its lines as a command line */
#include "fuzz.h"
#include <algo/data.h>
#include <math.h>

#define WORDS 16

struct options {
	int flag, choice, form, maybe_form;
	const char *file, *maybe;
	struct algo_strs list;
	double num;
	long long count;
	struct algo_common common;
};

/* clang-format off */
static const struct algo_opt rows[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Fuzz", NULL },
	{ 'f', "flag", ALGO_OPT_FLAG, offsetof(struct options, flag), NULL, "A flag", NULL },
	{ 'd', "data", ALGO_OPT_STR, offsetof(struct options, file), "FILE", "A file", NULL },
	{ 'l', "list", ALGO_OPT_LIST, offsetof(struct options, list), "TEXT", "A list", NULL },
	{ 'n', "num", ALGO_OPT_NUM, offsetof(struct options, num), "N", "A number", NULL },
	{ 'c', "count", ALGO_OPT_INT, offsetof(struct options, count), "N", "A count", NULL },
	{ 0, "choice", ALGO_OPT_CHOICE, offsetof(struct options, choice), "FORM", "A form", "csv|ndjson" },
	{ 0, "maybe", ALGO_OPT_MAYBE, offsetof(struct options, maybe), "TEXT", "A text", NULL },
	{ 0, "maybe-form", ALGO_OPT_MAYBE_CHOICE, offsetof(struct options, maybe_form), "FORM", "A form", "a|b" },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

/* The lines of text as arguments; they are cut at their ends. */
static void command_line(char *text)
{
	static const struct algo_cmd cmd = { "fuzz", "[options]", "Fuzzes.",
					     rows, NULL };
	struct options o = { .num = NAN };
	struct algo_strs operands = { NULL, 0, 0 };
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	char name[] = "fuzz", *argv[WORDS + 2];
	enum algo_opt_result rc;
	int argc = 0;

	argv[argc++] = name;
	while (text && argc <= WORDS) {
		char *nl = strchr(text, '\n');

		if (nl)
			*nl = '\0';
		argv[argc++] = text;
		text = nl ? nl + 1 : NULL;
	}
	argv[argc] = NULL;
	rc = algo_opt_parse(&cmd, argc, argv, &o, &operands, &out, &err);
	must((rc == ALGO_OPT_FAILED) == (err.set != 0));
	if (err.set) {
		must(algo_err_exit(&err) == 2);
		told(&err);
	} else {
		must(o.count >= 0 && o.choice >= 0 && o.choice < 2);
		must(operands.n < (size_t)argc);
	}
	algo_strs_release(&operands);
	algo_strs_release(&o.list);
	algo_buf_release(&out);
}

static void values(const char *text)
{
	const int64_t now = 1711897200 * ALGO_US;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_interval iv;
	enum algo_stamp kind;
	char out[ALGO_WHEN_MAX];
	int64_t us;
	double v;

	if (!algo_when_option(text, now, &us, &kind) &&
	    kind != ALGO_STAMP_INDEX)
		must(algo_when_print(out, us, NULL) > 0);
	if (algo_range_start(text, now, &us, &err))
		told(&err);
	if (!algo_num_human(text, strlen(text), &v))
		must(isfinite(v) != 0);
	if (!algo_interval_parse(text, strlen(text), &iv))
		must(iv.count > 0 && algo_interval_us(&iv) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	values(text);
	command_line(text);
	algo_free(text);
	return 0;
}
