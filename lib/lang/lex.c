/* lex.c - text to tokens; spellings of other languages with their repair */
#include "expr.h"

#include <string.h>

/* right: what it should be; the token is taken as meant. */
struct spelling {
	const char *text;
	enum tok tok;
	enum bin bin;
	const char *right;
};

/* clang-format off */
/* A longer spelling stands before those that it begins with. */
static const struct spelling spellings[] = {
	{ "===", TOK_BIN, BIN_EQ, "==" },
	{ "!==", TOK_BIN, BIN_NE, "!=" },
	{ "**", TOK_BIN, BIN_POW, NULL },
	{ "<=", TOK_BIN, BIN_LE, NULL },
	{ ">=", TOK_BIN, BIN_GE, NULL },
	{ "==", TOK_BIN, BIN_EQ, NULL },
	{ "!=", TOK_BIN, BIN_NE, NULL },
	{ "=>", TOK_BIN, BIN_GE, ">=" },
	{ "=<", TOK_BIN, BIN_LE, "<=" },
	{ "<>", TOK_BIN, BIN_NE, "!=" },
	{ "&&", TOK_BIN, BIN_AND, NULL },
	{ "||", TOK_BIN, BIN_OR, NULL },
	{ "&", TOK_BIN, BIN_AND, "and" },
	{ "|", TOK_BIN, BIN_OR, "or" },
	{ "^", TOK_BIN, BIN_POW, "**" },
	{ "<", TOK_BIN, BIN_LT, NULL },
	{ ">", TOK_BIN, BIN_GT, NULL },
	{ "+", TOK_BIN, BIN_ADD, NULL },
	{ "-", TOK_BIN, BIN_SUB, NULL },
	{ "*", TOK_BIN, BIN_MUL, NULL },
	{ "/", TOK_BIN, BIN_DIV, NULL },
	{ "\xe2\x89\xa5", TOK_BIN, BIN_GE, ">=" },
	{ "\xe2\x89\xa4", TOK_BIN, BIN_LE, "<=" },
	{ "\xe2\x89\xa0", TOK_BIN, BIN_NE, "!=" },
	{ "\xc3\x97", TOK_BIN, BIN_MUL, "*" },
	{ "\xc3\xb7", TOK_BIN, BIN_DIV, "/" },
	{ "\xe2\x88\x92", TOK_BIN, BIN_SUB, "-" },
	{ "\xe2\x80\x93", TOK_BIN, BIN_SUB, "-" },
	{ "!", TOK_NOT, BIN_OR, NULL },
	{ "~", TOK_NOT, BIN_OR, "not" },
	{ "=", TOK_ASSIGN, BIN_OR, NULL },
	{ "(", TOK_OPEN, BIN_OR, NULL },
	{ ")", TOK_CLOSE, BIN_OR, NULL },
	{ "[", TOK_OPEN_INDEX, BIN_OR, NULL },
	{ "]", TOK_CLOSE_INDEX, BIN_OR, NULL },
	{ ",", TOK_COMMA, BIN_OR, NULL },
	{ ".", TOK_DOT, BIN_OR, NULL },
	{ "?", TOK_QUESTION, BIN_OR, NULL },
	{ ":", TOK_COLON, BIN_OR, NULL },
};

/* What is nothing here, and what to do instead. */
static const struct {
	const char *text, *hint;
} strangers[] = {
	{ ":=", "name a value under \"let\" and use the name here" },
	{ "//", "there are no comments; floor(a / b) divides to whole numbers" },
	{ "/*", "there are no comments" },
	{ "#", "there are no comments" },
	{ ";", "an expression is one value; name others under \"let\"" },
	{ "%", "5% is 0.05; the remainder is mod(a, b)" },
	{ "{", "braces are not part of expressions" },
	{ "}", "braces are not part of expressions" },
	{ "$", "params are used by their name alone" },
	{ "@", "params are used by their name alone" },
};
/* clang-format on */

static int is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t left(const struct lexer *lx)
{
	return lx->u->src.len - lx->at;
}

static int begins(const struct lexer *lx, const char *s)
{
	size_t n = strlen(s);

	return left(lx) >= n && !memcmp(lx->u->src.text + lx->at, s, n);
}

static struct algo_err *lex_fault(struct lexer *lx, const char *code,
				  size_t len, const char *what)
{
	struct span s = { lx->at, len };

	if (lx->mute)
		return NULL;
	return algo_fault(lx->u, ALGO_E_SYNTAX, code, s, "%s '%.*s'", what,
			  SPAN_ARG(lx->u, s));
}

/* Words in place of signs need blanks round them. */
static void offer(struct lexer *lx, struct algo_err *e, size_t len,
		  const char *right)
{
	const char *s = lx->u->src.text;
	char text[16];
	size_t end = lx->at + len, n = 0;
	int word = is_letter(right[0]);

	if (word && lx->at > 0 && s[lx->at - 1] != ' ')
		text[n++] = ' ';
	memcpy(text + n, right, strlen(right));
	n += strlen(right);
	if (word && end < lx->u->src.len && s[end] != ' ')
		text[n++] = ' ';
	text[n] = '\0';
	algo_err_hint(e, "write '%s'", right);
	algo_err_fixit(e, lx->at, len, text);
}

static void take(struct lexer *lx, enum tok tok, size_t len)
{
	lx->now.tok = tok;
	lx->now.span = (struct span){ lx->at, len };
	lx->at += len;
}

static void number(struct lexer *lx)
{
	const char *s = lx->u->src.text + lx->at, *end = s + left(lx);
	const char *stop = algo_num_read(s, end, &lx->now.num);
	size_t n;

	if (!stop) {
		for (n = 1; n < left(lx) && (is_digit(s[n]) || s[n] == '.');)
			n++;
		lex_fault(lx, "number_range", n, "number too large:");
		take(lx, TOK_WRONG, n);
		return;
	}
	/* A percent is read as one decimal, so that 5% is 0.05 exactly as
	 * near as a double can be. */
	if (stop < end && *stop == '%') {
		stop++;
		if (algo_num_human(s, (size_t)(stop - s), &lx->now.num))
			lx->now.num = NAN;
	}
	take(lx, TOK_NUM, (size_t)(stop - s));
}

/* Quotes of all kinds; the span of the token is with them. */
static void text(struct lexer *lx, const char *quote, const char *close)
{
	const char *s = lx->u->src.text + lx->at;
	size_t q = strlen(quote), c = strlen(close), n = q;
	char right[96];
	struct algo_err *e;

	while (n + c <= left(lx) && memcmp(s + n, close, c) != 0 &&
	       s[n] != '\n')
		n++;
	if (n + c > left(lx) || s[n] == '\n') {
		e = lex_fault(lx, "unterminated_text", n,
			      "no closing quote after");
		algo_err_hint(e, "end it with '\"'");
		take(lx, TOK_WRONG, left(lx));
		return;
	}
	if (*quote != '"') {
		e = lex_fault(lx, "wrong_quote", n + c,
			      "not in double quotes:");
		algo_err_hint(e, "texts stand in double quotes");
		if (n - q + 3 <= sizeof(right)) {
			right[0] = '"';
			memcpy(right + 1, s + q, n - q);
			memcpy(right + 1 + n - q, "\"", 2);
			algo_err_fixit(e, lx->at, n + c, right);
		}
	}
	take(lx, TOK_TEXT, n + c);
}

static void word(struct lexer *lx)
{
	const char *s = lx->u->src.text + lx->at;
	size_t n = 1;

	while (n < left(lx) && (is_letter(s[n]) || is_digit(s[n])))
		n++;
	take(lx, TOK_NAME, n);
	if (algo_same("and", s, n, 1) || algo_same("or", s, n, 1)) {
		lx->now.tok = TOK_BIN;
		lx->now.bin = n == 3 ? BIN_AND : BIN_OR;
	} else if (algo_same("not", s, n, 1)) {
		lx->now.tok = TOK_NOT;
	}
}

static int stranger(struct lexer *lx)
{
	for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
		size_t n = strlen(strangers[i].text);
		struct algo_err *e;

		if (!begins(lx, strangers[i].text))
			continue;
		e = lex_fault(lx, "bad_character", n, "unexpected");
		algo_err_hint(e, "%s", strangers[i].hint);
		take(lx, TOK_WRONG, n);
		return 1;
	}
	return 0;
}

static int sign(struct lexer *lx)
{
	for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
		const struct spelling *w = &spellings[i];
		size_t n = strlen(w->text);

		if (!begins(lx, w->text))
			continue;
		if (w->right)
			offer(lx,
			      lex_fault(lx, "wrong_operator", n,
					"there is no operator"),
			      n, w->right);
		lx->now.bin = w->bin;
		take(lx, w->tok, n);
		return 1;
	}
	return 0;
}

static void other(struct lexer *lx)
{
	const unsigned char *s =
		(const unsigned char *)lx->u->src.text + lx->at;
	size_t n = 1;

	while (n < 4 && n < left(lx) && (s[n] & 0xc0) == 0x80)
		n++;
	if (begins(lx, "\xe2\x80\x9c") || begins(lx, "\xe2\x80\x9d")) {
		text(lx, "\xe2\x80\x9c", "\xe2\x80\x9d");
		return;
	}
	lex_fault(lx, "bad_character", n, "unexpected");
	take(lx, TOK_WRONG, n);
}

/* Reads the next token; one that is nothing was reported and is TOK_WRONG. */
void algo_lex_next(struct lexer *lx)
{
	const char *s = lx->u->src.text;

	lx->before = lx->now.span.at + lx->now.span.len;
	while (left(lx) && s[lx->at] && strchr(" \t\r\n", s[lx->at]))
		lx->at++;
	if (!left(lx)) {
		take(lx, TOK_END, 0);
		return;
	}
	s += lx->at;
	if (is_digit(*s) || (*s == '.' && left(lx) > 1 && is_digit(s[1])))
		number(lx);
	else if (is_letter(*s))
		word(lx);
	else if (*s == '"')
		text(lx, "\"", "\"");
	else if (*s == '\'')
		text(lx, "'", "'");
	else if (!stranger(lx) && !sign(lx))
		other(lx);
}
