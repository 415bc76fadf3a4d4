/* stop.h - signals that end an input but not the work on what came before.
 */
#ifndef ALGO_LIB_STORE_STOP_H
#define ALGO_LIB_STORE_STOP_H

#include <algo/base.h>
#include <signal.h>

struct algo_stop {
	sigset_t before;
	struct sigaction old[3];
	struct sigaction old_xfsz;
};

/* From here to algo_stop_end SIGINT, SIGTERM and SIGHUP wait, SIGPIPE too
 * (writes fail with EPIPE), and a file beyond the limit of its size is EFBIG,
 * no SIGXFSZ.  Once at a time in a process. */
void algo_stop_begin(struct algo_stop *s);
/* Waits until the input can be read or its end is there: 0.  1 when a signal
 * came: read no more. */
int algo_stop_wait(struct algo_stop *s, const struct algo_in *in);
/* Signals are as before; one that came takes effect within this call. */
void algo_stop_end(struct algo_stop *s);

#endif
