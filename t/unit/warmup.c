/* warmup.c - --explain-warmup: the calls that count, where they are used, which
 * of them decides */
#include "cli.h"

#include <algo/run.h>

static char folder[300], bars[320];

/* n bars of a rising close; column x is blank on the first 7. */
static void write_bars(int n)
{
	FILE *f;
	int i;

	snprintf(bars, sizeof(bars), "%s/bars.csv", folder);
	f = fopen(bars, "w");
	if (!f)
		return;
	fputs("time,open,high,low,close,x\n", f);
	for (i = 0; i < n; i++)
		fprintf(f, "%d,%d,%d,%d,%d,%s\n", i, 10 + i, 12 + i, 9 + i,
			11 + i, i < 7 ? "" : "1");
	fclose(f);
}

/* What algo-run --explain-warmup says of a document; to free. */
static char *explain(const char *doc, const char *a, const char *b)
{
	char run[600], strategy[320], out[320], errors[320];
	char flag[] = "--explain-warmup", data[] = "--data", *text;
	char first[64], second[64];
	char *argv[] = { run, flag, data, bars, strategy, NULL, NULL, NULL };
	int n = 5;
	FILE *f;

	snprintf(run, sizeof(run), "%s", tool("algo-run"));
	snprintf(strategy, sizeof(strategy), "%s/s.json", folder);
	snprintf(out, sizeof(out), "%s/out", folder);
	snprintf(errors, sizeof(errors), "%s/errors", folder);
	snprintf(first, sizeof(first), "%s", a ? a : "");
	snprintf(second, sizeof(second), "%s", b ? b : "");
	if (a)
		argv[n++] = first;
	if (b)
		argv[n++] = second;
	f = fopen(strategy, "w");
	if (!f)
		return NULL;
	fputs(doc, f);
	fclose(f);
	text = start(argv, NULL, out, errors) == 0 ? slurp(out, NULL) : NULL;
	remove(strategy);
	remove(out);
	remove(errors);
	return text;
}

static void is(char *have, const char *want, const char *what)
{
	if (!ok(have && strcmp(have, want) == 0, "%s", what))
		note("%s", have ? have : "(failed)");
	algo_free(have);
}

static const char doc[] =
	"{\"algo\":1,\"let\":{\"m\":\"sma(close, 5)\",\"idle\":\"sma(close, "
	"30)\","
	"\"trail\":\"max(nz(trail[1]), low - 2 * atr(9))\"},"
	"\"entry\":{\"long\":\"close > m and x > 0\"},"
	"\"rules\":[{\"when\":\"is_long\",\"do\":\"set_sl\",\"sl\":\"trail\"},"
	"{\"when\":\"close[20] < "
	"m\",\"do\":\"buy\",\"limit\":\"bbands(5).lower\"}],"
	"\"risk\":{\"size\":0.5,\"stop_distance\":\"atr(9)\"}}";

static void table(void)
{
	is(explain(doc, NULL, NULL),
	   "first step at bar 10, warm-up 9 (found in the data)\n"
	   "     bars  expression       used in\n"
	   "        4  sma(close, 5)    /entry/long, /rules/1/when\n"
	   "*       9  atr(9)           /rules/0/sl, /risk/stop_distance\n"
	   "        7  x                /entry/long\n"
	   "        4  bbands(5).lower  /rules/1/limit\n",
	   "a table: lets that are idle, history and recursion do not count");
	is(explain(doc, "--warmup=3", NULL),
	   "first step at bar 4, warm-up 3 (given by --warmup)\n"
	   "     bars  expression       used in\n"
	   "        4  sma(close, 5)    /entry/long, /rules/1/when\n"
	   "        9  atr(9)           /rules/0/sl, /risk/stop_distance\n"
	   "        7  x                /entry/long\n"
	   "        4  bbands(5).lower  /rules/1/limit\n",
	   "by hand: nothing decides");
	is(explain("{\"algo\":1,\"entry\":{\"long\":\"close > open\"}}", NULL,
		   NULL),
	   "first step at bar 1, warm-up 0 (found in the data)\n"
	   "nothing needs a warm-up\n",
	   "nothing counts");
}

static void json(void)
{
	const char *late = "{\"algo\":1,\"entry\":{\"long\":"
			   "\"sma(close, 90) > 0 and sma(close, 3) > 0\"}}";

	is(explain(late, "--format=json", NULL),
	   "{\"algo\":1,\"kind\":\"warmup\",\"warmup\":null,\"first_step\":"
	   "null,"
	   "\"decided_by\":\"data\",\"calls\":["
	   "{\"expression\":\"sma(close, 90)\",\"bars\":null,\"decides\":true,"
	   "\"used_in\":[\"/entry/long\"]},"
	   "{\"expression\":\"sma(close, 3)\",\"bars\":2,\"decides\":false,"
	   "\"used_in\":[\"/entry/long\"]}]}\n",
	   "never: null");
	is(explain(late, "--format=json", "--compat=backtesting.py"),
	   "{\"algo\":1,\"kind\":\"warmup\",\"warmup\":2,\"first_step\":3,"
	   "\"decided_by\":\"data\",\"calls\":["
	   "{\"expression\":\"sma(close, 90)\",\"bars\":null,\"decides\":false,"
	   "\"used_in\":[\"/entry/long\"]},"
	   "{\"expression\":\"sma(close, 3)\",\"bars\":2,\"decides\":true,"
	   "\"used_in\":[\"/entry/long\"]}]}\n",
	   "with --compat it counts 0");
	is(explain("{\"algo\":1,\"warmup\":12,\"entry\":{\"long\":\"x > 0\"}}",
		   "--format=json", NULL),
	   "{\"algo\":1,\"kind\":\"warmup\",\"warmup\":12,\"first_step\":13,"
	   "\"decided_by\":\"document\",\"calls\":["
	   "{\"expression\":\"x\",\"bars\":7,\"decides\":false,"
	   "\"used_in\":[\"/entry/long\"]}]}\n",
	   "the document's own number");
}

static void refusals(void)
{
	is(explain(doc, "--with-trades", NULL) ? algo_strdup("took it")
					       : algo_strdup("refused"),
	   "refused", "--with-trades has no use here");
	is(explain("{\"algo\":1,\"entry\":{\"long\":\"y > 0\"}}", NULL, NULL)
		   ? algo_strdup("took it")
		   : algo_strdup("refused"),
	   "refused", "a faulty document");
}

/* What it says is what a run does. */
static void as_replayed(void)
{
	static const char *const names[] = { "rsi_dip", "breakout",
					     "sma_cross" };
	size_t i;

	for (i = 0; i < 3; i++) {
		struct algo_stat_ask ask = ALGO_STAT_ASK_INIT;
		struct algo_stat_setup setup;
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_errs errs = { 0 };
		struct algo_buf told = ALGO_BUF_INIT(1 << 16);
		struct algo_buf result = ALGO_BUF_INIT(1 << 20);
		char path[100], want[60], *text;
		size_t n;
		struct algo_run_opt ro = { .bars = "share/demo/GOOG.csv",
					   .warmup = NAN,
					   .from = ALGO_WHEN_NONE,
					   .to = ALGO_WHEN_NONE,
					   .stat = &setup };
		struct algo_run *r;
		const char *at;

		snprintf(path, sizeof(path), "examples/strategies/%s.json",
			 names[i]);
		ro.text = text = slurp(path, &n);
		ro.len = n;
		ok(text && !algo_stat_setup(&setup, &ask, ALGO_WHICH_RESULT,
					    &err),
		   "%s", path);
		r = algo_run_open(&ro, &errs);
		ok(r && algo_run_explain(r, 1, &told, &errs) == 0, "explained");
		algo_run_free(r);
		r = algo_run_open(&ro, &errs);
		if (ok(r && algo_run_play(r, &errs) == 0, "played"))
			algo_run_json(r, 0, &result);
		at = strstr(algo_buf_str(&told), "\"first_step\":");
		snprintf(want, sizeof(want), "%.*s",
			 at ? (int)strcspn(at, ",}") : 0, at ? at : "");
		ok(at && strstr(algo_buf_str(&result), want), "the same %s",
		   want);
		algo_run_free(r);
		algo_stat_setup_release(&setup);
		algo_errs_release(&errs);
		algo_buf_release(&told);
		algo_buf_release(&result);
		algo_free(text);
	}
}

int main(void)
{
	if (access(tool("algo-run"), X_OK) != 0)
		return skip_all("no %s", tool("algo-run"));
	snprintf(folder, sizeof(folder), "%s", own_folder());
	write_bars(40);
	table();
	json();
	refusals();
	as_replayed();
	remove(bars);
	rmdir(folder);
	return done();
}
