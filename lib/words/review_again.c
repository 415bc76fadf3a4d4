/* review_again.c - what other runs show: other costs, fills, params, years */
#include "review.h"

#include <math.h>
#include <string.h>

/* Params that are shifted: two runs each. */
#define SHIFTS_MAX 4

/* The gain of a run with other options in percent; NaN when it fails. */
static double again(const struct review *r, struct algo_run_opt *opt)
{
	static const char name[] = "return_pct";
	struct algo_errs errs = { 0 };
	struct algo_run *run;
	double v = NAN;

	opt->bars = r->opt.bars;
	opt->text = r->doc;
	opt->len = r->n;
	opt->file = r->opt.file;
	opt->warmup = NAN;
	run = algo_run_open(opt, &errs);
	if (run && algo_run_play(run, &errs) == 0)
		v = algo_stat_value(algo_run_stat(run),
				    algo_metric_find(name, sizeof(name) - 1));
	algo_run_free(run);
	algo_errs_release(&errs);
	return v;
}

#define ALL_TIME .from = ALGO_WHEN_NONE, .to = ALGO_WHEN_NONE

static double gain(const struct review *r)
{
	return algo_review_figure(r, "metrics", "return_pct");
}

/* Most of it: less than half is left. */
static int mostly_gone(double before, double after)
{
	return before > 0 && after < 0.5 * before;
}

void algo_review_fees(struct review *r)
{
	static const struct algo_choice fee = { "commission", "0.1%" };
	struct algo_run_opt opt = { .account = &fee, .naccount = 1, ALL_TIME };
	double had = algo_review_figure(r, "settings", "commission"), v;

	if (had != 0 || gain(r) <= 0)
		return;
	v = again(r, &opt);
	if (mostly_gone(gain(r), v))
		algo_advise(r, "/backtest/commission",
			    FIGURES({ "return_pct", gain(r) },
				    { "with_costs_pct", v }));
}

void algo_review_fills(struct review *r)
{
	static const struct algo_choice next = { "trade_on_close", "false" };
	struct algo_run_opt opt = { .account = &next, .naccount = 1, ALL_TIME };
	const struct algo_json *v = algo_json_get(
		algo_json_get(r->result, "settings"), "trade_on_close");
	double other;

	if (!algo_json_bool(v) || gain(r) <= 0)
		return;
	other = again(r, &opt);
	if (mostly_gone(gain(r), other))
		algo_advise(r, "/backtest/trade_on_close",
			    FIGURES({ "return_pct", gain(r) },
				    { "next_open_pct", other }));
}

/* --- Params ----------------------------------------------------------------
 */

/* Its step, or a tenth: whole for a whole value. */
static double step_of(const struct algo_json *v, double value)
{
	double step = algo_json_num(algo_json_get(v, "step"));
	double tenth = fabs(value) * 0.1;

	if (step > 0)
		return step;
	return floor(value) == value ? fmax(1, nearbyint(tenth)) : tenth;
}

static double shifted(const struct review *r, size_t i, double value)
{
	struct algo_strs params = { 0 };
	struct algo_buf text = ALGO_BUF_INIT(4096);
	struct algo_run_opt opt = { .params = &params, ALL_TIME };
	double v;

	algo_buf_addf(&text, "%s=", r->s->param_name[i]);
	algo_buf_addnum(&text, value);
	algo_strs_add(&params, algo_buf_str(&text));
	v = again(r, &opt);
	algo_strs_release(&params);
	algo_buf_release(&text);
	return v;
}

void algo_review_shift(struct review *r)
{
	const struct algo_json *params = algo_json_get(r->root, "params");
	size_t n = r->s->nparams < SHIFTS_MAX ? r->s->nparams : SHIFTS_MAX;

	if (gain(r) <= 0)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct algo_json *v =
			algo_json_get(params, r->s->param_name[i]);
		double value = r->s->param_value[i], step = step_of(v, value);
		double less = shifted(r, i, value - step);
		double more = shifted(r, i, value + step);
		struct algo_buf at = ALGO_BUF_INIT(1024);

		algo_json_pointer(v, &at);
		if (mostly_gone(gain(r), less) || mostly_gone(gain(r), more))
			algo_advise(r, algo_buf_str(&at),
				    FIGURES({ "value", value },
					    { "step", step },
					    { "return_pct", gain(r) },
					    { "less_pct", less },
					    { "more_pct", more }));
		algo_buf_release(&at);
	}
}

/* --- Time ------------------------------------------------------------------
 */

static int stamp(const struct review *r, const char *key, int64_t *us)
{
	struct algo_daycache cache = { 0 };
	enum algo_stamp kind;
	size_t n;
	const char *s = algo_json_str(
		algo_json_get(algo_json_get(r->result, "data"), key), &n);

	return n && algo_when_read(s, s + n, us, &kind, &cache) == s + n ? 0
									 : -1;
}

void algo_review_split(struct review *r)
{
	struct algo_run_opt first = { ALL_TIME }, rest = { ALL_TIME };
	int64_t from, to, cut;
	double a, b;

	if (stamp(r, "start", &from) || stamp(r, "end", &to) || to <= from)
		return;
	cut = from + (to - from) / 10 * 7;
	first.to = cut;
	rest.from = cut + 1;
	a = again(r, &first);
	if (!(a > 0))
		return;
	b = again(r, &rest);
	if (b < 0)
		algo_advise(
			r, "",
			FIGURES({ "first_part_pct", a }, { "rest_pct", b }));
}
