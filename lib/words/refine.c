/* refine.c - a document changed by words: clause by clause */
#include "refine.h"

#include <stdio.h>
#include <string.h>

/* --- Words -------------------------------------------------------------------
 */

static int is_wordy(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

int algo_r_take(const char **p, const char *alternatives)
{
	const char *s = *p;
	int number = 0;

	while (*s == ' ' || *s == '\t')
		s++;
	for (const char *a = alternatives; *a;) {
		size_t n = strcspn(a, "|");

		number++;
		if (strncmp(s, a, n) == 0 &&
		    !(is_wordy(a[n - 1]) && is_wordy(s[n]))) {
			*p = s + n;
			return number;
		}
		a += n + (a[n] == '|');
	}
	return 0;
}

int algo_r_ask(struct refine *f, enum algo_topic topic, const char *choices,
	       const char *fmt, ...)
{
	char text[256];
	struct algo_question *q;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	algo_w_ask(f->r, topic, 0, 0, choices, "%s", text);
	q = &f->r->q[f->r->nq - 1];
	q->start = f->at;
	q->len = f->n;
	if (*choices && f->opt->assume) {
		q->severity = ALGO_SEV_WARNING;
		if (q->choices[f->pick][0])
			memcpy(q->choices[0], q->choices[f->pick],
			       sizeof(q->choices[0]));
		return q->choices[f->pick][0] ? (int)f->pick : 0;
	}
	f->stuck = 1;
	return -1;
}

/* --- Clauses ------------------------------------------------------------- */

/* Where the clause that begins at s ends; *skip is the length of what parts it
 * from the next one. */
static size_t clause_end(const char *s, size_t n, size_t *skip)
{
	static const char verbs[] =
		"tighten|loosen|widen|raise|lower|set|change|replace|swap|use|"
		"add|remove|drop|delete|make|also|sell|exit|buy|enter|reduce|"
		"increase|double|halve|require|skip|switch|cover|get rid|put|"
		"only";

	static const char rules[] =
		"buy|sell|exit|enter|cover|go long|go short|"
		"long|short|close";
	const char *first = s;
	int rule = algo_r_take(&first, rules);

	*skip = 1;
	for (size_t i = 0; i < n; i++) {
		const char *p = s + i, *next = p + 1;

		if (*p == '\n' || *p == ';' ||
		    (*p == '.' &&
		     (i + 1 == n || p[1] == ' ' || p[1] == '\n'))) {
			/* "exit when it crosses below": it was told before */
			if (rule && next < s + n && algo_r_take(&next, rules))
				continue;
			return i;
		}
		if (i == 0 || (*p != ',' && *p != ' '))
			continue;
		if (*p == ',')
			p++;
		algo_r_take(&p, "and then|and|then|plus");
		if (p == s + i || p - (s + i) > (ptrdiff_t)(n - i))
			continue;
		*skip = (size_t)(p - (s + i));
		next = p;
		if (algo_r_take(&p, verbs) && p <= s + n &&
		    !(rule && algo_r_take(&next, rules)))
			return i;
		*skip = 1;
	}
	*skip = 0;
	return n;
}

static void one_clause(struct refine *f, const char *clause)
{
	const char *p = f->said;
	size_t len = f->n;

	algo_r_take(&p, "please|now|ok|okay|and|then|but|can you|could you|"
			"i want to|i'd like to|let's");
	algo_r_take(&p, "please|now|also");
	f->also = strstr(f->said, "also ") || strstr(f->said, "additional") ||
		  strncmp(f->said, "or ", 3) == 0;
	while (*p == ' ')
		p++;
	f->said = p;
	f->n = strlen(p);
	f->at += len - f->n;
	clause += len - f->n;
	if (f->n == 0)
		return;
	len = algo_r_replace(f);
	f->said += len;
	f->n -= len;
	f->at += len;
	clause += len;
	if (!algo_r_remove(f) && !algo_r_sides(f) && !algo_r_times(f) &&
	    !algo_r_swap(f))
		algo_r_grammar(f, clause);
}

/* What was said is kept beside what it came from. */
static void origin(struct refine *f, const char *words)
{
	const struct algo_json *was = algo_json_get(f->root, "x-origin");
	const char *before = algo_json_str(algo_json_get(was, "refined"), NULL);
	struct algo_buf b = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_buf said = ALGO_BUF_INIT(ALGO_DOC_MAX);
	struct algo_jw w;

	algo_buf_addf(&said, "%s%s%s", before, *before ? "; " : "", words);
	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	for (size_t i = 0; i < algo_json_count(was); i++) {
		const struct algo_json *m = algo_json_at(was, i);

		if (strcmp(algo_json_key(m), "refined") == 0)
			continue;
		algo_jw_key(&w, algo_json_key(m));
		algo_jw_value(&w, m);
	}
	algo_jw_kstr(&w, "refined", algo_buf_str(&said));
	algo_jw_obj_end(&w);
	while (b.len && b.data[b.len - 1] == '\n')
		b.len--;
	if (!was || algo_json_type(was) == ALGO_J_OBJ)
		algo_r_edit(f, "x-origin", NULL, algo_buf_str(&b));
	algo_buf_release(&said);
	algo_buf_release(&b);
}

static void lower(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
		else if (*s == '\t' || *s == '\r')
			*s = ' ';
}

/* One clause over the document in *doc. */
static int change(struct refine *f, size_t at, size_t n, struct algo_buf *doc)
{
	char *clause = algo_arena_str(&f->r->arena, f->r->text + at, n);
	char *said = algo_arena_str(&f->r->arena, clause, n);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *parsed =
		algo_json_parse(algo_buf_str(doc), doc->len, NULL, &err);

	algo_err_clear(&err);
	if (!parsed)
		return -1;
	lower(said);
	f->root = algo_json_root(parsed);
	f->said = said;
	f->at = at;
	f->n = n;
	f->nedit = 0;
	one_clause(f, clause);
	if (!f->stuck && !f->nedit && f->n)
		algo_r_ask(f, ALGO_TOPIC_VALUE, "",
			   "that is what the document says already: what is to "
			   "change?");
	if (!f->stuck && f->nedit) {
		struct algo_buf next = ALGO_BUF_INIT(ALGO_DOC_MAX);

		origin(f, clause);
		if (f->opt->name)
			algo_r_edit_str(f, "name", NULL, f->opt->name);
		algo_r_write(f, &next);
		algo_buf_clear(doc);
		algo_buf_add(doc, next.data, next.len);
		algo_buf_release(&next);
	}
	algo_json_free(parsed);
	return 0;
}

int algo_w_refine(struct reader *r, size_t pick, struct algo_buf *out,
		  struct algo_errs *errs)
{
	struct refine f = { .r = r, .opt = r->opt, .pick = pick };
	struct algo_strategy_opt so = { .file = r->opt->base_file,
					.fractional = 1 };
	struct algo_errs told = { .v = NULL };
	struct algo_strategy *s =
		algo_strategy_parse(r->opt->base, r->opt->base_len, &so, &told);
	size_t at = 0, skip, n;
	int any = 0;

	for (size_t i = 0; !s && i < told.n; i++)
		algo_errs_take(errs, &told.v[i]);
	algo_errs_release(&told);
	if (!s)
		return -1;
	algo_strategy_free(s);
	algo_buf_add(out, r->opt->base, r->opt->base_len);
	for (; at < r->n; at += n + skip) {
		while (at < r->n && strchr(" \t\r\n,;.", r->text[at]))
			at++;
		n = clause_end(r->text + at, r->n - at, &skip);
		if (n == 0)
			continue;
		any = 1;
		if (change(&f, at, n, out))
			return -1;
	}
	if (!any)
		algo_w_ask(r, ALGO_TOPIC_VALUE, 0, 0, "",
			   "what is to be changed?");
	return 0;
}
