/* prompt_talk.c - conversations that go on: turns out of the history, as many
 * as a model's window holds */
#include "prompt.h"

#include "client.h"

#include <string.h>

#define WINDOW 32768 /* tokens, of a model that nothing is known of */
#define ANSWER 8192

static void take(void *ctx, const struct algo_turn *turn)
{
	struct prompt_talk *t = ctx;
	struct algo_llm_msg *m;
	void *v = t->v;

	if (strcmp(turn->role, "system") == 0 || turn->len == 0)
		return;
	algo_grow(&v, &t->cap, t->n + 1, sizeof(*t->v));
	t->v = v;
	m = &t->v[t->n++];
	m->model = strcmp(turn->role, "model") == 0;
	m->text = algo_arena_str(&t->arena, turn->text, turn->len);
	m->len = turn->len;
}

int algo_prompt_talk_read(struct prompt_talk *t, struct algo_store *st,
			  const char *session, struct algo_err *err)
{
	return algo_talk_read(st, session, take, t, err);
}

void algo_prompt_talk_release(struct prompt_talk *t)
{
	algo_free(t->v);
	algo_arena_release(&t->arena);
}

/* The smallest window of the models that may answer, in tokens. */
static double window(const struct algo_llm *l)
{
	double least = 0;

	for (size_t i = 0; i < l->n; i++) {
		const struct algo_llm_model *m = l->ways[i].model;
		double c = m && m->context > 0 ? m->context : WINDOW;

		if (least <= 0 || c < least)
			least = c;
	}
	return least > 0 ? least : WINDOW;
}

/* About three bytes a token, so that rather too much is left out.  Turns go by
 * pairs: what is left begins with the user. */
size_t algo_prompt_talk_from(const struct prompt_talk *t,
			     const struct algo_llm *l, size_t fixed)
{
	double room = (window(l) - ANSWER) * 3 - (double)fixed;
	size_t from = t->n;

	while (from > 0 && room >= (double)t->v[from - 1].len) {
		from--;
		room -= (double)t->v[from].len;
	}
	while (from < t->n && t->v[from].model)
		from++;
	return from;
}

/* --- Adding to one ------------------------------------------------------- */

static struct algo_turn turn(const char *role, const struct algo_buf *text,
			     const char *model)
{
	return (struct algo_turn){ .role = role,
				   .text = algo_buf_str(text),
				   .len = text->len,
				   .model = model,
				   .time = algo_when_now() / 1000 };
}

int algo_prompt_remember(const struct algo_prompt_said *said,
			 struct algo_err *err)
{
	const struct algo_llm_keys *keys =
		said->llm ? algo_llm_keys_of(said->llm) : NULL;
	struct algo_buf system = ALGO_BUF_INIT((size_t)4 << 20);
	struct algo_buf words = ALGO_BUF_INIT((size_t)16 << 20);
	struct algo_buf answer = ALGO_BUF_INIT(PROMPT_WIRE_MAX);
	struct algo_errs errs = { 0 };
	struct algo_turn turns[3];
	int rc;

	algo_prompt_system(&system);
	algo_buf_add(&words, said->words, said->len);
	algo_prompt_from_document(said->doc, strlen(said->doc), &answer, &errs);
	algo_llm_redact(keys, &words);
	algo_llm_redact_keys(keys, &answer);
	turns[0] = turn("system", &system, "");
	turns[1] = turn("user", &words, "");
	turns[2] = turn("model", &answer, said->model);
	rc = algo_talk_add(said->store, said->session, turns, 3, err);
	algo_errs_release(&errs);
	algo_buf_release(&system);
	algo_buf_release(&words);
	algo_buf_release(&answer);
	return rc;
}
