/* prompt_finish.c - a document that is given away: its name, where it is from,
 * and nothing beside what documents hold */
#include "prompt.h"

#include <string.h>

void algo_prompt_sum(struct algo_llm_told *sum, const struct algo_llm_told *one)
{
	double seconds = sum->seconds + one->seconds;
	double cost = sum->cost + one->cost;
	unsigned tries = sum->tries + one->tries;
	int cached = sum->tries == 0 ? one->cached : sum->cached && one->cached;
	long in = sum->in + one->in, out = sum->out + one->out;

	*sum = *one;
	sum->seconds = seconds;
	sum->cost = cost;
	sum->tries = tries;
	sum->cached = cached;
	sum->in = in;
	sum->out = out;
}

static void put_origin(struct algo_jw *w, const struct algo_llm_told *told)
{
	struct algo_buf model = ALGO_BUF_INIT(256);

	algo_prompt_clean(told->model, strlen(told->model), sizeof(told->model),
			  &model);
	algo_jw_key(w, "x-origin");
	algo_jw_obj(w);
	algo_jw_kstr(w, "provider", told->provider);
	algo_jw_kstr(w, "model", algo_buf_str(&model));
	algo_jw_kstr(w, "key", told->key[0] ? told->key : NULL);
	algo_jw_knum(w, "seconds", told->seconds);
	algo_jw_kint(w, "tries", told->tries);
	if (told->cached)
		algo_jw_kbool(w, "kept", 1);
	algo_jw_obj_end(w);
	algo_buf_release(&model);
}

static void put_members(struct algo_jw *w, const struct algo_json *root,
			const char *name)
{
	int named = name == NULL;

	for (size_t i = 0; i < algo_json_count(root); i++) {
		const struct algo_json *v = algo_json_at(root, i);
		const char *key = algo_json_key(v);

		if (strncmp(key, "x-", 2) == 0 ||
		    (name && strcmp(key, "name") == 0))
			continue;
		algo_jw_key(w, key);
		algo_jw_value(w, v);
		if (!named && strcmp(key, "algo") == 0) {
			algo_jw_kstr(w, "name", name);
			named = 1;
		}
	}
	if (!named)
		algo_jw_kstr(w, "name", name);
}

int algo_prompt_finish(const char *doc, size_t n, const char *name,
		       const struct algo_llm_told *told, struct algo_buf *out,
		       struct algo_err *err)
{
	struct algo_json_doc *json = algo_json_parse(doc, n, "answer", err);
	struct algo_jw w;

	if (!json)
		return -1;
	algo_jw_init(&w, out, 2);
	algo_jw_obj(&w);
	put_members(&w, algo_json_root(json), name);
	put_origin(&w, told);
	algo_jw_obj_end(&w);
	if (out->len == 0 || out->data[out->len - 1] != '\n')
		algo_buf_addc(out, '\n');
	algo_json_free(json);
	return 0;
}
