/* algo-run.c - replay a strategy over bars and print the result */
#include "tool.h"

#include <algo/run.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

struct options {
	struct algo_strs datas;
	struct algo_run_source *sources; /* the same, taken apart */
	size_t nsources;
	const char *data, *from, *to, *symbol;
	const char *entry, *exit, *short_entry, *short_exit;
	struct algo_strs params;
	const char *actions, *signals;
	long long warmup; /* -1: not given */
	const char *cash, *commission, *spread, *margin;
	int trade_on_close, exclusive, hedging;
	const char *fractional, *finalize, *mark_at, *same_bar;
	const char *slippage, *tick, *max_volume_share, *borrow, *funding;
	const char *maintenance;
	int compat;
	const char *trades, *equity, *orders, *events;
	int with_trades, format, pretty, reproducible;
	int follow;
	const char *state;
	int check, canonical, explain, schema;
	struct algo_stat_ask stat;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Bars", NULL },
	{ 'd', "data", ALGO_OPT_LIST, AT(datas), "FILE",
	  "Read bars from FILE instead of standard input; SYMBOL=FILE, repeated, for several symbols", NULL },
	{ 0, "from", ALGO_OPT_STR, AT(from), "DATE",
	  "Leave out bars before DATE", NULL },
	{ 0, "to", ALGO_OPT_STR, AT(to), "DATE",
	  "Leave out bars after DATE (a date includes that day)", NULL },
	{ 0, "symbol", ALGO_OPT_STR, AT(symbol), "NAME",
	  "Trade one symbol; the others are there for sym() and the ranks", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Strategy", NULL },
	{ 'e', "entry", ALGO_OPT_STR, AT(entry), "EXPR",
	  "Buy when EXPR is true and no long is open", NULL },
	{ 'x', "exit", ALGO_OPT_STR, AT(exit), "EXPR",
	  "Close longs when EXPR is true", NULL },
	{ 0, "short-entry", ALGO_OPT_STR, AT(short_entry), "EXPR",
	  "Sell short when EXPR is true and no short is open", NULL },
	{ 0, "short-exit", ALGO_OPT_STR, AT(short_exit), "EXPR",
	  "Close shorts when EXPR is true", NULL },
	{ 'p', "param", ALGO_OPT_LIST, AT(params), "NAME=VALUE",
	  "Set a parameter of the strategy; may be repeated", NULL },
	{ 0, "actions", ALGO_OPT_STR, AT(actions), "FILE",
	  "Replay a log of orders instead of a strategy", NULL },
	{ 0, "signals", ALGO_OPT_MAYBE, AT(signals), "COLUMN",
	  "Take target positions (-1 to 1) from COLUMN (signal)", NULL },
	{ 0, "warmup", ALGO_OPT_INT, AT(warmup), "N",
	  "Make the first strategy step at bar N + 1", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Account", NULL },
	{ 0, "cash", ALGO_OPT_STR, AT(cash), "N",
	  "Begin with N (10000)", NULL },
	{ 0, "commission", ALGO_OPT_STR, AT(commission), "FEE",
	  "Pay a rate R, a fixed fee and a rate F,R, or an expression over size and price", NULL },
	{ 0, "spread", ALGO_OPT_STR, AT(spread), "R",
	  "Enter worse than the price by the rate R", NULL },
	{ 0, "slippage", ALGO_OPT_STR, AT(slippage), "SLIP",
	  "Fill market and stop orders worse by a rate R, or by so many ticks (2ticks)", NULL },
	{ 0, "tick", ALGO_OPT_STR, AT(tick), "N",
	  "Take N as the smallest step of a price", NULL },
	{ 0, "max-volume-share", ALGO_OPT_STR, AT(max_volume_share), "R",
	  "Let an order fill at most R of a bar's volume; the rest waits", NULL },
	{ 0, "borrow", ALGO_OPT_STR, AT(borrow), "R",
	  "Pay R of the value of shorts a year", NULL },
	{ 0, "funding", ALGO_OPT_STR, AT(funding), "R",
	  "Pay R of the value of all positions a year", NULL },
	{ 0, "maintenance", ALGO_OPT_STR, AT(maintenance), "R",
	  "Close everything when equity at the bar's worst prices is below R of the positions' value", NULL },
	{ 0, "margin", ALGO_OPT_STR, AT(margin), "R",
	  "Ask for R of a position's value (0.1 is leverage 10)", NULL },
	{ 0, "trade-on-close", ALGO_OPT_FLAG, AT(trade_on_close), NULL,
	  "Fill market orders at the close of the signal's bar", NULL },
	{ 0, "exclusive", ALGO_OPT_FLAG, AT(exclusive), NULL,
	  "Let each entry order cancel and close what was before", NULL },
	{ 0, "hedging", ALGO_OPT_FLAG, AT(hedging), NULL,
	  "Keep long and short trades open side by side", NULL },
	{ 0, "fractional", ALGO_OPT_MAYBE, AT(fractional), "UNIT",
	  "Trade parts of a unit, multiples of UNIT (1e-8)", NULL },
	{ 0, "finalize", ALGO_OPT_STR, AT(finalize), "HOW",
	  "Close what is open at the end at the last close (default) or open, or leave it: close, open, none", NULL },
	{ 0, "mark-at", ALGO_OPT_STR, AT(mark_at), "PRICE",
	  "Mark open trades at the bar's open (default) or close when sizing orders", NULL },
	{ 0, "same-bar", ALGO_OPT_STR, AT(same_bar), "HOW",
	  "Decide between stop and target on one bar: pessimistic (default), optimistic, path", NULL },
	{ 0, "compat", ALGO_OPT_CHOICE, AT(compat), "MODEL",
	  "Fill as another library does, quirks included, and add its statistics", "none|backtesting.py" },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Output", NULL },
	{ 0, "trades", ALGO_OPT_STR, AT(trades), "FILE",
	  "Write closed trades as CSV; - takes standard output's place", NULL },
	{ 0, "equity", ALGO_OPT_STR, AT(equity), "FILE",
	  "Write the equity curve as CSV", NULL },
	{ 0, "orders", ALGO_OPT_STR, AT(orders), "FILE",
	  "Write every order with its fate and reason as CSV", NULL },
	{ 0, "events", ALGO_OPT_STR, AT(events), "FILE",
	  "Write what happens as it happens as NDJSON: bars, signals, orders, fills", NULL },
	{ 0, "with-trades", ALGO_OPT_FLAG, AT(with_trades), NULL,
	  "Put the trades into the result", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, AT(format), "FORM",
	  "Print JSON (default) or a table for people", "json|table" },
	{ 0, "pretty", ALGO_OPT_FLAG, AT(pretty), NULL,
	  "Indent the JSON", NULL },
	{ 0, "reproducible", ALGO_OPT_FLAG, AT(reproducible), NULL,
	  "Leave out what varies by run: id, clock, duration", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Live", NULL },
	{ 0, "follow", ALGO_OPT_FLAG, AT(follow), NULL,
	  "Answer each bar before waiting for the next: events on standard output", NULL },
	{ 0, "state", ALGO_OPT_STR, AT(state), "FILE",
	  "Keep the bars in FILE and go on from those of earlier runs", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Questions", NULL },
	{ 0, "check", ALGO_OPT_FLAG, AT(check), NULL,
	  "Check the strategy only, print every error found", NULL },
	{ 0, "canonical", ALGO_OPT_FLAG, AT(canonical), NULL,
	  "Print the strategy in canonical form", NULL },
	{ 0, "explain-warmup", ALGO_OPT_FLAG, AT(explain), NULL,
	  "Say what decides the first step of the strategy, as a table or JSON", NULL },
	{ 0, "schema", ALGO_OPT_CHOICE, AT(schema), "KIND",
	  "Print the JSON Schema of a strategy or of a result", "strategy|result" },
	ALGO_OPT_STAT(struct options, stat),
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-run", "[options] [STRATEGY.json] [< bars.csv]",
	"Replays a strategy over OHLCV bars and prints the result as JSON.",
	opts,
	"Examples:\n"
	"  algo-run rsi.json < goog.csv | jq .metrics.sharpe_ratio\n"
	"  algo-run -e 'rsi(14) < 30' -x 'rsi(14) > 70' -d goog.csv "
	"--format=table\n"
	"  algo-run rsi.json -d goog.csv --require 'sharpe_ratio > 1'\n"
};

/* --- What drives the run ------------------------------------------------- */

static int has_oneliner(const struct options *o)
{
	return o->entry || o->exit || o->short_entry || o->short_exit;
}

/* What --check, --canonical and --explain-warmup have no use for. */
static const char *idle_option(const struct options *o)
{
	const struct {
		int given;
		const char *name;
	} rows[] = {
		{ o->actions != NULL, "--actions" },
		{ o->signals != NULL, "--signals" },
		{ o->trades != NULL, "--trades" },
		{ o->equity != NULL, "--equity" },
		{ o->orders != NULL, "--orders" },
		{ o->events != NULL, "--events" },
		{ o->follow, "--follow" },
		{ o->state != NULL, "--state" },
		{ o->with_trades, "--with-trades" },
		{ o->format >= 0 && !o->explain, "--format" },
		{ o->pretty, "--pretty" },
		{ o->reproducible, "--reproducible" },
		{ o->from && !o->explain, "--from" },
		{ o->to && !o->explain, "--to" },
		{ o->symbol && !o->explain, "--symbol" },
		{ o->canonical && o->data, "--data" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].given)
			return rows[i].name;
	return algo_stat_ask_given(&o->stat);
}

/* Nothing is accepted and ignored. */
static int check_idle(const struct options *o, struct algo_tool *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	const char *asks = NULL, *idle = NULL;

	if (o->check || o->canonical || o->explain) {
		asks = o->canonical ? "--canonical"
		       : o->check   ? "--check"
				    : "--explain-warmup";
		idle = idle_option(o);
	} else if (o->follow && o->compat > 0) {
		asks = "--follow";
		idle = "--compat";
	} else if (o->format == 1) {
		asks = "--format=table";
		idle = o->pretty	    ? "--pretty"
		       : o->with_trades	    ? "--with-trades"
		       : o->stat.with_daily ? "--with-daily"
					    : NULL;
	} else if (o->params.n && (o->actions || o->signals)) {
		asks = o->actions ? "--actions" : "--signals";
		idle = "--param";
	}
	if (!idle)
		return 0;
	algo_err_set(&err, ALGO_E_USAGE, "conflict", "'%s' has no use for '%s'",
		     asks, idle);
	return algo_tool_fail(t, &err);
}

/* How many of strategy, actions, benchmark and bars come from standard
 * input. */
static int reads_stdin(const struct options *o, const struct algo_tool *t)
{
	int bars = o->nsources == 0 && !o->check && !o->canonical;
	size_t i;

	for (i = 0; i < o->nsources; i++)
		bars += strcmp(o->sources[i].path, "-") == 0;
	return bars + (t->args.n && strcmp(t->args.v[0], "-") == 0) +
	       (o->actions && strcmp(o->actions, "-") == 0) +
	       (o->stat.benchmark && strcmp(o->stat.benchmark, "-") == 0);
}

static int check_usage(const struct options *o, struct algo_tool *t)
{
	int drives = (t->args.n > 0) + has_oneliner(o) + (o->actions != NULL) +
		     (o->signals != NULL);

	if (t->args.n > 1)
		return algo_tool_usage(t, "more than one strategy", NULL);
	if (drives == 0)
		return algo_tool_usage(
			t, "no strategy",
			"name a file, or use --entry and --exit");
	if (drives > 1)
		return algo_tool_usage(
			t,
			"more than one of STRATEGY, --entry, --actions "
			"and --signals",
			NULL);
	if (o->state && (!*o->state || strcmp(o->state, "-") == 0))
		return algo_tool_usage(t, "--state takes a FILE", NULL);
	if (reads_stdin(o, t) > 1)
		return algo_tool_usage(t, "standard input is read twice",
				       "give the bars by --data");
	return check_idle(o, t);
}

/* The document's text and the name it has in errors. */
static int read_text(const struct options *o, struct algo_tool *t,
		     struct algo_buf *text, const char **file)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	*file = "<command line>";
	if (has_oneliner(o)) {
		algo_oneliner(o->entry, o->exit, o->short_entry, o->short_exit,
			      text);
		return 0;
	}
	if (t->args.n == 0)
		return 0;
	if (algo_in_open(&in, t->args.v[0], &err))
		return algo_tool_fail(t, &err);
	*file = strcmp(t->args.v[0], "-") == 0 ? "<stdin>" : t->args.v[0];
	rc = algo_in_all(&in, ALGO_DOC_MAX, text, &err);
	algo_in_close(&in);
	if (rc == 0)
		return 0;
	if (strcmp(err.code, "too_large") == 0)
		algo_err_origin(&err, ALGO_O_DOCUMENT);
	return algo_tool_fail(t, &err);
}

static int date(struct algo_tool *t, const char *text, int end, int64_t *us)
{
	enum algo_stamp kind;

	*us = ALGO_WHEN_NONE;
	if (!text)
		return 0;
	if (algo_when_option(text, algo_when_now(), us, &kind))
		return algo_tool_usage(
			t, end ? "--to is no date" : "--from is no date",
			"2024-01-31, 2024-01-31T09:30, 30d");
	if (end && kind == ALGO_STAMP_DATE)
		*us += ALGO_DAY_US - 1;
	return 0;
}

/* --- Account ------------------------------------------------------------- */

static void choose(struct algo_choice *c, size_t *n, const char *key,
		   const char *text)
{
	if (text)
		c[(*n)++] = (struct algo_choice){ key, text };
}

#define CHOICES 18

static size_t account(const struct options *o, struct algo_choice c[CHOICES])
{
	size_t n = 0;

	choose(c, &n, "cash", o->cash);
	choose(c, &n, "commission", o->commission);
	choose(c, &n, "spread", o->spread);
	choose(c, &n, "margin", o->margin);
	choose(c, &n, "trade-on-close", o->trade_on_close ? "" : NULL);
	choose(c, &n, "exclusive", o->exclusive ? "" : NULL);
	choose(c, &n, "hedging", o->hedging ? "" : NULL);
	choose(c, &n, "fractional", o->fractional);
	choose(c, &n, "finalize",
	       o->finalize || !o->follow ? o->finalize : "none");
	choose(c, &n, "mark-at", o->mark_at);
	choose(c, &n, "same-bar", o->same_bar);
	choose(c, &n, "slippage", o->slippage);
	choose(c, &n, "tick", o->tick);
	choose(c, &n, "max-volume-share", o->max_volume_share);
	choose(c, &n, "borrow", o->borrow);
	choose(c, &n, "funding", o->funding);
	choose(c, &n, "maintenance", o->maintenance);
	return n;
}

/* NaN: found in the data. */
static double warmup(const struct options *o)
{
	return o->warmup < 0 ? NAN : (double)o->warmup;
}

/* --- Outputs ------------------------------------------------------------- */

struct outputs {
	struct algo_out *orders, *trades, *equity, *events, *result;
};

static int open_one(struct algo_tool *t, const char *path,
		    struct algo_out **out)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!path)
		return 0;
	*out = algo_out_open(path, &err);
	return *out ? 0 : algo_tool_fail(t, &err);
}

static int is_stdout(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

/* One file for two outputs would keep the last of them only. */
static int same_file(const struct options *o)
{
	const char *const v[] = { o->common.output, o->orders, o->trades,
				  o->equity,	    o->events, o->state };
	size_t i, k;

	for (i = 0; i < sizeof(v) / sizeof(*v); i++)
		for (k = 0; k < i && v[i] && !is_stdout(v[i]); k++)
			if (v[k] && strcmp(v[i], v[k]) == 0 &&
			    strncmp(v[i], "/dev/", 5) != 0)
				return 1;
	return 0;
}

/* Who follows bars and says nothing else sees what happens. */
static const char *events_path(const struct options *o)
{
	int chosen = o->events || o->orders || o->trades || o->equity ||
		     is_stdout(o->common.output);

	return o->follow && !chosen ? "-" : o->events;
}

/* When a CSV takes standard output, the result goes only where -o says. */
static int open_outputs(const struct options *o, struct algo_tool *t,
			struct outputs *out)
{
	const char *events = events_path(o);
	int taken = is_stdout(o->orders) + is_stdout(o->trades) +
		    is_stdout(o->equity) + is_stdout(events);
	const char *result = o->common.output;

	if (taken > 1)
		return algo_tool_usage(t, "standard output is taken twice",
				       NULL);
	if (same_file(o))
		return algo_tool_usage(t, "two outputs have the same FILE",
				       NULL);
	if (!result && !taken)
		result = "-";
	if (is_stdout(result) && taken)
		return algo_tool_usage(t, "standard output is taken twice",
				       NULL);
	return open_one(t, o->orders, &out->orders) ||
			       open_one(t, o->trades, &out->trades) ||
			       open_one(t, o->equity, &out->equity) ||
			       open_one(t, events, &out->events) ||
			       open_one(t, result, &out->result)
		       ? -1
		       : 0;
}

static void close_one(struct algo_tool *t, struct algo_out **out, int keep)
{
	if (*out)
		algo_tool_close(t, *out, !keep);
	*out = NULL;
}

static void close_outputs(struct algo_tool *t, struct outputs *out, int keep)
{
	close_one(t, &out->orders, keep);
	close_one(t, &out->trades, keep);
	close_one(t, &out->equity, keep);
	close_one(t, &out->events, keep);
	close_one(t, &out->result, keep);
}

/* Whether all of them are where they belong, whatever went wrong before. */
static int close_well(struct algo_tool *t, struct outputs *out)
{
	int before = t->status, well;

	t->status = 0;
	close_outputs(t, out, 1);
	well = t->status == 0;
	if (before)
		t->status = before;
	return well;
}

/* --- Running ------------------------------------------------------------- */

static void print_result(const struct options *o, struct algo_run *r,
			 struct algo_out *out)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 32);
	struct algo_look look;

	if (!out)
		return;
	algo_look_init(&look, algo_out_is_stdout(out) && isatty(STDOUT_FILENO));
	if (o->format == 1)
		algo_run_table(r, &look, &b);
	else
		algo_run_json(r, o->pretty ? 2 : 0, &b);
	algo_out_add(out, b.data, b.len);
	algo_buf_release(&b);
}

/* A run that was no success has its result printed all the same. */
static int run_it(const struct options *o, struct algo_tool *t,
		  const struct algo_run_opt *ro, struct outputs *out)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { 0 };
	struct algo_run *r = algo_run_open(ro, &errs);
	int done = r && algo_run_play(r, &errs) == 0;

	if (done)
		print_result(o, r, out->result);
	algo_tool_fail_all(t, &errs);
	if (done && close_well(t, out) && algo_run_save(r, &err))
		algo_tool_fail(t, &err);
	if (done && t->status == 0)
		algo_stat_require_all(algo_run_stat(r), &o->stat.require,
				      &errs);
	algo_tool_fail_all(t, &errs);
	algo_run_free(r);
	algo_errs_release(&errs);
	return done;
}

static void explain(const struct options *o, struct algo_tool *t,
		    const struct algo_run_opt *ro)
{
	struct algo_errs errs = { 0 };
	struct algo_buf b = ALGO_BUF_INIT(1 << 26);
	struct algo_run *r = algo_run_open(ro, &errs);
	int rc = r ? algo_run_explain(r, o->format == 0, &b, &errs) : -1;

	algo_tool_fail_all(t, &errs);
	if (rc == 0)
		algo_tool_print(t, &b);
	algo_run_free(r);
	algo_buf_release(&b);
	algo_errs_release(&errs);
}

static int replay(const struct options *o, struct algo_tool *t,
		  const struct algo_buf *text, const char *file,
		  const struct algo_stat_setup *u)
{
	struct algo_choice c[CHOICES];
	struct algo_run_opt ro = {
		.bars = o->data ? o->data : "-",
		.sources = o->sources,
		.nsources = o->nsources,
		.text = o->actions || o->signals ? NULL : algo_buf_str(text),
		.len = text->len,
		.file = file,
		.actions = o->actions,
		.signals = o->signals && !*o->signals ? "signal" : o->signals,
		.params = &o->params,
		.account = c,
		.naccount = account(o, c),
		.compat = o->compat,
		.fractional = o->fractional != NULL,
		.warmup = warmup(o),
		.symbol = o->symbol,
		.follow = o->follow,
		.state = o->state,
		.with_trades = o->with_trades,
		.reproducible = o->reproducible,
		.watch = &t->progress.watch,
		.stat = u,
		.benchmark = o->stat.benchmark,
	};
	struct outputs out = { NULL, NULL, NULL, NULL, NULL };

	if (date(t, o->from, 0, &ro.from) || date(t, o->to, 1, &ro.to))
		return -1;
	if (!o->data && algo_tool_no_terminal(t, "bars"))
		return -1;
	if (o->explain) {
		explain(o, t, &ro);
	} else if (open_outputs(o, t, &out) == 0) {
		ro.orders = out.orders;
		ro.trades = out.trades;
		ro.equity = out.equity;
		ro.events = out.events;
		run_it(o, t, &ro, &out);
	}
	close_outputs(t, &out, 0);
	return 0;
}

/* --- Questions about the document ---------------------------------------- */

/* --check without bars, --canonical. */
static void ask_document(const struct options *o, struct algo_tool *t,
			 const struct algo_run_opt *ro)
{
	struct algo_errs errs = { 0 };
	struct algo_buf out = ALGO_BUF_INIT(4 * ALGO_DOC_MAX);
	int rc = algo_run_check(ro, o->canonical ? &out : NULL, &errs);

	algo_tool_fail_all(t, &errs);
	if (rc == 0 && o->canonical) {
		algo_buf_addc(&out, '\n');
		algo_tool_print(t, &out);
	}
	algo_buf_release(&out);
	algo_errs_release(&errs);
}

/* --check with bars: their columns are the whole truth. */
static void check_with_bars(struct algo_tool *t, const struct algo_run_opt *ro)
{
	struct algo_errs errs = { 0 };
	struct algo_run *r = algo_run_open(ro, &errs);

	algo_tool_fail_all(t, &errs);
	algo_run_free(r);
	algo_errs_release(&errs);
}

static void ask(const struct options *o, struct algo_tool *t,
		const struct algo_buf *text, const char *file,
		const struct algo_stat_setup *u)
{
	struct algo_choice c[CHOICES];
	struct algo_run_opt ro = { .bars = o->data,
				   .sources = o->sources,
				   .nsources = o->nsources,
				   .text = text->len ? text->data : "",
				   .len = text->len,
				   .file = file,
				   .params = &o->params,
				   .account = c,
				   .naccount = account(o, c),
				   .compat = o->compat,
				   .fractional = o->fractional != NULL,
				   .warmup = warmup(o),
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE,
				   .stat = u };

	if (o->data)
		check_with_bars(t, &ro);
	else
		ask_document(o, t, &ro);
}

/* --list-metrics, --schema: what needs no strategy. */
static void list(const struct options *o, struct algo_tool *t)
{
	struct algo_buf list = ALGO_BUF_INIT(1 << 20);

	if (t->args.n || o->data || has_oneliner(o) || o->check ||
	    o->canonical || o->explain || algo_stat_ask_given(&o->stat) ||
	    (o->stat.list && o->schema >= 0)) {
		algo_tool_usage(t,
				o->stat.list
					? "--list-metrics takes nothing else"
					: "--schema takes nothing else",
				NULL);
		return;
	}
	if (o->stat.list)
		algo_metric_list(&list, o->stat.list == 2);
	else if (o->schema == 0)
		algo_schema_strategy(&list);
	else
		algo_schema_result(&list);
	algo_tool_print(t, &list);
	algo_buf_release(&list);
}

static void run(struct options *o, struct algo_tool *t)
{
	struct algo_buf text = ALGO_BUF_INIT(2 * ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_stat_setup u;
	const char *file;

	if (o->stat.list || o->schema >= 0) {
		list(o, t);
		return;
	}
	if (algo_stat_setup(&u, &o->stat, ALGO_WHICH_RESULT, &err) ||
	    algo_run_sources(&o->datas, &o->sources, &o->nsources, &err))
		algo_tool_fail(t, &err);
	else if (check_usage(o, t) || read_text(o, t, &text, &file))
		;
	else if (o->check || o->canonical)
		ask(o, t, &text, file, &u);
	else
		replay(o, t, &text, file, &u);
	algo_stat_setup_release(&u);
	algo_buf_release(&text);
}

int main(int argc, char **argv)
{
	struct options o = { .warmup = -1,
			     .format = -1,
			     .schema = -1,
			     .stat = ALGO_STAT_ASK_INIT };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv)) {
		o.data = o.datas.n ? o.datas.v[0] : NULL;
		run(&o, &tool);
	}
	algo_free(o.sources);
	algo_strs_release(&o.datas);
	algo_strs_release(&o.params);
	algo_strs_release(&o.stat.require);
	return algo_tool_end(&tool);
}
