/* lock.h - one process at a time: a file beside another one says that it is in
 * use, for as long as the process lives. */
#ifndef ALGO_BASE_LOCK_H
#define ALGO_BASE_LOCK_H

#include <algo/base/err.h>

struct algo_lock;

/* Locks path, which need not exist, by path.lock (of the file behind a
 * symbolic link).  NULL: file_error "in_use" when another process has it, or
 * why there can be no such file. */
struct algo_lock *algo_lock_open(const char *path, struct algo_err *err);
/* Lets go and removes the file. */
void algo_lock_close(struct algo_lock *l);

#endif
