/* preload.c - LD_PRELOAD for t/faults.t: makes one call of the system fail
 *
 * FAULT="CALL:N:ERRNO[:PART]": the Nth read, write, close, rename or fsync (N
 * with a '+': all from the Nth on) fails with EIO, ENOSPC or EINTR, or does
 * half of it with "half".  PART: only calls on files whose path holds it.
 * $FAULT_LOG, when set, is made when the fault was struck.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t __read_chk(int fd, void *p, size_t n, size_t size);

enum what { PASS, FAIL, HALF };

/* dlsym gives an object pointer, ISO C has no cast from it to a function. */
static void find(const char *name, void *fn)
{
	void *p = dlsym(RTLD_NEXT, name);

	if (!p)
		_exit(99);
	memcpy(fn, &p, sizeof(p));
}

static int applies(const char *call, const char *path, const char *fault)
{
	const char *part = fault;

	if (strncmp(fault, call, strlen(call)) || fault[strlen(call)] != ':')
		return 0;
	for (int colons = 0; part && colons < 3; colons++) {
		part = strchr(part, ':');
		part += part != NULL;
	}
	return !part || strstr(path, part);
}

static void struck(void)
{
	const char *log = getenv("FAULT_LOG");
	int fd = log ? open(log, O_WRONLY | O_CREAT, 0600) : -1;

	if (fd >= 0)
		syscall(SYS_close, fd);
}

static enum what judge(const char *call, const char *path)
{
	static long count;
	const char *fault = getenv("FAULT");
	char *end;
	long n;

	if (!fault || !applies(call, path, fault))
		return PASS;
	n = strtol(fault + strlen(call) + 1, &end, 10);
	if (++count < n || (count > n && *end != '+'))
		return PASS;
	struck();
	end = strchr(end, ':');
	if (!end)
		return PASS;
	if (!strncmp(end, ":half", 5))
		return HALF;
	errno = !strncmp(end, ":ENOSPC", 7)  ? ENOSPC
		: !strncmp(end, ":EINTR", 6) ? EINTR
					     : EIO;
	return FAIL;
}

static enum what judge_fd(const char *call, int fd)
{
	char link[40], path[4096];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path) - 1);
	path[n > 0 ? n : 0] = '\0';
	return judge(call, path);
}

ssize_t read(int fd, void *p, size_t n)
{
	ssize_t (*real)(int, void *, size_t);
	enum what w = judge_fd("read", fd);

	find("read", &real);
	return w == FAIL ? -1 : real(fd, p, w == HALF && n > 1 ? n / 2 : n);
}

/* What a read is with _FORTIFY_SOURCE. */
ssize_t __read_chk(int fd, void *p, size_t n, size_t size)
{
	(void)size;
	return read(fd, p, n);
}

ssize_t write(int fd, const void *p, size_t n)
{
	ssize_t (*real)(int, const void *, size_t);
	enum what w = judge_fd("write", fd);

	find("write", &real);
	return w == FAIL ? -1 : real(fd, p, w == HALF && n > 1 ? n / 2 : n);
}

/* SQLite's, by the names that file offsets of 64 bits give them. */
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	ssize_t (*real)(int, const void *, size_t, off64_t);
	enum what w = judge_fd("write", fd);

	find("pwrite64", &real);
	return w == FAIL ? -1 : real(fd, p, n, at);
}

ssize_t pread64(int fd, void *p, size_t n, off64_t at)
{
	ssize_t (*real)(int, void *, size_t, off64_t);
	enum what w = judge_fd("read", fd);

	find("pread64", &real);
	return w == FAIL ? -1 : real(fd, p, n, at);
}

/* A file whose closing fails is closed all the same. */
int close(int fd)
{
	int (*real)(int);
	enum what w = judge_fd("close", fd);
	int saved = errno, rc;

	find("close", &real);
	rc = real(fd);
	errno = w == FAIL ? saved : errno;
	return w == FAIL ? -1 : rc;
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *);

	find("rename", &real);
	return judge("rename", to) == FAIL ? -1 : real(from, to);
}

int fsync(int fd)
{
	int (*real)(int);

	find("fsync", &real);
	return judge_fd("fsync", fd) == FAIL ? -1 : real(fd);
}

int fdatasync(int fd)
{
	int (*real)(int);

	find("fdatasync", &real);
	return judge_fd("fsync", fd) == FAIL ? -1 : real(fd);
}
