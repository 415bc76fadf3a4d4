/* extract.c - the document in a chatty answer */
#include <algo/llm.h>

#include <string.h>

/* A line of three backquotes or tildes, at most three blanks before it. */
static const char *fence(const char *p, const char *end, const char **after)
{
	const char *s = p;

	while (s < end && s - p < 3 && *s == ' ')
		s++;
	if (end - s < 3 || (memcmp(s, "```", 3) && memcmp(s, "~~~", 3)))
		return NULL;
	*after = memchr(s, '\n', (size_t)(end - s));
	*after = *after ? *after + 1 : end;
	return s;
}

static const char *next_line(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', (size_t)(end - p));

	return nl ? nl + 1 : end;
}

static int first_fence(const char *s, size_t n, size_t *start, size_t *len)
{
	const char *end = s + n, *open = NULL, *after;

	for (const char *p = s; p < end; p = next_line(p, end)) {
		if (!fence(p, end, &after))
			continue;
		if (open) {
			*start = (size_t)(open - s);
			*len = (size_t)(p - open);
			return 0;
		}
		open = after;
	}
	/* A fence that was never closed holds the rest. */
	if (open && open < end) {
		*start = (size_t)(open - s);
		*len = (size_t)(end - open);
		return 0;
	}
	return -1;
}

/* From the first brace to the one that closes it. */
static int balanced(const char *s, size_t n, size_t *start, size_t *len)
{
	const char *open = memchr(s, '{', n);
	size_t depth = 0;
	int quoted = 0;

	if (!open)
		return -1;
	for (size_t i = (size_t)(open - s); i < n; i++) {
		if (quoted) {
			if (s[i] == '\\')
				i++;
			else if (s[i] == '"')
				quoted = 0;
			continue;
		}
		quoted = s[i] == '"';
		depth += s[i] == '{';
		if (s[i] == '}' && --depth == 0) {
			*start = (size_t)(open - s);
			*len = i + 1 - *start;
			return 0;
		}
	}
	return -1;
}

static int is_object(const char *s, size_t n)
{
	struct algo_err err = ALGO_ERR_INIT;
	struct algo_json_doc *doc = algo_json_parse(s, n, NULL, &err);
	int yes = doc && algo_json_type(algo_json_root(doc)) == ALGO_J_OBJ;

	algo_json_free(doc);
	return yes;
}

int algo_llm_extract(const char *s, size_t n, size_t *start, size_t *len)
{
	if (first_fence(s, n, start, len) == 0)
		return 0;
	*start = 0;
	*len = n;
	if (is_object(s, n))
		return 0;
	return balanced(s, n, start, len);
}
