/* run.c - one run from bars and strategy to what the result is made of */
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* --- Opening ------------------------------------------------------------- */

static int take(struct algo_errs *errs, struct algo_err *err)
{
	algo_errs_take(errs, err);
	return -1;
}

static int open_bars(struct algo_run *r, struct algo_errs *errs)
{
	const struct algo_csv_opt csv = { .keep_lines = r->opt.state != NULL };
	struct algo_err err = ALGO_ERR_INIT;

	if (algo_run_several_pick(r, &err) ||
	    algo_in_open(&r->in, r->opt.bars, &err))
		return take(errs, &err);
	r->in_open = 1;
	algo_xxh64_init(&r->hash);
	r->in.hash = &r->hash;
	r->in.watch = r->opt.watch;
	r->csv = algo_csv_open(&r->in, &csv, &err);
	return r->csv ? 0 : take(errs, &err);
}

/* That it is there is seen before the replay, read it is behind it. */
static int open_benchmark(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!r->opt.benchmark)
		return 0;
	if (algo_in_open(&r->benchmark, r->opt.benchmark, &err))
		return take(errs, &err);
	r->benchmark_open = 1;
	return 0;
}

/* The names of the columns that are no bar value. */
static size_t extra_columns(const struct algo_csv *csv, const char **names)
{
	size_t i, k, n = 0;

	for (i = 0; i < algo_csv_columns(csv); i++) {
		for (k = 0; k < ALGO_ROLE_COUNT; k++)
			if (algo_csv_role(csv, (enum algo_role)k) == (int)i)
				break;
		if (k == ALGO_ROLE_COUNT)
			names[n++] = algo_csv_name(csv, i);
	}
	return n;
}

/* The document; the account takes its settings. */
static int read_strategy(struct algo_run *r, struct algo_errs *errs)
{
	size_t room = r->csv ? algo_csv_columns(r->csv) : 0;
	const char **names = algo_zalloc(room + 1, sizeof(*names));
	struct algo_strategy_opt opt = { .file = r->opt.file,
					 .params = r->opt.params,
					 .columns = names,
					 .has_bars = r->csv != NULL,
					 .fractional = r->opt.fractional,
					 .setting = algo_account_setting,
					 .account = &r->account };

	if (r->csv)
		opt.ncolumns = extra_columns(r->csv, names);
	r->strategy = algo_strategy_parse(r->opt.text, r->opt.len, &opt, errs);
	algo_free(names);
	return r->strategy ? 0 : -1;
}

static int read_actions(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;

	if (algo_in_open(&in, r->opt.actions, &err))
		return take(errs, &err);
	algo_xxh64_init(&r->actions_hash);
	in.hash = &r->actions_hash;
	r->actions = algo_actions_read(&in, &err);
	algo_in_close(&in);
	return r->actions ? 0 : take(errs, &err);
}

static int read_driver(struct algo_run *r, struct algo_errs *errs)
{
	if (r->opt.actions)
		return read_actions(r, errs);
	return r->opt.text ? read_strategy(r, errs) : 0;
}

/* The fault is the command line's: its option is the place.  What is wrong
 * within a fee's expression keeps its class. */
static void wrong_option(const char *key, struct algo_err *err)
{
	char option[32];

	snprintf(option, sizeof(option), "--%s", key);
	algo_err_file(err, option);
	algo_err_origin(err, ALGO_O_USAGE);
	if (err->cls == ALGO_E_VALUE && err->at.line == 0)
		err->cls = ALGO_E_USAGE;
}

/* Behind the document's: the command line wins. */
static int set_account(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t i, bad = 0;

	for (i = 0; i < r->opt.naccount; i++) {
		const struct algo_choice *c = &r->opt.account[i];

		if (algo_account_set(&r->account, c->key, c->text, &err) == 0)
			continue;
		wrong_option(c->key, &err);
		bad++;
		take(errs, &err);
	}
	if (bad == 0 && algo_account_done(&r->account, &err)) {
		wrong_option("slippage", &err);
		bad++;
		take(errs, &err);
	}
	return bad ? -1 : 0;
}

static int open_player(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_player_opt opt = { .from = r->opt.from,
				       .to = r->opt.to,
				       .symbol = r->opt.symbol,
				       .name = algo_run_name(r),
				       .signal = r->opt.signals,
				       .volume = r->account.volume_share > 0 };

	if (opt.name)
		opt.symbol = NULL;
	if (opt.symbol && algo_csv_role(r->csv, ALGO_ROLE_SYMBOL) < 0) {
		algo_csv_missing(r->csv, "symbol", &err);
		return take(errs, &err);
	}
	if (algo_run_several_plan(r, errs))
		return -1;
	if (algo_run_live_bind(r, &err))
		return take(errs, &err);
	r->player =
		algo_player_new(algo_run_live_csv(r), r->strategy, &opt, &err);
	return r->player ? 0 : take(errs, &err);
}

static struct algo_run *new_run(const struct algo_run_opt *opt)
{
	struct algo_run *r = algo_zalloc(1, sizeof(*r));

	r->opt = *opt;
	if (!opt->stat) {
		r->plain.opt.periods_per_year = NAN;
		algo_metric_set_fill(&r->plain.set, ALGO_WHICH_RESULT);
		r->opt.stat = &r->plain;
	}
	r->trades.max = (size_t)1 << 31;
	algo_account_init(&r->account, opt->compat);
	return r;
}

int algo_run_check(const struct algo_run_opt *opt, struct algo_buf *canonical,
		   struct algo_errs *errs)
{
	struct algo_run *r = new_run(opt);
	int rc = read_strategy(r, errs) || set_account(r, errs) ? -1 : 0;

	if (rc == 0 && canonical)
		algo_strategy_canonical(r->strategy, canonical);
	algo_run_free(r);
	return rc;
}

static int open_state(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	return algo_run_live_open(r, &err) ? take(errs, &err) : 0;
}

static int begin_live(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	return algo_run_live_begin(r, &err) ? take(errs, &err) : 0;
}

struct algo_run *algo_run_open(const struct algo_run_opt *opt,
			       struct algo_errs *errs)
{
	struct algo_run *r = new_run(opt);

	if (open_state(r, errs) || open_bars(r, errs) || read_driver(r, errs) ||
	    set_account(r, errs) || open_player(r, errs) ||
	    open_benchmark(r, errs) || begin_live(r, errs)) {
		algo_run_free(r);
		return NULL;
	}
	return r;
}

void algo_run_free(struct algo_run *r)
{
	if (!r)
		return;
	algo_replay_free(r->replay);
	algo_player_free(r->player);
	algo_actions_free(r->actions);
	algo_strategy_free(r->strategy);
	algo_account_release(&r->account);
	algo_stat_free(r->stat);
	algo_compat_free(r->compat);
	algo_run_several_release(r);
	algo_journal_free(r->live.journal);
	algo_csv_free(r->csv);
	if (r->in_open)
		algo_in_close(&r->in);
	if (r->benchmark_open)
		algo_in_close(&r->benchmark);
	algo_buf_release(&r->trades);
	algo_report_release(&r->report);
	algo_free(r);
}

/* --- Rows ---------------------------------------------------------------- */

static void on_order(void *ctx, const struct algo_order_row *row)
{
	struct algo_run *r = ctx;

	algo_report_order(&r->report, row);
}

static void on_trade(void *ctx, const struct algo_trade_row *row)
{
	struct algo_run *r = ctx;
	struct algo_stat_trade t = {
		.entry_time = row->entry_time,
		.exit_time = row->exit_time,
		.size = row->size,
		.entry_price = row->entry_price,
		.exit_price = row->exit_price,
		.sl = row->sl,
		.pnl = row->pnl,
		.return_pct = row->return_pct,
		.commission = row->commission,
		.bars = (double)(row->exit_bar - row->entry_bar),
		.mae_pct = row->mae_pct,
		.mfe_pct = row->mfe_pct,
	};

	algo_stat_trade(r->stat, &t);
	algo_run_several_trade(r, row);
	if (r->compat)
		algo_compat_trade(r->compat, row);
	if (r->report.trades)
		algo_report_trade(&r->report, row);
	if (r->opt.with_trades)
		algo_result_trade(r, row);
	r->ntrades++;
}

static void on_equity(void *ctx, const struct algo_equity_row *row)
{
	struct algo_run *r = ctx;
	struct algo_stat_row s = { .time = row->time,
				   .equity = row->equity,
				   .long_value = row->long_value,
				   .short_value = row->short_value,
				   .close = row->close };

	algo_stat_row(r->stat, &s);
	if (r->compat)
		algo_compat_row(r->compat, row);
	if (r->report.equity)
		algo_report_equity(&r->report, row);
}

static void on_event(void *ctx, const struct algo_event *e)
{
	struct algo_run *r = ctx;
	const char *pointer = NULL;

	if (!algo_run_live_tells(r, e))
		return;
	if (e->place >= 0 && r->replay &&
	    (size_t)e->place < algo_replay_places(r->replay))
		pointer =
			algo_replay_place(r->replay, (size_t)e->place)->pointer;
	algo_report_event(&r->report, e, pointer);
}

/* --- Playing ------------------------------------------------------------- */

static void set_symbols(struct algo_run *r, struct algo_replay_opt *ro)
{
	const struct algo_market *m = r->several.market;

	ro->only = r->several.only;
	if (m) {
		ro->symbols = algo_market_names(m);
		ro->nsymbols = algo_market_symbols(m);
	} else if (*algo_player_symbol(r->player)) {
		ro->only = algo_player_symbol(r->player);
	}
	r->report.symbol = ro->only ? ro->only : "";
}

static void begin(struct algo_run *r, int index)
{
	struct algo_stat_opt so = r->opt.stat->opt;
	struct algo_replay_opt ro = {
		.account = &r->account,
		.strategy = r->strategy,
		.actions = r->actions,
		.signals = r->opt.signals != NULL,
		.warmup = r->opt.warmup,
		.sink = { .ctx = r, .trade = on_trade, .equity = on_equity }
	};

	set_symbols(r, &ro);

	r->report.orders = r->opt.orders;
	r->report.trades = r->opt.trades;
	r->report.equity = r->opt.equity;
	r->report.events = r->opt.events;
	if (r->opt.events)
		ro.sink.event = on_event;
	r->report.index = r->index = index;
	if (r->opt.orders)
		ro.sink.order = on_order;
	algo_report_heads(&r->report);
	so.index = index;
	r->stat = algo_stat_new(&so);
	algo_stat_trades(r->stat);
	if (r->account.compat)
		r->compat = algo_compat_new(index);
	r->replay = algo_replay_new(&ro);
}

/* Span and interval of the bars. */
static void see(struct algo_run *r, const int64_t *time, size_t n)
{
	size_t i;

	if (n == 0)
		return;
	if (r->steps == 0)
		r->start = r->last = time[0];
	for (i = 0; i < n && r->steps < 100; i++, r->steps++) {
		int64_t step = time[i] - r->last;

		if (step > 0 && (r->step == 0 || step < r->step))
			r->step = step;
		r->last = time[i];
	}
	r->end = time[n - 1];
}

/* Whether a CSV cannot be written; there is no point in going on. */
static int outputs_fail(const struct algo_run *r, struct algo_err *err)
{
	struct algo_out *const outs[] = { r->opt.orders, r->opt.trades,
					  r->opt.equity, r->opt.events };
	size_t i;

	for (i = 0; i < sizeof(outs) / sizeof(*outs); i++)
		if (outs[i] && algo_out_failed(outs[i]))
			return algo_out_flush(outs[i], err);
	return 0;
}

/* Bars of one symbol, as they come. */
static int play_one(struct algo_run *r, struct algo_err *err)
{
	struct algo_tape t;
	int rc;

	while ((rc = algo_player_next(r->player, &t, err)) > 0) {
		if (!r->replay)
			begin(r, t.index);
		see(r, t.time, t.n);
		if (algo_replay_tape(r->replay, &t, err))
			return -1;
		algo_run_live_settle(r);
		if (outputs_fail(r, err))
			return -1;
	}
	return rc < 0 ? -1 : algo_run_symbol_there(r, err);
}

/* Of the only one that trades its own. */
static void see_times(struct algo_run *r, const struct algo_tapes *t)
{
	const char *const *names = algo_market_names(r->several.market);
	size_t i = 0;

	if (!r->several.only) {
		see(r, t->time, t->n);
		return;
	}
	while (names[i] != r->several.only)
		i++;
	see(r, t->of[i].time, t->of[i].n);
}

static int play_several(struct algo_run *r, struct algo_err *err)
{
	struct algo_tapes t;

	while (algo_market_next(r->several.market, &t)) {
		if (!r->replay)
			begin(r, t.index);
		see_times(r, &t);
		if (algo_replay_tapes(r->replay, &t, err))
			return -1;
		if (outputs_fail(r, err))
			return -1;
	}
	return 0;
}

static int play(struct algo_run *r, struct algo_err *err)
{
	if (r->several.market ? play_several(r, err) : play_one(r, err))
		return -1;
	if (!r->replay)
		begin(r, 0);
	return algo_replay_end(r->replay, err);
}

/* Without bars the account is what it was at the start. */
static void stand_still(struct algo_run *r)
{
	struct algo_stat_row row = { .equity = r->account.cash, .close = NAN };

	algo_stat_row(r->stat, &row);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

int algo_run_play(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_costs costs;
	double from = now();
	size_t before = errs->errors;

	if (r->several.wanted && algo_run_several_load(r, errs))
		return -1;
	if (play(r, &err)) {
		if (!err.at.file[0] && r->opt.file)
			algo_err_file(&err, r->opt.file);
		return take(errs, &err);
	}
	algo_stat_open(r->stat, algo_replay_open_trades(r->replay));
	algo_replay_costs(r->replay, &costs);
	algo_stat_costs(r->stat, costs.slippage, costs.funding, costs.borrow);
	if (algo_replay_bars(r->replay) == 0)
		stand_still(r);
	if (r->benchmark_open &&
	    algo_stat_read_benchmark(r->stat, &r->benchmark, &err))
		return take(errs, &err);
	if (algo_stat_done(r->stat, &err))
		return take(errs, &err);
	algo_run_live_done(r, errs);
	algo_replay_judge(r->replay, r->opt.file ? r->opt.file : "", errs);
	r->judgement = errs;
	r->success = errs->errors == before;
	r->seconds = now() - from;
	algo_errs_note(errs, "replayed",
		       "%lld bars, first step at bar %lld, %zu closed trades",
		       (long long)algo_replay_bars(r->replay),
		       (long long)algo_replay_first(r->replay), r->ntrades);
	return 0;
}

const struct algo_stat *algo_run_stat(const struct algo_run *r)
{
	return r->stat;
}

/* --- One-liners ---------------------------------------------------------- */

static void sides(struct algo_jw *w, const char *key, const char *a,
		  const char *b)
{
	if (!a && !b)
		return;
	algo_jw_key(w, key);
	algo_jw_obj(w);
	if (a)
		algo_jw_kstr(w, "long", a);
	if (b)
		algo_jw_kstr(w, "short", b);
	algo_jw_obj_end(w);
}

void algo_oneliner(const char *entry, const char *exit, const char *short_entry,
		   const char *short_exit, struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	sides(&w, "entry", entry, short_entry);
	sides(&w, "exit", exit, short_exit);
	algo_jw_obj_end(&w);
}
