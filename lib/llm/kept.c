/* kept.c - answers kept in the history, by the hash of what was asked */
#include "client.h"

#include <stdio.h>
#include <string.h>

static int same_model(const struct algo_llm *l, size_t i, size_t k)
{
	return strcmp(l->lanes[i].provider, l->lanes[k].provider) == 0 &&
	       strcmp(l->lanes[i].model, l->lanes[k].model) == 0;
}

void algo_kept_hash(const struct algo_llm *l, const struct algo_llm_ask *ask,
		    char hex[65])
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)64 << 20);

	/* Which key asks changes nothing. */
	for (size_t i = 0; i < l->n; i++)
		if (i == 0 || !same_model(l, i - 1, i))
			algo_buf_addf(&b, "%s/%s %s\n", l->lanes[i].provider,
				      l->lanes[i].model,
				      l->ways[i].base_url ? l->ways[i].base_url
							  : "");
	algo_buf_addf(&b, "%zu\n", ask->system_len);
	algo_buf_add(&b, ask->system, ask->system_len);
	for (size_t i = 0; i < ask->nmsgs; i++) {
		algo_buf_addf(&b, "\n%d %zu\n", ask->msgs[i].model,
			      ask->msgs[i].len);
		algo_buf_add(&b, ask->msgs[i].text, ask->msgs[i].len);
	}
	algo_buf_addf(&b, "\n%s\n%lld %ld ", ask->schema ? ask->schema : "",
		      (long long)ask->seed, ask->max_tokens);
	algo_buf_addf(&b, "%s ", ask->think ? ask->think : "");
	algo_buf_addnum(&b, ask->temperature);
	algo_sha256_hex(b.data, b.len, hex);
	algo_buf_release(&b);
}

/* {"text","provider","model"} */
static int take_kept(const struct algo_buf *kept, struct algo_llm_reply *reply,
		     struct algo_llm_told *told)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc =
		algo_json_parse(kept->data, kept->len, NULL, &err);
	const struct algo_json *root = doc ? algo_json_root(doc) : NULL;
	size_t n;
	const char *s = algo_json_str(algo_json_get(root, "text"), &n);

	if (n) {
		reply->cls = ALGO_LLM_OK;
		algo_buf_clear(&reply->text);
		algo_buf_add(&reply->text, s, n);
		snprintf(told->provider, sizeof(told->provider), "%s",
			 algo_json_str(algo_json_get(root, "provider"), NULL));
		snprintf(told->model, sizeof(told->model), "%s",
			 algo_json_str(algo_json_get(root, "model"), NULL));
		told->cached = 1;
	}
	algo_json_free(doc);
	return n > 0;
}

int algo_kept_find(struct algo_llm *l, const char *hash,
		   struct algo_llm_reply *reply, struct algo_llm_told *told)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)64 << 20);
	int found = algo_talk_cached(l->opt.store, hash, &b, NULL) == 1 &&
		    take_kept(&b, reply, told);

	algo_buf_release(&b);
	return found;
}

int algo_kept_keep(struct algo_llm *l, const char *hash,
		   const struct algo_llm_reply *reply,
		   const struct algo_llm_told *told, struct algo_err *err)
{
	struct algo_buf b = ALGO_BUF_INIT((size_t)64 << 20);
	struct algo_jw w;
	int rc;

	algo_jw_init(&w, &b, 0);
	algo_jw_obj(&w);
	algo_jw_key(&w, "text");
	algo_jw_strn(&w, algo_buf_str(&reply->text), reply->text.len);
	algo_jw_kstr(&w, "provider", told->provider);
	algo_jw_kstr(&w, "model", told->model);
	algo_jw_obj_end(&w);
	rc = algo_talk_keep(l->opt.store, hash, b.data, b.len, algo_llm_now(),
			    err);
	algo_buf_release(&b);
	return rc;
}
