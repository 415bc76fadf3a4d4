/* algo-stat.c - metrics of an equity curve and trades of any origin */
#include "tool.h"

#include <algo/stat.h>
#include <string.h>
#include <unistd.h>

struct options {
	const char *trades;
	int format, pretty;
	struct algo_stat_ask stat;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Input", NULL },
	{ 0, "trades", ALGO_OPT_STR, AT(trades), "FILE",
	  "Read closed and open trades from FILE", NULL },
	ALGO_OPT_STAT(struct options, stat),
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Output", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, AT(format), "FORM",
	  "Print JSON (default) or a table for people", "json|table" },
	{ 0, "pretty", ALGO_OPT_FLAG, AT(pretty), NULL,
	  "Indent the JSON", NULL },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-stat", "[options] [EQUITY.csv] [< equity.csv]",
	"Prints the metrics of an equity curve, its trades and a benchmark.",
	opts,
	"Examples:\n"
	"  algo-stat equity.csv --trades trades.csv --format=table\n"
	"  algo-stat equity.csv --benchmark spy.csv | jq .metrics.alpha_pct\n"
	"  algo-run rsi.json -d goog.csv --equity - | algo-stat --rf 2% "
	"--require 'sharpe > 1'\n"
};

/* --- Usage ------------------------------------------------------------------
 */

static int is_stdin(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

/* Nothing is accepted and ignored. */
static int check_usage(const struct options *o, struct algo_tool *t)
{
	const char *equity = t->args.n ? t->args.v[0] : "-";
	const char *why = NULL;

	if (t->args.n > 1)
		why = "more than one equity curve";
	else if (o->format == 1 && o->pretty)
		why = "'--format=table' has no use for '--pretty'";
	else if (o->format == 1 && o->stat.with_daily)
		why = "'--format=table' has no use for '--with-daily'";
	else if (is_stdin(equity) + is_stdin(o->trades) +
			 is_stdin(o->stat.benchmark) >
		 1)
		why = "standard input is read twice";
	if (why)
		return algo_tool_usage(t, why, NULL);
	return t->args.n ? 0 : algo_tool_no_terminal(t, "equity rows");
}

static void list_metrics(const struct options *o, struct algo_tool *t)
{
	struct algo_buf list = ALGO_BUF_INIT(1 << 20);

	if (t->args.n || o->trades || o->format >= 0 || o->pretty ||
	    algo_stat_ask_given(&o->stat)) {
		algo_tool_usage(t, "--list-metrics takes nothing else", NULL);
		return;
	}
	algo_metric_list(&list, o->stat.list == 2);
	algo_tool_print(t, &list);
	algo_buf_release(&list);
}

/* --- Reading ------------------------------------------------------------- */

static struct algo_stat *read_equity(const char *path, struct algo_tool *t,
				     const struct algo_stat_opt *opt)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat *s = NULL;
	struct algo_in in;

	if (algo_in_open(&in, path, &err) == 0) {
		in.watch = &t->progress.watch;
		s = algo_stat_read(&in, opt, &err);
		algo_in_close(&in);
	}
	if (!s)
		algo_tool_fail(t, &err);
	return s;
}

/* Trades or a benchmark; path NULL: there are none. */
static int read_more(struct algo_stat *s, const char *path, struct algo_tool *t,
		     int (*read)(struct algo_stat *s, struct algo_in *in,
				 struct algo_err *err))
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	if (!path)
		return 0;
	rc = algo_in_open(&in, path, &err);
	if (rc == 0) {
		rc = read(s, &in, &err);
		algo_in_close(&in);
	}
	return rc ? algo_tool_fail(t, &err) : 0;
}

/* --- Printing ------------------------------------------------------------ */

static void result(const struct options *o, const struct algo_stat_setup *u,
		   const struct algo_stat *s, struct algo_buf *b)
{
	struct algo_look look;
	struct algo_jw w;

	if (o->format == 1) {
		algo_look_init(&look, (!o->common.output ||
				       is_stdin(o->common.output)) &&
					      isatty(STDOUT_FILENO));
		algo_stat_table(s, &u->set, &look, b);
		return;
	}
	algo_jw_init(&w, b, o->pretty ? 2 : 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "metrics");
	algo_stat_json_set(s, &u->set, &w);
	if (u->with_daily)
		algo_stat_daily(s, &w);
	algo_jw_obj_end(&w);
	algo_buf_addc(b, '\n');
}

static void answer(const struct options *o, const struct algo_stat_setup *u,
		   struct algo_tool *t, const struct algo_stat *s)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 32);
	struct algo_errs errs = { 0 };

	result(o, u, s, &b);
	if (algo_tool_print(t, &b) == 0)
		algo_stat_require_all(s, u->require, &errs);
	algo_stat_note(s, &errs);
	algo_tool_fail_all(t, &errs);
	algo_errs_release(&errs);
	algo_buf_release(&b);
}

static void measure(const struct options *o, struct algo_tool *t,
		    const struct algo_stat_setup *u)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat *s =
		read_equity(t->args.n ? t->args.v[0] : "-", t, &u->opt);

	if (!s)
		return;
	if (read_more(s, o->trades, t, algo_stat_read_trades) ||
	    read_more(s, o->stat.benchmark, t, algo_stat_read_benchmark))
		;
	else if (algo_stat_done(s, &err))
		algo_tool_fail(t, &err);
	else
		answer(o, u, t, s);
	algo_stat_free(s);
}

static void run(const struct options *o, struct algo_tool *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat_setup u;

	if (o->stat.list) {
		list_metrics(o, t);
		return;
	}
	if (algo_stat_setup(&u, &o->stat, ALGO_WHICH_ALL, &err))
		algo_tool_fail(t, &err);
	else if (check_usage(o, t) == 0)
		measure(o, t, &u);
	algo_stat_setup_release(&u);
}

int main(int argc, char **argv)
{
	struct options o = { .format = -1, .stat = ALGO_STAT_ASK_INIT };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&o, &tool);
	algo_strs_release(&o.stat.require);
	return algo_tool_end(&tool);
}
