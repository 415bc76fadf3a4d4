/* base.c - buffers and their ceiling, memory that grows, arenas */
#include "tap.h"
#include <algo/base/buf.h>
#include <algo/base/mem.h>
#include <errno.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

static void test_buf(void)
{
	struct algo_buf b = ALGO_BUF_INIT(SIZE_MAX);
	char long_text[1000];
	char *s;

	ok(!strcmp(algo_buf_str(&b), "") && b.len == 0, "empty at first");
	algo_buf_adds(&b, "ab");
	algo_buf_addc(&b, 'c');
	algo_buf_add(&b, "\0d", 2);
	ok(b.len == 5 && !memcmp(b.data, "abc\0d", 6), "bytes and a NUL");
	algo_buf_clear(&b);
	ok(b.len == 0 && !strcmp(b.data, ""), "cleared");
	algo_buf_addf(&b, "%s-%d", "x", 7);
	algo_buf_addnum(&b, 0.1);
	algo_buf_addnum(&b, NAN);
	algo_buf_addnum(&b, -2);
	ok(!strcmp(b.data, "x-70.1-2"), "formats and numbers: '%s'", b.data);
	memset(long_text, 'z', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	algo_buf_addf(&b, "<%s>", long_text);
	ok(b.len == 8 + 1001 && b.data[b.len - 1] == '>' && !b.data[b.len],
	   "a long format");
	s = algo_buf_take(&b);
	ok(strlen(s) == 1009 && !b.data && b.len == 0 && b.cap == 0, "taken");
	algo_free(s);
	s = algo_buf_take(&b);
	ok(s && !*s, "an empty one can be taken");
	algo_free(s);
	algo_buf_release(&b);
}

static void test_ceiling(void)
{
	struct algo_buf b = ALGO_BUF_INIT(10);

	algo_buf_adds(&b, "0123456789");
	ok(b.len == 10 && !b.over, "as many as the ceiling");
	algo_buf_addc(&b, 'x');
	ok(b.len == 10 && b.over && !strcmp(b.data, "0123456789"),
	   "one more is refused and told");
	algo_buf_clear(&b);
	algo_buf_adds(&b, "01234567");
	algo_buf_adds(&b, "890");
	ok(b.over && !strcmp(b.data, "01234567"), "no part is added");
	algo_buf_addc(&b, '8');
	ok(b.len == 8, "nothing more after that");
	algo_buf_clear(&b);
	ok(!b.over, "clearing forgets it");
	algo_buf_addf(&b, "%300d", 1);
	ok(b.over && b.len == 0, "a long format beyond it");
	algo_buf_release(&b);
	algo_buf_release(&b);
	ok(!b.data, "released twice");
}

static void test_grown(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	int bad = 0;

	for (int i = 0; i < 100000; i++)
		algo_buf_addc(&b, (char)('a' + i % 26));
	for (int i = 0; i < 100000; i++)
		bad += b.data[i] != 'a' + i % 26;
	ok(b.len == 100000 && !bad && b.cap > b.len, "100000 bytes one by one");
	ok(b.cap <= 4 * b.len, "by doubling");
	algo_buf_release(&b);
}

static void test_grow(void)
{
	void *v = NULL;
	size_t cap = 0;
	int *p;

	algo_grow(&v, &cap, 1, sizeof(*p));
	ok(v && cap >= 1, "grown from nothing to %zu", cap);
	p = v;
	for (size_t i = 0; i < 1000; i++) {
		algo_grow(&v, &cap, i + 1, sizeof(*p));
		p = v;
		p[i] = (int)i;
	}
	ok(cap >= 1000 && p[0] == 0 && p[999] == 999, "kept while growing");
	algo_grow(&v, &cap, 10, sizeof(*p));
	ok(v == p && cap >= 1000, "never smaller");
	errno = 77;
	algo_free(v);
	ok(errno == 77, "free keeps errno");
	p = algo_zalloc(100, sizeof(*p));
	ok(p[0] == 0 && p[99] == 0, "cleared");
	algo_free(p);
	p = algo_zalloc(0, 8);
	ok(p != NULL, "nothing asked, a pointer got");
	algo_free(p);
}

static void test_strings(void)
{
	char *s = algo_strdup("abc");
	char *t = algo_strndup("abcdef", 2);

	ok(!strcmp(s, "abc") && !strcmp(t, "ab"), "copies of text");
	algo_free(s);
	algo_free(t);
}

static void test_arena(void)
{
	struct algo_arena a = ALGO_ARENA_INIT;
	unsigned char *v[500];
	int dirty = 0, crooked = 0, mixed = 0;

	for (size_t i = 0; i < 500; i++) {
		size_t n = i % 50 == 0 ? 40000 + i : i % 97;

		v[i] = algo_arena_get(&a, n);
		crooked += (uintptr_t)v[i] % _Alignof(max_align_t) != 0;
		for (size_t k = 0; k < n; k++)
			dirty += v[i][k] != 0;
		memset(v[i], (int)(i % 251) + 1, n);
	}
	for (size_t i = 0; i < 500; i++) {
		size_t n = i % 50 == 0 ? 40000 + i : i % 97;

		for (size_t k = 0; k < n; k++)
			mixed += v[i][k] != i % 251 + 1;
	}
	ok(!dirty, "arena bytes are cleared");
	ok(!crooked, "arena pieces are aligned");
	ok(!mixed, "arena pieces do not overlap");
	ok(!strcmp(algo_arena_str(&a, "hello", 4), "hell"), "arena text");
	algo_arena_release(&a);
	ok(!a.head, "released");
	algo_arena_release(&a);
}

static void leave(size_t wanted)
{
	_exit(wanted == SIZE_MAX ? 3 : 4);
}

/* The exit status of a child whose product of sizes overflows. */
static int status_of_overflow(int handled)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		/* Its message is not part of the test. */
		close(2);
		if (handled)
			algo_mem_handler(leave);
		algo_free(algo_zalloc(SIZE_MAX / 2, 3));
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

int main(void)
{
	test_buf();
	test_ceiling();
	test_grown();
	test_grow();
	test_strings();
	test_arena();
	fflush(stdout);
	ok(status_of_overflow(0) == 71, "no memory: exit 71");
	ok(status_of_overflow(1) == 3, "no memory: the handler is called");
	return done();
}
