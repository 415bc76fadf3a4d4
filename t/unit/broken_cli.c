/* broken_cli.c - the broken strategies of the reference data through algo-run
 * as a user would: status, class, place and hint of each record */
#include "cli.h"

#include <ctype.h>
#include <dirent.h>

#define MAX_RECORDS 256

enum { CLASS, PLACE, HINT, ALARM, STATUS, RATES };
static struct {
	const char *name;
	int right, all;
} rates[RATES] = { { "class", 0, 0 },
		   { "place", 0, 0 },
		   { "hint", 0, 0 },
		   { "no alarm", 0, 0 },
		   { "status", 0, 0 } };

struct kase {
	const char *name, *shared;
	char dir[700];
	struct algo_json_doc *doc;
	const struct algo_json *expect;
	int status;
	struct algo_json_doc *record[MAX_RECORDS];
	char used[MAX_RECORDS];
	size_t n;
};

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

static double num(const struct algo_json *v, const char *key)
{
	return algo_json_num(algo_json_get(v, key));
}

static int is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* ---- running */

static struct algo_json_doc *parse(const char *s, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;

	return algo_json_parse(s, n, NULL, &err);
}

/* Each line of stderr is one JSON object. */
static void read_records(struct kase *k, const char *text)
{
	while (*text && k->n < MAX_RECORDS) {
		size_t n = strcspn(text, "\n");
		struct algo_json_doc *d = parse(text, n);

		if (d)
			k->record[k->n++] = d;
		else
			ok(0, "%s: no JSON: %.*s", k->name, (int)n, text);
		text += n + (text[n] != 0);
	}
}

/* Bars where there have to be some: all else shows with --check. */
static void bars_of(const struct kase *k, char *path, size_t size)
{
	const char *own = get(algo_json_get(k->expect, "run"), "data");
	const char *data = get(k->expect, "data");

	path[0] = '\0';
	if (*own)
		snprintf(path, size, "%s/%s", k->dir, own);
	else if (*data && strstr(k->name, "_runtime_"))
		snprintf(path, size, "%s/data/%s.csv", k->shared, data);
}

static void run(struct kase *k, const char *tmp)
{
	const char *own = get(algo_json_get(k->expect, "run"), "strategy");
	char json[] = "--errors=json", check[] = "--check", d[] = "-d";
	char program[600], quiet[] = "-q", strategy[1000], bars[1000],
			   errors[600];
	char *argv[8] = { program, json, quiet, strategy };
	char *text;

	snprintf(program, sizeof(program), "%s", tool("algo-run"));
	snprintf(strategy, sizeof(strategy), "%s/%s", k->dir,
		 *own ? own : "strategy.json");
	snprintf(errors, sizeof(errors), "%s/errors", tmp);
	bars_of(k, bars, sizeof(bars));
	argv[4] = *bars ? d : check;
	argv[5] = *bars ? bars : NULL;
	k->status = start(argv, NULL, NULL, errors);
	text = slurp(errors, NULL);
	if (text)
		read_records(k, text);
	algo_free(text);
	unlink(errors);
}

/* ---- comparing */

static int is_class(const struct algo_json *want, const char *class)
{
	const struct algo_json *also = algo_json_get(want, "also_ok");

	if (is(get(want, "class"), class))
		return 1;
	for (size_t i = 0; i < algo_json_count(also); i++)
		if (is(algo_json_str(algo_json_at(also, i), NULL), class))
			return 1;
	return 0;
}

static const struct algo_json *match(struct kase *k,
				     const struct algo_json *want)
{
	int placed = is(get(want, "in"), "text") || is(get(want, "in"), "expr");

	for (size_t i = 0; i < k->n; i++) {
		const struct algo_json *r = algo_json_root(k->record[i]);

		if (k->used[i] || !is_class(want, get(r, "class")))
			continue;
		if (placed && !is(get(want, "where"), get(r, "pointer")))
			continue;
		k->used[i] = 1;
		return r;
	}
	return NULL;
}

static int has_hint(const struct algo_json *want, const struct algo_json *r)
{
	char all[1200], piece[256];

	snprintf(piece, sizeof(piece), "%s", get(want, "hint_contains"));
	snprintf(all, sizeof(all), "%s %s %s %s", get(r, "message"),
		 get(r, "hint"), get(algo_json_get(r, "fixit"), "text"),
		 get(r, "file"));
	for (char *s = all; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	for (char *s = piece; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	return strstr(all, piece) != NULL;
}

static void compare(struct kase *k)
{
	const struct algo_json *all = algo_json_get(k->expect, "errors");
	int or_valid = algo_json_bool(algo_json_get(k->expect, "or_valid"));
	const char *alarm = NULL;

	for (size_t i = 0; i < algo_json_count(all); i++) {
		const struct algo_json *want = algo_json_at(all, i);
		const struct algo_json *r = match(k, want);

		if (!r && (or_valid ||
			   algo_json_bool(algo_json_get(want, "optional"))))
			continue;
		rate(CLASS, r != NULL, k, get(want, "class"));
		if (!r)
			continue;
		rate(PLACE,
		     isnan(num(want, "line")) ||
			     (num(r, "line") == num(want, "line") &&
			      num(r, "column") == num(want, "column")),
		     k, get(r, "message"));
		rate(HINT, has_hint(want, r), k, get(r, "message"));
	}
	for (size_t i = 0; i < k->n; i++) {
		const struct algo_json *r = algo_json_root(k->record[i]);

		if (!k->used[i] && is(get(r, "severity"), "error"))
			alarm = get(r, "message");
	}
	rate(ALARM, !alarm, k, alarm);
}

/* A file that can be opened and holds nothing good is the document's fault
 * or the bars'; 5 is for what cannot be read. */
static int wanted_status(const struct kase *k)
{
	const struct algo_json *first =
		algo_json_at(algo_json_get(k->expect, "errors"), 0);
	const char *own = get(algo_json_get(k->expect, "run"), "data");

	if (is(get(first, "in"), "data"))
		return 3;
	if (!is(get(first, "in"), "file"))
		return 4;
	if (strstr(k->name, "missing") || strstr(k->name, "directory"))
		return 5;
	return *own ? 3 : 4;
}

static void one(const char *shared, const char *name, const char *tmp)
{
	struct kase k = { .name = name, .shared = shared };
	char path[800], *text;
	size_t n = 0;

	snprintf(k.dir, sizeof(k.dir), "%s/golden/broken/%s", shared, name);
	snprintf(path, sizeof(path), "%s/expect.json", k.dir);
	text = slurp(path, &n);
	k.doc = text ? parse(text, n) : NULL;
	if (k.doc) {
		k.expect = algo_json_root(k.doc);
		run(&k, tmp);
		compare(&k);
		if (k.status != 0 ||
		    !algo_json_bool(algo_json_get(k.expect, "or_valid")))
			rate(STATUS, k.status == wanted_status(&k), &k,
			     k.status < 0 ? "died" : "another one");
	} else {
		ok(0, "%s: expect.json", name);
	}
	while (k.n > 0)
		algo_json_free(k.record[--k.n]);
	algo_free(text);
	algo_json_free(k.doc);
}

int main(void)
{
	const char *shared = shared_dir(), *tmp;
	const struct dirent *e;
	char path[700];
	size_t n = 0;
	DIR *d;

	if (!shared)
		return skip_all("no reference data");
	if (access(tool("algo-run"), X_OK))
		return skip_all("no %s", tool("algo-run"));
	snprintf(path, sizeof(path), "%s/golden/broken", shared);
	tmp = own_folder();
	d = tmp ? opendir(path) : NULL;
	while (d && (e = readdir(d))) {
		if (e->d_name[0] < '0' || e->d_name[0] > '9')
			continue;
		one(shared, e->d_name, tmp);
		n++;
	}
	if (d)
		closedir(d);
	for (size_t i = 0; i < RATES; i++)
		ok(rates[i].all > 0 &&
			   rates[i].right * 100 >= 98 * rates[i].all,
		   "%s: %d of %d, at least 98 %%", rates[i].name,
		   rates[i].right, rates[i].all);
	ok(n >= 114, "%zu cases", n);
	if (tmp)
		rmdir(tmp);
	return done();
}
