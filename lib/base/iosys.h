/* iosys.h - what reading and writing share: descriptors and unfinished files.
 */
#ifndef ALGO_LIB_BASE_IOSYS_H
#define ALGO_LIB_BASE_IOSYS_H

#include <algo/base/err.h>
#include <sys/types.h>

/* Enlarges a pipe to 1 MiB where the system allows it. */
void algo_fd_grow_pipe(int fd);

/* read and write that go on after signals and on descriptors that somebody
 * made non-blocking.  -1 with errno; algo_fd_write writes all. */
ssize_t algo_fd_read(int fd, void *p, size_t n);
int algo_fd_write(int fd, const void *p, size_t n);

/* Unfinished files: a fixed table that a signal handler can walk.  Makes the
 * file, which must not exist, and enters it into *slot in one step.  The
 * descriptor, or -1 with errno. */
int algo_temp_open(const char *path, mode_t mode, int *slot);
void algo_temp_forget(int slot);
void algo_temp_unlink_all(void);

/* Dies of the signal with its default action; does not return. */
_Noreturn void algo_die_of(int sig);

#endif
