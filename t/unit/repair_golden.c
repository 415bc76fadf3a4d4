/* repair_golden.c - the broken strategies of the reference data: what is said
 * of each, and what becomes of it */
#include "doc.h"

#include <algo/repair.h>
#include <ctype.h>
#include <sys/stat.h>

#define MAX_CASES 200

struct kase {
	const char *name;
	char dir[1024];
	struct algo_json_doc *doc;
	const struct algo_json *expect;
	char *text;
	size_t n;
	char bars[1200]; /* "": none */
	int is_file;	 /* the strategy can be read */
};

/* How many of what is asked were right. */
static struct {
	const char *name;
	int right, all;
} rates[] = { { "class", 0, 0 },    { "place", 0, 0 },	{ "hint", 0, 0 },
	      { "no alarm", 0, 0 }, { "fixit", 0, 0 },	{ "model", 0, 0 },
	      { "no", 0, 0 },	    { "verdict", 0, 0 } };
enum { CLASS, PLACE, HINT, ALARM, FIXIT, MODEL, NO, VERDICT, RATES };

static void rate(int which, int right, const struct kase *k, const char *what)
{
	rates[which].all++;
	rates[which].right += right;
	if (!right)
		note("%s: %s: %s", k->name, rates[which].name, what);
}

static const char *get(const struct algo_json *v, const char *key)
{
	return algo_json_str(algo_json_get(v, key), NULL);
}

/* ---- one record against one expectation */

static int is_class(const struct algo_json *want, const struct algo_err *e)
{
	const struct algo_json *also = algo_json_get(want, "also_ok");
	const char *name = algo_class_name(e->cls);

	if (strcmp(get(want, "class"), name) == 0)
		return 1;
	for (size_t i = 0; i < algo_json_count(also); i++)
		if (strcmp(algo_json_str(algo_json_at(also, i), NULL), name) ==
		    0)
			return 1;
	return 0;
}

static int in_document(const struct algo_json *want)
{
	return strcmp(get(want, "in"), "text") == 0 ||
	       strcmp(get(want, "in"), "expr") == 0;
}

/* Bytes before the column as characters. */
static double column_of(const struct algo_err *e)
{
	size_t col = e->at.col - 1, n = 0;

	if (col < e->context_skip || col - e->context_skip > strlen(e->context))
		return (double)e->at.col;
	for (size_t i = 0; i < col - e->context_skip; i++)
		n += ((unsigned char)e->context[i] & 0xc0) != 0x80;
	return (double)(n + e->context_skip + 1);
}

static int is_place(const struct algo_json *want, const struct algo_err *e)
{
	double line = algo_json_num(algo_json_get(want, "line"));
	double col = algo_json_num(algo_json_get(want, "column"));

	if (isnan(line))
		return 1;
	if (e->at.line > 1 && strchr(e->context, '\n'))
		return (double)e->at.line == line;
	return (double)e->at.line == line && column_of(e) == col;
}

static void lower(char *s)
{
	for (; *s; s++)
		*s = (char)tolower((unsigned char)*s);
}

static int has_hint(const struct algo_json *want, const struct algo_err *e)
{
	char all[1024], piece[256];

	snprintf(piece, sizeof(piece), "%s", get(want, "hint_contains"));
	snprintf(all, sizeof(all), "%s %s %s %s", e->msg, e->hint,
		 e->fixit.has ? e->fixit.text : "", e->at.file);
	lower(all);
	lower(piece);
	return strstr(all, piece) != NULL;
}

/* ---- what is said */

static const struct algo_err *match(const struct algo_json *want,
				    const struct algo_errs *errs, char *used)
{
	for (size_t i = 0; i < errs->n; i++) {
		const struct algo_err *e = &errs->v[i];

		if (used[i] || !is_class(want, e) ||
		    e->severity == ALGO_SEV_INFO)
			continue;
		if (in_document(want) &&
		    strcmp(get(want, "where"), e->at.pointer) != 0)
			continue;
		used[i] = 1;
		return e;
	}
	return NULL;
}

static void compare(const struct kase *k, const struct algo_errs *errs)
{
	const struct algo_json *all = algo_json_get(k->expect, "errors");
	int or_valid = algo_json_bool(algo_json_get(k->expect, "or_valid"));
	char used[ALGO_ERRS_MAX] = { 0 };
	const char *alarm = NULL;

	for (size_t i = 0; i < algo_json_count(all); i++) {
		const struct algo_json *want = algo_json_at(all, i);
		const struct algo_err *e = match(want, errs, used);

		if (!e && (or_valid ||
			   algo_json_bool(algo_json_get(want, "optional"))))
			continue;
		rate(CLASS, e != NULL, k, get(want, "class"));
		if (!e)
			continue;
		rate(PLACE, is_place(want, e), k, e->msg);
		rate(HINT, has_hint(want, e), k, e->msg);
	}
	for (size_t i = 0; i < errs->n; i++)
		if (!used[i] && errs->v[i].severity == ALGO_SEV_ERROR)
			alarm = errs->v[i].msg;
	rate(ALARM, alarm == NULL, k, alarm ? alarm : "");
}

/* ---- what becomes of it */

static char *canonical_of(const char *s, size_t n)
{
	struct algo_errs errs = { 0 };
	struct algo_strategy_opt opt = { .file = "s" };
	struct algo_strategy *p = algo_strategy_parse(s, n, &opt, &errs);
	char *out = p ? canonical(p) : NULL;

	algo_errs_release(&errs);
	algo_strategy_free(p);
	return out;
}

static int behaves(const struct kase *k, const struct algo_buf *out)
{
	size_t n;
	const char *s = algo_json_text(algo_json_get(k->expect, "fixed"), &n);
	char *a = canonical_of(algo_buf_str(out), out->len);
	char *b = canonical_of(s, n);
	int same = a && b && strcmp(a, b) == 0;

	free(a);
	free(b);
	return same;
}

static int untouched(const struct kase *k, const struct algo_buf *out)
{
	return out->len == k->n &&
	       memcmp(algo_buf_str(out), k->text, k->n) == 0;
}

/* What was mended stays as it is. */
static int settled(const struct algo_buf *doc)
{
	struct algo_repair_opt opt = { .file = "s" };
	struct algo_buf out = ALGO_BUF_INIT((size_t)8 << 20);
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };
	int rc = algo_repair_fix(algo_buf_str(doc), doc->len, &opt, &out,
				 &mends, &errs);
	int same = rc == 0 && mends.n == 0 && out.len == doc->len &&
		   memcmp(algo_buf_str(&out), algo_buf_str(doc), doc->len) == 0;

	algo_buf_release(&out);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	return same;
}

static struct algo_run_opt run_of(const struct kase *k)
{
	return (struct algo_run_opt){ .bars = k->bars,
				      .warmup = NAN,
				      .from = ALGO_WHEN_NONE,
				      .to = ALGO_WHEN_NONE };
}

static void mend(const struct kase *k)
{
	const char *fixable = get(k->expect, "fixable");
	int or_valid = algo_json_bool(algo_json_get(k->expect, "or_valid"));
	struct algo_run_opt run = run_of(k);
	struct algo_repair_loop loop = { .fix = { .file = "strategy.json" },
					 .run = *k->bars ? &run : NULL };
	struct algo_buf out = ALGO_BUF_INIT((size_t)8 << 20);
	struct algo_repair_report report;
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };
	int rc = algo_repair_run(k->text, k->n, &loop, &out, &report, &mends,
				 &errs);

	if (strcmp(fixable, "fixit") == 0)
		rate(FIXIT, rc == 0 && behaves(k, &out) && settled(&out), k,
		     errs.n ? errs.v[0].msg : "another document");
	else
		rate(*fixable == 'm' ? MODEL : NO,
		     untouched(k, &out) && (rc == -1 || or_valid), k,
		     "changed");
	if (!k->is_file || (rc && !or_valid && errs.errors == 0))
		note("%s: no record", k->name);
	algo_repair_report_release(&report);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_release(&out);
}

/* fixit: every fault is mended for certain; else at least one is not. */
static void judge(const struct kase *k, const struct algo_errs *errs,
		  const char *verdicts)
{
	const char *fixable = get(k->expect, "fixable");
	int all = 1;

	if (errs->errors == 0 || !verdicts)
		return;
	for (size_t i = 0; i < errs->n; i++)
		if (errs->v[i].severity == ALGO_SEV_ERROR)
			all &= verdicts[i] == ALGO_VERDICT_FIXIT;
	rate(VERDICT, all == (strcmp(fixable, "fixit") == 0), k, fixable);
}

static void look(const struct kase *k)
{
	struct algo_run_opt run = run_of(k);
	struct algo_repair_loop loop = { .fix = { .file = "strategy.json" },
					 .run = *k->bars ? &run : NULL };
	struct algo_errs errs = { 0 };
	char *verdicts = NULL;

	algo_repair_run_explain(k->text, k->n, &loop, &errs, &verdicts);
	compare(k, &errs);
	judge(k, &errs, verdicts);
	algo_free(verdicts);
	algo_errs_release(&errs);
}

/* The strategy itself cannot be read: nothing to mend. */
static void unreadable(const struct kase *k, const char *path)
{
	struct algo_errs errs = { 0 };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;

	if (algo_in_open(&in, path, &err) == 0)
		algo_in_close(&in);
	algo_errs_take(&errs, &err);
	algo_errs_count(&errs);
	compare(k, &errs);
	algo_errs_release(&errs);
}

/* ---- cases */

/* Only what has to run is given bars: all others must show without. */
static void find_bars(struct kase *k, const char *shared)
{
	const struct algo_json *run = algo_json_get(k->expect, "run");
	const char *own = get(run, "data"), *data = get(k->expect, "data");

	k->bars[0] = '\0';
	if (*own)
		snprintf(k->bars, sizeof(k->bars), "%s/%s", k->dir, own);
	else if (*data && strstr(k->name, "_runtime_"))
		snprintf(k->bars, sizeof(k->bars), "%s/data/%s.csv", shared,
			 data);
}

static void one(const char *shared, const char *name)
{
	struct kase k = { .name = name };
	struct algo_err err = ALGO_ERR_INIT;
	const char *own;
	char path[1200];
	struct stat st;
	char *text;
	size_t n;

	snprintf(k.dir, sizeof(k.dir), "%s/golden/broken/%s", shared, name);
	snprintf(path, sizeof(path), "%s/expect.json", k.dir);
	text = slurp(path, &n);
	k.doc = text ? algo_json_parse(text, n, path, &err) : NULL;
	k.expect = algo_json_root(k.doc);
	own = get(algo_json_get(k.expect, "run"), "strategy");
	snprintf(path, sizeof(path), "%s/%s", k.dir,
		 *own ? own : "strategy.json");
	find_bars(&k, shared);
	k.is_file = stat(path, &st) == 0 && S_ISREG(st.st_mode);
	if (!k.doc) {
		ok(0, "%s: expect.json", name);
	} else if (!k.is_file) {
		unreadable(&k, path);
	} else {
		k.text = slurp(path, &k.n);
		look(&k);
		mend(&k);
	}
	free(k.text);
	free(text);
	algo_json_free(k.doc);
}

int main(void)
{
	const char *shared = shared_dir();
	char path[1024], *names[MAX_CASES];
	size_t n, i;

	if (!shared)
		return skip_all("no reference data");
	snprintf(path, sizeof(path), "%s/golden/broken", shared);
	n = cases(path, names, MAX_CASES);
	for (i = 0; i < n; i++) {
		one(shared, names[i]);
		algo_free(names[i]);
	}
	for (i = 0; i < RATES; i++) {
		int floor = i == FIXIT ? 90 : i >= MODEL && i <= NO ? 100 : 98;

		ok(rates[i].all > 0 &&
			   rates[i].right * 100 >= floor * rates[i].all,
		   "%s: %d of %d, at least %d %%", rates[i].name,
		   rates[i].right, rates[i].all, floor);
	}
	ok(n >= 114, "%zu cases", n);
	return done();
}
