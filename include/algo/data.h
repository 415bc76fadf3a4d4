/* data.h - bars: reading CSV as the world writes it, providers, fetching.
 *
 * The reader takes plain lines with one scalar pass and gives every other
 * line to libcsv, which is the arbiter; only the columns asked for are
 * parsed.  Rows come in blocks of at most ALGO_BLOCK; a block is handed over
 * as soon as the bytes that were read hold no more complete lines, so a live
 * feed gives blocks of one row.
 */
#ifndef ALGO_DATA_H
#define ALGO_DATA_H

#include <algo/base.h>
#include <algo/net.h>

#define ALGO_BLOCK 1024		/* most rows in a block */
#define ALGO_CSV_COLUMNS 4096	/* most columns */
#define ALGO_CSV_LINE (1 << 20) /* longest line in bytes */
#define ALGO_SYMBOLS 100000	/* most symbols */

enum algo_role {
	ALGO_ROLE_TIME,
	ALGO_ROLE_OPEN,
	ALGO_ROLE_HIGH,
	ALGO_ROLE_LOW,
	ALGO_ROLE_CLOSE,
	ALGO_ROLE_VOLUME,
	ALGO_ROLE_SYMBOL,
	ALGO_ROLE_COUNT
};
const char *algo_role_name(enum algo_role role); /* "open" */

struct algo_csv;

struct algo_csv_opt {
	int keep_lines; /* hand out the bytes of each row */
	int last;	/* algo-fetch itself: no hint to put it before */
};

/* Reads the header line: skips a BOM and blank lines, finds the delimiter
 * (, ; tab |), knows the roles by names in any case and order (time: time
 * date datetime timestamp; o h l c v and the words; symbol: symbol ticker).
 * NULL on error: file_error "empty" (of origin bars); data_error "no_header"
 * for a first line of nothing but numbers and times, "not_csv" (HTML, JSON,
 * binary: NUL bytes), "bad_encoding" (UTF-16), "dup_column",
 * "too_many_columns", "bad_quote", "line_too_long".  Names may be empty (a
 * delimiter at the end of every line is a column without a name).  in is
 * borrowed and must outlive the reader. */
struct algo_csv *algo_csv_open(struct algo_in *in,
			       const struct algo_csv_opt *opt,
			       struct algo_err *err);
void algo_csv_free(struct algo_csv *c);

char algo_csv_delim(const struct algo_csv *c);
/* The header's bytes without its line end. */
const char *algo_csv_header(const struct algo_csv *c, size_t *n);
size_t algo_csv_columns(const struct algo_csv *c);
const char *algo_csv_name(const struct algo_csv *c, size_t column);
/* -1 when there is none. */
int algo_csv_role(const struct algo_csv *c, enum algo_role role);
/* By exact name, else by name in any case, else as a role word. */
int algo_csv_find(const struct algo_csv *c, const char *name, size_t n);
/* A key_error "missing_column" (of origin bars) that names it and lists what
 * is there. */
int algo_csv_missing(const struct algo_csv *c, const char *name,
		     struct algo_err *err);

enum algo_want {
	ALGO_WANT_MAYBE, /* empty is NaN */
	ALGO_WANT_PRICE	 /* must be there and finite: data_error
			    "missing_value" with line and column */
};
/* Asks for a numeric column before the first algo_csv_next; returns its slot
 * in algo_rows.col (the same one when asked again). */
size_t algo_csv_want(struct algo_csv *c, size_t column, enum algo_want how);
/* Asks for time (when there is such a column) and symbol. */
void algo_csv_want_time(struct algo_csv *c);
void algo_csv_want_symbol(struct algo_csv *c);

/* Borrowed until the next call. */
struct algo_rows {
	size_t n;
	const int64_t *time;	  /* microseconds, or bar numbers; NULL if not
				     asked for or not there */
	const double *const *col; /* by slot, n values each */
	const uint32_t *symbol;	  /* ids from 0 by first appearance, or NULL */
	const char *text;   /* keep_lines: row i is text[from[i]..to[i]) */
	const size_t *from; /* without its line end */
	const size_t *to;
	const uint64_t *line; /* line numbers from 1 */
};
/* 1: a block; 0: the end; -1: an error, with line and column: data_error
 * "bad_number", "bad_time", "missing_value", "bad_row" (field count),
 * "bad_byte" (NUL), "bad_quote", "line_too_long", "dup_time", "out_of_order"
 * (times must ascend, per symbol), "bad_symbol" (longer than 255 bytes),
 * "too_many_symbols".  What algo-fetch could read has a hint that names it. The
 * rows before the bad one are handed over first; further calls give the same
 * error again.  Lines end with LF, CRLF or CR; the last may have no end. */
int algo_csv_next(struct algo_csv *c, struct algo_rows *rows,
		  struct algo_err *err) ALGO_MUST_USE;
/* What the stamps of the first row look like; ALGO_STAMP_INDEX: bar numbers,
 * no calendar.  A later row of another family (index against time) is
 * bad_time. */
enum algo_stamp algo_csv_stamp(const struct algo_csv *c);
size_t algo_csv_symbols(const struct algo_csv *c);
const char *algo_csv_symbol(const struct algo_csv *c, uint32_t id);

/* One bar.  A missing field is NaN. */
struct algo_bar {
	int64_t time;
	double open, high, low, close, volume;
};

/* A share split: ratio new shares for each old one. */
struct algo_split {
	int64_t time;
	double ratio;
};

/* Bars of one symbol in memory, as providers deliver them. */
struct algo_frame {
	struct algo_bar *v;
	size_t n;
	size_t cap;
	char symbol[64];
	int daily;		  /* times print as dates */
	int index;		  /* times are bar numbers */
	size_t pages;		  /* answers read so far */
	size_t null_rows;	  /* left out: no price at all */
	size_t partial_rows;	  /* kept: a price is missing */
	struct algo_split *split; /* ascending, each once */
	size_t nsplit;
	size_t split_cap;
};
#define ALGO_FRAME_INIT   \
	{                 \
		.v = NULL \
	}
void algo_frame_add(struct algo_frame *f, const struct algo_bar *bar);
void algo_frame_release(struct algo_frame *f);
/* Keeps the bars of start <= time < end; ALGO_WHEN_NONE is open. */
void algo_frame_trim(struct algo_frame *f, int64_t start, int64_t end);
/* Adds a split unless one of that time is there. */
void algo_frame_split(struct algo_frame *f, int64_t time, double ratio);
/* Takes splits out of prices and volumes: a bar that closed before a split
 * gets its prices times the ratio and its volume divided by it. */
void algo_frame_unsplit(struct algo_frame *f, const struct algo_interval *iv);
/* Header and rows in canonical form; with_symbol puts a column before. */
void algo_frame_head(struct algo_out *out, int with_symbol);
void algo_frame_write(const struct algo_frame *f, struct algo_out *out,
		      int with_symbol);

enum algo_adjust {
	ALGO_ADJUST_SERVED,
	ALGO_ADJUST_NONE,
	ALGO_ADJUST_SPLIT,
	ALGO_ADJUST_ALL
};

/* What is asked of a provider. */
struct algo_feed_req {
	const char *symbol;
	struct algo_interval interval; /* count 0: the provider's own */
	const char *range; /* "5y", "ytd", "max", or NULL with start, end */
	int64_t start;	   /* ALGO_WHEN_NONE when open */
	int64_t end;	   /* the first instant that is left out */
	enum algo_adjust adjust;
	int partial;	  /* keep the unfinished last bar */
	const char *base; /* base URL in place of the row's, or NULL */
	const char *alt;  /* with base: in place of the other host, or NULL */
	int64_t now;
};
/* The instant that range counts back to from "from": whole days, weeks,
 * months and years by the calendar, "ytd" January 1, "max" ALGO_WHEN_NONE.
 * 0; -1 with a usage_error "bad_range". */
int algo_range_start(const char *range, int64_t from, int64_t *start,
		     struct algo_err *err) ALGO_MUST_USE;

/* A provider is one row.  Request and parse are pure: the driver does HTTP,
 * retries, paging and redaction. */
struct algo_provider {
	const char *name; /* "yahoo" */
	const char *title;
	const char *base; /* "https://query2.finance.yahoo.com" */
	const char *alt;  /* another host of the same, for 429; or NULL */
	/* Where a token comes from when an answer is 401: first a page that
	 * sets cookies, then one whose text is the token, sent as parameter
	 * token_name.  NULL: no such thing. */
	const char *cookie_url;
	const char *token_path;
	const char *token_name;
	const char *key_env;   /* NULL: no key */
	const char *intervals; /* "1m 2m 5m ..." for --list */
	const char *limits;    /* a sentence for --list */
	const char *user_agent;
	struct algo_interval interval; /* when none is asked; count 0: the
					  bars have their own */
	/* The URL of the next page for what frame holds so far; 0 when there
	 * is none. */
	int (*request)(const struct algo_feed_req *req,
		       const struct algo_frame *frame, struct algo_buf *url,
		       struct algo_err *err);
	/* An answer to bars, appended ascending; judges the answer in the
	 * order of DATA.md 1.0. */
	int (*parse)(const struct algo_feed_req *req,
		     const struct algo_http_res *res, struct algo_frame *frame,
		     struct algo_err *err);
	/* In place of both: the bars are on this machine. */
	int (*load)(const struct algo_feed_req *req, struct algo_frame *frame,
		    struct algo_err *err);
};
extern const struct algo_provider *const algo_providers[]; /* NULL ends */
const struct algo_provider *algo_provider_find(const char *name);

/* Asks provider for bars: retries, pages, trims to the span, drops duplicates
 * at seams and the unfinished bar. */
int algo_feed(const struct algo_provider *p, const struct algo_feed_req *req,
	      struct algo_frame *frame, struct algo_err *err) ALGO_MUST_USE;

/* What algo-fetch is asked. */
struct algo_fetch {
	const struct algo_strs *args; /* [PROVIDER:]SYMBOL, FILE, URL or - */
	const char *provider;	      /* for symbols without one; NULL: yahoo */
	const struct algo_strs *bases; /* PROVIDER=URL */
	const char *interval;	       /* as typed, or NULL */
	const char *range;
	const char *start;
	const char *end; /* a date stands for its whole day */
	enum algo_adjust adjust;
	int partial;
	const char *symbol;
	int keep; /* other columns behind */
	int ndjson;
	struct algo_errs *notes;	/* gets warnings and infos */
	const struct algo_watch *watch; /* of files and standard input */
};
/* Canonical bars of all of f->args to out, by time, then in their order. */
int algo_fetch_run(const struct algo_fetch *f, struct algo_out *out,
		   struct algo_err *err) ALGO_MUST_USE;
/* The providers as a table, or as one JSON document. */
void algo_provider_list(struct algo_buf *out, int json);

#endif
