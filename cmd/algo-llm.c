/* algo-llm.c - language models: providers, models, keys, usage, one question */
#include "llm/llm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROMPT_MAX ((size_t)16 << 20)

#define AT(member) offsetof(struct llm_options, member)

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
	ALGO_OPT_COMMON(struct llm_options, common),
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
		"  ollama status           does a server of Ollama answer?\n"
		"  ollama start|stop       one on this machine\n"
		"  ollama list|ps          its models; those that are loaded\n"
		"  ollama show|pull|delete NAME\n"
		"                          what a model is; fetch it; remove "
		"it\n"
		"\n"
		"Examples:\n"
		"  algo-llm keys add gemini --group home < key.txt\n"
		"  algo-llm ask -m ollama/qwen3 'name three momentum "
		"indicators'\n"
		"  algo-llm ollama start && algo-llm ollama pull qwen3\n"
		"  algo-llm usage --since 30d --format=csv\n",
};

/* --- The client ---------------------------------------------------------- */

static volatile sig_atomic_t signaled;

static void on_signal(int sig)
{
	signaled = sig;
}

int algo_cmd_stop(void *ctx)
{
	(void)ctx;
	return signaled != 0;
}

void algo_cmd_note(void *ctx, const char *line)
{
	struct algo_err err = ALGO_ERR_INIT;

	algo_err_set(&err, ALGO_E_NETWORK, "model", "%s", line);
	err.severity = ALGO_SEV_INFO;
	algo_tool_tell(ctx, &err);
}

struct algo_llm *algo_cmd_client(struct algo_tool *t, struct llm_options *o,
				 int any_model)
{
	struct algo_llm_opt opt = { .model = o->model,
				    .any_model = any_model,
				    .wait_s = o->wait,
				    .timeout_s = (long)o->timeout,
				    .record = o->record,
				    .replay = o->replay,
				    .no_router = o->no_router,
				    .note = algo_cmd_note,
				    .stop = algo_cmd_stop,
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

void algo_cmd_grid(struct algo_tool *t, const struct llm_options *o,
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

const struct algo_llm_provider *algo_cmd_provider(struct algo_tool *t,
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
const char *algo_cmd_stamp(char out[ALGO_WHEN_MAX + 1], int64_t ms)
{
	size_t n;

	if (ms <= 0)
		return NULL;
	n = algo_when_print(out, ms / 1000 * ALGO_US, NULL);
	out[n] = '\0';
	return out;
}

/* --- Listings ------------------------------------------------------------ */

static void providers(struct algo_tool *t, struct llm_options *o)
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
	algo_cmd_grid(t, o, &g);
	algo_grid_release(&g);
}

const char *algo_cmd_health(const struct algo_key_health *h, int64_t now)
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
	algo_grid_str(g, algo_cmd_health(&h, now));
	algo_grid_str(g, h.off || h.until > now ? h.why : NULL);
	algo_grid_str(g, algo_cmd_stamp(until, h.until > now ? h.until : 0));
	return 0;
}

static void models(struct algo_tool *t, struct llm_options *o)
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

	if (t->args.n > 1 && !(only = algo_cmd_provider(t, t->args.v[1])))
		return;
	l = algo_cmd_client(t, o, 1);
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
		algo_cmd_grid(t, o, &g);
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

static void usage(struct algo_tool *t, struct llm_options *o)
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
	l = algo_cmd_client(t, o, 1);
	if (!l)
		return;
	algo_grid_init(&g, cols);
	if (algo_llm_ledger_of(l) &&
	    algo_ledger_usage(algo_llm_ledger_of(l), since / 1000, usage_row,
			      &g, &err))
		algo_tool_fail(t, &err);
	else
		algo_cmd_grid(t, o, &g);
	algo_grid_release(&g);
	algo_llm_close(l);
}

/* --- Asking -------------------------------------------------------------- */

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

/* What a model says may steer a terminal; a file or a pipe gets it as it
 * is. */
static void tame(const struct llm_options *o, struct algo_buf *text)
{
	const char *to = o->common.output;

	if ((to && strcmp(to, "-") != 0) || !isatty(STDOUT_FILENO))
		return;
	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->data[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			text->data[i] = ' ';
	}
}

static void answer(struct algo_tool *t, struct llm_options *o,
		   const struct algo_llm_ask *ask)
{
	struct algo_buf out = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_llm *l = algo_cmd_client(t, o, 0);
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
	tame(o, &out);
	if (rc)
		algo_tool_fail(t, &err);
	else
		algo_tool_print(t, &out);
	algo_llm_reply_release(&r);
	algo_buf_release(&out);
	algo_llm_close(l);
}

static void ask(struct algo_tool *t, struct llm_options *o)
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

/* --- Commands ------------------------------------------------------------ */

struct command {
	const char *name, *sub;
	void (*run)(struct algo_tool *t, struct llm_options *o);
	size_t min, max; /* operands behind them */
	const char *operand;
	int finishes; /* what a signal ends is put in order first */
};

/* clang-format off */
static const struct command commands[] = {
	{ "providers", NULL, providers, 0, 0, NULL, 0 },
	{ "models", NULL, models, 0, 1, "a PROVIDER", 0 },
	{ "keys", "list", algo_cmd_keys_list, 0, 0, NULL, 0 },
	{ "keys", "add", algo_cmd_keys_add, 1, 1, "a PROVIDER", 0 },
	{ "keys", "test", algo_cmd_keys_test, 0, 1, "an ID", 0 },
	{ "keys", "enable", algo_cmd_keys_switch, 1, 1, "an ID", 0 },
	{ "keys", "disable", algo_cmd_keys_switch, 1, 1, "an ID", 0 },
	{ "keys", "remove", algo_cmd_keys_remove, 1, 1, "an ID", 0 },
	{ "usage", NULL, usage, 0, 0, NULL, 0 },
	{ "ask", NULL, ask, 0, (size_t)-1, NULL, 1 },
	{ "ollama", "status", algo_cmd_ollama_status, 0, 0, NULL, 0 },
	{ "ollama", "start", algo_cmd_ollama_start, 0, 0, NULL, 1 },
	{ "ollama", "stop", algo_cmd_ollama_stop, 0, 0, NULL, 0 },
	{ "ollama", "list", algo_cmd_ollama_list, 0, 0, NULL, 0 },
	{ "ollama", "ps", algo_cmd_ollama_ps, 0, 0, NULL, 0 },
	{ "ollama", "show", algo_cmd_ollama_show, 1, 1, "a NAME", 0 },
	{ "ollama", "pull", algo_cmd_ollama_pull, 1, 1, "a NAME", 1 },
	{ "ollama", "delete", algo_cmd_ollama_delete, 1, 1, "a NAME", 0 },
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
		algo_err_hint(&err,
			      "providers, models, keys, usage, ask or ollama");
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

static void run(struct algo_tool *t, struct llm_options *o)
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
	if (c->finishes) {
		/* A call is settled before the process dies, a server that
		 * was started is known or ended. */
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
	struct llm_options o = { .wait = -1 };
	struct algo_tool tool;

	if (!algo_tool_start(&tool, &cmd, &o, &o.common, argc, argv))
		run(&tool, &o);
	algo_strs_release(&o.base_urls);
	return algo_tool_end(&tool);
}
