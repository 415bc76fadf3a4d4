/* document.c - objects of a document against the tables; records with their
 * places */
#include "strategy.h"

#include <string.h>

/* ---- places */

size_t algo_doc_at(const struct reader *r, const struct algo_json *v)
{
	size_t start = r->n >= 3 && !memcmp(r->text, "\xef\xbb\xbf", 3) ? 3 : 0;

	/* Before the first value only blanks are let through. */
	while (start < r->n && strchr(" \t\r\n", r->text[start]))
		start++;
	return start + (size_t)(algo_json_text(v, NULL) -
				algo_json_text(r->root, NULL));
}

void algo_doc_mark(struct reader *r, const struct algo_json *v)
{
	size_t at = v ? algo_doc_at(r, v) : 0;
	void *mark = r->mark;

	while (r->nmark < r->errs->n - r->first) {
		algo_grow(&mark, &r->markcap, r->nmark + 1, sizeof(*r->mark));
		r->mark = mark;
		r->mark[r->nmark++] = at;
	}
}

/* Places are found by counting lines from the top: not for records that are
 * only counted. */
static struct algo_err *fault(struct reader *r, const struct algo_json *v,
			      int key)
{
	struct algo_err *e = algo_errs_add(r->errs);
	enum algo_json_type t;

	algo_doc_mark(r, v);
	if (r->errs->dropped > 0)
		return e;
	t = algo_json_type(v);
	algo_json_place(v, key, e);
	if (!(key && algo_json_key(v)) && (t == ALGO_J_OBJ || t == ALGO_J_ARR))
		e->at.len = 1;
	return e;
}

/* Setting the message clears the record: the place is put back. */
static struct algo_err *fill(struct algo_err *e, enum algo_class cls,
			     const char *code, const char *fmt, va_list ap)
	ALGO_PRINTF(4, 0);

static struct algo_err *fill(struct algo_err *e, enum algo_class cls,
			     const char *code, const char *fmt, va_list ap)
{
	struct algo_err text = ALGO_ERR_INIT;

	algo_err_vset(&text, cls, code, fmt, ap);
	text.at = e->at;
	memcpy(text.context, e->context, sizeof(text.context));
	text.context_skip = e->context_skip;
	*e = text;
	return e;
}

struct algo_err *algo_doc_fault(struct reader *r, const struct algo_json *v,
				enum algo_class cls, const char *code,
				const char *fmt, ...)
{
	struct algo_err *e = fault(r, v, 0);
	va_list ap;

	va_start(ap, fmt);
	fill(e, cls, code, fmt, ap);
	va_end(ap);
	return e;
}

struct algo_err *algo_doc_fault_key(struct reader *r, const struct algo_json *v,
				    enum algo_class cls, const char *code,
				    const char *fmt, ...)
{
	struct algo_err *e = fault(r, v, 1);
	va_list ap;

	va_start(ap, fmt);
	fill(e, cls, code, fmt, ap);
	va_end(ap);
	return e;
}

/* ---- fix-its */

void algo_doc_fix(struct reader *r, struct algo_err *e, size_t at, size_t len,
		  const char *text)
{
	if (r->errs->dropped > 0)
		return;
	algo_err_fixit(e, at, len, text);
	e->fixit.pointer[0] = '\0';
}

void algo_doc_fix_value(struct reader *r, struct algo_err *e,
			const struct algo_json *v, const char *text)
{
	size_t len;

	algo_json_text(v, &len);
	algo_doc_fix(r, e, algo_doc_at(r, v), len, text);
}

/* A key stands before its value: it is found from the place. */
void algo_doc_fix_key(struct reader *r, struct algo_err *e,
		      const struct algo_json *v, const char *key)
{
	struct algo_buf text = ALGO_BUF_INIT(256);
	size_t end = algo_doc_at(r, v), at = 0;

	if (r->errs->dropped > 0)
		return;
	if (r->n >= 3 && !memcmp(r->text, "\xef\xbb\xbf", 3))
		at = 3;
	for (unsigned long line = 1; line < e->at.line && at < end; at++)
		line += r->text[at] == '\n';
	algo_buf_addc(&text, '"');
	algo_json_escape(&text, key, strlen(key));
	algo_buf_addc(&text, '"');
	algo_doc_fix(r, e, at + e->at.col - 1, e->at.len, algo_buf_str(&text));
	algo_buf_release(&text);
}

/* ---- keys */

int algo_doc_is_note(const char *key)
{
	return key[0] == 'x' && key[1] == '-';
}

static const struct doc_alias *alias_of(const struct doc_table *t,
					const char *key)
{
	const struct doc_alias *a = t->alias;

	while (a->from && strcmp(a->from, key) != 0)
		a++;
	return a->from ? a : NULL;
}

/* Where else the key would be right, or NULL. */
static const char *belongs(const struct doc_table *t, const char *key)
{
	static const struct doc_table *const all[] = { &algo_doc_risk,
						       &algo_doc_backtest,
						       &algo_doc_data,
						       &algo_doc_rule };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		if (all[i] != t && algo_doc_row(all[i], key))
			return all[i]->what;
	if (t != &algo_doc_top && algo_doc_row(&algo_doc_top, key))
		return "the document itself";
	return NULL;
}

const char *algo_doc_home(const char *key)
{
	static const struct doc_table *const all[] = { &algo_doc_risk,
						       &algo_doc_backtest,
						       &algo_doc_data };
	const char *home = NULL;

	if (algo_doc_row(&algo_doc_top, key))
		return "";
	if (algo_doc_row(&algo_doc_rule, key) && strcmp(key, "size") != 0)
		return NULL;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		if (!algo_doc_row(all[i], key))
			continue;
		if (home)
			return NULL;
		home = all[i]->what;
	}
	return algo_doc_row(&algo_doc_session, key) ? NULL : home;
}

static struct algo_near nearest(const struct doc_table *t, const char *key)
{
	struct algo_near near = { NULL, 0 };

	for (const struct doc_row *row = t->row; row->name; row++)
		algo_near_try(&near, key, strlen(key), row->name);
	return near;
}

/* The same letters and digits, however they are joined and written. */
static int same_letters(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a == '_' || *a == '-' || *a == ' ')
			a++;
		while (*b == '_')
			b++;
		if (((unsigned char)*a | 0x20) != ((unsigned char)*b | 0x20))
			return 0;
		if (!*a || !*b)
			return *a == *b;
	}
}

/* Hardly in doubt: another way to join the words, or one slip. */
static int is_sure(const struct doc_table *t, const char *key)
{
	struct algo_near near = nearest(t, key);

	return near.best &&
	       (same_letters(key, near.best) || (near.cost <= 1 && !near.tied));
}

/* Of an unknown key: what was meant, when something near or known was. */
static const char *meant(const struct doc_table *t, const char *key)
{
	const struct doc_alias *a = alias_of(t, key);

	if (a)
		return a->to;
	return belongs(t, key) ? NULL : nearest(t, key).best;
}

struct algo_err *algo_doc_missing(struct reader *r, const struct algo_json *v,
				  const struct doc_table *t, const char *key)
{
	struct algo_err *e;

	for (size_t i = 0; i < algo_json_count(v); i++) {
		const char *other = algo_json_key(algo_json_at(v, i));
		const char *to =
			algo_doc_is_note(other) || algo_doc_row(t, other)
				? NULL
				: meant(t, other);

		if (to && strcmp(to, key) == 0)
			return NULL;
	}
	e = algo_doc_fault(r, v, ALGO_E_KEY, "missing_key",
			   "the key '%s' is missing", key);
	algo_err_hint(e, "add \"%s\"", key);
	return e;
}

static void unknown_key(struct reader *r, const struct algo_json *obj,
			const struct algo_json *v, const struct doc_table *t)
{
	const char *key = algo_json_key(v), *to = meant(t, key);
	const struct doc_alias *a = alias_of(t, key);
	struct algo_err *e;

	e = algo_doc_fault_key(r, v, ALGO_E_KEY, "unknown_key",
			       "unknown key '%.60s'%s%s", key,
			       *t->what ? " in " : "", t->what);
	if (a && a->hint)
		algo_err_hint(e, "%s", a->hint);
	else if (a)
		algo_err_hint(e, "use '%s'", to);
	else if (to)
		algo_err_hint(e, "did you mean '%s'?", to);
	else if (belongs(t, key))
		algo_err_hint(e, "'%s' belongs in %s", key, belongs(t, key));
	if (to && (a ? a->sure : is_sure(t, key)) && !algo_json_get(obj, to))
		algo_doc_fix_key(r, e, v, to);
}

/* ---- types */

static int has_type(const struct algo_json *v, enum doc_kind kind)
{
	return algo_doc_type(kind)->types >> algo_json_type(v) & 1;
}

/* [{"name": n, "expr": e}, ...]: the form that models are asked for. */
static int is_wire(const struct algo_json *v)
{
	size_t n = algo_json_count(v);

	for (size_t i = 0; i < n; i++) {
		const struct algo_json *kid = algo_json_at(v, i);
		const struct algo_json *name = algo_json_get(kid, "name");

		if (!name || algo_json_type(name) != ALGO_J_STR ||
		    algo_json_count(kid) != 2)
			return 0;
	}
	return n > 0;
}

static void from_wire(const struct algo_json *v, struct algo_buf *out)
{
	struct algo_jw w;

	algo_jw_init(&w, out, 0);
	algo_jw_obj(&w);
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);
		const struct algo_json *name = algo_json_get(kid, "name");

		algo_jw_key(&w, algo_json_str(name, NULL));
		algo_jw_value(&w,
			      algo_json_at(kid, algo_json_at(kid, 0) == name));
	}
	algo_jw_obj_end(&w);
}

/* 930 is 09:30. */
static void add_clock(double v, struct algo_buf *out)
{
	int n = v >= 0 && v <= 2400 ? (int)v : -1;

	if (n >= 0 && n == v && n % 100 < 60)
		algo_buf_addf(out, "\"%02d:%02d\"", n / 100, n % 100);
}

/* Adds the value as it should have been written, if that is certain. */
static void mended(const struct algo_json *v, enum doc_kind kind,
		   struct algo_buf *out)
{
	enum algo_json_type is = algo_json_type(v);
	unsigned want = algo_doc_type(kind)->types;
	size_t n, len;
	const char *s = algo_json_str(v, &n), *text = algo_json_text(v, &len);
	double num;

	if (want == 1u << ALGO_J_NUM && is == ALGO_J_STR &&
	    !algo_num_parse(s, n, &num)) {
		algo_buf_addnum(out, num);
	} else if (want == 1u << ALGO_J_BOOL && is == ALGO_J_STR &&
		   (algo_doc_text_is(v, "true") ||
		    algo_doc_text_is(v, "false"))) {
		algo_buf_adds(out, s);
	} else if (kind == DOC_TEXT && is == ALGO_J_NUM) {
		algo_buf_addc(out, '"');
		algo_buf_add(out, text, len);
		algo_buf_addc(out, '"');
	} else if (kind == DOC_CLOCK && is == ALGO_J_NUM) {
		add_clock(algo_json_num(v), out);
	} else if (kind == DOC_SIDES && is == ALGO_J_STR) {
		algo_buf_adds(out, "{\"long\": ");
		algo_buf_add(out, text, len);
		algo_buf_addc(out, '}');
	} else if (kind == DOC_RULES && is == ALGO_J_OBJ &&
		   algo_json_get(v, "do")) {
		algo_buf_addc(out, '[');
		algo_buf_add(out, text, len);
		algo_buf_addc(out, ']');
	} else if ((kind == DOC_LETS || kind == DOC_PARAMS) &&
		   is == ALGO_J_ARR && is_wire(v)) {
		from_wire(v, out);
	}
}

static void hint_type(struct algo_err *e, const struct algo_json *v,
		      enum doc_kind kind)
{
	if (kind == DOC_COND)
		algo_err_hint(e,
			      "write the expression in a string, as in "
			      "\"close > open\"; \"true\" holds on every bar");
	else if (kind == DOC_SIDES)
		algo_err_hint(e, "write {\"long\": ...}, {\"short\": ...} or "
				 "both");
	else if (algo_json_type(v) == ALGO_J_NULL)
		algo_err_hint(e, "leave the key out");
}

static void wrong_type(struct reader *r, const struct algo_json *v,
		       enum doc_kind kind)
{
	struct algo_buf fix = ALGO_BUF_INIT(256);
	struct algo_err *e;

	e = algo_doc_fault(r, v, ALGO_E_TYPE, "wrong_type",
			   "'%.60s' must be %s, not %s", algo_json_key(v),
			   algo_doc_type(kind)->text,
			   algo_json_type_name(algo_json_type(v)));
	hint_type(e, v, kind);
	if (r->errs->dropped == 0) {
		mended(v, kind, &fix);
		if (fix.len > 0 && !fix.over)
			algo_doc_fix_value(r, e, v, algo_buf_str(&fix));
	}
	algo_buf_release(&fix);
}

void algo_doc_members(struct reader *r, const struct algo_json *v,
		      const struct doc_table *t)
{
	size_t n;

	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);
		const char *key = algo_json_key(kid);
		const struct doc_row *row = algo_doc_row(t, key);
		const char *s = algo_json_str(kid, &n);

		if (algo_doc_is_note(key))
			continue;
		if (!row)
			unknown_key(r, v, kid, t);
		else if (!has_type(kid, row->kind))
			wrong_type(r, kid, row->kind);
		else if (memchr(s, '\0', n))
			algo_doc_fault(r, kid, ALGO_E_VALUE, "bad_text",
				       "'%s' holds a NUL character", key);
	}
}

const struct algo_json *algo_doc_get(const struct algo_json *v,
				     const struct doc_table *t, const char *key)
{
	const struct algo_json *kid = algo_json_get(v, key);
	const struct doc_row *row = algo_doc_row(t, key);

	return kid && row && has_type(kid, row->kind) ? kid : NULL;
}

int algo_doc_text_is(const struct algo_json *v, const char *s)
{
	size_t n;
	const char *text = algo_json_str(v, &n);

	return n == strlen(s) && memcmp(text, s, n) == 0;
}

const char *algo_doc_pointer(struct reader *r, const struct algo_json *v)
{
	struct algo_buf out = ALGO_BUF_INIT(2 * ALGO_DOC_MAX + 64);
	const char *s;

	algo_json_pointer(v, &out);
	s = algo_arena_str(&r->s->arena, algo_buf_str(&out), out.len);
	algo_buf_release(&out);
	return s;
}

const char *algo_doc_text(struct reader *r, const struct algo_json *v)
{
	size_t n;
	const char *s;

	if (!v)
		return NULL;
	s = algo_json_str(v, &n);
	return algo_arena_str(&r->s->arena, s, n);
}
