/* json.h - documents in, JSON text out.
 *
 * Reading: json-c builds the values; a strict scan before it refuses what
 * json-c lets through (single quotes, NaN, 1e999, leading zeros, bare control
 * characters, lone surrogates, comments, trailing commas and text, duplicate
 * keys) and records where each value stands, so that every complaint has a
 * line and a column.  Nodes are borrowed from the document and die with it.
 *
 * Writing: a small writer into a struct algo_buf with one escaper; numbers
 * are the shortest text, NaN and infinities are null.
 */
#ifndef ALGO_BASE_JSON_H
#define ALGO_BASE_JSON_H

#include <algo/base/buf.h>
#include <algo/base/err.h>
#include <stddef.h>
#include <stdint.h>

#define ALGO_JSON_DEPTH 64

enum algo_json_type {
	ALGO_J_NULL,
	ALGO_J_BOOL,
	ALGO_J_NUM,
	ALGO_J_STR,
	ALGO_J_ARR,
	ALGO_J_OBJ
};

struct algo_json; /* one value of a document */
struct algo_json_doc;

/* The text is copied; a byte order mark of UTF-8 is skipped.  NULL on error:
 * syntax_error with code "bad_token", "missing_comma", "trailing_comma",
 * "single_quote", "not_a_number" (also 01, 1., +1, NaN), "number_range",
 * "bad_escape", "control_character", "comment", "unterminated",
 * "text_before", "trailing_text" or "too_deep"; key_error "duplicate_key";
 * file_error, with the document as its origin, "empty", "encoding" (UTF-16),
 * "bad_utf8", "compressed" or "too_large" (256 MiB).  The place has line,
 * column (in bytes) and the line as context; a fix-it is in bytes of the
 * whole text.  file (the name, for errors) may be NULL. */
struct algo_json_doc *algo_json_parse(const char *text, size_t n,
				      const char *file, struct algo_err *err);
const struct algo_json *algo_json_root(const struct algo_json_doc *doc);
void algo_json_free(struct algo_json_doc *doc);

/* In all of these v may be NULL, the absent value: null, empty, not there. */
enum algo_json_type algo_json_type(const struct algo_json *v);
const char *algo_json_type_name(enum algo_json_type t); /* "a number" */
/* Members in document order; NULL when absent or v is no object. */
const struct algo_json *algo_json_get(const struct algo_json *v,
				      const char *key);
size_t algo_json_count(const struct algo_json *v); /* members or elements */
const struct algo_json *algo_json_at(const struct algo_json *v, size_t i);
const char *algo_json_key(const struct algo_json *v); /* its own key or NULL */
double algo_json_num(const struct algo_json *v);      /* NaN when no number */
int algo_json_bool(const struct algo_json *v);	      /* 0 when no boolean */
/* Not NULL; "" when no string.  *n (may be NULL) its length in bytes. */
const char *algo_json_str(const struct algo_json *v, size_t *n);
/* The bytes of the value as they stand in the text. */
const char *algo_json_text(const struct algo_json *v, size_t *n);
/* Adds the JSON pointer of v ("/rules/0/when"). */
void algo_json_pointer(const struct algo_json *v, struct algo_buf *out);
/* Names the place of v in err: file, pointer, line, column, length.  With
 * key, of its key. */
int algo_json_place(const struct algo_json *v, int key, struct algo_err *err);

/* Escapes as JSON, without the quotes; invalid UTF-8 becomes U+FFFD. */
void algo_json_escape(struct algo_buf *out, const char *s, size_t n);

/* A writer: commas, colons and, when indent is above 0, line breaks are put
 * by it. */
struct algo_jw {
	struct algo_buf *out;
	int indent; /* 0: one line */
	int depth;
	unsigned char first[ALGO_JSON_DEPTH + 1];
	int after_key;
};
void algo_jw_init(struct algo_jw *w, struct algo_buf *out, int indent);
void algo_jw_obj(struct algo_jw *w);
void algo_jw_obj_end(struct algo_jw *w);
void algo_jw_arr(struct algo_jw *w);
void algo_jw_arr_end(struct algo_jw *w);
void algo_jw_key(struct algo_jw *w, const char *key);
void algo_jw_str(struct algo_jw *w, const char *s); /* NULL: null */
void algo_jw_strn(struct algo_jw *w, const char *s, size_t n);
void algo_jw_num(struct algo_jw *w, double v);
void algo_jw_int(struct algo_jw *w, int64_t v);
void algo_jw_bool(struct algo_jw *w, int v);
void algo_jw_null(struct algo_jw *w);
void algo_jw_raw(struct algo_jw *w, const char *s, size_t n);
/* A parsed value, its numbers as they stood in the text. */
void algo_jw_value(struct algo_jw *w, const struct algo_json *v);
/* key and value in one. */
void algo_jw_kstr(struct algo_jw *w, const char *key, const char *s);
void algo_jw_knum(struct algo_jw *w, const char *key, double v);
void algo_jw_kint(struct algo_jw *w, const char *key, int64_t v);
void algo_jw_kbool(struct algo_jw *w, const char *key, int v);

/* Members of a JSON Schema (draft 2020-12) being written: "type" (a set of
 * 1 << enum algo_json_type), a list of names ("required", "enum"; names ends
 * with NULL), "$ref" to a definition, "$schema" and "title". */
void algo_schema_type(struct algo_jw *w, unsigned types);
void algo_schema_list(struct algo_jw *w, const char *key,
		      const char *const *names);
void algo_schema_ref(struct algo_jw *w, const char *def);
void algo_schema_head(struct algo_jw *w, const char *title);

#endif
