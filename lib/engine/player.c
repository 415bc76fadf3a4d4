/* player.c - bars from CSV as stretches for the replay: the columns that are
 * needed, cut to a span and a symbol */
#include <algo/engine.h>

#include <string.h>

enum { OPEN, HIGH, LOW, CLOSE, PRICES };

struct algo_player {
	struct algo_csv *csv;
	size_t price[PRICES]; /* slots */
	size_t *input;	      /* slots by graph input */
	size_t ninputs;
	int has_signal, has_volume;
	size_t signal, volume;
	int64_t from, to;
	const char *symbol; /* asked for, or NULL */
	const char *name;   /* given, or NULL */
	int64_t chosen;	    /* symbol id, -1 none yet */
	int has_symbols;
	/* Room for cut stretches. */
	int64_t *time;
	double *cell;
	const double **in;
};

static int want(struct algo_player *p, const char *name, enum algo_want how,
		size_t *slot, struct algo_err *err)
{
	int c = algo_csv_find(p->csv, name, strlen(name));

	if (c < 0)
		return algo_csv_missing(p->csv, name, err);
	*slot = algo_csv_want(p->csv, (size_t)c, how);
	return 0;
}

static int want_all(struct algo_player *p, const struct algo_strategy *s,
		    const struct algo_player_opt *opt, struct algo_err *err)
{
	static const char *const prices[] = { "open", "high", "low", "close" };
	size_t i;

	if (algo_csv_role(p->csv, ALGO_ROLE_TIME) < 0)
		return algo_csv_missing(p->csv, "time", err);
	for (i = 0; i < PRICES; i++)
		if (want(p, prices[i], ALGO_WANT_PRICE, &p->price[i], err))
			return -1;
	p->ninputs = s ? algo_graph_inputs(s->graph) : 0;
	p->input = algo_zalloc(p->ninputs + 1, sizeof(*p->input));
	for (i = 0; i < p->ninputs; i++)
		if (want(p, algo_graph_input(s->graph, i), ALGO_WANT_MAYBE,
			 &p->input[i], err))
			return -1;
	p->has_volume = opt->volume;
	if (opt->volume && want(p, "volume", ALGO_WANT_MAYBE, &p->volume, err))
		return -1;
	p->has_signal = opt->signal != NULL;
	return opt->signal
		       ? want(p, opt->signal, ALGO_WANT_MAYBE, &p->signal, err)
		       : 0;
}

struct algo_player *algo_player_new(struct algo_csv *csv,
				    const struct algo_strategy *strategy,
				    const struct algo_player_opt *opt,
				    struct algo_err *err)
{
	struct algo_player *p = algo_zalloc(1, sizeof(*p));

	p->csv = csv;
	p->from = opt->from;
	p->to = opt->to;
	p->symbol = opt->symbol;
	p->name = opt->name;
	p->chosen = -1;
	p->has_symbols = algo_csv_role(csv, ALGO_ROLE_SYMBOL) >= 0;
	if (want_all(p, strategy, opt, err)) {
		algo_player_free(p);
		return NULL;
	}
	algo_csv_want_time(csv);
	if (p->has_symbols)
		algo_csv_want_symbol(csv);
	p->in = algo_zalloc(p->ninputs + 1, sizeof(*p->in));
	return p;
}

void algo_player_free(struct algo_player *p)
{
	if (!p)
		return;
	algo_free(p->input);
	algo_free(p->time);
	algo_free(p->cell);
	algo_free(p->in);
	algo_free(p);
}

const char *algo_player_symbol(const struct algo_player *p)
{
	if (p->name)
		return p->name;
	if (p->chosen < 0)
		return "";
	return algo_csv_symbol(p->csv, (uint32_t)p->chosen);
}

/* --- Cutting ------------------------------------------------------------- */

static int several(const struct algo_player *p, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "several_symbols",
		     "the bars hold several symbols ('%s', ...)",
		     algo_csv_symbol(p->csv, (uint32_t)p->chosen));
	return algo_err_hint(err, "name one with --symbol");
}

/* 1 keeps the row, 0 cuts it, -1: a second symbol. */
static int keeps(struct algo_player *p, const struct algo_rows *r, size_t i,
		 struct algo_err *err)
{
	if (p->has_symbols) {
		uint32_t id = r->symbol[i];

		if (p->chosen < 0 &&
		    (!p->symbol ||
		     strcmp(algo_csv_symbol(p->csv, id), p->symbol) == 0))
			p->chosen = id;
		if (id != p->chosen)
			return p->symbol ? 0 : several(p, err);
	}
	if (p->from != ALGO_WHEN_NONE && r->time[i] < p->from)
		return 0;
	return p->to == ALGO_WHEN_NONE || r->time[i] <= p->to;
}

static size_t columns(const struct algo_player *p)
{
	return PRICES + p->ninputs + 2;
}

/* Row i of r to place n of the room. */
static void copy_row(struct algo_player *p, const struct algo_rows *r, size_t i,
		     size_t n)
{
	double *to = p->cell + n;
	size_t k;

	p->time[n] = r->time[i];
	for (k = 0; k < PRICES; k++, to += ALGO_BLOCK)
		*to = r->col[p->price[k]][i];
	for (k = 0; k < p->ninputs; k++, to += ALGO_BLOCK)
		*to = r->col[p->input[k]][i];
	if (p->has_signal)
		*to = r->col[p->signal][i];
	if (p->has_volume)
		to[ALGO_BLOCK] = r->col[p->volume][i];
}

static int cut(struct algo_player *p, const struct algo_rows *r,
	       struct algo_tape *t, struct algo_err *err)
{
	const double *col[PRICES];
	size_t i, n = 0;
	int keep;

	if (!p->cell) {
		p->cell = algo_zalloc(columns(p) * ALGO_BLOCK, sizeof(double));
		p->time = algo_zalloc(ALGO_BLOCK, sizeof(*p->time));
	}
	for (i = 0; i < r->n; i++) {
		keep = keeps(p, r, i, err);
		if (keep < 0)
			return -1;
		if (keep)
			copy_row(p, r, i, n++);
	}
	for (i = 0; i < PRICES; i++)
		col[i] = p->cell + i * ALGO_BLOCK;
	t->open = col[OPEN];
	t->high = col[HIGH];
	t->low = col[LOW];
	t->close = col[CLOSE];
	for (i = 0; i < p->ninputs; i++)
		p->in[i] = p->cell + (PRICES + i) * ALGO_BLOCK;
	t->in = p->in;
	t->signal = p->has_signal ? p->cell + (PRICES + p->ninputs) * ALGO_BLOCK
				  : NULL;
	t->volume = p->has_volume
			    ? p->cell + (PRICES + p->ninputs + 1) * ALGO_BLOCK
			    : NULL;
	t->time = p->time;
	t->n = n;
	return 0;
}

/* The reader's own columns, when nothing is cut. */
static void whole(struct algo_player *p, const struct algo_rows *r,
		  struct algo_tape *t)
{
	size_t k;

	t->n = r->n;
	t->time = r->time;
	t->open = r->col[p->price[OPEN]];
	t->high = r->col[p->price[HIGH]];
	t->low = r->col[p->price[LOW]];
	t->close = r->col[p->price[CLOSE]];
	for (k = 0; k < p->ninputs; k++)
		p->in[k] = r->col[p->input[k]];
	t->in = p->in;
	t->signal = p->has_signal ? r->col[p->signal] : NULL;
	t->volume = p->has_volume ? r->col[p->volume] : NULL;
}

int algo_player_next(struct algo_player *p, struct algo_tape *tape,
		     struct algo_err *err)
{
	int cuts = p->has_symbols || p->from != ALGO_WHEN_NONE ||
		   p->to != ALGO_WHEN_NONE;
	struct algo_rows r;
	int rc;

	do {
		rc = algo_csv_next(p->csv, &r, err);
		if (rc <= 0)
			return rc;
		if (!cuts)
			whole(p, &r, tape);
		else if (cut(p, &r, tape, err))
			return -1;
	} while (tape->n == 0);
	tape->index = algo_csv_stamp(p->csv) == ALGO_STAMP_INDEX;
	return 1;
}
