/* market.c - bars of several symbols in memory: from one CSV with a column of
 * symbols or from a file each, merged by time, handed out by stretches */
#include <algo/engine.h>

#include <string.h>

enum { OPEN, HIGH, LOW, CLOSE, PRICES };

/* Bars of all symbols in a stretch: more do not stay in the cache. */
#define STRETCH_BARS 65536
#define STRETCH_MIN 16
/* No time yet. */
#define NOT_PLACED UINT32_MAX

struct lane {
	char *name;
	int64_t *time;
	double **col;
	size_t n, cap;
	uint32_t *when;	  /* by bar: which of all times */
	size_t at;	  /* the first bar of the next stretch */
	uint32_t *offset; /* room: when, from the stretch's start */
	const double **in;
};

struct algo_market {
	struct algo_market_opt opt;
	const char **need; /* columns: prices, inputs, signal, volume */
	size_t nneed;
	size_t *input; /* by graph input: its column */
	size_t ninputs;
	size_t signal, volume;
	struct lane *lane;
	size_t n, cap;
	const char **names;
	int64_t *time; /* all, ascending */
	size_t ntimes, time_cap;
	size_t at; /* the next stretch */
	int index, has_index;
	/* Of a stretch handed out. */
	struct algo_tape *of;
	const uint32_t **offsets;
	/* While a file is read. */
	size_t *slot; /* by column */
	size_t *seat; /* 1 + lane by the file's symbol */
	size_t seat_cap;
};

static size_t need(struct algo_market *m, const char *name)
{
	size_t i;

	for (i = 0; i < m->nneed; i++)
		if (strcmp(m->need[i], name) == 0)
			return i;
	m->need[m->nneed] = name;
	return m->nneed++;
}

struct algo_market *algo_market_new(const struct algo_market_opt *opt)
{
	static const char *const prices[] = { "open", "high", "low", "close" };
	const struct algo_strategy *s = opt->strategy;
	struct algo_market *m = algo_zalloc(1, sizeof(*m));
	size_t i;

	m->opt = *opt;
	m->ninputs = s ? algo_graph_inputs(s->graph) : 0;
	m->need = algo_zalloc(PRICES + m->ninputs + 2, sizeof(*m->need));
	m->input = algo_zalloc(m->ninputs + 1, sizeof(*m->input));
	for (i = 0; i < PRICES; i++)
		need(m, prices[i]);
	for (i = 0; i < m->ninputs; i++)
		m->input[i] = need(m, algo_graph_input(s->graph, i));
	if (opt->signal)
		m->signal = need(m, opt->signal);
	if (opt->volume)
		m->volume = need(m, "volume");
	m->slot = algo_zalloc(m->nneed, sizeof(*m->slot));
	return m;
}

static void free_lane(const struct algo_market *m, struct lane *l)
{
	size_t i;

	for (i = 0; i < m->nneed; i++)
		algo_free(l->col[i]);
	algo_free(l->col);
	algo_free(l->name);
	algo_free(l->time);
	algo_free(l->when);
	algo_free(l->offset);
	algo_free(l->in);
}

void algo_market_free(struct algo_market *m)
{
	size_t i;

	if (!m)
		return;
	for (i = 0; i < m->n; i++)
		free_lane(m, &m->lane[i]);
	algo_free(m->need);
	algo_free(m->input);
	algo_free(m->lane);
	algo_free(m->names);
	algo_free(m->time);
	algo_free(m->of);
	algo_free(m->offsets);
	algo_free(m->slot);
	algo_free(m->seat);
	algo_free(m);
}

/* --- Reading ------------------------------------------------------------- */

static int want(struct algo_market *m, struct algo_csv *csv,
		struct algo_err *err)
{
	size_t i;

	if (algo_csv_role(csv, ALGO_ROLE_TIME) < 0)
		return algo_csv_missing(csv, "time", err);
	for (i = 0; i < m->nneed; i++) {
		int c = algo_csv_find(csv, m->need[i], strlen(m->need[i]));

		if (c < 0)
			return algo_csv_missing(csv, m->need[i], err);
		m->slot[i] = algo_csv_want(csv, (size_t)c,
					   i < PRICES ? ALGO_WANT_PRICE
						      : ALGO_WANT_MAYBE);
	}
	algo_csv_want_time(csv);
	if (algo_csv_role(csv, ALGO_ROLE_SYMBOL) >= 0)
		algo_csv_want_symbol(csv);
	return 0;
}

static size_t add_lane(struct algo_market *m, const char *name)
{
	void *v = m->lane;
	struct lane *l;

	if (m->n == m->cap) {
		algo_grow(&v, &m->cap, m->n + 1, sizeof(*m->lane));
		m->lane = v;
	}
	l = &m->lane[m->n];
	memset(l, 0, sizeof(*l));
	l->name = algo_strdup(name);
	l->col = algo_zalloc(m->nneed, sizeof(*l->col));
	return m->n++;
}

/* The lane of a symbol of the file at hand. */
static size_t lane_of(struct algo_market *m, const struct algo_csv *csv,
		      uint32_t id)
{
	void *v = m->seat;
	size_t had = m->seat_cap;

	if (id >= m->seat_cap) {
		algo_grow(&v, &m->seat_cap, (size_t)id + 1, sizeof(*m->seat));
		m->seat = v;
		memset(m->seat + had, 0,
		       (m->seat_cap - had) * sizeof(*m->seat));
	}
	if (m->seat[id] == 0)
		m->seat[id] = 1 + add_lane(m, algo_csv_symbol(csv, id));
	return m->seat[id] - 1;
}

static void grow_lane(const struct algo_market *m, struct lane *l)
{
	void *v = l->time;
	size_t i;

	algo_grow(&v, &l->cap, l->n + 1, sizeof(*l->time));
	l->time = v;
	l->when = algo_realloc(l->when, l->cap, sizeof(*l->when));
	for (i = 0; i < m->nneed; i++)
		l->col[i] = algo_realloc(l->col[i], l->cap, sizeof(double));
}

static void add_row(const struct algo_market *m, struct lane *l,
		    const struct algo_rows *r, size_t i)
{
	size_t k;

	if (l->n == l->cap)
		grow_lane(m, l);
	l->time[l->n] = r->time[i];
	for (k = 0; k < m->nneed; k++)
		l->col[k][l->n] = r->col[m->slot[k]][i];
	l->n++;
}

static int is_cut(const struct algo_market *m, int64_t t)
{
	return (m->opt.from != ALGO_WHEN_NONE && t < m->opt.from) ||
	       (m->opt.to != ALGO_WHEN_NONE && t > m->opt.to);
}

/* A new time of all; 0 when it is before the last one. */
static int add_time(struct algo_market *m, int64_t t)
{
	void *v = m->time;

	if (m->ntimes && t <= m->time[m->ntimes - 1])
		return t == m->time[m->ntimes - 1];
	if (m->ntimes == m->time_cap) {
		algo_grow(&v, &m->time_cap, m->ntimes + 1, sizeof(*m->time));
		m->time = v;
	}
	m->time[m->ntimes++] = t;
	return 1;
}

static int goes_back(const struct algo_rows *r, size_t i, const char *file,
		     struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "out_of_order",
		     "the time of this row is before that of another symbol's "
		     "row above");
	algo_err_file(err, file);
	algo_err_pos(err, (unsigned long)r->line[i], 1, 0);
	return algo_err_hint(err, "sort the rows by time, or give each symbol "
				  "a file of its own: --data SYMBOL=FILE");
}

static int foreign(const struct algo_csv *csv, const struct algo_rows *r,
		   size_t i, const char *file, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "several_symbols",
		     "the rows are of several symbols ('%s', '%s', ...)",
		     algo_csv_symbol(csv, 0),
		     algo_csv_symbol(csv, r->symbol[i]));
	algo_err_file(err, file);
	algo_err_pos(err, (unsigned long)r->line[i], 1, 0);
	return algo_err_hint(err, "give the file without SYMBOL=");
}

/* Rows of a file by its column of symbols: they ascend together. */
static int add_mixed(struct algo_market *m, const struct algo_csv *csv,
		     const struct algo_rows *r, const char *file,
		     struct algo_err *err)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct lane *l;
		size_t lane;

		if (is_cut(m, r->time[i]))
			continue;
		lane = lane_of(m, csv, r->symbol[i]);
		l = &m->lane[lane];
		if (!add_time(m, r->time[i]))
			return goes_back(r, i, file, err);
		add_row(m, l, r, i);
		l->when[l->n - 1] = (uint32_t)(m->ntimes - 1);
	}
	return 0;
}

/* Rows of a file of one symbol. */
static int add_own(struct algo_market *m, size_t lane,
		   const struct algo_csv *csv, const struct algo_rows *r,
		   const char *file, struct algo_err *err)
{
	struct lane *l = &m->lane[lane];
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (r->symbol && r->symbol[i] != 0)
			return foreign(csv, r, i, file, err);
		if (is_cut(m, r->time[i]))
			continue;
		add_row(m, l, r, i);
		l->when[l->n - 1] = NOT_PLACED;
	}
	return 0;
}

static int same_clock(struct algo_market *m, const struct algo_csv *csv,
		      const char *file, struct algo_err *err)
{
	int index = algo_csv_stamp(csv) == ALGO_STAMP_INDEX;

	if (m->has_index && index != m->index) {
		algo_err_set(err, ALGO_E_DATA, "bad_time",
			     "some bars have times, others bar numbers");
		return algo_err_file(err, file);
	}
	m->has_index = 1;
	m->index = index;
	return 0;
}

int algo_market_read(struct algo_market *m, struct algo_csv *csv,
		     const char *name, const char *file, struct algo_err *err)
{
	struct algo_rows r;
	size_t lane = 0;
	int rc;

	if (want(m, csv, err))
		return -1;
	if (m->seat)
		memset(m->seat, 0, m->seat_cap * sizeof(*m->seat));
	if (name)
		lane = add_lane(m, name);
	while ((rc = algo_csv_next(csv, &r, err)) > 0) {
		if (same_clock(m, csv, file, err))
			return -1;
		rc = name ? add_own(m, lane, csv, &r, file, err)
			  : add_mixed(m, csv, &r, file, err);
		if (rc)
			return -1;
	}
	return rc;
}

/* --- Merging ------------------------------------------------------------- */

/* Sorted lists a and b as one without repetitions; both are freed. */
static int64_t *unite(int64_t *a, size_t na, int64_t *b, size_t nb, size_t *n)
{
	int64_t *to = algo_alloc((na + nb + 1) * sizeof(*to));
	size_t i = 0, k = 0, out = 0;

	while (i < na || k < nb) {
		int left = k == nb || (i < na && a[i] <= b[k]);
		int64_t t = left ? a[i] : b[k];

		i += i < na && a[i] == t;
		k += k < nb && b[k] == t;
		to[out++] = t;
	}
	algo_free(a);
	algo_free(b);
	*n = out;
	return to;
}

/* The times of lanes from .. to. */
static int64_t *times_of(const struct algo_market *m, size_t from, size_t to,
			 size_t *n)
{
	int64_t *a, *b;
	size_t na, nb, mid = from + (to - from) / 2;

	if (to - from == 1) {
		*n = m->lane[from].n;
		a = algo_alloc((*n + 1) * sizeof(*a));
		if (*n)
			memcpy(a, m->lane[from].time, *n * sizeof(*a));
		return a;
	}
	a = times_of(m, from, mid, &na);
	b = times_of(m, mid, to, &nb);
	return unite(a, na, b, nb, n);
}

static void place(const struct algo_market *m, struct lane *l)
{
	size_t i, k = 0;

	for (i = 0; i < l->n; i++) {
		while (m->time[k] < l->time[i])
			k++;
		l->when[i] = (uint32_t)k;
	}
}

/* By first time, those of one time as they are: a merge keeps their order. */
static void sort_lanes(struct lane *v, size_t n, struct lane *room)
{
	size_t half = n / 2, i = 0, k = half, out = 0;

	if (n < 2)
		return;
	sort_lanes(v, half, room);
	sort_lanes(v + half, n - half, room);
	while (i < half || k < n) {
		int left = k == n || (i < half && v[i].when[0] <= v[k].when[0]);

		room[out++] = left ? v[i++] : v[k++];
	}
	memcpy(v, room, n * sizeof(*v));
}

/* A symbol whose bars were all cut is none. */
static void drop_empty(struct algo_market *m)
{
	size_t i, n = 0;

	for (i = 0; i < m->n; i++) {
		if (m->lane[i].n)
			m->lane[n++] = m->lane[i];
		else
			free_lane(m, &m->lane[i]);
	}
	m->n = n;
}

void algo_market_done(struct algo_market *m)
{
	struct lane *room;
	size_t i;

	drop_empty(m);
	if (m->n && m->lane[0].when[0] == NOT_PLACED) {
		m->time = times_of(m, 0, m->n, &m->ntimes);
		for (i = 0; i < m->n; i++)
			place(m, &m->lane[i]);
	}
	room = algo_zalloc(m->n + 1, sizeof(*room));
	sort_lanes(m->lane, m->n, room);
	algo_free(room);
	m->names = algo_zalloc(m->n + 1, sizeof(*m->names));
	for (i = 0; i < m->n; i++) {
		m->names[i] = m->lane[i].name;
		m->lane[i].in =
			algo_zalloc(m->ninputs + 1, sizeof(*m->lane[i].in));
	}
	m->of = algo_zalloc(m->n + 1, sizeof(*m->of));
	m->offsets = algo_zalloc(m->n + 1, sizeof(*m->offsets));
}

size_t algo_market_symbols(const struct algo_market *m)
{
	return m->n;
}

const char *const *algo_market_names(const struct algo_market *m)
{
	return m->names;
}

/* --- Handing out --------------------------------------------------------- */

static size_t stretch(const struct algo_market *m)
{
	size_t n = STRETCH_BARS / (m->n + 1);

	n = n < STRETCH_MIN ? STRETCH_MIN : n;
	return n < ALGO_LANG_N ? n : ALGO_LANG_N;
}

/* The bars of times from .. to; NULL when there is one at each. */
static const uint32_t *cut(struct lane *l, size_t from, size_t to, size_t *n)
{
	size_t most = to - from, i;

	if (l->n - l->at >= most && l->when[l->at] == from &&
	    l->when[l->at + most - 1] == to - 1) {
		*n = most;
		return NULL;
	}
	if (!l->offset)
		l->offset = algo_alloc(ALGO_LANG_N * sizeof(*l->offset));
	for (i = 0; l->at + i < l->n && l->when[l->at + i] < to; i++)
		l->offset[i] = l->when[l->at + i] - (uint32_t)from;
	*n = i;
	return l->offset;
}

static void tape_of(struct algo_market *m, struct lane *l, size_t n,
		    struct algo_tape *t)
{
	size_t i;

	memset(t, 0, sizeof(*t));
	t->n = n;
	t->time = l->time + l->at;
	t->index = m->index;
	t->open = l->col[OPEN] + l->at;
	t->high = l->col[HIGH] + l->at;
	t->low = l->col[LOW] + l->at;
	t->close = l->col[CLOSE] + l->at;
	for (i = 0; i < m->ninputs; i++)
		l->in[i] = l->col[m->input[i]] + l->at;
	t->in = l->in;
	if (m->opt.signal)
		t->signal = l->col[m->signal] + l->at;
	if (m->opt.volume)
		t->volume = l->col[m->volume] + l->at;
	l->at += n;
}

int algo_market_next(struct algo_market *m, struct algo_tapes *t)
{
	size_t to = m->at + stretch(m), i, n;

	if (m->at == m->ntimes)
		return 0;
	if (to > m->ntimes)
		to = m->ntimes;
	for (i = 0; i < m->n; i++) {
		m->offsets[i] = cut(&m->lane[i], m->at, to, &n);
		tape_of(m, &m->lane[i], n, &m->of[i]);
	}
	t->n = to - m->at;
	t->time = m->time + m->at;
	t->index = m->index;
	t->of = m->of;
	t->at = m->offsets;
	m->at = to;
	return 1;
}

void algo_market_rewind(struct algo_market *m)
{
	size_t i;

	m->at = 0;
	for (i = 0; i < m->n; i++)
		m->lane[i].at = 0;
}
