/* run.h - one run: bars and a strategy in, the result document out.
 *
 * What algo-run does, for every tool that needs it: open the bars, read the
 * strategy against their columns, replay, count, judge, write.
 */
#ifndef ALGO_RUN_H
#define ALGO_RUN_H

#include <algo/engine.h>
#include <algo/stat.h>

/* An account option as the command line gave it. */
struct algo_choice {
	const char *key, *text;
};

/* Bars of a file each for several symbols. */
struct algo_run_source {
	char symbol[256]; /* "": bars as they come */
	const char *path; /* borrowed */
};
/* From "SYMBOL=FILE" each, or one FILE alone.  usage_error "bad_value",
 * "conflict".  *v is the caller's to free, whatever comes back. */
int algo_run_sources(const struct algo_strs *data, struct algo_run_source **v,
		     size_t *n, struct algo_err *err);

struct algo_run_opt {
	const char *bars; /* path, "-" for standard input */
	const struct algo_run_source *sources; /* in place of it, or NULL */
	size_t nsources;
	/* The strategy: a text, a list of actions (path) or target positions
	 * (column). */
	const char *text;
	size_t len;
	const char *file; /* of the text, for errors */
	const char *actions;
	const char *signals;
	const struct algo_strs *params;
	const struct algo_choice *account;
	size_t naccount;
	int compat;
	int fractional;	    /* parts of a unit can be ordered */
	double warmup;	    /* NaN: found */
	int64_t from, to;   /* ALGO_WHEN_NONE: open */
	const char *symbol; /* the one that trades; the others are data.  NULL:
			       all of them do, in one account */
	/* CSV of what happened; NULL: not wanted. */
	struct algo_out *orders, *trades, *equity;
	struct algo_out *events; /* NDJSON, likewise */
	/* Bars keep coming: outputs are flushed whenever the input waits, and
	 * SIGINT and SIGTERM end the bars instead of the process. */
	int follow;
	const char *state; /* path, or NULL: bars of earlier runs come first;
			      events are of the new ones alone */
	int with_trades;
	int reproducible;
	const struct algo_watch *watch;	    /* of the bars, or NULL */
	const struct algo_stat_setup *stat; /* of the metrics; NULL: the
					       default set */
	const char *benchmark;		    /* path, or NULL */
};

struct algo_run;

/* Opens everything and checks it; the bars are read up to their header.
 * NULL: the reasons are in errs. */
struct algo_run *algo_run_open(const struct algo_run_opt *opt,
			       struct algo_errs *errs);
/* Reads and checks the text and the account options alone, without bars; adds
 * the canonical form unless that is NULL.  0; -1 and the reasons in errs. */
int algo_run_check(const struct algo_run_opt *opt, struct algo_buf *canonical,
		   struct algo_errs *errs);
/* Replays the bars.  -1: the run broke off (bad bars, a write failed): the
 * reason is in errs and there is no result.  Otherwise 0, also when the run
 * was no success: the judgement (warnings and runtime errors) is in errs. */
int algo_run_play(struct algo_run *r, struct algo_errs *errs);
/* Behind algo_run_play, when the outputs are in place: the bars into
 * opt.state. */
int algo_run_save(struct algo_run *r, struct algo_err *err) ALGO_MUST_USE;
void algo_run_free(struct algo_run *r);

/* In place of the replay: what decides the first strategy step, as a table or
 * as one JSON object {"algo":1,"kind":"warmup","warmup":W,"first_step":W+1,
 * "decided_by":"data|option|document","calls":[{"expression","bars","decides",
 * "used_in":[pointers]}]}, with null for what never is.  Of a run of a
 * strategy. -1 and the reason in errs. */
int algo_run_explain(struct algo_run *r, int json, struct algo_buf *out,
		     struct algo_errs *errs);

const struct algo_stat *algo_run_stat(const struct algo_run *r);
/* The result document; indent 0: one line.  With a line end. */
void algo_run_json(struct algo_run *r, int indent, struct algo_buf *out);
/* The same for people. */
void algo_run_table(const struct algo_run *r, const struct algo_look *look,
		    struct algo_buf *out);

/* The JSON Schemas of strategy and result, indented, with a line end: from the
 * tables that these documents are read by and written from. */
void algo_schema_strategy(struct algo_buf *out);
void algo_schema_result(struct algo_buf *out);

/* A strategy document from the rules of a command line; NULL is left out. */
void algo_oneliner(const char *entry, const char *exit, const char *short_entry,
		   const char *short_exit, struct algo_buf *out);

#endif
