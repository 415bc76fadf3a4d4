/* stat_cli.c - every case of golden/metrics through algo-stat as a user would:
 * metrics, flags and the series beside them */
#include "cli.h"

#include <dirent.h>

static const char *const loose_keys[] = { "skewness",	"kurtosis_excess",
					  "autocorr_1", "stability",
					  "alpha_pct",	"psr",
					  NULL };
static size_t compared;

static int is_loose(const char *key)
{
	const char *const *list;

	for (list = loose_keys; key && *list; list++)
		if (strcmp(*list, key) == 0)
			return 1;
	return 0;
}

/* --- Comparing -------------------------------------------------------------
 */

static int same(const struct algo_json *a, const struct algo_json *b);

static int same_parts(const struct algo_json *a, const struct algo_json *b)
{
	size_t i, n = algo_json_count(b);

	if (algo_json_count(a) != n)
		return 0;
	for (i = 0; i < n; i++) {
		const struct algo_json *want = algo_json_at(b, i);
		const char *key = algo_json_key(want);
		const struct algo_json *have =
			key ? algo_json_get(a, key) : algo_json_at(a, i);

		if (!have || !same(have, want)) {
			note("%s: not the same", key ? key : "element");
			return 0;
		}
	}
	return 1;
}

static int same(const struct algo_json *a, const struct algo_json *b)
{
	double x, y, rel = is_loose(algo_json_key(b)) ? 1e-8 : 1e-9;

	if (algo_json_type(a) != algo_json_type(b))
		return 0;
	switch (algo_json_type(b)) {
	case ALGO_J_NUM:
		x = algo_json_num(a);
		y = algo_json_num(b);
		return fabs(x - y) <= fmax(rel * fabs(y), 1e-12);
	case ALGO_J_STR:
		return strcmp(algo_json_str(a, NULL), algo_json_str(b, NULL)) ==
		       0;
	case ALGO_J_ARR:
	case ALGO_J_OBJ:
		return same_parts(a, b);
	case ALGO_J_NULL:
	case ALGO_J_BOOL:
	default:
		return algo_json_bool(a) == algo_json_bool(b);
	}
}

/* Every member of the golden is one of the output. */
static void compare(const char *name, const struct algo_json *have,
		    const struct algo_json *want)
{
	size_t i, n = algo_json_count(want);

	for (i = 0; i < n; i++) {
		const struct algo_json *w = algo_json_at(want, i);
		const char *key = algo_json_key(w);
		const struct algo_json *h = algo_json_get(have, key);

		compared += algo_json_count(w);
		ok(h && same(h, w), "%s: %s, %zu values", name, key,
		   algo_json_count(w));
	}
}

/* --- The command line ---------------------------------------------------- */

struct args {
	char *v[40];
	int n;
};

static void arg(struct args *a, const char *text)
{
	if (a->n < 39)
		a->v[a->n++] = algo_strdup(text);
}

/* "periods_per_year": 252 is --periods-per-year 252. */
static void option(struct args *a, const struct algo_json *v)
{
	char name[64], text[64];
	char *p;
	size_t n;

	snprintf(name, sizeof(name), "--%s", algo_json_key(v));
	for (p = name; *p; p++)
		if (*p == '_')
			*p = '-';
	if (algo_json_type(v) == ALGO_J_STR) {
		snprintf(text, sizeof(text), "%s", algo_json_str(v, &n));
	} else {
		n = algo_num_print(text, algo_json_num(v));
		text[n] = 0;
	}
	arg(a, name);
	arg(a, text);
}

static void file(struct args *a, const char *dir, const char *name,
		 const char *option)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	if (access(path, R_OK))
		return;
	if (option)
		arg(a, option);
	arg(a, path);
}

static struct algo_json_doc *parse(const char *path)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	size_t n;
	char *text = slurp(path, &n);

	doc = text ? algo_json_parse(text, n, path, &err) : NULL;
	if (!doc)
		note("%s: %s", path, err.msg);
	algo_free(text);
	return doc;
}

static void one(const char *dir, const char *name, const char *tmp)
{
	char out[600], errors[600], path[1024];
	struct algo_json_doc *jcase, *jwant, *jhave;
	const struct algo_json *options;
	struct args a = { .n = 0 };
	size_t i;

	snprintf(path, sizeof(path), "%s/case.json", dir);
	jcase = parse(path);
	snprintf(path, sizeof(path), "%s/metrics.json", dir);
	jwant = parse(path);
	options =
		jcase ? algo_json_get(algo_json_root(jcase), "options") : NULL;
	snprintf(out, sizeof(out), "%s/out", tmp);
	snprintf(errors, sizeof(errors), "%s/err", tmp);
	arg(&a, tool("algo-stat"));
	for (i = 0; i < algo_json_count(options); i++)
		option(&a, algo_json_at(options, i));
	file(&a, dir, "trades.csv", "--trades");
	file(&a, dir, "benchmark.csv", "--benchmark");
	file(&a, dir, "equity.csv", NULL);
	arg(&a, "--with-daily");
	ok(start(a.v, NULL, out, errors) == 0, "%s: exits 0", name);
	jhave = parse(out);
	if (ok(jhave && jwant, "%s: one JSON object", name))
		compare(name, algo_json_root(jhave), algo_json_root(jwant));
	while (a.n > 0)
		algo_free(a.v[--a.n]);
	algo_json_free(jhave);
	algo_json_free(jwant);
	algo_json_free(jcase);
	unlink(out);
	unlink(errors);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	const char *shared = shared_dir(), *tmp;
	struct dirent **list;
	char folder[512], dir[800], probe[900];
	int i, n, cases = 0;

	if (!shared)
		return skip_all("no reference data beside the project");
	if (access(tool("algo-stat"), X_OK))
		return skip_all("no algo-stat");
	snprintf(folder, sizeof(folder), "%s/golden/metrics", shared);
	tmp = own_folder();
	n = scandir(folder, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		snprintf(dir, sizeof(dir), "%s/%s", folder, list[i]->d_name);
		snprintf(probe, sizeof(probe), "%s/case.json", dir);
		if (access(probe, R_OK) == 0) {
			one(dir, list[i]->d_name, tmp);
			cases++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	rmdir(tmp);
	ok(cases >= 34, "%d cases", cases);
	note("%zu values compared", compared);
	return done();
}
