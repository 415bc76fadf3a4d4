/* away.h - how far a series is from a line */
#ifndef WORDS_AWAY_H
#define WORDS_AWAY_H

#include "grammar.h"

double algo_w_rounded(double v);
/* What "it" stands for behind a comparison of s. */
struct node *algo_w_meant(const struct reader *r, struct node *s,
			  struct node *v);
/* The captures are those of the patterns of predicate.c. */
struct node *algo_w_near(struct reader *r, const char *text, struct node *s,
			 const struct caps *c);
struct node *algo_w_bounds(struct reader *r, struct node *s,
			   const struct caps *c);
struct node *algo_w_offset(struct reader *r, struct node *s,
			   const struct caps *c, int below);
struct node *algo_w_than_before(struct reader *r, struct node *s,
				const struct caps *c);
struct node *algo_w_farther(struct reader *r, struct node *s,
			    const struct caps *c);

#endif
