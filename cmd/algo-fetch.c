/* algo-fetch.c - bars from providers, files and addresses as canonical CSV */
#include "tool.h"

#include <algo/data.h>

struct options {
	const char *interval;
	const char *range;
	const char *start;
	const char *end;
	int adjust;
	const char *provider;
	struct algo_strs bases;
	int partial;
	int list;
	int keep;
	const char *symbol;
	int format;
	struct algo_common common;
};

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 'i', "interval", ALGO_OPT_STR, offsetof(struct options, interval),
	  "INTERVAL", "Length of a bar: 1m 5m 15m 1h 1d 1w 1mo", NULL },
	{ 0, "range", ALGO_OPT_STR, offsetof(struct options, range),
	  "RANGE", "So much up to now (of files and demo bars: up to their last bar): "
	  "5d 1mo 1y 5y ytd max", NULL },
	{ 0, "start", ALGO_OPT_STR, offsetof(struct options, start),
	  "DATE", "Bars from DATE on", NULL },
	{ 0, "end", ALGO_OPT_STR, offsetof(struct options, end),
	  "DATE", "Bars up to DATE, a date stands for its whole day", NULL },
	{ 0, "adjust", ALGO_OPT_CHOICE, offsetof(struct options, adjust),
	  "HOW", "Prices as traded, with splits, or with splits and dividends "
	  "taken out; by default as the provider serves them",
	  "served|none|split|all" },
	{ 0, "provider", ALGO_OPT_STR, offsetof(struct options, provider),
	  "NAME", "Provider of symbols that name none (yahoo)", NULL },
	{ 0, "base-url", ALGO_OPT_LIST, offsetof(struct options, bases),
	  "PROVIDER=URL", "Ask URL in place of the provider's host; given twice: "
	  "the second stands for its other host", NULL },
	{ 0, "partial", ALGO_OPT_FLAG, offsetof(struct options, partial),
	  NULL, "Keep the unfinished last bar", NULL },
	{ 0, "keep", ALGO_OPT_FLAG, offsetof(struct options, keep),
	  NULL, "Put the other columns of a CSV behind", NULL },
	{ 0, "symbol", ALGO_OPT_STR, offsetof(struct options, symbol),
	  "NAME", "Of a CSV with symbols take NAME; otherwise name the bars in a "
	  "symbol column", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, offsetof(struct options, format),
	  "FORM", "Print rows as CSV (default) or as NDJSON", "csv|ndjson" },
	{ 0, "list", ALGO_OPT_MAYBE_CHOICE, offsetof(struct options, list),
	  "FORM", "List the providers", "text|json" },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	.name = "algo-fetch",
	.synopsis = "[options] SYMBOL|FILE|URL|- ...",
	.summary = "Fetch bars and print them as canonical CSV.",
	.opts = opts,
	.after =
		"Examples:\n"
		"  algo-fetch demo:GOOG\n"
		"  algo-fetch GOOG --range 5y -i 1d --adjust=all > goog.csv\n"
		"  algo-fetch -i 1h --start 2024-01-01 yahoo:EURUSD=X\n"
		"  algo-fetch https://example.com/bars.csv | algo-ind rsi:14\n",
};

static int write_list(const struct options *o, struct algo_out *out)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 20);

	algo_provider_list(&b, o->list == 2);
	algo_out_add(out, b.data, b.len);
	algo_buf_release(&b);
	return 0;
}

static int fetch(const struct options *o, const struct algo_tool *t,
		 struct algo_errs *notes, struct algo_out *out,
		 struct algo_err *err)
{
	struct algo_fetch f = { .args = &t->args,
				.provider = o->provider,
				.bases = &o->bases,
				.interval = o->interval,
				.range = o->range,
				.start = o->start,
				.end = o->end,
				.adjust = (enum algo_adjust)o->adjust,
				.partial = o->partial,
				.symbol = o->symbol,
				.keep = o->keep,
				.ndjson = o->format == 1,
				.notes = notes,
				.watch = &t->progress.watch };

	return algo_fetch_run(&f, out, err);
}

/* Nothing is accepted and ignored. */
static int check_usage(const struct options *o, struct algo_tool *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	int asks = t->args.n || o->interval || o->range || o->start || o->end ||
		   o->adjust || o->provider || o->bases.n || o->partial ||
		   o->keep || o->symbol || o->format >= 0;

	if (!o->list || !asks)
		return 0;
	algo_err_set(&err, ALGO_E_USAGE, "conflict",
		     "--list takes no operand and no other option");
	return algo_tool_fail(t, &err);
}

static void run(const struct options *o, struct algo_tool *t)
{
	struct algo_errs notes = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;
	int rc;

	if (check_usage(o, t))
		return;
	out = algo_out_open(o->common.output, &err);
	if (!out) {
		algo_tool_fail(t, &err);
		return;
	}
	rc = o->list ? write_list(o, out) : fetch(o, t, &notes, out, &err);
	for (size_t i = 0; i < notes.n; i++)
		algo_tool_tell(t, &notes.v[i]);
	if (rc)
		algo_tool_fail(t, &err);
	algo_tool_close(t, out, rc);
	algo_errs_release(&notes);
}

int main(int argc, char **argv)
{
	struct options o = { .format = -1 };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&o, &tool);
	algo_strs_release(&o.bases);
	return algo_tool_end(&tool);
}
