/* when.c - the calendar, and stamps read and printed
 *
 * Most stamps of a file share their day with the line before, so a day's text
 * is compared, not read, and the eight bytes of HH:MM:SS are checked as one
 * word (SIMD within a register).
 */
#include <algo/base/when.h>
#include <string.h>

/* Day numbers of 0001-01-01 and of the first day beyond the years. */
#define YEAR_1 -719162
#define YEAR_10000 2932897

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;

	return q - (a % b < 0);
}

/* Hinnant 2013: years that start in March, eras of 400 years. */
int64_t algo_days_from_civil(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void algo_civil_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = floor_div(z, 146097);
	uint32_t doe = (uint32_t)(z - era * 146097);
	uint32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	uint32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	uint32_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

int64_t algo_day_of(int64_t us)
{
	return floor_div(us, ALGO_DAY_US);
}

void algo_civil_from(int64_t us, struct algo_civil *c)
{
	int64_t day = algo_day_of(us);
	int64_t rest =
		us % ALGO_DAY_US + (us % ALGO_DAY_US < 0 ? ALGO_DAY_US : 0);
	int s = (int)(rest / ALGO_US);

	algo_civil_from_days(day, &c->year, &c->month, &c->day);
	c->hour = s / 3600;
	c->minute = s / 60 % 60;
	c->second = s % 60;
	c->us = (int)(rest % ALGO_US);
	/* 1970-01-01 was a Thursday. */
	c->weekday = (int)(day + 3 - 7 * floor_div(day + 3, 7)) + 1;
}

int64_t algo_civil_to(const struct algo_civil *c)
{
	int64_t day = algo_days_from_civil(c->year, c->month, c->day);
	int64_t s = c->hour * 3600LL + c->minute * 60LL + c->second;

	return day * ALGO_DAY_US + s * ALGO_US + c->us;
}

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two digits, or -1; the caller has checked that they are there. */
static int two(const char *s)
{
	unsigned a = (unsigned)(unsigned char)s[0] - '0';
	unsigned b = (unsigned)(unsigned char)s[1] - '0';

	return a > 9 || b > 9 ? -1 : (int)(a * 10 + b);
}

/* YYYY-MM-DD at s, ten bytes; 0 when it is a day.  The day number is counted
 * straight from the year before and the months passed: years are positive
 * here. */
static int read_day(const char *s, int64_t *day_us)
{
	static const signed char len[] = { 31, 28, 31, 30, 31, 30,
					   31, 31, 30, 31, 30, 31 };
	static const short before[] = { 0,   31,  59,  90,  120, 151,
					181, 212, 243, 273, 304, 334 };
	int hi = two(s), lo = two(s + 2), month = two(s + 5);
	int day = two(s + 8), y = hi * 100 + lo - 1;
	int leap = lo % 4 == 0 && (lo != 0 || hi % 4 == 0);

	if (hi < 0 || lo < 0 || y < 0 || s[4] != '-' || s[7] != '-')
		return -1;
	if (month < 1 || month > 12 || day < 1 ||
	    day > len[month - 1] + (month == 2 && leap))
		return -1;
	day += y * 365 + y / 4 - y / 100 + y / 400;
	day += before[month - 1] + (month > 2 && leap);
	*day_us = (day - 1 + YEAR_1) * ALGO_DAY_US;
	return 0;
}

static uint64_t load8(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* Seconds of the day of HH:MM:SS at s, eight bytes, or -1.  After the xor
 * every byte holds a digit, or 0 for a colon.  Adding 15 less a byte's largest
 * value lifts what is too large above 15; one that was above already shows
 * without. */
static inline int32_t read_clock(const char *s)
{
	uint64_t x = load8(s) ^ 0x30303a30303a3030u;
	uint64_t pairs = x * 10 + (x >> 8);
	uint32_t h = (uint32_t)pairs & 0xff;
	uint32_t m = (uint32_t)(pairs >> 24) & 0xff;
	uint32_t sec = (uint32_t)(pairs >> 48) & 0xff;

	if (((x + 0x060a0f060a0f060du) | x) & 0xf0f0f0f0f0f0f0f0u || h > 23)
		return -1;
	return (int32_t)(h * 3600 + m * 60 + sec);
}

/* Digits of a fraction of a second at s, at least one; beyond microseconds
 * they are dropped.  Returns where they end. */
static const char *read_fraction(const char *s, const char *end, int64_t *us)
{
	int64_t v = 0, unit = ALGO_US;

	if (s == end || !is_digit(*s))
		return NULL;
	for (; s < end && is_digit(*s); s++) {
		if (unit == 1)
			continue;
		unit /= 10;
		v += (*s - '0') * unit;
	}
	*us = v;
	return s;
}

/* +HH, +HHMM or +HH:MM at s, where the sign stands. */
static const char *read_offset(const char *s, const char *end, int64_t *us)
{
	int sign = *s == '-' ? -1 : 1;
	int h, m = 0;

	if (end - s < 3)
		return NULL;
	h = two(s + 1);
	s += 3;
	if (s < end && (*s == ':' || is_digit(*s))) {
		s += *s == ':';
		if (end - s < 2)
			return NULL;
		m = two(s);
		s += 2;
	}
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return NULL;
	*us = sign * (h * 3600 + m * 60) * ALGO_US;
	return s;
}

/* What may follow the seconds or the date; *us holds the rest. */
static const char *read_zone(const char *s, const char *end, int64_t *us,
			     enum algo_stamp *kind)
{
	int64_t off = 0;

	if (s < end && *s == 'Z') {
		*kind = ALGO_STAMP_ZONED;
		s++;
	} else if (end - s >= 2 && (*s == '+' || *s == '-') && is_digit(s[1])) {
		s = read_offset(s, end, &off);
		*kind = ALGO_STAMP_ZONED;
	}
	if (!s || (s < end && is_digit(*s)))
		return NULL;
	*us -= off;
	if (*us < YEAR_1 * ALGO_DAY_US || *us >= YEAR_10000 * ALGO_DAY_US)
		return NULL;
	return s;
}

/* HH:MM[:SS[.f]] at s and a zone after it; *us holds the day. */
static const char *read_time(const char *s, const char *end, int64_t *us,
			     enum algo_stamp *kind)
{
	char clock[8] = "00:00:00";
	int32_t sec;
	int64_t frac = 0;
	size_t n = end - s >= 8 && s[5] == ':' ? 8 : 5;

	if (end - s < 5 || (n == 5 && end - s > 5 && s[5] == ':'))
		return NULL;
	memcpy(clock, s, n);
	sec = read_clock(clock);
	if (sec < 0)
		return NULL;
	s += n;
	if (n == 8 && s < end && *s == '.') {
		s = read_fraction(s + 1, end, &frac);
		if (!s)
			return NULL;
	}
	*us += sec * ALGO_US + frac;
	*kind = ALGO_STAMP_CLOCK;
	return read_zone(s, end, us, kind);
}

/* What follows the ten bytes of a date.  A blank that no digit follows ends
 * the stamp; 'T' must have a time. */
static const char *read_rest(const char *s, const char *end, int64_t *us,
			     enum algo_stamp *kind)
{
	if (s < end && *s == 'T')
		return read_time(s + 1, end, us, kind);
	if (end - s >= 2 && *s == ' ' && is_digit(s[1]))
		return read_time(s + 1, end, us, kind);
	*kind = ALGO_STAMP_DATE;
	return read_zone(s, end, us, kind);
}

static const char *read_iso(const char *s, const char *end, int64_t *us,
			    enum algo_stamp *kind, struct algo_daycache *cache)
{
	int64_t day_us;

	if (end - s < 10 || read_day(s, &day_us))
		return NULL;
	if (cache) {
		memcpy(cache->text, s, 10);
		cache->day_us = day_us;
		cache->has_in = 1;
	}
	*us = day_us;
	return read_rest(s + 10, end, us, kind);
}

/* 199001010000 to 210012312359 is a date and time run together more likely
 * than milliseconds of a day in 1976. */
static int looks_packed(uint64_t v)
{
	uint64_t year = v / 100000000, month = v / 1000000 % 100;
	uint64_t day = v / 10000 % 100;

	return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 &&
	       day >= 1 && day <= 31 && v / 100 % 100 <= 23 && v % 100 <= 59;
}

/* Microseconds of n digits of value v: the size tells the unit; 12, 15 and 18
 * digits are ms, us and ns before September 2001. */
static int epoch_us(uint64_t v, size_t n, int64_t *us, int64_t *left)
{
	*left = 0;
	if (n == 9 || n == 10)
		*us = (int64_t)v * ALGO_US;
	else if (n == 13 || (n == 12 && !looks_packed(v)))
		*us = (int64_t)v * 1000;
	else if (n == 15 || n == 16)
		*us = (int64_t)v;
	else if (n == 18 || (n == 19 && v <= INT64_MAX)) {
		*us = (int64_t)(v / 1000);
		*left = (int64_t)(v % 1000);
	} else
		return -1;
	return 0;
}

/* YYYYMMDD of 1900 to 2100; other eight digits are a bar number. */
static int read_packed_day(const char *s, int64_t *day_us)
{
	char iso[10] = { s[0], s[1], s[2], s[3], '-',
			 s[4], s[5], '-',  s[6], s[7] };

	if (memcmp(s, "1900", 4) < 0 || memcmp(s, "2100", 4) > 0)
		return -1;
	return read_day(iso, day_us);
}

static const char *read_epoch(const char *s, const char *end, int64_t *us,
			      enum algo_stamp *kind)
{
	int minus = s < end && *s == '-';
	const char *first = s + minus;
	uint64_t v = 0;
	int64_t frac = 0, left;
	size_t n;

	for (s = first; s < end && is_digit(*s) && s - first < 20; s++)
		v = v * 10 + (uint64_t)(*s - '0');
	n = (size_t)(s - first);
	if (n == 8 && !minus && read_packed_day(first, us) == 0) {
		*kind = ALGO_STAMP_DATE;
		return s;
	}
	if (n >= 1 && n <= 8 && !minus) {
		*us = (int64_t)v;
		*kind = ALGO_STAMP_INDEX;
		return s;
	}
	if (n > 19 || epoch_us(v, n, us, &left))
		return NULL;
	if (n <= 10 && s < end && *s == '.') {
		s = read_fraction(s + 1, end, &frac);
		if (!s)
			return NULL;
	}
	*us += frac;
	if (minus) /* floored to whole microseconds */
		*us = -*us - (left > 0);
	*kind = ALGO_STAMP_EPOCH;
	return s;
}

static const char *read_any(const char *s, const char *end, int64_t *us,
			    enum algo_stamp *kind, struct algo_daycache *cache)
{
	if (end - s >= 5 && s[4] == '-')
		return read_iso(s, end, us, kind, cache);
	return read_epoch(s, end, us, kind);
}

/* The short way: a known day, a time to the second, then 'Z' or a comma; 21
 * bytes show that no digit follows.  All else goes the long way, which is kept
 * out of this function so that it needs no stack. */
const char *algo_when_read(const char *s, const char *end, int64_t *us,
			   enum algo_stamp *kind, struct algo_daycache *cache)
{
	int32_t sec;

	if (!cache || end - s < 21 || !cache->has_in ||
	    memcmp(s, cache->text, 10) != 0)
		return read_any(s, end, us, kind, cache);
	if ((s[10] != 'T' && s[10] != ' ') || is_digit(s[20]))
		return read_any(s, end, us, kind, cache);
	sec = read_clock(s + 11);
	if (sec < 0)
		return read_any(s, end, us, kind, cache);
	*us = cache->day_us + sec * ALGO_US;
	if (s[19] == 'Z') {
		*kind = ALGO_STAMP_ZONED;
		return s + 20;
	}
	*kind = ALGO_STAMP_CLOCK;
	return s[19] == ',' ? s + 19 : read_any(s, end, us, kind, cache);
}

/* Two digits at out. */
static void put2(char *out, uint32_t v)
{
	static const char pairs[] = "0001020304050607080910111213141516171819"
				    "2021222324252627282930313233343536373839"
				    "4041424344454647484950515253545556575859"
				    "6061626364656667686970717273747576777879"
				    "8081828384858687888990919293949596979899";

	memcpy(out, pairs + 2 * v, 2);
}

/* Ten bytes; the day is within years 1 to 9999. */
static void put_day(char *out, int64_t day)
{
	int y, m, d;

	algo_civil_from_days(day, &y, &m, &d);
	put2(out, (uint32_t)y / 100);
	put2(out + 2, (uint32_t)y % 100);
	out[4] = '-';
	put2(out + 5, (uint32_t)m);
	out[7] = '-';
	put2(out + 8, (uint32_t)d);
}

/* ".5Z": the digits up to the last that is not 0. */
static size_t put_fraction(char *out, uint32_t us)
{
	size_t n = 7;

	out[0] = '.';
	put2(out + 1, us / 10000);
	put2(out + 3, us / 100 % 100);
	put2(out + 5, us % 100);
	while (out[n - 1] == '0')
		n--;
	out[n] = 'Z';
	return n + 1;
}

static inline size_t put_clock(char *out, uint64_t rest)
{
	uint32_t s = (uint32_t)(rest / ALGO_US);
	uint32_t us = (uint32_t)(rest - (uint64_t)s * ALGO_US);
	uint32_t m = s / 60, h = s / 3600;

	out[0] = 'T';
	put2(out + 1, h);
	out[3] = ':';
	put2(out + 4, m - h * 60);
	out[6] = ':';
	put2(out + 7, s - m * 60);
	if (us)
		return 9 + put_fraction(out + 9, us);
	out[9] = 'Z';
	return 10;
}

static int printable(int64_t day)
{
	return day >= YEAR_1 && day < YEAR_10000;
}

static size_t print_any(char *out, int64_t us, struct algo_daycache *cache)
{
	int64_t day = algo_day_of(us);

	if (!printable(day))
		return 0;
	put_day(out, day);
	if (cache) {
		memcpy(cache->out, out, 10);
		cache->out_day = day;
		cache->has_out = 1;
	}
	return 10 + put_clock(out + 10, (uint64_t)(us - day * ALGO_DAY_US));
}

size_t algo_when_print(char out[ALGO_WHEN_MAX], int64_t us,
		       struct algo_daycache *cache)
{
	uint64_t rest;

	if (!cache || !cache->has_out)
		return print_any(out, us, cache);
	rest = (uint64_t)us - (uint64_t)(cache->out_day * ALGO_DAY_US);
	if (rest >= ALGO_DAY_US)
		return print_any(out, us, cache);
	memcpy(out, cache->out, 10);
	return 10 + put_clock(out + 10, rest);
}

size_t algo_date_print(char out[ALGO_WHEN_MAX], int64_t us)
{
	int64_t day = algo_day_of(us);

	if (!printable(day))
		return 0;
	put_day(out, day);
	return 10;
}
