/* err.h - an error is a value with a class, a place, a hint and a fix-it.
 *
 * The caller owns a struct algo_err (fixed size, no allocation) or a list of
 * them and hands it down; the callee fills it and returns -1.  The library
 * never prints and never exits: the tools turn records into one line for
 * people or one JSON object a line for programs, and into an exit status.
 *
 *     struct algo_err err = ALGO_ERR_INIT;
 *     if (algo_csv_open(&csv, in, &err))
 *             return algo_tool_fail(&tool, &err);
 *
 * Messages: lower case, no full stop, what failed first, the subject in
 * 'single quotes'.  Bytes below 0x20 and invalid UTF-8 are replaced when a
 * record is formatted, so quoted input cannot harm a terminal.
 */
#ifndef ALGO_BASE_ERR_H
#define ALGO_BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

struct algo_buf;

/* Where a failure comes from; the exit status follows from it alone.
 * X(id, exit status, what EXIT STATUS in the manual says) */
/* clang-format off */
#define ALGO_ORIGIN_MAP(X)                                                    \
	X(NONE, 0, "Done.")                                                   \
	X(ANSWER, 1, "The answer is no: a condition did not hold, or nothing was found.") \
	X(USAGE, 2, "The command line is wrong.")                             \
	X(BARS, 3, "The input data are bad.")                                 \
	X(DOCUMENT, 4, "The strategy is bad; algo-fix may be able to mend it.") \
	X(IO, 5, "A file cannot be opened, read or written.")                 \
	X(NETWORK, 6, "The network or a model failed; worth a retry.")        \
	X(KEY, 7, "A key or a permission is missing.")                        \
	X(BUG, 70, "An error inside algo; please report it.")                 \
	X(MEMORY, 71, "Out of memory.")

enum algo_origin {
#define X(id, status, text) ALGO_O_##id,
	ALGO_ORIGIN_MAP(X)
#undef X
	ALGO_ORIGIN_COUNT
};
/* clang-format on */

/* X(id, class as printed, the origin it has unless another is set) */
/* clang-format off */
#define ALGO_CLASS_MAP(X)                                                     \
	X(IMPORT, "import_error", DOCUMENT)                                   \
	X(SYNTAX, "syntax_error", DOCUMENT)                                   \
	X(ATTRIBUTE, "attribute_error", DOCUMENT)                             \
	X(TYPE, "type_error", DOCUMENT)                                       \
	X(VALUE, "value_error", DOCUMENT)                                     \
	X(INDEX, "index_error", DOCUMENT)                                     \
	X(KEY, "key_error", DOCUMENT)                                         \
	X(RUNTIME, "runtime_error", DOCUMENT)                                 \
	X(TIMEOUT, "timeout_error", DOCUMENT)                                 \
	X(FILE, "file_error", IO)                                             \
	X(USAGE, "usage_error", USAGE)                                        \
	X(DATA, "data_error", BARS)                                           \
	X(NETWORK, "network_error", NETWORK)                                  \
	X(AUTH, "auth_error", KEY)                                            \
	X(INTERNAL, "internal_error", BUG)

enum algo_class {
#define X(id, name, origin) ALGO_E_##id,
	ALGO_CLASS_MAP(X)
#undef X
	ALGO_CLASS_COUNT
};
/* clang-format on */

enum algo_severity { ALGO_SEV_ERROR, ALGO_SEV_WARNING, ALGO_SEV_INFO };

/* A place.  line 0: none.  line and col count from 1; within the expression
 * when pointer names one, else within the file.  len in bytes. */
struct algo_place {
	char file[160];
	char pointer[128]; /* JSON pointer into a document, "" when none */
	unsigned long line;
	unsigned long col;
	unsigned long len;
};

/* A repair: replace len bytes from start (from 0, in the text that the place
 * names) by text.  Present when has is true. */
struct algo_fixit {
	int has;
	char pointer[128];
	size_t start;
	size_t len;
	char text[96];
};

struct algo_err {
	int set; /* 0: no error */
	enum algo_class cls;
	enum algo_origin origin;
	enum algo_severity severity;
	const char *code; /* a static string, stable: "unknown_function" */
	int sys;	  /* errno behind it, or 0 */
	struct algo_place at;
	char msg[256];
	char hint[192];	     /* what to do next, "" when none */
	char context[200];   /* the line or expression at fault, "" when none */
	size_t context_skip; /* bytes of it left out before context */
	struct algo_fixit fixit;
};

#define ALGO_ERR_INIT    \
	{                \
		.set = 0 \
	}

#if defined(__GNUC__)
#define ALGO_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define ALGO_MUST_USE __attribute__((warn_unused_result))
#else
#define ALGO_PRINTF(f, a)
#define ALGO_MUST_USE
#endif

/* Fills *err (which must not hold an error yet: asserted) and returns -1.
 * code must outlive err; use a literal.  err may be NULL: only -1. */
int algo_err_set(struct algo_err *err, enum algo_class cls, const char *code,
		 const char *fmt, ...) ALGO_PRINTF(4, 5);
int algo_err_vset(struct algo_err *err, enum algo_class cls, const char *code,
		  const char *fmt, va_list ap) ALGO_PRINTF(4, 0);
/* The same for a failed system call: file_error, code from errno
 * ("no_such_file", "is_directory", "no_space", "permission", "io_error"),
 * the text of errno added after the message. */
int algo_err_sys(struct algo_err *err, int sys, const char *fmt, ...)
	ALGO_PRINTF(3, 4);
/* Additions to an error that is set; each returns -1. */
int algo_err_file(struct algo_err *err, const char *file);
int algo_err_pos(struct algo_err *err, unsigned long line, unsigned long col,
		 unsigned long len);
int algo_err_pointer(struct algo_err *err, const char *pointer);
int algo_err_hint(struct algo_err *err, const char *fmt, ...) ALGO_PRINTF(2, 3);
/* Of a long text the part around the column is kept: set the place first. */
int algo_err_context(struct algo_err *err, const char *text, size_t len);
int algo_err_fixit(struct algo_err *err, size_t start, size_t len,
		   const char *text);
int algo_err_origin(struct algo_err *err, enum algo_origin origin);
void algo_err_clear(struct algo_err *err);

const char *algo_class_name(enum algo_class cls);
int algo_origin_exit(enum algo_origin origin);
const char *algo_origin_text(enum algo_origin origin);
const char *algo_severity_name(enum algo_severity s);
int algo_err_exit(const struct algo_err *err);

/* "tool: file:pointer:line:col: class: message (hint)\n"; with caret the
 * context follows on a line of its own with carets under the span. */
void algo_err_text(const struct algo_err *err, const char *tool, int caret,
		   struct algo_buf *out);
/* One JSON object and a newline, as DESIGN.md has it; absent fields left
 * out. */
void algo_err_json(const struct algo_err *err, const char *tool,
		   struct algo_buf *out);

/* A growing list, in the order of finding; errors beyond ALGO_ERRS_MAX are
 * counted in dropped. */
#define ALGO_ERRS_MAX 200
struct algo_errs {
	struct algo_err *v;
	size_t n;
	size_t cap;
	size_t dropped;
	size_t errors; /* of severity error, dropped ones included */
	size_t dropped_errors;
	int pending; /* the scratch record is not counted yet */
};
/* A cleared record to fill, owned by the list, valid until the next add; a
 * scratch record beyond the limit.  Never NULL. */
struct algo_err *algo_errs_add(struct algo_errs *list);
/* Moves *err to the list and clears it. */
void algo_errs_take(struct algo_errs *list, struct algo_err *err);
/* Adds a note (severity info): what was done, for --verbose. */
void algo_errs_note(struct algo_errs *list, const char *code, const char *fmt,
		    ...) ALGO_PRINTF(3, 4);
/* Counts the severities again: after filling records got from _add. */
size_t algo_errs_count(struct algo_errs *list);
/* Exit status of the first error of the list; 0 when there is none. */
int algo_errs_exit(const struct algo_errs *list);
void algo_errs_release(struct algo_errs *list);

/* The nearest of names to text by edit distance, or NULL when none is near
 * (more than a third of the letters differ).  Case is ignored. */
struct algo_near {
	const char *best;
	size_t cost;
	int tied; /* another name is as near: best is only the first of them */
};
void algo_near_try(struct algo_near *near, const char *text, size_t len,
		   const char *candidate);
const char *algo_near_best(const struct algo_near *near);

#endif
