/* strategy.c - every document of the goldens, its canonical form, the broken
 * ones */
#include "doc.h"

#define CASES_MAX 512

static const char *shared;

/* ---- replay */

/* The extra columns of the bars' header line. */
static size_t extra_columns(const char *folder, char *line, const char **name)
{
	static const char *const own[] = { "symbol", "time",  "open",  "high",
					   "low",    "close", "volume" };
	char path[512], *s;
	FILE *f;
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/bars.csv", folder);
	f = fopen(path, "r");
	if (!f)
		return 0;
	if (!fgets(line, 4096, f))
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	for (s = line; *s;) {
		char *end = s + strcspn(s, ",");
		int more = *end == ',';
		size_t k = 0;

		*end = '\0';
		while (k < sizeof(own) / sizeof(*own) && strcmp(own[k], s) != 0)
			k++;
		if (k == sizeof(own) / sizeof(*own) && n < 16)
			name[n++] = s;
		s = end + more;
	}
	return n;
}

/* What the run is to find before its first bar: the class, or "". */
static void expected(const char *folder, char *class, size_t size)
{
	char path[512];
	size_t n;
	char *text;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *v;

	class[0] = '\0';
	snprintf(path, sizeof(path), "%s/orders.csv", folder);
	text = slurp(path, &n);
	free(text);
	if (text)
		return;
	snprintf(path, sizeof(path), "%s/case.json", folder);
	text = slurp(path, &n);
	doc = text ? algo_json_parse(text, n, NULL, &err) : NULL;
	v = doc ? algo_json_get(algo_json_root(doc), "expect") : NULL;
	v = v ? algo_json_get(v, "error") : NULL;
	v = v ? algo_json_get(v, "class") : NULL;
	if (v)
		snprintf(class, size, "%s", algo_json_str(v, NULL));
	algo_json_free(doc);
	free(text);
}

/* Once more through the canonical form, which is its own. */
static void check_canonical(const char *name, const struct algo_strategy *s,
			    const struct algo_strategy_opt *opt)
{
	struct algo_errs errs = { 0 };
	char *one = canonical(s), *two = NULL, hash[2][65] = { "", "" };
	struct algo_strategy *again =
		algo_strategy_parse(one, strlen(one), opt, &errs);

	if (again) {
		two = canonical(again);
		algo_strategy_sha256(s, hash[0]);
		algo_strategy_sha256(again, hash[1]);
	}
	ok(two && !strcmp(one, two) && !strcmp(hash[0], hash[1]) &&
		   strlen(hash[0]) == 64,
	   "%s: the canonical form of the canonical form is itself", name);
	if (again)
		ok(algo_graph_inputs(again->graph) ==
				   algo_graph_inputs(s->graph) &&
			   algo_graph_account(again->graph) ==
				   algo_graph_account(s->graph) &&
			   algo_graph_lookback(again->graph) ==
				   algo_graph_lookback(s->graph),
		   "%s: and reads the same", name);
	if (!two || strcmp(one, two) != 0)
		note_errs(&errs);
	algo_strategy_free(again);
	algo_errs_release(&errs);
	algo_free(one);
	algo_free(two);
}

static void replay_case(const char *name)
{
	char folder[400], path[512], class[32], line[4096];
	const char *column[16];
	struct algo_strategy_opt opt = { .file = path, .has_bars = 1 };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s;
	size_t n;
	char *text;

	snprintf(folder, sizeof(folder), "%s/golden/replay/%s", shared, name);
	snprintf(path, sizeof(path), "%s/strategy.json", folder);
	text = slurp(path, &n);
	if (!text)
		return;
	opt.columns = column;
	opt.ncolumns = extra_columns(folder, line, column);
	expected(folder, class, sizeof(class));
	s = algo_strategy_parse(text, n, &opt, &errs);
	if (!strstr(name, "err_spread") && *class) {
		ok(!s && errs.n == 1 &&
			   !strcmp(algo_class_name(errs.v[0].cls), class),
		   "%s is refused: %s", name, class);
	} else {
		ok(s && !errs.errors, "%s is read", name);
		if (!s)
			note_errs(&errs);
	}
	if (s)
		check_canonical(name, s, &opt);
	algo_strategy_free(s);
	algo_errs_release(&errs);
	free(text);
}

static void test_replay(void)
{
	char path[400], *name[CASES_MAX];
	size_t n;

	snprintf(path, sizeof(path), "%s/golden/replay", shared);
	n = cases(path, name, CASES_MAX);
	ok(n > 300, "%zu cases", n);
	for (size_t i = 0; i < n; i++) {
		replay_case(name[i]);
		algo_free(name[i]);
	}
}

/* ---- broken */

static const char *text_of(const struct algo_json *v, const char *key)
{
	const struct algo_json *m = algo_json_get(v, key);

	return m ? algo_json_str(m, NULL) : "";
}

static int is_true(const struct algo_json *v, const char *key)
{
	const struct algo_json *m = algo_json_get(v, key);

	return m && algo_json_bool(m);
}

static int in_list(const struct algo_json *v, const char *s)
{
	for (size_t i = 0; v && i < algo_json_count(v); i++)
		if (!strcmp(algo_json_str(algo_json_at(v, i), NULL), s))
			return 1;
	return 0;
}

static double num_of(const struct algo_json *v, const char *key)
{
	const struct algo_json *m = algo_json_get(v, key);

	return m ? algo_json_num(m) : NAN;
}

/* The record says what the case asks for. */
static int fits(const struct algo_err *e, const struct algo_json *want)
{
	const char *class = algo_class_name(e->cls);
	const struct algo_json *spans = algo_json_get(want, "span_ok");
	double line = num_of(want, "line"), col = num_of(want, "column");

	if (strcmp(class, text_of(want, "class")) != 0 &&
	    !in_list(algo_json_get(want, "also_ok"), class))
		return 0;
	if (e->severity == ALGO_SEV_WARNING &&
	    strcmp(text_of(want, "severity"), "warning") != 0)
		return 0;
	if (isnan(line))
		return 1;
	if (e->cls != ALGO_E_SYNTAX &&
	    strcmp(e->at.pointer, text_of(want, "where")) != 0)
		return 0;
	if ((double)e->at.line == line && (double)e->at.col == col)
		return 1;
	/* JSON faults may stand at the token after, others where a span that
	 * is as good begins. */
	return spans != NULL || !strcmp(text_of(want, "in"), "text");
}

/* Every fault asked for, in order, and no others. */
static int all_found(const struct algo_errs *errs, const struct algo_json *want)
{
	size_t k = 0;

	for (size_t i = 0; i < algo_json_count(want); i++) {
		const struct algo_json *w = algo_json_at(want, i);

		if (k < errs->n && fits(&errs->v[k], w))
			k++;
		else if (!is_true(w, "optional") &&
			 strcmp(text_of(w, "severity"), "warning") != 0)
			return 0;
	}
	return k == errs->n || errs->v[k].severity == ALGO_SEV_WARNING;
}

/* Repairs of the whole text, one after the other, lead to the document that
 * the case gives. */
static void check_repair(const char *name, const char *text,
			 const struct algo_json *fixed)
{
	struct algo_buf want = ALGO_BUF_INIT(1 << 20);
	struct algo_errs errs = { 0 };
	struct algo_strategy *s, *right;
	char *now = algo_strdup(text), *a = NULL, *b = NULL;
	struct algo_jw w;

	algo_jw_init(&w, &want, 0);
	algo_jw_value(&w, fixed);
	right = parse(algo_buf_str(&want), &errs);
	for (int turn = 0; turn < 4; turn++) {
		char *next = NULL;

		algo_errs_release(&errs);
		s = parse(now, &errs);
		if (s || !errs.n || !(next = repaired(now, &errs.v[0])))
			break;
		algo_free(now);
		now = algo_strdup(next);
		free(next);
	}
	if (right)
		a = canonical(right);
	if (s)
		b = canonical(s);
	ok(a && b && !strcmp(a, b), "%s: mended by its fix-its", name);
	algo_free(a);
	algo_free(b);
	algo_free(now);
	algo_strategy_free(s);
	algo_strategy_free(right);
	algo_errs_release(&errs);
	algo_buf_release(&want);
}

/* Faults of this room that show without bars. */
static int is_ours(const char *name, const struct algo_json *want)
{
	const struct algo_json *first = algo_json_at(want, 0);
	const char *in = first ? text_of(first, "in") : "";

	if (strstr(name, "_json_") || strstr(name, "_runtime_") ||
	    strstr(name, "value_tf_"))
		return 0;
	return !strcmp(in, "text") || !strcmp(in, "expr");
}

static void broken_case(const char *name)
{
	char path[512];
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_errs errs = { 0 };
	size_t n;
	char *text, *expect;
	struct algo_json_doc *doc = NULL;
	const struct algo_json *root, *want, *fixed;
	struct algo_strategy *s;

	snprintf(path, sizeof(path), "%s/golden/broken/%s/strategy.json",
		 shared, name);
	text = slurp(path, &n);
	snprintf(path, sizeof(path), "%s/golden/broken/%s/expect.json", shared,
		 name);
	expect = slurp(path, &n);
	if (expect)
		doc = algo_json_parse(expect, n, NULL, &err);
	root = doc ? algo_json_root(doc) : NULL;
	want = root ? algo_json_get(root, "errors") : NULL;
	if (text && want && is_ours(name, want)) {
		s = parse(text, &errs);
		if (!ok(all_found(&errs, want) ||
				(s && is_true(root, "or_valid")),
			"broken %s", name))
			note_errs(&errs);
		algo_strategy_free(s);
		fixed = algo_json_get(root, "fixed");
		if (!strcmp(text_of(root, "fixable"), "fixit") && errs.n &&
		    errs.v[0].fixit.has && !errs.v[0].fixit.pointer[0])
			check_repair(name, text, fixed);
	}
	algo_json_free(doc);
	algo_errs_release(&errs);
	free(text);
	free(expect);
}

static void test_broken(void)
{
	char path[400], *name[CASES_MAX];
	size_t n;

	snprintf(path, sizeof(path), "%s/golden/broken", shared);
	n = cases(path, name, CASES_MAX);
	ok(n > 100, "%zu broken cases", n);
	for (size_t i = 0; i < n; i++) {
		broken_case(name[i]);
		algo_free(name[i]);
	}
}

int main(void)
{
	shared = shared_dir();
	if (!shared)
		return skip_all("no reference data");
	test_replay();
	test_broken();
	return done();
}
