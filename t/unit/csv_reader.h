/* csv_reader.h - a CSV reader of a text, for tests */
#ifndef T_CSV_READER_H
#define T_CSV_READER_H

#include <algo/data.h>
#include <string.h>

/* A reader of a text. */
struct reader {
	struct algo_in in;
	struct algo_csv *c;
	struct algo_err err;
	struct algo_rows rows;
};

__attribute__((unused)) static int start_bytes(struct reader *r, const char *s,
					       size_t n)
{
	struct algo_csv_opt opt = { .keep_lines = 1 };

	memset(r, 0, sizeof(*r));
	algo_in_mem(&r->in, "bars.csv", s, n);
	r->c = algo_csv_open(&r->in, &opt, &r->err);
	return r->c ? 0 : -1;
}

__attribute__((unused)) static int start(struct reader *r, const char *s)
{
	return start_bytes(r, s, strlen(s));
}

__attribute__((unused)) static void stop(struct reader *r)
{
	algo_csv_free(r->c);
	algo_in_close(&r->in);
}

__attribute__((unused)) static int next(struct reader *r)
{
	return algo_csv_next(r->c, &r->rows, &r->err);
}

__attribute__((unused)) static size_t want(struct reader *r, const char *name,
					   enum algo_want how)
{
	int column = algo_csv_find(r->c, name, strlen(name));

	return column < 0 ? 0 : algo_csv_want(r->c, (size_t)column, how);
}

#endif
