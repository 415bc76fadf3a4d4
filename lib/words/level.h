/* level.h - stops and targets, for the other parts of risk */
#ifndef WORDS_LEVEL_H
#define WORDS_LEVEL_H

#include "grammar.h"

/* Each takes what stands at *at; 0 when nothing does. */
int algo_w_trail(struct reader *r, size_t *at);
int algo_w_stop(struct reader *r, size_t *at);
int algo_w_target(struct reader *r, size_t *at);
/* Asks when there is another one already. */
void algo_w_set_stop(struct reader *r, const struct level *l, size_t from,
		     size_t to);
/* These tokens told that part. */
void algo_w_took(struct reader *r, const char *part, size_t from, size_t to);

#endif
