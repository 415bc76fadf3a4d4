/* journal_head.c - the first line of a journal: written, read, compared */
#include "journal.h"

#include <algo/version.h>
#include <stdio.h>
#include <string.h>

#define HEAD_MAX (1 << 20) /* bytes of the line */

/* What follows what the sum is of. */
#define SUM_KEY ",\"sum\":\""
#define SUM_TAIL (sizeof(SUM_KEY) - 1 + 16 + 2)

/* --- Sums ---------------------------------------------------------------- */

static void add_hex(struct algo_buf *b, uint64_t v)
{
	algo_buf_addf(b, "%016llx", (unsigned long long)v);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The first digits of s, at most 16; -1 when one is none. */
static int get_hex(const char *s, size_t digits, uint64_t *v)
{
	size_t i;

	*v = 0;
	for (i = 0; i < digits; i++) {
		if (hex_digit(s[i]) < 0)
			return -1;
		*v = *v << 4 | (uint64_t)hex_digit(s[i]);
	}
	return 0;
}

/* A hash at work: the lanes, the length, then the bytes of the last stripe
 * that is not full. */
static void put_state(struct algo_buf *b, const struct algo_xxh64 *h)
{
	size_t i;

	for (i = 0; i < 4; i++)
		add_hex(b, h->v[i]);
	add_hex(b, h->total);
	for (i = 0; i < h->fill; i++)
		algo_buf_addf(b, "%02x", h->mem[i]);
}

static int get_state(const char *s, size_t n, struct algo_xxh64 *h)
{
	uint64_t byte;
	size_t i;

	algo_xxh64_init(h);
	if (n < 80)
		return -1;
	for (i = 0; i < 4; i++, s += 16)
		if (get_hex(s, 16, &h->v[i]))
			return -1;
	if (get_hex(s, 16, &h->total))
		return -1;
	h->fill = h->total % sizeof(h->mem);
	if (n != 80 + 2 * h->fill)
		return -1;
	for (i = 0, s += 16; i < h->fill; i++, s += 2) {
		if (get_hex(s, 2, &byte))
			return -1;
		h->mem[i] = (unsigned char)byte;
	}
	return 0;
}

static uint64_t sum_of(const void *p, size_t n)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, p, n);
	return algo_xxh64_get(&h);
}

/* --- Writing ------------------------------------------------------------- */

size_t algo_journal_time(const struct algo_journal *j, int64_t t,
			 char out[ALGO_WHEN_MAX])
{
	const struct algo_csv *c = j->csv ? j->csv : j->old;

	/* Without a row of its own the reader does not know. */
	if (c && algo_csv_stamp(c) == ALGO_STAMP_NONE && j->old)
		c = j->old;
	return c && algo_csv_stamp(c) == ALGO_STAMP_INDEX
		       ? algo_int_print(out, t)
		       : algo_when_print(out, t, NULL);
}

static void put_last(const struct algo_journal *j, struct algo_jw *w)
{
	char text[ALGO_WHEN_MAX + 1];

	algo_jw_key(w, "last");
	text[algo_journal_time(j, j->last, text)] = 0;
	if (j->bars)
		algo_jw_str(w, text);
	else
		algo_jw_null(w);
}

static void put_hex(struct algo_jw *w, const char *key, uint64_t v)
{
	struct algo_buf b = ALGO_BUF_INIT(64);

	add_hex(&b, v);
	algo_jw_kstr(w, key, algo_buf_str(&b));
	algo_buf_release(&b);
}

void algo_journal_head_write(const struct algo_journal *j, struct algo_buf *out)
{
	struct algo_buf state = ALGO_BUF_INIT(256);
	struct algo_jw w;

	put_state(&state, &j->data);
	algo_buf_clear(out);
	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "state");
	algo_jw_kint(&w, "version", ALGO_JOURNAL_VERSION);
	algo_jw_kstr(&w, "by", ALGO_VERSION);
	algo_jw_kstr(&w, "strategy", j->strategy);
	algo_jw_kstr(&w, "name", j->name);
	algo_jw_key(&w, "setup");
	algo_jw_raw(&w, j->setup, strlen(j->setup));
	algo_jw_kint(&w, "bars", (int64_t)j->bars);
	put_last(j, &w);
	algo_jw_kstr(&w, "data", algo_buf_str(&state));
	algo_jw_kbool(&w, "open", j->open);
	put_hex(&w, "body", algo_xxh64_get(&j->sum));
	put_hex(&w, "sum", sum_of(out->data, out->len));
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
	algo_buf_release(&state);
}

/* --- Reading ------------------------------------------------------------- */

static int not_state(const struct algo_journal *j, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "not_state",
		     "'%s' is no state of algo-run", j->path);
	algo_err_hint(err, "--state names a file that algo-run has written, or "
			   "one that is not there yet");
	return algo_err_file(err, j->path);
}

int algo_journal_damaged(const struct algo_journal *j, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "bad_state",
		     "the state '%s' is damaged: it is not what was written",
		     j->path);
	algo_err_hint(err, "put back a copy, or remove it and give all bars "
			   "again");
	return algo_err_file(err, j->path);
}

/* The first line with its end: its length, 0 when there is none, -1. */
static int line(struct algo_in *in, size_t *n, struct algo_err *err)
{
	const char *end = NULL;
	int rc;

	*n = 0;
	for (;;) {
		if (in->len > in->pos)
			end = memchr(in->data + in->pos, '\n',
				     in->len - in->pos);
		if (end)
			*n = (size_t)(end - (in->data + in->pos)) + 1;
		if (end || in->len - in->pos > HEAD_MAX)
			return 0;
		rc = algo_in_fill(in, 2 * (size_t)HEAD_MAX, err);
		if (rc <= 0)
			return rc;
	}
}

int algo_journal_head_skip(struct algo_in *in, struct algo_err *err)
{
	size_t n;

	if (line(in, &n, err))
		return -1;
	in->pos += n;
	return 0;
}

static const char *member(const struct algo_journal *j, const char *key,
			  size_t *n)
{
	return algo_json_str(algo_json_get(algo_json_root(j->head), key), n);
}

static int whole(const struct algo_journal *j, const char *key, uint64_t *v)
{
	double d = algo_json_num(algo_json_get(algo_json_root(j->head), key));

	if (!(d >= 0 && d <= 0x1p53) || d != (double)(uint64_t)d)
		return -1;
	*v = (uint64_t)d;
	return 0;
}

static int check_kind(const struct algo_journal *j, struct algo_err *err)
{
	uint64_t version = 0;

	if (strcmp(member(j, "kind", NULL), "state") != 0 ||
	    whole(j, "version", &version) || version == 0)
		return not_state(j, err);
	if (version <= ALGO_JOURNAL_VERSION)
		return 0;
	algo_err_set(err, ALGO_E_DATA, "newer_state",
		     "the state '%s' was written by a newer algo-run (%.40s)",
		     j->path, member(j, "by", NULL));
	return algo_err_file(err, j->path);
}

/* The line s[0..n) without its end says what it said when it was written. */
static int check_sum(const struct algo_journal *j, const char *s, size_t n,
		     struct algo_err *err)
{
	const char *tail = s + n - SUM_TAIL;
	uint64_t sum;

	if (n < SUM_TAIL || memcmp(tail, SUM_KEY, sizeof(SUM_KEY) - 1) != 0 ||
	    get_hex(tail + sizeof(SUM_KEY) - 1, 16, &sum) ||
	    sum != sum_of(s, n - SUM_TAIL))
		return algo_journal_damaged(j, err);
	return 0;
}

/* What only a program that is not ours could have got wrong. */
static int take(struct algo_journal *j, struct algo_err *err)
{
	const struct algo_json *root = algo_json_root(j->head);
	const char *data, *body;
	size_t ndata, nbody;

	data = member(j, "data", &ndata);
	body = member(j, "body", &nbody);
	if (get_state(data, ndata, &j->data) || nbody != 16 ||
	    get_hex(body, 16, &j->file_sum) || whole(j, "bars", &j->bars) ||
	    algo_json_type(algo_json_get(root, "setup")) != ALGO_J_OBJ)
		return algo_journal_damaged(j, err);
	j->open = algo_json_bool(algo_json_get(root, "open"));
	return 0;
}

int algo_journal_head_read(struct algo_journal *j, struct algo_in *in,
			   struct algo_err *err)
{
	struct algo_err why = ALGO_ERR_INIT;
	const char *s;
	size_t n;

	if (line(in, &n, err))
		return -1;
	if (n == 0)
		return not_state(j, err);
	s = in->data + in->pos;
	j->head = algo_json_parse(s, n - 1, j->path, &why);
	if (!j->head)
		return not_state(j, err);
	if (check_kind(j, err) || check_sum(j, s, n - 1, err) || take(j, err))
		return -1;
	in->pos += n;
	return 0;
}

/* --- Comparing ----------------------------------------------------------- */

static int other_strategy(const struct algo_journal *j, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "other_strategy",
		     "the state '%s' is of another strategy ('%.60s')", j->path,
		     member(j, "name", NULL));
	algo_err_hint(err, "give each strategy a state of its own");
	return algo_err_file(err, j->path);
}

/* "null" for what is not there. */
static void text_of(const struct algo_json *v, char *out, size_t size)
{
	const char *s = "null";
	size_t n = 4;

	if (v)
		s = algo_json_text(v, &n);
	snprintf(out, size, "%.*s", n < size ? (int)n : (int)size - 1, s);
}

static int same(const struct algo_json *a, const struct algo_json *b)
{
	const char *s, *t;
	size_t n, m;

	if (!a || !b)
		return a == b;
	s = algo_json_text(a, &n);
	t = algo_json_text(b, &m);
	return n == m && memcmp(s, t, n) == 0;
}

static int other_setup(const struct algo_journal *j, const char *key,
		       const struct algo_json *was, const struct algo_json *is,
		       struct algo_err *err)
{
	char a[48], b[48];

	text_of(was, a, sizeof(a));
	text_of(is, b, sizeof(b));
	algo_err_set(err, ALGO_E_USAGE, "other_setup",
		     "the state '%s' is of another setup: '%.40s' was %s, now "
		     "it is %s",
		     j->path, key, a, b);
	algo_err_hint(err, "use the same options, or a state of its own");
	return algo_err_file(err, j->path);
}

/* The first member of a that b does not have the same. */
static const char *differs(const struct algo_json *a, const struct algo_json *b)
{
	size_t i;

	for (i = 0; i < algo_json_count(a); i++) {
		const struct algo_json *v = algo_json_at(a, i);
		const char *key = algo_json_key(v);

		if (!same(v, algo_json_get(b, key)))
			return key;
	}
	return NULL;
}

int algo_journal_head_fits(const struct algo_journal *j, struct algo_err *err)
{
	const struct algo_json *was =
		algo_json_get(algo_json_root(j->head), "setup");
	struct algo_json_doc *now;
	const struct algo_json *is;
	const char *key;
	int rc = 0;

	if (strcmp(member(j, "strategy", NULL), j->strategy) != 0)
		return other_strategy(j, err);
	now = algo_json_parse(j->setup, strlen(j->setup), NULL, err);
	if (!now)
		return -1;
	is = algo_json_root(now);
	key = differs(is, was);
	if (!key)
		key = differs(was, is);
	if (key)
		rc = other_setup(j, key, algo_json_get(was, key),
				 algo_json_get(is, key), err);
	algo_json_free(now);
	return rc;
}
