/* csv_head.c - the header line: what it is written in, its names and roles */
#include "csv.h"

#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

/* The names of a role, the best first. */
static const struct {
	enum algo_role role;
	const char *word;
} words[] = {
	{ ALGO_ROLE_TIME, "time" },	 { ALGO_ROLE_TIME, "datetime" },
	{ ALGO_ROLE_TIME, "timestamp" }, { ALGO_ROLE_TIME, "date" },
	{ ALGO_ROLE_OPEN, "open" },	 { ALGO_ROLE_OPEN, "o" },
	{ ALGO_ROLE_HIGH, "high" },	 { ALGO_ROLE_HIGH, "h" },
	{ ALGO_ROLE_LOW, "low" },	 { ALGO_ROLE_LOW, "l" },
	{ ALGO_ROLE_CLOSE, "close" },	 { ALGO_ROLE_CLOSE, "c" },
	{ ALGO_ROLE_VOLUME, "volume" },	 { ALGO_ROLE_VOLUME, "v" },
	{ ALGO_ROLE_SYMBOL, "symbol" },	 { ALGO_ROLE_SYMBOL, "ticker" },
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int same(const char *name, const char *s, size_t n, int any_case)
{
	if (strlen(name) != n)
		return 0;
	if (!any_case)
		return !memcmp(name, s, n);
	for (size_t i = 0; i < n; i++)
		if (lower(name[i]) != lower(s[i]))
			return 0;
	return 1;
}

/* The column of that name, as written or else in any case; -1. */
static int by_name(const struct algo_csv *c, const char *s, size_t n)
{
	for (int any_case = 0; any_case < 2; any_case++)
		for (size_t i = 0; i < c->ncol; i++)
			if (same(c->name[i], s, n, any_case))
				return (int)i;
	return -1;
}

static void find_roles(struct algo_csv *c)
{
	for (size_t i = 0; i < ALGO_ROLE_COUNT; i++)
		c->role[i] = -1;
	for (size_t i = 0; i < COUNT(words); i++)
		if (c->role[words[i].role] < 0)
			c->role[words[i].role] = by_name(c, words[i].word,
							 strlen(words[i].word));
}

int algo_csv_find(const struct algo_csv *c, const char *name, size_t n)
{
	int column = by_name(c, name, n);

	for (size_t i = 0; column < 0 && i < COUNT(words); i++)
		if (same(words[i].word, name, n, 1))
			column = c->role[words[i].role];
	return column;
}

static int fail_start(struct algo_csv *c, const char *code, const char *what,
		      const char *hint)
{
	c->line = c->line ? c->line : 1;
	algo_csv_fail(c, 0, 0, code, "%s", what);
	c->err.at.col = 0;
	/* What is no text would say nothing. */
	c->err.context[0] = '\0';
	if (hint)
		algo_err_hint(&c->err, "%s", hint);
	return -1;
}

static int fail_empty(struct algo_csv *c)
{
	fail_start(c, "empty", "the input is empty: not even a header line",
		   NULL);
	c->err.cls = ALGO_E_FILE;
	return -1;
}

/* The byte order marks: UTF-8's is skipped, others are refused. */
static int check_mark(struct algo_csv *c)
{
	const unsigned char *s;
	size_t n;

	for (;;) {
		s = (const unsigned char *)c->in->data + c->in->pos;
		n = c->in->len - c->in->pos;
		if (c->eof || n >= 3 || (n > 0 && s[0] < 0xef))
			break;
		if (algo_csv_more(c))
			return -1;
	}
	if (n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		c->in->pos += 3;
	else if (n >= 2 &&
		 (!memcmp(s, "\xff\xfe", 2) || !memcmp(s, "\xfe\xff", 2)))
		return fail_start(c, "bad_encoding", "the text is UTF-16",
				  "iconv -f UTF-16 -t UTF-8");
	return 0;
}

/* Whether s[0..n) looks like two bytes a letter. */
static int is_utf16(const char *s, size_t n)
{
	return n >= 4 && ((s[0] && !s[1] && s[2] && !s[3]) ||
			  (!s[0] && s[1] && !s[2] && s[3]));
}

static int starts(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word);

	return n >= len && same(word, s, len, 1);
}

static int is_blank(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

/* Refuses what is no table by s[0..n), the first line. */
static int check_kind(struct algo_csv *c, const char *s, size_t n)
{
	while (n && is_blank(*s)) {
		s++;
		n--;
	}
	if (n >= 2 && !memcmp(s, "\x1f\x8b", 2))
		return fail_start(c, "not_csv", "these are gzip data, not CSV",
				  "gzip -dc");
	if (memchr(s, '\0', n)) {
		if (is_utf16(s, n))
			return fail_start(c, "bad_encoding",
					  "the text is UTF-16",
					  "iconv -f UTF-16 -t UTF-8");
		return fail_start(c, "not_csv",
				  "these are binary data, not CSV", NULL);
	}
	if (starts(s, n, "<!") || starts(s, n, "<?") || starts(s, n, "<html"))
		return fail_start(c, "not_csv", "this is HTML or XML, not CSV",
				  NULL);
	if (starts(s, n, "{") || starts(s, n, "["))
		return fail_start(c, "not_csv", "this is JSON, not CSV", NULL);
	return 0;
}

/* The end of the line at s, a CR or LF; 0 when it goes on. */
static size_t line_length(const char *s, size_t n)
{
	const char *lf = memchr(s, '\n', n);
	size_t max = lf ? (size_t)(lf - s) : n;
	/* The last byte may be half of a CRLF. */
	const char *cr = max ? memchr(s, '\r', max - !lf) : NULL;

	if (cr)
		return (size_t)(cr - s) + 1;
	return lf ? max + 1 : 0;
}

/* Skips blank lines; returns how many bytes of the first other one are there,
 * all of it when *whole. */
static size_t first_line(struct algo_csv *c, int *whole)
{
	const char *s = c->in->data + c->in->pos;
	size_t n = c->in->len - c->in->pos;
	size_t i = 0;
	size_t end;

	while (i < n && is_blank(s[i])) {
		i++;
		if (s[i - 1] == '\r' ? i == n || s[i] == '\n'
				     : s[i - 1] != '\n')
			continue;
		c->in->pos += i;
		c->line++;
		s += i;
		n -= i;
		i = 0;
	}
	*whole = 0;
	if (i == n)
		return 0;
	end = line_length(s, n);
	*whole = end != 0;
	return end ? end : n;
}

/* Reads until the first line that is not blank is there; its length. */
static int wait_line(struct algo_csv *c, size_t *n)
{
	int whole;

	for (;;) {
		*n = first_line(c, &whole);
		if (*n && check_kind(c, c->in->data + c->in->pos, *n))
			return -1;
		if (whole)
			return 0;
		if (c->in->len - c->in->pos > ALGO_CSV_LINE) {
			algo_csv_fail(c, 0, 0, "line_too_long",
				      "line is longer than %d bytes",
				      ALGO_CSV_LINE);
			return -1;
		}
		if (c->eof)
			break;
		if (algo_csv_more(c))
			return -1;
	}
	if (*n)
		return 0;
	return fail_empty(c);
}

/* The one of , ; tab | that comes most often outside quotes. */
static char find_delim(const char *s, size_t n)
{
	static const char set[] = { ',', ';', '\t', '|' };
	size_t count[COUNT(set)] = { 0 };
	size_t best = 0;
	int quoted = 0;

	for (size_t i = 0; i < n && s[i] != '\r'; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < COUNT(set) && !quoted; k++)
			count[k] += s[i] == set[k];
	}
	for (size_t k = 1; k < COUNT(set); k++)
		if (count[k] > count[best])
			best = k;
	return set[best];
}

static int is_value(const char *s)
{
	struct algo_daycache cache = { .has_in = 0 };
	enum algo_stamp kind;
	size_t n = strlen(s);
	int64_t us;
	double v;

	return !algo_num_parse(s, n, &v) ||
	       algo_when_read(s, s + n, &us, &kind, &cache) == s + n;
}

/* A first line of numbers and times is a row. */
static int check_names(struct algo_csv *c)
{
	size_t named = 0, values = 0;

	for (size_t i = 0; i < c->ncol; i++) {
		named += c->name[i][0] != '\0';
		values += c->name[i][0] && is_value(c->name[i]);
	}
	if (values < named)
		return 0;
	algo_csv_fail(c, 0, c->rec.text, "no_header",
		      "no header line: the first line holds no names");
	return algo_csv_hint(c, 1, &c->err,
			     "put one before it, as "
			     "time,open,high,low,close,volume");
}

/* Names come once, except empty ones: a delimiter at the end of every line
 * makes such a column. */
static int check_twice(struct algo_csv *c)
{
	size_t off, len;

	for (size_t i = 0; i < c->ncol; i++)
		for (size_t k = 0; k < i && c->name[i][0]; k++) {
			if (strcmp(c->name[i], c->name[k]) != 0)
				continue;
			algo_csv_field_at(c, i, &off, &len);
			algo_csv_fail(c, off, len, "dup_column",
				      "column '%.60s' comes twice", c->name[i]);
			return algo_csv_hint(c, 1, &c->err, NULL);
		}
	return 0;
}

static int read_names(struct algo_csv *c)
{
	const char *s;
	size_t n;

	c->ncol = algo_csv_slow_count(c->slow);
	if (c->ncol > ALGO_CSV_COLUMNS) {
		c->ncol = 0;
		algo_csv_fail(c, 0, 0, "too_many_columns",
			      "more than %d columns", ALGO_CSV_COLUMNS);
		return -1;
	}
	c->name = algo_zalloc(c->ncol, sizeof(*c->name));
	for (size_t i = 0; i < c->ncol; i++) {
		s = algo_csv_slow_field(c->slow, i, &n);
		c->name[i] = algo_strndup(s, n);
	}
	return check_names(c) || check_twice(c) ? -1 : 0;
}

int algo_csv_head(struct algo_csv *c)
{
	enum csv_step step;
	size_t n;

	c->line = 1;
	if (check_mark(c) || wait_line(c, &n))
		return -1;
	c->delim = find_delim(c->in->data + c->in->pos, n);
	c->slow = algo_csv_slow_new(c->delim, ALGO_CSV_COLUMNS);
	while ((step = algo_csv_record(c)) != CSV_ROW) {
		if (step == CSV_FAIL)
			return -1;
		if (step == CSV_MORE && algo_csv_more(c))
			return -1;
		if (step == CSV_SKIP)
			algo_csv_record_end(c);
		if (step == CSV_END)
			return fail_start(c, "no_header", "no header line",
					  NULL);
	}
	if (read_names(c))
		return -1;
	c->header_line = c->line;
	c->header_len = c->rec.text;
	c->header = algo_strndup(c->in->data + c->in->pos, c->header_len);
	algo_csv_record_end(c);
	find_roles(c);
	return 0;
}
