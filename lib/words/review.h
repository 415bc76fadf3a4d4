/* review.h - what is looked at when a strategy is reviewed.
 *
 *   review.c         the table of advice, the list, the document
 *   review_static.c  what the document alone shows
 *   review_run.c     what one run shows
 *   review_again.c   what other runs show: other costs, params, years
 */
#ifndef WORDS_REVIEW_H
#define WORDS_REVIEW_H

#include <algo/run.h>
#include <algo/words.h>

struct review {
	const char *doc;
	size_t n;
	struct algo_review_opt opt;
	const struct algo_strategy *s;
	const struct algo_json *root;
	/* The result document of the run; NULL without bars. */
	const struct algo_json *result;
	struct algo_errs told; /* what the run said */
	struct algo_arena arena;
	struct algo_advices *out;
	const struct algo_advice_row *row; /* at hand */
};

/* What an advice rests on; a NULL name ends a list. */
struct figure {
	const char *name;
	double v;
};
#define FIGURES(...)            \
	(const struct figure[]) \
	{                       \
		__VA_ARGS__,    \
		{               \
			NULL, 0 \
		}               \
	}
/* One advice of the row at hand; figures may be NULL. */
void algo_advise(struct review *r, const char *pointer,
		 const struct figure *figures);
/* A number of a settings, data or metrics object of the result, NaN when not
 * there. */
double algo_review_figure(const struct review *r, const char *object,
			  const char *key);

/* review_static.c */
void algo_review_costs(struct review *r);
void algo_review_exit(struct review *r);
void algo_review_stop(struct review *r);
void algo_review_wide_stop(struct review *r);
void algo_review_edges(struct review *r);
void algo_review_periods(struct review *r);
void algo_review_both(struct review *r);
void algo_review_same(struct review *r);
void algo_review_leverage(struct review *r);
void algo_review_many(struct review *r);
/* review_run.c */
void algo_review_failed(struct review *r);
void algo_review_refused(struct review *r);
void algo_review_lookback(struct review *r);
void algo_review_never(struct review *r);
void algo_review_few(struct review *r);
void algo_review_warmup(struct review *r);
void algo_review_always(struct review *r);
void algo_review_one(struct review *r);
void algo_review_overtrading(struct review *r);
void algo_review_loses(struct review *r);
void algo_review_hold(struct review *r);
void algo_review_fall(struct review *r);
/* review_again.c: one more run each, or a few */
void algo_review_fees(struct review *r);
void algo_review_fills(struct review *r);
void algo_review_shift(struct review *r);
void algo_review_split(struct review *r);

/* The values of an advice come from one place: the trade list's gains and
 * losses, before fees where the list says so. */
struct takings {
	double gain;	   /* of the trades that won */
	double loss;	   /* of those that lost, as a number above 0 */
	double best;	   /* the largest gain */
	double commission; /* of all */
	size_t trades;
};
void algo_review_takings(const struct review *r, struct takings *t);

#endif
