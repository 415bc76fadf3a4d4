/* io_proc.c - input and output between processes: pipes, signals, closed
 * descriptors */
#include "folder.h"
#include "tap.h"

#include <algo/base/io.h>
#include <algo/base/mem.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* Reads all lines of in; the sum of their lengths, and their number. */
static size_t read_lines(struct algo_in *in, size_t max, size_t *lines)
{
	size_t total = 0;
	int rc;

	*lines = 0;
	while ((rc = algo_in_fill(in, max, NULL)) > 0) {
		const char *nl;

		while ((nl = memchr(in->data + in->pos, '\n',
				    in->len - in->pos))) {
			size_t n = (size_t)(nl - in->data) + 1 - in->pos;

			total += n;
			in->pos += n;
			(*lines)++;
		}
	}
	return rc < 0 ? 0 : total;
}

/* Runs fn in a child; its wait status. */
static int in_child(void (*fn)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		fn();
		_exit(99);
	}
	waitpid(pid, &status, 0);
	return status;
}

static int died_of(int status, int sig)
{
	return WIFSIGNALED(status) && WTERMSIG(status) == sig;
}

static int exited(int status, int code)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == code;
}

/* Opens the two ends of a pipe as /dev/fd paths. */
static struct algo_in open_pipe_in(int fd)
{
	char path[32];
	struct algo_in in;

	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	if (algo_in_open(&in, path, NULL))
		_exit(98);
	close(fd);
	return in;
}

static struct algo_out *open_pipe_out(int fd)
{
	char path[32];
	struct algo_out *o;

	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	o = algo_out_open(path, NULL);
	if (!o)
		_exit(98);
	close(fd);
	return o;
}

static void slow_writer(int fd)
{
	const struct timespec pause = { 0, 200000 };

	for (int i = 0; i < 300; i++) {
		char line[32];
		int n = snprintf(line, sizeof(line), "%d\n", i);

		for (int k = 0; k < n; k++)
			if (write(fd, line + k, 1) != 1)
				_exit(1);
		if (i % 50 == 0)
			nanosleep(&pause, NULL);
	}
	_exit(0);
}

static void test_chunks(void)
{
	int p[2], status = -1;
	struct algo_in in;
	size_t lines, total;
	pid_t pid;

	if (!ok(pipe(p) == 0, "a pipe"))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		slow_writer(p[1]);
	close(p[1]);
	in = open_pipe_in(p[0]);
	ok(!in.regular, "a pipe may block");
	total = read_lines(&in, 1000, &lines);
	ok(total == 1090 && lines == 300, "lines from a pipe, byte by byte");
	algo_in_close(&in);
	waitpid(pid, &status, 0);
	ok(exited(status, 0), "the writer is done");
}

/* A filter that answers each line at once: reads from 0, writes to 1. */
static void echo_lines(int from, int to)
{
	struct algo_in in = open_pipe_in(from);
	struct algo_out *o = open_pipe_out(to);

	algo_in_tie(&in, o);
	while (algo_in_fill(&in, 1000, NULL) > 0) {
		algo_out_add(o, in.data + in.pos, in.len - in.pos);
		in.pos = in.len;
	}
	algo_in_close(&in);
	_exit(algo_out_close(o, NULL) ? 1 : 0);
}

static void test_ties(void)
{
	int there[2], back[2], status = -1, good = 0;
	pid_t pid;

	if (!ok(pipe(there) == 0 && pipe(back) == 0, "two pipes"))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(there[1]);
		close(back[0]);
		alarm(4);
		echo_lines(there[0], back[1]);
	}
	close(there[0]);
	close(back[1]);
	for (int i = 0; i < 5; i++) {
		char c = (char)('a' + i), got = 0;

		good += write(there[1], &c, 1) == 1 &&
			read(back[0], &got, 1) == 1 && got == c;
	}
	ok(good == 5, "tied output arrives before the next read blocks");
	close(there[1]);
	close(back[0]);
	waitpid(pid, &status, 0);
	ok(exited(status, 0), "the filter ended well");
}

static void unfinished(int sig)
{
	struct algo_out *o;

	algo_io_start();
	o = algo_out_open(at("kept"), NULL);
	if (!o)
		_exit(98);
	algo_out_adds(o, "half");
	if (algo_out_flush(o, NULL) || leftovers() != 1)
		_exit(97);
	if (sig)
		raise(sig);
	else
		exit(0);
}

static void die_term(void)
{
	unfinished(SIGTERM);
}

static void die_int(void)
{
	unfinished(SIGINT);
}

static void die_hup(void)
{
	unfinished(SIGHUP);
}

static void die_pipe(void)
{
	unfinished(SIGPIPE);
}

static void just_exit(void)
{
	unfinished(0);
}

static void hup_ignored(void)
{
	signal(SIGHUP, SIG_IGN);
	unfinished(SIGHUP);
}

/* A grandchild that exits leaves the child's file alone. */
static void fork_and_exit(void)
{
	int status = -1;
	struct algo_out *o;
	pid_t pid;

	algo_io_start();
	o = algo_out_open(at("kept"), NULL);
	pid = fork();
	if (pid == 0)
		exit(0);
	waitpid(pid, &status, 0);
	if (!o || leftovers() != 1)
		_exit(97);
	algo_out_abort(o);
	_exit(0);
}

static void test_signals(void)
{
	static const struct {
		void (*fn)(void);
		int sig;
	} rows[] = { { die_term, SIGTERM },
		     { die_int, SIGINT },
		     { die_hup, SIGHUP },
		     { die_pipe, SIGPIPE } };

	put_file(at("kept"), "old", 0644);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		/* A job in the background may have been given it ignored. */
		signal(rows[i].sig, SIG_DFL);
		ok(died_of(in_child(rows[i].fn), rows[i].sig),
		   "the parent sees signal %d", rows[i].sig);
		ok(leftovers() == 0 && holds(at("kept"), "old"),
		   "no half file, the old one stands");
	}
	ok(exited(in_child(just_exit), 0) && leftovers() == 0,
	   "exit leaves no half file");
	ok(exited(in_child(fork_and_exit), 0), "a fork's exit leaves it alone");
	ok(exited(in_child(hup_ignored), 99),
	   "an ignored signal stays ignored");
	sweep(".algo"); /* it ended by _exit */
}

static void write_to_nobody(void)
{
	int p[2];
	struct algo_out *o;

	if (pipe(p))
		_exit(98);
	o = open_pipe_out(p[1]);
	close(p[0]);
	algo_out_adds(o, "x");
	_exit(algo_out_close(o, NULL) ? 1 : 0);
}

static void pipe_default(void)
{
	algo_io_start();
	write_to_nobody();
}

static void pipe_ignored(void)
{
	signal(SIGPIPE, SIG_IGN);
	algo_io_start();
	write_to_nobody();
}

static void pipe_blocked(void)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_BLOCK, &set, NULL);
	write_to_nobody();
}

static void test_epipe(void)
{
	ok(died_of(in_child(pipe_default), SIGPIPE), "EPIPE kills quietly");
	ok(died_of(in_child(pipe_ignored), SIGPIPE), "also when ignored");
	ok(died_of(in_child(pipe_blocked), SIGPIPE), "also when blocked");
}

static void closed_fds(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *o;
	struct algo_in in;
	char c;

	close(0);
	close(1);
	close(2);
	algo_io_start();
	if (algo_in_open(&in, at("doc"), &err) || in.fd < 3)
		_exit(1);
	o = algo_out_open("-", &err);
	if (!o)
		_exit(2);
	algo_out_adds(o, "x");
	if (algo_out_close(o, &err) == 0 || err.sys != EBADF)
		_exit(3);
	if (read(0, &c, 1) != -1 || errno != EBADF)
		_exit(4);
	algo_io_stderr("x", 1);
	_exit(0);
}

static void test_closed_fds(void)
{
	ok(exited(in_child(closed_fds), 0),
	   "closed standard descriptors fail and are not taken");
}

/* Writes more than a pipe holds to a reader that is slow to begin, with the
 * descriptor non-blocking. */
static void test_non_blocking(void)
{
	int p[2], status = -1;
	char *big = algo_alloc(3000000), *got = algo_alloc(3000001);
	size_t n = 0;
	pid_t pid;

	memset(big, 'y', 3000000);
	if (!ok(pipe(p) == 0, "a pipe"))
		return;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct algo_out *o;

		close(p[0]);
		alarm(4);
		fcntl(p[1], F_SETFL, O_NONBLOCK);
		dup2(p[1], 1);
		close(p[1]);
		o = algo_out_open(NULL, NULL);
		algo_out_add(o, big, 1000000);
		for (int i = 0; i < 2000000; i++)
			algo_out_addc(o, 'y');
		_exit(algo_out_close(o, NULL) ? 1 : 0);
	}
	close(p[1]);
	for (ssize_t k = 1; k > 0 && n < 3000001; n += (size_t)k) {
		k = read(p[0], got + n, 3000001 - n);
		if (k < 0)
			break;
	}
	waitpid(pid, &status, 0);
	ok(exited(status, 0) && n == 3000000 && memcmp(big, got, n) == 0,
	   "everything arrives through a non-blocking pipe");
	close(p[0]);
	algo_free(big);
	algo_free(got);
}

int main(void)
{
	if (!mkdtemp(dir))
		return skip_all("no folder for temporary files");
	put_file(at("doc"), "0123456789", 0644);
	test_chunks();
	test_ties();
	test_signals();
	test_epipe();
	test_closed_fds();
	test_non_blocking();
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
