/* csv.c - the CSV reader: rows, symbols, times, blocks, live feeds */
#include "csv_reader.h"
#include "tap.h"

#include <inttypes.h>
#include <unistd.h>

static int row_is(const struct reader *r, size_t i, const char *text)
{
	size_t n = r->rows.to[i] - r->rows.from[i];

	return n == strlen(text) &&
	       !memcmp(r->rows.text + r->rows.from[i], text, n);
}

static void test_rows(void)
{
	struct reader r;
	size_t close, open;

	start(&r, "Date,Open,Close,Note\r\n"
		  "2024-01-02, 1.5 ,2,x y\r\n"
		  "\r\n"
		  "2024-01-03,,\"3\",\"a\r\nb\"\"\"\r\n"
		  "  \n"
		  "2024-01-04,nan,4,\n"
		  "2024-01-05,-7.25e1,5.125, last\n");
	close = want(&r, "close", ALGO_WANT_PRICE);
	open = want(&r, "open", ALGO_WANT_MAYBE);
	ok(close == 0 && open == 1 && want(&r, "Close", ALGO_WANT_MAYBE) == 0,
	   "slots");
	algo_csv_want_time(r.c);
	algo_csv_want_symbol(r.c);
	if (!ok(next(&r) == 1 && r.rows.n == 4, "four rows"))
		note("%zu rows", r.rows.n);
	ok(r.rows.col[0][0] == 2 && r.rows.col[0][1] == 3 &&
		   r.rows.col[0][2] == 4 && r.rows.col[0][3] == 5.125,
	   "closes");
	ok(r.rows.col[1][0] == 1.5 && isnan(r.rows.col[1][1]) &&
		   isnan(r.rows.col[1][2]) && r.rows.col[1][3] == -72.5,
	   "opens, some missing");
	ok(row_is(&r, 0, "2024-01-02, 1.5 ,2,x y") &&
		   row_is(&r, 1, "2024-01-03,,\"3\",\"a\r\nb\"\"\"") &&
		   row_is(&r, 2, "2024-01-04,nan,4,") &&
		   row_is(&r, 3, "2024-01-05,-7.25e1,5.125, last"),
	   "their bytes");
	ok(r.rows.line[0] == 2 && r.rows.line[1] == 4 && r.rows.line[2] == 7 &&
		   r.rows.line[3] == 8,
	   "their lines");
	ok(r.rows.time[0] == INT64_C(1704153600000000) &&
		   r.rows.time[3] == r.rows.time[0] + 3 * ALGO_DAY_US &&
		   algo_csv_stamp(r.c) == ALGO_STAMP_DATE,
	   "their times");
	ok(!r.rows.symbol && algo_csv_symbols(r.c) == 0, "no symbols");
	ok(next(&r) == 0 && next(&r) == 0, "the end, twice");
	stop(&r);
}

static void test_empty(void)
{
	static const char *const texts[] = { "time,close", "time,close\n",
					     "time,close\r\n\r\n \t\n" };
	struct reader r;

	for (size_t i = 0; i < 3; i++) {
		start(&r, texts[i]);
		want(&r, "close", ALGO_WANT_PRICE);
		ok(next(&r) == 0 && next(&r) == 0 && r.rows.n == 0 &&
			   algo_csv_stamp(r.c) == ALGO_STAMP_NONE,
		   "header only %zu", i);
		stop(&r);
	}
	/* A delimiter at the end of every line is an unnamed column. */
	start(&r, "time;close;\n2024-01-02;1;\n2024-01-03;2;");
	want(&r, "close", ALGO_WANT_PRICE);
	ok(next(&r) == 1 && r.rows.n == 1 && r.rows.col[0][0] == 1,
	   "a trailing delimiter");
	ok(next(&r) == 1 && r.rows.n == 1 && r.rows.col[0][0] == 2,
	   "also where the last line has no end");
	ok(r.rows.time == NULL, "times that were not asked for");
	stop(&r);
	/* The words and infinities. */
	start(&r, "x\nNaN\nnan\nnull\nNULL\nNA\nN/A\n\"\"\ninf\n-inf\n-0\n");
	want(&r, "x", ALGO_WANT_MAYBE);
	ok(next(&r) == 1 && r.rows.n == 10, "ten rows of one column");
	for (size_t i = 0; i < 7; i++)
		if (!isnan(r.rows.col[0][i]))
			ok(0, "row %zu is missing", i);
	ok(r.rows.col[0][7] == (double)INFINITY &&
		   r.rows.col[0][8] == (double)-INFINITY &&
		   r.rows.col[0][9] == 0 && signbit(r.rows.col[0][9]),
	   "inf, -inf and -0");
	stop(&r);
}

static void test_symbols(void)
{
	struct reader r;

	start(&r,
	      "symbol,time,close\nGOOG,2024-01-02,1\nAAPL,2024-01-02,2\n"
	      "\"GOOG\",2024-01-03,3\n AAPL ,2024-01-03,4\nÄ B,2020-01-01,5\n"
	      "AAPL,2024-01-04,6\nGOOG,2024-01-03,7\n");
	want(&r, "close", ALGO_WANT_PRICE);
	algo_csv_want_time(r.c);
	algo_csv_want_symbol(r.c);
	ok(next(&r) == 1 && r.rows.n == 6, "interleaved rows");
	ok(r.rows.symbol[0] == 0 && r.rows.symbol[1] == 1 &&
		   r.rows.symbol[2] == 0 && r.rows.symbol[3] == 1 &&
		   r.rows.symbol[4] == 2 && r.rows.symbol[5] == 1,
	   "ids by first appearance");
	ok(algo_csv_symbols(r.c) == 3 &&
		   strcmp(algo_csv_symbol(r.c, 0), "GOOG") == 0 &&
		   strcmp(algo_csv_symbol(r.c, 1), "AAPL") == 0 &&
		   strcmp(algo_csv_symbol(r.c, 2), "Ä B") == 0,
	   "their names");
	ok(next(&r) == -1 && strcmp(r.err.code, "dup_time") == 0 &&
		   r.err.at.line == 8 && r.err.at.col == 6,
	   "times ascend by symbol");
	stop(&r);
	start(&r, "time,symbol\n2024-01-02,A\n2024-01-02,B\n2024-01-03,\n");
	algo_csv_want_time(r.c);
	ok(next(&r) == 1 && r.rows.n == 2 && !r.rows.symbol,
	   "also when nobody asks for symbols");
	ok(next(&r) == -1 && strcmp(r.err.code, "missing_value") == 0 &&
		   r.err.at.line == 4 && r.err.at.col == 12,
	   "an empty symbol");
	stop(&r);
}

static void test_many_symbols(void)
{
	struct algo_buf b = ALGO_BUF_INIT(8 << 20);
	struct reader r;
	size_t n = 0;
	int rc;

	algo_buf_adds(&b, "symbol,close\n");
	for (int i = 0; i <= ALGO_SYMBOLS; i++)
		algo_buf_addf(&b, "S%d,%d\n", i, i);
	start_bytes(&r, b.data, b.len);
	want(&r, "close", ALGO_WANT_PRICE);
	algo_csv_want_symbol(r.c);
	while ((rc = next(&r)) > 0) {
		for (size_t i = 0; i < r.rows.n; i++)
			n += r.rows.symbol[i] == r.rows.col[0][i];
		if (r.rows.n > ALGO_BLOCK)
			n = 0;
	}
	ok(n == ALGO_SYMBOLS && rc == -1 &&
		   strcmp(r.err.code, "too_many_symbols") == 0 &&
		   r.err.at.line == ALGO_SYMBOLS + 2,
	   "%d symbols and no more", ALGO_SYMBOLS);
	stop(&r);
	algo_buf_clear(&b);
	algo_buf_adds(&b, "symbol,close\n");
	for (int i = 0; i < 300; i++)
		algo_buf_addc(&b, 'S');
	algo_buf_adds(&b, ",1\n");
	start_bytes(&r, b.data, b.len);
	algo_csv_want_symbol(r.c);
	ok(next(&r) == -1 && strcmp(r.err.code, "bad_symbol") == 0,
	   "a symbol of 300 bytes");
	stop(&r);
	algo_buf_release(&b);
}

static const struct {
	const char *first, *second;
	int64_t a, b;
	enum algo_stamp stamp;
} times[] = {
	{ "1704205800", "1704292200", 1704205800000000, 1704292200000000,
	  ALGO_STAMP_EPOCH },
	{ "1704205800.5", "1704292200.0", 1704205800500000, 1704292200000000,
	  ALGO_STAMP_EPOCH },
	{ "1704205800123", "1704292200000", 1704205800123000, 1704292200000000,
	  ALGO_STAMP_EPOCH },
	{ "1704205800000001", "1704292200000000", 1704205800000001,
	  1704292200000000, ALGO_STAMP_EPOCH },
	{ "1704205800000001000", "1704292200000000000", 1704205800000001,
	  1704292200000000, ALGO_STAMP_EPOCH },
	{ "1704205800", "1704292200000", 1704205800000000, 1704292200000000,
	  ALGO_STAMP_EPOCH },
	{ "0", "1", 0, 1, ALGO_STAMP_INDEX },
	{ "7", "30240102", 7, 30240102, ALGO_STAMP_INDEX },
	{ "20240102", "20240103", 1704153600000000, 1704240000000000,
	  ALGO_STAMP_DATE },
	{ "2024-01-02T14:30:00Z", "2024-01-02T14:31:59Z", 1704205800000000,
	  1704205919000000, ALGO_STAMP_ZONED },
	{ "2024-01-02 14:30:00", "2024-01-02 14:31:59", 1704205800000000,
	  1704205919000000, ALGO_STAMP_CLOCK },
	{ "2024-01-02T09:30:00-05:00", "2024-01-02T14:31:59.25Z",
	  1704205800000000, 1704205919250000, ALGO_STAMP_ZONED },
	{ "1969-12-31T23:59:58Z", "1969-12-31T23:59:59Z", -2000000, -1000000,
	  ALGO_STAMP_ZONED },
	{ "2024-01-02", "2024-01-02T14:30:00Z", 1704153600000000,
	  1704205800000000, ALGO_STAMP_DATE },
};

static void test_times(void)
{

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		char text[128];
		struct reader r;

		snprintf(text, sizeof(text), "time,close\n%s,1\n%s,2\n",
			 times[i].first, times[i].second);
		start(&r, text);
		algo_csv_want_time(r.c);
		ok(next(&r) == 1 && r.rows.n == 2 &&
			   r.rows.time[0] == times[i].a &&
			   r.rows.time[1] == times[i].b &&
			   algo_csv_stamp(r.c) == times[i].stamp,
		   "times %s, %s", times[i].first, times[i].second);
		stop(&r);
	}
}

/* Rows of many shapes of numbers, some of them quoted, through the seams of
 * pieces and blocks. */
static void make_big(struct algo_buf *b, int rows, const char *end)
{
	algo_buf_addf(b, "n,a,skip,b%s", end);
	for (int i = 0; i < rows; i++) {
		if (i % 97 == 0)
			algo_buf_addf(b, "%s%d,\"%d.25\",\"x,%sy\",-%d%s", end,
				      i, i, end, i, end);
		else
			algo_buf_addf(
				b, "%d,%d.25,%.*s,-%d%s", i, i, i % 60,
				"............................................"
				"................",
				i, end);
	}
}

static void test_big(const char *end)
{
	struct algo_buf b = ALGO_BUF_INIT(8 << 20);
	const int rows = 20000;
	size_t n = 0, good = 0, blocks = 0;
	uint64_t line = 1;
	struct reader r;
	int rc;

	make_big(&b, rows, end);
	start_bytes(&r, b.data, b.len);
	want(&r, "a", ALGO_WANT_PRICE);
	want(&r, "b", ALGO_WANT_MAYBE);
	want(&r, "n", ALGO_WANT_MAYBE);
	while ((rc = next(&r)) > 0) {
		for (size_t i = 0; i < r.rows.n; i++, n++) {
			const char *s = r.rows.text + r.rows.from[i];
			char first[16];
			int len = snprintf(first, sizeof(first), "%zu,", n);

			line += n % 97 == 0 ? 2 : 1;
			good += r.rows.col[0][i] == (double)n + .25 &&
				r.rows.col[1][i] == -(double)n &&
				r.rows.col[2][i] == (double)n &&
				r.rows.line[i] == line &&
				!memcmp(s, first, (size_t)len) &&
				s[r.rows.to[i] - r.rows.from[i]] == *end;
			line += n % 97 == 0;
		}
		blocks += r.rows.n <= ALGO_BLOCK;
	}
	/* A CR at the end of what is there waits for an LF. */
	ok(rc == 0 && n == (size_t)rows && good == n &&
		   blocks == 20 + (strcmp(end, "\r") == 0),
	   "%zu rows in %zu blocks, %zu good", n, blocks, good);
	stop(&r);
	algo_buf_release(&b);
}

static void open_fd(struct algo_in *in, int fd, const char *name)
{
	memset(in, 0, sizeof(*in));
	in->fd = fd;
	in->name = algo_strdup(name);
	in->cap = ALGO_IO_BLOCK;
	in->data = algo_alloc(in->cap);
}

/* Every line that is written is handed out before the next read. */
static void test_live(void)
{
	static const char *const lines[] = { "2024-01-02,1\n",
					     "2024-01-03,\"2\"\r\n",
					     "2024-01-04,3\r\n",
					     "2024-",
					     "01-05,4\n2024-01-06,5\n20",
					     "24-01-07,\"",
					     "6\"\n" };
	static const size_t rows[] = { 1, 1, 1, 0, 2, 0, 1 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_rows got;
	struct algo_in in;
	struct algo_csv *c;
	double sum = 0;
	int fd[2], part = 0;

	if (pipe(fd)) {
		ok(0, "a pipe");
		return;
	}
	open_fd(&in, fd[0], "live");
	ok(write(fd[1], "time,close\n", 11) == 11, "the header is written");
	c = algo_csv_open(&in, NULL, &err);
	if (!ok(c != NULL, "it opens")) {
		note("%s", err.msg);
		return;
	}
	algo_csv_want(c, 1, ALGO_WANT_PRICE);
	algo_csv_want_time(c);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ssize_t n = (ssize_t)strlen(lines[i]);

		ok(write(fd[1], lines[i], (size_t)n) == n, "written");
		part = rows[i] == 0;
		if (part)
			continue;
		ok(algo_csv_next(c, &got, &err) == 1 && got.n == rows[i] &&
			   got.text == NULL,
		   "%zu rows at once", rows[i]);
		for (size_t k = 0; k < got.n; k++)
			sum += got.col[0][k];
	}
	close(fd[1]);
	ok(sum == 21 && algo_csv_next(c, &got, &err) == 0, "the end");
	algo_csv_free(c);
	algo_in_close(&in);
}

static void test_read_error(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_rows rows;
	struct algo_csv *c;
	struct algo_in in;
	int fd[2];

	if (pipe(fd)) {
		ok(0, "a pipe");
		return;
	}
	open_fd(&in, fd[0], "broken");
	ok(write(fd[1], "time\n2024-01-02\n2024", 20) == 20, "written");
	c = algo_csv_open(&in, NULL, &err);
	in.fd = fd[1]; /* cannot be read */
	ok(c && algo_csv_next(c, &rows, &err) == 1 && rows.n == 1,
	   "the rows that were read");
	ok(algo_csv_next(c, &rows, &err) == -1 && err.cls == ALGO_E_FILE &&
		   strcmp(err.at.file, "broken") == 0,
	   "then the error of the read");
	algo_csv_free(c);
	close(fd[0]);
	algo_in_close(&in);
}

/* Files of the wild, as far as this reader takes them. */
static const struct {
	const char *name;
	size_t rows;
	const char *code;
	unsigned long line;
} files[] = {
	{ "fixtures/csv/yahoo_real.csv", 20, NULL, 0 },
	{ "fixtures/csv/odd_order_case.csv", 12, NULL, 0 },
	{ "fixtures/csv/cr_only.csv", 12, NULL, 0 },
	{ "fixtures/csv/blank_lines.csv", 12, NULL, 0 },
	{ "fixtures/csv/stooq.csv", 12, NULL, 0 },
	{ "fixtures/csv/zerodha.csv", 12, NULL, 0 },
	{ "fixtures/csv/epoch_float.csv", 12, NULL, 0 },
	{ "fixtures/csv/pandas_index.csv", 12, NULL, 0 },
	{ "fixtures/csv/tradingview_unix.csv", 4, NULL, 0 },
	{ "fixtures/csv/broken_nul.csv", 3, "bad_byte", 5 },
	{ "fixtures/csv/broken_number.csv", 5, "bad_number", 7 },
	{ "fixtures/csv/broken_delimiter.csv", 7, "bad_row", 9 },
	{ "fixtures/csv/broken_quote.csv", 4, "bad_quote", 6 },
	{ "fixtures/csv/broken_truncated.csv", 11, "bad_row", 13 },
	{ "fixtures/csv/nasdaq.csv", 0, "bad_time", 2 },
	{ "fixtures/csv/alphavantage.csv", 1, "out_of_order", 3 },
	{ "data/GOOG.csv", 2148, NULL, 0 },
	{ "data/EURUSD.csv", 5000, NULL, 0 },
};

static void test_files(void)
{
	const char *dir = shared_dir();

	for (size_t i = 0; dir && i < sizeof(files) / sizeof(*files); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_rows rows;
		struct algo_csv *c;
		struct algo_in in;
		char path[512];
		size_t n = 0;
		int rc;

		snprintf(path, sizeof(path), "%s/%s", dir, files[i].name);
		if (algo_in_open(&in, path, &err)) {
			ok(0, "%s opens", path);
			continue;
		}
		c = algo_csv_open(&in, NULL, &err);
		for (int k = ALGO_ROLE_OPEN; c && k <= ALGO_ROLE_CLOSE; k++) {
			int col = algo_csv_role(c, (enum algo_role)k);

			if (col >= 0)
				algo_csv_want(c, (size_t)col, ALGO_WANT_PRICE);
		}
		if (c)
			algo_csv_want_time(c);
		while (c && (rc = algo_csv_next(c, &rows, &err)) > 0)
			n += rows.n;
		if (!ok(n == files[i].rows && !err.set == !files[i].code &&
				(!err.set ||
				 (strcmp(err.code, files[i].code) == 0 &&
				  err.at.line == files[i].line)),
			"%s", files[i].name))
			note("%zu rows, line %lu: %s", n, err.at.line, err.msg);
		algo_csv_free(c);
		algo_in_close(&in);
	}
}

int main(void)
{
	test_rows();
	test_empty();
	test_symbols();
	test_many_symbols();
	test_times();
	test_big("\n");
	test_big("\r\n");
	test_big("\r");
	test_live();
	test_read_error();
	test_files();
	return done();
}
