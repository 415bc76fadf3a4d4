/* journal_seen.c - bars that come again: whether they are what was stored */
#include "journal.h"

#include <string.h>

/* 0 marks an empty slot. */
static uint64_t not_zero(uint64_t h)
{
	return h ? h : 1;
}

static uint64_t key_of(const char *symbol, int64_t time)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, &time, sizeof(time));
	algo_xxh64_add(&h, symbol, strlen(symbol));
	return not_zero(algo_xxh64_get(&h));
}

static uint64_t text_of(const char *s, size_t n)
{
	struct algo_xxh64 h;

	algo_xxh64_init(&h);
	algo_xxh64_add(&h, s, n);
	return algo_xxh64_get(&h);
}

/* Where key stands, or the empty slot where it would. */
static size_t find(const struct journal_seen *s, uint64_t key)
{
	size_t i = key & (s->slots - 1);

	while (s->key[i] && s->key[i] != key)
		i = (i + 1) & (s->slots - 1);
	return i;
}

static void enter(struct algo_journal *j, const struct algo_csv *c,
		  const struct algo_rows *r)
{
	size_t i, at;

	for (i = 0; i < r->n; i++) {
		const char *symbol =
			r->symbol ? algo_csv_symbol(c, r->symbol[i]) : "";

		at = find(&j->seen, key_of(symbol, r->time[i]));
		j->seen.key[at] = key_of(symbol, r->time[i]);
		j->seen.text[at] =
			text_of(r->text + r->from[i], r->to[i] - r->from[i]);
	}
}

/* At most half full: the file had so many bars when it was checked. */
static void make_table(struct journal_seen *s, uint64_t bars)
{
	s->slots = 16;
	while (s->slots < 2 * bars)
		s->slots *= 2;
	s->key = algo_zalloc(s->slots, sizeof(*s->key));
	s->text = algo_zalloc(s->slots, sizeof(*s->text));
}

static int read_rows(struct algo_journal *j, struct algo_csv *c,
		     struct algo_err *err)
{
	struct algo_rows r;
	uint64_t left = j->bars;
	int rc;

	algo_csv_want_time(c);
	algo_csv_want_symbol(c);
	make_table(&j->seen, j->bars);
	while ((rc = algo_csv_next(c, &r, err)) > 0) {
		if (!r.time || r.n > left)
			return algo_journal_damaged(j, err);
		left -= r.n;
		enter(j, c, &r);
	}
	return rc;
}

static int load(struct algo_journal *j, struct algo_err *err)
{
	static const struct algo_csv_opt keep = { .keep_lines = 1 };
	struct algo_csv *c = NULL;
	struct algo_in in;
	int rc = -1;

	if (algo_in_open(&in, j->path, err))
		return -1;
	if (algo_journal_head_skip(&in, err) == 0)
		c = algo_csv_open(&in, &keep, err);
	if (c)
		rc = read_rows(j, c, err);
	algo_csv_free(c);
	algo_in_close(&in);
	return rc;
}

static void count(struct journal_tally *t, int64_t time)
{
	if (t->n++ == 0)
		t->first = time;
}

int algo_journal_again(struct algo_journal *j, const char *symbol, int64_t time,
		       struct algo_err *err)
{
	uint64_t key = key_of(symbol, time);
	size_t at;

	if (!j->seen.key && load(j, err))
		return -1;
	at = find(&j->seen, key);
	if (!j->seen.key[at])
		count(&j->late, time);
	else if (j->seen.text[at] != text_of(j->row.data, j->row.len))
		count(&j->differ, time);
	else
		count(&j->again, time);
	return 0;
}
