/* prompt_told.c - a document and its faults as a model is told them */
#include "prompt.h"

#include <string.h>

#define FAULTS_MAX 10

/* Bytes of the character at s, 0 when it is none; *c gets its number. */
static size_t character(const unsigned char *s, size_t n, unsigned *c)
{
	size_t len = s[0] < 0x80    ? 1
		     : s[0] < 0xc2  ? 0
		     : s[0] < 0xe0  ? 2
		     : s[0] < 0xf0  ? 3
		     : s[0] <= 0xf4 ? 4
				    : 0;

	if (len == 0 || len > n)
		return 0;
	*c = len == 1 ? s[0] : s[0] & (0x7fU >> len);
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s[i] & 0x3fU);
	}
	return len;
}

static int is_hidden(unsigned c)
{
	return (c < 0x20 && c != '\n' && c != '\t') ||
	       (c >= 0x7f && c < 0xa0) || (c >= 0x200b && c <= 0x200f) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
}

void algo_prompt_clean(const char *text, size_t n, size_t max,
		       struct algo_buf *out)
{
	const unsigned char *s = (const unsigned char *)text;
	size_t from = out->len;

	for (size_t i = 0, len; i < n; i += len ? len : 1) {
		unsigned c = 0;

		len = character(s + i, n - i, &c);
		if (len == 0 || is_hidden(c))
			continue;
		if (out->len - from + len > max)
			break;
		algo_buf_add(out, text + i, len);
	}
}

/* --- The document -------------------------------------------------------- */

static void add_lines(const char *s, size_t n, struct algo_buf *out)
{
	const char *end = s + n;
	unsigned long line = 1;

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));
		size_t len = (size_t)((nl ? nl : end) - s);

		algo_buf_addf(out, "%4lu| ", line++);
		algo_buf_add(out, s, len);
		algo_buf_addc(out, '\n');
		s += len + (nl != NULL);
	}
}

static void number(const struct algo_json *v, int depth, struct algo_buf *out)
{
	int nests = algo_json_type(v) == ALGO_J_OBJ ||
		    algo_json_type(v) == ALGO_J_ARR;
	const char *s;
	size_t n;

	if (depth > 8 || out->len > PROMPT_TEXT_MAX)
		return;
	for (size_t i = 0; nests && i < algo_json_count(v); i++)
		number(algo_json_at(v, i), depth + 1, out);
	if (nests && algo_json_count(v))
		return;
	s = algo_json_type(v) == ALGO_J_STR ? algo_json_str(v, &n)
					    : algo_json_text(v, &n);
	algo_json_pointer(v, out);
	algo_buf_addc(out, '\n');
	add_lines(s, n, out);
}

void algo_prompt_number(const char *doc, size_t n, struct algo_buf *out)
{
	struct algo_json_doc *json = algo_json_parse(doc, n, NULL, NULL);

	if (json)
		number(algo_json_root(json), 0, out);
	else
		add_lines(doc, n < PROMPT_TEXT_MAX ? n : PROMPT_TEXT_MAX, out);
	algo_json_free(json);
}

/* --- Its faults ---------------------------------------------------------- */

static void add_place(const struct algo_place *at, struct algo_buf *out)
{
	algo_buf_adds(out, at->pointer[0] ? at->pointer : "document");
	if (at->line)
		algo_buf_addf(out, ":%lu:%lu", at->line, at->col);
}

static void add_fault(const struct algo_err *e, struct algo_buf *out)
{
	add_place(&e->at, out);
	algo_buf_addf(out, ": %s: %s %s: ", algo_severity_name(e->severity),
		      algo_class_name(e->cls), e->code);
	algo_prompt_clean(e->msg, strlen(e->msg), sizeof(e->msg), out);
	if (e->hint[0]) {
		algo_buf_adds(out, "; ");
		algo_prompt_clean(e->hint, strlen(e->hint), sizeof(e->hint),
				  out);
	}
	algo_buf_addc(out, '\n');
}

static void add_severity(const struct algo_errs *errs, enum algo_severity s,
			 size_t *left, struct algo_buf *out)
{
	for (size_t i = 0; i < errs->n && *left; i++) {
		const struct algo_err *e = &errs->v[i];

		if (e->severity != s || e->cls == ALGO_E_INTERNAL)
			continue;
		add_fault(e, out);
		--*left;
	}
}

void algo_prompt_faults(const struct algo_errs *errs, struct algo_buf *out)
{
	size_t left = FAULTS_MAX;

	add_severity(errs, ALGO_SEV_ERROR, &left, out);
	add_severity(errs, ALGO_SEV_WARNING, &left, out);
}
