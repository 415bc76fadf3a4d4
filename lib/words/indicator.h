/* indicator.h - what the files about indicators share */
#ifndef WORDS_INDICATOR_H
#define WORDS_INDICATOR_H

#include "grammar.h"

/* What the words told of an indicator so far. */
struct wanted {
	const struct algo_ind *ind;
	double p[ALGO_IND_PARAMS];
	size_t np;
	struct node *source;
	const char *field;
	size_t from, to;
};

void algo_w_saw_average(struct reader *r, struct node *n);
/* A band that the language says more plainly; NULL: none. */
struct node *algo_w_plain_band(struct reader *r, const struct wanted *w);

#endif
