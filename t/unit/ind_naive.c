/* ind_naive.c - indicators against plain formulas that work every window out
 * anew, on random bars with and without gaps, fed in blocks of all sizes:
 * momentum, volume, statistic and pattern rows. */
#include "ind_formulas.h"
#include "ind_windows.h"

struct row {
	const char *name;
	void (*naive)(const double *p, const struct part *t);
	double p[6][5]; /* parameters in the row's order; ends with p[.][0] 0 */
};

enum { SMA = ALGO_MA_SMA, EMA = ALGO_MA_EMA, WMA = ALGO_MA_WMA };

/* clang-format off */
static const struct row rows[] = {
	{ "rsi", rsi, { { 14 }, { 2 }, { 3 }, { 40 } } },
	{ "cmo", cmo, { { 14 }, { 2 }, { 9 } } },
	{ "mom", mom, { { 10 }, { 1 }, { 37 } } },
	{ "roc", roc, { { 10 }, { 1 }, { 37 } } },
	{ "rocp", rocp, { { 10 }, { 1 } } },
	{ "rocr", rocr, { { 10 }, { 1 } } },
	{ "rocr100", rocr100, { { 10 }, { 1 } } },
	{ "macd", macd, { { 12, 26, 9 }, { 8, 3, 4 }, { 5, 35, 1 },
			  { 7, 7, 2 } } },
	{ "trix", trix, { { 30 }, { 1 }, { 5 } } },
	{ "apo", apo, { { 12, 26, SMA }, { 9, 4, EMA }, { 3, 10, WMA } } },
	{ "ppo", ppo, { { 12, 26, SMA }, { 9, 4, EMA }, { 3, 10, WMA } } },
	{ "bop", bop, { { 1 } } },
	{ "plus_dm", plus_dm, { { 14 }, { 1 }, { 2 }, { 7 } } },
	{ "minus_dm", minus_dm, { { 14 }, { 1 }, { 2 }, { 7 } } },
	{ "plus_di", plus_di, { { 14 }, { 1 }, { 2 }, { 7 } } },
	{ "minus_di", minus_di, { { 14 }, { 1 }, { 2 }, { 7 } } },
	{ "dx", dx, { { 14 }, { 2 }, { 7 } } },
	{ "adx", adx, { { 14 }, { 2 }, { 7 } } },
	{ "adxr", adxr, { { 14 }, { 2 }, { 7 } } },
	{ "aroon", aroon, { { 14 }, { 2 }, { 25 } } },
	{ "aroonosc", aroonosc, { { 14 }, { 2 }, { 25 } } },
	{ "stoch", stoch, { { 14, 3, SMA, 3, SMA }, { 5, 3, EMA, 4, SMA },
			    { 1, 1, SMA, 1, SMA }, { 7, 5, WMA, 2, EMA } } },
	{ "stochf", stochf, { { 5, 3, SMA }, { 14, 4, EMA }, { 1, 1, WMA } } },
	{ "willr", willr, { { 14 }, { 2 }, { 33 } } },
	{ "cci", cci, { { 20 }, { 2 }, { 14 }, { 61 } } },
	{ "ultosc", ultosc, { { 7, 14, 28 }, { 20, 1, 5 }, { 3, 3, 3 } } },
	{ "obv", obv, { { 1 } } },
	{ "ad", ad, { { 1 } } },
	{ "adosc", adosc, { { 3, 10 }, { 12, 5 } } },
	{ "cmf", cmf, { { 20 }, { 1 }, { 6 } } },
	{ "mfi", mfi, { { 14 }, { 2 }, { 7 } } },
	{ "vwap", vwap, { { 1 }, { 2.5 } } },
	{ "max", max, { { 30 }, { 1 }, { 2 }, { 7 } } },
	{ "min", min, { { 30 }, { 1 }, { 2 }, { 7 } } },
	{ "sum", sum, { { 30 }, { 1 }, { 2 }, { 7 } } },
	{ "correl", correl, { { 30 }, { 2 }, { 10 } } },
	{ "beta", beta, { { 5 }, { 2 }, { 20 } } },
	{ "cdldoji", cdldoji, { { 1 } } },
	{ "cdlengulfing", cdlengulfing, { { 1 } } },
};
/* clang-format on */
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* ---- data: the same on every machine. */

static uint64_t seed = 88172645463325252u;

static double uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) * 0x1p-53;
}

/* A random walk; coarse: on a grid of 1/4 with many equal prices, stretches
 * without movement or volume. */
static void fill(int coarse)
{
	double grid = coarse ? 4 : 4096, c = 100;

	for (size_t i = 0; i < BARS; i++) {
		int still = coarse && i % 190 > 120;
		double move = still ? 0 : uniform() - 0.5;
		double o = still ? c : c + 0.2 * (uniform() - 0.5);

		c = round(grid * (c + move + (100 - c) * 0.002)) / grid;
		o = round(grid * o) / grid;
		column[OPEN][i] = o;
		column[CLOSE][i] = c;
		column[HIGH][i] =
			fmax(o, c) + (still ? 0 : floor(3 * uniform()) / 4);
		column[LOW][i] =
			fmin(o, c) - (still ? 0 : floor(3 * uniform()) / 4);
		column[VOLUME][i] = still ? 0 : floor(1000 * uniform());
		column[SESSION][i] = (double)(i / 78);
	}
}

/* Holes in every column but the session. */
static void pierce(void)
{
	for (size_t i = 0; i < BARS; i++)
		for (int k = OPEN; k < SESSION; k++)
			if (uniform() < 0.0015)
				column[k][i] = k == LOW ? INFINITY : NAN;
	column[CLOSE][0] = column[VOLUME][BARS - 1] = NAN;
}

static const double *input(const char *name)
{
	static const char *const names[COLUMNS] = {
		"open", "high", "low", "close", "volume", "session"
	};

	for (int k = 0; k < COLUMNS; k++)
		if (!strcmp(names[k], name))
			return column[k];
	abort();
}

/* max and min take infinite values. */
static int gap(const struct algo_ind *ind, const double *const in[], size_t i)
{
	int wide = !strcmp(ind->name, "max") || !strcmp(ind->name, "min");

	for (size_t k = 0; ind->in[k]; k++)
		if (wide ? isnan(in[k][i]) : !isfinite(in[k][i]))
			return 1;
	return 0;
}

/* Expected values: the naive formula on each stretch between gaps. */
static void expect(const struct row *r, const struct algo_ind *ind,
		   const double *p, const double *const in[],
		   double want[][BARS])
{
	size_t outputs = algo_ind_outputs(ind), from;

	for (size_t k = 0; k < outputs; k++)
		for (size_t i = 0; i < BARS; i++)
			want[k][i] = NAN;
	for (size_t i = 0; i < BARS; i++) {
		struct part t = { 0 };

		for (from = i; i < BARS && !gap(ind, in, i); i++)
			;
		t.n = i - from;
		for (size_t k = 0; ind->in[k]; k++)
			t.in[k] = in[k] + from;
		for (size_t k = 0; k < outputs; k++)
			t.out[k] = want[k] + from;
		if (t.n)
			r->naive(p, &t);
	}
}

/* In blocks of all sizes. */
static void compute(const struct algo_ind *ind, const double *p,
		    const double *const in[], double got[][BARS])
{
	struct algo_kernel k;
	size_t n;

	algo_kernel_init(&k, ind, p);
	for (size_t i = 0; i < BARS; i += n) {
		const double *x[ALGO_IND_INPUTS];
		double *y[ALGO_IND_OUTPUTS];

		n = uniform() < 0.5 ? (size_t)(20 * uniform()) + 1
				    : (size_t)(600 * uniform()) + 1;
		n = n < BARS - i ? n : BARS - i;
		for (size_t j = 0; ind->in[j]; j++)
			x[j] = in[j] + i;
		for (size_t j = 0; ind->out[j]; j++)
			y[j] = got[j] + i;
		algo_kernel_step(&k, x, y, n);
	}
	algo_kernel_release(&k);
}

static int same(double a, double b)
{
	return near(a, b, 1e-9) || (isinf(a) && a == b);
}

static void check(const struct row *r, const double *p, const char *what)
{
	static double want[ALGO_IND_OUTPUTS][BARS], got[ALGO_IND_OUTPUTS][BARS];
	const struct algo_ind *ind = algo_ind_find(r->name, strlen(r->name));
	const double *in[ALGO_IND_INPUTS];
	size_t bad = 0, values = 0;

	if (!ok(ind != NULL, "%s is in the registry", r->name))
		return;
	for (size_t k = 0; ind->in[k]; k++)
		in[k] = input(ind->in[k]);
	expect(r, ind, p, in, want);
	compute(ind, p, in, got);
	for (size_t k = 0; k < algo_ind_outputs(ind); k++)
		for (size_t i = 0; i < BARS; i++) {
			values += isnan(want[k][i]) == 0 ? 1u : 0u;
			if (same(got[k][i], want[k][i]))
				continue;
			if (!bad++)
				note("%s bar %zu: got %.17g, want %.17g",
				     ind->out[k], i, got[k][i], want[k][i]);
		}
	ok(!bad && values, "%s %g %g %g on %s: %zu values, %zu wrong", r->name,
	   p[0], p[1], p[2], what, values, bad);
	if (!strcmp(what, "walk"))
		ok(isnan(got[0][0]) == (ind->lookback(p) > 0) &&
			   !isnan(got[0][ind->lookback(p)]),
		   "%s starts at its lookback, %zu", r->name, ind->lookback(p));
}

static void check_all(const char *what)
{
	for (size_t i = 0; i < ROWS; i++)
		for (size_t k = 0; k < 6 && (rows[i].p[k][0] > 0); k++)
			check(&rows[i], rows[i].p[k], what);
}

/* A bar a thousand times too high must leave no trace in a window. */
static void check_spike(void)
{
	static const char *const windows[] = { "stoch",	 "willr",  "cci",
					       "ultosc", "cmf",	   "mfi",
					       "sum",	 "correl", "beta",
					       "max",	 "min" };

	for (int k = OPEN; k <= CLOSE; k++)
		column[k][700] *= 1000;
	for (size_t i = 0; i < ROWS; i++)
		for (size_t k = 0; k < sizeof(windows) / sizeof(*windows); k++)
			if (!strcmp(rows[i].name, windows[k]))
				check(&rows[i], rows[i].p[0], "spike");
}

int main(void)
{
	fill(0);
	check_all("walk");
	pierce();
	check_all("walk with gaps");
	fill(0);
	check_spike();
	fill(0);
	for (size_t i = 0; i < BARS; i++)
		column[VOLUME][i] *= 1e-6;
	check_all("small volume");
	fill(1);
	check_all("grid");
	pierce();
	check_all("grid with gaps");
	return done();
}
