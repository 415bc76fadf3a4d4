/* stop.c - signals that end an input but not the work on what came before */
#include "stop.h"

#include <errno.h>
#include <string.h>
#include <sys/select.h>

static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
#define N_ENDS (sizeof(ends) / sizeof(*ends))

/* The one word of the process that a handler needs, hence static. */
static volatile sig_atomic_t came;

static void on_signal(int sig)
{
	came = sig;
}

/* The handler runs within pselect only: elsewhere its signals are blocked. */
void algo_stop_begin(struct algo_stop *s)
{
	struct sigaction sa;
	sigset_t block;

	came = 0;
	sigemptyset(&block);
	sigaddset(&block, SIGPIPE);
	for (size_t i = 0; i < N_ENDS; i++)
		sigaddset(&block, ends[i]);
	sigprocmask(SIG_BLOCK, &block, &s->before);
	memset(&sa, 0, sizeof(sa));
	sigfillset(&sa.sa_mask);
	for (size_t i = 0; i < N_ENDS; i++) {
		sigaction(ends[i], NULL, &s->old[i]);
		if (s->old[i].sa_handler == SIG_IGN)
			continue;
		sa.sa_handler = on_signal;
		sigaction(ends[i], &sa, NULL);
	}
	sa.sa_handler = SIG_IGN;
	sigaction(SIGXFSZ, &sa, &s->old_xfsz);
}

static int is_pending(void)
{
	sigset_t set;

	if (sigpending(&set))
		return 0;
	for (size_t i = 0; i < N_ENDS; i++)
		if (sigismember(&set, ends[i]) == 1)
			return 1;
	return 0;
}

/* Without a descriptor that may block there is nothing to wait for. */
int algo_stop_wait(struct algo_stop *s, const struct algo_in *in)
{
	fd_set set;

	if (came || is_pending())
		return 1;
	if (in->regular || in->fd < 0 || in->fd >= FD_SETSIZE)
		return 0;
	for (;;) {
		FD_ZERO(&set);
		FD_SET(in->fd, &set);
		if (pselect(in->fd + 1, &set, NULL, NULL, NULL, &s->before) >=
		    0)
			return 0;
		if (came)
			return 1;
		if (errno != EINTR)
			return 0; /* the read will tell */
	}
}

void algo_stop_end(struct algo_stop *s)
{
	for (size_t i = 0; i < N_ENDS; i++)
		sigaction(ends[i], &s->old[i], NULL);
	sigaction(SIGXFSZ, &s->old_xfsz, NULL);
	if (came)
		raise(came);
	sigprocmask(SIG_SETMASK, &s->before, NULL);
}
