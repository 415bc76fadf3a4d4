/* candles.c - the candlestick patterns against the rules as they are written,
 * on candles by chance and on one example of each made by hand; and many at
 * once against one by one. */
#include "tap.h"
#include "../../lib/ind/candles.h"
#include "candle_rules.h"
#include <stdint.h>

#define BARS 40000
#define QUIET 14 /* bars before an example */
#define MOST 5	 /* candles of one */

static double price[4][BARS];
static double got[BARS];

/* ---- examples: after white candles from 100 to 101 with a high of 102 and a
 * low of 99, whose means are: body 1, range 3, shadows 2. */

struct example {
	const char *name;
	double value; /* at the last candle */
	double candle[MOST][4];
};

/* clang-format off */
#define WHITE4 { 100, 104.2, 99.8, 104 }
#define BLACK4 { 104, 104.5, 99.5, 100 }
static const struct example examples[] = {
	{ "cdl2crows", -100, { WHITE4, { 106, 106.3, 104.8, 105 },
		{ 105.5, 105.8, 101.5, 102 } } },
	{ "cdl3blackcrows", -100, { { 102.5, 102.8, 101, 101 },
		{ 102, 102.2, 100, 100 }, { 101, 101.2, 99, 99 } } },
	{ "cdl3inside", 100, { BLACK4, { 101, 102.5, 100.5, 102 },
		{ 102, 105.5, 101.8, 105 } } },
	{ "cdl3linestrike", 100, { { 100, 102, 99, 101 },
		{ 100.5, 102.8, 100, 102.3 }, { 101.5, 103.5, 101, 103.2 },
		{ 103.6, 104, 99, 99.5 } } },
	{ "cdl3outside", 100, { { 101, 101.5, 99.5, 100 },
		{ 99.5, 102, 99, 101.5 }, { 101.5, 103, 101.2, 102.8 } } },
	{ "cdl3starsinsouth", 100, { { 104, 104.5, 94, 100 },
		{ 103, 103.3, 96, 100.5 }, { 101.5, 101.6, 100.9, 101 } } },
	{ "cdl3whitesoldiers", 100, { { 100, 102.1, 99.8, 102 },
		{ 101, 103.1, 100.8, 103 }, { 102, 104.1, 101.8, 104 } } },
	{ "cdlabandonedbaby", -100, { WHITE4, { 105, 105.3, 104.7, 105.1 },
		{ 104, 104.3, 101, 101.3 } } },
	{ "cdladvanceblock", -100, { WHITE4, { 103, 106, 102.8, 105.5 },
		{ 105, 107, 104.8, 106 } } },
	{ "cdlbelthold", 100, { { 100, 104.5, 100, 104 } } },
	{ "cdlbreakaway", 100, { { 110, 110.5, 104.5, 105 },
		{ 104, 104.3, 102.5, 102.8 }, { 103, 103.5, 101, 101.5 },
		{ 101.5, 102, 99.5, 100 }, { 100.5, 104.8, 100, 104.5 } } },
	{ "cdlclosingmarubozu", 100, { { 100, 104, 99, 104 } } },
	{ "cdlconcealbabyswall", 100, { { 110, 110.1, 105.9, 106 },
		{ 106, 106.1, 101.9, 102 }, { 101, 103, 99.5, 100 },
		{ 102.5, 103.5, 98, 99 } } },
	{ "cdlcounterattack", 100, { { 110, 110.5, 105.5, 106 },
		{ 102, 106.5, 101.5, 106 } } },
	{ "cdldarkcloudcover", -100, { WHITE4,
		{ 104.5, 104.8, 101, 101.5 } } },
	{ "cdldoji", 100, { { 100, 102, 98, 100.1 } } },
	{ "cdldojistar", -100, { WHITE4, { 104.5, 105.5, 104.2, 104.6 } } },
	{ "cdldragonflydoji", 100, { { 100, 100.1, 97, 100 } } },
	{ "cdlengulfing", 100, { { 101, 101.5, 99.5, 100 },
		{ 99.5, 102, 99, 101.5 } } },
	{ "cdlengulfing", 80, { { 101, 101.5, 99.5, 100 },
		{ 99.5, 102, 99, 101 } } },
	{ "cdlengulfing", -80, { { 100, 102, 99, 101 },
		{ 101, 102, 98.5, 99 } } },
	{ "cdlengulfing", 0, { { 101, 101.5, 99.5, 100 },
		{ 100, 102, 99, 101 } } },
	{ "cdleveningdojistar", -100, { WHITE4, { 105, 105.6, 104.4, 105.1 },
		{ 104, 104.2, 101, 101.3 } } },
	{ "cdleveningstar", -100, { WHITE4, { 105, 106, 104.4, 105.8 },
		{ 104, 104.2, 101, 101.3 } } },
	{ "cdlgapsidesidewhite", 100, { { 102, 104, 101.5, 103.5 },
		{ 102.1, 104, 101.6, 103.5 } } },
	{ "cdlgravestonedoji", 100, { { 100, 103, 99.9, 100 } } },
	{ "cdlhammer", 100, { { 99.2, 99.5, 96.5, 99.4 } } },
	{ "cdlhangingman", -100, { { 102, 102.3, 99, 102.2 } } },
	{ "cdlharami", 100, { BLACK4, { 101, 102.5, 100.5, 102 } } },
	{ "cdlharami", 80, { BLACK4, { 100, 102.5, 100, 101 } } },
	{ "cdlharamicross", 100, { BLACK4, { 102, 103, 101, 102.1 } } },
	{ "cdlharamicross", -80, { WHITE4, { 104, 105, 103, 103.9 } } },
	{ "cdlhighwave", 100, { { 100, 101.3, 99, 100.3 } } },
	{ "cdlhikkake", 100, { { 100, 101.5, 99.5, 101 },
		{ 100, 101, 99, 100.5 } } },
	{ "cdlhikkake", 200, { { 100, 101.5, 99.5, 101 },
		{ 100, 101, 99, 100.5 }, { 100.5, 102, 100, 101.8 } } },
	{ "cdlhikkake", 0, { { 100, 101.5, 99.5, 101 },
		{ 100, 101, 99, 100.5 }, { 100.5, 102, 100, 101.8 },
		{ 101, 103, 100, 102 } } },
	{ "cdlhikkake", -200, { { 100, 101.5, 99.5, 101 },
		{ 100, 102, 100, 101.5 }, { 101, 102.5, 100, 101 },
		{ 101, 102, 98, 100 }, { 100, 101, 98, 99 } } },
	{ "cdlhikkakemod", 100, { { 100, 101.8, 99.2, 99.5 },
		{ 100, 101.5, 99.5, 100.5 }, { 100, 101.2, 99.3, 100 } } },
	{ "cdlhikkakemod", 200, { { 100, 101.8, 99.2, 99.5 },
		{ 100, 101.5, 99.5, 100.5 }, { 100, 101.2, 99.3, 100 },
		{ 100, 103, 99.5, 102 } } },
	{ "cdlhomingpigeon", 100, { BLACK4, { 103, 103.5, 101.5, 102 } } },
	{ "cdlidentical3crows", -100, { { 106, 106.5, 104, 104 },
		{ 104, 104.2, 102, 102 }, { 102, 102.3, 100, 100 } } },
	{ "cdlinneck", -100, { BLACK4, { 99, 100.5, 98.5, 100.1 } } },
	{ "cdlinvertedhammer", 100, { { 99.2, 101, 99.1, 99.5 } } },
	{ "cdlkicking", 100, { { 104, 104.1, 99.9, 100 },
		{ 106, 110.1, 105.9, 110 } } },
	{ "cdlkickingbylength", 100, { { 104, 104.1, 99.9, 100 },
		{ 106, 111.1, 105.9, 111 } } },
	{ "cdlkickingbylength", -100, { { 106, 106.1, 99.9, 100 },
		{ 107, 111.1, 106.9, 111 } } },
	{ "cdlladderbottom", 100, { { 110, 110.5, 107.5, 108 },
		{ 108, 108.5, 105.5, 106 }, { 106, 106.5, 103.5, 104 },
		{ 104, 105.5, 101.5, 102 }, { 105, 108, 104.5, 107 } } },
	{ "cdllongleggeddoji", 100, { { 100, 102, 98, 100.1 } } },
	{ "cdllongline", 100, { { 100, 104.5, 99.5, 104 } } },
	{ "cdlmarubozu", 100, { { 100, 104, 100, 104 } } },
	{ "cdlmarubozu", -100, { { 104, 104, 100, 100 } } },
	{ "cdlmatchinglow", 100, { { 103, 103.5, 100.5, 101 },
		{ 102.5, 103, 100.5, 101.1 } } },
	{ "cdlmathold", 100, { { 100, 110.2, 99.8, 110 },
		{ 112, 112.3, 111, 111.3 }, { 109.5, 110, 108.5, 109 },
		{ 109, 109.3, 107.8, 108.2 }, { 109, 114.5, 108.8, 114 } } },
	{ "cdlmorningdojistar", 100, { { 104, 104.2, 99.8, 100 },
		{ 99, 99.6, 98.4, 99.1 }, { 100, 103, 99.8, 102.7 } } },
	{ "cdlmorningstar", 100, { { 104, 104.2, 99.8, 100 },
		{ 99, 99.6, 97.8, 98.2 }, { 100, 103, 99.8, 102.7 } } },
	{ "cdlonneck", -100, { { 104, 104.5, 99, 100 },
		{ 98, 99.5, 97.5, 99.1 } } },
	{ "cdlpiercing", 100, { BLACK4, { 99, 103, 98.5, 102.5 } } },
	{ "cdlrickshawman", 100, { { 100, 102, 98, 100.1 } } },
	{ "cdlrisefall3methods", 100, { { 100, 106.5, 99.5, 106 },
		{ 105.5, 105.8, 104.2, 104.5 }, { 104.5, 104.8, 103.4, 103.7 },
		{ 103.7, 104, 102.6, 102.9 }, { 103.5, 108.5, 103, 108 } } },
	{ "cdlseparatinglines", 100, { { 100, 100.5, 97.5, 98 },
		{ 100.1, 104, 100, 103.5 } } },
	{ "cdlshootingstar", -100, { { 101.5, 103.5, 101.4, 101.8 } } },
	{ "cdlshortline", 100, { { 100, 100.9, 99.5, 100.5 } } },
	{ "cdlspinningtop", 100, { { 100, 101.5, 99, 100.5 } } },
	{ "cdlstalledpattern", -100, { WHITE4, { 103, 107.1, 102.8, 107 },
		{ 106.9, 107.8, 106.5, 107.3 } } },
	{ "cdlsticksandwich", 100, { { 102, 102.5, 99.5, 100 },
		{ 101, 104, 100.5, 103.5 }, { 103, 103.5, 99.5, 100.1 } } },
	{ "cdltakuri", 100, { { 100, 100.1, 97, 100.1 } } },
	{ "cdltasukigap", 100, { { 102.5, 104.5, 102.3, 104 },
		{ 103.5, 103.8, 101.5, 102 } } },
	{ "cdlthrusting", -100, { BLACK4, { 99, 102, 98.5, 101.5 } } },
	{ "cdltristar", -100, { { 100, 101, 99, 100.1 },
		{ 101, 102, 100.5, 101.1 }, { 100.5, 101, 99.5, 100.6 } } },
	{ "cdlunique3river", 100, { BLACK4, { 103, 103.2, 98.5, 101 },
		{ 99.5, 100.3, 99, 100 } } },
	{ "cdlupsidegap2crows", -100, { WHITE4, { 105.5, 106, 104.8, 105 },
		{ 106, 106.5, 104.2, 104.5 } } },
	{ "cdlxsidegap3methods", 100, { { 102.5, 104.5, 102.3, 104 },
		{ 103.5, 103.8, 100.2, 100.5 } } },
};
/* clang-format on */
#define EXAMPLES (sizeof(examples) / sizeof(examples[0]))

/* ---- one row over the first n bars, in blocks by chance. */

static uint64_t seed = 88172645463325252u;

static double uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) * 0x1p-53;
}

static size_t some(size_t left)
{
	size_t n = uniform() < 0.5 ? (size_t)(20 * uniform()) + 1
				   : (size_t)(1500 * uniform()) + 1;

	return n < left ? n : left;
}

static void compute(const struct algo_ind *ind, const double *p, size_t n)
{
	struct algo_kernel k;

	algo_kernel_init(&k, ind, p);
	for (size_t i = 0, m; i < n; i += m) {
		const double *in[] = { price[0] + i, price[1] + i, price[2] + i,
				       price[3] + i };
		double *out[] = { got + i };

		m = some(n - i);
		algo_kernel_step(&k, in, out, m);
	}
	algo_kernel_release(&k);
}

static const struct algo_ind *row(const char *name)
{
	return algo_ind_find(name, strlen(name));
}

static void example(const struct example *e)
{
	static const double quiet[] = { 100, 102, 99, 101 };
	const struct algo_ind *ind = row(e->name);
	struct algo_args a;
	size_t n = QUIET;

	if (!ok(ind != NULL, "there is %s", e->name))
		return;
	for (size_t i = 0; i < QUIET; i++)
		for (int k = 0; k < 4; k++)
			price[k][i] = quiet[k];
	for (size_t i = 0; i < MOST && e->candle[i][0] > 0; i++, n++)
		for (int k = 0; k < 4; k++)
			price[k][n] = e->candle[i][k];
	algo_args_init(ind, &a);
	compute(ind, a.p, n);
	ok(got[n - 1] == e->value, "%s: the example gives %g, not %g", e->name,
	   e->value, got[n - 1]);
}

/* ---- candles by chance: on a grid, so that equal prices are common and sums
 * are exact; often near to what the last ones were. */

static double grid(double x)
{
	return round(4 * x) / 4;
}

static void chance(void)
{
	double c = 100;

	for (size_t i = 0; i < BARS; i++) {
		double size = uniform() < 0.4 ? 8 : 1.5, o = c, h, l;
		double shadow = uniform() < 0.5 ? 0.3 : 3;

		if (uniform() < 0.5)
			o += 4 * (uniform() - 0.5);
		o = grid(o + (100 - o) * 0.02);
		c = grid(o + size * (uniform() - 0.5));
		h = fmax(o, c) + grid(shadow * uniform());
		l = fmin(o, c) - grid(shadow * uniform());
		price[0][i] = o;
		price[1][i] = h;
		price[2][i] = l;
		price[3][i] = c;
	}
}

/* One candle, its prices moved a little, on its head when turned. */
static void moved(const double *from, int turned, double by, size_t i)
{
	double v[4], steps = uniform() < 0.3 ? 4 : 64;

	for (int k = 0; k < 4; k++) {
		v[k] = from[turned && (k == 1 || k == 2) ? 3 - k : k];
		v[k] = turned ? 200 - v[k] : v[k];
		v[k] = round(steps * (v[k] + by * (uniform() - 0.5))) / steps;
		price[k][i] = v[k];
	}
	price[1][i] = fmax(v[1], fmax(v[0], v[3]));
	price[2][i] = fmin(v[2], fmin(v[0], v[3]));
}

static const struct example *any_example(const char *name)
{
	const struct example *e;

	do
		e = &examples[(size_t)(uniform() * EXAMPLES)];
	while (strcmp(e->name, name) != 0);
	return e;
}

/* The examples of a pattern again and again, and their reflections; often one
 * candle is moved more. */
static void around(const char *name)
{
	static const double quiet[] = { 100, 102, 99, 101 };
	size_t i = 0;

	while (i < BARS) {
		const struct example *e = any_example(name);
		int turned = uniform() < 0.3, far = (int)(2 * MOST * uniform());

		for (int k = 0; k < QUIET && i < BARS; k++)
			moved(quiet, turned, 0.2, i++);
		for (int k = 0; k < MOST && e->candle[k][0] > 0 && i < BARS;
		     k++)
			moved(e->candle[k], turned, k == far ? 3 : 0.2, i++);
	}
}

static int whole(size_t i)
{
	return isfinite(price[0][i]) && isfinite(price[1][i]) &&
	       isfinite(price[2][i]) && isfinite(price[3][i]);
}

/* How many values differ; *hits: signals there are. */
static size_t differ(size_t r, double pen, size_t *hits)
{
	struct told told = { 0 };
	size_t seen = 0, bad = 0;

	*hits = 0;
	for (size_t i = 0; i < BARS; i++) {
		struct spot b = { price[0] + i, price[1] + i, price[2] + i,
				  price[3] + i, pen };
		double want = NAN;

		if (!whole(i)) {
			told.left = 0;
			seen = 0;
		} else {
			/* Traps are remembered from 3 bars before on. */
			if (rules[r].trap && seen + 3 >= rules[r].first)
				want = hikkake(&told, &b, rules[r].trap);
			if (rules[r].rule && seen >= rules[r].first)
				want = rules[r].rule(&b);
			if (seen++ < rules[r].first)
				want = NAN;
		}
		*hits += want != 0 && !isnan(want);
		bad += !(got[i] == want || (isnan(got[i]) && isnan(want)));
	}
	return bad;
}

/* Any pattern fires often enough to say something around its example. */
#define ENOUGH 200

static void by_chance(size_t r, double pen, const char *what, size_t least)
{
	const struct algo_ind *ind = row(rules[r].name);
	struct algo_args a;
	size_t bad, hits;

	if (!ok(ind != NULL, "there is %s", rules[r].name))
		return;
	algo_args_init(ind, &a);
	if (pen < 0)
		pen = a.p[0];
	else if (algo_ind_params(ind))
		algo_args_set(ind, &a, 0, pen, NULL);
	compute(ind, a.p, BARS);
	bad = differ(r, pen, &hits);
	ok(bad == 0 && hits >= least && ind->lookback(a.p) == rules[r].first,
	   "%s, %s: %zu signals, %zu values differ", rules[r].name, what, hits,
	   bad);
}

/* ---- many at once */

static void together(void)
{
	static double y[RULES][BARS];
	struct algo_candles *all = algo_candles_new();
	struct algo_args a;
	size_t bad = 0;

	for (size_t r = 0; r < RULES; r++) {
		algo_args_init(row(rules[r].name), &a);
		bad += algo_candles_add(all, row(rules[r].name), a.p) != 0;
	}
	ok(bad == 0, "all patterns can be asked for together");
	algo_args_init(row("sma"), &a);
	ok(algo_candles_add(all, row("sma"), a.p) == -1, "an average cannot");
	for (size_t i = 0, n; i < BARS; i += n) {
		const double *in[] = { price[0] + i, price[1] + i, price[2] + i,
				       price[3] + i };
		double *out[RULES];

		n = some(BARS - i);
		for (size_t r = 0; r < RULES; r++)
			out[r] = y[r] + i;
		algo_candles_step(all, in, out, n);
	}
	algo_candles_free(all);
	algo_candles_free(NULL);
	for (size_t r = 0; r < RULES; r++) {
		algo_args_init(row(rules[r].name), &a);
		compute(row(rules[r].name), a.p, BARS);
		for (size_t i = 0; i < BARS; i++)
			bad += got[i] != y[r][i] &&
			       !(isnan(got[i]) && isnan(y[r][i]));
	}
	ok(bad == 0, "together as one by one: %zu values differ", bad);
}

/* No pattern without a rule and an example that fires. */
static void complete(void)
{
	size_t rows = 0;

	for (size_t i = 0; i < algo_ind_count(); i++) {
		const struct algo_ind *ind = algo_ind_at(i);
		size_t rule = 0, fires = 0;

		if (strcmp(ind->group, "pattern") != 0 ||
		    strncmp(ind->name, "cdl", 3) != 0)
			continue;
		rows++;
		for (size_t k = 0; k < RULES; k++)
			rule += !strcmp(rules[k].name, ind->name);
		for (size_t k = 0; k < EXAMPLES; k++)
			fires += !strcmp(examples[k].name, ind->name) &&
				 examples[k].value != 0;
		ok(rule == 1 && fires > 0, "%s has a rule and an example",
		   ind->name);
	}
	ok(rows == RULES, "%zu patterns, %zu rules", rows, RULES);
}

int main(void)
{
	complete();
	for (size_t i = 0; i < EXAMPLES; i++)
		example(&examples[i]);
	chance();
	for (size_t r = 0; r < RULES; r++) {
		by_chance(r, -1, "usual penetration", 0);
		if (algo_ind_params(row(rules[r].name))) {
			by_chance(r, 0, "penetration 0", 0);
			by_chance(r, 0.1, "penetration 0.1", 0);
		}
	}
	together();
	for (size_t r = 0; r < RULES; r++) {
		around(rules[r].name);
		by_chance(r, -1, "around its examples", ENOUGH);
	}
	together();
	chance();
	for (size_t i = 0; i < BARS; i += 1 + (size_t)(90 * uniform()))
		price[i % 4][i] = i % 3 ? NAN : INFINITY;
	for (size_t r = 0; r < RULES; r++)
		by_chance(r, -1, "with holes", 0);
	together();
	return done();
}
