/* ollama.c - Ollama's own chat, one JSON object a line */
#include "wire.h"

#include <math.h>
#include <string.h>

static void path(const struct algo_llm_request *q, struct algo_buf *url)
{
	(void)q;
	algo_buf_adds(url, "/api/chat");
}

/* The window is always said: the server's own default is so small that it
 * would cut a long prompt without a word. */
static void body(const struct algo_llm_request *q, struct algo_jw *w)
{
	algo_jw_kstr(w, "model", q->model);
	algo_wire_messages(q, w, 1);
	algo_jw_kbool(w, "stream", q->stream);
	if (q->form == ALGO_FORM_SCHEMA && q->schema) {
		algo_jw_key(w, "format");
		algo_jw_raw(w, q->schema, strlen(q->schema));
	} else if (q->form != ALGO_FORM_TEXT) {
		algo_jw_kstr(w, "format", "json");
	}
	if (q->think && q->think_by && *q->think_by) {
		if (strcmp(q->think, "off") == 0)
			algo_jw_kbool(w, "think", 0);
		else
			algo_jw_kstr(w, "think", q->think);
	}
	algo_jw_key(w, "options");
	algo_jw_obj(w);
	if (q->context > 0)
		algo_jw_kint(w, "num_ctx", q->context);
	algo_jw_kint(w, "num_predict", q->max_tokens);
	if (!isnan(q->temperature))
		algo_jw_knum(w, "temperature", q->temperature);
	if (q->seed >= 0)
		algo_jw_kint(w, "seed", q->seed);
	algo_jw_obj_end(w);
}

static void event(struct algo_llm_reader *r, const struct algo_json *v)
{
	const struct algo_json *why = algo_json_get(v, "done_reason");

	if (algo_json_type(algo_json_get(v, "error")) != ALGO_J_NULL) {
		algo_reader_error(r, algo_json_get(v, "error"));
		return;
	}
	if (algo_json_get(v, "message"))
		algo_reader_known(r);
	algo_reader_text(r,
			 algo_json_get(algo_json_get(v, "message"), "content"));
	algo_reader_model(r, algo_json_get(v, "model"), NULL);
	if (!algo_json_bool(algo_json_get(v, "done")))
		return;
	if (*algo_json_str(why, NULL))
		algo_reader_finish(r, why,
				   strcmp(algo_json_str(why, NULL), "length")
					   ? ALGO_LLM_OK
					   : ALGO_LLM_TRUNCATED);
	algo_reader_ended(r);
	algo_reader_usage(r, algo_json_get(v, "prompt_eval_count"),
			  algo_json_get(v, "eval_count"), NULL, NULL);
}

const struct wire algo_wire_ollama = { .key_header = "Authorization: Bearer ",
				       .models_path = "/api/tags",
				       .lines = 1,
				       .path = path,
				       .body = body,
				       .event = event };
