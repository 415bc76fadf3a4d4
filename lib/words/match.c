/* match.c - patterns of words over the tokens */
#include "grammar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct match {
	struct reader *r;
	struct caps *c;
	size_t at;
	int flipped; /* -1: not decided */
};

struct mark algo_w_mark(const struct reader *r)
{
	struct mark m = { r->nq,   r->nseen, r->nma,  r->subject, r->object,
			  r->line, r->fast,  r->slow, r->p.symbol };

	return m;
}

void algo_w_undo(struct reader *r, const struct mark *m)
{
	r->nq = m->nq;
	r->nseen = m->nseen;
	r->nma = m->nma;
	r->subject = m->subject;
	r->object = m->object;
	r->line = m->line;
	r->fast = m->fast;
	r->slow = m->slow;
	r->p.symbol = m->symbol;
}

struct tok *algo_w_tok(struct reader *r, size_t at)
{
	static const struct tok end = { .word = "" };
	struct tok *none;

	if (at < r->ntok)
		return &r->tok[at];
	none = algo_arena_get(&r->arena, sizeof(*none));
	*none = end;
	return none;
}

int algo_w_word(struct reader *r, size_t at, const char *word)
{
	return at < r->ntok && r->tok[at].kind == TOK_WORD &&
	       strcmp(r->tok[at].word, word) == 0;
}

static int is_hyphen(struct reader *r, size_t at)
{
	return algo_w_word(r, at, "minus") && (r->tok[at].flags & TOK_GLUED) &&
	       at + 1 < r->ntok && (r->tok[at + 1].flags & TOK_GLUED);
}

size_t algo_w_skip(struct reader *r, size_t at)
{
	while (at < r->ntok &&
	       ((r->tok[at].flags & TOK_NOISE) || is_hyphen(r, at)))
		at++;
	return at;
}

void algo_w_use(struct reader *r, size_t from, size_t to)
{
	for (; from < to && from < r->ntok; from++)
		r->tok[from].flags |= TOK_USED;
}

char *algo_w_text(struct reader *r, size_t from, size_t to)
{
	size_t start, end;

	if (from >= r->ntok || to <= from)
		return algo_arena_str(&r->arena, "", 0);
	if (to > r->ntok)
		to = r->ntok;
	start = r->tok[from].start;
	end = r->tok[to - 1].start + r->tok[to - 1].len;
	return algo_arena_str(&r->arena, r->text + start, end - start);
}

/* --- What a pattern is made of -------------------------------------------- */

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
	       c == '#';
}

/* The bracket that closes the one at p. */
static const char *closing(const char *p, const char *end)
{
	int depth = 0;

	for (; p < end; p++) {
		depth += *p == '(' || *p == '[';
		depth -= *p == ')' || *p == ']';
		if (!depth)
			return p;
	}
	return end;
}

static int sequence(struct match *m, const char *p, const char *end);

/* One of the alternatives between p and end: which, or -1. */
static int alternative(struct match *m, const char *p, const char *end)
{
	size_t at = m->at;
	int flipped = m->flipped;

	for (int which = 0; p <= end; which++) {
		const char *q = p;

		while (q < end && *q != '|')
			q = *q == '(' || *q == '[' ? closing(q, end) + 1
						   : q + 1;
		if (sequence(m, p, q))
			return which;
		m->at = at;
		m->flipped = flipped;
		p = q + 1;
	}
	return -1;
}

static int same_word(const char *w, const char *p, size_t n)
{
	return strncmp(w, p, n) == 0 && w[n] == '\0';
}

/* 0: neither, 1: the word, 2: its opposite. */
static int word_or_opposite(const char *w, const char *p, size_t n)
{
	if (same_word(w, p, n))
		return 1;
	for (size_t i = 0; algo_w_opposite[i][0]; i++)
		for (size_t k = 0; k < 2; k++)
			if (same_word(algo_w_opposite[i][k], p, n) &&
			    strcmp(algo_w_opposite[i][!k], w) == 0)
				return 2;
	return 0;
}

static int word(struct match *m, const char *p, size_t n, int either)
{
	size_t at = m->at;
	int how = 0;

	for (;; at++) {
		struct tok *t;

		if (at >= m->r->ntok)
			return 0;
		t = &m->r->tok[at];
		if (t->kind == TOK_WORD) {
			how = either ? word_or_opposite(t->word, p, n)
				     : same_word(t->word, p, n);
			if (how && !(either && m->flipped >= 0 &&
				     m->flipped != (how == 2)))
				break;
		}
		if (t->kind == TOK_IND && *p == '#' &&
		    same_word(t->ind->name, p + 1, n - 1))
			break;
		if (!(t->flags & TOK_NOISE) && !is_hyphen(m->r, at))
			return 0;
	}
	if (either)
		m->flipped = how == 2;
	m->at = at + 1;
	return 1;
}

/* --- Captures ------------------------------------------------------------ */

static int capture_number(struct match *m, char kind, struct tok *t, int slot)
{
	if (t->kind != TOK_NUM || t->unit == 'v' || !isfinite(t->num))
		return 0;
	switch (kind) {
	case 'n':
		if (t->unit)
			return 0;
		break;
	case 'i':
		if (t->unit || t->num != floor(t->num) || t->num < 0)
			return 0;
		break;
	case 'p':
		if (t->unit != '%')
			return 0;
		break;
	case 'm':
		if (t->unit != '$')
			return 0;
		break;
	case 'o':
		if (t->unit != 'o')
			return 0;
		break;
	case 'r':
		if (t->unit != 'r')
			return 0;
		break;
	case 'D':
		if (t->unit != 'd')
			return 0;
		break;
	default:
		return 0;
	}
	m->c->n[slot] = t->num;
	m->at++;
	return 1;
}

/* "9:30", or a bare hour. */
static int capture_time(struct match *m, struct tok *t, int slot)
{
	if (t->kind != TOK_NUM || !isfinite(t->num))
		return 0;
	if (t->unit == 't')
		m->c->n[slot] = t->num;
	else if (t->unit == 0 && t->num == floor(t->num) && t->num >= 0 &&
		 t->num <= 24)
		m->c->n[slot] = t->num * 60;
	else
		return 0;
	m->at++;
	return 1;
}

static int capture_tree(struct match *m, char kind, int slot)
{
	struct node *n = NULL;
	size_t at = m->at;

	switch (kind) {
	case 's':
		n = algo_w_series(m->r, &at);
		break;
	case 'v':
		n = algo_w_value(m->r, &at);
		break;
	case 'c':
		n = algo_w_condition(m->r, &at);
		break;
	case 'w':
		if (!algo_w_weekdays(m->r, &at, &n))
			n = NULL;
		break;
	default:
		break;
	}
	if (!n)
		return 0;
	m->c->v[slot] = n;
	m->at = at;
	return 1;
}

static int capture(struct match *m, char kind, int slot)
{
	struct tok *t;
	int ok;

	m->at = algo_w_skip(m->r, m->at);
	if (m->at >= m->r->ntok)
		return 0;
	t = &m->r->tok[m->at];
	m->c->at[slot] = m->at;
	switch (kind) {
	case 's':
	case 'v':
	case 'c':
	case 'w':
		return capture_tree(m, kind, slot);
	case 't':
		return capture_time(m, t, slot);
	case 'u':
		return algo_w_duration(m->r, &m->at, &m->c->n[slot]);
	case 'q':
		ok = t->kind == TOK_QUOTE;
		break;
	case 'e':
		m->c->v[slot] =
			t->kind == TOK_CODE
				? algo_w_code(m->r, t->word, strlen(t->word))
				: NULL;
		ok = m->c->v[slot] != NULL;
		break;
	case 'y':
		ok = t->kind == TOK_UNKNOWN && (t->flags & TOK_CAPS) &&
		     t->len <= 12;
		break;
	case 'x':
		ok = t->kind == TOK_UNKNOWN || t->kind == TOK_QUOTE;
		break;
	default:
		return capture_number(m, kind, t, slot);
	}
	m->at += (size_t)ok;
	return ok;
}

static const char *element(struct match *m, const char *p, const char *end)
{
	const char *close;
	int slot = -1, which;
	size_t at = m->at, n;

	if (*p == '$') {
		if (!capture(m, p[1], p[2] - '0'))
			return NULL;
		return p + 3;
	}
	if (*p == '@') {
		slot = p[1] - '0';
		p += 2;
	}
	if (*p == '[' || *p == '(') {
		close = closing(p, end);
		which = alternative(m, p + 1, close);
		if (which < 0) {
			if (*p == '(')
				return NULL;
			m->at = at;
		}
		if (slot >= 0)
			m->c->n[slot] = which;
		return close + 1;
	}
	for (n = 0; p + n < end && is_letter(p[n]); n++)
		;
	if (n == 0)
		return NULL;
	if (!word(m, p, n, p + n < end && p[n] == '~'))
		return NULL;
	return p + n + (p + n < end && p[n] == '~');
}

static int sequence(struct match *m, const char *p, const char *end)
{
	while (p < end) {
		if (*p == ' ') {
			p++;
			continue;
		}
		if (++m->r->steps > STEPS_MAX)
			return 0;
		p = element(m, p, end);
		if (!p)
			return 0;
	}
	return 1;
}

int algo_w_match(struct reader *r, const char *pattern, size_t at,
		 struct caps *c)
{
	struct match m = { r, c, at, -1 };
	struct mark mark = algo_w_mark(r);

	memset(c, 0, sizeof(*c));
	c->from = at;
	if (r->depth > DEPTH_MAX || r->nodes > NODES_MAX)
		return 0;
	r->depth++;
	if (!sequence(&m, pattern, pattern + strlen(pattern)))
		m.at = NONE;
	r->depth--;
	if (m.at == NONE) {
		algo_w_undo(r, &mark);
		return 0;
	}
	c->flip = m.flipped == 1;
	c->to = m.at;
	return 1;
}
