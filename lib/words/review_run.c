/* review_run.c - what one run shows */
#include "review.h"

#include <math.h>
#include <string.h>

/* Below so many trades the error of a win rate is about 9 points and more
 * (the square root of 0.25 / n). */
#define TRADES_LEAST 30

static double metric(const struct review *r, const char *name)
{
	return algo_review_figure(r, "metrics", name);
}

static double bars(const struct review *r)
{
	return algo_review_figure(r, "data", "bars");
}

void algo_review_takings(const struct review *r, struct takings *t)
{
	const struct algo_json *list = algo_json_get(r->result, "trades");

	memset(t, 0, sizeof(*t));
	t->trades = algo_json_count(list);
	for (size_t i = 0; i < t->trades; i++) {
		const struct algo_json *v = algo_json_at(list, i);
		double pnl = algo_json_num(algo_json_get(v, "pnl"));

		t->commission += algo_json_num(algo_json_get(v, "commission"));
		if (pnl > 0)
			t->gain += pnl;
		else
			t->loss -= pnl;
		if (pnl > t->best)
			t->best = pnl;
	}
}

void algo_review_failed(struct review *r)
{
	if (!algo_json_bool(algo_json_get(r->result, "success")))
		algo_advise(r, "",
			    FIGURES({ "errors", (double)r->told.errors }));
}

void algo_review_refused(struct review *r)
{
	for (size_t i = 0; i < r->told.n; i++) {
		const struct algo_err *e = &r->told.v[i];

		if (strcmp(e->code, "refused") == 0 ||
		    strcmp(e->code, "all_refused") == 0)
			algo_advise(r, e->at.pointer, NULL);
	}
}

/* The step before the first bar is no step. */
static int never_started(const struct review *r)
{
	return !(algo_review_figure(r, "data", "first_step") >= 0);
}

void algo_review_lookback(struct review *r)
{
	double look = (double)algo_graph_lookback(r->s->graph);

	if (never_started(r) && look + 2 > bars(r))
		algo_advise(r, "",
			    FIGURES({ "lookback", look }, { "bars", bars(r) }));
}

void algo_review_never(struct review *r)
{
	if (metric(r, "num_trades") == 0 && metric(r, "exposure_time_pct") == 0)
		algo_advise(r, "",
			    FIGURES({ "trades", 0.0 }, { "bars", bars(r) }));
}

void algo_review_few(struct review *r)
{
	double n = metric(r, "num_trades");

	if (n > 0 && n < TRADES_LEAST)
		algo_advise(r, "",
			    FIGURES({ "trades", n },
				    { "least", (double)TRADES_LEAST }));
}

void algo_review_warmup(struct review *r)
{
	double first = algo_review_figure(r, "data", "first_step");

	if (first > 0.25 * bars(r))
		algo_advise(
			r, "",
			FIGURES({ "first_step", first }, { "bars", bars(r) }));
}

void algo_review_always(struct review *r)
{
	double share = metric(r, "exposure_time_pct");

	if (share >= 95)
		algo_advise(r, "", FIGURES({ "exposure_time_pct", share }));
}

void algo_review_one(struct review *r)
{
	struct takings t;

	algo_review_takings(r, &t);
	if (t.trades >= 3 && t.gain > t.loss && t.best > 0.5 * t.gain)
		algo_advise(r, "",
			    FIGURES({ "largest_win", t.best },
				    { "gross_profit", t.gain },
				    { "trades", (double)t.trades }));
}

/* What the trades won before fees. */
void algo_review_overtrading(struct review *r)
{
	struct takings t;
	double gross;

	algo_review_takings(r, &t);
	gross = t.gain + t.commission;
	if (t.trades >= 3 && t.commission > 0.3 * gross)
		algo_advise(r, "",
			    FIGURES({ "commission", t.commission },
				    { "gross_profit", gross },
				    { "share_pct", 100 * t.commission / gross },
				    { "trades", (double)t.trades }));
}

void algo_review_loses(struct review *r)
{
	double v = metric(r, "return_pct");

	if (v < 0)
		algo_advise(r, "", FIGURES({ "return_pct", v }));
}

void algo_review_hold(struct review *r)
{
	double v = metric(r, "return_pct");
	double hold = metric(r, "buy_hold_return_pct");

	if (v < hold)
		algo_advise(r, "",
			    FIGURES({ "return_pct", v },
				    { "buy_hold_return_pct", hold }));
}

void algo_review_fall(struct review *r)
{
	double v = metric(r, "max_drawdown_pct");

	if (v < -40)
		algo_advise(r, "", FIGURES({ "max_drawdown_pct", v }));
}
