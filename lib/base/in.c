/* in.c - blocks of input: files, standard input, memory */
#include <algo/base/io.h>

#include "iosys.h"
#include <algo/base/live.h>
#include <algo/base/mem.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* No descriptor: the bytes up to cap are revealed by algo_in_fill. */
#define FD_MEM (-1)
/* No descriptor: bytes come from in->pull. */
#define FD_PULL (-2)

/* There is one standard input in a process. */
static atomic_flag stdin_taken = ATOMIC_FLAG_INIT;

static int open_fd(struct algo_in *in, const char *path, struct algo_err *err)
{
	if (strcmp(path, "-") != 0) {
		in->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (in->fd >= 0)
			return 0;
		algo_err_sys(err, errno, "cannot open '%s'", path);
		return algo_err_file(err, path);
	}
	if (atomic_flag_test_and_set(&stdin_taken))
		return algo_err_set(err, ALGO_E_USAGE, "stdin_twice",
				    "standard input is read twice");
	in->fd = STDIN_FILENO;
	return 0;
}

static int read_error(struct algo_in *in, int sys, struct algo_err *err)
{
	algo_err_sys(err, sys, "cannot read '%s'", in->name);
	return algo_err_file(err, in->name);
}

int algo_in_open(struct algo_in *in, const char *path, struct algo_err *err)
{
	struct stat st;

	memset(in, 0, sizeof(*in));
	in->fd = FD_MEM;
	if (open_fd(in, path, err))
		return -1;
	in->name = algo_strdup(strcmp(path, "-") ? path : "<stdin>");
	if (fstat(in->fd, &st)) {
		read_error(in, errno, err);
		algo_in_close(in);
		return -1;
	}
	if (S_ISDIR(st.st_mode)) {
		read_error(in, EISDIR, err);
		algo_in_close(in);
		return -1;
	}
	in->regular = S_ISREG(st.st_mode);
	in->size = in->regular && st.st_size > 0 ? (uint64_t)st.st_size : 0;
	in->cap = ALGO_IO_BLOCK;
	in->data = algo_alloc(in->cap);
	if (S_ISFIFO(st.st_mode))
		algo_fd_grow_pipe(in->fd);
	return 0;
}

void algo_in_mem(struct algo_in *in, const char *name, const void *p, size_t n)
{
	memset(in, 0, sizeof(*in));
	in->fd = FD_MEM;
	in->regular = 1;
	in->name = algo_strdup(name);
	in->data = algo_alloc(n + 1);
	if (n)
		memcpy(in->data, p, n);
	in->cap = n;
}

void algo_in_pull(struct algo_in *in, const char *name,
		  ssize_t (*pull)(void *ctx, char *p, size_t n,
				  struct algo_err *err),
		  void *ctx)
{
	memset(in, 0, sizeof(*in));
	in->fd = FD_PULL;
	in->regular = 1;
	in->name = algo_strdup(name);
	in->cap = ALGO_IO_BLOCK;
	in->data = algo_alloc(in->cap);
	in->pull = pull;
	in->ctx = ctx;
}

void algo_in_tie(struct algo_in *in, struct algo_out *out)
{
	assert(in->ntie < sizeof(in->tie) / sizeof(*in->tie));
	in->tie[in->ntie++] = out;
}

static int flush_ties(struct algo_in *in, struct algo_err *err)
{
	if (in->regular)
		return 0;
	for (size_t i = 0; i < in->ntie; i++)
		if (algo_out_flush(in->tie[i], err))
			return -1;
	return 0;
}

/* Memory holds hidden bytes behind len: they move too. */
static void to_front(struct algo_in *in)
{
	size_t end = in->fd == FD_MEM ? in->cap : in->len;

	if (in->pos == 0)
		return;
	memmove(in->data, in->data + in->pos, end - in->pos);
	if (in->fd == FD_MEM)
		in->cap -= in->pos;
	in->offset += in->pos;
	in->len -= in->pos;
	in->pos = 0;
}

/* The line break behind a line of max bytes fits too. */
static size_t limit_of(size_t max)
{
	return max < SIZE_MAX ? max + 1 : max;
}

static void make_room(struct algo_in *in, size_t limit)
{
	size_t want = in->cap * 2;

	if (in->len < in->cap)
		return;
	if (want > limit)
		want = limit;
	in->data = algo_realloc(in->data, want, 1);
	in->cap = want;
}

/* Whether there is to be another read: -1 when a save before it failed. */
static int may_read(struct algo_in *in, struct algo_err *err)
{
	int rc = in->live ? algo_live_wait(in->live, in->fd, err) : 1;

	in->stopped = rc == 0;
	return rc;
}

/* The number of bytes added, 0 at the end. */
static ssize_t read_block(struct algo_in *in, size_t limit,
			  struct algo_err *err)
{
	size_t room;
	ssize_t got;
	int rc;

	if (in->fd == FD_MEM) {
		room = in->cap < limit ? in->cap : limit;
		return (ssize_t)(room - in->len);
	}
	if (flush_ties(in, err))
		return -1;
	make_room(in, limit);
	room = (in->cap < limit ? in->cap : limit) - in->len;
	if (in->fd == FD_PULL)
		return in->pull(in->ctx, in->data + in->len, room, err);
	rc = may_read(in, err);
	if (rc <= 0)
		return rc;
	got = algo_fd_read(in->fd, in->data + in->len, room);
	if (got < 0)
		return read_error(in, errno, err);
	return got;
}

/* Bytes up to data[to] count as read. */
static void hash_to(struct algo_in *in, size_t to)
{
	uint64_t done = in->hashed - in->offset;

	if (!in->hash || to <= done)
		return;
	algo_xxh64_add(in->hash, in->data + done, to - done);
	in->hashed = in->offset + to;
}

/* Where the last line ends that is there as a whole. */
static size_t whole_lines(const struct algo_in *in)
{
	size_t n = in->len;

	while (n > in->pos && in->data[n - 1] != '\n')
		n--;
	return n;
}

int algo_in_fill(struct algo_in *in, size_t max, struct algo_err *err)
{
	ssize_t got;

	hash_to(in, in->pos);
	to_front(in);
	if (in->eof)
		return 0;
	if (in->len > max) {
		algo_err_set(err, ALGO_E_DATA, "line_too_long",
			     "a line is longer than %zu bytes", max);
		return algo_err_file(err, in->name);
	}
	got = read_block(in, limit_of(max), err);
	if (got < 0)
		return -1;
	if (got == 0) {
		in->eof = 1;
		if (!in->stopped)
			hash_to(in, in->len);
		return 0;
	}
	in->len += (size_t)got;
	hash_to(in, in->live ? whole_lines(in) : in->len);
	if (in->watch)
		in->watch->seen(in->watch->ctx, in->offset + in->len, in->size);
	return 1;
}

int algo_in_all(struct algo_in *in, size_t max, struct algo_buf *out,
		struct algo_err *err)
{
	size_t total = 0;
	int rc;

	do {
		size_t n = in->len - in->pos;

		total += n;
		if (total <= max)
			algo_buf_add(out, in->data + in->pos, n);
		if (total > max || out->over) {
			algo_err_set(err, ALGO_E_FILE, "too_large",
				     "'%s' is larger than %zu bytes", in->name,
				     total > max ? max : out->max);
			return algo_err_file(err, in->name);
		}
		in->pos = in->len;
		rc = algo_in_fill(in, ALGO_IO_BLOCK, err);
	} while (rc > 0);
	return rc;
}

/* Standard input stays open: its number must not go to another file. */
void algo_in_close(struct algo_in *in)
{
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	algo_free(in->name);
	algo_free(in->data);
	memset(in, 0, sizeof(*in));
	in->fd = FD_MEM;
}
