/* near.c - the nearest name by edit distance */
#include <algo/base/err.h>

#include <string.h>

/* Longer texts are no typing mistakes of a name. */
#define NEAR_MAX 64

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, substitutions and swaps of neighbours cost 1 each
 * (optimal string alignment).  At most NEAR_MAX bytes each. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t rows[3][NEAR_MAX + 1];
	size_t *older = rows[0], *old = rows[1], *now = rows[2];

	for (size_t j = 0; j <= nb; j++)
		old[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *spare = older;
		int ca = fold(a[i - 1]);

		now[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			int cb = fold(b[j - 1]);

			now[j] = least(least(now[j - 1], old[j]) + 1,
				       old[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == fold(b[j - 2]) &&
			    cb == fold(a[i - 2]))
				now[j] = least(now[j], older[j - 2] + 1);
		}
		older = old;
		old = now;
		now = spare;
	}
	return old[nb];
}

void algo_near_try(struct algo_near *near, const char *text, size_t len,
		   const char *candidate)
{
	size_t n = strlen(candidate);
	size_t longer = len > n ? len : n;
	size_t gap = len > n ? len - n : n - len;
	size_t cost;

	if (len == 0 || longer > NEAR_MAX || gap * 3 > longer)
		return;
	if (near->best && gap > near->cost)
		return;
	cost = distance(text, len, candidate, n);
	if (cost * 3 > longer || (near->best && cost > near->cost))
		return;
	if (near->best && cost == near->cost) {
		near->tied |= strcmp(near->best, candidate) != 0;
		return;
	}
	near->best = candidate;
	near->cost = cost;
	near->tied = 0;
}

const char *algo_near_best(const struct algo_near *near)
{
	return near->best;
}
