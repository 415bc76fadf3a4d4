/* repair.h - broken documents: a tolerant reader, fix-its, and the loop that
 * applies them until a document checks and, with bars, runs.
 */
#ifndef ALGO_REPAIR_H
#define ALGO_REPAIR_H

#include <algo/base.h>
#include <algo/lang.h>
#include <algo/run.h>

/* One thing that was changed. */
struct algo_mend {
	char code[48];	   /* "code_fence", "trailing_comma", or the code of
			      the error record that it answers */
	const char *cls;   /* "syntax_error" ...; of the record */
	char pointer[128]; /* of the value or key, "" for the text itself */
	unsigned long line, col; /* in the text as it came in this pass, from 1;
				    columns in bytes; 0: not known */
	int unsafe;		 /* a choice has to be made: --unsafe only */
	int done;		 /* 0: it could be done, and was not */
	char text[256];		 /* "'rsj' becomes 'rsi'" */
};
struct algo_mends {
	struct algo_mend *v;
	size_t n, cap;
	size_t dropped; /* made, but not listed: beyond 1000 */
};
void algo_mends_release(struct algo_mends *m);

/* The tolerant reader: text of any kind to one JSON document, as strict JSON in
 * out (bytes that need no mending are kept as they are, in their lines); each
 * mend is recorded in mends and told as an error record in errs (what --check
 * would say, with a fix-it where one span does it).  0: out holds JSON, perhaps
 * unchanged; -1: there is no document to be found. */
int algo_repair_read(const char *text, size_t n, const char *file,
		     struct algo_buf *out, struct algo_mends *mends,
		     struct algo_errs *errs);

struct algo_repair_opt {
	const char *file;	    /* for places */
	int unsafe;		    /* also what has to guess */
	size_t passes;		    /* 0: 16 */
	const char *const *columns; /* extra columns of the bars */
	size_t ncolumns;
	int has_bars; /* columns is the whole truth */
};

/* Reads tolerantly, then applies fix-its until the document checks (its
 * account settings too) or nothing more can be mended.  It is all or nothing:
 *
 *  0: out holds a document that checks, mends all that was done to it, errs
 *     only its warnings;
 * -1: out is the text as it came, errs every fault of it, in document order,
 *     with places in the text (those of expressions within the expression),
 *     and mends what was tried or, where done is 0, would be a guess.
 *
 * Time is linear in the text but for the number of passes; more than
 * ALGO_DOC_MAX bytes are refused. */
int algo_repair_fix(const char *text, size_t n,
		    const struct algo_repair_opt *opt, struct algo_buf *out,
		    struct algo_mends *mends, struct algo_errs *errs);

/* What can be done about a fault. */
#define ALGO_VERDICT_FIXIT 'f'	/* mended for certain */
#define ALGO_VERDICT_UNSAFE 'u' /* by choosing: unsafe */
#define ALGO_VERDICT_PERSON 'p' /* not by rules */

/* Every fault of the text as algo_repair_fix would tell it, and one verdict
 * for each record (to free with algo_free; NULL without any).  0 when there
 * is no error among them. */
int algo_repair_explain(const char *text, size_t n,
			const struct algo_repair_opt *opt,
			struct algo_errs *errs, char **verdicts);

/* ---- the loop ------------------------------------------------------------ */

struct algo_repair_loop {
	struct algo_repair_opt fix;	/* columns are found in the bars */
	const struct algo_run_opt *run; /* how to run it, the text apart; its
					   bars are opened again for each run;
					   NULL: it only has to check */
	size_t attempts;		/* 0: 3 */
	/* Asks somebody for a better document when the rules know no further:
	 * doc is the document as far as it came, errs its faults; the answer,
	 * of any form that algo_repair_read takes, is added to out.  One that
	 * has faults of its own is what the next attempt begins with.  -1: no
	 * answer.  NULL: nobody is asked. */
	int (*ask)(void *ctx, const char *doc, const struct algo_errs *errs,
		   struct algo_buf *out);
	void *ctx;
	const char *key; /* which key the last asking used: read after ask */
};

/* One attempt: what was wrong before it, what was done, and what came of
 * it. */
struct algo_attempt {
	int success;   /* what was wrong is mended: it checks and runs */
	char type[24]; /* class of the first fault */
	char *message; /* and what it says */
	char *what;    /* the mends, one after the other */
	char *diff;    /* unified */
	char when[32]; /* ISO 8601 */
	char key[17];  /* that was asked with; "": nobody was */
};
struct algo_repair_report {
	struct algo_attempt *v;
	size_t n, cap;
	int success;
	double seconds;
	const char *status; /* "nothing_to_fix", "fixed", "failed", or
			       "not_the_document": bars or files are at fault */
};

/* Checks, runs, mends what fails, and again, until it runs or attempts are
 * used up.  As algo_repair_fix: 0 and the mended document in out, or -1 and the
 * text as it came; errs: warnings, or the faults that are left. */
int algo_repair_run(const char *text, size_t n,
		    const struct algo_repair_loop *loop, struct algo_buf *out,
		    struct algo_repair_report *report, struct algo_mends *mends,
		    struct algo_errs *errs);
/* As algo_repair_explain, also of what fails when it runs. */
int algo_repair_run_explain(const char *text, size_t n,
			    const struct algo_repair_loop *loop,
			    struct algo_errs *errs, char **verdicts);
/* {"algo":1,"kind":"fix","file",...,"success","attempts","total_time","fixes":
 * [{"attempt","success","error_type","error_message","fix_description","diff",
 * "timestamp","key_used"}],"final_status"} and a line end. */
void algo_repair_report_json(const struct algo_repair_report *r,
			     const char *file, struct algo_buf *out);
void algo_repair_report_release(struct algo_repair_report *r);

/* A line diff of two documents ("--- a", "+++ b", hunks with three lines
 * around), as diff -u makes it. */
void algo_repair_diff(const char *a, size_t na, const char *b, size_t nb,
		      const char *name, struct algo_buf *out);

#endif
