/* algo-fix.c - mend a broken strategy and print it */
#include "model/model.h"

#include <algo/prompt.h>
#include <algo/repair.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct options {
	const char *data;
	long long attempts; /* -1: not given */
	const char *model;
	int unsafe;
	const char *report;
	int diff, in_place, explain;
	struct algo_model_opts client;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Repair", NULL },
	{ 'd', "data", ALGO_OPT_STR, AT(data), "FILE",
	  "Also run it on the bars of FILE, and mend what fails then; - is standard input", NULL },
	{ 0, "attempts", ALGO_OPT_INT, AT(attempts), "N",
	  "Mend and run again at most N times (3)", NULL },
	{ 'm', "model", ALGO_OPT_STR, AT(model), "NAME",
	  "Ask the language model PROVIDER or PROVIDER/MODEL where the rules "
	  "know no further; auto (default): the one that the configuration "
	  "names; none: nobody", NULL },
	{ 0, "unsafe", ALGO_OPT_FLAG, AT(unsafe), NULL,
	  "Make repairs that have to guess, too", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Output", NULL },
	{ 'i', "in-place", ALGO_OPT_FLAG, AT(in_place), NULL,
	  "Change STRATEGY.json itself; what it was is kept as STRATEGY.json~", NULL },
	{ 0, "diff", ALGO_OPT_FLAG, AT(diff), NULL,
	  "Print the changes in place of the document, as diff -u does", NULL },
	{ 0, "report", ALGO_OPT_STR, AT(report), "FILE",
	  "Write what was tried, attempt by attempt, as JSON", NULL },
	{ 0, "explain", ALGO_OPT_FLAG, AT(explain), NULL,
	  "Print every fault and what can be done about it; change nothing", NULL },
	ALGO_OPT_MODEL(struct options, client),
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-fix", "[options] [STRATEGY.json]",
	"Mends a broken strategy and prints it.", opts,
	"Examples:\n"
	"  algo-fix rsi.json > rsi.fixed.json\n"
	"  algo-fix --explain rsi.json\n"
	"  algo-run rsi.json < goog.csv || algo-fix -i rsi.json -d goog.csv\n"
};

struct job {
	struct options *o;
	struct algo_tool *t;
	const char *path; /* of the strategy; "-" standard input */
	const char *file; /* its name in records */
	struct algo_buf text;
	const char *bars; /* NULL: none */
	char spool[32];	  /* where standard input was put aside */
	int spool_fd;	  /* -1: none */
};

/* ---- usage --------------------------------------------------------------- */

static int conflict(struct algo_tool *t, const char *asks, const char *idle)
{
	struct algo_err err = ALGO_ERR_INIT;

	algo_err_set(&err, ALGO_E_USAGE, "conflict", "'%s' has no use for '%s'",
		     asks, idle);
	return algo_tool_fail(t, &err);
}

/* Nothing is accepted and ignored. */
static int check_idle(const struct options *o, struct algo_tool *t)
{
	if (o->explain && o->in_place)
		return conflict(t, "--explain", "--in-place");
	if (o->explain && o->diff)
		return conflict(t, "--explain", "--diff");
	if (o->explain && o->report)
		return conflict(t, "--explain", "--report");
	if (o->explain && o->unsafe)
		return conflict(t, "--explain", "--unsafe");
	if (o->explain && o->attempts >= 0)
		return conflict(t, "--explain", "--attempts");
	if (o->in_place && o->common.output)
		return conflict(t, "--in-place", "--output");
	if (o->in_place && o->diff)
		return conflict(t, "--in-place", "--diff");
	if (!o->data && o->attempts >= 0 && !algo_model_is_named(o->model))
		return algo_tool_usage(t, "--attempts without --data",
				       "a run needs bars: name them by --data");
	if (o->model && strcmp(o->model, "none") == 0 &&
	    algo_model_given(&o->client))
		return conflict(t, "--model none",
				algo_model_given(&o->client));
	if (o->explain && algo_model_given(&o->client))
		return conflict(t, "--explain", algo_model_given(&o->client));
	return 0;
}

static int is_dash(const char *s)
{
	return s && strcmp(s, "-") == 0;
}

static int check_usage(const struct options *o, struct algo_tool *t)
{
	const char *file = t->args.n ? t->args.v[0] : "-";

	if (t->args.n > 1)
		return algo_tool_usage(t, "more than one strategy", NULL);
	if (o->attempts == 0)
		return algo_tool_usage(t, "--attempts is from 1", NULL);
	if (is_dash(file) && o->in_place)
		return algo_tool_usage(t, "--in-place needs a file",
				       "name the strategy");
	if (is_dash(file) && is_dash(o->data))
		return algo_tool_usage(t, "standard input is read twice",
				       "name the strategy, or a file of bars");
	if (is_dash(o->report) &&
	    (!o->common.output || is_dash(o->common.output)) && !o->in_place)
		return algo_tool_usage(t, "standard output is taken twice",
				       "say where the document goes by -o");
	if (check_idle(o, t))
		return -1;
	return t->args.n == 0 ? algo_tool_no_terminal(t, "strategies") : 0;
}

/* ---- input --------------------------------------------------------------- */

static int read_text(struct job *j)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	j->path = j->t->args.n ? j->t->args.v[0] : "-";
	j->file = is_dash(j->path) ? "<stdin>" : j->path;
	if (algo_in_open(&in, j->path, &err))
		return algo_tool_fail(j->t, &err);
	rc = algo_in_all(&in, ALGO_DOC_MAX, &j->text, &err);
	algo_in_close(&in);
	if (rc == 0)
		return 0;
	if (strcmp(err.code, "too_large") == 0)
		algo_err_origin(&err, ALGO_O_DOCUMENT);
	return algo_tool_fail(j->t, &err);
}

static int fill_spool(struct algo_in *in, int fd, struct algo_err *err)
{
	int rc;

	while ((rc = algo_in_fill(in, ALGO_IO_BLOCK, err)) > 0) {
		while (in->pos < in->len) {
			ssize_t n = write(fd, in->data + in->pos,
					  in->len - in->pos);

			if (n < 0 && errno == EINTR)
				continue;
			if (n < 0)
				return algo_err_sys(err, errno,
						    "cannot keep the bars");
			in->pos += (size_t)n;
		}
	}
	return rc;
}

/* Bars from standard input are read again for each run: they are put aside in
 * a file without a name. */
static int spool_bars(struct job *j)
{
	const char *tmp = getenv("TMPDIR");
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	char path[512];
	int rc;

	j->bars = j->o->data;
	if (!is_dash(j->bars))
		return 0;
	if (algo_tool_no_terminal(j->t, "bars"))
		return -1;
	snprintf(path, sizeof(path), "%.400s/algo-fix.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	j->spool_fd = mkstemp(path);
	if (j->spool_fd < 0) {
		algo_err_sys(&err, errno, "cannot make a file in '%.400s'",
			     tmp && *tmp ? tmp : "/tmp");
		return algo_tool_fail(j->t, &err);
	}
	unlink(path);
	if (algo_in_open(&in, "-", &err))
		return algo_tool_fail(j->t, &err);
	rc = fill_spool(&in, j->spool_fd, &err);
	algo_in_close(&in);
	snprintf(j->spool, sizeof(j->spool), "/dev/fd/%d", j->spool_fd);
	j->bars = j->spool;
	return rc ? algo_tool_fail(j->t, &err) : 0;
}

/* Its name is that of the stream again. */
static void rename_spool(const struct job *j, struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (j->spool[0] && strcmp(errs->v[i].at.file, j->spool) == 0)
			algo_err_file(&errs->v[i], "<stdin>");
}

/* ---- output -------------------------------------------------------------- */

static int write_file(struct job *j, const char *path, const void *p, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open(path, &err);

	if (!out)
		return algo_tool_fail(j->t, &err);
	algo_out_add(out, p, n);
	return algo_out_close(out, &err) ? algo_tool_fail(j->t, &err) : 0;
}

/* What the file was is safe before it is changed. */
static int write_in_place(struct job *j, const struct algo_buf *doc)
{
	struct algo_buf kept = ALGO_BUF_INIT(65536);
	int rc;

	if (doc->len == j->text.len &&
	    memcmp(algo_buf_str(doc), algo_buf_str(&j->text), doc->len) == 0)
		return 0;
	algo_buf_adds(&kept, j->path);
	algo_buf_addc(&kept, '~');
	rc = write_file(j, algo_buf_str(&kept), j->text.data, j->text.len);
	algo_buf_release(&kept);
	return rc ? rc : write_file(j, j->path, doc->data, doc->len);
}

static int write_diff(struct job *j, const struct algo_buf *doc)
{
	struct algo_buf diff = ALGO_BUF_INIT((size_t)8 * ALGO_DOC_MAX);
	int rc;

	algo_repair_diff(algo_buf_str(&j->text), j->text.len, algo_buf_str(doc),
			 doc->len, is_dash(j->path) ? "strategy.json" : j->path,
			 &diff);
	rc = write_file(j, j->o->common.output, algo_buf_str(&diff), diff.len);
	algo_buf_release(&diff);
	return rc;
}

/* A document that was not mended passes through a pipe as it came; a file is
 * left as it was. */
static void write_document(struct job *j, const struct algo_buf *doc, int good)
{
	const struct options *o = j->o;

	if (o->in_place) {
		if (good)
			write_in_place(j, doc);
	} else if (o->diff) {
		write_diff(j, doc);
	} else if (good || !o->common.output || is_dash(o->common.output)) {
		write_file(j, o->common.output, algo_buf_str(doc), doc->len);
	}
}

static void write_report(struct job *j, const struct algo_repair_report *r)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)64 * ALGO_DOC_MAX);

	if (!j->o->report)
		return;
	algo_repair_report_json(r, j->file, &b);
	write_file(j, j->o->report, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

/* ---- what was done ------------------------------------------------------- */

static enum algo_class class_of(const char *name)
{
	int c = 0;

	while (c < ALGO_CLASS_COUNT - 1 &&
	       strcmp(algo_class_name((enum algo_class)c), name) != 0)
		c++;
	return (enum algo_class)c;
}

/* Each mend is named: nothing changes in silence. */
static void tell_mends(struct job *j, const struct algo_mends *mends)
{
	for (size_t i = 0; i < mends->n; i++) {
		const struct algo_mend *m = &mends->v[i];
		struct algo_err err = ALGO_ERR_INIT;

		if (!m->done)
			continue;
		algo_err_set(&err, class_of(m->cls), m->code, "mended%s: %s",
			     m->unsafe ? " by a guess" : "", m->text);
		err.severity = ALGO_SEV_WARNING;
		algo_err_file(&err, j->file);
		algo_err_pointer(&err, m->pointer);
		if (!m->pointer[0] && m->line)
			algo_err_pos(&err, m->line, m->col, 0);
		algo_tool_tell(j->t, &err);
	}
	if (mends->dropped) {
		struct algo_err err = ALGO_ERR_INIT;

		algo_err_set(&err, ALGO_E_SYNTAX, "more_mends",
			     "%zu more mends are not shown", mends->dropped);
		err.severity = ALGO_SEV_WARNING;
		algo_tool_tell(j->t, &err);
	}
}

static struct algo_run_opt run_of(const struct job *j)
{
	return (struct algo_run_opt){ .bars = j->bars,
				      .warmup = NAN,
				      .from = ALGO_WHEN_NONE,
				      .to = ALGO_WHEN_NONE,
				      .watch = &j->t->progress.watch };
}

/* The model that may be asked, for the caller to free; NULL: nobody.  A key in
 * the environment alone changes nothing. */
static char *chosen_model(struct job *j)
{
	const char *model = j->o->model;
	struct algo_err err = ALGO_ERR_INIT;
	char *named;

	if (algo_model_is_named(model))
		return algo_strdup(model);
	if (model && strcmp(model, "none") == 0)
		return NULL;
	named = algo_llm_configured(&err);
	if (err.set)
		algo_tool_fail(j->t, &err);
	return named;
}

/* Who is asked: opened when it is needed. */
struct advisor {
	struct job *j;
	char *name; /* NULL: nobody */
	struct algo_model m;
	int failed;
	struct algo_prompt_fix fix;
};

/* A model that was named must be there; one that is configured may help. */
static int open_advisor(struct advisor *h)
{
	struct algo_errs errs = { 0 };
	struct options *o = h->j->o;

	h->failed = algo_model_open(&h->m, h->j->t, h->name, &o->client, 0,
				    &errs) != 0;
	for (size_t i = 0; i < errs.n; i++) {
		struct algo_err *e = &errs.v[i];

		if (!algo_model_is_named(o->model) &&
		    e->severity == ALGO_SEV_ERROR)
			e->severity = ALGO_SEV_WARNING;
		if (e->severity == ALGO_SEV_ERROR)
			algo_tool_fail(h->j->t, e);
		else
			algo_tool_tell(h->j->t, e);
	}
	h->fix.llm = h->m.llm;
	algo_errs_release(&errs);
	return h->failed ? -1 : 0;
}

static int ask(void *ctx, const char *doc, const struct algo_errs *errs,
	       struct algo_buf *out)
{
	struct advisor *h = ctx;

	if (h->failed || (!h->m.llm && open_advisor(h)))
		return -1;
	return algo_prompt_fix_ask(&h->fix, doc, errs, out);
}

/* Where the document's own faults are told, that the model did not help is a
 * warning beside them; where it was named, it is the status. */
static void tell_asked(struct job *j, struct algo_prompt_fix *ask, int rc)
{
	if (!ask->err.set)
		return;
	if (rc == 0 || !algo_model_is_named(j->o->model) ||
	    ask->err.cls == ALGO_E_VALUE) {
		ask->err.severity = ALGO_SEV_WARNING;
		algo_tool_tell(j->t, &ask->err);
	} else {
		algo_tool_fail(j->t, &ask->err);
	}
}

static void mend(struct job *j, struct advisor *h)
{
	struct algo_run_opt run = run_of(j);
	struct algo_repair_loop loop = {
		.fix = { .file = j->file, .unsafe = j->o->unsafe },
		.run = j->bars ? &run : NULL,
		.attempts = j->o->attempts > 0 ? (size_t)j->o->attempts : 0,
		.ask = h->name ? ask : NULL,
		.ctx = h,
		.key = h->fix.told.key,
	};
	struct algo_buf doc = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	struct algo_repair_report report;
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };
	int rc = algo_repair_run(algo_buf_str(&j->text), j->text.len, &loop,
				 &doc, &report, &mends, &errs);

	rename_spool(j, &errs);
	if (rc == 0)
		tell_mends(j, &mends);
	tell_asked(j, &h->fix, rc);
	algo_tool_fail_all(j->t, &errs);
	write_report(j, &report);
	write_document(j, &doc, rc == 0);
	algo_repair_report_release(&report);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
}

static void fix(struct job *j)
{
	struct advisor h = { .j = j };

	h.name = chosen_model(j);
	if (algo_model_is_named(j->o->model))
		open_advisor(&h);
	if (j->t->status == 0)
		mend(j, &h);
	if (h.m.llm)
		algo_model_close(&h.m);
	algo_free(h.name);
}

/* ---- --explain ----------------------------------------------------------- */

static const char *verdict_word(char verdict)
{
	return verdict == ALGO_VERDICT_FIXIT	? "fixit"
	       : verdict == ALGO_VERDICT_UNSAFE ? "unsafe"
						: "person";
}

static const char *verdict_text(char verdict)
{
	return verdict == ALGO_VERDICT_FIXIT ? "algo-fix mends it"
	       : verdict == ALGO_VERDICT_UNSAFE
		       ? "algo-fix --unsafe mends it by a guess"
		       : "needs a person";
}

/* The record as everywhere, with one more member. */
static void tell_json(const struct job *j, const struct algo_err *e,
		      char verdict)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 20);

	algo_err_json(e, j->t->cmd->name, &b);
	while (b.len && b.data[b.len - 1] != '}')
		b.len--;
	if (b.len) {
		b.len--;
		algo_buf_addf(&b, ",\"repair\":\"%s\"}\n",
			      verdict_word(verdict));
	}
	algo_io_stderr(algo_buf_str(&b), b.len);
	algo_buf_release(&b);
}

static void list(const struct job *j, const struct algo_err *e, char verdict,
		 struct algo_buf *out)
{
	algo_err_text(e, j->t->cmd->name, 1, out);
	algo_buf_addf(out, "  %s, %s: %s\n", algo_class_name(e->cls),
		      algo_severity_name(e->severity),
		      e->severity == ALGO_SEV_ERROR ? verdict_text(verdict)
						    : "nothing to mend");
}

static void explain(struct job *j)
{
	struct algo_run_opt run = run_of(j);
	struct algo_repair_loop loop = { .fix = { .file = j->file },
					 .run = j->bars ? &run : NULL };
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 26);
	struct algo_errs errs = { 0 };
	char *verdicts = NULL;

	algo_repair_run_explain(algo_buf_str(&j->text), j->text.len, &loop,
				&errs, &verdicts);
	rename_spool(j, &errs);
	for (size_t i = 0; i < errs.n; i++) {
		const struct algo_err *e = &errs.v[i];
		char v = verdicts ? verdicts[i] : ALGO_VERDICT_PERSON;

		if (e->severity == ALGO_SEV_INFO)
			continue;
		if (j->o->common.errors == 1)
			tell_json(j, e, v);
		else
			list(j, e, v, &out);
	}
	write_file(j, j->o->common.output, algo_buf_str(&out), out.len);
	if (j->t->status == 0)
		j->t->status = algo_errs_exit(&errs);
	algo_free(verdicts);
	algo_errs_release(&errs);
	algo_buf_release(&out);
}

int main(int argc, char **argv)
{
	struct options o = { .attempts = -1, .client = ALGO_MODEL_OPTS_INIT };
	struct algo_tool tool;
	struct job j = { .o = &o, .t = &tool, .spool_fd = -1 };

	j.text.max = (size_t)2 * ALGO_DOC_MAX;
	if (algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv) ||
	    check_usage(&o, &tool) || read_text(&j) || spool_bars(&j))
		;
	else if (o.explain)
		explain(&j);
	else
		fix(&j);
	if (j.spool_fd >= 0)
		close(j.spool_fd);
	algo_buf_release(&j.text);
	algo_strs_release(&o.client.base_urls);
	return algo_tool_end(&tool);
}
