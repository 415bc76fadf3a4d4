/* live.c - waiting for input, and signals that ask for the end of it */
#include <algo/base/live.h>

#include "iosys.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What the handler writes: a byte in the pipe wakes the wait, also when the
 * signal came just before it. */
static struct {
	atomic_int end, renew;
	int wake[2];
} asked = { 0, 0, { -1, -1 } };

static void wake(atomic_int *what, int sig)
{
	int saved = errno;

	if (atomic_exchange(what, 1) && what == &asked.end)
		algo_die_of(sig);
	if (write(asked.wake[1], "", 1) < 0)
		errno = 0; /* a full pipe wakes as well */
	errno = saved;
}

static void on_end(int sig)
{
	wake(&asked.end, sig);
}

static void on_renew(int sig)
{
	wake(&asked.renew, sig);
}

static void catch_signal(int sig, void (*handler)(int))
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) || sa.sa_handler == SIG_IGN)
		return;
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sigfillset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

static int open_pipe(struct algo_err *err)
{
	int i;

	if (asked.wake[0] >= 0)
		return 0;
	if (pipe(asked.wake))
		return algo_err_sys(err, errno, "cannot make a pipe");
	for (i = 0; i < 2; i++)
		if (fcntl(asked.wake[i], F_SETFL, O_NONBLOCK) ||
		    fcntl(asked.wake[i], F_SETFD, FD_CLOEXEC))
			return algo_err_sys(err, errno, "cannot set a pipe");
	return 0;
}

int algo_live_start(int hup, struct algo_err *err)
{
	if (open_pipe(err))
		return -1;
	catch_signal(SIGINT, on_end);
	catch_signal(SIGTERM, on_end);
	catch_signal(SIGHUP, hup ? on_renew : on_end);
	return 0;
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Milliseconds until due is to be called; 0 now, -1 never. */
static int until_due(struct algo_live *l)
{
	int64_t left;

	if (!l->due)
		return -1;
	if (atomic_load(&asked.renew))
		return 0;
	if (l->seconds <= 0)
		return -1;
	if (l->last == 0)
		l->last = clock_ms();
	left = l->last + (int64_t)l->seconds * 1000 - clock_ms();
	return left > 0 ? (int)left : 0;
}

static void drain(void)
{
	char bytes[64];

	while (read(asked.wake[0], bytes, sizeof(bytes)) > 0)
		;
}

int algo_live_wait(struct algo_live *l, int fd, struct algo_err *err)
{
	struct pollfd p[2] = { { .fd = fd, .events = POLLIN },
			       { .fd = asked.wake[0], .events = POLLIN } };
	int left;

	for (;;) {
		if (atomic_load(&asked.end))
			return 0;
		left = until_due(l);
		if (left == 0) {
			atomic_store(&asked.renew, 0);
			l->last = clock_ms();
			if (l->due(l->ctx, err))
				return -1;
			continue;
		}
		p[0].revents = p[1].revents = 0;
		if (poll(p, 2, left) < 0 && errno != EINTR)
			return algo_err_sys(err, errno, "cannot wait");
		if (p[1].revents)
			drain();
		/* The handler may have run since. */
		else if (p[0].revents)
			return !atomic_load(&asked.end);
	}
}
