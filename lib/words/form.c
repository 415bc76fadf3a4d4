/* form.c - sentences that have one form only: "Let a be `...`", "Rule 1: when
 * ..., buy", "Set `risk.size` to `...`" */
#include "grammar.h"

#include <string.h>

/* A place in the text. */
struct scan {
	const char *p, *end;
};

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       is_digit(c);
}

static void blanks(struct scan *x)
{
	while (x->p < x->end && *x->p == ' ')
		x->p++;
}

/* The words of s, in any case. */
static int words(struct scan *x, const char *s)
{
	struct scan k = *x;

	blanks(&k);
	for (; *s; s++, k.p++) {
		char c = k.p < k.end ? *k.p : '\0';

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != *s)
			return 0;
	}
	if (is_name(s[-1]) && k.p < k.end && is_name(*k.p))
		return 0;
	*x = k;
	return 1;
}

/* A run of what may stand in a symbol, a date, a step, a zone. */
static char *run(struct reader *r, struct scan *x, const char *more)
{
	const char *from;

	blanks(x);
	from = x->p;
	while (x->p < x->end && (is_name(*x->p) || strchr(more, *x->p)))
		x->p++;
	return algo_arena_str(&r->arena, from, (size_t)(x->p - from));
}

static char *code(struct reader *r, struct scan *x)
{
	const char *from;
	size_t marks = 1;

	blanks(x);
	if (x->p >= x->end || *x->p != '`')
		return NULL;
	marks += x->p + 1 < x->end && x->p[1] == '`';
	from = x->p += marks;
	for (; x->p < x->end; x->p++)
		if (*x->p == '`' &&
		    (marks == 1 || (x->p + 1 < x->end && x->p[1] == '`')))
			break;
	if (x->p >= x->end)
		return NULL;
	x->p += marks;
	return algo_arena_str(&r->arena, from, (size_t)(x->p - from) - marks);
}

/* Nothing but the sign that ends a sentence, or the text's end. */
static int ends(struct scan *x)
{
	blanks(x);
	return x->p >= x->end || strchr(".;\n\r", *x->p) != NULL;
}

/* --- What is told between backquotes ----------------------------------------
 */

/* JSON when it is some, else an expression: a string of JSON. */
static const char *as_json(struct reader *r, const char *s)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(s, strlen(s), NULL, &err);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	const char *out = s;

	if (!doc) {
		algo_buf_addc(&b, '"');
		algo_json_escape(&b, s, strlen(s));
		algo_buf_addc(&b, '"');
		out = algo_arena_str(&r->arena, algo_buf_str(&b), b.len);
	}
	algo_json_free(doc);
	algo_buf_release(&b);
	return out;
}

static void add(struct reader *r, struct told **list, size_t *n,
		const struct told *one)
{
	struct told *v = algo_arena_get(&r->arena, (*n + 1) * sizeof(*v));

	if (*n)
		memcpy(v, *list, *n * sizeof(*v));
	v[*n] = *one;
	*list = v;
	++*n;
}

static int is_path(const char *s)
{
	size_t dots = 0, i;

	for (i = 0; s[i]; i++) {
		dots += s[i] == '.';
		if (s[i] == '.' ? i == 0 || s[i - 1] == '.' || !s[i + 1]
				: !is_name(s[i]) && s[i] != '-')
			return 0;
	}
	return i > 0 && i < 100 && dots < 4;
}

static int set(struct reader *r, struct scan *x)
{
	struct told t;
	const char *value;

	if (!words(x, "set") || !(t.path = code(r, x)) || !is_path(t.path) ||
	    !words(x, "to") || !(value = code(r, x)) || r->p.nset >= 200)
		return 0;
	t.value = as_json(r, value);
	add(r, &r->p.set, &r->p.nset, &t);
	return 1;
}

static int let(struct reader *r, struct scan *x)
{
	struct told t;
	const char *value;

	if (!words(x, "let") || !*(t.path = run(r, x, "")) || !words(x, "be") ||
	    !(value = code(r, x)) || r->p.nlet >= 200)
		return 0;
	t.value = as_json(r, value);
	add(r, &r->p.let, &r->p.nlet, &t);
	return 1;
}

/* --- Name, data, hours -------------------------------------------------------
 */

static int called(struct reader *r, struct scan *x)
{
	const char *end;

	if (!words(x, "the strategy is called") || !words(x, "\""))
		return 0;
	end = memchr(x->p, '"', (size_t)(x->end - x->p));
	if (!end || end == x->p)
		return 0;
	r->p.name = algo_arena_str(&r->arena, x->p, (size_t)(end - x->p));
	x->p = end + 1;
	return 1;
}

static int is_symbol(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	return n > 0 && n < 24 && !s[n] && s[0] >= 'A';
}

static int is_step(const char *s)
{
	size_t n = strspn(s, "0123456789");
	size_t m = strspn(s + n, "abcdefghijklmnopqrstuvwxyz");

	return n > 0 && n < 4 && m > 0 && m < 3 && !s[n + m];
}

static int is_date(const char *s)
{
	return strlen(s) == 10 && strspn(s, "0123456789-") == 10 &&
	       s[4] == '-' && s[7] == '-';
}

/* "Trade GOOG on 1d bars from 2010-01-01 to 2020-12-31" */
static int data(struct reader *r, struct scan *x)
{
	struct parts *p = &r->p;
	struct scan k;
	const char *s;
	int any = 0;

	if (!words(x, "trade"))
		return 0;
	k = *x;
	s = run(r, &k, "-");
	if (is_symbol(s)) {
		p->symbol = s;
		*x = k;
		any = 1;
	}
	k = *x;
	if (words(&k, "on") && is_step(s = run(r, &k, "")) &&
	    words(&k, "bars")) {
		p->interval = s;
		*x = k;
		any = 1;
		r->bar_unit =
			strcmp(s, "1mo") == 0 ? 'm'
			: strlen(s) == 2 && *s == '1' && strchr("hdw", s[1])
				? s[1]
				: r->bar_unit;
	}
	k = *x;
	if (words(&k, "from") && is_date(s = run(r, &k, "-"))) {
		p->date_from = s;
		*x = k;
		any = 1;
	}
	k = *x;
	if (words(&k, "to") && is_date(s = run(r, &k, "-"))) {
		p->date_to = s;
		*x = k;
		any = 1;
	}
	return any;
}

static int clock(struct reader *r, struct scan *x, double *minutes)
{
	const char *s = run(r, x, ":");

	if (strlen(s) != 5 || !is_digit(s[0]) || !is_digit(s[1]) ||
	    s[2] != ':' || !is_digit(s[3]) || !is_digit(s[4]))
		return 0;
	*minutes = (s[0] - '0') * 600 + (s[1] - '0') * 60 + (s[3] - '0') * 10 +
		   (s[4] - '0');
	return *minutes <= 1440;
}

/* "Only trade between 08:00 and 16:30 Europe/London" */
static int session(struct reader *r, struct scan *x)
{
	double from, to;
	const char *zone;

	if (!words(x, "only trade between") || !clock(r, x, &from) ||
	    !words(x, "and") || !clock(r, x, &to))
		return 0;
	zone = run(r, x, "/+-");
	if (*zone && !strchr(zone, '/') && strcmp(zone, "UTC") != 0)
		return 0;
	if (*zone)
		r->p.session_tz = zone;
	r->p.session = 1;
	r->p.from = from;
	r->p.to = to;
	return 1;
}

/* --- Levels, sizes, costs ------------------------------------------------ */

static int valued(struct reader *r, struct scan *x)
{
	static const char *const rows[] = {
		"set the stop loss to",	  "take profit at",
		"use a trailing stop at", "use a size of",
		"commission is",
	};
	struct level l = { .how = HOW_FILL };
	const char *s;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (words(x, rows[i]))
			break;
	if (i == sizeof(rows) / sizeof(*rows) || !(s = code(r, x)) ||
	    !(l.at = algo_w_code(r, s, strlen(s))))
		return 0;
	if (i == 0)
		r->p.stop = l;
	else if (i == 1)
		r->p.target = l;
	else if (i == 2)
		r->p.trail = l;
	else if (i == 3)
		r->p.size = l.at;
	else
		r->p.fee = l.at;
	r->p.size_set |= i == 3;
	return 1;
}

static int no_exit(struct reader *r, struct scan *x)
{
	if (!words(x, "there are no other exits"))
		return 0;
	r->p.hold = r->p.hold ? r->p.hold : -1;
	return 1;
}

/* --- Rules --------------------------------------------------------------- */

static const struct {
	const char *words, *action;
	enum side side;
} verbs[] = {
	{ "buy", "buy", LONG_IN },
	{ "sell", "sell", SHORT_IN },
	{ "close long", "close_long", LONG_OUT },
	{ "close short", "close_short", SHORT_OUT },
	{ "close", "close", LONG_OUT },
	{ "cancel", "cancel", LONG_OUT },
	{ "set the stop loss", "set_sl", LONG_OUT },
	{ "set the take profit", "set_tp", LONG_OUT },
	{ "target", "target", LONG_IN },
};
#define VERBS (sizeof(verbs) / sizeof(*verbs))

static const struct {
	const char *words, *key;
} mods[] = {
	{ "where", "where" },	  { "size", "size" },
	{ "units", "units" },	  { "limit", "limit" },
	{ "stop loss", "sl" },	  { "stop", "stop" },
	{ "take profit", "tp" },  { "trail", "trail" },
	{ "portion", "portion" }, { "expire bars", "expire_bars" },
	{ "tag", "tag" },
};
#define MODS (sizeof(mods) / sizeof(*mods))

/* ", buy" behind x: which verb, or VERBS. */
static size_t verb(struct scan *x)
{
	struct scan k;

	for (size_t i = 0; i < VERBS; i++) {
		k = *x;
		if (!words(&k, ",") || !words(&k, verbs[i].words))
			continue;
		blanks(&k);
		if (k.p < k.end && *k.p != ',' && !ends(&k))
			continue;
		*x = k;
		return i;
	}
	return VERBS;
}

/* ", size `0.5`" or ", tag "dip""; 0 when x ends or is something else. */
static int mod(struct reader *r, struct scan *x, struct told_rule *t)
{
	struct scan k = *x;
	const char *s, *end;
	size_t i;

	if (t->mods >= MODS_MAX || !words(&k, ","))
		return 0;
	for (i = 0; i < MODS && !words(&k, mods[i].words); i++)
		;
	if (i == MODS)
		return 0;
	s = code(r, &k);
	if (!s && strcmp(mods[i].key, "tag") == 0 && words(&k, "\"")) {
		end = memchr(k.p, '"', (size_t)(k.end - k.p));
		if (!end)
			return 0;
		s = algo_arena_str(&r->arena, k.p - 1, (size_t)(end - k.p) + 2);
		k.p = end + 1;
	}
	if (!s)
		return 0;
	t->mod[t->mods].key = mods[i].key;
	t->mod[t->mods++].value = as_json(r, s);
	*x = k;
	return 1;
}

/* The token that begins at or behind p. */
static size_t token_at(const struct reader *r, size_t from, const char *p)
{
	while (from < r->ntok && r->text + r->tok[from].start < p)
		from++;
	return from;
}

/* The condition of tokens from..to, all of them. */
static struct node *when(struct reader *r, size_t from, size_t to,
			 enum side side)
{
	size_t ntok = r->ntok, at = from;
	enum side act = r->act;
	struct node *n;

	r->ntok = to;
	r->act = side;
	n = algo_w_condition(r, &at);
	at = algo_w_skip(r, at);
	r->ntok = ntok;
	r->act = act;
	return n && at == to ? algo_w_resolve(r, n, side) : NULL;
}

static void add_rule(struct reader *r, const struct told_rule *t)
{
	struct parts *p = &r->p;
	struct told_rule *v =
		algo_arena_get(&r->arena, (p->ntold + 1) * sizeof(*v));

	if (p->ntold)
		memcpy(v, p->told, p->ntold * sizeof(*v));
	v[p->ntold++] = *t;
	p->told = v;
}

static int rule(struct reader *r, struct scan *x, size_t at)
{
	struct told_rule t = { .when = NULL };
	size_t from, to, i = VERBS;
	const char *number;

	if (!words(x, "rule") || !*(number = run(r, x, "")) ||
	    strspn(number, "0123456789") != strlen(number) || !words(x, ":") ||
	    !words(x, "when") || r->p.ntold >= 300)
		return 0;
	blanks(x);
	from = to = token_at(r, at, x->p);
	for (; to < r->ntok && !algo_w_word(r, to, "nl"); to++) {
		if (!algo_w_word(r, to, "comma"))
			continue;
		x->p = r->text + r->tok[to].start;
		i = verb(x);
		if (i < VERBS)
			break;
	}
	if (i == VERBS || !(t.when = when(r, from, to, verbs[i].side)))
		return 0;
	t.action = verbs[i].action;
	while (mod(r, x, &t))
		;
	if (!ends(x))
		return 0;
	add_rule(r, &t);
	return 1;
}

int algo_w_form(struct reader *r, size_t *at)
{
	static int (*const ways[])(struct reader *, struct scan *) = {
		set, let, called, data, session, valued, no_exit
	};
	struct scan begin, x;
	size_t i;
	int done = 0;

	if (*at >= r->ntok)
		return 0;
	begin.p = r->text + r->tok[*at].start;
	begin.end = r->text + r->n;
	for (i = 0; !done && i <= sizeof(ways) / sizeof(*ways); i++) {
		struct parts keep = r->p;
		struct mark mark = algo_w_mark(r);

		x = begin;
		done = i ? ways[i - 1](r, &x) && ends(&x) : rule(r, &x, *at);
		if (!done) {
			algo_w_undo(r, &mark);
			r->p = keep;
		}
	}
	if (!done)
		return 0;
	i = token_at(r, *at, x.p);
	algo_w_use(r, *at, i);
	algo_w_origin(r, r->p.ntold ? "rules" : "context", *at, i);
	*at = i;
	return 1;
}
