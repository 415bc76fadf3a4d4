/* prompt_gen.c - ask for a strategy, judge the answer, ask again */
#include "prompt.h"

#include <algo/words.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGES 3 /* beside those of the conversation */

struct gen {
	const struct algo_prompt_gen *g;
	struct algo_prompt_tried *tried;
	struct algo_errs *errs; /* of the caller */
	struct algo_buf system, schema, first;
	struct prompt_talk talk;
	struct algo_llm_told told; /* of the sample at hand */
	/* The repair turn: what the model said, and what is wrong with it. */
	struct algo_buf answer, faults, feedback;
	char seen[64][65]; /* hashes of the documents of this sample */
	size_t nseen;
	int64_t seed; /* of the sample: another one is another answer */
	struct algo_buf *docs;
	char made[64][65]; /* hashes of the documents given */
	size_t ndocs;
	/* What checks and runs and makes little sense. */
	struct algo_buf weak;
	struct algo_errs weak_errs;
	struct algo_llm_told weak_told;
	/* The faults of the last candidate. */
	struct algo_errs last;
};

void algo_prompt_tried_release(struct algo_prompt_tried *t)
{
	algo_free(t->last);
	t->last = NULL;
}

/* --- What is asked ------------------------------------------------------- */

/* A text is set apart by a fence that is longer than any in it. */
static void add_quoted(const char *s, size_t n, struct algo_buf *out)
{
	size_t run = 0, most = 2;

	for (size_t i = 0; i < n; i++) {
		run = s[i] == '`' ? run + 1 : 0;
		if (run > most)
			most = run;
	}
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i <= most; i++)
			algo_buf_addc(out, '`');
		algo_buf_addc(out, '\n');
		if (side)
			break;
		algo_prompt_clean(s, n, PROMPT_TEXT_MAX, out);
		if (n == 0 || s[n - 1] != '\n')
			algo_buf_addc(out, '\n');
	}
}

static int first_message(const struct algo_prompt_gen *g, struct algo_buf *out,
			 struct algo_errs *errs)
{
	struct algo_buf wire = ALGO_BUF_INIT(PROMPT_WIRE_MAX);
	int rc = 0;

	if (g->len > ALGO_WORDS_MAX) {
		rc = algo_err_set(
			algo_errs_add(errs), ALGO_E_VALUE, "too_large",
			"a description has at most %d bytes", ALGO_WORDS_MAX);
		algo_errs_count(errs);
	} else if (g->base) {
		rc = algo_prompt_from_document(g->base, g->base_len, &wire,
					       errs);
		algo_buf_adds(out, "Change this strategy as the description "
				   "says, and leave the rest as it is:\n");
		algo_buf_add(out, wire.data, wire.len);
		algo_buf_adds(out, "\n\n");
	}
	algo_buf_adds(out, "Description:\n");
	add_quoted(g->words, g->len, out);
	if (g->name) {
		algo_buf_adds(out, "Its name is ");
		algo_prompt_clean(g->name, strlen(g->name), 200, out);
		algo_buf_adds(out, ".\n");
	}
	algo_buf_release(&wire);
	return rc;
}

static void set_feedback(struct gen *s, const struct prompt_verdict *v)
{
	algo_buf_clear(&s->feedback);
	algo_buf_adds(&s->feedback, v->worth == PROMPT_WEAK
					    ? "The strategy runs, but:\n"
					    : "The strategy has faults:\n");
	algo_prompt_faults(&v->errs, &s->feedback);
	if (v->doc.len) {
		algo_buf_adds(&s->feedback,
			      "\nThe document by places (/entry/long is "
			      "entry_long, /rules/0/size the size of the "
			      "first rule), expressions with line numbers:\n");
		algo_prompt_number(v->doc.data, v->doc.len, &s->feedback);
	}
	if (s->nseen > 1) {
		algo_buf_adds(&s->feedback, "\nTried already (SHA-256):");
		for (size_t i = 0; i < s->nseen; i++)
			algo_buf_addf(&s->feedback, " %.12s", s->seen[i]);
		algo_buf_adds(&s->feedback, "; none of them again.\n");
	}
	algo_buf_adds(&s->feedback, "\nChange only what is needed. Answer "
				    "with the whole object again.\n");
}

static size_t messages(const struct gen *s, struct algo_llm_msg *m)
{
	size_t fixed =
		s->system.len + s->first.len + s->answer.len + s->feedback.len;
	size_t from = algo_prompt_talk_from(&s->talk, s->g->llm, fixed), n = 0;

	for (size_t i = from; i < s->talk.n; i++)
		m[n++] = s->talk.v[i];
	m[n++] = (struct algo_llm_msg){ 0, algo_buf_str(&s->first),
					s->first.len };
	if (s->answer.len) {
		m[n++] = (struct algo_llm_msg){ 1, algo_buf_str(&s->answer),
						s->answer.len };
		m[n++] = (struct algo_llm_msg){ 0, algo_buf_str(&s->feedback),
						s->feedback.len };
	}
	return n;
}

static int ask(struct gen *s, struct algo_llm_reply *reply)
{
	struct algo_llm_ask ask = ALGO_LLM_ASK_INIT;
	struct algo_llm_msg *m = algo_zalloc(s->talk.n + MESSAGES, sizeof(*m));
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm_told told;
	int rc;

	ask.system = algo_buf_str(&s->system);
	ask.system_len = s->system.len;
	ask.msgs = m;
	ask.nmsgs = messages(s, m);
	ask.schema = algo_buf_str(&s->schema);
	ask.schema_name = "strategy";
	ask.think = "low";
	ask.seed = s->seed;
	rc = algo_llm_ask(s->g->llm, &ask, reply, &told, &err);
	algo_free(m);
	algo_prompt_sum(&s->told, &told);
	algo_prompt_sum(&s->tried->told, &told);
	s->tried->turns++;
	if (err.set)
		algo_errs_take(s->errs, &err);
	algo_errs_count(s->errs);
	return rc;
}

/* --- What comes of it ---------------------------------------------------- */

static void keep_last(struct gen *s, const struct algo_llm_reply *reply,
		      struct prompt_verdict *v)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	const struct algo_buf *text = v->doc.len ? &v->doc : &reply->text;

	algo_buf_add(&b, text->data,
		     text->len < ALGO_DOC_MAX ? text->len : ALGO_DOC_MAX - 1);
	algo_llm_redact_keys(algo_llm_keys_of(s->g->llm), &b);
	algo_free(s->tried->last);
	s->tried->last = algo_buf_take(&b);
	algo_errs_release(&s->last);
	s->last = v->errs;
	memset(&v->errs, 0, sizeof(v->errs));
}

/* 1: a document that was given already. */
static int give(struct gen *s, const struct algo_buf *doc,
		const struct algo_llm_told *told)
{
	struct algo_err err = ALGO_ERR_INIT;
	char hash[65];

	algo_sha256_hex(doc->data, doc->len, hash);
	for (size_t i = 0; i < s->ndocs; i++)
		if (strcmp(s->made[i], hash) == 0)
			return 1;
	if (algo_prompt_finish(doc->data, doc->len, s->g->name, told,
			       &s->docs[s->ndocs], &err)) {
		algo_errs_take(s->errs, &err);
		return 1;
	}
	algo_llm_redact_keys(algo_llm_keys_of(s->g->llm), &s->docs[s->ndocs]);
	memcpy(s->made[s->ndocs], hash, sizeof(hash));
	s->ndocs++;
	return 0;
}

static void keep_weak(struct gen *s, struct prompt_verdict *v)
{
	if (s->weak.len)
		return;
	algo_buf_add(&s->weak, v->doc.data, v->doc.len);
	for (size_t i = 0; i < v->errs.n; i++)
		*algo_errs_add(&s->weak_errs) = v->errs.v[i];
	s->weak_told = s->told;
}

/* The same faults again: patches lead nowhere, a new sample may. */
static void next_turn(struct gen *s, const struct algo_llm_reply *reply,
		      const struct prompt_verdict *v)
{
	struct algo_buf faults = ALGO_BUF_INIT((size_t)1 << 20);
	int same;

	algo_prompt_faults(&v->errs, &faults);
	same = faults.len == s->faults.len &&
	       memcmp(algo_buf_str(&faults), algo_buf_str(&s->faults),
		      faults.len) == 0;
	algo_buf_clear(&s->answer);
	algo_buf_clear(&s->faults);
	if (same) {
		s->seed++;
		s->nseen = 0;
	} else {
		if (s->nseen < 64)
			algo_sha256_hex(v->doc.data, v->doc.len,
					s->seen[s->nseen++]);
		algo_prompt_clean(algo_buf_str(&reply->text), reply->text.len,
				  PROMPT_TEXT_MAX, &s->answer);
		if (s->answer.len == 0)
			algo_buf_adds(&s->answer, "{}");
		algo_buf_add(&s->faults, faults.data, faults.len);
		set_feedback(s, v);
	}
	algo_buf_release(&faults);
}

/* 0: given; 1: go on; -1: asking again is no use, errs says why. */
static int turn(struct gen *s)
{
	struct algo_llm_reply reply = ALGO_LLM_REPLY_INIT;
	struct prompt_verdict v = { .worth = PROMPT_BAD };
	int rc = ask(s, &reply);

	if (rc == 0) {
		algo_prompt_judge(s->g, algo_buf_str(&reply.text),
				  reply.text.len, &v);
		rc = v.worth == PROMPT_OVER ? -1 : 1;
		if (v.worth == PROMPT_GOOD) {
			for (size_t i = 0; i < v.errs.n; i++)
				algo_errs_take(s->errs, &v.errs.v[i]);
			give(s, &v.doc, &s->told);
			rc = 0;
		} else {
			if (v.worth == PROMPT_WEAK)
				keep_weak(s, &v);
			next_turn(s, &reply, &v);
			keep_last(s, &reply, &v);
		}
	}
	algo_prompt_verdict_release(&v);
	algo_llm_reply_release(&reply);
	return rc;
}

/* One sample, mended as often as wanted.  -1: over. */
static int sample(struct gen *s)
{
	int rc = 1;

	memset(&s->told, 0, sizeof(s->told));
	s->nseen = 0;
	algo_buf_clear(&s->answer);
	algo_buf_clear(&s->faults);
	algo_buf_clear(&s->weak);
	algo_errs_release(&s->weak_errs);
	for (unsigned i = 0; i <= s->g->fixes && rc == 1; i++)
		rc = turn(s);
	if (rc && s->weak.len && give(s, &s->weak, &s->weak_told) == 0)
		for (size_t i = 0; i < s->weak_errs.n; i++)
			*algo_errs_add(s->errs) = s->weak_errs.v[i];
	s->seed++;
	return rc < 0 ? -1 : 0;
}

/* --- The whole ----------------------------------------------------------- */

static int begin(struct gen *s)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_prompt_bars(s->g, s->errs) ||
	    first_message(s->g, &s->first, s->errs))
		return -1;
	algo_prompt_system(&s->system);
	algo_prompt_schema(&s->schema);
	if (!s->g->store || !s->g->session ||
	    algo_prompt_talk_read(&s->talk, s->g->store, s->g->session, &err) ==
		    0)
		return 0;
	algo_errs_take(s->errs, &err);
	return -1;
}

static void release(struct gen *s)
{
	algo_buf_release(&s->system);
	algo_buf_release(&s->schema);
	algo_buf_release(&s->first);
	algo_buf_release(&s->answer);
	algo_buf_release(&s->faults);
	algo_buf_release(&s->feedback);
	algo_buf_release(&s->weak);
	algo_errs_release(&s->weak_errs);
	algo_errs_release(&s->last);
	algo_prompt_talk_release(&s->talk);
}

/* Faults when nothing came; else what is no warning is told as one. */
static void settle(struct gen *s, int over)
{
	for (size_t i = 0; s->ndocs && i < s->errs->n; i++)
		if (s->errs->v[i].severity == ALGO_SEV_ERROR)
			s->errs->v[i].severity = ALGO_SEV_WARNING;
	over = over && s->errs->errors;
	for (size_t i = 0; !s->ndocs && !over && i < s->last.n; i++)
		algo_errs_take(s->errs, &s->last.v[i]);
	algo_errs_count(s->errs);
}

int algo_prompt_gen(const struct algo_prompt_gen *g, struct algo_buf *docs,
		    size_t *ndocs, struct algo_prompt_tried *tried,
		    struct algo_errs *errs)
{
	struct gen *s = algo_zalloc(1, sizeof(*s));
	size_t want = g->candidates ? g->candidates : 1;
	int rc;

	*s = (struct gen){ .g = g, .tried = tried, .errs = errs, .docs = docs };
	memset(tried, 0, sizeof(*tried));
	s->system.max = s->schema.max = (size_t)4 << 20;
	s->first.max = s->answer.max = s->faults.max = s->feedback.max =
		(size_t)16 << 20;
	s->weak.max = PROMPT_WIRE_MAX;
	s->seed = -1;
	rc = begin(s);
	if (want > 64)
		want = 64;
	for (size_t i = 0; i < want && rc == 0; i++)
		rc = sample(s);
	settle(s, rc);
	*ndocs = s->ndocs;
	rc = s->ndocs ? 0 : -1;
	release(s);
	algo_free(s);
	return rc;
}

/* --- Showing ------------------------------------------------------------- */

static void show(struct algo_buf *out, const char *what, const char *text,
		 size_t n)
{
	algo_buf_addf(out, "# --- %s: %zu bytes, about %zu tokens\n", what, n,
		      (n + 3) / 4);
	algo_buf_add(out, text, n);
	if (n == 0 || text[n - 1] != '\n')
		algo_buf_addc(out, '\n');
}

static void show_talk(const struct algo_prompt_gen *g,
		      const struct prompt_talk *t, size_t fixed,
		      struct algo_buf *out)
{
	size_t from = g->llm ? algo_prompt_talk_from(t, g->llm, fixed) : 0;

	for (size_t i = from; i < t->n; i++)
		show(out, t->v[i].model ? "model" : "user", t->v[i].text,
		     t->v[i].len);
}

int algo_prompt_gen_show(const struct algo_prompt_gen *g, struct algo_buf *out,
			 struct algo_errs *errs)
{
	struct algo_buf system = ALGO_BUF_INIT((size_t)4 << 20);
	struct algo_buf first = ALGO_BUF_INIT((size_t)16 << 20);
	struct algo_buf schema = ALGO_BUF_INIT((size_t)4 << 20);
	struct prompt_talk talk = { .v = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	int rc = first_message(g, &first, errs);

	if (rc == 0 && g->store && g->session)
		rc = algo_prompt_talk_read(&talk, g->store, g->session, &err);
	if (err.set)
		algo_errs_take(errs, &err);
	algo_errs_count(errs);
	if (rc == 0) {
		algo_prompt_system(&system);
		algo_prompt_schema(&schema);
		show(out, "system", algo_buf_str(&system), system.len);
		show_talk(g, &talk, system.len + first.len, out);
		show(out, "user", algo_buf_str(&first), first.len);
		show(out, "schema", algo_buf_str(&schema), schema.len);
	}
	algo_prompt_talk_release(&talk);
	algo_buf_release(&system);
	algo_buf_release(&first);
	algo_buf_release(&schema);
	return rc;
}
