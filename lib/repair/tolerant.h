/* tolerant.h - the state of the tolerant reader.
 *
 * It goes over the text once, with a stack of open brackets, and notes what
 * would have to be changed; it builds nothing.  What it could not make sense
 * of ends it (lost).
 */
#ifndef REPAIR_TOLERANT_H
#define REPAIR_TOLERANT_H

#include "draft.h"

/* Of these a text is full or free: all of them are one mend, told once. */
enum once { ONCE_SINGLE, ONCE_SMART, ONCE_KEY, ONCE_BLANK, ONCE_COUNT };

struct level {
	char closer;
	int behind;    /* a value, else before one */
	int closed;    /* that value ended with a bracket */
	size_t open;   /* the bracket */
	size_t comma;  /* that waits for what follows it, SIZE_MAX: none */
	size_t member; /* the one at hand, of an object */
};

struct member {
	size_t open;	      /* of its object */
	size_t key, key_len;  /* without quotes */
	size_t at, from, end; /* with its key; the value */
	const char *s;
};

struct tol {
	struct draft *d;
	struct algo_errs *errs; /* NULL: quiet */
	const char *s;
	size_t pos, to;
	size_t end;	 /* of the last token */
	size_t text_end; /* of the last string without its quote */
	struct level level[ALGO_JSON_DEPTH];
	int depth;
	int lost, over; /* over: the text ended within */
	/* The last key behind an object in an object that is a member:
	 * {"a": {"b": {...}, "c": 1}} */
	size_t nested;
	size_t once[ONCE_COUNT]; /* group + 1 */
	struct member *member;
	size_t nmember, member_cap;
};

/* Tells and begins a mend; its group. */
size_t algo_tol_mend(struct tol *t, const char *code, size_t at, size_t len,
		     int unsafe);
/* The group of a mend that is told once. */
size_t algo_tol_once(struct tol *t, enum once what, size_t at, size_t len);
/* Over blanks and comments. */
void algo_tol_skip(struct tol *t);
/* The same from at, without a trace: where the next token begins. */
size_t algo_tol_ahead(const struct tol *t, size_t at);
/* Length of the quote of any kind at at, 0: none. */
size_t algo_tol_quote(const struct tol *t, size_t at);
/* A key and its colon stand at at. */
int algo_tol_is_key(const struct tol *t, size_t at);
int algo_tol_in_object(const struct tol *t);
void algo_tol_lost(struct tol *t);

void algo_tol_string(struct tol *t, int is_key);
/* A number, a word, or text without quotes. */
void algo_tol_scalar(struct tol *t);
int algo_tol_is_word(char c);
/* The text ended: what is open is closed. */
void algo_tol_unfinished(struct tol *t);
/* Of members with the same key the first ones leave. */
void algo_tol_duplicates(struct tol *t);

#endif
