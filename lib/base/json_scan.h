/* json_scan.h - the state of the strict scan, and its refusals.
 *
 * Each refusal fills sc->err and returns -1.
 */
#ifndef ALGO_LIB_BASE_JSON_SCAN_H
#define ALGO_LIB_BASE_JSON_SCAN_H

#include "json_node.h"

struct scan {
	struct algo_json_doc *doc;
	const char *s;
	size_t n;
	size_t pos;
	size_t end; /* of the last token */
	struct algo_err *err;
	const struct algo_json *node; /* the value begun last */
	struct algo_json **pend;      /* values whose container is open */
	size_t npend;
	size_t cap;
	size_t depth;
	char closers[ALGO_JSON_DEPTH]; /* of the open containers */
};

/* Length of the run of letters, digits and +-._ at sc->pos. */
size_t algo_scan_word(const struct scan *sc);

int algo_scan_refuse(struct scan *sc, const char *code, size_t at, size_t len,
		     const char *fmt, ...) ALGO_PRINTF(5, 6);
int algo_scan_empty(struct scan *sc);
int algo_scan_end(struct scan *sc, const char *what);
/* A word of n bytes that is no value: refuses the text when it ends there, else
 * returns 0. */
int algo_scan_cut(struct scan *sc, size_t n);
int algo_scan_control(struct scan *sc, int in_string);
int algo_scan_bad_utf8(struct scan *sc);
int algo_scan_bad_escape(struct scan *sc);
int algo_scan_bad_number(struct scan *sc, size_t n);
int algo_scan_bad_value(struct scan *sc);
int algo_scan_bad_key(struct scan *sc);
int algo_scan_no_colon(struct scan *sc);
int algo_scan_after_value(struct scan *sc, char closer);
int algo_scan_trailing_comma(struct scan *sc, size_t comma);
int algo_scan_trailing_text(struct scan *sc);
int algo_scan_duplicate(struct scan *sc, const struct algo_json *v);

#endif
