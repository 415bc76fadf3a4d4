/* progress.c - a bar on a terminal, or progress events as NDJSON */
#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum form { NOTHING, BAR, EVENTS, NONE };

#define BAR_WIDTH 40
#define PATIENCE 1.0
#define PAUSE 0.5

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void event(const struct algo_progress *p, double at, int done)
{
	struct algo_buf b = ALGO_BUF_INIT(1024);
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	algo_jw_kstr(&w, "kind", "progress");
	algo_jw_kstr(&w, "tool", p->tool);
	algo_jw_kint(&w, "bytes", (int64_t)p->bytes);
	if (p->size)
		algo_jw_kint(&w, "size", (int64_t)p->size);
	algo_jw_knum(&w, "seconds",
		     (double)(int64_t)((at - p->start) * 1000) / 1000);
	algo_jw_kbool(&w, "done", done);
	algo_jw_obj_end(&w);
	algo_buf_addc(&b, '\n');
	algo_io_stderr(b.data, b.len);
	algo_buf_release(&b);
}

static void bar(struct algo_progress *p)
{
	char marks[BAR_WIDTH + 1], line[160];
	double part = p->size ? (double)p->bytes / (double)p->size : 0;
	int full = (int)(part * BAR_WIDTH);
	int n;

	memset(marks, ' ', BAR_WIDTH);
	memset(marks, '=', (size_t)(full < BAR_WIDTH ? full : BAR_WIDTH));
	marks[BAR_WIDTH] = '\0';
	if (p->size)
		n = snprintf(line, sizeof(line), "\r%s [%s] %3d %%", p->tool,
			     marks, (int)(part * 100));
	else
		n = snprintf(line, sizeof(line), "\r%s: %llu MB", p->tool,
			     (unsigned long long)(p->bytes / 1000000));
	if (n > 0 && (size_t)n < sizeof(line))
		algo_io_stderr(line, (size_t)n);
	p->shown = 1;
}

static void seen(void *ctx, uint64_t bytes, uint64_t size)
{
	struct algo_progress *p = ctx;
	double at;

	p->bytes = bytes;
	p->size = size;
	if (p->form != BAR && p->form != EVENTS)
		return;
	at = now();
	if (at - p->start < p->patience || at - p->last < PAUSE)
		return;
	p->last = at;
	if (p->form == BAR)
		bar(p);
	else
		event(p, at, 0);
}

void algo_progress_start(struct algo_progress *p, const char *tool,
			 const struct algo_common *common)
{
	memset(p, 0, sizeof(*p));
	p->watch.seen = seen;
	p->watch.ctx = p;
	p->tool = tool;
	p->form = common ? common->progress : NOTHING;
	if (p->form == NOTHING && common && !common->quiet &&
	    isatty(STDERR_FILENO)) {
		p->form = BAR;
		p->patience = PATIENCE;
	}
	if (p->form != NOTHING)
		p->start = now();
}

void algo_progress_clear(struct algo_progress *p)
{
	static const char wipe[] = "\r\033[K";

	if (p->shown)
		algo_io_stderr(wipe, sizeof(wipe) - 1);
	p->shown = 0;
}

void algo_progress_end(struct algo_progress *p)
{
	algo_progress_clear(p);
	if (p->form == EVENTS)
		event(p, now(), 1);
}
