/* explain.c - what decides the first strategy step, for --explain-warmup */
#include "run.h"

#include <math.h>
#include <string.h>

struct warmup {
	struct algo_run *r;
	struct algo_eval *eval;
	int64_t bars;
	int64_t w;	/* -1: never over */
	const char *by; /* what says so */
	int found;	/* in the data: some call decides */
};

/* --- Finding ------------------------------------------------------------- */

/* Reads as far as the start, or to the end. */
static int feed(struct warmup *u, struct algo_err *err)
{
	struct algo_tape t;
	int rc, known = 0;

	while (!known && (rc = algo_player_next(u->r->player, &t, err)) != 0) {
		struct algo_block b = {
			.n = t.n, .time = t.time, .index = t.index, .in = t.in
		};

		if (rc < 0)
			return -1;
		algo_eval_block(u->eval, &b);
		u->bars += (int64_t)t.n;
		known = algo_eval_warmup(u->eval, &u->w);
	}
	/* A call without any value: with the compatible model it counts 0. */
	if (!known && !u->r->account.compat)
		u->w = -1;
	return 0;
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
	struct algo_err err = ALGO_ERR_INIT;
	struct warmup u = { .r = r };
	int rc;

	u.eval = algo_eval_new(r->strategy->graph);
	rc = feed(&u, &err);
	if (rc)
		algo_errs_take(errs, &err);
	by_hand(&u);
	if (rc == 0 && json)
		tell_json(&u, out);
	else if (rc == 0)
		tell_text(&u, out);
	algo_eval_free(u.eval);
	return rc;
}
