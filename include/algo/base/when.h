/* when.h - instants, dates and zones.
 *
 * An instant is int64_t microseconds since 1970-01-01T00:00:00Z (proleptic
 * Gregorian, no leap seconds), years 1 to 9999.  No function reads TZ, the
 * locale or the clock, except algo_when_now.
 */
#ifndef ALGO_BASE_WHEN_H
#define ALGO_BASE_WHEN_H

#include <algo/base/err.h>
#include <stddef.h>
#include <stdint.h>

#define ALGO_US 1000000LL /* microseconds in a second */
#define ALGO_DAY_US (86400 * ALGO_US)
#define ALGO_WHEN_NONE INT64_MIN
#define ALGO_WHEN_MAX 40 /* room that any printed instant needs */

struct algo_civil {
	int year, month, day; /* month 1..12, day 1..31 */
	int hour, minute, second;
	int us;	     /* microseconds in the second */
	int weekday; /* 1 Monday .. 7 Sunday */
};

/* Days since 1970-01-01 (Howard Hinnant 2013, public domain formulas). */
int64_t algo_days_from_civil(int year, int month, int day);
void algo_civil_from_days(int64_t days, int *year, int *month, int *day);
void algo_civil_from(int64_t us, struct algo_civil *c); /* UTC */
int64_t algo_civil_to(const struct algo_civil *c);	/* UTC */
/* Floored division: the day number of an instant. */
int64_t algo_day_of(int64_t us);

/* One field of a CSV: the text of a day is read once for the rows of that
 * day.  A zeroed cache is empty. */
struct algo_daycache {
	char text[10];
	int64_t day_us;
	char out[10];
	int64_t out_day;
	int has_in, has_out;
};
/* What a stamp looked like. */
enum algo_stamp {
	ALGO_STAMP_NONE,
	ALGO_STAMP_DATE,  /* a date without a time of day */
	ALGO_STAMP_CLOCK, /* date and time, no zone: UTC */
	ALGO_STAMP_ZONED, /* with Z or an offset */
	ALGO_STAMP_EPOCH, /* epoch seconds, ms, us or ns by its size */
	ALGO_STAMP_INDEX  /* a small whole number: a bar number, not a time */
};
/* Reads an ISO 8601 stamp: YYYY-MM-DD[(T| )HH:MM[:SS[.f]]][Z|+HH:MM|+HHMM|
 * +HH], or epoch time with 9-10 digits s (fraction allowed), 13 ms, 16 us,
 * 19 ns, optional '-'; 8 digits that make a date of 1900 to 2100 are YYYYMMDD,
 * other up to 8 digits a bar number (*us = the number).
 * 12, 15 and 18 digits are ms, us and ns before September 2001, unless 12 make
 * a YYYYMMDDHHMM of 1900 to 2100: those are refused.  Digits beyond
 * microseconds are dropped.  Fully validated.  Returns the end of the stamp,
 * which no digit follows, or NULL; what follows is the caller's to check. */
const char *algo_when_read(const char *s, const char *end, int64_t *us,
			   enum algo_stamp *kind, struct algo_daycache *cache);
/* A date as options take it: the above, YYYY-MM-DD, "today", "30d" (ago, also
 * w mo y; counted from now).  "today" is a DATE, so long ago an exact instant:
 * ZONED.  0, else -1. */
int algo_when_option(const char *s, int64_t now, int64_t *us,
		     enum algo_stamp *kind);

/* "2024-03-08T21:10:00Z", with a fraction only when there is one.  Returns
 * the length, no terminator; 0 for other years, ALGO_WHEN_NONE included. */
size_t algo_when_print(char out[ALGO_WHEN_MAX], int64_t us,
		       struct algo_daycache *cache);
/* "2024-03-08". */
size_t algo_date_print(char out[ALGO_WHEN_MAX], int64_t us);

/* Bar intervals: "1m" "5m" "1h" "4h" "1d" "1w" "1mo" and the common other
 * spellings (1wk 1D 1W 60m 1M is a month).  One length has one form: 60m reads
 * as 1h, 24h as 1d, 12mo as 1y; days are not made weeks.  A unit alone counts
 * 1.  At most 5 digits. */
enum algo_unit {
	ALGO_UNIT_S,
	ALGO_UNIT_M,
	ALGO_UNIT_H,
	ALGO_UNIT_D,
	ALGO_UNIT_W,
	ALGO_UNIT_MO,
	ALGO_UNIT_Y
};
struct algo_interval {
	int count;
	enum algo_unit unit;
};
int algo_interval_parse(const char *s, size_t n, struct algo_interval *iv);
size_t algo_interval_print(char out[ALGO_WHEN_MAX],
			   const struct algo_interval *iv);
/* Its length; months and years count 30 and 365 days. */
int64_t algo_interval_us(const struct algo_interval *iv);

/* A time zone, read from the system's zone files once; offsets are cached
 * between transitions.  "UTC" needs no file.  Files are sought in $TZDIR, else
 * /usr/share/zoneinfo: value_error "unknown_zone" with a hint, file_error
 * "bad_zone_file".  Not to be shared between threads. */
struct algo_zone;
struct algo_zone *algo_zone_open(const char *name, struct algo_err *err);
void algo_zone_free(struct algo_zone *z);
/* Seconds east of UTC at that instant. */
int32_t algo_zone_offset(struct algo_zone *z, int64_t us);
/* Local wall-clock time as if it were UTC: us + offset. */
int64_t algo_zone_local(struct algo_zone *z, int64_t us);
/* The instant of a local wall-clock time; in a fold the first, in a gap moved
 * forward by its width. */
int64_t algo_zone_utc(struct algo_zone *z, int64_t local_us);

/* The clock, or ALGO_NOW (a stamp) from the environment when a test sets it. */
int64_t algo_when_now(void);

#endif
