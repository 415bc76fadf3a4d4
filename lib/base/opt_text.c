/* opt_text.c - --help and the manual's lists from a table of options */
#include <algo/base/opt.h>
#include <string.h>

#include "opt_row.h"

#define WIDTH 80     /* columns of --help, the last one left free */
#define LEFT_MAX 28  /* longer option columns put their help below */
#define MDOC_LINE 78 /* bytes of a source line of the manual */

/* "  -o, --output FILE", without what follows; the columns it took. */
static size_t add_left(const struct algo_opt *row, struct algo_buf *out)
{
	size_t start = out->len;
	enum algo_opt_value takes = algo_opt_value(row);

	if (row->key)
		algo_buf_addf(out, "  -%c%s", row->key, row->name ? ", " : "");
	else
		algo_buf_adds(out, "      ");
	if (row->name)
		algo_buf_addf(out, "--%s", row->name);
	if (takes == ALGO_OPT_NEEDS_VALUE)
		algo_buf_addf(out, " %s", row->arg ? row->arg : "VALUE");
	else if (takes == ALGO_OPT_MAY_VALUE)
		algo_buf_addf(out, "[=%s]", row->arg ? row->arg : "VALUE");
	return out->len - start;
}

/* The column where help starts: right of the widest left part that is not too
 * wide. */
static size_t help_column(const struct algo_opt *rows)
{
	struct algo_buf scratch = ALGO_BUF_INIT(4096);
	size_t widest = 0;

	for (; rows->type != ALGO_OPT_LAST; rows++) {
		size_t n;

		if (rows->type == ALGO_OPT_GROUP)
			continue;
		algo_buf_clear(&scratch);
		n = add_left(rows, &scratch);
		if (n > widest && n <= LEFT_MAX)
			widest = n;
	}
	algo_buf_release(&scratch);
	return widest + 2;
}

static void add_spaces(struct algo_buf *out, size_t n)
{
	while (n-- > 0)
		algo_buf_addc(out, ' ');
}

/* "csv, ndjson or json" after lead, when there are choices. */
static void add_choices(const struct algo_opt *row, const char *lead,
			struct algo_buf *out)
{
	size_t n, next;
	const char *c;

	for (size_t i = 0; (c = algo_opt_choice(row->choices, i, &n)); i++) {
		int last = !algo_opt_choice(row->choices, i + 1, &next);

		algo_buf_adds(out, i == 0 ? lead : last ? " or " : ", ");
		algo_buf_add(out, c, n);
	}
}

/* Words of text in lines from column at to WIDTH; the cursor stands at column
 * at. */
static void add_wrapped(const char *text, size_t at, struct algo_buf *out)
{
	size_t col = at;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (col > at && col + 1 + n >= WIDTH) {
			algo_buf_addc(out, '\n');
			add_spaces(out, at);
			col = at;
		}
		if (col > at) {
			algo_buf_addc(out, ' ');
			col++;
		}
		algo_buf_add(out, text, n);
		col += n;
		text += n;
		text += strspn(text, " ");
	}
	algo_buf_addc(out, '\n');
}

static void add_help_row(const struct algo_opt *row, size_t column,
			 struct algo_buf *out)
{
	struct algo_buf help = ALGO_BUF_INIT(4096);
	size_t used = add_left(row, out);

	if (used + 2 > column) {
		algo_buf_addc(out, '\n');
		used = 0;
	}
	add_spaces(out, column - used);
	algo_buf_adds(&help, row->help);
	add_choices(row, ": ", &help);
	add_wrapped(algo_buf_str(&help), column, out);
	algo_buf_release(&help);
}

void algo_opt_help(const struct algo_cmd *cmd, struct algo_buf *out)
{
	size_t column = help_column(cmd->opts);
	const struct algo_opt *row = cmd->opts;

	algo_buf_addf(out, "Usage: %s %s\n", cmd->name, cmd->synopsis);
	add_wrapped(cmd->summary, 0, out);
	if (row->type != ALGO_OPT_GROUP && row->type != ALGO_OPT_LAST)
		algo_buf_adds(out, "\nOptions:\n");
	for (; row->type != ALGO_OPT_LAST; row++)
		if (row->type == ALGO_OPT_GROUP)
			algo_buf_addf(out, "\n%s:\n", row->help);
		else
			add_help_row(row, column, out);
	if (!cmd->after)
		return;
	algo_buf_addf(out, "\n%s", cmd->after);
	if (*cmd->after && cmd->after[strlen(cmd->after) - 1] != '\n')
		algo_buf_addc(out, '\n');
}

/* One character as mdoc wants it.  A hyphen that starts a word or follows one
 * is part of an option and must stay a plain one. */
static void add_mdoc_char(char c, char before, struct algo_buf *out)
{
	switch (c) {
	case '\\':
		algo_buf_adds(out, "\\e");
		return;
	case '\'':
		algo_buf_adds(out, "\\(aq");
		return;
	case '"':
		algo_buf_adds(out, "\\(dq");
		return;
	case '`':
		algo_buf_adds(out, "\\(ga");
		return;
	case '^':
		algo_buf_adds(out, "\\(ha");
		return;
	case '~':
		algo_buf_adds(out, "\\(ti");
		return;
	case '-':
		if (strchr(" -(='\"", before)) /* also the text's start */
			algo_buf_addc(out, '\\');
		algo_buf_addc(out, c);
		return;
	default:
		algo_buf_addc(out, c);
		return;
	}
}

static void add_mdoc_word(const char *s, size_t n, struct algo_buf *out)
{
	char before = '\0';

	for (size_t i = 0; i < n; i++) {
		add_mdoc_char(s[i], before, out);
		before = s[i];
	}
}

static int ends_sentence(const char *s, size_t n)
{
	return n > 0 && (s[n - 1] == '.' || s[n - 1] == '!' || s[n - 1] == '?');
}

/* Text lines: none starts with a control character, every sentence starts a
 * line, lines are short. */
static void add_mdoc_text(const char *text, struct algo_buf *out)
{
	struct algo_buf word = ALGO_BUF_INIT(4096);
	size_t col = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		algo_buf_clear(&word);
		add_mdoc_word(text, n, &word);
		if (col > 0 && col + 1 + word.len > MDOC_LINE) {
			algo_buf_addc(out, '\n');
			col = 0;
		}
		if (col > 0)
			algo_buf_addc(out, ' ');
		else if (*text == '.' || *text == '\'')
			algo_buf_adds(out, "\\&");
		algo_buf_add(out, word.data, word.len);
		col += word.len + 1;
		if (ends_sentence(text, n) && text[n]) {
			algo_buf_addc(out, '\n');
			col = 0;
		}
		text += n;
		text += strspn(text, " ");
	}
	if (col > 0)
		algo_buf_addc(out, '\n');
	algo_buf_release(&word);
}

/* Words on a macro line: \& keeps those that could be macros or delimiters
 * from being taken for one. */
static void add_mdoc_args(const char *s, struct algo_buf *out)
{
	while (*s) {
		size_t n = strcspn(s, " ");

		algo_buf_addc(out, ' ');
		if (n <= 3)
			algo_buf_adds(out, "\\&");
		add_mdoc_word(s, n, out);
		s += n;
		s += strspn(s, " ");
	}
}

static void add_mdoc_name(const char *name, struct algo_buf *out)
{
	algo_buf_adds(out, " Fl Fl ");
	if (strlen(name) <= 3)
		algo_buf_adds(out, "\\&");
	for (; *name; name++)
		algo_buf_addf(out, "%s%c", *name == '-' ? "\\" : "", *name);
}

static void add_mdoc_row(const struct algo_opt *row, struct algo_buf *out)
{
	const char *arg = row->arg ? row->arg : "VALUE";
	enum algo_opt_value takes = algo_opt_value(row);
	struct algo_buf help = ALGO_BUF_INIT(4096);

	algo_buf_adds(out, ".It");
	if (row->key)
		algo_buf_addf(out, " Fl %c%s", row->key, row->name ? " ," : "");
	if (row->name)
		add_mdoc_name(row->name, out);
	if (takes == ALGO_OPT_NEEDS_VALUE) {
		algo_buf_adds(out, row->name ? " Ns = Ns Ar" : " Ar");
		add_mdoc_args(arg, out);
	} else if (takes == ALGO_OPT_MAY_VALUE) {
		algo_buf_adds(out, " Ns Oo = Ns Ar");
		add_mdoc_args(arg, out);
		algo_buf_adds(out, " Oc");
	}
	algo_buf_addc(out, '\n');
	algo_buf_adds(&help, row->help);
	add_choices(row, ": ", &help);
	algo_buf_addc(&help, '.');
	add_mdoc_text(algo_buf_str(&help), out);
	algo_buf_release(&help);
}

void algo_opt_mdoc(const struct algo_cmd *cmd, struct algo_buf *out)
{
	int in_list = 0;

	for (const struct algo_opt *row = cmd->opts; row->type != ALGO_OPT_LAST;
	     row++) {
		if (row->type == ALGO_OPT_GROUP) {
			if (in_list)
				algo_buf_adds(out, ".El\n");
			in_list = 0;
			algo_buf_adds(out, ".Ss");
			add_mdoc_args(row->help, out);
			algo_buf_addc(out, '\n');
			continue;
		}
		if (!in_list)
			algo_buf_adds(out, ".Bl -tag -width Ds\n");
		in_list = 1;
		add_mdoc_row(row, out);
	}
	if (in_list)
		algo_buf_adds(out, ".El\n");
}

void algo_opt_exits(struct algo_buf *out)
{
	algo_buf_adds(out, ".Bl -tag -width Ds\n");
	for (int o = 0; o < ALGO_ORIGIN_COUNT; o++) {
		enum algo_origin origin = (enum algo_origin)o;

		algo_buf_addf(out, ".It %d\n", algo_origin_exit(origin));
		add_mdoc_text(algo_origin_text(origin), out);
	}
	algo_buf_adds(out, ".El\n");
}
