/* anthropic.c - Anthropic's messages
 *
 * A document by schema is asked for as the input of a tool that must be
 * called: every version of the interface and every likeness knows that.
 */
#include "wire.h"

#include <math.h>
#include <string.h>

static void path(const struct algo_llm_request *q, struct algo_buf *url)
{
	(void)q;
	algo_buf_adds(url, "/v1/messages");
}

static void tool(const struct algo_llm_request *q, struct algo_jw *w)
{
	const char *name = q->schema_name ? q->schema_name : "answer";

	algo_jw_key(w, "tools");
	algo_jw_arr(w);
	algo_jw_obj(w);
	algo_jw_kstr(w, "name", name);
	algo_jw_kstr(w, "description", "Gives the answer.");
	algo_jw_key(w, "input_schema");
	algo_jw_raw(w, q->schema, strlen(q->schema));
	algo_jw_obj_end(w);
	algo_jw_arr_end(w);
	algo_jw_key(w, "tool_choice");
	algo_jw_obj(w);
	algo_jw_kstr(w, "type", "tool");
	algo_jw_kstr(w, "name", name);
	algo_jw_obj_end(w);
}

static void body(const struct algo_llm_request *q, struct algo_jw *w)
{
	algo_jw_kstr(w, "model", q->model);
	algo_jw_kint(w, "max_tokens", q->max_tokens);
	if (q->system) {
		algo_jw_key(w, "system");
		algo_jw_strn(w, q->system, q->system_len);
	}
	algo_wire_messages(q, w, 0);
	if (q->form == ALGO_FORM_SCHEMA && q->schema)
		tool(q, w);
	if (!isnan(q->temperature))
		algo_jw_knum(w, "temperature", q->temperature);
	if (q->stream)
		algo_jw_kbool(w, "stream", 1);
}

static void finish(struct algo_llm_reader *r, const struct algo_json *why)
{
	const char *s = algo_json_str(why, NULL);
	enum algo_llm_class cls = ALGO_LLM_OK;

	if (!*s)
		return;
	if (strcmp(s, "max_tokens") == 0 ||
	    strcmp(s, "model_context_window_exceeded") == 0)
		cls = ALGO_LLM_TRUNCATED;
	if (strcmp(s, "refusal") == 0)
		cls = ALGO_LLM_REFUSED;
	algo_reader_finish(r, why, cls);
}

static void usage(struct algo_llm_reader *r, const struct algo_json *u)
{
	algo_reader_usage(r, algo_json_get(u, "input_tokens"),
			  algo_json_get(u, "output_tokens"), NULL,
			  algo_json_get(u, "cache_read_input_tokens"));
}

static void block(struct algo_llm_reader *r, const struct algo_json *b)
{
	const char *type = algo_json_str(algo_json_get(b, "type"), NULL);

	if (strcmp(type, "text") == 0)
		algo_reader_text(r, algo_json_get(b, "text"));
	/* In a stream the input begins empty and comes in pieces. */
	if (strcmp(type, "tool_use") == 0 &&
	    algo_json_count(algo_json_get(b, "input")))
		algo_reader_json(r, algo_json_get(b, "input"));
}

static void message(struct algo_llm_reader *r, const struct algo_json *v)
{
	const struct algo_json *content = algo_json_get(v, "content");

	algo_reader_known(r);
	for (size_t i = 0; i < algo_json_count(content); i++)
		block(r, algo_json_at(content, i));
	algo_reader_model(r, algo_json_get(v, "model"), algo_json_get(v, "id"));
	finish(r, algo_json_get(v, "stop_reason"));
	usage(r, algo_json_get(v, "usage"));
}

static void delta(struct algo_llm_reader *r, const struct algo_json *d)
{
	const char *type = algo_json_str(algo_json_get(d, "type"), NULL);

	if (strcmp(type, "text_delta") == 0)
		algo_reader_text(r, algo_json_get(d, "text"));
	if (strcmp(type, "input_json_delta") == 0)
		algo_reader_text(r, algo_json_get(d, "partial_json"));
}

static void event(struct algo_llm_reader *r, const struct algo_json *v)
{
	const char *type = algo_json_str(algo_json_get(v, "type"), NULL);

	if (algo_json_type(algo_json_get(v, "error")) != ALGO_J_NULL) {
		algo_reader_error(r, algo_json_get(v, "error"));
	} else if (strcmp(type, "message") == 0) {
		message(r, v);
		algo_reader_ended(r);
	} else if (strcmp(type, "message_start") == 0) {
		message(r, algo_json_get(v, "message"));
	} else if (strcmp(type, "content_block_start") == 0) {
		block(r, algo_json_get(v, "content_block"));
	} else if (strcmp(type, "content_block_delta") == 0) {
		delta(r, algo_json_get(v, "delta"));
	} else if (strcmp(type, "message_delta") == 0) {
		finish(r,
		       algo_json_get(algo_json_get(v, "delta"), "stop_reason"));
		usage(r, algo_json_get(v, "usage"));
	} else if (strcmp(type, "message_stop") == 0) {
		algo_reader_ended(r);
	}
}

const struct wire algo_wire_anthropic = {
	.key_header = "x-api-key: ",
	.extra_header = "anthropic-version: 2023-06-01",
	.models_path = "/v1/models",
	.path = path,
	.body = body,
	.event = event
};
