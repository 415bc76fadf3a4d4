/* mem.h - allocation that never returns NULL, and arenas.
 *
 * Out of memory ends the process through one handler (message, exit 71), so
 * no caller has such a path; in return every size that comes from input must
 * be bounded before it is asked for.
 */
#ifndef ALGO_BASE_MEM_H
#define ALGO_BASE_MEM_H

#include <stddef.h>

void *algo_alloc(size_t size);		      /* bytes not cleared */
void *algo_zalloc(size_t count, size_t size); /* cleared, checked product */
void *algo_realloc(void *p, size_t count, size_t size);
char *algo_strdup(const char *s);
char *algo_strndup(const char *s, size_t n);
/* Keeps errno. */
void algo_free(void *p);

/* Grows *v (count *cap of elements of size) so that it holds at least need
 * elements, doubling. */
void algo_grow(void **v, size_t *cap, size_t need, size_t size);

/* Called once when memory ends; must not return. */
void algo_mem_handler(void (*fn)(size_t wanted));

/* Things that die together. */
struct algo_arena {
	struct algo_chunk *head;
};
#define ALGO_ARENA_INIT \
	{               \
		NULL    \
	}
/* Cleared bytes, aligned for any type; they die with the arena. */
void *algo_arena_get(struct algo_arena *a, size_t size);
char *algo_arena_str(struct algo_arena *a, const char *s, size_t n);
void algo_arena_release(struct algo_arena *a);

#endif
