/* keys.c - keys from the file and from the environment */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

extern char **environ;

void algo_key_fingerprint(const struct algo_llm_provider *p, const char *secret,
			  size_t n, char id[17])
{
	struct algo_buf b = ALGO_BUF_INIT(8192);
	char hex[65];

	algo_buf_addf(&b, "%s:", p->name);
	algo_buf_add(&b, secret, n);
	algo_sha256_hex(b.data, b.len, hex);
	memcpy(id, hex, 16);
	id[16] = '\0';
	algo_llm_wipe(&b);
}

/* --- Rows -------------------------------------------------------------------
 */

static struct keyed *add(struct algo_llm_keys *k,
			 const struct algo_llm_provider *p, const char *id)
{
	void *v = k->v;
	struct keyed *row;

	for (size_t i = 0; i < k->n; i++)
		if (strcmp(k->v[i].key.id, id) == 0)
			return NULL;
	algo_grow(&v, &k->cap, k->n + 1, sizeof(*k->v));
	k->v = v;
	row = &k->v[k->n++];
	memset(row, 0, sizeof(*row));
	row->key.provider = p;
	snprintf(row->key.id, sizeof(row->key.id), "%s", id);
	return row;
}

static void name_it(struct keyed *row, char *group, char *name, char *models)
{
	row->key.group = row->group = group;
	row->key.name = row->name = name;
	row->key.models = row->models = models;
}

static void add_line(struct algo_llm_keys *k, const struct key_line *l)
{
	static const char cmd[] = "cmd:", env[] = "env:";
	const char *secret = l->secret;
	size_t n = l->nsecret;
	int runs = n > 4 && memcmp(secret, cmd, 4) == 0;
	char *var = NULL;
	struct keyed *row;
	char id[17];

	algo_key_fingerprint(l->provider, secret, n, id);
	if (n > 4 && memcmp(secret, env, 4) == 0) {
		var = algo_strndup(secret + 4, n - 4);
		secret = getenv(var);
		n = secret ? strlen(secret) : 0;
		algo_free(var);
		if (!secret || !algo_key_is_secret(secret, n))
			return;
	}
	row = add(k, l->provider, id);
	if (!row)
		return;
	/* "-" stands for no name where models follow. */
	name_it(row, algo_strndup(l->group, l->ngroup),
		l->nname == 1 && *l->name == '-'
			? algo_strdup("")
			: algo_strndup(l->name ? l->name : "", l->nname),
		algo_strndup(l->models ? l->models : "", l->nmodels));
	row->key.origin = ALGO_KEY_FILE;
	if (runs) {
		row->key.origin = ALGO_KEY_COMMAND;
		row->command = algo_strndup(secret + 4, n - 4);
	} else {
		row->secret = algo_strndup(secret, n);
	}
}

struct loading {
	struct algo_llm_keys *keys;
	const char *path;
	struct algo_errs *errs;
};

static int take_line(void *ctx, const char *s, size_t n, unsigned long number)
{
	struct loading *ld = ctx;
	struct key_line l;
	struct algo_err *e;
	int rc = algo_key_line(s, n, &l);

	if (rc > 0)
		add_line(ld->keys, &l);
	if (rc >= 0)
		return 0;
	e = algo_errs_add(ld->errs);
	algo_err_set(e, ALGO_E_AUTH, "bad_line",
		     "a line is 'group provider key [name [models]]'");
	algo_err_file(e, ld->path);
	algo_err_pos(e, number, 1, 0);
	algo_errs_count(ld->errs);
	return 0;
}

/* --- The environment --------------------------------------------------------
 */

/* The file may name the same key, by itself or by its variable: with two rows
 * it would have two quotas. */
static int is_there(const struct algo_llm_keys *k,
		    const struct algo_llm_provider *p, const char *secret,
		    size_t n)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].key.provider == p && k->v[i].secret &&
		    strlen(k->v[i].secret) == n &&
		    memcmp(k->v[i].secret, secret, n) == 0)
			return 1;
	return 0;
}

static void add_env(struct algo_llm_keys *k, const struct algo_llm_provider *p,
		    const char *group, const char *secret, size_t n)
{
	char id[17];
	struct keyed *row;

	if (!algo_key_is_secret(secret, n) || is_there(k, p, secret, n))
		return;
	algo_key_fingerprint(p, secret, n, id);
	row = add(k, p, id);
	if (!row)
		return;
	name_it(row, algo_strdup(group), algo_strdup(group), algo_strdup(""));
	row->key.origin = ALGO_KEY_ENV;
	row->secret = algo_strndup(secret, n);
}

/* "a, b,c" */
static void add_list(struct algo_llm_keys *k, const struct algo_llm_provider *p,
		     const char *list)
{
	char group[24];
	unsigned i = 0;

	for (; *list; list += *list == ',') {
		size_t n;

		list += strspn(list, " \t\r\n");
		n = strcspn(list, ", \t\r\n");
		snprintf(group, sizeof(group), "env%u", ++i);
		add_env(k, p, group, list, n);
		list += strcspn(list, ",");
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In order of their names, whatever the environment's order is. */
static void add_prefixed(struct algo_llm_keys *k,
			 const struct algo_llm_provider *p)
{
	size_t len = strlen(p->prefix_env), n = 0, cap = 0;
	char **names = NULL;
	void *v = NULL;

	for (char **e = environ; *e; e++) {
		if (strncmp(*e, p->prefix_env, len) != 0)
			continue;
		algo_grow(&v, &cap, n + 1, sizeof(*names));
		names = v;
		names[n++] = *e;
	}
	if (n)
		qsort(names, n, sizeof(*names), by_name);
	for (size_t i = 0; i < n; i++) {
		const char *name = names[i] + len, *eq = strchr(name, '=');
		char *group;

		if (!eq)
			continue;
		group = algo_strndup(name, (size_t)(eq - name));
		add_env(k, p, group, eq + 1, strlen(eq + 1));
		algo_free(group);
	}
	algo_free(names);
}

static int rotates(void)
{
	const char *s = getenv("ENABLE_KEY_ROTATION");

	return !s || (strcasecmp(s, "false") && strcasecmp(s, "no") &&
		      strcmp(s, "0"));
}

static size_t count_of(const struct algo_llm_keys *k,
		       const struct algo_llm_provider *p)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		n += k->v[i].key.provider == p;
	return n;
}

static void drop_from(struct algo_llm_keys *k, size_t n);

static void add_none(struct algo_llm_keys *k, const struct algo_llm_provider *p)
{
	struct keyed *row = add(k, p, p->name);

	if (!row)
		return;
	name_it(row, algo_strdup(p->name), algo_strdup(""), algo_strdup(""));
	row->key.origin = ALGO_KEY_NONE;
}

static void add_provider(struct algo_llm_keys *k,
			 const struct algo_llm_provider *p)
{
	size_t before = k->n, of_file = count_of(k, p);

	for (size_t i = 0; p->key_env[i]; i++)
		if (getenv(p->key_env[i]))
			add_env(k, p, "env", getenv(p->key_env[i]),
				strlen(getenv(p->key_env[i])));
	if (p->list_env && getenv(p->list_env))
		add_list(k, p, getenv(p->list_env));
	if (p->prefix_env)
		add_prefixed(k, p);
	if (!rotates() && k->n > before + 1)
		drop_from(k, before + 1);
	if (!p->needs_key && !of_file && k->n == before)
		add_none(k, p);
}

void algo_keys_stand_in(struct algo_llm_keys *k)
{
	for (size_t i = 0; algo_llm_provider(i); i++)
		if (count_of(k, algo_llm_provider(i)) == 0)
			add_none(k, algo_llm_provider(i));
}

/* --- All ----------------------------------------------------------------- */

static void release(struct keyed *row)
{
	algo_key_wipe(row->secret);
	algo_key_wipe(row->command);
	algo_free(row->group);
	algo_free(row->name);
	algo_free(row->models);
}

static void drop_from(struct algo_llm_keys *k, size_t n)
{
	while (k->n > n)
		release(&k->v[--k->n]);
}

void algo_llm_keys_free(struct algo_llm_keys *k)
{
	if (!k)
		return;
	drop_from(k, 0);
	algo_free(k->v);
	algo_free(k);
}

/* A core would hold the keys. */
static void no_core(void)
{
	struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
}

struct algo_llm_keys *algo_llm_keys_load(struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct loading ld = { .errs = errs };
	size_t before = algo_errs_count(errs);
	char *path = algo_llm_keys_path(&err);

	no_core();
	ld.keys = algo_zalloc(1, sizeof(*ld.keys));
	ld.path = path;
	/* Without a home there is no file, and the environment may do. */
	if (!path)
		algo_err_clear(&err);
	else if (algo_key_file(path, take_line, &ld, &err))
		algo_errs_take(errs, &err);
	algo_free(path);
	for (size_t i = 0; algo_llm_provider(i); i++)
		add_provider(ld.keys, algo_llm_provider(i));
	if (algo_errs_count(errs) == before)
		return ld.keys;
	algo_llm_keys_free(ld.keys);
	return NULL;
}

size_t algo_llm_keys_count(const struct algo_llm_keys *k)
{
	return k->n;
}

const struct algo_llm_key *algo_llm_keys_at(const struct algo_llm_keys *k,
					    size_t i)
{
	return &k->v[i].key;
}

const char *algo_llm_keys_secret(struct algo_llm_keys *k, size_t i,
				 struct algo_err *err)
{
	struct keyed *row = &k->v[i];

	if (!row->secret && row->command)
		row->secret = algo_key_command(row->command, err);
	return row->secret;
}
