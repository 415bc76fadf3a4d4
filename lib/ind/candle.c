/* candle.c - runs candlestick patterns: one, as a kernel of the registry, or
 * many over the same bars. */
#include "candle.h"
#include "candles.h"

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
	uint32_t want;
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

/* The next bar from i on with a signal, n when there is none. */
static size_t next_signal(const signed char *s, size_t i, size_t n)
{
	uint64_t eight;

	for (; i + sizeof(eight) <= n; i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		if (eight)
			break;
	}
	while (i < n && !s[i])
		i++;
	return i;
}

/* Nearly all bars are without a signal. */
static void refine(const struct column *col, const struct algo_piece *w,
		   const signed char *s, double *y, size_t n)
{
	const struct algo_candle *c = candle_of(col);

	memset(y, 0, n * sizeof(*y));
	for (size_t i = next_signal(s, 0, n); i < n;
	     i = next_signal(s, i + 1, n)) {
		struct algo_bars b = { w->price[0] + BACK + i,
				       w->price[1] + BACK + i,
				       w->price[2] + BACK + i,
				       w->price[3] + BACK + i };

		y[i] = 20 * s[i] * c->rest(&b, col->penetration);
	}
}

static void signals(const signed char *restrict s, double *restrict y, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = 20 * s[i];
}

static void column_run(const struct column *col, const struct algo_piece *w,
		       size_t seen, double *y, size_t n)
{
	const struct algo_candle *c = candle_of(col);
	size_t warm = col->look > seen ? col->look - seen : 0;
	signed char s[ALGO_CANDLE_N];

	c->screen(w, s, n);
	if (c->rest)
		refine(col, w, s, y, n);
	else
		signals(s, y, n);
	algo_fill_nan(y, warm < n ? warm : n);
}

/* ---- any bars: cut into pieces and at gaps. */

struct job {
	struct past *past;
	const struct column *columns;
	size_t n; /* columns */
	uint32_t want;
};

static void piece(const struct job *j, const double *const in[],
		  double *const out[], const size_t span[2])
{
	const double *const x[] = { in[0] + span[0], in[1] + span[0],
				    in[2] + span[0], in[3] + span[0] };
	size_t n = span[1] - span[0];
	struct algo_piece w;

	load(&w, j->past, x, n);
#ifdef ALGO_CHECKS
	memset(w.is, 0x5a, sizeof(w.is)); /* shows what nobody asked for */
#endif
	algo_candle_facts(&w, j->want, n);
	for (size_t k = 0; k < j->n; k++)
		column_run(&j->columns[k], &w, j->past->seen, out[k] + span[0],
			   n);
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
