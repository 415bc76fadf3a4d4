/* config.c - the user's configuration file */
#include <algo/base/config.h>

#include <algo/base/io.h>
#include <algo/base/mem.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CONFIG_MAX ((size_t)1 << 20)

static const struct algo_config_row rows[] = {
	{ "model", 0,
	  "Which model algo-gen and algo-fix ask where the built-in rules "
	  "would ask a person: PROVIDER[/MODEL], several with commas" },
	{ "base-url", 1, "PROVIDER=URL: another address of a provider" },
	{ "wait", 0, "Seconds that may be waited for a quota (60)" },
	{ "timeout", 0, "Seconds that one answer of a model may take (120)" },
};
#define ROWS (sizeof(rows) / sizeof(*rows))

const struct algo_config_row *algo_config_row(size_t i)
{
	return i < ROWS ? &rows[i] : NULL;
}

struct setting {
	const struct algo_config_row *row;
	char *value;
};
struct algo_config {
	struct setting *v;
	size_t n, cap;
};

struct line {
	const char *file, *s;
	size_t n, number;
};

static void trim(const char **s, size_t *n)
{
	while (*n && strchr(" \t\r", (*s)[*n - 1]))
		--*n;
	while (*n && strchr(" \t", **s)) {
		++*s;
		--*n;
	}
}

static int bad_line(const struct line *l, struct algo_err *err)
{
	algo_err_file(err, l->file);
	algo_err_pos(err, l->number, 1, l->n);
	return algo_err_context(err, l->s, l->n);
}

static const struct algo_config_row *find(const char *key, size_t n)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strlen(rows[i].key) == n &&
		    memcmp(rows[i].key, key, n) == 0)
			return &rows[i];
	return NULL;
}

static int unknown(const struct line *l, const char *key, size_t n,
		   struct algo_err *err)
{
	struct algo_near near = { .best = NULL };
	const char *best;

	for (size_t i = 0; i < ROWS; i++)
		algo_near_try(&near, key, n, rows[i].key);
	best = algo_near_best(&near);
	algo_err_set(err, ALGO_E_USAGE, "unknown_key", "no setting is '%.*s'",
		     (int)(n < 64 ? n : 64), key);
	if (best)
		algo_err_hint(err, "did you mean '%s'?", best);
	return bad_line(l, err);
}

static int take_line(struct algo_config *c, const struct line *l,
		     struct algo_err *err)
{
	const char *key = l->s, *eq = memchr(l->s, '=', l->n), *value;
	const struct algo_config_row *row;
	size_t nkey = eq ? (size_t)(eq - key) : 0, nvalue;
	void *v = c->v;

	if (!eq) {
		algo_err_set(err, ALGO_E_USAGE, "bad_line",
			     "a setting is 'key = value'");
		return bad_line(l, err);
	}
	trim(&key, &nkey);
	row = find(key, nkey);
	if (!row)
		return unknown(l, key, nkey, err);
	if (!row->many && algo_config_get(c, row->key, 0)) {
		algo_err_set(err, ALGO_E_USAGE, "given_twice",
			     "'%s' is given twice", row->key);
		return bad_line(l, err);
	}
	value = eq + 1;
	nvalue = (size_t)(l->s + l->n - value);
	trim(&value, &nvalue);
	algo_grow(&v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v = v;
	c->v[c->n++] = (struct setting){ row, algo_strndup(value, nvalue) };
	return 0;
}

static int take_text(struct algo_config *c, const char *file,
		     const struct algo_buf *text, struct algo_err *err)
{
	const char *p = algo_buf_str(text), *end = p + text->len, *nl;
	struct line l = { .file = file };

	for (; p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			nl = end;
		l.s = p;
		l.n = (size_t)(nl - p);
		l.number++;
		trim(&l.s, &l.n);
		if (l.n && *l.s != '#' && take_line(c, &l, err))
			return -1;
	}
	return 0;
}

static int take_file(struct algo_config *c, const char *path,
		     struct algo_err *err)
{
	struct algo_buf text = ALGO_BUF_INIT(CONFIG_MAX);
	struct algo_in in;
	int rc;

	if (access(path, F_OK) && errno == ENOENT)
		return 0;
	if (algo_in_open(&in, path, err))
		return -1;
	rc = algo_in_all(&in, CONFIG_MAX, &text, err);
	algo_in_close(&in);
	if (rc == 0)
		rc = take_text(c, path, &text, err);
	algo_buf_release(&text);
	return rc;
}

struct algo_config *algo_config_read(struct algo_err *err)
{
	const char *env = getenv("ALGO_CONFIG");
	struct algo_config *c = algo_zalloc(1, sizeof(*c));
	char *path = env && *env
			     ? algo_strdup(env)
			     : algo_dir_path(ALGO_DIR_CONFIG, "config", NULL);

	if (path && take_file(c, path, err)) {
		algo_config_free(c);
		c = NULL;
	}
	algo_free(path);
	return c;
}

const char *algo_config_get(const struct algo_config *c, const char *key,
			    size_t i)
{
	for (size_t k = 0; k < c->n; k++)
		if (strcmp(c->v[k].row->key, key) == 0 && i-- == 0)
			return c->v[k].value;
	return NULL;
}

void algo_config_free(struct algo_config *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		algo_free(c->v[i].value);
	algo_free(c->v);
	algo_free(c);
}
