/* journal.c - bars that were seen before, then new ones, as one CSV */
#include "journal.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT_MAX ((size_t)1 << 40)

/* --- Opening ------------------------------------------------------------- */

/* Every row is read: how many there are, the newest of each symbol. */
static int read_body(struct algo_journal *j, struct algo_err *err)
{
	struct algo_err why = ALGO_ERR_INIT;
	struct algo_in *in = &j->old_in;
	struct algo_rows r;
	int rc;

	algo_xxh64_init(&j->sum);
	algo_xxh64_add(&j->sum, in->data + in->pos, in->len - in->pos);
	in->hashed = in->offset + in->len;
	in->hash = &j->sum;
	j->old = algo_csv_open(in, NULL, &why);
	if (!j->old)
		return algo_journal_damaged(j, err);
	algo_csv_want_time(j->old);
	algo_csv_want_symbol(j->old);
	while ((rc = algo_csv_next(j->old, &r, &why)) > 0) {
		size_t i;

		for (i = 0; r.time && i < r.n; i++)
			if (r.time[i] > j->old_last)
				j->old_last = r.time[i];
		j->old_bars += r.n;
	}
	in->hash = NULL;
	if (rc < 0 || algo_xxh64_get(&j->sum) != j->file_sum ||
	    j->old_bars != j->bars || algo_csv_role(j->old, ALGO_ROLE_TIME) < 0)
		return algo_journal_damaged(j, err);
	j->last = j->old_last;
	return 0;
}

static int read_file(struct algo_journal *j, struct algo_err *err)
{
	if (algo_in_open(&j->old_in, j->path, err))
		return -1;
	j->exists = 1;
	return algo_journal_head_read(j, &j->old_in, err) || read_body(j, err)
		       ? -1
		       : 0;
}

/* 1 there is a file; 0 there is none; -1 it is no regular one. */
static int look(const char *path, struct algo_err *err)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno == ENOENT)
			return 0;
		algo_err_sys(err, errno, "cannot open '%s'", path);
		return algo_err_file(err, path);
	}
	if (S_ISREG(st.st_mode))
		return 1;
	algo_err_set(err, ALGO_E_FILE, "not_regular", "'%s' is no regular file",
		     path);
	return algo_err_file(err, path);
}

struct algo_journal *algo_journal_open(const char *path, struct algo_err *err)
{
	struct algo_journal *j;
	struct algo_lock *lock;
	int rc = look(path, err);

	if (rc < 0)
		return NULL;
	lock = algo_lock_open(path, err);
	if (!lock)
		return NULL;
	j = algo_zalloc(1, sizeof(*j));
	j->lock = lock;
	j->path = algo_strdup(path);
	j->text.max = j->row.max = TEXT_MAX;
	j->last = j->old_last = ALGO_WHEN_NONE;
	algo_xxh64_init(&j->sum);
	/* Now that it is ours. */
	rc = look(path, err);
	if (rc > 0)
		rc = read_file(j, err);
	if (rc == 0)
		return j;
	algo_journal_free(j);
	return NULL;
}

void algo_journal_free(struct algo_journal *j)
{
	if (!j)
		return;
	algo_csv_free(j->all);
	algo_in_close(&j->all_in);
	algo_in_close(&j->past);
	algo_csv_free(j->old);
	algo_in_close(&j->old_in);
	algo_json_free(j->head);
	algo_buf_release(&j->text);
	algo_buf_release(&j->row);
	algo_free(j->seen.key);
	algo_free(j->seen.text);
	algo_free(j->until);
	algo_free(j->slot);
	algo_free(j->hint);
	algo_free(j->strategy);
	algo_free(j->name);
	algo_free(j->setup);
	algo_free(j->path);
	algo_lock_close(j->lock);
	algo_free(j);
}

/* --- Columns ------------------------------------------------------------- */

static void quote(struct algo_buf *b, const char *s)
{
	if (!strpbrk(s, ",;|\t\"\r\n")) {
		algo_buf_adds(b, s);
		return;
	}
	algo_buf_addc(b, '"');
	for (; *s; s++) {
		if (*s == '"')
			algo_buf_addc(b, '"');
		algo_buf_addc(b, *s);
	}
	algo_buf_addc(b, '"');
}

/* Columns that have a role go by its name. */
static const char *name_of(const struct algo_csv *c, int column,
			   const char *name)
{
	int k;

	for (k = 0; k < ALGO_ROLE_COUNT; k++)
		if (algo_csv_role(c, (enum algo_role)k) == column)
			return algo_role_name((enum algo_role)k);
	return name;
}

/* A column once, its name to head. */
static int want(struct algo_journal *j, const char *name, enum algo_want how,
		struct algo_buf *head, struct algo_err *err)
{
	int c = algo_csv_find(j->csv, name, strlen(name));
	size_t i, slot;

	if (c < 0)
		return algo_csv_missing(j->csv, name, err);
	slot = algo_csv_want(j->csv, (size_t)c, how);
	for (i = 0; i < j->ncols; i++)
		if (j->slot[i] == slot)
			return 0;
	algo_buf_addc(head, ',');
	quote(head, name_of(j->csv, c, name));
	j->slot[j->ncols++] = slot;
	return 0;
}

static int want_all(struct algo_journal *j, const struct algo_journal_bind *b,
		    struct algo_buf *head, struct algo_err *err)
{
	static const char *const prices[] = { "open", "high", "low", "close" };
	size_t i;

	if (algo_csv_role(j->csv, ALGO_ROLE_TIME) < 0)
		return algo_csv_missing(j->csv, "time", err);
	j->has_symbol = algo_csv_role(j->csv, ALGO_ROLE_SYMBOL) >= 0;
	j->slot = algo_zalloc(4 + b->ncolumns, sizeof(*j->slot));
	j->hint = algo_zalloc(4 + b->ncolumns, sizeof(*j->hint));
	algo_buf_adds(head, j->has_symbol ? "symbol,time" : "time");
	for (i = 0; i < 4; i++)
		if (want(j, prices[i], ALGO_WANT_PRICE, head, err))
			return -1;
	for (i = 0; i < b->ncolumns; i++)
		if (want(j, b->columns[i], ALGO_WANT_MAYBE, head, err))
			return -1;
	algo_csv_want_time(j->csv);
	if (j->has_symbol)
		algo_csv_want_symbol(j->csv);
	return 0;
}

static int other_columns(const struct algo_journal *j, const char *was,
			 size_t n, const struct algo_buf *head,
			 struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "other_columns",
		     "the state '%s' has the columns %.*s, needed are %.90s",
		     j->path, n < 90 ? (int)n : 90, was, algo_buf_str(head));
	return algo_err_file(err, j->path);
}

/* The bytes of in up to where it stands, or what is left of them. */
static void hash_head(struct algo_journal *j)
{
	const struct algo_in *in = j->in;
	const char *s = in->data;
	size_t n = in->pos;

	algo_xxh64_init(&j->data);
	if (in->offset > 0)
		s = algo_csv_header(j->csv, &n);
	algo_xxh64_add(&j->data, s, n);
	j->open = n == 0 || (s[n - 1] != '\n' && s[n - 1] != '\r');
}

/* Against the columns of the file; without one they are its first line. */
static int settle_columns(struct algo_journal *j, struct algo_buf *head,
			  struct algo_err *err)
{
	const char *was;
	size_t n;

	if (!j->old) {
		algo_buf_addc(head, '\n');
		algo_buf_add(&j->text, head->data, head->len);
		algo_xxh64_add(&j->sum, head->data, head->len);
		hash_head(j);
		return 0;
	}
	was = algo_csv_header(j->old, &n);
	if (n != head->len || memcmp(was, head->data, n) != 0)
		return other_columns(j, was, n, head, err);
	return 0;
}

static int open_past(struct algo_journal *j, struct algo_err *err)
{
	if (!j->old)
		return 0;
	if (algo_in_open(&j->past, j->path, err))
		return -1;
	j->in_past = 1;
	return algo_journal_head_skip(&j->past, err);
}

static ssize_t pull(void *ctx, char *p, size_t n, struct algo_err *err);

int algo_journal_bind(struct algo_journal *j, const struct algo_journal_bind *b,
		      struct algo_err *err)
{
	struct algo_buf head = ALGO_BUF_INIT(ALGO_CSV_LINE);
	int rc;

	j->in = b->in;
	j->csv = b->csv;
	j->strategy = algo_strdup(b->strategy);
	j->name = algo_strdup(b->name);
	j->setup = algo_strdup(b->setup);
	rc = (j->head && algo_journal_head_fits(j, err)) ||
	     want_all(j, b, &head, err) || settle_columns(j, &head, err) ||
	     open_past(j, err);
	algo_buf_release(&head);
	if (rc)
		return -1;
	j->mark = j->in->offset + j->in->pos;
	algo_in_pull(&j->all_in, j->path, pull, j);
	j->all = algo_csv_open(&j->all_in, NULL, err);
	return j->all ? 0 : -1;
}

struct algo_csv *algo_journal_csv(const struct algo_journal *j)
{
	return j->all;
}

/* --- New bars ------------------------------------------------------------ */

/* The newest time of the symbol in the file. */
static int64_t until(struct algo_journal *j, uint32_t id)
{
	const char *name = j->has_symbol ? algo_csv_symbol(j->csv, id) : "";
	void *v = j->until;
	uint32_t old;

	if (!j->old)
		return ALGO_WHEN_NONE;
	if (id < j->nuntil)
		return j->until[id];
	algo_grow(&v, &j->until_cap, (size_t)id + 1, sizeof(*j->until));
	j->until = v;
	for (; j->nuntil <= id; j->nuntil++) {
		if (j->has_symbol)
			name = algo_csv_symbol(j->csv, (uint32_t)j->nuntil);
		j->until[j->nuntil] =
			algo_csv_symbol_id(j->old, name, strlen(name), &old)
				? ALGO_WHEN_NONE
				: j->old->syms.last[old];
	}
	return j->until[id];
}

/* The shortest text; it reads back to the same double, -0 included. */
static void put_number(struct algo_buf *b, double v, int *hint)
{
	char text[ALGO_NUM_MAX];

	if (v == 0 && signbit(v))
		algo_buf_addc(b, '-');
	algo_buf_add(b, text, algo_num_print_hint(text, v, hint));
}

static void put_row(struct algo_journal *j, const struct algo_rows *r, size_t i)
{
	char text[ALGO_WHEN_MAX];
	struct algo_buf *b = &j->row;
	size_t k;

	algo_buf_clear(b);
	if (j->has_symbol) {
		quote(b, algo_csv_symbol(j->csv, r->symbol[i]));
		algo_buf_addc(b, ',');
	}
	algo_buf_add(b, text, algo_journal_time(j, r->time[i], text));
	for (k = 0; k < j->ncols; k++) {
		algo_buf_addc(b, ',');
		put_number(b, r->col[j->slot[k]][i], &j->hint[k]);
	}
}

/* Bytes of in that are to count, a line end between them and those before. */
static void hash_bytes(struct algo_journal *j, size_t from, size_t to)
{
	const char *s = j->in->data;

	if (from == to)
		return;
	if (j->open)
		algo_xxh64_add(&j->data, "\n", 1);
	algo_xxh64_add(&j->data, s + from, to - from);
	j->open = s[to - 1] != '\n' && s[to - 1] != '\r';
}

static void keep(struct algo_journal *j, int64_t time)
{
	size_t from = j->text.len;

	algo_buf_add(&j->text, j->row.data, j->row.len);
	algo_buf_addc(&j->text, '\n');
	algo_xxh64_add(&j->sum, j->text.data + from, j->text.len - from);
	j->bars++;
	if (time > j->last)
		j->last = time;
}

/* Bar numbers do not go on from times. */
static int check_family(const struct algo_journal *j, struct algo_err *err)
{
	int is = algo_csv_stamp(j->csv) == ALGO_STAMP_INDEX;

	if (j->old_bars == 0 ||
	    is == (algo_csv_stamp(j->old) == ALGO_STAMP_INDEX))
		return 0;
	algo_err_set(err, ALGO_E_DATA, "bad_time",
		     "the state '%s' has %s, the bars have %s", j->path,
		     is ? "times" : "bar numbers",
		     is ? "bar numbers" : "times");
	return algo_err_file(err, j->in->name);
}

/* Rows that are new to the text.  Their bytes, up to those of the next row,
 * are hashed in stretches. */
static int take_rows(struct algo_journal *j, const struct algo_rows *r,
		     struct algo_err *err)
{
	size_t at =
		j->mark > j->in->offset ? (size_t)(j->mark - j->in->offset) : 0;
	size_t i;

	for (i = 0; i < r->n; i++) {
		uint32_t id = j->has_symbol ? r->symbol[i] : 0;

		put_row(j, r, i);
		if (r->time[i] > until(j, id)) {
			keep(j, r->time[i]);
			continue;
		}
		hash_bytes(j, at, r->from[i]);
		at = i + 1 < r->n ? r->from[i + 1] : j->in->pos;
		if (algo_journal_again(
			    j, j->has_symbol ? algo_csv_symbol(j->csv, id) : "",
			    r->time[i], err))
			return -1;
	}
	hash_bytes(j, at, j->in->pos);
	j->mark = j->in->offset + j->in->pos;
	return 0;
}

/* More text, unless the end is there: 1, 0, -1. */
static int more(struct algo_journal *j, struct algo_err *err)
{
	struct algo_rows r;
	int rc;

	while (j->given == j->text.len) {
		rc = algo_csv_next(j->csv, &r, err);
		if (rc <= 0)
			return rc;
		if (check_family(j, err) || take_rows(j, &r, err))
			return -1;
	}
	return 1;
}

/* The file's own bytes; 0 when all were handed out. */
static ssize_t pull_past(struct algo_journal *j, char *p, size_t n,
			 struct algo_err *err)
{
	struct algo_in *in = &j->past;
	int rc = 1;

	if (in->pos == in->len)
		rc = algo_in_fill(in, ALGO_IO_BLOCK, err);
	if (rc <= 0) {
		j->in_past = 0;
		return rc;
	}
	n = n < in->len - in->pos ? n : in->len - in->pos;
	memcpy(p, in->data + in->pos, n);
	in->pos += n;
	return (ssize_t)n;
}

static ssize_t pull(void *ctx, char *p, size_t n, struct algo_err *err)
{
	struct algo_journal *j = ctx;
	ssize_t got = 0;
	int rc;

	if (j->in_past)
		got = pull_past(j, p, n, err);
	if (got)
		return got;
	rc = more(j, err);
	if (rc <= 0)
		return rc;
	n = n < j->text.len - j->given ? n : j->text.len - j->given;
	memcpy(p, j->text.data + j->given, n);
	j->given += n;
	return (ssize_t)n;
}

/* --- Saving -------------------------------------------------------------- */

/* What is left of in, and its sum. */
static int copy_rest(struct algo_in *in, struct algo_out *out, uint64_t *sum,
		     struct algo_err *err)
{
	struct algo_xxh64 h;
	int rc;

	algo_xxh64_init(&h);
	do {
		algo_xxh64_add(&h, in->data + in->pos, in->len - in->pos);
		algo_out_add(out, in->data + in->pos, in->len - in->pos);
		in->pos = in->len;
		rc = algo_in_fill(in, ALGO_IO_BLOCK, err);
	} while (rc > 0);
	*sum = algo_xxh64_get(&h);
	return rc;
}

/* The rows of the file, which must be the ones that were read. */
static int copy_body(const struct algo_journal *j, struct algo_out *out,
		     struct algo_err *err)
{
	struct algo_in in;
	uint64_t sum;
	int rc;

	if (!j->exists)
		return 0;
	if (algo_in_open(&in, j->path, err))
		return -1;
	rc = algo_journal_head_skip(&in, err) || copy_rest(&in, out, &sum, err);
	algo_in_close(&in);
	if (rc)
		return -1;
	return sum == j->file_sum ? 0 : algo_journal_damaged(j, err);
}

int algo_journal_save(struct algo_journal *j, struct algo_err *err)
{
	struct algo_buf head = ALGO_BUF_INIT(1 << 24);
	struct algo_out *out;

	if (j->text.len == 0)
		return 0;
	out = algo_out_open(j->path, err);
	if (!out)
		return -1;
	algo_journal_head_write(j, &head);
	algo_out_add(out, head.data, head.len);
	algo_buf_release(&head);
	if (copy_body(j, out, err)) {
		algo_out_abort(out);
		return -1;
	}
	algo_out_add(out, j->text.data, j->text.len);
	if (algo_out_close(out, err))
		return -1;
	j->exists = 1;
	j->file_sum = algo_xxh64_get(&j->sum);
	j->given = 0;
	algo_buf_clear(&j->text);
	return 0;
}

/* --- What there was ------------------------------------------------------ */

uint64_t algo_journal_bars(const struct algo_journal *j)
{
	return j->old_bars;
}

int64_t algo_journal_last(const struct algo_journal *j)
{
	return j->old_last;
}

const struct algo_xxh64 *algo_journal_hash(const struct algo_journal *j)
{
	return &j->data;
}

/* A warning about n bars, the first of them at a time. */
static void warn(const struct algo_journal *j, const struct journal_tally *t,
		 const char *code, const char *what, struct algo_errs *errs)
{
	char text[ALGO_WHEN_MAX + 1];
	struct algo_err *e;

	if (t->n == 0)
		return;
	text[algo_journal_time(j, t->first, text)] = 0;
	e = algo_errs_add(errs);
	algo_err_set(e, ALGO_E_DATA, code, "%llu %s, first at %s",
		     (unsigned long long)t->n, what, text);
	e->severity = ALGO_SEV_WARNING;
	algo_err_file(e, j->in->name);
}

void algo_journal_judge(const struct algo_journal *j, struct algo_errs *errs)
{
	warn(j, &j->differ, "bar_differs",
	     "bars are not as the state has them, which counts", errs);
	warn(j, &j->late, "late_bar",
	     "bars come too late: the state has later ones and not these",
	     errs);
	algo_errs_count(errs);
	if (j->again.n)
		algo_errs_note(errs, "seen",
			       "%llu bars were in the state already",
			       (unsigned long long)j->again.n);
}
