/* result.c - one result line taken apart */
#include "result.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define FORMAT 1 /* the "algo" member of results */

enum take {
	TAKE_TEXT,    /* a string */
	TAKE_NUM,     /* a number */
	TAKE_SUCCESS, /* a boolean */
	TAKE_OBJECT,  /* an object: checked only */
	TAKE_RAW,     /* an object: its text */
	TAKE_LABEL,   /* a string or a number, as text */
	TAKE_TIME,    /* a stamp */
	TAKE_KIND,    /* "result" or "fix" */
	TAKE_FORMAT,  /* 1 */
	TAKE_ERROR,   /* an object, or the message */
};

struct want {
	struct algo_slice outer; /* p NULL: of the document */
	struct algo_slice key;
	enum take take;
	size_t offset; /* in struct algo_result */
};

/* A literal with its length: the table is searched for each member. */
#define S(text)                        \
	{                              \
		text, sizeof(text) - 1 \
	}
#define AT(member) offsetof(struct algo_result, member)
/* clang-format off */
static const struct want wants[] = {
	{ { NULL, 0 }, S("algo"), TAKE_FORMAT, 0 },
	{ { NULL, 0 }, S("kind"), TAKE_KIND, 0 },
	{ { NULL, 0 }, S("success"), TAKE_SUCCESS, 0 },
	{ { NULL, 0 }, S("strategy"), TAKE_OBJECT, 0 },
	{ { NULL, 0 }, S("data"), TAKE_OBJECT, 0 },
	{ { NULL, 0 }, S("metrics"), TAKE_OBJECT, 0 },
	{ { NULL, 0 }, S("error"), TAKE_ERROR, AT(error_message) },
	{ { NULL, 0 }, S("run"), TAKE_OBJECT, 0 },
	{ S("strategy"), S("name"), TAKE_TEXT, AT(name) },
	{ S("strategy"), S("version"), TAKE_LABEL, AT(version) },
	{ S("strategy"), S("sha256"), TAKE_TEXT, AT(sha256) },
	{ S("strategy"), S("params"), TAKE_RAW, AT(params) },
	{ S("data"), S("symbol"), TAKE_TEXT, AT(symbol) },
	{ S("data"), S("interval"), TAKE_TEXT, AT(interval) },
	{ S("data"), S("bars"), TAKE_NUM, AT(bars) },
#define X(name)                                                               \
	{ S("metrics"), S(#name), TAKE_NUM, AT(metric[ALGO_RM_##name]) },
	ALGO_RUN_METRICS(X)
#undef X
	{ S("error"), S("class"), TAKE_TEXT, AT(error_class) },
	{ S("error"), S("message"), TAKE_TEXT, AT(error_message) },
	{ S("run"), S("id"), TAKE_LABEL, AT(id) },
	{ S("run"), S("timestamp"), TAKE_TIME, AT(time) },
	{ S("run"), S("execution_time"), TAKE_NUM, AT(execution_time) },
};
/* clang-format on */

struct taking {
	struct algo_result *r;
	struct algo_err *err;
};

static int same(const struct algo_slice *s, const char *text)
{
	size_t n = strlen(text);

	return s->n == n && memcmp(s->p, text, n) == 0;
}

/* "'metrics/sharpe_ratio' is not a number", and where in the line. */
static int refuse(const struct taking *t, const struct algo_member *m,
		  const char *should)
{
	const char *line = t->r->line.p;
	int outer = m->outer.n < 60 ? (int)m->outer.n : 60;
	int key = m->key.n < 60 ? (int)m->key.n : 60;
	ptrdiff_t at = m->value.p - line;

	algo_err_set(t->err, ALGO_E_DATA, "not_a_result",
		     "not a result: '%.*s%s%.*s' is not %s", outer,
		     m->outer.p ? m->outer.p : "", m->outer.p ? "/" : "", key,
		     m->key.p, should);
	/* A slice of a parsed document lies elsewhere. */
	if (at >= 0 && (size_t)at < t->r->line.n)
		algo_err_pos(t->err, 1, (unsigned long)at + 1, m->value.n);
	return -1;
}

/* The text of a string, escapes undone, into *out.  The slice passed a
 * reader, so that it is valid. */
static void unquote(struct algo_result *r, const struct algo_slice *v,
		    struct algo_slice *out)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc;
	const char *s;

	out->p = v->p + 1;
	out->n = v->n - 2;
	if (!memchr(out->p, '\\', out->n))
		return;
	doc = algo_json_parse(v->p, v->n, NULL, &err);
	if (!doc)
		return;
	s = algo_json_str(algo_json_root(doc), &out->n);
	out->p = algo_arena_str(&r->arena, s, out->n);
	algo_json_free(doc);
}

static int take_text(struct taking *t, const struct algo_member *m,
		     struct algo_slice *out)
{
	struct algo_slice text;

	if (m->value.p[0] != '"')
		return refuse(t, m, "a string");
	unquote(t->r, &m->value, &text);
	if (memchr(text.p, '\0', text.n))
		return refuse(t, m, "a string without NUL bytes");
	if (text.n > 0)
		*out = text;
	return 0;
}

static int is_number(const struct algo_slice *v)
{
	return v->p[0] == '-' || (v->p[0] >= '0' && v->p[0] <= '9');
}

static int take_num(struct taking *t, const struct algo_member *m, double *out)
{
	if (!is_number(&m->value) ||
	    algo_num_parse(m->value.p, m->value.n, out))
		return refuse(t, m, "a number");
	return 0;
}

static int take_label(struct taking *t, const struct algo_member *m,
		      struct algo_slice *out)
{
	if (is_number(&m->value))
		*out = m->value;
	else if (m->value.p[0] != '"')
		return refuse(t, m, "a string or a number");
	else if (take_text(t, m, out))
		return -1;
	if (out->n > ALGO_RESULT_ID_MAX)
		return refuse(t, m, "at most 128 bytes long");
	return 0;
}

static int take_time(struct taking *t, const struct algo_member *m,
		     int64_t *out)
{
	struct algo_slice text = { NULL, 0 };
	enum algo_stamp kind;
	const char *end;

	if (take_label(t, m, &text))
		return -1;
	if (!text.p)
		return 0;
	end = algo_when_read(text.p, text.p + text.n, out, &kind, NULL);
	if (!end || end != text.p + text.n || kind == ALGO_STAMP_INDEX ||
	    kind == ALGO_STAMP_NONE)
		return refuse(t, m, "a time");
	return 0;
}

static int take_error(struct taking *t, const struct algo_member *m,
		      struct algo_slice *out)
{
	t->r->failed = 1;
	if (m->value.p[0] == '{')
		return 0;
	if (m->value.p[0] != '"')
		return refuse(t, m, "an object");
	return take_text(t, m, out);
}

static int take_success(struct taking *t, const struct algo_member *m)
{
	if (!same(&m->value, "true") && !same(&m->value, "false"))
		return refuse(t, m, "true or false");
	t->r->success = m->value.p[0] == 't';
	return 0;
}

static int take_format(struct taking *t, const struct algo_member *m)
{
	double v = NAN;

	if (take_num(t, m, &v))
		return -1;
	return v == FORMAT ? 0 : refuse(t, m, "1, the format known here");
}

static int take_kind(struct taking *t, const struct algo_member *m)
{
	t->r->is_fix = same(&m->value, "\"fix\"");
	if (!t->r->is_fix && !same(&m->value, "\"result\""))
		return refuse(t, m, "\"result\"");
	t->r->is_result = !t->r->is_fix;
	return 0;
}

static int take_object(struct taking *t, const struct algo_member *m,
		       struct algo_slice *raw)
{
	if (m->value.p[0] != '{')
		return refuse(t, m, "an object");
	if (raw)
		*raw = m->value;
	return 0;
}

static int take(struct taking *t, const struct want *w,
		const struct algo_member *m)
{
	char *at = (char *)t->r + w->offset;

	switch (w->take) {
	case TAKE_NUM:
		return take_num(t, m, (void *)at);
	case TAKE_SUCCESS:
		return take_success(t, m);
	case TAKE_OBJECT:
		return take_object(t, m, NULL);
	case TAKE_RAW:
		return take_object(t, m, (void *)at);
	case TAKE_LABEL:
		return take_label(t, m, (void *)at);
	case TAKE_TIME:
		return take_time(t, m, (void *)at);
	case TAKE_KIND:
		return take_kind(t, m);
	case TAKE_FORMAT:
		return take_format(t, m);
	case TAKE_ERROR:
		return take_error(t, m, (void *)at);
	case TAKE_TEXT:
	default:
		return take_text(t, m, (void *)at);
	}
}

static int equal(const struct algo_slice *a, const struct algo_slice *b)
{
	return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

/* Null is as if it were missing. */
static int on_member(void *ctx, const struct algo_member *m)
{
	struct taking *t = ctx;

	for (size_t i = 0; i < sizeof(wants) / sizeof(*wants); i++) {
		const struct want *w = &wants[i];

		if (!equal(&m->key, &w->key) || !equal(&m->outer, &w->outer) ||
		    !m->outer.p != !w->outer.p)
			continue;
		if (same(&m->value, "null") && w->take != TAKE_KIND)
			return 0;
		return take(t, w, m);
	}
	return 0;
}

static void begin(struct algo_result *r, const char *line, size_t n)
{
	algo_arena_release(&r->arena);
	memset(r, 0, sizeof(*r));
	r->line.p = line;
	r->line.n = n;
	r->bars = NAN;
	r->execution_time = NAN;
	for (size_t i = 0; i < ALGO_RM_COUNT; i++)
		r->metric[i] = NAN;
	r->time = ALGO_WHEN_NONE;
	r->success = -1;
}

/* What another reader found wrong is a fault of the data here. */
static int bad_json(const struct algo_err *why, struct algo_err *err)
{
	algo_err_set(err, ALGO_E_DATA, "bad_json", "not JSON: %s", why->msg);
	if (why->hint[0])
		algo_err_hint(err, "%s", why->hint);
	return algo_err_pos(err, 1, why->at.col, why->at.len);
}

static struct algo_slice own(struct algo_result *r, const char *p, size_t n)
{
	struct algo_slice s = { algo_arena_str(&r->arena, p, n), n };

	return s;
}

/* Values are copied: they outlive the document. */
static int tell(struct taking *t, const struct algo_json *outer,
		const struct algo_json *v)
{
	const char *key = algo_json_key(v), *name, *text;
	struct algo_member m = { .key = { key, strlen(key) } };
	size_t n;

	name = outer ? algo_json_key(outer) : NULL;
	if (name) {
		m.outer.p = name;
		m.outer.n = strlen(name);
	}
	text = algo_json_text(v, &n);
	m.value = own(t->r, text, n);
	if (on_member(t, &m) == 0)
		return 0;
	algo_json_place(v, 0, t->err);
	t->err->at.pointer[0] = '\0';
	return -1;
}

static int walk(struct taking *t, const struct algo_json *outer,
		const struct algo_json *v)
{
	for (size_t i = 0; i < algo_json_count(v); i++) {
		const struct algo_json *kid = algo_json_at(v, i);

		if (!outer && algo_json_type(kid) == ALGO_J_OBJ &&
		    walk(t, kid, kid))
			return -1;
		if (tell(t, outer, kid))
			return -1;
	}
	return 0;
}

/* The whole reader, for lines that are not plain. */
static int parse_whole(struct taking *t, const char *line, size_t n)
{
	struct algo_err why = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(line, n, NULL, &why);
	int rc;

	if (!doc)
		return bad_json(&why, t->err);
	if (algo_json_type(algo_json_root(doc)) == ALGO_J_OBJ)
		rc = walk(t, NULL, algo_json_root(doc));
	else
		rc = algo_err_set(t->err, ALGO_E_DATA, "not_a_result",
				  "not a result: it is no object");
	algo_json_free(doc);
	return rc;
}

int algo_result_parse(struct algo_result *r, const char *line, size_t n,
		      struct algo_err *err)
{
	struct taking t = { r, err };
	struct algo_skim how = { on_member, &t };
	enum algo_skimmed rc;

	begin(r, line, n);
	rc = algo_skim(&how, line, n);
	if (rc == ALGO_SKIM_STOPPED)
		return -1;
	if (rc == ALGO_SKIM_UNSURE) {
		begin(r, line, n);
		if (parse_whole(&t, line, n))
			return -1;
	}
	if (!r->is_result && !r->is_fix)
		return algo_err_set(err, ALGO_E_DATA, "not_a_result",
				    "not a result: it has no 'kind'");
	if (r->success < 0)
		r->success = !r->failed;
	return 0;
}

void algo_result_release(struct algo_result *r)
{
	algo_arena_release(&r->arena);
}
