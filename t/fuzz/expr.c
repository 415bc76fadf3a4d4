/* expr.c - fuzz target: bytes as lets and an expression (parted by 0x01), each
 * refused with a record or worked out with the same bits for every cut */
#include <algo/base.h>
#include <algo/lang.h>
#include <assert.h>
#include <math.h>
#include <string.h>

#define BARS 48

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static double bars[6][BARS];
static int64_t stamps[BARS];

static void make_bars(void)
{
	for (size_t i = 0; i < BARS; i++) {
		double p = 100 + (double)(i * i % 37) / 4;

		bars[0][i] = p;
		bars[1][i] = p + 2;
		bars[2][i] = p - 1;
		bars[3][i] = p + (double)(i % 3) / 2;
		bars[4][i] = 100 + (double)(i % 9);
		bars[5][i] = i % 11 ? (double)(i % 5) - 2 : NAN;
		stamps[i] = (int64_t)i * 1800 * ALGO_US;
	}
}

static const double *input(const char *name)
{
	static const char *const names[] = { "open",  "high",	"low",
					     "close", "volume", "x" };

	for (size_t i = 0; i < 6; i++) {
		if (!strcmp(names[i], name))
			return bars[i];
	}
	assert(0);
	return NULL;
}

static double value_at(struct algo_eval *e, const struct algo_expr *x, size_t i)
{
	static const double trade[ALGO_TR_COUNT] = { 3, 101, 5, -2, 0.5 };

	if (x->kind == ALGO_K_TRADE)
		return algo_eval_trade(e, x->node, i, trade, "t");
	return algo_eval_value(e, x->node, i);
}

static void run(const struct algo_graph *g, const struct algo_expr *x,
		size_t block, double *out)
{
	struct algo_eval *e = algo_eval_new(g);
	struct algo_buf cold = ALGO_BUF_INIT(4096);
	const double *in[8];
	int64_t w;

	for (size_t i = 0; i < ALGO_A_COUNT; i++)
		algo_eval_account(e)[i] = (double)i;
	for (size_t from = 0; from < BARS; from += block) {
		struct algo_block b = { .time = stamps + from, .in = in };

		b.n = BARS - from < block ? BARS - from : block;
		for (size_t i = 0; i < algo_graph_inputs(g); i++)
			in[i] = input(algo_graph_input(g, i)) + from;
		algo_eval_block(e, &b);
		for (size_t i = 0; i < b.n; i++) {
			algo_eval_step(e, i);
			out[from + i] = value_at(e, x, i);
		}
		algo_eval_warmup(e, &w);
	}
	algo_eval_cold(e, &cold);
	algo_buf_release(&cold);
	algo_eval_free(e);
}

static void check_records(struct algo_errs *errs)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 16);

	for (size_t i = 0; i < errs->n; i++) {
		assert(errs->v[i].set && errs->v[i].msg[0]);
		assert(errs->v[i].cls != ALGO_E_INTERNAL);
		algo_err_text(&errs->v[i], "fuzz", 1, &out);
		algo_buf_clear(&out);
		algo_err_json(&errs->v[i], "fuzz", &out);
		algo_buf_clear(&out);
	}
	algo_buf_release(&out);
}

static size_t add_lets(struct algo_graph *g, const char *s, size_t size,
		       enum algo_scope scope, struct algo_errs *errs)
{
	static const char *const names[] = { "a", "b", "c", "d" };
	struct algo_err err = ALGO_ERR_INIT;
	size_t at = 0;

	for (size_t i = 0; i < 4; i++) {
		const char *end = memchr(s + at, 1, size - at);
		struct algo_source src = { .text = s + at,
					   .pointer = "/let",
					   .scope = scope,
					   .price = -1 };

		if (!end)
			break;
		src.len = (size_t)(end - s) - at;
		algo_graph_let(g, names[i], &src, &err);
		at += src.len + 1;
	}
	algo_graph_lets_done(g, errs);
	return at;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	enum algo_scope scope = size ? data[0] % 3 : 0;
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_errs errs = { .v = NULL };
	struct algo_source src = { .pointer = "/x",
				   .scope = scope,
				   .price = -1 };
	const char *text = (const char *)data + (size > 0);
	double all[BARS], part[BARS];
	struct algo_expr x;
	size_t at;

	make_bars();
	size -= size > 0;
	algo_graph_column(g, "x");
	algo_graph_param(g, "n", 5, NULL);
	at = add_lets(g, text, size,
		      scope == ALGO_SCOPE_TRADE ? ALGO_SCOPE_STEP : scope,
		      &errs);
	src.text = text + at;
	src.len = size - at;
	if (algo_graph_add(g, &src, &x, &errs)) {
		assert(errs.n && x.node < 0);
	} else if (!errs.n && !algo_graph_done(g, &errs)) {
		run(g, &x, BARS, all);
		run(g, &x, 5, part);
		for (size_t i = 0; i < BARS; i++)
			assert(isnan(all[i]) ? isnan(part[i])
					     : all[i] == part[i]);
	}
	check_records(&errs);
	algo_errs_release(&errs);
	algo_graph_free(g);
	return 0;
}
