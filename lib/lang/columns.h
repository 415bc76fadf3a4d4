/* columns.h - inside the column filter
 *
 * columns.c      what is asked for, symbols, blocks
 * columns_out.c  lines out
 */
#ifndef LIB_LANG_COLUMNS_H
#define LIB_LANG_COLUMNS_H

#include <algo/columns.h>

struct newcol {
	char *name;
	struct algo_expr expr;
	int replaces; /* index of the input column, -1: appended */
	int hint;     /* decimals, for the printer */
};

/* One symbol's past. */
struct symstate {
	struct algo_eval *eval;
	unsigned char *warm; /* by new column: it had a value */
	size_t nwarm;
	double *last;	  /* by new column */
	char *last_label; /* the time field of the last row, as it stood */
	size_t last_len, last_cap;
	int seen;
};

struct algo_columns {
	struct algo_columns_opt opt;
	struct algo_in *in;
	struct algo_out *out;
	struct algo_csv *csv;
	struct algo_zone *zone;
	struct algo_graph *graph;
	struct newcol *cols;
	size_t ncols;
	size_t *slot; /* reader's slot of each graph input */
	size_t nslots;
	struct symstate *sym;
	size_t nsym, cap;
	int time_col;	/* the label of a row: time, else the first column */
	int symbol_col; /* -1 none */
	int rewrites;	/* some column is replaced */
	int in_set;	/* what is being added is of a set */
	const char *left_out; /* a member of a set, NULL none */
	/* Room for a block of one symbol of several. */
	const double **in_cols;
	double *gather;
	double *result; /* ncols x ALGO_BLOCK: values by row of the block */
	unsigned char *drop;
	size_t *pick;
	/* The text of new values: tile rows of each column, one column after
	 * the other, since the values of a column look alike to the printer. */
	char (*cells)[ALGO_NUM_MAX];
	unsigned char *lengths;
	size_t tile;
};

/* columns_out.c */
void algo_columns_tile(struct algo_columns *c);
void algo_columns_head(struct algo_columns *c);
void algo_columns_rows(struct algo_columns *c, const struct algo_rows *r);
void algo_columns_last(struct algo_columns *c);
/* Field k of a line: its bytes, quotes included. */
const char *algo_columns_field(const struct algo_columns *c, const char *line,
			       const char *end, int k, size_t *n);

#endif
