/* algo-llm.c - language models: providers, models, keys, usage, one question */
#include "tool.h"

#include <algo/llm.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROMPT_MAX ((size_t)16 << 20)

struct options {
	const char *model, *schema, *system, *record, *replay, *since;
	const char *group, *name, *models;
	struct algo_strs base_urls;
	double wait;
	long long timeout, max_tokens;
	int no_router, dry_run, format;
	struct algo_common common;
};

#define AT(member) offsetof(struct options, member)

/* clang-format off */
static const struct algo_opt opts[] = {
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Asking", NULL },
	{ 'm', "model", ALGO_OPT_STR, AT(model), "NAME",
	  "Ask PROVIDER or PROVIDER/MODEL, several with commas in order of "
	  "preference; else what the configuration names", NULL },
	{ 0, "schema", ALGO_OPT_STR, AT(schema), "FILE",
	  "The answer is JSON of this schema", NULL },
	{ 0, "system", ALGO_OPT_STR, AT(system), "FILE",
	  "What the model is told first", NULL },
	{ 0, "max-tokens", ALGO_OPT_INT, AT(max_tokens), "N",
	  "The answer takes at most N tokens (8192)", NULL },
	{ 0, "wait", ALGO_OPT_NUM, AT(wait), "SECONDS",
	  "Wait at most so long for a quota (60)", NULL },
	{ 0, "timeout", ALGO_OPT_INT, AT(timeout), "SECONDS",
	  "Give up a call that is silent for so long (120)", NULL },
	{ 0, "base-url", ALGO_OPT_LIST, AT(base_urls), "PROVIDER=URL",
	  "Ask a provider at another address", NULL },
	{ 0, "no-router", ALGO_OPT_FLAG, AT(no_router), NULL,
	  "Keep no ledger of calls, quotas and keys", NULL },
	{ 0, "record", ALGO_OPT_STR, AT(record), "DIR",
	  "Keep every exchange in DIR, without keys", NULL },
	{ 0, "replay", ALGO_OPT_STR, AT(replay), "DIR",
	  "Answer from the exchanges in DIR instead of the network", NULL },
	{ 0, "dry-run", ALGO_OPT_FLAG, AT(dry_run), NULL,
	  "Print the request instead of sending it", NULL },
	{ 0, NULL, ALGO_OPT_GROUP, 0, NULL, "Keys and listings", NULL },
	{ 0, "group", ALGO_OPT_STR, AT(group), "NAME",
	  "What shares a quota with the key that is added: a project, an "
	  "account (default)", NULL },
	{ 0, "name", ALGO_OPT_STR, AT(name), "NAME",
	  "A name for the key that is added", NULL },
	{ 0, "models", ALGO_OPT_STR, AT(models), "LIST",
	  "Only these models may be asked with the key that is added", NULL },
	{ 0, "since", ALGO_OPT_STR, AT(since), "DATE",
	  "Usage from DATE on: 2026-11-01, 30d (ago)", NULL },
	{ 0, "format", ALGO_OPT_CHOICE, AT(format), "FORM",
	  "A table for people (default), or exact values",
	  "table|csv|ndjson|json" },
	ALGO_OPT_COMMON(struct options, common),
	ALGO_OPT_END
};
/* clang-format on */

static const struct algo_cmd cmd = {
	.name = "algo-llm",
	.synopsis = "COMMAND [options] [OPERAND...]",
	.summary = "Ask language models, and look after their keys.",
	.opts = opts,
	.after =
		"Commands:\n"
		"  providers               who can be asked, and where\n"
		"  models [PROVIDER]       models, their limits, prices, "
		"health\n"
		"  keys list               keys by their fingerprints, health\n"
		"  keys add PROVIDER       a key from standard input\n"
		"  keys test [ID]          is it alive?\n"
		"  keys enable|disable ID  into the rotation, out of it\n"
		"  keys remove ID          out of the key file\n"
		"  usage                   calls, tokens and cost by day\n"
		"  ask [WORDS...]          one question, one answer\n"
		"\n"
		"Examples:\n"
		"  algo-llm keys add gemini --group home < key.txt\n"
		"  algo-llm ask -m ollama/qwen3 'name three momentum "
		"indicators'\n"
		"  algo-llm usage --since 30d --format=csv\n",
};

/* --- The client
 * ---------------------------------------------------------------- */

static volatile sig_atomic_t signaled;

static void on_signal(int sig)
{
	signaled = sig;
}

static int stop(void *ctx)
{
	(void)ctx;
	return signaled != 0;
}

static void note(void *ctx, const char *line)
{
	struct algo_err err = ALGO_ERR_INIT;

	algo_err_set(&err, ALGO_E_NETWORK, "model", "%s", line);
	err.severity = ALGO_SEV_INFO;
	algo_tool_tell(ctx, &err);
}

static struct algo_llm *open_client(struct algo_tool *t, struct options *o,
				    int any_model)
{
	struct algo_llm_opt opt = { .model = o->model,
				    .any_model = any_model,
				    .wait_s = o->wait,
				    .timeout_s = (long)o->timeout,
				    .record = o->record,
				    .replay = o->replay,
				    .no_router = o->no_router,
				    .note = note,
				    .stop = stop,
				    .ctx = t };
	struct algo_errs errs = { 0 };
	struct algo_llm *l;

	algo_strs_add(&o->base_urls, NULL);
	opt.base_urls = o->base_urls.v;
	l = algo_llm_open(&opt, &errs);
	algo_tool_fail_all(t, &errs);
	algo_errs_release(&errs);
	return l;
}

static void print_grid(struct algo_tool *t, const struct options *o,
		       const struct algo_grid *g)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_out *out = algo_out_open(o->common.output, &err);

	if (out) {
		algo_grid_print(g, (enum algo_grid_form)o->format, out);
		if (algo_out_close(out, &err))
			algo_tool_fail(t, &err);
	}
	if (err.set)
		algo_tool_fail(t, &err);
}

static const struct algo_llm_provider *provider(struct algo_tool *t,
						const char *name)
{
	const struct algo_llm_provider *p =
		algo_llm_provider_find(name, strlen(name));

	if (!p)
		algo_tool_usage(t, "there is no such provider",
				"'algo-llm providers' lists them");
	return p;
}

/* An instant in ms as text; NULL for none. */
static const char *stamp(char out[ALGO_WHEN_MAX + 1], int64_t ms)
{
	size_t n;

	if (ms <= 0)
		return NULL;
	n = algo_when_print(out, ms / 1000 * ALGO_US, NULL);
	out[n] = '\0';
	return out;
}

/* --- Listings
 * ------------------------------------------------------------------- */

static void providers(struct algo_tool *t, struct options *o)
{
	static const char *const cols[] = { "provider", "title",   "key",
					    "variable", "address", NULL };
	const struct algo_llm_provider *p;
	struct algo_grid g;

	algo_grid_init(&g, cols);
	for (size_t i = 0; (p = algo_llm_provider(i)); i++) {
		algo_grid_str(&g, p->name);
		algo_grid_str(&g, p->title);
		algo_grid_bool(&g, p->needs_key);
		algo_grid_str(&g, p->key_env[0]);
		algo_grid_str(&g, p->base_url);
	}
	print_grid(t, o, &g);
	algo_grid_release(&g);
}

static const char *health_word(const struct algo_key_health *h, int64_t now)
{
	if (h->off)
		return "off";
	return h->until > now ? "cooling" : "ok";
}

static int model_row(struct algo_llm *l, const struct algo_llm_model *m,
		     struct algo_grid *g, struct algo_err *err)
{
	struct algo_ledger *led = algo_llm_ledger_of(l);
	int64_t now = algo_when_now() / 1000;
	struct algo_key_health h = { 0 };
	char until[ALGO_WHEN_MAX + 1];

	if (led && algo_ledger_model(led, m->provider->name, m->name, NULL, &h,
				     now, err))
		return -1;
	algo_grid_str(g, m->provider->name);
	algo_grid_str(g, m->name);
	algo_grid_num(g, m->context);
	algo_grid_num(g, m->price_in);
	algo_grid_num(g, m->price_out);
	algo_grid_num(g, m->rpm);
	algo_grid_num(g, m->rpd);
	algo_grid_str(g, health_word(&h, now));
	algo_grid_str(g, h.off || h.until > now ? h.why : NULL);
	algo_grid_str(g, stamp(until, h.until > now ? h.until : 0));
	return 0;
}

static void models(struct algo_tool *t, struct options *o)
{
	static const char *const cols[] = { "provider", "model",  "context",
					    "in",	"out",	  "rpm",
					    "rpd",	"health", "why",
					    "until",	NULL };
	const struct algo_llm_provider *only = NULL;
	const struct algo_llm_models *all;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l;
	struct algo_grid g;
	int rc = 0;

	if (t->args.n > 1 && !(only = provider(t, t->args.v[1])))
		return;
	l = open_client(t, o, 1);
	if (!l)
		return;
	all = algo_llm_models_of(l);
	algo_grid_init(&g, cols);
	for (size_t i = 0; i < algo_llm_models_count(all) && rc == 0; i++) {
		const struct algo_llm_model *m = algo_llm_models_at(all, i);

		if (!only || m->provider == only)
			rc = model_row(l, m, &g, &err);
	}
	if (rc)
		algo_tool_fail(t, &err);
	else
		print_grid(t, o, &g);
	algo_grid_release(&g);
	algo_llm_close(l);
}

static void usage_row(void *ctx, const struct algo_usage *u)
{
	struct algo_grid *g = ctx;

	algo_grid_str(g, u->day);
	algo_grid_str(g, u->provider);
	algo_grid_str(g, u->model);
	algo_grid_str(g, u->key);
	algo_grid_num(g, (double)u->calls);
	algo_grid_num(g, (double)u->ok);
	algo_grid_num(g, u->in);
	algo_grid_num(g, u->out);
	algo_grid_num(g, u->cached);
	algo_grid_num(g, u->cost);
}

static void usage(struct algo_tool *t, struct options *o)
{
	static const char *const cols[] = { "day",  "provider", "model",
					    "key",  "calls",	"ok",
					    "in",   "out",	"cached",
					    "cost", NULL };
	struct algo_err err = ALGO_ERR_INIT;
	enum algo_stamp kind;
	struct algo_llm *l;
	struct algo_grid g;
	int64_t since = 0;

	if (o->since &&
	    algo_when_option(o->since, algo_when_now(), &since, &kind)) {
		algo_tool_usage(t, "--since is no date", "2026-11-01, 30d");
		return;
	}
	l = open_client(t, o, 1);
	if (!l)
		return;
	algo_grid_init(&g, cols);
	if (algo_llm_ledger_of(l) &&
	    algo_ledger_usage(algo_llm_ledger_of(l), since / 1000, usage_row,
			      &g, &err))
		algo_tool_fail(t, &err);
	else
		print_grid(t, o, &g);
	algo_grid_release(&g);
	algo_llm_close(l);
}

/* --- Keys
 * -------------------------------------------------------------------------- */

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
	algo_grid_str(g, k->id);
	algo_grid_str(g, k->provider->name);
	algo_grid_str(g, k->group);
	algo_grid_str(g, k->name);
	algo_grid_str(g, k->models);
	algo_grid_str(g, origin_word(k->origin));
	algo_grid_str(g, health_word(&h, now));
	algo_grid_str(g, h.off || h.until > now ? h.why : NULL);
	algo_grid_str(g, stamp(at, h.until > now ? h.until : 0));
	algo_grid_num(g, (double)h.calls);
	algo_grid_num(g, (double)h.failed);
	algo_grid_str(g, stamp(at, h.last));
	return 0;
}

static void keys_list(struct algo_tool *t, struct options *o)
{
	static const char *const cols[] = { "key",    "provider", "group",
					    "name",   "models",	  "from",
					    "health", "why",	  "until",
					    "calls",  "failed",	  "last",
					    NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = open_client(t, o, 1);
	const struct algo_llm_keys *all;
	struct algo_grid g;
	int rc = 0;

	if (!l)
		return;
	all = algo_llm_keys_of(l);
	algo_grid_init(&g, cols);
	for (size_t i = 0; i < algo_llm_keys_count(all) && rc == 0; i++)
		if (algo_llm_keys_at(all, i)->origin != ALGO_KEY_NONE)
			rc = key_row(l, algo_llm_keys_at(all, i), &g, &err);
	if (rc)
		algo_tool_fail(t, &err);
	else
		print_grid(t, o, &g);
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

static void keys_add(struct algo_tool *t, struct options *o)
{
	struct algo_llm_new_key key = { .group =
						o->group ? o->group : "default",
					.name = o->name ? o->name : "",
					.models = o->models ? o->models : "" };
	struct algo_buf secret = ALGO_BUF_INIT(8192);
	struct algo_err err = ALGO_ERR_INIT;
	char id[17];
	int rc;

	key.provider = provider(t, t->args.v[2]);
	if (!key.provider || read_secret(t, &secret))
		return;
	key.secret = secret.data;
	rc = algo_llm_keys_add(&key, id, &err);
	memset(secret.data, 0, secret.len);
	algo_buf_release(&secret);
	if (rc < 0) {
		algo_tool_fail(t, &err);
		return;
	}
	if (rc > 0)
		note(t, "that key is there already");
	print_line(t, id);
}

static void keys_remove(struct algo_tool *t, struct options *o)
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

static void keys_switch(struct algo_tool *t, struct options *o)
{
	const char *off =
		strcmp(t->args.v[1], "disable") == 0 ? "by hand" : NULL;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = open_client(t, o, 1);
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
static void keys_test(struct algo_tool *t, struct options *o)
{
	static const char *const cols[] = { "key",    "provider", "group",
					    "answer", "message",  NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = open_client(t, o, 1);
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
		print_grid(t, o, &g);
	if (t->status == 0 && dead)
		t->status = 1;
	algo_grid_release(&g);
	algo_llm_close(l);
}

/* --- Asking
 * -------------------------------------------------------------------------- */

static int read_file(struct algo_tool *t, const char *path,
		     struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, &err))
		return algo_tool_fail(t, &err);
	rc = algo_in_all(&in, PROMPT_MAX, text, &err);
	algo_in_close(&in);
	return rc ? algo_tool_fail(t, &err) : 0;
}

static int read_prompt(struct algo_tool *t, struct algo_buf *text)
{
	if (t->args.n < 2)
		return algo_tool_no_terminal(t, "the question") ||
		       read_file(t, "-", text);
	for (size_t i = 1; i < t->args.n; i++) {
		if (i > 1)
			algo_buf_addc(text, ' ');
		algo_buf_adds(text, t->args.v[i]);
	}
	return 0;
}

static int read_schema(struct algo_tool *t, const char *path,
		       struct algo_buf *text)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;

	if (read_file(t, path, text))
		return -1;
	doc = algo_json_parse(algo_buf_str(text), text->len, path, &err);
	algo_json_free(doc);
	return doc ? 0 : algo_tool_fail(t, &err);
}

static void answer(struct algo_tool *t, struct options *o,
		   const struct algo_llm_ask *ask)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = open_client(t, o, 0);
	struct algo_llm_told told;
	int rc;

	if (!l)
		return;
	if (o->dry_run) {
		rc = algo_llm_dry_run(l, ask, &out, &err);
	} else {
		rc = algo_llm_ask(l, ask, &r, &told, &err);
		algo_buf_add(&out, algo_buf_str(&r.text), r.text.len);
		if (out.len && out.data[out.len - 1] != '\n')
			algo_buf_addc(&out, '\n');
	}
	if (rc)
		algo_tool_fail(t, &err);
	else
		algo_tool_print(t, &out);
	algo_llm_reply_release(&r);
	algo_buf_release(&out);
	algo_llm_close(l);
}

static void ask(struct algo_tool *t, struct options *o)
{
	struct algo_buf prompt = ALGO_BUF_INIT(PROMPT_MAX),
			system = ALGO_BUF_INIT(PROMPT_MAX),
			schema = ALGO_BUF_INIT(PROMPT_MAX);
	struct algo_llm_msg msg = { .model = 0 };
	struct algo_llm_ask q = ALGO_LLM_ASK_INIT;

	if (read_prompt(t, &prompt) ||
	    (o->system && read_file(t, o->system, &system)) ||
	    (o->schema && read_schema(t, o->schema, &schema)))
		goto out;
	if (prompt.len == 0) {
		algo_tool_usage(t, "the question is empty", NULL);
		goto out;
	}
	msg.text = prompt.data;
	msg.len = prompt.len;
	q.msgs = &msg;
	q.nmsgs = 1;
	q.system = o->system ? algo_buf_str(&system) : NULL;
	q.system_len = system.len;
	q.schema = o->schema ? algo_buf_str(&schema) : NULL;
	q.schema_name = "answer";
	q.max_tokens = (long)o->max_tokens;
	answer(t, o, &q);
out:
	algo_buf_release(&prompt);
	algo_buf_release(&system);
	algo_buf_release(&schema);
}

/* --- Commands
 * -------------------------------------------------------------------------- */

struct command {
	const char *name, *sub;
	void (*run)(struct algo_tool *t, struct options *o);
	size_t min, max; /* operands behind them */
	const char *operand;
};

/* clang-format off */
static const struct command commands[] = {
	{ "providers", NULL, providers, 0, 0, NULL },
	{ "models", NULL, models, 0, 1, "a PROVIDER" },
	{ "keys", "list", keys_list, 0, 0, NULL },
	{ "keys", "add", keys_add, 1, 1, "a PROVIDER" },
	{ "keys", "test", keys_test, 0, 1, "an ID" },
	{ "keys", "enable", keys_switch, 1, 1, "an ID" },
	{ "keys", "disable", keys_switch, 1, 1, "an ID" },
	{ "keys", "remove", keys_remove, 1, 1, "an ID" },
	{ "usage", NULL, usage, 0, 0, NULL },
	{ "ask", NULL, ask, 0, (size_t)-1, NULL },
};
/* clang-format on */
#define COMMANDS (sizeof(commands) / sizeof(*commands))

/* The command's row; *near gets the words that come closest. */
static const struct command *find(const struct algo_strs *args,
				  struct algo_near *near)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		const struct command *c = &commands[i];

		if (strcmp(c->name, args->v[0]) != 0) {
			algo_near_try(near, args->v[0], strlen(args->v[0]),
				      c->name);
			continue;
		}
		if (!c->sub || (args->n > 1 && strcmp(c->sub, args->v[1]) == 0))
			return c;
		if (args->n > 1)
			algo_near_try(near, args->v[1], strlen(args->v[1]),
				      c->sub);
	}
	return NULL;
}

static const struct command *find_command(struct algo_tool *t)
{
	struct algo_near near = { .best = NULL };
	struct algo_err err = ALGO_ERR_INIT;
	const struct command *c = t->args.n ? find(&t->args, &near) : NULL;

	if (c)
		return c;
	algo_err_set(&err, ALGO_E_USAGE,
		     t->args.n ? "unknown_command" : "missing_command",
		     t->args.n ? "unknown command '%s%s%s'"
			       : "no command given",
		     t->args.n ? t->args.v[0] : "", t->args.n > 1 ? " " : "",
		     t->args.n > 1 ? t->args.v[1] : "");
	if (algo_near_best(&near))
		algo_err_hint(&err, "did you mean '%s'?",
			      algo_near_best(&near));
	else
		algo_err_hint(&err, "providers, models, keys, usage or ask");
	algo_tool_fail(t, &err);
	return NULL;
}

static int check_operands(struct algo_tool *t, const struct command *c)
{
	size_t words = c->sub ? 2 : 1, n = t->args.n - words;

	if (n >= c->min && n <= c->max)
		return 0;
	return algo_tool_usage(t,
			       n < c->min ? "an operand is missing"
					  : "there is an operand too many",
			       c->operand);
}

static void run(struct algo_tool *t, struct options *o)
{
	const struct command *c = find_command(t);
	struct sigaction sa = { .sa_handler = on_signal };

	if (!c || check_operands(t, c))
		return;
	if (o->record && o->replay) {
		algo_tool_usage(t, "--record and --replay exclude each other",
				NULL);
		return;
	}
	if (c->run == ask) {
		/* A call is settled before the process dies. */
		sigaction(SIGINT, &sa, NULL);
		sigaction(SIGTERM, &sa, NULL);
	}
	c->run(t, o);
	if (signaled) {
		signal(signaled, SIG_DFL);
		raise(signaled);
	}
}

int main(int argc, char **argv)
{
	struct options o = { .wait = -1 };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&tool, &o);
	algo_strs_release(&o.base_urls);
	return algo_tool_end(&tool);
}
