/* csv.c - any bytes as a CSV: rows lie in order within what was read, and a
 * row read alone has the same values */
#include <algo/data.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define WANTS 8

/* What must hold whatever the bytes are. */
static void must(int holds)
{
	if (!holds)
		abort();
}

static struct algo_csv *open_csv(struct algo_in *in, const void *p, size_t n)
{
	struct algo_csv_opt opt = { .keep_lines = 1 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_csv *c;

	algo_in_mem(in, "fuzz", p, n);
	c = algo_csv_open(in, &opt, &err);
	must((c == NULL) == err.set);
	for (size_t i = 0; c && i < algo_csv_columns(c) && i < WANTS; i++)
		algo_csv_want(c, i, i % 2 ? ALGO_WANT_MAYBE : ALGO_WANT_PRICE);
	if (c && algo_csv_columns(c) > WANTS) {
		algo_csv_want_time(c);
		algo_csv_want_symbol(c);
	}
	return c;
}

/* Row i of rows, under the same header. */
static void read_alone(const struct algo_csv *c, const struct algo_rows *rows,
		       size_t i)
{
	struct algo_buf b = ALGO_BUF_INIT(8u << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_rows row;
	struct algo_in in;
	struct algo_csv *d;
	size_t n;
	const char *header = algo_csv_header(c, &n);

	/* So that a header is not taken for a byte order mark. */
	algo_buf_addc(&b, '\n');
	algo_buf_add(&b, header, n);
	algo_buf_addc(&b, '\n');
	algo_buf_add(&b, rows->text + rows->from[i],
		     rows->to[i] - rows->from[i]);
	d = open_csv(&in, b.data, b.len);
	must(d && algo_csv_next(d, &row, &err) == 1 && row.n == 1);
	for (size_t k = 0; k < algo_csv_columns(c) && k < WANTS; k++)
		must(memcmp(&rows->col[k][i], &row.col[k][0], sizeof(double)) ==
		     0);
	must(!rows->time || rows->time[i] == row.time[0]);
	must(algo_csv_next(d, &row, &err) == 0);
	algo_csv_free(d);
	algo_in_close(&in);
	algo_buf_release(&b);
}

static void check_block(const struct algo_csv *c, const struct algo_rows *rows,
			size_t size, uint64_t *line)
{
	must(rows->n > 0 && rows->n <= ALGO_BLOCK);
	for (size_t i = 0; i < rows->n; i++) {
		must(rows->line[i] > *line);
		must(rows->from[i] <= rows->to[i] && rows->to[i] <= size);
		must(i == 0 || rows->from[i] > rows->to[i - 1]);
		*line = rows->line[i];
		if (i < 3 || i + 1 == rows->n)
			read_alone(c, rows, i);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_rows rows;
	struct algo_csv *c;
	struct algo_in in;
	uint64_t line = 0;
	int rc;

	c = open_csv(&in, data, size);
	if (c) {
		while ((rc = algo_csv_next(c, &rows, &err)) > 0)
			check_block(c, &rows, size, &line);
		must(rc == -err.set);
		must(!err.set || err.at.line > line);
		algo_csv_free(c);
	}
	algo_in_close(&in);
	return 0;
}
