/* add.c - the stream of algo-hist add: passed on, then stored */
#include "store.h"

#include "stop.h"
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

struct adding {
	const struct algo_add *a;
	struct algo_add_counts *counts;
	struct algo_store *st;
	int failed;   /* the history: nothing is stored any more */
	int gone;     /* the reader of standard output left */
	int skipping; /* within a line that is too long */
	struct algo_stop stop;
};

/* --- Passing on --------------------------------------------------------- */

/* As much as standard output takes; the number of bytes. */
static size_t write_stdout(const char *p, size_t n)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };
	size_t done = 0;

	while (done < n) {
		ssize_t put = write(STDOUT_FILENO, p + done, n - done);

		if (put >= 0)
			done += (size_t)put;
		else if (errno == EAGAIN || errno == EWOULDBLOCK)
			poll(&fd, 1, -1);
		else if (errno != EINTR)
			break;
	}
	return done;
}

/* The output itself would end the process when its reader left, before what
 * came was stored.  So standard output is written here; what it did not take is
 * left to the output, of a pipe one byte: the close reports it. */
static void pass(struct adding *d, const char *p, size_t n)
{
	struct algo_out *out = d->a->out;
	struct algo_err later = ALGO_ERR_INIT;
	size_t done = 0;

	if (d->gone || n == 0)
		return;
	if (algo_out_is_stdout(out)) {
		done = write_stdout(p, n);
		if (done == n)
			return;
		d->gone = errno == EPIPE;
	}
	algo_out_add(out, p + done, d->gone ? 1 : n - done);
	if (!d->gone && algo_out_flush(out, &later))
		algo_err_clear(&later); /* told by the close */
}

/* --- Storing ------------------------------------------------------------ */

static int fail(struct adding *d, struct algo_err *err)
{
	d->failed = 1;
	d->a->tell(d->a->ctx, err);
	return -1;
}

static int open_store(struct adding *d)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (d->st || d->failed)
		return d->failed ? -1 : 0;
	d->st = algo_store_open(d->a->path, ALGO_STORE_WRITE, d->a->busy_ms,
				&err);
	return d->st ? 0 : fail(d, &err);
}

static void bad_line(struct adding *d, struct algo_err *err)
{
	d->counts->bad++;
	algo_err_file(err, d->a->in->name);
	err->at.line = (unsigned long)d->counts->lines;
	d->a->tell(d->a->ctx, err);
}

static int is_blank(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r')
			return 0;
	return 1;
}

/* Bad lines are found whether or not the history can be written. */
static void check_only(struct adding *d, const char *p, size_t n)
{
	struct algo_result r = { .is_result = 0 };
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_result_parse(&r, p, n, &err))
		bad_line(d, &err);
	algo_result_release(&r);
}

static void take_line(struct adding *d, const char *p, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	int rc;

	if (++d->counts->lines == 1 && n >= 3 &&
	    memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	if (is_blank(p, n))
		return;
	if (open_store(d)) {
		check_only(d, p, n);
		return;
	}
	rc = algo_store_stage(d->st, p, n, &err);
	if (rc > 0)
		bad_line(d, &err);
	else if (rc < 0)
		fail(d, &err);
}

static void take_long(struct adding *d)
{
	struct algo_err err = ALGO_ERR_INIT;

	d->counts->lines++;
	algo_err_set(&err, ALGO_E_DATA, "line_too_long",
		     "a line is longer than %zu bytes", ALGO_STORE_LINE_MAX);
	bad_line(d, &err);
}

/* The lines that end in the block; from: where no line end was seen yet. */
static void take_lines(struct adding *d, size_t from)
{
	struct algo_in *in = d->a->in;
	const char *nl;

	while ((nl = memchr(in->data + from, '\n', in->len - from))) {
		const char *p = in->data + in->pos;
		size_t n = (size_t)(nl - p);

		if (d->skipping)
			d->skipping = 0;
		else if (n > ALGO_STORE_LINE_MAX)
			take_long(d);
		else
			take_line(d, p, n);
		in->pos += n + 1;
		from = in->pos;
	}
	if (!d->skipping && in->len - in->pos > ALGO_STORE_LINE_MAX) {
		take_long(d);
		d->skipping = 1;
	}
	if (d->skipping)
		in->pos = in->len;
}

/* 1 after a block, 0 at the end, -1 on error; a signal ends the input, and
 * with it a line that is not complete. */
static int take_block(struct adding *d, struct algo_err *err)
{
	struct algo_in *in = d->a->in;
	size_t before = in->len - in->pos;
	int rc;

	if (algo_stop_wait(&d->stop, in)) {
		in->pos = in->len;
		return 0;
	}
	rc = algo_in_fill(in, ALGO_STORE_LINE_MAX, err);
	if (rc <= 0)
		return rc;
	pass(d, in->data + before, in->len - before);
	take_lines(d, before);
	return 1;
}

/* An empty input makes an empty history, so that it can be asked. */
static void commit(struct adding *d)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (open_store(d))
		return;
	if (algo_store_commit(d->st, d->counts, &err))
		fail(d, &err);
}

int algo_store_add(const struct algo_add *add, struct algo_add_counts *counts,
		   struct algo_err *err)
{
	struct adding d = { .a = add, .counts = counts };
	struct algo_in *in = add->in;
	int rc;

	memset(counts, 0, sizeof(*counts));
	algo_stop_begin(&d.stop);
	do {
		rc = take_block(&d, err);
	} while (rc > 0);
	if (rc == 0 && !d.skipping && in->len > in->pos)
		take_line(&d, in->data + in->pos, in->len - in->pos);
	in->pos = in->len;
	commit(&d);
	algo_store_close(d.st);
	algo_stop_end(&d.stop);
	return rc < 0 || d.failed ? -1 : 0;
}
