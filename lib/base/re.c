/* re.c - regular expressions: PCRE2 with bounded work */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "json_node.h"

#include <algo/base/mem.h>
#include <algo/base/re.h>
#include <pcre2.h>
#include <string.h>

/* Steps and backtracking memory (KiB) of one match: far more than a sentence
 * needs, far less than a second. */
#define MATCH_STEPS 1000000
#define MATCH_HEAP 16384

struct algo_re {
	pcre2_code *code;
	pcre2_match_data *data; /* scratch of one match */
	pcre2_match_context *limits;
};

/* PCRE2's own requests end as all others do when there is no memory. */
static void *take(size_t size, void *ctx)
{
	(void)ctx;
	return algo_alloc(size ? size : 1);
}

static void give(void *p, void *ctx)
{
	(void)ctx;
	algo_free(p);
}

static uint32_t options(int flags)
{
	uint32_t o = PCRE2_UTF | PCRE2_NO_UTF_CHECK;

	if (flags & ALGO_RE_CASELESS)
		o |= PCRE2_CASELESS;
	if (flags & ALGO_RE_EXTENDED)
		o |= PCRE2_EXTENDED;
	if (flags & ALGO_RE_MULTILINE)
		o |= PCRE2_MULTILINE;
	if (flags & ALGO_RE_DOTALL)
		o |= PCRE2_DOTALL;
	return o;
}

static void refuse(const char *pattern, int code, size_t at,
		   struct algo_err *err)
{
	PCRE2_UCHAR why[128];

	pcre2_get_error_message(code, why, sizeof(why));
	algo_err_set(err, ALGO_E_VALUE, "bad_pattern", "bad pattern: %s",
		     (const char *)why);
	algo_err_pos(err, 1, at + 1, 0);
	algo_err_context(err, pattern, strlen(pattern));
}

struct algo_re *algo_re_new(const char *pattern, int flags,
			    struct algo_err *err)
{
	pcre2_general_context *own =
		pcre2_general_context_create(take, give, NULL);
	pcre2_compile_context *how = pcre2_compile_context_create(own);
	struct algo_re *re = NULL;
	PCRE2_SIZE at = 0;
	pcre2_code *code;
	int bad = 0;

	code = pcre2_compile((PCRE2_SPTR)pattern, strlen(pattern),
			     options(flags), &bad, &at, how);
	if (code) {
		re = algo_zalloc(1, sizeof(*re));
		re->code = code;
		re->data = pcre2_match_data_create(ALGO_RE_GROUPS, own);
		re->limits = pcre2_match_context_create(own);
		pcre2_set_match_limit(re->limits, MATCH_STEPS);
		pcre2_set_heap_limit(re->limits, MATCH_HEAP);
	} else {
		refuse(pattern, bad, at, err);
	}
	pcre2_compile_context_free(how);
	pcre2_general_context_free(own);
	return re;
}

void algo_re_free(struct algo_re *re)
{
	if (!re)
		return;
	pcre2_match_data_free(re->data);
	pcre2_match_context_free(re->limits);
	pcre2_code_free(re->code);
	algo_free(re);
}

static int match(const struct algo_re *re, const char *text, size_t n,
		 size_t from, uint32_t how, struct algo_re_match *m)
{
	const PCRE2_SIZE *v;
	int rc;

	m->n = 0;
	if (from > n)
		return 0;
	rc = pcre2_match(re->code, (PCRE2_SPTR)text, n, from,
			 how | PCRE2_NO_UTF_CHECK, re->data, re->limits);
	if (rc < 0)
		return 0;
	v = pcre2_get_ovector_pointer(re->data);
	m->n = rc == 0 ? ALGO_RE_GROUPS : (size_t)rc;
	for (size_t i = 0; i < m->n; i++) {
		m->group[i].start = v[2 * i];
		m->group[i].len =
			v[2 * i] == PCRE2_UNSET ? 0 : v[2 * i + 1] - v[2 * i];
	}
	for (size_t i = m->n; i < ALGO_RE_GROUPS; i++)
		m->group[i] = (struct algo_re_span){ SIZE_MAX, 0 };
	return 1;
}

int algo_re_find(const struct algo_re *re, const char *text, size_t n,
		 size_t from, struct algo_re_match *m)
{
	return match(re, text, n, from, 0, m);
}

int algo_re_at(const struct algo_re *re, const char *text, size_t n,
	       size_t from, struct algo_re_match *m)
{
	return match(re, text, n, from, PCRE2_ANCHORED, m);
}

int algo_re_group(const struct algo_re *re, const char *name)
{
	int i = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)name);

	return i > 0 && i < ALGO_RE_GROUPS ? i : -1;
}

/* The replacement of one match. */
static void fill_in(const char *text, const struct algo_re_match *m,
		    const char *with, struct algo_buf *out)
{
	for (; *with; with++) {
		size_t k;

		if (*with != '$' || !with[1]) {
			algo_buf_addc(out, *with);
			continue;
		}
		with++;
		k = (size_t)(*with - '0');
		if (*with < '0' || *with > '9')
			algo_buf_addc(out, *with);
		else if (k < m->n && m->group[k].len)
			algo_buf_add(out, text + m->group[k].start,
				     m->group[k].len);
	}
}

size_t algo_re_replace(const struct algo_re *re, const char *text, size_t n,
		       const char *with, struct algo_buf *out)
{
	struct algo_re_match m;
	size_t at = 0, from = 0, count = 0;

	while (from <= n && algo_re_find(re, text, n, from, &m)) {
		const struct algo_re_span *g = &m.group[0];

		algo_buf_add(out, text + at, g->start - at);
		fill_in(text, &m, with, out);
		at = g->start + g->len;
		count++;
		/* An empty match goes on after the character it stood at. */
		from = at;
		if (g->len == 0)
			from += at < n ? algo_json_utf8(text + at, n - at) : 1;
	}
	algo_buf_add(out, text + at, n - at);
	return count;
}

void algo_re_clean(const char *text, size_t n, struct algo_buf *out)
{
	for (size_t i = 0; i < n;) {
		size_t k = algo_json_utf8(text + i, n - i);

		if (k)
			algo_buf_add(out, text + i, k);
		else
			algo_buf_addc(out, '?');
		i += k ? k : 1;
	}
}
