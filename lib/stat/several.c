/* several.c - bars of several symbols for a run: where they come from, which
 * of them trade, what each of them came to */
#include "run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int take(struct algo_errs *errs, struct algo_err *err)
{
	algo_errs_take(errs, err);
	return -1;
}

/* --- SYMBOL=FILE --------------------------------------------------------- */

static int malformed(const char *text, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "bad_value",
		     "--data '%s' is not SYMBOL=FILE", text);
	return algo_err_hint(err,
			     "a FILE alone is given once; ./A=B is a file");
}

/* A FILE alone leaves the symbol empty. */
static int cut_source(const char *text, int many, struct algo_run_source *s,
		      struct algo_err *err)
{
	size_t n = strcspn(text, "=/");

	s->symbol[0] = 0;
	s->path = text;
	if (text[n] != '=')
		return many ? malformed(text, err) : 0;
	if (n == 0 || n >= sizeof(s->symbol) || !text[n + 1])
		return malformed(text, err);
	memcpy(s->symbol, text, n);
	s->symbol[n] = 0;
	s->path = text + n + 1;
	return 0;
}

static int by_text(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Two of one name, or two that read standard input. */
static int check_twice(const struct algo_run_source *v, size_t n,
		       struct algo_err *err)
{
	const char **name = algo_zalloc(n + 1, sizeof(*name));
	const char *twice = NULL;
	size_t i, input = 0;

	for (i = 0; i < n; i++) {
		name[i] = v[i].symbol;
		input += strcmp(v[i].path, "-") == 0;
	}
	qsort(name, n, sizeof(*name), by_text);
	for (i = 1; i < n && !twice; i++)
		if (strcmp(name[i - 1], name[i]) == 0)
			twice = name[i];
	algo_free(name);
	if (twice)
		return algo_err_set(err, ALGO_E_USAGE, "conflict",
				    "--data gives the symbol '%s' twice",
				    twice);
	if (input > 1)
		return algo_err_set(err, ALGO_E_USAGE, "conflict",
				    "standard input is read twice");
	return 0;
}

int algo_run_sources(const struct algo_strs *data, struct algo_run_source **v,
		     size_t *n, struct algo_err *err)
{
	size_t i;

	*v = NULL;
	*n = 0;
	if (data->n == 0)
		return 0;
	*v = algo_zalloc(data->n, sizeof(**v));
	for (i = 0; i < data->n; i++)
		if (cut_source(data->v[i], data->n > 1, &(*v)[i], err))
			return -1;
	*n = data->n;
	return check_twice(*v, *n, err);
}

/* --- Which symbol -------------------------------------------------------- */

int algo_run_no_symbol(const struct algo_run *r, const char *const *names,
		       size_t n, struct algo_err *err)
{
	const char *want = r->opt.symbol;
	struct algo_near near = { 0 };
	size_t i;

	algo_err_set(err, ALGO_E_VALUE, "not_found",
		     "the bars hold no symbol '%s'", want);
	if (r->opt.nsources < 2)
		algo_err_file(err, r->in.name);
	for (i = 0; i < n; i++)
		algo_near_try(&near, want, strlen(want), names[i]);
	if (algo_near_best(&near))
		algo_err_hint(err, "did you mean '%s'?", algo_near_best(&near));
	else if (n == 1)
		algo_err_hint(err, "their only one is '%s'", names[0]);
	else if (n > 1)
		algo_err_hint(err, "they have %zu, '%s' is the first", n,
			      names[0]);
	return algo_err_origin(err, ALGO_O_ANSWER);
}

int algo_run_symbol_there(const struct algo_run *r, struct algo_err *err)
{
	const struct algo_csv *csv = algo_run_live_csv(r);
	size_t i, n = algo_csv_symbols(csv);
	const char **names;
	int rc;

	if (!r->opt.symbol || *algo_player_symbol(r->player))
		return 0;
	names = algo_zalloc(n + 1, sizeof(*names));
	for (i = 0; i < n; i++)
		names[i] = algo_csv_symbol(csv, (uint32_t)i);
	rc = algo_run_no_symbol(r, names, n, err);
	algo_free(names);
	return rc;
}

static int no_source(const struct algo_run *r, struct algo_err *err)
{
	size_t i, n = r->opt.nsources;
	const char **names = algo_zalloc(n, sizeof(*names));
	int rc;

	for (i = 0; i < n; i++)
		names[i] = r->opt.sources[i].symbol;
	rc = algo_run_no_symbol(r, names, n, err);
	algo_free(names);
	return rc;
}

/* A FILE alone is bars as they come. */
static int named(const struct algo_run *r)
{
	return r->opt.nsources && r->opt.sources[0].symbol[0];
}

int algo_run_several_pick(struct algo_run *r, struct algo_err *err)
{
	size_t i = 0, n = r->opt.nsources;

	if (n == 0)
		return 0;
	if (named(r) && r->opt.symbol) {
		while (i < n &&
		       strcmp(r->opt.sources[i].symbol, r->opt.symbol) != 0)
			i++;
		if (i == n)
			return no_source(r, err);
	}
	r->several.source = i;
	r->opt.bars = r->opt.sources[i].path;
	return 0;
}

const char *algo_run_name(const struct algo_run *r)
{
	return named(r) ? r->opt.sources[r->several.source].symbol : NULL;
}

/* --- The plan ------------------------------------------------------------ */

/* What replays the bars of one symbol as they come. */
static const char *one_alone(const struct algo_run *r)
{
	return r->opt.compat			     ? "--compat"
	       : r->opt.actions			     ? "--actions"
	       : r->opt.follow			     ? "--follow"
	       : r->opt.state && r->opt.nsources > 1 ? "--state"
						     : NULL;
}

static int refuse_many(const char *alone, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "several_symbols",
		     "%s takes the bars of one file, not one for each symbol",
		     alone);
	return algo_err_hint(err, "name it with --symbol");
}

static int refuse_others(const char *alone, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "several_symbols",
		     "the strategy reads other symbols, but %s replays one "
		     "alone",
		     alone);
	return algo_err_hint(err, "sym() and xrank(), xmean(), xzscore(), "
				  "xtop() need all of them");
}

/* sym() where there is but one symbol. */
static int check_alone(const struct algo_run *r, struct algo_errs *errs)
{
	const char *name = algo_run_name(r);

	return algo_graph_check_symbols(r->strategy->graph, &name, name ? 1 : 0,
					errs);
}

int algo_run_several_plan(struct algo_run *r, struct algo_errs *errs)
{
	int crosses = r->strategy && algo_graph_crosses(r->strategy->graph);
	int column = algo_csv_role(r->csv, ALGO_ROLE_SYMBOL) >= 0;
	int many = named(r) ? r->opt.nsources > 1 : column;
	const char *alone = one_alone(r);
	struct algo_err err = ALGO_ERR_INIT;

	if (alone && r->opt.nsources > 1 && !r->opt.symbol) {
		refuse_many(alone, &err);
		return take(errs, &err);
	}
	if (alone && many && crosses) {
		refuse_others(alone, &err);
		return take(errs, &err);
	}
	r->several.wanted = many && !alone && (crosses || !r->opt.symbol);
	if (crosses && !many)
		return check_alone(r, errs);
	return 0;
}

/* --- Reading ------------------------------------------------------------- */

static int read_file(struct algo_run *r, size_t i, struct algo_err *err)
{
	const struct algo_run_source *s = &r->opt.sources[i];
	struct algo_xxh64 hash;
	struct algo_in in;
	struct algo_csv *csv;
	uint64_t sum;
	int rc;

	if (algo_in_open(&in, s->path, err))
		return -1;
	algo_xxh64_init(&hash);
	in.hash = &hash;
	in.watch = r->opt.watch;
	csv = algo_csv_open(&in, NULL, err);
	rc = csv ? algo_market_read(r->several.market, csv, s->symbol, in.name,
				    err)
		 : -1;
	algo_csv_free(csv);
	algo_in_close(&in);
	sum = algo_xxh64_get(&hash);
	algo_xxh64_add(&r->several.hash, &sum, sizeof(sum));
	return rc;
}

/* The one that was opened for its columns. */
static int read_first(struct algo_run *r, struct algo_err *err)
{
	uint64_t sum;

	if (algo_market_read(r->several.market, algo_run_live_csv(r),
			     algo_run_name(r), r->in.name, err))
		return -1;
	sum = algo_xxh64_get(&r->hash);
	algo_xxh64_add(&r->several.hash, &sum, sizeof(sum));
	return 0;
}

static int read_all(struct algo_run *r, struct algo_err *err)
{
	size_t i, n = named(r) ? r->opt.nsources : 1;

	algo_xxh64_init(&r->several.hash);
	for (i = 0; i < n; i++)
		if (i == r->several.source ? read_first(r, err)
					   : read_file(r, i, err))
			return -1;
	if (n > 1)
		r->hash = r->several.hash;
	algo_market_done(r->several.market);
	return 0;
}

/* The only one there is trades alone as well. */
static int choose(struct algo_run *r, struct algo_err *err)
{
	const char *const *names = algo_market_names(r->several.market);
	size_t i, n = algo_market_symbols(r->several.market);

	for (i = 0; i < n && r->opt.symbol; i++)
		if (strcmp(names[i], r->opt.symbol) == 0)
			break;
	if (r->opt.symbol && i == n)
		return algo_run_no_symbol(r, names, n, err);
	if (r->opt.symbol)
		r->several.only = names[i];
	else if (n == 1)
		r->several.only = names[0];
	return 0;
}

int algo_run_several_load(struct algo_run *r, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_market_opt opt = { .strategy = r->strategy,
				       .from = r->opt.from,
				       .to = r->opt.to,
				       .signal = r->opt.signals,
				       .volume = r->account.volume_share > 0 };
	struct algo_run_several *s = &r->several;
	size_t n;

	s->market = algo_market_new(&opt);
	if (read_all(r, &err) || choose(r, &err))
		return take(errs, &err);
	n = algo_market_symbols(s->market);
	s->tally = algo_zalloc(n + 1, sizeof(*s->tally));
	if (!r->strategy || n == 0)
		return 0;
	return algo_graph_check_symbols(r->strategy->graph,
					algo_market_names(s->market), n, errs);
}

int algo_run_several(const struct algo_run *r)
{
	return r->several.market && !r->several.only &&
	       algo_market_symbols(r->several.market) > 1;
}

void algo_run_several_release(struct algo_run *r)
{
	algo_market_free(r->several.market);
	algo_free(r->several.tally);
}

/* --- What each came to --------------------------------------------------- */

void algo_run_several_trade(struct algo_run *r, const struct algo_trade_row *t)
{
	struct algo_run_tally *y;

	if (!t->symbol)
		return;
	y = &r->several.tally[t->seat];
	y->trades++;
	y->wins += t->pnl > 0;
	*(t->pnl > 0 ? &y->won : &y->lost) += t->pnl;
	y->pnl += t->pnl;
	y->commission += t->commission;
}

static double part(double a, double b)
{
	return b > 0 ? a / b : NAN;
}

static void symbol_json(const struct algo_seat *q,
			const struct algo_run_tally *y, struct algo_jw *w)
{
	algo_jw_obj(w);
	algo_jw_kstr(w, "symbol", q->name);
	algo_jw_kint(w, "bars", q->bars);
	algo_jw_kint(w, "first_step", q->first);
	algo_jw_kint(w, "num_trades", (int64_t)y->trades);
	algo_jw_knum(w, "win_rate", part((double)y->wins, (double)y->trades));
	algo_jw_knum(w, "net_trade_pnl", y->pnl);
	algo_jw_knum(w, "profit_factor", part(y->won, -y->lost));
	algo_jw_knum(w, "commission", y->commission);
	algo_jw_knum(w, "exposure_time_pct",
		     100 * part((double)q->held, (double)q->bars));
	algo_jw_knum(w, "position", q->size);
	algo_jw_knum(w, "cost_basis", q->cost_basis);
	algo_jw_knum(w, "last_close", q->close);
	algo_jw_knum(w, "open_pnl", q->profit);
	algo_jw_obj_end(w);
}

void algo_run_several_json(const struct algo_run *r, struct algo_jw *w)
{
	size_t i;

	if (!algo_run_several(r))
		return;
	algo_jw_key(w, "symbols");
	algo_jw_arr(w);
	for (i = 0; i < algo_replay_seats(r->replay); i++) {
		struct algo_seat q;

		algo_replay_seat(r->replay, i, &q);
		symbol_json(&q, &r->several.tally[i], w);
	}
	algo_jw_arr_end(w);
}

/* One line each: trades, wins, profit, time in the market, position. */
void algo_run_several_table(const struct algo_run *r,
			    const struct algo_look *look, struct algo_buf *out)
{
	size_t i;

	if (!algo_run_several(r))
		return;
	algo_buf_addc(out, '\n');
	for (i = 0; i < algo_replay_seats(r->replay); i++) {
		const struct algo_run_tally *y = &r->several.tally[i];
		struct algo_buf t = ALGO_BUF_INIT(1024);
		struct algo_seat q;

		algo_replay_seat(r->replay, i, &q);
		algo_buf_addf(&t, "%llu trades, %llu won, net ",
			      (unsigned long long)y->trades,
			      (unsigned long long)y->wins);
		algo_buf_addnum(&t, round(y->pnl * 100) / 100);
		if (q.size != 0) {
			algo_buf_adds(&t, ", holds ");
			algo_buf_addnum(&t, q.size);
		}
		algo_look_line(look, q.name, algo_buf_str(&t), out);
		algo_buf_release(&t);
	}
}
