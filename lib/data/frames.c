/* frames.c - the bars of several symbols, merged by time */
#include "fetch.h"

#include "row.h"
#include <string.h>

struct algo_frame *algo_frames_add(struct frames *f)
{
	void *v = f->v;

	algo_grow(&v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v = v;
	memset(&f->v[f->n], 0, sizeof(*f->v));
	return &f->v[f->n++];
}

void algo_frames_release(struct frames *f)
{
	for (size_t i = 0; i < f->n; i++)
		algo_frame_release(&f->v[i]);
	algo_free(f->v);
	memset(f, 0, sizeof(*f));
}

void algo_fetch_note(struct algo_errs *notes, const char *what,
		     size_t null_rows, size_t partial_rows)
{
	struct algo_err *e;

	if (null_rows && notes)
		algo_errs_note(notes, "null_row",
			       "'%s': %zu %s without a price left out", what,
			       null_rows, null_rows == 1 ? "row" : "rows");
	if (partial_rows && notes) {
		e = algo_errs_add(notes);
		algo_err_set(e, ALGO_E_DATA, "partial_row",
			     "'%s': %zu %s with a missing price", what,
			     partial_rows, partial_rows == 1 ? "row" : "rows");
		e->severity = ALGO_SEV_WARNING;
	}
}

/* A binary heap of frames by their next bar. */
struct merge {
	const struct frames *f;
	size_t *next; /* by frame */
	size_t *heap; /* frame numbers */
	size_t n;
};

static int before(const struct merge *m, size_t a, size_t b)
{
	int64_t ta = m->f->v[a].v[m->next[a]].time;
	int64_t tb = m->f->v[b].v[m->next[b]].time;

	return ta != tb ? ta < tb : a < b;
}

static void sink(struct merge *m, size_t i)
{
	size_t top = m->heap[i];

	for (;;) {
		size_t kid = 2 * i + 1;

		if (kid >= m->n)
			break;
		if (kid + 1 < m->n && before(m, m->heap[kid + 1], m->heap[kid]))
			kid++;
		if (!before(m, m->heap[kid], top))
			break;
		m->heap[i] = m->heap[kid];
		i = kid;
	}
	m->heap[i] = top;
}

static enum stamp_form form_of(const struct algo_frame *f)
{
	if (f->index)
		return STAMP_BAR;
	return f->daily ? STAMP_DAY : STAMP_FULL;
}

static int same_calendar(const struct frames *f, struct algo_err *err)
{
	for (size_t i = 1; i < f->n; i++)
		if (f->v[i].index != f->v[0].index)
			return algo_err_set(
				err, ALGO_E_DATA, "bad_time",
				"'%s' has %s but '%s' has %s", f->v[0].symbol,
				f->v[0].index ? "bar numbers" : "times",
				f->v[i].symbol,
				f->v[i].index ? "bar numbers" : "times");
	return 0;
}

static void write_merged(struct merge *m, int with_symbol, int ndjson,
			 struct algo_out *out)
{
	struct row_style *style = algo_zalloc(m->f->n, sizeof(*style));

	for (size_t i = 0; i < m->f->n; i++) {
		style[i].ndjson = ndjson;
		style[i].form = form_of(&m->f->v[i]);
	}
	while (m->n > 0 && !algo_out_failed(out)) {
		size_t i = m->heap[0];
		const struct algo_frame *f = &m->f->v[i];

		algo_row_put(&style[i], out, with_symbol ? f->symbol : NULL,
			     &f->v[m->next[i]]);
		algo_row_end(&style[i], out);
		if (++m->next[i] == f->n)
			m->heap[0] = m->heap[--m->n];
		sink(m, 0);
	}
	algo_free(style);
}

int algo_frames_write(const struct frames *f, int with_symbol, int ndjson,
		      struct algo_out *out, struct algo_err *err)
{
	struct merge m = { .f = f };

	if (same_calendar(f, err))
		return -1;
	m.next = algo_zalloc(f->n + 1, sizeof(*m.next));
	m.heap = algo_zalloc(f->n + 1, sizeof(*m.heap));
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].n > 0)
			m.heap[m.n++] = i;
	for (size_t i = m.n / 2; i-- > 0;)
		sink(&m, i);
	if (!ndjson) {
		algo_row_head(out, with_symbol);
		algo_out_addc(out, '\n');
	}
	if (m.n > 0)
		write_merged(&m, with_symbol, ndjson, out);
	algo_free(m.next);
	algo_free(m.heap);
	return 0;
}
