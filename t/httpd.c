/* httpd.c - a small HTTP/1.1 server on loopback for the tests of tools
 *
 *     httpd FOLDER RULES PORTFILE LOGFILE [PORT]
 *
 * Listens on PORT or a free one, writes that to PORTFILE, a line "METHOD
 * TARGET" (and, indented, each header) for every request to LOGFILE, and quits
 * when standard input ends.
 * RULES is read again for each request; the first line that fits answers:
 *
 *     METHOD TEXT FILE STATUS [key=value ...]
 *
 * METHOD may be *; TEXT is a part of the request target, or *; FILE is below
 * FOLDER, or - for no body.  Keys:
 *
 *     type=TYPE      content type; without it by the suffix of FILE
 *     header=N:V     one more header line
 *     with=TEXT      only requests that have TEXT in their headers
 *     without=TEXT   only those that have not
 *     body=TEXT      only requests that have TEXT in their body
 *     nobody=TEXT    only those that have not
 *     times=N        only the first N requests that fit this line
 *     delay=MS       waits before it answers
 *     drip=MS        waits between pieces of 16 bytes of the body
 *     cut=BYTES      sends so many bytes of the body, then hangs up
 *     fill=BYTES     the body is so many blanks instead
 *     hang           hangs up without an answer
 *     keep           the connection stays for the next request
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_MAX 16384
#define BODY_MAX (4 << 20)
#define RULES_MAX 256
#define HEADERS_MAX 8

struct rule {
	char method[16];
	char text[512];
	char file[256];
	int status;
	char type[80];
	char header[HEADERS_MAX][256];
	int nheader;
	char with[128];
	char without[128];
	char body[128];
	char nobody[128];
	long times; /* 0: any */
	long delay;
	long drip;
	long cut;  /* -1: all */
	long fill; /* -1: the file */
	int hang;
	int keep;
};

/* One request. */
struct request {
	char head[HEAD_MAX + BODY_MAX];
	const char *body; /* in head, behind the blank line */
	size_t n;
	char method[16], target[8192];
};

/* How often each line of the rules has answered, since they changed. */
static long used[RULES_MAX];
static char known[1 << 16];

static void set_key(struct rule *r, const char *s)
{
	const char *eq = strchr(s, '=');
	size_t n = eq ? (size_t)(eq - s) : strlen(s);
	const char *v = eq ? eq + 1 : "";
	const struct {
		const char *name;
		char *text;
		size_t size;
		long *number;
	} keys[] = {
		{ "type", r->type, sizeof(r->type), NULL },
		{ "with", r->with, sizeof(r->with), NULL },
		{ "without", r->without, sizeof(r->without), NULL },
		{ "body", r->body, sizeof(r->body), NULL },
		{ "nobody", r->nobody, sizeof(r->nobody), NULL },
		{ "times", NULL, 0, &r->times },
		{ "delay", NULL, 0, &r->delay },
		{ "drip", NULL, 0, &r->drip },
		{ "cut", NULL, 0, &r->cut },
		{ "fill", NULL, 0, &r->fill },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (strlen(keys[i].name) != n || strncmp(s, keys[i].name, n))
			continue;
		if (keys[i].text)
			snprintf(keys[i].text, keys[i].size, "%s", v);
		else
			*keys[i].number = strtol(v, NULL, 10);
		return;
	}
	if (n == 6 && !strncmp(s, "header", n) && r->nheader < HEADERS_MAX)
		snprintf(r->header[r->nheader++], sizeof(r->header[0]), "%s",
			 v);
	else if (n == 4 && !strncmp(s, "hang", n))
		r->hang = 1;
	else if (n == 4 && !strncmp(s, "keep", n))
		r->keep = 1;
}

static int read_rule(char *line, struct rule *r)
{
	char *save = NULL;
	char *word;

	memset(r, 0, sizeof(*r));
	r->cut = -1;
	r->fill = -1;
	if (line[0] == '#' || sscanf(line, "%15s %511s %255s %d", r->method,
				     r->text, r->file, &r->status) != 4)
		return -1;
	word = strtok_r(line, " \t\n", &save);
	for (int i = 0; word; i++, word = strtok_r(NULL, " \t\n", &save))
		if (i >= 4)
			set_key(r, word);
	return 0;
}

static int fits(const struct rule *r, const struct request *q)
{
	return (!strcmp(r->method, "*") || !strcmp(r->method, q->method)) &&
	       (!strcmp(r->text, "*") || strstr(q->target, r->text)) &&
	       (!r->with[0] || strstr(q->head, r->with)) &&
	       (!r->without[0] || !strstr(q->head, r->without)) &&
	       (!r->body[0] || strstr(q->body, r->body)) &&
	       (!r->nobody[0] || !strstr(q->body, r->nobody));
}

static void note_change(FILE *f)
{
	static char text[sizeof(known)];

	memset(text, 0, sizeof(text));
	if (fread(text, 1, sizeof(text), f) &&
	    memcmp(text, known, sizeof(text)))
		memset(used, 0, sizeof(used));
	memcpy(known, text, sizeof(known));
	rewind(f);
}

static int find_rule(const char *path, const struct request *q, struct rule *r)
{
	FILE *f = fopen(path, "r");
	char line[2048];
	int found = 0;

	if (f)
		note_change(f);
	for (int i = 0;
	     f && !found && i < RULES_MAX && fgets(line, sizeof(line), f);
	     i++) {
		if (read_rule(line, r) || !fits(r, q) ||
		    (r->times && used[i] >= r->times))
			continue;
		used[i]++;
		found = 1;
	}
	if (f)
		fclose(f);
	return found ? 0 : -1;
}

/* Quits at once when the test is gone. */
static void nap(long ms)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	char c;

	if (ms > 0 && poll(&in, 1, (int)ms) > 0 &&
	    read(STDIN_FILENO, &c, 1) <= 0)
		exit(0);
}

static int send_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t got = write(fd, p, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		p += got;
		n -= (size_t)got;
	}
	return 0;
}

static char *body_of(const char *folder, const struct rule *r, size_t *n)
{
	char path[1024];
	char *body = NULL;
	FILE *f;
	long size;

	*n = 0;
	if (r->fill >= 0) {
		*n = (size_t)r->fill;
		body = malloc(*n + 1);
		if (body)
			memset(body, ' ', *n);
		return body;
	}
	if (!strcmp(r->file, "-"))
		return calloc(1, 1);
	snprintf(path, sizeof(path), "%s%s%s", r->file[0] == '/' ? "" : folder,
		 r->file[0] == '/' ? "" : "/", r->file);
	f = fopen(path, "rb");
	if (!f)
		return NULL;
	if (fseek(f, 0, SEEK_END) || (size = ftell(f)) < 0) {
		fclose(f);
		return NULL;
	}
	rewind(f);
	body = malloc((size_t)size + 1);
	*n = body ? fread(body, 1, (size_t)size, f) : 0;
	fclose(f);
	return body;
}

static const char *type_of(const struct rule *r)
{
	const char *dot = strrchr(r->file, '.');

	if (r->type[0])
		return r->type;
	if (dot && !strcmp(dot, ".json"))
		return "application/json;charset=utf-8";
	if (dot && !strcmp(dot, ".csv"))
		return "text/csv";
	if (dot && !strcmp(dot, ".html"))
		return "text/html";
	return "text/plain";
}

static int send_body(int fd, const struct rule *r, const char *body, size_t n)
{
	if (r->cut >= 0 && (size_t)r->cut < n)
		n = (size_t)r->cut;
	if (!r->drip)
		return send_all(fd, body, n);
	for (size_t at = 0; at < n; at += 16) {
		if (send_all(fd, body + at, n - at < 16 ? n - at : 16))
			return -1;
		nap(r->drip);
	}
	return 0;
}

static void answer(int fd, const char *folder, const struct rule *r)
{
	char head[4096];
	size_t n, len;
	char *body = body_of(folder, r, &n);
	int status = body ? r->status : 500;

	nap(r->delay);
	len = (size_t)snprintf(head, sizeof(head),
			       "HTTP/1.1 %d Status\r\n"
			       "Content-Type: %s\r\n"
			       "Content-Length: %zu\r\n"
			       "Connection: %s\r\n",
			       status, type_of(r), n,
			       r->keep ? "keep-alive" : "close");
	for (int i = 0; i < r->nheader; i++)
		len += (size_t)snprintf(head + len, sizeof(head) - len,
					"%s\r\n", r->header[i]);
	len += (size_t)snprintf(head + len, sizeof(head) - len, "\r\n");
	if (!r->hang && !send_all(fd, head, len) && body)
		send_body(fd, r, body, n);
	free(body);
}

/* The length that the head tells of its body. */
static size_t length_of(const char *head)
{
	const char *p = head;

	while ((p = strchr(p, '\n'))) {
		p++;
		if (!strncasecmp(p, "Content-Length:", 15))
			return (size_t)strtoul(p + 15, NULL, 10);
	}
	return 0;
}

/* The request up to the end of its body, which a '\0' parts from the head. */
static int read_request(int fd, struct request *q)
{
	size_t n = 0, want = 0;
	char *blank = NULL;

	while (n < sizeof(q->head) - 1 && (!blank || n < want)) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t got;

		if (poll(&p, 1, 5000) <= 0)
			return -1;
		got = read(fd, q->head + n, sizeof(q->head) - 1 - n);
		if (got <= 0)
			return -1;
		n += (size_t)got;
		q->head[n] = '\0';
		if (!blank && (blank = strstr(q->head, "\r\n\r\n")))
			want = (size_t)(blank + 4 - q->head) +
			       length_of(q->head);
	}
	if (!blank)
		return -1;
	q->body = blank + 4;
	blank[2] = '\0';
	return sscanf(q->head, "%15s %8191s", q->method, q->target) == 2 ? 0
									 : -1;
}

static void log_request(const char *path, const struct request *q, int number)
{
	FILE *f = fopen(path, "a");
	const char *line = strchr(q->head, '\n');

	if (!f)
		return;
	fprintf(f, "%s %s\n  connection %d\n", q->method, q->target, number);
	while (line && line[1] != '\r' && line[1]) {
		size_t n = strcspn(line + 1, "\r\n");

		fprintf(f, "  %.*s\n", (int)n, line + 1);
		line = strchr(line + 1, '\n');
	}
	if (*q->body)
		fprintf(f, "  %s\n", q->body);
	fclose(f);
}

/* One request; not 0 when another may follow on this connection. */
static int serve(int fd, char **argv, int number)
{
	static struct request q;
	struct rule r;

	if (read_request(fd, &q))
		return 0;
	log_request(argv[4], &q, number);
	if (find_rule(argv[2], &q, &r)) {
		memset(&r, 0, sizeof(r));
		memcpy(r.file, "-", 2);
		r.status = 404;
		r.cut = r.fill = -1;
	}
	answer(fd, argv[1], &r);
	if (r.keep)
		return 1;
	/* What was not read would turn our answer into a reset. */
	shutdown(fd, SHUT_WR);
	return 0;
}

/* All requests of a connection, or until the test is gone. */
static void serve_all(int fd, char **argv, int number)
{
	struct pollfd p[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
			       { .fd = fd, .events = POLLIN } };
	char c;

	while (serve(fd, argv, number) && poll(p, 2, -1) > 0)
		if (p[0].revents && read(STDIN_FILENO, &c, 1) <= 0)
			exit(0);
}

static int listen_loopback(const char *portfile, long port)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t len = sizeof(a);
	char tmp[1024];
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
	FILE *f;

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	a.sin_port = htons((uint16_t)port);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) ||
	    listen(fd, 16) || getsockname(fd, (struct sockaddr *)&a, &len))
		return -1;
	snprintf(tmp, sizeof(tmp), "%s.tmp", portfile);
	f = fopen(tmp, "w");
	if (!f)
		return -1;
	fprintf(f, "%d\n", ntohs(a.sin_port));
	if (fclose(f) || rename(tmp, portfile))
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	struct pollfd p[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
			       { .fd = -1, .events = POLLIN } };
	int number = 0;
	char c;

	if (argc != 5 && argc != 6) {
		fputs("usage: httpd FOLDER RULES PORTFILE LOGFILE [PORT]\n",
		      stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	p[1].fd = listen_loopback(argv[3],
				  argc > 5 ? strtol(argv[5], NULL, 10) : 0);
	if (p[1].fd < 0) {
		perror("httpd");
		return 1;
	}
	while (poll(p, 2, -1) > 0 || errno == EINTR) {
		if (p[0].revents && read(STDIN_FILENO, &c, 1) <= 0)
			return 0;
		if (p[1].revents & POLLIN) {
			int fd = accept(p[1].fd, NULL, NULL);

			if (fd >= 0) {
				serve_all(fd, argv, ++number);
				close(fd);
			}
		}
	}
	return 0;
}
