/* several.h - a run over several symbols, or over one of several */
#ifndef LIB_STAT_SEVERAL_H
#define LIB_STAT_SEVERAL_H

#include <algo/run.h>

struct algo_run;

/* What the closed trades of a symbol come to. */
struct algo_run_tally {
	uint64_t trades, wins;
	double won, lost; /* lost <= 0 */
	double pnl, commission;
};

struct algo_run_several {
	size_t source;		/* of opt.sources: the one opened first */
	struct algo_xxh64 hash; /* of those of all sources */
	int wanted;		/* bars are read into memory, by symbol */
	struct algo_market *market;
	const char *only; /* the one that trades, NULL: all do */
	struct algo_run_tally *tally;
};

/* Which source gives the columns; opt.bars is it from then on. */
int algo_run_several_pick(struct algo_run *r, struct algo_err *err);
/* Of bars without a column of symbols, or NULL. */
const char *algo_run_name(const struct algo_run *r);
/* When bars, driver and account are there: whether the bars are read by
 * symbol, what one symbol alone can do checked. */
int algo_run_several_plan(struct algo_run *r, struct algo_errs *errs);
/* Reads all bars; sym()'s symbols are there. */
int algo_run_several_load(struct algo_run *r, struct algo_errs *errs);
/* All of them trade. */
int algo_run_several(const struct algo_run *r);
void algo_run_several_trade(struct algo_run *r, const struct algo_trade_row *t);
/* No symbol is called like --symbol: those that the bars have are names. */
int algo_run_no_symbol(const struct algo_run *r, const char *const *names,
		       size_t n, struct algo_err *err);
/* The same for bars that were read by the player. */
int algo_run_symbol_there(const struct algo_run *r, struct algo_err *err);
/* Members "symbols": one object a symbol. */
void algo_run_several_json(const struct algo_run *r, struct algo_jw *w);
void algo_run_several_table(const struct algo_run *r,
			    const struct algo_look *look, struct algo_buf *out);
void algo_run_several_release(struct algo_run *r);

#endif
