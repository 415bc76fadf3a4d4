/* live.h - input that goes on until somebody asks for the end.
 *
 *     algo_live_start(0);
 *     in.live = &live;
 *
 * From then on SIGINT and SIGTERM no longer kill: the next read finds the end
 * of the input (in.stopped), so that what was read is finished.  The second
 * one kills, as does one that comes while no read is ahead.
 */
#ifndef ALGO_BASE_LIVE_H
#define ALGO_BASE_LIVE_H

#include <algo/base/err.h>
#include <stdint.h>

/* due is called before a read that may block, when SIGHUP came or seconds
 * have passed since the last call; -1 breaks reading off. */
struct algo_live {
	int seconds;				     /* 0: by SIGHUP alone */
	int (*due)(void *ctx, struct algo_err *err); /* NULL: never */
	void *ctx;
	int64_t last; /* when it was called, on a clock of milliseconds */
};

/* Installs the handlers.  hup: SIGHUP asks for due, else for the end.  A
 * signal that is ignored stays ignored.  file_error when there are no
 * descriptors left. */
int algo_live_start(int hup, struct algo_err *err) ALGO_MUST_USE;
/* 1: fd can be read; 0: the end is asked for; -1: due failed. */
int algo_live_wait(struct algo_live *l, int fd, struct algo_err *err);

#endif
