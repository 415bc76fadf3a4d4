/* ind_golden.c - every indicator against the reference columns: TA-Lib 0.6.4
 * (golden/ind), with its faults and with our mends, and the others
 * (golden/beyond). */
#include "ind_covered.h"
#include "tap.h"
#include <algo/ind.h>
#include <strings.h>

#define CELL 512
#define NONE 0x1p1000 /* an empty cell: no value here */

/* ---- a CSV file of numbers with a header, whole in memory. */

struct table {
	char *text;
	char **head;
	size_t cols, rows;
	double *v; /* column after column */
};

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *s;
	long n;

	if (!f)
		return NULL;
	fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	s = malloc((size_t)n + 1);
	n = (long)fread(s, 1, (size_t)n, f);
	s[n] = '\0';
	fclose(f);
	return s;
}

/* Cuts the next cell off *at, quotes removed; 0 at the end of the line, which
 * is passed. */
static int next_cell(char **at, char **cell)
{
	char *s = *at;
	int last;

	if (*s == '"') {
		*cell = ++s;
		while (*s && *s != '"')
			s++;
		if (*s)
			*s++ = '\0';
	} else {
		*cell = s;
		while (*s && *s != ',' && *s != '\n' && *s != '\r')
			s++;
	}
	last = *s != ',';
	while (*s == '\r')
		*s++ = '\0';
	if (*s)
		*s++ = '\0';
	*at = s;
	return !last;
}

static double number(const char *s)
{
	double v;

	if (!*s)
		return NONE;
	if (!strcmp(s, "inf"))
		return INFINITY;
	if (!strcmp(s, "-inf"))
		return -INFINITY;
	return algo_num_parse(s, strlen(s), &v) == 0 ? v : NAN;
}

static int table_read(struct table *t, const char *path)
{
	char *at, *cell;
	size_t lines = 0;
	int more;

	memset(t, 0, sizeof(*t));
	t->text = slurp(path);
	if (!t->text)
		return -1;
	for (at = t->text; *at; at++)
		lines += *at == '\n';
	t->head = calloc(CELL, sizeof(*t->head));
	at = t->text;
	do
		more = next_cell(&at, &t->head[t->cols++]);
	while (more && t->cols < CELL);
	t->v = malloc((lines + 1) * t->cols * sizeof(*t->v));
	for (size_t r = 0; *at && r < lines; r++, t->rows++)
		for (size_t c = 0; c < t->cols; c++) {
			next_cell(&at, &cell);
			t->v[c * lines + r] = number(cell);
		}
	for (size_t c = 1; c < t->cols; c++) /* close the gaps */
		memmove(t->v + c * t->rows, t->v + c * lines,
			t->rows * sizeof(*t->v));
	return 0;
}

static void table_free(struct table *t)
{
	free(t->text);
	free(t->head);
	free(t->v);
	memset(t, 0, sizeof(*t));
}

static const double *table_col(const struct table *t, const char *name)
{
	for (size_t c = 0; c < t->cols; c++)
		if (!strcmp(t->head[c], name))
			return t->v + c * t->rows;
	return NULL;
}

/* The last file read is kept: the index goes file by file. */
struct cache {
	char path[3 * CELL];
	struct table t;
};

static const struct table *cached(struct cache *c, const char *path)
{
	if (!strcmp(c->path, path))
		return &c->t;
	table_free(&c->t);
	snprintf(c->path, sizeof(c->path), "%s", path);
	if (table_read(&c->t, path)) {
		c->path[0] = '\0';
		return NULL;
	}
	return &c->t;
}

/* ---- one column of the index. */

struct row {
	const char *file, *column, *dataset, *function;
	char *params, *inputs;
	const char *output, *condition, *tol, *lookback;
};

struct outcome {
	size_t values;	  /* compared */
	size_t bad;	  /* beyond the tolerance */
	size_t bar;	  /* the first of them */
	double got, want; /* there */
	double worst;	  /* error relative to max(1, |want|) */
};

/* The values of a golden are those of its rows; bar says which. */
static void compare(const double *y, size_t n, const struct table *g,
		    const double *want, double tol, struct outcome *o)
{
	const double *bar = table_col(g, "bar");

	memset(o, 0, sizeof(*o));
	for (size_t r = 0; r < g->rows; r++) {
		size_t i = (size_t)bar[r];
		double a = i < n ? y[i] : NAN, b = want[r];
		double e;

		if (b == NONE)
			b = NAN;
		else
			o->values++;
		e = a == b || (isnan(a) && isnan(b))
			    ? 0
			    : fabs(a - b) / fmax(1, fabs(b));
		if (e > o->worst)
			o->worst = e;
		if (e <= tol)
			continue;
		if (o->bad++ == 0) {
			o->bar = i;
			o->got = a;
			o->want = b;
		}
	}
}

/* Cuts the next word off *at; NULL at the end. */
static char *next_word(char **at)
{
	char *s = *at + strspn(*at, " ");
	size_t n = strcspn(s, " ");

	*at = s + n;
	if (**at)
		*(*at)++ = '\0';
	return n ? s : NULL;
}

/* Runs the indicator over the dataset; the caller frees.  A session is a
 * block of so many bars. */
static double *compute(const struct algo_ind *ind, const struct algo_args *a,
		       const struct table *data, char *inputs, size_t session)
{
	const double *in[ALGO_IND_INPUTS];
	double *out[ALGO_IND_OUTPUTS], *y;
	struct algo_kernel k;
	size_t n = data->rows, ins = 0;

	for (char *s = next_word(&inputs); s; s = next_word(&inputs)) {
		if (ins == ALGO_IND_INPUTS || !(in[ins] = table_col(data, s)))
			return NULL;
		ins++;
	}
	y = malloc(n * (ALGO_IND_OUTPUTS + 1) * sizeof(*y));
	for (size_t j = 0; j < ALGO_IND_OUTPUTS; j++)
		out[j] = y + j * n;
	if (session && ins < ALGO_IND_INPUTS) {
		double *s = y + ALGO_IND_OUTPUTS * n;

		for (size_t i = 0; i < n; i++)
			s[i] = (double)(i / session);
		in[ins++] = s;
	}
	if (ins != algo_ind_inputs(ind)) {
		free(y);
		return NULL;
	}
	algo_kernel_init(&k, ind, a->p);
	algo_kernel_step(&k, in, out, n);
	algo_kernel_release(&k);
	return y;
}

/* A choice that the references do not know: another library's habit. */
static int is_ours(const struct algo_ind *ind, size_t i)
{
	static const char *const names[] = { "first", "seed", "start", "ties" };

	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		if (!strcmp(names[k], ind->param[i].name))
			return 1;
	return 0;
}

/* "key=value key=value": in golden/ind in the order of the row, elsewhere by
 * name too.  The count must be the row's; the length of a session comes
 * besides. */
static int read_params(const struct algo_ind *ind, struct algo_args *a,
		       char *params, size_t *session)
{
	size_t i = 0;

	algo_args_init(ind, a);
	for (char *s = next_word(&params); s; s = next_word(&params)) {
		char *eq = strchr(s, '=');
		size_t len = eq ? (size_t)(eq - s) : 0;
		double v;

		if (!eq || algo_num_parse(eq + 1, strlen(eq + 1), &v))
			return -1;
		if (session && !strncmp(s, "session=", 8)) {
			*session = (size_t)v;
			continue;
		}
		if (session && algo_ind_param(ind, s, len) != (int)i)
			return -1;
		if (i == algo_ind_params(ind) ||
		    algo_args_set(ind, a, i++, v, NULL))
			return -1;
	}
	while (i < algo_ind_params(ind) && is_ours(ind, i))
		i++;
	algo_args_done(ind, a);
	return i == algo_ind_params(ind) ? 0 : -1;
}

/* ---- the order of TA-Lib's outputs. */

static int output_of(char *talib, const struct row *row)
{
	char *line = talib;
	size_t len = strlen(row->function);

	while (line && (strncmp(line, row->function, len) || line[len] != ','))
		line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL;
	if (line) {
		int k = 0;
		char *eol = strchr(line, '\n'), *s = line;

		for (; s && s < eol; s = strstr(s + 1, "out")) {
			size_t n = strlen(row->output);

			if (s[-1] != ',' && s[-1] != ' ')
				continue;
			if (!strncmp(s, row->output, n) && s[n] == ':')
				return k;
			if (!strncmp(s, "out", 3))
				k++;
		}
	}
	return -1;
}

/* What is compared. */
enum mode {
	TALIB,	/* TA-Lib's columns with the rows of --compat=talib */
	MENDED, /* TA-Lib's columns with the rows as they are */
	BEYOND,
	MODES
};
static const char *const mode_name[MODES] = { "TA-Lib 0.6.4", "TA-Lib, mended",
					      "beyond" };

/* Where the values of a mended row are not those of 0.6.4. */
static const struct {
	const char *function, *dataset;
} mended[] = {
	{ "CCI", "constf" },	 { "IMI", "const" },
	{ "IMI", "constf" },	 { "IMI", "degen" },
	{ "IMI", "degen2" },	 { "STDDEV", "constf" },
	{ "STOCHRSI", "degen" }, { "STOCHRSI", "degen2" },
	{ "STDDEV", "degen2" },	 { "MFI", "eurusd2" },
	{ "CCI", "degen2" },
};

static int excused(const struct row *row, const struct algo_ind *ind)
{
	for (size_t i = 0; i < sizeof(mended) / sizeof(mended[0]); i++)
		if (!strcmp(mended[i].function, row->function) &&
		    !strcmp(mended[i].dataset, row->dataset))
			return ind->mend && ind->talib;
	return 0;
}

struct run {
	const char *shared;
	char *talib;
	enum mode mode;
	struct cache data, golden;
	size_t columns, values, ill, differ;
	double worst;
	char missing[4096];
	unsigned char seen[2000]; /* by row of the registry: was compared */
};

static void note_missing(struct run *run, const char *name)
{
	char word[64];
	size_t n = strlen(run->missing);

	snprintf(word, sizeof(word), " %s ", name);
	if (!strstr(run->missing, word) && n + 64 < sizeof(run->missing))
		snprintf(run->missing + n, 64, "%s%s ", n ? "" : " ", name);
}

static void note_seen(struct run *run, const struct algo_ind *ind)
{
	for (size_t i = 0; i < algo_ind_count(); i++)
		if (algo_ind_at(i) == ind && i < sizeof(run->seen))
			run->seen[i] = 1;
}

static double tolerance(const struct row *row)
{
	double v = 1e-9;

	if (row->tol[0])
		algo_num_parse(row->tol, strlen(row->tol), &v);
	return v;
}

static void check_row(struct run *run, const struct row *row)
{
	char path[3 * CELL];
	const struct algo_ind *ind =
		algo_ind_find(row->function, strlen(row->function));
	int beyond = run->mode == BEYOND;
	const struct table *data, *golden;
	struct algo_args args;
	struct outcome o = { 0 };
	const double *want;
	double *y = NULL;
	size_t session = 0;
	int k = 0;
	size_t ill = !strcmp(row->condition, "ill");

	if (!ind || strcasecmp(ind->name, row->function)) {
		note_missing(run, row->function);
		return;
	}
	note_seen(run, ind);
	if (beyond && ill) { /* a tie after rounding: not to be compared */
		run->ill++;
		return;
	}
	if (run->mode == TALIB)
		ind = algo_ind_compat(ind);
	snprintf(path, sizeof(path), "%s/golden/ind-data/%s.csv", run->shared,
		 row->dataset);
	data = cached(&run->data, path);
	snprintf(path, sizeof(path), "%s/golden/%s/%s", run->shared,
		 beyond ? "beyond" : "ind", row->file);
	golden = cached(&run->golden, path);
	want = golden ? table_col(golden, row->column) : NULL;
	if (algo_ind_outputs(ind) > 1)
		k = beyond ? algo_ind_output(ind, row->output,
					     strlen(row->output))
			   : output_of(run->talib, row);
	if (data && want && k >= 0 &&
	    read_params(ind, &args, row->params, beyond ? &session : NULL) == 0)
		y = compute(ind, &args, data, row->inputs, session);
	if (!y) {
		ok(0, "%s %s can be computed", row->dataset, row->column);
		return;
	}
	compare(y + (size_t)k * data->rows, data->rows, golden, want,
		tolerance(row), &o);
	free(y);
	run->columns++;
	run->values += o.values;
	run->ill += ill;
	if (o.bad && run->mode == MENDED && excused(row, ind)) {
		run->differ++;
		return;
	}
	if (o.bad)
		ok(0,
		   "%s %s: %zu of %zu values differ, at most %g; bar %zu is "
		   "%.17g, not %.17g",
		   row->dataset, row->column, o.bad, o.values, o.worst, o.bar,
		   o.got, o.want);
	else if (o.worst > run->worst)
		run->worst = o.worst;
	if (!beyond && o.values) {
		double look = (double)ind->lookback(args.p);

		if (look != number(row->lookback))
			ok(0, "%s %s: lookback %g, not %s", row->dataset,
			   row->column, look, row->lookback);
	}
}

static void run_index(struct run *run, enum mode mode)
{
	char path[3 * CELL], *text, *at;
	int bad = tap_bad;

	snprintf(path, sizeof(path), "%s/golden/%s/index.csv", run->shared,
		 mode == BEYOND ? "beyond" : "ind");
	text = at = slurp(path);
	if (!ok(text != NULL, "the index %s", path))
		return;
	run->mode = mode;
	run->columns = run->values = run->ill = run->differ = 0;
	run->worst = 0;
	run->missing[0] = '\0';
	while (*at) {
		char *c[20] = { NULL }, file[CELL];
		size_t n = 0;
		struct row row;

		while (n < 20 && next_cell(&at, &c[n++]))
			;
		if (n < 10 || !strcmp(c[0], "file") || !strcmp(c[0], "column"))
			continue;
		if (mode == BEYOND) {
			snprintf(file, sizeof(file), "%s.csv", c[1]);
			row = (struct row){ file, c[0], c[1], c[2], c[3],
					    c[4], c[5], c[7], c[7], "" };
		} else {
			row = (struct row){ c[0], c[1], c[2],  c[3],  c[5],
					    c[6], c[7], c[13], c[14], c[8] };
		}
		check_row(run, &row);
	}
	free(text);
	if (run->missing[0])
		note("not in the registry:%s", run->missing);
	ok(run->columns >= 900 && tap_bad == bad && !run->missing[0],
	   "%s: %zu columns, %zu values, at most %g off; %zu of them decided "
	   "by rounding, %zu mended",
	   mode_name[mode], run->columns, run->values, run->worst, run->ill,
	   run->differ);
}

/* Every row has a reference: its columns, or a formula (ind_covered.h). */
static void check_covered(const struct run *run)
{
	size_t bad = 0;

	for (size_t i = 0; i < algo_ind_count(); i++) {
		const char *name = algo_ind_at(i)->name;

		if (run->seen[i] != is_covered(name))
			continue;
		bad++;
		note(run->seen[i] ? "%s is listed, but has reference columns"
				  : "%s has no reference",
		     name);
	}
	ok(bad == 0, "%zu rows: each has reference columns or is listed",
	   algo_ind_count());
	ok(algo_ind_count() <= sizeof(run->seen), "there is room for them");
}

/* A row of 0.6.4's values has the shape of the row that mends them. */
static int same_shape(const struct algo_ind *a, const struct algo_ind *b)
{
	int same = a->mend && !strcmp(a->name, b->name) &&
		   a->main_out == b->main_out && !b->mend && !b->talib;

	for (size_t i = 0; same && (a->in[i] || b->in[i]); i++)
		same = a->in[i] && b->in[i] && !strcmp(a->in[i], b->in[i]);
	for (size_t i = 0; same && (a->out[i] || b->out[i]); i++)
		same = a->out[i] && b->out[i] && !strcmp(a->out[i], b->out[i]);
	same &= algo_ind_params(a) == algo_ind_params(b);
	for (size_t i = 0; same && a->param[i].name; i++)
		same = !strcmp(a->param[i].name, b->param[i].name) &&
		       a->param[i].def == b->param[i].def &&
		       a->param[i].key == b->param[i].key;
	return same;
}

static void check_shapes(void)
{
	size_t n = 0, bad = 0;

	for (size_t i = 0; i < algo_ind_count(); i++) {
		const struct algo_ind *ind = algo_ind_at(i);

		if (ind->talib && ++n && !same_shape(ind, ind->talib)) {
			bad++;
			note("%s and its row of TA-Lib's differ", ind->name);
		}
	}
	ok(n >= 9 && bad == 0, "%zu rows have one with TA-Lib's values", n);
}

int main(void)
{
	struct run run = { .shared = shared_dir() };
	char path[3 * CELL];

	if (!run.shared)
		return skip_all("no reference data");
	snprintf(path, sizeof(path), "%s/talib-functions.csv", run.shared);
	run.talib = slurp(path);
	if (!run.talib)
		return skip_all("no %s", path);
	run_index(&run, TALIB);
	run_index(&run, MENDED);
	run_index(&run, BEYOND);
	check_covered(&run);
	check_shapes();
	table_free(&run.data.t);
	table_free(&run.golden.t);
	free(run.talib);
	return done();
}
