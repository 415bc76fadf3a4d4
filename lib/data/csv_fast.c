/* csv_fast.c - rows of plain lines
 *
 * A piece of the buffer is gone over once, without branches, for the places
 * of delimiters, quotes and control bytes.  A line is plain when its places
 * are exactly the delimiters of the header's count and its LF or CRLF: then
 * there is no quote and no NUL in it, and the wanted fields are read in place.
 * What is not plain to the byte (a blank at a field's edge, a missing value
 * that is required, a bad number, a time out of order) is left to libcsv,
 * which gives the row or the error.
 */
#include "csv.h"

#include <math.h>
#include <string.h>

#if defined(__SSE2__) && !defined(ALGO_CHECKS)
#include <emmintrin.h>
#define WITH_SSE2 1
#else
#define WITH_SSE2 0
#endif

#define WORD 64 /* bytes looked at together */
#define PIECE 16384
/* Positions are written eight at a time. */
#define SLACK 8

#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)

/* Eight bytes, the first in the lowest. */
static inline uint64_t load8(const char *s)
{
	uint64_t x;

	memcpy(&x, s, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

#if WITH_SSE2
static inline uint64_t marks16(const char *s, char delim)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)s);
	__m128i m = _mm_cmpeq_epi8(v, _mm_set1_epi8(delim));

	m = _mm_or_si128(m, _mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
	m = _mm_or_si128(
		m, _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(0x1f)), v));
	return (uint64_t)(unsigned int)_mm_movemask_epi8(m);
}

/* A bit for each of 64 bytes that is a delimiter, a quote or below 0x20. */
static inline uint64_t marks64(const char *s, char delim)
{
	return marks16(s, delim) | marks16(s + 16, delim) << 16 |
	       marks16(s + 32, delim) << 32 | marks16(s + 48, delim) << 48;
}
#else
/* The high bit of each byte that is 0. */
static inline uint64_t zeros(uint64_t x)
{
	return ~(((x & ~HIGHS) + ~HIGHS) | x) & HIGHS;
}

static inline uint64_t marks8(const char *s, char delim)
{
	uint64_t x = load8(s);
	uint64_t m = zeros(x ^ ONES * (unsigned char)delim);

	m |= zeros(x ^ ONES * '"');
	m |= zeros(x & ONES * 0xe0);
	/* The eight high bits side by side. */
	return (m >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* A bit for each of 64 bytes that is a delimiter, a quote or below 0x20. */
static inline uint64_t marks64(const char *s, char delim)
{
	uint64_t m = 0;

	for (size_t i = 0; i < WORD; i += 8)
		m |= marks8(s + i, delim) << i;
	return m;
}
#endif

static inline size_t count_bits(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) +
	    (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (size_t)(x * ONES >> 56);
}

/* Appends the positions of the bits of m; eight are always written. */
static inline size_t add_marks(uint32_t *pos, size_t n, uint64_t m,
			       uint32_t base)
{
	size_t count = count_bits(m);

	for (size_t done = 0;; done += 8) {
		for (size_t k = 0; k < 8; k++) {
			/* Of no bits left any number will do. */
			pos[n + done + k] =
				base + (uint32_t)__builtin_ctzll(
					       m | UINT64_C(1) << 63);
			m &= m - 1;
		}
		if (done + 8 >= count)
			return n + count;
	}
}

/* Goes over the bytes from in->pos on. */
static void build_index(struct algo_csv *c)
{
	struct csv_index *x = &c->index;
	const char *s = c->in->data + c->in->pos;
	size_t len = c->in->len - c->in->pos;
	char tail[WORD];
	size_t i, n = 0;
	uint64_t m;

	if (!x->room) {
		x->room = algo_alloc((PIECE + SLACK + 1) * sizeof(*x->room));
		x->row = algo_alloc(ALGO_BLOCK * sizeof(*x->row));
		x->batch = 1;
		x->pos = x->room + 1;
		x->room[0] = UINT32_MAX;
	}
	if (len > PIECE)
		len = PIECE;
	for (i = 0; i + WORD <= len; i += WORD)
		n = add_marks(x->pos, n, marks64(s + i, c->delim), (uint32_t)i);
	if (i < len) {
		memset(tail, 'x', sizeof(tail));
		memcpy(tail, s + i, len - i);
		m = marks64(tail, c->delim);
		n = add_marks(x->pos, n, m, (uint32_t)i);
	}
	x->n = n;
	x->next = 0;
	x->at = c->in->pos;
	x->len = len;
}

/* Brings the index to in->pos, which stands at the start of a line. */
static void seek_index(struct algo_csv *c)
{
	struct csv_index *x = &c->index;

	if (x->len == 0 || c->in->pos >= x->at + x->len) {
		build_index(c);
		return;
	}
	while (x->next < x->n && x->at + x->pos[x->next] < c->in->pos)
		x->next++;
}

void algo_csv_index_drop(struct algo_csv *c)
{
	algo_free(c->index.room);
	algo_free(c->index.row);
	memset(&c->index, 0, sizeof(c->index));
}

static inline uint64_t not_digits(uint64_t x)
{
	return (((x & ~HIGHS) + ONES * 0x76) | x) & HIGHS;
}

/* The value of eight digits, the first in the lowest byte. */
static inline uint64_t eight_digits(uint64_t x)
{
	x = (x * 10 + (x >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x * 100 + (x >> 16)) & UINT64_C(0x0000ffff0000ffff);
	return (x * 10000 + (x >> 32)) & UINT64_C(0xffffffff);
}

static inline int point_fits(uint64_t x, const struct csv_point *p)
{
	return ((x ^ p->mark) & p->mask) == 0;
}

/* The digits x without the point. */
static inline uint64_t less_point(uint64_t x, const struct csv_point *p)
{
	return (x & p->after) | (x & p->before) << 8;
}

/* The first byte of x that is 0, as the bit it begins at; x has one. */
static inline unsigned int first_zero(uint64_t z)
{
	return (unsigned int)__builtin_ctzll(z) - 7;
}

/* A number of 1 to 8 bytes.  Like the one below the same double that
 * algo_num_read gives, since the digits as a whole number and the power of ten
 * are exact and the division rounds once (Clinger 1990).  The point is found
 * anew each time: decimals vary from row to row. */
static inline int read_short(const char *s, size_t n, double *v)
{
	static const double tens[] = { 1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0 };
	uint64_t y = (load8(s) ^ ONES * '0') << (64 - 8 * n);
	uint64_t t = y ^ ONES * ('.' ^ '0');
	uint64_t z = (t - ONES) & ~t & HIGHS;
	uint64_t before;
	unsigned int bit;

	if (!z) {
		if (not_digits(y))
			return 0;
		*v = (double)(int64_t)eight_digits(y);
		return 1;
	}
	bit = first_zero(z);
	before = (UINT64_C(1) << bit) - 1;
	y = (y & before) << 8 | (y & ~before << 8);
	if (not_digits(y) || n == 1)
		return 0;
	*v = (double)(int64_t)eight_digits(y) / tens[bit / 8];
	return 1;
}

/* The same of 9 to 16 bytes. */
static inline int read_long(const char *s, size_t n,
			    const struct csv_shape *shape, double *v)
{
	uint64_t x = (load8(s) ^ ONES * '0') << (128 - 8 * n);
	uint64_t y = load8(s + n - 8) ^ ONES * '0';

	if (!point_fits(y, &shape->low) || !point_fits(x, &shape->high))
		return 0;
	x = less_point(x, &shape->high);
	y = less_point(y, &shape->low);
	if (not_digits(x) | not_digits(y))
		return 0;
	x = eight_digits(x) * shape->scale + eight_digits(y);
	if (x > UINT64_C(1) << 53)
		return 0;
	*v = (double)(int64_t)x / shape->ten;
	return 1;
}

static inline int read_shaped(const char *s, size_t n,
			      const struct csv_shape *shape, double *v)
{
	if (n - 1 < 8)
		return read_short(s, n, v);
	return n - 9 < 8 && read_long(s, n, shape, v);
}

/* The point d digits before the end of eight; none when d is 8. */
static void set_point(struct csv_point *p, size_t d)
{
	size_t bit = 8 * (7 - d);

	p->mark = p->mask = p->before = 0;
	p->after = UINT64_MAX;
	if (d == 8)
		return;
	p->mark = (uint64_t)('.' ^ '0') << bit;
	p->mask = UINT64_C(0xff) << bit;
	p->before = (UINT64_C(1) << bit) - 1;
	p->after = ~(p->before | p->mask);
}

/* Points at the end of a number are not worth it. */
void algo_csv_shape(struct csv_shape *shape, const char *s, size_t n)
{
	static const double tens[] = { 1e0,  1e1,  1e2,	 1e3, 1e4,  1e5,
				       1e6,  1e7,  1e8,	 1e9, 1e10, 1e11,
				       1e12, 1e13, 1e14, 1e15 };
	const char *point = n ? memchr(s, '.', n) : NULL;
	size_t after = point ? (size_t)(s + n - point) - 1 : 0;

	shape->ten = tens[after];
	shape->scale = after > 0 && after < 8 ? 10000000 : 100000000;
	set_point(&shape->low, after > 0 && after < 8 ? after : 8);
	set_point(&shape->high, after < 8 ? 8 : after - 8);
}

/* The field s[0..n) that is of another shape; safe: 16 bytes may be read
 * behind it. */
static int read_other(const char *s, size_t n, int safe, struct csv_want *w,
		      double *v)
{
	size_t neg = n > 1 && *s == '-';

	if (!safe || n - neg - 1 >= 16)
		return algo_csv_number(s, n, w, v) == CSV_OK;
	if (!neg || !read_shaped(s + neg, n - neg, &w->shape, v)) {
		algo_csv_shape(&w->shape, s + neg, n - neg);
		if (!read_shaped(s + neg, n - neg, &w->shape, v))
			return algo_csv_number(s, n, w, v) == CSV_OK;
	}
	if (neg)
		*v = -*v;
	return 1;
}

/* A column of the rows at hand; returns how many of them are read. */
static size_t read_numbers(struct algo_csv *c, struct csv_want *w, double *v,
			   size_t rows)
{
	const struct csv_index *x = &c->index;
	const char *s = c->in->data + x->at;
	const uint32_t *pos = x->pos + w->column;
	struct csv_shape shape = w->shape;
	size_t k;

	for (k = 0; k < rows; k++) {
		const uint32_t *f = pos + x->row[k];
		uint32_t from = f[-1] + 1;
		size_t n = f[0] - from;

		if (k < x->safe && read_shaped(s + from, n, &shape, &v[k]))
			continue;
		if (!read_other(s + from, n, k < x->safe, w, &v[k]))
			break;
		shape = w->shape;
	}
	return k;
}

/* HH:MM:SS as seconds; -1 when it is none. */
static inline int64_t read_clock(const char *s)
{
	uint64_t x = load8(s) ^ UINT64_C(0x30303a30303a3030);
	uint64_t v;

	/* Each byte at most its digit's highest; the colons are 0 now. */
	if (((x + UINT64_C(0x060a0f060a0f060d)) | x) &
	    UINT64_C(0xf0f0f0f0f0f0f0f0))
		return -1;
	v = x * 10 + (x >> 8);
	if ((v & 0xff) > 23)
		return -1;
	return (int64_t)((v & 0xff) * 3600 + (v >> 24 & 0xff) * 60 +
			 (v >> 48 & 0xff));
}

/* The common stamp: UTC to the second, on the day of the row before. */
static inline int read_time(struct algo_csv *c, const char *s, size_t n,
			    int64_t *us, enum algo_stamp *kind)
{
	int64_t sec;

	if ((n == 20 ? s[19] == 'Z' : n == 19) && c->has_day &&
	    (s[10] == 'T' || s[10] == ' ') && !memcmp(s, c->day, 10)) {
		sec = read_clock(s + 11);
		if (sec >= 0) {
			*us = c->day_us + sec * ALGO_US;
			*kind = n == 20 ? ALGO_STAMP_ZONED : ALGO_STAMP_CLOCK;
			return 1;
		}
	}
	return algo_csv_time(c, s, n, us, kind) == CSV_OK;
}

static inline int is_edge(char ch)
{
	return ch == ' ' || ch == '\t';
}

static size_t read_symbols(struct algo_csv *c, size_t rows)
{
	const struct csv_index *x = &c->index;
	const char *s = c->in->data + x->at;
	const uint32_t *pos = x->pos + c->symbol_col;
	uint32_t *id = c->symbol + c->n;
	size_t k;

	for (k = 0; k < rows; k++) {
		const uint32_t *f = pos + x->row[k];
		const char *t = s + (uint32_t)(f[-1] + 1);
		const char *end = s + f[0];

		if (t == end || is_edge(*t) || is_edge(end[-1]))
			break;
		if (algo_csv_symbol_id(c, t, (size_t)(end - t), &id[k]) !=
		    CSV_OK)
			break;
	}
	return k;
}

/* The last of a row to be read, so that a row that is left to libcsv leaves
 * no time behind. */
static size_t read_times(struct algo_csv *c, size_t rows)
{
	const struct csv_index *x = &c->index;
	const char *s = c->in->data + x->at;
	const uint32_t *pos = x->pos + c->time_col;
	const uint32_t *id = c->symbol_col < 0 ? NULL : c->symbol + c->n;
	int64_t *us = c->time + c->n;
	enum algo_stamp kind;
	size_t k;

	for (k = 0; k < rows; k++) {
		const uint32_t *f = pos + x->row[k];
		uint32_t from = f[-1] + 1;
		int64_t *last = &c->syms.last[id ? id[k] : 0];

		if (!read_time(c, s + from, f[0] - from, &us[k], &kind) ||
		    algo_csv_order(c, *last, us[k], kind) != CSV_OK)
			break;
		*last = us[k];
		if (c->stamp == ALGO_STAMP_NONE)
			c->stamp = kind;
	}
	return k;
}

/* How many places the plain line at q[0] has, its LF or CRLF included; 0
 * when the line is not plain or not complete. */
static inline size_t plain_line(const struct algo_csv *c, const char *s,
				const uint32_t *q, size_t left)
{
	unsigned char delim = (unsigned char)c->delim;
	size_t last = c->ncol - 1;
	unsigned int bad = 0;
	size_t i = 0;
	uint32_t end;

	if (left <= last)
		return 0;
	for (; i + 4 <= last; i += 4)
		bad |= ((unsigned char)s[q[i]] ^ delim) |
		       ((unsigned char)s[q[i + 1]] ^ delim) |
		       ((unsigned char)s[q[i + 2]] ^ delim) |
		       ((unsigned char)s[q[i + 3]] ^ delim);
	for (; i < last; i++)
		bad |= (unsigned char)s[q[i]] ^ delim;
	if (bad)
		return 0;
	end = q[last];
	if (s[end] == '\n')
		return last + 1;
	if (s[end] == '\r' && left > last + 1 && q[last + 1] == end + 1 &&
	    s[end + 1] == '\n')
		return last + 2;
	return 0;
}

static inline int odd_start(const struct algo_csv *c, char ch)
{
	return (unsigned char)ch <= ' ' && ch != c->delim;
}

/* Finds at most max plain lines from in->pos on: their places, bytes and
 * numbers are noted and they are passed.  *step: why it ended. */
static size_t find_rows(struct algo_csv *c, size_t max, enum csv_step *step)
{
	struct csv_index *x = &c->index;
	const char *s = c->in->data + x->at;
	size_t at = c->in->pos - x->at;
	size_t next = x->next;
	size_t safe = c->in->len - x->at;
	uint64_t line = c->line;
	size_t k = 0, places;

	safe = safe > 16 ? safe - 16 : 0;
	x->safe = 0;
	*step = CSV_FULL;
	while (k < max) {
		const uint32_t *q = x->pos + next;

		*step = at >= x->len ? CSV_ROW : CSV_ODD;
		if (at >= x->len)
			break;
		if (s[at] == '\n') {
			places = 1;
		} else {
			if (odd_start(c, s[at]))
				break;
			places = plain_line(c, s, q, x->n - next);
			if (!places)
				break;
			c->from[c->n + k] = x->at + at;
			c->to[c->n + k] = x->at + q[c->ncol - 1];
			c->row_line[c->n + k] = line;
			x->row[k++] = (uint32_t)next;
			x->safe += q[c->ncol - 1] <= safe;
			*step = CSV_FULL;
		}
		line++;
		next += places;
		at = (size_t)q[places - 1] + 1;
	}
	c->in->pos = x->at + at;
	c->line = line;
	x->next = next;
	return k;
}

/* Rows from the index until something else comes.  CSV_ROW: the piece is used
 * up. */
static enum csv_step read_piece(struct algo_csv *c)
{
	struct csv_index *x = &c->index;
	size_t max = ALGO_BLOCK - c->n;
	size_t found, k;
	enum csv_step step;

	if (max > x->batch)
		max = x->batch;
	found = k = find_rows(c, max, &step);
	for (size_t i = 0; i < c->nwant; i++)
		k = read_numbers(c, &c->want[i], c->col[i] + c->n, k);
	if (c->symbol_col >= 0)
		k = read_symbols(c, k);
	if (c->time_col >= 0)
		k = read_times(c, k);
	x->batch = x->batch < ALGO_BLOCK / 2 ? x->batch * 2 : ALGO_BLOCK;
	if (k < found) {
		/* Back to the row that is for libcsv. */
		c->in->pos = c->from[c->n + k];
		c->line = c->row_line[c->n + k];
		x->next = x->row[k];
		x->batch = 1;
		step = CSV_ODD;
	}
	c->n += k;
	return step;
}

/* True when the rest of the piece holds nothing but delimiters: no line ends
 * in it, and nothing of it is odd yet. */
static int is_part(const struct algo_csv *c)
{
	const struct csv_index *x = &c->index;
	const char *s = c->in->data + x->at;

	for (size_t i = x->next; i < x->n; i++)
		if (s[x->pos[i]] != c->delim)
			return 0;
	return 1;
}

enum csv_step algo_csv_fast(struct algo_csv *c)
{
	struct csv_index *x = &c->index;
	enum csv_step step;

	for (;;) {
		if (c->in->pos == c->in->len)
			return CSV_MORE;
		seek_index(c);
		step = read_piece(c);
		if (c->n == ALGO_BLOCK)
			return CSV_FULL;
		if (step != CSV_ODD)
			continue;
		if (!is_part(c))
			return CSV_ODD;
		if (x->at + x->len == c->in->len)
			return x->len - (c->in->pos - x->at) >= PIECE
				       ? CSV_ODD
				       : CSV_MORE;
		/* The line goes on behind the piece. */
		if (c->in->pos == x->at)
			return CSV_ODD;
		x->len = 0;
	}
}
