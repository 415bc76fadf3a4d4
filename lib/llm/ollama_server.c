/* ollama_server.c - the process "ollama serve": started in the background,
 * known again by its number and its start, stopped */
#include "ollama_own.h"

#include <algo/base/lock.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define START_S 30
#define STOP_S 5
#define KILL_S 2
#define STEP_MS 50
#define PATH_MAX_BYTES 4096
#define FDS_MAX 65536
#define HOST_MAX 128

/* A process: numbers are used again, the tick of the system's clock at which
 * one began is not. */
struct process {
	long pid;
	unsigned long long began;
};

/* --- Who is it? ----------------------------------------------------------- */

static size_t read_small(const char *path, char *out, size_t room)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = fd < 0 ? 0 : read(fd, out, room - 1);

	if (fd >= 0)
		close(fd);
	out[n > 0 ? n : 0] = '\0';
	return n > 0 ? (size_t)n : 0;
}

/* When the process began; 0: it is gone, or only its parent has not noticed.
 * proc(5): the name in parentheses may hold anything, so what follows is
 * looked for from the end; state is field 3, the start field 22. */
static unsigned long long began(long pid)
{
	char path[64], text[1024];
	const char *p;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	if (!read_small(path, text, sizeof(text)))
		return 0;
	p = strrchr(text, ')');
	if (!p || p[1] != ' ' || p[2] == 'Z' || p[2] == 'X')
		return 0;
	for (int field = 2; field < 22 && p; field++)
		p = strchr(p + 1, ' ');
	return p ? strtoull(p + 1, NULL, 10) : 0;
}

static int runs(const struct process *p)
{
	return p->pid > 1 && p->began && began(p->pid) == p->began;
}

/* "PID START\n" of this boot of the machine: the file names the boot too. */
static void boot_id(char out[64])
{
	read_small("/proc/sys/kernel/random/boot_id", out, 64);
	out[strcspn(out, "\n")] = '\0';
	if (!*out)
		snprintf(out, 64, "-");
}

static int read_pid(const char *path, struct process *p)
{
	char text[256], boot[64], now[64];

	memset(p, 0, sizeof(*p));
	if (!read_small(path, text, sizeof(text)) ||
	    sscanf(text, "%ld %llu %63s", &p->pid, &p->began, boot) != 3)
		return -1;
	boot_id(now);
	return strcmp(boot, now) == 0 && runs(p) ? 0 : -1;
}

static int write_pid(const char *path, const struct process *p,
		     struct algo_err *err)
{
	struct algo_out *out = algo_out_open_private(path, err);
	char line[160], boot[64];

	if (!out)
		return -1;
	boot_id(boot);
	snprintf(line, sizeof(line), "%ld %llu %s\n", p->pid, p->began, boot);
	algo_out_adds(out, line);
	return algo_out_close(out, err);
}

pid_t algo_ollama_pid(struct algo_ollama *o)
{
	char *path = algo_dir_path(ALGO_DIR_DATA, "ollama.pid", NULL);
	struct process p;
	int ours = path && read_pid(path, &p) == 0;

	(void)o;
	algo_free(path);
	return ours ? (pid_t)p.pid : 0;
}

/* --- Starting ------------------------------------------------------------- */

/* "127.0.0.1:11434" of the address; -1: it is not on this machine. */
static int local_host(const struct algo_ollama *o, char host[HOST_MAX],
		      struct algo_err *err)
{
	static const char *const names[] = { "127.", "localhost", "[::1]" };
	const char *s = o->url;
	size_t n, i;

	if (strncasecmp(s, "http://", 7) == 0) {
		s += 7;
		n = strcspn(s, "/");
		for (i = 0; i < 3; i++)
			if (strncasecmp(s, names[i], strlen(names[i])) == 0)
				break;
		if (i < 3 && n < HOST_MAX && s[n] == '\0') {
			snprintf(host, HOST_MAX, "%s", s);
			return 0;
		}
	}
	algo_err_set(err, ALGO_E_USAGE, "not_local",
		     "the address %s is not on this machine", o->url);
	return algo_err_hint(err, "start the server there");
}

/* The program in PATH; NULL with err. */
static char *find_program(struct algo_err *err)
{
	const char *s = getenv("PATH");
	struct algo_buf b = ALGO_BUF_INIT(PATH_MAX_BYTES);
	struct stat st;

	for (; s && *s; s += strcspn(s, ":"), s += *s == ':') {
		algo_buf_clear(&b);
		algo_buf_add(&b, s, strcspn(s, ":"));
		algo_buf_adds(&b, "/ollama");
		/* An empty or relative entry is the folder one happens to be
		 * in: nothing is started from there. */
		if (*s == '/' && !b.over && stat(b.data, &st) == 0 &&
		    S_ISREG(st.st_mode) && access(b.data, X_OK) == 0)
			return algo_buf_take(&b);
	}
	algo_buf_release(&b);
	algo_err_set(err, ALGO_E_FILE, "no_ollama",
		     "there is no program 'ollama' in PATH");
	algo_err_hint(err, "see https://ollama.com/download");
	return NULL;
}

/* In the new process: a group of its own without a terminal, nothing of ours
 * open but the log. */
static void become(const char *program, int log, int status, const char *host)
{
	char name[] = "ollama", serve[] = "serve";
	char *const argv[] = { name, serve, NULL };
	long max = sysconf(_SC_OPEN_MAX);
	int sys, none = open("/dev/null", O_RDONLY);

	if (setsid() >= 0 && none >= 0 && dup2(none, 0) == 0 &&
	    dup2(log, 1) == 1 && dup2(log, 2) == 2 &&
	    setenv("OLLAMA_HOST", host, 1) == 0) {
		if (max < 0 || max > FDS_MAX)
			max = FDS_MAX;
		for (int fd = 3; fd < (int)max; fd++)
			if (fd != status)
				close(fd);
		execv(program, argv);
	}
	sys = errno;
	if (write(status, &sys, sizeof(sys)) < 0)
		return;
}

static int open_log(const char *path, struct algo_err *err)
{
	int fd =
		open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY,
		     0600);

	if (fd >= 0 && fchmod(fd, 0600) == 0)
		return fd;
	algo_err_sys(err, errno, "cannot write the log");
	algo_err_file(err, path);
	if (fd >= 0)
		close(fd);
	return -1;
}

static int cannot_run(const char *program, int sys, struct algo_err *err)
{
	algo_err_sys(err, sys, "cannot run '%s'", program);
	return -1;
}

/* What parent and child tell each other: "you are known now" down, and up why
 * exec failed (exec closes that pipe). */
struct pipes {
	int go[2], status[2];
};

static int open_pipes(struct pipes *p)
{
	if (pipe(p->go))
		return -1;
	if (pipe(p->status)) {
		close(p->go[0]);
		close(p->go[1]);
		return -1;
	}
	fcntl(p->status[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

/* It becomes the server only when its number is in the file: whatever happens
 * to us in between, none runs that is not known. */
static void child(const char *program, int log, const struct pipes *pp,
		  const char *host)
{
	char go;

	close(pp->go[1]);
	if (read(pp->go[0], &go, 1) == 1)
		become(program, log, pp->status[1], host);
	/* What cannot become the server ends here, without anything that the
	 * end of the tool itself would do. */
	for (;;)
		raise(SIGKILL);
}

static int read_status(int fd)
{
	int sys = 0;

	while (read(fd, &sys, sizeof(sys)) < 0 && errno == EINTR)
		;
	return sys;
}

static int launch(const char *program, int log, const char *host,
		  const char *path, struct process *p, struct algo_err *err)
{
	struct pipes pp;
	int rc = 0, sys = 0;

	if (open_pipes(&pp))
		return cannot_run(program, errno, err);
	p->pid = fork();
	if (p->pid == 0)
		child(program, log, &pp, host);
	if (p->pid < 0)
		sys = errno;
	close(pp.go[0]);
	close(pp.status[1]);
	if (p->pid > 0) {
		p->began = began(p->pid);
		rc = write_pid(path, p, err);
		if (rc == 0 && write(pp.go[1], "", 1) != 1)
			sys = errno;
	}
	close(pp.go[1]);
	if (rc == 0 && sys == 0)
		sys = read_status(pp.status[0]);
	close(pp.status[0]);
	if ((rc || sys) && p->pid > 0)
		waitpid((pid_t)p->pid, NULL, 0);
	return sys ? cannot_run(program, sys, err) : rc;
}

static void pause_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000,
			      .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The end of a process, asked for by TERM and then by KILL; its whole group,
 * for a server runs its models in processes of their own. */
static int end_process(const struct process *p, int child)
{
	static const struct {
		int sig;
		double seconds;
	} steps[] = { { SIGTERM, STOP_S }, { SIGKILL, KILL_S } };

	for (size_t i = 0; i < 2 && runs(p); i++) {
		double until = now_s() + steps[i].seconds;

		kill(i ? -(pid_t)p->pid : (pid_t)p->pid, steps[i].sig);
		while (runs(p) && now_s() < until) {
			if (child)
				waitpid((pid_t)p->pid, NULL, WNOHANG);
			pause_ms(STEP_MS);
		}
	}
	return runs(p) ? -1 : 0;
}

/* Waits until it answers.  -1: it ended, kept silent, or a signal came. */
static int await(struct algo_ollama *o, const struct process *p,
		 const char *log, struct algo_err *err)
{
	double most = o->timeout_s < START_S ? (double)o->timeout_s : START_S;
	double until = now_s() + most;
	const char *why = "does not answer";
	char version[64];

	while (now_s() < until && !algo_ollama_stopped(o)) {
		struct algo_err no = ALGO_ERR_INIT;

		if (waitpid((pid_t)p->pid, NULL, WNOHANG) == (pid_t)p->pid) {
			why = "ended at once";
			break;
		}
		if (algo_ollama_version(o, version, &no) == 0)
			return 0;
		pause_ms(STEP_MS);
	}
	end_process(p, 1);
	if (algo_ollama_stopped(o))
		why = "was stopped";
	algo_err_set(err, ALGO_E_NETWORK, "no_start", "'ollama serve' %s", why);
	algo_err_hint(err, "its log says more");
	return algo_err_file(err, log);
}

static int start(struct algo_ollama *o, const char *pid, const char *log,
		 const char *host, struct algo_err *err)
{
	char *program = find_program(err);
	int fd = program ? open_log(log, err) : -1;
	struct process p = { .pid = 0 };
	int rc = -1;

	if (fd >= 0)
		rc = launch(program, fd, host, pid, &p, err);
	if (fd >= 0)
		close(fd);
	algo_free(program);
	if (rc == 0)
		rc = await(o, &p, log, err);
	if (rc)
		unlink(pid);
	return rc;
}

/* One of our own that still comes up, or another's: then there is none to be
 * started. */
static int start_locked(struct algo_ollama *o, const char *pid, const char *log,
			struct algo_err *err)
{
	struct algo_err no = ALGO_ERR_INIT;
	char host[HOST_MAX], version[64];
	struct process p;

	if (local_host(o, host, err))
		return -1;
	if (algo_ollama_version(o, version, &no) == 0)
		return 1;
	if (strcmp(no.code, "network") != 0) {
		*err = no;
		return -1;
	}
	if (read_pid(pid, &p) == 0) {
		algo_err_set(err, ALGO_E_NETWORK, "silent",
			     "process %ld, started before, does not answer at "
			     "%s",
			     p.pid, o->url);
		return algo_err_hint(err, "'algo-llm ollama stop' ends it");
	}
	return start(o, pid, log, host, err);
}

int algo_ollama_start(struct algo_ollama *o, struct algo_err *err)
{
	char *pid = algo_dir_path(ALGO_DIR_DATA, "ollama.pid", err);
	char *log =
		pid ? algo_dir_path(ALGO_DIR_DATA, "ollama.log", err) : NULL;
	struct algo_lock *lock = NULL;
	int rc = -1;

	if (log && algo_dir_make(pid, err) == 0)
		lock = algo_lock_open(pid, err);
	if (lock)
		rc = start_locked(o, pid, log, err);
	algo_lock_close(lock);
	algo_free(pid);
	algo_free(log);
	return rc;
}

/* --- Stopping ------------------------------------------------------------- */

static int not_ours(struct algo_ollama *o, struct algo_err *err)
{
	struct algo_err no = ALGO_ERR_INIT;
	char version[64];

	if (algo_ollama_version(o, version, &no) == 0) {
		algo_err_set(err, ALGO_E_VALUE, "not_ours",
			     "the server at %s was not started by algo-llm",
			     o->url);
		algo_err_hint(err, "stop it the way it was started");
	} else {
		algo_err_set(err, ALGO_E_VALUE, "not_ours",
			     "no server that algo-llm started is running");
	}
	return algo_err_origin(err, ALGO_O_ANSWER);
}

static int stop_locked(struct algo_ollama *o, const char *path,
		       struct algo_err *err)
{
	struct process p;

	if (read_pid(path, &p)) {
		unlink(path);
		return not_ours(o, err);
	}
	if (end_process(&p, 0)) {
		algo_err_set(err, ALGO_E_NETWORK, "no_stop",
			     "process %ld does not end", p.pid);
		return -1;
	}
	unlink(path);
	return 0;
}

int algo_ollama_stop(struct algo_ollama *o, struct algo_err *err)
{
	char *path = algo_dir_path(ALGO_DIR_DATA, "ollama.pid", err);
	struct algo_lock *lock = NULL;
	int rc = -1;

	if (path && algo_dir_make(path, err) == 0)
		lock = algo_lock_open(path, err);
	if (lock)
		rc = stop_locked(o, path, err);
	algo_lock_close(lock);
	algo_free(path);
	return rc;
}
