/* explain.c - a strategy document in plain words, paragraph by paragraph */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX ((size_t)64 << 20)

static const struct algo_json *member(const struct teller *t, const char *key,
				      const char *sub)
{
	const struct algo_json *v = algo_json_get(t->root, key);

	return sub ? algo_json_get(v, sub) : v;
}

/* Paragraphs are apart by an empty line; an empty one leaves none. */
static void paragraph(struct teller *t)
{
	if (t->out->len > t->from) {
		algo_buf_addc(t->out, '\n');
		t->from = t->out->len;
	}
}

/* --- What it is ------------------------------------------------------------
 */

/* May stand between words: no blanks, quotes or signs that end a sentence. */
static int is_word(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	return n > 0 && n < 24 && !s[n] && s[0] >= 'A';
}

/* 1d, 15m, 1mo */
static int is_interval(const char *s)
{
	size_t n = strspn(s, "0123456789");
	size_t m = strspn(s + n, "abcdefghijklmnopqrstuvwxyz");

	return n > 0 && n < 4 && m > 0 && m < 3 && !s[n + m];
}

/* 2020-12-31 */
static int is_date(const char *s)
{
	return strlen(s) == 10 && strspn(s, "0123456789-") == 10 &&
	       s[4] == '-' && s[7] == '-';
}

static void tell_name(struct teller *t)
{
	const struct algo_json *v = member(t, "name", NULL);
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (!v || !n)
		return;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < ' ' || c == 0x7f || c == '"' || c == '`' || c == '\\') {
			algo_tell_member(t, "name", v);
			return;
		}
	}
	algo_buf_addf(t->out, "The strategy is called \"%s\".\n", s);
}

static const struct {
	const char *key, *before;
	int (*good)(const char *s);
} parts[] = {
	{ "symbol", " ", is_word },
	{ "interval", " on ", is_interval },
	{ "from", " from ", is_date },
	{ "to", " to ", is_date },
};
#define PARTS (sizeof(parts) / sizeof(*parts))

static void tell_data(struct teller *t)
{
	size_t said = 0;
	char path[32];

	for (size_t i = 0; i < PARTS; i++) {
		const struct algo_json *v = member(t, "data", parts[i].key);
		const char *s = algo_json_str(v, NULL);

		if (!v || !parts[i].good(s))
			continue;
		algo_buf_addf(t->out, "%s%s%s%s", said++ ? "" : "Trade",
			      parts[i].before, s,
			      strcmp(parts[i].key, "interval") == 0 ? " bars"
								    : "");
	}
	if (said)
		algo_buf_adds(t->out, ".\n");
	for (size_t i = 0; i < PARTS; i++) {
		const struct algo_json *v = member(t, "data", parts[i].key);

		if (!v || parts[i].good(algo_json_str(v, NULL)))
			continue;
		snprintf(path, sizeof(path), "data.%s", parts[i].key);
		algo_tell_member(t, path, v);
	}
}

static void tell_others(struct teller *t)
{
	static const char *const keys[] = { "tz", "columns", "warmup" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct algo_json *v = member(t, keys[i], NULL);

		if (v)
			algo_tell_member(t, keys[i], v);
	}
}

/* --- When it trades --------------------------------------------------------
 */

static const struct {
	const char *key, *side;
	const char *alone, *both; /* with one side; with both */
} signals[] = {
	{ "entry", "long", "Buy when ", "Go long when " },
	{ "exit", "long", "Sell when ", "Exit long when " },
	{ "entry", "short", "Sell short when ", "Go short when " },
	{ "exit", "short", "Buy to cover when ", "Exit short when " },
};

static int has_way_out(const struct teller *t)
{
	const struct algo_risk *r = &t->s->risk;

	return t->s->nrules || t->s->exit_long.when.node >= 0 ||
	       t->s->exit_short.when.node >= 0 ||
	       r->stop.how != ALGO_LEVEL_NONE ||
	       r->target.how != ALGO_LEVEL_NONE ||
	       r->trail.how != ALGO_LEVEL_NONE || !isnan(r->max_bars) ||
	       r->session.flatten;
}

static void tell_signals(struct teller *t)
{
	int both;

	t->has_long = member(t, "entry", "long") || member(t, "exit", "long");
	t->has_short =
		member(t, "entry", "short") || member(t, "exit", "short");
	both = t->has_long && t->has_short;
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		const struct algo_json *v =
			member(t, signals[i].key, signals[i].side);
		const struct algo_ast *a = algo_tell_expr(t, v);

		if (!a)
			continue;
		algo_buf_adds(t->out,
			      both ? signals[i].both : signals[i].alone);
		algo_tell_cond(&t->arena, a, t->out);
		algo_buf_adds(t->out, ".\n");
	}
	if ((t->has_long || t->has_short) && !has_way_out(t))
		algo_buf_adds(t->out, "There are no other exits.\n");
}

/* --- Rules -----------------------------------------------------------------
 */

static const struct {
	const char *key, *words;
} mods[] = {
	{ "where", "where" },	  { "size", "size" },
	{ "units", "units" },	  { "limit", "limit" },
	{ "stop", "stop" },	  { "sl", "stop loss" },
	{ "tp", "take profit" },  { "trail", "trail" },
	{ "portion", "portion" }, { "expire_bars", "expire bars" },
};

static const char *const verbs[] = {
	[ALGO_DO_BUY] = "buy",
	[ALGO_DO_SELL] = "sell",
	[ALGO_DO_CLOSE] = "close",
	[ALGO_DO_CLOSE_LONG] = "close long",
	[ALGO_DO_CLOSE_SHORT] = "close short",
	[ALGO_DO_CANCEL] = "cancel",
	[ALGO_DO_SET_SL] = "set the stop loss",
	[ALGO_DO_SET_TP] = "set the take profit",
	[ALGO_DO_TARGET] = "target",
};

static void tell_tag(struct teller *t, const struct algo_json *v)
{
	size_t n;
	const char *s = algo_json_str(v, &n);
	int odd = 0;

	for (size_t i = 0; i < n; i++)
		odd |= (unsigned char)s[i] < ' ' || strchr("\"`\\", s[i]);
	if (odd) {
		algo_buf_adds(t->out, ", tag ");
		s = algo_json_text(v, &n);
		algo_tell_quote(s, n, t->out);
	} else {
		algo_buf_addf(t->out, ", tag \"%s\"", s);
	}
}

static void tell_rule(struct teller *t, size_t i)
{
	const struct algo_json *rule =
		algo_json_at(member(t, "rules", NULL), i);
	const struct algo_json *v;
	const struct algo_ast *a =
		algo_tell_expr(t, algo_json_get(rule, "when"));

	algo_buf_addf(t->out, "Rule %zu: when ", i + 1);
	if (a)
		algo_tell_cond(&t->arena, a, t->out);
	algo_buf_addf(t->out, ", %s", verbs[t->s->rules[i].action]);
	for (size_t k = 0; k < sizeof(mods) / sizeof(*mods); k++) {
		v = algo_json_get(rule, mods[k].key);
		a = algo_tell_expr(t, v);
		if (!a)
			continue;
		algo_buf_addf(t->out, ", %s ", mods[k].words);
		algo_tell_code(a, t->out);
	}
	v = algo_json_get(rule, "tag");
	if (v)
		tell_tag(t, v);
	algo_buf_adds(t->out, ".\n");
}

/* --- Remarks ---------------------------------------------------------------
 */

static void tell_params(struct teller *t)
{
	const struct algo_json *params = member(t, "params", NULL);

	for (size_t i = 0; i < algo_json_count(params); i++) {
		const struct algo_json *v = algo_json_at(params, i);
		double range[3] = { algo_json_num(algo_json_get(v, "min")),
				    algo_json_num(algo_json_get(v, "max")),
				    algo_json_num(algo_json_get(v, "step")) };

		if (strncmp(algo_json_key(v), "x-", 2) == 0 ||
		    i >= t->s->nparams)
			continue;
		algo_buf_addf(t->out, "Note: param %s is ", algo_json_key(v));
		algo_buf_addnum(t->out, t->s->param_value[i]);
		if (!isnan(range[0]) && !isnan(range[1])) {
			algo_buf_adds(t->out, ", from ");
			algo_buf_addnum(t->out, range[0]);
			algo_buf_adds(t->out, " to ");
			algo_buf_addnum(t->out, range[1]);
		}
		if (!isnan(range[2])) {
			algo_buf_adds(t->out, " in steps of ");
			algo_buf_addnum(t->out, range[2]);
		}
		algo_buf_adds(t->out, ".\n");
	}
}

/* One line, whatever is in it. */
static void tell_description(struct teller *t)
{
	size_t n;
	const char *s = algo_json_str(member(t, "description", NULL), &n);

	if (!n)
		return;
	algo_buf_adds(t->out, "Note: ");
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		algo_buf_addc(t->out, c < ' ' || c == 0x7f ? ' ' : s[i]);
	}
	algo_buf_addc(t->out, '\n');
}

static void tell(struct teller *t)
{
	algo_tell_names(t);
	tell_name(t);
	tell_data(t);
	tell_others(t);
	paragraph(t);
	algo_tell_lets(t);
	paragraph(t);
	tell_signals(t);
	paragraph(t);
	for (size_t i = 0; i < t->s->nrules; i++)
		tell_rule(t, i);
	paragraph(t);
	algo_tell_risk(t);
	paragraph(t);
	algo_tell_costs(t);
	paragraph(t);
	tell_params(t);
	tell_description(t);
	paragraph(t);
	if (t->out->len && t->out->data[t->out->len - 1] == '\n')
		t->out->data[--t->out->len] = '\0';
}

int algo_words_explain(const char *doc, size_t n, const char *file,
		       struct algo_buf *out, struct algo_errs *errs)
{
	struct algo_strategy_opt opt = { .file = file };
	struct algo_buf text = ALGO_BUF_INIT(TEXT_MAX);
	struct teller t = { .out = &text };
	struct algo_strategy *s = algo_strategy_parse(doc, n, &opt, errs);

	if (!s)
		return -1;
	t.s = s;
	t.root = algo_json_root(s->doc);
	tell(&t);
	algo_buf_add(out, algo_buf_str(&text), text.len);
	algo_free(t.in_place);
	algo_arena_release(&t.arena);
	algo_buf_release(&text);
	algo_strategy_free(s);
	return 0;
}
