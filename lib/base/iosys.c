/* iosys.c - descriptors, signals and the table of unfinished files */
#ifdef __linux__
#define _GNU_SOURCE /* F_SETPIPE_SZ */
#endif
#include "iosys.h"

#include <algo/base/io.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIPE_SIZE (1024 * 1024)
#define TEMP_MAX 32
#define TEMP_PATH 4096

/* A path is valid while its owner, the process that made the file, is not 0:
 * a child leaves its parent's files alone.  The one state of the process that
 * a signal handler needs, hence static. */
static struct {
	atomic_int taken;
	atomic_long owner;
	char path[TEMP_PATH];
} temps[TEMP_MAX];

void algo_fd_grow_pipe(int fd)
{
#ifdef F_SETPIPE_SZ
	struct stat st;

	if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
	    fcntl(fd, F_GETPIPE_SZ) < PIPE_SIZE)
		(void)fcntl(fd, F_SETPIPE_SZ, PIPE_SIZE);
#else
	(void)fd;
#endif
}

/* True when the call that failed is to be made again. */
static int again(int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };

	if (errno == EINTR)
		return 1;
	if (errno != EAGAIN && errno != EWOULDBLOCK)
		return 0;
	return poll(&p, 1, -1) >= 0 || errno == EINTR;
}

ssize_t algo_fd_read(int fd, void *p, size_t n)
{
	ssize_t got;

	do {
		got = read(fd, p, n);
	} while (got < 0 && again(fd, POLLIN));
	return got;
}

int algo_fd_write(int fd, const void *p, size_t n)
{
	const char *s = p;

	while (n > 0) {
		ssize_t put = write(fd, s, n);

		if (put < 0) {
			if (again(fd, POLLOUT))
				continue;
			return -1;
		}
		s += put;
		n -= (size_t)put;
	}
	return 0;
}

static int add_temp(const char *path)
{
	size_t n = strlen(path);

	if (n >= TEMP_PATH)
		return -1;
	for (int i = 0; i < TEMP_MAX; i++) {
		int none = 0;

		if (!atomic_compare_exchange_strong(&temps[i].taken, &none, 1))
			continue;
		memcpy(temps[i].path, path, n + 1);
		atomic_store(&temps[i].owner, (long)getpid());
		return i;
	}
	return -1;
}

int algo_temp_open(const char *path, mode_t mode, int *slot)
{
	sigset_t all, before;
	int fd, saved;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	saved = errno;
	if (fd >= 0) {
		*slot = add_temp(path);
		if (*slot < 0) {
			unlink(path);
			close(fd);
			fd = -1;
			saved = ENFILE;
		}
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = saved;
	return fd;
}

void algo_temp_forget(int slot)
{
	if (slot < 0)
		return;
	atomic_store(&temps[slot].owner, 0);
	atomic_store(&temps[slot].taken, 0);
}

/* Safe in a signal handler. */
void algo_temp_unlink_all(void)
{
	long me = (long)getpid();

	for (int i = 0; i < TEMP_MAX; i++)
		if (atomic_load(&temps[i].owner) == me)
			unlink(temps[i].path);
}

_Noreturn void algo_die_of(int sig)
{
	struct sigaction sa;
	sigset_t set;

	algo_temp_unlink_all();
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_DFL;
	sigemptyset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	raise(sig);
	_exit(128 + sig);
}

static void on_signal(int sig)
{
	algo_die_of(sig);
}

/* A signal that is ignored (nohup, a caller's choice) stays so. */
static void catch_signal(int sig)
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) || sa.sa_handler == SIG_IGN)
		return;
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = on_signal;
	sigfillset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

/* Writing beyond the limit of a file's size then fails like a full disk. */
static void ignore_file_limit(void)
{
#ifdef SIGXFSZ
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_IGN;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGXFSZ, &sa, NULL);
#endif
}

/* A closed descriptor would be taken by the next file that is opened.  The
 * wrong direction makes its use fail. */
static void hold_std_fd(int fd)
{
	int got;

	if (fcntl(fd, F_GETFD) != -1 || errno != EBADF)
		return;
	got = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
	if (got >= 0 && got != fd)
		close(got);
}

void algo_io_start(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGPIPE };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		hold_std_fd(fd);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		catch_signal(signals[i]);
	ignore_file_limit();
	/* Failing is harmless: files are closed or aborted anyway. */
	if (atexit(algo_temp_unlink_all))
		return;
}

void algo_io_stderr(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(STDERR_FILENO, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return;
		p += put;
		n -= (size_t)put;
	}
}
