/* ask.c - algo-gen with a language model */
#include "gen.h"

#include <algo/run.h>
#include <math.h>
#include <string.h>

/* --- Documents ----------------------------------------------------------- */

const char *algo_gen_print(const struct algo_gen *o, struct algo_tool *t,
			   const char *const *docs, size_t n)
{
	const char *doc = docs[0];
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 24);

	if (o->data)
		doc = algo_gen_best(o, t, docs, n);
	if (!doc)
		return NULL;
	algo_buf_adds(&b, doc);
	if (algo_tool_print(t, &b) == 0 && o->save)
		algo_gen_save(t, doc);
	algo_buf_release(&b);
	return doc;
}

/* The canonical form's hash; of the text where only the bars know its
 * columns. */
static void hash_doc(const char *doc, char out[65])
{
	struct algo_strategy_opt opt = { .file = "document" };
	struct algo_errs errs = { .v = NULL };
	struct algo_strategy *s =
		algo_strategy_parse(doc, strlen(doc), &opt, &errs);

	if (s)
		algo_strategy_sha256(s, out);
	else
		algo_sha256_hex(doc, strlen(doc), out);
	algo_strategy_free(s);
	algo_errs_release(&errs);
}

static int save(const char *doc, int64_t *version, struct algo_buf *name,
		struct algo_err *err)
{
	struct algo_json_doc *json =
		algo_json_parse(doc, strlen(doc), NULL, err);
	struct algo_saved saved = { .text = doc, .len = strlen(doc) };
	struct algo_store *st = json ? algo_model_history(err) : NULL;
	char hash[65];
	int rc = -1;

	if (st) {
		hash_doc(doc, hash);
		algo_buf_adds(name,
			      algo_json_str(algo_json_get(algo_json_root(json),
							  "name"),
					    NULL));
		saved.name = algo_buf_str(name);
		saved.sha256 = hash;
		rc = algo_store_save(st, &saved, version, err);
	}
	algo_store_close(st);
	algo_json_free(json);
	return rc;
}

void algo_gen_save(struct algo_tool *t, const char *doc)
{
	struct algo_buf name = ALGO_BUF_INIT(4096);
	struct algo_err err = ALGO_ERR_INIT;
	int64_t version = 0;

	if (save(doc, &version, &name, &err)) {
		algo_tool_fail(t, &err);
	} else {
		algo_err_set(&err, ALGO_E_DATA, "saved",
			     "saved as '%.100s@%lld'", algo_buf_str(&name),
			     (long long)version);
		err.severity = ALGO_SEV_INFO;
		algo_tool_tell(t, &err);
	}
	algo_buf_release(&name);
}

/* --- Conversations ------------------------------------------------------- */

static void remember(const struct algo_gen *o, struct algo_tool *t,
		     const struct algo_gen_input *in, const char *doc,
		     const struct algo_model *m, const char *model)
{
	struct algo_prompt_said said = { .store = m->store,
					 .session = o->session,
					 .llm = m->llm,
					 .words = algo_buf_str(&in->words),
					 .len = in->words.len,
					 .doc = doc,
					 .model = model };
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_prompt_remember(&said, &err))
		algo_tool_fail(t, &err);
}

void algo_gen_remember(const struct algo_gen *o, struct algo_tool *t,
		       const struct algo_gen_input *in, const char *doc)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_model m = { .store = NULL };

	m.store = algo_model_history(&err);
	if (m.store)
		remember(o, t, in, doc, &m, "phrase");
	else
		algo_tool_fail(t, &err);
	algo_store_close(m.store);
}

/* --- Asking -------------------------------------------------------------- */

static struct algo_run_opt run_of(const struct algo_gen *o)
{
	return (struct algo_run_opt){ .bars = o->data,
				      .warmup = NAN,
				      .from = ALGO_WHEN_NONE,
				      .to = ALGO_WHEN_NONE };
}

/* Bars from standard input can be read once: for the run at the end. */
static struct algo_prompt_gen request(const struct algo_gen *o,
				      const struct algo_gen_input *in,
				      const struct algo_run_opt *run,
				      const struct algo_model *m)
{
	int reads = o->data && strcmp(o->data, "-") != 0;

	return (struct algo_prompt_gen){
		.llm = m->llm,
		.words = algo_buf_str(&in->words),
		.len = in->words.len,
		.name = o->name,
		.base = o->refine ? algo_buf_str(&in->base) : NULL,
		.base_len = in->base.len,
		.run = reads ? run : NULL,
		.fixes = o->fix < 0 ? 3 : (unsigned)o->fix,
		.candidates = o->candidates > 0 ? (size_t)o->candidates : 0,
		.store = o->session ? m->store : NULL,
		.session = o->session,
	};
}

static void keep(const struct algo_gen *o, struct algo_tool *t,
		 const struct algo_prompt_tried *tried)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out;

	if (!o->keep || !tried->last)
		return;
	out = algo_out_open_private(o->keep, &err);
	if (!out) {
		algo_tool_fail(t, &err);
		return;
	}
	algo_out_adds(out, tried->last);
	if (tried->last[0] && tried->last[strlen(tried->last) - 1] != '\n')
		algo_out_addc(out, '\n');
	algo_tool_close(t, out, 0);
}

/* Why there is none; a model that was not named only did not help. */
static void tell_faults(struct algo_tool *t, struct algo_errs *errs,
			int helping)
{
	if (!helping) {
		algo_tool_fail_all(t, errs);
		return;
	}
	for (size_t i = 0; i < errs->n; i++) {
		if (errs->v[i].severity == ALGO_SEV_ERROR)
			errs->v[i].severity = ALGO_SEV_WARNING;
		algo_tool_tell(t, &errs->v[i]);
	}
}

static int told(const struct algo_gen *o, struct algo_tool *t,
		const struct algo_gen_input *in, struct algo_model *m,
		const struct algo_buf *docs, size_t n,
		const struct algo_prompt_tried *tried)
{
	const char *v[GEN_CANDIDATES_MAX], *best;
	struct algo_buf model = ALGO_BUF_INIT(256);

	for (size_t i = 0; i < n; i++)
		v[i] = algo_buf_str(&docs[i]);
	best = algo_gen_print(o, t, v, n);
	if (best && o->session) {
		algo_buf_addf(&model, "%s/%s", tried->told.provider,
			      tried->told.model);
		remember(o, t, in, best, m, algo_buf_str(&model));
	}
	algo_buf_release(&model);
	return best ? 0 : -1;
}

int algo_gen_ask(struct algo_gen *o, struct algo_tool *t, const char *model,
		 const struct algo_gen_input *in, int helping)
{
	struct algo_run_opt run = run_of(o);
	struct algo_buf docs[GEN_CANDIDATES_MAX] = { { .max = 0 } };
	struct algo_prompt_tried tried = { .last = NULL };
	struct algo_errs errs = { .v = NULL };
	struct algo_prompt_gen g;
	struct algo_model m;
	size_t n = 0;
	int rc = -1;

	for (size_t i = 0; i < GEN_CANDIDATES_MAX; i++)
		docs[i].max = (size_t)8 * ALGO_DOC_MAX;
	if (algo_model_open(&m, t, model, &o->client, o->session != NULL,
			    &errs) == 0) {
		g = request(o, in, &run, &m);
		rc = algo_prompt_gen(&g, docs, &n, &tried, &errs);
		tell_faults(t, &errs, helping);
		if (rc == 0)
			rc = told(o, t, in, &m, docs, n, &tried);
		else
			keep(o, t, &tried);
		algo_model_close(&m);
	} else {
		tell_faults(t, &errs, helping);
	}
	for (size_t i = 0; i < GEN_CANDIDATES_MAX; i++)
		algo_buf_release(&docs[i]);
	algo_prompt_tried_release(&tried);
	algo_errs_release(&errs);
	return rc;
}

void algo_gen_prompt(struct algo_gen *o, struct algo_tool *t,
		     const struct algo_gen_input *in)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_run_opt run = run_of(o);
	struct algo_errs errs = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_model m = { .store = NULL };
	struct algo_prompt_gen g;

	if (o->session)
		m.store = algo_model_history(&err);
	if (err.set)
		algo_errs_take(&errs, &err);
	g = request(o, in, &run, &m);
	if (errs.n == 0 && algo_prompt_gen_show(&g, &out, &errs) == 0)
		algo_tool_print(t, &out);
	algo_tool_fail_all(t, &errs);
	algo_store_close(m.store);
	algo_errs_release(&errs);
	algo_buf_release(&out);
}

/* --- Looking at a strategy ----------------------------------------------- */

static int advise(struct algo_model *m, const struct algo_buf *doc,
		  const struct algo_buf *computed, struct algo_buf *out,
		  struct algo_errs *errs)
{
	struct algo_advices more = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm_told told;
	int rc = algo_prompt_review(m->llm, algo_buf_str(doc), doc->len,
				    algo_buf_str(computed), computed->len,
				    &more, &told, errs);

	if (rc == 0)
		rc = algo_prompt_review_join(algo_buf_str(computed),
					     computed->len, &more, out, &err);
	if (err.set)
		algo_errs_take(errs, &err);
	algo_words_advices_release(&more);
	return rc;
}

int algo_gen_polish(struct algo_gen *o, struct algo_tool *t,
		    const struct algo_buf *doc, const struct algo_buf *computed,
		    struct algo_buf *out)
{
	struct algo_errs errs = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_model m;
	int rc = algo_model_open(&m, t, o->model, &o->client, 0, &errs);

	if (rc == 0) {
		rc = o->review
			     ? advise(&m, doc, computed, out, &errs)
			     : algo_prompt_polish(m.llm, algo_buf_str(computed),
						  computed->len, out, &err);
		algo_model_close(&m);
	}
	if (err.set)
		algo_errs_take(&errs, &err);
	algo_tool_fail_all(t, &errs);
	algo_errs_release(&errs);
	return rc;
}
