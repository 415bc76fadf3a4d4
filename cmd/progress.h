/* progress.h - how far a tool has read, for people and for programs */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <algo/base.h>

struct algo_progress {
	struct algo_watch watch; /* for inputs; its ctx is this struct */
	const char *tool;
	int form;	 /* as struct algo_common, 0: nothing is shown */
	double start;	 /* seconds of the monotonic clock, likewise last */
	double last;	 /* when something was shown */
	double patience; /* seconds before anything is shown */
	uint64_t bytes;
	uint64_t size; /* 0: not known */
	int shown;     /* a bar stands on the terminal's line */
};

/* Without --progress: a bar when standard error is a terminal, after a second.
 * --progress=json: an event a line every half second and one at the end:
 * {"kind":"progress","tool":...,"bytes":...,"size":...,"seconds":...,
 * "done":...}. */
void algo_progress_start(struct algo_progress *p, const char *tool,
			 const struct algo_common *common);
/* Takes the bar off the line, before something else is printed there. */
void algo_progress_clear(struct algo_progress *p);
void algo_progress_end(struct algo_progress *p);

#endif
