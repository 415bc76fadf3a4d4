/* row.h - one bar as a line of canonical CSV or NDJSON */
#ifndef DATA_ROW_H
#define DATA_ROW_H

#include <algo/data.h>

/* How times print. */
enum stamp_form { STAMP_FULL, STAMP_DAY, STAMP_BAR };

struct row_style {
	int ndjson;
	enum stamp_form form;
	int hint[5]; /* decimals of the columns, for the number printer */
	struct algo_daycache cache;
};

void algo_row_head(struct algo_out *out, int with_symbol);
/* symbol NULL: no such column.  Without the line end, so that more columns
 * may follow; NDJSON without the closing brace. */
void algo_row_put(struct row_style *s, struct algo_out *out, const char *symbol,
		  const struct algo_bar *bar);
/* A field of text, quoted when it must be. */
void algo_row_text(struct algo_out *out, const char *p, size_t n);
/* "name": */
void algo_row_key(struct algo_out *out, const char *name);
/* "name":"text" */
void algo_row_member(struct algo_out *out, const char *name, const char *p,
		     size_t n);
void algo_row_end(const struct row_style *s, struct algo_out *out);

#endif
