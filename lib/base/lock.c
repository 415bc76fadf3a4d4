/* lock.c - one process at a time, by a lock on a file beside another one */
#define _XOPEN_SOURCE 700 /* realpath */
#include <algo/base/lock.h>

#include <algo/base/buf.h>
#include <algo/base/mem.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 100

struct algo_lock {
	char *path;
	int fd;
};

/* 0 locked; -1 with errno. */
static int take(int fd)
{
	struct flock f;

	memset(&f, 0, sizeof(f));
	f.l_type = F_WRLCK;
	f.l_whence = SEEK_SET;
	return fcntl(fd, F_SETLK, &f);
}

/* The file may have been removed between opening and locking: then another
 * one stands there. */
static int is_there(int fd, const char *path)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat(path, &b) == 0 &&
	       a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

/* A locked descriptor, or -1 with errno. */
static int open_locked(const char *path)
{
	int fd, i, saved;

	for (i = 0; i < TRIES; i++) {
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
		if (fd < 0)
			return -1;
		if (take(fd)) {
			saved = errno;
			close(fd);
			errno = saved;
			return -1;
		}
		if (is_there(fd, path))
			return fd;
		close(fd);
	}
	errno = EAGAIN;
	return -1;
}

static char *lock_path(const char *path)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);
	char *real = realpath(path, NULL);

	algo_buf_adds(&b, real ? real : path);
	algo_buf_adds(&b, ".lock");
	free(real);
	return algo_buf_take(&b);
}

/* Systems say EAGAIN or EACCES of a lock that another process has; the latter
 * also of a file that may not be written. */
static int is_held(int sys, const char *name)
{
	return sys == EAGAIN || (sys == EACCES && access(name, W_OK) == 0);
}

static void refuse(const char *path, const char *name, struct algo_err *err)
{
	int sys = errno;

	if (is_held(sys, name)) {
		algo_err_set(err, ALGO_E_FILE, "in_use",
			     "'%s' is in use by another process", path);
		algo_err_hint(err, "wait for it to end");
	} else {
		algo_err_sys(err, sys, "cannot lock '%s'", path);
	}
	algo_err_file(err, path);
}

struct algo_lock *algo_lock_open(const char *path, struct algo_err *err)
{
	char *name = lock_path(path);
	int fd = open_locked(name);
	struct algo_lock *l;

	if (fd < 0) {
		refuse(path, name, err);
		algo_free(name);
		return NULL;
	}
	l = algo_zalloc(1, sizeof(*l));
	l->path = name;
	l->fd = fd;
	return l;
}

void algo_lock_close(struct algo_lock *l)
{
	if (!l)
		return;
	unlink(l->path);
	close(l->fd);
	algo_free(l->path);
	algo_free(l);
}
