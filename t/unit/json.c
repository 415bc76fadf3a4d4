/* json.c - documents: refusals with their place, values, writer, escaper */
#include "tap.h"

#include <algo/base/io.h>
#include <algo/base/json.h>
#include <algo/base/mem.h>

struct refusal {
	const char *text;
	enum algo_class cls;
	const char *code;
	unsigned long line, col;
	long len;	   /* -1: not asked */
	const char *hint;  /* a piece of hint or message, or NULL */
	const char *fixed; /* the text after the fix-it; NULL: has none */
};

/* clang-format off */
static const struct refusal refusals[] = {
	{ "{\"a\":1,}", ALGO_E_SYNTAX, "trailing_comma", 1, 7, 1, "comma", "{\"a\":1}" },
	{ "[1,\n2 , ]", ALGO_E_SYNTAX, "trailing_comma", 2, 3, 1, "comma", "[1,\n2  ]" },
	{ "[,1]", ALGO_E_SYNTAX, "bad_token", 1, 2, 1, "comma", NULL },
	{ "[1,,2]", ALGO_E_SYNTAX, "bad_token", 1, 4, 1, "comma", NULL },
	{ "{'a':1}", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", "{\"a\":1}" },
	{ "{\"a\":'b'}", ALGO_E_SYNTAX, "single_quote", 1, 6, 1, "double quotes", "{\"a\":\"b\"}" },
	{ "['']", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", "[\"\"]" },
	{ "['a\"b']", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", NULL },
	{ "['a\\'b']", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", NULL },
	{ "['a\nb']", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", NULL },
	{ "['a]", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", NULL },
	{ "['", ALGO_E_SYNTAX, "single_quote", 1, 2, 1, "double quotes", NULL },
	{ "{\n  /* x */ \"a\":1}", ALGO_E_SYNTAX, "comment", 2, 3, 2, "comment", "{\n   \"a\":1}" },
	{ "[1 // x\n]", ALGO_E_SYNTAX, "comment", 1, 4, 2, "comment", "[1 \n]" },
	{ "[1]\n# x", ALGO_E_SYNTAX, "comment", 2, 1, 1, "comment", "[1]\n" },
	{ "[/**/1]", ALGO_E_SYNTAX, "comment", 1, 2, 2, "comment", "[1]" },
	{ "[/*/1]", ALGO_E_SYNTAX, "comment", 1, 2, 2, "comment", NULL },
	{ "[NaN]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 3, "null", NULL },
	{ "[-Infinity]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 9, "null", NULL },
	{ "[nan]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 3, "null", NULL },
	{ "[01]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, "zero", NULL },
	{ "[00]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, "zero", NULL },
	{ "[-01.5]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 5, "zero", NULL },
	{ "[1.]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, "point", NULL },
	{ "[.5]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, "point", NULL },
	{ "[+1]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, "'+'", NULL },
	{ "[-]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 1, NULL, NULL },
	{ "[1e]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 2, NULL, NULL },
	{ "[1e+]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 3, NULL, NULL },
	{ "[0x10]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 4, NULL, NULL },
	{ "[1_000]", ALGO_E_SYNTAX, "not_a_number", 1, 2, 5, NULL, NULL },
	{ "[5%]", ALGO_E_SYNTAX, "bad_token", 1, 3, 1, NULL, NULL },
	{ "[1e999]", ALGO_E_SYNTAX, "number_range", 1, 2, 5, "large", NULL },
	{ "[-1e400]", ALGO_E_SYNTAX, "number_range", 1, 2, 6, "large", NULL },
	{ "[\"\\x41\"]", ALGO_E_SYNTAX, "bad_escape", 1, 3, 2, "\\\\", NULL },
	{ "[\"\\u12g4\"]", ALGO_E_SYNTAX, "bad_escape", 1, 3, 2, "hex", NULL },
	{ "[\"\\ud83d\"]", ALGO_E_SYNTAX, "bad_escape", 1, 3, 6, "surrogate", NULL },
	{ "[\"\\ude00\"]", ALGO_E_SYNTAX, "bad_escape", 1, 3, 6, "surrogate", NULL },
	{ "[\"\\ud83d\\u0041\"]", ALGO_E_SYNTAX, "bad_escape", 1, 3, 6, "surrogate", NULL },
	{ "{\"a\\u0000b\":1}", ALGO_E_SYNTAX, "bad_escape", 1, 4, 6, "key", NULL },
	{ "[\"a\nb\"]", ALGO_E_SYNTAX, "control_character", 1, 4, 1, "line break", "[\"a b\"]" },
	{ "[\"a\r\nb\"]", ALGO_E_SYNTAX, "control_character", 1, 4, 2, "line break", "[\"a b\"]" },
	{ "[\"a\tb\"]", ALGO_E_SYNTAX, "control_character", 1, 4, 1, "\\t", "[\"a\\tb\"]" },
	{ "[\"a\x01\"]", ALGO_E_SYNTAX, "control_character", 1, 4, 1, "\\u0001", NULL },
	{ "[\v1]", ALGO_E_SYNTAX, "control_character", 1, 2, 1, NULL, NULL },
	{ "{\"n\":\"t\xff\xfe\"}", ALGO_E_FILE, "bad_utf8", 1, 8, 1, "UTF-8", NULL },
	{ "[\"\xc0\x80\"]", ALGO_E_FILE, "bad_utf8", 1, 3, 1, "UTF-8", NULL },
	{ "[\"\xed\xa0\x80\"]", ALGO_E_FILE, "bad_utf8", 1, 3, 1, "UTF-8", NULL },
	{ "[\"\xf4\x90\x80\x80\"]", ALGO_E_FILE, "bad_utf8", 1, 3, 1, "UTF-8", NULL },
	{ "[\xe9]", ALGO_E_FILE, "bad_utf8", 1, 2, 1, "UTF-8", NULL },
	{ "[\xe2\x80\x9c" "a\"]", ALGO_E_SYNTAX, "bad_token", 1, 2, 3, NULL, NULL },
	{ "{\"a\":\"b", ALGO_E_SYNTAX, "unterminated", 1, 8, 0, "end", NULL },
	{ "{\"a\":\"b\\", ALGO_E_SYNTAX, "unterminated", 1, 9, 0, "end", NULL },
	{ "{\"a\":[{\"b\":2\n\n", ALGO_E_SYNTAX, "unterminated", 1, 13, 0, "}]}", "{\"a\":[{\"b\":2}]}\n\n" },
	{ "{\"a\":", ALGO_E_SYNTAX, "unterminated", 1, 6, 0, "end", NULL },
	{ "{\"a\"", ALGO_E_SYNTAX, "unterminated", 1, 5, 0, "end", NULL },
	{ "{", ALGO_E_SYNTAX, "unterminated", 1, 2, 0, "end", NULL },
	{ "[1,tr", ALGO_E_SYNTAX, "unterminated", 1, 6, 0, "end", NULL },
	{ "[1,-", ALGO_E_SYNTAX, "unterminated", 1, 5, 0, "end", NULL },
	{ "[\"\\ud83d\\u", ALGO_E_SYNTAX, "unterminated", 1, 11, 0, "end", NULL },
	{ "[1,", ALGO_E_SYNTAX, "unterminated", 1, 4, 0, "end", NULL },
	{ "{\"a\":1\n \"b\":2}", ALGO_E_SYNTAX, "missing_comma", 2, 2, 1, "','", "{\"a\":1,\n \"b\":2}" },
	{ "[1 2]", ALGO_E_SYNTAX, "missing_comma", 1, 4, 1, "','", "[1, 2]" },
	{ "[{}{}]", ALGO_E_SYNTAX, "missing_comma", 1, 4, 1, "','", "[{},{}]" },
	{ "[\"tf(\"1w\")\"]", ALGO_E_SYNTAX, "bad_token", 1, 7, 2, "\\\"", NULL },
	{ "[1}", ALGO_E_SYNTAX, "bad_token", 1, 3, 1, "']'", NULL },
	{ "{\"a\":1]", ALGO_E_SYNTAX, "bad_token", 1, 7, 1, "'}'", NULL },
	{ "{\"a\" 1}", ALGO_E_SYNTAX, "bad_token", 1, 6, 1, "':'", NULL },
	{ "{\"a\"=1}", ALGO_E_SYNTAX, "bad_token", 1, 5, 1, "':'", "{\"a\":1}" },
	{ "{a:1}", ALGO_E_SYNTAX, "bad_token", 1, 2, 1, "\"a\"", "{\"a\":1}" },
	{ "{1:1}", ALGO_E_SYNTAX, "bad_token", 1, 2, 1, "\"1\"", "{\"1\":1}" },
	{ "{null}", ALGO_E_SYNTAX, "bad_token", 1, 2, 4, "key", "{\"null\"}" },
	{ "{,}", ALGO_E_SYNTAX, "bad_token", 1, 2, 1, "key", NULL },
	{ "[True]", ALGO_E_SYNTAX, "bad_token", 1, 2, 4, "true", "[true]" },
	{ "[False]", ALGO_E_SYNTAX, "bad_token", 1, 2, 5, "false", "[false]" },
	{ "[None]", ALGO_E_SYNTAX, "bad_token", 1, 2, 4, "null", "[null]" },
	{ "[undefined]", ALGO_E_SYNTAX, "bad_token", 1, 2, 9, "null", "[null]" },
	{ "[tru]", ALGO_E_SYNTAX, "bad_token", 1, 2, 3, "value", NULL },
	{ "[truely]", ALGO_E_SYNTAX, "bad_token", 1, 2, 6, "value", NULL },
	{ "]", ALGO_E_SYNTAX, "bad_token", 1, 1, 1, "value", NULL },
	{ "{} {}", ALGO_E_SYNTAX, "trailing_text", 1, 4, 1, "behind", NULL },
	{ "1 2", ALGO_E_SYNTAX, "trailing_text", 1, 3, 1, "behind", NULL },
	{ "[1]]", ALGO_E_SYNTAX, "trailing_text", 1, 4, 1, "behind", NULL },
	{ "Here it is:\n{\"a\":1}", ALGO_E_SYNTAX, "text_before", 1, 1, 4, "text before", NULL },
	{ "```json\n{\"a\":1}\n```", ALGO_E_SYNTAX, "text_before", 1, 1, 1, "text before", NULL },
	{ "", ALGO_E_FILE, "empty", 0, 0, -1, "empty", NULL },
	{ " \n\t\r\n ", ALGO_E_FILE, "empty", 0, 0, -1, "empty", NULL },
	{ "\xef\xbb\xbf", ALGO_E_FILE, "empty", 0, 0, -1, "empty", NULL },
	{ "\x1f\x8b\x08", ALGO_E_FILE, "compressed", 0, 0, -1, "gzip", NULL },
	{ "PK\x03\x04", ALGO_E_FILE, "compressed", 0, 0, -1, "zip", NULL },
	{ "\xff\xfe{", ALGO_E_FILE, "encoding", 0, 0, -1, "UTF-8", NULL },
	{ "\xfe\xff{", ALGO_E_FILE, "encoding", 0, 0, -1, "UTF-8", NULL },
	{ "{\"a\":1,\"b\":2,\n\"a\":3}", ALGO_E_KEY, "duplicate_key", 2, 1, 3, "'a'", NULL },
	{ "{\"a\":1,\"\\u0061\":2}", ALGO_E_KEY, "duplicate_key", 1, 8, 8, "'a'", NULL },
	{ "{\"\":1,\"\":2}", ALGO_E_KEY, "duplicate_key", 1, 7, 2, "''", NULL },
	{ "\xef\xbb\xbf[1,]", ALGO_E_SYNTAX, "trailing_comma", 1, 3, 1, "comma", "\xef\xbb\xbf[1]" },
};
/* clang-format on */

/* The text after the fix-it; for the caller to free. */
static char *repaired(const char *text, const struct algo_fixit *f)
{
	struct algo_buf b = ALGO_BUF_INIT(4096);

	algo_buf_add(&b, text, f->start);
	algo_buf_adds(&b, f->text);
	algo_buf_adds(&b, text + f->start + f->len);
	return algo_buf_take(&b);
}

static void check_place(const struct refusal *r, const struct algo_err *err)
{
	ok(err->at.line == r->line && err->at.col == r->col,
	   "at %lu:%lu (wanted %lu:%lu)", err->at.line, err->at.col, r->line,
	   r->col);
	if (r->len >= 0)
		ok(err->at.len == (unsigned long)r->len, "span %lu (of %ld)",
		   err->at.len, r->len);
	ok(strcmp(err->at.file, "x.json") == 0, "names the file");
	ok(err->origin == ALGO_O_DOCUMENT, "the document's fault");
	ok(!r->hint || strstr(err->hint, r->hint) || strstr(err->msg, r->hint),
	   "'%s' (%s) says '%s'", err->msg, err->hint, r->hint ? r->hint : "");
}

static void check_fixit(const struct refusal *r, const struct algo_err *err)
{
	char *text;

	if (!ok(err->fixit.has == (r->fixed != NULL), "fix-it or none"))
		return;
	if (!r->fixed)
		return;
	text = repaired(r->text, &err->fixit);
	ok(strcmp(text, r->fixed) == 0, "repaired to %s", r->fixed);
	algo_free(text);
}

static void test_refusals(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		const struct refusal *r = &refusals[i];
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *doc;

		doc = algo_json_parse(r->text, strlen(r->text), "x.json", &err);
		if (!ok(!doc && err.set && err.cls == r->cls &&
				strcmp(err.code, r->code) == 0,
			"row %zu is refused: %s", i, r->code)) {
			note("got %s", err.set ? err.code : "no error");
			algo_json_free(doc);
			continue;
		}
		check_place(r, &err);
		check_fixit(r, &err);
	}
}

static void test_nul_bytes(void)
{
	struct algo_err err = ALGO_ERR_INIT;

	ok(!algo_json_parse("[1,\0002]", 6, NULL, &err) &&
		   strcmp(err.code, "control_character") == 0 &&
		   err.at.col == 4,
	   "NUL between values");
	algo_err_clear(&err);
	ok(!algo_json_parse("[\"a\0b\"]", 7, NULL, &err) &&
		   strcmp(err.code, "control_character") == 0,
	   "NUL in a string");
	algo_err_clear(&err);
	ok(!algo_json_parse("{\0\"\0a\0", 7, NULL, &err) &&
		   strcmp(err.code, "encoding") == 0,
	   "UTF-16 without a mark");
	algo_err_clear(&err);
	ok(!algo_json_parse("[1]\0", 4, NULL, &err) &&
		   strcmp(err.code, "control_character") == 0,
	   "NUL behind the document");
}

/* n arrays in each other. */
static struct algo_json_doc *nested(size_t n, struct algo_err *err)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_json_doc *doc;

	for (size_t i = 0; i < n; i++)
		algo_buf_addc(&b, '[');
	algo_buf_addc(&b, '1');
	for (size_t i = 0; i < n; i++)
		algo_buf_addc(&b, ']');
	doc = algo_json_parse(b.data, b.len, NULL, err);
	algo_buf_release(&b);
	return doc;
}

static void test_depth(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = nested(ALGO_JSON_DEPTH, &err);
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_json_doc *again;
	struct algo_jw w;

	if (!ok(doc != NULL, "%d levels pass", ALGO_JSON_DEPTH))
		return;
	algo_jw_init(&w, &b, 1);
	algo_jw_arr(&w);
	for (int i = 0; i < 3; i++)
		algo_jw_obj(&w), algo_jw_kint(&w, "k", i), algo_jw_key(&w, "d"),
			algo_jw_value(&w, algo_json_root(doc)),
			algo_jw_kint(&w, "e", i), algo_jw_obj_end(&w);
	algo_jw_arr_end(&w);
	again = algo_json_parse(b.data, b.len, NULL, &err);
	ok(!again && strcmp(err.code, "too_deep") == 0,
	   "a deep document can be copied into a deeper one, not be read back");
	ok(strstr(b.data, "],\n  \"e\": 2\n }\n]") != NULL,
	   "the writer finds back from beyond its depth");
	algo_json_free(doc);
	algo_err_clear(&err);
	ok(!nested(ALGO_JSON_DEPTH + 1, &err) &&
		   strcmp(err.code, "too_deep") == 0 &&
		   err.at.col == ALGO_JSON_DEPTH + 1,
	   "one more does not");
	algo_err_clear(&err);
	ok(!nested(400000, &err) && strcmp(err.code, "too_deep") == 0,
	   "nor do 400000");
	algo_buf_release(&b);
}

static const char sample[] =
	"{\n"
	"  \"name\": \"r\\u00e9\\ud83d\\ude00\\n\\u0000z\",\n"
	"  \"a/b\": {\"m~n\": [1, -2.50, 3e2, null]},\n"
	"\t\"on\": true, \"off\" : false, \"none\": null,\n"
	"  \"\": {}, \"e\": []\n"
	"}\n";

struct where {
	const char *pointer;
	const char *text;
	unsigned long line, col, key_line, key_col;
};

static void check_where(const struct algo_json *v, const struct where *w)
{
	struct algo_buf b = ALGO_BUF_INIT(1000);
	struct algo_err err = ALGO_ERR_INIT;
	size_t n;
	const char *s = algo_json_text(v, &n);

	algo_json_pointer(v, &b);
	ok(strcmp(algo_buf_str(&b), w->pointer) == 0, "pointer %s",
	   algo_buf_str(&b));
	ok(n == strlen(w->text) && memcmp(s, w->text, n) == 0, "text %.*s",
	   (int)n, s);
	algo_err_set(&err, ALGO_E_VALUE, "x", "x");
	algo_json_place(v, 0, &err);
	ok(err.at.line == w->line && err.at.col == w->col && err.at.len == n,
	   "value at %lu:%lu+%lu", err.at.line, err.at.col, err.at.len);
	ok(strcmp(err.at.pointer, w->pointer) == 0 &&
		   strcmp(err.at.file, "s.json") == 0,
	   "file and pointer of the place");
	algo_json_place(v, 1, &err);
	ok(err.at.line == w->key_line && err.at.col == w->key_col,
	   "key at %lu:%lu", err.at.line, err.at.col);
	algo_buf_release(&b);
}

static void check_values(const struct algo_json *root)
{
	const struct algo_json *v = algo_json_get(root, "name");
	size_t n;
	const char *s = algo_json_str(v, &n);

	ok(n == 10 && memcmp(s, "r\xc3\xa9\xf0\x9f\x98\x80\n\0z", 10) == 0,
	   "string with escapes and a NUL byte");
	ok(isnan(algo_json_num(v)) && !algo_json_bool(v), "is no number");
	ok(algo_json_count(root) == 7, "seven members");
	v = algo_json_at(root, 1);
	ok(strcmp(algo_json_key(v), "a/b") == 0, "members in order");
	v = algo_json_get(v, "m~n");
	ok(algo_json_type(v) == ALGO_J_ARR && algo_json_count(v) == 4,
	   "an array of four");
	ok(algo_json_num(algo_json_at(v, 0)) == 1 &&
		   algo_json_num(algo_json_at(v, 1)) == -2.5 &&
		   algo_json_num(algo_json_at(v, 2)) == 300,
	   "numbers");
	ok(algo_json_type(algo_json_at(v, 3)) == ALGO_J_NULL, "null");
	ok(!algo_json_at(v, 4), "no fifth");
	ok(!algo_json_key(algo_json_at(v, 0)), "elements have no key");
	ok(algo_json_bool(algo_json_get(root, "on")) == 1 &&
		   algo_json_bool(algo_json_get(root, "off")) == 0,
	   "booleans");
	ok(algo_json_type(algo_json_get(root, "none")) == ALGO_J_NULL,
	   "a member that is null is there");
	ok(!algo_json_get(root, "nothing") && !algo_json_get(v, "x") &&
		   !algo_json_get(NULL, "x"),
	   "absent members");
	ok(strcmp(algo_json_str(v, &n), "") == 0 && n == 0,
	   "no string is the empty string");
	ok(algo_json_type(algo_json_get(root, "")) == ALGO_J_OBJ, "empty key");
}

static void test_values(void)
{
	static const struct where places[] = {
		{ "/a~1b/m~0n/1", "-2.50", 3, 22, 3, 22 },
		{ "/a~1b/m~0n/3", "null", 3, 34, 3, 34 },
		{ "/a~1b/m~0n", "[1, -2.50, 3e2, null]", 3, 18, 3, 11 },
		{ "/none", "null", 4, 37, 4, 29 },
		{ "/off", "false", 4, 22, 4, 14 },
		{ "/", "{}", 5, 7, 5, 3 },
	};
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *root, *v, *a;

	doc = algo_json_parse(sample, strlen(sample), "s.json", &err);
	if (!ok(doc != NULL, "the sample is read"))
		return;
	root = algo_json_root(doc);
	check_values(root);
	a = algo_json_get(algo_json_get(root, "a/b"), "m~n");
	check_where(algo_json_at(a, 1), &places[0]);
	check_where(algo_json_at(a, 3), &places[1]);
	check_where(a, &places[2]);
	check_where(algo_json_get(root, "none"), &places[3]);
	check_where(algo_json_get(root, "off"), &places[4]);
	v = algo_json_get(root, "");
	check_where(v, &places[5]);
	algo_json_free(doc);
	algo_json_free(NULL);
}

static void test_scalars(void)
{
	static const char *const texts[] = {
		"5",	"-0",	"1E+2",
		"\"\"", "true", "null",
		"[]",	" {} ", "18446744073709551616123"
	};
	static const enum algo_json_type types[] = {
		ALGO_J_NUM,  ALGO_J_NUM, ALGO_J_NUM, ALGO_J_STR, ALGO_J_BOOL,
		ALGO_J_NULL, ALGO_J_ARR, ALGO_J_OBJ, ALGO_J_NUM
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *doc =
			algo_json_parse(texts[i], strlen(texts[i]), NULL, &err);

		ok(doc && algo_json_type(algo_json_root(doc)) == types[i],
		   "%s is %s", texts[i], algo_json_type_name(types[i]));
		algo_json_free(doc);
	}
}

static void test_many_keys(void)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 24);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	int found = 0;

	for (int i = 0; i < 50000; i++)
		algo_buf_addf(&b, "%s\"k%d\":%d", i ? "," : "{", i, i);
	algo_buf_addc(&b, '}');
	doc = algo_json_parse(b.data, b.len, NULL, &err);
	for (int i = 0; doc && i < 50000; i++) {
		char key[16];
		const struct algo_json *v;

		snprintf(key, sizeof(key), "k%d", i);
		v = algo_json_get(algo_json_root(doc), key);
		found += v && algo_json_num(v) == i;
	}
	ok(found == 50000, "50000 members are found");
	algo_json_free(doc);
	b.len--;
	algo_buf_adds(&b, ",\"k777\":0}");
	ok(!algo_json_parse(b.data, b.len, NULL, &err) &&
		   strcmp(err.code, "duplicate_key") == 0 &&
		   strcmp(err.at.pointer, "/k777") == 0,
	   "and one that is there twice");
	algo_buf_release(&b);
}

static void write_all(struct algo_jw *w)
{
	algo_jw_obj(w);
	algo_jw_kstr(w, "s", "a\"b");
	algo_jw_kstr(w, "no", NULL);
	algo_jw_knum(w, "x", 0.1);
	algo_jw_knum(w, "nan", NAN);
	algo_jw_knum(w, "inf", -INFINITY);
	algo_jw_kint(w, "i", INT64_MIN);
	algo_jw_kbool(w, "t", 7);
	algo_jw_key(w, "empty");
	algo_jw_arr(w);
	algo_jw_arr_end(w);
	algo_jw_key(w, "list");
	algo_jw_arr(w);
	algo_jw_int(w, 1);
	algo_jw_obj(w);
	algo_jw_kbool(w, "f", 0);
	algo_jw_obj_end(w);
	algo_jw_raw(w, "2.50", 4);
	algo_jw_null(w);
	algo_jw_arr_end(w);
	algo_jw_obj_end(w);
}

static void test_writer(void)
{
	static const char line[] =
		"{\"s\":\"a\\\"b\",\"no\":null,\"x\":0.1,\"nan\":null,"
		"\"inf\":null,\"i\":-9223372036854775808,\"t\":true,"
		"\"empty\":[],\"list\":[1,{\"f\":false},2.50,null]}";
	static const char pretty[] =
		"{\n  \"s\": \"a\\\"b\",\n  \"no\": null,\n  \"x\": 0.1,\n"
		"  \"nan\": null,\n  \"inf\": null,\n"
		"  \"i\": -9223372036854775808,\n  \"t\": true,\n"
		"  \"empty\": [],\n  \"list\": [\n    1,\n    {\n"
		"      \"f\": false\n    },\n    2.50,\n    null\n  ]\n}";
	struct algo_buf b = ALGO_BUF_INIT(10000);
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	write_all(&w);
	ok(strcmp(algo_buf_str(&b), line) == 0, "on one line: %s", b.data);
	algo_buf_addc(&b, '\n');
	write_all(&w);
	ok(strlen(line) * 2 + 1 == b.len &&
		   strcmp(b.data + strlen(line) + 1, line) == 0,
	   "a second line without a comma");
	algo_buf_clear(&b);
	algo_jw_init(&w, &b, 2);
	write_all(&w);
	ok(strcmp(algo_buf_str(&b), pretty) == 0, "indented");
	algo_buf_release(&b);
}

static void check_escape(const char *s, size_t n, const char *want)
{
	struct algo_buf b = ALGO_BUF_INIT(1000);

	algo_json_escape(&b, s, n);
	ok(strcmp(algo_buf_str(&b), want) == 0, "escaped: %s", want);
	algo_buf_release(&b);
}

static void test_escape(void)
{
#define FFFD "\xef\xbf\xbd"
	check_escape("", 0, "");
	check_escape("a/b\x7f", 4, "a/b\x7f");
	check_escape("\"\\\b\f\n\r\t", 7, "\\\"\\\\\\b\\f\\n\\r\\t");
	check_escape("\0\x01\x1f", 3, "\\u0000\\u0001\\u001f");
	check_escape("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9,
		     "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	check_escape("a\xff"
		     "b\xc3",
		     4, "a" FFFD "b" FFFD);
	check_escape("\xc0\x80", 2, FFFD FFFD);
	check_escape("\xe2\x82", 2, FFFD FFFD);
	check_escape("\xed\xa0\x80x", 4, FFFD FFFD FFFD "x");
	check_escape("\xf5\x80", 2, FFFD FFFD);
#undef FFFD
}

static void test_escape_all_bytes(void)
{
	int bad = 0;

	for (int i = 0; i < 65536; i++) {
		char s[2] = { (char)(i >> 8), (char)i };
		struct algo_buf b = ALGO_BUF_INIT(100);
		struct algo_json_doc *doc;
		size_t n;
		const char *back;

		algo_buf_addc(&b, '"');
		algo_json_escape(&b, s, 2);
		algo_buf_addc(&b, '"');
		doc = algo_json_parse(b.data, b.len, NULL, NULL);
		back = doc ? algo_json_str(algo_json_root(doc), &n) : NULL;
		if (!back || ((i & 0x8080) == 0 && memcmp(back, s, 2) != 0))
			bad++;
		algo_json_free(doc);
		algo_buf_release(&b);
	}
	ok(bad == 0, "every pair of bytes becomes valid JSON and reads back");
}

static uint64_t seed = 88172645463325252u;

/* xorshift64 (Marsaglia 2003). */
static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static void random_text(char *s, size_t *n)
{
	static const char *const bits[] = {
		"a",  "\"",	  "\\",	  "/", "~",
		"\n", "\xc3\xa9", "\x01", "}", "\xf0\x9f\x98\x80",
		",",  ":"
	};

	*n = 0;
	for (unsigned i = pick(6); i > 0; i--) {
		const char *b = bits[pick(12)];

		memcpy(s + *n, b, strlen(b));
		*n += strlen(b);
	}
	s[*n] = '\0';
}

static void random_value(struct algo_jw *w, int depth)
{
	char s[64];
	size_t n;
	unsigned kind = pick(depth > 5 ? 5 : 8), count = pick(5);

	random_text(s, &n);
	switch (kind) {
	case 0:
		algo_jw_null(w);
		break;
	case 1:
		algo_jw_bool(w, (int)pick(2));
		break;
	case 2:
		algo_jw_num(w, (pick(2000000) - 1000000.0) / (1 + pick(999)));
		break;
	case 3:
	case 4:
		algo_jw_strn(w, s, n);
		break;
	case 5:
		algo_jw_arr(w);
		for (unsigned i = 0; i < count; i++)
			random_value(w, depth + 1);
		algo_jw_arr_end(w);
		break;
	default:
		algo_jw_obj(w);
		for (unsigned i = 0; i < count; i++) {
			snprintf(s + n, sizeof(s) - n, "%u", i);
			algo_jw_key(w, s);
			random_value(w, depth + 1);
		}
		algo_jw_obj_end(w);
		break;
	}
}

/* Writes the parsed text again, with an indent. */
static int rewrite(const struct algo_buf *in, int indent, struct algo_buf *out)
{
	struct algo_json_doc *doc =
		algo_json_parse(in->data, in->len, NULL, NULL);
	struct algo_jw w;

	if (!doc)
		return -1;
	algo_buf_clear(out);
	algo_jw_init(&w, out, indent);
	algo_jw_value(&w, algo_json_root(doc));
	algo_json_free(doc);
	return 0;
}

static void test_random(void)
{
	struct algo_buf a = ALGO_BUF_INIT(1 << 20);
	struct algo_buf b = ALGO_BUF_INIT(1 << 20);
	struct algo_buf c = ALGO_BUF_INIT(1 << 20);
	int bad = 0;

	for (int i = 0; i < 2000; i++) {
		struct algo_jw w;

		algo_buf_clear(&a);
		algo_jw_init(&w, &a, 0);
		random_value(&w, 0);
		if (rewrite(&a, 3, &b) || rewrite(&b, 0, &c) ||
		    a.len != c.len || memcmp(a.data, c.data, a.len) != 0)
			bad++;
	}
	ok(bad == 0, "2000 random documents survive two rewrites");
	algo_buf_release(&a);
	algo_buf_release(&b);
	algo_buf_release(&c);
}

/* Every beginning of a document is refused, none crashes. */
static void test_prefixes(void)
{
	int bad = 0;

	for (size_t n = 0; n + 2 < strlen(sample); n++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *doc =
			algo_json_parse(sample, n, NULL, &err);

		if (doc || strcmp(err.code, n ? "unterminated" : "empty") != 0)
			bad++;
		algo_json_free(doc);
	}
	ok(bad == 0, "every beginning of the sample is refused");
}

static void test_numbers_kept(void)
{
	static const char text[] =
		"[1.10,1e2,-0,0.1000,123456789012345678901234567890]";
	struct algo_buf in = ALGO_BUF_INIT(1000), out = ALGO_BUF_INIT(1000);

	algo_buf_adds(&in, text);
	ok(rewrite(&in, 0, &out) == 0 && strcmp(out.data, text) == 0,
	   "numbers are written as they stood");
	algo_buf_release(&in);
	algo_buf_release(&out);
}

static void test_bad_utf8_pointer(void)
{
	struct algo_err err = ALGO_ERR_INIT;
	static const char text[] = "{\"a\":[1,{\"n\":\"t\xff\"}]}";

	ok(!algo_json_parse(text, strlen(text), NULL, &err) &&
		   strcmp(err.at.pointer, "/a/1/n") == 0,
	   "text in another encoding names the value");
}

static const char *const goldens[] = {
	"001_syntax_json_trailing_comma",
	"002_syntax_json_single_quotes",
	"003_syntax_json_block_comment_and_hash",
	"004_syntax_json_code_fence",
	"005_syntax_json_two_fences_last_is_right",
	"006_syntax_json_truncated",
	"007_syntax_json_truncated_braces_only",
	"008_syntax_json_missing_comma",
	"009_syntax_json_python_literals",
	"010_syntax_json_unescaped_quotes_inside",
	"011_syntax_json_raw_newline_in_string",
	"012_syntax_json_nan_literal",
	"104_file_strategy_gzip",
	"105_file_strategy_utf16",
	"106_file_strategy_bad_utf8",
};

static int slurp(const char *name, const char *file, struct algo_buf *b)
{
	char path[600];
	struct algo_in in;
	int rc;

	snprintf(path, sizeof(path), "%s/golden/broken/%s/%s", shared_dir(),
		 name, file);
	algo_buf_clear(b);
	if (algo_in_open(&in, path, NULL))
		return -1;
	rc = algo_in_all(&in, 1 << 20, b, NULL);
	algo_in_close(&in);
	return rc;
}

static void check_golden(const char *name, const struct algo_err *err,
			 const struct algo_json *want)
{
	const struct algo_json *line = algo_json_get(want, "line");
	const struct algo_json *hint = algo_json_get(want, "hint_contains");
	const struct algo_json *at = algo_json_get(want, "column");
	const char *piece = hint ? algo_json_str(hint, NULL) : "";

	ok(strcmp(algo_class_name(err->cls),
		  algo_json_str(algo_json_get(want, "class"), NULL)) == 0,
	   "%s: %s", name, algo_class_name(err->cls));
	ok(strcmp(err->at.pointer,
		  algo_json_str(algo_json_get(want, "where"), NULL)) == 0,
	   "%s: where '%s'", name, err->at.pointer);
	if (line && algo_json_type(line) == ALGO_J_NUM)
		ok((double)err->at.line == algo_json_num(line) &&
			   (double)err->at.col == algo_json_num(at),
		   "%s: at %lu:%lu", name, err->at.line, err->at.col);
	ok(strstr(err->hint, piece) || strstr(err->msg, piece) ||
		   strcmp(err->fixit.text, piece) == 0,
	   "%s: says '%s'", name, piece);
}

static void test_goldens(void)
{
	struct algo_buf text = ALGO_BUF_INIT(1 << 20);

	if (!shared_dir()) {
		note("no reference data");
		return;
	}
	for (size_t i = 0; i < sizeof(goldens) / sizeof(*goldens); i++) {
		struct algo_err err = ALGO_ERR_INIT;
		struct algo_json_doc *want = NULL;
		const struct algo_json *list;

		if (slurp(goldens[i], "expect.json", &text) == 0)
			want = algo_json_parse(text.data, text.len, NULL, NULL);
		if (!ok(want && slurp(goldens[i], "strategy.json", &text) == 0,
			"%s is read", goldens[i]))
			continue;
		list = algo_json_get(algo_json_root(want), "errors");
		ok(!algo_json_parse(text.data, text.len, NULL, &err),
		   "%s is refused", goldens[i]);
		check_golden(goldens[i], &err, algo_json_at(list, 0));
		algo_json_free(want);
	}
	algo_buf_release(&text);
}

int main(void)
{
	test_goldens();
	test_refusals();
	test_nul_bytes();
	test_depth();
	test_values();
	test_scalars();
	test_many_keys();
	test_writer();
	test_escape();
	test_escape_all_bytes();
	test_random();
	test_prefixes();
	test_numbers_kept();
	test_bad_utf8_pointer();
	return done();
}
