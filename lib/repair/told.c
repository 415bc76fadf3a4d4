/* told.c - what the tolerant reader says of each kind of fault */
#include "tolerant.h"

#include <string.h>

/* clang-format off */
static const struct row {
	const char *code, *msg, *hint, *mend;
} rows[] = {
	{ "trailing_comma", "a comma behind the last member",
	  "remove the comma", "a comma too many is removed" },
	{ "extra_comma", "one comma too many",
	  "remove the comma", "a comma too many is removed" },
	{ "missing_comma", "',' expected",
	  "put a ',' before it", "a missing comma is added" },
	{ "missing_colon", "':' expected",
	  "key and value are parted by ':'", "':' is put between key and value" },
	{ "wrong_separator", "not a separator of JSON",
	  "members are parted by ',', key and value by ':'",
	  "a separator becomes that of JSON" },
	{ "comment", "JSON has no comments",
	  "remove the comment", "a comment is removed" },
	{ "single_quote", "a string in single quotes",
	  "JSON takes double quotes only",
	  "strings in single quotes get double quotes" },
	{ "smart_quote", "a string in typographic quotes",
	  "JSON takes double quotes only, as in \"name\"",
	  "typographic quotes become double quotes" },
	{ "unquoted_key", "a key in double quotes expected",
	  "write it in double quotes", "keys get double quotes" },
	{ "strange_blank", "a blank that is none in JSON",
	  "use blanks, tabs and line breaks",
	  "strange blanks become plain ones" },
	{ "unquoted_text", "a value expected",
	  "a string is written in double quotes", "a value gets double quotes" },
	{ "foreign_literal", "a value expected",
	  "JSON has true, false and null", "a literal becomes JSON's" },
	{ "not_a_number", "not a JSON number",
	  "write it as in 0.5 or 10", "a number is written as in JSON" },
	{ "no_number", "not a JSON number",
	  "JSON has no NaN or infinity; leave the key out or use null",
	  "the value becomes null" },
	{ "missing_value", "a value expected",
	  "leave the key out", "a missing value becomes null" },
	{ "control_character", "a line break in a string",
	  "join the lines, write the line break as \\n, or close the string",
	  "a line break in a string becomes a blank" },
	{ "raw_control", "a control character in a string",
	  "write it as an escape", "a control character becomes its escape" },
	{ "missing_quote", "a string is not closed",
	  "add '\"' at its end", "a string is closed at the end of its line" },
	{ "other_quote", "a string is closed by a quote of another kind",
	  "close it with '\"'", "the quote that ends a string becomes '\"'" },
	{ "joined_text", "a string in several parts",
	  "write it as one string", "the parts of a string are joined" },
	{ "inner_quote", "text behind the end of a string",
	  "inside a string a quote is written \\\"",
	  "quotes inside a string are escaped" },
	{ "bad_escape", "unknown escape",
	  "a backslash is written \\\\", "a backslash that escapes nothing is removed" },
	{ "string_prefix", "a prefix of a string",
	  "JSON has no prefixes of strings", "the prefix of a string is removed" },
	{ "unterminated", "the text ends too early",
	  "the end is missing", "what is open at the end is closed" },
	{ "wrong_bracket", "the wrong closing bracket",
	  "brackets are closed in the order in which they were opened",
	  "a closing bracket becomes the one that was open" },
	{ "missing_bracket", "a bracket is not closed",
	  "close it", "a missing closing bracket is added" },
	{ "extra_bracket", "a closing bracket too many",
	  "remove it", "a closing bracket too many is removed" },
	{ "duplicate_key", "a key is given twice",
	  "give it once", "of a key given twice one is kept" },
	{ "text_before", "text before the JSON document",
	  "leave the document alone", "the text round the document is removed" },
	{ "trailing_text", "text behind the JSON document",
	  "leave the document alone", "the text behind the document is removed" },
	{ "encoding", "the text is UTF-16",
	  "save it as UTF-8", "the text becomes UTF-8" },
};
/* clang-format on */

static const struct row *row_of(const char *code)
{
	size_t i = 0;

	while (i + 1 < sizeof(rows) / sizeof(*rows) &&
	       strcmp(rows[i].code, code) != 0)
		i++;
	return &rows[i];
}

const char *algo_told_mend(const char *code)
{
	return row_of(code)->mend;
}

static void add_context(struct draft *d, struct algo_err *e)
{
	const char *line = d->s + d->line_at;
	const char *nl = memchr(line, '\n', d->n - d->line_at);

	algo_err_context(e, line, nl ? (size_t)(nl - line) : d->n - d->line_at);
}

struct algo_err *algo_draft_tell(struct draft *d, struct algo_errs *errs,
				 const char *code, size_t at, size_t len)
{
	const struct row *r = row_of(code);
	struct algo_err *e = algo_errs_add(errs);
	unsigned long line, col;

	if (errs->dropped)
		return e;
	algo_err_set(e, ALGO_E_SYNTAX, r->code, "%s", r->msg);
	algo_err_hint(e, "%s", r->hint);
	algo_err_file(e, d->file);
	algo_draft_locate(d, at, &line, &col);
	algo_err_pos(e, line, col, len);
	add_context(d, e);
	return e;
}
