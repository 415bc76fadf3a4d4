/* range.c - "5y", "ytd", "max": spans that count back */
#include <algo/data.h>

#include <string.h>

static int is_count(const char *range)
{
	size_t digits = strspn(range, "0123456789");
	const char *unit = range + digits;

	return digits > 0 && strspn(range, "0") < digits &&
	       (!strcmp(unit, "d") || !strcmp(unit, "w") ||
		!strcmp(unit, "mo") || !strcmp(unit, "y"));
}

int algo_range_start(const char *range, int64_t from, int64_t *start,
		     struct algo_err *err)
{
	enum algo_stamp kind;
	struct algo_civil c;

	if (!strcmp(range, "max")) {
		*start = ALGO_WHEN_NONE;
		return 0;
	}
	if (!strcmp(range, "ytd")) {
		algo_civil_from(from, &c);
		*start = algo_days_from_civil(c.year, 1, 1) * ALGO_DAY_US;
		return 0;
	}
	if (!is_count(range) || algo_when_option(range, from, start, &kind)) {
		algo_err_set(err, ALGO_E_USAGE, "bad_range", "'%s' is no range",
			     range);
		return algo_err_hint(err, "as 5d, 2w, 1mo, 5y, ytd or max");
	}
	/* The bar one year before belongs to the year before. */
	*start += 1;
	return 0;
}
