/* io.h - blocks in, blocks out, files written beside and renamed.
 *
 * Reading and writing go through 256 KiB blocks on plain file descriptors;
 * pipes are enlarged where the system allows it.  Before a read that may
 * block, every output tied to the input is flushed, so a live feed passes
 * through line by line.  Write failures are kept in the output and reported
 * at the next flush or close; nothing is lost silently.
 *
 * A regular file is written beside its name and renamed by algo_out_close; a
 * symbolic link is followed; a target that is no regular file (/dev/null, a
 * FIFO) is opened and written directly.  Files that were not closed are
 * unlinked on algo_out_abort, at exit and by the signal handler.
 */
#ifndef ALGO_BASE_IO_H
#define ALGO_BASE_IO_H

#include <algo/base/buf.h>
#include <algo/base/err.h>
#include <algo/base/hash.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define ALGO_IO_BLOCK (256 * 1024)

/* Reopens closed descriptors 0, 1, 2 on /dev/null (reading and writing them
 * fails as it should) and installs handlers for SIGINT, SIGTERM, SIGHUP and
 * SIGPIPE that unlink unfinished files and die of the signal; one that is
 * ignored stays ignored.  Once, at the start. */
void algo_io_start(void);

struct algo_out;
struct algo_live;

/* Is told after every read how many bytes came so far, of how many (0: not
 * known): for progress. */
struct algo_watch {
	void (*seen)(void *ctx, uint64_t bytes, uint64_t size);
	void *ctx;
};

/* Bytes data[pos..len) are unread. */
struct algo_in {
	int fd;
	char *name; /* "<stdin>" or the path, for errors */
	char *data;
	size_t pos;
	size_t len;
	size_t cap;
	int eof;
	int regular;			/* never blocks */
	uint64_t offset;		/* bytes of the input before data[0] */
	uint64_t size;			/* of a regular file, else 0 */
	const struct algo_watch *watch; /* borrowed or NULL */
	struct algo_xxh64 *hash; /* fed with all bytes read (with live: in whole
				    lines); borrowed or NULL */
	uint64_t hashed;	 /* bytes of the input that hash was fed */
	struct algo_live *live;	 /* asked before each read; borrowed or NULL */
	int stopped;		 /* eof because live was asked to end */
	/* In place of a descriptor: algo_in_pull. */
	ssize_t (*pull)(void *ctx, char *p, size_t n, struct algo_err *err);
	void *ctx;
	struct algo_out *tie[4]; /* flushed before a read that may block */
	size_t ntie;
};

/* path "-" is standard input (once in a process: the second time is a usage
 * error).  A directory is a file_error "is_directory". */
int algo_in_open(struct algo_in *in, const char *path,
		 struct algo_err *err) ALGO_MUST_USE;
/* Reads from a copy of memory: for tests and documents.  As with a file there
 * is nothing before the first algo_in_fill. */
void algo_in_mem(struct algo_in *in, const char *name, const void *p, size_t n);
/* Reads what pull hands out: up to n bytes to p and their number, 0 at the
 * end, -1 with err.  It is for pull to flush what is to be flushed. */
void algo_in_pull(struct algo_in *in, const char *name,
		  ssize_t (*pull)(void *ctx, char *p, size_t n,
				  struct algo_err *err),
		  void *ctx);
void algo_in_tie(struct algo_in *in, struct algo_out *out);
/* Moves the unread bytes to the front, then reads once (growing the buffer
 * when it is full: data_error "line_too_long" when more than max bytes are
 * unread, so that a line of max bytes and its line break fit).
 * Returns 1 when bytes were added, 0 at the end of input, -1 on error. */
int algo_in_fill(struct algo_in *in, size_t max, struct algo_err *err);
/* The rest of the input appended to out, at most max bytes (file_error
 * "too_large" beyond). */
int algo_in_all(struct algo_in *in, size_t max, struct algo_buf *out,
		struct algo_err *err) ALGO_MUST_USE;
void algo_in_close(struct algo_in *in);

/* NULL on error.  path "-" or NULL is standard output. */
struct algo_out *algo_out_open(const char *path, struct algo_err *err);
/* Like algo_out_open for standard output, but created 0600 if a file. */
struct algo_out *algo_out_open_private(const char *path, struct algo_err *err);
/* Collects in memory, up to max bytes (more is an error at flush); read it
 * with algo_out_bytes. */
struct algo_out *algo_out_mem(size_t max);
const char *algo_out_bytes(const struct algo_out *o, size_t *n);
const char *algo_out_name(const struct algo_out *o);
int algo_out_is_stdout(const struct algo_out *o);

/* Room for n bytes (n <= ALGO_IO_BLOCK / 2) to be filled and then counted by
 * algo_out_used: printing goes straight into the block. */
char *algo_out_room(struct algo_out *o, size_t n);
void algo_out_used(struct algo_out *o, size_t n);
void algo_out_add(struct algo_out *o, const void *p, size_t n);
void algo_out_adds(struct algo_out *o, const char *s);
void algo_out_addc(struct algo_out *o, char c);
void algo_out_addnum(struct algo_out *o, double v); /* shortest; NaN nothing */
/* True after a write failed: stop early, algo_out_close tells why. */
int algo_out_failed(const struct algo_out *o);
int algo_out_flush(struct algo_out *o, struct algo_err *err) ALGO_MUST_USE;
/* Flushes, checks, and puts the file in its place; frees o also on error.  A
 * pipe whose reader left ends the process by SIGPIPE, quietly, also when the
 * signal was ignored. */
int algo_out_close(struct algo_out *o, struct algo_err *err) ALGO_MUST_USE;
/* Frees o; its file is as it was before. */
void algo_out_abort(struct algo_out *o);

/* The whole text in one write to standard error, control bytes as they are;
 * failures are ignored (there is nowhere to tell). */
void algo_io_stderr(const char *p, size_t n);

/* Folders: $XDG_{CONFIG,DATA,CACHE}_HOME/algo or the defaults below $HOME;
 * relative values are ignored.  The path for the caller to free, NULL with
 * err when there is no home. */
enum algo_dir { ALGO_DIR_CONFIG, ALGO_DIR_DATA, ALGO_DIR_CACHE };
char *algo_dir_path(enum algo_dir which, const char *file,
		    struct algo_err *err);
/* Makes the folders above path, 0700. */
int algo_dir_make(const char *path, struct algo_err *err) ALGO_MUST_USE;
/* $ALGO_SHARE, else the share folder beside the program (../share/algo when
 * installed, ../../share in the build tree), joined with file; for the caller
 * to free. */
char *algo_share_path(const char *file);

#endif
