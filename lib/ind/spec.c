/* spec.c - an indicator with its parameters as text: SPEC in, column names
 * out and in. */
#include "families.h"
#include <string.h>

/* A text being read: errors name the place within the whole. */
struct reader {
	const char *text;
	struct algo_err *err;
	struct algo_spec *spec;
};

struct span {
	const char *s;
	size_t n;
};

/* Makes *err a usage_error with the place of at in the text; an unknown name
 * stays what it is. */
static int at_place(const struct reader *r, struct span at)
{
	if (!r->err)
		return -1;
	if (r->err->cls != ALGO_E_IMPORT)
		r->err->cls = ALGO_E_USAGE;
	algo_err_origin(r->err, ALGO_O_USAGE);
	algo_err_pos(r->err, 1, (unsigned long)(at.s - r->text) + 1, at.n);
	return algo_err_context(r->err, r->text, strlen(r->text));
}

static int bad_spec(const struct reader *r, struct span at, const char *what)
{
	algo_err_set(r->err, ALGO_E_USAGE, "bad_spec", "%s in '%s'", what,
		     r->text);
	algo_err_hint(r->err,
		      "[NAME=]indicator[:p1,p2,...][@input,...][.output]");
	return at_place(r, at);
}

/* The part of a to the first of the bytes in stops; *a keeps the rest. */
static struct span cut(struct span *a, const char *stops)
{
	struct span head = { a->s, 0 };

	while (head.n < a->n && !strchr(stops, a->s[head.n]))
		head.n++;
	a->s += head.n;
	a->n -= head.n;
	return head;
}

static struct span skip(struct span a, size_t n)
{
	return (struct span){ a.s + n, a.n - n };
}

static int letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static int digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What may stand in a header of a CSV file without quotes. */
static int plain(char c)
{
	return (unsigned char)c >= 0x20 && c != ',' && c != '"' && c != 0x7f;
}

static int copy_name(char out[128], struct span a)
{
	if (a.n == 0 || a.n > 127)
		return -1;
	for (size_t i = 0; i < a.n; i++)
		if (!plain(a.s[i]))
			return -1;
	memcpy(out, a.s, a.n);
	out[a.n] = '\0';
	return 0;
}

/* Upper case, as the letters of a column name are. */
static void add_upper(struct algo_buf *out, const char *s)
{
	for (; *s; s++)
		algo_buf_addc(out, *s >= 'a' && *s <= 'z'
					   ? (char)(*s - 'a' + 'A')
					   : *s);
}

/* ---- SPEC. */

static int unknown_indicator(const struct reader *r, struct span name)
{
	struct algo_near near = { 0 };
	const char *best;

	for (size_t i = 0; i < algo_ind_count(); i++)
		algo_near_try(&near, name.s, name.n, algo_ind_at(i)->name);
	best = algo_near_best(&near);
	algo_err_set(r->err, ALGO_E_IMPORT, "unknown_indicator",
		     "unknown indicator '%.*s'", (int)name.n, name.s);
	if (best) {
		algo_err_hint(r->err, "did you mean '%s'?", best);
		algo_err_fixit(r->err, (size_t)(name.s - r->text), name.n,
			       best);
	} else {
		algo_err_hint(r->err, "algo-ind --list names them all");
	}
	return at_place(r, name);
}

/* The names of the parameters, for hints. */
static const char *param_names(const struct algo_ind *ind, char out[160])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < algo_ind_params(ind); i++) {
		const char *name = ind->param[i].name;
		size_t n = strlen(name);

		if (at + n + 2 >= 160)
			break;
		if (at)
			out[at++] = ' ';
		memcpy(out + at, name, n + 1);
		at += n;
	}
	return out;
}

static int unknown_param(const struct reader *r, struct span name)
{
	const struct algo_ind *ind = r->spec->ind;
	struct algo_near near = { 0 };
	const char *best;
	char names[160];

	for (size_t i = 0; i < algo_ind_params(ind); i++)
		algo_near_try(&near, name.s, name.n, ind->param[i].name);
	best = algo_near_best(&near);
	algo_err_set(r->err, ALGO_E_USAGE, "unknown_parameter",
		     "'%s' has no parameter '%.*s'", ind->name, (int)name.n,
		     name.s);
	if (best) {
		algo_err_hint(r->err, "did you mean '%s'?", best);
		algo_err_fixit(r->err, (size_t)(name.s - r->text), name.n,
			       best);
	} else if (algo_ind_params(ind)) {
		algo_err_hint(r->err, "it has %s", param_names(ind, names));
	} else {
		algo_err_hint(r->err, "it has none");
	}
	return at_place(r, name);
}

static int too_many(const struct reader *r, struct span at)
{
	const struct algo_ind *ind = r->spec->ind;
	char names[160];
	size_t n = algo_ind_params(ind);

	algo_err_set(r->err, ALGO_E_USAGE, "too_many_parameters",
		     "'%s' takes %zu parameter%s", ind->name, n,
		     n == 1 ? "" : "s");
	if (n)
		algo_err_hint(r->err, "%s", param_names(ind, names));
	return at_place(r, at);
}

static int set_value(const struct reader *r, size_t i, struct span text)
{
	const struct algo_param *p = &r->spec->ind->param[i];
	double v;
	int ma = -1;

	if (r->spec->args.given[i])
		return bad_spec(r, text, "a parameter given twice");
	if (p->type == ALGO_P_MA)
		ma = algo_ma_find(text.s, text.n);
	if (ma >= 0) {
		v = ma;
	} else if (algo_num_human(text.s, text.n, &v)) {
		algo_err_set(r->err, ALGO_E_USAGE, "bad_number",
			     p->type == ALGO_P_MA
				     ? "'%s' of '%s' is no moving average: "
				       "'%.*s'"
				     : "'%s' of '%s' is no number: '%.*s'",
			     p->name, r->spec->ind->name, (int)text.n, text.s);
		if (p->type == ALGO_P_MA)
			algo_err_hint(r->err, "sma ema wma dema tema trima "
					      "kama mama t3");
		return at_place(r, text);
	}
	if (algo_args_set(r->spec->ind, &r->spec->args, i, v, r->err))
		return at_place(r, text);
	return 0;
}

static int read_params(const struct reader *r, struct span a)
{
	const struct algo_ind *ind = r->spec->ind;
	size_t position = 0;

	for (int more = 1; more;) {
		struct span value = cut(&a, ","), name = cut(&value, "=");
		int i;

		more = a.n > 0;
		a = skip(a, more ? 1 : 0);
		if (value.n) {
			value = skip(value, 1);
			i = algo_ind_param(ind, name.s, name.n);
			if (i < 0)
				return unknown_param(r, name);
		} else {
			value = name;
			i = algo_args_position(ind, position++);
			if (i < 0)
				return too_many(r, value);
		}
		if (value.n == 0)
			return bad_spec(r, value, "an empty parameter");
		if (set_value(r, (size_t)i, value))
			return -1;
	}
	return 0;
}

static int read_inputs(const struct reader *r, struct span a)
{
	struct algo_spec *spec = r->spec;
	size_t most = algo_ind_inputs(spec->ind);

	for (int more = 1; more;) {
		struct span name = cut(&a, ",");

		more = a.n > 0;
		a = skip(a, more ? 1 : 0);
		if ((size_t)spec->given_inputs >= most) {
			algo_err_set(r->err, ALGO_E_USAGE, "too_many_inputs",
				     "'%s' takes %zu input%s", spec->ind->name,
				     most, most == 1 ? "" : "s");
			return at_place(r, name);
		}
		if (copy_name(spec->input[spec->given_inputs], name))
			return bad_spec(r, name, "a bad input column");
		spec->given_inputs++;
	}
	return 0;
}

static int read_output(const struct reader *r, struct span name)
{
	const struct algo_ind *ind = r->spec->ind;
	struct algo_near near = { 0 };
	char names[160] = "";
	size_t at = 0;

	r->spec->output = algo_ind_output(ind, name.s, name.n);
	if (r->spec->output >= 0)
		return 0;
	for (size_t i = 0; i < algo_ind_outputs(ind); i++) {
		size_t n = strlen(ind->out[i]);

		algo_near_try(&near, name.s, name.n, ind->out[i]);
		if (at + n + 2 >= sizeof(names))
			continue;
		names[at] = ' ';
		memcpy(names + at + 1, ind->out[i], n + 1);
		at += n + 1;
	}
	algo_err_set(r->err, ALGO_E_USAGE, "unknown_output",
		     "'%s' has no output '%.*s'", ind->name, (int)name.n,
		     name.s);
	algo_err_hint(r->err, "it has%s", names);
	if (algo_near_best(&near))
		algo_err_fixit(r->err, (size_t)(name.s - r->text), name.n,
			       algo_near_best(&near));
	return at_place(r, name);
}

/* Takes ".output" off the end of *a: the last point with a letter after it.
 * Within the inputs it must be an output, since columns may have points. */
static struct span take_output(const struct algo_ind *ind, struct span *a)
{
	struct span none = { a->s + a->n, 0 }, out = none;
	const char *at = memchr(a->s, '@', a->n);

	while (out.n < a->n && (letter(out.s[-1]) || digit(out.s[-1])))
		out = (struct span){ out.s - 1, out.n + 1 };
	if (out.n == 0 || out.n == a->n || out.s[-1] != '.' ||
	    !letter(out.s[0]))
		return none;
	if (at && out.s > at && algo_ind_output(ind, out.s, out.n) < 0)
		return none;
	a->n -= out.n + 1;
	return out;
}

static void default_inputs(struct algo_spec *spec)
{
	size_t n = algo_ind_inputs(spec->ind);

	for (size_t i = (size_t)spec->given_inputs; i < n; i++) {
		size_t len = strlen(spec->ind->in[i]);

		memcpy(spec->input[i], spec->ind->in[i], len + 1);
	}
}

static int read_tail(const struct reader *r, struct span a)
{
	struct span output = take_output(r->spec->ind, &a), params, inputs;

	params = cut(&a, "@");
	inputs = a;
	if (params.n && params.s[0] != ':')
		return bad_spec(r, params, "a part that belongs nowhere");
	if (params.n && read_params(r, skip(params, 1)))
		return -1;
	algo_args_done(r->spec->ind, &r->spec->args);
	if (inputs.n && read_inputs(r, skip(inputs, 1)))
		return -1;
	default_inputs(r->spec);
	return output.n ? read_output(r, output) : 0;
}

/* In place of an indicator the name of a column, which reaches to the end. */
static int column_name(const struct reader *r, struct span at)
{
	struct algo_spec column;

	if (algo_spec_from_column(at.s, strlen(at.s), &column))
		return unknown_indicator(r, at);
	memcpy(column.name, r->spec->name, sizeof(column.name));
	*r->spec = column;
	return 0;
}

int algo_spec_parse(const char *text, struct algo_spec *spec,
		    struct algo_err *err)
{
	struct reader r = { text, err, spec };
	struct span a = { text, strlen(text) }, name;

	memset(spec, 0, sizeof(*spec));
	spec->output = -1;
	name = cut(&a, "=:@.");
	if (a.n && a.s[0] == '=') {
		if (copy_name(spec->name, name))
			return bad_spec(&r, name, "a bad NAME=");
		a = skip(a, 1);
		name = cut(&a, ":@.");
	}
	if (name.n == 0)
		return bad_spec(&r, name, "no indicator");
	spec->ind = algo_ind_find(name.s, name.n);
	if (!spec->ind)
		return column_name(&r, name);
	algo_args_init(spec->ind, &spec->args);
	return read_tail(&r, a);
}

/* ---- column names. */

static double usual(const struct algo_spec *spec, size_t i)
{
	const struct algo_param *p = &spec->ind->param[i];
	int like = p->like ? algo_ind_param(spec->ind, p->like, strlen(p->like))
			   : -1;

	return like >= 0 ? spec->args.p[like] : p->def;
}

static void add_params(const struct algo_spec *spec, struct algo_buf *out)
{
	const struct algo_ind *ind = spec->ind;
	int all = 0, i;

	for (size_t k = 0; k < algo_ind_params(ind); k++)
		all |= !ind->param[k].key && spec->args.p[k] != usual(spec, k);
	for (size_t k = 0; (i = algo_args_position(ind, k)) >= 0; k++) {
		const struct algo_param *p = &ind->param[i];
		double v = spec->args.p[i];

		if (!all && !p->key)
			continue;
		algo_buf_addc(out, '_');
		if (p->type == ALGO_P_MA)
			add_upper(out, algo_ma_name((int)v));
		else
			algo_buf_addnum(out, v);
	}
}

/* The inputs up to the last that is not the default, with '+' between them:
 * a comma would want quotes in a CSV header. */
static void add_inputs(const struct algo_spec *spec, struct algo_buf *out)
{
	size_t n = algo_ind_inputs(spec->ind);

	while (n &&
	       algo_ind_same(spec->input[n - 1], strlen(spec->input[n - 1]),
			     spec->ind->in[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++) {
		algo_buf_addc(out, i ? '+' : '@');
		add_upper(out, spec->input[i]);
	}
}

void algo_spec_column(const struct algo_spec *spec, size_t k,
		      struct algo_buf *out)
{
	const struct algo_ind *ind = spec->ind;

	if (spec->name[0]) {
		algo_buf_adds(out, spec->name);
	} else {
		add_upper(out, ind->name);
		add_params(spec, out);
	}
	if (algo_ind_outputs(ind) > 1 && !(k == 0 && ind->main_out)) {
		algo_buf_addc(out, '_');
		add_upper(out, ind->out[k]);
	}
	if (!spec->name[0])
		add_inputs(spec, out);
}

/* One value of a name, with the '_' before it, off the head of *a. */
static int name_param(struct algo_spec *spec, size_t i, struct span *a)
{
	struct span word;
	double v;

	if (!a->n || a->s[0] != '_')
		return -1;
	*a = skip(*a, 1);
	word = cut(a, "_@");
	if (spec->ind->param[i].type == ALGO_P_MA)
		v = algo_ma_find(word.s, word.n);
	else if (algo_num_parse(word.s, word.n, &v))
		return -1;
	return algo_args_set(spec->ind, &spec->args, i, v, NULL);
}

/* A bar column as it is called, other names as they stand. */
static void name_input(char out[128], struct span a)
{
	static const char *const bar[] = { "open",  "high",   "low",
					   "close", "volume", "hl2",
					   "hlc3",  "ohlc4",  "time" };

	for (size_t i = 0; i < sizeof(bar) / sizeof(bar[0]); i++)
		if (algo_ind_same(a.s, a.n, bar[i]))
			a.s = bar[i];
	memcpy(out, a.s, a.n);
	out[a.n] = '\0';
}

static int name_inputs(struct algo_spec *spec, struct span a)
{
	while (a.n) {
		struct span word;

		a = skip(a, 1);
		word = cut(&a, "+");
		if (word.n == 0 || word.n > 127 ||
		    (size_t)spec->given_inputs >= algo_ind_inputs(spec->ind))
			return -1;
		name_input(spec->input[spec->given_inputs++], word);
	}
	default_inputs(spec);
	return 0;
}

/* Reads name as one of ind, with the key parameters or with all. */
static int read_name(const struct algo_ind *ind, struct span a, int all,
		     struct algo_spec *spec)
{
	int i;

	memset(spec, 0, sizeof(*spec));
	spec->ind = ind;
	algo_args_init(ind, &spec->args);
	a = skip(a, strlen(ind->name));
	for (size_t k = 0; (i = algo_args_position(ind, k)) >= 0; k++)
		if ((all || ind->param[i].key) &&
		    name_param(spec, (size_t)i, &a))
			return -1;
	algo_args_done(ind, &spec->args);
	if (a.n && a.s[0] == '_') {
		struct span field;

		a = skip(a, 1);
		field = cut(&a, "@");
		spec->output = algo_ind_output(ind, field.s, field.n);
		if (spec->output < 0)
			return -1;
	}
	return name_inputs(spec, a);
}

/* Guess and prove: the name is ours when the spec makes it again. */
int algo_spec_from_column(const char *name, size_t n, struct algo_spec *spec)
{
	struct algo_buf made = ALGO_BUF_INIT(4096);
	struct span a = { name, n };
	int found = 0;

	for (size_t i = 0; i < algo_ind_count() && !found; i++) {
		const struct algo_ind *ind = algo_ind_at(i);
		size_t len = strlen(ind->name);

		if (n < len || !algo_ind_same(name, len, ind->name))
			continue;
		for (int all = 0; all < 2 && !found; all++) {
			if (read_name(ind, a, all, spec))
				continue;
			algo_buf_clear(&made);
			algo_spec_column(spec, (size_t)spec->output, &made);
			found = algo_ind_same(name, n, algo_buf_str(&made));
		}
	}
	algo_buf_release(&made);
	return found ? 0 : -1;
}
