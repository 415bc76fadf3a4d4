/* ending.c - the end of a tolerant reading: what is still open, and keys that
 * were given twice */
#include "tolerant.h"

#include <stdlib.h>
#include <string.h>

/* Where the item that was cut begins, with the comma before it. */
static size_t cut_at(const struct tol *t, const struct level *l)
{
	if (l->comma != SIZE_MAX)
		return l->comma;
	if (l->closer == '}' && t->end > l->open + 1)
		return t->member[l->member].at;
	return l->open + 1;
}

static int has_key(const struct tol *t, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < t->nmember; i++)
		if (t->member[i].open == t->level[0].open &&
		    t->member[i].key_len == n &&
		    memcmp(t->s + t->member[i].key, key, n) == 0)
			return 1;
	return 0;
}

/* Only brackets are missing, as far as one can see: the last line is whole and
 * has no comma behind it; no list is open that could have gone on; and what a
 * strategy ends with has been there. */
static int only_brackets(const struct tol *t)
{
	for (int i = 0; i < t->depth; i++)
		if (t->level[i].closer == ']')
			return 0;
	if (t->end == t->to || t->s[t->to - 1] != '\n')
		return 0;
	return has_key(t, "exit") || has_key(t, "rules");
}

/* The text ended: what is open is closed.  For certain only behind a value;
 * else something more was to come, and what there is of it is dropped. */
void algo_tol_unfinished(struct tol *t)
{
	const struct level *l = &t->level[t->depth - 1];
	int cut = !l->behind || t->over;
	size_t at = cut ? cut_at(t, l) : t->end, group;
	char right[2] = { 0, 0 };

	group = algo_tol_mend(t, "unterminated", cut ? t->to : at, 0,
			      cut || !only_brackets(t));
	if (cut)
		algo_draft_put(t->d, group, at, t->to - at, "");
	while (t->depth > 0) {
		right[0] = t->level[--t->depth].closer;
		algo_draft_put(t->d, group, cut ? t->to : at, 0, right);
	}
}

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	size_t n = x->key_len < y->key_len ? x->key_len : y->key_len;
	int c;

	if (x->open != y->open)
		return x->open < y->open ? -1 : 1;
	c = memcmp(x->s + x->key, y->s + y->key, n);
	if (c || x->key_len != y->key_len)
		return c ? c : (x->key_len < y->key_len ? -1 : 1);
	return (x->at > y->at) - (x->at < y->at);
}

/* Of a key given twice the first leaves; for certain when both say the
 * same. */
void algo_tol_duplicates(struct tol *t)
{
	if (t->nmember > 1)
		qsort(t->member, t->nmember, sizeof(*t->member), by_key);
	for (size_t i = 1; i < t->nmember; i++) {
		const struct member *a = &t->member[i - 1], *b = a + 1;
		size_t n = a->end - a->from, next;
		int same;

		if (a->open != b->open || a->key_len != b->key_len ||
		    memcmp(t->s + a->key, t->s + b->key, a->key_len) != 0)
			continue;
		same = n == b->end - b->from &&
		       memcmp(t->s + a->from, t->s + b->from, n) == 0;
		next = algo_tol_ahead(t, a->end);
		if (next >= t->to || t->s[next] != ',')
			continue;
		next = algo_tol_ahead(t, next + 1);
		algo_draft_put(t->d,
			       algo_tol_mend(t, "duplicate_key", b->at,
					     b->key_len + 2, !same),
			       a->at, next - a->at, "");
	}
}
