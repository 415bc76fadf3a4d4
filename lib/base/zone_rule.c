/* zone_rule.c - POSIX TZ rules: "EST5EDT,M3.2.0,M11.1.0" */
#include "zone_rule.h"

#include <algo/base/when.h>
#include <string.h>

/* Hours of a rule's time may reach a week (RFC 8536, 3.3.1). */
#define RULE_HOURS 167
#define ZONE_HOURS 24

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Each reader takes its text at s and returns where it ends, or NULL. */

static const char *read_name(const char *s, const char *end)
{
	const char *p = s;

	if (s < end && *s == '<') {
		p = memchr(s, '>', (size_t)(end - s));
		return p && p - s >= 4 ? p + 1 : NULL;
	}
	while (p < end && is_letter(*p))
		p++;
	return p - s >= 3 ? p : NULL;
}

static const char *read_int(const char *s, const char *end, int lo, int hi,
			    int *v)
{
	const char *p = s;

	*v = 0;
	for (; p < end && is_digit(*p) && p - s < 3; p++)
		*v = *v * 10 + (*p - '0');
	return p > s && *v >= lo && *v <= hi ? p : NULL;
}

/* [+-]hh[:mm[:ss]] */
static const char *read_hms(const char *s, const char *end, int hours,
			    int32_t *v)
{
	int sign = 1, h, m = 0, sec = 0;

	if (s < end && (*s == '+' || *s == '-'))
		sign = *s++ == '-' ? -1 : 1;
	s = read_int(s, end, 0, hours, &h);
	if (s && s < end && *s == ':')
		s = read_int(s + 1, end, 0, 59, &m);
	if (s && s < end && *s == ':')
		s = read_int(s + 1, end, 0, 59, &sec);
	*v = sign * (h * 3600 + m * 60 + sec);
	return s;
}

/* m.w.d after 'M' */
static const char *read_mwd(const char *s, const char *end,
			    struct algo_zone_day *d)
{
	d->kind = ALGO_ZONE_MONTH;
	s = read_int(s, end, 1, 12, &d->month);
	if (!s || s == end || *s != '.')
		return NULL;
	s = read_int(s + 1, end, 1, 5, &d->week);
	if (!s || s == end || *s != '.')
		return NULL;
	return read_int(s + 1, end, 0, 6, &d->day);
}

/* ,Mm.w.d[/time] or ,Jn[/time] or ,n[/time] */
static const char *read_day(const char *s, const char *end,
			    struct algo_zone_day *d)
{
	if (end - s < 2 || *s != ',')
		return NULL;
	s++;
	d->second = 2 * 3600;
	if (*s == 'M') {
		s = read_mwd(s + 1, end, d);
	} else if (*s == 'J') {
		d->kind = ALGO_ZONE_JULIAN;
		s = read_int(s + 1, end, 1, 365, &d->day);
	} else {
		d->kind = ALGO_ZONE_ZERO;
		s = read_int(s, end, 0, 365, &d->day);
	}
	if (s && s < end && *s == '/')
		s = read_hms(s + 1, end, RULE_HOURS, &d->second);
	return s;
}

/* The text counts offsets west of UTC. */
int algo_zone_rule_parse(struct algo_zone_rule *r, const char *s,
			 const char *end)
{
	memset(r, 0, sizeof(*r));
	s = read_name(s, end);
	if (s)
		s = read_hms(s, end, ZONE_HOURS, &r->std);
	if (!s)
		return -1;
	r->std = -r->std;
	if (s == end)
		return 0;
	r->has_dst = 1;
	r->dst = r->std + 3600;
	s = read_name(s, end);
	if (s && s < end && *s != ',') {
		s = read_hms(s, end, ZONE_HOURS, &r->dst);
		r->dst = -r->dst;
	}
	if (s)
		s = read_day(s, end, &r->start);
	if (s)
		s = read_day(s, end, &r->end);
	return s == end ? 0 : -1;
}

/* The day number that d names in a year. */
static int64_t day_in(const struct algo_zone_day *d, int year)
{
	int64_t jan1 = algo_days_from_civil(year, 1, 1), first, next, day;
	int leap = algo_days_from_civil(year + 1, 1, 1) - jan1 == 366;
	int weekday;

	if (d->kind == ALGO_ZONE_ZERO)
		return jan1 + d->day;
	if (d->kind == ALGO_ZONE_JULIAN)
		return jan1 + d->day - 1 + (leap && d->day > 59);
	first = algo_days_from_civil(year, d->month, 1);
	next = d->month == 12 ? algo_days_from_civil(year + 1, 1, 1)
			      : algo_days_from_civil(year, d->month + 1, 1);
	/* 1970-01-01 was a Thursday: 4. */
	weekday = (int)((first % 7 + 7 + 4) % 7);
	day = first + (d->day - weekday + 7) % 7 + 7 * (d->week - 1);
	return day < next ? day : day - 7; /* week 5 is the last one */
}

static int64_t change(const struct algo_zone_day *d, int year, int32_t before)
{
	return (day_in(d, year) * 86400 + d->second - before) * ALGO_US;
}

/* The changes of the year of us and its neighbours, in order. */
void algo_zone_rule_at(const struct algo_zone_rule *r, int64_t us,
		       int64_t *from, int64_t *to, int32_t *offset)
{
	int64_t at[6];
	int32_t off[6];
	int year, month, day, i;

	*from = INT64_MIN;
	*to = INT64_MAX;
	*offset = r->std;
	if (!r->has_dst)
		return;
	algo_civil_from_days(algo_day_of(us), &year, &month, &day);
	for (i = 0; i < 3; i++) {
		int64_t start = change(&r->start, year - 1 + i, r->std);
		int64_t end = change(&r->end, year - 1 + i, r->dst);
		int swap = end < start;

		at[2 * i + swap] = start;
		off[2 * i + swap] = r->dst;
		at[2 * i + !swap] = end;
		off[2 * i + !swap] = r->std;
	}
	for (i = 5; i > 0 && at[i] > us; i--)
		;
	*offset = off[i];
	*from = at[i];
	if (i < 5)
		*to = at[i + 1];
}
