/* journal.c - the file of --state: written, read, gone on with, refused */
#include "tap.h"

#include <algo/journal.h>
#include <unistd.h>

static char folder[64], path[100];

/* A part of a run: its bars, and what there was in the end. */
struct part {
	const char *bars, *strategy, *setup;
	const char *const *columns;
	size_t ncolumns;
	int save;
	/* Out. */
	struct algo_err err;
	size_t rows;
	double sum; /* of closes */
	double last_extra;
	uint64_t hash;
	struct algo_errs notes;
};

static void read_rows(struct part *p, struct algo_csv *csv)
{
	int extra = -1, column = algo_csv_find(csv, "close", 5), rc;
	size_t slot = algo_csv_want(csv, (size_t)column, ALGO_WANT_PRICE);
	size_t i, xslot = 0;
	struct algo_rows r;

	if (p->ncolumns)
		extra = algo_csv_find(csv, p->columns[0],
				      strlen(p->columns[0]));
	if (extra >= 0)
		xslot = algo_csv_want(csv, (size_t)extra, ALGO_WANT_MAYBE);
	algo_csv_want_time(csv);
	while ((rc = algo_csv_next(csv, &r, &p->err)) > 0)
		for (i = 0; i < r.n; i++) {
			p->rows++;
			p->sum += r.col[slot][i];
			if (extra >= 0)
				p->last_extra = r.col[xslot][i];
		}
}

static void go_on(struct part *p, struct algo_journal *j)
{
	static const struct algo_csv_opt keep = { .keep_lines = 1 };
	struct algo_journal_bind b = { .strategy = p->strategy,
				       .name = "name",
				       .setup = p->setup,
				       .columns = p->columns,
				       .ncolumns = p->ncolumns };
	struct algo_in in;

	algo_in_mem(&in, "bars", p->bars, strlen(p->bars));
	b.in = &in;
	b.csv = algo_csv_open(&in, &keep, &p->err);
	if (b.csv && algo_journal_bind(j, &b, &p->err) == 0)
		read_rows(p, algo_journal_csv(j));
	if (!p->err.set && p->save)
		(void)algo_journal_save(j, &p->err);
	if (!p->err.set) {
		p->hash = algo_xxh64_get(algo_journal_hash(j));
		algo_journal_judge(j, &p->notes);
	}
	algo_journal_free(j);
	algo_csv_free(b.csv);
	algo_in_close(&in);
}

static struct part run_as(const char *bars, const char *strategy,
			  const char *setup, const char *const *columns,
			  size_t ncolumns)
{
	struct part p = { .bars = bars,
			  .strategy = strategy,
			  .setup = setup,
			  .columns = columns,
			  .ncolumns = ncolumns,
			  .save = 1 };
	struct algo_journal *j = algo_journal_open(path, &p.err);

	if (j)
		go_on(&p, j);
	return p;
}

static struct part run(const char *bars)
{
	return run_as(bars, "s", "{\"cash\":1}", NULL, 0);
}

static int fails(struct part p, const char *code, const char *text)
{
	int is = p.err.set && strcmp(p.err.code, code) == 0 &&
		 strstr(p.err.msg, text);

	if (!is)
		note("%s: %s", p.err.set ? p.err.code : "no error", p.err.msg);
	algo_errs_release(&p.notes);
	return is;
}

static int notes(struct part p, size_t n, const char *code)
{
	int is = !p.err.set && p.notes.n == n &&
		 (n == 0 || strcmp(p.notes.v[0].code, code) == 0);

	if (!is)
		note("%zu notes, %s", p.notes.n,
		     p.notes.n ? p.notes.v[0].msg : p.err.msg);
	algo_errs_release(&p.notes);
	return is;
}

static void slurp(struct algo_buf *b)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;

	algo_buf_clear(b);
	if (algo_in_open(&in, path, &err) == 0) {
		if (algo_in_all(&in, 1 << 20, b, &err))
			note("%s", err.msg);
		algo_in_close(&in);
	}
}

static void spill(const char *p, size_t n)
{
	FILE *f = fopen(path, "w");

	if (f) {
		fwrite(p, 1, n, f);
		fclose(f);
	}
}

static uint64_t hash_of(const char *s)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, s, strlen(s));
	return algo_xxh64_get(&h);
}

#define HEAD "time,open,high,low,close\n"
#define DAY1 "2024-01-01,1,2,0.5,1.5\n"
#define DAY2 "2024-01-02,1.5,3,1,2.5\n"
#define DAY3 "2024-01-03,2.5,4,2,3.5\n"

static void test_parts(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct part p;

	unlink(path);
	p = run(HEAD DAY1 DAY2);
	ok(!p.err.set && p.rows == 2 && p.sum == 4, "the first part");
	ok(p.hash == hash_of(HEAD DAY1 DAY2), "the hash is of the bytes");
	slurp(&b);
	ok(strstr(b.data, "\"bars\":2,\"last\":\"2024-01-02T00:00:00Z\"") !=
		   NULL,
	   "the first line tells bars and the newest");
	ok(strstr(b.data, "\n" HEAD "2024-01-01T00:00:00Z,1,2,0.5,1.5\n") !=
		   NULL,
	   "the rest is CSV");
	p = run(HEAD DAY3);
	ok(!p.err.set && p.rows == 3 && p.sum == 7.5, "the second part");
	ok(p.hash == hash_of(HEAD DAY1 DAY2 DAY3), "the hash is of one run");
	p = run(HEAD DAY2 DAY3);
	ok(p.rows == 3 && notes(p, 1, "seen"), "bars that were seen");
	p = run(HEAD "2024-01-03,2.5,4,2,3.6\n");
	ok(p.rows == 3 && notes(p, 1, "bar_differs"), "a bar that differs");
	p = run("Date;Close;Low;High;Open\n2024-01-04;4.5;4;5;4\n");
	ok(!p.err.set && p.rows == 4 && p.sum == 12, "another dialect");
	p = run(HEAD "2024-01-02T12:00,1,1,1,1\n");
	ok(p.rows == 4 && notes(p, 1, "late_bar"), "a bar that is late");
	p = run(HEAD);
	ok(p.rows == 4 && notes(p, 0, NULL), "no bars at all");
	unlink(path);
	p = run(HEAD);
	ok(!p.err.set && p.rows == 0, "nor the first time");
	p = run(HEAD DAY1);
	ok(!p.err.set && p.rows == 1, "then some");
	unlink(path);
	p = run("time,open,high,low,close\r\n2024-01-01,1,2,0.5,1.5");
	p = run("time,open,high,low,close\n" DAY2);
	ok(p.hash == hash_of("time,open,high,low,close\r\n"
			     "2024-01-01,1,2,0.5,1.5\n" DAY2),
	   "a line end between parts");
	algo_buf_release(&b);
}

/* A day's bar with that cell behind. */
static struct part with(int day, const char *name, const char *quoted,
			const char *cell)
{
	static const char *columns[1];
	static char bars[256];

	columns[0] = name;
	snprintf(bars, sizeof(bars),
		 "symbol,time,open,high,low,close,%s\n"
		 "\"a,b\",2024-01-%02d,1,1,1,1,%s\n",
		 quoted, day, cell);
	return run_as(bars, "s", "{}", columns, 1);
}

#define ODD_NAME "x,\"y;", "\"x,\"\"y;\""

static void test_numbers(void)
{
	static const char *const cells[] = { "0.1",
					     "-0",
					     "1e-320",
					     "1.7976931348623157e308",
					     "inf",
					     "-inf",
					     "123456789.123456789",
					     "" };
	size_t i, n = sizeof(cells) / sizeof(*cells);
	double v = 0;
	int good = 1;

	unlink(path);
	for (i = 0; i < n; i++) {
		struct part p = with((int)i + 1, ODD_NAME, cells[i]);
		struct part q;
		double want;

		good &= !p.err.set && p.rows == i + 1;
		v = p.last_extra;
		if (algo_num_parse(cells[i], strlen(cells[i]), &want) == 0)
			good &= memcmp(&v, &want, sizeof(v)) == 0;
		q = with((int)i + 1, ODD_NAME, cells[i]);
		if (memcmp(&v, &q.last_extra, sizeof(v)) != 0 &&
		    !(isnan(v) && isnan(q.last_extra)))
			good = 0;
		if (!good)
			note("cell '%s': %s", cells[i], p.err.msg);
		algo_errs_release(&q.notes);
	}
	ok(good, "every double comes back as it was, be it na");
	ok(fails(with(20, "z", "z", "1"), "other_columns", "needed are"),
	   "other columns");
}

static void test_refusals(void)
{
	unlink(path);
	run(HEAD DAY1);
	ok(fails(run_as(HEAD DAY2, "t", "{\"cash\":1}", NULL, 0),
		 "other_strategy", "'name'"),
	   "another strategy");
	ok(fails(run_as(HEAD DAY2, "s", "{\"cash\":2}", NULL, 0), "other_setup",
		 "'cash' was 1, now it is 2"),
	   "another setup");
	ok(fails(run_as(HEAD DAY2, "s", "{\"cash\":1,\"to\":3}", NULL, 0),
		 "other_setup", "'to' was null, now it is 3"),
	   "one member more");
	ok(fails(run_as(HEAD DAY2, "s", "{}", NULL, 0), "other_setup",
		 "'cash' was 1, now it is null"),
	   "one less");
	ok(fails(run("time,open,high,low,close\n7,1,1,1,1\n"), "bad_time",
		 "bar numbers"),
	   "bar numbers after times");
	ok(fails(run("time,open,high,close\n" DAY2), "missing_column", "low"),
	   "a column less");
	ok(fails(run(HEAD "2024-01-02,1,2\n"), "bad_row", "fields"),
	   "a bad row");
	ok(fails(run(""), "empty", ""), "no header");
	ok(notes(run(HEAD DAY1), 1, "seen"), "and the file is as it was");
}

/* Every byte changed, every length: no one is taken for what was written. */
static void test_damage(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_journal *j;
	size_t i, taken = 0;

	unlink(path);
	run(HEAD DAY1 DAY2);
	slurp(&b);
	for (i = 0; i < b.len; i++) {
		b.data[i] ^= 1;
		spill(b.data, b.len);
		b.data[i] ^= 1;
		j = algo_journal_open(path, &err);
		taken += j != NULL;
		if (j)
			note("byte %zu", i);
		algo_journal_free(j);
		algo_err_clear(&err);
	}
	ok(taken == 0, "a bit of any of %zu bytes", b.len);
	for (i = 0; i < b.len; i++) {
		spill(b.data, i);
		j = algo_journal_open(path, &err);
		taken += j != NULL;
		algo_journal_free(j);
		algo_err_clear(&err);
	}
	ok(taken == 0, "cut at any byte");
	spill(b.data, b.len);
	j = algo_journal_open(path, &err);
	ok(j && algo_journal_bars(j) == 2 && !err.set, "the whole");
	algo_journal_free(j);
	algo_buf_release(&b);
}

static void test_change_in_use(void)
{
	struct part p = { .bars = HEAD DAY3,
			  .strategy = "s",
			  .setup = "{\"cash\":1}",
			  .save = 1 };
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_journal *j;

	unlink(path);
	run(HEAD DAY1 DAY2);
	slurp(&b);
	j = algo_journal_open(path, &p.err);
	b.data[b.len - 2] ^= 1;
	spill(b.data, b.len);
	if (j)
		go_on(&p, j);
	ok(fails(p, "bad_state", "damaged"), "changed while it is in use");
	algo_buf_release(&b);
}

int main(void)
{
	char lock[120];

	/* In memory where there is such a place: saves wait for the disk. */
	snprintf(folder, sizeof(folder), "/dev/shm/algo-journal.XXXXXX");
	if (!mkdtemp(folder))
		snprintf(folder, sizeof(folder), "/tmp/algo-journal.XXXXXX");
	if (access(folder, W_OK) && !mkdtemp(folder))
		return skip_all("no folder for files");
	snprintf(path, sizeof(path), "%s/state", folder);
	snprintf(lock, sizeof(lock), "%s.lock", path);
	test_parts();
	test_numbers();
	test_refusals();
	test_damage();
	test_change_in_use();
	ok(access(lock, F_OK) != 0, "no lock is left");
	unlink(path);
	rmdir(folder);
	return done();
}
