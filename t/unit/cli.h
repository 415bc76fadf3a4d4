/* cli.h - for tests that go through a tool: start it, read CSV it wrote */
#ifndef T_CLI_H
#define T_CLI_H

#include "tap.h"

#include <algo/base.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

/* Path of a tool: $BIN/name, default build/bin. */
__attribute__((unused)) static const char *tool(const char *name)
{
	static char path[512];
	const char *bin = getenv("BIN");

	snprintf(path, sizeof(path), "%s/%s", bin ? bin : "build/bin", name);
	return path;
}

/* A folder of its own under $TMPDIR, removed by the caller. */
__attribute__((unused)) static char *own_folder(void)
{
	static char dir[256];
	const char *tmp = getenv("TMPDIR");

	snprintf(dir, sizeof(dir), "%s/algo-t.XXXXXX", tmp ? tmp : "/tmp");
	return mkdtemp(dir);
}

/* Starts argv with standard input from in, output and errors to files; its
 * exit status, or -1 when it died otherwise. */
__attribute__((unused)) static int start(char *const *argv, const char *in,
					 const char *out, const char *errors)
{
	int status, i;
	pid_t pid = fork();

	if (pid == 0) {
		const char *path[3] = { in, out, errors };

		for (i = 0; i < 3; i++) {
			int fd = open(path[i] ? path[i] : "/dev/null",
				      i ? O_WRONLY | O_CREAT | O_TRUNC
					: O_RDONLY,
				      0600);

			if (fd < 0 || dup2(fd, i) < 0)
				_exit(126);
			close(fd);
		}
		execv(argv[0], argv);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* The text of a file, for the caller to free; NULL when it cannot be read. */
__attribute__((unused)) static char *slurp(const char *path, size_t *n)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 30);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;

	if (algo_in_open(&in, path, &err))
		return NULL;
	if (algo_in_all(&in, (size_t)1 << 29, &b, &err)) {
		algo_in_close(&in);
		return NULL;
	}
	algo_in_close(&in);
	if (n)
		*n = b.len;
	algo_buf_addc(&b, 0);
	return algo_buf_take(&b);
}

/* Two fields: numbers to 1e-9 relative (absolute below 1), text exactly. */
__attribute__((unused)) static int same_field(const char *a, size_t na,
					      const char *b, size_t nb)
{
	double x, y;

	if (na == nb && memcmp(a, b, na) == 0)
		return 1;
	if (na == 0 || nb == 0 || algo_num_parse(a, na, &x) ||
	    algo_num_parse(b, nb, &y))
		return 0;
	return near(x, y, 1e-9);
}

__attribute__((unused)) static size_t field_length(const char *p)
{
	return strcspn(p, ",\n");
}

/* Compares two CSV texts field by field; notes the first difference. */
__attribute__((unused)) static int same_csv(const char *what, const char *a,
					    const char *b)
{
	unsigned long line = 1;

	while (*a && *b) {
		size_t na = field_length(a), nb = field_length(b);

		if (!same_field(a, na, b, nb) || a[na] != b[nb]) {
			note("%s line %lu: '%.*s', want '%.*s'", what, line,
			     (int)strcspn(a, "\n"), a, (int)strcspn(b, "\n"),
			     b);
			return 0;
		}
		line += a[na] == '\n';
		a += na + (a[na] != 0);
		b += nb + (b[nb] != 0);
	}
	if (*a || *b)
		note("%s: %s lines", what, *a ? "too many" : "too few");
	return !*a && !*b;
}

#endif
