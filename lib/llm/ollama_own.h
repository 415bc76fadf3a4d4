/* ollama_own.h - what the files about a server of Ollama share.
 *
 * ollama_models.c  its answers: version, models
 * ollama_pull.c    fetching a model
 * ollama_server.c  the process
 */
#ifndef ALGO_LIB_LLM_OLLAMA_OWN_H
#define ALGO_LIB_LLM_OLLAMA_OWN_H

#include <algo/net.h>
#include <algo/ollama.h>

struct algo_ollama {
	struct algo_ollama_opt opt;
	char *url; /* without a slash at the end */
	struct algo_http *http;
	long timeout_s;
};

/* The session, opened at its first use; NULL with err. */
struct algo_http *algo_ollama_http(struct algo_ollama *o, struct algo_err *err);
/* {"model":name} and more members, which begin with a comma. */
void algo_ollama_ask(struct algo_buf *body, const char *name, const char *more);
/* What an answer other than 2xx means, body is what it says. */
int algo_ollama_refused(const struct algo_ollama *o, const char *name,
			long status, const struct algo_buf *body,
			struct algo_err *err);
/* Nobody answers, or not to the end. */
int algo_ollama_unreached(const struct algo_ollama *o,
			  const struct algo_http_res *res,
			  struct algo_err *err);
/* The text of an error: a string, or an object that has a message. */
const char *algo_ollama_error(const struct algo_json *v);
int algo_ollama_stopped(const struct algo_ollama *o);

#endif
