/* json_refuse.c - what is wrong with a JSON text, where, and how to mend it */
#include "json_scan.h"

#include <stdio.h>
#include <string.h>

int algo_json_locate(const struct algo_json_doc *doc, size_t at, size_t len,
		     struct algo_err *err)
{
	const char *s = doc->text, *end = s + doc->n;
	const char *line = s + doc->start, *nl;
	unsigned long number = 1;

	for (const char *p = line; p < s + at; p++) {
		if (*p == '\n') {
			number++;
			line = p + 1;
		}
	}
	nl = memchr(line, '\n', (size_t)(end - line));
	algo_err_file(err, doc->file);
	algo_err_pos(err, number, (unsigned long)(s + at - line) + 1, len);
	return algo_err_context(err, line, (size_t)((nl ? nl : end) - line));
}

int algo_scan_refuse(struct scan *sc, const char *code, size_t at, size_t len,
		     const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	algo_err_vset(sc->err, ALGO_E_SYNTAX, code, fmt, ap);
	va_end(ap);
	if (at + len > sc->n)
		len = sc->n - at;
	return algo_json_locate(sc->doc, at, len, sc->err);
}

static int in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' ||
	       c == '_';
}

size_t algo_scan_word(const struct scan *sc)
{
	size_t pos = sc->pos;

	while (pos < sc->n && in_word(sc->s[pos]))
		pos++;
	return pos - sc->pos;
}

static int is_word(const struct scan *sc, size_t n, const char *word)
{
	return n == strlen(word) && memcmp(sc->s + sc->pos, word, n) == 0;
}

int algo_scan_empty(struct scan *sc)
{
	algo_err_set(sc->err, ALGO_E_FILE, "empty", "the document is empty");
	algo_err_file(sc->err, sc->doc->file);
	return algo_err_origin(sc->err, ALGO_O_DOCUMENT);
}

/* The text ends too early: at its last token, inside a string at its end. */
int algo_scan_end(struct scan *sc, const char *what)
{
	algo_scan_refuse(sc, "unterminated", sc->n, 0, "%s", what);
	return algo_err_hint(sc->err, "the end is missing");
}

int algo_scan_cut(struct scan *sc, size_t n)
{
	if (sc->depth == 0 || n == 0 || sc->pos + n < sc->n)
		return 0;
	return algo_scan_end(sc, "the text ends inside a value");
}

/* Behind a value: what is missing is known, the closing brackets. */
static int end_after_value(struct scan *sc)
{
	char closers[ALGO_JSON_DEPTH + 1];
	size_t n = sc->depth;

	for (size_t i = 0; i < n; i++)
		closers[i] = sc->closers[n - 1 - i];
	closers[n] = '\0';
	algo_scan_refuse(sc, "unterminated", sc->end, 0,
			 "the text ends before '%c'", closers[0]);
	algo_err_hint(sc->err, "add '%s' at the end", closers);
	return algo_err_fixit(sc->err, sc->end, 0, closers);
}

int algo_scan_control(struct scan *sc, int in_string)
{
	unsigned char c = (unsigned char)sc->s[sc->pos];
	size_t len = 1;

	if (!in_string)
		return algo_scan_refuse(sc, "control_character", sc->pos, 1,
					"control character 0x%02x", c);
	if (c == '\r' && sc->pos + 1 < sc->n && sc->s[sc->pos + 1] == '\n')
		len = 2;
	algo_scan_refuse(sc, "control_character", sc->pos, len,
			 "%s in a string",
			 c == '\n' || c == '\r' ? "a line break"
			 : c == '\t'		? "a tab"
						: "a control character");
	if (c == '\n' || c == '\r')
		algo_err_hint(sc->err, "join the lines, write the line break "
				       "as \\n, or close the string");
	else if (c == '\t')
		algo_err_hint(sc->err, "write it as \\t");
	else
		algo_err_hint(sc->err, "write it as \\u%04x", c);
	if (c == '\n' || c == '\r' || c == '\t')
		algo_err_fixit(sc->err, sc->pos, len, c == '\t' ? "\\t" : " ");
	return -1;
}

/* The text is in another encoding than UTF-8, as far as one can see. */
int algo_scan_bad_utf8(struct scan *sc)
{
	struct algo_buf pointer = ALGO_BUF_INIT(4096);

	algo_err_set(sc->err, ALGO_E_FILE, "bad_utf8",
		     "byte 0x%02x is not valid UTF-8",
		     (unsigned char)sc->s[sc->pos]);
	algo_err_origin(sc->err, ALGO_O_DOCUMENT);
	if (sc->node) {
		algo_json_pointer(sc->node, &pointer);
		algo_err_pointer(sc->err, algo_buf_str(&pointer));
	}
	algo_buf_release(&pointer);
	algo_err_hint(sc->err, "save the text as UTF-8");
	return algo_json_locate(sc->doc, sc->pos, 1, sc->err);
}

int algo_scan_bad_escape(struct scan *sc)
{
	unsigned char c = (unsigned char)sc->s[sc->pos + 1];

	if (c > 0x20 && c < 0x7f)
		algo_scan_refuse(sc, "bad_escape", sc->pos, 2,
				 "unknown escape '\\%c'", c);
	else
		algo_scan_refuse(sc, "bad_escape", sc->pos, 1,
				 "unknown escape");
	return algo_err_hint(sc->err, "a backslash is written \\\\");
}

static int is_nan_word(const struct scan *sc, size_t n)
{
	static const char *const words[] = { "NaN",	 "nan",	 "NAN",
					     "Infinity", "inf",	 "Inf",
					     "infinity", "-inf", "-Infinity",
					     "-NaN",	 "-nan", "-Inf" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (is_word(sc, n, words[i]))
			return 1;
	return 0;
}

int algo_scan_bad_number(struct scan *sc, size_t n)
{
	const char *s = sc->s + sc->pos;
	size_t sign = n > 0 && (*s == '-' || *s == '+');
	int shown = n > 40 ? 40 : (int)n;

	algo_scan_refuse(sc, "not_a_number", sc->pos, n,
			 "not a JSON number: '%.*s'", shown, s);
	if (is_nan_word(sc, n))
		return algo_err_hint(sc->err, "JSON has no NaN or infinity; "
					      "leave the key out or use null");
	if (*s == '+')
		return algo_err_hint(sc->err, "a number has no leading '+'");
	if (n > sign + 1 && s[sign] == '0' && s[sign + 1] >= '0' &&
	    s[sign + 1] <= '9')
		return algo_err_hint(sc->err, "no leading zeros");
	if (memchr(s, '.', n))
		return algo_err_hint(
			sc->err, "digits belong on both sides of the point");
	return -1;
}

/* Mended when what it holds means the same in double quotes. */
static int single_quote(struct scan *sc, size_t left)
{
	const char *s = sc->s + sc->pos + 1;
	char quoted[80];
	size_t n = 0;

	algo_scan_refuse(sc, "single_quote", sc->pos, 1,
			 "a string in single quotes");
	algo_err_hint(sc->err, "JSON takes double quotes only");
	while (n + 1 < left && (unsigned char)s[n] >= 0x20 &&
	       !strchr("'\"\\", s[n]))
		n++;
	if (n + 1 == left || s[n] != '\'' || n > sizeof(quoted) - 3)
		return -1;
	snprintf(quoted, sizeof(quoted), "\"%.*s\"", (int)n, s);
	return algo_err_fixit(sc->err, sc->pos, n + 2, quoted);
}

/* To the end of its line, or to the closing mark. */
static int comment(struct scan *sc, size_t left)
{
	const char *s = sc->s + sc->pos;
	int block = s[0] == '/' && s[1] == '*';
	size_t n = *s == '#' ? 1 : 2;

	algo_scan_refuse(sc, "comment", sc->pos, n, "JSON has no comments");
	algo_err_hint(sc->err, "remove the comment");
	while (n < left && (block ? n < 4 || s[n - 2] != '*' || s[n - 1] != '/'
				  : s[n] != '\n'))
		n++;
	if (block && (n < 4 || s[n - 2] != '*' || s[n - 1] != '/'))
		return -1;
	return algo_err_fixit(sc->err, sc->pos, n, "");
}

/* What is wrong with any token, wherever it stands: 0 when nothing of this
 * kind is. */
static int refuse_common(struct scan *sc)
{
	const char *s = sc->s + sc->pos;
	size_t left = sc->n - sc->pos;

	if (*s == '\'')
		return single_quote(sc, left);
	if (*s == '#' ||
	    (left > 1 && s[0] == '/' && (s[1] == '/' || s[1] == '*')))
		return comment(sc, left);
	if ((unsigned char)*s < 0x20)
		return algo_scan_control(sc, 0);
	if ((unsigned char)*s >= 0x80 && algo_json_utf8(s, left) == 0)
		return algo_scan_bad_utf8(sc);
	return 0;
}

/* The length of the token at sc->pos, for messages; at least 1. */
static size_t token_len(const struct scan *sc)
{
	size_t n = algo_scan_word(sc);

	if (n == 0)
		n = algo_json_utf8(sc->s + sc->pos, sc->n - sc->pos);
	return n ? n : 1;
}

static int unexpected(struct scan *sc, const char *wanted)
{
	size_t n = token_len(sc);
	int shown = n > 40 ? 40 : (int)n;

	return algo_scan_refuse(sc, "bad_token", sc->pos, n,
				"%s expected, found '%.*s'", wanted, shown,
				sc->s + sc->pos);
}

/* Python's and JavaScript's names of JSON's constants. */
static int foreign_literal(struct scan *sc, size_t n)
{
	static const char *const names[][2] = {
		{ "True", "true" },	 { "TRUE", "true" },
		{ "False", "false" },	 { "FALSE", "false" },
		{ "None", "null" },	 { "NULL", "null" },
		{ "Null", "null" },	 { "nil", "null" },
		{ "undefined", "null" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!is_word(sc, n, names[i][0]))
			continue;
		unexpected(sc, "a value");
		algo_err_hint(sc->err, "in JSON it is %s", names[i][1]);
		return algo_err_fixit(sc->err, sc->pos, n, names[i][1]);
	}
	return 0;
}

static int text_before(struct scan *sc)
{
	algo_scan_refuse(sc, "text_before", sc->pos, token_len(sc),
			 "text before the JSON document");
	return algo_err_hint(sc->err, "leave the document alone");
}

int algo_scan_bad_value(struct scan *sc)
{
	size_t n, left = sc->n - sc->pos;
	const char *s = sc->s + sc->pos;

	if (left == 0)
		return algo_scan_end(sc, "the text ends before a value");
	if (refuse_common(sc))
		return -1;
	n = algo_scan_word(sc);
	if (algo_scan_cut(sc, n))
		return -1;
	if (is_nan_word(sc, n))
		return algo_scan_bad_number(sc, n);
	if (foreign_literal(sc, n))
		return -1;
	if (*s == '+' || (n > 1 && *s == '.' && s[1] >= '0' && s[1] <= '9'))
		return algo_scan_bad_number(sc, n);
	if (sc->depth == 0 && memchr(s, '{', left))
		return text_before(sc);
	unexpected(sc, "a value");
	if (*s == ',')
		algo_err_hint(sc->err, "one comma too many");
	else if (n > 0)
		algo_err_hint(sc->err, "a string is written in double quotes");
	return -1;
}

int algo_scan_bad_key(struct scan *sc)
{
	char quoted[80];
	size_t n;

	if (sc->pos == sc->n)
		return algo_scan_end(sc, "the text ends before a key");
	if (refuse_common(sc))
		return -1;
	unexpected(sc, "a key in double quotes");
	n = algo_scan_word(sc);
	if (n == 0 || n > sizeof(quoted) - 3)
		return -1;
	snprintf(quoted, sizeof(quoted), "\"%.*s\"", (int)n, sc->s + sc->pos);
	algo_err_hint(sc->err, "write %s", quoted);
	return algo_err_fixit(sc->err, sc->pos, n, quoted);
}

int algo_scan_no_colon(struct scan *sc)
{
	if (sc->pos == sc->n)
		return algo_scan_end(sc, "the text ends behind a key");
	if (refuse_common(sc))
		return -1;
	unexpected(sc, "':'");
	if (sc->s[sc->pos] != '=')
		return -1;
	algo_err_hint(sc->err, "key and value are parted by ':'");
	return algo_err_fixit(sc->err, sc->pos, 1, ":");
}

/* A string ended and a word follows at once: its end was not meant. */
static int is_inner_quote(const struct scan *sc)
{
	return sc->end == sc->pos && sc->s[sc->end - 1] == '"' &&
	       !strchr("{}[]:;", sc->s[sc->pos]);
}

int algo_scan_after_value(struct scan *sc, char closer)
{
	char c;

	if (sc->pos == sc->n)
		return end_after_value(sc);
	if (refuse_common(sc))
		return -1;
	if (is_inner_quote(sc)) {
		algo_scan_refuse(sc, "bad_token", sc->pos, token_len(sc),
				 "text behind the end of a string");
		return algo_err_hint(sc->err,
				     "inside a string a quote is written \\\"");
	}
	c = sc->s[sc->pos];
	if (c == '"' || c == '{' || c == '[' || algo_scan_word(sc) > 0) {
		algo_scan_refuse(sc, "missing_comma", sc->pos, token_len(sc),
				 "',' or '%c' expected", closer);
		algo_err_hint(sc->err, "put a ',' before it");
		return algo_err_fixit(sc->err, sc->end, 0, ",");
	}
	return unexpected(sc, closer == '}' ? "',' or '}'" : "',' or ']'");
}

int algo_scan_trailing_comma(struct scan *sc, size_t comma)
{
	algo_scan_refuse(sc, "trailing_comma", comma, 1,
			 "a comma behind the last %s",
			 sc->s[sc->pos] == '}' ? "member" : "element");
	algo_err_hint(sc->err, "remove the comma");
	return algo_err_fixit(sc->err, comma, 1, "");
}

int algo_scan_trailing_text(struct scan *sc)
{
	if (refuse_common(sc))
		return -1;
	algo_scan_refuse(sc, "trailing_text", sc->pos, token_len(sc),
			 "text behind the JSON document");
	return algo_err_hint(sc->err, "leave the document alone");
}

int algo_scan_duplicate(struct scan *sc, const struct algo_json *v)
{
	algo_err_set(sc->err, ALGO_E_KEY, "duplicate_key",
		     "key '%s' is given twice", v->key);
	return algo_json_place(v, 1, sc->err);
}
