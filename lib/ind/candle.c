/* candle.c - runs candlestick patterns: one, as a kernel of the registry, or
 * many over the same bars. */
#include "candle.h"
#include "candles.h"

#include <limits.h>
#ifdef ALGO_CANDLE_WIDE
#include <sys/platform/x86.h>
#endif

#define BACK ALGO_CANDLE_BACK

/* The past of the bars, whatever patterns are looked for. */
struct past {
	size_t seen; /* bars since the last restart */
	double price[4][BACK];
};

struct column {
	enum algo_pattern pattern;
	size_t look; /* bars before its first value */
	double penetration;
};

struct one {
	struct past past;
	struct column column;
};

struct algo_candles {
	struct past past;
	struct column *columns;
	size_t n, room;
	uint64_t want;
};

static const struct algo_candle *candle_of(const struct column *c)
{
	return c->pattern < CDL_FEW ? &algo_candle_few[c->pattern]
				    : &algo_candle_many[c->pattern - CDL_FEW];
}

/* ---- one piece of bars that are all usable. */

static void load(struct algo_piece *w, struct past *past,
		 const double *const in[], size_t n)
{
	for (int k = 0; k < 4; k++) {
		memcpy(w->price[k], past->price[k], sizeof(past->price[k]));
		memcpy(w->price[k] + BACK, in[k], n * sizeof(*in[k]));
		memcpy(past->price[k], w->price[k] + n, sizeof(past->price[k]));
	}
}

/* Eight signals, the first of them lowest. */
static uint64_t eight_of(const signed char *s)
{
	uint64_t x;

	memcpy(&x, s, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

static int judge(const struct column *col, const struct algo_piece *w, size_t i)
{
	struct algo_bars b = { w->price[0] + i, w->price[1] + i,
			       w->price[2] + i, w->price[3] + i };

	return candle_of(col)->rest(&b, col->penetration);
}

/* Nearly all bars are without a signal.  s is 0 from n to the next multiple of
 * eight. */
static void refine(const struct column *col, const struct algo_piece *w,
		   const signed char *s, double *y, size_t n)
{
	memset(y, 0, n * sizeof(*y));
	for (size_t i = 0; i < n; i += 8)
		for (uint64_t left = eight_of(s + i); left;) {
			int k = __builtin_ctzll(left) / 8;
			size_t at = i + (size_t)k;

			y[at] = 20 * s[at] * judge(col, w, BACK + at);
			left &= ~((uint64_t)UCHAR_MAX << 8 * k);
		}
}

/* Applies what the pattern's rest asks for and is known. */
static void sharpen(const struct algo_candle *c, const struct algo_piece *w,
		    uint64_t known, signed char *restrict s, size_t n)
{
	for (int k = 0; k < ALGO_CANDLE_ALSO && c->also[k].fact; k++) {
		const struct algo_also *a = &c->also[k];
		const signed char *is = w->is[a->fact - 1] + BACK - a->ago;
		signed char flip = a->flip;

		if (!(known >> (a->fact - 1) & 1))
			continue;
		for (size_t i = 0; i < n; i++)
			s[i] &= (signed char)(is[i] ^ flip);
	}
}

static void signals(const signed char *restrict s, double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = 20 * s[i];
}

struct job {
	struct past *past;
	const struct column *columns;
	size_t n; /* columns */
	uint64_t want;
};

static void column_run(const struct job *j, const struct column *col,
		       const struct algo_piece *w, double *y, size_t n)
{
	const struct algo_candle *c = candle_of(col);
	size_t seen = j->past->seen;
	size_t warm = col->look > seen ? col->look - seen : 0;
	signed char s[ALGO_CANDLE_N];

	c->screen(w, s, n);
	memset(s + n, 0, -n % 8);
	if (c->rest) {
		sharpen(c, w, j->want, s, n);
		refine(col, w, s, y, n);
	} else {
		signals(s, y, n);
	}
	algo_fill_nan(y, warm < n ? warm : n);
}

/* ---- any bars: cut into pieces and at gaps. */

static void find_facts(struct algo_piece *w, uint64_t want, size_t n)
{
#ifdef ALGO_CANDLE_WIDE
	if (CPU_FEATURE_ACTIVE(AVX2)) {
		algo_candle_facts_wide(w, want, n);
		return;
	}
#endif
	algo_candle_facts(w, want, n);
}

static void piece(const struct job *j, const double *const in[],
		  double *const out[], const size_t span[2])
{
	const double *const x[] = { in[0] + span[0], in[1] + span[0],
				    in[2] + span[0], in[3] + span[0] };
	size_t n = span[1] - span[0];
	struct algo_piece w;

	load(&w, j->past, x, n);
#ifdef ALGO_CHECKS
	for (int k = 0; k < FACT_COUNT; k++) /* shows what nobody asked for */
		memset(w.is[k], 0x5a, BACK + n);
#endif
	find_facts(&w, j->want, n);
	for (size_t k = 0; k < j->n; k++)
		column_run(j, &j->columns[k], &w, out[k] + span[0], n);
	j->past->seen += n;
}

static int usable(const double *const in[], size_t i)
{
	return algo_usable(in[0][i]) && algo_usable(in[1][i]) &&
	       algo_usable(in[2][i]) && algo_usable(in[3][i]);
}

/* algo_clean for all four side by side: so they are fetched side by side. */
static int clean(const double *const in[], size_t n)
{
	const double *a = in[0], *b = in[1], *c = in[2], *d = in[3];
	uint64_t bad = 0;

	for (size_t i = 0; i < n; i++)
		bad |= algo_unclean(a[i]) | algo_unclean(b[i]) |
		       algo_unclean(c[i]) | algo_unclean(d[i]);
	return !(bad >> 63);
}

/* The end of the stretch of usable bars that begins at i. */
static size_t stretch(const double *const in[], size_t i, size_t n)
{
	while (i < n && usable(in, i))
		i++;
	return i;
}

static void pieces(const struct job *j, const double *const in[],
		   double *const out[], size_t from, size_t to)
{
	for (size_t i = from, end; i < to; i = end) {
		end = to - i < ALGO_CANDLE_N ? to : i + ALGO_CANDLE_N;
		piece(j, in, out, (const size_t[]){ i, end });
	}
}

static void run(const struct job *j, const double *const in[],
		double *const out[], size_t n)
{
	if (clean(in, n)) {
		pieces(j, in, out, 0, n);
		return;
	}
	for (size_t i = 0, end; i < n; i = end) {
		end = stretch(in, i, n);
		if (end > i) {
			pieces(j, in, out, i, end);
			continue;
		}
		for (size_t k = 0; k < j->n; k++)
			out[k][i] = NAN;
		j->past->seen = 0;
		end = i + 1;
	}
}

/* ---- a row of the registry. */

size_t algo_candle_size(const double *p)
{
	(void)p;
	return sizeof(struct one);
}

void algo_candle_init(void *state, enum algo_pattern pattern, size_t look,
		      double penetration)
{
	struct one *o = state;

	memset(o, 0, sizeof(*o));
	o->column = (struct column){ pattern, look, penetration };
}

void algo_candle_step(void *state, const double *const in[],
		      double *const out[], size_t n)
{
	struct one *o = state;
	struct job j = { &o->past, &o->column, 1, candle_of(&o->column)->want };

	run(&j, in, out, n);
}

/* ---- many at once. */

struct algo_candles *algo_candles_new(void)
{
	return algo_zalloc(1, sizeof(struct algo_candles));
}

int algo_candles_takes(const struct algo_ind *ind)
{
	return ind->step == algo_candle_step;
}

int algo_candles_add(struct algo_candles *c, const struct algo_ind *ind,
		     const double *p)
{
	struct one one;

	if (!algo_candles_takes(ind))
		return -1;
	ind->init(&one, p);
	if (c->n == c->room) {
		c->room = c->room ? 2 * c->room : 16;
		c->columns =
			algo_realloc(c->columns, c->room, sizeof(*c->columns));
	}
	c->columns[c->n++] = one.column;
	c->want |= candle_of(&one.column)->want;
	return 0;
}

void algo_candles_step(struct algo_candles *c, const double *const in[4],
		       double *const out[], size_t n)
{
	struct job j = { &c->past, c->columns, c->n, c->want };

	run(&j, in, out, n);
}

void algo_candles_free(struct algo_candles *c)
{
	if (!c)
		return;
	algo_free(c->columns);
	algo_free(c);
}
