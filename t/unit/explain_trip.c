/* explain_trip.c - what a document is told as is read back as a document that
 * does the same */
#include "behaviour.h"

#include <algo/words.h>
#include <dirent.h>

/* What is reached, of 175 documents that need neither other time frames nor
 * symbols nor candles. */
#define FLOOR 175
#define WRONG_MOST 0
#define STRATEGIES 34 /* of those of t/strategies */

struct tally {
	const char *shared;
	size_t all, good, asked, wrong;
};

static int is_known(const char *doc, size_t n)
{
	struct algo_strategy_opt opt = { .file = "s.json" };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s = algo_strategy_parse(doc, n, &opt, &errs);

	algo_strategy_free(s);
	algo_errs_release(&errs);
	return s != NULL;
}

static void note_question(const char *id, const struct algo_words *w)
{
	const struct algo_question *q = NULL;

	for (size_t i = 0; i < algo_words_questions(w); i++) {
		q = algo_words_question(w, i);
		if (q->severity == ALGO_SEV_ERROR)
			break;
	}
	note("%s: asks: %s", id, q ? q->text : "nothing");
}

static void trip(struct tally *t, const char *id, const char *doc, size_t n)
{
	struct algo_words_opt opt = { .name = NULL };
	struct algo_buf text = ALGO_BUF_INIT(1 << 24);
	struct algo_errs errs = { 0 };
	struct algo_words *w;
	const char *back;

	if (!is_known(doc, n))
		return;
	t->all++;
	if (algo_words_explain(doc, n, "s.json", &text, &errs) == 0) {
		w = algo_words_read(algo_buf_str(&text), text.len, &opt, &errs);
		back = algo_words_documents(w) ? algo_words_document(w, 0)
					       : NULL;
		if (!back) {
			t->asked++;
			note_question(id, w);
		} else if (same_behaviour(back, strlen(back), doc, n,
					  t->shared)) {
			t->good++;
		} else {
			t->wrong++;
			note("%s: %s", id, back);
		}
		algo_words_free(w);
	}
	algo_errs_release(&errs);
	algo_buf_release(&text);
}

static void trip_line(struct tally *t, const char *line, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(line, n, NULL, &err);
	const struct algo_json *root = doc ? algo_json_root(doc) : NULL;
	const struct algo_json *v = algo_json_get(root, "strategy");
	const char *id = algo_json_str(algo_json_get(root, "id"), NULL);

	if (algo_json_type(v) == ALGO_J_OBJ) {
		const char *s = algo_json_text(v, &n);

		trip(t, id, s, n);
	}
	algo_json_free(doc);
}

static void test_phrases(const char *shared)
{
	struct tally t = { .shared = shared };
	char path[512];
	char *text, *line, *end;

	snprintf(path, sizeof(path), "%s/golden/phrases/phrases.ndjson",
		 shared);
	text = slurp(path, NULL);
	for (line = text; line && *line; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		trip_line(&t, line, (size_t)(end - line));
	}
	algo_free(text);
	note("%zu documents: %zu the same, %zu asked back, %zu wrong", t.all,
	     t.good, t.asked, t.wrong);
	ok(t.wrong <= WRONG_MOST, "%zu are read as another strategy", t.wrong);
	ok(t.all > 165 && t.good >= FLOOR, "%zu of %zu are read back", t.good,
	   t.all);
}

static void test_examples(const char *shared)
{
	static const char *const names[] = { "breakout", "rsi_dip",
					     "sma_cross" };
	struct tally t = { .shared = shared };

	for (size_t i = 0; i < 3; i++) {
		char path[128];
		char *text;

		snprintf(path, sizeof(path), "examples/strategies/%s.json",
			 names[i]);
		text = slurp(path, NULL);
		if (text)
			trip(&t, names[i], text, strlen(text));
		algo_free(text);
	}
	ok(t.all == 3 && t.wrong == 0,
	   "%zu of %zu examples are read back, none as another", t.good, t.all);
}

/* The strategies of the CLI tests. */
static void test_strategies(const char *shared)
{
	struct tally t = { .shared = shared };
	DIR *dir = opendir("t/strategies");
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL) {
		size_t n = strlen(e->d_name);
		char path[512];
		char *text;

		if (n < 6 || strcmp(e->d_name + n - 5, ".json") != 0)
			continue;
		snprintf(path, sizeof(path), "t/strategies/%s", e->d_name);
		text = slurp(path, NULL);
		if (text)
			trip(&t, e->d_name, text, strlen(text));
		algo_free(text);
	}
	if (dir)
		closedir(dir);
	note("%zu strategies: %zu the same, %zu asked back, %zu wrong", t.all,
	     t.good, t.asked, t.wrong);
	ok(t.wrong == 0, "%zu strategies are read as another", t.wrong);
	ok(t.all >= 30 && t.good >= STRATEGIES, "%zu of %zu are read back",
	   t.good, t.all);
}

int main(void)
{
	const char *shared = shared_dir();

	if (!shared)
		return skip_all("no reference data beside the project");
	test_phrases(shared);
	test_examples(shared);
	test_strategies(shared);
	return done();
}
