/* ollama.c - algo-llm ollama: a server on this machine, and its models */
#include "llm.h"

#include <algo/ollama.h>
#include <math.h>
#include <string.h>

static struct algo_ollama *open_server(struct algo_tool *t,
				       struct llm_options *o)
{
	struct algo_ollama_opt opt = { .timeout_s = (long)o->timeout,
				       .stop = algo_cmd_stop,
				       .ctx = t };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s;

	algo_strs_add(&o->base_urls, NULL);
	opt.base_urls = o->base_urls.v;
	s = algo_ollama_open(&opt, &err);
	if (!s)
		algo_tool_fail(t, &err);
	return s;
}

/* --- The process ---------------------------------------------------------- */

static void take_name(void *ctx, const struct algo_ollama_model *m)
{
	struct algo_buf *names = ctx;

	algo_buf_addf(names, "%s%s", names->len ? " " : "", m->name);
}

/* One row: who answers, and with what. */
static int status_row(struct algo_tool *t, const struct llm_options *o,
		      struct algo_ollama *s, struct algo_err *err)
{
	static const char *const cols[] = { "address", "version", "pid",
					    "running", NULL };
	struct algo_buf names = ALGO_BUF_INIT(1 << 16);
	struct algo_grid g;
	char version[64];
	long pid;
	int rc = -1;

	if (algo_ollama_version(s, version, err) == 0)
		rc = algo_ollama_list(s, 1, take_name, &names, err);
	if (rc == 0) {
		pid = (long)algo_ollama_pid(s);
		algo_grid_init(&g, cols);
		algo_grid_str(&g, algo_ollama_url(s));
		algo_grid_str(&g, version);
		algo_grid_num(&g, pid ? (double)pid : (double)NAN);
		algo_grid_str(&g, names.len ? names.data : NULL);
		algo_cmd_grid(t, o, &g);
		algo_grid_release(&g);
	}
	algo_buf_release(&names);
	return rc;
}

/* Nobody there is an answer too: no. */
void algo_cmd_ollama_status(struct algo_tool *t, struct llm_options *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);

	if (s && status_row(t, o, s, &err)) {
		if (strcmp(err.code, "network") == 0)
			algo_err_origin(&err, ALGO_O_ANSWER);
		algo_tool_fail(t, &err);
	}
	algo_ollama_close(s);
}

void algo_cmd_ollama_start(struct algo_tool *t, struct llm_options *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);
	int rc = s ? algo_ollama_start(s, &err) : -1;

	if (rc > 0) {
		algo_err_set(&err, ALGO_E_NETWORK, "runs_already",
			     "a server runs at %s already", algo_ollama_url(s));
		err.severity = ALGO_SEV_WARNING;
		algo_tool_tell(t, &err);
	}
	if (s && (rc < 0 || status_row(t, o, s, &err)))
		algo_tool_fail(t, &err);
	algo_ollama_close(s);
}

void algo_cmd_ollama_stop(struct algo_tool *t, struct llm_options *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);

	if (s && algo_ollama_stop(s, &err))
		algo_tool_fail(t, &err);
	algo_ollama_close(s);
}

/* --- Models --------------------------------------------------------------- */

static void list_row(void *ctx, const struct algo_ollama_model *m)
{
	struct algo_grid *g = ctx;

	algo_grid_str(g, m->name);
	algo_grid_num(g, m->size);
	algo_grid_str(g, m->family);
	algo_grid_str(g, m->parameters);
	algo_grid_str(g, m->quantization);
	algo_grid_str(g, m->time);
}

static void ps_row(void *ctx, const struct algo_ollama_model *m)
{
	struct algo_grid *g = ctx;

	algo_grid_str(g, m->name);
	algo_grid_num(g, m->size);
	algo_grid_num(g, m->vram);
	algo_grid_num(g, m->context);
	algo_grid_str(g, m->time);
}

static void listing(struct algo_tool *t, struct llm_options *o, int loaded)
{
	static const char *const listed[] = {
		"model",	"size",	    "family", "parameters",
		"quantization", "modified", NULL
	};
	static const char *const ps[] = { "model",   "size",  "vram",
					  "context", "until", NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);
	struct algo_grid g;

	if (!s)
		return;
	algo_grid_init(&g, loaded ? ps : listed);
	if (algo_ollama_list(s, loaded, loaded ? ps_row : list_row, &g, &err))
		algo_tool_fail(t, &err);
	else
		algo_cmd_grid(t, o, &g);
	algo_grid_release(&g);
	algo_ollama_close(s);
}

void algo_cmd_ollama_list(struct algo_tool *t, struct llm_options *o)
{
	listing(t, o, 0);
}

void algo_cmd_ollama_ps(struct algo_tool *t, struct llm_options *o)
{
	listing(t, o, 1);
}

void algo_cmd_ollama_show(struct algo_tool *t, struct llm_options *o)
{
	static const char *const cols[] = { "model",	    "family",
					    "parameters",   "context",
					    "quantization", "can",
					    "modified",	    NULL };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);
	struct algo_ollama_model m;
	struct algo_grid g;

	if (s && algo_ollama_show(s, t->args.v[2], &m, &err)) {
		algo_tool_fail(t, &err);
	} else if (s) {
		algo_grid_init(&g, cols);
		algo_grid_str(&g, m.name);
		algo_grid_str(&g, m.family);
		algo_grid_str(&g, m.parameters);
		algo_grid_num(&g, m.context);
		algo_grid_str(&g, m.quantization);
		algo_grid_str(&g, m.can);
		algo_grid_str(&g, m.time);
		algo_cmd_grid(t, o, &g);
		algo_grid_release(&g);
	}
	algo_ollama_close(s);
}

void algo_cmd_ollama_delete(struct algo_tool *t, struct llm_options *o)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);

	if (s && algo_ollama_delete(s, t->args.v[2], &err))
		algo_tool_fail(t, &err);
	algo_ollama_close(s);
}

/* --- Fetching ------------------------------------------------------------- */

static void status(void *ctx, const char *text)
{
	struct algo_tool *t = ctx;

	algo_progress_clear(&t->progress);
	algo_cmd_note(t, text);
}

void algo_cmd_ollama_pull(struct algo_tool *t, struct llm_options *o)
{
	const struct algo_ollama_pull how = { .watch = &t->progress.watch,
					      .status = status,
					      .ctx = t };
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_ollama *s = open_server(t, o);

	if (s && algo_ollama_pull(s, t->args.v[2], &how, &err)) {
		algo_progress_clear(&t->progress);
		algo_tool_fail(t, &err);
	}
	algo_ollama_close(s);
}
