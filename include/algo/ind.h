/* ind.h - the registry of indicators and their block kernels.
 *
 * An indicator is one const row: name, inputs, parameters, outputs, and one
 * stateful kernel.  The kernel takes a block of n bars (1 <= n <= ALGO_IND_N)
 * and keeps its past in state; batch is a loop over blocks, live use is n = 1,
 * and the results are the same bit for bit because it is the same code.
 *
 * Conventions of every kernel:
 * - out[k][i] belongs to in[.][i]; NaN before lookback(p) bars were seen.
 * - in and out never alias; in[j] may be the same pointer twice.
 * - A NaN in an input gives NaN and starts anew: windows need their full
 *   number of values without NaN after it, recursive kernels seed again.
 * - state is size(p) bytes, zeroed, aligned to 16; then init(state, p).  A
 *   kernel never allocates and cannot fail.  Memory is O(period).
 * - Formulas and seeds are TA-Lib 0.6.4's unless the row says otherwise
 *   (INDICATORS.md); windowed sums are compensated (Neumaier 1974).
 */
#ifndef ALGO_IND_H
#define ALGO_IND_H

#include <algo/base.h>

#define ALGO_IND_N 1024
#define ALGO_IND_INPUTS 6
#define ALGO_IND_PARAMS 10
#define ALGO_IND_OUTPUTS 9
#define ALGO_PERIOD_MAX 1000000

enum algo_ptype {
	ALGO_P_INT,
	ALGO_P_REAL,
	ALGO_P_MA /* moving-average type, by name or TA-Lib number */
};

/* TA-Lib's numbers. */
enum algo_ma {
	ALGO_MA_SMA,
	ALGO_MA_EMA,
	ALGO_MA_WMA,
	ALGO_MA_DEMA,
	ALGO_MA_TEMA,
	ALGO_MA_TRIMA,
	ALGO_MA_KAMA,
	ALGO_MA_MAMA,
	ALGO_MA_T3,
	ALGO_MA_COUNT
};
const char *algo_ma_name(int ma);	   /* "sma" */
int algo_ma_find(const char *s, size_t n); /* -1 when unknown */

struct algo_param {
	const char *name; /* "period", NULL ends */
	enum algo_ptype type;
	double def;
	double min;
	double max;
	int key; /* always in the column name */
	const char *doc;
	/* When not NULL and the parameter is not given, its default is the
	 * value of this earlier parameter (BBANDS: down is up). */
	const char *like;
	/* Its default is 0 in expressions: there average true ranges keep to
	 * TA-Lib's seed, columns keep to what charts draw. */
	int zero_in_expr;
};

/* Inputs are named by bar columns: open high low close volume hl2 hlc3 ohlc4
 * time (seconds), and "session": a number that changes when a session begins
 * (the caller counts them in its zone).  A row whose input is "close" alone
 * takes any series. */
struct algo_ind {
	const char *name;  /* "rsi" */
	const char *title; /* "Relative Strength Index" */
	const char *group; /* overlap momentum volatility volume price
			      statistic cycle math pattern */
	const char *in[ALGO_IND_INPUTS + 1]; /* NULL ends */
	struct algo_param param[ALGO_IND_PARAMS + 1];
	const char *out[ALGO_IND_OUTPUTS + 1]; /* field names; NULL ends */
	int main_out; /* 1: the first output carries the indicator's name and
			 is meant when no field is named; 0: with several
			 outputs each has a suffix and must be named */
	size_t (*size)(const double *p);
	void (*init)(void *state, const double *p);
	void (*step)(void *state, const double *const in[], double *const out[],
		     size_t n);
	size_t (*lookback)(const double *p); /* bars before the first value */
	const char *doc;     /* formula and edges, a few sentences */
	const char *source;  /* author, year */
	const char *aliases; /* other names it is found by, "" or "a b" */
	/* Where TA-Lib 0.6.4 is broken and this row is not: what differs;
	 * NULL when nothing.  talib then has 0.6.4's values: a row of the
	 * same shape that no list shows, NULL when a kernel cannot give them
	 * (they look ahead, or come from memory that was never written). */
	const char *mend;
	const struct algo_ind *talib;
};

/* All rows in the order of listing. */
size_t algo_ind_count(void);
const struct algo_ind *algo_ind_at(size_t i);
/* By name or alias in any case; NULL when unknown. */
const struct algo_ind *algo_ind_find(const char *name, size_t n);
/* The row with TA-Lib 0.6.4's values where ind mends them, else ind. */
const struct algo_ind *algo_ind_compat(const struct algo_ind *ind);
size_t algo_ind_inputs(const struct algo_ind *ind);
size_t algo_ind_params(const struct algo_ind *ind);
size_t algo_ind_outputs(const struct algo_ind *ind);
/* The index of the output called name (any case), -1 when none. */
int algo_ind_output(const struct algo_ind *ind, const char *name, size_t n);
/* The index of the parameter called name (any case), -1 when none.  "period"
 * and "length" stand for each other where a row has only one of them. */
int algo_ind_param(const struct algo_ind *ind, const char *name, size_t n);

/* Parameters: fill p with defaults, then set; given[i] says which were. */
struct algo_args {
	double p[ALGO_IND_PARAMS];
	unsigned char given[ALGO_IND_PARAMS];
};
void algo_args_init(const struct algo_ind *ind, struct algo_args *a);
/* Positional value k: the numbers in row order, then the moving-average types
 * in row order.  Returns the parameter's index or -1 (too many). */
int algo_args_position(const struct algo_ind *ind, size_t k);
/* Checks type and range: value_error "out_of_range" or "not_whole", with the
 * range in the message. */
int algo_args_set(const struct algo_ind *ind, struct algo_args *a, size_t i,
		  double v, struct algo_err *err);
/* Fills the defaults that follow other parameters.  After the last set. */
void algo_args_done(const struct algo_ind *ind, struct algo_args *a);

/* A running indicator. */
struct algo_kernel {
	const struct algo_ind *ind;
	double p[ALGO_IND_PARAMS];
	void *state; /* owned */
};
void algo_kernel_init(struct algo_kernel *k, const struct algo_ind *ind,
		      const double *p);
void algo_kernel_step(struct algo_kernel *k, const double *const in[],
		      double *const out[], size_t n);
void algo_kernel_release(struct algo_kernel *k);

/* SPEC, as CLI.md has it:
 * [NAME=]indicator[:p1,p2,...][@input,...][.output], or the name of a column
 * that one makes */
struct algo_spec {
	const struct algo_ind *ind;
	struct algo_args args;
	char name[128];			  /* NAME=, or "" */
	char input[ALGO_IND_INPUTS][128]; /* column names; defaults filled */
	int given_inputs;		  /* how many came from '@' */
	int output;			  /* index, or -1: all */
};
/* usage_error with the place in the text: code "unknown_indicator" (with
 * did-you-mean; an import_error), "too_many_parameters", "unknown_parameter",
 * "out_of_range", "not_whole", "bad_number", "too_many_inputs",
 * "unknown_output", "bad_spec". */
int algo_spec_parse(const char *text, struct algo_spec *spec,
		    struct algo_err *err);
/* The column name of output k ("BBANDS_20_2_UPPER", "SMA_20@VOLUME",
 * "CORREL_30@HIGH+LOW": inputs come last and have '+' between them, since a
 * comma would want quotes in a header).  Values stand in the order of
 * positions. */
void algo_spec_column(const struct algo_spec *spec, size_t k,
		      struct algo_buf *out);
/* Reads such a name back: 0 and the spec with one output, -1 when it is no
 * name of ours (no error record).  The case of an input column is lost: look
 * it up in any case. */
int algo_spec_from_column(const char *name, size_t n, struct algo_spec *spec);

/* Named bundles of columns: "basic" (features of a price series), "talib"
 * (every function of TA-Lib at its defaults), "candles" (its candlestick
 * patterns), "all" (every row). */
struct algo_ind_set {
	const char *name;
	const char *doc;
};
struct algo_ind_member {
	const char *name; /* of the column, for an expression; else NULL */
	const char *text; /* SPEC, or the expression */
};
const struct algo_ind_set *algo_ind_set_at(size_t i); /* NULL past the end */
/* By name in any case; NULL, and a usage_error "unknown_set". */
const struct algo_ind_set *algo_ind_set_find(const char *name,
					     struct algo_err *err);
/* Member i of a set: 0, or -1 past the end. */
int algo_ind_set_member(const struct algo_ind_set *set, size_t i,
			struct algo_ind_member *member);

/* The registry for people (a table), for programs (the JSON document of
 * CLI.md), for the manual (an mdoc list), and one row in full. */
void algo_ind_list_text(struct algo_buf *out);
void algo_ind_list_json(struct algo_buf *out);
void algo_ind_list_mdoc(struct algo_buf *out);
int algo_ind_describe(const char *name, struct algo_buf *out,
		      struct algo_err *err);

#endif
