/* llm_calls.c - a thousand calls of one client: one connection, no leak, and
 * each is in the ledger */
#include "folder.h"
#include "tap.h"

#include <algo/llm.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define CALLS 1000

static const char answer[] =
	"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
	"Transfer-Encoding: chunked\r\n\r\n"
	"4c\r\n"
	"data: {\"choices\":[{\"delta\":{\"content\":\"hello\"},"
	"\"finish_reason\":\"stop\"}]}\n\n\n\r\n"
	"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n";

/* Reads one request with its body; 0 at the end of the connection. */
static int read_one(int fd)
{
	static char buf[65536];
	size_t n = 0, want = 0;

	while (n < sizeof(buf) - 1 && (!want || n < want)) {
		ssize_t got = read(fd, buf + n, sizeof(buf) - 1 - n);
		const char *blank, *len;

		if (got <= 0)
			return 0;
		n += (size_t)got;
		buf[n] = '\0';
		blank = strstr(buf, "\r\n\r\n");
		len = strstr(buf, "Content-Length: ");
		if (blank && len)
			want = (size_t)(blank + 4 - buf) +
			       (size_t)strtoul(len + 16, NULL, 10);
	}
	return 1;
}

/* Answers everybody, one after the other; a byte to told for each that
 * connects. */
static void serve(int fd, int told)
{
	for (;;) {
		int c = accept(fd, NULL, NULL);

		if (c < 0 || write(told, "c", 1) != 1)
			_exit(1);
		while (read_one(c))
			if (write(c, answer, sizeof(answer) - 1) < 0)
				break;
		close(c);
	}
}

static int listen_loopback(int *port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&a, sizeof(a)) || listen(fd, 16) ||
	    getsockname(fd, (struct sockaddr *)&a, &len))
		return -1;
	*port = ntohs(a.sin_port);
	return fd;
}

static size_t ask_all(struct algo_llm *l)
{
	const struct algo_llm_msg msg = { 0, "hi", 2 };
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	size_t good = 0;

	for (int i = 0; i < CALLS; i++) {
		struct algo_llm_ask ask = ALGO_LLM_ASK_INIT;
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_llm_told told;

		ask.msgs = &msg;
		ask.nmsgs = 1;
		if (algo_llm_ask(l, &ask, &r, &told, &err) == 0)
			good += strcmp(algo_buf_str(&r.text), "hello") == 0;
		else if (good == (size_t)i)
			note("%s", err.msg);
	}
	algo_llm_reply_release(&r);
	return good;
}

static void count(void *ctx, const struct algo_usage *u)
{
	*(uint64_t *)ctx += u->ok;
}

static void test_calls(int port, int told)
{
	char url[64], seen[CALLS];
	const char *urls[] = { url, NULL };
	struct algo_llm_opt opt = { .model = "llamacpp/m",
				    .base_urls = urls,
				    .wait_s = 5,
				    .ledger = at("llm.db") };
	struct algo_errs errs = { 0 };
	struct algo_llm *l;
	uint64_t ok_calls = 0;

	snprintf(url, sizeof(url), "llamacpp=http://127.0.0.1:%d/v1", port);
	l = algo_llm_open(&opt, &errs);
	if (!ok(l != NULL, "a client is opened"))
		return;
	ok(ask_all(l) == CALLS, "%d answers", CALLS);
	ok(read(told, seen, sizeof(seen)) == 1, "over one connection");
	ok(algo_ledger_usage(algo_llm_ledger_of(l), 0, count, &ok_calls,
			     NULL) == 0 &&
		   ok_calls == CALLS,
	   "all in the ledger");
	algo_llm_close(l);
	algo_errs_release(&errs);
}

int main(void)
{
	int port = 0, fd, told[2];
	pid_t pid;

	if (!mkdtemp(dir) || pipe(told))
		return 1;
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("ALGO_SHARE", "share", 1);
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	fd = listen_loopback(&port);
	if (fd < 0)
		return skip_all("no loopback");
	signal(SIGPIPE, SIG_IGN);
	pid = fork();
	if (pid == 0)
		serve(fd, told[1]);
	test_calls(port, told[0]);
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
	ok(clean_up() == 0, "nothing is left behind");
	return done();
}
