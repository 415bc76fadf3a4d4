/* csv_errors.c - every error of the CSV reader and its place */
#include "csv_reader.h"
#include "tap.h"

static const struct {
	const char *text;
	size_t rows; /* before it */
	const char *code;
	unsigned long line, col, len;
} faults[] = {
#define H "time,open,close,x\n"
	{ H "2024-01-02,1,2,3\n2024-01-03,7O1.02,2,3\n", 1, "bad_number", 3, 12,
	  6 },
	{ H "2024-01-02,1,2,3\n\n2024-01-03,1,, 3\n", 1, "missing_value", 4, 14,
	  0 },
	{ H "2024-01-02,1, NA ,3\n", 0, "missing_value", 2, 15, 2 },
	{ H "2024-01-02,1,inf,3\n", 0, "bad_number", 2, 14, 3 },
	{ H "2024-01-02,inf,2,3\n", 0, "bad_number", 2, 12, 3 },
	{ H "2024-01-02,1,2,Inf\n", 0, "bad_number", 2, 16, 3 },
	{ H "2024-01-02,1,2,1e999", 0, "bad_number", 2, 16, 5 },
	{ H "2024-01-02,1,2,0x1p3\n", 0, "bad_number", 2, 16, 5 },
	{ H "2024-01-02,1,x,y\n", 0, "bad_number", 2, 14, 1 },
	{ H "2024-01-02,\"1\n2\",2,\"z\"\n", 0, "bad_number", 2, 12, 5 },
	{ H "2024-01-02,1,2,\"\n\"\n", 0, "bad_number", 2, 16, 3 },
	{ H "2024-01-02,\"\n\",2,3\n", 0, "bad_number", 2, 12, 3 },
	{ "x,y,time,close,open\n\"a\nb\",1,2024-01-02,2,b\n", 0, "bad_number",
	  3, 19, 1 },
	{ H "01/02/2024,1,2,3\n", 0, "bad_time", 2, 1, 10 },
	{ H "2024-02-30,1,2,3\n", 0, "bad_time", 2, 1, 10 },
	{ H ",1,2,3\n", 0, "missing_value", 2, 1, 0 },
	{ H "5,1,2,3\n2024-01-02,1,2,3\n", 1, "bad_time", 3, 1, 10 },
	{ H "2024-01-02,1,2,3\n5,1,2,3\n", 1, "bad_time", 3, 1, 1 },
	{ H "2024-01-02,1,2,3\n2024-01-02T00:00,1,2,3\n", 1, "dup_time", 3, 1,
	  16 },
	{ H "2024-01-03,1,2,3\n2024-01-02,1,2,3\n", 1, "out_of_order", 3, 1,
	  10 },
	{ H "2024-01-02,1,2\n", 0, "bad_row", 2, 15, 0 },
	{ H "2024-01-02;1;2;3\n", 0, "bad_row", 2, 17, 0 },
	{ H "2024-01-02,1,2,3,45,6\n", 0, "bad_row", 2, 18, 2 },
	{ H "2024-01-02,1,2,3,\n", 0, "bad_row", 2, 18, 0 },
	{ H "2024-01-02,1,2,3\n2024-01", 1, "bad_row", 3, 8, 0 },
	{ H "2024-01-02,1,\"2,3\n2024-01-03,1,2,3\n", 0, "bad_quote", 2, 14,
	  1 },
	{ H "2024-01-02,1,2\"2,3\n", 0, "bad_quote", 2, 15, 1 },
	{ H "2024-01-02,1,\"2\" x,3\n", 0, "bad_quote", 2, 18, 1 },
	{ H "2024-01-02,1,\"2\n\n\"x,3\n", 0, "bad_quote", 4, 2, 1 },
#undef H
};

static void test_errors(void)
{
	struct algo_err again = ALGO_ERR_INIT;
	struct reader r;

	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++) {
		size_t n = 0;
		int rc;

		start(&r, faults[i].text);
		want(&r, "open", ALGO_WANT_MAYBE);
		want(&r, "x", ALGO_WANT_MAYBE);
		want(&r, "close", ALGO_WANT_PRICE);
		algo_csv_want_time(r.c);
		while ((rc = next(&r)) > 0)
			n += r.rows.n;
		if (i == 12)
			ok(rc == -1 && r.err.at.line == 2,
			   "the leftmost fault is told");
		else if (!ok(rc == -1 && n == faults[i].rows &&
				     strcmp(r.err.code, faults[i].code) == 0 &&
				     r.err.at.line == faults[i].line &&
				     r.err.at.col == faults[i].col &&
				     r.err.at.len == faults[i].len,
			     "error %zu: %s", i, faults[i].code))
			note("%zu rows, %s %lu:%lu+%lu %s", n,
			     r.err.set ? r.err.code : "none", r.err.at.line,
			     r.err.at.col, r.err.at.len, r.err.msg);
		algo_err_clear(&again);
		if (algo_csv_next(r.c, &r.rows, &again) != -1 ||
		    memcmp(&again, &r.err, sizeof(again)) != 0)
			ok(0, "the same error again");
		stop(&r);
	}
}

static void test_error_text(void)
{
	static const char nul[] =
		"time,close\n2024-01-02,1\n2024-01-03,1\0002\n";
	struct reader r;

	start_bytes(&r, nul, sizeof(nul) - 1);
	ok(next(&r) == 1 && r.rows.n == 1 && next(&r) == -1 &&
		   strcmp(r.err.code, "bad_byte") == 0 && r.err.at.line == 3 &&
		   r.err.at.col == 13 && r.err.at.len == 1,
	   "a NUL byte in a column that nobody wants");
	stop(&r);
	start(&r, "time,close\n2024-01-02,a1\n");
	want(&r, "close", ALGO_WANT_PRICE);
	ok(next(&r) == -1 &&
		   strcmp(r.err.msg,
			  "'a1' in column 'close' is not a number") == 0 &&
		   strcmp(r.err.context, "2024-01-02,a1") == 0 &&
		   strcmp(r.err.at.file, "bars.csv") == 0 &&
		   algo_err_exit(&r.err) == 3,
	   "file, message, context and exit status");
	stop(&r);
	start(&r, "time,close\n2024-01-02\n");
	ok(next(&r) == -1 && strstr(r.err.msg, "row has 1 field,") &&
		   strstr(r.err.msg, "header has 2"),
	   "both counts in bad_row");
	stop(&r);
	start(&r, "time,close\n2024-01-03,1\n2024-01-03,1\n");
	algo_csv_want_time(r.c);
	ok(next(&r) == 1 && next(&r) == -1 && strstr(r.err.hint, "must ascend"),
	   "the hint of dup_time");
	stop(&r);
	start(&r, "time,close\n2024-01-03,1\n2024-01-03,x\n");
	ok(next(&r) == 1 && r.rows.n == 2 && next(&r) == 0,
	   "columns that nobody wants are not read");
	stop(&r);
}

static void test_long_line(void)
{
	const size_t big = 10u << 20;
	char *s = algo_alloc(big + 64);
	struct reader r;
	size_t n;

	n = (size_t)snprintf(s, 64, "time,close\n2024-01-02,1\n");
	memset(s + n, '7', big);
	start_bytes(&r, s, n + big);
	ok(next(&r) == 1 && r.rows.n == 1 && next(&r) == -1 &&
		   strcmp(r.err.code, "line_too_long") == 0 &&
		   r.err.at.line == 3 && r.in.cap < 2 * big,
	   "a line of 10 MB");
	stop(&r);
	start_bytes(&r, s + n, big);
	ok(!r.c && strcmp(r.err.code, "line_too_long") == 0,
	   "a header of 10 MB");
	stop(&r);
	s[n] = '"';
	for (size_t i = n + 99; i < n + big; i += 100)
		s[i] = '\n';
	start_bytes(&r, s, n + big);
	ok(next(&r) == 1 && next(&r) == -1 &&
		   strcmp(r.err.code, "bad_quote") == 0 && r.err.at.line == 3 &&
		   r.err.at.col == 1,
	   "a quote that swallows the file");
	stop(&r);
	/* The longest line that is taken. */
	n = (size_t)snprintf(s, 64, "x,y\n1,");
	memset(s + n, '7', ALGO_CSV_LINE);
	s[4 + ALGO_CSV_LINE - 1] = '\n';
	start_bytes(&r, s, 4 + ALGO_CSV_LINE);
	want(&r, "x", ALGO_WANT_PRICE);
	ok(next(&r) == 1 && r.rows.n == 1 && r.rows.col[0][0] == 1,
	   "a line of %d bytes", ALGO_CSV_LINE);
	stop(&r);
	algo_free(s);
}

int main(void)
{
	test_errors();
	test_error_text();
	test_long_line();
	return done();
}
