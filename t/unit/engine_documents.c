/* engine_documents.c - the strategies of golden/engine written as documents:
 * the same trades, equity and statistics as the library's, without its log of
 * actions */
#include "engine_case.h"

#include <dirent.h>

/* To the bit, but for levels that come from ATR: the last digits of its sum
 * are another road's. */
static double tolerance(const struct engine_case *c)
{
	const char *cls = algo_json_str(get(c->root, "strategy"), NULL);

	return strncmp(cls, "AtrTrail", 8) == 0 ? 1e-9 : 0;
}

/* --- The document of a case ---------------------------------------------- */

static void level(struct algo_jw *w, const char *key, const struct grid *g,
		  size_t row, const char *column)
{
	double v = grid_num(g, row, column);

	if (!isnan(v))
		algo_jw_knum(w, key, v);
}

/* One action as a rule of its bar.  No case sets a level with several trades
 * open, so the rule need not pick one. */
static void action_rule(struct algo_jw *w, const struct grid *g, size_t row)
{
	struct algo_buf when = ALGO_BUF_INIT(64);

	algo_buf_addf(&when, "bar_index == %s", grid_text(g, row, "Bar"));
	algo_jw_obj(w);
	algo_jw_kstr(w, "when", algo_buf_str(&when));
	algo_jw_kstr(w, "do", grid_text(g, row, "Action"));
	level(w, "size", g, row, "Size"); /* ALL: no size */
	level(w, "limit", g, row, "Limit");
	level(w, "stop", g, row, "Stop");
	level(w, "sl", g, row, "SL");
	level(w, "tp", g, row, "TP");
	level(w, "portion", g, row, "Portion");
	algo_jw_obj_end(w);
	algo_buf_release(&when);
}

/* The hand-made cases are scripts: action by action. */
static char *script(const struct engine_case *c)
{
	struct algo_buf out = ALGO_BUF_INIT(1 << 20);
	struct algo_jw w;
	struct grid g;
	char path[700];
	size_t i;

	snprintf(path, sizeof(path), "%s/actions.csv", c->dir);
	if (grid_read(&g, path))
		return NULL;
	algo_jw_init(&w, &out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_key(&w, "rules");
	algo_jw_arr(&w);
	for (i = 0; i + 1 < g.rows; i++)
		action_rule(&w, &g, i);
	algo_jw_arr_end(&w);
	algo_jw_obj_end(&w);
	grid_free(&g);
	return algo_buf_take(&out);
}

static char *document(const struct engine_case *c)
{
	const char *cls = algo_json_str(get(c->root, "strategy"), NULL);
	const struct algo_json *rule = get(get(c->root, "params"), "rule");
	char path[200];

	if (strcmp(cls, "Micro") == 0)
		return script(c);
	/* The time frame is a name: a document each. */
	snprintf(path, sizeof(path), "t/strategies/%s%s%s.json", cls,
		 rule ? "_" : "", algo_json_str(rule, NULL));
	return read_text(path);
}

/* Names that mean something to the language have another one in the document.
 */
static const char *name_of(const char *param)
{
	if (strcmp(param, "ma") == 0)
		return "period";
	return strcmp(param, "mult") == 0 ? "times" : param;
}

/* The case's parameters as overrides.  What is no number is in the document:
 * null (none) its default, a time frame its file. */
static void overrides(const struct engine_case *c, struct algo_strs *out,
		      struct algo_arena *arena)
{
	const struct algo_json *p = get(c->root, "params");
	struct algo_buf b = ALGO_BUF_INIT(256);
	size_t i;

	for (i = 0; i < algo_json_count(p); i++) {
		const struct algo_json *v = algo_json_at(p, i);

		if (algo_json_type(v) != ALGO_J_NUM)
			continue;
		algo_buf_clear(&b);
		algo_buf_addf(&b, "%s=", name_of(algo_json_key(v)));
		algo_buf_addnum(&b, algo_json_num(v));
		algo_strs_add(out, algo_arena_str(arena, b.data, b.len));
	}
	algo_buf_release(&b);
}

/* --- Running ------------------------------------------------------------- */

static char *bytes(const struct algo_out *o)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 26);
	size_t n;
	const char *p = algo_out_bytes(o, &n);

	algo_buf_add(&b, p, n);
	return algo_buf_take(&b);
}

static void note_errs(const char *name, const struct algo_errs *errs)
{
	size_t i;

	for (i = 0; i < errs->n; i++)
		if (errs->v[i].severity == ALGO_SEV_ERROR)
			note("%s: %s %s", name, errs->v[i].at.pointer,
			     errs->v[i].msg);
}

static void check(const struct engine_case *c, const char *name,
		  struct algo_run *r, const struct algo_run_opt *ro)
{
	const struct algo_json *stats = get(c->root, "stats_numeric");
	struct algo_buf result = ALGO_BUF_INIT(1 << 20);
	double rel = tolerance(c);

	algo_run_json(r, 0, &result);
	ok(same_trades_csv(c, bytes(ro->trades), rel), "%s: trades", name);
	ok(same_equity_csv(c, bytes(ro->equity), rel), "%s: equity", name);
	ok(same_stats(algo_buf_str(&result), stats), "%s: statistics", name);
	algo_buf_release(&result);
}

static void play(const struct engine_case *c, const char *name,
		 const char *text)
{
	struct algo_arena arena = { 0 };
	struct algo_errs errs = { 0 };
	struct algo_strs params = { 0 };
	struct algo_run_opt ro = { .bars = c->bars,
				   .text = text,
				   .len = strlen(text),
				   .file = name,
				   .params = &params,
				   .account = c->choice,
				   .naccount = c->nchoice,
				   .compat = 1,
				   .fractional = 1,
				   .warmup = NAN,
				   .from = ALGO_WHEN_NONE,
				   .to = ALGO_WHEN_NONE,
				   .trades = algo_out_mem(1 << 26),
				   .equity = algo_out_mem(1 << 26) };
	struct algo_stat_setup setup;
	struct algo_run *r;

	plain_setup(&setup);
	ro.stat = &setup;
	overrides(c, &params, &arena);
	r = algo_run_open(&ro, &errs);
	if (ok(r && algo_run_play(r, &errs) == 0, "%s: plays", name))
		check(c, name, r, &ro);
	else
		note_errs(name, &errs);
	algo_run_free(r);
	algo_out_abort(ro.trades);
	algo_out_abort(ro.equity);
	algo_errs_release(&errs);
	algo_stat_setup_release(&setup);
	algo_strs_release(&params);
	algo_arena_release(&arena);
}

/* --- Cases --------------------------------------------------------------- */

/* Random draws: there is no rule to write down. */
static int is_random(const struct engine_case *c)
{
	return strcmp(algo_json_str(get(c->root, "strategy"), NULL),
		      "RandomWalkOrders") == 0;
}

static int one(const char *shared, const char *name)
{
	struct engine_case c;
	char *text;
	int random;

	if (case_read(&c, shared, name))
		return 0;
	random = is_random(&c);
	if (!random) {
		text = document(&c);
		if (ok(text != NULL, "%s: a document", name))
			play(&c, name, text);
		algo_free(text);
	}
	case_free(&c);
	return !random;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(int argc, char **argv)
{
	const char *shared = shared_dir();
	struct dirent **list;
	char path[600];
	int i, n, written = 0, random = 0;

	if (!shared)
		return skip_all("no reference data beside the project");
	snprintf(path, sizeof(path), "%s/golden/engine", shared);
	n = scandir(path, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] != '.' && strncmp(name, "grid_", 5) != 0 &&
		    (argc < 2 || strstr(name, argv[1]))) {
			if (one(shared, name))
				written++;
			else
				random++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	ok(argc > 1 || (written >= 196 && random <= 14),
	   "%d cases as documents, %d of random draws", written, random);
	return done();
}
