/* prompt.c - what models are told and what is made of their answers: schema,
 * wire form, system prompt, what may change in a repair */
#include "doc.h"

#include "../../lib/llm/prompt.h"
#include <algo/run.h>
#include <math.h>

/* --- The schema --------------------------------------------------------------
 */

#define OBJ(members, required)                          \
	"{\"type\":\"object\",\"properties\":{" members \
	"},\"required\":[" required "],\"additionalProperties\":false}"
#define STR "{\"type\":\"string\"}"

static const struct {
	const char *code, *schema;
} bad_schemas[] = {
	{ "root", "{\"type\":\"array\",\"items\":" STR "}" },
	{ "root", "{\"anyOf\":[" STR "," STR "]}" },
	{ "open_object", "{\"type\":\"object\",\"properties\":{\"a\":" STR
			 "},\"required\":[\"a\"]}" },
	{ "not_required", OBJ("\"a\":" STR ",\"b\":" STR, "\"a\"") },
	{ "not_required", OBJ("\"a\":" STR ",\"b\":" STR, "\"b\",\"a\"") },
	{ "no_members", OBJ("", "") },
	{ "keyword",
	  OBJ("\"a\":{\"type\":\"string\",\"minLength\":1}", "\"a\"") },
	{ "keyword", OBJ("\"a\":{\"$ref\":\"#/$defs/a\"}", "\"a\"") },
	{ "keyword",
	  OBJ("\"a\":{\"type\":\"number\",\"minimum\":1}", "\"a\"") },
	{ "keyword", OBJ("\"a\":{\"oneOf\":[" STR "]}", "\"a\"") },
	{ "bad_enum",
	  OBJ("\"a\":{\"type\":\"string\",\"enum\":[1]}", "\"a\"") },
	{ "bad_enum", OBJ("\"a\":{\"type\":\"string\",\"enum\":[]}", "\"a\"") },
	{ "bad_type", OBJ("\"a\":{\"type\":[\"string\",\"null\"]}", "\"a\"") },
	{ "bad_type", OBJ("\"a\":{\"type\":\"strng\"}", "\"a\"") },
	{ "no_items", OBJ("\"a\":{\"type\":\"array\"}", "\"a\"") },
	{ "any_of", OBJ("\"a\":{\"anyOf\":[" STR "," STR "]}", "\"a\"") },
	{ "other_order",
	  "{\"type\":\"object\",\"properties\":{\"a\":" STR ",\"b\":" STR
	  "},\"required\":[\"a\",\"b\"],\"propertyOrdering\":[\"b\",\"a\"],"
	  "\"additionalProperties\":false}" },
	{ "too_deep",
	  OBJ("\"a\":" OBJ(
		      "\"a\":" OBJ(
			      "\"a\":" OBJ(
				      "\"a\":" OBJ("\"a\":" OBJ("\"a\":" STR,
								"\"a\""),
						   "\"a\""),
				      "\"a\""),
			      "\"a\""),
		      "\"a\""),
	      "\"a\"") },
};

static void lint_one(const char *schema, const char *code)
{
	struct algo_err err = ALGO_ERR_INIT;
	int rc = algo_prompt_schema_lint(schema, strlen(schema), &err);

	ok(code ? rc == -1 && strcmp(err.code, code) == 0 : rc == 0 && !err.set,
	   "schema: %s (%s)", code ? code : "good", err.set ? err.msg : "");
}

static void many_members(size_t n, struct algo_buf *out)
{
	algo_buf_adds(out, "{\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < n; i++)
		algo_buf_addf(out, "%s\"m%zu\":" STR, i ? "," : "", i);
	algo_buf_adds(out, "},\"required\":[");
	for (size_t i = 0; i < n; i++)
		algo_buf_addf(out, "%s\"m%zu\"", i ? "," : "", i);
	algo_buf_adds(out, "],\"additionalProperties\":false}");
}

static void test_schema(void)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 20);

	algo_prompt_schema(&b);
	lint_one(algo_buf_str(&b), NULL);
	lint_one(algo_prompt_review_schema(), NULL);
	for (size_t i = 0; i < sizeof(bad_schemas) / sizeof(*bad_schemas); i++)
		lint_one(bad_schemas[i].schema, bad_schemas[i].code);
	algo_buf_clear(&b);
	many_members(59, &b);
	lint_one(algo_buf_str(&b), NULL);
	algo_buf_clear(&b);
	many_members(60, &b);
	lint_one(algo_buf_str(&b), "too_many_members");
	algo_buf_release(&b);
}

/* --- The system prompt --------------------------------------------------- */

static void test_system(void)
{
	struct algo_buf a = ALGO_BUF_INIT((size_t)4 << 20);
	struct algo_buf b = ALGO_BUF_INIT((size_t)4 << 20);
	const struct algo_word *w;
	char line[128];
	size_t missing = 0;

	algo_prompt_system(&a);
	algo_prompt_system(&b);
	ok(a.len == b.len && memcmp(a.data, b.data, a.len) == 0,
	   "the same bytes each time (%zu)", a.len);
	ok(a.len > 10000 && a.len < 60000, "of a size that can be sent");
	for (size_t i = 0; i < algo_ind_count(); i++) {
		snprintf(line, sizeof(line), "\n%s(", algo_ind_at(i)->name);
		if (!strstr(a.data, line)) {
			note("%s", algo_ind_at(i)->name);
			missing++;
		}
	}
	ok(missing == 0, "every indicator is in it");
	for (size_t i = 0; (w = algo_lang_word(i)); i++) {
		snprintf(line, sizeof(line), "\n%.100s: ", w->usage);
		if (!strstr(a.data, line)) {
			note("%s", w->usage);
			missing++;
		}
	}
	ok(missing == 0, "every function and name is in it");
	algo_buf_clear(&b);
	algo_prompt_fix_system(&b);
	ok(b.len > 10000 && memcmp(a.data, b.data, 10000) == 0,
	   "repairs begin with the same bytes");
	algo_buf_release(&a);
	algo_buf_release(&b);
}

/* --- The wire form ------------------------------------------------------- */

static int canonical_of(const char *doc, size_t n, struct algo_buf *out)
{
	struct algo_run_opt ro = { .text = doc,
				   .len = n,
				   .file = "doc",
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE };
	struct algo_errs errs = { 0 };
	int rc = algo_run_check(&ro, out, &errs);

	algo_errs_release(&errs);
	return rc;
}

/* 1: there and back again it is itself; 0: not; -1: it does not check. */
static int round_trip(const char *doc, size_t n)
{
	struct algo_buf one = ALGO_BUF_INIT((size_t)4 << 20);
	struct algo_buf two = ALGO_BUF_INIT((size_t)4 << 20);
	struct algo_buf wire = ALGO_BUF_INIT((size_t)8 << 20);
	struct algo_buf back = ALGO_BUF_INIT((size_t)8 << 20);
	struct algo_errs errs = { 0 };
	int rc = -1;

	if (canonical_of(doc, n, &one) == 0)
		rc = algo_prompt_from_document(doc, n, &wire, &errs) == 0 &&
		     algo_prompt_to_document(wire.data, wire.len, &back,
					     &errs) == 0 &&
		     canonical_of(back.data, back.len, &two) == 0 &&
		     one.len == two.len &&
		     memcmp(one.data, two.data, one.len) == 0;
	if (rc == 0)
		note("%s\n# %s", algo_buf_str(&one), algo_buf_str(&two));
	algo_errs_release(&errs);
	algo_buf_release(&one);
	algo_buf_release(&two);
	algo_buf_release(&wire);
	algo_buf_release(&back);
	return rc;
}

static void trip_folder(const char *folder, size_t least)
{
	DIR *d = opendir(folder);
	const struct dirent *e;
	size_t good = 0, bad = 0, n;
	char path[600];

	while (d && (e = readdir(d))) {
		char *text = NULL;
		int rc;

		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		if (strstr(e->d_name, ".json"))
			text = slurp(path, &n);
		if (!text)
			continue;
		rc = round_trip(text, n);
		good += rc == 1;
		bad += rc == 0;
		free(text);
	}
	if (d)
		closedir(d);
	ok(bad == 0 && good >= least, "%s: %zu documents there and back",
	   folder, good);
}

static void trip_phrases(const char *shared)
{
	char path[600], *text, *s;
	size_t n, good = 0, bad = 0;

	snprintf(path, sizeof(path), "%s/golden/phrases/phrases.ndjson",
		 shared);
	text = slurp(path, &n);
	for (s = text; s && *s;) {
		size_t len = strcspn(s, "\n");
		struct algo_json_doc *doc = algo_json_parse(s, len, NULL, NULL);
		const struct algo_json *v =
			doc ? algo_json_get(algo_json_root(doc), "strategy")
			    : NULL;

		if (algo_json_type(v) == ALGO_J_OBJ) {
			const char *t = algo_json_text(v, &n);
			int rc = round_trip(t, n);

			good += rc == 1;
			bad += rc == 0;
		}
		algo_json_free(doc);
		s += len + (s[len] == '\n');
	}
	free(text);
	ok(bad == 0 && good > 170, "phrases: %zu documents there and back",
	   good);
}

static void test_shots(void)
{
	const struct algo_prompt_shot *s;

	for (size_t i = 0; (s = algo_prompt_shot(i)); i++) {
		struct algo_buf a = ALGO_BUF_INIT((size_t)1 << 20);
		struct algo_buf b = ALGO_BUF_INIT((size_t)1 << 20);
		char path[256], *text;
		size_t n = 0;

		if (!s->file)
			continue;
		snprintf(path, sizeof(path), "examples/strategies/%s", s->file);
		text = slurp(path, &n);
		ok(text && canonical_of(text, n, &a) == 0 &&
			   canonical_of(s->answer, strlen(s->answer), &b) ==
				   0 &&
			   a.len == b.len && memcmp(a.data, b.data, a.len) == 0,
		   "the example is %s", s->file);
		free(text);
		algo_buf_release(&a);
		algo_buf_release(&b);
	}
}

/* An answer and the document, or the code of its fault. */
static const struct {
	const char *answer, *doc, *code;
} answers[] = {
	{ "{\"algo\":1,\"name\":\"as it is\"}",
	  "{\"algo\":1,\"name\":\"as it is\"}", NULL },
	{ "{\"name\":\"x\",\"entry\":{\"long\":\"close > 1\"}}",
	  "{\"algo\":1,\"name\":\"x\",\"entry\":{\"long\":\"close > 1\"}}",
	  NULL },
	{ "{\"name\":\"x\",\"entry_long\":\"close > 1\",\"exit_long\":\"\","
	  "\"risk\":[{\"name\":\"size\",\"value\":\"0.5\"},"
	  "{\"name\":\"stop_loss\",\"value\":\"low[1]\"},"
	  "{\"name\":\"session.from\",\"value\":\"09:30\"},"
	  "{\"name\":\"session.flatten\",\"value\":\"true\"}]}",
	  "{\"algo\":1,\"name\":\"x\",\"entry\":{\"long\":\"close > 1\"},"
	  "\"risk\":{\"size\":0.5,\"stop_loss\":\"low[1]\",\"session\":"
	  "{\"from\":\"09:30\",\"flatten\":true}}}",
	  NULL },
	{ "{\"params\":[{\"name\":\"n\",\"value\":14,\"min\":null,\"max\":"
	  "null,\"step\":null},{\"name\":\"m\",\"value\":3,\"min\":1,\"max\":"
	  "9,\"step\":null}],\"let\":[{\"name\":\"a\",\"expr\":\"sma(n)\"}]}",
	  "{\"algo\":1,\"params\":{\"n\":14,\"m\":{\"value\":3,\"min\":1,"
	  "\"max\":9}},\"let\":{\"a\":\"sma(n)\"}}",
	  NULL },
	{ "{\"rules\":[{\"when\":\"flat\",\"do\":\"buy\",\"with\":[{\"name\":"
	  "\"tag\",\"value\":\"5\"},{\"name\":\"units\",\"value\":\"5\"}]}]}",
	  "{\"algo\":1,\"rules\":[{\"when\":\"flat\",\"do\":\"buy\",\"tag\":"
	  "\"5\",\"units\":5}]}",
	  NULL },
	{ "{\"backtest\":[{\"name\":\"commission\",\"value\":\"[1, 0.001]\"},"
	  "{\"name\":\"trade_on_close\",\"value\":\"true\"}]}",
	  "{\"algo\":1,\"backtest\":{\"commission\":[1, 0.001],"
	  "\"trade_on_close\":true}}",
	  NULL },
	{ "{\"cannot\":\"n/a\",\"entry_long\":\"close > 1\"}",
	  "{\"algo\":1,\"entry\":{\"long\":\"close > 1\"}}", NULL },
	/* For the check to complain of. */
	{ "{\"name\":\"x\",\"files\":\"/etc/passwd\"}",
	  "{\"algo\":1,\"name\":\"x\",\"files\":\"/etc/passwd\"}", NULL },
	{ "{\"name\":\"a\\u001b[2Jb\\u009bc\\u202ed\",\"x-run\":\"rm\"}",
	  "{\"algo\":1,\"name\":\"a[2Jbcd\"}", NULL },
	{ "[1]", NULL, "wrong_type" },
	{ "", NULL, "empty" },
	{ "{\"name\":", NULL, "unterminated" },
	{ "{\"cannot\":\"it wants\\u001b[31m tomorrow\"}", NULL,
	  "model_cannot" },
};

/* The same values, whatever the blanks. */
static int same_json(const char *a, size_t na, const char *b)
{
	struct algo_buf out[2] = { ALGO_BUF_INIT(1 << 20),
				   ALGO_BUF_INIT(1 << 20) };
	const char *text[2] = { a, b };
	size_t n[2] = { na, strlen(b) };
	int rc;

	for (int i = 0; i < 2; i++) {
		struct algo_json_doc *d =
			algo_json_parse(text[i], n[i], NULL, NULL);
		struct algo_jw w;

		algo_jw_init(&w, &out[i], 0);
		if (d)
			algo_jw_value(&w, algo_json_root(d));
		algo_json_free(d);
	}
	rc = out[0].len == out[1].len && out[0].len &&
	     memcmp(out[0].data, out[1].data, out[0].len) == 0;
	algo_buf_release(&out[0]);
	algo_buf_release(&out[1]);
	return rc;
}

static void test_answers(void)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(*answers); i++) {
		struct algo_buf doc = ALGO_BUF_INIT((size_t)1 << 20);
		struct algo_errs errs = { 0 };
		const char *s = answers[i].answer;
		int rc = algo_prompt_to_document(s, strlen(s), &doc, &errs);
		int good =
			answers[i].doc
				? rc == 0 && same_json(algo_buf_str(&doc),
						       doc.len, answers[i].doc)
				: rc == -1 && errs.n == 1 &&
					  strcmp(errs.v[0].code,
						 answers[i].code) == 0;

		ok(good, "answer %zu: %.60s", i, s);
		if (!good)
			note("%s %s", algo_buf_str(&doc),
			     errs.n ? errs.v[0].code : "");
		algo_errs_release(&errs);
		algo_buf_release(&doc);
	}
}

static void test_hostile(void)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)16 << 20);
	struct algo_buf doc = ALGO_BUF_INIT((size_t)16 << 20);
	struct algo_errs errs = { 0 };

	while (b.len < (size_t)10 << 20)
		algo_buf_adds(&b, "{\"name\":");
	ok(algo_prompt_to_document(b.data, b.len, &doc, &errs) &&
		   strcmp(errs.v[0].code, "too_large") == 0,
	   "10 MB");
	algo_errs_release(&errs);
	ok(algo_prompt_to_document(b.data, 100000, &doc, &errs) &&
		   strcmp(errs.v[0].code, "too_deep") == 0 &&
		   algo_errs_exit(&errs) == 4,
	   "too deep");
	algo_errs_release(&errs);
	algo_buf_release(&b);
	algo_buf_release(&doc);
}

/* --- What may change in a repair ----------------------------------------- */

#define BEFORE                                                                 \
	"{\"algo\":1,\"entry\":{\"long\":\"smaa(5) > 1\"},\"exit\":{\"long\":" \
	"\"close < 1\"},\"risk\":{\"size\":0.5},\"rules\":[],\"x-a\":\"b\"}"

static const struct {
	const char *after, *at; /* NULL: it may be taken */
} changes[] = {
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\"},\"exit\":{\"long\":"
	  "\"close < 1\"},\"risk\":{\"size\":0.5},\"rules\":[]}",
	  NULL },
	{ "{\"algo\":1,\"entry\":{\"long\":\"n > 1\"},\"exit\":{\"long\":"
	  "\"close < 1\"},\"risk\":{\"size\":0.5},\"rules\":[],"
	  "\"let\":{\"n\":\"sma(5)\"}}",
	  NULL },
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\"},\"exit\":{\"long\":"
	  "\"close < 2\"},\"risk\":{\"size\":0.5},\"rules\":[]}",
	  "/exit/long" },
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\"},\"exit\":{\"long\":"
	  "\"close < 1\"},\"risk\":{\"size\":0.6},\"rules\":[]}",
	  "/risk/size" },
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\"},\"risk\":{\"size\":"
	  "0.5},\"rules\":[]}",
	  "/exit" },
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\",\"short\":\"true\"},"
	  "\"exit\":{\"long\":\"close < 1\"},\"risk\":{\"size\":0.5},"
	  "\"rules\":[]}",
	  "/entry/short" },
	{ "{\"algo\":1,\"entry\":{\"long\":\"sma(5) > 1\"},\"exit\":{\"long\":"
	  "\"close < 1\"},\"risk\":{\"size\":0.5},\"rules\":[{\"when\":"
	  "\"flat\",\"do\":\"sell\"}]}",
	  "/rules" },
};

static void test_same(void)
{
	struct algo_errs errs = { 0 };
	struct algo_err *e = algo_errs_add(&errs);

	algo_err_set(e, ALGO_E_IMPORT, "unknown_function", "smaa");
	algo_err_pointer(e, "/entry/long");
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct algo_buf out = ALGO_BUF_INIT((size_t)1 << 20);
		const char *a = changes[i].after;
		char at[64];
		int rc = algo_prompt_same(BEFORE, strlen(BEFORE), a, strlen(a),
					  &errs, &out, at, sizeof(at));

		ok(changes[i].at ? rc == -1 && strcmp(at, changes[i].at) == 0
				 : rc == 0 && strstr(algo_buf_str(&out),
						     "\"x-a\": \"b\"") != NULL,
		   "change %zu: %s (%s)", i,
		   changes[i].at ? "refused" : "taken", at);
		algo_buf_release(&out);
	}
	algo_errs_release(&errs);
}

int main(void)
{
	const char *shared = shared_dir();

	test_schema();
	test_system();
	test_shots();
	trip_folder("examples/strategies", 10);
	trip_folder("t/strategies", 30);
	if (shared)
		trip_phrases(shared);
	test_answers();
	test_hostile();
	test_same();
	return done();
}
