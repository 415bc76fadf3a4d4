/* provider.c - the providers, and the names of what becomes of a request */
#include "wire.h"

#include <string.h>

static const char *const gemini_keys[] = { "GEMINI_API_KEY", "GOOGLE_API_KEY",
					   NULL };
static const char *const openai_keys[] = { "OPENAI_API_KEY", NULL };
static const char *const anthropic_keys[] = { "ANTHROPIC_API_KEY", NULL };
static const char *const openrouter_keys[] = { "OPENROUTER_API_KEY", NULL };
static const char *const groq_keys[] = { "GROQ_API_KEY", NULL };
static const char *const deepseek_keys[] = { "DEEPSEEK_API_KEY", NULL };
static const char *const mistral_keys[] = { "MISTRAL_API_KEY", NULL };
static const char *const xai_keys[] = { "XAI_API_KEY", NULL };
static const char *const llamacpp_keys[] = { "LLAMA_API_KEY", NULL };
static const char *const vllm_keys[] = { "VLLM_API_KEY", NULL };
static const char *const no_keys[] = { NULL };

/* clang-format off */
static const struct algo_llm_provider rows[] = {
{ .name = "gemini", .title = "Google Gemini", .wire = ALGO_WIRE_GEMINI,
  .base_url = "https://generativelanguage.googleapis.com/v1beta",
  .key_env = gemini_keys, .list_env = "GEMINI_API_KEYS",
  .prefix_env = "GEMINI_KEY_", .needs_key = 1, .form = ALGO_FORM_SCHEMA,
  .day_zone = "America/Los_Angeles" },
{ .name = "openai", .title = "OpenAI", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://api.openai.com/v1", .base_env = "OPENAI_BASE_URL",
  .key_env = openai_keys, .needs_key = 1, .form = ALGO_FORM_SCHEMA,
  .max_field = "max_completion_tokens", .stream_usage = 1,
  .day_zone = "UTC" },
{ .name = "anthropic", .title = "Anthropic", .wire = ALGO_WIRE_ANTHROPIC,
  .base_url = "https://api.anthropic.com", .base_env = "ANTHROPIC_BASE_URL",
  .key_env = anthropic_keys, .needs_key = 1, .form = ALGO_FORM_SCHEMA,
  .day_zone = "UTC" },
{ .name = "openrouter", .title = "OpenRouter", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://openrouter.ai/api/v1", .key_env = openrouter_keys,
  .needs_key = 1, .form = ALGO_FORM_SCHEMA, .max_field = "max_tokens",
  .stream_usage = 1, .day_zone = "UTC" },
{ .name = "groq", .title = "Groq", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://api.groq.com/openai/v1", .key_env = groq_keys,
  .needs_key = 1, .form = ALGO_FORM_SCHEMA,
  .max_field = "max_completion_tokens", .stream_usage = 1,
  .day_zone = "UTC" },
{ .name = "deepseek", .title = "DeepSeek", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://api.deepseek.com/v1", .key_env = deepseek_keys,
  .needs_key = 1, .form = ALGO_FORM_OBJECT, .max_field = "max_tokens",
  .stream_usage = 1, .day_zone = "UTC" },
{ .name = "mistral", .title = "Mistral", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://api.mistral.ai/v1", .key_env = mistral_keys,
  .needs_key = 1, .form = ALGO_FORM_SCHEMA, .max_field = "max_tokens",
  .day_zone = "UTC" },
{ .name = "xai", .title = "xAI", .wire = ALGO_WIRE_OPENAI,
  .base_url = "https://api.x.ai/v1", .key_env = xai_keys, .needs_key = 1,
  .form = ALGO_FORM_SCHEMA, .max_field = "max_tokens", .stream_usage = 1,
  .day_zone = "UTC" },
{ .name = "ollama", .title = "Ollama", .wire = ALGO_WIRE_OLLAMA,
  .base_url = "http://127.0.0.1:11434", .base_env = "OLLAMA_HOST",
  .key_env = no_keys, .form = ALGO_FORM_SCHEMA, .day_zone = "UTC" },
{ .name = "llamacpp", .title = "llama.cpp server", .wire = ALGO_WIRE_OPENAI,
  .base_url = "http://127.0.0.1:8080/v1", .base_env = "LLAMA_BASE_URL",
  .key_env = llamacpp_keys, .form = ALGO_FORM_SCHEMA,
  .max_field = "max_tokens", .stream_usage = 1, .day_zone = "UTC" },
{ .name = "vllm", .title = "vLLM server", .wire = ALGO_WIRE_OPENAI,
  .base_url = "http://127.0.0.1:8000/v1", .base_env = "VLLM_BASE_URL",
  .key_env = vllm_keys, .form = ALGO_FORM_SCHEMA, .max_field = "max_tokens",
  .stream_usage = 1, .day_zone = "UTC" },
{ .name = "lmstudio", .title = "LM Studio", .wire = ALGO_WIRE_OPENAI,
  .base_url = "http://127.0.0.1:1234/v1", .key_env = no_keys,
  .form = ALGO_FORM_SCHEMA, .max_field = "max_tokens", .stream_usage = 1,
  .day_zone = "UTC" },
};
/* clang-format on */
#define ROWS (sizeof(rows) / sizeof(*rows))

const struct algo_llm_provider *algo_llm_provider(size_t i)
{
	return i < ROWS ? &rows[i] : NULL;
}

const struct algo_llm_provider *algo_llm_provider_find(const char *name,
						       size_t n)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strlen(rows[i].name) == n &&
		    memcmp(rows[i].name, name, n) == 0)
			return &rows[i];
	return NULL;
}

const char *algo_llm_class_name(enum algo_llm_class c)
{
	static const char *const names[] = {
#define X(id, name) name,
		ALGO_LLM_CLASS_MAP(X)
#undef X
	};

	return c < ALGO_LLM_CLASS_COUNT ? names[c] : "";
}

const struct wire *algo_wire_of(const struct algo_llm_provider *p)
{
	switch (p->wire) {
	case ALGO_WIRE_GEMINI:
		return &algo_wire_gemini;
	case ALGO_WIRE_OPENAI:
		return &algo_wire_openai;
	case ALGO_WIRE_ANTHROPIC:
		return &algo_wire_anthropic;
	case ALGO_WIRE_OLLAMA:
		break;
	}
	return &algo_wire_ollama;
}
