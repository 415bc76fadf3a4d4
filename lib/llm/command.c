/* command.c - a command that prints a key */
#include "keys.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int failed(const char *what, int sys, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_AUTH, "key_command",
		     "the command of a key %s%s%s", what, sys ? ": " : "",
		     sys ? strerror(sys) : "");
	return algo_err_hint(err, "run it by hand; it prints the key and "
				  "nothing else");
}

static int spawn(const char *command, int out, int other, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	char *copy = algo_strdup(command);
	char sh[] = "sh", c[] = "-c";
	char *argv[] = { sh, c, copy, NULL };
	int rc = posix_spawn_file_actions_init(&fa);

	if (rc == 0) {
		posix_spawn_file_actions_adddup2(&fa, out, STDOUT_FILENO);
		posix_spawn_file_actions_addclose(&fa, out);
		posix_spawn_file_actions_addclose(&fa, other);
		rc = posix_spawn(pid, "/bin/sh", &fa, NULL, argv, environ);
		posix_spawn_file_actions_destroy(&fa);
	}
	algo_key_wipe(copy);
	return rc;
}

#define LINE_ROOM (KEY_MAX_BYTES + 2)

/* The first line, or of one that is too long for a key a byte too many; the
 * rest is read and dropped, so that the command is not killed by a closed
 * pipe. */
static size_t read_line(int fd, char line[LINE_ROOM])
{
	char block[256];
	size_t n = 0;
	int ended = 0;
	ssize_t got;

	while ((got = read(fd, block, sizeof(block))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			break;
		for (ssize_t i = 0; i < got && !ended; i++) {
			ended = block[i] == '\n' || n == LINE_ROOM - 1;
			if (!ended)
				line[n++] = block[i];
		}
	}
	memset(block, 0, sizeof(block));
	while (n && (line[n - 1] == '\r' || line[n - 1] == ' '))
		n--;
	line[n] = '\0';
	return n;
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

char *algo_key_command(const char *command, struct algo_err *err)
{
	char line[LINE_ROOM];
	volatile char *wipe = line;
	char *secret = NULL;
	int fd[2], rc;
	size_t n;
	pid_t pid;

	if (pipe(fd)) {
		failed("cannot be run", errno, err);
		return NULL;
	}
	rc = spawn(command, fd[1], fd[0], &pid);
	close(fd[1]);
	n = rc ? 0 : read_line(fd[0], line);
	close(fd[0]);
	if (rc)
		failed("cannot be run", rc, err);
	else if (wait_for(pid))
		failed("failed", 0, err);
	else if (!algo_key_is_secret(line, n))
		failed("printed no key", 0, err);
	else
		secret = algo_strndup(line, n);
	for (size_t i = 0; i < n; i++)
		wipe[i] = '\0';
	return secret;
}
