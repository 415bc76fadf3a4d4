/* sheet.h - rows as a table for people, CSV, NDJSON or a JSON array.
 *
 * A table is aligned in blocks of rows, so that any number can pass; CSV and
 * JSON are exact, tables rounded.
 */
#ifndef ALGO_LIB_STORE_SHEET_H
#define ALGO_LIB_STORE_SHEET_H

#include "fields.h"
#include "store.h"

#define ALGO_SHEET_MAX 40 /* columns */

struct algo_sheet_col {
	const char *name;  /* borrowed */
	const char *title; /* NULL: not in tables */
	enum algo_field_kind kind;
};

struct algo_sheet {
	enum algo_store_form form;
	struct algo_out *out;
	struct algo_sheet_col col[ALGO_SHEET_MAX];
	size_t ncols;
	size_t nrows; /* so far */
	size_t width[ALGO_SHEET_MAX];
	struct algo_buf cells; /* of the block, each with its terminator */
	size_t held;	       /* rows in it */
	int headed;
};

void algo_sheet_init(struct algo_sheet *s, enum algo_store_form form,
		     struct algo_out *out);
void algo_sheet_col(struct algo_sheet *s, const char *name, const char *title,
		    enum algo_field_kind kind);
void algo_sheet_field(struct algo_sheet *s, const struct algo_field *f);
/* One row: the columns of the statement from 0 on. */
void algo_sheet_row(struct algo_sheet *s, struct algo_stmt *row);
/* All rows of a statement, then the end of the sheet. */
int algo_sheet_all(struct algo_sheet *s, struct algo_stmt *rows,
		   struct algo_err *err) ALGO_MUST_USE;
void algo_sheet_end(struct algo_sheet *s);
void algo_sheet_release(struct algo_sheet *s);

/* A value for people: numbers with two decimals, no control bytes, at most 40
 * characters. */
void algo_sheet_people(struct algo_buf *out, struct algo_stmt *row, int col,
		       enum algo_field_kind kind);
/* A text without control bytes, cut behind max characters. */
void algo_sheet_clean(struct algo_buf *out, const char *s, size_t n,
		      size_t max);

#endif
