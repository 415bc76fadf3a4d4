/* csv_head.c - headers of CSVs: dialects, names, roles, what is no table */
#include "csv_reader.h"
#include "tap.h"

static const struct {
	const char *text;
	char delim;
	size_t columns;
	const char *header;
	int role[ALGO_ROLE_COUNT];
} headers[] = {
	{ "time,open,high,low,close,volume\n",
	  ',',
	  6,
	  "time,open,high,low,close,volume",
	  { 0, 1, 2, 3, 4, 5, -1 } },
	{ "VOLUME,Close,LOW,high,oPeN,Date\n1,2,3,4,5,2024-01-02\n",
	  ',',
	  6,
	  "VOLUME,Close,LOW,high,oPeN,Date",
	  { 5, 4, 3, 2, 1, 0, -1 } },
	{ "\xef\xbb\xbf"
	  "symbol;datetime;o;h;l;c;v\r\n",
	  ';',
	  7,
	  "symbol;datetime;o;h;l;c;v",
	  { 1, 2, 3, 4, 5, 6, 0 } },
	{ "Ticker\tTimestamp\tC\tAdj Close\tV\n",
	  '\t',
	  5,
	  "Ticker\tTimestamp\tC\tAdj Close\tV",
	  { 1, -1, -1, -1, 2, 4, 0 } },
	{ "a|b,c|close", '|', 3, "a|b,c|close", { -1, -1, -1, -1, 2, -1, -1 } },
	{ "Date,Close,Adj Close,close\n",
	  ',',
	  4,
	  "Date,Close,Adj Close,close",
	  { 0, -1, -1, -1, 3, -1, -1 } },
	{ "Date,Time,Close\n",
	  ',',
	  3,
	  "Date,Time,Close",
	  { 1, -1, -1, -1, 2, -1, -1 } },
	{ "date,timestamp\n",
	  ',',
	  2,
	  "date,timestamp",
	  { 1, -1, -1, -1, -1, -1, -1 } },
	{ "\n  \t\r\n\r\n\"Date\" , \"Open;;;\",\"Clo\"\"se\"\r\n",
	  ',',
	  3,
	  "\"Date\" , \"Open;;;\",\"Clo\"\"se\"",
	  { 0, -1, -1, -1, -1, -1, -1 } },
	{ ",Open,,Close,\n",
	  ',',
	  5,
	  ",Open,,Close,",
	  { -1, 1, -1, -1, 3, -1, -1 } },
	{ "close\n", ',', 1, "close", { -1, -1, -1, -1, 0, -1, -1 } },
	{ "time,close\r2024-01-02,1\r2024-01-03,2",
	  ',',
	  2,
	  "time,close",
	  { 0, -1, -1, -1, 1, -1, -1 } },
	{ "\r\r\ntime;close\r2024-01-02;1",
	  ';',
	  2,
	  "time;close",
	  { 0, -1, -1, -1, 1, -1, -1 } },
	{ "a,\"two\nlines\",c\n1,2,3\n",
	  ',',
	  3,
	  "a,\"two\nlines\",c",
	  { -1, -1, -1, -1, 2, -1, -1 } },
};

static void test_header(void)
{

	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
		struct reader r;
		const char *h;
		size_t n;

		if (!ok(start(&r, headers[i].text) == 0, "header %zu opens",
			i)) {
			note("%s", r.err.msg);
			stop(&r);
			continue;
		}
		h = algo_csv_header(r.c, &n);
		ok(n == strlen(headers[i].header) &&
			   !memcmp(h, headers[i].header, n),
		   "its bytes");
		ok(algo_csv_delim(r.c) == headers[i].delim &&
			   algo_csv_columns(r.c) == headers[i].columns,
		   "its delimiter and columns");
		for (int k = 0; k < ALGO_ROLE_COUNT; k++)
			if (algo_csv_role(r.c, (enum algo_role)k) !=
			    headers[i].role[k])
				ok(0, "header %zu: %s is column %d", i,
				   algo_role_name((enum algo_role)k),
				   algo_csv_role(r.c, (enum algo_role)k));
		stop(&r);
	}
}

static int find(const struct reader *r, const char *name)
{
	return algo_csv_find(r->c, name, strlen(name));
}

static void test_find(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct reader r;

	start(&r, "\nDate,C,RSI_14,rsi_14,Adj Close,\"x,y\"\n");
	ok(find(&r, "RSI_14") == 2 && find(&r, "rsi_14") == 3 &&
		   find(&r, "Rsi_14") == 2,
	   "by name as written, else in any case");
	ok(find(&r, "close") == 1 && find(&r, "CLOSE") == 1 &&
		   find(&r, "time") == 0 && find(&r, "timestamp") == 0,
	   "by role");
	ok(find(&r, "adj close") == 4 && find(&r, "x,y") == 5 &&
		   strcmp(algo_csv_name(r.c, 5), "x,y") == 0,
	   "extra columns");
	ok(find(&r, "open") == -1 && find(&r, "Adj") == -1 &&
		   find(&r, "") == -1,
	   "what is not there");
	ok(algo_csv_missing(r.c, "open", &err) == -1 &&
		   strcmp(err.code, "missing_column") == 0 &&
		   strstr(err.msg, "'open'") && err.at.line == 2 &&
		   strcmp(err.at.file, "bars.csv") == 0 &&
		   strcmp(err.hint, "there are: Date, C, RSI_14, rsi_14, Adj "
				    "Close, x,y; or put 'algo-fetch -' "
				    "before") == 0 &&
		   err.cls == ALGO_E_KEY && err.origin == ALGO_O_BARS,
	   "missing_column names it and lists the others");
	ok(strcmp(algo_role_name(ALGO_ROLE_OPEN), "open") == 0 &&
		   strcmp(algo_role_name(ALGO_ROLE_SYMBOL), "symbol") == 0,
	   "names of roles");
	stop(&r);
}

static void test_many_columns(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct reader r;

	for (int i = 0; i < ALGO_CSV_COLUMNS; i++)
		algo_buf_addf(&b, "%sc%d", i ? "," : "", i);
	algo_buf_addc(&b, '\n');
	for (int i = 0; i < ALGO_CSV_COLUMNS; i++)
		algo_buf_addf(&b, "%s%d", i ? "," : "", i);
	ok(start_bytes(&r, b.data, b.len) == 0 &&
		   algo_csv_columns(r.c) == ALGO_CSV_COLUMNS,
	   "%d columns", ALGO_CSV_COLUMNS);
	ok(algo_csv_missing(r.c, "x", &err) && strstr(err.hint, ", ..."),
	   "a long list of columns is cut");
	want(&r, "c4095", ALGO_WANT_MAYBE);
	ok(next(&r) == 1 && r.rows.n == 1 && r.rows.col[0][0] == 4095,
	   "the last of them");
	stop(&r);
	algo_buf_clear(&b);
	for (int i = 0; i <= ALGO_CSV_COLUMNS; i++)
		algo_buf_addf(&b, "%sc%d", i ? "," : "", i);
	ok(start_bytes(&r, b.data, b.len) == -1 &&
		   strcmp(r.err.code, "too_many_columns") == 0,
	   "one more is an error");
	stop(&r);
	algo_buf_release(&b);
}

static const struct {
	const char *text;
	size_t n;
	const char *code;
	unsigned long line, col;
} starts[] = {
#define TEXT(s) s, sizeof(s) - 1
	{ TEXT(""), "empty", 1, 0 },
	{ TEXT("\xef\xbb\xbf"), "empty", 1, 0 },
	{ TEXT("\n \r\n\n"), "empty", 4, 0 },
	{ TEXT("1637971200000,0.1,0.1,3\n"), "no_header", 1, 1 },
	{ TEXT("\n2024-01-02,1,,3\n"), "no_header", 2, 1 },
	{ TEXT(",,\n"), "no_header", 1, 1 },
	{ TEXT("<!DOCTYPE html><p>"), "not_csv", 1, 0 },
	{ TEXT("\n <HTML>\n"), "not_csv", 2, 0 },
	{ TEXT("<?xml version=\"1.0\"?>\n"), "not_csv", 1, 0 },
	{ TEXT("{\"a\":1}\n"), "not_csv", 1, 0 },
	{ TEXT("[1,2]\n"), "not_csv", 1, 0 },
	{ TEXT("time,\0close\n"), "not_csv", 1, 0 },
	{ TEXT("\x7f"
	       "ELF\2\1\1\0\0\0"),
	  "not_csv", 1, 0 },
	{ TEXT("\x1f\x8b\x08\x08nn"), "not_csv", 1, 0 },
	{ TEXT("\xff\xfet\0i\0m\0e\0\n\0"), "bad_encoding", 1, 0 },
	{ TEXT("\xfe\xff\0t\0i\0m\0e\0\n"), "bad_encoding", 1, 0 },
	{ TEXT("t\0i\0m\0e\0\n\0"), "bad_encoding", 1, 0 },
	{ TEXT("\0t\0i\0m\0e\0\n"), "bad_encoding", 1, 0 },
	{ TEXT("\xff\xfe"), "bad_encoding", 1, 0 },
	{ TEXT("time,close,time\n"), "dup_column", 1, 12 },
	{ TEXT("\ntime,\"a\nb\",\"close\",close\n"), "dup_column", 3, 12 },
	{ TEXT("time,\"close\n1,2\n"), "bad_quote", 1, 6 },
	{ TEXT("time,clo\"se\n1,2\n"), "bad_quote", 1, 9 },
#undef TEXT
};

static void test_no_header(void)
{
	struct reader r;

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++) {
		int rc = start_bytes(&r, starts[i].text, starts[i].n);
		int empty = strcmp(starts[i].code, "empty") == 0;

		if (!ok(rc == -1 && strcmp(r.err.code, starts[i].code) == 0 &&
				r.err.at.line == starts[i].line &&
				r.err.at.col == starts[i].col &&
				r.err.cls ==
					(empty ? ALGO_E_FILE : ALGO_E_DATA) &&
				r.err.origin == ALGO_O_BARS &&
				strcmp(r.err.at.file, "bars.csv") == 0,
			"text %zu: %s", i, starts[i].code) &&
		    rc)
			note("%s %lu:%lu %s", r.err.code, r.err.at.line,
			     r.err.at.col, r.err.msg);
		stop(&r);
	}
}

int main(void)
{
	test_header();
	test_find();
	test_many_columns();
	test_no_header();
	return done();
}
