/* replay.h - inside a replay: of one symbol, or of several in one account.
 *
 * replay.c     bars of one symbol, what places ask for, the judgement
 * portfolio.c  several symbols, time by time (folio.h)
 */
#ifndef LIB_ENGINE_REPLAY_H
#define LIB_ENGINE_REPLAY_H

#include "strategist.h"

/* Bars kept while the start is not known: only the compatible model needs
 * them, since there an indicator that is na throughout counts 0. */
struct kept {
	int64_t *time;
	double **col;	   /* the prices, then the inputs of the graph */
	const double **in; /* the latter, of the stretch at hand */
	size_t n, cap, ncols;
};

struct folio;

struct algo_replay {
	struct algo_replay_opt opt;
	struct algo_broker *broker;
	struct algo_eval *eval;	  /* the panel's when there is one */
	struct algo_panel *panel; /* several symbols are worked out together */
	struct algo_block *feed;  /* to it, by symbol */
	struct folio *folio;	  /* all of them trade; NULL: one does */
	size_t only;		  /* which one */
	struct strategist st;
	struct kept kept;
	int holding;	/* bars are kept, the broker has seen none */
	int64_t bars;	/* fed; of several symbols distinct times */
	int64_t start;	/* bar of the first step; -1 not known yet */
	int64_t first;	/* of the step that was made; -1 none */
	int64_t played; /* bars the broker has seen */
	double target;
	int index;
	struct algo_place_count *places;
	size_t nplaces;
	struct algo_buf cold;	 /* calls that never had a value */
	const char *cold_symbol; /* of these, or NULL */
};

/* Where the document's orders went: the ctx of a driver is a strategist. */
void algo_replay_fate(void *ctx, int place, int64_t bar,
		      enum algo_order_status status, enum algo_reason reason);
/* An order only when the target position changes; a blank changes nothing. */
int algo_replay_signal(struct algo_broker *b, double *target, double want,
		       struct algo_err *err);

/* portfolio.c */
struct folio *algo_folio_new(struct algo_replay *r);
void algo_folio_free(struct folio *f);
/* Times whose columns are worked out go through the brokers. */
int algo_folio_play(struct folio *f, const struct algo_tapes *t,
		    struct algo_err *err);
void algo_folio_tell(struct folio *f);
/* Calls without a value are added to the replay's cold ones. */
void algo_folio_end(struct folio *f);
size_t algo_folio_open_trades(const struct folio *f);
void algo_folio_costs(const struct folio *f, struct algo_costs *c);
int algo_folio_in_session(const struct folio *f);

#endif
