/* explain.c - what decides the first strategy step, for --explain-warmup */
#include "run.h"

#include <math.h>
#include <string.h>

struct warmup {
	struct algo_run *r;
	const struct algo_eval *eval;
	struct algo_eval *own; /* it, when no replay has it */
	int64_t bars;
	int64_t w;	/* -1: never over */
	const char *by; /* what says so */
	int found;	/* in the data: some call decides */
};

/* --- Finding ------------------------------------------------------------- */

/* Reads as far as the start, or to the end. */
static int feed_one(struct warmup *u, struct algo_err *err)
{
	struct algo_tape t;
	int rc, known = 0;

	u->eval = u->own = algo_eval_new(u->r->strategy->graph);
	if (algo_run_name(u->r))
		algo_eval_symbol(u->own, algo_run_name(u->r));

	while (!known && (rc = algo_player_next(u->r->player, &t, err)) != 0) {
		struct algo_block b = {
			.n = t.n, .time = t.time, .index = t.index, .in = t.in
		};

		if (rc < 0)
			return -1;
		algo_eval_block(u->own, &b);
		u->bars += (int64_t)t.n;
		known = algo_eval_warmup(u->own, &u->w);
	}
	if (algo_run_symbol_there(u->r, err))
		return -1;
	/* A call without any value: with the compatible model it counts 0. */
	if (!known && !u->r->account.compat)
		u->w = -1;
	return 0;
}

/* The symbol that trades, among the others. */
static int feed_several(struct warmup *u, struct algo_err *err)
{
	const struct algo_run_several *s = &u->r->several;
	struct algo_replay_opt opt = { .account = &u->r->account,
				       .strategy = u->r->strategy,
				       .warmup = NAN,
				       .symbols = algo_market_names(s->market),
				       .nsymbols =
					       algo_market_symbols(s->market),
				       .only = s->only };
	struct algo_tapes t;

	if (!s->only) {
		algo_err_set(err, ALGO_E_USAGE, "several_symbols",
			     "the bars hold several symbols, each with its own "
			     "start");
		return algo_err_hint(err, "name one with --symbol");
	}
	u->r->replay = algo_replay_new(&opt);
	while (algo_market_next(s->market, &t))
		if (algo_replay_tapes(u->r->replay, &t, err))
			return -1;
	u->eval = algo_replay_eval(u->r->replay);
	u->bars = algo_replay_bars(u->r->replay);
	if (!algo_eval_warmup(u->eval, &u->w))
		u->w = -1;
	return 0;
}

static int feed(struct warmup *u, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	int rc;

	if (u->r->several.wanted && algo_run_several_load(u->r, errs))
		return -1;
	if (u->r->several.market && algo_market_symbols(u->r->several.market))
		rc = feed_several(u, &err);
	else
		rc = feed_one(u, &err);
	if (rc)
		algo_errs_take(errs, &err);
	return rc;
}

/* A number given by hand beats what the data say. */
static void by_hand(struct warmup *u)
{
	double n = u->r->opt.warmup;

	u->by = "data";
	u->found = 1;
	if (!isnan(n))
		u->by = "option";
	else if (!isnan(n = u->r->strategy->warmup))
		u->by = "document";
	else
		return;
	u->found = 0;
	u->w = (int64_t)fmin(n, 0x1p53);
}

static int64_t step_of(const struct warmup *u)
{
	return u->w < 0 ? -1 : u->w + 1;
}

/* The calls with the latest first value, or with none. */
static int decides(const struct warmup *u, int64_t first)
{
	return u->found && first == u->w;
}

/* --- Telling ------------------------------------------------------------- */

static void use_json(void *ctx, const char *pointer)
{
	algo_jw_str(ctx, pointer);
}

static void count_json(struct algo_jw *w, const char *key, int64_t n)
{
	algo_jw_key(w, key);
	if (n < 0)
		algo_jw_null(w);
	else
		algo_jw_int(w, n);
}

static void tell_json(const struct warmup *u, struct algo_buf *out)
{
	struct algo_jw w;
	size_t i;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "warmup");
	count_json(&w, "warmup", u->w);
	count_json(&w, "first_step", step_of(u));
	algo_jw_kstr(&w, "decided_by", u->by);
	algo_jw_key(&w, "calls");
	algo_jw_arr(&w);
	for (i = 0; i < algo_eval_watches(u->eval); i++) {
		int64_t first;

		algo_jw_obj(&w);
		algo_jw_kstr(&w, "expression",
			     algo_eval_watch(u->eval, i, &first));
		count_json(&w, "bars", first);
		algo_jw_kbool(&w, "decides", decides(u, first));
		algo_jw_key(&w, "used_in");
		algo_jw_arr(&w);
		algo_strategy_uses(u->r->strategy, i, use_json, &w);
		algo_jw_arr_end(&w);
		algo_jw_obj_end(&w);
	}
	algo_jw_arr_end(&w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}

static void use_text(void *ctx, const char *pointer)
{
	struct algo_buf *b = ctx;

	algo_buf_addf(b, "%s%s", b->len ? ", " : "", pointer);
}

static void tell_call(const struct warmup *u, size_t i, size_t width,
		      struct algo_buf *out)
{
	struct algo_buf uses = ALGO_BUF_INIT(1 << 20);
	char bars[ALGO_NUM_MAX + 1] = "never";
	int64_t first;
	const char *text = algo_eval_watch(u->eval, i, &first);

	if (first >= 0)
		bars[algo_int_print(bars, first)] = 0;
	algo_strategy_uses(u->r->strategy, i, use_text, &uses);
	algo_buf_addf(out, "%c %7s  %-*s  %s\n", decides(u, first) ? '*' : ' ',
		      bars, (int)width, text, algo_buf_str(&uses));
	algo_buf_release(&uses);
}

static void tell_start(const struct warmup *u, struct algo_buf *out)
{
	if (u->w < 0)
		algo_buf_addf(
			out,
			"no first step: not every call has a value within "
			"the %lld bars\n",
			(long long)u->bars);
	else
		algo_buf_addf(out,
			      "first step at bar %lld, warm-up %lld (%s)\n",
			      (long long)step_of(u), (long long)u->w,
			      u->found ? "found in the data"
			      : strcmp(u->by, "option") == 0
				      ? "given by --warmup"
				      : "given by the document");
}

static void tell_text(const struct warmup *u, struct algo_buf *out)
{
	size_t i, n = algo_eval_watches(u->eval), width = 10;

	tell_start(u, out);
	for (i = 0; i < n; i++) {
		int64_t first;
		size_t len = strlen(algo_eval_watch(u->eval, i, &first));

		width = len > width ? len : width;
	}
	if (n == 0) {
		algo_buf_adds(out, "nothing needs a warm-up\n");
		return;
	}
	algo_buf_addf(out, "  %7s  %-*s  %s\n", "bars", (int)width,
		      "expression", "used in");
	for (i = 0; i < n; i++)
		tell_call(u, i, width < 60 ? width : 60, out);
}

int algo_run_explain(struct algo_run *r, int json, struct algo_buf *out,
		     struct algo_errs *errs)
{
	struct warmup u = { .r = r };
	int rc = feed(&u, errs);

	by_hand(&u);
	if (rc == 0 && json)
		tell_json(&u, out);
	else if (rc == 0)
		tell_text(&u, out);
	algo_eval_free(u.own);
	return rc;
}
