/* keyfile.c - the key file: reading its lines, adding one, removing one */
#include "keys.h"

#include <algo/base/lock.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FILE_MAX_BYTES ((size_t)1 << 20)
#define ID_MIN 4
#define LOCK_TRIES 250

char *algo_llm_keys_path(struct algo_err *err)
{
	const char *env = getenv("ALGO_KEYS");

	if (env && *env)
		return algo_strdup(env);
	return algo_dir_path(ALGO_DIR_CONFIG, "keys", err);
}

void algo_key_wipe(char *s)
{
	volatile char *p = s;

	if (!s)
		return;
	while (*p)
		*p++ = '\0';
	algo_free(s);
}

void algo_llm_wipe(struct algo_buf *b)
{
	volatile char *p = b->data;

	for (size_t i = 0; p && i < b->cap; i++)
		p[i] = '\0';
	algo_buf_release(b);
}

/* --- Lines -----------------------------------------------------------------
 */

int algo_key_is_secret(const char *s, size_t n)
{
	/* The name of a variable may be short. */
	size_t least = n > 4 && memcmp(s, "env:", 4) == 0 ? 5 : KEY_MIN;

	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~')
			return 0;
	return n >= least && n <= KEY_MAX_BYTES;
}

static int is_name(const char *s, size_t n)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				      "._-";

	for (size_t i = 0; i < n; i++)
		if (!memchr(allowed, s[i], sizeof(allowed) - 1))
			return 0;
	return n > 0 && n <= KEY_NAME_MAX;
}

static size_t word(const char **s, const char *end, const char **w)
{
	while (*s < end && strchr(" \t\r", **s))
		++*s;
	*w = *s;
	while (*s < end && !strchr(" \t\r", **s))
		++*s;
	return (size_t)(*s - *w);
}

static int is_command(const char *s, size_t n)
{
	return n > 4 && memcmp(s, "cmd:", 4) == 0;
}

int algo_key_line(const char *s, size_t n, struct key_line *l)
{
	const char *end = s + n, *w;
	size_t len;

	memset(l, 0, sizeof(*l));
	if (memchr(s, '\0', n))
		return -1;
	l->ngroup = word(&s, end, &l->group);
	if (l->ngroup == 0 || *l->group == '#')
		return 0;
	len = word(&s, end, &w);
	l->provider = algo_llm_provider_find(w, len);
	l->nsecret = word(&s, end, &l->secret);
	if (!l->provider || !is_name(l->group, l->ngroup))
		return -1;
	if (is_command(l->secret, l->nsecret)) {
		while (end > s && strchr(" \t\r", end[-1]))
			end--;
		l->nsecret = (size_t)(end - l->secret);
		return 1;
	}
	l->nname = word(&s, end, &l->name);
	l->nmodels = word(&s, end, &l->models);
	if (word(&s, end, &w) || (l->nname && !is_name(l->name, l->nname)))
		return -1;
	return algo_key_is_secret(l->secret, l->nsecret) ? 1 : -1;
}

/* --- The file ---------------------------------------------------------------
 */

/* rc and st as a stat filled them. */
static int check_mode(const char *path, int rc, const struct stat *st,
		      struct algo_err *err)
{
	if (rc) {
		algo_err_sys(err, errno, "cannot read the key file");
		return algo_err_file(err, path);
	}
	if (S_ISREG(st->st_mode) && (st->st_mode & 077) == 0)
		return 0;
	algo_err_set(err, ALGO_E_AUTH, "key_file_mode",
		     S_ISREG(st->st_mode) ? "the key file can be read by others"
					  : "the key file is no regular file");
	algo_err_hint(err, "chmod 600, and change the keys if it was so for "
			   "long");
	return algo_err_file(err, path);
}

/* 1: there is none. */
static int read_file(const char *path, struct algo_buf *text,
		     struct algo_err *err)
{
	struct algo_in in;
	struct stat st;
	int rc;

	if (access(path, F_OK) && errno == ENOENT)
		return 1;
	/* Before, so that no pipe is waited for; and what was opened. */
	rc = stat(path, &st);
	if (check_mode(path, rc, &st, err) || algo_in_open(&in, path, err))
		return -1;
	rc = fstat(in.fd, &st);
	rc = check_mode(path, rc, &st, err);
	if (rc == 0)
		rc = algo_in_all(&in, FILE_MAX_BYTES, text, err);
	algo_in_close(&in);
	return rc;
}

int algo_key_file(const char *path,
		  int (*take)(void *ctx, const char *s, size_t n,
			      unsigned long number),
		  void *ctx, struct algo_err *err)
{
	struct algo_buf text = ALGO_BUF_INIT(FILE_MAX_BYTES + 1);
	unsigned long number = 0;
	int rc = read_file(path, &text, err);
	const char *p = algo_buf_str(&text), *end = p + text.len, *nl;

	for (; rc == 0 && p < end; p = nl + 1) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			nl = end;
		rc = take(ctx, p, (size_t)(nl - p), ++number);
	}
	algo_llm_wipe(&text);
	return rc < 0 ? -1 : 0;
}

/* --- Changing it ------------------------------------------------------------
 */

struct edit {
	struct algo_buf out;
	char want[17]; /* what is added, or the start of what is removed */
	size_t n, found;
	int remove;
	int failed;
};

static void id_of(const struct key_line *l, char id[17])
{
	algo_key_fingerprint(l->provider, l->secret, l->nsecret, id);
}

static int edit_line(void *ctx, const char *s, size_t n, unsigned long number)
{
	struct edit *e = ctx;
	struct key_line l;
	char id[17];
	int hit = 0;

	(void)number;
	if (algo_key_line(s, n, &l) > 0) {
		id_of(&l, id);
		hit = strncmp(id, e->want, e->n) == 0;
	}
	e->found += (size_t)hit;
	if (!hit || !e->remove) {
		algo_buf_add(&e->out, s, n);
		algo_buf_addc(&e->out, '\n');
	}
	return 0;
}

static int write_file(const char *path, const struct algo_buf *text,
		      struct algo_err *err)
{
	struct algo_out *out;

	if (algo_dir_make(path, err))
		return -1;
	out = algo_out_open_private(path, err);
	if (!out)
		return -1;
	algo_out_add(out, text->data, text->len);
	return algo_out_close(out, err);
}

static int bad_name(const char *what, const char *s, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "bad_name", "the %s '%s' can be none",
		     what, s);
	return algo_err_hint(err, "letters, digits, '.', '_' and '-', at most "
				  "63");
}

static int check_key(const struct algo_llm_new_key *k, struct algo_err *err)
{
	if (!is_name(k->group, strlen(k->group)))
		return bad_name("group", k->group, err);
	if (*k->name && !is_name(k->name, strlen(k->name)))
		return bad_name("name", k->name, err);
	if (strpbrk(k->models, " \t\r\n"))
		return bad_name("list of models", k->models, err);
	if (is_command(k->secret, strlen(k->secret))) {
		if (!strpbrk(k->secret, "\r\n") && !*k->name && !*k->models)
			return 0;
	} else if (algo_key_is_secret(k->secret, strlen(k->secret))) {
		return 0;
	}
	return algo_err_set(err, ALGO_E_AUTH, "bad_key",
			    "that can be no key: 8 to 512 printable "
			    "characters without blanks");
}

/* Two that change the file at once would lose one change: the second waits a
 * moment for its turn. */
static struct algo_lock *lock(const char *path, struct algo_err *err)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	struct algo_lock *l = NULL;

	if (algo_dir_make(path, err))
		return NULL;
	for (int i = 0; i < LOCK_TRIES && !l; i++) {
		if (i)
			nanosleep(&pause, NULL);
		algo_err_clear(err);
		l = algo_lock_open(path, err);
		if (!l && strcmp(err->code, "in_use") != 0)
			break;
	}
	return l;
}

static int add_to(const char *path, struct edit *e,
		  const struct algo_llm_new_key *k, struct algo_err *err)
{
	if (algo_key_file(path, edit_line, e, err))
		return -1;
	if (e->found)
		return 1;
	algo_buf_addf(&e->out, "%s %s ", k->group, k->provider->name);
	algo_buf_adds(&e->out, k->secret);
	if (*k->name || *k->models)
		algo_buf_addf(&e->out, " %s", *k->name ? k->name : "-");
	if (*k->models)
		algo_buf_addf(&e->out, " %s", k->models);
	algo_buf_addc(&e->out, '\n');
	return write_file(path, &e->out, err);
}

int algo_llm_keys_add(const struct algo_llm_new_key *k, char id[17],
		      struct algo_err *err)
{
	struct edit e = { .out = ALGO_BUF_INIT(2 * FILE_MAX_BYTES), .n = 16 };
	struct algo_lock *l;
	char *path;
	int rc;

	if (check_key(k, err))
		return -1;
	algo_key_fingerprint(k->provider, k->secret, strlen(k->secret), id);
	memcpy(e.want, id, 17);
	path = algo_llm_keys_path(err);
	l = path ? lock(path, err) : NULL;
	rc = l ? add_to(path, &e, k, err) : -1;
	algo_lock_close(l);
	algo_llm_wipe(&e.out);
	algo_free(path);
	return rc;
}

static int remove_from(const char *path, struct edit *e, const char *id,
		       struct algo_err *err)
{
	if (algo_key_file(path, edit_line, e, err))
		return -1;
	if (e->found == 1)
		return write_file(path, &e->out, err);
	algo_err_set(err, ALGO_E_VALUE, e->found ? "ambiguous_id" : "not_found",
		     e->found ? "several keys of the file begin with '%s'"
			      : "no key of the file has the fingerprint '%s'",
		     id);
	algo_err_hint(err, "'algo-llm keys list' shows them");
	return algo_err_origin(err, ALGO_O_ANSWER);
}

int algo_llm_keys_remove(const char *id, struct algo_err *err)
{
	struct edit e = { .out = ALGO_BUF_INIT(2 * FILE_MAX_BYTES),
			  .remove = 1 };
	struct algo_lock *l;
	char *path;
	int rc = -1;

	e.n = strlen(id);
	if (e.n < ID_MIN || e.n > 16 || strspn(id, "0123456789abcdef") != e.n) {
		algo_err_set(err, ALGO_E_USAGE, "bad_id",
			     "'%s' is no fingerprint", id);
		return algo_err_hint(err, "4 to 16 hex digits");
	}
	memcpy(e.want, id, e.n + 1);
	path = algo_llm_keys_path(err);
	l = path ? lock(path, err) : NULL;
	if (l)
		rc = remove_from(path, &e, id, err);
	algo_lock_close(l);
	algo_llm_wipe(&e.out);
	algo_free(path);
	return rc;
}
