/* ind_stream.c - what every kernel of the registry must hold, row by row:
 * the same bits however the bars are cut into blocks, gaps that restart and
 * do not poison, an honest lookback, and no trap on any input. */
#include "ind_covered.h"
#include "tap.h"
#include <algo/ind.h>
#include <stdint.h>

#define N 3000
#define MOST_PARAMS 12

static double data[ALGO_IND_INPUTS][N];
static double whole[ALGO_IND_OUTPUTS][N];
static double part[ALGO_IND_OUTPUTS][N];

/* splitmix64 (Steele, Lea, Flood 2014). */
static uint64_t seed = 1;

static uint64_t bits(void)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static double uniform(void)
{
	return (double)(bits() >> 11) * 0x1p-53;
}

enum shape { WALK, FLAT, ZERO, HUGE_UP, TINY, NEGATIVE, ALTERNATE, SHAPES };
static const char *const shape_name[SHAPES] = {
	"walk", "flat", "zero", "huge", "tiny", "negative", "alternating"
};

struct bar {
	double open, high, low, close, volume;
};

static struct bar next_bar(enum shape shape, size_t i, double *close)
{
	double scale = shape == TINY ? 1e-12 : 1, o, h, l;
	struct bar b;

	if (shape == FLAT)
		return (struct bar){ 101.37, 101.37, 101.37, 101.37, 10 };
	if (shape == ZERO)
		return (struct bar){ 0, 0, 0, 0, 0 };
	if (shape == ALTERNATE) {
		o = i % 2 ? 1e6 : 1e-6;
		return (struct bar){ o, o, o, o, (double)(i % 2) };
	}
	o = *close + (uniform() - 0.5) * 0.2;
	*close += (uniform() - 0.5) * 2;
	if (*close < 10)
		*close = 20 - *close;
	h = fmax(o, *close) + uniform();
	l = fmin(o, *close) - uniform();
	b = (struct bar){ o, h, l, *close, floor(1000 * uniform()) };
	if (shape == HUGE_UP)
		scale = i % 7 == 3 ? 1e305 : 1e150;
	if (shape == NEGATIVE)
		return (struct bar){ -b.open, -b.low, -b.high, -b.close,
				     b.volume };
	b.open *= scale;
	b.high *= scale;
	b.low *= scale;
	b.close *= scale;
	return b;
}

/* What a row may ask for, hl2 for any other name. */
enum field { OPEN, HIGH, LOW, CLOSE, VOLUME, SESSION, TIME, PERIODS, HL2 };

static enum field find_field(const char *name)
{
	static const char *const names[HL2] = { "open",	 "high",   "low",
						"close", "volume", "session",
						"time",	 "periods" };
	int f = 0;

	while (f < HL2 && strcmp(name, names[f]) != 0)
		f++;
	return (enum field)f;
}

static double column(enum field field, const struct bar *b, size_t i)
{
	switch (field) {
	case OPEN:
		return b->open;
	case HIGH:
		return b->high;
	case LOW:
		return b->low;
	case CLOSE:
		return b->close;
	case VOLUME:
		return b->volume;
	case SESSION:
		return (double)(i / 100);
	case TIME:
		return (double)i * 60;
	case PERIODS:
		return (double)(i % 40);
	case HL2:
		break;
	}
	return (b->high + b->low) / 2;
}

/* The bars of a shape, made once. */
static const struct bar *bars_of(enum shape shape)
{
	static struct bar bars[SHAPES][N];
	static int made[SHAPES];
	double close = 100;

	seed = 1;
	for (size_t i = 0; i < N && !made[shape]; i++)
		bars[shape][i] = next_bar(shape, i, &close);
	made[shape] = 1;
	return bars[shape];
}

/* Arc sine and cosine have no value but from -1 to 1. */
static int is_arc(const struct algo_ind *ind)
{
	return !strcmp(ind->name, "acos") || !strcmp(ind->name, "asin");
}

static void fill(const struct algo_ind *ind, enum shape shape)
{
	const struct bar *bars = bars_of(shape);
	int arc = is_arc(ind);

	for (size_t j = 0; j < algo_ind_inputs(ind); j++) {
		enum field field = find_field(ind->in[j]);

		for (size_t i = 0; i < N; i++) {
			double x = column(field, &bars[i], i);

			data[j][i] = arc ? x / (1 + fabs(x)) : x;
		}
	}
}

/* Cuts, but for blocks of so many bars. */
#define ANY 0			/* at random */
#define AROUND SIZE_MAX		/* singly around the gap, until all is warm */
#define BEGIN (SIZE_MAX - 1)	/* singly until all is warm, then at random */
#define LAST_CUT (SIZE_MAX - 2) /* ends a list */
#define GAP 1500		/* the bar of a gap */

static size_t block_at(const struct algo_ind *ind, const double *p, size_t i,
		       size_t cut)
{
	size_t warm = ind->lookback(p) + 50;

	if (cut == AROUND && i < GAP - 2)
		return GAP - 2;
	if (cut == AROUND)
		return i < GAP + warm ? 1 : N;
	if (cut == BEGIN && i < warm)
		return 1;
	return cut == BEGIN || cut == ANY ? 1 + bits() % 97 : cut;
}

/* The bars from "from" to N. */
static void run(const struct algo_ind *ind, const double *p, size_t from,
		size_t cut, double to[][N])
{
	struct algo_kernel k;

	algo_kernel_init(&k, ind, p);
	for (size_t i = from, n; i < N; i += n) {
		const double *in[ALGO_IND_INPUTS];
		double *out[ALGO_IND_OUTPUTS];

		n = block_at(ind, p, i, cut);
		n = n > N - i ? N - i : n;
		for (size_t j = 0; j < ALGO_IND_INPUTS; j++)
			in[j] = data[j] + i;
		for (size_t j = 0; j < ALGO_IND_OUTPUTS; j++)
			out[j] = to[j] + i;
		algo_kernel_step(&k, in, out, n);
	}
	algo_kernel_release(&k);
}

/* The first bar from "from" where the two differ, N when none does. */
static size_t differ(const struct algo_ind *ind, size_t from)
{
	size_t outs = algo_ind_outputs(ind), first = N;

	for (size_t j = 0; j < outs; j++) {
		if (!memcmp(whole[j] + from, part[j] + from,
			    (N - from) * sizeof(double)))
			continue;
		for (size_t i = from; i < first; i++) {
			double a = whole[j][i], b = part[j][i];

			if (isnan(a) && isnan(b))
				continue;
			if (memcmp(&a, &b, sizeof(a)))
				first = i;
		}
	}
	return first;
}

/* ---- sets of parameters: the defaults, all least, one a large value. */

struct sets {
	double p[MOST_PARAMS][ALGO_IND_PARAMS];
	size_t n;
};

static void add_set(const struct algo_ind *ind, struct sets *s,
		    const struct algo_args *a)
{
	struct algo_args args = *a;

	if (s->n == MOST_PARAMS)
		return;
	algo_args_done(ind, &args);
	memcpy(s->p[s->n++], args.p, sizeof(args.p));
}

static void make_sets(const struct algo_ind *ind, struct sets *s)
{
	struct algo_args a;
	size_t n = algo_ind_params(ind);

	s->n = 0;
	algo_args_init(ind, &a);
	add_set(ind, s, &a);
	for (size_t i = 0; i < n; i++)
		algo_args_set(ind, &a, i, ind->param[i].min, NULL);
	add_set(ind, s, &a);
	algo_args_init(ind, &a);
	for (size_t i = 0; i < n; i++)
		if (ind->param[i].type == ALGO_P_INT)
			algo_args_set(ind, &a, i, fmin(ind->param[i].max, 150),
				      NULL);
	add_set(ind, s, &a);
	for (size_t i = 0; i < n; i++)
		for (int ma = 0; ma < ALGO_MA_COUNT; ma++) {
			if (ind->param[i].type != ALGO_P_MA)
				break;
			algo_args_init(ind, &a);
			algo_args_set(ind, &a, i, ma, NULL);
			add_set(ind, s, &a);
		}
}

/* ---- the properties.  Each notes what it finds and returns 0 when all is
 * well. */

static int cuts(const struct algo_ind *ind, const double *p, const size_t *cut)
{
	int bad = 0;

	run(ind, p, 0, N, whole);
	for (; *cut != LAST_CUT; cut++) {
		size_t at;

		run(ind, p, 0, *cut, part);
		at = differ(ind, 0);
		if (at == N)
			continue;
		note("%s: blocks of %zu differ at bar %zu: %.17g and %.17g",
		     ind->name, *cut, at, whole[0][at], part[0][at]);
		bad = 1;
	}
	return bad;
}

/* Nothing before the lookback; a value there, or anywhere in a row that has
 * them on some bars only.  cuts() has left the values. */
static int honest(const struct algo_ind *ind, const double *p)
{
	size_t look = ind->lookback(p), outs = algo_ind_outputs(ind);
	int any = 0, some = is_sparse(ind->name);

	if (look >= N) {
		note("%s: lookback %zu", ind->name, look);
		return 1;
	}
	for (size_t j = 0; j < outs; j++) {
		for (size_t i = 0; i < look; i++)
			if (!isnan(whole[j][i])) {
				note("%s.%s: a value at bar %zu of %zu",
				     ind->name, ind->out[j], i, look);
				return 1;
			}
		any |= isfinite(whole[j][look]);
		for (size_t i = look; some && i < N; i++)
			any |= isfinite(whole[j][i]);
		if (!some && !isfinite(whole[j][N - 1]) &&
		    !isnan(whole[j][look])) {
			note("%s.%s: no value at the end", ind->name,
			     ind->out[j]);
			return 1;
		}
	}
	if (!any)
		note("%s: no value at its lookback %zu", ind->name, look);
	return !any;
}

/* Numbers of bars go on counting over a gap. */
static void later(size_t bars)
{
	for (size_t k = 0; k < ALGO_IND_OUTPUTS; k++)
		for (size_t i = bars; i < N; i++)
			part[k][i] += (double)bars;
}

/* A NaN at the bar of the gap in input j: NaN there, and from the next bar on
 * as if the series began, which gaps() has in part, or as before when the row
 * does not look back.  Rows that say otherwise are few and named. */
static int gap(const struct algo_ind *ind, const double *p, size_t j,
	       size_t blocks)
{
	size_t outs = algo_ind_outputs(ind), look = ind->lookback(p), bad;
	double kept = data[j][GAP];

	data[j][GAP] = NAN;
	run(ind, p, 0, blocks, whole);
	data[j][GAP] = kept;
	for (size_t k = 0; k < outs; k++) {
		if (!isnan(whole[k][GAP])) {
			note("%s.%s: %g on the bar of a gap in %s", ind->name,
			     ind->out[k], whole[k][GAP], ind->in[j]);
			return 1;
		}
		if (!isfinite(whole[k][N - 1]) && isfinite(part[k][N - 1])) {
			note("%s.%s: a gap in %s poisons", ind->name,
			     ind->out[k], ind->in[j]);
			return 1;
		}
	}
	bad = differ(ind, GAP + 1);
	if (bad < N)
		note("%s: after a gap in %s bar %zu differs (lookback %zu): "
		     "%.17g, afresh %.17g",
		     ind->name, ind->in[j], bad - GAP - 1, look, whole[0][bad],
		     part[0][bad]);
	return bad < N;
}

static int gaps(const struct algo_ind *ind, const double *p)
{
	int bad = 0;

	run(ind, p, GAP + 1, N, part);
	if (strstr(ind->name, "index"))
		later(GAP + 1);
	for (size_t j = 0; j < algo_ind_inputs(ind); j++)
		bad |= gap(ind, p, j, N) || gap(ind, p, j, AROUND);
	return bad;
}

/* Bars beyond all reason come and go: afterwards there are values again, near
 * those of a fresh start. */
static int recovers(const struct algo_ind *ind, const double *p)
{
	size_t ins = algo_ind_inputs(ind);
	double kept[ALGO_IND_INPUTS];
	int bad = 0;

	for (size_t j = 0; j < ins; j++) {
		kept[j] = data[j][700];
		data[j][700] = 1e308;
	}
	run(ind, p, 0, N, whole);
	run(ind, p, 701, N, part);
	for (size_t j = 0; j < ins; j++)
		data[j][700] = kept[j];
	for (size_t k = 0; k < algo_ind_outputs(ind); k++)
		if (isfinite(part[k][N - 1]) && !isfinite(whole[k][N - 1]))
			bad = 1;
	if (bad)
		note("%s: does not recover from a huge bar", ind->name);
	return bad;
}

/* Nothing infinite comes out: only arithmetic on single values overflows. */
static int finite_or_none(const struct algo_ind *ind, const double *p)
{
	size_t outs = algo_ind_outputs(ind);

	if (!strcmp(ind->group, "math") && ind->lookback(p) == 0)
		return 1;
	run(ind, p, 0, 7, part);
	for (size_t j = 0; j < outs; j++)
		for (size_t i = 0; i < N; i++)
			if (isinf(part[j][i])) {
				note("%s.%s: %g at bar %zu", ind->name,
				     ind->out[j], part[j][i], i);
				return 0;
			}
	return 1;
}

struct tally {
	size_t cuts, honest, gaps, recovers, shapes, rows;
};

static void check(const struct algo_ind *ind, struct tally *t)
{
	static const size_t many[] = {
		1, ANY, 2, 3, 7, 1024, ANY, ANY, LAST_CUT
	};
	static const size_t few[] = { BEGIN, LAST_CUT };
	struct sets s;
	int bad[5] = { 0 };

	make_sets(ind, &s);
	for (size_t i = 0; i < s.n; i++) {
		const double *p = s.p[i];

		fill(ind, WALK);
		bad[0] |= cuts(ind, p, many);
		bad[1] |= honest(ind, p);
		bad[2] |= gaps(ind, p);
		bad[3] |= recovers(ind, p);
		for (int shape = FLAT; shape < SHAPES && i < 3; shape++) {
			fill(ind, (enum shape)shape);
			if (cuts(ind, p, few) || !finite_or_none(ind, p)) {
				note("... on %s data", shape_name[shape]);
				bad[4] = 1;
			}
		}
	}
	t->rows++;
	t->cuts += !bad[0];
	t->honest += !bad[1];
	t->gaps += !bad[2];
	t->recovers += !bad[3];
	t->shapes += !bad[4];
}

/* A large period: the state is as large as it must be, and all is NaN. */
static int large(const struct algo_ind *ind)
{
	struct algo_args a;
	int any = 0;

	algo_args_init(ind, &a);
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const struct algo_param *p = &ind->param[i];

		if (p->type != ALGO_P_INT || p->max < 20000)
			continue;
		algo_args_set(ind, &a, i, 20000, NULL);
		any = 1;
	}
	algo_args_done(ind, &a);
	fill(ind, WALK);
	run(ind, a.p, 0, N, whole);
	run(ind, a.p, 0, 7, part);
	return (any && ind->lookback(a.p) >= N && !isnan(whole[0][N - 1])) ||
	       differ(ind, 0) < N;
}

/* Flat prices: deviations are exactly 0, averages are the price. */
static void flat(void)
{
	static const struct {
		const char *name;
		size_t out;
		double want;
	} rows[] = {
		{ "sma", 0, 101.37 },	    { "ema", 0, 101.37 },
		{ "wma", 0, 101.37 },	    { "kama", 0, 101.37 },
		{ "trima", 0, 101.37 },	    { "rma", 0, 101.37 },
		{ "stddev", 0, 0 },	    { "var", 0, 0 },
		{ "bbands", 0, 101.37 },    { "bbands", 2, 101.37 },
		{ "linearreg", 0, 101.37 }, { "linearreg_slope", 0, 0 },
		{ "midprice", 0, 101.37 },  { "atr", 0, 0 },
		{ "natr", 0, 0 },	    { "donchian", 2, 101.37 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct algo_ind *ind =
			algo_ind_find(rows[i].name, strlen(rows[i].name));
		struct algo_args a;
		double got;

		if (!ok(ind != NULL, "there is %s", rows[i].name))
			continue;
		algo_args_init(ind, &a);
		fill(ind, FLAT);
		run(ind, a.p, 0, 7, whole);
		got = whole[rows[i].out][N - 1];
		ok(rows[i].want == 0 ? got == 0 : near(got, 101.37, 1e-15),
		   "%s of flat prices is %.17g", rows[i].name, got);
	}
}

/* Deviations of prices around 1e-12 are seen; TA-Lib 0.6.4 gives 0. */
static void tiny(void)
{
	const struct algo_ind *ind = algo_ind_find("stddev", 6);
	double p[ALGO_IND_PARAMS] = { 20, 1 };

	fill(ind, TINY);
	run(ind, p, 0, N, whole);
	fill(ind, WALK);
	run(ind, p, 0, N, part);
	ok(whole[0][500] > 0 &&
		   near(whole[0][500] / part[0][500], 1e-12, 1e-21),
	   "stddev scales with the prices");
}

/* 200 000 bars: running sums do not drift from a fresh window. */
static void drift(void)
{
	static const char *const names[] = { "sma", "wma", "var", "linearreg",
					     "trima" };

	for (size_t r = 0; r < sizeof(names) / sizeof(names[0]); r++) {
		const struct algo_ind *ind =
			algo_ind_find(names[r], strlen(names[r]));
		double p[ALGO_IND_PARAMS] = { 50, 1 }, x[100], y[100],
		       worst = 0;
		const double *in[1] = { x };
		double *out[1] = { y };
		struct algo_kernel k, fresh;
		double price = 100;

		seed = 3;
		algo_kernel_init(&k, ind, p);
		for (size_t i = 0; i < 200000; i += 100) {
			for (size_t j = 0; j < 100; j++) {
				price *= 1 + (uniform() - 0.5) * 0.01;
				x[j] = i == 1000 && j == 50 ? 1e12 : price;
			}
			algo_kernel_step(&k, in, out, 100);
		}
		price = y[99];
		algo_kernel_init(&fresh, ind, p);
		algo_kernel_step(&fresh, in, out, 100);
		worst = fabs(price - y[99]) / fmax(1, fabs(y[99]));
		ok(worst < 1e-12, "%s: %g away after 200000 bars and a spike",
		   names[r], worst);
		algo_kernel_release(&k);
		algo_kernel_release(&fresh);
	}
}

int main(void)
{
	struct tally t = { 0 };
	size_t rows = algo_ind_count(), n = 0, big = 0;

	/* TA-Lib's values of mended rows as well. */
	for (size_t i = 0; i < 2 * rows; i++) {
		const struct algo_ind *ind = algo_ind_at(i / 2);

		ind = i % 2 ? ind->talib : ind;
		if (!ind)
			continue;
		n++;
		check(ind, &t);
		if (large(ind))
			note("%s: large periods", ind->name);
		else
			big++;
	}
	ok(t.cuts == n, "%zu of %zu rows: the same bits in any blocks", t.cuts,
	   n);
	ok(t.honest == n, "%zu of %zu rows: an honest lookback", t.honest, n);
	ok(t.gaps == n, "%zu of %zu rows: a gap starts afresh", t.gaps, n);
	ok(t.recovers == n, "%zu of %zu rows: a huge bar passes", t.recovers,
	   n);
	ok(t.shapes == n, "%zu of %zu rows: any prices", t.shapes, n);
	ok(big == n, "%zu of %zu rows: large periods", big, n);
	flat();
	tiny();
	drift();
	return done();
}
