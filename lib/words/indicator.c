/* indicator.c - indicators in words: "the 14-day RSI", "EMA 20", "upper band"
 */
#include "indicator.h"

#include <math.h>
#include <string.h>

/* An average has no customary length. */
int algo_w_needs_period(const struct algo_ind *ind)
{
	static const char *const names[] = { "sma",   "ema",   "wma",  "dema",
					     "tema",  "trima", "kama", "t3",
					     "hma",   "rma",   "vwma", "ma",
					     "zlema", "alma",  NULL };

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], ind->name) == 0)
			return 1;
	return 0;
}

/* --- Remembering --------------------------------------------------------- */

void algo_w_saw(struct reader *r, struct node *call)
{
	for (size_t i = 0; i < r->nseen; i++)
		if (algo_w_same(r->seen[i], call))
			return;
	if (r->nseen < 16)
		r->seen[r->nseen++] = call;
}

/* The call of that name when there was only one such. */
struct node *algo_w_seen(struct reader *r, const char *name)
{
	struct node *found = NULL;

	for (size_t i = 0; i < r->nseen; i++) {
		struct node *n = r->seen[i];

		if (!algo_w_is_call(n, name))
			continue;
		if (found) {
			struct node a = *found, b = *n;

			a.field = b.field = "";
			if (!algo_w_same(&a, &b))
				return NULL;
		}
		found = n;
	}
	return found;
}

int algo_w_is_average(const struct node *n)
{
	const struct algo_ind *ind;

	if (n->op != N_CALL)
		return 0;
	ind = algo_ind_find(n->name, strlen(n->name));
	return ind && algo_w_needs_period(ind);
}

void algo_w_saw_average(struct reader *r, struct node *n)
{
	if (!algo_w_is_average(n))
		return;
	for (size_t i = 0; i < r->nma; i++)
		if (algo_w_same(r->ma[i], n))
			return;
	if (r->nma < 8)
		r->ma[r->nma++] = n;
}

/* --- Making the call ----------------------------------------------------- */

static int valid(struct reader *r, const struct wanted *w)
{
	struct algo_args a;
	size_t k = 0;

	algo_args_init(w->ind, &a);
	for (size_t i = 0; i < algo_ind_params(w->ind); i++) {
		struct algo_err err = ALGO_ERR_INIT;

		if (w->ind->param[i].type == ALGO_P_MA || k >= w->np)
			continue;
		if (isnan(w->p[k])) {
			k++;
			continue;
		}
		if (algo_args_set(w->ind, &a, i, w->p[k++], &err)) {
			algo_w_ask(r, ALGO_TOPIC_VALUE, w->from, w->to, "",
				   "%s", err.msg);
			return 0;
		}
	}
	if (k < w->np) {
		algo_w_ask(r, ALGO_TOPIC_VALUE, w->from, w->to, "",
			   "%s takes %zu numbers: which are they?",
			   w->ind->title, k);
		return 0;
	}
	return 1;
}

static struct node *remembered(struct reader *r, const struct wanted *w)
{
	struct node *n = w->np ? NULL : algo_w_seen(r, w->ind->name), *c;

	if (!n || (w->source && !algo_w_same(w->source, n->kid[0])))
		return NULL;
	c = algo_w_call(r, n->name, w->field);
	for (size_t i = 0; i < n->kids; i++)
		algo_w_arg(c, n->kid[i]);
	return c;
}

static struct node *built(struct reader *r, struct wanted *w)
{
	struct node *n = remembered(r, w), *band;

	if (!valid(r, w))
		return algo_w_name(r, "close");
	if (!n && !w->np && algo_w_needs_period(w->ind) &&
	    !(r->default_period > 0)) {
		algo_w_ask(r, ALGO_TOPIC_INDICATOR_PERIOD, w->from, w->to,
			   "20|50|200", "over how many bars is the %s?",
			   w->ind->title);
		w->p[w->np++] = algo_w_pick(r) == 0   ? 20
				: algo_w_pick(r) == 1 ? 50
						      : 200;
	}
	if (!n) {
		n = algo_w_ind_node(r, w->ind, w->source, w->p, w->np);
		n->field = w->field;
	}
	algo_w_saw(r, n);
	algo_w_saw_average(r, n);
	/* The other band of a channel that was told its numbers. */
	if (*w->field && !w->np)
		for (size_t i = 0; i < n->kids && w->np < ALGO_IND_PARAMS; i++)
			if (n->kid[i]->op == N_NUM)
				w->p[w->np++] = n->kid[i]->num;
	if (*w->field && (band = algo_w_plain_band(r, w)) != NULL)
		return band;
	return n;
}

/* --- Fields -------------------------------------------------------------- */

static const struct {
	const char *word, *outs;
} fields[] = {
	{ "upper", "upper" },
	{ "lower", "lower" },
	{ "middle", "middle mid" },
	{ "hist", "hist" },
	{ "sigline", "signal" },
	{ "signal", "signal" },
	{ "pct_k", "slowk fastk" },
	{ "pct_d", "slowd fastd" },
	{ "up", "up" },
	{ "down", "down" },
	{ "higher", "upper" },
};

static const char *field_of(const struct algo_ind *ind, const char *word)
{
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		const char *s = fields[i].outs;

		if (strcmp(fields[i].word, word) != 0)
			continue;
		while (*s) {
			size_t n = strcspn(s, " ");
			int k = algo_ind_output(ind, s, n);

			if (k >= 0 && algo_ind_outputs(ind) > 1)
				return ind->out[k];
			s += n + (s[n] == ' ');
		}
	}
	return NULL;
}

/* A field at i ("upper band"), the place behind; 0: none. */
static int field_at(struct reader *r, size_t *i, struct wanted *w)
{
	size_t at = algo_w_skip(r, *i);
	const struct tok *t = algo_w_tok(r, at);
	const char *f = NULL, *letter;
	struct caps c;

	if (t->kind == TOK_WORD)
		f = field_of(w->ind, t->word);
	letter = r->text + t->start;
	if (!f && t->kind == TOK_UNKNOWN && t->len == 1 &&
	    (*letter == 'k' || *letter == 'K' || *letter == 'd' ||
	     *letter == 'D'))
		f = field_of(w->ind,
			     (*letter | 0x20) == 'k' ? "pct_k" : "pct_d");
	if (!f)
		return 0;
	/* "MACD signal" is a line only beside other words. */
	w->field = f;
	*i = at + 1;
	if (algo_w_match(r, "(band|line|channel) [line]", *i, &c))
		*i = c.to;
	return 1;
}

/* --- Numbers ------------------------------------------------------------- */

static int ends_level(struct reader *r, size_t i)
{
	static const char *const words[] = { "comma",	 "dot",	  "semi",
					     "nl",	 "or",	  "or_more",
					     "or_less",	 "slash", "and",
					     "at_close", "arrow", "rpar",
					     NULL };

	if (i >= r->ntok)
		return 1;
	for (size_t k = 0; words[k]; k++)
		if (algo_w_word(r, i, words[k]))
			return 1;
	return algo_w_ends_clause(r, i);
}

/* Words that make the number before them a count. */
static int counts(struct reader *r, size_t i)
{
	return algo_w_word(r, i, "bar") || algo_w_word(r, i, "week") ||
	       algo_w_word(r, i, "month") || algo_w_word(r, i, "times") ||
	       algo_w_word(r, i, "year") || algo_w_word(r, i, "percent") ||
	       algo_w_word(r, i, "hour") || algo_w_word(r, i, "shares") ||
	       algo_w_tok(r, i)->kind == TOK_IND;
}

/* "RSI 14 crosses", "MACD 12 26 9", "EMA20", but not "at RSI 60". */
static void numbers_behind(struct reader *r, size_t *at, struct wanted *w)
{
	size_t i = algo_w_skip(r, *at), max = 0;

	for (size_t k = 0; k < algo_ind_params(w->ind); k++)
		max += w->ind->param[k].type != ALGO_P_MA;
	while (w->np < max) {
		const struct tok *t = algo_w_tok(r, i);
		int glued = (t->flags & TOK_GLUED) != 0;

		if (t->kind != TOK_NUM || t->unit || t->flags & TOK_SIGNED ||
		    !isfinite(t->num) || counts(r, i + 1))
			return;
		if (!glued && !w->np && !algo_w_needs_period(w->ind) &&
		    max < 2 && ends_level(r, i + 1))
			return;
		w->p[w->np++] = t->num;
		*at = ++i;
		if ((algo_w_word(r, i, "comma") ||
		     algo_w_word(r, i, "slash")) &&
		    w->np < max && algo_w_tok(r, i + 1)->kind == TOK_NUM)
			i++;
	}
}

/* One value of "(close, 14)", "(period 21)", "(length=14)". */
static int argument(struct reader *r, size_t *at, struct wanted *w)
{
	size_t i = *at;
	const struct tok *t;
	struct node *n;

	while (algo_w_word(r, i, "length") || algo_w_word(r, i, "eq") ||
	       algo_w_word(r, i, "of") || algo_w_word(r, i, "fast") ||
	       algo_w_word(r, i, "slow") || algo_w_word(r, i, "sigline") ||
	       algo_w_word(r, i, "colon") ||
	       (algo_w_word(r, i, "bar") &&
		algo_w_tok(r, i + 1)->kind == TOK_NUM) ||
	       (algo_w_word(r, i, "bar") && algo_w_word(r, i + 1, "eq")))
		i++;
	t = algo_w_tok(r, i);
	if (t->kind == TOK_NUM && (t->unit == 0 || t->unit == '%')) {
		if (w->np >= ALGO_IND_PARAMS || !isfinite(t->num))
			return 0;
		w->p[w->np++] = t->num;
		i++;
		while (algo_w_word(r, i, "bar") || algo_w_word(r, i, "length"))
			i++;
		*at = i;
		return 1;
	}
	if (w->np || w->source)
		return 0;
	if (r->p.param && t->kind != TOK_END && algo_w_word(r, i, "bar")) {
		w->source = NULL;
		w->p[w->np++] = NAN; /* the parameter that is optimised */
		*at = i + 1;
		return 1;
	}
	n = algo_w_series(r, &i);
	if (!n)
		return 0;
	w->source = n;
	*at = i;
	return 1;
}

static int arguments(struct reader *r, size_t *at, struct wanted *w)
{
	struct wanted keep = *w;
	size_t i = *at;

	if (!algo_w_word(r, i, "lpar"))
		return 0;
	i++;
	if (algo_w_word(r, i, "rpar")) {
		*at = i + 1;
		return 1;
	}
	while (argument(r, &i, w)) {
		if (algo_w_word(r, i, "comma") || algo_w_word(r, i, "slash") ||
		    algo_w_word(r, i, "semi"))
			i++;
		if (algo_w_word(r, i, "rpar")) {
			*at = i + 1;
			return 1;
		}
	}
	*w = keep;
	return 0;
}

/* "over 21 days" is a length, "above 21 day ..." begins a line. */
static int is_over(struct reader *r, size_t at)
{
	const struct tok *t = algo_w_tok(r, algo_w_skip(r, at));

	return !algo_w_word(r, algo_w_skip(r, at), "above") ||
	       (r->text[t->start] | 0x20) == 'o';
}

/* "of 21 days", "with a period of 21", "period 21". */
static void said_behind(struct reader *r, size_t *at, struct wanted *w)
{
	struct caps c;

	if (w->np)
		return;
	if (algo_w_match(r, "[with] (length|bar) [of|eq] $i1 [bar]", *at, &c) ||
	    algo_w_match(r, "(of|above|for) last $u1", *at, &c) ||
	    (algo_w_match(r, "(of|above) $u1", *at, &c) && is_over(r, *at)) ||
	    algo_w_match(r, "(with|of) $i1 [bar|length]", *at, &c) ||
	    algo_w_match(r, "with [length] [of] $i1", *at, &c) ||
	    algo_w_match(r, "lpar $i1 (bar|length) rpar", *at, &c)) {
		w->p[w->np++] = c.n[1];
		*at = c.to;
	}
}

/* --- One indicator ------------------------------------------------------- */

/* "of the RSI", "of volume". */
static void source_behind(struct reader *r, size_t *at, struct wanted *w)
{
	struct caps c;
	struct node *n;

	if (w->source || !algo_ind_inputs(w->ind) ||
	    strcmp(w->ind->in[0], "close") != 0 || algo_ind_inputs(w->ind) != 1)
		return;
	if (!algo_w_match(r, "(of|on) $s1", *at, &c))
		return;
	n = c.v[1];
	if (n->op == N_NUM || n->flags & NODE_EXTREME)
		return;
	w->source = n;
	*at = c.to;
}

/* The row meant at i: an indicator, or "average" with a length. */
static const struct algo_ind *row_at(struct reader *r, size_t *i, int length)
{
	size_t at = algo_w_skip(r, *i);
	const struct tok *t = algo_w_tok(r, at);
	const char *name = NULL;
	struct caps c;

	if (t->kind == TOK_IND) {
		*i = at + 1;
		return t->ind;
	}
	if (algo_w_match(r, "average [daily] volume", at, &c))
		return NULL;
	if (length && algo_w_match(r, "exponential (average|#sma)", at, &c))
		name = "ema";
	else if (length && algo_w_match(r, "weighted (average|#sma)", at, &c))
		name = "wma";
	else if (length &&
		 algo_w_match(r, "[simple] (average [price]|#sma)", at, &c))
		name = "sma";
	else if (algo_w_match(r, "momentum_w", at, &c) &&
		 (length || algo_w_word(r, c.to, "lpar")))
		name = "mom";
	if (!name)
		return NULL;
	*i = c.to;
	return algo_ind_find(name, strlen(name));
}

static int length_before(struct reader *r, size_t *i, struct wanted *w)
{
	struct caps c;
	size_t at = *i;

	if (algo_w_match(r, "$u1", at, &c)) {
		w->p[0] = c.n[1];
		at = c.to;
	} else if (algo_w_match(r, "$n1", at, &c)) {
		w->p[0] = c.n[1];
		at = c.to;
	} else {
		return 0;
	}
	if (algo_w_match(r, "length", at, &c))
		at = c.to;
	w->np = 1;
	*i = at;
	return 1;
}

static struct node *chosen_field(struct reader *r, struct wanted *w)
{
	if (*w->field || algo_ind_outputs(w->ind) < 2 || w->ind->main_out)
		return built(r, w);
	if (strcmp(w->ind->name, "stoch") == 0 ||
	    strcmp(w->ind->name, "stochf") == 0 ||
	    strcmp(w->ind->name, "stochrsi") == 0 ||
	    strcmp(w->ind->name, "supertrend") == 0)
		w->field = w->ind->out[0];
	return built(r, w);
}

/* Is the number just an amount ("2 ATR")? */
static int is_amount(const struct wanted *w, struct reader *r, size_t from)
{
	return strcmp(w->ind->name, "atr") == 0 && w->np == 1 &&
	       algo_w_tok(r, from + 1)->kind == TOK_IND;
}

static void lead_in(struct reader *r, size_t *at, int *of_subject)
{
	struct caps c;

	if (algo_w_match(r, "its", *at, &c)) {
		*of_subject = 1;
		*at = c.to;
	}
	if (algo_w_match(r, "(fast|slow) $u1", *at, &c) ||
	    algo_w_match(r, "(fast|slow) $n1", *at, &c) ||
	    algo_w_match(r,
			 "(fast|slow) (#ema|#sma|#wma|#hma|average) "
			 "[lpar] $n1",
			 *at, &c))
		*at = algo_w_skip(r, *at) + 1;
}

struct node *algo_w_indicator(struct reader *r, size_t *at)
{
	struct wanted w = { .field = "" };
	struct caps c;
	size_t i = *at, from = *at, lead;
	int of_subject = 0, length;
	struct node *n;

	lead_in(r, &i, &of_subject);
	lead = i;
	/* "simple 20 day moving average" */
	if (algo_w_match(r,
			 "@1(simple|exponential|weighted) $u2 "
			 "(average|#sma)",
			 i, &c)) {
		static const char *const of[] = { "sma", "ema", "wma" };
		const char *name = of[(size_t)c.n[1]];

		w.ind = algo_ind_find(name, strlen(name));
		w.p[w.np++] = c.n[2];
		i = c.to;
	} else {
		length = length_before(r, &i, &w);
		w.from = i;
		/* "upper Bollinger band", "20-day upper band" */
		if (algo_w_match(r, "@1(upper|lower|middle|higher)", i, &c) &&
		    algo_w_tok(r, algo_w_skip(r, c.to))->kind == TOK_IND) {
			size_t k = algo_w_skip(r, c.to);

			w.ind = r->tok[k].ind;
			if (!field_at(r, &i, &w))
				return NULL;
			i = k + 1;
		} else {
			w.ind = row_at(r, &i, length || of_subject);
		}
		if (!w.ind || is_amount(&w, r, lead))
			return NULL;
		if (length && !algo_ind_params(w.ind))
			return NULL;
	}
	w.from = from;
	if (!w.np && algo_w_match(r, "length $i1", i, &c)) {
		w.p[w.np++] = c.n[1];
		i = c.to;
	}
	arguments(r, &i, &w);
	if (!*w.field)
		field_at(r, &i, &w);
	if (!w.np)
		numbers_behind(r, &i, &w);
	arguments(r, &i, &w);
	said_behind(r, &i, &w);
	if (!*w.field)
		field_at(r, &i, &w);
	source_behind(r, &i, &w);
	if (algo_w_match(r, "(line|band|channel) [line]", i, &c))
		i = c.to;
	w.to = i;
	if (of_subject && !w.source && r->subject)
		w.source = r->subject;
	if (w.source && algo_ind_inputs(w.ind) == 1 &&
	    strcmp(w.ind->in[0], "close") != 0 &&
	    algo_w_scale(w.source) != SCALE_PRICE)
		return NULL;
	n = chosen_field(r, &w);
	*at = i;
	return n;
}
