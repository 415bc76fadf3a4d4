/* model.c - language models in tools: opening a client */
#include "model.h"

#include <math.h>
#include <signal.h>
#include <string.h>

static volatile sig_atomic_t signaled;
static struct sigaction old_int, old_term;

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

const char *algo_model_given(const struct algo_model_opts *o)
{
	return o->record	 ? "--record"
	       : o->replay	 ? "--replay"
	       : o->base_urls.n	 ? "--base-url"
	       : !isnan(o->wait) ? "--wait"
	       : o->timeout	 ? "--timeout"
	       : o->no_router	 ? "--no-router"
	       : o->fresh	 ? "--fresh"
				 : NULL;
}

int algo_model_is_named(const char *model)
{
	return model && strcmp(model, "auto") != 0 &&
	       strcmp(model, "none") != 0 && strcmp(model, "phrase") != 0;
}

struct algo_store *algo_model_history(struct algo_err *err)
{
	char *path = algo_store_path(NULL, NULL, err);
	struct algo_store *st = path ? algo_store_open(path, ALGO_STORE_WRITE,
						       ALGO_STORE_BUSY_MS, err)
				     : NULL;

	algo_free(path);
	return st;
}

/* Cassettes are the answers already. */
static int open_store(struct algo_model *m, const struct algo_model_opts *o,
		      int must, struct algo_tool *t, struct algo_errs *errs)
{
	struct algo_err err = ALGO_ERR_INIT;

	if (!must && (o->replay || o->record || o->fresh))
		return 0;
	m->store = algo_model_history(&err);
	if (m->store)
		return 0;
	if (must) {
		algo_errs_take(errs, &err);
		return -1;
	}
	err.severity = ALGO_SEV_WARNING;
	algo_err_hint(&err, "answers are not kept");
	algo_tool_tell(t, &err);
	return 0;
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, &old_int);
	sigaction(SIGTERM, &sa, &old_term);
	/* One that is ignored stays ignored. */
	if (old_int.sa_handler == SIG_IGN)
		sigaction(SIGINT, &old_int, NULL);
	if (old_term.sa_handler == SIG_IGN)
		sigaction(SIGTERM, &old_term, NULL);
}

int algo_model_open(struct algo_model *m, struct algo_tool *t,
		    const char *model, struct algo_model_opts *o,
		    int must_store, struct algo_errs *errs)
{
	struct algo_llm_opt opt = { .model = model,
				    .wait_s = o->wait,
				    .timeout_s = (long)o->timeout,
				    .record = o->record,
				    .replay = o->replay,
				    .no_router = o->no_router,
				    .note = note,
				    .stop = stop,
				    .ctx = t };

	memset(m, 0, sizeof(*m));
	if (open_store(m, o, must_store, t, errs))
		return -1;
	if (!o->replay && !o->record && !o->fresh)
		opt.store = m->store;
	if (o->base_urls.n == 0 || o->base_urls.v[o->base_urls.n - 1])
		algo_strs_add(&o->base_urls, NULL);
	opt.base_urls = o->base_urls.v;
	m->llm = algo_llm_open(&opt, errs);
	if (!m->llm) {
		algo_store_close(m->store);
		m->store = NULL;
		return -1;
	}
	catch_signals();
	return 0;
}

void algo_model_close(struct algo_model *m)
{
	int sig = signaled;

	if (m->llm) {
		sigaction(SIGINT, &old_int, NULL);
		sigaction(SIGTERM, &old_term, NULL);
	}
	algo_llm_close(m->llm);
	algo_store_close(m->store);
	memset(m, 0, sizeof(*m));
	if (sig)
		raise(sig);
}
