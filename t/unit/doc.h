/* doc.h - strategy documents for the tests: reading, expecting, records */
#ifndef T_DOC_H
#define T_DOC_H

#include "tap.h"
#include <algo/lang.h>
#include <dirent.h>

/* The whole of a file, at most 2 MiB; NULL when it cannot be read. */
__attribute__((unused)) static char *slurp(const char *path, size_t *n)
{
	size_t max = (size_t)2 << 20;
	FILE *f = fopen(path, "rb");
	char *s;

	if (!f)
		return NULL;
	s = malloc(max + 1);
	*n = s ? fread(s, 1, max, f) : 0;
	fclose(f);
	if (s)
		s[*n] = '\0';
	return s;
}

/* Parsed without bars and overrides. */
__attribute__((unused)) static struct algo_strategy *
parse(const char *text, struct algo_errs *errs)
{
	struct algo_strategy_opt opt = { .file = "s.json" };

	return algo_strategy_parse(text, strlen(text), &opt, errs);
}

__attribute__((unused)) static void note_errs(const struct algo_errs *errs)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);

	for (size_t i = 0; i < errs->n; i++) {
		algo_buf_clear(&out);
		algo_err_text(&errs->v[i], "t", 0, &out);
		if (out.len)
			out.data[out.len - 1] = '\0';
		note("%s", algo_buf_str(&out));
	}
	algo_buf_release(&out);
}

/* The text with the repair of the record applied, when it is one of the
 * whole text; to free.  NULL without one. */
__attribute__((unused)) static char *repaired(const char *text,
					      const struct algo_err *e)
{
	size_t n = strlen(text), m = strlen(e->fixit.text);
	const struct algo_fixit *f = &e->fixit;
	char *out;

	if (!f->has || f->pointer[0] || f->start + f->len > n)
		return NULL;
	out = malloc(n + m + 1);
	if (!out)
		return NULL;
	memcpy(out, text, f->start);
	memcpy(out + f->start, f->text, m);
	memcpy(out + f->start + m, text + f->start + f->len,
	       n - f->start - f->len + 1);
	return out;
}

__attribute__((unused)) static char *canonical(const struct algo_strategy *s)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 26);

	algo_strategy_canonical(s, &out);
	return algo_buf_take(&out);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the cases in a folder, sorted; at most max. */
__attribute__((unused)) static size_t cases(const char *path, char **name,
					    size_t max)
{
	DIR *d = opendir(path);
	const struct dirent *e;
	size_t n = 0;

	while (d && n < max && (e = readdir(d)))
		if (e->d_name[0] >= '0' && e->d_name[0] <= '9')
			name[n++] = algo_strdup(e->d_name);
	if (d)
		closedir(d);
	qsort(name, n, sizeof(*name), by_name);
	return n;
}

#endif
