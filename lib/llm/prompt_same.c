/* prompt_same.c - a mended document beside what it was: only what a fault
 * names may differ
 *
 * A fault names a place, all below it, and that something be added or taken
 * away where it stands.  Params and lets may always be added: they are what a
 * mended expression may need.
 */
#include "prompt.h"

#include <stdio.h>
#include <string.h>

struct same {
	const struct algo_errs *errs;
	char *at;
	size_t room;
};

/* Is a at b, or below it? */
static int is_below(const char *a, const char *b)
{
	size_t n = strlen(b);

	return strncmp(a, b, n) == 0 && (a[n] == '\0' || a[n] == '/');
}

/* A fault at the place or above it, the whole apart. */
static int is_named(const struct same *s, const char *pointer)
{
	for (size_t i = 0; i < s->errs->n; i++) {
		const struct algo_err *e = &s->errs->v[i];

		if (e->severity != ALGO_SEV_INFO && e->at.pointer[0] &&
		    is_below(pointer, e->at.pointer))
			return 1;
	}
	return 0;
}

/* A fault of the object itself, or of the name of one of its members. */
static int may_change_members(const struct same *s, const char *pointer)
{
	for (size_t i = 0; i < s->errs->n; i++) {
		const char *at = s->errs->v[i].at.pointer;
		const char *slash = strrchr(at, '/');
		size_t n = slash ? (size_t)(slash - at) : 0;

		if (s->errs->v[i].severity == ALGO_SEV_INFO)
			continue;
		if (strcmp(at, pointer) == 0 ||
		    (slash && s->errs->v[i].cls == ALGO_E_KEY &&
		     strlen(pointer) == n && strncmp(at, pointer, n) == 0))
			return 1;
	}
	return is_named(s, pointer);
}

static int differs(struct same *s, const char *pointer)
{
	snprintf(s->at, s->room, "%s", *pointer ? pointer : "/");
	return -1;
}

static int same_leaf(const struct algo_json *a, const struct algo_json *b)
{
	size_t na, nb;
	const char *x, *y;

	if (algo_json_type(a) != algo_json_type(b))
		return 0;
	if (algo_json_type(a) == ALGO_J_NUM)
		return algo_json_num(a) == algo_json_num(b);
	if (algo_json_type(a) == ALGO_J_BOOL)
		return algo_json_bool(a) == algo_json_bool(b);
	if (algo_json_type(a) != ALGO_J_STR)
		return 1;
	x = algo_json_str(a, &na);
	y = algo_json_str(b, &nb);
	return na == nb && memcmp(x, y, na) == 0;
}

static int compare(struct same *s, const struct algo_json *a,
		   const struct algo_json *b, const char *pointer);

static void below(const char *pointer, const char *key, struct algo_buf *out)
{
	algo_buf_addf(out, "%s/", pointer);
	for (; *key; key++)
		if (*key == '~')
			algo_buf_adds(out, "~0");
		else if (*key == '/')
			algo_buf_adds(out, "~1");
		else
			algo_buf_addc(out, *key);
}

static int compare_member(struct same *s, const struct algo_json *a,
			  const struct algo_json *b, const char *pointer)
{
	if (a && b)
		return compare(s, a, b, pointer);
	if (is_named(s, pointer))
		return 0;
	return differs(s, pointer);
}

static int compare_objects(struct same *s, const struct algo_json *a,
			   const struct algo_json *b, const char *pointer)
{
	int adds = strcmp(pointer, "/params") == 0 ||
		   strcmp(pointer, "/let") == 0 ||
		   may_change_members(s, pointer);
	int rc = 0;

	for (int side = 0; side < 2; side++) {
		const struct algo_json *all = side ? b : a,
				       *other = side ? a : b;

		for (size_t i = 0; i < algo_json_count(all) && rc == 0; i++) {
			const struct algo_json *v = algo_json_at(all, i);
			const char *key = algo_json_key(v);
			const struct algo_json *o = algo_json_get(other, key);
			struct algo_buf at = ALGO_BUF_INIT(1 << 16);

			if (strncmp(key, "x-", 2) == 0 ||
			    (side &&
			     (o || adds ||
			      (!*pointer && (strcmp(key, "params") == 0 ||
					     strcmp(key, "let") == 0)))))
				continue;
			below(pointer, key, &at);
			rc = compare_member(s, side ? o : v, side ? v : o,
					    algo_buf_str(&at));
			algo_buf_release(&at);
		}
	}
	return rc;
}

static int compare_arrays(struct same *s, const struct algo_json *a,
			  const struct algo_json *b, const char *pointer)
{
	size_t na = algo_json_count(a), nb = algo_json_count(b);
	int rc = 0;

	if (na != nb)
		return may_change_members(s, pointer) ? 0 : differs(s, pointer);
	for (size_t i = 0; i < na && rc == 0; i++) {
		struct algo_buf at = ALGO_BUF_INIT(1 << 16);

		algo_buf_addf(&at, "%s/%zu", pointer, i);
		rc = compare(s, algo_json_at(a, i), algo_json_at(b, i),
			     algo_buf_str(&at));
		algo_buf_release(&at);
	}
	return rc;
}

static int compare(struct same *s, const struct algo_json *a,
		   const struct algo_json *b, const char *pointer)
{
	enum algo_json_type type = algo_json_type(a);

	if (is_named(s, pointer))
		return 0;
	if (type == algo_json_type(b) && type == ALGO_J_OBJ)
		return compare_objects(s, a, b, pointer);
	if (type == algo_json_type(b) && type == ALGO_J_ARR)
		return compare_arrays(s, a, b, pointer);
	return same_leaf(a, b) ? 0 : differs(s, pointer);
}

/* --- Members that are nobody's business ---------------------------------- */

static int is_missing(const struct algo_json *v, const struct algo_json *b)
{
	const char *key = algo_json_key(v);

	return strncmp(key, "x-", 2) == 0 && !algo_json_get(b, key);
}

static void put_back(const struct algo_json *a, const struct algo_json *b,
		     const char *text, size_t n, struct algo_buf *out)
{
	size_t missing = 0;
	struct algo_jw w;

	for (size_t i = 0; i < algo_json_count(a); i++)
		missing += (size_t)is_missing(algo_json_at(a, i), b);
	if (missing == 0) {
		algo_buf_add(out, text, n);
		return;
	}
	algo_jw_init(&w, out, 2);
	algo_jw_obj(&w);
	for (int side = 0; side < 2; side++) {
		const struct algo_json *all = side ? a : b;

		for (size_t i = 0; i < algo_json_count(all); i++) {
			const struct algo_json *v = algo_json_at(all, i);

			if (side && !is_missing(v, b))
				continue;
			algo_jw_key(&w, algo_json_key(v));
			algo_jw_value(&w, v);
		}
	}
	algo_jw_obj_end(&w);
}

/* --- The whole ----------------------------------------------------------- */

/* What can be read of the text before: strictly, else by the tolerant reader,
 * whose mends are faults too. */
static struct algo_json_doc *read_before(const char *text, size_t n)
{
	struct algo_json_doc *doc = algo_json_parse(text, n, NULL, NULL);
	struct algo_buf mended = ALGO_BUF_INIT((size_t)4 * ALGO_DOC_MAX);
	struct algo_mends mends = { 0 };
	struct algo_errs errs = { 0 };

	if (!doc &&
	    algo_repair_read(text, n, NULL, &mended, &mends, &errs) == 0)
		doc = algo_json_parse(mended.data, mended.len, NULL, NULL);
	algo_mends_release(&mends);
	algo_errs_release(&errs);
	algo_buf_release(&mended);
	return doc;
}

int algo_prompt_same(const char *before, size_t nb, const char *after,
		     size_t na, const struct algo_errs *errs,
		     struct algo_buf *out, char *at, size_t room)
{
	struct same s = { errs, at, room };
	struct algo_json_doc *a = read_before(before, nb);
	struct algo_json_doc *b = algo_json_parse(after, na, NULL, NULL);
	int rc = 0;

	*at = '\0';
	if (!b)
		rc = differs(&s, "");
	else if (a)
		rc = compare(&s, algo_json_root(a), algo_json_root(b), "");
	if (rc == 0 && a)
		put_back(algo_json_root(a), algo_json_root(b), after, na, out);
	else if (rc == 0)
		algo_buf_add(out, after, na);
	algo_json_free(a);
	algo_json_free(b);
	return rc;
}
