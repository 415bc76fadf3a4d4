/* keys.c - algo-llm keys: listing, adding, testing, switching, removing */
#include "llm.h"

#include <string.h>

static const char *origin_word(enum algo_llm_origin origin)
{
	static const char *const words[] = { [ALGO_KEY_FILE] = "file",
					     [ALGO_KEY_ENV] = "environment",
					     [ALGO_KEY_COMMAND] = "command",
					     [ALGO_KEY_NONE] = "none" };

	return words[origin];
}

static int key_row(struct algo_llm *l, const struct algo_llm_key *k,
		   struct algo_grid *g, struct algo_err *err)
{
	struct algo_ledger *led = algo_llm_ledger_of(l);
	int64_t now = algo_when_now() / 1000;
	struct algo_key_health h = { 0 };
	char at[ALGO_WHEN_MAX + 1];

	if (led && algo_ledger_key(led, k->id, &h, err))
		return -1;
	/* A server without keys is worth a row when it is out. */
	if (k->origin == ALGO_KEY_NONE && !h.off)
		return 0;
	algo_grid_str(g, k->id);
	algo_grid_str(g, k->provider->name);
	algo_grid_str(g, k->group);
	algo_grid_str(g, k->name);
	algo_grid_str(g, k->models);
	algo_grid_str(g, origin_word(k->origin));
	algo_grid_str(g, algo_cmd_health(&h, now));
	algo_grid_str(g, h.off || h.until > now ? h.why : NULL);
	algo_grid_str(g, algo_cmd_stamp(at, h.until > now ? h.until : 0));
	algo_grid_num(g, (double)h.calls);
	algo_grid_num(g, (double)h.failed);
	algo_grid_str(g, algo_cmd_stamp(at, h.last));
	return 0;
}

void algo_cmd_keys_list(struct algo_tool *t, struct llm_options *o)
{
	static const char *const cols[] = { "key",    "provider", "group",
					    "name",   "models",	  "from",
					    "health", "why",	  "until",
					    "calls",  "failed",	  "last",
					    NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = algo_cmd_client(t, o, 1);
	const struct algo_llm_keys *all;
	struct algo_grid g;
	int rc = 0;

	if (!l)
		return;
	all = algo_llm_keys_of(l);
	algo_grid_init(&g, cols);
	for (size_t i = 0; i < algo_llm_keys_count(all) && rc == 0; i++)
		rc = key_row(l, algo_llm_keys_at(all, i), &g, &err);
	if (rc)
		algo_tool_fail(t, &err);
	else
		algo_cmd_grid(t, o, &g);
	algo_grid_release(&g);
	algo_llm_close(l);
}

static void print_line(struct algo_tool *t, const char *s)
{
	struct algo_buf b = ALGO_BUF_INIT(1 << 16);

	algo_buf_addf(&b, "%s\n", s);
	algo_tool_print(t, &b);
	algo_buf_release(&b);
}

/* The first line of standard input; never the command line, which others can
 * see. */
static int read_secret(struct algo_tool *t, struct algo_buf *secret)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	if (algo_tool_no_terminal(t, "the key") || algo_in_open(&in, "-", &err))
		return err.set ? algo_tool_fail(t, &err) : -1;
	rc = algo_in_all(&in, 4096, secret, &err);
	algo_in_close(&in);
	if (rc)
		return algo_tool_fail(t, &err);
	algo_buf_addc(secret, '\0');
	secret->data[strcspn(secret->data, "\r\n")] = '\0';
	return 0;
}

void algo_cmd_keys_add(struct algo_tool *t, struct llm_options *o)
{
	struct algo_llm_new_key key = { .group =
						o->group ? o->group : "default",
					.name = o->name ? o->name : "",
					.models = o->models ? o->models : "" };
	struct algo_buf secret = ALGO_BUF_INIT(8192);
	struct algo_err err = ALGO_ERR_INIT;
	char id[17];
	int rc;

	key.provider = algo_cmd_provider(t, t->args.v[2]);
	if (!key.provider || read_secret(t, &secret))
		return;
	key.secret = secret.data;
	rc = algo_llm_keys_add(&key, id, &err);
	algo_llm_wipe(&secret);
	if (rc < 0) {
		algo_tool_fail(t, &err);
		return;
	}
	if (rc > 0)
		algo_cmd_note(t, "that key is there already");
	print_line(t, id);
}

void algo_cmd_keys_remove(struct algo_tool *t, struct llm_options *o)
{
	struct algo_err err = ALGO_ERR_INIT;

	(void)o;
	if (algo_llm_keys_remove(t->args.v[2], &err))
		algo_tool_fail(t, &err);
}

/* The one key whose fingerprint begins so; -1 and told. */
static long find_key(struct algo_tool *t, const struct algo_llm_keys *all,
		     const char *id)
{
	struct algo_err err = ALGO_ERR_INIT;
	size_t n = strlen(id);
	long found = -1;

	for (size_t i = 0; i < algo_llm_keys_count(all); i++) {
		if (n < 4 || strncmp(algo_llm_keys_at(all, i)->id, id, n) != 0)
			continue;
		if (found >= 0) {
			algo_err_set(&err, ALGO_E_VALUE, "ambiguous_id",
				     "several keys begin with '%s'", id);
			found = -2;
			break;
		}
		found = (long)i;
	}
	if (found == -1)
		algo_err_set(&err, ALGO_E_VALUE, "not_found",
			     "no key has the fingerprint '%s'", id);
	if (found < 0) {
		algo_err_hint(&err, "'algo-llm keys list' shows them");
		algo_err_origin(&err, ALGO_O_ANSWER);
		algo_tool_fail(t, &err);
	}
	return found;
}

void algo_cmd_keys_switch(struct algo_tool *t, struct llm_options *o)
{
	const char *off =
		strcmp(t->args.v[1], "disable") == 0 ? "by hand" : NULL;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = algo_cmd_client(t, o, 1);
	const struct algo_llm_key *k;
	long i;

	if (!l)
		return;
	i = find_key(t, algo_llm_keys_of(l), t->args.v[2]);
	if (i >= 0 && algo_llm_ledger_of(l)) {
		k = algo_llm_keys_at(algo_llm_keys_of(l), (size_t)i);
		if (algo_ledger_switch(algo_llm_ledger_of(l), k->id,
				       k->provider->name, k->group, off, &err))
			algo_tool_fail(t, &err);
	}
	algo_llm_close(l);
}

static int test_row(struct algo_llm *l, size_t i, struct algo_grid *g,
		    int *dead, struct algo_err *err)
{
	const struct algo_llm_key *k = algo_llm_keys_at(algo_llm_keys_of(l), i);
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	int rc = algo_llm_key_test(l, i, &r, err);

	if (rc == 0) {
		algo_grid_str(g, k->id);
		algo_grid_str(g, k->provider->name);
		algo_grid_str(g, k->group);
		algo_grid_str(g, algo_llm_class_name(r.cls));
		algo_grid_str(g, r.message[0] ? r.message : NULL);
		*dead |= r.cls != ALGO_LLM_OK;
	}
	algo_llm_reply_release(&r);
	return rc;
}

/* Exit 1 when one of them is not alive. */
void algo_cmd_keys_test(struct algo_tool *t, struct llm_options *o)
{
	static const char *const cols[] = { "key",    "provider", "group",
					    "answer", "message",  NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = algo_cmd_client(t, o, 1);
	const struct algo_llm_keys *all;
	struct algo_grid g;
	int rc = 0, dead = 0;
	long only = -1;

	if (!l)
		return;
	all = algo_llm_keys_of(l);
	if (t->args.n > 2)
		only = find_key(t, all, t->args.v[2]);
	algo_grid_init(&g, cols);
	for (size_t i = 0;
	     i < algo_llm_keys_count(all) && rc == 0 && t->status == 0; i++)
		if (only >= 0
			    ? (long)i == only
			    : algo_llm_keys_at(all, i)->origin != ALGO_KEY_NONE)
			rc = test_row(l, i, &g, &dead, &err);
	if (rc)
		algo_tool_fail(t, &err);
	else if (t->status == 0)
		algo_cmd_grid(t, o, &g);
	if (t->status == 0 && dead)
		t->status = 1;
	algo_grid_release(&g);
	algo_llm_close(l);
}
