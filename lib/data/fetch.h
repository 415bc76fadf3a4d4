/* fetch.h - what the parts of algo-fetch owe each other */
#ifndef DATA_FETCH_H
#define DATA_FETCH_H

#include <algo/data.h>

struct frames {
	struct algo_frame *v;
	size_t n;
	size_t cap;
	int has_symbol; /* a column told the names */
};
/* An empty frame at the end. */
struct algo_frame *algo_frames_add(struct frames *f);
void algo_frames_release(struct frames *f);
/* All bars, by time, then by order of the frames. */
int algo_frames_write(const struct frames *f, int with_symbol, int ndjson,
		      struct algo_out *out, struct algo_err *err);

/* What is done to a CSV. */
struct csv_ask {
	int64_t start; /* ALGO_WHEN_NONE: open */
	int64_t end;
	const char *symbol; /* the one to take, or the name to give */
	int keep;
	int ndjson;
	struct algo_errs *notes;
};
int algo_fetch_csv_stream(struct algo_in *in, const struct csv_ask *ask,
			  struct algo_out *out, struct algo_err *err);
/* Copies rows that are canonical already, before the first algo_csv_next.  1:
 * that was all of the input; 0: the reader goes on, and when *held is set its
 * first row was copied; *days: times are dates. */
int algo_fetch_fast(struct algo_csv *c, struct algo_out *out, int *days,
		    int *held, struct algo_err *err);
/* A frame for each symbol; name for bars that have none. */
int algo_fetch_csv_load(struct algo_in *in, const char *name,
			const struct csv_ask *ask, struct frames *frames,
			struct algo_err *err);

/* What is behind the address as an input, its name fit to be shown. */
int algo_fetch_url(const char *url, struct algo_in *in, struct algo_err *err);

/* When the bar that opened at t is over. */
int64_t algo_bar_end(int64_t t, const struct algo_interval *iv);

/* Rows left out (info null_row) and rows with holes (warning partial_row). */
void algo_fetch_note(struct algo_errs *notes, const char *what,
		     size_t null_rows, size_t partial_rows);

#endif
