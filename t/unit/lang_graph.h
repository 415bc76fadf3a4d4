/* lang_graph.h - bars and graphs for the tests of expressions */
#ifndef T_LANG_GRAPH_H
#define T_LANG_GRAPH_H

#include <algo/base.h>
#include <algo/lang.h>

#include "tap.h"

#define BARS 200
#define HELPER __attribute__((unused)) static

static double data[6][BARS];
static int64_t stamps[BARS];
static const char *const names[] = { "open",  "high",	"low",
				     "close", "volume", "x" };

HELPER void make_bars(void)
{
	uint32_t s = 7;
	double p = 100;

	for (size_t i = 0; i < BARS; i++) {
		s = s * 1664525u + 1013904223u;
		data[0][i] = p;
		p += (double)(s >> 28) / 4 - 1.9;
		data[3][i] = p;
		data[1][i] = fmax(data[0][i], p) + 0.5;
		data[2][i] = fmin(data[0][i], p) - 0.5;
		data[4][i] = 100 + (double)(s >> 26);
		data[5][i] = i < 12 || i == 40 ? NAN : (double)(i % 7) - 3;
		stamps[i] = (int64_t)i * 3600 * ALGO_US;
	}
}

/* ---- compiling */

struct lets {
	const char *name, *text;
};

HELPER struct algo_graph *graph(const struct lets *lets, struct algo_errs *errs)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_err err = ALGO_ERR_INIT;

	algo_graph_column(g, "x");
	algo_graph_column(g, "SMA_20@VOLUME");
	algo_graph_param(g, "n", 4, &err);
	algo_graph_param(g, "half", 2.5, &err);
	for (; lets && lets->name; lets++) {
		struct algo_source src = { .text = lets->text,
					   .pointer = "/let",
					   .scope = ALGO_SCOPE_STEP };

		src.len = strlen(lets->text);
		if (algo_graph_let(g, lets->name, &src, &err))
			algo_errs_take(errs, &err);
	}
	algo_graph_lets_done(g, errs);
	return g;
}

HELPER struct algo_expr add_as(struct algo_graph *g, const char *text,
			       enum algo_scope scope, enum algo_type want,
			       struct algo_errs *errs)
{
	struct algo_source src = { .text = text,
				   .len = strlen(text),
				   .pointer = "/entry/long",
				   .scope = scope,
				   .want = want,
				   .price = -1 };
	struct algo_expr x;

	algo_graph_add(g, &src, &x, errs);
	return x;
}

HELPER struct algo_expr add(struct algo_graph *g, const char *text,
			    enum algo_scope scope)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_expr x = add_as(g, text, scope, ALGO_T_ANY, &errs);

	if (x.node < 0) {
		ok(0, "%s", text);
		note("%s", errs.n ? errs.v[0].msg : "no record");
	}
	algo_errs_release(&errs);
	return x;
}

HELPER void finish(struct algo_graph *g)
{
	struct algo_errs errs = { .v = NULL };

	if (algo_graph_done(g, &errs))
		ok(0, "done: %s", errs.v[0].msg);
	algo_errs_release(&errs);
}

HELPER void feed(struct algo_eval *e, const struct algo_graph *g, size_t from,
		 size_t n)
{
	const double *in[8];
	struct algo_block b = { .n = n, .time = stamps + from, .in = in };

	for (size_t i = 0; i < algo_graph_inputs(g); i++) {
		in[i] = NULL;
		for (size_t k = 0; k < 6; k++) {
			if (!strcmp(algo_graph_input(g, i), names[k]))
				in[i] = data[k] + from;
		}
	}
	algo_eval_block(e, &b);
}

#endif
