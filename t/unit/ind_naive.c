/* ind_naive.c - indicators against plain formulas that work every window out
 * anew, on random bars with and without gaps, fed in blocks of all sizes:
 * momentum, volume, statistic and pattern rows. */
#include "ind_formulas.h"
#include "ind_windows.h"

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

static void check_all(const char *what)
{
	for (size_t i = 0; i < ROWS; i++)
		for (size_t k = 0; k < 8 && (rows[i].p[k][0] > 0); k++)
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
