/* journal.c - fuzz target: any bytes as the file of --state, as they are and
 * with sums that fit; what is accepted is gone on with, and what is written
 * then is accepted */
#include "fuzz.h"
#include <algo/journal.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const char *const bars[] = {
	"time,open,high,low,close,x\n2090-01-01,1,2,0.5,1.5,7\n",
	"time,open,high,low,close,x\n99,1,2,0.5,1.5,7\n",
	"symbol,time,open,high,low,close,x\nA,2090-01-01,1,2,0.5,1.5,7\n"
};

static char folder[64], path[100];

static void sweep(void)
{
	unlink(path);
	rmdir(folder);
}

/* In memory where there is such a place: every save waits for the disk. */
static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "/dev/shm/algo-journal.XXXXXX");
	if (mkdtemp(folder))
		return;
	snprintf(folder, sizeof(folder), "/tmp/algo-journal.XXXXXX");
	must(mkdtemp(folder) != NULL);
}

static void put(const char *data, size_t size)
{
	int fd;

	if (!folder[0]) {
		make_folder();
		snprintf(path, sizeof(path), "%s/fuzz", folder);
		must(!atexit(sweep));
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	close(fd);
}

static int read_all(struct algo_csv *csv, struct algo_err *err)
{
	struct algo_rows r;
	int rc, rows = 0;

	algo_csv_want_time(csv);
	while ((rc = algo_csv_next(csv, &r, err)) > 0)
		rows += (int)r.n;
	return rc < 0 ? -1 : rows;
}

/* A bar more.  1 when it was saved. */
static int go_on(struct algo_journal *j, const char *more)
{
	static const char *const columns[] = { "x" };
	struct algo_csv_opt keep = { .keep_lines = 1 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_journal_bind b = { .strategy = "s",
				       .name = "n",
				       .setup = "{\"cash\":1}",
				       .columns = columns,
				       .ncolumns = 1 };
	struct algo_in in;
	int rows = -1;

	algo_in_mem(&in, "bars", more, strlen(more));
	b.in = &in;
	b.csv = algo_csv_open(&in, &keep, &err);
	must(b.csv != NULL);
	if (!algo_journal_bind(j, &b, &err))
		rows = read_all(algo_journal_csv(j), &err);
	if (rows >= 0) {
		must((uint64_t)rows >= algo_journal_bars(j));
		must(!algo_journal_save(j, &err));
	} else {
		told(&err);
	}
	algo_journal_free(j);
	algo_csv_free(b.csv);
	algo_in_close(&in);
	return rows >= 0;
}

/* 0: the file is none. */
static int try_one(const char *data, size_t size, const char *more)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_journal *j;

	put(data, size);
	j = algo_journal_open(path, &err);
	if (!j) {
		told(&err);
		return 0;
	}
	if (go_on(j, more)) {
		j = algo_journal_open(path, &err);
		must(j && algo_journal_bars(j) > 0);
		must(go_on(j, more));
	}
	return 1;
}

static void try(const char *data, size_t size)
{
	for (size_t i = 0; i < sizeof(bars) / sizeof(*bars); i++)
		if (!try_one(data, size, bars[i]))
			return;
}

static void seal_at(char *at, const void *p, size_t n)
{
	struct algo_xxh64 h;
	char hex[17];

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, p, n);
	snprintf(hex, sizeof(hex), "%016llx",
		 (unsigned long long)algo_xxh64_get(&h));
	memcpy(at, hex, 16);
}

/* {...,"body":"................","sum":"................"} */
static void seal(char *s, size_t n)
{
	char *end = memchr(s, '\n', n);
	size_t head = end ? (size_t)(end - s) : 0;

	if (head < 52)
		return;
	seal_at(end - 43, end + 1, n - head - 1);
	seal_at(end - 18, s, head - 26);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	try(text, size);
	seal(text, size);
	try(text, size);
	algo_free(text);
	return 0;
}
