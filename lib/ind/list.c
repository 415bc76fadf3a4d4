/* list.c - the registry for people and for programs. */
#include "families.h"
#include <string.h>

/* Listings go group by group; what is of no group here comes last. */
static const char *const groups[] = { "overlap", "momentum", "volatility",
				      "volume",	 "price",    "statistic",
				      "cycle",	 "math",     "pattern" };
#define GROUPS (sizeof(groups) / sizeof(groups[0]))

static size_t group_of(const struct algo_ind *ind)
{
	size_t g = 0;

	while (g < GROUPS && strcmp(groups[g], ind->group))
		g++;
	return g;
}

/* All rows in the order of listing; the caller frees. */
static const struct algo_ind **in_groups(size_t *n)
{
	const struct algo_ind **v =
		algo_zalloc(algo_ind_count() + 1, sizeof(*v));

	*n = 0;
	for (size_t g = 0; g <= GROUPS; g++)
		for (size_t i = 0; i < algo_ind_count(); i++)
			if (group_of(algo_ind_at(i)) == g)
				v[(*n)++] = algo_ind_at(i);
	return v;
}

static int has_alias(const struct algo_ind *ind)
{
	return ind->aliases && *ind->aliases;
}

static void add_lookback(const struct algo_ind *ind, struct algo_buf *out)
{
	struct algo_args a;

	algo_args_init(ind, &a);
	algo_buf_addf(out, "%zu", ind->lookback(a.p));
}

static void add_value(const struct algo_param *p, double v,
		      struct algo_buf *out)
{
	if (p->type == ALGO_P_MA)
		algo_buf_adds(out, algo_ma_name((int)v));
	else
		algo_buf_addnum(out, v);
}

/* "period=20 up=2 down=up ma=sma". */
static void add_params(const struct algo_ind *ind, struct algo_buf *out)
{
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const struct algo_param *p = &ind->param[i];

		algo_buf_addf(out, "%s%s=", i ? " " : "", p->name);
		if (p->like)
			algo_buf_adds(out, p->like);
		else
			add_value(p, p->def, out);
	}
}

static void add_words(const char *const *words, size_t n, struct algo_buf *out)
{
	for (size_t i = 0; i < n; i++)
		algo_buf_addf(out, "%s%s", i ? " " : "", words[i]);
}

/* One cell of the table at a time, so that widths and text agree. */
enum { NAME, GROUP, PARAMS, OUTPUTS, LOOKBACK, TITLE, COLUMNS };

static void add_cell(const struct algo_ind *ind, int column,
		     struct algo_buf *out)
{
	static const char *const head[COLUMNS] = { "NAME",	 "GROUP",
						   "PARAMETERS", "OUTPUTS",
						   "LOOKBACK",	 "TITLE" };

	if (!ind)
		algo_buf_adds(out, head[column]);
	else if (column == NAME)
		algo_buf_adds(out, ind->name);
	else if (column == GROUP)
		algo_buf_adds(out, ind->group);
	else if (column == PARAMS)
		add_params(ind, out);
	else if (column == OUTPUTS)
		add_words(ind->out, algo_ind_outputs(ind), out);
	else if (column == LOOKBACK)
		add_lookback(ind, out);
	else
		algo_buf_adds(out, ind->title);
	if (ind && column == TITLE && has_alias(ind))
		algo_buf_addf(out, " (%s)", ind->aliases);
}

static size_t cell_width(const struct algo_ind *ind, int column,
			 struct algo_buf *scratch)
{
	algo_buf_clear(scratch);
	add_cell(ind, column, scratch);
	return scratch->len;
}

static void add_row(const struct algo_ind *ind, const size_t *width,
		    struct algo_buf *out)
{
	for (int c = 0; c < COLUMNS; c++) {
		size_t from = out->len;

		add_cell(ind, c, out);
		if (c + 1 == COLUMNS)
			break;
		algo_buf_adds(out, "  ");
		for (size_t n = out->len - from; n < width[c] + 2; n++)
			algo_buf_addc(out, ' ');
	}
	algo_buf_addc(out, '\n');
}

/* A cell may be wider than its column. */
#define WIDEST 40

void algo_ind_list_text(struct algo_buf *out)
{
	struct algo_buf scratch = ALGO_BUF_INIT(4096);
	size_t width[COLUMNS], n;
	const struct algo_ind **v = in_groups(&n);

	for (int c = 0; c < COLUMNS; c++) {
		width[c] = cell_width(NULL, c, &scratch);
		for (size_t i = 0; i < n && c + 1 < COLUMNS; i++) {
			size_t w = cell_width(v[i], c, &scratch);

			width[c] = w > width[c] ? w : width[c];
		}
		width[c] = width[c] < WIDEST ? width[c] : WIDEST;
	}
	add_row(NULL, width, out);
	for (size_t i = 0; i < n; i++)
		add_row(v[i], width, out);
	algo_free(v);
	algo_buf_release(&scratch);
}

/* ---- JSON. */

static void json_param(struct algo_jw *w, const struct algo_param *p)
{
	static const char *const types[] = {
		[ALGO_P_INT] = "int", [ALGO_P_REAL] = "real", [ALGO_P_MA] = "ma"
	};

	algo_jw_obj(w);
	algo_jw_kstr(w, "name", p->name);
	algo_jw_kstr(w, "type", types[p->type]);
	if (p->type == ALGO_P_MA) {
		algo_jw_kstr(w, "default", algo_ma_name((int)p->def));
		algo_jw_key(w, "values");
		algo_jw_arr(w);
		for (int ma = 0; ma < ALGO_MA_COUNT; ma++)
			algo_jw_str(w, algo_ma_name(ma));
		algo_jw_arr_end(w);
	} else {
		algo_jw_knum(w, "default", p->def);
	}
	algo_jw_knum(w, "min", p->min);
	algo_jw_knum(w, "max", p->max);
	if (p->like)
		algo_jw_kstr(w, "default_from", p->like);
	algo_jw_kbool(w, "key", p->key);
	algo_jw_kstr(w, "description", p->doc);
	algo_jw_obj_end(w);
}

static void json_words(struct algo_jw *w, const char *key,
		       const char *const *words, size_t n)
{
	algo_jw_key(w, key);
	algo_jw_arr(w);
	for (size_t i = 0; i < n; i++)
		algo_jw_str(w, words[i]);
	algo_jw_arr_end(w);
}

static void json_aliases(struct algo_jw *w, const struct algo_ind *ind)
{
	const char *s = ind->aliases ? ind->aliases : "";

	algo_jw_key(w, "aliases");
	algo_jw_arr(w);
	while (*s) {
		size_t n = strcspn(s, " ");

		algo_jw_strn(w, s, n);
		s += n;
		s += strspn(s, " ");
	}
	algo_jw_arr_end(w);
}

/* The indicator at its defaults, as the command line takes it. */
static void add_example(const struct algo_ind *ind, struct algo_buf *out)
{
	int colon = 0;

	algo_buf_adds(out, ind->name);
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		if (!ind->param[i].key)
			continue;
		algo_buf_addf(out, "%c%s=", colon++ ? ',' : ':',
			      ind->param[i].name);
		add_value(&ind->param[i], ind->param[i].def, out);
	}
}

static void json_ind(struct algo_jw *w, const struct algo_ind *ind,
		     struct algo_buf *scratch)
{
	struct algo_spec spec = { .ind = ind };

	algo_args_init(ind, &spec.args);
	for (size_t i = 0; i < algo_ind_inputs(ind); i++)
		memcpy(spec.input[i], ind->in[i], strlen(ind->in[i]) + 1);
	algo_jw_obj(w);
	algo_jw_kstr(w, "name", ind->name);
	algo_jw_kstr(w, "display_name", ind->title);
	algo_jw_kstr(w, "group", ind->group);
	algo_jw_kstr(w, "description", ind->doc);
	json_words(w, "inputs", ind->in, algo_ind_inputs(ind));
	algo_jw_key(w, "parameters");
	algo_jw_arr(w);
	for (size_t i = 0; i < algo_ind_params(ind); i++)
		json_param(w, &ind->param[i]);
	algo_jw_arr_end(w);
	json_words(w, "outputs", ind->out, algo_ind_outputs(ind));
	algo_jw_kint(w, "lookback", (int64_t)ind->lookback(spec.args.p));
	algo_buf_clear(scratch);
	algo_spec_column(&spec, 0, scratch);
	algo_jw_kstr(w, "column", algo_buf_str(scratch));
	algo_buf_clear(scratch);
	add_example(ind, scratch);
	algo_jw_kstr(w, "example", algo_buf_str(scratch));
	algo_jw_kstr(w, "source", ind->source);
	json_aliases(w, ind);
	if (ind->mend)
		algo_jw_kstr(w, "mend", ind->mend);
	algo_jw_obj_end(w);
}

void algo_ind_list_json(struct algo_buf *out)
{
	struct algo_buf scratch = ALGO_BUF_INIT(4096);
	struct algo_jw w;
	size_t n;
	const struct algo_ind **v = in_groups(&n);

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	algo_jw_kint(&w, "count", (int64_t)n);
	algo_jw_key(&w, "indicators");
	algo_jw_arr(&w);
	for (size_t i = 0; i < n; i++)
		json_ind(&w, v[i], &scratch);
	algo_jw_arr_end(&w);
	algo_jw_obj_end(&w);
	algo_buf_addc(out, '\n');
	algo_free(v);
	algo_buf_release(&scratch);
}

/* ---- the manual. */

/* Upper case at the begin. */
static void add_heading(const char *group, struct algo_buf *out)
{
	algo_buf_addf(out, ".Ss %c%s\n", group[0] - 'a' + 'A', group + 1);
	algo_buf_adds(out, ".Bl -tag -width Ds\n");
}

static void mdoc_row(const struct algo_ind *ind, struct algo_buf *out)
{
	algo_buf_addf(out, ".It Cm %s", ind->name);
	if (algo_ind_params(ind)) {
		algo_buf_adds(out, " Ar ");
		add_params(ind, out);
	}
	algo_buf_addf(out, "\n%s", ind->title);
	if (has_alias(ind))
		algo_buf_addf(out, " (also %s)", ind->aliases);
	if (algo_ind_outputs(ind) > 1) {
		algo_buf_adds(out, ": ");
		add_words(ind->out, algo_ind_outputs(ind), out);
	}
	algo_buf_adds(out, ".\n");
}

void algo_ind_list_mdoc(struct algo_buf *out)
{
	size_t n, g = GROUPS + 1;
	const struct algo_ind **v = in_groups(&n);

	for (size_t i = 0; i < n; i++) {
		if (group_of(v[i]) != g) {
			if (i)
				algo_buf_adds(out, ".El\n");
			add_heading(v[i]->group, out);
			g = group_of(v[i]);
		}
		mdoc_row(v[i], out);
	}
	algo_buf_adds(out, ".El\n");
	algo_free(v);
}

/* ---- one row in full. */

static void describe_params(const struct algo_ind *ind, struct algo_buf *out)
{
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const struct algo_param *p = &ind->param[i];

		algo_buf_addf(out,
			      "%s%s = ", i ? "            " : "parameters  ",
			      p->name);
		if (p->like)
			algo_buf_adds(out, p->like);
		else
			add_value(p, p->def, out);
		if (p->type == ALGO_P_MA) {
			algo_buf_adds(out, " (a moving average)");
		} else {
			algo_buf_adds(out, p->type == ALGO_P_INT ? " (whole, "
								 : " (");
			algo_buf_addnum(out, p->min);
			algo_buf_adds(out, " to ");
			algo_buf_addnum(out, p->max);
			algo_buf_addc(out, ')');
		}
		algo_buf_addf(out, ": %s\n", p->doc);
	}
}

/* Text in lines of at most 66 bytes behind a margin of 12. */
static void wrap(const char *s, struct algo_buf *out)
{
	size_t used = 0;

	while (*s) {
		size_t n = strcspn(s, " \n");

		if (used && used + 1 + n > 66) {
			algo_buf_adds(out, "\n            ");
			used = 0;
		} else if (used) {
			algo_buf_addc(out, ' ');
			used++;
		}
		algo_buf_add(out, s, n);
		used += n;
		s += n;
		s += strspn(s, " \n");
	}
	algo_buf_addc(out, '\n');
}

static void describe_columns(const struct algo_ind *ind, struct algo_buf *out)
{
	struct algo_buf text = ALGO_BUF_INIT(4096);
	struct algo_spec spec;

	add_example(ind, &text);
	algo_buf_addf(out, "example     %s\n", algo_buf_str(&text));
	if (algo_spec_parse(algo_buf_str(&text), &spec, NULL) == 0) {
		algo_buf_adds(out, "columns     ");
		for (size_t k = 0; k < algo_ind_outputs(ind); k++) {
			if (k)
				algo_buf_addc(out, ' ');
			algo_spec_column(&spec, k, out);
		}
		algo_buf_addc(out, '\n');
	}
	algo_buf_release(&text);
}

static int describe_unknown(const char *name, struct algo_err *err)
{
	struct algo_near near = { 0 };

	for (size_t i = 0; i < algo_ind_count(); i++)
		algo_near_try(&near, name, strlen(name), algo_ind_at(i)->name);
	algo_err_set(err, ALGO_E_IMPORT, "unknown_indicator",
		     "unknown indicator '%s'", name);
	algo_err_origin(err, ALGO_O_USAGE);
	if (algo_near_best(&near))
		return algo_err_hint(err, "did you mean '%s'?",
				     algo_near_best(&near));
	return algo_err_hint(err, "algo-ind --list names them all");
}

/* The members of a set as they could be asked for one by one. */
static int describe_set(const char *name, struct algo_buf *out)
{
	const struct algo_ind_set *set = algo_ind_set_find(name, NULL);
	struct algo_ind_member m;

	if (!set)
		return -1;
	algo_buf_addf(out, "--set %s - %s\n", set->name, set->doc);
	for (size_t i = 0; algo_ind_set_member(set, i, &m) == 0; i++) {
		if (m.name)
			algo_buf_addf(out, "%s = ", m.name);
		algo_buf_addf(out, "%s\n", m.text);
	}
	return 0;
}

int algo_ind_describe(const char *name, struct algo_buf *out,
		      struct algo_err *err)
{
	const struct algo_ind *ind = algo_ind_find(name, strlen(name));

	if (!ind && describe_set(name, out) == 0)
		return 0;
	if (!ind)
		return describe_unknown(name, err);
	algo_buf_addf(out, "%s - %s\n", ind->name, ind->title);
	algo_buf_addf(out, "group       %s\n", ind->group);
	if (has_alias(ind))
		algo_buf_addf(out, "also        %s\n", ind->aliases);
	algo_buf_adds(out, "inputs      ");
	add_words(ind->in, algo_ind_inputs(ind), out);
	algo_buf_addc(out, '\n');
	describe_params(ind, out);
	algo_buf_adds(out, "outputs     ");
	add_words(ind->out, algo_ind_outputs(ind), out);
	algo_buf_adds(out, "\nlookback    ");
	add_lookback(ind, out);
	algo_buf_addc(out, '\n');
	describe_columns(ind, out);
	algo_buf_adds(out, "formula     ");
	wrap(ind->doc, out);
	if (ind->mend) {
		algo_buf_adds(out, "mended      ");
		wrap(ind->mend, out);
	}
	algo_buf_addf(out, "source      %s\n", ind->source);
	return 0;
}
