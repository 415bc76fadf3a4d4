/* mem.c - allocation that never returns NULL, and arenas */
#include <algo/base/mem.h>

#include <errno.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The exit status of "out of memory" in ALGO_ORIGIN_MAP. */
#define EXIT_MEMORY 71
#define CHUNK_SIZE 16384

struct algo_chunk {
	struct algo_chunk *next;
	size_t used;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

/* Set once at the start by the tool; the only state of this file. */
static void (*on_empty)(size_t wanted);

void algo_mem_handler(void (*fn)(size_t wanted))
{
	on_empty = fn;
}

_Noreturn static void memory_ended(size_t wanted)
{
	static const char text[] = "out of memory\n";

	if (on_empty)
		on_empty(wanted);
	/* Nothing can be done about a failure to say so. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EXIT_MEMORY);
	_exit(EXIT_MEMORY);
}

static size_t product(size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		memory_ended(SIZE_MAX);
	return count * size;
}

void *algo_alloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		memory_ended(size);
	return p;
}

void *algo_zalloc(size_t count, size_t size)
{
	size_t n = product(count, size);
	void *p = calloc(1, n ? n : 1);

	if (!p)
		memory_ended(n);
	return p;
}

void *algo_realloc(void *p, size_t count, size_t size)
{
	size_t n = product(count, size);
	void *q = realloc(p, n ? n : 1);

	if (!q)
		memory_ended(n);
	return q;
}

char *algo_strndup(const char *s, size_t n)
{
	char *p = algo_alloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *algo_strdup(const char *s)
{
	return algo_strndup(s, strlen(s));
}

void algo_free(void *p)
{
	int saved = errno;

	free(p);
	errno = saved;
}

void algo_grow(void **v, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : 8;

	if (need <= *cap)
		return;
	while (n < need)
		n = n > SIZE_MAX / 2 ? need : n * 2;
	*v = algo_realloc(*v, n, size);
	*cap = n;
}

static struct algo_chunk *chunk_new(size_t size)
{
	struct algo_chunk *c;

	if (size > SIZE_MAX - sizeof(*c))
		memory_ended(size);
	c = algo_zalloc(1, sizeof(*c) + size);
	c->size = size;
	return c;
}

void *algo_arena_get(struct algo_arena *a, size_t size)
{
	const size_t align = alignof(max_align_t);
	struct algo_chunk *c = a->head;
	size_t n;

	if (size > SIZE_MAX - align)
		memory_ended(size);
	n = size ? (size + align - 1) / align * align : align;
	if (c && n <= c->size - c->used) {
		c->used += n;
		return c->bytes + (c->used - n);
	}
	c = chunk_new(n > CHUNK_SIZE / 4 ? n : CHUNK_SIZE);
	c->used = n;
	if (a->head && c->size == n) {
		/* A large piece goes behind: the head keeps its room. */
		c->next = a->head->next;
		a->head->next = c;
	} else {
		c->next = a->head;
		a->head = c;
	}
	return c->bytes;
}

char *algo_arena_str(struct algo_arena *a, const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		memory_ended(n);
	p = algo_arena_get(a, n + 1);
	if (n)
		memcpy(p, s, n);
	return p;
}

void algo_arena_release(struct algo_arena *a)
{
	struct algo_chunk *c = a->head;

	while (c) {
		struct algo_chunk *next = c->next;

		algo_free(c);
		c = next;
	}
	a->head = NULL;
}
