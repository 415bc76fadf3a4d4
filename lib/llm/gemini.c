/* gemini.c - Google Gemini's generateContent (v1beta) */
#include "wire.h"

#include <math.h>
#include <string.h>

static void path(const struct algo_llm_request *q, struct algo_buf *url)
{
	algo_buf_adds(url, "/models/");
	algo_url_encode(url, q->model, strlen(q->model));
	algo_buf_adds(url, q->stream ? ":streamGenerateContent?alt=sse"
				     : ":generateContent");
}

static void parts(struct algo_jw *w, const char *text, size_t n)
{
	algo_jw_key(w, "parts");
	algo_jw_arr(w);
	algo_jw_obj(w);
	algo_jw_key(w, "text");
	algo_jw_strn(w, text, n);
	algo_jw_obj_end(w);
	algo_jw_arr_end(w);
}

static void contents(const struct algo_llm_request *q, struct algo_jw *w)
{
	if (q->system) {
		algo_jw_key(w, "systemInstruction");
		algo_jw_obj(w);
		parts(w, q->system, q->system_len);
		algo_jw_obj_end(w);
	}
	algo_jw_key(w, "contents");
	algo_jw_arr(w);
	for (size_t i = 0; i < q->nmsgs; i++) {
		algo_jw_obj(w);
		algo_jw_kstr(w, "role", q->msgs[i].model ? "model" : "user");
		parts(w, q->msgs[i].text, q->msgs[i].len);
		algo_jw_obj_end(w);
	}
	algo_jw_arr_end(w);
}

/* Models of version 2.5 take a budget of tokens, later ones a level; both at
 * once are refused. */
static void thinking(const struct algo_llm_request *q, struct algo_jw *w)
{
	static const struct {
		const char *level;
		int budget;
	} budgets[] = { { "off", 0 },
			{ "low", 1024 },
			{ "medium", 8192 },
			{ "high", 24576 } };
	int by_budget = q->think_by && strcmp(q->think_by, "budget") == 0;

	if (!q->think || (q->think_by && !*q->think_by))
		return;
	algo_jw_key(w, "thinkingConfig");
	algo_jw_obj(w);
	if (!by_budget)
		algo_jw_kstr(w, "thinkingLevel",
			     strcmp(q->think, "off") == 0 ? "minimal"
							  : q->think);
	for (size_t i = 0; by_budget && i < 4; i++)
		if (strcmp(q->think, budgets[i].level) == 0)
			algo_jw_kint(w, "thinkingBudget", budgets[i].budget);
	algo_jw_obj_end(w);
}

static void body(const struct algo_llm_request *q, struct algo_jw *w)
{
	contents(q, w);
	algo_jw_key(w, "generationConfig");
	algo_jw_obj(w);
	algo_jw_kint(w, "maxOutputTokens", q->max_tokens);
	if (q->form != ALGO_FORM_TEXT)
		algo_jw_kstr(w, "responseMimeType", "application/json");
	if (q->form == ALGO_FORM_SCHEMA && q->schema) {
		algo_jw_key(w, "responseJsonSchema");
		algo_jw_raw(w, q->schema, strlen(q->schema));
	}
	thinking(q, w);
	if (!isnan(q->temperature))
		algo_jw_knum(w, "temperature", q->temperature);
	if (q->seed >= 0)
		algo_jw_kint(w, "seed", q->seed);
	algo_jw_obj_end(w);
}

/* Words of the provider for why it ended. */
static enum algo_llm_class ending(const char *why)
{
	static const char *const bad[] = { "SAFETY",	  "RECITATION",
					   "LANGUAGE",	  "BLOCKLIST",
					   "SPII",	  "PROHIBITED_CONTENT",
					   "IMAGE_SAFETY" };

	if (strcmp(why, "STOP") == 0)
		return ALGO_LLM_OK;
	if (strcmp(why, "MAX_TOKENS") == 0)
		return ALGO_LLM_TRUNCATED;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (strcmp(why, bad[i]) == 0)
			return ALGO_LLM_REFUSED;
	return ALGO_LLM_PARSE;
}

static void candidate(struct algo_llm_reader *r, const struct algo_json *c)
{
	const struct algo_json *v =
		algo_json_get(algo_json_get(c, "content"), "parts");
	const struct algo_json *why = algo_json_get(c, "finishReason");

	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *part = algo_json_at(v, i);

		if (!algo_json_bool(algo_json_get(part, "thought")))
			algo_reader_text(r, algo_json_get(part, "text"));
	}
	if (*algo_json_str(why, NULL)) {
		algo_reader_finish(r, why, ending(algo_json_str(why, NULL)));
		algo_reader_ended(r);
	}
}

static void event(struct algo_llm_reader *r, const struct algo_json *v)
{
	const struct algo_json *all = algo_json_get(v, "candidates");
	const struct algo_json *use = algo_json_get(v, "usageMetadata");
	const struct algo_json *block = algo_json_get(
		algo_json_get(v, "promptFeedback"), "blockReason");

	/* Without alt=sse, and for some errors, the value is in an array. */
	if (algo_json_type(v) == ALGO_J_ARR) {
		for (size_t i = 0; i < algo_json_count(v); i++)
			event(r, algo_json_at(v, i));
		return;
	}
	if (algo_json_type(algo_json_get(v, "error")) != ALGO_J_NULL) {
		algo_reader_error(r, algo_json_get(v, "error"));
		return;
	}
	if (all || use || block)
		algo_reader_known(r);
	if (algo_json_count(all))
		candidate(r, algo_json_at(all, 0));
	if (*algo_json_str(block, NULL))
		algo_reader_refused(r, block);
	algo_reader_model(r, algo_json_get(v, "modelVersion"),
			  algo_json_get(v, "responseId"));
	algo_reader_usage(r, algo_json_get(use, "promptTokenCount"),
			  algo_json_get(use, "candidatesTokenCount"),
			  algo_json_get(use, "thoughtsTokenCount"),
			  algo_json_get(use, "cachedContentTokenCount"));
}

const struct wire algo_wire_gemini = { .key_header = "x-goog-api-key: ",
				       .models_path = "/models?pageSize=1000",
				       .path = path,
				       .body = body,
				       .event = event };
