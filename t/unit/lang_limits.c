/* lang_limits.c - expressions: limits and hostile input */
#include "lang_graph.h"

static struct algo_errs refuse(const char *text, size_t len)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_graph *g = graph(NULL, &errs);
	struct algo_source src = { .text = text,
				   .len = len,
				   .pointer = "",
				   .scope = ALGO_SCOPE_STEP,
				   .price = -1 };
	struct algo_expr x;

	if (!algo_graph_add(g, &src, &x, &errs))
		algo_graph_done(g, &errs);
	algo_graph_free(g);
	return errs;
}

static void repeat(const char *what, const char *head, const char *part,
		   const char *tail, size_t times)
{
	struct algo_buf b = ALGO_BUF_INIT(4 << 20);
	struct algo_errs errs;

	algo_buf_adds(&b, head);
	for (size_t i = 0; i < times; i++)
		algo_buf_adds(&b, part);
	algo_buf_adds(&b, tail);
	errs = refuse(algo_buf_str(&b), b.len);
	if (!ok(errs.n == 1, "%s: one error", what))
		note("%zu, %s", errs.n, errs.n ? errs.v[0].msg : "");
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

static void fits(const char *what, const char *head, const char *part,
		 const char *tail, size_t times)
{
	struct algo_buf b = ALGO_BUF_INIT(4 << 20);
	struct algo_errs errs;

	algo_buf_adds(&b, head);
	for (size_t i = 0; i < times; i++)
		algo_buf_adds(&b, part);
	algo_buf_adds(&b, tail);
	errs = refuse(algo_buf_str(&b), b.len);
	if (!ok(errs.n == 0, "%s is good", what))
		note("%s", errs.v[0].msg);
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

static void test_limits(void)
{
	struct algo_errs errs;
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);

	repeat("a million brackets", "", "(", "", 1000000);
	repeat("20000 brackets", "", "(", "close", 20000);
	repeat("30000 not", "", "not ", "flat", 30000);
	repeat("a power tower", "close > 2", " ** 2", "", 3000);
	repeat("5000 choices", "", "close > 0 ? 1 : ", "2", 5000);
	repeat("2000 nested calls", "", "sma(", "close", 2000);
	repeat("100000 additions", "close", " + 1", "", 100000);
	repeat("many fields", "close", ".a", "", 100000);
	repeat("many indices", "close", "[1]", "", 100000);
	repeat("minus signs", "", "-", "1", 1000000);
	fits("a choice of 600", "", "close > 0 ? 1 : ", "2", 600);
	fits("a sum of 2000", "close", " + 1", "", 2000);
	fits("60 brackets",
	     "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((", "",
	     "close)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"
	     ")",
	     0);
	errs = refuse("close\0 > 1", 10);
	ok(errs.n == 1 && errs.v[0].cls == ALGO_E_SYNTAX, "a NUL byte");
	algo_errs_release(&errs);
	errs = refuse("close > \xff\xfe", 10);
	ok(errs.n == 1 && errs.v[0].cls == ALGO_E_SYNTAX,
	   "bytes that are no text");
	algo_errs_release(&errs);
	errs = refuse("sma(sma(close, 900000), 900000)", 31);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "lookback_too_long"),
	   "look-back");
	algo_errs_release(&errs);
	algo_buf_adds(&b, "close");
	for (int i = 0; i < 1000; i++)
		algo_buf_addf(&b, " + median(close, %d)", 5000 + i);
	errs = refuse(algo_buf_str(&b), b.len);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "too_much_work") &&
		   errs.v[0].cls == ALGO_E_TIMEOUT,
	   "work");
	algo_errs_release(&errs);
	algo_buf_clear(&b);
	algo_buf_adds(&b, "close");
	for (int i = 0; i < 200; i++)
		algo_buf_addf(&b, " + sma(close, %d)", 900000 + i);
	errs = refuse(algo_buf_str(&b), b.len);
	ok(errs.n == 1 && !strcmp(errs.v[0].code, "too_much_memory"), "memory");
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

/* Lets that double, that chain backwards, and too many parts in all. */
static void test_many_lets(void)
{
	struct algo_graph *g = algo_graph_new(NULL);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { .v = NULL };
	char name[16], text[64];
	struct algo_source src = { .text = text, .pointer = "" };

	for (int i = 0; i < 60; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		snprintf(text, sizeof(text), i ? "x%d + x%d" : "close", i - 1,
			 i - 1);
		src.len = strlen(text);
		algo_graph_let(g, name, &src, &err);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof(name), "y%d", i);
		snprintf(text, sizeof(text), i < 1999 ? "y%d[1]" : "close > 1",
			 i + 1);
		src.len = strlen(text);
		algo_graph_let(g, name, &src, &err);
	}
	ok(!algo_graph_lets_done(g, &errs), "doubling and backwards chains");
	ok(add(g, "y0 and x59 > 0", ALGO_SCOPE_BARS).type == ALGO_T_BOOL,
	   "types go through the whole chain");
	finish(g);
	algo_graph_free(g);

	g = algo_graph_new(NULL);
	snprintf(text, sizeof(text), "1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1");
	src.len = strlen(text);
	for (int i = 0; i < 2200; i++) {
		snprintf(name, sizeof(name), "x%d", i);
		algo_graph_let(g, name, &src, &err);
	}
	algo_graph_lets_done(g, &errs);
	ok(errs.n && !strcmp(errs.v[0].code, "too_many_nodes"),
	   "too many parts in all");
	algo_errs_release(&errs);
	algo_graph_free(g);
}

int main(void)
{
	test_limits();
	test_many_lets();
	return done();
}
