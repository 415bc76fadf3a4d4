/* engine_grid.c - the parameter grids of golden/engine: every combination run
 * with overrides, every statistic, and the winners */
#include "engine_case.h"

#include <dirent.h>

#define AXES 2

struct best {
	const char *label;
	double value, at[AXES];
};

struct board {
	const struct engine_case *c;
	const char *name;  /* of the case */
	const char *text;  /* of the document */
	struct grid want;  /* grid.csv */
	struct best *best; /* as the members of the case's "best" */
	size_t nbest;
};

/* --- One combination ----------------------------------------------------- */

static double stat_of(const struct algo_json *compat, const char *label)
{
	const struct algo_json *v = get(compat, label);
	const char *s = algo_json_str(v, NULL);

	if (strcmp(s, "inf") == 0)
		return INFINITY;
	if (strcmp(s, "-inf") == 0)
		return -INFINITY;
	return algo_json_num(v);
}

/* The columns between the parameters and near_ties are statistics. */
static int same_row(const struct board *b, size_t row,
		    const struct algo_json *compat)
{
	size_t i;
	int good = 1;

	for (i = AXES; i + 1 < b->want.cols; i++) {
		const char *label = b->want.cell[i];
		double have = stat_of(compat, label);
		double want = grid_num(&b->want, row, label);

		if (get(compat, label) && near(have, want, 1e-9))
			continue;
		note("%s: %.17g, want %.17g", label, have, want);
		good = 0;
	}
	return good;
}

/* The first of equals stays; an undefined one is none. */
static void try_best(struct board *b, const struct algo_json *compat,
		     const double *at)
{
	size_t i;

	for (i = 0; i < b->nbest; i++) {
		struct best *best = &b->best[i];
		double v = stat_of(compat, best->label);

		if (isnan(v) || v <= best->value)
			continue;
		best->value = v;
		memcpy(best->at, at, sizeof(best->at));
	}
}

static void look(struct board *b, size_t row, const double *at,
		 struct algo_run *r)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_json_doc *doc;
	const struct algo_json *compat;

	algo_run_json(r, 0, &out);
	doc = algo_json_parse(out.data, out.len, b->name, &err);
	compat = doc ? get(algo_json_root(doc), "compat") : NULL;
	ok(same_row(b, row, compat), "%s: %s %g, %s %g", b->name,
	   b->want.cell[0], at[0], b->want.cell[1], at[1]);
	try_best(b, compat, at);
	algo_json_free(doc);
	algo_buf_release(&out);
}

static void combination(struct board *b, size_t row)
{
	struct algo_errs errs = { 0 };
	struct algo_strs params = { 0 };
	struct algo_run_opt ro = { .bars = b->c->bars,
				   .text = b->text,
				   .len = strlen(b->text),
				   .file = b->name,
				   .params = &params,
				   .account = b->c->choice,
				   .naccount = b->c->nchoice,
				   .compat = 1,
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE };
	struct algo_stat_setup setup;
	char text[AXES][64];
	double at[AXES];
	struct algo_run *r;
	size_t i;

	for (i = 0; i < AXES; i++) {
		const char *key = b->want.cell[i];

		at[i] = grid_num(&b->want, row, key);
		snprintf(text[i], sizeof(text[i]), "%s=%s", key,
			 grid_text(&b->want, row, key));
		algo_strs_add(&params, text[i]);
	}
	plain_setup(&setup);
	ro.stat = &setup;
	r = algo_run_open(&ro, &errs);
	if (r && algo_run_play(r, &errs) == 0)
		look(b, row, at, r);
	else
		ok(0, "%s: row %zu plays: %s", b->name, row,
		   errs.n ? errs.v[0].msg : "");
	algo_run_free(r);
	algo_errs_release(&errs);
	algo_stat_setup_release(&setup);
	algo_strs_release(&params);
}

/* --- Grids --------------------------------------------------------------- */

static void check_best(const struct board *b)
{
	const struct algo_json *best = get(b->c->root, "best");
	size_t i, k;

	for (i = 0; i < b->nbest; i++) {
		const struct algo_json *want = algo_json_at(best, i);
		int good = near(b->best[i].value,
				algo_json_num(get(want, "value")), 1e-9);

		for (k = 0; k < AXES; k++)
			good = good &&
			       b->best[i].at[k] ==
				       algo_json_num(get(get(want, "params"),
							 b->want.cell[k]));
		ok(good, "%s: best by %s", b->name, b->best[i].label);
	}
}

static void sweep(struct board *b)
{
	const struct algo_json *best = get(b->c->root, "best");
	size_t i;

	b->nbest = algo_json_count(best);
	b->best = algo_zalloc(b->nbest, sizeof(*b->best));
	for (i = 0; i < b->nbest; i++) {
		b->best[i].label = algo_json_key(algo_json_at(best, i));
		b->best[i].value = -INFINITY;
	}
	ok(b->want.rows == 1 + (size_t)algo_json_num(get(b->c->root, "combos")),
	   "%s: %zu combinations", b->name, b->want.rows - 1);
	for (i = 0; i + 1 < b->want.rows; i++)
		combination(b, i);
	check_best(b);
	algo_free(b->best);
}

static int one(const char *shared, const char *name)
{
	struct engine_case c;
	struct board b = { .c = &c, .name = name };
	char path[700], *text;
	int good;

	if (case_read(&c, shared, name))
		return 0;
	snprintf(path, sizeof(path), "t/strategies/%s.json",
		 algo_json_str(get(c.root, "strategy"), NULL));
	b.text = text = read_text(path);
	snprintf(path, sizeof(path), "%s/grid.csv", c.dir);
	good = text && grid_read(&b.want, path) == 0;
	if (ok(good, "%s: document and table", name)) {
		sweep(&b);
		grid_free(&b.want);
	}
	algo_free(text);
	case_free(&c);
	return good;
}

int main(void)
{
	const char *shared = shared_dir();
	const struct dirent *e;
	char path[600];
	DIR *d;
	int n = 0;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(path, sizeof(path), "%s/golden/engine", shared);
	d = opendir(path);
	while (d && (e = readdir(d)))
		if (strncmp(e->d_name, "grid_", 5) == 0)
			n += one(shared, e->d_name);
	if (d)
		closedir(d);
	ok(n >= 2, "%d grids", n);
	return done();
}
