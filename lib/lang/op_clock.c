/* op_clock.c - operations of the calendar and of sessions.  Times that are
 * bar numbers have no calendar: na, and one session without an end. */
#include "op.h"

#include <algo/base.h>

static double na(const struct algo_clock *c, double v)
{
	return c->index ? NAN : v;
}

/* Floored: local microseconds to days. */
static int64_t day_number(int64_t us)
{
	return algo_day_of(us);
}

static void time_clock(void *state, const struct algo_clock *c,
		       const double *const in[], double *out)
{
	double unit = c->index ? 1 : (double)ALGO_US;

	(void)state;
	(void)in;
	for (size_t i = 0; i < c->n; i++)
		out[i] = (double)c->time[i] / unit;
}
const struct algo_op algo_op_time = { .name = "time",
				      .what = OP_CLOCK,
				      .clock = time_clock };

/* A field of the date is read again when the day changes. */
#define DATE(id, field)                                                    \
	static void id##_clock(void *state, const struct algo_clock *c,    \
			       const double *const in[], double *out)      \
	{                                                                  \
		struct algo_civil civil = { 0 };                           \
		int64_t day = INT64_MIN;                                   \
                                                                           \
		(void)state;                                               \
		(void)in;                                                  \
		for (size_t i = 0; i < c->n; i++) {                        \
			if (!c->index && day_number(c->local[i]) != day) { \
				day = day_number(c->local[i]);             \
				algo_civil_from(c->local[i], &civil);      \
			}                                                  \
			out[i] = na(c, civil.field);                       \
		}                                                          \
	}                                                                  \
	const struct algo_op algo_op_##id = { .name = #id,                 \
					      .what = OP_CLOCK,            \
					      .clock = id##_clock };

/* Part of the day in units of us, below most. */
#define CLOCK(id, us, most)                                             \
	static void id##_clock(void *state, const struct algo_clock *c, \
			       const double *const in[], double *out)   \
	{                                                               \
		(void)state;                                            \
		(void)in;                                               \
		for (size_t i = 0; i < c->n; i++) {                     \
			int64_t t = c->index ? 0 : c->local[i];         \
			int64_t part = t - day_number(t) * ALGO_DAY_US; \
                                                                        \
			out[i] = na(c, (double)(part / (us) % (most))); \
		}                                                       \
	}                                                               \
	const struct algo_op algo_op_##id = { .name = #id,              \
					      .what = OP_CLOCK,         \
					      .clock = id##_clock };

/* clang-format off */
DATE(year, year)
DATE(month, month)
DATE(day, day)
DATE(weekday, weekday)
CLOCK(hour, 3600 * ALGO_US, 24)
CLOCK(minute, 60 * ALGO_US, 60)
/* clang-format on */

/* ---- the day, for VWAP: a number that changes when one begins. */

static void session_clock(void *state, const struct algo_clock *c,
			  const double *const in[], double *out)
{
	(void)state;
	(void)in;
	for (size_t i = 0; i < c->n; i++)
		out[i] = c->index ? 0
				  : (double)day_number(c->local[i] -
						       c->day_start);
}
const struct algo_op algo_op_session = { .name = "session",
					 .what = OP_CLOCK,
					 .clock = session_clock };

/* ---- sessions: the hours of risk.session when there are some, else days. */

struct bounds {
	int inside;
	int64_t from, to; /* local; of the session that began last */
};

static struct bounds bounds_at(const struct algo_clock *c, size_t i)
{
	int64_t t = c->session_local[i], length;
	struct bounds b;

	if (!c->has_hours) {
		b.from = day_number(t - c->day_start) * ALGO_DAY_US +
			 c->day_start;
		b.to = b.from + ALGO_DAY_US;
		b.inside = 1;
		return b;
	}
	/* Over midnight when it ends before it begins. */
	length = c->to - c->from + (c->to > c->from ? 0 : ALGO_DAY_US);
	b.from = day_number(t - c->from) * ALGO_DAY_US + c->from;
	b.to = b.from + length;
	b.inside = t < b.to;
	return b;
}

struct first {
	int any;
	int inside;
	int64_t from;
};

static size_t first_size(const double *p)
{
	(void)p;
	return sizeof(struct first);
}

static void first_clock(void *state, const struct algo_clock *c,
			const double *const in[], double *out)
{
	struct first *f = state;

	(void)in;
	for (size_t i = 0; i < c->n; i++) {
		struct bounds b = { 1, 0, 0 };

		if (!c->index)
			b = bounds_at(c, i);
		out[i] =
			b.inside && !(f->any && f->inside && f->from == b.from);
		*f = (struct first){ 1, b.inside, b.from };
	}
}
const struct algo_op algo_op_session_first = { .name = "session_first",
					       .what = OP_CLOCK,
					       .size = first_size,
					       .clock = first_clock };

/* This bar ends in time, another would not. */
static void last_clock(void *state, const struct algo_clock *c,
		       const double *const in[], double *out)
{
	(void)state;
	(void)in;
	for (size_t i = 0; i < c->n; i++) {
		struct bounds b;
		int64_t end;

		out[i] = 0;
		if (c->index || !c->step[i])
			continue;
		b = bounds_at(c, i);
		end = c->zone ? algo_zone_utc(c->zone, b.to) : b.to;
		out[i] = b.inside && c->time[i] + c->step[i] <= end &&
			 c->time[i] + 2 * c->step[i] > end;
	}
}
const struct algo_op algo_op_session_last = { .name = "session_last",
					      .what = OP_CLOCK,
					      .clock = last_clock };

/* ---- time_between(from, to): seconds of the day, to not with it; over
 * midnight when to is before from. */

struct hours {
	int64_t from, to;
};

static size_t hours_size(const double *p)
{
	(void)p;
	return sizeof(struct hours);
}

static void hours_init(void *state, const double *p)
{
	struct hours *h = state;

	h->from = (int64_t)p[0] * ALGO_US;
	h->to = (int64_t)p[1] * ALGO_US;
}

static void hours_clock(void *state, const struct algo_clock *c,
			const double *const in[], double *out)
{
	const struct hours *h = state;

	(void)in;
	for (size_t i = 0; i < c->n; i++) {
		int64_t t = c->index ? 0 : c->local[i];
		int64_t part = t - day_number(t) * ALGO_DAY_US;
		int late = part >= h->from, early = part < h->to;

		out[i] =
			na(c, h->from <= h->to ? late && early : late || early);
	}
}
const struct algo_op algo_op_time_between = { .name = "time_between",
					      .what = OP_CLOCK,
					      .size = hours_size,
					      .init = hours_init,
					      .clock = hours_clock };

/* ---- opening_range_high, _low: of the bars stamped in the first minutes of
 * the session; known from the first bar stamped after them. */

struct range {
	double sign;
	int64_t length;
	int any;
	int64_t session; /* where the session at hand begins */
	int64_t from;	 /* and from where the minutes count */
	double best;
};

static size_t range_size(const double *p)
{
	(void)p;
	return sizeof(struct range);
}

static void range_init(void *state, const double *p)
{
	struct range *r = state;

	r->sign = p[0];
	r->length = (int64_t)(p[1] * 60) * ALGO_US;
	r->best = NAN;
}

static double range_bar(struct range *r, const struct algo_clock *c, size_t i,
			double x)
{
	struct bounds b = bounds_at(c, i);
	int64_t t = c->session_local[i];

	if (!r->any && !b.inside)
		return NAN;
	if (!r->any || r->session != b.from) {
		r->any = 1;
		r->session = b.from;
		r->from = c->has_hours ? b.from : t;
		r->best = NAN;
	}
	if (t - r->from >= r->length)
		return r->best;
	if (isnan(r->best) || r->sign * x > r->sign * r->best)
		r->best = x;
	return NAN;
}

static void range_clock(void *state, const struct algo_clock *c,
			const double *const in[], double *out)
{
	for (size_t i = 0; i < c->n; i++)
		out[i] = c->index ? NAN : range_bar(state, c, i, in[0][i]);
}
const struct algo_op algo_op_opening_range = { .name = "opening_range",
					       .what = OP_CLOCK,
					       .size = range_size,
					       .init = range_init,
					       .clock = range_clock };
