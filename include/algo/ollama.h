/* ollama.h - a server of Ollama: its models, and the process itself.
 *
 * Answers of the server are input: bounded, checked, and never trusted to be
 * of the expected shape.
 */
#ifndef ALGO_OLLAMA_H
#define ALGO_OLLAMA_H

#include <algo/base.h>
#include <sys/types.h>

struct algo_ollama_opt {
	/* "ollama=URL", NULL ends; or NULL.  Else $OLLAMA_HOST, else base-url
	 * of the configuration, else http://127.0.0.1:11434. */
	const char *const *base_urls;
	long timeout_s; /* of a request, and the longest silence; 0: 120 */
	int (*stop)(void *ctx); /* not 0: give up (a signal came); or NULL */
	void *ctx;
};
struct algo_ollama;
/* Nothing is asked yet.  usage_error for an address that is none. */
struct algo_ollama *algo_ollama_open(const struct algo_ollama_opt *opt,
				     struct algo_err *err);
void algo_ollama_close(struct algo_ollama *o);
const char *algo_ollama_url(const struct algo_ollama *o);

/* --- The server's answers --------------------------------------------------
 * -1: network_error "network" (nobody answers), "bad_answer", "refused" (what
 * the server says), or value_error "not_found" (exit 1) for a model that it
 * does not have.
 */

#define ALGO_OLLAMA_NAME 128
struct algo_ollama_model {
	char name[ALGO_OLLAMA_NAME];
	char family[64], parameters[32], quantization[32];
	char time[40];	   /* modified, or of ps when it will be unloaded */
	char can[128];	   /* "completion tools": what it is able to do */
	double size, vram; /* bytes, NaN: not told */
	double context;	   /* tokens, NaN */
};
int algo_ollama_version(struct algo_ollama *o, char version[64],
			struct algo_err *err) ALGO_MUST_USE;
/* The models there are, or those that are loaded, told one by one. */
int algo_ollama_list(struct algo_ollama *o, int loaded,
		     void (*tell)(void *ctx, const struct algo_ollama_model *m),
		     void *ctx, struct algo_err *err) ALGO_MUST_USE;
int algo_ollama_show(struct algo_ollama *o, const char *name,
		     struct algo_ollama_model *m,
		     struct algo_err *err) ALGO_MUST_USE;
int algo_ollama_delete(struct algo_ollama *o, const char *name,
		       struct algo_err *err) ALGO_MUST_USE;
/* Fetches a model.  seen is told bytes so far and in all (0: not known), of
 * all layers that were named up to now; status what the server does, each
 * time that this changes.  Only its word of success is success: an error on
 * any line (network_error "pull_failed") or an end without that word
 * ("pull_broken") is none.  A pull that was stopped goes on where it was the
 * next time: the server keeps what came. */
struct algo_ollama_pull {
	const struct algo_watch *watch;		     /* or NULL */
	void (*status)(void *ctx, const char *text); /* or NULL */
	void *ctx;
};
int algo_ollama_pull(struct algo_ollama *o, const char *name,
		     const struct algo_ollama_pull *how,
		     struct algo_err *err) ALGO_MUST_USE;

/* --- The process -----------------------------------------------------------
 * ollama.pid in the data folder names the server that was started here: its
 * process and when that began, so that a number that went to another program
 * is never taken for it.  ollama.log beside it has what the server says.
 */

/* The process that algo_ollama_start started, 0: none that still runs. */
pid_t algo_ollama_pid(struct algo_ollama *o);
/* Starts "ollama serve" in the background, at the address of o, and waits
 * until it answers (at most 30 s, or the timeout).  1: a server answers there
 * already.  -1: usage_error "not_local", file_error "no_ollama", or
 * network_error "no_start" when it ended or kept silent; then it does not
 * run. */
int algo_ollama_start(struct algo_ollama *o, struct algo_err *err);
/* Ends the server that was started here; nothing else.  value_error
 * "not_ours" (exit 1) when there is none. */
int algo_ollama_stop(struct algo_ollama *o, struct algo_err *err) ALGO_MUST_USE;

#endif
