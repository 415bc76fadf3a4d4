/* algo-ind.c - append indicator columns to OHLCV CSV */
#include "tool.h"

#include <algo/columns.h>
#include <math.h>
#include <string.h>

struct options {
	struct algo_strs exprs, sets;
	int compat;
	int list;
	const char *describe;
	int only, drop_warmup, last, replace, format;
	long long digits;
	const char *tz, *day_start;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Columns", NULL },
	{ 'e', "expr", ALGO_OPT_LIST, AT(exprs), "NAME=EXPR",
	  "Add the value of an expression as column NAME; may be repeated", NULL },
	{ 0, "set", ALGO_OPT_LIST, AT(sets), "NAME",
	  "Add a bundle of columns: basic, talib, candles or all", NULL },
	{ 0, "compat", ALGO_OPT_CHOICE, AT(compat), "WHAT",
	  "Give TA-Lib 0.6.4's values where its faults are mended here",
	  "talib" },
	{ 0, "replace", ALGO_OPT_FLAG, AT(replace), NULL,
	  "Compute a column anew that the bars already have", NULL },
	{ 0, "tz", ALGO_OPT_STR, AT(tz), "ZONE",
	  "Take the calendar of ZONE for sessions, days and hours (UTC)", NULL },
	{ 0, "day-start", ALGO_OPT_STR, AT(day_start), "HH:MM",
	  "Begin the session's day at HH:MM local time (00:00)", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Output", NULL },
	{ 0, "only", ALGO_OPT_FLAG, AT(only), NULL,
	  "Print the time and the new columns only", NULL },
	{ 0, "drop-warmup", ALGO_OPT_FLAG, AT(drop_warmup), NULL,
	  "Leave out rows before every new column has had a value", NULL },
	{ 0, "last", ALGO_OPT_FLAG, AT(last), NULL,
	  "Print the values after the last bar as one JSON object", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, AT(format), "FORM",
	  "Print CSV (default) or a JSON object a row", "csv|ndjson" },
	{ 0, "digits", ALGO_OPT_INT, AT(digits), "N",
	  "Round new values to N significant digits (loses precision)", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Registry", NULL },
	{ 0, "list", ALGO_OPT_MAYBE_CHOICE, AT(list), "FORM",
	  "List all indicators as a table, one JSON document, or for a manual",
	  "text|json|mdoc" },
	{ 0, "describe", ALGO_OPT_STR, AT(describe), "NAME",
	  "Print all about one indicator or set", NULL },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-ind", "[options] SPEC... [< bars.csv]",
	"Appends indicator columns to OHLCV bars, line by line.", opts,
	"SPEC is [NAME=]indicator[:p1,p2,...][@input,...][.output]\n"
	"\n"
	"Examples:\n"
	"  algo-ind rsi:14 sma:200 < goog.csv\n"
	"  algo-ind fast=ema:12 macd:12,26,9.hist bbands:20,2 < goog.csv\n"
	"  algo-ind --only -e 'up=close > sma(close, 200)' < goog.csv\n"
	"  algo-ind --set basic --drop-warmup < goog.csv\n"
	"  algo-ind --list=json | jq -r '.indicators[].name'\n"
};

/* --- Registry ------------------------------------------------------------ */

static int print_registry(const struct options *o, struct algo_tool *t)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 24);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;
	int rc = 0;

	if (o->describe)
		rc = algo_ind_describe(o->describe, &b, &err);
	else if (o->list == 2)
		algo_ind_list_json(&b);
	else if (o->list == 3)
		algo_ind_list_mdoc(&b);
	else
		algo_ind_list_text(&b);
	if (rc) {
		algo_err_origin(&err, ALGO_O_USAGE);
	} else {
		out = algo_out_open(o->common.output, &err);
		rc = -1;
		if (out) {
			algo_out_add(out, b.data, b.len);
			rc = algo_out_close(out, &err);
		}
	}
	algo_buf_release(&b);
	return rc ? algo_tool_fail(t, &err) : 0;
}

/* --- Columns ------------------------------------------------------------- */

/* "HH:MM" to microseconds of the day. */
static int clock_time(const char *s, int64_t *us)
{
	int64_t h, m;
	const char *colon;

	*us = 0;
	if (!s)
		return 0;
	colon = strchr(s, ':');
	if (!colon || strlen(colon) != 3 ||
	    algo_int_parse(s, (size_t)(colon - s), &h) ||
	    algo_int_parse(colon + 1, 2, &m) || h < 0 || h > 23 || m < 0 ||
	    m > 59)
		return -1;
	*us = (h * 60 + m) * 60 * ALGO_US;
	return 0;
}

static void filter(struct algo_tool *t, const struct algo_columns_opt *co,
		   struct algo_in *in, struct algo_out *out)
{
	struct algo_errs errs = { 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_columns *c = algo_columns_open(in, out, co, &errs);
	int bad = !c;

	algo_tool_fail_all(t, &errs);
	if (c && algo_columns_run(c, &errs, &err)) {
		algo_tool_fail(t, &err);
		bad = 1;
	}
	algo_tool_fail_all(t, &errs);
	algo_tool_close(t, out, bad);
	algo_columns_free(c);
	algo_errs_release(&errs);
}

/* Nothing is accepted and ignored. */
static int check_usage(const struct options *o, struct algo_tool *t)
{
	int columns = t->args.n > 0 || o->exprs.n > 0 || o->sets.n > 0;
	int shapes = o->only || o->compat >= 0 || o->drop_warmup || o->last ||
		     o->replace || o->format >= 0 || o->digits >= 0 || o->tz ||
		     o->day_start;

	if (o->list && o->describe)
		return algo_tool_usage(
			t, "--list and --describe exclude each other", NULL);
	if ((o->list || o->describe) && (columns || shapes))
		return algo_tool_usage(
			t,
			o->list ? "--list takes no column and no other "
				  "option"
				: "--describe takes no column and no "
				  "other option",
			NULL);
	if (o->list || o->describe)
		return 0;
	if (!columns)
		return algo_tool_usage(
			t, "no column asked for",
			"name an indicator, as in rsi:14; see --list");
	if (o->last && (o->only || o->drop_warmup || o->format >= 0))
		return algo_tool_usage(
			t,
			"--last prints one JSON object: no --only, "
			"--drop-warmup or --format with it",
			NULL);
	if (o->digits == 0 || o->digits > 17)
		return algo_tool_usage(t, "--digits is from 1 to 17", NULL);
	return 0;
}

static int run(struct options *o, struct algo_tool *t)
{
	struct algo_columns_opt co = {
		.specs = &t->args,
		.exprs = &o->exprs,
		.sets = &o->sets,
		.compat = o->compat >= 0,
		.only = o->only,
		.drop_warmup = o->drop_warmup,
		.last = o->last,
		.replace = o->replace,
		.digits = o->digits > 0 ? (int)o->digits : 0,
		.format =
			o->format > 0 ? ALGO_COLUMNS_NDJSON : ALGO_COLUMNS_CSV,
		.tz = o->tz,
	};
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;
	struct algo_in in;

	if (check_usage(o, t))
		return t->status;
	if (o->list || o->describe)
		return print_registry(o, t);
	if (clock_time(o->day_start, &co.day_start))
		return algo_tool_usage(t, "--day-start is no HH:MM", NULL);
	if (algo_tool_no_terminal(t, "bars"))
		return t->status;
	if (algo_in_open(&in, "-", &err))
		return algo_tool_fail(t, &err);
	out = algo_out_open(o->common.output, &err);
	if (out) {
		algo_in_tie(&in, out);
		in.watch = &t->progress.watch;
		filter(t, &co, &in, out);
	} else {
		algo_tool_fail(t, &err);
	}
	algo_in_close(&in);
	return t->status;
}

int main(int argc, char **argv)
{
	struct options o = { .compat = -1, .digits = -1, .format = -1 };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&o, &tool);
	algo_strs_release(&o.exprs);
	algo_strs_release(&o.sets);
	return algo_tool_end(&tool);
}
