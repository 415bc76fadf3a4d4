/* line.c - the last values of a series in one line: see line.h. */
#include "line.h"

/* Room for the past twice over: it is moved back once in p bars at most. */
static size_t line_cap(size_t p)
{
	return 2 * p + ALGO_IND_N;
}

size_t algo_line_size(size_t p)
{
	return sizeof(struct algo_line) + line_cap(p) * sizeof(double);
}

void algo_line_init(struct algo_line *l, size_t p)
{
	l->p = p;
	l->cap = line_cap(p);
	l->seen = 0;
	l->end = p - 1;
	memset(l->v, 0, l->cap * sizeof(*l->v));
}

void algo_line_reset(void *line)
{
	struct algo_line *l = line;

	l->seen = 0;
}

double *algo_line_room(struct algo_line *l, size_t n)
{
	double *at;

	if (l->end + n > l->cap) {
		memmove(l->v, l->v + l->end - (l->p - 1),
			(l->p - 1) * sizeof(*l->v));
		l->end = l->p - 1;
	}
	at = l->v + l->end;
	l->end += n;
	return at;
}

/* Four at a time. */
void algo_line_sums(const double *w, size_t p, double *restrict s, size_t n)
{
	size_t j = 0;

	for (size_t i = 0; i < n; i++)
		s[i] = 0;
	for (; n == 1 && j < p; j++)
		s[0] += w[j];
	for (; j + 4 <= p; j += 4, w += 4)
		for (size_t i = 0; i < n; i++)
			s[i] = s[i] + w[i] + w[i + 1] + w[i + 2] + w[i + 3];
	for (; j < p; j++, w++)
		for (size_t i = 0; i < n; i++)
			s[i] += w[i];
}

void algo_line_deviations(const double *w, size_t p, const double *restrict m,
			  double *restrict s, size_t n)
{
	size_t j = 0;

	for (size_t i = 0; i < n; i++)
		s[i] = 0;
	for (; n == 1 && j < p; j++)
		s[0] += fabs(w[j] - m[0]);
	for (; j + 4 <= p; j += 4, w += 4)
		for (size_t i = 0; i < n; i++)
			s[i] = s[i] + fabs(w[i] - m[i]) +
			       fabs(w[i + 1] - m[i]) + fabs(w[i + 2] - m[i]) +
			       fabs(w[i + 3] - m[i]);
	for (; j < p; j++, w++)
		for (size_t i = 0; i < n; i++)
			s[i] += fabs(w[i] - m[i]);
}
