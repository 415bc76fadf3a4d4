/* draft.h - a text in repair: edits, the mends they belong to, and the way
 * back from the mended text to the one that came.
 *
 *   draft.c     edits and mends; applying them
 *   cut.c       the document among chatter, fences and other documents
 *   tolerant.c  JSON as people and models write it; text.c its strings,
 *               scalar.c its words, numbers and comments, ending.c its end
 *   where.c     places in a document: pointers, members, decoded strings
 *   fixit.c     fix-its of records to edits; which are certain
 *   bracket.c   brackets too many or too few in an expression, and commas
 *   foreign.c   spellings of other languages in an expression
 *   shape.c     keys and values at a wrong place or of a wrong form
 *   guess.c     repairs that choose; window.c windows longer than the bars
 *   fix.c       from a text to a document that checks
 *   loop.c      the same with runs over bars; report.c its report
 *   diff.c      line diffs
 */
#ifndef REPAIR_DRAFT_H
#define REPAIR_DRAFT_H

#include <algo/repair.h>

/* Mends that are listed; all are made. */
#define MENDS_MAX 1000

struct edit {
	size_t at, len; /* in the text that came */
	const char *text;
	size_t n;
	size_t group, order;
};
/* The edits of one mend: all of them or none. */
struct group {
	int unsafe;
	int refused;
	size_t mend; /* SIZE_MAX: not listed */
	size_t err;  /* the record that it answers; SIZE_MAX: none */
	size_t edits;
};
/* Runs of bytes that were kept: where they are now, where they were. */
struct kept {
	size_t out, in, len;
};
struct trace {
	struct kept *v;
	size_t n, cap;
	size_t end; /* length of the text that came */
};

struct draft {
	const char *s;
	size_t n;
	const char *file;
	int unsafe;   /* those that choose are made too */
	int together; /* insertions of two mends at one place are meant so */
	size_t work;  /* bytes that were tried out */
	int nested;   /* see struct tol, of the object that was read */
	struct edit *edit;
	size_t nedit, edit_cap;
	struct group *group;
	size_t ngroup, group_cap;
	struct algo_mends *mends;
	struct algo_arena arena;
	/* The line that was looked at last. */
	size_t at, line_at;
	unsigned long line;
};

void algo_draft_init(struct draft *d, const char *s, size_t n,
		     struct algo_mends *mends);
void algo_draft_release(struct draft *d);
/* Line and column (bytes, from 1) of a place in the text. */
void algo_draft_locate(struct draft *d, size_t at, unsigned long *line,
		       unsigned long *col);

/* What a mend answers. */
struct answer {
	enum algo_class cls;
	const char *code;
	const char *pointer; /* or NULL */
	size_t at;	     /* in the text */
	int unsafe;
	size_t err; /* index of its record, SIZE_MAX: none */
};
/* Begins a mend; the edits that follow belong to it.  Its group. */
size_t algo_draft_mend(struct draft *d, const struct answer *a, const char *fmt,
		       ...) ALGO_PRINTF(3, 4);
void algo_draft_edit(struct draft *d, size_t at, size_t len, const char *text,
		     size_t n);
void algo_draft_put(struct draft *d, size_t group, size_t at, size_t len,
		    const char *text);
/* The text with all mends that may be made and do not get into each other's
 * way; the others leave the list, but for those that were only too unsafe.
 * How many were made. */
size_t algo_draft_apply(struct draft *d, struct algo_buf *out,
			struct trace *trace);
/* The place in the text that came of a place in what apply made. */
size_t algo_trace_back(const struct trace *t, size_t at);
void algo_trace_release(struct trace *t);

/* Offset in d's text of a record's place there; SIZE_MAX: it has none (that of
 * an expression is within the expression). */
size_t algo_offset_of(struct draft *d, const struct algo_json *root,
		      const struct algo_err *e);

struct algo_mend *algo_mends_add(struct algo_mends *m);

/* ---- JSON */

/* What is done about a fault of the reader, in words. */
const char *algo_told_mend(const char *code);
/* A record of the reader at a place of the text. */
struct algo_err *algo_draft_tell(struct draft *d, struct algo_errs *errs,
				 const char *code, size_t at, size_t len);

/* Reads the object at s[from], before s[to], telling and mending in d (errs
 * NULL: quietly).  *end: behind it, or where it was lost.  0, or -1: it cannot
 * be made JSON for certain, nor by choosing. */
int algo_tolerant(struct draft *d, struct algo_errs *errs, size_t from,
		  size_t to, size_t *end);

/* Finds the document in d's text: *from and *to; what is round it becomes a
 * mend.  -1: there is none. */
int algo_cut(struct draft *d, struct algo_errs *errs,
	     const struct algo_repair_opt *opt, size_t *from, size_t *to);

/* UTF-16 with or without a mark as UTF-8: 1 when it was, -1 when it is broken,
 * 0 when the text is none. */
int algo_from_utf16(const char *s, size_t n, struct algo_buf *out);

/* ---- documents */

/* Offset of the value in the document's text; root is its root. */
size_t algo_repair_where(const struct draft *d, const struct algo_json *root,
			 const struct algo_json *v);
/* Of the quote that opens its key. */
size_t algo_repair_where_key(const struct draft *d,
			     const struct algo_json *root,
			     const struct algo_json *v);
/* The value at a JSON pointer, NULL when there is none. */
const struct algo_json *algo_repair_at_pointer(const struct algo_json *root,
					       const char *pointer);
/* Offset in the text of byte at of the decoded string at raw (its opening
 * quote). */
size_t algo_repair_decoded(const char *s, size_t raw, size_t end, size_t at);

/* What a pass works with. */
struct pass {
	struct draft *d;
	const struct algo_repair_opt *opt;
	const struct algo_json *root;
	const struct algo_errs *errs;
	size_t i; /* the record at hand */
	const struct algo_err *e;
};
/* For the record at hand: an answer with its class, code and pointer. */
struct answer algo_pass_answer(const struct pass *p, size_t at, int unsafe);
/* Replaces len bytes from at of the expression of the record. */
void algo_pass_replace(struct pass *p, size_t at, size_t len, const char *text,
		       int unsafe);
/* The expression of the record: value and decoded text, or NULL. */
const char *algo_pass_expr(const struct pass *p, size_t *n);
/* Byte in the decoded expression of the record's place. */
size_t algo_pass_at(const struct pass *p, const char *s, size_t n);

/* Each adds the mends it knows for the record; 1 when there was one. */
int algo_fix_record(struct pass *p);
int algo_fix_bracket(struct pass *p);
int algo_fix_foreign(struct pass *p);
int algo_fix_shape(struct pass *p);
int algo_fix_guess(struct pass *p);
int algo_fix_window(struct pass *p);

#endif
