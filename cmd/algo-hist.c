/* algo-hist.c - the history of runs: add results, list and compare them */
#include "tool.h"

#include <algo/repair.h>
#include <algo/store.h>
#include <algo/talk.h>
#include <string.h>
#include <unistd.h>

struct options {
	const char *db;
	const char *strategy;
	const char *symbol;
	const char *since;
	const char *until;
	int success;
	int failed;
	const char *where;
	long long limit;
	const char *sort;
	const char *by;
	int format; /* -1: not given */
	struct algo_common common;
};

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, "db", ALGO_OPT_STR, offsetof(struct options, db),
	  "FILE", "The history; else $ALGO_HISTORY, else algo/history.db in "
	  "$XDG_DATA_HOME", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Which runs", NULL },
	{ 0, "strategy", ALGO_OPT_STR, offsetof(struct options, strategy),
	  "NAME", "Of this strategy", NULL },
	{ 0, "symbol", ALGO_OPT_STR, offsetof(struct options, symbol),
	  "NAME", "Over bars of this symbol", NULL },
	{ 0, "since", ALGO_OPT_STR, offsetof(struct options, since),
	  "DATE", "Made at DATE or later: 2024-01-31, 30d (ago)", NULL },
	{ 0, "until", ALGO_OPT_STR, offsetof(struct options, until),
	  "DATE", "Made up to DATE, a date stands for its whole day", NULL },
	{ 0, "success", ALGO_OPT_FLAG, offsetof(struct options, success),
	  NULL, "That succeeded", NULL },
	{ 0, "failed", ALGO_OPT_FLAG, offsetof(struct options, failed),
	  NULL, "That failed", NULL },
	{ 0, "where", ALGO_OPT_STR, offsetof(struct options, where),
	  "EXPR", "Whose metrics hold: 'sharpe_ratio > 1 and not num_trades < 10'",
	  NULL },
	{ 0, "limit", ALGO_OPT_INT, offsetof(struct options, limit),
	  "N", "At most N rows; best shows 10 when not told", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "How they are shown", NULL },
	{ 0, "sort", ALGO_OPT_STR, offsetof(struct options, sort),
	  "NAME", "Sort a list by a column or metric, -NAME from the highest "
	  "down; else the newest comes first", NULL },
	{ 0, "by", ALGO_OPT_STR, offsetof(struct options, by),
	  "METRIC", "The metric of best (sharpe_ratio)", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, offsetof(struct options, format),
	  "FORM", "A rounded table for people (default), or exact values",
	  "table|csv|ndjson|json" },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	.name = "algo-hist",
	.synopsis = "COMMAND [options] [ID|NAME|STRATEGY] [< results.ndjson]",
	.summary = "Remember the results of algo-run and ask for them.",
	.opts = opts,
	.after =
		"Commands:\n"
		"  add               pass results from stdin on to stdout and "
		"store them\n"
		"  list              the runs, the newest first\n"
		"  show ID           one run in full; the start of its id will "
		"do\n"
		"  stats [STRATEGY]  runs, success, averages of each strategy\n"
		"  best              the best runs by a metric\n"
		"  export            the results as they were added, the "
		"oldest first\n"
		"  sessions          conversations with models\n"
		"  session NAME      what was said in one\n"
		"  save STRATEGY     keep a document as the next version of "
		"its "
		"name\n"
		"  strategies        the documents that were saved\n"
		"  versions NAME     the versions of one\n"
		"  get NAME[@N]      a document: its last version, or the "
		"N-th\n"
		"  diff A B          what differs between two of them\n"
		"\n"
		"Examples:\n"
		"  algo-run rsi.json < goog.csv | algo-hist add | jq .metrics\n"
		"  algo-hist best --by calmar_ratio --symbol GOOG\n"
		"  algo-hist list --where 'sharpe > 1 and num_trades >= 30'\n"
		"  algo-hist export --since 90d > recent.ndjson\n",
};

/* Which options a command takes: one bit each. */
enum takes {
	TAKES_FILTERS = 1,
	TAKES_FORMAT = 2,
	TAKES_SORT = 4,
	TAKES_BY = 8,
	TAKES_LIMIT = 16,
};

static int list(struct algo_store *st, const char *arg,
		const struct algo_query *q, struct algo_out *out,
		struct algo_err *err)
{
	(void)arg;
	return algo_store_list(st, q, out, err);
}

static int show(struct algo_store *st, const char *arg,
		const struct algo_query *q, struct algo_out *out,
		struct algo_err *err)
{
	return algo_store_show(st, arg, q, out, err);
}

static int stats(struct algo_store *st, const char *arg,
		 const struct algo_query *q, struct algo_out *out,
		 struct algo_err *err)
{
	return algo_store_stats(st, arg, q, out, err);
}

static int best(struct algo_store *st, const char *arg,
		const struct algo_query *q, struct algo_out *out,
		struct algo_err *err)
{
	(void)arg;
	return algo_store_best(st, q, out, err);
}

static int export(struct algo_store *st, const char *arg,
		  const struct algo_query *q, struct algo_out *out,
		  struct algo_err *err)
{
	(void)arg;
	return algo_store_export(st, q, out, err);
}

static int sessions(struct algo_store *st, const char *arg,
		    const struct algo_query *q, struct algo_out *out,
		    struct algo_err *err)
{
	(void)arg;
	return algo_talk_list(st, q, out, err);
}

static int session(struct algo_store *st, const char *arg,
		   const struct algo_query *q, struct algo_out *out,
		   struct algo_err *err)
{
	return algo_talk_show(st, arg, q, out, err);
}

static int strategies(struct algo_store *st, const char *arg,
		      const struct algo_query *q, struct algo_out *out,
		      struct algo_err *err)
{
	return algo_store_strategies(st, arg, q, out, err);
}

static int get(struct algo_store *st, const char *arg,
	       const struct algo_query *q, struct algo_out *out,
	       struct algo_err *err)
{
	struct algo_buf text = ALGO_BUF_INIT((size_t)8 * ALGO_DOC_MAX);
	int rc = algo_store_get(st, arg, &text, err);

	(void)q;
	if (rc == 0)
		algo_out_add(out, text.data, text.len);
	algo_buf_release(&text);
	return rc;
}

/* arg: the second operand. */
static int diff(struct algo_store *st, const char *arg,
		const struct algo_query *q, struct algo_out *out,
		struct algo_err *err)
{
	struct algo_buf a = ALGO_BUF_INIT((size_t)8 * ALGO_DOC_MAX);
	struct algo_buf b = ALGO_BUF_INIT((size_t)8 * ALGO_DOC_MAX);
	struct algo_buf text = ALGO_BUF_INIT((size_t)32 * ALGO_DOC_MAX);
	int rc = algo_store_get(st, q->strategy, &a, err) ||
				 algo_store_get(st, arg, &b, err)
			 ? -1
			 : 0;

	if (rc == 0) {
		algo_repair_diff(algo_buf_str(&a), a.len, algo_buf_str(&b),
				 b.len, arg, &text);
		algo_out_add(out, algo_buf_str(&text), text.len);
	}
	algo_buf_release(&a);
	algo_buf_release(&b);
	algo_buf_release(&text);
	return rc;
}

struct command {
	const char *name;
	/* NULL: add and save, which ask nothing. */
	int (*ask)(struct algo_store *st, const char *arg,
		   const struct algo_query *q, struct algo_out *out,
		   struct algo_err *err);
	unsigned takes;
	size_t min, max; /* operands */
	const char *operand;
};

/* clang-format off */
static const struct command commands[] = {
	{ "add", NULL, 0, 0, 0, NULL },
	{ "list", list, TAKES_FILTERS | TAKES_FORMAT | TAKES_SORT, 0, 0, NULL },
	{ "show", show, TAKES_FORMAT, 1, 1, "an ID" },
	{ "stats", stats, TAKES_FILTERS | TAKES_FORMAT, 0, 1, "a STRATEGY" },
	{ "best", best, TAKES_FILTERS | TAKES_FORMAT | TAKES_BY, 0, 0, NULL },
	{ "export", export, TAKES_FILTERS, 0, 0, NULL },
	{ "sessions", sessions, TAKES_FORMAT | TAKES_LIMIT, 0, 0, NULL },
	{ "session", session, TAKES_FORMAT | TAKES_LIMIT, 1, 1, "a NAME" },
	{ "save", NULL, 0, 1, 1, "a STRATEGY" },
	{ "strategies", strategies, TAKES_FORMAT | TAKES_LIMIT, 0, 0, NULL },
	{ "versions", strategies, TAKES_FORMAT | TAKES_LIMIT, 1, 1, "a NAME" },
	{ "get", get, 0, 1, 1, "a NAME" },
	{ "diff", diff, 0, 2, 2, "two of NAME@VERSION" },
};
/* clang-format on */
#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static const struct command *find_command(const struct algo_strs *args,
					  struct algo_err *err)
{
	struct algo_near near = { NULL, 0 };
	const char *name = args->n ? args->v[0] : NULL;

	if (!name) {
		algo_err_set(err, ALGO_E_USAGE, "missing_command",
			     "no command given");
		algo_err_hint(err, "add, list, show, stats, best, export, "
				   "sessions, session, save, strategies, "
				   "versions, get or diff");
		return NULL;
	}
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
		algo_near_try(&near, name, strlen(name), commands[i].name);
	}
	algo_err_set(err, ALGO_E_USAGE, "unknown_command",
		     "unknown command '%s'", name);
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	return NULL;
}

static int check_operands(const struct command *c, const struct algo_strs *args,
			  struct algo_err *err)
{
	size_t n = args->n - 1;

	if (n < c->min)
		return algo_err_set(err, ALGO_E_USAGE, "missing_operand",
				    "'%s' wants %s", c->name, c->operand);
	if (n > c->max)
		return algo_err_set(err, ALGO_E_USAGE, "unexpected_operand",
				    "'%s' does not take '%s'", c->name,
				    args->v[1 + c->max]);
	return 0;
}

/* Nothing is accepted and ignored. */
static int check_options(const struct command *c, const struct options *o,
			 struct algo_err *err)
{
	const struct {
		int given;
		unsigned takes;
		const char *name;
	} rows[] = {
		{ o->strategy != NULL, TAKES_FILTERS, "--strategy" },
		{ o->symbol != NULL, TAKES_FILTERS, "--symbol" },
		{ o->since != NULL, TAKES_FILTERS, "--since" },
		{ o->until != NULL, TAKES_FILTERS, "--until" },
		{ o->success, TAKES_FILTERS, "--success" },
		{ o->failed, TAKES_FILTERS, "--failed" },
		{ o->where != NULL, TAKES_FILTERS, "--where" },
		{ o->limit >= 0, TAKES_FILTERS | TAKES_LIMIT, "--limit" },
		{ o->sort != NULL, TAKES_SORT, "--sort" },
		{ o->by != NULL, TAKES_BY, "--by" },
		{ o->format >= 0, TAKES_FORMAT, "--format" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (rows[i].given && !(c->takes & rows[i].takes))
			return algo_err_set(err, ALGO_E_USAGE,
					    "unexpected_option",
					    "'%s' does not take '%s'", c->name,
					    rows[i].name);
	if (o->success && o->failed)
		return algo_err_set(err, ALGO_E_USAGE, "conflict",
				    "'--success' and '--failed' exclude each "
				    "other");
	return 0;
}

/* A history that failed weighs more than bad lines before it. */
static void tell(void *ctx, struct algo_err *err)
{
	struct algo_tool *t = ctx;

	if (algo_err_exit(err) != algo_origin_exit(ALGO_O_BARS))
		t->status = 0;
	algo_tool_fail(t, err);
}

static void tell_counts(struct algo_tool *t, const struct algo_add_counts *n)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (n->bad > 0)
		algo_err_set(&err, ALGO_E_DATA, "bad_lines",
			     "%llu of %llu lines are no results and were not "
			     "stored; stored %llu",
			     (unsigned long long)n->bad,
			     (unsigned long long)n->lines,
			     (unsigned long long)n->stored);
	else
		algo_err_set(&err, ALGO_E_DATA, "stored",
			     "stored %llu runs, %llu were known",
			     (unsigned long long)n->stored,
			     (unsigned long long)n->known);
	err.severity = n->bad > 0 ? ALGO_SEV_WARNING : ALGO_SEV_INFO;
	algo_tool_tell(t, &err);
}

static int add_all(struct algo_tool *t, const char *path, struct algo_in *in,
		   struct algo_out *out, struct algo_err *err)
{
	struct algo_add add = { .path = path,
				.busy_ms = ALGO_STORE_BUSY_MS,
				.in = in,
				.out = out,
				.tell = tell,
				.ctx = t };
	struct algo_add_counts counts;
	int rc = algo_store_add(&add, &counts, err);

	tell_counts(t, &counts);
	return rc;
}

static void add(struct algo_tool *t, const struct options *o, const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;
	struct algo_in in;

	if (isatty(STDIN_FILENO)) {
		algo_err_set(&err, ALGO_E_USAGE, "no_input",
			     "results are read from standard input");
		algo_tool_fail(t, &err);
		return;
	}
	if (algo_in_open(&in, "-", &err)) {
		algo_tool_fail(t, &err);
		return;
	}
	in.watch = &t->progress.watch;
	out = algo_out_open(o->common.output, &err);
	if (out) {
		if (add_all(t, path, &in, out, &err) && err.set)
			tell(t, &err);
		if (algo_out_close(out, &err))
			tell(t, &err);
	} else {
		algo_tool_fail(t, &err);
	}
	algo_in_close(&in);
}

static int read_file(const char *path, struct algo_buf *text,
		     struct algo_err *err)
{
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, err))
		return -1;
	rc = algo_in_all(&in, ALGO_DOC_MAX, text, err);
	algo_in_close(&in);
	return rc;
}

static int put(const char *path, const struct algo_strategy *s,
	       const struct algo_buf *text, int64_t *version,
	       struct algo_err *err)
{
	struct algo_saved saved = { .name = s->name,
				    .text = text->data,
				    .len = text->len };
	struct algo_store *st;
	char hash[65];
	int rc;

	if (!s->name[0]) {
		algo_err_set(err, ALGO_E_KEY, "missing_key",
			     "the strategy has no name");
		return algo_err_hint(err, "add \"name\": \"...\"");
	}
	st = algo_store_open(path, ALGO_STORE_WRITE, ALGO_STORE_BUSY_MS, err);
	if (!st)
		return -1;
	algo_strategy_sha256(s, hash);
	saved.sha256 = hash;
	rc = algo_store_save(st, &saved, version, err);
	algo_store_close(st);
	return rc;
}

/* Prints NAME@VERSION. */
static void save(struct algo_tool *t, const char *path)
{
	const char *file = t->args.v[1];
	struct algo_strategy_opt opt = { .file = file };
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX + 1);
	struct algo_buf line = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);
	struct algo_errs errs = { 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_strategy *s = NULL;
	int64_t version = 0;

	if (read_file(file, &text, &err) == 0)
		s = algo_strategy_parse(algo_buf_str(&text), text.len, &opt,
					&errs);
	if (s && put(path, s, &text, &version, &err) == 0) {
		algo_buf_addf(&line, "%s@%lld\n", s->name, (long long)version);
		algo_tool_print(t, &line);
	}
	algo_tool_fail_all(t, &errs);
	if (err.set)
		algo_tool_fail(t, &err);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	algo_buf_release(&text);
	algo_buf_release(&line);
}

static void ask(struct algo_tool *t, const struct options *o,
		const struct command *c, struct algo_store *st)
{
	struct algo_query q = { .strategy = o->strategy,
				.symbol = o->symbol,
				.since = o->since,
				.until = o->until,
				.success = o->success,
				.failed = o->failed,
				.where = o->where,
				.sort = o->sort,
				.by = o->by,
				.limit = o->limit,
				.form = (enum algo_store_form)(
					o->format > 0 ? o->format : 0) };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open(o->common.output, &err);

	/* Of two operands the first is that of the query. */
	if (t->args.n > 2)
		q.strategy = t->args.v[1];
	if (!out || c->ask(st, t->args.n > 1 ? t->args.v[t->args.n - 1] : NULL,
			   &q, out, &err)) {
		algo_tool_fail(t, &err);
		algo_out_abort(out);
		return;
	}
	if (algo_out_close(out, &err))
		algo_tool_fail(t, &err);
}

/* Before anything was added the history of a user, which nobody named, is
 * empty; one that was named must be there. */
static struct algo_store *open_store(const char *path, int chosen,
				     struct algo_err *err)
{
	if (!chosen && access(path, F_OK))
		return algo_store_open(path, ALGO_STORE_EMPTY,
				       ALGO_STORE_BUSY_MS, err);
	return algo_store_open(path, ALGO_STORE_READ, ALGO_STORE_BUSY_MS, err);
}

static void run(struct algo_tool *t, const struct options *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	const struct command *c = find_command(&t->args, &err);
	struct algo_store *st = NULL;
	char *path = NULL;
	int chosen;

	if (!c || check_operands(c, &t->args, &err) ||
	    check_options(c, o, &err)) {
		algo_tool_fail(t, &err);
		return;
	}
	path = algo_store_path(o->db, &chosen, &err);
	if (path && !c->ask && c->min)
		save(t, path);
	else if (path && !c->ask)
		add(t, o, path);
	else if (path)
		st = open_store(path, chosen, &err);
	if (st)
		ask(t, o, c, st);
	else if (err.set)
		algo_tool_fail(t, &err);
	algo_store_close(st);
	algo_free(path);
}

int main(int argc, char **argv)
{
	struct options o = { .limit = -1, .format = -1 };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&tool, &o);
	return algo_tool_end(&tool);
}
