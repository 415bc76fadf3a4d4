/* require.c - a condition over metrics, compiled as any expression is: the
 * metrics that it names are the params of a graph */
#include "figures.h"

#include <algo/lang.h>

#include <string.h>

/* Distinct spellings in one expression; there are not as many names. */
#define NAMES_MAX 512

struct condition {
	const char *text;
	size_t len;
	/* What is compiled: names begin with '_', as beta and correlation are
	 * indicators too; every place stays where it was. */
	char *copy;
	const struct algo_stat *stat;
	struct algo_graph *graph;
	struct {
		const char *s;
		size_t n;
		const struct algo_metric *metric;
	} name[NAMES_MAX];
	size_t names;
};

/* --- Names --------------------------------------------------------------- */

static int is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (c >= '0' && c <= '9');
}

static int is_keyword(const char *s, size_t n)
{
	static const char *const words[] = { "and",  "or",    "not",
					     "true", "false", "na" };
	char low[8];
	size_t i;

	if (n >= sizeof(low))
		return 0;
	for (i = 0; i < n; i++)
		low[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
	low[n] = '\0';
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(low, words[i]) == 0)
			return 1;
	return 0;
}

/* A place in the expression as line and column. */
static void place(const struct condition *c, size_t at, size_t n,
		  struct algo_err *err)
{
	unsigned long line = 1, col = 1;
	size_t i;

	for (i = 0; i < at; i++) {
		col = c->text[i] == '\n' ? 1 : col + 1;
		line += c->text[i] == '\n';
	}
	algo_err_pos(err, line, col, n);
	algo_err_context(err, c->text, c->len);
}

static int unknown(const struct condition *c, size_t at, size_t n,
		   struct algo_err *err)
{
	const char *near = algo_metric_near(c->text + at, n);

	algo_err_set(err, ALGO_E_USAGE, "unknown_metric",
		     "unknown metric '%.*s'", (int)(n < 60 ? n : 60),
		     c->text + at);
	if (!err)
		return -1;
	place(c, at, n, err);
	if (!near)
		return -1;
	algo_err_hint(err, "did you mean '%s'?", near);
	return algo_err_fixit(err, at, n, near);
}

static int declare(struct condition *c, size_t at, size_t n,
		   struct algo_err *err)
{
	const struct algo_metric *m = algo_metric_find(c->text + at, n);
	char *copy;
	size_t i;
	int rc;

	if (!m)
		return unknown(c, at, n, err);
	c->copy[at] = '_';
	for (i = 0; i < c->names; i++)
		if (c->name[i].n == n &&
		    memcmp(c->name[i].s, c->text + at, n) == 0)
			return 0;
	if (c->names == NAMES_MAX)
		return algo_err_set(err, ALGO_E_USAGE, "too_long",
				    "too many metrics in one condition");
	c->name[i].s = c->text + at;
	c->name[i].n = n;
	c->name[i].metric = m;
	c->names++;
	copy = algo_strndup(c->copy + at, n);
	rc = algo_graph_param(c->graph, copy, algo_stat_value(c->stat, m), err);
	algo_free(copy);
	if (rc && err)
		place(c, at, n, err);
	return rc;
}

static int is_call(const struct condition *c, size_t at)
{
	while (at < c->len && strchr(" \t\r\n", c->text[at]))
		at++;
	return at < c->len && c->text[at] == '(';
}

/* Every word that is no keyword, function or field is a metric. */
static int declare_all(struct condition *c, struct algo_err *err)
{
	const char *s = c->text;
	size_t i = 0, from;

	while (i < c->len) {
		from = i++;
		if (s[from] == '"') {
			while (i < c->len && s[i] != '"')
				i++;
			i += i < c->len;
			continue;
		}
		if (!is_word(s[from]) && s[from] != '.')
			continue;
		while (i < c->len && (is_word(s[i]) || s[i] == '.'))
			i++;
		if (s[from] == '.' || (s[from] >= '0' && s[from] <= '9') ||
		    is_keyword(s + from, i - from) || is_call(c, i))
			continue;
		if (declare(c, from, i - from, err))
			return -1;
	}
	return 0;
}

/* --- Asking -------------------------------------------------------------- */

/* A fault in a condition is one of the command line. */
static int faults(struct algo_errs *errs, struct algo_err *err)
{
	if (err && errs->n) {
		*err = errs->v[0];
		err->cls = ALGO_E_USAGE;
		algo_err_origin(err, ALGO_O_USAGE);
	}
	algo_errs_release(errs);
	return -1;
}

static int compile(struct condition *c, int *node, struct algo_err *err)
{
	struct algo_source src = { .text = c->copy,
				   .len = c->len,
				   .pointer = "",
				   .scope = ALGO_SCOPE_BARS,
				   .want = ALGO_T_BOOL,
				   .price = -1 };
	struct algo_expr expr = ALGO_EXPR_NONE;
	struct algo_errs errs = { 0 };

	if (algo_graph_add(c->graph, &src, &expr, &errs) ||
	    algo_graph_done(c->graph, &errs))
		return faults(&errs, err);
	algo_errs_release(&errs);
	if (algo_graph_inputs(c->graph) > 0) {
		algo_err_set(err, ALGO_E_USAGE, "not_a_metric",
			     "a condition reads metrics, not '%s'",
			     algo_graph_input(c->graph, 0));
		if (err)
			place(c, 0, c->len, err);
		return -1;
	}
	*node = expr.node;
	return 0;
}

static int holds(const struct condition *c, int node)
{
	static const int64_t zero[1] = { 0 };
	const double *none[1] = { NULL };
	struct algo_block block = {
		.n = 1, .time = zero, .index = 1, .in = none
	};
	struct algo_eval *eval = algo_eval_new(c->graph);
	double v;

	algo_eval_block(eval, &block);
	v = algo_eval_value(eval, node, 0);
	algo_eval_free(eval);
	return v > 0;
}

static void tell(const struct condition *c, struct algo_buf *values)
{
	size_t i, k;

	for (i = 0; i < c->names; i++) {
		const struct algo_metric *m = c->name[i].metric;

		for (k = 0; c->name[k].metric != m; k++)
			;
		if (k < i)
			continue;
		algo_buf_addf(values, "%s%s=", values->len ? ", " : "",
			      m->name);
		algo_stat_text(c->stat, m, values);
	}
}

int algo_stat_require(const struct algo_stat *s, const char *expr,
		      struct algo_buf *values, struct algo_err *err)
{
	struct condition *c = algo_zalloc(1, sizeof(*c));
	int node = -1, rc = -1;

	c->text = expr;
	c->len = strlen(expr);
	c->copy = algo_strndup(expr, c->len);
	c->stat = s;
	c->graph = algo_graph_new(NULL);
	if (declare_all(c, err) || compile(c, &node, err))
		goto out;
	rc = holds(c, node);
	if (values)
		tell(c, values);
out:
	algo_graph_free(c->graph);
	algo_free(c->copy);
	algo_free(c);
	return rc;
}

void algo_stat_require_all(const struct algo_stat *s,
			   const struct algo_strs *exprs,
			   struct algo_errs *errs)
{
	size_t i;

	for (i = 0; i < exprs->n; i++) {
		struct algo_buf values = ALGO_BUF_INIT(1024);
		struct algo_err err = ALGO_ERR_INIT;
		int rc = algo_stat_require(s, exprs->v[i], &values, &err);

		if (rc == 0) {
			algo_err_set(&err, ALGO_E_VALUE, "not_met",
				     "'%s' does not hold: %s", exprs->v[i],
				     algo_buf_str(&values));
			algo_err_origin(&err, ALGO_O_ANSWER);
		}
		if (rc <= 0)
			algo_errs_take(errs, &err);
		algo_buf_release(&values);
	}
}
