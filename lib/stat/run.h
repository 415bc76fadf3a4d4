/* run.h - inside a run: what run.c gathers and result.c writes */
#ifndef LIB_STAT_RUN_H
#define LIB_STAT_RUN_H

#include "live.h"
#include "several.h"

#include <algo/run.h>

struct algo_run {
	struct algo_run_opt opt;
	struct algo_stat_setup plain; /* when opt asks for nothing */
	struct algo_in in;
	int in_open;
	struct algo_in benchmark;
	int benchmark_open;
	struct algo_xxh64 hash, actions_hash;
	struct algo_run_live live;
	struct algo_run_several several;
	struct algo_csv *csv;
	struct algo_strategy *strategy;
	struct algo_actions *actions;
	struct algo_account account;
	struct algo_player *player;
	struct algo_replay *replay;
	struct algo_stat *stat;
	struct algo_compat *compat;
	struct algo_report report;
	struct algo_buf trades; /* JSON rows, for --with-trades */
	size_t ntrades;
	int64_t start, end; /* times of the first and last bar */
	int64_t last, step; /* the smallest step of the first bars */
	size_t steps;
	int index;
	double seconds;
	int success;
	struct algo_errs *judgement; /* borrowed from algo_run_play's caller */
};

void algo_result_trade(struct algo_run *r, const struct algo_trade_row *t);

#endif
