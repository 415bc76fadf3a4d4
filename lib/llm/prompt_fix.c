/* prompt_fix.c - the callback of the repair loop: a document and its faults to
 * a model, its answer back when it is one that may be taken */
#include "prompt.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS 2 /* an answer that may not be taken is told why, once */

struct fix {
	struct algo_prompt_fix *f;
	const char *doc;
	size_t len;
	const struct algo_errs *errs;
	struct algo_buf system, first, answer, why;
};

static int is_tried(const struct algo_prompt_fix *f, const char *hash)
{
	for (size_t i = 0; i < f->ntried; i++)
		if (strcmp(f->tried[i], hash) == 0)
			return 1;
	return 0;
}

static void note_tried(struct algo_prompt_fix *f, const char *hash)
{
	const size_t max = sizeof(f->tried) / sizeof(*f->tried);

	if (is_tried(f, hash))
		return;
	if (f->ntried == max) {
		memmove(f->tried[0], f->tried[1],
			(max - 1) * sizeof(*f->tried));
		f->ntried--;
	}
	memcpy(f->tried[f->ntried++], hash, sizeof(*f->tried));
}

/* Of what it says, whatever its blanks. */
static void hash_of(const char *doc, size_t n, char hex[65])
{
	struct algo_json_doc *json = algo_json_parse(doc, n, NULL, NULL);
	struct algo_buf b = ALGO_BUF_INIT(PROMPT_WIRE_MAX);
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	if (json)
		algo_jw_value(&w, algo_json_root(json));
	else
		algo_buf_add(&b, doc, n);
	algo_sha256_hex(algo_buf_str(&b), b.len, hex);
	algo_buf_release(&b);
	algo_json_free(json);
}

/* A fault of algo itself is no one else's. */
static int is_ours(const struct algo_errs *errs)
{
	for (size_t i = 0; i < errs->n; i++)
		if (errs->v[i].cls == ALGO_E_INTERNAL)
			return 1;
	return 0;
}

static void compose(struct fix *x)
{
	algo_buf_adds(&x->first, "The faults:\n");
	algo_prompt_faults(x->errs, &x->first);
	algo_buf_adds(&x->first, "\nThe values, with line numbers:\n");
	algo_prompt_number(x->doc, x->len, &x->first);
	algo_buf_adds(&x->first, "\nThe document:\n");
	algo_prompt_clean(x->doc, x->len, PROMPT_TEXT_MAX, &x->first);
	algo_buf_adds(&x->first, "\n");
	if (x->f->ntried > 1) {
		algo_buf_adds(&x->first, "\nTried already (SHA-256):");
		for (size_t i = 0; i < x->f->ntried; i++)
			algo_buf_addf(&x->first, " %.12s", x->f->tried[i]);
		algo_buf_adds(&x->first, "; none of them again.\n");
	}
	algo_buf_adds(&x->first, "\nChange only what is needed. Return the "
				 "whole document.\n");
}

static int ask(struct fix *x, int round, struct algo_llm_reply *reply)
{
	struct algo_llm_msg m[3] = {
		{ 0, algo_buf_str(&x->first), x->first.len },
		{ 1, algo_buf_str(&x->answer), x->answer.len },
		{ 0, algo_buf_str(&x->why), x->why.len },
	};
	struct algo_llm_ask ask = ALGO_LLM_ASK_INIT;
	struct algo_llm_told told;
	int rc;

	ask.system = algo_buf_str(&x->system);
	ask.system_len = x->system.len;
	ask.msgs = m;
	ask.nmsgs = round && x->answer.len ? 3 : 1;
	ask.think = "low";
	ask.seed = round ? round : -1;
	rc = algo_llm_ask(x->f->llm, &ask, reply, &told, &x->f->err);
	algo_prompt_sum(&x->f->told, &told);
	return rc;
}

/* 0: taken into out; -1: not, and why says so to the model. */
static int take(struct fix *x, const struct algo_llm_reply *reply,
		struct algo_buf *out)
{
	struct algo_buf doc = ALGO_BUF_INIT(PROMPT_WIRE_MAX);
	struct algo_errs errs = { 0 };
	size_t start = 0, len = 0;
	char at[256], hash[65];
	int rc = -1;

	algo_buf_clear(&x->why);
	if (algo_llm_extract(algo_buf_str(&reply->text), reply->text.len,
			     &start, &len) ||
	    algo_prompt_to_document(algo_buf_str(&reply->text) + start, len,
				    &doc, &errs)) {
		algo_buf_adds(&x->why, "The answer is no document.\n");
		algo_prompt_faults(&errs, &x->why);
	} else if (algo_prompt_same(x->doc, x->len, algo_buf_str(&doc), doc.len,
				    x->errs, out, at, sizeof(at))) {
		algo_buf_addf(&x->why,
			      "%s came back otherwise, and no fault names it. "
			      "It must stay as it is.\n",
			      at);
	} else {
		hash_of(algo_buf_str(out), out->len, hash);
		rc = is_tried(x->f, hash) ? -1 : 0;
		note_tried(x->f, hash);
		if (rc)
			algo_buf_adds(&x->why, "That document was tried "
					       "already.\n");
	}
	if (rc)
		algo_buf_clear(out);
	algo_errs_release(&errs);
	algo_buf_release(&doc);
	return rc;
}

static int one_round(struct fix *x, int round, struct algo_buf *out)
{
	struct algo_llm_reply reply = ALGO_LLM_REPLY_INIT;
	int rc = ask(x, round, &reply) ? -1 : 1;

	if (rc > 0 && take(x, &reply, out) == 0)
		rc = 0;
	algo_buf_clear(&x->answer);
	algo_prompt_clean(algo_buf_str(&reply.text), reply.text.len,
			  PROMPT_TEXT_MAX, &x->answer);
	algo_llm_reply_release(&reply);
	return rc;
}

static int rounds(struct fix *x, struct algo_buf *out)
{
	struct algo_prompt_fix *f = x->f;
	int rc = 1;

	for (int i = 0; i < ROUNDS && rc > 0; i++)
		rc = one_round(x, i, out);
	if (rc > 0) {
		x->why.data[strcspn(x->why.data, "\n")] = '\0';
		algo_err_set(&f->err, ALGO_E_VALUE, "model_answer",
			     "the model's answer was not taken: %.200s",
			     algo_buf_str(&x->why));
	}
	return rc ? -1 : 0;
}

int algo_prompt_fix_ask(void *ctx, const char *doc,
			const struct algo_errs *errs, struct algo_buf *out)
{
	struct fix x = { .f = ctx, .doc = doc, .errs = errs };
	char hash[65];
	int rc;

	algo_err_clear(&x.f->err);
	x.len = strlen(doc);
	if (is_ours(errs))
		return algo_err_set(&x.f->err, ALGO_E_VALUE, "not_asked",
				    "no model is asked about faults of algo "
				    "itself");
	x.system.max = x.first.max = x.answer.max = x.why.max = (size_t)16
								<< 20;
	hash_of(doc, x.len, hash);
	note_tried(x.f, hash);
	algo_prompt_fix_system(&x.system);
	compose(&x);
	rc = rounds(&x, out);
	algo_buf_release(&x.system);
	algo_buf_release(&x.first);
	algo_buf_release(&x.answer);
	algo_buf_release(&x.why);
	return rc;
}
