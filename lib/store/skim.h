/* skim.h - a fast look at one line of JSON: the members of its first two
 * levels, without building the document.
 */
#ifndef ALGO_LIB_STORE_SKIM_H
#define ALGO_LIB_STORE_SKIM_H

#include <algo/base.h>

/* Bytes of the line; p NULL: none. */
struct algo_slice {
	const char *p;
	size_t n;
};

/* A member {"key":value} of the document, or of the object outer in it.  The
 * value is as it stands in the text; keys are without quotes. */
struct algo_member {
	struct algo_slice outer; /* p NULL: a member of the document */
	struct algo_slice key;
	struct algo_slice value;
};

struct algo_skim {
	/* Not 0 stops the look. */
	int (*member)(void *ctx, const struct algo_member *m);
	void *ctx;
};

enum algo_skimmed {
	ALGO_SKIM_DONE,	   /* an object, and valid JSON beyond doubt */
	ALGO_SKIM_UNSURE,  /* algo_json_parse must say */
	ALGO_SKIM_STOPPED, /* member wanted it */
};
/* It is sure of plain lines only: escapes in keys, bytes above 0x7f, long
 * exponents, big objects and everything wrong are left to algo_json_parse.
 * Members may have been told before it becomes unsure. */
enum algo_skimmed algo_skim(const struct algo_skim *how, const char *s,
			    size_t n);

#endif
