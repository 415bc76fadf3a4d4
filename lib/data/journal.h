/* journal.h - the parts of a journal, between its files */
#ifndef LIB_DATA_JOURNAL_H
#define LIB_DATA_JOURNAL_H

#include "csv.h"

#include <algo/base/lock.h>
#include <algo/journal.h>

/* Bars of the file by symbol and time: a hash of their text. */
struct journal_seen {
	uint64_t *key, *text;
	size_t slots;
};

/* Bars that were not new: how many, and the time of the first. */
struct journal_tally {
	uint64_t n;
	int64_t first;
};

struct algo_journal {
	char *path;
	struct algo_lock *lock;

	/* The file, as it was opened. */
	struct algo_json_doc *head; /* NULL: there is none */
	struct algo_in old_in;
	struct algo_csv *old; /* read to its end: columns, newest times */
	uint64_t old_bars;
	int64_t old_last;

	/* The file with what is to be added. */
	int exists;
	uint64_t bars;
	int64_t last;
	uint64_t file_sum;	/* of the body that is in the file */
	struct algo_xxh64 sum;	/* of that and the text */
	struct algo_xxh64 data; /* of the bytes as they came */
	int open;		/* the last of them was no line end */
	struct algo_buf text;	/* rows that are not in the file yet */
	size_t given;		/* of it */

	/* The new bars. */
	struct algo_in *in;
	struct algo_csv *csv;
	char *strategy, *name, *setup;
	size_t *slot;
	int *hint; /* of printing, by column */
	size_t ncols;
	int has_symbol;
	uint64_t mark;	/* bytes of in that are behind us */
	int64_t *until; /* by symbol: the newest time in the file */
	size_t nuntil, until_cap;
	struct algo_buf row;
	struct journal_seen seen;
	struct journal_tally again, differ, late;

	/* What is handed out. */
	struct algo_in past;
	int in_past;
	struct algo_in all_in;
	struct algo_csv *all;
};

/* journal_head.c: the first line.  Reads it from in (which stands behind it
 * then) into j->head; what it says into j. */
int algo_journal_head_read(struct algo_journal *j, struct algo_in *in,
			   struct algo_err *err);
/* Leaves the first line behind. */
int algo_journal_head_skip(struct algo_in *in, struct algo_err *err);
void algo_journal_head_write(const struct algo_journal *j,
			     struct algo_buf *out);
/* Strategy and setup of j against those of the file. */
int algo_journal_head_fits(const struct algo_journal *j, struct algo_err *err);
int algo_journal_damaged(const struct algo_journal *j, struct algo_err *err);
/* A time as the file has it. */
size_t algo_journal_time(const struct algo_journal *j, int64_t t,
			 char out[ALGO_WHEN_MAX]);

/* journal_seen.c: a bar that is not new, its text in j->row. */
int algo_journal_again(struct algo_journal *j, const char *symbol, int64_t time,
		       struct algo_err *err);

#endif
