/* walk.h - the state of the walk over the text, which rules.c, item.c and
 * unread.c share */
#ifndef WORDS_WALK_H
#define WORDS_WALK_H

#include "grammar.h"

enum list { LIST_NONE, LIST_ALL, LIST_ANY };

struct walk {
	struct reader *r;
	size_t at;
	enum side act;	   /* whose conditions come */
	int has;	   /* it has one already */
	int before;	   /* ... which stood before it */
	struct node *pend; /* conditions that wait for their action */
	size_t pend_from, pend_to;
	int pend_system;
	enum list list;
	int join_or; /* "or" stood before the next condition */
	int negate, only, is_while;
	size_t sentence;   /* its first token */
	int read;	   /* something of it was understood */
	size_t unread[64]; /* tokens of the sentence */
	size_t nunread;
	struct node *last_added;
	double portion; /* of the next way out, 0 all */
};

/* rules.c */
int algo_w_is_entry(enum side act);
void algo_w_begin_action(struct walk *w, enum side act);
/* A condition of the present action. */
void algo_w_attach(struct walk *w, struct node *c, size_t from, size_t to);

/* item.c: what stands at w->at; 0 when nothing does.  Some go before settings
 * and levels. */
/* Is an entry told in a later sentence? */
int algo_w_entry_follows(struct reader *r, size_t at);
int algo_w_item_first(struct walk *w);
int algo_w_item(struct walk *w);

/* unread.c */
int algo_w_is_soft(const struct tok *t);
enum algo_topic algo_w_topic_of(struct reader *r, const struct tok *t);
void algo_w_ask_unread(struct reader *r, size_t from, size_t to);

#endif
