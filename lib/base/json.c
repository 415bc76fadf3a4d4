/* json.c - JSON documents: json-c's values under nodes that know their place */
#include "json_node.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *bytes;
	size_t n;
	const char *name;
} packed[] = {
	{ "\x1f\x8b", 2, "gzip" },  { "\x28\xb5\x2f\xfd", 4, "zstd" },
	{ "\xfd\x37zXZ", 5, "xz" }, { "BZh", 3, "bzip2" },
	{ "PK\x03\x04", 4, "zip" },
};

static int is_utf16(const char *s, size_t n)
{
	if (n < 2)
		return 0;
	if (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0)
		return 1;
	/* Without a mark every other byte of ASCII is NUL. */
	return (s[0] == '\0') != (s[1] == '\0');
}

/* What the first bytes tell. */
static int check_start(struct algo_json_doc *doc, struct algo_err *err)
{
	const char *s = doc->text;

	if (is_utf16(s, doc->n)) {
		algo_err_set(err, ALGO_E_FILE, "encoding",
			     "the text is UTF-16, not UTF-8");
		algo_err_hint(err, "save it as UTF-8");
		goto refused;
	}
	for (size_t i = 0; i < sizeof(packed) / sizeof(*packed); i++) {
		if (doc->n < packed[i].n ||
		    memcmp(s, packed[i].bytes, packed[i].n) != 0)
			continue;
		algo_err_set(err, ALGO_E_FILE, "compressed",
			     "the text is compressed (%s)", packed[i].name);
		algo_err_hint(err, "unpack it first");
		goto refused;
	}
	if (doc->n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		doc->start = 3;
	return 0;
refused:
	algo_err_file(err, doc->file);
	return algo_err_origin(err, ALGO_O_DOCUMENT);
}

/* Builds the values.  What passed the scan is valid, so that a refusal here
 * is a bug.  The terminator is part of the text: it ends a number. */
static int build(struct algo_json_doc *doc, struct algo_err *err)
{
	struct json_tokener *tok = json_tokener_new_ex(ALGO_JSON_DEPTH + 2);
	enum json_tokener_error rc;

	if (!tok)
		return algo_err_set(err, ALGO_E_INTERNAL, "json_c",
				    "json-c cannot start");
	doc->top = json_tokener_parse_ex(tok, doc->text + doc->start,
					 (int)(doc->n - doc->start + 1));
	rc = json_tokener_get_error(tok);
	json_tokener_free(tok);
	if (rc == json_tokener_success)
		return 0;
	return algo_err_set(err, ALGO_E_INTERNAL, "json_c",
			    "json-c refuses a valid document: %s",
			    json_tokener_error_desc(rc));
}

/* Hangs the values on the nodes.  Keys are unique, so that each is found. */
static int attach(struct algo_json *v, struct json_object *value)
{
	if (v->type == ALGO_J_STR) {
		v->value = value;
		return json_object_is_type(value, json_type_string) ? 0 : -1;
	}
	for (size_t i = 0; i < v->count; i++) {
		struct algo_json *kid = v->kids[i];
		struct json_object *below = NULL;

		if (v->type == ALGO_J_ARR)
			below = json_object_array_get_idx(value, i);
		else
			json_object_object_get_ex(value, kid->key, &below);
		if (attach(kid, below))
			return -1;
	}
	return 0;
}

static int load(struct algo_json_doc *doc, struct algo_err *err)
{
	if (check_start(doc, err) || algo_json_scan(doc, err) ||
	    build(doc, err))
		return -1;
	if (attach(doc->root, doc->top))
		return algo_err_set(err, ALGO_E_INTERNAL, "json_c",
				    "json-c and the scan disagree");
	return 0;
}

struct algo_json_doc *algo_json_parse(const char *text, size_t n,
				      const char *file, struct algo_err *err)
{
	struct algo_json_doc *doc;

	if (n > ALGO_JSON_MAX) {
		algo_err_set(err, ALGO_E_FILE, "too_large",
			     "the document is larger than %u MiB",
			     ALGO_JSON_MAX >> 20);
		algo_err_file(err, file);
		algo_err_origin(err, ALGO_O_DOCUMENT);
		return NULL;
	}
	doc = algo_zalloc(1, sizeof(*doc));
	doc->text = algo_strndup(text, n);
	doc->n = n;
	doc->file = file ? algo_strdup(file) : NULL;
	if (load(doc, err)) {
		algo_json_free(doc);
		return NULL;
	}
	return doc;
}

void algo_json_free(struct algo_json_doc *doc)
{
	if (!doc)
		return;
	json_object_put(doc->top);
	algo_arena_release(&doc->arena);
	algo_free(doc->text);
	algo_free(doc->file);
	algo_free(doc);
}

const struct algo_json *algo_json_root(const struct algo_json_doc *doc)
{
	return doc->root;
}

enum algo_json_type algo_json_type(const struct algo_json *v)
{
	return v ? v->type : ALGO_J_NULL;
}

const char *algo_json_type_name(enum algo_json_type t)
{
	static const char *const names[] = { "null",	 "a boolean",
					     "a number", "a string",
					     "an array", "an object" };

	return names[t];
}

static int by_key(const void *key, const void *member)
{
	const struct algo_json *v = *(struct algo_json *const *)member;

	return strcmp(key, v->key);
}

const struct algo_json *algo_json_get(const struct algo_json *v,
				      const char *key)
{
	struct algo_json *const *found;

	if (!v || v->type != ALGO_J_OBJ || v->count == 0)
		return NULL;
	found = bsearch(key, v->sorted, v->count, sizeof(*v->sorted), by_key);
	return found ? *found : NULL;
}

size_t algo_json_count(const struct algo_json *v)
{
	return v ? v->count : 0;
}

const struct algo_json *algo_json_at(const struct algo_json *v, size_t i)
{
	return v && i < v->count ? v->kids[i] : NULL;
}

const char *algo_json_key(const struct algo_json *v)
{
	return v->key;
}

double algo_json_num(const struct algo_json *v)
{
	return v && v->type == ALGO_J_NUM ? v->num : NAN;
}

int algo_json_bool(const struct algo_json *v)
{
	return v && v->truth;
}

const char *algo_json_str(const struct algo_json *v, size_t *n)
{
	if (n)
		*n = 0;
	if (!v || v->type != ALGO_J_STR)
		return "";
	if (n)
		*n = (size_t)json_object_get_string_len(v->value);
	return json_object_get_string(v->value);
}

const char *algo_json_text(const struct algo_json *v, size_t *n)
{
	if (n)
		*n = v->len;
	return v->doc->text + v->at;
}

/* A key in a pointer: '~' is written ~0, '/' ~1 (RFC 6901). */
static void add_step(struct algo_buf *out, const char *key)
{
	for (; *key; key++) {
		if (*key == '~')
			algo_buf_adds(out, "~0");
		else if (*key == '/')
			algo_buf_adds(out, "~1");
		else
			algo_buf_addc(out, *key);
	}
}

/* Recursion is bounded by the depth of documents. */
void algo_json_pointer(const struct algo_json *v, struct algo_buf *out)
{
	if (!v->parent)
		return;
	algo_json_pointer(v->parent, out);
	algo_buf_addc(out, '/');
	if (v->key)
		add_step(out, v->key);
	else
		algo_buf_addf(out, "%u", (unsigned)v->index);
}

int algo_json_place(const struct algo_json *v, int key, struct algo_err *err)
{
	struct algo_buf pointer = ALGO_BUF_INIT(65536);
	int of_key = key && v->key_len > 0;

	algo_json_pointer(v, &pointer);
	algo_err_pointer(err, algo_buf_str(&pointer));
	algo_buf_release(&pointer);
	return algo_json_locate(v->doc, of_key ? v->key_at : v->at,
				of_key ? v->key_len : v->len, err);
}
