/* talk.h - conversations with models and their kept answers, in the history
 * database (store.h says where it is and how it fails).
 *
 * A session is a list of turns by a name.  Long texts (system prompts above
 * all) are stored once, by hash.  No key is stored; the caller redacts.
 */
#ifndef ALGO_TALK_H
#define ALGO_TALK_H

#include <algo/store.h>

struct algo_turn {
	const char *role; /* "system", "user", "model" */
	const char *text;
	size_t len;
	const char *model; /* "provider/model", or "" */
	int64_t time;	   /* ms since the epoch */
};
/* Appends in one transaction; the session is made when it is new. */
int algo_talk_add(struct algo_store *st, const char *session,
		  const struct algo_turn *turns, size_t n,
		  struct algo_err *err) ALGO_MUST_USE;
/* Tells every turn, oldest first; an unknown session has none. */
int algo_talk_read(struct algo_store *st, const char *session,
		   void (*tell)(void *ctx, const struct algo_turn *turn),
		   void *ctx, struct algo_err *err) ALGO_MUST_USE;
/* algo-hist sessions, session NAME. */
int algo_talk_list(struct algo_store *st, const struct algo_query *q,
		   struct algo_out *out, struct algo_err *err) ALGO_MUST_USE;
int algo_talk_show(struct algo_store *st, const char *session,
		   const struct algo_query *q, struct algo_out *out,
		   struct algo_err *err) ALGO_MUST_USE;

/* Answers by the hash of what was asked (64 hex digits): JSON text as the
 * caller makes it.  1: found and added to out; 0: none; -1. */
int algo_talk_cached(struct algo_store *st, const char *hash,
		     struct algo_buf *out, struct algo_err *err);
int algo_talk_keep(struct algo_store *st, const char *hash, const char *text,
		   size_t n, int64_t now, struct algo_err *err) ALGO_MUST_USE;

#endif
