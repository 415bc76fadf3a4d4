/* frame.c - bars of one symbol in memory */
#include <algo/data.h>

#include "fetch.h"
#include "row.h"
#include <string.h>

void algo_frame_add(struct algo_frame *f, const struct algo_bar *bar)
{
	void *v = f->v;

	algo_grow(&v, &f->cap, f->n + 1, sizeof(*f->v));
	f->v = v;
	f->v[f->n++] = *bar;
}

void algo_frame_release(struct algo_frame *f)
{
	algo_free(f->v);
	algo_free(f->split);
	memset(f, 0, sizeof(*f));
}

void algo_frame_trim(struct algo_frame *f, int64_t start, int64_t end)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		int64_t t = f->v[i].time;

		if (start != ALGO_WHEN_NONE && t < start)
			continue;
		if (end != ALGO_WHEN_NONE && t >= end)
			continue;
		f->v[n++] = f->v[i];
	}
	f->n = n;
}

void algo_frame_split(struct algo_frame *f, int64_t time, double ratio)
{
	size_t at = 0;
	void *v = f->split;

	while (at < f->nsplit && f->split[at].time < time)
		at++;
	if (at < f->nsplit && f->split[at].time == time)
		return;
	algo_grow(&v, &f->split_cap, f->nsplit + 1, sizeof(*f->split));
	f->split = v;
	memmove(f->split + at + 1, f->split + at,
		(f->nsplit - at) * sizeof(*f->split));
	f->split[at].time = time;
	f->split[at].ratio = ratio;
	f->nsplit++;
}

int64_t algo_bar_end(int64_t t, const struct algo_interval *iv)
{
	struct algo_civil c;
	int month;

	if (iv->unit != ALGO_UNIT_MO && iv->unit != ALGO_UNIT_Y)
		return t + algo_interval_us(iv);
	algo_civil_from(t, &c);
	month = c.month - 1 + iv->count * (iv->unit == ALGO_UNIT_Y ? 12 : 1);
	return algo_days_from_civil(c.year + month / 12, month % 12 + 1, 1) *
	       ALGO_DAY_US;
}

void algo_frame_unsplit(struct algo_frame *f, const struct algo_interval *iv)
{
	size_t next = f->nsplit;
	double ratio = 1;

	/* From the newest bar back: the ratios of all later splits. */
	for (size_t i = f->n; i-- > 0;) {
		struct algo_bar *b = &f->v[i];
		int64_t end = algo_bar_end(b->time, iv);

		while (next > 0 && f->split[next - 1].time >= end)
			ratio *= f->split[--next].ratio;
		b->open *= ratio;
		b->high *= ratio;
		b->low *= ratio;
		b->close *= ratio;
		b->volume /= ratio;
	}
}

void algo_frame_head(struct algo_out *out, int with_symbol)
{
	algo_row_head(out, with_symbol);
	algo_out_addc(out, '\n');
}

void algo_frame_write(const struct algo_frame *f, struct algo_out *out,
		      int with_symbol)
{
	struct row_style s = { .form = f->index	  ? STAMP_BAR
				       : f->daily ? STAMP_DAY
						  : STAMP_FULL };

	for (size_t i = 0; i < f->n && !algo_out_failed(out); i++) {
		algo_row_put(&s, out, with_symbol ? f->symbol : NULL, &f->v[i]);
		algo_row_end(&s, out);
	}
}
