/* refine_read.c - what the grammar reads of a clause, merged with what is
 * there */
#include "refine.h"

#include <string.h>

/* --- What the grammar reads ---------------------------------------------- */

/* Words that only say that something is to change are blanked, so that places
 * stay; "the stop to 3 %" is "the stop = 3 %". */
static void plain_words(char *s)
{
	static const char verbs[] =
		"tighten|loosen|widen|raise|lower|increase|decrease|reduce|"
		"move|bring|adjust|change|switch|modify|update|make|put|set|"
		"use|add|"
		"include|have|give it|with|and|then|now|please|can you|could "
		"you|but|instead|also|let it|let's|the|an|a|it|its|another";
	const char *p = s, *from = s;

	while (from = p, algo_r_take(&p, verbs))
		memset(s + (from - s), ' ', (size_t)(p - from));
	while (*from == ' ')
		from++;
	p = from;
	if (!algo_r_take(&p, "stop loss|stop|target|take profit|profit target|"
			     "trailing stop|size|position size|commission|"
			     "leverage|slippage|spread|cash|capital"))
		return;
	if (algo_r_take(&p, "from")) {
		const char *to = strstr(p, " to ");

		if (to)
			memset(s + (p - s) - 4, ' ', (size_t)(to - p) + 4);
		p = to ? to : p;
	}
	if (algo_r_take(&p, "to")) {
		s[p - s - 2] = '=';
		s[p - s - 1] = ' ';
	}
	p = s + strlen(s);
	while (p > s && (p[-1] == ' ' || p[-1] == '.'))
		p--;
	if (p - s > 8 && strncmp(p - 8, " instead", 8) == 0)
		memset(s + (p - s) - 7, ' ', 7);
}

/* "a 200-day filter", "a filter: C" as the condition they mean: 1 for the
 * former, which is the other way round for shorts. */
static int filter_words(struct refine *f, struct algo_buf *text)
{
	static const char only[] =
		"only buy when|only buy if|only enter when|only enter if|only "
		"go long when|only go long if|only trade when|only trade if|"
		"only take trades when|only take trades if|buy only when|buy "
		"only if|enter only when|enter only if|trade only when|trade "
		"only if|require that|require|and only if|but only if|only "
		"when|only if|filter by";
	const char *p = f->said, *end;
	double days = 0;

	if (algo_r_take(&p, only)) {
		algo_buf_addf(text, "only if %s", p);
		return 0;
	}
	end = strstr(p, " as a filter");
	if (end && algo_r_take(&p, "add|use|include|apply|with|put on|take")) {
		algo_buf_adds(text, "only if ");
		algo_buf_add(text, p, (size_t)(end - p));
		return 0;
	}
	if (!algo_r_take(&p, "add|use|include|apply|with|put on"))
		return 0;
	algo_r_take(&p, "in");
	if (!algo_r_take(&p, "a|an|the|another"))
		return 0;
	if (algo_r_take(&p, "filter that|filter:|filter -|filter where|"
			    "filter so that|condition that|condition:|"
			    "requirement that|rule that")) {
		algo_r_take(&p, "it only trades when|it only buys when|price");
		algo_buf_addf(text, "only if %s", p);
		return 0;
	}
	while (*p == ' ')
		p++;
	end = algo_num_read(p, p + strlen(p), &days);
	if (!end || end == p || !(days >= 1))
		return 0;
	p = end + (*end == '-' || *end == ' ');
	if (!algo_r_take(&p, "day|days|d|bar|period|week"))
		return 0;
	algo_r_take(&p, "simple|exponential");
	algo_r_take(&p, "moving average|average|ma|sma|ema");
	algo_r_take(&p, "trend|regime");
	if (!algo_r_take(&p, "filter"))
		return 0;
	algo_buf_adds(text, "only if price is above the ");
	algo_buf_addnum(text, days);
	algo_buf_adds(text,
		      strstr(f->said, "exponential") || strstr(f->said, "ema")
			      ? "-period EMA"
		      : strstr(f->said, "week") ? "-week SMA"
						: "-period SMA");
	algo_buf_adds(text, *p ? p : "");
	return 1;
}

/* What the base has, so that a clause of it can be finished. */
struct base {
	struct node *rule[SIDES];
	int given[SIDES]; /* the clause said it */
	struct node *filter, *short_filter;
};

static const char *const section_of[] = { "entry", "exit", "entry", "exit" };
static const char *const key_of[] = { "long", "long", "short", "short" };

static struct node *base_rule(struct refine *f, struct reader *r, int k)
{
	static const char *const does[] = { "buy", "close|close_long", "sell",
					    "close|close_short" };
	const struct algo_json *rules = algo_json_get(f->root, "rules");
	struct node *n = NULL;

	/* "close" closes what there is. */
	if (k == SHORT_OUT && rules && !base_rule(f, r, SHORT_IN))
		return NULL;
	if (!rules)
		return algo_r_node(f, r,
				   algo_r_get(f, section_of[k], key_of[k]));
	for (size_t i = 0; i < algo_json_count(rules); i++)
		if (algo_r_does(algo_json_at(rules, i), does[k]))
			n = algo_w_or(
				r, n,
				algo_r_node(
					f, r,
					algo_json_get(algo_json_at(rules, i),
						      "when")));
	return n;
}

static void lay_under(struct refine *f, struct reader *r, struct base *b)
{
	struct parts *p = &r->p;

	for (int k = 0; k < SIDES; k++)
		b->rule[k] = base_rule(f, r, k);
	/* "sell when" of a strategy that only shorts, and the reverse */
	if (p->out) {
		if (b->rule[SHORT_IN] || p->rule[SHORT_IN])
			p->rule[SHORT_OUT] =
				algo_w_or(r, p->rule[SHORT_OUT], p->out);
		if (b->rule[LONG_IN] || p->rule[LONG_IN] || !b->rule[SHORT_IN])
			p->rule[LONG_OUT] =
				algo_w_or(r, p->rule[LONG_OUT], p->out);
		p->out = NULL;
	}
	if (!b->rule[LONG_IN] && b->rule[SHORT_IN] && p->rule[LONG_OUT]) {
		p->rule[SHORT_OUT] =
			algo_w_or(r, p->rule[SHORT_OUT], p->rule[LONG_OUT]);
		p->rule[LONG_OUT] = NULL;
	}
	for (int k = 0; k < SIDES; k++) {
		b->given[k] = p->rule[k] != NULL;
		if (!p->rule[k])
			p->rule[k] = b->rule[k];
	}
	b->filter = p->filter;
	p->filter = NULL;
	/* A size that risks a part of the equity is measured from the stop. */
	if (p->stop.how != HOW_NONE && !p->size && !(p->risk_part > 0))
		p->risk_part = algo_r_risk_part(f);
	/* A stop of the base makes a risk in percent whole. */
	if (p->risk_part > 0 && p->stop.how == HOW_NONE) {
		const struct algo_json *v =
			algo_r_get(f, "risk", "stop_loss_pct");

		if (v && algo_json_type(v) == ALGO_J_NUM) {
			p->stop.how = HOW_PCT;
			p->stop.at = algo_w_num(r, algo_json_num(v));
		} else if ((v = algo_r_get(f, "risk", "stop_distance"))) {
			p->stop.at = algo_r_node(f, r, v);
			p->stop.how = p->stop.at ? HOW_DISTANCE : HOW_NONE;
		}
	}
	/* Something else is a way out; the base was accepted as it is. */
	if (!p->rule[LONG_OUT] && !p->rule[SHORT_OUT])
		p->hold = 1;
}

/* --- Merging ------------------------------------------------------------- */

/* What a let of the document says is told by its name. */
static void use_lets(struct refine *f, struct node *n)
{
	const struct algo_json *lets = algo_json_get(f->root, "let");

	for (size_t i = 0; i < algo_json_count(lets) && i < 64; i++) {
		const struct algo_json *v = algo_json_at(lets, i);
		const struct node *of;

		if (n->alias || n->op == N_NUM || n->op == N_NAME)
			return;
		of = algo_r_node(f, f->r, v);
		if (of && algo_w_same(of, n))
			n->alias = algo_json_key(v);
	}
	for (size_t i = 0; i < n->kids; i++)
		use_lets(f, n->kid[i]);
}

static const char *text_of(struct refine *f, struct node *n)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	char *s;

	use_lets(f, n);
	algo_w_print(n, &b);
	s = algo_arena_str(&f->r->arena, algo_buf_str(&b), b.len);
	algo_buf_release(&b);
	return s;
}

/* Members of which only one can be there. */
static void drop_rivals(struct refine *f, const char *key, int itself)
{
	static const char *const groups[][4] = {
		{ "stop_loss", "stop_loss_pct", "stop_distance", NULL },
		{ "take_profit", "take_profit_pct", "target_distance", NULL },
		{ "trailing_stop", "trailing_stop_pct", "trail_distance",
		  NULL },
	};

	for (size_t g = 0; g < 3; g++)
		for (size_t i = 0; groups[g][i]; i++) {
			if (strcmp(groups[g][i], key) != 0)
				continue;
			for (size_t k = 0; groups[g][k]; k++)
				if (k != i || itself)
					algo_r_edit(f, "risk", groups[g][k],
						    NULL);
		}
}

static void merge_section(struct refine *f, const struct algo_json *doc,
			  const char *section)
{
	const struct algo_json *v = algo_json_get(doc, section);

	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *m = algo_json_at(v, i);
		struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
		struct algo_jw w;

		algo_jw_init(&w, &b, 0);
		algo_jw_value(&w, m);
		while (b.len && b.data[b.len - 1] == '\n')
			b.len--;
		if (strcmp(section, "risk") == 0)
			drop_rivals(f, algo_json_key(m), 0);
		algo_r_edit(f, section,
			    algo_arena_str(&f->r->arena, algo_json_key(m),
					   strlen(algo_json_key(m))),
			    algo_buf_str(&b));
		algo_buf_release(&b);
	}
}

/* An order's own stop and target beat those of risk: they go when others are
 * said. */
struct rules_change {
	struct refine *f;
	const struct parts *p;
	const struct base *b;
	size_t entries[2], exits[2]; /* long, short */
};

static int of_side(const struct algo_json *rule, const char *both,
		   const char *own)
{
	return algo_r_does(rule, both) || algo_r_does(rule, own);
}

static const char *new_when(struct rules_change *x,
			    const struct algo_json *rule)
{
	struct refine *f = x->f;
	const char *when = algo_json_str(algo_json_get(rule, "when"), NULL);

	for (int s = 0; s < 2; s++) {
		int in = s ? SHORT_IN : LONG_IN;
		const char *open = s ? "sell" : "buy";
		const char *close = s ? "close_short" : "close_long";

		if (algo_r_does(rule, open) && x->b->given[in])
			return algo_r_join(
				f, f->also ? when : text_of(f, x->p->rule[in]),
				f->also ? "or" : "and",
				f->also ? text_of(f, x->p->rule[in]) : "flat");
		if (algo_r_does(rule, open) && x->b->filter)
			return algo_r_join(f, when, "and",
					   text_of(f, s ? x->b->short_filter
							: x->b->filter));
		if (of_side(rule, "close", close) && !f->also &&
		    x->b->given[in + 1] && !algo_json_get(rule, "portion"))
			return algo_r_join(f, s ? "is_short" : "is_long", "and",
					   text_of(f, x->p->rule[in + 1]));
	}
	return NULL;
}

static void changed_rule(void *ctx, const struct algo_json *rule,
			 struct algo_jw *w)
{
	struct rules_change *x = ctx;
	const char *when;

	if (!rule) {
		for (int s = 0; s < 2; s++) {
			int out = s ? SHORT_OUT : LONG_OUT;

			if (!x->b->given[out] || (!x->f->also && x->exits[s]))
				continue;
			algo_jw_obj(w);
			algo_jw_kstr(w, "when", text_of(x->f, x->p->rule[out]));
			algo_jw_kstr(w, "do", s ? "close_short" : "close_long");
			algo_jw_obj_end(w);
		}
		return;
	}
	when = new_when(x, rule);
	algo_jw_obj(w);
	if (when) {
		algo_jw_kstr(w, "when", when);
		algo_r_members(w, rule,
			       x->p->stop.how != HOW_NONE ? "when|sl" : "when");
	} else {
		algo_r_members(w, rule,
			       x->p->stop.how != HOW_NONE &&
					       algo_r_does(rule, "buy|sell")
				       ? "sl"
				       : "");
	}
	algo_jw_obj_end(w);
}

static void merge_rules(struct refine *f, const struct parts *p,
			const struct base *b)
{
	struct rules_change x = { .f = f, .p = p, .b = b };
	const struct algo_json *rules = algo_json_get(f->root, "rules");

	for (size_t i = 0; i < algo_json_count(rules); i++) {
		const struct algo_json *rule = algo_json_at(rules, i);
		int whole = !algo_json_get(rule, "portion");

		x.entries[0] += (size_t)algo_r_does(rule, "buy");
		x.entries[1] += (size_t)algo_r_does(rule, "sell");
		x.exits[0] += whole && algo_r_does(rule, "close|close_long");
		x.exits[1] += whole && algo_r_does(rule, "close|close_short");
	}
	for (int s = 0; s < 2; s++) {
		int in = s ? SHORT_IN : LONG_IN;

		if ((b->given[in] && x.entries[s] != 1) ||
		    (b->given[in + 1] && !f->also && x.exits[s] > 1)) {
			algo_r_ask(f, ALGO_TOPIC_AMBIGUOUS, "",
				   "the document is a list of rules: which of "
				   "them is changed?");
			return;
		}
	}
	algo_r_rules(f, changed_rule, &x);
}

static void merge_pairs(struct refine *f, const struct parts *p,
			const struct base *b)
{
	for (int k = 0; k < SIDES; k++) {
		const struct algo_json *v =
			algo_r_get(f, section_of[k], key_of[k]);
		const char *was = algo_json_str(v, NULL), *is;

		if (b->given[k]) {
			is = text_of(f, p->rule[k]);
			if (f->also && v)
				is = algo_r_join(f, was, "or", is);
			algo_r_edit_str(f, section_of[k], key_of[k], is);
		} else if (b->filter && (k == LONG_IN || k == SHORT_IN) && v) {
			is = text_of(f, k == LONG_IN ? b->filter
						     : b->short_filter);
			if (!strstr(was, is))
				algo_r_edit_str(f, section_of[k], key_of[k],
						algo_r_join(f, was, "and", is));
		}
	}
}

/* The clause's own parts written as a document, taken over member by
 * member. */
static void merge(struct refine *f, struct reader *r, const struct base *b)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const struct algo_json *root;
	int was_rules = algo_json_get(f->root, "rules") != NULL;

	algo_w_document(r, &text);
	doc = algo_json_parse(algo_buf_str(&text), text.len, NULL, &err);
	root = algo_json_root(doc);
	if (was_rules && (r->p.stop.how == HOW_PRICE || r->p.npartial ||
			  r->p.even_at || r->p.limit || r->p.stop_entry))
		algo_r_ask(f, ALGO_TOPIC_AMBIGUOUS, "",
			   "the document is a list of rules: which of them is "
			   "changed?");
	if (doc && !was_rules && algo_json_get(root, "rules")) {
		struct algo_buf b2 = ALGO_BUF_INIT(ALGO_DOC_MAX);
		size_t n;
		const char *s =
			algo_json_text(algo_json_get(root, "rules"), &n);

		algo_buf_add(&b2, s, n);
		algo_r_edit(f, "rules", NULL, algo_buf_str(&b2));
		algo_r_edit(f, "entry", NULL, NULL);
		algo_r_edit(f, "exit", NULL, NULL);
		algo_buf_release(&b2);
	} else if (was_rules) {
		merge_rules(f, &r->p, b);
	} else {
		merge_pairs(f, &r->p, b);
	}
	if (r->p.stop.how != HOW_NONE)
		drop_rivals(f, "stop_loss", 1);
	if (r->p.target.how != HOW_NONE || r->p.target_r > 0)
		drop_rivals(f, "take_profit", 1);
	if (r->p.trail.how != HOW_NONE)
		drop_rivals(f, "trailing_stop", 1);
	if (r->p.name)
		algo_r_edit_str(f, "name", NULL, r->p.name);
	merge_section(f, root, "risk");
	merge_section(f, root, "backtest");
	merge_section(f, root, "data");
	if (algo_json_get(root, "let"))
		merge_section(f, root, "let");
	algo_json_free(doc);
	algo_err_clear(&err);
	algo_buf_release(&text);
}

/* The questions of a clause are questions about the text. */
static void take_questions(struct refine *f, struct reader *r, int moved)
{
	for (size_t i = 0; i < r->nq; i++) {
		struct algo_question q = r->q[i];

		q.start = moved || !q.len ? f->at : f->at + q.start;
		q.len = moved || !q.len ? f->n : q.len;
		if (q.severity == ALGO_SEV_ERROR && q.choices[0][0] &&
		    f->opt->assume && q.topic == ALGO_TOPIC_UNIT)
			q.severity = ALGO_SEV_WARNING;
		f->stuck |= q.severity == ALGO_SEV_ERROR;
		algo_w_ask(f->r, q.topic, 0, 0, "", "%s", q.text);
		f->r->q[f->r->nq - 1] = q;
	}
}

static int says_something(const struct parts *p, const struct base *b)
{
	for (int k = 0; k < SIDES; k++)
		if (b->given[k])
			return 1;
	return b->filter || p->norigin;
}

/* "raise the stop to 8": in the unit it has. */
static void same_unit(struct refine *f, struct algo_buf *text)
{
	static const struct {
		const char *word, *pct, *distance;
	} rows[] = {
		{ "trail", "trailing_stop_pct", "trail_distance" },
		{ "stop", "stop_loss_pct", "stop_distance" },
		{ "target", "take_profit_pct", "target_distance" },
		{ "profit", "take_profit_pct", "target_distance" },
	};
	size_t n = text->len;

	while (n && text->data[n - 1] == ' ')
		n--;
	if (!n || text->data[n - 1] < '0' || text->data[n - 1] > '9')
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct algo_json *v;

		if (!strstr(f->said, rows[i].word))
			continue;
		v = algo_r_get(f, "risk", rows[i].distance);
		if (algo_r_get(f, "risk", rows[i].pct))
			algo_buf_adds(text, " %");
		else if (strstr(algo_json_str(v, NULL), "atr("))
			algo_buf_adds(text, " ATR");
		return;
	}
}

void algo_r_grammar(struct refine *f, const char *clause)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_WORDS_MAX * 2);
	struct base b = { .filter = NULL };
	struct reader r;
	int moved, trend = filter_words(f, &text);

	moved = text.len > 0;
	if (!moved) {
		char *s = algo_arena_str(&f->r->arena, f->said, f->n);

		plain_words(s);
		algo_buf_adds(&text, s);
		/* Capitals tell symbols from words. */
		for (size_t i = 0; i < f->n; i++)
			if (s[i] != ' ' && s[i] != '=')
				text.data[i] = clause[i];
		same_unit(f, &text);
	}
	algo_w_reader_init(&r, algo_buf_str(&text), text.len, f->opt, f->pick);
	r.refining = 1;
	algo_w_read_clause(&r);
	lay_under(f, &r, &b);
	if (!says_something(&r.p, &b) && !algo_w_asked(&r))
		algo_r_ask(f, ALGO_TOPIC_UNKNOWN_TERM, "",
			   "'%.80s' changes nothing: what is meant?", f->said);
	algo_w_finish(&r);
	take_questions(f, &r, moved);
	if (b.filter) {
		b.filter = algo_w_resolve(&r, b.filter, LONG_IN);
		b.short_filter = trend ? algo_w_mirror(&r, b.filter) : b.filter;
	}
	if (!f->stuck)
		merge(f, &r, &b);
	algo_w_reader_release(&r);
	algo_buf_release(&text);
}
