/* llm.h - what the commands of algo-llm share.
 *
 * algo-llm.c   options, commands, listings, ask
 * llm/keys.c   keys
 * llm/ollama.c a server of Ollama
 */
#ifndef CMD_LLM_H
#define CMD_LLM_H

#include "../tool.h"

#include <algo/llm.h>

struct llm_options {
	const char *model, *schema, *system, *record, *replay, *since;
	const char *group, *name, *models;
	struct algo_strs base_urls;
	double wait;
	long long timeout, max_tokens;
	int no_router, dry_run, format;
	struct algo_common common;
};

/* Not 0: a signal asked to end. */
int algo_cmd_stop(void *ctx);
/* A client for the command; NULL: it was told why. */
struct algo_llm *algo_cmd_client(struct algo_tool *t, struct llm_options *o,
				 int any_model);
void algo_cmd_note(void *tool, const char *line);
void algo_cmd_grid(struct algo_tool *t, const struct llm_options *o,
		   const struct algo_grid *g);
const struct algo_llm_provider *algo_cmd_provider(struct algo_tool *t,
						  const char *name);
/* An instant in ms as text; NULL for none. */
const char *algo_cmd_stamp(char out[ALGO_WHEN_MAX + 1], int64_t ms);
const char *algo_cmd_health(const struct algo_key_health *h, int64_t now);

void algo_cmd_keys_list(struct algo_tool *t, struct llm_options *o);
void algo_cmd_keys_add(struct algo_tool *t, struct llm_options *o);
void algo_cmd_keys_test(struct algo_tool *t, struct llm_options *o);
void algo_cmd_keys_switch(struct algo_tool *t, struct llm_options *o);
void algo_cmd_keys_remove(struct algo_tool *t, struct llm_options *o);

void algo_cmd_ollama_status(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_start(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_stop(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_list(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_ps(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_show(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_pull(struct algo_tool *t, struct llm_options *o);
void algo_cmd_ollama_delete(struct algo_tool *t, struct llm_options *o);

#endif
