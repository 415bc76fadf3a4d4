/* classify.c - the errors of all providers to one classification */
#include "wire.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What an error says, wherever it says it. */
struct fault {
	const struct algo_llm_provider *provider;
	long status;
	const char *message; /* "" */
	const char *type;    /* error.type or error.status */
	const char *code;    /* error.code when a text, or a detail's reason */
	const struct algo_json *details;
};

/* Does the message, type or code hold this text? */
static int find(const char *s, const char *part)
{
	size_t n = strlen(part);

	for (; *s; s++)
		if (strncasecmp(s, part, n) == 0)
			return 1;
	return 0;
}

static int says(const struct fault *f, const char *part)
{
	return find(f->message, part) || find(f->type, part) ||
	       find(f->code, part);
}

/* The first row that fits decides.  status 0: any; type NULL: whatever it
 * says. */
/* clang-format off */
static const struct {
	long status;
	const char *says;
	enum algo_llm_class cls;
} rules[] = {
	{ 0, "insufficient_quota", ALGO_LLM_QUOTA_MONEY },
	{ 0, "credit_balance", ALGO_LLM_QUOTA_MONEY },
	{ 0, "credit balance is too low", ALGO_LLM_QUOTA_MONEY },
	{ 0, "billing_hard_limit", ALGO_LLM_QUOTA_MONEY },
	{ 0, "spend_limit_reached", ALGO_LLM_QUOTA_MONEY },
	{ 0, "API_KEY_INVALID", ALGO_LLM_KEY_BAD },
	{ 0, "API key not valid", ALGO_LLM_KEY_BAD },
	{ 0, "API key expired", ALGO_LLM_KEY_BAD },
	{ 0, "API key not found", ALGO_LLM_KEY_BAD },
	{ 0, "API_KEY_SERVICE_BLOCKED", ALGO_LLM_KEY_BAD },
	{ 0, "reported as leaked", ALGO_LLM_KEY_BAD },
	{ 0, "invalid_api_key", ALGO_LLM_KEY_BAD },
	{ 0, "authentication_error", ALGO_LLM_KEY_BAD },
	{ 0, "overloaded", ALGO_LLM_OVERLOAD },
	{ 400, "location is not supported", ALGO_LLM_GROUP_BAD },
	{ 400, "FAILED_PRECONDITION", ALGO_LLM_GROUP_BAD },
	{ 400, "billing_error", ALGO_LLM_GROUP_BAD },
	{ 400, "model_not_found", ALGO_LLM_MODEL_BAD },
	{ 400, NULL, ALGO_LLM_REQUEST_BAD },
	{ 401, NULL, ALGO_LLM_KEY_BAD },
	{ 402, NULL, ALGO_LLM_GROUP_BAD },
	{ 403, "moderation", ALGO_LLM_REFUSED },
	{ 403, "flagged", ALGO_LLM_REFUSED },
	{ 403, "unsupported_country", ALGO_LLM_GROUP_BAD },
	{ 403, "country", ALGO_LLM_GROUP_BAD },
	{ 403, "billing", ALGO_LLM_GROUP_BAD },
	{ 403, NULL, ALGO_LLM_KEY_BAD },
	{ 404, NULL, ALGO_LLM_MODEL_BAD },
	{ 405, NULL, ALGO_LLM_REQUEST_BAD },
	{ 408, NULL, ALGO_LLM_SERVER },
	{ 409, NULL, ALGO_LLM_SERVER },
	{ 413, NULL, ALGO_LLM_REQUEST_BAD },
	{ 422, NULL, ALGO_LLM_REQUEST_BAD },
	{ 425, NULL, ALGO_LLM_SERVER },
	{ 429, NULL, ALGO_LLM_QUOTA_MINUTE },
	{ 499, NULL, ALGO_LLM_NET },
	{ 503, NULL, ALGO_LLM_OVERLOAD },
	{ 504, NULL, ALGO_LLM_OVERLOAD },
	{ 529, NULL, ALGO_LLM_OVERLOAD },
	/* Errors in the middle of a stream, whose status was 200. */
	{ 0, "rate_limit", ALGO_LLM_QUOTA_MINUTE },
	{ 0, "RESOURCE_EXHAUSTED", ALGO_LLM_QUOTA_MINUTE },
	{ 0, "UNAVAILABLE", ALGO_LLM_OVERLOAD },
	{ 0, "busy", ALGO_LLM_OVERLOAD },
	{ 0, "not_found_error", ALGO_LLM_MODEL_BAD },
	{ 0, "permission_error", ALGO_LLM_KEY_BAD },
	{ 0, "invalid_request_error", ALGO_LLM_REQUEST_BAD },
	{ 0, "INVALID_ARGUMENT", ALGO_LLM_REQUEST_BAD },
};
static const struct {
	const char *says;
	int drop;
} complaints[] = {
	{ "schema", ALGO_DROP_SCHEMA },
	{ "response_format", ALGO_DROP_SCHEMA },
	{ "responseMimeType", ALGO_DROP_SCHEMA },
	{ "too many states", ALGO_DROP_SCHEMA },
	{ "structured output", ALGO_DROP_SCHEMA },
	{ "tool_choice", ALGO_DROP_SCHEMA },
	{ "tools", ALGO_DROP_SCHEMA },
	{ "temperature", ALGO_DROP_TEMPERATURE },
	{ "reasoning", ALGO_DROP_THINK },
	{ "thinking", ALGO_DROP_THINK },
	{ "seed", ALGO_DROP_SEED },
	{ "stream_options", ALGO_DROP_STREAM },
	{ "max_tokens", ALGO_DROP_MAX_FIELD },
	{ "max_completion_tokens", ALGO_DROP_MAX_FIELD },
	{ "context_length", ALGO_DROP_LENGTH },
	{ "context size", ALGO_DROP_LENGTH },
	{ "exceed_context", ALGO_DROP_LENGTH },
	{ "prompt is too long", ALGO_DROP_LENGTH },
	{ "maximum context", ALGO_DROP_LENGTH },
	{ "request too large", ALGO_DROP_LENGTH },
	{ "token count exceeds", ALGO_DROP_LENGTH },
};
/* clang-format on */

static enum algo_llm_class by_rules(const struct fault *f)
{
	/* 3xx, 4xx: what was asked is not understood; 5xx: the server. */
	enum algo_llm_class cls = f->status >= 300 && f->status < 500
					  ? ALGO_LLM_REQUEST_BAD
					  : ALGO_LLM_SERVER;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if ((rules[i].status == 0 || rules[i].status == f->status) &&
		    (!rules[i].says || says(f, rules[i].says)))
			return rules[i].cls;
	return cls;
}

/* Of an argument that is refused without a word about which, the schema is
 * the likeliest. */
static int complaint(const struct fault *f)
{
	int drop = 0;

	for (size_t i = 0; i < sizeof(complaints) / sizeof(*complaints); i++)
		if (says(f, complaints[i].says))
			drop |= complaints[i].drop;
	if (f->status == 413)
		drop |= ALGO_DROP_LENGTH;
	return drop ? drop : ALGO_DROP_SCHEMA;
}

/* --- Google's details ------------------------------------------------------
 */

static void violation(const struct algo_json *v, struct algo_llm_reply *reply,
		      int *day)
{
	const char *id = algo_json_str(algo_json_get(v, "quotaId"), NULL);
	const struct algo_json *value = algo_json_get(v, "quotaValue");
	double n = algo_json_num(value);
	const char *s = algo_json_str(value, NULL);
	int tokens = find(id, "Token");

	if (isnan(n) && (!*s || algo_num_parse(s, strlen(s), &n)))
		n = NAN;
	if (find(id, "PerDay"))
		*day = 1;
	if (find(id, "PerProject"))
		reply->per_project = 1;
	if (isnan(n))
		return;
	if (n <= 0)
		reply->none_allowed = 1;
	else if (find(id, "PerDay") && !tokens)
		reply->rpd = n;
	else if (find(id, "PerMinute") && tokens)
		reply->tpm = n;
	else if (find(id, "PerMinute"))
		reply->rpm = n;
}

static void google(const struct fault *f, struct algo_llm_reply *reply,
		   int *day)
{
	for (size_t i = 0; i < algo_json_count(f->details); i++) {
		const struct algo_json *d = algo_json_at(f->details, i);
		const char *type =
			algo_json_str(algo_json_get(d, "@type"), NULL);
		const struct algo_json *all = algo_json_get(d, "violations");

		if (find(type, "RetryInfo"))
			reply->delay = algo_duration(
				algo_json_str(algo_json_get(d, "retryDelay"),
					      NULL),
				NULL);
		for (size_t k = 0;
		     find(type, "QuotaFailure") && k < algo_json_count(all);
		     k++)
			violation(algo_json_at(all, k), reply, day);
	}
}

/* "Please retry in 12.9s." */
static double told_delay(const char *message)
{
	static const char *const before[] = { "retry in ", "try again in ",
					      "retry after " };

	for (const char *p = message; *p; p++)
		for (size_t i = 0; i < 3; i++) {
			size_t n = strlen(before[i]);

			if (strncasecmp(p, before[i], n) == 0)
				return algo_duration(p + n, NULL);
		}
	return NAN;
}

static void quota(const struct fault *f, struct algo_llm_reply *reply)
{
	const char *p = strstr(f->message, "limit: 0");
	double told = told_delay(f->message);
	int day = says(f, "per day") || says(f, "PerDay") || says(f, "(RPD)") ||
		  says(f, "daily");

	google(f, reply, &day);
	if (told >= 0)
		reply->delay = fmax(reply->delay, told);
	if (p && (p[8] < '0' || p[8] > '9') && p[8] != '.')
		reply->none_allowed = 1;
	if (reply->none_allowed)
		reply->cls = ALGO_LLM_MODEL_BAD;
	else if (day)
		reply->cls = ALGO_LLM_QUOTA_DAY;
}

/* --- All of them ------------------------------------------------------------
 */

static void take(struct fault *f, const struct algo_json *e)
{
	const char *s;

	if (algo_json_type(e) == ALGO_J_STR) {
		f->message = algo_json_str(e, NULL);
		return;
	}
	f->message = algo_json_str(algo_json_get(e, "message"), NULL);
	f->type = algo_json_str(algo_json_get(e, "type"), NULL);
	if (!*f->type)
		f->type = algo_json_str(algo_json_get(e, "status"), NULL);
	f->code = algo_json_str(algo_json_get(e, "code"), NULL);
	f->details = algo_json_get(e, "details");
	s = algo_json_str(algo_json_get(f->details, "error_code"), NULL);
	if (*s)
		f->code = s;
	for (size_t i = 0; i < algo_json_count(f->details); i++) {
		s = algo_json_str(
			algo_json_get(algo_json_at(f->details, i), "reason"),
			NULL);
		if (*s)
			f->code = s;
	}
	/* The status may be in the body alone (an error in a stream). */
	if (f->status < 300) {
		double code = algo_json_num(algo_json_get(e, "code"));

		if (code >= 300 && code < 600)
			f->status = (long)code;
	}
}

void algo_classify(const struct algo_llm_provider *p, long status,
		   const struct algo_json *error, struct algo_llm_reply *reply)
{
	struct fault f = { .provider = p,
			   .status = status,
			   .message = "",
			   .type = "",
			   .code = "" };

	take(&f, error);
	snprintf(reply->message, sizeof(reply->message), "%s", f.message);
	reply->cls = by_rules(&f);
	if (reply->cls == ALGO_LLM_REQUEST_BAD)
		reply->drop = complaint(&f);
	if (reply->cls == ALGO_LLM_QUOTA_MINUTE)
		quota(&f, reply);
	/* Ollama tells of a model that was not pulled by its message. */
	if (p->wire == ALGO_WIRE_OLLAMA && status < 300 &&
	    find(f.message, "not found"))
		reply->cls = ALGO_LLM_MODEL_BAD;
}
