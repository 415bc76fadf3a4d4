/* csv.h - the parts of the CSV reader, between its files
 *
 * The bytes of the record at hand stay in the input's buffer from in->pos on
 * until its row is made; rec.fed of them were given to libcsv.  Rows that are
 * in the block point into that buffer, so it is filled only while the block
 * is empty.
 */
#ifndef LIB_DATA_CSV_H
#define LIB_DATA_CSV_H

#include <algo/data.h>

enum csv_step {
	CSV_ROW,  /* a record is there */
	CSV_SKIP, /* a blank line went by */
	CSV_MORE, /* no complete line left */
	CSV_ODD,  /* the next line is for libcsv */
	CSV_FULL, /* the block is full */
	CSV_END,
	CSV_FAIL /* c->err tells */
};

/* Where the point is in eight digits: masks of the bytes of a word. */
struct csv_point {
	uint64_t mark;
	uint64_t mask;
	uint64_t before;
	uint64_t after;
};

/* What the numbers of a column look like: the last eight bytes and up to
 * eight before them. */
struct csv_shape {
	struct csv_point low, high;
	uint64_t scale; /* of the high digits */
	double ten;	/* what the digits are divided by */
};

struct csv_want {
	struct csv_shape shape;
	uint32_t column;
	int price; /* must be there and finite */
	int inf;   /* infinities are taken */
};

/* Positions of delimiters, quotes and control bytes in a piece of the buffer.
 * pos[-1] + 1 is the start of the piece. */
struct csv_index {
	uint32_t *room;
	uint32_t *pos;
	size_t n;
	size_t next;
	size_t at;     /* of the piece in the buffer */
	size_t len;    /* of the piece; 0: no index */
	uint32_t *row; /* the rows at hand: their first places */
	size_t safe;   /* so many of them have 16 bytes behind them */
	size_t batch;  /* most rows to take together: fewer where lines are
			  odd, as those behind an odd one are taken twice */
};

struct csv_symbols {
	struct algo_arena names;
	const char **name;
	size_t *len;
	int64_t *last; /* newest time by symbol */
	size_t n;
	size_t cap_name, cap_len, cap_last;
	uint32_t *slot; /* hash table of id + 1 */
	size_t slots;
};

struct csv_slow;

struct csv_record {
	size_t fed;	/* bytes given to libcsv */
	uint64_t lines; /* line ends within the record */
	size_t text;	/* bytes without the line end */
};

struct algo_csv {
	struct algo_in *in;
	int keep_lines;
	int last; /* no algo-fetch can stand before */
	int eof;
	int started;
	char delim;
	struct algo_err err; /* the end of reading when set */

	char *header;
	size_t header_len;
	uint64_t header_line;
	char **name;
	size_t ncol;
	int role[ALGO_ROLE_COUNT];

	struct csv_want *want; /* by slot */
	size_t nwant;
	size_t cap_want;
	int want_time;
	int want_symbol;
	int time_col; /* -1: not parsed */
	int symbol_col;

	uint64_t line; /* number of the line at in->pos */
	size_t n;      /* rows in the block */
	double **col;
	int64_t *time;
	uint32_t *symbol;
	size_t *from;
	size_t *to;
	uint64_t *row_line;

	struct algo_daycache cache;
	char day[10]; /* text of a day that was read, and its midnight */
	int64_t day_us;
	int has_day;
	enum algo_stamp stamp;
	struct csv_symbols syms;

	struct csv_index index;
	struct csv_slow *slow;
	struct csv_record rec;
};

/* csv_head.c: the header line.  -1: c->err. */
int algo_csv_head(struct algo_csv *c);
/* csv.c: reads more bytes.  -1: c->err. */
int algo_csv_more(struct algo_csv *c);
/* A hint, fmt or NULL for none of its own, that ends with algo-fetch when
 * fetch is set and it is not algo-fetch that reads.  Returns -1. */
int algo_csv_hint(const struct algo_csv *c, int fetch, struct algo_err *err,
		  const char *fmt, ...) ALGO_PRINTF(4, 5);

/* csv_fast.c: rows of plain lines up to the end of the block.  CSV_FULL,
 * CSV_MORE or CSV_ODD. */
enum csv_step algo_csv_fast(struct algo_csv *c);
void algo_csv_index_drop(struct algo_csv *c);
/* The shape of the number s[0..n), n up to 16. */
void algo_csv_shape(struct csv_shape *shape, const char *s, size_t n);

/* csv_row.c: the record at in->pos through libcsv.  CSV_ROW (its fields are
 * in c->slow), CSV_SKIP, CSV_MORE, CSV_END, CSV_FAIL. */
enum csv_step algo_csv_record(struct algo_csv *c);
/* Leaves the record behind. */
void algo_csv_record_end(struct algo_csv *c);
/* The same made a row of the block. */
enum csv_step algo_csv_slow_row(struct algo_csv *c);
/* Sets c->err with the place of len bytes at offset off of the record. */
enum csv_step algo_csv_fail(struct algo_csv *c, size_t off, size_t len,
			    const char *code, const char *fmt, ...)
	ALGO_PRINTF(5, 6);
/* The raw field of the record at hand. */
void algo_csv_field_at(const struct algo_csv *c, size_t column, size_t *off,
		       size_t *len);

/* csv_field.c: what a field means.  The functions that return an int return
 * CSV_OK or what is wrong. */
enum csv_fault {
	CSV_OK,
	CSV_BAD_NUMBER,
	CSV_MISSING,
	CSV_BAD_TIME,
	CSV_OTHER_TIME,
	CSV_DUP_TIME,
	CSV_OUT_OF_ORDER,
	CSV_BAD_SYMBOL,
	CSV_MANY_SYMBOLS
};
enum csv_fault algo_csv_number(const char *s, size_t n,
			       const struct csv_want *want, double *v);
enum csv_fault algo_csv_time(struct algo_csv *c, const char *s, size_t n,
			     int64_t *us, enum algo_stamp *kind);
enum csv_fault algo_csv_symbol_id(struct algo_csv *c, const char *s, size_t n,
				  uint32_t *id);
/* Whether a row of that stamp may follow one of the time last. */
static inline enum csv_fault algo_csv_order(const struct algo_csv *c,
					    int64_t last, int64_t us,
					    enum algo_stamp kind)
{
	if (c->stamp != ALGO_STAMP_NONE &&
	    (c->stamp == ALGO_STAMP_INDEX) != (kind == ALGO_STAMP_INDEX))
		return CSV_OTHER_TIME;
	if (us > last)
		return CSV_OK;
	return us == last ? CSV_DUP_TIME : CSV_OUT_OF_ORDER;
}
void algo_csv_symbols_release(struct csv_symbols *s);

/* csv_slow.c: libcsv. */
struct csv_slow *algo_csv_slow_new(char delim, size_t max_fields);
void algo_csv_slow_free(struct csv_slow *s);
/* Forgets the fields of the last record. */
void algo_csv_slow_next(struct csv_slow *s);
/* 0; -1 for a quote where none may be, at byte *used. */
int algo_csv_slow_feed(struct csv_slow *s, const char *p, size_t n,
		       size_t *used);
/* The end of input: -1 when a quote is open. */
int algo_csv_slow_end(struct csv_slow *s);
/* True at a line end that is not within quotes. */
int algo_csv_slow_between(const struct csv_slow *s);
/* How many fields the record has; 0: there was no record. */
size_t algo_csv_slow_count(const struct csv_slow *s);
/* Field i < min(count, max_fields), unquoted, blanks cut. */
const char *algo_csv_slow_field(const struct csv_slow *s, size_t i, size_t *n);

#endif
