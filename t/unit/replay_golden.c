/* replay_golden.c - every case of golden/replay through algo-run: orders,
 * trades, equity, exit status, first step, places of errors */
#include "cli.h"

#include <dirent.h>

struct where {
	const char *shared, *tmp;
	char dir[400];
	char bars[600];
	char strategy[600];
};

static const struct algo_json *get(const struct algo_json *v, const char *k)
{
	return algo_json_get(v, k);
}

/* The case's flags, with the word ACTIONS replaced. */
static int flags(const struct algo_json *root, const char *key,
		 const struct where *w, char **argv, int n, char *actions)
{
	const struct algo_json *list = get(root, key);
	size_t i;

	for (i = 0; i < algo_json_count(list) && n < 48; i++) {
		const char *s = algo_json_str(algo_json_at(list, i), NULL);

		if (strcmp(s, "ACTIONS") == 0) {
			snprintf(actions, 600, "%s/%s", w->shared,
				 algo_json_str(get(root, "actions"), NULL));
			s = actions;
		}
		argv[n++] = algo_strdup(s);
	}
	return n;
}

static char path_of[4][600];

static void add_outputs(const struct where *w, char **argv, int *n)
{
	static const char *const what[] = { "orders", "trades", "equity",
					    "result" };
	static const char *const option[] = { "--orders", "--trades",
					      "--equity", "-o" };
	int i;

	for (i = 0; i < 4; i++) {
		snprintf(path_of[i], sizeof(path_of[i]), "%s/%s.csv", w->tmp,
			 what[i]);
		remove(path_of[i]);
		argv[(*n)++] = algo_strdup(option[i]);
		argv[(*n)++] = algo_strdup(path_of[i]);
	}
}

static int run_case(const struct algo_json *root, const char *key,
		    const struct where *w)
{
	char *argv[64] = { NULL }, actions[600], errors[600];
	int n = 0, status, i;

	argv[n++] = algo_strdup(tool("algo-run"));
	n = flags(root, key, w, argv, n, actions);
	add_outputs(w, argv, &n);
	if (access(w->strategy, R_OK) == 0)
		argv[n++] = algo_strdup(w->strategy);
	snprintf(errors, sizeof(errors), "%s/errors", w->tmp);
	status = start(argv, w->bars, NULL, errors);
	for (i = 0; i < n; i++)
		algo_free(argv[i]);
	return status;
}

static int same_file(const struct where *w, const char *sub, int i,
		     const char *name)
{
	char want[700];
	char *a = slurp(path_of[i], NULL), *b;
	int same;

	snprintf(want, sizeof(want), "%s/%s%s.csv", w->dir, sub, name);
	b = slurp(want, NULL);
	if (!b) {
		algo_free(a);
		return 1;
	}
	same = a && same_csv(name, a, b);
	if (!a)
		note("no %s", name);
	algo_free(a);
	algo_free(b);
	return same;
}

/* first_bar, success and places of the result against what is expected. */
static int same_result(const struct algo_json *expect)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t n = 0, i;
	char *text = slurp(path_of[3], &n);
	struct algo_json_doc *doc =
		text ? algo_json_parse(text, strlen(text), NULL, &err) : NULL;
	const struct algo_json *root, *first, *places, *have;
	int good = 1;

	if (!doc) {
		note("no result: %s", err.msg);
		algo_free(text);
		return 0;
	}
	root = algo_json_root(doc);
	if (algo_json_bool(get(root, "success")) !=
	    algo_json_bool(get(expect, "success")))
		good = 0;
	first = get(expect, "first_bar");
	have = get(get(root, "data"), "first_step");
	if (first && (algo_json_type(first) == ALGO_J_NULL
			      ? algo_json_num(have) != -1
			      : algo_json_num(first) != algo_json_num(have))) {
		note("first step %g", algo_json_num(have));
		good = 0;
	}
	places = get(get(expect, "error"), "places");
	have = get(get(root, "error"), "places");
	for (i = 0; i < algo_json_count(places); i++)
		if (!algo_json_at(have, i) ||
		    strcmp(algo_json_str(algo_json_at(have, i), NULL),
			   algo_json_str(algo_json_at(places, i), NULL)) != 0)
			good = 0;
	algo_json_free(doc);
	algo_free(text);
	return good;
}

static void show_errors(const struct where *w)
{
	char path[600];
	char *text;

	snprintf(path, sizeof(path), "%s/errors", w->tmp);
	text = slurp(path, NULL);
	if (text && *text)
		note("%.*s", (int)strcspn(text, "\n"), text);
	algo_free(text);
}

static int has_class(const struct where *w, const char *cls)
{
	char path[600];
	char *text;
	int found;

	snprintf(path, sizeof(path), "%s/errors", w->tmp);
	text = slurp(path, NULL);
	found = text && strstr(text, cls) != NULL;
	algo_free(text);
	return found;
}

static void one(struct where *w, const char *name, const struct algo_json *root)
{
	const struct algo_json *expect = get(root, "expect");
	const char *cls =
		algo_json_str(get(get(expect, "error"), "class"), NULL);
	const char *data = algo_json_str(get(root, "data"), NULL);
	char orders[700];
	int status, want = (int)algo_json_num(get(expect, "exit")), good;

	if (strcmp(data, "bars.csv") == 0)
		snprintf(w->bars, sizeof(w->bars), "%s/bars.csv", w->dir);
	else
		snprintf(w->bars, sizeof(w->bars), "%s/%s", w->shared, data);
	snprintf(w->strategy, sizeof(w->strategy), "%s/strategy.json", w->dir);
	status = run_case(root, "flags", w);
	good = status == want;
	if (!good)
		note("exit %d, want %d", status, want);
	if (*cls && !has_class(w, cls)) {
		note("no %s", cls);
		good = 0;
	}
	snprintf(orders, sizeof(orders), "%s/orders.csv", w->dir);
	if (access(orders, R_OK) == 0)
		good = same_file(w, "", 0, "orders") &&
		       same_file(w, "", 1, "trades") &&
		       same_file(w, "", 2, "equity") && same_result(expect) &&
		       good;
	if (!good)
		show_errors(w);
	ok(good, "%s", name);
	if (!get(root, "compat_flags"))
		return;
	status = run_case(root, "compat_flags", w);
	good = same_file(w, "compat/", 1, "trades") &&
	       same_file(w, "compat/", 2, "equity");
	if (!good)
		show_errors(w);
	ok(good, "%s, compatible model", name);
}

static void load(struct where *w, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	char path[700];
	char *text;
	size_t n;

	snprintf(w->dir, sizeof(w->dir), "%s/golden/replay/%s", w->shared,
		 name);
	snprintf(path, sizeof(path), "%s/case.json", w->dir);
	text = slurp(path, &n);
	doc = text ? algo_json_parse(text, strlen(text), path, &err) : NULL;
	if (doc)
		one(w, name, algo_json_root(doc));
	else
		ok(0, "%s: case.json: %s", name, err.msg);
	algo_json_free(doc);
	algo_free(text);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	struct where w = { .shared = shared_dir() };
	struct dirent **list;
	char path[512];
	int i, n;

	if (!w.shared)
		return skip_all("no reference data beside the project");
	if (access(tool("algo-run"), X_OK) != 0)
		return skip_all("no %s", tool("algo-run"));
	w.tmp = own_folder();
	snprintf(path, sizeof(path), "%s/golden/replay", w.shared);
	n = scandir(path, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] >= '0' && name[0] <= '9')
			load(&w, name);
		free(list[i]);
	}
	free(list);
	for (i = 0; i < 4; i++)
		remove(path_of[i]);
	snprintf(path, sizeof(path), "%s/errors", w.tmp);
	remove(path);
	rmdir(w.tmp);
	return done();
}
