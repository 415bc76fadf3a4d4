/* replay.c - bars through the broker and what drives it: warm-up, steps,
 * signals, and the judgement at the end */
#include "replay.h"

#include <math.h>
#include <string.h>

enum { OPEN, HIGH, LOW, CLOSE, PRICES };

/* --- Places in the document ---------------------------------------------- */

static int is_bad(enum algo_reason r)
{
	return r >= ALGO_R_NA && r <= ALGO_R_TARGET_RANGE;
}

void algo_replay_fate(void *ctx, int place, int64_t bar,
		      enum algo_order_status status, enum algo_reason reason)
{
	struct strategist *s = ctx;
	struct algo_place_count *p;

	if (place < 0 || (size_t)place >= s->nplaces)
		return;
	p = &s->places[place];
	p->orders++;
	if (status != ALGO_OS_REJECTED)
		return;
	if (p->refused++ == 0) {
		p->first_bar = bar;
		p->first_reason = reason;
	}
	p->bad += (uint64_t)is_bad(reason);
}

static void name_places(struct algo_replay *r)
{
	const struct algo_strategy *d = r->opt.strategy;
	size_t i;

	r->nplaces = PLACE_RULES + d->nrules;
	r->places = algo_zalloc(r->nplaces, sizeof(*r->places));
	r->places[PLACE_EXIT_LONG].pointer = "/exit/long";
	r->places[PLACE_EXIT_SHORT].pointer = "/exit/short";
	r->places[PLACE_ENTRY_LONG].pointer = "/entry/long";
	r->places[PLACE_ENTRY_SHORT].pointer = "/entry/short";
	for (i = 0; i < d->nrules; i++)
		r->places[PLACE_RULES + i].pointer = d->rules[i].pointer;
}

static void own_eval(struct algo_replay *r)
{
	if (r->panel)
		return;
	algo_eval_free(r->eval);
	r->eval = algo_eval_new(r->opt.strategy->graph);
	if (r->opt.only)
		algo_eval_symbol(r->eval, r->opt.only);
}

/* A broker, and for a document its evaluator, at the first bar. */
static void begin(struct algo_replay *r)
{
	struct algo_driver d = { .ctx = NULL };

	algo_broker_free(r->broker);
	r->broker = algo_broker_new(r->opt.account, &r->opt.sink);
	if (r->index)
		algo_broker_timeless(r->broker);
	if (!r->opt.strategy)
		return;
	own_eval(r);
	algo_strategist_release(&r->st);
	algo_strategist_init(&r->st, r->opt.strategy, r->broker, r->opt.account,
			     r->eval);
	r->st.index = r->index;
	r->st.places = r->places;
	r->st.nplaces = r->nplaces;
	algo_risk_driver(&r->st, &d);
	d.fate = algo_replay_fate;
	algo_broker_driver(r->broker, &d);
}

struct algo_replay *algo_replay_new(const struct algo_replay_opt *opt)
{
	struct algo_replay *r = algo_zalloc(1, sizeof(*r));
	double w = opt->warmup;

	r->opt = *opt;
	r->cold.max = 4096;
	r->start = r->first = -1;
	if (opt->strategy) {
		name_places(r);
		if (isnan(w))
			w = opt->strategy->warmup;
	} else if (isnan(w)) {
		w = 0;
	}
	if (!isnan(w))
		r->start = (int64_t)fmin(w, 0x1p53) + 1;
	r->holding = r->start < 0 && opt->account->compat;
	return r;
}

/* --- Bars ---------------------------------------------------------------- */

int algo_replay_signal(struct algo_broker *b, double *target, double want,
		       struct algo_err *err)
{
	struct algo_order o = ALGO_ORDER_INIT;

	if (isnan(want) || want == *target)
		return 0;
	*target = want;
	algo_broker_note(b, ALGO_EV_SIGNAL, -1, NULL);
	o.side = want < 0 ? -1 : 1;
	o.size_kind = ALGO_SZ_TARGET;
	o.size = want;
	return algo_broker_order(b, &o, err) < 0 ? -1 : 0;
}

static int step(struct algo_replay *r, const struct algo_tape *t, size_t i,
		struct algo_err *err)
{
	if (r->opt.strategy) {
		if (algo_strategist_close(&r->st, i, t->close[i]) &&
		    !algo_broker_flatten(r->broker, ALGO_R_SESSION))
			return 0;
		return algo_strategist_step(&r->st, err);
	}
	if (r->opt.actions)
		return algo_actions_step(r->opt.actions, r->broker, err);
	return algo_replay_signal(r->broker, &r->target, t->signal[i], err);
}

/* Bars from i on up to the next event, that one's included, in one go: then
 * its step.  How many were taken; -1: failed. */
static int64_t coast(struct algo_replay *r, const struct algo_tape *t, size_t i,
		     struct algo_err *err)
{
	struct strategist *s = &r->st;
	size_t n, next;

	if (!r->opt.strategy || !s->may_rest || r->first < 0)
		return 0;
	next = algo_strategist_next(s, i, t->n);
	n = algo_broker_coast(r->broker, t, i, next < t->n ? next + 1 : next);
	r->played += (int64_t)n;
	if (i + n <= next)
		return (int64_t)n;
	algo_strategist_clock(s, t->time[next]);
	return step(r, t, next, err) ? -1 : (int64_t)n;
}

static int play_bar(struct algo_replay *r, const struct algo_tape *t, size_t i,
		    struct algo_err *err)
{
	struct algo_bar bar = { t->time[i],  t->open[i],
				t->high[i],  t->low[i],
				t->close[i], t->volume ? t->volume[i] : 0 };
	int64_t n;

	if (r->opt.strategy)
		algo_strategist_clock(&r->st, bar.time);
	n = r->played++;
	if (r->start < 0 || n < r->start) {
		algo_broker_skip(r->broker, &bar);
		return 0;
	}
	if (r->first < 0)
		r->first = n;
	return algo_broker_bar(r->broker, &bar) ? step(r, t, i, err) : 0;
}

/* Bars that the evaluator has seen go through the broker. */
static int play(struct algo_replay *r, const struct algo_tape *t,
		struct algo_err *err)
{
	size_t i = 0;

	if (r->opt.strategy)
		algo_strategist_block(&r->st, t->n);
	while (i < t->n) {
		int64_t n = coast(r, t, i, err);

		if (n < 0 || (n == 0 && play_bar(r, t, i, err)))
			return -1;
		i += n ? (size_t)n : 1;
	}
	return 0;
}

static void see_start(struct algo_replay *r)
{
	int64_t w;

	if (r->start < 0 && algo_eval_warmup(r->eval, &w))
		r->start = w + 1;
}

static void evaluate(struct algo_replay *r, const struct algo_tape *t)
{
	struct algo_block b = {
		.n = t->n, .time = t->time, .index = t->index, .in = t->in
	};

	if (!r->opt.strategy)
		return;
	algo_eval_block(r->eval, &b);
	see_start(r);
}

/* --- Keeping bars (compat) ----------------------------------------------- */

static void keep_room(struct kept *k, size_t add)
{
	void *v = k->time;
	size_t i;

	if (k->n + add <= k->cap)
		return;
	algo_grow(&v, &k->cap, k->n + add, sizeof(*k->time));
	k->time = v;
	for (i = 0; i < k->ncols; i++)
		k->col[i] = algo_realloc(k->col[i], k->cap, sizeof(double));
}

static void keep(struct algo_replay *r, const struct algo_tape *t)
{
	const double *const price[PRICES] = { t->open, t->high, t->low,
					      t->close };
	struct kept *k = &r->kept;
	size_t i;

	if (!k->col) {
		k->ncols = PRICES + algo_graph_inputs(r->opt.strategy->graph);
		k->col = algo_zalloc(k->ncols, sizeof(*k->col));
		k->in = algo_zalloc(k->ncols, sizeof(*k->in));
	}
	keep_room(k, t->n);
	memcpy(k->time + k->n, t->time, t->n * sizeof(*k->time));
	for (i = 0; i < k->ncols; i++)
		memcpy(k->col[i] + k->n,
		       i < PRICES ? price[i] : t->in[i - PRICES],
		       t->n * sizeof(double));
	k->n += t->n;
}

static void drop_kept(struct kept *k)
{
	size_t i;

	for (i = 0; i < k->ncols; i++)
		algo_free(k->col[i]);
	algo_free(k->col);
	algo_free(k->in);
	algo_free(k->time);
	memset(k, 0, sizeof(*k));
}

/* The start is known: all that was kept is evaluated anew and played. */
static int play_kept(struct algo_replay *r, struct algo_err *err)
{
	struct kept *k = &r->kept;
	size_t at, i;
	int rc = 0;

	r->holding = 0;
	begin(r);
	for (at = 0; at < k->n && rc == 0; at += ALGO_LANG_N) {
		struct algo_tape t = { .n = k->n - at < ALGO_LANG_N
						    ? k->n - at
						    : ALGO_LANG_N,
				       .time = k->time + at,
				       .index = r->index,
				       .open = k->col[OPEN] + at,
				       .high = k->col[HIGH] + at,
				       .low = k->col[LOW] + at,
				       .close = k->col[CLOSE] + at,
				       .in = k->in };

		for (i = PRICES; i < k->ncols; i++)
			k->in[i - PRICES] = k->col[i] + at;
		evaluate(r, &t);
		rc = play(r, &t, err);
	}
	drop_kept(k);
	return rc;
}

int algo_replay_tape(struct algo_replay *r, const struct algo_tape *tape,
		     struct algo_err *err)
{
	r->index = r->st.index = tape->index;
	if (!r->broker)
		begin(r);
	r->bars += (int64_t)tape->n;
	evaluate(r, tape);
	if (!r->holding)
		return play(r, tape, err);
	keep(r, tape);
	return r->start < 0 ? 0 : play_kept(r, err);
}

void algo_replay_settle(struct algo_replay *r)
{
	if (r->opt.account->finalize != ALGO_FIN_NONE)
		return;
	if (r->folio)
		algo_folio_tell(r->folio);
	else if (r->broker)
		algo_broker_tell(r->broker);
}

/* --- Several symbols ----------------------------------------------------- */

/* The panel, before the first times are fed. */
static void seat_all(struct algo_replay *r)
{
	const struct algo_replay_opt *o = &r->opt;
	size_t i;

	for (i = 0; o->only && strcmp(o->symbols[i], o->only) != 0; i++)
		;
	r->only = i;
	if (o->strategy) {
		r->feed = algo_zalloc(o->nsymbols, sizeof(*r->feed));
		r->panel = algo_panel_new(o->strategy->graph, o->symbols,
					  o->nsymbols);
		for (i = 0; o->only && i < o->nsymbols; i++)
			if (i != r->only)
				algo_panel_data(r->panel, i);
	}
	if (!o->only) {
		r->folio = algo_folio_new(r);
		return;
	}
	if (r->panel)
		r->eval = algo_panel_eval(r->panel, r->only);
	begin(r);
}

static void evaluate_all(struct algo_replay *r, const struct algo_tapes *t)
{
	struct algo_panel_block b = { .n = t->n,
				      .time = t->time,
				      .index = t->index,
				      .of = r->feed,
				      .at = t->at };
	size_t i;

	if (!r->panel)
		return;
	for (i = 0; i < r->opt.nsymbols; i++)
		r->feed[i] = (struct algo_block){ .n = t->of[i].n,
						  .time = t->of[i].time,
						  .index = t->index,
						  .in = t->of[i].in };
	algo_panel_block(r->panel, &b);
}

int algo_replay_tapes(struct algo_replay *r, const struct algo_tapes *tapes,
		      struct algo_err *err)
{
	const struct algo_tape *own;

	r->index = r->st.index = tapes->index;
	if (!r->broker && !r->folio)
		seat_all(r);
	evaluate_all(r, tapes);
	if (r->folio) {
		r->bars += (int64_t)tapes->n;
		return algo_folio_play(r->folio, tapes, err);
	}
	own = &tapes->of[r->only];
	r->bars += (int64_t)own->n;
	if (r->panel)
		see_start(r);
	return own->n ? play(r, own, err) : 0;
}

/* --- The end ------------------------------------------------------------- */

int algo_replay_end(struct algo_replay *r, struct algo_err *err)
{
	int64_t w;
	int rc = 0;

	if (r->folio) {
		algo_folio_end(r->folio);
		return 0;
	}
	if (!r->broker)
		begin(r);
	if (r->start < 0 && r->eval) {
		algo_eval_cold(r->eval, &r->cold);
		algo_eval_warmup(r->eval, &w);
		if (r->holding) {
			r->start = w + 1;
			rc = play_kept(r, err);
		}
	}
	if (rc == 0)
		algo_broker_end(r->broker);
	return rc;
}

int64_t algo_replay_bars(const struct algo_replay *r)
{
	return r->bars;
}

int64_t algo_replay_first(const struct algo_replay *r)
{
	return r->first;
}

const struct algo_eval *algo_replay_eval(const struct algo_replay *r)
{
	return r->eval;
}

size_t algo_replay_open_trades(const struct algo_replay *r)
{
	return r->folio ? algo_folio_open_trades(r->folio)
			: algo_broker_trades(r->broker);
}

void algo_replay_costs(const struct algo_replay *r, struct algo_costs *c)
{
	if (r->folio)
		algo_folio_costs(r->folio, c);
	else
		algo_broker_costs(r->broker, c);
}

size_t algo_replay_places(const struct algo_replay *r)
{
	return r->nplaces;
}

const struct algo_place_count *algo_replay_place(const struct algo_replay *r,
						 size_t i)
{
	return &r->places[i];
}

static void judge_place(const struct algo_replay *r, size_t i, const char *file,
			struct algo_errs *errs)
{
	const struct algo_place_count *p = &r->places[i];
	int fatal = p->orders > 0 && p->bad == p->orders;
	struct algo_err *e;

	if (p->refused == 0)
		return;
	e = algo_errs_add(errs);
	algo_err_set(e, ALGO_E_RUNTIME, fatal ? "all_refused" : "refused",
		     "%s%llu of %llu orders refused, first at bar %lld: %s",
		     fatal ? "every order was bad: " : "",
		     (unsigned long long)p->refused,
		     (unsigned long long)p->orders, (long long)p->first_bar,
		     algo_reason_name(p->first_reason));
	e->severity = fatal ? ALGO_SEV_ERROR : ALGO_SEV_WARNING;
	algo_err_file(e, file);
	algo_blame(r->opt.strategy, i, p, e);
}

static void warn(struct algo_errs *errs, const char *code, const char *file,
		 const char *what)
{
	struct algo_err *e = algo_errs_add(errs);

	algo_err_set(e, ALGO_E_VALUE, code, "%s", what);
	e->severity = ALGO_SEV_WARNING;
	algo_err_file(e, file);
}

static void judge_cold(const struct algo_replay *r, const char *file,
		       struct algo_errs *errs)
{
	struct algo_err *e = algo_errs_add(errs);

	algo_err_set(e, ALGO_E_VALUE, "never_started",
		     "%s%sno value on any of the %lld bars: %s",
		     r->cold_symbol ? r->cold_symbol : "",
		     r->cold_symbol ? ": " : "", (long long)r->bars,
		     algo_buf_str(&r->cold));
	algo_err_hint(e, "%s",
		      r->opt.account->compat
			      ? "it counts as no warm-up"
			      : "the strategy never started: more "
				"bars, or shorter periods");
	e->severity = ALGO_SEV_WARNING;
	algo_err_file(e, file);
}

void algo_replay_judge(const struct algo_replay *r, const char *file,
		       struct algo_errs *errs)
{
	const struct algo_strategy *d = r->opt.strategy;
	int in_session;
	size_t i;

	for (i = 0; i < r->nplaces; i++)
		judge_place(r, i, file, errs);
	if (r->cold.len)
		judge_cold(r, file, errs);
	in_session = r->folio ? algo_folio_in_session(r->folio)
			      : r->st.ever_in_session;
	if (d && d->risk.session.has_hours && !in_session && r->first >= 0)
		warn(errs, "session_never", file,
		     "no bar lies in the session: nothing trades");
	algo_errs_count(errs);
}

void algo_replay_free(struct algo_replay *r)
{
	if (!r)
		return;
	algo_folio_free(r->folio);
	algo_broker_free(r->broker);
	if (!r->panel)
		algo_eval_free(r->eval);
	algo_panel_free(r->panel);
	algo_free(r->feed);
	algo_strategist_release(&r->st);
	drop_kept(&r->kept);
	algo_buf_release(&r->cold);
	algo_free(r->places);
	algo_free(r);
}
