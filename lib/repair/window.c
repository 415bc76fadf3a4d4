/* window.c - windows that are longer than the bars: shorter ones are a guess */
#include "draft.h"

#include <algo/base/mem.h>
#include <math.h>
#include <string.h>

struct window {
	struct pass *p;
	double longest; /* the length at fault */
	char half[ALGO_NUM_MAX + 1];
	int found;
};

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int in_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

/* The whole number at s[*at] behind what is none of its digits; 0: none, and
 * *at is behind it. */
static double number(const char *s, size_t n, size_t *at, size_t *len)
{
	size_t from = *at, end = from;
	double v = 0;

	while (end < n && in_word(s[end]))
		end++;
	*len = end - from;
	*at = end > from ? end : from + 1;
	for (size_t i = from; i < end; i++)
		if (!is_digit(s[i]))
			return 0;
	return end > from && !algo_num_parse(s + from, end - from, &v) ? v : 0;
}

/* As an argument: behind '(', ',' or '=' and before ')' or ','. */
static int is_argument(const char *s, size_t n, size_t at, size_t len)
{
	size_t end = at + len;

	while (at > 0 && s[at - 1] == ' ')
		at--;
	while (end < n && s[end] == ' ')
		end++;
	return at > 0 && end < n && strchr("(,=", s[at - 1]) &&
	       strchr("),", s[end]);
}

static void shorten_expr(struct window *w, const struct algo_json *v)
{
	const struct algo_err *was = w->p->e;
	struct algo_err e = *was;
	struct algo_buf pointer = ALGO_BUF_INIT(4096);
	size_t n, at = 0, len;
	const char *s = algo_json_str(v, &n);

	algo_json_pointer(v, &pointer);
	algo_err_pointer(&e, algo_buf_str(&pointer));
	algo_buf_release(&pointer);
	w->p->e = &e;
	while (at < n) {
		double length = number(s, n, &at, &len);

		if (length != w->longest || !is_argument(s, n, at - len, len))
			continue;
		algo_pass_replace(w->p, at - len, len, w->half, 1);
		w->found++;
	}
	w->p->e = was;
}

static void shorten_param(struct window *w, const struct algo_json *v)
{
	size_t n, at = algo_repair_where(w->p->d, w->p->root, v);
	struct answer a = algo_pass_answer(w->p, at, 1);

	algo_json_text(v, &n);
	algo_draft_mend(w->p->d, &a, "%.*s becomes %s", n > 60 ? 60 : (int)n,
			w->p->d->s + at, w->half);
	algo_draft_edit(w->p->d, at, n, w->half, strlen(w->half));
	w->found++;
}

/* Documents are nested at most ALGO_JSON_DEPTH deep. */
static void shorten(struct window *w, const struct algo_json *v, int params)
{
	const char *key = algo_json_key(v);
	int is_bound = params && key &&
		       (strcmp(key, "max") == 0 || strcmp(key, "step") == 0);

	if (algo_json_type(v) == ALGO_J_STR)
		shorten_expr(w, v);
	else if (params && !is_bound && algo_json_num(v) == w->longest)
		shorten_param(w, v);
	for (size_t i = 0; i < algo_json_count(v); i++)
		shorten(w, algo_json_at(v, i),
			params || (v == w->p->root &&
				   strcmp(algo_json_key(algo_json_at(v, i)),
					  "params") == 0));
}

/* "no value on any of the 100 bars: sma(close, 500)": the longest number that
 * is beyond the bars becomes half of them. */
int algo_fix_window(struct pass *p)
{
	struct window w = { .p = p };
	const char *s = p->e->msg;
	size_t n = strlen(s), at = 0, len;
	double bars = 0, v;

	if (strcmp(p->e->code, "never_started") != 0)
		return 0;
	while (at < n && bars == 0)
		bars = number(s, n, &at, &len);
	while (at < n) {
		v = number(s, n, &at, &len);
		if (v >= bars && v > w.longest)
			w.longest = v;
	}
	if (w.longest == 0 || bars < 4)
		return 0;
	w.half[algo_num_print(w.half, floor(bars / 2))] = '\0';
	shorten(&w, p->root, 0);
	return w.found > 0;
}
