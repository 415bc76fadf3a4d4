/* live.h - a run whose bars keep coming, or come in parts */
#ifndef LIB_STAT_LIVE_H
#define LIB_STAT_LIVE_H

#include <algo/base/live.h>
#include <algo/journal.h>
#include <algo/run.h>

struct algo_run;

/* What a run has for --follow and --state. */
struct algo_run_live {
	struct algo_journal *journal; /* NULL: no state is kept */
	struct algo_live wait;
	int64_t past; /* time of the newest bar that was told of before */
	int awake;    /* a bar behind that was seen */
};

/* Before the bars are opened: the file of --state is read. */
int algo_run_live_open(struct algo_run *r, struct algo_err *err);
/* When bars, driver and account are there: the journal stands before the
 * player. */
int algo_run_live_bind(struct algo_run *r, struct algo_err *err);
/* What the bars are read from then. */
struct algo_csv *algo_run_live_csv(const struct algo_run *r);
/* Before the first bar is read: outputs are flushed when the input waits. */
int algo_run_live_begin(struct algo_run *r, struct algo_err *err);
/* Behind each stretch of bars: nothing is held back. */
void algo_run_live_settle(struct algo_run *r);
/* Whether the event is of what the new bars brought. */
int algo_run_live_tells(struct algo_run *r, const struct algo_event *e);
/* Behind the last bar. */
void algo_run_live_done(struct algo_run *r, struct algo_errs *errs);

#endif
