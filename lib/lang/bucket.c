/* bucket.c - coarser bars from finer ones, as buckets are completed
 *
 * Buckets are cut by the wall clock: hours and minutes from midnight, so that
 * the last of a day ends with it; days from 1970-01-01; weeks from Monday
 * 1969-12-29; months and years by the calendar, groups of them from 1970.  A
 * bucket is complete when a bar at or after its right edge arrives.  Where the
 * clock is set back, the bars of the hour that comes twice stay in the bucket
 * under way until its right edge.
 */
#include "eval.h"

#include <string.h>

/* ---- the edges of the bucket that holds a wall clock time */

static int64_t floored(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t month_start(int64_t month)
{
	int64_t year = floored(month, 12);

	return algo_days_from_civil((int)(1970 + year),
				    (int)(month - year * 12) + 1, 1) *
	       ALGO_DAY_US;
}

static void edges_of_months(int64_t day, int64_t count, struct bars *b)
{
	int year, month, dom;
	int64_t at;

	algo_civil_from_days(day, &year, &month, &dom);
	at = floored((year - 1970) * 12 + month - 1, count) * count;
	b->left = month_start(at);
	b->right = month_start(at + count);
}

static void edges(int64_t local, const struct algo_interval *iv, struct bars *b)
{
	int64_t day = algo_day_of(local), length = algo_interval_us(iv);
	int64_t from = 0;

	switch (iv->unit) {
	case ALGO_UNIT_MO:
		edges_of_months(day, iv->count, b);
		return;
	case ALGO_UNIT_Y:
		edges_of_months(day, 12 * (int64_t)iv->count, b);
		return;
	case ALGO_UNIT_W:
		from = -3 * ALGO_DAY_US;
		break;
	case ALGO_UNIT_S:
	case ALGO_UNIT_M:
	case ALGO_UNIT_H:
		from = day * ALGO_DAY_US;
		break;
	case ALGO_UNIT_D:
	default:
		break;
	}
	b->left = floored(local - from, length) * length + from;
	b->right = b->left + length;
	if (iv->unit <= ALGO_UNIT_H && b->right > from + ALGO_DAY_US)
		b->right = from + ALGO_DAY_US;
}

/* ---- the bars of a block */

void algo_bars_init(struct algo_eval *e)
{
	const struct algo_graph *g = e->g;

	for (int f = 0; f < g->nframes; f++) {
		struct bars *b = &e->bars[f];

		if (g->nframes > 1 || g->frames[0].clock)
			b->local = algo_zalloc(ALGO_LANG_N, sizeof(*b->local));
		if (g->frames[f].clock)
			b->clocks = algo_zalloc(3 * (size_t)ALGO_LANG_N,
						sizeof(*b->clocks));
		if (!f)
			continue;
		b->done = algo_zalloc(ALGO_LANG_N, sizeof(*b->done));
		b->known = algo_zalloc(ALGO_LANG_N, sizeof(*b->known));
	}
}

void algo_bars_release(struct algo_eval *e)
{
	for (int f = 0; f < e->g->nframes; f++) {
		algo_free(e->bars[f].local);
		algo_free(e->bars[f].clocks);
		algo_free(e->bars[f].done);
		algo_free(e->bars[f].known);
	}
}

/* The interval of the input: the smallest step of its first bars. */
static int64_t next_step(struct algo_eval *e, int64_t t, int64_t bar)
{
	if (bar > 0 && bar < 100 &&
	    (!e->interval || t - e->last_time < e->interval))
		e->interval = t - e->last_time;
	e->last_time = t;
	return e->interval;
}

/* Wall clocks and the interval, when a node asks. */
static void read_clock(struct algo_eval *e, int frame, int index)
{
	const struct algo_graph *g = e->g;
	struct bars *b = &e->bars[frame];
	int64_t *time = b->clocks, *session = time + ALGO_LANG_N;
	int64_t *step = session + ALGO_LANG_N;
	struct algo_zone *zone = g->session_zone ? g->session_zone : g->zone;
	int64_t length = algo_interval_us(&g->frames[frame].interval);

	for (size_t i = 0; i < b->n && !index; i++) {
		time[i] = !frame    ? b->time[i]
			  : g->zone ? algo_zone_utc(g->zone, b->local[i])
				    : b->local[i];
		step[i] = frame ? length
				: next_step(e, time[i], b->first + (int64_t)i);
		session[i] = zone == g->zone ? b->local[i]
					     : algo_zone_local(zone, time[i]);
	}
	b->clock = (struct algo_clock){
		.n = b->n,
		.index = index,
		.time = frame ? time : b->time,
		.local = b->local,
		.session_local = session,
		.step = step,
		.day_start = g->day_start,
		.has_hours = g->has_hours,
		.from = g->from,
		.to = g->to,
		.zone = zone,
	};
}

/* Which bars of the parent complete a bucket. */
static void read_buckets(struct algo_eval *e, int frame, int index)
{
	const struct frame *f = &e->g->frames[frame];
	const struct bars *from = &e->bars[f->parent];
	struct bars *b = &e->bars[frame];

	b->first += (int64_t)b->n;
	b->n = 0;
	for (size_t i = 0; i < from->n && !index; i++) {
		if (b->open && from->local[i] < b->right)
			continue;
		if (b->open) {
			b->local[b->n] = b->left;
			b->done[b->n] = (uint32_t)i;
			b->known[b->n++] = from->known
						   ? from->known[i]
						   : from->first + (int64_t)i;
		}
		edges(from->local[i], &f->interval, b);
		b->open = 1;
	}
}

void algo_bars_read(struct algo_eval *e, const struct algo_block *feed)
{
	const struct algo_graph *g = e->g;
	struct bars *b = &e->bars[0];

	b->first += (int64_t)b->n;
	b->n = feed->n;
	b->time = feed->time;
	for (size_t i = 0; i < b->n && b->local && !feed->index; i++)
		b->local[i] = g->zone ? algo_zone_local(g->zone, b->time[i])
				      : b->time[i];
	for (int f = 1; f < g->nframes; f++)
		read_buckets(e, f, feed->index);
	for (int f = 0; f < g->nframes; f++) {
		if (g->frames[f].clock)
			read_clock(e, f, feed->index);
	}
}

/* ---- a value of a bucket, and its value on finer bars */

static size_t one_size(const double *p)
{
	(void)p;
	return sizeof(double);
}

static void one_init(void *state, const double *p)
{
	(void)p;
	*(double *)state = NAN;
}

const struct algo_op algo_op_tf = {
	.name = "tf", .what = OP_TF, .size = one_size, .init = one_init
};
const struct algo_op algo_op_bucket = {
	.name = "bucket", .what = OP_BUCKET, .size = one_size, .init = one_init
};

/* na ones are left out; v is NaN before the first. */
#define FOLD(keep)                                  \
	for (size_t i = 0; i < n; i++) {            \
		if (isnan(v) || !(keep))            \
			v = isnan(x[i]) ? v : x[i]; \
	}                                           \
	break

static double fold(enum bucket how, double v, const double *x, size_t n)
{
	switch (how) {
	case BUCKET_FIRST:
		FOLD(1);
	case BUCKET_MAX:
		FOLD(!(x[i] > v));
	case BUCKET_MIN:
		FOLD(!(x[i] < v));
	case BUCKET_LAST:
		FOLD(0);
	case BUCKET_SUM:
	default:
		for (size_t i = 0; i < n; i++) {
			if (!isnan(x[i]))
				v = isnan(v) ? x[i] : v + x[i];
		}
		break;
	}
	return v;
}

static void bucket_work(const struct bars *b, enum bucket how, double *held,
			const double *x, size_t nx, double *out)
{
	size_t from = 0;

	for (size_t k = 0; k < b->n; k++) {
		out[k] = fold(how, *held, x + from, b->done[k] - from);
		*held = NAN;
		from = b->done[k];
	}
	*held = fold(how, *held, x + from, nx - from);
}

static void tf_work(const struct bars *b, double *held, const double *x,
		    double *out, size_t n)
{
	size_t i = 0;

	for (size_t k = 0; k < b->n; k++) {
		for (; i < b->done[k]; i++)
			out[i] = *held;
		*held = x[k];
	}
	for (; i < n; i++)
		out[i] = *held;
}

void algo_bars_work(struct algo_eval *e, int node)
{
	const struct algo_graph *g = e->g;
	const struct node *nd = &g->v[node];
	const double *x = e->in[nd->in], *p = node_params(g, nd);
	double *held = e->state[node], *out = e->out[nd->col];

	if (nd->op->what == OP_TF)
		tf_work(&e->bars[(int)*p], held, x, out, e->bars[nd->frame].n);
	else
		bucket_work(&e->bars[nd->frame], (enum bucket) * p, held, x,
			    e->bars[g->frames[nd->frame].parent].n, out);
}
