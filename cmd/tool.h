/* tool.h - the frame round every tool: options in, errors out, exit status.
 *
 *     int main(int argc, char **argv)
 *     {
 *             struct options o = OPTIONS_INIT;
 *             struct algo_tool tool;
 *             int rc;
 *
 *             if (algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
 *                     return algo_tool_end(&tool);
 *             rc = run(&o, &tool);   (fails with algo_tool_fail)
 *             return algo_tool_end(&tool);
 *     }
 */
#ifndef CMD_TOOL_H
#define CMD_TOOL_H

#include "progress.h"

#include <algo/base.h>

struct algo_tool {
	const struct algo_cmd *cmd;
	struct algo_common *common;
	struct algo_strs args; /* operands */
	int status;	       /* exit status so far; the first failure wins */
	struct algo_progress progress; /* give inputs its watch */
};

/* Prepares descriptors and signals, parses the command line.  Non-zero when
 * the tool is done already: help or version were printed (a failed write of
 * them is status 5), or the usage was wrong ("Try 'algo-x --help'", 2). */
int algo_tool_start(struct algo_tool *t, const struct algo_cmd *cmd,
		    void *options, struct algo_common *common, int argc,
		    char **argv);
/* Prints one record to stderr in the form that --errors asks for (carets on a
 * terminal), clears it; for errors sets the status.  Returns the status. */
int algo_tool_fail(struct algo_tool *t, struct algo_err *err);
/* A usage error of the tool's own; hint may be NULL. */
int algo_tool_usage(struct algo_tool *t, const char *what, const char *hint);
/* The same for every record of a list. */
int algo_tool_fail_all(struct algo_tool *t, struct algo_errs *errs);
/* Prints a record of severity warning or info; warnings are kept quiet by
 * --quiet, infos unless --verbose. */
void algo_tool_tell(struct algo_tool *t, struct algo_err *err);
/* Closes an output.  After a failure (bad) a file is left as it was; a stream
 * keeps its rows, unless it was the stream that failed. */
void algo_tool_close(struct algo_tool *t, struct algo_out *out, int bad);
/* Text to where --output says. */
int algo_tool_print(struct algo_tool *t, const struct algo_buf *text);
/* Refuses to wait for a person to type: a usage error when standard input,
 * where what ("bars") are read from, is a terminal.  Returns the status. */
int algo_tool_no_terminal(struct algo_tool *t, const char *what);
/* Releases and returns the exit status. */
int algo_tool_end(struct algo_tool *t);

#endif
