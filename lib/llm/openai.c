/* openai.c - chat/completions as OpenAI and its many likenesses have it */
#include "wire.h"

#include <math.h>
#include <string.h>

static void path(const struct algo_llm_request *q, struct algo_buf *url)
{
	(void)q;
	algo_buf_adds(url, "/chat/completions");
}

static void format(const struct algo_llm_request *q, struct algo_jw *w)
{
	if (q->form == ALGO_FORM_TEXT)
		return;
	algo_jw_key(w, "response_format");
	algo_jw_obj(w);
	if (q->form == ALGO_FORM_OBJECT || !q->schema) {
		algo_jw_kstr(w, "type", "json_object");
	} else {
		algo_jw_kstr(w, "type", "json_schema");
		algo_jw_key(w, "json_schema");
		algo_jw_obj(w);
		algo_jw_kstr(w, "name",
			     q->schema_name ? q->schema_name : "answer");
		algo_jw_kbool(w, "strict", 1);
		algo_jw_key(w, "schema");
		algo_jw_raw(w, q->schema, strlen(q->schema));
		algo_jw_obj_end(w);
	}
	algo_jw_obj_end(w);
}

static void body(const struct algo_llm_request *q, struct algo_jw *w)
{
	const char *max = q->max_field ? q->max_field : q->provider->max_field;

	algo_jw_kstr(w, "model", q->model);
	algo_wire_messages(q, w, 1);
	algo_jw_kint(w, max, q->max_tokens);
	if (q->think && q->think_by && strcmp(q->think_by, "effort") == 0)
		algo_jw_kstr(w, "reasoning_effort",
			     strcmp(q->think, "off") == 0 ? "minimal"
							  : q->think);
	if (!isnan(q->temperature))
		algo_jw_knum(w, "temperature", q->temperature);
	if (q->seed >= 0)
		algo_jw_kint(w, "seed", q->seed);
	format(q, w);
	if (!q->stream)
		return;
	algo_jw_kbool(w, "stream", 1);
	if (!q->provider->stream_usage)
		return;
	algo_jw_key(w, "stream_options");
	algo_jw_obj(w);
	algo_jw_kbool(w, "include_usage", 1);
	algo_jw_obj_end(w);
}

static enum algo_llm_class ending(const char *why)
{
	if (strcmp(why, "length") == 0 || strcmp(why, "model_length") == 0)
		return ALGO_LLM_TRUNCATED;
	if (strcmp(why, "content_filter") == 0)
		return ALGO_LLM_REFUSED;
	if (strcmp(why, "error") == 0)
		return ALGO_LLM_SERVER;
	return ALGO_LLM_OK;
}

/* A string, or parts of which those of type text count. */
static void content(struct algo_llm_reader *r, const struct algo_json *v)
{
	if (algo_json_type(v) != ALGO_J_ARR) {
		algo_reader_text(r, v);
		return;
	}
	for (size_t i = 0; i < algo_json_count(v); i++)
		algo_reader_text(r, algo_json_get(algo_json_at(v, i), "text"));
}

static void choice(struct algo_llm_reader *r, const struct algo_json *c)
{
	const struct algo_json *m = algo_json_get(c, "delta");
	const struct algo_json *why = algo_json_get(c, "finish_reason");

	if (!m)
		m = algo_json_get(c, "message");
	content(r, algo_json_get(m, "content"));
	if (*algo_json_str(algo_json_get(m, "refusal"), NULL))
		algo_reader_refused(r, algo_json_get(m, "refusal"));
	if (*algo_json_str(why, NULL)) {
		algo_reader_finish(r, why, ending(algo_json_str(why, NULL)));
		algo_reader_ended(r);
	}
}

static void event(struct algo_llm_reader *r, const struct algo_json *v)
{
	const struct algo_json *choices = algo_json_get(v, "choices");
	const struct algo_json *use = algo_json_get(v, "usage");
	const struct algo_json *error = algo_json_get(v, "error");

	if (algo_json_type(error) != ALGO_J_NULL) {
		algo_reader_error(r, error);
		return;
	}
	if (choices)
		algo_reader_known(r);
	if (algo_json_count(choices))
		choice(r, algo_json_at(choices, 0));
	algo_reader_model(r, algo_json_get(v, "model"), algo_json_get(v, "id"));
	algo_reader_usage(
		r, algo_json_get(use, "prompt_tokens"),
		algo_json_get(use, "completion_tokens"),
		algo_json_get(algo_json_get(use, "completion_tokens_details"),
			      "reasoning_tokens"),
		algo_json_get(algo_json_get(use, "prompt_tokens_details"),
			      "cached_tokens"));
}

const struct wire algo_wire_openai = { .key_header = "Authorization: Bearer ",
				       .models_path = "/models",
				       .path = path,
				       .body = body,
				       .event = event };
