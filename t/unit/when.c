/* when.c - the calendar, stamps, option dates and intervals */
#include "tap.h"
#include <algo/base.h>

static uint64_t state = 88172645463325252u;

/* xorshift64 (Marsaglia 2003) */
static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static int leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int days_in(int y, int m)
{
	if (m == 2)
		return 28 + leap(y);
	return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

static const char *read_all(const char *s, int64_t *us, enum algo_stamp *kind,
			    struct algo_daycache *cache)
{
	const char *end = s + strlen(s);
	const char *p = algo_when_read(s, end, us, kind, cache);

	return p == end ? p : NULL;
}

/* Counts day by day from 1600 to 2400; 1600-01-01 was a Saturday and comes
 * 135140 days before 1970. */
static void test_calendar(void)
{
	int64_t n = -135140;
	int weekday = 6, bad = 0;

	for (int y = 1600; y <= 2400; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= days_in(y, m); d++) {
				struct algo_civil c;
				int yy, mm, dd;

				bad += algo_days_from_civil(y, m, d) != n;
				algo_civil_from_days(n, &yy, &mm, &dd);
				bad += yy != y || mm != m || dd != d;
				algo_civil_from(
					n * ALGO_DAY_US - 1 + ALGO_DAY_US, &c);
				bad += c.weekday != weekday || c.year != y ||
				       c.month != m || c.day != d ||
				       c.hour != 23 || c.second != 59 ||
				       c.us != 999999;
				weekday = weekday % 7 + 1;
				n++;
			}
	ok(bad == 0, "day by day from 1600 to 2400: %d differ", bad);
	ok(algo_days_from_civil(1970, 1, 1) == 0, "day 0");
	ok(algo_days_from_civil(1, 1, 1) == -719162, "year 1");
	ok(algo_days_from_civil(10000, 1, 1) == 2932897, "year 10000");
	ok(algo_day_of(-1) == -1 && algo_day_of(0) == 0 &&
		   algo_day_of(ALGO_DAY_US - 1) == 0 &&
		   algo_day_of(ALGO_DAY_US) == 1 &&
		   algo_day_of(-ALGO_DAY_US) == -1,
	   "day numbers are floored");
}

static void test_civil(void)
{
	int bad = 0;

	for (int i = 0; i < 100000; i++) {
		int64_t us = (int64_t)(next() % 315537897600000000u) -
			     62135596800000000;
		struct algo_civil c;

		algo_civil_from(us, &c);
		bad += algo_civil_to(&c) != us || c.hour > 23 || c.minute > 59;
	}
	ok(bad == 0, "fields and back: %d differ", bad);
}

static const struct {
	const char *text;
	int64_t us;
	enum algo_stamp kind;
} good[] = {
	{ "2024-03-08T21:10:00Z", 1709932200000000, ALGO_STAMP_ZONED },
	{ "2024-03-08 21:10:00", 1709932200000000, ALGO_STAMP_CLOCK },
	{ "2024-03-08T21:10", 1709932200000000, ALGO_STAMP_CLOCK },
	{ "2024-03-08T21:10Z", 1709932200000000, ALGO_STAMP_ZONED },
	{ "2024-03-08", 1709856000000000, ALGO_STAMP_DATE },
	{ "2024-03-08Z", 1709856000000000, ALGO_STAMP_ZONED },
	{ "2024-03-08+01:00", 1709852400000000, ALGO_STAMP_ZONED },
	{ "2024-03-08T21:10:00+05:30", 1709912400000000, ALGO_STAMP_ZONED },
	{ "2024-03-08T21:10:00-0500", 1709950200000000, ALGO_STAMP_ZONED },
	{ "2024-03-08T21:10-05", 1709950200000000, ALGO_STAMP_ZONED },
	{ "2024-03-08T21:10:00.5Z", 1709932200500000, ALGO_STAMP_ZONED },
	{ "2024-03-08 21:10:00.123456789+00:00", 1709932200123456,
	  ALGO_STAMP_ZONED },
	{ "2024-03-08 21:10:00.000001", 1709932200000001, ALGO_STAMP_CLOCK },
	{ "2024-02-29", 1709164800000000, ALGO_STAMP_DATE },
	{ "2000-02-29", 951782400000000, ALGO_STAMP_DATE },
	{ "0001-01-01", -62135596800000000, ALGO_STAMP_DATE },
	{ "9999-12-31T23:59:59.999999Z", 253402300799999999, ALGO_STAMP_ZONED },
	{ "1969-12-31T23:59:59.5Z", -500000, ALGO_STAMP_ZONED },
	{ "1709932200", 1709932200000000, ALGO_STAMP_EPOCH },
	{ "1709932200.25", 1709932200250000, ALGO_STAMP_EPOCH },
	{ "1709932200.0", 1709932200000000, ALGO_STAMP_EPOCH },
	{ "170993220", 170993220000000, ALGO_STAMP_EPOCH },
	{ "-170993220", -170993220000000, ALGO_STAMP_EPOCH },
	{ "-1325635200.5", -1325635200500000, ALGO_STAMP_EPOCH },
	{ "1709932200123", 1709932200123000, ALGO_STAMP_EPOCH },
	{ "1709932200123456", 1709932200123456, ALGO_STAMP_EPOCH },
	{ "1709932200123456789", 1709932200123456, ALGO_STAMP_EPOCH },
	{ "9223372036854775807", 9223372036854775, ALGO_STAMP_EPOCH },
	{ "-1709932200123456789", -1709932200123457, ALGO_STAMP_EPOCH },
	{ "946684800000", 946684800000000, ALGO_STAMP_EPOCH },
	{ "946684800000000", 946684800000000, ALGO_STAMP_EPOCH },
	{ "946684800000000000", 946684800000000, ALGO_STAMP_EPOCH },
	{ "0", 0, ALGO_STAMP_INDEX },
	{ "17", 17, ALGO_STAMP_INDEX },
	{ "20240308", 1709856000000000, ALGO_STAMP_DATE },
	{ "19000101", -2208988800000000, ALGO_STAMP_DATE },
	{ "21001231", 4133894400000000, ALGO_STAMP_DATE },
	{ "18991231", 18991231, ALGO_STAMP_INDEX },
	{ "20230229", 20230229, ALGO_STAMP_INDEX },
	{ "21010101", 21010101, ALGO_STAMP_INDEX },
	{ "2024030", 2024030, ALGO_STAMP_INDEX },
};

/* clang-format off */
static const char *const bad_stamps[] = {
	"", "x", "2024-", "2024-1-1", "2024-01-1", "24-01-01",
	"2024-02-30", "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01",
	"2024-00-10", "2024-01-00", "2024-01-32", "0000-01-01", "2024/01/01",
	"2024-01-01x", "2024-01-011", "2024-01-01T", "2024-01-01 ",
	"2024-01-01T24:00", "2024-01-01T24:00:00Z", "2024-01-01T23:60",
	"2024-01-01T23:59:60Z", "2024-01-01T2:00", "2024-01-01T10",
	"2024-01-01T10:0", "2024-01-01T10:00:", "2024-01-01T10:00:0",
	"2024-01-01T10:00:000", "2024-01-01T10:00:00.", "2024-01-01T10:00:00.Z",
	"2024-01-01T10:00:00ZZ", "2024-01-01T10:00:00Z0",
	"2024-01-01T10:00:00+", "2024-01-01T10:00:00+5",
	"2024-01-01T10:00:00+24:00", "2024-01-01T10:00:00+05:60",
	"2024-01-01T10:00:00+05:", "2024-01-01T10:00:00+05:3",
	"2024-01-01T10:00:00+053", "2024-01-01T10:00:00+05:300",
	"2024-01-01T10:00:00 UTC", "2024-01-01T10:00:00Z ",
	"2024-01-01t10:00:00Z", "2024-01-01T10-00-00Z", "2024-01-01T1a:00:00Z",
	"2024-01-01T10:0:000Z", "2024-01-01T::::::::Z", "2024-01-01T10:00:0:Z",
	"2024-01-01T10:00:00\xff", "2024-01-01T\xb1\xb0:00:00Z",
	"0001-01-01T00:00+01:00", "9999-12-31T23:59:59-00:01", "-5", "-",
	"+1709932200", "--1709932200", "12345678901", "202403082110",
	"20240308211000", "12345678901234567", "9223372036854775808",
	"12345678901234567890", "99999999999999999999999", "1709932200.",
	"1709932200123.5", "17.5", "1e9", " 2024-01-01", "NaN",
};
/* clang-format on */

static void test_read(void)
{
	struct algo_daycache cache = { .has_in = 0 };
	enum algo_stamp kind;
	int64_t us;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		/* The second time the day comes from the cache. */
		for (int round = 0; round < 3; round++) {
			kind = ALGO_STAMP_NONE;
			ok(read_all(good[i].text, &us, &kind,
				    round ? &cache : NULL) &&
				   us == good[i].us && kind == good[i].kind,
			   "'%s'", good[i].text);
		}
	for (size_t i = 0; i < sizeof(bad_stamps) / sizeof(*bad_stamps); i++) {
		struct algo_daycache known = { .has_in = 0 };

		read_all("2024-01-01T00:00:00Z", &us, &kind, &known);
		ok(!read_all(bad_stamps[i], &us, &kind, NULL), "'%s' refused",
		   bad_stamps[i]);
		ok(!read_all(bad_stamps[i], &us, &kind, &known),
		   "'%s' refused, its day known", bad_stamps[i]);
	}
}

/* Every clock and every near miss of one, with the day known: the eight bytes
 * checked at once against digits one by one. */
static void test_clock(void)
{
	static const char digits[] = "0123456789:/ ;";
	char s[] = "2024-01-01T00:00:00Z,";
	struct algo_daycache cache = { .has_in = 0 };
	int bad = 0;

	for (int i = 0; i < 2000000; i++) {
		uint64_t r = next();
		int64_t us;
		enum algo_stamp kind;
		int valid = 1, v[8];
		const char *p;

		for (int k = 0; k < 8; k++, r >>= 6) {
			int colon = k == 2 || k == 5;

			s[11 + k] = (r & 63) < 60
					    ? (colon ? ':' : digits[r % 10])
					    : digits[r % 14];
			v[k] = s[11 + k] - '0';
			valid &= colon ? s[11 + k] == ':'
				       : v[k] >= 0 && v[k] <= 9;
		}
		valid = valid && v[0] * 10 + v[1] < 24 && v[3] < 6 && v[6] < 6;
		p = algo_when_read(s, s + 21, &us, &kind, &cache);
		/* HH:MM and something else ends after the minute. */
		bad += (p == s + 20) != valid || (p && p < s + 16);
		bad += valid &&
		       us != 1704067200000000 +
				       ((v[0] * 10 + v[1]) * 3600 +
					(v[3] * 10 + v[4]) * 60 + v[6] * 10 +
					v[7]) * ALGO_US;
	}
	ok(bad == 0, "2000000 clocks: %d differ", bad);
}

static void test_ends(void)
{
	struct algo_daycache cache = { .has_in = 0 };
	const char *s = "2024-01-01T10:00:00,1";
	const char *d = "2024-01-01,1", *t = "2024-01-01 foo";
	enum algo_stamp kind;
	int64_t us;

	for (int i = 0; i < 2; i++) {
		ok(algo_when_read(s, s + 21, &us, &kind, &cache) == s + 19 &&
			   kind == ALGO_STAMP_CLOCK,
		   "stops at the comma");
		ok(algo_when_read(d, d + 12, &us, &kind, &cache) == d + 10 &&
			   kind == ALGO_STAMP_DATE,
		   "a date stops at the comma");
		ok(algo_when_read(t, t + 14, &us, &kind, &cache) == t + 10,
		   "a blank without a time ends a date");
	}
	/* The text need not be terminated: no byte at end is looked at. */
	for (size_t n = 0; n <= 19; n++) {
		char *copy = malloc(n ? n : 1);
		const char *p;

		if (!copy)
			continue;
		memcpy(copy, s, n);
		p = algo_when_read(copy, copy + n, &us, &kind, &cache);
		ok(p ? p == copy + n
		     : n != 10 && n != 16 && n != 19 && n != 1 && n != 2 &&
				   n != 3 && n != 4,
		   "%zu bytes", n);
		free(copy);
	}
}

static void round_trip(int cached)
{
	struct algo_daycache cache = { .has_in = 0 };
	struct algo_daycache *c = cached ? &cache : NULL;
	int bad = 0;
	int64_t us = 0;

	for (int i = 0; i < 300000; i++) {
		char out[ALGO_WHEN_MAX];
		enum algo_stamp kind;
		int64_t back = 0;
		size_t n;

		/* Mostly steps within a day, at times a jump anywhere. */
		if (i % 50 == 0)
			us = (int64_t)(next() % 315537897600000000u) -
			     62135596800000000;
		else if (us < 253402200000000000)
			us += (int64_t)(next() % 3 ? 60 * ALGO_US
						   : next() % 10000);
		n = algo_when_print(out, us, c);
		bad += n < 20 || n > 27 || out[n - 1] != 'Z';
		bad += algo_when_read(out, out + n, &back, &kind, c) != out + n;
		bad += back != us || kind != ALGO_STAMP_ZONED;
	}
	ok(bad == 0, "random stamps %s a cache: %d differ",
	   cached ? "with" : "without", bad);
}

static void prints(int64_t us, const char *when, const char *date)
{
	char out[ALGO_WHEN_MAX];
	struct algo_daycache cache = { .has_out = 0 };
	size_t n;

	for (int i = 0; i < 2; i++) {
		n = algo_when_print(out, us, &cache);
		ok(n == strlen(when) && memcmp(out, when, n) == 0, "prints %s",
		   when);
	}
	n = algo_date_print(out, us);
	ok(n == strlen(date) && memcmp(out, date, n) == 0, "prints %s", date);
}

static void test_print(void)
{
	char out[ALGO_WHEN_MAX];

	prints(1709932200000000, "2024-03-08T21:10:00Z", "2024-03-08");
	prints(1709932200500000, "2024-03-08T21:10:00.5Z", "2024-03-08");
	prints(1709932200000001, "2024-03-08T21:10:00.000001Z", "2024-03-08");
	prints(-1, "1969-12-31T23:59:59.999999Z", "1969-12-31");
	prints(-62135596800000000, "0001-01-01T00:00:00Z", "0001-01-01");
	prints(253402300799000000, "9999-12-31T23:59:59Z", "9999-12-31");
	ok(algo_when_print(out, ALGO_WHEN_NONE, NULL) == 0 &&
		   algo_date_print(out, ALGO_WHEN_NONE) == 0,
	   "no instant prints nothing");
	ok(algo_when_print(out, 253402300800000000, NULL) == 0 &&
		   algo_when_print(out, -62135596800000001, NULL) == 0,
	   "other years print nothing");
}

static void test_option(void)
{
	static const struct {
		const char *text, *want;
		enum algo_stamp kind;
	} rows[] = {
		{ "today", "2024-03-31T00:00:00Z", ALGO_STAMP_DATE },
		{ "2024-01-31", "2024-01-31T00:00:00Z", ALGO_STAMP_DATE },
		{ "2024-01-31T09:30", "2024-01-31T09:30:00Z",
		  ALGO_STAMP_CLOCK },
		{ "2024-01-31T09:30-05:00", "2024-01-31T14:30:00Z",
		  ALGO_STAMP_ZONED },
		{ "1709932200", "2024-03-08T21:10:00Z", ALGO_STAMP_EPOCH },
		{ "0d", "2024-03-31T15:00:00Z", ALGO_STAMP_ZONED },
		{ "30d", "2024-03-01T15:00:00Z", ALGO_STAMP_ZONED },
		{ "2w", "2024-03-17T15:00:00Z", ALGO_STAMP_ZONED },
		{ "1mo", "2024-02-29T15:00:00Z", ALGO_STAMP_ZONED },
		{ "4mo", "2023-11-30T15:00:00Z", ALGO_STAMP_ZONED },
		{ "3mo", "2023-12-31T15:00:00Z", ALGO_STAMP_ZONED },
		{ "13mo", "2023-02-28T15:00:00Z", ALGO_STAMP_ZONED },
		{ "5y", "2019-03-31T15:00:00Z", ALGO_STAMP_ZONED },
		{ "2023y", "0001-03-31T15:00:00Z", ALGO_STAMP_ZONED },
	};
	static const char *const refused[] = {
		"",	 "d",	       "30",	    "30 d",	  "30D",
		"-30d",	 "30dd",       "30m",	    "2024y",	  "999999d",
		"Today", "2024-02-30", "yesterday", "2024-01-31 "
	};
	const int64_t now = 1711897200000000; /* 2024-03-31T15:00:00Z */
	int64_t us;
	enum algo_stamp kind;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char out[ALGO_WHEN_MAX];
		int rc = algo_when_option(rows[i].text, now, &us, &kind);
		size_t n = rc ? 0 : algo_when_print(out, us, NULL);

		ok(n == strlen(rows[i].want) &&
			   memcmp(out, rows[i].want, n) == 0 &&
			   kind == rows[i].kind,
		   "option '%s'", rows[i].text);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		int rc = algo_when_option(refused[i], now, &us, &kind);

		ok(rc == -1 || (rc == 0 && kind == ALGO_STAMP_INDEX),
		   "option '%s' is no date", refused[i]);
	}
}

static void test_now(void)
{
	unsetenv("ALGO_NOW");
	ok(algo_when_now() > 1577836800000000, "the clock is past 2020");
	setenv("ALGO_NOW", "2024-03-08T21:10:00Z", 1);
	ok(algo_when_now() == 1709932200000000, "ALGO_NOW");
	setenv("ALGO_NOW", "12", 1);
	ok(algo_when_now() > 1577836800000000, "a bar number is no clock");
	unsetenv("ALGO_NOW");
}

static void test_interval(void)
{
	static const struct {
		const char *text, *printed;
		int64_t seconds;
	} rows[] = {
		{ "1m", "1m", 60 },
		{ "5m", "5m", 300 },
		{ "1h", "1h", 3600 },
		{ "4h", "4h", 14400 },
		{ "1d", "1d", 86400 },
		{ "1w", "1w", 604800 },
		{ "1mo", "1mo", 2592000 },
		{ "1wk", "1w", 604800 },
		{ "1D", "1d", 86400 },
		{ "1W", "1w", 604800 },
		{ "60m", "1h", 3600 },
		{ "1M", "1mo", 2592000 },
		{ "90m", "90m", 5400 },
		{ "1440m", "1d", 86400 },
		{ "24h", "1d", 86400 },
		{ "7d", "7d", 604800 },
		{ "3mo", "3mo", 7776000 },
		{ "12mo", "1y", 31536000 },
		{ "1y", "1y", 31536000 },
		{ "30s", "30s", 30 },
		{ "15min", "15m", 900 },
		{ "15Min", "15m", 900 },
		{ "2Hours", "2h", 7200 },
		{ "D", "1d", 86400 },
		{ "week", "1w", 604800 },
		{ "1Month", "1mo", 2592000 },
		{ "99999y", "99999y", 3153568464000 },
	};
	static const char *const refused[] = { "",
					       "0m",
					       "1",
					       "m1",
					       "1x",
					       "-1m",
					       "1 m",
					       "1.5h",
					       "100000m",
					       "1mm",
					       "999999999999999999999d" };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct algo_interval iv;
		char out[ALGO_WHEN_MAX];
		int rc = algo_interval_parse(rows[i].text, strlen(rows[i].text),
					     &iv);
		size_t n = rc ? 0 : algo_interval_print(out, &iv);

		ok(n == strlen(rows[i].printed) &&
			   memcmp(out, rows[i].printed, n) == 0 &&
			   algo_interval_us(&iv) == rows[i].seconds * ALGO_US,
		   "interval '%s' is %s", rows[i].text, rows[i].printed);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct algo_interval iv;

		ok(algo_interval_parse(refused[i], strlen(refused[i]), &iv) ==
			   -1,
		   "interval '%s' refused", refused[i]);
	}
}

int main(void)
{
	test_calendar();
	test_civil();
	test_read();
	test_clock();
	test_ends();
	round_trip(0);
	round_trip(1);
	test_print();
	test_option();
	test_now();
	test_interval();
	return done();
}
