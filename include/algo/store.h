/* store.h - the history: every run that algo-hist was given, in SQLite.
 *
 * One file with a write-ahead log, synchronous NORMAL; writers take the write
 * lock at once (BEGIN IMMEDIATE) and wait 5 s for others.  The file is made
 * 0600, its folders 0700.  Its layout has a version, older ones are brought
 * up when they are opened, newer ones are refused.
 *
 * Errors of the database are file_error (exit 5): "locked", "read_only",
 * "corrupt", "not_a_history", "newer_history", "no_space", "no_such_file" or
 * what the system says; they name the file, which then is as it was.
 */
#ifndef ALGO_STORE_H
#define ALGO_STORE_H

#include <algo/base.h>

#define ALGO_STORE_BUSY_MS 5000
#define ALGO_STORE_LINE_MAX ((size_t)16 << 20) /* bytes of a result line */

struct algo_store;

/* Where the history is: option, else $ALGO_HISTORY, else
 * $XDG_DATA_HOME/algo/history.db; for the caller to free.  NULL with err when
 * there is no home.  *chosen (may be NULL): somebody named it. */
char *algo_store_path(const char *option, int *chosen, struct algo_err *err);

enum algo_store_mode {
	ALGO_STORE_READ,  /* must exist; changed only when of an old version */
	ALGO_STORE_WRITE, /* made when missing */
	ALGO_STORE_EMPTY, /* holds nothing and is nowhere */
};
/* NULL on error.  busy_ms: how long others' locks are waited for. */
struct algo_store *algo_store_open(const char *path, enum algo_store_mode mode,
				   int busy_ms, struct algo_err *err);
void algo_store_close(struct algo_store *st);

/* --- Adding ------------------------------------------------------------- */

struct algo_add_counts {
	uint64_t lines; /* blank ones included */
	uint64_t stored;
	uint64_t known; /* same run.id and same bytes as a stored one */
	uint64_t bad;	/* no results, no reports of algo-fix */
};

/* A line without its end is set aside (in a temporary table: nothing is
 * locked) until algo_store_commit puts all that was into the history in one
 * transaction, or on failure nothing; then they are set aside no more.
 *
 * The id is run.id, the time run.timestamp.  A result without an id
 * (--reproducible) gets one of 12 hex digits made of its bytes and the time
 * of adding, so that adding it twice keeps both; one without a timestamp gets
 * the time of adding.  A line with the run.id of a stored one is not stored
 * again when its bytes are the same; when they differ its id gets a suffix
 * made of them.  A report of algo-fix ("kind":"fix") goes into a table of its
 * own (fixes), once.
 *
 * algo_store_stage returns 0; 1 for a line that is no result, with a
 * data_error (exit 3) "bad_json" or "not_a_result" whose line is 1; -1 for a
 * database that failed. */
int algo_store_stage(struct algo_store *st, const char *line, size_t n,
		     struct algo_err *err) ALGO_MUST_USE;
int algo_store_commit(struct algo_store *st, struct algo_add_counts *counts,
		      struct algo_err *err) ALGO_MUST_USE;

struct algo_add {
	const char *path; /* of the history */
	int busy_ms;
	struct algo_in *in;
	struct algo_out *out;
	/* Told of each bad line when it is met: a data_error with file and
	 * line, also "line_too_long"; and, when the history fails, of that.
	 * To be cleared by it. */
	void (*tell)(void *ctx, struct algo_err *err);
	void *ctx;
};
/* Passes the whole input to out, block by block as it comes and before the
 * database sees it, and stores its result lines in one transaction at its
 * end; blank lines are no lines.  A last line without line end counts.  The
 * input is passed on to its end whatever happens to the history, and stored
 * to its end whatever happens to the output: a failed output is reported by
 * algo_out_close, as a reader that left (SIGPIPE) is.
 *
 * SIGINT, SIGTERM and SIGHUP end the input: complete lines are stored, then
 * the process dies of the signal within this call.
 *
 * 0 also with bad lines (counts->bad); -1 when the history failed, which tell
 * was told and err is not, or with err when the input could not be read to its
 * end (what was read is stored). */
int algo_store_add(const struct algo_add *add, struct algo_add_counts *counts,
		   struct algo_err *err) ALGO_MUST_USE;

/* --- Asking ------------------------------------------------------------- */

enum algo_store_form {
	ALGO_STORE_TABLE, /* aligned, rounded, for people */
	ALGO_STORE_CSV,
	ALGO_STORE_NDJSON,
	ALGO_STORE_JSON, /* one array */
};

/* NULL and 0: no such condition.  Wrong ones are usage_errors. */
struct algo_query {
	const char *strategy; /* the name, whole */
	const char *symbol;
	const char *since; /* dates as all tools take them */
	const char *until; /* a date without time of day: its whole day */
	int success;
	int failed;
	const char *where; /* see algo_where in the manual */
	const char *sort;  /* a name, '-' before it: highest first */
	const char *by;	   /* of best; NULL: sharpe_ratio */
	long long limit;   /* rows; below 0: all (best: 10) */
	enum algo_store_form form;
};
#define ALGO_QUERY_INIT     \
	{                   \
		.limit = -1 \
	}

/* The runs, newest first, or as sort says; undefined values last. */
int algo_store_list(struct algo_store *st, const struct algo_query *q,
		    struct algo_out *out, struct algo_err *err) ALGO_MUST_USE;
/* The runs from the best to the worst by a metric; which side is better is
 * known of the metrics (a draw-down is negative, so higher is better; of a
 * volatility lower). */
int algo_store_best(struct algo_store *st, const struct algo_query *q,
		    struct algo_out *out, struct algo_err *err) ALGO_MUST_USE;
/* A row a strategy name: runs, how many succeeded, averages, best, last.
 * name NULL: all of them; an unknown one is a value_error "not_found" (exit
 * 1). */
int algo_store_stats(struct algo_store *st, const char *name,
		     const struct algo_query *q, struct algo_out *out,
		     struct algo_err *err) ALGO_MUST_USE;
/* One run by its id or the start of it.  NDJSON: the line as it was added;
 * JSON: the same, indented; CSV: its row of the list; table: name and value a
 * line.  value_error (exit 1) "not_found" or "ambiguous_id". */
int algo_store_show(struct algo_store *st, const char *id,
		    const struct algo_query *q, struct algo_out *out,
		    struct algo_err *err) ALGO_MUST_USE;
/* The lines as they were added, oldest first: adding them to an empty history
 * gives the same listing (results without run.id get new ids). */
int algo_store_export(struct algo_store *st, const struct algo_query *q,
		      struct algo_out *out, struct algo_err *err) ALGO_MUST_USE;

/* --- Strategies ---------------------------------------------------------- */

/* A document by its name and version. */
struct algo_saved {
	const char *name;
	const char *sha256; /* of the canonical form */
	const char *text;
	size_t len;
};
/* The next version of its name, from 1; the last one again when that is the
 * same strategy.  *version gets which. */
int algo_store_save(struct algo_store *st, const struct algo_saved *doc,
		    int64_t *version, struct algo_err *err) ALGO_MUST_USE;
/* "NAME" (the last version) or "NAME@VERSION"; the text as it was saved, added
 * to out.  value_error (exit 1) "not_found". */
int algo_store_get(struct algo_store *st, const char *which,
		   struct algo_buf *out, struct algo_err *err) ALGO_MUST_USE;
/* A row a name (name NULL), or a row a version of one. */
int algo_store_strategies(struct algo_store *st, const char *name,
			  const struct algo_query *q, struct algo_out *out,
			  struct algo_err *err) ALGO_MUST_USE;

#endif
