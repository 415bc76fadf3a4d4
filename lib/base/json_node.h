/* json_node.h - a parsed document from the inside: nodes over its text.
 *
 * The scan makes the nodes, their places, keys and numbers; json.c hangs the
 * values that json-c built on them.
 */
#ifndef ALGO_LIB_BASE_JSON_NODE_H
#define ALGO_LIB_BASE_JSON_NODE_H

#include <algo/base/json.h>
#include <algo/base/mem.h>

/* Offsets and counts are 32 bits. */
#define ALGO_JSON_MAX (256u * 1024 * 1024)

struct json_object;

struct algo_json {
	const struct algo_json_doc *doc;
	const struct algo_json *parent;
	const char *key;	   /* decoded; NULL outside objects */
	struct algo_json **kids;   /* in document order */
	struct algo_json **sorted; /* an object's, by key */
	struct json_object *value; /* of strings; borrowed from doc->top */
	double num;
	uint32_t count; /* of kids */
	uint32_t index; /* among the parent's kids */
	uint32_t at;	/* the value in the text */
	uint32_t len;
	uint32_t key_at; /* its key with the quotes; key_len 0 without one */
	uint32_t key_len;
	enum algo_json_type type;
	int truth;
};

struct algo_json_doc {
	struct algo_arena arena;
	char *text; /* terminated; as given, with its byte order mark */
	size_t n;
	size_t start; /* behind the byte order mark */
	char *file;
	struct algo_json *root;
	struct json_object *top;
};

/* Fills doc->root from doc->text. */
int algo_json_scan(struct algo_json_doc *doc, struct algo_err *err);

/* Puts line, column, length and the line's text into err. */
int algo_json_locate(const struct algo_json_doc *doc, size_t at, size_t len,
		     struct algo_err *err);

/* Length of the valid UTF-8 sequence at s, 0 when there is none.  n > 0. */
size_t algo_json_utf8(const char *s, size_t n);

#endif
