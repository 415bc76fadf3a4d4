/* refine_doc.c - changes of a document: the list, its writing, its trees */
#include "refine.h"

#include <string.h>

/* --- The list ----------------------------------------------------------------
 */

static const struct edit *find(const struct refine *f, const char *section,
			       const char *key)
{
	for (size_t i = 0; i < f->nedit; i++) {
		const struct edit *e = &f->edit[i];

		if (strcmp(e->section, section) == 0 &&
		    strcmp(e->key ? e->key : "", key ? key : "") == 0)
			return e;
	}
	return NULL;
}

void algo_r_edit(struct refine *f, const char *section, const char *key,
		 const char *raw)
{
	const struct edit *there = find(f, section, key);
	struct edit *e;

	if (!there && f->nedit == EDITS_MAX)
		return;
	e = there ? &f->edit[there - f->edit] : &f->edit[f->nedit++];
	e->section = section;
	e->key = key;
	e->raw = raw ? algo_arena_str(&f->r->arena, raw, strlen(raw)) : NULL;
}

void algo_r_edit_str(struct refine *f, const char *section, const char *key,
		     const char *text)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);

	algo_buf_addc(&b, '"');
	algo_json_escape(&b, text, strlen(text));
	algo_buf_addc(&b, '"');
	algo_r_edit(f, section, key, algo_buf_str(&b));
	algo_buf_release(&b);
}

const struct algo_json *algo_r_get(const struct refine *f, const char *section,
				   const char *key)
{
	const struct algo_json *v = f->root;
	const struct edit *e = find(f, section, key);

	if (e)
		return NULL;
	if (*section)
		v = algo_json_get(v, section);
	return key ? algo_json_get(v, key) : v;
}

/* --- Writing -----------------------------------------------------------------
 */

static void put_section(const struct refine *f, const char *section,
			const struct algo_json *v, struct algo_jw *w)
{
	size_t n = 0;

	for (size_t i = 0; i < algo_json_count(v); i++)
		n += !find(f, section, algo_json_key(algo_json_at(v, i)));
	for (size_t i = 0; i < f->nedit; i++)
		n += f->edit[i].key && f->edit[i].raw &&
		     strcmp(f->edit[i].section, section) == 0;
	if (n == 0)
		return;
	algo_jw_key(w, section);
	algo_jw_obj(w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *m = algo_json_at(v, i);
		const struct edit *e = find(f, section, algo_json_key(m));

		if (e && !e->raw)
			continue;
		algo_jw_key(w, algo_json_key(m));
		if (e)
			algo_jw_raw(w, e->raw, strlen(e->raw));
		else
			algo_jw_value(w, m);
	}
	for (size_t i = 0; i < f->nedit; i++) {
		const struct edit *e = &f->edit[i];

		if (!e->key || !e->raw || strcmp(e->section, section) != 0 ||
		    algo_json_get(v, e->key))
			continue;
		algo_jw_key(w, e->key);
		algo_jw_raw(w, e->raw, strlen(e->raw));
	}
	algo_jw_obj_end(w);
}

static void put_member(const struct refine *f, const char *key,
		       struct algo_jw *w)
{
	static const char sections[] = "data|params|let|entry|exit|risk|"
				       "backtest";
	const struct algo_json *v = algo_json_get(f->root, key);
	const struct edit *e = find(f, key, NULL);

	if (e) {
		if (e->raw) {
			algo_jw_key(w, key);
			algo_jw_raw(w, e->raw, strlen(e->raw));
		}
		return;
	}
	if (algo_r_in(sections, key)) {
		put_section(f, key, v, w);
	} else if (v) {
		algo_jw_key(w, key);
		algo_jw_value(w, v);
	}
}

void algo_r_write(const struct refine *f, struct algo_buf *out)
{
	static const char *const order[] = {
		"algo",	   "name",  "version", "description", "tz",
		"columns", "data",  "params",  "let",	      "entry",
		"exit",	   "rules", "risk",    "warmup",      "backtest"
	};
	struct algo_jw w;

	algo_jw_init(&w, out, 2);
	algo_jw_obj(&w);
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++)
		put_member(f, order[i], &w);
	for (size_t i = 0; i < algo_json_count(f->root); i++) {
		const char *key = algo_json_key(algo_json_at(f->root, i));

		if (strncmp(key, "x-", 2) == 0)
			put_member(f, key, &w);
	}
	if (find(f, "x-origin", NULL) && !algo_json_get(f->root, "x-origin"))
		put_member(f, "x-origin", &w);
	algo_jw_obj_end(&w);
	if (out->len && out->data[out->len - 1] != '\n')
		algo_buf_addc(out, '\n');
}

/* --- Rules -------------------------------------------------------------------
 */

int algo_r_in(const char *list, const char *word)
{
	size_t n = strlen(word);

	while (*list) {
		size_t k = strcspn(list, "|");

		if (k == n && strncmp(list, word, n) == 0)
			return 1;
		list += k + (list[k] == '|');
	}
	return 0;
}

int algo_r_does(const struct algo_json *rule, const char *actions)
{
	return algo_r_in(actions,
			 algo_json_str(algo_json_get(rule, "do"), NULL));
}

void algo_r_members(struct algo_jw *w, const struct algo_json *rule,
		    const char *but)
{
	for (size_t i = 0; i < algo_json_count(rule); i++) {
		const struct algo_json *m = algo_json_at(rule, i);

		if (algo_r_in(but, algo_json_key(m)))
			continue;
		algo_jw_key(w, algo_json_key(m));
		algo_jw_value(w, m);
	}
}

void algo_r_rules(struct refine *f,
		  void (*change)(void *ctx, const struct algo_json *rule,
				 struct algo_jw *w),
		  void *ctx)
{
	const struct algo_json *rules = algo_json_get(f->root, "rules");
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_jw w;

	algo_jw_init(&w, &b, 0);
	algo_jw_arr(&w);
	for (size_t i = 0; i < algo_json_count(rules); i++)
		change(ctx, algo_json_at(rules, i), &w);
	change(ctx, NULL, &w);
	algo_jw_arr_end(&w);
	while (b.len && b.data[b.len - 1] == '\n')
		b.len--;
	algo_r_edit(f, "rules", NULL, algo_buf_str(&b));
	algo_buf_release(&b);
}

/* --- Expressions --------------------------------------------------------- */

char *algo_r_join(struct refine *f, const char *a, const char *op,
		  const char *b)
{
	struct algo_buf text = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *ast;
	char *s;

	algo_buf_addf(&text, "(%s) %s (%s)", a, op, b);
	ast = algo_ast_parse(&f->r->arena, algo_buf_str(&text), text.len, &err);
	algo_err_clear(&err);
	if (ast) {
		algo_buf_clear(&text);
		algo_ast_print(ast, &text);
	}
	s = algo_arena_str(&f->r->arena, algo_buf_str(&text), text.len);
	algo_buf_release(&text);
	return s;
}

struct taker { /* of a tree */
	struct refine *f;
	struct reader *r;
	int depth, failed;
};

static struct node *take(struct taker *t, const struct algo_ast *a);

static struct node *named(struct taker *t, const char *name)
{
	struct refine *f = t->f;
	const struct algo_json *v =
		algo_json_get(algo_json_get(f->root, "params"), name);
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	struct node *n;
	size_t len;
	const char *s;

	if (v && algo_json_type(v) == ALGO_J_OBJ)
		v = algo_json_get(v, "value");
	if (v) {
		n = algo_w_num(t->r, algo_json_num(v));
		n->alias = algo_arena_str(&t->r->arena, name, strlen(name));
		return n;
	}
	v = algo_json_get(algo_json_get(f->root, "let"), name);
	if (!v)
		return algo_w_name(t->r, name);
	if (algo_json_type(v) == ALGO_J_NUM) {
		n = algo_w_num(t->r, algo_json_num(v));
		n->alias = algo_arena_str(&t->r->arena, name, strlen(name));
		return n;
	}
	s = algo_json_str(v, &len);
	a = algo_ast_parse(&t->r->arena, s, len, &err);
	algo_err_clear(&err);
	/* A let that reads itself goes deeper and deeper. */
	if (!a || ++t->depth > 16) {
		t->failed = 1;
		return algo_w_name(t->r, name);
	}
	n = take(t, a);
	t->depth--;
	n->alias = algo_arena_str(&t->r->arena, name, strlen(name));
	return n;
}

static struct node *taken_call(struct taker *t, const struct algo_ast *a,
			       const char *field)
{
	struct node *n = algo_w_call(t->r, a->name, field);

	if (a->nkids > KIDS_MAX)
		t->failed = 1;
	for (size_t i = 0; i < a->nkids && i < KIDS_MAX; i++) {
		if (a->arg && a->arg[i] && *a->arg[i])
			t->failed = 1;
		algo_w_arg(n, take(t, a->kid[i]));
	}
	return n;
}

static struct node *taken_bin(struct taker *t, const struct algo_ast *a)
{
	static const char *const signs[] = { "or", "and", "<",	"<=", ">",
					     ">=", "==",  "!=", "+",  "-",
					     "*",  "/",	  "**" };

	for (int k = 0; k <= B_POW; k++)
		if (strcmp(signs[k], a->name) == 0)
			return algo_w_bin(t->r, (enum bin_op)k,
					  take(t, a->kid[0]),
					  take(t, a->kid[1]));
	t->failed = 1;
	return algo_w_num(t->r, 0);
}

static struct node *taken_field(struct taker *t, const struct algo_ast *a)
{
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct node *n;

	if (a->kid[0]->kind == ALGO_AST_CALL)
		return taken_call(t, a->kid[0], a->name);
	algo_ast_print(a, &b);
	n = algo_w_name(t->r, algo_buf_str(&b));
	algo_buf_release(&b);
	return n;
}

static struct node *take(struct taker *t, const struct algo_ast *a)
{
	struct node *n;

	/* Lets that use lets twice each grow fast. */
	if (t->r->nodes > NODES_MAX) {
		t->failed = 1;
		return algo_w_num(t->r, 0);
	}
	switch (a->kind) {
	case ALGO_AST_NUM:
		return algo_w_num(t->r, a->number);
	case ALGO_AST_TEXT:
		return algo_w_str(t->r, a->name, strlen(a->name));
	case ALGO_AST_NAME:
		return named(t, a->name);
	case ALGO_AST_FIELD:
		return taken_field(t, a);
	case ALGO_AST_NEG:
		n = take(t, a->kid[0]);
		return n->op == N_NUM ? algo_w_num(t->r, -n->num)
				      : algo_w_two(t->r, N_NEG, n, NULL);
	case ALGO_AST_NOT:
		return algo_w_not(t->r, take(t, a->kid[0]));
	case ALGO_AST_BIN:
		return taken_bin(t, a);
	case ALGO_AST_COND:
		n = algo_w_two(t->r, N_IF, take(t, a->kid[0]),
			       take(t, a->kid[1]));
		n->kid[n->kids++] = take(t, a->kid[2]);
		return n;
	case ALGO_AST_INDEX:
		n = take(t, a->kid[1]);
		if (n->op != N_NUM)
			t->failed = 1;
		return algo_w_past(t->r, take(t, a->kid[0]), n->num);
	case ALGO_AST_CALL:
		return taken_call(t, a, "");
	}
	return NULL;
}

struct node *algo_r_node(struct refine *f, struct reader *r,
			 const struct algo_json *v)
{
	struct taker t = { .f = f, .r = r };
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	struct node *n;
	const char *s;
	size_t len;

	if (algo_json_type(v) == ALGO_J_NUM)
		return algo_w_num(r, algo_json_num(v));
	if (algo_json_type(v) != ALGO_J_STR)
		return NULL;
	s = algo_json_str(v, &len);
	a = algo_ast_parse(&r->arena, s, len, &err);
	algo_err_clear(&err);
	if (!a || a->size > ALGO_EXPR_NODES)
		return NULL;
	n = take(&t, a);
	return t.failed || r->nodes > NODES_MAX ? NULL : n;
}

double algo_r_risk_part(struct refine *f)
{
	const struct algo_json *v = algo_r_get(f, "risk", "size");
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	size_t n;
	const char *s = algo_json_str(v, &n);

	if (!n)
		return 0;
	a = algo_ast_parse(&f->r->arena, s, n, &err);
	algo_err_clear(&err);
	if (!a || a->kind != ALGO_AST_CALL || a->nkids < 1 ||
	    strcmp(a->name, "risk_size") != 0 ||
	    a->kid[0]->kind != ALGO_AST_NUM)
		return 0;
	return a->kid[0]->number;
}

/* How often the name is read outside of calls of the function. */
static size_t reads(const struct algo_ast *a, const char *name,
		    const char *function)
{
	size_t n = a->kind == ALGO_AST_NAME && strcmp(a->name, name) == 0;

	if (a->kind == ALGO_AST_CALL && *function &&
	    strcmp(a->name, function) == 0)
		return 0;
	for (size_t i = 0; i < a->nkids; i++)
		n += reads(a->kid[i], name, function);
	return n;
}

static size_t reads_in(struct refine *f, const struct algo_json *v,
		       const char *name, const char *function, int depth)
{
	struct algo_err err = ALGO_ERR_INIT;
	const struct algo_ast *a;
	const char *s;
	size_t n = 0, len;

	if (algo_json_type(v) == ALGO_J_STR) {
		s = algo_json_str(v, &len);
		a = algo_ast_parse(&f->r->arena, s, len, &err);
		algo_err_clear(&err);
		return a ? reads(a, name, function) : 0;
	}
	for (size_t i = 0; depth < 4 && i < algo_json_count(v); i++)
		n += reads_in(f, algo_json_at(v, i), name, function, depth + 1);
	return n;
}

int algo_r_used(struct refine *f, const char *name, const char *function)
{
	static const char *const sections[] = { "let", "entry", "exit", "rules",
						"risk" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(sections) / sizeof(*sections); i++)
		n += reads_in(f, algo_json_get(f->root, sections[i]), name,
			      function, 0);
	return n > 0;
}
