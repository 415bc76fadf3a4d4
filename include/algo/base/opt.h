/* opt.h - one row an option: parsing, usage, --help, mdoc and completions.
 *
 * A command is a const table of rows whose offsets point into the command's
 * own options struct.  Parsing goes through getopt_long; abbreviated long
 * options are refused, values of optional arguments are taken with '=' only,
 * options after operands are accepted, "--" ends options.  An unknown option
 * names the nearest one.
 *
 *     struct options { int quiet; const char *data; double cash; };
 *     static const struct algo_opt opts[] = {
 *         { 'd', "data", ALGO_OPT_STR, offsetof(struct options, data),
 *           "FILE", "Read bars from FILE", NULL },
 *         ALGO_OPT_COMMON(struct options, common),
 *         ALGO_OPT_END
 *     };
 */
#ifndef ALGO_BASE_OPT_H
#define ALGO_BASE_OPT_H

#include <algo/base/buf.h>
#include <algo/base/err.h>
#include <stddef.h>

enum algo_opt_type {
	ALGO_OPT_LAST,	       /* ends a table */
	ALGO_OPT_GROUP,	       /* a heading in --help: help is its text */
	ALGO_OPT_FLAG,	       /* int, set to 1 */
	ALGO_OPT_STR,	       /* const char *, borrowed from argv; last wins */
	ALGO_OPT_LIST,	       /* struct algo_strs, in order, not split */
	ALGO_OPT_NUM,	       /* double, as algo_num_human */
	ALGO_OPT_INT,	       /* long long, >= 0, as algo_num_human, whole */
	ALGO_OPT_CHOICE,       /* int: index into choices "a|b|c" */
	ALGO_OPT_MAYBE,	       /* const char *: "" when given without '=' */
	ALGO_OPT_MAYBE_CHOICE, /* int: index + 1 into choices; given without
				  '=': 1, the first */
	ALGO_OPT_HELP,	       /* -h, --help[=FORM] */
	ALGO_OPT_VERSION
};

struct algo_opt {
	char key; /* short letter or 0 */
	const char *name;
	enum algo_opt_type type;
	size_t offset;
	const char *arg;     /* "FILE", NULL for flags */
	const char *help;    /* a sentence without the full stop */
	const char *choices; /* "csv|ndjson", or NULL */
};
#define ALGO_OPT_END                  \
	{                             \
		.type = ALGO_OPT_LAST \
	}

struct algo_strs {
	const char **v;
	size_t n;
	size_t cap;
};
void algo_strs_add(struct algo_strs *s, const char *text);
void algo_strs_release(struct algo_strs *s);

/* What every tool takes; a member of its options struct. */
struct algo_common {
	const char *output; /* NULL: standard output */
	int quiet;
	int verbose;
	int errors;   /* 1: --errors=json */
	int progress; /* 0 auto, 1 bar, 2 json, 3 none */
};
/* clang-format off */
#define ALGO_OPT_COMMON(type, member)                                         \
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "All tools", NULL },              \
	{ 'o', "output", ALGO_OPT_STR,                                        \
	  offsetof(type, member) + offsetof(struct algo_common, output),      \
	  "FILE", "Write to FILE (beside it, then renamed); - is stdout",     \
	  NULL },                                                             \
	{ 'q', "quiet", ALGO_OPT_FLAG,                                        \
	  offsetof(type, member) + offsetof(struct algo_common, quiet), NULL, \
	  "Print errors only", NULL },                                        \
	{ 'v', "verbose", ALGO_OPT_FLAG,                                      \
	  offsetof(type, member) + offsetof(struct algo_common, verbose),     \
	  NULL, "Say on stderr what is done", NULL },                         \
	{ 0, "errors", ALGO_OPT_CHOICE,                                       \
	  offsetof(type, member) + offsetof(struct algo_common, errors),      \
	  "FORM", "Print errors as text (default) or as NDJSON records",      \
	  "text|json" },                                                      \
	{ 0, "progress", ALGO_OPT_MAYBE_CHOICE,                               \
	  offsetof(type, member) + offsetof(struct algo_common, progress),    \
	  "FORM", "Show progress; by default a bar on a terminal for long work", \
	  "bar|json|none" },                                                  \
	{ 'h', "help", ALGO_OPT_HELP, 0, "FORM",                              \
	  "Print this help; as mdoc or exit for the manual, or as a completion", \
	  "text|mdoc|exit|bash|zsh|fish" },                                   \
	{ 'V', "version", ALGO_OPT_VERSION, 0, NULL,                          \
	  "Print the version", NULL }
/* clang-format on */

struct algo_cmd {
	const char *name;     /* "algo-ind" */
	const char *synopsis; /* "[options] SPEC... [< bars.csv]" */
	const char *summary;  /* one sentence */
	const struct algo_opt *opts;
	const char *after; /* text after the options in --help: examples;
			      or NULL */
};

enum algo_opt_result {
	ALGO_OPT_FAILED = -1,
	ALGO_OPT_DONE = 0,
	ALGO_OPT_WANTS_HELP = 1, /* the text is in *text */
	ALGO_OPT_WANTS_VERSION = 2
};
/* Fills the struct at options; operands (borrowed from argv) go to *operands.
 * Choices keep what the struct held when not given.  ALGO_OPT_FAILED: a
 * usage_error with the option named and a hint; its codes are unknown_option,
 * missing_value, unexpected_value, bad_value.  Not to be called from two
 * threads at once: getopt_long keeps its state. */
enum algo_opt_result algo_opt_parse(const struct algo_cmd *cmd, int argc,
				    char **argv, void *options,
				    struct algo_strs *operands,
				    struct algo_buf *text,
				    struct algo_err *err);

void algo_opt_help(const struct algo_cmd *cmd, struct algo_buf *out);
/* Lists in mdoc, without the .Sh: for OPTIONS (a group is a .Ss) and for EXIT
 * STATUS. */
void algo_opt_mdoc(const struct algo_cmd *cmd, struct algo_buf *out);
void algo_opt_exits(struct algo_buf *out);
/* shell: "bash", "zsh" or "fish". */
void algo_opt_complete(const struct algo_cmd *cmd, const char *shell,
		       struct algo_buf *out);

#endif
