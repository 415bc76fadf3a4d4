/* interval.c - bar intervals: "5m" and the other ways people write it */
#include <algo/base/num.h>
#include <algo/base/when.h>
#include <string.h>
#include <strings.h>

#define COUNT_DIGITS 5 /* so that years fit microseconds */

/* clang-format off */
static const struct {
	const char *name;
	enum algo_unit unit;
} names[] = {
	/* One letter: only these of the month and the minute tell cases. */
	{ "m", ALGO_UNIT_M }, { "M", ALGO_UNIT_MO },
	{ "s", ALGO_UNIT_S }, { "S", ALGO_UNIT_S },
	{ "h", ALGO_UNIT_H }, { "H", ALGO_UNIT_H },
	{ "d", ALGO_UNIT_D }, { "D", ALGO_UNIT_D },
	{ "w", ALGO_UNIT_W }, { "W", ALGO_UNIT_W },
	{ "y", ALGO_UNIT_Y }, { "Y", ALGO_UNIT_Y },
	/* Longer: in any case. */
	{ "sec", ALGO_UNIT_S }, { "second", ALGO_UNIT_S }, { "seconds", ALGO_UNIT_S },
	{ "min", ALGO_UNIT_M }, { "minute", ALGO_UNIT_M }, { "minutes", ALGO_UNIT_M },
	{ "hr", ALGO_UNIT_H }, { "hour", ALGO_UNIT_H }, { "hours", ALGO_UNIT_H },
	{ "day", ALGO_UNIT_D }, { "days", ALGO_UNIT_D },
	{ "wk", ALGO_UNIT_W }, { "week", ALGO_UNIT_W }, { "weeks", ALGO_UNIT_W },
	{ "mo", ALGO_UNIT_MO }, { "mon", ALGO_UNIT_MO }, { "month", ALGO_UNIT_MO },
	{ "months", ALGO_UNIT_MO },
	{ "yr", ALGO_UNIT_Y }, { "year", ALGO_UNIT_Y }, { "years", ALGO_UNIT_Y },
};

/* How a unit prints, its seconds, and how many make one of the unit after it
 * (0: none, or not always the same number of bars). */
static const struct {
	const char *text;
	int64_t seconds;
	int make_next;
} units[] = {
	[ALGO_UNIT_S] = { "s", 1, 60 },
	[ALGO_UNIT_M] = { "m", 60, 60 },
	[ALGO_UNIT_H] = { "h", 3600, 24 },
	[ALGO_UNIT_D] = { "d", 86400, 0 },
	[ALGO_UNIT_W] = { "w", 7 * 86400, 0 },
	[ALGO_UNIT_MO] = { "mo", 30 * 86400, 12 },
	[ALGO_UNIT_Y] = { "y", 365 * 86400, 0 },
};
/* clang-format on */

static int unit_of(const char *s, size_t n, enum algo_unit *unit)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *name = names[i].name;

		if (strlen(name) != n)
			continue;
		if (n == 1 ? *s == *name : strncasecmp(s, name, n) == 0) {
			*unit = names[i].unit;
			return 0;
		}
	}
	return -1;
}

/* 60m is 1h, so that one interval has one spelling. */
int algo_interval_parse(const char *s, size_t n, struct algo_interval *iv)
{
	size_t i = 0;
	int count = 0;

	for (; i < n && s[i] >= '0' && s[i] <= '9'; i++) {
		if (i == COUNT_DIGITS)
			return -1;
		count = count * 10 + (s[i] - '0');
	}
	if (i == 0)
		count = 1; /* "D", "week" */
	if (count == 0 || unit_of(s + i, n - i, &iv->unit))
		return -1;
	while (units[iv->unit].make_next &&
	       count % units[iv->unit].make_next == 0) {
		count /= units[iv->unit].make_next;
		iv->unit = (enum algo_unit)(iv->unit + 1);
	}
	iv->count = count;
	return 0;
}

size_t algo_interval_print(char out[ALGO_WHEN_MAX],
			   const struct algo_interval *iv)
{
	const char *unit = units[iv->unit].text;
	size_t n = algo_int_print(out, iv->count);

	memcpy(out + n, unit, strlen(unit));
	return n + strlen(unit);
}

int64_t algo_interval_us(const struct algo_interval *iv)
{
	return iv->count * units[iv->unit].seconds * ALGO_US;
}
