/* models.c - facts about models that drift: share/models.json, and over it
 * models.json in the configuration folder */
#include "wire.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define FILE_MAX_BYTES ((size_t)4 << 20)
#define MODELS_MAX 10000

struct row {
	struct algo_llm_model m;
	char *name, *think; /* owned */
};
struct algo_llm_models {
	struct row *v;
	size_t n, cap;
};

/* X: numbers of a model, as the file calls them. */
#define NUMBERS(X) \
	X(context) \
	X(output) X(price_in) X(price_out) X(price_cached) X(rpm) X(tpm) X(rpd)

static struct row *find(const struct algo_llm_models *m,
			const struct algo_llm_provider *p, const char *name)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->v[i].m.provider == p && strcmp(m->v[i].name, name) == 0)
			return &m->v[i];
	return NULL;
}

static struct row *add(struct algo_llm_models *m,
		       const struct algo_llm_provider *p, const char *name)
{
	void *v = m->v;
	struct row *r;

	algo_grow(&v, &m->cap, m->n + 1, sizeof(*m->v));
	m->v = v;
	r = &m->v[m->n];
	memset(r, 0, sizeof(*r));
	r->m.provider = p;
	r->m.name = r->name = algo_strdup(name);
	r->m.think = r->think = algo_strdup("");
#define X(member) r->m.member = NAN;
	NUMBERS(X)
#undef X
	r->m.rank = (int)m->n++;
	return r;
}

static int fail(const struct algo_json *v, const char *what,
		struct algo_err *err)
{
	algo_err_set(err, ALGO_E_USAGE, "bad_models", "%s", what);
	return algo_json_place(v, 0, err);
}

static int take_number(const struct algo_json *v, double *out,
		       struct algo_err *err)
{
	double d = algo_json_num(v);

	if (!v)
		return 0;
	if (!(d >= 0))
		return fail(v, "a limit or price is a number from 0", err);
	*out = d;
	return 0;
}

static int take_model(struct algo_llm_models *m, const struct algo_json *v,
		      struct algo_err *err)
{
	const struct algo_json *think = algo_json_get(v, "think");
	const char *name = algo_json_str(algo_json_get(v, "name"), NULL);
	size_t n;
	const char *p = algo_json_str(algo_json_get(v, "provider"), &n);
	const struct algo_llm_provider *provider = algo_llm_provider_find(p, n);
	struct row *r;

	if (!provider || !*name)
		return fail(v,
			    "a model has a provider that is known and a name",
			    err);
	r = find(m, provider, name);
	if (!r)
		r = add(m, provider, name);
	if (think) {
		algo_free(r->think);
		r->m.think = r->think = algo_strdup(algo_json_str(think, NULL));
	}
#define X(member)                                                      \
	if (take_number(algo_json_get(v, #member), &r->m.member, err)) \
		return -1;
	NUMBERS(X)
#undef X
	return 0;
}

static int take_all(struct algo_llm_models *m, const struct algo_json *root,
		    struct algo_err *err)
{
	const struct algo_json *all = algo_json_get(root, "models");

	if (algo_json_type(all) != ALGO_J_ARR ||
	    algo_json_count(all) > MODELS_MAX)
		return fail(root, "there is no list \"models\"", err);
	for (size_t i = 0; i < algo_json_count(all); i++)
		if (take_model(m, algo_json_at(all, i), err))
			return -1;
	return 0;
}

static int read_text(const char *path, struct algo_buf *text,
		     struct algo_err *err)
{
	struct algo_in in;
	int rc;

	if (algo_in_open(&in, path, err))
		return -1;
	rc = algo_in_all(&in, FILE_MAX_BYTES, text, err);
	algo_in_close(&in);
	return rc;
}

/* A file that is not there says nothing. */
static void take_file(struct algo_llm_models *m, const char *path,
		      struct algo_errs *errs)
{
	struct algo_buf text = ALGO_BUF_INIT(FILE_MAX_BYTES + 1);
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = NULL;

	if (!path || (access(path, F_OK) && errno == ENOENT))
		return;
	if (read_text(path, &text, &err) == 0)
		doc = algo_json_parse(algo_buf_str(&text), text.len, path,
				      &err);
	if (doc)
		take_all(m, algo_json_root(doc), &err);
	if (err.set) {
		algo_err_file(&err, path);
		algo_err_origin(&err, ALGO_O_USAGE);
		algo_errs_take(errs, &err);
	}
	algo_json_free(doc);
	algo_buf_release(&text);
}

struct algo_llm_models *algo_llm_models_load(struct algo_errs *errs)
{
	struct algo_llm_models *m = algo_zalloc(1, sizeof(*m));
	char *shipped = algo_share_path("models.json");
	char *own = algo_dir_path(ALGO_DIR_CONFIG, "models.json", NULL);
	size_t before = algo_errs_count(errs);

	take_file(m, shipped, errs);
	take_file(m, own, errs);
	algo_free(shipped);
	algo_free(own);
	if (algo_errs_count(errs) == before)
		return m;
	algo_llm_models_free(m);
	return NULL;
}

size_t algo_llm_models_count(const struct algo_llm_models *m)
{
	return m->n;
}

const struct algo_llm_model *algo_llm_models_at(const struct algo_llm_models *m,
						size_t i)
{
	return &m->v[i].m;
}

const struct algo_llm_model *
algo_llm_models_find(const struct algo_llm_models *m,
		     const struct algo_llm_provider *p, const char *name)
{
	const struct row *r = find(m, p, name);

	return r ? &r->m : NULL;
}

void algo_llm_models_free(struct algo_llm_models *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->n; i++) {
		algo_free(m->v[i].name);
		algo_free(m->v[i].think);
	}
	algo_free(m->v);
	algo_free(m);
}
