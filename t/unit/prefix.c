/* prefix.c - no look-ahead: a document run on the first n bars does what it
 * does on them with all bars behind, whatever the document */
#include "cli.h"
#include "same_told.h"

#include <dirent.h>

#define CUTS 3

static uint64_t chance = 20040819;

/* 0 .. n-1, xorshift64* (Marsaglia 2003, Vigna 2016). */
static size_t dice(size_t n)
{
	chance ^= chance >> 12;
	chance ^= chance << 25;
	chance ^= chance >> 27;
	return (size_t)((chance * 0x2545f4914f6cdd1dU) >> 33) % n;
}

struct work {
	const char *name;
	struct algo_account account;
	struct algo_strategy *strategy;
	double warmup;
	const char *bars; /* CSV */
	size_t nbars;
};

static size_t tried, full_orders;

/* --- Bars ---------------------------------------------------------------- */

/* Bytes of the header and the first n rows. */
static size_t head_bytes(const char *csv, size_t n)
{
	const char *p = csv, *end;

	for (n++; n > 0 && (end = strchr(p, '\n')); n--)
		p = end + 1;
	return n > 0 ? strlen(csv) : (size_t)(p - csv);
}

static size_t count_rows(const char *csv)
{
	size_t n = 0;

	for (; (csv = strchr(csv, '\n')); csv++)
		n++;
	return n ? n - 1 : 0;
}

/* Names of the columns, for the document; the header is one plain line. */
static size_t columns(char *header, const char **names, size_t max)
{
	size_t n = 0;
	char *p = header;

	header[strcspn(header, "\r\n")] = 0;
	while (n < max) {
		size_t k = strcspn(p, ",");
		char end = p[k];

		p[k] = 0;
		names[n++] = p;
		if (!end)
			break;
		p += k + 1;
	}
	return n;
}

/* --- Replaying ----------------------------------------------------------- */

static int replay(const struct work *w, struct algo_csv *csv, struct told *t,
		  struct algo_err *err)
{
	struct algo_player_opt po = { .from = ALGO_WHEN_NONE,
				      .to = ALGO_WHEN_NONE,
				      .volume = w->account.volume_share > 0 };
	struct algo_replay_opt ro = { .account = &w->account,
				      .strategy = w->strategy,
				      .warmup = w->warmup,
				      .sink = { t, tell_order, tell_trade,
						tell_equity } };
	struct algo_player *player =
		algo_player_new(csv, w->strategy, &po, err);
	struct algo_replay *r;
	struct algo_tape tape;
	int rc;

	if (!player)
		return -1;
	r = algo_replay_new(&ro);
	while ((rc = algo_player_next(player, &tape, err)) > 0)
		if ((rc = algo_replay_tape(r, &tape, err)))
			break;
	if (rc == 0)
		rc = algo_replay_end(r, err);
	t->first = algo_replay_first(r);
	t->open = rc ? 0 : algo_replay_open_trades(r);
	algo_replay_free(r);
	algo_player_free(player);
	return rc;
}

/* The first n bars; -1 when they or the document cannot be played here. */
static int run(const struct work *w, size_t n, struct told *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_csv *csv;
	struct algo_in in;

	memset(t, 0, sizeof(*t));
	algo_in_mem(&in, "bars", w->bars, head_bytes(w->bars, n));
	csv = algo_csv_open(&in, NULL, &err);
	t->rc = csv ? replay(w, csv, t, &err) : -1;
	algo_csv_free(csv);
	algo_in_close(&in);
	return t->rc;
}

/* Random cuts.  1; 0 when one of them differs; -1: not to be played. */
static int holds(const struct work *w)
{
	struct told full, part;
	size_t i;
	int good = 1;

	if (run(w, w->nbars, &full)) {
		note("%s: cannot be played", w->name);
		told_free(&full);
		return -1;
	}
	full_orders += full.norders;
	for (i = 0; i < CUTS && good; i++) {
		size_t n = 1 + dice(w->nbars);

		good = run(w, n, &part) == 0 && part.nequity == n &&
		       is_prefix(&part, &full, n, w->account.trade_on_close);
		if (!good)
			note("%s: cut at %zu of %zu", w->name, n, w->nbars);
		told_free(&part);
		tried++;
	}
	told_free(&full);
	return good;
}

/* --- Options of a case --------------------------------------------------- */

/* "--key=value", "--key value", "--flag": to the account.  Those that cut the
 * bars or take another strategy have no place here: -1. */
static int option(struct work *w, const struct algo_json *flags, size_t *i,
		  struct algo_strs *params)
{
	const char *s = algo_json_str(algo_json_at(flags, *i), NULL);
	const char *next = algo_json_str(algo_json_at(flags, *i + 1), NULL);
	const char *eq = strchr(s, '=');
	struct algo_err err = ALGO_ERR_INIT;
	char key[40];

	snprintf(key, sizeof(key), "%.*s",
		 (int)(eq ? (size_t)(eq - s) : strlen(s)), s);
	if (strcmp(key, "-p") == 0) {
		algo_strs_add(params, next);
		++*i;
		return 0;
	}
	if (strncmp(key, "--", 2) != 0)
		return -1;
	if (!eq && *next && strncmp(next, "--", 2) != 0)
		++*i;
	else
		next = eq ? eq + 1 : "";
	if (strcmp(key, "--warmup") == 0)
		return algo_num_parse(next, strlen(next), &w->warmup);
	return algo_account_set(&w->account, key + 2, next, &err);
}

static int options(struct work *w, const struct algo_json *flags,
		   struct algo_strs *params)
{
	size_t i;

	for (i = 0; i < algo_json_count(flags); i++)
		if (option(w, flags, &i, params))
			return -1;
	return 0;
}

/* --- Documents ----------------------------------------------------------- */

static struct algo_strategy *document(struct work *w, const char *text,
				      size_t n, const struct algo_strs *params)
{
	size_t line = head_bytes(w->bars, 0);
	char *header = algo_strndup(w->bars, line);
	const char *names[64];
	struct algo_strategy_opt opt = { .file = w->name,
					 .params = params,
					 .columns = names,
					 .ncolumns = columns(header, names, 64),
					 .has_bars = 1,
					 .fractional = 1,
					 .setting = algo_account_setting,
					 .account = &w->account };
	struct algo_errs errs = { 0 };
	struct algo_strategy *s = algo_strategy_parse(text, n, &opt, &errs);

	algo_errs_release(&errs);
	algo_free(header);
	return s;
}

/* 1: it holds, 0: it does not; -1: it is none that can be played here. */
static int one(const char *name, const char *text, size_t n, const char *bars,
	       const struct algo_json *flags)
{
	struct work w = { .name = name, .bars = bars, .warmup = NAN };
	struct algo_strs params = { 0 };
	struct algo_err err = ALGO_ERR_INIT;
	int rc = -1;

	w.nbars = count_rows(bars);
	algo_account_init(&w.account, 0);
	if (options(&w, flags, &params) == 0 && w.nbars > 0 &&
	    (w.strategy = document(&w, text, n, &params))) {
		/* Options again: they beat the document's. */
		options(&w, flags, &params);
		algo_account_set(&w.account, "finalize", "none", &err);
		rc = holds(&w);
	}
	algo_strategy_free(w.strategy);
	algo_account_release(&w.account);
	algo_strs_release(&params);
	return rc;
}

/* --- Folders ------------------------------------------------------------- */

/* Every document of a folder on the heads of the series that ship. */
static void folder(const char *dir)
{
	static const char *const series[] = { "GOOG", "EURUSD", "BTCUSD" };
	DIR *d = opendir(dir);
	const struct dirent *e;
	char path[600];
	size_t i, n, bytes;

	while (d && (e = readdir(d))) {
		char *text, *bars;

		if (!strstr(e->d_name, ".json"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		text = slurp(path, &n);
		for (i = 0; i < 3; i++) {
			char from[100];

			snprintf(from, sizeof(from), "share/demo/%s.csv",
				 series[i]);
			bars = slurp(from, &bytes);
			bars[head_bytes(bars, 600)] = 0;
			ok(one(e->d_name, text, n, bars, NULL) == 1, "%s on %s",
			   path, series[i]);
			algo_free(bars);
		}
		algo_free(text);
	}
	ok(d != NULL, "%s", dir);
	if (d)
		closedir(d);
}

/* A case of golden/replay with a document. */
static int golden(const char *shared, const char *name)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	char path[700], *about, *text, *bars = NULL;
	const char *data;
	size_t n, k;
	int rc = -1;

	snprintf(path, sizeof(path), "%s/golden/replay/%s/case.json", shared,
		 name);
	about = slurp(path, &n);
	doc = about ? algo_json_parse(about, n, path, &err) : NULL;
	algo_free(about);
	if (!doc)
		return -1;
	snprintf(path, sizeof(path), "%s/golden/replay/%s/strategy.json",
		 shared, name);
	text = slurp(path, &n);
	data = algo_json_str(algo_json_get(algo_json_root(doc), "data"), NULL);
	if (strcmp(data, "bars.csv") == 0)
		snprintf(path, sizeof(path), "%s/golden/replay/%s/bars.csv",
			 shared, name);
	else
		snprintf(path, sizeof(path), "%s/%s", shared, data);
	if (text)
		bars = slurp(path, &k);
	if (bars)
		rc = one(name, text, n, bars,
			 algo_json_get(algo_json_root(doc), "flags"));
	algo_free(bars);
	algo_free(text);
	algo_json_free(doc);
	return rc;
}

static void goldens(const char *shared)
{
	char path[600];
	const struct dirent *e;
	size_t played = 0, left = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/golden/replay", shared);
	d = opendir(path);
	while (d && (e = readdir(d))) {
		int rc;

		if (e->d_name[0] < '0' || e->d_name[0] > '9')
			continue;
		rc = golden(shared, e->d_name);
		if (rc >= 0)
			ok(rc, "%s", e->d_name);
		played += rc >= 0;
		left += rc < 0;
	}
	if (d)
		closedir(d);
	ok(played >= 250, "%zu cases played, %zu left", played, left);
}

int main(void)
{
	const char *shared = shared_dir();

	folder("examples/strategies");
	folder("t/strategies");
	if (shared)
		goldens(shared);
	ok(tried >= 300 && full_orders > 5000, "%zu cuts, %zu orders", tried,
	   full_orders);
	return done();
}
