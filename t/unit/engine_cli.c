/* engine_cli.c - every single case of golden/engine through algo-run as a user
 * would: trades and equity to the bit, the library's own statistics */
#include "cli.h"
#include "engine_case.h"

#include <dirent.h>

enum { TRADES, EQUITY, RESULT, ERRORS, FILES };

struct place {
	const char *shared, *tmp;
	char out[FILES][600];
};

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

static void option(struct args *a, const char *name, const char *text)
{
	arg(a, name);
	arg(a, text);
}

/* A flag takes no value, an optional one only behind "=". */
static void choice(struct args *a, const struct algo_choice *c)
{
	struct algo_buf b = ALGO_BUF_INIT(256);

	algo_buf_addf(&b, "--%s", c->key);
	if (strcmp(c->text, "true") != 0)
		algo_buf_addf(&b, "=%s", c->text);
	arg(a, algo_buf_str(&b));
	algo_buf_release(&b);
}

static int run(const struct place *p, const struct engine_case *c)
{
	const struct algo_json *first = get(c->root, "first_bar");
	double w = algo_json_type(first) == ALGO_J_NUM
			   ? algo_json_num(first) - 1
			   : 1000000;
	struct args a = { .n = 0 };
	char path[700], *text = number_text(w);
	size_t i;
	int status;

	arg(&a, tool("algo-run"));
	arg(&a, "--compat=backtesting.py");
	for (i = 0; i < c->nchoice; i++)
		choice(&a, &c->choice[i]);
	snprintf(path, sizeof(path), "%s/actions.csv", c->dir);
	option(&a, "--actions", path);
	option(&a, "--warmup", text);
	option(&a, "--data", c->bars);
	option(&a, "--trades", p->out[TRADES]);
	option(&a, "--equity", p->out[EQUITY]);
	option(&a, "-o", p->out[RESULT]);
	status = start(a.v, NULL, NULL, p->out[ERRORS]);
	while (a.n > 0)
		algo_free(a.v[--a.n]);
	algo_free(text);
	return status;
}

/* --- Cases --------------------------------------------------------------- */

static void one(const struct place *p, const char *name)
{
	struct engine_case c;
	char *text;
	int i;

	for (i = 0; i < FILES; i++)
		remove(p->out[i]);
	if (case_read(&c, p->shared, name))
		return;
	if (ok(run(p, &c) == 0, "%s: exit 0", name)) {
		ok(same_trades_csv(&c, read_text(p->out[TRADES]), 0),
		   "%s: trades", name);
		ok(same_equity_csv(&c, read_text(p->out[EQUITY]), 0),
		   "%s: equity", name);
		text = read_text(p->out[RESULT]);
		ok(same_stats(text, get(c.root, "stats_numeric")),
		   "%s: statistics", name);
		algo_free(text);
	}
	case_free(&c);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

int main(void)
{
	static const char *const names[FILES] = { "trades.csv", "equity.csv",
						  "result.json", "errors" };
	static struct place p;
	struct dirent **list;
	char path[600];
	int i, n, cases = 0;

	p.shared = shared_dir();
	if (!p.shared)
		return skip_all("no reference data beside the project");
	if (access(tool("algo-run"), X_OK) != 0)
		return skip_all("no %s", tool("algo-run"));
	p.tmp = own_folder();
	for (i = 0; i < FILES; i++)
		snprintf(p.out[i], sizeof(p.out[i]), "%s/%s", p.tmp, names[i]);
	snprintf(path, sizeof(path), "%s/golden/engine", p.shared);
	n = scandir(path, &list, NULL, by_name);
	for (i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (name[0] != '.' && strncmp(name, "grid_", 5) != 0) {
			one(&p, name);
			cases++;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	ok(cases >= 200, "%d cases", cases);
	for (i = 0; i < FILES; i++)
		remove(p.out[i]);
	rmdir(p.tmp);
	return done();
}
