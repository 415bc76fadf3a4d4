/* re.h - regular expressions (PCRE2 behind it), with bounded work.
 *
 * Patterns are compiled once, for UTF-8, caseless when asked; a match is
 * limited in steps and memory, so that no text can make it run away: a match
 * that meets the limit counts as none.  Bytes that are no UTF-8 must be mended
 * before (algo_re_clean).
 */
#ifndef ALGO_BASE_RE_H
#define ALGO_BASE_RE_H

#include <algo/base/buf.h>
#include <algo/base/err.h>
#include <stddef.h>

#define ALGO_RE_CASELESS 1
#define ALGO_RE_EXTENDED 2  /* blanks and # comments in the pattern */
#define ALGO_RE_MULTILINE 4 /* ^ and $ at lines */
#define ALGO_RE_DOTALL 8    /* . takes line ends */
#define ALGO_RE_GROUPS 32   /* of one match; 0 is the whole */

struct algo_re;

/* NULL and value_error "bad_pattern" with the place in the pattern. */
struct algo_re *algo_re_new(const char *pattern, int flags,
			    struct algo_err *err);
void algo_re_free(struct algo_re *re);

/* Spans in bytes of the text; start SIZE_MAX: the group took no part. */
struct algo_re_span {
	size_t start, len;
};
struct algo_re_match {
	struct algo_re_span group[ALGO_RE_GROUPS];
	size_t n;
};
/* The first match at or after from: 1, 0 none. */
int algo_re_find(const struct algo_re *re, const char *text, size_t n,
		 size_t from, struct algo_re_match *m);
/* The same, only exactly at from. */
int algo_re_at(const struct algo_re *re, const char *text, size_t n,
	       size_t from, struct algo_re_match *m);
/* The number of the group called name, -1 when there is none. */
int algo_re_group(const struct algo_re *re, const char *name);
/* Every match replaced; $1 ... $9 and $0 in with are groups, $$ a dollar.
 * How many there were. */
size_t algo_re_replace(const struct algo_re *re, const char *text, size_t n,
		       const char *with, struct algo_buf *out);
/* Appends text with each byte that is no part of valid UTF-8 as '?'.  As
 * many bytes as there were: places stay. */
void algo_re_clean(const char *text, size_t n, struct algo_buf *out);

#endif
