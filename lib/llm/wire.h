/* wire.h - what one wire format does, and what its answers tell the reader.
 *
 * provider.c   the table of providers
 * compose.c    a request: URL, headers, body
 * gemini.c openai.c anthropic.c ollama.c   one format each
 * reader.c     bytes to events: SSE, NDJSON, one body
 * classify.c   errors of all of them to one classification
 */
#ifndef ALGO_LIB_LLM_WIRE_H
#define ALGO_LIB_LLM_WIRE_H

#include <algo/llm.h>

struct wire {
	const char *key_header;	  /* "x-goog-api-key: " */
	const char *extra_header; /* or NULL */
	const char *models_path;  /* "/models" */
	int lines;		  /* a stream is NDJSON, not SSE */
	void (*path)(const struct algo_llm_request *q, struct algo_buf *url);
	void (*body)(const struct algo_llm_request *q, struct algo_jw *w);
	/* One value of a stream, or the whole body. */
	void (*event)(struct algo_llm_reader *r, const struct algo_json *v);
};
extern const struct wire algo_wire_gemini, algo_wire_openai,
	algo_wire_anthropic, algo_wire_ollama;
const struct wire *algo_wire_of(const struct algo_llm_provider *p);

/* The address without a slash at the end; base NULL: the provider's. */
void algo_wire_base(const struct algo_llm_provider *p, const char *base,
		    struct algo_buf *url);

/* Messages as {"role", "content"} with these names for the two sides. */
void algo_wire_messages(const struct algo_llm_request *q, struct algo_jw *w,
			int with_system);

/* What an event may tell the reader. */
void algo_reader_text(struct algo_llm_reader *r, const struct algo_json *v);
void algo_reader_json(struct algo_llm_reader *r, const struct algo_json *v);
void algo_reader_finish(struct algo_llm_reader *r, const struct algo_json *v,
			enum algo_llm_class cls);
void algo_reader_refused(struct algo_llm_reader *r, const struct algo_json *v);
void algo_reader_ended(struct algo_llm_reader *r);
void algo_reader_error(struct algo_llm_reader *r, const struct algo_json *v);
/* A known shape came: it is an answer of this provider. */
void algo_reader_known(struct algo_llm_reader *r);
void algo_reader_model(struct algo_llm_reader *r, const struct algo_json *name,
		       const struct algo_json *id);
/* Token counts; absent ones change nothing. */
void algo_reader_usage(struct algo_llm_reader *r, const struct algo_json *in,
		       const struct algo_json *out,
		       const struct algo_json *thought,
		       const struct algo_json *cached);

/* Headers that say when to come back. */
struct waits {
	double after;		  /* seconds, NaN */
	double reset, reset_left; /* latest reset, and what is left till it */
	int exhausted;		  /* a count of what remains was 0 */
	double exhausted_reset;
};
void algo_waits_header(struct waits *w, const char *name, const char *value);
/* Seconds; NaN: nothing was told. */
double algo_waits_delay(const struct waits *w, double now);
/* "900ms", "34.07s", "6m0s", "1h2m"; NaN when it is none. *end: behind it. */
double algo_duration(const char *s, const char **end);

/* Fills class, drop, delay, limits and message of the reply from an error:
 * status, and the error value (an object, a string, or NULL). */
void algo_classify(const struct algo_llm_provider *p, long status,
		   const struct algo_json *error, struct algo_llm_reply *reply);

#endif
