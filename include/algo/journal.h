/* journal.h - the bars that were seen, kept in a file between runs.
 *
 * A journal stands between the reader of new bars and whoever replays them:
 * it hands out a CSV of all bars, those of earlier runs first, and keeps the
 * new ones.  What is replayed is thus what one run over all bars would read.
 *
 * The file is a line of JSON, then canonical CSV of the columns that are
 * needed:
 *
 *     {"algo":1,"kind":"state","version":1,"by":VERSION,"strategy":SHA-256,
 *      "name":NAME,"setup":{...},"bars":N,"last":TIME,"data":XXH64 at work,
 *      "open":BOOL,"body":XXH64 of what follows,"sum":XXH64 of this line up to
 *      here}
 *     [symbol,]time,open,high,low,close[,...]
 *
 * Numbers are the shortest text that reads back.  "data" is the hash of the
 * bytes as they came, to be gone on with; open: they ended without a line end.
 */
#ifndef ALGO_JOURNAL_H
#define ALGO_JOURNAL_H

#include <algo/data.h>

#define ALGO_JOURNAL_VERSION 1

struct algo_journal;

/* Locks the file and reads it whole; one that is not there is an empty
 * journal.  NULL: file_error "in_use", data_error "not_state", "bad_state"
 * (cut short or changed), "newer_state". */
struct algo_journal *algo_journal_open(const char *path, struct algo_err *err);
/* Unlocks; what was not saved is lost. */
void algo_journal_free(struct algo_journal *j);

struct algo_journal_bind {
	struct algo_in *in;   /* the new bars, read up to their header */
	struct algo_csv *csv; /* opened with keep_lines */
	const char *strategy; /* identity of what drives the run */
	const char *name;     /* of it, for people */
	const char *setup;    /* a JSON object: what else must be the same */
	/* Columns beside symbol, time, open, high, low and close. */
	const char *const *columns;
	size_t ncolumns;
};
/* The file must be of the same strategy and setup and have the same columns:
 * usage_error "other_strategy", "other_setup", "other_columns".  in and csv
 * are borrowed. */
int algo_journal_bind(struct algo_journal *j, const struct algo_journal_bind *b,
		      struct algo_err *err) ALGO_MUST_USE;
/* All bars, after binding: of the file, then the new ones, which are handed
 * out as soon as they are there. */
struct algo_csv *algo_journal_csv(const struct algo_journal *j);

/* Bars in the file as it was opened, and the time of the newest. */
uint64_t algo_journal_bars(const struct algo_journal *j);
int64_t algo_journal_last(const struct algo_journal *j);
/* Of the bytes of header and bars that one run would have read: in lines as
 * they came, of later parts without header and without bars seen before. */
const struct algo_xxh64 *algo_journal_hash(const struct algo_journal *j);
/* Writes what was handed out: beside the file, then in its place. */
int algo_journal_save(struct algo_journal *j, struct algo_err *err);
/* Notes and warnings about bars that were seen before. */
void algo_journal_judge(const struct algo_journal *j, struct algo_errs *errs);

#endif
