/* csv_field.c - what the fields of a row mean: numbers, times, symbols */
#include "csv.h"

#include <math.h>
#include <string.h>

#define SYMBOL_MAX 255 /* longest symbol in bytes */

static int is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(s, word, n);
}

static int is_missing(const char *s, size_t n)
{
	static const char *const words[] = { "NaN",  "nan", "null",
					     "NULL", "NA",  "N/A" };

	if (n == 0)
		return 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is(s, n, words[i]))
			return 1;
	return 0;
}

enum csv_fault algo_csv_number(const char *s, size_t n,
			       const struct csv_want *want, double *v)
{
	if (n && !algo_num_parse(s, n, v))
		return CSV_OK;
	if (is_missing(s, n)) {
		*v = (double)NAN;
		return want->price ? CSV_MISSING : CSV_OK;
	}
	if (want->inf && (is(s, n, "inf") || is(s, n, "-inf"))) {
		*v = s[0] == '-' ? (double)-INFINITY : (double)INFINITY;
		return CSV_OK;
	}
	return CSV_BAD_NUMBER;
}

enum csv_fault algo_csv_time(struct algo_csv *c, const char *s, size_t n,
			     int64_t *us, enum algo_stamp *kind)
{
	int64_t rest;

	if (n == 0)
		return CSV_MISSING;
	if (algo_when_read(s, s + n, us, kind, &c->cache) != s + n)
		return CSV_BAD_TIME;
	/* Of a stamp in UTC the day is kept for the rows to come. */
	if (n >= 19 && (*kind == ALGO_STAMP_CLOCK || s[n - 1] == 'Z')) {
		rest = *us % ALGO_DAY_US;
		memcpy(c->day, s, sizeof(c->day));
		c->day_us = *us - rest - (rest < 0 ? ALGO_DAY_US : 0);
		c->has_day = 1;
	}
	return CSV_OK;
}

/* FNV-1a (Fowler, Noll, Vo 1991). */
static size_t hash(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3U;
	return (size_t)(h ^ h >> 32);
}

/* The place of the symbol in the table, or the free one where it belongs. */
static size_t find_slot(const struct csv_symbols *t, const char *s, size_t n)
{
	size_t i = hash(s, n) & (t->slots - 1);
	uint32_t id;

	while (t->slot[i]) {
		id = t->slot[i] - 1;
		if (t->len[id] == n && !memcmp(t->name[id], s, n))
			break;
		i = (i + 1) & (t->slots - 1);
	}
	return i;
}

static void grow_table(struct csv_symbols *t)
{
	size_t slots = t->slots ? t->slots * 2 : 64;

	algo_free(t->slot);
	t->slot = algo_zalloc(slots, sizeof(*t->slot));
	t->slots = slots;
	for (size_t id = 0; id < t->n; id++)
		t->slot[find_slot(t, t->name[id], t->len[id])] =
			(uint32_t)id + 1;
}

static void grow_columns(struct csv_symbols *t)
{
	void *name = t->name;
	void *len = t->len;
	void *last = t->last;

	algo_grow(&name, &t->cap_name, t->n + 1, sizeof(*t->name));
	algo_grow(&len, &t->cap_len, t->n + 1, sizeof(*t->len));
	algo_grow(&last, &t->cap_last, t->n + 1, sizeof(*t->last));
	t->name = name;
	t->len = len;
	t->last = last;
}

enum csv_fault algo_csv_symbol_id(struct algo_csv *c, const char *s, size_t n,
				  uint32_t *id)
{
	struct csv_symbols *t = &c->syms;
	size_t i;

	if (n == 0 && c->symbol_col >= 0)
		return CSV_MISSING;
	if (n > SYMBOL_MAX)
		return CSV_BAD_SYMBOL;
	/* At most half full. */
	if (t->n * 2 >= t->slots)
		grow_table(t);
	i = find_slot(t, s, n);
	if (!t->slot[i]) {
		if (t->n >= ALGO_SYMBOLS)
			return CSV_MANY_SYMBOLS;
		grow_columns(t);
		t->name[t->n] = algo_arena_str(&t->names, s, n);
		t->len[t->n] = n;
		t->last[t->n] = ALGO_WHEN_NONE;
		t->slot[i] = (uint32_t)++t->n;
	}
	*id = t->slot[i] - 1;
	return CSV_OK;
}

void algo_csv_symbols_release(struct csv_symbols *t)
{
	algo_arena_release(&t->names);
	algo_free(t->name);
	algo_free(t->len);
	algo_free(t->last);
	algo_free(t->slot);
}
