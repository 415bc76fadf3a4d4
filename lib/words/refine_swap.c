/* refine_swap.c - "use RSI 7 instead": other numbers and indicators */
#include "refine.h"

#include <string.h>

/* What is put in place of what. */
struct term {
	const char *name; /* of the function; "" a number alone */
	double num[KIDS_MAX];
	size_t n;
};
enum where { EVERYWHERE, IN_ENTRY, IN_EXIT };
struct swap {
	struct refine *f;
	struct term from, to;
	int any_from; /* no "instead of": the same function */
	int level;    /* a number that something is compared with */
	enum where where;
	const char *only; /* the one of several that is meant, or NULL */
	char found[6][64];
	size_t nfound, done;
	int writing;
};

/* --- Terms -------------------- */

static void numbers_of(const struct node *n, struct term *t)
{
	for (size_t i = 0; i < n->kids; i++)
		if (n->kid[i]->op == N_NUM && t->n < KIDS_MAX)
			t->num[t->n++] = n->kid[i]->num;
}

/* "RSI 7", "MACD 8 21 5", "RSI" */
static int bare(struct refine *f, struct reader *r, size_t at, struct term *t)
{
	if (at >= r->ntok || r->tok[at].kind != TOK_IND)
		return 0;
	t->name = algo_arena_str(&f->r->arena, r->tok[at].ind->name,
				 strlen(r->tok[at].ind->name));
	while ((at = algo_w_skip(r, at + 1)) < r->ntok) {
		if (r->tok[at].kind != TOK_NUM || r->tok[at].unit ||
		    t->n == KIDS_MAX) {
			t->n = 0;
			return 0;
		}
		t->num[t->n++] = r->tok[at].num;
	}
	return 1;
}

/* One indicator or number and nothing else. */
static int term(struct refine *f, const char *s, size_t n, struct term *t)
{
	struct reader r;
	struct node *node = NULL;
	size_t at = 0;
	int ok = 0;

	memset(t, 0, sizeof(*t));
	t->name = "";
	while (n && (s[n - 1] == ' ' || s[n - 1] == '.'))
		n--;
	s = algo_arena_str(&f->r->arena, s, n);
	algo_w_reader_init(&r, s, n, f->opt, f->pick);
	algo_w_lex(&r);
	at = algo_w_skip(&r, 0);
	if (algo_w_word(&r, at, "its") || algo_w_word(&r, at, "new"))
		at = algo_w_skip(&r, at + 1);
	if (at < r.ntok && r.tok[at].kind == TOK_NUM &&
	    algo_w_skip(&r, at + 1) >= r.ntok && !r.tok[at].unit) {
		t->num[t->n++] = r.tok[at].num;
		ok = 1;
	} else if (bare(f, &r, at, t)) {
		ok = 1;
	} else if (at < r.ntok) {
		node = algo_w_series(&r, &at);
		ok = node && node->op == N_CALL &&
		     algo_w_skip(&r, at) >= r.ntok && !algo_w_asked(&r);
	}
	if (ok && node) {
		t->name = algo_arena_str(&f->r->arena, node->name,
					 strlen(node->name));
		numbers_of(node, t);
		ok = t->n > 0;
	}
	algo_w_reader_release(&r);
	return ok;
}

/* --- Trees -------------------- */

static const struct algo_json *param(const struct swap *x,
				     const struct algo_ast *a)
{
	const struct algo_json *v = NULL;

	if (a->kind == ALGO_AST_NAME)
		v = algo_json_get(algo_json_get(x->f->root, "params"), a->name);
	if (v && algo_json_type(v) == ALGO_J_OBJ)
		v = algo_json_get(v, "value");
	return v;
}

static int is_number(const struct swap *x, const struct algo_ast *a, double *v)
{
	const struct algo_json *p = param(x, a);
	double d;

	if (a->kind == ALGO_AST_NEG && is_number(x, a->kid[0], &d)) {
		*v = -d;
		return 1;
	}
	if (!p && a->kind != ALGO_AST_NUM)
		return 0;
	*v = p ? algo_json_num(p) : a->number;
	return 1;
}

/* The number of a param is changed where the param is told. */
static void set_param(struct swap *x, const char *name, double v)
{
	const struct algo_json *p =
		algo_json_get(algo_json_get(x->f->root, "params"), name);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	if (algo_json_type(p) == ALGO_J_OBJ) {
		algo_jw_obj(&w);
		algo_jw_knum(&w, "value", v);
		algo_r_members(&w, p, "value");
		algo_jw_obj_end(&w);
	} else {
		algo_jw_num(&w, v);
	}
	while (b.len && b.data[b.len - 1] == '\n')
		b.len--;
	algo_r_edit(x->f, "params",
		    algo_arena_str(&x->f->r->arena, name, strlen(name)),
		    algo_buf_str(&b));
	algo_buf_release(&b);
}

static const struct algo_ast *put_number(struct swap *x,
					 const struct algo_ast *was, double v)
{
	if (param(x, was) && (x->level || !*x->from.name ||
			      !algo_r_used(x->f, was->name, x->from.name))) {
		set_param(x, was->name, v);
		return was;
	}
	return algo_ast_number(&x->f->r->arena, v);
}

/* One that fits: noted, or changed when it is the one meant. */
static int meant(struct swap *x, const struct algo_ast *a)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	size_t i;
	int is;

	algo_ast_print(a, &b);
	for (i = 0; i < x->nfound; i++)
		if (strcmp(x->found[i], algo_buf_str(&b)) == 0)
			break;
	if (i == x->nfound && i < 6 && b.len < sizeof(x->found[0]))
		memcpy(x->found[x->nfound++], algo_buf_str(&b), b.len + 1);
	is = x->writing && (!x->only || strcmp(x->only, algo_buf_str(&b)) == 0);
	algo_buf_release(&b);
	x->done += (size_t)is;
	return is;
}

static int same_numbers(struct swap *x, const struct algo_ast *call)
{
	size_t k = 0;
	double v;

	for (size_t i = 0; i < call->nkids && k < x->from.n; i++)
		if (is_number(x, call->kid[i], &v)) {
			if (v != x->from.num[k])
				return 0;
			k++;
		}
	return k == x->from.n;
}

/* The call with the numbers of x->to, those it leaves out as they were. */
static const struct algo_ast *new_call(struct swap *x, const struct algo_ast *a)
{
	struct algo_arena *arena = &x->f->r->arena;
	struct algo_ast *out = algo_arena_get(arena, sizeof(*out));
	const struct algo_ast **kid =
		algo_arena_get(arena, (a->nkids + KIDS_MAX) * sizeof(*kid));
	const char **arg =
		algo_arena_get(arena, (a->nkids + KIDS_MAX) * sizeof(*arg));
	size_t k = 0;
	double v;

	*out = *a;
	for (size_t i = 0; i < a->nkids; i++) {
		kid[i] = a->kid[i];
		arg[i] = a->arg ? a->arg[i] : "";
		if (k < x->to.n && is_number(x, a->kid[i], &v))
			kid[i] = put_number(x, a->kid[i], x->to.num[k++]);
	}
	for (; k < x->to.n && k < KIDS_MAX; k++) {
		arg[out->nkids] = "";
		kid[out->nkids++] = algo_ast_number(arena, x->to.num[k]);
	}
	out->kid = kid;
	out->arg = arg;
	if (*x->to.name)
		out->name = x->to.name;
	return out;
}

static int is_comparison(const struct algo_ast *a)
{
	if (a->kind == ALGO_AST_CALL)
		return algo_r_in("crossover|crossunder|cross", a->name) &&
		       a->nkids == 2;
	return a->kind == ALGO_AST_BIN && algo_r_in("<|<=|>|>=|==|!=", a->name);
}

static int calls(const struct swap *x, const struct algo_ast *a,
		 const char *name)
{
	const struct algo_json *lets = algo_json_get(x->f->root, "let");
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *in;
	const char *s;
	size_t n;

	if (a->kind == ALGO_AST_CALL && (!*name || strcmp(a->name, name) == 0))
		return 1;
	if (a->kind == ALGO_AST_NAME) {
		s = algo_json_str(algo_json_get(lets, a->name), &n);
		in = n ? algo_ast_parse(&x->f->r->arena, s, n, &err) : NULL;
		algo_err_clear(&err);
		return in && in->kind == ALGO_AST_CALL &&
		       (!*name || strcmp(in->name, name) == 0);
	}
	for (size_t i = 0; i < a->nkids; i++)
		if (calls(x, a->kid[i], name))
			return 1;
	return 0;
}

static const struct algo_ast *swapped(struct swap *x, const struct algo_ast *a)
{
	const struct algo_ast **kid;
	double v;

	if (a->kind == ALGO_AST_CALL && !x->level && *x->from.name &&
	    strcmp(a->name, x->from.name) == 0 && same_numbers(x, a))
		return meant(x, a) ? new_call(x, a) : a;
	if (a->nkids == 0)
		return a;
	kid = algo_arena_get(&x->f->r->arena, a->nkids * sizeof(*kid));
	for (size_t i = 0; i < a->nkids; i++) {
		kid[i] = a->kid[i];
		if (x->level && is_comparison(a) && i == 1 &&
		    is_number(x, a->kid[1], &v) &&
		    calls(x, a->kid[0], x->from.name) &&
		    (!x->from.n || v == x->from.num[0])) {
			if (meant(x, a))
				kid[i] = put_number(x, a->kid[1], x->to.num[0]);
		} else if (!x->level && !*x->from.name && x->from.n &&
			   is_number(x, a->kid[i], &v) && v == x->from.num[0] &&
			   a->kind != ALGO_AST_NEG) {
			if (meant(x, a))
				kid[i] = put_number(x, a->kid[i], x->to.num[0]);
		} else {
			kid[i] = swapped(x, a->kid[i]);
		}
	}
	return algo_ast_with(&x->f->r->arena, a, kid);
}

/* --- The document -------------------- */

/* The expression anew, or NULL when it is what it was. */
static const char *anew(struct swap *x, const struct algo_json *v)
{
	struct algo_arena *arena = &x->f->r->arena;
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a, *c;
	const char *text = NULL, *s;
	size_t n;

	if (algo_json_type(v) != ALGO_J_STR)
		return NULL;
	s = algo_json_str(v, &n);
	a = algo_ast_parse(arena, s, n, &err);
	algo_err_clear(&err);
	if (!a)
		return NULL;
	c = swapped(x, a);
	if (x->writing && !algo_ast_equal(a, c)) {
		algo_ast_print(c, &b);
		text = algo_arena_str(arena, algo_buf_str(&b), b.len);
	}
	algo_buf_release(&b);
	return text;
}

static void swap_rule(void *ctx, const struct algo_json *rule,
		      struct algo_jw *w)
{
	static const char exprs[] = "when|where|size|units|limit|stop|sl|tp|"
				    "trail|portion";
	struct swap *x = ctx;
	int entry = algo_r_does(rule, "buy|sell|target");

	if (!rule)
		return;
	algo_jw_obj(w);
	for (size_t i = 0; i < algo_json_count(rule); i++) {
		const struct algo_json *m = algo_json_at(rule, i);
		const char *text = NULL;

		if (algo_r_in(exprs, algo_json_key(m)) &&
		    x->where != (entry ? IN_EXIT : IN_ENTRY))
			text = anew(x, m);
		algo_jw_key(w, algo_json_key(m));
		if (text)
			algo_jw_str(w, text);
		else
			algo_jw_value(w, m);
	}
	algo_jw_obj_end(w);
}

static void pass(struct swap *x)
{
	static const char *const sections[] = { "let", "risk", "entry",
						"exit" };
	static const enum where is[] = { EVERYWHERE, EVERYWHERE, IN_ENTRY,
					 IN_EXIT };

	for (size_t k = 0; k < 4; k++) {
		const char *section = sections[k];
		const struct algo_json *v = algo_json_get(x->f->root, section);

		if (x->where != EVERYWHERE && is[k] != x->where)
			continue;
		for (size_t i = 0; i < algo_json_count(v); i++) {
			const struct algo_json *m = algo_json_at(v, i);
			const char *text = anew(x, m);

			if (text)
				algo_r_edit_str(x->f, section, algo_json_key(m),
						text);
		}
	}
	if (algo_json_get(x->f->root, "rules")) {
		size_t n = x->f->nedit, done = x->done;

		algo_r_rules(x->f, swap_rule, x);
		if (x->done == done)
			x->f->nedit = n;
	}
}

/* Looks first, then changes the one that is meant. */
static void run(struct swap *x)
{
	struct algo_buf choices = ALGO_BUF_INIT(1024);
	int k;

	pass(x);
	if (x->nfound == 0) {
		algo_r_ask(x->f, ALGO_TOPIC_INDICATOR, "",
			   "there is nothing like that in the document: what "
			   "is it put in place of?");
		return;
	}
	if (x->nfound > 1) {
		for (size_t i = 0; i < x->nfound; i++)
			algo_buf_addf(&choices, "%s%s", i ? "|" : "",
				      x->found[i]);
		k = algo_r_ask(x->f, ALGO_TOPIC_AMBIGUOUS,
			       algo_buf_str(&choices),
			       "there are %zu of that: which one is changed?",
			       x->nfound);
		algo_buf_release(&choices);
		if (k < 0)
			return;
		x->only = x->found[k];
	}
	x->writing = 1;
	pass(x);
}

/* --- Sayings -------------------- */

/* "the RSI period", "the entry threshold" before "to N". */
static int tuned(struct swap *x, const char *s, size_t n)
{
	static const char sides[] = "entry|buy|oversold|exit|sell|overbought";
	const char *p = s, *name;
	int side, what;

	while (algo_r_take(&p, "the|its|my"))
		;
	side = algo_r_take(&p, sides);
	while (*p == ' ')
		p++;
	name = p;
	while ((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9'))
		p++;
	if (algo_ind_find(name, (size_t)(p - name)))
		x->from.name = algo_ind_find(name, (size_t)(p - name))->name;
	else
		p = name;
	if (!side)
		side = algo_r_take(&p, sides);
	what = algo_r_take(&p, "period|length|lookback|look-back|window|"
			       "threshold|level|trigger");
	if (!what || p > s + n)
		return 0;
	if (algo_r_take(&p, "of|from")) {
		struct term was;

		if (!term(x->f, p, (size_t)(s + n - p), &was) || *was.name)
			return 0;
		x->from.num[0] = was.num[0];
		x->from.n = 1;
		p = s + n;
	}
	while (*p == ' ' && p < s + n)
		p++;
	if (p < s + n)
		return 0;
	x->level = what > 5;
	x->where = !side ? EVERYWHERE : side <= 3 ? IN_ENTRY : IN_EXIT;
	return x->level || *x->from.name;
}

static const char *find_any(const char *s, const char *list, size_t *len)
{
	const char *best = NULL;

	while (*list) {
		size_t n = strcspn(list, "|");
		char word[32];
		const char *at;

		memcpy(word, list, n);
		word[n] = '\0';
		at = strstr(s, word);
		if (at && (!best || at < best)) {
			best = at;
			*len = n;
		}
		list += n + (list[n] == '|');
	}
	return best;
}

/* "A with B" */
static int replaced(struct swap *x, const char *p)
{
	const char *mid;
	size_t len = 0;

	mid = find_any(p, " with | by | for | to | into | at | = ", &len);
	if (!mid || !term(x->f, mid + len, strlen(mid + len), &x->to))
		return 0;
	if (!*x->to.name && x->to.n && tuned(x, p, (size_t)(mid - p)))
		return 1;
	x->from.name = "";
	x->from.n = 0;
	if (!term(x->f, p, (size_t)(mid - p), &x->from))
		return 0;
	/* "change RSI to 7" */
	if (*x->from.name && !*x->to.name)
		return x->to.n > 0;
	return *x->to.name || !*x->from.name;
}

/* "B instead of A", "B instead", "B" */
static int instead(struct swap *x, const char *p)
{
	size_t len = 0, n = strlen(p);
	const char *mid = find_any(p,
				   " instead of | rather than | in place "
				   "of ",
				   &len);

	if (mid) {
		if (!term(x->f, p, (size_t)(mid - p), &x->to) ||
		    !term(x->f, mid + len, strlen(mid + len), &x->from))
			return 0;
		/* "RSI 7 instead of 14" */
		if (*x->to.name && !*x->from.name)
			x->from.name = x->to.name;
		return *x->to.name || !*x->from.name;
	}
	while (n && (p[n - 1] == ' ' || p[n - 1] == '.'))
		n--;
	if (n > 8 && strncmp(p + n - 8, " instead", 8) == 0)
		n -= 8;
	if (!term(x->f, p, n, &x->to) || !*x->to.name || !x->to.n)
		return 0;
	x->from.name = x->to.name;
	return 1;
}

/* An average may stand for another one; the levels of one oscillator say
 * nothing of another. */
static int alike(const struct swap *x)
{
	const struct algo_ind *a, *b;

	if (!*x->to.name || strcmp(x->from.name, x->to.name) == 0)
		return 1;
	a = algo_ind_find(x->from.name, strlen(x->from.name));
	b = algo_ind_find(x->to.name, strlen(x->to.name));
	return a && b && strcmp(a->group, "overlap") == 0 &&
	       strcmp(b->group, "overlap") == 0 && !a->out[1] && !b->out[1];
}

static void start(struct swap *x)
{
	if (alike(x))
		run(x);
	else
		algo_r_ask(x->f, ALGO_TOPIC_THRESHOLD, "",
			   "%s has other values than %s: when shall it buy and "
			   "sell?",
			   x->to.name, x->from.name);
}

/* "buy at 25 instead": the level there is, where there is one. */
static int leveled(struct swap *x, const char *p)
{
	int side = algo_r_take(&p, "buy|enter|sell|exit");
	size_t n;

	if (!side ||
	    !algo_r_take(&p, "at|below|above|under|over|when it is below|when "
			     "it is above|when it's below|when it's above|when "
			     "below|when above|when under|when over"))
		return 0;
	n = strlen(p);
	while (n && (p[n - 1] == ' ' || p[n - 1] == '.'))
		n--;
	if (n > 8 && strncmp(p + n - 8, " instead", 8) == 0)
		n -= 8;
	if (!term(x->f, p, n, &x->to) || *x->to.name)
		return 0;
	x->level = 1;
	x->where = side <= 2 ? IN_ENTRY : IN_EXIT;
	pass(x);
	n = x->nfound;
	x->nfound = 0;
	return n > 0;
}

static void blank(struct swap *x, struct refine *f)
{
	memset(x, 0, sizeof(*x));
	x->f = f;
	x->from.name = x->to.name = "";
}

int algo_r_swap(struct refine *f)
{
	static const char verbs[] = "use|switch to|try|go with|take|make it|"
				    "change it to|set it to";
	struct swap x;
	const char *p = f->said;

	blank(&x, f);
	if (leveled(&x, p)) {
		run(&x);
		return 1;
	}
	blank(&x, f);
	if (algo_r_take(&p, "replace|swap|change|switch|set|lower|raise|"
			    "increase|decrease|reduce|shorten|lengthen") &&
	    replaced(&x, p)) {
		start(&x);
		return 1;
	}
	blank(&x, f);
	p = f->said;
	algo_r_take(&p, verbs);
	if (!instead(&x, p))
		return 0;
	start(&x);
	return 1;
}
