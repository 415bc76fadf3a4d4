/* guess.c - repairs that choose: what the author most likely meant */
#include "draft.h"

#include <algo/base/mem.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct algo_json *value_of(const struct pass *p)
{
	return algo_repair_at_pointer(p->root, p->e->at.pointer);
}

/* ---- expressions */

static int replace_here(struct pass *p, const char *text)
{
	size_t n;
	const char *s = algo_pass_expr(p, &n);
	size_t at = s ? algo_pass_at(p, s, n) : 0;

	if (!s || at + p->e->at.len > n)
		return 0;
	algo_pass_replace(p, at, p->e->at.len, text, 1);
	return 1;
}

/* The number at the record's place; NaN: none. */
static double number_here(const struct pass *p)
{
	size_t n;
	const char *s = algo_pass_expr(p, &n);
	size_t at = s ? algo_pass_at(p, s, n) : 0;
	double v;

	if (!s || at + p->e->at.len > n ||
	    algo_num_parse(s + at, p->e->at.len, &v))
		return NAN;
	return v;
}

static int replace_number(struct pass *p, double v)
{
	char text[ALGO_NUM_MAX + 1];

	text[algo_num_print(text, v)] = '\0';
	return replace_here(p, text);
}

/* Of a series [-1] is one bar ago with a slip of the sign; of an indicator
 * more likely Python's last value. */
static int look_ahead(struct pass *p)
{
	size_t n, at;
	const char *s = algo_pass_expr(p, &n);
	double v = -number_here(p);

	if (!s || isnan(v))
		return 0;
	at = algo_pass_at(p, s, n);
	while (at > 0 && (s[at - 1] == ' ' || s[at - 1] == '['))
		at--;
	return replace_number(p, at > 0 && s[at - 1] == ')' ? v - 1 : v);
}

static int out_of_range(struct pass *p)
{
	double v = number_here(p);

	if (isnan(v) || v > 1)
		return 0;
	return replace_number(p, v < 0 ? -v : floor(v) + 1);
}

static int not_whole(struct pass *p)
{
	double v = number_here(p);

	return isnan(v) ? 0 : replace_number(p, floor(v));
}

/* From the comma before the argument to the end of the call. */
static int too_many(struct pass *p)
{
	size_t n, from, to;
	const char *s = algo_pass_expr(p, &n);
	int nest = 0;

	if (!s)
		return 0;
	from = to = algo_pass_at(p, s, n);
	while (from > 0 && s[from - 1] == ' ')
		from--;
	if (from == 0 || s[from - 1] != ',')
		return 0;
	for (; to < n && (nest || s[to] != ')'); to++)
		nest += (s[to] == '(') - (s[to] == ')');
	algo_pass_replace(p, from - 1, to - from + 1, "", 1);
	return 1;
}

/* ---- values of the document */

static int put_value(struct pass *p, const struct algo_json *v,
		     const char *text)
{
	size_t at = algo_repair_where(p->d, p->root, v), n;
	struct answer a = algo_pass_answer(p, at, 1);
	const char *was = algo_json_text(v, &n);

	algo_draft_mend(p->d, &a, "%.*s becomes %s", n > 60 ? 60 : (int)n, was,
			text);
	algo_draft_edit(p->d, at, n, text, strlen(text));
	return 1;
}

static int put_number(struct pass *p, const struct algo_json *v, double num)
{
	char text[ALGO_NUM_MAX + 1];

	text[algo_num_print(text, num)] = '\0';
	return put_value(p, v, text);
}

/* The nearest number that its place takes. */
static int number_value(struct pass *p, const struct algo_json *v)
{
	const char *key = algo_json_key(v);
	double num = algo_json_num(v), to = fabs(num);
	char up[sizeof(p->e->at.pointer)];
	const struct algo_json *param;

	memcpy(up, p->e->at.pointer, sizeof(up));
	if (strncmp(up, "/params/", 8) == 0 && strrchr(up, '/') > up + 7) {
		*strrchr(up, '/') = '\0';
		param = algo_repair_at_pointer(p->root, up);
		to = fmin(fmax(num, algo_json_num(algo_json_get(param, "min"))),
			  algo_json_num(algo_json_get(param, "max")));
	} else if (key && strcmp(key, "portion") == 0) {
		to = 1;
	} else if (to != floor(to) && to > 1) {
		to = floor(to);
	} else if (num >= 0) {
		to = num + 1;
	}
	return to == num ? 0 : put_number(p, v, to);
}

static size_t at_key(const struct pass *p, const struct algo_json *v)
{
	return algo_repair_where_key(p->d, p->root, v);
}

/* The member is left out, with the comma before it. */
static int leave_out(struct pass *p, const struct algo_json *v)
{
	size_t from = at_key(p, v), to, n;
	struct answer a = algo_pass_answer(p, from, 1);

	algo_json_text(v, &n);
	to = algo_repair_where(p->d, p->root, v) + n;
	while (from > 0 && p->d->s[from - 1] != ',' && p->d->s[from - 1] != '{')
		from--;
	if (from == 0 || p->d->s[from - 1] != ',')
		return 0;
	algo_draft_mend(p->d, &a, "'%.60s' is left out", algo_json_key(v));
	algo_draft_edit(p->d, from - 1, to - from + 1, "", 0);
	return 1;
}

static int rename_key(struct pass *p, const struct algo_json *v,
		      const char *name)
{
	size_t at = at_key(p, v), end = algo_repair_where(p->d, p->root, v);
	struct answer a = algo_pass_answer(p, at, 1);
	struct algo_buf b = ALGO_BUF_INIT(512);

	while (end > at && p->d->s[end] != ':')
		end--;
	while (end > at && p->d->s[end - 1] != '"')
		end--;
	algo_buf_addc(&b, '"');
	algo_json_escape(&b, name, strlen(name));
	algo_buf_addc(&b, '"');
	algo_draft_mend(p->d, &a, "the key '%.60s' becomes '%.60s'",
			algo_json_key(v), name);
	algo_draft_edit(p->d, at, end - at, b.data, b.len);
	algo_buf_release(&b);
	return 1;
}

/* ---- conditions at the top */

static const struct {
	const char *key, *table, *side;
} tops[] = {
	{ "long_entry", "entry", "long" },
	{ "entry_long", "entry", "long" },
	{ "short_entry", "entry", "short" },
	{ "entry_short", "entry", "short" },
	{ "long_exit", "exit", "long" },
	{ "exit_long", "exit", "long" },
	{ "short_exit", "exit", "short" },
	{ "exit_short", "exit", "short" },
	{ "buy", "entry", "long" },
	{ "sell", "exit", "long" },
};

static int condition_at_top(struct pass *p, const struct algo_json *v)
{
	size_t at = at_key(p, v), from = algo_repair_where(p->d, p->root, v), n;
	struct answer a = algo_pass_answer(p, at, 1);
	struct algo_buf b = ALGO_BUF_INIT((size_t)2 * ALGO_DOC_MAX);
	size_t i = 0;

	while (i < sizeof(tops) / sizeof(*tops) &&
	       strcmp(tops[i].key, algo_json_key(v)) != 0)
		i++;
	if (i == sizeof(tops) / sizeof(*tops) ||
	    algo_json_type(v) != ALGO_J_STR ||
	    algo_json_get(p->root, tops[i].table))
		return 0;
	algo_json_text(v, &n);
	algo_buf_addf(&b, "\"%s\": {\"%s\": ", tops[i].table, tops[i].side);
	algo_buf_add(&b, p->d->s + from, n);
	algo_buf_addc(&b, '}');
	algo_draft_mend(p->d, &a, "'%.60s' becomes '%s' in '%s'", tops[i].key,
			tops[i].side, tops[i].table);
	algo_draft_edit(p->d, at, from + n - at, b.data, b.len);
	algo_buf_release(&b);
	return 1;
}

/* ---- what the hint offers */

/* The text that the hint has in quotes behind "did you mean" or "use"; empty
 * when there is none. */
static void offered(const struct algo_err *e, char *out, size_t max)
{
	static const char *const ways[] = { "did you mean '", "use '",
					    "write '" };
	const char *from, *to;

	*out = '\0';
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		from = strstr(e->hint, ways[i]);
		if (from != e->hint)
			continue;
		from += strlen(ways[i]);
		to = strchr(from, '\'');
		if (to && (size_t)(to - from) < max) {
			memcpy(out, from, (size_t)(to - from));
			out[to - from] = '\0';
		}
		return;
	}
}

static int key_offered(struct pass *p, const struct algo_json *v,
		       const char *name)
{
	const char *slash = strrchr(p->e->at.pointer, '/');
	char up[sizeof(p->e->at.pointer)], other[72];
	size_t n = (size_t)(slash - p->e->at.pointer);
	const struct algo_json *obj;

	memcpy(up, p->e->at.pointer, n);
	up[n] = '\0';
	obj = algo_repair_at_pointer(p->root, up);
	if (*name && !algo_json_get(obj, name))
		return rename_key(p, v, name);
	/* A note; anything else may have had a meaning. */
	if (algo_json_type(v) != ALGO_J_STR)
		return 0;
	snprintf(other, sizeof(other), "x-%.60s", algo_json_key(v));
	return algo_json_get(obj, other) ? 0 : rename_key(p, v, other);
}

static int by_hint(struct pass *p, const struct algo_json *v)
{
	char name[96], text[100];

	offered(p->e, name, sizeof(name));
	if (strcmp(p->e->code, "unknown_key") == 0)
		return v && algo_json_key(v) ? key_offered(p, v, name) : 0;
	if (!*name)
		return 0;
	if (strcmp(p->e->code, "unknown_action") == 0 ||
	    strcmp(p->e->code, "unknown_zone") == 0) {
		snprintf(text, sizeof(text), "\"%s\"", name);
		return v ? put_value(p, v, text) : 0;
	}
	return p->e->cls == ALGO_E_IMPORT || p->e->cls == ALGO_E_ATTRIBUTE
		       ? replace_here(p, name)
		       : 0;
}

/* ---- stops and targets on the wrong side */

static int is_sign(const char *s, size_t n, size_t i, int nest)
{
	return !nest && i > 0 && i + 1 < n && s[i - 1] == ' ' &&
	       s[i + 1] == ' ' && (s[i] == '+' || s[i] == '-');
}

/* "close * 1.05" is as far on the other side at 0.95. */
static int other_factor(struct pass *p, const char *s, size_t n)
{
	const char *star = strrchr(s, '*');
	size_t at;
	char text[ALGO_NUM_MAX + 1];
	double v;

	if (!star || star[1] != ' ')
		return 0;
	at = (size_t)(star - s) + 2;
	if (algo_num_parse(s + at, n - at, &v) || v <= 0 || v >= 2 || v == 1)
		return 0;
	/* 2 - 1.05 is not 0.95 in binary: so many digits as were meant. */
	text[algo_num_print(text, round((2 - v) * 1e9) / 1e9)] = '\0';
	algo_pass_replace(p, at, n - at, text, 1);
	return 1;
}

static int wrong_side(struct pass *p)
{
	size_t n, i, at = SIZE_MAX;
	const char *s = algo_pass_expr(p, &n);
	int nest = 0;

	if (!s || !strstr(p->e->msg, "wrong_side"))
		return 0;
	for (i = 0; i < n; i++) {
		nest += (s[i] == '(') - (s[i] == ')');
		if (!is_sign(s, n, i, nest))
			continue;
		if (at != SIZE_MAX)
			return 0;
		at = i;
	}
	if (at == SIZE_MAX)
		return other_factor(p, s, n);
	algo_pass_replace(p, at, 1, s[at] == '+' ? "-" : "+", 1);
	return 1;
}

/* ---- which of them */

static int of_value(struct pass *p, const struct algo_json *v)
{
	const char *code = p->e->code;
	enum algo_json_type t = algo_json_type(v);

	if (strcmp(code, "unknown_format") == 0)
		return put_value(p, v, "1");
	if (strcmp(code, "out_of_range") == 0 && t == ALGO_J_NUM)
		return number_value(p, v);
	if (strcmp(code, "contradiction") == 0 ||
	    strcmp(code, "key_not_allowed") == 0)
		return algo_json_key(v) ? leave_out(p, v) : 0;
	if (strcmp(code, "unknown_key") == 0 && condition_at_top(p, v))
		return 1;
	if (strcmp(code, "wrong_type") == 0 && t == ALGO_J_BOOL &&
	    strstr(p->e->msg, "an expression"))
		return put_value(p, v,
				 algo_json_bool(v) ? "\"true\"" : "\"false\"");
	return 0;
}

int algo_fix_guess(struct pass *p)
{
	static const struct {
		const char *code;
		int (*guess)(struct pass *p);
	} rows[] = {
		{ "look_ahead", look_ahead },
		{ "out_of_range", out_of_range },
		{ "index_not_whole", not_whole },
		{ "not_whole", not_whole },
		{ "too_many_arguments", too_many },
		{ "all_refused", wrong_side },
	};
	const struct algo_json *v = value_of(p);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strcmp(rows[i].code, p->e->code) == 0 && rows[i].guess(p))
			return 1;
	if (v && of_value(p, v))
		return 1;
	return by_hint(p, v);
}
