/* zone.c - time zones from the system's TZif files (RFC 8536) */
#include <algo/base/io.h>
#include <algo/base/mem.h>
#include <algo/base/when.h>
#include <stdlib.h>
#include <string.h>

#include "zone_rule.h"

#define FILE_MAX ((size_t)1 << 20)
#define NAME_LEN 100
#define HEAD 44
#define ZONE_DIR "/usr/share/zoneinfo"

/* Offsets stay within 26 hours (RFC 8536, 3.2). */
#define OFFSET_MAX (26 * 3600)
#define REACH (OFFSET_MAX * ALGO_US)

/* Offset off[i] holds from at[i] to at[i + 1], first before at[0], and the
 * rule from the last on.  The cached one holds in [from, to). */
struct algo_zone {
	size_t n;
	int64_t *at;
	int32_t *off;
	int32_t first;
	int has_rule;
	struct algo_zone_rule rule;
	int64_t from, to;
	int32_t now;
};

/* The counts of a header, in the order of the file. */
struct counts {
	size_t isut, isstd, leap, time, type, chars;
};

static uint32_t be32(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static int64_t be64(const char *s)
{
	return (int64_t)((uint64_t)be32(s) << 32 | be32(s + 4));
}

/* Seconds to microseconds; the far past and future stay there. */
static int64_t micros(int64_t s)
{
	if (s > INT64_MAX / ALGO_US)
		return INT64_MAX;
	return s < INT64_MIN / ALGO_US ? INT64_MIN : s * ALGO_US;
}

static int read_head(const char *p, const char *end, struct counts *c)
{
	if (end - p < HEAD || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return -1;
	c->isut = be32(p + 20);
	c->isstd = be32(p + 24);
	c->leap = be32(p + 28);
	c->time = be32(p + 32);
	c->type = be32(p + 36);
	c->chars = be32(p + 40);
	return c->isut > FILE_MAX || c->isstd > FILE_MAX ||
			       c->leap > FILE_MAX || c->time > FILE_MAX ||
			       c->type > 256 || c->chars > FILE_MAX
		       ? -1
		       : 0;
}

/* Bytes of the block after a header; wide is the size of a time. */
static size_t block_size(const struct counts *c, size_t wide)
{
	return c->time * (wide + 1) + c->type * 6 + c->chars +
	       c->leap * (wide + 4) + c->isstd + c->isut;
}

/* The transitions of the block at p, whose size has been checked. */
static int read_block(struct algo_zone *z, const char *p,
		      const struct counts *c)
{
	const char *index = p + c->time * 8, *types = index + c->time;

	if (c->type == 0 || c->leap > 0)
		return -1;
	for (size_t i = 0; i < c->type; i++) {
		int32_t off = (int32_t)be32(types + 6 * i);

		if (off < -OFFSET_MAX || off > OFFSET_MAX)
			return -1;
	}
	z->n = c->time;
	z->at = algo_zalloc(z->n + 1, sizeof(*z->at));
	z->off = algo_zalloc(z->n + 1, sizeof(*z->off));
	z->first = (int32_t)be32(types);
	for (size_t i = 0; i < z->n; i++) {
		size_t type = (unsigned char)index[i];

		if (type >= c->type)
			return -1;
		z->at[i] = micros(be64(p + 8 * i));
		z->off[i] = (int32_t)be32(types + 6 * type);
		if (i > 0 && z->at[i] < z->at[i - 1])
			return -1;
	}
	return 0;
}

/* The rule between two newlines; an empty one is none. */
static int read_footer(struct algo_zone *z, const char *p, const char *end)
{
	const char *stop;

	if (p == end || *p != '\n')
		return -1;
	p++;
	stop = memchr(p, '\n', (size_t)(end - p));
	if (!stop)
		return -1;
	z->has_rule = stop > p;
	return z->has_rule ? algo_zone_rule_parse(&z->rule, p, stop) : 0;
}

static int read_zone_file(struct algo_zone *z, const char *p, const char *end)
{
	struct counts c;
	size_t n;

	/* The first block has times of 32 bits: not needed. */
	if (read_head(p, end, &c))
		return -1;
	n = HEAD + block_size(&c, 4);
	if ((size_t)(end - p) < n)
		return -1;
	p += n;
	if (read_head(p, end, &c))
		return -1;
	n = HEAD + block_size(&c, 8);
	if ((size_t)(end - p) < n || read_block(z, p + HEAD, &c))
		return -1;
	return read_footer(z, p + n, end);
}

static int name_is_safe(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n < NAME_LEN && name[0] != '/' && name[n - 1] != '/' &&
	       !strstr(name, "..") &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
			    "XYZ0123456789_+-/.") == n;
}

/* A file of the folder of zones; 0 and its bytes in *data. */
static int read_file(const char *name, struct algo_buf *path,
		     struct algo_buf *data)
{
	const char *dir = getenv("TZDIR");
	struct algo_err why = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	algo_buf_clear(path);
	algo_buf_addf(path, "%s/%s", dir && *dir ? dir : ZONE_DIR, name);
	if (path->over || algo_in_open(&in, algo_buf_str(path), &why))
		return -1;
	rc = algo_in_all(&in, FILE_MAX, data, &why);
	algo_in_close(&in);
	return rc;
}

/* Tries the zone that a line of tzdata.zi names: "Z NAME ..." or "L ZONE
 * NAME".  The candidate is copied, as a list of names wants to be kept. */
static void try_line(const char *p, const char *end, const char *name,
		     struct algo_near *near, struct algo_arena *arena)
{
	const char *stop;
	int link = end - p > 2 && p[0] == 'L';

	if (end - p < 3 || p[1] != ' ' || (p[0] != 'Z' && !link))
		return;
	p += 2;
	stop = memchr(p, ' ', (size_t)(end - p));
	if (!stop)
		return;
	if (link) {
		p = stop + 1;
		stop = end;
	}
	if (stop - p < NAME_LEN)
		algo_near_try(near, name, strlen(name),
			      algo_arena_str(arena, p, (size_t)(stop - p)));
}

/* Names the nearest zone when the system has its list, else the form. */
static int unknown(const char *name, struct algo_err *err)
{
	struct algo_buf path = ALGO_BUF_INIT(4096);
	struct algo_buf data = ALGO_BUF_INIT(FILE_MAX);
	struct algo_arena arena = ALGO_ARENA_INIT;
	struct algo_near near = { NULL, 0 };
	const char *p, *end, *best;

	algo_err_set(err, ALGO_E_VALUE, "unknown_zone",
		     "unknown time zone '%.100s'", name);
	if (strlen(name) < NAME_LEN && !read_file("tzdata.zi", &path, &data)) {
		p = algo_buf_str(&data);
		for (; (end = strchr(p, '\n')); p = end + 1)
			try_line(p, end, name, &near, &arena);
	}
	best = algo_near_best(&near);
	if (best)
		algo_err_hint(err, "did you mean '%s'?", best);
	else
		algo_err_hint(err, "zones are named as in 'America/New_York' "
				   "or 'UTC'; their files are sought in $TZDIR "
				   "or " ZONE_DIR);
	algo_arena_release(&arena);
	algo_buf_release(&path);
	algo_buf_release(&data);
	return -1;
}

static int load(struct algo_zone *z, const char *name, struct algo_err *err)
{
	struct algo_buf path = ALGO_BUF_INIT(4096);
	struct algo_buf data = ALGO_BUF_INIT(FILE_MAX);
	int rc = -1;

	if (read_file(name, &path, &data)) {
		unknown(name, err);
		goto out;
	}
	rc = data.len > 0 ? read_zone_file(z, data.data, data.data + data.len)
			  : -1;
	if (rc) {
		algo_err_set(err, ALGO_E_FILE, "bad_zone_file",
			     "'%.100s' is no file of a time zone without leap "
			     "seconds (TZif version 2 or later)",
			     name);
		algo_err_file(err, algo_buf_str(&path));
	}
out:
	algo_buf_release(&path);
	algo_buf_release(&data);
	return rc;
}

struct algo_zone *algo_zone_open(const char *name, struct algo_err *err)
{
	struct algo_zone *z;

	if (!name_is_safe(name)) {
		unknown(name, err);
		return NULL;
	}
	z = algo_zalloc(1, sizeof(*z));
	if (strcmp(name, "UTC") != 0 && load(z, name, err)) {
		algo_zone_free(z);
		return NULL;
	}
	return z;
}

void algo_zone_free(struct algo_zone *z)
{
	if (!z)
		return;
	algo_free(z->at);
	algo_free(z->off);
	algo_free(z);
}

/* The number of transitions at or before us. */
static size_t passed(const struct algo_zone *z, int64_t us)
{
	size_t lo = 0, hi = z->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (z->at[mid] <= us)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Fills the cache for us. */
static void seek(struct algo_zone *z, int64_t us)
{
	size_t i = passed(z, us);

	z->from = i > 0 ? z->at[i - 1] : INT64_MIN;
	z->to = i < z->n ? z->at[i] : INT64_MAX;
	z->now = i > 0 ? z->off[i - 1] : z->first;
	if (i == z->n && z->has_rule) {
		int64_t from = z->from;

		algo_zone_rule_at(&z->rule, us, &z->from, &z->to, &z->now);
		z->from = z->from > from ? z->from : from;
	}
}

int32_t algo_zone_offset(struct algo_zone *z, int64_t us)
{
	if (us < z->from || us >= z->to)
		seek(z, us);
	return z->now;
}

int64_t algo_zone_local(struct algo_zone *z, int64_t us)
{
	return us + algo_zone_offset(z, us) * ALGO_US;
}

/* Goes through the stretches of one offset that could hold the local time,
 * earliest first: the first that does is the answer.  When a stretch ends
 * before it and the next begins after it, it is in the gap between them, and
 * the offset before the gap moves it forward by the gap. */
int64_t algo_zone_utc(struct algo_zone *z, int64_t local_us)
{
	int64_t us = local_us - z->now * ALGO_US, last;

	/* Deep within the cached stretch no other can hold it. */
	if (us >= z->from && us < z->to &&
	    (z->from == INT64_MIN || us - 2 * REACH >= z->from))
		return us;
	algo_zone_offset(z, local_us - REACH);
	last = local_us - z->now * ALGO_US;
	for (;;) {
		us = local_us - z->now * ALGO_US;
		if (us < z->from)
			return last;
		if (us < z->to)
			return us;
		last = us;
		algo_zone_offset(z, z->to);
	}
}
