/* algo-gen.c - plain words to a strategy document, and back */
#include "gen/gen.h"

#include <algo/run.h>
#include <math.h>
#include <string.h>

#define AT(member) offsetof(struct algo_gen, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Reading", NULL },
	{ 'm', "model", ALGO_OPT_STR, AT(model), "NAME",
	  "Read with NAME: phrase, the built-in grammar; PROVIDER or "
	  "PROVIDER/MODEL, a language model; or auto (default), the grammar, "
	  "and where it would ask the model that the configuration names", NULL },
	{ 0, "name", ALGO_OPT_STR, AT(name), "NAME",
	  "Name the strategy NAME; by default after its first words", NULL },
	{ 0, "assume", ALGO_OPT_FLAG, AT(assume), NULL,
	  "Take the first choice of every question that has choices", NULL },
	{ 0, "refine", ALGO_OPT_STR, AT(refine), "STRATEGY",
	  "Change STRATEGY as the words say", NULL },
	{ 0, "fix", ALGO_OPT_INT, AT(fix), "N",
	  "Have a model mend its answer at most N times (3)", NULL },
	{ 0, "session", ALGO_OPT_STR, AT(session), "NAME",
	  "Go on with the conversation NAME, which the history keeps", NULL },
	{ 0, "prompt", ALGO_OPT_FLAG, AT(prompt), NULL,
	  "Print what a model would be sent, and send nothing", NULL },
	{ 0, "keep", ALGO_OPT_STR, AT(keep), "FILE",
	  "Write a model's last answer to FILE when none was good", NULL },
	{ 0, "save", ALGO_OPT_FLAG, AT(save), NULL,
	  "Save the document in the history, as the next version of its name",
	  NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Running", NULL },
	{ 0, "data", ALGO_OPT_STR, AT(data), "FILE",
	  "Run the document over the bars in FILE before printing it", NULL },
	{ 0, "result", ALGO_OPT_STR, AT(result), "FILE",
	  "Write the result of that run to FILE", NULL },
	{ 0, "candidates", ALGO_OPT_INT, AT(candidates), "K",
	  "Try up to K choices of the questions and print the best", NULL },
	{ 0, "by", ALGO_OPT_STR, AT(by), "METRIC",
	  "Rank the candidates by METRIC (sharpe_ratio)", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Looking at a strategy", NULL },
	{ 0, "explain", ALGO_OPT_STR, AT(explain), "STRATEGY",
	  "Print STRATEGY in plain words", NULL },
	{ 0, "review", ALGO_OPT_STR, AT(review), "STRATEGY",
	  "Print advice on STRATEGY as JSON; with --data from runs of it", NULL },
	ALGO_OPT_MODEL(struct algo_gen, client),
	ALGO_OPT_COMMON(struct algo_gen, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	"algo-gen", "[options] [WORDS...] [< words]",
	"Turns a description in plain English into a strategy document.", opts,
	"Examples:\n"
	"  algo-gen 'buy when RSI(14) < 30, sell when RSI(14) > 70' > "
	"rsi.json\n"
	"  algo-gen --refine rsi.json 'add a 5% stop' | algo-run - -d "
	"goog.csv\n"
	"  algo-gen --explain rsi.json\n"
};

/* --- Command line --------------------------------------------------------- */

/* What only a model has a use for. */
static int check_model(const struct algo_gen *o, struct algo_tool *t)
{
	const char *given = o->fix >= 0	 ? "--fix"
			    : o->session ? "--session"
			    : o->keep	 ? "--keep"
			    : o->prompt	 ? "--prompt"
					 : algo_model_given(&o->client);

	if (o->model && strcmp(o->model, "none") == 0)
		return algo_tool_usage(t, "--model none reads no words",
				       "the grammar is called phrase");
	if (given && o->model && strcmp(o->model, "phrase") == 0)
		return algo_tool_usage(t,
				       "the grammar has no use for options "
				       "about models",
				       given);
	if (o->assume && algo_model_is_named(o->model))
		return algo_tool_usage(t, "--assume is for the grammar",
				       "a model asks nothing");
	if (o->prompt && (o->save || o->keep || o->data || o->candidates >= 0))
		return algo_tool_usage(t,
				       "--prompt only prints what would be "
				       "sent",
				       NULL);
	if (o->fix > 100)
		return algo_tool_usage(t, "--fix is at most 100", NULL);
	return 0;
}

static int is_stdin(const char *path)
{
	return path && strcmp(path, "-") == 0;
}

static int reads_twice(const struct algo_gen *o, const struct algo_tool *t)
{
	int words =
		!o->explain && !o->review &&
		(t->args.n == 0 || (t->args.n == 1 && is_stdin(t->args.v[0])));

	return words + is_stdin(o->data) + is_stdin(o->refine) +
		       is_stdin(o->explain) + is_stdin(o->review) >
	       1;
}

static int check_usage(const struct algo_gen *o, struct algo_tool *t)
{
	int reads = !o->explain && !o->review;

	if (check_model(o, t))
		return -1;
	if (o->explain && o->review)
		return algo_tool_usage(
			t, "--explain and --review exclude each other", NULL);
	if (!reads && (t->args.n || o->refine || o->assume || o->name ||
		       o->candidates >= 0 || o->by || o->result ||
		       o->fix >= 0 || o->session || o->prompt || o->keep ||
		       o->save || (o->explain && o->data)))
		return algo_tool_usage(t,
				       o->explain ? "--explain takes no words "
						    "and no other option"
						  : "--review takes no words "
						    "and no option but --data",
				       NULL);
	if (!reads && !algo_model_is_named(o->model) &&
	    algo_model_given(&o->client))
		return algo_tool_usage(t, "no model is named",
				       "-m PROVIDER/MODEL");
	if (reads_twice(o, t))
		return algo_tool_usage(t, "standard input is read once",
				       "name a file for all but one of them");
	if (o->candidates > 1 && is_stdin(o->data))
		return algo_tool_usage(t,
				       "--candidates runs the bars several "
				       "times: --data must be a file",
				       NULL);
	if (o->result && !o->data)
		return algo_tool_usage(t, "--result needs --data", NULL);
	if (o->candidates >= 0 && !o->data)
		return algo_tool_usage(t, "--candidates needs --data",
				       "they are ranked by running them");
	if (o->candidates == 0 || o->candidates > GEN_CANDIDATES_MAX)
		return algo_tool_usage(t, "--candidates is 1 to 8", NULL);
	if (o->by && o->candidates < 0)
		return algo_tool_usage(t, "--by needs --candidates", NULL);
	if (o->by && !algo_metric_find(o->by, strlen(o->by)))
		return algo_tool_usage(t, "--by names no metric",
				       "algo-run --list-metrics lists them");
	return 0;
}

static int read_file(struct algo_tool *t, const char *path, size_t max,
		     struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, &err))
		return algo_tool_fail(t, &err);
	rc = algo_in_all(&in, max, text, &err);
	algo_in_close(&in);
	return rc ? algo_tool_fail(t, &err) : 0;
}

/* Beyond what a description may be the reader only has to know that. */
static int read_stream(struct algo_tool *t, struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc = 1;

	if (algo_in_open(&in, "-", &err))
		return algo_tool_fail(t, &err);
	while (rc > 0 && text->len <= ALGO_WORDS_MAX) {
		rc = algo_in_fill(&in, ALGO_WORDS_MAX * 4, &err);
		algo_buf_add(text, in.data + in.pos, in.len - in.pos);
		in.pos = in.len;
	}
	algo_in_close(&in);
	return rc < 0 ? algo_tool_fail(t, &err) : 0;
}

static int words(struct algo_tool *t, struct algo_buf *text)
{
	if (t->args.n == 0 ||
	    (t->args.n == 1 && strcmp(t->args.v[0], "-") == 0)) {
		if (algo_tool_no_terminal(t, "words"))
			return -1;
		return read_stream(t, text);
	}
	for (size_t i = 0; i < t->args.n; i++) {
		if (i)
			algo_buf_addc(text, ' ');
		algo_buf_adds(text, t->args.v[i]);
	}
	return 0;
}

/* --- Reading -------------------------------------------------------------- */

static void print_documents(const struct algo_gen *o, struct algo_tool *t,
			    const struct algo_words *w,
			    const struct algo_gen_input *in)
{
	const char *docs[GEN_CANDIDATES_MAX], *doc;
	size_t n = algo_words_documents(w);

	if (n > GEN_CANDIDATES_MAX)
		n = GEN_CANDIDATES_MAX;
	for (size_t i = 0; i < n; i++)
		docs[i] = algo_words_document(w, i);
	doc = algo_gen_print(o, t, docs, n);
	if (doc && o->session)
		algo_gen_remember(o, t, in, doc);
}

/* Only algo's own configuration lets a model help that was not named: a key in
 * the environment changes nothing. */
static int has_help(struct algo_gen *o, struct algo_tool *t,
		    const struct algo_gen_input *in)
{
	struct algo_err err = ALGO_ERR_INIT;
	char *model;
	int rc = -1;

	if (o->model && strcmp(o->model, "auto") != 0)
		return 0;
	model = algo_llm_configured(&err);
	if (err.set)
		algo_tool_fail(t, &err);
	else if (model)
		rc = algo_gen_ask(o, t, model, in, 1);
	algo_free(model);
	return rc == 0;
}

static void by_grammar(struct algo_gen *o, struct algo_tool *t,
		       const struct algo_gen_input *in)
{
	struct algo_words_opt wo = { .assume = o->assume, .name = o->name };
	struct algo_errs errs = { .v = NULL };
	struct algo_words *w;

	if (o->candidates > 0)
		wo.candidates = (size_t)o->candidates;
	if (o->refine) {
		wo.base = algo_buf_str(&in->base);
		wo.base_len = in->base.len;
		wo.base_file = o->refine;
	}
	w = algo_words_read(algo_buf_str(&in->words), in->words.len, &wo,
			    &errs);
	if (w && algo_words_documents(w)) {
		algo_gen_tell(o, t, w, &in->words);
		print_documents(o, t, w, in);
	} else if (w && !has_help(o, t, in)) {
		algo_gen_tell(o, t, w, &in->words);
	}
	algo_tool_fail_all(t, &errs);
	algo_words_free(w);
	algo_errs_release(&errs);
}

static void generate(struct algo_gen *o, struct algo_tool *t)
{
	struct algo_gen_input in = {
		.words = ALGO_BUF_INIT((size_t)1 << 27),
		.base = ALGO_BUF_INIT(ALGO_DOC_MAX + 1),
	};

	if (o->refine)
		read_file(t, o->refine, ALGO_DOC_MAX, &in.base);
	if (t->status == 0 && words(t, &in.words) == 0) {
		if (o->prompt)
			algo_gen_prompt(o, t, &in);
		else if (algo_model_is_named(o->model))
			algo_gen_ask(o, t, o->model, &in, 0);
		else
			by_grammar(o, t, &in);
	}
	algo_buf_release(&in.base);
	algo_buf_release(&in.words);
}

/* --- Explaining ----------------------------------------------------------- */

static void look(struct algo_gen *o, struct algo_tool *t)
{
	const char *path = o->explain ? o->explain : o->review;
	const char *file = strcmp(path, "-") == 0 ? "<stdin>" : path;
	struct algo_buf doc = ALGO_BUF_INIT(ALGO_DOC_MAX + 1);
	struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 24);
	struct algo_buf better = ALGO_BUF_INIT((size_t)1 << 24);
	struct algo_errs errs = { .v = NULL };
	int rc = read_file(t, path, ALGO_DOC_MAX, &doc);

	if (rc == 0 && o->explain) {
		rc = algo_words_explain(algo_buf_str(&doc), doc.len, file, &out,
					&errs);
	} else if (rc == 0) {
		struct algo_review_opt ro = { .file = file, .bars = o->data };
		struct algo_jw w;

		algo_jw_init(&w, &out, 2);
		rc = algo_words_review(algo_buf_str(&doc), doc.len, &ro, &w,
				       &errs);
		if (rc == 0 && out.len && out.data[out.len - 1] != '\n')
			algo_buf_addc(&out, '\n');
	}
	algo_tool_fail_all(t, &errs);
	if (rc == 0 && algo_model_is_named(o->model))
		rc = algo_gen_polish(o, t, &doc, &out, &better);
	else if (rc == 0)
		algo_buf_add(&better, out.data, out.len);
	if (rc == 0)
		algo_tool_print(t, &better);
	algo_buf_release(&better);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
	algo_buf_release(&out);
}

int main(int argc, char **argv)
{
	struct algo_gen o = { .candidates = -1,
			      .fix = -1,
			      .client = ALGO_MODEL_OPTS_INIT };
	struct algo_tool t;

	if (algo_tool_start(&t, &cmd, &o, &o.common, argc, argv) == 0 &&
	    check_usage(&o, &t) == 0) {
		if (o.explain || o.review)
			look(&o, &t);
		else
			generate(&o, &t);
	}
	algo_strs_release(&o.client.base_urls);
	return algo_tool_end(&t);
}
