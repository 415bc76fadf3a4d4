/* out.c - blocks of output: descriptors, files beside their name, memory */
#include <algo/base/io.h>

#include "iosys.h"
#include <algo/base/mem.h>
#include <algo/base/num.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40 /* followed, as the kernel does */
#define TRIES_MAX 1000

enum kind { KIND_STDOUT, KIND_FD, KIND_FILE, KIND_MEM };

struct algo_out {
	enum kind kind;
	int fd;
	char *name; /* for errors */
	char *data; /* len bytes not written yet */
	size_t len;
	size_t cap;
	size_t max;   /* KIND_MEM: the ceiling */
	int sys;      /* errno of the first failure, 0 before */
	char *target; /* KIND_FILE: where temp goes */
	char *temp;
	int slot;     /* in the table of unfinished files */
	int replaces; /* target exists: old tells its owner and mode */
	int private;
	struct stat old;
};

static struct algo_out *new_out(enum kind kind, const char *name)
{
	struct algo_out *o = algo_zalloc(1, sizeof(*o));

	o->kind = kind;
	o->fd = -1;
	o->slot = -1;
	o->name = algo_strdup(name);
	return o;
}

static void free_out(struct algo_out *o)
{
	algo_free(o->name);
	algo_free(o->data);
	algo_free(o->target);
	algo_free(o->temp);
	algo_free(o);
}

static struct algo_out *new_fd_out(enum kind kind, const char *name, int fd)
{
	struct algo_out *o = new_out(kind, name);

	o->fd = fd;
	o->cap = ALGO_IO_BLOCK;
	o->data = algo_alloc(o->cap);
	algo_fd_grow_pipe(fd);
	return o;
}

/* The length of the folder part of path with its slash, 0 without one. */
static size_t dir_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* The file that path means behind symbolic links, existing or not; for the
 * caller to free.  NULL with errno. */
static char *follow(const char *path)
{
	char link[4096];
	struct algo_buf b = ALGO_BUF_INIT(2 * sizeof(link));

	algo_buf_adds(&b, path);
	for (int i = 0; i < LINKS_MAX && !b.over; i++) {
		ssize_t n = readlink(algo_buf_str(&b), link, sizeof(link));

		if (n < 0) /* no link, or nothing there yet */
			return algo_buf_take(&b);
		if (n == 0 || n == sizeof(link))
			break;
		b.len = link[0] == '/' ? 0 : dir_len(algo_buf_str(&b));
		algo_buf_add(&b, link, (size_t)n);
	}
	algo_buf_release(&b);
	errno = ELOOP;
	return NULL;
}

/* Makes the file beside the target. */
static int make_temp(struct algo_out *o, mode_t mode)
{
	struct algo_buf b = ALGO_BUF_INIT(8192);

	for (int i = 0; i < TRIES_MAX; i++) {
		algo_buf_clear(&b);
		algo_buf_add(&b, o->target, dir_len(o->target));
		algo_buf_addf(&b, ".algo-%ld-%d", (long)getpid(), i);
		o->fd = algo_temp_open(algo_buf_str(&b), mode, &o->slot);
		if (o->fd >= 0 || errno != EEXIST)
			break;
	}
	if (o->fd < 0) {
		algo_buf_release(&b);
		return -1;
	}
	o->temp = algo_buf_take(&b);
	return 0;
}

static struct algo_out *sys_error(const char *path, struct algo_err *err)
{
	algo_err_sys(err, errno, "cannot write '%s'", path);
	algo_err_file(err, path);
	return NULL;
}

/* old: what stands at the target, or NULL. */
static struct algo_out *open_beside(const char *path, const struct stat *old,
				    int private, struct algo_err *err)
{
	struct algo_out *o;
	char *target = follow(path);

	if (!target)
		return sys_error(path, err);
	if (old && access(target, W_OK)) {
		algo_free(target);
		return sys_error(path, err);
	}
	o = new_fd_out(KIND_FILE, path, -1);
	o->target = target;
	o->private = private;
	o->replaces = old != NULL;
	if (old)
		o->old = *old;
	if (make_temp(o, old || private ? 0600 : 0666)) {
		sys_error(path, err);
		free_out(o);
		return NULL;
	}
	return o;
}

static struct algo_out *open_direct(const char *path, struct algo_err *err)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		return sys_error(path, err);
	return new_fd_out(KIND_FD, path, fd);
}

static struct algo_out *open_out(const char *path, int private,
				 struct algo_err *err)
{
	struct stat st;

	/* A file behind /dev/stdout belongs to whoever redirected it. */
	if (!path || strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0)
		return new_fd_out(KIND_STDOUT, "<stdout>", STDOUT_FILENO);
	if (stat(path, &st)) {
		if (errno != ENOENT)
			return sys_error(path, err);
		return open_beside(path, NULL, private, err);
	}
	if (S_ISREG(st.st_mode))
		return open_beside(path, &st, private, err);
	return open_direct(path, err);
}

struct algo_out *algo_out_open(const char *path, struct algo_err *err)
{
	return open_out(path, 0, err);
}

struct algo_out *algo_out_open_private(const char *path, struct algo_err *err)
{
	return open_out(path, 1, err);
}

struct algo_out *algo_out_mem(size_t max)
{
	struct algo_out *o = new_out(KIND_MEM, "<memory>");

	o->max = max;
	return o;
}

const char *algo_out_bytes(const struct algo_out *o, size_t *n)
{
	*n = o->len;
	return o->data ? o->data : "";
}

const char *algo_out_name(const struct algo_out *o)
{
	return o->name;
}

int algo_out_is_stdout(const struct algo_out *o)
{
	return o->kind == KIND_STDOUT;
}

/* Writes p, unless a write failed before. */
static void write_bytes(struct algo_out *o, const void *p, size_t n)
{
	if (o->sys || n == 0 || algo_fd_write(o->fd, p, n) == 0)
		return;
	if (errno == EPIPE)
		algo_die_of(SIGPIPE);
	o->sys = errno;
}

static void drain(struct algo_out *o)
{
	write_bytes(o, o->data, o->len);
	o->len = 0;
}

/* Grows memory for n more bytes; beyond the ceiling they are written to the
 * room but never counted. */
static void grow_mem(struct algo_out *o, size_t n)
{
	void *p = o->data;

	algo_grow(&p, &o->cap, o->len + n, 1);
	o->data = p;
}

char *algo_out_room(struct algo_out *o, size_t n)
{
	assert(n <= ALGO_IO_BLOCK / 2);
	if (o->kind == KIND_MEM)
		grow_mem(o, n);
	else if (o->cap - o->len < n)
		drain(o);
	return o->data + o->len;
}

void algo_out_used(struct algo_out *o, size_t n)
{
	assert(n <= o->cap - o->len);
	if (o->kind == KIND_MEM && n > o->max - o->len) {
		o->sys = ENOSPC;
		return;
	}
	o->len += n;
}

void algo_out_add(struct algo_out *o, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (o->kind == KIND_MEM) {
		if (n > o->max - o->len) {
			o->sys = ENOSPC;
			return;
		}
		grow_mem(o, n);
	} else if (o->cap - o->len < n) {
		drain(o);
		if (n >= o->cap) {
			write_bytes(o, p, n);
			return;
		}
	}
	memcpy(o->data + o->len, p, n);
	o->len += n;
}

void algo_out_adds(struct algo_out *o, const char *s)
{
	algo_out_add(o, s, strlen(s));
}

void algo_out_addc(struct algo_out *o, char c)
{
	algo_out_add(o, &c, 1);
}

void algo_out_addnum(struct algo_out *o, double v)
{
	algo_out_used(o, algo_num_print(algo_out_room(o, ALGO_NUM_MAX), v));
}

int algo_out_failed(const struct algo_out *o)
{
	return o->sys != 0;
}

static int report(const struct algo_out *o, struct algo_err *err)
{
	if (!o->sys)
		return 0;
	if (o->kind == KIND_MEM)
		algo_err_set(err, ALGO_E_FILE, "too_large",
			     "the output is larger than %zu bytes", o->max);
	else
		algo_err_sys(err, o->sys, "cannot write '%s'", o->name);
	return algo_err_file(err, o->name);
}

int algo_out_flush(struct algo_out *o, struct algo_err *err)
{
	if (o->kind != KIND_MEM)
		drain(o);
	return report(o, err);
}

/* The new file looks like the old one.  The owner is changed where the system
 * allows it, before the mode, which it could narrow. */
static int take_looks(struct algo_out *o)
{
	mode_t mode = o->private ? 0600 : o->old.st_mode & 07777;

	if (!o->replaces)
		return 0;
	if ((o->old.st_uid != geteuid() || o->old.st_gid != getegid()) &&
	    fchown(o->fd, o->old.st_uid, o->old.st_gid))
		mode &= 0777;
	return fchmod(o->fd, mode);
}

static int sync_file(int fd)
{
	if (fsync(fd) == 0 || errno == EINVAL || errno == ENOTSUP)
		return 0;
	return -1;
}

static int close_fd(int fd)
{
	return close(fd) && errno != EINTR ? -1 : 0;
}

/* Every step is tried only when those before went well; the descriptor is
 * closed in any case. */
static void finish_file(struct algo_out *o)
{
	if (!o->sys && (take_looks(o) || sync_file(o->fd)))
		o->sys = errno;
	if (close_fd(o->fd) && !o->sys)
		o->sys = errno;
	if (!o->sys && rename(o->temp, o->target))
		o->sys = errno;
	if (o->sys)
		unlink(o->temp);
	algo_temp_forget(o->slot);
}

/* Some file systems report at the close only; a copy is closed, so that
 * number 1 stays taken. */
static void finish_stdout(struct algo_out *o)
{
	int fd = dup(o->fd);

	if (fd >= 0 && close_fd(fd) && !o->sys)
		o->sys = errno;
}

int algo_out_close(struct algo_out *o, struct algo_err *err)
{
	int rc;

	switch (o->kind) {
	case KIND_STDOUT:
		drain(o);
		finish_stdout(o);
		break;
	case KIND_FD:
		drain(o);
		if (close_fd(o->fd) && !o->sys)
			o->sys = errno;
		break;
	case KIND_FILE:
		drain(o);
		finish_file(o);
		break;
	case KIND_MEM:
	default:
		break;
	}
	rc = report(o, err);
	free_out(o);
	return rc;
}

void algo_out_abort(struct algo_out *o)
{
	if (!o)
		return;
	if (o->kind == KIND_FD || o->kind == KIND_FILE)
		close(o->fd);
	if (o->kind == KIND_FILE) {
		unlink(o->temp);
		algo_temp_forget(o->slot);
	}
	free_out(o);
}
