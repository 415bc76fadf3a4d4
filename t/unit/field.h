/* field.h - for the tests of portfolios: random bars of several symbols, with
 * gaps, through a replay in any cut */
#ifndef T_FIELD_H
#define T_FIELD_H

#include "random_play.h"
#include "same_told.h"

#define SEATS 6
#define TIMES BARS_MAX

struct field {
	size_t n, times;
	int64_t time[TIMES];
	struct bars bars[SEATS];
	uint32_t when[SEATS][BARS_MAX];
	char name[SEATS][8];
	const char *names[SEATS];
};

static void keep_bar(struct bars *b, size_t from)
{
	size_t to = b->n++;

	b->time[to] = b->time[from];
	b->open[to] = b->open[from];
	b->high[to] = b->high[from];
	b->low[to] = b->low[from];
	b->close[to] = b->close[from];
}

/* Symbol s begins at time 3 s when there are gaps: one bar in eight, but each
 * time has one. */
static void random_field(struct field *f, size_t n, size_t times, int gaps)
{
	size_t s, t;

	f->n = n;
	f->times = times;
	for (s = 0; s < n; s++) {
		struct bars *b = &f->bars[s];

		snprintf(f->name[s], sizeof(f->name[s]), "S%u", (unsigned)s);
		f->names[s] = f->name[s];
		random_bars(b, times);
		b->index = 0;
		if (s == 0)
			memcpy(f->time, b->time, times * sizeof(*f->time));
		memcpy(b->time, f->time, times * sizeof(*f->time));
		b->n = 0;
		for (t = 0; t < times; t++) {
			if (gaps && t != 3 * s && (t < 3 * s || often(12)) &&
			    (s || t % n))
				continue;
			f->when[s][b->n] = (uint32_t)t;
			keep_bar(b, t);
		}
	}
}

/* One stretch, with room for its pieces. */
struct cutting {
	struct algo_tape tape[SEATS];
	const double *in[SEATS][8];
	uint32_t offset[SEATS][ALGO_LANG_N];
	const uint32_t *at[SEATS];
	size_t next[SEATS];
};

static void cut_one(const struct field *f, const struct algo_strategy *d,
		    size_t s, size_t from, size_t to, struct cutting *c)
{
	const struct bars *b = &f->bars[s];
	size_t i = c->next[s], n = 0, k;

	for (; i + n < b->n && f->when[s][i + n] < to; n++)
		c->offset[s][n] = f->when[s][i + n] - (uint32_t)from;
	c->tape[s] = (struct algo_tape){ .n = n,
					 .time = b->time + i,
					 .open = b->open + i,
					 .high = b->high + i,
					 .low = b->low + i,
					 .close = b->close + i,
					 .in = c->in[s] };
	for (k = 0; d && k < algo_graph_inputs(d->graph); k++)
		c->in[s][k] = input(b, algo_graph_input(d->graph, k)) + i;
	c->at[s] = n == to - from ? NULL : c->offset[s];
	c->next[s] = i + n;
}

struct fielding {
	const struct field *field;
	const struct algo_account *account;
	struct algo_strategy *strategy;
	const char *only;
	size_t n;     /* times to play */
	size_t block; /* 0: of any size */
	int events;   /* asked for: nobody sleeps */
};

static void no_event(void *ctx, const struct algo_event *e)
{
	(void)ctx;
	(void)e;
}

static int feed_field(const struct fielding *p, struct algo_replay *r,
		      struct algo_err *err)
{
	const struct field *f = p->field;
	struct cutting *c = algo_zalloc(1, sizeof(*c));
	size_t from, to, s;
	int rc = 0;

	for (from = 0; from < p->n && rc == 0; from = to) {
		struct algo_tapes t = { .of = c->tape, .at = c->at };

		to = from + (p->block ? p->block : 1 + dice(90));
		to = to < p->n ? to : p->n;
		for (s = 0; s < f->n; s++)
			cut_one(f, p->strategy, s, from, to, c);
		t.n = to - from;
		t.time = f->time + from;
		rc = algo_replay_tapes(r, &t, err);
	}
	algo_free(c);
	return rc ? rc : algo_replay_end(r, err);
}

static void play_field(const struct fielding *p, struct told *t)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_replay_opt opt = { .account = p->account,
				       .strategy = p->strategy,
				       .warmup = NAN,
				       .symbols = p->field->names,
				       .nsymbols = p->field->n,
				       .only = p->only,
				       .sink = { t, tell_order, tell_trade,
						 tell_equity } };
	struct algo_replay *r;

	if (p->events)
		opt.sink.event = no_event;
	memset(t, 0, sizeof(*t));
	r = algo_replay_new(&opt);
	t->rc = feed_field(p, r, &err);
	t->first = algo_replay_first(r);
	t->open = algo_replay_open_trades(r);
	algo_replay_free(r);
}

#endif
