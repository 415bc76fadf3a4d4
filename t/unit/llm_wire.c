/* llm_wire.c - requests and answers of every provider: bodies as they come,
 * cut anywhere, to one classification */
#include "tap.h"

#include <algo/llm.h>

#define NOW 1795210292.0 /* 2026-11-20T21:31:32Z */

struct told {
	const char *what, *provider;
	int stream;
	long status;
	const char *headers; /* "name: value\n..." or NULL */
	const char *body;
	enum algo_llm_class cls;
	const char *text; /* of the answer, or NULL: any */
	double delay;	  /* NAN: none */
	int drop;
};

/* Members that are left out. */
#define NO_WAIT NAN, 0

/* clang-format off */
static const struct told answers[] = {
/* Gemini */
{ "gemini: one body", "gemini", 0, 200, NULL,
  "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":"
  "\"hm\",\"thought\":true},{\"text\":\"{\\\"name\\\":\\\"x\\\"}\","
  "\"thoughtSignature\":\"a\"}]},\"finishReason\":\"STOP\",\"index\":0}],"
  "\"usageMetadata\":{\"promptTokenCount\":638,\"candidatesTokenCount\":120,"
  "\"thoughtsTokenCount\":310,\"totalTokenCount\":1068},"
  "\"modelVersion\":\"m\",\"responseId\":\"r\"}",
  ALGO_LLM_OK, "{\"name\":\"x\"}", NO_WAIT },
{ "gemini: a stream", "gemini", 1, 200, NULL,
  "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{"
  "\"text\":\"{\\\"na\"}]},\"index\":0}]}\r\n\r\n"
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"me\\\":1}\"}]},"
  "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{"
  "\"promptTokenCount\":12,\"candidatesTokenCount\":4}}\r\n\r\n",
  ALGO_LLM_OK, "{\"name\":1}", NO_WAIT },
{ "gemini: lines ended by CR", "gemini", 1, 200, NULL,
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\r"
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},"
  "\"finishReason\":\"STOP\"}]}\r\r", ALGO_LLM_OK, "ab", NO_WAIT },
{ "gemini: an error in the stream, without data:", "gemini", 1, 200, NULL,
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n"
  "{\n  \"error\": {\n    \"code\": 503,\n    \"message\": \"The model is "
  "overloaded.\",\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n",
  ALGO_LLM_OVERLOAD, "a", NO_WAIT },
{ "gemini: no end", "gemini", 1, 200, NULL,
  "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n",
  ALGO_LLM_TRUNCATED, "a", NO_WAIT },
{ "gemini: an array", "gemini", 0, 400, NULL,
  "[{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a "
  "valid API key.\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":"
  "\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":"
  "\"API_KEY_INVALID\",\"domain\":\"googleapis.com\"}]}}]",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "gemini: the prompt is blocked", "gemini", 0, 200, NULL,
  "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},"
  "\"usageMetadata\":{\"promptTokenCount\":638},\"modelVersion\":\"m\"}",
  ALGO_LLM_REFUSED, "", NO_WAIT },
{ "gemini: safety", "gemini", 0, 200, NULL,
  "{\"candidates\":[{\"finishReason\":\"SAFETY\",\"index\":0}]}",
  ALGO_LLM_REFUSED, "", NO_WAIT },
{ "gemini: MAX_TOKENS", "gemini", 0, 200, NULL,
  "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"{\\\"a\"}]},"
  "\"finishReason\":\"MAX_TOKENS\"}]}",
  ALGO_LLM_TRUNCATED, "{\"a", NO_WAIT },
{ "gemini: MAX_TOKENS, all spent on thinking", "gemini", 0, 200, NULL,
  "{\"candidates\":[{\"content\":{\"role\":\"model\"},"
  "\"finishReason\":\"MAX_TOKENS\"}],\"usageMetadata\":{"
  "\"thoughtsTokenCount\":2048}}", ALGO_LLM_TRUNCATED, "", NO_WAIT },
{ "gemini: a reason to come", "gemini", 0, 200, NULL,
  "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},"
  "\"finishReason\":\"FUTURE\"}]}", ALGO_LLM_PARSE, "x", NO_WAIT },
{ "gemini: a bad key", "gemini", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"API key expired. Please renew the "
  "API key.\",\"status\":\"INVALID_ARGUMENT\"}}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "gemini: a key that is not there", "gemini", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"API Key not found.\","
  "\"status\":\"INVALID_ARGUMENT\"}}", ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "gemini: location", "gemini", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"User location is not supported for "
  "the API use.\",\"status\":\"FAILED_PRECONDITION\"}}",
  ALGO_LLM_GROUP_BAD, "", NO_WAIT },
{ "gemini: too many states", "gemini", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"The specified schema produces a "
  "constraint that has too many states for serving.\","
  "\"status\":\"INVALID_ARGUMENT\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_SCHEMA },
{ "gemini: an argument without a word", "gemini", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"Request contains an invalid "
  "argument.\",\"status\":\"INVALID_ARGUMENT\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_SCHEMA },
{ "gemini: billing", "gemini", 0, 402, NULL,
  "{\"error\":{\"code\":402,\"message\":\"prepay exhausted\"}}",
  ALGO_LLM_GROUP_BAD, "", NO_WAIT },
{ "gemini: suspended", "gemini", 0, 403, NULL,
  "{\"error\":{\"code\":403,\"message\":\"Permission denied: Consumer "
  "'api_key:AIzaX' has been suspended.\",\"status\":\"PERMISSION_DENIED\"}}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "gemini: leaked", "gemini", 0, 403, NULL,
  "{\"error\":{\"code\":403,\"message\":\"Your API key was reported as "
  "leaked.\",\"status\":\"PERMISSION_DENIED\"}}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "gemini: no such model", "gemini", 0, 404, NULL,
  "{\"error\":{\"code\":404,\"message\":\"models/gemini-x is not found for "
  "API version v1beta\",\"status\":\"NOT_FOUND\"}}",
  ALGO_LLM_MODEL_BAD, "", NO_WAIT },
{ "gemini: overloaded", "gemini", 0, 503, NULL,
  "{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please "
  "try again later.\",\"status\":\"UNAVAILABLE\"}}",
  ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "gemini: deadline", "gemini", 0, 504, NULL,
  "{\"error\":{\"code\":504,\"message\":\"Deadline expired\","
  "\"status\":\"DEADLINE_EXCEEDED\"}}", ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "gemini: internal", "gemini", 0, 500, NULL,
  "{\"error\":{\"code\":500,\"message\":\"An internal error occurred.\","
  "\"status\":\"INTERNAL\"}}", ALGO_LLM_SERVER, "", NO_WAIT },
{ "gemini: cancelled", "gemini", 0, 499, NULL,
  "{\"error\":{\"code\":499,\"message\":\"x\",\"status\":\"CANCELLED\"}}",
  ALGO_LLM_NET, "", NO_WAIT },
{ "gemini: a minute's quota", "gemini", 0, 429, NULL,
  "{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota.\","
  "\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
  "\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{"
  "\"quotaId\":\"GenerateRequestsPerMinutePerProjectPerModel-FreeTier\","
  "\"quotaValue\":\"5\"}]},{\"@type\":"
  "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":"
  "\"45.837906927s\"}]}}",
  ALGO_LLM_QUOTA_MINUTE, "", 45.837906927, 0 },
{ "gemini: a day's quota, with a short delay", "gemini", 0, 429, NULL,
  "{\"error\":{\"code\":429,\"message\":\"quota\\nPlease retry in "
  "12.941102168s.\",\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"@type\":"
  "\"type.googleapis.com/google.rpc.QuotaFailure\",\"violations\":[{"
  "\"quotaId\":\"GenerateRequestsPerDayPerProjectPerModel-FreeTier\","
  "\"quotaValue\":\"20\"}]},{\"@type\":"
  "\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"12s\"}]}}",
  ALGO_LLM_QUOTA_DAY, "", 12.941102168, 0 },
{ "gemini: limit 0", "gemini", 0, 429, NULL,
  "{\"error\":{\"code\":429,\"message\":\"You exceeded your current quota. "
  "\\n* Quota exceeded for metric: x/free_tier_requests, limit: 0, model: "
  "gemini-2.0-flash\\nPlease retry in 12s.\","
  "\"status\":\"RESOURCE_EXHAUSTED\"}}",
  ALGO_LLM_MODEL_BAD, "", 12, 0 },
{ "gemini: 429 without details", "gemini", 0, 429, NULL,
  "{\"error\":{\"code\":429,\"message\":\"Resource exhausted\","
  "\"status\":\"RESOURCE_EXHAUSTED\"}}",
  ALGO_LLM_QUOTA_MINUTE, "", NO_WAIT },
/* OpenAI and its likenesses */
{ "openai: one body", "openai", 0, 200, NULL,
  "{\"id\":\"c\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{"
  "\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\","
  "\"content\":\"{}\",\"refusal\":null}}],\"usage\":{\"prompt_tokens\":59,"
  "\"completion_tokens\":245}}", ALGO_LLM_OK, "{}", NO_WAIT },
{ "openai: a stream with comments", "openrouter", 1, 200, NULL,
  ": OPENROUTER PROCESSING\n\n: keep-alive\n\n"
  "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":"
  "\"assistant\",\"content\":null,\"reasoning\":\"hm\"}}]}\n\n"
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
  "\"finish_reason\":null}]}\n\n"
  "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},"
  "\"finish_reason\":\"stop\"}]}\n\n"
  "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,"
  "\"completion_tokens\":2}}\n\ndata: [DONE]\n\n",
  ALGO_LLM_OK, "ab", NO_WAIT },
{ "openai: blank lines, then a body where a stream was asked for",
  "deepseek", 1, 200, NULL,
  "\n\n\n\n{\"choices\":[{\"message\":{\"content\":\"x\"},"
  "\"finish_reason\":\"stop\"}]}", ALGO_LLM_OK, "x", NO_WAIT },
{ "openai: an error inside a stream of status 200", "openrouter", 1, 200,
  NULL,
  "data: {\"id\":\"c\",\"error\":{\"code\":502,\"message\":\"Provider "
  "returned error\"},\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},"
  "\"finish_reason\":\"error\"}]}\n\n", ALGO_LLM_SERVER, "", NO_WAIT },
{ "openai: cut in the middle", "openai", 1, 200, NULL,
  "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choi",
  ALGO_LLM_PARSE, "a", NO_WAIT },
{ "openai: length", "openai", 0, 200, NULL,
  "{\"choices\":[{\"message\":{\"content\":\"{\"},"
  "\"finish_reason\":\"length\"}]}", ALGO_LLM_TRUNCATED, "{", NO_WAIT },
{ "openai: filter", "openai", 0, 200, NULL,
  "{\"choices\":[{\"message\":{\"content\":null},"
  "\"finish_reason\":\"content_filter\"}]}",
  ALGO_LLM_REFUSED, "", NO_WAIT },
{ "openai: refusal", "openai", 0, 200, NULL,
  "{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I cannot.\"},"
  "\"finish_reason\":\"stop\"}]}", ALGO_LLM_REFUSED, "", NO_WAIT },
{ "openai: content in parts", "mistral", 0, 200, NULL,
  "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":"
  "\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
  "\"finish_reason\":\"stop\"}]}", ALGO_LLM_OK, "ab", NO_WAIT },
{ "openai: context", "openai", 0, 400, NULL,
  "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\","
  "\"param\":null,\"code\":\"context_length_exceeded\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_LENGTH },
{ "openai: temperature", "openai", 0, 400, NULL,
  "{\"error\":{\"message\":\"Unsupported parameter: 'temperature'\",\"type\":"
  "\"invalid_request_error\",\"param\":\"temperature\",\"code\":null}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_TEMPERATURE },
{ "openai: max_tokens", "openai", 0, 400, NULL,
  "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'\",\"type\":"
  "\"invalid_request_error\",\"code\":\"unsupported_parameter\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_MAX_FIELD },
{ "openai: a bad key", "openai", 0, 401, NULL,
  "{\"error\":{\"message\":\"Incorrect API key provided: sk-...\",\"type\":"
  "\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "openai: credits", "openrouter", 0, 402, NULL,
  "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}",
  ALGO_LLM_GROUP_BAD, "", NO_WAIT },
{ "openai: credits that come back", "openrouter", 0, 402,
  "Retry-After: 30\n",
  "{\"error\":{\"message\":\"Insufficient credits\",\"code\":402}}",
  ALGO_LLM_QUOTA_MINUTE, "", 30, 0 },
{ "openai: country", "openai", 0, 403, NULL,
  "{\"error\":{\"message\":\"Country, region, or territory not supported\","
  "\"type\":\"request_forbidden\",\"code\":"
  "\"unsupported_country_region_territory\"}}",
  ALGO_LLM_GROUP_BAD, "", NO_WAIT },
{ "openai: moderation", "openrouter", 0, 403, NULL,
  "{\"error\":{\"message\":\"Your input was flagged by moderation\","
  "\"code\":403}}", ALGO_LLM_REFUSED, "", NO_WAIT },
{ "openai: no model", "openai", 0, 404, NULL,
  "{\"error\":{\"message\":\"The model does not exist\",\"type\":"
  "\"invalid_request_error\",\"code\":\"model_not_found\"}}",
  ALGO_LLM_MODEL_BAD, "", NO_WAIT },
{ "openai: 422", "deepseek", 0, 422, NULL,
  "{\"error\":{\"message\":\"response_format: bad\",\"type\":"
  "\"invalid_request_error\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_SCHEMA },
{ "openai: rate", "openai", 0, 429,
  "retry-after: 2\nretry-after-ms: 2500\n"
  "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6m0s\n",
  "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\","
  "\"code\":\"rate_limit_exceeded\"}}",
  ALGO_LLM_QUOTA_MINUTE, "", 360, 0 },
{ "openai: a reset without anything exhausted", "openai", 0, 429,
  "x-ratelimit-remaining-requests: 7\nx-ratelimit-reset-requests: 6m0s\n",
  "{\"error\":{\"message\":\"x. Please try again in 900ms.\",\"type\":"
  "\"requests\",\"code\":\"rate_limit_exceeded\"}}",
  ALGO_LLM_QUOTA_MINUTE, "", 0.9, 0 },
{ "openai: money", "openai", 0, 429, NULL,
  "{\"error\":{\"message\":\"You exceeded your current quota, please check "
  "your plan and billing details.\",\"type\":\"insufficient_quota\","
  "\"param\":null,\"code\":\"insufficient_quota\"}}",
  ALGO_LLM_QUOTA_MONEY, "", NO_WAIT },
{ "openai: overloaded", "openai", 0, 503, NULL,
  "{\"error\":{\"message\":\"busy\",\"type\":\"server_is_overloaded\"}}",
  ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "llama.cpp: a bad key", "llamacpp", 0, 401, NULL,
  "{\"error\":{\"message\":\"Invalid API Key\",\"type\":"
  "\"authentication_error\",\"code\":401}}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "llama.cpp: context", "llamacpp", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"request (40019 tokens) exceeds the "
  "available context size (8192 tokens)\",\"type\":"
  "\"exceed_context_size_error\",\"n_prompt_tokens\":40019}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_LENGTH },
{ "llama.cpp: schema", "llamacpp", 0, 400, NULL,
  "{\"error\":{\"code\":400,\"message\":\"JSON schema error at "
  "#/properties/a: unrecognized type strng\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_SCHEMA },
{ "llama.cpp: loading", "llamacpp", 0, 503, NULL,
  "{\"error\":{\"message\":\"Loading model\",\"type\":\"unavailable_error\","
  "\"code\":503}}", ALGO_LLM_OVERLOAD, "", NO_WAIT },
/* Anthropic */
{ "anthropic: one body", "anthropic", 0, 200, NULL,
  "{\"id\":\"msg\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
  "\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":"
  "\"text\",\"text\":\"{}\"}],\"stop_reason\":\"end_turn\",\"usage\":{"
  "\"input_tokens\":24,\"output_tokens\":12,\"cache_read_input_tokens\":8}}",
  ALGO_LLM_OK, "{}", NO_WAIT },
{ "anthropic: the input of a tool", "anthropic", 0, 200, NULL,
  "{\"type\":\"message\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\","
  "\"name\":\"emit\",\"input\":{\"a\":51}}],\"stop_reason\":\"tool_use\"}",
  ALGO_LLM_OK, "{\"a\":51}", NO_WAIT },
{ "anthropic: a stream", "anthropic", 1, 200, NULL,
  "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{"
  "\"id\":\"m\",\"type\":\"message\",\"content\":[],\"usage\":{"
  "\"input_tokens\":9,\"output_tokens\":1}}}\n\n"
  "event: content_block_start\ndata: {\"type\":\"content_block_start\","
  "\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":"
  "\"emit\",\"input\":{}}}\n\n"
  "event: ping\ndata: {\"type\":\"ping\"}\n\n"
  "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
  "\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}}\n\n"
  "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
  "\"input_json_delta\",\"partial_json\":\"5}\"}}\n\n"
  "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
  "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},"
  "\"usage\":{\"output_tokens\":7}}\n\n"
  "data: {\"type\":\"message_stop\"}\n\n",
  ALGO_LLM_OK, "{\"a\":5}", NO_WAIT },
{ "anthropic: overloaded in the stream", "anthropic", 1, 200, NULL,
  "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":"
  "\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n",
  ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "anthropic: refusal", "anthropic", 0, 200, NULL,
  "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"no\"}],"
  "\"stop_reason\":\"refusal\"}", ALGO_LLM_REFUSED, "no", NO_WAIT },
{ "anthropic: max_tokens", "anthropic", 0, 200, NULL,
  "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"{\"}],"
  "\"stop_reason\":\"max_tokens\"}", ALGO_LLM_TRUNCATED, "{", NO_WAIT },
{ "anthropic: 529", "anthropic", 0, 529, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":"
  "\"Overloaded\"},\"request_id\":\"r\"}", ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "anthropic: rate", "anthropic", 0, 429,
  "retry-after: 17\nanthropic-ratelimit-requests-remaining: 0\n"
  "anthropic-ratelimit-requests-reset: 2026-11-20T21:32:02Z\n",
  "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":"
  "\"slow\"}}", ALGO_LLM_QUOTA_MINUTE, "", 30, 0 },
{ "anthropic: money", "anthropic", 0, 429, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":"
  "\"limit\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}",
  ALGO_LLM_QUOTA_MONEY, "", NO_WAIT },
{ "anthropic: billing", "anthropic", 0, 402, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"billing_error\",\"message\":"
  "\"x\"}}", ALGO_LLM_GROUP_BAD, "", NO_WAIT },
{ "anthropic: a bad key", "anthropic", 0, 401, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\","
  "\"message\":\"invalid x-api-key\"}}", ALGO_LLM_KEY_BAD, "", NO_WAIT },
{ "anthropic: no model", "anthropic", 0, 404, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":"
  "\"model: x\"}}", ALGO_LLM_MODEL_BAD, "", NO_WAIT },
{ "anthropic: too large", "anthropic", 0, 413, NULL,
  "{\"type\":\"error\",\"error\":{\"type\":\"request_too_large\","
  "\"message\":\"Request too large\"}}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_LENGTH },
{ "anthropic: an HTTP date", "anthropic", 0, 529,
  "Retry-After: Fri, 20 Nov 2026 21:32:32 GMT\n",
  "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}",
  ALGO_LLM_OVERLOAD, "", 60, 0 },
/* Ollama */
{ "ollama: a stream", "ollama", 1, 200, NULL,
  "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Th\"},"
  "\"done\":false}\n{\"message\":{\"content\":\"e\",\"thinking\":\"hm\"},"
  "\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true,"
  "\"done_reason\":\"stop\",\"prompt_eval_count\":26,\"eval_count\":282}\n",
  ALGO_LLM_OK, "The", NO_WAIT },
{ "ollama: length", "ollama", 1, 200, NULL,
  "{\"message\":{\"content\":\"{\"},\"done\":true,\"done_reason\":"
  "\"length\"}\n", ALGO_LLM_TRUNCATED, "{", NO_WAIT },
{ "ollama: an error in the stream", "ollama", 1, 200, NULL,
  "{\"message\":{\"content\":\"x\"},\"done\":false}\n"
  "{\"error\":\"an error was encountered\"}\n",
  ALGO_LLM_SERVER, "x", NO_WAIT },
{ "ollama: no end", "ollama", 1, 200, NULL,
  "{\"message\":{\"content\":\"x\"},\"done\":false}\n",
  ALGO_LLM_TRUNCATED, "x", NO_WAIT },
{ "ollama: not pulled", "ollama", 1, 404, NULL,
  "{\"error\":\"model 'x' not found\"}", ALGO_LLM_MODEL_BAD, "", NO_WAIT },
{ "ollama: busy", "ollama", 1, 503, NULL,
  "{\"error\":\"server busy, please try again.  maximum pending requests "
  "exceeded\"}", ALGO_LLM_OVERLOAD, "", NO_WAIT },
{ "ollama: thinking", "ollama", 1, 400, NULL,
  "{\"error\":\"\\\"m\\\" does not support thinking\"}",
  ALGO_LLM_REQUEST_BAD, "", NAN, ALGO_DROP_THINK },
{ "ollama: unauthorized", "ollama", 1, 401, NULL,
  "{\"error\":\"unauthorized\",\"signin_url\":\"x\"}",
  ALGO_LLM_KEY_BAD, "", NO_WAIT },
/* All */
{ "garbage with status 200", "openai", 0, 200, NULL,
  "{malformed json: <<<chaos>>>", ALGO_LLM_PARSE, "", NO_WAIT },
{ "a page of a proxy", "openai", 0, 200, NULL,
  "<html><body>Sign in</body></html>", ALGO_LLM_PARSE, "", NO_WAIT },
{ "a page of a proxy where a stream was asked for", "openai", 1, 200, NULL,
  "<html><body>Sign in</body></html>", ALGO_LLM_PARSE, "", NO_WAIT },
{ "a page with an error status", "openai", 0, 502, NULL,
  "<html>bad gateway</html>", ALGO_LLM_SERVER, "", NO_WAIT },
{ "nothing with status 200", "gemini", 0, 200, NULL, "",
  ALGO_LLM_PARSE, "", NO_WAIT },
{ "nothing with status 429", "openai", 0, 429, "Retry-After: 5\n", "",
  ALGO_LLM_QUOTA_MINUTE, "", 5, 0 },
{ "another shape", "gemini", 0, 200, NULL, "{\"hello\":1}",
  ALGO_LLM_PARSE, "", NO_WAIT },
{ "an empty answer", "openai", 0, 200, NULL,
  "{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":"
  "\"stop\"}]}", ALGO_LLM_PARSE, "", NO_WAIT },
};
/* clang-format on */
#define ANSWERS (sizeof(answers) / sizeof(*answers))

static const struct algo_llm_provider *provider(const char *name)
{
	return algo_llm_provider_find(name, strlen(name));
}

static void headers(struct algo_llm_reader *r, const char *s)
{
	char line[256], *colon;
	size_t n;

	for (; s && *s; s += n + 1) {
		n = strcspn(s, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)n, s);
		colon = strchr(line, ':');
		*colon = '\0';
		algo_llm_reader_header(r, line, colon + 2);
	}
}

/* Fed in pieces: cut at a place, then again every step bytes. */
static void read_it(const struct told *t, size_t cut, size_t step,
		    struct algo_llm_reply *reply)
{
	struct algo_llm_reader *r = algo_llm_reader_new(provider(t->provider),
							t->stream, NULL, NULL);
	size_t n = strlen(t->body), i, k;

	algo_llm_reader_status(r, t->status);
	headers(r, t->headers);
	for (i = 0; i < n; i += k) {
		k = i < cut ? cut - i : step;
		if (k > n - i)
			k = n - i;
		algo_llm_reader_feed(r, t->body + i, k);
	}
	algo_llm_reader_end(r, 0, NULL, NOW, reply);
	algo_llm_reader_free(r);
}

static int same(double a, double b)
{
	return isnan(a) ? isnan(b) : fabs(a - b) < 1e-9;
}

static int is_right(const struct told *t, const struct algo_llm_reply *r)
{
	return r->cls == t->cls && same(r->delay, t->delay) &&
	       r->drop == t->drop && r->status == t->status &&
	       (!t->text || strcmp(algo_buf_str(&r->text), t->text) == 0);
}

static void test_answer(const struct told *t)
{
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	size_t n = strlen(t->body), bad = 0;

	read_it(t, 0, n + 1, &r);
	if (!ok(is_right(t, &r), "%s: %s", t->what, algo_llm_class_name(r.cls)))
		note("text '%s' delay %g drop %d: %s", algo_buf_str(&r.text),
		     r.delay, r.drop, r.message);
	for (size_t cut = 0; cut < n; cut++) {
		read_it(t, cut, n, &r);
		bad += !is_right(t, &r);
	}
	read_it(t, 0, 1, &r);
	bad += !is_right(t, &r);
	ok(bad == 0, "%s: cut anywhere, %zu of %zu differ", t->what, bad,
	   n + 1);
	algo_llm_reply_release(&r);
}

static void test_numbers(void)
{
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;

	read_it(&answers[0], 0, 1000, &r);
	ok(r.in == 638 && r.out == 120 && r.thought == 310 && r.cached == -1,
	   "tokens are told");
	ok(strcmp(r.model, "m") == 0 && strcmp(r.id, "r") == 0 &&
		   strcmp(r.finish, "STOP") == 0,
	   "so are model, id and reason");
	for (size_t i = 0; i < ANSWERS; i++) {
		const struct told *t = &answers[i];

		if (strstr(t->what, "a minute's quota")) {
			read_it(t, 0, 1000, &r);
			ok(r.rpm == 5 && r.per_project && isnan(r.rpd),
			   "a minute's limit is learned");
		}
		if (strstr(t->what, "a day's quota")) {
			read_it(t, 0, 1000, &r);
			ok(r.rpd == 20 && isnan(r.rpm), "a day's too");
		}
		if (strstr(t->what, "limit 0")) {
			read_it(t, 0, 1000, &r);
			ok(r.none_allowed, "nothing is allowed of it");
		}
	}
	algo_llm_reply_release(&r);
}

static void test_broken(void)
{
	const struct algo_llm_provider *p = provider("openai");
	struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
	struct algo_llm_reader *d = algo_llm_reader_new(p, 0, NULL, NULL);

	algo_llm_reader_end(d, 1, "cannot connect", NOW, &r);
	ok(r.cls == ALGO_LLM_NET && r.status == 0 &&
		   strcmp(r.message, "cannot connect") == 0,
	   "no answer at all");
	algo_llm_reader_free(d);
	d = algo_llm_reader_new(p, 1, NULL, NULL);
	algo_llm_reader_status(d, 200);
	algo_llm_reader_feed(
		d, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
		47);
	algo_llm_reader_end(d, 1, "reset", NOW, &r);
	ok(r.cls == ALGO_LLM_TRUNCATED, "broken off in the middle");
	algo_llm_reader_free(d);
	algo_llm_reply_release(&r);
}

/* 20 MB of one line, of many lines, of one body. */
static void test_huge(void)
{
	static char block[1 << 16];
	static const char *const kind[] = { "a line", "lines", "a body" };

	for (int k = 0; k < 3; k++) {
		struct algo_llm_reader *d = algo_llm_reader_new(
			provider("openai"), k < 2, NULL, NULL);
		struct algo_llm_reply r = ALGO_LLM_REPLY_INIT;
		int stopped = 0;

		memset(block, 'x', sizeof(block));
		if (k == 1)
			memcpy(block + sizeof(block) - 6, "\ndata:", 6);
		algo_llm_reader_status(d, 200);
		for (int i = 0; i < 320 && !stopped; i++)
			stopped = algo_llm_reader_feed(d, block, sizeof(block));
		algo_llm_reader_end(d, 1, "stopped", NOW, &r);
		ok(stopped && r.cls == ALGO_LLM_PARSE,
		   "20 MB of %s are stopped: %s", kind[k], r.message);
		algo_llm_reader_free(d);
		algo_llm_reply_release(&r);
	}
}

/* --- Requests ---------------------------------------------------------------
 */

static const struct algo_llm_msg turns[] = { { 0, "SMA cross", 9 },
					     { 1, "{}", 2 },
					     { 0, "again", 5 } };

static struct algo_llm_request request(const char *name, int stream)
{
	return (struct algo_llm_request){ .provider = provider(name),
					  .model = "m/1",
					  .system = "Sys",
					  .system_len = 3,
					  .msgs = turns,
					  .nmsgs = 3,
					  .form = ALGO_FORM_SCHEMA,
					  .schema = "{\"type\":\"object\"}",
					  .schema_name = "strategy",
					  .max_tokens = 8192,
					  .temperature = NAN,
					  .seed = 7,
					  .stream = stream,
					  .context = 16384,
					  .timeout_s = 120 };
}

struct composed {
	const char *provider;
	int stream;
	const char *url, *body;
};

/* clang-format off */
static const struct composed requests[] = {
{ "gemini", 1, "https://generativelanguage.googleapis.com/v1beta/models/"
  "m%2F1:streamGenerateContent?alt=sse",
  "{\"systemInstruction\":{\"parts\":[{\"text\":\"Sys\"}]},\"contents\":["
  "{\"role\":\"user\",\"parts\":[{\"text\":\"SMA cross\"}]},"
  "{\"role\":\"model\",\"parts\":[{\"text\":\"{}\"}]},"
  "{\"role\":\"user\",\"parts\":[{\"text\":\"again\"}]}],"
  "\"generationConfig\":{\"maxOutputTokens\":8192,"
  "\"responseMimeType\":\"application/json\","
  "\"responseJsonSchema\":{\"type\":\"object\"},\"seed\":7}}" },
{ "openai", 1, "https://api.openai.com/v1/chat/completions",
  "{\"model\":\"m/1\",\"messages\":[{\"role\":\"system\",\"content\":\"Sys\"},"
  "{\"role\":\"user\",\"content\":\"SMA cross\"},"
  "{\"role\":\"assistant\",\"content\":\"{}\"},"
  "{\"role\":\"user\",\"content\":\"again\"}],"
  "\"max_completion_tokens\":8192,\"seed\":7,\"response_format\":{\"type\":"
  "\"json_schema\",\"json_schema\":{\"name\":\"strategy\",\"strict\":true,"
  "\"schema\":{\"type\":\"object\"}}},\"stream\":true,\"stream_options\":{"
  "\"include_usage\":true}}" },
{ "anthropic", 0, "https://api.anthropic.com/v1/messages",
  "{\"model\":\"m/1\",\"max_tokens\":8192,\"system\":\"Sys\",\"messages\":["
  "{\"role\":\"user\",\"content\":\"SMA cross\"},"
  "{\"role\":\"assistant\",\"content\":\"{}\"},"
  "{\"role\":\"user\",\"content\":\"again\"}],\"tools\":[{\"name\":"
  "\"strategy\",\"description\":\"Gives the answer.\",\"input_schema\":{"
  "\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"tool\",\"name\":"
  "\"strategy\"}}" },
{ "ollama", 1, "http://127.0.0.1:11434/api/chat",
  "{\"model\":\"m/1\",\"messages\":[{\"role\":\"system\",\"content\":\"Sys\"},"
  "{\"role\":\"user\",\"content\":\"SMA cross\"},"
  "{\"role\":\"assistant\",\"content\":\"{}\"},"
  "{\"role\":\"user\",\"content\":\"again\"}],\"stream\":true,\"format\":{"
  "\"type\":\"object\"},\"options\":{\"num_ctx\":16384,\"num_predict\":8192,"
  "\"seed\":7}}" },
};
/* clang-format on */

static void test_requests(void)
{
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		const struct composed *c = &requests[i];
		struct algo_llm_request q = request(c->provider, c->stream);
		struct algo_buf url = ALGO_BUF_INIT(4096),
				body = ALGO_BUF_INIT(65536);

		algo_llm_compose(&q, &url, &body);
		ok(strcmp(algo_buf_str(&url), c->url) == 0, "%s: %s",
		   c->provider, algo_buf_str(&url));
		if (!ok(strcmp(algo_buf_str(&body), c->body) == 0, "%s: body",
			c->provider))
			note("%s", algo_buf_str(&body));
		algo_buf_release(&url);
		algo_buf_release(&body);
	}
}

static int body_has(struct algo_llm_request *q, const char *part)
{
	struct algo_buf url = ALGO_BUF_INIT(4096), body = ALGO_BUF_INIT(65536);
	int yes;

	algo_llm_compose(q, &url, &body);
	yes = strstr(algo_buf_str(&body), part) != NULL;
	algo_buf_release(&url);
	algo_buf_release(&body);
	return yes;
}

static void test_choices(void)
{
	struct algo_llm_request q = request("openai", 0);

	q.form = ALGO_FORM_OBJECT;
	ok(body_has(&q, "\"response_format\":{\"type\":\"json_object\"}"),
	   "JSON without a schema");
	q.form = ALGO_FORM_TEXT;
	ok(!body_has(&q, "response_format"), "words alone");
	q.max_field = "max_tokens";
	ok(body_has(&q, "\"max_tokens\":8192"), "the other name of the bound");
	q.temperature = 0.2;
	ok(body_has(&q, "\"temperature\":0.2"),
	   "a temperature when it is said");
	q.think = "low";
	ok(!body_has(&q, "effort"), "thinking only where the model takes it");
	q.think_by = "effort";
	ok(body_has(&q, "\"reasoning_effort\":\"low\""), "as an effort");
	q = request("gemini", 0);
	q.think = "off";
	q.think_by = "budget";
	ok(body_has(&q, "\"thinkingConfig\":{\"thinkingBudget\":0}"),
	   "as a budget");
	q.think_by = "level";
	ok(body_has(&q, "\"thinkingConfig\":{\"thinkingLevel\":\"minimal\"}"),
	   "as a level");
	q = request("anthropic", 0);
	q.form = ALGO_FORM_OBJECT;
	ok(!body_has(&q, "tools"), "no tool without a schema");
}

/* The key is in one header and nowhere else. */
static void test_headers(void)
{
	static const char secret[] = "sk-abcdefgh12345678";
	const struct algo_llm_provider *p;

	for (size_t i = 0; (p = algo_llm_provider(i)); i++) {
		struct algo_llm_request q = request(p->name, 0);
		struct algo_buf h = ALGO_BUF_INIT(4096),
				url = ALGO_BUF_INIT(4096),
				body = ALGO_BUF_INIT(65536);
		size_t n = algo_llm_headers(&q, secret, &h), found = 0;
		const char *s = h.data;

		for (size_t k = 0; k < n; k++, s += strlen(s) + 1)
			found += strstr(s, secret) != NULL;
		algo_llm_compose(&q, &url, &body);
		ok(found == 1 && s == h.data + h.len &&
			   !strstr(algo_buf_str(&url), secret) &&
			   !strstr(algo_buf_str(&body), secret),
		   "%s: the key is in one header", p->name);
		algo_buf_release(&h);
		algo_buf_release(&url);
		algo_buf_release(&body);
	}
}

static void test_base(void)
{
	static const struct {
		const char *base, *want;
	} hosts[] = {
		{ "10.0.0.1:11434/", "http://10.0.0.1:11434/api/tags" },
		{ "10.0.0.1", "http://10.0.0.1:11434/api/tags" },
		{ ":8000", "http://127.0.0.1:8000/api/tags" },
		{ "0.0.0.0", "http://127.0.0.1:11434/api/tags" },
		{ "0.0.0.0:99", "http://127.0.0.1:99/api/tags" },
		{ "[::1]", "http://[::1]:11434/api/tags" },
		{ "[::1]:99", "http://[::1]:99/api/tags" },
		{ "box/sub/", "http://box:11434/sub/api/tags" },
		{ "https://a.b/", "https://a.b/api/tags" },
		{ NULL, "http://127.0.0.1:11434/api/tags" },
	};

	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++) {
		struct algo_buf url = ALGO_BUF_INIT(4096);

		algo_llm_models_url(provider("ollama"), hosts[i].base, &url);
		ok(strcmp(algo_buf_str(&url), hosts[i].want) == 0, "%s: %s",
		   hosts[i].base ? hosts[i].base : "nothing",
		   algo_buf_str(&url));
		algo_buf_release(&url);
	}
}

/* What a server says, as it may be shown: body of a refusal, the message. */
static void says(long status, const char *body, const char *want)
{
	struct algo_llm_reader *r =
		algo_llm_reader_new(provider("openai"), 0, NULL, NULL);
	struct algo_llm_reply reply = ALGO_LLM_REPLY_INIT;

	algo_llm_reader_status(r, status);
	algo_llm_reader_feed(r, body, strlen(body));
	algo_llm_reader_end(r, 0, NULL, 0, &reply);
	ok(strcmp(reply.message, want) == 0, "%ld: %s", status, reply.message);
	algo_llm_reply_release(&reply);
	algo_llm_reader_free(r);
}

static void test_messages(void)
{
	char body[512], want[256];

	says(302, "", "status 302, a redirect: it is not followed");
	says(418, "", "status 418");
	says(500, "oops\nmore", "oops");
	says(400, "a\033[31mb\177\302\233c", "a [31mb   c");
	/* 254 bytes, then a character of three: it is left out whole. */
	memset(body, 'x', 254);
	memcpy(body + 254, "\342\202\254 more", 9);
	memset(want, 'x', 254);
	want[254] = '\0';
	says(400, body, want);
	memcpy(body + 252, "\342\202\254", 4);
	memcpy(want + 252, "\342\202\254", 4);
	says(400, body, want);
}

/* --- Documents in answers ----------------------------------------------------
 */

static void extract(const char *text, const char *want)
{
	size_t start = 0, len = 0;
	int rc = algo_llm_extract(text, strlen(text), &start, &len);

	ok(want ? rc == 0 && len == strlen(want) &&
			   memcmp(text + start, want, len) == 0
		: rc != 0,
	   "in %.*s", (int)strcspn(text, "\n"), text);
}

static void test_extract(void)
{
	extract("{\"a\":1}", "{\"a\":1}");
	extract(" {\"a\":1}\n", " {\"a\":1}\n");
	extract("Here:\n```json\n{\"a\":1}\n```\nEnjoy!", "{\"a\":1}\n");
	extract("~~~\n{}\n~~~", "{}\n");
	extract("```json\n{\"a\":\n", "{\"a\":\n");
	extract("Sure: {\"a\":\"}\\\"\",\"b\":{}} and more }",
		"{\"a\":\"}\\\"\",\"b\":{}}");
	extract("no document", NULL);
	extract("{ never closed", NULL);
	extract("", NULL);
}

int main(void)
{
	for (size_t i = 0; i < ANSWERS; i++)
		test_answer(&answers[i]);
	test_numbers();
	test_broken();
	test_huge();
	test_requests();
	test_choices();
	test_headers();
	test_base();
	test_messages();
	test_extract();
	return done();
}
