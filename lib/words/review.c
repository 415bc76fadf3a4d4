/* review.c - advice on a strategy: the table, the list, the document */
#include "review.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum needs {
	NEEDS_DOCUMENT,
	NEEDS_RUN,  /* bars */
	NEEDS_RUNS, /* bars that can be read again */
};

/* clang-format off */
static const struct row {
	struct algo_advice_row row;
	enum needs needs;
	void (*look)(struct review *r);
} rows[] = {
	{ { "no_costs", ALGO_SEV_WARNING,
	    "there are no costs: no commission, spread or slippage; results "
	    "without them are too good" },
	  NEEDS_DOCUMENT, algo_review_costs },
	{ { "no_exit", ALGO_SEV_WARNING,
	    "nothing ever closes a position: add an exit, a stop, a target or "
	    "max_bars, unless it is to be held to the end" },
	  NEEDS_DOCUMENT, algo_review_exit },
	{ { "no_stop", ALGO_SEV_WARNING,
	    "no stop limits what one trade can lose" },
	  NEEDS_DOCUMENT, algo_review_stop },
	{ { "stop_wider_than_target", ALGO_SEV_WARNING,
	    "the stop is farther away than the target: one loss takes more "
	    "than one gain brings" },
	  NEEDS_DOCUMENT, algo_review_wide_stop },
	{ { "param_at_edge", ALGO_SEV_INFO,
	    "the param stands at the edge of its range: the best value may lie "
	    "beyond it" },
	  NEEDS_DOCUMENT, algo_review_edges },
	{ { "extreme_period", ALGO_SEV_WARNING,
	    "a period of one bar or of more than 500 says little" },
	  NEEDS_DOCUMENT, algo_review_periods },
	{ { "both_sides", ALGO_SEV_WARNING,
	    "long and short have the same condition: both are ordered on one "
	    "bar" },
	  NEEDS_DOCUMENT, algo_review_both },
	{ { "entry_is_exit", ALGO_SEV_WARNING,
	    "entry and exit have the same condition: every trade is closed "
	    "while the reason to open it stands" },
	  NEEDS_DOCUMENT, algo_review_same },
	{ { "all_in_on_margin", ALGO_SEV_WARNING,
	    "every trade takes all that margin allows: set risk.size, or a "
	    "small move is ruin" },
	  NEEDS_DOCUMENT, algo_review_leverage },
	{ { "many_params", ALGO_SEV_INFO,
	    "many params can be fitted to anything: fewer hold better on new "
	    "bars" },
	  NEEDS_DOCUMENT, algo_review_many },
	{ { "run_failed", ALGO_SEV_ERROR,
	    "the run was no success: its figures mean nothing" },
	  NEEDS_RUN, algo_review_failed },
	{ { "orders_refused", ALGO_SEV_WARNING,
	    "orders were refused: look at sizes, prices and the money there "
	    "is" },
	  NEEDS_RUN, algo_review_refused },
	{ { "lookback_beyond_data", ALGO_SEV_ERROR,
	    "the longest look-back is longer than the bars: the strategy never "
	    "starts" },
	  NEEDS_RUN, algo_review_lookback },
	{ { "never_in_market", ALGO_SEV_ERROR,
	    "there was no trade: the conditions never held together, or all "
	    "orders failed" },
	  NEEDS_RUN, algo_review_never },
	{ { "too_few_trades", ALGO_SEV_WARNING,
	    "so few trades may be luck: use more bars or a looser entry before "
	    "believing the figures" },
	  NEEDS_RUN, algo_review_few },
	{ { "warmup_eats_data", ALGO_SEV_WARNING,
	    "the warm-up takes a large part of the bars: use more bars or "
	    "shorter periods" },
	  NEEDS_RUN, algo_review_warmup },
	{ { "always_in_market", ALGO_SEV_INFO,
	    "it is in the market nearly always: compare it with buy and hold" },
	  NEEDS_RUN, algo_review_always },
	{ { "one_trade_profit", ALGO_SEV_WARNING,
	    "one trade brings most of what is won: without it little is left" },
	  NEEDS_RUN, algo_review_one },
	{ { "over_trading", ALGO_SEV_WARNING,
	    "commission takes a large share of what the trades won: trade "
	    "less, or for more" },
	  NEEDS_RUN, algo_review_overtrading },
	{ { "loses_money", ALGO_SEV_WARNING, "it lost money on these bars" },
	  NEEDS_RUN, algo_review_loses },
	{ { "below_buy_and_hold", ALGO_SEV_INFO,
	    "buying and holding made more on these bars" },
	  NEEDS_RUN, algo_review_hold },
	{ { "deep_drawdown", ALGO_SEV_WARNING,
	    "the deepest fall is more than most people sit through: trade "
	    "smaller, or set risk.max_drawdown_pct" },
	  NEEDS_RUN, algo_review_fall },
	{ { "costs_decide", ALGO_SEV_WARNING,
	    "with usual costs (0.1 % a side) most of the gain is gone" },
	  NEEDS_RUNS, algo_review_fees },
	{ { "fill_decides", ALGO_SEV_WARNING,
	    "filled at the next open instead of the signal's close most of "
	    "the gain is gone" },
	  NEEDS_RUNS, algo_review_fills },
	{ { "unstable_param", ALGO_SEV_WARNING,
	    "a small shift of the param takes most of the gain: it is fitted "
	    "to these bars" },
	  NEEDS_RUNS, algo_review_shift },
	{ { "fails_out_of_sample", ALGO_SEV_WARNING,
	    "it gains on the first 70 % of the time and loses on the rest: "
	    "search params on the first part only" },
	  NEEDS_RUNS, algo_review_split },
};
/* clang-format on */
#define ROWS (sizeof(rows) / sizeof(*rows))

const struct algo_advice_row *algo_words_advice_row(size_t i)
{
	return i < ROWS ? &rows[i].row : NULL;
}

void algo_words_advices_release(struct algo_advices *a)
{
	algo_free(a->v);
	memset(a, 0, sizeof(*a));
}

/* Six digits are enough to judge by. */
static void put_figure(struct algo_jw *w, const char *name, double v)
{
	char text[ALGO_NUM_MAX];
	size_t n;

	algo_jw_key(w, name);
	if (!isfinite(v)) {
		algo_jw_null(w);
		return;
	}
	n = algo_num_print_digits(text, v, 6);
	algo_jw_raw(w, text, n);
}

void algo_advise(struct review *r, const char *pointer,
		 const struct figure *figures)
{
	struct algo_buf text = ALGO_BUF_INIT(4096);
	void *v = r->out->v;
	struct algo_advice *a;
	struct algo_jw w;

	algo_grow(&v, &r->out->cap, r->out->n + 1, sizeof(*a));
	r->out->v = v;
	a = &r->out->v[r->out->n++];
	memset(a, 0, sizeof(*a));
	a->code = r->row->code;
	a->severity = r->row->severity;
	snprintf(a->pointer, sizeof(a->pointer), "%s", pointer);
	snprintf(a->text, sizeof(a->text), "%s", r->row->text);
	algo_jw_init(&w, &text, 0);
	algo_jw_obj(&w);
	for (; figures && figures->name; figures++)
		put_figure(&w, figures->name, figures->v);
	algo_jw_obj_end(&w);
	snprintf(a->evidence, sizeof(a->evidence), "%s", algo_buf_str(&text));
	algo_buf_release(&text);
}

double algo_review_figure(const struct review *r, const char *object,
			  const char *key)
{
	return algo_json_num(
		algo_json_get(algo_json_get(r->result, object), key));
}

static void look(struct review *r)
{
	int again = r->opt.bars && strcmp(r->opt.bars, "-") != 0;

	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].needs >= NEEDS_RUN && !r->result)
			continue;
		if (rows[i].needs == NEEDS_RUNS && !again)
			continue;
		r->row = &rows[i].row;
		rows[i].look(r);
	}
}

/* Plays the bars; the result document in *out. */
static int play(struct review *r, struct algo_buf *out, struct algo_errs *errs)
{
	struct algo_run_opt opt = { .bars = r->opt.bars,
				    .text = r->doc,
				    .len = r->n,
				    .file = r->opt.file,
				    .warmup = NAN,
				    .from = ALGO_WHEN_NONE,
				    .to = ALGO_WHEN_NONE,
				    .with_trades = 1,
				    .reproducible = 1 };
	struct algo_run *run = algo_run_open(&opt, &r->told);
	int rc = run ? algo_run_play(run, &r->told) : -1;

	if (rc == 0)
		algo_run_json(run, 0, out);
	for (size_t i = 0; rc && i < r->told.n; i++)
		algo_errs_take(errs, &r->told.v[i]);
	algo_run_free(run);
	return rc;
}

static int with_bars(struct review *r, struct algo_errs *errs)
{
	struct algo_buf text = ALGO_BUF_INIT((size_t)1 << 31);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = NULL;
	int rc = play(r, &text, errs);

	if (rc == 0) {
		doc = algo_json_parse(algo_buf_str(&text), text.len, NULL,
				      &err);
		if (!doc) {
			algo_errs_take(errs, &err);
			rc = -1;
		}
	}
	if (rc == 0) {
		r->result = algo_json_root(doc);
		look(r);
	}
	algo_json_free(doc);
	algo_buf_release(&text);
	return rc;
}

static int review(struct review *r, struct algo_errs *errs)
{
	int rc = 0;

	r->root = algo_json_root(r->s->doc);
	if (r->opt.bars)
		rc = with_bars(r, errs);
	else
		look(r);
	algo_arena_release(&r->arena);
	algo_errs_release(&r->told);
	return rc;
}

/* Its warnings are left out: advice says the same. */
static struct algo_strategy *read_document(const char *doc, size_t n,
					   const struct algo_review_opt *opt,
					   struct algo_errs *errs)
{
	struct algo_strategy_opt so = { .file = opt->file };
	struct algo_errs told = { 0 };
	struct algo_strategy *s = algo_strategy_parse(doc, n, &so, &told);

	for (size_t i = 0; !s && i < told.n; i++)
		algo_errs_take(errs, &told.v[i]);
	algo_errs_release(&told);
	return s;
}

int algo_words_advise(const char *doc, size_t n,
		      const struct algo_review_opt *opt,
		      struct algo_advices *out, struct algo_errs *errs)
{
	struct algo_strategy *s = read_document(doc, n, opt, errs);
	struct review r = {
		.doc = doc, .n = n, .opt = *opt, .s = s, .out = out
	};
	int rc;

	if (!s)
		return -1;
	rc = review(&r, errs);
	algo_strategy_free(s);
	return rc;
}

static void put_strategy(struct algo_jw *w, const struct algo_strategy *s)
{
	char hash[65];

	algo_strategy_sha256(s, hash);
	algo_jw_key(w, "strategy");
	algo_jw_obj(w);
	algo_jw_kstr(w, "name", *s->name ? s->name : NULL);
	algo_jw_knum(w, "version", s->version);
	algo_jw_kstr(w, "sha256", hash);
	algo_jw_obj_end(w);
}

static void put_advice(struct algo_jw *w, const struct algo_advice *a)
{
	static const char *const severity[] = { [ALGO_SEV_ERROR] = "error",
						[ALGO_SEV_WARNING] = "warning",
						[ALGO_SEV_INFO] = "info" };

	algo_jw_obj(w);
	algo_jw_kstr(w, "code", a->code);
	algo_jw_kstr(w, "severity", severity[a->severity]);
	algo_jw_kstr(w, "pointer", a->pointer);
	algo_jw_kstr(w, "message", a->text);
	algo_jw_key(w, "evidence");
	algo_jw_raw(w, a->evidence, strlen(a->evidence));
	algo_jw_obj_end(w);
}

int algo_words_review(const char *doc, size_t n,
		      const struct algo_review_opt *opt, struct algo_jw *w,
		      struct algo_errs *errs)
{
	struct algo_strategy *s = read_document(doc, n, opt, errs);
	struct algo_advices list = { 0 };
	struct review r = {
		.doc = doc, .n = n, .opt = *opt, .s = s, .out = &list
	};
	int rc = s ? review(&r, errs) : -1;

	if (rc == 0) {
		algo_jw_obj(w);
		algo_jw_kint(w, "algo", 1);
		algo_jw_kstr(w, "kind", "review");
		put_strategy(w, s);
		algo_jw_key(w, "advice");
		algo_jw_arr(w);
		for (size_t i = 0; i < list.n; i++)
			put_advice(w, &list.v[i]);
		algo_jw_arr_end(w);
		algo_jw_obj_end(w);
	}
	algo_words_advices_release(&list);
	algo_strategy_free(s);
	return rc;
}
