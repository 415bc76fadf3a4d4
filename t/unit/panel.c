/* panel.c - several symbols: sym and the cross-section against a plain
 * reference, missing bars, ties, stages, cuts into blocks, no look-ahead */
#include <algo/base.h>
#include <algo/lang.h>

#include "tap.h"

#define SYMBOLS 23
#define TIMES 300
#define COLS 3

static const char *const names[COLS] = { "close", "volume", "x" };

/* A market: of symbol s at time t. */
struct market {
	size_t n, times;
	char name[SYMBOLS][24];
	const char *list[SYMBOLS];
	int64_t time[TIMES];
	int has[SYMBOLS][TIMES];
	double col[COLS][SYMBOLS][TIMES];
};

static uint32_t seed = 5;

static uint32_t next(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)seed * n) >> 32);
}

/* gaps: one bar in so many is missing, 0: none.  Prices on a grid: ties. */
static void make_market(struct market *m, size_t n, uint32_t gaps)
{
	m->n = n;
	m->times = TIMES;
	for (size_t t = 0; t < TIMES; t++)
		m->time[t] = (int64_t)t * 6 * 3600 * ALGO_US;
	for (size_t s = 0; s < n; s++) {
		double p = 50 + next(20);

		snprintf(m->name[s], sizeof(m->name[s]), "S%zu", s);
		m->list[s] = m->name[s];
		for (size_t t = 0; t < TIMES; t++) {
			p += ((double)next(9) - 4) / 2;
			m->has[s][t] = !gaps || next(gaps) || s == t % n;
			m->col[0][s][t] = p;
			m->col[1][s][t] = next(6);
			m->col[2][s][t] = next(4) ? (double)next(5) : NAN;
		}
	}
}

static struct algo_graph *compile(const char *text, struct algo_expr *x,
				  struct algo_errs *errs)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_source let = { .text = "close - xmean(close)",
				   .len = 20,
				   .pointer = "/let",
				   .scope = ALGO_SCOPE_STEP };
	struct algo_source src = { .text = text,
				   .len = strlen(text),
				   .file = "s.json",
				   .pointer = "/rules/0/when",
				   .scope = ALGO_SCOPE_STEP,
				   .price = -1 };

	algo_graph_column(g, "x");
	algo_graph_let(g, "above", &let, NULL);
	algo_graph_lets_done(g, errs);
	if (algo_graph_add(g, &src, x, errs) || algo_graph_done(g, errs)) {
		algo_graph_free(g);
		return NULL;
	}
	return g;
}

/* ---- running a panel */

static struct piece {
	double col[COLS][TIMES];
	const double *in[COLS];
	int64_t time[TIMES];
	uint32_t at[TIMES];
	size_t n;
} piece[SYMBOLS];

static void cut(const struct market *m, const struct algo_graph *g, size_t s,
		size_t from, size_t to)
{
	struct piece *p = &piece[s];

	p->n = 0;
	for (size_t t = from; t < to; t++) {
		if (!m->has[s][t])
			continue;
		p->time[p->n] = m->time[t];
		p->at[p->n] = (uint32_t)(t - from);
		for (size_t i = 0; i < algo_graph_inputs(g); i++) {
			size_t k = 0;

			while (strcmp(names[k], algo_graph_input(g, i)))
				k++;
			p->col[i][p->n] = m->col[k][s][t];
		}
		p->n++;
	}
	for (size_t i = 0; i < COLS; i++)
		p->in[i] = p->col[i];
}

/* The next block: [from, to). */
static void feed(struct algo_panel *p, const struct market *m,
		 const struct algo_graph *g, size_t from, size_t to)
{
	struct algo_block of[SYMBOLS];
	const uint32_t *at[SYMBOLS];
	struct algo_panel_block b = {
		.n = to - from, .time = m->time + from, .of = of, .at = at
	};
	int full = 1;

	for (size_t s = 0; s < m->n; s++) {
		cut(m, g, s, from, to);
		of[s] = (struct algo_block){ .n = piece[s].n,
					     .time = piece[s].time,
					     .in = piece[s].in };
		at[s] = piece[s].at;
		if (piece[s].n == b.n) {
			at[s] = NULL;
			of[s].time = NULL;
		} else {
			full = 0;
		}
	}
	if (full)
		b.at = NULL;
	algo_panel_block(p, &b);
}

/* data: only symbol 0 is asked for.  block 0: of any size. */
static struct algo_panel *run(const struct market *m,
			      const struct algo_graph *g, int node,
			      size_t block, int data, double out[][TIMES])
{
	struct algo_panel *p = algo_panel_new(g, m->list, m->n);

	for (size_t s = 1; data && s < m->n; s++)
		algo_panel_data(p, s);
	for (size_t from = 0; from < m->times;) {
		size_t to = from + (block ? block : 1 + next(70));

		to = to < m->times ? to : m->times;
		feed(p, m, g, from, to);
		for (size_t s = 0; s < m->n; s++) {
			const double *v =
				algo_eval_column(algo_panel_eval(p, s), node);

			for (size_t t = from; t < to; t++)
				out[s][t] = m->has[s][t] ? *v++ : NAN;
		}
		from = to;
	}
	return p;
}

static int same(const struct market *m, double a[][TIMES], double b[][TIMES],
		double rel)
{
	for (size_t s = 0; s < m->n; s++) {
		for (size_t t = 0; t < m->times; t++) {
			if (rel > 0	     ? near(a[s][t], b[s][t], rel)
			    : isnan(a[s][t]) ? isnan(b[s][t])
					     : a[s][t] == b[s][t])
				continue;
			note("symbol %zu time %zu: %.17g, wanted %.17g", s, t,
			     a[s][t], b[s][t]);
			return 0;
		}
	}
	return 1;
}

/* ---- the reference: fields, operation by operation */

/* An expression that does not cross, of each symbol by itself. */
static void own(const struct market *m, const char *text, double out[][TIMES])
{
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(text, &x, &errs);

	for (size_t s = 0; s < m->n; s++) {
		struct algo_eval *e = algo_eval_new(g);
		struct algo_block b = { .time = piece[s].time,
					.in = piece[s].in };
		const double *v = algo_eval_column(e, x.node);

		cut(m, g, s, 0, m->times);
		b.n = piece[s].n;
		algo_eval_block(e, &b);
		for (size_t t = 0; t < m->times; t++)
			out[s][t] = m->has[s][t] ? *v++ : NAN;
		algo_eval_free(e);
	}
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void of_symbol(const struct market *m, double in[][TIMES], size_t other,
		      double out[][TIMES])
{
	for (size_t s = 0; s < m->n; s++) {
		for (size_t t = 0; t < m->times; t++)
			out[s][t] = m->has[s][t] && m->has[other][t]
					    ? in[other][t]
					    : NAN;
	}
}

static double rank_of(const struct market *m, double in[][TIMES], size_t s,
		      size_t t)
{
	double below = 0, equal = 0, n = 0;

	for (size_t k = 0; k < m->n; k++) {
		n += !isnan(in[k][t]);
		below += in[k][t] < in[s][t];
		equal += in[k][t] == in[s][t];
	}
	return n > 1 ? (below + (equal - 1) / 2) / (n - 1) : 0.5;
}

static double is_top(const struct market *m, double in[][TIMES], size_t s,
		     size_t t, double count)
{
	double before = 0;

	for (size_t k = 0; k < m->n; k++)
		before +=
			in[k][t] > in[s][t] || (k < s && in[k][t] == in[s][t]);
	return before < count;
}

static double mean_of(const struct market *m, double in[][TIMES], size_t t)
{
	double sum = 0, n = 0;

	for (size_t k = 0; k < m->n; k++) {
		if (isnan(in[k][t]))
			continue;
		sum += in[k][t];
		n++;
	}
	return n > 0 ? sum / n : NAN;
}

static double score_of(const struct market *m, double in[][TIMES], size_t s,
		       size_t t)
{
	double mean = mean_of(m, in, t), sum = 0, n = 0;

	for (size_t k = 0; k < m->n; k++) {
		if (isnan(in[k][t]))
			continue;
		sum += (in[k][t] - mean) * (in[k][t] - mean);
		n++;
	}
	return sum > 0 ? (in[s][t] - mean) / sqrt(sum / n) : NAN;
}

/* how: r rank, m mean, z score, 1 to 9 top. */
static void across(const struct market *m, double in[][TIMES], char how,
		   double out[][TIMES])
{
	for (size_t s = 0; s < m->n; s++) {
		for (size_t t = 0; t < m->times; t++) {
			double v = NAN;

			if (!m->has[s][t])
				v = NAN;
			else if (how == 'm')
				v = mean_of(m, in, t);
			else if (isnan(in[s][t]))
				v = NAN;
			else if (how == 'r')
				v = rank_of(m, in, s, t);
			else if (how == 'z')
				v = score_of(m, in, s, t);
			else
				v = is_top(m, in, s, t, how - '0');
			out[s][t] = v;
		}
	}
}

static void minus(const struct market *m, double a[][TIMES], double b[][TIMES],
		  double out[][TIMES])
{
	for (size_t s = 0; s < m->n; s++) {
		for (size_t t = 0; t < m->times; t++)
			out[s][t] = a[s][t] - b[s][t];
	}
}

/* ---- cases */

static struct market market;

/* rel 0: the same bits as the reference; in any cut the same anyway. */
static void check(const char *text, double want[][TIMES], double rel)
{
	static double all[SYMBOLS][TIMES], some[SYMBOLS][TIMES],
		one[SYMBOLS][TIMES];
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(text, &x, &errs);
	size_t n = market.n;

	if (!ok(g != NULL, "%s", text)) {
		note("%s", errs.n ? errs.v[0].msg : "");
		return;
	}
	algo_panel_free(run(&market, g, x.node, ALGO_LANG_N, 0, all));
	algo_panel_free(run(&market, g, x.node, 0, 0, some));
	algo_panel_free(run(&market, g, x.node, 1, 0, one));
	ok(same(&market, all, want, rel), "%s: as the reference", text);
	ok(same(&market, some, all, 0) && same(&market, one, all, 0),
	   "%s: in blocks of any size", text);
	/* Symbol 0 sees the same when nobody asks for the others. */
	algo_panel_free(run(&market, g, x.node, 0, 1, some));
	market.n = 1;
	ok(same(&market, some, all, 0), "%s: the others are data", text);
	market.n = n;
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void test_values(size_t n, uint32_t gaps)
{
	static double a[SYMBOLS][TIMES], b[SYMBOLS][TIMES];
	static double c[SYMBOLS][TIMES], d[SYMBOLS][TIMES];

	make_market(&market, n, gaps);
	note("%zu symbols, one bar in %u missing", n, gaps);
	own(&market, "close", a);
	across(&market, a, 'm', b);
	check("xmean(close)", b, 0);
	minus(&market, a, b, c);
	across(&market, c, 'z', d);
	check("xzscore(above)", d, 1e-9);
	across(&market, c, 'r', d);
	check("xrank(above)", d, 0);
	own(&market, "x", a);
	across(&market, a, 'r', b);
	check("xrank(x)", b, 0);
	of_symbol(&market, b, 1, c);
	across(&market, c, 'm', d);
	check("xmean(sym(\"S1\", xrank(x)))", d, 0);
	across(&market, a, '3', b);
	check("xtop(x, 3)", b, 0);
	own(&market, "volume > 2 ? volume : na", a);
	across(&market, a, '1', b);
	check("xtop(volume > 2 ? volume : na, 1)", b, 0);
	own(&market, "sma(close, 5)", a);
	of_symbol(&market, a, 0, b);
	check("sym(\"S0\", sma(close, 5))", b, 0);
	minus(&market, a, b, c);
	across(&market, c, 'r', d);
	check("xrank(sma(close, 5) - sym(\"S0\", sma(close, 5)))", d, 0);
	own(&market, "tf(\"1w\", highest(x, 2))", a);
	of_symbol(&market, a, 1, b);
	check("sym(\"S1\", tf(\"1w\", highest(x, 2)))", b, 0);
	across(&market, a, 'z', b);
	check("xzscore(tf(\"1w\", highest(x, 2)))", b, 1e-9);
	own(&market, "close", a);
	of_symbol(&market, a, 1, b);
	of_symbol(&market, b, 0, c);
	check("sym(\"S0\", sym(\"S1\", close))", c, 0);
	own(&market, "0.1 + 0 * close", a);
	across(&market, a, 'z', b);
	for (size_t s = 0; s < n; s++) {
		for (size_t t = 0; t < TIMES; t++)
			b[s][t] = NAN;
	}
	check("xzscore(0.1 + 0 * close)", b, 0);
	check("sym(\"NONE\", close)", b, 0);
}

/* ---- no look-ahead */

static void test_prefix(void)
{
	static const char *const exprs[] = {
		"xrank(close - close[3]) - sym(\"S2\", tf(\"1d\", close))",
		"xtop(sma(above, 4), 2) and xzscore(x) > sym(\"S1\", above)",
		"cum(xmean(x)) / highest(xrank(volume), 6)",
	};
	static double all[SYMBOLS][TIMES], part[SYMBOLS][TIMES];

	make_market(&market, 9, 5);
	for (size_t i = 0; i < sizeof(exprs) / sizeof(*exprs); i++) {
		struct algo_errs errs = { .v = NULL };
		struct algo_expr x;
		struct algo_graph *g = compile(exprs[i], &x, &errs);
		int bad = 0;

		market.times = TIMES;
		algo_panel_free(run(&market, g, x.node, 100, 0, all));
		for (int k = 0; k < 20; k++) {
			market.times = 1 + next(TIMES - 1);
			algo_panel_free(run(&market, g, x.node, 0, 0, part));
			bad += !same(&market, part, all, 0);
		}
		ok(!bad, "%s never looks ahead", exprs[i]);
		algo_graph_free(g);
		algo_errs_release(&errs);
	}
}

/* ---- warm-up */

static void warm(const char *text, size_t s, int64_t want)
{
	static double all[SYMBOLS][TIMES];
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(text, &x, &errs);
	struct algo_panel *p = run(&market, g, x.node, 0, 0, all);
	int64_t w = -1;

	ok(algo_eval_warmup(algo_panel_eval(p, s), &w) == (want >= 0) &&
		   (want < 0 || w == want),
	   "%s of symbol %zu: %d", text, s, (int)w);
	algo_panel_free(p);
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void test_warm(void)
{
	make_market(&market, 3, 0);
	for (size_t t = 0; t < 40; t++)
		market.has[1][t] = 0; /* S1 begins late */
	warm("sma(close, 5)", 0, 4);
	warm("sma(close, 5)", 1, 4);
	warm("sym(\"S1\", sma(close, 5))", 0, 44);
	warm("sym(\"S1\", sma(close, 5))", 1, 4);
	warm("sym(\"S0\", sma(close, 5))", 1, 0);
	warm("nz(sym(\"S0\", nz(sma(close, 50))))", 1, 0);
	warm("xrank(sma(close, 5))", 0, 4);
	warm("xrank(close[30])", 0, 0);
	warm("sym(\"NONE\", close)", 0, -1);
}

/* ---- a symbol alone, and what the graph says */

static void alone(const char *text, const char *symbol, double want)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(text, &x, &errs);
	struct algo_eval *e = algo_eval_new(g);
	double close[] = { 7, 8, NAN };
	const double *in[] = { close };
	struct algo_block b = { 3, market.time, 0, in };
	const double *v;

	algo_eval_symbol(e, symbol);
	algo_eval_block(e, &b);
	v = algo_eval_column(e, x.node);
	ok(near(v[1], want, 0) && isnan(v[2]), "%s alone: %g", text, v[1]);
	algo_eval_free(e);
	algo_graph_free(g);
	algo_errs_release(&errs);
}

static void test_alone(void)
{
	alone("xrank(close)", "A", 0.5);
	alone("xmean(close)", "A", 8);
	alone("xzscore(close)", "A", NAN);
	alone("xtop(close, 1)", "A", 1);
	alone("sym(\"A\", close)", "A", 8);
	alone("sym(\"A\", close)", "B", NAN);
	alone("sym(\"A\", xmean(close) + 1) - sym(\"A\", close)", "A", 1);
}

static void test_symbols(void)
{
	static const char *const have[] = { "AAA", "BBB", "SPY" };
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x;
	struct algo_graph *g = compile(
		"sym(\"BBB\", close) > sym(\"SPX\", close) + sym(\"BBB\", x)",
		&x, &errs);

	ok(algo_graph_crosses(g) && x.crosses, "it crosses");
	ok(algo_graph_symbols(g) == 2 &&
		   !strcmp(algo_graph_symbol(g, 0), "BBB") &&
		   !strcmp(algo_graph_symbol(g, 1), "SPX"),
	   "two symbols are named");
	ok(algo_graph_check_symbols(g, have, 3, &errs) && errs.n == 1 &&
		   !strcmp(errs.v[0].code, "unknown_symbol") &&
		   errs.v[0].cls == ALGO_E_IMPORT && errs.v[0].at.col == 25 &&
		   errs.v[0].at.len == 5 &&
		   !strcmp(errs.v[0].at.pointer, "/rules/0/when") &&
		   strstr(errs.v[0].hint, "'SPY'"),
	   "an unknown one has its place: %s", errs.n ? errs.v[0].hint : "");
	algo_errs_release(&errs);
	ok(algo_graph_check_symbols(g, NULL, 0, &errs) && errs.n == 2,
	   "without symbols both are unknown");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

/* A let that would need all symbols bar by bar. */
static void test_tangled(void)
{
	static const char *const texts[][2] = {
		{ "sym(\"A\", a[1]) + 1", "close" },
		{ "xmean(b)", "nz(a[1]) + close" },
	};

	for (size_t i = 0; i < 2; i++) {
		struct algo_graph *g = algo_graph_new(NULL);
		struct algo_errs errs = { .v = NULL };
		struct algo_expr x;
		struct algo_source src = {
			.text = "a", .len = 1, .pointer = "", .price = -1
		};
		int bad = 0;

		for (size_t k = 0; k < 2; k++) {
			/* b before a, so that a may use it. */
			struct algo_source let = { .text = texts[i][1 - k],
						   .pointer = "/let" };

			let.len = strlen(let.text);
			algo_graph_let(g, k ? "a" : "b", &let, NULL);
		}
		bad |= algo_graph_lets_done(g, &errs);
		bad |= algo_graph_add(g, &src, &x, &errs);
		ok(!bad && algo_graph_done(g, &errs) &&
			   !strcmp(errs.v[0].code, "past_across_symbols"),
		   "%s: refused", texts[i][0]);
		algo_errs_release(&errs);
		algo_graph_free(g);
	}
}

int main(void)
{
	test_values(3, 0);
	test_values(SYMBOLS, 4);
	test_values(2, 3);
	test_prefix();
	test_warm();
	test_alone();
	test_symbols();
	test_tangled();
	return done();
}
