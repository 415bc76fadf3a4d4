/* grid.h - a small CSV without quotes as a grid of texts, for the tests */
#ifndef T_GRID_H
#define T_GRID_H

#include <algo/base.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct grid {
	char *text;
	const char **cell; /* rows * cols, the header first */
	size_t rows;	   /* with the header */
	size_t cols;
};

__attribute__((unused)) static char *read_text(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf b = ALGO_BUF_INIT(1 << 26);
	struct algo_in in;

	if (algo_in_open(&in, path, &err))
		return NULL;
	if (algo_in_all(&in, 1 << 26, &b, &err))
		algo_buf_clear(&b);
	algo_in_close(&in);
	algo_buf_addc(&b, '\0');
	return algo_buf_take(&b);
}

/* Takes the text. */
__attribute__((unused)) static void grid_take(struct grid *g, char *text)
{
	size_t cap = 0, n = 0;
	char *p = text;

	memset(g, 0, sizeof(*g));
	g->text = text;
	while (*p) {
		size_t k = strcspn(p, ",\r\n");
		char end = p[k];

		algo_grow((void **)&g->cell, &cap, n + 1, sizeof(*g->cell));
		g->cell[n++] = p;
		p[k] = '\0';
		p += k + (end != '\0');
		if (end == '\r')
			p++;
		if (end != ',' && !g->cols)
			g->cols = n;
	}
	g->rows = g->cols ? n / g->cols : 0;
}

/* 0; -1 when there is no such file. */
__attribute__((unused)) static int grid_read(struct grid *g, const char *path)
{
	char *text = read_text(path);

	memset(g, 0, sizeof(*g));
	if (!text)
		return -1;
	grid_take(g, text);
	return 0;
}

__attribute__((unused)) static void grid_free(struct grid *g)
{
	algo_free(g->text);
	algo_free(g->cell);
}

__attribute__((unused)) static int grid_col(const struct grid *g,
					    const char *name)
{
	size_t i;

	for (i = 0; i < g->cols; i++)
		if (strcmp(g->cell[i], name) == 0)
			return (int)i;
	return -1;
}

/* row 0 is the first below the header. */
__attribute__((unused)) static const char *
grid_text(const struct grid *g, size_t row, const char *name)
{
	int c = grid_col(g, name);

	return c < 0 ? "" : g->cell[(row + 1) * g->cols + (size_t)c];
}

__attribute__((unused)) static double grid_num(const struct grid *g, size_t row,
					       const char *name)
{
	const char *s = grid_text(g, row, name);
	double v;

	return algo_num_parse(s, strlen(s), &v) ? NAN : v;
}

__attribute__((unused)) static int64_t grid_time(const struct grid *g,
						 size_t row, const char *name)
{
	const char *s = grid_text(g, row, name);
	enum algo_stamp kind;
	int64_t us;

	return algo_when_read(s, s + strlen(s), &us, &kind, NULL)
		       ? us
		       : ALGO_WHEN_NONE;
}

#endif
