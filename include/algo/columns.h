/* columns.h - bars in, the same bars with computed columns out.
 *
 * Every input line is copied byte for byte and the new values are appended;
 * only the columns that are used are parsed.  With a symbol column each symbol
 * has a state of its own, in any interleaving.  Each complete line is answered
 * before the next read blocks.
 */
#ifndef ALGO_COLUMNS_H
#define ALGO_COLUMNS_H

#include <algo/data.h>
#include <algo/lang.h>

enum algo_columns_format { ALGO_COLUMNS_CSV, ALGO_COLUMNS_NDJSON };

struct algo_columns_opt {
	/* Names of sets (algo_ind_set_at), before all others.  What two of
	 * them share comes once; a member that wants a column which bars need
	 * not have, and these have not, is left out. */
	const struct algo_strs *sets;  /* or NULL */
	const struct algo_strs *specs; /* SPEC, as algo_spec_parse */
	const struct algo_strs *exprs; /* NAME=EXPR */
	int only;	 /* time (or the first column), symbol, new columns */
	int drop_warmup; /* rows before every new column had a value */
	int last;	 /* after the last bar, one JSON object a symbol */
	int replace;	 /* a column that the input has is computed anew */
	int compat;	 /* TA-Lib 0.6.4's values where we mend them */
	int digits;	 /* 0: shortest; else significant digits */
	enum algo_columns_format format;
	const char *tz;	   /* or NULL */
	int64_t day_start; /* local microseconds of the day */
};

struct algo_columns;

/* Reads the header of in and compiles what is asked for.  NULL: the reasons
 * are in errs (usage errors for what the command line asks, data errors for
 * the bars).  in and out are borrowed. */
struct algo_columns *algo_columns_open(struct algo_in *in, struct algo_out *out,
				       const struct algo_columns_opt *opt,
				       struct algo_errs *errs);
/* All rows; 0 at the end of input, with a note of what was done in notes, -1
 * with the reason in err.  Rows before a bad one are written. */
int algo_columns_run(struct algo_columns *c, struct algo_errs *notes,
		     struct algo_err *err);
void algo_columns_free(struct algo_columns *c);

#endif
