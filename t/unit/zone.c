/* zone.c - offsets round the changes of zones, and bad zone files */
#include "tap.h"
#include <algo/base.h>
#include <sys/stat.h>
#include <unistd.h>

static int64_t at(const char *stamp)
{
	const char *end = stamp + strlen(stamp);
	enum algo_stamp kind;
	int64_t us = 0;

	if (algo_when_read(stamp, end, &us, &kind, NULL) != end)
		ok(0, "the test's own stamp '%s'", stamp);
	return us;
}

/* offset: seconds east of UTC at an instant. */
static const struct {
	const char *zone, *stamp;
	int32_t offset;
} offsets[] = {
	{ "UTC", "2024-07-01T00:00:00Z", 0 },
	{ "America/New_York", "2024-03-10T06:59:59.999999Z", -18000 },
	{ "America/New_York", "2024-03-10T07:00:00Z", -14400 },
	{ "America/New_York", "2024-11-03T05:59:59.999999Z", -14400 },
	{ "America/New_York", "2024-11-03T06:00:00Z", -18000 },
	{ "America/New_York", "1883-11-18T16:59:59Z", -17762 },
	{ "America/New_York", "1883-11-18T17:00:00Z", -18000 },
	{ "America/New_York", "0001-01-01T00:00:00Z", -17762 },
	{ "America/New_York", "1974-01-06T07:00:00Z", -14400 },
	{ "Europe/London", "2024-03-31T00:59:59Z", 0 },
	{ "Europe/London", "2024-03-31T01:00:00Z", 3600 },
	{ "Europe/London", "2024-10-27T00:59:59Z", 3600 },
	{ "Europe/London", "2024-10-27T01:00:00Z", 0 },
	{ "Europe/London", "1970-01-01T00:00:00Z", 3600 },
	{ "Asia/Kolkata", "2024-01-01T00:00:00Z", 19800 },
	{ "Asia/Kolkata", "2150-07-01T00:00:00Z", 19800 },
	{ "Asia/Tokyo", "2024-08-01T00:00:00Z", 32400 },
	/* Beyond the file's transitions, by its footer: second Sunday in
	 * March, first in November. */
	{ "America/Chicago", "2100-03-14T07:59:59Z", -21600 },
	{ "America/Chicago", "2100-03-14T08:00:00Z", -18000 },
	{ "America/Chicago", "2100-11-07T06:59:59Z", -18000 },
	{ "America/Chicago", "2100-11-07T07:00:00Z", -21600 },
	{ "America/Chicago", "2100-12-31T23:59:59Z", -21600 },
	{ "America/Chicago", "2101-01-01T00:00:00Z", -21600 },
	{ "America/Chicago", "9999-07-01T00:00:00Z", -18000 },
	/* South of the equator summer passes the new year. */
	{ "Australia/Sydney", "2100-01-01T00:00:00Z", 39600 },
	{ "Australia/Sydney", "2100-07-01T00:00:00Z", 36000 },
	{ "Australia/Sydney", "2100-12-31T23:59:59Z", 39600 },
	/* Summer is standard time there, winter one hour less. */
	{ "Europe/Dublin", "2100-01-01T00:00:00Z", 0 },
	{ "Europe/Dublin", "2100-07-01T00:00:00Z", 3600 },
};

static void test_offsets(void)
{
	struct algo_zone *z = NULL;
	const char *name = "";

	for (size_t i = 0; i < sizeof(offsets) / sizeof(*offsets); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		int64_t us = at(offsets[i].stamp);

		if (strcmp(name, offsets[i].zone) != 0) {
			algo_zone_free(z);
			name = offsets[i].zone;
			z = algo_zone_open(name, &err);
		}
		if (!ok(z != NULL, "%s opens", name))
			continue;
		ok(algo_zone_offset(z, us) == offsets[i].offset,
		   "%s at %s is %d", name, offsets[i].stamp, offsets[i].offset);
		ok(algo_zone_local(z, us) == us + offsets[i].offset * ALGO_US,
		   "local time in %s", name);
	}
	algo_zone_free(z);
}

static const struct {
	const char *zone, *local, *utc;
} walls[] = {
	{ "UTC", "2024-03-10T02:30:00Z", "2024-03-10T02:30:00Z" },
	{ "America/New_York", "2024-03-08T09:30:00Z", "2024-03-08T14:30:00Z" },
	{ "America/New_York", "2024-03-10T01:59:59Z", "2024-03-10T06:59:59Z" },
	/* The gap from 2:00 to 3:00. */
	{ "America/New_York", "2024-03-10T02:00:00Z", "2024-03-10T07:00:00Z" },
	{ "America/New_York", "2024-03-10T02:30:00Z", "2024-03-10T07:30:00Z" },
	{ "America/New_York", "2024-03-10T03:00:00Z", "2024-03-10T07:00:00Z" },
	/* The fold from 1:00 to 2:00: the first. */
	{ "America/New_York", "2024-11-03T00:59:59Z", "2024-11-03T04:59:59Z" },
	{ "America/New_York", "2024-11-03T01:00:00Z", "2024-11-03T05:00:00Z" },
	{ "America/New_York", "2024-11-03T01:30:00Z", "2024-11-03T05:30:00Z" },
	{ "America/New_York", "2024-11-03T02:00:00Z", "2024-11-03T07:00:00Z" },
	{ "Europe/London", "2024-03-31T01:30:00Z", "2024-03-31T01:30:00Z" },
	{ "Europe/London", "2024-10-27T01:30:00Z", "2024-10-27T00:30:00Z" },
	{ "Asia/Kolkata", "2024-01-01T09:15:00Z", "2024-01-01T03:45:00Z" },
	{ "America/Chicago", "2100-03-14T02:15:00Z", "2100-03-14T08:15:00Z" },
	{ "America/Chicago", "2100-11-07T01:15:00Z", "2100-11-07T06:15:00Z" },
	/* A whole day was left out at the end of 2011. */
	{ "Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z" },
};

static void test_walls(void)
{
	/* Each after a look far away and after one close by: the answer does
	 * not hang on what is cached. */
	static const char *const first[] = { "1950-01-01T00:00:00Z",
					     "2024-10-27T00:45:00Z",
					     "2024-11-03T06:30:00Z",
					     "2100-06-01T00:00:00Z" };

	for (size_t i = 0; i < sizeof(walls) / sizeof(*walls); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *z = algo_zone_open(walls[i].zone, &err);

		if (!ok(z != NULL, "%s opens", walls[i].zone))
			continue;
		for (size_t k = 0; k < sizeof(first) / sizeof(*first); k++) {
			algo_zone_offset(z, at(first[k]));
			ok(algo_zone_utc(z, at(walls[i].local)) ==
				   at(walls[i].utc),
			   "%s %s is %s", walls[i].zone, walls[i].local,
			   walls[i].utc);
		}
		algo_zone_free(z);
	}
}

/* Instants every 25 minutes of some years: back and forth; where the local
 * time comes twice the first is given. */
static void test_round(const char *name, const char *from, int days)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_zone *z = algo_zone_open(name, &err);
	struct algo_zone *other = algo_zone_open(name, &err);
	int64_t us = at(from), stop = us + days * ALGO_DAY_US;
	int bad = 0;

	if (!ok(z && other, "%s opens", name))
		return;
	for (; us < stop; us += 1500 * ALGO_US) {
		int64_t local = algo_zone_local(z, us);
		int64_t back = algo_zone_utc(other, local);

		bad += algo_zone_local(z, back) != local || back > us;
	}
	ok(bad == 0, "%s there and back: %d differ", name, bad);
	algo_zone_free(z);
	algo_zone_free(other);
}

static void test_refused(void)
{
	static const char *const names[] = {
		"",
		"Mars/Olympus",
		"../etc/passwd",
		"America/../../passwd",
		"/etc/passwd",
		"America/",
		"America",
		"..",
		"New York",
		"America/New_York\n",
		"EST5EDT,M3.2.0,M11.1.0",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *z = algo_zone_open(names[i], &err);

		ok(!z && err.set && err.cls == ALGO_E_VALUE &&
			   strcmp(err.code, "unknown_zone") == 0 && err.hint[0],
		   "zone %zu refused", i);
		algo_zone_free(z);
	}
}

/* With the system's list of zones the nearest is named. */
static void test_near(void)
{
	const char *dir = getenv("TZDIR");
	struct algo_err err = ALGO_ERR_INIT;
	char list[512];

	snprintf(list, sizeof(list), "%s/tzdata.zi",
		 dir ? dir : "/usr/share/zoneinfo");
	ok(!algo_zone_open("America/NewYork", &err), "a near name");
	if (access(list, R_OK) == 0)
		ok(strstr(err.hint, "'America/New_York'") != NULL, "%s",
		   err.hint);
	else
		note("'%s' is missing: no names to be near to", list);
}

/* A version 2 file of one type at offset seconds with a footer. */
static size_t make_file(char *p, int32_t offset, const char *footer)
{
	uint32_t u = (uint32_t)offset;
	size_t n = 0;

	for (int part = 0; part < 2; part++) {
		memset(p + n, 0, 44);
		memcpy(p + n, "TZif2", 5);
		p[n + 39] = 1; /* types */
		p[n + 43] = 4; /* characters */
		n += 44;
		p[n++] = (char)(u >> 24);
		p[n++] = (char)(u >> 16);
		p[n++] = (char)(u >> 8);
		p[n++] = (char)u;
		p[n++] = 0;
		p[n++] = 0;
		memcpy(p + n, "XXX", 4);
		n += 4;
	}
	p[n++] = '\n';
	memcpy(p + n, footer, strlen(footer));
	n += strlen(footer);
	p[n++] = '\n';
	return n;
}

static struct algo_zone *open_made(const char *dir, const char *p, size_t n,
				   struct algo_err *err)
{
	char path[256];
	struct algo_zone *z;
	FILE *f;

	snprintf(path, sizeof(path), "%s/Made", dir);
	f = fopen(path, "wb");
	if (!f)
		return NULL;
	fwrite(p, 1, n, f);
	fclose(f);
	z = algo_zone_open("Made", err);
	unlink(path);
	return z;
}

static const struct {
	const char *footer, *stamp;
	int32_t offset;
} rules[] = {
	{ "XXX3", "2024-07-01T00:00:00Z", -10800 },
	{ "<-03>3", "2024-07-01T00:00:00Z", -10800 },
	{ "<+0545>-5:45", "2024-07-01T00:00:00Z", 20700 },
	{ "AAA0BBB,J60,J61", "2024-03-01T01:59:59Z", 0 },
	{ "AAA0BBB,J60,J61", "2024-03-01T02:00:00Z", 3600 },
	{ "AAA0BBB,59,60", "2024-02-29T02:00:00Z", 3600 },
	{ "AAA0BBB,59,60", "2024-03-01T01:00:00Z", 0 },
	{ "AAA0BBB,59,60", "2023-03-01T02:00:00Z", 3600 },
	{ "AAA2BBB,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:59:59Z", -7200 },
	{ "AAA2BBB,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00:00Z", -3600 },
	{ "AAA0BBB-2,M3.1.0/26:30:15,M10.1.0", "2024-03-04T02:30:14Z", 0 },
	{ "AAA0BBB-2,M3.1.0/26:30:15,M10.1.0", "2024-03-04T02:30:15Z", 7200 },
	/* Summer all year. */
	{ "AAA5BBB,0/0,J365/25", "2023-12-31T23:59:59Z", -14400 },
	{ "AAA5BBB,0/0,J365/25", "2024-01-01T05:00:00Z", -14400 },
	{ "AAA5BBB,0/0,J365/25", "2024-07-01T05:00:00Z", -14400 },
};

/* clang-format off */
static const char *const bad_rules[] = {
	"XX3", "XXX", "XXX25", "XXX3:60", "XXX3YYY", "XXX3YYY,M3.2.0",
	"XXX3YYY,M13.2.0,M11.1.0", "XXX3YYY,M3.6.0,M11.1.0",
	"XXX3YYY,M3.2.7,M11.1.0", "XXX3YYY,J0,J1", "XXX3YYY,366,1",
	"XXX3YYY,M3.2.0/168,M11.1.0", "XXX3YYY,M3.2.0,M11.1.0,", "<A>3",
	"<AAA3", "3", "XXX3YYY,M3,M11.1.0", "XXX3YYY,,",
};
/* clang-format on */

static void test_files(void)
{
	char dir[] = "/tmp/zone.XXXXXX", p[512];
	size_t n;

	if (!mkdtemp(dir))
		return;
	setenv("TZDIR", dir, 1);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *z;

		n = make_file(p, 0, rules[i].footer);
		z = open_made(dir, p, n, &err);
		ok(z && algo_zone_offset(z, at(rules[i].stamp)) ==
				   rules[i].offset,
		   "rule %s at %s", rules[i].footer, rules[i].stamp);
		algo_zone_free(z);
	}
	for (size_t i = 0; i < sizeof(bad_rules) / sizeof(*bad_rules); i++) {
		struct algo_err err = ALGO_ERR_INIT;

		n = make_file(p, 0, bad_rules[i]);
		ok(!open_made(dir, p, n, &err) && err.set &&
			   strcmp(err.code, "bad_zone_file") == 0,
		   "rule %s refused", bad_rules[i]);
	}
	n = make_file(p, 3600, "");
	for (size_t cut = 0; cut <= n; cut++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *z = open_made(dir, p, cut, &err);

		ok(cut == n ? z && algo_zone_offset(z, 0) == 3600
			    : !z && err.set,
		   "%zu bytes of a file", cut);
		algo_zone_free(z);
	}
	/* Each byte changed: read or refused, nothing worse. */
	for (size_t i = 0; i < n; i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_zone *z;

		p[i] = (char)~p[i];
		z = open_made(dir, p, n, &err);
		ok((z == NULL) == err.set, "byte %zu changed", i);
		algo_zone_free(z);
		p[i] = (char)~p[i];
	}
	unsetenv("TZDIR");
	rmdir(dir);
}

int main(void)
{
	struct stat st;
	const char *dir = getenv("TZDIR");
	char probe[512];

	snprintf(probe, sizeof(probe), "%s/America/New_York",
		 dir ? dir : "/usr/share/zoneinfo");
	if (stat(probe, &st) != 0)
		return skip_all("no zone files: '%s' is missing", probe);
	test_offsets();
	test_walls();
	test_round("America/New_York", "2023-01-01T00:00:00Z", 900);
	test_round("America/Chicago", "2098-01-01T00:00:00Z", 900);
	test_round("Australia/Lord_Howe", "2024-01-01T00:00:00Z", 400);
	test_round("Pacific/Apia", "2011-06-01T00:00:00Z", 400);
	test_round("Africa/Casablanca", "2024-01-01T00:00:00Z", 800);
	test_refused();
	test_near();
	test_files();
	return done();
}
