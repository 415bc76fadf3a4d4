/* opt.c - parsing a command line from a table of rows, through getopt_long */
#include <algo/base/mem.h>
#include <algo/base/num.h>
#include <algo/base/opt.h>
#include <getopt.h>
#include <stdint.h>
#include <string.h>

#include "opt_row.h"

/* Values of long options start here, above every short letter. */
#define ROW_BASE 256

/* Whole numbers up to here are exact in a double. */
#define EXACT 9007199254740992.0

/* One parse.  token is the argument that getopt_long looks at. */
struct parse {
	const struct algo_cmd *cmd;
	const char *token;
	char *shorts;
	struct option *longs;
	unsigned char *base; /* the caller's options struct */
	struct algo_buf *text;
	struct algo_err *err;
};

void algo_strs_add(struct algo_strs *s, const char *text)
{
	void *v = s->v;

	algo_grow(&v, &s->cap, s->n + 1, sizeof(*s->v));
	s->v = v;
	s->v[s->n++] = text;
}

void algo_strs_release(struct algo_strs *s)
{
	algo_free(s->v);
	s->v = NULL;
	s->n = 0;
	s->cap = 0;
}

const char *algo_opt_choice(const char *choices, size_t i, size_t *len)
{
	const char *p = choices;

	while (p && i-- > 0) {
		p = strchr(p, '|');
		p = p ? p + 1 : NULL;
	}
	*len = p ? strcspn(p, "|") : 0;
	return p;
}

enum algo_opt_value algo_opt_value(const struct algo_opt *row)
{
	switch (row->type) {
	case ALGO_OPT_STR:
	case ALGO_OPT_LIST:
	case ALGO_OPT_NUM:
	case ALGO_OPT_INT:
	case ALGO_OPT_CHOICE:
		return ALGO_OPT_NEEDS_VALUE;
	case ALGO_OPT_MAYBE:
	case ALGO_OPT_MAYBE_CHOICE:
	case ALGO_OPT_HELP:
		return ALGO_OPT_MAY_VALUE;
	case ALGO_OPT_LAST:
	case ALGO_OPT_GROUP:
	case ALGO_OPT_FLAG:
	case ALGO_OPT_VERSION:
	default:
		return ALGO_OPT_NO_VALUE;
	}
}

static size_t count_rows(const struct algo_opt *row)
{
	size_t n = 0;

	while (row[n].type != ALGO_OPT_LAST)
		n++;
	return n;
}

/* A value that is optional is taken with '=' only, so a short letter never
 * takes one: "-hv" is "-h -v". */
static char *make_shorts(const struct algo_opt *rows, size_t n)
{
	char *s = algo_zalloc(2 * n + 3, 1);
	size_t k = 0;

	s[k++] = '-'; /* operands come in order, as value 1 */
	s[k++] = ':'; /* a missing value is told from an unknown option */
	for (size_t i = 0; i < n; i++) {
		if (!rows[i].key || rows[i].type == ALGO_OPT_GROUP)
			continue;
		s[k++] = rows[i].key;
		if (algo_opt_value(&rows[i]) == ALGO_OPT_NEEDS_VALUE)
			s[k++] = ':';
	}
	return s;
}

static struct option *make_longs(const struct algo_opt *rows, size_t n)
{
	static const int has_arg[] = {
		[ALGO_OPT_NO_VALUE] = no_argument,
		[ALGO_OPT_NEEDS_VALUE] = required_argument,
		[ALGO_OPT_MAY_VALUE] = optional_argument,
	};
	struct option *longs = algo_zalloc(n + 1, sizeof(*longs));
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!rows[i].name || rows[i].type == ALGO_OPT_GROUP)
			continue;
		longs[k].name = rows[i].name;
		longs[k].has_arg = has_arg[algo_opt_value(&rows[i])];
		longs[k].val = ROW_BASE + (int)i;
		k++;
	}
	return longs;
}

/* The row whose full name is the token "--name" or "--name=value". */
static const struct algo_opt *row_of_long(const struct parse *p)
{
	const char *name = p->token + 2;
	size_t n = strcspn(name, "=");

	for (const struct algo_opt *r = p->cmd->opts; r->type != ALGO_OPT_LAST;
	     r++)
		if (r->type != ALGO_OPT_GROUP && r->name &&
		    strlen(r->name) == n && memcmp(r->name, name, n) == 0)
			return r;
	return NULL;
}

static const struct algo_opt *row_of_short(const struct parse *p, int c)
{
	for (const struct algo_opt *r = p->cmd->opts; r->type != ALGO_OPT_LAST;
	     r++)
		if (r->type != ALGO_OPT_GROUP && r->key && r->key == c)
			return r;
	return NULL;
}

/* How the user wrote the option: "--name" or "-x". */
static int spelled(const struct parse *p, const struct algo_opt *row,
		   char out[64])
{
	int is_long = strncmp(p->token, "--", 2) == 0;
	size_t n = 0;

	out[n++] = '-';
	if (is_long && row->name) {
		size_t len = strlen(row->name);

		out[n++] = '-';
		len = len < 60 ? len : 60;
		memcpy(out + n, row->name, len);
		n += len;
	} else {
		out[n++] = row->key;
	}
	out[n] = '\0';
	return (int)n;
}

/* The first long name that starts with the n bytes at text, or NULL. */
static const char *starting_with(const struct algo_opt *rows, const char *text,
				 size_t n)
{
	for (; rows->type != ALGO_OPT_LAST; rows++)
		if (rows->type != ALGO_OPT_GROUP && rows->name && n > 0 &&
		    strncmp(rows->name, text, n) == 0)
			return rows->name;
	return NULL;
}

static int unknown_long(const struct parse *p)
{
	const char *name = p->token + 2;
	size_t n = strcspn(name, "=");
	struct algo_near near = { NULL, 0 };
	const char *best;

	algo_err_set(p->err, ALGO_E_USAGE, "unknown_option",
		     "unknown option '--%.*s'", (int)(n < 128 ? n : 128), name);
	for (const struct algo_opt *r = p->cmd->opts; r->type != ALGO_OPT_LAST;
	     r++)
		if (r->type != ALGO_OPT_GROUP && r->name)
			algo_near_try(&near, name, n, r->name);
	best = algo_near_best(&near);
	if (!best)
		best = starting_with(p->cmd->opts, name, n);
	if (best)
		algo_err_hint(p->err, "did you mean '--%s'?", best);
	return -1;
}

static int unknown_short(const struct parse *p, int c)
{
	unsigned char u = (unsigned char)c;

	if (u >= 0x80 || u < 0x20)
		return algo_err_set(p->err, ALGO_E_USAGE, "unknown_option",
				    "unknown option in '%.128s'", p->token);
	algo_err_set(p->err, ALGO_E_USAGE, "unknown_option",
		     "unknown option '-%c'", u);
	if (u >= '0' && u <= '9')
		algo_err_hint(p->err, "put '--' before operands that start "
				      "with '-'");
	return -1;
}

static int missing_value(const struct parse *p, const struct algo_opt *row)
{
	char name[64];

	spelled(p, row, name);
	algo_err_set(p->err, ALGO_E_USAGE, "missing_value",
		     "option '%s' needs a value", name);
	return algo_err_hint(p->err, "%s %s", name,
			     row->arg ? row->arg : "VALUE");
}

static int bad_value(const struct parse *p, const struct algo_opt *row,
		     const char *value, const char *want)
{
	char name[64];

	spelled(p, row, name);
	return algo_err_set(p->err, ALGO_E_USAGE, "bad_value",
			    "option '%s' takes %s, not '%.100s'", name, want,
			    value);
}

/* Fills *index, or lists the choices. */
static int read_choice(const struct parse *p, const struct algo_opt *row,
		       const char *value, int *index)
{
	char list[160];
	size_t n, used = 0;
	const char *c;

	for (size_t i = 0; (c = algo_opt_choice(row->choices, i, &n)); i++) {
		if (strlen(value) == n && memcmp(c, value, n) == 0) {
			*index = (int)i;
			return 0;
		}
		if (used + n + 3 > sizeof(list))
			continue;
		if (used > 0) {
			memcpy(list + used, ", ", 2);
			used += 2;
		}
		memcpy(list + used, c, n);
		used += n;
	}
	bad_value(p, row, value, "one of its words");
	return algo_err_hint(p->err, "one of %.*s", (int)used, list);
}

static int read_num(const struct parse *p, const struct algo_opt *row,
		    const char *value, double *v)
{
	if (algo_num_human(value, strlen(value), v))
		return bad_value(p, row, value, "a number");
	return 0;
}

static int read_int(const struct parse *p, const struct algo_opt *row,
		    const char *value, long long *v)
{
	static const char want[] = "a whole number from 0";
	int64_t whole;
	double d;

	if (algo_int_parse(value, strlen(value), &whole) == 0) {
		if (whole < 0)
			return bad_value(p, row, value, want);
		*v = whole;
		return 0;
	}
	if (algo_num_human(value, strlen(value), &d) || !(d >= 0) ||
	    d > EXACT || d != (double)(long long)d)
		return bad_value(p, row, value, want);
	*v = (long long)d;
	return 0;
}

/* Help in the form asked for; the result says that the text is there. */
static int give_help(const struct parse *p, const struct algo_opt *row,
		     const char *value)
{
	int form = 0;
	size_t n;
	const char *name;

	if (value && read_choice(p, row, value, &form))
		return ALGO_OPT_FAILED;
	name = algo_opt_choice(row->choices, (size_t)form, &n);
	if (!name || strncmp(name, "text", n) == 0)
		algo_opt_help(p->cmd, p->text);
	else if (strncmp(name, "mdoc", n) == 0)
		algo_opt_mdoc(p->cmd, p->text);
	else if (strncmp(name, "exit", n) == 0)
		algo_opt_exits(p->text);
	else
		algo_opt_complete(p->cmd, value, p->text);
	return ALGO_OPT_WANTS_HELP;
}

/* The choice becomes index + 1; without a value the first. */
static int maybe_choice(const struct parse *p, const struct algo_opt *row,
			const char *value, int *at)
{
	int index = 0;

	if (value && read_choice(p, row, value, &index))
		return -1;
	*at = index + 1;
	return 0;
}

/* Stores one option; the offsets of the rows are of members of the types that
 * enum algo_opt_type promises. */
static int store(const struct parse *p, const struct algo_opt *row,
		 const char *value)
{
	void *at = p->base + row->offset;

	switch (row->type) {
	case ALGO_OPT_FLAG:
		*(int *)at = 1;
		return 0;
	case ALGO_OPT_STR:
		*(const char **)at = value;
		return 0;
	case ALGO_OPT_MAYBE:
		*(const char **)at = value ? value : "";
		return 0;
	case ALGO_OPT_LIST:
		algo_strs_add(at, value);
		return 0;
	case ALGO_OPT_NUM:
		return read_num(p, row, value, at);
	case ALGO_OPT_INT:
		return read_int(p, row, value, at);
	case ALGO_OPT_CHOICE:
		return read_choice(p, row, value, at);
	case ALGO_OPT_MAYBE_CHOICE:
		return maybe_choice(p, row, value, at);
	case ALGO_OPT_HELP:
		return give_help(p, row, value);
	case ALGO_OPT_VERSION:
		return ALGO_OPT_WANTS_VERSION;
	case ALGO_OPT_LAST:
	case ALGO_OPT_GROUP:
	default:
		return 0;
	}
}

/* c is what getopt_long said of the token.  It also takes abbreviations of
 * long names, so the name is compared whole. */
static int one_option(const struct parse *p, int c)
{
	int is_long = strncmp(p->token, "--", 2) == 0;
	int letter = c == '?' || c == ':' ? optopt : c;
	const struct algo_opt *row;

	row = is_long ? row_of_long(p) : row_of_short(p, letter);
	if (!row)
		return is_long ? unknown_long(p) : unknown_short(p, letter);
	if (c == ':')
		return missing_value(p, row);
	if (c == '?') {
		algo_err_set(p->err, ALGO_E_USAGE, "unexpected_value",
			     "option '--%s' takes no value", row->name);
		return -1;
	}
	return store(p, row, optarg);
}

static int parse_all(struct parse *p, int argc, char **argv,
		     struct algo_strs *operands)
{
	int c, rc;

	opterr = 0;
	optind = 0; /* starts afresh, however the last parse ended */
	for (;;) {
		p->token = argc > 0 ? argv[optind ? optind : 1] : NULL;
		optarg = NULL;
		c = getopt_long(argc, argv, p->shorts, p->longs, NULL);
		if (c == -1)
			break;
		if (c == 1) {
			algo_strs_add(operands, optarg);
			continue;
		}
		rc = one_option(p, c);
		if (rc)
			return rc;
	}
	for (int i = optind; i < argc; i++)
		algo_strs_add(operands, argv[i]);
	return ALGO_OPT_DONE;
}

enum algo_opt_result algo_opt_parse(const struct algo_cmd *cmd, int argc,
				    char **argv, void *options,
				    struct algo_strs *operands,
				    struct algo_buf *text, struct algo_err *err)
{
	size_t n = count_rows(cmd->opts);
	struct parse p = {
		.cmd = cmd, .base = options, .text = text, .err = err
	};
	int rc;

	p.shorts = make_shorts(cmd->opts, n);
	p.longs = make_longs(cmd->opts, n);
	rc = parse_all(&p, argc, argv, operands);
	algo_free(p.shorts);
	algo_free(p.longs);
	return (enum algo_opt_result)rc;
}
