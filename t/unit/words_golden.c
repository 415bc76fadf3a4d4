/* words_golden.c - the sentences of golden/phrases: what algo_words_read makes
 * of them orders the same as the expected document, or asks */
#include "behaviour.h"

#include <algo/words.h>

#define LEVELS 4

struct tally {
	int all, right, asked, wrong, skipped;
};

static int in_list(const struct algo_json *list, const char *s)
{
	for (size_t i = 0; i < algo_json_count(list); i++)
		if (strcmp(algo_json_str(algo_json_at(list, i), NULL), s) == 0)
			return 1;
	return 0;
}

/* Is one of the questions about what is missing? */
static int asks_right(const struct algo_words *w, const struct algo_json *list)
{
	for (size_t i = 0; i < algo_words_questions(w); i++) {
		const struct algo_question *q = algo_words_question(w, i);

		if (q->severity == ALGO_SEV_ERROR &&
		    in_list(list, algo_topic_name(q->topic)))
			return 1;
	}
	return 0;
}

static void show(const struct algo_words *w, const char *id, const char *text)
{
	note("%s: %.300s", id, text);
	for (size_t i = 0; i < algo_words_questions(w); i++) {
		const struct algo_question *q = algo_words_question(w, i);

		note("  %s %s: %s", algo_severity_name(q->severity),
		     algo_topic_name(q->topic), q->text);
	}
	note("  %s", algo_words_understood(w));
	if (algo_words_documents(w))
		note("  %.1500s", algo_words_document(w, 0));
}

/* Names that are not there yet: the line waits for them. */
static int runs(const char *shared, const char *doc, size_t n)
{
	char path[600];
	struct algo_run_opt opt = { .bars = path,
				    .text = doc,
				    .len = n,
				    .file = "s.json",
				    .warmup = NAN,
				    .from = ALGO_WHEN_NONE,
				    .to = ALGO_WHEN_NONE };
	struct algo_errs errs = { .v = NULL };
	struct algo_run *run;
	int ok;

	snprintf(path, sizeof(path), "%s/data/GOOG.csv", shared);
	run = algo_run_open(&opt, &errs);
	ok = run != NULL;
	if (!ok && errs.n)
		note("%s", errs.v[0].msg);
	algo_run_free(run);
	algo_errs_release(&errs);
	return ok;
}

static void expected_strategy(const char *shared, const struct algo_json *row,
			      const struct algo_words *w, struct tally *t)
{
	const char *id = algo_json_str(algo_json_get(row, "id"), NULL);
	const char *text = algo_json_str(algo_json_get(row, "text"), NULL);
	size_t n;
	const char *want = algo_json_text(algo_json_get(row, "strategy"), &n);
	int may_ask = in_list(algo_json_get(row, "allow"), "ask");

	if (!runs(shared, want, n)) {
		note("%s waits for what it needs", id);
		t->skipped++;
		t->all--;
	} else if (!algo_words_documents(w)) {
		if (may_ask) {
			t->right++;
			return;
		}
		t->asked++;
		note("ASKED");
		show(w, id, text);
	} else if (same_behaviour(algo_words_document(w, 0),
				  strlen(algo_words_document(w, 0)), want, n,
				  shared)) {
		t->right++;
	} else {
		t->wrong++;
		note("WRONG");
		show(w, id, text);
		note("want %.*s", (int)n, want);
	}
}

static void one(const char *shared, const struct algo_json *row,
		struct tally *tallies)
{
	const char *id = algo_json_str(algo_json_get(row, "id"), NULL);
	size_t n;
	const char *text = algo_json_str(algo_json_get(row, "text"), &n);
	struct tally *t =
		&tallies[(int)algo_json_num(algo_json_get(row, "level"))];
	struct algo_words *w = algo_words_read(text, n, NULL, NULL);

	t->all++;
	if (strcmp(algo_json_str(algo_json_get(row, "expect"), NULL),
		   "strategy") == 0) {
		expected_strategy(shared, row, w, t);
	} else if (algo_words_documents(w)) {
		t->wrong++;
		note("WRONG, must ask");
		show(w, id, text);
	} else if (asks_right(w, algo_json_get(row, "missing"))) {
		t->right++;
	} else {
		t->asked++;
		note("ASKED for something else");
		show(w, id, text);
	}
	algo_words_free(w);
}

int main(void)
{
	static const int floors[LEVELS] = { 0, 100, 100, 93 };
	struct tally t[LEVELS] = { { 0 } };
	const char *shared = shared_dir();
	char path[600];
	char *all, *line, *end;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(path, sizeof(path), "%s/golden/phrases/phrases.ndjson",
		 shared);
	all = slurp(path, NULL);
	if (!all)
		return skip_all("no phrases");
	for (line = all; *line; line = end + (*end != '\0')) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *doc;

		end = line + strcspn(line, "\n");
		doc = algo_json_parse(line, (size_t)(end - line), path, &err);
		if (doc && algo_json_type(algo_json_root(doc)) == ALGO_J_OBJ)
			one(shared, algo_json_root(doc), t);
		algo_json_free(doc);
	}
	algo_free(all);
	for (int i = 1; i < LEVELS; i++) {
		note("level %d: %d of %d right, %d asked, %d wrong, %d waiting",
		     i, t[i].right, t[i].all, t[i].asked, t[i].wrong,
		     t[i].skipped);
		ok(t[i].right * 100 >= floors[i] * t[i].all,
		   "level %d: at least %d %%", i, floors[i]);
	}
	ok(t[1].wrong + t[2].wrong + t[3].wrong == 0, "no wrong document");
	return done();
}
