/* live.c - bars that keep coming (--follow), bars that come in parts (--state)
 */
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Seconds between saves of the state while bars are followed. */
#define SAVE_EVERY 60

int algo_run_live_open(struct algo_run *r, struct algo_err *err)
{
	struct algo_run_live *l = &r->live;

	l->awake = 1;
	l->past = ALGO_WHEN_NONE;
	if (!r->opt.state)
		return 0;
	l->journal = algo_journal_open(r->opt.state, err);
	if (!l->journal)
		return -1;
	l->past = algo_journal_last(l->journal);
	l->awake = algo_journal_bars(l->journal) == 0;
	return 0;
}

/* --- What a state belongs to --------------------------------------------- */

/* The account's settings but how the end is closed: no bar hears of that. */
static void put_account(const struct algo_run *r, struct algo_jw *w)
{
	struct algo_buf text = ALGO_BUF_INIT(1 << 16);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *root;
	struct algo_jw all;
	size_t i;

	algo_jw_init(&all, &text, 0);
	algo_jw_obj(&all);
	algo_account_json(&r->account, &all);
	algo_jw_obj_end(&all);
	doc = algo_json_parse(algo_buf_str(&text), text.len, NULL, &err);
	root = algo_json_root(doc);
	for (i = 0; i < algo_json_count(root); i++) {
		const struct algo_json *v = algo_json_at(root, i);

		if (strcmp(algo_json_key(v), "finalize") == 0)
			continue;
		algo_jw_key(w, algo_json_key(v));
		algo_jw_value(w, v);
	}
	algo_json_free(doc);
	algo_buf_release(&text);
}

static void put_date(struct algo_jw *w, const char *key, int64_t t)
{
	char text[ALGO_WHEN_MAX + 1];

	if (t == ALGO_WHEN_NONE)
		return;
	text[algo_when_print(text, t, NULL)] = 0;
	algo_jw_kstr(w, key, text);
}

static void put_params(const struct algo_strategy *s, struct algo_jw *w)
{
	struct algo_buf key = ALGO_BUF_INIT(4096);
	size_t i;

	for (i = 0; s && i < s->nparams; i++) {
		algo_buf_clear(&key);
		algo_buf_addf(&key, "param %s", s->param_name[i]);
		algo_jw_knum(w, algo_buf_str(&key), s->param_value[i]);
	}
	algo_buf_release(&key);
}

/* What else makes the run what it is; absent members are not given. */
static void setup(const struct algo_run *r, struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	put_params(r->strategy, &w);
	put_account(r, &w);
	if (!isnan(r->opt.warmup))
		algo_jw_knum(&w, "warmup", r->opt.warmup);
	put_date(&w, "from", r->opt.from);
	put_date(&w, "to", r->opt.to);
	if (r->opt.symbol || algo_run_name(r))
		algo_jw_kstr(&w, "symbol",
			     r->opt.symbol ? r->opt.symbol : algo_run_name(r));
	if (r->opt.signals)
		algo_jw_kstr(&w, "signals", r->opt.signals);
	algo_jw_obj_end(&w);
}

/* SHA-256 of the strategy; of a list of actions the hash of its bytes. */
static void identity(const struct algo_run *r, char sha[65])
{
	if (r->strategy)
		algo_strategy_sha256(r->strategy, sha);
	else if (r->actions)
		snprintf(sha, 65, "actions %016llx",
			 (unsigned long long)algo_xxh64_get(&r->actions_hash));
	else
		snprintf(sha, 65, "signals");
}

static const char *name_of(const struct algo_run *r)
{
	if (!r->strategy)
		return r->actions ? "actions" : "signals";
	return r->strategy->name;
}

/* --- The bars ------------------------------------------------------------ */

/* The columns that the strategy, the account and the signals read. */
static size_t columns(const struct algo_run *r, const char **names)
{
	size_t i, n = 0;

	for (i = 0; r->strategy && i < algo_graph_inputs(r->strategy->graph);
	     i++)
		names[n++] = algo_graph_input(r->strategy->graph, i);
	if (r->account.volume_share > 0)
		names[n++] = "volume";
	if (r->opt.signals)
		names[n++] = r->opt.signals;
	return n;
}

int algo_run_live_bind(struct algo_run *r, struct algo_err *err)
{
	size_t room = r->strategy ? algo_graph_inputs(r->strategy->graph) : 0;
	struct algo_buf text = ALGO_BUF_INIT(1 << 20);
	struct algo_journal_bind b = { .in = &r->in, .csv = r->csv };
	const char **names;
	char sha[65];
	int rc;

	if (!r->live.journal)
		return 0;
	identity(r, sha);
	names = algo_zalloc(room + 2, sizeof(*names));
	setup(r, &text);
	b.strategy = sha;
	b.name = name_of(r);
	b.setup = algo_buf_str(&text);
	b.columns = names;
	b.ncolumns = columns(r, names);
	rc = algo_journal_bind(r->live.journal, &b, err);
	algo_free(names);
	algo_buf_release(&text);
	return rc;
}

struct algo_csv *algo_run_live_csv(const struct algo_run *r)
{
	return r->live.journal ? algo_journal_csv(r->live.journal) : r->csv;
}

static int save(void *ctx, struct algo_err *err)
{
	struct algo_run *r = ctx;

	return algo_journal_save(r->live.journal, err);
}

int algo_run_live_begin(struct algo_run *r, struct algo_err *err)
{
	struct algo_out *const outs[] = { r->opt.orders, r->opt.trades,
					  r->opt.equity, r->opt.events };
	struct algo_live *w = &r->live.wait;
	size_t i;

	if (!r->opt.follow)
		return 0;
	for (i = 0; i < sizeof(outs) / sizeof(*outs); i++)
		if (outs[i])
			algo_in_tie(&r->in, outs[i]);
	if (r->live.journal) {
		w->seconds = SAVE_EVERY;
		w->due = save;
		w->ctx = r;
	}
	r->in.live = w;
	return algo_live_start(r->live.journal != NULL, err);
}

void algo_run_live_settle(struct algo_run *r)
{
	if (r->opt.follow)
		algo_replay_settle(r->replay);
}

int algo_run_live_tells(struct algo_run *r, const struct algo_event *e)
{
	if (e->kind == ALGO_EV_MARKET && e->time > r->live.past)
		r->live.awake = 1;
	return r->live.awake;
}

void algo_run_live_done(struct algo_run *r, struct algo_errs *errs)
{
	if (!r->live.journal)
		return;
	r->hash = *algo_journal_hash(r->live.journal);
	algo_journal_judge(r->live.journal, errs);
}

int algo_run_save(struct algo_run *r, struct algo_err *err)
{
	return r->live.journal ? save(r, err) : 0;
}
