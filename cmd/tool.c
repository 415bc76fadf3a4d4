/* tool.c - the frame round every tool: the only place that prints errors */
#include "tool.h"

#include <algo/version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)1 << 20)

/* For the handler of ended memory, which is given nothing else. */
static const struct algo_tool *running;

static int wants_json(const struct algo_tool *t)
{
	return t->common && t->common->errors == 1;
}

/* Nothing may be allocated here; exit() unlinks unfinished files. */
static void out_of_memory(size_t wanted)
{
	const char *name = running ? running->cmd->name : "algo";
	char line[256];
	int n;

	(void)wanted;
	if (running && wants_json(running))
		n = snprintf(line, sizeof(line),
			     "{\"kind\":\"error\",\"tool\":\"%s\","
			     "\"class\":\"internal_error\","
			     "\"code\":\"out_of_memory\","
			     "\"severity\":\"error\","
			     "\"message\":\"out of memory\"}\n",
			     name);
	else
		n = snprintf(line, sizeof(line), "%s: out of memory\n", name);
	if (n > 0 && (size_t)n < sizeof(line))
		algo_io_stderr(line, (size_t)n);
	exit(algo_origin_exit(ALGO_O_MEMORY));
}

/* "Try ..." on the line of the record, or below its carets. */
static void add_try(const struct algo_tool *t, struct algo_buf *text)
{
	const char *end =
		text->len > 0 ? memchr(text->data, '\n', text->len) : NULL;

	if (end == text->data + text->len - 1) {
		text->len--;
		algo_buf_adds(text, ". ");
	}
	algo_buf_addf(text, "Try '%s --help'.\n", t->cmd->name);
}

/* One record is one write. */
static void print_record(struct algo_tool *t, const struct algo_err *err)
{
	struct algo_buf text = ALGO_BUF_INIT(TEXT_MAX);

	algo_progress_clear(&t->progress);
	if (wants_json(t)) {
		algo_err_json(err, t->cmd->name, &text);
	} else {
		algo_err_text(err, t->cmd->name, isatty(STDERR_FILENO), &text);
		if (err->origin == ALGO_O_USAGE &&
		    err->severity == ALGO_SEV_ERROR && text.len > 0)
			add_try(t, &text);
	}
	algo_io_stderr(algo_buf_str(&text), text.len);
	algo_buf_release(&text);
}

int algo_tool_fail(struct algo_tool *t, struct algo_err *err)
{
	if (!err->set)
		algo_err_set(err, ALGO_E_INTERNAL, "no_reason",
			     "something failed without saying why");
	if (err->severity != ALGO_SEV_ERROR) {
		algo_tool_tell(t, err);
		return t->status;
	}
	print_record(t, err);
	if (t->status == 0)
		t->status = algo_err_exit(err);
	algo_err_clear(err);
	return t->status;
}

int algo_tool_usage(struct algo_tool *t, const char *what, const char *hint)
{
	struct algo_err err = ALGO_ERR_INIT;

	algo_err_set(&err, ALGO_E_USAGE, "bad_usage", "%s", what);
	if (hint)
		algo_err_hint(&err, "%s", hint);
	return algo_tool_fail(t, &err);
}

int algo_tool_fail_all(struct algo_tool *t, struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		algo_tool_fail(t, &errs->v[i]);
	if (errs->dropped > 0) {
		struct algo_err more = ALGO_ERR_INIT;

		algo_err_set(&more, ALGO_E_RUNTIME, "more_errors",
			     "%zu more errors are not shown", errs->dropped);
		more.severity = ALGO_SEV_WARNING;
		algo_tool_tell(t, &more);
	}
	errs->n = 0;
	errs->dropped = 0;
	errs->errors = 0;
	return t->status;
}

void algo_tool_tell(struct algo_tool *t, struct algo_err *err)
{
	int show;

	if (!err->set)
		return;
	if (err->severity == ALGO_SEV_ERROR) {
		algo_tool_fail(t, err);
		return;
	}
	if (err->severity == ALGO_SEV_WARNING)
		show = !t->common || !t->common->quiet;
	else
		show = t->common && t->common->verbose && !t->common->quiet;
	if (show)
		print_record(t, err);
	algo_err_clear(err);
}

void algo_tool_close(struct algo_tool *t, struct algo_out *out, int bad)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (bad && (!algo_out_is_stdout(out) || algo_out_failed(out)))
		algo_out_abort(out);
	else if (algo_out_close(out, &err))
		algo_tool_fail(t, &err);
}

int algo_tool_print(struct algo_tool *t, const struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open(t->common->output, &err);

	if (!out)
		return algo_tool_fail(t, &err);
	algo_out_add(out, text->data, text->len);
	return algo_out_close(out, &err) ? algo_tool_fail(t, &err) : 0;
}

int algo_tool_no_terminal(struct algo_tool *t, const char *what)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!isatty(STDIN_FILENO))
		return 0;
	algo_err_set(&err, ALGO_E_USAGE, "no_input",
		     "%s are read from standard input, which is a terminal",
		     what);
	return algo_tool_fail(t, &err);
}

/* Help and version are output as any other: a failed write is an error. */
static void print_text(struct algo_tool *t, const char *s, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open(NULL, &err);

	if (!out) {
		algo_tool_fail(t, &err);
		return;
	}
	algo_out_add(out, s, n);
	if (algo_out_close(out, &err))
		algo_tool_fail(t, &err);
}

static void print_version(struct algo_tool *t)
{
	char line[128];
	int n = snprintf(line, sizeof(line), "%s %s\n", t->cmd->name,
			 ALGO_VERSION);

	if (n > 0 && (size_t)n < sizeof(line))
		print_text(t, line, (size_t)n);
}

/* --errors=json counts for a usage error before it as well. */
static int json_ahead(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--errors=json") == 0)
			return 1;
		if (strcmp(argv[i], "--errors") == 0 && i + 1 < argc &&
		    strcmp(argv[i + 1], "json") == 0)
			return 1;
	}
	return 0;
}

int algo_tool_start(struct algo_tool *t, const struct algo_cmd *cmd,
		    void *options, struct algo_common *common, int argc,
		    char **argv)
{
	struct algo_buf text = ALGO_BUF_INIT(TEXT_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	int done = 1;

	memset(t, 0, sizeof(*t));
	t->cmd = cmd;
	t->common = common;
	running = t;
	algo_io_start();
	algo_mem_handler(out_of_memory);
	switch (algo_opt_parse(cmd, argc, argv, options, &t->args, &text,
			       &err)) {
	case ALGO_OPT_DONE:
		done = 0;
		algo_progress_start(&t->progress, cmd->name, common);
		break;
	case ALGO_OPT_WANTS_HELP:
		print_text(t, algo_buf_str(&text), text.len);
		break;
	case ALGO_OPT_WANTS_VERSION:
		print_version(t);
		break;
	case ALGO_OPT_FAILED:
	default:
		if (common && json_ahead(argc, argv))
			common->errors = 1;
		algo_tool_fail(t, &err);
		break;
	}
	algo_buf_release(&text);
	return done;
}

int algo_tool_end(struct algo_tool *t)
{
	running = NULL;
	algo_progress_end(&t->progress);
	algo_strs_release(&t->args);
	return t->status;
}
