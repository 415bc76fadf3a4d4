/* schema.c - share/schema is what the tool prints; it lets through what the
 * readers let through, and refuses what they refuse for its form */
#include "cli.h"
#include "json_schema.h"

#include <algo/run.h>
#include <dirent.h>

static struct schema strategies, results;

/* --- The files ----------------------------------------------------------- */

/* The file, the library and the tool say the same. */
static void same_file(const char *kind, void (*make)(struct algo_buf *out),
		      struct schema *s)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	char path[100], option[40], out[300], *text;
	char *argv[3] = { NULL, option, NULL };
	size_t n = 0;

	make(&b);
	ok(schema_open(s, b.data, b.len) == 0, "%s schema is JSON", kind);
	snprintf(path, sizeof(path), "share/schema/%s.json", kind);
	text = slurp(path, &n);
	ok(text && n == b.len && memcmp(text, b.data, n) == 0,
	   "%s is what algo-run --schema=%s prints", path, kind);
	algo_free(text);
	snprintf(option, sizeof(option), "--schema=%s", kind);
	snprintf(out, sizeof(out), "%s/schema", own_folder());
	snprintf(path, sizeof(path), "%s", tool("algo-run"));
	argv[0] = path;
	ok(start(argv, NULL, out, NULL) == 0, "algo-run %s", option);
	text = slurp(out, &n);
	ok(text && n == b.len && memcmp(text, b.data, n) == 0, "the same text");
	algo_free(text);
	remove(out);
	*strrchr(out, '/') = 0;
	rmdir(out);
	algo_buf_release(&b);
}

/* --- Documents spoilt ---------------------------------------------------- */

struct spoil {
	const struct schema *s;
	const char *text; /* from the root's first byte on */
	size_t n;
	const struct algo_json *root;
	size_t tried, passed;
};

/* The text with len bytes at a place replaced. */
static void try_text(struct spoil *p, const char *at, size_t len,
		     const char *with)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 22);
	size_t from = (size_t)(at - algo_json_text(p->root, NULL));

	algo_buf_add(&b, p->text, from);
	algo_buf_adds(&b, with);
	algo_buf_add(&b, p->text + from + len, p->n - from - len);
	p->tried++;
	if (schema_check(p->s, b.data, b.len) != 0) {
		p->passed++;
		if (p->passed == 1)
			note("passed: %.*s", (int)(b.len < 2000 ? b.len : 2000),
			     algo_buf_str(&b));
	}
	algo_buf_release(&b);
}

static void spoil_value(struct spoil *p, const struct algo_json *v)
{
	static const char unknown[] = "{\"zz_top\":{\"zz\":1},";
	size_t len, i;
	const char *at = algo_json_text(v, &len);
	const char *key = algo_json_key(v);

	if (key && strncmp(key, "x-", 2) == 0)
		return;
	/* An unknown key; {} has no room for the comma. */
	if (algo_json_type(v) == ALGO_J_OBJ && algo_json_count(v) > 0)
		try_text(p, at, 1, unknown);
	/* A list in place of everything but lists and fees. */
	if (algo_json_type(v) != ALGO_J_ARR)
		try_text(p, at, len, "[{\"zz\":1},2,3]");
	for (i = 0; i < algo_json_count(v); i++)
		spoil_value(p, algo_json_at(v, i));
}

/* Spoils every value of a valid document: the schema must refuse each. */
static void spoil(const struct schema *s, const char *name, const char *text,
		  size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(text, n, NULL, &err);
	struct spoil p = { .s = s };

	if (!ok(doc != NULL, "%s: JSON", name))
		return;
	p.root = algo_json_root(doc);
	while (n > 0 && *text != '{') {
		text++;
		n--;
	}
	p.text = text;
	p.n = n;
	spoil_value(&p, p.root);
	ok(p.tried > 0 && p.passed == 0, "%s: %zu ways to spoil it refused",
	   name, p.tried);
	algo_json_free(doc);
}

/* --- Documents ----------------------------------------------------------- */

/* Faults of form: what a schema can know. */
static int is_form(const struct algo_err *e)
{
	static const char *const codes[] = {
		"unknown_key",	   "missing_key",    "wrong_type",
		"key_not_allowed", "unknown_format", "unknown_action",
		"bad_clock"
	};
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (e->severity == ALGO_SEV_ERROR &&
		    strcmp(e->code, codes[i]) == 0)
			return 1;
	return 0;
}

/* The reader's word against the schema's.  A document without faults must
 * pass, one with a fault of form must not. */
static void agree(const char *name, const char *text, size_t n)
{
	struct algo_account account;
	struct algo_strategy_opt opt = { .file = name,
					 .fractional = 1,
					 .setting = algo_account_setting,
					 .account = &account };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s;
	int valid = schema_check(&strategies, text, n), form = 0;
	size_t i;

	algo_account_init(&account, 0);
	s = algo_strategy_parse(text, n, &opt, &errs);
	for (i = 0; i < errs.n; i++)
		form |= is_form(&errs.v[i]);
	if (s)
		ok(valid == 1, "%s: passes", name);
	else if (form)
		ok(valid == 0, "%s: refused as by the reader: %s", name,
		   errs.v[0].msg);
	algo_strategy_free(s);
	algo_account_release(&account);
	algo_errs_release(&errs);
}

static void each_file(const char *dir, const char *file,
		      void (*look)(const char *name, const char *text,
				   size_t n))
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	char path[900];

	while (d && (e = readdir(d))) {
		size_t n;
		char *text;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s%s", dir, e->d_name, file);
		text = slurp(path, &n);
		if (text)
			look(path, text, n);
		algo_free(text);
	}
	ok(d != NULL, "%s", dir);
	if (d)
		closedir(d);
}

static void example(const char *name, const char *text, size_t n)
{
	agree(name, text, n);
	spoil(&strategies, name, text, n);
}

/* Every key, as the reader takes it. */
static const char all_keys[] =
	"{\"algo\":1,\"name\":\"n\",\"version\":2,\"description\":\"d\","
	"\"tz\":\"UTC\",\"columns\":[\"x\"],\"x-any\":[null],"
	"\"data\":{\"symbol\":\"S\",\"interval\":\"1d\",\"from\":\"2020-01-"
	"01\","
	"\"to\":\"2021-01-01\"},"
	"\"params\":{\"a\":3,\"b\":{\"value\":1,\"min\":0,\"max\":9,\"step\":1,"
	"\"x-note\":1}},"
	"\"let\":{\"m\":\"sma(close, a)\",\"k\":4},"
	"\"entry\":{\"long\":\"close > m\",\"short\":\"close < m\"},"
	"\"exit\":{\"long\":\"close < m\",\"short\":\"close > m\"},"
	"\"rules\":["
	"{\"when\":\"true\",\"do\":\"buy\",\"units\":\"b\",\"limit\":9,"
	"\"stop\":8,\"sl\":1,\"tp\":\"99\",\"trail\":2,\"expire_bars\":3,"
	"\"tag\":\"t\"},"
	"{\"when\":\"true\",\"do\":\"close_long\",\"where\":\"trade.bars > 1\","
	"\"portion\":0.5},"
	"{\"when\":\"true\",\"do\":\"set_tp\",\"tp\":7},"
	"{\"when\":\"true\",\"do\":\"cancel\",\"tag\":\"t\"},"
	"{\"when\":\"true\",\"do\":\"target\",\"size\":-0.5}],"
	"\"risk\":{\"size\":0.5,\"stop_loss_pct\":5,\"target_distance\":\"k\","
	"\"trailing_stop\":\"m\",\"max_bars\":\"a\",\"max_open_trades\":2,"
	"\"max_trades_per_day\":3,\"max_daily_loss_pct\":4,"
	"\"max_drawdown_pct\":20,\"cooldown_bars\":1,"
	"\"session\":{\"from\":\"09:30\",\"to\":\"24:00\",\"tz\":\"UTC\","
	"\"flatten\":true}},"
	"\"warmup\":5,"
	"\"backtest\":{\"cash\":5,\"commission\":[1,0.01],\"spread\":0.01,"
	"\"margin\":0.5,\"trade_on_close\":true,\"hedging\":false,"
	"\"exclusive\":true,\"fractional\":0.1,\"finalize\":\"open\"}}";

static void documents(const char *shared)
{
	static const char *const bad[] = {
		"[]",
		"{\"algo\":1}",
		"{\"algo\":2,\"rules\":[]}",
		"{\"rules\":[]}",
		"{\"algo\":1,\"entry\":{\"lung\":\"true\"}}",
		"{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"by\"}]}",
		"{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"set_sl\"}]"
		"}",
		"{\"algo\":1,\"rules\":[{\"do\":\"buy\"}]}",
		"{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"close\","
		"\"limit\":3}]}",
		"{\"algo\":1,\"rules\":[],\"risk\":{\"session\":{\"from\":"
		"\"25:00\",\"to\":\"9:30\"}}}",
		"{\"algo\":1,\"rules\":[],\"params\":{\"a\":{\"min\":1}}}",
		"{\"algo\":1,\"rules\":[],\"backtest\":{\"cahs\":1}}",
		"{\"algo\":1,\"rules\":[],\"backtest\":{\"finalize\":\"x\"}}",
		"{\"algo\":1,\"rules\":[{\"when\":\"true\",\"do\":\"buy\","
		"\"size\":1,\"units\":1}]}",
		"{\"algo\":1,\"rules\":[],\"risk\":{\"session\":{\"to\":"
		"\"09:30\"}}}",
	};
	char path[600];
	size_t i;

	example("all keys", all_keys, strlen(all_keys));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ok(schema_check(&strategies, bad[i], strlen(bad[i])) == 0,
		   "refused: %s", bad[i]);
		agree(bad[i], bad[i], strlen(bad[i]));
	}
	each_file("examples/strategies", "", example);
	each_file("t/strategies", "", agree);
	if (!shared)
		return;
	snprintf(path, sizeof(path), "%s/golden/replay", shared);
	each_file(path, "/strategy.json", agree);
	snprintf(path, sizeof(path), "%s/golden/broken", shared);
	each_file(path, "/strategy.json", agree);
}

/* --- Results ------------------------------------------------------------- */

struct shot {
	const char *name, *file, *text; /* of the strategy: either */
	const char *bars, *metrics;
	int compat, daily, reproducible;
	const char *key, *value; /* an account option */
};

static void play(const struct shot *t, const char *text, size_t n,
		 struct algo_buf *out)
{
	struct algo_stat_ask ask = ALGO_STAT_ASK_INIT;
	struct algo_stat_setup setup;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { 0 };
	struct algo_choice choice = { t->key, t->value };
	struct algo_run_opt ro = { .bars = t->bars,
				   .text = text,
				   .len = n,
				   .file = t->name,
				   .account = &choice,
				   .naccount = t->key != NULL,
				   .compat = t->compat,
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE,
				   .with_trades = 1,
				   .reproducible = t->reproducible,
				   .stat = &setup };
	struct algo_run *r;

	ask.metrics = t->metrics;
	ask.with_daily = t->daily;
	ok(algo_stat_setup(&setup, &ask, ALGO_WHICH_RESULT, &err) == 0,
	   "%s: metrics", t->name);
	r = algo_run_open(&ro, &errs);
	if (ok(r && algo_run_play(r, &errs) == 0, "%s: plays", t->name))
		algo_run_json(r, 0, out);
	algo_run_free(r);
	algo_stat_setup_release(&setup);
	algo_errs_release(&errs);
}

static void result(const struct shot *t)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 26);
	size_t n = t->text ? strlen(t->text) : 0;
	char *file = t->text ? NULL : slurp(t->file, &n);

	if (ok(t->text || file, "%s: strategy", t->name))
		play(t, t->text ? t->text : file, n, &out);
	ok(schema_check(&results, out.data, out.len) == 1, "%s: passes",
	   t->name);
	if (out.len < 20000)
		spoil(&results, t->name, out.data, out.len);
	algo_buf_release(&out);
	algo_free(file);
}

static const char refused[] =
	"{\"algo\":1,\"rules\":[{\"when\":\"bar_index > 2\",\"do\":\"buy\","
	"\"size\":\"close - close\"}]}";

#define GOOG "share/demo/GOOG.csv"
#define CROSS "examples/strategies/sma_cross.json"

static const struct shot shots[] = {
	{ "a run", CROSS, NULL, GOOG, NULL, 0, 0, 0, NULL, NULL },
	{ "all metrics", CROSS, NULL, GOOG, "all", 0, 1, 1, NULL, NULL },
	{ "one metric", CROSS, NULL, GOOG, "return_pct", 0, 0, 1, NULL, NULL },
	{ "compat", CROSS, NULL, GOOG, NULL, 1, 0, 0, NULL, NULL },
	{ "a text for a fee", CROSS, NULL, GOOG, NULL, 0, 0, 0, "commission",
	  "max(1, abs(size))" },
	{ "two fees", CROSS, NULL, GOOG, NULL, 0, 0, 0, "commission",
	  "1,0.001" },
	{ "no success", NULL, refused, GOOG, NULL, 0, 0, 0, NULL, NULL },
};

int main(void)
{
	size_t i;

	if (access(tool("algo-run"), X_OK) != 0)
		return skip_all("no %s", tool("algo-run"));
	same_file("strategy", algo_schema_strategy, &strategies);
	same_file("result", algo_schema_result, &results);
	documents(shared_dir());
	for (i = 0; i < sizeof(shots) / sizeof(*shots); i++)
		result(&shots[i]);
	algo_json_free(strategies.doc);
	algo_json_free(results.doc);
	return done();
}
