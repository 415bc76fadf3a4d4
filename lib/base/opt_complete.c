/* opt_complete.c - shell completions from a table of options
 *
 * Words after an option with choices are those; after any other value and for
 * operands, files.
 */
#include <algo/base/opt.h>
#include <string.h>

#include "opt_row.h"

/* The name of the shell function: the command's, '-' as '_'. */
static void add_function(const char *name, struct algo_buf *out)
{
	algo_buf_addc(out, '_');
	for (; *name; name++)
		algo_buf_addc(out, *name == '-' ? '_' : *name);
}

/* text with a backslash before each byte of special, within '...'; a quote
 * leaves the quoting. */
static void add_quoted(const char *text, const char *special,
		       struct algo_buf *out)
{
	for (; *text; text++) {
		if (*text == '\'') {
			algo_buf_adds(out, "'\\''");
			continue;
		}
		if (strchr(special, *text))
			algo_buf_addc(out, '\\');
		algo_buf_addc(out, *text);
	}
}

static void add_words(const struct algo_opt *row, struct algo_buf *out)
{
	size_t n;
	const char *c;

	for (size_t i = 0; (c = algo_opt_choice(row->choices, i, &n)); i++) {
		if (i > 0)
			algo_buf_addc(out, ' ');
		algo_buf_add(out, c, n);
	}
}

static void bash_case(const struct algo_opt *row, struct algo_buf *out)
{
	int may = algo_opt_value(row) == ALGO_OPT_MAY_VALUE;

	algo_buf_adds(out, "\t");
	if (row->key && !may)
		algo_buf_addf(out, "-%c%s", row->key, row->name ? "|" : "");
	if (row->name)
		algo_buf_addf(out, "--%s%s", row->name, may ? "=" : "");
	if (row->name && !may)
		algo_buf_addf(out, "|--%s=", row->name);
	algo_buf_adds(out, ")\n\t\t");
	if (row->choices) {
		algo_buf_adds(out, "COMPREPLY=($(compgen -W '");
		add_words(row, out);
		algo_buf_adds(out, "' -- \"$cur\"))\n\t\t");
	}
	algo_buf_adds(out, "return ;;\n");
}

/* bash splits words at '=': "--errors=te" comes as three. */
static void bash(const struct algo_cmd *cmd, struct algo_buf *out)
{
	const struct algo_opt *row;

	algo_buf_addf(out, "# bash completion for %s\n", cmd->name);
	add_function(cmd->name, out);
	algo_buf_adds(out, "()\n{\n"
			   "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=\n"
			   "\t[ \"$COMP_CWORD\" -gt 0 ] && "
			   "prev=${COMP_WORDS[COMP_CWORD-1]}\n"
			   "\tCOMPREPLY=()\n"
			   "\tif [ \"$cur\" = '=' ]; then\n"
			   "\t\tcur= prev=$prev=\n"
			   "\telif [ \"$prev\" = '=' ] && "
			   "[ \"$COMP_CWORD\" -gt 1 ]; then\n"
			   "\t\tprev=${COMP_WORDS[COMP_CWORD-2]}=\n"
			   "\tfi\n"
			   "\tcase $prev in\n");
	for (row = cmd->opts; row->type != ALGO_OPT_LAST; row++)
		if (row->type != ALGO_OPT_GROUP &&
		    algo_opt_value(row) != ALGO_OPT_NO_VALUE)
			bash_case(row, out);
	algo_buf_adds(out, "\tesac\n\tcase $cur in\n"
			   "\t-*)\n\t\tCOMPREPLY=($(compgen -W '");
	for (row = cmd->opts; row->type != ALGO_OPT_LAST; row++) {
		if (row->type == ALGO_OPT_GROUP)
			continue;
		if (row->key)
			algo_buf_addf(out, "-%c ", row->key);
		if (row->name)
			algo_buf_addf(out, "--%s ", row->name);
	}
	algo_buf_adds(out, "' -- \"$cur\")) ;;\n\tesac\n}\n");
	algo_buf_adds(out, "complete -o default -F ");
	add_function(cmd->name, out);
	algo_buf_addf(out, " %s\n", cmd->name);
}

/* "-d+" and "--data=" also take the value from the same word; "=-" only. */
static void zsh_names(const struct algo_opt *row, struct algo_buf *out)
{
	enum algo_opt_value takes = algo_opt_value(row);
	const char *after_long = takes == ALGO_OPT_NEEDS_VALUE ? "="
				 : takes == ALGO_OPT_MAY_VALUE ? "=-"
							       : "";
	const char *after_key = takes == ALGO_OPT_NEEDS_VALUE ? "+" : "";

	if (row->type == ALGO_OPT_LIST)
		algo_buf_adds(out, "'*'");
	else if (row->key && row->name)
		algo_buf_addf(out, "'(-%c --%s)'", row->key, row->name);
	if (row->key && row->name)
		algo_buf_addf(out, "{-%c%s,--%s%s}", row->key, after_key,
			      row->name, after_long);
	else if (row->key)
		algo_buf_addf(out, "-%c%s", row->key, after_key);
	else
		algo_buf_addf(out, "--%s%s", row->name, after_long);
}

static void zsh_row(const struct algo_opt *row, struct algo_buf *out)
{
	enum algo_opt_value takes = algo_opt_value(row);

	algo_buf_adds(out, "\t");
	zsh_names(row, out);
	algo_buf_adds(out, "'[");
	add_quoted(row->help, "[]:\\", out);
	algo_buf_adds(out, "]");
	if (takes != ALGO_OPT_NO_VALUE) {
		algo_buf_adds(out, takes == ALGO_OPT_MAY_VALUE ? "::" : ":");
		add_quoted(row->arg ? row->arg : "VALUE", "[]:\\", out);
		algo_buf_adds(out, ":");
		if (row->choices) {
			algo_buf_adds(out, "(");
			add_words(row, out);
			algo_buf_adds(out, ")");
		} else {
			algo_buf_adds(out, "_files");
		}
	}
	algo_buf_adds(out, "' \\\n");
}

static void zsh(const struct algo_cmd *cmd, struct algo_buf *out)
{
	algo_buf_addf(out, "#compdef %s\n_arguments -s -S \\\n", cmd->name);
	for (const struct algo_opt *row = cmd->opts; row->type != ALGO_OPT_LAST;
	     row++)
		if (row->type != ALGO_OPT_GROUP)
			zsh_row(row, out);
	algo_buf_adds(out, "\t'*:file:_files'\n");
}

static void fish_row(const struct algo_cmd *cmd, const struct algo_opt *row,
		     struct algo_buf *out)
{
	algo_buf_addf(out, "complete -c %s", cmd->name);
	if (row->key)
		algo_buf_addf(out, " -s %c", row->key);
	if (row->name)
		algo_buf_addf(out, " -l %s", row->name);
	if (algo_opt_value(row) == ALGO_OPT_NEEDS_VALUE)
		algo_buf_adds(out, row->choices ? " -x" : " -r -F");
	if (row->choices) {
		algo_buf_adds(out, " -a '");
		add_words(row, out);
		algo_buf_addc(out, '\'');
	}
	algo_buf_adds(out, " -d '");
	for (const char *s = row->help; *s; s++) {
		if (*s == '\'' || *s == '\\')
			algo_buf_addc(out, '\\');
		algo_buf_addc(out, *s);
	}
	algo_buf_adds(out, "'\n");
}

void algo_opt_complete(const struct algo_cmd *cmd, const char *shell,
		       struct algo_buf *out)
{
	if (strcmp(shell, "bash") == 0) {
		bash(cmd, out);
		return;
	}
	if (strcmp(shell, "zsh") == 0) {
		zsh(cmd, out);
		return;
	}
	algo_buf_addf(out, "# fish completion for %s\n", cmd->name);
	for (const struct algo_opt *row = cmd->opts; row->type != ALGO_OPT_LAST;
	     row++)
		if (row->type != ALGO_OPT_GROUP)
			fish_row(cmd, row, out);
}
