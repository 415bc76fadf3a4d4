/* waits.c - when a provider says to come back */
#include "wire.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static double unit(const char *s, size_t *n)
{
	static const struct {
		const char *name;
		double seconds;
	} units[] = { { "ms", 1e-3 }, { "us", 1e-6 }, { "s", 1 },
		      { "m", 60 },    { "h", 3600 },  { "d", 86400 } };

	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		*n = strlen(units[i].name);
		if (strncmp(s, units[i].name, *n) == 0)
			return units[i].seconds;
	}
	return NAN;
}

double algo_duration(const char *s, const char **end)
{
	double sum = 0, v, per;
	int any = 0;
	size_t n;

	for (; *s >= '0' && *s <= '9'; any = 1) {
		n = strspn(s, "0123456789.");
		if (n > 32 || algo_num_parse(s, n, &v))
			break;
		per = unit(s + n, &n);
		if (isnan(per))
			break;
		sum += v * per;
		s += strspn(s, "0123456789.") + n;
	}
	if (end)
		*end = s;
	return any ? sum : (double)NAN;
}

/* A number of seconds, a duration, an instant in seconds or milliseconds of
 * the epoch, or RFC 3339; an instant is given back as *at. */
static double read_wait(const char *s, double *at)
{
	struct algo_daycache cache = { .has_in = 0 };
	enum algo_stamp kind;
	int64_t us;
	double v;

	*at = NAN;
	if (algo_num_parse(s, strlen(s), &v) == 0) {
		if (v < 1e9)
			return v >= 0 ? v : (double)NAN;
		*at = v < 1e12 ? v : v / 1000;
		return NAN;
	}
	if (algo_when_read(s, s + strlen(s), &us, &kind, &cache) &&
	    kind == ALGO_STAMP_ZONED) {
		*at = (double)us / 1e6;
		return NAN;
	}
	return algo_duration(s, NULL);
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110), seconds of the epoch. */
static double http_date(const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct algo_civil c = { .year = 0 };
	int64_t v[5];
	static const int at[5] = { 5, 12, 17, 20, 23 };
	static const int len[5] = { 2, 4, 2, 2, 2 };
	const char *m;

	if (strlen(s) != 29 || strcmp(s + 25, " GMT") != 0)
		return NAN;
	for (int i = 0; i < 5; i++)
		if (algo_int_parse(s + at[i], (size_t)len[i], &v[i]) ||
		    v[i] < 0)
			return NAN;
	for (m = months; *m; m += 3)
		if (memcmp(m, s + 8, 3) == 0)
			break;
	if (!*m || v[1] < 1 || v[1] > 9999 || v[0] < 1 || v[0] > 31)
		return NAN;
	c.year = (int)v[1];
	c.month = (int)(m - months) / 3 + 1;
	c.day = (int)v[0];
	c.hour = (int)v[2];
	c.minute = (int)v[3];
	c.second = (int)v[4];
	return (double)algo_civil_to(&c) / 1e6;
}

static int has(const char *name, const char *part)
{
	size_t n = strlen(part);

	for (; *name; name++)
		if (strncasecmp(name, part, n) == 0)
			return 1;
	return 0;
}

static void later(double *a, double b)
{
	if (isnan(*a) || b > *a)
		*a = b;
}

void algo_waits_header(struct waits *w, const char *name, const char *value)
{
	double v, at;

	if (strcasecmp(name, "retry-after-ms") == 0) {
		if (algo_num_parse(value, strlen(value), &v) == 0 && v >= 0)
			later(&w->after, v / 1000);
	} else if (strcasecmp(name, "retry-after") == 0) {
		v = read_wait(value, &at);
		if (isnan(v) && isnan(at))
			at = http_date(value);
		if (!isnan(v))
			later(&w->after, v);
		if (!isnan(at))
			later(&w->reset, at);
	} else if (has(name, "ratelimit") && has(name, "remaining")) {
		if (algo_num_parse(value, strlen(value), &v) == 0 && v <= 0)
			w->exhausted = 1;
	} else if (has(name, "ratelimit") && has(name, "reset")) {
		v = read_wait(value, &at);
		if (!isnan(v))
			later(&w->reset_left, v);
		if (!isnan(at))
			later(&w->exhausted_reset, at);
	}
}

double algo_waits_delay(const struct waits *w, double now)
{
	double d = w->after;

	if (!isnan(w->reset))
		later(&d, fmax(w->reset - now, 0));
	/* A reset counts only when something ran out. */
	if (w->exhausted && !isnan(w->reset_left))
		later(&d, w->reset_left);
	if (w->exhausted && !isnan(w->exhausted_reset))
		later(&d, fmax(w->exhausted_reset - now, 0));
	return d;
}
