/* when_option.c - dates as options take them, and the clock */
#include <algo/base/when.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The same day and time so many months before; a day that the month does not
 * have becomes its last. */
static int months_before(int64_t now, int months, int64_t *us)
{
	struct algo_civil c;
	int all, last;

	algo_civil_from(now, &c);
	all = c.year * 12 + c.month - 1 - months;
	if (all < 12)
		return -1;
	c.year = all / 12;
	c.month = all % 12 + 1;
	last = (int)(algo_days_from_civil(all / 12 + (c.month == 12),
					  c.month % 12 + 1, 1) -
		     algo_days_from_civil(c.year, c.month, 1));
	c.day = c.day < last ? c.day : last;
	*us = algo_civil_to(&c);
	return 0;
}

/* "30d", "2w", "6mo", "5y": so long before now. */
static int read_ago(const char *s, int64_t now, int64_t *us)
{
	int n = 0;
	const char *p = s;

	while (*p >= '0' && *p <= '9' && p - s < 5)
		n = n * 10 + (*p++ - '0');
	if (p == s)
		return -1;
	if (strcmp(p, "mo") == 0)
		return months_before(now, n, us);
	if (strcmp(p, "y") == 0)
		return months_before(now, n * 12, us);
	if (strcmp(p, "w") == 0)
		n *= 7;
	else if (strcmp(p, "d") != 0)
		return -1;
	*us = now - n * ALGO_DAY_US;
	return algo_day_of(*us) >= algo_days_from_civil(1, 1, 1) ? 0 : -1;
}

int algo_when_option(const char *s, int64_t now, int64_t *us,
		     enum algo_stamp *kind)
{
	const char *end = s + strlen(s);

	if (strcmp(s, "today") == 0) {
		*us = algo_day_of(now) * ALGO_DAY_US;
		*kind = ALGO_STAMP_DATE;
		return 0;
	}
	if (read_ago(s, now, us) == 0) {
		*kind = ALGO_STAMP_ZONED;
		return 0;
	}
	return s < end && algo_when_read(s, end, us, kind, NULL) == end ? 0
									: -1;
}

int64_t algo_when_now(void)
{
	const char *set = getenv("ALGO_NOW");
	enum algo_stamp kind;
	struct timespec ts;
	int64_t us;

	if (set && *set) {
		const char *end = set + strlen(set);

		if (algo_when_read(set, end, &us, &kind, NULL) == end &&
		    kind != ALGO_STAMP_INDEX)
			return us;
	}
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * ALGO_US + ts.tv_nsec / 1000;
}
