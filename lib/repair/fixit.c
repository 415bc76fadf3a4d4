/* fixit.c - fix-its of records to edits of the text */
#include "draft.h"

#include <algo/base/mem.h>
#include <string.h>

struct answer algo_pass_answer(const struct pass *p, size_t at, int unsafe)
{
	return (struct answer){ p->e->cls, p->e->code, p->e->at.pointer,
				at,	   unsafe,     p->i };
}

static const struct algo_json *value_of(const struct pass *p)
{
	/* A pointer that was too long for its record names something else. */
	if (strlen(p->e->at.pointer) + 1 >= sizeof(p->e->at.pointer))
		return NULL;
	return algo_repair_at_pointer(p->root, p->e->at.pointer);
}

const char *algo_pass_expr(const struct pass *p, size_t *n)
{
	const struct algo_json *v = value_of(p);

	if (!v || algo_json_type(v) != ALGO_J_STR)
		return NULL;
	return algo_json_str(v, n);
}

size_t algo_pass_at(const struct pass *p, const char *s, size_t n)
{
	size_t at = 0;

	for (unsigned long line = 1; line < p->e->at.line && at < n; at++)
		line += s[at] == '\n';
	at += p->e->at.col ? p->e->at.col - 1 : 0;
	return at < n ? at : n;
}

/* Quotes what is shown of a text in messages. */
static int shown(size_t n)
{
	return n > 60 ? 60 : (int)n;
}

static void say(struct pass *p, size_t at, int unsafe, const char *was,
		size_t n, const char *text)
{
	struct answer a = algo_pass_answer(p, at, unsafe);

	if (n == 0)
		algo_draft_mend(p->d, &a, "'%.100s' is added", text);
	else if (!*text)
		algo_draft_mend(p->d, &a, "'%.*s' is removed", shown(n), was);
	else
		algo_draft_mend(p->d, &a, "'%.*s' becomes '%.100s'", shown(n),
				was, text);
}

void algo_pass_replace(struct pass *p, size_t at, size_t len, const char *text,
		       int unsafe)
{
	const struct algo_json *v = value_of(p);
	struct algo_buf escaped = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	size_t n, raw, end, from, to;
	const char *s = algo_pass_expr(p, &n);

	if (!s || at + len > n)
		return;
	raw = algo_repair_where(p->d, p->root, v);
	algo_json_text(v, &end);
	end += raw - 1;
	from = algo_repair_decoded(p->d->s, raw, end, at);
	to = algo_repair_decoded(p->d->s, raw, end, at + len);
	say(p, from, unsafe, s + at, len, text);
	algo_json_escape(&escaped, text, strlen(text));
	algo_draft_edit(p->d, from, to - from, algo_buf_str(&escaped),
			escaped.len);
	algo_buf_release(&escaped);
}

static int in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* Comparisons chain in the expression of the record. */
static int has_chain(const struct pass *p)
{
	for (size_t i = 0; i < p->errs->n; i++)
		if (strcmp(p->errs->v[i].code, "chained_comparison") == 0 &&
		    strcmp(p->errs->v[i].at.pointer, p->e->at.pointer) == 0)
			return 1;
	return 0;
}

static int ends_in_equals(const char *text)
{
	size_t n = strlen(text);

	return n > 1 && text[n - 1] == '=' && !strchr("=<>!", text[n - 2]);
}

/* "2 atr(14)" may lack a '*' as well as a ',', "sar0.02" a '('; "a < 7 = b" is
 * anything. */
static int is_doubtful(const struct pass *p)
{
	const struct algo_fixit *f = &p->e->fixit;
	size_t n, at = f->start;
	const char *s = algo_pass_expr(p, &n);

	if (strcmp(p->e->code, "chained_comparison") == 0)
		return ends_in_equals(f->text);
	if (strcmp(p->e->code, "single_equals") == 0)
		return has_chain(p);
	if (strcmp(p->e->code, "missing_comma") != 0 || !s || at > n)
		return 0;
	if (at > 0 && at < n && in_word(s[at - 1]) && in_word(s[at]))
		return 1;
	while (at > 0 && in_word(s[at - 1]))
		at--;
	return at < n && s[at] >= '0' && s[at] <= '9';
}

/* Of a key of two letters, in quotes, a slip leaves too little. */
static int is_short_key(const struct pass *p)
{
	return strcmp(p->e->code, "unknown_key") == 0 &&
	       p->e->fixit.len < 3 + 2;
}

int algo_fix_record(struct pass *p)
{
	const struct algo_fixit *f = &p->e->fixit;

	if (!f->has)
		return 0;
	if (f->pointer[0]) {
		algo_pass_replace(p, f->start, f->len, f->text, is_doubtful(p));
		return 1;
	}
	if (f->start + f->len > p->d->n)
		return 0;
	say(p, f->start, is_short_key(p), p->d->s + f->start, f->len, f->text);
	algo_draft_edit(p->d, f->start, f->len, f->text, strlen(f->text));
	return 1;
}
