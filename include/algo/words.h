/* words.h - people's words to a strategy document and back, without a model.
 *
 * A reading of a text is a document (one or several candidates, the likeliest
 * first) or questions.  What a text says is never half understood in silence:
 * every word is taken by a rule, is known noise, or is reported.
 */
#ifndef ALGO_WORDS_H
#define ALGO_WORDS_H

#include <algo/base.h>
#include <algo/lang.h>

#define ALGO_WORDS_MAX (64 << 10) /* bytes of a description */

/* What a question is about. */
#define ALGO_TOPIC_MAP(X)                       \
	X(ENTRY, "entry")                       \
	X(EXIT, "exit")                         \
	X(STOP, "stop")                         \
	X(THRESHOLD, "threshold")               \
	X(UNIT, "unit")                         \
	X(VALUE, "value")                       \
	X(INDICATOR, "indicator")               \
	X(INDICATOR_PERIOD, "indicator_period") \
	X(CONTRADICTION, "contradiction")       \
	X(LOOK_AHEAD, "look_ahead")             \
	X(DATA, "data")                         \
	X(LANGUAGE, "language")                 \
	X(UNKNOWN_TERM, "unknown_term")         \
	X(OUT_OF_SCOPE, "out_of_scope")         \
	X(AMBIGUOUS, "ambiguous")
enum algo_topic {
#define X(id, name) ALGO_TOPIC_##id,
	ALGO_TOPIC_MAP(X)
#undef X
		ALGO_TOPIC_COUNT
};
const char *algo_topic_name(enum algo_topic t);

/* A question, or (severity info) a part that was passed over. */
struct algo_question {
	enum algo_topic topic;
	enum algo_severity severity; /* ERROR: there is no document without an
					answer; WARNING: a default was assumed;
					INFO: not read, beside the document */
	size_t start, len;	     /* bytes of the text it is about; len 0:
					the whole */
	char text[256];	     /* "which period has the moving average?" */
	char choices[6][64]; /* "" ends; the first is what --assume
				takes */
};

struct algo_words_opt {
	int assume;	   /* take the first choice of every question that
			      has choices, and say so in description */
	const char *name;  /* of the document; NULL: made from the words */
	size_t candidates; /* readings and parameter choices wanted, 0: 1 */
	const char *base;  /* --refine: the document to change, or NULL */
	size_t base_len;
	const char *base_file; /* its name, for errors */
};

struct algo_words;
/* Reads a text of n bytes (any bytes).  NULL only for a base document that is
 * no strategy: errs says why. */
struct algo_words *algo_words_read(const char *text, size_t n,
				   const struct algo_words_opt *opt,
				   struct algo_errs *errs);
void algo_words_free(struct algo_words *w);
/* In the order of the text. */
size_t algo_words_questions(const struct algo_words *w);
const struct algo_question *algo_words_question(const struct algo_words *w,
						size_t i);
/* Documents; 0 when something must be asked first.  JSON text on several
 * lines, ready to print, with the members name, x-origin (grammar version and
 * which words gave which part), and it parses without an error. */
size_t algo_words_documents(const struct algo_words *w);
const char *algo_words_document(const struct algo_words *w, size_t i);
/* What was understood so far, one "part: expression" a line (the comment of a
 * question). */
const char *algo_words_understood(const struct algo_words *w);

/* A document in plain words, paragraphs ended by newlines: what algo_words_read
 * turns into a document that behaves the same.  -1 with errors in errs when it
 * is no strategy. */
int algo_words_explain(const char *doc, size_t n, const char *file,
		       struct algo_buf *out, struct algo_errs *errs);

/* Advice without a model: what a look at the document, and runs of it over
 * bars, say against it. */
struct algo_advice {
	const char *code;	     /* "too_few_trades" */
	enum algo_severity severity; /* ERROR: the result means nothing */
	char pointer[128];	     /* what part of the document, or "" */
	char text[256];		     /* the advice */
	char evidence[256];	     /* the figures it rests on: an object of
					numbers, as JSON */
};
struct algo_advices {
	struct algo_advice *v; /* owned: algo_words_advices_release */
	size_t n, cap;
};
void algo_words_advices_release(struct algo_advices *a);

struct algo_review_opt {
	const char *file; /* of the document, for errors; or NULL */
	/* Path of the bars; NULL: the document alone is looked at.  They are
	 * read several times (other costs, params and parts): "-", which can
	 * be read once, gets no advice that compares runs. */
	const char *bars;
};
/* Adds to *out, in the order of the table of advice.  -1 with the reasons in
 * errs: no strategy, or bars that cannot be read.  A run that fails is
 * advice. */
int algo_words_advise(const char *doc, size_t n,
		      const struct algo_review_opt *opt,
		      struct algo_advices *out, struct algo_errs *errs);
/* The same as one document: {"algo":1,"kind":"review","strategy":{name,
 * version, sha256},"advice":[{code, severity, pointer, message, evidence}]}.
 * Nothing is written when there are errors. */
int algo_words_review(const char *doc, size_t n,
		      const struct algo_review_opt *opt, struct algo_jw *w,
		      struct algo_errs *errs);
/* The table of advice: codes with severity and text, NULL past the end. */
struct algo_advice_row {
	const char *code;
	enum algo_severity severity;
	const char *text;
};
const struct algo_advice_row *algo_words_advice_row(size_t i);

#endif
