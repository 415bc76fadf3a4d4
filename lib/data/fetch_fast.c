/* fetch_fast.c - rows that are canonical already pass as they are
 *
 * A row is copied when printing it again would give the same bytes: a date,
 * or a UTC stamp to the second, after that of the row before, and five
 * numbers in shortest form.  A decimal of at most 15 digits is the shortest
 * text of its double, so digits need not be read: only leading and trailing
 * zeros, signs and exponents are looked for.  The first row that is in doubt
 * and all after it are the CSV reader's.
 */
#include "fetch.h"

#include "csv.h"
#include <string.h>

#define ONES 0x0101010101010101ULL
#define TOPS 0x8080808080808080ULL
#define LOWS 0x7f7f7f7f7f7f7f7fULL
#define DATE_LEN 10
#define FULL_LEN 20
/* Digits whose decimals are told apart by doubles. */
#define DIGITS_MAX 15

struct fast {
	const char *end;     /* of the bytes that are there */
	size_t stamp_len;    /* 10 or 20 */
	char last[FULL_LEN]; /* the stamp before */
	int has_last;
};

static const char head[] = "time,open,high,low,close,volume";

/* Eight bytes, the first lowest; zeros beyond the end. */
static uint64_t load(const char *p, const char *end)
{
	unsigned char b[8] = { 0 };

	memcpy(b, p, end - p >= 8 ? 8 : (size_t)(end - p));
	return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 |
	       (uint64_t)b[3] << 24 | (uint64_t)b[4] << 32 |
	       (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
	       (uint64_t)b[7] << 56;
}

/* The top bit of each byte of x that is not 0; exact. */
static uint64_t nonzero(uint64_t x)
{
	return (((x & LOWS) + LOWS) | x) & TOPS;
}

/* Any length; NULL when it is not the shortest form, or in doubt. */
static const char *long_number(const char *p, const char *end, char stop)
{
	const char *s, *dot = NULL;

	if (p < end && *p == '-')
		p++;
	for (s = p; p < end && *p != stop; p++) {
		if (*p == '.' && !dot && p > s)
			dot = p;
		else if (*p < '0' || *p > '9')
			return NULL;
	}
	if (p == end || p == s || p - s - (dot != NULL) > DIGITS_MAX)
		return NULL;
	if (dot && (p[-1] == '0' || p[-1] == '.'))
		return NULL;
	if (*s != '0')
		return p;
	/* "-0" prints as "0", and below 1e-5 exponents begin. */
	if (dot != s + 1 || (p - dot > 4 && !memcmp(dot, ".0000", 5)))
		return !dot && p == s + 1 && s[-1] != '-' ? p : NULL;
	return p;
}

/* One number that ends with stop.  Eight bytes at once where it is shorter
 * than that, else byte by byte. */
static const char *number(const char *p, const char *end, char stop)
{
	uint64_t w = load(p, end);
	uint64_t at = ~nonzero(w ^ (ONES * (unsigned char)stop)) & TOPS;
	uint64_t t = w ^ (ONES * '0');
	uint64_t odd, dots, mask, last;

	if (!at || at & 0x80)
		return long_number(p, end, stop);
	mask = (at & -at) - 1; /* of the field; its end's other bits are 0 */
	odd = ((((t & LOWS) + ONES * 0x76) | t) & TOPS) & mask;
	dots = ~nonzero(w ^ (ONES * '.')) & TOPS & mask;
	last = ((at & -at) >> 8); /* top bit of the last byte */
	if (odd != dots || dots & (dots - 1) || (odd & (0x80 | last)))
		return long_number(p, end, stop);
	/* "0" alone or before a dot; no zero after one. */
	if ((t & 0xff) == 0 && !(dots & 0x8000) && last != 0x80)
		return NULL;
	if (dots && !(nonzero(t) & last))
		return NULL;
	return p + (__builtin_ctzll(at) >> 3);
}

static int is_midnight(const char *p)
{
	return !memcmp(p + DATE_LEN, "T00:00:00Z", FULL_LEN - DATE_LEN);
}

/* The whole stamp, read with all checks. */
static int new_day(const struct fast *f, const char *p)
{
	struct algo_daycache none = { .has_in = 0 };
	const char *end = p + f->stamp_len;
	enum algo_stamp kind;
	int64_t us;

	if (f->has_last && memcmp(p, f->last, f->stamp_len) <= 0)
		return -1;
	return algo_when_read(p, end, &us, &kind, &none) == end ? 0 : -1;
}

/* "HH:MM:SS" of the day before, later than before. */
static int same_day(const struct fast *f, const char *p, const char *end)
{
	/* By byte, lowest first: 0x7f less the highest digit there. */
	static const uint64_t room = 0x767a7f767a7f767dULL;
	static const uint64_t zeros = 0x30303a30303a3030ULL;
	uint64_t t = load(p + DATE_LEN + 1, end) ^ zeros;

	if ((((t & LOWS) + room) | t) & TOPS)
		return -1;
	if ((t & 0xff) == 2 && (t >> 8 & 0xff) > 3)
		return -1;
	return memcmp(p + DATE_LEN + 1, f->last + DATE_LEN + 1, 8) > 0 ? 0 : -1;
}

static int stamp(const struct fast *f, const char *p)
{
	int bad;

	if ((size_t)(f->end - p) <= f->stamp_len || p[f->stamp_len] != ',')
		return -1;
	if (f->stamp_len == DATE_LEN)
		bad = new_day(f, p);
	else if (p[DATE_LEN] != 'T' || p[FULL_LEN - 1] != 'Z')
		bad = -1;
	else if (f->has_last && !memcmp(p, f->last, DATE_LEN))
		bad = same_day(f, p, f->end);
	else
		bad = new_day(f, p);
	return bad;
}

/* The start of the next line when the one at p is canonical. */
static const char *line(const struct fast *f, const char *p)
{
	if (stamp(f, p))
		return NULL;
	p += f->stamp_len;
	for (int i = 0; i < 4; i++) {
		p = number(p + 1, f->end, ',');
		if (!p)
			return NULL;
	}
	/* A volume may be missing. */
	if (p + 1 < f->end && p[1] == '\n')
		return p + 2;
	p = number(p + 1, f->end, '\n');
	return p ? p + 1 : NULL;
}

/* The form of times is known from the first line, or from two when the first
 * is midnight.  -1: nothing for us. */
static int find_form(struct fast *f, const char *p)
{
	const char *nl = memchr(p, '\n', (size_t)(f->end - p));
	const char *next;

	if (!nl || nl - p <= FULL_LEN)
		return -1;
	f->stamp_len = p[DATE_LEN] == ',' ? DATE_LEN : FULL_LEN;
	next = line(f, p);
	if (!next)
		return -1;
	if (f->stamp_len == DATE_LEN || !is_midnight(p))
		return 0;
	return line(f, next) && !is_midnight(next) ? 0 : -1;
}

/* Copies canonical lines of the buffer; keeps the last one unread, so that
 * the reader knows it.  Returns how many were copied. */
static size_t copy_lines(struct fast *f, struct algo_csv *c, size_t held,
			 struct algo_out *out)
{
	struct algo_in *in = c->in;
	const char *start = in->data + in->pos + held;
	const char *p = start;
	const char *kept = in->data + in->pos;
	const char *next;
	size_t n = 0;

	f->end = in->data + in->len;
	while (p < f->end && (next = line(f, p)) != NULL) {
		c->line += held > 0 || n > 0;
		memcpy(f->last, p, f->stamp_len);
		f->has_last = 1;
		kept = p;
		p = next;
		n++;
	}
	algo_out_add(out, start, (size_t)(p - start));
	in->pos = (size_t)(kept - in->data);
	return n;
}

/* Length of the line at the start of the unread bytes, its end included. */
static size_t line_len(const struct algo_in *in)
{
	const char *p = in->data + in->pos;
	const char *nl = memchr(p, '\n', in->len - in->pos);

	return nl ? (size_t)(nl + 1 - p) : 0;
}

int algo_fetch_fast(struct algo_csv *c, struct algo_out *out, int *days,
		    int *held, struct algo_err *err)
{
	struct fast f = { .has_last = 0 };
	struct algo_in *in = c->in;
	size_t n;
	int got = 1;

	*held = 0;
	if (c->header_len != sizeof(head) - 1 ||
	    memcmp(c->header, head, c->header_len))
		return 0;
	if (in->pos == in->len)
		got = algo_in_fill(in, 4 * (size_t)ALGO_CSV_LINE, err);
	if (got <= 0)
		return got;
	f.end = in->data + in->len;
	if (find_form(&f, in->data + in->pos))
		return 0;
	*days = f.stamp_len == DATE_LEN;
	while (!algo_out_failed(out)) {
		size_t len = *held ? line_len(in) : 0;

		n = copy_lines(&f, c, len, out);
		*held |= n > 0;
		len = *held ? line_len(in) : 0;
		/* What is left is the piece of a line, or in doubt. */
		if (memchr(in->data + in->pos + len, '\n',
			   in->len - in->pos - len))
			return 0;
		/* The reader tells of a line without end where it is. */
		if (in->len - in->pos - len > ALGO_CSV_LINE)
			return 0;
		got = algo_in_fill(in, 4 * (size_t)ALGO_CSV_LINE, err);
		if (got < 0)
			return -1;
		if (got == 0)
			return in->pos + len == in->len;
	}
	return 1; /* the output tells why */
}
