/* read.h - reading and fixing from the inside */
#ifndef REPAIR_READ_H
#define REPAIR_READ_H

#include "draft.h"

/* A text that was read: the document, JSON when rc is 0. */
struct reading {
	struct algo_buf doc;
	struct trace trace;   /* back to the text; also through UTF-16, whose
				 places are those of the text as UTF-8 */
	struct algo_buf text; /* the text as UTF-8 when it was not */
	struct algo_errs errs;
	struct algo_mends mends;
	char *verdict; /* of each record: ALGO_VERDICT_x */
	size_t made;
	int unsafe; /* the document needs a choice to be JSON */
	int rc;
};

void algo_reading(const char *s, size_t n, const struct algo_repair_opt *opt,
		  struct reading *r);
/* The same of a text that is one document and nothing else. */
void algo_reading_lone(const char *s, size_t n,
		       const struct algo_repair_opt *opt, struct reading *r);
void algo_reading_release(struct reading *r);
void algo_mends_move(struct algo_mends *to, struct algo_mends *from);

/* As algo_repair_fix. */
int algo_fix_lone(const char *s, size_t n, const struct algo_repair_opt *opt,
		  struct algo_buf *out, struct algo_mends *mends,
		  struct algo_errs *errs);

/* One pass over a document for records told of it from elsewhere (a run): 1
 * when something was mended. */
int algo_fix_told(const struct algo_buf *doc, const struct algo_repair_opt *opt,
		  const struct algo_errs *errs, struct algo_buf *out,
		  struct algo_mends *mends);

/* What could be done about such records. */
void algo_told_verdicts(const struct algo_buf *doc,
			const struct algo_repair_opt *opt,
			const struct algo_errs *errs, char **verdicts);

/* Notes what the mends of d answer. */
void algo_verdicts(const struct draft *d, const struct algo_errs *errs,
		   size_t first, char **verdict, size_t *cap);

#endif
