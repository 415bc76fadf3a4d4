/* bound.c - lines and averages that the text has spoken of: "the upper band",
 * "the slow one", "it" */
#include "indicator.h"

#include <string.h>

static struct node *with_field(struct reader *r, const char *name,
			       const char *field)
{
	struct node *n = algo_w_seen(r, name), *c;
	const struct algo_ind *ind = algo_ind_find(name, strlen(name));
	struct wanted w = { .ind = ind, .field = field };

	if (!ind)
		return NULL;
	if (n && (strcmp(name, "donchian") == 0 || strcmp(name, "kc") == 0)) {
		for (size_t i = 0; i < n->kids; i++)
			if (n->kid[i]->op == N_NUM)
				w.p[w.np++] = n->kid[i]->num;
		return algo_w_plain_band(r, &w);
	}
	c = n ? algo_w_call(r, name, field)
	      : algo_w_ind_node(r, ind, NULL, NULL, 0);
	c->field = field;
	for (size_t i = 0; n && i < n->kids; i++)
		algo_w_arg(c, n->kid[i]);
	return c;
}

static struct node *band(struct reader *r, const char *field)
{
	for (size_t i = r->nseen; i-- > 0;) {
		const struct node *n = r->seen[i];

		if (strcmp(n->name, "donchian") == 0 ||
		    strcmp(n->name, "kc") == 0)
			return with_field(r, n->name,
					  strcmp(field, "middle") == 0 ? "mid"
								       : field);
		if (strcmp(n->name, "bbands") == 0 ||
		    strcmp(n->name, "accbands") == 0)
			return with_field(r, n->name, field);
	}
	return with_field(r, "bbands", field);
}

/* The average of those introduced that has this length. */
struct node *algo_w_average(struct reader *r, double length)
{
	for (size_t i = 0; i < r->nma; i++) {
		struct node *n = r->ma[i];

		if (n->kids > 1 && n->kid[n->kids - 1]->op == N_NUM &&
		    n->kid[n->kids - 1]->num == length)
			return n;
	}
	return NULL;
}

struct node *algo_w_fast_slow(struct reader *r, size_t *at)
{
	struct caps c;
	struct node **which, *n;
	struct mark mark;
	size_t i;

	if (!algo_w_match(r, "@1(fast|slow)", *at, &c))
		return NULL;
	which = c.n[1] > 0 ? &r->slow : &r->fast;
	i = c.to;
	mark = algo_w_mark(r);
	n = algo_w_indicator(r, &i);
	if (n && r->nq > mark.nq)
		n = NULL;
	if (!n)
		algo_w_undo(r, &mark);
	if (n && algo_w_is_average(n) &&
	    !algo_w_match(r,
			  "(#ema|#sma|#wma|#hma|average) "
			  "(is|cross_over|cross_under|cross|above|below)",
			  c.to, &c)) {
		*which = n;
		*at = i;
		return n;
	}
	if (!algo_w_match(r,
			  "(fast|slow) [#ema|#sma|#wma|#hma|average|line] "
			  "[line]",
			  *at, &c))
		return NULL;
	/* "the short term average (20 days)" */
	{
		struct caps k;

		if (algo_w_match(r, "lpar $u1 [#ema|#sma|#wma] rpar", c.to,
				 &k) ||
		    algo_w_match(r, "lpar $i1 [bar] rpar", c.to, &k)) {
			const struct algo_ind *ind = algo_ind_find("sma", 3);

			*which = algo_w_ind_node(r, ind, NULL, &k.n[1], 1);
			algo_w_saw_average(r, *which);
			c.to = k.to;
		}
	}
	if (!*which && r->nma == 2) {
		double a = r->ma[0]->kid[r->ma[0]->kids - 1]->num;
		double b = r->ma[1]->kid[r->ma[1]->kids - 1]->num;

		*which = r->ma[(a > b) == (which == &r->fast)];
	}
	if (*which)
		*at = c.to;
	return *which;
}

struct node *algo_w_bound(struct reader *r, size_t *at)
{
	static const struct {
		const char *pattern, *name, *field;
	} rows[] = {
		{ "upper [band|line]", "", "upper" },
		{ "lower [band|line]", "", "lower" },
		{ "middle [band|line]", "", "middle" },
		{ "[its] sigline", "macd", "signal" },
		{ "[its] signal", "macd", "signal" },
		{ "[its] hist", "macd", "hist" },
		{ "[its] pct_k [line]", "stoch", "slowk" },
		{ "[its] pct_d [line]", "stoch", "slowd" },
	};
	struct caps c;
	struct node *n;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!algo_w_match(r, rows[i].pattern, *at, &c))
			continue;
		/* "upper wick" and "a lower low" are no bands */
		if (!*rows[i].name && algo_w_tok(r, c.to)->kind != TOK_END &&
		    (algo_w_word(r, c.to, "low") ||
		     algo_w_word(r, c.to, "high") ||
		     algo_w_word(r, c.to, "close") ||
		     algo_w_word(r, c.to, "price")))
			return NULL;
		if (strcmp(rows[i].pattern, "[its] signal") == 0 &&
		    !algo_w_seen(r, "macd"))
			continue;
		n = *rows[i].name ? with_field(r, rows[i].name, rows[i].field)
				  : band(r, rows[i].field);
		if (n && n->op == N_CALL)
			algo_w_saw(r, n);
		*at = c.to;
		return n;
	}
	i = algo_w_skip(r, *at);
	if (algo_w_tok(r, i)->kind == TOK_UNKNOWN && r->tok[i].len == 1 &&
	    algo_w_seen(r, "stochrsi") && !algo_w_seen(r, "stoch") &&
	    strchr("kKdD", r->text[r->tok[i].start])) {
		*at = i + 1;
		return with_field(r, "stochrsi",
				  (r->text[r->tok[i].start] | 0x20) == 'k'
					  ? "fastk"
					  : "fastd");
	}
	if (algo_w_tok(r, i)->kind == TOK_UNKNOWN && r->tok[i].len == 1 &&
	    algo_w_seen(r, "stoch") &&
	    strchr("kKdD", r->text[r->tok[i].start])) {
		*at = i + 1;
		return with_field(r, "stoch",
				  (r->text[r->tok[i].start] | 0x20) == 'k'
					  ? "slowk"
					  : "slowd");
	}
	if (algo_w_match(r, "[it] (average|line)", *at, &c) && r->nma == 1) {
		*at = c.to;
		return r->ma[0];
	}
	/* "when it trades above": nothing else was spoken of */
	if (!r->subject &&
	    algo_w_match(r, "it (trades|closes|fall|rise|break)", *at, &c)) {
		*at = algo_w_skip(r, *at) + 1;
		return algo_w_name(r, "close");
	}
	if (algo_w_match(r, "it", *at, &c) && r->subject) {
		*at = c.to;
		n = algo_arena_get(&r->arena, sizeof(*n));
		*n = *r->subject;
		n->flags |= NODE_ELIDED;
		return n;
	}
	return NULL;
}
