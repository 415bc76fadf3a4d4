/* where.c - conditions of --where as SQL with bound values */
#include "where.h"

#include <string.h>
#include <strings.h>

#define TEXT_MAX ((size_t)8192)
#define DEPTH_MAX 32
#define TERMS_MAX 100

struct reading {
	struct algo_sql *q;
	struct algo_db *db;
	const char *text;
	const char *p;
	int depth;
	int terms;
	struct algo_err *err;
};

static int place(const struct reading *r, const char *at, size_t n)
{
	algo_err_file(r->err, "--where");
	algo_err_pos(r->err, 1, (unsigned long)(at - r->text) + 1, n);
	return algo_err_context(r->err, r->text, strlen(r->text));
}

static int expected(const struct reading *r, const char *what)
{
	algo_err_set(r->err, ALGO_E_USAGE, "bad_condition",
		     *r->p ? "%s expected" : "%s expected at the end", what);
	return place(r, r->p, *r->p ? 1 : 0);
}

static int too_much(const struct reading *r)
{
	algo_err_set(r->err, ALGO_E_USAGE, "bad_condition",
		     "the condition is too long or too deep");
	return place(r, r->p, 0);
}

static void skip_blanks(struct reading *r)
{
	while (*r->p == ' ' || *r->p == '\t' || *r->p == '\n')
		r->p++;
}

static int in_name(char c)
{
	return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* The length of the word at hand. */
static size_t word(struct reading *r)
{
	size_t n = 0;

	skip_blanks(r);
	if (*r->p >= '0' && *r->p <= '9')
		return 0;
	while (in_name(r->p[n]))
		n++;
	return n;
}

static int take_word(struct reading *r, const char *what)
{
	size_t n = word(r);

	if (n != strlen(what) || strncasecmp(r->p, what, n) != 0)
		return 0;
	r->p += n;
	return 1;
}

static int is_keyword(const char *p, size_t n)
{
	return (n == 3 &&
		(!strncasecmp(p, "and", 3) || !strncasecmp(p, "not", 3))) ||
	       (n == 2 && !strncasecmp(p, "or", 2));
}

/* Longer ones first. */
static const struct {
	const char *said;
	const char *sql;
} compares[] = {
	{ "<=", " <= " }, { ">=", " >= " }, { "==", " = " }, { "!=", " <> " },
	{ "<", " < " },	  { ">", " > " },   { "=", " = " },
};

static int read_compare(struct reading *r)
{
	skip_blanks(r);
	for (size_t i = 0; i < sizeof(compares) / sizeof(*compares); i++) {
		size_t n = strlen(compares[i].said);

		if (strncmp(r->p, compares[i].said, n) != 0)
			continue;
		r->p += n;
		algo_sql_add(r->q, compares[i].sql);
		return 0;
	}
	return expected(r, "a comparison such as '>'");
}

static int read_number(struct reading *r)
{
	const char *start, *end;
	double v;

	skip_blanks(r);
	start = r->p;
	end = algo_num_read(start, start + strlen(start), &v);
	if (!end)
		return expected(r, "a number");
	while (*end == '%' || in_name(*end))
		end++;
	if (algo_num_human(start, (size_t)(end - start), &v))
		return expected(r, "a number");
	r->p = end;
	algo_sql_num(r->q, v);
	return 0;
}

static int read_term(struct reading *r)
{
	const char *name;
	size_t n = word(r);

	if (n == 0 || is_keyword(r->p, n))
		return expected(r, "the name of a metric");
	if (++r->terms > TERMS_MAX)
		return too_much(r);
	name = r->p;
	if (algo_sql_known(r->db, name, n, r->err)) {
		if (r->err->origin == ALGO_O_USAGE)
			place(r, name, n);
		return -1;
	}
	r->p += n;
	algo_sql_metric(r->q, name, n);
	return read_compare(r) || read_number(r) ? -1 : 0;
}

static int read_or(struct reading *r);

static int read_not(struct reading *r)
{
	int rc;

	if (++r->depth > DEPTH_MAX)
		return too_much(r);
	algo_sql_add(r->q, "(");
	if (take_word(r, "not")) {
		algo_sql_add(r->q, "NOT ");
		rc = read_not(r);
	} else if (*r->p == '(') {
		r->p++;
		rc = read_or(r);
		skip_blanks(r);
		if (rc == 0 && *r->p++ != ')') {
			r->p--;
			rc = expected(r, "')'");
		}
	} else {
		rc = read_term(r);
	}
	algo_sql_add(r->q, ")");
	r->depth--;
	return rc;
}

static int read_and(struct reading *r)
{
	if (read_not(r))
		return -1;
	while (take_word(r, "and")) {
		algo_sql_add(r->q, " AND ");
		if (read_not(r))
			return -1;
	}
	return 0;
}

static int read_or(struct reading *r)
{
	algo_sql_add(r->q, "(");
	if (read_and(r))
		return -1;
	while (take_word(r, "or")) {
		algo_sql_add(r->q, ") OR (");
		if (read_and(r))
			return -1;
	}
	algo_sql_add(r->q, ")");
	return 0;
}

int algo_where(struct algo_sql *q, struct algo_db *db, const char *text,
	       struct algo_err *err)
{
	struct reading r = { q, db, text, text, 0, 0, err };

	if (strlen(text) > TEXT_MAX)
		return too_much(&r);
	algo_sql_add(q, "(");
	if (read_or(&r))
		return -1;
	algo_sql_add(q, ")");
	skip_blanks(&r);
	return *r.p ? expected(&r, "'and' or 'or'") : 0;
}
