/* result.c - the result document, for programs and for people */
#include "run.h"

#include <algo/version.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void stamp(const struct algo_run *r, struct algo_jw *w, const char *key,
		  int64_t t)
{
	char text[ALGO_WHEN_MAX + 1];

	if (r->index) {
		algo_jw_kint(w, key, t);
		return;
	}
	text[algo_when_print(text, t, NULL)] = 0;
	algo_jw_kstr(w, key, text);
}

/* --- Trades -------------------------------------------------------------- */

void algo_result_trade(struct algo_run *r, const struct algo_trade_row *t)
{
	struct algo_jw w;

	if (r->trades.len)
		algo_buf_addc(&r->trades, ',');
	algo_jw_init(&w, &r->trades, 0);
	algo_jw_obj(&w);
	if (t->symbol)
		algo_jw_kstr(&w, "symbol", t->symbol);
	algo_jw_kstr(&w, "side", t->size > 0 ? "long" : "short");
	algo_jw_knum(&w, "size", fabs(t->size));
	algo_jw_kint(&w, "entry_bar", t->entry_bar);
	algo_jw_kint(&w, "exit_bar", t->exit_bar);
	stamp(r, &w, "entry_time", t->entry_time);
	stamp(r, &w, "exit_time", t->exit_time);
	algo_jw_knum(&w, "entry_price", t->entry_price);
	algo_jw_knum(&w, "exit_price", t->exit_price);
	algo_jw_knum(&w, "sl", t->sl);
	algo_jw_knum(&w, "tp", t->tp);
	algo_jw_knum(&w, "pnl", t->pnl);
	algo_jw_knum(&w, "return_pct", t->return_pct);
	algo_jw_knum(&w, "commission", t->commission);
	algo_jw_kint(&w, "bars", t->exit_bar - t->entry_bar);
	algo_jw_knum(&w, "mae_pct", t->mae_pct);
	algo_jw_knum(&w, "mfe_pct", t->mfe_pct);
	algo_jw_kstr(&w, "entry_tag", t->tag);
	algo_jw_kstr(&w, "exit_reason", algo_reason_name(t->exit_reason));
	algo_jw_obj_end(&w);
}

/* --- Members ------------------------------------------------------------- */

static void params(const struct algo_strategy *s, struct algo_jw *w)
{
	size_t i;

	algo_jw_key(w, "params");
	algo_jw_obj(w);
	for (i = 0; i < s->nparams; i++)
		algo_jw_knum(w, s->param_name[i], s->param_value[i]);
	algo_jw_obj_end(w);
}

static const char *driver_name(const struct algo_run *r)
{
	return r->actions ? "actions" : "signals";
}

static void strategy(const struct algo_run *r, struct algo_jw *w)
{
	const struct algo_strategy *s = r->strategy;
	char sha[65];

	algo_jw_key(w, "strategy");
	algo_jw_obj(w);
	if (s) {
		algo_strategy_sha256(s, sha);
		algo_jw_kstr(w, "name", s->name);
		algo_jw_knum(w, "version", s->version);
		algo_jw_kstr(w, "sha256", sha);
		params(s, w);
	} else {
		algo_jw_kstr(w, "name", driver_name(r));
	}
	algo_jw_obj_end(w);
}

/* "1d", "1h", "1mo" from the smallest step; NULL when there is none. */
static const char *interval(const struct algo_run *r,
			    char text[ALGO_WHEN_MAX + 1])
{
	struct algo_interval iv = { .count = 1, .unit = ALGO_UNIT_S };
	int64_t s = r->step / ALGO_US, days = s / 86400;

	if (r->index || s <= 0)
		return NULL;
	if (days >= 360)
		iv.unit = ALGO_UNIT_Y;
	else if (days >= 28)
		iv = (struct algo_interval){ (int)((days + 2) / 30),
					     ALGO_UNIT_MO };
	else if (s % (7 * 86400) == 0)
		iv = (struct algo_interval){ (int)(days / 7), ALGO_UNIT_W };
	else if (s % 86400 == 0)
		iv = (struct algo_interval){ (int)days, ALGO_UNIT_D };
	else if (s % 3600 == 0)
		iv = (struct algo_interval){ (int)(s / 3600), ALGO_UNIT_H };
	else if (s % 60 == 0)
		iv = (struct algo_interval){ (int)(s / 60), ALGO_UNIT_M };
	else
		iv.count = (int)s;
	text[algo_interval_print(text, &iv)] = 0;
	return text;
}

static void data(const struct algo_run *r, struct algo_jw *w)
{
	const char *symbol = r->report.symbol;
	char text[ALGO_WHEN_MAX + 1], hex[17];
	int64_t bars = algo_replay_bars(r->replay);

	snprintf(hex, sizeof(hex), "%016llx",
		 (unsigned long long)algo_xxh64_get(&r->hash));
	algo_jw_key(w, "data");
	algo_jw_obj(w);
	algo_jw_kstr(w, "symbol", *symbol ? symbol : NULL);
	algo_jw_kstr(w, "interval", interval(r, text));
	algo_jw_kint(w, "bars", bars);
	if (bars > 0) {
		stamp(r, w, "start", r->start);
		stamp(r, w, "end", r->end);
	}
	algo_jw_kint(w, "first_step", algo_replay_first(r->replay));
	algo_jw_kstr(w, "hash", hex);
	algo_jw_obj_end(w);
}

static void settings(const struct algo_run *r, struct algo_jw *w)
{
	algo_jw_key(w, "settings");
	algo_jw_obj(w);
	algo_account_json(&r->account, w);
	algo_jw_obj_end(w);
}

/* null, or the first runtime error with the places of all. */
static void error(const struct algo_run *r, struct algo_jw *w)
{
	const struct algo_err *first = NULL;
	size_t i;

	for (i = 0; !r->success && i < r->judgement->n && !first; i++)
		if (r->judgement->v[i].severity == ALGO_SEV_ERROR)
			first = &r->judgement->v[i];
	algo_jw_key(w, "error");
	if (!first) {
		algo_jw_null(w);
		return;
	}
	algo_jw_obj(w);
	algo_jw_kstr(w, "class", algo_class_name(first->cls));
	algo_jw_kstr(w, "code", first->code);
	algo_jw_kstr(w, "message", first->msg);
	algo_jw_key(w, "places");
	algo_jw_arr(w);
	for (i = 0; i < algo_replay_places(r->replay); i++) {
		const struct algo_place_count *p =
			algo_replay_place(r->replay, i);

		if (p->orders > 0 && p->bad == p->orders)
			algo_jw_str(w, p->pointer);
	}
	algo_jw_arr_end(w);
	algo_jw_obj_end(w);
}

/* What varies from run to run. */
static void run(const struct algo_run *r, struct algo_jw *w)
{
	char text[ALGO_WHEN_MAX + 1], hex[17];
	struct algo_xxh64 h = r->hash;
	int64_t at = algo_when_now();
	pid_t pid = getpid();

	algo_xxh64_add(&h, &at, sizeof(at));
	algo_xxh64_add(&h, &pid, sizeof(pid));
	if (r->opt.text)
		algo_xxh64_add(&h, r->opt.text, r->opt.len);
	snprintf(hex, sizeof(hex), "%016llx",
		 (unsigned long long)algo_xxh64_get(&h));
	text[algo_when_print(text, at, NULL)] = 0;
	algo_jw_key(w, "run");
	algo_jw_obj(w);
	algo_jw_kstr(w, "id", hex);
	algo_jw_kstr(w, "timestamp", text);
	algo_jw_knum(w, "execution_time", round(r->seconds * 1e6) / 1e6);
	algo_jw_kstr(w, "version", ALGO_VERSION);
	algo_jw_obj_end(w);
}

void algo_run_json(struct algo_run *r, int indent, struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, indent);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "algo", 1);
	algo_jw_kstr(&w, "kind", "result");
	algo_jw_kbool(&w, "success", r->success);
	strategy(r, &w);
	data(r, &w);
	settings(r, &w);
	algo_stat_json_set(r->stat, &r->opt.stat->set, &w);
	algo_run_several_json(r, &w);
	if (r->opt.stat->with_daily)
		algo_stat_daily(r->stat, &w);
	if (r->compat) {
		algo_jw_key(&w, "compat");
		algo_compat_json(r->compat, algo_replay_first(r->replay), &w);
	}
	if (r->opt.with_trades) {
		algo_jw_key(&w, "trades");
		algo_buf_addc(&r->trades, ']');
		algo_jw_raw(&w, "[", 1);
		algo_buf_add(out, r->trades.data, r->trades.len);
		r->trades.len--;
	}
	error(r, &w);
	if (!r->opt.reproducible)
		run(r, &w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
}

/* --- For people ---------------------------------------------------------- */

static void span(const struct algo_run *r, const struct algo_look *look,
		 struct algo_buf *out)
{
	char a[ALGO_WHEN_MAX + 1], b[ALGO_WHEN_MAX + 1], text[200];
	char iv[ALGO_WHEN_MAX + 1];
	const char *every = interval(r, iv);
	int64_t bars = algo_replay_bars(r->replay);

	if (bars == 0) {
		algo_look_line(look, "bars", "0", out);
		return;
	}
	a[r->index ? algo_int_print(a, r->start)
		   : algo_date_print(a, r->start)] = 0;
	b[r->index ? algo_int_print(b, r->end) : algo_date_print(b, r->end)] =
		0;
	snprintf(text, sizeof(text), "%lld of %s, %s .. %s", (long long)bars,
		 every ? every : "no interval", a, b);
	algo_look_line(look, "bars", text, out);
}

static void costs(const struct algo_run *r, const struct algo_look *look,
		  struct algo_buf *out)
{
	const struct algo_account *a = &r->account;
	struct algo_buf t = ALGO_BUF_INIT(1024);

	algo_buf_adds(&t, "cash ");
	algo_buf_addnum(&t, a->cash);
	algo_buf_addf(&t, ", commission %s, spread ",
		      a->fee.text[0] ? a->fee.text : "0");
	algo_buf_addnum(&t, a->spread);
	algo_buf_adds(&t, ", margin ");
	algo_buf_addnum(&t, a->margin);
	algo_look_line(look, "account", algo_buf_str(&t), out);
	algo_buf_release(&t);
}

static const char *name_of(const struct algo_run *r)
{
	if (!r->strategy)
		return driver_name(r);
	return r->strategy->name[0] ? r->strategy->name : "(no name)";
}

void algo_run_table(const struct algo_run *r, const struct algo_look *look,
		    struct algo_buf *out)
{
	algo_look_line(look, "strategy", name_of(r), out);
	span(r, look, out);
	costs(r, look, out);
	if (!r->success)
		algo_look_line(look, "success", "no", out);
	algo_buf_addc(out, '\n');
	algo_stat_table(r->stat, &r->opt.stat->set, look, out);
	algo_run_several_table(r, look, out);
}
